//! Who is on duty, and as what they are reached: people with their absences and covers, teams with
//! hours and shifts, roles with deputies, parties.
//!
//! What somebody who is reached may do is `authority`'s matter.

use std::collections::BTreeSet;
use std::rc::Rc;

use racilint_parser::decode::Unread;
use racilint_parser::language::Shift;
use racilint_parser::values::{Hours, Many};

use super::clock::recall;
use super::hours::Written;
use super::{Absent, Clock, Minute, Set, Unknown};
use crate::model::{ActorId, ActorKind, Seats};

/// So many roles that hold one another are looked into. No company's are nested further.
const MOST_ROLES: usize = 256;

/// So often hours are looked up that are outside of somebody's, which are outside of somebody's.
const MOST_OUTSIDE: usize = 256;

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

impl<'d> Clock<'_, 'd> {
    /// The minutes in which an actor is on duty with these people absent.
    pub fn on_duty(&self, actor: ActorId, absent: &Absent, unknown: Unknown) -> Rc<Set> {
        let groups = self.groups(actor, absent, unknown);
        recall(&self.duties, Rc::as_ptr(&groups).addr(), || {
            Set::union_of(groups.iter().map(|group| &group.when))
        })
    }

    /// The ways in which an actor is reached with these people absent.
    pub fn reached(&self, actor: ActorId, absent: &Absent, unknown: Unknown) -> Rc<Vec<Reached>> {
        let absent = self.concerning(actor, absent);
        let key = (actor, absent, unknown);
        if let Some(known) = self.ways_to.borrow().get(&key) {
            return Rc::clone(known);
        }
        let found = Rc::new(self.ways_to_reach(actor, &key.1, unknown));
        let found = self.unless_the_same(found, &key);
        self.ways_to.borrow_mut().insert(key, Rc::clone(&found));
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

    /// The hours of an actor: its own, else those of its shifts, else its party's. `None` where
    /// nobody wrote any.
    pub(super) fn hours_of(&self, actor: ActorId, unknown: Unknown) -> Option<Set> {
        let mut open = self.hours_open.borrow_mut();
        let asked = if open.is_empty() {
            0
        } else {
            self.hours_asked.get()
        };
        // A circle is followed by every way through it, but not for ever.
        if asked >= MOST_OUTSIDE || open.contains(&actor) {
            return None;
        }
        self.hours_asked.set(asked + 1);
        open.push(actor);
        drop(open);
        let hours = self.hours_written(actor, unknown);
        self.hours_open.borrow_mut().pop();
        hours
    }

    fn hours_written(&self, actor: ActorId, unknown: Unknown) -> Option<Set> {
        let (tables, writer) = self.tables_of_hours(actor);
        let written = self.written_by(actor, writer, unknown);
        let each = tables.iter();
        let mut sets: Vec<Set> = each
            .filter_map(|table| self.hours((*table)?, &written))
            .collect();
        if sets.is_empty() {
            return None;
        }
        if sets.len() < tables.len() {
            sets.push(self.assumed(unknown));
        }
        Some(Set::union_of(&sets))
    }

    /// The hours that an actor keeps, `None` for some that nobody wrote or that were not read, and
    /// whose they are: its own, else those of its shifts, else its party's.
    pub(super) fn tables_of_hours(&self, actor: ActorId) -> (Vec<Option<&'d Hours<'d>>>, ActorId) {
        let own = self.own_hours(actor).0;
        if let (None, ActorKind::Team(team)) = (own, self.engagement.actor(actor).kind) {
            let lost = team.unread.could_hold("shifts");
            let shifts = Many::of(&team.shifts).iter().map(hours_said);
            let shifts: Vec<_> = shifts.chain(lost.then_some(None)).collect();
            if !shifts.is_empty() {
                return (shifts, actor);
            }
        }
        let party = self.party_of(actor).filter(|_| own.is_none());
        let writer = party.unwrap_or(actor);
        (vec![self.own_hours(writer).0], writer)
    }

    /// The holidays and the zone that decide what hours mean that `writer` wrote and `owner` keeps.
    pub(super) fn written_by(
        &self,
        owner: ActorId,
        writer: ActorId,
        unknown: Unknown,
    ) -> Written<'d> {
        Written {
            zone: self.zone_of(writer),
            closed: self.closed_days(self.party_closing(owner)),
            unknown,
        }
    }

    /// The party on whose holidays an actor is closed.
    pub(super) fn party_closing(&self, actor: ActorId) -> Option<ActorId> {
        match self.engagement.actor(actor).is_party() {
            true => Some(actor),
            false => self.party_of(actor),
        }
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
            ActorKind::Role(_) => self.ways_to_role(actor, (absent, unknown), &mut BTreeSet::new()),
            ActorKind::Party(_) => {
                let when = self.known_hours(actor, unknown);
                vec![self.unnamed(actor, Set::clone(&when))]
            }
        }
    }

    /// The hours of an actor, or what counts where nobody knows them.
    pub(super) fn known_hours(&self, actor: ActorId, unknown: Unknown) -> Rc<Set> {
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
        let hours = hours_said(shift).and_then(|hours| self.hours(hours, &written));
        let hours = hours.unwrap_or_else(|| self.assumed(unknown));
        if self.has_hours(team) {
            return hours.intersection(&self.known_hours(team, unknown));
        }
        hours
    }

    fn ways_to_team(&self, team: ActorId, absent: &Absent, unknown: Unknown) -> Vec<Reached> {
        let actor = self.engagement.actor(team);
        let ActorKind::Team(table) = actor.kind else {
            return Vec::new();
        };
        let shifts = Many::of(&table.shifts);
        if shifts.is_empty() || (unknown == Unknown::On && actor.uncertain()) {
            let when = self.on_duty(team, absent, unknown);
            return vec![self.unnamed(team, Set::clone(&when))];
        }
        let ways = shifts.iter().flat_map(|shift| {
            let hours = self.shift_hours(team, shift, unknown);
            self.ways_on_shift(team, shift, &hours, absent)
        });
        ways.collect()
    }

    /// Whether something in an actor's own table says when it is on duty, or could.
    pub(super) fn has_hours(&self, actor: ActorId) -> bool {
        !matches!(self.own_hours(actor), (None, false))
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
        let ways = named.flat_map(|actor| {
            if self.engagement.actor(actor).is_person() {
                return self.ways_on_shift_of(team, actor, hours, absent);
            }
            vec![Reached {
                person: None,
                instead_of: None,
                capacities: self.names_on_shift(team, actor),
                when: hours.intersection(&self.available(actor, absent)),
            }]
        });
        ways.collect()
    }

    /// The ways to a person on a shift of a team, and to whoever stands in.
    pub(super) fn ways_on_shift_of(
        &self,
        team: ActorId,
        person: ActorId,
        hours: &Set,
        absent: &Absent,
    ) -> Vec<Reached> {
        let as_team = self.capacities(team);
        let standing = self.standing_for(person, absent);
        let ways = standing.iter().map(|one| {
            let own = self.capacities_in_place_of(one.person, person);
            Reached {
                person: Some(one.person),
                instead_of: (one.person != person).then_some(person),
                capacities: Rc::new(&*as_team | &*own),
                when: hours.intersection(&one.when),
            }
        });
        ways.collect()
    }

    /// In whose names somebody of an actor acts who is on a shift of a team.
    pub(super) fn names_on_shift(&self, team: ActorId, actor: ActorId) -> Rc<BTreeSet<ActorId>> {
        Rc::new(&*self.capacities(team) | &*self.capacities(actor))
    }

    /// A holder on duty, else a deputy, who then acts in the role. Of roles that are held by roles
    /// each is looked at once.
    fn ways_to_role(
        &self,
        role: ActorId,
        (absent, unknown): (&Absent, Unknown),
        seen: &mut BTreeSet<ActorId>,
    ) -> Vec<Reached> {
        if seen.len() >= MOST_ROLES || !seen.insert(role) {
            return Vec::new();
        }
        let actor = self.engagement.actor(role);
        if unknown == Unknown::On && actor.uncertain() {
            return vec![self.unnamed(role, self.everything())];
        }
        let mut in_role = |seats: &Seats<'_>| -> Vec<Reached> {
            let ways = seats.actors().flat_map(|own| {
                if matches!(self.engagement.actor(own).kind, ActorKind::Role(_)) {
                    return self.ways_to_role(own, (absent, unknown), seen);
                }
                self.reached(own, absent, unknown).to_vec()
            });
            ways.map(|way| self.in_role(role, way)).collect()
        };
        let mut ways = in_role(&actor.members);
        let mut deputies = in_role(&actor.deputies);
        let themselves = ways.iter().filter(|way| way.instead_of.is_none());
        let held = Set::union_of(themselves.map(|way| &way.when));
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
}

/// The hours in a shift's own table, where nothing of them was lost.
fn hours_said<'d>(shift: &'d Shift<'d>) -> Option<&'d Hours<'d>> {
    let lost = shift.unread.could_hold("hours");
    shift.hours.as_ref().filter(|_| !lost)
}
