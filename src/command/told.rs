//! What is told of each rule, and of each field that a form must hold: the listing, `explain` and the handbook all read it here.

use super::trial::{OF, Trial};
use super::wording::{Wording, walk};
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use std::sync::OnceLock;
use zhifa::Severity;
use zhifa::catalogue::{Check, Citation, Each, Expr, Field, Form, Kind, Requirement, Rule, Term};
use zhifa::form::Layout;

/// The explanations and examples; linked into this very binary, so that they can always be read.
pub fn handbook() -> &'static Value {
    static HANDBOOK: OnceLock<Value> = OnceLock::new();
    HANDBOOK.get_or_init(|| serde_json::from_str(zhifa::HANDBOOK).unwrap_or_default())
}

/// What officers call a form too.
pub fn also_called(form: &str) -> Vec<&'static str> {
    let names = handbook()["aliases"][form].as_array().into_iter().flatten();
    names.filter_map(Value::as_str).collect()
}

/// What stands for the articles of a rule that rests on none.
pub const NO_ARTICLE: &str = "没有条文规定，核对的是数字、格式、是否填写完整和前后是否一致";

/// A form by its id, opened once.
pub fn layout(form: &str) -> Option<&'static Layout> {
    static OPENED: OnceLock<Vec<Layout>> = OnceLock::new();
    let opened = OPENED.get_or_init(|| {
        let forms = zhifa::table().catalogue.forms.iter();
        forms.filter_map(|form| Layout::open(form.id)).collect()
    });
    opened.iter().find(|layout| layout.form.id == form)
}

/// A rule, or the requirement that a field be filled in.
pub struct Entry {
    pub id: String,
    pub severity: Severity,
    pub title: String,
    pub pack: u8,
    pub forms: Vec<&'static Form<'static>>,
    pub basis: Vec<&'static Citation<'static>>,
    pub term: Option<Term>,
    /// The rule itself; a requirement has none.
    pub rule: Option<&'static Rule<'static>>,
    pub requires: &'static [Requirement<'static>],
    /// What the handbook tells of it.
    told: &'static Value,
    /// Words that stand in each place cited.
    terms: &'static Value,
}

/// One case of a rule: when it speaks, and what it then says.
pub struct Situation {
    pub severity: Severity,
    /// When it speaks; `None` where the value itself or a function judges.
    pub when: Option<&'static Expr<'static>>,
    pub fails: Vec<Trial>,
}

/// Every requirement, form by form, then every rule.
pub fn entries() -> Vec<Entry> {
    let table = zhifa::table();
    let catalogue = &table.catalogue;
    let handbook = handbook();
    let mut entries = Vec::new();
    for form in &catalogue.forms {
        for field in form.fields() {
            let declared = catalogue.fields.get(usize::from(field.field.0));
            let gravest = field
                .requires
                .iter()
                .max_by_key(|requirement| requirement.severity);
            let (Some(declared), Some(gravest)) = (declared, gravest) else {
                continue;
            };
            let id = format!("{}#{}", form.id, table.key(declared.key()));
            entries.push(Entry {
                severity: gravest.severity,
                title: format!("{}应填写{}", form.title, declared.label),
                pack: gravest.pack,
                forms: vec![form],
                basis: field
                    .requires
                    .iter()
                    .flat_map(|requirement| &requirement.basis)
                    .collect(),
                term: None,
                rule: None,
                requires: &field.requires,
                told: &Value::Null,
                terms: &handbook["required"][&id],
                id,
            });
        }
    }
    for (number, rule) in catalogue.rules() {
        let told = &handbook["rules"][rule.id];
        let asks = |form: &&Form| form.has(number);
        entries.push(Entry {
            id: rule.id.to_string(),
            severity: rule.gravest(),
            title: told["title"].as_str().unwrap_or_default().to_string(),
            pack: rule.pack,
            forms: catalogue.forms.iter().filter(asks).collect(),
            basis: rule.basis.iter().collect(),
            term: rule.term,
            rule: Some(rule),
            requires: &[],
            told,
            terms: &told["terms"],
        });
    }
    entries
}

