//! The training plan as officers meet it: which year is judged by what, what one cause says, and how large a plan may be.

#![cfg(feature = "handbook")]

use serde_json::{Value, json};
use zhifa::{Checker, Options, Outcome, Report};

const FORM: &str = "training/annual-plan";

fn sound() -> Value {
    let handbook: Value = serde_json::from_str(zhifa::HANDBOOK).expect("the handbook is JSON");
    handbook["examples"][FORM]["sound"].clone()
}

/// The sound plan with all its dates moved to another year.
fn plan_of(year: i32) -> Value {
    let text = sound()
        .to_string()
        .replace("\"2025-", &format!("\"{year}-"));
    let mut plan: Value = serde_json::from_str(&text).expect("JSON");
    plan["year"] = json!(year);
    plan["legalBasis"] = json!(["《山东省行政执法监督条例》第十条第二款"]);
    plan
}

/// Public law taught for 12 hours only, professional knowledge for 10: short of every figure there ever was but the 30 of practice.
fn short(mut plan: Value) -> Value {
    for (row, hours) in [(3, 8), (4, 8), (5, 4), (6, 10)] {
        plan["sessions"][row]["classHours"] = json!(hours);
    }
    plan["minimums"] = Value::Null;
    plan
}

fn check_with(plan: &Value, packs: &[&str]) -> Report {
    let options = Options {
        date: chrono::NaiveDate::from_ymd_opt(2026, 11, 23),
        packs: packs.iter().map(ToString::to_string).collect(),
        ..Options::default()
    };
    let document = json!({ "form": FORM, "data": plan }).to_string();
    Checker::new(options)
        .check_json(document.as_bytes())
        .expect("a plan can be read")
}

fn hours(plan: &Value, packs: &[&str]) -> Vec<String> {
    let report = check_with(plan, packs);
    let hours = [
        "PX002", "PX007", "PX008", "PX009", "PX010", "PX101", "PX102", "PX103",
    ];
    let findings = report
        .findings
        .iter()
        .filter(|it| hours.contains(&it.rule.as_str()));
    findings
        .map(|it| format!("{} {}", it.rule, it.severity.key()))
        .collect()
}

#[test]
fn the_training_year_decides_which_figures_bind() {
    let told = |year| hours(&short(plan_of(year)), &[]);
    assert_eq!(told(2020), ["PX101 info"]);
    assert_eq!(told(2022), ["PX009 warning"]);
    assert_eq!(told(2023), ["PX009 warning"]);
    assert_eq!(told(2025), ["PX007 error"]);
    assert_eq!(told(2026), ["PX102 info"]);
}

#[test]
fn a_plan_on_2025_written_in_2026_is_judged_by_2025() {
    let mut plan = short(sound());
    plan["issuedOn"] = json!("2026-01-05");
    plan["filedOn"] = json!("2026-01-06");
    let report = check_with(&plan, &[]);
    let finding = report
        .findings
        .iter()
        .find(|it| it.rule == "PX007")
        .expect("30 hours of public law bind");
    assert_eq!(
        finding.basis.len(),
        1,
        "the plan is cited though it has ended"
    );
    assert!(report.findings.iter().any(|it| it.rule == "PX011"));
}

#[test]
fn a_plan_older_than_the_liaocheng_plan_is_not_judged_by_it() {
    let mut plan = short(plan_of(2024));
    plan["issuedOn"] = json!("2024-03-20");
    plan["filedOn"] = json!("2024-05-29");
    assert_eq!(hours(&plan, &[]), ["PX009 warning"]);
    plan["issuedOn"] = json!("2024-05-30");
    assert_eq!(hours(&plan, &[]), ["PX007 error"]);
}

#[test]
fn another_city_is_not_judged_by_the_liaocheng_plan() {
    let mut plan = short(sound());
    plan["agency"]["regionCode"] = json!("371400");
    plan["agency"]["name"] = json!("德州市农业农村局");
    plan["filedOn"] = json!("2025-05-20");
    plan["recordsKept"] = Value::Null;
    plan["contest"] = Value::Null;
    let report = check_with(&plan, &[]);
    assert_eq!(report.outcome, Outcome::Review);
    assert_eq!(hours(&plan, &[]), ["PX009 warning"]);
}

#[test]
fn a_unit_under_vertical_management_is_not_judged_by_the_liaocheng_plan() {
    let mut plan = short(sound());
    plan["agency"]["verticalManagement"] = json!("是");
    assert_eq!(hours(&plan, &[]), ["PX009 warning"]);
}

#[test]
fn a_unit_that_keeps_to_the_ended_plan_names_it() {
    let mut plan = short(plan_of(2026));
    plan["filedOn"] = json!("2026-04-16");
    let report = check_with(&plan, &["liaocheng-2024"]);
    assert!(report.packs.contains(&"liaocheng-2024"));
    let rules: Vec<&str> = report.findings.iter().map(|it| it.rule.as_str()).collect();
    assert!(
        rules.contains(&"PX007") && rules.contains(&"PX011"),
        "{rules:?}"
    );
    assert!(!rules.contains(&"PX102"), "{rules:?}");
}

#[test]
fn batches_are_not_added_up_as_hours() {
    let mut plan = sound();
    plan["sessions"][5] = Value::Null;
    assert_eq!(
        hours(&plan, &[]),
        ["PX007 error"],
        "two batches of 24 hours are 24 hours for each officer"
    );
    plan["externalHours"] = json!({ "publicLaw": 6 });
    assert_eq!(hours(&plan, &[]), [""; 0]);
}

#[test]
fn hours_left_blank_are_asked_for_and_not_judged() {
    let mut plan = sound();
    plan["sessions"][5]["classHours"] = json!("");
    let report = check_with(&plan, &[]);
    let rules: Vec<&str> = report.findings.iter().map(|it| it.rule.as_str()).collect();
    assert_eq!(rules, ["training/annual-plan#sessions[].classHours"]);
    assert!(
        report
            .not_checked
            .iter()
            .any(|it| it.rules.iter().any(|rule| rule == "PX007")),
        "what could not be judged is said"
    );
}

#[test]
fn ten_thousand_sessions_take_no_longer_each_than_a_thousand() {
    let timed = |rows: usize| {
        let mut plan = sound();
        let mut session = plan["sessions"][7].clone();
        session["courseId"] = json!("");
        plan["sessions"] = Value::Array(vec![session; rows]);
        let start = std::time::Instant::now();
        assert_eq!(check_with(&plan, &[]).outcome, Outcome::Errors);
        start.elapsed()
    };
    let (few, many) = (timed(1_000), timed(10_000));
    assert!(many < few * 40, "{few:?} for 1,000, {many:?} for 10,000");
}
