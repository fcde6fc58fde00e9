//! The law's index: what exists can be cited, what does not is refused with the reason.

#![allow(dead_code)]

extern crate alloc;

#[path = "../src/catalogue.rs"]
mod catalogue;
#[path = "../build/condition.rs"]
mod condition;
#[path = "../build/law.rs"]
mod law;
#[path = "../src/packed.rs"]
#[allow(dead_code)]
mod packed;
#[path = "../build/plan.rs"]
mod plan;
#[path = "../src/severity.rs"]
mod severity;
mod support;
#[path = "../build/table.rs"]
mod table;
#[path = "../src/words.rs"]
#[allow(dead_code)]
mod words;

use law::Law;
use severity::Severity;
use std::path::Path;

fn law() -> Law {
    Law::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/law"))
        .unwrap_or_else(|fault| panic!("{fault}"))
}

#[test]
fn a_basis_is_resolved() {
    let law = law();
    let place = |text: &str| {
        let (c, terms) = law.cite(text).unwrap();
        (
            law.instruments[usize::from(c.instrument)].short,
            c.heading,
            c.article,
            c.suffix,
            c.paragraph,
            c.item,
            terms.join("|"),
        )
    };
    assert_eq!(
        place("处罚法 59.1.6：姓名或者名称；地址"),
        ("处罚法", "", 59, 0, 1, 6, "姓名或者名称|地址".into())
    );
    assert_eq!(
        place("行政处罚法 64.0.1"),
        ("处罚法", "", 64, 0, 0, 1, String::new())
    );
    assert_eq!(
        place("《中华人民共和国行政处罚法》 60：九十日"),
        ("处罚法", "", 60, 0, 0, 0, "九十日".into())
    );
    assert_eq!(
        place("8号 三（一）2：15个学时"),
        ("8号", "三（一）2", 0, 0, 0, 0, "15个学时".into())
    );
    assert_eq!(place("聊政办字〔2024〕8号 三(一)2").1, "三（一）2");
    assert_eq!(place("31 10.2").0, "山东执法监督条例");
}

#[test]
fn a_wrong_citation_is_refused_with_what_there_is() {
    let law = law();
    let refusal = |text: &str| law.cite(text).unwrap_err();
    for (text, says) in [
        (
            "处罚法 87",
            "there is no 《中华人民共和国行政处罚法》第87条; the text held ends with 第86条",
        ),
        (
            "处罚法 45之1.2",
            "there is no 《中华人民共和国行政处罚法》第45条之1; the text held ends with 第86条",
        ),
        (
            "处罚法 59.3",
            "《中华人民共和国行政处罚法》第59条 has 2 款, not 第3款",
        ),
        (
            "处罚法 59.1.7",
            "《中华人民共和国行政处罚法》第59条第1款 has 6 项, not 第7项",
        ),
        (
            "处罚法 59.2.1",
            "《中华人民共和国行政处罚法》第59条第2款 has no 项",
        ),
        (
            "处罚法 60.1.1",
            "《中华人民共和国行政处罚法》第60条第1款 has no 项",
        ),
        (
            "复议法 65.0.1",
            "《中华人民共和国行政复议法》第65条 has lists in several 款: say in which 第1项 stands",
        ),
        (
            "民诉法 84",
            "there is no 《中华人民共和国民事诉讼法》第84条",
        ),
        ("处罚法 第59条", "«第59条» is not 条.款.项"),
        ("处罚法 59.1.6.1", "«59.1.6.1» is not 条.款.项"),
        ("处罚法 59.-1", "is not 条.款.项"),
        ("处罚法 59.999", "is not 条.款.项"),
        ("处罚法", "write the instrument, a blank and the place"),
        ("外星法 3", "no instrument «外星法»"),
        (
            "8号 三（一）9",
            "has no heading «三（一）9»; it has 一、二、三、三（一）",
        ),
        ("8号 3.1", "has no heading «3.1»"),
    ] {
        assert!(refusal(text).contains(says), "{}", refusal(text));
        assert!(refusal(text).contains(text), "{}", refusal(text));
    }
}

