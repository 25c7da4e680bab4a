//! The letters of a responsibility matrix, and the keys under which an engagement says them.

/// What somebody has to do with a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Letter {
    /// Does the work.
    Responsible,
    /// Answers for it.
    Accountable,
    /// Helps with it.
    Support,
    /// Is asked before.
    Consulted,
    /// Is told afterwards.
    Informed,
}

impl Letter {
    /// All letters, in the order in which they are written.
    pub const ALL: [Letter; 5] = [
        Letter::Responsible,
        Letter::Accountable,
        Letter::Support,
        Letter::Consulted,
        Letter::Informed,
    ];

    /// The key under which an engagement says it.
    pub fn key(self) -> &'static str {
        match self {
            Letter::Responsible => "responsible",
            Letter::Accountable => "accountable",
            Letter::Support => "support",
            Letter::Consulted => "consulted",
            Letter::Informed => "informed",
        }
    }
}
