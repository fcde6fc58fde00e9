//! Working days, periods and deadlines (工作日、期限).
//!
//! A period starts the day after the event (民法典第201条第1款), a period in days, months or years whose last day is not a working day
//! ends on the next one (第203条第1款), and a working day is what the State Council's yearly notice makes of it (放假办法第6条、第7条).
//! A year without a notice is judged by weekends and the fixed days of 放假办法第2条, and the result says that it is provisional.
//!
//! ```
//! use chrono::NaiveDate;
//! use zhifa::calendar::Calendar;
//!
//! let calendar = Calendar::new();
//! let monday = NaiveDate::from_ymd_opt(2025, 3, 10).unwrap();
//! let deadline = calendar.workdays(monday, 5, 0).unwrap();
//! assert_eq!(deadline.date.to_string(), "2025-03-17");
//! assert!(!deadline.provisional);
//! ```

mod explain;
mod table;

pub use explain::{Explained, Period, Reason, Step};
pub use table::{Supplied, TableError};

use alloc::vec::Vec;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use table::{BUILT_IN, Year};

/// The longest period that is computed, in its own unit: far more than any law sets, and little enough for a slip to stay cheap.
const LONGEST: u64 = 100_000;

/// The unit that the law counts a period in: 行政处罚法第85条, 行政强制法第69条 and 行政许可法第82条 say which days are working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// 日, the end rolled over to the next working day.
    Days,
    /// 日, not rolled: a burden that the law caps, or a day on which something lapses.
    PlainDays,
    /// 工作日.
    WorkingDays,
    /// 月 by the corresponding day (民法典第202条第1款), rolled.
    Months,
    /// 月, not rolled.
    PlainMonths,
    /// 年, rolled.
    Years,
    /// 年, not rolled.
    PlainYears,
}

/// By number: unit, key, and what stands behind a number.
const UNITS: [(Unit, &str, &str); 7] = [
    (Unit::Days, "days", "日"),
    (Unit::PlainDays, "plain-days", "日"),
    (Unit::WorkingDays, "working-days", "个工作日"),
    (Unit::Months, "months", "个月"),
    (Unit::PlainMonths, "plain-months", "个月"),
    (Unit::Years, "years", "年"),
    (Unit::PlainYears, "plain-years", "年"),
];

impl Unit {
    /// The key used in JSON.
    pub const fn key(self) -> &'static str {
        UNITS[self as usize].1
    }

    /// The unit of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        UNITS.iter().find(|it| it.1 == key).map(|it| it.0)
    }

    /// What stands behind a number: 个工作日.
    pub const fn label(self) -> &'static str {
        UNITS[self as usize].2
    }
}

/// What the calendar says of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Day {
    /// Whether it is a working day.
    pub working: bool,
    /// Whether the year's schedule is published; if not, `working` is an estimate.
    pub published: bool,
}

/// The last day of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Deadline {
    /// The last day.
    pub date: NaiveDate,
    /// Whether it rests on a day of a year whose schedule is not published; then it may not by itself make an error.
    pub provisional: bool,
}

/// A number of working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Count {
    /// The working days.
    pub days: i64,
    /// Whether a day of a year whose schedule is not published was judged.
    pub provisional: bool,
}

/// The working-day calendar: the built-in table, and the years that a portal supplied.
///
/// Every function gives `None` outside the years 1900 to 2200 and for periods of more than 100,000 units.
///
/// `slack` is for results that are provisional: the deadline if so many more days turned out not to be working days. A breach that
/// remains with a slack of ten is a breach whatever the notice will say. It changes nothing where the schedules are published.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    supplied: Vec<Year>,
}

impl Calendar {
    /// The built-in table, 2019 to 2026.
    pub const fn new() -> Self {
        Calendar {
            supplied: Vec::new(),
        }
    }

    /// The built-in table with newer years; a supplied year replaces the built-in one.
    ///
    /// # Errors
    /// Says which year and which day cannot be taken.
    ///
    /// ```
    /// use zhifa::calendar::Calendar;
    /// let calendar = Calendar::with_years(r#"{"2027":{"holidays":["2027-01-01"],"makeup_workdays":[]}}"#).unwrap();
    /// assert!(calendar.is_workday("2027-01-04".parse().unwrap()).published);
    /// let wrong = Calendar::with_years(r#"{"2027":{"holidays":["2028-01-01"],"makeup_workdays":[]}}"#).unwrap_err();
    /// assert_eq!(wrong.to_string(), "放假安排2027年：2028-01-01应列在2028年之下");
    /// ```
    pub fn with_years(json: &str) -> Result<Self, TableError> {
        table::read(json).map(|supplied| Calendar { supplied })
    }

