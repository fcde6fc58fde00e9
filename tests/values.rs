//! The values of a form, against other implementations and laws that hold for every text.

mod support;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use zhifa::value::number::{self, Number};
use zhifa::value::{
    Note, account, certificate_number, citation, credit_code, date, date_time, document_number,
    enumeration, hours, mask, money, phone, postcode, region, resident_id, rmb_words, text, time,
    yes_no,
};

/// The rows of one table of the shared material, where it is present.
fn table(name: &str) -> Vec<Vec<String>> {
    let Some(path) = support::shared(&format!("oracle/{name}")) else {
        return Vec::new();
    };
    std::fs::read_to_string(path)
        .unwrap()
        .lines()
        .skip(1)
        .map(|row| row.split('\t').map(str::to_owned).collect())
        .collect()
}

/// Whether nothing but a remark in passing was made.
fn is_sound(notes: &[Note]) -> bool {
    notes
        .iter()
        .all(|note| note.severity == zhifa::Severity::Info)
}

#[test]
fn credit_codes_agree_with_another_implementation() {
    for row in table("uscc.tsv") {
        let [code, valid] = &row[..] else {
            panic!("{row:?}")
        };
        assert_eq!(
            is_sound(&credit_code::read(code).notes),
            valid == "1",
            "{code}"
        );
    }
}

#[test]
fn resident_numbers_agree_with_another_implementation() {
    for row in table("ric.tsv") {
        let [number, valid] = &row[..] else {
            panic!("{row:?}")
        };
        assert_eq!(
            is_sound(&resident_id::read(number).notes),
            valid == "1",
            "{number}"
        );
    }
}

#[test]
fn words_agree_with_two_other_implementations() {
    for row in table("rmb.tsv") {
        let [fen, yuan, nzh, cn2an, _] = &row[..] else {
            panic!("{row:?}")
        };
        let amount = Number::from_millionths(fen.parse::<i64>().unwrap() * 10_000);
        assert_eq!(money::canonical(money::read(yuan).value.unwrap()), *yuan);
        assert_eq!(rmb_words::canonical(amount).as_ref(), Some(nzh));
        assert_eq!(rmb_words::read(nzh).notes, [], "{nzh}");
        let other = rmb_words::read(cn2an);
        assert_eq!(
            (rmb_words::read(nzh).value, other.value),
            (Some(amount), Some(amount)),
            "{cn2an}"
        );
        // cn2an leaves out the 零 for an empty group of 万 (玖亿肆仟零肆拾元整): read, and the usual words are offered.
        assert_eq!(
            other.notes.first().and_then(|note| note.fix.as_ref()),
            (cn2an != nzh).then_some(nzh)
        );
    }
}

#[test]
fn a_text_of_millions_is_read_in_one_pass() {
    for unit in [
        "1", "壹", "X", " ", "《", "第", "〔", "(", "\u{0}", "9-", "1,", "5千",
    ] {
        read_as_everything(&unit.repeat(300_000 / unit.len()));
    }
    let started = std::time::Instant::now();
    read_as_everything(&"1".repeat(10_000_000));
    // One pass of each reader takes some tenths of a second even unoptimised; anything squared would take days.
    assert!(started.elapsed().as_secs() < 60);
}

