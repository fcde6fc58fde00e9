//! `zhifa check`: documents in, reports out, one at a time.

use super::Format;
use super::deadline::calendar;
use super::documents::{Documents, Fault, Place};
use super::output::{Colour, Colours, Failure, read, said, unread};
use super::sheet;
use chrono::{Days, NaiveDate};
use clap::{Args, ColorChoice};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Deserialize;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use zhifa::calendar::Calendar;
use zhifa::value::{Note, date, number};
use zhifa::{Acknowledgement, Basis, Checker, Options, Outcome, Report, Severity};

/// 检查文书，列出问题及其依据
///
/// 文件中可以是一份文书、一个数组，或者每行一份；“-”为标准输入。xlsx、xls、csv表格按表头对应栏目，逐行检查。退出码：0 没有错误，1 有文书存在错误，2 有内容不可读。
#[derive(Args)]
#[command(help_template = super::HELP)]
pub struct Arguments {
    /// 文件，“-”为标准输入
    #[arg(value_name = "文件", required = true)]
    files: Vec<PathBuf>,
    /// 输出格式；json为每份文书一行
    #[arg(long, default_value = "text")]
    pub(super) format: Format,
    /// 检查日期，默认今天
    #[arg(long, value_name = "日期")]
    date: Option<String>,
    /// 另行采用的规则包，可重复
    #[arg(long = "pack", value_name = "规则包")]
    packs: Vec<String>,
    /// 规则包的设定，如hearingThreshold.person=10000，可重复
    #[arg(long = "set", value_name = "名称=数值")]
    settings: Vec<String>,
    /// 只检查这些规则，可重复
    #[arg(long = "rule", value_name = "编号")]
    rules: Vec<String>,
    /// 对需核对的发现已说明的理由（JSON）：[{"rule":"…","path":"…","reason":"…"}]
    #[arg(long, value_name = "文件")]
    acknowledge: Option<PathBuf>,
    /// 另附的放假安排（JSON）
    #[arg(long, value_name = "文件")]
    holidays: Option<PathBuf>,
    /// 逐日列出问题涉及的期限怎么算
    #[arg(long)]
    periods: bool,
    /// 表格按哪种表单检查，默认按表头判断
    #[arg(long, value_name = "表单", help_heading = "表格")]
    pub(super) form: Option<String>,
    /// 表格文件中的工作表，默认第一张有表头的
    #[arg(long, value_name = "名称", help_heading = "表格")]
    pub(super) sheet: Option<String>,
    /// 表格的一列是哪一栏，如G=rows[].total，可重复；等号后空白的不采用
    #[arg(long = "column", value_name = "列=栏目", help_heading = "表格")]
    pub(super) columns: Vec<String>,
    /// 表格以外的栏目，如year=2025，可重复
    #[arg(long = "field", value_name = "栏目=内容", help_heading = "表格")]
    pub(super) fields: Vec<String>,
    /// 把表格写到这个文件（xlsx或者csv），末列为检查发现
    #[arg(long, value_name = "文件", help_heading = "表格")]
    pub(super) out: Option<PathBuf>,
    /// 写出时采用可以计算的改正
    #[arg(long, requires = "out", help_heading = "表格")]
    pub(super) correct: bool,
    /// 颜色：auto、always、never
    #[arg(
        long,
        value_name = "何时",
        default_value = "auto",
        hide_possible_values = true
    )]
    color: ColorChoice,
}

