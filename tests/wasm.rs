//! What a portal's script sees, in a real browser: reports for documents, clear errors for everything else, and never a panic.

#![cfg(target_arch = "wasm32")]

use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use zhifa::wasm::{Session, check, check_form, check_json, explain, form, forms, packs, rules};

wasm_bindgen_test_configure!(run_in_browser);

fn object(json: &str) -> JsValue {
    JSON::parse(json).expect("a test's own JSON")
}

fn get(of: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(of.clone(), |at, key| {
        Reflect::get(&at, &key.into()).unwrap_or(JsValue::UNDEFINED)
    })
}

fn text(of: &JsValue, path: &str) -> String {
    get(of, path).as_string().unwrap_or_default()
}

/// The message of the `Error` that a caller would catch.
fn message<T>(result: Result<T, JsError>) -> String {
    match result {
        Ok(_) => String::new(),
        Err(error) => text(&JsValue::from(error), "message"),
    }
}

fn found(report: &JsValue, rule: &str) -> bool {
    Array::from(&get(report, "findings"))
        .iter()
        .any(|finding| text(&finding, "rule") == rule)
}

fn today() -> JsValue {
    object(r#"{"date":"2026-11-23"}"#)
}

const EARLY: &str = r#"{"form":"penalty/decision","data":{"case":{"filedOn":"2026-05-06"},"decidedOn":"2026-05-05"}}"#;

#[wasm_bindgen_test]
fn an_object_a_text_and_bytes_give_the_same_report() {
    let from_object = check(object(EARLY), today())
        .map_err(JsValue::from)
        .unwrap();
    let from_text = check_json(EARLY.into(), today())
        .map_err(JsValue::from)
        .unwrap();
    let from_bytes = check_json(Uint8Array::from(EARLY.as_bytes()).into(), today())
        .map_err(JsValue::from)
        .unwrap();
    assert!(found(&from_object, "CF053"));
    assert_eq!(text(&from_object, "outcome"), "errors");
    let same = |report: &JsValue| String::from(JSON::stringify(report).unwrap());
    assert_eq!(same(&from_text), same(&from_object));
    assert_eq!(same(&from_bytes), same(&from_object));
}

#[wasm_bindgen_test]
fn an_array_and_lines_give_a_report_each() {
    for input in [format!("[{EARLY},{EARLY}]"), format!("{EARLY}\n{EARLY}\n")] {
        let reports = check_json(input.as_str().into(), today())
            .map_err(JsValue::from)
            .unwrap();
        assert_eq!(Array::from(&reports).length(), 2);
    }
}

#[wasm_bindgen_test]
fn what_is_no_document_is_an_error_that_says_why() {
    let circle = Object::new();
    Reflect::set(&circle, &"form".into(), &"penalty/decision".into()).unwrap();
    Reflect::set(&circle, &"data".into(), &circle).unwrap();
    assert!(message(check(circle.into(), today())).contains("循环引用"));
    for (value, says) in [
        (JsValue::UNDEFINED, "{form, data}"),
        (JsValue::NULL, "form"),
        (JsValue::from(7), "form"),
        (object("[]"), "form"),
        (object("{}"), "缺少form"),
        (object(r#"{"form":"penalty/decision"}"#), "缺少data"),
        (
            object(r#"{"form":"penalty/decsion","data":{}}"#),
            "penalty/decision",
        ),
        (object(r#"{"form":7,"data":{}}"#), "第1行"),
    ] {
        let said = message(check(value, today()));
        assert!(said.contains(says), "{said}");
    }
    assert!(message(check_json("{\"form\":\n nope".into(), today())).contains("第2行"));
    assert!(message(check_json("".into(), today())).contains("第1行"));
    assert!(message(check_json(JsValue::from(7), today())).contains("JSON文本或字节"));
    assert!(
        message(check_json(
            Uint8Array::from(&[0xFF, 0xFE][..]).into(),
            today()
        ))
        .contains("UTF-8")
    );
}

#[wasm_bindgen_test]
fn values_of_every_wrong_shape_are_reported_and_kept() {
    let odd = r#"{"form":"penalty/decision","data":{"party":[1,2],"decidedOn":{"a":1},"amount":true,"evidence":7,
        "__proto__":{"x":1},"constructor":"y","officers":"","facts":["a"],"legalBasis":{"b":2},"toString":null}}"#;
    let report = check_json(odd.into(), today())
        .map_err(JsValue::from)
        .unwrap();
    assert!(found(&report, "TY901"));
    assert!(found(&report, "TY902"));
    let mut session = Session::new("penalty/decision", today())
        .map_err(JsValue::from)
        .unwrap();
    session
        .load(r#"{"decidedOn":{"a":1},"__proto__":{"x":1}}"#)
        .map_err(JsValue::from)
        .unwrap();
    let kept = session.data_json();
    assert!(
        kept.contains(r#""decidedOn":{"a":1}"#) && kept.contains(r#""__proto__":{"x":1}"#),
        "{kept}"
    );
}

#[wasm_bindgen_test]
fn excess_is_answered_in_bounded_time() {
    let start = js_sys::Date::now();
    let document = |data: &str| format!(r#"{{"form":"penalty/decision","data":{data}}}"#);
    let rows = vec![r#"{"name":"a"}"#; 1_000_000].join(",");
    let many = message(check_json(
        document(&format!(r#"{{"evidence":[{rows}]}}"#)).into(),
        today(),
    ));
    assert!(many.contains("200000行"), "{many}");
    let long = "字".repeat(3_400_000);
    let report = check_json(
        document(&format!(
            r#"{{"facts":"{long}","decidedOn":"{long}","amount":"{long}"}}"#
        ))
        .into(),
        today(),
    );
    assert!(found(&report.map_err(JsValue::from).unwrap(), "TY001"));
    let deep = document(&format!(
        r#"{{"x":{}{}}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000)
    ));
    assert!(message(check_json(deep.into(), today())).contains("嵌套过深"));
    let unknown: Vec<String> = (0..100_000)
        .map(|number| format!(r#""k{number}":1"#))
        .collect();
    assert!(
        check_json(
            document(&format!("{{{}}}", unknown.join(","))).into(),
            today()
        )
        .is_ok()
    );
    assert!(js_sys::Date::now() - start < 60_000.0, "more than a minute");
}

#[wasm_bindgen_test]
fn half_a_surrogate_is_named_in_escapes_and_replaced_in_text() {
    let escaped = r#"{"form":"penalty/decision","data":{"facts":"\ud800"}}"#;
    assert!(message(check_json(escaped.into(), today())).contains("代理字符"));
    // A JavaScript text can hold half a pair; crossing over, it becomes U+FFFD, which a form should not hold.
    let half = js_sys::JsString::from_char_code1(0xD800);
    let data = Object::new();
    Reflect::set(&data, &"facts".into(), &half).unwrap();
    let document = Object::new();
    Reflect::set(&document, &"form".into(), &"penalty/decision".into()).unwrap();
    Reflect::set(&document, &"data".into(), &data).unwrap();
    let said = message(check(document.into(), today()));
    assert!(said.contains("代理字符"), "{said}");
    let mut session = Session::new("penalty/decision", today())
        .map_err(JsValue::from)
        .unwrap();
    session.set("facts", &String::from(half));
    assert!(found(
        &session.report().map_err(JsValue::from).unwrap(),
        "TY080"
    ));
}

#[wasm_bindgen_test]
fn a_session_follows_the_officer() {
    let mut session = Session::new("penalty/decision", today())
        .map_err(JsValue::from)
        .unwrap();
    assert!(session.set("case.filedOn", "2026年5月6日"));
    session.set("decidedOn", "2026-05-05");
    assert!(found(
        &session.report().map_err(JsValue::from).unwrap(),
        "CF053"
    ));
    session.changes();
    session.set("decidedOn", "2026-05-07");
    assert!(session.changes().contains("CF053"), "it went");
    assert_eq!(
        session.canonical("case.filedOn").as_deref(),
        Some("2026-05-06")
    );
    assert!(session.insert_row("penalties", 0));
    session.set("penalties[0].kind", "罚款");
    session.set("/penalties/0/amount", "2,000元");
    session.insert_row("penalties", 0);
    assert_eq!(session.get("penalties[1].amount"), "2,000元");
    session.remove_row("penalties", 0);
    assert_eq!(
        (
            session.row_count("penalties"),
            session.get("penalties[0].amount")
        ),
        (1, "2,000元".to_string())
    );
    for path in [
        "",
        "/",
        "nope",
        "penalties",
        "penalties[9].amount",
        "penalties[-1].amount",
        "a.b.c",
        "penalties[99999999999999999999].kind",
    ] {
        session.set(path, "x");
        assert_eq!(session.get(path), "", "{path}");
    }
    let before = session.data_json();
    assert!(session.load("{nope").is_err());
    assert_eq!(session.data_json(), before, "what was typed stays");
}

#[wasm_bindgen_test]
fn a_fix_is_applied_and_a_warning_acknowledged() {
    let mut session = Session::new("penalty/decision", today())
        .map_err(JsValue::from)
        .unwrap();
    session.set("party.creditCode", "91371502ma3c7h2k4q");
    let report = session.report().map_err(JsValue::from).unwrap();
    let fixable = Array::from(&get(&report, "findings"))
        .iter()
        .find(|finding| text(finding, "path") == "/party/creditCode");
    let rule = text(&fixable.expect("a remark on the lower case"), "rule");
    assert!(session.apply_fix(&rule, "/party/creditCode"));
    assert_eq!(session.get("party.creditCode"), "91371502MA3C7H2K4Q");
    assert!(!session.apply_fix("CF999", "/nowhere"));
    session.acknowledge("CF042", "/correction/required", "责令改正另行送达");
    session.acknowledge("CF042", "/correction/required", "");
}

#[wasm_bindgen_test]
fn a_form_element_is_checked_once() {
    let document = web_sys::window()
        .and_then(|window| window.document())
        .expect("a page");
    let element: web_sys::HtmlFormElement =
        document.create_element("form").unwrap().dyn_into().unwrap();
    let input: web_sys::HtmlInputElement = document
        .create_element("input")
        .unwrap()
        .dyn_into()
        .unwrap();
    input.set_name("party.creditCode");
    input.set_value("91371502");
    element.append_child(&input).unwrap();
    let report = check_form(&element, "penalty/decision", today())
        .map_err(JsValue::from)
        .unwrap();
    assert!(found(&report, "TY020"));
}

#[wasm_bindgen_test]
fn the_catalogue_names_forms_fields_rules_and_packs() {
    let ids: Vec<String> = Array::from(&forms().map_err(JsValue::from).unwrap())
        .iter()
        .map(|form| text(&form, "id"))
        .collect();
    assert!(
        ids.contains(&"penalty/decision".to_string())
            && ids.contains(&"training/annual-plan".to_string())
    );
    let decision = form("penalty/decision").map_err(JsValue::from).unwrap();
    assert_eq!(
        text(&decision, "sections.0.fields.0.path"),
        "documentNumber"
    );
    assert!(message(form("nope")).contains("没有"));
    assert_eq!(
        text(
            &explain("CF054").map_err(JsValue::from).unwrap(),
            "severity"
        ),
        "error"
    );
    assert!(message(explain("CF999")).contains("CF999"));
    assert!(
        Array::from(
            &rules(Some("training/annual-plan".into()))
                .map_err(JsValue::from)
                .unwrap()
        )
        .length()
            > 20
    );
    assert!(Array::from(&packs().map_err(JsValue::from).unwrap()).length() >= 7);
}

#[wasm_bindgen_test]
fn odd_options_are_refused_in_words() {
    let bad = |json: &str| message(check(object(EARLY), object(json)));
    assert!(bad(r#"{"date":"soon"}"#).contains("检查日期"));
    assert!(bad(r#"{"packs":"shandong"}"#).contains("packs"));
    assert!(bad(r#"{"packs":["shandongg"]}"#).contains("没有规则包“shandongg”"));
    assert!(bad(r#"{"rules":[1]}"#).contains("rules"));
    assert!(bad(r#"{"settings":{"hearingThreshold.person":"many"}}"#).contains("数字"));
    assert!(
        bad(r#"{"holidays":{"27":{"holidays":[],"makeup_workdays":[]}}}"#).contains("放假安排")
    );
    for none in [JsValue::UNDEFINED, js_sys::Function::new_no_args("").into()] {
        let settings = Object::new();
        Reflect::set(&settings, &"hearingThreshold.person".into(), &none).unwrap();
        let given = Object::new();
        Reflect::set(&given, &"settings".into(), &settings).unwrap();
        assert!(message(check(object(EARLY), given.into())).contains("应为数字"));
    }
    assert_eq!(bad(r#"{"unheardOf":1}"#), "");
    assert_eq!(message(check(object(EARLY), JsValue::from(7))), "");
}
