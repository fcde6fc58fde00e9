//! zhifa (执法) checks administrative enforcement documents and training plans before they are filed.

extern crate alloc;

pub mod calendar;
mod severity;
pub mod value;

pub use severity::Severity;
