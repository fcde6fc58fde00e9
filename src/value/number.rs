//! 数: the engine's number, a count of millionths, and how figures are read.

use super::fold::{Scan, fold, is_blank, is_common, quote, too_long};
use super::text::{holds, holds_char};
use super::{Note, Reading, numeral};
use core::fmt;

/// A decimal number in millionths of its unit (yuan, class hour, day …): exact, small, and without floating point.
///
/// It reaches to some 9.2 million million, beyond any sum that a form holds. Arithmetic that would leave that range is `None`.
///
/// ```
/// use zhifa::value::number::Number;
/// let price = Number::from_millionths(4_870_000);
/// assert_eq!(price.checked_mul(Number::from(3)).unwrap().to_string(), "14.61");
/// assert_eq!(Number::from(7).whole(), Some(7));
/// assert_eq!(price.whole(), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(i64);

const ONE: i64 = 1_000_000;

impl Number {
    /// Nought.
    pub const ZERO: Number = Number(0);

    /// The number that is so many millionths.
    pub const fn from_millionths(millionths: i64) -> Self {
        Number(millionths)
    }

    /// The number in millionths.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// A whole number; `None` beyond the range.
    pub fn from_whole(whole: i64) -> Option<Self> {
        whole.checked_mul(ONE).map(Number)
    }

    /// The whole number that this is; `None` where it has a fraction.
    pub fn whole(self) -> Option<i64> {
        (self.0 % ONE == 0).then_some(self.0 / ONE)
    }

    /// The sum; `None` beyond the range.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Number)
    }

    /// The difference; `None` beyond the range.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Number)
    }

    /// The product, cut off below a millionth; `None` beyond the range.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        let (a, b) = (self.0 / ONE, self.0 % ONE);
        let (c, d) = (other.0 / ONE, other.0 % ONE);
        let parts = a
            .checked_mul(c)?
            .checked_mul(ONE)?
            .checked_add(a.checked_mul(d)?)?;
        parts
            .checked_add(b.checked_mul(c)?)?
            .checked_add(b * d / ONE)
            .map(Number)
    }

    /// The quotient, rounded half away from nought to a millionth; `None` for a division by nought or beyond the range.
    pub fn checked_div(self, by: Self) -> Option<Self> {
        let divisor = by.0.unsigned_abs();
        let (mut quotient, mut rest) = (
            self.0.unsigned_abs().checked_div(divisor)?,
            self.0.unsigned_abs() % divisor,
        );
        for _ in 0..6 {
            rest = rest.checked_mul(10)?;
            quotient = quotient.checked_mul(10)?.checked_add(rest / divisor)?;
            rest %= divisor;
        }
        quotient = quotient.checked_add(u64::from(rest >= divisor - rest))?;
        let quotient = i64::try_from(quotient).ok()?;
        Some(Number(if (self.0 < 0) == (by.0 < 0) {
            quotient
        } else {
            -quotient
        }))
    }

    /// How many decimal places are written: 14.61 has two.
    pub fn places(self) -> u32 {
        let (mut fraction, mut places) = (self.0 % ONE, 6);
        while places > 0 && fraction % 10 == 0 {
            fraction /= 10;
            places -= 1;
        }
        places
    }
}

impl From<i32> for Number {
    fn from(whole: i32) -> Self {
        Number(i64::from(whole) * ONE)
    }
}

impl core::ops::Neg for Number {
    type Output = Self;

    fn neg(self) -> Self {
        Number(self.0.saturating_neg())
    }
}

/// The shortest decimal writing: `52120`, `0.5`, `-3`.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        if self.0 < 0 {
            f.write_str("-")?;
        }
        write!(f, "{}", size / ONE as u64)?;
        let (mut fraction, mut scale) = (size % ONE as u64, ONE as u64 / 10);
        if fraction > 0 {
            f.write_str(".")?;
        }
        while fraction > 0 {
            write!(f, "{}", fraction / scale)?;
            fraction %= scale;
            scale = (scale / 10).max(1);
        }
        Ok(())
    }
}

