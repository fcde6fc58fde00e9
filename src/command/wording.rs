//! A condition in the officer's words, so that a reviewer can hold what is judged against the article without reading a declaration.

use std::cell::RefCell;
use zhifa::catalogue::{
    Comparison, Each, Expr, Field, Gather, Grouping, Kind, Operation, Rank, Ref, Word,
};
use zhifa::form::{Layout, Place};
use zhifa::value::number::Number;

/// Words the conditions of one form.
pub struct Wording<'l> {
    layout: &'l Layout,
    /// The lists whose rows are at hand, the innermost last.
    around: RefCell<Vec<u16>>,
}

/// A condition in its parts, for a page on which a long one is a list.
pub enum Clause {
    /// All must hold.
    All(Vec<Clause>),
    /// One must hold.
    Any(Vec<Clause>),
    One(String),
}

impl Clause {
    /// In one sentence.
    pub fn text(&self) -> String {
        self.words(false)
    }

    /// In brackets where it stands among others.
    fn words(&self, among: bool) -> String {
        let (parts, by) = match self {
            Clause::One(words) => return words.clone(),
            Clause::All(parts) => (parts, "，且"),
            Clause::Any(parts) => (parts, "，或者"),
        };
        let several = parts.len() > 1;
        let parts: Vec<String> = parts.iter().map(|part| part.words(several)).collect();
        match parts.join(by) {
            words if among && several => format!("（{words}）"),
            words => words,
        }
    }
}

impl<'l> Wording<'l> {
    pub fn new(layout: &'l Layout) -> Self {
        let around = RefCell::default();
        Wording { layout, around }
    }

    /// The conditions of a rule that is asked of these.
    pub fn asked_of(layout: &'l Layout, each: &Each) -> Self {
        let wording = Wording::new(layout);
        if let Each::Rows(list) = each {
            wording.around.borrow_mut().push(*list);
        }
        wording
    }

    /// What is said of the rows of a list.
    fn among_rows(&self, list: u16, say: impl FnOnce() -> String) -> String {
        self.around.borrow_mut().push(list);
        let said = say();
        self.around.borrow_mut().pop();
        said
    }

    /// A condition; `None` where it always holds.
    pub fn condition(&self, expr: &Expr<'_>) -> Option<Clause> {
        match expr {
            _ if always(expr) => None,
            Expr::And(parts) => Some(Clause::All(self.parts(parts, |part| match part {
                Clause::All(parts) => Ok(parts),
                other => Err(other),
            }))),
            Expr::Or(parts) => Some(Clause::Any(self.parts(parts, |part| match part {
                Clause::Any(parts) => Ok(parts),
                other => Err(other),
            }))),
            other => Some(Clause::One(self.clause(other))),
        }
    }

