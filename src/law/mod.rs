//! 法律: the instruments that rules cite, and the regions.
//!
//! The index stands beside this file as data; a citation to a place that does not exist stops the build.

use crate::catalogue::{Citation, Instrument, Rank, Standing};
use crate::tables::table;
use crate::value::in_numerals;
use alloc::format;
use alloc::string::{String, ToString};

/// Finds an instrument by title, short name or number, with or without 《》.
///
/// ```
/// let found = zhifa::law::instrument("《中华人民共和国行政处罚法》").unwrap();
/// assert_eq!(found.short, "处罚法");
/// ```
pub fn instrument(name: &str) -> Option<&'static Instrument<'static>> {
    let name = name.trim().trim_start_matches('《').trim_end_matches('》');
    let instruments = &table().catalogue.instruments;
    instruments
        .iter()
        .find(|it| it.title == name || it.short == name || it.aliases.contains(&name))
}

/// The rank of an instrument, from the index or else from its title.
///
/// ```
/// use zhifa::catalogue::Rank;
/// assert_eq!(zhifa::law::rank_of("中华人民共和国食品安全法"), Rank::Law);
/// assert_eq!(zhifa::law::rank_of("山东省消防条例"), Rank::LocalRegulation);
/// assert_eq!(zhifa::law::rank_of("莘县城市管理办法"), Rank::LocalRule);
/// assert_eq!(zhifa::law::rank_of("城市道路管理条例"), Rank::AdminRegulation);
/// assert_eq!(zhifa::law::rank_of("山东省市场监督管理行政处罚裁量权适用规则"), Rank::Normative);
/// ```
pub fn rank_of(title: &str) -> Rank {
    if let Some(known) = instrument(title) {
        return known.rank;
    }
    // 聊城市, 山东省, 莘县: a name stands before it, so that 城市 and 市场 are no places.
    let local = [("省", 2), ("自治区", 2), ("市", 2), ("州", 2), ("县", 1)]
        .iter()
        .any(|(place, before)| {
            let mut heads = title.char_indices().take(8).skip(*before);
            heads.any(|(at, _)| title[at..].starts_with(place))
        })
        && !title.starts_with("中华人民共和国");
    let ends = |words: &[&str]| words.iter().any(|word| title.ends_with(word));
    if ends(&[
        "通知",
        "通告",
        "通报",
        "意见",
        "方案",
        "基准",
        "适用规则",
        "批复",
        "函",
        "纪要",
        "公告",
    ]) {
        Rank::Normative
    } else if ends(&["条例"]) {
        if local {
            Rank::LocalRegulation
        } else {
            Rank::AdminRegulation
        }
    } else if ends(&["法"]) && !ends(&["办法"]) {
        Rank::Law
    } else if ends(&["规定", "办法", "细则", "规则"]) {
        if local { Rank::LocalRule } else { Rank::Rule }
    } else {
        Rank::Unknown
    }
}

/// The title between 《 and 》; `None` where there are several, of which none is meant more than another.
pub(crate) fn title_in(citation: &str) -> Option<&str> {
    let (_, after) = citation.split_once('《')?;
    let (title, rest) = after.split_once('》')?;
    (!rest.contains('《')).then_some(title)
}

/// The name of a region's province, city or county.
///
/// ```
/// assert_eq!(zhifa::law::place("371502"), Some("东昌府区"));
/// assert_eq!(zhifa::law::place("110101"), None);
/// ```
pub fn place(code: &str) -> Option<&'static str> {
    let places = &table().catalogue.places;
    let code = code.get(..6)?;
    places
        .iter()
        .find(|place| place.code == code && !matches!(place.standing, Standing::Heading))
        .map(|place| place.name)
}

/// The digits of a region code that stand for its place: 37, 3715 or 371502.
pub(crate) fn region_prefix(code: &str) -> Option<&str> {
    let code = code.get(..6)?;
    let kept = if code.ends_with("0000") {
        2
    } else if code.ends_with("00") {
        4
    } else {
        6
    };
    code.get(..kept)
}

impl Citation<'_> {
    /// The instrument cited.
    pub fn instrument(&self) -> Option<&'static Instrument<'static>> {
        table()
            .catalogue
            .instruments
            .get(usize::from(self.instrument))
    }

    /// The article as it is written in JSON: `64`, `45之1`, or a heading `三（一）2`.
    pub fn article_text(&self) -> String {
        match (self.heading, self.suffix) {
            ("", 0) => self.article.to_string(),
            ("", suffix) => format!("{}之{suffix}", self.article),
            (heading, _) => heading.to_string(),
        }
    }

    /// The whole citation as an officer reads it: 《中华人民共和国行政处罚法》第五十九条第一款第（一）项.
    ///
    /// ```
    /// let catalogue = &zhifa::table().catalogue;
    /// let (_, rule) = catalogue.rules().find(|(_, rule)| rule.id == "CF054").unwrap();
    /// assert_eq!(rule.basis[0].text(), "《中华人民共和国行政处罚法》第六十条");
    /// ```
    pub fn text(&self) -> String {
        let title = self.instrument().map_or("", |it| it.title);
        if !self.heading.is_empty() {
            return format!("《{title}》{}", self.heading);
        }
        let numeral = |number: u16| in_numerals(number.into());
        let mut out = format!("《{title}》第{}条", numeral(self.article));
        if self.suffix > 0 {
            out.push_str(&format!("之{}", numeral(self.suffix.into())));
        }
        if self.paragraph > 0 {
            out.push_str(&format!("第{}款", numeral(self.paragraph.into())));
        }
        if self.item > 0 {
            out.push_str(&format!("第（{}）项", numeral(self.item.into())));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_titles_none_is_taken() {
        assert_eq!(title_in("《专利法》第四十六条"), Some("专利法"));
        assert_eq!(title_in("《市监规定》第八十条、《专利法》第四十六条"), None);
        assert_eq!(title_in("专利法第四十六条"), None);
    }
}
