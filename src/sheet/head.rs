//! 表头: which row heads the table, which form it is, and which column is which field.
//!
//! A heading is a field's when it says the field's label or one of its aliases as the declarations give them, whatever brackets, blanks,
//! units or 是否 stand around. What only resembles a label is doubtful: an officer confirms it, the command leaves it out.

use super::table::{Kind as Held, Table};
use crate::catalogue::{Field, Kind};
use crate::form::{Layout, Place};
use crate::tables::table as declarations;
use std::collections::HashMap;

/// A field that a column can be.
#[derive(Debug)]
pub struct Target {
    /// Its node in the layout.
    pub(crate) node: u16,
    /// Its path: `rows[].name`, `agency.name`.
    pub path: &'static str,
    /// What it is called.
    pub label: String,
    /// A field of the form, not of its rows: rows that differ in it are different documents.
    pub of_form: bool,
    /// It must always be filled in.
    pub required: bool,
    /// What headings call it, without brackets, blanks and marks.
    names: Vec<String>,
}

/// The fields that the columns of one list of one form can be.
#[derive(Debug)]
pub struct Targets {
    /// The opened form.
    pub layout: Layout,
    /// Node of the list whose rows the table holds.
    pub(super) list: u16,
    /// Columns of the list, then fields of the form.
    pub fields: Vec<Target>,
    exact: HashMap<String, usize>,
    loose: HashMap<String, usize>,
}

/// How a heading was taken for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Number of the field among the targets.
    pub field: usize,
    /// It says the field's name; otherwise it only resembles it.
    pub sure: bool,
}

/// Where the heading is and what its columns are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heading {
    /// Its first row, from 0.
    pub row: usize,
    /// How many rows it takes.
    pub height: usize,
    /// The words over each column.
    pub words: Vec<String>,
    /// What each column is.
    pub columns: Vec<Option<Match>>,
}

/// Among so many rows that are not blank the heading is looked for.
const DEEP: usize = 20;
/// The most rows that a heading takes.
const HIGH: usize = 3;
/// So many columns must say their field's name, or it is no heading.
pub(super) const LEAST: usize = 2;

impl Targets {
    /// Those of a form's list, by their ids: `training/roster`, `rows[]`. `None` where there is no such form or list.
    pub fn of(form: &str, list: &str) -> Option<Targets> {
        let layout = Layout::open(form)?;
        let list = (1..layout.nodes.len() as u16).find(|node| path(&layout, *node) == list)?;
        layout
            .node(list)
            .filter(|node| node.kind() == Kind::Rows && node.depth == 0)?;
        Some(Targets::new(layout, list))
    }

    fn new(layout: Layout, list: u16) -> Targets {
        let mut fields = Vec::new();
        for of_form in [false, true] {
            for number in 1..layout.nodes.len() as u16 {
                let Some(node) = layout.node(number) else {
                    continue;
                };
                let Some(field) = node.field else { continue };
                let here = match of_form {
                    true => node.depth == 0 && !node.is_list(),
                    false => layout.row_of(node.parent) == list && number != list,
                };
                if !here || matches!(field.kind, Kind::Rows | Kind::Group) {
                    continue;
                }
                let place = Place {
                    node: number,
                    rows: Vec::new(),
                };
                let label = layout.label(&place);
                let names = names(&layout, number, field, &label);
                let required = { node.form_field.iter() }
                    .flat_map(|it| &it.requires)
                    .any(|it| it.when.is_none() && it.severity > crate::Severity::Info);
                let path = path(&layout, number);
                fields.push(Target {
                    node: number,
                    path,
                    label,
                    of_form,
                    required,
                    names,
                });
            }
        }
        let (mut exact, mut loose) = (HashMap::new(), HashMap::new());
        for (number, field) in fields.iter().enumerate() {
            for name in &field.names {
                exact.entry(name.clone()).or_insert(number);
                loose.entry(core(name).to_string()).or_insert(number);
            }
        }
        Targets {
            layout,
            list,
            fields,
            exact,
            loose,
        }
    }