#[test]
fn a_notice_is_no_statute() {
    let law = law();
    let statute = |text: &str| law.is_statute(&law.cite(text).unwrap().0);
    assert!(statute("处罚法 60") && statute("山东裁量权办法 20") && statute("市监处罚程序规定 62"));
    assert!(!statute("8号 三（一）2") && !statute("三项制度意见 一"));
    assert!((law.known)("行政处罚法") && !(law.known)("处罚"));
}

#[test]
fn a_fault_in_the_files_names_the_place() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/law");
    let spoil = |file: &str, from: &str, to: &str| {
        let folder =
            std::env::temp_dir().join(format!("zhifa-law-{}-{}", std::process::id(), file));
        std::fs::create_dir_all(&folder).unwrap();
        for name in ["instruments.toml", "packs.toml", "regions.toml"] {
            let text = std::fs::read_to_string(source.join(name)).unwrap();
            let changed = if name == file {
                text.replacen(from, to, 1)
            } else {
                text.clone()
            };
            assert!(
                name != file || changed != text,
                "{from} does not stand in {file}"
            );
            std::fs::write(folder.join(name), changed).unwrap();
        }
        let fault = Law::load(&folder).err();
        std::fs::remove_dir_all(&folder).unwrap();
        fault.unwrap_or_else(|| panic!("{from} → {to} was taken"))
    };
    for (file, from, to, says) in [
        (
            "instruments.toml",
            "8:2 9(6) 10:2",
            "8:2 9(6 10:2",
            "处罚法: articles: cannot read «9(6»",
        ),
        (
            "instruments.toml",
            "9(6) 10:2",
            "9(6) 9",
            "第9条 stands there twice",
        ),
        (
            "instruments.toml",
            "\"行政许可法\"",
            "\"处罚法\"",
            "许可法: another instrument is named «处罚法» too",
        ),
        (
            "instruments.toml",
            "kind = \"law\"",
            "kind = \"act\"",
            "kind «act» is not one of",
        ),
        (
            "instruments.toml",
            "pack = \"national\"",
            "pack = \"mars\"",
            "no pack «mars»",
        ),
        (
            "instruments.toml",
            "from = \"2021-07-15\"",
            "from = \"2021-07-32\"",
            "from",
        ),
        (
            "packs.toml",
            "region = \"37\"",
            "regions = \"37\"",
            "shandong: what is the key «regions»?",
        ),
        (
            "packs.toml",
            "type = \"money\"",
            "type = \"age\"",
            "a setting of type age is not known",
        ),
        (
            "regions.toml",
            "successor = \"370100\"",
            "successor = \"370199\"",
            "371200: the successor 370199 is not a region in use",
        ),
        (
            "regions.toml",
            "371501 =",
            "37150 =",
            "«37150» is not six digits",
        ),
    ] {
        let fault = spoil(file, from, to);
        assert!(fault.contains(says), "{fault}");
    }
}

