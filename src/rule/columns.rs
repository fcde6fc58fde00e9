//! Judges a condition on all rows of a long list at once, a column at a time.
//!
//! It only hurries: what it cannot say for certain it leaves to the judge, which goes row by row. So no finding comes from here; rows of which
//! no case of a rule can hold are passed over, and what is gathered over the list is handed to the judge where every part of it is known.

use super::evaluate::{Judge, Val};
use crate::catalogue::{Comparison, Expr, Gather, Grouping, Kind, Operation, Ref, Word};
use crate::form::{Cell, Document, Frame, Layout, Scalar};
use crate::order::Quick;
use crate::value::{mask, resident_id};
use chrono::{Datelike, NaiveDate};
use core::hash::BuildHasherDefault;
use core::ops::Range;
use std::collections::HashMap;

/// The cells of one list by column.
#[derive(Debug)]
pub(crate) struct Columns<'d> {
    /// Node of the list.
    pub list: u16,
    /// How many rows it has.
    pub rows: usize,
    /// By node: its cells, where it is a column with single values.
    columns: Vec<Option<Column<'d>>>,
}

#[derive(Debug)]
struct Column<'d> {
    kinds: Vec<Held>,
    values: Vec<i64>,
    /// What was typed, where the column holds texts; empty where nothing was.
    texts: Option<Vec<&'d str>>,
    /// It is asked for whatever else stands in the row.
    asked: bool,
    /// No cell of it would leave a rule open: none is unreadable, none that is always asked for is blank.
    whole: bool,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Blank,
    Unreadable,
    Text,
    Of(Type),
}

/// What values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Type {
    /// 0 false, 1 neither, 2 true.
    Truth,
    Number,
    /// Days of the common era.
    Date,
    Time,
    Moment,
    Choice,
    /// Unknown in every row.
    Nothing,
}

/// A value that is not known. A number that is this very one is taken for unknown too, and so left to the judge.
const UNKNOWN: i64 = i64::MIN;
const FALSE: i64 = 0;
const NEITHER: i64 = 1;
const TRUE: i64 = 2;

/// The values of an expression in some rows: one for each, or one for all.
struct Values {
    of: Type,
    values: Vec<i64>,
}

/// Rows judged together: their columns stay in the processor's cache.
const BLOCK: usize = 1_024;

impl<'d> Columns<'d> {
    /// Those of a list of a document. `None` where a row is blank, which rules pass over.
    pub fn of(
        layout: &Layout,
        document: &'d Document<'_>,
        list: u16,
        asked: impl Fn(u16) -> bool,
    ) -> Option<Columns<'d>> {
        let rows = document.root.cell(layout.node(list)?.cell).rows();
        if rows.iter().any(Frame::says_nothing) {
            return None;
        }
        // The cell and the column of each node that is one.
        let mut columns: Vec<Option<(u16, Column<'d>)>> = (0..layout.nodes.len() as u16)
            .map(|number| {
                let node = layout.node(number)?;
                let inside =
                    layout.row_of(node.parent) == list && number != list && !node.is_list();
                let field = node.field.filter(|_| inside)?;
                Some((
                    node.cell,
                    Column::new(rows.len(), field.kind, asked(number)),
                ))
            })
            .collect();
        // Row by row: the cells of a row lie side by side.
        for row in rows {
            for (cell, column) in columns.iter_mut().flatten() {
                column.push(row.cell(*cell));
            }
        }
        let columns = { columns.into_iter() }.map(|it| Some(it?.1));
        Some(Columns {
            list,
            rows: rows.len(),
            columns: columns.collect(),
        })
    }

    fn column(&self, node: u16) -> Option<&Column<'d>> {
        self.columns.get(usize::from(node))?.as_ref()
    }

    /// Marks the rows in which a column is blank. `false`: it has none such, a list of values is not held.
    pub fn mark_blank(&self, node: u16, rows: &mut [bool]) -> bool {
        let column = self.column(node);
        for (mark, held) in rows.iter_mut().zip(column.iter().flat_map(|it| &it.kinds)) {
            *mark |= *held == Held::Blank;
        }
        column.is_some()
    }

    /// What a column holds in some rows.
    fn filled(&self, node: u16, rows: Range<usize>) -> Option<&[Held]> {
        self.column(node)?.kinds.get(rows)
    }
}

