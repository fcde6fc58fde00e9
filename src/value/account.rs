//! 银行账号: the digits of an account or a card.

use super::fold::{compact, quote, too_long};
use super::{Note, Reading, mask};
use alloc::borrow::Cow;
use alloc::format;

/// Reads an account number (银行账号): eight to thirty digits, blanks and hyphens between them.
///
/// Notes: `TY052` where it is none (warning) or a card number's last digit does not agree (info); `TY025` (info) for a masked text.
///
/// ```
/// use zhifa::value::account;
/// assert!(account::read("1586 1200 0000 12345").notes.is_empty());
/// assert_eq!(account::read("1586120").notes[0].message, "应为8至30位数字，现为7位");
/// ```
pub fn read(typed: &str) -> Reading<()> {
    if too_long(typed) {
        return Reading::unreadable(Note::warning("TY052", "应为8至30位数字"));
    }
    if mask::is_masked(typed) {
        return Reading::noted((), mask::note());
    }
    let number = normal(typed);
    if !number.bytes().all(|c| c.is_ascii_digit()) {
        return Reading::unreadable(Note::warning(
            "TY052",
            format!("应为数字，现为{}", quote(typed)),
        ));
    }
    if !(8..=30).contains(&number.len()) {
        return Reading::unreadable(Note::warning(
            "TY052",
            format!("应为8至30位数字，现为{}位", number.len()),
        ));
    }
    if (16..=19).contains(&number.len()) && number.starts_with("62") && !passes_luhn(&number) {
        return Reading::noted((), Note::info("TY052", "按银行卡号校验不符，核对各位"));
    }
    Reading::of(())
}

/// The digits without blanks and hyphens.
///
/// ```
/// assert_eq!(zhifa::value::account::normal("1586-1200 ００12345"), "158612000012345");
/// ```
pub fn normal(typed: &str) -> Cow<'_, str> {
    compact(typed, |c| c != '-')
}

/// Every second digit from the right doubled, its own digits summed: a multiple of ten.
fn passes_luhn(number: &str) -> bool {
    let digits = number.bytes().rev().enumerate();
    let sum: u32 = digits
        .map(|(index, c)| {
            let digit = u32::from(c.wrapping_sub(b'0'));
            let doubled = digit * (1 + (index as u32 & 1));
            doubled / 10 + doubled % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_have_a_check_digit() {
        assert!(read("6222021234567890128").notes.is_empty());
        assert_eq!(
            read("6222021234567890129").notes[0].message,
            "按银行卡号校验不符，核对各位"
        );
    }

    #[test]
    fn letters_and_masks_are_told() {
        assert_eq!(
            read("15861200A0000").notes[0].message,
            "应为数字，现为“15861200A0000”"
        );
        assert_eq!(read("1586****12345").notes[0].rule, "TY025");
    }
}
