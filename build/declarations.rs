//! Reads vocabularies, forms and rules, and resolves every name in them.

use crate::Severity;
use crate::catalogue::{
    Case, Catalogue, Check, Citation, Each, Expr, Family, Field, Form, FormField, Kind,
    Requirement, Rule, Section, Term,
};
use crate::condition::{self, FieldInfo, Scope};
use crate::law::Law;
use crate::packed::{Later, Near, Paths};
use crate::plan::{self, Found};
use crate::table::{self, Reader};
use serde_json::{Value as Json, json};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// The table and the handbook.
pub struct Compiled {
    /// What the engine reads.
    pub catalogue: Catalogue<'static>,
    /// Explanations and examples, by rule and form.
    pub handbook: Json,
}

/// A field as a vocabulary or a form declares it, before it has a number.
#[derive(Clone, PartialEq)]
struct Declared {
    path: String,
    label: String,
    kind: Kind,
    list: bool,
    event: bool,
    none: bool,
    options: Vec<(String, String)>,
    hint: String,
    unit: String,
    aliases: Vec<String>,
}

/// A form with what rules need to know of it.
struct Known {
    form: Form<'static>,
    fields: HashMap<String, FieldInfo>,
}

struct Compiler<'c> {
    /// Whether a family is built; the forms of the others are left out, and the rules that only they have.
    built: &'c dyn Fn(&str) -> bool,
    /// Some family is not built.
    partial: bool,
    /// The fields of the forms that are not built: a rule of several families may name one that only a form of another has.
    elsewhere: HashMap<String, Vec<Declared>>,
    /// Rules that no form of those built has.
    left_out: HashSet<String>,
    law: Law,
    /// Names that the conditions of every form and rule may use.
    names: Table,
    packs: HashMap<String, u8>,
    settings: HashMap<String, u8>,
    keys: Vec<String>,
    declared: Vec<Declared>,
    forms: Vec<Known>,
    rules: Vec<Rule<'static>>,
    handbook: serde_json::Map<String, Json>,
    /// Of required fields: the terms that stand in each place that they cite.
    required: serde_json::Map<String, Json>,
    /// Of required fields: the ids of the requirements that they are.
    covered: serde_json::Map<String, Json>,
    examples: serde_json::Map<String, Json>,
    /// Of forms: what officers call them too.
    aliases: serde_json::Map<String, Json>,
}

type Result<T> = std::result::Result<T, String>;

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_string().into_boxed_str())
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries =
        std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

/// Paths by the `order` that each one's file declares; those that declare none come last, by name.
fn ordered(paths: Vec<PathBuf>, file: fn(&Path) -> PathBuf) -> Result<Vec<PathBuf>> {
    let mut keyed = Vec::new();
    for path in paths {
        let file = file(&path);
        let order = match table::file(&file)?.get("order") {
            None => i64::MAX,
            Some(Value::Integer(order)) => *order,
            Some(other) => {
                return Err(format!(
                    "{}: order is a number, not {other}",
                    file.display()
                ));
            }
        };
        keyed.push((order, path));
    }
    keyed.sort();
    Ok(keyed.into_iter().map(|(_, path)| path).collect())
}

