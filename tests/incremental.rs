//! What is judged a piece at a time gives what judging the whole gives.

use serde_json::{Value, json};
use zhifa::{Checker, Options, Session};

const FORM: &str = "penalty/decision";
const SOUND: &str = include_str!("../src/form/penalty/decision.sound.json");
const DEFECTS: &str = include_str!("../src/form/penalty/decision.defects.json");

fn options(rules: &[&str]) -> Options {
    Options {
        date: chrono::NaiveDate::from_ymd_opt(2026, 11, 23),
        rules: rules.iter().map(|rule| rule.to_string()).collect(),
        ..Options::default()
    }
}

fn check(data: &str, rules: &[&str]) -> Value {
    let document = format!(r#"{{"form":"{FORM}","data":{data}}}"#);
    let report = Checker::new(options(rules)).check_json(document.as_bytes());
    serde_json::from_str(&report.unwrap().to_json()).unwrap()
}

/// Values that break rules, cross the days on which texts came into force, change the packs, or cannot be read.
const TYPED: &[(&str, &str)] = &[
    ("decidedOn", "2026-12-20"),
    ("case.filedOn", "2026-06-08"),
    ("rights.hearingHeldOn", "2026-08-14"),
    ("decidedOn", "2021-07-14"),
    ("decidedOn", "2026-09-14"),
    ("agency.sector", "agriculture"),
    ("agency.sector", "marketRegulation"),
    ("agency.regionCode", "110101"),
    ("agency.regionCode", "371581"),
    ("party.creditCode", "91371581MADK6T3W14"),
    ("party.creditCode", "九十一"),
    ("party.name", ""),
    ("party.kind", "person"),
    ("penalties[0].kind", ""),
    ("penalties[0].amount", "1.5万元"),
    ("penalties[1].detail", "罚款一万元以上"),
    ("penalties[2].detail", "警告"),
    ("penalties[2].kind", "warning"),
    ("amount", "121800"),
    ("amountInWords", "壹拾贰万元整"),
    ("notice.servedOn", "2026-09-13"),
    ("rights.hearingRequestedOn", ""),
    ("rights.statementMade", "否"),
    ("remedies.reviewDays", "30"),
    ("service.servedOn", "2026年10月9日"),
    ("decidedOn", ""),
    ("decidedOn", "2024年5月1日"),
    ("facts", "。"),
];

#[test]
fn a_session_says_what_a_check_of_the_whole_says() {
    for rules in [
        &[][..],
        &["CF054", "TY021", "CF135", "penalty/decision#party.name"],
    ] {
        let mut session = Session::new(FORM, options(rules)).unwrap();
        let mut known: Vec<Value> = Vec::new();
        for start in [SOUND, DEFECTS] {
            session.load(start).unwrap();
            for step in [1, 7, 11] {
                for at in (0..TYPED.len()).map(|at| at * step % TYPED.len()) {
                    let (path, typed) = TYPED[at];
                    let changed = session.set(path, typed);
                    let news: Value = serde_json::from_str(&session.changes()).unwrap();
                    let (came, went) = (&news["came"], &news["went"]);
                    assert!(
                        changed || came == &json!([]) && went == &json!([]) || at == 0,
                        "{path} = {typed} said nothing of {news}"
                    );
                    for gone in went.as_array().unwrap() {
                        let found = known.iter().position(|it| {
                            it["rule"] == gone["rule"] && it["path"] == gone["path"]
                        });
                        known.remove(found.unwrap());
                    }
                    known.extend(came.as_array().unwrap().iter().cloned());

                    let whole = check(&session.data_json(), rules);
                    let report: Value = serde_json::from_str(&session.report().to_json()).unwrap();
                    assert_eq!(report, whole, "after {path} = {typed}");
                    assert_eq!(news["outcome"], whole["outcome"]);
                    let sorted = |findings: &[Value]| {
                        let mut texts: Vec<String> =
                            findings.iter().map(Value::to_string).collect();
                        texts.sort();
                        texts
                    };
                    let findings = whole["findings"].as_array().unwrap();
                    assert_eq!(sorted(&known), sorted(findings), "after {path} = {typed}");
                }
            }
        }
    }
}

#[test]
fn a_rule_that_is_asked_for_alone_says_what_it_says_when_everything_is_read() {
    let mut rules: Vec<String> = Vec::new();
    for data in [SOUND, DEFECTS, "{}"] {
        let report = check(data, &[]);
        let ids = report["findings"].as_array().unwrap().iter();
        rules.extend(ids.map(|it| it["rule"].as_str().unwrap().to_string()));
    }
    for id in [
        "CF054", "CF039", "CF238", "CF303", "TY021", "TY062", "CF135", "CF036",
    ] {
        rules.push(id.to_string());
    }
    rules.sort();
    rules.dedup();
    assert!(rules.len() > 20);
    for rule in &rules {
        for data in [SOUND, DEFECTS, "{}"] {
            // A name that is no rule's makes the reader read everything.
            let (alone, all) = (check(data, &[rule]), check(data, &[rule, "-"]));
            assert_eq!(alone["findings"], all["findings"], "{rule}");
            assert_eq!(alone["notChecked"], all["notChecked"], "{rule}");
        }
    }
}

#[test]
fn a_reason_goes_with_its_row() {
    let mut session = Session::new(FORM, options(&[])).unwrap();
    session
        .load(
            r#"{"legalBasis":["处罚法第九条","《行政处罚法》第九百条","《行政处罚法》第八百条"]}"#,
        )
        .unwrap();
    let left = |session: &Session| -> Vec<String> {
        let report: Value = serde_json::from_str(&session.report().to_json()).unwrap();
        let findings = report["findings"].as_array().unwrap().clone();
        let left = findings
            .iter()
            .filter(|it| it["acknowledged"] == "原文如此");
        left.map(|it| it["path"].as_str().unwrap().to_string())
            .collect()
    };
    let report: Value = serde_json::from_str(&session.report().to_json()).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let rule = findings
        .iter()
        .find(|it| it["path"] == "/legalBasis/1")
        .and_then(|it| it["rule"].as_str())
        .expect("an article that there is not");
    session.acknowledge(rule, "legalBasis[1]", "原文如此");
    assert_eq!(left(&session), ["/legalBasis/1"]);
    session.remove_row("legalBasis", 0);
    assert_eq!(left(&session), ["/legalBasis/0"]);
    session.insert_row("legalBasis", 0);
    assert_eq!(left(&session), ["/legalBasis/1"]);
    session.insert_row("legalBasis", 9);
    session.remove_row("legalBasis", 9);
    assert_eq!(left(&session), ["/legalBasis/1"]);
    session.remove_row("legalBasis", 1);
    assert!(left(&session).is_empty());
}

#[test]
fn reasons_are_taken_back_one_by_one_and_all_at_once() {
    let mut session = Session::new(FORM, options(&[])).unwrap();
    session
        .load(r#"{"legalBasis":["《行政处罚法》第九百条","《行政处罚法》第八百条"]}"#)
        .unwrap();
    let left = |session: &Session| {
        let report: Value = serde_json::from_str(&session.report().to_json()).unwrap();
        let findings = report["findings"].as_array().unwrap().iter();
        findings.filter(|it| it["acknowledged"].is_string()).count()
    };
    let say = |session: &mut Session, reason: &str| {
        for path in ["legalBasis[0]", "legalBasis[1]"] {
            session.acknowledge("TY095", path, reason);
        }
    };
    say(&mut session, "原文如此");
    assert_eq!(left(&session), 2);
    session.acknowledge("", "", "没有说是哪一条");
    assert_eq!(left(&session), 2, "a reason for no rule takes none away");
    session.acknowledge("TY095", "legalBasis[0]", "");
    assert_eq!(left(&session), 1);
    say(&mut session, "原文如此");
    session.acknowledge("", "", "");
    assert_eq!(left(&session), 0);
}
