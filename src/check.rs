//! 检查: a form, the packs in force and a date make a report.

#[cfg(feature = "sheet")]
mod rows;

use crate::Severity;
use crate::calendar::{Calendar, Period};
use crate::catalogue::{
    Case, Check, Citation, Each, Expr, Kind, Piece, Ref, Requirement, Rule, Term, Word,
};
use crate::form::{Cell, Document, Frame, Layout, Node, Place, Remark, Scalar};
use crate::report::{Basis, Finding, Fix, NotChecked, Outcome, Report};
use crate::rule::evaluate::{Judge, Window, World, shorten};
use crate::rule::native;
use crate::tables::table;
use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use chrono::{Datelike, NaiveDate};

/// What a caller may fix.
///
/// ```
/// let options = zhifa::Options { packs: vec!["liaocheng-2024".into()], ..Default::default() };
/// assert!(options.date.is_none());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The day of the check; without it rules that need today are 未核 and a document without a date is judged by the latest law.
    pub date: Option<NaiveDate>,
    /// Packs that run wherever the agency is and whether or not their term has ended, beside those that run by themselves.
    pub packs: Vec<String>,
    /// Figures that no source fixes, by id, in millionths: `hearingThreshold.person`.
    pub settings: Vec<(String, i64)>,
    /// Reasons for leaving warnings as they are.
    pub acknowledged: Vec<Acknowledgement>,
    /// Only these rules, by id; empty: all.
    pub rules: Vec<String>,
    /// Working days, with the years that a portal supplied.
    pub calendar: Calendar,
}

/// 核对说明: why a warning is left as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Id of the rule.
    pub rule: String,
    /// JSON Pointer of the finding.
    pub path: String,
    /// The officer's words.
    pub reason: String,
}

impl Acknowledgement {
    /// A reason for the finding of a rule at a path: a JSON Pointer, or dotted as inputs are named (`penalties[0].amount`). `None` where
    /// the reason has no words.
    ///
    /// ```
    /// use zhifa::Acknowledgement;
    /// let left = Acknowledgement::new("CF041", "penalties[0].detail", "原文如此").unwrap();
    /// assert_eq!(left.path, "/penalties/0/detail");
    /// assert_eq!(Acknowledgement::new("CF041", "", "原文如此").unwrap().path, "");
    /// assert!(Acknowledgement::new("CF041", "/penalties/0/detail", " ").is_none());
    /// ```
    pub fn new(rule: &str, path: &str, reason: &str) -> Option<Self> {
        (!reason.trim().is_empty()).then(|| Acknowledgement {
            rule: rule.to_string(),
            path: pointer_of(path),
            reason: reason.to_string(),
        })
    }

    /// Lets the reason go with its row when a row of `list` is put in before another, or taken out; `false` where its row is gone.
    pub(crate) fn moves(&mut self, list: &str, at: usize, put: bool) -> bool {
        let within = self.path.strip_prefix(list);
        let Some(rest) = within.and_then(|rest| rest.strip_prefix('/')) else {
            return true;
        };
        let (number, field) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let number = match number.parse::<usize>() {
            Ok(number) if number == at && !put => return false,
            Ok(number) if number >= at && put => number + 1,
            Ok(number) if number > at && !put => number - 1,
            _ => return true,
        };
        self.path = format!("{list}/{number}{field}");
        true
    }
}

/// A path as a JSON Pointer: one stays as it is, the empty one of the whole document too; a dotted one (`penalties[0].amount`) is written
/// anew.
pub(crate) fn pointer_of(path: &str) -> String {
    if path.is_empty() || path.starts_with('/') {
        return path.to_string();
    }
    let parts = path.split(['.', '[']);
    parts.fold(String::new(), |pointer, part| {
        pointer + "/" + part.trim_end_matches(']')
    })
}

/// How one rule stands on one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Judged, and nothing is wrong.
    Good,
    /// It has a finding.
    Fault,
    /// Something that it needs is blank or unreadable.
    Unknown,
    /// The document's date, place or sector is not the rule's.
    NotInForce,
}

/// The most findings that one rule makes on one document; the report says when there are more.
const MOST: usize = 1_000;

/// The most findings that are kept of one unit: of a window of rows, all.
fn most(world: &World<'_>) -> usize {
    match world.window.list {
        0 => MOST,
        _ => usize::MAX,
    }
}

/// Days off that an unpublished year might hold beyond the estimate.
const SLACK: u32 = 10;

/// One thing to check: a field that may have to be filled in, or a rule. Fields by node come before rules by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Field(u16),
    Rule(u16),
}

/// An opened form with everything that is checked on it.
#[derive(Debug)]
pub(crate) struct Opened {
    pub layout: Layout,
    units: Vec<Unit>,
    region: Option<u16>,
    sector: Option<u16>,
}

/// What a unit said.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Said {
    /// Shared with what was told of it.
    raised: Vec<Rc<Raised>>,
    /// The node that was missing, or `NO_FIELD` for a year without published days off.
    open: Option<u16>,
    more: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Raised {
    severity: Severity,
    place: Place,
    message: String,
    fix: Option<(Place, String)>,
    periods: Vec<Period>,
    /// Of a required field, which requirement.
    requirement: usize,
}

const NO_FIELD: u16 = u16::MAX;

/// Among keys: the date that decides the law.
const DOC_DATE: u16 = u16::MAX;

/// The rule that a field which the form does not have is reported under.
const UNKNOWN_FIELD: &str = "TY902";

/// The rule that a mark for nothing (无, /) is reported under.
pub(crate) const ABSENT: &str = "TY096";

/// The rule that a value of another shape than its field's is reported under.
pub(crate) const WRONG_SHAPE: &str = "TY901";

/// The packs and the date that judge one document.
#[derive(Debug)]
pub(crate) struct Force {
    pub doc_date: Option<NaiveDate>,
    day: i32,
    /// By number: the pack's place is the agency's.
    placed: Vec<bool>,
    /// By number: the caller named it.
    named: Vec<bool>,
    /// By number: it runs.
    runs: Vec<bool>,
    settings: Vec<Option<i64>>,
}