impl<'d> Column<'d> {
    fn new(rows: usize, kind: Kind, asked: bool) -> Self {
        let texts = matches!(
            kind,
            Kind::Text
                | Kind::LongText
                | Kind::ResidentId
                | Kind::CertificateNumber
                | Kind::CreditCode
        );
        Column {
            kinds: Vec::with_capacity(rows),
            values: Vec::with_capacity(rows),
            texts: texts.then(|| Vec::with_capacity(rows)),
            asked,
            whole: true,
        }
    }

    fn push(&mut self, cell: &'d Cell<'_>) {
        let (typed, (held, value)) = match cell {
            Cell::Value(typed, scalar) => (&**typed, of_scalar(scalar)),
            _ => ("", (Held::Blank, UNKNOWN)),
        };
        if let Some(texts) = &mut self.texts {
            texts.push(if held == Held::Blank {
                ""
            } else {
                typed.trim()
            });
        }
        self.whole &= held != Held::Unreadable && !(self.asked && held == Held::Blank);
        self.kinds.push(held);
        self.values.push(value);
    }
}

fn of_scalar(scalar: &Scalar) -> (Held, i64) {
    match *scalar {
        Scalar::Unreadable | Scalar::Day(_) => (Held::Unreadable, UNKNOWN),
        Scalar::Absent | Scalar::Nothing => (Held::Blank, UNKNOWN),
        Scalar::Text | Scalar::Words(_) => (Held::Text, UNKNOWN),
        Scalar::Bool(yes) => (Held::Of(Type::Truth), if yes { TRUE } else { FALSE }),
        Scalar::Number(number) => (Held::Of(Type::Number), number),
        Scalar::Date(date) => (Held::Of(Type::Date), i64::from(date.num_days_from_ce())),
        Scalar::Time(minutes) => (Held::Of(Type::Time), i64::from(minutes)),
        Scalar::Moment(minutes) => (Held::Of(Type::Moment), minutes),
        Scalar::Choice(choice) => (Held::Of(Type::Choice), i64::from(choice)),
    }
}

fn of_value(value: &Val<'_>) -> Option<(Type, i64)> {
    Some(match value {
        Val::Unknown => (Type::Nothing, UNKNOWN),
        Val::Bool(yes) => (Type::Truth, if *yes { TRUE } else { FALSE }),
        Val::Number(number) => (Type::Number, *number),
        Val::Date(date) => (Type::Date, i64::from(date.num_days_from_ce())),
        Val::Time(minutes) => (Type::Time, i64::from(*minutes)),
        Val::Moment(minutes) => (Type::Moment, *minutes),
        Val::Choice(choice) => (Type::Choice, i64::from(*choice)),
        Val::Day(_) | Val::Rank(_) | Val::Text(_) => return None,
    })
}

impl Values {
    fn one(of: Type, value: i64) -> Values {
        Values {
            of,
            values: vec![value],
        }
    }

    #[inline]
    fn at(&self, row: usize) -> i64 {
        match self.values[..] {
            [one] => one,
            _ => self.values.get(row).copied().unwrap_or(UNKNOWN),
        }
    }

    /// As truths: what is none is neither.
    fn truths(self) -> Values {
        match self.of {
            Type::Truth => self,
            _ => Values::one(Type::Truth, NEITHER),
        }
    }

    /// The two side by side, row by row.
    fn with(self, other: &Values, of: Type, rows: usize, join: impl Fn(i64, i64) -> i64) -> Values {
        let values = match (&self.values[..], &other.values[..]) {
            ([a], [b]) => vec![join(*a, *b)],
            ([a], right) => right.iter().map(|b| join(*a, *b)).collect(),
            (left, [b]) => left.iter().map(|a| join(*a, *b)).collect(),
            (left, right) => left.iter().zip(right).map(|(a, b)| join(*a, *b)).collect(),
        };
        debug_assert!(values.len() == 1 || values.len() == rows);
        Values { of, values }
    }
}

