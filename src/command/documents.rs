//! Documents out of a stream, one at a time: a single document, an array of them, or a document a line. Only the document at hand is
//! held in memory.

use std::io::{self, BufRead};

/// More than any form holds; a stream without an end must not fill the memory.
const LARGEST: usize = 256 << 20;

/// Where a document starts in its file; lines and columns from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

/// What stopped the reading of a stream.
#[derive(Debug)]
pub enum Fault {
    /// The stream itself failed.
    Io(io::Error),
    /// The text is not laid out as documents.
    Layout(Place, &'static str),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Fault::Io(error)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Nothing read yet.
    Start,
    /// Between the brackets of an array; whether a document stands before.
    Array(bool),
    /// One document after another, each over as many lines as it takes.
    Values,
    /// A document a line: a broken line leaves the next ones readable.
    Lines,
    /// Nothing more can be read.
    End,
}

/// The documents of one stream.
pub struct Documents<R> {
    source: R,
    mode: Mode,
    place: Place,
    text: Vec<u8>,
    bytes: u64,
}

impl<R: BufRead> Documents<R> {
    pub fn new(source: R) -> Self {
        Documents {
            source,
            mode: Mode::Start,
            place: Place { line: 1, column: 1 },
            text: Vec::new(),
            bytes: 0,
        }
    }

    /// How many bytes have been read.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether the text is an array, which may be empty.
    pub fn is_array(&self) -> bool {
        matches!(self.mode, Mode::Array(_))
    }

    /// The next document's text and where it starts. After a fault there is no next one.
    pub fn next(&mut self) -> Option<Result<(Place, &[u8]), Fault>> {
        match self.advance() {
            Ok(Some(place)) => Some(Ok((place, &self.text))),
            Ok(None) => None,
            Err(fault) => {
                self.mode = Mode::End;
                Some(Err(fault))
            }
        }
    }

    fn advance(&mut self) -> Result<Option<Place>, Fault> {
        if self.mode == Mode::End {
            return Ok(None);
        }
        if self.mode == Mode::Start {
            self.skip_mark()?;
        }
        self.skip_blank()?;
        let next = self.peek()?;
        match (self.mode, next) {
            (Mode::Array(_), None) => return Err(Fault::Layout(self.place, "数组未以]结束")),
            (_, None) => return Ok(None),
            (Mode::Start, Some(b'[')) => {
                self.step(b'[');
                self.mode = Mode::Array(false);
                return self.advance();
            }
            (Mode::Array(_), Some(b']')) => {
                self.step(b']');
                self.skip_blank()?;
                return match self.peek()? {
                    None => Ok(None),
                    Some(_) => Err(Fault::Layout(self.place, "数组之后还有其他内容")),
                };
            }
            (Mode::Array(true), Some(b',')) => {
                self.step(b',');
                self.skip_blank()?;
            }
            (Mode::Array(true), Some(_)) => {
                return Err(Fault::Layout(self.place, "两份文书之间应有逗号"));
            }
            _ => {}
        }
        let start = self.place;
        self.text.clear();
        let broken = self.value()?;
        match self.mode {
            Mode::Array(_) => self.mode = Mode::Array(true),
            Mode::Start | Mode::Values if start.line == self.place.line => {
                // The first line held a whole document: the rest are lines too.
                self.skip_spaces()?;
                if matches!(self.peek()?, Some(b'\n')) && self.mode == Mode::Start {
                    self.mode = Mode::Lines;
                } else {
                    self.mode = Mode::Values;
                }
            }
            Mode::Start => self.mode = Mode::Values,
            _ => {}
        }
        if broken {
            self.mode = Mode::End;
        }
        Ok(Some(start))
    }

    /// Takes one value, or in a document a line the line. `true`: it breaks off, and where the next one starts cannot be told.
    fn value(&mut self) -> Result<bool, Fault> {
        let start = self.place;
        let (mut depth, mut quoted, mut escaped) = (0usize, false, false);
        let mut over = false;
        while let (false, Some(byte)) = (over, self.peek()?) {
            if self.mode == Mode::Lines {
                if byte == b'\n' {
                    break;
                }
            } else if quoted {
                match byte {
                    // No JSON text runs over a line end.
                    b'\n' => return Ok(true),
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => quoted = false,
                    _ => {}
                }
            } else {
                match byte {
                    b'"' => quoted = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' if depth > 0 => {
                        depth -= 1;
                        over = depth == 0;
                    }
                    b',' | b']' if depth == 0 && matches!(self.mode, Mode::Array(_)) => break,
                    b'\n' if depth == 0 => break,
                    _ => {}
                }
            }
            if self.text.len() >= LARGEST {
                return Err(Fault::Layout(start, "一份文书超过256 MB"));
            }
            self.text.push(byte);
            self.step(byte);
        }
        Ok(depth > 0)
    }

