//! The page of a form.

use super::Site;
use super::page::{Page, T, badge, citation, line};
use crate::command::told::{Entry, NO_ARTICLE, also_called, demand, family, kind, layout, pack};
use crate::command::wording::Wording;
use std::fmt::Write;
use zhifa::catalogue::{Field, Form, Kind};

/// A form's page lies in its family's folder.
const ROOT: &str = "../";

/// The page.
pub fn page(site: &Site<'_>, form: &'static Form<'static>) -> String {
    let mut body = format!(
        "<h1>{} <span class=\"id\">{}</span></h1>\n",
        T(form.title),
        form.id
    );
    let names = also_called(form.id);
    if !names.is_empty() {
        let _ = writeln!(body, "<p class=\"note\">也叫：{}</p>", T(&names.join("、")));
    }
    if let Some(layout) = layout(form.id) {
        let wording = Wording::new(layout);
        let dated: Vec<String> = form.dated.iter().map(|key| wording.label(*key)).collect();
        let _ = writeln!(
            body,
            "<p>按{}适用当时施行的规定。</p>",
            T(&dated.join("（空白的按下一项）、"))
        );
        contents(&mut body, site, form);
        fields(&mut body, site, form, &wording);
    }
    body.push_str("<h2 id=\"rules\">规则</h2>\n");
    for chapter in &site.chapters {
        let own = chapter
            .rules
            .iter()
            .filter(|entry| entry.forms.iter().any(|it| it.id == form.id));
        let lines: String = own.map(|entry| line(ROOT, entry)).collect();
        if !lines.is_empty() {
            let _ = write!(
                body,
                "<h3>{}</h3>\n<ul class=\"rules\">\n{lines}</ul>\n",
                T(chapter.title)
            );
        }
    }
    let families = &zhifa::table().catalogue.families;
    let group = families
        .get(usize::from(form.family))
        .map_or("", |it| it.id);
    Page {
        title: form.title,
        root: ROOT,
        above: &[
            ("index.html", "规则手册"),
            (&format!("index.html#{group}"), family(group)),
        ],
        searches: false,
        body: &body,
    }
    .html()
}

fn contents(body: &mut String, site: &Site<'_>, form: &Form<'_>) {
    body.push_str("<nav class=\"contents\" aria-label=\"本页各部分\"><ul>");
    for (number, section) in form.sections().iter().enumerate() {
        let _ = write!(
            body,
            "<li><a href=\"#s{number}\">{}</a></li>",
            T(section.title)
        );
    }
    let rules = site.chapters.iter().flat_map(|chapter| &chapter.rules);
    let count = rules
        .filter(|entry| entry.forms.iter().any(|it| it.id == form.id))
        .count();
    let _ = writeln!(
        body,
        "<li><a href=\"#rules\">规则（{count}条）</a></li></ul></nav>"
    );
}

fn fields(body: &mut String, site: &Site<'_>, form: &'static Form<'static>, wording: &Wording<'_>) {
    let table = zhifa::table();
    for (number, section) in form.sections().iter().enumerate() {
        let _ = write!(
            body,
            "<h2 id=\"s{number}\">{}</h2>\n<ul class=\"fields\">\n",
            T(section.title)
        );
        for field in &section.fields {
            let declared = table.catalogue.fields.get(usize::from(field.field.0));
            // Its fields are listed after it.
            let Some(declared) = declared.filter(|it| it.kind != Kind::Group) else {
                continue;
            };
            let key = table.key(declared.key());
            let column = if key.contains("[].") {
                " class=\"column\""
            } else {
                ""
            };
            let _ = write!(
                body,
                "<li id=\"{key}\"{column}>\n<p><strong>{}</strong> <code>{key}</code> <small>{}</small></p>\n",
                T(&wording.label(declared.key())),
                T(&kind(declared))
            );
            about(body, declared);
            if let Some(entry) = site.entry(&format!("{}#{key}", form.id)) {
                requires(body, entry, wording);
            }
            body.push_str("</li>\n");
        }
        body.push_str("</ul>\n");
    }
}

fn about(body: &mut String, field: &Field<'_>) {
    let mut note = |name: &str, words: &str| {
        if !words.is_empty() {
            let _ = writeln!(body, "<p class=\"note\">{name}{}</p>", T(words));
        }
    };
    let options: Vec<&str> = field.options.iter().map(|(_, label)| *label).collect();
    if field.kind == Kind::Enum {
        note("可选：", &options.join("、"));
    }
    note("", field.hint);
    let mut labels: Vec<&str> = Vec::new();
    for label in field.other_labels() {
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    note("也写作：", &labels.join("、"));
    if field.event {
        note("", "已经发生的日期，不能晚于检查日期");
    }
}

fn requires(body: &mut String, entry: &Entry, wording: &Wording<'_>) {
    let mut number = 0;
    for requirement in entry.requires {
        let _ = write!(
            body,
            "<div class=\"requires\"><p>{} {}（{}）</p>",
            badge(requirement.severity),
            T(&demand(requirement, wording)),
            T(pack(requirement.pack).1)
        );
        if requirement.basis.is_empty() {
            let _ = write!(body, "<p class=\"note\">{NO_ARTICLE}</p>");
        }
        for cited in &requirement.basis {
            let cited = citation(ROOT, cited, &entry.terms(number));
            let _ = write!(body, "<p class=\"note\">{cited}</p>");
            number += 1;
        }
        body.push_str("</div>\n");
    }
    let covers = entry.covers();
    if !covers.is_empty() {
        let _ = writeln!(
            body,
            "<p class=\"note\">并入的编号：{}</p>",
            covers.join("、")
        );
    }
}
