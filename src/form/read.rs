//! Reads the data of a form straight from JSON into its cells, without a tree between.

use super::document::{Cell, Document, Frame, MOST_ROWS, Remark, Scalar, Unknown, put, shape_note};
use super::layout::{Layout, Node, Place};
use crate::catalogue::Kind;
use crate::json::{Fault, Source};
use crate::report::ReadError;
use crate::value::text::likeness;
use crate::value::{Note, absent, citation};
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Reads the data of a form from JSON.
///
/// # Errors
/// Where the text is not JSON, is nested too deeply, or has a list too long; the error says where.
///
/// ```
/// use zhifa::form::{Layout, read_json};
/// let layout = Layout::open("penalty/decision").unwrap();
/// let document = read_json(&layout, r#"{"decidedOn":"2026年9月14日","nonsense":1}"#.as_bytes()).unwrap();
/// assert_eq!(document.unknown[0].path, "/nonsense");
/// ```
pub fn read_json<'s>(layout: &Layout, json: &'s [u8]) -> Result<Document<'s>, ReadError> {
    let text = Source::text_of(json)?;
    let mut source = Source::new(text);
    let read =
        read_data(layout, &mut source, None).and_then(|document| source.end().map(|()| document));
    read.map_err(|fault| fault.within(text))
}

/// Reads the data of a form from where the source stands. Of `wanted`, by node, the others are passed over.
pub(crate) fn read_data<'s>(
    layout: &Layout,
    source: &mut Source<'s>,
    wanted: Option<&[bool]>,
) -> Result<Document<'s>, Fault> {
    let mut root = Frame::default();
    let mut reader = Reader {
        layout,
        source,
        wanted,
        rows: Vec::new(),
        remarks: Vec::new(),
        unknown: Vec::new(),
        later: Vec::new(),
    };
    reader.value(0, true, &mut root)?;
    Ok(Document {
        root,
        remarks: reader.remarks,
        unknown: reader.unknown,
    })
}

const SINGLE: &str = "应分项填写，现为单项内容";
const SEVERAL: &str = "应为单项内容，现为多项";

/// What an object that stands for a text calls it.
pub(super) const TEXT: &str = "text";

struct Reader<'r, 's> {
    layout: &'r Layout,
    source: &'r mut Source<'s>,
    wanted: Option<&'r [bool]>,
    rows: Vec<u32>,
    remarks: Vec<Remark>,
    unknown: Vec<Unknown>,
    /// What stands under other keys in the rows being read: the group, the key, the field that it means, and where its value stands.
    later: Vec<(u16, Cow<'s, str>, u16, usize)>,
}

impl<'s> Reader<'_, 's> {
    /// Reads what stands for a node; `row`: for one row of a list, not for the list.
    fn value(&mut self, number: u16, row: bool, frame: &mut Frame<'s>) -> Result<(), Fault> {
        let Some(node) = self.layout.node(number) else {
            return Ok(());
        };
        let takes_members = matches!(node.kind(), Kind::Group | Kind::Rows);
        let takes_list = node.is_list() && !row;
        match self.source.peek() {
            Some(b'{') if takes_list => {
                // One where a list belongs is a list of one.
                let mut only = Frame::default();
                self.in_row(0, |reader| reader.value(number, true, &mut only))?;
                self.fill(number, alloc::vec![only], frame);
            }
            Some(b'{') => {
                let before = self.later.len();
                self.members(number, takes_members, frame)?;
                if row {
                    self.read_later(before, frame)?;
                }
            }
            Some(b'[') if takes_list => self.list(number, frame)?,
            Some(b'[') => self.lone(number, row, frame)?,
            Some(b'n') => {
                self.source.word()?;
            }
            Some(b'"') if takes_members => {
                let start = self.source.position();
                let typed = self.source.string()?;
                let note = absent::note(&typed);
                if note.is_none() && self.first_text(number).is_some() {
                    self.lone_text(number, takes_list, typed, frame);
                } else if !typed.trim().is_empty() {
                    let note = note.unwrap_or_else(|| shape_note(SINGLE));
                    self.misshapen(number, note, self.source.since(start));
                }
            }
            _ if takes_members => {
                let json = self.source.skip()?;
                // None of them.
                if json != "0" || !takes_list {
                    self.misshapen(number, shape_note(SINGLE), json);
                }
            }
            Some(b'"') => {
                let typed = self.source.string()?;
                self.typed(number, takes_list, typed, frame);
            }
            Some(b'-' | b'0'..=b'9') => {
                let typed = self.source.number()?;
                self.typed(number, takes_list, Cow::Borrowed(typed), frame);
            }
            _ => {
                let typed = self.source.word()?;
                self.typed(number, takes_list, Cow::Borrowed(typed), frame);
            }
        }
        Ok(())
    }

