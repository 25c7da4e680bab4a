//! Who stands in whose place: people with their absences, and the covers of those who are away.
//!
//! Hours play no part here; who is on duty is `duty`'s matter.

use std::collections::BTreeMap;
use std::rc::Rc;

use racilint_parser::language::{Away, Person};
use racilint_parser::values::Many;

use super::clock::recall;
use super::local::day_number;
use super::{Absent, Clock, Minute, Set};
use crate::model::{ActorId, ActorKind, civil};

/// So many stand in for one another at one time, each for the one before. Nobody's company goes
/// further.
pub(super) const MOST_COVERS: usize = 8;

/// Somebody who stands in a person's place, or that person, and when.
#[derive(Clone)]
pub(super) struct Standing {
    pub(super) person: ActorId,
    pub(super) when: Set,
}

impl Clock<'_, '_> {
    /// The person where they are neither absent nor away, and their covers where they are away.
    pub(super) fn standing_for(&self, person: ActorId, absent: &Absent) -> Rc<Vec<Standing>> {
        let absent = self.concerning(person, absent);
        let by_file = absent.but_for_people();
        let all = recall(&self.standing, (person, by_file.clone()), || {
            Search::of(self, person, &by_file)
        });
        // Whoever is absent stands in for nobody, and those who stand in for them still do.
        let is_there = |one: &Standing| !absent.contains(one.person);
        if all.iter().all(is_there) {
            return all;
        }
        let left = all.iter().filter(|one| is_there(one));
        Rc::new(left.cloned().collect())
    }

    /// When somebody stands in an actor's place, whatever the hours.
    pub fn available(&self, actor: ActorId, absent: &Absent) -> Set {
        let found = self.available_one_by_one(vec![actor], absent);
        Set::union_of(found.iter().map(|(_, when)| when))
    }

    /// When a person is there by the file, whatever the hours.
    pub(super) fn there(&self, person: ActorId) -> Set {
        let standing = self.standing_for(person, &Absent::nobody());
        let own = standing.iter().filter(|one| one.person == person);
        Set::union_of(own.map(|one| &one.when))
    }

    /// The days on which a person is there at all.
    fn employed(&self, person: ActorId, table: &Person<'_>, absent: &Absent) -> Set {
        let stays = absent.sets_aside(person, Absent::LEAVING);
        let until = table.until.filter(|_| !stays);
        if table.from.is_none() && until.is_none() {
            return self.everything();
        }
        let day = |date: Option<racilint_parser::decode::Spanned<_>>| {
            date.and_then(|date| civil(date.value)).map(day_number)
        };
        self.on_days(person, day(table.from), day(until))
    }

    pub(super) fn days_away(&self, person: ActorId, away: &Away<'_>) -> Set {
        let day = |date: Option<racilint_parser::decode::Spanned<_>>| {
            date.and_then(|date| civil(date.value)).map(day_number)
        };
        match (day(away.from), day(away.to)) {
            (Some(from), Some(to)) => self.on_days(person, Some(from), Some(to)),
            _ => Set::empty(),
        }
    }

    fn on_days(&self, person: ActorId, first: Option<Minute>, last: Option<Minute>) -> Set {
        let local = self.local(self.zone_of(person));
        local.map_or_else(|| self.everything(), |local| local.on_days(first, last))
    }
}

/// The search for all who stand in a person's place, from cover to cover.
struct Search<'a, 'e, 'd> {
    clock: &'a Clock<'e, 'd>,
    absent: &'a Absent,
    /// Those who are covered, from the first to the one who is looked at.
    covered: Vec<ActorId>,
    /// For each person the minutes for which it was looked already, and behind how many others.
    /// Without it every way through a crowd that is away together would be followed.
    looked: BTreeMap<ActorId, Vec<(usize, Set)>>,
    found: Vec<Standing>,
}

impl<'a, 'e, 'd> Search<'a, 'e, 'd> {
    fn of(clock: &'a Clock<'e, 'd>, person: ActorId, absent: &'a Absent) -> Vec<Standing> {
        let mut search = Search {
            clock,
            absent,
            covered: vec![person],
            looked: BTreeMap::new(),
            found: Vec::new(),
        };
        search.stand(person, &clock.everything());
        search.found
    }

    fn stand(&mut self, person: ActorId, within: &Set) {
        let ActorKind::Person(table) = self.clock.engagement.actor(person).kind else {
            return;
        };
        let within = self.not_looked_at(person, within);
        if within.is_empty() {
            return;
        }
        let employed = within.intersection(&self.clock.employed(person, table, self.absent));
        let mut there = employed.clone();
        for (number, away) in Many::of(&table.away).iter().enumerate() {
            if self.absent.sets_aside(person, number) {
                continue;
            }
            let days = self.clock.days_away(person, away).intersection(&employed);
            there = there.difference(&days);
            for named in Many::of(&away.covered_by) {
                if let Some(cover) = self.clock.engagement.names.actor(&named.name) {
                    self.cover(cover, &days);
                }
            }
        }
        self.add(person, there);
    }

    fn cover(&mut self, cover: ActorId, days: &Set) {
        let may_cover = self.covered.len() <= MOST_COVERS && !self.covered.contains(&cover);
        if may_cover && !days.is_empty() {
            self.covered.push(cover);
            self.stand(cover, days);
            self.covered.pop();
        }
    }

    /// The minutes for which nobody looked at this person behind as few others or fewer: whoever is
    /// found behind them now was found then.
    fn not_looked_at(&mut self, person: ActorId, within: &Set) -> Set {
        let behind = self.covered.len();
        let looked = self.looked.entry(person).or_default();
        let known = looked.iter().filter(|(before, _)| *before <= behind);
        let known: Vec<&Set> = known.map(|(_, minutes)| minutes).collect();
        let new = within.difference(&Set::union_of(known));
        if !new.is_empty() {
            looked.push((behind, new.clone()));
        }
        new
    }

    /// Each person is found once for every minute.
    fn add(&mut self, person: ActorId, there: Set) {
        let known = self.found.iter().filter(|one| one.person == person);
        let when = there.difference(&Set::union_of(known.map(|one| &one.when)));
        if !when.is_empty() {
            self.found.push(Standing { person, when });
        }
    }
}
