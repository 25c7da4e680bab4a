//! Ways to write an engagement otherwise that must not matter.
//!
//! All of them change the text where the parser has read something, so that comments and spelling
//! stay what they were.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use racilint_checker::catalogue::Catalogue;
use racilint_diagnostics::{FileId, Sources};
use racilint_parser::syntax;
use racilint_parser::syntax::tree::{Origin, Table, ValueKind};

use crate::parts::Files;
use crate::print::quoted;

/// An engagement cut at its headers.
#[derive(Clone, Debug)]
pub struct Blocks {
    /// What stands before the first header.
    head: String,
    blocks: Vec<Block>,
}

/// A header with all that belongs to it.
#[derive(Clone, Debug)]
struct Block {
    /// The first two keys of the header: what makes up one object.
    path: Vec<String>,
    /// Whether it has double brackets.
    is_row: bool,
    text: String,
}

impl Blocks {
    /// Cuts a text. What is no TOML cannot be cut.
    pub fn of(text: &str) -> Self {
        let starts = headers(text);
        let first = starts.keys().next().copied().unwrap_or(text.len());
        let ends = starts.keys().skip(1).copied().chain([text.len()]);
        let blocks = starts.iter().zip(ends).map(|((start, path), end)| {
            let mut text = text[*start..end].to_owned();
            if !text.ends_with('\n') {
                text.push('\n');
            }
            Block {
                path: path.clone(),
                is_row: text.starts_with("[["),
                text,
            }
        });
        Blocks {
            head: text[..first].to_owned(),
            blocks: blocks.collect(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The text with its blocks in another order: those of a list such as `[[grant]]` keep theirs
    /// among themselves, since they are known by it. `order` sorts the blocks.
    pub fn in_order(&self, order: impl Fn(usize) -> u64) -> String {
        let mut places: Vec<usize> = (0..self.blocks.len()).collect();
        places.sort_by_key(|at| order(*at));
        let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in (0..self.blocks.len())
            .rev()
            .filter(|at| self.blocks[*at].is_row)
        {
            rows.entry(self.blocks[at].kind()).or_default().push(at);
        }
        let text = places.into_iter().map(|at| {
            let block = &self.blocks[at];
            let next = rows.get_mut(block.kind()).filter(|_| block.is_row);
            let at = next.and_then(Vec::pop).unwrap_or(at);
            self.blocks[at].text.as_str()
        });
        std::iter::once(self.head.as_str()).chain(text).collect()
    }

    /// The text in several files: `part` says of each object in which, 0 for the main one. Rows of a
    /// list stay together, since they are known by their order.
    pub fn in_files(&self, part: impl Fn(&str) -> usize) -> String {
        let mut parts: BTreeMap<usize, String> = BTreeMap::new();
        for block in &self.blocks {
            let is_main = block.kind() == "engagement";
            let at = if is_main { 0 } else { part(&block.object()) };
            parts.entry(at).or_default().push_str(&block.text);
        }
        let main = parts.remove(&0).unwrap_or_default();
        let names: Vec<String> = parts
            .keys()
            .map(|at| format!("\"part-{at}.toml\""))
            .collect();
        let include = format!("[engagement]\ninclude = [{}]\n", names.join(", "));
        let mut text = self.head.clone() + &main.replacen("[engagement]\n", &include, 1);
        for (at, part) in &parts {
            text.push_str(&format!("\n#@ part-{at}.toml\n{part}"));
        }
        text
    }

    /// Whether it can be laid out in several files: it includes none yet.
    pub fn can_be_split(&self) -> bool {
        let is_head = |block: &&Block| block.text.starts_with("[engagement]\n");
        let head = self.blocks.iter().find(is_head);
        head.is_some_and(|head| !head.text.contains("include"))
    }
}

impl Block {
    fn kind(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }

    /// What it is a part of: `workstream.patching`, or all rows of a list.
    fn object(&self) -> String {
        match self.is_row {
            true => self.kind().to_owned(),
            false => self.path.join("."),
        }
    }
}

/// The text with comments and blank lines wherever they may stand: before each header and before
/// each key of a table with a header.
pub fn with_remarks(text: &str) -> String {
    let mut places: BTreeSet<usize> = headers(text).into_keys().collect();
    let parsed = syntax::parse(FileId::default(), text);
    keys(&parsed.root, &mut places);
    let mut out = String::with_capacity(text.len() * 2);
    let mut at = 0;
    for place in places {
        // What stands before a key on its line belongs to it.
        if text[..place]
            .rsplit('\n')
            .next()
            .is_some_and(|before| before.trim().is_empty())
        {
            out.push_str(&text[at..place]);
            out.push_str("# a remark: [not.a.header] = \"\n\n \t");
            at = place;
        }
    }
    out + &text[at..]
}

fn keys(table: &Table<'_>, places: &mut BTreeSet<usize>) {
    for entry in &table.entries {
        let is_written = matches!(table.origin, Origin::Header | Origin::Root);
        match &entry.value.kind {
            ValueKind::Table(inner) if inner.origin != Origin::Inline => keys(inner, places),
            ValueKind::ArrayOfTables(rows) => rows.iter().for_each(|row| keys(row, places)),
            _ if is_written => drop(places.insert(entry.key.span.start as usize)),
            _ => {}
        }
    }
}

/// Where each header begins, with its first two keys.
fn headers(text: &str) -> BTreeMap<usize, Vec<String>> {
    let parsed = syntax::parse(FileId::default(), text);
    let mut found = BTreeMap::new();
    collect(&parsed.root, &mut Vec::new(), &mut found);
    found
}

fn collect(table: &Table<'_>, path: &mut Vec<String>, found: &mut BTreeMap<usize, Vec<String>>) {
    if table.origin == Origin::Header {
        let first = path.iter().take(2).cloned().collect();
        found.insert(table.span.start as usize, first);
    }
    for entry in &table.entries {
        path.push(entry.key.name.to_string());
        match &entry.value.kind {
            ValueKind::Table(inner) => collect(inner, path, found),
            ValueKind::ArrayOfTables(rows) => {
                rows.iter().for_each(|row| collect(row, path, found));
            }
            _ => {}
        }
        path.pop();
    }
}

/// The ids that can be renamed without renaming something in a catalogue: of people, workstreams
/// and all else that is declared in the text, sorted.
pub fn ids(text: &str) -> Vec<String> {
    ids_of(text, |kind| kind != "engagement")
}

/// The ids of people and roles among them: who can own something and approve it.
pub fn actors(text: &str) -> Vec<String> {
    ids_of(text, |kind| kind == "person" || kind == "role")
}

fn ids_of(text: &str, is_wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let parsed = syntax::parse(FileId::default(), text);
    let mut ids = BTreeSet::new();
    let kinds = parsed.root.entries.iter();
    for kind in kinds.filter(|kind| is_wanted(&kind.key.name)) {
        if let ValueKind::Table(items) = &kind.value.kind {
            ids.extend(items.entries.iter().map(|item| item.key.name.to_string()));
        }
    }
    let catalogue = Catalogue::shipped();
    let is_own = |id: &String| {
        let is_plain = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        is_plain && catalogue.area(id).is_none() && catalogue.action(id).is_none()
    };
    ids.into_iter().filter(is_own).collect()
}

/// The text with an id renamed wherever it is declared or referred to.
pub fn renamed(text: &str, id: &str, other: &str) -> String {
    let mut edits: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
    for (range, name) in declared(text) {
        if name == id {
            edits.insert(range.start, (range, other.to_owned()));
        }
    }
    let sources = Sources::default();
    let main = sources.add("any.raci.toml", text);
    let (document, _) = racilint_parser::read(&sources, main, "any.raci.toml", &Files::default());
    for mention in document.mentions().filter(|own| own.span.file == main.id()) {
        let parts: Vec<&str> = mention.name.split('.').collect();
        // `workstream.patching`, `patching.nights`, `patching`.
        let has_kind = parts.len() > 1 && parts[0] != id;
        let place = usize::from(has_kind);
        if parts.get(place) == Some(&id) {
            let mut parts = parts;
            parts[place] = other;
            let range = mention.span.range();
            edits.insert(range.start, (range, quoted(&parts.join("."))));
        }
    }
    let mut out = text.to_owned();
    for (range, new) in edits.into_values().rev() {
        out.replace_range(range, &new);
    }
    out
}

/// Every place at which an id is declared, with the id: in headers, and as a key below its kind.
fn declared(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    for start in headers(text).into_keys() {
        let line = text[start..].lines().next().unwrap_or_default();
        let inside = line.trim_start_matches('[');
        let from = start + line.len() - inside.len();
        let inside = inside.split(']').next().unwrap_or_default();
        let Some((kind, rest)) = inside.split_once('.') else {
            continue;
        };
        let id = rest.split('.').next().unwrap_or_default();
        let at = from + kind.len() + 1;
        let plain = id.trim();
        let at = at + id.len() - id.trim_start().len();
        found.push((at..at + plain.len(), plain.to_owned()));
    }
    let parsed = syntax::parse(FileId::default(), text);
    for kind in &parsed.root.entries {
        let ValueKind::Table(items) = &kind.value.kind else {
            continue;
        };
        let is_kind = kind.key.name != "engagement";
        for item in items.entries.iter().filter(|_| is_kind) {
            let is_item = matches!(item.value.kind, ValueKind::Table(_));
            let known = found
                .iter()
                .any(|(range, _)| *range == item.key.span.range());
            if is_item && !known {
                found.push((item.key.span.range(), item.key.name.to_string()));
            }
        }
    }
    found
}

/// A waiver, to be put behind an engagement.
pub fn waiver(rule: &str, object: &str, owner: &str, approver: &str) -> String {
    format!(
        "\n[[waiver]]\nrule = {}\non = {}\nreason = \"agreed on the phone\"\nowner = {}\n\
         approved-by = {}\nuntil = 2027-03-31\n",
        quoted(rule),
        quoted(object),
        quoted(owner),
        quoted(approver)
    )
}
