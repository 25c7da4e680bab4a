//! The people whose absence a question supposes.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::model::ActorId;

/// People who are absent, besides those who are away by the file itself; and absences of the file
/// that a question supposes not to happen.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Absent {
    /// Sorted, each once.
    people: Vec<ActorId>,
    /// Recorded absences that do not count. None of them is no list.
    set_aside: Option<SetAside>,
}

/// Recorded absences, each by its number in the person's list; sorted, each once. Questions about
/// everybody have long ones, and share them.
#[derive(Clone, Debug)]
struct SetAside(Rc<[(ActorId, usize)]>);

impl Absent {
    /// The number that stands for the last day of a person: whoever leaves is away from then on.
    pub const LEAVING: usize = usize::MAX;

    /// Nobody is.
    pub fn nobody() -> Self {
        Self::default()
    }

    /// These people are.
    pub fn of(people: impl IntoIterator<Item = ActorId>) -> Self {
        let mut people: Vec<ActorId> = people.into_iter().collect();
        people.sort_unstable();
        people.dedup();
        Self {
            people,
            set_aside: None,
        }
    }

    /// The same people, and this one.
    #[must_use]
    pub fn and(mut self, person: ActorId) -> Self {
        if let Err(at) = self.people.binary_search(&person) {
            self.people.insert(at, person);
        }
        self
    }

    /// The same people, and these recorded absences do not happen: each is a person and the number
    /// of one of the absences in that person's list, or [`Self::LEAVING`].
    #[must_use]
    pub fn setting_aside(mut self, absences: impl IntoIterator<Item = (ActorId, usize)>) -> Self {
        let mut all: Vec<(ActorId, usize)> = self.absences().to_vec();
        all.extend(absences);
        all.sort_unstable();
        all.dedup();
        self.set_aside = SetAside::of(all);
        self
    }

    /// The same recorded absences do not happen, and nobody else is absent.
    #[must_use]
    pub(super) fn but_for_people(&self) -> Self {
        Self {
            people: Vec::new(),
            set_aside: self.set_aside.clone(),
        }
    }

    /// Whether a question with nobody absent is the same.
    pub fn is_nobody(&self) -> bool {
        self.people.is_empty() && self.set_aside.is_none()
    }

    /// Whether somebody is.
    pub fn contains(&self, person: ActorId) -> bool {
        self.people.binary_search(&person).is_ok()
    }

    /// Whether a recorded absence does not count.
    pub fn sets_aside(&self, person: ActorId, absence: usize) -> bool {
        self.absences().binary_search(&(person, absence)).is_ok()
    }

    /// Those among the absent.
    pub fn people(&self) -> &[ActorId] {
        &self.people
    }

    /// What of it is about these people.
    #[must_use]
    pub fn only(&self, concerned: &BTreeSet<ActorId>) -> Self {
        let people = self.people.iter().copied();
        let people = people.filter(|person| concerned.contains(person)).collect();
        Self {
            people,
            set_aside: self.set_aside.as_ref().and_then(|own| own.only(concerned)),
        }
    }

    /// The same people, with the absences that another question sets aside.
    #[must_use]
    pub(super) fn with_absences_of(&self, other: &Self) -> Self {
        Self {
            people: self.people.clone(),
            set_aside: other.set_aside.clone(),
        }
    }

    /// Whether it sets the same list of absences aside as another question, known by its place.
    pub(super) fn shares_absences_with(&self, other: &Self) -> bool {
        match (&self.set_aside, &other.set_aside) {
            (Some(own), Some(others)) => Rc::ptr_eq(&own.0, &others.0),
            _ => false,
        }
    }

    fn absences(&self) -> &[(ActorId, usize)] {
        self.set_aside.as_ref().map_or(&[], |own| &own.0)
    }
}

impl SetAside {
    fn of(absences: Vec<(ActorId, usize)>) -> Option<Self> {
        (!absences.is_empty()).then(|| SetAside(absences.into()))
    }

    /// Those of these people; looked for on the side of which there are fewer.
    fn only(&self, concerned: &BTreeSet<ActorId>) -> Option<Self> {
        let absences = &*self.0;
        let theirs: Vec<(ActorId, usize)> = if absences.len() <= concerned.len() {
            let own = absences.iter().copied();
            own.filter(|(person, _)| concerned.contains(person))
                .collect()
        } else {
            let each = concerned.iter().flat_map(|person| {
                let from = absences.partition_point(|(own, _)| own < person);
                let own = absences[from..].iter();
                own.take_while(move |(own, _)| own == person).copied()
            });
            each.collect()
        };
        if theirs.len() == absences.len() {
            return Some(self.clone());
        }
        Self::of(theirs)
    }
}

impl PartialEq for SetAside {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for SetAside {}

impl PartialOrd for SetAside {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SetAside {
    /// The same list is equal to itself without a look at it.
    fn cmp(&self, other: &Self) -> Ordering {
        if Rc::ptr_eq(&self.0, &other.0) {
            return Ordering::Equal;
        }
        self.0.cmp(&other.0)
    }
}

#[cfg(test)]
mod tests;
