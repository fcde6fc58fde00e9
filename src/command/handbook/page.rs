//! The frame of a page, and the pieces that several pages share.

use super::{address, place_of};
use crate::command::told::{Entry, in_force, number_of};
use std::fmt::{self, Display, Write};
use zhifa::Severity;
use zhifa::catalogue::{Citation, Form};

/// A text as it stands between tags or in an attribute.
pub struct T<'a>(pub &'a str);

impl Display for T<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                other => out.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// A page.
pub struct Page<'p> {
    pub title: &'p str,
    /// The way from the page to the handbook's folder: empty or `../`.
    pub root: &'p str,
    /// The pages above this one: where they are from the handbook's folder, and their names.
    pub above: &'p [(&'p str, &'p str)],
    /// It has the search, and with it the only script.
    pub searches: bool,
    pub body: &'p str,
}

impl Page<'_> {
    pub fn html(&self) -> String {
        let root = self.root;
        let (policy, script) = if self.searches {
            (
                "script-src 'self'; connect-src 'self'; ",
                "<script defer src=\"search.js\"></script>\n",
            )
        } else {
            ("", "")
        };
        let mut above = String::new();
        for (href, name) in self.above {
            let _ = write!(above, "<li><a href=\"{root}{href}\">{}</a></li>", T(name));
        }
        if !above.is_empty() {
            above =
                format!("<nav class=\"above\" aria-label=\"所在位置\"><ol>{above}</ol></nav>\n");
        }
        format!(
            r##"<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; {policy}style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} · 执法规则手册</title>
<link rel="icon" href="{root}icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{root}handbook.css">
{script}</head>
<body>
<a class="skip" href="#main">跳到正文</a>
<header class="masthead">
<p class="brand"><a href="{root}index.html">执法规则手册</a></p>
<nav aria-label="手册"><a href="{root}index.html#forms">表单</a> <a href="{root}index.html#rules">规则</a> <a href="{root}articles.html">条文</a> <a href="{root}packs.html">地方和领域</a></nav>
</header>
<main id="main">
{above}{body}</main>
<footer>zhifa {version}。条文只作引用，要求用手册自己的话写成，以公布的文本为准。</footer>
</body>
</html>
"##,
            title = T(self.title),
            body = self.body,
            version = env!("CARGO_PKG_VERSION"),
        )
    }
}

/// 错误, 需核对 or 提示.
pub fn badge(severity: Severity) -> String {
    format!(
        "<span class=\"badge {}\">{}</span>",
        severity.key(),
        severity.label()
    )
}

/// Every severity that an entry's findings can have.
pub fn badges(entry: &Entry) -> String {
    entry.severities().into_iter().map(badge).collect()
}

/// A rule in a list.
pub fn line(root: &str, entry: &Entry) -> String {
    format!(
        "<li>{} <a href=\"{root}{}\"><span class=\"id\">{}</span> {}</a></li>\n",
        badges(entry),
        T(&address(&entry.id)),
        entry.id,
        T(&entry.title)
    )
}

/// A form by its title.
pub fn form_link(root: &str, form: &Form<'_>) -> String {
    format!(
        "<a href=\"{root}{}\">{}</a>",
        T(&address(form.id)),
        T(form.title)
    )
}

/// An article with its instrument's number and days in force, and the words that stand there.
pub fn citation(root: &str, citation: &Citation<'_>, terms: &[&str]) -> String {
    let mut html = format!(
        "<a href=\"{root}{}\">{}</a>",
        T(&place_of(citation)),
        T(&citation.text())
    );
    let number = number_of(citation).unwrap_or_default();
    let term = citation.instrument().map(|it| in_force(it.term));
    let facts: Vec<&str> = [number, term.as_deref().unwrap_or_default()]
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .collect();
    if !facts.is_empty() {
        let _ = write!(html, "<small>（{}施行）</small>", T(&facts.join("，")));
    }
    if !terms.is_empty() {
        let _ = write!(
            html,
            "<br><small>条文用语：{}</small>",
            T(&terms.join("；"))
        );
    }
    html
}
