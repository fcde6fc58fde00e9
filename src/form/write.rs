//! Writes what was filled in, and values in their canonical writing.

use super::document::{Cell, Document, Frame, Scalar, Unknown};
use super::layout::{Layout, name_in};
use super::read::TEXT;
use crate::catalogue::{Field, Kind};
use crate::json::escape;
use crate::order::order;
use crate::value;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Everything that was filled in, as JSON, in the order of the form: what could not be read and what the form does not have too.
pub(crate) fn data_json(layout: &Layout, document: &Document<'_>) -> String {
    let mut writer = Writer {
        layout,
        unknown: Strange::of(&document.unknown),
        out: String::new(),
    };
    writer.group(0, &document.root, "");
    writer.out
}

/// What the form does not have. It is asked for each field of each row, so that it is searched and not gone through.
struct Strange<'w> {
    /// In the order of the document.
    all: &'w [Unknown],
    /// Their numbers in the order of their paths.
    by_path: Vec<usize>,
}

impl<'w> Strange<'w> {
    fn of(all: &'w [Unknown]) -> Self {
        let path = |at: usize| all.get(at).map(|it| &it.path);
        Strange {
            all,
            by_path: order(all.len(), &mut |a, b| path(a).cmp(&path(b))),
        }
    }

    /// The numbers of those whose path begins so.
    #[inline(never)]
    fn below(&self, start: &str) -> &[usize] {
        let path = |at: &usize| self.all.get(*at).map_or("", |it| &it.path);
        let from = self.by_path.partition_point(|at| path(at) < start);
        let rest = self.by_path.get(from..).unwrap_or_default();
        let until = rest.partition_point(|at| path(at).starts_with(start));
        rest.get(..until).unwrap_or_default()
    }

    /// The one at a path, which stands before those below it.
    #[inline]
    fn at(&self, path: &str) -> Option<&'w Unknown> {
        if self.all.is_empty() {
            return None;
        }
        let first = self.below(path).first()?;
        self.all.get(*first).filter(|it| it.path == path)
    }
}

struct Writer<'w> {
    layout: &'w Layout,
    unknown: Strange<'w>,
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
        let layout = self.layout;
        let children = layout.node(node).map_or(&[][..], |node| &node.children);
        for child in children.iter().copied().chain(layout.other_groups(node)) {
            let Some(at) = layout.node(child) else {
                continue;
            };
            let child_path = format!("{path}/{}", at.name);
            if self.unknown.at(&child_path).is_some() {
                continue;
            }
            let before = self.out.len();
            if at.kind() == Kind::Group {
                self.key(open, at.name);
                let start = self.out.len();
                self.group(child, frame, &child_path);
                if self.out.get(start..) == Some("{}") {
                    self.out.truncate(before);
                }
                continue;
            }
            match frame.cell(at.cell) {
                Cell::Blank => {}
                Cell::Value(typed, scalar) => {
                    self.key(open, at.name);
                    self.value(typed, *scalar, &child_path);
                }
                Cell::Rows(rows) => {
                    self.key(open, at.name);
                    self.out.push('[');
                    for (number, row) in rows.iter().enumerate() {
                        if number > 0 {
                            self.out.push(',');
                        }
                        let row_path = format!("{child_path}/{number}");
                        let strange = self.unknown.at(&row_path).is_some();
                        match (at.kind(), row.cell(0)) {
                            _ if strange && row.is_blank() => self.misshapen(&row_path),
                            (Kind::Rows, _) => self.group(child, row, &row_path),
                            (_, Cell::Value(typed, scalar)) => {
                                self.value(typed, *scalar, &row_path)
                            }
                            _ => self.misshapen(&row_path),
                        }
                    }
                    self.out.push(']');
                }
            }
        }
        self.strange(open, path);
        self.out.push('}');
    }

    /// What stood in an object that the form does not have.
    fn strange(&mut self, open: usize, path: &str) {
        if self.unknown.all.is_empty() {
            return;
        }
        let below = self.unknown.below(&format!("{path}/")).to_vec();
        for at in order(below.len(), &mut |a, b| below.get(a).cmp(&below.get(b))) {
            let found = { below.get(at) }.and_then(|at| self.unknown.all.get(*at));
            if let Some(unknown) = found
                && let Some((parent, name)) = unknown.path.rsplit_once('/')
                && parent == path
            {
                self.key(open, &name_in(name));
                self.out.push_str(&unknown.json);
            }
        }
    }

    fn misshapen(&mut self, path: &str) {
        let kept = self.unknown.at(path);
        self.out.push_str(kept.map_or("null", |it| &it.json));
    }

    /// A single value; with what else stood in the object that gave its text.
    fn value(&mut self, typed: &str, scalar: Scalar, path: &str) {
        if !self.unknown.all.is_empty() && !self.unknown.below(&format!("{path}/")).is_empty() {
            self.out.push('{');
            let open = self.out.len();
            self.key(open, TEXT);
            self.text(typed);
            self.strange(open, path);
            self.out.push('}');
            return;
        }
        match scalar {
            // A day on which it was done says more than that it was.
            Scalar::Bool(it) if value::date::read(typed).value.is_none() => {
                self.out.push_str(if it { "true" } else { "false" });
            }
            _ => self.text(typed),
        }
    }
}

/// A value in its canonical writing; `None` where the field has none.
pub(crate) fn canonical(field: &Field<'_>, typed: &str, scalar: Scalar) -> Option<String> {
    Some(match (field.kind, scalar) {
        (_, Scalar::Date(date) | Scalar::Day(date)) => value::date::canonical(date),
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
