//! 邮政编码: six digits.

use super::fold::{compact, quote, too_long};
use super::{Note, Reading};
use alloc::borrow::Cow;
use alloc::format;

/// Reads a postcode (邮政编码).
///
/// Errors: `TY051` (info) where it is not six digits.
///
/// ```
/// use zhifa::value::postcode;
/// assert!(postcode::read("252000").notes.is_empty());
/// assert_eq!(postcode::read("25200").notes[0].message, "应为6位数字，现为“25200”");
/// ```
pub fn read(typed: &str) -> Reading<()> {
    let code = normal(typed);
    if code.len() == 6 && code.bytes().all(|c| c.is_ascii_digit()) && !too_long(typed) {
        return Reading::of(());
    }
    Reading::unreadable(Note::info(
        "TY051",
        format!("应为6位数字，现为{}", quote(typed)),
    ))
}

/// The postcode without blanks.
///
/// ```
/// assert_eq!(zhifa::value::postcode::normal("２５２ ０００"), "252000");
/// ```
pub fn normal(typed: &str) -> Cow<'_, str> {
    compact(typed, |_| true)
}
