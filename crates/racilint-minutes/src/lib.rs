//! Time and authority, minute by minute: the yardstick against which the time engine is tested.
//!
//! It evaluates the language's definitions as naively as they are written, from the parser's tables
//! alone. It is a crate of its own so that nothing of the checker can slip in, and so that it can be
//! compiled fast in builds for tests. Nothing but tests may use it: it expects an engagement in which
//! the parser finds nothing wrong, and panics on others.

#![allow(
    clippy::expect_used,
    reason = "a yardstick that meets what it does not expect must fail its test"
)]

mod hours;
mod local;
mod minute;
mod roster;
mod standing;
mod work;

pub use minute::{Evaluator, Times, View};
pub use work::Row;