fn stem(path: &Path) -> String {
    path.file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Compiles what stands under `src` of the families that are built.
pub fn compile(src: &Path, built: &dyn Fn(&str) -> bool) -> Result<Compiled> {
    let law = Law::load(&src.join("law"))?;
    let packs = law
        .packs
        .iter()
        .enumerate()
        .map(|(number, pack)| (pack.id.to_string(), number as u8))
        .collect();
    let settings = law
        .settings
        .iter()
        .enumerate()
        .map(|(number, setting)| (setting.id.to_string(), number as u8))
        .collect();
    let mut compiler = Compiler {
        built,
        partial: false,
        elsewhere: HashMap::new(),
        left_out: HashSet::new(),
        law,
        names: shared_names(&src.join("rule/names.toml"))?,
        packs,
        settings,
        keys: Vec::new(),
        declared: Vec::new(),
        forms: Vec::new(),
        rules: Vec::new(),
        handbook: serde_json::Map::new(),
        required: serde_json::Map::new(),
        covered: serde_json::Map::new(),
        examples: serde_json::Map::new(),
        aliases: serde_json::Map::new(),
    };
    let families = compiler.read_forms(&src.join("form"))?;
    compiler.read_rules(&src.join("rule"))?;
    let plan = compiler.read_plan(&src.join("law/plan.toml"))?;
    let Compiler {
        law,
        keys,
        declared,
        forms,
        rules,
        handbook,
        required,
        covered,
        examples,
        aliases,
        ..
    } = compiler;
    let numbers: HashMap<&str, u16> = keys
        .iter()
        .enumerate()
        .map(|(n, key)| (key.as_str(), n as u16))
        .collect();
    let fields = declared
        .iter()
        .map(|field| Field {
            path: Near(numbers[field.path.as_str()]),
            label: leak(&field.label),
            kind: field.kind,
            list: field.list,
            event: field.event,
            none: field.none,
            options: field
                .options
                .iter()
                .map(|(key, label)| (leak(key), leak(label)))
                .collect(),
            hint: leak(&field.hint),
            unit: leak(&field.unit),
            aliases: field.aliases.iter().map(|alias| leak(alias)).collect(),
        })
        .collect();
    let instruments: Vec<Json> = law
        .sources
        .iter()
        .map(|(source, number)| json!({ "source": source, "number": number }))
        .collect();
    Ok(Compiled {
        handbook: json!({ "rules": handbook, "required": required, "covered": covered, "examples": examples, "aliases": aliases, "instruments": instruments, "plan": plan }),
        catalogue: Catalogue {
            instruments: law.instruments,
            packs: law.packs,
            settings: law.settings,
            places: law.places,
            keys: Paths(keys.iter().map(|key| leak(key)).collect()),
            fields,
            families,
            forms: forms.into_iter().map(|known| known.form).collect(),
            rules: together(rules),
        },
    })
}

impl Compiler<'_> {
    /// What the plan asks and what checks it: `{"instrument": number, "rows": [{item, asks, forms, rules, nothing}]}`.
    fn read_plan(&self, path: &Path) -> Result<Json> {
        let place = path.display().to_string();
        let mut reader = Reader::new(place.clone(), table::file(path)?);
        let name = reader.need("instrument")?;
        let (number, headings) = { self.law.headings(&name) }
            .ok_or_else(|| reader.fault(format!("«{name}» is no instrument with headings")))?;
        let rows = reader.tables("row")?;
        reader.done()?;
        let mut cites = Vec::new();
        for known in &self.forms {
            for field in known.form.fields() {
                let path = &self.declared[usize::from(field.field.0)].path;
                let basis = field.requires.iter().flat_map(|it| &it.basis);
                let of_plan = basis.filter(|it| it.instrument == number);
                cites.extend(of_plan.map(|it| (format!("{}#{path}", known.form.id), it.heading)));
            }
        }
        for rule in &self.rules {
            let of_plan = rule.basis.iter().filter(|it| it.instrument == number);
            cites.extend(of_plan.map(|it| (rule.id.to_string(), it.heading)));
        }
        let form = |id: &str| match self.forms.iter().any(|known| known.form.id == id) {
            true => Found::Here,
            false if self.is_left_out(id) => Found::LeftOut,
            false => Found::Nowhere,
        };
        let rule = |id: &str| match self.rules.iter().any(|rule| rule.id == id) {
            true => Found::Here,
            false if self.left_out.contains(id) => Found::LeftOut,
            false => Found::Nowhere,
        };
        let rows = plan::read(
            &place,
            rows,
            &plan::World {
                headings,
                form: &form,
                rule: &rule,
                cites: &cites,
            },
        )?;
        let rows: Vec<Json> = rows
            .iter()
            .map(|row| {
                json!({
                    "item": row.item,
                    "asks": row.asks,
                    "forms": row.forms,
                    "rules": row.rules,
                    "nothing": row.nothing,
                })
            })
            .collect();
        Ok(json!({ "instrument": number, "rows": rows }))
    }

    fn read_forms(&mut self, folder: &Path) -> Result<Vec<Family<'static>>> {
        let shared = vocabulary(&folder.join("vocabulary.toml"), HashMap::new())?;
        let mut families = Vec::new();
        let folders = sorted(folder)?.into_iter().filter(|path| path.is_dir());
        for family in ordered(folders.collect(), |path| path.join("vocabulary.toml"))? {
            let words = vocabulary(&family.join("vocabulary.toml"), shared.clone())?;
            let forms = sorted(&family)?.into_iter().filter(|path| {
                path.extension().is_some_and(|ext| ext == "toml") && stem(path) != "vocabulary"
            });
            let forms = ordered(forms.collect(), |path| path.to_path_buf())?;
            if !(self.built)(&stem(&family)) {
                self.partial = true;
                for path in forms {
                    let id = format!("{}/{}", stem(&family), stem(&path));
                    self.elsewhere.insert(id, fields_of(&path, &words)?);
                }
                continue;
            }
            let title = table::file(&family.join("vocabulary.toml"))?
                .get("title")
                .and_then(Value::as_str)
                .ok_or(format!(
                    "{}/vocabulary.toml: title is missing",
                    family.display()
                ))?
                .to_string();
            families.push(Family {
                id: leak(&stem(&family)),
                title: leak(&title),
            });
            for path in forms {
                self.read_form(&path, &words, (families.len() - 1) as u8)
                    .map_err(|fault| format!("{}: {fault}", path.display()))?;
            }
        }
        Ok(families)
    }

    fn read_form(
        &mut self,
        path: &Path,
        words: &HashMap<String, Declared>,
        family: u8,
    ) -> Result<()> {
        let family_id = path.parent().map(stem).unwrap_or_default();
        let id = format!("{family_id}/{}", stem(path));
        let mut reader = Reader::new("the form", table::file(path)?);
        let title = reader.need("title")?;
        let aliases = reader.texts("alias")?;
        if let Some(said) = aliases.iter().find(|it| title.contains(*it)) {
            return Err(reader.fault(format!("alias «{said}» stands in the title")));
        }
        self.aliases.insert(id.clone(), json!(aliases));
        reader.take("order");
        let dated = match reader.take("dated") {
            Some(Value::String(key)) => vec![key],
            Some(Value::Array(keys)) => keys
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_string)
                .collect(),
            other => {
                return Err(reader.fault(format!(
                    "dated is a field or a list of fields, not {other:?}"
                )));
            }
        };
        let mut names = self.names.clone();
        names.extend(reader.table("let")?);
        let names = named(names);
        let section_tables = reader.tables("section")?;
        reader.done()?;

        // First every field, then the requirements, which may name any of them.
        let mut fields: HashMap<String, FieldInfo> = HashMap::new();
        let mut listed = Vec::new();
        for section in section_tables {
            let mut reader = Reader::new("a section", section);
            let title = reader.need("title")?;
            let mut rows = Vec::new();
            for (key, value) in reader.table("fields")? {
                let Value::Table(table) = value else {
                    return Err(format!("{key} is a table"));
                };
                let (declared, rest) = override_field(words.get(&key).cloned(), &key, table)?;
                let number = self.field_number(declared.clone());
                for ancestor in ancestors(&key) {
                    if !fields.contains_key(&ancestor) {
                        let group = words
                            .get(&ancestor)
                            .cloned()
                            .ok_or(format!("{key}: no vocabulary has «{ancestor}»"))?;
                        if group.kind != Kind::Group {
                            return Err(format!("{key}: list «{ancestor}» before its columns"));
                        }
                        fields.insert(ancestor.clone(), self.info(&group));
                        let number = self.field_number(group);
                        rows.push((ancestor, number, Reader::new("a group", Table::new())));
                    }
                }
                if fields.insert(key.clone(), self.info(&declared)).is_some() {
                    return Err(format!("{key} stands twice"));
                }
                rows.push((key.clone(), number, Reader::new(key, rest)));
            }
            reader.done()?;
            listed.push((title, rows));
        }

        let mut sections = Vec::new();
        for (title, rows) in listed {
            let mut out = Vec::new();
            for (key, field, mut reader) in rows {
                let covers = reader.texts("covers")?;
                let (requires, terms): (Vec<_>, Vec<_>) = self
                    .requirements(&fields, &names, &key, &mut reader)?
                    .into_iter()
                    .unzip();
                reader.done()?;
                if !requires.is_empty() {
                    let id = format!("{id}#{key}");
                    if !covers.is_empty() {
                        self.covered.insert(id.clone(), json!(covers));
                    }
                    self.required.insert(id, json!(terms.concat()));
                } else if !covers.is_empty() {
                    return Err(format!("{key}: covers goes with required"));
                }
                out.push(FormField {
                    field: Near(field),
                    requires,
                });
            }
            sections.push(Section {
                title: leak(&title),
                fields: out,
            });
        }
        let dated = dated
            .into_iter()
            .map(|key| {
                fields
                    .get(&key)
                    .map(|info| info.key)
                    .ok_or(format!("dated: no field «{key}»"))
            })
            .collect::<Result<Vec<_>>>()?;
        let mut examples = serde_json::Map::new();
        for kind in ["sound", "defects"] {
            let file = path.with_extension(format!("{kind}.json"));
            let text = std::fs::read_to_string(&file)
                .map_err(|error| format!("{}: {error}", file.display()))?;
            let data: Json = serde_json::from_str(&text)
                .map_err(|error| format!("{}: {error}", file.display()))?;
            examples.insert(kind.into(), data);
        }
        self.examples.insert(id.clone(), Json::Object(examples));
        let form = Form::new(leak(&id), leak(&title), family, dated, sections);
        self.forms.push(Known { form, fields });
        Ok(())
    }

    fn field_number(&mut self, declared: Declared) -> u16 {
        let number = self
            .declared
            .iter()
            .position(|known| *known == declared)
            .unwrap_or_else(|| {
                self.declared.push(declared);
                self.declared.len() - 1
            });
        number as u16
    }

    fn key_number(&mut self, path: &str) -> u16 {
        let number = self
            .keys
            .iter()
            .position(|known| known == path)
            .unwrap_or_else(|| {
                self.keys.push(path.to_string());
                self.keys.len() - 1
            });
        number as u16
    }

    fn info(&mut self, declared: &Declared) -> FieldInfo {
        FieldInfo {
            key: self.key_number(&declared.path),
            kind: declared.kind,
            list: declared.list || declared.kind == Kind::Rows,
            options: declared
                .options
                .iter()
                .map(|(key, _)| key.clone())
                .collect(),
            unit: declared.unit.clone(),
        }
    }

    fn requirements(
        &self,
        fields: &HashMap<String, FieldInfo>,
        names: &HashMap<String, String>,
        key: &str,
        reader: &mut Reader,
    ) -> Result<Vec<(Requirement<'static>, Vec<Vec<String>>)>> {
        let alternatives = match reader.take("required") {
            None => {
                if !reader.texts("basis")?.is_empty() {
                    return Err(reader.fault("a basis without required"));
                }
                return Ok(Vec::new());
            }
            Some(Value::Array(list)) => list
                .into_iter()
                .map(|item| match item {
                    Value::Table(table) => Ok(Reader::new(key, table)),
                    other => Err(reader.fault(format!("required holds {other}"))),
                })
                .collect::<Result<Vec<_>>>()?,
            Some(when @ Value::String(_)) => {
                let mut table = Table::new();
                table.insert("when".into(), when);
                for key in ["pack", "severity", "basis", "from", "to"] {
                    if let Some(value) = reader.take(key) {
                        table.insert(key.into(), value);
                    }
                }
                vec![Reader::new(key, table)]
            }
            Some(other) => return Err(reader.fault(format!("required is {other}"))),
        };
        alternatives
            .into_iter()
            .map(|reader| self.requirement(fields, names, key, reader))
            .collect()
    }

    fn requirement(
        &self,
        fields: &HashMap<String, FieldInfo>,
        names: &HashMap<String, String>,
        key: &str,
        mut reader: Reader,
    ) -> Result<(Requirement<'static>, Vec<Vec<String>>)> {
        let when = reader.text("when")?.unwrap_or("yes".to_string());
        let pack = self.pack(reader.text("pack")?.as_deref().unwrap_or("national"))?;
        let (basis, terms) = self
            .citations(&reader.texts("basis")?)
            .map_err(|fault| reader.fault(fault))?;
        let term = term(&mut reader)?;
        let severity = match reader.text("severity")? {
            Some(text) => severity(&text)?,
            None if when == "practice" => Severity::Info,
            None if basis.iter().any(|citation| self.law.is_statute(citation)) => Severity::Error,
            None => Severity::Warning,
        };
        let mut scope = self.scope(fields, names, rows_around(key), None)?;
        let when = match when.as_str() {
            "yes" | "practice" => None,
            text => Some(
                condition::condition(&mut scope.borrow(), text)
                    .map_err(|fault| reader.fault(fault))?,
            ),
        };
        reader.done()?;
        let requirement = Requirement {
            when,
            pack,
            severity,
            term,
            basis,
        };
        Ok((requirement, terms))
    }

    fn pack(&self, id: &str) -> Result<u8> {
        self.packs.get(id).copied().ok_or(format!("no pack «{id}»"))
    }

    /// Citations and, for the handbook and the citation checker, their terms.
    fn citations(&self, texts: &[String]) -> Result<(Vec<Citation<'static>>, Vec<Vec<String>>)> {
        let mut citations = Vec::new();
        let mut terms = Vec::new();
        for text in texts {
            let (citation, words) = self.law.cite(text)?;
            citations.push(citation);
            terms.push(words);
        }
        Ok((citations, terms))
    }

    fn scope<'s>(
        &'s self,
        fields: &'s HashMap<String, FieldInfo>,
        names: &HashMap<String, String>,
        rows: Vec<String>,
        it: Option<FieldInfo>,
    ) -> Result<OwnedScope<'s>> {
        Ok(OwnedScope {
            compiler: self,
            fields,
            names: names.clone(),
            rows,
            it,
        })
    }

    fn read_rules(&mut self, folder: &Path) -> Result<()> {
        let mut later: Vec<(usize, Vec<String>)> = Vec::new();
        let mut faults: Vec<String> = Vec::new();
        for family in sorted(folder)?.into_iter().filter(|path| path.is_dir()) {
            for path in sorted(&family)?
                .into_iter()
                .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
            {
                let place = path.display().to_string();
                let mut reader = Reader::new(&place, table::file(&path)?);
                let chapter = reader.need("chapter")?;
                // What a file says once holds for each of its rules that says nothing else.
                let shared: Table = ["forms", "pack", "from", "to"]
                    .into_iter()
                    .filter_map(|key| reader.take(key).map(|value| (key.to_string(), value)))
                    .collect();
                let mut names = self.names.clone();
                names.extend(reader.table("let")?);
                for (id, rule) in reader.table("rule")? {
                    let Value::Table(table) = rule else {
                        return Err(format!("{place}: {id} is a table"));
                    };
                    let mut whole = shared.clone();
                    if table.contains_key("from") || table.contains_key("to") {
                        whole.remove("from");
                        whole.remove("to");
                    }
                    whole.extend(table);
                    let reader = Reader::new(format!("{place}: {id}"), whole);
                    // Every fault is said at once, so that a file of rules is mended in one go.
                    match self.read_rule(&id, &chapter, &stem(&family), names.clone(), reader) {
                        Ok(Some(unless)) => later.push((self.rules.len() - 1, unless)),
                        Ok(None) => {
                            self.left_out.insert(id);
                        }
                        Err(fault) => faults.push(fault),
                    }
                }
                reader.done()?;
            }
        }
        if !faults.is_empty() {
            return Err(faults.join("\n"));
        }
        for (number, unless) in later {
            for id in unless.into_iter().filter(|id| !self.left_out.contains(id)) {
                let other = self.rules.iter().position(|rule| rule.id == id);
                let other =
                    other.ok_or(format!("{}: unless: no rule «{id}»", self.rules[number].id))?;
                self.rules[number].unless.push(other as u16);
            }
        }
        Ok(())
    }

    fn read_rule(
        &mut self,
        id: &str,
        chapter: &str,
        family: &str,
        mut names: Table,
        mut reader: Reader,
    ) -> Result<Option<Vec<String>>> {
        if self.rules.iter().any(|rule| rule.id == id) {
            return Err(reader.fault("an id is used once"));
        }
        let forms = reader.texts("forms")?;
        let lacks = reader.texts("lacks")?;
        let title = reader.need("title")?;
        let pack_id = reader.text("pack")?.unwrap_or("national".into());
        let pack = self.pack(&pack_id).map_err(|fault| reader.fault(fault))?;
        let basis_texts = reader.texts("basis")?;
        let (basis, terms) = self
            .citations(&basis_texts)
            .map_err(|fault| reader.fault(fault))?;
        let term = term(&mut reader)?;
        let covers = reader.texts("covers")?;
        let unless = reader.texts("unless")?;
        let (why, todo) = (reader.need("why")?, reader.need("todo")?);
        let example = reader.take("example");
        let settings = reader.table("settings")?;
        if let Some(id) = settings.keys().find(|id| !self.settings.contains_key(*id)) {
            return Err(reader.fault(format!("no setting «{id}»")));
        }
        let by_value = reader.text("by")?.is_some();
        let native = reader.text("native")?;
        // Of a function the rule's own condition says when it is asked, and the function picks the case.
        let gate = match native {
            Some(_) => reader.text("when")?,
            None => None,
        };
        names.extend(reader.table("let")?);
        let mut examples = Examples {
            passes: patches(reader.take("pass")),
            fails: Vec::new(),
        };
        let source = RuleSource {
            names: named(names),
            each: reader.text("each")?,
            over_fields: reader.take("fields"),
            over_kind: reader.text("type")?,
            cases: cases(&mut reader, native.is_some(), by_value, &mut examples)?,
            by_value,
            gate,
            forms,
            lacks,
        };
        let (form_ids, judged) = match self.resolve(&source) {
            Ok(Some(resolved)) => resolved,
            Ok(None) => return Ok(None),
            Err(fault) => return Err(reader.fault(fault)),
        };
        let of_forms = |patches: Vec<Json>| {
            self.of_forms(patches, &source.forms, &form_ids)
                .map_err(|fault| reader.fault(fault))
        };
        let passes = of_forms(examples.passes)?;
        let fails = { examples.fails.into_iter() }
            .map(|(severity, fail)| {
                let patches = of_forms(patches(fail))?;
                Ok(json!({ "severity": severity.key(), "patches": patches }))
            })
            .collect::<Result<Vec<_>>>()?;
        let (each, cases, gate) = judged;
        let severities = source.cases.iter().map(|case| case.severity);
        let check = match native {
            Some(name) => Check::Native(leak(&name), gate, cases),
            None if by_value => Check::Value(severities.max().unwrap_or(Severity::Info)),
            None => Check::Cases(cases),
        };
        self.handbook.insert(
            id.to_string(),
            json!({
                "title": title, "chapter": chapter, "family": family, "why": why, "todo": todo, "forms": form_ids,
                "basis": basis_texts, "terms": terms, "example": json_of(example), "pass": passes,
                "settings": json_of(Some(Value::Table(settings))), "fail": fails,
            }),
        );
        reader.done()?;
        self.rules.push(Rule {
            id: leak(id),
            pack,
            basis,
            term,
            each,
            check,
            unless: Vec::new(),
        });
        if !covers.is_empty() {
            self.covered.insert(id.to_string(), json!(covers));
        }
        Ok(Some(unless))
    }

    /// Resolves the names of a rule in each of its forms, which take it in: their ids, the one that its examples start from first, and
    /// what the rule is asked of and judged by. `None` where none of its families is built.
    fn resolve(&mut self, source: &RuleSource) -> Result<Option<(Vec<&'static str>, Judged)>> {
        let everywhere = source.forms.iter().any(|form| form == "*");
        let number = self.rules.len() as u16;
        let mut resolved: Option<Judged> = None;
        let mut form_ids: Vec<&'static str> = Vec::new();
        for index in 0..self.forms.len() {
            let form_id = self.forms[index].form.id;
            if !everywhere && !source.forms.iter().any(|form| form == form_id) {
                continue;
            }
            // What it is asked of must be there, whatever else may be lacking.
            if everywhere
                && let Some(Value::Array(list)) = &source.over_fields
                && !list.iter().any(|path| self.has_field(&[form_id], path))
            {
                continue;
            }
            match self.judged(index, source) {
                Ok(done) => {
                    resolved = Some(joined(resolved.take(), done).ok_or_else(|| {
                        format!("{form_id} has the fields of this rule with other options or types")
                    })?);
                    form_ids.push(form_id);
                    self.forms[index].form.add(number);
                }
                // A rule of all forms is one of those that have its fields.
                Err(fault) if everywhere && fault.starts_with(condition::NO_FIELD) => {}
                Err(fault) => return Err(fault),
            }
        }
        let mut absent = { source.forms.iter() }
            .filter(|form| *form != "*" && !form_ids.contains(&form.as_str()));
        if let Some(missing) = absent.find(|form| !self.is_left_out(form)) {
            return Err(format!("no form «{missing}»"));
        }
        if !self.partial
            && let Some(Value::Array(list)) = &source.over_fields
            && let Some(path) = list.iter().find(|path| !self.has_field(&form_ids, path))
        {
            return Err(format!("fields: none of its forms has {path}"));
        }
        let Some(judged) = resolved else {
            return match self.partial {
                true => Ok(None),
                false => Err("no form has the fields that it names".to_string()),
            };
        };
        form_ids.sort_by_key(|id| {
            let named = source.forms.iter().position(|form| form == id);
            named.unwrap_or(usize::MAX)
        });
        Ok(Some((form_ids, judged)))
    }

    /// Whether the family of a form is not built.
    fn is_left_out(&self, form: &str) -> bool {
        form.split_once('/')
            .is_some_and(|(family, _)| !(self.built)(family))
    }

    /// Examples without those of forms that are not built; each is of the rule's first form, or says `of` which other one it is.
    fn of_forms(&self, patches: Vec<Json>, named: &[String], built: &[&str]) -> Result<Vec<Json>> {
        let mut kept = Vec::new();
        for patch in patches {
            let of = patch.get("of").map(|of| of.as_str().unwrap_or_default());
            match of {
                Some(of) if !built.contains(&of) => {
                    // A rule of all forms with its fields names none.
                    let may =
                        named.is_empty() || named.iter().any(|form| form == of || form == "*");
                    if !(may && self.is_left_out(of)) {
                        return Err(format!(
                            "an example is of «{of}», which is no form of the rule"
                        ));
                    }
                }
                _ => kept.push(patch),
            }
        }
        Ok(kept)
    }

    fn has_field(&self, forms: &[&str], path: &Value) -> bool {
        let mut forms = { self.forms.iter() }.filter(|known| forms.contains(&known.form.id));
        path.as_str()
            .is_some_and(|path| forms.any(|known| known.fields.contains_key(path)))
    }

    /// What a rule is asked of and judged by in one form.
    fn judged(&mut self, form: usize, source: &RuleSource) -> Result<Judged> {
        let fields = &self.with_lacking(form, &source.forms, &source.lacks);
        let (each, rows, it) = self.select(
            fields,
            source.each.as_deref(),
            source.over_fields.as_ref(),
            source.over_kind.as_deref(),
        )?;
        let mut scope = self.scope(fields, &source.names, rows, it)?;
        let cases = match source.by_value {
            true => Vec::new(),
            false => { source.cases.iter() }
                .map(|case| case.compile(&mut scope))
                .collect::<Result<Vec<_>>>()?,
        };
        let gate = source.gate.as_deref().unwrap_or(ALWAYS);
        let gate = condition::condition(&mut scope.borrow(), gate)?;
        Ok((each, cases, gate))
    }

    /// The fields of a form and, of those that its rule says some of its forms lack, the ones that another form has.
    fn with_lacking(
        &mut self,
        index: usize,
        forms: &[String],
        lacks: &[String],
    ) -> HashMap<String, FieldInfo> {
        let lacking = |path: &str| {
            let bare = path.trim_end_matches("[]");
            let mut lacks = lacks.iter();
            lacks.any(|lack| lack == bare || path.starts_with(&format!("{lack}[].")))
        };
        let mut fields = self.forms[index].fields.clone();
        let others = self
            .forms
            .iter()
            .filter(|known| forms.iter().any(|form| form == known.form.id));
        for (path, other) in others.flat_map(|known| &known.fields) {
            if lacking(path) {
                fields.entry(path.clone()).or_insert_with(|| other.clone());
            }
        }
        let unbuilt = forms.iter().filter_map(|form| self.elsewhere.get(form));
        let unbuilt: Vec<Declared> = { unbuilt.flatten() }
            .filter(|field| lacking(&field.path) && !fields.contains_key(&field.path))
            .cloned()
            .collect();
        for field in unbuilt {
            let info = self.info(&field);
            fields.entry(field.path).or_insert(info);
        }
        fields
    }

    /// What a rule is asked of in one form: the selector, the rows at hand, the field at hand.
    fn select(
        &self,
        fields: &HashMap<String, FieldInfo>,
        each: Option<&str>,
        over_fields: Option<&Value>,
        over_kind: Option<&str>,
    ) -> Result<(Each, Vec<String>, Option<FieldInfo>)> {
        let plain = |kind| FieldInfo {
            key: 0,
            kind,
            list: false,
            options: Vec::new(),
            unit: String::new(),
        };
        if let Some(name) = each {
            let mut scope = self.scope(fields, &HashMap::new(), Vec::new(), None)?;
            let info = condition::list(&scope.borrow(), name)?;
            let path = self
                .keys
                .get(usize::from(info.key))
                .cloned()
                .unwrap_or_default();
            return Ok((Each::Rows(info.key), vec![path], None));
        }
        match (over_fields, over_kind) {
            (None, None) => Ok((Each::Form, Vec::new(), None)),
            (Some(Value::String(word)), _) if word == "event" => {
                Ok((Each::Events, Vec::new(), Some(plain(Kind::Date))))
            }
            (Some(Value::Array(list)), _) => {
                let found: Vec<&FieldInfo> = list
                    .iter()
                    .filter_map(Value::as_str)
                    .filter_map(|path| fields.get(path))
                    .collect();
                let first = found.first().ok_or("no field of the list")?;
                if found.iter().any(|info| info.kind != first.kind) {
                    return Err("the fields of one rule are of one type".to_string());
                }
                let keys = found.iter().map(|info| info.key).collect();
                Ok((Each::Fields(keys), Vec::new(), Some((*first).clone())))
            }
            (None, Some(name)) => {
                let kind = kind(name)?;
                if fields.values().all(|info| info.kind != kind) {
                    return Err("no field of the type".to_string());
                }
                Ok((Each::Kind(kind), Vec::new(), Some(plain(kind))))
            }
            (Some(other), _) => Err(format!("fields is a list or \"event\", not {other}")),
        }
    }
}

