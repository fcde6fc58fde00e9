//! `zhifa deadline`: the last day of a period, with the days counted and skipped.

use super::Format;
use super::output::{Failure, print, read, said};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use zhifa::calendar::{self, Calendar, Period, Step, hours_after_started_hour};
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
    unit: Unit,
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
enum Unit {
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

impl Unit {
    fn key(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_string())
            .unwrap_or_default()
    }
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let calendar = calendar(arguments.holidays.as_deref())?;
    let mut unit = arguments.unit.key();
    if arguments.plain && !matches!(arguments.unit, Unit::WorkingDays | Unit::Hours) {
        unit.insert_str(0, "plain-");
    }
    let period = Period::read(&calendar, &arguments.start, arguments.count, &unit).or_else(said)?;
    let text = match (arguments.format, calendar::Unit::of_key(&unit)) {
        (Format::Text, _) => period.account(&calendar),
        (Format::Json, Some(unit)) => days(arguments, &calendar, &period, unit),
        (Format::Json, None) => hours(&period),
    };
    print(&text.unwrap_or_default())
}

fn days(
    arguments: &Arguments,
    calendar: &Calendar,
    period: &Period,
    unit: calendar::Unit,
) -> Option<String> {
    let start = date::read(&period.from()).value?;
    let explained = calendar.explain(start, period.count(), unit)?;
    let step = |step: &Step| {
        let mut day = json!({"date": step.date.to_string()});
        if let Some(reason) = step.reason {
            day["reason"] = reason.to_string().into();
        }
        day
    };
    let json = json!({
        "start": period.from(),
        "count": period.count(),
        "unit": arguments.unit.key(),
        "date": period.to(),
        "provisional": explained.provisional,
        "note": explained.note,
        "counted": explained.counted.iter().map(step).collect::<Vec<_>>(),
        "skipped": explained.skipped.iter().map(step).collect::<Vec<_>>(),
    });
    Some(json.to_string())
}

fn hours(period: &Period) -> Option<String> {
    let start = date_time::read(&period.from()).value?;
    let lenient = hours_after_started_hour(start, period.count())?;
    let json = json!({
        "start": period.from(),
        "count": period.count(),
        "unit": period.unit(),
        "end": period.to(),
        "endAfterStartedHour": date_time::canonical(lenient),
    });
    Some(json.to_string())
}
