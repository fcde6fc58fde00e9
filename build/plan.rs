//! Reads `src/law/plan.toml`, the table of what the city's plan asks and what checks it, and refuses one with a hole in it: an item
//! without a row, a row that names what does not exist, a citation of an item whose rows do not name who cites it.

use crate::table::Reader;
use std::collections::HashSet;
use toml::Table;

type Result<T> = std::result::Result<T, String>;

/// One thing that an item asks.
#[derive(Debug)]
pub struct Row {
    /// The item's heading, as rules cite it.
    pub item: String,
    /// What it asks, in words of our own.
    pub asks: String,
    /// The forms that it is checked in.
    pub forms: Vec<String>,
    /// The rules that check it.
    pub rules: Vec<String>,
    /// Why nothing is left to check, where no form or rule is named.
    pub nothing: String,
}

/// What a name in a row stands for.
#[derive(Clone, Copy, PartialEq)]
pub enum Found {
    /// It is declared and built.
    Here,
    /// It is declared, and its family is not built.
    LeftOut,
    /// Nothing has that name.
    Nowhere,
}

/// What else is declared.
pub struct World<'w> {
    /// The headings of the plan, in its order.
    pub headings: &'w [&'w str],
    /// Whether there is such a form.
    pub form: &'w dyn Fn(&str) -> Found,
    /// Whether there is such a rule.
    pub rule: &'w dyn Fn(&str) -> Found,
    /// Rules and required fields (`form#field`) that cite the plan, each with the heading.
    pub cites: &'w [(String, &'w str)],
}

/// Reads the rows, in the order of the headings. What is not built is left out of them, and so is a row of which nothing remains.
pub fn read(place: &str, rows: Vec<Table>, world: &World<'_>) -> Result<Vec<Row>> {
    let mut read = Vec::new();
    for (number, table) in rows.into_iter().enumerate() {
        let mut reader = Reader::new(format!("{place}: row {}", number + 1), table);
        let row = Row {
            item: reader.need("item")?,
            asks: reader.need("asks")?,
            forms: reader.texts("forms")?,
            rules: reader.texts("rules")?,
            nothing: reader.text("nothing")?.unwrap_or_default(),
        };
        let fault = |what: String| reader.fault(format!("{}: {what}", row.item));
        if !world.headings.contains(&row.item.as_str()) {
            return Err(fault("the plan has no such heading".to_string()));
        }
        if row.nothing.is_empty() == (row.forms.is_empty() && row.rules.is_empty()) {
            return Err(fault(
                "name forms and rules, or else say in «nothing» why there are none".to_string(),
            ));
        }
        let named = [
            ("form", &row.forms, world.form),
            ("rule", &row.rules, world.rule),
        ];
        for (what, names, find) in named {
            let mut seen = HashSet::new();
            for name in names {
                if find(name) == Found::Nowhere {
                    return Err(fault(format!("there is no {what} «{name}»")));
                }
                if !seen.insert(name) {
                    return Err(fault(format!("the {what} «{name}» stands there twice")));
                }
            }
        }
        reader.done()?;
        read.push(row);
    }
    if let Some(item) = { world.headings.iter() }
        .filter(|heading| !world.headings.iter().any(|other| is_below(other, heading)))
        .find(|item| !read.iter().any(|row| row.item == **item))
    {
        return Err(format!("{place}: {item} has no row"));
    }
    for (id, item) in world.cites {
        let named = |row: &Row| match id.split_once('#') {
            Some((form, _)) => row.forms.iter().any(|it| it == form),
            None => row.rules.contains(id),
        };
        if !read.iter().any(|row| row.item == *item && named(row)) {
            return Err(format!(
                "{place}: {id} cites {item}, and no row of it names {id}"
            ));
        }
    }
    read.sort_by_key(|row| world.headings.iter().position(|it| *it == row.item));
    for row in &mut read {
        row.forms.retain(|form| (world.form)(form) == Found::Here);
        row.rules.retain(|rule| (world.rule)(rule) == Found::Here);
    }
    read.retain(|row| !(row.nothing.is_empty() && row.forms.is_empty() && row.rules.is_empty()));
    Ok(read)
}

/// Whether a heading stands under another: 三（一）2 under 三（一）, and not 三（四）10 under 三（四）1.
fn is_below(heading: &str, above: &str) -> bool {
    let rest = heading.strip_prefix(above).and_then(|it| it.chars().next());
    let counted = above.ends_with(|c: char| c.is_ascii_digit());
    rest.is_some_and(|next| next == '（' || (next.is_ascii_digit() && !counted))
}
