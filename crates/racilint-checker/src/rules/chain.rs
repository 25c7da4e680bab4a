//! How rules on time tell what happens to one call: who is called when, and why none of them may
//! act.

use std::collections::BTreeSet;

use racilint_diagnostics::{Finding, Span};
use racilint_parser::language::{IfNoAnswer, Mode};

use crate::model::{ActorId, Engagement, RowId};
use crate::time::{Absent, CalledStep, Clock, Minute, Modes, Set, Unknown, in_words};

/// A call about a row, made when these people are absent, by somebody who needs an action.
#[derive(Clone, Copy)]
pub(super) struct Call<'a, 'e, 'd, 'f> {
    pub(super) clock: &'a Clock<'e, 'd>,
    pub(super) engagement: &'a Engagement<'f>,
    pub(super) row: RowId,
    pub(super) action: &'a str,
    pub(super) absent: &'a Absent,
    /// When the call is made.
    pub(super) at: Minute,
}

impl Call<'_, '_, '_, '_> {
    /// Tells step by step who is called and why that does not help, then which authority holds at
    /// other hours only.
    pub(super) fn tell(self, finding: &mut Finding) {
        let called = self.clock.called(self.row);
        let steps = called.steps.iter().zip(called.moments());
        for (number, (step, after)) in steps.enumerate() {
            let Some(after) = after else { break };
            for (owner, span) in self.placed(called.path, number) {
                finding.related(span, self.of_owner(owner, number, step, after));
            }
        }
        self.tell_prohibitions(finding);
        self.tell_grants(finding);
    }

    /// What forbids those who are reached to act, whatever else they may.
    fn tell_prohibitions(self, finding: &mut Finding) {
        let called = self.clock.called(self.row);
        let mut told = Vec::new();
        for (step, after) in called.steps.iter().zip(called.moments()) {
            let Some(after) = after else { break };
            let asked = Set::span(self.at + after, self.at + after + 1);
            for owner in &step.owners {
                let prohibitions = self.prohibitions(*owner, &asked);
                told.extend(prohibitions.into_iter().map(|grant| (grant, *owner)));
            }
        }
        let mut seen = BTreeSet::new();
        told.retain(|(grant, _)| seen.insert(*grant));
        for (grant, owner) in told {
            let grant = &self.engagement.grants[grant];
            let (table, name) = (grant.table, self.engagement.actor(owner).name);
            let hours = table.hours.as_ref().map(|hours| hours.span);
            let mode = table.mode.map(|mode| mode.span);
            let span = hours.or(mode).unwrap_or_else(|| grant.place());
            let action = self.action;
            finding.related(
                span,
                format!("by this, `{name}` is prohibited to `{action}`"),
            );
        }
    }

    /// The grants, by their place in the file, that prohibit somebody to act who is reached in
    /// some minutes.
    pub(super) fn prohibitions(self, owner: ActorId, within: &Set) -> Vec<usize> {
        let reached = self.clock.reached(owner, self.absent, Unknown::Off);
        let about = self.engagement.grants_about(self.action, self.row);
        let prohibits = |index: &usize| {
            let grant = &self.engagement.grants[*index];
            let force = self.clock.in_force(*index, Unknown::Off);
            let within = force.intersection(within);
            grant.mode() == Some(Mode::Prohibited)
                && reached.iter().any(|way| {
                    let mut holders = grant.holders.actors();
                    holders.any(|own| way.capacities.contains(&own))
                        && !way.when.intersection(&within).is_empty()
                })
        };
        about.into_iter().filter(prohibits).collect()
    }

    /// Whether somebody might act at all of some minutes at which they are reached, if nothing
    /// prohibited it.
    pub(super) fn is_granted(self, owner: ActorId, within: &Set) -> bool {
        let reached = self.clock.reached(owner, self.absent, Unknown::Off);
        let about = self.engagement.grants_about(self.action, self.row);
        let mut missing = within.clone();
        for way in reached.iter() {
            for index in &about {
                let grant = &self.engagement.grants[*index];
                let mut holders = grant.holders.actors();
                if grant.permits() && holders.any(|own| way.capacities.contains(&own)) {
                    let force = self.clock.in_force(*index, Unknown::Off);
                    missing = missing.difference(&way.when.intersection(&force));
                }
            }
        }
        let there: Vec<Set> = reached.iter().map(|way| way.when.clone()).collect();
        missing.intersection(&Set::union_of(&there)).is_empty()
    }

    /// Whoever is called by a step, with the place that names them.
    fn placed(self, path: Option<usize>, step: usize) -> Vec<(ActorId, Span)> {
        let seats = match path {
            Some(path) => match self.engagement.paths[path].steps.get(step) {
                Some(step) => &step.to,
                None => return Vec::new(),
            },
            None => self.engagement.row(self.row).responsible(),
        };
        seats.placed().collect()
    }

