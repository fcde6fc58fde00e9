//! 文号 (GB/T 9704-2012): the agency's word, the year in six-pointed brackets, a serial, 号.

use super::fold::{Scan, compact, is_blank, quote, too_long};
use super::text::holds_char;
use super::{Note, Reading, mask, numeral};
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

/// Reads a document number (文号): 聊市监罚〔2026〕12号.
///
/// Notes, one at a time and each with the whole number as it would be right: `WZ001` where it is no document number, `WZ002` for other
/// brackets, `WZ003` for a year without brackets or four digits, `WZ006` for the 号 (all warnings), `WZ004` for 第 before the
/// serial, `WZ005` for zeros, blanks or numerals in the serial, `WZ007` for a missing agency word, `TY025` for a masked text (info).
///
/// ```
/// use zhifa::value::document_number;
/// assert!(document_number::read("聊市监罚〔2026〕12号").notes.is_empty());
/// let reading = document_number::read("聊市监罚（2026）12号");
/// assert_eq!(reading.notes[0].message, "的年份应用六角括号，写作聊市监罚〔2026〕12号");
/// assert_eq!(reading.notes[0].fix.as_deref(), Some("聊市监罚〔2026〕12号"));
/// ```
pub fn read(typed: &str) -> Reading<()> {
    if is_sound(typed) {
        return Reading::of(());
    }
    if too_long(typed) {
        return Reading::unreadable(shapeless(typed));
    }
    if mask::is_masked(typed) {
        return Reading::noted((), mask::note());
    }
    match parse(typed) {
        None => Reading::unreadable(shapeless(typed)),
        Some(number) => {
            let right = number.right();
            match number.fault() {
                Some((rule, what)) if matches!(rule, "WZ004" | "WZ005" | "WZ007") => {
                    // What the word is, only the agency knows.
                    let note = if number.word.is_empty() {
                        Note::info(rule, format!("{what}，如聊市监罚{right}"))
                    } else {
                        Note::info(rule, format!("{what}，写作{right}")).with_fix(Some(right))
                    };
                    Reading::noted((), note)
                }
                Some((rule, what)) => Reading::noted(
                    (),
                    Note::warning(rule, format!("{what}，写作{right}")).with_fix(Some(right)),
                ),
                None if is_head(number.head) || is_sound(&right) => Reading::of(()),
                None => Reading::unreadable(shapeless(typed)),
            }
        }
    }
}

/// The number without blanks, its brackets 〔〕 and its digits ASCII where it can be read; else the text without blanks.
///
/// ```
/// use zhifa::value::document_number;
/// assert_eq!(document_number::normal("聊市监罚[2026]第012号"), "聊市监罚〔2026〕12号");
/// ```
pub fn normal(typed: &str) -> Cow<'_, str> {
    if is_sound(typed) {
        return Cow::Borrowed(typed);
    }
    match parse(typed) {
        Some(number) if !too_long(typed) => Cow::Owned(number.right()),
        _ => compact(typed, |_| true),
    }
}

/// The year of a document number, of four digits or the last two; `None` where the number cannot be read.
///
/// ```
/// use zhifa::value::document_number;
/// assert_eq!(document_number::year("聊市监罚〔2026〕12号"), Some(2026));
/// assert_eq!(document_number::year("第12号"), None);
/// ```
pub fn year(typed: &str) -> Option<u32> {
    parse(typed).map(|number| number.full_year())
}

fn shapeless(typed: &str) -> Note {
    let message = format!(
        "应由机关代字、六角括号内的年份、序号和“号”组成，如聊市监罚〔2026〕12号，现为{}",
        quote(typed)
    );
    Note::warning("WZ001", message)
}

fn is_sound(typed: &str) -> bool {
    let Some((word, rest)) = typed.split_once('〔') else {
        return false;
    };
    let Some((year, rest)) = rest.split_once('〕') else {
        return false;
    };
    let Some(serial) = rest.strip_suffix('号') else {
        return false;
    };
    let (serial, part) = serial
        .split_once('-')
        .map_or((serial, None), |(serial, part)| (serial, Some(part)));
    let digits = |text: &str, longest| {
        (1..=longest).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit())
    };
    is_word(word)
        && digits(year, 4)
        && (year.starts_with("19") || year.starts_with("20"))
        && year.len() == 4
        && digits(serial, LONGEST)
        && (serial.len() > COUNTED || !serial.starts_with('0'))
        && part.is_none_or(|part| digits(part, 3))
}

fn is_word(word: &str) -> bool {
    let fits = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, '\u{4e00}'..='\u{9fff}' | '〇' | '（' | '）' | '(' | ')')
    };
    !word.is_empty()
        && word.len() <= 96
        && word.chars().take(25).count() <= 24
        && word.chars().all(fits)
}

/// The parts of a number as they were typed.
struct Parts<'a> {
    word: &'a str,
    bracket: Option<char>,
    year: u32,
    year_digits: usize,
    ordinal: bool,
    /// Letters before the serial: F- in F-000014.
    head: &'a str,
    /// The serial and the part behind its hyphen, and how many digits they keep.
    serial: (u64, usize),
    part: Option<(u32, usize)>,
    plain_serial: bool,
    signs: usize,
}

