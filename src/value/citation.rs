//! 引用: an article of law as papers cite it.

use super::fold::{Scan, exceeds, is_blank, quote};
use super::text::holds_char;
use super::{Note, Reading, numeral};
use crate::law;
use alloc::format;
use core::fmt;

/// A place in an instrument: its title as typed and, where told, 条 (with 之一), 款 and 项.
///
/// It prints as papers cite it:
///
/// ```
/// use zhifa::value::citation;
/// let citation = citation::read("行政处罚法第59条第1款第(一)项").value.unwrap();
/// assert_eq!(citation.to_string(), "《行政处罚法》第五十九条第一款第（一）项");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Citation<'a> {
    /// The title as typed, full or short, without 《》.
    pub title: &'a str,
    /// 条.
    pub article: Option<u16>,
    /// The number after 之: 2 in 第一百二十条之二.
    pub suffix: Option<u16>,
    /// 款; absent where several are named together.
    pub paragraph: Option<u16>,
    /// 项; absent where several are named together.
    pub item: Option<u16>,
}

impl fmt::Display for Citation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |number: u16| numeral::write(u32::from(number));
        write!(f, "《{}》", self.title)?;
        if let Some(article) = self.article {
            write!(f, "第{}条", words(article))?;
        }
        if let Some(suffix) = self.suffix {
            write!(f, "之{}", words(suffix))?;
        }
        if let Some(paragraph) = self.paragraph {
            write!(f, "第{}款", words(paragraph))?;
        }
        if let Some(item) = self.item {
            write!(f, "第（{}）项", words(item))?;
        }
        Ok(())
    }
}

/// The longest title that is read, in characters.
const TITLE: usize = 100;

/// Reads a citation (引用): 《…》第X条之一第X款第（X）项, in Chinese or Arabic digits, with or without 《》, or in short (处罚法 59.1.1). Words
/// of the article quoted behind it are left aside; of several paragraphs or items of one article the common part is read.
///
/// Errors: `TY095` where several articles stand together (info), or no title (warning). Noted under it too: an article that an instrument
/// of the index does not have, and 第（二）款, for only 项 are numbered in brackets (立法法第六十五条) (warnings).
///
/// ```
/// use zhifa::value::citation;
/// let citation = citation::read("《中华人民共和国刑法》第一百二十条之二第1款").value.unwrap();
/// assert_eq!((citation.article, citation.suffix, citation.paragraph), (Some(120), Some(2), Some(1)));
/// assert_eq!(citation::read("第二十五条").notes[0].message, "缺少法律文件名称，应如《行政处罚法》第六十条，现为“第二十五条”");
/// ```
pub fn read(typed: &str) -> Reading<Citation<'_>> {
    let mut scan = Scan::new(typed);
    while scan.eat_one(&["依据", "根据", "依照", "按照", "违反了", "违反", "的规定"])
    {
    }
    scan.peek();
    let found = if scan.near() == Some('《') {
        bracketed(scan.rest())
    } else {
        led_in(scan.rest()).or_else(|| bare(scan.rest()))
    };
    let Some((title, mut scan)) =
        found.filter(|(title, _)| !title.is_empty() && !exceeds(title, TITLE))
    else {
        let message = format!(
            "缺少法律文件名称，应如《行政处罚法》第六十条，现为{}",
            quote(typed)
        );
        return Reading::unreadable(Note::warning("TY095", message));
    };
    let mut citation = Citation {
        title,
        article: None,
        suffix: None,
        paragraph: None,
        item: None,
    };
    let bracketed = place(&mut scan, &mut citation);
    if !alone(scan, &mut citation) {
        let note = Note::info("TY095", "含多条引用，每处应填一条；合写的未核对");
        return Reading::unreadable(note);
    }
    let known = citation.article.zip(law::instrument(title));
    match known.filter(|(article, it)| it.last > 0 && *article > it.last) {
        Some((article, it)) => {
            let message = format!(
                "《{}》共{}条，没有第{article}条，核对条号",
                it.title, it.last
            );
            Reading::noted(citation, Note::warning("TY095", message))
        }
        None if bracketed => Reading::noted(
            citation,
            Note::warning("TY095", "的款不加括号，加括号的是项，核对是款还是项"),
        ),
        None => Reading::of(citation),
    }
}

