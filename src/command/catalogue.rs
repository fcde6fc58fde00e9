//! `zhifa forms`, `rules` and `example`: what there is to check.

use super::Format;
use super::output::{Failure, print, said};
use super::told::{Entry, also_called, entries, handbook};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::fmt::Write;
use std::process::ExitCode;
use zhifa::catalogue::Form;
use zhifa::form::Layout;

/// 列出表单
#[derive(Args)]
#[command(help_template = super::HELP)]
pub struct Listing {
    /// 输出格式
    #[arg(long, default_value = "text")]
    format: Format,
}

/// Lists the forms by family.
pub fn forms(arguments: &Listing) -> Result<ExitCode, Failure> {
    let catalogue = &zhifa::table().catalogue;
    let family = |form: &Form| {
        catalogue
            .families
            .get(usize::from(form.family))
            .map_or(("", ""), |it| (it.id, it.title))
    };
    if arguments.format == Format::Json {
        let forms = catalogue.forms.iter().map(|form| {
            let (id, title) = family(form);
            json!({ "id": form.id, "title": form.title, "family": id, "familyTitle": title, "alias": also_called(form.id) })
        });
        return print(&Value::from_iter(forms).to_string());
    }
    let width = catalogue
        .forms
        .iter()
        .map(|form| form.id.len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for forms in catalogue.forms.chunk_by(|a, b| a.family == b.family) {
        let _ = writeln!(text, "{}", forms.first().map_or("", |form| family(form).1));
        for form in forms {
            let _ = writeln!(text, "  {:width$}  {}", form.id, form.title);
        }
    }
    print(text.trim_end())
}

/// 列出规则
#[derive(Args)]
#[command(help_template = super::HELP)]
pub struct Rules {
    /// 只列某个表单的规则
    #[arg(value_name = "表单")]
    form: Option<String>,
    /// 输出格式；citations为核对引用的条款所用
    #[arg(long, default_value = "text")]
    format: RulesFormat,
}

/// How rules are written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RulesFormat {
    /// 供人阅读
    Text,
    /// 供程序读取
    Json,
    /// 引用的条款
    Citations,
}

/// Lists the rules: the fields that forms must hold, then what they must satisfy.
pub fn rules(arguments: &Rules) -> Result<ExitCode, Failure> {
    let only = match &arguments.form {
        Some(id) => Some(open(id)?.form.id),
        None => None,
    };
    let mut entries = entries();
    entries.retain(|entry| only.is_none_or(|only| entry.forms.iter().any(|form| form.id == only)));
    match arguments.format {
        RulesFormat::Json => print(&Value::from_iter(entries.iter().map(Entry::json)).to_string()),
        RulesFormat::Text => {
            let mut text = String::new();
            for entry in &entries {
                let _ = writeln!(
                    text,
                    "{} {} {}",
                    entry.id,
                    entry.severity.label(),
                    entry.title
                );
            }
            print(text.trim_end())
        }
        RulesFormat::Citations => {
            let cited: Vec<Value> = entries.iter().flat_map(Entry::cited).collect();
            print(&Value::Array(cited).to_string())
        }
    }
}

/// 输出表单的示例
#[derive(Args)]
#[command(help_template = super::HELP)]
pub struct Example {
    /// 表单，如penalty/decision
    #[arg(value_name = "表单")]
    form: String,
    /// 有问题的示例
    #[arg(long)]
    defects: bool,
    /// 输出格式；json写在一行内
    #[arg(long, default_value = "text")]
    format: Format,
}

/// Prints a form's example as a document.
pub fn example(arguments: &Example) -> Result<ExitCode, Failure> {
    let form = open(&arguments.form)?.form.id;
    let which = if arguments.defects {
        "defects"
    } else {
        "sound"
    };
    let data = &handbook()["examples"][form][which];
    if data.is_null() {
        return said(format!("{form}没有这种示例"));
    }
    let document = json!({ "form": form, "data": data });
    print(&match arguments.format {
        Format::Text => format!("{document:#}"),
        Format::Json => document.to_string(),
    })
}

/// Opens a form by its id or its title.
pub fn open(name: &str) -> Result<Layout, Failure> {
    let forms = &zhifa::table().catalogue.forms;
    let found = forms
        .iter()
        .find(|form| form.id == name || form.title == name);
    match found.and_then(|form| Layout::open(form.id)) {
        Some(layout) => Ok(layout),
        None => said(near("没有表单", name, forms.iter().map(|form| form.id))),
    }
}

/// A message for a name that does not exist, with the nearest that does.
pub fn near<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let scored = known.map(|it| (zhifa::value::text::likeness(it, name), it));
    let best = scored.fold(
        (0.5, ""),
        |best, next| if next.0 > best.0 { next } else { best },
    );
    match best.1 {
        "" => format!("{what}“{name}”"),
        near => format!("{what}“{name}”，是否为“{near}”"),
    }
}
