//! Names to ids: the one place where it is decided what an id in a file means.

use std::borrow::Cow;

use racilint_diagnostics::Span;
use racilint_parser::decode::{Item, Unread};
use racilint_parser::syntax::tree::Key;
use racilint_parser::values::{Many, Ref, Text};
use racilint_parser::{Document, Tables};

use super::{ActorId, RowId};
use crate::by_name::ByName;
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
    // Asked of every name in a file, and few begin as one of the words below.
    let first = name.bytes().next().unwrap_or(b'?').to_ascii_lowercase();
    if !matches!(first, b'?' | b'-' | b't' | b'n' | b'u' | b'v') {
        return false;
    }
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
    let is = |word: &str, wanted: &str| word.eq_ignore_ascii_case(wanted);
    short.iter().any(|word| is(first, word))
        || is(first, "to") && words.next().is_some_and(|second| is(second, "be"))
}

/// All ids of a document. The first declaration of an id counts; `duplicate-id` reports the rest.
#[derive(Debug)]
pub struct Names<'d> {
    /// The areas, actions and profiles that can be named.
    pub catalogue: &'d Catalogue<'d>,
    actors: ByName<'d, ActorId>,
    rows: ByName<'d, RowId>,
    systems: ByName<'d, usize>,
    escalations: ByName<'d, usize>,
    commands: ByName<'d, usize>,
    /// Every id with the kinds of things that bear it.
    objects: ByName<'d, Vec<&'static str>>,
}

impl<'d> Names<'d> {
    pub(super) fn of(document: &'d Document<'d>, catalogue: &'d Catalogue<'d>) -> Self {
        let tables = &document.tables;
        let rows = row_names(tables);
        Names {
            catalogue,
            actors: actors(tables),
            objects: ByName::all_of(objects(tables, &rows).into_iter()),
            rows: ByName::first_of(rows.into_iter()),
            systems: index(&document.tables.systems),
            escalations: index(&document.tables.escalations),
            commands: index(&document.tables.commands),
        }
    }

    /// The person, team, role or party with this id.
    pub fn actor(&self, name: &str) -> Option<ActorId> {
        self.actors.get(without_kind(name)).copied()
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
    pub fn actor_names(&self) -> impl Iterator<Item = &str> + '_ {
        self.actors.names().map(|name| &**name)
    }

    /// All ids of workstreams and slices, in alphabetical order.
    pub fn row_names(&self) -> impl Iterator<Item = &str> + '_ {
        self.rows.names().map(|name| &**name)
    }

    /// All ids of systems, escalation paths and commands by their kind.
    pub fn others(&self, kind: &str) -> impl Iterator<Item = &str> + '_ {
        let map = match kind {
            "system" => &self.systems,
            "escalation" => &self.escalations,
            _ => &self.commands,
        };
        map.names().map(|name| &**name)
    }

    /// All ids of whatever kind, in alphabetical order.
    pub fn object_names(&self) -> impl Iterator<Item = &str> + '_ {
        self.objects.names().map(|name| &**name)
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

/// A name without the kind of actor that it may begin with.
fn without_kind(name: &str) -> &str {
    if !name.starts_with(['p', 't', 'r']) {
        return name;
    }
    let kinds = ["person.", "team.", "role.", "party."];
    let mut plain = kinds.iter().filter_map(|kind| name.strip_prefix(kind));
    plain.next().unwrap_or(name)
}

fn index<'d, T>(items: &'d [Item<'d, T>]) -> ByName<'d, usize> {
    ByName::first_of(items.iter().map(|item| said(&item.id)).zip(0..))
}

fn said<'d>(id: &'d Key<'d>) -> Cow<'d, str> {
    Cow::Borrowed(&*id.name)
}

/// Numbers parties, people, teams and roles in this order: they share one namespace.
fn actors<'d>(tables: &'d Tables<'d>) -> ByName<'d, ActorId> {
    let parties = tables.parties.iter().map(|item| &item.id);
    let people = tables.people.iter().map(|item| &item.id);
    let teams = tables.teams.iter().map(|item| &item.id);
    let roles = tables.roles.iter().map(|item| &item.id);
    let all = parties.chain(people).chain(teams).chain(roles).enumerate();
    ByName::first_of(all.map(|(index, id)| (said(id), ActorId::new(index))))
}

/// Numbers workstreams, each followed by its slices.
fn row_names<'d>(tables: &'d Tables<'d>) -> Vec<(Cow<'d, str>, RowId)> {
    let mut rows = Vec::with_capacity(tables.workstreams.len());
    let mut add = |name| {
        let id = RowId::new(rows.len());
        rows.push((name, id));
    };
    for item in &tables.workstreams {
        add(said(&item.id));
        for slice in item.body.slice.iter().flat_map(|map| &map.items) {
            add(format!("{}.{}", item.id.name, slice.id.name).into());
        }
    }
    rows
}

/// Every name with the kind of thing that bears it.
fn objects<'d>(
    tables: &'d Tables<'d>,
    rows: &[(Cow<'d, str>, RowId)],
) -> Vec<(Cow<'d, str>, &'static str)> {
    let mut all = Vec::new();
    objects_of("party", &tables.parties, &mut all);
    objects_of("person", &tables.people, &mut all);
    objects_of("team", &tables.teams, &mut all);
    objects_of("role", &tables.roles, &mut all);
    objects_of("system", &tables.systems, &mut all);
    objects_of("escalation", &tables.escalations, &mut all);
    objects_of("command", &tables.commands, &mut all);
    objects_of("evidence", &tables.evidence, &mut all);
    objects_of("milestone", &tables.milestones, &mut all);
    objects_of("metric", &tables.metrics, &mut all);
    objects_of("report", &tables.reports, &mut all);
    objects_of("intake", &tables.intakes, &mut all);
    objects_of("agreement", &tables.agreements, &mut all);
    all.extend(rows.iter().map(|(name, _)| (name.clone(), "workstream")));
    add_named_rows(tables, &mut all);
    all
}

fn objects_of<'d, T>(
    kind: &'static str,
    items: &'d [Item<'d, T>],
    all: &mut Vec<(Cow<'d, str>, &'static str)>,
) {
    all.extend(items.iter().map(|item| (said(&item.id), kind)));
}

/// Rows of arrays of tables that carry an id of their own.
fn add_named_rows<'d>(tables: &'d Tables<'d>, all: &mut Vec<(Cow<'d, str>, &'static str)>) {
    let mut name = |kind, id: &'d Option<Text<'d>>| {
        all.extend(id.iter().map(|id| (Cow::Borrowed(&*id.value), kind)));
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

#[cfg(test)]
mod tests;