/// Marks the rows in which one of the conditions may hold, or is unknown; `it`: the column that a rule calls the field at hand. Rows of other
/// marks stay. `false`: nothing can be said, every row is to be judged.
pub(crate) fn mark<'j>(
    judge: &mut Judge<'j>,
    conditions: impl Iterator<Item = &'j Expr<'j>> + Clone,
    it: Option<u16>,
    marks: &mut [bool],
) -> bool {
    let Some(columns) = judge.world.columns else {
        return false;
    };
    let missing = judge.missing.get();
    let mut known = true;
    for first in (0..columns.rows).step_by(BLOCK) {
        let block = Block {
            columns,
            rows: first..(first + BLOCK).min(columns.rows),
            it,
        };
        let filled = it.and_then(|node| columns.filled(node, block.rows.clone()));
        if it.is_some() && filled.is_none() {
            known = false;
            break;
        }
        // A rule is asked of a field that is filled in.
        if filled.is_some_and(|held| held.iter().all(|held| *held == Held::Blank)) {
            continue;
        }
        for condition in conditions.clone() {
            let Some(found) = block.values(judge, condition).map(Values::truths) else {
                known = false;
                break;
            };
            for (at, mark) in marks
                .get_mut(block.rows.clone())
                .unwrap_or_default()
                .iter_mut()
                .enumerate()
            {
                let asked = filled.is_none_or(|held| held.get(at) != Some(&Held::Blank));
                *mark |= asked && found.at(at) != FALSE;
            }
        }
    }
    judge.missing.set(missing);
    let provisional = judge.provisional.replace(false);
    known && !provisional
}

/// What is gathered over the list, where every part of it is known.
pub(crate) fn gather<'j>(
    judge: &mut Judge<'j>,
    gather: Gather,
    list: Ref,
    body: Option<&'j Expr<'j>>,
    filter: Option<&'j Expr<'j>>,
) -> Option<Val<'j>> {
    let columns = here(judge, list)?;
    let until = match gather {
        Gather::Any => Some(true),
        Gather::All => Some(false),
        _ => None,
    };
    surely(
        judge,
        columns,
        &[body, filter],
        until,
        |judge, block, so_far: &mut Gathered| {
            let counts = match filter {
                Some(filter) => block.values(judge, filter)?.truths(),
                None => Values::one(Type::Truth, TRUE),
            };
            let values = match body {
                Some(body) => block.values(judge, body)?,
                None => Values::one(Type::Truth, TRUE),
            };
            for row in 0..block.rows.len() {
                match counts.at(row) {
                    TRUE => {}
                    FALSE => continue,
                    _ => return None,
                }
                so_far.count += 1;
                let value = values.at(row);
                match gather {
                    Gather::Count => {}
                    Gather::Any | Gather::All => {
                        if values.of != Type::Truth || value == NEITHER {
                            return None;
                        }
                        so_far.all &= value == TRUE;
                        so_far.any |= value == TRUE;
                    }
                    Gather::Sum => {
                        if values.of != Type::Number || value == UNKNOWN {
                            return None;
                        }
                        so_far.sum = so_far.sum.checked_add(value)?;
                    }
                    Gather::Max | Gather::Min => {
                        if !matches!(values.of, Type::Number | Type::Date)
                            || value == UNKNOWN
                            || so_far.of.is_some_and(|of| of != values.of)
                        {
                            return None;
                        }
                        so_far.of = Some(values.of);
                        so_far.most = so_far.most.max(value);
                        so_far.least = so_far.least.min(value);
                    }
                }
            }
            Some(())
        },
    )
    .and_then(|found| {
        let best = |value: i64| match found.of {
            Some(Type::Number) => Some(Val::Number(value)),
            Some(Type::Date) => day(value).map(Val::Date),
            _ => None,
        };
        Some(match gather {
            Gather::Any => Val::Bool(found.any),
            Gather::All => Val::Bool(found.all),
            Gather::Count => Val::Number(found.count.checked_mul(1_000_000)?),
            Gather::Sum => Val::Number(found.sum),
            Gather::Max => best(found.most)?,
            Gather::Min => best(found.least)?,
        })
    })
}