    /// The list's path: `rows[]`.
    pub fn list_path(&self) -> &'static str {
        path(&self.layout, self.list)
    }

    /// What the list is called.
    pub fn list_label(&self) -> &'static str {
        { self.layout.node(self.list) }
            .and_then(|node| node.field)
            .map_or("", |field| field.label)
    }

    /// The field that a heading names, if it names one.
    fn named(&self, plain: &str) -> Option<usize> {
        let exact = self.exact.get(plain).copied();
        exact.or_else(|| {
            let core = core(plain);
            self.loose
                .get(core)
                .copied()
                .filter(|_| core.chars().count() > 1)
        })
    }

    /// The field by its path.
    pub fn by_path(&self, path: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.path == path)
    }

    /// The field of the form that a label before a colon, or in the cell before, names.
    pub(super) fn of_form(&self, label: &str) -> Option<&Target> {
        let label = plain(label);
        let fields = || self.fields.iter().filter(|field| field.of_form);
        let meant = || {
            let (path, _) = BESIDE.iter().find(|(_, names)| names.contains(&&*label))?;
            fields().find(|field| field.path == *path)
        };
        { fields().find(|field| field.names.contains(&label)) }.or_else(meant)
    }

    /// The heading at these rows.
    pub fn heading(&self, table: &Table, row: usize, height: usize) -> Heading {
        let over = words(table, row, height);
        let mut columns: Vec<Option<Match>> = vec![None; over.len()];
        let mut taken = vec![false; self.fields.len()];
        let plains: Vec<Vec<String>> = over.iter().map(|parts| variants(parts)).collect();
        // Exact names before loose ones, so that 执法证号 is not taken from the column that says just that.
        for exact in [true, false] {
            for (variants, column) in plains.iter().zip(&mut columns) {
                if column.is_some() {
                    continue;
                }
                let found = { variants.iter() }.find_map(|plain| {
                    match exact {
                        true => self.exact.get(plain).copied(),
                        false => self.named(plain),
                    }
                    .filter(|field| taken.get(*field) == Some(&false))
                });
                if let Some(field) = found {
                    *column = Some(Match { field, sure: true });
                    if let Some(taken) = taken.get_mut(field) {
                        *taken = true;
                    }
                }
            }
        }
        for (variants, column) in plains.iter().zip(&mut columns) {
            if column.is_some() {
                continue;
            }
            let mut best = (0.5, None);
            for (number, field) in self.fields.iter().enumerate() {
                if field.of_form || taken.get(number) != Some(&false) {
                    continue;
                }
                for (plain, name) in { variants.iter() }
                    .flat_map(|plain| field.names.iter().map(move |name| (plain, name)))
                {
                    let near = resemblance(plain, name);
                    if near > best.0 {
                        best = (near, Some(number));
                    }
                }
            }
            if let Some(field) = best.1 {
                *column = Some(Match { field, sure: false });
                if let Some(taken) = taken.get_mut(field) {
                    *taken = true;
                }
            }
        }
        Heading {
            row,
            height,
            words: over.iter().map(|parts| parts.join(" ")).collect(),
            columns,
        }
    }

    /// The rows that read most like a heading, and how many of their columns say a field's name.
    pub(super) fn find(&self, lines: &Lines) -> Option<(usize, usize, usize)> {
        let mut best: Option<(usize, usize, usize)> = None;
        for (row, height, columns) in &lines.0 {
            let mut taken = vec![false; self.fields.len()];
            let mut named = 0;
            let mut of_rows = false;
            for variants in columns {
                let field = variants.iter().find_map(|plain| self.named(plain));
                if let Some(field) = field.filter(|field| taken.get(*field) == Some(&false)) {
                    if let Some(taken) = taken.get_mut(field) {
                        *taken = true;
                    }
                    named += 1;
                    of_rows |= self.fields.get(field).is_some_and(|it| !it.of_form);
                }
            }
            // As many columns in fewer rows: what stands above is a title.
            let better =
                best.is_none_or(|(_, high, most)| named > most || named == most && *height < high);
            if named >= LEAST && of_rows && better {
                best = Some((*row, *height, named));
            }
        }
        best
    }
}

/// Every place where a heading could be: row, height, and what the words over each column may be taken as.
pub(super) struct Lines(Vec<(usize, usize, Vec<Vec<String>>)>);

impl Lines {
    pub fn of(table: &Table) -> Lines {
        let rows = (0..table.rows())
            .filter(|row| !table.is_blank(*row))
            .take(DEEP);
        let at = |row, height| {
            words(table, row, height)
                .iter()
                .map(|parts| variants(parts))
                .collect()
        };
        let lines =
            rows.flat_map(|row| (1..=HIGH).map(move |height| (row, height, at(row, height))));
        Lines(lines.collect())
    }
}

/// How likely a list is, its fields, and the row and height of its heading with how many columns say a field's name.
pub(super) type Likely = (f64, Targets, Option<(usize, usize, usize)>);