/// The rules in the groups in which they are read.
fn together(rules: Vec<Rule<'static>>) -> Vec<Later<'static, Vec<Rule<'static>>>> {
    let mut rules = rules.into_iter().peekable();
    std::iter::from_fn(|| {
        rules.peek()?;
        Some(Later::of(
            rules.by_ref().take(Catalogue::TOGETHER).collect(),
        ))
    })
    .collect()
}

/// A rule as declared, before its names are resolved in its forms.
struct RuleSource {
    forms: Vec<String>,
    lacks: Vec<String>,
    each: Option<String>,
    over_fields: Option<Value>,
    over_kind: Option<String>,
    names: HashMap<String, String>,
    by_value: bool,
    /// When a function is asked.
    gate: Option<String>,
    cases: Vec<CaseSource>,
}

/// The examples of a rule: of each case its severity and its failing ones.
struct Examples {
    passes: Vec<Json>,
    fails: Vec<(Severity, Option<Value>)>,
}

/// What a rule is asked of, its cases, and the condition under which a function is asked.
type Judged = (Each, Vec<Case<'static>>, Expr<'static>);

/// What a rule is in the forms before and in one more; `None` where it is not the same.
fn joined(before: Option<Judged>, more: Judged) -> Option<Judged> {
    Some(match (before, more) {
        (Some((Each::Fields(mut known), cases, gate)), (Each::Fields(keys), ..)) => {
            for key in keys {
                if !known.contains(&key) {
                    known.push(key);
                }
            }
            (Each::Fields(known), cases, gate)
        }
        (Some(before), more) if matches!(more.0, Each::Form | Each::Rows(_)) => {
            (format!("{before:?}") == format!("{more:?}")).then_some(more)?
        }
        (_, more) => more,
    })
}

