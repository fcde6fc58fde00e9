//! 脱敏: texts that were masked before publication.

use super::Note;
use super::fold::fold;

/// Whether a text was masked (脱敏): it holds `*`, `×` or 某, or three X in a row.
///
/// ```
/// use zhifa::value::mask;
/// assert!(mask::is_masked("91430681XXXXXXXXXX"));
/// assert!(mask::is_masked("吴某某"));
/// assert!(!mask::is_masked("11010119580529318X"));
/// ```
pub fn is_masked(typed: &str) -> bool {
    // Neither one of the marks nor the first byte of one.
    let plain = |byte| !matches!(byte, b'*' | b'X' | b'x' | 0xc3 | 0xe2 | 0xe6 | 0xef);
    if typed.bytes().all(plain) {
        return false;
    }
    let mut run = 0;
    for c in typed.chars() {
        match fold(c) {
            '*' | '×' | '✕' | '某' => return true,
            'X' | 'x' => run += 1,
            _ => run = 0,
        }
        if run == 3 {
            return true;
        }
    }
    false
}

/// The remark on a masked code: it was not checked.
pub(super) fn note() -> Note {
    Note::info("TY025", "是脱敏文本，未校验")
}
