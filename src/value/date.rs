//! 日期: days of the civil calendar.

use super::fold::{Scan, quote, too_long};
use super::{Note, Reading, date_time, numeral, time};
use alloc::format;
use alloc::string::String;
use chrono::{Datelike, NaiveDate};

/// Reads a day (日期): `2025-03-01`, `2025-3-1`, `2025/3/1`, `2025.3.1`, `20250301`, 2025年3月1日, 二〇二五年三月一日, and the day of a point in
/// time (`2025-03-01T09:30`; one with a zone is taken to Beijing).
///
/// Errors: `TY001` where it is no day of the Gregorian calendar (民法典第二百条).
///
/// ```
/// use zhifa::value::date;
/// let day = date::read("二〇二四年五月一日").value.unwrap();
/// assert_eq!(date::canonical(day), "2024-05-01");
/// assert_eq!(date::read("2025-02-30").notes[0].message, "不存在：2025年2月只有28日");
/// ```
pub fn read(typed: &str) -> Reading<NaiveDate> {
    match iso(typed.as_bytes()) {
        Some(day) => Reading::of(day),
        None => long(typed),
    }
}

/// The day in ISO writing: `2024-05-01`.
///
/// ```
/// use zhifa::value::date;
/// assert_eq!(date::canonical(date::read("2024.5.1").value.unwrap()), "2024-05-01");
/// ```
pub fn canonical(day: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
}

