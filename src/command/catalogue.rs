//! `zhifa forms`, `rules`, `explain`, `example` and `handbook`: what there is to check, and why.

use super::Format;
use super::output::{Failure, print, said};
use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use zhifa::Severity;
use zhifa::catalogue::{Citation, Form, Requirement, Term};
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

/// Lists the rules: the fields that forms must hold, then what they must satisfy.
pub fn rules(arguments: &Rules) -> Result<ExitCode, Failure> {
    let only = match &arguments.form {
        Some(id) => Some(open(id)?.form.id),
        None => None,
    };
    let handbook = read_handbook()?;
    let mut entries = entries(&handbook);
    entries.retain(|entry| only.is_none_or(|form| entry.forms.contains(&form)));
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

/// A rule, or the requirement that a field be filled in.
struct Entry<'h> {
    id: String,
    severity: Severity,
    title: String,
    pack: u8,
    forms: Vec<&'static str>,
    basis: Vec<&'static Citation<'static>>,
    term: Option<Term>,
    covers: &'static [&'static str],
    requires: &'static [Requirement<'static>],
    /// What the handbook tells of it.
    told: &'h Value,
    /// Words that stand in each place cited.
    terms: &'h Value,
}

fn entries(handbook: &Value) -> Vec<Entry<'_>> {
    let table = zhifa::table();
    let catalogue = &table.catalogue;
    let mut entries = Vec::new();
    for form in &catalogue.forms {
        for field in form.fields() {
            let declared = catalogue.fields.get(usize::from(field.field));
            let gravest = field
                .requires
                .iter()
                .max_by_key(|requirement| requirement.severity);
            let (Some(declared), Some(gravest)) = (declared, gravest) else {
                continue;
            };
            let id = format!("{}#{}", form.id, table.key(declared.key));
            entries.push(Entry {
                severity: gravest.severity,
                title: format!("{}应填写{}", form.title, declared.label),
                pack: gravest.pack,
                forms: vec![form.id],
                basis: field
                    .requires
                    .iter()
                    .flat_map(|requirement| &requirement.basis)
                    .collect(),
                term: None,
                covers: &[],
                requires: &field.requires,
                told: &Value::Null,
                terms: &handbook["required"][&id],
                id,
            });
        }
    }
    let rules = (0..).zip(&catalogue.rules);
    for (number, rule) in rules.filter_map(|(number, rule)| Some((number, rule.get()?))) {
        let asks = |form: &&Form| form.rules.contains(&number);
        let told = &handbook["rules"][rule.id];
        entries.push(Entry {
            id: rule.id.to_string(),
            severity: rule.gravest(),
            title: told["title"].as_str().unwrap_or_default().to_string(),
            pack: rule.pack,
            forms: catalogue
                .forms
                .iter()
                .filter(asks)
                .map(|form| form.id)
                .collect(),
            basis: rule.basis.iter().collect(),
            term: rule.term,
            covers: &rule.covers,
            requires: &[],
            told,
            terms: &told["terms"],
        });
    }
    entries
}

