//! `zhifa schema`: a form as JSON Schema 2020-12.
//!
//! The schema describes the canonical writing. The check itself also reads 2024年5月1日, 12万元 and other ways of writing, so data that a
//! schema refuses may still be checked.

use super::Format;
use super::catalogue::open;
use super::output::{Failure, print};
use clap::Args;
use serde_json::{Map, Value, json};
use std::process::ExitCode;
use zhifa::Severity;
use zhifa::catalogue::Kind;
use zhifa::form::{Layout, Node};

/// 输出表单的JSON Schema（2020-12）
#[derive(Args)]
#[command(help_template = super::HELP)]
pub struct Arguments {
    /// 表单，如penalty/decision
    #[arg(value_name = "表单")]
    form: String,
    /// 输出格式；json写在一行内
    #[arg(long, default_value = "text")]
    format: Format,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let schema = schema(&open(&arguments.form)?);
    print(&match arguments.format {
        Format::Text => format!("{schema:#}"),
        Format::Json => schema.to_string(),
    })
}

fn schema(layout: &Layout) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": layout.form.title,
        "type": "object",
        "properties": {
            "form": { "const": layout.form.id },
            "data": { "$ref": "#/$defs/data" },
        },
        "required": ["form", "data"],
        "$defs": { "data": layout.nodes.first().map(|form| object(layout, form)) },
    })
}

fn object(layout: &Layout, node: &Node) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for child in node
        .children
        .iter()
        .filter_map(|number| layout.node(*number))
    {
        properties.insert(child.name.to_string(), field(layout, child));
        if needed(layout, child) {
            required.push(child.name);
        }
    }
    let mut object = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

/// Whether every document of the form must have it: by a national source, whatever the other fields say.
fn needed(layout: &Layout, node: &Node) -> bool {
    let required = node.form_field.is_some_and(|field| {
        field
            .requires
            .iter()
            .any(|r| r.when.is_none() && r.pack == 0 && r.severity > Severity::Info)
    });
    let group = node.field.is_some_and(|field| field.kind == Kind::Group);
    required
        || (group
            && node
                .children
                .iter()
                .filter_map(|number| layout.node(*number))
                .any(|child| needed(layout, child)))
}

fn field(layout: &Layout, node: &Node) -> Value {
    let Some(field) = node.field else {
        return json!({});
    };
    let one = match field.kind {
        Kind::Group | Kind::Rows => object(layout, node),
        kind => single(kind, &field.options, needed(layout, node)),
    };
    let mut schema = if field.list || field.kind == Kind::Rows {
        json!({ "type": "array", "items": one })
    } else {
        one
    };
    if needed(layout, node) && schema["type"] == "array" {
        schema["minItems"] = 1.into();
    }
    schema["title"] = field.label.into();
    let note: Vec<&str> = [field.unit, field.hint]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    if !note.is_empty() {
        schema["description"] = note.join("；").into();
    }
    schema
}

fn single(kind: Kind, options: &[(&str, &str)], needed: bool) -> Value {
    let pattern = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    let number =
        |kind: &str, pattern: &str| json!({ "type": [kind, "string"], "pattern": pattern });
    match kind {
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Time => pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$"),
        Kind::DateTime => pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]$"),
        Kind::Money => number("number", "^[0-9]+(\\.[0-9]{1,2})?$"),
        Kind::Number | Kind::Hours => number("number", "^-?[0-9]+(\\.[0-9]+)?$"),
        Kind::Integer => number("integer", "^-?[0-9]+$"),
        Kind::Year => number("integer", "^[0-9]{4}$"),
        Kind::CreditCode => pattern("^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$"),
        // Foreigners and travellers have other certificates.
        Kind::ResidentId => pattern("^[0-9A-Z]{5,20}$"),
        Kind::Region | Kind::Postcode => pattern("^[0-9]{6}$"),
        Kind::Account => pattern("^[0-9]{8,30}$"),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Enum => {
            let options = options
                .iter()
                .map(|(key, label)| json!({ "const": key, "title": label }));
            json!({ "oneOf": options.collect::<Vec<_>>() })
        }
        Kind::Text
        | Kind::LongText
        | Kind::RmbWords
        | Kind::DocumentNumber
        | Kind::Phone
        | Kind::CertificateNumber
        | Kind::Citation
        | Kind::Rows
        | Kind::Group => match needed {
            true => json!({ "type": "string", "minLength": 1 }),
            false => json!({ "type": "string" }),
        },
    }
}
