//! What reading a text gives: the value, and the remarks on its writing.

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

    /// A value read, and something to say about its writing.
    pub fn noted(value: T, note: Note) -> Self {
        Reading {
            value: Some(value),
            notes: alloc::vec![note],
        }
    }

    /// A text that cannot be read, and why.
    pub fn unreadable(note: Note) -> Self {
        Reading {
            value: None,
            notes: alloc::vec![note],
        }
    }

    /// The value made into another, and what there is to say.
    pub(crate) fn map<U>(self, make: impl FnOnce(T) -> U) -> (Option<U>, Vec<Note>) {
        (self.value.map(make), self.notes)
    }
}

impl Note {
    /// A remark that breaks what is required: error.
    pub(super) fn error(rule: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Note {
            rule,
            severity: Severity::Error,
            message: message.into(),
            fix: None,
        }
    }

    /// A remark for the officer to decide on: warning.
    pub(super) fn warning(rule: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Note {
            rule,
            severity: Severity::Warning,
            message: message.into(),
            fix: None,
        }
    }

    /// A remark on good practice: info.
    pub(super) fn info(rule: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Note {
            rule,
            severity: Severity::Info,
            message: message.into(),
            fix: None,
        }
    }

    pub(super) fn with_fix(mut self, fix: Option<String>) -> Self {
        self.fix = fix;
        self
    }
}
