//! What a check of a worksheet found, by cell, by unit and by officer.

use super::rows::{Memory, Row, Sheet};
use super::table::address;
use super::write::WHOLE;
use crate::Severity;
use crate::check::{Opened, Options};
use crate::form::{Place, lists_around};
use crate::order::Quick;
use crate::report::{Basis, Finding, NotChecked, Outcome};
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// A finding and the cell that it is about. Rows and columns from 0.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its document among those of the worksheet; `None`: it is about the table of all of them.
    pub document: Option<usize>,
    /// Row of the worksheet; `None`: it is about the document as a whole.
    pub row: Option<usize>,
    /// Column; `None`: no column of the worksheet is that field.
    pub column: Option<usize>,
    /// How grave it is.
    pub severity: Severity,
    /// Number of its rule and basis among [`Checked::rules`].
    pub rule: usize,
    /// What the field is called.
    pub label: String,
    /// What is wrong and what would be right.
    pub message: String,
    /// Row, column and text of a correction that can be written into the worksheet.
    pub fix: Option<(usize, usize, String)>,
}

impl Found {
    /// Where it is, for a line of text: the cell, else the row, else 整表.
    pub fn place(&self) -> String {
        match (self.row, self.column) {
            (Some(row), Some(column)) => address(row, column),
            (Some(row), None) => format!("第{}行", row + 1),
            _ => WHOLE.to_string(),
        }
    }
}

/// A column that must be filled in and that the table lacks.
struct Lacking {
    node: u16,
    label: String,
    severity: Severity,
    rule: usize,
    rows: usize,
}

/// One document of the worksheet: a unit's roster, an officer's record.
#[derive(Clone, Debug)]
pub struct Unit {
    /// What it is called: the unit, the officer.
    pub name: String,
    /// 通过, 需核对 or 有错误.
    pub outcome: Outcome,
    /// What could not be judged.
    pub not_checked: Vec<NotChecked>,
    /// The packs that ran.
    pub packs: Vec<&'static str>,
    /// The date that decided the law.
    pub as_of: String,
    /// How many rows it has.
    pub rows: usize,
}

/// Hours and findings of a unit or an officer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Total {
    /// 单位, or the officer's name.
    pub name: String,
    /// 科队 of a unit, 执法证号 of an officer.
    pub part: String,
    /// First row of the worksheet that belongs to it, from 0.
    pub row: usize,
    /// How many rows or officers are in it.
    pub persons: usize,
    /// Hours by category, in millionths.
    pub hours: Vec<i64>,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
}

/// Hours and findings of one officer, without words: there may be a hundred thousand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Officer {
    row: u32,
    hours: [i64; 4],
    errors: u32,
    warnings: u32,
}

/// What a check found.
#[derive(Debug, Default)]
pub struct Checked {
    /// On the documents as a whole first, then row by row.
    pub findings: Vec<Found>,
    /// Rules with the basis that they showed.
    pub rules: Vec<(String, Vec<Basis>)>,
    /// The documents.
    pub documents: Vec<Unit>,
    /// What the categories of hours are called; none where the table has no hours.
    pub categories: Vec<String>,
    /// By unit and its parts.
    pub units: Vec<Total>,
    /// By officer; [`Sheet::officer`] puts them into words.
    pub officers: Vec<Officer>,
    /// Rows that were checked.
    pub rows: usize,
    /// What was noticed, in Chinese.
    pub notes: Vec<String>,
}

impl Checked {
    /// The id of a finding's rule.
    pub fn rule(&self, found: &Found) -> &str {
        self.rules.get(found.rule).map_or("", |(id, _)| id)
    }

