//! A form opened: its declaration as a tree, with the cell of each field, and the ways that papers name a field.

use crate::catalogue::{Field, Form, FormField, Kind};
use crate::tables::{Table, table};
use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// An opened form: its fields as a tree, each with its place among the cells of its row.
///
/// Groups have no cells of their own: their fields are cells of the row around them. The form itself is the outermost row.
#[derive(Debug)]
pub struct Layout {
    /// The declaration.
    pub form: &'static Form<'static>,
    /// The tree; node 0 is the form.
    pub nodes: Vec<Node>,
    /// Node of each key; `NONE` where the form lacks it.
    by_key: Vec<u16>,
    /// Other keys, with their group and the node that is meant; the groups that only such keys have are nodes that no other holds.
    also: Vec<(u16, &'static str, u16)>,
}

/// A field or group of an opened form.
#[derive(Debug)]
pub struct Node {
    /// Its name in its group: `creditCode`.
    pub name: &'static str,
    /// The declaration; the form itself has none.
    pub field: Option<&'static Field<'static>>,
    /// The section's field with its requirements; groups that the form does not list have none.
    pub form_field: Option<&'static FormField<'static>>,
    /// Its fields or columns, in order.
    pub children: Vec<u16>,
    /// Node of the group, list or form that it stands in.
    pub parent: u16,
    /// Number of its cell in the row; of a group, unused.
    pub cell: u16,
    /// How many cells one of its rows has; of a single field, 0.
    pub width: u16,
    /// Its number in the order of the paper.
    pub order: u16,
    /// How many lists stand around it.
    pub depth: u8,
    /// Another field beside it has the same label.
    pub twin: bool,
}

const NONE: u16 = u16::MAX;

/// Where a cell is: its node and the row numbers of the lists around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The node.
    pub node: u16,
    /// Row numbers, outermost list first; a list of single values adds the number of the value.
    pub rows: Vec<u32>,
}

impl Layout {
    /// Opens a form by its id; `None` where there is no such form.
    ///
    /// ```
    /// assert!(zhifa::form::Layout::open("penalty/decision").is_some());
    /// assert!(zhifa::form::Layout::open("penalty/tale").is_none());
    /// ```
    pub fn open(id: &str) -> Option<Layout> {
        let table = table();
        let form = table.catalogue.forms.iter().find(|form| form.id == id)?;
        let mut layout = Layout {
            form,
            nodes: Vec::new(),
            by_key: alloc::vec![NONE; table.catalogue.keys.0.len()],
            also: Vec::new(),
        };
        layout.nodes.push(Node::group("", 0, 0));
        for form_field in form.fields() {
            layout.add(table, form_field);
        }
        layout.number(0, &mut 0);
        for node in 1..layout.nodes.len() as u16 {
            let field = layout.node(node).and_then(|node| node.field);
            for key in field.iter().flat_map(|field| &field.aliases) {
                layout.add_key(key, node);
            }
        }
        Some(layout)
    }

    /// Lets the form answer to another key of a node, written with its groups; the last name alone is found by [`Layout::child`].
    fn add_key(&mut self, key: &'static str, node: u16) {
        let Some((groups, name)) = key.rsplit_once('.') else {
            return;
        };
        let mut group = 0;
        for name in groups.split('.') {
            let name = name.strip_suffix("[]").unwrap_or(name);
            group = match self.child(group, name, 0) {
                Some(known) => known,
                None => {
                    let number = self.nodes.len() as u16;
                    let depth = self.node(node).map_or(0, |node| node.depth);
                    self.nodes.push(Node::group(name, group, depth));
                    self.also.push((group, name, number));
                    number
                }
            };
        }
        let name = name.strip_suffix("[]").unwrap_or(name);
        self.also.push((group, name, node));
    }

    /// The nodes that other keys mean, each with the group that the key stands in; groups before what they hold.
    pub(crate) fn other_keys(&self) -> impl DoubleEndedIterator<Item = (u16, u16)> {
        self.also.iter().map(|(group, _, node)| (*group, *node))
    }

