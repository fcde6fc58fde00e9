//! Judges conditions: three-valued, so that what is blank or unreadable makes a comparison unknown and not wrong.

use super::groups;
use crate::calendar::{self, Calendar, Period, Unit};
use crate::catalogue::{Comparison, Expr, Gather, Kind, Operation, Rank, Ref, Word};
use crate::form::{Cell, Document, Frame, Layout, Scalar};
use crate::value::{self, date_time::day as day_of};
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use chrono::{Datelike, NaiveDate};
use core::cell::Cell as Shared;
use core::cmp::Ordering;
use core::ops::Range;

/// A value in a condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Val<'v> {
    /// Blank or unreadable, or made of such.
    Unknown,
    /// True or false.
    Bool(bool),
    /// In millionths.
    Number(i64),
    /// 日期.
    Date(NaiveDate),
    /// Minutes of the day.
    Time(u16),
    /// Minutes since 1970.
    Moment(i64),
    /// A moment of which only the day is known.
    Day(NaiveDate),
    /// An option.
    Choice(u16),
    /// Rank of an instrument.
    Rank(Rank),
    /// A text.
    Text(Cow<'v, str>),
}

/// A yes, a no, or neither.
pub(crate) type Truth = Option<bool>;

/// What does not change from rule to rule.
pub(crate) struct World<'w> {
    pub layout: &'w Layout,
    pub document: &'w Document<'w>,
    pub calendar: &'w Calendar,
    /// The day of the check, where it is known.
    pub today: Option<NaiveDate>,
    /// The date that decides the law.
    pub doc_date: Option<NaiveDate>,
    /// Which packs run, by number.
    pub packs: &'w [bool],
    /// Settings that the caller fixed, in millionths.
    pub settings: &'w [Option<i64>],
    /// Of which rows rules are asked; what a rule gathers over a list is always of the whole list.
    pub window: Window,
    /// The columns of a list with many rows.
    #[cfg(feature = "sheet")]
    pub columns: Option<&'w super::columns::Columns<'w>>,
}

/// Some rows of one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    /// Node of the list; 0: no list has a window.
    pub list: u16,
    /// Its rows.
    pub rows: Range<usize>,
}

impl Window {
    /// Every row of every list.
    pub const ALL: Window = Window {
        list: 0,
        rows: 0..0,
    };

    /// The rows of a list that stand in the window, with their numbers.
    pub fn of<'f, 'a>(
        &self,
        list: u16,
        rows: &'f [Frame<'a>],
    ) -> impl Iterator<Item = (usize, &'f Frame<'a>)> {
        let (first, rows) = match self.list == list {
            true => (
                self.rows.start,
                rows.get(self.rows.clone()).unwrap_or_default(),
            ),
            false => (0, rows),
        };
        (first..).zip(rows)
    }
}

/// One judgement: the rows at hand and what came up on the way.
pub(crate) struct Judge<'j> {
    pub world: &'j World<'j>,
    /// Rows at hand, outermost first.
    pub rows: Vec<&'j Frame<'j>>,
    /// The field at hand.
    pub it: Option<(&'j Cell<'j>, u16)>,
    /// Further days off that unpublished years might have; 0 for the first look.
    pub slack: u32,
    /// A period ran through a year whose days off are not published.
    pub provisional: Shared<bool>,
    /// The first field whose blank or unreadable value made something unknown.
    pub missing: Shared<Option<u16>>,
    /// Rows gone through so far.
    gone_through: usize,
    /// Periods that were reckoned; those up to `reckoned` count.
    periods: [Option<Period>; MOST_PERIODS],
    reckoned: usize,
}

/// The most periods that one judgement keeps; more would explain nothing to an officer.
const MOST_PERIODS: usize = 4;

/// The most rows that one rule goes through on one document. A rule that asks every row about every other is judged for lists of some
/// two thousand rows; beyond it is 未核, so that no document holds up the others.
const MOST_GONE_THROUGH: usize = 5_000_000;

const MILLION: i64 = 1_000_000;
const MINUTES_A_DAY: i64 = 24 * 60;

impl<'j> Judge<'j> {
    pub fn new(world: &'j World<'j>) -> Self {
        Judge {
            world,
            rows: Vec::new(),
            it: None,
            slack: 0,
            provisional: Shared::new(false),
            missing: Shared::new(None),
            gone_through: 0,
            periods: [None; MOST_PERIODS],
            reckoned: 0,
        }
    }

