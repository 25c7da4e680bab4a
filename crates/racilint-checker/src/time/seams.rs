//! Where one of several goes off duty at the very minute at which another comes on.
//!
//! Whether a rule for the handover exists, and whether one is needed, is not decided here.

use std::collections::{BTreeMap, BTreeSet};

use super::{Clock, Minute, Set, Unknown};
use crate::model::{ActorId, ActorKind};

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
    /// the shifts of a team, the holders and deputies of a role, else the actor as a whole.
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

    /// The changes within some hours from those who go to others who come, with nobody there on
    /// both sides; each pair once, the earliest first.
    pub fn seams(&self, stations: &[Station], within: &Set) -> Vec<Seam> {
        let acting: Vec<&BTreeSet<ActorId>> = stations
            .iter()
            .map(|station| self.engagement.acting(station.actor))
            .collect();
        let ends = stations.iter().flat_map(|station| station.when.spans());
        let ends: BTreeSet<Minute> = ends.map(|span| span.1).collect();
        let mut seams: BTreeMap<(usize, usize), Seam> = BTreeMap::new();
        for at in ends {
            if !within.contains(at - 1) || !within.contains(at) {
                continue;
            }
            let there = |minute: Minute| -> Vec<usize> {
                let numbers = 0..stations.len();
                numbers
                    .filter(|number| stations[*number].when.contains(minute))
                    .collect()
            };
            let (going, coming) = (there(at - 1), there(at));
            let stays = going.iter().any(|before| {
                let mut coming = coming.iter();
                coming.any(|after| !acting[*before].is_disjoint(acting[*after]))
            });
            let (Some(before), Some(after)) = (going.first(), coming.first()) else {
                continue;
            };
            if stays {
                continue;
            }
            let (before, after) = (*before, *after);
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
}
