//! A table while it is being filled: TOML's rules on what may be written twice or added to.
//!
//! Serves the root with its headers and every inline table. Where a rule is broken it says so and
//! still keeps as much as it can. It reads no text.

use std::collections::BTreeMap;

use super::SyntaxError;
use super::clash;
use super::names::Names;
use super::tree::{Entry, Key, Origin, Table, Value, ValueKind};
use racilint_diagnostics::Span;

/// Tables up to this size are searched from end to end; larger ones get an index.
const SMALL: usize = 32;

/// The way to a table: indices of entries, and of elements within lists of tables. Tables are never
/// taken out again, so a path stays good.
type Path = Vec<u32>;

/// The names of the large tables, by the way to them.
type Indices<'s> = BTreeMap<Path, Names<'s>>;

/// A table that grows.
pub(super) struct Growing<'s> {
    table: Table<'s>,
    indices: Indices<'s>,
    /// The way to the table under the last header.
    current: Option<Path>,
    /// Room for the entries of that table, lent to it while it grows: what stays of each table is as
    /// large as it must be.
    room: Vec<Entry<'s>>,
    /// Whether it is lent.
    is_lent: bool,
    /// The way that is being walked; kept for its memory.
    path: Path,
    merging: bool,
}

impl<'s> Growing<'s> {
    /// Begins with an empty table.
    pub(super) fn new(table: Table<'s>) -> Self {
        Self {
            table,
            indices: Indices::new(),
            current: Some(Path::new()),
            room: Vec::new(),
            is_lent: false,
            path: Path::new(),
            merging: false,
        }
    }

    /// Ends with the full one.
    pub(super) fn finish(mut self) -> Table<'s> {
        self.take_room_back();
        self.table
    }

    /// Lends the room to a table that has just begun.
    fn lend_room(&mut self) {
        let path = self.current.as_deref().unwrap_or_default();
        if let Some(table) = at(&mut self.table, path)
            && table.entries.capacity() == 0
        {
            table.entries = std::mem::take(&mut self.room);
            self.is_lent = true;
        }
    }

    /// The table under the last header is left.
    fn take_room_back(&mut self) {
        if !std::mem::take(&mut self.is_lent) {
            return;
        }
        let path = self.current.as_deref().unwrap_or_default();
        if let Some(table) = at(&mut self.table, path) {
            let entries = table.entries.drain(..).collect();
            self.room = std::mem::replace(&mut table.entries, entries);
        }
    }

    /// Notes that something in the table under the last header could not be read.
    pub(super) fn damage(&mut self) {
        let path = self.current.as_deref().unwrap_or_default();
        if let Some(table) = at(&mut self.table, path) {
            table.damaged = true;
        }
    }

    /// Adds `keys = value` to the table under the last header.
    pub(super) fn insert(
        &mut self,
        keys: &mut Vec<Key<'s>>,
        value: Value<'s>,
        errors: &mut Vec<SyntaxError>,
    ) {
        let merging = self.merging;
        let before = errors.len();
        let (Some(last), Some(mut walk)) = (keys.pop(), self.walk()) else {
            return;
        };
        let ways = keys.len();
        for (at, key) in keys.drain(..).enumerate() {
            match walk.enter_dotted(key, at + 1 == ways, errors) {
                Some(next) => walk = next,
                None => return,
            }
        }
        let clash = walk.put(last, value);
        if !merging {
            errors.extend(clash);
        }
        // What goes wrong further down the same way is the same mistake.
        errors.truncate(before + 1);
    }

    /// What follows a header that could not be read belongs to no table.
    pub(super) fn forget_header(&mut self) {
        self.take_room_back();
        self.table.damaged = true;
        self.current = None;
    }

    /// `[keys]`; `span` is that of the header.
    pub(super) fn open_table(
        &mut self,
        keys: &mut Vec<Key<'s>>,
        span: Span,
        errors: &mut Vec<SyntaxError>,
    ) {
        let depth = keys.len();
        let before = errors.len();
        let Some(last) = keys.pop() else {
            return;
        };
        self.take_room_back();
        let walk = self.walk_headers(keys, errors);
        let merging = walk.and_then(|walk| walk.define(last, span, depth, errors));
        self.settle(merging.is_some());
        self.merging = merging.unwrap_or_default();
        errors.truncate(before + 1);
    }

    /// `[[keys]]`; `span` is that of the header.
    pub(super) fn open_list(
        &mut self,
        keys: &mut Vec<Key<'s>>,
        span: Span,
        errors: &mut Vec<SyntaxError>,
    ) {
        let before = errors.len();
        let Some(last) = keys.pop() else {
            return;
        };
        self.take_room_back();
        let walk = self.walk_headers(keys, errors);
        let found = walk
            .and_then(|walk| walk.append(last, span, errors))
            .is_some();
        self.settle(found);
        self.merging = false;
        errors.truncate(before + 1);
    }

    fn walk(&mut self) -> Option<Walk<'_, 's>> {
        self.path.clear();
        self.path.extend_from_slice(self.current.as_ref()?);
        Some(Walk {
            table: at(&mut self.table, &self.path)?,
            indices: &mut self.indices,
            path: &mut self.path,
        })
    }

    /// What was walked to is the table that follows the header.
    fn settle(&mut self, found: bool) {
        let mut path = self.current.take().unwrap_or_default();
        if found {
            path.clone_from(&self.path);
            self.current = Some(path);
            self.lend_room();
        }
    }

    fn walk_headers(
        &mut self,
        keys: &mut Vec<Key<'s>>,
        errors: &mut Vec<SyntaxError>,
    ) -> Option<Walk<'_, 's>> {
        self.path.clear();
        let mut walk = Walk {
            table: &mut self.table,
            indices: &mut self.indices,
            path: &mut self.path,
        };
        for key in keys.drain(..) {
            walk = walk.enter_header(key, errors)?;
        }
        Some(walk)
    }
}

