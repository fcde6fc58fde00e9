//! The bytes of the compiled table: numbers of one byte where they are small, lists with their count, fields one after another. Like
//! compresses best with like, so the numbers stand in several streams by what they are part of, and the texts apart, the Chinese ones
//! from the others.
//!
//! A derived format costs a kilobyte of code for each of some twenty types; this costs a few dozen bytes. It is written by the build
//! script and read by the crate built with it, so it never meets another version.

use crate::words;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use std::sync::OnceLock;

/// A type that can be written to bytes and read back. Bytes that are not its own give some value: each check would be code for what
/// never happens.
pub(crate) trait Packed<'a>: Sized {
    fn pack(&self, out: &mut Out);
    fn unpack(from: &mut In<'a>) -> Self;
}

/// A number that mostly comes after the one written before it: its distance is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Near(pub u16);

impl<'a> Packed<'a> for Near {
    fn pack(&self, out: &mut Out) {
        let distance = i32::from(self.0) - i32::from(out.previous) - 1;
        out.previous = self.0;
        distance.pack(out);
    }
    fn unpack(from: &mut In<'a>) -> Self {
        let distance = i32::unpack(from) as u16;
        from.at.previous = from.at.previous.wrapping_add(distance).wrapping_add(1);
        Near(from.at.previous)
    }
}

/// Streams of numbers: 0 for most, 1 for conditions, 2 for the fields that they name, 3 for citations.
const STREAMS: usize = 4;

/// Packs an id of a rule by its distance from the one before of the same letters: with the distance added, in place of a text.
const ID: u64 = 3;

/// Ends a text; none holds it.
const END: char = '\n';

/// In place of a variant's number: what stood some parts before stands here again.
const AGAIN: u8 = 0x7F;

/// What is as long as this when it is printed for debugging is not written twice.
const WORTH: usize = 60;

/// What is being written.
#[derive(Default)]
pub(crate) struct Out {
    numbers: [Vec<u8>; STREAMS],
    /// The stream at hand.
    stream: usize,
    previous: u16,
    /// The letters and the number of the id written last.
    id: (String, i32),
    /// Texts of ASCII alone, and others.
    texts: [String; 2],
    /// What has been written, and which of the marked parts it was.
    seen: BTreeMap<String, u64>,
    /// How many parts are marked.
    marked: u64,
}

/// What is being read.
#[derive(Debug, Default)]
pub(crate) struct In<'a> {
    pub(crate) at: At<'a>,
    /// Where each marked part began.
    marks: Vec<At<'a>>,
}

/// How far it is read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct At<'a> {
    numbers: [&'a [u8]; STREAMS],
    stream: usize,
    previous: u16,
    id: (&'a str, i32),
    texts: [&'a str; 2],
    /// How many marked parts stand before.
    marked: usize,
}

/// A part that is read when it is first asked for: of ninety forms and their rules a page opens one.
#[derive(Debug)]
pub struct Later<'a, T> {
    packed: At<'a>,
    value: OnceLock<T>,
}

#[allow(
    private_bounds,
    reason = "only what this crate packs is ever read later"
)]
impl<'a, T: Packed<'a>> Later<'a, T> {
    /// A part that is there already.
    pub fn of(value: T) -> Self {
        Later {
            packed: At::default(),
            value: OnceLock::from(value),
        }
    }

    /// The part.
    pub fn get(&self) -> &T {
        self.value.get_or_init(|| {
            T::unpack(&mut In {
                at: self.packed,
                ..In::default()
            })
        })
    }
}

impl<'a, T: Packed<'a>> Packed<'a> for Later<'a, T> {
    fn pack(&self, out: &mut Out) {
        let mut part = Out::default();
        self.get().pack(&mut part);
        for (to, from) in out.numbers.iter_mut().zip(&part.numbers) {
            number(to, from.len() as u64);
            to.extend_from_slice(from);
        }
        for (to, from) in out.texts.iter_mut().zip(&part.texts) {
            number(&mut out.numbers[0], from.len() as u64);
            to.push_str(from);
        }
    }
    fn unpack(from: &mut In<'a>) -> Self {
        let mut packed = At::default();
        for (to, from) in packed.numbers.iter_mut().zip(&mut from.at.numbers) {
            *to = take_part(from);
        }
        for (to, text) in packed.texts.iter_mut().zip(&mut from.at.texts) {
            let length = take_number(&mut from.at.numbers[0]) as usize;
            (*to, *text) = text.split_at_checked(length).unwrap_or_default();
        }
        Later {
            packed,
            value: OnceLock::new(),
        }
    }
}

