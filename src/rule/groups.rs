//! Gathers over groups of rows that share a key: the batches of one course, the lines of one article.

use super::evaluate::{Judge, Val};
use crate::catalogue::{Expr, Grouping, Ref};
use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use chrono::Datelike;

/// A key, comparable; a blank one makes a group of its own.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'k> {
    Row(usize),
    Number(i64),
    Choice(u16),
    Text(Cow<'k, str>),
}

/// Gathers over groups. Unknown when a row that counts is unknown; no rows give 0.
pub(super) fn gather<'j>(
    judge: &mut Judge<'j>,
    grouping: Grouping,
    list: Ref,
    parts: &'j (Expr<'j>, Expr<'j>),
    filter: Option<&'j Expr<'j>>,
) -> Val<'j> {
    let mut groups: BTreeMap<Key<'j>, i64> = BTreeMap::new();
    let mut valued = true;
    let mut row = 0;
    let known = judge.each_counted(list, filter, |judge| {
        row += 1;
        let key = match judge.value(&parts.0) {
            Val::Text(text) => Key::Text(text),
            Val::Choice(choice) => Key::Choice(choice),
            Val::Number(number) => Key::Number(number),
            Val::Date(date) => Key::Number(i64::from(date.num_days_from_ce())),
            _ if grouping == Grouping::Distinct => return,
            _ => Key::Row(row),
        };
        let Val::Number(value) = judge.value(&parts.1) else {
            valued = false;
            return;
        };
        let group = groups
            .entry(key)
            .or_insert(if grouping == Grouping::SumOfMin {
                i64::MAX
            } else {
                0
            });
        *group = match grouping {
            Grouping::SumOfMin => (*group).min(value),
            _ => group.saturating_add(value),
        };
    });
    if !known || !valued {
        return Val::Unknown;
    }
    Val::Number(match grouping {
        Grouping::SumOfMin => groups
            .values()
            .fold(0i64, |sum, value| sum.saturating_add(*value)),
        Grouping::MaxOfSum => groups.values().copied().max().unwrap_or(0),
        Grouping::Distinct => groups.len() as i64 * 1_000_000,
    })
}
