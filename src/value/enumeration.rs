//! 选项: one of the options that a field offers.

use super::fold::{fold, is_blank, quote, too_long};
use super::{Note, Reading, text};
use alloc::format;
use alloc::string::{String, ToString};

/// Reads one of a field's options (选项), each a key and its Chinese label; gives its place among them. Blanks, width and the case of keys
/// do not matter; a shorter writing of one label alone is that option, and so is one beside or within brackets, unless it denies what the
/// label says.
///
/// Errors: `TY092` where it is none of them; the fix is the label that was probably meant, if there is one.
///
/// ```
/// use zhifa::value::enumeration;
/// let options = [("warning", "警告"), ("fine", "罚款"), ("licenceRevoked", "吊销许可证件")];
/// assert_eq!(enumeration::read("罚款", &options).value, Some(1));
/// assert_eq!(enumeration::read("fine", &options).value, Some(1));
/// assert_eq!(enumeration::read("吊销许可证", &options).value, Some(2));
/// let reading = enumeration::read("掉销许可证件", &options);
/// assert_eq!(reading.notes[0].message, "应为警告、罚款、吊销许可证件之一，现为“掉销许可证件”");
/// assert_eq!(reading.notes[0].fix.as_deref(), Some("吊销许可证件"));
/// ```
pub fn read(typed: &str, options: &[(&str, &str)]) -> Reading<usize> {
    if let Some(index) = options
        .iter()
        .position(|&(key, label)| typed == key || typed == label)
    {
        return Reading::of(index);
    }
    let long = too_long(typed);
    if !long
        && let Some(index) = options
            .iter()
            .position(|&(key, label)| same(typed, key) || same(typed, label))
            .or_else(|| written_otherwise(typed, options))
    {
        return Reading::of(index);
    }
    let mut message = String::from("应为");
    for (index, (_, label)) in options.iter().enumerate().take(12) {
        message.push_str(if index == 0 { "" } else { "、" });
        message.push_str(label);
    }
    message.push_str(if options.len() > 12 { "等选项" } else { "" });
    message.push_str(&format!("之一，现为{}", quote(typed)));
    let meant = if long { None } else { nearest(typed, options) };
    Reading::unreadable(Note::error("TY092", message).with_fix(meant.map(ToString::to_string)))
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|&c| !is_blank(c))
        .map(|c| fold(c).to_ascii_lowercase())
}

fn same(typed: &str, name: &str) -> bool {
    letters(typed).eq(letters(name))
}

/// The one option whose label holds the typed words, or those beside or within the brackets of them.
fn written_otherwise(typed: &str, options: &[(&str, &str)]) -> Option<usize> {
    let typed: String = letters(typed).collect();
    let fits = |label: &str, part: &str| {
        part.chars().nth(1).is_some()
            && text::holds(label, part)
            && denials(label) == denials(&typed)
    };
    only(options, |(_, label)| {
        typed.split(['(', ')']).any(|part| fits(label, part))
    })
}

fn denials(text: &str) -> usize {
    { text.chars() }
        .filter(|c| text::holds_char("不未非无没否拒撤免除", *c))
        .count()
}

/// The one option that is one slip away for each three characters, or that alone holds the typed words or stands in them.
fn nearest<'a>(typed: &str, options: &[(&'a str, &'a str)]) -> Option<&'a str> {
    let typed: String = letters(typed).collect();
    let count = typed.chars().count();
    let close = |name: &str| {
        let longest = count.max(name.chars().count());
        strsim::osa_distance(&typed, &letters(name).collect::<String>()) <= longest / 3
    };
    let holds = |name: &str| {
        text::holds(name, &typed) || (name.chars().count() >= 2 && text::holds(&typed, name))
    };
    let meant = only(options, |(key, label)| close(key) || close(label))
        .or_else(|| only(options, |(_, label)| holds(label)));
    let (_, label) = options.get(meant.filter(|_| count > 1)?)?;
    Some(label)
}

fn only(options: &[(&str, &str)], fits: impl Fn((&str, &str)) -> bool) -> Option<usize> {
    let mut found = (0..options.len()).filter(|at| fits(options[*at]));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECTORS: [(&str, &str); 4] = [
        ("general", "一般"),
        ("marketRegulation", "市场监督管理"),
        ("transport", "交通运输"),
        ("agriculture", "农业农村"),
    ];

    #[test]
    fn width_blanks_and_case_do_not_matter() {
        for (typed, index) in [
            ("市场监督管理", 1),
            (" 交通 运输", 2),
            ("MarketRegulation", 1),
            ("ｇｅｎｅｒａｌ", 0),
            ("交通", 2),
            ("交通运输（公路）", 2),
            ("公路（交通运输）", 2),
        ] {
            assert_eq!(read(typed, &SECTORS), Reading::of(index), "{typed}");
        }
    }

    #[test]
    fn the_option_meant_is_offered_only_when_there_is_one() {
        for (typed, fix) in [
            ("市场监管管理", Some("市场监督管理")),
            ("transprot", Some("交通运输")),
            ("其他", None),
            ("理", None),
        ] {
            assert_eq!(
                read(typed, &SECTORS).notes[0].fix.as_deref(),
                fix,
                "{typed}"
            );
        }
    }

    #[test]
    fn what_denies_an_option_is_not_that_option() {
        let options = [
            ("agreed", "同意"),
            ("failed", "协商不成"),
            ("fine", "罚款"),
            ("confiscation", "没收"),
        ];
        for (typed, index) in [
            ("经协商不成", None),
            ("未同意（协商不成）", None),
            ("协商", None),
            ("不成", Some(1)),
            ("未同意", None),
            ("罚款5000元", None),
            ("罚款并没收", None),
            ("罚", None),
        ] {
            assert_eq!(read(typed, &options).value, index, "{typed}");
        }
    }

    #[test]
    fn no_options_and_long_texts_are_no_trouble() {
        assert_eq!(read("甲", &[]).value, None);
        assert_eq!(read(&"长".repeat(100_000), &SECTORS).notes[0].fix, None);
    }
}