/// The bytes of a value.
pub(crate) fn bytes<'a>(value: &impl Packed<'a>) -> Vec<u8> {
    let mut out = Out::default();
    value.pack(&mut out);
    let [plain, chinese] = out.texts;
    let mut bytes = Vec::new();
    for part in { &out.numbers }
        .iter()
        .map(Vec::as_slice)
        .chain([plain.as_bytes()])
    {
        number(&mut bytes, part.len() as u64);
        bytes.extend_from_slice(part);
    }
    // Texts of declarations hold no NUL, which parts the words.
    bytes.extend(words::pack(&chinese));
    bytes
}

/// The value of some bytes.
pub(crate) fn value<'a, T: Packed<'a>>(mut bytes: &'a [u8]) -> T {
    let mut from = In::default();
    for stream in &mut from.at.numbers {
        *stream = take_part(&mut bytes);
    }
    let plain = core::str::from_utf8(take_part(&mut bytes)).unwrap_or_default();
    // Read once and kept for good, as the table is.
    from.at.texts = [plain, words::unpack(bytes).leak()];
    T::unpack(&mut from)
}

/// Adds a number to a stream, seven bits a byte.
pub(crate) fn number(stream: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        stream.push(number as u8 | 0x80);
        number >>= 7;
    }
    stream.push(number as u8);
}

/// The first number of a stream, which goes on behind it; 0 where it is over.
pub(crate) fn take_number(stream: &mut &[u8]) -> u64 {
    let mut number = 0;
    let mut shift = 0;
    while let Some((byte, rest)) = stream.split_first() {
        *stream = rest;
        number |= u64::from(byte & 0x7F).wrapping_shl(shift);
        if byte & 0x80 == 0 {
            break;
        }
        shift += 7;
    }
    number
}

/// A number whose sign is the lowest bit, so that small ones stay short.
fn unsigned(number: i32) -> u64 {
    (number << 1 ^ number >> 31) as u32 as u64
}

fn signed(number: u64) -> i32 {
    (number >> 1) as i32 ^ -((number & 1) as i32)
}

/// The letters and the number of an id of a rule, `CF054`.
fn id(text: &str) -> Option<(&str, i32)> {
    let (letters, digits) = text.split_at_checked(2)?;
    let fits = letters.bytes().all(|it| it.is_ascii_uppercase())
        && digits.len() == 3
        && digits.bytes().all(|it| it.is_ascii_digit());
    Some((letters, digits.parse().ok().filter(|_| fits)?))
}

/// The bytes that a number says the length of.
fn take_part<'a>(stream: &mut &'a [u8]) -> &'a [u8] {
    let length = take_number(stream) as usize;
    let (part, rest) = stream.split_at_checked(length).unwrap_or_default();
    *stream = rest;
    part
}

impl Out {
    /// Goes over to a stream; gives the one left.
    pub(crate) fn enter(&mut self, stream: usize) -> usize {
        core::mem::replace(&mut self.stream, stream)
    }

    fn number(&mut self, it: u64) {
        number(&mut self.numbers[self.stream], it);
    }

    /// Whether a part, as it is printed for debugging, stood before and is now said to stand again; marked otherwise.
    pub(crate) fn again(&mut self, part: String) -> bool {
        let before = self.seen.get(&part).filter(|_| part.len() >= WORTH);
        if let Some(back) = before.map(|at| self.marked - at) {
            self.number(u64::from(AGAIN));
            self.number(back);
            return true;
        }
        self.seen.insert(part, self.marked);
        self.marked += 1;
        false
    }
}

impl<'a> In<'a> {
    /// Goes over to a stream; gives the one left.
    pub(crate) fn enter(&mut self, stream: usize) -> usize {
        core::mem::replace(&mut self.at.stream, stream)
    }

    fn number(&mut self) -> u64 {
        let stream = self.at.numbers.get_mut(self.at.stream);
        stream.map_or(0, take_number)
    }

    /// A number of parts; there are no more than bytes.
    fn count(&mut self) -> usize {
        let most = self.at.numbers.iter().map(|stream| stream.len()).sum();
        usize::min(self.number() as usize, most)
    }

