//! Real documents: the published decisions of ../shared/samples, keyed in as they stand, against what a careful reader found in them.
//!
//! Their words stay where they are; only keys, file names and what is to be found stand here.

#![cfg(feature = "handbook")]

use serde_json::{Map, Value, json};
use std::path::PathBuf;
use zhifa::{Checker, Options, Report, Severity, Verdict};

/// The samples' folder; `None`, and said, where it is absent.
fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("ZHIFA_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")));
    let folder = shared.join("samples");
    if !folder.is_dir() {
        eprintln!("skipped: there are no samples at {}", folder.display());
        return None;
    }
    Some(folder)
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

/// A sample as a person keys it into 行政处罚决定书. What the form has no field for stays under the sample's own key.
fn key_in(sample: &Map<String, Value>, text: &str) -> Map<String, Value> {
    let mut data = Map::new();
    for (key, value) in sample {
        if key.starts_with('_') || key == "文书种类" {
            continue;
        }
        if let Some((_, path)) = KEYS.iter().find(|(name, _)| name == key) {
            put(&mut data, path, value.clone());
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
    ];
    if let Some((_, sector)) = sector.iter().find(|(name, _)| says(agency, name)) {
        let name = agency.clone();
        data.insert(
            "agency".to_string(),
            json!({ "name": name, "sector": sector }),
        );
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

fn check(data: &Map<String, Value>) -> Report {
    let document = json!({ "form": "penalty/decision", "data": data }).to_string();
    checker()
        .check_json(document.as_bytes())
        .expect("it can be read")
}

/// A decision among the samples and what is to come of it.
struct Expected {
    name: &'static str,
    /// Its errors: required fields that are blank, by key, and why a careful reader agrees that they are. No other error is right in any.
    blank: &'static [(&'static [&'static str], &'static str)],
    /// Warnings and remarks that must be there, for what FINDINGS.md says of fields.
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
const AFTER_FACTS: &[&str] = &[
    "decidedOn",
    "legalBasis[]",
    "penalties[]",
    "rights.statementTold",
];

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
            (
                "penalty/decision#rights.statementTold",
                "/rights/statementTold",
            ),
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
        told: &[],
    },
    Expected {
        name: "penalty-10",
        blank: &[
            (SEAL, WEB),
            (
                &[
                    "evidence[]",
                    "legalBasis[]",
                    "penalties[]",
                    "rights.statementTold",
                ],
                STOPS,
            ),
            (REMEDIES, STOPS),
        ],
        told: &[("TY025", "/party/idNumber"), ("TY025", "/party/phone")],
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
                &[
                    "decidedOn",
                    "agency.name",
                    "legalBasis[]",
                    "penalties[]",
                    "rights.statementTold",
                ],
                STOPS,
            ),
            (REMEDIES, STOPS),
        ],
        told: &[("TY025", "/party/creditCode")],
    },
    Expected {
        name: "penalty-17",
        // A row of a public table, not the decision: FINDINGS.md misses the violated article and the remedies in it, and the table has
        // no column for the others either.
        blank: &[
            (SEAL, WEB),
            (
                &[
                    "party.address",
                    "evidence[]",
                    "rights.statementTold",
                    "payment.lateFeeTold",
                ],
                LACKS,
            ),
            (REMEDIES, LACKS),
        ],
        told: &[
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
        told: &[("TY025", "/party/creditCode"), ("TY025", "/party/idNumber")],
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
                    "rights.statementTold",
                ],
                "only the closing part is stored, without the signature",
            ),
        ],
        told: &[
            ("CF239", "/payment/bankName"),
            ("CF243", "/payment/lateFeeCapTold"),
        ],
    },
];

/// Samples of forms that are not declared yet, and why their fields are not those of 行政处罚决定书.
const NO_FORM_YET: &[(&str, &str)] = &[
    ("inspection-plan-01", "年度行政检查计划"),
    ("license-deny-02", "不予行政许可决定书"),
    ("license-grant-02", "准予行政许可决定书"),
    ("license-grant-04", "准予行政许可决定书"),
    ("no-penalty-01", "不予行政处罚决定书"),
    ("notice-02", "行政处罚事先告知书"),
    ("rectify-02", "责令改正违法行为决定书"),
    ("training-notice-01", "资格管理通知, which no form holds"),
    ("training-report-01", "培训班报道, which no form holds"),
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
        let known = DECISIONS.iter().any(|it| it.name == name)
            || NO_FORM_YET.iter().any(|(other, _)| *other == name);
        assert!(known, "{name} is neither expected nor left out");
    }
}