    /// The parts of a clause; those of a part of its own kind are its own.
    fn parts(
        &self,
        parts: &[Expr<'_>],
        own: impl Fn(Clause) -> Result<Vec<Clause>, Clause>,
    ) -> Vec<Clause> {
        let parts = parts.iter().filter_map(|part| self.condition(part));
        parts
            .flat_map(|part| own(part).unwrap_or_else(|other| vec![other]))
            .collect()
    }

    /// What a field is called.
    pub fn label(&self, key: u16) -> String {
        match self.node(key) {
            Some(node) => self.layout.label(&Place {
                node,
                rows: Vec::new(),
            }),
            None => declared(key).map_or_else(String::new, |field| field.label.to_string()),
        }
    }

    fn node(&self, key: u16) -> Option<u16> {
        let of_key = |field: &Field<'_>| field.key() == key;
        let found = self
            .layout
            .nodes
            .iter()
            .position(|node| node.field.is_some_and(of_key));
        found.map(|number| number as u16)
    }

    fn field(&self, expr: &Expr<'_>) -> Option<&'static Field<'static>> {
        let Expr::Field(reference) = expr else {
            return None;
        };
        let node = self.node(reference.key).and_then(|it| self.layout.node(it));
        node.and_then(|node| node.field)
            .or_else(|| declared(reference.key))
    }

    /// A condition within a clause.
    fn truth(&self, expr: &Expr<'_>) -> String {
        self.condition(expr)
            .map_or_else(String::new, |it| it.text())
    }

    fn clause(&self, expr: &Expr<'_>) -> String {
        match expr {
            Expr::Not(inner) => self.denied(inner),
            Expr::Given(reference) => format!("{}已填写", self.name(*reference)),
            Expr::Yes(reference) => format!("{}为是", self.name(*reference)),
            Expr::No(reference) => format!("{}为否", self.name(*reference)),
            Expr::Compare(comparison, sides) => self.comparison(*comparison, &sides.0, &sides.1),
            Expr::In(value, choices) => format!(
                "{}是{}",
                self.value(value),
                self.choices(choices, self.field(value))
            ),
            Expr::Rows(gather @ (Gather::Any | Gather::All), list, cond, filter) => {
                let which = match gather {
                    Gather::Any => "有一",
                    _ => "每一",
                };
                self.among(which, *list, cond.as_deref(), filter.as_deref())
            }
            Expr::Pack(number) => format!("适用“{}”规则", super::told::pack(*number).1),
            Expr::Call(word, arguments) => self.call(*word, arguments),
            other => self.value(other),
        }
    }

    /// What does not hold, said without brackets where the words allow.
    fn denied(&self, expr: &Expr<'_>) -> String {
        match expr {
            Expr::Given(reference) => format!("{}空白", self.name(*reference)),
            Expr::Yes(reference) => format!("{}不为是", self.name(*reference)),
            Expr::No(reference) => format!("{}不为否", self.name(*reference)),
            Expr::Rows(Gather::Any, list, cond, filter) => {
                self.among("没有一", *list, cond.as_deref(), filter.as_deref())
            }
            Expr::In(value, choices) => format!(
                "{}不是{}",
                self.value(value),
                self.choices(choices, self.field(value))
            ),
            Expr::Compare(comparison, sides) => {
                let opposite = match comparison {
                    Comparison::Equal => Comparison::Unequal,
                    Comparison::Unequal => Comparison::Equal,
                    Comparison::Less => Comparison::AtLeast,
                    Comparison::AtMost => Comparison::More,
                    Comparison::More => Comparison::AtMost,
                    Comparison::AtLeast => Comparison::Less,
                };
                self.comparison(opposite, &sides.0, &sides.1)
            }
            Expr::Pack(_) | Expr::Call(Word::Contains | Word::Starts | Word::Ends, _) => {
                let words = self.clause(expr);
                for (says, denies) in [("含有“", "不含有“"), ("以“", "不以“"), ("适用“", "不适用“")]
                {
                    if words.contains(says) {
                        return words.replacen(says, denies, 1);
                    }
                }
                format!("并非（{words}）")
            }
            Expr::Call(Word::If, _) => format!("并非{}", self.clause(expr)),
            other => format!("并非（{}）", self.truth(other)),
        }
    }

    /// 处罚种类有一行（…）, 处罚依据每一项都（…）.
    fn among(
        &self,
        which: &str,
        list: Ref,
        cond: Option<&Expr<'_>>,
        filter: Option<&Expr<'_>>,
    ) -> String {
        let unit = if self.single(list) { "项" } else { "行" };
        let every = if which == "每一" { "都" } else { "" };
        format!(
            "{}{which}{unit}{every}{}",
            self.label(list.key),
            self.among_rows(list.key, || self.each(cond, filter))
        )
    }

    /// A list of single values.
    fn single(&self, reference: Ref) -> bool {
        let node = self.node(reference.key).and_then(|it| self.layout.node(it));
        node.and_then(|node| node.field)
            .is_some_and(|field| field.list && field.kind != Kind::Rows)
    }

    fn each(&self, cond: Option<&Expr<'_>>, filter: Option<&Expr<'_>>) -> String {
        let part = |expr: Option<&Expr<'_>>| expr.and_then(|it| Some(self.condition(it)?.text()));
        match (part(cond), part(filter)) {
            (Some(cond), Some(filter)) => format!("（{cond}；只看{filter}的）"),
            (Some(only), None) | (None, Some(only)) => format!("（{only}）"),
            (None, None) => String::new(),
        }
    }

    fn choices(&self, choices: &[Expr<'_>], field: Option<&Field<'_>>) -> String {
        let words: Vec<String> = choices.iter().map(|it| self.beside(it, field)).collect();
        match words.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{}或者{last}", rest.join("、")),
            None => String::new(),
        }
    }

    fn comparison(&self, comparison: Comparison, left: &Expr<'_>, right: &Expr<'_>) -> String {
        let day = self.is_day(left) || self.is_day(right);
        let told =
            |expr: &Expr<'_>| matches!(expr, Expr::Choice(_) | Expr::Text(_) | Expr::Rank(_));
        let says = told(left) || told(right);
        let between = match comparison {
            Comparison::Equal if says => "是",
            Comparison::Unequal if says => "不是",
            Comparison::Equal => "等于",
            Comparison::Unequal => "不等于",
            Comparison::Less if day => "早于",
            Comparison::AtMost if day => "不晚于",
            Comparison::More if day => "晚于",
            Comparison::AtLeast if day => "不早于",
            Comparison::Less => "小于",
            Comparison::AtMost => "不大于",
            Comparison::More => "大于",
            Comparison::AtLeast => "不小于",
        };
        let left_words = self.beside(left, self.field(right));
        format!(
            "{left_words}{between}{}",
            self.beside(right, self.field(left))
        )
    }

    /// A value next to a field, whose options and unit say how it is written.
    fn beside(&self, expr: &Expr<'_>, field: Option<&Field<'_>>) -> String {
        match (expr, field) {
            (Expr::Choice(number), Some(field)) => field
                .options
                .get(usize::from(*number))
                .map_or_else(String::new, |(_, label)| format!("“{label}”")),
            (Expr::Number(number), Some(field)) => {
                format!("{}{}", Number::from_millionths(*number), field.unit)
            }
            _ => self.value(expr),
        }
    }

    fn is_day(&self, expr: &Expr<'_>) -> bool {
        match expr {
            Expr::Date(_) => true,
            Expr::Field(_) => self.field(expr).is_some_and(|field| {
                matches!(field.kind, Kind::Date | Kind::DateTime | Kind::Time)
            }),
            Expr::It => false,
            Expr::Call(word, arguments) => match word {
                Word::If | Word::BlankAs => arguments.last().is_some_and(|it| self.is_day(it)),
                word => Word::ALL
                    .iter()
                    .find(|(_, known, ..)| known == word)
                    .is_some_and(|(.., result)| {
                        use zhifa::catalogue::Type;
                        matches!(result, Type::Date | Type::Moment)
                    }),
            },
            Expr::Rows(Gather::Max | Gather::Min, _, value, _) => {
                value.as_deref().is_some_and(|it| self.is_day(it))
            }
            _ => false,
        }
    }

    /// What a field is called here; of a list of single values that is at hand, each is 该项.
    fn name(&self, reference: Ref) -> String {
        let around = self.around.borrow();
        let row = usize::from(reference.depth).checked_sub(1);
        let list = row.and_then(|row| around.iter().rev().nth(row));
        if list == Some(&reference.key) {
            "该项".to_string()
        } else {
            self.label(reference.key)
        }
    }

    fn value(&self, expr: &Expr<'_>) -> String {
        match expr {
            Expr::Number(number) => Number::from_millionths(*number).to_string(),
            Expr::Text(text) => format!("“{text}”"),
            Expr::Date(day) => super::told::day(*day),
            // Without its field an option has no name; the build lets none stand so.
            Expr::Choice(number) => format!("第{}项", number + 1),
            Expr::Rank(rank) => self::rank(*rank).to_string(),
            Expr::Field(reference) => self.name(*reference),
            Expr::It => "该栏".to_string(),
            Expr::Arithmetic(operation, sides) => {
                let by = match operation {
                    Operation::Plus => "加",
                    Operation::Minus => "减",
                    Operation::Times => "乘以",
                    Operation::Over => "除以",
                };
                let side = |expr: &Expr<'_>| match expr {
                    Expr::Arithmetic(..) => format!("（{}）", self.value(expr)),
                    _ => self.value(expr),
                };
                format!("{}{by}{}", side(&sides.0), side(&sides.1))
            }
            Expr::Rows(gather, list, value, filter) => {
                let name = self.name(*list);
                self.among_rows(list.key, || {
                    self.gathered(*gather, &name, value.as_deref(), filter.as_deref())
                })
            }
            Expr::Groups(grouping, list, parts, filter) => {
                let name = self.name(*list);
                self.among_rows(list.key, || {
                    let (key, value) = (self.value(&parts.0), self.value(&parts.1));
                    let only = self.only(filter.as_deref());
                    match grouping {
                        Grouping::SumOfMin => {
                            format!("{name}{only}按{key}分组，各组最小{value}之和")
                        }
                        Grouping::MaxOfSum => {
                            format!("{name}{only}按{key}分组，各组{value}合计的最大值")
                        }
                        Grouping::Distinct => format!("{name}{only}不同{key}的个数"),
                    }
                })
            }
            Expr::Setting(number) => {
                let settings = &zhifa::table().catalogue.settings;
                let label = settings.get(usize::from(*number)).map_or("", |it| it.label);
                format!("设置的{label}")
            }
            Expr::Call(word, arguments) => self.call(*word, arguments),
            Expr::And(_)
            | Expr::Or(_)
            | Expr::Not(_)
            | Expr::Compare(..)
            | Expr::In(..)
            | Expr::Given(_)
            | Expr::Yes(_)
            | Expr::No(_)
            | Expr::Pack(_) => format!("（{}）", self.truth(expr)),
        }
    }

