//! Writes what was filled in, and values in their canonical writing.

use super::document::{Cell, Document, Frame, Scalar, Unknown};
use super::layout::{Layout, name_in};
use crate::catalogue::{Field, Kind};
use crate::json::escape;
use crate::value;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Everything that was filled in, as JSON, in the order of the form: what could not be read and what the form does not have too.
pub(crate) fn data_json(layout: &Layout, document: &Document<'_>) -> String {
    let mut writer = Writer {
        layout,
        unknown: document.unknown.iter().collect(),
        out: String::new(),
    };
    writer.group(0, &document.root, "");
    writer.out
}

struct Writer<'w> {
    layout: &'w Layout,
    unknown: Vec<&'w Unknown>,
    out: String,
}

impl Writer<'_> {
    fn text(&mut self, text: &str) {
        self.out.push('"');
        escape(&mut self.out, text);
        self.out.push('"');
    }

    fn key(&mut self, open: usize, name: &str) {
        if self.out.len() > open {
            self.out.push(',');
        }
        self.text(name);
        self.out.push(':');
    }

    /// An object of a group, a row or the form, with what stood there that the form does not have.
    fn group(&mut self, node: u16, frame: &Frame<'_>, path: &str) {
        self.out.push('{');
        let open = self.out.len();
        let children = self
            .layout
            .node(node)
            .map_or(&[][..], |node| &node.children);
        for child in children {
            let Some(at) = self.layout.node(*child) else {
                continue;
            };
            let child_path = format!("{path}/{}", at.name);
            if self
                .unknown
                .iter()
                .any(|unknown| unknown.path == child_path)
            {
                continue;
            }
            let before = self.out.len();
            if at.kind() == Kind::Group {
                self.key(open, at.name);
                let start = self.out.len();
                self.group(*child, frame, &child_path);
                if self.out.get(start..) == Some("{}") {
                    self.out.truncate(before);
                }
                continue;
            }
            match frame.cell(at.cell) {
                Cell::Blank => {}
                Cell::Value(typed, scalar) => {
                    self.key(open, at.name);
                    self.value(typed, *scalar);
                }
                Cell::Rows(rows) => {
                    self.key(open, at.name);
                    self.out.push('[');
                    for (number, row) in rows.iter().enumerate() {
                        if number > 0 {
                            self.out.push(',');
                        }
                        let row_path = format!("{child_path}/{number}");
                        let strange = self.unknown.iter().any(|it| it.path == row_path);
                        match (at.kind(), row.cell(0)) {
                            _ if strange && row.is_blank() => self.misshapen(&row_path),
                            (Kind::Rows, _) => self.group(*child, row, &row_path),
                            (_, Cell::Value(typed, scalar)) => self.value(typed, *scalar),
                            _ => self.misshapen(&row_path),
                        }
                    }
                    self.out.push(']');
                }
            }
        }
        let own: Vec<&Unknown> = self
            .unknown
            .iter()
            .copied()
            .filter(|unknown| {
                unknown
                    .path
                    .rsplit_once('/')
                    .is_some_and(|(parent, _)| parent == path)
            })
            .collect();
        for unknown in own {
            let name = unknown.path.rsplit('/').next().unwrap_or_default();
            // A row's number is no name: such an entry stands in its array.
            if node == 0 || !path.is_empty() {
                self.key(open, &name_in(name));
                self.out.push_str(&unknown.json);
            }
        }
        self.out.push('}');
    }

    fn misshapen(&mut self, path: &str) {
        let kept = self
            .unknown
            .iter()
            .find(|unknown| unknown.path == path)
            .map_or("null", |unknown| &unknown.json);
        let kept = kept.to_string();
        self.out.push_str(&kept);
    }

    fn value(&mut self, typed: &str, scalar: Scalar) {
        match scalar {
            Scalar::Bool(it) => self.out.push_str(if it { "true" } else { "false" }),
            _ => self.text(typed),
        }
    }
}

/// A value in its canonical writing; `None` where the field has none.
pub(crate) fn canonical(field: &Field<'_>, typed: &str, scalar: Scalar) -> Option<String> {
    Some(match (field.kind, scalar) {
        (_, Scalar::Date(date)) => value::date::canonical(date),
        (_, Scalar::Time(minutes)) => value::time::canonical(minutes),
        (_, Scalar::Moment(minutes)) => value::date_time::canonical(minutes),
        (Kind::Money, Scalar::Number(amount)) => {
            value::money::canonical(value::number::Number::from_millionths(amount))
        }
        (_, Scalar::Number(number)) => value::number::Number::from_millionths(number).to_string(),
        (Kind::CreditCode, _) => value::credit_code::normal(typed).into_owned(),
        (Kind::ResidentId, _) => value::resident_id::normal(typed).into_owned(),
        (_, Scalar::Words(amount)) => {
            value::rmb_words::canonical(value::number::Number::from_millionths(amount))?
        }
        _ => return None,
    })
}
