//! Reads `src/law`: instruments with the shape of their articles, packs, settings and regions; and resolves what a basis cites, so
//! that a citation to a place that does not exist stops the build.

use crate::catalogue::{Citation, Instrument, Pack, Place, Rank, Setting, Standing, Term};
use crate::table::{self, Reader};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use toml::Table;

type Result<T> = std::result::Result<T, String>;

/// Everything under `src/law`.
pub struct Law {
    /// The instruments, in the order of the file.
    pub instruments: Vec<Instrument<'static>>,
    /// Of each the number of the stored text and the document number, for the handbook.
    pub sources: Vec<(String, Option<String>)>,
    /// The packs, in the order of the file.
    pub packs: Vec<Pack<'static>>,
    /// The settings of all packs.
    pub settings: Vec<Setting<'static>>,
    /// Regions in use, abolished, and headings.
    pub places: Vec<Place<'static>>,
    /// Whether a name is that of an instrument.
    pub known: Box<dyn Fn(&str) -> bool>,
    names: HashMap<String, usize>,
    shapes: Vec<Shape>,
}

/// What can be cited in an instrument.
enum Shape {
    /// 条 and 之一 → for each 款 how many 项 it has.
    Articles(BTreeMap<(u16, u8), Vec<u8>>),
    /// The headings of a notice or plan.
    Headings(Vec<&'static str>),
}

impl Law {
    /// Reads the folder.
    pub fn load(folder: &Path) -> Result<Law> {
        let (packs, settings) = packs(&folder.join("packs.toml"))?;
        let path = folder.join("instruments.toml");
        let mut instruments = Vec::new();
        let mut sources = Vec::new();
        let mut names = HashMap::new();
        let mut shapes = Vec::new();
        for (short, mut reader) in entries(&path, table::file(&path)?)? {
            let title = reader.need("title")?;
            let number = reader.text("number")?;
            let source = reader.need("source")?;
            let aliases = reader.texts("aliases")?;
            let rank = rank(&reader.need("kind")?).map_err(|fault| reader.fault(fault))?;
            let pack = reader.need("pack")?;
            let pack = packs
                .iter()
                .position(|p| p.id == pack)
                .ok_or_else(|| reader.fault(format!("no pack «{pack}»")))?;
            let term = Term {
                from: reader.day("from")?,
                to: reader.day("to")?,
            };
            let shape = match (reader.text("articles")?, reader.text("headings")?) {
                (Some(text), None) => {
                    Shape::Articles(articles(&text).map_err(|fault| reader.fault(fault))?)
                }
                (None, Some(text)) => Shape::Headings(text.split_whitespace().map(leak).collect()),
                _ => return Err(reader.fault("either articles or headings must be given")),
            };
            for name in [&short, &title, &source]
                .into_iter()
                .chain(&number)
                .chain(&aliases)
            {
                if names
                    .insert(plain(name), instruments.len())
                    .is_some_and(|other| other != instruments.len())
                {
                    return Err(reader.fault(format!("another instrument is named «{name}» too")));
                }
            }
            let last = match &shape {
                // Of an excerpt it is not known which is the last.
                Shape::Articles(articles) => {
                    let last = articles.keys().last().map_or(0, |(article, _)| *article);
                    let whole = (1..=last).all(|article| articles.contains_key(&(article, 0)));
                    if whole { last } else { 0 }
                }
                Shape::Headings(_) => 0,
            };
            reader.done()?;
            shapes.push(shape);
            instruments.push(Instrument {
                short: leak(&short),
                title: leak(&title),
                aliases: number
                    .iter()
                    .chain(&aliases)
                    .map(|alias| leak(alias))
                    .collect(),
                rank,
                term,
                pack: pack as u8,
                last,
            });
            sources.push((source, number));
        }
        let known = Box::new({
            let names = names.clone();
            move |name: &str| names.contains_key(&plain(name))
        });
        Ok(Law {
            instruments,
            sources,
            packs,
            settings,
            places: places(&folder.join("regions.toml"))?,
            known,
            names,
            shapes,
        })
    }

    /// Whether the place cited stands in a law, regulation or rule, not only in a notice or plan.
    pub fn is_statute(&self, citation: &Citation) -> bool {
        self.instruments
            .get(usize::from(citation.instrument))
            .is_some_and(|instrument| !matches!(instrument.rank, Rank::Normative | Rank::Unknown))
    }