    /// Takes the periods that the judgements since the last call rested on, each once.
    pub fn take_periods(&mut self) -> Vec<Period> {
        let mut taken = Vec::new();
        for period in self.periods.iter().take(self.reckoned).flatten() {
            if !taken.contains(period) {
                taken.push(*period);
            }
        }
        self.reckoned = 0;
        taken
    }

    /// Forgets the periods since the last call.
    pub fn forget_periods(&mut self) {
        self.reckoned = 0;
    }

    fn reckon(&mut self, period: Period) {
        // The day itself, rolled on where it is off, is no period.
        if period.count() != 0
            && let Some(slot) = self.periods.get_mut(self.reckoned)
        {
            *slot = Some(period);
            self.reckoned += 1;
        }
    }

    /// Whether a condition holds.
    #[inline(always)]
    pub fn holds(&mut self, expr: &'j Expr<'j>) -> Truth {
        match self.value(expr) {
            Val::Bool(truth) => Some(truth),
            _ => None,
        }
    }

    /// The cell that a field of a condition names, with its node.
    #[inline(always)]
    pub fn cell(&self, reference: Ref) -> (&'j Cell<'j>, u16) {
        // A rule of several forms may name a field that this one lacks.
        let found = self.world.layout.of_key(reference.key);
        let Some((node, at)) = found.and_then(|node| Some((node, self.world.layout.node(node)?)))
        else {
            return (&Cell::Blank, 0);
        };
        if reference.depth == Ref::ROOT {
            return (self.world.document.root.cell(at.cell), node);
        }
        let level = self.rows.len().checked_sub(usize::from(reference.depth));
        let frame = level.and_then(|level| self.rows.get(level));
        // `.` names the element of a list of single values: the one cell of its row.
        let element =
            at.is_single_list() && level.is_some_and(|level| level >= usize::from(at.depth));
        (
            frame.map_or(&Cell::Blank, |frame| {
                frame.cell(if element { 0 } else { at.cell })
            }),
            node,
        )
    }

