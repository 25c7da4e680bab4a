//! One pass along a path: who gives an end to it, how long after the call, and at which calls.

use std::rc::Rc;

use racilint_parser::language::IfNoAnswer;

use super::clock::recall;
use super::path::{Asked, CalledStep, Matter};
use super::{Absent, Clock, Minute, Modes, Reached, Set, Unknown};
use crate::model::{ActorId, RowId};

/// One way in which a pass ends.
#[derive(Clone, Debug)]
pub struct Way {
    /// How many minutes after the call.
    pub end: u32,
    /// The calls that it ends.
    pub when: Set,
    /// Which step, from 0.
    pub step: usize,
    /// Who was called.
    pub owner: Option<ActorId>,
    /// The person who answers, where one is named.
    pub person: Option<ActorId>,
    /// The person in whose place that one stands.
    pub instead_of: Option<ActorId>,
    /// What lets them act.
    pub by: By,
}

/// What lets somebody act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A grant that asks nobody. `None` where only one that could not be read may say so.
    Grant(Option<usize>),
    /// An approver agrees.
    Approval(usize),
    /// No approver is there, and silence means consent.
    Silence(usize),
    /// An approver agrees who was asked a second time.
    SecondAsking(usize),
    /// The file does not say enough to know that they may not.
    Unknown,
}

/// All that decides the ways in which passes end: questions that share it share the answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Inputs {
    /// Where the path is kept.
    called: usize,
    /// Where the duties and modes that count are kept; what is equal is kept once.
    kept: Vec<usize>,
    /// Whether something unknown counts as an end.
    assumes: bool,
}

/// How closely those who are called are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Each who may answer, one by one: to tell who it is.
    ByPerson,
    /// Those who may do the same as one: to know when somebody may.
    ByNames,
}

/// A step with the moment at which it is called.
struct Step<'a> {
    index: usize,
    owner: ActorId,
    /// Minutes after the call.
    at: Minute,
    ack: Minute,
    reached: &'a Reached,
    modes: &'a Modes,
}

impl Clock<'_, '_> {
    /// How soon a pass about an action on a row could end at best: everybody who is called is on
    /// duty, every grant is in force, every approver is there. In minutes; `None` when nobody
    /// who is called may act at all.
    pub fn at_best(&self, row: RowId, action: &str) -> Option<Minute> {
        let matter = self.matter(row, action);
        *recall(&self.at_best, Rc::as_ptr(&matter).addr(), || {
            self.find_best(&matter)
        })
    }

    fn find_best(&self, matter: &Matter) -> Option<Minute> {
        let Matter {
            called,
            action,
            grants,
        } = matter;
        if called.uncertain {
            return Some(0);
        }
        let moments = called.moments();
        let mut ends = Vec::new();
        for (step, at) in called.steps.iter().zip(moments) {
            let Some(at) = at else { break };
            match step.ack_within {
                Some(ack) if !step.uncertain => {
                    let taken = at + Minute::from(ack);
                    let owners = step.owners.iter();
                    let soonest = owners.filter_map(|own| self.soonest_with(*own, grants, action));
                    ends.extend(soonest.min().map(|after| taken + after));
                }
                _ => ends.push(at),
            }
        }
        ends.into_iter().min()
    }

    /// How long whoever is reached as an actor waits for an approval, at best; `None` when they
    /// may not act at all.
    fn soonest_with(&self, owner: ActorId, grants: &[usize], action: &str) -> Option<Minute> {
        let nobody = Absent::nobody();
        let reached = self.groups(owner, &nobody, Unknown::On);
        let waits = reached.iter().filter_map(|way| {
            let modes = self.modes_among(grants, &way.capacities, action, Unknown::On);
            if !modes.at_once.is_empty() {
                return Some(0);
            }
            let approvals = modes
                .with_approval
                .iter()
                .filter(|own| !own.when.is_empty());
            let answered = approvals.filter(|own| {
                let approvers = || self.approvers_on_duty(own.grant, &nobody, Unknown::On);
                own.if_no_answer == IfNoAnswer::Act || !approvers().is_empty()
            });
            let within = answered.filter_map(|own| own.within);
            within.map(Minute::from).min()
        });
        waits.min()
    }

    /// The ways in which a pass ends, the shortest first, of equals the one of the earlier step.
    pub(super) fn ways(&self, asked: &Asked<'_>) -> Vec<Way> {
        let mut all = Vec::new();
        self.visit_ways(asked, Look::ByPerson, |ways| {
            all.extend(ways);
            true
        });
        all.sort_by_key(|way| way.end);
        all
    }

    /// Hands over the ways in which a pass ends, step by step, for as long as more are wanted.
    pub(super) fn visit_ways(
        &self,
        asked: &Asked<'_>,
        look: Look,
        mut wants_more: impl FnMut(Vec<Way>) -> bool,
    ) {
        let mut ways = Vec::new();
        if asked.called.uncertain && asked.unknown == Unknown::On {
            ways.push(self.unknown_way(0, 0));
        }
        let moments = asked.called.moments();
        let steps = asked.called.steps.iter().zip(moments).enumerate();
        for (index, (step, at)) in steps {
            let Some(at) = at else { break };
            let known = step
                .ack_within
                .is_some_and(|ack| self.follows(at + Minute::from(ack)));
            if !known || step.uncertain {
                self.add_unknown(asked, index, at, &mut ways);
            }
            if known {
                self.add_step(asked, look, (index, step, at), &mut ways);
            }
            if !wants_more(std::mem::take(&mut ways)) {
                return;
            }
        }
        wants_more(ways);
    }

