//! An example of a rule, run: what it changes on its form's sound example, and what the engine finds.

use super::told::handbook;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use zhifa::catalogue::Kind;
use zhifa::form::{Layout, Node, Place};
use zhifa::{Checker, Finding, Options};

/// The day of the check, so that the pages come out the same on every day.
const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();

/// One example after its check.
pub struct Trial {
    /// What the rule looks at and what the example changes, in the order of the form.
    pub values: Vec<Shown>,
    /// What the engine finds on the example.
    pub findings: Vec<Finding>,
    /// What the form of the example is called.
    pub form: &'static str,
}

/// The key of a patch that names the form whose sound example it changes, where that is not the rule's first.
pub const OF: &str = "of";

/// A field in the sound example and in this one.
pub struct Shown {
    pub label: String,
    pub sound: String,
    pub here: String,
}

impl Shown {
    /// The example says something else here than the sound one.
    pub fn changed(&self) -> bool {
        self.sound != self.here
    }
}

impl Trial {
    /// Applies the patches to the form's sound example and checks it; `read` are the keys that are shown unchanged too.
    pub fn run(layout: &Layout, patches: &[&Value], settings: &Value, read: &[u16]) -> Trial {
        let sound = &handbook()["examples"][layout.form.id]["sound"];
        let mut data = sound.clone();
        for patch in patches {
            apply(&mut data, patch);
        }
        let document = json!({ "form": layout.form.id, "data": data }).to_string();
        let mut walk = Walk {
            layout,
            read,
            shown: Vec::new(),
        };
        walk.group(0, sound, &data, &[]);
        Trial {
            values: walk.shown,
            findings: findings(document.as_bytes(), settings),
            form: layout.form.title,
        }
    }

    /// What one rule says on the example.
    pub fn messages(&self, rule: &str) -> Vec<&str> {
        let mine = self.findings.iter().filter(|it| it.rule == rule);
        mine.map(|it| it.message.as_str()).collect()
    }
}

thread_local! {
    /// Most examples need no setting: one checker keeps its forms open for all of them.
    static PLAIN: RefCell<Checker> = RefCell::new(checker(&Value::Null));
}

fn findings(document: &[u8], settings: &Value) -> Vec<Finding> {
    let report = if settings.as_object().is_none_or(Map::is_empty) {
        PLAIN.with_borrow_mut(|checker| checker.check_json(document))
    } else {
        checker(settings).check_json(document)
    };
    report.map_or_else(|_| Vec::new(), |report| report.findings)
}

fn checker(settings: &Value) -> Checker {
    let settings = settings.as_object().into_iter().flatten();
    Checker::new(Options {
        settings: settings
            .filter_map(|(id, value)| Some((id.clone(), value.as_i64()? * 1_000_000)))
            .collect(),
        date: Some(TODAY),
        ..Options::default()
    })
}

/// Applies a patch: keys are paths, `""` blanks a field, anything else takes its place.
fn apply(data: &mut Value, patch: &Value) {
    let fields = patch.as_object().into_iter().flatten();
    for (path, value) in fields.filter(|(path, _)| *path != OF) {
        let mut at = &mut *data;
        for part in path.split(['.', '[', ']']).filter(|part| !part.is_empty()) {
            at = match part.parse::<usize>() {
                Ok(row) => {
                    if !at.is_array() {
                        *at = json!([]);
                    }
                    if let Some(list) = at.as_array_mut().filter(|list| list.len() <= row) {
                        list.resize(row + 1, Value::Null);
                    }
                    &mut at[row]
                }
                Err(_) => {
                    if !at.is_object() {
                        *at = json!({});
                    }
                    &mut at[part]
                }
            };
        }
        *at = value.clone();
    }
}

/// Lays two documents side by side.
struct Walk<'l> {
    layout: &'l Layout,
    read: &'l [u16],
    shown: Vec<Shown>,
}

