//! A paper as it was filled in: cells by number, each with what was typed and what it says.

use super::layout::{Layout, Node, Place};
use crate::Severity;
use crate::catalogue::{Field, Kind};
use crate::value;
use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use chrono::NaiveDate;

/// What an officer filled in: every text that was typed, and its value where it can be read.
#[derive(Clone, Debug, Default)]
pub struct Document<'a> {
    /// The cells of the form's own row.
    pub root: Frame<'a>,
    /// What reading the values gave to remark.
    pub remarks: Vec<Remark>,
    /// Fields that the form does not have; kept, so that nothing is lost.
    pub unknown: Vec<Unknown>,
}

/// One row: the cells of its fields.
#[derive(Clone, Debug, Default)]
pub struct Frame<'a> {
    /// Cells by number; missing ones are blank.
    pub cells: Vec<Cell<'a>>,
}

/// One field as filled in.
#[derive(Clone, Debug, Default)]
pub enum Cell<'a> {
    /// 未填.
    #[default]
    Blank,
    /// A text and what it says.
    Value(Cow<'a, str>, Scalar),
    /// Rows, or single values, each a row of one cell.
    Rows(Vec<Frame<'a>>),
}

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar {
    /// It cannot be read as what the field holds.
    Unreadable,
    /// It is a mark for nothing, like 无 or /: kept as typed, judged as blank.
    Absent,
    /// A text that is such a mark: an answer to what is asked for, and nothing that a condition could rest on.
    Nothing,
    /// The text is the value.
    Text,
    /// 大写金额: the text is the value, and says so many millionths of a yuan.
    Words(i64),
    /// 是 or 否.
    Bool(bool),
    /// A number in millionths.
    Number(i64),
    /// 日期.
    Date(NaiveDate),
    /// 时刻: minutes of the day.
    Time(u16),
    /// 日期时间: minutes since 1970-01-01T00:00, local.
    Moment(i64),
    /// 日期时间 of which only the day was typed.
    Day(NaiveDate),
    /// An option by number.
    Choice(u16),
}

/// A remark about the writing of one value.
#[derive(Clone, Debug)]
pub struct Remark {
    /// Where.
    pub place: Place,
    /// What.
    pub note: value::Note,
}

/// What no field of the form can hold.
#[derive(Clone, Debug)]
pub struct Unknown {
    /// JSON Pointer.
    pub path: String,
    /// What stood there, as JSON.
    pub json: String,
    /// The form has the field, but what stood there has not its shape; a remark says so.
    pub misshapen: bool,
    /// The field that may have been meant.
    pub meant: Option<String>,
}

/// The most rows that one list may have; a document with more is refused with a message, not cut.
pub(crate) const MOST_ROWS: usize = 200_000;

impl<'a> Frame<'a> {
    /// A cell by number.
    #[inline]
    pub fn cell(&self, number: u16) -> &Cell<'a> {
        const BLANK: &Cell<'static> = &Cell::Blank;
        self.cells.get(usize::from(number)).unwrap_or(BLANK)
    }

    pub(crate) fn cell_mut(&mut self, number: u16, width: u16) -> Option<&mut Cell<'a>> {
        if self.cells.len() <= usize::from(number) {
            self.cells
                .resize_with(usize::from(width.max(number + 1)), Cell::default);
        }
        self.cells.get_mut(usize::from(number))
    }

    #[inline]
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }

    /// Blank but for marks for nothing: no row to judge.
    #[inline]
    pub(crate) fn says_nothing(&self) -> bool {
        self.cells.iter().all(Cell::says_nothing)
    }
}

