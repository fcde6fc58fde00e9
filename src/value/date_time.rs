//! 日期时间: points in time, in Beijing.

use super::fold::{Scan, quote, too_long};
use super::{Note, Reading, date, time};
use alloc::format;
use alloc::string::String;
use chrono::{Days, NaiveDate};

/// Minutes of a day.
const DAY: i64 = 1_440;

/// Reads a point in time (日期时间), in minutes after 1970-01-01T00:00 in Beijing: a day followed by a time of day. A text with a zone
/// (`…Z`, `…+08:00`) is taken to Beijing.
///
/// Notes: `TY093` as a warning where the time of day is missing, or is said to be about that (9时许). Errors: `TY001` for the day, `TY093` for the time.
///
/// ```
/// use zhifa::value::date_time;
/// let point = date_time::read("2025年7月4日9时20分").value.unwrap();
/// assert_eq!(date_time::canonical(point), "2025-07-04T09:20");
/// assert_eq!(date_time::read("2025-07-04").notes[0].message, "缺少时刻，应写到分，如2025-07-04 09:30");
/// ```
pub fn read(typed: &str) -> Reading<i64> {
    if too_long(typed) {
        return Reading::unreadable(no_time(typed));
    }
    let mut scan = Scan::new(typed);
    match date::parse(&mut scan) {
        Err(fault) => Reading::unreadable(fault.note(typed)),
        Ok(day) if scan.end() => Reading::unreadable(Note::warning(
            "TY093",
            format!("缺少时刻，应写到分，如{} 09:30", date::canonical(day)),
        )),
        Ok(day) => match at(day, scan) {
            Some(point) if typed.trim_end().ends_with(['许', '右']) => Reading::noted(
                point,
                Note::warning(
                    "TY093",
                    format!(
                        "应写确切的时刻，现为{}，按{}核对",
                        quote(typed),
                        canonical(point)
                    ),
                ),
            ),
            Some(point) => Reading::of(point),
            None => Reading::unreadable(no_time(typed)),
        },
    }
}

/// The point in time in ISO writing without a zone: `2025-07-04T09:20`. Empty beyond the calendar.
///
/// ```
/// assert_eq!(zhifa::value::date_time::canonical(0), "1970-01-01T00:00");
/// ```
pub fn canonical(point: i64) -> String {
    let minutes = u16::try_from(point.rem_euclid(DAY)).unwrap_or(0);
    day(point)
        .map(|day| format!("{}T{}", date::canonical(day), time::canonical(minutes)))
        .unwrap_or_default()
}

/// The day on which a point in time lies; `None` beyond the calendar.
///
/// ```
/// use zhifa::value::{date, date_time};
/// assert_eq!(date_time::day(date_time::read("2025-07-04 24:00").value.unwrap()), date::read("2025-07-05").value);
/// ```
pub fn day(point: i64) -> Option<NaiveDate> {
    let days = point.div_euclid(DAY);
    let size = Days::new(days.unsigned_abs());
    if days < 0 {
        epoch().checked_sub_days(size)
    } else {
        epoch().checked_add_days(size)
    }
}

/// The first minute of a day.
///
/// ```
/// use zhifa::value::{date, date_time};
/// assert_eq!(date_time::start_of(date::read("1970-01-02").value.unwrap()), 1440);
/// ```
pub fn start_of(day: NaiveDate) -> i64 {
    day.signed_duration_since(epoch()).num_days() * DAY
}

fn epoch() -> NaiveDate {
    NaiveDate::default()
}

fn no_time(typed: &str) -> Note {
    Note::error(
        "TY093",
        format!("应为日期和时刻，如2025-07-04 09:30，现为{}", quote(typed)),
    )
}

/// The point on this day whose time of day stands here, to the end of the text.
pub(super) fn at(day: NaiveDate, mut scan: Scan) -> Option<i64> {
    let iso = scan.eat('T');
    if !iso {
        scan.eat(',');
    }
    let point = start_of(day) + i64::from(time::parse(&mut scan)?);
    scan.eat_one(&["许", "左右"]);
    let behind = match scan.peek() {
        None => return Some(point),
        Some('Z' | 'z') => {
            scan.bump();
            0
        }
        // 09:00-10:00 is from one time to another.
        Some(sign @ ('+' | '-')) if iso || sign == '+' => {
            scan.bump();
            let (value, count) = scan.digits()?;
            let (hours, minutes) = match count {
                2 if scan.eat(':') => (value, scan.digits().filter(|&(_, count)| count == 2)?.0),
                2 => (value, 0),
                4 => (value / 100, value % 100),
                _ => return None,
            };
            let zone = i64::from(hours * 60 + minutes);
            if sign == '-' { -zone } else { zone }
        }
        Some(_) => return None,
    };
    scan.end().then_some(point + 8 * 60 - behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_read_in_beijing_time() {
        for typed in [
            "2025-07-04T09:20",
            "2025-07-04 9:20",
            "2025年7月4日 上午9时20分",
            "2025-07-04T01:20:00.000Z",
            "2025-07-04T09:20:00+08:00",
            "2025-07-03T20:20-05:00",
            "2025-07-04T09:20+0800",
        ] {
            assert_eq!(
                read(typed).value.map(canonical).as_deref(),
                Some("2025-07-04T09:20"),
                "{typed}"
            );
        }
    }

    #[test]
    fn about_a_point_is_read_and_remarked() {
        for typed in ["2024年3月5日9时30分许", "2024年3月5日上午9点30分左右 "] {
            let reading = read(typed);
            assert_eq!(
                reading.value.map(canonical).as_deref(),
                Some("2024-03-05T09:30"),
                "{typed}"
            );
            assert_eq!(reading.notes[0].severity, crate::Severity::Warning);
        }
        assert_eq!(read("2024年3月5日许").value, None);
        assert_eq!(read("2025-07-04 09:00-10:00").value, None);
    }

    #[test]
    fn faults_of_the_day_and_the_time_are_told_apart() {
        for (typed, rule) in [
            ("2025-02-30 09:20", "TY001"),
            ("2025-07-04", "TY093"),
            ("2025-07-04 25:20", "TY093"),
            ("2025-07-04 09:20 北京", "TY093"),
            ("09:20", "TY001"),
        ] {
            assert_eq!(
                (read(typed).value, read(typed).notes[0].rule),
                (None, rule),
                "{typed}"
            );
        }
    }

    #[test]
    fn the_far_past_and_future_print_without_fault() {
        assert_eq!(canonical(-1), "1969-12-31T23:59");
        assert_eq!(canonical(i64::MAX), "");
        assert_eq!(canonical(i64::MIN), "");
    }
}
