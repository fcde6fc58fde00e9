//! Reads documents straight into the cells of their form, without a tree between: from JSON, or from any other serde source.

use super::document::{Document, Frame, MOST_ROWS, Remark, Unknown, put, shape_note};
use super::layout::{Layout, Place};
use crate::catalogue::Kind;
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Reads the data of a form from JSON.
///
/// # Errors
/// Where the text is not JSON, is nested too deeply, or has a list too long; the message is serde_json's with its line and column.
///
/// ```
/// use zhifa::form::{Layout, read_json};
/// let layout = Layout::open("penalty/decision").unwrap();
/// let document = read_json(&layout, r#"{"decidedOn":"2026年9月14日","nonsense":1}"#.as_bytes()).unwrap();
/// assert_eq!(document.unknown[0].path, "/nonsense");
/// ```
pub fn read_json<'de>(
    layout: &Layout,
    json: &'de [u8],
) -> Result<Document<'de>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let document = DocumentSeed { layout }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(document)
}

/// Reads the data of one form.
pub(crate) struct DocumentSeed<'l> {
    pub layout: &'l Layout,
}

impl<'de> DeserializeSeed<'de> for DocumentSeed<'_> {
    type Value = Document<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Document<'de>, D::Error> {
        let mut document = Document::default();
        let mut reader = Reader {
            layout: self.layout,
            rows: Vec::new(),
            remarks: Vec::new(),
            unknown: Vec::new(),
        };
        Spot {
            reader: &mut reader,
            node: 0,
            row: true,
            frame: &mut document.root,
        }
        .deserialize(deserializer)?;
        document.remarks = reader.remarks;
        document.unknown = reader.unknown;
        Ok(document)
    }
}

struct Reader<'l> {
    layout: &'l Layout,
    rows: Vec<u32>,
    remarks: Vec<Remark>,
    unknown: Vec<Unknown>,
}

/// A node about to be read; `row`: one row of a list, not the list.
struct Spot<'r, 'l, 'f, 'de> {
    reader: &'r mut Reader<'l>,
    node: u16,
    row: bool,
    frame: &'f mut Frame<'de>,
}

impl<'de> DeserializeSeed<'de> for Spot<'_, '_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Spot<'_, '_, '_, 'de> {
    fn typed(self, typed: Cow<'de, str>) {
        let Some(node) = self.reader.layout.node(self.node) else {
            return;
        };
        match node.kind() {
            Kind::Group | Kind::Rows => {
                let json = serde_json::to_string(&typed).unwrap_or_default();
                self.misshapen("应分项填写，现为一段文字", json);
            }
            _ if node.is_list() && !self.row => {
                let mut frame = Frame::default();
                self.reader.rows.push(0);
                put(
                    self.reader.layout,
                    self.node,
                    typed,
                    &self.reader.rows,
                    &mut frame,
                    &mut self.reader.remarks,
                );
                self.reader.rows.pop();
                if !frame.is_blank() {
                    self.store(alloc::vec![frame]);
                }
            }
            _ => put(
                self.reader.layout,
                self.node,
                typed,
                &self.reader.rows,
                self.frame,
                &mut self.reader.remarks,
            ),
        }
    }

    fn store(self, rows: Vec<Frame<'de>>) {
        fill(self.reader.layout, self.node, rows, self.frame);
    }

    /// A value of a shape that the field cannot hold is kept beside the form, and said.
    fn misshapen(self, message: &str, json: String) {
        let place = Place {
            node: self.node,
            rows: self.reader.rows.clone(),
        };
        self.reader.unknown.push(Unknown {
            path: self.reader.layout.pointer(&place),
            json,
            meant: None,
        });
        self.reader.remarks.push(Remark {
            place,
            note: shape_note(message),
        });
    }
}

/// Puts rows into the cell of a list.
pub(crate) fn fill<'a>(layout: &Layout, list: u16, rows: Vec<Frame<'a>>, frame: &mut Frame<'a>) {
    let Some(node) = layout.node(list) else {
        return;
    };
    let width = layout
        .node(layout.row_of(node.parent))
        .map_or(1, |row| row.width);
    if let Some(cell) = frame.cell_mut(node.cell, width) {
        *cell = super::Cell::Rows(rows);
    }
}