    fn only(&self, filter: Option<&Expr<'_>>) -> String {
        let filter = filter.and_then(|it| Some(self.condition(it)?.text()));
        filter.map_or(String::new(), |filter| format!("（只计{filter}的）"))
    }

    fn gathered(
        &self,
        gather: Gather,
        list: &str,
        value: Option<&Expr<'_>>,
        filter: Option<&Expr<'_>>,
    ) -> String {
        let only = self.only(filter);
        let of = |value: Option<&Expr<'_>>| value.map_or(String::new(), |it| self.value(it));
        match gather {
            Gather::Any | Gather::All => format!("{list}{}", self.each(value, filter)),
            Gather::Count => match value.and_then(|it| Some(self.condition(it)?.text())) {
                Some(cond) => format!("{list}中{cond}的行数"),
                None => format!("{list}{only}的行数"),
            },
            Gather::Sum => format!("{list}各行{}之和{only}", of(value)),
            Gather::Max => format!("{list}各行最大（最晚）的{}{only}", of(value)),
            Gather::Min => format!("{list}各行最小（最早）的{}{only}", of(value)),
        }
    }

    fn call(&self, word: Word, arguments: &[Expr<'_>]) -> String {
        let at = |number: usize| {
            arguments
                .get(number)
                .map_or(String::new(), |it| self.value(it))
        };
        let period = |unit: &str, rolled: &str| match arguments.get(1) {
            Some(Expr::Number(count)) if *count < 0 => {
                format!("{}前{}{unit}", at(0), Number::from_millionths(-count))
            }
            _ => format!("{}后{}{unit}{rolled}", at(0), at(1)),
        };
        let any_of = || self.choices(arguments.get(1..).unwrap_or_default(), None);
        match word {
            Word::Days => period("日", "（末日逢假顺延）"),
            Word::PlainDays => period("日", ""),
            Word::Workdays => period("个工作日", ""),
            Word::Months => period("个月", "（末日逢假顺延）"),
            Word::Years => period("年", "（末日逢假顺延）"),
            Word::PlainMonths => period("个月", ""),
            Word::PlainYears => period("年", ""),
            Word::Hours => period("小时", ""),
            Word::WorkdaysBetween => format!("{}至{}的工作日数", at(0), at(1)),
            Word::IsWorkday => format!("{}是工作日", at(0)),
            Word::Year => format!("{}的年份", at(0)),
            Word::DateOf => format!("{}年{}月{}日", at(0), at(1), at(2)),
            Word::Age => format!("自{}至{}的周岁", at(0), at(1)),
            Word::Birth => format!("{}中的出生日期", at(0)),
            Word::IsMale => format!("{}表明为男性", at(0)),
            Word::DayOf => format!("{}的日期", at(0)),
            Word::Today => "检查日期".to_string(),
            Word::DocDate => "文书日期".to_string(),
            Word::Contains => format!("{}含有{}", at(0), any_of()),
            Word::Starts => format!("{}以{}开头", at(0), any_of()),
            Word::Ends => format!("{}以{}结尾", at(0), any_of()),
            Word::Length => format!("{}的字数", at(0)),
            Word::Same => format!("{}与{}相同", at(0), at(1)),
            Word::Words => format!("{}的大写", at(0)),
            Word::SumIn => format!("{}中所写的金额（只有一个的）", at(0)),
            Word::AmountOf => format!("{}所写的数额", at(0)),
            Word::Masked => format!("{}有遮盖", at(0)),
            Word::TitleOf => format!("{}中的文件名称", at(0)),
            Word::Cites => format!("{}引用{}第{}条", at(0), at(1), at(2)),
            Word::RankOf => format!("{}的效力位阶", at(0)),
            Word::NumberYear => format!("{}的年份", at(0)),
            Word::YearIn => format!("{}中首先写到的年份", at(0)),
            Word::TellsTerm => format!("{}写明了期限（如五日内、月底前）", at(0)),
            Word::PlaceOf => format!("{}所指的地方", at(0)),
            Word::GovernmentOf => format!("{}的人民政府", at(0)),
            Word::OutsideBrackets => format!("{}括号以外的文字", at(0)),
            Word::BlankAs => format!("{}（空白按{}）", at(0), at(1)),
            Word::InForceFrom => format!("{}的施行日期", at(0)),
            Word::Prefix => format!("{}的地区段", at(0)),
            Word::OnForm => {
                let titles = arguments.iter().map(|it| match it {
                    Expr::Text(id) => super::told::layout(id).map_or(*id, |it| it.form.title),
                    _ => "",
                });
                format!("文书是{}", titles.collect::<Vec<_>>().join("或者"))
            }
            Word::NextHour => format!("{}之后的整点", at(0)),
            Word::If => {
                let part = |number: usize| match arguments.get(number) {
                    Some(it) => self.truth(it),
                    None => String::new(),
                };
                format!("（{}的，看{}；否则看{}）", part(0), part(1), part(2))
            }
        }
    }
}

/// What the rank of an instrument is called.
pub fn rank(rank: Rank) -> &'static str {
    match rank {
        Rank::Law => "法律",
        Rank::AdminRegulation => "行政法规",
        Rank::LocalRegulation => "地方性法规",
        Rank::Rule => "部门规章",
        Rank::LocalRule => "地方政府规章",
        Rank::Normative => "规范性文件",
        Rank::Unknown => "其他文件",
    }
}

