//! How much is compared before a file counts as too large for it.
//!
//! Whoever counted only so many of a kind would let harmless ones hide the one that matters. So a
//! rule compares all with all, cheap things first, and says it when it has to stop.

use std::cell::Cell;

/// So many steps are made for any file.
const FOR_ANY: usize = 300_000;

/// So many are made besides for each thing that is compared.
const FOR_EACH: usize = 64;

/// The steps that are left to compare things with each other.
#[derive(Debug)]
pub struct Effort(Cell<usize>);

impl Effort {
    /// What a file is worth in which so much is compared.
    pub fn for_many(things: usize) -> Self {
        let besides = things.saturating_mul(FOR_EACH);
        Effort(Cell::new(besides.saturating_add(FOR_ANY)))
    }

    /// Takes so many steps; `false` where no more are left, and from then on.
    pub fn spend(&self, steps: usize) -> bool {
        self.0.set(self.0.get().saturating_sub(steps));
        !self.is_spent()
    }

    /// Whether something may not have been compared.
    pub fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}