/// The day as an officer writes it: 2024年5月1日.
///
/// ```
/// use zhifa::value::date;
/// assert_eq!(date::in_words(date::read("2024-05-01").value.unwrap()), "2024年5月1日");
/// ```
pub fn in_words(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Why a text is no day.
pub(super) enum Fault {
    Form,
    Year,
    NoDay,
    Month(u32),
    Day(u32, u32),
}

impl Fault {
    pub(super) fn note(self, typed: &str) -> Note {
        let message = match self {
            Fault::Form => format!("应为公历日期，如2024-05-01，现为{}", quote(typed)),
            Fault::Year => format!("的年份应写四位，如2024-05-01，现为{}", quote(typed)),
            Fault::NoDay => format!("应写到日，如2024-05-01，现为{}", quote(typed)),
            Fault::Month(month) => format!("的月份应为1至12，现为{month}"),
            Fault::Day(year, month) => {
                format!("不存在：{year}年{month}月只有{}日", days_in(year, month))
            }
        };
        Note::error("TY001", message)
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(400) || (year.is_multiple_of(4) && !year.is_multiple_of(100)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn iso(bytes: &[u8]) -> Option<NaiveDate> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = bytes else {
        return None;
    };
    let digits = [a, b, c, d, e, f, g, h].map(|byte| u32::from(byte.wrapping_sub(b'0')));
    if digits.iter().any(|&digit| digit > 9) {
        return None;
    }
    let [a, b, c, d, e, f, g, h] = digits;
    let year = i32::try_from(((a * 10 + b) * 10 + c) * 10 + d).ok()?;
    NaiveDate::from_ymd_opt(year, e * 10 + f, g * 10 + h)
}

fn long(typed: &str) -> Reading<NaiveDate> {
    if too_long(typed) {
        return Reading::unreadable(Fault::Form.note(typed));
    }
    let mut scan = Scan::new(typed);
    // 自2025年1月1日起, 至2029年12月31日止: an end of a period is a day.
    scan.eat_one(&["自", "至", "于", "从", "截至"]);
    match parse(&mut scan) {
        Err(fault) => {
            let fix = month_end(typed);
            Reading::unreadable(fault.note(typed).with_fix(fix))
        }
        Ok(day) if scan.end() => Reading::of(day),
        Ok(day) => match date_time::at(day, scan).and_then(date_time::day) {
            Some(day) => Reading::of(day),
            // Part of a day lies in the day; a limit (9月18日前) is no day: the one that is meant is offered.
            None if scan.eat_one(&["止", "起"]) && scan.end() || about(scan) => Reading::of(day),
            None => {
                let limit = scan.eat_one(&["以前", "之前", "前"]) && scan.end();
                let fix = limit.then(|| canonical(day));
                Reading::unreadable(Fault::Form.note(typed).with_fix(fix))
            }
        },
    }
}

/// Whether a part of the day stands here to the end: 上午, 22时左右, 9时至11时15分. The day is the same.
fn about(mut scan: Scan) -> bool {
    if time::half(&mut scan) && scan.end() {
        return true;
    }
    for _ in 0..2 {
        if time::parse(&mut scan).is_none() {
            return false;
        }
        scan.eat_one(&["许", "左右"]);
        if scan.end() {
            return true;
        }
        if !scan.eat_one(&["至", "-"]) {
            return false;
        }
    }
    false
}

/// Reads a day up to which something must be done: 9月18日前 is the 18th, which papers count in.
///
/// Notes and errors: as [`read`].
///
/// ```
/// use zhifa::value::date;
/// assert_eq!(date::read_limit("2026年9月18日前"), date::read("2026-09-18"));
/// assert_eq!(date::read_limit("2026年9月底").value, None);
/// ```
pub fn read_limit(typed: &str) -> Reading<NaiveDate> {
    let reading = read(typed);
    match reading.notes.first().and_then(|note| note.fix.as_deref()) {
        Some(day) if typed.trim_end().ends_with('前') => read(day),
        _ => reading,
    }
}

/// Reads a day that need not be known to the day, as when an act began: 2015年5月, 2011年底 and 2022年2月至2023年1月 are only remarked on.
///
/// Notes: `TY001`, an info, where no single day is said; errors as [`read`]. Source: the two years run from when the act was done or ended
/// (行政处罚法第三十六条第二款), which may be known to its month alone.
///
/// ```
/// use zhifa::value::date;
/// let reading = date::read_rough("2015年5月");
/// assert_eq!(reading.value, None);
/// assert_eq!(reading.notes[0].message, "不是某一天，与它有关的期限和先后未核对，能查明的写明一天");
/// assert_eq!(date::read_rough("2026年9月31日").notes[0].severity, zhifa::Severity::Error);
/// ```
pub fn read_rough(typed: &str) -> Reading<NaiveDate> {
    let reading = read(typed);
    let mut scan = Scan::new(typed);
    let year = scan.digits().filter(|&(_, length)| length == 4);
    let known = reading.value.is_some() || too_long(typed) || year.is_none() || !scan.eat('年');
    if known
        || matches!(
            parse(&mut Scan::new(typed)),
            Err(Fault::Month(_) | Fault::Day(..))
        )
    {
        return reading;
    }
    Reading::unreadable(Note::info(
        "TY001",
        "不是某一天，与它有关的期限和先后未核对，能查明的写明一天",
    ))
}

/// 2025年6月底前: the last day of the month.
fn month_end(typed: &str) -> Option<String> {
    let mut scan = Scan::new(typed);
    let (year, length) = scan.digits().filter(|_| scan.eat('年'))?;
    let month = scan.digits().filter(|_| scan.eat('月'))?.0;
    let meant = length == 4 && scan.eat_one(&["底", "末"]);
    scan.eat_one(&["以前", "之前", "前"]);
    let last = day(year, month, days_in(year, month)).ok()?;
    (meant && scan.end()).then(|| canonical(last))
}

/// Reads the day that stands here and leaves the rest.
pub(super) fn parse(scan: &mut Scan) -> Result<NaiveDate, Fault> {
    let arabic = scan.peek().is_some_and(|c| c.is_ascii_digit());
    let (year, length) = if arabic {
        scan.digits()
    } else {
        numeral::read(scan).map(|year| (year, 4))
    }
    .ok_or(Fault::Form)?;
    if length == 8 {
        return day(year / 10_000, year / 100 % 100, year % 100);
    }
    let separator = scan.next().ok_or(Fault::Form)?;
    if !matches!(separator, '年' | '-' | '/' | '.' | '。') {
        return Err(Fault::Form);
    }
    if length != 4 || year > 9_999 {
        return Err(if length == 2 {
            Fault::Year
        } else {
            Fault::Form
        });
    }
    // 2019年底, 2024年5月中旬, 2024年11月份.
    let unsaid = if separator == '年' {
        Fault::NoDay
    } else {
        Fault::Form
    };
    let Some(month) = numeral::read(scan) else {
        return Err(unsaid);
    };
    if scan.end() || (scan.eat('月') && scan.end()) {
        return Err(match month {
            1..=12 => Fault::NoDay,
            _ => Fault::Month(month),
        });
    }
    if separator == '年' {
        // The month's own sign is behind us.
    } else if !scan.eat(separator) {
        return Err(Fault::Form);
    }
    let Some(number) = numeral::read(scan) else {
        return Err(unsaid);
    };
    if separator == '年' {
        scan.eat_one(&["日", "号"]);
    }
    day(year, month, number)
}

fn day(year: u32, month: u32, day: u32) -> Result<NaiveDate, Fault> {
    if !(1..=12).contains(&month) {
        return Err(Fault::Month(month));
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).map_err(|_| Fault::Form)?, month, day).ok_or(
        if day == 0 {
            Fault::Form
        } else {
            Fault::Day(year, month)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_officers_write_them() {
        for typed in [
            "2025-03-01",
            "2025-3-1",
            "2025/03/01",
            "2025.3.1",
            "20250301",
            "2025年3月1日",
            "2025年03月01号",
            " ２０２５ 年 ３ 月 １ 日 ",
            "二〇二五年三月一日",
            "二○二五年三月一日",
            "二零二五年三月一日",
            "二0二五年三月一日",
            "二O二五年三月一日",
            "2025年3月1日上午",
            "2025年3月1日22时左右",
            "2025年3月1日中午13时许",
            "2025年3月1日9时00分至11时15分",
            "2025年3月1日09:00-10:00",
            "2025—3—1",
            "2025年3⽉1⽇",
            "2025-03-01T09:30:00",
            "2025-03-01 00:00:00.000",
            "2025-02-28T16:00:00.000Z",
        ] {
            assert_eq!(
                read(typed),
                Reading::of(NaiveDate::from_ymd_opt(2025, 3, 1).unwrap()),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_no_day_says_why() {
        for (typed, message) in [
            ("2025-02-29", "不存在：2025年2月只有28日"),
            ("2024年2月30日", "不存在：2024年2月只有29日"),
            ("1900-2-29", "不存在：1900年2月只有28日"),
            ("2025-13-01", "的月份应为1至12，现为13"),
            ("0000-00-00", "的月份应为1至12，现为0"),
            ("25.3.1", "的年份应写四位，如2024-05-01，现为“25.3.1”"),
            ("2025年3月", "应写到日，如2024-05-01，现为“2025年3月”"),
            ("2025-03", "应写到日，如2024-05-01，现为“2025-03”"),
            ("2025年13月", "的月份应为1至12，现为13"),
            ("2024年11月份", "应写到日，如2024-05-01，现为“2024年11月份”"),
            (
                "2024年5月中旬",
                "应写到日，如2024-05-01，现为“2024年5月中旬”",
            ),
            ("2019年底", "应写到日，如2024-05-01，现为“2019年底”"),
            ("明天", "应为公历日期，如2024-05-01，现为“明天”"),
            ("2025-3/1", "应为公历日期，如2024-05-01，现为“2025-3/1”"),
            (
                "2025-03-01以前",
                "应为公历日期，如2024-05-01，现为“2025-03-01以前”",
            ),
            (
                "2025年3月6日至7日",
                "应为公历日期，如2024-05-01，现为“2025年3月6日至7日”",
            ),
            ("45000", "应为公历日期，如2024-05-01，现为“45000”"),
        ] {
            assert_eq!(read(typed).notes[0].message, message, "{typed}");
            assert_eq!(read(typed).value, None, "{typed}");
        }
    }
}
