//! Which actors have a part in the engagement: somebody names them outside the roster, or they
//! stand behind somebody who is named.

use std::collections::{BTreeMap, BTreeSet};

use racilint_parser::decode::{Unread, nearest};
use racilint_parser::language::PartyKind;
use racilint_parser::values::{Mention, Target};

use super::{Actor, ActorId, ActorKind, Engagement, is_placeholder};

/// With more misspelt names than this nobody can be told to have no part.
const MOST_UNKNOWN: usize = 100;

/// The keys under which somebody is named.
const NAMING: [&str; 28] = [
    "accepted-by",
    "access",
    "accountable",
    "approved-by",
    "approver",
    "away",
    "by",
    "commander",
    "consulted",
    "decides",
    "declared-by",
    "deputy",
    "from",
    "held-by",
    "holder",
    "informed",
    "known-by",
    "lead",
    "members",
    "owner",
    "producer",
    "responsible",
    "reviewer",
    "shifts",
    "steps",
    "support",
    "to",
    "who",
];

impl Engagement<'_> {
    /// The actors that have no part in anything, in the order of the file; `None` when that cannot
    /// be known. Of a team and its people only the team is listed, and nobody of a file that is
    /// included: other engagements use it as well.
    pub fn idle_actors(&self) -> Option<Vec<ActorId>> {
        let unknown = self.unknown_names()?;
        let (named_by, mut used) = self.naming();
        let mut open: Vec<ActorId> = used.iter().copied().collect();
        while let Some(next) = open.pop() {
            for actor in named_by.get(&next).into_iter().flatten() {
                if used.insert(*actor) {
                    open.push(*actor);
                }
            }
        }
        let idle = |id: &ActorId| !used.contains(id);
        let idle_sources = named_by.iter().filter(|(source, _)| idle(source));
        let behind: BTreeSet<ActorId> =
            idle_sources.flat_map(|(_, names)| names).copied().collect();
        let all = self.actors().filter(|(id, actor)| {
            idle(id) && !behind.contains(id) && self.names.actor(actor.name) == Some(*id)
        });
        let all: Vec<(ActorId, &Actor<'_>)> =
            all.filter(|(_, actor)| !is_outsider(actor.kind)).collect();
        let names = || all.iter().map(|(_, actor)| actor.name);
        let meant: BTreeSet<&str> = unknown
            .iter()
            .filter_map(|name| nearest(name, names()))
            .collect();
        let idle = all.iter().filter(|(_, actor)| !meant.contains(actor.name));
        Some(idle.map(|(id, _)| *id).collect())
    }

    /// Whom each actor's own table names, and whom anything else names.
    fn naming(&self) -> (BTreeMap<ActorId, Vec<ActorId>>, BTreeSet<ActorId>) {
        let mut named_by: BTreeMap<ActorId, Vec<ActorId>> = BTreeMap::new();
        let main = self.document.files.first();
        let included = self
            .actors()
            .filter(|(_, actor)| Some(&actor.span.file) != main);
        let mut used: BTreeSet<ActorId> = included.map(|(id, _)| id).collect();
        for mention in self.document.mentions() {
            let Some(actor) = names_actor(&mention, self) else {
                continue;
            };
            match source(&mention, self) {
                Some(source) if source == actor => {}
                // Whoever is lent to somebody is there as long as they are.
                Some(source) if mention.key == "seconded-to" => {
                    named_by.entry(actor).or_default().push(source);
                }
                // A party that employs somebody, or is contracted by one, has its part.
                Some(_) if self.actor(actor).is_party() => _ = used.insert(actor),
                Some(source) => named_by.entry(source).or_default().push(actor),
                None => _ = used.insert(actor),
            }
        }
        (named_by, used)
    }

    /// The names of actors that mean nothing; `None` when there are many, or when somebody may be
    /// named where nothing can be read.
    fn unknown_names(&self) -> Option<Vec<&str>> {
        let is_actors = |target| {
            matches!(
                target,
                Target::Actor | Target::Seat | Target::Person | Target::Party | Target::Place
            )
        };
        let mentions = self.document.mentions_of(is_actors);
        let unknown = mentions.map(|mention| mention.name).filter(|name| {
            let is_known = self.names.actor(name).is_some() || self.names.row(name).is_some();
            !is_known && !is_placeholder(name)
        });
        let unknown: Vec<&str> = unknown.take(MOST_UNKNOWN + 1).collect();
        let is_lost = unknown.len() > MOST_UNKNOWN || self.is_damaged() || self.has_lost_names();
        (!is_lost).then_some(unknown)
    }

    /// Whether a table has a key that names somebody and cannot be read.
    fn has_lost_names(&self) -> bool {
        let lost = |unread: &Unread| NAMING.iter().any(|key| unread.could_hold(key));
        let tables = &self.document.tables;
        self.rows().any(|(_, row)| lost(row.unread()))
            || tables.people.iter().any(|item| lost(&item.body.unread))
            || tables.teams.iter().any(|item| lost(&item.body.unread))
            || tables.roles.iter().any(|item| lost(&item.body.unread))
            || tables.systems.iter().any(|item| lost(&item.body.unread))
            || tables.grants.iter().any(|row| lost(&row.unread))
            || tables
                .escalations
                .iter()
                .any(|item| lost(&item.body.unread))
            || tables.commands.iter().any(|item| lost(&item.body.unread))
            || tables.handoffs.iter().any(|row| lost(&row.unread))
            || tables.evidence.iter().any(|item| lost(&item.body.unread))
            || tables.milestones.iter().any(|item| lost(&item.body.unread))
            || tables.metrics.iter().any(|item| lost(&item.body.unread))
            || tables.reports.iter().any(|item| lost(&item.body.unread))
            || tables.intakes.iter().any(|item| lost(&item.body.unread))
            || tables.notices.iter().any(|row| lost(&row.unread))
            || tables.exclusions.iter().any(|row| lost(&row.unread))
            || tables.exceptions.iter().any(|row| lost(&row.unread))
            || tables.acknowledgements.iter().any(|row| lost(&row.unread))
            || tables.waivers.iter().any(|row| lost(&row.unread))
    }
}

/// Whoever supervises, insures or audits the client has a part that no letter says.
fn is_outsider(kind: ActorKind<'_>) -> bool {
    let is_outside = |kind| {
        matches!(
            kind,
            PartyKind::Regulator | PartyKind::Insurer | PartyKind::Auditor
        )
    };
    match kind {
        ActorKind::Party(party) => party.kind.is_some_and(|kind| is_outside(kind.value)),
        _ => false,
    }
}

fn names_actor(mention: &Mention<'_>, engagement: &Engagement<'_>) -> Option<ActorId> {
    let is_name = matches!(
        mention.target,
        Target::Actor
            | Target::Seat
            | Target::Person
            | Target::Party
            | Target::Place
            | Target::Object
    );
    is_name.then(|| engagement.names.actor(mention.name))?
}

/// The actor whose own table says it.
fn source(mention: &Mention<'_>, engagement: &Engagement<'_>) -> Option<ActorId> {
    let (kind, _) = mention.object.split_once('.')?;
    let is_actors = matches!(kind, "party" | "person" | "team" | "role");
    is_actors.then(|| engagement.names.actor(mention.object))?
}
