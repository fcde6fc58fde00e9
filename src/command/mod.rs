//! The subcommands, a file each. What an officer reads is Chinese; `--format json` is for programs.

mod deadline;
mod output;

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
