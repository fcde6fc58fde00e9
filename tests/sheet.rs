//! Spreadsheets: that every row is told what the same document is told, and `zhifa check` of tables, as it is used.
#![cfg(feature = "cli")]

use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use zhifa::sheet::{Sheet, Workbook, Writing, address};
use zhifa::{Checker, Options, Severity};

const HEADING: [&str; 12] = [
    "序号",
    "姓名",
    "执法证号",
    "身份证件号码",
    "政治理论",
    "其中习近平法治思想",
    "公共法律知识",
    "业务知识",
    "实操技能",
    "合计",
    "考试是否合格",
    "到岗日期",
];
const KEYS: [&str; 12] = [
    "no",
    "name",
    "certificateNumber",
    "idNumber",
    "politicalTheory",
    "xiHours",
    "publicLaw",
    "professional",
    "practicalSkills",
    "total",
    "passed",
    "joinedOn",
];
const FORM: [(&str, &str); 9] = [
    ("agency.name", "聊城市城市管理局"),
    ("agency.regionCode", "371500"),
    ("year", "2025"),
    ("asOf", "2025-12-31"),
    ("officerHeadcount", "9"),
    ("totals.publicLaw", "300"),
    ("totals.persons", "9"),
    ("totals.qualified", "8"),
    ("totals.unqualified", "1"),
];

fn options(date: &str) -> Options {
    Options {
        date: zhifa::value::date::read(date).value,
        ..Options::default()
    }
}

fn csv(rows: &[Vec<String>]) -> String {
    let lines = std::iter::once(HEADING.join(",")).chain(rows.iter().map(|row| row.join(",")));
    lines.collect::<Vec<_>>().join("\n")
}

fn sheet(text: &str) -> Sheet {
    let mut book = Workbook::open(text.as_bytes().to_vec(), "台账.csv").unwrap();
    Sheet::of(&mut book, 0, "台账.csv", "training/roster", &mut |_, _| {}).unwrap()
}

/// What the document is told: rule, severity, row, column, and the end of the message, behind the row's name.
type Told = BTreeSet<(String, Severity, Option<usize>, String, String)>;

/// Told in one piece, as JSON.
fn as_document(rows: &[Vec<String>], form: &[(&str, &str)]) -> (Told, Vec<String>) {
    let mut data = serde_json::Map::new();
    for (path, text) in form {
        match path.split_once('.') {
            Some((group, name)) => {
                let group = data.entry(group).or_insert_with(|| serde_json::json!({}));
                group[name] = (*text).into();
            }
            None => drop(data.insert(path.to_string(), (*text).into())),
        }
    }
    let row = |row: &Vec<String>| {
        let cells = KEYS.iter().zip(row).filter(|(_, text)| !text.is_empty());
        serde_json::Value::Object(
            cells
                .map(|(key, text)| (key.to_string(), text.as_str().into()))
                .collect(),
        )
    };
    data.insert("rows".to_string(), rows.iter().map(row).collect());
    let document = serde_json::json!({ "form": "training/roster", "data": data });
    let report = Checker::new(options("2026-01-15"))
        .check_json(document.to_string().as_bytes())
        .unwrap();
    let told = report.findings.iter().map(|it| {
        let mut parts = it.path.trim_start_matches('/').split('/');
        let (list, row) = (parts.next(), parts.next());
        let row = row
            .filter(|_| list == Some("rows"))
            .and_then(|row| row.parse::<usize>().ok());
        let column = it.path.rsplit('/').next().unwrap_or_default().to_string();
        let message = match row {
            Some(row) => it
                .message
                .replacen(&format!("人员学时第{}行", row + 1), "", 1),
            None => it.message.clone(),
        };
        let message = as_in_sheet(&message);
        (it.rule.clone(), it.severity, row, column, message)
    });
    let open = report
        .not_checked
        .iter()
        .map(|it| format!("{}：{}", it.reason, it.rules.join("、")));
    (told.collect(), open.collect())
}

