//! Compiles the condition language of CONTRIBUTING.md: text → typed tree.

use crate::catalogue::{
    Comparison, Expr, Gather, Grouping, Kind, Operation, Piece, Rank, Ref, Type, Word,
};
use std::collections::HashMap;

/// What a condition may name: the fields of one form, the rows around it, the names of its rule.
pub struct Scope<'s> {
    /// Fields of the form by path.
    pub fields: &'s HashMap<String, FieldInfo>,
    /// Names defined by the rule's `let`.
    pub names: &'s HashMap<String, String>,
    /// Lists whose rows are at hand, outermost first.
    pub rows: Vec<String>,
    /// Type and unit of the field at hand, in rules asked of fields.
    pub it: Option<FieldInfo>,
    /// Packs by id.
    pub packs: &'s HashMap<String, u8>,
    /// Settings by id.
    pub settings: &'s HashMap<String, u8>,
    /// Short names of instruments, which `cites` may name.
    pub instruments: &'s dyn Fn(&str) -> bool,
}

/// What a condition needs to know of a field.
#[derive(Clone, Debug)]
pub struct FieldInfo {
    /// Number of its path.
    pub key: u16,
    /// What it holds.
    pub kind: Kind,
    /// A list of single values or rows.
    pub list: bool,
    /// Keys of its options.
    pub options: Vec<String>,
    /// Its unit.
    pub unit: String,
}

impl FieldInfo {
    fn value_type(&self) -> Type {
        match self.kind {
            Kind::Date => Type::Date,
            Kind::Time => Type::Time,
            Kind::DateTime => Type::Moment,
            Kind::Money | Kind::Integer | Kind::Number | Kind::Hours | Kind::Year => Type::Number,
            Kind::Enum => Type::Choice,
            Kind::Bool => Type::Bool,
            Kind::Rows | Kind::Group => Type::List,
            _ => Type::Text,
        }
    }
}

/// A compiled part with what later parts need to know of it.
struct Typed {
    expr: Expr<'static>,
    kind: Type,
    options: Vec<String>,
    unit: String,
    /// A bare word that is no field: an option, if the other side is an enumeration.
    name: Option<String>,
}

impl Typed {
    fn new(expr: Expr<'static>, kind: Type) -> Self {
        Typed {
            expr,
            kind,
            options: Vec::new(),
            unit: String::new(),
            name: None,
        }
    }
}

/// Compiles a condition: a text that is true, false or unknown.
pub fn condition(scope: &mut Scope, text: &str) -> Result<Expr<'static>, String> {
    let typed = parse(scope, text)?;
    match typed.kind {
        Type::Bool => Ok(typed.expr),
        other => Err(format!("«{text}» gives {other:?}, not a condition")),
    }
}

/// Compiles an expression of any type.
pub fn expression(scope: &mut Scope, text: &str) -> Result<Expr<'static>, String> {
    parse(scope, text).map(|typed| typed.expr)
}

/// Compiles a message with `{expression}` in it.
pub fn message(scope: &mut Scope, text: &str) -> Result<Vec<Piece<'static>>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        if open > 0 {
            pieces.push(Piece::Text(leak(&rest[..open])));
        }
        let close = rest
            .find('}')
            .filter(|close| *close > open)
            .ok_or(format!("«{text}»: a brace is not closed"))?;
        let inner = &rest[open + 1..close];
        rest = &rest[close + 1..];
        if let Ok(number @ 1..=9) = inner.parse::<u8>() {
            pieces.push(Piece::Argument(number - 1));
            continue;
        }
        let typed = parse(scope, inner)?;
        let unit = if rest.starts_with(&typed.unit) {
            ""
        } else {
            leak(&typed.unit)
        };
        pieces.push(Piece::Show(typed.expr, unit));
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(leak(rest)));
    }
    Ok(pieces)
}

/// Compiles the field that a finding points at.
pub fn target(scope: &mut Scope, text: &str) -> Result<Option<Ref>, String> {
    if text == "it" {
        return Ok(None);
    }
    let (reference, _) = scope.field(text)?.ok_or(no_field(text))?;
    Ok(Some(reference))
}

