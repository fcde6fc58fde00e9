//! 目录: what forms and rules there are, for pages, schemas and the command.

use crate::catalogue::{Form, FormField, Kind, Rule};
use crate::form::Layout;
use crate::report::Basis;
use crate::tables::table;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde::Serialize;

/// A form in the list of forms.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FormEntry {
    /// `penalty/decision`.
    pub id: &'static str,
    /// 行政处罚决定书.
    pub title: &'static str,
    /// `penalty`.
    pub family: &'static str,
    /// 行政处罚.
    pub family_title: &'static str,
}

/// A form with its fields, as a page draws it.
#[derive(Clone, Debug, Serialize)]
pub struct FormDescription {
    /// `penalty/decision`.
    pub id: &'static str,
    /// 行政处罚决定书.
    pub title: &'static str,
    /// The fields whose date decides the law, in order of preference.
    pub dated: Vec<&'static str>,
    /// In the order of the paper.
    pub sections: Vec<SectionDescription>,
}

/// A section of a form.
#[derive(Clone, Debug, Serialize)]
pub struct SectionDescription {
    /// Its heading.
    pub title: &'static str,
    /// Its fields; a group's fields stand in it by their paths.
    pub fields: Vec<FieldDescription>,
}

/// A field, or a list with its columns.
#[derive(Clone, Debug, Serialize)]
pub struct FieldDescription {
    /// `party.creditCode`; a column's is that of its list and its own: `penalties[].amount`.
    pub path: &'static str,
    /// The last part of the path.
    pub key: &'static str,
    /// What the officer sees, with the group where the form has several of that label.
    pub label: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// A list of single values.
    pub list: bool,
    /// Key and label of each option.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionDescription>,
    /// `yes`, `practice` or `when`; left out: no.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<&'static str>,
    /// A line under the input.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub hint: &'static str,
    /// 元, 学时 ….
    #[serde(skip_serializing_if = "str::is_empty")]
    pub unit: &'static str,
    /// Columns of rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDescription>,
}

/// An option of an enumeration.
#[derive(Clone, Debug, Serialize)]
pub struct OptionDescription {
    /// As stored.
    pub value: &'static str,
    /// As seen.
    pub label: &'static str,
}

/// A rule in the catalogue.
#[derive(Clone, Debug, Serialize)]
pub struct RuleEntry {
    /// `CF054`, or `penalty/decision#party.name`.
    pub id: String,
    /// The gravest finding that it can make.
    pub severity: &'static str,
    /// The requirement in a line.
    pub title: String,
    /// The pack it belongs to.
    pub pack: &'static str,
    /// The forms that it is asked of.
    pub forms: Vec<&'static str>,
    /// Its articles; empty: 核对.
    pub basis: Vec<Basis>,
    /// First and last day in force, where they are not its instruments'.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Ids merged into it.
    pub covers: Vec<&'static str>,
}

/// All forms.
///
/// ```
/// assert!(zhifa::forms().iter().any(|form| form.id == "penalty/decision"));
/// ```
pub fn forms() -> Vec<FormEntry> {
    let catalogue = &table().catalogue;
    let entry = |form: &Form<'static>| {
        let family = catalogue.families.get(usize::from(form.family));
        FormEntry {
            id: form.id,
            title: form.title,
            family: family.map_or("", |family| family.id),
            family_title: family.map_or("", |family| family.title),
        }
    };
    catalogue.forms.iter().map(entry).collect()
}

/// One form with its fields; `None` where there is no such form.
///
/// ```
/// let form = zhifa::form_description("penalty/decision").unwrap();
/// assert!(form.sections.iter().any(|section| section.title == "当事人"));
/// ```
pub fn form_description(id: &str) -> Option<FormDescription> {
    let layout = Layout::open(id)?;
    let form = layout.form;
    let sections = form.sections.iter().map(|section| {
        let listed = |number: &u16| {
            let field = layout.node(*number).and_then(|node| node.form_field);
            field.is_some_and(|field| section.fields.iter().any(|it| core::ptr::eq(it, field)))
        };
        let mut fields = Vec::new();
        for number in (1..layout.nodes.len() as u16).filter(listed) {
            let top = layout
                .node(number)
                .is_some_and(|node| node.depth == 0 && node.kind() != Kind::Group);
            if top {
                fields.extend(describe(&layout, number));
            }
        }
        SectionDescription {
            title: section.title,
            fields,
        }
    });
    Some(FormDescription {
        id: form.id,
        title: form.title,
        dated: form.dated.iter().map(|key| table().key(*key)).collect(),
        sections: sections.collect(),
    })
}