impl Force {
    fn term_holds(&self, term: &Term, pack: u8) -> bool {
        term.holds(self.day) || self.flag(&self.named, pack)
    }

    fn flag(&self, flags: &[bool], pack: u8) -> bool {
        flags.get(usize::from(pack)).copied().unwrap_or(false)
    }

    /// Whether the pack's place is this one, or the caller named it.
    fn here(&self, pack: u8) -> bool {
        self.flag(&self.placed, pack) || self.flag(&self.named, pack)
    }

    /// Whether a citation may be shown and relied on. A rule with a term of its own does not look at its instruments'.
    fn cites(&self, citation: &Citation<'_>, own_term: bool, pack: u8) -> bool {
        citation.instrument().is_some_and(|it| {
            self.here(it.pack)
                && (own_term || self.flag(&self.named, pack) || it.term.holds(self.day))
        })
    }

    fn pack_in_force(&self, pack: u8, term: Option<&Term>) -> bool {
        match term {
            Some(term) => self.here(pack) && self.term_holds(term, pack),
            None => self.flag(&self.runs, pack),
        }
    }

    fn rule_in_force(&self, rule: &Rule<'_>) -> bool {
        self.pack_in_force(rule.pack, rule.term.as_ref())
            && (rule.basis.is_empty()
                || rule
                    .basis
                    .iter()
                    .any(|citation| self.cites(citation, rule.term.is_some(), rule.pack)))
    }

    /// The severity of a requirement; `None` where it is not asked. A paper of a time before the text held is still asked for what every
    /// such paper holds, but not as an error: the old text is not in the index.
    fn requirement(&self, requirement: &Requirement<'_>) -> Option<Severity> {
        if !self.pack_in_force(requirement.pack, requirement.term.as_ref()) {
            return None;
        }
        let relied = requirement.basis.is_empty()
            || requirement
                .basis
                .iter()
                .any(|it| self.cites(it, requirement.term.is_some(), requirement.pack));
        Some(if relied {
            requirement.severity
        } else {
            requirement.severity.min(Severity::Warning)
        })
    }
}

impl Opened {
    pub fn open(form: &str) -> Option<Opened> {
        let layout = Layout::open(form)?;
        let required = layout.nodes.iter().enumerate();
        let required = required.filter(|(_, node)| {
            node.form_field
                .is_some_and(|field| !field.requires.is_empty())
        });
        let mut units: Vec<Unit> = required
            .map(|(number, _)| Unit::Field(number as u16))
            .collect();
        units.extend(layout.form.rules().map(Unit::Rule));
        let find = |path: &str| layout.place(path).map(|place| place.node);
        Some(Opened {
            region: find("agency.regionCode"),
            sector: find("agency.sector"),
            units,
            layout,
        })
    }

    /// The rules of the form.
    fn rules(&self) -> impl Iterator<Item = &'static Rule<'static>> {
        self.layout.form.rules().filter_map(rule_at)
    }

    pub fn units(&self) -> usize {
        self.units.len()
    }

    /// The id under which a unit reports.
    fn id(&self, unit: usize) -> String {
        match self.units.get(unit) {
            Some(Unit::Rule(rule)) => {
                rule_at(*rule).map_or(String::new(), |rule| rule.id.to_string())
            }
            Some(Unit::Field(node)) => self.required_id(*node),
            None => String::new(),
        }
    }

    fn required_id(&self, node: u16) -> String {
        let key = self
            .layout
            .node(node)
            .and_then(|node| node.field)
            .map_or("", |field| table().key(field.key()));
        format!("{}#{key}", self.layout.form.id)
    }

    /// Whether a unit is asked at all, by the caller's choice of rules.
    pub fn chosen(&self, options: &Options) -> Vec<bool> {
        let all = options.rules.is_empty();
        (0..self.units.len())
            .map(|unit| all || options.rules.contains(&self.id(unit)))
            .collect()
    }

    /// By node: what has to be read for a caller's choice of rules; `None` where that is everything.
    pub fn wanted(&self, chosen: &[bool], options: &Options) -> Option<Vec<bool>> {
        let units = || (0..self.units.len()).filter(|unit| chosen.get(*unit) == Some(&true));
        // A rule that is none of the form's may be the reader's own, which looks at everything.
        if options.rules.is_empty() || units().count() < options.rules.len() {
            return None;
        }
        let layout = &self.layout;
        let mut wanted: Vec<bool> = (0..layout.nodes.len())
            .map(|node| self.decides(node as u16))
            .collect();
        let mut want = |node: u16| {
            if let Some(slot) = wanted.get_mut(usize::from(node)) {
                *slot = true;
            }
        };
        for node in units()
            .flat_map(|unit| self.reads(unit))
            .filter_map(|key| layout.of_key(key))
        {
            want(node);
            // Whether a row is blank, any of its columns may tell.
            crate::form::lists_around(layout, node)
                .into_iter()
                .for_each(&mut want);
        }
        // A group or list with all that is in it; then the groups on the way to it. Parents stand before their children.
        let parents = || {
            layout
                .nodes
                .iter()
                .map(|node| usize::from(node.parent))
                .enumerate()
        };
        for (node, parent) in parents().filter(|(_, parent)| *parent != 0) {
            if wanted.get(parent) == Some(&true)
                && let Some(slot) = wanted.get_mut(node)
            {
                *slot = true;
            }
        }
        let also = layout.other_keys();
        let also = also.map(|(group, node)| (usize::from(node), usize::from(group)));
        for (node, parent) in also.rev().chain(parents().rev()) {
            if wanted.get(node) == Some(&true)
                && let Some(slot) = wanted.get_mut(parent)
            {
                *slot = true;
            }
        }
        Some(wanted)
    }

    /// Fields whose change can change which packs run or what date decides.
    pub fn decides(&self, node: u16) -> bool {
        let dated = self
            .layout
            .form
            .dated
            .iter()
            .any(|key| self.layout.of_key(*key) == Some(node));
        dated || Some(node) == self.region || Some(node) == self.sector
    }

