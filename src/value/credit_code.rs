//! 统一社会信用代码 (GB 32100-2015).

use super::fold::{compact, quote, too_long};
use super::{Note, Reading, mask, region};
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};

const LETTERS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Reads a unified social credit code (统一社会信用代码). What remains to be compared is [`normal`].
///
/// Notes: `TY020` where length, letters or the six digits of the region are not as they should be (warning) or the writing has blanks,
/// hyphens or small letters (info); `TY021` (warning) where the check character differs, with a fix where exactly one swap or look-alike
/// explains it; `TY022` (info) for the organisation part; `TY024` (info) for the region part; `TY025` (info) for a masked text.
///
/// ```
/// use zhifa::value::credit_code;
/// assert!(credit_code::read("91371502MA3C7H2K4Q").notes.is_empty());
/// assert_eq!(credit_code::read("91371502MA3C7H2K4").notes[0].message, "应为18位，现为17位");
/// ```
pub fn read(typed: &str) -> Reading<()> {
    if too_long(typed) {
        return Reading::unreadable(Note::warning("TY020", "应为18位数字或大写字母"));
    }
    let code = normal(typed);
    let fault = match fault(&code) {
        // Codes from registrars hold XXX now and then; only what is no code is taken for masked.
        Some(_) if mask::is_masked(typed) => return Reading::noted((), mask::note()),
        Some(Fault::Shape(message)) => {
            let fix = repaired(&code);
            return Reading::unreadable(Note::warning("TY020", message).with_fix(fix));
        }
        Some(Fault::Check(wanted)) => {
            // Either the slip that explains it or the last character, never two corrections at once.
            let fix = slip(&code);
            let message = match &fix {
                Some(meant) => format!("校验不符，核对各位，可能应为{meant}"),
                None => format!("校验不符，核对各位；若前17位无误，末位应为{wanted}"),
            };
            return Reading::unreadable(Note::warning("TY021", message).with_fix(fix));
        }
        None => remark(&code),
    };
    let style = (code != typed.trim()).then(|| {
        Note::info("TY020", format!("应写作{code}，大写，不带空格和短横"))
            .with_fix(Some(code.to_string()))
    });
    Reading {
        value: Some(()),
        notes: fault.into_iter().chain(style).collect(),
    }
}

/// The code in upper case without blanks and hyphens.
///
/// ```
/// assert_eq!(zhifa::value::credit_code::normal("9137 1502-ma3c7h2k4q"), "91371502MA3C7H2K4Q");
/// ```
pub fn normal(typed: &str) -> Cow<'_, str> {
    compact(typed, |c| c != '-')
}

enum Fault {
    Shape(Cow<'static, str>),
    Check(char),
}

/// The value of each ASCII character in the alphabet, 31 for those that are not in it.
const VALUES: [u8; 128] = {
    let mut values = [31; 128];
    let mut index = 0;
    while index < LETTERS.len() {
        values[LETTERS[index] as usize] = index as u8;
        index += 1;
    }
    values
};

fn value(letter: u8) -> Option<u32> {
    let value = VALUES.get(usize::from(letter)).copied()?;
    (value < 31).then_some(u32::from(value))
}

/// The check character for the first seventeen (GB 32100-2015: weights are the powers of three, modulo 31).
fn check_character(code: &[u8]) -> Option<u8> {
    let mut weight = 1;
    let mut sum = 0;
    for &letter in code.iter().take(17) {
        sum += value(letter)? * weight;
        weight = weight * 3 % 31;
    }
    LETTERS.get(((31 - sum % 31) % 31) as usize).copied()
}

fn fault(code: &str) -> Option<Fault> {
    let fits = |(index, letter): (usize, u8)| match index {
        2..8 => letter.is_ascii_digit(),
        _ => value(letter).is_some(),
    };
    if code.len() != 18 || !code.bytes().enumerate().all(fits) {
        return shape(code).map(Fault::Shape);
    }
    let code = code.as_bytes();
    let wanted = check_character(code)?;
    (code.last() != Some(&wanted)).then_some(Fault::Check(char::from(wanted)))
}

/// What is wrong with length or letters.
fn shape(code: &str) -> Option<Cow<'static, str>> {
    let length = code.chars().count();
    if length != 18 {
        return Some(match length {
            15 if code.bytes().all(|c| c.is_ascii_digit()) => {
                "是15位的旧注册号，应填18位统一社会信用代码".into()
            }
            9 if code.bytes().all(|c| c.is_ascii_alphanumeric()) => {
                "是9位的组织机构代码，应填18位统一社会信用代码".into()
            }
            _ => format!("应为18位，现为{length}位").into(),
        });
    }
    for (index, letter) in code.chars().enumerate() {
        let place = index + 1;
        if let Some(meant) = taken_for(letter) {
            return Some(format!("第{place}位不用字母{letter}，多为{meant}的误写").into());
        }
        if !u8::try_from(letter).is_ok_and(|letter| value(letter).is_some()) {
            return Some(
                format!(
                    "第{place}位应为数字或大写字母，现为{}",
                    quote(letter.encode_utf8(&mut [0; 4]))
                )
                .into(),
            );
        }
        if (2..8).contains(&index) && !letter.is_ascii_digit() {
            return Some(format!("第3至8位应为数字，第{place}位现为{letter}").into());
        }
    }
    None
}

/// The letters that the standard leaves out, and what each is a slip for.
fn taken_for(letter: char) -> Option<char> {
    Some(match letter {
        'I' => '1',
        'O' => '0',
        'Z' => '2',
        'S' => '5',
        'V' => 'U',
        _ => return None,
    })
}