impl Arguments {
    /// The options as they are typed, for another run.
    pub(super) fn again(&self) -> Vec<OsString> {
        let mut typed: Vec<OsString> = Vec::new();
        let mut add = |name: &str, value: &OsStr| typed.extend([name.into(), value.into()]);
        let json = matches!(self.format, Format::Json);
        add("--format", OsStr::new(if json { "json" } else { "text" }));
        add("--color", OsStr::new(&self.color.to_string()));
        let lists = [
            ("--pack", &self.packs),
            ("--set", &self.settings),
            ("--rule", &self.rules),
            ("--column", &self.columns),
            ("--field", &self.fields),
        ];
        for (name, values) in lists {
            values.iter().for_each(|value| add(name, OsStr::new(value)));
        }
        for (name, value) in [
            ("--date", &self.date),
            ("--form", &self.form),
            ("--sheet", &self.sheet),
        ] {
            value.iter().for_each(|value| add(name, OsStr::new(value)));
        }
        let files = [
            ("--acknowledge", &self.acknowledge),
            ("--holidays", &self.holidays),
            ("--out", &self.out),
        ];
        for (name, value) in files {
            value.iter().for_each(|value| add(name, value.as_os_str()));
        }
        if self.correct {
            typed.push("--correct".into());
        }
        typed
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let options = options(arguments)?;
    let mut run = Run {
        periods: arguments.periods.then(|| options.calendar.clone()),
        checker: Checker::new(options.clone()),
        format: arguments.format,
        colours: Colours::new(arguments.color),
        progress: Progress::new(&arguments.files),
        out: BufWriter::new(io::stdout().lock()),
        documents: 0,
        errors: false,
        unreadable: false,
    };
    let tables = arguments
        .files
        .iter()
        .filter(|path| sheet::is_spreadsheet(path))
        .count();
    if arguments.out.is_some() && tables != 1 {
        return said("--out一次写一张表格");
    }
    for path in &arguments.files {
        match sheet::is_spreadsheet(path) {
            true => run.table(path, arguments, &options)?,
            false => run.file(path)?,
        }
    }
    run.progress.finish();
    run.out.flush()?;
    Ok(match run {
        Run {
            unreadable: true, ..
        } => ExitCode::from(2),
        Run { errors: true, .. } => ExitCode::from(1),
        _ => ExitCode::SUCCESS,
    })
}

/// A run over all files.
struct Run {
    checker: Checker,
    /// By which to say how periods were reckoned.
    periods: Option<Calendar>,
    format: Format,
    colours: Colours,
    progress: Progress,
    out: BufWriter<io::StdoutLock<'static>>,
    documents: u64,
    errors: bool,
    unreadable: bool,
}

impl Run {
    fn file(&mut self, path: &Path) -> Result<(), Failure> {
        let live = path.as_os_str() == "-";
        let name = if live {
            "标准输入".to_string()
        } else {
            path.display().to_string()
        };
        let source: Box<dyn Read> = if live {
            Box::new(io::stdin().lock())
        } else {
            match File::open(path) {
                Ok(file) => Box::new(file),
                Err(error) => return self.say(&format!("{name}：{}", unread(&error))),
            }
        };
        let mut documents = Documents::new(BufReader::with_capacity(1 << 16, source));
        let (start, before) = (self.progress.bytes, self.documents);
        while let Some(next) = documents.next() {
            match next {
                Ok((place, text)) => self.document(&name, live, place, text)?,
                Err(Fault::Io(error)) => self.say(&format!("{name}：{}", unread(&error)))?,
                Err(Fault::Layout(at, why)) => {
                    self.say(&format!("{name}:{}:{}：{why}", at.line, at.column))?
                }
            }
            self.documents += 1;
            self.progress
                .advance(start + documents.bytes(), self.documents);
        }
        if self.documents == before && !documents.is_array() {
            self.say(&format!("{name}:1:1：没有文书"))?;
        }
        Ok(())
    }

    fn table(
        &mut self,
        path: &Path,
        arguments: &Arguments,
        options: &Options,
    ) -> Result<(), Failure> {
        let found = if sheet::is_fragile(path) {
            self.out.flush()?;
            sheet::check_apart(path, arguments)?
        } else {
            let (progress, out) = (&mut self.progress, &mut self.out);
            let mut told = |done, all| progress.rows(done, all);
            sheet::check(path, arguments, options, self.colours, &mut told, out)?
        };
        self.progress.finish();
        match found {
            Ok(outcome) => self.errors |= outcome == Outcome::Errors,
            Err(why) => self.say(&format!("{}：{why}", path.display()))?,
        }
        self.documents += 1;
        Ok(())
    }

