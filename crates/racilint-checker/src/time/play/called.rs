//! Who is called in a round, who of them answers, and why the others do not.

use racilint_parser::language::{Away, Shift};
use racilint_parser::values::Many;

use super::{End, May, Round, Scene, Why};
use crate::model::{ActorId, ActorKind, Seats};
use crate::time::{Absent, Clock, Minute, Reached, Set, Unknown};

/// A step that is called.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its number, from 1.
    pub step: usize,
    /// When it is called; `None` behind a step that does not say how long it takes.
    pub at: Option<Minute>,
    /// After so many minutes the next one is called.
    pub ack: Option<u32>,
    /// Whoever is called at once.
    pub owners: Vec<Owner>,
    /// Somebody may be called whom the file does not name readably.
    pub uncertain: bool,
}

/// Somebody who is named, with the people behind them.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Who is named.
    pub actor: ActorId,
    /// Whoever answers, and then whoever does not.
    pub people: Vec<Person>,
}

/// A person, or somebody of a team or party whom nobody names.
#[derive(Clone, Debug)]
pub struct Person {
    /// The person, team or party.
    pub who: ActorId,
    /// In whose place they stand.
    pub instead_of: Option<ActorId>,
    /// Of a team whose people nobody names by the hour, those who are available.
    pub members: Vec<ActorId>,
    /// Whether they answer.
    pub duty: Duty,
    /// What they may do; `None` for those who do not answer, and where nothing was asked.
    pub may: Option<May>,
}

/// Whether somebody answers, or why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Duty {
    /// They are on duty.
    On,
    /// They may be: nobody wrote their hours.
    Unknown,
    /// They are on duty, and somebody before them answers.
    Behind,
    /// They are off duty until then; `None` for as long as anything is known.
    Off(Option<Minute>),
    /// The file says that they are away until then, and who covers; `None` for ever.
    Away(Option<Minute>, Vec<ActorId>),
    /// They are missing, as it was asked.
    Absent,
}