#[test]
fn a_published_decision_has_the_errors_that_a_careful_reader_sees_and_no_other() {
    let Some(folder) = folder() else { return };
    let mut faults = Vec::new();
    for expected in DECISIONS {
        let (sample, text) = read(&folder, expected.name);
        let report = check(&key_in(&sample, &text));
        let mut due: Vec<(String, String)> = Vec::new();
        for key in expected.blank.iter().flat_map(|(keys, _)| *keys) {
            due.push((format!("penalty/decision#{key}"), pointer(key)));
        }
        for finding in &report.findings {
            let at = due
                .iter()
                .position(|(rule, path)| *rule == finding.rule && *path == finding.path);
            match at {
                Some(at) if finding.severity == Severity::Error => {
                    due.swap_remove(at);
                }
                _ if finding.severity == Severity::Error => faults.push(format!(
                    "{}: {} {} is no error to a careful reader: {}",
                    expected.name, finding.rule, finding.path, finding.message
                )),
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
    for expected in DECISIONS {
        let (sample, text) = read(&folder, expected.name);
        let report = check(&key_in(&sample, &text));
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
    for expected in DECISIONS {
        let (sample, text) = read(&folder, expected.name);
        let mut session = zhifa::Session::new("penalty/decision", Options::default()).unwrap();
        let data = Value::Object(key_in(&sample, &text));
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
    let mut data = key_in(&sample, &text);
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
    let report = check(&key_in(&sample, &text));
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
fn the_values_of_other_papers_are_read() {
    let Some(folder) = folder() else { return };
    use zhifa::value;
    let mut faults = Vec::new();
    for (name, what) in NO_FORM_YET {
        eprintln!("{name}: no form yet for {what}; only its values are read");
        let (sample, _) = read(&folder, name);
        for (key, value) in &sample {
            let mut texts = Vec::new();
            leaves(value, &mut |text| texts.push(text.to_string()));
            for typed in &texts {
                let refused = match key.as_str() {
                    "申请日期" | "受理日期" | "技术评审日期" | "落款日期" | "成文日期"
                    | "公开日期" | "决定日期" | "改正期限" | "责令改正日期" | "公告日期"
                    | "检查日期" => value::date::read(typed).value.is_none(),
                    "开始时间" => value::date_time::read(typed).value.is_none(),
                    "文号" | "申请书编号" => {
                        value::document_number::read(typed).value.is_none()
                    }
                    "年度" => value::number::read_year(typed).value.is_none(),
                    "复议期限" | "诉讼期限" | "使用期限" | "参训人数" | "培训天数"
                    | "陈述申辩期限" => value::number::read_whole(typed).value.is_none(),
                    "拟罚款金额" | "总投资额" => value::money::read(typed).value.is_none(),
                    "总投资额大写" => value::rmb_words::read(typed).value.is_none(),
                    "日最大取水量_立方米"
                    | "年最大取水量_万立方米"
                    | "取水流量_立方米每秒"
                    | "林地面积_公顷" => value::number::read(typed).value.is_none(),
                    "统一社会信用代码" => {
                        let reading = value::credit_code::read(typed);
                        reading.value.is_none() || !reading.notes.is_empty()
                    }
                    "联系电话" => value::phone::read(typed).value.is_none(),
                    // Two articles of one instrument in one text are told (TY095, info), so only a graver remark is a refusal.
                    "许可依据" | "违反条款" | "拟处罚依据" => {
                        value::citation::split(typed)
                            .flat_map(|one| value::citation::read(one).notes)
                            .any(|note| note.severity != Severity::Info)
                    }
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
    // Only in the text: what is granted, and before whom a refusal may be challenged.
    let line = |words: &str| text.lines().find(|line| line.contains(words));
    if refused {
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
