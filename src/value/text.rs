//! 文本: words, and the characters that a form cannot hold.

#[cfg(feature = "training")]
use super::fold::compact;
use super::fold::{fold, is_blank, is_common};
use super::{Note, Reading};
use crate::Severity;
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

/// Reads a short text (文本): a name, an address, a title.
///
/// Notes: `TY080` for control characters, the mark of a lost character and unpaired brackets (warning), private-use characters, as rare
/// names have them, and full-width letters or digits (info).
///
/// ```
/// use zhifa::value::text;
/// assert!(text::read("聊城市东昌府区市场监督管理局").notes.is_empty());
/// assert_eq!(text::read("《行政处罚法").notes[0].message, "第1个字“《”没有配对");
/// ```
pub fn read(typed: &str) -> Reading<()> {
    judge(typed, true)
}

/// Reads a long text (长文本): facts, reasons. As [`read`], but a private-use character is a warning and width is left alone.
///
/// ```
/// use zhifa::value::text;
/// assert!(text::read_long("１．现场检查笔录；\n2）照片。").notes.is_empty());
/// ```
pub fn read_long(typed: &str) -> Reading<()> {
    judge(typed, false)
}

/// The text without blanks at its ends.
///
/// ```
/// assert_eq!(zhifa::value::text::normal("　王建国 "), "王建国");
/// ```
pub fn normal(typed: &str) -> Cow<'_, str> {
    Cow::Borrowed(typed.trim_matches(is_blank))
}

/// How alike two words are, from 0 to 1: 1 less the slips for each character of the longer one.
///
/// ```
/// use zhifa::value::text;
/// assert_eq!(text::likeness("decidedOn", "decideOdn"), 1.0 - 1.0 / 9.0);
/// ```
pub fn likeness(one: &str, other: &str) -> f64 {
    let longest = one.chars().count().max(other.chars().count()).max(1);
    1.0 - strsim::osa_distance(one, other) as f64 / longest as f64
}

/// Whether a text holds another, whatever blanks and line ends stand in it: a paste from a column of Word or a PDF breaks its words.
///
/// ```
/// use zhifa::value::text;
/// assert!(text::holds("罚款和没收", "没收") && text::holds("罚款", ""));
/// assert!(text::holds("责令停\r\n产停业", "停产停业") && text::holds("没　收", "没收"));
/// assert!(!text::holds("罚款", "没收"));
/// ```
pub fn holds(text: &str, part: &str) -> bool {
    let Some((first, rest)) = part.as_bytes().split_first() else {
        return true;
    };
    let mut left = text.as_bytes();
    // `contains` brings a searcher for long texts, a kilobyte of the download.
    while let Some((byte, behind)) = left.split_first() {
        left = behind;
        if byte == first && goes_on(behind, rest) {
            return true;
        }
    }
    false
}

/// Whether a text goes on with these bytes, blanks and line ends between its characters left out.
fn goes_on(mut text: &[u8], part: &[u8]) -> bool {
    for byte in part {
        // Within a character there is no blank.
        if text.first() != Some(byte) && byte & 0xC0 != 0x80 {
            text = past_blanks(text);
        }
        match text.split_first() {
            Some((it, behind)) if it == byte => text = behind,
            _ => return false,
        }
    }
    true
}

/// The bytes of a text behind the blanks and line ends that it begins with.
fn past_blanks(mut text: &[u8]) -> &[u8] {
    const WIDE: &[u8] = "\u{3000}".as_bytes();
    loop {
        text = match text {
            [b' ' | b'\t'..=b'\r', rest @ ..] => rest,
            _ => match text.strip_prefix(WIDE) {
                Some(rest) => rest,
                None => return text,
            },
        };
    }
}

/// The first year that a text names, of four digits before 年.
///
/// ```
/// use zhifa::value::text;
/// assert_eq!(text::year_in("关于报送2026年度培训计划的函"), Some(2026));
/// assert_eq!(text::year_in("年度培训计划（2026）"), None);
/// ```
pub fn year_in(text: &str) -> Option<u32> {
    let digits = |(at, _): (usize, &str)| {
        let year = text.get(at.checked_sub(4)?..at)?;
        let sound = year.bytes().all(|digit| digit.is_ascii_digit());
        year.parse().ok().filter(|_| sound)
    };
    text.match_indices('年').find_map(digits)
}