    /// Of a part that began at a place and whose variant's number has been read: whether it stood before. The reading then goes back to
    /// where it began; given is where to go on.
    pub(crate) fn again(&mut self, variant: u8, begun: At<'a>) -> Option<At<'a>> {
        if variant == AGAIN {
            let back = self.number() as usize;
            let mark = self.marks.get(self.at.marked.wrapping_sub(back))?;
            return Some(core::mem::replace(&mut self.at, *mark));
        }
        // What is read again was marked when it was read first.
        if self.at.marked == self.marks.len() {
            self.marks.push(begun);
        }
        self.at.marked += 1;
        None
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => {$(
        impl<'a> Packed<'a> for $kind {
            fn pack(&self, out: &mut Out) {
                out.number(u64::from(*self));
            }
            fn unpack(from: &mut In<'a>) -> Self {
                from.number() as Self
            }
        }
    )*};
}

numbers!(u8, u16, u32);

impl<'a> Packed<'a> for i64 {
    fn pack(&self, out: &mut Out) {
        // Most are whole numbers in millionths, which is said first; the sign goes to the lowest bit, so that small numbers stay short.
        const MILLION: i64 = 1_000_000;
        let whole = self % MILLION == 0;
        let short = if whole { self / MILLION } else { *self };
        out.number(u64::from(whole));
        out.number((short << 1 ^ short >> 63) as u64);
    }
    fn unpack(from: &mut In<'a>) -> Self {
        let whole = bool::unpack(from);
        let signed = from.number();
        let short = (signed >> 1) as i64 ^ -((signed & 1) as i64);
        if whole {
            short.wrapping_mul(1_000_000)
        } else {
            short
        }
    }
}

impl<'a> Packed<'a> for i32 {
    fn pack(&self, out: &mut Out) {
        out.number(unsigned(*self));
    }
    fn unpack(from: &mut In<'a>) -> Self {
        signed(from.number())
    }
}

impl<'a> Packed<'a> for bool {
    fn pack(&self, out: &mut Out) {
        out.number(u64::from(*self));
    }
    fn unpack(from: &mut In<'a>) -> Self {
        from.number() == 1
    }
}

impl<'a> Packed<'a> for &'a str {
    fn pack(&self, out: &mut Out) {
        if let Some((letters, number)) = id(self) {
            let (same, before) = (out.id.0 == letters, out.id.1);
            out.id = (letters.into(), number);
            if same {
                out.number(ID + unsigned(number - before));
                return;
            }
        }
        // Empty, of ASCII alone, or other.
        let kind = match self.is_ascii() {
            _ if self.is_empty() => 0,
            true => 1,
            false => 2,
        };
        out.number(kind);
        if kind > 0 {
            assert!(
                !self.contains(END),
                "“{self}” holds a line break, which ends a text of the table"
            );
            let texts = &mut out.texts[kind as usize - 1];
            texts.push_str(self);
            texts.push(END);
        }
    }
    fn unpack(from: &mut In<'a>) -> Self {
        let texts = match from.number() {
            0 => return "",
            1 => &mut from.at.texts[0],
            2 => &mut from.at.texts[1],
            kind => {
                let (letters, before) = from.at.id;
                from.at.id.1 = before.wrapping_add(signed(kind - ID));
                return format!("{letters}{:03}", from.at.id.1).leak();
            }
        };
        let (text, rest) = texts.split_once(END).unwrap_or_default();
        *texts = rest;
        from.at.id = id(text).unwrap_or(from.at.id);
        text
    }
}

/// Paths of fields, of which each is packed without the groups that it shares with the one before.
#[derive(Debug, Default)]
pub struct Paths<'a>(pub Vec<&'a str>);

impl<'a> Packed<'a> for Paths<'a> {
    fn pack(&self, out: &mut Out) {
        let mut own = Vec::new();
        let mut before = "";
        for path in &self.0 {
            let both = path.split('.').zip(before.split('.'));
            let groups = path.matches('.').count();
            let shared = both.take(groups).take_while(|(a, b)| a == b).count();
            let rest = path.splitn(shared + 1, '.').last().unwrap_or_default();
            own.push((shared as u8, rest));
            before = path;
        }
        own.pack(out);
    }
    fn unpack(from: &mut In<'a>) -> Self {
        let mut before = "";
        let path = |(shared, rest): (u8, &str)| {
            let mut path = String::new();
            for group in before.split('.').take(shared.into()) {
                path.push_str(group);
                path.push('.');
            }
            path.push_str(rest);
            before = path.leak();
            before
        };
        Paths(Vec::unpack(from).into_iter().map(path).collect())
    }
}