/// Reads a number (数): `15`, `1,200.5`, `3万`, 六十, with a unit behind it (`15日`, `50%` is 50) or
/// words before it (自收到之日起15日内), but for those that leave it open (不少于3).
/// 百分之三 is 3, as 3% is, and 万分之五 0.05, as 0.5‰ is.
///
/// Errors: `TY090` where the text is no figure.
///
/// ```
/// use zhifa::value::number;
/// assert_eq!(number::read("１，２００.5").value.unwrap().to_string(), "1200.5");
/// assert_eq!(number::read("六十日").value, Some(60.into()));
/// assert_eq!(number::read("每日按罚款数额的百分之三").value, Some(3.into()));
/// assert_eq!(number::read("每日3%").value, Some(3.into()));
/// assert_eq!(number::read("万分之五").value.unwrap().to_string(), "0.05");
/// assert!(number::read("若干").value.is_none());
/// ```
pub fn read(typed: &str) -> Reading<Number> {
    if let Some(number) = plain(typed) {
        return Reading::of(number);
    }
    // Before anything else: 5千5千… is read figure within figure, and a long one would be more than the stack holds.
    if too_long(typed) {
        return Reading::unreadable(no_figure(typed));
    }
    // 自收到之日起十五日内: the figure stands behind the day that it runs from.
    let figures = match typed.rsplit_once(['起', '后']) {
        Some((_, behind)) if !behind.is_empty() => behind,
        _ => typed,
    };
    let mut scan = Scan::new(figures);
    // 共计123份; a row numbered (一).
    scan.eat_one(&["共计", "合计", "共", "限", "(", ","]);
    scan.eat('¥');
    // 第二季度.
    scan.eat('第');
    // 每日按罚款数额的百分之三 is 3%, 万分之五 0.05%; 总建筑面积12平方米.
    let (mut words, mut part) = (scan, 1);
    'words: loop {
        for (rate, of_percent) in [("百分之", 1), ("千分之", 10), ("万分之", 100)] {
            if words.eat_word(rate) {
                (scan, part) = (words, of_percent);
                break 'words;
            }
        }
        match words.peek() {
            Some('0'..='9') => {
                scan = words;
                break;
            }
            Some(c) if is_common(c) && !numeral::begins(c) && !holds_char(OPEN, c) => words.bump(),
            _ => break,
        }
    }
    match figure(&mut scan) {
        Some(number) => {
            let part = if scan.peek() == Some('‰') { 10 } else { part };
            match is_unit(&mut scan) {
                true => Reading::of(Number(number.0 / part)),
                false => Reading::unreadable(no_figure(typed)),
            }
        }
        _ => Reading::unreadable(no_figure(typed)),
    }
}

/// Reads a whole number (整数), as [`read`] does.
///
/// Errors: `TY090` where the text is no figure or has a fraction.
///
/// ```
/// use zhifa::value::number;
/// assert_eq!(number::read_whole("15日").value, Some(15.into()));
/// assert_eq!(number::read_whole("2.5").notes[0].message, "应为整数，现为2.5");
/// ```
pub fn read_whole(typed: &str) -> Reading<Number> {
    let mut reading = read(typed);
    if let Some(number) = reading.value.filter(|number| number.whole().is_none()) {
        reading.value = None;
        reading.notes.push(Note::error(
            "TY090",
            alloc::format!("应为整数，现为{number}"),
        ));
    }
    reading
}

/// Takes back a figure of a field that counts days (`unit` 日 or 个工作日) and was written in another measure of time: 一个月 is not one
/// day; nor is 第二季度 the second month. 日 and 工作日, which papers mix, are not told apart here; nor is a field of 月 read more strictly
/// otherwise, for its rules say more of 180日.
///
/// Errors: `TY090` where the measures of time differ.
///
/// ```
/// use zhifa::value::number;
/// let in_days = |typed| number::of_unit(number::read_whole(typed), typed, "日");
/// assert_eq!(in_days("收到之日起15日内").value, Some(15.into()));
/// assert_eq!(in_days("一个月").notes[0].message, "应以日计，现为“一个月”");
/// ```
pub fn of_unit(reading: Reading<Number>, typed: &str, unit: &str) -> Reading<Number> {
    // Nearly every figure is typed without a unit.
    let bare = typed.ends_with(|c: char| c.is_ascii_digit());
    if bare || reading.value.is_none() {
        return reading;
    }
    match (time(unit), time(typed)) {
        (Some('日'), None | Some('日')) => reading,
        (Some('日'), _) | (Some('月'), Some('季')) => Reading::unreadable(Note::error(
            "TY090",
            alloc::format!(
                "应以{}计，现为{}",
                unit.trim_start_matches('个'),
                quote(typed)
            ),
        )),
        _ => reading,
    }
}

/// The measure of time that a text ends with: 年, 季, 月, 周, 日 or 时.
fn time(text: &str) -> Option<char> {
    let mut folded = text.chars().rev().filter(|c| !is_blank(*c)).map(fold);
    let mut last = folded.next()?;
    while matches!(last, '内' | '以') {
        last = folded.next()?;
    }
    match last {
        '年' | '月' | '周' | '日' => Some(last),
        '天' => Some('日'),
        '度' if folded.next() == Some('季') => Some('季'),
        '期' if folded.next() == Some('星') => Some('周'),
        '时' if folded.next() == Some('小') => Some('时'),
        _ => None,
    }
}