    /// Remembers the first field that every such paper fills in, or that was filled in and cannot be read. A blank in any other field
    /// only means that what it records did not happen.
    fn missing(&self, node: u16, typed: bool) -> Val<'j> {
        let asked = |node: u16| {
            let field = self
                .world
                .layout
                .node(node)
                .and_then(|node| node.form_field);
            field.is_some_and(|field| {
                let mut requires = field.requires.iter();
                requires.any(|it| {
                    it.when.is_none() && self.world.packs.get(usize::from(it.pack)) == Some(&true)
                })
            })
        };
        if self.missing.get().is_none() && (typed || asked(node)) {
            self.missing.set(Some(node));
        }
        Val::Unknown
    }

    #[inline(always)]
    fn field(&self, (cell, node): (&'j Cell<'j>, u16)) -> Val<'j> {
        let Cell::Value(typed, scalar) = cell else {
            return self.missing(node, false);
        };
        match *scalar {
            Scalar::Unreadable => self.missing(node, true),
            Scalar::Absent | Scalar::Nothing => self.missing(node, false),
            Scalar::Text | Scalar::Words(_) => Val::Text(Cow::Borrowed(typed.trim())),
            Scalar::Bool(it) => Val::Bool(it),
            Scalar::Number(it) => Val::Number(it),
            Scalar::Date(it) => Val::Date(it),
            Scalar::Time(it) => Val::Time(it),
            Scalar::Moment(it) => Val::Moment(it),
            Scalar::Day(it) => {
                self.missing(node, true);
                Val::Day(it)
            }
            Scalar::Choice(it) => Val::Choice(it),
        }
    }

    /// The value of an expression.
    pub fn value(&mut self, expr: &'j Expr<'j>) -> Val<'j> {
        match expr {
            Expr::Number(number) => Val::Number(*number),
            Expr::Text(text) => Val::Text(Cow::Borrowed(text)),
            Expr::Date(day) => {
                NaiveDate::from_num_days_from_ce_opt(*day).map_or(Val::Unknown, Val::Date)
            }
            Expr::Choice(choice) => Val::Choice(*choice),
            Expr::Rank(rank) => Val::Rank(*rank),
            Expr::Field(reference) => self.field(self.cell(*reference)),
            Expr::It => self.it.map_or(Val::Unknown, |it| self.field(it)),
            Expr::And(parts) => truth(self.chain(parts, false)),
            Expr::Or(parts) => truth(self.chain(parts, true)),
            Expr::Not(inner) => truth(self.holds(inner).map(|it| !it)),
            Expr::Compare(comparison, sides) => {
                let left = self.value(&sides.0);
                if left == Val::Unknown {
                    return Val::Unknown;
                }
                let right = self.value(&sides.1);
                truth(compare(*comparison, &left, &right))
            }
            Expr::In(left, choices) => {
                let left = self.value(left);
                let mut all = Some(false);
                for choice in choices {
                    let choice = self.value(choice);
                    all = either(all, compare(Comparison::Equal, &left, &choice));
                }
                truth(all)
            }
            Expr::Arithmetic(operation, sides) => {
                // Dates come to a number here, and a number is told by itself.
                let before = self.reckoned;
                let left = self.value(&sides.0);
                let right = self.value(&sides.1);
                self.reckoned = before;
                arithmetic(*operation, &left, &right).unwrap_or(Val::Unknown)
            }
            Expr::Given(reference) => Val::Bool(!self.cell(*reference).0.says_nothing()),
            Expr::Yes(reference) => Val::Bool(matches!(
                self.cell(*reference).0,
                Cell::Value(_, Scalar::Bool(true))
            )),
            Expr::No(reference) => Val::Bool(matches!(
                self.cell(*reference).0,
                Cell::Value(_, Scalar::Bool(false))
            )),
            Expr::Rows(gather, list, body, filter) => {
                self.gather(*gather, *list, body.as_deref(), filter.as_deref())
            }
            Expr::Groups(grouping, list, parts, filter) => {
                groups::gather(self, *grouping, *list, parts, filter.as_deref())
            }
            Expr::Pack(pack) => Val::Bool(
                self.world
                    .packs
                    .get(usize::from(*pack))
                    .copied()
                    .unwrap_or(false),
            ),
            Expr::Setting(setting) => {
                let setting = self
                    .world
                    .settings
                    .get(usize::from(*setting))
                    .copied()
                    .flatten();
                setting.map_or(Val::Unknown, Val::Number)
            }
            Expr::Call(word, arguments) => self.call(*word, arguments).unwrap_or(Val::Unknown),
        }
    }

    /// `and` stops at the first false, `or` at the first true.
    #[inline(always)]
    fn chain(&mut self, parts: &'j [Expr<'j>], stop: bool) -> Truth {
        let mut all = Some(!stop);
        let before = self.reckoned;
        for part in parts {
            let own = self.reckoned;
            match self.holds(part) {
                // It alone decided.
                Some(it) if it == stop => {
                    self.periods.copy_within(own..self.reckoned, before);
                    self.reckoned -= own - before;
                    return Some(stop);
                }
                Some(_) => {}
                None => all = None,
            }
        }
        all
    }

    /// Asks something of every row of a list that is not blank; false where there are too many of them.
    fn each_row(&mut self, list: Ref, ask: &mut dyn FnMut(&mut Self)) -> bool {
        let (cell, node) = self.cell(list);
        self.gone_through = self.gone_through.saturating_add(cell.rows().len());
        if self.gone_through > MOST_GONE_THROUGH {
            self.missing(node, true);
            return false;
        }
        for row in cell.rows() {
            if !row.says_nothing() {
                self.rows.push(row);
                ask(self);
                self.rows.pop();
            }
        }
        true
    }

    /// Asks it of every row that counts; false where it is not known whether a row counts.
    pub fn each_counted(
        &mut self,
        list: Ref,
        filter: Option<&'j Expr<'j>>,
        mut ask: impl FnMut(&mut Self),
    ) -> bool {
        let mut known = true;
        let all = self.each_row(list, &mut |judge| match filter
            .map_or(Some(true), |filter| judge.holds(filter))
        {
            Some(true) => ask(judge),
            Some(false) => {}
            None => known = false,
        });
        known && all
    }

    fn gather(
        &mut self,
        gather: Gather,
        list: Ref,
        body: Option<&'j Expr<'j>>,
        filter: Option<&'j Expr<'j>>,
    ) -> Val<'j> {
        // Of many rows' periods none explains the whole, but for that of the row which decides.
        let before = self.reckoned;
        let value = self.gather_rows(gather, list, body, filter);
        if !matches!(gather, Gather::Any | Gather::All) {
            self.reckoned = before;
        }
        value
    }

    fn gather_rows(
        &mut self,
        gather: Gather,
        list: Ref,
        body: Option<&'j Expr<'j>>,
        filter: Option<&'j Expr<'j>>,
    ) -> Val<'j> {
        #[cfg(feature = "sheet")]
        if let Some(known) = super::columns::gather(self, gather, list, body, filter) {
            return known;
        }
        match (gather, body) {
            (Gather::Any | Gather::All, Some(body)) => {
                let stop = gather == Gather::Any;
                let mut all = Some(!stop);
                let done = self.each_row(list, &mut |judge| {
                    if all != Some(stop) {
                        let before = judge.reckoned;
                        match judge.holds(body) {
                            Some(it) if it == stop => {
                                all = Some(stop);
                                return;
                            }
                            Some(_) => {}
                            None => all = None,
                        }
                        judge.reckoned = before;
                    }
                });
                truth(all.filter(|_| done))
            }
            (Gather::Count, _) => {
                let mut count = 0i64;
                let known = self.each_counted(list, filter, |_| count += MILLION);
                if known {
                    Val::Number(count)
                } else {
                    Val::Unknown
                }
            }
            (Gather::Sum, Some(body)) => {
                let mut sum = Some(0i64);
                let known = self.each_counted(list, filter, |judge| {
                    sum = match (sum, judge.value(body)) {
                        (Some(sum), Val::Number(part)) => sum.checked_add(part),
                        _ => None,
                    }
                });
                sum.filter(|_| known).map_or(Val::Unknown, Val::Number)
            }
            (Gather::Max | Gather::Min, Some(body)) => {
                let better = if gather == Gather::Max {
                    Ordering::Greater
                } else {
                    Ordering::Less
                };
                let mut best: Option<Val<'j>> = None;
                let mut all_known = true;
                let known = self.each_counted(list, filter, |judge| {
                    let value = judge.value(body);
                    all_known &= value != Val::Unknown;
                    if best
                        .as_ref()
                        .is_none_or(|best| order(&value, best) == Some(better))
                    {
                        best = Some(value);
                    }
                });
                best.filter(|_| known && all_known).unwrap_or(Val::Unknown)
            }
            _ => Val::Unknown,
        }
    }

    /// What was typed, whatever the field holds; an option's label.
    pub fn text(&mut self, expr: &'j Expr<'j>) -> Option<Cow<'j, str>> {
        let named = match expr {
            Expr::Field(reference) => Some(self.cell(*reference)),
            Expr::It => self.it,
            _ => None,
        };
        if let Some((Cell::Value(typed, scalar), node)) = named
            && !matches!(scalar, Scalar::Absent | Scalar::Nothing)
        {
            let field = self.world.layout.node(node)?.field?;
            return match scalar {
                Scalar::Choice(choice) => {
                    let option = field.options.get(usize::from(*choice));
                    option.map(|(_, label)| Cow::Borrowed(*label))
                }
                Scalar::Unreadable if field.kind == Kind::Region => {
                    self.missing(node, true);
                    None
                }
                _ if field.kind == Kind::Region => Some(value::region::normal(typed)),
                _ => Some(Cow::Borrowed(typed.trim())),
            };
        }
        match self.value(expr) {
            Val::Text(text) => Some(text),
            _ => None,
        }
    }

    fn text_test(
        &mut self,
        arguments: &'j [Expr<'j>],
        test: fn(&str, &str) -> bool,
    ) -> Option<Val<'j>> {
        let (first, rest) = arguments.split_first()?;
        let text = self.text(first)?;
        let mut any = Some(false);
        for part in rest {
            let found = self.text(part).map(|part| test(&text, &part));
            any = either(any, found);
        }
        any.map(Val::Bool)
    }

    fn date(&mut self, expr: Option<&'j Expr<'j>>) -> Option<NaiveDate> {
        match self.value(expr?) {
            Val::Date(date) => Some(date),
            _ => None,
        }
    }

    fn number(&mut self, expr: Option<&'j Expr<'j>>) -> Option<i64> {
        match self.value(expr?) {
            Val::Number(number) => Some(number),
            _ => None,
        }
    }

    fn whole(&mut self, expr: Option<&'j Expr<'j>>) -> Option<i64> {
        self.number(expr).map(|number| number / MILLION)
    }

    fn deadline(&mut self, arguments: &'j [Expr<'j>], unit: Unit) -> Option<Val<'j>> {
        let start = self.date(arguments.first())?;
        let count = self.whole(arguments.get(1))?;
        let calendar::Deadline { date, provisional } =
            self.world.calendar.end(start, count, unit, self.slack)?;
        self.note(provisional);
        // A date that the rule itself writes is a figure of its condition, and a day before or after is seen without counting.
        let figure = matches!(
            arguments.first(),
            Some(Expr::Date(_) | Expr::Call(Word::DateOf, _))
        );
        if !(figure || unit == Unit::PlainDays && count.abs() == 1) {
            self.reckon(Period::days(start, count, unit, date));
        }
        Some(Val::Date(date))
    }

    fn note(&self, provisional: bool) {
        self.provisional.set(self.provisional.get() || provisional);
    }

    /// The value of a word. Apart from [`Judge::value`], which recurses: with every word in it each step pays for the room of all.
    #[inline(never)]
    fn call(&mut self, word: Word, arguments: &'j [Expr<'j>]) -> Option<Val<'j>> {
        let first = arguments.first();
        Some(match word {
            Word::Today => Val::Date(self.world.today?),
            Word::DocDate => Val::Date(self.world.doc_date?),
            Word::If | Word::BlankAs => {
                let chosen = self.chosen(word, arguments)?;
                self.value(chosen)
            }
            Word::Contains => self.text_test(arguments, value::text::holds)?,
            Word::Starts => self.text_test(arguments, |text, part| text.starts_with(part))?,
            Word::Ends => self.text_test(arguments, |text, part| text.ends_with(part))?,
            Word::Same => self.text_test(arguments, value::text::same)?,
            Word::Days => self.deadline(arguments, Unit::Days)?,
            Word::PlainDays => self.deadline(arguments, Unit::PlainDays)?,
            Word::Workdays => self.deadline(arguments, Unit::WorkingDays)?,
            Word::Months => self.deadline(arguments, Unit::Months)?,
            Word::Years => self.deadline(arguments, Unit::Years)?,
            Word::PlainMonths => self.deadline(arguments, Unit::PlainMonths)?,
            Word::PlainYears => self.deadline(arguments, Unit::PlainYears)?,
            Word::Hours => match self.value(first?) {
                Val::Moment(from) => {
                    let count = self.whole(arguments.get(1))?;
                    let to = from.checked_add(count.checked_mul(60)?)?;
                    self.reckon(Period::hours(from, count, to));
                    Val::Moment(to)
                }
                // From the last minute of the day, whichever it was.
                Val::Day(from) => {
                    let days = self
                        .whole(arguments.get(1))?
                        .checked_add(23)?
                        .div_euclid(24);
                    Val::Day(self.world.calendar.plain_days(from, days)?)
                }
                _ => return None,
            },
            Word::WorkdaysBetween => {
                let (from, to) = (self.date(first)?, self.date(arguments.get(1))?);
                let count = self.world.calendar.workdays_between(from, to, self.slack)?;
                self.note(count.provisional);
                Val::Number(count.days.checked_mul(MILLION)?)
            }
            Word::IsWorkday => {
                let day = self.world.calendar.is_workday(self.date(first)?);
                self.note(!day.published);
                Val::Bool(day.working)
            }
            Word::Year => Val::Number(i64::from(self.date(first)?.year()) * MILLION),
            Word::DateOf => {
                let year = i32::try_from(self.whole(first)?).ok()?;
                let month = u32::try_from(self.whole(arguments.get(1))?).ok()?;
                let day = u32::try_from(self.whole(arguments.get(2))?).ok()?;
                Val::Date(NaiveDate::from_ymd_opt(year, month, day)?)
            }
            Word::Age => {
                let (birth, on) = (self.date(first)?, self.date(arguments.get(1))?);
                Val::Number(i64::from(on.years_since(birth)?) * MILLION)
            }
            Word::DayOf => {
                // Only the day of it counts, whatever hours led there.
                let before = self.reckoned;
                let moment = self.value(first?);
                self.reckoned = before;
                match moment {
                    Val::Moment(minutes) => Val::Date(day_of(minutes)?),
                    Val::Day(day) => Val::Date(day),
                    _ => return None,
                }
            }
            Word::Words => Val::Text(
                value::rmb_words::canonical(value::number::Number::from_millionths(
                    self.number(first)?,
                ))?
                .into(),
            ),
            Word::AmountOf => Val::Number(match first? {
                // Read when it was typed.
                Expr::Field(reference)
                    if let (Cell::Value(_, Scalar::Words(amount)), _) = self.cell(*reference) =>
                {
                    *amount
                }
                _ => value::rmb_words::read(&self.text(first?)?)
                    .value?
                    .millionths(),
            }),
            Word::OnForm => {
                let form = self.world.layout.form.id;
                let mut any = false;
                for part in arguments {
                    any |= self.text(part)? == form;
                }
                Val::Bool(any)
            }
            Word::NextHour => match self.value(first?) {
                Val::Moment(minutes) => {
                    Val::Moment(minutes.checked_add((-minutes).rem_euclid(60))?)
                }
                Val::Day(day) => Val::Moment(value::date_time::start_of(day.succ_opt()?)),
                _ => return None,
            },
            _ => {
                let text = self.text(first?)?;
                self.of_text(word, &text, arguments)?
            }
        })
    }

    /// The argument whose value is that of `if` or `blankAs`; `None` of any other word.
    fn chosen(&mut self, word: Word, arguments: &'j [Expr<'j>]) -> Option<&'j Expr<'j>> {
        let first = arguments.first()?;
        let chosen = match word {
            Word::If if self.holds(first)? => 1,
            Word::If => 2,
            Word::BlankAs => usize::from(match first {
                Expr::Field(reference) => self.cell(*reference).0.says_nothing(),
                other => self.value(other) == Val::Unknown,
            }),
            _ => return None,
        };
        arguments.get(chosen)
    }

    /// A word that is asked of a text.
    fn of_text(&mut self, word: Word, text: &str, arguments: &'j [Expr<'j>]) -> Option<Val<'j>> {
        Some(match word {
            Word::Birth => Val::Date(value::resident_id::birth(text)?),
            Word::IsMale => Val::Bool(value::resident_id::is_male(text)?),
            Word::Length => Val::Number(text.chars().count() as i64 * MILLION),
            Word::Masked => Val::Bool(value::mask::is_masked(text)),
            Word::TitleOf => Val::Text(crate::law::title_in(text)?.to_string().into()),
            Word::Cites => {
                let wanted = crate::law::instrument(&self.text(arguments.get(1)?)?)?;
                let citation = value::citation::read(text).value?;
                let same = crate::law::instrument(citation.title)
                    .is_some_and(|it| core::ptr::eq(it, wanted));
                Val::Bool(same && citation.article.map(i64::from) == self.whole(arguments.get(2)))
            }
            Word::RankOf => Val::Rank(crate::law::rank_of(crate::law::title_in(text)?)),
            Word::InForceFrom => {
                let day = crate::law::instrument(crate::law::title_in(text)?)?
                    .term
                    .from?;
                Val::Date(NaiveDate::from_num_days_from_ce_opt(day)?)
            }
            Word::SumIn => Val::Number(value::money::sum_in(text)?.millionths()),
            Word::TellsTerm => Val::Bool(value::text::tells_term(text)),
            Word::NumberYear | Word::YearIn => {
                let read = match word {
                    Word::YearIn => value::text::year_in,
                    _ => value::document_number::year,
                };
                Val::Number(i64::from(read(text)?) * MILLION)
            }
            Word::PlaceOf => Val::Text(Cow::Borrowed(crate::law::place(text)?)),
            Word::GovernmentOf => Val::Text(format!("{}人民政府", crate::law::place(text)?).into()),
            Word::Prefix => Val::Text(crate::law::region_prefix(text)?.to_string().into()),
            Word::OutsideBrackets => Val::Text(value::text::outside_brackets(text).into()),
            _ => return None,
        })
    }

    /// A value as an officer writes it.
    pub fn show(&mut self, mut expr: &'j Expr<'j>, unit: &str) -> String {
        // An option has its label from its field.
        while let Expr::Call(word, arguments) = expr
            && let Some(chosen) = self.chosen(*word, arguments)
        {
            expr = chosen;
        }
        let value = self.value(expr);
        if matches!(value, Val::Choice(_) | Val::Unknown)
            && let Some(text) = self.text(expr)
        {
            return shorten(&text);
        }
        match value {
            Val::Unknown | Val::Choice(_) | Val::Rank(_) => "（未填）".to_string(),
            Val::Bool(it) => value::yes_no::canonical(it).to_string(),
            Val::Number(it) if self.is_year(expr) => (it / MILLION).to_string(),
            Val::Number(it) => {
                // A quotient need not end: two places tell it.
                let told = match expr {
                    Expr::Arithmetic(Operation::Over, _) => {
                        it.saturating_add(5_000).div_euclid(10_000) * 10_000
                    }
                    _ => it,
                };
                format!("{}{unit}", value::number::Number::from_millionths(told))
            }
            Val::Date(it) | Val::Day(it) => value::date::in_words(it),
            Val::Time(it) => format!("{}:{:02}", it / 60, it % 60),
            Val::Moment(it) => {
                let minutes = it.rem_euclid(MINUTES_A_DAY);
                let date = day_of(it).map(value::date::in_words).unwrap_or_default();
                format!("{date}{}时{}分", minutes / 60, minutes % 60)
            }
            Val::Text(text) => shorten(&text),
        }
    }

    fn is_year(&self, expr: &Expr<'_>) -> bool {
        let Expr::Field(reference) = expr else {
            return false;
        };
        let node = self
            .world
            .layout
            .of_key(reference.key)
            .and_then(|node| self.world.layout.node(node));
        node.is_some_and(|node| node.kind() == Kind::Year)
    }

    /// A value as it is put into a field by a fix.
    pub fn canonical(&mut self, expr: &'j Expr<'j>) -> Option<String> {
        Some(match self.value(expr) {
            Val::Unknown | Val::Rank(_) | Val::Choice(_) => return None,
            Val::Bool(it) => value::yes_no::canonical(it).to_string(),
            Val::Number(it) => value::number::Number::from_millionths(it).to_string(),
            Val::Date(it) | Val::Day(it) => value::date::canonical(it),
            Val::Time(it) => value::time::canonical(it),
            Val::Moment(it) => {
                day_of(it)?;
                value::date_time::canonical(it)
            }
            Val::Text(text) => text.into_owned(),
        })
    }
}