/// Reads a text as every type; each message must be short whatever the text.
fn read_as_everything(typed: &str) {
    let options = [("fine", "罚款"), ("warning", "警告")];
    let notes = [
        account::read(typed).notes,
        certificate_number::read(typed).notes,
        citation::read(typed).notes,
        credit_code::read(typed).notes,
        date::read(typed).notes,
        date_time::read(typed).notes,
        document_number::read(typed).notes,
        enumeration::read(typed, &options).notes,
        hours::read(typed).notes,
        money::read(typed).notes,
        number::read(typed).notes,
        number::read_whole(typed).notes,
        number::read_year(typed).notes,
        phone::read(typed).notes,
        postcode::read(typed).notes,
        region::read(typed).notes,
        resident_id::read(typed).notes,
        rmb_words::read(typed).notes,
        text::read(typed).notes,
        text::read_long(typed).notes,
        time::read(typed).notes,
        yes_no::read(typed).notes,
    ];
    for note in notes.iter().flatten() {
        assert!(note.message.chars().count() < 140, "{}", note.message);
        assert!(
            !["无效", "非法", "请", "错误"]
                .iter()
                .any(|word| note.message.contains(word) && !typed.contains(word))
        );
    }
    mask::is_masked(typed);
    zhifa::value::absent::note(typed);
    for normal in [
        account::normal,
        certificate_number::normal,
        credit_code::normal,
        document_number::normal,
        phone::normal,
        postcode::normal,
        region::normal,
        resident_id::normal,
        text::normal,
    ] {
        assert!(normal(typed).len() <= typed.len() + 16);
    }
    resident_id::birth(typed);
    resident_id::is_male(typed);
}

fn full_width(text: &str) -> String {
    let wide = |c: char| char::from_u32(c as u32 + 0xfee0).unwrap();
    text.chars()
        .map(|c| if c.is_ascii_graphic() { wide(c) } else { c })
        .collect()
}

/// What officers type, and what they do not.
fn typed() -> impl Strategy<Value = String> {
    let near = "[0-9０-９零〇一二两三四五六七八九十百千万亿壹贰叁伍拾佰仟元圆角分整年月日时点分号第条款项之《》〔〕()（）\\[\\]:：.,，、/\\-—¥%*×XxTZ+ 　某]{0,24}";
    prop_oneof![any::<String>(), near, "[ -~]{0,30}", "\\PC{0,300}"]
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..3_600_000).prop_map(|days| NaiveDate::from_ymd_opt(0, 1, 1).unwrap() + Days::new(days))
}