    fn add(&mut self, table: &'static Table, form_field: &'static FormField<'static>) {
        let Some(field) = table.catalogue.fields.get(usize::from(form_field.field.0)) else {
            return;
        };
        let path = table.key(field.key());
        let (parent, name) = match path.rfind('.') {
            Some(dot) => (self.find_path(table, &path[..dot]), &path[dot + 1..]),
            None => (0, path),
        };
        let (around, parent_is_list) = match self.nodes.get(usize::from(parent)) {
            Some(node) => (node.depth, node.is_list()),
            None => return,
        };
        // A group's cells are those of the row that it stands in.
        let row = self.row_of(parent);
        let is_list = field.list || field.kind == Kind::Rows;
        let mut cell = 0;
        if field.kind != Kind::Group
            && let Some(owner) = self.nodes.get_mut(usize::from(row))
        {
            cell = owner.width;
            owner.width += 1;
        }
        let mut twin = false;
        let depth = around + u8::from(parent_is_list);
        for other in &mut self.nodes {
            if other.depth == depth && other.field.is_some_and(|it| it.label == field.label) {
                other.twin = true;
                twin = true;
            }
        }
        let number = self.nodes.len() as u16;
        self.nodes.push(Node {
            name: name.strip_suffix("[]").unwrap_or(name),
            field: Some(field),
            form_field: Some(form_field),
            children: Vec::new(),
            parent,
            cell,
            width: u16::from(is_list && field.kind != Kind::Rows),
            order: 0,
            depth,
            twin,
        });
        if let Some(parent) = self.nodes.get_mut(usize::from(parent)) {
            parent.children.push(number);
        }
        if let Some(slot) = self.by_key.get_mut(usize::from(field.key())) {
            *slot = number;
        }
    }

    fn find_path(&self, table: &Table, path: &str) -> u16 {
        let found = self.nodes.iter().position(|node| {
            node.field
                .is_some_and(|field| table.key(field.key()) == path)
        });
        found.unwrap_or(0) as u16
    }

    /// The list or form in whose row a node's fields stand.
    #[inline]
    pub(crate) fn row_of(&self, node: u16) -> u16 {
        let mut at = node;
        while let Some(node) = self.nodes.get(usize::from(at)) {
            if at == 0 || node.is_list() {
                break;
            }
            at = node.parent;
        }
        at
    }

    fn number(&mut self, node: u16, next: &mut u16) {
        let children = match self.nodes.get_mut(usize::from(node)) {
            Some(node) => {
                node.order = *next;
                node.children.clone()
            }
            None => return,
        };
        *next += 1;
        for child in children {
            self.number(child, next);
        }
    }

    /// A node by number.
    #[inline]
    pub fn node(&self, number: u16) -> Option<&Node> {
        self.nodes.get(usize::from(number))
    }

    /// The node of a key.
    #[inline]
    pub(crate) fn of_key(&self, key: u16) -> Option<u16> {
        self.by_key
            .get(usize::from(key))
            .copied()
            .filter(|node| *node != NONE)
    }

    /// The groups in a group that only other keys have: they hold no more than what the form does not have.
    pub(crate) fn other_groups(&self, group: u16) -> impl Iterator<Item = u16> {
        let own = move |it: &&(u16, &str, u16)| {
            it.0 == group && self.node(it.2).is_some_and(|node| node.field.is_none())
        };
        self.also.iter().filter(own).map(|it| it.2)
    }

    /// The field of `parent` that a document names so: by key or label; at the top also by any label that stands for one field only.
    pub(crate) fn child(&self, parent: u16, name: &str, guess: usize) -> Option<u16> {
        let children = &self.node(parent)?.children;
        let named = |child: &u16| self.node(*child).is_some_and(|node| node.name == name);
        // Documents mostly keep the order of the form, so the next field is tried first.
        if let Some(next) = children.get(guess).filter(|child| named(child)) {
            return Some(*next);
        }
        if let Some(found) = children.iter().find(|child| named(child)) {
            return Some(*found);
        }
        let mut also = self.also.iter();
        if let Some((_, _, node)) = also.find(|it| it.0 == parent && it.1 == name) {
            return Some(*node);
        }
        let labelled = |child: &u16| {
            let field = self.node(*child).and_then(|node| node.field);
            let field = field.filter(|_| parent != 0 || self.is_outside_lists(*child));
            field.is_some_and(|field| field.label == name || field.aliases.contains(&name))
        };
        if let Some(found) = children.iter().copied().find(labelled) {
            return Some(found);
        }
        // At the top a label that stands for one field only is found without its group; so is a key, unless it is a common word.
        let common = !name.bytes().any(|byte| byte.is_ascii_uppercase());
        let own = |child: &u16| {
            labelled(child) || !common && self.is_outside_lists(*child) && named(child)
        };
        let mut anywhere = (1..self.nodes.len() as u16)
            .filter(|_| parent == 0)
            .filter(own);
        anywhere.next().filter(|_| anywhere.next().is_none())
    }

    fn is_outside_lists(&self, node: u16) -> bool {
        self.node(node).is_some_and(|node| node.depth == 0)
    }

    /// Whether a field is called so in this group by its own key.
    pub(crate) fn is_key(&self, group: u16, node: u16, name: &str) -> bool {
        self.node(node)
            .is_some_and(|node| node.parent == group && node.name == name)
    }

