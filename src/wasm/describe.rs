//! 目录: what forms and rules there are, as a page draws and lists them.

use crate::catalogue::{Citation, Form, FormField, Kind};
use crate::form::{Layout, Place};
use crate::json::Json;
use crate::report::Basis;
use crate::tables::table;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// All forms: `[{id, title, family, familyTitle}]`.
pub(super) fn forms() -> String {
    let catalogue = &table().catalogue;
    let mut json = Json::new();
    json.open('[');
    for form in &catalogue.forms {
        let family = catalogue.families.get(usize::from(form.family));
        json.open('{')
            .field("id", form.id)
            .field("title", form.title);
        json.field("family", family.map_or("", |it| it.id))
            .field("familyTitle", family.map_or("", |it| it.title))
            .close('}');
    }
    json.close(']');
    json.finish()
}

/// One form with its sections and fields; `None` where there is no such form.
pub(super) fn form(id: &str) -> Option<String> {
    let layout = Layout::open(id)?;
    let mut json = Json::new();
    json.open('{')
        .field("id", layout.form.id)
        .field("title", layout.form.title);
    json.list("dated", &layout.form.dated, |json, key| {
        json.text(table().key(*key));
    });
    // Nodes stand in the order of the sections, so that each section takes the next ones.
    let mut next = 1u16;
    json.list("sections", layout.form.sections(), |json, section| {
        let until = next + section.fields.len() as u16;
        json.open('{').field("title", section.title);
        let tops =
            (next..until).filter(|number| layout.node(*number).is_some_and(|it| it.depth == 0));
        json.list("fields", tops, |json, number| field(json, &layout, number));
        json.close('}');
        next = until;
    });
    json.close('}');
    Some(json.finish())
}

fn field(json: &mut Json, layout: &Layout, number: u16) {
    let Some((node, declared)) = layout
        .node(number)
        .and_then(|node| Some((node, node.field?)))
    else {
        return;
    };
    if declared.kind == Kind::Group {
        // A group among columns gives its fields; one of the form has them listed on their own.
        if node.depth > 0 {
            node.children
                .iter()
                .for_each(|child| field(json, layout, *child));
        }
        return;
    }
    json.open('{')
        .field("path", table().key(declared.key()))
        .field("key", node.name);
    json.field(
        "label",
        &layout.label(&Place {
            node: number,
            rows: Vec::new(),
        }),
    );
    json.field("type", declared.kind.name())
        .key("list")
        .raw(if node.is_single_list() {
            "true"
        } else {
            "false"
        });
    if !declared.options.is_empty() {
        json.list("options", &declared.options, |json, (value, label)| {
            json.open('{')
                .field("value", value)
                .field("label", label)
                .close('}');
        });
    }
    if let Some(required) = node.form_field.and_then(required) {
        json.field("required", required);
    }
    if !declared.hint.is_empty() {
        json.field("hint", declared.hint);
    }
    if !declared.unit.is_empty() {
        json.field("unit", declared.unit);
    }
    if declared.kind == Kind::Rows {
        json.list("fields", &node.children, |json, child| {
            field(json, layout, *child)
        });
    }
    json.close('}');
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

/// Rules of one form or of all, or the one of an id: what forms must hold, then what they must satisfy. `None` where there is none.
pub(super) fn rules(form: Option<&str>, id: Option<&str>) -> Option<String> {
    let catalogue = &table().catalogue;
    let wanted = |it: &&Form<'static>| form.is_none_or(|form| form == it.id);
    let mut json = Json::new();
    let mut found = false;
    for form in catalogue.forms.iter().filter(wanted) {
        for field in form.fields() {
            found |= requirement(&mut json, form, field, id);
        }
    }
    for (number, rule) in catalogue.rules() {
        let mine = |form: &&Form<'static>| form.has(number);
        if id.is_none_or(|id| rule.id == id)
            && catalogue.forms.iter().filter(wanted).any(|it| mine(&it))
        {
            let forms = catalogue.forms.iter().filter(mine).map(|form| form.id);
            entry(
                &mut json,
                rule.id,
                rule.gravest(),
                rule.pack,
                forms,
                rule.basis.iter(),
            );
            json.close('}');
            found = true;
        }
    }
    let rules = json.finish();
    match id {
        Some(_) => found.then_some(rules),
        None => Some(format!("[{rules}]")),
    }
}

fn requirement(
    json: &mut Json,
    form: &'static Form<'static>,
    field: &'static FormField<'static>,
    id: Option<&str>,
) -> bool {
    let Some(declared) = table().catalogue.fields.get(usize::from(field.field.0)) else {
        return false;
    };
    let Some(gravest) = field.requires.iter().max_by_key(|it| it.severity) else {
        return false;
    };
    let own = format!("{}#{}", form.id, table().key(declared.key()));
    if id.is_some_and(|id| id != own) {
        return false;
    }
    let basis = field.requires.iter().flat_map(|it| &it.basis);
    entry(
        json,
        &own,
        gravest.severity,
        gravest.pack,
        [form.id].into_iter(),
        basis,
    );
    json.close('}');
    true
}

/// Opens a rule's object; the caller closes it.
fn entry<'a>(
    json: &mut Json,
    id: &str,
    severity: crate::Severity,
    pack: u8,
    forms: impl Iterator<Item = &'a str>,
    basis: impl Iterator<Item = &'static Citation<'static>>,
) {
    json.open('{')
        .field("id", id)
        .field("severity", severity.key());
    json.field(
        "pack",
        table()
            .catalogue
            .packs
            .get(usize::from(pack))
            .map_or("", |pack| pack.id),
    );
    json.list("forms", forms, |json, form| {
        json.text(form);
    });
    json.list("basis", basis, |json, citation| {
        Basis::of(citation).write(json)
    });
}
