//! The incidents most worth rehearsing: the calls that wait longest, and the people without whom
//! nobody who may act is reached in time.
//!
//! One call for each row, one for each person. How it goes is told by `play`.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::resilience::Loss;
use super::{Absent, Clock, Minute, Question, Unknown};
use crate::model::{ActorId, RowId};

/// An incident to rehearse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drill<'d> {
    /// What happens, and what has to be done.
    pub question: Question<'d>,
    /// When the first call is made.
    pub at: Minute,
    /// Why this one.
    pub why: Worth,
}

/// Why an incident is worth rehearsing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worth {
    /// No other call about the row waits longer, and that is longer than promised.
    TooLate,
    /// Without this person it takes longer than promised, in so many minutes that are in time
    /// otherwise, on so many rows.
    Missing(ActorId, i64, usize),
    /// No other call about the row waits longer, and that is in time.
    InTime,
}

/// The worst call about a row, with what makes it worse than others.
struct Worst<'d> {
    drill: Drill<'d>,
    weight: (bool, bool, u32),
}

/// What the absence of one person takes away.
struct Missed<'d> {
    drill: Drill<'d>,
    minutes: i64,
}

impl<'d> Clock<'_, 'd> {
    /// The incidents to rehearse, those that are worth most first: in turn the calls that are too
    /// late and the people who may not be missing, then the slowest of the calls that are in time.
    pub fn drills(&self) -> Vec<Drill<'d>> {
        let questions = self.rehearsed();
        let mut calls: Vec<Worst<'d>> = questions
            .chunk_by(|one, next| one.row == next.row)
            .filter_map(|questions| self.worst_of_row(questions))
            .collect();
        calls.sort_by_key(|worst| Reverse(worst.weight));
        let (late, good): (Vec<Worst<'d>>, Vec<Worst<'d>>) = calls
            .into_iter()
            .partition(|worst| worst.drill.why == Worth::TooLate);
        let late = late.into_iter().map(|worst| worst.drill);
        let good = good.into_iter().map(|worst| worst.drill);
        in_turn(late, self.without_whom(&questions).into_iter())
            .chain(good)
            .collect()
    }

    /// What the rows that promise hours take; where none does, what all take.
    fn rehearsed(&self) -> Vec<Question<'d>> {
        let promised = self.promised_questions();
        if !promised.is_empty() {
            return promised;
        }
        let leaves = self.engagement.leaves();
        leaves.flat_map(|(row, _)| self.questions(row)).collect()
    }

    /// The call about a row that surely waits longest.
    fn worst_of_row(&self, questions: &[Question<'d>]) -> Option<Worst<'d>> {
        let row = questions.first()?.row;
        let (calls, bound) = (self.asked_minutes(row), self.promised_time(row));
        let nobody = Absent::nobody();
        let critical = self.engagement.is_critical(row);
        // Of equals the last counts, which is then the first that the file names.
        let worst = questions.iter().rev().filter_map(|question| {
            let times = self.time_to_authority(row, question.action, &nobody, Unknown::On);
            let (at, wait) = times.worst(&calls)?;
            let is_late = wait.is_none_or(|wait| bound.is_some_and(|bound| wait > bound));
            Some(Worst {
                drill: Drill {
                    question: *question,
                    at,
                    why: if is_late {
                        Worth::TooLate
                    } else {
                        Worth::InTime
                    },
                },
                weight: (critical, wait.is_none(), wait.unwrap_or(0)),
            })
        });
        worst.max_by_key(|worst| (worst.weight, Reverse(worst.drill.at)))
    }

    /// For each person whose absence alone breaks a promise, the call that it makes worst on the
    /// row that it breaks most; the one who breaks most first.
    fn without_whom(&self, questions: &[Question<'d>]) -> Vec<Drill<'d>> {
        let mut by_person: BTreeMap<ActorId, Vec<Missed<'d>>> = BTreeMap::new();
        for found in self.resilience(questions) {
            for loss in &found.alone {
                if let Some((person, missed)) = self.missed(found.row, loss) {
                    by_person.entry(person).or_default().push(missed);
                }
            }
        }
        let people = by_person.into_iter().filter_map(|(person, missed)| {
            let (minutes, rows) = (missed.iter().map(|own| own.minutes).sum(), missed.len());
            let most = missed.into_iter().rev().max_by_key(|own| own.minutes)?;
            let why = Worth::Missing(person, minutes, rows);
            Some((minutes, Drill { why, ..most.drill }))
        });
        let mut people: Vec<(i64, Drill<'d>)> = people.collect();
        people.sort_by_key(|(minutes, _)| Reverse(*minutes));
        people.into_iter().map(|(_, drill)| drill).collect()
    }

    fn missed(&self, row: RowId, loss: &Loss<'d>) -> Option<(ActorId, Missed<'d>)> {
        let person = *loss.people.first()?;
        let absent = Absent::of([person]);
        let worst = loss.actions.iter().filter_map(|action| {
            let times = self.time_to_authority(row, action, &absent, Unknown::On);
            let (at, wait) = times.worst(&loss.minutes)?;
            Some((wait.map_or(u64::MAX, u64::from), at, *action))
        });
        let (_, at, action) = worst.max_by_key(|(wait, at, _)| (*wait, Reverse(*at)))?;
        let minutes = loss.minutes.minutes();
        Some((
            person,
            Missed {
                drill: Drill {
                    question: Question { row, action },
                    at,
                    why: Worth::Missing(person, minutes, 1),
                },
                minutes,
            },
        ))
    }
}

/// One of each in turn, and what is left of the longer one.
fn in_turn<T>(
    mut first: impl Iterator<Item = T>,
    mut second: impl Iterator<Item = T>,
) -> impl Iterator<Item = T> {
    let mut turn = false;
    std::iter::from_fn(move || {
        turn = !turn;
        if turn {
            first.next().or_else(|| second.next())
        } else {
            second.next().or_else(|| first.next())
        }
    })
}

#[cfg(test)]
mod tests;
