//! Every rule's own examples, and every form's: what is declared to fail fails, for that reason and no other.

#![cfg(feature = "handbook")]

use serde_json::{Map, Value, json};
use zhifa::{Checker, Options, Report, Verdict};

const TODAY: (i32, u32, u32) = (2026, 11, 23);

/// A checker with the settings that a rule's examples need.
fn checker(settings: &Value) -> Checker {
    let (year, month, day) = TODAY;
    let settings = settings.as_object().into_iter().flatten();
    Checker::new(Options {
        settings: settings
            .map(|(id, value)| (id.clone(), value.as_i64().unwrap_or_default() * 1_000_000))
            .collect(),
        date: chrono::NaiveDate::from_ymd_opt(year, month, day),
        ..Options::default()
    })
}

fn handbook() -> Value {
    serde_json::from_str(zhifa::HANDBOOK).expect("the handbook is JSON")
}

/// Applies a patch: keys are paths, `""` blanks a field, anything else takes its place; `of` names the form.
fn patched(mut data: Value, patch: &Value) -> Value {
    let fields = patch.as_object().into_iter().flatten();
    for (path, value) in fields.filter(|(path, _)| *path != "of") {
        let parts: Vec<&str> = path
            .split(['.', '[', ']'])
            .filter(|part| !part.is_empty())
            .collect();
        put(&mut data, &parts, value);
    }
    data
}

fn put(at: &mut Value, parts: &[&str], value: &Value) {
    let Some((part, rest)) = parts.split_first() else {
        *at = value.clone();
        return;
    };
    let next = match part.parse::<usize>() {
        Ok(index) => {
            if !at.is_array() {
                *at = json!([]);
            }
            let list = at.as_array_mut().expect("made so");
            while list.len() <= index {
                list.push(Value::Null);
            }
            &mut list[index]
        }
        Err(_) => {
            if !at.is_object() {
                *at = Value::Object(Map::new());
            }
            at.as_object_mut()
                .expect("made so")
                .entry(part.to_string())
                .or_insert(Value::Null)
        }
    };
    put(next, rest, value);
}

fn document(form: &str, data: &Value) -> Vec<u8> {
    json!({ "form": form, "data": data })
        .to_string()
        .into_bytes()
}

fn check(form: &str, data: &Value, settings: &Value) -> Report {
    checker(settings)
        .check_json(&document(form, data))
        .expect("an example can be read")
}

fn told(report: &Report) -> Vec<String> {
    let findings = report.findings.iter();
    findings
        .map(|it| {
            format!(
                "{} {} {} {}",
                it.rule,
                it.severity.key(),
                it.path,
                it.message
            )
        })
        .collect()
}

#[test]
fn a_sound_form_passes_and_says_nothing_else() {
    for (form, example) in handbook()["examples"].as_object().expect("examples") {
        let report = check(form, &example["sound"], &Value::Null);
        assert!(report.findings.is_empty(), "{form}: {:#?}", told(&report));
        assert!(
            report.not_checked.is_empty(),
            "{form}: {:#?}",
            report.not_checked
        );
        assert_eq!(report.outcome, zhifa::Outcome::Pass, "{form}");
    }
}

#[test]
fn a_form_with_defects_has_several_errors() {
    for (form, example) in handbook()["examples"].as_object().expect("examples") {
        let report = check(form, &example["defects"], &Value::Null);
        let errors = report
            .findings
            .iter()
            .filter(|it| it.severity == zhifa::Severity::Error)
            .count();
        assert!(
            errors >= 3,
            "{form} has {errors} errors and not three: {:#?}",
            told(&report)
        );
    }
}