    fn in_row<T>(
        &mut self,
        row: u32,
        work: impl FnOnce(&mut Self) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.rows.push(row);
        let done = work(self);
        self.rows.pop();
        done
    }

    fn list(&mut self, number: u16, frame: &mut Frame<'s>) -> Result<(), Fault> {
        let start = self.source.position();
        self.source.open(b'[')?;
        let mut rows = Vec::new();
        let mut first = true;
        while self.source.more(&mut first, b']')? {
            if rows.len() >= MOST_ROWS {
                return Err(Fault::new(
                    start,
                    format!("一张明细表超过{MOST_ROWS}行，分成几份再检查"),
                ));
            }
            let mut row = Frame::default();
            self.in_row(rows.len() as u32, |reader| {
                reader.value(number, true, &mut row)
            })?;
            rows.push(row);
        }
        self.fill(number, rows, frame);
        Ok(())
    }

    /// A list where one belongs: of one it is that one, of none a blank.
    fn lone(&mut self, number: u16, row: bool, frame: &mut Frame<'s>) -> Result<(), Fault> {
        let start = self.source.position();
        self.source.open(b'[')?;
        let mut first = true;
        if !self.source.more(&mut first, b']')? {
            return Ok(());
        }
        let at = self.source.position();
        let nested = self.source.peek() == Some(b'[');
        self.source.skip()?;
        if self.source.more(&mut first, b']')? || nested {
            self.source.rewind(start);
            let json = self.source.skip()?;
            self.misshapen(number, shape_note(SEVERAL), json);
            return Ok(());
        }
        let end = self.source.position();
        self.source.rewind(at);
        self.value(number, row, frame)?;
        self.source.rewind(end);
        Ok(())
    }

    /// An object; where it stands for a text (`takes` none of its members as fields) its text is that, and what else it says is kept
    /// beside the form.
    fn members(&mut self, number: u16, takes: bool, frame: &mut Frame<'s>) -> Result<(), Fault> {
        let layout = self.layout;
        let children = layout.node(number).map_or(&[][..], |node| &node.children);
        let start = self.source.position();
        let before = self.unknown.len();
        self.source.open(b'{')?;
        let mut first = true;
        let mut guess = 0;
        let mut told = takes;
        while self.source.more(&mut first, b'}')? {
            let name = self.source.key()?;
            let Some(child) = layout.child(number, &name, guess) else {
                if !takes && name == TEXT && self.source.peek() == Some(b'"') {
                    let text = self.source.string()?;
                    self.typed(number, false, text, frame);
                    told = true;
                } else {
                    let json = self.source.skip()?;
                    self.strange(number, &name, json);
                }
                continue;
            };
            if children.get(guess) == Some(&child) {
                guess += 1;
            } else if let Some(at) = children.iter().position(|other| *other == child) {
                guess = at + 1;
            }
            let wanted = self
                .wanted
                .is_none_or(|wanted| wanted.get(usize::from(child)) == Some(&true));
            if wanted && (layout.is_key(number, child, &name) || self.adds_to(child)) {
                // A field that was named without its group stands in the same row.
                self.value(child, false, frame)?;
            } else {
                let at = self.source.position();
                self.source.skip()?;
                if wanted {
                    self.later.push((number, name, child, at));
                }
            }
        }
        if !told {
            self.unknown.truncate(before);
            self.misshapen(number, shape_note(SEVERAL), self.source.since(start));
        }
        Ok(())
    }

    /// The field of a group or row that a text in place of its fields means: the first one that holds text.
    fn first_text(&self, number: u16) -> Option<u16> {
        let children = &self.layout.node(number).filter(|_| number != 0)?.children;
        children.iter().copied().find(|child| self.is_text(*child))
    }

