//! Periods and the working-day calendar, against worked values, another implementation and laws of arithmetic.

mod support;

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use proptest::prelude::*;
use zhifa::calendar::{Calendar, Unit, hours, hours_after_started_hour};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn worked_values() {
    let calendar = Calendar::new();
    let cases = [
        ("2025-03-10", 5, Unit::WorkingDays, "2025-03-17"),
        ("2025-04-02", 7, Unit::WorkingDays, "2025-04-14"),
        ("2025-04-21", 7, Unit::WorkingDays, "2025-04-29"),
        ("2025-09-28", 5, Unit::WorkingDays, "2025-10-11"),
        ("2026-02-13", 5, Unit::WorkingDays, "2026-02-27"),
        ("2025-01-15", 15, Unit::Days, "2025-02-05"),
        ("2025-06-10", 90, Unit::Days, "2025-09-08"),
        ("2025-08-31", 6, Unit::Months, "2026-02-28"),
        ("2025-04-04", 6, Unit::Months, "2025-10-09"),
        ("2024-01-31", 1, Unit::Months, "2024-02-29"),
        ("2023-12-31", 6, Unit::Months, "2024-07-01"),
        ("2025-05-21", 30, Unit::Days, "2025-06-20"),
        ("2025-07-04", 30, Unit::Days, "2025-08-04"),
        ("2025-07-04", 30, Unit::PlainDays, "2025-08-03"),
        ("2024-09-28", 5, Unit::WorkingDays, "2024-10-10"),
        ("2025-04-07", 15, Unit::WorkingDays, "2025-04-27"),
        ("2025-12-30", 5, Unit::WorkingDays, "2026-01-07"),
        ("2025-05-09", -7, Unit::WorkingDays, "2025-04-27"),
        ("2025-03-17", -7, Unit::WorkingDays, "2025-03-06"),
        ("2025-03-15", 6, Unit::Months, "2025-09-15"),
        ("2024-02-29", 1, Unit::PlainYears, "2025-02-28"),
        ("2023-10-01", 2, Unit::Years, "2025-10-09"),
        ("2025-03-10", 0, Unit::WorkingDays, "2025-03-10"),
        ("2025-10-15", -7, Unit::Days, "2025-10-08"),
    ];
    for (start, n, unit, end) in cases {
        let deadline = calendar.end(date(start), n, unit, 10).unwrap();
        assert_eq!(
            (deadline.date, deadline.provisional),
            (date(end), false),
            "{start} {n} {unit:?}"
        );
        assert_eq!(
            calendar.explain(date(start), n, unit).unwrap().date,
            date(end),
            "{start} {n} {unit:?} explained"
        );
    }
}

#[test]
fn hours_run_through_nights_and_days_off() {
    let point = |text: &str| text.parse::<NaiveDateTime>().unwrap().and_utc().timestamp() / 60;
    let friday = point("2025-07-04T09:20:00");
    assert_eq!(hours(friday, 24), Some(point("2025-07-05T09:20:00")));
    assert_eq!(
        hours_after_started_hour(friday, 24),
        Some(point("2025-07-05T10:00:00"))
    );
    assert_eq!(
        hours_after_started_hour(point("2025-07-04T09:00:00"), 24),
        Some(point("2025-07-05T09:00:00"))
    );
    assert_eq!(
        hours_after_started_hour(point("2025-12-31T23:30:00"), 2),
        Some(point("2026-01-01T02:00:00"))
    );
    assert_eq!(
        hours(point("1900-01-01T00:00:00"), 1),
        Some(point("1900-01-01T01:00:00"))
    );
    assert_eq!(hours(point("1900-01-01T00:00:00"), -1), None);
    assert_eq!(hours(point("2200-12-31T23:00:00"), 1), None);
    for n in [i64::MIN, -100_001, 100_001, i64::MAX] {
        assert_eq!(hours(friday, n), None);
        assert_eq!(hours_after_started_hour(n.saturating_mul(100_000), 1), None);
    }
}