struct Gathered {
    count: i64,
    sum: i64,
    any: bool,
    all: bool,
    most: i64,
    least: i64,
    of: Option<Type>,
}

impl Default for Gathered {
    fn default() -> Self {
        Gathered {
            count: 0,
            sum: 0,
            any: false,
            all: true,
            most: i64::MIN,
            least: i64::MAX,
            of: None,
        }
    }
}

/// What is gathered over groups of rows of the same key, where every part of it is known.
pub(crate) fn group<'j>(
    judge: &mut Judge<'j>,
    grouping: Grouping,
    list: Ref,
    parts: &'j (Expr<'j>, Expr<'j>),
    filter: Option<&'j Expr<'j>>,
) -> Option<Val<'j>> {
    #[derive(PartialEq, Eq, Hash)]
    enum Key<'k> {
        Text(&'k str),
        Other(Type, i64),
        /// A key that is not known makes a group of its own.
        Row(usize),
    }
    let columns = here(judge, list)?;
    let Expr::Field(key) = &parts.0 else {
        return None;
    };
    let layout = judge.world.layout;
    let node = layout.of_key(key.key).filter(|_| key.depth == 1)?;
    let keys = columns.column(node)?;
    let groups = surely(
        judge,
        columns,
        &[Some(&parts.0), Some(&parts.1), filter],
        None,
        |judge, block, groups: &mut HashMap<Key<'j>, i64, BuildHasherDefault<Quick>>| {
            // Often each row is a group of its own.
            groups.reserve(columns.rows.saturating_sub(groups.capacity()));
            let counts = match filter {
                Some(filter) => block.values(judge, filter)?.truths(),
                None => Values::one(Type::Truth, TRUE),
            };
            let values = block.values(judge, &parts.1)?;
            for (at, row) in block.rows.clone().enumerate() {
                match counts.at(at) {
                    TRUE => {}
                    FALSE => continue,
                    _ => return None,
                }
                let key = match keys.kinds.get(row)? {
                    Held::Text => Key::Text(keys.texts.as_ref()?.get(row)?),
                    Held::Of(of @ (Type::Number | Type::Date | Type::Choice)) => {
                        Key::Other(*of, *keys.values.get(row)?)
                    }
                    _ if grouping == Grouping::Distinct => continue,
                    _ => Key::Row(row),
                };
                let value = values.at(at);
                if values.of != Type::Number || value == UNKNOWN {
                    return None;
                }
                let group = groups.entry(key);
                match grouping {
                    Grouping::SumOfMin => group.and_modify(|least| *least = value.min(*least)),
                    _ => group.and_modify(|sum| *sum = sum.saturating_add(value)),
                }
                .or_insert(value);
            }
            Some(())
        },
    )?;
    let values = groups.values().copied();
    Some(Val::Number(match grouping {
        Grouping::SumOfMin => values.fold(0, i64::saturating_add),
        Grouping::MaxOfSum => values.fold(0, i64::max),
        Grouping::Distinct => groups.len() as i64 * 1_000_000,
    }))
}

fn list_node(judge: &Judge<'_>, list: Ref) -> Option<u16> {
    judge
        .world
        .layout
        .of_key(list.key)
        .filter(|_| list.depth == Ref::ROOT)
}

/// The columns, where it is their list that is gathered over, from outside of its rows.
fn here<'j>(judge: &Judge<'j>, list: Ref) -> Option<&'j Columns<'j>> {
    let columns = judge.world.columns.filter(|_| judge.rows.is_empty())?;
    (list_node(judge, list)? == columns.list).then_some(columns)
}

