//! The page of the city's plan: item by item what it asks, the forms and rules that check it, or why nothing is left to check.

use super::page::{Page, T, badges, form_link};
use super::{Site, address, law};
use crate::command::told::{handbook, layout};
use serde_json::Value;
use std::fmt::Write;

/// The name of the page in the handbook's folder.
pub const PAGE: &str = "plan.html";

/// The plan's number among the instruments.
pub fn instrument() -> Option<u8> {
    u8::try_from(handbook()["plan"]["instrument"].as_u64()?).ok()
}

/// Whether the plan has a row for a heading, and so the page a place.
pub fn lists(heading: &str) -> bool {
    rows().iter().any(|row| row["item"] == heading)
}

fn rows() -> &'static [Value] {
    handbook()["plan"]["rows"]
        .as_array()
        .map_or(&[], Vec::as_slice)
}

fn texts<'v>(row: &'v Value, key: &str) -> Vec<&'v str> {
    let list = row[key].as_array().into_iter().flatten();
    list.filter_map(Value::as_str).collect()
}

/// The page; none where the plan is not among the instruments.
pub fn page(site: &Site<'_>) -> Option<String> {
    let number = instrument()?;
    let instruments = &zhifa::table().catalogue.instruments;
    let plan = instruments.get(usize::from(number))?;
    let rows = rows();
    let checked = rows.iter().filter(|row| row["nothing"] == "").count();
    let mut body = format!(
        "<h1>方案条目与检查</h1>\n<p>《{}》逐条要求什么，由哪些表单、规则检查；没有检查的写明理由。共{}项要求，{checked}项有表单或者规则，\
         {}项没有可以检查的内容。</p>\n<p class=\"note\">{}。<a href=\"law/{}.html\">引用方案的规则和必填项</a></p>\n",
        T(plan.title),
        rows.len(),
        rows.len() - checked,
        T(&law::facts(number, plan)),
        law::source(number),
    );
    body.push_str(
        "<table class=\"plan\">\n<thead><tr><th scope=\"col\">条目</th><th scope=\"col\">要求</th><th scope=\"col\">表单</th>\
         <th scope=\"col\">规则</th></tr></thead>\n",
    );
    for item in rows.chunk_by(|a, b| a["item"] == b["item"]) {
        let heading = item.first().and_then(|row| row["item"].as_str());
        let heading = heading.unwrap_or_default();
        let _ = writeln!(body, "<tbody id=\"{}\">", T(heading));
        for (number, row) in item.iter().enumerate() {
            body.push_str("<tr>");
            if number == 0 {
                let _ = write!(
                    body,
                    "<th scope=\"rowgroup\" rowspan=\"{}\">{}</th>",
                    item.len(),
                    T(heading)
                );
            }
            let _ = write!(
                body,
                "<td>{}</td>",
                T(row["asks"].as_str().unwrap_or_default())
            );
            body.push_str(&checks(site, row));
            body.push_str("</tr>\n");
        }
        body.push_str("</tbody>\n");
    }
    body.push_str("</table>\n");
    let page = Page {
        title: "方案条目与检查",
        root: "",
        above: &[("index.html", "规则手册"), ("articles.html", "条文")],
        searches: false,
        body: &body,
    };
    Some(page.html())
}

/// The two last cells of a row.
fn checks(site: &Site<'_>, row: &Value) -> String {
    let nothing = row["nothing"].as_str().unwrap_or_default();
    if !nothing.is_empty() {
        return format!(
            "<td class=\"nothing\" colspan=\"2\">没有检查：{}</td>",
            T(nothing)
        );
    }
    let mut cells = String::from("<td>");
    for id in texts(row, "forms") {
        if let Some(layout) = layout(id) {
            let _ = write!(cells, "<p>{}</p>", form_link("", layout.form));
        }
    }
    cells.push_str("</td><td>");
    for id in texts(row, "rules") {
        if let Some(entry) = site.entry(id) {
            let _ = write!(
                cells,
                "<p>{} <a href=\"{}\"><span class=\"id\">{id}</span> {}</a></p>",
                badges(entry),
                T(&address(id)),
                T(&entry.title)
            );
        }
    }
    cells.push_str("</td>");
    cells
}
