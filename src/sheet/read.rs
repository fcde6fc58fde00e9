//! A file's bytes into the cells of its worksheets; what cannot be read is said in Chinese.

use super::table::{Kind, Merge, Table, make_room};
use calamine::{
    Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx,
    XlsxError,
};
use std::fmt::Write as _;
use std::io::{Cursor, Read};

/// Why a file could not be taken in; the message is meant for the officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl std::fmt::Display for Unreadable {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

fn unreadable<T>(message: impl Into<String>) -> Result<T, Unreadable> {
    Err(Unreadable(message.into()))
}

/// The largest file that is taken in.
const MOST_BYTES: usize = 100 << 20;
/// The most that a workbook may hold once it is unpacked; an ordinary one of half a million rows stays below.
const MOST_UNPACKED: u64 = 1 << 30;
/// The most that one part which is held in memory as a whole may be: the texts, the styles.
const MOST_PART: u64 = 256 << 20;
/// The most cells of one worksheet.
const MOST_CELLS: usize = 6_000_000;
/// The most bytes of text in one worksheet.
const MOST_TEXT: usize = 256 << 20;
/// Past this no roster has a column.
const MOST_COLUMNS: usize = 1_000;
/// Past this a row would be more than all cells; a file can number one as it likes, and each row before it is held.
const MOST_LINES: usize = MOST_CELLS;

/// An opened file: its worksheets, of which one at a time is read.
pub struct Workbook {
    /// Name and whether it is shown, in the order of the file.
    pub sheets: Vec<(String, bool)>,
    /// How many the file has.
    bytes: usize,
    inner: Inner,
}

/// The worksheets, and what reads them.
type Opened = Result<(Vec<(String, bool)>, Inner), Unreadable>;

enum Inner {
    Xlsx {
        book: Box<Xlsx<Cursor<Vec<u8>>>>,
        merges: bool,
    },
    Xls(Box<Xls<Cursor<Vec<u8>>>>),
    Text(String, Vec<String>),
}

impl Workbook {
    /// Opens a file by what it holds; the name only tells what to say where that is something else.
    ///
    /// # Errors
    /// Where it is no spreadsheet, is protected, damaged, empty or too large.
    pub fn open(bytes: Vec<u8>, name: &str) -> Result<Workbook, Unreadable> {
        if bytes.len() > MOST_BYTES {
            return unreadable(format!(
                "文件有{}MB，最多读{}MB；拆成几个文件再检查",
                bytes.len().div_ceil(1 << 20),
                MOST_BYTES >> 20
            ));
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return unreadable("文件是空的");
        }
        let size = bytes.len();
        let (sheets, inner) = match &bytes[..] {
            [b'P', b'K', ..] => xlsx(bytes),
            [0xd0, 0xcf, 0x11, 0xe0, ..] | [0x09, 0x00..=0x08, _, 0x00, ..] => xls(bytes),
            [b'%', b'P', b'D', b'F', ..] => {
                unreadable("这是PDF文件，这里要的是xlsx、xls或者csv表格")
            }
            [b'{' | b'[', ..] if !is_csv(name) => unreadable("这是JSON文件，不是表格"),
            _ => text(bytes, name),
        }?;
        Ok(Workbook {
            sheets,
            bytes: size,
            inner,
        })
    }

