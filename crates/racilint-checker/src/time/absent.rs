//! The people whose absence a question supposes.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::model::ActorId;

/// People who are absent, besides those who are away by the file itself; and absences of the file
/// that a question supposes not to happen.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Absent {
    /// Sorted, each once.
    people: Vec<ActorId>,
    /// Recorded absences that do not count, each by its number in the person's list; sorted, each
    /// once. None of them is no list. Questions about everybody have long ones, and share them.
    set_aside: Option<Rc<[(ActorId, usize)]>>,
}

impl Absent {
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
    /// of one of the absences in that person's list.
    #[must_use]
    pub fn setting_aside(mut self, absences: impl IntoIterator<Item = (ActorId, usize)>) -> Self {
        let mut all: Vec<(ActorId, usize)> = self.absences().to_vec();
        all.extend(absences);
        all.sort_unstable();
        all.dedup();
        self.set_aside = shared(all);
        self
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
        let absences = self.absences();
        if absences.is_empty() {
            return Self {
                people,
                ..Self::default()
            };
        }
        // There are few of them, and many who are away at some time.
        let theirs = concerned.iter().flat_map(|person| {
            let from = absences.partition_point(|(own, _)| own < person);
            let own = absences[from..].iter();
            own.take_while(move |(own, _)| own == person).copied()
        });
        Self {
            people,
            set_aside: shared(theirs.collect()),
        }
    }

    fn absences(&self) -> &[(ActorId, usize)] {
        self.set_aside.as_deref().unwrap_or_default()
    }
}

fn shared(absences: Vec<(ActorId, usize)>) -> Option<Rc<[(ActorId, usize)]>> {
    (!absences.is_empty()).then(|| absences.into())
}
