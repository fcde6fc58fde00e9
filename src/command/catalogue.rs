//! `zhifa forms`, `rules`, `explain`, `example` and `handbook`: what there is to check, and why.

use super::Format;
use super::output::{Failure, print, said};
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use zhifa::Severity;
use zhifa::catalogue::{Check, Citation, Form, Requirement, Rule};
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
            json!({ "id": form.id, "title": form.title, "family": id, "familyTitle": title })
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

/// Lists the rules.
pub fn rules(arguments: &Rules) -> Result<ExitCode, Failure> {
    let catalogue = &zhifa::table().catalogue;
    let only = match &arguments.form {
        Some(id) => Some(open(id)?.form),
        None => None,
    };
    let wanted = |number: usize| {
        only.is_none_or(|form| form.rules.iter().any(|rule| usize::from(*rule) == number))
    };
    let rules = catalogue
        .rules
        .iter()
        .enumerate()
        .filter(|(number, _)| wanted(*number))
        .map(|(_, rule)| rule);
    match arguments.format {
        RulesFormat::Json => print(&Value::from_iter(rules.map(described)).to_string()),
        RulesFormat::Text => {
            let mut text = String::new();
            for rule in rules {
                let _ = writeln!(text, "{} {} {}", rule.id, gravest(rule).label(), rule.title);
            }
            print(text.trim_end())
        }
        RulesFormat::Citations => {
            let handbook = read_handbook()?;
            let mut out = Vec::new();
            for rule in rules {
                cited(
                    &mut out,
                    rule.id,
                    &rule.basis,
                    &handbook["rules"][rule.id]["terms"],
                );
            }
            for form in catalogue
                .forms
                .iter()
                .filter(|form| only.is_none_or(|it| it.id == form.id))
            {
                for (id, _, requires) in required(form) {
                    for requirement in requires {
                        cited(&mut out, &id, &requirement.basis, &Value::Null);
                    }
                }
            }
            print(&Value::Array(out).to_string())
        }
    }
}

