//! Names to ids: the one place where it is decided what an id in a file means.

use std::borrow::Cow;
use std::collections::BTreeMap;

use racilint_diagnostics::Span;
use racilint_parser::decode::{Item, Unread};
use racilint_parser::values::{Many, Ref, Text};
use racilint_parser::{Document, Tables};

use super::{ActorId, RowId};
use crate::catalogue::Catalogue;

/// A reference with what it resolved to.
#[derive(Clone, Copy, Debug)]
pub struct Link<'d, Id> {
    /// The id as written.
    pub name: &'d str,
    /// Where it is written.
    pub span: Span,
    /// What it names; `None` when nothing has that name, which `unknown-reference` reports.
    pub to: Option<Id>,
}

/// The holders of a letter, a command, an approval: whoever one key names.
#[derive(Clone, Debug, Default)]
pub struct Seats<'d> {
    /// Who is named, in the order of the file.
    pub links: Vec<Link<'d, ActorId>>,
    /// The key's value, with the brackets of a list.
    pub span: Option<Span>,
    /// The key stands in the file and could not be read.
    pub unread: bool,
}

impl<'d> Seats<'d> {
    /// Whether it is certain that nobody is named.
    pub fn nobody(&self) -> bool {
        self.links.is_empty() && !self.unread
    }

    /// Whether somebody may be meant whom racilint does not know: a misspelt id, an unreadable
    /// value, a placeholder.
    pub fn uncertain(&self) -> bool {
        self.unread || self.links.iter().any(|link| link.to.is_none())
    }

    /// Those who are known, in the order of the file.
    pub fn actors(&self) -> impl Iterator<Item = ActorId> + '_ {
        self.links.iter().filter_map(|link| link.to)
    }

    /// Those who are known, each with the place where they are named.
    pub fn placed(&self) -> impl Iterator<Item = (ActorId, Span)> + '_ {
        self.links
            .iter()
            .filter_map(|link| Some((link.to?, link.span)))
    }

    /// The first place at which somebody is named.
    pub fn first_span(&self) -> Option<Span> {
        self.links.first().map(|link| link.span)
    }
}

/// Whether what stands in a seat says that nobody sits in it.
pub fn is_placeholder(name: &str) -> bool {
    let name = name.trim();
    let words = [
        "", "?", "??", "???", "-", "tbd", "tba", "tbc", "n/a", "na", "none", "nobody", "unknown",
        "vacant",
    ];
    words.iter().any(|word| name.eq_ignore_ascii_case(word)) || is_to_be_said(name)
}

/// "TBD (client)", "to be named": a placeholder with words around it.
fn is_to_be_said(name: &str) -> bool {
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let first = words.next().unwrap_or_default();
    let short = ["tbd", "tba", "tbc"];
    let has_more = first.len() < name.len();
    let is = |word: &str, wanted: &str| word.eq_ignore_ascii_case(wanted);
    has_more
        && (short.iter().any(|word| is(first, word))
            || is(first, "to") && words.next().is_some_and(|second| is(second, "be")))
}

/// All ids of a document. The first declaration of an id counts; `duplicate-id` reports the rest.
#[derive(Debug)]
pub struct Names<'d> {
    /// The areas, actions and profiles that can be named.
    pub catalogue: &'d Catalogue<'d>,
    actors: BTreeMap<&'d str, ActorId>,
    rows: BTreeMap<Cow<'d, str>, RowId>,
    systems: BTreeMap<&'d str, usize>,
    escalations: BTreeMap<&'d str, usize>,
    commands: BTreeMap<&'d str, usize>,
    agreements: BTreeMap<&'d str, usize>,
    /// Every id with the kinds of things that bear it.
    objects: BTreeMap<Cow<'d, str>, Vec<&'static str>>,
}

impl<'d> Names<'d> {
    pub(super) fn of(document: &'d Document<'d>, catalogue: &'d Catalogue<'d>) -> Self {
        let mut names = Names {
            catalogue,
            actors: BTreeMap::new(),
            rows: BTreeMap::new(),
            systems: index(&document.tables.systems),
            escalations: index(&document.tables.escalations),
            commands: index(&document.tables.commands),
            agreements: index(&document.tables.agreements),
            objects: BTreeMap::new(),
        };
        names.take_actors(&document.tables);
        names.take_rows(&document.tables);
        names.take_objects(&document.tables);
        names
    }

    /// Numbers parties, people, teams and roles in this order: they share one namespace.
    fn take_actors(&mut self, tables: &'d Tables<'d>) {
        let parties = tables.parties.iter().map(|item| &item.id);
        let people = tables.people.iter().map(|item| &item.id);
        let teams = tables.teams.iter().map(|item| &item.id);
        let roles = tables.roles.iter().map(|item| &item.id);
        let all = parties.chain(people).chain(teams).chain(roles);
        for (index, id) in all.enumerate() {
            self.actors.entry(&id.name).or_insert(ActorId::new(index));
        }
    }

    /// Numbers workstreams, each followed by its slices.
    fn take_rows(&mut self, tables: &'d Tables<'d>) {
        let mut index = 0;
        let mut next = || {
            index += 1;
            RowId::new(index - 1)
        };
        for item in &tables.workstreams {
            let whole = &*item.id.name;
            self.rows.entry(Cow::Borrowed(whole)).or_insert(next());
            for slice in item.body.slice.iter().flat_map(|map| &map.items) {
                let name = format!("{whole}.{}", slice.id.name);
                self.rows.entry(Cow::Owned(name)).or_insert(next());
            }
        }
    }

