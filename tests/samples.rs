//! Real documents: the published papers of ../shared/samples, keyed in as they stand, against what a careful reader found in them.
//!
//! Their words stay where they are; only keys, file names and what is to be found stand here.

#![cfg(feature = "handbook")]

mod support;

use serde_json::{Map, Value, json};
use std::path::PathBuf;
use zhifa::{Checker, Options, Report, Severity, Verdict};

/// The samples' folder, where it is present.
fn folder() -> Option<PathBuf> {
    support::shared("samples")
}

fn checker() -> Checker {
    Checker::new(Options {
        date: chrono::NaiveDate::from_ymd_opt(2026, 11, 23),
        ..Options::default()
    })
}

/// The samples' keys and the fields into which a person types what stands there. Keys that stand for something else are in [`key_in`].
const KEYS: &[(&str, &str)] = &[
    ("文号", "documentNumber"),
    ("案由", "caseName"),
    ("案件名称", "caseName"),
    ("决定日期", "decidedOn"),
    // The date of the page that carries the whole decision.
    ("成文日期", "decidedOn"),
    ("行政机关", "agency"),
    ("当事人类型", "party.kind"),
    ("当事人名称", "party.name"),
    ("统一社会信用代码", "party.creditCode"),
    ("身份证件号码", "party.idNumber"),
    ("法定代表人", "party.legalRepresentative"),
    ("经营者", "party.operator"),
    ("地址", "party.address"),
    ("检查日期", "case.discoveredOn"),
    ("立案日期", "case.filedOn"),
    ("违法行为起始", "case.violationOn"),
    ("违法行为截止", "case.violationEndedOn"),
    ("违法事实", "facts"),
    ("违反条款", "violatedProvisions"),
    ("处罚依据", "legalBasis"),
    ("违法所得", "illegalIncome"),
    ("货值金额", "fineRange.base"),
    ("罚款金额", "amount"),
    ("罚款金额大写", "amountInWords"),
    ("责令改正", "correction"),
    ("告知日期", "notice.servedOn"),
    ("告知书文号", "notice.number"),
    ("缴款期限", "payment.dueDays"),
    ("缴款方式", "payment.bankName"),
    ("加处罚款", "payment.lateFeeRate"),
    ("复议机关", "remedies.reviewBody"),
    ("复议期限", "remedies.reviewDays"),
    ("诉讼法院", "remedies.court"),
    ("诉讼期限", "remedies.litigationMonths"),
    ("公开日期", "publicity.publishedOn"),
];

/// Keys of a paper that stand for another field than in a decision, or that a decision does not have.
const OTHER_KEYS: &[(&str, &[(&str, &str)])] = &[
    (
        "penalty/prior-notice",
        &[
            ("当事人姓名", "party.name"),
            ("拟处罚依据", "legalBasis"),
            ("陈述申辩期限", "notice.statementDays"),
            // The date of the newspaper that carries the notice.
            ("公告日期", "issuedOn"),
        ],
    ),
    (
        "penalty/rectification-order",
        &[
            ("决定日期", "issuedOn"),
            ("改正期限", "correction.dueOn"),
            ("联系人", "agency.contactPerson"),
            ("联系电话", "agency.phone"),
        ],
    ),
    (
        "penalty/no-penalty-decision",
        // The form has no 公示.
        &[("公开日期", "公开日期")],
    ),
];

/// The columns of 物品明细.
const COLUMNS: &[(&str, &str)] = &[
    ("名称", "name"),
    ("规格", "specification"),
    ("单位", "unit"),
    ("数量", "quantity"),
    ("单价", "unitPrice"),
];

fn put(data: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            data.insert(path.to_string(), value);
        }
        Some((group, rest)) => {
            let group = data.entry(group.to_string()).or_insert_with(|| json!({}));
            if let Some(group) = group.as_object_mut() {
                put(group, rest, value);
            }
        }
    }
}

fn says(value: &Value, word: &str) -> bool {
    value.to_string().contains(word)
}

