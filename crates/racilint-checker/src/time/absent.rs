//! The people whose absence a question supposes.

use crate::model::ActorId;

/// People who are absent, besides those who are away by the file itself; and absences of the file
/// that a question supposes not to happen.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Absent {
    /// Sorted, each once.
    people: Vec<ActorId>,
    /// Recorded absences that do not count, each by its number in the person's list; sorted, each
    /// once.
    set_aside: Vec<(ActorId, usize)>,
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
            set_aside: Vec::new(),
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
        self.set_aside.extend(absences);
        self.set_aside.sort_unstable();
        self.set_aside.dedup();
        self
    }

    /// Whether a question with nobody absent is the same.
    pub fn is_nobody(&self) -> bool {
        self.people.is_empty() && self.set_aside.is_empty()
    }

    /// Whether somebody is.
    pub fn contains(&self, person: ActorId) -> bool {
        self.people.binary_search(&person).is_ok()
    }

    /// Whether a recorded absence does not count.
    pub fn sets_aside(&self, person: ActorId, absence: usize) -> bool {
        self.set_aside.binary_search(&(person, absence)).is_ok()
    }

    /// Those among the absent.
    pub fn people(&self) -> &[ActorId] {
        &self.people
    }

    /// What of it is about people for whom `concerns` holds.
    #[must_use]
    pub fn only(&self, concerns: impl Fn(ActorId) -> bool) -> Self {
        let people = self.people.iter().copied();
        let set_aside = self.set_aside.iter().copied();
        Self {
            people: people.filter(|person| concerns(*person)).collect(),
            set_aside: set_aside.filter(|(person, _)| concerns(*person)).collect(),
        }
    }
}
