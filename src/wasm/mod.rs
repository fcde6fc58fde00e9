//! The room that knows JavaScript: documents in, reports out, a live session, a `<form>` of a page.
//!
//! JSON text is the quick way over the boundary; JavaScript objects are taken for convenience. Every failure is an `Error` with a
//! message in Chinese.

mod describe;
mod given;
#[cfg(feature = "sheet")]
mod sheet;

use crate::catalogue::Pack;
use crate::check::{Acknowledgement, Opened, Options};
use crate::checker::Checker;
use crate::json::Json;
use crate::report::{ReadError, Report};
use crate::tables::table;
use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use chrono::NaiveDate;
use core::cell::RefCell;
use given::{entries, get, texts};
use js_sys::{Array, JSON, Object, Uint8Array};
use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::*;

thread_local! {
    /// Forms are opened once; the options of the last call are kept where the caller froze them.
    static KEPT: RefCell<Kept> = RefCell::default();
}

#[derive(Default)]
struct Kept {
    opened: Vec<Rc<Opened>>,
    options: Option<JsValue>,
    checker: Checker,
}

/// Gives `work` a checker with the caller's options and all forms that were opened before.
fn with_checker<T>(given: &JsValue, work: impl FnOnce(&mut Checker) -> T) -> Result<T, JsError> {
    let mut kept = KEPT.take();
    let same = kept.options.as_ref() == Some(given);
    if !same {
        match options(given) {
            Ok(options) => kept.checker = Checker::with_forms(options, kept.opened.clone()),
            Err(error) => {
                KEPT.set(kept);
                return Err(error);
            }
        }
        let frozen =
            given.is_undefined() || given.dyn_ref::<Object>().is_some_and(Object::is_frozen);
        kept.options = frozen.then(|| given.clone());
    }
    let done = work(&mut kept.checker);
    kept.opened = kept.checker.forms();
    KEPT.set(kept);
    Ok(done)
}

fn options(given: &JsValue) -> Result<Options, JsError> {
    let mut options = Options {
        date: today(),
        ..Options::default()
    };
    if given.is_undefined() || given.is_null() {
        return Ok(options);
    }
    let text = |of: &JsValue, key: &str| get(of, key).and_then(|it| it.as_string());
    if let Some(date) = text(given, "date") {
        let read = crate::value::date::read(&date).value;
        options.date =
            Some(read.ok_or_else(|| {
                JsError::new(&format!("检查日期“{date}”未能识别，写成2024-05-01"))
            })?);
    }
    options.packs = texts(given, "packs")?;
    if let Some(message) = table().catalogue.no_pack(&options.packs) {
        return Err(JsError::new(&message));
    }
    options.rules = texts(given, "rules")?;
    for (id, value) in entries(given, "settings") {
        // Of undefined, a function or a symbol there is no JSON.
        let json = || JSON::stringify(&value).ok()?.as_string();
        let written = value.as_string().or_else(json);
        let number = written.and_then(|it| crate::value::number::read(&it).value);
        let number = number.ok_or_else(|| JsError::new(&format!("设定{id}应为数字")))?;
        options.settings.push((id, number.millionths()));
    }
    for reason in get(given, "acknowledge")
        .map(|list| Array::from(&list))
        .unwrap_or_default()
    {
        if let (Some(rule), Some(path), Some(reason)) = (
            text(&reason, "rule"),
            text(&reason, "path"),
            text(&reason, "reason"),
        ) {
            let left = Acknowledgement::new(&rule, &path, &reason);
            options.acknowledged.extend(left);
        }
    }
    options.calendar = given::calendar(given)?;
    Ok(options)
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

fn error(fault: &ReadError) -> JsError {
    JsError::new(&fault.to_string())
}

/// JSON of our own as a JavaScript object.
fn object(json: &str) -> Result<JsValue, JsError> {
    JSON::parse(json).map_err(|_| JsError::new("报告未能转换"))
}

/// Checks one document, a JavaScript object `{form, data}`.
///
/// # Errors
/// An `Error` where it is not a document.
#[wasm_bindgen]
pub fn check(document: JsValue, given: JsValue) -> Result<JsValue, JsError> {
    // One text is quicker over the boundary than an object field by field, and a circle in it is found here.
    let text = JSON::stringify(&document)
        .ok()
        .and_then(|text| text.as_string());
    let text = text.ok_or_else(|| JsError::new("文书应为{form, data}对象，不能循环引用"))?;
    let report = with_checker(&given, |checker| checker.check_text(&text))?;
    object(&report.map_err(|fault| error(&fault))?.to_json())
}

/// Checks JSON, as text or bytes: one document gives its report; an array, or a document a line, an array of reports.
///
/// # Errors
/// An `Error` that says where the first fault is.
#[wasm_bindgen(js_name = checkJson)]
pub fn check_json(input: JsValue, given: JsValue) -> Result<JsValue, JsError> {
    object(&check_json_text(input, given)?)
}

/// As `checkJson`, with the reports as JSON text.
///
/// # Errors
/// As `checkJson`.
#[wasm_bindgen(js_name = checkJsonText)]
pub fn check_json_text(input: JsValue, given: JsValue) -> Result<String, JsError> {
    let text = input.as_string();
    let bytes = match (&text, input.dyn_ref::<Uint8Array>()) {
        (Some(_), _) => Vec::new(),
        (None, Some(bytes)) => bytes.to_vec(),
        (None, None) => return Err(JsError::new("内容应为JSON文本或字节")),
    };
    let mut out = Json::new();
    out.open('[');
    let mut fault = None;
    let single = with_checker(&given, |checker| {
        let each = |read: Result<Report, ReadError>| match read {
            Ok(report) => report.write(&mut out),
            Err(error) => fault = fault.take().or(Some(error)),
        };
        match &text {
            Some(text) => checker.check_all_text(text, each),
            None => checker.check_all(&bytes, each),
        }
    })?;
    if let Some(fault) = fault {
        return Err(error(&fault));
    }
    out.close(']');
    let text = out.finish();
    Ok(if single {
        text.get(1..text.len() - 1).unwrap_or_default().to_string()
    } else {
        text
    })
}

/// All forms.
///
/// # Errors
/// None that a caller can cause.
#[wasm_bindgen]
pub fn forms() -> Result<JsValue, JsError> {
    object(&describe::forms())
}

/// A pack that a caller can name.
struct PackEntry(&'static Pack<'static>);

// Not derived: of a struct, the names of its fields are kept in a table, a kilobyte of the download.
impl Serialize for PackEntry {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map([("id", self.0.id), ("title", self.0.title)])
    }
}