fn at<'t, 's>(root: &'t mut Table<'s>, path: &[u32]) -> Option<&'t mut Table<'s>> {
    let mut table = root;
    let mut steps = path.iter();
    while let Some(&step) = steps.next() {
        table = match &mut table.entries.get_mut(step as usize)?.value.kind {
            ValueKind::Table(table) => table,
            ValueKind::ArrayOfTables(list) => list.get_mut(*steps.next()? as usize)?,
            _ => return None,
        };
    }
    Some(table)
}

fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

fn table_value<'s>(span: Span, origin: Origin) -> Value<'s> {
    Value {
        span,
        kind: ValueKind::Table(Box::new(Table::new(span, origin))),
    }
}

/// Makes a table of what stood where one was needed. The mistake is told by then, so the table is
/// damaged: nobody shall be told twice.
fn become_table(entry: &mut Entry<'_>, origin: Origin) {
    if let ValueKind::Table(table) = &mut entry.value.kind {
        table.origin = origin;
        table.damaged = true;
        return;
    }
    let mut table = Table::new(entry.value.span, origin);
    table.damaged = true;
    entry.value.kind = ValueKind::Table(Box::new(table));
}

/// Adds a table to a list of tables, and makes one first of whatever else stood there.
fn push_table<'s>(kind: &mut ValueKind<'s>, fresh: Table<'s>) {
    if let ValueKind::ArrayOfTables(list) = kind {
        return list.push(fresh);
    }
    let mut list = match std::mem::replace(kind, ValueKind::Unreadable) {
        ValueKind::Table(table) => vec![*table],
        ValueKind::Array(items) => items.into_iter().filter_map(into_table).collect(),
        _ => Vec::new(),
    };
    list.push(fresh);
    *kind = ValueKind::ArrayOfTables(list);
}

