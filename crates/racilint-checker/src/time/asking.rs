//! Approvals that are asked for when nobody is there to give them.

use std::rc::Rc;

use racilint_parser::language::IfNoAnswer;

use super::clock::recall;
use super::path::Asked;
use super::{Called, Clock, Minute, Set, Unknown, Verdict};
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
        let asked = Asked {
            called: answering(self.called(row)),
            action,
            grants: self.engagement.grants_about(action, row),
            absent: self.all_there(),
            unknown: Unknown::Off,
        };
        let target = self.decide_within(row);
        let key = (
            asked.called.clone(),
            action.to_owned(),
            asked.grants.clone(),
            target,
        );
        recall(&self.unapproved, key, || {
            let each = asked.grants.iter();
            let each = each.filter(|grant| self.engagement.grants[**grant].asks_known_people());
            let each = each.map(|grant| (*grant, self.unapproved_by(row, &asked, *grant)));
            each.filter(|(_, verdict)| !verdict.at_most.is_empty())
                .collect()
        })
    }

    fn unapproved_by(&self, row: RowId, asked: &Asked<'_>, grant: usize) -> Verdict {
        let (silent, open) = (Unknown::Off, Unknown::On);
        let sure = self.unanswered(asked, grant, (silent, open));
        let at_most = self.unanswered(asked, grant, (open, silent));
        let late = |set: Set, unknown| {
            if set.is_empty() {
                return set;
            }
            set.intersection(&self.not_in_time(row, asked, unknown))
        };
        Verdict {
            sure: late(sure, Unknown::On),
            at_most: late(at_most, Unknown::Off),
        }
    }

    /// The calls that are not ended in time.
    fn not_in_time(&self, row: RowId, asked: &Asked<'_>, unknown: Unknown) -> Set {
        let steps = self.called(row).steps;
        let complete = steps.iter().all(|step| step.ack_within.is_some());
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
        let ways = self.ways(&asked);
        let ended = Set::union_of(ways.iter().map(|way| &way.when));
        Set::span(self.calls.0, self.calls.1).difference(&ended)
    }

    /// The calls at which somebody is reached who has to ask, and nobody gives the approval. What
    /// is not known about those who are called comes first, then about those who approve.
    fn unanswered(
        &self,
        asked: &Asked<'_>,
        grant: usize,
        (called_unknown, approvers_unknown): (Unknown, Unknown),
    ) -> Set {
        let (called, about, action) = (&asked.called, &asked.grants, asked.action);
        let approvers = self.approvers_on_duty(grant, &asked.absent, approvers_unknown);
        let mut sets = Vec::new();
        // Whom an earlier step has asked, and who has answered, is not the one who is missing later.
        let mut before = Set::empty();
        for (step, at) in called.steps.iter().zip(called.moments()) {
            let (Some(at), Some(ack)) = (at, step.ack_within) else {
                break;
            };
            let asked_at = at + Minute::from(ack);
            let mut given = Vec::new();
            for owner in &step.owners {
                let reached = self.reached(*owner, &asked.absent, called_unknown);
                for way in reached.iter() {
                    let modes = self.modes_among(about, &way.capacities, action, called_unknown);
                    let asks = modes.with_approval.iter().filter(|own| own.grant == grant);
                    for approval in asks {
                        let there = way.when.intersection(&approval.when);
                        let calls = there.difference(&modes.at_once).shifted(-at);
                        let answered = answered(approval, &approvers, asked_at);
                        sets.push(calls.difference(&answered).difference(&before));
                        given.push(calls.intersection(&answered));
                    }
                }
            }
            given.push(before);
            before = Set::union_of(&given);
        }
        Set::union_of(&sets).clipped(self.calls.0, self.calls.1)
    }
}

/// The calls whose approval is given, or that silence allows.
fn answered(approval: &super::Approval, approvers: &Set, asked_at: Minute) -> Set {
    let first = approvers.shifted(-asked_at);
    let within = Minute::from(approval.within.unwrap_or(0));
    match approval.if_no_answer {
        IfNoAnswer::Act => approval.when.shifted(-asked_at).union(&first),
        IfNoAnswer::Escalate => first.union(&approvers.shifted(-(asked_at + within))),
        IfNoAnswer::Wait => first,
    }
}

/// The same path, with steps that answer at once where they do not say how long they take.
pub(super) fn answering(mut called: Called) -> Called {
    for step in &mut called.steps {
        step.ack_within.get_or_insert(0);
    }
    called
}
