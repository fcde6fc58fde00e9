//! 金额: sums in yuan.

use super::fold::{Scan, quote, too_long};
use super::number::{Number, figure, no_figure, plain};
use super::text::{holds_char, outside_brackets};
use super::{Note, Reading, numeral, rmb_words};
use alloc::format;
use alloc::string::String;

/// Reads a sum of money (金额), in yuan: `52,120`, `5.212万元`, `¥52120.00`, 伍万元整, `52120元（伍万贰仟壹佰贰拾元整）`; the words around it
/// do not matter where it is the only one (没收违法所得785.60元) and none of them leaves it open.
///
/// Notes: `TY060` for a sum below nought (error), with more than two decimals or above ten thousand million (warning).
/// Errors: `TY090` where the text is no sum.
///
/// ```
/// use zhifa::value::money;
/// assert_eq!(money::canonical(money::read("5.212万元").value.unwrap()), "52120.00");
/// assert_eq!(money::read("-5").notes[0].rule, "TY060");
/// assert_eq!(money::read("酌情").notes[0].message, "应为金额，如52120.00，现为“酌情”");
/// ```
pub fn read(typed: &str) -> Reading<Number> {
    match plain(typed) {
        Some(number) => judged(number),
        None if too_long(typed) => Reading::unreadable(no_figure(typed)),
        None => {
            let mut scan = Scan::new(typed);
            let number = sum(&mut scan);
            scan.eat_one(&["。", ";"]);
            match number {
                Some(number) if scan.end() => judged(number),
                Some(number) if scan.eat('(') => bracketed(number, scan, typed),
                _ => among_words(typed),
            }
        }
    }
}

/// The sum with two decimal places, or more where it has more: `52120.00`.
///
/// ```
/// assert_eq!(zhifa::value::money::canonical(2000.into()), "2000.00");
/// ```
pub fn canonical(amount: Number) -> String {
    let mut written = format!("{amount}");
    match amount.places() {
        0 => written.push_str(".00"),
        1 => written.push('0'),
        _ => {}
    }
    written
}

fn judged(amount: Number) -> Reading<Number> {
    if amount < Number::ZERO {
        Reading::noted(
            amount,
            Note::error("TY060", format!("不应小于0，现为{amount}元")),
        )
    } else if amount.places() > 2 {
        Reading::noted(
            amount,
            Note::warning("TY060", format!("应写到分，至多两位小数，现为{amount}元")),
        )
    } else if amount.whole().unwrap_or(0) > 10_000_000_000 {
        Reading::noted(
            amount,
            Note::warning(
                "TY060",
                format!("超过一百亿元，核对位数和单位，现为{amount}元"),
            ),
        )
    } else {
        Reading::of(amount)
    }
}

pub(super) fn sum(scan: &mut Scan) -> Option<Number> {
    while scan.eat_one(&["处", "罚款", "没收违法所得", "共计", "合计", "计"]) {}
    scan.eat_one(&["人民币", "RMB", "CNY"]);
    scan.eat_one(&["(大写)", "大写"]);
    scan.eat(':');
    scan.eat('¥');
    scan.eat(':');
    let mut ahead = *scan;
    if let Some(number) = figure(&mut ahead) {
        if ahead.eat_one(&["元", "圆", "(元)"]) {
            ahead.eat_one(&["人民币", "整", "正"]);
        }
        if matches!(ahead.peek(), None | Some('(' | ')' | '。' | ';')) {
            *scan = ahead;
            return Some(number);
        }
    }
    rmb_words::parse(scan)
}

/// What leaves a sum open (约, 以上), makes it a part, a rate or one of several (其中, 每, 各), what is not due (尚欠, 扣除, 减免), or is other money (美金).
const OPEN: &str = "约近余多最至于不未超起免欠扣减抵倍均每各/其上下内左港台美";

/// The sum among words, named once but for brackets, which may say it again.
fn among_words(typed: &str) -> Reading<Number> {
    let sum = find(&outside_brackets(typed), false)
        .filter(|_| sum_in(typed).is_some() && !typed.chars().any(|c| holds_char(OPEN, c)));
    match sum {
        Some(number) => judged(number),
        None => Reading::unreadable(Note::error(
            "TY090",
            format!("应为金额，如52120.00，现为{}", quote(typed)),
        )),
    }
}

/// The only sum that a text names, in figures or words; `None` where it names none, or two that differ.
///
/// ```
/// use zhifa::value::money;
/// let only = |text| money::sum_in(text).map(money::canonical);
/// assert_eq!(only("处罚款人民币壹万贰仟元整（¥12,000.00元）").as_deref(), Some("12000.00"));
/// assert_eq!(only("处货值金额2000元的罚款10000元"), None);
/// ```
pub fn sum_in(text: &str) -> Option<Number> {
    find(text, true)
}

/// The only sum in a text, which may be named more than once.
fn find(text: &str, again: bool) -> Option<Number> {
    let numeric = |c: char| c.is_ascii_digit() || numeral::begins(c);
    let mut scan = Scan::new(text);
    let mut found = None;
    while let Some(c) = scan.peek() {
        if !numeric(c) {
            scan.bump();
            continue;
        }
        let mut ahead = scan;
        let sum = match c {
            '0'..='9' => figure(&mut ahead).filter(|_| ahead.eat_one(&["元", "圆"])),
            _ => rmb_words::parse(&mut ahead).filter(|_| past(scan, ahead).contains(['元', '圆'])),
        };
        match sum {
            Some(sum) if found.is_none_or(|it| again && it == sum) => {
                found = Some(sum);
                scan = ahead;
            }
            Some(_) => return None,
            // Another figure may be what is meant: 没收500，罚款500元; 5000元的10%.
            None if !again && c.is_ascii_digit() => return None,
            // The rest of a number is no number of its own, nor is the end of a range a sum: 5000-6000元.
            None => {
                while scan
                    .near()
                    .is_some_and(|c| numeric(c) || holds_char(".,-~、至到", c))
                {
                    scan.bump();
                }
            }
        }
    }
    found
}

