//! Compiles the declarations under `src/form`, `src/rule` and `src/law`, and the table of holidays.

mod holidays;

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build");
    if let Err(why) = calendar() {
        println!("cargo::error={why}");
    }
}

fn calendar() -> Result<(), String> {
    let path = Path::new("src/calendar/holidays.toml");
    println!("cargo::rerun-if-changed={}", path.display());
    let out = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?;
    let source = holidays::source(&holidays::compile(path)?);
    std::fs::write(Path::new(&out).join("holidays.rs"), source).map_err(|e| e.to_string())
}