    /// The keys whose values a unit reads.
    pub fn reads(&self, unit: usize) -> Vec<u16> {
        let mut keys = self.names(unit);
        if keys.contains(&DOC_DATE) {
            keys.extend(&self.layout.form.dated);
        }
        keys
    }

    fn names(&self, unit: usize) -> Vec<u16> {
        let mut keys = Vec::new();
        match self.units.get(unit) {
            Some(Unit::Field(node)) => {
                let mut at = *node;
                while let Some(around) = self.layout.node(at).filter(|_| at != 0) {
                    if at == *node || around.is_list() {
                        keys.extend(around.field.map(|field| field.key()));
                    }
                    at = around.parent;
                }
                let requires = self.layout.node(*node).and_then(|node| node.form_field);
                for requirement in requires.iter().flat_map(|field| &field.requires) {
                    requirement
                        .when
                        .iter()
                        .for_each(|when| when.keys(&mut keys));
                }
            }
            Some(Unit::Rule(rule)) => {
                let Some(rule) = rule_at(*rule) else {
                    return keys;
                };
                match &rule.each {
                    Each::Form => {}
                    Each::Rows(key) => keys.push(*key),
                    Each::Fields(fields) => keys.extend(fields),
                    Each::Events => keys.extend(self.keys_where(|field| field.event)),
                    Each::Kind(kind) => keys.extend(self.keys_where(|field| field.kind == *kind)),
                }
                let cases = match &rule.check {
                    Check::Cases(cases) => cases,
                    // A function may read the whole form.
                    Check::Native(..) => {
                        keys.extend(self.keys_where(|_| true));
                        return keys;
                    }
                    Check::Value(_) => return keys,
                };
                for case in cases {
                    case.keys(&mut keys);
                }
            }
            None => {}
        }
        keys
    }