    /// Reads a worksheet by number. `progress` is told how many of about how many rows are read.
    ///
    /// # Errors
    /// Where it is damaged or too large.
    pub fn read(
        &mut self,
        number: usize,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Table, Unreadable> {
        let name = self.sheets.get(number).map_or("", |(name, _)| name);
        make_room((self.bytes * 4).min(96 << 20));
        match &mut self.inner {
            Inner::Xlsx { book, merges } => read_xlsx(book, name, *merges, progress),
            Inner::Xls(book) => read_xls(book, name, progress),
            Inner::Text(text, notes) => {
                let mut table = read_text(text, progress)?;
                table.notes.splice(0..0, notes.iter().cloned());
                Ok(table)
            }
        }
    }
}

fn is_csv(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with(".csv") || name.ends_with(".txt") || name.ends_with(".tsv")
}

/// What an officer can try; what the reader itself says is for programmers.
const AGAIN: &str = "在Excel或者WPS中打开，另存一份再检查";
const PROTECTED: &str = "文件设有打开密码，读不了；在Excel或者WPS中打开，取消密码后另存一份再导入";

fn xlsx(bytes: Vec<u8>) -> Opened {
    let merges = unpacked(&bytes)?;
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let sheets = worksheets(book.sheets_metadata());
    if sheets.is_empty() {
        return unreadable("文件中没有工作表");
    }
    let book = Box::new(book);
    Ok((sheets, Inner::Xlsx { book, merges }))
}

fn xls(bytes: Vec<u8>) -> Opened {
    // A workbook of the newer kind with a password is an envelope of the older kind.
    if let Err(XlsxError::Password) = Xlsx::new(Cursor::new(&bytes[..])) {
        return unreadable(PROTECTED);
    }
    let book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => Unreadable(PROTECTED.to_string()),
        _ => Unreadable(format!("xls文件损坏，或者不是表格，读不了；{AGAIN}")),
    })?;
    let sheets = worksheets(book.sheets_metadata());
    if sheets.is_empty() {
        return unreadable("文件中没有工作表");
    }
    Ok((sheets, Inner::Xls(Box::new(book))))
}

fn worksheets(sheets: &[calamine::Sheet]) -> Vec<(String, bool)> {
    { sheets.iter() }
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible))
        .collect()
}

fn broken(error: &XlsxError) -> Unreadable {
    Unreadable(match error {
        XlsxError::Password => PROTECTED.to_string(),
        _ => format!("xlsx文件损坏，或者不是表格，读不了；{AGAIN}"),
    })
}

