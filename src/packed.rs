//! The bytes of the compiled table: numbers of one byte where they are small, texts with their length before them, lists with their
//! count, fields one after another.
//!
//! A derived format costs a kilobyte of code for each of some twenty types; this costs a few dozen bytes. It is written by the build
//! script and read by the crate built with it, so it never meets another version.

use alloc::boxed::Box;
use alloc::vec::Vec;

/// A type that can be written to bytes and read back; `None` where the bytes are not its own.
pub(crate) trait Packed<'a>: Sized {
    fn pack(&self, out: &mut Vec<u8>);
    fn unpack(bytes: &mut &'a [u8]) -> Option<Self>;
}

fn pack_number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn unpack_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    let mut shift = 0;
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
        shift += 7;
    }
}

macro_rules! numbers {
    ($($kind:ty),*) => {$(
        impl<'a> Packed<'a> for $kind {
            fn pack(&self, out: &mut Vec<u8>) {
                // The sign goes to the lowest bit, so that small negative numbers stay short.
                let wide = *self as i64;
                pack_number((wide << 1 ^ wide >> 63) as u64, out);
            }
            fn unpack(bytes: &mut &'a [u8]) -> Option<Self> {
                let number = unpack_number(bytes)?;
                Self::try_from((number >> 1) as i64 ^ -((number & 1) as i64)).ok()
            }
        }
    )*};
}

numbers!(u8, u16, i32, i64);

impl<'a> Packed<'a> for bool {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn unpack(bytes: &mut &'a [u8]) -> Option<Self> {
        Some(unpack_number(bytes)? == 1)
    }
}

impl<'a> Packed<'a> for &'a str {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_number(self.len() as u64, out);
        out.extend_from_slice(self.as_bytes());
    }
    fn unpack(bytes: &mut &'a [u8]) -> Option<Self> {
        let length = usize::try_from(unpack_number(bytes)?).ok()?;
        let (text, rest) = bytes.split_at_checked(length)?;
        *bytes = rest;
        core::str::from_utf8(text).ok()
    }
}

impl<'a, T: Packed<'a>> Packed<'a> for Vec<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_number(self.len() as u64, out);
        self.iter().for_each(|part| part.pack(out));
    }
    fn unpack(bytes: &mut &'a [u8]) -> Option<Self> {
        let count = unpack_number(bytes)?;
        let mut list = Vec::new();
        for _ in 0..count {
            list.push(T::unpack(bytes)?);
        }
        Some(list)
    }
}

impl<'a, T: Packed<'a>> Packed<'a> for Option<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.is_some().pack(out);
        self.iter().for_each(|it| it.pack(out));
    }
    fn unpack(bytes: &mut &'a [u8]) -> Option<Self> {
        Some(if bool::unpack(bytes)? {
            Some(T::unpack(bytes)?)
        } else {
            None
        })
    }
}

impl<'a, T: Packed<'a>> Packed<'a> for Box<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.as_ref().pack(out);
    }
    fn unpack(bytes: &mut &'a [u8]) -> Option<Self> {
        T::unpack(bytes).map(Box::new)
    }
}

impl<'a, A: Packed<'a>, B: Packed<'a>> Packed<'a> for (A, B) {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
        self.1.pack(out);
    }
    fn unpack(bytes: &mut &'a [u8]) -> Option<Self> {
        Some((A::unpack(bytes)?, B::unpack(bytes)?))
    }
}

/// Packs structs field by field, and enums by the number of the variant and its parts.
macro_rules! packed {
    (struct $name:ty { $($field:ident),* $(,)? }) => {
        impl<'a> $crate::packed::Packed<'a> for $name {
            fn pack(&self, out: &mut alloc::vec::Vec<u8>) {
                $($crate::packed::Packed::pack(&self.$field, out);)*
            }
            fn unpack(bytes: &mut &'a [u8]) -> Option<Self> {
                Some(Self { $($field: $crate::packed::Packed::unpack(bytes)?),* })
            }
        }
    };
    (enum $name:ty { $($variant:ident $(($($part:ident),*))?),* $(,)? }) => {
        impl<'a> $crate::packed::Packed<'a> for $name {
            fn pack(&self, out: &mut alloc::vec::Vec<u8>) {
                // Every variant must be named here, or what is written cannot be read.
                match self {
                    $(Self::$variant { .. } => {})*
                }
                let mut number = 0u8;
                $(
                    if let Self::$variant $(($($part),*))? = self {
                        $crate::packed::Packed::pack(&number, out);
                        $($($crate::packed::Packed::pack($part, out);)*)?
                        return;
                    }
                    number += 1;
                )*
                let _ = number;
            }
            fn unpack(bytes: &mut &'a [u8]) -> Option<Self> {
                let wanted = <u8 as $crate::packed::Packed>::unpack(bytes)?;
                let mut number = 0u8;
                $(
                    if wanted == number {
                        $($(let $part = $crate::packed::Packed::unpack(bytes)?;)*)?
                        return Some(Self::$variant $(($($part),*))?);
                    }
                    number += 1;
                )*
                let _ = number;
                None
            }
        }
    };
}

pub(crate) use packed;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn there_and_back<'a, T: Packed<'a>>(value: &T, out: &'a mut Vec<u8>) -> Option<T> {
        value.pack(out);
        T::unpack(&mut &out[..])
    }

    proptest! {
        #[test]
        fn numbers_and_lists_come_back(days in any::<Vec<(i32, Option<i64>)>>(), small in any::<u8>(), key in any::<u16>()) {
            prop_assert_eq!(there_and_back(&days, &mut Vec::new()), Some(days.clone()));
            prop_assert_eq!(there_and_back(&small, &mut Vec::new()), Some(small));
            prop_assert_eq!(there_and_back(&key, &mut Vec::new()), Some(key));
        }

        #[test]
        fn bytes_of_something_else_are_refused_or_read_but_never_overrun(bytes in any::<Vec<u8>>()) {
            let _ = Vec::<(&str, Option<Box<i64>>)>::unpack(&mut &bytes[..]);
        }
    }
}
