//! What a caller gives as options: a JavaScript object, read by name.

use crate::calendar::{Calendar, Supplied};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

/// A member, unless it is missing or null.
pub(crate) fn get(of: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(of, &key.into())
        .ok()
        .filter(|it| !it.is_undefined() && !it.is_null())
}

/// A member that is a list of texts; empty where it is missing.
pub(crate) fn texts(of: &JsValue, key: &str) -> Result<Vec<String>, JsError> {
    let Some(list) = get(of, key) else {
        return Ok(Vec::new());
    };
    let list = list.dyn_into::<Array>().ok();
    let texts = list.and_then(|list| {
        list.iter()
            .map(|text| text.as_string())
            .collect::<Option<Vec<String>>>()
    });
    texts.ok_or_else(|| JsError::new(&format!("选项{key}应为文字的数组")))
}

/// The members of a member that is an object.
pub(crate) fn entries(of: &JsValue, key: &str) -> Vec<(String, JsValue)> {
    let object = get(of, key).and_then(|it| it.dyn_into::<Object>().ok());
    let entries = object
        .map(|object| Object::entries(&object))
        .unwrap_or_default();
    let entries = entries.iter().map(|entry| Array::from(&entry));
    entries
        .map(|entry| (entry.get(0).as_string().unwrap_or_default(), entry.get(1)))
        .collect()
}

/// The calendar with the years under `holidays`.
pub(crate) fn calendar(given: &JsValue) -> Result<Calendar, JsError> {
    let mut years = Vec::new();
    for (year, days) in entries(given, "holidays") {
        let holidays = texts(&days, "holidays")?;
        let makeup_workdays = texts(&days, "makeup_workdays")?;
        let supplied = Supplied {
            holidays,
            makeup_workdays,
        };
        years.push((year, supplied));
    }
    Calendar::with_supplied(years).map_err(|error| JsError::new(&error.to_string()))
}
