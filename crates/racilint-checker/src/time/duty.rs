//! Who is on duty, and as what they are reached: people with their absences and covers, teams with
//! hours and shifts, roles with deputies, parties.
//!
//! What somebody who is reached may do is `authority`'s matter.

use std::collections::BTreeSet;
use std::rc::Rc;

use racilint_parser::decode::Unread;
use racilint_parser::language::{Away, Person, Shift};
use racilint_parser::values::{Hours, Many};

use super::clock::recall;
use super::hours::Written;
use super::local::day_number;
use super::{Absent, Clock, Minute, Set, Unknown};
use crate::model::{ActorId, ActorKind, Seats, civil};

/// So many stand in for one another at one time, each for the one before. Nobody's company goes
/// further, and where everybody is away at once every way through them would be followed.
pub(super) const MOST_COVERS: usize = 8;

/// One way in which somebody is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The person who answers; `None` where nobody is named: somebody of a team or party.
    pub person: Option<ActorId>,
    /// The person in whose place that one stands, if it is a cover.
    pub instead_of: Option<ActorId>,
    /// In whose names they act.
    pub capacities: Rc<BTreeSet<ActorId>>,
    /// When.
    pub when: Set,
}

/// Somebody who stands in a person's place, or that person, and when.
pub(super) struct Standing {
    person: ActorId,
    when: Set,
}

