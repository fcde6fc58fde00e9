//! 检查报告: what a check says.

use crate::Severity;
use crate::calendar::Period;
use crate::catalogue::Citation;
use crate::json::Json;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;

/// What comes of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 通过: nothing to correct and nothing left open.
    Pass,
    /// 需核对: warnings without a reason given, or something that could not be judged.
    Review,
    /// 有错误.
    Errors,
}

impl Outcome {
    /// The key used in JSON.
    pub const fn key(self) -> &'static str {
        match self {
            Outcome::Pass => "pass",
            Outcome::Review => "review",
            Outcome::Errors => "errors",
        }
    }

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
#[derive(Clone, Debug)]
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
    /// XXH64 of the bytes checked, in hexadecimal: it tells documents apart, it does not prove who wrote them.
    pub input_hash: String,
}

impl Report {
    /// The report as one line of JSON; an array's reports are joined by commas.
    ///
    /// ```
    /// let mut checker = zhifa::Checker::new(zhifa::Options::default());
    /// let report = checker.check_json(r#"{"form":"penalty/decision","data":{}}"#.as_bytes()).unwrap();
    /// assert!(report.to_json().starts_with(r#"{"form":"penalty/decision","title":"行政处罚决定书","outcome":"errors""#));
    /// ```
    pub fn to_json(&self) -> String {
        let mut json = Json::new();
        self.write(&mut json);
        json.finish()
    }

    pub(crate) fn write(&self, json: &mut Json) {
        json.open('{')
            .field("form", &self.form)
            .field("title", self.title)
            .field("outcome", self.outcome.key());
        json.list("findings", &self.findings, |json, finding| {
            finding.write(json)
        });
        json.list("notChecked", &self.not_checked, |json, open| {
            json.open('{').list("rules", &open.rules, |json, rule| {
                json.text(rule);
            });
            json.field("path", &open.path)
                .field("label", &open.label)
                .field("reason", &open.reason)
                .close('}');
        });
        json.list("packs", &self.packs, |json, pack| {
            json.text(pack);
        });
        json.field("asOf", &self.as_of)
            .field("checkedOn", &self.checked_on)
            .field("engine", self.engine);
        json.field("inputHash", &self.input_hash).close('}');
    }
}

impl Finding {
    pub(crate) fn write(&self, json: &mut Json) {
        json.open('{')
            .field("rule", &self.rule)
            .field("severity", self.severity.key())
            .field("path", &self.path);
        json.field("label", &self.label)
            .field("message", &self.message);
        json.list("basis", &self.basis, |json, basis| basis.write(json))
            .key("fix");
        match &self.fix {
            Some(fix) => json
                .open('{')
                .field("path", &fix.path)
                .field("value", &fix.value)
                .close('}'),
            None => json.raw("null"),
        };
        if !self.periods.is_empty() {
            json.list("periods", &self.periods, |json, it| it.write(json));
        }
        if let Some(reason) = &self.acknowledged {
            json.field("acknowledged", reason);
        }
        json.close('}');
    }
}

/// 问题: one thing that is wrong, or worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The periods that the message names or, where it names none, those that decided; [`Period::account`] says how each was reached.
    pub periods: Vec<Period>,
    /// The reason an officer gave for leaving a warning as it is.
    pub acknowledged: Option<String>,
}

/// An article.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The citation in figures, as a line of text has room for: 《中华人民共和国行政处罚法》第59条第1款第6项, or the heading of a notice.
    ///
    /// ```
    /// let mut checker = zhifa::Checker::new(zhifa::Options::default());
    /// let report = checker.check_json(r#"{"form":"penalty/decision","data":{}}"#.as_bytes()).unwrap();
    /// let facts = report.findings.iter().find(|finding| finding.path == "/facts").unwrap();
    /// assert_eq!(facts.basis[0].text(), "《中华人民共和国行政处罚法》第59条第1款第2项");
    /// ```
    pub fn text(&self) -> String {
        let numbered = self
            .article
            .starts_with(|first: char| first.is_ascii_digit());
        let article = match self.article.split_once('之').filter(|_| numbered) {
            Some((article, suffix)) => format!("第{article}条之{suffix}"),
            None if numbered => format!("第{}条", self.article),
            None => self.article.clone(),
        };
        let paragraph = self
            .paragraph
            .map_or(String::new(), |number| format!("第{number}款"));
        let item = self
            .item
            .map_or(String::new(), |number| format!("第{number}项"));
        format!("《{}》{article}{paragraph}{item}", self.instrument)
    }

    pub(crate) fn write(&self, json: &mut Json) {
        let number =
            |number: Option<u8>| number.map_or("null".to_string(), |number| number.to_string());
        json.open('{')
            .field("instrument", self.instrument)
            .field("article", &self.article);
        json.key("paragraph")
            .raw(&number(self.paragraph))
            .key("item")
            .raw(&number(self.item))
            .close('}');
    }

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// JSON Pointer to the field.
    pub path: String,
    /// The text.
    pub value: String,
}

/// 未核: rules that could not be judged for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// Line, from 1; 0 where there is none.
    pub line: usize,
    /// Column in bytes, from 1; 0 where there is none.
    pub column: usize,
    /// What is wrong, in Chinese.
    pub message: String,
}

impl ReadError {
    /// An error that has no place in a text.
    pub(crate) fn whole(message: String) -> Self {
        ReadError {
            line: 0,
            column: 0,
            message,
        }
    }
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