fn describe(layout: &Layout, number: u16) -> Option<FieldDescription> {
    let node = layout.node(number)?;
    let field = node.field?;
    let columns = if node.is_list() {
        &node.children[..]
    } else {
        &[]
    };
    let place = crate::form::Place {
        node: number,
        rows: Vec::new(),
    };
    Some(FieldDescription {
        path: table().key(field.key),
        key: node.name,
        label: layout.label(&place),
        kind: field.kind,
        list: field.list && field.kind != Kind::Rows,
        options: field
            .options
            .iter()
            .map(|(value, label)| OptionDescription { value, label })
            .collect(),
        required: node.form_field.and_then(required),
        hint: field.hint,
        unit: field.unit,
        fields: columns_of(layout, columns),
    })
}

/// The columns of a list; a group among them gives its fields.
fn columns_of(layout: &Layout, children: &[u16]) -> Vec<FieldDescription> {
    let mut out = Vec::new();
    for child in children {
        match layout.node(*child) {
            Some(node) if node.kind() == Kind::Group => {
                out.extend(columns_of(layout, &node.children))
            }
            _ => out.extend(describe(layout, *child)),
        }
    }
    out
}

fn required(field: &FormField<'_>) -> Option<&'static str> {
    let always = field
        .requires
        .iter()
        .filter(|it| it.when.is_none() && it.pack == 0);
    match always.map(|it| it.severity).max() {
        Some(crate::Severity::Info) => Some("practice"),
        Some(_) => Some("yes"),
        None if field.requires.is_empty() => None,
        None => Some("when"),
    }
}

/// All rules of a form, or of all forms: what it must hold, then what it must satisfy.
///
/// ```
/// let rules = zhifa::rules(Some("penalty/decision"));
/// assert!(rules.iter().any(|rule| rule.id == "CF054"));
/// assert!(rules.iter().any(|rule| rule.id == "penalty/decision#party.name"));
/// ```
pub fn rules(form: Option<&str>) -> Vec<RuleEntry> {
    let catalogue = &table().catalogue;
    let wanted: Vec<&'static Form<'static>> = catalogue
        .forms
        .iter()
        .filter(|it| form.is_none_or(|id| id == it.id))
        .collect();
    let mut out = Vec::new();
    for form in &wanted {
        for field in form.sections.iter().flat_map(|section| &section.fields) {
            out.extend(required_entry(form, field));
        }
    }
    for (number, rule) in catalogue.rules.iter().enumerate() {
        let number = number as u16;
        if wanted.iter().any(|form| form.rules.contains(&number)) {
            let forms = catalogue
                .forms
                .iter()
                .filter(|form| form.rules.contains(&number));
            out.push(entry(rule, forms.map(|form| form.id).collect()));
        }
    }
    out
}

/// One rule by its id, or by the id of one that was merged into it.
///
/// ```
/// assert_eq!(zhifa::rule("CF054").unwrap().severity, "error");
/// assert!(zhifa::rule("CF999").is_none());
/// ```
pub fn rule(id: &str) -> Option<RuleEntry> {
    rules(None)
        .into_iter()
        .find(|rule| rule.id == id || rule.covers.contains(&id))
}

fn required_entry(
    form: &'static Form<'static>,
    field: &'static FormField<'static>,
) -> Option<RuleEntry> {
    let catalogue = &table().catalogue;
    let declared = catalogue.fields.get(usize::from(field.field))?;
    let gravest = field.requires.iter().max_by_key(|it| it.severity)?;
    Some(RuleEntry {
        id: alloc::format!("{}#{}", form.id, table().key(declared.key)),
        severity: gravest.severity.key(),
        title: alloc::format!("{}应填写{}", form.title, declared.label),
        pack: catalogue
            .packs
            .get(usize::from(gravest.pack))
            .map_or("", |pack| pack.id),
        forms: alloc::vec![form.id],
        basis: field
            .requires
            .iter()
            .flat_map(|it| &it.basis)
            .map(Basis::of)
            .collect(),
        from: None,
        to: None,
        covers: Vec::new(),
    })
}

fn entry(rule: &'static Rule<'static>, forms: Vec<&'static str>) -> RuleEntry {
    let day = |day: Option<i32>| {
        day.and_then(chrono::NaiveDate::from_num_days_from_ce_opt)
            .map(|day| day.to_string())
    };
    RuleEntry {
        id: rule.id.to_string(),
        severity: rule.gravest().key(),
        title: rule.title.to_string(),
        pack: table()
            .catalogue
            .packs
            .get(usize::from(rule.pack))
            .map_or("", |pack| pack.id),
        forms,
        basis: rule.basis.iter().map(Basis::of).collect(),
        from: day(rule.term.and_then(|term| term.from)),
        to: day(rule.term.and_then(|term| term.to)),
        covers: rule.covers.clone(),
    }
}

impl Rule<'_> {
    /// The gravest finding that it can make.
    pub fn gravest(&self) -> crate::Severity {
        use crate::catalogue::Check;
        match &self.check {
            Check::Value(severity) => *severity,
            Check::Cases(cases) | Check::Native(_, _, cases) => cases
                .iter()
                .map(|case| case.severity)
                .max()
                .unwrap_or(crate::Severity::Info),
        }
    }
}
