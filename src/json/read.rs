//! Reads JSON where it stands, value by value: no tree, no recursion, texts borrowed where nothing in them is escaped.

use crate::report::ReadError;
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// A JSON text being read, value by value.
#[derive(Clone, Debug)]
pub(crate) struct Source<'s> {
    text: &'s str,
    at: usize,
}

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Byte at which it was noticed.
    pub at: usize,
    /// What is wrong, in Chinese.
    pub message: Cow<'static, str>,
}

/// The deepest nesting that is read.
const DEEPEST: usize = 128;

const SYNTAX: &str = "此处不符合JSON格式";
const CUT: &str = "内容不完整，到此处中断";
const SURROGATE: &str = "此处有不成对的代理字符，重新输入这个字";

impl Fault {
    pub fn new(at: usize, message: impl Into<Cow<'static, str>>) -> Self {
        Fault {
            at,
            message: message.into(),
        }
    }

    /// The fault with its line and column in `text`.
    pub fn within(self, text: &str) -> ReadError {
        let before = text.as_bytes().get(..self.at).unwrap_or(text.as_bytes());
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = before
            .iter()
            .rev()
            .take_while(|byte| **byte != b'\n')
            .count()
            + 1;
        ReadError {
            line,
            column,
            message: self.message.into_owned(),
        }
    }
}

impl<'s> Source<'s> {
    pub fn new(text: &'s str) -> Self {
        Source { text, at: 0 }
    }

