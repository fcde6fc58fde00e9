//! Spreadsheets in a worker: a file's bytes in, what was found out a page at a time, the worksheet back.

use super::options;
use crate::Severity;
use crate::catalogue::Kind;
use crate::json::Json;
use crate::sheet::{Checked, Found, Sheet, Target, Total, Workbook, Writing, address, letters};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use js_sys::Function;
use wasm_bindgen::prelude::*;

/// A file of tables: one of its worksheets, what it is taken for, and what a check of it found.
#[wasm_bindgen]
pub struct Spreadsheet {
    book: Workbook,
    file: String,
    prefer: String,
    number: usize,
    sheet: Sheet,
    checked: Checked,
}

/// Tells `progress` how far the work is; what it returns or throws changes nothing.
fn told(progress: &Function) -> impl FnMut(usize, usize) + '_ {
    |done, all| {
        let (done, all) = (JsValue::from(done as f64), JsValue::from(all as f64));
        let _ = progress.call2(&JsValue::NULL, &done, &all);
    }
}

#[wasm_bindgen]
impl Spreadsheet {
    /// Opens a file and takes its first worksheet with a heading for the likeliest form. `prefer` is the form that the officer has open;
    /// `progress` is called with the rows read and the rows that there are.
    ///
    /// # Errors
    /// Where it is no spreadsheet, protected, damaged, empty or too large: a message for the officer.
    #[wasm_bindgen(constructor)]
    pub fn new(
        bytes: Vec<u8>,
        file: String,
        prefer: String,
        progress: &Function,
    ) -> Result<Spreadsheet, JsError> {
        let mut book = Workbook::open(bytes, &file).map_err(|why| JsError::new(&why.0))?;
        let (number, sheet) = Sheet::first(&mut book, &file, &prefer, &mut told(progress))
            .map_err(|why| JsError::new(&why.0))?;
        Ok(Spreadsheet {
            book,
            file,
            prefer,
            number,
            sheet,
            checked: Checked::default(),
        })
    }

    /// Reads another worksheet of the file.
    ///
    /// # Errors
    /// Where it is blank or damaged; the one at hand stays.
    pub fn turn(&mut self, number: usize, progress: &Function) -> Result<(), JsError> {
        let (file, prefer) = (&self.file, &self.prefer);
        self.sheet = Sheet::of(&mut self.book, number, file, prefer, &mut told(progress))
            .map_err(|why| JsError::new(&why.0))?;
        self.number = number;
        Ok(())
    }

    /// Takes the worksheet for another list of another form, or for one whose heading is at `row`, from 0, of `height` rows; of height 0:
    /// wherever it is found.
    pub fn choose(&mut self, form: &str, list: &str, row: usize, height: usize) -> bool {
        let heading = (height > 0).then_some((row, height.min(3)));
        self.sheet.choose(form, list, heading)
    }

    /// Says what a column is: the path of a field, or nothing.
    pub fn assign(&mut self, column: usize, path: Option<String>) -> bool {
        self.sheet.assign(column, path.as_deref())
    }

    /// Fills in a field of the form that stands in no column.
    pub fn put(&mut self, path: &str, text: &str) -> bool {
        self.sheet.put(path, text)
    }

    /// What the worksheet is taken for, as JSON: the worksheets, the form, the columns with samples, the fields of the form, what was noticed.
    pub fn overview(&self) -> String {
        let mut json = Json::new();
        let sheet = &self.sheet;
        json.open('{').field("file", &self.file);
        json.list("sheets", &self.book.sheets, |json, (name, shown)| {
            json.open('{')
                .field("name", name)
                .key("shown")
                .raw(truth(*shown))
                .close('}');
        });
        number(&mut json, "sheet", self.number);
        let form = sheet.targets.layout.form;
        json.field("form", form.id).field("title", form.title);
        json.field("list", sheet.targets.list_path())
            .field("listLabel", sheet.targets.list_label());
        json.list("choices", &sheet.choices, |json, (form, list)| {
            json.open('{')
                .field("form", form)
                .field("list", list)
                .close('}');
        });
        number(&mut json, "row", sheet.heading.row);
        number(&mut json, "height", sheet.heading.height);
        number(&mut json, "rows", sheet.table.rows());
        json.list(
            "columns",
            sheet.heading.words.iter().enumerate(),
            |json, (column, words)| {
                json.open('{').field("name", &letters(column));
                json.field("words", words);
                let it = sheet.heading.columns.get(column).copied().flatten();
                let path = sheet.field(column).map_or("", |it| it.path);
                json.field("path", path)
                    .key("sure")
                    .raw(truth(it.is_none_or(|it| it.sure)));
                let samples = (sheet.below()..sheet.table.rows())
                    .map(|row| sheet.table.text(row, column))
                    .filter(|text| !text.is_empty());
                json.list("samples", samples.take(3), |json, text| {
                    json.text(&short(text));
                });
                json.close('}');
            },
        );
        json.list("fields", &sheet.targets.fields, |json, field| {
            self.field(json, field)
        });
        json.list("above", 0..sheet.table.rows().min(20), |json, row| {
            let texts: Vec<&str> = (0..sheet.table.row(row).len())
                .map(|column| sheet.table.text(row, column))
                .filter(|text| !text.trim().is_empty())
                .take(6)
                .collect();
            json.text(&short(&texts.join("，")));
        });
        json.list("notes", &sheet.table.notes, |json, note| {
            json.text(note);
        });
        json.close('}');
        json.finish()
    }

