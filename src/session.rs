//! 填写: a form that is being filled in; one field at a time, with the report at hand.

use crate::check::{Acknowledgement, Force, Opened, Options, Said, Told, WRONG_SHAPE, pointer_of};
use crate::checker::{hash, unknown_form};
use crate::form::{
    Cell, Document, Frame, Layout, Place, Remark, Scalar, frame_at, lists_around, own_row, put,
    read_json,
};
use crate::json::Json;
use crate::report::{ReadError, Report};
use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A form that is being filled in. After each change only the rules that read the changed field are judged again.
///
/// ```
/// let mut session = zhifa::Session::new("penalty/decision", zhifa::Options::default()).unwrap();
/// session.set("decidedOn", "2026年9月14日");
/// assert_eq!(session.get("decidedOn"), Some("2026年9月14日"));
/// assert!(session.report().findings.iter().all(|finding| finding.path != "/decidedOn"));
/// ```
#[derive(Debug)]
pub struct Session {
    opened: Opened,
    options: Options,
    chosen: Vec<bool>,
    document: Document<'static>,
    said: Vec<Said>,
    /// What judges it.
    force: Force,
    /// The days on which its law turns.
    turns: Vec<i32>,
    /// By node: the units that read it, or the rows around it.
    readers: Vec<Vec<u16>>,
    /// What [`Session::changes`] last told of.
    told: Vec<Told>,
    /// Since then the law that decides or the reasons given may have changed.
    afresh: bool,
}

impl Session {
    /// Opens a blank form.
    ///
    /// # Errors
    /// Where there is no such form.
    pub fn new(form: &str, options: Options) -> Result<Session, ReadError> {
        let opened = Opened::open(form).ok_or_else(|| ReadError::whole(unknown_form(form)))?;
        let chosen = opened.chosen(&options);
        let mut readers: Vec<Vec<u16>> = Vec::new();
        readers.resize_with(opened.layout.nodes.len(), Vec::new);
        let layout = &opened.layout;
        for unit in (0..opened.units()).filter(|unit| chosen.get(*unit) == Some(&true)) {
            let read: Vec<u16> = opened
                .reads(unit)
                .into_iter()
                .filter_map(|key| layout.of_key(key))
                .collect();
            for (node, units) in readers.iter_mut().enumerate() {
                // A field in a row can make its list blank or not, so who reads the list reads the field.
                let around = lists_around(layout, node as u16);
                if read.contains(&(node as u16)) || around.iter().any(|list| read.contains(list)) {
                    units.push(unit as u16);
                }
            }
        }
        let mut session = Session {
            said: Vec::new(),
            force: opened.force(&Document::default(), &options),
            turns: opened.turns(),
            document: Document::default(),
            opened,
            options,
            chosen,
            readers,
            told: Vec::new(),
            afresh: false,
        };
        session.recheck();
        Ok(session)
    }

    /// The opened form.
    pub fn layout(&self) -> &Layout {
        &self.opened.layout
    }

    /// Replaces everything that was filled in.
    ///
    /// # Errors
    /// Where the text is not JSON; what was filled in before stays.
    pub fn load(&mut self, json: &str) -> Result<(), ReadError> {
        self.document = read_json(&self.opened.layout, json.as_bytes())?.into_owned();
        self.recheck();
        Ok(())
    }

    /// Whether the form has the field.
    pub fn has(&self, path: &str) -> bool {
        self.opened.layout.place(path).is_some()
    }