/// Unpacks a workbook into nothing, since the sizes that it tells need not be true; whether any worksheet has merged cells.
fn unpacked(bytes: &[u8]) -> Result<bool, Unreadable> {
    let damaged = || Unreadable(format!("文件损坏，或者没有下载完整，读不了；{AGAIN}"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let bomb = || {
        Unreadable(
            "文件解压后过大，不像正常的表格，没有打开；确需检查的，另存为csv再导入".to_string(),
        )
    };
    if archive.len() > 10_000 {
        return Err(bomb());
    }
    let (mut total, mut merges) = (0u64, false);
    let mut buffer = vec![0u8; 1 << 16];
    for number in 0..archive.len() {
        let mut part = match archive.by_index(number) {
            Ok(part) => part,
            Err(zip::result::ZipError::UnsupportedArchive(_)) => {
                return unreadable(
                    "压缩方式不支持，或者设有密码，读不了；在Excel或者WPS中另存一份再导入",
                );
            }
            Err(_) => return Err(damaged()),
        };
        let sheet = part.name().is_ok_and(|name| name.contains("worksheets/"));
        let most = if sheet { MOST_UNPACKED } else { MOST_PART };
        let mut size = 0u64;
        let mut kept = 0;
        loop {
            let read = part
                .read(buffer.get_mut(kept..).unwrap_or_default())
                .map_err(|error| match error.to_string().contains("declared") {
                    // It holds more than it says.
                    true => bomb(),
                    false => damaged(),
                })?;
            size += read as u64;
            total += read as u64;
            if size > most || total > MOST_UNPACKED {
                return Err(bomb());
            }
            if read == 0 {
                break;
            }
            if sheet && !merges {
                let seen = buffer.get(..kept + read).unwrap_or_default();
                merges = seen.windows(MERGE.len()).any(|at| at == MERGE);
                // The word may lie across two pieces.
                let tail = seen.len().saturating_sub(MERGE.len());
                let (from, length) = (tail, seen.len() - tail);
                buffer.copy_within(from..from + length, 0);
                kept = length;
            }
        }
    }
    Ok(merges)
}

const MERGE: &[u8] = b"mergeCell ";

fn read_xlsx(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    name: &str,
    merges: bool,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Table, Unreadable> {
    let mut table = Table::default();
    let mut writing = String::new();
    let mut cells = book
        .worksheet_cells_reader(name)
        .map_err(|error| broken(&error))?;
    let rows = cells.dimensions().end.0 as usize + 1;
    let mut last = 0;
    while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        if row >= last + 1_000 {
            last = row;
            progress(row, rows);
        }
        writing.clear();
        let (kind, text) = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::SharedString(text) => (Kind::Text, *text),
            DataRef::String(text) => (Kind::Text, text.as_str()),
            DataRef::Float(number) => (Kind::Number, number_in(&mut writing, *number)),
            DataRef::Int(number) => {
                let _ = write!(writing, "{number}");
                (Kind::Number, writing.as_str())
            }
            DataRef::Bool(yes) => (Kind::Text, if *yes { "是" } else { "否" }),
            DataRef::DateTime(at) => (Kind::Date, date_in(&mut writing, at)),
            DataRef::DateTimeIso(text) => {
                (Kind::Date, text.strip_suffix("T00:00:00").unwrap_or(text))
            }
            DataRef::DurationIso(text) => (Kind::Text, text.as_str()),
            DataRef::Error(error) => {
                let _ = write!(writing, "{error}");
                (Kind::Error, writing.as_str())
            }
        };
        put(&mut table, row, column, kind, text)?;
    }
    drop(cells);
    if merges {
        let merged = book.merge_cells_by_sheet_name(name);
        merge(&mut table, &merged.map_err(|error| broken(&error))?);
    }
    Ok(table)
}

fn read_xls(
    book: &mut Xls<Cursor<Vec<u8>>>,
    name: &str,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Table, Unreadable> {
    let damaged = |_| Unreadable(format!("工作表“{name}”损坏，读不了；{AGAIN}"));
    let range = book.worksheet_range(name).map_err(damaged)?;
    let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    let start = range.start().unwrap_or_default();
    let mut table = Table::default();
    let mut writing = String::new();
    for (number, cells) in range.rows().enumerate() {
        if number % 1_000 == 0 {
            progress(number, range.height());
        }
        for (at, cell) in cells.iter().enumerate() {
            writing.clear();
            let (kind, text) = match cell {
                Data::Empty => continue,
                Data::String(text) => (Kind::Text, text.as_str()),
                Data::Float(number) => (Kind::Number, number_in(&mut writing, *number)),
                Data::Int(number) => {
                    let _ = write!(writing, "{number}");
                    (Kind::Number, writing.as_str())
                }
                Data::Bool(yes) => (Kind::Text, if *yes { "是" } else { "否" }),
                Data::DateTime(at) => (Kind::Date, date_in(&mut writing, at)),
                Data::DateTimeIso(text) | Data::DurationIso(text) => (Kind::Text, text.as_str()),
                Data::Error(error) => {
                    let _ = write!(writing, "{error}");
                    (Kind::Error, writing.as_str())
                }
            };
            let (row, column) = (start.0 as usize + number, start.1 as usize + at);
            put(&mut table, row, column, kind, text)?;
        }
    }
    merge(&mut table, &merged);
    Ok(table)
}

fn put(
    table: &mut Table,
    row: usize,
    column: usize,
    kind: Kind,
    text: &str,
) -> Result<(), Unreadable> {
    if column >= MOST_COLUMNS {
        return unreadable(format!(
            "第{}行超出{MOST_COLUMNS}列，不像人员、班次一类的表，没有打开；删去右边的空列、杂项再导入",
            row + 1
        ));
    }
    if row >= MOST_LINES {
        return unreadable(format!(
            "第{}行超出{}万行，不像人员、班次一类的表，没有打开；删去下面的空行、杂项再导入",
            row + 1,
            MOST_LINES / 10_000
        ));
    }
    if table.cells() >= MOST_CELLS || table.bytes() > MOST_TEXT {
        return unreadable(format!(
            "表格过大，读到第{}行已有{}万个单元格；拆成几个文件再检查",
            row + 1,
            table.cells() / 10_000
        ));
    }
    table.put(row, column, kind, text);
    Ok(())
}

/// The shortest writing that gives the number again; what arithmetic in binary left behind (0.30000000000000004) is rounded away, as the
/// fifteen digits that a spreadsheet shows.
fn number_in(writing: &mut String, number: f64) -> &str {
    let _ = write!(writing, "{number}");
    if writing.bytes().filter(u8::is_ascii_digit).count() > 15 && number.abs() < 1e15 {
        let digits = 15usize.saturating_sub(format!("{:.0}", number.abs()).len());
        writing.clear();
        let _ = write!(writing, "{number:.digits$}");
        if writing.contains('.') {
            writing.truncate(writing.trim_end_matches('0').trim_end_matches('.').len());
        }
    }
    writing
}

/// A day as 2024-05-01, a time as 09:00, both as 2024-05-01 09:00.
fn date_in<'w>(writing: &'w mut String, at: &ExcelDateTime) -> &'w str {
    if at.is_duration() {
        let minutes = (at.as_f64() * 24.0 * 60.0).round() as i64;
        let _ = write!(writing, "{:02}:{:02}", minutes / 60, minutes % 60);
        return writing;
    }
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let whole = hour == 0 && minute == 0 && second == 0 && milli == 0;
    if at.as_f64() >= 1.0 || whole {
        let _ = write!(writing, "{year:04}-{month:02}-{day:02}");
    }
    if !whole {
        let blank = if writing.is_empty() { "" } else { " " };
        let _ = write!(writing, "{blank}{hour:02}:{minute:02}");
    }
    writing
}

