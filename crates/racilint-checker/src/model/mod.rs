//! The engagement as rules see it: names resolved to ids in one place, included files merged,
//! and named questions that read like the sentences of a report.
//!
//! Nothing is judged here. What a name does not resolve to is kept as a link to nobody, so that
//! one rule can report it and all others stay silent about it.

mod actors;
mod authority;
mod client_side;
mod commands;
mod decided;
mod engagement;
mod evidence;
mod handoffs;
mod hands;
mod lookup;
mod names;
mod overlap;
mod ownership;
mod pairs;
mod rows;
mod split;
mod staffing;
mod upkeep;
mod usage;

pub use actors::{Actor, ActorId, ActorKind};
pub use authority::{Authority, Grant, Need};
pub use client_side::ClientSide;
pub use commands::{Command, Path, Step};
pub use decided::Deviation;
pub(crate) use engagement::civil;
pub use engagement::{Engagement, MOST_ANCESTORS};
pub use evidence::Evidence;
pub use handoffs::{AgreedHandoffs, Handoff, HandoffKey, Place};
pub use lookup::{Lookup, is_of_exclusion};
pub use names::{Link, Names, Seats, is_placeholder};
pub use overlap::{Days, days_apart, hours_may_be_apart};
pub use pairs::{Held, Meet, Side};
pub use rows::{Letter, Row, RowId};
pub use split::Fault;
pub use staffing::Seat;
pub use upkeep::Upkeep;