    /// Reads a path: `party.creditCode`, `penalties[0].amount`, or a JSON Pointer. `None` where the form has no such field.
    ///
    /// ```
    /// let layout = zhifa::form::Layout::open("penalty/decision").unwrap();
    /// let place = layout.place("penalties[1].amount").unwrap();
    /// assert_eq!(layout.pointer(&place), "/penalties/1/amount");
    /// assert_eq!(layout.place("/penalties/1/amount"), Some(place));
    /// assert_eq!(layout.place("penalties.amount"), None);
    /// ```
    pub fn place(&self, path: &str) -> Option<Place> {
        let pointer = path.starts_with('/');
        let mut place = Place {
            node: 0,
            rows: Vec::new(),
        };
        let mut row_open = false;
        for part in path
            .split(['/', '.', '[', ']'])
            .filter(|part| !part.is_empty())
        {
            let node = self.node(place.node)?;
            if node.is_list() && !row_open {
                place.rows.push(part.parse().ok()?);
                row_open = true;
                continue;
            }
            let unescaped: String;
            let name = if pointer && crate::value::text::holds_char(part, '~') {
                unescaped = name_in(part);
                &unescaped
            } else {
                part
            };
            place.node = self.child(place.node, name, 0)?;
            row_open = false;
        }
        (place.node != 0).then_some(place)
    }

    /// The JSON Pointer of a place.
    pub fn pointer(&self, place: &Place) -> String {
        let mut parts: Vec<Cow<'_, str>> = Vec::new();
        let mut rows = place.rows.iter().rev();
        let mut at = place.node;
        // More row numbers than lists around the node: the last is the number of a row of the node itself.
        let own_row = self
            .node(at)
            .is_some_and(|node| node.is_list() && place.rows.len() > usize::from(node.depth));
        if own_row && let Some(row) = rows.next() {
            parts.push(row.to_string().into());
        }
        while at != 0 {
            let Some(node) = self.node(at) else { break };
            parts.push(node.name.into());
            at = node.parent;
            if self.node(at).is_some_and(Node::is_list)
                && let Some(row) = rows.next()
            {
                parts.push(row.to_string().into());
            }
        }
        let mut path = String::new();
        for part in parts.iter().rev() {
            path.push('/');
            path.push_str(part);
        }
        path
    }

    /// What the place is called: `统一社会信用代码`, with its group where the form has several of that label, and its row in a list.
    pub fn label(&self, place: &Place) -> String {
        let Some((node, field)) = self
            .node(place.node)
            .and_then(|node| node.field.map(|field| (node, field)))
        else {
            return self.form.title.to_string();
        };
        if let Some(list) = self
            .node(self.row_of(node.parent))
            .filter(|list| list.is_list())
            && let Some(list_field) = list.field
            && let Some(row) = place.rows.get(usize::from(list.depth))
        {
            return format!("{}第{}行{}", list_field.label, row + 1, field.label);
        }
        let mut label = field.label.to_string();
        if node.twin
            && let Some(group) = self.node(node.parent).and_then(|parent| parent.field)
            && !label.starts_with(group.label)
        {
            label = format!("{}{label}", group.label);
        }
        if node.is_list()
            && let Some(row) = place.rows.get(usize::from(node.depth))
        {
            label = format!("{label}第{}项", row + 1);
        }
        label
    }
}

impl Node {
    fn group(name: &'static str, parent: u16, depth: u8) -> Node {
        Node {
            name,
            field: None,
            form_field: None,
            children: Vec::new(),
            parent,
            cell: 0,
            width: 0,
            order: 0,
            depth,
            twin: false,
        }
    }

    /// Rows, or a list of single values.
    pub fn is_list(&self) -> bool {
        self.field
            .is_some_and(|field| field.list || field.kind == Kind::Rows)
    }

    /// A list of single values.
    pub(crate) fn is_single_list(&self) -> bool {
        self.field
            .is_some_and(|field| field.list && field.kind != Kind::Rows)
    }

    /// What it holds; the form itself is a group.
    pub fn kind(&self) -> Kind {
        self.field.map_or(Kind::Group, |field| field.kind)
    }
}

/// The name that a token of a JSON Pointer stands for (RFC 6901, 4).
pub(crate) fn name_in(token: &str) -> String {
    let mut parts = token.split('~');
    let mut name = String::from(parts.next().unwrap_or_default());
    for part in parts {
        let (sign, rest) = match part.strip_prefix('1') {
            Some(rest) => ('/', rest),
            None => ('~', part.strip_prefix('0').unwrap_or(part)),
        };
        name.push(sign);
        name.push_str(rest);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::name_in;

    #[test]
    fn tokens_are_unescaped_once() {
        for (token, name) in [
            ("a~1b~0c", "a/b~c"),
            ("~01", "~1"),
            ("~", "~"),
            ("x~2", "x~2"),
        ] {
            assert_eq!(name_in(token), name);
        }
    }
}