/// The cases of a rule: those of `case`, else the one that the rule itself says; their examples go to `examples`.
fn cases(
    reader: &mut Reader,
    native: bool,
    by_value: bool,
    examples: &mut Examples,
) -> Result<Vec<CaseSource>> {
    let mut tables: Vec<Reader> = reader
        .tables("case")?
        .into_iter()
        .enumerate()
        .map(|(number, table)| Reader::new(reader.fault(format!("case {}", number + 1)), table))
        .collect();
    if tables.is_empty() {
        let mut single = Table::new();
        for key in ["severity", "when", "at", "message", "fix", "fail"] {
            if let Some(value) = reader.take(key) {
                single.insert(key.into(), value);
            }
        }
        tables.push(Reader::new(reader.fault("check"), single));
    }
    let mut cases = Vec::new();
    for mut case in tables {
        let severity = severity(&case.need("severity")?).map_err(|fault| case.fault(fault))?;
        examples.fails.push((severity, case.take("fail")));
        examples.passes.extend(patches(case.take("pass")));
        let when = match native {
            true => Some(ALWAYS.to_string()),
            false => case.text("when")?,
        };
        let (at, message, fix) = (case.text("at")?, case.text("message")?, case.table("fix")?);
        for (key, missing) in [("when", when.is_none()), ("message", message.is_none())] {
            if missing && !by_value {
                return Err(case.fault(format!("{key} is missing")));
            }
        }
        case.done()?;
        cases.push(CaseSource {
            severity,
            when,
            at,
            message,
            fix,
        });
    }
    Ok(cases)
}