    /// Fills in one field; `true` when the findings may have changed by it. Where the form has no such field nothing happens.
    pub fn set(&mut self, path: &str, typed: &str) -> bool {
        let Some(place) = self.opened.layout.place(path) else {
            return false;
        };
        let layout = &self.opened.layout;
        let Some(node) = layout.node(place.node) else {
            return false;
        };
        let wants = usize::from(node.depth) + usize::from(node.is_single_list());
        if place.rows.len() != wants || node.width > 0 && !node.is_single_list() {
            return false;
        }
        let righted = self.right_shape(&place);
        let layout = &self.opened.layout;
        let rules = &self.options.rules;
        let told =
            |remark: &Remark| rules.is_empty() || rules.iter().any(|it| it == remark.note.rule);
        let mut remarked = false;
        self.document.remarks.retain(|remark| {
            let kept = remark.place != place;
            remarked |= !kept && told(remark);
            kept
        });
        let kept = self.document.remarks.len();
        let Some(frame) = frame_mut(layout, &mut self.document.root, &place) else {
            return false;
        };
        put(
            layout,
            place.node,
            Cow::Owned(typed.to_string()),
            &place.rows,
            frame,
            &mut self.document.remarks,
        );
        remarked |= self.document.remarks.iter().skip(kept).any(told);
        if self.opened.decides(place.node) {
            let force = self.opened.force(&self.document, &self.options);
            let same = self.opened.same_law(&force, &self.force, &self.turns);
            self.force = force;
            if !same {
                self.recheck();
                return true;
            }
        }
        self.recheck_readers(place.node) || remarked || righted
    }

