//! One call, told step by step: who is called when, who of them is there, what they may do, and who
//! ends it.
//!
//! It tells how a time to authority comes about and computes none itself.

use std::rc::Rc;

use racilint_parser::language::IfNoAnswer;

use super::pass::By;
use super::{Absent, Clock, Minute, Modes, Question, Reached, Times, Unknown};
use crate::model::ActorId;

/// A call and what comes of it.
#[derive(Clone, Debug)]
pub struct Chain {
    /// When the call is made.
    pub call: Minute,
    /// The escalation path, by its index; `None` where the responsible owners are called.
    pub path: Option<usize>,
    /// The steps, up to the one that is asked when the call has ended.
    pub steps: Vec<ChainStep>,
    /// How many minutes after the call somebody may act; `None` when the path runs out.
    pub ends: Option<u32>,
    /// Whether the file does not say enough to know that; `ends` is `None` then.
    pub unknown: bool,
}

/// A step of it.
#[derive(Clone, Debug)]
pub struct ChainStep {
    /// How many minutes after the call it is called; `None` behind a step that does not say how
    /// long it has.
    pub at: Option<u32>,
    /// How long it has, in minutes.
    pub ack: Option<u32>,
    /// Everybody who is called, and what they answer.
    pub told: Vec<Told>,
}

/// Somebody who is called.
#[derive(Clone, Debug)]
pub struct Told {
    /// Who is named in the step.
    pub owner: ActorId,
    /// The person who answers, where one is named.
    pub person: Option<ActorId>,
    /// The person in whose place that one stands.
    pub instead_of: Option<ActorId>,
    /// Nobody wrote when they are there; they are counted as there.
    pub assumed: bool,
    /// What they answer.
    pub answer: Answer,
}

/// What somebody who is called answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nobody does.
    OffDuty,
    /// No grant lets them.
    MayNot,
    /// A grant says that they may not.
    Prohibited,
    /// They act at once.
    AtOnce {
        /// The grant that lets them, where one was read.
        grant: Option<usize>,
    },
    /// They ask, and an approver is there to agree.
    Approved {
        /// The grant that asks for it.
        grant: usize,
        /// How long the approver has, in minutes.
        within: u32,
    },
    /// They ask, nobody answers, and silence means consent.
    Silence {
        /// The grant that asks for it.
        grant: usize,
        /// How long the approver has, in minutes.
        within: u32,
    },
    /// They ask twice before an approver is there.
    SecondAsking {
        /// The grant that asks for it.
        grant: usize,
        /// How long the approver has each time, in minutes.
        within: u32,
    },
    /// They ask, and no approver is there.
    Unapproved {
        /// The grant that asks for it.
        grant: usize,
    },
    /// They would have to ask, and the grant does not say how long the approver has.
    Timeless {
        /// The grant that asks for it.
        grant: usize,
    },
}

impl<'d> Clock<'_, 'd> {
    /// What comes of a call, with these people absent.
    pub fn chain(
        &self,
        question: Question<'d>,
        call: Minute,
        absent: &Absent,
        unknown: Unknown,
    ) -> Chain {
        let called = self.called(question.row);
        let times: Rc<Times> =
            self.time_to_authority(question.row, question.action, absent, unknown);
        let way = times.way_at(call);
        let unknown_end = way.is_some_and(|way| way.by == By::Unknown);
        let ends = way.map(|way| way.end).filter(|_| !unknown_end);
        let asked = Asking {
            clock: self,
            question,
            absent,
            unknown,
        };
        let moments = called.moments();
        let steps = called.steps.iter().zip(moments).map(|(step, at)| {
            let ack = step.ack_within.map_or(0, Minute::from);
            let mut told = Vec::new();
            if let Some(at) = at.map(|at| call + at) {
                let owners = step.owners.iter();
                told.extend(owners.map(|owner| asked.owner(*owner, at, at + ack)));
            }
            ChainStep {
                at: at.and_then(|at| u32::try_from(at).ok()),
                ack: step.ack_within,
                told: told.concat(),
            }
        });
        let mut steps: Vec<ChainStep> = steps.collect();
        if let Some(ends) = ends {
            steps.retain(|step| step.at.is_some_and(|at| at == 0 || at < ends));
        }
        Chain {
            call,
            path: called.path,
            steps,
            ends,
            unknown: unknown_end,
        }
    }
}