    fn field(&self, json: &mut Json, field: &Target) {
        let layout = &self.sheet.targets.layout;
        let declared = layout.node(field.node).and_then(|node| node.field);
        json.open('{')
            .field("path", field.path)
            .field("label", &field.label);
        json.key("ofForm").raw(truth(field.of_form));
        json.key("required").raw(truth(field.required));
        if let Some(declared) = declared {
            json.field("type", declared.kind.name())
                .field("hint", declared.hint);
            if declared.kind == Kind::Enum {
                json.list("options", &declared.options, |json, (_, label)| {
                    json.text(label);
                });
            }
        }
        if let Some(given) = self.sheet.given().iter().find(|it| it.path == field.path) {
            json.field("value", &given.text);
            let from = given
                .from
                .map_or(String::new(), |(row, column)| address(row, column));
            json.field("from", &from);
        }
        json.close('}');
    }

    /// Checks every row; `progress` is called with the rows checked and the rows that there are. → the summary, as JSON.
    ///
    /// # Errors
    /// Where the options cannot be read.
    pub fn check(&mut self, given: JsValue, progress: &Function) -> Result<String, JsError> {
        self.checked = self.sheet.check(&options(&given)?, &mut told(progress));
        Ok(self.summary())
    }

    fn summary(&self) -> String {
        let checked = &self.checked;
        let mut json = Json::new();
        json.open('{').field("outcome", checked.outcome().key());
        number(&mut json, "rows", checked.rows);
        number(&mut json, "documents", checked.documents.len());
        for (key, severity) in SEVERITIES {
            number(&mut json, key, checked.count(severity));
        }
        let mut counts = alloc::vec![0usize; checked.rules.len()];
        for found in &checked.findings {
            if let Some(count) = counts.get_mut(found.rule) {
                *count += 1;
            }
        }
        json.list(
            "rules",
            checked.rules.iter().zip(counts),
            |json, ((id, basis), count)| {
                json.open('{').field("id", id);
                json.list("basis", basis, |json, basis| basis.write(json));
                number(json, "count", count);
                json.close('}');
            },
        );
        json.list(
            "notChecked",
            checked.not_checked(),
            |json, (reason, rules, count)| {
                json.open('{').field("reason", reason);
                json.list("rules", rules, |json, rule| {
                    json.text(rule);
                });
                number(json, "count", count);
                json.close('}');
            },
        );
        let first = checked.documents.first();
        json.list(
            "packs",
            first.map_or(&[][..], |it| &it.packs),
            |json, pack| {
                json.text(pack);
            },
        );
        json.field("asOf", first.map_or("", |it| &it.as_of));
        json.list("categories", &checked.categories, |json, name| {
            json.text(name);
        });
        number(&mut json, "units", checked.units.len());
        number(&mut json, "officers", checked.officers.len());
        let fixes = checked
            .findings
            .iter()
            .filter(|it| it.fix.is_some())
            .count();
        number(&mut json, "fixes", fixes);
        json.list("notes", &checked.notes, |json, note| {
            json.text(note);
        });
        json.close('}');
        json.finish()
    }

    /// Findings by number, `from` on and at most `most`, as JSON; of one severity and one rule where these are named.
    pub fn findings(&self, severity: &str, rule: &str, from: usize, most: usize) -> String {
        let wanted = |found: &&Found| {
            (severity.is_empty() || found.severity.key() == severity)
                && (rule.is_empty() || self.checked.rule(found) == rule)
        };
        let all = || self.checked.findings.iter().filter(wanted);
        let mut json = Json::new();
        json.open('{');
        number(&mut json, "all", all().count());
        json.list("findings", all().skip(from).take(most), |json, found| {
            self.finding(json, found);
        });
        json.close('}');
        json.finish()
    }