/// Goes over all blocks. `None` where the judge must look, since something is unknown. The last of the parts says which rows count.
fn surely<'j, T: Default>(
    judge: &mut Judge<'j>,
    columns: &'j Columns<'j>,
    parts: &[Option<&'j Expr<'j>>],
    until: Option<bool>,
    mut each: impl FnMut(&mut Judge<'j>, &Block<'j>, &mut T) -> Option<()>,
) -> Option<T> {
    let mut seen = Vec::new();
    { parts.iter().flatten() }.for_each(|part| part.keys(&mut seen));
    let whole = |key: &u16| {
        let node = judge.world.layout.of_key(*key);
        node.and_then(|node| columns.column(node))
            .is_none_or(|it| it.whole)
    };
    let before = (judge.missing.get(), judge.provisional.get());
    let mut open = before.0;
    if open.is_none() && !seen.iter().all(whole) {
        look(judge, columns, parts, until);
        open = judge.missing.replace(None);
    }
    judge.provisional.set(false);
    let mut found = T::default();
    for first in (0..columns.rows).step_by(BLOCK) {
        let block = Block {
            columns,
            rows: first..(first + BLOCK).min(columns.rows),
            it: None,
        };
        let done = each(judge, &block, &mut found);
        if done.is_none() || judge.provisional.get() {
            judge.missing.set(before.0);
            judge.provisional.set(before.1);
            return None;
        }
    }
    judge.missing.set(open);
    judge.provisional.set(before.1);
    Some(found)
}

/// Goes row by row, as the judge would, until it is known which field leaves the rule open should it be left open: the last part says which
/// rows count, `until` a truth after which no further row is looked at.
fn look<'j>(
    judge: &mut Judge<'j>,
    columns: &Columns<'_>,
    parts: &[Option<&'j Expr<'j>>],
    until: Option<bool>,
) {
    let list = judge
        .world
        .layout
        .node(columns.list)
        .map_or(0, |node| node.cell);
    let Some((filter, parts)) = parts.split_last() else {
        return;
    };
    for frame in judge.world.document.root.cell(list).rows() {
        judge.rows.push(frame);
        let mut over = false;
        if filter.is_none_or(|filter| judge.holds(filter) == Some(true)) {
            for part in parts.iter().flatten() {
                let value = judge.value(part);
                over |= until.is_some_and(|until| value == Val::Bool(until));
            }
        }
        judge.rows.pop();
        if over || judge.missing.get().is_some() {
            return;
        }
    }
}

/// Some rows, judged together.
struct Block<'j> {
    columns: &'j Columns<'j>,
    rows: Range<usize>,
    it: Option<u16>,
}

impl<'j> Block<'j> {
    fn values(&self, judge: &mut Judge<'j>, expr: &'j Expr<'j>) -> Option<Values> {
        if !expr.varies(0) {
            let (of, value) = of_value(&judge.value(expr))?;
            return Some(Values::one(of, value));
        }
        match self.quickly(judge, expr) {
            Some(values) => Some(values),
            None => self.by_row(judge, expr),
        }
    }