impl Entry {
    /// A text that the handbook holds of it: `why`, `todo`, `chapter`, `family`.
    pub fn text(&self, key: &str) -> &'static str {
        self.told[key].as_str().unwrap_or_default()
    }

    /// Ids merged into it; of a required field, those under which the requirement is known elsewhere.
    pub fn covers(&self) -> Vec<&'static str> {
        let covered = handbook()["covered"][&self.id].as_array();
        { covered.into_iter().flatten() }
            .filter_map(Value::as_str)
            .collect()
    }

    /// Words that stand in the place cited, by number of the citation.
    pub fn terms(&self, number: usize) -> Vec<&'static str> {
        let terms = self.terms.get(number).and_then(Value::as_array);
        terms
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect()
    }

    /// Whether it answers to `id`, in large or small letters: by its own or one merged into it.
    pub fn answers(&self, id: &str) -> bool {
        self.id.eq_ignore_ascii_case(id)
            || self.covers().iter().any(|it| it.eq_ignore_ascii_case(id))
    }

    /// Its severities, the gravest first.
    pub fn severities(&self) -> Vec<Severity> {
        let mut all: Vec<Severity> = match self.rule {
            Some(_) => self.cases().map(|(severity, _)| severity).collect(),
            None => self.requires.iter().map(|it| it.severity).collect(),
        };
        all.sort_by(|a, b| b.cmp(a));
        all.dedup();
        all
    }

    /// Of each case as declared, how grave it is and its failing examples.
    fn cases(&self) -> impl Iterator<Item = (Severity, &'static Value)> {
        let fails = self.told["fail"].as_array().into_iter().flatten();
        fails.map(|fail| {
            let severity = match fail["severity"].as_str() {
                Some("error") => Severity::Error,
                Some("warning") => Severity::Warning,
                _ => Severity::Info,
            };
            (severity, &fail["patches"])
        })
    }

    /// The form whose sound example the examples change that name no other: the first that the declaration names.
    pub fn layout(&self) -> Option<&'static Layout> {
        let named = self.told["forms"][0].as_str();
        layout(named.or(self.forms.first().map(|form| form.id))?)
    }

    /// The conditions of a rule: one a case, or the one under which a function is asked.
    fn conditions(&self) -> Vec<&'static Expr<'static>> {
        match self.rule.map(|rule| &rule.check) {
            Some(Check::Cases(cases)) => cases.iter().map(|case| &case.when).collect(),
            Some(Check::Native(_, gate, _)) => vec![gate],
            Some(Check::Value(_)) | None => Vec::new(),
        }
    }

    /// The cases of a rule with what is found on their failing examples.
    pub fn situations(&self, layout: &Layout) -> Vec<Situation> {
        let conditions = self.conditions();
        // What a function looks at is not declared, only when it is asked.
        let declared = matches!(self.rule.map(|rule| &rule.check), Some(Check::Cases(_)));
        let situation = |(number, (severity, patches)): (usize, (Severity, &Value))| {
            let condition = conditions.get(if declared { number } else { 0 });
            Situation {
                severity,
                when: condition.copied().filter(|_| declared),
                fails: self.run(layout, patches, &fields_of(condition)),
            }
        };
        self.cases().enumerate().map(situation).collect()
    }

    /// The examples that it finds good; the sound example itself where none is declared.
    pub fn passes(&self, layout: &Layout) -> Vec<Trial> {
        let sound = json!([{}]);
        let declared = &self.told["pass"];
        let none = declared.as_array().is_none_or(Vec::is_empty);
        let patches = if none { &sound } else { declared };
        self.run(layout, patches, &fields_of(&self.conditions()))
    }

    /// What an example is called: with its form, where the rule has several.
    pub fn called(&self, example: &str, trial: &Trial) -> String {
        match self.forms.len() {
            1 => example.to_string(),
            _ => format!("{example}（{}）", trial.form),
        }
    }

    /// The words for its conditions.
    pub fn wording<'l>(&self, layout: &'l Layout) -> Wording<'l> {
        match self.rule {
            Some(rule) => Wording::asked_of(layout, &rule.each),
            None => Wording::new(layout),
        }
    }

    /// What it is asked of, where that is not the form as a whole.
    pub fn asked_of(&self, layout: &Layout) -> Option<String> {
        let wording = Wording::new(layout);
        match &self.rule?.each {
            Each::Form => None,
            Each::Rows(list) => Some(format!("{}的每一行", wording.label(*list))),
            Each::Fields(keys) => {
                let labels: Vec<String> = keys.iter().map(|key| wording.label(*key)).collect();
                Some(labels.join("、"))
            }
            Each::Events => Some("每个已经发生的日期".to_string()),
            Each::Kind(kind) => Some(format!("每个{}栏目", kind_name(*kind))),
        }
    }

    fn run(&self, layout: &Layout, patches: &Value, read: &[u16]) -> Vec<Trial> {
        let patches = patches.as_array().into_iter().flatten();
        patches
            .map(|patch| {
                let settings = &self.told["settings"];
                // `example` is in the terms of the rule's first form.
                match patch[OF].as_str().and_then(self::layout) {
                    Some(of) => Trial::run(of, &[patch], settings, read),
                    None => Trial::run(layout, &[&self.told["example"], patch], settings, read),
                }
            })
            .collect()
    }

    /// Whether a condition of it asks whether the pack applies.
    pub fn asks_for(&self, pack: u8) -> bool {
        let mut found = false;
        for condition in self.conditions() {
            walk(condition, &mut |part| {
                found |= matches!(part, Expr::Pack(number) if *number == pack);
            });
        }
        found
    }

    /// The settings that it reads: id, label, and the value that its examples run with.
    pub fn settings(&self) -> Vec<(&'static str, &'static str, Option<i64>)> {
        let mut numbers = Vec::new();
        for condition in self.conditions() {
            walk(condition, &mut |part| {
                if let Expr::Setting(number) = part
                    && !numbers.contains(number)
                {
                    numbers.push(*number);
                }
            });
        }
        let settings = &zhifa::table().catalogue.settings;
        numbers
            .into_iter()
            .filter_map(|number| settings.get(usize::from(number)))
            .map(|it| (it.id, it.label, self.told["settings"][it.id].as_i64()))
            .collect()
    }

    /// The rules after whose finding it is silent.
    pub fn unless(&self) -> Vec<&'static str> {
        let catalogue = &zhifa::table().catalogue;
        let numbers = self.rule.map_or(&[][..], |rule| &rule.unless);
        let ids = numbers.iter().filter_map(|it| catalogue.rule(*it));
        ids.map(|rule| rule.id).collect()
    }

    /// What a listing holds of it.
    pub fn json(&self) -> Value {
        let day = |day: Option<i32>| {
            day.and_then(NaiveDate::from_num_days_from_ce_opt)
                .map(|day| day.to_string())
        };
        let mut entry = json!({
            "id": self.id,
            "severity": self.severity.key(),
            "title": self.title,
            "pack": pack(self.pack).0,
            "forms": self.forms.iter().map(|form| form.id).collect::<Vec<_>>(),
            "basis": self.basis.iter().map(|citation| place(citation)).collect::<Vec<_>>(),
            "covers": self.covers(),
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

    /// What `explain` holds of it: the listing's, the handbook's, and what is found on the examples.
    pub fn explained(&self) -> Value {
        let mut all = self.json();
        for key in [
            "chapter", "family", "why", "todo", "terms", "example", "settings", "pass", "fail",
        ] {
            if let Some(told) = self.told.get(key) {
                all[key] = told.clone();
            }
        }
        let Some(layout) = self.layout() else {
            return all;
        };
        let wording = self.wording(layout);
        for (number, situation) in self.situations(layout).iter().enumerate() {
            let when = situation.when.and_then(|when| wording.condition(when));
            all["fail"][number]["when"] = when.map(|when| when.text()).into();
            let messages = situation.fails.iter().map(|trial| trial.messages(&self.id));
            all["fail"][number]["messages"] = messages.map(|it| it.join("；")).collect();
        }
        if !self.requires.is_empty() {
            let requires = self.requires.iter().map(|it| {
                json!({
                    "severity": it.severity.key(),
                    "always": it.when.is_none(),
                    "when": it.when.as_ref().and_then(|when| Some(wording.condition(when)?.text())),
                    "pack": pack(it.pack).0,
                    "basis": it.basis.iter().map(place).collect::<Vec<_>>(),
                })
            });
            all["requires"] = requires.collect();
        }
        all
    }

    /// Each place cited with its terms, as a checker of citations reads them.
    pub fn cited(&self) -> Vec<Value> {
        let cited = |(number, citation): (usize, &&Citation)| {
            let mut place = place(citation);
            place.retain(|_, value| !value.is_null());
            place.insert("rule".to_string(), self.id.as_str().into());
            place.insert("terms".to_string(), json!(self.terms(number)));
            Value::Object(place)
        };
        self.basis.iter().enumerate().map(cited).collect()
    }
}

/// The keys of the fields that conditions read.
fn fields_of<'e>(conditions: impl IntoIterator<Item = &'e &'static Expr<'static>>) -> Vec<u16> {
    let mut keys = Vec::new();
    for condition in conditions {
        walk(condition, &mut |part| {
            if let Expr::Field(reference)
            | Expr::Given(reference)
            | Expr::Yes(reference)
            | Expr::No(reference) = part
            {
                keys.push(reference.key);
            }
        });
    }
    keys
}

/// When and how gravely a field must be filled in: 必须填写, 按惯例填写, or the condition.
pub fn demand(requirement: &Requirement<'_>, wording: &Wording<'_>) -> String {
    let when = requirement
        .when
        .as_ref()
        .and_then(|it| wording.condition(it));
    match (when, requirement.severity) {
        (Some(when), _) => format!("{}的，应填写", when.text()),
        (None, Severity::Info) => "按惯例填写".to_string(),
        (None, _) => "必须填写".to_string(),
    }
}

/// A citation as reports write it.
pub fn place(citation: &Citation<'_>) -> Map<String, Value> {
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

/// Id and title of a pack.
pub fn pack(number: u8) -> (&'static str, &'static str) {
    let packs = &zhifa::table().catalogue.packs;
    packs
        .get(usize::from(number))
        .map_or(("", ""), |pack| (pack.id, pack.title))
}

/// The folder of the rules that hold in every family.
const COMMON: &str = "common";

/// What a family is called; rules of every family stand under 通用.
pub fn family(id: &str) -> &'static str {
    let families = &zhifa::table().catalogue.families;
    let found = families.iter().find(|family| family.id == id);
    found.map_or("通用", |family| family.title)
}

/// Some forms in few words: a family of which all are there by its name and their number, the others by their titles.
pub fn forms(some: &[&Form<'_>]) -> String {
    let catalogue = &zhifa::table().catalogue;
    let mut parts = Vec::new();
    for (number, family) in catalogue.families.iter().enumerate() {
        let of = |form: &&Form<'_>| usize::from(form.family) == number;
        let all = catalogue.forms.iter().filter(of).count();
        let these = some.iter().copied().filter(of);
        if all > 1 && these.clone().count() == all {
            parts.push(format!("{}全部{all}种", family.title));
        } else {
            parts.extend(these.map(|form| form.title.to_string()));
        }
    }
    parts.join("、")
}

/// A day in words: 2021年7月15日.
pub fn day(day: i32) -> String {
    NaiveDate::from_num_days_from_ce_opt(day).map_or_else(String::new, zhifa::value::date::in_words)
}

/// When something is in force: 2021年7月15日起施行, …至…; empty where no day is known.
pub fn in_force(term: Term) -> String {
    match (term.from, term.to) {
        (Some(from), Some(to)) => format!("{}至{}", day(from), day(to)),
        (Some(from), None) => format!("{}起", day(from)),
        (None, Some(to)) => format!("至{}", day(to)),
        (None, None) => String::new(),
    }
}

/// The rules among `entries` by family and chapter, in the order of the files; those of every family last.
pub fn chapters<'e>(
    entries: impl Iterator<Item = &'e Entry>,
) -> Vec<((&'static str, &'static str), Vec<&'e Entry>)> {
    let mut chapters: Vec<((&str, &str), Vec<&Entry>)> = Vec::new();
    for entry in entries.filter(|entry| entry.rule.is_some()) {
        let chapter = (entry.text("family"), entry.text("chapter"));
        match chapters.iter_mut().find(|(known, _)| *known == chapter) {
            Some((_, rules)) => rules.push(entry),
            None => chapters.push((chapter, vec![entry])),
        }
    }
    chapters.sort_by_key(|((family, _), _)| *family == COMMON);
    chapters
}

/// The document number of the instrument cited, where one is held.
pub fn number_of(citation: &Citation<'_>) -> Option<&'static str> {
    handbook()["instruments"][usize::from(citation.instrument)]["number"].as_str()
}

/// What a field holds, in words: 金额（元）, 条款，可填几项.
pub fn kind(field: &Field<'_>) -> String {
    let name = kind_name(field.kind);
    let unit = match field.unit {
        "" => String::new(),
        unit => format!("（{unit}）"),
    };
    let list = if field.list && field.kind != Kind::Rows {
        "，可填几项"
    } else {
        ""
    };
    format!("{name}{unit}{list}")
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "文本",
        Kind::LongText => "长文本",
        Kind::Date => "日期",
        Kind::Time => "时刻",
        Kind::DateTime => "日期和时刻",
        Kind::Money => "金额",
        Kind::RmbWords => "大写金额",
        Kind::CreditCode => "统一社会信用代码",
        Kind::ResidentId => "公民身份号码",
        Kind::DocumentNumber => "文号",
        Kind::Region => "行政区划代码",
        Kind::Phone => "电话",
        Kind::Postcode => "邮政编码",
        Kind::Account => "银行账号",
        Kind::CertificateNumber => "执法证号",
        Kind::Integer => "整数",
        Kind::Number => "数",
        Kind::Hours => "学时",
        Kind::Year => "年度",
        Kind::Citation => "条款",
        Kind::Enum => "选项",
        Kind::Bool => "是或者否",
        Kind::Rows => "表格，一行一项",
        Kind::Group => "一组栏目",
    }
}
