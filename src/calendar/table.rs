//! 放假安排 by year: the built-in table, and newer years that a portal supplies.

use super::in_range;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

/// One year with a published schedule. A day is a bit, counted from 0 on 1 January.
#[derive(Clone, Debug)]
pub(super) struct Year {
    pub year: i32,
    pub off: [u64; 6],
    pub worked: [u64; 6],
    /// First day, last day and name of each break; empty for a year that a portal supplied.
    pub breaks: &'static [(u16, u16, &'static str)],
}

pub(super) static BUILT_IN: &[Year] = include!(concat!(env!("OUT_DIR"), "/holidays.rs"));

impl Year {
    pub fn is_off(&self, day: u32) -> bool {
        has(&self.off, day)
    }

    pub fn is_worked(&self, day: u32) -> bool {
        has(&self.worked, day)
    }

    /// The name of the break that the day belongs to, where it is known.
    pub fn break_name(&self, day: u32) -> Option<&'static str> {
        self.breaks
            .iter()
            .find(|(first, last, _)| (u32::from(*first)..=u32::from(*last)).contains(&day))
            .map(|(_, _, name)| *name)
    }
}

fn has(set: &[u64; 6], day: u32) -> bool {
    set.get(day as usize / 64)
        .is_some_and(|word| word >> (day % 64) & 1 == 1)
}

/// Why a supplied table of holidays could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError(String);

impl core::fmt::Display for TableError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for TableError {}

/// One year of a supplied table.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Supplied {
    /// Days off, weekends inside a break included, YYYY-MM-DD.
    pub holidays: Vec<String>,
    /// Weekend days worked.
    pub makeup_workdays: Vec<String>,
}

/// Reads `{"2027":{"holidays":["2027-01-01"],"makeup_workdays":[]}}`.
pub(super) fn read(json: &str) -> Result<Vec<Year>, TableError> {
    let years: BTreeMap<String, Supplied> = serde_json::from_str(json).map_err(|e| {
        TableError(format!(
            "放假安排第{}行第{}列不可读：{e}",
            e.line(),
            e.column()
        ))
    })?;
    take(years)
}

/// Takes years that were read already.
pub(super) fn take(
    years: impl IntoIterator<Item = (String, Supplied)>,
) -> Result<Vec<Year>, TableError> {
    let mut read = Vec::new();
    for (key, supplied) in years {
        let year = year(&key, &supplied);
        read.push(year.map_err(|why| TableError(format!("放假安排{key}年：{why}")))?);
    }
    Ok(read)
}

fn year(key: &str, supplied: &Supplied) -> Result<Year, String> {
    let number = key
        .parse()
        .ok()
        .filter(|y| key.len() == 4 && NaiveDate::from_yo_opt(*y, 1).is_some_and(in_range))
        .ok_or("年份应为四位数，1900至2200")?;
    let mut out = Year {
        year: number,
        off: [0; 6],
        worked: [0; 6],
        breaks: &[],
    };
    if supplied.holidays.is_empty() {
        return Err("holidays应列出放假日，现为空".into());
    }
    for text in &supplied.holidays {
        set(&mut out.off, day(number, text)?);
    }
    for text in &supplied.makeup_workdays {
        let date = day(number, text)?;
        if has(&out.off, date.ordinal0()) {
            return Err(format!("{text}既列为放假日又列为调休上班日"));
        }
        if date.weekday().num_days_from_monday() < 5 {
            return Err(format!("调休上班日{text}应为周六或周日"));
        }
        set(&mut out.worked, date);
    }
    Ok(out)
}

fn day(year: i32, text: &str) -> Result<NaiveDate, String> {
    let date = crate::value::date::read(text)
        .value
        .ok_or_else(|| format!("“{text}”应写为YYYY-MM-DD"))?;
    if date.year() == year {
        Ok(date)
    } else {
        Err(format!("{text}应列在{}年之下", date.year()))
    }
}

fn set(bits: &mut [u64; 6], date: NaiveDate) {
    let day = date.ordinal0();
    if let Some(word) = bits.get_mut(day as usize / 64) {
        *word |= 1 << (day % 64);
    }
}
