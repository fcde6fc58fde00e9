//! The worksheet back as .xlsx or .csv, with a column of findings.

use super::checked::{Checked, Found};
use super::rows::Sheet;
use super::table::Kind;
use crate::Severity;
use crate::report::Basis;
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use std::collections::HashMap;

/// How a worksheet is given back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Writing {
    /// With the corrections that could be computed; otherwise every cell as it was.
    pub corrected: bool,
}

/// The heading of the column of findings.
const FINDINGS: &str = "检查发现";

/// What the line of a .csv begins with that says what is wrong with the table as a whole.
pub(super) const WHOLE: &str = "整表";

/// The most characters that a cell of a spreadsheet holds.
const MOST_CHARACTERS: usize = 32_767;

/// Whether a spreadsheet would take the text for a formula: it starts with = + - @, of either width, or with what hides one, and is no
/// plain number.
pub(super) fn looks_like_formula(text: &str) -> bool {
    let start = text.trim_start_matches([' ', '\u{3000}']);
    start.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
        && text.parse::<f64>().is_err()
}

impl Sheet {
    /// The worksheet as .xlsx: its cells, those with findings coloured, a column 检查发现, and a worksheet 检查结果 with every finding. A text
    /// stays a text, whatever it begins with.
    ///
    /// # Errors
    /// Where it is larger than a worksheet can be; in Chinese.
    pub fn to_xlsx(&self, checked: &Checked, writing: Writing) -> Result<Vec<u8>, String> {
        self.xlsx(checked, writing)
            .map_err(|error| format!("没有写成xlsx（{error}）；改用csv"))
    }

    /// The worksheet as .csv in UTF-8 with its mark, as spreadsheets open it rightly. Before a text that looks like a formula stands a `'`.
    pub fn to_csv(&self, checked: &Checked, writing: Writing) -> Vec<u8> {
        let fixes = self.fixes(checked, writing);
        let told = told(checked, writing);
        let at = self.findings_column();
        let mut out = csv::WriterBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::CRLF)
            .from_writer("\u{feff}".as_bytes().to_vec());
        for row in (0..self.table.rows()).filter(|row| self.table.text(*row, 0) != WHOLE) {
            let record = (0..=at).map(|column| {
                let text = match column == at {
                    true if row == self.heading_row() => FINDINGS,
                    true => told.get(&Some(row)).map_or("", String::as_str),
                    false => { fixes.get(&(row, column)).copied() }
                        .unwrap_or_else(|| self.table.text(row, column)),
                };
                match looks_like_formula(text) {
                    true => format!("'{text}"),
                    false => text.to_string(),
                }
            });
            // Writing into memory does not fail, and records may differ in length.
            let _ = out.write_record(record);
        }
        if let Some(whole) = told.get(&None) {
            let _ = out.write_record([WHOLE, whole.as_str()]);
        }
        out.into_inner().unwrap_or_default()
    }

    fn heading_row(&self) -> usize {
        self.below().saturating_sub(1)
    }

    /// The column of an earlier check, or the first free one.
    fn findings_column(&self) -> usize {
        let mut words = self.heading.words.iter();
        let before = words.position(|words| words.ends_with(FINDINGS));
        before.unwrap_or_else(|| self.table.width())
    }

    fn fixes<'c>(
        &self,
        checked: &'c Checked,
        writing: Writing,
    ) -> HashMap<(usize, usize), &'c str> {
        let fixes = checked.findings.iter().filter(|_| writing.corrected);
        let fixes = fixes.filter_map(|it| it.fix.as_ref());
        let mut kept = HashMap::new();
        for (row, column, text) in fixes {
            // Two corrections of one cell: the first rule's.
            kept.entry((*row, *column)).or_insert(text.as_str());
        }
        kept
    }

    fn xlsx(&self, checked: &Checked, writing: Writing) -> Result<Vec<u8>, XlsxError> {
        let fixes = self.fixes(checked, writing);
        let told = told(checked, writing);
        let mut gravest: HashMap<(usize, usize), Severity> = HashMap::new();
        for found in &checked.findings {
            if let (Some(row), Some(column)) = (found.row, found.column) {
                let slot = gravest.entry((row, column)).or_insert(found.severity);
                *slot = found.severity.max(*slot);
            }
        }
        let plain = Format::new();
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let heading = Format::new().set_bold().set_text_wrap();
        let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let fill = |colour: u32| Format::new().set_background_color(Color::RGB(colour));
        let [error, warning, info, fixed] = [0xf8d7da, 0xfff3cd, 0xdbeafe, 0xd1e7dd].map(fill);
        let mut book = Workbook::new();
        let mut page = Worksheet::new();
        page.set_name("检查后的表")?;
        let at = self.findings_column();
        for row in 0..self.table.rows() {
            for column in 0..self.table.row(row).len() {
                let datum = self.table.datum(row, column);
                let fix = fixes.get(&(row, column)).copied();
                let text = fix.unwrap_or_else(|| self.table.text_of(datum.text));
                if column == at || text.is_empty() && !gravest.contains_key(&(row, column)) {
                    continue;
                }
                let format = match (fix, gravest.get(&(row, column))) {
                    (Some(_), _) => &fixed,
                    (None, Some(Severity::Error)) => &error,
                    (None, Some(Severity::Warning)) => &warning,
                    (None, Some(Severity::Info)) => &info,
                    (None, None) => match datum.kind {
                        Kind::Date => &day,
                        _ if (self.heading.row..self.below()).contains(&row) => &heading,
                        _ => &plain,
                    },
                };
                cell(&mut page, row, column, datum.kind, text, format)?;
            }
            // A blank cell that should hold something is coloured too.
            for column in self.table.row(row).len()..self.heading.columns.len() {
                if gravest.contains_key(&(row, column)) {
                    page.write_blank(row as u32, column as u16, &error)?;
                }
            }
            let said = match row == self.heading_row() {
                true => Some((FINDINGS, &heading)),
                false => told.get(&Some(row)).map(|said| (said.as_str(), &wrapped)),
            };
            if let Some((said, format)) = said {
                cell(&mut page, row, at, Kind::Text, said, format)?;
            }
        }
        page.set_column_width(at as u16, 60)?;
        if self.heading.height > 0 {
            page.set_freeze_panes(self.below() as u32, 0)?;
        }
        book.push_worksheet(page);
        let mut list = Worksheet::new();
        list.set_name("检查结果")?;
        for (column, words) in [
            "位置",
            "程度",
            "单位、人员",
            "栏目",
            "说明",
            "可改为",
            "规则",
            "依据",
        ]
        .iter()
        .enumerate()
        {
            cell(&mut list, 0, column, Kind::Text, words, &heading)?;
        }
        // A worksheet has so many rows and no more.
        for (row, found) in checked.findings.iter().take(1_048_000).enumerate() {
            let place = found.place();
            let unit = { found.document }
                .and_then(|at| checked.documents.get(at))
                .map_or("", |it| it.name.as_str());
            let fix = found.fix.as_ref().map_or("", |(.., text)| text.as_str());
            let (rule, basis) = { checked.rules.get(found.rule) }
                .map_or(("", String::new()), |(rule, basis)| {
                    (rule.as_str(), cited(basis))
                });
            let texts = [
                &place,
                found.severity.label(),
                unit,
                &found.label,
                &found.message,
                fix,
                rule,
                &basis,
            ];
            for (column, text) in texts.into_iter().enumerate() {
                cell(&mut list, row + 1, column, Kind::Text, text, &plain)?;
            }
        }
        for (column, width) in [10, 6, 24, 18, 60, 20, 12, 60].into_iter().enumerate() {
            list.set_column_width(column as u16, width)?;
        }
        list.set_freeze_panes(1, 0)?;
        book.push_worksheet(list);
        book.save_to_buffer()
    }
}

