//! 人民币大写: amounts in the words that accounts are written in, both ways.

use super::fold::{Scan, fold, is_blank, quote, too_long};
use super::number::Number;
use super::{Note, Reading, money};
use alloc::format;
use alloc::string::String;

/// The largest sum that is written in words, in fen: 9999亿 and all below it.
const LIMIT: u64 = 1_000_000_000_000 * 100;

/// Reads an amount in words (人民币大写), in yuan. 人民币 at the start, blanks, 圆 and 正 are taken as they are; a figure in brackets behind the
/// words must be the same sum.
///
/// Notes: `TY063` (info) where small or traditional numerals stand, or 零 and 整 stand otherwise than usual; the fix is the usual writing.
/// Errors: `TY064` (warning) where the order of digits and units cannot be read, or can be read two ways (壹佰伍元).
///
/// ```
/// use zhifa::value::{money, rmb_words};
/// let amount = rmb_words::read("人民币伍万贰仟壹佰贰拾元整").value.unwrap();
/// assert_eq!(money::canonical(amount), "52120.00");
/// assert_eq!(rmb_words::canonical(amount).as_deref(), Some("伍万贰仟壹佰贰拾元整"));
/// assert_eq!(rmb_words::read("五万元").notes[0].fix.as_deref(), Some("伍万元整"));
/// ```
pub fn read(typed: &str) -> Reading<Number> {
    if too_long(typed) {
        return Reading::unreadable(Note::warning(
            "TY064",
            format!("应为大写金额，如伍万元整，现为{}", quote(typed)),
        ));
    }
    let mut scan = Scan::new(typed);
    prefix(&mut scan);
    let start = scan;
    let mut words = Words::default();
    let fen = match words.amount(&mut scan) {
        Ok(fen) => fen,
        Err(fault) => return Reading::unreadable(fault_note(typed, fault, scan)),
    };
    let end = scan;
    let amount = in_yuan(fen);
    if scan.eat('(') && !(money::sum(&mut scan) == Some(amount) && scan.eat(')')) {
        let message = format!(
            "括号内应为与大写一致的{amount}元，现为{}",
            quote(end.rest())
        );
        return Reading::unreadable(Note::warning("TY064", message));
    }
    if !scan.end() {
        return Reading::unreadable(fault_note(typed, Fault::Order, scan));
    }
    let written = &start.rest()[..start.rest().len() - end.rest().len()];
    if is_usual(written, fen) {
        return Reading::of(amount);
    }
    let message = if words.small {
        "应用规范大写数字"
    } else {
        "的“零”“整”和单位写法不规范"
    };
    let usual = canonical(amount);
    let message = format!("{message}，应写作{}", usual.as_deref().unwrap_or_default());
    Reading::noted(amount, Note::info("TY063", message).with_fix(usual))
}

/// The amount in words: 伍万贰仟壹佰贰拾元整. `None` below nought, from 10,000亿 on, or with a fraction of a fen.
///
/// ```
/// use zhifa::value::rmb_words;
/// assert_eq!(rmb_words::canonical(1005.into()).as_deref(), Some("壹仟零伍元整"));
/// assert_eq!(rmb_words::canonical((-1).into()), None);
/// ```
pub fn canonical(amount: Number) -> Option<String> {
    let fen = in_fen(amount)?;
    let (mut written, mut dropped) = (String::new(), false);
    for c in pattern(fen).chars() {
        // A 零 or 整 that may be left out is left out; the 壹 before a leading 拾 stays.
        let optional = core::mem::replace(&mut dropped, c == '?');
        if c != '?' && (!optional || c == '壹') {
            written.push(c);
        }
    }
    Some(written)
}

fn in_fen(amount: Number) -> Option<u64> {
    let millionths = u64::try_from(amount.millionths()).ok()?;
    let fen = millionths / 10_000;
    (millionths % 10_000 == 0 && fen < LIMIT).then_some(fen)
}

fn in_yuan(fen: u64) -> Number {
    Number::from_millionths(i64::try_from(fen).unwrap_or(0).saturating_mul(10_000))
}

/// Reads the amount that stands here and leaves the rest. `None` where it cannot be read, or not in one way.
pub(super) fn parse(scan: &mut Scan) -> Option<Number> {
    Words::default().amount(scan).ok().map(in_yuan)
}

