//! zhifa (执法) checks administrative enforcement documents and training plans before they are filed.
//!
//! One path, in one direction:
//!
//! ```text
//! what the officer has            a Document               findings                 what the officer sees
//! (fields, JSON)              →   (declared fields)    →   (rules in force)     →   (Report: page, JSON, text)
//! ```
//!
//! [`value`] reads single values, [`form`] holds what each form asks, `rule` what it must satisfy, [`law`] the instruments that rules
//! cite, [`calendar`] the working days. [`Checker`] checks whole documents, [`Session`] a form that is being filled in.
//!
//! ```
//! let mut checker = zhifa::Checker::new(zhifa::Options::default());
//! let document = r#"{"form": "penalty/decision", "data": {"party": {"creditCode": "91371502"}}}"#;
//! let report = checker.check_json(document.as_bytes()).unwrap();
//! let code = report.findings.iter().find(|finding| finding.path == "/party/creditCode").unwrap();
//! assert!(code.message.contains("应为18位"));
//! ```

extern crate alloc;

pub mod calendar;
pub mod catalogue;
mod check;
mod checker;
pub mod form;
mod json;
pub mod law;
mod order;
#[allow(dead_code, reason = "the build script writes, the crate reads")]
mod packed;
#[cfg(all(target_arch = "wasm32", feature = "reckoner"))]
#[path = "wasm/reckoner.rs"]
pub mod reckoner;
mod report;
mod rule;
mod session;
mod severity;
#[cfg(feature = "sheet")]
pub mod sheet;
mod tables;
pub mod value;
#[cfg(all(target_arch = "wasm32", not(feature = "reckoner")))]
pub mod wasm;
#[allow(dead_code, reason = "the build script writes, the crate reads")]
mod words;

/// Half the size of the standard library's. A table of a hundred thousand rows keeps that one, which is made for many blocks.
#[cfg(all(target_arch = "wasm32", not(feature = "sheet")))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

pub use check::{Acknowledgement, Options, Verdict};
pub use checker::Checker;
pub use report::{Basis, Finding, Fix, NotChecked, Outcome, ReadError, Report};
pub use session::Session;
pub use severity::Severity;
pub use tables::{Table, table};

/// Explanations and examples of all rules and forms, as JSON: `{"rules": {id: …}, "required": {id: terms}, "covered": {id: ids}, "examples": {form: …},
/// "instruments": [{source, number}], "plan": {instrument, rows: [{item, asks, forms, rules, nothing}]}}`, the instruments in the order of
/// the catalogue.
#[cfg(feature = "handbook")]
pub static HANDBOOK: &str = include_str!(concat!(env!("OUT_DIR"), "/handbook.json"));