    fn quickly(&self, judge: &mut Judge<'j>, expr: &'j Expr<'j>) -> Option<Values> {
        let rows = self.rows.len();
        Some(match expr {
            Expr::Field(reference) => self.field(self.node(judge, *reference)?)?,
            Expr::It => self.field(self.it?)?,
            Expr::And(parts) | Expr::Or(parts) => {
                let and = matches!(expr, Expr::And(_));
                let mut all = Values::one(Type::Truth, if and { TRUE } else { FALSE });
                for part in parts {
                    let stop = if and { FALSE } else { TRUE };
                    if all.values.iter().all(|it| *it == stop) {
                        break;
                    }
                    let part = self.values(judge, part)?.truths();
                    all = match and {
                        true => all.with(&part, Type::Truth, rows, i64::min),
                        false => all.with(&part, Type::Truth, rows, i64::max),
                    };
                }
                all
            }
            Expr::Not(inner) => {
                let mut inner = self.values(judge, inner)?.truths();
                inner.values.iter_mut().for_each(|it| *it = TRUE - *it);
                inner
            }
            Expr::Compare(comparison, sides) => {
                let left = self.values(judge, &sides.0)?;
                let right = self.values(judge, &sides.1)?;
                compare(*comparison, left, &right, rows)?
            }
            Expr::In(left, choices) => {
                let left = self.values(judge, left)?;
                let mut all = Values::one(Type::Truth, FALSE);
                for choice in choices {
                    let choice = self.values(judge, choice)?;
                    let same = compare(
                        Comparison::Equal,
                        Values {
                            of: left.of,
                            values: left.values.clone(),
                        },
                        &choice,
                        rows,
                    )?;
                    all = all.with(&same, Type::Truth, rows, i64::max);
                }
                all
            }
            Expr::Arithmetic(operation, sides) => {
                let left = self.values(judge, &sides.0)?;
                let right = self.values(judge, &sides.1)?;
                arithmetic(*operation, left, &right, rows)?
            }
            Expr::Given(reference) => {
                let column = self.columns.column(self.node(judge, *reference)?)?;
                let kinds = column.kinds.get(self.rows.clone())?;
                truths(kinds.iter().map(|held| *held != Held::Blank))
            }
            Expr::Yes(reference) | Expr::No(reference) => {
                let column = self.columns.column(self.node(judge, *reference)?)?;
                let wanted = if matches!(expr, Expr::Yes(_)) {
                    TRUE
                } else {
                    FALSE
                };
                let kinds = column.kinds.get(self.rows.clone())?.iter();
                let values = column.values.get(self.rows.clone())?;
                truths(
                    kinds
                        .zip(values)
                        .map(|(held, value)| *held == Held::Of(Type::Truth) && *value == wanted),
                )
            }
            Expr::Call(Word::If, parts) => {
                let [condition, one, other] = &parts[..] else {
                    return None;
                };
                let condition = self.values(judge, condition)?.truths();
                let (one, other) = (self.values(judge, one)?, self.values(judge, other)?);
                let of = joined(one.of, other.of)?;
                let (one, other) = (one.told_as(of), other.told_as(of));
                let unknown = if of == Type::Truth { NEITHER } else { UNKNOWN };
                let values = (0..rows).map(|row| match condition.at(row) {
                    TRUE => one.at(row),
                    FALSE => other.at(row),
                    _ => unknown,
                });
                Values {
                    of,
                    values: values.collect(),
                }
            }
            Expr::Call(Word::BlankAs, parts) => {
                let [Expr::Field(reference), other] = &parts[..] else {
                    return None;
                };
                let node = self.node(judge, *reference)?;
                let kinds = self.columns.column(node)?.kinds.get(self.rows.clone())?;
                let (one, other) = (self.field(node)?, self.values(judge, other)?);
                let of = joined(one.of, other.of)?;
                let (one, other) = (one.told_as(of), other.told_as(of));
                let values = kinds.iter().enumerate().map(|(row, held)| match held {
                    Held::Blank => other.at(row),
                    _ => one.at(row),
                });
                Values {
                    of,
                    values: values.collect(),
                }
            }
            Expr::Call(Word::Masked, parts) => {
                let texts = self.texts(judge, parts.first()?)?;
                let masked = texts.iter().map(|text| match *text {
                    "" => NEITHER,
                    text if mask::is_masked(text) => TRUE,
                    _ => FALSE,
                });
                Values {
                    of: Type::Truth,
                    values: masked.collect(),
                }
            }
            Expr::Call(Word::Birth, parts) => {
                let texts = self.texts(judge, parts.first()?)?;
                let days = texts.iter().map(|text| {
                    let day = resident_id::birth(text).filter(|_| !text.is_empty());
                    day.map_or(UNKNOWN, |day| i64::from(day.num_days_from_ce()))
                });
                Values {
                    of: Type::Date,
                    values: days.collect(),
                }
            }
            Expr::Call(Word::Year, parts) => {
                let mut date = self.values(judge, parts.first()?)?;
                match date.of {
                    Type::Date => {}
                    Type::Nothing => return Some(date),
                    _ => return None,
                }
                for value in &mut date.values {
                    let year = day(*value).map(|day| i64::from(day.year()) * 1_000_000);
                    *value = year.unwrap_or(UNKNOWN);
                }
                Values {
                    of: Type::Number,
                    ..date
                }
            }
            Expr::Call(Word::Age, parts) => {
                let [birth, on] = &parts[..] else {
                    return None;
                };
                let (birth, on) = (self.values(judge, birth)?, self.values(judge, on)?);
                if birth.of != Type::Date || on.of != Type::Date {
                    return None;
                }
                birth.with(&on, Type::Number, rows, |birth, on| {
                    let years = day(on)
                        .zip(day(birth))
                        .and_then(|(on, birth)| on.years_since(birth));
                    years.map_or(UNKNOWN, |years| i64::from(years) * 1_000_000)
                })
            }
            _ => return None,
        })
    }