impl<'a, T: Packed<'a>> Packed<'a> for Vec<T> {
    fn pack(&self, out: &mut Out) {
        out.number(self.len() as u64);
        self.iter().for_each(|part| part.pack(out));
    }
    fn unpack(from: &mut In<'a>) -> Self {
        let mut list = Vec::new();
        for _ in 0..from.count() {
            list.push(T::unpack(from));
        }
        list
    }
}

impl<'a, T: Packed<'a>> Packed<'a> for Option<T> {
    fn pack(&self, out: &mut Out) {
        self.is_some().pack(out);
        self.iter().for_each(|it| it.pack(out));
    }
    fn unpack(from: &mut In<'a>) -> Self {
        bool::unpack(from).then(|| T::unpack(from))
    }
}

impl<'a, T: Packed<'a>> Packed<'a> for Box<T> {
    fn pack(&self, out: &mut Out) {
        self.as_ref().pack(out);
    }
    fn unpack(from: &mut In<'a>) -> Self {
        Box::new(T::unpack(from))
    }
}

impl<'a, A: Packed<'a>, B: Packed<'a>> Packed<'a> for (A, B) {
    fn pack(&self, out: &mut Out) {
        self.0.pack(out);
        self.1.pack(out);
    }
    fn unpack(from: &mut In<'a>) -> Self {
        (A::unpack(from), B::unpack(from))
    }
}

/// Packs structs field by field, and enums by the number of the variant and its parts.
macro_rules! packed {
    (struct $name:ty { $($field:ident),* $(,)? }) => { $crate::packed::packed!(0, struct $name { $($field),* }); };
    (enum $name:ty { $($variant:ident $(($($part:ident),*))?),* $(,)? }) => {
        $crate::packed::packed!(0, enum $name { $($variant $(($($part),*))?),* });
    };
    ($stream:literal, struct $name:ty { $($field:ident),* $(,)? }) => {
        impl<'a> $crate::packed::Packed<'a> for $name {
            fn pack(&self, out: &mut $crate::packed::Out) {
                let left = out.enter($stream);
                $($crate::packed::Packed::pack(&self.$field, out);)*
                out.enter(left);
            }
            fn unpack(from: &mut $crate::packed::In<'a>) -> Self {
                let left = from.enter($stream);
                let read = Self { $($field: $crate::packed::Packed::unpack(from)),* };
                from.enter(left);
                read
            }
        }
    };
    // What stands behind the semicolon is not written again where it stood before.
    ($stream:literal, enum $name:ty { $first:ident $(($($given:ident),*))?, $($variant:ident $(($($part:ident),*))?),* $(,)? $(; $($again:ident $(($($piece:ident),*))?),* $(,)?)? }) => {
        impl<'a> $crate::packed::Packed<'a> for $name {
            fn pack(&self, out: &mut $crate::packed::Out) {
                // Every variant must be named here, or what is written cannot be read.
                match self {
                    Self::$first { .. } => {}
                    $(Self::$variant { .. } => {})*
                    $($(Self::$again { .. } => {})*)?
                }
                let left = out.enter($stream);
                let mut number = 0u8;
                if let Self::$first $(($($given),*))? = self {
                    $crate::packed::Packed::pack(&number, out);
                    $($($crate::packed::Packed::pack($given, out);)*)?
                }
                $(
                    number += 1;
                    if let Self::$variant $(($($part),*))? = self {
                        $crate::packed::Packed::pack(&number, out);
                        $($($crate::packed::Packed::pack($part, out);)*)?
                    }
                )*
                $($(
                    number += 1;
                    if let Self::$again $(($($piece),*))? = self {
                        if out.again(::alloc::format!("{self:?}")) {
                            out.enter(left);
                            return;
                        }
                        $crate::packed::Packed::pack(&number, out);
                        $($($crate::packed::Packed::pack($piece, out);)*)?
                    }
                )*)?
                out.enter(left);
            }
            fn unpack(from: &mut $crate::packed::In<'a>) -> Self {
                let left = from.enter($stream);
                let _begun = from.at;
                let wanted = <u8 as $crate::packed::Packed>::unpack(from);
                let mut number = 0u8;
                $(
                    number += 1;
                    if wanted == number {
                        $($(let $part = $crate::packed::Packed::unpack(from);)*)?
                        from.enter(left);
                        return Self::$variant $(($($part),*))?;
                    }
                )*
                $(
                    if wanted > number && let Some(here) = from.again(wanted, _begun) {
                        let before = Self::unpack(from);
                        from.at = here;
                        from.enter(left);
                        return before;
                    }
                    $(
                        number += 1;
                        if wanted == number {
                            $($(let $piece = $crate::packed::Packed::unpack(from);)*)?
                            from.enter(left);
                            return Self::$again $(($($piece),*))?;
                        }
                    )*
                )?
                $($(let $given = $crate::packed::Packed::unpack(from);)*)?
                from.enter(left);
                Self::$first $(($($given),*))?
            }
        }
    };
}