    fn of_owner(self, owner: ActorId, number: usize, step: &CalledStep, after: Minute) -> String {
        let name = self.engagement.actor(owner).name;
        let called = match number {
            0 => format!("`{name}` is called first"),
            _ => format!(
                "`{name}` is called after {}",
                in_words(after.unsigned_abs())
            ),
        };
        let asked = self.at + after;
        let duty = self.clock.on_duty(owner, self.absent, Unknown::Off);
        if !duty.contains(asked) {
            return format!("{called}, and {}", self.why_off_duty(owner, asked));
        }
        let ack = Minute::from(step.ack_within.unwrap_or(0));
        format!("{called}, and {}", self.of_mode(owner, after, ack))
    }

    fn why_off_duty(self, owner: ActorId, asked: Minute) -> String {
        if self.absent.contains(owner) {
            return "is the one who is absent".to_owned();
        }
        let nobody = Absent::nobody();
        let usually = self.clock.on_duty(owner, &nobody, Unknown::Off);
        if usually.contains(asked) {
            return "nobody else is there for it".to_owned();
        }
        match self.clock.without_hours(owner).is_empty() {
            true => "is off duty then".to_owned(),
            false => "has no hours in the file".to_owned(),
        }
    }

    /// How far whoever is reached so many minutes after the call, and answers within so many, may
    /// go.
    fn of_mode(self, owner: ActorId, after: Minute, ack: Minute) -> String {
        let action = self.action;
        let asked = self.at + after;
        let reached = self.clock.reached(owner, self.absent, Unknown::Off);
        let there = reached.iter().filter(|way| way.when.contains(asked));
        let modes = there.map(|way| {
            let capacities = &way.capacities;
            self.clock.modes(capacities, action, self.row, Unknown::Off)
        });
        let modes: Vec<_> = modes.collect();
        let has = |holds: &dyn Fn(&Modes) -> bool| modes.iter().any(|own| holds(own));
        if has(&|own| own.at_once.contains(asked)) {
            let minutes = in_words(ack.unsigned_abs());
            return format!("may `{action}`, but has {minutes} to answer");
        }
        let mut approvals = modes.iter().flat_map(|own| &own.with_approval);
        if let Some(approval) = approvals.find(|own| own.when.contains(asked)) {
            return self.of_approval(approval, after + ack);
        }
        if has(&|own| own.prohibited.contains(asked)) {
            return format!("is prohibited to `{action}`");
        }
        let at_times = has(&|own| {
            let sometimes = own.with_approval.iter().any(|own| !own.when.is_empty());
            !own.at_once.is_empty() || sometimes
        });
        match at_times {
            true => format!("may not `{action}` at this hour"),
            false => format!("may not `{action}`"),
        }
    }

    fn of_approval(self, approval: &crate::time::Approval, taken: Minute) -> String {
        let action = self.action;
        let Some(within) = approval.within.map(Minute::from) else {
            return format!("may `{action}` with an approval for which no time is set");
        };
        let asked = self.at + taken;
        let approvers = self
            .clock
            .approvers_on_duty(approval.grant, self.absent, Unknown::Off);
        let seats = &self.engagement.grants[approval.grant].approvers;
        let names = super::words::any_of(seats.links.iter().map(|link| link.name));
        let ends = approvers.contains(asked) || approval.if_no_answer == IfNoAnswer::Act;
        if ends {
            let minutes = in_words((taken + within).unsigned_abs());
            return format!("may `{action}` with an approval, {minutes} after the call");
        }
        format!("needs the approval of {names}, and none is on duty to give it")
    }

    /// Authority that holds at other hours or on other days.
    fn tell_grants(self, finding: &mut Finding) {
        for index in self.engagement.grants_about(self.action, self.row) {
            let grant = &self.engagement.grants[index];
            let holds = self.clock.in_force(index, Unknown::Off).contains(self.at);
            if holds || !grant.permits() {
                continue;
            }
            let table = grant.table;
            let limits = [
                (
                    table.hours.as_ref().map(|hours| hours.span),
                    "at other hours only",
                ),
                (table.until.map(|until| until.span), "until this day only"),
                (table.from.map(|from| from.span), "from this day on only"),
            ];
            let mut limits = limits.into_iter();
            if let Some((span, when)) = limits.find_map(|(span, when)| Some((span?, when))) {
                let holders = super::words::list(grant.holders.links.iter().map(|own| own.name));
                let action = self.action;
                finding.related(span, format!("{holders} may `{action}` {when}"));
            }
        }
    }
}

/// "within 30 minutes", or "at all" where no bound is set.
pub(super) fn bound(clock: &Clock<'_, '_>, row: RowId) -> String {
    let within = clock.decide_within(row);
    within.map_or_else(
        || "at all".to_owned(),
        |minutes| format!("within {}", in_words(u64::from(minutes))),
    )
}

/// "a call on Friday 17:00 waits 63 hours": the worst of several calls, and when it is made.
pub(super) fn worst_call(
    clock: &Clock<'_, '_>,
    row: RowId,
    action: &str,
    absent: &Absent,
    calls: &Set,
) -> Option<(Minute, String)> {
    let times = clock.time_to_authority(row, action, absent, Unknown::Off);
    let (at, wait) = times.worst(calls)?;
    let when = clock.weekday_and_time(at);
    let waits = match wait {
        Some(minutes) => format!("waits {}", in_words(u64::from(minutes))),
        None => "reaches nobody".to_owned(),
    };
    Some((at, format!("a call on {when} {waits}")))
}
