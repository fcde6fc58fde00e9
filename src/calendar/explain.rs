//! A deadline with its reckoning, for people.

use super::{Calendar, Deadline, Unit, corresponding, estimated, hours, hours_after_started_hour};
use crate::json::Json;
use crate::value::{date, date_time};
use alloc::string::{String, ToString};
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

impl Reason {
    /// The name and what is said of it.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Reason::Saturday => ("周六", ""),
            Reason::Sunday => ("周日", ""),
            Reason::Break(Some(name)) => (name, "放假"),
            Reason::Break(None) => ("放假", ""),
            Reason::Worked => ("调休上班", ""),
            Reason::Fixed(name) => (name, "（推算）"),
            Reason::Substitute(name) => (name, "补假（推算）"),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, said) = self.words();
        f.write_str(name)?;
        f.write_str(said)
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

/// A period that was reckoned: what a rule compared with, or what its message names.
///
/// ```
/// use zhifa::calendar::{Calendar, Period};
/// let calendar = Calendar::new();
/// let period = Period::read(&calendar, "2025年4月2日", 7, "working-days").unwrap();
/// assert_eq!(period.to(), "2025-04-14");
/// assert_eq!(
///     period.account(&calendar).unwrap(),
///     "2025-04-14（周一）\n2025-04-02（周三）之后7个工作日，当日不计入\n\
///      计入7日：2025-04-03，2025-04-07至2025-04-11，2025-04-14\n跳过5日：2025-04-04至2025-04-06 清明节放假，2025-04-12 周六，2025-04-13 周日"
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Minutes after 1970-01-01T00:00 in Beijing, as is `to`.
    from: i64,
    to: i64,
    count: i64,
    /// `None`: hours.
    unit: Option<Unit>,
}

/// The unit of a period by the minute, as written.
const HOURS: &str = "hours";

impl Period {
    /// `count` hours from one minute to another.
    pub(crate) const fn hours(from: i64, count: i64, to: i64) -> Self {
        let unit = None;
        Period {
            from,
            to,
            count,
            unit,
        }
    }

    /// `count` units from one day to another.
    pub(crate) fn days(from: NaiveDate, count: i64, unit: Unit, to: NaiveDate) -> Self {
        let (from, to, unit) = (
            date_time::start_of(from),
            date_time::start_of(to),
            Some(unit),
        );
        Period {
            from,
            to,
            count,
            unit,
        }
    }

    /// Reckons a period whose start and unit are written out: the unit by its key, or `hours`.
    ///
    /// # Errors
    /// Says in Chinese what cannot be read or lies out of range.
    ///
    /// ```
    /// use zhifa::calendar::{Calendar, Period};
    /// let calendar = Calendar::new();
    /// let period = Period::read(&calendar, "2025-07-04 09:20", 24, "hours").unwrap();
    /// assert_eq!(period.to(), "2025-07-05T09:20");
    /// let wrong = Period::read(&calendar, "2025-02-30", 7, "days").unwrap_err();
    /// assert_eq!(wrong, "起算日不存在：2025年2月只有28日");
    /// ```
    pub fn read(calendar: &Calendar, start: &str, count: i64, unit: &str) -> Result<Self, String> {
        let (what, from, notes, unit) = match (Unit::of_key(unit), unit) {
            (Some(unit), _) => {
                let day = date::read(start);
                (
                    "起算日",
                    day.value.map(date_time::start_of),
                    day.notes,
                    Some(unit),
                )
            }
            (None, HOURS) => {
                let moment = date_time::read(start);
                ("起算时刻", moment.value, moment.notes, None)
            }
            (None, other) => return Err(said(&["没有单位“", other, "”"])),
        };
        let Some(from) = from else {
            return Err(match notes.first() {
                Some(note) => said(&[what, &note.message]),
                None => said(&["填写", what]),
            });
        };
        let to = match unit {
            None => hours(from, count),
            Some(unit) => date_time::day(from)
                .and_then(|from| calendar.end(from, count, unit, 0))
                .map(|end| date_time::start_of(end.date)),
        };
        match to {
            Some(to) => Ok(Period {
                from,
                to,
                count,
                unit,
            }),
            None => Err(said(&[
                "期限超出可推算的范围：1900年至2200年，长度不超过100000",
            ])),
        }
    }

