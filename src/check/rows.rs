//! Checks a document of many rows, a window of rows at a time.
//!
//! A finding means what it means on any document: what a rule gathers over the list is always of the whole list, and one finding silences
//! another as it would in one piece. Only the bound on the findings of a rule does not count, so that every row of a long list is told its own.

use super::{
    Check, Each, Force, Judge, Opened, Options, Outcome, Raised, Rule, Said, Severity, Unit,
    Window, World, rule_at,
};
use crate::form::{Document, Place, Remark, lists_around};
use crate::report::{Finding, Report};
use crate::rule::columns::{self, Columns};
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// Rows of a window.
const ROWS: usize = 200;

/// How a unit goes over the rows of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// It is asked of the document as a whole.
    Whole,
    /// It is asked of each row.
    Rows,
    /// It is asked of columns and of fields of the form, which come again with each window.
    Both,
}

impl Opened {
    /// Checks a document with many rows in `list`; each finding is handed over with its place and that of its fix. The findings on the form
    /// come first, then those on the rows in their order. `progress` is told how many rows were asked.
    ///
    /// Remarks of the document must stand in the order of its rows, those on the form before them. The report has no findings.
    pub(crate) fn check_rows(
        &self,
        document: &Document<'_>,
        list: u16,
        options: &Options,
        progress: &mut dyn FnMut(usize),
        each: &mut dyn FnMut(&Place, Option<&Place>, Finding),
    ) -> Report {
        let force = self.force(document, options);
        let always = |node: u16| {
            let field = self.layout.node(node).and_then(|node| node.form_field);
            { field.iter() }
                .flat_map(|field| &field.requires)
                .any(|it| it.when.is_none() && force.runs.get(usize::from(it.pack)) == Some(&true))
        };
        let columns = Columns::of(&self.layout, document, list, always);
        let mut world = self.world(document, &force, options);
        world.columns = columns.as_ref();
        let chosen = self.chosen(options);
        let units = || (0..self.units.len()).filter(|unit| chosen.get(*unit) == Some(&true));
        let inside: Vec<bool> = (0..self.layout.nodes.len() as u16)
            .map(|node| lists_around(&self.layout, node).first() == Some(&list))
            .collect();
        let row = |place: &Place| {
            let own = place.node == list || inside.get(usize::from(place.node)) == Some(&true);
            place.rows.first().filter(|_| own).map(|row| *row as usize)
        };
        let cell = self.layout.node(list).map_or(0, |node| node.cell);
        let count = document.root.cell(cell).rows().len();
        let blank = || alloc::vec![Said::default(); self.units.len()];
        let mut form = blank();
        let mut windows: Vec<Vec<Said>> =
            (0..count.div_ceil(ROWS).max(1)).map(|_| blank()).collect();
        let mut keep = |unit: usize, said: Said, again: bool| {
            let Some(whole) = form.get_mut(unit) else {
                return;
            };
            whole.open = whole.open.or(said.open);
            whole.more |= said.more;
            for raised in said.raised {
                match row(&raised.place) {
                    Some(row) => {
                        let window = windows.get_mut(row / ROWS);
                        if let Some(said) = window.and_then(|window| window.get_mut(unit)) {
                            said.raised.push(raised);
                        }
                    }
                    None if again => {}
                    None => whole.raised.push(raised),
                }
            }
        };
        let reach: Vec<Reach> = (0..self.units.len())
            .map(|unit| self.reach(unit, list, &inside))
            .collect();
        // What a function says of rows falls into their windows.
        world.window = Window {
            list,
            rows: 0..count,
        };
        for unit in units().filter(|unit| reach.get(*unit) == Some(&Reach::Whole)) {
            keep(unit, self.ask(unit, &world, &force), false);
        }
        let by_row: Vec<(usize, bool, Vec<bool>)> = units()
            .filter(|unit| reach.get(*unit) != Some(&Reach::Whole))
            .map(|unit| {
                let both = reach.get(unit) == Some(&Reach::Both);
                (unit, both, self.marks(unit, &world, &force, list, count))
            })
            .filter(|(_, both, marks)| *both || marks.contains(&true))
            .collect();
        for (unit, both, _) in &by_row {
            // The fields of the form, once.
            if *both {
                world.window = Window { list, rows: 0..0 };
                keep(*unit, self.ask(*unit, &world, &force), false);
            }
        }
        for first in (0..count).step_by(ROWS) {
            let until = (first + ROWS).min(count);
            for (unit, both, marks) in &by_row {
                let here = marks.get(first..until).unwrap_or_default();
                if !here.contains(&true) {
                    continue;
                }
                for rows in runs(marks, first..until) {
                    world.window = Window { list, rows };
                    keep(*unit, self.ask(*unit, &world, &force), *both);
                }
            }
            progress(until);
        }

        let mut gravest = None;
        let mut tell = |remarks: &[Remark], said: &[Said], beside: &[&[Said]]| {
            for draft in self.drafts(remarks, said, beside, options) {
                let raised: &Raised = &draft.raised;
                let finding = self.finding(&draft, &force, options);
                if finding.acknowledged.is_none() {
                    gravest = gravest.max(Some(finding.severity));
                }
                each(
                    &raised.place,
                    raised.fix.as_ref().map(|(place, _)| place),
                    finding,
                );
            }
        };
        let of_form = { document.remarks.iter() }.position(|remark| row(&remark.place).is_some());
        let (of_form, mut rest) =
            { &document.remarks }.split_at(of_form.unwrap_or(document.remarks.len()));
        let beside: Vec<&[Said]> = windows.iter().map(Vec::as_slice).collect();
        tell(of_form, &form, &beside);
        for (number, said) in windows.iter().enumerate() {
            let until = (number + 1) * ROWS;
            let own = rest.partition_point(|remark| row(&remark.place) < Some(until));
            let (remarks, after) = rest.split_at(own);
            tell(remarks, said, &[&form]);
            rest = after;
        }
        let not_checked = self.not_checked(document, &form);
        let outcome = match gravest {
            Some(Severity::Error) => Outcome::Errors,
            Some(Severity::Warning) => Outcome::Review,
            _ if !not_checked.is_empty() => Outcome::Review,
            _ => Outcome::Pass,
        };
        self.reported(
            outcome,
            Vec::new(),
            not_checked,
            &force,
            options,
            String::new(),
        )
    }

