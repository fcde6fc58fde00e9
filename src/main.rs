//! The command `zhifa`.

fn main() {}
