//! What the declarations become: one table of forms, rules, instruments and packs.
//!
//! The build script writes it and the engine reads it, so this file is compiled into both. Text is borrowed from the linked table.

use crate::packed::{In, Later, Near, Out, Packed, Paths, packed};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// A day, counted as chrono counts days of the common era.
pub type Day = i32;

/// An enumeration whose variants have a name in the declarations, written once.
macro_rules! named {
    ($(#[$doc:meta])* enum $name:ident { $($(#[$about:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$about])* $variant,)* }

        impl $name {
            /// The name in the declarations.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// The one of that name.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $($word => Some($name::$variant),)*
                    _ => None,
                }
            }
        }

        packed!(enum $name { $($variant),* });
    };
}

/// The whole table.
#[derive(Debug)]
pub struct Catalogue<'a> {
    /// 规范性文件: what rules cite.
    pub instruments: Vec<Instrument<'a>>,
    /// Packs, by number.
    pub packs: Vec<Pack<'a>>,
    /// Settings that no source fixes.
    pub settings: Vec<Setting<'a>>,
    /// Paths of all forms, by number: `penalties[].kind`.
    pub keys: Paths<'a>,
    /// Fields as declared; several may share a key where a form words it its own way.
    pub fields: Vec<Field<'a>>,
    /// Families with their Chinese titles.
    pub families: Vec<Family<'a>>,
    /// Forms.
    pub forms: Vec<Form<'a>>,
    /// Rules, in the order of the folders and files, so many together as [`Catalogue::TOGETHER`] says: those of a form stand near each
    /// other, and each alone would cost a few bytes more.
    pub rules: Vec<Later<'a, Vec<Rule<'a>>>>,
    /// Region codes and names, for `placeOf` and the region rules.
    pub places: Vec<Place<'a>>,
}

impl<'a> Catalogue<'a> {
    /// How many rules are read together.
    pub const TOGETHER: usize = 64;

    /// A rule by number.
    pub fn rule(&self, number: u16) -> Option<&Rule<'a>> {
        let number = usize::from(number);
        let together = self.rules.get(number / Self::TOGETHER)?.get();
        together.get(number % Self::TOGETHER)
    }

    /// What there is to say of the first of some packs, named by id, that is none; `None` where each is one.
    ///
    /// ```
    /// let catalogue = &zhifa::table().catalogue;
    /// assert_eq!(catalogue.no_pack(&["shandong".to_string()]), None);
    /// assert!(catalogue.no_pack(&["shandongg".to_string()]).unwrap().starts_with("没有规则包“shandongg”，现有"));
    /// ```
    pub fn no_pack<'s>(&self, named: impl IntoIterator<Item = &'s String>) -> Option<String> {
        let known: Vec<&str> = self.packs.iter().map(|it| it.id).collect();
        let wrong = named.into_iter().find(|it| !known.contains(&it.as_str()))?;
        Some(format!("没有规则包“{wrong}”，现有{}", known.join("、")))
    }

    /// All rules with their numbers.
    pub fn rules(&self) -> impl Iterator<Item = (u16, &Rule<'a>)> {
        let rules = self.rules.iter().flat_map(Later::get);
        (0..).zip(rules)
    }
}

/// A family of forms.
#[derive(Debug)]
pub struct Family<'a> {
    /// Folder name: `penalty`.
    pub id: &'a str,
    /// 行政处罚.
    pub title: &'a str,
}

/// A region and its standing.
#[derive(Debug)]
pub struct Place<'a> {
    /// Six digits.
    pub code: &'a str,
    /// 东昌府区.
    pub name: &'a str,
    /// In use, or what replaced it.
    pub standing: Standing<'a>,
}

/// Whether a region code is one in use.
#[derive(Debug)]
pub enum Standing<'a> {
    /// In use.
    Current,
    /// Abolished: the code that took its place.
    Abolished(&'a str),
    /// 市辖区: a statistical heading, not a place.
    Heading,
}

