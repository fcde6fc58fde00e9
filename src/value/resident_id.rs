//! 公民身份号码 (GB 11643-1999; 居民身份证法第三条).

use super::fold::{compact, quote, too_long};
use super::text::holds_char;
use super::{Note, Reading, mask, region};
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use chrono::NaiveDate;

/// Reads a resident identity number (公民身份号码). What remains to be compared is [`normal`].
///
/// Notes: `TY030` where form or check character are not as they should be (warning) or the writing has blanks or a small x (info); `TY031`
/// (warning) for a birth date that does not exist; `TY032` (warning) for an unknown province; `TY033` (warning) for fifteen digits, with
/// the eighteen as fix; `TY025` (info) for a masked text.
///
/// ```
/// use zhifa::value::resident_id;
/// assert!(resident_id::read("371502198803160421").notes.is_empty());
/// assert!(resident_id::read("护照E12345678").notes.is_empty());
/// assert_eq!(resident_id::read("371502198802300421").notes[0].message, "第7至14位的出生日期19880230不存在");
/// ```
pub fn read(typed: &str) -> Reading<()> {
    if too_long(typed) {
        return Reading::unreadable(Note::warning("TY030", "应为18位公民身份号码"));
    }
    let number = normal(typed);
    // 护照E12345678: another certificate, whose kind is told.
    if number
        .chars()
        .take_while(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
        .count()
        > 1
    {
        return Reading::of(());
    }
    if let Some(note) = fault(&number) {
        return match note.rule {
            _ if mask::is_masked(typed) => Reading::noted((), mask::note()),
            "TY033" => Reading::noted((), note),
            _ => Reading::unreadable(note),
        };
    }
    if number == typed.trim() {
        return Reading::of(());
    }
    let style = Note::info("TY030", format!("应写作{number}，不带空格，末位X大写"));
    Reading::noted((), style.with_fix(Some(number.to_string())))
}

/// The number without blanks and hyphens and the name of the card before it, its X in upper case.
///
/// ```
/// use zhifa::value::resident_id;
/// assert_eq!(resident_id::normal("110101 19580529 318x"), "11010119580529318X");
/// assert_eq!(resident_id::normal("居民身份证：371502198803160421"), "371502198803160421");
/// ```
pub fn normal(typed: &str) -> Cow<'_, str> {
    let bare = typed.trim_start_matches(|c: char| !c.is_ascii_digit());
    if bare.len() < typed.len() && holds_char(typed, '身') {
        let number = compact(bare, |c| c != '-');
        // A digit lost or doubled is told; the cards of Hong Kong, Macao and Taiwan have at most ten.
        if matches!(number.len(), 14..=20) {
            return number;
        }
    }
    compact(typed, |c| c != '-')
}

/// The birth date in the number, of eighteen or fifteen digits; `None` where there is none.
///
/// ```
/// use zhifa::value::{date, resident_id};
/// assert_eq!(resident_id::birth("371502198803160421"), date::read("1988-03-16").value);
/// ```
pub fn birth(typed: &str) -> Option<NaiveDate> {
    let number = normal(typed);
    match number.len() {
        18 => day(number.get(6..14)?),
        15 => day(&format!("19{}", number.get(6..12)?)),
        _ => None,
    }
}

/// Whether the number was given to a man: its seventeenth digit is odd.
///
/// ```
/// assert_eq!(zhifa::value::resident_id::is_male("371502198803160421"), Some(false));
/// ```
pub fn is_male(typed: &str) -> Option<bool> {
    let number = normal(typed);
    let place = match number.len() {
        18 => 16,
        15 => 14,
        _ => return None,
    };
    let digit = number
        .as_bytes()
        .get(place)
        .filter(|digit| digit.is_ascii_digit())?;
    Some(digit % 2 == 1)
}

fn day(digits: &str) -> Option<NaiveDate> {
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let part = |range: core::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    NaiveDate::from_ymd_opt(i32::try_from(part(0..4)?).ok()?, part(4..6)?, part(6..8)?)
}

/// The check character for the first seventeen digits.
fn check_character(number: &[u8]) -> char {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = number
        .iter()
        .zip(weights)
        .map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight)
        .sum();
    char::from(
        b"10X98765432"
            .get((sum % 11) as usize)
            .copied()
            .unwrap_or(b'0'),
    )
}

