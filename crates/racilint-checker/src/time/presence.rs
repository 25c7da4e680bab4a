//! Who is there behind an actor, in as few groups as matter: those who act in the same names, and
//! the people among them without whom nobody of the group is there.
//!
//! Whether somebody who may act is reached hangs on when one of those is there who may do the
//! same, not on which. A team of thousands is one group, and whoever of it is never there alone can
//! be absent without a further question. Who answers a call is `duty`'s matter.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use racilint_parser::language::{Shift, Team};
use racilint_parser::values::Many;

use super::clock::recall;
use super::{Absent, Clock, Reached, Set, Unknown};
use crate::model::{ActorId, ActorKind, Seats};

/// Names in which somebody acts.
type Names = Rc<BTreeSet<ActorId>>;

/// Somebody who is there behind an actor.
#[derive(Clone, PartialEq)]
struct Part {
    /// The names in which they act, as far as some grant bears them.
    names: Names,
    /// Without this person they are not there; `None` where no absence takes them away.
    person: Option<ActorId>,
    when: Set,
}

/// Those behind an actor, group by group.
pub(super) struct Presence {
    parts: Vec<Part>,
    groups: Rc<Vec<Reached>>,
    /// For each group the people who are there alone, and when.
    sole: Vec<BTreeMap<ActorId, Set>>,
}

impl Clock<'_, '_> {
    /// The ways in which an actor is reached with these people absent, those in one that let
    /// somebody act in the same names: no person is told.
    pub(super) fn groups(
        &self,
        actor: ActorId,
        absent: &Absent,
        unknown: Unknown,
    ) -> Rc<Vec<Reached>> {
        let absent = self.concerning(actor, absent);
        let presence = self.presence(actor, &absent.but_for_people(), unknown);
        if !presence.needs_any_of(absent.people()) {
            return Rc::clone(&presence.groups);
        }
        let key = (actor, absent, unknown);
        if let Some(known) = self.groups.borrow().get(&key) {
            return Rc::clone(known);
        }
        let found = Rc::new(presence.without(key.1.people()));
        let found = match unknown {
            Unknown::Off => found,
            Unknown::On => {
                let plain = self.groups(actor, &key.1, Unknown::Off);
                if plain == found { plain } else { found }
            }
        };
        self.groups.borrow_mut().insert(key, Rc::clone(&found));
        found
    }

    /// The people without whom an actor, or some of those in whose names they act, are less there,
    /// with these absences set aside.
    pub(super) fn needed_for(&self, actor: ActorId, absent: &Absent) -> BTreeSet<ActorId> {
        let absent = self.concerning(actor, absent).but_for_people();
        let each = [Unknown::Off, Unknown::On].map(|unknown| {
            let presence = self.presence(actor, &absent, unknown);
            presence.needed().collect::<Vec<_>>()
        });
        each.into_iter().flatten().collect()
    }

    /// Whoever is there of several actors, in whatever names, with these absences set aside.
    pub(super) fn presence_of_any(
        &self,
        actors: &[ActorId],
        absent: &Absent,
        unknown: Unknown,
    ) -> Rc<Presence> {
        let key = (actors.to_vec(), absent.but_for_people(), unknown);
        let (_, absent, _) = key.clone();
        recall(&self.presences_of_any, key, || {
            let whatever = Names::default();
            let mut parts = Vec::new();
            for actor in actors {
                let own = self.presence(*actor, &self.concerning(*actor, &absent), unknown);
                parts.extend(own.parts.iter().map(|part| Part {
                    names: Rc::clone(&whatever),
                    ..part.clone()
                }));
            }
            Presence::of(parts, false)
        })
    }

    /// `absent` sets absences aside, and names nobody.
    fn presence(&self, actor: ActorId, absent: &Absent, unknown: Unknown) -> Rc<Presence> {
        let key = (actor, absent.clone(), unknown);
        if let Some(known) = self.presences.borrow().get(&key) {
            return Rc::clone(known);
        }
        let parts = Gathering::of(self, actor, absent, unknown);
        let same = match unknown {
            Unknown::Off => None,
            Unknown::On => {
                let plain = self.presence(actor, absent, Unknown::Off);
                Some(plain).filter(|plain| plain.parts == parts)
            }
        };
        let is_role = matches!(self.engagement.actor(actor).kind, ActorKind::Role(_));
        let found = same.unwrap_or_else(|| Rc::new(Presence::of(parts, is_role)));
        self.presences.borrow_mut().insert(key, Rc::clone(&found));
        found
    }
}

