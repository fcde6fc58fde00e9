//! The room that knows JavaScript: documents in, reports out, a live session, a `<form>` of a page.
//!
//! JSON text is the quick way over the boundary; JavaScript objects are taken for convenience. Every failure is an `Error` with a
//! message in Chinese.

use crate::check::{Acknowledgement, Options};
use crate::checker::Checker;
use crate::report::{ReadError, Report};
use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// Options as a caller writes them.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Wanted {
    date: Option<String>,
    packs: Vec<String>,
    settings: BTreeMap<String, serde_json::Value>,
    acknowledge: Vec<Reason>,
    rules: Vec<String>,
    holidays: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Reason {
    rule: String,
    path: String,
    reason: String,
}

fn options(given: &JsValue) -> Result<Options, JsError> {
    let wanted: Wanted = if given.is_undefined() || given.is_null() {
        Wanted::default()
    } else {
        serde_wasm_bindgen::from_value(given.clone())
            .map_err(|error| JsError::new(&error.to_string()))?
    };
    Options::wanted(wanted, today()).map_err(|message| JsError::new(&message))
}

/// The day by the officer's clock.
fn today() -> Option<NaiveDate> {
    let now = js_sys::Date::new_0();
    NaiveDate::from_ymd_opt(
        i32::try_from(now.get_full_year()).ok()?,
        now.get_month() + 1,
        now.get_date(),
    )
}

