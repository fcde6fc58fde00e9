//! Values that know their own format, one a file: each reads what officers type, keeps quiet about what it cannot judge, says why a
//! text is not readable, and offers the canonical writing.
//!
//! A value does not know its form; what depends on other fields is a rule.

mod reading;

pub use reading::{Note, Reading};
