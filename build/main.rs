//! Compiles the declarations under `src/form`, `src/rule` and `src/law` into the table that the engine reads, and the handbook beside it.
//!
//! A mistake in a declaration stops the build with a message that names the file and the rule.

#[path = "../src/catalogue.rs"]
#[allow(dead_code)]
mod catalogue;
mod condition;
mod declarations;
mod holidays;
mod law;
#[path = "../src/packed.rs"]
#[allow(dead_code)]
mod packed;
mod plan;
#[path = "../src/severity.rs"]
#[allow(dead_code)]
mod severity;
mod table;
#[path = "../src/words.rs"]
#[allow(dead_code)]
mod words;

pub use severity::Severity;
extern crate alloc;

use std::path::Path;

fn main() {
    for input in [
        "build",
        "src/form",
        "src/rule",
        "src/law",
        "src/calendar/holidays.toml",
        "src/catalogue.rs",
        "src/packed.rs",
        "src/words.rs",
    ] {
        println!("cargo::rerun-if-changed={input}");
    }
    let out = std::env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    if let Err(faults) = build(Path::new(&out)) {
        for fault in faults.lines() {
            println!("cargo::error={fault}");
        }
    }
}

/// Whether the feature of a family is on.
fn built(family: &str) -> bool {
    std::env::var_os(format!("CARGO_FEATURE_{}", family.to_uppercase())).is_some()
}

/// A family whose feature is missing would never be built, and nobody told.
fn families_have_features() -> Result<(), String> {
    let manifest = table::file(Path::new("Cargo.toml"))?;
    let features = manifest.get("features").and_then(toml::Value::as_table);
    for family in std::fs::read_dir("src/form").map_err(|error| format!("src/form: {error}"))? {
        let path = family.map_err(|error| error.to_string())?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !features.is_some_and(|it| it.contains_key(&*name)) {
            return Err(format!(
                "Cargo.toml: no feature «{name}» for the family {}",
                path.display()
            ));
        }
    }
    Ok(())
}

fn build(out: &Path) -> Result<(), String> {
    families_have_features()?;
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(out.join(name), bytes).map_err(|error| error.to_string())
    };
    let holidays = holidays::compile(Path::new("src/calendar/holidays.toml"))?;
    write("holidays.rs", holidays::source(&holidays).as_bytes())?;
    let compiled = declarations::compile(Path::new("src"), &built)?;
    write("catalogue.bin", &packed::bytes(&compiled.catalogue))?;
    write("handbook.json", compiled.handbook.to_string().as_bytes())
}