/// A sample as a person keys it into the form. What the form has no field for stays under the sample's own key.
fn key_in(form: &str, sample: &Map<String, Value>, text: &str) -> Map<String, Value> {
    let mut data = Map::new();
    let other = OTHER_KEYS.iter().find(|(name, _)| *name == form);
    let keys = other.map_or(&[] as &[_], |(_, keys)| keys);
    for (key, value) in sample {
        if key.starts_with('_') || key == "文书种类" {
            continue;
        }
        if let Some((_, path)) = keys.iter().chain(KEYS).find(|(name, _)| name == key) {
            let value = match value.as_str() {
                // Chosen from the list.
                Some("个人") => json!("公民"),
                _ => value.clone(),
            };
            put(&mut data, path, value);
            continue;
        }
        match key.as_str() {
            // A question with the answers yes and no.
            "陈述申辩" => put(&mut data, "rights.statementMade", json!(!says(value, "未"))),
            "告知内容" => {
                if says(value, "陈述") {
                    put(&mut data, "rights.statementTold", json!(true));
                }
                if says(value, "听证") {
                    put(&mut data, "rights.hearingTold", json!(true));
                }
            }
            // Nobody asked for one: the date stays blank.
            "听证" => {}
            // The kind is chosen from the list; what else stands there is the content.
            "处罚内容" => {
                let kinds = value.as_array().into_iter().flatten();
                let rows = kinds.map(|it| match it.as_str() {
                    Some(text) if text.len() > "罚款".len() && text.starts_with("罚款") => {
                        json!({ "kind": "罚款", "detail": text })
                    }
                    _ => it.clone(),
                });
                let rows: Vec<Value> = rows.collect();
                put(&mut data, "penalties", json!(rows));
            }
            // What is ordered is no penalty of the list but 其他; the sum stands beside the fine.
            "拟处罚内容" => {
                let amount = sample.get("拟罚款金额");
                let rows = value.as_array().into_iter().flatten();
                let rows = rows.map(|it| match it.as_str() {
                    Some(text) if text.starts_with("罚款") => {
                        json!({ "kind": "罚款", "amount": amount, "detail": text })
                    }
                    _ => json!({ "kind": "法律、行政法规规定的其他行政处罚", "detail": it }),
                });
                let rows: Vec<Value> = rows.collect();
                put(&mut data, "penalties", json!(rows));
            }
            "拟罚款金额" => {}
            // One field, and a time for it is a 限期改正.
            "责令改正内容" => {
                let items = value.as_array().into_iter().flatten();
                let items: Vec<&str> = items.filter_map(Value::as_str).collect();
                put(&mut data, "correction.content", json!(items.join("；")));
                put(&mut data, "correction.mode", json!("限期改正"));
            }
            // The date at the head of a line is when the evidence was obtained.
            "证据" => {
                let lines = value.as_array().into_iter().flatten();
                let rows = lines.map(|it| {
                    let dated = it.as_str().and_then(|line| line.split_at_checked(10));
                    let is_date = |text: &str| text.parse::<chrono::NaiveDate>().is_ok();
                    match dated {
                        Some((date, name)) if is_date(date) && !name.starts_with('、') => {
                            json!({ "name": name, "obtainedOn": date })
                        }
                        _ => it.clone(),
                    }
                });
                let rows: Vec<Value> = rows.collect();
                put(&mut data, "evidence", json!(rows));
            }
            "物品明细" => {
                let mut rows = Vec::new();
                for item in value.as_array().into_iter().flatten() {
                    let mut row = item.as_object().cloned().unwrap_or_default();
                    for (name, key) in COLUMNS {
                        if let Some(value) = row.remove(*name) {
                            row.insert(key.to_string(), value);
                        }
                    }
                    rows.push(Value::Object(row));
                }
                data.insert("items".to_string(), json!(rows));
            }
            // One line of goods, told in three keys.
            "购进数量" => put_item(&mut data, "quantity", value),
            "购进单价" => put_item(&mut data, "unitPrice", value),
            "购进总价" => put_item(&mut data, "amount", value),
            _ => {
                data.insert(key.clone(), value.clone());
            }
        }
    }
    // Only in the text: the facts, in the paragraph that tells the case.
    if sample.contains_key("物品明细") && !sample.contains_key("违法事实") {
        let longest = text.lines().max_by_key(|line| line.len());
        put(&mut data, "facts", json!(longest));
    }
    // Told in the tail beside the rate: that there is a fine, and what follows when it is not paid.
    if sample.contains_key("加处罚款") {
        put(&mut data, "payment.lateFeeTold", json!(true));
        put(&mut data, "penalties", json!([{ "kind": "罚款" }]));
    }
    // 领域 is chosen by whoever keys in; the agency's name says it.
    let agency = sample.get("行政机关").unwrap_or(&Value::Null);
    let sector = [
        ("市场监督管理局", "marketRegulation"),
        ("生态环境局", "environment"),
        ("环境保护局", "environment"),
    ];
    if let Some((_, sector)) = sector.iter().find(|(name, _)| says(agency, name)) {
        data.remove("agency");
        put(&mut data, "agency.name", agency.clone());
        put(&mut data, "agency.sector", json!(sector));
        // Whatever else of the agency met the bare name in its place.
        for (key, path) in keys.iter().filter(|(_, path)| path.starts_with("agency.")) {
            put(&mut data, path, sample[*key].clone());
        }
    }
    // Only in the text.
    if let Some(phone) = labelled(text, "联系方式:") {
        put(&mut data, "party.phone", json!(phone));
    }
    data
}

