//! `zhifa deadline`: the last day of a period, with the days counted and skipped.

use super::Format;
use super::check::first;
use super::output::{Failure, print, read, said};
use chrono::{Datelike, NaiveDate, Weekday};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use zhifa::calendar::{Calendar, Explained, Step, Unit, hours, hours_after_started_hour};
use zhifa::value::{date, date_time};

/// 计算期限届满日，列出计入和跳过的日子
///
/// 开始的当日不计入；按日、月、年计算的期限，最后一日为休息日的，顺延至下一个工作日。天数为负时向前推算，不顺延。
#[derive(Args)]
#[command(help_template = super::HELP)]
pub struct Arguments {
    /// 起算日，如2024-05-01；按小时计算时写到分，如2024-05-01T09:20
    #[arg(value_name = "起算日")]
    start: String,
    /// 期限的长度，可为负数
    #[arg(value_name = "长度", allow_hyphen_values = true)]
    count: i64,
    /// 单位
    #[arg(value_name = "单位")]
    unit: Period,
    /// 最后一日为休息日时不顺延
    #[arg(long)]
    plain: bool,
    /// 另附的放假安排（JSON），用于尚未收录的年份
    #[arg(long, value_name = "文件")]
    holidays: Option<PathBuf>,
    /// 输出格式
    #[arg(long, default_value = "text")]
    format: Format,
}

/// The working-day calendar, with the years of a file that the caller names.
pub fn calendar(holidays: Option<&Path>) -> Result<Calendar, Failure> {
    match holidays {
        None => Ok(Calendar::new()),
        Some(path) => Calendar::with_years(&read(path)?)
            .or_else(|error| said(format!("{}：{error}", path.display()))),
    }
}

/// The units as they are typed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Period {
    /// 工作日
    #[value(alias = "working-day", alias = "workdays", alias = "工作日")]
    WorkingDays,
    /// 日
    #[value(alias = "day", alias = "日", alias = "天")]
    Days,
    /// 月
    #[value(alias = "month", alias = "月", alias = "个月")]
    Months,
    /// 年
    #[value(alias = "year", alias = "年")]
    Years,
    /// 小时
    #[value(alias = "hour", alias = "小时")]
    Hours,
}

impl Period {
    fn label(self) -> &'static str {
        match self {
            Period::WorkingDays => "个工作日",
            Period::Days => "日",
            Period::Months => "个月",
            Period::Years => "年",
            Period::Hours => "小时",
        }
    }

    fn key(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_string())
            .unwrap_or_default()
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let calendar = calendar(arguments.holidays.as_deref())?;
    let unit = match (arguments.unit, arguments.plain) {
        (Period::Hours, _) => return run_hours(arguments),
        (Period::WorkingDays, _) => Unit::WorkingDays,
        (Period::Days, false) => Unit::Days,
        (Period::Days, true) => Unit::PlainDays,
        (Period::Months, false) => Unit::Months,
        (Period::Months, true) => Unit::PlainMonths,
        (Period::Years, false) => Unit::Years,
        (Period::Years, true) => Unit::PlainYears,
    };
    let Some(start) = date::read(&arguments.start).value else {
        return said(format!(
            "起算日{}",
            first(date::read(&arguments.start).notes, &arguments.start)
        ));
    };
    let Some(explained) = calendar.explain(start, arguments.count, unit) else {
        return out_of_range();
    };
    let note = explained
        .provisional
        .then(|| provisional(&calendar, &explained));
    print(&match arguments.format {
        Format::Json => json(arguments, start, &explained, note.as_deref()).to_string(),
        Format::Text => text(arguments, start, &explained, note.as_deref()),
    })
}

fn run_hours(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let Some(start) = date_time::read(&arguments.start).value else {
        return said(format!(
            "起算时刻{}",
            first(date_time::read(&arguments.start).notes, &arguments.start)
        ));
    };
    let ends = hours(start, arguments.count).zip(hours_after_started_hour(start, arguments.count));
    let Some((end, lenient)) = ends else {
        return out_of_range();
    };
    let (start, end, lenient) = (
        date_time::canonical(start),
        date_time::canonical(end),
        date_time::canonical(lenient),
    );
    print(&match arguments.format {
        Format::Json => {
            json!({"start": start, "count": arguments.count, "unit": "hours", "end": end, "endAfterStartedHour": lenient}).to_string()
        }
        Format::Text => {
            let spaced = |moment: &str| moment.replace('T', " ");
            let mut text = format!("{}\n自{}起{}小时，不因休息日顺延", spaced(&end), spaced(&start), arguments.count);
            if lenient != end {
                let _ = write!(text, "\n开始的小时不计入的，至{}", spaced(&lenient));
            }
            text
        }
    })
}

