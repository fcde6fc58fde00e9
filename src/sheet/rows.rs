//! A worksheet with its heading found: which rows are data, what stands around them, and which documents they are.

use super::head::{Heading, LEAST, Lines, Match, Target, Targets, is_measure, likeliest, plain};
use super::read::{Unreadable, Workbook, day_of};
use super::table::{Datum, Kind as Held, Table, make_room};
use super::write::WHOLE;
use crate::catalogue::{Field, Kind};
use crate::form::{Cell, Document, Frame, Node, Remark, Scalar, put, scalar};
use std::borrow::Cow;
use std::collections::HashMap;

/// A worksheet and what it is taken for.
#[derive(Debug)]
pub struct Sheet {
    /// Its cells.
    pub table: Table,
    /// The form and list, and what their columns can be.
    pub targets: Targets,
    /// The heading; of no height where none was found.
    pub heading: Heading,
    /// Other lists of other forms that it could be, the likeliest first: form, list.
    pub choices: Vec<(&'static str, &'static str)>,
    /// Fields of the form that no column is.
    given: Vec<Given>,
}

/// A field of the form, and where its text was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its path.
    pub path: &'static str,
    /// What stands in it.
    pub text: String,
    /// Row and column; `None`: somebody typed it.
    pub from: Option<(usize, usize)>,
}

/// What a row of the worksheet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Data,
    Blank,
    /// The heading once more, as on a new page.
    Heading,
    /// 合计.
    Total,
    /// 小计, 填表人 …: words beside the table.
    Beside,
}

/// One document: the rows of the worksheet that it holds.
pub(super) struct Part {
    pub rows: Vec<u32>,
}

/// The rows of one list that a document may have.
const MOST_ROWS: usize = crate::form::MOST_ROWS;