struct CaseSource {
    severity: Severity,
    when: Option<String>,
    at: Option<String>,
    message: Option<String>,
    fix: Table,
}

impl CaseSource {
    fn compile(&self, scope: &mut OwnedScope) -> Result<Case<'static>> {
        let scope = &mut scope.borrow();
        let when = condition::condition(scope, self.when.as_deref().unwrap_or_default())?;
        let at = match &self.at {
            Some(at) => condition::target(scope, at)?,
            None => return Err("at is missing".to_string()),
        };
        let message = condition::message(scope, self.message.as_deref().unwrap_or_default())?;
        let mut fix = Reader::new("fix", self.fix.clone());
        let set = fix.text("set")?;
        let to = fix.text("to")?;
        fix.done()?;
        let fix: Option<(_, Expr<'static>)> = match (set, to) {
            (Some(set), Some(to)) => {
                let target = condition::target(scope, &set)?.ok_or("fix sets a field")?;
                Some((target, condition::expression(scope, &to)?))
            }
            (None, None) => None,
            _ => return Err("fix has set and to".to_string()),
        };
        Ok(Case {
            severity: self.severity,
            when,
            at,
            message,
            fix,
        })
    }
}

struct OwnedScope<'s> {
    compiler: &'s Compiler<'s>,
    fields: &'s HashMap<String, FieldInfo>,
    names: HashMap<String, String>,
    rows: Vec<String>,
    it: Option<FieldInfo>,
}