    /// What decides the ways of a question.
    pub(super) fn inputs(&self, asked: &Asked<'_>, look: Look) -> Inputs {
        let mut kept = Vec::new();
        for owner in asked.called.steps.iter().flat_map(|step| &step.owners) {
            let ways = self.answering(asked, *owner, look);
            kept.push(Rc::as_ptr(&ways).addr());
            for reached in ways.iter() {
                let names = &reached.capacities;
                let modes = self.modes_among(asked.grants, names, asked.action, asked.unknown);
                kept.push(Rc::as_ptr(&modes).addr());
                for approval in &modes.with_approval {
                    let on_duty =
                        self.approvers_on_duty(approval.grant, &asked.absent, asked.unknown);
                    kept.push(Rc::as_ptr(&on_duty).addr());
                }
            }
        }
        Inputs {
            called: Rc::as_ptr(&asked.called).addr(),
            kept,
            assumes: asked.unknown == Unknown::On && self.is_open(asked),
        }
    }

    /// Whether a path could end in a way that the file does not say readably.
    fn is_open(&self, asked: &Asked<'_>) -> bool {
        let steps = &asked.called.steps;
        let within = asked.grants.iter().filter_map(|grant| {
            let within = self.engagement.grants[*grant].table.within?;
            Some(Minute::from(within.value.minutes))
        });
        let path: Minute = steps
            .iter()
            .filter_map(|step| step.ack_within)
            .map(Minute::from)
            .sum();
        asked.called.uncertain
            || steps
                .iter()
                .any(|step| step.uncertain || step.ack_within.is_none())
            || !self.follows(path + 2 * within.max().unwrap_or(0))
    }

    /// A way that may be there, for all the file says.
    fn add_unknown(&self, asked: &Asked<'_>, step: usize, at: Minute, ways: &mut Vec<Way>) {
        if asked.unknown == Unknown::On {
            ways.push(self.unknown_way(step, at));
        }
    }

    fn unknown_way(&self, step: usize, at: Minute) -> Way {
        Way {
            end: u32::try_from(at).unwrap_or(u32::MAX),
            when: Set::span(self.calls.0, self.calls.1),
            step,
            owner: None,
            person: None,
            instead_of: None,
            by: By::Unknown,
        }
    }

    /// Whoever answers when an owner is called.
    fn answering(&self, asked: &Asked<'_>, owner: ActorId, look: Look) -> Rc<Vec<Reached>> {
        match look {
            Look::ByPerson => self.reached(owner, &asked.absent, asked.unknown),
            Look::ByNames => self.groups(owner, &asked.absent, asked.unknown),
        }
    }

    fn add_step(
        &self,
        asked: &Asked<'_>,
        look: Look,
        (index, step, at): (usize, &CalledStep, Minute),
        ways: &mut Vec<Way>,
    ) {
        let ack = Minute::from(step.ack_within.unwrap_or(0));
        for owner in &step.owners {
            for reached in self.answering(asked, *owner, look).iter() {
                let modes = self.modes_among(
                    asked.grants,
                    &reached.capacities,
                    asked.action,
                    asked.unknown,
                );
                let step = Step {
                    index,
                    owner: *owner,
                    at,
                    ack,
                    reached,
                    modes: &modes,
                };
                self.add_at_once(&step, ways);
                self.add_with_approval(&step, asked, ways);
            }
        }
    }

    fn add_at_once(&self, step: &Step<'_>, ways: &mut Vec<Way>) {
        let there = step.reached.when.intersection(&step.modes.at_once);
        let by = By::Grant(step.modes.by.first().copied());
        self.add(step, step.at + step.ack, there.shifted(-step.at), by, ways);
    }

    /// An approver is asked once whoever was called has taken the call.
    fn add_with_approval(&self, step: &Step<'_>, asked: &Asked<'_>, ways: &mut Vec<Way>) {
        for approval in &step.modes.with_approval {
            let Some(within) = approval.within.map(Minute::from) else {
                continue;
            };
            let there = step.reached.when.intersection(&approval.when);
            let calls = there.shifted(-step.at);
            if calls.is_empty() {
                continue;
            }
            let asked_at = step.at + step.ack;
            if !self.follows(asked_at + 2 * within) {
                self.add_unknown(asked, step.index, step.at, ways);
                continue;
            }
            let approvers = self.approvers_on_duty(approval.grant, &asked.absent, asked.unknown);
            let first = approvers.shifted(-asked_at);
            let grant = approval.grant;
            let agreed = calls.intersection(&first);
            self.add(step, asked_at + within, agreed, By::Approval(grant), ways);
            let unanswered = calls.difference(&first);
            match approval.if_no_answer {
                IfNoAnswer::Wait => {}
                IfNoAnswer::Act => {
                    self.add(
                        step,
                        asked_at + within,
                        unanswered,
                        By::Silence(grant),
                        ways,
                    );
                }
                IfNoAnswer::Escalate => {
                    let second = approvers.shifted(-(asked_at + within));
                    let agreed = unanswered.intersection(&second);
                    self.add(
                        step,
                        asked_at + 2 * within,
                        agreed,
                        By::SecondAsking(grant),
                        ways,
                    );
                }
            }
        }
    }

    fn add(&self, step: &Step<'_>, end: Minute, when: Set, by: By, ways: &mut Vec<Way>) {
        let when = when.clipped(self.calls.0, self.calls.1);
        if when.is_empty() {
            return;
        }
        ways.push(Way {
            end: u32::try_from(end).unwrap_or(u32::MAX),
            when,
            step: step.index,
            owner: Some(step.owner),
            person: step.reached.person,
            instead_of: step.reached.instead_of,
            by,
        });
    }
}