impl Sheet {
    /// Reads a worksheet by number and takes it for the likeliest list of the likeliest form. `file` is the file's name, `prefer` the form
    /// that the officer has open, or empty.
    ///
    /// # Errors
    /// Where the worksheet cannot be read or is blank.
    pub fn of(
        book: &mut Workbook,
        number: usize,
        file: &str,
        prefer: &str,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Sheet, Unreadable> {
        let table = book.read(number, progress)?;
        let name = book.sheets.get(number).map_or("", |(name, _)| name);
        if (0..table.rows()).all(|row| table.is_blank(row)) {
            return Err(Unreadable(format!("工作表“{name}”是空的")));
        }
        let mut found = likeliest(&table, &format!("{file} {name}"), prefer);
        let likely = found.iter().filter(|(score, ..)| *score > 0.0).count();
        let at = match likely {
            // Of the form at hand the list with the most columns.
            0 => { found.iter().enumerate() }
                .filter(|(_, (_, targets, _))| targets.layout.form.id == prefer)
                .max_by_key(|(_, (_, targets, _))| targets.fields.len())
                .map(|(at, _)| at),
            _ => Some(0),
        };
        let choices = found
            .iter()
            .map(|(_, targets, _)| (targets.layout.form.id, targets.list_path()))
            .collect();
        if found.is_empty() {
            return Err(Unreadable("没有可以用表格填写的文书".to_string()));
        }
        let (_, targets, place) = found.swap_remove(at.unwrap_or(0));
        let mut sheet = Sheet {
            table,
            targets,
            heading: Heading::default(),
            choices,
            given: Vec::new(),
        };
        sheet.take(place.map(|(row, height, _)| (row, height)));
        Ok(sheet)
    }

    /// The first worksheet that has a heading; else the first that is not blank. → its number too.
    ///
    /// # Errors
    /// Where none can be read, or all are blank.
    pub fn first(
        book: &mut Workbook,
        file: &str,
        prefer: &str,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<(usize, Sheet), Unreadable> {
        let mut spare = None;
        let mut wrong = None;
        let mut order: Vec<usize> = (0..book.sheets.len()).collect();
        order.sort_by_key(|number| !book.sheets.get(*number).is_some_and(|(_, shown)| *shown));
        for number in order {
            match Sheet::of(book, number, file, prefer, progress) {
                Ok(sheet) if sheet.heading.height > 0 => return Ok((number, sheet)),
                Ok(sheet) => spare = spare.or(Some((number, sheet))),
                Err(error) => wrong = wrong.or(Some(error)),
            }
        }
        let blank = || Unreadable("文件中没有工作表".to_string());
        spare.ok_or_else(|| wrong.unwrap_or_else(blank))
    }

    /// Takes the worksheet for another list of another form, or for one with another heading: its first row from 0 and its height.
    ///
    /// Returns whether there is such a form and list.
    pub fn choose(&mut self, form: &str, list: &str, heading: Option<(usize, usize)>) -> bool {
        let Some(targets) = Targets::of(form, list) else {
            return false;
        };
        let typed: Vec<Given> = { self.given.drain(..) }
            .filter(|it| it.from.is_none())
            .collect();
        self.targets = targets;
        let found = || {
            self.targets
                .find(&Lines::of(&self.table))
                .map(|(row, height, _)| (row, height))
        };
        let at = heading.or_else(found);
        self.take(at);
        for it in typed {
            self.put(it.path, &it.text);
        }
        true
    }

    fn take(&mut self, at: Option<(usize, usize)>) {
        self.heading = match at {
            Some((row, height)) => self.targets.heading(&self.table, row, height),
            None => Heading {
                columns: vec![None; self.table.width()],
                words: vec![String::new(); self.table.width()],
                ..Heading::default()
            },
        };
        self.given = self.around();
    }

    /// Says what a column is: a field's path, or `None` for nothing. The field's other column gives it up.
    pub fn assign(&mut self, column: usize, path: Option<&str>) -> bool {
        let field = match path.map(|path| self.targets.by_path(path)) {
            Some(None) => return false,
            Some(Some(field)) => Some(field),
            None => None,
        };
        for taken in &mut self.heading.columns {
            if field.is_some() && taken.map(|it| it.field) == field {
                *taken = None;
            }
        }
        match self.heading.columns.get_mut(column) {
            Some(slot) => {
                *slot = field.map(|field| Match { field, sure: true });
                true
            }
            None => false,
        }
    }

    /// Leaves out the columns that only resemble a field; → their numbers and what they resembled.
    pub fn leave_doubtful(&mut self) -> Vec<(usize, String)> {
        let mut left = Vec::new();
        for (column, slot) in self.heading.columns.iter_mut().enumerate() {
            if let Some(it) = slot.filter(|it| !it.sure) {
                let label = self.targets.fields.get(it.field).map(|it| it.label.clone());
                left.push((column, label.unwrap_or_default()));
                *slot = None;
            }
        }
        left
    }

    /// What a column is.
    pub fn field(&self, column: usize) -> Option<&Target> {
        let it = self.heading.columns.get(column).copied().flatten()?;
        self.targets.fields.get(it.field)
    }

    /// Fields of the form, with where they were found.
    pub fn given(&self) -> &[Given] {
        &self.given
    }

    /// Puts a text into a field of the form; an empty one takes it out. Returns whether the form has the field.
    pub fn put(&mut self, path: &str, text: &str) -> bool {
        let Some(field) = self
            .targets
            .by_path(path)
            .and_then(|it| self.targets.fields.get(it))
        else {
            return false;
        };
        if !field.of_form {
            return false;
        }
        let path = field.path;
        self.given.retain(|it| it.path != path);
        if !text.trim().is_empty() {
            self.given.push(Given {
                path,
                text: text.to_string(),
                from: None,
            });
        }
        true
    }

    /// The first row below the heading.
    pub fn below(&self) -> usize {
        self.heading.row + self.heading.height
    }

    /// What each row below the heading is; none where there is no heading.
    pub(super) fn kinds(&self) -> Vec<Row> {
        if self.heading.height == 0 {
            return Vec::new();
        }
        // The columns that are fields, each with the texts of its heading.
        let used: Vec<(usize, Vec<u32>)> = (0..self.heading.columns.len())
            .filter(|column| {
                self.heading
                    .columns
                    .get(*column)
                    .copied()
                    .flatten()
                    .is_some()
            })
            .map(|column| {
                let rows = self.heading.row..self.below();
                let texts = rows.map(|row| self.table.datum(row, column).text);
                (column, texts.filter(|text| *text != 0).collect())
            })
            .collect();
        (self.below()..self.table.rows())
            .map(|row| self.kind(row, &used))
            .collect()
    }

    fn kind(&self, row: usize, used: &[(usize, Vec<u32>)]) -> Row {
        let table = &self.table;
        let mut texts = table
            .row(row)
            .iter()
            .map(|datum| table.text_of(datum.text).trim());
        let Some(first) = texts.find(|text| !text.is_empty()) else {
            return Row::Blank;
        };
        if first.starts_with(['合', '总', '共', '小', '整']) {
            match plain(first).as_str() {
                // The line that an earlier check wrote.
                WHOLE => return Row::Blank,
                "合计" | "总计" | "共计" => return Row::Total,
                "小计" => return Row::Beside,
                _ => {}
            }
        }
        let (mut filled, mut again) = (0, 0);
        let cells = table.row(row);
        for (column, heading) in used {
            let text = cells.get(*column).map_or(0, |datum| datum.text);
            filled += usize::from(text != 0);
            again += usize::from(heading.contains(&text));
        }
        if again >= LEAST && again * 2 > filled {
            return Row::Heading;
        }
        let words = || {
            first.contains(['：', ':'])
                || ["注", "说明", "备注", "填表", "制表", "审核"]
                    .iter()
                    .any(|it| first.starts_with(it))
        };
        if filled == 0 || filled == 1 && words() {
            return Row::Beside;
        }
        Row::Data
    }

    /// The fields of the form that stand around the table: 单位：…, the title, the year, the row 合计.
    fn around(&self) -> Vec<Given> {
        let mut given: Vec<Given> = Vec::new();
        let table = &self.table;
        let mut keep = |path: &'static str, text: &str, from: (usize, usize)| {
            if !text.is_empty() && !given.iter().any(|it| it.path == path) {
                given.push(Given {
                    path,
                    text: text.to_string(),
                    from: Some(from),
                });
            }
        };
        let named = |path: &str| {
            let field = self
                .targets
                .by_path(path)
                .and_then(|it| self.targets.fields.get(it));
            field.filter(|field| field.of_form)
        };
        let kinds = self.kinds();
        let beside = { kinds.iter().enumerate() }
            .filter(|(_, kind)| **kind == Row::Beside)
            .map(|(row, _)| row + self.below());
        for row in (0..self.heading.row).chain(beside) {
            for column in 0..table.row(row).len() {
                let text = table.text(row, column).trim();
                for (field, value) in self.said(text) {
                    // The value may stand in the next cell.
                    let (at, value) = match value {
                        "" => self.after(row, column),
                        _ => (column, value),
                    };
                    let measure = field.path == "agency.name" && is_measure(value);
                    // A day that was left open.
                    let open = value.chars().all(|c| "年月日 ".contains(c));
                    if !measure && !open {
                        keep(field.path, value, (row, at));
                    }
                }
            }
        }
        for row in 0..self.heading.row {
            let filled: Vec<usize> = { 0..table.row(row).len() }
                .filter(|column| !table.text(row, *column).trim().is_empty())
                .collect();
            let [column] = filled[..] else { continue };
            let text = table.text(row, column).trim();
            if text.contains(['：', ':']) {
                continue;
            }
            if let Some(field) = named("title") {
                keep(field.path, text, (row, column));
            }
            if let (Some(field), Some(year)) = (named("year"), year(text)) {
                keep(field.path, year, (row, column));
            }
        }
        for row in { kinds.iter().enumerate() }
            .filter(|(_, kind)| **kind == Row::Total)
            .map(|(row, _)| row + self.below())
        {
            for column in 0..self.heading.columns.len() {
                let text = table.text(row, column).trim();
                let name = self.field(column).and_then(|it| it.path.rsplit('.').next());
                let of_totals = name.and_then(|name| named(&format!("totals.{name}")));
                if let Some(field) = of_totals {
                    keep(field.path, text, (row, column));
                }
            }
        }
        given
    }

    /// The fields that a text names before a colon, or by all that it says, each with what stands behind it: 单位：甲局 年度：2025.
    fn said<'t>(&self, text: &'t str) -> Vec<(&Target, &'t str)> {
        let mut said = Vec::new();
        for mut rest in text.split(['；', ';', '\n', '\t']) {
            while let Some((label, value)) = rest.split_once(COLONS) {
                let value = value.trim_start();
                let (value, after) = value.split_at(end_of(value));
                let field = self.targets.of_form(label).or_else(|| {
                    let last = label.rsplit(char::is_whitespace).next();
                    self.targets.of_form(last.unwrap_or_default())
                });
                said.extend(field.map(|it| (it, value)));
                rest = after;
            }
        }
        if said.is_empty() && !text.is_empty() {
            said.extend(self.targets.of_form(text).map(|it| (it, "")));
        }
        said
    }