/// Whether a text says by when something is to be done: within so many days, before a day, up to one. 立即 is no term.
///
/// ```
/// use zhifa::value::text;
/// assert!(text::tells_term("自收到之日起五日之内清理完毕") && text::tells_term("9月底前") && text::tells_term("限3日改正"));
/// assert!(!text::tells_term("立即停止销售，妥善保管"));
/// ```
pub fn tells_term(text: &str) -> bool {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let mut rest = chars.clone();
        let next = rest.next();
        let found = match c {
            '日' | '天' | '周' | '月' | '年' | '时' | '底' => {
                let end = match next {
                    Some('之' | '以') => rest.next(),
                    end => end,
                };
                matches!(end, Some('内' | '前'))
            }
            '限' => next.is_some_and(|c| c.is_ascii_digit() || holds_char("于一二三五七十", c)),
            _ => false,
        };
        if found {
            return true;
        }
    }
    ["日止", "期限至", "截止", "截至"]
        .iter()
        .any(|words| holds(text, words))
}

/// Whether a text holds a character; `contains` brings a kilobyte to do so in long texts.
pub(crate) fn holds_char(text: &str, wanted: char) -> bool {
    text.chars().any(|c| c == wanted)
}

/// A text without what stands in brackets.
pub(crate) fn outside_brackets(text: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '（' | '(' | '【' | '[' => depth += 1,
            '）' | ')' | '】' | ']' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Whether two texts are the same but for blanks and the width of letters, digits and marks.
///
/// ```
/// use zhifa::value::text;
/// assert!(text::same("山东（聊城） 公司", "山东(聊城)公司"));
/// assert!(!text::same("东昌府区", "东阿县"));
/// ```
pub fn same(one: &str, other: &str) -> bool {
    one == other || letters(one).eq(letters(other))
}

/// A short text as it is looked up and compared in order: without blanks, folded, in capitals.
#[cfg(feature = "training")]
pub(crate) fn key(typed: &str) -> Cow<'_, str> {
    compact(typed, |_| true)
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&c| !is_blank(c)).map(fold)
}

/// The pairs that must close; the width of brackets does not matter.
const PAIRS: [(char, char); 5] = [
    ('《', '》'),
    ('〈', '〉'),
    ('（', '）'),
    ('「', '」'),
    ('“', '”'),
];

/// Whether a text holds only everyday characters, digits, letters and the marks ，。、；：: most texts, told from their bytes.
fn is_plain(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return true,
            [
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b' ' | b'-' | b'.',
                rest @ ..,
            ] => rest,
            // 一 to U+9FFF.
            [0xe4, 0xb8..=0xbf, _, rest @ ..] | [0xe5..=0xe9, _, _, rest @ ..] => rest,
            // 、 and 。; then ， ： ；
            [0xe3, 0x80, 0x81 | 0x82, rest @ ..] | [0xef, 0xbc, 0x8c | 0x9a | 0x9b, rest @ ..] => {
                rest
            }
            _ => return false,
        };
    }
}