/// The citations that a text joins: parted by ；, ; or a new line, and by a comma, 和 or nothing where a title in 《》 follows. Quoted words and brackets are
/// not parted, nor is an article from the title that it shares (《…》第六十三条；第六十四条).
///
/// ```
/// use zhifa::value::citation;
/// let joined = "《行政处罚法》第六十三条、第六十四条；《价格法》第十四条、《广告法》第九条";
/// assert_eq!(citation::split(joined).count(), 3);
/// assert_eq!(citation::split("《价格法》第十四条和《广告法》《商标法》").count(), 3);
/// ```
pub fn split(typed: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(typed);
    core::iter::from_fn(move || {
        let text = rest?;
        let mut depth = 0_u32;
        let mut cut = None;
        for (at, c) in text.char_indices() {
            match c {
                '《' if depth == 0 && text[..at].ends_with('》') => {
                    cut = Some(text.split_at(at));
                    break;
                }
                '《' | '“' | '(' | '（' => depth += 1,
                '》' | '”' | ')' | '）' => depth = depth.saturating_sub(1),
                '；' | ';' | '\n' | '、' | '，' | ',' | '和' if depth == 0 => {
                    let behind = &text[at + c.len_utf8()..];
                    let numbered = |c: char| is_blank(c) || c == '.' || c.is_ascii_digit();
                    let next = behind.trim_start_matches(numbered).chars().next();
                    let ends = match c {
                        '、' | '，' | ',' | '和' => next == Some('《'),
                        _ => next != Some('第'),
                    };
                    if ends {
                        cut = Some((&text[..at], behind));
                        break;
                    }
                }
                _ => {}
            }
        }
        let (one, behind) = match cut {
            Some((one, behind)) => (one, Some(behind)),
            None => (text, None),
        };
        rest = behind;
        Some(one.trim())
    })
    // 2、《…》: a number of the list is no citation.
    .filter(|one| {
        !one.chars()
            .all(|c| c.is_ascii_digit() || numeral::begins(c))
    })
}