/// The part of a long text that a message quotes.
pub(crate) fn shorten(text: &str) -> String {
    const MOST: usize = 30;
    let mut out: String = text.chars().take(MOST).collect();
    if value::exceeds(text, MOST) {
        out.push('…');
    }
    out
}

fn truth<'v>(truth: Truth) -> Val<'v> {
    truth.map_or(Val::Unknown, Val::Bool)
}

fn either(left: Truth, right: Truth) -> Truth {
    match (left, right) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn order(left: &Val<'_>, right: &Val<'_>) -> Option<Ordering> {
    match (left, right) {
        (Val::Number(left), Val::Number(right)) => Some(left.cmp(right)),
        (Val::Date(left), Val::Date(right)) => Some(left.cmp(right)),
        (Val::Time(left), Val::Time(right)) => Some(left.cmp(right)),
        (Val::Moment(left), Val::Moment(right)) => Some(left.cmp(right)),
        (Val::Moment(left), Val::Date(right)) => Some(day_of(*left)?.cmp(right)),
        (Val::Day(left), Val::Date(right)) => Some(left.cmp(right)),
        // Within one day nothing is known.
        (Val::Day(left), Val::Day(right)) => apart(*left, *right),
        (Val::Day(left), Val::Moment(right)) => apart(*left, day_of(*right)?),
        (Val::Moment(left), Val::Day(right)) => apart(day_of(*left)?, *right),
        _ => None,
    }
}

fn apart(left: NaiveDate, right: NaiveDate) -> Option<Ordering> {
    Some(left.cmp(&right)).filter(|order| order.is_ne())
}

fn compare(comparison: Comparison, left: &Val<'_>, right: &Val<'_>) -> Truth {
    if matches!(left, Val::Unknown) || matches!(right, Val::Unknown) {
        return None;
    }
    let day = matches!(left, Val::Day(_)) || matches!(right, Val::Day(_));
    Some(match comparison {
        Comparison::Equal if day => order(left, right)?.is_eq(),
        Comparison::Unequal if day => order(left, right)?.is_ne(),
        Comparison::Equal => left == right,
        Comparison::Unequal => left != right,
        Comparison::Less => order(left, right)?.is_lt(),
        Comparison::AtMost => order(left, right)?.is_le(),
        Comparison::More => order(left, right)?.is_gt(),
        Comparison::AtLeast => order(left, right)?.is_ge(),
    })
}

fn arithmetic<'v>(operation: Operation, left: &Val<'_>, right: &Val<'_>) -> Option<Val<'v>> {
    let number = match (left, right) {
        (Val::Number(left), Val::Number(right)) => {
            let (left, right) = (i128::from(*left), i128::from(*right));
            let result = match operation {
                Operation::Plus => left + right,
                Operation::Minus => left - right,
                Operation::Times => left * right / i128::from(MILLION),
                Operation::Over => (left * i128::from(MILLION)).checked_div(right)?,
            };
            i64::try_from(result).ok()?
        }
        (Val::Date(left), Val::Date(right)) => left
            .signed_duration_since(*right)
            .num_days()
            .checked_mul(MILLION)?,
        (Val::Moment(left), Val::Moment(right)) => {
            left.checked_sub(*right)?.checked_mul(MILLION)?
        }
        (Val::Time(left), Val::Time(right)) => (i64::from(*left) - i64::from(*right)) * MILLION,
        _ => return None,
    };
    Some(Val::Number(number))
}

#[cfg(all(test, feature = "penalty"))]
mod tests {
    use super::*;
    use crate::catalogue::Type;
    use crate::check::{Opened, Options};
    use alloc::boxed::Box;
    use alloc::vec;

    /// What `ask` gets of a judge of an evidence preservation paper; `field` names one of its fields.
    fn judged<T>(
        data: &str,
        ask: impl FnOnce(&World<'_>, &dyn Fn(&str) -> Expr<'static>) -> T,
    ) -> T {
        let opened = Opened::open("penalty/evidence-preservation").unwrap();
        let document = crate::form::read_json(&opened.layout, data.as_bytes()).unwrap();
        let options = Options {
            date: NaiveDate::from_ymd_opt(2026, 11, 26),
            ..Options::default()
        };
        let force = opened.force(&document, &options);
        let field = |path: &str| {
            let place = opened.layout.place(path).unwrap();
            let field = opened.layout.node(place.node).unwrap().field.unwrap();
            Expr::Field(Ref {
                key: field.key(),
                depth: Ref::ROOT,
            })
        };
        ask(&opened.world(&document, &force, &options), &field)
    }

    /// A condition that holds, or does not.
    fn certain(holds: bool) -> Expr<'static> {
        let one = if holds { 1 } else { 0 };
        Expr::Compare(
            Comparison::Equal,
            Box::new((Expr::Number(1), Expr::Number(one))),
        )
    }

    #[test]
    fn an_option_reads_by_its_label_whichever_word_chose_it() {
        let shown = |data: &str, make: fn(Expr<'static>, Expr<'static>) -> Expr<'static>| {
            judged(data, |world, field| {
                let expr = make(field("party.kind"), field("party.name"));
                Judge::new(world).show(&expr, "")
            })
        };
        let person = r#"{"party": {"kind": "person"}}"#;
        let or_name = |kind, name| Expr::Call(Word::BlankAs, vec![kind, name]);
        assert_eq!(shown(person, |kind, _| kind), "公民");
        assert_eq!(shown(person, or_name), "公民");
        assert_eq!(shown(r#"{"party": {"name": "张某"}}"#, or_name), "张某");
        assert_eq!(shown("{}", or_name), "（未填）");
        let inside = |kind, name| {
            let again = Expr::Call(Word::BlankAs, vec![name, kind]);
            Expr::Call(Word::If, vec![certain(false), Expr::Number(0), again])
        };
        assert_eq!(shown(person, inside), "公民");
    }

    #[test]
    fn every_word_of_the_language_gives_something() {
        const TEXTS: [&str; 7] = [
            "《中华人民共和国行政处罚法》第五十一条",
            "处罚法",
            "临市监罚〔2026〕58号",
            "371581",
            "371521198311263511",
            "2026年度",
            "壹万元整",
        ];
        let monday = NaiveDate::from_ymd_opt(2026, 3, 2).map(|it| it.num_days_from_ce());
        let known = |word: Word, wanted: &[Type], first: &'static str, second: &'static str| {
            judged(r#"{"takenAt": "2026-10-12T10:20"}"#, |world, field| {
                let argument = |(number, of): (usize, &Type)| match of {
                    Type::Bool => certain(true),
                    Type::Number => Expr::Number(MILLION),
                    Type::Date => Expr::Date(monday.unwrap()),
                    Type::Moment => field("takenAt"),
                    Type::Text | Type::Any => Expr::Text([first, second][number.min(1)]),
                    other => panic!("no argument of {other:?}"),
                };
                let arguments = wanted.iter().enumerate().map(argument).collect();
                let expr = Expr::Call(word, arguments);
                Judge::new(world).value(&expr) != Val::Unknown
            })
        };
        for (name, word, takes, more, _) in Word::ALL {
            let wanted: Vec<Type> = takes.iter().copied().chain(*more).collect();
            let mut tried = TEXTS.iter().flat_map(|a| TEXTS.map(|b| (*a, b)));
            assert!(
                tried.any(|(first, second)| known(*word, &wanted, first, second)),
                "{name} is unknown whatever it is asked of"
            );
        }
    }
}