    fn keys_where<'s>(
        &'s self,
        wanted: impl Fn(&crate::catalogue::Field<'static>) -> bool + 's,
    ) -> impl Iterator<Item = u16> + 's {
        let fields = self.layout.nodes.iter().filter_map(|node| node.field);
        fields
            .filter(move |field| wanted(field))
            .map(|field| field.key())
    }

    /// Whether the same law is in force; `turns` are the days of [`Opened::turns`].
    pub fn same_law(&self, one: &Force, other: &Force, turns: &[i32]) -> bool {
        let before = |force: &Force| turns.iter().filter(|turn| **turn <= force.day).count();
        one.runs == other.runs && one.placed == other.placed && before(one) == before(other)
    }

    /// The days from which other instruments, packs, rules or requirements of the form are in force than the day before.
    pub fn turns(&self) -> Vec<i32> {
        let catalogue = &table().catalogue;
        let law = { catalogue.instruments.iter() }
            .map(|it| it.term)
            .chain(catalogue.packs.iter().map(|it| it.term));
        let asked = { self.layout.form.fields() }.flat_map(|field| &field.requires);
        let own = asked
            .map(|it| it.term)
            .chain(self.rules().map(|it| it.term));
        let mut turns = Vec::new();
        for term in law.chain(own.flatten()) {
            let after = term.to.and_then(|to| to.checked_add(1));
            for turn in [term.from, after].into_iter().flatten() {
                if !turns.contains(&turn) {
                    turns.push(turn);
                }
            }
        }
        turns
    }

    /// The date that decides the law, and the packs that run.
    pub fn force(&self, document: &Document<'_>, options: &Options) -> Force {
        let catalogue = &table().catalogue;
        let dates = self
            .layout
            .form
            .dated
            .iter()
            .filter_map(|key| self.layout.of_key(*key));
        let doc_date = dates
            .filter_map(|node| self.root_cell(document, node))
            .find_map(|cell| match cell {
                Cell::Value(_, Scalar::Date(date) | Scalar::Day(date)) => Some(*date),
                Cell::Value(_, Scalar::Moment(minutes)) => crate::value::date_time::day(*minutes),
                // A year stands for its last day: what was in force in any part of it counts.
                Cell::Value(_, Scalar::Number(year)) => {
                    NaiveDate::from_ymd_opt(i32::try_from(year / 1_000_000).ok()?, 12, 31)
                }
                _ => None,
            });
        let deciding = doc_date.or(options.date);
        let day = deciding.map_or(i32::MAX, |date| date.num_days_from_ce());
        let text = |node: Option<u16>| node.and_then(|node| self.root_cell(document, node));
        let region = match text(self.region) {
            Some(Cell::Value(typed, _)) => crate::value::region::normal(typed),
            _ => "".into(),
        };
        let sector = match (
            text(self.sector),
            self.sector.and_then(|node| self.layout.node(node)?.field),
        ) {
            (Some(Cell::Value(_, Scalar::Choice(choice))), Some(field)) => field
                .options
                .get(usize::from(*choice))
                .map_or("", |(key, _)| key),
            _ => "",
        };
        let placed: Vec<bool> = catalogue
            .packs
            .iter()
            .map(|pack| {
                region.starts_with(pack.region) && (pack.sector.is_empty() || pack.sector == sector)
            })
            .collect();
        let named: Vec<bool> = catalogue
            .packs
            .iter()
            .map(|pack| options.packs.iter().any(|name| name == pack.id))
            .collect();
        let runs = catalogue.packs.iter().zip(&placed).zip(&named);
        let runs = runs
            .map(|((pack, placed), named)| *named || (*placed && pack.term.holds(day)))
            .collect();
        let settings = catalogue
            .settings
            .iter()
            .map(|setting| {
                options
                    .settings
                    .iter()
                    .find(|(id, _)| id == setting.id)
                    .map(|(_, value)| *value)
            })
            .collect();
        Force {
            doc_date: deciding,
            day,
            placed,
            named,
            runs,
            settings,
        }
    }

    fn root_cell<'d>(&self, document: &'d Document<'d>, node: u16) -> Option<&'d Cell<'d>> {
        self.layout
            .node(node)
            .map(|node| document.root.cell(node.cell))
    }

    pub fn world<'w>(
        &'w self,
        document: &'w Document<'w>,
        force: &'w Force,
        options: &'w Options,
    ) -> World<'w> {
        World {
            layout: &self.layout,
            document,
            calendar: &options.calendar,
            today: options.date,
            doc_date: force.doc_date,
            packs: &force.runs,
            settings: &force.settings,
            window: Window::ALL,
            #[cfg(feature = "sheet")]
            columns: None,
        }
    }

    /// Asks one unit.
    pub fn ask<'w>(&self, unit: usize, world: &'w World<'w>, force: &Force) -> Said {
        let mut said = Said::default();
        match self.units.get(unit) {
            Some(Unit::Field(node)) => self.ask_field(*node, world, force, &mut said),
            Some(Unit::Rule(rule)) => {
                if let Some(rule) = rule_at(*rule).filter(|rule| force.rule_in_force(rule)) {
                    self.ask_rule(rule, world, &mut said);
                }
            }
            None => {}
        }
        said
    }

    fn ask_field<'w>(&self, number: u16, world: &'w World<'w>, force: &Force, said: &mut Said) {
        let Some(node) = self.layout.node(number) else {
            return;
        };
        let Some(field) = node.form_field else { return };
        let asked: Vec<(usize, &'static Requirement<'static>, Severity)> = field
            .requires
            .iter()
            .enumerate()
            .filter_map(|(index, requirement)| {
                Some((index, requirement, force.requirement(requirement)?))
            })
            .collect();
        if asked.is_empty() {
            return;
        }
        let mut judge = Judge::new(world);
        self.rows_of(
            &mut judge,
            number,
            &mut Vec::new(),
            &mut |judge, frame, rows| {
                let cell = frame.cell(node.cell);
                // 无 answers what is good to have, not what the law demands.
                let marked = matches!(cell, Cell::Value(_, Scalar::Nothing))
                    && node.field.is_some_and(|field| !field.none);
                if !marked && !cell.is_blank() {
                    return;
                }
                // Of equals the first declared: the one with a basis stands before the one without.
                let gravest = asked
                    .iter()
                    .rev()
                    .filter(|(_, requirement, _)| {
                        requirement
                            .when
                            .as_ref()
                            .is_none_or(|when| judge.holds(when) == Some(true))
                    })
                    .max_by_key(|(_, _, severity)| *severity)
                    .filter(|(_, _, severity)| !marked || *severity == Severity::Error);
                if let Some((requirement, _, severity)) = gravest {
                    let place = Place {
                        node: number,
                        rows: rows.to_vec(),
                    };
                    if said.raised.len() >= most(world) {
                        said.more = true;
                        return;
                    }
                    let label = self.layout.label(&place);
                    let message = match node.kind() {
                        Kind::Rows => format!("填写{label}，至少一行"),
                        _ if node.is_list() => format!("填写{label}，至少一项"),
                        // 选择已告知… would read as an order to say yes.
                        Kind::Bool if !crate::value::text::holds(&label, "是否") => {
                            format!("就“{label}”选择是或否")
                        }
                        Kind::Enum | Kind::Bool => format!("选择{label}"),
                        _ if marked => format!("填写{label}，不写“无”"),
                        _ => format!("填写{label}"),
                    };
                    said.raised.push(Rc::new(Raised {
                        severity: *severity,
                        place,
                        message,
                        fix: None,
                        periods: Vec::new(),
                        requirement: *requirement,
                    }));
                }
            },
        );
    }

    /// Visits every row in which a field stands; blank rows of a list are nothing.
    fn rows_of<'j>(
        &self,
        judge: &mut Judge<'j>,
        node: u16,
        rows: &mut Vec<u32>,
        visit: &mut dyn FnMut(&mut Judge<'j>, &'j Frame<'j>, &[u32]),
    ) {
        let lists = crate::form::lists_around(&self.layout, node);
        let root = &judge.world.document.root;
        self.descend(judge, &lists, root, rows, visit);
    }

    fn descend<'j>(
        &self,
        judge: &mut Judge<'j>,
        lists: &[u16],
        frame: &'j Frame<'j>,
        rows: &mut Vec<u32>,
        visit: &mut dyn FnMut(&mut Judge<'j>, &'j Frame<'j>, &[u32]),
    ) {
        let Some((at, inner)) = lists.split_first() else {
            visit(judge, frame, rows);
            return;
        };
        let Some(list) = self.layout.node(*at) else {
            return;
        };
        for (number, row) in judge.world.window.of(*at, frame.cell(list.cell).rows()) {
            if row.says_nothing() {
                continue;
            }
            rows.push(number as u32);
            judge.rows.push(row);
            self.descend(judge, inner, row, rows, visit);
            judge.rows.pop();
            rows.pop();
        }
    }

    fn ask_rule<'w>(&self, rule: &'static Rule<'static>, world: &'w World<'w>, said: &mut Said) {
        let mut judge = Judge::new(world);
        match (&rule.check, &rule.each) {
            (Check::Value(_), _) => {}
            (Check::Native(name, gate, cases), _) => {
                if judge.holds(gate) != Some(true) {
                    return;
                }
                let faults = native::find(name)
                    .map(|check| check(&mut judge))
                    .unwrap_or_default();
                let list = match &rule.each {
                    Each::Rows(key) => self.layout.of_key(*key),
                    _ => None,
                };
                let list = list.and_then(|list| self.layout.node(list));
                for fault in faults {
                    let Some(case) = cases.get(fault.case) else {
                        continue;
                    };
                    let rows: Vec<u32> = fault.row.into_iter().collect();
                    // The message may name columns of the row at fault.
                    judge.rows = list
                        .zip(fault.row)
                        .and_then(|(list, row)| {
                            world.document.root.cell(list.cell).rows().get(row as usize)
                        })
                        .into_iter()
                        .collect();
                    judge.forget_periods();
                    self.raise(&mut judge, case, &rows, None, &fault.values, said);
                }
            }
            (Check::Cases(cases), Each::Form) => self.ask_cases(&mut judge, cases, &[], None, said),
            (Check::Cases(cases), Each::Rows(key)) => {
                let Some(list) = self.layout.of_key(*key) else {
                    return;
                };
                let Some(node) = self.layout.node(list) else {
                    return;
                };
                self.rows_of(
                    &mut judge,
                    list,
                    &mut Vec::new(),
                    &mut |judge, frame, rows| {
                        let rows_at_hand = frame.cell(node.cell).rows();
                        for (number, row) in judge.world.window.of(list, rows_at_hand) {
                            if row.says_nothing() || said.more {
                                continue;
                            }
                            let mut at = rows.to_vec();
                            at.push(number as u32);
                            judge.rows.push(row);
                            self.ask_cases(judge, cases, &at, None, said);
                            judge.rows.pop();
                        }
                    },
                );
            }
            (Check::Cases(cases), Each::Fields(keys)) => {
                for node in keys.iter().filter_map(|key| self.layout.of_key(*key)) {
                    self.ask_each(&mut judge, node, cases, said);
                }
            }
            (Check::Cases(cases), Each::Events) => {
                for key in self.keys_where(|field| field.event) {
                    if let Some(node) = self.layout.of_key(key) {
                        self.ask_each(&mut judge, node, cases, said);
                    }
                }
            }
            (Check::Cases(cases), Each::Kind(kind)) => {
                for key in self.keys_where(|field| field.kind == *kind) {
                    if let Some(node) = self.layout.of_key(key) {
                        self.ask_each(&mut judge, node, cases, said);
                    }
                }
            }
        }
    }

    /// Asks a rule of one field wherever it is filled in.
    fn ask_each<'j>(
        &self,
        judge: &mut Judge<'j>,
        number: u16,
        cases: &'static [Case<'static>],
        said: &mut Said,
    ) {
        let Some(node) = self.layout.node(number) else {
            return;
        };
        self.rows_of(judge, number, &mut Vec::new(), &mut |judge, frame, rows| {
            let cell = frame.cell(node.cell);
            match cell {
                Cell::Blank | Cell::Value(_, Scalar::Absent | Scalar::Nothing) => {}
                Cell::Value(..) => {
                    judge.it = Some((cell, number));
                    self.ask_cases(judge, cases, rows, Some(number), said);
                }
                Cell::Rows(elements) => {
                    for (index, element) in elements
                        .iter()
                        .enumerate()
                        .filter(|(_, element)| !element.says_nothing())
                    {
                        let mut at = rows.to_vec();
                        at.push(index as u32);
                        judge.it = Some((element.cell(0), number));
                        self.ask_cases(judge, cases, &at, Some(number), said);
                    }
                }
            }
            judge.it = None;
        });
    }

    fn ask_cases<'j>(
        &self,
        judge: &mut Judge<'j>,
        cases: &'j [Case<'j>],
        rows: &[u32],
        it: Option<u16>,
        said: &mut Said,
    ) {
        for case in cases {
            judge.missing.set(None);
            judge.provisional.set(false);
            judge.forget_periods();
            match judge.holds(&case.when) {
                Some(true) => {
                    self.raise(judge, case, rows, it, &[], said);
                    return;
                }
                Some(false) => {
                    if judge.provisional.get() && case.severity >= Severity::Warning {
                        judge.slack = SLACK;
                        if judge.holds(&case.when) != Some(false) {
                            said.open.get_or_insert(NO_FIELD);
                        }
                        judge.slack = 0;
                    }
                }
                None => {
                    if case.severity >= Severity::Warning
                        && let Some(missing) = judge.missing.get()
                    {
                        said.open.get_or_insert(missing);
                    }
                }
            }
        }
    }

    fn raise<'j>(
        &self,
        judge: &mut Judge<'j>,
        case: &'j Case<'j>,
        rows: &[u32],
        it: Option<u16>,
        values: &[String],
        said: &mut Said,
    ) {
        if said.raised.len() >= most(judge.world) {
            said.more = true;
            return;
        }
        let decisive = judge.take_periods();
        let mut severity = case.severity;
        let mut note = "";
        if judge.provisional.get() {
            // What remains a breach whatever the notice will say is one; anything else is not known yet.
            judge.slack = SLACK;
            if judge.holds(&case.when) != Some(true) {
                severity = severity.min(Severity::Warning);
                note = "（该年放假安排尚未收录，按周末和固定节日推算，待放假通知公布后核对）";
            }
            judge.slack = 0;
            judge.forget_periods();
            said.open.get_or_insert(NO_FIELD);
        }
        let place = match case.at {
            Some(at) => self.place_of(at, rows),
            None => Place {
                node: it.unwrap_or(0),
                rows: rows.to_vec(),
            },
        };
        // A rule that is asked of every field of a kind cannot name the field itself.
        let mut message = match it {
            Some(_) => self.layout.label(&place),
            None => String::new(),
        };
        for piece in &case.message {
            match piece {
                Piece::Text(text) => message.push_str(text),
                Piece::Show(expr, unit) => message.push_str(&judge.show(expr, unit)),
                Piece::Argument(index) => {
                    message.push_str(values.get(usize::from(*index)).map_or("", String::as_str));
                }
            }
        }
        message.push_str(note);
        // What the message names is what the officer asks about; else what the condition turned on.
        let shown = judge.take_periods();
        let periods = if shown.is_empty() { decisive } else { shown };
        let fix = case
            .fix
            .as_ref()
            .and_then(|(set, to)| Some((self.place_of(*set, rows), judge.canonical(to)?)));
        said.raised.push(Rc::new(Raised {
            severity,
            place,
            message,
            fix,
            periods,
            requirement: 0,
        }));
    }

    fn place_of(&self, at: Ref, rows: &[u32]) -> Place {
        let node = self.layout.of_key(at.key).unwrap_or(0);
        let depth = self
            .layout
            .node(node)
            .map_or(0, |node| usize::from(node.depth));
        let element = self
            .layout
            .node(node)
            .is_some_and(|node| node.is_single_list());
        let kept = match at.depth {
            Ref::ROOT => 0,
            // The element of a list of single values has a row number of its own.
            _ if element => rows.len(),
            _ => depth,
        };
        Place {
            node,
            rows: rows.iter().take(kept).copied().collect(),
        }
    }

    /// How one rule stands on a document: what a reviewer asks of an example.
    pub fn verdict<'w>(&self, id: &str, world: &'w World<'w>, force: &Force) -> Verdict {
        let found = (0..self.units.len()).find(|unit| self.id(*unit) == id);
        let rule = found.and_then(|unit| match self.units.get(unit) {
            Some(Unit::Rule(rule)) => rule_at(*rule),
            _ => None,
        });
        let Some(unit) = found else {
            return Verdict::NotInForce;
        };
        if rule.is_some_and(|rule| !force.rule_in_force(rule)) {
            return Verdict::NotInForce;
        }
        let said = self.ask(unit, world, force);
        if !said.raised.is_empty() {
            return Verdict::Fault;
        }
        match rule.map(|rule| (&rule.check, &rule.each)) {
            Some((Check::Cases(cases), Each::Form)) => {
                let mut judge = Judge::new(world);
                let good = cases
                    .iter()
                    .any(|case| judge.holds(&case.when) == Some(false));
                if good {
                    Verdict::Good
                } else {
                    Verdict::Unknown
                }
            }
            _ if said.open.is_some() => Verdict::Unknown,
            _ => Verdict::Good,
        }
    }

    /// Puts what all units said into a report.
    pub fn report(
        &self,
        document: &Document<'_>,
        said: &[Said],
        force: &Force,
        options: &Options,
        input_hash: String,
    ) -> Report {
        let mut findings: Vec<Finding> = self
            .drafts(&document.remarks, said, &[], options)
            .iter()
            .map(|draft| self.finding(draft, force, options))
            .collect();
        findings.extend(unknown_fields(document, options));
        let not_checked = self.not_checked(document, said);
        let outcome = outcome(findings.iter(), !not_checked.is_empty());
        self.reported(outcome, findings, not_checked, force, options, input_hash)
    }

    fn reported(
        &self,
        outcome: Outcome,
        findings: Vec<Finding>,
        not_checked: Vec<NotChecked>,
        force: &Force,
        options: &Options,
        input_hash: String,
    ) -> Report {
        let packs = table()
            .catalogue
            .packs
            .iter()
            .zip(&force.runs)
            .filter(|(_, runs)| **runs);
        let date =
            |date: Option<NaiveDate>| date.map(crate::value::date::canonical).unwrap_or_default();
        Report {
            form: self.layout.form.id.to_string(),
            title: self.layout.form.title,
            outcome,
            findings,
            not_checked,
            packs: packs.map(|(pack, _)| pack.id).collect(),
            as_of: date(force.doc_date),
            checked_on: date(options.date),
            engine: env!("CARGO_PKG_VERSION"),
            input_hash,
        }
    }

    /// What was said and is not silenced by something else, said here or `beside`, in the order of the form.
    fn drafts(
        &self,
        remarks: &[Remark],
        said: &[Said],
        beside: &[&[Said]],
        options: &Options,
    ) -> Vec<Draft> {
        let mut kept: Vec<Draft> = Vec::new();
        // What stands in a field in the wrong shape is not also missing.
        let wrong = remarks
            .iter()
            .filter(|remark| remark.note.rule == WRONG_SHAPE);
        let wrong: Vec<&Place> = wrong.map(|remark| &remark.place).collect();
        let sorted = crate::order::order(wrong.len(), &mut |a, b| wrong[a].cmp(wrong[b]));
        let misshapen = |draft: &Draft| {
            let unit = draft.unit.and_then(|unit| self.units.get(unit));
            matches!(unit, Some(Unit::Field(_)))
                && sorted
                    .binary_search_by(|at| wrong[*at].cmp(&draft.raised.place))
                    .is_ok()
        };
        let mut keep = |draft: Draft| {
            let silent = self.is_silent(&draft, said) || { beside.iter() }
                .any(|said| self.is_silent(&draft, said));
            if !silent && !misshapen(&draft) {
                kept.push(draft);
            }
        };
        for (unit, said) in said.iter().enumerate() {
            for raised in &said.raised {
                keep(Draft {
                    unit: Some(unit),
                    raised: Rc::clone(raised),
                    note: None,
                });
            }
        }
        for remark in remarks {
            let rule = remark.note.rule;
            if options.rules.is_empty() || options.rules.iter().any(|it| it == rule) {
                keep(Draft {
                    unit: None,
                    raised: Rc::new(self.remark(remark)),
                    note: Some(rule),
                });
            }
        }
        if kept.len() < 2 {
            return kept;
        }
        let keys = { kept.iter() }.map(|draft| self.order(&draft.raised.place));
        let keys: Vec<Vec<u32>> = keys.collect();
        let sorted = crate::order::order(keys.len(), &mut |a, b| keys[a].cmp(&keys[b]));
        let mut kept: Vec<Option<Draft>> = kept.into_iter().map(Some).collect();
        { sorted.into_iter() }
            .filter_map(|at| kept.get_mut(at)?.take())
            .collect()
    }

    /// What there is to say now, beside what was told before: only what is new is put into words. `afresh`: the law or the reasons
    /// given may have changed, so that a finding can read otherwise although the same was said.
    pub fn tell(
        &self,
        document: &Document<'_>,
        said: &[Said],
        force: &Force,
        options: &Options,
        mut told: Vec<Told>,
        afresh: bool,
    ) -> News {
        let mut news = News::default();
        for draft in self.drafts(&document.remarks, said, &[], options) {
            let same =
                |it: &Told| it.unit == draft.unit && it.raised.as_ref() == Some(&draft.raised);
            let known = told.iter().position(same).filter(|_| !afresh);
            if let Some(known) = known {
                news.told.push(told.swap_remove(known));
                continue;
            }
            let finding = self.finding(&draft, force, options);
            news.add(&mut told, draft.unit, Some(draft.raised), finding);
        }
        for finding in unknown_fields(document, options) {
            news.add(&mut told, None, None, finding);
        }
        news.open = said.iter().any(|said| said.open.is_some() || said.more);
        news.went = told;
        news
    }

    fn remark(&self, remark: &Remark) -> Raised {
        let label = self.layout.label(&remark.place);
        Raised {
            severity: remark.note.severity,
            place: remark.place.clone(),
            message: format!("{label}{}", remark.note.message),
            fix: remark
                .note
                .fix
                .clone()
                .map(|fix| (remark.place.clone(), fix)),
            periods: Vec::new(),
            requirement: 0,
        }
    }

    /// One cause gives one finding: a rule is silent where one that it names has spoken, and where the field it points at is blank and
    /// asked for anyway.
    fn is_silent(&self, draft: &Draft, said: &[Said]) -> bool {
        let unless = match draft.unit.and_then(|unit| self.units.get(unit)) {
            Some(Unit::Rule(rule)) => rule_at(*rule).map_or(&[][..], |rule| &rule.unless),
            // Where something is asked for, a mark for nothing needs no other remark.
            None if draft.note == Some(ABSENT) => &[],
            _ => return false,
        };
        let place = &draft.raised.place;
        // Units stand in order.
        let of = |unit: Unit| {
            self.units
                .binary_search(&unit)
                .ok()
                .and_then(|at| said.get(at))
        };
        let same_rows =
            |it: &Rc<Raised>| it.place.rows.iter().zip(&place.rows).all(|(a, b)| a == b);
        let graver = |it: &Rc<Raised>| it.place == *place && it.severity >= draft.raised.severity;
        { unless.iter() }.any(|rule| {
            of(Unit::Rule(*rule)).is_some_and(|other| other.raised.iter().any(same_rows))
        }) || of(Unit::Field(place.node)).is_some_and(|other| other.raised.iter().any(graver))
    }

    /// The order of the paper: by field, and within a list row by row.
    fn order(&self, place: &Place) -> Vec<u32> {
        let mut key = Vec::new();
        let mut rows = place.rows.iter();
        for list in crate::form::lists_around(&self.layout, place.node) {
            key.push(
                self.layout
                    .node(list)
                    .map_or(0, |node| u32::from(node.order)),
            );
            key.extend(rows.next().map(|row| row + 1));
        }
        key.push(
            self.layout
                .node(place.node)
                .map_or(0, |node| u32::from(node.order)),
        );
        key.extend(rows.map(|row| row + 1));
        key
    }

    fn finding(&self, draft: &Draft, force: &Force, options: &Options) -> Finding {
        let raised = &draft.raised;
        let noted = draft
            .note
            .and_then(|id| self.rules().find(|rule| rule.id == id));
        let (rule, basis) = match draft.unit.and_then(|unit| self.units.get(unit)) {
            Some(Unit::Rule(number)) => match rule_at(*number) {
                Some(rule) => (
                    rule.id.to_string(),
                    shown(&rule.basis, rule.term.is_some(), rule.pack, force),
                ),
                None => (String::new(), Vec::new()),
            },
            Some(Unit::Field(node)) => {
                let requires = self.layout.node(*node).and_then(|node| node.form_field);
                let requirement = requires.and_then(|field| field.requires.get(raised.requirement));
                let basis = requirement.map_or(Vec::new(), |it| {
                    shown(&it.basis, it.term.is_some(), it.pack, force)
                });
                (self.required_id(*node), basis)
            }
            None => (
                draft.note.unwrap_or_default().to_string(),
                noted.map_or(Vec::new(), |rule| {
                    shown(&rule.basis, rule.term.is_some(), rule.pack, force)
                }),
            ),
        };
        let path = self.layout.pointer(&raised.place);
        let acknowledged = options
            .acknowledged
            .iter()
            .find(|it| raised.severity != Severity::Error && it.rule == rule && it.path == path)
            .map(|it| it.reason.clone());
        Finding {
            rule,
            severity: raised.severity,
            label: self.layout.label(&raised.place),
            path,
            message: raised.message.clone(),
            basis,
            fix: raised.fix.as_ref().map(|(place, value)| Fix {
                path: self.layout.pointer(place),
                value: value.clone(),
            }),
            periods: raised.periods.clone(),
            acknowledged,
        }
    }

    fn not_checked(&self, document: &Document<'_>, said: &[Said]) -> Vec<NotChecked> {
        // One entry a cause, whichever rules it leaves open.
        let mut out: Vec<(u16, NotChecked)> = Vec::new();
        for (unit, said) in said.iter().enumerate() {
            let Some(open) = said.open else { continue };
            match out.iter_mut().find(|(node, _)| *node == open) {
                Some((_, entry)) => entry.rules.push(self.id(unit)),
                None => out.push((open, self.unjudged(document, open, self.id(unit)))),
            }
        }
        let cut = said
            .iter()
            .enumerate()
            .filter(|(_, said)| said.more)
            .map(|(unit, _)| NotChecked {
                rules: alloc::vec![self.id(unit)],
                path: String::new(),
                label: String::new(),
                reason: format!("同类问题超过{MOST}处，其余未列出"),
            });
        out.into_iter().map(|(_, entry)| entry).chain(cut).collect()
    }

    fn unjudged(&self, document: &Document<'_>, node: u16, rule: String) -> NotChecked {
        let rules = alloc::vec![rule];
        if node == NO_FIELD {
            let reason =
                "涉及的年度放假安排尚未收录，期限按周末和固定节日推算，待放假通知公布后核对"
                    .to_string();
            return NotChecked {
                rules,
                path: String::new(),
                label: String::new(),
                reason,
            };
        }
        let place = Place {
            node,
            rows: Vec::new(),
        };
        let mut label = self.layout.label(&place);
        let mut path = self.layout.pointer(&place);
        let unread = document
            .remarks
            .iter()
            .any(|remark| remark.place.node == node);
        let mut blank = document
            .cell(&self.layout, &place)
            .is_none_or(Cell::is_blank);
        // A column stands in many rows: its list is named, and what could not be read in any of them.
        if let Some(list) = crate::form::lists_around(&self.layout, node).first() {
            let list = Place {
                node: *list,
                rows: Vec::new(),
            };
            label = format!("{}的{label}", self.layout.label(&list));
            path = self.layout.pointer(&list);
            blank = !unread;
        }
        let list = self.layout.node(node).is_some_and(Node::is_list);
        let reason = if blank {
            format!("{label}未填写")
        } else if list && !unread {
            format!("{label}行数过多，未逐行比较，分成几份再检查")
        } else {
            format!("{label}未能识别")
        };
        NotChecked {
            rules,
            path,
            label,
            reason,
        }
    }
}

