//! Everybody who holds a letter: their names, their parties, their order.

use std::collections::{BTreeMap, BTreeSet};

use racilint_checker::model::{Actor, ActorId, ActorKind, Engagement, Link};
use racilint_parser::values::Many;

use super::order::Entry;
use super::{Column, links};
use crate::words::line;

/// Whoever is named for a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Holder<'d> {
    /// Somebody whom the engagement declares.
    Known(ActorId),
    /// The place of those who belong to no party, where columns are parties.
    NoParty,
    /// A name that names nobody: a misspelt id, a placeholder.
    Unknown(&'d str),
}

impl<'d> Holder<'d> {
    /// Whom a place of the file names.
    pub(super) fn of(link: &Link<'d, ActorId>) -> Self {
        link.to.map_or(Holder::Unknown(link.name), Holder::Known)
    }
}

/// Everybody who holds a letter, in the order of columns.
pub(super) struct Holders<'d> {
    /// What is said of each.
    pub(super) list: Vec<Column>,
    index: BTreeMap<Holder<'d>, usize>,
}

impl<'d> Holders<'d> {
    /// The holders of all letters of the rows.
    pub(super) fn of(engagement: &Engagement<'d>, entries: &[Entry]) -> Self {
        let named: BTreeSet<Holder<'d>> = links(engagement, entries).map(Holder::of).collect();
        let groups = groups(engagement);
        let mut named: Vec<Holder<'d>> = named.into_iter().collect();
        named.sort_by_key(|holder| {
            (
                group(engagement, &groups, *holder),
                rank(engagement, *holder),
            )
        });
        let mut list: Vec<Column> = named
            .iter()
            .map(|holder| column(engagement, &groups, *holder))
            .collect();
        tell_apart(&mut list);
        Holders {
            list,
            index: named.into_iter().zip(0..).collect(),
        }
    }

    /// Everybody with their place in the list.
    pub(super) fn indexed(&self) -> impl Iterator<Item = (Holder<'d>, usize)> + '_ {
        self.index.iter().map(|(holder, index)| (*holder, *index))
    }

    /// The place in the list.
    pub(super) fn index(&self, holder: Holder<'d>) -> Option<usize> {
        self.index.get(&holder).copied()
    }

    /// The name by which whoever is named somewhere is shown.
    pub(super) fn title(&self, link: &Link<'d, ActorId>) -> &str {
        let index = self.index(Holder::of(link));
        let column = index.and_then(|index| self.list.get(index));
        column.map_or(link.name, |column| &column.title)
    }
}

/// The parties in the order in which their columns stand: client, provider, the others.
pub(super) fn groups(engagement: &Engagement<'_>) -> Vec<ActorId> {
    let head = engagement.head();
    let sides = head.map(|head| [&head.client, &head.provider]);
    let sides = sides.into_iter().flatten().flat_map(Many::of);
    let sides = sides.filter_map(|party| engagement.names.actor(&party.name));
    let all = engagement.actors().map(|(id, _)| id);
    let mut groups: Vec<ActorId> = Vec::new();
    for id in sides.chain(all) {
        if engagement.actor(id).is_party() && !groups.contains(&id) {
            groups.push(id);
        }
    }
    groups
}

/// The first of the parties of a holder; behind the last where there is none.
pub(super) fn group(engagement: &Engagement<'_>, groups: &[ActorId], holder: Holder<'_>) -> usize {
    let Holder::Known(id) = holder else {
        return groups.len() + usize::from(holder != Holder::NoParty);
    };
    let parties = engagement.parties(id);
    let found = groups.iter().position(|party| parties.contains(party));
    found.unwrap_or(groups.len())
}

/// The party itself, then its teams, roles and people.
fn rank(engagement: &Engagement<'_>, holder: Holder<'_>) -> usize {
    let Holder::Known(id) = holder else {
        return 4;
    };
    match engagement.actor(id).kind {
        ActorKind::Party(_) => 0,
        ActorKind::Team(_) => 1,
        ActorKind::Role(_) => 2,
        ActorKind::Person(_) => 3,
    }
}

/// What is said of a holder.
pub(super) fn column(
    engagement: &Engagement<'_>,
    groups: &[ActorId],
    holder: Holder<'_>,
) -> Column {
    let group = group(engagement, groups, holder);
    let bare = |title: &str, id: &str| Column {
        title: line(title),
        id: line(id),
        kind: "",
        party: String::new(),
        group,
        people: Vec::new(),
    };
    match holder {
        Holder::NoParty => bare("no party", ""),
        Holder::Unknown(name) => bare(name, name),
        Holder::Known(id) => {
            let actor = engagement.actor(id);
            let members = match actor.kind {
                ActorKind::Team(_) | ActorKind::Role(_) => actor.members.links.iter(),
                ActorKind::Party(_) | ActorKind::Person(_) => [].iter(),
            };
            let party = groups.get(group).map(|party| engagement.actor(*party));
            Column {
                kind: actor.kind.word(),
                party: party.map(name).unwrap_or_default(),
                people: members.map(|link| linked(engagement, link)).collect(),
                ..bare(&name(actor), actor.name)
            }
        }
    }
}

/// The name of whoever is named somewhere.
fn linked(engagement: &Engagement<'_>, link: &Link<'_, ActorId>) -> String {
    let actor = link.to.map(|id| engagement.actor(id));
    actor.map_or_else(|| line(link.name), name)
}

/// What people call somebody; the id where nobody says.
pub(super) fn name(actor: &Actor<'_>) -> String {
    let name = match actor.kind {
        ActorKind::Party(table) => table.name.as_ref(),
        ActorKind::Person(table) => table.name.as_ref(),
        ActorKind::Team(table) => table.name.as_ref(),
        ActorKind::Role(table) => table.name.as_ref(),
    };
    let name = name.filter(|name| !name.trim().is_empty());
    line(name.map_or(actor.name, |name| &name.value))
}

/// Two of the same name also show their ids, and whoever is called like another column of the
/// matrix: `Notes (notes)`.
pub(super) fn tell_apart(columns: &mut [Column]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for column in columns.iter() {
        *counts.entry(column.title.clone()).or_default() += 1;
    }
    let count = |title: &String| counts.get(title).copied().unwrap_or(0);
    for column in columns {
        let is_reserved = RESERVED.contains(&column.title.as_str());
        if !is_reserved && count(&column.title) < 2 {
            continue;
        }
        column.title = match column.title == column.id || column.id.is_empty() {
            false => format!("{} ({})", column.title, column.id),
            true if is_reserved => format!("{} (not declared)", column.title),
            true => continue,
        };
    }
}

/// The other headings of a matrix in all its forms, by which it is known when it is read again.
const RESERVED: [&str; 13] = [
    "ID",
    "Task",
    "Responsible",
    "Accountable",
    "Support",
    "Consulted",
    "Informed",
    "Criticality",
    "Hours",
    "Applies to",
    "Clause",
    "Notes",
    "Findings",
];