    /// Forgets what stood in the wrong shape where something is filled in now, in the field or around it; whether there was any.
    fn right_shape(&mut self, place: &Place) -> bool {
        if !self.document.unknown.iter().any(|it| it.misshapen) {
            return false;
        }
        let layout = &self.opened.layout;
        let pointer = layout.pointer(place);
        let stood = |path: &str| {
            let rest = pointer.strip_prefix(path);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let before = self.document.unknown.len();
        let unknown = &mut self.document.unknown;
        unknown.retain(|it| !it.misshapen || !stood(&it.path));
        let remarks = &mut self.document.remarks;
        remarks.retain(|it| it.note.rule != WRONG_SHAPE || !stood(&layout.pointer(&it.place)));
        before != self.document.unknown.len()
    }

    /// The findings that came and went since this was last asked, as JSON `{"outcome","came":[…],"went":[{"rule","path"}]}`.
    pub fn changes(&mut self) -> String {
        let told = core::mem::take(&mut self.told);
        let afresh = core::mem::take(&mut self.afresh);
        let news = self.opened.tell(
            &self.document,
            &self.said,
            &self.force,
            &self.options,
            told,
            afresh,
        );
        let mut json = Json::new();
        json.open('{').field("outcome", news.outcome().key());
        let came = news.came.iter().filter_map(|at| news.told.get(*at));
        json.list("came", came, |json, it| it.finding.write(json));
        json.list("went", &news.went, |json, it| {
            json.open('{')
                .field("rule", &it.finding.rule)
                .field("path", &it.finding.path)
                .close('}');
        });
        json.close('}');
        self.told = news.told;
        json.finish()
    }

    /// What was typed into a field; `None` where it is blank or there is no such field.
    pub fn get(&self, path: &str) -> Option<&str> {
        let place = self.opened.layout.place(path)?;
        match self.document.cell(&self.opened.layout, &place)? {
            Cell::Value(typed, _) => Some(typed),
            _ => None,
        }
    }

    /// How many rows a list has.
    pub fn row_count(&self, path: &str) -> usize {
        self.list(path).map_or(0, |(cell, _)| cell.rows().len())
    }

    fn list(&self, path: &str) -> Option<(&Cell<'static>, Place)> {
        let place = self.opened.layout.place(path)?;
        let node = self
            .opened
            .layout
            .node(place.node)
            .filter(|node| node.is_list())?;
        Some((
            frame_at(&self.opened.layout, &self.document.root, &place)?.cell(node.cell),
            place,
        ))
    }

    /// Puts a blank row into a list, before the row of that number or at the end; `false` where the form has no such list.
    pub fn insert_row(&mut self, path: &str, at: usize) -> bool {
        self.edit_rows(path, at, true)
    }

    /// Takes a row out of a list, if it has one of that number, and the reasons given for its findings with it; `false` where the form has
    /// no such list.
    pub fn remove_row(&mut self, path: &str, at: usize) -> bool {
        self.edit_rows(path, at, false)
    }

    fn edit_rows(&mut self, path: &str, at: usize, put: bool) -> bool {
        let Some(place) = self.opened.layout.place(path) else {
            return false;
        };
        self.right_shape(&place);
        let layout = &self.opened.layout;
        let Some(node) = layout.node(place.node).filter(|node| node.is_list()) else {
            return false;
        };
        let width = layout
            .node(layout.row_of(node.parent))
            .map_or(1, |row| row.width);
        let Some(cell) = frame_mut(layout, &mut self.document.root, &place)
            .and_then(|frame| frame.cell_mut(node.cell, width))
        else {
            return false;
        };
        if !matches!(cell, Cell::Rows(_)) {
            *cell = Cell::Rows(Vec::new());
        }
        let Cell::Rows(rows) = cell else {
            return false;
        };
        let within = at < rows.len();
        if put {
            rows.insert(at.min(rows.len()), Frame::default());
        } else if within {
            rows.remove(at);
        }
        // Behind the last row nothing moves: a reason may be known before its row is filled in.
        if within {
            let list = layout.pointer(&place);
            let reasons = &mut self.options.acknowledged;
            reasons.retain_mut(|it| it.moves(&list, at, put));
        }
        // Every row behind it has another number now, so that all is read again.
        let json = self.data_json();
        let _ = self.load(&json);
        true
    }

    /// Everything that was filled in, as JSON: what could not be read and what the form does not have too.
    pub fn data_json(&self) -> String {
        crate::form::data_json(&self.opened.layout, &self.document)
    }

    /// The report on what is filled in now; its hash is that of the same document as text.
    pub fn report(&self) -> Report {
        let (form, data) = (self.layout().form.id, self.data_json());
        let text = ["{\"form\":\"", form, "\",\"data\":", &data, "}"].concat();
        Report {
            input_hash: hash(text.as_bytes()),
            ..self.draft()
        }
    }

    /// The report without the hash of all that was filled in.
    fn draft(&self) -> Report {
        self.opened.report(
            &self.document,
            &self.said,
            &self.force,
            &self.options,
            String::new(),
        )
    }

    /// Applies the fix of a finding; `false` where there is none.
    pub fn apply_fix(&mut self, rule: &str, path: &str) -> bool {
        let report = self.report();
        let found = report
            .findings
            .into_iter()
            .find(|finding| finding.rule == rule && finding.path == path);
        match found.and_then(|finding| finding.fix) {
            Some(fix) => self.set(&fix.path, &fix.value),
            None => false,
        }
    }

    /// Notes why a warning is left as it is; an empty reason takes it back, and of an empty rule every reason.
    pub fn acknowledge(&mut self, rule: &str, path: &str, reason: &str) {
        self.afresh = true;
        let path = pointer_of(path);
        let reasons = &mut self.options.acknowledged;
        let every = rule.is_empty() && reason.is_empty();
        reasons.retain(|it| !every && (it.rule != rule || it.path != path));
        reasons.extend(Acknowledgement::new(rule, &path, reason));
    }

    /// What a field's text was read as, in the canonical writing; `None` where it is the same or cannot be read.
    pub fn canonical(&self, path: &str) -> Option<String> {
        let place = self.opened.layout.place(path)?;
        let field = self.opened.layout.node(place.node)?.field?;
        let Cell::Value(typed, scalar) = self.document.cell(&self.opened.layout, &place)? else {
            return None;
        };
        let canonical = crate::form::canonical(field, typed, *scalar)?;
        (canonical != typed.trim()
            && !matches!(
                scalar,
                Scalar::Unreadable | Scalar::Absent | Scalar::Nothing
            ))
        .then_some(canonical)
    }

    fn recheck(&mut self) {
        self.force = self.opened.force(&self.document, &self.options);
        let world = self
            .opened
            .world(&self.document, &self.force, &self.options);
        let ask = |(unit, chosen): (usize, &bool)| match chosen {
            true => self.opened.ask(unit, &world, &self.force),
            false => Said::default(),
        };
        let said = self.chosen.iter().enumerate().map(ask).collect();
        self.said = said;
        self.afresh = true;
    }

    /// Asks the units that read a field; true when one says something else than before.
    fn recheck_readers(&mut self, node: u16) -> bool {
        let world = self
            .opened
            .world(&self.document, &self.force, &self.options);
        let units = self
            .readers
            .get(usize::from(node))
            .map_or(&[][..], |units| units);
        let mut changed = false;
        for unit in units {
            let unit = usize::from(*unit);
            let said = self.opened.ask(unit, &world, &self.force);
            if let Some(slot) = self.said.get_mut(unit)
                && *slot != said
            {
                *slot = said;
                changed = true;
            }
        }
        changed
    }
}

/// The row that holds a place, made where it is missing; rows are added one at a time, never a gap.
fn frame_mut<'f>(
    layout: &Layout,
    root: &'f mut Frame<'static>,
    place: &Place,
) -> Option<&'f mut Frame<'static>> {
    let mut frame = root;
    let mut steps: Vec<(u16, usize)> = lists_around(layout, place.node)
        .into_iter()
        .zip(place.rows.iter().map(|row| *row as usize))
        .collect();
    if let Some(row) = layout
        .node(place.node)
        .and_then(|node| own_row(node, place))
    {
        steps.push((place.node, row));
    }
    for (list, row) in steps {
        let node = layout.node(list)?;
        let width = layout
            .node(layout.row_of(node.parent))
            .map_or(1, |row| row.width);
        let cell = frame.cell_mut(node.cell, width)?;
        if !matches!(cell, Cell::Rows(_)) {
            *cell = Cell::Rows(Vec::new());
        }
        let Cell::Rows(rows) = cell else { return None };
        if row > rows.len() {
            return None;
        }
        if row == rows.len() {
            rows.push(Frame::default());
        }
        frame = rows.get_mut(row)?;
    }
    Some(frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_the_wrong_shape_is_kept_until_it_is_filled_in() {
        let mut session = Session::new("penalty/decision", Options::default()).unwrap();
        let typed =
            r#"{"party":7,"evidence":[1,{"name":"照片"}],"caseName":{"a":1},"penalties":5}"#;
        session.load(typed).unwrap();
        let wrong = |session: &Session| {
            let findings = session.report().findings.into_iter();
            let wrong = findings.filter(|it| it.rule == WRONG_SHAPE);
            wrong.map(|it| it.path).collect::<Vec<_>>()
        };
        assert_eq!(
            wrong(&session),
            ["/caseName", "/party", "/evidence/0", "/penalties"]
        );
        let kept = session.data_json();
        for part in [
            r#""party":7"#,
            r#""evidence":[1,{"name":"照片"}]"#,
            r#""caseName":{"a":1}"#,
            r#""penalties":5"#,
        ] {
            assert!(kept.contains(part), "{kept}");
        }
        assert!(session.set("caseName", "占道经营案"));
        assert!(session.set("party.name", "邢立群"));
        assert!(session.set("evidence[0].name", "现场笔录"));
        assert!(session.insert_row("penalties", 0));
        assert!(session.set("penalties[0].kind", "罚款"));
        assert_eq!(wrong(&session), [""; 0]);
        assert_eq!(
            session.data_json(),
            r#"{"caseName":"占道经营案","party":{"name":"邢立群"},"evidence":[{"name":"现场笔录"},{"name":"照片"}],"penalties":[{"kind":"罚款"}]}"#
        );
    }
}