/// The key of a list, by its name.
pub fn list(scope: &Scope, name: &str) -> Result<FieldInfo, String> {
    match scope.field(name)? {
        Some((_, info)) if info.list => Ok(info),
        Some(_) => Err(format!("«{name}» is not a list")),
        None => Err(no_field(name)),
    }
}

/// The message for a name that no field of the form has; a rule of all forms leaves out the forms of which it is said.
pub fn no_field(name: &str) -> String {
    format!("{NO_FIELD} «{name}»")
}

/// What [`no_field`] begins with.
pub const NO_FIELD: &str = "no field";

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_string().into_boxed_str())
}

impl Scope<'_> {
    /// Finds a field by the name written: `party.name`, `.kind`, `^.kind`, `.`.
    fn field(&self, name: &str) -> Result<Option<(Ref, FieldInfo)>, String> {
        let outer = name.chars().take_while(|c| *c == '^').count();
        let bare = &name[outer..];
        let Some(column) = bare.strip_prefix('.') else {
            let found = self
                .fields
                .get(bare)
                .or_else(|| self.fields.get(&format!("{bare}[]")));
            return Ok(found.map(|info| {
                (
                    Ref {
                        key: info.key,
                        depth: Ref::ROOT,
                    },
                    info.clone(),
                )
            }));
        };
        let level = self.rows.len().checked_sub(outer + 1).ok_or(format!(
            "«{name}» names a column, but there are no such rows here"
        ))?;
        let rows = &self.rows[level];
        let path = if column.is_empty() {
            rows.clone()
        } else {
            format!("{rows}.{column}")
        };
        let mut found = self
            .fields
            .get(&path)
            .or_else(|| self.fields.get(&format!("{path}[]")))
            .cloned();
        if column.is_empty() {
            found = found.map(|info| FieldInfo {
                list: false,
                ..info
            });
        }
        match found {
            Some(info) => Ok(Some((
                Ref {
                    key: info.key,
                    depth: outer as u8 + 1,
                },
                info,
            ))),
            None => Err(no_field(&path)),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(i64),
    Date(i32),
    Text(String),
    Name(String),
    Sign(&'static str),
}

const SIGNS: [&str; 15] = [
    "!=", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ",", "+", "-", "*", "/",
];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let used = if first == '\'' {
            let end = rest[1..]
                .find('\'')
                .ok_or(format!("«{text}»: a quote is not closed"))?;
            out.push(Token::Text(rest[1..1 + end].to_string()));
            end + 2
        } else if first.is_ascii_digit() {
            let end = rest
                .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'))
                .unwrap_or(rest.len());
            if let Some(date) = rest.get(..10).and_then(day) {
                out.push(Token::Date(date));
                10
            } else {
                let end = rest[..end].find('-').unwrap_or(end);
                out.push(Token::Number(millionths(&rest[..end])?));
                end
            }
        } else if first.is_alphabetic() || first == '.' || first == '^' {
            let end = rest
                .find(|c: char| {
                    !(c.is_alphanumeric() || c == '.' || c == '^' || c == '_' || c == '-')
                })
                .unwrap_or(rest.len());
            // A hyphen joins the parts of a pack's id, and nothing else: `a-b` is a subtraction only with blanks around it.
            let end = rest[..end].find("->").unwrap_or(end);
            out.push(Token::Name(rest[..end].to_string()));
            end
        } else {
            let sign = SIGNS
                .iter()
                .find(|sign| rest.starts_with(**sign))
                .ok_or(format!("«{text}»: what is «{first}»?"))?;
            out.push(Token::Sign(sign));
            sign.len()
        };
        rest = rest[used..].trim_start();
    }
    Ok(out)
}

/// A date written YYYY-MM-DD as a day of the common era.
pub fn day(text: &str) -> Option<i32> {
    let date: chrono::NaiveDate = text.parse().ok()?;
    (text.len() == 10).then(|| chrono::Datelike::num_days_from_ce(&date))
}

fn millionths(text: &str) -> Result<i64, String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = format!("{whole}{part:0<6}");
    if part.len() > 6 {
        return Err(format!("«{text}» has more than six decimals"));
    }
    digits
        .parse()
        .map_err(|_| format!("«{text}» is not a number"))
}

struct Parser<'p, 's> {
    scope: &'p mut Scope<'s>,
    tokens: Vec<Token>,
    at: usize,
    text: String,
    depth: u8,
}