/// Whether a table is there for the tables in it, as `[party]` is for `[party.harbor]`.
fn holds_only_tables(table: &Table<'_>) -> bool {
    let is_table = |entry: &Entry<'_>| matches!(entry.value.kind, ValueKind::Table(_));
    !table.entries.is_empty() && table.entries.iter().all(is_table)
}

fn into_table(value: Value<'_>) -> Option<Table<'_>> {
    match value.kind {
        ValueKind::Table(table) => Some(*table),
        _ => None,
    }
}

/// A table on the way down, with what is needed to search and extend it.
struct Walk<'t, 's> {
    table: &'t mut Table<'s>,
    indices: &'t mut Indices<'s>,
    path: &'t mut Path,
}

impl<'s> Walk<'_, 's> {
    fn position(&mut self, name: &str) -> Option<usize> {
        if self.table.entries.len() <= SMALL {
            let same = |entry: &Entry<'_>| entry.key.name == name;
            return self.table.entries.iter().position(same);
        }
        // Headers mostly go on below the table before.
        let last = self.table.entries.len() - 1;
        if self.table.entries[last].key.name == name {
            return Some(last);
        }
        let found = match self.indices.get(self.path.as_slice()) {
            Some(index) => index.get(name),
            None => self.make_index(name),
        };
        found.map(|at| at as usize)
    }

    /// Makes the index of a large table, which is first needed to find this name.
    fn make_index(&mut self, name: &str) -> Option<u32> {
        let mut index = Names::default();
        for (entry, at) in self.table.entries.iter().zip(0..) {
            index.insert(entry.key.name.clone(), at);
        }
        let found = index.get(name);
        self.indices.insert(Path::clone(self.path), index);
        found
    }

    /// Forgets the indices of the tables below an entry that changes its nature.
    fn drop_indices(&mut self, at: usize) {
        let mut prefix = Path::clone(self.path);
        prefix.push(narrow(at));
        let below = |path: &Path| path.starts_with(&prefix);
        while let Some((path, _)) = self.indices.range(prefix.clone()..).next()
            && below(path)
        {
            let path = path.clone();
            self.indices.remove(&path);
        }
    }

    /// Adds an entry whose name is known to be free; returns its position.
    fn push(&mut self, key: Key<'s>, value: Value<'s>) -> usize {
        let at = self.table.entries.len();
        if at > SMALL
            && let Some(index) = self.indices.get_mut(self.path.as_slice())
        {
            index.insert(key.name.clone(), narrow(at));
        }
        self.table.entries.push(Entry { key, value });
        at
    }

    fn put(&mut self, key: Key<'s>, value: Value<'s>) -> Option<SyntaxError> {
        if let Some(at) = self.position(&key.name) {
            return Some(clash::key_twice(&key, &value, &self.table.entries[at]));
        }
        self.push(key, value);
        None
    }

    /// Steps into the table at an entry that holds one, or the last of a list of them.
    fn step(self, at: usize) -> Option<Self> {
        self.path.push(narrow(at));
        let table = match &mut self.table.entries.get_mut(at)?.value.kind {
            ValueKind::Table(table) => table,
            ValueKind::ArrayOfTables(list) => {
                self.path.push(narrow(list.len().saturating_sub(1)));
                list.last_mut()?
            }
            _ => return None,
        };
        Some(Walk { table, ..self })
    }

    /// Adds a table under a free name and steps into it.
    fn step_new(mut self, key: Key<'s>, span: Span, origin: Origin) -> Option<Self> {
        let at = self.push(key, table_value(span, origin));
        self.step(at)
    }

    /// `a` in `a.b = 1`; `last` when the value goes right into it. `None` when the value has
    /// nowhere to go.
    fn enter_dotted(
        mut self,
        key: Key<'s>,
        last: bool,
        errors: &mut Vec<SyntaxError>,
    ) -> Option<Self> {
        let Some(at) = self.position(&key.name) else {
            let span = key.span;
            return self.step_new(key, span, Origin::Dotted);
        };
        let entry = &mut self.table.entries[at];
        match &mut entry.value.kind {
            ValueKind::Table(table) => match table.origin {
                Origin::Dotted => {}
                Origin::Implicit => table.origin = Origin::Dotted,
                _ => errors.push(clash::not_by_dots(&key, entry)),
            },
            ValueKind::ArrayOfTables(_) if last => errors.push(clash::not_by_dots(&key, entry)),
            // What follows may go deeper into the last table of the list: `toml` allows it.
            ValueKind::ArrayOfTables(_) => {}
            ValueKind::Unreadable => become_table(entry, Origin::Dotted),
            _ => {
                errors.push(clash::not_a_table(&key, entry));
                self.table.damaged = true;
                return None;
            }
        }
        self.step(at)
    }

    /// `a` in `[a.b]`.
    fn enter_header(mut self, key: Key<'s>, errors: &mut Vec<SyntaxError>) -> Option<Self> {
        let Some(at) = self.position(&key.name) else {
            let span = key.span;
            return self.step_new(key, span, Origin::Implicit);
        };
        let entry = &mut self.table.entries[at];
        match &mut entry.value.kind {
            ValueKind::ArrayOfTables(_) => {}
            ValueKind::Table(table) if table.origin != Origin::Inline => {}
            ValueKind::Unreadable => become_table(entry, Origin::Implicit),
            _ => {
                errors.push(clash::not_by_header(&key, entry));
                become_table(entry, Origin::Implicit);
            }
        }
        self.step(at)
    }

    /// The last key of `[a.b]`. Tells whether what follows is added to something written before.
    fn define(
        mut self,
        key: Key<'s>,
        span: Span,
        depth: usize,
        errors: &mut Vec<SyntaxError>,
    ) -> Option<bool> {
        let Some(at) = self.position(&key.name) else {
            return self.step_new(key, span, Origin::Header).map(|_| false);
        };
        let entry = &mut self.table.entries[at];
        let merging = match &mut entry.value.kind {
            ValueKind::Table(table) if table.origin == Origin::Implicit => {
                table.origin = Origin::Header;
                table.span = span;
                entry.value.span = span;
                entry.key.span = key.span;
                false
            }
            ValueKind::ArrayOfTables(list) => {
                list.push(Table::new(span, Origin::Header));
                errors.push(clash::list_before(&key, entry));
                false
            }
            ValueKind::Table(table) if table.origin == Origin::Header => {
                errors.push(clash::table_twice(&key, entry, depth));
                true
            }
            ValueKind::Unreadable => {
                become_table(entry, Origin::Header);
                true
            }
            _ => {
                errors.push(clash::value_before(&key, entry));
                become_table(entry, Origin::Header);
                true
            }
        };
        self.step(at).map(|_| merging)
    }

    /// The last key of `[[a.b]]`.
    fn append(mut self, key: Key<'s>, span: Span, errors: &mut Vec<SyntaxError>) -> Option<Self> {
        let fresh = Table::new(span, Origin::Header);
        let Some(at) = self.position(&key.name) else {
            let kind = ValueKind::ArrayOfTables(vec![fresh]);
            let at = self.push(key, Value { span, kind });
            return self.step(at);
        };
        let entry = &mut self.table.entries[at];
        match &entry.value.kind {
            ValueKind::ArrayOfTables(_) => {}
            ValueKind::Unreadable => {}
            ValueKind::Table(table) if holds_only_tables(table) => {
                // Making a list of it would lose every table in it.
                errors.push(clash::no_list_before(&key, entry));
                self.table.damaged = true;
                return None;
            }
            _ => errors.push(clash::no_list_before(&key, entry)),
        }
        let known = matches!(entry.value.kind, ValueKind::ArrayOfTables(_));
        push_table(&mut entry.value.kind, fresh);
        if !known {
            self.drop_indices(at);
        }
        self.step(at)
    }
}