fn repaired(code: &str) -> Option<String> {
    let repaired: String = code
        .chars()
        .map(|letter| taken_for(letter).unwrap_or(letter))
        .collect();
    (repaired != code && fault(&repaired).is_none()).then_some(repaired)
}

/// The one code that two neighbours swapped or one look-alike would have made this one, if there is exactly one.
fn slip(code: &str) -> Option<String> {
    let mut found: Option<String> = None;
    let mut candidate = |changed: &[u8]| {
        let Ok(changed) = core::str::from_utf8(changed) else {
            return true;
        };
        if fault(changed).is_none() && remark(changed).is_none() {
            if found.as_deref().is_some_and(|found| found != changed) {
                return false;
            }
            found = Some(changed.to_string());
        }
        true
    };
    let mut letters = code.as_bytes().to_vec();
    for index in 0..letters.len() {
        if index > 0 {
            letters.swap(index - 1, index);
            let alone = candidate(&letters);
            letters.swap(index - 1, index);
            if !alone {
                return None;
            }
        }
        let typed = *letters.get(index)?;
        for &meant in look_alikes(typed) {
            *letters.get_mut(index)? = meant;
            if !candidate(&letters) {
                return None;
            }
        }
        *letters.get_mut(index)? = typed;
    }
    found
}

fn look_alikes(letter: u8) -> &'static [u8] {
    match letter {
        b'0' => b"DQ",
        b'D' | b'Q' => b"0",
        b'1' => b"7L",
        b'7' | b'L' => b"1",
        b'2' => b"7",
        b'5' => b"6",
        b'6' => b"5G",
        b'G' => b"6",
        b'8' => b"B3",
        b'B' | b'3' => b"8",
        b'U' => b"W",
        b'W' => b"U",
        b'M' => b"N",
        b'N' => b"M",
        _ => b"",
    }
}

/// What may be odd about a code that is sound by its check character.
fn remark(code: &str) -> Option<Note> {
    let letters = code.as_bytes();
    let part = letters.get(8..17)?;
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = part
        .iter()
        .zip(weights)
        .map(|(&letter, weight)| char::from(letter).to_digit(36).unwrap_or(0) * weight)
        .sum();
    let wanted = match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + u8::try_from(digit).unwrap_or(0),
    };
    if part.last() != Some(&wanted) {
        return Some(Note::info(
            "TY022",
            format!(
                "第9至17位的组织机构代码校验不符，第17位按前8位计算为{}",
                char::from(wanted)
            ),
        ));
    }
    let place = code.get(2..8)?;
    (!region::has_province(place) && place != "100000")
        .then(|| Note::info("TY024", format!("第3至8位{place}不是已知的行政区划代码")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_codes_pass_silently() {
        for code in [
            "91371502MA3C7H2K4Q",
            "11371502004321071H",
            "92530428MA6M5G1U00",
        ] {
            assert_eq!(read(code), Reading::of(()), "{code}");
        }
    }

    #[test]
    fn each_fault_says_what_would_be_right() {
        for (typed, rule, message) in [
            (
                "371500000000012",
                "TY020",
                "是15位的旧注册号，应填18位统一社会信用代码",
            ),
            (
                "MA3C7H2K4",
                "TY020",
                "是9位的组织机构代码，应填18位统一社会信用代码",
            ),
            ("91371502MA3C7H2KO4Q", "TY020", "应为18位，现为19位"),
            ("9137I502MA3C7H2K4Q", "TY020", "第5位不用字母I，多为1的误写"),
            (
                "91A71502MA3C7H2K4Q",
                "TY020",
                "第3至8位应为数字，第3位现为A",
            ),
            (
                "91371502MA3C7H2K中Q",
                "TY020",
                "第17位应为数字或大写字母，现为“中”",
            ),
            (
                "91371502MA3C7H2K4P",
                "TY021",
                "校验不符，核对各位；若前17位无误，末位应为Q",
            ),
            ("91430681XXXXXXXXXX", "TY025", "是脱敏文本，未校验"),
            ("915206****7FMTAX63", "TY025", "是脱敏文本，未校验"),
            (
                "91371502ma3c7h2k4q",
                "TY020",
                "应写作91371502MA3C7H2K4Q，大写，不带空格和短横",
            ),
        ] {
            let reading = read(typed);
            assert_eq!(
                (reading.notes.len(), reading.notes[0].rule),
                (1, rule),
                "{typed}"
            );
            assert_eq!(reading.notes[0].message, message, "{typed}");
        }
    }

    #[test]
    fn a_slip_with_one_explanation_is_mended() {
        for typed in [
            "9137l5O2MA3C7H2K4Q",
            "91371502MA3C7H2K4Q",
            "91371502MA37CH2K4Q",
            "9137150ZMA3C7H2K4Q",
            "91371502NA3C7H2K4Q",
        ] {
            let notes = read(typed).notes;
            assert!(
                notes.is_empty()
                    || notes[0]
                        .fix
                        .as_deref()
                        .is_none_or(|fix| fix == "91371502MA3C7H2K4Q"),
                "{typed}: {notes:?}"
            );
        }
        assert_eq!(
            read("91371502MA37CH2K4Q").notes[0].fix.as_deref(),
            Some("91371502MA3C7H2K4Q")
        );
        assert_eq!(
            read("9137150ZMA3C7H2K4Q").notes[0].fix.as_deref(),
            Some("91371502MA3C7H2K4Q")
        );
    }
}
