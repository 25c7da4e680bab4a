//! Where one of several goes off duty at the very minute at which another comes on.
//!
//! Whether a rule for the handover exists, and whether one is needed, is not decided here.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use racilint_parser::values::Many;

use super::{Clock, Minute, Set, Unknown};
use crate::model::{ActorId, ActorKind};

/// So many members of a team are looked at one by one; of more some stay at every minute.
const MOST_MEMBERS: usize = 64;

/// Somebody at work in turns with others: a person, or a team or party as a whole.
#[derive(Clone, Debug)]
pub struct Station {
    /// Who.
    pub actor: ActorId,
    /// On duty when.
    pub when: Set,
}

/// A change from one to another without overlap.
#[derive(Clone, Copy, Debug)]
pub struct Seam {
    /// Who goes, by number.
    pub before: usize,
    /// Who comes, by number.
    pub after: usize,
    /// The first minute at which it happens.
    pub first: Minute,
    /// How often it happens.
    pub count: usize,
}

impl Clock<'_, '_> {
    /// Those who take turns behind an actor, with no absence of the file counted: the people on
    /// the shifts of a team, its members where nothing but their own hours says when it is there,
    /// the holders and deputies of a role, else the actor as a whole.
    pub fn stations(&self, actor: ActorId) -> Vec<Station> {
        let all_there = self.all_there();
        let mut by_actor: BTreeMap<ActorId, Vec<Set>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![actor];
        while let Some(next) = open.pop() {
            if !seen.insert(next) {
                continue;
            }
            let own = self.engagement.actor(next);
            if matches!(own.kind, ActorKind::Role(_)) {
                open.extend(own.members.actors().chain(own.deputies.actors()));
                continue;
            }
            if let Some(members) = self.members_in_turns(next) {
                open.extend(members);
                continue;
            }
            for way in self.reached(next, &all_there, Unknown::Off).iter() {
                let who = way.person.unwrap_or(next);
                by_actor.entry(who).or_default().push(way.when.clone());
            }
        }
        let stations = by_actor.into_iter();
        stations
            .map(|(actor, sets)| Station {
                actor,
                when: Set::union_of(&sets),
            })
            .collect()
    }

    /// The members of a team who are there each in hours of their own; `None` for a team that says
    /// itself when it is there, of which somebody's hours are not known, or where all have the same.
    fn members_in_turns(&self, team: ActorId) -> Option<BTreeSet<ActorId>> {
        let actor = self.engagement.actor(team);
        let ActorKind::Team(table) = actor.kind else {
            return None;
        };
        let lost = actor.uncertain() || table.unread.could_hold("shifts");
        if lost || self.has_hours(team) || !Many::of(&table.shifts).is_empty() {
            return None;
        }
        let members = actor.members.actors().chain(actor.lead.actors());
        let members: BTreeSet<ActorId> = members.collect();
        if members.len() > MOST_MEMBERS {
            return None;
        }
        let all_there = self.all_there();
        let duty = |member: ActorId, unknown| self.on_duty(member, &all_there, unknown);
        let each = members.iter().map(|member| {
            let known = duty(*member, Unknown::Off);
            (known == duty(*member, Unknown::On)).then_some(known)
        });
        let each: Vec<_> = each.collect::<Option<_>>()?;
        let differ = each.windows(2).any(|pair| pair[0] != pair[1]);
        differ.then_some(members)
    }

    /// The changes from those who go to others who come, with nobody there on both sides; each pair
    /// once, the earliest first. `within` are the hours that they share out: outside of them none of
    /// the stations is there.
    pub fn seams(&self, stations: &[Station], within: &Set) -> Vec<Seam> {
        // Where somebody is there all the time, nobody goes without somebody staying.
        let mut each = stations.iter();
        if each.any(|own| within.difference(&own.when).is_empty()) {
            return Vec::new();
        }
        let acting: Vec<Cow<'_, BTreeSet<ActorId>>> = stations
            .iter()
            .map(|station| self.hands_of(station.actor))
            .collect();
        let mut there = There::default();
        let mut seams: BTreeMap<(usize, usize), Seam> = BTreeMap::new();
        let turns = turns(stations);
        for turns in turns.chunk_by(|one, next| one.at == next.at) {
            let at = turns[0].at;
            let before = there.first();
            let stays = there.turn(turns, &acting);
            let counts = turns.iter().any(|turn| turn.leaves) && !stays;
            if !counts {
                continue;
            }
            let (Some(before), Some(after)) = (before, there.first()) else {
                continue;
            };
            let seam = seams.entry((before, after)).or_insert(Seam {
                before,
                after,
                first: at,
                count: 0,
            });
            seam.count += 1;
        }
        let mut seams: Vec<Seam> = seams.into_values().collect();
        seams.sort_by_key(|seam| (seam.first, seam.before, seam.after));
        seams
    }

    /// The people who act for an actor: a team that names none, such as a vendor's, is somebody
    /// itself.
    fn hands_of(&self, actor: ActorId) -> Cow<'_, BTreeSet<ActorId>> {
        match self.engagement.acting(actor) {
            people if people.is_empty() => Cow::Owned(BTreeSet::from([actor])),
            people => Cow::Borrowed(people),
        }
    }
}

/// Somebody who comes or leaves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Turn {
    at: Minute,
    leaves: bool,
    number: usize,
}

/// All who come and leave, the earliest first.
fn turns(stations: &[Station]) -> Vec<Turn> {
    let mut turns = Vec::new();
    for (number, station) in stations.iter().enumerate() {
        for (start, end) in station.when.spans() {
            for (at, leaves) in [(*start, false), (*end, true)] {
                turns.push(Turn { at, leaves, number });
            }
        }
    }
    turns.sort_unstable();
    turns
}

/// Those who are there, by number.
#[derive(Default)]
struct There {
    numbers: BTreeSet<usize>,
}

impl There {
    fn first(&self) -> Option<usize> {
        self.numbers.first().copied()
    }

    /// Lets some leave and others come. Says whether somebody is there before and after.
    fn turn(&mut self, turns: &[Turn], acting: &[Cow<'_, BTreeSet<ActorId>>]) -> bool {
        let (leaving, coming): (Vec<&Turn>, Vec<&Turn>) =
            turns.iter().partition(|turn| turn.leaves);
        for turn in &leaving {
            self.numbers.remove(&turn.number);
        }
        let someone_stays = !self.numbers.is_empty();
        for turn in &coming {
            self.numbers.insert(turn.number);
        }
        if someone_stays {
            return true;
        }
        let left = leaving.iter().flat_map(|turn| &*acting[turn.number]);
        let left: BTreeSet<&ActorId> = left.collect();
        let mut come = coming.iter().flat_map(|turn| &*acting[turn.number]);
        come.any(|person| left.contains(person))
    }
}

#[cfg(test)]
mod tests;