    /// How the end was reached, a line each: the end, the period, the days counted, those passed over and why, and what is not known
    /// yet. `None` where the calendar does not reach so far.
    pub fn account(&self, calendar: &Calendar) -> Option<String> {
        let Some(unit) = self.unit else {
            let lenient = hours_after_started_hour(self.from, self.count)?;
            let spaced = |moment| date_time::canonical(moment).replace('T', " ");
            let (from, to, count) = (spaced(self.from), spaced(self.to), self.count.to_string());
            let mut text = said(&[&to, "\n自", &from, "起", &count, "小时，不因休息日顺延"]);
            if lenient != self.to {
                text.push_str(&said(&["\n开始的小时不计入的，至", &spaced(lenient)]));
            }
            return Some(text);
        };
        calendar.account(date_time::day(self.from)?, self.count, unit)
    }

    /// The day or moment it starts from, which is not counted: `2025-04-02`, `2025-07-04T09:20`.
    pub fn from(&self) -> String {
        self.written(self.from)
    }

    /// The last day, or the moment at which it ends.
    pub fn to(&self) -> String {
        self.written(self.to)
    }

    fn written(&self, point: i64) -> String {
        let mut text = date_time::canonical(point);
        if self.unit.is_some() {
            text.truncate("2025-04-02".len());
        }
        text
    }

    /// How many units; below zero: backwards.
    pub const fn count(&self) -> i64 {
        self.count
    }