#[test]
fn every_failing_example_fails_for_its_rule_alone() {
    let mut faults = Vec::new();
    each_rule(|id, rule, example| {
        for (number, case) in rule["fail"].as_array().expect("a list").iter().enumerate() {
            let patches = case["patches"].as_array().expect("a list");
            if patches.is_empty() {
                faults.push(format!("{id} case {}: no failing example", number + 1));
            }
            for patch in patches {
                let (form, data) = example(patch);
                let report = check(&form, &data, &rule["settings"]);
                let severity = case["severity"].as_str().unwrap_or_default();
                let right = report.findings.len() == 1
                    && report.findings[0].rule == id
                    && report.findings[0].severity.key() == severity;
                if !right {
                    faults.push(format!(
                        "{id} case {} ({severity}) {patch}: {:#?}",
                        number + 1,
                        told(&report)
                    ));
                }
            }
        }
    });
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn every_passing_example_is_judged_and_found_good() {
    let mut faults = Vec::new();
    each_rule(|id, rule, example| {
        let passes = rule["pass"].as_array().expect("a list").clone();
        let passes = if passes.is_empty() {
            vec![json!({})]
        } else {
            passes
        };
        for patch in passes {
            let (form, data) = example(&patch);
            let verdict = checker(&rule["settings"])
                .verdict(&document(&form, &data), id)
                .expect("an example can be read");
            if verdict != Verdict::Good {
                faults.push(format!("{id} pass {patch}: {verdict:?}"));
            }
            let report = check(&form, &data, &rule["settings"]);
            if !report.findings.is_empty() {
                faults.push(format!("{id} pass {patch}: {:#?}", told(&report)));
            }
        }
    });
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// Calls `visit` with each rule's id, handbook entry, and what makes a patch of it an example: a form with its data.
fn each_rule(mut visit: impl FnMut(&str, &Value, &dyn Fn(&Value) -> (String, Value))) {
    let handbook = handbook();
    for (id, rule) in handbook["rules"].as_object().expect("rules") {
        let first = rule["forms"][0].as_str().expect("a rule has a form");
        visit(id, rule, &|patch| {
            let (form, own) = match patch["of"].as_str() {
                Some(other) => (other, &Value::Null),
                None => (first, &rule["example"]),
            };
            let sound = handbook["examples"][form]["sound"].clone();
            (form.to_string(), patched(patched(sound, own), patch))
        });
    }
}

#[test]
fn what_could_not_be_judged_names_the_list_and_its_column() {
    let handbook = handbook();
    let plan = "training/annual-plan";
    for (form, patch, path, reason) in [
        (
            plan,
            json!({ "sessions[0].classHours": "" }),
            "/sessions",
            "学时未填写",
        ),
        (
            plan,
            json!({ "sessions[0].classHours": "很多" }),
            "/sessions",
            "学时未能识别",
        ),
        // The values of a list, which are not its rows: a few that cannot be read are not too many.
        (
            "coercion/court-application",
            json!({ "attachments": ["询问笔录", "勘测定界图"] }),
            "/attachments",
            "未能识别",
        ),
    ] {
        let sound = handbook["examples"][form]["sound"].clone();
        let report = check(form, &patched(sound, &patch), &Value::Null);
        let entry = { report.not_checked.iter() }.find(|it| it.path == path);
        let entry = entry.unwrap_or_else(|| panic!("{path} is judged: {patch}"));
        assert!(entry.reason.ends_with(reason), "{}", entry.reason);
    }
}

#[test]
fn a_finding_carries_the_periods_that_it_names_and_how_each_was_reached() {
    let calendar = zhifa::calendar::Calendar::new();
    let (mut carried, mut faults) = (0, Vec::new());
    each_rule(|id, rule, example| {
        for patch in rule["fail"].as_array().into_iter().flatten() {
            for patch in patch["patches"].as_array().into_iter().flatten() {
                let (form, data) = example(patch);
                let report = check(&form, &data, &rule["settings"]);
                for finding in &report.findings {
                    for period in &finding.periods {
                        carried += 1;
                        let account = period.account(&calendar).unwrap_or_default();
                        if !account.starts_with(&period.to().replace('T', " ")) {
                            faults.push(format!("{id} {period:?}: {account}"));
                        }
                    }
                }
            }
        }
    });
    assert!(carried > 300, "only {carried} periods");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
