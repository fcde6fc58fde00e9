//! Compiles `src/calendar/holidays.toml` into two sets of bits a year, so that a day is judged without a search.

use std::fmt::Write as _;
use std::path::Path;

/// One year's notice: the numbers of the days off and of the weekend days worked, counted from 0 on 1 January, and the breaks' names.
pub struct Year {
    pub year: i32,
    pub off: Vec<u16>,
    pub worked: Vec<u16>,
    pub breaks: Vec<(u16, u16, String)>,
}

/// Reads the table; the message names the year and the entry at fault.
pub fn compile(path: &Path) -> Result<Vec<Year>, String> {
    let at = path.display();
    let text = std::fs::read_to_string(path).map_err(|e| format!("{at}: {e}"))?;
    let table: toml::Table = text.parse().map_err(|e| format!("{at}: {e}"))?;
    let mut years: Vec<Year> = Vec::new();
    for (key, value) in &table {
        let read = || -> Result<Year, String> {
            let year: i32 = key.parse().map_err(|_| "not a year".to_string())?;
            let entry = value.as_table().ok_or("not a table")?;
            let mut out = Year {
                year,
                off: Vec::new(),
                worked: Vec::new(),
                breaks: Vec::new(),
            };
            for (name, spans) in entry
                .get("off")
                .and_then(|v| v.as_table())
                .ok_or("`off` is missing")?
            {
                for span in strings(spans)? {
                    let (first, last) = span.split_once("..").unwrap_or((span, span));
                    let (first, last) = (ordinal(year, first)?, ordinal(year, last)?);
                    if last < first {
                        return Err(format!("{span} ends before it starts"));
                    }
                    out.off.extend(first..=last);
                    out.breaks.push((first, last, name.clone()));
                }
            }
            for day in strings(entry.get("worked").ok_or("`worked` is missing")?)? {
                let day_number = ordinal(year, day)?;
                if out.off.contains(&day_number) {
                    return Err(format!("{day} is both off and worked"));
                }
                out.worked.push(day_number);
            }
            Ok(out)
        };
        let year = read().map_err(|why| format!("{at}: {key}: {why}"))?;
        if years
            .last()
            .is_some_and(|before| before.year + 1 != year.year)
        {
            return Err(format!("{at}: {key}: the years must follow each other"));
        }
        years.push(year);
    }
    Ok(years)
}

/// The table as Rust source, for `src/calendar/table.rs`.
pub fn source(years: &[Year]) -> String {
    let mut out = String::from("&[\n");
    for year in years {
        let _ = writeln!(
            out,
            "    Year {{ year: {}, off: {:?}, worked: {:?}, breaks: &{:?} }},",
            year.year,
            bits(&year.off),
            bits(&year.worked),
            year.breaks
        );
    }
    out.push(']');
    out
}

fn bits(days: &[u16]) -> [u64; 6] {
    let mut set = [0u64; 6];
    for &day in days {
        set[usize::from(day / 64)] |= 1 << (day % 64);
    }
    set
}

fn strings(value: &toml::Value) -> Result<Vec<&str>, String> {
    match value {
        toml::Value::String(one) => Ok(vec![one]),
        toml::Value::Array(many) => many
            .iter()
            .map(|v| v.as_str().ok_or_else(|| format!("{v} is not a day")))
            .collect(),
        other => Err(format!("{other} is not a day")),
    }
}

/// `MM-DD` → the day's number in its year, from 0.
fn ordinal(year: i32, text: &str) -> Result<u16, String> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let lengths = [
        31,
        if leap { 29 } else { 28 },
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
    ];
    let read = || {
        let (month, day) = text.split_once('-')?;
        let (month, day): (usize, u16) = (month.parse().ok()?, day.parse().ok()?);
        let length = *lengths.get(month.checked_sub(1)?)?;
        (1..=length)
            .contains(&day)
            .then(|| lengths[..month - 1].iter().sum::<u16>() + day - 1)
    };
    read().ok_or_else(|| format!("{text:?} is not a day of {year} (MM-DD)"))
}
