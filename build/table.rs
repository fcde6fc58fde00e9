//! Reading TOML tables with messages that name the place and refuse keys that nobody reads.

use toml::{Table, Value};

/// A table that is read key by key; [`Reader::done`] refuses what is left.
pub struct Reader {
    place: String,
    table: Table,
}

impl Reader {
    /// Starts reading `table`, which stands at `place`.
    pub fn new(place: impl Into<String>, table: Table) -> Self {
        Reader {
            place: place.into(),
            table,
        }
    }

    /// A message with the place before it.
    pub fn fault(&self, what: impl std::fmt::Display) -> String {
        format!("{}: {what}", self.place)
    }

    /// Any value.
    pub fn take(&mut self, key: &str) -> Option<Value> {
        self.table.remove(key)
    }

    /// A text.
    pub fn text(&mut self, key: &str) -> Result<Option<String>, String> {
        match self.table.remove(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(self.fault(format!("{key} is a text, not {other}"))),
        }
    }

    /// A text that must be there.
    pub fn need(&mut self, key: &str) -> Result<String, String> {
        self.text(key)?
            .ok_or_else(|| self.fault(format!("{key} is missing")))
    }

    /// A yes or no; left out: no.
    pub fn flag(&mut self, key: &str) -> Result<bool, String> {
        match self.table.remove(key) {
            None => Ok(false),
            Some(Value::Boolean(flag)) => Ok(flag),
            Some(other) => Err(self.fault(format!("{key} is true or false, not {other}"))),
        }
    }

    /// A list of texts; left out: none.
    pub fn texts(&mut self, key: &str) -> Result<Vec<String>, String> {
        let Some(value) = self.table.remove(key) else {
            return Ok(Vec::new());
        };
        let list = value.as_array().cloned().unwrap_or_default();
        let texts: Vec<String> = list
            .iter()
            .filter_map(|item| item.as_str().map(str::to_string))
            .collect();
        if !value.is_array() || texts.len() != list.len() {
            return Err(self.fault(format!("{key} is a list of texts")));
        }
        Ok(texts)
    }

    /// A table; left out: an empty one.
    pub fn table(&mut self, key: &str) -> Result<Table, String> {
        match self.table.remove(key) {
            None => Ok(Table::new()),
            Some(Value::Table(table)) => Ok(table),
            Some(other) => Err(self.fault(format!("{key} is a table, not {other}"))),
        }
    }

    /// A list of tables; left out: none.
    pub fn tables(&mut self, key: &str) -> Result<Vec<Table>, String> {
        match self.table.remove(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(list)) => list
                .into_iter()
                .map(|item| match item {
                    Value::Table(table) => Ok(table),
                    other => Err(self.fault(format!("{key} is a list of tables, not of {other}"))),
                })
                .collect(),
            Some(Value::Table(table)) => Ok(vec![table]),
            Some(other) => Err(self.fault(format!("{key} is a list of tables, not {other}"))),
        }
    }

    /// A day written YYYY-MM-DD.
    pub fn day(&mut self, key: &str) -> Result<Option<i32>, String> {
        match self.text(key)? {
            None => Ok(None),
            Some(text) => match crate::condition::day(&text) {
                Some(day) => Ok(Some(day)),
                None => Err(self.fault(format!("{key} is a date like 2024-05-30, not {text}"))),
            },
        }
    }

    /// The end: every key has been read.
    pub fn done(self) -> Result<(), String> {
        match self.table.keys().next() {
            None => Ok(()),
            Some(key) => Err(self.fault(format!("what is the key «{key}»?"))),
        }
    }
}

/// Reads a file as a table.
pub fn file(path: &std::path::Path) -> Result<Table, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    text.parse()
        .map_err(|error| format!("{}: {error}", path.display()))
}
