//! Checks documents one after another: opened forms are kept between them.

use crate::check::{Opened, Options, Said, Verdict};
use crate::form::{Document, read_data};
use crate::json::{Fault, Source};
use crate::report::{ReadError, Report};
use crate::value::text::likeness;
use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

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
    /// By node: what the chosen units read; `None`: everything.
    wanted: Option<Vec<bool>>,
    /// By unit: what it said of the last document.
    said: Vec<Said>,
}

impl Checker {
    /// A checker with a caller's settings.
    pub fn new(options: Options) -> Self {
        Checker {
            options,
            opened: Vec::new(),
        }
    }

    /// A checker to which some forms are opened already.
    #[cfg(all(target_arch = "wasm32", not(feature = "reckoner")))]
    pub(crate) fn with_forms(options: Options, forms: Vec<Rc<Opened>>) -> Self {
        let mut checker = Checker::new(options);
        for opened in forms {
            checker.keep(opened);
        }
        checker
    }

    /// The forms that it has opened.
    #[cfg(all(target_arch = "wasm32", not(feature = "reckoner")))]
    pub(crate) fn forms(&self) -> Vec<Rc<Opened>> {
        self.opened
            .iter()
            .map(|kept| Rc::clone(&kept.opened))
            .collect()
    }

    /// Checks one document: `{"form": …, "data": …}` as JSON.
    ///
    /// # Errors
    /// Where it is not such a document; the error says where and why.
    pub fn check_json(&mut self, json: &[u8]) -> Result<Report, ReadError> {
        self.check_text(Source::text_of(json)?)
    }

    /// The same of a text.
    pub(crate) fn check_text(&mut self, text: &str) -> Result<Report, ReadError> {
        let mut source = Source::new(text);
        let read = self
            .envelope(&mut source)
            .and_then(|read| source.end().map(|()| read));
        let (kept, document) = read.map_err(|fault| fault.within(text))?;
        Ok(self.report(kept, &document, hash(text.as_bytes())))
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
        match Source::text_of(json) {
            Ok(text) => self.check_all_text(text, each),
            Err(error) => {
                each(Err(error));
                true
            }
        }
    }

