//! Training papers as officers meet them: which year is judged by what, what one cause says, which rows a finding names, and how large a
//! paper may be.

#![cfg(feature = "handbook")]

use serde_json::{Value, json};
use zhifa::{Checker, Options, Outcome, Report};

const FORM: &str = "training/annual-plan";

fn sound() -> Value {
    sound_of(FORM)
}

fn sound_of(form: &str) -> Value {
    let handbook: Value = serde_json::from_str(zhifa::HANDBOOK).expect("the handbook is JSON");
    handbook["examples"][form]["sound"].clone()
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
    check_form(FORM, plan, packs)
}

fn check_form(form: &str, data: &Value, packs: &[&str]) -> Report {
    let options = Options {
        date: chrono::NaiveDate::from_ymd_opt(2026, 11, 23),
        packs: packs.iter().map(ToString::to_string).collect(),
        ..Options::default()
    };
    let document = json!({ "form": form, "data": data }).to_string();
    Checker::new(options)
        .check_json(document.as_bytes())
        .expect("a paper can be read")
}

/// What a rule says of a paper: row, severity and message of each finding.
fn said(form: &str, data: &Value, rule: &str) -> Vec<String> {
    let report = check_form(form, data, &[]);
    let findings = report.findings.iter().filter(|it| it.rule == rule);
    findings
        .map(|it| {
            let row = it.path.split('/').nth(2).unwrap_or_default();
            format!("{row} {} {}", it.severity.key(), it.message)
        })
        .collect()
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

const ROSTER: &str = "training/roster";

/// The sound roster with some columns of some rows changed.
fn roster(changes: &[(usize, &str, Value)]) -> Value {
    let mut roster = sound_of(ROSTER);
    for (row, column, value) in changes {
        roster["rows"][row][column] = value.clone();
    }
    roster
}

fn add(paper: &mut Value, list: &str, row: Value) {
    paper[list].as_array_mut().expect("a list").push(row);
}

#[test]
fn a_quotient_is_told_in_two_places() {
    let form = "training/rotation-report";
    let mut report = sound_of(form);
    report["exam"]["passRate"] = json!(98);
    assert_eq!(
        said(form, &report, "PX134"),
        ["passRate error 合格率98%，按人数计算为95.24%，应一致"]
    );
}

#[test]
fn a_person_in_two_rows_is_named_with_the_earlier_one() {
    let told = |changes: &[(usize, &str, Value)]| said(ROSTER, &roster(changes), "PX063");
    assert_eq!(
        told(&[
            (5, "certificateNumber", json!("１５０８０６１６０３５")),
            (7, "certificateNumber", json!("15080616035"))
        ]),
        [
            "5 error 毕景华的执法证号与第5行“晁建勋”相同，应一人一行",
            "7 error 鲍春来的执法证号与第5行“晁建勋”相同，应一人一行"
        ]
    );
    for blank in ["", "办理中", "/", "1508****"] {
        let rows = [
            (2, "certificateNumber", json!(blank)),
            (6, "certificateNumber", json!(blank)),
        ];
        assert_eq!(told(&rows), [""; 0], "{blank}");
    }
    assert_eq!(
        told(&[
            (6, "name", json!("阮 玉洁")),
            (6, "department", json!("执法二大队")),
            (6, "certificateNumber", json!("办理中"))
        ]),
        ["6 warning 阮 玉洁与第4行“阮玉洁”的姓名、科队相同，有一行没有执法证号，核对是否同一人"]
    );
    assert_eq!(
        told(&[
            (6, "name", json!("阮玉洁")),
            (6, "certificateNumber", json!(""))
        ]),
        [""; 0],
        "another department"
    );
    assert_eq!(
        told(&[
            (6, "name", json!("阮玉洁")),
            (3, "idNumber", json!("371502198506123114")),
            (6, "idNumber", json!("372526198809034241"))
        ]),
        [""; 0],
        "two identity numbers are two persons"
    );
    assert_eq!(
        told(&[(3, "name", json!("张某某")), (6, "name", json!("张某某"))]),
        [""; 0],
        "masked names"
    );
    assert_eq!(
        told(&[
            (3, "idNumber", json!("371502198506123114")),
            (6, "idNumber", json!("371502 19850612 3114"))
        ]),
        ["6 error 苗瑞的身份证件号码与第4行“阮玉洁”相同，应一人一行"]
    );
}

#[test]
fn a_register_is_compared_within_one_kind_of_certificate() {
    let form = "training/certificate-register";
    let told = |kind: &str, status: &str| {
        let mut register = sound_of(form);
        let mut row = register["officers"][0].clone();
        row["certificateKind"] = json!(kind);
        row["status"] = json!(status);
        row["certificateNumber"] = json!("15081503009");
        add(&mut register, "officers", row);
        said(form, &register, "PX113")
    };
    let twice = ["6 error 靳海波的身份证件号码与第1行“靳海波”相同，同一种证件应一人一行"];
    assert_eq!(told("provincial", "active"), twice);
    assert_eq!(
        told("", "active"),
        twice,
        "a blank kind is the ordinary one"
    );
    assert_eq!(told("听证主持人证", "active"), [""; 0]);
    assert_eq!(
        told("部里发的", "active"),
        [""; 0],
        "what kind is not known"
    );
    assert_eq!(
        told("provincial", "revoked"),
        [""; 0],
        "a new one in its place"
    );
}

/// What PX056 says of the sound record with its lines replaced; each is days, times, mode and hours.
fn attended(lines: &[(&str, &str, &str, &str, f64)]) -> Vec<String> {
    let form = "training/record";
    let mut record = sound_of(form);
    let line = |(at, (days, times, subject, mode, hours)): (
        usize,
        &(&str, &str, &str, &str, f64),
    )| {
        let (starts, ends) = days.split_once('/').unwrap_or((days, days));
        let (from, to) = times.split_once('-').unwrap_or_default();
        json!({ "courseId": format!("K{at}"), "subject": subject, "category": "publicLaw", "mode": mode, "startsOn": starts,
                "endsOn": ends, "startTime": from, "endTime": to, "hoursGranted": hours, "evidence": "signIn" })
    };
    record["attended"] = Value::Array(lines.iter().enumerate().map(line).collect());
    let findings = said(form, &record, "PX056");
    let short = |it: &String| it.split('，').next().unwrap_or_default().to_string();
    findings.iter().map(short).collect()
}

#[test]
fn nobody_attends_two_classes_at_a_time() {
    let morning = ("2025-05-12", "9:00-12:00", "甲", "lecture", 4.0);
    assert_eq!(
        attended(&[morning, ("2025-05-12", "11:00-15:00", "乙", "drill", 4.0)]),
        ["1 error 与第1行“甲”的时间重叠"]
    );
    assert_eq!(
        attended(&[morning, ("2025-05-12", "12:00-15:00", "乙", "drill", 8.0)]),
        [""; 0],
        "one ends as the other starts"
    );
    assert_eq!(
        attended(&[morning, ("2025-05-12", "9:00-12:00", "乙", "online", 4.0)]),
        [""; 0]
    );
    let week = ("2025-05-09/2025-05-12", "9:00-12:00", "甲", "lecture", 8.0);
    assert_eq!(
        attended(&[week, ("2025-05-10", "9:00-12:00", "乙", "lecture", 4.0)]),
        [""; 0],
        "a Saturday between two working days"
    );
    assert_eq!(
        attended(&[week, ("2025-05-12", "9:00-12:00", "乙", "lecture", 4.0)]),
        ["1 error 与第1行“甲”的时间重叠"]
    );
    let fridays = (
        "2025-05-09/2025-05-30",
        "14:00-17:00",
        "甲",
        "lecture",
        16.0,
    );
    assert_eq!(
        attended(&[fridays, ("2025-05-14", "14:00-17:00", "乙", "lecture", 4.0)]),
        [""; 0],
        "a class on Fridays"
    );
}

#[test]
fn a_day_holds_only_so_many_hours() {
    let course = ("2025-05-12/2025-05-14", "", "甲", "lecture", 18.0);
    assert_eq!(
        attended(&[course, ("2025-05-13", "", "乙", "drill", 2.0)]),
        [""; 0],
        "six and two"
    );
    assert_eq!(
        attended(&[
            ("2025-05-13", "", "丙", "drill", 1.0),
            course,
            ("2025-05-13", "", "乙", "drill", 1.5)
        ]),
        ["2 warning 与第1行“丙”在同一天"],
        "three together"
    );
    assert_eq!(
        attended(&[course, ("2025-05-13", "", "乙", "online", 30.0)]),
        [""; 0],
        "six and thirty, 36 in all"
    );
    assert_eq!(
        attended(&[course, ("2025-05-13", "", "乙", "online", 30.5)]),
        ["1 error 与第1行“甲”在同一天"]
    );
    assert_eq!(
        attended(&[course, ("2025-05-15", "", "乙", "drill", 8.0)]),
        [""; 0],
        "the day after"
    );
}

#[test]
fn hours_count_once() {
    let first = ("2025-05-12", "9:00-12:00", "甲", "lecture", 4.0);
    let second = ("2025-05-12", "14:00-17:00", "甲", "lecture", 4.0);
    assert_eq!(attended(&[first, second]), [""; 0], "morning and afternoon");
    assert_eq!(
        attended(&[first, second, second]),
        ["2 error 与第2行“甲”的课程、日期和时间相同"]
    );
    let untimed = ("2025-05-12", "", "甲", "lecture", 4.0);
    let beside = "warning 与第1行“甲”的课程、日期相同";
    assert_eq!(attended(&[untimed, untimed]), [format!("1 {beside}")]);
    assert_eq!(attended(&[first, untimed]), [format!("1 {beside}")]);
    assert_eq!(
        attended(&[untimed, first, second]),
        [format!("1 {beside}"), format!("2 {beside}")]
    );
    let none = ("2025-05-12", "9:00-12:00", "甲", "online", 0.0);
    assert_eq!(
        attended(&[first, none]),
        [""; 0],
        "nothing is counted twice"
    );
}

#[test]
fn ticks_are_the_courses_of_the_table() {
    let told = |changes: &[(usize, &str, Value)], edit: &dyn Fn(&mut Value)| {
        let mut roster = roster(changes);
        edit(&mut roster);
        said(ROSTER, &roster, "PX066")
    };
    let as_is = |_: &mut Value| {};
    for cell in [
        json!("CG-01、CG-02、CG-03、CG-04、CG-05"),
        json!(["CG-01 CG-02", "ＣＧ-03；cg-04,CG-05", "CG-05"]),
    ] {
        assert_eq!(
            told(&[(0, "courseIds", cell.clone())], &as_is),
            [""; 0],
            "{cell}"
        );
    }
    for none in [json!([]), json!("无"), json!("")] {
        assert_eq!(
            told(&[(0, "courseIds", none.clone())], &as_is),
            [""; 0],
            "{none}"
        );
    }
    assert_eq!(
        told(
            &[(0, "courseIds", json!(["CG-01", "CG-1、党校班"]))],
            &as_is
        ),
        ["0 error 闫书航所参加课程CG-1、党校班不在课程表中，应填课程表中的课程编号"]
    );
    let joined = |roster: &mut Value| {
        roster["courses"][0]["courseId"] = json!("CG、01");
        for row in [1, 2, 5, 6, 8] {
            roster["rows"][row]["courseIds"] = json!([]);
        }
    };
    let cell = json!(["CG、01", "CG-02、CG-03", "CG-04", "CG-05"]);
    assert_eq!(
        told(&[(0, "courseIds", cell)], &joined),
        [""; 0],
        "a mark in an id"
    );
    let no_table = |roster: &mut Value| roster["courses"] = json!([]);
    assert_eq!(told(&[], &no_table), [""; 0]);
    let away = json!({ "kind": "病假" });
    let half = [(0, "publicLaw", json!(8)), (0, "exemption", away)];
    assert_eq!(
        told(&half, &as_is),
        [""; 0],
        "away for a part of the courses"
    );
    let no_hours = |roster: &mut Value| roster["courses"][2]["classHours"] = json!("");
    assert_eq!(told(&[(0, "publicLaw", json!(60))], &no_hours), [""; 0]);
}

#[test]
fn columns_lie_between_the_shortest_and_the_longest_batches() {
    let told = |hours: f64, remark: &str| {
        let mut roster = roster(&[
            (0, "professional", json!(hours)),
            (0, "remark", json!(remark)),
        ]);
        let mut batch = roster["courses"][3].clone();
        batch["startsOn"] = json!("2025-06-09");
        batch["endsOn"] = json!("2025-06-11");
        batch["classHours"] = json!(20);
        add(&mut roster, "courses", batch);
        roster["rows"][0]["courseIds"] =
            json!(["CG-01", "CG-02", "CG-03", "CG-04", "CG-04", "CG-05"]);
        said(ROSTER, &roster, "PX066")
    };
    assert_eq!(told(24.0, ""), [""; 0]);
    assert_eq!(told(20.0, ""), [""; 0]);
    assert_eq!(
        told(19.5, ""),
        [
            "0 warning 闫书航的学时少于所参加课程之和：业务知识19.5学时（课程共20学时）；中途离开的，在备注中写明"
        ]
    );
    assert_eq!(told(19.5, "请假半天"), [""; 0]);
    assert_eq!(
        told(24.5, ""),
        [
            "0 error 闫书航的学时多于所参加课程之和：业务知识24.5学时（课程共24学时）；另有培训的，在备注中写明"
        ]
    );
    assert_eq!(
        told(44.0, "两期都参加"),
        [
            "0 warning 闫书航的学时多于所参加课程之和：业务知识44学时（课程共24学时）；核对备注是否说明了其余学时"
        ]
    );
}

#[test]
fn courses_ticked_collide_only_where_every_batch_does() {
    let told = |batches: &[(&str, &str, &str)]| {
        let mut roster = roster(&[(0, "remark", json!("见课程表"))]);
        roster["courses"][1]["startTime"] = json!("9:00");
        roster["courses"][1]["endTime"] = json!("17:00");
        for (day, from, to) in batches {
            add(
                &mut roster,
                "courses",
                json!({ "courseId": "CG-06", "subject": "案例研讨", "category": "professional", "mode": "caseSeminar",
                "startsOn": day, "endsOn": day, "startTime": from, "endTime": to, "classHours": 3 }),
            );
        }
        roster["rows"][0]["courseIds"] = json!("CG-01、CG-02、CG-03、CG-04、CG-05、CG-06");
        said(ROSTER, &roster, "PX067")
    };
    let collide = "0 error 闫书航所参加的CG-02（行政处罚法、行政强制法等公共法律知识）和CG-06（案例研讨）时间重叠，一人不能都参加";
    assert_eq!(told(&[("2025-05-14", "15:00", "18:00")]), [collide]);
    assert_eq!(told(&[("2025-05-14", "17:00", "20:00")]), [""; 0]);
    assert_eq!(told(&[("2025-05-15", "15:00", "18:00")]), [""; 0]);
    assert_eq!(
        told(&[
            ("2025-05-13", "9:00", "12:00"),
            ("2025-05-13", "14:00", "17:00")
        ]),
        [collide]
    );
    assert_eq!(
        told(&[
            ("2025-05-13", "9:00", "12:00"),
            ("2025-05-20", "9:00", "12:00")
        ]),
        [""; 0],
        "the second batch is free"
    );
    assert_eq!(
        told(&[
            ("2025-05-13", "9:00", "12:00"),
            ("2025-05-13", "18:00", "21:00")
        ]),
        [""; 0],
        "the evening is free"
    );
    assert_eq!(
        told(&[("2025-05-13", "", "")]),
        [
            "0 warning 闫书航所参加的CG-02（行政处罚法、行政强制法等公共法律知识）和CG-06（案例研讨）在同一天，平均每天合计超过8学时，核对"
        ]
    );
}

#[test]
fn service_is_compared_with_every_batch() {
    let told = |second: &str| {
        let mut roster = roster(&[(0, "joinedOn", json!("2025-04-25"))]);
        let mut batch = roster["courses"][0].clone();
        batch["startsOn"] = json!(second);
        batch["endsOn"] = json!(second);
        add(&mut roster, "courses", batch);
        said(ROSTER, &roster, "PX072")
    };
    assert_eq!(told("2025-04-25"), [""; 0]);
    assert_eq!(told(""), [""; 0]);
    assert_eq!(
        told("2025-04-24"),
        [
            "0 warning 闫书航2025年4月25日到岗，所参加的CG-01（习近平法治思想专题轮训）在此以前已经结束，核对"
        ]
    );
}

#[test]
fn twenty_thousand_officers_take_no_longer_each_than_two_thousand() {
    let timed = |rows: usize| {
        let mut roster = sound_of(ROSTER);
        let mut row = roster["rows"][0].clone();
        row["joinedOn"] = json!("2025-06-30");
        roster["rows"] = Value::Array(vec![row; rows]);
        let start = std::time::Instant::now();
        assert_eq!(check_form(ROSTER, &roster, &[]).outcome, Outcome::Errors);
        start.elapsed()
    };
    let (few, many) = (timed(2_000), timed(20_000));
    assert!(many < few * 40, "{few:?} for 2,000, {many:?} for 20,000");
}

#[test]
fn a_fault_of_the_course_table_is_told_once_and_that_of_a_few_officers_at_each() {
    let told = |edit: &dyn Fn(&mut Value)| {
        let mut roster = roster(&[]);
        edit(&mut roster);
        said(ROSTER, &roster, "PX066")
    };
    let hours = told(&|roster| roster["courses"][3]["classHours"] = json!(20));
    assert_eq!(
        hours,
        [
            "0 error 闫书航的学时多于所参加课程之和：业务知识24学时（课程共20学时）（另有5人相同，核对课程表）；另有培训的，在备注中写明"
        ]
    );
    let renamed = told(&|roster| roster["courses"][4]["courseId"] = json!("CG-5"));
    assert_eq!(
        renamed,
        [
            "0 error 闫书航所参加课程CG-05（另有5人相同，核对课程表）不在课程表中，应填课程表中的课程编号"
        ]
    );
    // Three of six are officers' own faults, and so is one that differs.
    let half = told(&|roster| {
        for row in [0, 1, 2] {
            roster["rows"][row]["publicLaw"] = json!(40);
        }
    });
    assert_eq!(half.len(), 3, "{half:?}");
    let other = told(&|roster| {
        roster["courses"][3]["classHours"] = json!(20);
        roster["rows"][2]["professional"] = json!(30);
    });
    assert_eq!(other.len(), 2, "{other:?}");
    assert!(
        other[0].contains("（另有4人相同，核对课程表）"),
        "{other:?}"
    );
    assert!(other[1].starts_with("2 error 仝海涛"), "{other:?}");
    // Who wrote a remark does not make the others' error a warning.
    let remark = told(&|roster| {
        roster["courses"][3]["classHours"] = json!(20);
        roster["rows"][0]["remark"] = json!("另在上级培训");
    });
    assert_eq!(remark.len(), 2, "{remark:?}");
    assert!(
        remark[1].starts_with("1 error 武晓雯")
            && remark[1].contains("（另有4人相同，核对课程表）"),
        "{remark:?}"
    );
}
