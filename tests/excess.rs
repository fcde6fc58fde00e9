//! What is longer or more than any paper holds is answered, in bounded time and within the stack.

use std::time::{Duration, Instant};
use zhifa::{Checker, Options, Session};

/// More than any of these takes, even unoptimised and on a busy machine; what grows with the square would take hours.
const BOUND: Duration = Duration::from_secs(60);

#[test]
fn a_figure_within_a_figure_without_end_is_no_figure() {
    for unit in ["5千", "5万2千", "-5千", "不少于5千"] {
        let typed = unit.repeat(200_000);
        let document = format!(
            r#"{{"form":"training/roster","data":{{"rows":[{{"publicLaw":"{typed}"}}]}}}}"#
        );
        let report = Checker::new(Options::default()).check_json(document.as_bytes());
        let findings = report.unwrap().findings;
        let said = findings.iter().find(|it| it.path == "/rows/0/publicLaw");
        assert!(said.unwrap().message.contains("应为数字"), "{unit}");
    }
}

#[test]
fn a_name_of_millions_of_characters_is_no_form() {
    let started = Instant::now();
    let name = "x".repeat(10_000_000);
    let error = Session::new(&name, Options::default()).unwrap_err();
    let shown = "x".repeat(30);
    assert_eq!(error.message, format!("没有“{shown}…”这种表单"));
    assert!(started.elapsed() < BOUND, "{:?}", started.elapsed());
}

#[test]
fn a_portals_own_column_in_every_row_of_a_long_list_is_kept() {
    let started = Instant::now();
    let rows: Vec<String> = (0..20_000)
        .map(|row| format!(r#"{{"name":"照片{row}","z":{row},"a":[{row}]}}"#))
        .collect();
    let data = format!(r#"{{"evidence":[{}],"own":1}}"#, rows.join(","));
    let mut session = Session::new("penalty/decision", Options::default()).unwrap();
    session.load(&data).unwrap();
    assert_eq!(session.data_json(), data);
    assert!(started.elapsed() < BOUND, "{:?}", started.elapsed());
}