    /// The key of the unit: `working-days`, `hours` …
    pub const fn unit(&self) -> &'static str {
        match self.unit {
            Some(unit) => unit.key(),
            None => HOURS,
        }
    }

    /// Writes `{"from":"2026-09-01","count":5,"unit":"working-days","to":"2026-09-08"}`.
    pub(crate) fn write(&self, json: &mut Json) {
        json.open('{').field("from", &self.from());
        json.key("count").raw(&self.count.to_string());
        json.field("unit", self.unit())
            .field("to", &self.to())
            .close('}');
    }
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
    /// 未核: which years' schedules are missing; only where `provisional`.
    pub note: Option<String>,
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
            note: provisional.then(|| self.note(start, date)),
        };
        self.walk(start, n, unit, date, &mut |counted, day| {
            let list = if counted {
                &mut out.counted
            } else {
                &mut out.skipped
            };
            list.push(self.step_at(day));
        });
        Some(out)
    }

    /// Visits the days that are counted (`true`) and passed over, in order.
    fn walk(
        &self,
        start: NaiveDate,
        n: i64,
        unit: Unit,
        end: NaiveDate,
        visit: &mut dyn FnMut(bool, NaiveDate),
    ) -> Option<()> {
        let mut day = start;
        if unit == Unit::WorkingDays {
            while day != end {
                day = if n < 0 {
                    day.pred_opt()
                } else {
                    day.succ_opt()
                }?;
                visit(self.is_workday(day).working, day);
            }
        } else {
            for k in 1..=n.abs() {
                day = corresponding(start, k * n.signum(), unit)?;
                visit(true, day);
            }
            while day < end {
                visit(false, day);
                day = day.succ_opt()?;
            }
        }
        Some(())
    }

    /// The end of a period and how it was reached, in words: see [`Period::account`].
    fn account(&self, start: NaiveDate, n: i64, unit: Unit) -> Option<String> {
        let Deadline { date, provisional } = self.end(start, n, unit, 0)?;
        let (mut counted, mut skipped) = (Stretches::default(), Stretches::default());
        self.walk(start, n, unit, date, &mut |counts, day| {
            // A day that is counted whether or not it is off needs no word about it.
            let reason = self.reason(day);
            match counts {
                true => counted.add(day, reason.filter(|_| unit == Unit::WorkingDays)),
                false => skipped.add(day, reason),
            }
        });
        let direction = if n < 0 { "之前" } else { "之后" };
        let title = match unit {
            Unit::WorkingDays | Unit::Days | Unit::PlainDays => "计入",
            _ => "对应",
        };
        Some(said(&[
            &named(date),
            "\n",
            &named(start),
            direction,
            &n.abs().to_string(),
            unit.label(),
            "，当日不计入",
            &counted.line(title),
            &skipped.line(match unit {
                Unit::WorkingDays => "跳过",
                _ => "顺延",
            }),
            &match provisional {
                true => said(&["\n", &self.note(start, date)]),
                false => String::new(),
            },
        ]))
    }

    /// What is not known yet of a period: which years' schedules are missing.
    fn note(&self, start: NaiveDate, end: NaiveDate) -> String {
        // The day of the event is not judged.
        let first = start.succ_opt().unwrap_or(start).min(end);
        let years = first.year()..=start.max(end).year();
        let open = || years.clone().filter(|year| self.year(*year).is_none());
        let (first, last) = (open().min(), open().max());
        let mut years = first.unwrap_or_default().to_string();
        if let Some(last) = last.filter(|_| last > first) {
            years = said(&[&years, "年至", &last.to_string()]);
        }
        said(&[
            "未核：",
            &years,
            "年放假安排尚未收录，本期限按周末和固定节日推算，放假通知公布后应再核对",
        ])
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

/// A list of days in words: days one after another and alike are one stretch.
#[derive(Default)]
struct Stretches {
    text: String,
    days: i64,
    /// First and last day of the stretch at hand, and why.
    at: Option<(NaiveDate, NaiveDate, Option<Reason>)>,
}

impl Stretches {
    fn add(&mut self, day: NaiveDate, reason: Option<Reason>) {
        self.days += 1;
        match &mut self.at {
            Some((_, last, why))
                if *why == reason
                    && (day.succ_opt() == Some(*last) || last.succ_opt() == Some(day)) =>
            {
                *last = day;
            }
            _ => {
                self.end_stretch();
                self.at = Some((day, day, reason));
            }
        }
    }

    fn end_stretch(&mut self) {
        let Some((first, last, reason)) = self.at.take() else {
            return;
        };
        let mark = if self.text.is_empty() { "：" } else { "，" };
        let (to, last) = match first == last {
            true => ("", String::new()),
            false => ("至", date::canonical(last)),
        };
        let (name, why) = reason.map_or(("", ""), Reason::words);
        let gap = if name.is_empty() { "" } else { " " };
        let stretch = said(&[mark, &date::canonical(first), to, &last, gap, name, why]);
        self.text.push_str(&stretch);
    }

    /// A line with the number of days; nothing where there are none.
    fn line(mut self, title: &str) -> String {
        self.end_stretch();
        match self.days {
            0 => String::new(),
            days => said(&["\n", title, &days.to_string(), "日", &self.text]),
        }
    }
}

/// 2026-09-14（周一）.
fn named(day: NaiveDate) -> String {
    let weekday = match day.weekday() {
        Weekday::Mon => "（周一）",
        Weekday::Tue => "（周二）",
        Weekday::Wed => "（周三）",
        Weekday::Thu => "（周四）",
        Weekday::Fri => "（周五）",
        Weekday::Sat => "（周六）",
        Weekday::Sun => "（周日）",
    };
    said(&[&date::canonical(day), weekday])
}

/// The parts as one text; a call where formatting in place would be longer to download.
#[inline(never)]
fn said(parts: &[&str]) -> String {
    parts.concat()
}