struct Draft {
    /// The unit that said it; `None`: the reader of a value.
    unit: Option<usize>,
    raised: Rc<Raised>,
    note: Option<&'static str>,
}

/// A finding that was told, and what it was put into words from.
#[derive(Debug)]
pub(crate) struct Told {
    unit: Option<usize>,
    raised: Option<Rc<Raised>>,
    pub finding: Finding,
}

/// What changed since it was last told.
#[derive(Debug, Default)]
pub(crate) struct News {
    /// Everything that there is to say.
    pub told: Vec<Told>,
    /// What of it is new, by number.
    pub came: Vec<usize>,
    /// What is no more.
    pub went: Vec<Told>,
    open: bool,
}

impl News {
    fn add(
        &mut self,
        before: &mut Vec<Told>,
        unit: Option<usize>,
        raised: Option<Rc<Raised>>,
        finding: Finding,
    ) {
        match before.iter().position(|it| it.finding == finding) {
            Some(known) => drop(before.swap_remove(known)),
            None => self.came.push(self.told.len()),
        }
        self.told.push(Told {
            unit,
            raised,
            finding,
        });
    }

    pub fn outcome(&self) -> Outcome {
        outcome(self.told.iter().map(|it| &it.finding), self.open)
    }
}

impl Case<'_> {
    fn keys(&self, keys: &mut Vec<u16>) {
        self.when.keys(keys);
        for piece in &self.message {
            if let Piece::Show(expr, _) = piece {
                expr.keys(keys);
            }
        }
        if let Some((_, to)) = &self.fix {
            to.keys(keys);
        }
    }
}