fn prefix(scan: &mut Scan) {
    scan.eat_one(&["(大写)", "大写"]);
    scan.eat(':');
    scan.eat_word("人民币");
    scan.eat_one(&["(大写)", "大写"]);
    scan.eat(':');
}

/// Why words are not read.
enum Fault {
    /// Nothing can follow what was read so far.
    Order,
    /// A digit without a unit after 佰, 仟, 万 or 亿: so many units of that place, or so many tenths of the unit before.
    TwoWays(char),
}

fn fault_note(typed: &str, fault: Fault, mut scan: Scan) -> Note {
    if let Fault::TwoWays(digit) = fault {
        return Note::warning(
            "TY064",
            format!("中的“{digit}”可读作两个数，应写明单位或补“零”"),
        );
    }
    let mut figure = Scan::new(typed);
    if let Some(usual) = money::sum(&mut figure)
        .filter(|_| figure.end())
        .and_then(canonical)
    {
        return Note::warning("TY064", format!("应用大写，写作{usual}")).with_fix(Some(usual));
    }
    let at = scan.peek().map_or(0, |_| {
        typed.chars().count() - scan.rest().chars().count() + 1
    });
    if at > 0 {
        Note::warning(
            "TY064",
            format!(
                "从第{at}个字起读不通，应如伍万贰仟壹佰贰拾元整，现为{}",
                quote(typed)
            ),
        )
    } else {
        Note::warning(
            "TY064",
            format!("末尾不完整，应如伍万贰仟壹佰贰拾元整，现为{}", quote(typed)),
        )
    }
}

/// Digit by digit through one amount.
#[derive(Default)]
struct Words {
    /// A small or traditional numeral stood in it.
    small: bool,
}

impl Words {
    fn digit(&mut self, c: char) -> Option<u64> {
        let (value, small) = match c {
            '零' => (0, false),
            '壹' => (1, false),
            '贰' => (2, false),
            '叁' => (3, false),
            '肆' => (4, false),
            '伍' => (5, false),
            '陆' => (6, false),
            '柒' => (7, false),
            '捌' => (8, false),
            '玖' => (9, false),
            '〇' => (0, true),
            '一' | '弌' => (1, true),
            '二' | '两' | '貳' | '弍' => (2, true),
            '三' | '叄' | '參' | '弎' | '参' => (3, true),
            '四' => (4, true),
            '五' => (5, true),
            '六' | '陸' => (6, true),
            '七' => (7, true),
            '八' => (8, true),
            '九' => (9, true),
            _ => return None,
        };
        self.small |= small;
        Some(value)
    }

    fn unit(&mut self, c: char) -> Option<u64> {
        let (value, small) = match c {
            '拾' => (10, false),
            '佰' => (100, false),
            '仟' => (1_000, false),
            '万' => (10_000, false),
            '亿' => (100_000_000, false),
            '十' => (10, true),
            '百' => (100, true),
            '千' => (1_000, true),
            '萬' => (10_000, true),
            '億' => (100_000_000, true),
            _ => return None,
        };
        self.small |= small;
        Some(value)
    }

    /// The amount in fen.
    fn amount(&mut self, scan: &mut Scan) -> Result<u64, Fault> {
        let start = *scan;
        let (yuan, mut any) = match self.integer(scan)? {
            Some(yuan) => (yuan, true),
            None => {
                *scan = start;
                (0, false)
            }
        };
        let mut fen = yuan * 100;
        let mut next = 10;
        while let Some(d) = scan.peek().and_then(|c| self.digit(c)) {
            scan.bump();
            any = true;
            let size = match scan.peek() {
                Some('角') => 10,
                Some('分') => 1,
                _ if d == 0 => continue,
                _ => return Err(Fault::Order),
            };
            if size > next {
                return Err(Fault::Order);
            }
            scan.bump();
            fen += d * size;
            next = size / 10;
        }
        if !any {
            return Err(Fault::Order);
        }
        scan.eat_one(&["整", "正"]);
        scan.eat('。');
        if fen < LIMIT {
            Ok(fen)
        } else {
            Err(Fault::Order)
        }
    }

