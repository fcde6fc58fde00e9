//! Compiles the declarations under `src/form`, `src/rule` and `src/law`.

fn main() {
    println!("cargo::rerun-if-changed=build");
}