/// Every article, 款 and 项 of the stored texts, and none beyond them.
#[test]
fn the_shapes_are_those_of_the_texts() {
    let Some(path) = support::shared("sources/statute-structure.json") else {
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let law = law();
    let texts: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut instruments = 0;
    for entry in texts.as_array().unwrap() {
        let id = entry["id"].as_str().unwrap();
        // Another province's rule, which this crate does not hold.
        if id == "51" {
            continue;
        }
        instruments += 1;
        let cites = |place: String| law.cite(&format!("{id} {place}")).is_ok();
        for heading in entry["sections"].as_array().into_iter().flatten() {
            assert!(
                cites(heading.as_str().unwrap().to_string()),
                "{id} {heading}"
            );
        }
        for article in entry["articles"].as_array().unwrap() {
            let n = article["n"].as_u64().unwrap();
            let paragraphs = article["paragraphs"].as_u64().unwrap();
            assert!(
                cites(format!("{n}.{paragraphs}")) && !cites(format!("{n}.{}", paragraphs + 1)),
                "{id} {n}"
            );
            for p in 1..=paragraphs {
                let items = article["items"][p.to_string()].as_u64().unwrap_or(0);
                assert!(
                    cites(format!("{n}.{p}.{items}")) && !cites(format!("{n}.{p}.{}", items + 1)),
                    "{id} {n}.{p}"
                );
            }
        }
        assert!(!cites("9999".into()) && !cites("0".into()), "{id}");
        let number = law.cite(&format!(
            "{id} {}",
            entry["sections"][0]
                .as_str()
                .map_or(entry["articles"][0]["n"].to_string(), str::to_string)
        ));
        let instrument = &law.instruments[usize::from(number.unwrap().0.instrument)];
        assert_eq!(Some(instrument.title), entry["title"].as_str());
        assert_eq!(
            instrument.term.from,
            condition::day(entry["textEffective"].as_str().unwrap()),
            "{id}"
        );
        assert_eq!(
            instrument.term.to,
            entry["to"].as_str().and_then(condition::day),
            "{id}"
        );
    }
    assert_eq!(instruments, law.instruments.len());
}

/// The rows read against a plan of three items, one form, one rule, and a rule and a form of a family that is not built.
fn plan(rows: &str) -> Result<Vec<plan::Row>, String> {
    use plan::Found::{Here, LeftOut, Nowhere};
    let table: toml::Table = rows.parse().unwrap();
    let rows = table["row"].as_array().unwrap().iter();
    let rows = rows.map(|row| row.as_table().unwrap().clone()).collect();
    plan::read(
        "plan.toml",
        rows,
        &plan::World {
            headings: &["一", "三", "三（一）", "三（一）1", "三（一）10"],
            form: &|id| match id {
                "filing/letter" => Here,
                "penalty/decision" => LeftOut,
                _ => Nowhere,
            },
            rule: &|id| match id {
                "BS001" => Here,
                "CF001" => LeftOut,
                _ => Nowhere,
            },
            cites: &[
                ("BS001".to_string(), "三（一）1"),
                ("filing/letter#filedOn".to_string(), "三（一）1"),
            ],
        },
    )
}

const ROWS: &str = r#"
[[row]]
item = "三（一）10"
asks = "经费"
rules = ["CF001"]
[[row]]
item = "三（一）1"
asks = "备案"
forms = ["filing/letter", "penalty/decision"]
rules = ["BS001", "CF001"]
[[row]]
item = "一"
asks = "指导思想"
nothing = "没有具体的任务。"
"#;

#[test]
fn a_table_of_the_plan_without_a_hole_is_read_in_its_order() {
    let rows = plan(ROWS).unwrap();
    let items: Vec<&str> = rows.iter().map(|row| row.item.as_str()).collect();
    // What is not built is left out, and the row of which nothing remains.
    assert_eq!(items, ["一", "三（一）1"]);
    assert_eq!(rows[1].forms, ["filing/letter"]);
    assert_eq!(rows[1].rules, ["BS001"]);
}

#[test]
fn a_hole_in_the_table_of_the_plan_is_refused() {
    for (from, to, fault) in [
        ("三（一）10", "三（一）1", "三（一）10 has no row"),
        ("item = \"一\"", "item = \"三\"", "一 has no row"),
        (
            "item = \"一\"",
            "item = \"五\"",
            "the plan has no such heading",
        ),
        (
            "\"filing/letter\"",
            "\"filing/lettre\"",
            "there is no form «filing/lettre»",
        ),
        (
            "rules = [\"CF001\"]",
            "rules = [\"CF009\"]",
            "there is no rule «CF009»",
        ),
        (
            "\"filing/letter\", ",
            "",
            "filing/letter#filedOn cites 三（一）1",
        ),
        ("\"BS001\", ", "", "BS001 cites 三（一）1"),
        (
            "\"BS001\", ",
            "\"BS001\", \"BS001\", ",
            "the rule «BS001» stands there twice",
        ),
        ("nothing = \"没有具体的任务。\"", "", "name forms and rules"),
        (
            "rules = [\"CF001\"]",
            "rules = [\"CF001\"]\nnothing = \"没有\"",
            "name forms and rules",
        ),
        ("asks = \"经费\"", "ask = \"经费\"", "asks is missing"),
        (
            "asks = \"经费\"",
            "asks = \"经费\"\nform = 1",
            "what is the key «form»?",
        ),
    ] {
        let rows = ROWS.replace(from, to);
        assert_ne!(rows, ROWS, "{from}");
        let said = plan(&rows).expect_err(fault);
        assert!(said.contains(fault), "{said}\nrather than {fault}");
    }
}
