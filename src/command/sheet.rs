//! `zhifa check` of spreadsheets: the reader and the way to take headings for fields are those of the browser.

use super::Format;
use super::check::Arguments;
use super::output::{Colour, Colours, Failure, said, unread};
use serde_json::{Value, json};
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use zhifa::sheet::{Checked, Sheet, Unit, Workbook, Writing, address, letters};
use zhifa::{Options, Outcome, Severity};

/// Whether a file is a spreadsheet, by its name.
pub fn is_spreadsheet(path: &Path) -> bool {
    let extension = path
        .extension()
        .and_then(|it| it.to_str())
        .unwrap_or_default();
    ["xlsx", "xlsm", "xls", "et", "csv", "tsv"].contains(&extension.to_ascii_lowercase().as_str())
}

/// Set where the program runs for one .xls file.
const APART: &str = "ZHIFA_APART";

/// Whether a file is best read by a program of its own: a damaged .xls can make its reader ask for more memory than there is, which ends the
/// program that asks.
pub fn is_fragile(path: &Path) -> bool {
    let mut magic = [0; 4];
    let old = std::fs::File::open(path).is_ok_and(|mut file| file.read_exact(&mut magic).is_ok())
        && magic == [0xd0, 0xcf, 0x11, 0xe0];
    old && std::env::var_os(APART).is_none()
}

/// Checks one file by another run of this program, which writes for itself. → the outcome, as far as its exit status tells, or why there is none.
pub fn check_apart(path: &Path, arguments: &Arguments) -> Result<Result<Outcome, String>, Failure> {
    let run = Command::new(std::env::current_exe()?)
        .env(APART, "1")
        .arg("check")
        .args(arguments.again())
        .arg("--")
        .arg(path)
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?
        .wait_with_output()?;
    Ok(match run.status.code() {
        Some(0) => Ok(Outcome::Pass),
        Some(1) => Ok(Outcome::Errors),
        Some(2) => {
            let said = String::from_utf8_lossy(&run.stderr);
            let own = format!("{}：", path.display());
            Err(said.trim_end().trim_start_matches(&own).to_string())
        }
        _ => Err("xls文件损坏，读不了；在Excel或者WPS中打开，另存一份再检查".to_string()),
    })
}

/// Reads and checks one file, and writes what was found. → the outcome; or why the file could not be read.
pub fn check(
    path: &Path,
    arguments: &Arguments,
    options: &Options,
    colours: Colours,
    progress: &mut dyn FnMut(usize, usize),
    out: &mut impl Write,
) -> Result<Result<Outcome, String>, Failure> {
    let name = path.display().to_string();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Err(unread(&error))),
    };
    let file = path
        .file_name()
        .and_then(|it| it.to_str())
        .unwrap_or_default();
    let mut sheet = match open(bytes, file, arguments, progress) {
        Ok(sheet) => sheet,
        Err(why) => return Ok(Err(why)),
    };
    if sheet.heading.height == 0 {
        return Ok(Err(
            "没有找到表头：前20行中没有一行写有两个以上能认出的栏目名称".to_string(),
        ));
    }
    for assignment in &arguments.columns {
        assign(&mut sheet, assignment)?;
    }
    let mut notes: Vec<String> = { sheet.leave_doubtful().into_iter() }
        .map(|(column, label)| {
            let words = sheet.heading.words.get(column).map_or("", String::as_str);
            let name = letters(column);
            format!("{name}列“{words}”可能是“{label}”，没有采用；确认的，用--column {name}=…写明")
        })
        .collect();
    for field in &arguments.fields {
        let (path, text) = field.split_once('=').unwrap_or((field, ""));
        if !sheet.put(path, text) {
            return said(format!(
                "表单{}没有“{path}”这一栏",
                sheet.targets.layout.form.id
            ));
        }
    }
    let checked = sheet.check(options, progress);
    notes.extend(checked.notes.iter().cloned());
    match arguments.format {
        Format::Text => text(out, &name, &sheet, &checked, &notes, colours)?,
        Format::Json => lines(out, &name, &sheet, &checked, &notes)?,
    }
    if let Some(to) = &arguments.out {
        write(
            to,
            &sheet,
            &checked,
            Writing {
                corrected: arguments.correct,
            },
        )?;
    }
    Ok(Ok(checked.outcome()))
}

