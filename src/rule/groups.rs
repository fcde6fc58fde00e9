//! Gathers over groups of rows that share a key: the batches of one course, the lines of one article.

use super::evaluate::{Judge, Val};
use crate::catalogue::{Expr, Grouping, Ref};
use crate::order::{Key, first_alike};
use alloc::borrow::Cow;
use alloc::vec::Vec;
use chrono::Datelike;

/// Gathers over groups. Unknown when a row that counts is unknown; no rows give 0.
pub(super) fn gather<'j>(
    judge: &mut Judge<'j>,
    grouping: Grouping,
    list: Ref,
    parts: &'j (Expr<'j>, Expr<'j>),
    filter: Option<&'j Expr<'j>>,
) -> Val<'j> {
    #[cfg(feature = "sheet")]
    if let Some(known) = super::columns::group(judge, grouping, list, parts, filter) {
        return known;
    }
    // What a row is of, as a number of a kind or a text, and its value.
    let mut rows: Vec<([i64; 3], Cow<'j, str>, i64)> = Vec::new();
    let mut valued = true;
    let mut row: i64 = 0;
    let known = judge.each_counted(list, filter, |judge| {
        row += 1;
        let key = match judge.value(&parts.0) {
            Val::Text(text) => ([0; 3], text),
            Val::Choice(choice) => ([1, choice.into(), 0], "".into()),
            Val::Number(number) => ([2, number, 0], "".into()),
            Val::Date(date) => ([2, date.num_days_from_ce().into(), 0], "".into()),
            _ if grouping == Grouping::Distinct => return,
            // What is not known makes a group of its own.
            _ => ([3, row, 0], "".into()),
        };
        let Val::Number(value) = judge.value(&parts.1) else {
            valued = false;
            return;
        };
        rows.push((key.0, key.1, value));
    });
    if !known || !valued {
        return Val::Unknown;
    }
    let key = |at: usize| {
        rows.get(at).map(|(numbers, text, _)| Key {
            numbers: *numbers,
            texts: [text, "", "", ""],
        })
    };
    let firsts = first_alike(rows.len(), &key);
    // The value of each group, at its first row.
    let mut groups: Vec<Option<i64>> = alloc::vec![None; rows.len()];
    for (first, (.., value)) in firsts.iter().zip(&rows) {
        if let Some(group) = groups.get_mut(*first) {
            *group = Some(match (*group, grouping) {
                (None, _) => *value,
                (Some(before), Grouping::SumOfMin) => before.min(*value),
                (Some(before), _) => before.saturating_add(*value),
            });
        }
    }
    let groups = groups.into_iter().flatten();
    Val::Number(match grouping {
        Grouping::SumOfMin => groups.fold(0, i64::saturating_add),
        // No rows, and values below zero, give 0.
        Grouping::MaxOfSum => groups.fold(0, i64::max),
        Grouping::Distinct => groups.count() as i64 * 1_000_000,
    })
}