    /// A byte order mark is no content.
    fn skip_mark(&mut self) -> io::Result<()> {
        if self.source.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
            self.source.consume(3);
            self.bytes += 3;
        }
        Ok(())
    }

    fn skip_blank(&mut self) -> io::Result<()> {
        while let Some(byte @ (b' ' | b'\t' | b'\r' | b'\n')) = self.peek()? {
            self.step(byte);
        }
        Ok(())
    }

    fn skip_spaces(&mut self) -> io::Result<()> {
        while let Some(byte @ (b' ' | b'\t' | b'\r')) = self.peek()? {
            self.step(byte);
        }
        Ok(())
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            match self.source.fill_buf() {
                Ok(buffer) => return Ok(buffer.first().copied()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Passes over the byte just seen.
    fn step(&mut self, byte: u8) {
        self.source.consume(1);
        self.bytes += 1;
        match byte {
            b'\n' => {
                self.place = Place {
                    line: self.place.line + 1,
                    column: 1,
                }
            }
            // Continuation bytes of UTF-8 belong to the character before.
            0x80..0xC0 => {}
            _ => self.place.column += 1,
        }
    }
}

impl Place {
    /// A place inside a document's text, given as a line and a column in bytes from 1, in the file that holds it.
    pub fn within(self, text: &[u8], line: usize, column: usize) -> Place {
        let before = text
            .split(|byte| *byte == b'\n')
            .nth(line.saturating_sub(1))
            .unwrap_or_default();
        let before = before.get(..column.saturating_sub(1)).unwrap_or(before);
        let characters = before
            .iter()
            .filter(|byte| !(0x80..0xC0).contains(*byte))
            .count();
        match line {
            0 | 1 => Place {
                line: self.line,
                column: self.column + characters,
            },
            _ => Place {
                line: self.line + line - 1,
                column: characters + 1,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(usize, usize, String)>, Option<String>) {
        // A tiny buffer: a document must not depend on where the blocks of a file end.
        let mut documents = Documents::new(io::BufReader::with_capacity(3, text.as_bytes()));
        let mut found = Vec::new();
        while let Some(next) = documents.next() {
            match next {
                Ok((at, text)) => found.push((
                    at.line,
                    at.column,
                    String::from_utf8_lossy(text).into_owned(),
                )),
                Err(Fault::Layout(at, why)) => {
                    return (found, Some(format!("{}:{} {why}", at.line, at.column)));
                }
                Err(Fault::Io(error)) => panic!("{error}"),
            }
        }
        (found, None)
    }

    fn texts(text: &str) -> Vec<String> {
        let (found, fault) = read(text);
        assert_eq!(fault, None, "{text}");
        found.into_iter().map(|(_, _, text)| text).collect()
    }

    #[test]
    fn one_document_an_array_or_a_document_a_line() {
        assert_eq!(
            texts("\u{feff}{\"a\": \"x}\\\"\",\n \"b\": [1]}\n"),
            ["{\"a\": \"x}\\\"\",\n \"b\": [1]}"]
        );
        assert_eq!(texts(" [ {\"a\":[1,2]} ,\n{} ] "), ["{\"a\":[1,2]}", "{}"]);
        assert_eq!(
            texts("{\"a\":1}\r\n\n{\"b\":2}\r\n"),
            ["{\"a\":1}", "{\"b\":2}\r"]
        );
        assert_eq!(texts("{\n}\n{\n}"), ["{\n}", "{\n}"]);
        assert_eq!(texts(""), [""; 0]);
        assert_eq!(texts("[]"), [""; 0]);
        assert_eq!(texts("[1, \"二\", null]"), ["1", "\"二\"", "null"]);
    }

    #[test]
    fn a_broken_line_leaves_the_others() {
        assert_eq!(
            texts("{\"a\":1}\n{\"a\":\n\"x\n{\"b\":2}"),
            ["{\"a\":1}", "{\"a\":", "\"x", "{\"b\":2}"]
        );
    }

    #[test]
    fn what_cannot_be_told_apart_ends_the_reading() {
        assert_eq!(
            read("[{}\n {}]").1.as_deref(),
            Some("2:2 两份文书之间应有逗号")
        );
        assert_eq!(read("[{},").1.as_deref(), Some("1:5 数组未以]结束"));
        assert_eq!(
            read("[{}] {}").1.as_deref(),
            Some("1:6 数组之后还有其他内容")
        );
        assert_eq!(texts("{\"a\":\"x\ny\"}\n{}"), ["{\"a\":\"x"]);
        assert_eq!(texts("{\"a\":[\n"), ["{\"a\":[\n"]);
    }

    #[test]
    fn places_count_characters() {
        let (found, _) = read("[{\"甲\":1}, {\"乙\":}]");
        assert_eq!((found[1].0, found[1].1), (1, 11));
        let start = Place {
            line: 1,
            column: 11,
        };
        assert_eq!(
            start.within(found[1].2.as_bytes(), 1, 8),
            Place {
                line: 1,
                column: 16
            }
        );
        assert_eq!(
            start.within(b"{\n  \"\xe4\xb9\x99\"x", 2, 8),
            Place { line: 2, column: 6 }
        );
        assert_eq!(start.within(b"", 9, 9), Place { line: 9, column: 1 });
    }
}
