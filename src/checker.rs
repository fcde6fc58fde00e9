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
    /// An array is read to its first fault; of lines each is read for itself. Returns whether the input was one document.
    pub fn check_all(
        &mut self,
        json: &[u8],
        mut each: impl FnMut(Result<Report, ReadError>),
    ) -> bool {
        let start = json
            .iter()
            .position(|byte| !byte.is_ascii_whitespace())
            .unwrap_or(json.len());
        if json.get(start) == Some(&b'[') {
            let mut deserializer = serde_json::Deserializer::from_slice(json);
            let array = Array {
                checker: self,
                each: &mut each,
            };
            let read = array
                .deserialize(&mut deserializer)
                .and_then(|()| deserializer.end());
            if let Err(error) = read {
                each(Err(explain(&error)));
            }
            return false;
        }
        let whole = self.check_json(json);
        let trailing =
            matches!(&whole, Err(error) if error.line > 1) && self.first_line_is_whole(json);
        if !trailing {
            each(whole);
            return true;
        }
        for (number, line) in json.split(|byte| *byte == b'\n').enumerate() {
            if !line.iter().all(u8::is_ascii_whitespace) {
                each(self.check_json(line).map_err(|error| ReadError {
                    line: number + 1,
                    ..error
                }));
            }
        }
        false
    }

    fn first_line_is_whole(&self, json: &[u8]) -> bool {
        let mut lines = json
            .split(|byte| *byte == b'\n')
            .filter(|line| !line.iter().all(u8::is_ascii_whitespace));
        lines
            .next()
            .is_some_and(|line| serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok())
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

/// The hash that a report carries.
pub(crate) fn hash(bytes: &[u8]) -> String {
    format!("xxh3:{:016x}", xxhash_rust::xxh3::xxh3_64(bytes))
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
        Category::Syntax if text.contains("surrogate") || text.contains("unicode code point") => {
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

/// Reads an array of documents, reporting each.
struct Array<'c, F> {
    checker: &'c mut Checker,
    each: &'c mut F,
}

impl<'de, F: FnMut(Result<Report, ReadError>)> DeserializeSeed<'de> for Array<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Result<Report, ReadError>)> Visitor<'de> for Array<'_, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("文书的数组")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some((kept, document)) = seq.next_element_seed(Envelope {
            checker: &mut *self.checker,
        })? {
            (self.each)(Ok(self.checker.report(kept, &document, String::new())));
        }
        Ok(())
    }
}
