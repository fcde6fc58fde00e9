//! 执法证号: the number of an officer's certificate.

use super::fold::{compact, quote, too_long};
use super::{Note, Reading, mask};
use alloc::borrow::Cow;
use alloc::format;

/// Reads the number of an enforcement certificate (执法证号): five to twenty letters, digits and hyphens, behind up to eight
/// characters of a place and kind (鲁, 鲁交执法字第) and with or without 号.
///
/// Notes: `TY053` (warning) where it is not; `TY025` (info) for a masked text.
///
/// ```
/// use zhifa::value::certificate_number;
/// assert!(certificate_number::read("鲁P0312024").notes.is_empty());
/// assert!(certificate_number::read("鲁交执法字第00126号").notes.is_empty());
/// assert_eq!(certificate_number::read("12").notes[0].message, "应为5至20位字母或数字，现为“12”");
/// ```
pub fn read(typed: &str) -> Reading<()> {
    if !too_long(typed) && mask::is_masked(typed) {
        return Reading::noted((), mask::note());
    }
    let number = if too_long(typed) {
        Cow::Borrowed("")
    } else {
        normal(typed)
    };
    let bare = number.trim_start_matches(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    let leading = number.chars().count() - bare.chars().count();
    let bare = match leading {
        0..=2 => bare,
        _ => bare.strip_suffix('号').unwrap_or(bare),
    };
    if leading <= 8
        && (5..=20).contains(&bare.len())
        && bare.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
    {
        return Reading::of(());
    }
    Reading::unreadable(Note::warning(
        "TY053",
        format!("应为5至20位字母或数字，现为{}", quote(typed)),
    ))
}

/// The number in upper case without blanks.
///
/// ```
/// assert_eq!(zhifa::value::certificate_number::normal("鲁p 0312024"), "鲁P0312024");
/// ```
pub fn normal(typed: &str) -> Cow<'_, str> {
    compact(typed, |_| true)
}
