//! 程度: how grave a finding is. Compiled into the build script too, which reads it in declarations.

use crate::packed::packed;

/// How grave a finding is.
///
/// ```
/// use zhifa::Severity;
/// assert!(Severity::Error > Severity::Warning);
/// assert_eq!(Severity::Error.label(), "错误");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 提示: good practice.
    Info,
    /// 需核对: lawful exceptions exist; an officer decides and may give a reason.
    Warning,
    /// 错误: the law is plainly broken or required content is missing.
    Error,
}

packed!(
    enum Severity {
        Info,
        Warning,
        Error,
    }
);

impl Severity {
    /// The key used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }

    /// The word an officer sees.
    pub const fn label(self) -> &'static str {
        match self {
            Severity::Info => "提示",
            Severity::Warning => "需核对",
            Severity::Error => "错误",
        }
    }
}
