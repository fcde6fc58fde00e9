use crate::Severity;
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// What reading one typed text gave: the value where it could be read, and what there is to say about the writing.
///
/// A text that is read without remark allocates nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading<T> {
    /// The value; `None` where the text cannot be read. The caller keeps the text.
    pub value: Option<T>,
    /// What is wrong or unusual about the writing; at least one note where `value` is `None`.
    pub notes: Vec<Note>,
}

/// One remark about the writing of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The rule it belongs to, `TY001` … (see `src/rule/common/`).
    pub rule: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong and what would be right, after the field's label: 应为18位，现为17位.
    pub message: Cow<'static, str>,
    /// The writing that would be right, where one is known.
    pub fix: Option<String>,
}

impl<T> Reading<T> {
    /// A value read without remark.
    pub const fn of(value: T) -> Self {
        Reading {
            value: Some(value),
            notes: Vec::new(),
        }
    }

    /// A text that cannot be read, and why.
    pub fn unreadable(note: Note) -> Self {
        Reading {
            value: None,
            notes: alloc::vec![note],
        }
    }
}