fn put_item(data: &mut Map<String, Value>, column: &str, value: &Value) {
    let rows = data.entry("items").or_insert_with(|| json!([{}]));
    rows[0][column] = value.clone();
}

/// What stands behind a label in the text, to the end of the line.
fn labelled<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    text.lines().find_map(|line| line.strip_prefix(label))
}

fn read(folder: &std::path::Path, name: &str) -> (Map<String, Value>, String) {
    let json = std::fs::read_to_string(folder.join(format!("{name}.json"))).expect("a sample");
    let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).unwrap_or_default();
    let sample: Value = serde_json::from_str(&json).expect("a sample is JSON");
    (sample.as_object().cloned().expect("an object"), text)
}

fn check(form: &str, data: &Map<String, Value>) -> Report {
    let document = json!({ "form": form, "data": data }).to_string();
    checker()
        .check_json(document.as_bytes())
        .expect("it can be read")
}

/// A paper among the samples and what is to come of it.
struct Expected {
    name: &'static str,
    /// Errors: required fields that are blank, by key, and why a careful reader agrees that they are.
    blank: &'static [(&'static [&'static str], &'static str)],
    /// What must be there, for what FINDINGS.md says of fields. No error but these and the blanks is right in any.
    told: &'static [(&'static str, &'static str)],
}

const WEB: &str = "the copy on the web shows no seal";
const STOPS: &str = "the stored text stops before it";
const LACKS: &str = "the whole text lacks it, as FINDINGS.md says";

const SEAL: &[&str] = &["agency.sealed"];
const REMEDIES: &[&str] = &[
    "remedies.reviewBody",
    "remedies.reviewDays",
    "remedies.court",
    "remedies.litigationMonths",
];
/// What follows the facts.
const AFTER_FACTS: &[&str] = &["decidedOn", "legalBasis[]", "penalties[]"];
/// That the party was told beforehand: no article puts it into the decision, so it is a warning.
const NOT_TOLD: (&str, &str) = (
    "penalty/decision#rights.statementTold",
    "/rights/statementTold",
);