/// The day of a serial number of a spreadsheet: 45768 is 2025-04-21.
pub(super) fn day_of(serial: f64) -> Option<String> {
    if !(20_000.0..80_000.0).contains(&serial) || serial.fract() != 0.0 {
        return None;
    }
    let at = ExcelDateTime::new(serial, calamine::ExcelDateTimeType::DateTime, false);
    let mut day = String::new();
    date_in(&mut day, &at);
    Some(day)
}

/// Gives every cell of merged ones what the first holds, downwards: a unit's name over its officers. Across, the first keeps it, as in a
/// heading.
fn merge(table: &mut Table, merged: &[Dimensions]) {
    let mut filled = 0usize;
    for it in merged {
        let from = (it.start.0 as usize, it.start.1 as usize);
        let to = (it.end.0 as usize, it.end.1 as usize);
        table.merges.push(Merge { from, to });
        let datum = table.datum(from.0, from.1);
        // A merge to the foot of the worksheet ends where the table does.
        for row in from.0 + 1..(to.0 + 1).min(table.rows()) {
            if datum.kind != Kind::Blank && table.datum(row, from.1).kind == Kind::Blank {
                table.set(row, from.1, datum);
                filled += 1;
            }
        }
    }
    if filled > 0 {
        table.notes.push(format!(
            "有合并的单元格，已按其内容逐行填入{filled}格，写回时不再合并"
        ));
    }
}

fn text(bytes: Vec<u8>, name: &str) -> Opened {
    let mut notes = Vec::new();
    let text = decoded(bytes, &mut notes)?;
    let start = text.trim_start().get(..64.min(text.trim_start().len()));
    let start = start.unwrap_or_default().to_ascii_lowercase();
    if start.starts_with("<?xml")
        || start.starts_with("<html")
        || start.starts_with("<!doctype")
        || start.starts_with("<table")
    {
        return unreadable(
            "文件的内容是网页或者XML，不是表格；在Excel或者WPS中打开，另存为xlsx再导入",
        );
    }
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if text.chars().take(4_000).any(control) {
        return unreadable("文件不是文本，也不是xlsx、xls表格，读不了");
    }
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    Ok((vec![(stem.to_string(), true)], Inner::Text(text, notes)))
}

