//! zhifa (执法) checks administrative enforcement documents and training plans before they are filed.

extern crate alloc;

mod severity;
pub mod value;

pub use severity::Severity;
