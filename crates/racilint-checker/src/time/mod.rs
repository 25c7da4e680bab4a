//! Sets of minutes, exact to the minute.

mod set;

pub use set::{Minute, Set};