fn parse(scope: &mut Scope, text: &str) -> Result<Typed, String> {
    parse_at(scope, text, 0)
}

fn parse_at(scope: &mut Scope, text: &str, depth: u8) -> Result<Typed, String> {
    if depth > 8 {
        return Err(format!("«{text}»: names that name each other"));
    }
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
        text: text.to_string(),
        scope,
        depth,
    };
    let typed = parser.or()?;
    match parser.tokens.get(parser.at) {
        None => match typed.name {
            Some(name) => Err(no_field(&name)),
            None => Ok(typed),
        },
        Some(token) => Err(format!("«{text}»: what is {token:?} doing here?")),
    }
}

impl Parser<'_, '_> {
    fn sign(&mut self, sign: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Sign(s)) if *s == sign);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.tokens.get(self.at), Some(Token::Name(s)) if s == word);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.sign(sign) {
            Ok(())
        } else {
            Err(format!("«{}»: «{sign}» is missing", self.text))
        }
    }

    fn chain(
        &mut self,
        word: &str,
        part: fn(&mut Self) -> Result<Typed, String>,
        make: fn(Vec<Expr<'static>>) -> Expr<'static>,
    ) -> Result<Typed, String> {
        let first = part(self)?;
        if !matches!(self.tokens.get(self.at), Some(Token::Name(s)) if s == word) {
            return Ok(first);
        }
        let mut parts = vec![self.truth(first)?];
        while self.word(word) {
            let next = part(self)?;
            parts.push(self.truth(next)?);
        }
        Ok(Typed::new(make(parts), Type::Bool))
    }

    fn truth(&self, typed: Typed) -> Result<Expr<'static>, String> {
        match (&typed.name, typed.kind) {
            (None, Type::Bool) => Ok(typed.expr),
            (Some(name), _) => Err(no_field(name)),
            (None, kind) => Err(format!(
                "«{}»: {kind:?} where a condition is needed",
                self.text
            )),
        }
    }

    fn or(&mut self) -> Result<Typed, String> {
        self.chain("or", Self::and, Expr::Or)
    }

    fn and(&mut self) -> Result<Typed, String> {
        self.chain("and", Self::not, Expr::And)
    }

    fn not(&mut self) -> Result<Typed, String> {
        if self.word("not") {
            let inner = self.not()?;
            return Ok(Typed::new(
                Expr::Not(Box::new(self.truth(inner)?)),
                Type::Bool,
            ));
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Typed, String> {
        let left = self.sum()?;
        if self.word("in") {
            self.expect("[")?;
            let mut choices = Vec::new();
            loop {
                let choice = self.sum()?;
                choices.push(self.matched(&left, choice)?);
                if !self.sign(",") {
                    break;
                }
            }
            self.expect("]")?;
            return Ok(Typed::new(
                Expr::In(Box::new(left.expr), choices),
                Type::Bool,
            ));
        }
        const COMPARISONS: [(&str, Comparison); 6] = [
            ("=", Comparison::Equal),
            ("!=", Comparison::Unequal),
            ("<=", Comparison::AtMost),
            (">=", Comparison::AtLeast),
            ("<", Comparison::Less),
            (">", Comparison::More),
        ];
        for (sign, comparison) in COMPARISONS {
            if self.sign(sign) {
                let right = self.sum()?;
                let ordered = !matches!(comparison, Comparison::Equal | Comparison::Unequal);
                if ordered
                    && !matches!(
                        left.kind,
                        Type::Number | Type::Date | Type::Moment | Type::Time | Type::Any
                    )
                {
                    return Err(format!("«{}»: {:?} has no order", self.text, left.kind));
                }
                let right = self.matched(&left, right)?;
                return Ok(Typed::new(
                    Expr::Compare(comparison, Box::new((left.expr, right))),
                    Type::Bool,
                ));
            }
        }
        Ok(left)
    }

    /// The right side of a comparison, which must be of the left side's type.
    fn matched(&self, left: &Typed, right: Typed) -> Result<Expr<'static>, String> {
        if let Some(name) = &left.name {
            return Err(no_field(name));
        }
        if let Some(name) = right.name {
            if left.kind == Type::Rank {
                return Rank::named(&name)
                    .map(Expr::Rank)
                    .ok_or(format!("no rank «{name}»"));
            }
            let choice = left.options.iter().position(|option| *option == name);
            return choice
                .map(|choice| Expr::Choice(choice as u16))
                .ok_or(format!(
                    "«{}»: «{name}» is neither a field nor one of {:?}",
                    self.text, left.options
                ));
        }
        let same = left.kind == right.kind
            || left.kind == Type::Any
            || right.kind == Type::Any
            || (left.kind == Type::Choice && right.kind == Type::Choice);
        if !same {
            return Err(format!(
                "«{}»: compares {:?} with {:?}",
                self.text, left.kind, right.kind
            ));
        }
        if left.kind == Type::Choice && !right.options.is_empty() && left.options != right.options {
            return Err(format!(
                "«{}»: compares fields with other options",
                self.text
            ));
        }
        Ok(right.expr)
    }

    fn sum(&mut self) -> Result<Typed, String> {
        let mut left = self.product()?;
        loop {
            let operation = if self.sign("+") {
                Operation::Plus
            } else if self.sign("-") {
                Operation::Minus
            } else {
                return Ok(left);
            };
            let right = self.product()?;
            let kind = match (left.kind, operation, right.kind) {
                (Type::Number, _, Type::Number) => Type::Number,
                (Type::Date, Operation::Minus, Type::Date) => Type::Number,
                (Type::Moment, Operation::Minus, Type::Moment) => Type::Number,
                (Type::Time, Operation::Minus, Type::Time) => Type::Number,
                (a, _, b) => return Err(format!("«{}»: {a:?} and {b:?} in a sum", self.text)),
            };
            let unit = if kind == left.kind {
                left.unit.clone()
            } else {
                String::new()
            };
            left = Typed {
                unit,
                ..Typed::new(
                    Expr::Arithmetic(operation, Box::new((left.expr, right.expr))),
                    kind,
                )
            };
        }
    }

    fn product(&mut self) -> Result<Typed, String> {
        let mut left = self.primary()?;
        loop {
            let operation = if self.sign("*") {
                Operation::Times
            } else if self.sign("/") {
                Operation::Over
            } else {
                return Ok(left);
            };
            let right = self.primary()?;
            if left.kind != Type::Number || right.kind != Type::Number {
                return Err(format!("«{}»: only numbers are multiplied", self.text));
            }
            let unit = left.unit.clone();
            left = Typed {
                unit,
                ..Typed::new(
                    Expr::Arithmetic(operation, Box::new((left.expr, right.expr))),
                    Type::Number,
                )
            };
        }
    }

    fn primary(&mut self) -> Result<Typed, String> {
        if self.sign("(") {
            let inner = self.or()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if self.sign("-") {
            let Some(Token::Number(number)) = self.tokens.get(self.at).cloned() else {
                return Err(format!("«{}»: a minus stands before a number", self.text));
            };
            self.at += 1;
            return Ok(Typed::new(Expr::Number(-number), Type::Number));
        }
        let token = self
            .tokens
            .get(self.at)
            .cloned()
            .ok_or(format!("«{}» ends too soon", self.text))?;
        self.at += 1;
        match token {
            Token::Number(number) => Ok(Typed::new(Expr::Number(number), Type::Number)),
            Token::Date(date) => Ok(Typed::new(Expr::Date(date), Type::Date)),
            Token::Text(text) => Ok(Typed::new(Expr::Text(leak(&text)), Type::Text)),
            Token::Name(name) if self.sign("(") => self.call(&name),
            Token::Name(name) => self.name(&name),
            Token::Sign(sign) => Err(format!("«{}»: what is «{sign}» doing here?", self.text)),
        }
    }

    fn name(&mut self, name: &str) -> Result<Typed, String> {
        if let Some(source) = self.scope.names.get(name).cloned() {
            return parse_at(self.scope, &source, self.depth + 1);
        }
        if name == "it" {
            let info = self
                .scope
                .it
                .clone()
                .ok_or("«it» stands only in rules asked of fields")?;
            let kind = info.value_type();
            return Ok(Typed {
                options: info.options,
                unit: info.unit,
                ..Typed::new(Expr::It, kind)
            });
        }
        match name {
            "today" => return Ok(Typed::new(Expr::Call(Word::Today, Vec::new()), Type::Date)),
            "docDate" => {
                return Ok(Typed::new(
                    Expr::Call(Word::DocDate, Vec::new()),
                    Type::Date,
                ));
            }
            _ => {}
        }
        match self.scope.field(name)? {
            // A group has no value, so its name can be an option's: payment.method = onSpot.
            Some((reference, info)) if info.kind != Kind::Group => {
                let kind = if info.list {
                    Type::List
                } else {
                    info.value_type()
                };
                Ok(Typed {
                    options: info.options,
                    unit: info.unit,
                    ..Typed::new(Expr::Field(reference), kind)
                })
            }
            _ if name.contains('.') => Err(format!("{} with a value", no_field(name))),
            _ => Ok(Typed {
                name: Some(name.to_string()),
                ..Typed::new(Expr::Number(0), Type::Any)
            }),
        }
    }

    fn reference(&mut self) -> Result<(Ref, FieldInfo), String> {
        match self.tokens.get(self.at).cloned() {
            Some(Token::Name(name)) => {
                self.at += 1;
                self.scope.field(&name)?.ok_or(no_field(&name))
            }
            other => Err(format!("«{}»: a field is needed, not {other:?}", self.text)),
        }
    }

    fn call(&mut self, name: &str) -> Result<Typed, String> {
        let plain = |expr| Ok(Typed::new(expr, Type::Bool));
        match name {
            "given" | "blank" | "yes" | "no" => {
                if matches!(name, "given" | "blank") && self.word("it") {
                    return Err(
                        "«it» is never blank: a rule asked of fields is asked of those filled in"
                            .to_string(),
                    );
                }
                let (reference, info) = self.reference()?;
                self.expect(")")?;
                if matches!(name, "yes" | "no") && info.kind != Kind::Bool {
                    return Err(format!("«{}»: {name}() asks a yes/no field", self.text));
                }
                if info.kind == Kind::Group {
                    return Err(format!("«{}»: name a field of the group", self.text));
                }
                plain(match name {
                    "given" => Expr::Given(reference),
                    "blank" => Expr::Not(Box::new(Expr::Given(reference))),
                    "yes" => Expr::Yes(reference),
                    _ => Expr::No(reference),
                })
            }
            "any" => self.gather(Gather::Any),
            "all" => self.gather(Gather::All),
            "count" => self.gather(Gather::Count),
            "sum" => self.gather(Gather::Sum),
            "max" => self.gather(Gather::Max),
            "min" => self.gather(Gather::Min),
            "sumOfMin" => self.group(Grouping::SumOfMin),
            "maxOfSum" => self.group(Grouping::MaxOfSum),
            "distinct" => self.group(Grouping::Distinct),
            "pack" | "setting" => {
                let Some(Token::Name(id)) = self.tokens.get(self.at).cloned() else {
                    return Err(format!("«{}»: {name}() takes an id", self.text));
                };
                self.at += 1;
                self.expect(")")?;
                if name == "pack" {
                    let pack = self.scope.packs.get(&id).ok_or(format!("no pack «{id}»"))?;
                    plain(Expr::Pack(*pack))
                } else {
                    let setting = self
                        .scope
                        .settings
                        .get(&id)
                        .ok_or(format!("no setting «{id}»"))?;
                    Ok(Typed::new(Expr::Setting(*setting), Type::Number))
                }
            }
            _ => self.plain_call(name),
        }
    }

    /// A list, and what is asked of its rows, parted by commas.
    fn over_rows(&mut self) -> Result<(Ref, Vec<Typed>), String> {
        let (reference, info) = self.reference()?;
        if !info.list {
            return Err(format!("«{}»: a list is needed", self.text));
        }
        let path = self
            .scope
            .fields
            .iter()
            .find(|(_, field)| field.key == info.key)
            .map(|(path, _)| path.clone())
            .ok_or("a list without a path")?;
        self.scope.rows.push(path);
        let mut parts = Vec::new();
        let mut fault = None;
        while fault.is_none() && self.sign(",") {
            match self.or() {
                Ok(part) => parts.push(part),
                Err(error) => fault = Some(error),
            }
        }
        self.scope.rows.pop();
        match fault {
            Some(fault) => Err(fault),
            None => self.expect(")").map(|()| (reference, parts)),
        }
    }

    fn group(&mut self, grouping: Grouping) -> Result<Typed, String> {
        let (reference, parts) = self.over_rows()?;
        let mut parts = parts.into_iter();
        let mut next = || {
            parts
                .next()
                .ok_or("a group is missing what it gathers".to_string())
        };
        let (key, value) = match grouping {
            Grouping::Distinct => (next()?, Typed::new(Expr::Number(0), Type::Number)),
            _ => (next()?, next()?),
        };
        if value.kind != Type::Number {
            return Err(format!("«{}»: only numbers are gathered", self.text));
        }
        let filter = parts
            .next()
            .map(|part| self.truth(part).map(Box::new))
            .transpose()?;
        let expr = Expr::Groups(
            grouping,
            reference,
            Box::new((key.expr, value.expr)),
            filter,
        );
        Ok(Typed {
            unit: value.unit,
            ..Typed::new(expr, Type::Number)
        })
    }

    fn gather(&mut self, gather: Gather) -> Result<Typed, String> {
        let (reference, parts) = self.over_rows()?;
        let mut parts = parts.into_iter();
        let (first, second) = (parts.next(), parts.next());
        if parts.next().is_some() {
            return Err(format!("«{}»: too much is asked of the rows", self.text));
        }
        let boolean = |typed: Option<Typed>, parser: &Self| {
            typed
                .map(|typed| parser.truth(typed).map(Box::new))
                .transpose()
        };
        let (kind, unit, body, filter) = match gather {
            Gather::Any | Gather::All => {
                let body = boolean(
                    Some(first.ok_or(format!("«{}»: a condition is missing", self.text))?),
                    self,
                )?;
                (Type::Bool, String::new(), body, None)
            }
            Gather::Count => (Type::Number, String::new(), None, boolean(first, self)?),
            Gather::Sum | Gather::Max | Gather::Min => {
                let value = first.ok_or(format!("«{}»: what is gathered?", self.text))?;
                if value.kind != Type::Number && (gather == Gather::Sum || value.kind != Type::Date)
                {
                    return Err(format!("«{}»: cannot gather {:?}", self.text, value.kind));
                }
                let filter = boolean(second, self)?;
                (value.kind, value.unit, Some(Box::new(value.expr)), filter)
            }
        };
        Ok(Typed {
            unit,
            ..Typed::new(Expr::Rows(gather, reference, body, filter), kind)
        })
    }

    fn plain_call(&mut self, name: &str) -> Result<Typed, String> {
        let (_, word, takes, more, result) = Word::ALL
            .iter()
            .find(|(known, ..)| *known == name)
            .ok_or(format!("no word «{name}»"))?;
        let mut arguments = Vec::new();
        let mut unit = String::new();
        let mut kind = *result;
        let mut options = Vec::new();
        if !self.sign(")") {
            loop {
                let argument = self.or()?;
                if let Some(name) = argument.name {
                    return Err(no_field(&name));
                }
                let wanted = takes.get(arguments.len()).copied().or(*more);
                let wanted =
                    wanted.ok_or(format!("«{}»: too many arguments for {name}", self.text))?;
                let fits = wanted == argument.kind
                    || wanted == Type::Any
                    || argument.kind == Type::Any
                    || (wanted == Type::Text && argument.kind == Type::Choice);
                if !fits {
                    return Err(format!(
                        "«{}»: {name} takes {wanted:?}, not {:?}",
                        self.text, argument.kind
                    ));
                }
                if matches!((word, arguments.len()), (Word::If, 1) | (Word::BlankAs, 0)) {
                    (kind, unit, options) = (argument.kind, argument.unit, argument.options);
                }
                arguments.push(argument.expr);
                if !self.sign(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        if arguments.len() < takes.len() {
            return Err(format!(
                "«{}»: {name} takes {} arguments",
                self.text,
                takes.len()
            ));
        }
        if *word == Word::Cites
            && let Some(Expr::Text(instrument)) = arguments.get(1)
            && !(self.scope.instruments)(instrument)
        {
            return Err(format!("no instrument «{instrument}»"));
        }
        Ok(Typed {
            unit,
            options,
            ..Typed::new(Expr::Call(*word, arguments), kind)
        })
    }
}