fn fault(number: &str) -> Option<Note> {
    let length = number.chars().count();
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    if length == 15 && digits == 15 {
        return Some(
            Note::warning("TY033", "是15位旧号码，应填18位公民身份号码")
                .with_fix(lengthened(number)),
        );
    }
    if length != 18 {
        return Some(Note::warning(
            "TY030",
            format!("应为18位公民身份号码，现为{length}位；用其他证件的，说明证件种类"),
        ));
    }
    if digits < 17 || !number.ends_with(|c: char| c.is_ascii_digit() || c == 'X') {
        let (place, letter) = number.chars().enumerate().nth(digits.min(17))?;
        let message = format!(
            "第{}位应为数字{}，现为{}",
            place + 1,
            if place == 17 { "或X" } else { "" },
            quote(letter.encode_utf8(&mut [0; 4]))
        );
        return Some(Note::warning("TY030", message));
    }
    // Permanent residence cards for foreigners begin with a nine, then the province.
    if !region::has_province(number.strip_prefix('9').unwrap_or(number)) {
        return Some(Note::warning(
            "TY032",
            format!("前两位{}不是已知的省级代码", number.get(..2)?),
        ));
    }
    let birth = number.get(6..14)?;
    if day(birth).is_none() {
        return Some(Note::warning(
            "TY031",
            format!("第7至14位的出生日期{birth}不存在"),
        ));
    }
    let wanted = check_character(number.as_bytes());
    let message = || format!("校验不符，核对各位；若前17位无误，末位应为{wanted}");
    (!number.ends_with(wanted)).then(|| Note::warning("TY030", message()))
}

fn lengthened(number: &str) -> Option<String> {
    let mut long = format!("{}19{}", number.get(..6)?, number.get(6..)?);
    long.push(check_character(long.as_bytes()));
    fault(&long).is_none().then_some(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_numbers_pass_silently() {
        for number in [
            "371502198803160421",
            "11010119580529318X",
            "371524200707207304",
            "台湾居民身份证A123456789",
        ] {
            assert_eq!(read(number), Reading::of(()), "{number}");
        }
    }

    #[test]
    fn each_fault_says_what_would_be_right() {
        for (typed, rule, message) in [
            (
                "3715021988031604",
                "TY030",
                "应为18位公民身份号码，现为16位；用其他证件的，说明证件种类",
            ),
            ("37150219880316042Y", "TY030", "第18位应为数字或X，现为“Y”"),
            ("3715O2198803160421", "TY030", "第5位应为数字，现为“O”"),
            (
                "身份证37150219880316042",
                "TY030",
                "应为18位公民身份号码，现为17位；用其他证件的，说明证件种类",
            ),
            (
                "身份证371502198803160422",
                "TY030",
                "校验不符，核对各位；若前17位无误，末位应为1",
            ),
            (
                "371502198803160422",
                "TY030",
                "校验不符，核对各位；若前17位无误，末位应为1",
            ),
            (
                "371502198813160421",
                "TY031",
                "第7至14位的出生日期19881316不存在",
            ),
            ("001502198803160421", "TY032", "前两位00不是已知的省级代码"),
            (
                "11010119580529318x",
                "TY030",
                "应写作11010119580529318X，不带空格，末位X大写",
            ),
            ("371502********0421", "TY025", "是脱敏文本，未校验"),
            (
                "371502880316042",
                "TY033",
                "是15位旧号码，应填18位公民身份号码",
            ),
        ] {
            let reading = read(typed);
            assert_eq!(
                (reading.notes.len(), reading.notes[0].rule),
                (1, rule),
                "{typed}"
            );
            assert_eq!(reading.notes[0].message, message, "{typed}");
        }
        assert_eq!(
            read("371502880316042").notes[0].fix.as_deref(),
            Some("371502198803160421")
        );
    }

    #[test]
    fn odd_characters_are_no_trouble() {
        for typed in [
            "",
            "X",
            "３７１５０２１９８８０３１６０４２１",
            "中".repeat(18).as_str(),
            "37150219880316042\u{0}",
        ] {
            read(typed);
            birth(typed);
            is_male(typed);
        }
        assert_eq!(birth("中中中中中中"), None);
    }
}
