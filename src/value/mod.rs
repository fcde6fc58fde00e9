//! Values that know their own format, one a file: each reads what officers type, keeps quiet about what it cannot judge, says why a
//! text is not readable, and offers the canonical writing.
//!
//! A value does not know its form; what depends on other fields is a rule. Every reader takes a text that is not blank, looks at it once,
//! never panics, and says nothing about ordinary writing: 2024年5月1日 and 2,000元 are read as they stand.
//!
//! ```
//! use zhifa::value::{date, money};
//! let reading = date::read("2024年5月1日");
//! assert!(reading.notes.is_empty());
//! assert_eq!(reading.value.map(date::canonical).as_deref(), Some("2024-05-01"));
//! assert_eq!(money::read("2,000元").value, Some(2000.into()));
//! ```

pub mod absent;
pub mod account;
pub mod certificate_number;
pub mod citation;
pub mod credit_code;
pub mod date;
pub mod date_time;
pub mod document_number;
pub mod enumeration;
mod fold;
pub mod hours;
pub mod mask;
pub mod money;
pub mod number;
mod numeral;
pub mod phone;
pub mod postcode;
mod reading;
pub mod region;
pub mod resident_id;
pub mod rmb_words;
pub mod text;
pub mod time;
pub mod yes_no;

pub(crate) use fold::exceeds;
pub(crate) use numeral::write as in_numerals;
pub use reading::{Note, Reading};