    /// A text of bytes, without its byte order mark.
    pub fn text_of(bytes: &[u8]) -> Result<&str, ReadError> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        core::str::from_utf8(bytes).map_err(|error| {
            let sound = bytes
                .get(..error.valid_up_to())
                .and_then(|it| core::str::from_utf8(it).ok())
                .unwrap_or("");
            Fault::new(sound.len(), "此处不是UTF-8编码的文字，另存为UTF-8后再检查").within(sound)
        })
    }

    /// Where the reading stands.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Goes back to where the reading stood.
    pub fn rewind(&mut self, at: usize) {
        self.at = at;
    }

    /// The text from `start` to here.
    #[inline]
    pub fn since(&self, start: usize) -> &'s str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn fault<T>(&self) -> Result<T, Fault> {
        let message = if self.at >= self.text.len() {
            CUT
        } else {
            SYNTAX
        };
        Err(Fault::new(self.at, message))
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The first byte of the next value or sign.
    #[inline(always)]
    pub fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.byte() {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    #[inline(always)]
    fn eat(&mut self, sign: u8) -> bool {
        let found = self.peek() == Some(sign);
        self.at += usize::from(found);
        found
    }

    /// Nothing but blanks follows.
    pub fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(Fault::new(self.at, "一份文书之后还有多余的内容")),
        }
    }

    /// Opens an object or array.
    #[inline]
    pub fn open(&mut self, bracket: u8) -> Result<(), Fault> {
        if self.eat(bracket) {
            Ok(())
        } else {
            self.fault()
        }
    }

    /// Whether another member follows; `first` tells of the one before. Past the last one the bracket is closed.
    #[inline]
    pub fn more(&mut self, first: &mut bool, close: u8) -> Result<bool, Fault> {
        let started = !core::mem::take(first);
        if self.eat(close) {
            return Ok(false);
        }
        if started && !self.eat(b',') {
            return self.fault();
        }
        Ok(true)
    }

    /// The key of an object's next member.
    #[inline(always)]
    pub fn key(&mut self) -> Result<Cow<'s, str>, Fault> {
        let key = self.string()?;
        if self.eat(b':') {
            Ok(key)
        } else {
            self.fault()
        }
    }

    /// A text, borrowed where nothing in it is escaped.
    #[inline]
    pub fn string(&mut self) -> Result<Cow<'s, str>, Fault> {
        if !self.eat(b'"') {
            return self.fault();
        }
        let mut out = String::new();
        loop {
            let start = self.at;
            self.plain();
            let piece = self.since(start);
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    if out.is_empty() {
                        return Ok(Cow::Borrowed(piece));
                    }
                    out.push_str(piece);
                    return Ok(Cow::Owned(out));
                }
                Some(b'\\') => {
                    self.at += 1;
                    out.push_str(piece);
                    out.push(self.escaped()?);
                }
                Some(_) => return Err(Fault::new(self.at, "文字中有未转义的换行或控制字符")),
                None => return self.fault(),
            }
        }
    }

    /// Passes over characters that stand for themselves, eight bytes at a time while it can.
    #[inline(always)]
    fn plain(&mut self) {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const HIGHS: u64 = 0x8080_8080_8080_8080;
        let bytes = self.text.as_bytes();
        while let Some(chunk) = bytes
            .get(self.at..self.at + 8)
            .and_then(|chunk| <[u8; 8]>::try_from(chunk).ok())
        {
            let word = u64::from_le_bytes(chunk);
            let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
            let quote = zero(word ^ (ONES * u64::from(b'"')));
            let slash = zero(word ^ (ONES * u64::from(b'\\')));
            let control = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
            let found = quote | slash | control;
            if found != 0 {
                // The lowest mark is exact; those above it may be carried over.
                self.at += (found.trailing_zeros() / 8) as usize;
                return;
            }
            self.at += 8;
        }
        while self
            .byte()
            .is_some_and(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\')
        {
            self.at += 1;
        }
    }

    fn escaped(&mut self) -> Result<char, Fault> {
        let Some(byte) = self.byte() else {
            return self.fault();
        };
        self.at += 1;
        Ok(match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let start = self.at - 2;
                let unit = self.hex()?;
                let code = match unit {
                    0xD800..=0xDBFF => {
                        let low = if self.since_is("\\u") { self.hex()? } else { 0 };
                        if !(0xDC00..=0xDFFF).contains(&low) {
                            return Err(Fault::new(start, SURROGATE));
                        }
                        0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
                    }
                    unit => unit,
                };
                char::from_u32(code).ok_or_else(|| Fault::new(start, SURROGATE))?
            }
            _ => {
                self.at -= 1;
                return self.fault();
            }
        })
    }

    fn since_is(&mut self, sign: &str) -> bool {
        let found = self
            .text
            .as_bytes()
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(sign.as_bytes()));
        self.at += if found { sign.len() } else { 0 };
        found
    }

    fn hex(&mut self) -> Result<u32, Fault> {
        let mut unit = 0;
        for _ in 0..4 {
            let Some(digit) = self.byte().and_then(|byte| char::from(byte).to_digit(16)) else {
                return self.fault();
            };
            unit = unit * 16 + digit;
            self.at += 1;
        }
        Ok(unit)
    }

    /// A number as it was written.
    #[inline]
    pub fn number(&mut self) -> Result<&'s str, Fault> {
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(self.since(start))
    }

    #[inline]
    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while self.byte().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at > start {
            Ok(())
        } else {
            self.fault()
        }
    }

    /// `true`, `false` or `null`, whose first letter stands here.
    pub fn word(&mut self) -> Result<&'static str, Fault> {
        for word in ["true", "false", "null"] {
            if self.since_is(word) {
                return Ok(word);
            }
        }
        self.fault()
    }

    /// Passes over a value, however deep, and gives its text.
    pub fn skip(&mut self) -> Result<&'s str, Fault> {
        self.peek();
        let start = self.at;
        // The closing brackets that are still to come.
        let mut closing: Vec<u8> = Vec::new();
        loop {
            let mut opened = false;
            match self.peek() {
                Some(bracket @ (b'{' | b'[')) => {
                    if closing.len() >= DEEPEST {
                        return Err(Fault::new(self.at, "内容嵌套过深，超过128层"));
                    }
                    self.at += 1;
                    closing.push(if bracket == b'{' { b'}' } else { b']' });
                    opened = true;
                }
                Some(b'"') => {
                    self.string()?;
                }
                Some(b'-' | b'0'..=b'9') => {
                    self.number()?;
                }
                _ => {
                    self.word()?;
                }
            }
            // Either the next member, or the end of this value and perhaps of those around it.
            loop {
                let Some(close) = closing.last().copied() else {
                    return Ok(self.since(start));
                };
                if self.more(&mut opened, close)? {
                    break;
                }
                closing.pop();
            }
            if closing.last() == Some(&b'}') {
                self.key()?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    /// JSON of all kinds, with odd blanks and escapes.
    fn json() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null".to_string()),
            any::<bool>().prop_map(|it| it.to_string()),
            any::<i64>().prop_map(|it| it.to_string()),
            any::<f64>()
                .prop_filter("JSON has no such number", |it| it.is_finite())
                .prop_map(|it| format!("{it:e}")),
            ".*".prop_map(|it| Value::from(it).to_string()),
            Just("\"\\u00e9\\ud83d\\ude00\\n\\/\"".to_string()),
        ];
        leaf.prop_recursive(5, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6)
                    .prop_map(|parts| format!("[ {} ]", parts.join(" ,\n"))),
                prop::collection::vec((".{0,4}", inner), 0..6).prop_map(|parts| {
                    let parts: Vec<String> = parts
                        .iter()
                        .map(|(key, it)| format!("{} :{it}", Value::from(key.as_str())))
                        .collect();
                    format!("{{{}\t}}", parts.join(", "))
                }),
            ]
        })
    }

    fn accepts(text: &str) -> bool {
        let mut source = Source::new(text);
        source.skip().and_then(|_| source.end()).is_ok()
    }

    proptest! {
        #[test]
        fn whatever_serde_json_reads_is_passed_over_whole(text in json()) {
            prop_assert!(accepts(&text), "{text}");
        }

        #[test]
        fn a_changed_text_is_read_where_serde_json_reads_it_and_refused_where_it_refuses(text in json(), at in any::<prop::sample::Index>(), with in "[\\x00-\\x7f]") {
            let mut text: Vec<char> = text.chars().collect();
            let at = at.index(text.len());
            text[at] = with.chars().next().unwrap_or(' ');
            let text: String = text.into_iter().collect();
            // Between the two: half surrogates, which serde_json lets pass unread, and numbers that overflow its floats.
            if serde_json::from_str::<Value>(&text).is_ok() {
                prop_assert!(accepts(&text), "{}", text);
            }
            if serde_json::from_str::<serde::de::IgnoredAny>(&text).is_err() {
                prop_assert!(!accepts(&text), "{}", text);
            }
        }

        #[test]
        fn texts_are_read_as_serde_json_reads_them(text in ".*") {
            let written = Value::from(text.as_str()).to_string();
            prop_assert_eq!(Source::new(&written).string().unwrap(), text);
        }

        #[test]
        fn any_text_at_all_is_read_or_refused(text in ".*") {
            let _ = accepts(&text);
        }
    }

    #[test]
    fn a_fault_says_its_line_and_column() {
        let text = "{\"form\":\n  nope}";
        let mut source = Source::new(text);
        let fault = source.skip().unwrap_err().within(text);
        assert_eq!((fault.line, fault.column), (2, 3));
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = "[".repeat(100_000);
        assert!(
            Source::new(&deep)
                .skip()
                .unwrap_err()
                .message
                .contains("嵌套过深")
        );
    }

    #[test]
    fn half_a_surrogate_is_named() {
        assert!(
            Source::new("\"\\ud800\"")
                .string()
                .unwrap_err()
                .message
                .contains("代理字符")
        );
        assert_eq!(Source::new("\"\\ud83d\\ude00\"").string().unwrap(), "😀");
    }
}
