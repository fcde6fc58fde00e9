//! Checks documents one after another: opened forms are kept between them.

use crate::check::{Opened, Options, Said, Verdict};
use crate::form::{Document, DocumentSeed, Echo};
use crate::report::{ReadError, Report};
use alloc::borrow::Cow;
use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

/// Checks documents of any form.
///
/// ```
/// let mut checker = zhifa::Checker::new(zhifa::Options::default());
/// let report = checker.check_json(r#"{"form":"penalty/decision","data":{}}"#.as_bytes()).unwrap();
/// assert_eq!(report.outcome, zhifa::Outcome::Errors);
/// ```
#[derive(Debug, Default)]
pub struct Checker {
    options: Options,
    opened: Vec<Kept>,
}

#[derive(Debug)]
struct Kept {
    opened: Rc<Opened>,
    chosen: Vec<bool>,
}

impl Checker {
    /// A checker with a caller's settings.
    pub fn new(options: Options) -> Self {
        Checker {
            options,
            opened: Vec::new(),
        }
    }

    /// Checks one document: `{"form": …, "data": …}` as JSON.
    ///
    /// # Errors
    /// Where it is not such a document; the error says where and why.
    pub fn check_json(&mut self, json: &[u8]) -> Result<Report, ReadError> {
        let json = unmarked(json);
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        let read = Envelope { checker: self }
            .deserialize(&mut deserializer)
            .and_then(|read| {
                deserializer.end()?;
                Ok(read)
            });
        let (kept, document) = read.map_err(|error| explain(&error))?;
        Ok(self.report(kept, &document, hash(json)))
    }

    /// Checks one document, an array of documents, or a document a line, and hands each report over as soon as it is made.
    ///
    /// A document that cannot be read leaves the others; an array whose elements cannot be told apart is read to that place. Returns
    /// whether the input was one document.
    ///
    /// ```
    /// let mut checker = zhifa::Checker::new(zhifa::Options::default());
    /// let text = "{\"form\":\"tale\",\"data\":{}}\n{\"form\":\"penalty/decision\",\"data\":{}}\n";
    /// let mut read = Vec::new();
    /// assert!(!checker.check_all(text.as_bytes(), |report| read.push(report.is_ok())));
    /// assert_eq!(read, [false, true]);
    /// ```
    pub fn check_all(
        &mut self,
        json: &[u8],
        mut each: impl FnMut(Result<Report, ReadError>),
    ) -> bool {
        let json = unmarked(json);
        if json.trim_ascii_start().starts_with(b"[") {
            let mut deserializer = serde_json::Deserializer::from_slice(json);
            let array = Elements {
                each: |element: &str| {
                    let read = self.check_json(element.as_bytes());
                    each(read.map_err(|error| within(json, element, error)));
                },
            };
            let read = deserializer
                .deserialize_seq(array)
                .and_then(|()| deserializer.end());
            if let Err(error) = read {
                each(Err(explain(&error)));
            }
            return false;
        }
        let blank = |line: &[u8]| line.iter().all(u8::is_ascii_whitespace);
        let mut lines = json
            .split(|byte| *byte == b'\n')
            .filter(|line| !blank(line));
        let first = lines.next().unwrap_or_default();
        let one = lines.next().is_none()
            || serde_json::from_slice::<serde::de::IgnoredAny>(first).is_err();
        if one {
            each(self.check_json(json));
            return true;
        }
        for (number, line) in json.split(|byte| *byte == b'\n').enumerate() {
            if !blank(line) {
                each(self.check_json(line).map_err(|error| ReadError {
                    line: number + 1,
                    ..error
                }));
            }
        }
        false
    }

    /// Checks a document from any serde source, a JavaScript object for one.
    ///
    /// # Errors
    /// The source's own, or a message on the form id.
    pub fn check_from<'de, D: Deserializer<'de>>(&mut self, source: D) -> Result<Report, D::Error> {
        let (kept, document) = Envelope { checker: self }.deserialize(source)?;
        Ok(self.report(kept, &document, String::new()))
    }

    /// How one rule stands on a document: whether it was judged at all, and found good.
    ///
    /// # Errors
    /// As [`Checker::check_json`].
    ///
    /// ```
    /// let mut checker = zhifa::Checker::new(zhifa::Options::default());
    /// let document = r#"{"form":"penalty/decision","data":{"case":{"filedOn":"2026-05-06"},"decidedOn":"2026-05-05"}}"#;
    /// assert_eq!(checker.verdict(document.as_bytes(), "CF053").unwrap(), zhifa::Verdict::Fault);
    /// ```
    pub fn verdict(&mut self, json: &[u8], rule: &str) -> Result<Verdict, ReadError> {
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        let (kept, document) = Envelope { checker: self }
            .deserialize(&mut deserializer)
            .map_err(|error| explain(&error))?;
        let opened = &self.opened[kept].opened;
        let force = opened.force(&document, &self.options);
        let world = opened.world(&document, &force, &self.options);
        Ok(opened.verdict(rule, &world, &force))
    }

    fn kept(&mut self, form: &str) -> Option<usize> {
        if let Some(found) = self
            .opened
            .iter()
            .position(|kept| kept.opened.layout.form.id == form)
        {
            return Some(found);
        }
        let opened = Opened::open(form)?;
        let chosen = opened.chosen(&self.options);
        self.opened.push(Kept {
            opened: Rc::new(opened),
            chosen,
        });
        Some(self.opened.len() - 1)
    }

