//! The command `zhifa`: the library for a terminal, a script or a back office.

mod command;

fn main() -> std::process::ExitCode {
    command::run()
}