impl Presence {
    /// A role is reached by nobody at all where nobody in it ever is.
    fn of(parts: Vec<Part>, is_role: bool) -> Self {
        let mut by_names: BTreeMap<Names, Vec<&Part>> = BTreeMap::new();
        for part in &parts {
            by_names
                .entry(Rc::clone(&part.names))
                .or_default()
                .push(part);
        }
        let mut groups = Vec::with_capacity(by_names.len());
        let mut sole = Vec::with_capacity(by_names.len());
        for (names, own) in by_names {
            let when = Set::union_of(own.iter().map(|part| &part.when));
            if is_role && when.is_empty() {
                continue;
            }
            sole.push(there_alone(&own, &when));
            groups.push(group(names, when));
        }
        Presence {
            groups: Rc::new(groups),
            sole,
            parts,
        }
    }

    /// When anybody is there without some people.
    pub(super) fn when_without(&self, people: &[ActorId]) -> Set {
        let groups = self.without(people);
        Set::union_of(groups.iter().map(|group| &group.when))
    }

    /// The people who are there alone.
    pub(super) fn needed(&self) -> impl Iterator<Item = ActorId> {
        self.sole.iter().flat_map(BTreeMap::keys).copied()
    }

    /// When somebody is there, and without this person nobody of some group would be.
    pub(super) fn hanging_on(&self, person: ActorId) -> Set {
        Set::union_of(self.sole.iter().filter_map(|sole| sole.get(&person)))
    }

    /// Whether something is less there without some people.
    pub(super) fn needs_any_of(&self, people: &[ActorId]) -> bool {
        match people {
            [] => false,
            [one] => self.sole.iter().any(|sole| sole.contains_key(one)),
            // Nobody may be missed alone, and both be missed together.
            _ => true,
        }
    }

    /// The groups without some people.
    fn without(&self, people: &[ActorId]) -> Vec<Reached> {
        if let [one] = people {
            let groups = self.groups.iter().zip(&self.sole);
            let left = groups.map(|(group, sole)| match sole.get(one) {
                Some(lost) => Reached {
                    when: group.when.difference(lost),
                    ..group.clone()
                },
                None => group.clone(),
            });
            return left.collect();
        }
        let there = |part: &&Part| part.person.is_none_or(|person| !people.contains(&person));
        let mut by_names: BTreeMap<&Names, Vec<&Set>> = BTreeMap::new();
        for part in self.parts.iter().filter(there) {
            by_names.entry(&part.names).or_default().push(&part.when);
        }
        let groups = by_names.into_iter();
        groups
            .map(|(names, sets)| group(Rc::clone(names), Set::union_of(sets)))
            .collect()
    }
}

fn group(names: Names, when: Set) -> Reached {
    Reached {
        person: None,
        instead_of: None,
        capacities: names,
        when,
    }
}

/// The people of a group who are there when nobody else of it is. `all` is when anybody is.
fn there_alone(parts: &[&Part], all: &Set) -> BTreeMap<ActorId, Set> {
    let always = parts.iter().filter(|part| part.when == *all);
    let always: BTreeSet<Option<ActorId>> = always.map(|part| part.person).take(2).collect();
    // Colleagues mostly have the same hours: two are there whenever anybody is, or somebody is whom
    // no absence takes away.
    if always.len() > 1 || always.contains(&None) {
        return BTreeMap::new();
    }
    let mut by_person: BTreeMap<Option<ActorId>, Vec<&Set>> = BTreeMap::new();
    for part in parts {
        by_person.entry(part.person).or_default().push(&part.when);
    }
    let people: Vec<(Option<ActorId>, Set)> = by_person
        .into_iter()
        .map(|(person, sets)| (person, Set::union_of(sets)))
        .collect();
    let (once, twice) = crowded(&people);
    let mut found = BTreeMap::new();
    attribute(&people, &once.difference(&twice), &mut found);
    found
}

