//! The page of a rule.

use super::page::{Page, T, badge, badges, citation, form_link};
use super::{Site, address};
use crate::command::told::{Entry, NO_ARTICLE, family, in_force, pack};
use crate::command::trial::Trial;
use crate::command::wording::Clause;
use std::fmt::Write;

/// The page, and what the rule says on its failing examples.
pub fn page(
    site: &Site<'_>,
    chapter: usize,
    entry: &Entry,
    before: Option<&Entry>,
    after: Option<&Entry>,
) -> (String, Vec<String>) {
    let mut body = format!(
        "<h1><span class=\"id\">{}</span> {}</h1>\n",
        entry.id,
        T(&entry.title)
    );
    facts(&mut body, entry);
    for (title, key) in [("要求和理由", "why"), ("怎么处理", "todo")] {
        let _ = write!(
            body,
            "<h2>{title}</h2>\n<p class=\"{key}\">{}</p>\n",
            T(entry.text(key))
        );
    }
    body.push_str("<h2>依据</h2>\n");
    if entry.basis.is_empty() {
        let _ = writeln!(body, "<p class=\"basis\">{NO_ARTICLE}</p>");
    } else {
        body.push_str("<ul class=\"basis\">\n");
        for (number, cited) in entry.basis.iter().enumerate() {
            let cited = citation("", cited, &entry.terms(number));
            let _ = writeln!(body, "<li>{cited}</li>");
        }
        body.push_str("</ul>\n");
    }
    let says = examples(&mut body, entry);
    turn(&mut body, before, after);

    let chapters = site.chapters.get(chapter);
    let (title, group) = chapters.map_or(("", ""), |it| (it.title, family(it.family)));
    let anchor = format!("index.html#c{chapter}");
    let page = Page {
        title: &format!("{} {}", entry.id, entry.title),
        root: "",
        above: &[
            ("index.html", "规则手册"),
            (&anchor, &format!("{group}：{title}")),
        ],
        searches: false,
        body: &body,
    };
    (page.html(), says)
}

fn facts(body: &mut String, entry: &Entry) {
    let packs = &zhifa::table().catalogue.packs;
    let pack_term = packs
        .get(usize::from(entry.pack))
        .map_or(String::new(), |it| in_force(it.term));
    let pack_term = match pack_term.as_str() {
        "" => String::new(),
        term => format!("，{term}"),
    };
    let mut list = String::new();
    let mut add = |name: &str, html: &str| {
        let _ = writeln!(list, "<div><dt>{name}</dt><dd>{html}</dd></div>");
    };
    add(
        "程度",
        &format!("{}（{}{pack_term}）", badges(entry), T(pack(entry.pack).1)),
    );
    let forms: Vec<String> = entry.forms.iter().map(|form| form_link("", form)).collect();
    add("适用表单", &forms.join("、"));
    if let Some(fields) = entry.layout().and_then(|layout| entry.asked_of(layout)) {
        add("判断对象", &T(&fields).to_string());
    }
    let term = match entry.term.map(in_force) {
        Some(own) if own.is_empty() => "不限".to_string(),
        Some(own) => own,
        None if entry.basis.is_empty() => "不限".to_string(),
        None => "随所引条文的施行期间".to_string(),
    };
    add("适用期间", &term);
    if !entry.covers().is_empty() {
        add("并入的编号", &entry.covers().join("、"));
    }
    let silenced: Vec<String> = entry
        .unless()
        .into_iter()
        .map(|id| format!("<a href=\"{}\">{id}</a>", address(id)))
        .collect();
    if !silenced.is_empty() {
        add(
            "不重复提示",
            &format!("{}已有结果的，本条不再提示", silenced.join("、")),
        );
    }
    for (id, label, value) in entry.settings() {
        let value = value.map_or(String::new(), |value| format!("，例子中为{value}"));
        add(
            "用到的设置",
            &format!("{} <code>{id}</code>{value}", T(label)),
        );
    }
    let _ = write!(body, "<dl class=\"facts\">\n{list}</dl>\n");
}

