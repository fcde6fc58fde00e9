//! 学时: class hours.

use super::fold::Scan;
use super::number::{self, Number};
use super::{Note, Reading};
use alloc::format;

/// Reads class hours (学时): `3`, `2.5学时`; a plan's least hours too: `不少于30学时`.
///
/// Notes: `TY070` (warning) where they are below nought or no multiple of half an hour. Errors: `TY090` where the text is no figure.
///
/// ```
/// use zhifa::value::hours;
/// assert_eq!(hours::read("2.5学时").value.unwrap().to_string(), "2.5");
/// assert_eq!(hours::read("2.3").notes[0].message, "应为0.5的倍数，现为2.3");
/// ```
pub fn read(typed: &str) -> Reading<Number> {
    let mut scan = Scan::new(typed);
    let mut reading = match scan.eat_one(&["不少于", "不低于", "至少", "≥"]) {
        true => number::read(scan.rest()),
        false => number::read(typed),
    };
    if let Some(hours) = reading.value {
        if hours < Number::ZERO {
            reading
                .notes
                .push(Note::warning("TY070", format!("不应小于0，现为{hours}")));
        } else if hours.millionths() % 500_000 != 0 {
            reading.notes.push(Note::warning(
                "TY070",
                format!("应为0.5的倍数，现为{hours}"),
            ));
        }
    }
    reading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_below_nought_are_remarked() {
        assert_eq!(read("-1").notes[0].message, "不应小于0，现为-1");
        assert!(read("０．５").notes.is_empty());
        assert_eq!(read("不少于30学时").value, Some(30.into()));
        assert_eq!(read("半天").notes[0].rule, "TY090");
    }
}