pub(crate) use packed;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn there_and_back<T: for<'a> Packed<'a>>(it: &T) -> T {
        value(&bytes(it))
    }

    #[derive(Clone, Debug, PartialEq)]
    enum Tree {
        Leaf(u8),
        Near(Near),
        Node(Vec<Tree>),
    }
    packed!(
        1,
        enum Tree {
            Leaf(a),
            Near(a),
            ;
            Node(a),
        }
    );

    fn tree() -> impl Strategy<Value = Tree> {
        let leaf = any::<u8>().prop_map(Tree::Leaf);
        let near = any::<u16>().prop_map(|it| Tree::Near(Near(it)));
        prop_oneof![leaf, near].prop_recursive(4, 64, 5, |inner| {
            prop::collection::vec(inner, 0..5).prop_map(Tree::Node)
        })
    }

    #[test]
    fn what_stood_before_is_not_written_twice() {
        let node = |parts: &[Tree]| Tree::Node(parts.to_vec());
        let part = node(&(0..100).map(Tree::Leaf).collect::<Vec<_>>());
        let both = node(&[part.clone(), part.clone()]);
        let all = node(&[both.clone(), part.clone(), both.clone()]);
        assert!(bytes(&all).len() < bytes(&part).len() + 20);
        assert_eq!(there_and_back(&all), all);
    }

    proptest! {
        #[test]
        fn parts_that_come_again_come_back(one in tree(), two in tree()) {
            let all = Tree::Node(alloc::vec![one.clone(), two.clone(), Tree::Node(alloc::vec![two, one])]);
            prop_assert_eq!(there_and_back(&all), all);
        }

        #[test]
        fn numbers_and_lists_come_back(days in any::<Vec<(i32, Option<i64>)>>(), whole in -9_000_000_000_i64..9_000_000_000, small in any::<u8>(), key in any::<u16>(), near in any::<[u16; 3]>()) {
            let near = near.map(Near).to_vec();
            prop_assert_eq!(there_and_back(&near), near.clone());
            prop_assert_eq!(there_and_back(&days), days.clone());
            prop_assert_eq!(there_and_back(&(whole * 1_000_000)), whole * 1_000_000);
            prop_assert_eq!(there_and_back(&small), small);
            prop_assert_eq!(there_and_back(&key), key);
        }

        #[test]
        fn texts_come_back(texts in prop::collection::vec("[^\0\n]*", 0..9)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let packed = bytes(&texts);
            prop_assert_eq!(value::<Vec<&str>>(&packed), texts);
        }

        #[test]
        fn ids_come_back(texts in prop::collection::vec("[AB]{2}[0-9]{3}|A1|é{0,2}", 0..9)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let packed = bytes(&texts);
            prop_assert_eq!(value::<Vec<&str>>(&packed), texts);
        }

        #[test]
        fn paths_come_back(paths in prop::collection::vec("(ab?[.]){0,3}[abc]", 0..9)) {
            let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
            let packed = bytes(&Paths(paths.clone()));
            prop_assert_eq!(value::<Paths>(&packed).0, paths);
        }

        #[test]
        fn a_part_is_read_later_as_it_was(first in any::<Vec<u8>>(), text in "[^\0\n]*", last in any::<u8>()) {
            let parts = (first.clone(), (Later::of((text.as_str(), first)), last));
            let packed = bytes(&parts);
            let (before, (part, after)) = value::<(Vec<u8>, (Later<(&str, Vec<u8>)>, u8))>(&packed);
            prop_assert_eq!(part.get(), &(text.as_str(), before));
            prop_assert_eq!(after, last);
        }

        #[test]
        fn bytes_of_something_else_are_read_but_never_overrun(bytes in any::<Vec<u8>>()) {
            let _ = value::<Vec<(&str, Option<Box<i64>>)>>(&bytes);
        }
    }
}