fn examples(body: &mut String, entry: &Entry) -> Vec<String> {
    let mut says = Vec::new();
    let Some(layout) = entry.layout() else {
        return says;
    };
    body.push_str("<h2>怎么判断</h2>\n");
    let wording = entry.wording(layout);
    let situations = entry.situations(layout);
    let several = situations.len() > 1;
    if several && situations.iter().all(|it| it.when.is_some()) {
        body.push_str("<p class=\"note\">按次序判断，符合前面一种情形的，不再看后面的。</p>\n");
    }
    for (number, situation) in situations.iter().enumerate() {
        body.push_str("<section class=\"case\">\n");
        let when = situation.when.and_then(|when| wording.condition(when));
        let when = match when {
            Some(clause) => condition(&clause),
            None => "<p class=\"when\">由程序读取内容后判断，见“要求和理由”</p>".to_string(),
        };
        let which = if several {
            format!("情形{}", counted(number + 1))
        } else {
            "情形".to_string()
        };
        let _ = writeln!(
            body,
            "<h3>{which} {}</h3>\n{when}",
            badge(situation.severity)
        );
        for trial in &situation.fails {
            body.push_str("<div class=\"example fails\">\n");
            table(body, trial, &entry.called("有问题的例子", trial));
            for finding in trial.findings.iter().filter(|it| it.rule == entry.id) {
                let _ = write!(
                    body,
                    "<p class=\"says\">{} <strong>{}</strong>：{}",
                    badge(finding.severity),
                    T(&finding.label),
                    T(&finding.message)
                );
                if let Some(fix) = &finding.fix {
                    let _ = write!(body, "<br>可改为“{}”", T(&fix.value));
                }
                body.push_str("</p>\n");
                if !says.contains(&finding.message) {
                    says.push(finding.message.clone());
                }
            }
            body.push_str("</div>\n");
        }
        body.push_str("</section>\n");
    }
    body.push_str("<section class=\"case\">\n<h3>没有问题的例子</h3>\n");
    for trial in entry.passes(layout) {
        body.push_str("<div class=\"example passes\">\n");
        table(body, &trial, &entry.called("没有问题的例子", &trial));
        body.push_str("<p class=\"says\">没有发现问题</p>\n</div>\n");
    }
    body.push_str("</section>\n");
    says
}

/// 1 → 一, 12 → 十二, up to 99.
fn counted(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |at: usize| DIGITS.get(at).copied().unwrap_or_default();
    match number / 10 {
        0 => digit(number).to_string(),
        1 => format!("十{}", digit(number % 10)),
        tens => format!("{}十{}", digit(tens), digit(number % 10)),
    }
}

/// A condition: a sentence, or what must hold together as a list.
fn condition(clause: &Clause) -> String {
    match clause {
        Clause::All(parts) if parts.len() > 1 => {
            format!(
                "<p class=\"when\">同时具备下列各项：</p>\n{}",
                list(parts, " class=\"when\"")
            )
        }
        Clause::Any(parts) if parts.len() > 1 => {
            format!(
                "<p class=\"when\">具备下列之一：</p>\n{}",
                list(parts, " class=\"when\"")
            )
        }
        other => format!("<p class=\"when\">{}</p>", T(&other.text())),
    }
}

fn list(parts: &[Clause], class: &str) -> String {
    let items = parts.iter().map(|part| {
        let words = part.text();
        // Up to here a sentence reads better than a list within the list.
        const LONG: usize = 60;
        match part {
            Clause::All(parts) if words.chars().count() > LONG => {
                format!("<li>同时具备下列各项：{}</li>\n", list(parts, ""))
            }
            Clause::Any(parts) if words.chars().count() > LONG => {
                format!("<li>具备下列之一：{}</li>\n", list(parts, ""))
            }
            _ => format!("<li>{}</li>\n", T(&words)),
        }
    });
    format!("<ul{class}>{}</ul>", items.collect::<String>())
}

/// The fields of an example beside those of the sound one.
fn table(body: &mut String, trial: &Trial, caption: &str) {
    let value = |value: &str| match value {
        "" => "<span class=\"blank\">空白</span>".to_string(),
        value => T(value).to_string(),
    };
    if trial.values.is_empty() {
        let _ = writeln!(body, "<p>{caption}：与规范示例相同</p>");
        return;
    }
    let changes = trial.values.iter().any(|it| it.changed());
    let (same, here) = if changes {
        ("", "<th scope=\"col\">本例</th>")
    } else {
        ("，与规范示例相同", "")
    };
    let _ = write!(
        body,
        "<table>\n<caption>{caption}{same}</caption>\n<thead><tr><th scope=\"col\">栏目</th><th scope=\"col\">规范示例</th>\
         {here}</tr></thead>\n<tbody>\n"
    );
    for shown in &trial.values {
        let here = match (changes, shown.changed()) {
            (_, true) => format!("<td class=\"changed\">{}</td>", value(&shown.here)),
            (true, false) => "<td class=\"same\">同左</td>".to_string(),
            (false, false) => String::new(),
        };
        let _ = writeln!(
            body,
            "<tr><th scope=\"row\">{}</th><td>{}</td>{here}</tr>",
            T(&shown.label),
            value(&shown.sound)
        );
    }
    body.push_str("</tbody>\n</table>\n");
}

/// The neighbours in the chapter.
fn turn(body: &mut String, before: Option<&Entry>, after: Option<&Entry>) {
    let mut links = String::new();
    for (entry, word, rel) in [(before, "上一条", "prev"), (after, "下一条", "next")] {
        if let Some(entry) = entry {
            let _ = writeln!(
                links,
                "<a rel=\"{rel}\" href=\"{}\">{word}：{} {}</a>",
                T(&address(&entry.id)),
                entry.id,
                T(&entry.title)
            );
        }
    }
    if !links.is_empty() {
        let _ = write!(
            body,
            "<nav class=\"turn\" aria-label=\"本章的前后\">\n{links}</nav>\n"
        );
    }
}