    fn is_text(&self, number: u16) -> bool {
        self.layout.node(number).is_some_and(|node| {
            !node.is_list() && matches!(node.kind(), Kind::Text | Kind::LongText)
        })
    }

    /// A text where a group or a row belongs: 证据 as a list of names, 行政机关 as a name. The label of an option before it is the option.
    fn lone_text(&mut self, number: u16, alone: bool, typed: Cow<'s, str>, frame: &mut Frame<'s>) {
        let layout = self.layout;
        let children = layout.node(number).map_or(&[][..], |node| &node.children);
        let meant = children.iter().copied().find(|child| {
            let options = layout.node(*child).and_then(|node| node.field);
            let mut options = options.iter().flat_map(|field| &field.options);
            self.is_text(*child) || options.any(|(_, label)| *label == typed.trim())
        });
        let Some(child) = meant else { return };
        if !alone {
            self.typed(child, false, typed, frame);
            return;
        }
        let mut only = Frame::default();
        self.rows.push(0);
        self.typed(child, false, typed, &mut only);
        self.rows.pop();
        if !only.is_blank() {
            self.fill(number, alloc::vec![only], frame);
        }
    }

    fn typed(&mut self, number: u16, alone: bool, typed: Cow<'s, str>, frame: &mut Frame<'s>) {
        if !alone {
            let typed = self.joined(number, typed, frame);
            put(
                self.layout,
                number,
                typed,
                &self.rows,
                frame,
                &mut self.remarks,
            );
            return;
        }
        // One text where a list of values belongs is a list of one, or of the citations that it joins.
        let kind = self.layout.node(number).map(Node::kind);
        let values = match typed {
            Cow::Borrowed(typed) if kind == Some(Kind::Citation) => {
                citation::split(typed).map(Cow::Borrowed).collect()
            }
            Cow::Owned(typed) if kind == Some(Kind::Citation) => citation::split(&typed)
                .map(|one| Cow::Owned(one.to_string()))
                .collect(),
            typed => alloc::vec![typed],
        };
        let mut rows = Vec::new();
        for typed in values {
            let mut row = Frame::default();
            self.rows.push(rows.len() as u32);
            put(
                self.layout,
                number,
                typed,
                &self.rows,
                &mut row,
                &mut self.remarks,
            );
            self.rows.pop();
            rows.push(row);
        }
        if rows.iter().any(|row| !row.is_blank()) {
            self.fill(number, rows, frame);
        }
    }

    /// Reads what stands in a row under other keys, once all its own keys are read: what a field's own key says comes before, and is kept.
    fn read_later(&mut self, before: usize, frame: &mut Frame<'s>) -> Result<(), Fault> {
        let end = self.source.position();
        for (group, name, child, at) in self.later.split_off(before) {
            self.source.rewind(at);
            let node = self.layout.node(child);
            if node.is_none_or(|node| matches!(frame.cell(node.cell), Cell::Blank)) {
                self.value(child, false, frame)?;
            } else {
                let json = self.source.skip()?;
                self.strange(group, &name, json);
            }
        }
        self.source.rewind(end);
        Ok(())
    }

    /// Whether what another key says is added to what the field holds: a group's fields, and a day's time.
    fn adds_to(&self, node: u16) -> bool {
        { self.layout.node(node) }
            .is_some_and(|node| matches!(node.kind(), Kind::Group | Kind::DateTime))
    }