impl Entry<'_> {
    fn json(&self) -> Value {
        let day = |day: Option<i32>| {
            day.and_then(NaiveDate::from_num_days_from_ce_opt)
                .map(|day| day.to_string())
        };
        let mut entry = json!({
            "id": self.id,
            "severity": self.severity.key(),
            "title": self.title,
            "pack": pack(self.pack).0,
            "forms": self.forms,
            "basis": self.basis.iter().map(|citation| place(citation)).collect::<Vec<_>>(),
            "covers": self.covers,
        });
        for (key, day) in [
            ("from", day(self.term.and_then(|it| it.from))),
            ("to", day(self.term.and_then(|it| it.to))),
        ] {
            if let Some(day) = day {
                entry[key] = day.into();
            }
        }
        entry
    }

    /// Each place cited with its terms, as a checker of citations reads them.
    fn cited(&self) -> Vec<Value> {
        let cited = |(number, citation): (usize, &&Citation)| {
            let mut place = place(citation);
            place.retain(|_, value| !value.is_null());
            place.insert("rule".to_string(), self.id.as_str().into());
            place.insert(
                "terms".to_string(),
                self.terms.get(number).cloned().unwrap_or_else(|| json!([])),
            );
            Value::Object(place)
        };
        self.basis.iter().enumerate().map(cited).collect()
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

fn pack(number: u8) -> (&'static str, &'static str) {
    zhifa::table()
        .catalogue
        .packs
        .get(usize::from(number))
        .map_or(("", ""), |pack| (pack.id, pack.title))
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
    let handbook = read_handbook()?;
    let entries = entries(&handbook);
    let wanted = arguments.id.as_str();
    let named = |entry: &&Entry| {
        let covers = entry
            .covers
            .iter()
            .any(|id| id.eq_ignore_ascii_case(wanted));
        entry.id.eq_ignore_ascii_case(wanted) || covers
    };
    let Some(entry) = entries.iter().find(named) else {
        return said(near(
            "没有规则",
            wanted,
            entries.iter().map(|entry| entry.id.as_str()),
        ));
    };
    print(&match arguments.format {
        Format::Json => entry.explained().to_string(),
        Format::Text => entry.text(),
    })
}

impl Entry<'_> {
    fn explained(&self) -> Value {
        let mut all = self.json();
        for key in [
            "chapter", "family", "why", "todo", "terms", "example", "pass", "fail",
        ] {
            if let Some(told) = self.told.get(key) {
                all[key] = told.clone();
            }
        }
        if !self.requires.is_empty() {
            let requires = self.requires.iter().map(|it| {
                json!({
                    "severity": it.severity.key(),
                    "always": it.when.is_none(),
                    "pack": pack(it.pack).0,
                    "basis": it.basis.iter().map(place).collect::<Vec<_>>(),
                })
            });
            all["requires"] = requires.collect();
        }
        all
    }

    fn text(&self) -> String {
        let forms = &zhifa::table().catalogue.forms;
        let titles: Vec<&str> = forms
            .iter()
            .filter(|form| self.forms.contains(&form.id))
            .map(|form| form.title)
            .collect();
        let mut text = format!("{} {}\n适用：{}\n", self.id, self.title, titles.join("、"));
        if self.requires.is_empty() {
            let _ = writeln!(
                text,
                "程度：{}（{}）",
                self.severity.label(),
                pack(self.pack).1
            );
            basis(&mut text, self.basis.iter().copied());
        }
        for requirement in self.requires {
            let when = match (&requirement.when, requirement.severity) {
                (Some(_), _) => "有关情形下填写",
                (None, Severity::Info) => "按惯例填写",
                (None, _) => "必须填写",
            };
            let _ = writeln!(
                text,
                "程度：{}，{when}（{}）",
                requirement.severity.label(),
                pack(requirement.pack).1
            );
            basis(&mut text, requirement.basis.iter());
        }
        for (title, key) in [("说明", "why"), ("处理", "todo")] {
            if let Some(words) = self.told[key].as_str().filter(|words| !words.is_empty()) {
                let _ = writeln!(text, "{title}：{words}");
            }
        }
        if !self.covers.is_empty() {
            let _ = writeln!(text, "并入：{}", self.covers.join("、"));
        }
        for patch in self.told["fail"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|fail| fail["patches"].as_array())
            .flatten()
        {
            let _ = writeln!(text, "有问题的例子：{patch}");
        }
        for patch in self.told["pass"].as_array().into_iter().flatten() {
            let _ = writeln!(text, "没有问题的例子：{patch}");
        }
        text.trim_end().to_string()
    }
}

fn basis<'c>(text: &mut String, basis: impl Iterator<Item = &'c Citation<'static>>) {
    let day = |day: i32| {
        NaiveDate::from_num_days_from_ce_opt(day).map_or(String::new(), |day| day.to_string())
    };
    let mut any = false;
    for citation in basis {
        any = true;
        let term = citation.instrument().map(|it| it.term);
        let from = term
            .and_then(|term| term.from)
            .map_or(String::new(), |from| format!("{}起施行", day(from)));
        let to = term
            .and_then(|term| term.to)
            .map_or(String::new(), |to| format!("，至{}", day(to)));
        let _ = writeln!(text, "依据：{}（{from}{to}）", citation.text());
    }
    if !any {
        text.push_str("依据：核对（无条文）\n");
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
