//! Width, blanks and look-alikes folded away while a text is scanned, so that no reader copies what was typed.

use alloc::string::String;

/// The character that an officer meant: full-width letters, digits and marks become ASCII, every dash a `-`, every round zero 〇,
/// and the radicals that copies from PDF files hold (⽉, ⽇) the characters that they look like.
pub(super) fn fold(c: char) -> char {
    if c.is_ascii() || is_common(c) {
        return c;
    }
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '─' => '-',
        '○' | '◯' | '〇' => '〇',
        '￥' => '¥',
        '﹝' => '〔',
        '﹞' => '〕',
        '⽇' => '日',
        '⽉' => '月',
        '⼀' => '一',
        '⼆' => '二',
        '⼋' => '八',
        '⼗' => '十',
        _ => c,
    }
}

/// A character of everyday Chinese, of which there is nothing more to know: most of what is read.
pub(super) fn is_common(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Whether the character prints nothing: blanks of every width, and the marks without width that come with a paste.
pub(super) fn is_blank(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, '\t'..='\r' | ' ');
    }
    let odd = matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{3164}' | '\u{feff}'
    );
    !is_common(c) && (odd || c.is_whitespace())
}

/// Whether the text is longer than any value of a fixed form can be; looks at the first 200 characters only.
pub(super) fn too_long(typed: &str) -> bool {
    exceeds(typed, 200)
}

/// Whether a text has more characters; looks at no more of them than that.
pub(crate) fn exceeds(text: &str, most: usize) -> bool {
    text.len() > most && text.chars().take(most + 1).count() > most
}

/// The text as a message echoes it: in quotation marks, at most thirty characters, nothing that would break the line.
pub(super) fn quote(typed: &str) -> String {
    let mut quoted = String::from("“");
    let mut kept = typed.trim_matches(is_blank).chars();
    quoted.extend(kept.by_ref().take(30).map(|c| {
        if c.is_control() || is_blank(c) {
            ' '
        } else {
            c
        }
    }));
    quoted.push_str(if kept.next().is_some() {
        "…”"
    } else {
        "”"
    });
    quoted
}

/// A place in a text, read folded and without blanks.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a> {
    rest: &'a str,
}

impl<'a> Scan<'a> {
    pub fn new(typed: &'a str) -> Self {
        Scan { rest: typed }
    }

    /// What has not been read yet, as it was typed.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    /// The very next character, a blank too.
    pub fn near(&self) -> Option<char> {
        self.rest.chars().next().map(fold)
    }

    /// The next character that is not blank.
    pub fn peek(&mut self) -> Option<char> {
        loop {
            let c = self.rest.chars().next()?;
            if !is_blank(c) {
                return Some(fold(c));
            }
            self.rest = &self.rest[c.len_utf8()..];
        }
    }

    pub fn next(&mut self) -> Option<char> {
        let folded = self.peek()?;
        self.bump();
        Some(folded)
    }

    /// Leaves the very next character behind.
    pub fn bump(&mut self) {
        let mut chars = self.rest.chars();
        chars.next();
        self.rest = chars.as_str();
    }

    pub fn end(&mut self) -> bool {
        self.peek().is_none()
    }

    pub fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.bump();
        }
        found
    }

    /// Reads the word if it stands here.
    pub fn eat_word(&mut self, word: &str) -> bool {
        let before = *self;
        let found = word.chars().all(|c| self.eat(c));
        if !found {
            *self = before;
        }
        found
    }

    /// Reads the first of the words that stands here; put longer words first.
    pub fn eat_one(&mut self, words: &[&str]) -> bool {
        let Some(first) = self.peek() else {
            return false;
        };
        words
            .iter()
            .any(|word| word.starts_with(first) && self.eat_word(word))
    }

    /// Digits without a blank between them: their value and how many they are. `None` where none stand or more than nine.
    pub fn digits(&mut self) -> Option<(u32, usize)> {
        self.peek()?;
        let (mut value, mut count) = (0_u32, 0);
        while let Some(digit) = self.near().and_then(|c| c.to_digit(10)) {
            count += 1;
            if count > 9 {
                return None;
            }
            value = value * 10 + digit;
            self.bump();
        }
        (count > 0).then_some((value, count))
    }
}

/// The text without blanks, folded and in upper case; the form in which codes and numbers are compared. Borrowed where it is so already.
pub(super) fn compact<'a>(typed: &'a str, keep: fn(char) -> bool) -> alloc::borrow::Cow<'a, str> {
    let stands =
        |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_lowercase() && keep(char::from(byte));
    let mut rest = typed.as_bytes();
    loop {
        rest = match rest {
            [] => return typed.into(),
            [byte, rest @ ..] if stands(*byte) => rest,
            // 一 to U+9FFF: what is common stays as it is.
            [0xe4, 0xb8..=0xbf, _, rest @ ..] | [0xe5..=0xe9, _, _, rest @ ..] => rest,
            _ => break,
        };
    }
    let folded = typed
        .chars()
        .filter(|&c| !is_blank(c))
        .map(fold)
        .filter(|&c| keep(c));
    folded
        .map(|c| c.to_ascii_uppercase())
        .collect::<String>()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_is_short_and_of_one_line() {
        assert_eq!(quote("  甲\n乙 "), "“甲 乙”");
        assert_eq!(
            quote(&"很".repeat(31))
                .chars()
                .filter(|&c| c == '很')
                .count(),
            30
        );
    }

    #[test]
    fn digits_do_not_run_over_a_blank() {
        let mut scan = Scan::new(" １2 3");
        assert_eq!(scan.digits(), Some((12, 2)));
        assert_eq!(scan.digits(), Some((3, 1)));
        assert_eq!(Scan::new("1234567890").digits(), None);
    }

    #[test]
    fn compact_borrows_what_is_clean() {
        assert!(matches!(
            compact("91371502", |_| true),
            alloc::borrow::Cow::Borrowed(_)
        ));
        assert!(matches!(
            compact("执法一大队", |c| c != '-'),
            alloc::borrow::Cow::Borrowed(_)
        ));
        assert_eq!(compact("９1-37 ab", |c| c != '-'), "9137AB");
        assert_eq!(compact("执法 一大队ｂ", |_| true), "执法一大队B");
    }
}