impl<'d> Clock<'_, 'd> {
    /// The minutes in which an actor is on duty with these people absent.
    pub fn on_duty(&self, actor: ActorId, absent: &Absent, unknown: Unknown) -> Rc<Set> {
        let key = (actor, self.concerning(actor, absent), unknown);
        if let Some(known) = self.duties.borrow().get(&key) {
            return Rc::clone(known);
        }
        let reached = self.reached(actor, &key.1, unknown);
        // What makes no difference to who is reached makes none here.
        let plain = (key.1.is_nobody() && unknown == Unknown::Off)
            || !Rc::ptr_eq(
                &reached,
                &self.reached(actor, &Absent::nobody(), Unknown::Off),
            );
        let duty = if plain {
            Rc::new(Set::union_of(reached.iter().map(|one| &one.when)))
        } else {
            self.on_duty(actor, &Absent::nobody(), Unknown::Off)
        };
        self.duties.borrow_mut().insert(key, Rc::clone(&duty));
        duty
    }

    /// The ways in which an actor is reached with these people absent.
    pub fn reached(&self, actor: ActorId, absent: &Absent, unknown: Unknown) -> Rc<Vec<Reached>> {
        let absent = self.concerning(actor, absent);
        let key = (actor, absent, unknown);
        if let Some(known) = self.ways_to.borrow().get(&key) {
            return Rc::clone(known);
        }
        // A team within itself is reached by nobody through that circle.
        let mut open = self.open.borrow_mut();
        if open.contains(&actor) {
            return Rc::default();
        }
        open.push(actor);
        drop(open);
        let found = Rc::new(self.ways_to_reach(actor, &key.1, unknown));
        self.open.borrow_mut().pop();
        let found = self.unless_the_same(found, &key);
        if self.open.borrow().is_empty() || self.engagement.actor(actor).is_person() {
            self.ways_to.borrow_mut().insert(key, Rc::clone(&found));
        }
        found
    }

    /// The same as when nobody is absent and the unknown is off duty, where that makes no
    /// difference: who asks further sees by the pointer that the answer is known already.
    fn unless_the_same(
        &self,
        found: Rc<Vec<Reached>>,
        (actor, absent, unknown): &(ActorId, Absent, Unknown),
    ) -> Rc<Vec<Reached>> {
        let plain = if *unknown == Unknown::On {
            self.reached(*actor, absent, Unknown::Off)
        } else if absent.people().is_empty() {
            return found;
        } else {
            self.reached(*actor, &Absent::nobody(), Unknown::Off)
        };
        if plain == found { plain } else { found }
    }

    /// The hours of an actor: its own, else its party's. `None` where nobody wrote any.
    pub(super) fn hours_of(&self, actor: ActorId, unknown: Unknown) -> Option<Set> {
        if self.hours_open.borrow().contains(&actor) {
            return None;
        }
        self.hours_open.borrow_mut().push(actor);
        let (own, _) = self.own_hours(actor);
        let writer = if own.is_some() {
            Some(actor)
        } else {
            self.party_of(actor)
        };
        let hours = writer.and_then(|writer| {
            let (hours, _) = self.own_hours(writer);
            self.hours(hours?, self.written_by(actor, writer, unknown).as_written())
        });
        self.hours_open.borrow_mut().pop();
        hours
    }

    /// The day's holidays and the zone that decide what hours mean that `writer` wrote and `owner`
    /// keeps.
    fn written_by(&self, owner: ActorId, writer: ActorId, unknown: Unknown) -> Table<'d> {
        Table {
            zone: self.zone_of(writer),
            closed: self.holidays(owner),
            unknown,
        }
    }

    /// The days on which the party of an actor is closed.
    fn holidays(&self, actor: ActorId) -> BTreeSet<Minute> {
        let party = if self.engagement.actor(actor).is_party() {
            Some(actor)
        } else {
            self.party_of(actor)
        };
        party
            .map(|party| self.closed_days(party))
            .unwrap_or_default()
    }

    /// The days on which a party is closed.
    pub(super) fn closed_days(&self, party: ActorId) -> BTreeSet<Minute> {
        let ActorKind::Party(table) = self.engagement.actor(party).kind else {
            return BTreeSet::new();
        };
        let days = Many::of(&table.holidays).iter();
        days.filter_map(|day| civil(day.value))
            .map(day_number)
            .collect()
    }

    /// The first party that an actor belongs to.
    pub(super) fn party_of(&self, actor: ActorId) -> Option<ActorId> {
        self.engagement.parties(actor).iter().copied().next()
    }

    /// The hours in an actor's own table, and whether that could hold some that were not read.
    fn own_hours(&self, actor: ActorId) -> (Option<&'d Hours<'d>>, bool) {
        let lost = |unread: &Unread| unread.could_hold("hours");
        match self.engagement.actor(actor).kind {
            ActorKind::Party(table) => (table.hours.as_ref(), lost(&table.unread)),
            ActorKind::Person(table) => (table.hours.as_ref(), lost(&table.unread)),
            ActorKind::Team(table) => (table.hours.as_ref(), lost(&table.unread)),
            ActorKind::Role(_) => (None, false),
        }
    }

    fn ways_to_reach(&self, actor: ActorId, absent: &Absent, unknown: Unknown) -> Vec<Reached> {
        match self.engagement.actor(actor).kind {
            ActorKind::Person(_) => self.ways_to_person(actor, absent, unknown),
            ActorKind::Team(_) => self.ways_to_team(actor, absent, unknown),
            ActorKind::Role(_) => self.ways_to_role(actor, absent, unknown),
            ActorKind::Party(_) => {
                let when = self.known_hours(actor, unknown);
                vec![self.unnamed(actor, Set::clone(&when))]
            }
        }
    }

    /// The hours of an actor, or what counts where nobody knows them.
    fn known_hours(&self, actor: ActorId, unknown: Unknown) -> Rc<Set> {
        recall(&self.known_hours, (actor, unknown), || {
            self.hours_or_assumed(actor, unknown)
        })
    }

    fn hours_or_assumed(&self, actor: ActorId, unknown: Unknown) -> Set {
        let (_, lost) = self.own_hours(actor);
        let hours = if lost {
            None
        } else {
            self.hours_of(actor, unknown)
        };
        hours.unwrap_or_else(|| self.assumed(unknown))
    }

    /// Somebody of a team or party whom nobody names.
    fn unnamed(&self, actor: ActorId, when: Set) -> Reached {
        Reached {
            person: None,
            instead_of: None,
            capacities: self.capacities(actor),
            when,
        }
    }

    /// The person in their hours and on their shifts, and whoever stands in for them then.
    fn ways_to_person(&self, person: ActorId, absent: &Absent, unknown: Unknown) -> Vec<Reached> {
        let hours = self.known_hours(person, unknown);
        let hours = hours.union(&self.on_shift(person, unknown));
        let standing = self.standing_for(person, absent);
        let standing = standing.iter();
        standing
            .map(|one| Reached {
                person: Some(one.person),
                instead_of: (one.person != person).then_some(person),
                capacities: self.capacities_in_place_of(one.person, person),
                when: one.when.intersection(&hours),
            })
            .filter(|reached| !reached.when.is_empty())
            .collect()
    }

    /// When a person is on a shift of a team, whoever stands in for them.
    fn on_shift(&self, person: ActorId, unknown: Unknown) -> Rc<Set> {
        recall(&self.on_shift, (person, unknown), || {
            let shifts = self.shifts_of(person).iter();
            let sets: Vec<Set> = shifts
                .map(|(team, shift)| self.shift_hours(*team, shift, unknown))
                .collect();
            Set::union_of(&sets)
        })
    }

    /// When a shift is on: in its hours, and in the team's where that has some.
    pub(super) fn shift_hours(&self, team: ActorId, shift: &'d Shift<'d>, unknown: Unknown) -> Set {
        let written = self.written_by(team, team, unknown);
        let lost = shift.unread.could_hold("hours") || shift.hours.is_none();
        let hours = match &shift.hours {
            Some(hours) if !lost => self.hours(hours, written.as_written()),
            _ => None,
        };
        let hours = hours.unwrap_or_else(|| self.assumed(unknown));
        match self.own_hours(team) {
            (None, false) => hours,
            _ => hours.intersection(&self.known_hours(team, unknown)),
        }
    }

    fn ways_to_team(&self, team: ActorId, absent: &Absent, unknown: Unknown) -> Vec<Reached> {
        let actor = self.engagement.actor(team);
        let ActorKind::Team(table) = actor.kind else {
            return Vec::new();
        };
        if unknown == Unknown::On && actor.uncertain() {
            return vec![self.unnamed(team, self.everything())];
        }
        let shifts = Many::of(&table.shifts);
        if !shifts.is_empty() {
            let ways = shifts.iter().flat_map(|shift| {
                let hours = self.shift_hours(team, shift, unknown);
                self.ways_on_shift(team, shift, &hours, absent)
            });
            return ways.collect();
        }
        let members: Vec<ActorId> = actor.members.actors().chain(actor.lead.actors()).collect();
        let when = match self.own_hours(team) {
            // Somebody of a company that names none of its people, as with a party.
            _ if members.is_empty() && self.engagement.is_opaque_team(team) => {
                Set::clone(&self.known_hours(team, unknown))
            }
            (None, false) => self.any_on_duty(&members, absent, unknown),
            _ => {
                let there = members.iter();
                let there: Vec<Set> = there.map(|own| self.available(*own, absent)).collect();
                self.known_hours(team, unknown)
                    .intersection(&Set::union_of(&there))
            }
        };
        vec![self.unnamed(team, when)]
    }

    /// Whoever is on a shift is reached as a person and as the team.
    pub(super) fn ways_on_shift(
        &self,
        team: ActorId,
        shift: &'d Shift<'d>,
        hours: &Set,
        absent: &Absent,
    ) -> Vec<Reached> {
        let named = Many::of(&shift.who).iter();
        let named = named.filter_map(|who| self.engagement.names.actor(&who.name));
        let mut ways = Vec::new();
        for actor in named {
            let as_team = self.capacities(team);
            if !self.engagement.actor(actor).is_person() {
                ways.push(Reached {
                    person: None,
                    instead_of: None,
                    capacities: Rc::new(&*as_team | &*self.capacities(actor)),
                    when: hours.intersection(&self.available(actor, absent)),
                });
                continue;
            }
            ways.extend(self.standing_for(actor, absent).iter().map(|one| {
                let own = self.capacities_in_place_of(one.person, actor);
                Reached {
                    person: Some(one.person),
                    instead_of: (one.person != actor).then_some(actor),
                    capacities: Rc::new(&*as_team | &*own),
                    when: hours.intersection(&one.when),
                }
            }));
        }
        ways
    }

    /// A holder on duty, else a deputy, who then acts in the role.
    fn ways_to_role(&self, role: ActorId, absent: &Absent, unknown: Unknown) -> Vec<Reached> {
        let actor = self.engagement.actor(role);
        if unknown == Unknown::On && actor.uncertain() {
            return vec![self.unnamed(role, self.everything())];
        }
        let in_role = |seats: Vec<ActorId>| -> Vec<Reached> {
            let ways = seats.into_iter().flat_map(|own| {
                let ways: Vec<Reached> = self.reached(own, absent, unknown).to_vec();
                ways
            });
            ways.map(|way| self.in_role(role, way)).collect()
        };
        let mut ways = in_role(actor.members.actors().collect());
        let themselves = ways.iter().filter(|way| way.instead_of.is_none());
        let held = Set::union_of(themselves.map(|way| &way.when));
        let mut deputies = in_role(actor.deputies.actors().collect());
        for way in deputies.iter_mut().filter(|way| way.instead_of.is_none()) {
            way.when = way.when.difference(&held);
        }
        ways.extend(deputies);
        ways.retain(|way| !way.when.is_empty());
        ways
    }

    /// The same way as the role's: with its authority, and a cover's own beside it.
    fn in_role(&self, role: ActorId, way: Reached) -> Reached {
        let as_role = self.capacities(role);
        let capacities = match (way.person, way.instead_of) {
            (Some(cover), Some(_)) => Rc::new(&*as_role | &*self.capacities(cover)),
            _ => as_role,
        };
        Reached { capacities, ..way }
    }

    fn any_on_duty(&self, actors: &[ActorId], absent: &Absent, unknown: Unknown) -> Set {
        let ways: Vec<Rc<Vec<Reached>>> = actors
            .iter()
            .map(|own| self.reached(*own, absent, unknown))
            .collect();
        Set::union_of(
            ways.iter()
                .flat_map(|ways| ways.iter())
                .map(|way| &way.when),
        )
    }

    /// When somebody stands in an actor's place, whatever the hours.
    pub fn available(&self, actor: ActorId, absent: &Absent) -> Set {
        let mut seen = BTreeSet::new();
        self.available_within(actor, absent, &mut seen)
    }

    fn available_within(
        &self,
        actor: ActorId,
        absent: &Absent,
        seen: &mut BTreeSet<ActorId>,
    ) -> Set {
        if !seen.insert(actor) {
            return Set::empty();
        }
        let table = self.engagement.actor(actor);
        match table.kind {
            ActorKind::Person(_) => {
                let standing = self.standing_for(actor, absent);
                // The same person may be named twice, by a team and beside it.
                seen.remove(&actor);
                Set::union_of(standing.iter().map(|one| &one.when))
            }
            ActorKind::Party(_) => self.everything(),
            ActorKind::Team(_)
                if table.members.nobody()
                    && table.lead.nobody()
                    && self.engagement.is_opaque_team(actor) =>
            {
                self.everything()
            }
            ActorKind::Team(_) | ActorKind::Role(_) => {
                let seats = [&table.members, &table.lead, &table.deputies];
                let behind = seats.into_iter().flat_map(Seats::actors);
                let sets: Vec<Set> = behind
                    .map(|own| self.available_within(own, absent, seen))
                    .collect();
                seen.remove(&actor);
                Set::union_of(&sets)
            }
        }
    }

    /// When a person is there by the file, whatever the hours.
    pub(super) fn there(&self, person: ActorId) -> Set {
        let standing = self.standing_for(person, &Absent::nobody());
        let own = standing.iter().filter(|one| one.person == person);
        Set::union_of(own.map(|one| &one.when))
    }

    /// Whoever is on one of a team's shifts at a minute.
    pub(super) fn on_shift_at(&self, team: ActorId, at: Minute) -> Vec<ActorId> {
        let ActorKind::Team(table) = self.engagement.actor(team).kind else {
            return Vec::new();
        };
        let shifts = Many::of(&table.shifts).iter();
        let on = shifts.filter(|shift| self.shift_hours(team, shift, Unknown::Off).contains(at));
        let who = on.flat_map(|shift| Many::of(&shift.who));
        who.filter_map(|who| self.engagement.names.actor(&who.name))
            .collect()
    }

    /// The person where they are neither absent nor away, and their covers where they are away.
    fn standing_for(&self, person: ActorId, absent: &Absent) -> Rc<Vec<Standing>> {
        let absent = self.concerning(person, absent);
        recall(&self.standing, (person, absent.clone()), || {
            self.find_standing(person, &absent)
        })
    }

    fn find_standing(&self, person: ActorId, absent: &Absent) -> Vec<Standing> {
        let mut standing = Vec::new();
        let mut covered = vec![person];
        self.stand(
            person,
            &self.everything(),
            absent,
            &mut covered,
            &mut standing,
        );
        standing
    }

    fn stand(
        &self,
        person: ActorId,
        within: &Set,
        absent: &Absent,
        covered: &mut Vec<ActorId>,
        standing: &mut Vec<Standing>,
    ) {
        let ActorKind::Person(table) = self.engagement.actor(person).kind else {
            return;
        };
        let employed = within.intersection(&self.employed(person, table));
        let mut there = employed.clone();
        for (number, away) in Many::of(&table.away).iter().enumerate() {
            if absent.sets_aside(person, number) {
                continue;
            }
            let days = self.days_away(person, away).intersection(&employed);
            there = there.difference(&days);
            if days.is_empty() {
                continue;
            }
            for named in Many::of(&away.covered_by) {
                match self.engagement.names.actor(&named.name) {
                    Some(cover) if !covered.contains(&cover) && covered.len() <= MOST_COVERS => {
                        covered.push(cover);
                        self.stand(cover, &days, absent, covered, standing);
                        covered.pop();
                    }
                    _ => {}
                }
            }
        }
        if !absent.contains(person) && !there.is_empty() {
            standing.push(Standing {
                person,
                when: there,
            });
        }
    }

    /// The days on which a person is there at all.
    fn employed(&self, person: ActorId, table: &Person<'_>) -> Set {
        if table.from.is_none() && table.until.is_none() {
            return self.everything();
        }
        let day = |date: Option<racilint_parser::decode::Spanned<_>>| {
            date.and_then(|date| civil(date.value)).map(day_number)
        };
        self.on_days(person, day(table.from), day(table.until))
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

/// [`Written`], with its own data.
struct Table<'d> {
    zone: &'d str,
    closed: BTreeSet<Minute>,
    unknown: Unknown,
}

impl<'d> Table<'d> {
    fn as_written(&self) -> Written<'_, 'd> {
        Written {
            zone: self.zone,
            closed: &self.closed,
            unknown: self.unknown,
        }
    }
}