    /// A day and a time of day that are two keys of one moment are read as one text.
    fn joined(&mut self, node: u16, typed: Cow<'s, str>, frame: &Frame<'s>) -> Cow<'s, str> {
        let moment = { self.layout.node(node) }.filter(|it| it.kind() == Kind::DateTime);
        let before = match moment.map(|it| frame.cell(it.cell)) {
            Some(Cell::Value(before, scalar)) if *scalar != Scalar::Absent => before,
            _ => return typed,
        };
        let rows = &self.rows;
        self.remarks
            .retain(|it| it.place.node != node || it.place.rows != *rows);
        Cow::Owned([before, " ", &typed].concat())
    }

    fn fill(&self, list: u16, rows: Vec<Frame<'s>>, frame: &mut Frame<'s>) {
        let Some(node) = self.layout.node(list) else {
            return;
        };
        let width = self
            .layout
            .node(self.layout.row_of(node.parent))
            .map_or(1, |row| row.width);
        if let Some(cell) = frame.cell_mut(node.cell, width) {
            *cell = Cell::Rows(rows);
        }
    }

    /// A value of a shape that the field cannot hold is kept beside the form, and said.
    fn misshapen(&mut self, node: u16, note: Note, json: &str) {
        let place = Place {
            node,
            rows: self.rows.clone(),
        };
        self.unknown.push(Unknown {
            path: self.layout.pointer(&place),
            json: json.to_string(),
            misshapen: true,
            meant: None,
        });
        self.remarks.push(Remark { place, note });
    }

    /// A field that the form does not have.
    fn strange(&mut self, node: u16, name: &str, json: &str) {
        let around = match node {
            0 => String::new(),
            _ => self.layout.pointer(&Place {
                node,
                rows: self.rows.clone(),
            }),
        };
        let meant = meant(self.layout, node, name);
        let name = name.replace('~', "~0").replace('/', "~1");
        self.unknown.push(Unknown {
            path: format!("{around}/{name}"),
            json: json.to_string(),
            misshapen: false,
            meant,
        });
    }
}

