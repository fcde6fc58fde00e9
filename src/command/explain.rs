//! `zhifa explain`: a rule, a required field or a form, with the same parts as its page in the handbook.

use super::Format;
use super::catalogue::near;
use super::output::{Failure, print, said};
use super::told::{
    Entry, NO_ARTICLE, also_called, chapters, demand, entries, family, forms, in_force, kind,
    layout, number_of, pack,
};
use super::trial::Trial;
use super::wording::Wording;
use clap::Args;
use serde_json::{Value, json};
use std::fmt::Write;
use std::process::ExitCode;
use zhifa::catalogue::{Citation, Kind};
use zhifa::form::Layout;

/// 说明一条规则、一个必填项或者一种表单
#[derive(Args)]
#[command(help_template = super::HELP)]
pub struct Arguments {
    /// 规则编号，如CF054；检查结果中的必填项编号；或者表单，如penalty/decision
    #[arg(value_name = "编号")]
    id: String,
    /// 输出格式
    #[arg(long, default_value = "text")]
    format: Format,
}

/// Explains what the id names.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let wanted = arguments.id.as_str();
    let entries = entries();
    let json = arguments.format == Format::Json;
    // A requirement may hold a part of a rule that has this id.
    let own = { entries.iter() }.find(|entry| entry.id.eq_ignore_ascii_case(wanted));
    if let Some(entry) = own.or_else(|| entries.iter().find(|entry| entry.answers(wanted))) {
        return print(&if json {
            entry.explained().to_string()
        } else {
            rule_text(entry)
        });
    }
    let forms = &zhifa::table().catalogue.forms;
    let form = forms
        .iter()
        .find(|form| form.id == wanted || form.title == wanted);
    if let Some(layout) = form.and_then(|form| layout(form.id)) {
        return print(&if json {
            form_json(layout, &entries).to_string()
        } else {
            form_text(layout, &entries)
        });
    }
    let ids = entries.iter().map(|entry| entry.id.as_str());
    said(near(
        "没有规则",
        wanted,
        ids.chain(forms.iter().map(|form| form.id)),
    ))
}

fn rule_text(entry: &Entry) -> String {
    let asked = forms(&entry.forms);
    let mut text = format!("{} {}\n适用：{asked}\n", entry.id, entry.title);
    let layout = entry.layout();
    if entry.rule.is_some() {
        let severities: Vec<&str> = entry.severities().iter().map(|it| it.label()).collect();
        let _ = writeln!(
            text,
            "程度：{}（{}）",
            severities.join("、"),
            pack(entry.pack).1
        );
        let _ = writeln!(
            text,
            "章节：{}，{}",
            family(entry.text("family")),
            entry.text("chapter")
        );
        basis(&mut text, entry, entry.basis.iter().copied().enumerate());
    }
    let mut number = 0;
    for requirement in entry.requires {
        let words = layout.map(|layout| demand(requirement, &Wording::new(layout)));
        let _ = writeln!(
            text,
            "程度：{}，{}（{}）",
            requirement.severity.label(),
            words.unwrap_or_default(),
            pack(requirement.pack).1
        );
        let cited = requirement.basis.iter().enumerate();
        basis(&mut text, entry, cited.map(|(at, it)| (number + at, it)));
        number += requirement.basis.len();
    }
    if let Some(fields) = layout.as_ref().and_then(|layout| entry.asked_of(layout)) {
        let _ = writeln!(text, "判断对象：{fields}");
    }
    if let Some(term) = entry.term {
        let _ = writeln!(text, "施行：{}", in_force(term));
    }
    for (title, key) in [("说明", "why"), ("处理", "todo")] {
        let words = entry.text(key);
        if !words.is_empty() {
            let _ = writeln!(text, "{title}：{words}");
        }
    }
    if !entry.covers().is_empty() {
        let _ = writeln!(text, "并入：{}", entry.covers().join("、"));
    }
    if !entry.unless().is_empty() {
        let _ = writeln!(
            text,
            "已有下列结果的不再提示：{}",
            entry.unless().join("、")
        );
    }
    for (id, label, value) in entry.settings() {
        let value = value.map_or(String::new(), |value| format!("，例子中为{value}"));
        let _ = writeln!(text, "设置：{label} {id}{value}");
    }
    if let (Some(_), Some(layout)) = (entry.rule, layout) {
        let wording = entry.wording(layout);
        for situation in entry.situations(layout) {
            if let Some(when) = situation.when.and_then(|when| wording.condition(when)) {
                let (severity, when) = (situation.severity.label(), when.text());
                let _ = writeln!(text, "情形：{severity}，{when}");
            }
            for trial in &situation.fails {
                let _ = writeln!(text, "{}：", entry.called("有问题的例子", trial));
                example(&mut text, trial);
                for finding in trial.findings.iter().filter(|it| it.rule == entry.id) {
                    let (severity, message) = (finding.severity.label(), &finding.message);
                    let _ = writeln!(text, "  结果：{severity} {message}");
                    if let Some(fix) = &finding.fix {
                        let _ = writeln!(text, "        可改为：{}", fix.value);
                    }
                }
            }
        }
        for trial in entry.passes(layout) {
            let _ = writeln!(text, "{}：", entry.called("没有问题的例子", &trial));
            example(&mut text, &trial);
            text.push_str("  结果：没有发现问题\n");
        }
    }
    text.trim_end().to_string()
}