    /// How many findings are so grave.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|it| it.severity == severity)
            .count()
    }

    /// What could not be judged, once for all documents that share it: the reason, the rules, how many documents.
    pub fn not_checked(&self) -> Vec<(&str, &[String], usize)> {
        let mut open: Vec<(&str, &[String], usize)> = Vec::new();
        for it in self.documents.iter().flat_map(|it| &it.not_checked) {
            match open.iter_mut().find(|(reason, ..)| *reason == it.reason) {
                Some((.., count)) => *count += 1,
                None => open.push((&it.reason, &it.rules, 1)),
            }
        }
        open
    }

    /// 通过 where every document passes, else the gravest.
    pub fn outcome(&self) -> Outcome {
        let is = |outcome| self.documents.iter().any(|it| it.outcome == outcome);
        match () {
            () if is(Outcome::Errors) => Outcome::Errors,
            () if is(Outcome::Review) => Outcome::Review,
            () => Outcome::Pass,
        }
    }
}

/// A map that is asked with every row.
type Known<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// The categories of hours, by the names of columns or of options.
const CATEGORIES: [&str; 4] = [
    "politicalTheory",
    "publicLaw",
    "professional",
    "practicalSkills",
];

impl Sheet {
    /// Checks every row. `progress` is told how many rows of how many are checked.
    pub fn check(&self, options: &Options, progress: &mut dyn FnMut(usize, usize)) -> Checked {
        let mut checked = Checked {
            notes: self.table.notes.clone(),
            ..Checked::default()
        };
        let Some(opened) = Opened::open(self.targets.layout.form.id) else {
            return checked;
        };
        let kinds = self.kinds();
        self.passed_over(&kinds, &mut checked.notes);
        let parts = self.parts(&kinds, &mut checked.notes);
        let total: usize = parts.iter().map(|part| part.rows.len()).sum();
        let mut column_of: HashMap<u16, usize> = HashMap::new();
        for column in 0..self.heading.columns.len() {
            column_of.extend(self.field(column).map(|field| (field.node, column)));
        }
        let list = { self.targets.layout.node(self.targets.list) }
            .and_then(|node| node.field)
            .map_or("", |field| field.label);
        let layout = &self.targets.layout;
        let inside: Vec<bool> = (0..layout.nodes.len() as u16)
            .map(|node| {
                node == self.targets.list
                    || lists_around(layout, node).first() == Some(&self.targets.list)
            })
            .collect();
        let mut memory = Memory::new(self.heading.columns.len());
        let mut serials = vec![0; self.heading.columns.len()];
        let mut lacking: Vec<Lacking> = Vec::new();
        for part in &parts {
            let document = self.document(part, &mut memory, &mut serials);
            let number = checked.documents.len();
            let done = checked.rows;
            let row_of = |place: &Place| {
                let inside = inside.get(usize::from(place.node)) == Some(&true);
                let row = place.rows.first().filter(|_| inside)?;
                part.rows.get(*row as usize).map(|row| *row as usize)
            };
            let findings = &mut checked.findings;
            let kept = &mut checked.rules;
            let mut each = |place: &Place, fixed: Option<&Place>, finding: Finding| {
                let row = row_of(place);
                let column = column_of.get(&place.node).copied();
                // A field of the form that stands in a column is shown where it stands first.
                let at = row.or_else(|| column.and(part.rows.first().map(|row| *row as usize)));
                let fix = fixed.zip(finding.fix.as_ref()).and_then(|(place, fix)| {
                    Some((
                        row_of(place)?,
                        *column_of.get(&place.node)?,
                        fix.value.clone(),
                    ))
                });
                let known = { kept.iter() }
                    .position(|(id, basis)| *id == finding.rule && *basis == finding.basis);
                let rule = known.unwrap_or(kept.len());
                let blank = finding.rule.contains('#');
                if known.is_none() {
                    kept.push((finding.rule, finding.basis));
                }
                let own = place.rows.first().filter(|_| row.is_some());
                let label = worded(&finding.label, list, own.copied(), &part.rows);
                // In every row it would be the same, and hide what is wrong with the others.
                if blank && row.is_some() && column.is_none() {
                    let (node, severity) = (place.node, finding.severity);
                    let one = Lacking {
                        node,
                        label,
                        severity,
                        rule,
                        rows: 1,
                    };
                    match lacking.iter_mut().find(|it| it.node == node) {
                        None => lacking.push(one),
                        Some(it) => {
                            let rows = it.rows + 1;
                            if severity > it.severity {
                                *it = one;
                            }
                            it.rows = rows;
                        }
                    }
                    return;
                }
                let message = worded(&finding.message, list, own.copied(), &part.rows);
                findings.push(Found {
                    document: Some(number),
                    row: at,
                    column,
                    severity: finding.severity,
                    rule,
                    label,
                    message,
                    fix,
                });
            };
            let report = opened.check_rows(
                &document,
                self.targets.list,
                options,
                &mut |rows| progress(done + rows, total),
                &mut each,
            );
            checked.rows += part.rows.len();
            checked.documents.push(Unit {
                name: self.name_of(part.rows.first().copied()),
                outcome: report.outcome,
                not_checked: report.not_checked,
                packs: report.packs,
                as_of: report.as_of,
                rows: part.rows.len(),
            });
        }
        checked.findings.extend(lacking.into_iter().map(|it| Found {
            document: (parts.len() == 1).then_some(0),
            row: None,
            column: None,
            severity: it.severity,
            rule: it.rule,
            message: format!(
                "表格没有“{0}”一列，{1}行应当填写；补上这一列，或者把填写{0}的那一列对应到“{0}”，再检查",
                it.label, it.rows
            ),
            label: it.label,
            fix: None,
        }));
        checked.findings.sort_by_key(|it| {
            it.row.map_or((0, it.document, 0), |row| {
                (1, Some(row), it.column.unwrap_or(usize::MAX))
            })
        });
        for (column, count) in serials.iter().enumerate().filter(|(_, count)| **count > 0) {
            checked.notes.push(format!(
                "“{}”一栏有{count}格是日期序号，已换算成日期检查；在表格中把该列的格式设为日期",
                self.heading.words.get(column).map_or("", String::as_str)
            ));
        }
        self.add_up(
            &parts.iter().map(|part| &part.rows[..]).collect::<Vec<_>>(),
            &mut checked,
        );
        checked
    }

