//! The page of the packs: what runs only in a place or a field of work, and what is judged there otherwise than elsewhere.

use super::page::{Page, T, badge, line};
use super::{Site, address};
use crate::command::told::{Entry, in_force, pack};
use std::fmt::Write;
use zhifa::catalogue::Requirement;

/// The name of the page in the handbook's folder.
pub const PAGE: &str = "packs.html";

/// The page.
pub fn page(site: &Site<'_>) -> String {
    let mut body = String::from(
        "<h1>地方和领域的规则</h1>\n<p>其余规则适用于各地各部门。机关的行政区划代码、执法领域决定加用哪些规则；报告的“适用规则”写明用了哪些。</p>\n",
    );
    let packs = &zhifa::table().catalogue.packs;
    // The first runs everywhere.
    let numbers = (1..).take(packs.len().saturating_sub(1));
    let mut sections = String::new();
    body.push_str("<nav class=\"contents\" aria-label=\"地方和领域\"><ul>\n");
    for number in numbers {
        let (id, title) = pack(number);
        let _ = writeln!(body, "<li><a href=\"#{id}\">{}</a></li>", T(title));
        section(&mut sections, site, number);
    }
    body.push_str("</ul></nav>\n");
    body.push_str(&sections);
    Page {
        title: "地方和领域的规则",
        root: "",
        above: &[("index.html", "规则手册")],
        searches: false,
        body: &body,
    }
    .html()
}

fn section(body: &mut String, site: &Site<'_>, number: u8) {
    let (id, title) = pack(number);
    let _ = writeln!(body, "<h2 id=\"{id}\">{}</h2>", T(title));
    let packs = &zhifa::table().catalogue.packs;
    let term = packs.get(usize::from(number)).map(|it| in_force(it.term));
    if let Some(term) = term.filter(|it| !it.is_empty()) {
        let _ = writeln!(body, "<p class=\"note\">{term}施行，期满后只作提示</p>");
    }
    let rules = site.chapters.iter().flat_map(|it| &it.rules);
    let (own, others): (Vec<&Entry>, Vec<&Entry>) =
        rules.partition(|entry| entry.rule.is_some() && entry.pack == number);
    let others = others.into_iter().filter(|entry| entry.asks_for(number));
    list(body, "只在这里适用的规则", own.into_iter());
    list(
        body,
        "各地各部门的规则中，在这里另行判断的（见该条的“怎么判断”）",
        others,
    );

    let fields = site.entries.iter().filter(|entry| entry.rule.is_none());
    let lines: Vec<String> = fields.filter_map(|entry| asked(entry, number)).collect();
    fold(body, "只在这里必填，或者程度不同的栏目", "个", &lines);
}

fn list<'e>(body: &mut String, title: &str, rules: impl Iterator<Item = &'e Entry>) {
    let lines: Vec<String> = rules.map(|entry| line("", entry)).collect();
    fold(body, title, "条", &lines);
}

/// A folded list with its number of lines; nothing where there are none.
fn fold(body: &mut String, title: &str, unit: &str, lines: &[String]) {
    if !lines.is_empty() {
        let _ = writeln!(
            body,
            "<details><summary>{title} <small>{}{unit}</small></summary>\n<ul class=\"rules\">\n{}</ul>\n</details>",
            lines.len(),
            lines.concat()
        );
    }
}

/// A field with what the pack asks of it, and what the rest of the country does.
fn asked(entry: &Entry, number: u8) -> Option<String> {
    let gravest = |pack: u8| {
        let of = entry.requires.iter().filter(|it| it.pack == pack);
        of.map(|it: &Requirement<'_>| it.severity).max()
    };
    let here = gravest(number)?;
    let note = match gravest(0) {
        Some(everywhere) if everywhere == here => return None,
        Some(everywhere) => format!("全国为{}", everywhere.label()),
        None => "全国没有要求".to_string(),
    };
    Some(format!(
        "<li>{} <a href=\"{}\">{}</a> <small>{note}</small></li>\n",
        badge(here),
        T(&address(&entry.id)),
        T(&entry.title)
    ))
}