    /// The next cell of a row that holds something, unless that names a field itself.
    fn after(&self, row: usize, column: usize) -> (usize, &str) {
        let texts =
            (column + 1..self.table.row(row).len()).map(|at| (at, self.table.text(row, at).trim()));
        { texts.into_iter() }
            .find(|(_, text)| !text.is_empty())
            .filter(|(_, text)| self.said(text).is_empty())
            .unwrap_or((column, ""))
    }

    /// The documents that the rows are: those that differ in what tells units or officers apart are different ones.
    pub(super) fn parts(&self, kinds: &[Row], notes: &mut Vec<String>) -> Vec<Part> {
        let telling: Vec<usize> = (0..self.heading.columns.len())
            .filter(|column| {
                let name = self
                    .field(*column)
                    .filter(|it| it.of_form)
                    .map(|it| it.path);
                let name = name.and_then(|path| path.rsplit('.').next());
                matches!(
                    name,
                    Some(
                        "name"
                            | "certificateNumber"
                            | "idNumber"
                            | "creditCode"
                            | "regionCode"
                            | "year"
                            | "documentNumber"
                    )
                )
            })
            .collect();
        let mut parts: Vec<Part> = Vec::new();
        let mut known: HashMap<Vec<u32>, usize> = HashMap::new();
        let (mut at, mut continued) = (0, 0usize);
        for (row, _) in kinds
            .iter()
            .enumerate()
            .filter(|(_, kind)| **kind == Row::Data)
        {
            let row = row + self.below();
            let key: Vec<u32> = { telling.iter() }
                .map(|column| self.table.datum(row, *column).text)
                .collect();
            // A name that stands in its first row only holds for those below.
            let goes_on = !key.is_empty() && !parts.is_empty() && key.iter().all(|text| *text == 0);
            if goes_on {
                continued += 1;
            } else {
                at = *known.entry(key).or_insert(parts.len());
            }
            if at == parts.len() {
                parts.push(Part { rows: Vec::new() });
            }
            if let Some(part) = parts.get_mut(at) {
                part.rows.push(row as u32);
            }
        }
        if continued > 0 {
            notes.push(format!(
                "有{continued}行没有写明单位或者人员，按上一行的归属"
            ));
        }
        if parts.iter().any(|part| part.rows.len() > MOST_ROWS) {
            notes.push(format!(
                "一份表最多检查{MOST_ROWS}行，超出的行没有检查；拆成几个文件再检查"
            ));
        }
        for part in &mut parts {
            part.rows.truncate(MOST_ROWS);
        }
        if parts.is_empty() {
            parts.push(Part { rows: Vec::new() });
        }
        parts
    }