/// The minutes at which somebody of several is there, and those at which two are.
fn crowded(people: &[(Option<ActorId>, Set)]) -> (Set, Set) {
    match people {
        [] => (Set::empty(), Set::empty()),
        [(_, when)] => (when.clone(), Set::empty()),
        _ => {
            let (these, those) = people.split_at(people.len() / 2);
            let ((one, twice), (other, again)) = (crowded(these), crowded(those));
            let both = one.intersection(&other);
            (one.union(&other), Set::union_of([&twice, &again, &both]))
        }
    }
}

/// Gives minutes at which exactly one of several is there to that one.
fn attribute(people: &[(Option<ActorId>, Set)], alone: &Set, found: &mut BTreeMap<ActorId, Set>) {
    if alone.is_empty() {
        return;
    }
    if let [(person, _)] = people {
        found.extend(person.map(|person| (person, alone.clone())));
        return;
    }
    let (these, those) = people.split_at(people.len() / 2);
    let of_these = Set::union_of(these.iter().map(|(_, when)| when)).intersection(alone);
    attribute(these, &of_these, found);
    attribute(those, &alone.difference(&of_these), found);
}

/// Looks behind an actor: through roles and teams, each once, however they are nested.
struct Gathering<'a, 'e, 'd> {
    clock: &'a Clock<'e, 'd>,
    top: ActorId,
    absent: &'a Absent,
    unknown: Unknown,
    /// The names of the top actor itself.
    plain: Names,
    parts: Vec<Part>,
}

/// An actor to look behind, and whether that is as somebody of a team, whoever it is.
type Open = (ActorId, bool);