fn out_of_range<T>() -> Result<T, Failure> {
    said("期限超出可推算的范围：1900年至2200年，长度不超过100000")
}

/// Which year's schedule is missing, and what that means.
fn provisional(calendar: &Calendar, explained: &Explained) -> String {
    let days = explained
        .skipped
        .iter()
        .chain(&explained.counted)
        .map(|step| step.date)
        .chain([explained.date]);
    let unpublished = days
        .filter(|day| !calendar.is_workday(*day).published)
        .map(|day| day.year());
    let years = match (unpublished.clone().min(), unpublished.max()) {
        (Some(first), Some(last)) if first < last => format!("{first}年至{last}年"),
        (Some(only), _) => format!("{only}年"),
        _ => String::new(),
    };
    format!("未核：{years}放假安排尚未收录，本期限按周末和固定节日推算，放假通知公布后应再核对")
}

fn json(
    arguments: &Arguments,
    start: NaiveDate,
    explained: &Explained,
    note: Option<&str>,
) -> Value {
    let step = |step: &Step| {
        let mut day = json!({"date": step.date.to_string()});
        if let Some(reason) = step.reason {
            day["reason"] = reason.to_string().into();
        }
        day
    };
    json!({
        "start": start.to_string(),
        "count": arguments.count,
        "unit": arguments.unit.key(),
        "date": explained.date.to_string(),
        "provisional": explained.provisional,
        "note": note,
        "counted": explained.counted.iter().map(step).collect::<Vec<_>>(),
        "skipped": explained.skipped.iter().map(step).collect::<Vec<_>>(),
    })
}

fn text(
    arguments: &Arguments,
    start: NaiveDate,
    explained: &Explained,
    note: Option<&str>,
) -> String {
    let (size, unit) = (arguments.count.unsigned_abs(), arguments.unit.label());
    let direction = if arguments.count < 0 {
        "之前"
    } else {
        "之后"
    };
    let mut text = format!(
        "{}\n{}{direction}{size}{unit}，当日不计入",
        named(explained.date),
        named(start)
    );
    let counted = &explained.counted;
    let days = |title: &str, steps: &[Step]| format!("{title}{}日", steps.len());
    match arguments.unit {
        Period::WorkingDays => list(&mut text, &days("计入", counted), counted, true),
        Period::Days => list(&mut text, &days("计入", counted), counted, false),
        Period::Months | Period::Years | Period::Hours => list(&mut text, "对应日", counted, false),
    }
    list(
        &mut text,
        &days("跳过", &explained.skipped),
        &explained.skipped,
        true,
    );
    if let Some(note) = note {
        let _ = write!(text, "\n{note}");
    }
    text
}

/// A line of days; days one after another and alike are written as one stretch.
fn list(text: &mut String, title: &str, steps: &[Step], reasons: bool) {
    if steps.is_empty() {
        return;
    }
    let follows = |a: &Step, b: &Step| {
        (b.date - a.date).num_days().abs() == 1 && (!reasons || b.reason == a.reason)
    };
    let _ = write!(
        text,
        "
{title}："
    );
    for (number, run) in steps.chunk_by(follows).enumerate() {
        let [first, ..] = run else { continue };
        let _ = write!(
            text,
            "{}{}",
            if number == 0 { "" } else { "，" },
            first.date
        );
        if let [_, .., last] = run {
            let _ = write!(text, "至{}", last.date);
        }
        if let Some(reason) = first.reason.filter(|_| reasons) {
            let _ = write!(text, " {reason}");
        }
    }
}

fn named(day: NaiveDate) -> String {
    let weekday = match day.weekday() {
        Weekday::Mon => "一",
        Weekday::Tue => "二",
        Weekday::Wed => "三",
        Weekday::Thu => "四",
        Weekday::Fri => "五",
        Weekday::Sat => "六",
        Weekday::Sun => "日",
    };
    format!("{day}（周{weekday}）")
}