    /// Says which rows were not taken for data.
    fn passed_over(&self, kinds: &[Row], notes: &mut Vec<String>) {
        for (wanted, words) in [
            (Row::Heading, "与表头相同，是重复的表头，没有检查"),
            (Row::Total, "是合计行，按合计栏目核对"),
            (Row::Beside, "不是逐人逐项的内容，没有逐栏检查"),
        ] {
            let rows: Vec<String> = { kinds.iter().enumerate() }
                .filter(|(_, kind)| **kind == wanted)
                .map(|(row, _)| (row + self.below() + 1).to_string())
                .collect();
            if !rows.is_empty() {
                let more = if rows.len() > 10 { "等行" } else { "行" };
                let shown: Vec<&str> = rows.iter().take(10).map(String::as_str).collect();
                notes.push(format!("第{}{more}{words}", shown.join("、")));
            }
        }
        if !kinds.contains(&Row::Data) {
            notes.push("表头下面没有内容".to_string());
        }
    }

    /// The text of the field of a form that ends so, in a row of it.
    fn of_form(&self, row: Option<u32>, path: &str) -> &str {
        let column = { 0..self.heading.columns.len() }
            .find(|column| self.field(*column).is_some_and(|it| it.path == path));
        match (column, row) {
            (Some(column), Some(row)) => self.table.text(row as usize, column).trim(),
            _ => { self.given().iter() }
                .find(|it| it.path == path)
                .map_or("", |it| it.text.trim()),
        }
    }

    fn name_of(&self, row: Option<u32>) -> String {
        let words = ["agency.name", "officer.name", "officer.certificateNumber"]
            .map(|path| self.of_form(row, path));
        let said: Vec<&str> = words.into_iter().filter(|it| !it.is_empty()).collect();
        said.join(" ")
    }

