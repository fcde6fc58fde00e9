//! 无此项: the marks that papers put where there is nothing to say.

use super::Note;
use super::fold::Scan;

const MARKS: [&str; 7] = ["无", "暂无", "不适用", "/", "\\", "-", "N/A"];

/// The remark on a text that is no value but a mark for nothing (/, —, 无, 不适用); `None` for any other text.
///
/// A screen form leaves such a field blank. Not to be asked of texts, nor of a
/// yes-or-no question, where 无 is an answer.
///
/// ```
/// use zhifa::value::absent;
/// assert_eq!(absent::note("——").unwrap().message, "没有的，留空即可，不填“—”“无”等");
/// assert!(absent::note("2026-09-14").is_none());
/// ```
pub fn note(typed: &str) -> Option<Note> {
    // Long texts are none of them, and most values begin with a digit or a letter.
    if typed.len() > 40 || typed.as_bytes().first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let is_mark = |mark: &str| {
        let mut scan = Scan::new(typed);
        let mut times = 0;
        while times < 4 && scan.eat_word(mark) {
            times += 1;
        }
        times > 0 && scan.end()
    };
    MARKS
        .iter()
        .any(|mark| is_mark(mark))
        .then(|| Note::info("TY096", "没有的，留空即可，不填“—”“无”等"))
}