/// An instrument: a law, regulation, rule or notice.
#[derive(Debug)]
pub struct Instrument<'a> {
    /// Shortest usual name: 处罚法.
    pub short: &'a str,
    /// Full title.
    pub title: &'a str,
    /// Other names under which papers cite it.
    pub aliases: Vec<&'a str>,
    /// Rank in the order of sources.
    pub rank: Rank,
    /// When the text held is in force.
    pub term: Term,
    /// The pack to whose territory it belongs.
    pub pack: u8,
    /// Number of its last article; 0 where it has headings instead, or an excerpt is held.
    pub last: u16,
}

named! {
    /// Rank of an instrument.
    enum Rank {
        /// 法律.
        Law = "law",
        /// 行政法规.
        AdminRegulation = "adminRegulation",
        /// 地方性法规.
        LocalRegulation = "localRegulation",
        /// 部门规章.
        Rule = "rule",
        /// 地方政府规章.
        LocalRule = "localRule",
        /// 规范性文件.
        Normative = "normative",
        /// Cannot be told from its title.
        Unknown = "unknown",
    }
}

/// A pack of rules: where it is in force.
#[derive(Debug)]
pub struct Pack<'a> {
    /// `shandong`.
    pub id: &'a str,
    /// 山东省.
    pub title: &'a str,
    /// First digits of the agency's region code; empty: everywhere.
    pub region: &'a str,
    /// `agency.sector`; empty: all.
    pub sector: &'a str,
    /// When it is in force; afterwards it only informs.
    pub term: Term,
}

/// A figure that no source fixes.
#[derive(Debug)]
pub struct Setting<'a> {
    /// `hearingThreshold.person`.
    pub id: &'a str,
    /// Chinese label.
    pub label: &'a str,
    /// The pack it belongs to.
    pub pack: u8,
}

named! {
    /// What a field holds.
    enum Kind {
        /// 文本.
        Text = "text",
        /// 长文本.
        LongText = "longText",
        /// 日期.
        Date = "date",
        /// 时刻.
        Time = "time",
        /// 日期时间.
        DateTime = "dateTime",
        /// 金额, yuan.
        Money = "money",
        /// 大写金额.
        RmbWords = "rmbWords",
        /// 统一社会信用代码.
        CreditCode = "creditCode",
        /// 公民身份号码.
        ResidentId = "residentId",
        /// 文号.
        DocumentNumber = "documentNumber",
        /// 行政区划代码.
        Region = "region",
        /// 电话.
        Phone = "phone",
        /// 邮政编码.
        Postcode = "postcode",
        /// 银行账号.
        Account = "account",
        /// 执法证号.
        CertificateNumber = "certificateNumber",
        /// A whole number.
        Integer = "integer",
        /// A number.
        Number = "number",
        /// 学时.
        Hours = "hours",
        /// 年度.
        Year = "year",
        /// 条款.
        Citation = "citation",
        /// One of the options.
        Enum = "enum",
        /// 是 or 否.
        Bool = "bool",
        /// Rows of columns.
        Rows = "rows",
        /// A group of fields.
        Group = "group",
    }
}

/// A field as declared.
#[derive(Debug)]
pub struct Field<'a> {
    /// Number of its path.
    pub path: Near,
    /// Chinese label.
    pub label: &'a str,
    /// What it holds; of a list of single values, what each is.
    pub kind: Kind,
    /// A list of single values.
    pub list: bool,
    /// It has happened, so it cannot lie in the future.
    pub event: bool,
    /// 无 is an answer to it, though the law demands the content: there may have been none to write down. Of a date: its day may be unknown.
    pub none: bool,
    /// Key and label of each option.
    pub options: Vec<(&'a str, &'a str)>,
    /// A line under the input.
    pub hint: &'a str,
    /// 元, 学时 ….
    pub unit: &'a str,
    /// Other labels that papers use, in Chinese; other keys that documents use (`hearing.requestedOn`); other keys of options (`lien=left`).
    pub aliases: Vec<&'a str>,
}

impl<'a> Field<'a> {
    /// Number of its path.
    pub fn key(&self) -> u16 {
        self.path.0
    }