impl<'d> Clock<'_, 'd> {
    pub(super) fn round(&self, scene: &Scene<'_, 'd>, at: Minute, why: Why) -> Round {
        let called = self.called(scene.row);
        let mut round = Round {
            at,
            why,
            steps: Vec::new(),
            spared: Vec::new(),
            end: None,
        };
        let moments = called.moments();
        for (index, (step, moment)) in called.steps.iter().zip(moments).enumerate() {
            let moment = moment.map(|after| at + after);
            if let (Some(moment), Some(end)) = (moment, round.end_at())
                && moment >= end
            {
                round.spared.push((index + 1, moment));
                continue;
            }
            let owners = step.owners.iter();
            let asked = Asked {
                step: index + 1,
                at: moment,
                ack: step.ack_within,
                owners: owners
                    .map(|owner| self.owner(*owner, moment, step.ack_within, scene))
                    .collect(),
                uncertain: step.uncertain,
            };
            let end = asked.end();
            let is_sooner = |end: &End| round.end_at().is_none_or(|known| end.at < known);
            if let Some(end) = end.filter(is_sooner) {
                round.end = Some(end);
            }
            round.steps.push(asked);
        }
        round
    }

    /// Who is behind an owner at the minute at which it is called.
    fn owner(
        &self,
        actor: ActorId,
        at: Option<Minute>,
        ack: Option<u32>,
        scene: &Scene<'_, 'd>,
    ) -> Owner {
        let Some(at) = at else {
            return Owner {
                actor,
                people: Vec::new(),
            };
        };
        self.who_answers(actor, at, scene.absent, |way, unknown| {
            self.what_may(way, at, ack, scene, unknown)
        })
    }

    /// Who of an actor answers at a minute, with what they may do, then who may be there, then who
    /// does not answer.
    pub(super) fn who_answers(
        &self,
        actor: ActorId,
        at: Minute,
        absent: &Absent,
        may: impl Fn(&Reached, Unknown) -> Option<May>,
    ) -> Owner {
        let mut people: Vec<Person> = Vec::new();
        let mut seen: Vec<Reached> = Vec::new();
        for (unknown, duty) in [(Unknown::Off, Duty::On), (Unknown::On, Duty::Unknown)] {
            for way in self.reached(actor, absent, unknown).iter() {
                let who = way.person.unwrap_or(actor);
                let may = may(way, unknown);
                // One person may stand in two places; what they may do there can differ.
                let known = |own: &Reached| {
                    own.person == way.person
                        && (may.is_none()
                            || own.instead_of == way.instead_of && own.capacities == way.capacities)
                };
                if !way.when.contains(at) || seen.iter().any(known) {
                    continue;
                }
                seen.push(way.clone());
                people.push(Person {
                    who,
                    instead_of: way.instead_of,
                    members: if way.person.is_none() {
                        self.members_there(actor, at, absent)
                    } else {
                        Vec::new()
                    },
                    duty: duty.clone(),
                    may,
                });
            }
        }
        let missing = self.who_does_not(actor, at, absent, &people);
        people.extend(missing);
        Owner { actor, people }
    }

    /// The people of a team who are available at a minute, those who are on duty first.
    fn members_there(&self, team: ActorId, at: Minute, absent: &Absent) -> Vec<ActorId> {
        if !self.engagement.actor(team).is_team() {
            return Vec::new();
        }
        let people = self.engagement.acting(team).iter().copied();
        let there =
            |person: &ActorId| !absent.contains(*person) && self.there(*person).contains(at);
        let mut people: Vec<ActorId> = people.filter(there).collect();
        people.sort_by_key(|person| {
            let on_duty = self.on_duty(*person, absent, Unknown::Off);
            !on_duty.contains(at)
        });
        people
    }

    fn who_does_not(
        &self,
        actor: ActorId,
        at: Minute,
        absent: &Absent,
        answering: &[Person],
    ) -> Vec<Person> {
        let answers = |own: ActorId| {
            let mut people = answering.iter();
            people.any(|person| person.who == own && person.instead_of.is_none())
        };
        let mut missing = Vec::new();
        let mut seats = self.expected(actor, at, !answering.is_empty());
        seats.dedup();
        for seat in seats.into_iter().filter(|seat| !answers(*seat)) {
            let duty = self.why_not(seat, at, absent);
            // Of a team only those are named whom it misses; the others are off duty with it.
            let is_member = self.engagement.actor(actor).is_team() && seat != actor;
            if is_member && !matches!(duty, Duty::Away(..) | Duty::Absent) {
                continue;
            }
            // A cover may stand behind whom they cover for.
            let answers_already = answering.iter().any(|person| person.who == seat);
            if duty == Duty::Behind && answers_already {
                continue;
            }
            missing.push(Person {
                who: seat,
                instead_of: None,
                members: Vec::new(),
                duty,
                may: None,
            });
        }
        missing
    }

    /// Those of whom the file leads to expect that they answer for an actor.
    fn expected(&self, actor: ActorId, at: Minute, is_answered: bool) -> Vec<ActorId> {
        let table = self.engagement.actor(actor);
        let behind = |seats: &[&Seats<'_>]| -> Vec<ActorId> {
            let all = seats.iter().flat_map(|seats| seats.actors());
            all.collect()
        };
        match table.kind {
            ActorKind::Person(_) | ActorKind::Party(_) => vec![actor],
            ActorKind::Role(_) => behind(&[&table.members, &table.deputies]),
            ActorKind::Team(team) => {
                let shifts: &[Shift<'_>] = Many::of(&team.shifts);
                let mut seats = if is_answered { vec![] } else { vec![actor] };
                if shifts.is_empty() {
                    seats.extend(behind(&[&table.members]));
                } else {
                    seats.extend(self.on_shift_at(actor, at));
                }
                seats
            }
        }
    }

    fn why_not(&self, actor: ActorId, at: Minute, absent: &Absent) -> Duty {
        if absent.contains(actor) {
            return Duty::Absent;
        }
        let nobody = Absent::nobody();
        let table = self.engagement.actor(actor);
        if let ActorKind::Person(person) = table.kind {
            let there = self.there(actor);
            if !there.contains(at) {
                let covers = Many::of(&person.away).iter();
                let covers = covers.filter(|away| self.is_away(actor, away, at));
                let covers = covers.flat_map(|away| Many::of(&away.covered_by));
                let covers = covers.filter_map(|cover| self.engagement.names.actor(&cover.name));
                return Duty::Away(next(&there, at), covers.collect());
            }
        }
        let own = |unknown| -> Set {
            let ways = self.reached(
                actor,
                if table.is_person() { &nobody } else { absent },
                unknown,
            );
            let themselves = ways.iter();
            let themselves =
                themselves.filter(|way| !table.is_person() || way.person == Some(actor));
            Set::union_of(themselves.map(|way| &way.when))
        };
        let known = own(Unknown::Off);
        if known.contains(at) {
            Duty::Behind
        } else if own(Unknown::On).contains(at) {
            Duty::Unknown
        } else {
            Duty::Off(next(&known, at))
        }
    }

    fn is_away(&self, person: ActorId, away: &Away<'_>, at: Minute) -> bool {
        self.days_away(person, away).contains(at)
    }
}

impl Asked {
    /// The first who may act, of those who are asked.
    fn end(&self) -> Option<End> {
        let mut end: Option<End> = None;
        for owner in &self.owners {
            for person in owner.people.iter().filter(|own| own.duty == Duty::On) {
                let Some(at) = person.may.as_ref().and_then(May::end) else {
                    continue;
                };
                if end.as_ref().is_none_or(|end| at < end.at) {
                    end = Some(End {
                        at,
                        step: self.step,
                        owner: owner.actor,
                        person: (person.who != owner.actor || person.instead_of.is_some())
                            .then_some(person.who),
                    });
                }
            }
        }
        end
    }
}

/// The first minute of a set after a minute.
fn next(set: &Set, after: Minute) -> Option<Minute> {
    set.clipped(after, Minute::MAX).first()
}