/// UTF-8, UTF-16 with its mark, else GB 18030 as older systems write it.
fn decoded(bytes: Vec<u8>, notes: &mut Vec<String>) -> Result<String, Unreadable> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(&bytes) {
        let (text, _, bad) = encoding.decode(&bytes);
        if bad {
            notes.push(LOST.to_string());
        }
        return Ok(text.into_owned());
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error.into_bytes(),
    };
    if bytes.iter().take(4_000).any(|byte| *byte == 0) {
        return unreadable("文件不是文本，也不是xlsx、xls表格，读不了");
    }
    // A text of UTF-8 with a few broken places is not one of GB 18030, which would read almost anything.
    let lossy = String::from_utf8_lossy(&bytes);
    let lost = lossy.chars().filter(|c| *c == '\u{fffd}').count();
    let wide = lossy.chars().filter(|c| !c.is_ascii()).count();
    if lost * 20 < wide {
        notes.push(format!("有{lost}处字符损坏，显示为“\u{fffd}”，核对原表"));
        return Ok(lossy.into_owned());
    }
    let (text, _, bad) = encoding_rs::GB18030.decode(&bytes);
    let lost = text.chars().filter(|c| *c == '\u{fffd}').count();
    if bad && lost * 20 > text.chars().filter(|c| !c.is_ascii()).count() {
        return unreadable(
            "文件的编码不是UTF-8，也不是GB18030，读出来是乱码；在Excel或者WPS中打开，另存为xlsx或者UTF-8的csv再导入",
        );
    }
    if bad {
        notes.push(LOST.to_string());
    }
    notes.push("文件按GB18030编码读取".to_string());
    Ok(text.into_owned())
}

const LOST: &str = "有的字符不能按文件的编码识别，显示为“\u{fffd}”，核对原表";