    /// Other labels that papers use.
    ///
    /// ```
    /// let layout = zhifa::form::Layout::open("coercion/measure-approval").unwrap();
    /// let place = layout.place("approval.by").unwrap();
    /// let field = layout.node(place.node).unwrap().field.unwrap();
    /// assert_eq!(field.other_labels().collect::<Vec<_>>(), ["审批人"]);
    /// ```
    pub fn other_labels(&self) -> impl Iterator<Item = &'a str> {
        { self.aliases.iter().copied() }.filter(|alias| !alias.is_ascii() && !alias.contains('='))
    }

    /// The option that another key of it means.
    pub(crate) fn other_option(&self, typed: &str) -> Option<&'a str> {
        let mut others = self
            .aliases
            .iter()
            .filter_map(|alias| alias.split_once('='));
        others
            .find(|(other, _)| *other == typed)
            .map(|(_, option)| option)
    }
}

/// A form.
#[derive(Debug)]
pub struct Form<'a> {
    /// `penalty/decision`.
    pub id: &'a str,
    /// 行政处罚决定书.
    pub title: &'a str,
    /// Number of its family.
    pub family: u8,
    /// The keys whose date decides the law: the first that can be read. A year stands for its last day.
    pub dated: Vec<u16>,
    /// Sections in the order of the paper.
    pub sections: Later<'a, Vec<Section<'a>>>,
    /// Numbers of its rules.
    rules: Vec<Near>,
}

impl<'a> Form<'a> {
    /// A form before its rules are known.
    pub fn new(
        id: &'a str,
        title: &'a str,
        family: u8,
        dated: Vec<u16>,
        sections: Vec<Section<'a>>,
    ) -> Self {
        Form {
            id,
            title,
            family,
            dated,
            sections: Later::of(sections),
            rules: Vec::new(),
        }
    }

    /// Takes a rule in; numbers come in order.
    pub fn add(&mut self, rule: u16) {
        self.rules.push(Near(rule));
    }

    /// Numbers of its rules, in order.
    pub fn rules(&self) -> impl Iterator<Item = u16> {
        self.rules.iter().map(|rule| rule.0)
    }

    /// Whether a rule is one of its.
    pub fn has(&self, rule: u16) -> bool {
        self.rules.contains(&Near(rule))
    }

    /// Sections in the order of the paper.
    pub fn sections(&self) -> &[Section<'a>] {
        self.sections.get()
    }

    /// All its fields, in the order of the paper.
    pub fn fields(&self) -> impl Iterator<Item = &FormField<'a>> {
        self.sections().iter().flat_map(|section| &section.fields)
    }
}

/// A section of a form.
#[derive(Debug)]
pub struct Section<'a> {
    /// Its heading.
    pub title: &'a str,
    /// Its fields, rows before their columns.
    pub fields: Vec<FormField<'a>>,
}

/// A field in a form.
#[derive(Debug)]
pub struct FormField<'a> {
    /// Number of the declaration.
    pub field: Near,
    /// When it must be filled in, each by its own source.
    pub requires: Vec<Requirement<'a>>,
}

/// Why and when a field must be filled in.
#[derive(Debug)]
pub struct Requirement<'a> {
    /// `None`: always.
    pub when: Option<Expr<'a>>,
    /// The pack it belongs to.
    pub pack: u8,
    /// How grave a blank is.
    pub severity: crate::Severity,
    /// First and last day, where they are not its instruments'.
    pub term: Option<Term>,
    /// Sources.
    pub basis: Vec<Citation<'a>>,
}

/// A place in an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation<'a> {
    /// Number of the instrument.
    pub instrument: u8,
    /// Heading of a notice or plan: 三（一）2; empty for articles.
    pub heading: &'a str,
    /// 条.
    pub article: u16,
    /// 之一; 0: none.
    pub suffix: u8,
    /// 款; 0: none.
    pub paragraph: u8,
    /// 项; 0: none.
    pub item: u8,
}

/// A rule.
#[derive(Debug)]
pub struct Rule<'a> {
    /// `CF054`.
    pub id: &'a str,
    /// The pack it belongs to.
    pub pack: u8,
    /// Sources; none: 核对.
    pub basis: Vec<Citation<'a>>,
    /// First and last day, where they are not its instruments'.
    pub term: Option<Term>,
    /// What it is asked of.
    pub each: Each,
    /// How it is judged.
    pub check: Check<'a>,
    /// Rules whose finding makes this one silent.
    pub unless: Vec<u16>,
}

