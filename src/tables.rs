//! The compiled declarations, read once.

use crate::catalogue::Catalogue;
use crate::packed;
use std::sync::OnceLock;

/// The table and what is looked up in it.
#[derive(Debug)]
pub struct Table {
    /// As compiled.
    pub catalogue: Catalogue<'static>,
}

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.bin"));

/// The table. It is linked into this very binary, so that it can always be read.
pub fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| Table {
        catalogue: packed::value(BYTES),
    })
}

impl Table {
    /// The path of a key: `penalties[].kind`.
    pub fn key(&self, key: u16) -> &'static str {
        self.catalogue
            .keys
            .0
            .get(usize::from(key))
            .copied()
            .unwrap_or_default()
    }
}