impl OwnedScope<'_> {
    fn borrow(&mut self) -> Scope<'_> {
        Scope {
            fields: self.fields,
            names: &self.names,
            rows: self.rows.clone(),
            it: self.it.clone(),
            packs: &self.compiler.packs,
            settings: &self.compiler.settings,
            instruments: &self.compiler.law.known,
        }
    }
}

/// The condition that always holds.
const ALWAYS: &str = "1 = 1";

/// The names of `src/rule/names.toml`.
fn shared_names(path: &Path) -> Result<Table> {
    let mut reader = Reader::new(path.display().to_string(), table::file(path)?);
    let names = reader.table("let")?;
    reader.done()?;
    Ok(names)
}

/// Names and what they stand for.
fn named(names: Table) -> HashMap<String, String> {
    { names.into_iter() }
        .map(|(name, value)| (name, value.as_str().unwrap_or_default().to_string()))
        .collect()
}

/// `from` and `to` of a rule or requirement; `to = "open"` has no end.
fn term(reader: &mut Reader) -> Result<Option<Term>> {
    let from = reader.day("from")?;
    let to = match reader.take("to") {
        Some(Value::String(word)) if word == "open" => None,
        Some(Value::String(text)) => Some(
            condition::day(&text)
                .ok_or_else(|| reader.fault(format!("to is a date or \"open\", not {text}")))?,
        ),
        None => None,
        Some(other) => return Err(reader.fault(format!("to is {other}"))),
    };
    Ok((from.is_some() || to.is_some()).then_some(Term { from, to }))
}