#[test]
fn agrees_with_another_calendar_on_every_row() {
    let Some(path) = support::shared("oracle/workdays.tsv") else {
        return;
    };
    let calendar = Calendar::new();
    let mut rows = 0;
    for line in std::fs::read_to_string(path).unwrap().lines().skip(1) {
        let [start, n, end] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        assert_eq!(
            calendar
                .workdays(date(start), n.parse().unwrap(), 0)
                .unwrap()
                .date,
            date(end),
            "{line}"
        );
        rows += 1;
    }
    assert_eq!(rows, 1500);
}

#[test]
fn the_table_holds_the_published_facts() {
    let Some(path) = support::shared("sources/holidays.json") else {
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let table: serde_json::Value = serde_json::from_str(&text).unwrap();
    let has = |day: NaiveDate, list: &str| {
        table[day.year().to_string()][list]
            .as_array()
            .unwrap()
            .iter()
            .any(|d| d.as_str() == Some(&day.to_string()))
    };
    // A portal that hands the published file over at run time gets the same calendar.
    let supplied = Calendar::with_years(&text).unwrap();
    for day in date("2019-01-01")
        .iter_days()
        .take_while(|d| d.year() <= 2026)
    {
        let expected = has(day, "makeup_workdays")
            || (day.weekday().num_days_from_monday() < 5 && !has(day, "holidays"));
        let built_in = Calendar::new().is_workday(day);
        assert!(built_in.published, "{day}");
        assert_eq!(built_in.working, expected, "{day}");
        assert_eq!(supplied.is_workday(day), built_in, "{day}");
    }
}

#[test]
fn a_year_without_a_notice_is_estimated_and_says_so() {
    let calendar = Calendar::new();
    let working = |text: &str| calendar.is_workday(date(text)).working;
    assert!(!calendar.is_workday(date("2027-03-01")).published);
    // 1 and 2 May 2027 are a Saturday and a Sunday: Monday and Tuesday make up for them.
    assert_eq!(
        ["2027-05-03", "2027-05-04", "2027-05-05"].map(working),
        [false, false, true]
    );
    // 1 to 3 October 2027: Friday, Saturday, Sunday.
    assert_eq!(
        ["2027-10-01", "2027-10-04", "2027-10-05", "2027-10-06"].map(working),
        [false, false, false, true]
    );
    // 1 January 2028 is a Saturday.
    assert_eq!(["2028-01-03", "2028-01-04"].map(working), [false, true]);
    // Before 2025 the day of labour was one day: 2 May 2018 is a Wednesday.
    assert_eq!(["2018-05-01", "2018-05-02"].map(working), [false, true]);

    let crossing = calendar.workdays(date("2026-12-30"), 3, 0).unwrap();
    assert_eq!(
        (crossing.date, crossing.provisional),
        (date("2027-01-05"), true)
    );
    assert!(
        !calendar
            .workdays(date("2026-12-30"), 1, 0)
            .unwrap()
            .provisional,
        "no day of 2027 was counted"
    );
    assert!(
        !calendar
            .days(date("2018-12-20"), 13, 0)
            .unwrap()
            .provisional,
        "only the last day was judged, and 2019 is known"
    );
    assert!(
        calendar
            .days(date("2026-12-20"), 15, 0)
            .unwrap()
            .provisional
    );
    assert!(
        calendar
            .explain(date("2026-12-30"), 3, Unit::WorkingDays)
            .unwrap()
            .provisional
    );
}

#[test]
fn slack_moves_only_what_is_provisional() {
    let calendar = Calendar::new();
    let start = date("2027-03-01");
    assert_eq!(
        calendar.workdays(start, 5, 10),
        calendar.workdays(start, 15, 0)
    );
    assert_eq!(
        calendar.workdays(start, -5, 10),
        calendar.workdays(start, -15, 0)
    );
    assert_eq!(
        calendar.days(start, 4, 10).unwrap().date,
        calendar.workdays(date("2027-03-05"), 10, 0).unwrap().date
    );
    assert_eq!(
        calendar
            .workdays_between(start, date("2027-03-31"), 10)
            .unwrap()
            .days,
        12
    );
    assert_eq!(
        calendar
            .workdays_between(start, date("2027-03-03"), 10)
            .unwrap()
            .days,
        0
    );
    let known = date("2025-03-03");
    assert_eq!(
        calendar.workdays(known, 5, 10),
        calendar.workdays(known, 5, 0)
    );
    assert_eq!(
        calendar.workdays_between(known, date("2025-03-31"), 10),
        calendar.workdays_between(known, date("2025-03-31"), 0)
    );
}

#[test]
fn a_reckoning_names_every_day_passed_over() {
    let reasons = |start: &str, n, unit| -> Vec<String> {
        let explained = Calendar::new().explain(date(start), n, unit).unwrap();
        explained
            .skipped
            .iter()
            .map(|s| {
                format!(
                    "{} {}",
                    &s.date.to_string()[5..],
                    s.reason.map_or(String::new(), |r| r.to_string())
                )
            })
            .collect()
    };
    assert_eq!(
        reasons("2025-04-02", 7, Unit::WorkingDays),
        [
            "04-04 清明节放假",
            "04-05 清明节放假",
            "04-06 清明节放假",
            "04-12 周六",
            "04-13 周日"
        ]
    );
    assert_eq!(reasons("2025-07-04", 30, Unit::Days), ["08-03 周日"]);
    assert_eq!(reasons("2025-04-04", 6, Unit::Months).len(), 5);
    assert_eq!(
        reasons("2027-12-31", 1, Unit::WorkingDays),
        ["01-01 元旦（推算）", "01-02 周日", "01-03 元旦补假（推算）"]
    );
    let worked = Calendar::new()
        .explain(date("2025-04-21"), 7, Unit::WorkingDays)
        .unwrap();
    let notes: Vec<String> = worked
        .counted
        .iter()
        .filter_map(|s| s.reason)
        .map(|r| r.to_string())
        .collect();
    assert_eq!(notes, ["调休上班"]);
    let months = Calendar::new()
        .explain(date("2024-01-31"), 2, Unit::PlainMonths)
        .unwrap();
    assert_eq!(
        months.counted.iter().map(|s| s.date).collect::<Vec<_>>(),
        [date("2024-02-29"), date("2024-03-31")]
    );
}

#[test]
fn a_portal_supplies_a_newer_year() {
    let json = r#"{"2027":{"holidays":["2027-01-01","2027-01-02","2027-01-03","2027-01-04"],"makeup_workdays":["2027-01-09"],"source":["x"]}}"#;
    let calendar = Calendar::with_years(json).unwrap();
    let deadline = calendar.workdays(date("2026-12-31"), 5, 0).unwrap();
    assert_eq!(
        (deadline.date, deadline.provisional),
        (date("2027-01-09"), false)
    );
    assert!(!calendar.is_workday(date("2027-01-04")).working);
    assert_eq!(
        calendar.reason(date("2027-01-04")).unwrap().to_string(),
        "放假"
    );
    assert!(
        calendar.is_workday(date("2026-10-10")).working,
        "the built-in years stay"
    );
}

#[test]
fn a_wrong_table_is_refused_with_the_place() {
    let refusal = |json: &str| Calendar::with_years(json).unwrap_err().to_string();
    assert!(
        refusal("{\n \"2027\": 3}").starts_with("放假安排第2行"),
        "{}",
        refusal("{\n \"2027\": 3}")
    );
    for (json, says) in [
        (
            r#"{"27":{"holidays":["2027-01-01"],"makeup_workdays":[]}}"#,
            "放假安排27年：年份应为四位数，1900至2200",
        ),
        (
            r#"{"2027":{"holidays":["2028-01-01"],"makeup_workdays":[]}}"#,
            "放假安排2027年：2028-01-01应列在2028年之下",
        ),
        (
            r#"{"2027":{"holidays":["2027-02-30"],"makeup_workdays":[]}}"#,
            "放假安排2027年：“2027-02-30”应写为YYYY-MM-DD",
        ),
        (
            r#"{"2027":{"holidays":[],"makeup_workdays":[]}}"#,
            "放假安排2027年：holidays应列出放假日，现为空",
        ),
        (
            r#"{"2027":{"holidays":["2027-01-02"],"makeup_workdays":["2027-01-02"]}}"#,
            "放假安排2027年：2027-01-02既列为放假日又列为调休上班日",
        ),
        (
            r#"{"2027":{"holidays":["2027-01-01"],"makeup_workdays":["2027-01-05"]}}"#,
            "放假安排2027年：调休上班日2027-01-05应为周六或周日",
        ),
    ] {
        assert_eq!(refusal(json), says);
    }
    assert!(refusal(r#"{"2027":{"holidays":["2027-01-01"]}}"#).contains("makeup_workdays"));
}

#[test]
fn what_cannot_be_computed_is_none() {
    let calendar = Calendar::new();
    let start = date("2025-03-10");
    for n in [i64::MIN, -100_001, 100_001, i64::MAX] {
        for unit in [
            Unit::Days,
            Unit::PlainDays,
            Unit::WorkingDays,
            Unit::Months,
            Unit::PlainMonths,
            Unit::Years,
            Unit::PlainYears,
        ] {
            assert_eq!(calendar.end(start, n, unit, u32::MAX), None, "{n} {unit:?}");
        }
    }
    for outside in [
        NaiveDate::MIN,
        date("1899-12-31"),
        date("2201-01-01"),
        NaiveDate::MAX,
    ] {
        assert_eq!(calendar.workdays(outside, 1, 0), None);
        assert_eq!(calendar.days(outside, 1, 0), None);
        assert_eq!(calendar.plain_months(outside, 1), None);
        assert_eq!(calendar.workdays_between(outside, start, 0), None);
        assert_eq!(calendar.workdays_between(start, outside, 0), None);
    }
    assert_eq!(calendar.workdays(date("2200-12-31"), 1, 0), None);
    assert_eq!(calendar.plain_years(start, 200), None);
    assert_eq!(
        calendar.workdays(date("2199-12-01"), 5, u32::MAX),
        None,
        "a slack beyond the calendar"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn periods_obey_arithmetic(offset in 0i64..45_000, n in 1i64..400, slack in 0u32..20) {
        let calendar = Calendar::new();
        let start = date("2010-01-01") + chrono::Days::new(offset as u64);
        let forward = calendar.workdays(start, n, 0).unwrap();
        prop_assert!(calendar.is_workday(forward.date).working);
        prop_assert_eq!(calendar.workdays_between(start, forward.date, 0).unwrap().days, n);
        // Backwards inverts forwards, when both ends are working days.
        let from = calendar.roll(start, 0).unwrap().date;
        let there = calendar.workdays(from, n, 0).unwrap().date;
        prop_assert_eq!(calendar.workdays(there, -n, 0).unwrap().date, from);
        prop_assert_eq!(calendar.workdays_between(there, from, 0).unwrap().days.abs(), n);

        let rolled = calendar.days(start, n, 0).unwrap();
        let plain = calendar.plain_days(start, n).unwrap();
        prop_assert_eq!((plain - start).num_days(), n);
        prop_assert!(rolled.date >= plain);
        prop_assert!(calendar.is_workday(rolled.date).working);
        prop_assert!(forward.date >= plain, "n working days are never less than n days");
        prop_assert!(calendar.months(start, n, 0).unwrap().date >= calendar.plain_months(start, n).unwrap());
        prop_assert!(calendar.days(start, n, slack).unwrap().date >= rolled.date);
        prop_assert!(calendar.workdays(start, n, slack).unwrap().date >= forward.date);

        let corresponding = calendar.plain_months(start, n).unwrap();
        prop_assert!(corresponding.day() == start.day() || (corresponding.day() < start.day() && corresponding.succ_opt().unwrap().day() == 1));

        let explained = calendar.explain(start, n, Unit::WorkingDays).unwrap();
        prop_assert_eq!(explained.date, forward.date);
        prop_assert_eq!(explained.counted.len() as i64, n);
        prop_assert_eq!((explained.counted.len() + explained.skipped.len()) as i64, (forward.date - start).num_days());
    }

    #[test]
    fn any_text_as_a_table_is_read_or_refused(text in ".{0,200}") {
        let _ = Calendar::with_years(&text);
    }
}