/// Reads a year (年份): four digits, with or without 年.
///
/// Errors: `TY090` where the text is no year of four digits.
///
/// ```
/// use zhifa::value::number;
/// assert_eq!(number::read_year("二〇二五年度").value, Some(2025.into()));
/// assert!(number::read_year("25").value.is_none());
/// ```
pub fn read_year(typed: &str) -> Reading<Number> {
    let mut scan = Scan::new(typed);
    let year =
        numeral::read(&mut scan).filter(|year| (1_000..10_000).contains(year) && !too_long(typed));
    let year = year.and_then(|year| i32::try_from(year).ok());
    match year {
        Some(year) if scan.end() || (scan.eat_one(&["年度", "年", ".0"]) && scan.end()) => {
            Reading::of(year.into())
        }
        _ => Reading::unreadable(Note::error(
            "TY090",
            alloc::format!("应为四位年份，如2026，现为{}", quote(typed)),
        )),
    }
}

/// What in the words before a figure leaves it open, makes it another (每月千分之二, 下降5%, 单价5元) or a mere number (详见附件1).
const OPEN: &str = "约近超逾不未少低高最多余几至于免除降负价年月周附见表号";

pub(super) fn no_figure(typed: &str) -> Note {
    Note::error("TY090", alloc::format!("应为数字，现为{}", quote(typed)))
}

/// A figure in ASCII without grouping, the way documents from systems hold it.
pub(super) fn plain(typed: &str) -> Option<Number> {
    let bytes = typed.as_bytes();
    let (minus, digits) = match bytes.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, bytes),
    };
    let (mut value, mut places) = (0_i64, None);
    if !digits.first()?.is_ascii_digit() || !digits.last()?.is_ascii_digit() || digits.len() > 19 {
        return None;
    }
    for &byte in digits {
        match byte {
            b'0'..=b'9' => value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?,
            b'.' if places.is_none() => {
                places = Some(0);
                continue;
            }
            _ => return None,
        }
        places = places.map(|n| n + 1);
    }
    let missing = 6_u32.checked_sub(places.unwrap_or(0))?;
    let value = value.checked_mul(10_i64.pow(missing))?;
    Some(Number(if minus { -value } else { value }))
}

/// A figure as officers write it, with commas and 万, or in Chinese numerals. `None` where none stands here, where the commas do not
/// part thousands, or where it has more than six decimal places.
pub(super) fn figure(scan: &mut Scan) -> Option<Number> {
    let minus = scan.eat('-') || scan.eat_word("负");
    if !minus {
        scan.eat('+');
    }
    let mut value = if scan.peek()?.is_ascii_digit() {
        decimal(scan)?
    } else {
        i64::from(numeral::read(scan)?).checked_mul(ONE)?
    };
    loop {
        let times = match scan.peek() {
            Some('亿') => 100_000_000,
            Some('万') => 10_000,
            Some('千') if !is_kilo(*scan) => 1_000,
            Some('百') => 100,
            _ => break,
        };
        scan.bump();
        value = value.checked_mul(times)?;
        // 5万2千, 1万5000: what follows is of the next unit; 3千5 may mean two sums.
        if times >= 1_000 && scan.peek().is_some_and(|c| c.is_ascii_digit()) {
            let rest = figure(scan)?.0;
            let unit = times * ONE;
            if rest >= unit || rest < unit / 10 {
                return None;
            }
            value = value.checked_add(rest)?;
            break;
        }
    }
    Some(Number(if minus { -value } else { value }))
}

/// Whether the 千 that stands here begins a unit: 394千克.
fn is_kilo(mut scan: Scan) -> bool {
    scan.bump();
    scan.peek()
        .is_some_and(|c| holds_char("克米瓦伏卡焦帕赫", c))
}

fn decimal(scan: &mut Scan) -> Option<i64> {
    let (mut value, mut group, mut commas) = (0_i64, 0, false);
    loop {
        match scan.peek() {
            Some(c @ '0'..='9') => {
                value = value
                    .checked_mul(10)?
                    .checked_add(i64::from(c as u8 - b'0'))?;
                group += 1;
            }
            Some(',' | '\'') => {
                if (commas && group != 3) || group > 3 {
                    return None;
                }
                (commas, group) = (true, 0);
            }
            _ => break,
        }
        scan.bump();
    }
    if commas && group != 3 {
        return None;
    }
    let mut places = 0;
    if scan.eat('.') {
        while let Some(c @ '0'..='9') = scan.peek() {
            if places < 6 {
                value = value
                    .checked_mul(10)?
                    .checked_add(i64::from(c as u8 - b'0'))?;
                places += 1;
            } else if c != '0' {
                return None;
            }
            scan.bump();
        }
        if places == 0 {
            return None;
        }
    }
    value.checked_mul(10_i64.pow(6 - places))
}