    /// The rows of which a unit is to be asked: those where it may have something to say.
    fn marks(
        &self,
        unit: usize,
        world: &World<'_>,
        force: &Force,
        list: u16,
        count: usize,
    ) -> Vec<bool> {
        let all = || alloc::vec![true; count];
        let mut marks = alloc::vec![false; count];
        let mut judge = Judge::new(world);
        let said = match self.units.get(unit) {
            Some(Unit::Field(node)) => {
                { world.columns.as_ref() }.is_some_and(|it| it.mark_blank(*node, &mut marks))
            }
            Some(Unit::Rule(rule)) => match rule_at(*rule) {
                Some(rule) if !force.rule_in_force(rule) => true,
                Some(Rule {
                    check: Check::Cases(cases),
                    each: Each::Rows(key),
                    ..
                }) if self.layout.of_key(*key) == Some(list) => columns::mark(
                    &mut judge,
                    cases.iter().map(|case| &case.when),
                    None,
                    &mut marks,
                ),
                Some(
                    rule @ Rule {
                        check: Check::Cases(cases),
                        each: Each::Fields(_) | Each::Events | Each::Kind(_),
                        ..
                    },
                ) => {
                    let conditions = cases.iter().map(|case| &case.when);
                    { self.asked_of(rule).into_iter() }
                        .filter(|node| lists_around(&self.layout, *node).first() == Some(&list))
                        .all(|node| {
                            columns::mark(&mut judge, conditions.clone(), Some(node), &mut marks)
                        })
                }
                Some(Rule {
                    check: Check::Value(_),
                    ..
                }) => true,
                _ => false,
            },
            None => true,
        };
        if said { marks } else { all() }
    }

    /// The nodes of the fields that a rule is asked of, one by one.
    fn asked_of(&self, rule: &Rule<'_>) -> Vec<u16> {
        let nodes = |keys: &mut dyn Iterator<Item = u16>| {
            keys.filter_map(|key| self.layout.of_key(key)).collect()
        };
        match &rule.each {
            Each::Fields(keys) => nodes(&mut keys.iter().copied()),
            Each::Events => nodes(&mut self.keys_where(|field| field.event)),
            Each::Kind(kind) => nodes(&mut self.keys_where(|field| field.kind == *kind)),
            Each::Form | Each::Rows(_) => Vec::new(),
        }
    }

    fn reach(&self, unit: usize, list: u16, inside: &[bool]) -> Reach {
        let in_list = |node: u16| inside.get(usize::from(node)) == Some(&true);
        let of_key = |key: &u16| self.layout.of_key(*key);
        match self.units.get(unit) {
            Some(Unit::Field(node)) if in_list(*node) => Reach::Rows,
            // A function goes over the rows itself.
            Some(Unit::Rule(rule)) if rule_at(*rule).is_some_and(Rule::is_native) => Reach::Whole,
            Some(Unit::Rule(rule)) => match rule_at(*rule).map(|rule| &rule.each) {
                Some(Each::Rows(key)) => match of_key(key) {
                    Some(node) if node == list || in_list(node) => Reach::Rows,
                    _ => Reach::Whole,
                },
                Some(Each::Fields(keys)) => match keys.iter().filter_map(of_key).any(in_list) {
                    true => Reach::Both,
                    false => Reach::Whole,
                },
                Some(Each::Events | Each::Kind(_)) => Reach::Both,
                Some(Each::Form) | None => Reach::Whole,
            },
            _ => Reach::Whole,
        }
    }
}

/// The runs of marked rows.
fn runs(marks: &[bool], rows: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = rows.start;
    core::iter::from_fn(move || {
        let marked = |row: &usize| marks.get(*row) == Some(&true);
        let first = (at..rows.end).find(marked)?;
        at = (first..rows.end)
            .find(|row| !marked(row))
            .unwrap_or(rows.end);
        Some(first..at)
    })
}
