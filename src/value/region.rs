//! 行政区划代码 (GB/T 2260): six digits, the first two a province.

use super::fold::{compact, quote, too_long};
use super::{Note, Reading};
use alloc::borrow::Cow;
use alloc::format;

/// Reads a region code (行政区划代码). Which regions there are is a matter of rules; see [`normal`] for what is compared.
///
/// Notes: `TY094` (warning) where it is not six digits that begin with a province; longer statistical codes are read by their first six.
///
/// ```
/// use zhifa::value::region;
/// assert!(region::read("371502").notes.is_empty());
/// assert_eq!(region::normal("371502001002"), "371502");
/// assert_eq!(region::read("37150").notes[0].message, "应为6位数字，现为“37150”");
/// ```
pub fn read(typed: &str) -> Reading<()> {
    let code = if too_long(typed) {
        Cow::Borrowed("")
    } else {
        compact(typed, |_| true)
    };
    if !matches!(code.len(), 6 | 9 | 12) || !code.bytes().all(|digit| digit.is_ascii_digit()) {
        return Reading::unreadable(Note::warning(
            "TY094",
            format!("应为6位数字，现为{}", quote(typed)),
        ));
    }
    if !has_province(&code) && code != "100000" {
        return Reading::unreadable(Note::warning(
            "TY094",
            format!("前两位应为省级代码，现为{}", quote(typed)),
        ));
    }
    Reading::of(())
}

/// The six digits of the region; of longer statistical codes the first six.
pub fn normal(typed: &str) -> Cow<'_, str> {
    let long = |digits: usize| matches!(digits, 9 | 12);
    match compact(typed, |_| true) {
        Cow::Borrowed(code) => Cow::Borrowed(if long(code.len()) {
            code.get(..6).unwrap_or(code)
        } else {
            code
        }),
        Cow::Owned(mut code) => {
            if long(code.len()) && code.is_ascii() {
                code.truncate(6);
            }
            Cow::Owned(code)
        }
    }
}

/// Whether a code begins with the two digits of a province (81 to 83 are those of residence permits for Hong Kong, Macao and Taiwan).
pub(super) fn has_province(code: &str) -> bool {
    matches!(
        code.as_bytes(),
        [b'1', b'1'..=b'5', ..]
            | [b'2', b'1'..=b'3', ..]
            | [b'3', b'1'..=b'7', ..]
            | [b'4', b'1'..=b'6', ..]
            | [b'5', b'0'..=b'4', ..]
            | [b'6', b'1'..=b'5', ..]
            | [b'7', b'1', ..]
            | [b'8', b'1'..=b'3', ..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_six_digits_are_read() {
        for (typed, silent) in [
            ("371502", true),
            ("３７１５０２", true),
            ("371502001002", true),
            ("991502", false),
            ("37150A", false),
            ("聊城", false),
        ] {
            assert_eq!(read(typed).notes.is_empty(), silent, "{typed}");
        }
        assert_eq!(normal("３７１５０２００１"), "371502");
    }
}
