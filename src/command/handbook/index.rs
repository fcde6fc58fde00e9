//! The first page: forms by family, rules by chapter, and the words that its search looks in.

use super::page::{Page, T, badge, line};
use super::{Site, address, plan};
use crate::command::told::{Entry, also_called, family};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use zhifa::Severity;

/// The page.
pub fn page(site: &Site<'_>) -> String {
    let catalogue = &zhifa::table().catalogue;
    let mut body = format!(
        "<h1>执法规则手册</h1>\n<p>检查{}种文书，规则{}条。每条规则一页：要求和理由、条文、怎么处理、有问题和没有问题的例子。\
         <a href=\"#limits\">不检查什么</a></p>\n\
         <ul class=\"legend\">\n<li>{} 明显不合规定，或者缺少必须载明的内容</li>\n<li>{} 可能有合法的例外，由执法人员核对后决定</li>\n\
         <li>{} 好的做法</li>\n</ul>\n",
        catalogue.forms.len(),
        catalogue.rules().count(),
        badge(Severity::Error),
        badge(Severity::Warning),
        badge(Severity::Info)
    );
    let planned = plan::instrument().and_then(|it| catalogue.instruments.get(usize::from(it)));
    if let Some(instrument) = planned {
        let _ = writeln!(
            body,
            "<p class=\"more\"><a href=\"{}\">《{}》逐条怎样检查，没有检查的为什么</a></p>",
            plan::PAGE,
            T(instrument.title)
        );
    }
    // Shown by the script that makes it work.
    body.push_str(
        "<div class=\"search\" id=\"search\" role=\"search\" hidden>\n<label for=\"query\">查找规则和表单</label>\n\
         <input type=\"search\" id=\"query\" autocomplete=\"off\" spellcheck=\"false\" aria-describedby=\"found-count\" \
         placeholder=\"编号、要求、条文或者提示的文字，如：听证 63条\">\n<p id=\"found-count\" role=\"status\"></p>\n\
         <ol class=\"rules\" id=\"found\"></ol>\n</div>\n<div id=\"lists\">\n",
    );
    body.push_str("<h2 id=\"forms\">表单</h2>\n");
    for forms in catalogue.forms.chunk_by(|a, b| a.family == b.family) {
        let group = forms
            .first()
            .and_then(|form| catalogue.families.get(usize::from(form.family)));
        let (id, title) = group.map_or(("", ""), |it| (it.id, it.title));
        let _ = write!(
            body,
            "<h3 id=\"{id}\">{}</h3>\n<ul class=\"forms\">\n",
            T(title)
        );
        for form in forms {
            let _ = writeln!(
                body,
                "<li><a href=\"{}\">{}</a> <small>规则{}条</small></li>",
                T(&address(form.id)),
                T(form.title),
                form.rules().count()
            );
        }
        body.push_str("</ul>\n");
    }
    body.push_str("<h2 id=\"rules\">规则</h2>\n");
    let mut group = "";
    for (number, chapter) in site.chapters.iter().enumerate() {
        if chapter.family != group {
            group = chapter.family;
            let _ = writeln!(body, "<h3>{}</h3>", T(family(group)));
        }
        let _ = write!(
            body,
            "<details id=\"c{number}\"><summary>{} <small>{}条</small></summary>\n<ul class=\"rules\">\n",
            T(chapter.title),
            chapter.rules.len()
        );
        for entry in &chapter.rules {
            body.push_str(&line("", entry));
        }
        body.push_str("</ul>\n</details>\n");
    }
    body.push_str(
        "</div>\n<h2 id=\"limits\">不检查什么</h2>\n<p>检查只读表格中填写的内容，不判断事实是否属实、证据是否充分、处罚是否适当，“通过”只表示没有发现问题。\
         没有规则的条文没有检查，<a href=\"articles.html\">条文</a>各页只列有规则的条文。文书缺少日期、该年度放假安排尚未公布、所引文件没有收录的，\
         报告列为未核。</p>\n",
    );
    Page {
        title: "首页",
        root: "",
        above: &[],
        searches: true,
        body: &body,
    }
    .html()
}

/// What the search looks in: titles of instruments once, then each form and rule as
/// `[id, title, severities, forms, ids merged into it or its other names, [[instrument, place] …], what it says]`.
pub fn search(told: &[(&Entry, Vec<String>)]) -> String {
    let catalogue = &zhifa::table().catalogue;
    let mut laws: Vec<String> = Vec::new();
    let mut numbers: BTreeMap<u8, usize> = BTreeMap::new();
    let mut items: Vec<Value> = Vec::new();
    for form in &catalogue.forms {
        let group = catalogue.families.get(usize::from(form.family));
        let names = also_called(form.id);
        let says = match names.is_empty() {
            true => String::new(),
            false => format!("也叫：{}", names.join("、")),
        };
        items.push(json!([
            form.id,
            form.title,
            [],
            group.map_or("", |it| it.title),
            names,
            [],
            says
        ]));
    }
    for (entry, says) in told {
        let basis = entry.basis.iter().map(|citation| {
            let number = *numbers.entry(citation.instrument).or_insert_with(|| {
                let instrument = citation.instrument();
                // Papers cite an instrument by any of its names.
                laws.push(instrument.map_or(String::new(), |it| {
                    let names = [it.title, it.short]
                        .into_iter()
                        .chain(it.aliases.iter().copied());
                    names.collect::<Vec<_>>().join("\n")
                }));
                laws.len() - 1
            });
            let text = citation.text();
            let place = text.split_once('》').map_or("", |(_, place)| place);
            json!([number, place])
        });
        let basis: Vec<Value> = basis.collect();
        let severities: Vec<&str> = entry.severities().iter().map(|it| it.key()).collect();
        let forms = entry.forms.iter().map(|form| form.title);
        let forms = forms.collect::<Vec<_>>().join("、");
        items.push(json!([
            entry.id,
            entry.title,
            severities,
            forms,
            entry.covers(),
            basis,
            says.join("\n")
        ]));
    }
    json!({ "laws": laws, "items": items }).to_string()
}
