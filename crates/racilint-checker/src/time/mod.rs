//! Sets of minutes, exact to the minute, and how they are said in local time.

mod set;
mod words;

pub use set::{Minute, Set};
pub use words::{Window, Windows, clock, clock_reason, date, in_words, moment};
