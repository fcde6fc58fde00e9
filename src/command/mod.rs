//! The subcommands, a file each. What an officer reads is Chinese; `--format json` is for programs.

mod catalogue;
mod check;
mod deadline;
mod documents;
mod explain;
mod handbook;
mod output;
mod schema;
mod sheet;
mod told;
mod trial;
mod types;
mod wording;

use clap::{Parser, Subcommand, ValueEnum};
use output::Failure;
use std::process::ExitCode;

/// 上报、送达之前检查行政执法文书和培训计划。
#[derive(Parser)]
#[command(name = "zhifa", version, help_template = HELP, subcommand_help_heading = "命令", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const HELP: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

#[derive(Subcommand)]
enum Command {
    Check(Box<check::Arguments>),
    Forms(catalogue::Listing),
    Rules(catalogue::Rules),
    Explain(explain::Arguments),
    Schema(schema::Arguments),
    Example(catalogue::Example),
    /// 输出各表单的TypeScript类型
    #[command(help_template = HELP)]
    Types,
    Handbook(handbook::Arguments),
    Deadline(deadline::Arguments),
}

/// How a result is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 供人阅读
    #[default]
    Text,
    /// 供程序读取
    Json,
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Forms(arguments) => catalogue::forms(&arguments),
        Command::Rules(arguments) => catalogue::rules(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Example(arguments) => catalogue::example(&arguments),
        Command::Types => types::run(),
        Command::Handbook(arguments) => handbook::run(&arguments),
        Command::Deadline(arguments) => deadline::run(&arguments),
    };
    match result {
        Ok(code) => code,
        // A reader that has seen enough, such as `head`, is no fault.
        Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(Failure::Said(message)) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}