    /// Reads the rows of a part into a document; `serials` counts the days that were numbers, by column.
    pub(super) fn document<'s>(
        &'s self,
        part: &Part,
        memory: &mut Memory,
        serials: &mut [usize],
    ) -> Document<'s> {
        let layout = &self.targets.layout;
        let mut document = Document::default();
        let mut of_form: Vec<(u16, Cow<'s, str>)> = Vec::new();
        for column in 0..self.heading.columns.len() {
            let Some(field) = self.field(column).filter(|it| it.of_form) else {
                continue;
            };
            let said = { part.rows.iter() }
                .map(|row| {
                    let datum = self.table.datum(*row as usize, column);
                    self.text(datum, column, self.dated(field.node), serials)
                })
                .find(|text| !text.trim().is_empty());
            of_form.extend(said.map(|text| (field.node, text)));
        }
        for it in &self.given {
            let Some(field) = self
                .targets
                .by_path(it.path)
                .and_then(|at| self.targets.fields.get(at))
            else {
                continue;
            };
            if !of_form.iter().any(|(node, _)| *node == field.node) {
                of_form.push((field.node, Cow::Borrowed(&it.text)));
            }
        }
        for (node, text) in of_form {
            put(
                layout,
                node,
                text,
                &[],
                &mut document.root,
                &mut document.remarks,
            );
        }
        let columns: Vec<Column<'_>> = { 0..self.heading.columns.len() }
            .filter_map(|column| {
                let number = self.field(column).filter(|it| !it.of_form)?.node;
                let node = layout.node(number)?;
                Some(Column {
                    column,
                    number,
                    node,
                    field: node.field?,
                    dated: self.dated(number),
                })
            })
            .collect();
        // Cells behind the last column are blank without being there.
        let width = columns.iter().map(|it| it.node.cell + 1).max().unwrap_or(0);
        make_room(part.rows.len() * usize::from(width) * (size_of::<Cell<'_>>() + 4));
        let mut rows = Vec::with_capacity(part.rows.len());
        for (number, row) in part.rows.iter().enumerate() {
            let mut frame = Frame {
                cells: Vec::with_capacity(usize::from(width)),
            };
            frame.cells.resize_with(usize::from(width), Cell::default);
            let data = self.table.row(*row as usize);
            for column in &columns {
                if let Some(datum) = data.get(column.column).filter(|datum| datum.text != 0)
                    && let Some(cell) = frame.cells.get_mut(usize::from(column.node.cell))
                {
                    let row = number as u32;
                    *cell = self.cell(column, *datum, row, serials, memory, &mut document.remarks);
                }
            }
            rows.push(frame);
        }
        if let Some(cell) = { layout.node(self.targets.list) }.and_then(|node| {
            document
                .root
                .cell_mut(node.cell, layout.node(0).map_or(1, |it| it.width))
        }) {
            *cell = Cell::Rows(rows);
        }
        document
    }

    fn dated(&self, node: u16) -> bool {
        let kind = self.targets.layout.node(node).map(|node| node.kind());
        matches!(kind, Some(Kind::Date | Kind::DateTime))
    }

    /// The text of a cell as the reader of its field takes it: a day may be a number.
    fn text(
        &self,
        datum: Datum,
        column: usize,
        dated: bool,
        serials: &mut [usize],
    ) -> Cow<'_, str> {
        let text = self.table.text_of(datum.text);
        if dated
            && (datum.kind == Held::Number
                || text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()))
            && let Some(day) = text.parse().ok().and_then(day_of)
        {
            if let Some(count) = serials.get_mut(column) {
                *count += 1;
            }
            return Cow::Owned(day);
        }
        Cow::Borrowed(text)
    }

    /// A cell of a row of the list, read.
    fn cell<'s>(
        &'s self,
        column: &Column<'_>,
        datum: Datum,
        row: u32,
        serials: &mut [usize],
        memory: &mut Memory,
        remarks: &mut Vec<Remark>,
    ) -> Cell<'s> {
        let text = self.text(datum, column.column, column.dated, serials);
        if column.node.is_list() {
            // Several values in one cell: 课程编号 CG-01、CG-02.
            let mut elements = Vec::new();
            let parts: Vec<&str> = match column.node.kind() {
                Kind::Citation => crate::value::citation::split(&text).collect(),
                _ => text
                    .split(['、', '，', ',', ';', '；', '\n', ' '])
                    .collect(),
            };
            let parts = parts.into_iter().filter(|it| !it.trim().is_empty());
            for (at, part) in parts.enumerate() {
                let mut element = Frame::default();
                put(
                    &self.targets.layout,
                    column.number,
                    Cow::Owned(part.trim().to_string()),
                    &[row, at as u32],
                    &mut element,
                    remarks,
                );
                elements.push(element);
            }
            return match elements.is_empty() {
                true => Cell::Blank,
                false => Cell::Rows(elements),
            };
        }
        if let Some(known) = memory.get(column.column, datum.text) {
            return Cell::Value(text, known);
        }
        let before = remarks.len();
        let read = scalar(column.field, &text, &mut |note| {
            remarks.push(Remark {
                place: crate::form::Place {
                    node: column.number,
                    rows: vec![row],
                },
                note,
            });
        });
        let Some(scalar) = read else {
            return Cell::Blank;
        };
        // What is remarked on is remarked on each time.
        if remarks.len() == before {
            memory.put(column.column, datum.text, scalar);
        }
        Cell::Value(text, scalar)
    }
}