    fn report(&self, kept: usize, document: &Document<'_>, input_hash: String) -> Report {
        let kept = &self.opened[kept];
        let opened = &kept.opened;
        let force = opened.force(document, &self.options);
        let world = opened.world(document, &force, &self.options);
        let ask = |(unit, chosen): (usize, &bool)| match chosen {
            true => opened.ask(unit, &world, &force),
            false => Said::default(),
        };
        let said: Vec<Said> = kept.chosen.iter().enumerate().map(ask).collect();
        opened.report(document, &said, &force, &self.options, input_hash)
    }
}

/// The hash that a report carries: of the document's own text, so that a line, an element of an array and a file give the same.
pub(crate) fn hash(bytes: &[u8]) -> String {
    format!(
        "xxh3:{:016x}",
        xxhash_rust::xxh3::xxh3_64(bytes.trim_ascii())
    )
}

/// A text without its byte order mark.
fn unmarked(json: &[u8]) -> &[u8] {
    json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json)
}

/// What serde_json says, in the officer's language.
pub(crate) fn explain(error: &serde_json::Error) -> ReadError {
    let text = error.to_string();
    let message = match error.classify() {
        Category::Data => text
            .split(" at line ")
            .next()
            .unwrap_or_default()
            .to_string(),
        Category::Eof => "内容不完整，到此处中断".to_string(),
        Category::Syntax if text.starts_with("recursion limit") => {
            "内容嵌套过深，超过128层".to_string()
        }
        Category::Syntax
            if text.contains("surrogate")
                || text.contains("hex escape")
                || text.contains("unicode code point") =>
        {
            "此处有不成对的代理字符，重新输入这个字".to_string()
        }
        Category::Syntax if text.starts_with("control character") => {
            "文字中有未转义的换行或控制字符".to_string()
        }
        Category::Syntax if text.starts_with("trailing characters") => {
            "一份文书之后还有多余的内容".to_string()
        }
        Category::Syntax | Category::Io => "此处不符合JSON格式".to_string(),
    };
    ReadError {
        line: error.line(),
        column: error.column(),
        message,
    }
}

/// Reads `{"form": …, "data": …}`.
struct Envelope<'c> {
    checker: &'c mut Checker,
}

impl<'de> DeserializeSeed<'de> for Envelope<'_> {
    type Value = (usize, Document<'de>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Envelope<'_> {
    type Value = (usize, Document<'de>);

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("一份文书应写成{\"form\": 表单, \"data\": 内容}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut form: Option<usize> = None;
        let mut document = None;
        // Data that come before the form's name are kept as text until it is known.
        let mut early: Option<String> = None;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match (&*key, form) {
                ("form", _) => {
                    let id: Cow<'de, str> = map.next_value()?;
                    form = Some(self.checker.kept(&id).ok_or_else(|| unknown_form(&id))?);
                }
                ("data", Some(kept)) => {
                    let opened = Rc::clone(&self.checker.opened[kept].opened);
                    document = Some(map.next_value_seed(DocumentSeed {
                        layout: &opened.layout,
                    })?);
                }
                ("data", None) => {
                    let mut text = String::new();
                    map.next_value_seed(Echo {
                        out: &mut text,
                        depth: 0,
                    })?;
                    early = Some(text);
                }
                _ => map.next_value_seed(Echo {
                    out: &mut String::new(),
                    depth: 0,
                })?,
            }
        }
        let kept = form.ok_or_else(|| A::Error::custom("缺少form，写明是哪种表单"))?;
        if let (None, Some(text)) = (&document, early) {
            let opened = Rc::clone(&self.checker.opened[kept].opened);
            let read = crate::form::read_json(&opened.layout, text.as_bytes())
                .map_err(A::Error::custom)?;
            document = Some(read.into_owned());
        }
        Ok((
            kept,
            document.ok_or_else(|| A::Error::custom("缺少data，表单内容写在data中"))?,
        ))
    }
}

/// The message for a form id that nothing answers to.
pub(crate) fn unknown_form<E: Error>(id: &str) -> E {
    let near = crate::tables::table()
        .catalogue
        .forms
        .iter()
        .map(|form| (strsim::normalized_levenshtein(form.id, id), form));
    let near = near.fold((0.4, None), |best, (score, form)| {
        if score > best.0 {
            (score, Some(form))
        } else {
            best
        }
    });
    let hint = near
        .1
        .map(|form| format!("，是否为“{}”（{}）", form.id, form.title))
        .unwrap_or_default();
    E::custom(format!(
        "没有“{}”这种表单{hint}",
        crate::rule::evaluate::shorten(id)
    ))
}

/// Hands over the text of each element of an array.
struct Elements<F> {
    each: F,
}

impl<'de, F: FnMut(&'de str)> Visitor<'de> for Elements<F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("文书的数组")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        while let Some(element) = seq.next_element::<&'de RawValue>()? {
            (self.each)(element.get());
        }
        Ok(())
    }
}

/// Where a fault of an element, a part of `json`, stands in the whole.
fn within(json: &[u8], element: &str, error: ReadError) -> ReadError {
    let start = (element.as_ptr() as usize).saturating_sub(json.as_ptr() as usize);
    let before = json.get(..start).unwrap_or_default();
    let lines = before.iter().filter(|byte| **byte == b'\n').count();
    let column = before
        .iter()
        .rev()
        .take_while(|byte| **byte != b'\n')
        .count();
    match error.line {
        0 => error,
        1 => ReadError {
            line: lines + 1,
            column: column + error.column,
            ..error
        },
        line => ReadError {
            line: lines + line,
            ..error
        },
    }
}