fn cell(
    page: &mut Worksheet,
    row: usize,
    column: usize,
    kind: Kind,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    let row = u32::try_from(row).map_err(|_| XlsxError::RowColumnLimitError)?;
    let column = u16::try_from(column).map_err(|_| XlsxError::RowColumnLimitError)?;
    if text.is_empty() {
        return page.write_blank(row, column, format).map(|_| ());
    }
    if kind == Kind::Number
        && let Ok(number) = text.parse::<f64>()
    {
        return page
            .write_number_with_format(row, column, number, format)
            .map(|_| ());
    }
    if kind == Kind::Date
        && let Ok(at) = ExcelDateTime::parse_from_str(text)
        && text.len() == 10
    {
        let format = format.clone().set_num_format("yyyy-mm-dd");
        return page
            .write_datetime_with_format(row, column, &at, &format)
            .map(|_| ());
    }
    let text = match text.char_indices().nth(MOST_CHARACTERS - 1) {
        Some((end, _)) => text.get(..end).unwrap_or_default(),
        None => text,
    };
    page.write_string_with_format(row, column, text, format)
        .map(|_| ())
}

/// What the findings of each row say, and of the form under `None`.
fn told(checked: &Checked, writing: Writing) -> HashMap<Option<usize>, String> {
    let mut told: HashMap<Option<usize>, String> = HashMap::new();
    for found in &checked.findings {
        let said = told.entry(found.row).or_default();
        if !said.is_empty() {
            said.push('；');
        }
        said.push_str(&sentence(found, writing));
    }
    told
}

fn sentence(found: &Found, writing: Writing) -> String {
    let fix = match &found.fix {
        Some((.., text)) if writing.corrected => format!("（已改为{text}）"),
        Some((.., text)) => format!("（可改为{text}）"),
        None => String::new(),
    };
    format!("【{}】{}{fix}", found.severity.label(), found.message)
}

fn cited(basis: &[Basis]) -> String {
    basis.iter().map(Basis::text).collect::<Vec<_>>().join("；")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_told_from_numbers() {
        for text in ["=1+1", "+86 635", "-甲", "@SUM(A1)", "\t=1", "＝1+1", " =1"] {
            assert!(looks_like_formula(text), "{text}");
        }
        for text in ["-5", "+3.5", "甲=乙", "", "16"] {
            assert!(!looks_like_formula(text), "{text}");
        }
    }
}