    fn finding(&self, json: &mut Json, found: &Found) {
        let table = &self.sheet.table;
        json.open('{')
            .field("severity", found.severity.key())
            .field("rule", self.checked.rule(found));
        let cell = match (found.row, found.column) {
            (Some(row), Some(column)) => address(row, column),
            _ => String::new(),
        };
        json.field("cell", &cell)
            .field("label", &found.label)
            .field("message", &found.message);
        number(json, "row", found.row.map_or(0, |row| row + 1));
        let holds = found
            .row
            .zip(found.column)
            .map_or("", |(row, column)| table.text(row, column));
        json.field("holds", &short(holds));
        // What tells the row apart: its first texts.
        let texts: Vec<&str> = { 0..self.sheet.heading.columns.len() }
            .filter(|column| {
                self.sheet
                    .field(*column)
                    .is_some_and(|it| !it.path.ends_with(".no"))
            })
            .filter_map(|column| found.row.map(|row| table.text(row, column)))
            .filter(|text| !text.trim().is_empty())
            .take(2)
            .collect();
        json.field("about", &short(&texts.join(" ")));
        let document = { found.document }.and_then(|at| self.checked.documents.get(at));
        json.field("document", document.map_or("", |it| &it.name));
        if let Some((row, column, text)) = &found.fix {
            json.field("fixCell", &address(*row, *column))
                .field("fix", text);
        }
        let basis = self
            .checked
            .rules
            .get(found.rule)
            .map_or(&[][..], |(_, basis)| basis);
        json.list("basis", basis, |json, basis| basis.write(json));
        json.close('}');
    }

    /// Sums by unit, or by officer, as JSON: `from` on and at most `most`; `faulty`: only those with errors or warnings; `named`: only whose
    /// name or number holds the text.
    pub fn totals(
        &self,
        officers: bool,
        faulty: bool,
        named: &str,
        from: usize,
        most: usize,
    ) -> String {
        let sheet = &self.sheet;
        let wanted =
            |it: &Total| named.is_empty() || it.name.contains(named) || it.part.contains(named);
        let totals: &mut dyn Iterator<Item = Total> = match officers {
            true => &mut { self.checked.officers.iter() }
                .filter(|it| !faulty || it.is_faulty())
                .map(|it| sheet.officer(it)),
            false => &mut { self.checked.units.iter() }
                .filter(|it| !faulty || it.errors + it.warnings > 0)
                .cloned(),
        };
        let mut all = 0;
        let mut shown = Vec::new();
        for it in totals.filter(wanted) {
            if (from..from.saturating_add(most)).contains(&all) {
                shown.push(it);
            }
            all += 1;
        }
        let mut json = Json::new();
        json.open('{');
        number(&mut json, "all", all);
        json.list("totals", &shown, |json, it| {
            json.open('{')
                .field("name", &it.name)
                .field("part", &it.part);
            number(json, "row", it.row + 1);
            number(json, "persons", it.persons);
            number(json, "errors", it.errors);
            number(json, "warnings", it.warnings);
            json.list("hours", &it.hours, |json, sum| {
                json.raw(&hours(*sum));
            });
            json.close('}');
        });
        json.close('}');
        json.finish()
    }

    /// The worksheet with its findings, as the bytes of a file: `format` is `xlsx` or `csv`; `corrected`: with the corrections that could be
    /// computed.
    ///
    /// # Errors
    /// Where it is larger than a worksheet can be.
    pub fn write(&self, format: &str, corrected: bool) -> Result<Vec<u8>, JsError> {
        let writing = Writing { corrected };
        match format {
            "csv" => Ok(self.sheet.to_csv(&self.checked, writing)),
            _ => { self.sheet.to_xlsx(&self.checked, writing) }.map_err(|why| JsError::new(&why)),
        }
    }
}

const SEVERITIES: [(&str, Severity); 3] = [
    ("errors", Severity::Error),
    ("warnings", Severity::Warning),
    ("infos", Severity::Info),
];

fn truth(it: bool) -> &'static str {
    if it { "true" } else { "false" }
}

fn number(json: &mut Json, key: &str, number: usize) {
    json.key(key).raw(&number.to_string());
}

fn hours(millionths: i64) -> String {
    crate::value::number::Number::from_millionths(millionths).to_string()
}

/// A text for a line on the page.
fn short(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => alloc::format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_string(),
    }
}