proptest! {
    #[test]
    fn no_text_is_too_odd(typed in typed()) {
        read_as_everything(&typed);
    }

    #[test]
    fn days_come_back(day in day()) {
        let (iso, words) = (date::canonical(day), date::in_words(day));
        prop_assert_eq!(date::read(&iso).value, Some(day));
        prop_assert_eq!(date::read(&full_width(&iso)).value, Some(day));
        if iso.as_str() >= "1000" {
            prop_assert_eq!(date::read(&words).value, Some(day));
            prop_assert_eq!(date::read(&iso.replace('-', "")).value, Some(day));
        }
    }

    #[test]
    fn points_in_time_come_back(point in -30_000_000_i64..2_000_000_000) {
        prop_assert_eq!(date_time::read(&date_time::canonical(point)).value, Some(point));
    }

    #[test]
    fn times_come_back(minutes in 0_u16..=1_440) {
        prop_assert_eq!(time::read(&time::canonical(minutes)).value, Some(minutes));
        let spoken = format!("{}时{}分", minutes / 60, minutes % 60);
        prop_assert_eq!(time::read(&spoken).value, Some(minutes));
    }

    #[test]
    fn numbers_come_back(millionths in -9_223_372_036_854_775_807_i64..) {
        let number = Number::from_millionths(millionths);
        prop_assert_eq!(number::read(&number.to_string()).value, Some(number));
        prop_assert_eq!(number::read(&full_width(&number.to_string())).value, Some(number));
    }

    #[test]
    fn sums_come_back(fen in 0_i64..1_000_000_000_000) {
        let amount = Number::from_millionths(fen * 10_000);
        let written = money::canonical(amount);
        prop_assert_eq!(written.split_once('.').map(|(_, cents)| cents.len()), Some(2));
        for typed in [written.clone(), format!("¥{written}元"), full_width(&written), grouped(&written)] {
            let reading = money::read(&typed);
            prop_assert_eq!(reading.value, Some(amount), "{}", typed);
            prop_assert!(reading.notes.is_empty());
        }
    }

    #[test]
    fn words_around_the_only_sum_do_not_matter(fen in 1_i64..1_000_000_000_000, before in "[处罚款没收违法所得共计人民币货值金额为：]{0,8}", behind in "(罚款|的行政处罚|人民币|（已缴纳）|。)?", open in "(约|各|每人|最高|不超过|其中)") {
        let amount = Number::from_millionths(fen * 10_000);
        let (figure, words) = (grouped(&money::canonical(amount)), rmb_words::canonical(amount).unwrap());
        for sum in [format!("{figure}元"), words.clone(), format!("{figure}元（{words}）")] {
            let typed = format!("{before}{sum}{behind}");
            prop_assert_eq!(money::read(&typed).value, Some(amount), "{}", typed);
            let left_open = format!("{before}{open}{sum}{behind}");
            prop_assert_eq!(money::read(&left_open).value, None, "{}", left_open);
            let twice = format!("罚款{sum}，{before}{sum}");
            prop_assert_eq!(money::read(&twice).value, None, "{}", twice);
        }
    }

    #[test]
    fn amounts_and_words_say_the_same(fen in prop_oneof![0_u64..100_000_000_000_000, 0_u64..100_000, round()]) {
        let amount = Number::from_millionths(i64::try_from(fen).unwrap() * 10_000);
        let words = rmb_words::canonical(amount).unwrap();
        prop_assert_eq!(rmb_words::read(&words).notes, []);
        prop_assert_eq!(rmb_words::read(&words).value, Some(amount), "{}", words);
        prop_assert_eq!(rmb_words::read(&format!("人民币：{}", words.replace('元', "圆"))).notes, []);
        let small = small(&words);
        prop_assert_eq!(rmb_words::read(&small).value, Some(amount), "{}", small);
        prop_assert_eq!(money::read(&small).value, Some(amount), "{}", small);
        // Another sum never has the same words.
        prop_assert_ne!(rmb_words::canonical(amount.checked_add(Number::from_millionths(10_000)).unwrap()), Some(words));
    }

    #[test]
    fn a_changed_digit_of_a_credit_code_is_noticed(body in "9[12]37[0-9]{4}[0-9A-HJ-NPQRTUWXY]{9}", place in 0_usize..18, change in 1_usize..31) {
        prop_assume!(!mask::is_masked(&format!("{body}0")));
        let code = with_check(&body, "0123456789ABCDEFGHJKLMNPQRTUWXY", |code| is_sound(&credit_code::read(code).notes));
        let letters = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        let at = letters.find(&code[place..=place]).unwrap();
        let other = &letters[(at + change) % 31..][..1];
        let changed = format!("{}{other}{}", &code[..place], &code[place + 1..]);
        prop_assume!(!mask::is_masked(&changed));
        prop_assert!(!is_sound(&credit_code::read(&changed).notes), "{code} {changed}");
        prop_assert!(credit_code::read(&code.to_lowercase()).value.is_some());
    }

    #[test]
    fn a_changed_digit_of_a_resident_number_is_noticed(day in 0_u64..44_000, region in "3715[0-9]{2}", serial in "[0-9]{3}", place in 0_usize..18, change in 1_u32..10) {
        let birth = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + Days::new(day);
        let body = format!("{region}{}{serial}", date::canonical(birth).replace('-', ""));
        let number = with_check(&body, "0123456789X", |number| is_sound(&resident_id::read(number).notes));
        prop_assert_eq!(resident_id::birth(&number), Some(birth));
        let digit = number[place..=place].parse::<u32>().map_or(0, |digit| (digit + change) % 10);
        let changed = format!("{}{digit}{}", &number[..place], &number[place + 1..]);
        prop_assert!(!is_sound(&resident_id::read(&changed).notes), "{number} {changed}");
    }

    #[test]
    fn citations_come_back(article in 1_u16..2_000, suffix in proptest::option::of(1_u16..20), paragraph in proptest::option::of(1_u16..30), item in proptest::option::of(1_u16..40)) {
        let citation = citation::Citation { title: "中华人民共和国行政处罚法", article: Some(article), suffix, paragraph, item };
        let reading = citation::read(&citation.to_string()).value.map(|citation| citation.to_string());
        prop_assert_eq!(reading, Some(citation.to_string()));
        let arabic = format!("行政处罚法第{article}条{}", paragraph.map(|number| format!("第{number}款")).unwrap_or_default());
        let reading = citation::read(&arabic).value.unwrap();
        prop_assert_eq!((reading.article, reading.paragraph), (Some(article), paragraph));
    }

    #[test]
    fn document_numbers_are_mended_to_sound_ones(word in "[一-龥]{2,8}", year in 1_990..2_030, head in "([A-H]{1,3}-?)?", serial in 1..100_000, part in "(-[0-9]{1,3})?", open in "[〔(（\\[【]", ordinal in "第?", zeros in "0{0,2}", sign in "号?") {
        let close = match open.as_str() { "〔" => "〕", "(" => ")", "（" => "）", "[" => "]", _ => "】" };
        let typed = format!("{word}{open}{year}{close}{ordinal}{head}{zeros}{serial}{part}{sign}");
        prop_assume!(!mask::is_masked(&typed));
        // A serial behind letters is a code and keeps its noughts.
        let kept = if head.is_empty() { "" } else { zeros.as_str() };
        let right = format!("{word}〔{year}〕{head}{kept}{serial}{part}号");
        prop_assert_eq!(&document_number::normal(&typed), &right);
        prop_assert_eq!(document_number::read(&right).notes, []);
        let notes = document_number::read(&typed).notes;
        prop_assert_eq!(notes.first().and_then(|note| note.fix.as_ref()), (typed != right).then_some(&right));
    }

    #[test]
    fn what_is_mended_stays_mended(typed in typed()) {
        for (read, notes) in [
            (credit_code::read as fn(&str) -> zhifa::value::Reading<()>, credit_code::read(&typed).notes),
            (resident_id::read, resident_id::read(&typed).notes),
            (document_number::read, document_number::read(&typed).notes),
            (text::read, text::read(&typed).notes),
        ] {
            for note in notes {
                if let Some(fix) = note.fix {
                    prop_assert!(read(&fix).notes.iter().all(|left| left.rule != note.rule), "{:?} {}", typed, fix);
                }
            }
        }
        if let Some(fix) = rmb_words::read(&typed).notes.into_iter().find_map(|note| note.fix) {
            prop_assert_eq!(rmb_words::read(&fix).notes, []);
        }
    }
}