    /// The whole yuan; `None` where the amount begins with 角 or 分.
    fn integer(&mut self, scan: &mut Scan) -> Result<Option<u64>, Fault> {
        let (mut high, mut middle, mut low) = (None, None, 0_u64);
        let (mut last, mut open, mut zero, mut begun) = (None, None, false, false);
        loop {
            let c = scan.peek().unwrap_or('整');
            if let Some(d) = self.digit(c) {
                match (d, open) {
                    (0, None) => zero = true,
                    (1.., None) => open = Some((d, c)),
                    _ => return Err(Fault::Order),
                }
                begun = true;
            } else if let Some(u @ (10 | 100 | 1_000)) = self.unit(c) {
                if last.is_some_and(|last| u >= last) {
                    return Err(Fault::Order);
                }
                low += u * match open.take() {
                    Some((d, _)) => d,
                    None if zero => 0,
                    None if u == 10 && last.is_none() => 1,
                    None => return Err(Fault::Order),
                };
                (last, zero, begun) = (Some(u), false, true);
            } else {
                let ends_group = self.unit(c);
                if ends_group.is_none() && matches!(c, '角' | '分') {
                    return if last.is_none() && high.is_none() && middle.is_none() {
                        Ok(None)
                    } else {
                        Err(Fault::Order)
                    };
                }
                if !begun {
                    return Err(Fault::Order);
                }
                if let Some((d, digit)) = open.take() {
                    let after_group = ends_group.is_none() && (high.is_some() || middle.is_some());
                    let loose = if last.is_none() {
                        after_group
                    } else {
                        last != Some(10)
                    };
                    if loose && !zero {
                        return Err(Fault::TwoWays(digit));
                    }
                    low += d;
                }
                match ends_group {
                    Some(10_000) if middle.is_none() => middle = Some(low * 10_000),
                    Some(100_000_000) if high.is_none() && middle.is_none() => {
                        high = Some(low * 100_000_000)
                    }
                    Some(_) => return Err(Fault::Order),
                    None => {
                        if !scan.eat_one(&["元", "圆", "圓"])
                            && !matches!(scan.peek(), None | Some('整' | '正' | '(' | ')'))
                        {
                            return Err(Fault::Order);
                        }
                        return Ok(Some(high.unwrap_or(0) + middle.unwrap_or(0) + low));
                    }
                }
                (low, last, zero) = (0, None, false);
            }
            scan.bump();
        }
    }
}

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

fn push_digit(written: &mut String, digit: u64) {
    written.extend(
        usize::try_from(digit)
            .ok()
            .and_then(|digit| DIGITS.get(digit)),
    );
}

/// The usual words; a `?` before what may be left out.
fn pattern(fen: u64) -> String {
    let (yuan, jiao, cents) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut written = String::new();
    let mut before = None;
    for (size, name) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
        let group = yuan / size % 10_000;
        if group > 0 {
            match before {
                Some(before) if group < 1_000 || before == 0 => written.push('零'),
                Some(before) if before % 10 == 0 => written.push_str("?零"),
                None if (10..20).contains(&group) => written.push('?'),
                _ => {}
            }
            push_group(&mut written, group);
            written.push_str(name);
        }
        if group > 0 || before.is_some() {
            before = Some(group);
        }
    }
    if yuan > 0 || fen == 0 {
        written.push_str(if yuan > 0 { "元" } else { "零元" });
    }
    match (yuan > 0, jiao, cents) {
        (_, 0, 0) => written.push('整'),
        (true, 0, _) => written.push('零'),
        (true, _, _) if yuan.is_multiple_of(10) => written.push_str("?零"),
        _ => {}
    }
    if jiao > 0 {
        push_digit(&mut written, jiao);
        written.push('角');
    }
    if cents > 0 {
        push_digit(&mut written, cents);
        written.push('分');
    } else if jiao > 0 {
        written.push_str("?整");
    }
    written
}

