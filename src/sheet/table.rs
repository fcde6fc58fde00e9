//! 表格: the cells of one worksheet, each text kept once.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// What a cell holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    #[default]
    Blank,
    /// A text.
    Text,
    /// A number; its text is the shortest that gives it again.
    Number,
    /// A day, a time or both, written as the value readers read it.
    Date,
    /// An error of a formula, such as `#REF!`.
    Error,
}

/// A cell: what it holds, and the number of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Datum {
    /// What it holds.
    pub kind: Kind,
    /// Number of its text in the table; 0: no text.
    pub text: u32,
}

/// Cells that are shown as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Row and column of its first cell, from 0.
    pub from: (usize, usize),
    /// Row and column of its last cell.
    pub to: (usize, usize),
}

/// The cells of one worksheet.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Vec<Datum>>,
    /// Cells shown as one, in the order of the file.
    pub merges: Vec<Merge>,
    /// What was noticed while it was read, in Chinese.
    pub notes: Vec<String>,
    arena: String,
    spans: Vec<(usize, usize)>,
    known: HashMap<u64, u32, BuildHasherDefault<AsIs>>,
    cells: usize,
}

/// The keys are hashes already.
#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl Default for Table {
    fn default() -> Self {
        Table {
            rows: Vec::new(),
            merges: Vec::new(),
            notes: Vec::new(),
            arena: String::new(),
            spans: vec![(0, 0)],
            known: HashMap::default(),
            cells: 0,
        }
    }
}

impl Table {
    /// How many rows it has, blank ones too.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// How many cells are not blank.
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// Bytes that the texts take.
    pub fn bytes(&self) -> usize {
        self.arena.len()
    }

    /// The cells of a row; what stands right of them is blank.
    pub fn row(&self, row: usize) -> &[Datum] {
        self.rows.get(row).map_or(&[], Vec::as_slice)
    }

    /// A cell.
    pub fn datum(&self, row: usize, column: usize) -> Datum {
        self.row(row).get(column).copied().unwrap_or_default()
    }

    /// The text of a cell; empty where it is blank.
    pub fn text(&self, row: usize, column: usize) -> &str {
        self.text_of(self.datum(row, column).text)
    }

    /// A text by number.
    pub fn text_of(&self, text: u32) -> &str {
        let span = self.spans.get(text as usize).copied().unwrap_or_default();
        self.arena.get(span.0..span.1).unwrap_or_default()
    }

    /// The number of a text, which is kept once.
    pub fn intern(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let hash = xxhash_rust::xxh64::xxh64(text.as_bytes(), 0);
        let known = self.known.get(&hash).copied();
        // Two texts of one hash are both kept; the second is not found again.
        if let Some(known) = known.filter(|known| self.text_of(*known) == text) {
            return known;
        }
        let from = self.arena.len();
        self.arena.push_str(text);
        let number = u32::try_from(self.spans.len()).unwrap_or(0);
        self.spans.push((from, self.arena.len()));
        self.known.insert(hash, number);
        number
    }

    /// Puts a cell.
    pub fn put(&mut self, row: usize, column: usize, kind: Kind, text: &str) {
        let kind = if text.is_empty() { Kind::Blank } else { kind };
        let text = self.intern(text);
        self.set(row, column, Datum { kind, text });
    }

    /// Puts a cell whose text is kept already.
    pub fn set(&mut self, row: usize, column: usize, datum: Datum) {
        if datum.kind == Kind::Blank && self.datum(row, column).kind == Kind::Blank {
            return;
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let Some(cells) = self.rows.get_mut(row) else {
            return;
        };
        if cells.len() <= column {
            cells.resize(column + 1, Datum::default());
        }
        if let Some(cell) = cells.get_mut(column) {
            self.cells += usize::from(cell.kind == Kind::Blank);
            *cell = datum;
        }
    }

    /// Whether nothing stands in a row.
    pub fn is_blank(&self, row: usize) -> bool {
        let blank =
            |datum: &Datum| datum.kind == Kind::Blank || self.text_of(datum.text).trim().is_empty();
        self.row(row).iter().all(blank)
    }

    /// How many columns the widest row has.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }
}

/// Takes so many bytes from the system at once and leaves them to the allocator: the memory of a WebAssembly grows by 64 KB a time, and each
/// growth costs a browser a millisecond. Elsewhere it does nothing.
pub(super) fn make_room(bytes: usize) {
    if cfg!(target_arch = "wasm32") {
        drop(core::hint::black_box(Vec::<u8>::with_capacity(bytes)));
    }
}

/// The name of a cell: `D15`. Rows and columns from 0.
///
/// ```
/// assert_eq!(zhifa::sheet::address(14, 3), "D15");
/// assert_eq!(zhifa::sheet::address(0, 26), "AA1");
/// ```
pub fn address(row: usize, column: usize) -> String {
    format!("{}{}", letters(column), row + 1)
}

/// The name of a column: `D`. From 0.
///
/// ```
/// assert_eq!(zhifa::sheet::letters(27), "AB");
/// ```
pub fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}
