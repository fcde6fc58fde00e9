//! `zhifa types`: TypeScript declarations, an interface a form.
//!
//! Every field is optional, since a form may be checked while it is being filled in, and a portal's own fields may stand beside them.

use super::output::{Failure, print};
use std::fmt::Write;
use std::process::ExitCode;
use zhifa::catalogue::Kind;
use zhifa::form::{Layout, Node};

/// Prints the declarations of all forms.
pub fn run() -> Result<ExitCode, Failure> {
    let layouts: Vec<Layout> = zhifa::table()
        .catalogue
        .forms
        .iter()
        .filter_map(|form| Layout::open(form.id))
        .collect();
    let mut out = String::from("// Made by `zhifa types` from the declarations of the forms.\n\n");
    let ids: Vec<String> = layouts
        .iter()
        .map(|layout| format!("{:?}", layout.form.id))
        .collect();
    let _ = writeln!(
        out,
        "/** 表单标识 */\nexport type FormId = {};\n",
        ids.join(" | ")
    );
    let _ = writeln!(out, "/** 各表单的内容 */\nexport interface Forms {{");
    for layout in &layouts {
        let _ = writeln!(
            out,
            "  {:?}: {};",
            layout.form.id,
            interface(layout.form.id)
        );
    }
    out.push_str("}\n");
    for layout in &layouts {
        let _ = writeln!(
            out,
            "\n/** {} */\nexport interface {} {{",
            layout.form.title,
            interface(layout.form.id)
        );
        if let Some(form) = layout.nodes.first() {
            members(&mut out, layout, form, 1);
        }
        out.push_str("}\n");
    }
    out.push('\n');
    out.push_str(API);
    print(out.trim_end())
}

/// `penalty/decision` → `PenaltyDecision`.
fn interface(id: &str) -> String {
    let parts = id.split(['/', '-']).map(|part| {
        let mut letters = part.chars();
        letters
            .next()
            .map(|first| first.to_ascii_uppercase())
            .into_iter()
            .chain(letters)
            .collect::<String>()
    });
    parts.collect()
}

fn members(out: &mut String, layout: &Layout, node: &Node, depth: usize) {
    let indent = "  ".repeat(depth);
    for child in node
        .children
        .iter()
        .filter_map(|number| layout.node(*number))
    {
        let Some(field) = child.field else { continue };
        let unit = if field.unit.is_empty() {
            String::new()
        } else {
            format!("（{}）", field.unit)
        };
        let _ = write!(
            out,
            "{indent}/** {}{unit} */\n{indent}{}?: ",
            comment(field.label),
            child.name
        );
        match field.kind {
            Kind::Group | Kind::Rows => {
                out.push_str("{\n");
                members(out, layout, child, depth + 1);
                let _ = write!(
                    out,
                    "{indent}}}{}",
                    if field.kind == Kind::Rows { "[]" } else { "" }
                );
            }
            kind => {
                let one = single(kind, &field.options);
                let _ = match (field.list, one.contains('|')) {
                    (false, _) => write!(out, "{one}"),
                    (true, false) => write!(out, "{one}[]"),
                    (true, true) => write!(out, "({one})[]"),
                };
            }
        }
        out.push_str(";\n");
    }
    let _ = writeln!(out, "{indent}[own: string]: unknown;");
}

fn comment(text: &str) -> String {
    text.replace("*/", "* /")
}

fn single(kind: Kind, options: &[(&str, &str)]) -> String {
    match kind {
        Kind::Money | Kind::Number | Kind::Hours | Kind::Integer | Kind::Year => {
            "number | string".to_string()
        }
        Kind::Bool => "boolean".to_string(),
        Kind::Enum => options
            .iter()
            .map(|(key, _)| format!("{key:?}"))
            .collect::<Vec<_>>()
            .join(" | "),
        _ => "string".to_string(),
    }
}

/// What a check gives and what the module offers; it does not depend on the forms.
const API: &str = include_str!("../wasm/api.d.ts");