impl Walk<'_> {
    /// The fields of a group, a row or the form.
    fn group(&mut self, number: u16, sound: &Value, here: &Value, rows: &[u32]) {
        let Some(group) = self.layout.node(number) else {
            return;
        };
        for child in &group.children {
            let Some(node) = self.layout.node(*child) else {
                continue;
            };
            let (sound, here) = (&sound[node.name], &here[node.name]);
            match node.kind() {
                Kind::Group => self.group(*child, sound, here, rows),
                Kind::Rows if listed(sound) && listed(here) => {
                    self.rows(*child, sound, here, rows);
                }
                _ => self.field(*child, node, sound, here, rows),
            }
        }
        // What the form has no field for is shown as it stands.
        let known = |name: &String| {
            let mut names = group.children.iter().filter_map(|it| self.layout.node(*it));
            names.any(|node| node.name == name)
        };
        let others = here.as_object().into_iter().flatten();
        for (name, value) in others.filter(|(name, _)| !known(name)) {
            if sound[name] != *value {
                self.shown.push(Shown {
                    label: name.clone(),
                    sound: plain(&sound[name]),
                    here: plain(value),
                });
            }
        }
    }

    fn field(&mut self, number: u16, node: &Node, sound: &Value, here: &Value, rows: &[u32]) {
        let read = node.field.is_some_and(|it| self.read.contains(&it.key()));
        let (sound, here) = (written(node, sound), written(node, here));
        if sound != here || (read && rows.is_empty()) {
            self.shown.push(Shown {
                label: self.label(number, rows),
                sound,
                here,
            });
        }
    }

    fn rows(&mut self, number: u16, sound: &Value, here: &Value, rows: &[u32]) {
        let length = |value: &Value| value.as_array().map_or(0, Vec::len);
        for row in 0..length(sound).max(length(here)) {
            let (before, after) = (sound.get(row), here.get(row));
            let at = [rows, &[row as u32]].concat();
            match (before, after) {
                (Some(before), Some(after)) if after.is_object() => {
                    self.group(number, before, after, &at);
                }
                _ => {
                    let words = |value: Option<&Value>| {
                        value.map_or_else(String::new, |row| self.row(number, row))
                    };
                    let (before, after) = (words(before), words(after));
                    if before != after {
                        self.shown.push(Shown {
                            label: format!("{}第{}行", self.label(number, rows), row + 1),
                            sound: before,
                            here: after,
                        });
                    }
                }
            }
        }
    }

    /// A whole row in one line: 名称 送货单，取得日期 2026-06-11.
    fn row(&self, number: u16, row: &Value) -> String {
        let children = self.layout.node(number).map_or(&[][..], |it| &it.children);
        let columns = children.iter().filter_map(|child| {
            let node = self.layout.node(*child)?;
            let value = match node.kind() {
                Kind::Group => self.row(*child, &row[node.name]),
                _ => written(node, &row[node.name]),
            };
            (!value.is_empty()).then(|| format!("{} {value}", node.field.map_or("", |it| it.label)))
        });
        let columns: Vec<String> = columns.collect();
        match (columns.is_empty(), row) {
            (true, Value::Object(_) | Value::Null) | (false, _) => columns.join("，"),
            (true, other) => plain(other),
        }
    }

    fn label(&self, node: u16, rows: &[u32]) -> String {
        self.layout.label(&Place {
            node,
            rows: rows.to_vec(),
        })
    }
}

/// Rows can stand there, or none do.
fn listed(value: &Value) -> bool {
    value.is_array() || value.is_null()
}

/// A value as it is typed; an option by its label.
fn written(node: &Node, value: &Value) -> String {
    let Some(field) = node.field else {
        return plain(value);
    };
    match value {
        Value::Array(values) => {
            let values = values.iter().map(|value| written(node, value));
            values.collect::<Vec<_>>().join("；")
        }
        Value::String(text) => field
            .options
            .iter()
            .find(|(key, _)| key == text)
            .map_or(text.as_str(), |(_, label)| label)
            .to_string(),
        other => plain(other),
    }
}

/// A value of no known field.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(true) => "是".to_string(),
        Value::Bool(false) => "否".to_string(),
        other => other.to_string(),
    }
}