    /// Number and headings of the notice or plan that a name stands for.
    pub fn headings(&self, name: &str) -> Option<(u8, &[&'static str])> {
        let number = *self.names.get(&plain(name))?;
        match self.shapes.get(number)? {
            Shape::Headings(headings) => Some((number as u8, headings)),
            Shape::Articles(_) => None,
        }
    }

    /// Reads `处罚法 59.1.6：姓名或者名称；地址`, `处罚法 45之1.2` or `8号 三（一）2：15个学时` into the place and its terms.
    pub fn cite(&self, text: &str) -> Result<(Citation<'static>, Vec<String>)> {
        let fault = |what: String| format!("basis «{text}»: {what}");
        let (place, terms) = text.split_once(['：', ':']).unwrap_or((text, ""));
        let terms: Vec<String> = terms
            .split(['；', ';'])
            .map(str::trim)
            .filter(|term| !term.is_empty())
            .map(str::to_string)
            .collect();
        let (name, place) = place
            .trim()
            .split_once(char::is_whitespace)
            .ok_or_else(|| {
                fault(
                    "write the instrument, a blank and the place, as in 处罚法 59.1.6".to_string(),
                )
            })?;
        let number = *self
            .names
            .get(&plain(name))
            .ok_or_else(|| fault(format!("no instrument «{name}»")))?;
        let title = self.instruments[number].title;
        let mut citation = Citation {
            instrument: number as u8,
            heading: "",
            article: 0,
            suffix: 0,
            paragraph: 0,
            item: 0,
        };
        match &self.shapes[number] {
            Shape::Headings(headings) => {
                citation.heading = heading(headings, place.trim(), title).map_err(fault)?
            }
            Shape::Articles(articles) => {
                article(articles, place.trim(), title, &mut citation).map_err(fault)?
            }
        }
        Ok((citation, terms))
    }
}

fn heading(headings: &[&'static str], place: &str, title: &str) -> Result<&'static str> {
    let wanted = plain(place);
    let found = headings.iter().find(|heading| plain(heading) == wanted);
    found.copied().ok_or_else(|| {
        format!(
            "《{title}》 has no heading «{place}»; it has {}",
            headings.join("、")
        )
    })
}

fn article(
    articles: &BTreeMap<(u16, u8), Vec<u8>>,
    place: &str,
    title: &str,
    citation: &mut Citation,
) -> Result<()> {
    let unreadable = || format!("«{place}» is not 条.款.项, as in 59, 59.1, 59.1.6 or 45之1.2");
    let parts: Vec<&str> = place.split('.').collect();
    let (&first, rest) = parts.split_first().ok_or_else(unreadable)?;
    if rest.len() > 2 {
        return Err(unreadable());
    }
    let (article, suffix) = first.split_once('之').unwrap_or((first, "0"));
    let read = |text: &str| text.parse::<u8>().map_err(|_| unreadable());
    citation.article = article.parse().map_err(|_| unreadable())?;
    citation.suffix = read(suffix)?;
    citation.paragraph = read(rest.first().copied().unwrap_or("0"))?;
    citation.item = read(rest.get(1).copied().unwrap_or("0"))?;

    let name = match citation.suffix {
        0 => format!("《{title}》第{article}条"),
        n => format!("《{title}》第{article}条之{n}"),
    };
    let Some(paragraphs) = articles.get(&(citation.article, citation.suffix)) else {
        let last = articles
            .keys()
            .next_back()
            .map_or(0, |(article, _)| *article);
        return Err(format!(
            "there is no {name}; the text held ends with 第{last}条"
        ));
    };
    let (paragraph, item) = (citation.paragraph, citation.item);
    if usize::from(paragraph) > paragraphs.len() {
        return Err(format!(
            "{name} has {} 款, not 第{paragraph}款",
            paragraphs.len()
        ));
    }
    if item == 0 {
        return Ok(());
    }
    // Where no 款 is named the list must be the article's only one.
    let chosen = match paragraph {
        0 => paragraphs.as_slice(),
        p => &paragraphs[usize::from(p) - 1..usize::from(p)],
    };
    let lists: Vec<u8> = chosen.iter().copied().filter(|items| *items > 0).collect();
    let name = if paragraph == 0 {
        name
    } else {
        format!("{name}第{paragraph}款")
    };
    match lists[..] {
        [] => Err(format!("{name} has no 项")),
        [items] if item <= items => Ok(()),
        [items] => Err(format!("{name} has {items} 项, not 第{item}项")),
        _ => Err(format!(
            "{name} has lists in several 款: say in which 第{item}项 stands"
        )),
    }
}

/// Reads the notation of `instruments.toml`: `1-4 5:3 9(6) 24:3(0,5) 45之1`.
fn articles(text: &str) -> Result<BTreeMap<(u16, u8), Vec<u8>>> {
    let mut articles = BTreeMap::new();
    for token in text.split_whitespace() {
        let read = || -> Option<((u16, u8), u16, Vec<u8>)> {
            let (rest, items) = match token.split_once('(') {
                Some((rest, items)) => (rest, Some(items.strip_suffix(')')?)),
                None => (token, None),
            };
            let (range, paragraphs) = rest.split_once(':').unwrap_or((rest, "1"));
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            let (first, suffix) = first.split_once('之').unwrap_or((first, "0"));
            let (last, _) = last.split_once('之').unwrap_or((last, ""));
            let mut shape = vec![0; paragraphs.parse().ok()?];
            for (paragraph, count) in items.iter().flat_map(|items| items.split(',')).enumerate() {
                *shape.get_mut(paragraph)? = count.parse().ok()?;
            }
            Some((
                (first.parse().ok()?, suffix.parse().ok()?),
                last.parse().ok()?,
                shape,
            ))
        };
        let ((first, suffix), last, shape) =
            read().ok_or_else(|| format!("articles: cannot read «{token}»"))?;
        for number in first..=last {
            if articles.insert((number, suffix), shape.clone()).is_some() {
                return Err(format!("articles: 第{number}条 stands there twice"));
            }
        }
    }
    Ok(articles)
}

fn packs(path: &Path) -> Result<(Vec<Pack<'static>>, Vec<Setting<'static>>)> {
    let mut packs = Vec::new();
    let mut settings = Vec::new();
    for (id, mut reader) in entries(path, table::file(path)?)? {
        reader.need("holds")?;
        for (setting, mut entry) in entries(path, reader.table("settings")?)? {
            entry.need("why")?;
            let kind = entry.need("type")?;
            if kind != "money" {
                return Err(entry.fault(format!(
                    "a setting of type {kind} is not known; it is money"
                )));
            }
            settings.push(Setting {
                id: leak(&setting),
                label: leak(&entry.need("label")?),
                pack: packs.len() as u8,
            });
            entry.done()?;
        }
        packs.push(Pack {
            id: leak(&id),
            title: leak(&reader.need("title")?),
            region: leak(&reader.text("region")?.unwrap_or_default()),
            sector: leak(&reader.text("sector")?.unwrap_or_default()),
            term: Term {
                from: reader.day("from")?,
                to: reader.day("to")?,
            },
        });
        reader.done()?;
    }
    Ok((packs, settings))
}

fn places(path: &Path) -> Result<Vec<Place<'static>>> {
    let mut reader = Reader::new(path.display().to_string(), table::file(path)?);
    let mut places = Vec::new();
    for (key, standing) in [
        ("current", Standing::Current),
        ("heading", Standing::Heading),
    ] {
        for (code, name) in reader.table(key)? {
            let name = name
                .as_str()
                .ok_or_else(|| reader.fault(format!("{code} needs a name")))?;
            let standing = match standing {
                Standing::Heading => Standing::Heading,
                _ => Standing::Current,
            };
            places.push(Place {
                code: leak(&code),
                name: leak(name),
                standing,
            });
        }
    }
    for (code, mut entry) in entries(path, reader.table("abolished")?)? {
        let successor = entry.need("successor")?;
        if !places.iter().any(|place| place.code == successor) {
            return Err(entry.fault(format!("the successor {successor} is not a region in use")));
        }
        let standing = Standing::Abolished(leak(&successor));
        places.push(Place {
            code: leak(&code),
            name: leak(&entry.need("name")?),
            standing,
        });
        entry.done()?;
    }
    reader.done()?;
    places.sort_by_key(|place| place.code);
    match places
        .iter()
        .find(|place| place.code.len() != 6 || !place.code.bytes().all(|b| b.is_ascii_digit()))
    {
        Some(place) => Err(format!(
            "{}: «{}» is not six digits",
            path.display(),
            place.code
        )),
        None => Ok(places),
    }
}

/// The tables in a table, each with a reader that knows where it stands.
fn entries(path: &Path, table: Table) -> Result<Vec<(String, Reader)>> {
    let place = path.display();
    let read = |(key, value): (String, toml::Value)| match value {
        toml::Value::Table(table) => {
            Ok((key.clone(), Reader::new(format!("{place}: {key}"), table)))
        }
        other => Err(format!("{place}: {key} is a table, not {other}")),
    };
    table.into_iter().map(read).collect()
}

fn rank(kind: &str) -> Result<Rank> {
    let known = Rank::named(kind).filter(|rank| *rank != Rank::Unknown);
    known.ok_or(format!(
        "kind «{kind}» is not one of law adminRegulation localRegulation rule localRule normative"
    ))
}

/// A name as it is compared: without 《》, brackets of one width.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '《' | '》'))
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            c => c,
        })
        .collect()
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_string().into_boxed_str())
}
