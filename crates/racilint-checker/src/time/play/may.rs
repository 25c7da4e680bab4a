//! What somebody who answers may do: at once, with an approval and by whom, or not.

use racilint_parser::language::{IfNoAnswer, Mode};

use super::{Owner, Scene};
use crate::time::{Approval, Clock, Minute, Reached, Unknown};

/// What somebody may do about an action.
#[derive(Clone, Debug)]
pub enum May {
    /// Take it at once; from then on, by that grant. Neither is known where the step does not say
    /// how long it takes, or only a grant that could not be read may say so.
    AtOnce(Option<Minute>, Option<usize>),
    /// Take it when somebody has agreed.
    WithApproval(Vec<Asking>),
    /// Not take it: that grant says so.
    Prohibited(Option<usize>),
    /// Not take it now; by that grant from then on.
    NotNow(usize, Option<Minute>),
    /// Not take it: no grant says so.
    Nothing,
}

/// An approval that is asked for.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The grant that asks for it.
    pub grant: usize,
    /// When; `None` where the step does not say how long it takes.
    pub at: Option<Minute>,
    /// The approver answers within so many minutes.
    pub within: Option<u32>,
    /// Who is asked.
    pub approvers: Vec<Owner>,
    /// What comes of it.
    pub outcome: Outcome,
}

/// What comes of asking for an approval.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// An approver has agreed by then.
    Agreed(Minute),
    /// Nobody is there, and silence means consent from then on.
    Silence(Minute),
    /// Nobody is there, and whoever is asked again at the first minute agrees by the second.
    SecondAsking(Minute, Minute, Vec<Owner>),
    /// Nobody is there, neither then nor when they are asked again at that minute.
    NobodyTwice(Minute, Vec<Owner>),
    /// Nobody is there, and nothing is done.
    Waits,
    /// The grant does not say within what it is answered, so that it ends nothing.
    NoTime,
}

impl May {
    /// From when on they may act.
    pub fn end(&self) -> Option<Minute> {
        match self {
            May::AtOnce(end, _) => *end,
            May::WithApproval(askings) => askings.iter().filter_map(Asking::end).min(),
            May::Prohibited(_) | May::NotNow(..) | May::Nothing => None,
        }
    }
}

impl Asking {
    /// From when on the action may be taken.
    pub fn end(&self) -> Option<Minute> {
        match self.outcome {
            Outcome::Agreed(end) | Outcome::Silence(end) | Outcome::SecondAsking(_, end, _) => {
                Some(end)
            }
            Outcome::NobodyTwice(..) | Outcome::Waits | Outcome::NoTime => None,
        }
    }
}

impl<'d> Clock<'_, 'd> {
    /// What somebody who answers a call at a minute may do.
    pub(super) fn what_may(
        &self,
        way: &Reached,
        at: Minute,
        ack: Option<u32>,
        scene: &Scene<'_, 'd>,
        unknown: Unknown,
    ) -> Option<May> {
        let action: &'d str = &scene.action?.id.name;
        let modes = self.modes(&way.capacities, action, scene.row, unknown);
        let in_force = |grant: usize| self.in_force(grant, unknown).contains(at);
        let answered = ack.map(|ack| at + Minute::from(ack));
        if modes.prohibited.contains(at) {
            let grant = self.theirs(way, action, scene).into_iter();
            let mut grant = grant
                .filter(|grant| self.engagement.grants[*grant].mode() == Some(Mode::Prohibited));
            return Some(May::Prohibited(grant.find(|grant| in_force(*grant))));
        }
        if modes.at_once.contains(at) {
            let grant = modes.by.iter().copied().find(|grant| in_force(*grant));
            return Some(May::AtOnce(answered, grant));
        }
        let approvals = modes.with_approval.iter();
        let approvals = approvals.filter(|approval| approval.when.contains(at));
        let askings: Vec<Asking> = approvals
            .map(|approval| self.asking(approval, answered, scene))
            .collect();
        if !askings.is_empty() {
            return Some(May::WithApproval(askings));
        }
        Some(self.not_now(way, action, at, scene))
    }

    /// The grants about the action whose holders they act for.
    fn theirs(&self, way: &Reached, action: &'d str, scene: &Scene<'_, 'd>) -> Vec<usize> {
        let mut about = self.engagement.grants_about(action, scene.row);
        about.retain(|grant| {
            let mut holders = self.engagement.grants[*grant].holders.actors();
            holders.any(|holder| way.capacities.contains(&holder))
        });
        about
    }

    /// The grant that lets them act at another time, the next one first.
    fn not_now(&self, way: &Reached, action: &'d str, at: Minute, scene: &Scene<'_, 'd>) -> May {
        let theirs = self.theirs(way, action, scene).into_iter();
        let permitting = theirs.filter(|grant| self.engagement.grants[*grant].permits());
        let next = permitting.map(|grant| {
            let force = self.in_force(grant, Unknown::Off);
            (grant, force.clipped(at, Minute::MAX).first())
        });
        let soonest = next.min_by_key(|(_, from)| from.unwrap_or(Minute::MAX));
        soonest.map_or(May::Nothing, |(grant, from)| May::NotNow(grant, from))
    }

    fn asking(&self, approval: &Approval, at: Option<Minute>, scene: &Scene<'_, 'd>) -> Asking {
        let approvers = |at: Minute| self.approvers(approval.grant, at, scene);
        Asking {
            grant: approval.grant,
            at,
            within: approval.within,
            approvers: at.map_or_else(Vec::new, approvers),
            outcome: self.outcome(approval, at, scene),
        }
    }

    fn outcome(&self, approval: &Approval, at: Option<Minute>, scene: &Scene<'_, 'd>) -> Outcome {
        let (Some(at), Some(within)) = (at, approval.within.map(Minute::from)) else {
            return Outcome::NoTime;
        };
        let there = self.approvers_on_duty(approval.grant, scene.absent, Unknown::Off);
        let again = at + within;
        if there.contains(at) {
            return Outcome::Agreed(again);
        }
        match approval.if_no_answer {
            IfNoAnswer::Act => Outcome::Silence(again),
            IfNoAnswer::Wait => Outcome::Waits,
            IfNoAnswer::Escalate => {
                let asked = self.approvers(approval.grant, again, scene);
                if there.contains(again) {
                    Outcome::SecondAsking(again, again + within, asked)
                } else {
                    Outcome::NobodyTwice(again, asked)
                }
            }
        }
    }

    fn approvers(&self, grant: usize, at: Minute, scene: &Scene<'_, 'd>) -> Vec<Owner> {
        let approvers = self.engagement.grants[grant].approvers.actors();
        let owners = approvers.map(|own| self.who_answers(own, at, scene.absent, |_, _| None));
        owners.collect()
    }
}