/// Whether what follows a figure is nothing or a short unit (日, 个工作日, 克/袋, %, m2).
fn is_unit(scan: &mut Scan) -> bool {
    let vague = ["以上", "以下", "左右", "余", "多", "几", "至", "到", "超"];
    if vague.iter().any(|word| holds(scan.rest(), word)) {
        return false;
    }
    let mut last = ' ';
    for _ in 0..=5 {
        let Some(c) = scan.next() else { return true };
        match c {
            '2' | '3' if last == 'm' => {}
            '%' | '/' | '‰' | '(' | ')' | '℃' | '㎡' | '²' | '³' => {}
            c if c.is_alphabetic() && numeral::digit(c).is_none() => {}
            _ => return false,
        }
        last = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn figures_are_read_as_typed() {
        for (typed, number) in [
            ("0", "0"),
            ("-3", "-3"),
            ("52,120.50", "52120.5"),
            ("５２１２０", "52120"),
            ("5.212万", "52120"),
            ("1 000", "1000"),
            ("3百万", "3000000"),
            ("0.000001", "0.000001"),
            ("15 个工作日", "15"),
            ("共计123份", "123"),
            ("（一）", "1"),
            ("242m³", "242"),
            ("50%", "50"),
            ("两千", "2000"),
            ("0.50000000", "0.5"),
            ("自接到本处罚决定书之日起15日内", "15"),
            ("收到本告知书后七日内", "7"),
            ("第二季度", "2"),
            ("394千克", "394"),
            ("负5", "-5"),
            ("646千元", "646000"),
            ("5.19m2", "5.19"),
            ("按日加收0.5‰", "0.05"),
            ("每日按罚款数额的百分之三", "3"),
            ("限十五日内", "15"),
            ("收到本决定书之日起，十五日内", "15"),
            ("收到本告知书之日5日内", "5"),
        ] {
            assert_eq!(
                read(typed).value.map(|n| n.to_string()).as_deref(),
                Some(number),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_is_no_figure_says_so() {
        for typed in [
            "若干",
            "1,5",
            "12,34",
            "1.2.3",
            "3.",
            "--3",
            "1e5",
            "5至6",
            "99999999999999999999",
            "0.1234567",
            "约5",
            "二十余人",
            "5日以上",
            "3-5",
            "每月千分之二",
            "不少于30日",
            "大于3",
            "下降5%",
            "单价5元/件",
            "详见附件1",
            "五万3千",
        ] {
            let reading = read(typed);
            assert_eq!(reading.value, None, "{typed}");
            assert!(
                reading.notes[0].message.starts_with("应为数字，现为“"),
                "{typed}"
            );
        }
    }

    #[test]
    fn another_measure_of_time_is_no_number_of_days() {
        let read_in = |unit, typed| of_unit(read(typed), typed, unit);
        for (unit, typed, own) in [
            ("日", "一个月", "日"),
            ("日", "１ 个 月", "日"),
            ("日", "收到之日起两周内", "日"),
            ("日", "24小时", "日"),
            ("日", "2星期", "日"),
            ("日", "1年", "日"),
            ("月", "第二季度", "月"),
            ("个工作日", "3个月以内", "工作日"),
        ] {
            let reading = read_in(unit, typed);
            assert_eq!(reading.value, None, "{typed}");
            assert_eq!(
                reading.notes[0].message,
                alloc::format!("应以{own}计，现为“{typed}”")
            );
        }
        for (unit, typed, number) in [
            ("日", "30", "30"),
            ("日", "15天", "15"),
            ("日", "15个工作日", "15"),
            ("个工作日", "自收到之日起5日内", "5"),
            ("个月", "180日", "180"),
            ("月", "3月", "3"),
            ("次", "3个月", "3"),
            ("", "1个月", "1"),
        ] {
            let value = read_in(unit, typed).value.map(|n| n.to_string());
            assert_eq!(value.as_deref(), Some(number), "{typed}");
        }
        let no_figure = read_in("日", "若干");
        assert_eq!(no_figure.notes[0].message, "应为数字，现为“若干”");
    }

    #[test]
    fn arithmetic_is_exact_and_bounded() {
        let n = |text: &str| plain(text).unwrap();
        assert_eq!(n("4.87").checked_mul(n("3")).unwrap(), n("14.61"));
        assert_eq!(n("-2.5").checked_mul(n("0.4")).unwrap(), n("-1"));
        assert_eq!(n("1").checked_div(n("3")).unwrap(), n("0.333333"));
        assert_eq!(n("-2").checked_div(n("3")).unwrap(), n("-0.666667"));
        assert_eq!(n("1").checked_div(Number::ZERO), None);
        assert_eq!(Number(i64::MAX).checked_add(n("1")), None);
        assert_eq!(Number(i64::MIN).checked_mul(n("2")), None);
        assert_eq!(n("14.610").places(), 2);
    }
}