const DECISIONS: &[Expected] = &[
    Expected {
        name: "penalty-02",
        // Decided before the law of 2021: what that law asks for is a warning, see `told`.
        blank: &[(
            &["payment.bankName", "payment.dueDays", "payment.lateFeeTold"],
            LACKS,
        )],
        told: &[
            ("WZ002", "/documentNumber"),
            ("CF001", "/decidedOn"),
            ("penalty/decision#agency.sealed", "/agency/sealed"),
            ("penalty/decision#party.address", "/party/address"),
            ("penalty/decision#evidence[]", "/evidence"),
            NOT_TOLD,
            ("penalty/decision#performance.mode", "/performance/mode"),
            (
                "penalty/decision#remedies.reviewBody",
                "/remedies/reviewBody",
            ),
            (
                "penalty/decision#remedies.reviewDays",
                "/remedies/reviewDays",
            ),
            ("penalty/decision#remedies.court", "/remedies/court"),
            (
                "penalty/decision#remedies.litigationMonths",
                "/remedies/litigationMonths",
            ),
        ],
    },
    Expected {
        name: "penalty-04",
        blank: &[
            (SEAL, WEB),
            (&["decidedOn"], STOPS),
            // It says 我局 throughout; the signature would name the agency.
            (&["agency.name"], STOPS),
            (
                &[
                    "performance.mode",
                    "payment.bankName",
                    "payment.dueDays",
                    "payment.lateFeeTold",
                ],
                STOPS,
            ),
            (REMEDIES, STOPS),
        ],
        told: &[("TY025", "/party/creditCode"), ("TY063", "/amountInWords")],
    },
    Expected {
        name: "penalty-05",
        blank: &[
            (SEAL, WEB),
            (&["decidedOn", "penalties[]"], STOPS),
            (REMEDIES, STOPS),
        ],
        told: &[("TY025", "/party/creditCode")],
    },
    Expected {
        name: "penalty-09",
        blank: &[(SEAL, WEB), (AFTER_FACTS, STOPS), (REMEDIES, STOPS)],
        told: &[NOT_TOLD],
    },
    Expected {
        name: "penalty-10",
        blank: &[
            (SEAL, WEB),
            (&["evidence[]", "legalBasis[]", "penalties[]"], STOPS),
            (REMEDIES, STOPS),
        ],
        told: &[
            NOT_TOLD,
            ("TY025", "/party/idNumber"),
            ("TY025", "/party/phone"),
        ],
    },
    Expected {
        name: "penalty-13",
        blank: &[
            (SEAL, WEB),
            (&["decidedOn", "legalBasis[]", "penalties[]"], STOPS),
            (REMEDIES, STOPS),
        ],
        told: &[],
    },
    Expected {
        name: "penalty-15",
        blank: &[
            (SEAL, WEB),
            (
                &["decidedOn", "agency.name", "legalBasis[]", "penalties[]"],
                STOPS,
            ),
            (REMEDIES, STOPS),
        ],
        told: &[NOT_TOLD, ("TY025", "/party/creditCode")],
    },
    Expected {
        name: "penalty-17",
        // A row of a public table, not the decision: FINDINGS.md misses the violated article and the remedies in it, and the table has
        // no column for the others either.
        blank: &[
            (SEAL, WEB),
            (
                &["party.address", "evidence[]", "payment.lateFeeTold"],
                LACKS,
            ),
            (REMEDIES, LACKS),
        ],
        told: &[
            NOT_TOLD,
            (
                "penalty/decision#violatedProvisions[]",
                "/violatedProvisions",
            ),
            ("CF239", "/payment/bankName"),
        ],
    },
    Expected {
        name: "penalty-18",
        blank: &[
            (SEAL, WEB),
            (&["decidedOn", "legalBasis[]", "penalties[]"], STOPS),
            (REMEDIES, STOPS),
        ],
        told: &[("TY025", "/party/idNumber")],
    },
    Expected {
        name: "penalty-20",
        blank: &[
            (SEAL, WEB),
            (&["evidence[]"], STOPS),
            (AFTER_FACTS, STOPS),
            (REMEDIES, STOPS),
        ],
        told: &[
            NOT_TOLD,
            ("TY025", "/party/creditCode"),
            ("TY025", "/party/idNumber"),
        ],
    },
    Expected {
        name: "penalty-tail-02",
        blank: &[
            (SEAL, WEB),
            (
                &[
                    "decidedOn",
                    "agency.name",
                    "party.name",
                    "party.address",
                    "facts",
                    "evidence[]",
                    "legalBasis[]",
                    "penalties[].amount",
                ],
                "only the closing part is stored, without the signature",
            ),
        ],
        told: &[
            NOT_TOLD,
            ("CF239", "/payment/bankName"),
            ("CF243", "/payment/lateFeeCapTold"),
        ],
    },
];

const NOTICES: &[Expected] = &[Expected {
    name: "notice-02",
    // Of 2019: what the present law asks for is a warning, and its rule on hearings (CF114) is silent; see below.
    blank: &[],
    told: &[
        ("penalty/prior-notice#documentNumber", "/documentNumber"),
        ("penalty/prior-notice#party.address", "/party/address"),
        ("penalty/prior-notice#party.idNumber", "/party/idNumber"),
        ("CF001", "/issuedOn"),
    ],
}];

const RECTIFICATIONS: &[Expected] = &[Expected {
    name: "rectify-02",
    blank: &[],
    told: &[
        // 一百八十日 for six months.
        ("CF223", "/remedies/litigationMonths"),
        ("CF229", "/remedies/court"),
        // Two articles under one 第.
        ("TY095", "/violatedProvisions/0"),
        (
            "penalty/rectification-order#party.address",
            "/party/address",
        ),
        ("WZ002", "/documentNumber"),
    ],
}];

const NO_PENALTIES: &[Expected] = &[Expected {
    name: "no-penalty-01",
    // What FINDINGS.md says of it is of the words: a misquotation and a dash.
    blank: &[],
    told: &[],
}];