/// What was read between two places of a text.
fn past<'a>(from: Scan<'a>, to: Scan<'a>) -> &'a str {
    let length = from.rest().len() - to.rest().len();
    from.rest().get(..length).unwrap_or_default()
}

/// A sum followed by the same sum in brackets, in words or figures.
fn bracketed(amount: Number, mut scan: Scan, typed: &str) -> Reading<Number> {
    scan.eat_word("大写");
    scan.eat_word("小写");
    match sum(&mut scan) {
        Some(other) if scan.eat(')') && scan.end() => {
            if other == amount {
                judged(amount)
            } else {
                Reading::unreadable(Note::error(
                    "TY090",
                    format!("括号内外的金额应一致，现为{amount}元和{other}元"),
                ))
            }
        }
        _ => among_words(typed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_read_as_officers_write_them() {
        for (typed, written) in [
            ("52120.00", "52120.00"),
            ("2,000元", "2000.00"),
            ("¥５２，１２０．５", "52120.50"),
            ("5.212万元", "52120.00"),
            ("人民币伍万元整（¥50000.00）", "50000.00"),
            ("100万元(大写:壹佰万元整)", "1000000.00"),
            ("52120元（伍万贰仟壹佰贰拾元整）", "52120.00"),
            ("一万元", "10000.00"),
            ("5000（元）", "5000.00"),
            ("1亿元", "100000000.00"),
            ("罚款人民币贰万壹仟陆佰元整(¥21600元)", "21600.00"),
            ("人民币（大写）壹万元整（小写：10000.00元）", "10000.00"),
            ("¥:500.00元", "500.00"),
            ("处罚款5000元；", "5000.00"),
            ("共计121800元。", "121800.00"),
            ("1050000元罚款", "1050000.00"),
            ("并处以5000元的罚款", "5000.00"),
            ("罚没款合计121800元", "121800.00"),
            ("科处罚款人民币3万元", "30000.00"),
            ("行政罚款人民币伍万元整。", "50000.00"),
            ("科处罚款人民币23300元整", "23300.00"),
            ("没收违法经营所得贰佰捌拾玖元整(¥289.00元)", "289.00"),
            ("6565元（陆仟伍佰陆拾伍元整）的罚款", "6565.00"),
            ("人民币60000元(FOB价)", "60000.00"),
        ] {
            let reading = read(typed);
            assert_eq!(
                reading.value.map(canonical).as_deref(),
                Some(written),
                "{typed}"
            );
            assert!(reading.notes.is_empty(), "{typed}");
        }
    }

    #[test]
    fn the_only_sum_of_a_text_is_found() {
        for (text, sum) in [
            ("罚款12000元", Some("12000.00")),
            ("罚款1.2万元；没收违法所得壹万贰仟元整", Some("12000.00")),
            ("处一万二千元罚款", Some("12000.00")),
            ("罚款壹佰元伍角整", Some("100.50")),
            ("罚款１２，０００元，于15日内缴纳", Some("12000.00")),
            ("2026年8月12日起停业三个月", None),
            ("罚款12，00元", None),
            ("罚款200元至500元", None),
            ("罚款5000－6000元", None),
            ("罚款五千、六千元", None),
            ("2026-08-12罚款500元", Some("500.00")),
            ("罚款百元", None),
            ("警告", None),
        ] {
            assert_eq!(sum_in(text).map(canonical).as_deref(), sum, "{text}");
        }
    }

    #[test]
    fn odd_sums_are_remarked() {
        for (typed, message) in [
            ("-5", "不应小于0，现为-5元"),
            ("1.234", "应写到分，至多两位小数，现为1.234元"),
            (
                "1000亿元",
                "超过一百亿元，核对位数和单位，现为100000000000元",
            ),
            (
                "500元（伍万元整）",
                "括号内外的金额应一致，现为500元和50000元",
            ),
            ("罚款2倍", "应为金额，如52120.00，现为“罚款2倍”"),
            ("5000元以上", "应为金额，如52120.00，现为“5000元以上”"),
            (
                "没收500元，罚款500元",
                "应为金额，如52120.00，现为“没收500元，罚款500元”",
            ),
            (
                "没收500，罚款500元",
                "应为金额，如52120.00，现为“没收500，罚款500元”",
            ),
            ("2024年5000元", "应为金额，如52120.00，现为“2024年5000元”"),
            ("5000元的10%", "应为金额，如52120.00，现为“5000元的10%”"),
            ("尚欠3000元", "应为金额，如52120.00，现为“尚欠3000元”"),
            ("扣除2000元", "应为金额，如52120.00，现为“扣除2000元”"),
            ("低于5000元", "应为金额，如52120.00，现为“低于5000元”"),
            ("每人500元", "应为金额，如52120.00，现为“每人500元”"),
            ("54万美元", "应为金额，如52120.00，现为“54万美元”"),
            (
                "3860元（含快递费20元）",
                "应为金额，如52120.00，现为“3860元（含快递费20元）”",
            ),
            (
                "行政罚款5000～6000元",
                "应为金额，如52120.00，现为“行政罚款5000～6000元”",
            ),
            (
                "5000元至6000元",
                "应为金额，如52120.00，现为“5000元至6000元”",
            ),
        ] {
            assert_eq!(read(typed).notes[0].message, message, "{typed}");
        }
    }
}
