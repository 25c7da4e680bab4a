//! Time and authority against a separate evaluation, minute by minute, and against figures that
//! were worked out by hand.
//!
//! `racilint-minutes` evaluates the language's definitions as naively as they are written, from the
//! parser's tables alone. [`generate`] writes small random engagements, and [`properties`] compares;
//! [`play`] holds the telling of an
//! incident to the same figures, and [`laws`] holds what must be true of any engagement against the engine alone.
//! `RACILINT_TIME_CASES` sets how many engagements each property looks at.

#![allow(
    clippy::disallowed_methods,
    reason = "the number of cases comes from the environment"
)]
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests may fail as tests do"
)]

mod by_hand;
mod generate;
mod laws;
mod load;
mod plan;
mod play;
mod properties;