    fn document(
        &mut self,
        name: &str,
        live: bool,
        place: Place,
        text: &[u8],
    ) -> Result<(), Failure> {
        let report = match self.checker.check_json(text) {
            Ok(report) => report,
            Err(error) => {
                let at = place.within(text, error.line, error.column);
                return self.say(&format!(
                    "{name}:{}:{}：{}",
                    at.line, at.column, error.message
                ));
            }
        };
        self.errors |= report.outcome == Outcome::Errors;
        let out = &mut self.out;
        let (format, colours) = (self.format, self.colours);
        let periods = self.periods.as_ref();
        let terminal = io::stdout().is_terminal();
        self.progress.aside(terminal, || {
            match format {
                Format::Json => {
                    writeln!(out, "{}", report.to_json())?;
                }
                Format::Text => {
                    let name = format!("{name}:{}", place.line);
                    text_report(out, &report, &name, colours, periods)?
                }
            }
            // Who sends a document a line waits for its report.
            if live || terminal {
                out.flush()
            } else {
                Ok(())
            }
        })?;
        Ok(())
    }

    /// Something that could not be read; the other documents are still checked.
    fn say(&mut self, message: &str) -> Result<(), Failure> {
        self.unreadable = true;
        // In the order of the documents, where both go to the same place.
        self.out.flush()?;
        self.progress.aside(true, || eprintln!("{message}"));
        Ok(())
    }
}

fn options(arguments: &Arguments) -> Result<Options, Failure> {
    let catalogue = &zhifa::table().catalogue;
    if let Some(message) = catalogue.no_pack(&arguments.packs) {
        return said(message);
    }
    let mut settings = Vec::new();
    for setting in &arguments.settings {
        let (id, value) = setting.split_once('=').unwrap_or((setting, ""));
        if !catalogue.settings.iter().any(|known| known.id == id) {
            let known: Vec<&str> = catalogue.settings.iter().map(|known| known.id).collect();
            return said(format!("没有设定“{id}”，现有{}", known.join("、")));
        }
        let reading = number::read(value);
        match reading.value {
            Some(value) => settings.push((id.to_string(), value.millionths())),
            None => return said(format!("设定{id}{}", first(reading.notes, value))),
        }
    }
    let date = match &arguments.date {
        None => today(),
        Some(typed) => {
            let reading = date::read(typed);
            match reading.value {
                Some(date) => Some(date),
                None => return said(format!("检查日期{}", first(reading.notes, typed))),
            }
        }
    };
    let calendar = calendar(arguments.holidays.as_deref())?;
    let acknowledged = match &arguments.acknowledge {
        None => Vec::new(),
        Some(path) => reasons(path)?,
    };
    Ok(Options {
        date,
        packs: arguments.packs.clone(),
        settings,
        acknowledged,
        rules: arguments.rules.clone(),
        calendar,
    })
}

/// The first thing there is to say about a text that is not readable.
pub fn first(notes: Vec<Note>, typed: &str) -> String {
    notes.into_iter().next().map_or_else(
        || format!("不可读：{typed}"),
        |note| note.message.into_owned(),
    )
}

fn reasons(path: &Path) -> Result<Vec<Acknowledgement>, Failure> {
    #[derive(Deserialize)]
    struct Reason {
        rule: String,
        path: String,
        reason: String,
    }
    let reasons: Vec<Reason> = serde_json::from_str(&read(path)?).or_else(|error| {
        said(format!(
            "{}:{}:{}：应为[{{\"rule\":\"…\",\"path\":\"…\",\"reason\":\"…\"}}]",
            path.display(),
            error.line(),
            error.column()
        ))
    })?;
    let reasons = reasons.iter();
    Ok(reasons
        .filter_map(|it| Acknowledgement::new(&it.rule, &it.path, &it.reason))
        .collect())
}

/// Today in Beijing.
fn today() -> Option<NaiveDate> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs() + 8 * 3600;
    NaiveDate::default().checked_add_days(Days::new(seconds / 86_400))
}

