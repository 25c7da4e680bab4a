//! Which actors have a part in the engagement: somebody names them outside the roster, or they
//! stand behind somebody who is named.

use std::collections::BTreeSet;

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
    /// be known. Of a team and its people only the team is listed, of those who only name each other
    /// one, and nobody of a file that is included: other engagements use it as well.
    pub fn idle_actors(&self) -> Option<Vec<ActorId>> {
        let unknown = self.unknown_names()?;
        let (named_by, mut seen) = self.naming();
        let all = || self.actors().map(|(id, _)| id);
        let used = all().filter(|id| seen[id.index()]).collect();
        see_behind(used, &named_by, &mut seen);
        let mut is_first = vec![true; seen.len()];
        for actor in all().filter(|id| !seen[id.index()]) {
            for named in &named_by[actor.index()] {
                is_first[named.index()] = false;
            }
        }
        let mut idle = BTreeSet::new();
        // Where several name each other in a ring and nobody else does, nobody is the first.
        for id in all().filter(|id| is_first[id.index()]).chain(all()) {
            if !seen[id.index()] {
                idle.insert(id);
                see_behind(vec![id], &named_by, &mut seen);
            }
        }
        let all = self
            .actors()
            .filter(|(id, actor)| idle.contains(id) && self.names.actor(actor.name) == Some(*id));
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

    /// For each actor whom its own table names, and whether anything else names it.
    fn naming(&self) -> (Vec<Vec<ActorId>>, Vec<bool>) {
        let main = self.document.files.first();
        let is_included = |actor: &Actor<'_>| Some(&actor.span.file) != main;
        let mut used: Vec<bool> = self.actors().map(|(_, actor)| is_included(actor)).collect();
        let mut named_by: Vec<Vec<ActorId>> = vec![Vec::new(); used.len()];
        let mut tables = Tables::default();
        let mentions = self.document.mentions().zip(self.mentioned());
        for (mention, actor) in mentions.filter_map(|(mention, to)| Some((mention, (*to)?))) {
            match tables.actor_of(&mention, self) {
                Some(source) if source == actor => {}
                // Whoever is lent to somebody is there as long as they are.
                Some(source) if mention.key == "seconded-to" => {
                    named_by[actor.index()].push(source);
                }
                Some(source) => named_by[source.index()].push(actor),
                None => used[actor.index()] = true,
            }
        }
        (named_by, used)
    }

    /// For each mention of the document the actor that it names, where it can name one. Several
    /// rules read all mentions, and most of these name actors.
    pub(super) fn mentioned(&self) -> &[Option<ActorId>] {
        self.mentioned.get_or_init(|| {
            let mentions = self.document.mentions();
            mentions
                .map(|mention| names_actor(&mention, self))
                .collect()
        })
    }

    /// The names of actors that mean nothing; `None` when there are many, or when somebody may be
    /// named where nothing can be read.
    fn unknown_names(&self) -> Option<Vec<&str>> {
        let is_actors = |target: Target| {
            matches!(
                target,
                Target::Actor | Target::Seat | Target::Person | Target::Party | Target::Place
            )
        };
        let mentions = self.document.mentions().zip(self.mentioned());
        let unclear =
            mentions.filter(|(mention, actor)| actor.is_none() && is_actors(mention.target));
        let names = unclear.map(|(mention, _)| mention.name);
        let unknown = names.filter(|name| self.names.row(name).is_none() && !is_placeholder(name));
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

/// Marks these and all whom they name, whom those name, and so on.
fn see_behind(mut open: Vec<ActorId>, named_by: &[Vec<ActorId>], seen: &mut [bool]) {
    for id in &open {
        seen[id.index()] = true;
    }
    while let Some(next) = open.pop() {
        for actor in &named_by[next.index()] {
            if !std::mem::replace(&mut seen[actor.index()], true) {
                open.push(*actor);
            }
        }
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

/// Finds the actor whose own table a mention stands in. What one table mentions comes one after the
/// other, so that the last answer serves for most of them.
#[derive(Default)]
struct Tables<'e> {
    last: Option<(&'e str, Option<ActorId>)>,
}

impl<'e> Tables<'e> {
    fn actor_of(&mut self, mention: &Mention<'e>, engagement: &Engagement<'_>) -> Option<ActorId> {
        if let Some((object, actor)) = self.last
            && std::ptr::eq(object, mention.object)
        {
            return actor;
        }
        let actor = table_of(mention.object, engagement);
        self.last = Some((mention.object, actor));
        actor
    }
}

fn table_of(object: &str, engagement: &Engagement<'_>) -> Option<ActorId> {
    let (kind, _) = object.split_once('.')?;
    let is_actors = matches!(kind, "party" | "person" | "team" | "role");
    is_actors.then(|| engagement.names.actor(object))?
}

#[cfg(test)]
mod tests;
