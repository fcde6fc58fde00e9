//! The compiled declarations, read once.

use crate::catalogue::Catalogue;
use crate::packed;
use alloc::vec::Vec;
use std::sync::OnceLock;

/// The table and what is looked up in it.
#[derive(Debug)]
pub struct Table {
    /// As compiled.
    pub catalogue: Catalogue<'static>,
}

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue.bin"));

/// The table. It is linked into this very binary, so that it can always be read; were it not so, there would be no forms.
pub fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| Table {
        catalogue: packed::value(BYTES).unwrap_or_else(Catalogue::empty),
    })
}

impl Catalogue<'_> {
    fn empty() -> Self {
        Catalogue {
            instruments: Vec::new(),
            packs: Vec::new(),
            settings: Vec::new(),
            keys: Vec::new(),
            fields: Vec::new(),
            families: Vec::new(),
            forms: Vec::new(),
            rules: Vec::new(),
            places: Vec::new(),
        }
    }
}

impl Table {
    /// The path of a key: `penalties[].kind`.
    pub fn key(&self, key: u16) -> &'static str {
        self.catalogue
            .keys
            .get(usize::from(key))
            .copied()
            .unwrap_or_default()
    }
}