fn read_text(text: &str, progress: &mut dyn FnMut(usize, usize)) -> Result<Table, Unreadable> {
    let head: Vec<&str> = text.lines().take(20).collect();
    let often = |mark: char| {
        head.iter()
            .map(|line| line.matches(mark).count())
            .sum::<usize>()
    };
    let delimiter = [b',', b'\t', b';']
        .into_iter()
        .max_by_key(|mark| (often(char::from(*mark)), *mark == b','))
        .unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let lines = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let mut table = Table::default();
    let mut record = csv::StringRecord::new();
    let (mut row, mut line) = (0, 1);
    let unclosed = |line: u64| {
        Unreadable(format!(
            "第{line}行的引号没有成对，后面的行会连成一格；补上引号，或者另存为xlsx再导入"
        ))
    };
    while reader
        .read_record(&mut record)
        .map_err(|error| Unreadable(format!("csv读到第{line}行出错（{error}）")))?
    {
        let next = reader.position().line();
        let within = record
            .as_slice()
            .bytes()
            .filter(|byte| *byte == b'\n')
            .count();
        if within > 100 {
            return Err(unclosed(line));
        }
        // Blank lines, which the reader passes over, keep their place.
        row += (next.saturating_sub(line) as usize).saturating_sub(1 + within);
        line = next;
        if row % 1_000 == 0 {
            progress(row, lines);
        }
        for (column, field) in record.iter().enumerate() {
            // The mark that we ourselves put before what looks like a formula.
            let field = match field.strip_prefix('\'') {
                Some(rest) if super::write::looks_like_formula(rest) => rest,
                _ => field,
            };
            put(&mut table, row, column, Kind::Text, field)?;
        }
        row += 1;
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        let mut book = Workbook::open(text.as_bytes().to_vec(), "a.csv").unwrap();
        book.read(0, &mut |_, _| {}).unwrap()
    }

    #[test]
    fn numbers_are_written_as_a_spreadsheet_shows_them() {
        for (number, written) in [
            (16.0, "16"),
            (2.5, "2.5"),
            (0.1 + 0.2, "0.3"),
            (371502198506123114.0, "371502198506123140"),
            (-1.0 / 3.0, "-0.33333333333333"),
        ] {
            let mut writing = String::new();
            assert_eq!(number_in(&mut writing, number), written);
        }
    }

    #[test]
    fn serial_numbers_are_days() {
        assert_eq!(day_of(45_768.0).as_deref(), Some("2025-04-21"));
        assert_eq!(day_of(16.0), None);
        assert_eq!(day_of(45_768.5), None);
    }

    #[test]
    fn blank_lines_of_a_text_keep_their_place_and_lines_within_a_cell_stay() {
        let table = table("姓名,备注\r\n\r\n甲,\"一\n二\"\r\n乙,\r\n");
        assert_eq!(table.text(0, 0), "姓名");
        assert!(table.is_blank(1));
        assert_eq!(table.text(2, 1), "一\n二");
        assert_eq!(table.text(3, 0), "乙");
    }

    #[test]
    fn a_row_far_below_the_others_is_refused_and_not_reached() {
        let text = format!("姓名,学时\n{}甲,16\n", "\n".repeat(MOST_LINES));
        let mut book = Workbook::open(text.into_bytes(), "a.csv").unwrap();
        let refused = book.read(0, &mut |_, _| {}).unwrap_err();
        assert!(refused.0.starts_with("第6000002行超出600万行"), "{refused}");
    }

    #[test]
    fn encodings_are_told_apart() {
        let gb = encoding_rs::GB18030
            .encode("姓名,学时\n毕景华,16\n")
            .0
            .into_owned();
        let mut book = Workbook::open(gb, "a.csv").unwrap();
        let table = book.read(0, &mut |_, _| {}).unwrap();
        assert_eq!(table.text(1, 0), "毕景华");
        assert_eq!(table.notes, ["文件按GB18030编码读取"]);
        let mut torn = "姓名,学时\n毕景华,16\n晁建勋在城市管理局工作多年,18\n"
            .as_bytes()
            .to_vec();
        torn.extend([0xe5, b'\n']);
        let mut book = Workbook::open(torn, "a.csv").unwrap();
        let table = book.read(0, &mut |_, _| {}).unwrap();
        assert_eq!(
            table.text(1, 0),
            "毕景华",
            "one torn character does not make it GB 18030"
        );
        assert!(table.notes[0].contains("1处字符损坏"));
        let sixteen: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("姓名,学时\n".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let mut book = Workbook::open(sixteen, "a.csv").unwrap();
        assert_eq!(book.read(0, &mut |_, _| {}).unwrap().text(0, 1), "学时");
    }

    #[test]
    fn what_is_no_table_is_said() {
        let said = |bytes: &[u8], name: &str| match Workbook::open(bytes.to_vec(), name) {
            Ok(_) => "opened".to_string(),
            Err(why) => why.0,
        };
        assert!(said(b" \n", "a.csv").contains("空的"));
        assert!(said(b"%PDF-1.7", "a.xlsx").contains("PDF"));
        assert!(said(b"PK\x03\x04torn", "a.xlsx").contains("损坏"));
        assert!(said(b"<html><table>", "a.xls").contains("网页"));
        assert!(said(&[0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3], "a.xls").contains("损坏"));
        assert!(said(&[0x81, 0x00, 0x30], "a.csv").contains("不是文本"));
        let mut open = "a,b\n\"从这里起".to_string();
        open.extend(std::iter::repeat_n("x,y\n", 200));
        let mut book = Workbook::open(open.into_bytes(), "a.csv").unwrap();
        assert!(
            book.read(0, &mut |_, _| {})
                .unwrap_err()
                .0
                .contains("第2行的引号")
        );
    }
}
