//! The handbook: every rule tells all that an officer and a reviewer ask of it, and every link leads somewhere.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

fn zhifa(arguments: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_zhifa"))
        .args(arguments)
        .output()
        .expect("the command runs");
    assert!(
        run.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&run.stderr)
    );
    String::from_utf8(run.stdout).expect("UTF-8")
}

/// The pages as the command writes them, by their name in the folder.
fn pages() -> &'static BTreeMap<String, String> {
    static PAGES: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let name = format!("zhifa-handbook-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        zhifa(&["handbook", "--pages", folder.to_str().expect("UTF-8")]);
        let mut found = BTreeMap::new();
        gather(&folder, &folder, &mut found);
        std::fs::remove_dir_all(&folder).expect("its own folder");
        found
    })
}

fn gather(root: &Path, folder: &Path, found: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(root, &path, found);
            continue;
        }
        let name = path.strip_prefix(root).expect("inside").to_string_lossy();
        let text = std::fs::read_to_string(&path).expect("a text");
        found.insert(name.replace('\\', "/"), text);
    }
}

/// The values of an attribute, as they stand.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let open = format!(" {name}=\"");
    let parts = page.split(open.as_str()).skip(1);
    parts.filter_map(|part| part.split('"').next()).collect()
}

/// The text of the first element with this opening tag.
fn inside<'p>(page: &'p str, tag: &str) -> &'p str {
    let after = page.split_once(tag).map_or("", |(_, after)| after);
    after.split('<').next().unwrap_or_default().trim()
}