/// Sums that end in many zeros, where 零 is put.
fn round() -> impl Strategy<Value = u64> {
    (1_u64..10_000, 0_u32..10, 0_u64..100)
        .prop_map(|(lead, zeros, rest)| (lead * 10_u64.pow(zeros) + rest) % 100_000_000_000_000)
}

fn grouped(written: &str) -> String {
    let (whole, cents) = written.split_once('.').unwrap();
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped}.{cents}")
}

fn small(words: &str) -> String {
    let pairs = "壹一贰二叁三肆四伍五陆六柒七捌八玖九拾十佰百仟千";
    let pairs: Vec<char> = pairs.chars().collect();
    words
        .chars()
        .map(|c| {
            pairs
                .chunks(2)
                .find(|pair| pair[0] == c)
                .map_or(c, |pair| pair[1])
        })
        .collect()
}

/// The one check character that makes the body sound.
fn with_check(body: &str, letters: &str, is_sound: impl Fn(&str) -> bool) -> String {
    let sound: Vec<String> = letters
        .chars()
        .map(|c| format!("{body}{c}"))
        .filter(|code| is_sound(code))
        .collect();
    assert!(!sound.is_empty(), "{body}");
    sound.into_iter().next_back().unwrap()
}

/// What is told of a document.
fn told(form: &str, data: &str) -> Vec<zhifa::Finding> {
    let options = zhifa::Options {
        date: date::read("2026-11-26").value,
        ..zhifa::Options::default()
    };
    let document = format!(r#"{{"form":"{form}","data":{data}}}"#);
    let report = zhifa::Checker::new(options).check_json(document.as_bytes());
    report.unwrap().findings
}

#[test]
fn a_mark_for_nothing_answers_what_may_be_wanting_and_excuses_nothing() {
    let has = |data: &str, rule: &str, path: &str| {
        told("penalty/decision", data)
            .iter()
            .any(|it| it.rule == rule && it.path == path)
    };
    // The facts must be told; the place may not be known when a case is filed, and a defence may be wanting.
    let asked = "penalty/decision#facts";
    assert!(has("{}", asked, "/facts") && has(r#"{"facts":"无"}"#, asked, "/facts"));
    let marked = told("penalty/decision", r#"{"facts":"/"}"#);
    let facts = marked.iter().find(|it| it.rule == asked);
    assert_eq!(facts.unwrap().message, "填写违法事实，不写“无”");
    let blank =
        |form: &str, data: &str, path: &str| told(form, data).iter().any(|it| it.path == path);
    let place = |data: &str| blank("penalty/case-filing", data, "/case/place");
    assert!(place("{}") && !place(r#"{"case":{"place":"无"}}"#));
    let defence = |data: &str| blank("penalty/hearing-record", data, "/record/defence");
    assert!(defence("{}") && !defence(r#"{"record":{"defence":"无"}}"#));
    // A date is none, and that it is asked for says it all.
    for mark in ["无", "——", "不适用"] {
        let data = format!(r#"{{"decidedOn":"{mark}","payment":{{"dueOn":"{mark}"}}}}"#);
        assert!(has(&data, "penalty/decision#decidedOn", "/decidedOn"));
        assert!(!has(&data, "TY096", "/decidedOn"));
        assert!(has(&data, "TY096", "/payment/dueOn"));
    }
    // Lists, options, and yes or no.
    for data in [
        r#"{"extensions":"无"}"#,
        r#"{"case":{"source":"无"}}"#,
        r#"{"agency":{"verticalManagement":"/"}}"#,
    ] {
        let told = told("penalty/decision", data);
        let wrong = |it: &&zhifa::Finding| matches!(&*it.rule, "TY901" | "TY091" | "TY092");
        assert_eq!(told.iter().find(wrong), None, "{data}");
    }
    // The reasons for going over a promised term: 无 is none.
    let late = |reasons: &str| {
        let data = format!(
            r#"{{"agency":{{"regionCode":"371500"}},"acceptance":{{"acceptedOn":"2026-08-03"}},"decidedOn":"2026-08-31",
                "period":{{"promisedDays":5,"overrunReasons":"{reasons}"}}}}"#
        );
        { told("licensing/approval-decision", &data).into_iter() }
            .find(|it| it.rule == "XK085")
            .map(|it| it.severity)
    };
    assert_eq!(late("无"), Some(zhifa::Severity::Error));
    assert_eq!(late("系统升级停机三日"), Some(zhifa::Severity::Warning));
}

#[test]
fn a_moment_without_its_time_is_judged_by_its_day() {
    let has =
        |form: &str, data: &str, rule: &str| told(form, data).iter().any(|it| it.rule == rule);
    let kept = |taken: &str, approved: &str| {
        let data = format!(
            r#"{{"takenAt":"{taken}","approval":{{"approvedAt":"{approved}","emergency":false}}}}"#
        );
        has("penalty/evidence-preservation", &data, "CF095")
    };
    assert!(kept("2026-07-14", "2026-07-15") && kept("2026-07-14", "2026-07-15 09:00"));
    assert!(kept("2026-07-14 10:30", "2026-07-15"));
    // Within one day nothing is known.
    assert!(!kept("2026-07-14", "2026-07-14") && !kept("2026-07-14 10:30", "2026-07-14"));
    // Twenty-four hours from the last hour of a day end with the next day.
    let moved = |at: &str| {
        let data = format!(
            r#"{{"approval":{{"approve":true,"approvedAt":"2026-09-01"}},"transferredAt":"{at}"}}"#
        );
        has("penalty/crime-transfer", &data, "CF292")
    };
    assert!(moved("2026-09-03 00:10") && moved("2026-09-04") && !moved("2026-09-02"));
}

#[test]
fn a_limit_is_no_day_and_the_day_meant_is_offered() {
    for (typed, meant) in [
        ("2026年9月18日前", "2026-09-18"),
        ("2026-9-18以前", "2026-09-18"),
        ("2025年6月底前", "2025-06-30"),
        ("2024年2月底", "2024-02-29"),
    ] {
        let reading = date::read(typed);
        assert_eq!(reading.value, None, "{typed}");
        assert_eq!(reading.notes[0].fix.as_deref(), Some(meant), "{typed}");
    }
    assert_eq!(date::read("2031年10月11日止").notes, []);
    // So is its beginning, and so is half a day.
    for typed in ["自2025年1月1日起", "至2025年1月1日", "2025年1月1日上午"] {
        let day = date::read(typed).value.map(date::canonical);
        assert_eq!(day.as_deref(), Some("2025-01-01"), "{typed}");
    }
    assert!(date::read("2025年1月1日起施行").value.is_none());
    assert_eq!(date::read("2025年6月前").notes[0].fix, None);
    // A field that holds the limit itself takes it as it is written.
    let says = |data: &str| told("penalty/decision", data);
    let on = |path: &str, data: &str| {
        says(data)
            .iter()
            .any(|it| it.path == path && it.rule == "TY001")
    };
    assert!(!on(
        "/correction/dueOn",
        r#"{"correction":{"dueOn":"2026年9月18日前"}}"#
    ));
    assert!(on(
        "/correction/doneOn",
        r#"{"correction":{"doneOn":"2026年9月18日前"}}"#
    ));
}

#[test]
fn what_cannot_be_read_in_a_list_is_not_called_too_long() {
    let data = r#"{"form":"penalty/decision","data":{"agency":{"sector":"marketRegulation"},"case":{"excludedReasons":["价格认定"]}}}"#;
    let options = zhifa::Options {
        date: date::read("2026-11-26").value,
        ..zhifa::Options::default()
    };
    let report = zhifa::Checker::new(options)
        .check_json(data.as_bytes())
        .unwrap();
    let reasons: Vec<_> = { report.not_checked.iter() }
        .filter(|it| it.path == "/case/excludedReasons")
        .map(|it| it.reason.as_str())
        .collect();
    assert_eq!(reasons, ["不计入办案期限的事由未能识别"]);
}

#[test]
fn when_an_act_began_need_not_be_known_to_the_day() {
    let severity = |typed: &str| {
        let data = format!(r#"{{"case":{{"violationOn":"{typed}"}}}}"#);
        told("penalty/decision", &data)
            .iter()
            .find(|it| it.rule == "TY001")
            .map(|it| it.severity)
    };
    for typed in [
        "2015年5月",
        "2019年",
        "2011年底",
        "2022年2月份至2023年1月份",
        "2026年6月8日至6月20日",
    ] {
        assert_eq!(severity(typed), Some(zhifa::Severity::Info), "{typed}");
    }
    for typed in ["2026年9月31日", "明天", "26.9.21"] {
        assert_eq!(severity(typed), Some(zhifa::Severity::Error), "{typed}");
    }
    assert_eq!(severity("2026年6月8日13时许"), None);
    // The decision has its day.
    let decided = told("penalty/decision", r#"{"decidedOn":"2026年9月"}"#);
    let note = decided.iter().find(|it| it.rule == "TY001").unwrap();
    assert_eq!(note.severity, zhifa::Severity::Error);
}

#[test]
fn an_article_behind_the_last_is_told() {
    let beyond = |typed| citation::read(typed).notes;
    let message = "《中华人民共和国行政处罚法》共86条，没有第90条，核对条号";
    assert_eq!(beyond("《行政处罚法》第九十条")[0].message, message);
    for typed in [
        "《行政处罚法》第八十六条",
        "《中华人民共和国民法典》第一千二百条",
        "《莘县养犬管理办法》第九十条",
    ] {
        assert_eq!(beyond(typed), [], "{typed}");
    }
}
