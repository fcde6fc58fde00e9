//! Sorting and grouping by number, so that the sort is compiled once and not for every type that is sorted: the standard library's
//! sorts and maps of a handful of types took a tenth of the download.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::hash::Hasher;

/// The numbers below `count` in the order of `compare`; those that compare equal stay as they were.
pub(crate) fn order(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..count).collect();
    let mut to = Vec::with_capacity(count);
    let mut width = 1;
    while width < count {
        for pair in from.chunks(width * 2) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            // Rows mostly come in order: then nothing is to be merged.
            if let (Some(a), Some(b)) = (left.last(), right.first())
                && compare(*a, *b).is_le()
            {
                (left, right) = (pair, &[]);
            }
            while let ([a, later @ ..], [b, others @ ..]) = (left, right) {
                if compare(*b, *a).is_lt() {
                    to.push(*b);
                    right = others;
                } else {
                    to.push(*a);
                    left = later;
                }
            }
            to.extend_from_slice(left);
            to.extend_from_slice(right);
        }
        core::mem::swap(&mut from, &mut to);
        to.clear();
        width *= 2;
    }
    from
}

/// What rows are compared by: numbers and texts, of which most are left out. One type for all, so that its comparison is compiled once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key<'k> {
    pub numbers: [i64; 3],
    pub texts: [&'k str; 4],
}

impl<'k> Key<'k> {
    /// A text alone; `None` where it is empty.
    #[cfg(feature = "training")]
    pub fn of(text: &'k str) -> Option<Self> {
        (!text.is_empty()).then(|| Key {
            texts: [text, "", "", ""],
            ..Key::default()
        })
    }

    fn hash(&self) -> u64 {
        let mut hasher = Quick::default();
        for number in self.numbers {
            hasher.write_u64(number as u64);
        }
        for text in self.texts {
            if !text.is_empty() {
                hasher.write(text.as_bytes());
            }
            // The end of a text counts too.
            hasher.write_u8(0xff);
        }
        hasher.finish()
    }
}

/// For each number below `count` the first one of the same key: itself, where there is none before it or it has no key.
pub(crate) fn first_alike<'k>(count: usize, key: &dyn Fn(usize) -> Option<Key<'k>>) -> Vec<usize> {
    let by_hash = first_same(count, &|at| Some(key(at)?.hash()), &|a, b| key(a) == key(b));
    by_hash.unwrap_or_else(|| first_sorted(count, key))
}

/// The same by sorting.
#[inline(never)]
fn first_sorted<'k>(count: usize, key: &dyn Fn(usize) -> Option<Key<'k>>) -> Vec<usize> {
    let mut firsts: Vec<usize> = (0..count).collect();
    let mut before = None;
    for at in order(count, &mut |a, b| key(a).cmp(&key(b))) {
        match before {
            Some(first) if key(at).is_some() && key(first) == key(at) => {
                if let Some(own) = firsts.get_mut(at) {
                    *own = first;
                }
            }
            _ => before = Some(at),
        }
    }
    firsts
}

/// As [`first_alike`], of keys that have these hashes and are the same. `None` where many of them share a place, as a file made to hold a
/// server up would have it.
#[inline(never)]
fn first_same(
    count: usize,
    hash: &dyn Fn(usize) -> Option<u64>,
    same: &dyn Fn(usize, usize) -> bool,
) -> Option<Vec<usize>> {
    let mut tries = count * 32 + 1024;
    let mut firsts: Vec<usize> = (0..count).collect();
    // The lower half of a hash and the number with it, one more; the upper half says where. Every second place stays free.
    let bits = (count * 2 + 1).ilog2() + 1;
    let mut places: Vec<(u32, u32)> = alloc::vec![(0, 0); 1 << bits];
    for (at, alike) in firsts.iter_mut().enumerate() {
        let Some(hash) = hash(at) else { continue };
        let mut place = (hash >> (u64::BITS - bits)) as usize;
        while let Some(held) = places.get_mut(place) {
            let (half, number) = *held;
            let first = (number as usize).wrapping_sub(1);
            if number == 0 {
                *held = (hash as u32, at as u32 + 1);
                break;
            }
            if half == hash as u32 && same(first, at) {
                *alike = first;
                break;
            }
            tries = tries.checked_sub(1)?;
            place = (place + 1) % places.len();
        }
    }
    Some(firsts)
}

/// The hash of a text.
#[cfg(feature = "training")]
pub(crate) fn hash_of(text: &str) -> u64 {
    let mut hasher = Quick::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// A quick hash, not one that withstands an adversary: [`first_alike`] sorts where it fails.
#[derive(Default)]
pub(crate) struct Quick(u64);

impl Hasher for Quick {
    /// The upper half decides the lower one too: of round numbers the lower is zero.
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxhash_rust::xxh64::xxh64(bytes, self.0);
    }

    fn write_u8(&mut self, byte: u8) {
        self.0 = self.0.rotate_left(8) ^ u64::from(byte);
    }

    fn write_u16(&mut self, number: u16) {
        self.write_u64(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(23) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_ordered_as_a_stable_sort_orders_them(keys in prop::collection::vec(0u8..9, 0..70)) {
            let mut expected: Vec<usize> = (0..keys.len()).collect();
            expected.sort_by_key(|&at| keys[at]);
            prop_assert_eq!(order(keys.len(), &mut |a, b| keys[a].cmp(&keys[b])), expected);
        }

        #[test]
        fn the_first_alike_is_the_first_with_the_same_key(keys in prop::collection::vec(prop::option::of("[甲乙a]{0,2}"), 0..70)) {
            let first = |at: usize| keys.iter().position(|other| keys[at].is_some() && *other == keys[at]).unwrap_or(at);
            let expected: Vec<_> = (0..keys.len()).map(first).collect();
            let key = |at: usize| {
                let text = keys[at].as_deref()?;
                // Texts that differ only in where one ends.
                let (one, two) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
                Some(Key { texts: [one, two, "", text], ..Key::default() })
            };
            prop_assert_eq!(first_alike(keys.len(), &key), expected.clone());
            prop_assert_eq!(first_sorted(keys.len(), &key), expected);
        }

        #[test]
        fn keys_of_one_hash_are_told_apart(keys in prop::collection::vec(0u8..9, 0..70), hash in any::<u64>()) {
            let expected: Vec<_> = keys.iter().map(|key| keys.iter().position(|other| other == key).unwrap()).collect();
            prop_assert_eq!(first_same(keys.len(), &|_| Some(hash), &|a, b| keys[a] == keys[b]), Some(expected));
        }
    }

    #[test]
    fn a_crowd_in_one_place_is_given_up() {
        let crowd = |count| first_same(count, &|_| Some(7), &|a, b| a == b);
        assert!(crowd(60).is_some() && crowd(100_000).is_none());
    }

    #[test]
    fn round_numbers_have_hashes_of_their_own() {
        let places = |bits: u32| {
            let hash = |number: i64| {
                let numbers = [number * 1_000_000, 0, 0];
                let key = Key {
                    numbers,
                    ..Key::default()
                };
                key.hash() & ((1 << bits) - 1)
            };
            let mut seen: Vec<u64> = (0..4096).map(hash).collect();
            seen.sort_unstable();
            seen.dedup();
            seen.len()
        };
        assert!(places(12) > 2000, "as many as chance gives");
    }
}