#[test]
fn every_rule_has_every_part() {
    let pages = pages();
    let rules: Value = serde_json::from_str(&zhifa(&["rules", "--format", "json"])).expect("JSON");
    let handbook: Value = serde_json::from_str(zhifa::HANDBOOK).expect("JSON");
    let mut faults = Vec::new();
    for rule in rules.as_array().expect("a list") {
        let id = rule["id"].as_str().expect("an id");
        if id.contains('#') {
            continue;
        }
        let Some(page) = pages.get(&format!("{id}.html")) else {
            faults.push(format!("{id}: no page"));
            continue;
        };
        let mut needs = |what: &str, holds: bool| {
            if !holds {
                faults.push(format!("{id}: {what} is missing"));
            }
        };
        let told = &handbook["rules"][id];
        let title = told["title"].as_str().unwrap_or_default();
        needs(
            "its title",
            !title.is_empty() && page.contains(&format!("<title>{id} ")),
        );
        needs("why", !inside(page, "<p class=\"why\">").is_empty());
        needs("what to do", !inside(page, "<p class=\"todo\">").is_empty());
        let cited = rule["basis"].as_array().map_or(0, Vec::len);
        let shown = page.matches(" href=\"law/").count();
        needs(
            "an article, or that there is none",
            shown == cited && (cited > 0 || page.contains("没有条文规定")),
        );
        for form in rule["forms"].as_array().into_iter().flatten() {
            let link = format!("href=\"{}.html\"", form.as_str().unwrap_or_default());
            needs("a link to its form", page.contains(&link));
        }
        let cases: Vec<&str> = page.split("<section class=\"case\">").skip(1).collect();
        let (good, bad) = cases.split_last().expect("cases");
        let fails = told["fail"].as_array().expect("cases");
        needs("a case", bad.len() == fails.len());
        for (number, (case, fail)) in bad.iter().zip(fails).enumerate() {
            let examples = fail["patches"].as_array().map_or(0, Vec::len);
            let number = number + 1;
            needs(&format!("a failing example of case {number}"), examples > 0);
            let messages: Vec<&str> = case
                .split("<p class=\"says\">")
                .skip(1)
                .filter_map(|said| said.split_once("</strong>：")?.1.split('<').next())
                .collect();
            needs(
                &format!("what is said in case {number}"),
                messages.len() == examples && messages.iter().all(|it| !it.trim().is_empty()),
            );
            for patch in fail["patches"].as_array().into_iter().flatten() {
                let own = patch["of"].as_str().or(told["forms"][0].as_str());
                let several = rule["forms"].as_array().map_or(0, Vec::len) > 1;
                let title = zhifa::form::Layout::open(own.expect("a form"))
                    .expect("a form of the table")
                    .form
                    .title;
                needs(
                    "the form of an example",
                    !several || case.contains(&format!("有问题的例子（{title}）")),
                );
            }
            let severity = fail["severity"].as_str().unwrap_or_default();
            needs("the severity", case.contains(&format!("badge {severity}")));
            needs(
                "what an example changes",
                case.matches("class=\"changed\"").count() >= examples,
            );
        }
        needs(
            "a passing example",
            good.contains("<p class=\"says\">没有发现问题</p>"),
        );
        for id in rule["covers"].as_array().into_iter().flatten() {
            needs(
                "an id merged into it",
                page.contains(id.as_str().unwrap_or_default()),
            );
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}

#[test]
fn a_list_within_a_row_goes_by_its_name_and_its_values_one_by_one() {
    let text = zhifa(&["explain", "JC003"]);
    assert!(text.contains("检查依据空白"), "{text}");
    assert!(
        text.contains("检查依据每一项都（该项的效力位阶是规范性文件）"),
        "{text}"
    );
}

#[test]
fn every_form_has_a_page_with_its_fields_and_rules() {
    let pages = pages();
    let rules: Value = serde_json::from_str(&zhifa(&["rules", "--format", "json"])).expect("JSON");
    for form in &zhifa::table().catalogue.forms {
        let page = &pages[&format!("{}.html", form.id)];
        assert!(page.contains(form.title));
        assert!(page.contains("<p class=\"note\">也叫："), "{}", form.id);
        let ids: BTreeSet<&str> = attributes(page, "id").into_iter().collect();
        for rule in rules.as_array().expect("a list") {
            let id = rule["id"].as_str().expect("an id");
            let mine = rule["forms"]
                .as_array()
                .expect("forms")
                .iter()
                .any(|it| it == form.id);
            match id.split_once('#') {
                Some((own, field)) if own == form.id => assert!(ids.contains(field), "{id}"),
                None if mine => assert!(page.contains(&format!("../{id}.html")), "{id}"),
                _ => {}
            }
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let pages = pages();
    let mut faults = Vec::new();
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(name, page)| (name.as_str(), attributes(page, "id").into_iter().collect()))
        .collect();
    for (name, page) in pages.iter().filter(|(name, _)| name.ends_with(".html")) {
        let own: Vec<&str> = attributes(page, "id");
        if own.len() != ids[name.as_str()].len() {
            faults.push(format!("{name}: an id stands there twice"));
        }
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in attributes(page, "href")
            .into_iter()
            .chain(attributes(page, "src"))
        {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match file.strip_prefix("../") {
                _ if file.is_empty() => name.clone(),
                Some(above) => above.to_string(),
                None if folder.is_empty() => file.to_string(),
                None => format!("{folder}/{file}"),
            };
            let Some(ids) = ids.get(target.as_str()) else {
                faults.push(format!("{name}: {link} leads to no page"));
                continue;
            };
            if !anchor.is_empty() && !ids.contains(anchor) {
                faults.push(format!("{name}: {link} leads to no place"));
            }
        }
        // What is declared becomes text, and no page runs more than its one script.
        for forbidden in ["<style", " style=", " onclick=", "unsafe-inline"] {
            if page.contains(forbidden) {
                faults.push(format!("{name}: holds {forbidden}"));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// Rows of the page of the plan: the item, what it asks, the forms and rules named, and the reason where there are none.
fn plan_rows() -> Vec<(String, String, Vec<String>, String)> {
    let page = &pages()["plan.html"];
    let mut rows = Vec::new();
    for item in page.split("<tbody id=\"").skip(1) {
        let (heading, body) = item.split_once('"').expect("an id");
        for row in body.split("<tr>").skip(1) {
            let links = attributes(row, "href").into_iter().map(|link| {
                let name = link.strip_suffix(".html").unwrap_or(link);
                name.to_string()
            });
            let nothing = inside(row, "<td class=\"nothing\" colspan=\"2\">");
            let row = (
                heading.to_string(),
                inside(row, "<td>").to_string(),
                links.collect(),
                nothing.to_string(),
            );
            rows.push(row);
        }
    }
    rows
}

#[test]
fn every_item_of_the_plan_is_checked_or_says_why_not() {
    let index: toml::Table = include_str!("../src/law/instruments.toml")
        .parse()
        .expect("TOML");
    let headings = index["8号"]["headings"].as_str().expect("headings");
    let headings: Vec<&str> = headings.split_whitespace().collect();
    let rows = plan_rows();
    for (item, asks, links, nothing) in &rows {
        assert!(headings.contains(&item.as_str()), "{item}");
        assert!(!asks.is_empty(), "{item}");
        assert_ne!(links.is_empty(), nothing.is_empty(), "{item}: {asks}");
    }
    // The thirteen numbered items, the first two parts and the three demands at the end.
    let sections = [
        "三",
        "三（一）",
        "三（二）",
        "三（三）",
        "三（四）",
        "三（五）",
        "四",
    ];
    for heading in headings.iter().filter(|it| !sections.contains(it)) {
        assert!(
            rows.iter().any(|(item, ..)| item == heading),
            "{heading} has no row"
        );
    }
    let numbered = rows
        .iter()
        .map(|(item, ..)| item.as_str())
        .collect::<BTreeSet<_>>();
    assert_eq!(numbered.len(), 2 + 13 + 3);
}

#[test]
fn what_cites_the_plan_stands_in_the_row_of_its_item() {
    let rules: Value = serde_json::from_str(&zhifa(&["rules", "--format", "json"])).expect("JSON");
    let rows = plan_rows();
    let title = "聊城市提升行政执法质量实施方案（2024—2025年）";
    let mut cited = 0;
    for rule in rules.as_array().expect("a list") {
        let id = rule["id"].as_str().expect("an id");
        let named = id.split_once('#').map_or(id, |(form, _)| form);
        for place in rule["basis"].as_array().into_iter().flatten() {
            if place["instrument"] == title {
                cited += 1;
                assert!(
                    rows.iter()
                        .any(|(item, _, links, _)| place["article"] == item.as_str()
                            && links.iter().any(|link| link == named)),
                    "{id} cites {}",
                    place["article"]
                );
            }
        }
    }
    assert!(cited > 100, "{cited} citations");
}

#[test]
fn the_plan_is_reached_from_the_first_page_and_from_its_articles() {
    let pages = pages();
    assert!(pages["index.html"].contains("href=\"plan.html\""));
    let law = &pages["law/00.html"];
    assert!(law.contains("href=\"../plan.html\""));
    assert!(law.contains("href=\"../plan.html#三（二）4\""));
    // The drive against irregular enforcement, as an officer finds it.
    let rows = plan_rows();
    let drive = rows.iter().find(|(item, ..)| item == "三（二）4");
    let (_, asks, links, _) = drive.expect("a row");
    assert!(asks.contains("8月底前"));
    assert_eq!(
        links.first().map(String::as_str),
        Some("filing/problem-list")
    );
    assert!(links.contains(&"BS020".to_string()));
}

#[test]
fn the_search_knows_every_form_and_rule() {
    let pages = pages();
    let index: Value = serde_json::from_str(&pages["search.json"]).expect("JSON");
    let items = index["items"].as_array().expect("items");
    let catalogue = &zhifa::table().catalogue;
    assert_eq!(
        items.len(),
        catalogue.forms.len() + catalogue.rules().count()
    );
    let laws = index["laws"].as_array().map_or(0, Vec::len) as u64;
    for item in items {
        let id = item[0].as_str().expect("an id");
        assert!(pages.contains_key(&format!("{id}.html")), "{id}");
        assert_ne!(item[1], "", "{id}");
        let is_rule = !item[2].as_array().expect("severities").is_empty();
        assert!(
            !is_rule || item[6].as_str().is_some_and(|says| !says.is_empty()),
            "{id}"
        );
        for place in item[5].as_array().expect("places") {
            assert!(place[0].as_u64().is_some_and(|law| law < laws), "{id}");
        }
    }
}