impl Rule<'_> {
    /// Whether a function of `rule::native` judges it.
    pub fn is_native(&self) -> bool {
        matches!(self.check, Check::Native(..))
    }

    /// The gravest finding that it can make.
    pub fn gravest(&self) -> crate::Severity {
        match &self.check {
            Check::Value(severity) => *severity,
            Check::Cases(cases) | Check::Native(_, _, cases) => cases
                .iter()
                .map(|case| case.severity)
                .max()
                .unwrap_or(crate::Severity::Info),
        }
    }
}

/// First and last day in force; open where none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
}

impl Term {
    /// Whether `day` lies in it.
    pub fn holds(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What a rule is asked of.
#[derive(Debug)]
pub enum Each {
    /// The form as a whole.
    Form,
    /// Every row of a list.
    Rows(u16),
    /// Each of these fields.
    Fields(Vec<u16>),
    /// Every date of something that has happened.
    Events,
    /// Every field of a kind.
    Kind(Kind),
}

/// How a rule is judged.
#[derive(Debug)]
pub enum Check<'a> {
    /// By conditions, in order; the first that holds speaks.
    Cases(Vec<Case<'a>>),
    /// By the value itself when it is read; the gravest severity it can give.
    Value(crate::Severity),
    /// By a function of `rule::native`, which picks a case, where the condition holds.
    Native(&'a str, Expr<'a>, Vec<Case<'a>>),
}

/// One condition of a rule and what is said when it holds.
#[derive(Debug)]
pub struct Case<'a> {
    /// How grave it is.
    pub severity: crate::Severity,
    /// The condition.
    pub when: Expr<'a>,
    /// The field the finding points at; `None`: the field at hand.
    pub at: Option<Ref>,
    /// What is said.
    pub message: Vec<Piece<'a>>,
    /// A correction: the field to set, and to what.
    pub fix: Option<(Ref, Expr<'a>)>,
}

/// A piece of a message.
#[derive(Debug)]
pub enum Piece<'a> {
    /// As it stands.
    Text(&'a str),
    /// A value, printed as an officer writes it, with its unit.
    Show(Expr<'a>, &'a str),
    /// The n-th value that a native function gave.
    Argument(u8),
}

/// A field named in a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ref {
    /// Number of its path.
    pub key: u16,
    /// Whose field it is: 1 the row at hand, 2 the one around it; [`Ref::ROOT`] the form.
    pub depth: u8,
}

impl Ref {
    /// The depth of a field that stands in no row.
    pub const ROOT: u8 = 0;
}

/// A condition or a value in a rule. Boxed slices keep the compiled tree small.
#[derive(Debug)]
pub enum Expr<'a> {
    /// A number, in millionths.
    Number(i64),
    /// A text.
    Text(&'a str),
    /// A day.
    Date(Day),
    /// An option of an enumeration, by number.
    Choice(u16),
    /// A rank.
    Rank(Rank),
    /// A field's value.
    Field(Ref),
    /// The field at hand.
    It,
    /// All hold.
    And(Vec<Expr<'a>>),
    /// One holds.
    Or(Vec<Expr<'a>>),
    /// Does not hold.
    Not(Box<Expr<'a>>),
    /// A comparison.
    Compare(Comparison, Box<(Expr<'a>, Expr<'a>)>),
    /// One of.
    In(Box<Expr<'a>>, Vec<Expr<'a>>),
    /// Arithmetic.
    Arithmetic(Operation, Box<(Expr<'a>, Expr<'a>)>),
    /// Typed at all.
    Given(Ref),
    /// 是.
    Yes(Ref),
    /// 否.
    No(Ref),
    /// Over rows: the list, what is asked of each, which rows count.
    Rows(Gather, Ref, Option<Box<Expr<'a>>>, Option<Box<Expr<'a>>>),
    /// Over groups of rows of the same key: the list, the key and the value, which rows count.
    Groups(
        Grouping,
        Ref,
        Box<(Expr<'a>, Expr<'a>)>,
        Option<Box<Expr<'a>>>,
    ),
    /// A word of the language.
    Call(Word, Vec<Expr<'a>>),
    /// A pack runs.
    Pack(u8),
    /// A setting.
    Setting(u8),
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// An operation on numbers; dates minus dates are days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`
    Over,
}

/// What is gathered over rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gather {
    /// One row at least.
    Any,
    /// Every row.
    All,
    /// How many.
    Count,
    /// The total.
    Sum,
    /// The greatest.
    Max,
    /// The least.
    Min,
}

/// What is gathered over groups of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// The least value of each group, summed.
    SumOfMin,
    /// The values summed within each group, the greatest of these.
    MaxOfSum,
    /// How many groups.
    Distinct,
}

packed!(struct Catalogue<'a> { instruments, packs, settings, keys, fields, families, forms, rules, places });
packed!(struct Family<'a> { id, title });
packed!(struct Place<'a> { code, name, standing });
packed!(struct Instrument<'a> { short, title, aliases, rank, term, pack, last });
packed!(struct Pack<'a> { id, title, region, sector, term });
packed!(struct Setting<'a> { id, label, pack });
packed!(struct Field<'a> { path, label, kind, list, event, none, options, hint, unit, aliases });
packed!(struct Form<'a> { id, title, family, dated, sections, rules });
packed!(struct Section<'a> { title, fields });
packed!(struct FormField<'a> { field, requires });
packed!(struct Requirement<'a> { when, pack, severity, term, basis });
packed!(3, struct Citation<'a> { instrument, heading, article, suffix, paragraph, item });
packed!(struct Rule<'a> { id, pack, basis, term, each, check, unless });
packed!(struct Term { from, to });
packed!(struct Case<'a> { severity, when, at, message, fix });

packed!(
    enum Standing<'a> {
        Current,
        Abolished(a),
        Heading,
    }
);
packed!(
    enum Each {
        Form,
        Rows(a),
        Fields(a),
        Events,
        Kind(a),
    }
);
packed!(
    enum Check<'a> {
        Cases(a),
        Value(a),
        Native(a, b, c),
    }
);
packed!(
    1,
    enum Piece<'a> {
        Text(a),
        Show(a, b),
        Argument(a),
    }
);
packed!(
    1,
    enum Expr<'a> {
        Number(a),
        Text(a),
        Date(a),
        Choice(a),
        Rank(a),
        Field(a),
        It,
        Given(a),
        Yes(a),
        No(a),
        Pack(a),
        Setting(a),
        ;
        And(a),
        Or(a),
        Not(a),
        Compare(a, b),
        In(a, b),
        Arithmetic(a, b),
        Rows(a, b, c, d),
        Groups(a, b, c, d),
        Call(a, b),
    }
);
packed!(
    1,
    enum Comparison {
        Equal,
        Unequal,
        Less,
        AtMost,
        More,
        AtLeast,
    }
);
packed!(
    1,
    enum Operation {
        Plus,
        Minus,
        Times,
        Over,
    }
);
packed!(
    1,
    enum Gather {
        Any,
        All,
        Count,
        Sum,
        Max,
        Min,
    }
);
packed!(
    1,
    enum Grouping {
        SumOfMin,
        MaxOfSum,
        Distinct,
    }
);

// One number: where a field stands goes with which it is, and is seldom a number of its own.
impl<'a> Packed<'a> for Ref {
    fn pack(&self, out: &mut Out) {
        assert!(self.depth < 4, "two bits hold the depth");
        let left = out.enter(2);
        (u32::from(self.key) << 2 | u32::from(self.depth)).pack(out);
        out.enter(left);
    }
    fn unpack(from: &mut In<'a>) -> Self {
        let left = from.enter(2);
        let both = u32::unpack(from);
        from.enter(left);
        Ref {
            key: (both >> 2) as u16,
            depth: (both & 3) as u8,
        }
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $variant:ident = $name:literal ($($argument:ident),* $(; $more:ident)?) -> $result:ident,)*) => {
        /// A word of the condition language; CONTRIBUTING.md explains each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Word { $($(#[$doc])* $variant,)* }

        packed!(1, enum Word { $($variant),* });

        impl Word {
            /// Name, word, the types of the arguments, the type of any number of further ones, and of the result.
            pub const ALL: &'static [(&'static str, Word, &'static [Type], Option<Type>, Type)] = &[
                $(($name, Word::$variant, &[$(Type::$argument),*], words!(@more $($more)?), Type::$result),)*
            ];
        }
    };
    (@more) => { None };
    (@more $more:ident) => { Some(Type::$more) };
}

/// The types of the condition language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// True, false or unknown.
    Bool,
    /// A number.
    Number,
    /// A text; every field can be read as one.
    Text,
    /// A day.
    Date,
    /// A day and time.
    Moment,
    /// A time of day.
    Time,
    /// An option.
    Choice,
    /// A rank.
    Rank,
    /// A list of rows.
    List,
    /// Any of these.
    Any,
}

words! {
    /// Calendar days, rolled.
    Days = "days"(Date, Number) -> Date,
    /// Calendar days.
    PlainDays = "plainDays"(Date, Number) -> Date,
    /// Working days.
    Workdays = "workdays"(Date, Number) -> Date,
    /// Months, rolled.
    Months = "months"(Date, Number) -> Date,
    /// Years, rolled.
    Years = "years"(Date, Number) -> Date,
    /// Months.
    PlainMonths = "plainMonths"(Date, Number) -> Date,
    /// Years.
    PlainYears = "plainYears"(Date, Number) -> Date,
    /// Hours.
    Hours = "hours"(Moment, Number) -> Moment,
    /// Working days between.
    WorkdaysBetween = "workdaysBetween"(Date, Date) -> Number,
    /// A working day.
    IsWorkday = "isWorkday"(Date) -> Bool,
    /// The year of a day.
    Year = "year"(Date) -> Number,
    /// A date of parts.
    DateOf = "date"(Number, Number, Number) -> Date,
    /// Full years between.
    Age = "age"(Date, Date) -> Number,
    /// Date of birth in a resident id number.
    Birth = "birth"(Text) -> Date,
    /// Sex in a resident id number.
    IsMale = "isMale"(Text) -> Bool,
    /// The day of a moment.
    DayOf = "day"(Moment) -> Date,
    /// The day of the check.
    Today = "today"() -> Date,
    /// The date that decides the law.
    DocDate = "docDate"() -> Date,
    /// Holds one of; what was typed counts, whatever the field.
    Contains = "contains"(Text; Any) -> Bool,
    /// Begins with one of.
    Starts = "starts"(Text; Text) -> Bool,
    /// Ends with one of.
    Ends = "ends"(Text; Text) -> Bool,
    /// How many characters.
    Length = "length"(Text) -> Number,
    /// The same but for blanks and width.
    Same = "same"(Text, Text) -> Bool,
    /// Amount in words.
    Words = "words"(Number) -> Text,
    /// The only sum of money in a text.
    SumIn = "sumIn"(Text) -> Number,
    /// Amount read from words.
    AmountOf = "amountOf"(Text) -> Number,
    /// A masked text.
    Masked = "masked"(Text) -> Bool,
    /// Year of a document number.
    NumberYear = "numberYear"(Text) -> Number,
    /// The first year in a text: 2026 in 2026年度.
    YearIn = "yearIn"(Text) -> Number,
    /// Whether a text says by when: 五日内, 月底前.
    TellsTerm = "tellsTerm"(Text) -> Bool,
    /// The title in a citation.
    TitleOf = "titleOf"(Text) -> Text,
    /// Cites this instrument and article.
    Cites = "cites"(Text, Text, Number) -> Bool,
    /// Rank of the instrument cited.
    RankOf = "rank"(Text) -> Rank,
    /// Name of a region.
    PlaceOf = "placeOf"(Text) -> Text,
    /// The government of a region.
    GovernmentOf = "governmentOf"(Text) -> Text,
    /// Without what stands in brackets.
    OutsideBrackets = "outsideBrackets"(Text) -> Text,
    /// The first, or the second where the first is blank.
    BlankAs = "blankAs"(Any, Any) -> Any,
    /// First day in force of the instrument cited.
    InForceFrom = "inForceFrom"(Text) -> Date,
    /// The digits of a region code that stand for its place: 37, 3715, 371502.
    Prefix = "prefix"(Text) -> Text,
    /// One or the other.
    If = "if"(Bool, Any, Any) -> Any,
    /// The form at hand is one of these.
    OnForm = "form"(Text; Text) -> Bool,
    /// The full hour after a moment.
    NextHour = "nextHour"(Moment) -> Moment,
}