/// All packs, in the order of reports.
///
/// # Errors
/// None that a caller can cause.
#[wasm_bindgen]
pub fn packs() -> Result<JsValue, JsError> {
    let to = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    to.collect_seq(table().catalogue.packs.iter().map(PackEntry))
        .map_err(|error| JsError::new(&error.to_string()))
}

/// One form with its fields.
///
/// # Errors
/// Where there is no such form.
#[wasm_bindgen]
pub fn form(id: &str) -> Result<JsValue, JsError> {
    match describe::form(id) {
        Some(json) => object(&json),
        None => Err(JsError::new(&crate::checker::unknown_form(id))),
    }
}

/// All rules, of one form or of all; their titles and explanations are in the handbook.
///
/// # Errors
/// None that a caller can cause.
#[wasm_bindgen]
pub fn rules(form: Option<String>) -> Result<JsValue, JsError> {
    object(&describe::rules(form.as_deref(), None).unwrap_or_default())
}

/// One rule; its title and explanation are in the handbook.
///
/// # Errors
/// Where there is no such rule.
#[wasm_bindgen]
pub fn explain(id: &str) -> Result<JsValue, JsError> {
    match describe::rules(None, Some(id)) {
        Some(json) => object(&json),
        None => Err(JsError::new(&format!(
            "没有规则“{}”",
            crate::rule::evaluate::shorten(id)
        ))),
    }
}

/// Checks a `<form>` of a page once: its controls are found by name, `party.creditCode` or `penalties[0].amount`.
///
/// # Errors
/// Where there is no such form, or the element is none.
#[wasm_bindgen(js_name = checkForm)]
pub fn check_form(
    element: &web_sys::HtmlFormElement,
    id: &str,
    given: JsValue,
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
        let entry = Array::from(&entry);
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
    pub fn new(form: &str, given: JsValue) -> Result<Session, JsError> {
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

    /// Where a path leads that may name its fields by their labels: `当事人.姓名或名称` → `/party/name`.
    pub fn pointer(&self, path: &str) -> Option<String> {
        let layout = self.inner.layout();
        layout.place(path).map(|place| layout.pointer(&place))
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
    #[wasm_bindgen]
    pub fn report(&self) -> Result<JsValue, JsError> {
        object(&self.inner.report().to_json())
    }

    /// The report as JSON text.
    #[wasm_bindgen(js_name = reportJson)]
    pub fn report_json(&self) -> String {
        self.inner.report().to_json()
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

    /// Notes why a warning is left as it is; an empty reason takes it back, and of an empty rule every reason.
    pub fn acknowledge(&mut self, rule: &str, path: &str, reason: &str) {
        self.inner.acknowledge(rule, path, reason);
    }
}