impl Expr<'_> {
    /// Adds the keys of all fields that it names.
    pub(crate) fn keys(&self, keys: &mut Vec<u16>) {
        match self {
            Expr::Field(it) | Expr::Given(it) | Expr::Yes(it) | Expr::No(it) => keys.push(it.key),
            Expr::And(parts) | Expr::Or(parts) => parts.iter().for_each(|part| part.keys(keys)),
            Expr::Call(word, parts) => {
                if *word == Word::DocDate {
                    keys.push(DOC_DATE);
                }
                parts.iter().for_each(|part| part.keys(keys));
            }
            Expr::Not(inner) => inner.keys(keys),
            Expr::Compare(_, sides) | Expr::Arithmetic(_, sides) => {
                sides.0.keys(keys);
                sides.1.keys(keys);
            }
            Expr::In(left, choices) => {
                left.keys(keys);
                choices.iter().for_each(|choice| choice.keys(keys));
            }
            Expr::Rows(_, list, body, filter) => {
                keys.push(list.key);
                body.iter().chain(filter).for_each(|part| part.keys(keys));
            }
            Expr::Groups(_, list, parts, filter) => {
                keys.push(list.key);
                parts.0.keys(keys);
                parts.1.keys(keys);
                filter.iter().for_each(|part| part.keys(keys));
            }
            Expr::Number(_)
            | Expr::Text(_)
            | Expr::Date(_)
            | Expr::Choice(_)
            | Expr::Rank(_)
            | Expr::It
            | Expr::Pack(_)
            | Expr::Setting(_) => {}
        }
    }
}

