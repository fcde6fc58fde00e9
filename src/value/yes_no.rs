//! 是否: yes or no.

use super::fold::{Scan, quote, too_long};
use super::{Note, Reading, date};
use alloc::format;

const YES: &[&str] = &[
    "是",
    "有",
    "已",
    "已加盖",
    "已盖章",
    "对",
    "合格",
    "通过",
    "√",
    "✓",
    "✔",
    "☑",
    "true",
    "True",
    "TRUE",
    "yes",
    "Yes",
    "YES",
    "y",
    "Y",
    "1",
];
const NO: &[&str] = &[
    "否",
    "无",
    "未",
    "未加盖",
    "未盖章",
    "不是",
    "没有",
    "不合格",
    "未通过",
    "×",
    "✗",
    "✘",
    "☐",
    "□",
    "false",
    "False",
    "FALSE",
    "no",
    "No",
    "NO",
    "n",
    "N",
    "0",
];

/// Reads a yes or no (是否): 是, 否, and what forms and systems write for them (有, 无, √, ×, `true`, `0` …); the day on which it was done
/// is a yes.
///
/// Errors: `TY091` for anything else.
///
/// ```
/// use zhifa::value::yes_no;
/// assert_eq!(yes_no::read("是").value, Some(true));
/// assert_eq!(yes_no::read("false").value, Some(false));
/// assert_eq!(yes_no::read("大概").notes[0].message, "应为“是”或“否”，现为“大概”");
/// ```
pub fn read(typed: &str) -> Reading<bool> {
    match typed {
        "true" | "是" => return Reading::of(true),
        "false" | "否" => return Reading::of(false),
        _ => {}
    }
    if !too_long(typed) {
        for (words, value) in [(YES, true), (NO, false)] {
            if words.iter().any(|word| is_word(typed, word)) {
                return Reading::of(value);
            }
        }
        if date::read(typed).value.is_some() {
            return Reading::of(true);
        }
    }
    Reading::unreadable(Note::error(
        "TY091",
        format!("应为“是”或“否”，现为{}", quote(typed)),
    ))
}

/// 是 or 否.
///
/// ```
/// assert_eq!(zhifa::value::yes_no::canonical(true), "是");
/// ```
pub const fn canonical(value: bool) -> &'static str {
    if value { "是" } else { "否" }
}

fn is_word(typed: &str, word: &str) -> bool {
    let mut scan = Scan::new(typed);
    scan.eat_word(word) && scan.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_in_all_writings() {
        for (typed, value) in [
            (" 是 ", true),
            ("ｙ", true),
            ("已", true),
            ("合格", true),
            ("2026年9月14日", true),
            ("不合格", false),
            ("１", true),
            ("否", false),
            ("没有", false),
            ("0", false),
            ("×", false),
        ] {
            assert_eq!(read(typed), Reading::of(value), "{typed}");
        }
        for typed in ["是否", "是的吧", "2", "不"] {
            assert_eq!(read(typed).value, None, "{typed}");
        }
    }
}
