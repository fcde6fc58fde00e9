//! Writing results, and what can stop a command.

use clap::ColorChoice;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// Why a command ends before its work is done.
#[derive(Debug)]
pub enum Failure {
    /// Nobody reads the output any more.
    Closed,
    /// Something that the caller must mend; exit status 2.
    Said(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Failure::Closed
        } else {
            Failure::Said(format!("无法写出结果：{error}"))
        }
    }
}

/// A message for the caller, as a failure.
pub fn said<T>(message: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::Said(message.into()))
}

/// Writes a whole result and its line end.
pub fn print(text: &str) -> Result<ExitCode, Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Reads a file that the caller names beside the documents.
pub fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path)
        .or_else(|error| said(format!("{}：{}", path.display(), unread(&error))))
}

/// Why a file was not read, in Chinese where the system's own words would be English.
pub fn unread(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "无法读取：没有这个文件".to_string(),
        io::ErrorKind::PermissionDenied => "无法读取：没有读取权限".to_string(),
        io::ErrorKind::IsADirectory => "无法读取：这是文件夹，应为文件".to_string(),
        _ => format!("无法读取：{error}"),
    }
}

/// Colours for a terminal; on anything else the text stands as it is.
#[derive(Clone, Copy)]
pub struct Colours(bool);

/// What a colour says.
#[derive(Clone, Copy)]
pub enum Colour {
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
    Grey = 90,
}

impl Colours {
    pub fn new(choice: ColorChoice) -> Self {
        Colours(match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                io::stdout().is_terminal() && !refused
            }
        })
    }

    pub fn paint(self, colour: Colour, text: &str) -> String {
        if self.0 {
            format!("\u{1b}[{}m{text}\u{1b}[0m", colour as u8)
        } else {
            text.to_string()
        }
    }
}