fn judge(typed: &str, short: bool) -> Reading<()> {
    if is_plain(typed.as_bytes()) {
        return Reading::of(());
    }
    let mut open = [(0_usize, 0_usize, '（'); PAIRS.len()];
    let mut unpaired: Option<(usize, char)> = None;
    let (mut bad, mut private, mut wide) = (None, None, false);
    let mut before = '\n';
    for (index, c) in typed.chars().enumerate() {
        if c.is_ascii_alphanumeric() || is_common(c) {
            before = c;
            continue;
        }
        let folded = match c {
            '(' => '（',
            ')' => '）',
            c => c,
        };
        if let Some(pair) = PAIRS
            .iter()
            .position(|&(opening, closing)| folded == opening || folded == closing)
        {
            let (depth, place, bracket) = &mut open[pair];
            if PAIRS[pair].0 == folded {
                if *depth == 0 {
                    (*place, *bracket) = (index, c);
                }
                *depth += 1;
            } else if *depth > 0 {
                *depth -= 1;
            } else if !(folded == '）' && is_number(before)) {
                unpaired = unpaired.or(Some((index, c)));
            }
        } else if (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || c == '\u{fffd}' {
            bad = bad.or(Some(index));
        } else if matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}') {
            private = private.or(Some(index));
        } else if matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ') {
            wide = true;
        }
        before = c;
    }
    let left_open = open
        .iter()
        .filter(|(depth, ..)| *depth > 0)
        .map(|&(_, place, bracket)| (place, bracket))
        .min();
    let unpaired = [unpaired, left_open].into_iter().flatten().min();
    let note = |severity, message: Cow<'static, str>| Note {
        rule: "TY080",
        severity,
        message,
        fix: None,
    };
    let mut notes = alloc::vec::Vec::new();
    notes.extend(bad.map(|at| {
        note(
            Severity::Warning,
            format!("第{}个字是控制符或乱码，应删去或重新录入", at + 1).into(),
        )
    }));
    notes.extend(unpaired.map(|(at, c)| {
        note(
            Severity::Warning,
            format!("第{}个字“{c}”没有配对", at + 1).into(),
        )
    }));
    let severity = if short {
        Severity::Info
    } else {
        Severity::Warning
    };
    notes.extend(private.map(|at| {
        note(
            severity,
            format!("第{}个字是自造字，他处可能显示不出", at + 1).into(),
        )
    }));
    if short && wide && notes.is_empty() {
        let narrow: String = typed
            .chars()
            .map(|c| if is_wide(c) { fold(c) } else { c })
            .collect();
        notes
            .push(note(Severity::Info, "含全角数字或字母，应用半角".into()).with_fix(Some(narrow)));
    }
    Reading {
        value: Some(()),
        notes,
    }
}

fn is_wide(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// Whether a closing bracket behind this character closes the number of a list: 1）, 一), a).
fn is_number(before: char) -> bool {
    before.is_ascii_alphanumeric()
        || before.is_numeric()
        || is_wide(before)
        || holds_char("一二三四五六七八九十", before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_words_pass() {
        for typed in [
            "王建国",
            "1）检查；2）取样",
            "一)现场",
            "（甲）(乙）",
            "第一行\n第二行\t完",
            "㐂",
            "𠮷野家",
            "《〈甲〉的通知》",
            "所称“甲”、“乙”",
            "①）",
        ] {
            assert_eq!(read(typed), Reading::of(()), "{typed}");
        }
    }

    #[test]
    fn odd_characters_are_named_with_their_place() {
        for (typed, severity, message) in [
            (
                "王\u{0}建国",
                Severity::Warning,
                "第2个字是控制符或乱码，应删去或重新录入",
            ),
            (
                "王\u{fffd}国",
                Severity::Warning,
                "第2个字是控制符或乱码，应删去或重新录入",
            ),
            ("公司）", Severity::Warning, "第3个字“）”没有配对"),
            ("所称“甲", Severity::Warning, "第3个字““”没有配对"),
            ("甲（乙（丙）", Severity::Warning, "第2个字“（”没有配对"),
            (
                "王\u{e123}",
                Severity::Info,
                "第2个字是自造字，他处可能显示不出",
            ),
            ("１８号", Severity::Info, "含全角数字或字母，应用半角"),
        ] {
            let reading = read(typed);
            assert_eq!(
                (reading.notes.len(), reading.notes[0].severity),
                (1, severity),
                "{typed:?}"
            );
            assert_eq!(reading.notes[0].message, message, "{typed:?}");
        }
        assert_eq!(
            read("柳园路１８号").notes[0].fix.as_deref(),
            Some("柳园路18号")
        );
        assert_eq!(read_long("王\u{e123}").notes[0].severity, Severity::Warning);
    }
}
