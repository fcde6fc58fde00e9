//! 电话: numbers that can be dialled.

use super::fold::{compact, quote, too_long};
use super::{Note, Reading, mask};
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

/// Reads a telephone number (电话), or several parted by 、 or a comma: mobile, land line with its extension, 12345, 95 and 96 numbers, 400.
///
/// Notes: `TY050` where one cannot be dialled (warning) or a land line lacks its area code (info); `TY025` (info) for a masked text.
///
/// ```
/// use zhifa::value::phone;
/// assert!(phone::read("（0635）8412345转8001、138 0063 5123").notes.is_empty());
/// assert_eq!(phone::read("1380063512").notes[0].message, "“1380063512”不能拨通，应为11位手机号码或带区号的固定电话");
/// ```
pub fn read(typed: &str) -> Reading<()> {
    if too_long(typed) {
        return Reading::unreadable(Note::warning(
            "TY050",
            format!("应为电话号码，现为{}", quote(typed)),
        ));
    }
    if mask::is_masked(typed) {
        return Reading::noted((), mask::note());
    }
    let mut bare = None;
    for one in typed.split(['、', '，', ',', '/', '；', ';']) {
        match kind(&normal(one)) {
            None => {
                let message = format!("{}不能拨通，应为11位手机号码或带区号的固定电话", quote(one));
                return Reading::unreadable(Note::warning("TY050", message));
            }
            Some(Kind::WithoutArea) => bare = Some(one),
            Some(Kind::Whole) => {}
        }
    }
    match bare {
        Some(one) => Reading::noted(
            (),
            Note::info("TY050", format!("{}应带区号，如0635-8412345", quote(one))),
        ),
        None => Reading::of(()),
    }
}

/// A number's digits, its parts joined by `-`: without blanks, brackets and the prefix of the country.
///
/// ```
/// assert_eq!(zhifa::value::phone::normal("+86 (0635) 8412345 转 8001"), "0635-8412345-8001");
/// ```
pub fn normal(typed: &str) -> Cow<'_, str> {
    let plain = compact(typed, |_| true);
    if plain.bytes().all(|c| c.is_ascii_digit() || c == b'-')
        && !plain.starts_with("86-")
        && !plain.starts_with("00")
    {
        return plain;
    }
    let mut number = String::with_capacity(plain.len());
    let national = ["+86", "0086", "86-"]
        .iter()
        .find_map(|country| plain.strip_prefix(country))
        .unwrap_or(&plain);
    for c in national.chars() {
        match c {
            '(' => {}
            '-' | ')' | '转' => {
                if !number.is_empty() && !number.ends_with('-') {
                    number.push('-');
                }
            }
            c => number.push(c),
        }
    }
    Cow::Owned(number)
}

enum Kind {
    Whole,
    WithoutArea,
}

fn kind(number: &str) -> Option<Kind> {
    let digits = |text: &str| text.bytes().all(|c| c.is_ascii_digit());
    // Abroad, and +852 as +853 and +886: nothing is known of how long a number is there.
    if let Some(abroad) = number.strip_prefix('+') {
        let count = abroad.bytes().filter(u8::is_ascii_digit).count();
        let plain = abroad.bytes().all(|c| c.is_ascii_digit() || c == b'-');
        return ((8..=15).contains(&count) && plain).then_some(Kind::Whole);
    }
    let count = number.bytes().filter(u8::is_ascii_digit).count();
    if !number.bytes().all(|c| c.is_ascii_digit() || c == b'-') {
        return None;
    }
    let mut mobile = number.bytes().filter(u8::is_ascii_digit);
    let mobile = count == 11 && mobile.next() == Some(b'1') && mobile.next() >= Some(b'3');
    let service = (number.starts_with("400") || number.starts_with("800")) && count == 10;
    let short = matches!(number, "110" | "119" | "120" | "122")
        || (digits(number) && number.starts_with("95") && number.len() == 5)
        || (digits(number) && number.starts_with("96") && matches!(number.len(), 5 | 6));
    if mobile || service || short {
        return Some(Kind::Whole);
    }
    let hotline = |local: &str| local.len() == 5 && local.starts_with("12") && digits(local);
    if hotline(number) || areas(number).any(hotline) || areas(number).any(is_local) {
        Some(Kind::Whole)
    } else {
        is_local(number).then_some(Kind::WithoutArea)
    }
}

/// What may stand behind the area code: it has three or four digits and perhaps a hyphen.
fn areas(number: &str) -> impl Iterator<Item = &str> {
    [3, 4].into_iter().filter_map(move |length| {
        let (area, local) = number.split_at_checked(length)?;
        let is_area = area.starts_with('0') && area.bytes().all(|c| c.is_ascii_digit());
        is_area.then(|| local.strip_prefix('-').unwrap_or(local))
    })
}

/// Seven or eight digits of a land line, with an extension or without.
fn is_local(number: &str) -> bool {
    let (line, extension) = number
        .split_once('-')
        .map_or((number, None), |(line, extension)| (line, Some(extension)));
    let digits = |text: &str, from, to| {
        (from..=to).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit())
    };
    digits(line, 7, 8)
        && !line.starts_with(['0', '1'])
        && extension.is_none_or(|extension| digits(extension, 1, 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_can_be_dialled_pass() {
        for typed in [
            "13800635123",
            "+852 2810 1234",
            "１３８００６３５１２３",
            "+86 138-0063-5123",
            "0635-8412345",
            "06358412345",
            "(0635)8412345",
            "010-62345678-0",
            "010—62345678",
            "0635 12345",
            "12345",
            "110",
            "95588",
            "96777",
            "400-800-1234",
            "4008001234",
            "0635-8412345；13800635123",
        ] {
            assert!(read(typed).notes.is_empty(), "{typed}");
        }
    }

    #[test]
    fn others_are_remarked() {
        for (typed, message) in [
            ("8412345", "“8412345”应带区号，如0635-8412345"),
            (
                "12800635123",
                "“12800635123”不能拨通，应为11位手机号码或带区号的固定电话",
            ),
            (
                "0635-8412345、123",
                "“123”不能拨通，应为11位手机号码或带区号的固定电话",
            ),
            ("138****5123", "是脱敏文本，未校验"),
            ("无", "“无”不能拨通，应为11位手机号码或带区号的固定电话"),
        ] {
            assert_eq!(read(typed).notes[0].message, message, "{typed}");
        }
    }
}
