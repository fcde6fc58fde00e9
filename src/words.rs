//! The Chinese texts of the table, a code a word: what characters and pairs are frequent is known here and not to a general compressor,
//! so that a tenth less of them is downloaded.

use crate::packed::{number, take_number};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// Pairs that are made one word, most frequent first. Twice as many save nothing more.
const PAIRS: usize = 128;

/// Codes of two bytes that one first byte opens.
const ROOM: usize = 256;

/// A text as its words and a code for each: the characters in their order, each by its distance from the one before and whether it is
/// rare, which is a code of two bytes; the pairs, each by the codes of its halves; the codes of the text.
pub(crate) fn pack(text: &str) -> Vec<u8> {
    let (words, pairs, codes) = split(text);
    let mut counts = alloc::vec![0usize; words.len()];
    codes.iter().for_each(|code| counts[*code] += 1);
    let chars = words.len() - pairs.len();
    let mut ranked: Vec<usize> = (0..chars).collect();
    ranked.sort_by_key(|code| core::cmp::Reverse(counts[*code]));
    // As many first bytes are left to the rare as they need.
    let often = |firsts: usize| ROOM - firsts - pairs.len();
    let fits = |firsts: &usize| chars.saturating_sub(often(*firsts)) <= firsts * ROOM;
    let firsts = (0..PAIRS).find(fits).unwrap_or_default();
    let mut rare = alloc::vec![false; words.len()];
    ranked
        .iter()
        .skip(often(firsts))
        .for_each(|code| rare[*code] = true);
    let mut order: Vec<usize> = (0..chars).collect();
    order.sort_by_key(|code| &words[*code]);

    let mut out = Vec::new();
    number(&mut out, chars as u64);
    number(&mut out, pairs.len() as u64);
    let mut before = 0;
    for code in &order {
        let at = words[*code].chars().next().map_or(0, u32::from);
        number(
            &mut out,
            u64::from(at - before) << 1 | u64::from(rare[*code]),
        );
        before = at;
    }
    let mut written: Vec<Vec<u8>> = alloc::vec![Vec::new(); words.len()];
    let (mut short, mut long) = (0, 0);
    for code in order.into_iter().chain(chars..words.len()) {
        written[code] = if rare[code] {
            long += 1;
            alloc::vec![
                (ROOM - firsts + (long - 1) / ROOM) as u8,
                ((long - 1) % ROOM) as u8
            ]
        } else {
            short += 1;
            alloc::vec![(short - 1) as u8]
        };
    }
    let halves = pairs.iter().flat_map(|(first, second)| [*first, *second]);
    halves
        .chain(codes)
        .for_each(|code| out.extend(&written[code]));
    out
}

/// The words of a text, characters before pairs; the pairs; and which words stand where.
fn split(text: &str) -> (Vec<String>, Vec<(usize, usize)>, Vec<usize>) {
    let mut words: Vec<String> = Vec::new();
    let mut pairs = Vec::new();
    let mut known = BTreeMap::new();
    let mut codes: Vec<usize> = text
        .chars()
        .map(|c| {
            *known.entry(c).or_insert_with(|| {
                words.push(c.into());
                words.len() - 1
            })
        })
        .collect();
    let width = words.len() + PAIRS;
    for _ in 0..PAIRS {
        let mut counts = alloc::vec![0u32; width * width];
        codes
            .windows(2)
            .for_each(|pair| counts[pair[0] * width + pair[1]] += 1);
        let most = counts.iter().enumerate().max_by_key(|(_, count)| **count);
        let Some((pair, 4..)) = most else { break };
        let (first, second) = (pair / width, pair % width);
        let joined = words.len();
        words.push([words[first].as_str(), words[second].as_str()].concat());
        pairs.push((first, second));
        let mut from = 0;
        let mut to = 0;
        while from < codes.len() {
            let both = codes[from] == first && codes.get(from + 1) == Some(&second);
            codes[to] = if both { joined } else { codes[from] };
            from += if both { 2 } else { 1 };
            to += 1;
        }
        codes.truncate(to);
    }
    (words, pairs, codes)
}

/// The text again; of bytes that are not its, some text.
pub(crate) fn unpack(mut bytes: &[u8]) -> String {
    let chars = take_number(&mut bytes);
    let pairs = take_number(&mut bytes);
    let (mut short, mut long) = (Vec::new(), Vec::new());
    let mut at = 0;
    for _ in 0..chars.min(bytes.len() as u64) {
        let step = take_number(&mut bytes);
        at = u32::wrapping_add(at, (step >> 1) as u32);
        let word = String::from(char::from_u32(at).unwrap_or_default());
        if step & 1 == 0 { &mut short } else { &mut long }.push(word);
    }
    for _ in 0..pairs.min(ROOM as u64) {
        let mut half = || word(&mut bytes, &short, &long).unwrap_or_default();
        let both = [half(), half()].concat();
        short.push(both);
    }
    let mut text = String::new();
    while let Some(word) = word(&mut bytes, &short, &long) {
        text.push_str(word);
    }
    text
}

/// The word of the code at hand.
fn word<'w>(bytes: &mut &[u8], short: &'w [String], long: &'w [String]) -> Option<&'w str> {
    let mut next = || {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        Some(usize::from(*first))
    };
    let first = next()?;
    let word = match first.checked_sub(ROOM - long.len().div_ceil(ROOM).min(ROOM)) {
        None => short.get(first),
        Some(high) => long.get(high * ROOM + next()?),
    };
    word.map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_comes_back(text in "[决定日期应填写为，。a-z一-龥]*") {
            prop_assert_eq!(unpack(&pack(&text)), text);
        }

        #[test]
        fn a_text_with_many_characters_comes_back(text in "[一-鿿]{0,900}") {
            prop_assert_eq!(unpack(&pack(&text)), text);
        }

        #[test]
        fn bytes_of_something_else_are_read_but_never_overrun(bytes in any::<Vec<u8>>()) {
            let _ = unpack(&bytes);
        }
    }
}