impl<'a> Cell<'a> {
    /// Nothing typed; of rows, nothing typed in any of them.
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Blank | Cell::Value(_, Scalar::Absent) => true,
            Cell::Value(..) => false,
            Cell::Rows(rows) => rows.iter().all(Frame::is_blank),
        }
    }

    /// Nothing typed but marks for nothing.
    #[inline]
    pub(crate) fn says_nothing(&self) -> bool {
        match self {
            Cell::Blank | Cell::Value(_, Scalar::Absent | Scalar::Nothing) => true,
            Cell::Value(..) => false,
            Cell::Rows(rows) => rows.iter().all(Frame::says_nothing),
        }
    }

    /// The rows of a list; none where it is blank.
    pub fn rows(&self) -> &[Frame<'a>] {
        match self {
            Cell::Rows(rows) => rows,
            _ => &[],
        }
    }
}

impl Document<'_> {
    /// The cell at a place.
    pub(crate) fn cell(&self, layout: &Layout, place: &Place) -> Option<&Cell<'_>> {
        let frame = frame_at(layout, &self.root, place)?;
        layout
            .node(place.node)
            .map(|node| match own_row(node, place) {
                Some(row) => frame
                    .cell(node.cell)
                    .rows()
                    .get(row)
                    .map_or(&Cell::Blank, |frame| frame.cell(0)),
                None => frame.cell(node.cell),
            })
    }
}

/// The number of the single value that a place names.
pub(crate) fn own_row(node: &Node, place: &Place) -> Option<usize> {
    place
        .rows
        .get(usize::from(node.depth))
        .filter(|_| node.is_single_list())
        .map(|row| *row as usize)
}

/// The lists around a node, outermost first.
pub(crate) fn lists_around(layout: &Layout, node: u16) -> Vec<u16> {
    let mut lists = Vec::new();
    let mut at = layout
        .node(node)
        .map_or(0, |node| layout.row_of(node.parent));
    while at != 0 {
        lists.push(at);
        at = layout.node(at).map_or(0, |node| layout.row_of(node.parent));
    }
    lists.reverse();
    lists
}

/// The row that holds the cell of a place.
pub(crate) fn frame_at<'f, 'a>(
    layout: &Layout,
    root: &'f Frame<'a>,
    place: &Place,
) -> Option<&'f Frame<'a>> {
    let mut frame = root;
    for (list, row) in lists_around(layout, place.node)
        .into_iter()
        .zip(&place.rows)
    {
        frame = frame
            .cell(layout.node(list)?.cell)
            .rows()
            .get(*row as usize)?;
    }
    Some(frame)
}