/// Every list of every form that a table could hold, with how many columns say a field's name: the likeliest first. `told` is the name of
/// the file and of the worksheet; `prefer` the form that the officer has open.
pub(super) fn likeliest(table: &Table, told: &str, prefer: &str) -> Vec<Likely> {
    let mut above: String = plain(told);
    for row in (0..table.rows()).take(6) {
        for column in 0..table.row(row).len().min(40) {
            above.push_str(&plain(table.text(row, column)));
        }
    }
    let lines = Lines::of(table);
    let mut found = Vec::new();
    for form in &declarations().catalogue.forms {
        let Some(layout) = Layout::open(form.id) else {
            continue;
        };
        let lists: Vec<u16> = (1..layout.nodes.len() as u16)
            .filter(|node| {
                let node = layout.node(*node);
                node.is_some_and(|node| node.kind() == Kind::Rows && node.depth == 0)
            })
            .collect();
        let title = plain(form.title);
        let short = title
            .trim_start_matches("行政执法")
            .trim_start_matches("人员");
        for list in lists {
            let Some(layout) = Layout::open(form.id) else {
                continue;
            };
            let targets = Targets::new(layout, list);
            let at = targets.find(&lines);
            let mut score = at.map_or(0.0, |(.., named)| named as f64);
            if score > 0.0 {
                // A list of one kind of thing is a paper's main one by having the most columns.
                score += targets.fields.iter().filter(|it| !it.of_form).count() as f64 / 100.0;
                if above.contains(short) {
                    score += 2.0;
                }
                if form.id == prefer {
                    score += 1.5;
                }
            }
            found.push((score, targets, at));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found
}

/// The path of a node: `rows[].name`.
pub(super) fn path(layout: &Layout, node: u16) -> &'static str {
    { layout.node(node) }
        .and_then(|node| node.field)
        .map_or("", |field| declarations().key(field.key()))
}

fn names(layout: &Layout, node: u16, field: &Field<'_>, label: &str) -> Vec<String> {
    let mut names: Vec<String> = vec![plain(label), plain(field.label)];
    names.extend(field.other_labels().map(plain));
    // 学时 over 政治理论, 经办人 over 姓名: the group or list before the label.
    let around = { layout.node(node) }
        .and_then(|node| layout.node(node.parent))
        .and_then(|around| around.field);
    if let Some(around) = around {
        let labels = [around.label].into_iter().chain(around.other_labels());
        names.extend(labels.map(|group| plain(&format!("{group}{}", field.label))));
    }
    names.dedup();
    names
}

/// The words over each column, from the top, each said once. A heading over several columns stands over each of them.
fn words(table: &Table, row: usize, height: usize) -> Vec<Vec<String>> {
    let width = (row..row + height)
        .map(|row| table.row(row).len())
        .max()
        .unwrap_or(0);
    let mut over: Vec<Vec<String>> = vec![Vec::new(); width];
    for at in row..row + height {
        let mut spread = "";
        for (column, parts) in over.iter_mut().enumerate() {
            let text = table.text(at, column).trim();
            // Figures and days head no column.
            let held = table.datum(at, column).kind;
            let text = if matches!(held, Held::Number | Held::Date) {
                ""
            } else {
                text
            };
            let below =
                (at + 1..row + height).any(|row| !table.text(row, column).trim().is_empty());
            if !text.is_empty() {
                spread = text;
            } else if !below {
                spread = "";
            }
            if !spread.is_empty() && parts.last().is_none_or(|last| last != spread) {
                parts.push(spread.to_string());
            }
        }
    }
    over
}

/// What the words over a column may be taken as: all of them together, then the lowest.
fn variants(parts: &[String]) -> Vec<String> {
    let mut variants = vec![plain(&parts.concat())];
    if parts.len() > 1 {
        variants.extend(parts.last().map(|last| plain(last)));
        // 政治理论 over 学时: the lower one is the unit.
        let lower = plain(parts.last().map_or("", String::as_str));
        if UNITS.contains(&lower.as_str()) {
            variants.extend(parts.first().map(|first| plain(first)));
        }
    }
    variants.retain(|plain| !plain.is_empty());
    variants
}

const UNITS: [&str; 8] = ["学时", "课时", "学时数", "小时", "元", "人", "分", "份"];

/// What only the lines beside a table call a field; a column of that name is another matter.
const BESIDE: [(&str, &[&str]); 3] = [
    (
        "agency.name",
        &[
            "填表单位",
            "报送单位",
            "上报单位",
            "制表单位",
            "编制单位",
            "填报机关",
            "报送机关",
            "填报部门",
        ],
    ),
    ("preparedBy", &["填报人", "制表人"]),
    (
        "preparedOn",
        &["填报日期", "填报时间", "填表时间", "制表日期", "制表时间"],
    ),
];

const MEASURES: [&str; 10] = [
    "万元", "人次", "件", "次", "个", "名", "项", "期", "天", "日",
];

/// 单位：元 above a table says what its figures count, not whose it is.
pub(super) fn is_measure(text: &str) -> bool {
    let mut parts = text.split(['、', '，', ',', '/', '／']).map(str::trim);
    parts.all(|part| UNITS.contains(&part) || MEASURES.contains(&part))
}

/// A heading without brackets and what they hold, blanks and marks; letters and digits of one width.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    for c in text.chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        };
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ if c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    // All of it stood in brackets, or they do not close.
    if out.is_empty() && depth + text.len() > 0 {
        out.extend(text.chars().filter(|c| c.is_alphanumeric()));
    }
    out
}