/// The field that a name may have meant: the nearest key or label in the same group.
fn meant(layout: &Layout, parent: u16, name: &str) -> Option<String> {
    if name.chars().count() > 40 {
        return None;
    }
    let mut best = (0.6, None);
    for node in layout
        .node(parent)?
        .children
        .iter()
        .filter_map(|child| layout.node(*child))
    {
        for word in [node.name, node.field.map_or("", |field| field.label)] {
            let near = likeness(word, name);
            if near >= best.0 {
                best = (near, Some(word));
            }
        }
    }
    best.1.map(str::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::write::data_json;

    fn filled(json: &str) -> (String, usize) {
        filled_in("penalty/decision", json)
    }

    fn filled_in(form: &str, json: &str) -> (String, usize) {
        let layout = Layout::open(form).unwrap();
        let document = read_json(&layout, json.as_bytes()).unwrap();
        let noted = document.remarks.len() + document.unknown.len();
        (data_json(&layout, &document), noted)
    }

    #[test]
    fn a_text_in_place_of_a_row_or_group_is_its_first_text() {
        for (typed, read) in [
            (
                r#"{"证据":["现场笔录1份","照片"]}"#,
                r#"{"evidence":[{"name":"现场笔录1份"},{"name":"照片"}]}"#,
            ),
            (
                r#"{"证据":"现场笔录1份"}"#,
                r#"{"evidence":[{"name":"现场笔录1份"}]}"#,
            ),
            (
                r#"{"行政机关":"临清市农业农村局"}"#,
                r#"{"agency":{"name":"临清市农业农村局"}}"#,
            ),
            (
                r#"{"处罚内容":["罚款","责令退还押金"]}"#,
                r#"{"penalties":[{"kind":"罚款"},{"detail":"责令退还押金"}]}"#,
            ),
            (r#"{"证据":""}"#, "{}"),
        ] {
            assert_eq!(filled(typed), (read.to_string(), 0), "{typed}");
        }
    }

    #[test]
    fn one_in_place_of_a_list_and_a_list_in_place_of_one() {
        for (typed, read) in [
            (
                r#"{"facts":["销售过期食品"]}"#,
                r#"{"facts":"销售过期食品"}"#,
            ),
            (
                r#"{"party":[{"name":"邢立群"}]}"#,
                r#"{"party":{"name":"邢立群"}}"#,
            ),
            (r#"{"party":[],"facts":[]}"#, "{}"),
            (r#"{"penalties":0}"#, "{}"),
        ] {
            assert_eq!(filled(typed), (read.to_string(), 0), "{typed}");
        }
        for typed in [
            r#"{"facts":["一","二"]}"#,
            r#"{"party":[{"name":"邢立群"},{"name":"齐小满"}]}"#,
            r#"{"facts":[["一"]]}"#,
        ] {
            assert_eq!(filled(typed).0, typed);
            assert!(filled(typed).1 > 0, "{typed}");
        }
    }

    #[test]
    fn an_object_in_place_of_a_text_is_its_text_and_keeps_the_rest() {
        let typed = r#"{"legalBasis":[{"text":"《种子法》第四十条","level":"law"}]}"#;
        assert_eq!(filled(typed), (typed.to_string(), 1));
        let layout = Layout::open("penalty/decision").unwrap();
        let document = read_json(&layout, typed.as_bytes()).unwrap();
        assert_eq!(document.unknown[0].path, "/legalBasis/0/level");
        assert!(document.remarks.is_empty());
        let typed = r#"{"facts":{"text":"销售过期食品"}}"#;
        assert_eq!(filled(typed).0, r#"{"facts":"销售过期食品"}"#);
    }

    #[test]
    fn other_keys_stand_for_the_same_field_across_groups() {
        let (review, notice) = ("penalty/legal-review", "penalty/hearing-notice");
        for (form, typed, read) in [
            (
                review,
                r#"{"items":{"subject":"ok"},"hearing":{"heldAt":"2026-08-31T09:00"},"proposal":{"penalties":[{"kind":"罚款"}]}}"#,
                r#"{"rights":{"hearingHeldOn":"2026-08-31T09:00"},"penalties":[{"kind":"罚款"}],"reviewItems":{"subject":"ok"}}"#,
            ),
            (
                notice,
                r#"{"noticeServedOn":"2026-08-06","hearing":{"requestedOn":"2026-08-11"},"handlers":[{"name":"邢立群"}]}"#,
                r#"{"notice":{"servedOn":"2026-08-06"},"rights":{"hearingRequestedOn":"2026-08-11"},"investigators":[{"name":"邢立群"}]}"#,
            ),
            (
                "penalty/decision",
                r#"{"crossRegionCourt":true}"#,
                r#"{"remedies":{"crossRegionCourt":true}}"#,
            ),
        ] {
            assert_eq!(filled_in(form, typed), (read.to_string(), 0), "{typed}");
        }
    }

    #[test]
    fn nothing_under_another_key_is_lost() {
        // A field that the form does not have, in a group that only other keys have.
        let typed = r#"{"proposal":{"reasons":"情节轻微"}}"#;
        assert_eq!(
            filled_in("penalty/legal-review", typed),
            (typed.to_string(), 1)
        );
        // Another key beside the field's own.
        let typed = r#"{"legalReviewedOn":"2026-09-01","reviewedOn":"2026-09-02"}"#;
        let before = r#"{"reviewedOn":"2026-09-02","legalReviewedOn":"2026-09-01"}"#;
        for either in [typed, before] {
            assert_eq!(
                filled_in("penalty/legal-review", either),
                (typed.to_string(), 1)
            );
        }
        // In the rows of a list, and across groups.
        let typed = r#"{"officers":[{"employment":"合同制","post":"劳务派遣"}],"record":{"place":"甲"},"place":"乙"}"#;
        let read = r#"{"place":"乙","officers":[{"post":"劳务派遣","employment":"合同制"}],"record":{"place":"甲"}}"#;
        assert_eq!(
            filled_in("coercion/seizure-record", typed),
            (read.to_string(), 2)
        );
        // The day that stands for a yes.
        let typed = r#"{"agency":{"sealed":"2026年7月14日"}}"#;
        assert_eq!(filled(typed), (typed.to_string(), 0));
        // A word of many groups is no field's key.
        assert_eq!(filled(r#"{"sector":"交通运输"}"#).1, 1);
    }

    #[test]
    fn a_day_and_a_time_under_two_keys_are_one_moment() {
        let typed = r#"{"hearing":{"heldOn":"2025-04-01","heldAt":"09:30"}}"#;
        let read = r#"{"hearing":{"heldAt":"2025-04-01 09:30"}}"#;
        assert_eq!(
            filled_in("licensing/hearing-notice", typed),
            (read.to_string(), 0)
        );
    }

    #[test]
    fn what_has_no_place_for_a_text_is_still_said() {
        for typed in [r#"{"证据":7}"#, r#"{"notice":"已告知"}"#, r#""一段文字""#] {
            assert!(filled(typed).1 > 0, "{typed}");
        }
    }

    #[test]
    fn citations_joined_in_one_text_are_a_list() {
        let typed = r#"{"violatedProvisions":"《种子法》第四十条；《种子法实施办法》第九条、《标签办法》第五条"}"#;
        let read = r#"{"violatedProvisions":["《种子法》第四十条","《种子法实施办法》第九条","《标签办法》第五条"]}"#;
        assert_eq!(filled(typed), (read.to_string(), 0));
    }
}