/// Reads one typed text as what the field holds, and hands each remark to `say`.
pub(crate) fn scalar(
    field: &Field<'_>,
    typed: &str,
    say: &mut dyn FnMut(value::Note),
) -> Option<Scalar> {
    if typed.trim().is_empty() {
        return None;
    }
    // 无 may be an answer or an option; as a text it stays, and else it stands for a blank.
    match field.kind {
        Kind::Bool | Kind::Enum => {}
        Kind::Text | Kind::LongText => {
            if value::absent::is_mark(typed) {
                return Some(Scalar::Nothing);
            }
        }
        _ => {
            if let Some(note) = value::absent::note(typed) {
                say(note);
                return Some(Scalar::Absent);
            }
        }
    }
    let meant = field.other_option(typed).unwrap_or(typed);
    let (value, notes) = match field.kind {
        Kind::Date if field.none => value::date::read_rough(typed).map(Scalar::Date),
        Kind::Date if !field.event => value::date::read_limit(typed).map(Scalar::Date),
        Kind::Date => value::date::read(typed).map(Scalar::Date),
        Kind::Time => value::time::read(typed).map(Scalar::Time),
        Kind::DateTime => {
            let (moment, notes) = value::date_time::read(typed).map(Scalar::Moment);
            let day = || value::date::read(typed).value.map(Scalar::Day);
            (moment.or_else(day), notes)
        }
        Kind::Money => value::money::read(typed).map(millionths),
        Kind::Integer => {
            let reading = value::number::read_whole(typed);
            value::number::of_unit(reading, typed, field.unit).map(millionths)
        }
        Kind::Number => {
            let reading = value::number::read(typed);
            value::number::of_unit(reading, typed, field.unit).map(millionths)
        }
        Kind::Hours => value::hours::read(typed).map(millionths),
        Kind::Year => value::number::read_year(typed).map(millionths),
        Kind::Bool => value::yes_no::read(meant).map(Scalar::Bool),
        Kind::Enum => {
            value::enumeration::read(meant, &field.options).map(|it| Scalar::Choice(it as u16))
        }
        Kind::RmbWords => value::rmb_words::read(typed).map(|it| Scalar::Words(it.millionths())),
        Kind::CreditCode => value::credit_code::read(typed).map(text),
        Kind::ResidentId => value::resident_id::read(typed).map(text),
        Kind::DocumentNumber => value::document_number::read(typed).map(text),
        Kind::Region => value::region::read(typed).map(text),
        Kind::Phone => value::phone::read(typed).map(text),
        Kind::Postcode => value::postcode::read(typed).map(text),
        Kind::Account => value::account::read(typed).map(text),
        Kind::CertificateNumber => value::certificate_number::read(typed).map(text),
        Kind::Citation => value::citation::read(typed).map(|_| Scalar::Text),
        Kind::Text => value::text::read(typed).map(text),
        Kind::LongText => value::text::read_long(typed).map(text),
        Kind::Rows | Kind::Group => return None,
    };
    if value.is_none()
        && matches!(field.kind, Kind::Bool | Kind::Enum)
        && let Some(note) = value::absent::note(typed)
    {
        say(note);
        return Some(Scalar::Absent);
    }
    notes.into_iter().for_each(say);
    Some(value.unwrap_or(Scalar::Unreadable))
}

fn millionths(number: value::number::Number) -> Scalar {
    Scalar::Number(number.millionths())
}

fn text((): ()) -> Scalar {
    Scalar::Text
}

/// Puts a typed text into a cell of a row. `rows` are the numbers of the rows around it.
pub(crate) fn put<'a>(
    layout: &Layout,
    node: u16,
    typed: Cow<'a, str>,
    rows: &[u32],
    frame: &mut Frame<'a>,
    remarks: &mut Vec<Remark>,
) {
    let Some((at, field)) = layout
        .node(node)
        .and_then(|at| at.field.map(|field| (at, field)))
    else {
        return;
    };
    let scalar = scalar(field, &typed, &mut |note| {
        remarks.push(Remark {
            place: Place {
                node,
                rows: rows.to_vec(),
            },
            note,
        });
    });
    let width = match at.is_single_list() {
        true => 1,
        false => layout
            .node(layout.row_of(at.parent))
            .map_or(1, |row| row.width),
    };
    let number = if at.is_single_list() { 0 } else { at.cell };
    if let Some(cell) = frame.cell_mut(number, width) {
        *cell = match scalar {
            Some(scalar) => Cell::Value(typed, scalar),
            None => Cell::Blank,
        };
    }
}

/// A remark of the reader itself: a value of the wrong shape, a list that is too long.
pub(crate) fn shape_note(message: impl Into<String>) -> value::Note {
    value::Note {
        rule: crate::check::WRONG_SHAPE,
        severity: Severity::Error,
        message: Cow::Owned(message.into()),
        fix: None,
    }
}

impl Document<'_> {
    /// The same document with its texts owned.
    pub fn into_owned(self) -> Document<'static> {
        Document {
            root: own(self.root),
            remarks: self.remarks,
            unknown: self.unknown,
        }
    }
}

fn own(frame: Frame<'_>) -> Frame<'static> {
    let cells = frame.cells.into_iter().map(|cell| match cell {
        Cell::Blank => Cell::Blank,
        Cell::Value(text, scalar) => Cell::Value(Cow::Owned(text.to_string()), scalar),
        Cell::Rows(rows) => Cell::Rows(rows.into_iter().map(own).collect()),
    });
    Frame {
        cells: cells.collect(),
    }
}
