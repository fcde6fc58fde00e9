//! Writing results, and what can stop a command.

use std::io::{self, Write};
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