/// A name without what may stand around it and means nothing more.
fn core(plain: &str) -> &str {
    let mut core = plain;
    for before in ["是否", "有无", "其中", "本人", "所在"] {
        core = core
            .strip_prefix(before)
            .filter(|rest| !rest.is_empty())
            .unwrap_or(core);
    }
    for after in ["学时数", "课时数", "学时", "课时", "小时"] {
        if let Some(rest) = core
            .strip_suffix(after)
            .filter(|rest| rest.chars().count() > 1)
        {
            core = rest;
            break;
        }
    }
    core
}

/// How much two names resemble each other, from 0 to 1.
fn resemblance(one: &str, other: &str) -> f64 {
    let (long, short) = match one.chars().count() >= other.chars().count() {
        true => (one, other),
        false => (other, one),
    };
    let (length, part) = (long.chars().count() as f64, short.chars().count() as f64);
    if part >= 2.0 && long.contains(short) {
        return 0.6 + 0.4 * part / length;
    }
    strsim::normalized_levenshtein(one, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Table {
        let mut table = Table::default();
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate() {
                table.put(row, column, Held::Text, text);
            }
        }
        table
    }

    fn paths(form: &str, list: &str, rows: &[&[&str]]) -> Vec<String> {
        let table = table(rows);
        let targets = Targets::of(form, list).unwrap();
        let (row, height, _) = targets.find(&Lines::of(&table)).expect("a heading");
        let heading = targets.heading(&table, row, height);
        let told = heading.columns.iter().map(|column| match column {
            Some(it) => format!(
                "{}{}",
                targets.fields[it.field].path.rsplit('.').next().unwrap(),
                if it.sure { "" } else { "?" }
            ),
            None => "-".to_string(),
        });
        told.collect()
    }

    #[test]
    fn labels_aliases_units_and_brackets() {
        assert_eq!(
            paths(
                "training/roster",
                "rows[]",
                &[
                    &["2025年度行政执法人员培训学时台账"],
                    &[],
                    &[
                        "序号",
                        "姓 名",
                        "执法证号*",
                        "政治理论（学时）",
                        "其中：习近平法治思想",
                        "公共法律知识学时",
                        "考试是否合格",
                        "天气"
                    ],
                    &["1", "闫书航", "15080616031", "16", "16", "32", "是", "晴"],
                ]
            ),
            [
                "no",
                "name",
                "certificateNumber",
                "politicalTheory",
                "xiHours",
                "publicLaw",
                "passed",
                "-"
            ]
        );
    }

    #[test]
    fn a_heading_of_two_rows() {
        assert_eq!(
            paths(
                "training/roster",
                "rows[]",
                &[
                    &["序号", "姓名", "学时", "", "", "", "合计"],
                    &[
                        "",
                        "",
                        "政治理论",
                        "公共法律知识",
                        "业务知识",
                        "实操技能",
                        ""
                    ],
                    &["1", "闫书航", "16", "32", "24", "32", "104"],
                ]
            ),
            [
                "no",
                "name",
                "politicalTheory",
                "publicLaw",
                "professional",
                "practicalSkills",
                "total"
            ]
        );
    }

    #[test]
    fn what_only_resembles_is_doubtful() {
        assert_eq!(
            paths(
                "training/record",
                "attended[]",
                &[&["姓名", "课程名称", "类别", "课程开始日期", "证明材料"]]
            ),
            ["name", "subject", "category", "startsOn?", "evidence"]
        );
    }

    #[test]
    fn the_form_is_told_by_its_columns_and_by_what_is_open() {
        let columns: &[&[&str]] = &[&[
            "姓名",
            "执法证号",
            "人员性质",
            "状态",
            "是否从事执法",
            "发证日期",
        ]];
        let best = |rows, prefer| likeliest(&table(rows), "", prefer)[0].1.layout.form.id;
        assert_eq!(
            best(columns, "training/roster"),
            "training/certificate-register"
        );
        let names: &[&[&str]] = &[&["姓名", "执法证号"]];
        assert_eq!(best(names, "training/roster"), "training/roster");
    }
}
