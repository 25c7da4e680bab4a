//! The people whose absence a question supposes.

use crate::model::ActorId;

/// People who are absent, besides those who are away by the file itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Absent {
    /// Sorted, each once.
    people: Vec<ActorId>,
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
        Self { people }
    }

    /// Whether somebody is.
    pub fn contains(&self, person: ActorId) -> bool {
        self.people.binary_search(&person).is_ok()
    }

    /// Those among the absent.
    pub fn people(&self) -> &[ActorId] {
        &self.people
    }

    /// Those of them for whom `concerns` holds.
    #[must_use]
    pub fn only(&self, concerns: impl Fn(ActorId) -> bool) -> Self {
        let people = self.people.iter().copied();
        Self {
            people: people.filter(|person| concerns(*person)).collect(),
        }
    }
}