    fn take_objects(&mut self, tables: &'d Tables<'d>) {
        self.objects_of("party", &tables.parties);
        self.objects_of("person", &tables.people);
        self.objects_of("team", &tables.teams);
        self.objects_of("role", &tables.roles);
        self.objects_of("system", &tables.systems);
        self.objects_of("escalation", &tables.escalations);
        self.objects_of("command", &tables.commands);
        self.objects_of("evidence", &tables.evidence);
        self.objects_of("milestone", &tables.milestones);
        self.objects_of("metric", &tables.metrics);
        self.objects_of("report", &tables.reports);
        self.objects_of("intake", &tables.intakes);
        self.objects_of("agreement", &tables.agreements);
        for name in self.rows.keys() {
            self.objects
                .entry(name.clone())
                .or_default()
                .push("workstream");
        }
        self.take_named_rows(tables);
    }

    /// Rows of arrays of tables that carry an id of their own.
    fn take_named_rows(&mut self, tables: &'d Tables<'d>) {
        let mut name = |kind, id: &'d Option<Text<'d>>| {
            if let Some(id) = id {
                let kinds = self.objects.entry(Cow::Borrowed(&*id.value)).or_default();
                kinds.push(kind);
            }
        };
        tables.grants.iter().for_each(|row| name("grant", &row.id));
        tables
            .handoffs
            .iter()
            .for_each(|row| name("handoff", &row.id));
        tables
            .exclusions
            .iter()
            .for_each(|row| name("exclusion", &row.id));
        tables
            .exceptions
            .iter()
            .for_each(|row| name("exception", &row.id));
        tables
            .statements
            .iter()
            .for_each(|row| name("statement", &row.id));
        tables
            .notices
            .iter()
            .for_each(|row| name("notice", &row.id));
        let acknowledgements = tables.acknowledgements.iter();
        acknowledgements.for_each(|row| name("acknowledgement", &row.id));
    }

    fn objects_of<T>(&mut self, kind: &'static str, items: &'d [Item<'d, T>]) {
        for item in items {
            let kinds = self
                .objects
                .entry(Cow::Borrowed(&*item.id.name))
                .or_default();
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
    }

    /// The person, team, role or party with this id.
    pub fn actor(&self, name: &str) -> Option<ActorId> {
        let name = ["person.", "team.", "role.", "party."]
            .iter()
            .find_map(|kind| name.strip_prefix(kind))
            .unwrap_or(name);
        self.actors.get(name).copied()
    }

    /// The workstream, or slice as `workstream.slice`, with this id.
    pub fn row(&self, name: &str) -> Option<RowId> {
        let plain = name.strip_prefix("workstream.").unwrap_or(name);
        let found = self.rows.get(plain).or_else(|| self.rows.get(name));
        found.copied()
    }

    /// The index of the system with this id.
    pub fn system(&self, name: &str) -> Option<usize> {
        self.systems.get(name).copied()
    }

    /// The index of the escalation path with this id.
    pub fn escalation(&self, name: &str) -> Option<usize> {
        self.escalations.get(name).copied()
    }

    /// The index of the command with this id.
    pub fn command(&self, name: &str) -> Option<usize> {
        self.commands.get(name).copied()
    }

    /// The index of the agreement with this id.
    pub fn agreement(&self, name: &str) -> Option<usize> {
        self.agreements.get(name).copied()
    }

    /// The kinds of things that bear an id; `kind.id` names one of them.
    pub fn object(&self, name: &str) -> &[&'static str] {
        if let Some(kinds) = self.objects.get(name) {
            return kinds;
        }
        name.split_once('.')
            .and_then(|(kind, id)| {
                let kinds = self.objects.get(id)?;
                let at = kinds.iter().position(|known| *known == kind)?;
                Some(&kinds[at..=at])
            })
            .unwrap_or_default()
    }

    /// All ids of persons, teams, roles and parties, in alphabetical order.
    pub fn actor_names(&self) -> impl Iterator<Item = &'d str> + '_ {
        self.actors.keys().copied()
    }

    /// All ids of workstreams and slices, in alphabetical order.
    pub fn row_names(&self) -> impl Iterator<Item = &str> + '_ {
        self.rows.keys().map(|name| &**name)
    }

    /// All ids of systems, escalation paths, commands and agreements by their kind.
    pub fn others(&self, kind: &str) -> impl Iterator<Item = &'d str> + '_ {
        let map = match kind {
            "system" => &self.systems,
            "escalation" => &self.escalations,
            "command" => &self.commands,
            _ => &self.agreements,
        };
        map.keys().copied()
    }

    /// All ids of whatever kind, in alphabetical order.
    pub fn object_names(&self) -> impl Iterator<Item = &str> + '_ {
        self.objects.keys().map(|name| &**name)
    }

    pub(crate) fn seats<K>(
        &self,
        field: &'d Option<Many<Ref<'d, K>>>,
        unread: &Unread,
        key: &str,
    ) -> Seats<'d> {
        Seats {
            links: self.links(field, Names::actor),
            span: field.as_ref().map(|many| many.span),
            unread: unread.could_hold(key),
        }
    }

    pub(super) fn rows<K>(&self, field: &'d Option<Many<Ref<'d, K>>>) -> Vec<Link<'d, RowId>> {
        self.links(field, Names::row)
    }

    pub(super) fn links<K, Id>(
        &self,
        field: &'d Option<Many<Ref<'d, K>>>,
        resolve: impl Fn(&Self, &str) -> Option<Id>,
    ) -> Vec<Link<'d, Id>> {
        let link = |reference: &'d Ref<'d, K>| Link {
            name: &reference.name,
            span: reference.span,
            to: resolve(self, &reference.name),
        };
        Many::of(field).iter().map(link).collect()
    }
}

fn index<'d, T>(items: &'d [Item<'d, T>]) -> BTreeMap<&'d str, usize> {
    let mut map = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        map.entry(&*item.id.name).or_insert(index);
    }
    map
}