/// The fields of an example; what it changes is told from what it takes over.
fn example(text: &mut String, trial: &Trial) {
    let or_blank = |value: &str| match value {
        "" => "空白".to_string(),
        value => value.to_string(),
    };
    if !trial.values.iter().any(|it| it.changed()) {
        text.push_str("  与规范示例相同\n");
    }
    for value in &trial.values {
        let (sound, here) = (or_blank(&value.sound), or_blank(&value.here));
        let _ = match value.changed() {
            true => writeln!(text, "  {}：{sound} → {here}", value.label),
            false => writeln!(text, "  {}：{here}", value.label),
        };
    }
}

fn basis<'c>(
    text: &mut String,
    entry: &Entry,
    basis: impl Iterator<Item = (usize, &'c Citation<'static>)>,
) {
    let date = |day: i32| {
        chrono::NaiveDate::from_num_days_from_ce_opt(day)
            .map_or(String::new(), |day| day.to_string())
    };
    let mut any = false;
    for (number, citation) in basis {
        any = true;
        let term = citation.instrument().map(|it| it.term);
        let from = term
            .and_then(|term| term.from)
            .map_or(String::new(), |from| format!("{}起施行", date(from)));
        let to = term
            .and_then(|term| term.to)
            .map_or(String::new(), |to| format!("，至{}", date(to)));
        let numbered = number_of(citation).map_or(String::new(), |it| format!("{it}，"));
        let terms = entry.terms(number).join("；");
        let terms = match terms.as_str() {
            "" => String::new(),
            terms => format!("：{terms}"),
        };
        let _ = writeln!(
            text,
            "依据：{}（{numbered}{from}{to}）{terms}",
            citation.text()
        );
    }
    if !any {
        let _ = writeln!(text, "依据：{NO_ARTICLE}");
    }
}

fn form_text(layout: &Layout, entries: &[Entry]) -> String {
    let form = layout.form;
    let wording = Wording::new(layout);
    let table = zhifa::table();
    let dated: Vec<String> = form.dated.iter().map(|key| wording.label(*key)).collect();
    let mut text = format!("{} {}\n", form.id, form.title);
    let names = also_called(form.id);
    if !names.is_empty() {
        let _ = writeln!(text, "也叫：{}", names.join("、"));
    }
    let _ = writeln!(text, "适用法律的日期：{}", dated.join("，没有的按"));
    for section in form.sections() {
        let _ = writeln!(text, "\n{}", section.title);
        for field in &section.fields {
            let declared = table.catalogue.fields.get(usize::from(field.field.0));
            let Some(declared) = declared.filter(|it| it.kind != Kind::Group) else {
                continue;
            };
            let _ = writeln!(
                text,
                "  {} {} {}",
                wording.label(declared.key()),
                table.key(declared.key()),
                kind(declared)
            );
            for requirement in &field.requires {
                let _ = writeln!(
                    text,
                    "    {}，{}（{}）",
                    requirement.severity.label(),
                    demand(requirement, &wording),
                    pack(requirement.pack).1
                );
            }
        }
    }
    for (chapter, rules) in chapters(entries.iter().filter(|it| asks(it, form.id))) {
        let _ = writeln!(text, "\n{}，{}", family(chapter.0), chapter.1);
        for entry in rules {
            let severities: Vec<&str> = entry.severities().iter().map(|it| it.label()).collect();
            let _ = writeln!(
                text,
                "  {} {} {}",
                entry.id,
                severities.join("、"),
                entry.title
            );
        }
    }
    text.trim_end().to_string()
}

fn form_json(layout: &Layout, entries: &[Entry]) -> Value {
    let form = layout.form;
    let table = zhifa::table();
    let of_form = |required: bool| {
        let own = entries.iter().filter(move |entry| {
            entry.rule.is_none() == required && entry.forms.iter().any(|it| it.id == form.id)
        });
        own.map(|entry| entry.id.as_str()).collect::<Vec<_>>()
    };
    json!({
        "id": form.id,
        "title": form.title,
        "dated": form.dated.iter().map(|key| table.key(*key)).collect::<Vec<_>>(),
        "required": of_form(true),
        "rules": of_form(false),
    })
}

/// Whether the entry is a rule of the form.
fn asks(entry: &Entry, form: &str) -> bool {
    entry.rule.is_some() && entry.forms.iter().any(|it| it.id == form)
}