const PAPERS: &[(&str, &[Expected])] = &[
    ("penalty/decision", DECISIONS),
    ("penalty/prior-notice", NOTICES),
    ("penalty/rectification-order", RECTIFICATIONS),
    ("penalty/no-penalty-decision", NO_PENALTIES),
];

fn papers() -> impl Iterator<Item = (&'static str, &'static Expected)> {
    let of_form = |(form, papers): &(&'static str, &'static [Expected])| {
        let form = *form;
        papers.iter().map(move |paper| (form, paper))
    };
    PAPERS.iter().flat_map(of_form)
}

/// Samples that a test of their own keys in.
const KEYED_APART: &[&str] = &[
    "inspection-plan-01",
    "license-deny-02",
    "license-grant-02",
    "license-grant-04",
];

/// Samples that no form holds, and what they are.
const OF_NO_FORM: &[(&str, &str)] = &[
    ("training-notice-01", "资格管理通知"),
    ("training-report-01", "培训班报道"),
];

fn pointer(key: &str) -> String {
    // A blank column is reported in the first row.
    format!(
        "/{}",
        key.trim_end_matches("[]")
            .replace("[].", "/0/")
            .replace('.', "/")
    )
}

#[test]
fn every_sample_is_spoken_for() {
    let Some(folder) = folder() else { return };
    for entry in std::fs::read_dir(folder).expect("the samples").flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        let Some(name) = file.strip_suffix(".json") else {
            continue;
        };
        let known = papers().any(|(_, it)| it.name == name)
            || KEYED_APART.contains(&name)
            || OF_NO_FORM.iter().any(|(other, _)| *other == name);
        assert!(known, "{name} is neither expected nor left out");
    }
}