/// A message with the rows that it names numbered as in the sheet, whose heading takes the first.
fn as_in_sheet(message: &str) -> String {
    let mut parts = message.split('第');
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        out.push('第');
        match part.split_once('行') {
            Some((number, rest)) if number.parse::<usize>().is_ok() => {
                let number: usize = number.parse().unwrap();
                out.push_str(&format!("{}行{rest}", number + 1));
            }
            _ => out.push_str(part),
        }
    }
    out
}

/// Told row by row, as a table.
fn as_table(rows: &[Vec<String>], form: &[(&str, &str)]) -> (Told, Vec<String>) {
    let mut sheet = sheet(&csv(rows));
    for (path, text) in form {
        assert!(sheet.put(path, text), "{path}");
    }
    let checked = sheet.check(&options("2026-01-15"), &mut |_, _| {});
    let told = checked.findings.iter().map(|it| {
        // The heading takes the first row.
        let row = it.row.map(|row| row - 1);
        let column = match it.column {
            Some(column) => KEYS[column].to_string(),
            None => String::new(),
        };
        (
            checked.rule(it).to_string(),
            it.severity,
            row,
            column,
            it.message.clone(),
        )
    });
    let open = checked.documents[0]
        .not_checked
        .iter()
        .map(|it| format!("{}：{}", it.reason, it.rules.join("、")));
    (told.collect(), open.collect())
}

fn same(rows: &[Vec<String>], form: &[(&str, &str)]) {
    let (whole, open) = as_document(rows, form);
    let (by_row, open_by_row) = as_table(rows, form);
    // A table has no column for the fields of the form.
    let blanked = whole
        .into_iter()
        .map(|(rule, severity, row, column, message)| {
            let column = if row.is_some() { column } else { String::new() };
            (rule, severity, row, column, message)
        });
    assert_eq!(by_row, blanked.collect::<Told>(), "{rows:?}");
    assert_eq!(open_by_row, open, "{rows:?}");
}

fn row(number: usize) -> Vec<String> {
    let id = "371502198506123114";
    let (no, certificate) = (number.to_string(), format!("1508061{number:04}"));
    // Another name a row, from the characters behind 一.
    let last = char::from_u32('一' as u32 + number as u32).unwrap();
    let name = format!("闫书{last}");
    let cells: [&str; 12] = [
        &no,
        &name,
        &certificate,
        if number == 1 { id } else { "" },
        "16",
        "16",
        "32",
        "24",
        "32",
        "104",
        "是",
        "",
    ];
    cells.map(str::to_string).to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A document checked a window at a time and column by column is told what it is told in one piece.
    #[test]
    fn a_table_is_told_what_the_same_document_is_told(
        count in 1usize..13,
        changes in prop::collection::vec((0usize..13, 0usize..12, prop::sample::select(vec![
            "", "0", "9", "15", "29.5", "30", "104", "105", "2400", "-2", "2.3", "三十", "若干", "/", "否", "也许", "2025-08-04", "2025年2月30日", "2026-05-01",
            "12", "15080610001", "371502198506123114", "371502********3114", "11010119580529318x", "37150220300612311X", "《甲",
        ])), 0..9),
        left_out in prop::sample::subsequence((0..FORM.len()).collect::<Vec<_>>(), 0..4),
        year in prop::sample::select(vec!["2020", "2021", "2024", "2025", "2026"]),
    ) {
        let mut rows: Vec<Vec<String>> = (1..=count).map(row).collect();
        for (at, column, text) in changes {
            if let Some(row) = rows.get_mut(at) {
                row[column] = text.to_string();
            }
        }
        // A row with nothing in it is no row of a table, and blank in a document.
        prop_assume!(rows.iter().all(|row| row.iter().filter(|cell| !cell.is_empty() && *cell != "/").count() > 1));
        let form: Vec<(&str, &str)> = FORM.iter().enumerate()
            .filter(|(at, _)| !left_out.contains(at))
            .map(|(_, (path, text))| (*path, if *path == "year" { year } else { *text }))
            .collect();
        same(&rows, &form);
    }
}

