//! The pages by article: a list of the instruments cited, and a page of each with its articles in order.

use super::page::{Page, T, badge, badges};
use super::{Site, address, plan};
use crate::command::told::{Entry, handbook, in_force};
use crate::command::wording::rank;
use std::collections::BTreeMap;
use std::fmt::Write;
use zhifa::Severity;
use zhifa::catalogue::{Citation, Instrument};

const ROOT: &str = "../";
/// With no more articles than these a page needs no contents.
const FEW: usize = 5;

/// What cites one place, by its rank among the places.
struct Cited<'e> {
    citation: &'static Citation<'static>,
    entry: &'e Entry,
    /// Of a required field; a rule has those of its cases.
    severity: Option<Severity>,
    terms: Vec<&'static str>,
}

/// The number of an instrument's stored text; it stays when others come in between.
pub fn source(instrument: u8) -> &'static str {
    handbook()["instruments"][usize::from(instrument)]["source"]
        .as_str()
        .unwrap_or_default()
}

/// The id of an article's heading on its instrument's page.
pub fn anchor(citation: &Citation<'_>) -> String {
    match (citation.heading, citation.suffix) {
        ("", 0) => format!("a{}", citation.article),
        ("", suffix) => format!("a{}-{suffix}", citation.article),
        (heading, _) => heading.to_string(),
    }
}

/// The list and the instruments' pages.
pub fn pages(site: &Site<'_>) -> Vec<(String, String)> {
    let mut cited: BTreeMap<u8, Vec<Cited<'_>>> = BTreeMap::new();
    for entry in site.entries {
        for (number, citation) in entry.basis.iter().enumerate() {
            cited.entry(citation.instrument).or_default().push(Cited {
                citation,
                entry,
                severity: None,
                terms: entry.terms(number),
            });
        }
    }
    for places in cited.values_mut() {
        severities(places);
        places.sort_by_key(|it| order(it.citation));
    }
    let instruments = &zhifa::table().catalogue.instruments;
    let held = |number: u8| instruments.get(usize::from(number));
    let mut files = vec![("articles.html".to_string(), list(&cited))];
    for (number, places) in &cited {
        if let Some(instrument) = held(*number) {
            let name = format!("law/{}.html", source(*number));
            files.push((name, page(*number, instrument, places)));
        }
    }
    files
}

/// A requirement's own severity, not the gravest of its field.
fn severities(places: &mut [Cited<'_>]) {
    for place in places.iter_mut().filter(|it| it.entry.rule.is_none()) {
        let asks = place.entry.requires.iter();
        let mine = asks.filter(|it| it.basis.contains(place.citation));
        place.severity = mine.map(|it| it.severity).max();
    }
}

/// Articles by number, headings as they are counted.
fn order(citation: &Citation<'_>) -> (Vec<usize>, u16, u8, u8, u8) {
    const COUNTED: &str = "一二三四五六七八九十";
    let heading = citation.heading.chars().map(|it| {
        let counted = COUNTED.chars().position(|digit| digit == it);
        counted.unwrap_or(it as usize)
    });
    (
        heading.collect(),
        citation.article,
        citation.suffix,
        citation.paragraph,
        citation.item,
    )
}

fn list(cited: &BTreeMap<u8, Vec<Cited<'_>>>) -> String {
    let mut body = String::from(
        "<h1>条文</h1>\n<p>规则和必填项引用的文件；每件一页，按条文次序列出据此检查的内容。</p>\n<ul class=\"laws\">\n",
    );
    let instruments = &zhifa::table().catalogue.instruments;
    let held = |(number, places): (&u8, _)| {
        let instrument = instruments.get(usize::from(*number))?;
        Some((*number, instrument, places))
    };
    let mut laws: Vec<(u8, &Instrument<'_>, &Vec<Cited<'_>>)> =
        cited.iter().filter_map(held).collect();
    laws.sort_by_key(|(_, instrument, _)| instrument.rank as u8);
    for (number, instrument, places) in laws {
        let rules = count(places, |it| it.entry.rule.is_some());
        let fields = count(places, |it| it.entry.rule.is_none());
        let counts = [(rules, "规则", "条"), (fields, "必填项", "个")];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, what, unit)| format!("{what}{count}{unit}"))
            .collect();
        let _ = writeln!(
            body,
            "<li><a href=\"law/{}.html\">《{}》</a><small>{}。{}</small></li>",
            source(number),
            T(instrument.title),
            T(&facts(number, instrument)),
            counts.join("，")
        );
    }
    body.push_str("</ul>\n");
    Page {
        title: "条文",
        root: "",
        above: &[("index.html", "规则手册")],
        searches: false,
        body: &body,
    }
    .html()
}