impl<'a, 'e, 'd> Gathering<'a, 'e, 'd> {
    fn of(
        clock: &'a Clock<'e, 'd>,
        top: ActorId,
        absent: &'a Absent,
        unknown: Unknown,
    ) -> Vec<Part> {
        let mut gathering = Gathering {
            clock,
            top,
            absent,
            unknown,
            plain: clock.borne(&clock.capacities(top)),
            parts: Vec::new(),
        };
        let mut seen = BTreeSet::new();
        let mut open = vec![(top, false)];
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                gathering.look_behind(next, &mut open);
            }
        }
        gathering.parts
    }

    fn look_behind(&mut self, (actor, in_team): Open, open: &mut Vec<Open>) {
        let table = self.clock.engagement.actor(actor);
        match table.kind {
            ActorKind::Person(_) => self.add_person(actor, in_team),
            ActorKind::Party(_) => {
                let hours = self.clock.known_hours(actor, self.unknown);
                self.add_somebody(None, Set::clone(&hours));
            }
            _ if self.unknown == Unknown::On && table.uncertain() => {
                self.add_somebody(None, self.clock.everything());
            }
            ActorKind::Team(team) => self.look_into(actor, team, in_team, open),
            ActorKind::Role(_) => {
                let seats = table.members.actors().chain(table.deputies.actors());
                open.extend(seats.map(|own| (own, in_team)));
            }
        }
    }

    fn add_person(&mut self, person: ActorId, in_team: bool) {
        let ways = self.clock.reached(person, self.absent, self.unknown);
        for way in ways.iter() {
            let cover = way.person.filter(|_| way.instead_of.is_some());
            let names = self.names(in_team, cover, || Rc::clone(&way.capacities));
            self.add(names, way.person, way.when.clone());
        }
    }

    fn look_into(
        &mut self,
        team: ActorId,
        table: &'d Team<'d>,
        in_team: bool,
        open: &mut Vec<Open>,
    ) {
        let actor = self.clock.engagement.actor(team);
        let shifts = Many::of(&table.shifts);
        if !shifts.is_empty() {
            for shift in shifts {
                self.add_shift(team, shift, in_team);
            }
            return;
        }
        if team == self.top {
            // It is called, whether somebody is ever there or not.
            self.add_somebody(None, Set::empty());
        }
        let members = actor.members.actors().chain(actor.lead.actors());
        let members: Vec<ActorId> = members.collect();
        if members.is_empty() && self.clock.engagement.is_opaque_team(team) {
            let hours = self.clock.known_hours(team, self.unknown);
            self.add_somebody(None, Set::clone(&hours));
        } else if self.clock.has_hours(team) {
            let hours = self.clock.known_hours(team, self.unknown);
            for (person, when) in self.clock.available_one_by_one(members, self.absent) {
                self.add_somebody(person, when.intersection(&hours));
            }
        } else {
            open.extend(members.into_iter().map(|own| (own, true)));
        }
    }

    fn add_shift(&mut self, team: ActorId, shift: &'d Shift<'d>, in_team: bool) {
        let clock = self.clock;
        let hours = clock.shift_hours(team, shift, self.unknown);
        let named = Many::of(&shift.who).iter();
        let named = named.filter_map(|who| clock.engagement.names.actor(&who.name));
        for actor in named {
            if clock.engagement.actor(actor).is_person() {
                for way in clock.ways_on_shift_of(team, actor, &hours, self.absent) {
                    let cover = way.person.filter(|_| way.instead_of.is_some());
                    let names = self.names(in_team, cover, || Rc::clone(&way.capacities));
                    self.add(names, way.person, way.when);
                }
                continue;
            }
            let names = self.names(in_team, None, || clock.names_on_shift(team, actor));
            for (person, when) in clock.available_one_by_one(vec![actor], self.absent) {
                self.add(Rc::clone(&names), person, when.intersection(&hours));
            }
        }
    }

    /// In whose names somebody acts who is reached as the top actor: a cover in a role in their own
    /// as well, somebody of a team in the team's, whoever is reached by name in their own.
    fn names(&self, in_team: bool, cover: Option<ActorId>, own: impl FnOnce() -> Names) -> Names {
        let clock = self.clock;
        match (clock.engagement.actor(self.top).kind, cover) {
            (ActorKind::Role(_), Some(cover)) if !in_team => {
                clock.borne(&(&*clock.capacities(self.top) | &*clock.capacities(cover)))
            }
            (ActorKind::Role(_), _) => Rc::clone(&self.plain),
            _ if in_team => Rc::clone(&self.plain),
            _ => clock.borne(&own()),
        }
    }

    fn add_somebody(&mut self, person: Option<ActorId>, when: Set) {
        self.add(Rc::clone(&self.plain), person, when);
    }

    fn add(&mut self, names: Names, person: Option<ActorId>, when: Set) {
        self.parts.push(Part {
            names,
            person,
            when,
        });
    }
}

impl Clock<'_, '_> {
    /// Those of some names that grants bear: no other name changes what somebody may do.
    fn borne(&self, names: &BTreeSet<ActorId>) -> Names {
        let holders = self.holders.get_or_init(|| {
            let grants = self.engagement.grants.iter();
            grants.flat_map(|grant| grant.holders.actors()).collect()
        });
        let borne = names.iter().filter(|name| holders.contains(name));
        Rc::new(borne.copied().collect())
    }

    /// Whoever stands in the place of some actors, each with the person on whom it hangs, whatever
    /// the hours: `None` where no absence takes them away.
    pub(super) fn available_one_by_one(
        &self,
        mut open: Vec<ActorId>,
        absent: &Absent,
    ) -> Vec<(Option<ActorId>, Set)> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        while let Some(next) = open.pop() {
            if !seen.insert(next) {
                continue;
            }
            let table = self.engagement.actor(next);
            let seats = [&table.members, &table.lead, &table.deputies];
            match table.kind {
                ActorKind::Person(_) => {
                    let standing = self.standing_for(next, absent);
                    let each = standing.iter();
                    found.extend(each.map(|one| (Some(one.person), one.when.clone())));
                }
                ActorKind::Party(_) => found.push((None, self.everything())),
                ActorKind::Team(_)
                    if table.members.nobody()
                        && table.lead.nobody()
                        && self.engagement.is_opaque_team(next) =>
                {
                    found.push((None, self.everything()));
                }
                ActorKind::Team(_) | ActorKind::Role(_) => {
                    open.extend(seats.into_iter().flat_map(Seats::actors));
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