#[test]
fn every_row_of_a_long_table_is_told_its_own() {
    // More findings of one rule than a document in one piece lists.
    let mut rows: Vec<Vec<String>> = (1..=1_500)
        .map(|number| {
            let mut row = row(number);
            row[1] = "闫书元".to_string();
            row[9] = "105".to_string();
            row
        })
        .collect();
    // An error behind as many infos of its rule.
    rows[1_499][2] = rows[0][2].clone();
    let sheet = sheet(&csv(&rows));
    let checked = sheet.check(&options("2026-01-15"), &mut |_, _| {});
    let sums: Vec<_> = checked
        .findings
        .iter()
        .filter(|it| checked.rule(it) == "PX061")
        .collect();
    assert_eq!(sums.len(), 1_500);
    assert_eq!(
        address(sums[1_499].row.unwrap(), sums[1_499].column.unwrap()),
        "J1501"
    );
    let alike: Vec<_> = { checked.findings.iter() }
        .filter(|it| checked.rule(it) == "PX063")
        .collect();
    assert_eq!(alike.len(), 1_499);
    let last = alike[1_498];
    assert_eq!(
        (last.severity, last.message.as_str()),
        (
            Severity::Error,
            "闫书元的执法证号与第2行“闫书元”相同，应一人一行"
        )
    );
    assert!(
        checked.documents[0]
            .not_checked
            .iter()
            .all(|it| !it.reason.contains("其余未列出"))
    );
}

#[test]
fn a_table_with_many_rows_that_leaves_rules_open_says_so_as_a_document_does() {
    let mut rows: Vec<Vec<String>> = (1..=450).map(row).collect();
    rows[300][6] = "若干".to_string();
    rows[301][8] = String::new();
    same(&rows, &FORM);
}

#[test]
fn a_cell_of_several_citations_is_parted_where_titles_begin() {
    let form = "inspection/annual-plan";
    let text = "检查事项,检查对象,检查时间,检查依据\n计量检查,加油站,4月至8月,《中华人民共和国计量法》第十八条、第十九条；《关于清理、取缔“三无”船舶的通告》第一条";
    let mut book = Workbook::open(text.as_bytes().to_vec(), "计划.csv").unwrap();
    let plan = Sheet::of(&mut book, 0, "计划.csv", form, &mut |_, _| {}).unwrap();
    let checked = plan.check(&options("2026-04-15"), &mut |_, _| {});
    let said: Vec<&str> = { checked.findings.iter() }
        .map(|it| it.message.as_str())
        .filter(|it| it.contains("检查依据"))
        .collect();
    // Two, of which the first names two articles.
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("含多条引用"), "{said:?}");
}

#[test]
fn what_is_said_of_the_whole_table_is_no_officers_fault() {
    // Without the fields of the form, which are then asked for.
    let checked = sheet(&csv(&[row(1), row(2)])).check(&options("2026-01-15"), &mut |_, _| {});
    let asked = { checked.findings.iter() }.filter(|it| it.severity != Severity::Info);
    assert!(asked.clone().count() > 0 && asked.clone().all(|it| it.row.is_none()));
    assert!(checked.officers.iter().all(|it| !it.is_faulty()));
    assert_eq!(
        checked.units[0].errors + checked.units[0].warnings,
        asked.count()
    );

    // Nor that of one of two teams.
    let teams = ["一队", "二队"].into_iter().zip([row(1), row(2)]);
    let rows = teams.map(|(team, mut row)| {
        row[11] = team.to_string();
        row
    });
    let text = csv(&rows.collect::<Vec<_>>()).replace("到岗日期", "科队");
    let checked = sheet(&text).check(&options("2026-01-15"), &mut |_, _| {});
    assert_eq!(checked.units.len(), 2, "{:?}", checked.units);
    assert!(checked.units.iter().all(|it| it.errors + it.warnings == 0));
}

