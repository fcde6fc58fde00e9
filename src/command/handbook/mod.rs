//! `zhifa handbook`: the explanations as an asset, or as pages, one a form and one a rule, that stand by themselves in a folder.

mod form;
mod index;
mod law;
mod packs;
mod page;
mod plan;
mod rule;

use super::output::{Failure, print, said};
use super::told::{Entry, chapters, entries};
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use zhifa::catalogue::Citation;

/// 输出规则说明和示例，供网页使用
#[derive(Args)]
#[command(help_template = super::HELP)]
pub struct Arguments {
    /// 写入的文件，默认写到标准输出
    #[arg(value_name = "文件", conflicts_with = "pages")]
    path: Option<PathBuf>,
    /// 改为在文件夹中写成规则手册，一条规则一页，一种表单一页
    #[arg(long, value_name = "文件夹")]
    pages: Option<PathBuf>,
}

/// Writes the handbook.
pub fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    if let Some(folder) = &arguments.pages {
        for (name, text) in pages() {
            write(&folder.join(name), &text)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    match &arguments.path {
        None => print(zhifa::HANDBOOK),
        Some(path) => {
            std::fs::write(path, zhifa::HANDBOOK).or_else(|error| refused(path, &error))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .or_else(|error| refused(path, &error))
}

fn refused<T>(path: &Path, error: &std::io::Error) -> Result<T, Failure> {
    said(format!("{}：无法写入：{error}", path.display()))
}

/// Every file of the folder, by its name there.
fn pages() -> Vec<(String, String)> {
    let entries = entries();
    let site = Site::new(&entries);
    let mut files = vec![
        (
            "handbook.css".to_string(),
            include_str!("handbook.css").to_string(),
        ),
        (
            "search.js".to_string(),
            include_str!("search.js").to_string(),
        ),
        (
            "icon.svg".to_string(),
            include_str!("../../../www/icon.svg").to_string(),
        ),
    ];
    let mut told = Vec::new();
    for (number, chapter) in site.chapters.iter().enumerate() {
        for (at, entry) in chapter.rules.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| chapter.rules.get(at));
            let after = chapter.rules.get(at + 1);
            let (page, says) = rule::page(&site, number, entry, before.copied(), after.copied());
            files.push((address(&entry.id), page));
            told.push((*entry, says));
        }
    }
    for form in &zhifa::table().catalogue.forms {
        files.push((address(form.id), form::page(&site, form)));
    }
    files.extend(law::pages(&site));
    files.push((packs::PAGE.to_string(), packs::page(&site)));
    files.extend(plan::page(&site).map(|page| (plan::PAGE.to_string(), page)));
    files.push(("index.html".to_string(), index::page(&site)));
    files.push(("search.json".to_string(), index::search(&told)));
    files
}

/// What the pages have in common.
struct Site<'e> {
    entries: &'e [Entry],
    chapters: Vec<Chapter<'e>>,
}

/// A chapter: the rules of one stage of a family's procedure.
struct Chapter<'e> {
    family: &'static str,
    title: &'static str,
    rules: Vec<&'e Entry>,
}

impl<'e> Site<'e> {
    fn new(entries: &'e [Entry]) -> Self {
        let chapters = chapters(entries.iter()).into_iter();
        let chapters = chapters.map(|((family, title), rules)| Chapter {
            family,
            title,
            rules,
        });
        Site {
            entries,
            chapters: chapters.collect(),
        }
    }
}

impl Site<'_> {
    /// A rule, or the requirement of a field.
    fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }
}

/// The page of a rule or a form, or the place on it of a required field; from the handbook's folder.
fn address(id: &str) -> String {
    match id.split_once('#') {
        Some((form, field)) => format!("{form}.html#{field}"),
        None => format!("{id}.html"),
    }
}

/// The place of an article on its instrument's page.
fn place_of(citation: &Citation<'_>) -> String {
    let source = law::source(citation.instrument);
    format!("law/{source}.html#{}", law::anchor(citation))
}
