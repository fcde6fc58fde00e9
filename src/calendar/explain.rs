//! A deadline with its reckoning, for people.

use super::{Calendar, Deadline, Unit, corresponding, estimated};
use alloc::vec::Vec;
use chrono::{Datelike, NaiveDate, Weekday};
use core::fmt;

/// Why a day is off, or worked although it is a Saturday or Sunday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// 周六.
    Saturday,
    /// 周日.
    Sunday,
    /// A break of the notice, with its name where the table holds it: 国庆节放假.
    Break(Option<&'static str>),
    /// 调休上班: a weekend day that the notice makes a working day.
    Worked,
    /// A fixed holiday of 放假办法第2条 in a year without a notice.
    Fixed(&'static str),
    /// The working day that makes up for a fixed holiday on a weekend, in a year without a notice.
    Substitute(&'static str),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Saturday => f.write_str("周六"),
            Reason::Sunday => f.write_str("周日"),
            Reason::Break(name) => write!(f, "{}放假", name.unwrap_or("")),
            Reason::Worked => f.write_str("调休上班"),
            Reason::Fixed(name) => write!(f, "{name}（推算）"),
            Reason::Substitute(name) => write!(f, "{name}补假（推算）"),
        }
    }
}

/// One day of a reckoning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// The day.
    pub date: NaiveDate,
    /// What is special about it; `None` for an ordinary working day.
    pub reason: Option<Reason>,
}

/// A deadline and the days that led to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// The last day of the period.
    pub date: NaiveDate,
    /// Whether a day of a year without a published schedule decided it.
    pub provisional: bool,
    /// What was counted, in order: the days, the working days, or the corresponding day of each month or year.
    pub counted: Vec<Step>,
    /// The days passed over: between working days, or after the end of the period until the next working day.
    pub skipped: Vec<Step>,
}

impl Calendar {
    /// The end of a period with the days counted and skipped; the same date as [`Calendar::end`] gives.
    ///
    /// ```
    /// use zhifa::calendar::{Calendar, Unit};
    /// let told = "2025-04-02".parse().unwrap();
    /// let explained = Calendar::new().explain(told, 7, Unit::WorkingDays).unwrap();
    /// assert_eq!(explained.date.to_string(), "2025-04-14");
    /// assert_eq!(explained.counted.len(), 7);
    /// assert_eq!(explained.skipped[0].reason.unwrap().to_string(), "清明节放假");
    /// ```
    pub fn explain(&self, start: NaiveDate, n: i64, unit: Unit) -> Option<Explained> {
        let Deadline { date, provisional } = self.end(start, n, unit, 0)?;
        let mut out = Explained {
            date,
            provisional,
            counted: Vec::new(),
            skipped: Vec::new(),
        };
        if unit == Unit::WorkingDays {
            let mut day = start;
            while day != date {
                day = if n < 0 {
                    day.pred_opt()
                } else {
                    day.succ_opt()
                }?;
                let list = if self.is_workday(day).working {
                    &mut out.counted
                } else {
                    &mut out.skipped
                };
                list.push(self.step_at(day));
            }
        } else {
            for k in 1..=n.abs() {
                out.counted
                    .push(self.step_at(corresponding(start, k * n.signum(), unit)?));
            }
            let mut day = out.counted.last().map_or(start, |step| step.date);
            while day < date {
                out.skipped.push(self.step_at(day));
                day = day.succ_opt()?;
            }
        }
        Some(out)
    }

    fn step_at(&self, date: NaiveDate) -> Step {
        Step {
            date,
            reason: self.reason(date),
        }
    }

    /// What is special about a day: why it is off, or that it is a weekend day worked.
    pub fn reason(&self, date: NaiveDate) -> Option<Reason> {
        let weekend = match date.weekday() {
            Weekday::Sat => Some(Reason::Saturday),
            Weekday::Sun => Some(Reason::Sunday),
            _ => None,
        };
        let day = date.ordinal0();
        match self.year(date.year()) {
            Some(year) if year.is_worked(day) => Some(Reason::Worked),
            Some(year) if year.is_off(day) => Some(Reason::Break(year.break_name(day))),
            Some(_) => weekend,
            None => match estimated(date) {
                Some((name, false)) => Some(Reason::Fixed(name)),
                Some((name, true)) => Some(Reason::Substitute(name)),
                None => weekend,
            },
        }
    }
}