fn zhifa(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_zhifa"))
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("zhifa-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const ROSTER: &str = "2025年度行政执法人员培训学时台账,,,,,,\n单位：聊城市城市管理局,,,统计截止日：2025-12-31,,,\n姓名,执法证号,政治理论,公共法律知识,业务知识,实操技能,合计,所属科队名\n闫书航,15080616031,16,32,24,32,104,一大队\n仝海涛,15080616033,16,32,24,32,105,=1+1\n";

#[test]
fn a_table_is_checked_and_given_back() {
    let folder = Folder::new("table");
    let table = folder.file("台账.csv", ROSTER);
    let out = folder.path("检查后.xlsx");
    let (code, said, wrong) = zhifa(&[
        "check",
        &table,
        "--date",
        "2026-01-15",
        "--field",
        "agency.regionCode=371500",
        "--field",
        "officerHeadcount=2",
        "--out",
        &out,
    ]);
    assert_eq!((code, wrong.as_str()), (1, ""), "{said}");
    assert!(
        said.contains("行政执法人员培训学时台账 有错误 2行 错误1"),
        "{said}"
    );
    assert!(
        said.contains(
            "错误 G5 仝海涛的合计105学时，四类之和为104学时，应相等 PX061\n       G5可改为：104"
        ),
        "{said}"
    );
    assert!(
        said.contains("H列“所属科队名”可能是“科队”，没有采用"),
        "{said}"
    );

    // The workbook that was written is read the same, and the text is no formula.
    let (code, again, _) = zhifa(&[
        "check",
        &out,
        "--date",
        "2026-01-15",
        "--field",
        "agency.regionCode=371500",
        "--field",
        "officerHeadcount=2",
        "--column",
        "H=rows[].department",
        "--format",
        "json",
    ]);
    assert_eq!(code, 1);
    let report: serde_json::Value = serde_json::from_str(&again).unwrap();
    assert_eq!(report["findings"][0]["cell"], "G5");
    assert_eq!(report["findings"][0]["fix"]["value"], "104");
    assert_eq!(report["form"], "training/roster");
    let mut book = Workbook::open(std::fs::read(&out).unwrap(), "检查后.xlsx").unwrap();
    let table = book.read(0, &mut |_, _| {}).unwrap();
    assert_eq!(table.text(4, 7), "=1+1");
    assert!(table.text(4, 8).starts_with("【错误】仝海涛的合计105学时"));

    let corrected = folder.path("改正.csv");
    let (code, _, _) = zhifa(&[
        "check",
        &out,
        "--date",
        "2026-01-15",
        "--field",
        "agency.regionCode=371500",
        "--out",
        &corrected,
        "--correct",
    ]);
    assert_eq!(code, 1);
    let text = std::fs::read_to_string(&corrected).unwrap();
    assert!(
        text.contains("仝海涛,15080616033,16,32,24,32,104,'=1+1,"),
        "{text}"
    );
    let (code, said, _) = zhifa(&[
        "check",
        &corrected,
        "--date",
        "2026-01-15",
        "--field",
        "agency.regionCode=371500",
        "--field",
        "officerHeadcount=2",
    ]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn a_table_that_cannot_be_read_is_said_and_the_next_one_is_checked() {
    let folder = Folder::new("odd");
    let html = folder.file("网页.xls", "<html><table></table></html>");
    let torn = folder.file("断.xlsx", b"PK\x03\x04torn");
    let plain = folder.file("无.csv", "甲,乙\n1,2\n");
    let good = folder.file("台账.csv", ROSTER);
    let (code, said, wrong) =
        zhifa(&["check", &html, &torn, &plain, &good, "--date", "2026-01-15"]);
    assert_eq!(code, 2);
    assert!(wrong.contains("网页.xls：文件的内容是网页"), "{wrong}");
    assert!(
        wrong.contains(
            "断.xlsx：文件损坏，或者没有下载完整，读不了；在Excel或者WPS中打开，另存一份再检查"
        ),
        "{wrong}"
    );
    assert!(wrong.contains("无.csv：没有找到表头"), "{wrong}");
    assert!(said.contains("G5"), "{said}");
}

/// An .xls file of one worksheet, as spreadsheets of the nineties wrote it: BIFF8 records in a compound file.
fn xls(rows: &[&[&str]], change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    fn record(out: &mut Vec<u8>, kind: u16, body: &[u8]) {
        out.extend(kind.to_le_bytes());
        out.extend((body.len() as u16).to_le_bytes());
        out.extend(body);
    }
    let begin = |of: u16| [&0x0600u16.to_le_bytes()[..], &of.to_le_bytes(), &[0; 12]].concat();
    let mut cells = Vec::new();
    record(&mut cells, 0x0809, &begin(0x10));
    for (row, texts) in rows.iter().enumerate() {
        for (column, text) in texts.iter().enumerate() {
            let wide: Vec<u16> = text.encode_utf16().collect();
            let mut body = [row as u16, column as u16, 0, wide.len() as u16]
                .map(u16::to_le_bytes)
                .concat();
            body.push(1);
            body.extend(wide.iter().flat_map(|unit| unit.to_le_bytes()));
            record(&mut cells, 0x0204, &body);
        }
    }
    record(&mut cells, 0x000a, &[]);
    change(&mut cells);
    let mut book = Vec::new();
    record(&mut book, 0x0809, &begin(0x05));
    let name = [1, 0, b'A'];
    let start = book.len() + 4 + 6 + name.len() + 4;
    record(
        &mut book,
        0x0085,
        &[&(start as u32).to_le_bytes()[..], &[0, 0], &name].concat(),
    );
    record(&mut book, 0x000a, &[]);
    book.extend(cells);
    // Streams shorter than this would stand in a store of small ones.
    book.resize(book.len().max(4_096).next_multiple_of(512), 0);
    let sectors = (book.len() / 512) as u32;
    let mut file = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    file.extend([0; 16]);
    file.extend([0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
    for word in [0, 1, 1, 0, 4_096, 0xffff_fffe, 0, 0xffff_fffe, 0] {
        file.extend(u32::to_le_bytes(word));
    }
    file.extend(0u32.to_le_bytes());
    file.resize(512, 0xff);
    // The table of sectors, the directory, the stream.
    let mut table = vec![0xffff_fffdu32, 0xffff_fffe];
    table.extend((0..sectors).map(|at| {
        if at + 1 == sectors {
            0xffff_fffe
        } else {
            at + 3
        }
    }));
    table.resize(128, 0xffff_ffff);
    file.extend(table.iter().flat_map(|word| word.to_le_bytes()));
    for (name, kind, child, first, size) in [
        ("Root Entry", 5u8, 1u32, 0xffff_fffe, 0),
        ("Workbook", 2, 0xffff_ffff, 2, book.len() as u32),
    ] {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let length = entry.len() as u16 + 2;
        entry.resize(64, 0);
        entry.extend(length.to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend(
            [0xffff_ffff, 0xffff_ffff, child]
                .iter()
                .flat_map(|word: &u32| word.to_le_bytes()),
        );
        entry.extend([0; 36]);
        entry.extend(
            [first, size, 0]
                .iter()
                .flat_map(|word: &u32| word.to_le_bytes()),
        );
        file.extend(entry);
    }
    file.resize(512 * 3, 0);
    file.extend(book);
    file
}

#[test]
fn an_old_workbook_is_checked_and_a_damaged_one_does_not_end_the_run() {
    let folder = Folder::new("old");
    let rows: &[&[&str]] = &[
        &[
            "姓名",
            "执法证号",
            "政治理论",
            "公共法律知识",
            "业务知识",
            "实操技能",
            "合计",
        ],
        &["仝海涛", "15080616033", "16", "32", "24", "32", "105"],
    ];
    let good = folder.file("老.xls", xls(rows, |_| {}));
    // A cell far to the right and one far below span more than any memory holds.
    let damaged = folder.file(
        "坏.xls",
        xls(rows, |cells| {
            let first = 20 + 4;
            cells[first + 2..first + 4].copy_from_slice(&[0xff, 0xff]);
            let last = cells.len() - 4 - (9 + 2 * 3);
            cells[last..last + 2].copy_from_slice(&[0xff, 0xff]);
        }),
    );
    let csv = folder.file("台账.csv", ROSTER);
    let (code, said, wrong) = zhifa(&["check", &good, "--date", "2026-01-15", "--rule", "PX061"]);
    assert_eq!((code, wrong.as_str()), (1, ""), "{said}");
    assert!(
        said.contains("错误 G2 仝海涛的合计105学时，四类之和为104学时"),
        "{said}"
    );
    let (code, said, wrong) = zhifa(&[
        "check",
        &damaged,
        &csv,
        "--date",
        "2026-01-15",
        "--rule",
        "PX061",
    ]);
    assert_eq!(code, 2, "{wrong}");
    assert!(
        wrong.contains("坏.xls：xls文件损坏，读不了；在Excel或者WPS中打开，另存一份再检查"),
        "{wrong}"
    );
    assert!(
        said.contains("G5 仝海涛"),
        "the next file is checked: {said}"
    );
}

#[test]
fn a_wrong_column_or_field_stops_with_what_would_be_right() {
    let folder = Folder::new("wrong");
    let table = folder.file("台账.csv", ROSTER);
    let far = format!("{}=rows[].total", "Z".repeat(20));
    for column in ["Z9=rows[].total", "@=rows[].total", "=rows[].total", &far] {
        let (code, _, wrong) = zhifa(&["check", &table, "--column", column]);
        assert_eq!(code, 2);
        assert!(wrong.contains("应写作列=栏目，如G=rows[].total"), "{wrong}");
    }
    let (code, _, wrong) = zhifa(&["check", &table, "--field", "totals.nonsense=1"]);
    assert_eq!(code, 2);
    assert!(wrong.contains("没有“totals.nonsense”这一栏"), "{wrong}");
    let (code, _, wrong) = zhifa(&["check", &table, "--form", "penalty/tale"]);
    assert_eq!(code, 2);
    assert!(wrong.contains("表单“penalty/tale”"), "{wrong}");
    assert!(Path::new(&table).exists());
}

#[test]
fn what_was_written_is_read_again_as_it_was() {
    let mut sheet = sheet(&csv(&[row(1), row(2)]));
    sheet.put("year", "2025");
    let checked = sheet.check(&options("2026-01-15"), &mut |_, _| {});
    for bytes in [
        sheet.to_xlsx(&checked, Writing::default()).unwrap(),
        sheet.to_csv(&checked, Writing::default()),
    ] {
        let mut book = Workbook::open(bytes, "再.csv").unwrap();
        let again = book.read(0, &mut |_, _| {}).unwrap();
        for at in 0..3 {
            for column in 0..HEADING.len() {
                assert_eq!(again.text(at, column), sheet.table.text(at, column));
            }
        }
    }
}

#[test]
fn lines_beside_a_table_say_whose_it_is_and_when_it_was_filled_in() {
    let heading = "姓名,执法证号,政治理论,合计\n闫书航,15080616031,16,104\n";
    let given = |above: &str, below: &str| -> Vec<(&str, String)> {
        let sheet = sheet(&format!("{above}\n{heading}{below}"));
        let given = sheet.given().iter();
        let given = given.filter(|it| it.path != "title" && it.path != "year");
        let mut given: Vec<_> = given.map(|it| (it.path, it.text.clone())).collect();
        given.sort();
        given
    };
    let agency = |name: &str| ("agency.name", name.to_string());
    for above in [
        "填报单位：聊城市城市管理局,,,",
        "单位：聊城市城市管理局,,,单位：学时",
        "报送单位（盖章）： 聊城市城市管理局,,,",
        "制表单位:,,聊城市城市管理局,",
        "单位名称（盖章）,聊城市城市管理局,,",
        "单　位：　　聊城市城市管理局　　2025年度,,,",
        "单位：学时,,填报单位：聊城市城市管理局   填报日期：    年  月  日,",
    ] {
        assert_eq!(given(above, ""), [agency("聊城市城市管理局")], "{above}");
    }
    for both in [
        "填报单位：聊城市城市管理局　　填报日期：2025年12月31日,,,",
        "填报单位：聊城市城市管理局 填报日期：2025年12月31日 分管领导（签字）：,,,",
        "填报单位（盖章）：,聊城市城市管理局,填报日期：,2025年12月31日",
    ] {
        let said = [
            agency("聊城市城市管理局"),
            ("preparedOn", "2025年12月31日".to_string()),
        ];
        assert_eq!(given(both, ""), said, "{both}");
    }
    // Nothing was written behind the label, and what stands behind it is another one.
    for blank in [
        "填报单位（盖章）：    分管领导（签字）：    ,,,",
        "填报单位：,填报日期：,,",
        "单位：人次、学时,,,",
    ] {
        assert_eq!(given(blank, ""), [], "{blank}");
    }
    assert_eq!(
        given("", "填报人：娄建国    审核人：    ,,,\n"),
        [("preparedBy", "娄建国".to_string())]
    );
    // What the officer says counts.
    let mut sheet = sheet(&format!("填报单位：聊城市城市管理局,,,\n{heading}"));
    assert!(sheet.put("agency.name", "聊城市司法局"));
    assert!(sheet.choose("training/roster", "rows[]", None));
    let names = { sheet.given().iter() }.filter(|it| it.path == "agency.name");
    let names: Vec<_> = names.map(|it| it.text.as_str()).collect();
    assert_eq!(names, ["聊城市司法局"]);
}

#[test]
fn a_column_that_the_table_lacks_is_asked_for_once() {
    let folder = Folder::new("lacking");
    let lacks = "“合计”一列，4行应当填写；补上这一列，或者把填写合计的那一列对应到“合计”，再检查";
    let heading = "姓名,执法证号,政治理论,公共法律知识,业务知识,实操技能";
    let rows = "\n闫书航,15080616031,16,32,24,32\n武晓雯,15080616032,16,32,24,32\n,15080616033,16,32,24,32\n阮玉洁,,16,若干,24,32\n";
    let table = folder.file("缺列.csv", format!("{heading}{rows}"));
    let run = |table: &str, format: &str| {
        zhifa(&[
            "check",
            table,
            "--date",
            "2026-01-15",
            "--field",
            "year=2025",
            "--format",
            format,
        ])
    };
    let (code, said, _) = run(&table, "text");
    assert_eq!(code, 1);
    assert_eq!(
        said.matches("合计").count(),
        lacks.matches("合计").count(),
        "{said}"
    );
    assert!(
        said.contains(&format!(
            "整表 表格没有{lacks} training/roster#rows[].total"
        )),
        "{said}"
    );
    // The faults of the other cells are told as before.
    for cell in ["A4 填写姓名", "B5 填写执法证号", "D5 "] {
        assert!(said.contains(cell), "{cell}: {said}");
    }
    assert!(!said.contains("B2 "), "{said}");

    // Of several units it is told once too, and of each that it spoils in JSON.
    let table = folder.file(
        "多单位.csv",
        format!(
            "机关名称,{heading}{}",
            rows.replace("\n闫", "\n甲局,闫")
                .replace("\n武", "\n甲局,武")
                .replace("\n,", "\n乙局,,")
                .replace("\n阮", "\n乙局,阮")
        ),
    );
    let (_, said, _) = run(&table, "text");
    assert_eq!(said.matches("表格没有").count(), 1, "{said}");
    let (_, said, _) = run(&table, "json");
    let told: Vec<usize> = said
        .lines()
        .map(|line| line.matches(lacks).count())
        .collect();
    assert_eq!(told, [1, 1], "{said}");

    // It is no officer's fault, and stands in what is given back.
    let sheet = sheet(&format!("{heading}{rows}"));
    let checked = sheet.check(&options("2026-01-15"), &mut |_, _| {});
    assert!(!checked.officers[0].is_faulty() && checked.officers[2].is_faulty());
    let back = String::from_utf8(sheet.to_csv(&checked, Writing::default())).unwrap();
    let lines: Vec<&str> = back.lines().filter(|line| line.contains(lacks)).collect();
    assert!(
        matches!(lines[..], [line] if line.starts_with("整表,")),
        "{back}"
    );
}