/// A question as it is put to each who is called.
struct Asking<'a, 'e, 'd> {
    clock: &'a Clock<'e, 'd>,
    question: Question<'d>,
    absent: &'a Absent,
    unknown: Unknown,
}

impl Asking<'_, '_, '_> {
    /// Whoever of an owner is there, each with an answer.
    fn owner(&self, owner: ActorId, at: Minute, asked_at: Minute) -> Vec<Told> {
        let reached = self.clock.reached(owner, self.absent, self.unknown);
        let sure = self.clock.reached(owner, self.absent, Unknown::Off);
        let there = reached.iter().filter(|one| one.when.contains(at));
        let mut told: Vec<Told> = there
            .map(|one| Told {
                owner,
                person: one.person,
                instead_of: one.instead_of,
                assumed: !is_there(&sure, one, at),
                answer: self.answer(one, at, asked_at),
            })
            .collect();
        if told.is_empty() {
            told.push(Told {
                owner,
                person: None,
                instead_of: None,
                assumed: false,
                answer: Answer::OffDuty,
            });
        }
        told
    }

    fn answer(&self, reached: &Reached, at: Minute, asked_at: Minute) -> Answer {
        let Question { row, action } = self.question;
        let modes = self
            .clock
            .modes(&reached.capacities, action, row, self.unknown);
        if modes.at_once.contains(at) {
            return Answer::AtOnce {
                grant: self.granting(&modes, at),
            };
        }
        let asking = modes.with_approval.iter();
        let asking = asking.filter(|approval| approval.when.contains(at));
        let answers = asking.map(|approval| {
            let grant = approval.grant;
            let approvers = self
                .clock
                .approvers_on_duty(grant, self.absent, self.unknown);
            match (approval.within, approval.if_no_answer) {
                (None, _) => Answer::Timeless { grant },
                (Some(within), _) if approvers.contains(asked_at) => {
                    Answer::Approved { grant, within }
                }
                (Some(within), IfNoAnswer::Act) => Answer::Silence { grant, within },
                (Some(within), IfNoAnswer::Escalate)
                    if approvers.contains(asked_at + Minute::from(within)) =>
                {
                    Answer::SecondAsking { grant, within }
                }
                _ => Answer::Unapproved { grant },
            }
        });
        answers.min_by_key(|answer| answer.takes()).unwrap_or({
            if modes.prohibited.contains(at) {
                Answer::Prohibited
            } else {
                Answer::MayNot
            }
        })
    }

    /// The grant in force by which somebody acts.
    fn granting(&self, modes: &Modes, at: Minute) -> Option<usize> {
        let mut by = modes.by.iter().copied();
        by.find(|grant| self.clock.in_force(*grant, self.unknown).contains(at))
    }
}

impl Answer {
    /// How many minutes it takes once they have answered, shortest first; what ends nothing last.
    fn takes(self) -> (bool, u32) {
        match self {
            Answer::AtOnce { .. } => (false, 0),
            Answer::Approved { within, .. } | Answer::Silence { within, .. } => (false, within),
            Answer::SecondAsking { within, .. } => (false, within.saturating_mul(2)),
            _ => (true, 0),
        }
    }

    /// The grant that it hangs on, if any.
    pub fn grant(self) -> Option<usize> {
        match self {
            Answer::OffDuty | Answer::MayNot | Answer::Prohibited => None,
            Answer::AtOnce { grant } => grant,
            Answer::Approved { grant, .. }
            | Answer::Silence { grant, .. }
            | Answer::SecondAsking { grant, .. }
            | Answer::Unapproved { grant }
            | Answer::Timeless { grant } => Some(grant),
        }
    }

    /// How many minutes after the call of a step with so many minutes to answer somebody may act
    /// by it; `None` when it ends nothing.
    pub fn ends_after(self, ack: u32) -> Option<u32> {
        let (never, takes) = self.takes();
        (!never).then(|| ack.saturating_add(takes))
    }
}

/// Whether the same one is there for sure.
fn is_there(sure: &[Reached], one: &Reached, at: Minute) -> bool {
    let same = |other: &&Reached| other.person == one.person && other.instead_of == one.instead_of;
    sure.iter()
        .filter(same)
        .any(|other| other.when.contains(at))
}

#[cfg(test)]
mod tests;
