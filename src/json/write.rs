//! Writes JSON, a piece at a time.
//!
//! Derived serializers cost some twenty times the bytes of this file, and reports are all that is ever written.

use alloc::string::String;

/// JSON being written.
#[derive(Debug, Default)]
pub(crate) struct Json {
    out: String,
}

impl Json {
    pub fn new() -> Self {
        // Room for a few findings: growing from nothing copies them several times.
        Json {
            out: String::with_capacity(1_000),
        }
    }

    pub fn finish(self) -> String {
        self.out
    }

    #[inline(never)]
    fn comma(&mut self) {
        if !matches!(self.out.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.out.push(',');
        }
    }

    /// Opens an object or array.
    #[inline(never)]
    pub fn open(&mut self, bracket: char) -> &mut Self {
        self.comma();
        self.out.push(bracket);
        self
    }

    /// Closes it.
    #[inline(never)]
    pub fn close(&mut self, bracket: char) -> &mut Self {
        self.out.push(bracket);
        self
    }

    /// A key; its value follows.
    #[inline(never)]
    pub fn key(&mut self, key: &str) -> &mut Self {
        self.text(key);
        self.out.push(':');
        self
    }

    /// A text.
    #[inline(never)]
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.comma();
        self.out.push('"');
        escape(&mut self.out, text);
        self.out.push('"');
        self
    }

    /// JSON as it stands.
    #[inline(never)]
    pub fn raw(&mut self, json: &str) -> &mut Self {
        self.comma();
        self.out.push_str(json);
        self
    }

    /// A key with a text.
    #[inline(never)]
    pub fn field(&mut self, key: &str, text: &str) -> &mut Self {
        self.key(key).text(text)
    }

    /// A key with a list, each part written by `write`.
    pub fn list<T>(
        &mut self,
        key: &str,
        parts: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        self.key(key).open('[');
        for part in parts {
            write(self, part);
        }
        self.close(']')
    }
}

/// Adds a text with what JSON cannot hold escaped.
pub(crate) fn escape(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        // These bytes are whole characters, so both ends of the piece are between characters.
        out.push_str(text.get(from..at).unwrap_or_default());
        from = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ => {
                out.push_str("\\u00");
                for digit in [byte >> 4, byte & 15] {
                    out.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
                }
            }
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(text in ".*") {
            let mut json = Json::new();
            json.text(&text);
            prop_assert_eq!(serde_json::from_str::<String>(&json.finish()).unwrap(), text);
        }
    }
}