impl Parts<'_> {
    fn full_year(&self) -> u32 {
        match self.year {
            short @ 0..100 => 2_000 + short,
            year => year,
        }
    }

    fn right(&self) -> String {
        let year = self.full_year();
        let (serial, width) = self.serial;
        let mut right = format!("{}〔{year}〕{}{serial:0width$}", self.word, self.head);
        right.retain(|c| !is_blank(c));
        if let Some((part, width)) = self.part {
            right.push_str(&format!("-{part:0width$}"));
        }
        right.push('号');
        right
    }

    fn fault(&self) -> Option<(&'static str, &'static str)> {
        Some(match self.bracket {
            None => ("WZ003", "的年份应写在六角括号内"),
            _ if self.year_digits != 4 || !(1_900..2_100).contains(&self.year) => {
                ("WZ003", "的年份应写四位数字")
            }
            Some(bracket) if bracket != '〔' => ("WZ002", "的年份应用六角括号"),
            _ if self.ordinal => ("WZ004", "的序号前不加“第”"),
            _ if self.signs != 1 => ("WZ006", "应以一个“号”结尾"),
            _ if self.word.is_empty() => ("WZ007", "应有机关代字"),
            _ if !self.plain_serial => ("WZ005", "的序号应为不带0和空格的数字"),
            _ => return None,
        })
    }
}

/// Digits of the longest serial, which holds codes of place and office: 沪市监浦处〔2021〕152020006633号.
const LONGEST: usize = 14;

/// The longest serial that is a count; a longer one, as one behind letters, is a code and keeps its noughts: 072022000438.
const COUNTED: usize = 8;

/// Whether these are letters that the systems of some agencies put before a serial (F-000014, SG3, k-39), and not a slip for digits (O12).
fn is_head(head: &str) -> bool {
    head.bytes()
        .any(|c| c.is_ascii_alphabetic() && !matches!(c, b'O' | b'o' | b'I' | b'l'))
}

const BRACKETS: &str = "〔([【〖{";

fn parse(typed: &str) -> Option<Parts<'_>> {
    let opens = |c: char| holds_char(BRACKETS, super::fold::fold(c));
    // The year's bracket is the last one whose year and serial can be read.
    let bracketed = typed
        .char_indices()
        .rev()
        .take(40)
        .filter(|&(_, c)| opens(c))
        .find_map(|(at, c)| {
            let (word, rest) = typed.split_at(at);
            year_in_brackets(
                word,
                super::fold::fold(c),
                Scan::new(rest.get(c.len_utf8()..)?),
            )
        });
    let parts = bracketed.or_else(|| run_together(typed))?;
    let word = parts.word.trim_matches(is_blank);
    (word.is_empty()
        || word
            .split(is_blank)
            .all(|part| part.is_empty() || is_word(part)))
    .then_some(Parts { word, ..parts })
}

fn year_in_brackets<'a>(word: &'a str, bracket: char, mut scan: Scan<'a>) -> Option<Parts<'a>> {
    let arabic = scan.peek()?.is_ascii_digit();
    let (year, year_digits) = if arabic {
        scan.digits()?
    } else {
        (numeral::read(&mut scan)?, 0)
    };
    scan.eat('年');
    if !matches!(scan.next(), Some('〕' | ')' | ']' | '】' | '〗' | '}')) || year > 9_999 {
        return None;
    }
    let behind = scan.rest().trim_end();
    let ordinal = scan.eat('第');
    let from = scan.rest();
    while scan.peek().is_some_and(|c| c.is_ascii_alphabetic())
        || scan.rest().len() < from.len() && scan.peek() == Some('-')
    {
        scan.bump();
    }
    let head = from.get(..from.len() - scan.rest().len())?;
    let first = scan.peek()?;
    let (serial, count) = serial(&mut scan)?;
    let coded = is_head(head);
    if !coded && !head.trim_matches(is_blank).is_empty() {
        return None;
    }
    let keeps = coded || count > COUNTED;
    let plain_serial =
        (matches!(first, '1'..='9') || (keeps && first == '0')) && !behind.contains(is_blank);
    let serial = (serial, if keeps { count } else { 1 });
    let part = if scan.eat('-') {
        Some(scan.digits()?)
    } else {
        None
    };
    let signs = signs(&mut scan)?;
    Some(Parts {
        word,
        bracket: Some(bracket),
        year,
        year_digits,
        ordinal,
        head,
        serial,
        part,
        plain_serial,
        signs,
    })
}

fn serial(scan: &mut Scan) -> Option<(u64, usize)> {
    if !scan.peek()?.is_ascii_digit() {
        return numeral::read(scan).map(|serial| (u64::from(serial), 1));
    }
    let (mut value, mut count) = (0, 0);
    while let Some(digit) = scan.near().and_then(|c| c.to_digit(10)) {
        value = value * 10 + u64::from(digit);
        count += 1;
        if count > LONGEST {
            return None;
        }
        scan.bump();
    }
    Some((value, count))
}