/// The groups and lists above a path: `payment`, `budget` and `budget.items[]` for `budget.items[].name`.
fn ancestors(path: &str) -> Vec<String> {
    path.match_indices('.')
        .map(|(dot, _)| path[..dot].to_string())
        .collect()
}

/// The lists in whose rows a field stands, outermost first.
fn rows_around(path: &str) -> Vec<String> {
    path.match_indices("[].")
        .map(|(at, _)| path[..at + 2].to_string())
        .collect()
}

fn vocabulary(
    path: &Path,
    mut words: HashMap<String, Declared>,
) -> Result<HashMap<String, Declared>> {
    let place = path.display().to_string();
    let mut reader = Reader::new(&place, table::file(path)?);
    reader.take("title");
    reader.take("order");
    for (key, value) in reader.table("fields")? {
        let Value::Table(table) = value else {
            return Err(format!("{place}: {key} is a table"));
        };
        // A family may say more of a shared field: the grades of discretion are a list in one and free words in another.
        let known = words.get(&key).cloned();
        let (declared, rest) =
            override_field(known, &key, table).map_err(|fault| format!("{place}: {fault}"))?;
        Reader::new(format!("{place}: {key}"), rest).done()?;
        words.insert(key, declared);
    }
    reader.done()?;
    Ok(words)
}

