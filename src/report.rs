//! 检查报告: what a check says.

use crate::Severity;
use crate::catalogue::Citation;
use alloc::string::String;
use alloc::vec::Vec;
use serde::Serialize;

/// What comes of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// 通过: nothing to correct and nothing left open.
    Pass,
    /// 需核对: warnings without a reason given, or something that could not be judged.
    Review,
    /// 有错误.
    Errors,
}

impl Outcome {
    /// The word an officer sees.
    pub const fn label(self) -> &'static str {
        match self {
            Outcome::Pass => "通过",
            Outcome::Review => "需核对",
            Outcome::Errors => "有错误",
        }
    }
}

/// 检查报告: the findings on one document and what they rest on.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// `penalty/decision`.
    pub form: String,
    /// 行政处罚决定书.
    pub title: &'static str,
    /// 通过, 需核对 or 有错误.
    pub outcome: Outcome,
    /// In the order of the form.
    pub findings: Vec<Finding>,
    /// 未核: what could not be judged, and why.
    pub not_checked: Vec<NotChecked>,
    /// Packs that ran.
    pub packs: Vec<&'static str>,
    /// The date that decided the law, YYYY-MM-DD.
    pub as_of: String,
    /// The day of the check, YYYY-MM-DD.
    pub checked_on: String,
    /// Version of this crate.
    pub engine: &'static str,
    /// XXH3-64 of the bytes checked, in hexadecimal: it tells documents apart, it does not prove who wrote them.
    pub input_hash: String,
}

/// 问题: one thing that is wrong, or worth a look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Id of the rule: `CF054`, or `penalty/decision#party.name` for a blank required field.
    pub rule: String,
    /// How grave it is.
    pub severity: Severity,
    /// JSON Pointer to the field.
    pub path: String,
    /// What the field is called.
    pub label: String,
    /// What is wrong and what would be right.
    pub message: String,
    /// The articles that it rests on; empty: 核对.
    pub basis: Vec<Basis>,
    /// A correction, where one can be computed.
    pub fix: Option<Fix>,
    /// The reason an officer gave for leaving a warning as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<String>,
}

/// An article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// Full title.
    pub instrument: &'static str,
    /// 条, or the heading of a notice.
    pub article: String,
    /// 款.
    pub paragraph: Option<u8>,
    /// 项.
    pub item: Option<u8>,
}

impl Basis {
    /// The article that a citation names.
    pub(crate) fn of(citation: &Citation<'static>) -> Basis {
        Basis {
            instrument: citation.instrument().map_or("", |it| it.title),
            article: citation.article_text(),
            paragraph: Some(citation.paragraph).filter(|it| *it > 0),
            item: Some(citation.item).filter(|it| *it > 0),
        }
    }
}

/// 更正: the text to put into a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// JSON Pointer to the field.
    pub path: String,
    /// The text.
    pub value: String,
}

/// 未核: rules that could not be judged for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotChecked {
    /// Ids of the rules.
    pub rules: Vec<String>,
    /// JSON Pointer to the field that is missing or unreadable; empty where it is no field.
    pub path: String,
    /// What the field is called.
    pub label: String,
    /// Why.
    pub reason: String,
}

/// Why input could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadError {
    /// Line, from 1; 0 where there is none.
    pub line: usize,
    /// Column in bytes, from 1; 0 where there is none.
    pub column: usize,
    /// What is wrong, in Chinese.
    pub message: String,
}

impl core::fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self.line {
            0 => formatter.write_str(&self.message),
            line => write!(formatter, "第{line}行第{}列：{}", self.column, self.message),
        }
    }
}

impl core::error::Error for ReadError {}