    fn column(&self, name: &str) -> Option<usize> {
        let list = self.targets.list_path();
        { 0..self.heading.columns.len() }.find(|column| {
            self.field(*column).is_some_and(|it| {
                it.path
                    .strip_prefix(list)
                    .and_then(|rest| rest.strip_prefix('.'))
                    == Some(name)
            })
        })
    }

    /// Hours and findings by unit and by officer.
    fn add_up(&self, parts: &[&[u32]], checked: &mut Checked) {
        let layout = &self.targets.layout;
        let field = |column: usize| {
            self.field(column)
                .and_then(|it| layout.node(it.node)?.field)
        };
        let by_column = CATEGORIES.map(|name| self.column(name));
        let category = self.column("category");
        let granted = self
            .column("hoursGranted")
            .or_else(|| self.column("classHours"));
        // The same hours come again and again.
        let known: RefCell<Known<u32, i64>> = RefCell::default();
        let millionths = |row: usize, column: Option<usize>| {
            let text = column.map_or(0, |column| self.table.datum(row, column).text);
            *known.borrow_mut().entry(text).or_insert_with(|| {
                let text = self.table.text_of(text);
                let read = crate::value::hours::read(text)
                    .value
                    .filter(|_| !text.is_empty());
                read.map_or(0, |hours| hours.millionths())
            })
        };
        let labels = |options: Option<usize>| -> Vec<String> {
            let options = options
                .and_then(field)
                .map_or(&[][..], |field| &field.options);
            let label = |name: &str| {
                let option = options.iter().find(|(key, _)| *key == name);
                option.map_or(String::new(), |(_, label)| (*label).to_string())
            };
            CATEGORIES.map(label).to_vec()
        };
        let hours_of: Box<dyn Fn(usize) -> [i64; 4]> = if by_column.iter().any(Option::is_some) {
            let label =
                |column: Option<usize>| column.and_then(field).map_or("", |field| field.label);
            checked.categories = by_column.map(|column| label(column).to_string()).to_vec();
            Box::new(move |row| by_column.map(|column| millionths(row, column)))
        } else if let (Some(kind), Some(_)) = (category, granted) {
            checked.categories = labels(category);
            let options = field(kind).map_or(&[][..], |field| &field.options);
            Box::new(move |row| {
                let read =
                    crate::value::enumeration::read(self.table.text(row, kind), options).value;
                let key = read
                    .and_then(|at| options.get(at))
                    .map_or("", |(key, _)| *key);
                CATEGORIES.map(|name| {
                    if name == key {
                        millionths(row, granted)
                    } else {
                        0
                    }
                })
            })
        } else {
            Box::new(|_| [0; 4])
        };
        // Of a record each document is an officer, elsewhere each row that has a name.
        let record = self.targets.by_path("officer.name").is_some();
        let person = self.column("name").filter(|_| !record);
        let department = self.column("department");
        // Errors and warnings by row, and those on a document as a whole, which are no one officer's of a roster.
        let mut by_row: Known<usize, [u32; 2]> = Known::default();
        let mut of_document = vec![[0; 2]; parts.len()];
        for found in &checked.findings {
            let counts = match found.row {
                Some(row) => Some(by_row.entry(row).or_default()),
                None => found.document.and_then(|at| of_document.get_mut(at)),
            };
            match (counts, found.severity) {
                (Some([errors, _]), Severity::Error) => *errors += 1,
                (Some([_, warnings]), Severity::Warning) => *warnings += 1,
                _ => {}
            }
        }
        let mut units: HashMap<(String, u32), usize> = HashMap::new();
        for (rows, [errors, warnings]) in parts.iter().zip(of_document) {
            let agency = self.of_form(rows.first().copied(), "agency.name");
            let mut by_part: Known<u32, usize> = Known::default();
            let mut whole = Officer {
                row: rows.first().copied().unwrap_or(0),
                hours: [0; 4],
                errors,
                warnings,
            };
            for (at, row) in rows.iter().enumerate() {
                let [errors, warnings] = by_row.get(&(*row as usize)).copied().unwrap_or_default();
                let one = Officer {
                    row: *row,
                    hours: hours_of(*row as usize),
                    errors,
                    warnings,
                };
                let part =
                    department.map_or(0, |column| self.table.datum(*row as usize, column).text);
                let unit = *by_part.entry(part).or_insert_with(|| {
                    *units.entry((agency.to_string(), part)).or_insert_with(|| {
                        checked.units.push(Total {
                            name: agency.to_string(),
                            part: self.table.text_of(part).trim().to_string(),
                            row: *row as usize,
                            hours: vec![0; 4],
                            ..Total::default()
                        });
                        checked.units.len() - 1
                    })
                });
                if let Some(unit) = checked.units.get_mut(unit) {
                    unit.persons += usize::from(!record || at == 0);
                    unit.errors += one.errors as usize;
                    unit.warnings += one.warnings as usize;
                    for (sum, hours) in unit.hours.iter_mut().zip(one.hours) {
                        *sum = sum.saturating_add(hours);
                    }
                }
                whole.add(&one);
                if person.is_some() {
                    checked.officers.push(one);
                }
            }
            // Of several parts of a unit none is answerable for the whole table.
            let mut only = by_part.into_values();
            if let (Some(unit), None) = (only.next(), only.next())
                && let Some(unit) = checked.units.get_mut(unit)
            {
                unit.errors += errors as usize;
                unit.warnings += warnings as usize;
            }
            if record {
                checked.officers.push(whole);
            }
        }
        if checked.categories.iter().all(String::is_empty) {
            checked.categories.clear();
        }
    }
}

