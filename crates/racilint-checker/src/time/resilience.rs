//! Who can be missing: the people without whom, one alone or two together, somebody who may act is
//! no longer reached in time.
//!
//! Two answers. The quick one follows from the responsibility graph: through whom every way from a
//! call to somebody who may act leads, whatever the hours. The exact one asks the time engine for
//! every absence that can make a difference, minute by minute.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::asking::answering;
use super::path::Asked;
use super::{Absent, Called, Clock, Question, Set, Times, Unknown};
use crate::model::{ActorId, RowId};

/// What an absence takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss<'d> {
    /// Who is missing: one person, or two.
    pub people: Vec<ActorId>,
    /// The actions that somebody is no longer reached for, in the order in which they are needed.
    pub actions: Vec<&'d str>,
    /// The minutes at which they are no longer reached in time, and were.
    pub minutes: Set,
    /// Those of them from which they are never reached, for some action.
    pub never: Set,
    /// These actions.
    pub actions_never: Vec<&'d str>,
}

/// Who can be missing on a row.
#[derive(Clone, Debug)]
pub struct Resilience<'d> {
    /// The row.
    pub row: RowId,
    /// The actions that were asked about.
    pub actions: Vec<&'d str>,
    /// The minutes that were asked about.
    pub minutes: Set,
    /// The minutes at which it is too late for some action with nobody absent.
    pub lost_already: Set,
    /// These actions.
    pub actions_lost: Vec<&'d str>,
    /// Whether it is too late for every action at every minute.
    pub all_lost: bool,
    /// The people whose absence alone takes something away.
    pub alone: Vec<Loss<'d>>,
    /// Two people whose absence together takes away what neither's alone does.
    pub together: Vec<Loss<'d>>,
    /// Through whom all ways lead, by the graph alone: without hours and absences.
    pub through: BTreeSet<ActorId>,
    /// Whether every step says how long it has to answer; if not, only for ever counts.
    pub is_timed: bool,
    /// Whether the file says too little to know it all.
    pub is_open: bool,
    /// Of whom nobody wrote when they are there, where that decides.
    pub without_hours: BTreeSet<ActorId>,
}

/// What is too late with somebody absent: surely, and at most.
#[derive(Clone)]
struct Late {
    sure: Set,
    at_most: Set,
    never: Set,
}

