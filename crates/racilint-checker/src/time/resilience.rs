//! Who can be missing: the people without whom, one alone or two together, somebody who may act is
//! no longer reached in time.
//!
//! Two answers. The quick one follows from the responsibility graph: through whom every way from a
//! call to somebody who may act leads, whatever the hours. The exact one asks the time engine for
//! every absence that can make a difference, minute by minute.

use std::collections::{BTreeMap, BTreeSet};

use super::{Absent, Clock, Question, Set, Unknown};
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
    /// Those of them from which they are never reached.
    pub never: Set,
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
    /// The people whose absence alone takes something away.
    pub alone: Vec<Loss<'d>>,
    /// Two people whose absence together takes away what neither's alone does.
    pub together: Vec<Loss<'d>>,
    /// Through whom all ways lead, by the graph alone: without hours and absences.
    pub through: BTreeSet<ActorId>,
    /// Of whom nobody wrote when they are there, where that decides.
    pub without_hours: BTreeSet<ActorId>,
}

impl<'d> Resilience<'d> {
    /// Whether any one or two people can be missing, as far as the file says.
    pub fn is_sound(&self) -> bool {
        self.alone.is_empty() && self.together.is_empty() && self.lost_already.is_empty()
    }
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
            alone: Vec::new(),
            together: Vec::new(),
            through: self.through(questions),
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
        let people = self.who_matters(question.row, question.action);
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
            });
            loss.actions.push(question.action);
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
        if is_open {
            let lacking = self.without_hours_on(question.row, question.action);
            found.without_hours.extend(lacking);
        }
    }

    fn late_without(&self, question: &Question<'d>, absent: &Absent, minutes: &Set) -> Late {
        let bound = self.decide_within(question.row);
        let times =
            |unknown| self.time_to_authority(question.row, question.action, absent, unknown);
        let (on, off) = (times(Unknown::On), times(Unknown::Off));
        Late {
            sure: on.beyond(bound).intersection(minutes),
            at_most: off.beyond(bound).intersection(minutes),
            never: on.beyond(None).intersection(minutes),
        }
    }

    /// Through whom all ways lead to somebody who may take the actions: for one of them at least.
    fn through(&self, questions: &[Question<'d>]) -> BTreeSet<ActorId> {
        let mut through = BTreeSet::new();
        for question in questions {
            let called = self.called(question.row);
            let steps = called.steps.iter();
            let owners: BTreeSet<ActorId> = steps.flat_map(|step| step.owners.clone()).collect();
            if called.uncertain || called.steps.iter().any(|step| step.uncertain) {
                continue;
            }
            let holders = self.permitted(question);
            let may = |owner: ActorId, person: ActorId| {
                let mut names = self.engagement.capacities(owner);
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
