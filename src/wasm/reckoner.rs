//! The interval calculator as a module of its own: only who asks how a date was reached loads it.

#[path = "given.rs"]
mod given;

use crate::calendar::Period;
use alloc::format;
use alloc::string::String;
use js_sys::JSON;
use wasm_bindgen::prelude::*;

/// Reckons a period: its end and how it was reached, a line each, the first of them the end (`2026-09-08（周二）`). It takes what a
/// finding's `periods` hold, or what an officer typed: a start as a field would read it, and a unit of `working-days`, `days`,
/// `months`, `years` (`plain-days` and so on are not rolled over to a working day) or `hours`. Of the options only `holidays` counts.
///
/// # Errors
/// An `Error` that says what of it cannot be read, or that it lies out of range.
#[wasm_bindgen]
pub fn deadline(start: &str, count: f64, unit: &str, given: &JsValue) -> Result<String, JsError> {
    // Beyond this a figure is far out of range; JavaScript's own are not whole for certain.
    let whole = count.fract() == 0.0 && count.abs() <= f64::from(i32::MAX);
    if !whole {
        let typed = JSON::stringify(&count.into()).map_or(String::new(), String::from);
        return Err(JsError::new(&format!("期限应为整数，现为{typed}")));
    }
    let calendar = given::calendar(given)?;
    let period = Period::read(&calendar, start, count as i64, unit);
    let period = period.map_err(|message| JsError::new(&message))?;
    Ok(period.account(&calendar).unwrap_or_default())
}