    /// What was typed into the column that an expression names.
    fn texts(&self, judge: &Judge<'j>, expr: &Expr<'j>) -> Option<&'j [&'j str]> {
        let node = match expr {
            Expr::Field(reference) => self.node(judge, *reference)?,
            Expr::It => self.it?,
            _ => return None,
        };
        let column = self.columns.column(node)?;
        column.texts.as_ref()?.get(self.rows.clone())
    }

    /// The column that a reference to the row at hand names.
    fn node(&self, judge: &Judge<'j>, reference: Ref) -> Option<u16> {
        let node = judge.world.layout.of_key(reference.key)?;
        (reference.depth == 1 && self.columns.column(node).is_some()).then_some(node)
    }

    /// The values of a column; texts are for the judge.
    fn field(&self, node: u16) -> Option<Values> {
        let column = self.columns.column(node)?;
        let kinds = column.kinds.get(self.rows.clone())?;
        let values = column.values.get(self.rows.clone())?;
        let mut of = Type::Nothing;
        for held in kinds {
            match held {
                Held::Text => return None,
                Held::Of(kind) => of = *kind,
                Held::Blank | Held::Unreadable => {}
            }
        }
        if of == Type::Nothing {
            return Some(Values::one(of, UNKNOWN));
        }
        // A blank 是/否 is unknown as a value, and known only to be neither.
        let values = values.iter().map(|value| match *value {
            UNKNOWN if of == Type::Truth => NEITHER,
            value => value,
        });
        Some(Values {
            of,
            values: values.collect(),
        })
    }

    /// What the judge says of each row.
    fn by_row(&self, judge: &mut Judge<'j>, expr: &'j Expr<'j>) -> Option<Values> {
        let layout = judge.world.layout;
        let list = layout.node(self.columns.list)?;
        let frames = judge.world.document.root.cell(list.cell).rows();
        let mut of = Type::Nothing;
        let mut values = Vec::with_capacity(self.rows.len());
        for frame in frames.get(self.rows.clone())? {
            judge.rows.push(frame);
            judge.it = self
                .it
                .and_then(|node| Some((frame.cell(layout.node(node)?.cell), node)));
            let found = of_value(&judge.value(expr));
            judge.it = None;
            judge.rows.pop();
            let (kind, value) = found?;
            of = joined(of, kind)?;
            values.push(value);
        }
        if of == Type::Truth {
            values
                .iter_mut()
                .filter(|it| **it == UNKNOWN)
                .for_each(|it| *it = NEITHER);
        }
        match of {
            Type::Nothing => Some(Values::one(of, UNKNOWN)),
            _ => Some(Values { of, values }),
        }
    }
}

impl Values {
    /// The same as values of a kind: of nothing, every one is unknown.
    fn told_as(self, of: Type) -> Values {
        match (self.of, of) {
            (Type::Nothing, Type::Truth) => Values::one(Type::Truth, NEITHER),
            _ => self,
        }
    }
}

fn day(days: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days).ok()?)
}

fn truths(all: impl Iterator<Item = bool>) -> Values {
    Values {
        of: Type::Truth,
        values: all.map(|it| if it { TRUE } else { FALSE }).collect(),
    }
}

/// The kind of two values together; `None` where they are of two.
fn joined(one: Type, other: Type) -> Option<Type> {
    match (one, other) {
        (Type::Nothing, of) | (of, Type::Nothing) => Some(of),
        (one, other) => (one == other).then_some(one),
    }
}