#[test]
fn a_published_paper_has_the_errors_that_a_careful_reader_sees_and_no_other() {
    let Some(folder) = folder() else { return };
    let mut faults = Vec::new();
    for (form, expected) in papers() {
        let (sample, text) = read(&folder, expected.name);
        let report = check(form, &key_in(form, &sample, &text));
        let mut due: Vec<(String, String)> = Vec::new();
        for key in expected.blank.iter().flat_map(|(keys, _)| *keys) {
            due.push((format!("{form}#{key}"), pointer(key)));
        }
        let is_told = |finding: &zhifa::Finding| {
            let mut told = expected.told.iter();
            told.any(|(rule, path)| finding.rule == *rule && finding.path == *path)
        };
        for finding in &report.findings {
            let at = due
                .iter()
                .position(|(rule, path)| *rule == finding.rule && *path == finding.path);
            match at {
                Some(at) if finding.severity == Severity::Error => {
                    due.swap_remove(at);
                }
                _ if finding.severity == Severity::Error && !is_told(finding) => {
                    faults.push(format!(
                        "{}: {} {} is no error to a careful reader: {}",
                        expected.name, finding.rule, finding.path, finding.message
                    ))
                }
                _ => {}
            }
        }
        let missed = due.iter();
        faults.extend(missed.map(|it| format!("{}: {it:?} is missed", expected.name)));
        for (rule, path) in expected.told {
            let told = |it: &&zhifa::Finding| it.rule == *rule && it.path == *path;
            if report.findings.iter().find(told).is_none() {
                faults.push(format!("{}: {rule} {path} is not told", expected.name));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_masked_code_is_told_as_masked_and_never_as_wrong() {
    let Some(folder) = folder() else { return };
    for (form, expected) in papers() {
        let (sample, text) = read(&folder, expected.name);
        let report = check(form, &key_in(form, &sample, &text));
        for path in ["/party/creditCode", "/party/idNumber", "/party/phone"] {
            let told = report.findings.iter().filter(|it| it.path == path);
            for finding in told {
                assert!(
                    finding.rule == "TY025" || finding.rule.contains('#'),
                    "{} {path}: {}",
                    expected.name,
                    finding.message
                );
            }
        }
    }
}

#[test]
fn nothing_that_stands_in_a_sample_is_lost() {
    let Some(folder) = folder() else { return };
    for (form, expected) in papers() {
        let (sample, text) = read(&folder, expected.name);
        let mut session = zhifa::Session::new(form, Options::default()).unwrap();
        let data = Value::Object(key_in(form, &sample, &text));
        session.load(&data.to_string()).expect("it can be read");
        let kept: Value = serde_json::from_str(&session.data_json()).expect("JSON");
        let mut lost = Vec::new();
        leaves(&data, &mut |leaf| {
            let stands = |leaf: &str| {
                let mut found = false;
                leaves(&kept, &mut |it| found |= it.contains(leaf));
                found
            };
            if !citations(leaf).all(stands) {
                lost.push(leaf.to_string());
            }
        });
        assert!(lost.is_empty(), "{}: {lost:?}", expected.name);
    }
}

/// Citations joined in one text come apart.
fn citations(leaf: &str) -> impl Iterator<Item = &str> {
    zhifa::value::citation::split(leaf)
}

fn leaves(value: &Value, visit: &mut dyn FnMut(&str)) {
    match value {
        Value::Array(list) => list.iter().for_each(|it| leaves(it, visit)),
        Value::Object(map) => map.values().for_each(|it| leaves(it, visit)),
        Value::String(text) => visit(text),
        Value::Null => {}
        other => visit(&other.to_string()),
    }
}

#[test]
fn the_sum_that_was_rounded_is_within_the_tolerance() {
    let Some(folder) = folder() else { return };
    let (sample, text) = read(&folder, "penalty-20");
    let mut data = key_in("penalty/decision", &sample, &text);
    let verdict = |data: &Map<String, Value>| {
        let document = json!({ "form": "penalty/decision", "data": data }).to_string();
        checker()
            .verdict(document.as_bytes(), "WZ021")
            .expect("it can be read")
    };
    assert_eq!(verdict(&data), Verdict::Good);
    data["items"][0]["amount"] = json!("14.50");
    assert_eq!(verdict(&data), Verdict::Fault);
}

#[test]
fn a_number_whose_brackets_were_lost_is_told() {
    let Some(folder) = folder() else { return };
    let (mut sample, text) = read(&folder, "penalty-10");
    // The body gives it below the title; the header, and the key, have it right.
    let below = text
        .lines()
        .skip_while(|line| *line != "行政处罚决定书")
        .nth(1);
    sample.insert(
        "文号".to_string(),
        json!(below.expect("a number below the title")),
    );
    let form = "penalty/decision";
    let report = check(form, &key_in(form, &sample, &text));
    let told = report
        .findings
        .iter()
        .find(|it| it.path == "/documentNumber");
    let told = told.expect("a finding on the number");
    assert_eq!(told.rule, "WZ003");
    assert_eq!(
        told.fix.as_ref().map(|fix| fix.value.as_str()),
        read(&folder, "penalty-10").0["文号"].as_str()
    );
}

#[test]
fn a_notice_of_today_without_the_hearing_right_is_asked_about_it() {
    let Some(folder) = folder() else { return };
    let (sample, text) = read(&folder, "notice-02");
    let form = "penalty/prior-notice";
    let mut data = key_in(form, &sample, &text);
    data["issuedOn"] = json!("2026-11-20");
    let report = check(form, &data);
    let told = |id: &str, path: &str| {
        let mut findings = report.findings.iter();
        findings.any(|it| it.rule == id && it.path == path)
    };
    // Ten thousand, to a person: the title speaks of a hearing, the text does not.
    assert!(told("CF114", "/rights/hearingTold"), "{report:?}");
    let errors = report.findings.iter();
    let errors: Vec<_> = errors.filter(|it| it.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn the_values_of_other_papers_are_read() {
    let Some(folder) = folder() else { return };
    use zhifa::value;
    let mut faults = Vec::new();
    let of_no_form = OF_NO_FORM.iter().map(|(name, what)| {
        eprintln!("{name}: no form holds a {what}; only its values are read");
        name
    });
    for name in of_no_form.chain(KEYED_APART) {
        let (sample, _) = read(&folder, name);
        for (key, value) in &sample {
            let mut texts = Vec::new();
            leaves(value, &mut |text| texts.push(text.to_string()));
            for typed in &texts {
                let refused = match key.as_str() {
                    "申请日期" | "受理日期" | "技术评审日期" | "落款日期" | "成文日期"
                    | "公开日期" | "决定日期" => value::date::read(typed).value.is_none(),
                    "开始时间" => value::date_time::read(typed).value.is_none(),
                    "文号" | "申请书编号" => {
                        value::document_number::read(typed).value.is_none()
                    }
                    "年度" => value::number::read_year(typed).value.is_none(),
                    "复议期限" | "使用期限" | "参训人数" | "培训天数" => {
                        value::number::read_whole(typed).value.is_none()
                    }
                    "日最大取水量_立方米"
                    | "年最大取水量_万立方米"
                    | "取水流量_立方米每秒"
                    | "林地面积_公顷" => value::number::read(typed).value.is_none(),
                    // Two articles of one instrument in one text are told (TY095, info), so only a graver remark is a refusal.
                    "许可依据" => value::citation::split(typed)
                        .flat_map(|one| value::citation::read(one).notes)
                        .any(|note| note.severity != Severity::Info),
                    _ => false,
                };
                if refused {
                    faults.push(format!("{name}: {key} “{typed}” is refused"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// `inspection-plan-01`, a notice that asks for plans, as a person keys it into a plan's form; its own keys stay.
fn plan_key_in(sample: &Map<String, Value>) -> Map<String, Value> {
    let mut data = Map::new();
    for (key, value) in sample {
        match key.as_str() {
            "标题" => put(&mut data, "title", value.clone()),
            "年度" => put(&mut data, "plan.year", value.clone()),
            "文书种类" => {}
            _ if key.starts_with('_') => {}
            _ => {
                data.insert(key.clone(), value.clone());
            }
        }
    }
    data
}

/// A line of a plan from the figures that the notice gives in quotes: pool, ratio and sample; then month and visits.
fn plan_row(text: &str) -> Value {
    let quoted = text
        .split('“')
        .skip(1)
        .filter_map(|it| it.split('”').next());
    let mut figures = quoted
        .map(|quote| {
            let digits = quote.split(|it: char| !it.is_ascii_digit());
            digits
                .filter_map(|it| it.parse().ok())
                .collect::<Vec<u32>>()
        })
        .filter(|it| !it.is_empty());
    let sample = figures.next().expect("the figures of a sample");
    let visits = figures.next().expect("the figures of a month");
    json!({
        "poolSize": sample[0],
        "sampleRatio": sample[1],
        "sampleCount": sample[2],
        "month": visits[0],
        "visits": visits[1],
    })
}

fn check_plan(form: &str, data: &Map<String, Value>) -> Report {
    let document = json!({ "form": form, "data": data }).to_string();
    checker()
        .check_json(document.as_bytes())
        .expect("it can be read")
}

#[test]
fn a_notice_that_asks_for_plans_has_no_error_and_lacks_what_makes_a_plan() {
    let Some(folder) = folder() else { return };
    let (sample, _) = read(&folder, "inspection-plan-01");
    let data = plan_key_in(&sample);
    let forms = [
        ("inspection/annual-plan", ["plan.year", "title"]),
        ("inspection/special-plan", ["title", "title"]),
    ];
    for (form, keyed) in forms {
        let report = check_plan(form, &data);
        let wrong: Vec<String> = report
            .findings
            .iter()
            .filter(|it| it.severity == Severity::Error)
            .map(|it| format!("{} {}", it.rule, it.message))
            .collect();
        assert!(wrong.is_empty(), "{form}: {wrong:#?}");
        // Whose plan it is and what is to be inspected: it is no plan yet.
        for key in ["agency.name", "plan.items[]"] {
            let rule = format!("{form}#{key}");
            let told = report.findings.iter().any(|it| {
                it.rule == rule && it.path == pointer(key) && it.severity == Severity::Warning
            });
            assert!(told, "{rule} is not told");
        }
        for key in keyed {
            let path = pointer(key);
            let said = report.findings.iter().any(|it| it.path == path);
            assert!(!said, "{form}: {path} has a finding");
        }
    }
}

#[test]
fn the_lines_of_a_plan_that_the_notice_gives_as_examples_agree() {
    let Some(folder) = folder() else { return };
    let (sample, text) = read(&folder, "inspection-plan-01");
    let mut data = plan_key_in(&sample);
    put(&mut data, "plan.items", json!([plan_row(&text)]));
    let verdict = |data: &Map<String, Value>, rule: &str| {
        let document = json!({ "form": "inspection/annual-plan", "data": data }).to_string();
        checker()
            .verdict(document.as_bytes(), rule)
            .expect("it can be read")
    };
    let report = check_plan("inspection/annual-plan", &data);
    let wrong = report
        .findings
        .iter()
        .find(|it| it.severity == Severity::Error);
    assert!(
        wrong.is_none(),
        "{:?}",
        wrong.map(|it| (&it.rule, &it.message))
    );
    assert_eq!(verdict(&data, "JC011"), Verdict::Good);
    assert_eq!(verdict(&data, "JC012"), Verdict::Good);
    // More than the pool holds, and a month that no year has.
    data["plan"]["items"][0]["sampleCount"] = json!(101);
    assert_eq!(verdict(&data, "JC011"), Verdict::Fault);
    data["plan"]["items"][0]["month"] = json!(13);
    assert_eq!(verdict(&data, "JC012"), Verdict::Fault);
}

/// A published licence, or its refusal, as a person keys it into the form of its kind.
fn key_in_licence(sample: &Map<String, Value>, text: &str) -> Map<String, Value> {
    let refused = says(&sample["许可决定"], "不予");
    let mut data = Map::new();
    for (key, value) in sample {
        let path = match key.as_str() {
            "文号" => "documentNumber",
            "申请人" => "party.name",
            "行政机关" => "agency.name",
            "许可事项" => "application.item",
            // The text says that the papers came in on this day.
            "申请日期" => "application.receivedOn",
            "受理日期" => "acceptance.acceptedOn",
            "决定日期" | "落款日期" => "decidedOn",
            "成文日期" => "issuedOn",
            "公开日期" => "publicity.publishedOn",
            "许可依据" => "legalBasis",
            "不予许可理由" => "refusal.reasons",
            "有效期" | "使用期限" => "permit.durationText",
            "复议期限" => "remedies.reviewDays",
            "技术评审日期" => {
                data.insert(
                    "excluded".to_string(),
                    json!([{ "kind": "专家评审", "startedOn": value, "endedOn": value }]),
                );
                continue;
            }
            _ => continue,
        };
        put(&mut data, path, value.clone());
    }
    // Only in the text: what is granted, who signed a refusal and before whom it may be challenged.
    let line = |words: &str| text.lines().find(|line| line.contains(words));
    if refused {
        put(&mut data, "agency.name", json!("****"));
        put(&mut data, "remedies.reviewBody", json!("****政府"));
        put(&mut data, "remedies.court", json!("****人民法院"));
        put(&mut data, "title", json!(line("不予行政许可的决定")));
    } else {
        put(&mut data, "permit.scope", json!(line("同意你")));
        put(&mut data, "permit.term", json!("有期限"));
    }
    data
}

#[test]
fn a_published_licence_has_no_error_and_what_a_careful_reader_sees_is_told() {
    let Some(folder) = folder() else { return };
    // Rule and path of what FINDINGS.md says of fields.
    type Told = &'static [(&'static str, &'static str)];
    let cases: &[(&str, &str, Told)] = &[
        (
            "license-grant-02",
            "licensing/approval-decision",
            &[
                (
                    "licensing/approval-decision#documentNumber",
                    "/documentNumber",
                ),
                ("licensing/approval-decision#title", "/title"),
                (
                    "licensing/approval-decision#acceptance.acceptedOn",
                    "/acceptance/acceptedOn",
                ),
            ],
        ),
        (
            "license-grant-04",
            "licensing/approval-decision",
            &[
                ("WZ002", "/documentNumber"),
                (
                    "licensing/approval-decision#application.receivedOn",
                    "/application/receivedOn",
                ),
                (
                    "licensing/approval-decision#acceptance.acceptedOn",
                    "/acceptance/acceptedOn",
                ),
                // 两年, and no day from which they run.
                ("XK097", "/permit/validFrom"),
            ],
        ),
        (
            "license-deny-02",
            "licensing/refusal-decision",
            // Signed on one day, dated on another.
            &[("TY025", "/documentNumber"), ("XK163", "/issuedOn")],
        ),
    ];
    let mut faults = Vec::new();
    for (name, form, told) in cases {
        let (sample, text) = read(&folder, name);
        let data = key_in_licence(&sample, &text);
        let document = json!({ "form": form, "data": data }).to_string();
        let report = checker()
            .check_json(document.as_bytes())
            .expect("it can be read");
        for it in &report.findings {
            if it.severity == Severity::Error {
                faults.push(format!("{name}: {} {} {}", it.rule, it.path, it.message));
            }
            // A field that the form has not, or a value that it cannot read.
            if it.rule == "TY901" || it.rule == "TY902" {
                faults.push(format!("{name}: {} {}", it.path, it.message));
            }
        }
        for (rule, path) in *told {
            let found = |it: &zhifa::Finding| it.rule == *rule && it.path == *path;
            if !report.findings.iter().any(found) {
                faults.push(format!("{name}: {rule} {path} is not told"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
