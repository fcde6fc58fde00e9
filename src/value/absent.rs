//! 无此项: the marks that papers put where there is nothing to say.

use super::Note;
use super::fold::Scan;

const MARKS: [&str; 8] = ["无", "暂无", "不适用", "/", "\\", "-", "N/A", "false"];

/// What papers write in place of a sum; the last two behind 违法所得 too.
const NO_SUM: [&str; 4] = ["无违法所得", "没有违法所得", "无法确定", "无法计算"];

/// The remark on a text that is no value but a mark for nothing (/, —, 无, 不适用, 无违法所得); `None` for any other text.
///
/// A screen form leaves such a field blank. Not to be asked of texts, nor of a
/// yes-or-no question, where 无 is an answer.
///
/// ```
/// use zhifa::value::absent;
/// assert_eq!(absent::note("——").unwrap().message, "一栏没有内容的，留空即可，不填“—”“无”等");
/// assert!(absent::note("违法所得无法计算").is_some() && !absent::is_mark("无法计算"));
/// assert!(absent::note("2026-09-14").is_none());
/// ```
pub fn note(typed: &str) -> Option<Note> {
    let sum = typed.trim();
    let sum = sum.strip_prefix("违法所得").unwrap_or(sum);
    (is_mark(typed) || NO_SUM.contains(&sum)).then(|| {
        Note::info(
            crate::check::ABSENT,
            "一栏没有内容的，留空即可，不填“—”“无”等",
        )
    })
}

/// Whether a text is such a mark.
///
/// ```
/// use zhifa::value::absent;
/// assert!(absent::is_mark("无") && !absent::is_mark("无证经营"));
/// ```
pub fn is_mark(typed: &str) -> bool {
    // Long texts are none of them, and most others begin otherwise.
    let first = Scan::new(typed).peek();
    if typed.len() > 40 || !first.is_some_and(|first| MARKS.iter().any(|it| it.starts_with(first)))
    {
        return false;
    }
    let is_this = |mark: &str| {
        let mut scan = Scan::new(typed);
        let mut times = 0;
        while times < 4 && scan.eat_word(mark) {
            times += 1;
        }
        times > 0 && scan.end()
    };
    MARKS.iter().any(|mark| is_this(mark))
}
