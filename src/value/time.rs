//! 时刻: times of day.

use super::fold::{Scan, quote, too_long};
use super::{Note, Reading, numeral};
use alloc::format;
use alloc::string::String;

/// Reads a time of day (时刻), in minutes after midnight: `9:30`, 9时30分, 上午9时30分, 下午3:05, 9点半. `24:00` is the end of the day, 1440.
/// Seconds are left out.
///
/// Errors: `TY093` where it is no time of day.
///
/// ```
/// use zhifa::value::time;
/// assert_eq!(time::read("下午3:05").value, Some(15 * 60 + 5));
/// assert_eq!(time::canonical(15 * 60 + 5), "15:05");
/// assert_eq!(time::read("25:00").notes[0].message, "应为时刻，如09:30，现为“25:00”");
/// ```
pub fn read(typed: &str) -> Reading<u16> {
    let mut scan = Scan::new(typed);
    match parse(&mut scan) {
        Some(minutes) if !too_long(typed) && scan.end() => Reading::of(minutes),
        _ => Reading::unreadable(Note::error(
            "TY093",
            format!("应为时刻，如09:30，现为{}", quote(typed)),
        )),
    }
}

/// The time of day in twenty-four hours: `09:30`.
///
/// ```
/// assert_eq!(zhifa::value::time::canonical(9 * 60 + 30), "09:30");
/// ```
pub fn canonical(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[derive(Clone, Copy, PartialEq)]
enum Half {
    Unsaid,
    Morning,
    Afternoon,
    Night,
}

fn part(scan: &mut Scan) -> Half {
    if scan.eat_one(&["凌晨", "清晨", "早上", "早晨", "上午"]) {
        Half::Morning
    } else if scan.eat_one(&["中午", "下午", "傍晚"]) {
        Half::Afternoon
    } else if scan.eat_one(&["晚上", "夜间", "夜里", "晚"]) {
        Half::Night
    } else {
        Half::Unsaid
    }
}

/// Reads the part of the day that stands here (上午, 晚上) if one does.
pub(super) fn half(scan: &mut Scan) -> bool {
    part(scan) != Half::Unsaid
}

/// Reads the time of day that stands here and leaves the rest.
pub(super) fn parse(scan: &mut Scan) -> Option<u16> {
    let mut half = part(scan);
    let hour = numeral::read(scan)?;
    let minute = match scan.next()? {
        ':' => {
            let minute = two_digits(scan)?;
            if scan.eat(':') {
                two_digits(scan)?;
                if scan.eat('.') {
                    scan.digits()?;
                }
            }
            minute
        }
        '时' | '点' | '時' => {
            if scan.eat('半') {
                30
            } else if scan
                .peek()
                .is_some_and(|c| c.is_ascii_digit() || numeral::digit(c).is_some() || c == '十')
            {
                let minute = numeral::read(scan)?;
                scan.eat('分');
                minute
            } else {
                scan.eat('整');
                0
            }
        }
        _ => return None,
    };
    if half == Half::Unsaid {
        half = if scan.eat_one(&["AM", "am"]) {
            Half::Morning
        } else if scan.eat_one(&["PM", "pm"]) {
            Half::Afternoon
        } else {
            half
        };
    }
    let hour = match (half, hour) {
        (Half::Afternoon, 1..=10) | (Half::Night, 5..=11) => hour + 12,
        (Half::Night, 12) if minute == 0 => 24,
        // One o'clock at night may be of this day or the next.
        (Half::Night, 0..=4 | 12) | (Half::Morning, 13..) => return None,
        _ => hour,
    };
    let fits = minute < 60 && (hour < 24 || (hour == 24 && minute == 0));
    fits.then(|| u16::try_from(hour * 60 + minute).ok())
        .flatten()
}

fn two_digits(scan: &mut Scan) -> Option<u32> {
    scan.digits()
        .filter(|&(value, count)| count == 2 && value < 60)
        .map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_officers_write_them() {
        for (typed, time) in [
            ("9:30", "09:30"),
            ("09：30", "09:30"),
            ("9时30分", "09:30"),
            ("9点半", "09:30"),
            ("上午9时30分", "09:30"),
            ("下午3:05", "15:05"),
            ("下午15:05", "15:05"),
            ("中午12时", "12:00"),
            ("晚上8点", "20:00"),
            ("十四时零五分", "14:05"),
            ("9时", "09:00"),
            ("00:00", "00:00"),
            ("24:00", "24:00"),
            ("14:05:59", "14:05"),
            ("3:05 PM", "15:05"),
        ] {
            assert_eq!(
                read(typed).value.map(canonical).as_deref(),
                Some(time),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_no_time_says_so() {
        for typed in [
            "25:00",
            "24:01",
            "9:5",
            "9:60",
            "9",
            "下午",
            "晚上1点",
            "上午15:00",
            "9:30至10:30",
            "9:30:99",
            "一会儿",
        ] {
            assert_eq!(read(typed).value, None, "{typed}");
            assert_eq!(read(typed).notes[0].rule, "TY093", "{typed}");
        }
    }
}