fn count(places: &[Cited<'_>], wanted: impl Fn(&&Cited<'_>) -> bool) -> usize {
    let ids = places.iter().filter(wanted).map(|it| it.entry.id.as_str());
    ids.collect::<std::collections::BTreeSet<_>>().len()
}

/// Rank, document number and days in force.
pub fn facts(number: u8, instrument: &Instrument<'_>) -> String {
    let held = handbook()["instruments"][usize::from(number)]["number"].as_str();
    let term = in_force(instrument.term);
    let term = match term.as_str() {
        "" => String::new(),
        term => format!("{term}施行"),
    };
    let facts = [rank(instrument.rank), held.unwrap_or_default(), &term];
    let facts: Vec<&str> = facts.into_iter().filter(|it| !it.is_empty()).collect();
    facts.join("，")
}

fn page(number: u8, instrument: &Instrument<'_>, places: &[Cited<'_>]) -> String {
    let mut body = format!(
        "<h1>《{}》</h1>\n<p>{}。只列有规则或者必填项引用的条文。</p>\n",
        T(instrument.title),
        T(&facts(number, instrument))
    );
    let planned = plan::instrument() == Some(number);
    if planned {
        let _ = writeln!(
            body,
            "<p><a href=\"{ROOT}{}\">逐条要求什么、怎样检查，没有检查的为什么</a></p>",
            plan::PAGE
        );
    }
    let articles = || places.chunk_by(|a, b| anchor(a.citation) == anchor(b.citation));
    if articles().nth(FEW).is_some() {
        body.push_str("<nav class=\"contents\" aria-label=\"各条\"><ul>\n");
        for first in articles().filter_map(<[_]>::first) {
            let title = whole(first.citation);
            // Sixty times 第…条 would fill a phone.
            let number = title
                .strip_prefix('第')
                .and_then(|it| it.strip_suffix('条'));
            let _ = writeln!(
                body,
                "<li><a href=\"#{}\">{}</a></li>",
                T(&anchor(first.citation)),
                T(number.unwrap_or(&title))
            );
        }
        body.push_str("</ul></nav>\n");
    }
    for article in articles() {
        let Some(first) = article.first() else {
            continue;
        };
        let title = &whole(first.citation);
        let _ = writeln!(
            body,
            "<section class=\"article\">\n<h2 id=\"{}\">{}</h2>",
            T(&anchor(first.citation)),
            T(title)
        );
        if planned && plan::lists(first.citation.heading) {
            let _ = writeln!(
                body,
                "<p class=\"note\"><a href=\"{ROOT}{}#{heading}\">条目{heading}的要求和检查</a></p>",
                plan::PAGE,
                heading = T(first.citation.heading)
            );
        }
        for clause in article.chunk_by(|a, b| a.citation == b.citation) {
            let text = clause
                .first()
                .map_or(String::new(), |it| it.citation.text());
            let place = text.split_once('》').map_or("", |(_, place)| place);
            let place = place.strip_prefix(title.as_str()).unwrap_or(place);
            if !place.is_empty() {
                let _ = writeln!(body, "<h3>{}</h3>", T(place));
            }
            body.push_str("<ul class=\"rules\">\n");
            for cited in clause {
                body.push_str(&line(cited));
            }
            body.push_str("</ul>\n");
        }
        body.push_str("</section>\n");
    }
    Page {
        title: instrument.title,
        root: ROOT,
        above: &[("index.html", "规则手册"), ("articles.html", "条文")],
        searches: false,
        body: &body,
    }
    .html()
}

/// The article or heading alone, without its instrument, paragraph and item.
fn whole(citation: &Citation<'_>) -> String {
    let whole = Citation {
        paragraph: 0,
        item: 0,
        ..citation.clone()
    };
    let text = whole.text();
    text.split_once('》')
        .map_or("", |(_, place)| place)
        .to_string()
}

fn line(cited: &Cited<'_>) -> String {
    let entry = cited.entry;
    let id = match entry.rule {
        Some(_) => format!("<span class=\"id\">{}</span> ", entry.id),
        None => String::new(),
    };
    let terms = match cited.terms.as_slice() {
        [] => String::new(),
        terms => format!(" <small>条文用语：{}</small>", T(&terms.join("；"))),
    };
    format!(
        "<li>{} <a href=\"{ROOT}{}\">{id}{}</a>{terms}</li>\n",
        cited.severity.map_or_else(|| badges(entry), badge),
        T(&address(&entry.id)),
        T(&entry.title)
    )
}