/// A number whose brackets were lost: 市监处罚202562.
fn run_together(typed: &str) -> Option<Parts<'_>> {
    let at = typed.find(|c: char| super::fold::fold(c).is_ascii_digit())?;
    let (word, rest) = typed.split_at(at);
    let mut scan = Scan::new(rest);
    let (digits, count) = scan.digits()?;
    let size = 10_u32.checked_pow(u32::try_from(count).ok()?.checked_sub(4)?)?;
    let (year, serial) = (digits / size, digits % size);
    let signs = signs(&mut scan)?;
    let known = count > 4 && (1_990..2_100).contains(&year) && serial > 0 && !word.is_empty();
    known.then_some(Parts {
        word,
        bracket: None,
        year,
        year_digits: 4,
        ordinal: false,
        head: "",
        serial: (u64::from(serial), 1),
        part: None,
        plain_serial: true,
        signs,
    })
}

/// How many 号 close the number; 號 counts as none.
fn signs(scan: &mut Scan) -> Option<usize> {
    let mut signs = 0;
    while scan.eat('号') {
        signs += 1;
    }
    if scan.eat('號') {
        signs = 0;
    }
    scan.end().then_some(signs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_numbers_pass_silently() {
        for typed in [
            "聊市监罚〔2026〕12号",
            "包环罚150222〔2025〕6号",
            "昆生环不罚〔2025〕17-07号",
            "沪市监浦处〔2021〕152020006633号",
            "鲁（聊）环罚〔2024〕1号",
            "聊交运罚〔2026〕HD20260914004号",
            "(灵)文综罚字〔2020〕F-000014号",
            "(湘株)文综罚字〔2025〕F-26-2号",
            "沪市监普处〔2022〕072022000438号",
        ] {
            assert_eq!(read(typed), Reading::of(()), "{typed}");
        }
    }

    #[test]
    fn each_fault_shows_the_whole_number() {
        for (typed, rule, right) in [
            ("盘环罚决(2021)138号", "WZ002", "盘环罚决〔2021〕138号"),
            ("双环改字[2016]第22号", "WZ002", "双环改字〔2016〕22号"),
            (
                "新林地许准字(2015)第01号",
                "WZ002",
                "新林地许准字〔2015〕1号",
            ),
            ("塔市市监处罚202562", "WZ003", "塔市市监处罚〔2025〕62号"),
            ("聊市监罚〔25〕3号", "WZ003", "聊市监罚〔2025〕3号"),
            ("聊市监罚〔二〇二五〕3号", "WZ003", "聊市监罚〔2025〕3号"),
            ("聊市监罚〔2025〕第3号", "WZ004", "聊市监罚〔2025〕3号"),
            ("聊市监罚〔2025〕003号", "WZ005", "聊市监罚〔2025〕3号"),
            ("聊市监罚〔2025〕 3 号", "WZ005", "聊市监罚〔2025〕3号"),
            ("聊市监罚〔2025〕三号", "WZ005", "聊市监罚〔2025〕3号"),
            ("聊市监罚〔2025〕3", "WZ006", "聊市监罚〔2025〕3号"),
            ("聊市监罚〔2025〕3號", "WZ006", "聊市监罚〔2025〕3号"),
            (
                "(鲁淄)应急罚[2025]SG3号",
                "WZ002",
                "(鲁淄)应急罚〔2025〕SG3号",
            ),
            ("德环罚字〔2022〕第2-6号", "WZ004", "德环罚字〔2022〕2-6号"),
            (
                "济环罚〔2024〕TQ J-2001号",
                "WZ005",
                "济环罚〔2024〕TQJ-2001号",
            ),
        ] {
            let reading = read(typed);
            assert_eq!(
                (reading.notes.len(), reading.notes[0].rule),
                (1, rule),
                "{typed}"
            );
            assert!(
                reading.notes[0].message.ends_with(right),
                "{typed}: {}",
                reading.notes[0].message
            );
            assert_eq!(reading.notes[0].fix.as_deref(), Some(right), "{typed}");
            assert_eq!(normal(typed), right, "{typed}");
        }
        let wordless = &read("〔2025〕3号").notes[0];
        assert_eq!((wordless.rule, &wordless.fix), ("WZ007", &None));
        assert_eq!(wordless.message, "应有机关代字，如聊市监罚〔2025〕3号");
        assert_eq!(read("聊市监罚〔2025〕*号").notes[0].rule, "TY025");
    }

    #[test]
    fn what_is_no_number_says_how_one_looks() {
        for typed in [
            "无",
            "12号",
            "聊市监罚",
            "聊市监罚〔2025〕",
            "鹤人社监罚字〔2023〕第X号",
            "聊市监罚〔2025〕-3号",
            "聊市监罚〔2025〕O12号",
            "聊；市监罚〔2025〕3号",
            "〔".repeat(300).as_str(),
        ] {
            assert_eq!(
                (read(typed).value, read(typed).notes[0].rule),
                (None, "WZ001"),
                "{typed}"
            );
        }
    }
}