impl<'de> Visitor<'de> for Spot<'_, '_, '_, 'de> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("表单内容")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.typed(Cow::Borrowed(if value { "true" } else { "false" }));
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.typed(Cow::Owned(value.to_string()));
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.typed(Cow::Owned(value.to_string()));
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.typed(Cow::Owned(value.to_string()));
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.typed(Cow::Owned(value.to_string()));
        Ok(())
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<(), E> {
        self.typed(Cow::Borrowed(value));
        Ok(())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<(), E> {
        self.typed(Cow::Owned(value));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let is_list = self
            .reader
            .layout
            .node(self.node)
            .is_some_and(|node| node.is_list());
        if !is_list || self.row {
            let mut json = String::new();
            Echo {
                out: &mut json,
                depth: 0,
            }
            .visit_seq(seq)?;
            self.misshapen("应为单项内容，现为多项", json);
            return Ok(());
        }
        let mut rows = Vec::new();
        loop {
            if rows.len() >= MOST_ROWS {
                return Err(A::Error::custom(format!(
                    "一张明细表超过{MOST_ROWS}行，分成几份再检查"
                )));
            }
            let mut frame = Frame::default();
            self.reader.rows.push(rows.len() as u32);
            let spot = Spot {
                reader: self.reader,
                node: self.node,
                row: true,
                frame: &mut frame,
            };
            let more = seq.next_element_seed(spot)?;
            self.reader.rows.pop();
            match more {
                Some(()) => rows.push(frame),
                None => break,
            }
        }
        self.store(rows);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some(node) = self.reader.layout.node(self.node) else {
            return Ok(());
        };
        match node.kind() {
            Kind::Rows if !self.row => {
                let mut frame = Frame::default();
                self.reader.rows.push(0);
                let spot = Spot {
                    reader: self.reader,
                    node: self.node,
                    row: true,
                    frame: &mut frame,
                };
                let read = spot.visit_map(map);
                self.reader.rows.pop();
                read?;
                self.store(alloc::vec![frame]);
                Ok(())
            }
            Kind::Rows | Kind::Group => {
                let mut guess = 0;
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    match self.reader.layout.child(self.node, &key.0, guess) {
                        Some(child) => {
                            let siblings = &node.children;
                            guess = siblings
                                .iter()
                                .position(|other| *other == child)
                                .map_or(guess, |at| at + 1);
                            // A field that was named without its group stands in the same row.
                            map.next_value_seed(Spot {
                                reader: self.reader,
                                node: child,
                                row: false,
                                frame: self.frame,
                            })?;
                        }
                        None => {
                            let mut json = String::new();
                            map.next_value_seed(Echo {
                                out: &mut json,
                                depth: 0,
                            })?;
                            let place = Place {
                                node: self.node,
                                rows: self.reader.rows.clone(),
                            };
                            let around = if self.node == 0 {
                                String::new()
                            } else {
                                self.reader.layout.pointer(&place)
                            };
                            let name = key.0.replace('~', "~0").replace('/', "~1");
                            let meant = meant(self.reader.layout, self.node, &key.0);
                            self.reader.unknown.push(Unknown {
                                path: format!("{around}/{name}"),
                                json,
                                meant,
                            });
                        }
                    }
                }
                Ok(())
            }
            _ => {
                let mut json = String::new();
                Echo {
                    out: &mut json,
                    depth: 0,
                }
                .visit_map(map)?;
                self.misshapen("应为单项内容，现为多项", json);
                Ok(())
            }
        }
    }
}

/// The field that a name may have meant: the nearest key or label in the same group.
fn meant(layout: &Layout, parent: u16, name: &str) -> Option<String> {
    if name.chars().count() > 40 {
        return None;
    }
    let children = layout
        .node(parent)?
        .children
        .iter()
        .filter_map(|child| layout.node(*child));
    let words = children.flat_map(|node| {
        let label = node.field.map_or("", |field| field.label);
        [(node.name, node.name), (label, label)]
    });
    let near =
        words.map(|(word, shown)| (strsim::normalized_damerau_levenshtein(word, name), shown));
    let best = near.fold(
        (0.0, ""),
        |best, next| if next.0 > best.0 { next } else { best },
    );
    (best.0 >= 0.6).then(|| best.1.to_string())
}

/// A key of a map, borrowed where it can be.
struct Key<'de>(Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("字段名")
            }
            fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(value)))
            }
            fn visit_str<E: Error>(self, value: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(value.to_string())))
            }
            fn visit_string<E: Error>(self, value: String) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(value)))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

/// Writes whatever comes as JSON, so that what no field can hold is kept as it was.
pub(crate) struct Echo<'o> {
    pub out: &'o mut String,
    pub depth: u8,
}

/// serde_json stops at 128 levels; a JavaScript object has no such limit, the stack has.
const DEEPEST: u8 = 100;

impl<'de> DeserializeSeed<'de> for Echo<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.depth > DEEPEST {
            return Err(D::Error::custom("内容嵌套过深，超过100层"));
        }
        deserializer.deserialize_any(self)
    }
}

impl Echo<'_> {
    fn text(self, text: &str) {
        self.out
            .push_str(&serde_json::to_string(text).unwrap_or_default());
    }
}

impl<'de> Visitor<'de> for Echo<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("内容")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.out.push_str("null");
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.out.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.out.push_str(&value.to_string());
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.out.push_str(&value.to_string());
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.out.push_str(&value.to_string());
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.text(value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        self.out.push('[');
        let start = self.out.len();
        loop {
            let before = self.out.len();
            if before > start {
                self.out.push(',');
            }
            if seq
                .next_element_seed(Echo {
                    out: self.out,
                    depth: self.depth + 1,
                })?
                .is_none()
            {
                self.out.truncate(before);
                break;
            }
        }
        self.out.push(']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.out.push('{');
        let mut first = true;
        while let Some(key) = map.next_key::<Key<'de>>()? {
            if !core::mem::take(&mut first) {
                self.out.push(',');
            }
            self.out
                .push_str(&serde_json::to_string(&key.0).unwrap_or_default());
            self.out.push(':');
            map.next_value_seed(Echo {
                out: self.out,
                depth: self.depth + 1,
            })?;
        }
        self.out.push('}');
        Ok(())
    }
}