/// A column of the list.
struct Column<'l> {
    column: usize,
    /// Number of its node.
    number: u16,
    node: &'l Node,
    field: &'l Field<'l>,
    dated: bool,
}

const COLONS: [char; 2] = ['：', ':'];

/// Where a value ends that stands behind a label: before a wide gap, or before the next label.
fn end_of(value: &str) -> usize {
    let ends = |at: &usize| {
        let rest = value.get(*at..).unwrap_or_default();
        let word = rest.trim_start();
        let word = word.split(char::is_whitespace).next().unwrap_or_default();
        let wide = rest
            .chars()
            .take_while(|c| c.is_whitespace())
            .nth(1)
            .is_some();
        // 10:30 is a time.
        let label = word.split_once(COLONS).map_or("", |(label, _)| label);
        wide || label.chars().any(|c| !c.is_ascii_digit())
    };
    let blanks = value.match_indices(char::is_whitespace).map(|(at, _)| at);
    let mut places = [0].into_iter().chain(blanks);
    places.find(ends).unwrap_or(value.len())
}

/// The four digits before 年.
fn year(text: &str) -> Option<&str> {
    let at = text.find('年')?;
    let digits = text.get(at.checked_sub(4)?..at)?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(digits)
}

/// What texts of a column said when they were last read: hours and yes or no come again and again.
pub(super) struct Memory {
    slots: Vec<Option<(u32, Scalar)>>,
}

impl Memory {
    /// Texts remembered a column, a power of two.
    const TEXTS: usize = 256;

    pub fn new(columns: usize) -> Self {
        Memory {
            slots: vec![None; columns * Self::TEXTS],
        }
    }

    fn at(column: usize, id: u32) -> usize {
        column * Self::TEXTS + id as usize % Self::TEXTS
    }

    fn get(&self, column: usize, id: u32) -> Option<Scalar> {
        let slot = self.slots.get(Self::at(column, id)).copied().flatten();
        slot.filter(|(text, _)| *text == id)
            .map(|(_, scalar)| scalar)
    }

    fn put(&mut self, column: usize, id: u32, scalar: Scalar) {
        if let Some(slot) = self.slots.get_mut(Self::at(column, id)) {
            *slot = Some((id, scalar));
        }
    }
}
