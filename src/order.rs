//! Sorting and grouping by number, so that the sort is compiled once and not for every type that is sorted: the standard library's
//! sorts and maps of a handful of types took a tenth of the download.

use alloc::vec::Vec;
use core::cmp::Ordering;

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

/// For each number below `count` the first one that compares equal to it: itself, where there is none before it.
pub(crate) fn first_alike(
    count: usize,
    compare: &mut dyn FnMut(usize, usize) -> Ordering,
) -> Vec<usize> {
    let mut firsts: Vec<usize> = (0..count).collect();
    let mut first = 0;
    for at in order(count, compare) {
        if compare(first, at).is_ne() {
            first = at;
        }
        if let Some(slot) = firsts.get_mut(at) {
            *slot = first;
        }
    }
    firsts
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
        fn the_first_alike_is_the_first_with_the_same_key(keys in prop::collection::vec(0u8..9, 0..70)) {
            let expected: Vec<_> = keys.iter().map(|key| keys.iter().position(|other| other == key).unwrap()).collect();
            prop_assert_eq!(first_alike(keys.len(), &mut |a, b| keys[a].cmp(&keys[b])), expected);
        }
    }
}