fn rule_at(number: u16) -> Option<&'static Rule<'static>> {
    table().catalogue.rule(number)
}

fn shown(
    basis: &'static [Citation<'static>],
    own_term: bool,
    pack: u8,
    force: &Force,
) -> Vec<Basis> {
    let in_force = basis
        .iter()
        .filter(|citation| force.cites(citation, own_term, pack));
    in_force.map(Basis::of).collect()
}

/// The findings on fields that the form does not have.
fn unknown_fields<'d>(
    document: &'d Document<'_>,
    options: &Options,
) -> impl Iterator<Item = Finding> + 'd {
    let asked = options.rules.is_empty() || options.rules.iter().any(|it| it == UNKNOWN_FIELD);
    let strange = document
        .unknown
        .iter()
        .filter(move |it| asked && !it.misshapen);
    strange.filter_map(unknown_field)
}

fn unknown_field(unknown: &crate::form::Unknown) -> Option<Finding> {
    let name = shorten(&crate::form::name_in(unknown.path.rsplit('/').next()?));
    let hint = unknown
        .meant
        .as_ref()
        .map(|meant| format!("，是否为“{meant}”"))
        .unwrap_or_default();
    Some(Finding {
        rule: UNKNOWN_FIELD.to_string(),
        severity: Severity::Info,
        path: unknown.path.clone(),
        label: name.clone(),
        message: format!("本表没有“{name}”这一项，内容已保留，未检查{hint}"),
        basis: Vec::new(),
        fix: None,
        periods: Vec::new(),
        acknowledged: None,
    })
}

fn outcome<'f>(findings: impl Iterator<Item = &'f Finding> + Clone, unjudged: bool) -> Outcome {
    if findings
        .clone()
        .any(|finding| finding.severity == Severity::Error)
    {
        return Outcome::Errors;
    }
    let open =
        |finding: &Finding| finding.severity == Severity::Warning && finding.acknowledged.is_none();
    if { findings }.any(open) || unjudged {
        Outcome::Review
    } else {
        Outcome::Pass
    }
}