    /// The built-in table and the years given, which were read already.
    ///
    /// # Errors
    /// As [`Calendar::with_years`].
    pub fn with_supplied(
        years: impl IntoIterator<Item = (alloc::string::String, Supplied)>,
    ) -> Result<Self, TableError> {
        table::take(years).map(|supplied| Calendar { supplied })
    }

    /// Whether the day is a working day, and whether that is known or estimated.
    pub fn is_workday(&self, date: NaiveDate) -> Day {
        let weekday = date.weekday().num_days_from_monday() < 5;
        let day = date.ordinal0();
        match self.year(date.year()) {
            Some(year) => Day {
                working: year.is_worked(day) || (weekday && !year.is_off(day)),
                published: true,
            },
            None => Day {
                working: weekday && estimated(date).is_none(),
                published: false,
            },
        }
    }

    /// `n` calendar days after `start`, rolled over to the next working day; backwards (`n` below zero) never rolled, since that would
    /// take time from the one who must be told (山东省行政程序规定第78条).
    pub fn days(&self, start: NaiveDate, n: i64, slack: u32) -> Option<Deadline> {
        self.end(start, n, Unit::Days, slack)
    }

    /// `n` calendar days after `start`.
    pub fn plain_days(&self, start: NaiveDate, n: i64) -> Option<NaiveDate> {
        corresponding(start, n, Unit::PlainDays)
    }

    /// The `n`-th working day after `start`, or before it when `n` is below zero; `start` itself when `n` is 0.
    ///
    /// ```
    /// use zhifa::calendar::Calendar;
    /// let hearing = "2025-05-09".parse().unwrap();
    /// assert_eq!(Calendar::new().workdays(hearing, -7, 0).unwrap().date.to_string(), "2025-04-27");
    /// ```
    pub fn workdays(&self, start: NaiveDate, n: i64, slack: u32) -> Option<Deadline> {
        if n.unsigned_abs() > LONGEST || !in_range(start) {
            return None;
        }
        let mut end = Deadline {
            date: start,
            provisional: false,
        };
        self.step(&mut end, n)?;
        if end.provisional {
            self.step(&mut end, i64::from(slack) * n.signum())?;
        }
        Some(end)
    }

    /// The corresponding day `n` months on, or the month's last day, rolled over to the next working day (not rolled backwards).
    pub fn months(&self, start: NaiveDate, n: i64, slack: u32) -> Option<Deadline> {
        self.end(start, n, Unit::Months, slack)
    }

    /// The corresponding day `n` months on, or the month's last day.
    pub fn plain_months(&self, start: NaiveDate, n: i64) -> Option<NaiveDate> {
        corresponding(start, n, Unit::PlainMonths)
    }

    /// The corresponding day `n` years on, rolled over to the next working day (not rolled backwards).
    pub fn years(&self, start: NaiveDate, n: i64, slack: u32) -> Option<Deadline> {
        self.end(start, n, Unit::Years, slack)
    }

    /// The corresponding day `n` years on; 29 February gives 28 February.
    pub fn plain_years(&self, start: NaiveDate, n: i64) -> Option<NaiveDate> {
        corresponding(start, n, Unit::PlainYears)
    }

    /// The end of a period in any unit.
    pub fn end(&self, start: NaiveDate, n: i64, unit: Unit, slack: u32) -> Option<Deadline> {
        match unit {
            Unit::WorkingDays => self.workdays(start, n, slack),
            Unit::PlainDays | Unit::PlainMonths | Unit::PlainYears => corresponding(start, n, unit)
                .map(|date| Deadline {
                    date,
                    provisional: false,
                }),
            Unit::Days | Unit::Months | Unit::Years => {
                let date = corresponding(start, n, unit)?;
                if n < 0 {
                    Some(Deadline {
                        date,
                        provisional: false,
                    })
                } else {
                    self.roll(date, slack)
                }
            }
        }
    }

    /// The day itself if it is a working day, else the next working day (民法典第203条第1款).
    pub fn roll(&self, date: NaiveDate, slack: u32) -> Option<Deadline> {
        if !in_range(date) {
            return None;
        }
        let day = self.is_workday(date);
        let mut end = Deadline {
            date,
            provisional: !day.published,
        };
        if !day.working {
            self.step(&mut end, 1)?;
        }
        if end.provisional {
            self.step(&mut end, i64::from(slack))?;
        }
        Some(end)
    }

    /// The working days after `from` up to and with `to`; below zero when `to` lies before `from`. With a slack the count is so much
    /// nearer to zero, if it is provisional.
    pub fn workdays_between(&self, from: NaiveDate, to: NaiveDate, slack: u32) -> Option<Count> {
        if !in_range(from) || !in_range(to) {
            return None;
        }
        let (first, last) = (from.min(to), from.max(to));
        let mut count = Count {
            days: 0,
            provisional: false,
        };
        for date in first.iter_days().skip(1).take_while(|d| *d <= last) {
            let day = self.is_workday(date);
            count.days += i64::from(day.working);
            count.provisional |= !day.published;
        }
        if count.provisional {
            count.days = (count.days - i64::from(slack)).max(0);
        }
        if to < from {
            count.days = -count.days;
        }
        Some(count)
    }