/// The fields of a form that is not built.
fn fields_of(path: &Path, words: &HashMap<String, Declared>) -> Result<Vec<Declared>> {
    let mut reader = Reader::new("the form", table::file(path)?);
    let mut fields = Vec::new();
    for section in reader.tables("section")? {
        for (key, value) in Reader::new("a section", section).table("fields")? {
            let Value::Table(table) = value else {
                return Err(format!("{key} is a table"));
            };
            fields.push(override_field(words.get(&key).cloned(), &key, table)?.0);
        }
    }
    Ok(fields)
}

/// A field as declared, with what the form says differently; the rest of the table is left for the requirements.
fn override_field(known: Option<Declared>, key: &str, table: Table) -> Result<(Declared, Table)> {
    let mut reader = Reader::new(key, table);
    let label = reader.text("label")?;
    let kind_name = reader.text("type")?;
    let options: Vec<(String, String)> = reader
        .table("options")?
        .into_iter()
        .map(|(key, label)| (key, label.as_str().unwrap_or_default().to_string()))
        .collect();
    let mut declared = match known {
        Some(known) => known,
        None => Declared {
            path: key.to_string(),
            label: label
                .clone()
                .ok_or(format!("{key}: no vocabulary has it, so a label is needed"))?,
            kind: kind(
                kind_name
                    .as_deref()
                    .ok_or(format!("{key}: type is missing"))?,
            )?,
            list: key.ends_with("[]"),
            event: false,
            none: false,
            options: Vec::new(),
            hint: String::new(),
            unit: String::new(),
            aliases: Vec::new(),
        },
    };
    if let Some(label) = label {
        declared.label = label;
    }
    if let Some(name) = kind_name {
        declared.kind = kind(&name)?;
        if declared.kind != Kind::Enum {
            declared.options.clear();
        }
    }
    if !options.is_empty() {
        declared.options = options;
    }
    declared.list = declared.list && declared.kind != Kind::Rows;
    declared.event |= reader.flag("event")?;
    declared.none |= reader.flag("none")?;
    if let Some(hint) = reader.text("hint")? {
        declared.hint = hint;
    }
    let unit = match declared.kind {
        Kind::Money => "元",
        Kind::Hours => "学时",
        _ => "",
    };
    if let Some(unit) = reader.text("unit")? {
        declared.unit = unit;
    } else if declared.unit.is_empty() {
        declared.unit = unit.to_string();
    }
    declared.aliases.extend(reader.texts("alias")?);
    for other in reader.texts("also")? {
        let lists = |path: &str| {
            path.split('.')
                .rev()
                .skip(1)
                .filter(|it| it.ends_with("[]"))
                .count()
        };
        if !other.is_ascii() || other.contains('.') && lists(&other) != lists(key) {
            return Err(format!("{key}: {other} is no key of the same row"));
        }
        declared.aliases.push(other);
    }
    for (other, option) in reader.table("also_option")? {
        let option = option.as_str().unwrap_or_default();
        let known = match declared.kind {
            Kind::Bool => matches!(option, "yes" | "no"),
            _ => declared.options.iter().any(|(key, _)| key == option),
        };
        if !known {
            return Err(format!(
                "{key}: {other} stands for {option}, which is no option"
            ));
        }
        declared.aliases.push(format!("{other}={option}"));
    }
    if (declared.kind == Kind::Enum) == declared.options.is_empty() {
        return Err(format!("{key}: options belong to an enum"));
    }
    if declared.kind == Kind::Rows && !key.ends_with("[]") {
        return Err(format!("{key}: the key of rows ends with []"));
    }
    let mut rest = Table::new();
    for name in [
        "required", "basis", "severity", "pack", "from", "to", "covers",
    ] {
        if let Some(value) = reader.take(name) {
            rest.insert(name.into(), value);
        }
    }
    reader.done()?;
    Ok((declared, rest))
}

fn kind(name: &str) -> Result<Kind> {
    Kind::named(name).ok_or(format!("no type «{name}»"))
}

fn severity(name: &str) -> Result<Severity> {
    let found = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .find(|it| it.key() == name);
    found.ok_or(format!("severity is error, warning or info, not {name}"))
}

fn json_of(value: Option<Value>) -> Json {
    value.map_or(Json::Null, |value| {
        serde_json::to_value(value).unwrap_or_default()
    })
}

fn patches(value: Option<Value>) -> Vec<Json> {
    match json_of(value) {
        Json::Null => Vec::new(),
        Json::Array(list) => list,
        single => vec![single],
    }
}