fn push_group(written: &mut String, group: u64) {
    let (mut gap, mut begun) = (false, false);
    for (size, name) in [(1_000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
        let digit = group / size % 10;
        if digit == 0 {
            gap = begun;
            continue;
        }
        if gap {
            written.push('零');
        }
        push_digit(written, digit);
        written.push_str(name);
        (gap, begun) = (false, true);
    }
}

/// Whether the words are the usual ones, but for what may be left out.
fn is_usual(written: &str, fen: u64) -> bool {
    let pattern = pattern(fen);
    let mut wanted = pattern.chars().peekable();
    let mut found = written
        .chars()
        .filter(|&c| !is_blank(c))
        .map(|c| match fold(c) {
            '圆' | '圓' => '元',
            '正' => '整',
            c => c,
        });
    let mut here = found.next();
    while let Some(c) = wanted.next() {
        let optional = c == '?';
        let c = if optional {
            wanted.next().unwrap_or(c)
        } else {
            c
        };
        if here == Some(c) {
            here = found.next();
        } else if !optional {
            return false;
        }
    }
    here.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    fn read_as(typed: &str) -> Option<String> {
        read(typed).value.map(|amount| amount.to_string())
    }

    #[test]
    fn usual_words_are_read_without_remark() {
        for (typed, amount) in [
            ("人民币伍万贰仟壹佰贰拾元整", "52120"),
            ("大写：人民币 伍万圆正", "50000"),
            ("壹仟零伍元整", "1005"),
            ("壹万零伍佰元整", "10500"),
            ("玖亿零肆仟零肆拾元整", "900004040"),
            ("壹拾万伍仟元整", "105000"),
            ("壹拾万零伍仟元整", "105000"),
            ("拾伍元整", "15"),
            ("壹拾元壹角", "10.1"),
            ("壹拾元零壹角整", "10.1"),
            ("伍元零伍分", "5.05"),
            ("伍角", "0.5"),
            ("伍角整", "0.5"),
            ("零元整", "0"),
            ("人民币伍万元整（¥50000.00）", "50000"),
        ] {
            assert_eq!(read_as(typed).as_deref(), Some(amount), "{typed}");
            assert!(
                read(typed).notes.is_empty(),
                "{typed}: {:?}",
                read(typed).notes
            );
        }
    }

    #[test]
    fn unusual_words_are_read_and_remarked() {
        for (typed, amount, usual) in [
            ("伍万贰仟壹佰贰拾元", "52120", "伍万贰仟壹佰贰拾元整"),
            ("五万元整", "50000", "伍万元整"),
            ("一万元", "10000", "壹万元整"),
            ("玖亿肆仟零肆拾元整", "900004040", "玖亿零肆仟零肆拾元整"),
            ("壹仟零零伍元整", "1005", "壹仟零伍元整"),
            ("伍元零角伍分", "5.05", "伍元零伍分"),
            ("伍元零角零分", "5", "伍元整"),
            ("零万伍仟零佰零拾零元零角零分", "5000", "伍仟元整"),
            ("贰分整", "0.02", "贰分"),
            ("壹仟伍拾元整", "1050", "壹仟零伍拾元整"),
            ("伍万整", "50000", "伍万元整"),
            ("貳萬圓整", "20000", "贰万元整"),
            ("参佰元整", "300", "叁佰元整"),
        ] {
            let reading = read(typed);
            assert_eq!(read_as(typed).as_deref(), Some(amount), "{typed}");
            assert_eq!(
                (reading.notes[0].rule, reading.notes[0].fix.as_deref()),
                ("TY063", Some(usual)),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_in_one_way_says_where() {
        for (typed, message) in [
            ("壹佰伍元整", "中的“伍”可读作两个数，应写明单位或补“零”"),
            ("一万二", "中的“二”可读作两个数，应写明单位或补“零”"),
            ("二百五", "中的“五”可读作两个数，应写明单位或补“零”"),
            (
                "廿元",
                "从第1个字起读不通，应如伍万贰仟壹佰贰拾元整，现为“廿元”",
            ),
            (
                "伍拾佰元",
                "从第3个字起读不通，应如伍万贰仟壹佰贰拾元整，现为“伍拾佰元”",
            ),
            (
                "伍元伍",
                "末尾不完整，应如伍万贰仟壹佰贰拾元整，现为“伍元伍”",
            ),
            (
                "伍万元整（¥5000）",
                "括号内应为与大写一致的50000元，现为“（¥5000）”",
            ),
            ("52120元", "应用大写，写作伍万贰仟壹佰贰拾元整"),
        ] {
            let reading = read(typed);
            assert_eq!(
                (reading.value, reading.notes[0].rule),
                (None, "TY064"),
                "{typed}"
            );
            assert_eq!(reading.notes[0].message, message, "{typed}");
        }
    }

    #[test]
    fn sums_out_of_reach_have_no_words() {
        assert_eq!(canonical(Number::from(-1)), None);
        assert_eq!(canonical(Number::from_millionths(1)), None);
        assert_eq!(
            canonical(Number::from_whole(1_000_000_000_000).unwrap()),
            None
        );
        assert_eq!(
            canonical(Number::from_whole(999_900_000_000).unwrap()).as_deref(),
            Some("玖仟玖佰玖拾玖亿元整")
        );
    }
}