    /// Moves to the `n`-th working day from where `end` stands.
    fn step(&self, end: &mut Deadline, n: i64) -> Option<()> {
        let mut left = n.abs();
        while left > 0 {
            end.date = if n < 0 {
                end.date.pred_opt()
            } else {
                end.date.succ_opt()
            }
            .filter(|d| in_range(*d))?;
            let day = self.is_workday(end.date);
            left -= i64::from(day.working);
            end.provisional |= !day.published;
        }
        Some(())
    }

    fn year(&self, year: i32) -> Option<&Year> {
        self.supplied.iter().find(|y| y.year == year).or_else(|| {
            let first = BUILT_IN.first()?.year;
            BUILT_IN.get(usize::try_from(year.checked_sub(first)?).ok()?)
        })
    }
}

/// `n` hours after a point in time, through nights and days off, never rolled (民法典第201条第2款). Points are minutes after
/// 1970-01-01T00:00 in Beijing, as `value::date_time` reads them; `None` as for days.
///
/// ```
/// use zhifa::calendar::hours;
/// let seized = 9 * 60 + 20;
/// assert_eq!(hours(seized, 24), Some(seized + 24 * 60));
/// ```
pub fn hours(point: i64, n: i64) -> Option<i64> {
    // 1900-01-01 and 2201-01-01 in minutes.
    let years = -25567 * 1_440..84371 * 1_440;
    let end = (n.unsigned_abs() <= LONGEST && years.contains(&point)).then(|| point + n * 60);
    end.filter(|end| years.contains(end))
}

/// The lenient reading: the hour in which the period starts is not counted (市场监督管理行政处罚程序规定第80条第1款).
///
/// ```
/// use zhifa::calendar::hours_after_started_hour;
/// let seized = 9 * 60 + 20;
/// assert_eq!(hours_after_started_hour(seized, 24), Some((10 + 24) * 60));
/// assert_eq!(hours_after_started_hour(9 * 60, 24), Some((9 + 24) * 60));
/// ```
pub fn hours_after_started_hour(point: i64, n: i64) -> Option<i64> {
    hours(point.checked_add(59)?.div_euclid(60) * 60, n)
}

fn in_range(date: NaiveDate) -> bool {
    (1900..=2200).contains(&date.year())
}

/// The day that corresponds to `start`, before any roll-over.
fn corresponding(start: NaiveDate, n: i64, unit: Unit) -> Option<NaiveDate> {
    if n.unsigned_abs() > LONGEST || !in_range(start) {
        return None;
    }
    let per = match unit {
        Unit::Years | Unit::PlainYears => 12,
        Unit::Days | Unit::PlainDays | Unit::WorkingDays | Unit::Months | Unit::PlainMonths => 1,
    };
    let size = n.unsigned_abs();
    let end = match unit {
        Unit::Days | Unit::PlainDays | Unit::WorkingDays => {
            let days = Days::new(size);
            if n < 0 {
                start.checked_sub_days(days)
            } else {
                start.checked_add_days(days)
            }
        }
        Unit::Months | Unit::PlainMonths | Unit::Years | Unit::PlainYears => {
            let months = Months::new(u32::try_from(size * per).ok()?);
            if n < 0 {
                start.checked_sub_months(months)
            } else {
                start.checked_add_months(months)
            }
        }
    };
    end.filter(|d| in_range(*d))
}

/// A holiday of a year without a notice: one of the fixed days of 放假办法第2条 or, where one of them falls on a weekend, the working
/// day that makes up for it (第6条). The second value says that it is such a substitute.
fn estimated(date: NaiveDate) -> Option<(&'static str, bool)> {
    let (name, length) = match date.month() {
        1 => ("元旦", 1),
        5 => ("劳动节", if date.year() < 2025 { 1 } else { 2 }),
        10 => ("国庆节", 3),
        _ => return None,
    };
    if date.day() <= length {
        return Some((name, false));
    }
    let weekend = |d: NaiveDate| matches!(d.weekday(), Weekday::Sat | Weekday::Sun);
    if date.day() > length + 5 || weekend(date) {
        return None;
    }
    // The k-th weekday after the holiday stands in for the k-th of its days on a weekend.
    let days = |first: u32, last: u32| (first..=last).filter_map(move |d| date.with_day(d));
    let owed = days(1, length).filter(|d| weekend(*d)).count();
    let weekdays = days(length + 1, date.day())
        .filter(|d| !weekend(*d))
        .count();
    (weekdays <= owed).then_some((name, true))
}