impl<'d> Clock<'_, 'd> {
    /// Who can be missing on each row that is asked about.
    pub fn resilience(&self, questions: &[Question<'d>]) -> Vec<Resilience<'d>> {
        let rows = questions.chunk_by(|one, next| one.row == next.row);
        rows.filter_map(|questions| self.resilience_of(questions))
            .collect()
    }

    fn resilience_of(&self, questions: &[Question<'d>]) -> Option<Resilience<'d>> {
        let row = questions.first()?.row;
        let mut found = Resilience {
            row,
            actions: questions.iter().map(|question| question.action).collect(),
            minutes: self.asked_minutes(row),
            lost_already: Set::empty(),
            actions_lost: Vec::new(),
            all_lost: true,
            alone: Vec::new(),
            together: Vec::new(),
            through: self.through(questions),
            is_timed: self.is_timed(row),
            is_open: false,
            without_hours: BTreeSet::new(),
        };
        let mut losses = BTreeMap::new();
        for question in questions {
            self.add_losses(question, &mut losses, &mut found);
        }
        for (people, loss) in losses {
            if people.len() == 1 {
                found.alone.push(loss);
            } else {
                found.together.push(loss);
            }
        }
        let heaviest_first = |loss: &Loss<'d>| {
            let weight = (loss.never.minutes(), loss.minutes.minutes());
            (std::cmp::Reverse(weight), loss.people.clone())
        };
        found.alone.sort_by_key(heaviest_first);
        found.together.sort_by_key(heaviest_first);
        Some(found)
    }

    fn add_losses(
        &self,
        question: &Question<'d>,
        losses: &mut BTreeMap<Vec<ActorId>, Loss<'d>>,
        found: &mut Resilience<'d>,
    ) {
        let before = self.late_without(question, &Absent::nobody(), &found.minutes);
        found.lost_already = found.lost_already.union(&before.sure);
        found.all_lost &= before.sure == found.minutes;
        if !before.sure.is_empty() {
            found.actions_lost.push(question.action);
        }
        let people = self.who_may_be_missed(question);
        let alone: Vec<Late> = people
            .iter()
            .map(|person| self.late_without(question, &Absent::of([*person]), &found.minutes))
            .collect();
        let mut is_open = !before.at_most.difference(&before.sure).is_empty();
        let mut take = |people: Vec<ActorId>, late: &Late, known: &[&Late]| {
            let surely_known = Set::union_of(known.iter().map(|late| &late.at_most));
            let minutes = late.sure.difference(&surely_known);
            let never = late.never.intersection(&minutes);
            let perhaps_known = Set::union_of(known.iter().map(|late| &late.sure));
            is_open |= minutes.is_empty() && !late.at_most.difference(&perhaps_known).is_empty();
            if minutes.is_empty() {
                return;
            }
            let loss = losses.entry(people.clone()).or_insert_with(|| Loss {
                people,
                actions: Vec::new(),
                minutes: Set::empty(),
                never: Set::empty(),
                actions_never: Vec::new(),
            });
            loss.actions.push(question.action);
            if !never.is_empty() {
                loss.actions_never.push(question.action);
            }
            loss.minutes = loss.minutes.union(&minutes);
            loss.never = loss.never.union(&never);
        };
        for (index, first) in people.iter().enumerate() {
            take(vec![*first], &alone[index], &[&before]);
            for (other, second) in people.iter().enumerate().skip(index + 1) {
                let both = Absent::of([*first, *second]);
                let late = self.late_without(question, &both, &found.minutes);
                let known = [&before, &alone[index], &alone[other]];
                take(both.people().to_vec(), &late, &known);
            }
        }
        found.is_open |= is_open;
        if is_open {
            let lacking = self.without_hours_on(question.row, question.action);
            found.without_hours.extend(lacking);
        }
    }

    fn late_without(&self, question: &Question<'d>, absent: &Absent, minutes: &Set) -> Late {
        // Where a step does not say how long it has, it is not asked how soon somebody is reached:
        // only for ever counts.
        let is_timed = self.is_timed(question.row);
        let bound = self.promised_time(question.row).filter(|_| is_timed);
        let times = |unknown| {
            if is_timed {
                self.time_to_authority(question.row, question.action, absent, unknown)
            } else {
                Rc::new(self.answering_at_once(question, absent, unknown))
            }
        };
        let (on, off) = (times(Unknown::On), times(Unknown::Off));
        Late {
            sure: on.beyond(bound).intersection(minutes),
            at_most: off.beyond(bound).intersection(minutes),
            never: on.beyond(None).intersection(minutes),
        }
    }

    fn is_timed(&self, row: RowId) -> bool {
        let called = self.called(row);
        called.steps.iter().all(|step| step.ack_within.is_some())
    }

    /// Who is called about a row, where it is not asked how soon. Work without an escalation path
    /// is done by those who are responsible, or by whoever answers for it.
    fn called_at_all(&self, row: RowId) -> Called {
        let mut called = answering(Called::clone(&self.called(row)));
        let is_pathless = called.path.is_none();
        if let (true, Some(step)) = (is_pathless, called.steps.first_mut()) {
            let accountable = self.engagement.row(row).accountable();
            step.owners.extend(accountable.actors());
            step.uncertain |= accountable.uncertain();
        }
        called
    }

    /// Everybody whose absence can make a difference.
    fn who_may_be_missed(&self, question: &Question<'d>) -> Vec<ActorId> {
        if self.is_timed(question.row) {
            let people = self.who_matters(question.row, question.action);
            return people.iter().copied().collect();
        }
        let grants = self.engagement.grants_about(question.action, question.row);
        let approvers = grants.into_iter().flat_map(|grant| {
            let approvers = self.engagement.grants[grant].approvers.actors();
            approvers.collect::<Vec<_>>()
        });
        let steps = self.called_at_all(question.row).steps.into_iter();
        let actors = steps.flat_map(|step| step.owners).chain(approvers);
        let people: BTreeSet<ActorId> = actors
            .flat_map(|actor| self.concerned(actor).iter().copied().collect::<Vec<_>>())
            .collect();
        people.into_iter().collect()
    }

    /// The time to authority if steps that do not say how long they have answer at once.
    fn answering_at_once(
        &self,
        question: &Question<'d>,
        absent: &Absent,
        unknown: Unknown,
    ) -> Times {
        let matter = self.matter(question.row, question.action);
        let asked = Asked {
            called: Rc::new(self.called_at_all(question.row)),
            ..Asked::about(&matter, absent.clone(), unknown)
        };
        Times::of(self.ways(&asked), self.calls)
    }

    /// Through whom all ways lead to somebody who may take the actions: for one of them at least.
    fn through(&self, questions: &[Question<'d>]) -> BTreeSet<ActorId> {
        let mut through = BTreeSet::new();
        for question in questions {
            let called = if self.is_timed(question.row) {
                self.called(question.row)
            } else {
                Rc::new(self.called_at_all(question.row))
            };
            let steps = called.steps.iter();
            let owners: BTreeSet<ActorId> = steps.flat_map(|step| step.owners.clone()).collect();
            if called.uncertain || called.steps.iter().any(|step| step.uncertain) {
                continue;
            }
            let holders = self.permitted(question);
            let may = |owner: ActorId, person: ActorId| {
                let mut names = self.engagement.capacities(owner).clone();
                names.extend(self.engagement.capacities(person));
                !names.is_disjoint(&holders)
            };
            let graph = &self.engagement.graph;
            through.extend(graph.sole_among(owners.iter().copied(), may));
        }
        through
    }

    /// Whoever holds a grant that lets them, at once or with an approval.
    fn permitted(&self, question: &Question<'d>) -> BTreeSet<ActorId> {
        let grants = self.engagement.grants_about(question.action, question.row);
        let grants = grants
            .into_iter()
            .map(|grant| &self.engagement.grants[grant]);
        let permitting = grants.filter(|grant| grant.permits());
        permitting
            .flat_map(|grant| grant.holders.actors().collect::<Vec<_>>())
            .collect()
    }
}

#[cfg(test)]
mod tests;
