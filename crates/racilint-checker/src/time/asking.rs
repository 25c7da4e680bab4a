//! Approvals that are asked for when nobody is there to give them.

use std::cell::OnceCell;
use std::rc::Rc;

use racilint_parser::language::IfNoAnswer;

use super::clock::recall;
use super::pass::Look;
use super::path::Asked;
use super::{Approval, Called, Clock, Minute, Modes, Set, Unknown, Verdict};
use crate::model::RowId;

/// Grants with the calls at which nobody gives the approval that they ask for.
pub type Unapproved = Vec<(usize, Verdict)>;

impl Clock<'_, '_> {
    /// The calls, promised or not, that do not reach somebody who may act in time, and reach
    /// somebody who would have to ask for the approval of a grant, which nobody on duty gives: for
    /// each grant by which that can be so.
    ///
    /// In time is `decide-within`; without such a target, and where no call ever meets it, that the
    /// call itself ends: a path that is too slow is not the approver's fault. Here a step that does
    /// not say how long it has to answer answers at once: it is not asked how soon they act, but
    /// whether they may. No absence that the file records happens: what one opens is told there.
    pub fn unapproved(&self, row: RowId, action: &str) -> Rc<Unapproved> {
        let matter = self.matter(row, action);
        let target = self.decide_within(row);
        let key = (Rc::as_ptr(&matter).addr(), target);
        recall(&self.unapproved, key, || {
            let asked = Asked {
                called: Rc::new(answering(Called::clone(&matter.called))),
                ..Asked::about(&matter, self.all_there(), Unknown::Off)
            };
            self.find_unapproved(row, &asked)
        })
    }

    fn find_unapproved(&self, row: RowId, asked: &Asked<'_>) -> Unapproved {
        let [silent, open] =
            [Unknown::Off, Unknown::On].map(|unknown| self.all_reached(asked, unknown));
        let late = [OnceCell::new(), OnceCell::new()];
        let late = |set: Set, unknown: Unknown| {
            if set.is_empty() {
                return set;
            }
            let known = &late[unknown as usize];
            set.intersection(known.get_or_init(|| self.not_in_time(row, asked, unknown)))
        };
        let unapproved = |grant: usize| {
            let approvers = |unknown| self.approvers_on_duty(grant, &asked.absent, unknown);
            let sure = self.unanswered(&silent, grant, &approvers(Unknown::On));
            let at_most = self.unanswered(&open, grant, &approvers(Unknown::Off));
            Verdict {
                sure: late(sure, Unknown::On),
                at_most: late(at_most, Unknown::Off),
            }
        };
        let grants = asked.grants.iter().copied();
        let grants = grants.filter(|grant| self.engagement.grants[*grant].asks_known_people());
        let each = grants.map(|grant| (grant, unapproved(grant)));
        each.filter(|(_, verdict)| !verdict.at_most.is_empty())
            .collect()
    }

    /// The calls that are not ended in time.
    fn not_in_time(&self, row: RowId, asked: &Asked<'_>, unknown: Unknown) -> Set {
        let called = self.called(row);
        let complete = called.steps.iter().all(|step| step.ack_within.is_some());
        if let (true, Some(bound)) = (complete, self.decide_within(row)) {
            let times = self.time_to_authority(row, asked.action, &asked.absent, unknown);
            let ends = times.pieces().iter().filter_map(|piece| piece.way);
            let soonest = ends.map(|way| times.way(way).end).min();
            if soonest.is_some_and(|soonest| soonest <= bound) {
                return times.beyond(Some(bound));
            }
        }
        let asked = Asked {
            unknown,
            ..asked.clone()
        };
        let mut ended = Set::empty();
        self.visit_ways(&asked, Look::ByNames, |ways| {
            ended = Set::union_of(ways.iter().map(|way| &way.when).chain([&ended]));
            true
        });
        Set::span(self.calls.0, self.calls.1).difference(&ended)
    }

    /// All who are reached on a path, step by step, and what they may do.
    fn all_reached(&self, asked: &Asked<'_>, unknown: Unknown) -> Vec<Vec<Asking>> {
        let mut all = Vec::new();
        for (step, at) in asked.called.steps.iter().zip(asked.called.moments()) {
            let (Some(at), Some(ack)) = (at, step.ack_within) else {
                break;
            };
            let mut of_step = Vec::new();
            for owner in &step.owners {
                let reached = self.groups(*owner, &asked.absent, unknown);
                of_step.extend(reached.iter().map(|way| {
                    let names = &way.capacities;
                    let modes = self.modes_among(asked.grants, names, asked.action, unknown);
                    Asking {
                        at,
                        asked_at: at + Minute::from(ack),
                        when: way.when.difference(&modes.at_once),
                        modes,
                    }
                }));
            }
            all.push(of_step);
        }
        all
    }

    /// The calls at which somebody is reached who has to ask by a grant, and nobody approves.
    fn unanswered(&self, steps: &[Vec<Asking>], grant: usize, approvers: &Set) -> Set {
        let mut sets = Vec::new();
        // Whom an earlier step has asked, and who has answered, is not the one who is missing later.
        let mut before = Set::empty();
        for asking in steps {
            let mut given = Vec::new();
            for own in asking {
                let Some(approval) = own.modes.approval_by(grant) else {
                    continue;
                };
                let calls = own.when.intersection(&approval.when).shifted(-own.at);
                let answered = answered(&calls, approval, approvers, own.asked_at);
                sets.push(calls.difference(&answered).difference(&before));
                given.push(answered);
            }
            given.push(before);
            before = Set::union_of(&given);
        }
        Set::union_of(&sets).clipped(self.calls.0, self.calls.1)
    }
}

/// Those who are reached at some moment after a call.
struct Asking {
    /// When they are called, in minutes after the call.
    at: Minute,
    /// When they ask, if they have to.
    asked_at: Minute,
    /// When they are there and may not act at once.
    when: Set,
    modes: Rc<Modes>,
}

/// Those calls whose approval is given, or that silence allows.
fn answered(calls: &Set, approval: &Approval, approvers: &Set, asked_at: Minute) -> Set {
    let first = approvers.shifted(-asked_at);
    let within = Minute::from(approval.within.unwrap_or(0));
    let given = match approval.if_no_answer {
        // Whether the grant still counts when they ask does not matter: it did when they were called.
        IfNoAnswer::Act => return calls.clone(),
        IfNoAnswer::Escalate => first.union(&approvers.shifted(-(asked_at + within))),
        IfNoAnswer::Wait => first,
    };
    calls.intersection(&given)
}

/// The same path, with steps that answer at once where they do not say how long they take.
pub(super) fn answering(mut called: Called) -> Called {
    for step in &mut called.steps {
        step.ack_within.get_or_insert(0);
    }
    called
}