fn open(
    bytes: Vec<u8>,
    file: &str,
    arguments: &Arguments,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Sheet, String> {
    let prefer = arguments.form.as_deref().unwrap_or_default();
    let mut book = Workbook::open(bytes, file).map_err(|why| why.0)?;
    let mut sheet = match &arguments.sheet {
        Some(wanted) => {
            let number = book.sheets.iter().position(|(name, _)| name == wanted);
            let Some(number) = number else {
                let names: Vec<&str> = book.sheets.iter().map(|(name, _)| name.as_str()).collect();
                return Err(format!("没有工作表“{wanted}”，现有{}", names.join("、")));
            };
            Sheet::of(&mut book, number, file, prefer, progress).map_err(|why| why.0)?
        }
        None => {
            Sheet::first(&mut book, file, prefer, progress)
                .map_err(|why| why.0)?
                .1
        }
    };
    if !prefer.is_empty() && sheet.targets.layout.form.id != prefer {
        let list = sheet
            .choices
            .iter()
            .find(|(form, _)| *form == prefer)
            .map(|(_, list)| *list);
        let Some(list) = list else {
            return Err(format!("表单“{prefer}”没有成行的栏目，或者没有这种表单"));
        };
        sheet.choose(prefer, list, None);
    }
    Ok(sheet)
}

/// Takes E=rows[].total, or E= for a column that is left out.
fn assign(sheet: &mut Sheet, assignment: &str) -> Result<(), Failure> {
    let (letters, path) = assignment.split_once('=').unwrap_or((assignment, ""));
    let column = letters.bytes().try_fold(0usize, |column, letter| {
        let letter = letter.to_ascii_uppercase();
        let number = usize::from(letter.checked_sub(b'A')?) + 1;
        let column = column.checked_mul(26)?.checked_add(number)?;
        (number <= 26).then_some(column)
    });
    let column = column.and_then(|column| column.checked_sub(1));
    let path = Some(path).filter(|path| !path.is_empty());
    match column {
        Some(column) if sheet.assign(column, path) => Ok(()),
        _ => said(format!(
            "“{assignment}”应写作列=栏目，如G=rows[].total；这张表按{}检查，它的栏目见zhifa explain {}",
            sheet.targets.layout.form.title, sheet.targets.layout.form.id
        )),
    }
}

fn write(to: &Path, sheet: &Sheet, checked: &Checked, writing: Writing) -> Result<(), Failure> {
    let csv = to
        .extension()
        .is_some_and(|it| it.eq_ignore_ascii_case("csv"));
    let bytes = match csv {
        true => sheet.to_csv(checked, writing),
        false => sheet.to_xlsx(checked, writing).or_else(said)?,
    };
    std::fs::write(to, bytes).or_else(|error| said(format!("{}：无法写出：{error}", to.display())))
}

fn text(
    out: &mut impl Write,
    name: &str,
    sheet: &Sheet,
    checked: &Checked,
    notes: &[String],
    colours: Colours,
) -> io::Result<()> {
    let outcome = checked.outcome();
    let colour = match outcome {
        Outcome::Pass => Colour::Green,
        Outcome::Review => Colour::Yellow,
        Outcome::Errors => Colour::Red,
    };
    let title = sheet.targets.layout.form.title;
    write!(
        out,
        "{name} {title} {} {}行",
        colours.paint(colour, outcome.label()),
        checked.rows
    )?;
    if checked.documents.len() > 1 {
        write!(out, " {}份", checked.documents.len())?;
    }
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        if checked.count(severity) > 0 {
            write!(out, " {}{}", severity.label(), checked.count(severity))?;
        }
    }
    writeln!(out)?;
    for found in &checked.findings {
        let colour = match found.severity {
            Severity::Error => Colour::Red,
            Severity::Warning => Colour::Yellow,
            Severity::Info => Colour::Cyan,
        };
        let rule = colours.paint(Colour::Grey, checked.rule(found));
        let label = colours.paint(colour, found.severity.label());
        writeln!(out, "  {label} {} {} {rule}", found.place(), found.message)?;
        if let Some((row, column, text)) = &found.fix {
            let fix = format!("{}可改为：{text}", address(*row, *column));
            writeln!(out, "       {}", colours.paint(Colour::Grey, &fix))?;
        }
    }
    // Each rule's basis once: it is the same in every row.
    for (id, basis) in checked.rules.iter().filter(|(_, basis)| !basis.is_empty()) {
        let basis: Vec<String> = basis.iter().map(zhifa::Basis::text).collect();
        let line = format!("{id} 依据：{}", basis.join("；"));
        writeln!(out, "  {}", colours.paint(Colour::Grey, &line))?;
    }
    for (reason, rules, count) in checked.not_checked() {
        let times = if count > 1 {
            format!("（{count}份）")
        } else {
            String::new()
        };
        let rules = colours.paint(Colour::Grey, &rules.join("、"));
        writeln!(
            out,
            "  {} {reason}{times} {rules}",
            colours.paint(Colour::Yellow, "未核")
        )?;
    }
    for note in notes {
        writeln!(out, "  说明 {note}")?;
    }
    Ok(())
}

/// A line of JSON for each document.
fn lines(
    out: &mut impl Write,
    name: &str,
    sheet: &Sheet,
    checked: &Checked,
    notes: &[String],
) -> Result<(), Failure> {
    let form = sheet.targets.layout.form;
    let mut findings: Vec<Vec<Value>> = vec![Vec::new(); checked.documents.len()];
    for found in &checked.findings {
        let fix = found.fix.as_ref();
        let basis = checked
            .rules
            .get(found.rule)
            .map(|(_, basis)| basis.iter().map(zhifa::Basis::text));
        let cell = found
            .row
            .zip(found.column)
            .map(|(row, column)| address(row, column));
        let line = json!({
            "rule": checked.rule(found),
            "severity": found.severity.key(),
            "cell": cell,
            "row": found.row.map(|row| row + 1),
            "label": found.label,
            "message": found.message,
            "basis": basis.map(Vec::from_iter).unwrap_or_default(),
            "fix": fix.map(|(row, column, text)| json!({ "cell": address(*row, *column), "value": text })),
        });
        // What is said of the table is said of each document that it spoils.
        let spoils =
            |unit: &Unit| found.severity < Severity::Error || unit.outcome == Outcome::Errors;
        for (at, (own, unit)) in findings.iter_mut().zip(&checked.documents).enumerate() {
            if found.document.map_or_else(|| spoils(unit), |it| it == at) {
                own.push(line.clone());
            }
        }
    }
    for (unit, findings) in checked.documents.iter().zip(findings) {
        let open: Vec<Value> = { unit.not_checked.iter() }
            .map(|it| json!({ "rules": it.rules, "label": it.label, "reason": it.reason }))
            .collect();
        let line = json!({
            "file": name,
            "document": unit.name,
            "form": form.id,
            "title": form.title,
            "outcome": unit.outcome.key(),
            "rows": unit.rows,
            "findings": findings,
            "notChecked": open,
            "packs": unit.packs,
            "asOf": unit.as_of,
            "notes": notes,
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}