fn text_report(
    out: &mut impl Write,
    report: &Report,
    name: &str,
    colours: Colours,
    periods: Option<&Calendar>,
) -> io::Result<()> {
    let count = |severity| {
        report
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let outcome = match report.outcome {
        Outcome::Pass => Colour::Green,
        Outcome::Review => Colour::Yellow,
        Outcome::Errors => Colour::Red,
    };
    write!(
        out,
        "{name} {} {}",
        report.title,
        colours.paint(outcome, report.outcome.label())
    )?;
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        if count(severity) > 0 {
            write!(out, " {}{}", severity.label(), count(severity))?;
        }
    }
    writeln!(out)?;
    for finding in &report.findings {
        let colour = match finding.severity {
            Severity::Error => Colour::Red,
            Severity::Warning => Colour::Yellow,
            Severity::Info => Colour::Cyan,
        };
        let label = colours.paint(colour, finding.severity.label());
        writeln!(
            out,
            "  {label} {} {}",
            finding.message,
            colours.paint(Colour::Grey, &finding.rule)
        )?;
        let mut more =
            |text: String| writeln!(out, "       {}", colours.paint(Colour::Grey, &text));
        if !finding.basis.is_empty() {
            let basis: Vec<String> = finding.basis.iter().map(Basis::text).collect();
            more(format!("依据：{}", basis.join("；")))?;
        }
        let accounts =
            periods.map(|calendar| finding.periods.iter().map(|it| it.account(calendar)));
        for account in accounts.into_iter().flatten().flatten() {
            let mut lines = account.lines();
            more(format!("期限：{}", lines.next().unwrap_or_default()))?;
            for line in lines {
                more(format!("　　　{line}"))?;
            }
        }
        if let Some(fix) = &finding.fix {
            more(format!("可改为：{}", fix.value))?;
        }
        if let Some(reason) = &finding.acknowledged {
            more(format!("已说明：{reason}"))?;
        }
    }
    for open in &report.not_checked {
        let rules = colours.paint(Colour::Grey, &open.rules.join("、"));
        writeln!(
            out,
            "  {} {} {rules}",
            colours.paint(Colour::Yellow, "未核"),
            open.reason
        )?;
    }
    Ok(())
}

/// A bar on the terminal, once there are many documents.
struct Progress {
    bar: Option<ProgressBar>,
    total: Option<u64>,
    bytes: u64,
}

impl Progress {
    fn new(files: &[PathBuf]) -> Self {
        let size = |path: &PathBuf| {
            std::fs::metadata(path)
                .ok()
                .filter(|it| it.is_file())
                .map(|it| it.len())
        };
        Progress {
            bar: None,
            total: files.iter().map(size).sum(),
            bytes: 0,
        }
    }

    fn advance(&mut self, bytes: u64, documents: u64) {
        self.bytes = bytes;
        if self.bar.is_none() && documents > 1 && io::stderr().is_terminal() {
            let (bar, template) = match self.total {
                Some(total) => (
                    ProgressBar::new(total),
                    "{bar:40} {percent:>3}% {msg}，剩余{eta}",
                ),
                None => (ProgressBar::no_length(), "{spinner} {msg}，已用{elapsed}"),
            };
            let style = ProgressStyle::with_template(template);
            self.bar = Some(match style {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            });
        }
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
            if documents == 2 || documents.is_multiple_of(64) {
                bar.set_message(format!("{documents}份"));
            }
        }
    }

    /// The rows of one table.
    fn rows(&mut self, done: usize, all: usize) {
        if !io::stderr().is_terminal() {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let bar = ProgressBar::new(0);
            match ProgressStyle::with_template("{bar:40} {percent:>3}% {pos}/{len}行") {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            }
        });
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    }

    /// Writes, on a terminal with the bar out of the way.
    fn aside<T>(&self, terminal: bool, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) if terminal => bar.suspend(write),
            _ => write(),
        }
    }

    fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}