impl Officer {
    fn add(&mut self, other: &Officer) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        for (sum, hours) in self.hours.iter_mut().zip(other.hours) {
            *sum = sum.saturating_add(hours);
        }
    }

    /// Whether there is an error or a warning.
    pub fn is_faulty(&self) -> bool {
        self.errors + self.warnings > 0
    }
}

impl Sheet {
    /// An officer's sums with the name and the number of the certificate.
    pub fn officer(&self, officer: &Officer) -> Total {
        let row = officer.row as usize;
        let said = |name: &str| match self.column(name) {
            Some(column) => self.table.text(row, column).trim().to_string(),
            None => self
                .of_form(Some(officer.row), &format!("officer.{name}"))
                .to_string(),
        };
        Total {
            name: said("name"),
            part: said("certificateNumber"),
            row,
            persons: 1,
            hours: officer.hours.to_vec(),
            errors: officer.errors as usize,
            warnings: officer.warnings as usize,
        }
    }
}

/// A message as it reads in a worksheet: the row is the cell's own, and another row that it names is that of the worksheet.
fn worded(message: &str, list: &str, row: Option<u32>, rows: &[u32]) -> String {
    let mut own = row.map(|row| row as usize + 1);
    let mut out = String::with_capacity(message.len());
    let mut pieces = message.split('第');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let digits = piece
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(piece.len());
        let (digits, after) = piece.split_at(digits);
        let number = digits.parse::<usize>().ok();
        if own.is_some()
            && number == own
            && out.ends_with(list)
            && let Some(after) = after.strip_prefix('行')
        {
            own = None;
            out.truncate(out.len() - list.len());
            out.push_str(after);
            continue;
        }
        out.push('第');
        let of_sheet = number
            .filter(|_| after.starts_with("行“"))
            .and_then(|number| rows.get(number.checked_sub(1)?));
        match of_sheet {
            Some(row) => out.push_str(&(row + 1).to_string()),
            None => out.push_str(digits),
        }
        out.push_str(after);
    }
    out
}