impl Options {
    fn wanted(wanted: Wanted, today: Option<NaiveDate>) -> Result<Options, String> {
        let date = match wanted.date {
            Some(text) => Some(
                crate::value::date::read(&text)
                    .value
                    .ok_or_else(|| alloc::format!("检查日期“{text}”未能识别，写成2024-05-01"))?,
            ),
            None => today,
        };
        let mut settings = Vec::new();
        for (id, value) in wanted.settings {
            let text = match &value {
                serde_json::Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            let number = crate::value::number::read(&text).value;
            settings.push((
                id.clone(),
                number
                    .ok_or_else(|| alloc::format!("设置{id}应为数字"))?
                    .millionths(),
            ));
        }
        let calendar = match wanted.holidays {
            Some(years) => crate::calendar::Calendar::with_years(&years.to_string())
                .map_err(|error| error.to_string())?,
            None => crate::calendar::Calendar::new(),
        };
        let acknowledged = wanted.acknowledge.into_iter();
        let acknowledged = acknowledged
            .map(|it| Acknowledgement {
                rule: it.rule,
                path: it.path,
                reason: it.reason,
            })
            .collect();
        Ok(Options {
            date,
            packs: wanted.packs,
            settings,
            acknowledged,
            rules: wanted.rules,
            calendar,
        })
    }
}

fn error(fault: &ReadError) -> JsError {
    JsError::new(&fault.to_string())
}

/// A value as a JavaScript object, by way of its JSON.
fn object(value: &impl Serialize) -> Result<JsValue, JsError> {
    let json = serde_json::to_string(value)?;
    js_sys::JSON::parse(&json).map_err(|_| JsError::new("报告未能转换"))
}

/// Checks one document, a JavaScript object `{form, data}`.
///
/// # Errors
/// An `Error` where it is not a document.
#[wasm_bindgen(unchecked_return_type = "Report")]
pub fn check(
    #[wasm_bindgen(unchecked_param_type = "AnyDocument")] document: JsValue,
    #[wasm_bindgen(js_name = options, unchecked_param_type = "Options | undefined")] given: JsValue,
) -> Result<JsValue, JsError> {
    let mut checker = Checker::new(options(&given)?);
    let report = checker.check_from(serde_wasm_bindgen::Deserializer::from(document));
    object(&report.map_err(|fault| JsError::new(&fault.to_string()))?)
}

/// Checks JSON, as text or bytes: one document gives its report; an array, or a document a line, an array of reports.
///
/// # Errors
/// An `Error` that says where the first fault is.
#[wasm_bindgen(js_name = checkJson, unchecked_return_type = "Report | Report[]")]
pub fn check_json(
    #[wasm_bindgen(unchecked_param_type = "string | Uint8Array")] input: JsValue,
    #[wasm_bindgen(js_name = options, unchecked_param_type = "Options | undefined")] given: JsValue,
) -> Result<JsValue, JsError> {
    let json = check_json_text(input, given)?;
    js_sys::JSON::parse(&json).map_err(|_| JsError::new("报告未能转换"))
}

/// As `checkJson`, with the reports as JSON text.
///
/// # Errors
/// As `checkJson`.
#[wasm_bindgen(js_name = checkJsonText)]
pub fn check_json_text(
    #[wasm_bindgen(unchecked_param_type = "string | Uint8Array")] input: JsValue,
    #[wasm_bindgen(js_name = options, unchecked_param_type = "Options | undefined")] given: JsValue,
) -> Result<String, JsError> {
    let mut checker = Checker::new(options(&given)?);
    let bytes = match input.as_string() {
        Some(text) => text.into_bytes(),
        None if input.is_instance_of::<js_sys::Uint8Array>() => {
            js_sys::Uint8Array::new(&input).to_vec()
        }
        None => return Err(JsError::new("内容应为JSON文本或字节")),
    };
    let mut out = String::from("[");
    let mut fault = None;
    let single = checker.check_all(&bytes, |read| match read {
        Ok(report) => push(&mut out, &report),
        Err(error) => fault = fault.take().or(Some(error)),
    });
    if let Some(fault) = fault {
        return Err(error(&fault));
    }
    if single {
        return Ok(out.get(1..).unwrap_or_default().to_string());
    }
    out.push(']');
    Ok(out)
}

fn push(out: &mut String, report: &Report) {
    if out.len() > 1 {
        out.push(',');
    }
    out.push_str(&serde_json::to_string(report).unwrap_or_default());
}

/// All forms.
///
/// # Errors
/// None that a caller can cause.
#[wasm_bindgen(unchecked_return_type = "FormEntry[]")]
pub fn forms() -> Result<JsValue, JsError> {
    object(&crate::forms())
}

/// One form with its fields.
///
/// # Errors
/// Where there is no such form.
#[wasm_bindgen(unchecked_return_type = "FormDescription")]
pub fn form(#[wasm_bindgen(unchecked_param_type = "FormId")] id: &str) -> Result<JsValue, JsError> {
    match crate::form_description(id) {
        Some(form) => object(&form),
        None => Err(no_form(id)),
    }
}

fn no_form(id: &str) -> JsError {
    error(&crate::checker::explain(&crate::checker::unknown_form::<
        serde_json::Error,
    >(id)))
}

/// All rules, of one form or of all.
///
/// # Errors
/// None that a caller can cause.
#[wasm_bindgen(unchecked_return_type = "RuleEntry[]")]
pub fn rules(form: Option<String>) -> Result<JsValue, JsError> {
    object(&crate::rules(form.as_deref()))
}

/// One rule; its explanation is in the handbook.
///
/// # Errors
/// Where there is no such rule.
#[wasm_bindgen(unchecked_return_type = "RuleEntry")]
pub fn explain(id: &str) -> Result<JsValue, JsError> {
    match crate::rule(id) {
        Some(rule) => object(&rule),
        None => Err(JsError::new(&alloc::format!(
            "没有规则“{}”",
            crate::rule::evaluate::shorten(id)
        ))),
    }
}

/// Checks a `<form>` of a page once: its controls are found by name, `party.creditCode` or `penalties[0].amount`.
///
/// # Errors
/// Where there is no such form, or the element is none.
#[wasm_bindgen(js_name = checkForm, unchecked_return_type = "Report")]
pub fn check_form(
    element: &web_sys::HtmlFormElement,
    #[wasm_bindgen(unchecked_param_type = "FormId")] id: &str,
    #[wasm_bindgen(js_name = options, unchecked_param_type = "Options | undefined")] given: JsValue,
) -> Result<JsValue, JsError> {
    let mut session = Session::new(id, given)?;
    let data =
        web_sys::FormData::new_with_form(element).map_err(|_| JsError::new("表单元素未能读取"))?;
    for entry in js_sys::try_iter(&data)
        .ok()
        .flatten()
        .into_iter()
        .flatten()
        .flatten()
    {
        let entry = js_sys::Array::from(&entry);
        if let (Some(name), Some(typed)) = (entry.get(0).as_string(), entry.get(1).as_string()) {
            session.set(&name, &typed);
        }
    }
    session.report()
}

/// A form that is being filled in.
#[wasm_bindgen]
pub struct Session {
    inner: crate::Session,
}

#[wasm_bindgen]
impl Session {
    /// Opens a blank form.
    ///
    /// # Errors
    /// Where there is no such form, or the options cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "FormId")] form: &str,
        #[wasm_bindgen(js_name = options, unchecked_param_type = "Options | undefined")]
        given: JsValue,
    ) -> Result<Session, JsError> {
        let inner = crate::Session::new(form, options(&given)?).map_err(|fault| error(&fault))?;
        Ok(Session { inner })
    }

