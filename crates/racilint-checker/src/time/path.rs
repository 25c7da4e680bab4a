//! Who is called about a row, in which order.
//!
//! Whether they are there, and what they may do, is not decided here.

use std::rc::Rc;

use super::clock::recall;
use super::{Absent, Clock, Minute, Unknown};
use crate::model::{ActorId, RowId};

/// The path of a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Called {
    /// The escalation path; `None` where its responsible owners are called and nobody after them.
    pub path: Option<usize>,
    /// The steps, first to last.
    pub steps: Vec<CalledStep>,
    /// Something that decides who is called could not be read, or names nothing.
    pub uncertain: bool,
}

/// A step of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CalledStep {
    /// Whoever is called at once.
    pub owners: Vec<ActorId>,
    /// After so many minutes the next step is called.
    pub ack_within: Option<u32>,
    /// Somebody may be called whom the file does not name readably.
    pub uncertain: bool,
}

impl Called {
    /// When each step is called, in minutes after the first; `None` behind a step that does not
    /// say how long it takes.
    pub fn moments(&self) -> Vec<Option<Minute>> {
        let mut at = Some(0);
        let moments = self.steps.iter().map(|step| {
            let own = at;
            let ack = step.ack_within.map(Minute::from);
            at = at.zip(ack).map(|(at, ack)| at + ack);
            own
        });
        moments.collect()
    }

    /// How many minutes the whole path takes; `None` where a step does not say how long.
    pub fn length(&self) -> Option<Minute> {
        let acks = self.steps.iter().map(|step| step.ack_within);
        acks.map(|ack| ack.map(Minute::from)).sum()
    }
}

/// A path with the grants that count for an action: rows that share all of it ask the same.
#[derive(Debug)]
pub(super) struct Matter {
    pub(super) called: Rc<Called>,
    pub(super) action: String,
    pub(super) grants: Vec<usize>,
}

/// All that tells one matter from another: where the path is kept, the action, the grants.
pub(super) type MatterKey = (usize, String, Vec<usize>);

/// What decides a time to authority: questions that share all of it share the answer.
#[derive(Clone, Debug)]
pub(super) struct Asked<'a> {
    pub(super) called: Rc<Called>,
    pub(super) action: &'a str,
    pub(super) grants: &'a [usize],
    pub(super) absent: Absent,
    pub(super) unknown: Unknown,
}

impl<'a> Asked<'a> {
    /// A question about a matter.
    pub(super) fn about(matter: &'a Matter, absent: Absent, unknown: Unknown) -> Self {
        Asked {
            called: Rc::clone(&matter.called),
            action: &matter.action,
            grants: &matter.grants,
            absent,
            unknown,
        }
    }
}

impl<'d> Clock<'_, 'd> {
    /// The path of a row: its escalation, its own or inherited, else its responsible owners.
    ///
    /// What is equal is kept once, so that its place stands for it.
    pub fn called(&self, row: RowId) -> Rc<Called> {
        if let Some(known) = self.called.borrow().get(&row) {
            return Rc::clone(known);
        }
        let called = match self.engagement.escalation(row) {
            Some(link) => recall(&self.called_along, link.to, || self.called_along(link.to)),
            None => {
                let own = self.called_without_path(row);
                recall(&self.called_directly, own.clone(), || own)
            }
        };
        self.called.borrow_mut().insert(row, Rc::clone(&called));
        called
    }

    /// The responsible owners, and nobody after them.
    fn called_without_path(&self, row: RowId) -> Called {
        let owners = self.engagement.row(row).responsible();
        Called {
            path: None,
            steps: vec![CalledStep {
                owners: owners.actors().collect(),
                ack_within: self.respond_within(row),
                uncertain: owners.uncertain(),
            }],
            uncertain: self.engagement.may_be_escalated(row),
        }
    }

    /// The steps of a path; `None` where its name stands for none.
    fn called_along(&self, path: Option<usize>) -> Called {
        let index = path;
        let path = index.map(|index| &self.engagement.paths[index]);
        let steps = path.iter().flat_map(|path| &path.steps);
        let steps = steps.map(|step| CalledStep {
            owners: step.to.actors().collect(),
            ack_within: step.table.ack_within.map(|ack| ack.value.minutes),
            uncertain: step.to.uncertain(),
        });
        Called {
            path: index,
            steps: steps.collect(),
            uncertain: path.is_none_or(|path| path.table.unread.could_hold("steps")),
        }
    }

    /// What an action on a row is about. What is equal is kept once, so that its place stands for
    /// it.
    pub(super) fn matter(&self, row: RowId, action: &str) -> Rc<Matter> {
        if let Some(known) = self.matters_of.borrow().get(&row) {
            let mut known = known.iter();
            if let Some(matter) = known.find(|own| own.action == action) {
                return Rc::clone(matter);
            }
        }
        let called = self.called(row);
        let grants = self.engagement.grants_about(action, row);
        let key = (Rc::as_ptr(&called).addr(), action.to_owned(), grants);
        let (_, own, grants) = key.clone();
        let matter = recall(&self.matters, key, || Matter {
            called,
            action: own,
            grants,
        });
        let mut of = self.matters_of.borrow_mut();
        of.entry(row).or_default().push(Rc::clone(&matter));
        matter
    }

    /// The promised response of a row, own or inherited, in minutes.
    pub fn respond_within(&self, row: RowId) -> Option<u32> {
        let target = self.engagement.respond_target(row);
        target.map(|(_, target)| target.value.minutes)
    }

    /// Within how many minutes somebody who may act is reached, own or inherited.
    pub fn decide_within(&self, row: RowId) -> Option<u32> {
        let target = self.engagement.decide_target(row);
        target.map(|(_, target)| target.value.minutes)
    }

    /// Within how many minutes the service is back, own or inherited.
    pub fn restore_within(&self, row: RowId) -> Option<u32> {
        let target = self.engagement.restore_target(row);
        target.map(|(_, target)| target.value.minutes)
    }
}

#[cfg(test)]
mod tests;
