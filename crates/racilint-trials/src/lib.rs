//! What must hold for any bytes whatever, as functions that fail where it does not.
//!
//! [`parse()`], [`check()`], [`fix()`] and [`import()`] are the targets: the fuzzers of `fuzz/` call
//! them with bytes that they make up, the smoke test with [`seeds`] and with seeds that were spoilt a
//! little. [`print()`] writes what was read.
//!
//! Nothing but tests may use it: it panics as soon as a promise is broken.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "whoever breaks a promise must fail the test"
)]

mod check;
mod fix;
mod held;
mod import;
mod parse;
mod parts;
mod print;
pub mod seeds;

pub use check::check;
pub use fix::fix;
pub use import::import;
pub use parse::parse;
pub use parts::{Files, of_parts, zipped};
pub use print::print;
pub use racilint_import::Kind;

use jiff::civil::{Date, date};

/// The day on which all engagements are looked at here.
pub const TODAY: Date = date(2026, 11, 21);
