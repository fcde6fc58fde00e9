//! 汉字数字: Chinese numerals as dates, articles and counts are written (amounts of money have their own file).

use super::fold::Scan;
use alloc::string::String;

/// The value of one digit in small or account writing.
pub(super) fn digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn unit(c: char) -> Option<u32> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        _ => return None,
    })
}

/// Whether a number in Chinese numerals can begin with the character.
pub(super) fn begins(c: char) -> bool {
    digit(c).is_some() || unit(c).is_some()
}

/// A whole number below a hundred million, in Arabic digits or Chinese numerals: `25`, 二十五, 一百零五, 二〇二五.
///
/// `None` where none stands here, or where a digit lacks its unit (一百五).
pub(super) fn read(scan: &mut Scan) -> Option<u32> {
    match scan.peek()? {
        '0'..='9' => scan.digits().map(|(value, _)| value),
        c if begins(c) => {
            let mut ahead = *scan;
            ahead.next();
            if digit(c).is_some() && ahead.peek().and_then(placed).is_some() && c != '零' {
                positional(scan)
            } else {
                spoken(scan)
            }
        }
        _ => None,
    }
}

/// A digit among others: a nought is also typed as 0 or the letter O (二0二三).
fn placed(c: char) -> Option<u32> {
    digit(c).or_else(|| matches!(c, '0' | 'O' | 'o').then_some(0))
}

fn positional(scan: &mut Scan) -> Option<u32> {
    let mut value = 0_u32;
    while let Some(d) = scan.peek().and_then(placed) {
        value = value.checked_mul(10)?.checked_add(d)?;
        scan.bump();
    }
    Some(value)
}

fn spoken(scan: &mut Scan) -> Option<u32> {
    let (mut total, mut group, mut last, mut open, mut zero) = (0_u32, 0_u32, u32::MAX, None, true);
    while let Some(c) = scan.peek() {
        match (digit(c), unit(c)) {
            (Some(0), _) if open.is_none() => zero = true,
            (Some(d), _) if open.is_none() && d > 0 => open = Some(d),
            (_, Some(10_000)) => {
                if total > 0 || group + open.unwrap_or(0) == 0 {
                    return None;
                }
                total = (group + open.take().unwrap_or(0)) * 10_000;
                (group, last, zero) = (0, 10_000, false);
            }
            (_, Some(u)) => {
                if u >= last || (open.is_none() && (u > 10 || group % 100 > 0)) {
                    return None;
                }
                group += open.take().unwrap_or(1) * u;
                (last, zero) = (u, false);
            }
            _ => break,
        }
        scan.bump();
    }
    // 一百五 is one hundred and fifty to the ear and lacks its unit on paper.
    let loose = open.is_some() && !zero && last > 10;
    (!loose).then(|| total + group + open.unwrap_or(0))
}

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// The number in small numerals, as articles and dates are written: 十二, 一百零五. Numbers from 10,000 on keep Arabic digits.
pub(crate) fn write(number: u32) -> String {
    let mut written = String::new();
    if number >= 10_000 {
        return alloc::string::ToString::to_string(&number);
    }
    let mut gap = false;
    for (size, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let d = number / size % 10;
        if d == 0 {
            gap = !written.is_empty();
            continue;
        }
        if gap {
            written.push('零');
            gap = false;
        }
        if !(size == 10 && d == 1 && number < 20) {
            written.extend(DIGITS.get(d as usize));
        }
        written.push_str(name);
    }
    if written.is_empty() {
        written.push('零');
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Option<u32> {
        let mut scan = Scan::new(text);
        read(&mut scan).filter(|_| scan.end())
    }

    #[test]
    fn numerals_are_read() {
        for (text, value) in [
            ("25", 25),
            ("二十五", 25),
            ("十", 10),
            ("一十二", 12),
            ("一百零五", 105),
            ("一百一十", 110),
            ("二〇二五", 2025),
            ("二0二五", 2025),
            ("二O二五", 2025),
            ("两千零二十", 2020),
            ("三万", 30_000),
            ("十二万零五", 120_005),
            ("六", 6),
        ] {
            assert_eq!(whole(text), Some(value), "{text}");
        }
    }

    #[test]
    fn what_lacks_its_unit_is_not_guessed() {
        for text in ["一百五", "一万二", "十十", "百五", "万", "五万三万"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn every_number_below_ten_thousand_comes_back() {
        for number in 0..10_000 {
            assert_eq!(whole(&write(number)), Some(number), "{}", write(number));
        }
        assert_eq!(write(12), "十二");
        assert_eq!(write(110), "一百一十");
    }
}