fn compare(comparison: Comparison, left: Values, right: &Values, rows: usize) -> Option<Values> {
    if left.of == Type::Nothing || right.of == Type::Nothing {
        return Some(Values::one(Type::Truth, NEITHER));
    }
    // Truths are compared, and a moment with a day, by the judge.
    if left.of != right.of || left.of == Type::Truth {
        return None;
    }
    let ordered = matches!(
        left.of,
        Type::Number | Type::Date | Type::Time | Type::Moment
    );
    let equal = matches!(comparison, Comparison::Equal | Comparison::Unequal);
    if !ordered && !equal {
        return None;
    }
    fn judged(a: i64, b: i64, holds: bool) -> i64 {
        match a == UNKNOWN || b == UNKNOWN {
            true => NEITHER,
            false if holds => TRUE,
            false => FALSE,
        }
    }
    let truth = Type::Truth;
    Some(match comparison {
        Comparison::Equal => left.with(right, truth, rows, |a, b| judged(a, b, a == b)),
        Comparison::Unequal => left.with(right, truth, rows, |a, b| judged(a, b, a != b)),
        Comparison::Less => left.with(right, truth, rows, |a, b| judged(a, b, a < b)),
        Comparison::AtMost => left.with(right, truth, rows, |a, b| judged(a, b, a <= b)),
        Comparison::More => left.with(right, truth, rows, |a, b| judged(a, b, a > b)),
        Comparison::AtLeast => left.with(right, truth, rows, |a, b| judged(a, b, a >= b)),
    })
}

fn arithmetic(operation: Operation, left: Values, right: &Values, rows: usize) -> Option<Values> {
    if left.of == Type::Nothing || right.of == Type::Nothing {
        return Some(Values::one(Type::Nothing, UNKNOWN));
    }
    if left.of != Type::Number || right.of != Type::Number {
        return None;
    }
    let known = |a: i64, b: i64, sum: Option<i64>| match a == UNKNOWN || b == UNKNOWN {
        true => UNKNOWN,
        false => sum.unwrap_or(UNKNOWN),
    };
    Some(match operation {
        Operation::Plus => left.with(right, Type::Number, rows, |a, b| {
            known(a, b, a.checked_add(b))
        }),
        Operation::Minus => left.with(right, Type::Number, rows, |a, b| {
            known(a, b, a.checked_sub(b))
        }),
        Operation::Times | Operation::Over => return None,
    })
}

impl Expr<'_> {
    /// Whether its value depends on the row at hand, `lists` lists further in.
    fn varies(&self, lists: u8) -> bool {
        let of_row = |it: &Ref| it.depth != Ref::ROOT && it.depth > lists;
        match self {
            Expr::Field(it) | Expr::Given(it) | Expr::Yes(it) | Expr::No(it) => of_row(it),
            Expr::It => true,
            Expr::And(parts) | Expr::Or(parts) | Expr::Call(_, parts) => {
                parts.iter().any(|part| part.varies(lists))
            }
            Expr::Not(inner) => inner.varies(lists),
            Expr::Compare(_, sides) | Expr::Arithmetic(_, sides) => {
                sides.0.varies(lists) || sides.1.varies(lists)
            }
            Expr::In(left, choices) => {
                left.varies(lists) || choices.iter().any(|choice| choice.varies(lists))
            }
            Expr::Rows(_, list, body, filter) => {
                of_row(list) || { body.iter().chain(filter) }.any(|part| part.varies(lists + 1))
            }
            Expr::Groups(_, list, parts, filter) => {
                of_row(list)
                    || parts.0.varies(lists + 1)
                    || parts.1.varies(lists + 1)
                    || filter.iter().any(|part| part.varies(lists + 1))
            }
            Expr::Number(_)
            | Expr::Text(_)
            | Expr::Date(_)
            | Expr::Choice(_)
            | Expr::Rank(_)
            | Expr::Pack(_)
            | Expr::Setting(_) => false,
        }
    }
}