    /// The same of a text.
    pub(crate) fn check_all_text(
        &mut self,
        text: &str,
        mut each: impl FnMut(Result<Report, ReadError>),
    ) -> bool {
        let mut source = Source::new(text);
        if source.peek() == Some(b'[') {
            if let Err(fault) = self.array(&mut source, text, &mut each) {
                each(Err(fault.within(text)));
            }
            return false;
        }
        let mut lines = text
            .split('\n')
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty());
        let first = lines.next().map_or("", |(_, line)| line);
        let mut whole = Source::new(first);
        let one = lines.next().is_none() || whole.skip().and_then(|_| whole.end()).is_err();
        if one {
            each(self.check_text(text));
            return true;
        }
        for (number, line) in text
            .split('\n')
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
        {
            each(self.check_text(line).map_err(|error| ReadError {
                line: number + 1,
                ..error
            }));
        }
        false
    }

    fn array(
        &mut self,
        source: &mut Source<'_>,
        text: &str,
        each: &mut impl FnMut(Result<Report, ReadError>),
    ) -> Result<(), Fault> {
        source.open(b'[')?;
        let mut first = true;
        while source.more(&mut first, b']')? {
            source.peek();
            let start = source.position();
            match self.envelope(source) {
                Ok((kept, document)) => each(Ok(self.report(
                    kept,
                    &document,
                    hash(source.since(start).as_bytes()),
                ))),
                Err(fault) => {
                    // Where the element is JSON at least, the ones behind it can be read.
                    source.rewind(start);
                    source.skip()?;
                    each(Err(fault.within(text)));
                }
            }
        }
        source.end()
    }

    /// Reads `{"form": …, "data": …}` from where the source stands.
    fn envelope<'s>(&mut self, source: &mut Source<'s>) -> Result<(usize, Document<'s>), Fault> {
        if source.peek() != Some(b'{') {
            let fault = Fault::new(
                source.position(),
                "一份文书应写成{\"form\": 表单, \"data\": 内容}",
            );
            return source.skip().and(Err(fault));
        }
        let start = source.position();
        source.open(b'{')?;
        let mut form: Option<usize> = None;
        let mut document = None;
        // Data that come before the form's name are read when it is known.
        let mut early: Option<Source<'s>> = None;
        let mut first = true;
        while source.more(&mut first, b'}')? {
            let key = source.key()?;
            match (&*key, form) {
                ("form", _) => {
                    source.peek();
                    let at = source.position();
                    let id = source.string()?;
                    form = Some(
                        self.kept(&id)
                            .ok_or_else(|| Fault::new(at, unknown_form(&id)))?,
                    );
                }
                ("data", Some(kept)) => document = Some(self.data(kept, source)?),
                ("data", None) => {
                    early = Some(source.clone());
                    source.skip()?;
                }
                _ => {
                    source.skip()?;
                }
            }
        }
        let kept = form.ok_or_else(|| Fault::new(start, "缺少form，写明是哪种表单"))?;
        if let (None, Some(mut early)) = (&document, early) {
            document = Some(self.data(kept, &mut early)?);
        }
        let document = document.ok_or_else(|| Fault::new(start, "缺少data，表单内容写在data中"))?;
        Ok((kept, document))
    }

    fn data<'s>(&self, kept: usize, source: &mut Source<'s>) -> Result<Document<'s>, Fault> {
        match self.opened.get(kept) {
            Some(kept) => read_data(&kept.opened.layout, source, kept.wanted.as_deref()),
            None => Ok(Document::default()),
        }
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
        let text = Source::text_of(json)?;
        let (kept, document) = self
            .envelope(&mut Source::new(text))
            .map_err(|fault| fault.within(text))?;
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
        Some(self.keep(Rc::new(Opened::open(form)?)))
    }

    fn keep(&mut self, opened: Rc<Opened>) -> usize {
        let chosen = opened.chosen(&self.options);
        let wanted = opened.wanted(&chosen, &self.options);
        self.opened.push(Kept {
            said: alloc::vec![Said::default(); opened.units()],
            opened,
            chosen,
            wanted,
        });
        self.opened.len() - 1
    }

    fn report(&mut self, kept: usize, document: &Document<'_>, input_hash: String) -> Report {
        let Kept {
            opened,
            chosen,
            said,
            ..
        } = &mut self.opened[kept];
        let force = opened.force(document, &self.options);
        let world = opened.world(document, &force, &self.options);
        for (unit, said) in said.iter_mut().enumerate() {
            if chosen.get(unit) == Some(&true) {
                *said = opened.ask(unit, &world, &force);
            }
        }
        opened.report(document, said, &force, &self.options, input_hash)
    }
}

/// The hash that a report carries: of the document's own text, so that a line, an element of an array and a file give the same.
pub(crate) fn hash(bytes: &[u8]) -> String {
    format!(
        "xxh64:{:016x}",
        xxhash_rust::xxh64::xxh64(bytes.trim_ascii(), 0)
    )
}

/// The message for a form id that nothing answers to.
pub(crate) fn unknown_form(id: &str) -> String {
    let mut best = (0.4, None);
    // No id is as long, and comparing costs the product of the lengths.
    let forms = match crate::value::exceeds(id, 100) {
        true => &[][..],
        false => &crate::tables::table().catalogue.forms,
    };
    for form in forms {
        let near = likeness(form.id, id);
        if near > best.0 {
            best = (near, Some(form));
        }
    }
    let hint = best
        .1
        .map(|form| format!("，是否为“{}”（{}）", form.id, form.title))
        .unwrap_or_default();
    format!("没有“{}”这种表单{hint}", crate::rule::evaluate::shorten(id))
}