    /// Replaces everything that was filled in by JSON text.
    ///
    /// # Errors
    /// Where it is not JSON; what was filled in before stays.
    pub fn load(&mut self, json: &str) -> Result<(), JsError> {
        self.inner.load(json).map_err(|fault| error(&fault))
    }

    /// Everything that was filled in, as JSON text.
    #[wasm_bindgen(js_name = dataJson)]
    pub fn data_json(&self) -> String {
        self.inner.data_json()
    }

    /// Fills in one field; true when the findings changed.
    pub fn set(&mut self, path: &str, typed: &str) -> bool {
        self.inner.set(path, typed)
    }

    /// What was typed into a field; empty where it is blank.
    pub fn get(&self, path: &str) -> String {
        self.inner.get(path).unwrap_or_default().to_string()
    }

    /// Whether the form has the field.
    pub fn has(&self, path: &str) -> bool {
        self.inner.has(path)
    }

    /// What a field's text was read as, where that is written otherwise.
    pub fn canonical(&self, path: &str) -> Option<String> {
        self.inner.canonical(path)
    }

    /// Puts a blank row into a list.
    #[wasm_bindgen(js_name = insertRow)]
    pub fn insert_row(&mut self, path: &str, at: usize) -> bool {
        self.inner.insert_row(path, at)
    }

    /// Takes a row out of a list.
    #[wasm_bindgen(js_name = removeRow)]
    pub fn remove_row(&mut self, path: &str, at: usize) -> bool {
        self.inner.remove_row(path, at)
    }

    /// How many rows a list has.
    #[wasm_bindgen(js_name = rowCount)]
    pub fn row_count(&self, path: &str) -> usize {
        self.inner.row_count(path)
    }

    /// The report on what is filled in now.
    ///
    /// # Errors
    /// None that a caller can cause.
    #[wasm_bindgen(unchecked_return_type = "Report")]
    pub fn report(&self) -> Result<JsValue, JsError> {
        object(&self.inner.report())
    }

    /// The report as JSON text.
    #[wasm_bindgen(js_name = reportJson)]
    pub fn report_json(&self) -> String {
        serde_json::to_string(&self.inner.report()).unwrap_or_default()
    }

    /// The findings that came and went since this was last asked, as JSON text `{"came":[…],"went":[{rule,path}]}`.
    pub fn changes(&mut self) -> String {
        self.inner.changes()
    }

    /// Applies the fix of a finding.
    #[wasm_bindgen(js_name = applyFix)]
    pub fn apply_fix(&mut self, rule: &str, path: &str) -> bool {
        self.inner.apply_fix(rule, path)
    }

    /// Notes why a warning is left as it is; an empty reason takes it back.
    pub fn acknowledge(&mut self, rule: &str, path: &str, reason: &str) {
        self.inner.acknowledge(rule, path, reason);
    }
}