/// A title in 《》, which may hold others, and what follows it and the brackets of its edition.
fn bracketed(text: &str) -> Option<(&str, Scan<'_>)> {
    let mut depth = 0;
    let (end, _) = text.char_indices().take(TITLE + 8).find(|&(_, c)| {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    let title = text.get('《'.len_utf8()..end)?.trim_matches(is_blank);
    let mut scan = Scan::new(text.get(end + '》'.len_utf8()..)?);
    while scan.eat('(') {
        while !matches!(scan.next(), None | Some(')')) {}
    }
    Some((title, scan))
}

/// A title in 《》 behind words that are not of it: 2.《…》第五条, 2018年修正的《…》, 某部印发的《…》.
fn led_in(text: &str) -> Option<(&str, Scan<'_>)> {
    let (at, _) = text.char_indices().take(40).find(|&(_, c)| c == '《')?;
    let (before, from) = text.split_at(at);
    let (title, mut scan) = bracketed(from)?;
    // 某省实施《…》办法 goes on behind the bracket.
    let ends = { scan.peek() }.is_none_or(|c| c == '第' || !c.is_alphabetic());
    (ends && !others(Scan::new(before))).then_some((title, scan))
}

/// A title without brackets, up to the first article.
fn bare(text: &str) -> Option<(&str, Scan<'_>)> {
    let mut before = 'a';
    for (at, c) in text.char_indices().take(TITLE + 8) {
        let scan = Scan::new(&text[at..]);
        if (c == '第' && article(&mut scan.clone()).is_some())
            || (scan.near().is_some_and(|c| c.is_ascii_digit())
                && !before.is_ascii_digit()
                && (article(&mut scan.clone()).is_some()
                    || (is_blank(before) && dotted(&mut scan.clone()).is_some())))
        {
            return Some((tidy(&text[..at]), scan));
        }
        before = c;
    }
    Some((tidy(text), Scan::new("")))
}

fn tidy(title: &str) -> &str {
    title.trim_matches(|c| is_blank(c) || matches!(c, '〈' | '〉' | '<' | '>' | '》' | '“' | '”'))
}

fn number(scan: &mut Scan) -> Option<u16> {
    numeral::read(scan)
        .and_then(|number| u16::try_from(number).ok())
        .filter(|&number| number < 2_000)
}

/// 第X条, the 第 left out at times before Arabic digits.
fn article(scan: &mut Scan) -> Option<u16> {
    scan.eat('第');
    let article = number(scan)?;
    scan.eat('条').then_some(article)
}

/// 第X款 or 第（X）项: its number, its sign and whether it stands in brackets.
fn part(scan: &mut Scan) -> Option<(u16, char, bool)> {
    let before = *scan;
    scan.eat('第');
    let bracket = scan.eat('(');
    if let Some(number) = number(scan)
        && (!bracket || scan.eat(')'))
    {
        match scan.peek() {
            Some(sign @ ('条' | '款' | '项' | '目')) => {
                scan.bump();
                return Some((number, sign, bracket));
            }
            Some(sign @ ('、' | ',' | '至' | '和')) => return Some((number, sign, bracket)),
            // 第四十六条（二）: the sign is left out at times.
            _ if bracket => return Some((number, '项', bracket)),
            _ => {}
        }
    }
    *scan = before;
    None
}

/// 59.1.1: article, paragraph and item to the end of the text.
fn dotted(scan: &mut Scan) -> Option<(u16, Option<u16>, Option<u16>)> {
    let digits = |scan: &mut Scan| {
        scan.digits()
            .and_then(|(number, _)| u16::try_from(number).ok())
    };
    let article = digits(scan)?;
    let paragraph = if scan.eat('.') {
        Some(digits(scan)?)
    } else {
        None
    };
    let item = if scan.eat('.') {
        Some(digits(scan)?)
    } else {
        None
    };
    scan.end().then_some((article, paragraph, item))
}

/// Reads the place behind a title, and says whether its 款 stands in brackets.
fn place(scan: &mut Scan, citation: &mut Citation) -> bool {
    let mut ahead = *scan;
    if let Some((article, paragraph, item)) = dotted(&mut ahead) {
        (citation.article, citation.paragraph, citation.item) = (Some(article), paragraph, item);
        *scan = ahead;
        return false;
    }
    let mut ahead = *scan;
    let Some(found) = article(&mut ahead) else {
        return false;
    };
    citation.article = Some(found);
    *scan = ahead;
    if ahead.eat('之')
        && let Some(suffix) = number(&mut ahead)
    {
        citation.suffix = Some(suffix);
        *scan = ahead;
    }
    ahead = *scan;
    let mut bracketed = false;
    while let Some((number, sign, bracket)) = part(&mut ahead) {
        match sign {
            '款' if citation.paragraph.is_none() && citation.item.is_none() => {
                citation.paragraph = Some(number);
                bracketed = bracket;
            }
            '项' if citation.item.is_none() => citation.item = Some(number),
            '目' => {}
            // A list of numbers before its sign, 第（一）、（二）项: left to what follows.
            _ => break,
        }
        *scan = ahead;
    }
    bracketed
}

/// Whether nothing else is cited behind the place; takes away what is told of several paragraphs or items.
fn alone(mut scan: Scan, citation: &mut Citation) -> bool {
    loop {
        scan.eat_one(&["之规定", "的规定", "规定"]);
        match scan.peek() {
            None | Some('“' | '"' | '「' | ':') => return true,
            Some('、' | ',' | ';' | '和' | '及' | '与' | '或' | '至' | '-' | '~') => {
                scan.bump();
                if article(&mut scan.clone()).is_some() {
                    return false;
                }
            }
            Some('第' | '(') if citation.article.is_some() => match part(&mut scan) {
                Some((_, '款', _)) => (citation.paragraph, citation.item) = (None, None),
                Some((_, '项' | '目' | '、' | ',' | '至' | '和', _)) => citation.item = None,
                Some(_) => return false,
                None => return !others(scan),
            },
            Some(_) => return !others(scan),
        }
    }
}

fn others(scan: Scan) -> bool {
    let rest = scan.rest();
    holds_char(rest, '《')
        || rest
            .split_once('第')
            .is_some_and(|(_, behind)| holds_char(behind, '条'))
        || rest.ends_with('条')
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn citations_are_read_as_papers_write_them() {
        for (typed, canonical) in [
            (
                "《中华人民共和国环境影响评价法》第二十五条",
                "《中华人民共和国环境影响评价法》第二十五条",
            ),
            (
                "《 行政处罚法 》（2021年修订）第 60 条",
                "《行政处罚法》第六十条",
            ),
            ("行政处罚法第六十条的规定", "《行政处罚法》第六十条"),
            (
                "违反了《食品安全法》第三十四条第一款第（十）项之规定",
                "《食品安全法》第三十四条第一款第（十）项",
            ),
            ("处罚法 59.1.1", "《处罚法》第五十九条第一款第（一）项"),
            ("处罚法60条", "《处罚法》第六十条"),
            (
                "《化妆品监督管理条例》第六十条第一款第(五)项",
                "《化妆品监督管理条例》第六十条第一款第（五）项",
            ),
            ("《强制法》第十条第三项", "《强制法》第十条第（三）项"),
            (
                "《广东省实施〈中华人民共和国水法〉办法》第二十二条",
                "《广东省实施〈中华人民共和国水法〉办法》第二十二条",
            ),
            (
                "《民法典》第一千二百五十四条",
                "《民法典》第一千二百五十四条",
            ),
            (
                "《刑法》第一百二十条之一第二款",
                "《刑法》第一百二十条之一第二款",
            ),
            (
                "《环评法》第三十一条第一款“建设单位未依法报批，依照第五条”",
                "《环评法》第三十一条第一款",
            ),
            (
                "《湖南省环境保护行政处罚裁量权基准》",
                "《湖南省环境保护行政处罚裁量权基准》",
            ),
            ("《裁量基准》第三档", "《裁量基准》"),
            ("《处罚法》第六十三条第一款、第二款", "《处罚法》第六十三条"),
            (
                "《处罚法》第六十四条第（一）、（二）项",
                "《处罚法》第六十四条",
            ),
            (
                "《处罚法》第六十四条第一款第（一）项至第（三）项",
                "《处罚法》第六十四条第一款",
            ),
            ("《处罚法》第六十条，现决定", "《处罚法》第六十条"),
            ("2.《建筑法》第七条", "《建筑法》第七条"),
            (
                "2004年8月28日第二次修正的《土地管理法》第四十四条第一款",
                "《土地管理法》第四十四条第一款",
            ),
            (
                "原国家食品药品监督管理局印发的《裁量适用规则》（试行）第六条",
                "《裁量适用规则》第六条",
            ),
            (
                "山东省实施《水法》办法第二十二条",
                "《山东省实施《水法》办法》第二十二条",
            ),
            (
                "《医疗废物管理条例》第四十六条（二）“未分置”",
                "《医疗废物管理条例》第四十六条第（二）项",
            ),
            ("《处罚法》第六十四条（一）（二）项", "《处罚法》第六十四条"),
            ("《处罚法》第六十条（2021年修订）", "《处罚法》第六十条"),
        ] {
            let reading = read(typed);
            assert_eq!(
                reading
                    .value
                    .map(|citation| citation.to_string())
                    .as_deref(),
                Some(canonical),
                "{typed}"
            );
            assert!(reading.notes.is_empty(), "{typed}");
        }
    }

    #[test]
    fn a_paragraph_in_brackets_is_told() {
        for typed in [
            "《医疗保障基金使用监督管理条例》第三十八条第(二)款",
            "《处罚法》第三十三条第（一）款之规定",
        ] {
            let reading = read(typed);
            let message = "的款不加括号，加括号的是项，核对是款还是项";
            assert!(reading.value.is_some(), "{typed}");
            assert_eq!(reading.notes[0].message, message, "{typed}");
        }
    }

    #[test]
    fn several_articles_are_told_and_not_guessed() {
        for typed in [
            "《环境影响评价法》第二十二条第一款、第二十五条",
            "《环评法》第三十一条；《湖南省裁量权基准》",
            "《大气污染防治法》第四十三 条和四十八条的规定",
            "《处罚法》第六十三条、六十四条",
        ] {
            let reading = read(typed);
            assert_eq!(
                (reading.value, reading.notes[0].rule),
                (None, "TY095"),
                "{typed}"
            );
            assert_eq!(reading.notes[0].severity, crate::Severity::Info, "{typed}");
        }
    }

    #[test]
    fn joined_citations_are_parted() {
        let parts = |typed| split(typed).collect::<alloc::vec::Vec<_>>();
        assert_eq!(
            parts("《种子法》第四十条“应当；应当”； 《标签办法》第五条；"),
            ["《种子法》第四十条“应当；应当”", "《标签办法》第五条"]
        );
        assert_eq!(
            parts("《处罚法》第六十三条；第六十四条"),
            ["《处罚法》第六十三条；第六十四条"]
        );
        assert_eq!(
            parts("处罚法63条;种子法40条\n价格法14条"),
            ["处罚法63条", "种子法40条", "价格法14条"]
        );
        assert_eq!(
            parts("1.《建筑法》第七条、2.《质量条例》第十一条"),
            ["1.《建筑法》第七条", "2.《质量条例》第十一条"]
        );
        assert_eq!(
            parts("3、《药品管理法》第一百三十条"),
            ["《药品管理法》第一百三十条"]
        );
        assert!(parts(" ； ").is_empty());
    }

    #[test]
    fn a_citation_without_title_says_so() {
        for typed in [
            "第二十五条",
            "《》第五条",
            "《处罚法第五条",
            "。".repeat(1_000).as_str(),
        ] {
            let reading = read(typed);
            assert_eq!(
                (reading.value, reading.notes[0].severity),
                (None, crate::Severity::Warning),
                "{typed}"
            );
        }
    }
}