/// A field that another form of the rule has.
fn declared(key: u16) -> Option<&'static Field<'static>> {
    let fields = &zhifa::table().catalogue.fields;
    fields.iter().find(|field| field.key() == key)
}

/// Whether a condition is the one that the build puts where none is written.
fn always(expr: &Expr<'_>) -> bool {
    matches!(expr, Expr::Compare(Comparison::Equal, sides)
        if matches!(**sides, (Expr::Number(left), Expr::Number(right)) if left == right))
}

/// Calls `visit` with an expression and every part of it.
pub fn walk(expr: &Expr<'_>, visit: &mut impl FnMut(&Expr<'_>)) {
    visit(expr);
    match expr {
        Expr::And(parts) | Expr::Or(parts) | Expr::Call(_, parts) => {
            parts.iter().for_each(|part| walk(part, visit));
        }
        Expr::Not(part) => walk(part, visit),
        Expr::Compare(_, sides) | Expr::Arithmetic(_, sides) => {
            walk(&sides.0, visit);
            walk(&sides.1, visit);
        }
        Expr::In(value, choices) => {
            walk(value, visit);
            choices.iter().for_each(|part| walk(part, visit));
        }
        Expr::Rows(_, _, value, filter) => {
            for part in [value, filter].into_iter().flatten() {
                walk(part, visit);
            }
        }
        Expr::Groups(_, _, parts, filter) => {
            walk(&parts.0, visit);
            walk(&parts.1, visit);
            if let Some(filter) = filter {
                walk(filter, visit);
            }
        }
        _ => {}
    }
}