fn cited(out: &mut Vec<Value>, rule: &str, basis: &[Citation<'_>], terms: &Value) {
    for (number, citation) in basis.iter().enumerate() {
        let mut place = place(citation);
        place.insert("rule".to_string(), rule.into());
        place.insert(
            "terms".to_string(),
            terms.get(number).cloned().unwrap_or_else(|| json!([])),
        );
        place.retain(|_, value| !value.is_null());
        out.push(Value::Object(place));
    }
}

/// A citation as reports write it.
fn place(citation: &Citation<'_>) -> Map<String, Value> {
    let number = |number: u8| {
        if number == 0 {
            Value::Null
        } else {
            number.into()
        }
    };
    let mut place = Map::new();
    place.insert(
        "instrument".to_string(),
        citation.instrument().map_or("", |it| it.title).into(),
    );
    place.insert("article".to_string(), citation.article_text().into());
    place.insert("paragraph".to_string(), number(citation.paragraph));
    place.insert("item".to_string(), number(citation.item));
    place
}

/// The required fields of a form that have a source: the id under which they report, the label, the requirements.
fn required(
    form: &'static Form<'static>,
) -> impl Iterator<Item = (String, &'static str, &'static [Requirement<'static>])> {
    let table = zhifa::table();
    let fields = form
        .sections
        .iter()
        .flat_map(|section| &section.fields)
        .filter(|field| !field.requires.is_empty());
    fields.filter_map(move |field| {
        let declared = table.catalogue.fields.get(usize::from(field.field))?;
        Some((
            format!("{}#{}", form.id, table.key(declared.key)),
            declared.label,
            field.requires.as_slice(),
        ))
    })
}

fn gravest(rule: &Rule<'_>) -> Severity {
    match &rule.check {
        Check::Cases(cases) | Check::Native(_, _, cases) => cases
            .iter()
            .map(|case| case.severity)
            .max()
            .unwrap_or(Severity::Info),
        Check::Value(severity) => *severity,
    }
}

fn forms_of(rule: &Rule<'_>) -> Vec<&'static str> {
    let catalogue = &zhifa::table().catalogue;
    let number = catalogue.rules.iter().position(|it| it.id == rule.id);
    let asks = |form: &&Form| form.rules.iter().any(|it| Some(usize::from(*it)) == number);
    catalogue
        .forms
        .iter()
        .filter(asks)
        .map(|form| form.id)
        .collect()
}

fn pack(number: u8) -> (&'static str, &'static str) {
    zhifa::table()
        .catalogue
        .packs
        .get(usize::from(number))
        .map_or(("", ""), |pack| (pack.id, pack.title))
}

fn described(rule: &Rule<'_>) -> Value {
    json!({
        "id": rule.id,
        "severity": gravest(rule).key(),
        "title": rule.title,
        "pack": pack(rule.pack).0,
        "forms": forms_of(rule),
        "basis": rule.basis.iter().map(place).collect::<Vec<_>>(),
        "covers": rule.covers,
    })
}

/// 说明一条规则：要求、依据、理由、怎么处理
#[derive(Args)]
#[command(help_template = super::HELP)]
pub struct Explain {
    /// 规则编号，如CF054，或者检查结果中的必填项编号
    #[arg(value_name = "编号")]
    id: String,
    /// 输出格式
    #[arg(long, default_value = "text")]
    format: Format,
}

/// Explains one rule, or one required field.
pub fn explain(arguments: &Explain) -> Result<ExitCode, Failure> {
    let catalogue = &zhifa::table().catalogue;
    if arguments.id.contains('#') {
        return explain_required(arguments);
    }
    let id = arguments.id.to_ascii_uppercase();
    let covering = |rule: &&Rule| rule.id == id || rule.covers.contains(&id.as_str());
    let Some(rule) = catalogue.rules.iter().find(covering) else {
        return said(near(
            "没有规则",
            &arguments.id,
            catalogue.rules.iter().map(|rule| rule.id),
        ));
    };
    let handbook = read_handbook()?;
    let told = &handbook["rules"][rule.id];
    if arguments.format == Format::Json {
        let mut all = described(rule);
        if let (Some(all), Some(told)) = (all.as_object_mut(), told.as_object()) {
            for key in [
                "chapter", "family", "why", "todo", "terms", "example", "pass", "fail",
            ] {
                all.insert(key.to_string(), told.get(key).cloned().unwrap_or_default());
            }
        }
        return print(&all.to_string());
    }
    let mut text = format!("{} {}\n", rule.id, rule.title);
    let _ = writeln!(text, "程度：{}", gravest(rule).label());
    let titles: Vec<&str> = catalogue
        .forms
        .iter()
        .filter(|form| forms_of(rule).contains(&form.id))
        .map(|form| form.title)
        .collect();
    let _ = writeln!(text, "适用：{}（{}）", titles.join("、"), pack(rule.pack).1);
    basis(&mut text, &rule.basis);
    for (title, key) in [("说明", "why"), ("处理", "todo")] {
        if let Some(words) = told[key].as_str().filter(|words| !words.is_empty()) {
            let _ = writeln!(text, "{title}：{words}");
        }
    }
    if !rule.covers.is_empty() {
        let _ = writeln!(text, "并入：{}", rule.covers.join("、"));
    }
    for fail in told["fail"].as_array().into_iter().flatten() {
        for patch in fail["patches"].as_array().into_iter().flatten() {
            let _ = writeln!(text, "有问题的例子：{patch}");
        }
    }
    for patch in told["pass"].as_array().into_iter().flatten() {
        let _ = writeln!(text, "没有问题的例子：{patch}");
    }
    print(text.trim_end())
}

fn basis(text: &mut String, basis: &[Citation<'_>]) {
    if basis.is_empty() {
        text.push_str("依据：核对（无条文）\n");
    }
    for citation in basis {
        let day = |day| {
            chrono::NaiveDate::from_num_days_from_ce_opt(day)
                .map_or(String::new(), |day| day.to_string())
        };
        let term = citation.instrument().map(|it| it.term);
        let from = term
            .and_then(|term| term.from)
            .map_or(String::new(), |from| format!("{}起施行", day(from)));
        let to = term
            .and_then(|term| term.to)
            .map_or(String::new(), |to| format!("，至{}", day(to)));
        let _ = writeln!(text, "依据：{}（{from}{to}）", citation.text());
    }
}

fn explain_required(arguments: &Explain) -> Result<ExitCode, Failure> {
    let catalogue = &zhifa::table().catalogue;
    let mut all = catalogue
        .forms
        .iter()
        .flat_map(|form| required(form).map(move |it| (form, it)));
    let Some((form, (id, label, requires))) = all.find(|(_, (id, ..))| *id == arguments.id) else {
        let ids: Vec<String> = catalogue
            .forms
            .iter()
            .flat_map(|form| required(form).map(|(id, ..)| id))
            .collect();
        return said(near(
            "没有必填项",
            &arguments.id,
            ids.iter().map(String::as_str),
        ));
    };
    if arguments.format == Format::Json {
        let requires = requires.iter().map(|it| {
            json!({
                "severity": it.severity.key(),
                "always": it.when.is_none(),
                "pack": pack(it.pack).0,
                "basis": it.basis.iter().map(place).collect::<Vec<_>>(),
            })
        });
        let requires: Vec<Value> = requires.collect();
        return print(&json!({ "id": id, "title": format!("填写{label}"), "forms": [form.id], "requires": requires }).to_string());
    }
    let mut text = format!("{id} 填写{label}\n适用：{}\n", form.title);
    for requirement in requires {
        let when = if requirement.when.is_none() {
            "必须填写"
        } else {
            "有关情形下填写"
        };
        let _ = writeln!(
            text,
            "{}：{when}（{}）",
            requirement.severity.label(),
            pack(requirement.pack).1
        );
        basis(&mut text, &requirement.basis);
    }
    print(text.trim_end())
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
    let mut handbook = read_handbook()?;
    let data = handbook["examples"][form][which].take();
    if data.is_null() {
        return said(format!("{form}没有这种示例"));
    }
    let document = json!({ "form": form, "data": data });
    print(&match arguments.format {
        Format::Text => format!("{document:#}"),
        Format::Json => document.to_string(),
    })
}

/// 输出规则说明和示例，供网页使用
#[derive(Args)]
#[command(help_template = super::HELP)]
pub struct Handbook {
    /// 写入的文件，默认写到标准输出
    #[arg(value_name = "文件")]
    path: Option<PathBuf>,
}

/// Writes the handbook's asset.
pub fn handbook(arguments: &Handbook) -> Result<ExitCode, Failure> {
    match &arguments.path {
        None => print(zhifa::HANDBOOK),
        Some(path) => match std::fs::write(path, zhifa::HANDBOOK) {
            Ok(()) => Ok(ExitCode::SUCCESS),
            Err(error) => said(format!("{}：无法写入：{error}", path.display())),
        },
    }
}

fn read_handbook() -> Result<Value, Failure> {
    serde_json::from_str(zhifa::HANDBOOK).or_else(|error| said(format!("规则说明不可读：{error}")))
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
fn near<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let scored = known.map(|it| (strsim::normalized_levenshtein(it, name), it));
    let best = scored.fold(
        (0.5, ""),
        |best, next| if next.0 > best.0 { next } else { best },
    );
    match best.1 {
        "" => format!("{what}“{name}”"),
        near => format!("{what}“{name}”，是否为“{near}”"),
    }
}
