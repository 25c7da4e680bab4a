//! The engagement as rules see it: names resolved to ids in one place, included files merged,
//! and named questions that read like the sentences of a report.
//!
//! Nothing is judged here. What a name does not resolve to is kept as a link to nobody, so that
//! one rule can report it and all others stay silent about it.

mod access;
mod actors;
mod authority;
mod commands;
mod engagement;
mod evidence;
mod flow;
mod grants;
mod handoffs;
mod intakes;
mod lapse;
mod lookup;
mod names;
mod overlap;
mod ownership;
mod rows;
mod split;
mod staffing;
mod vendors;

pub use access::access_for;
pub use actors::{Actor, ActorId, ActorKind};
pub use authority::{Authority, Grant, Need};
pub use commands::{Command, Path, Step};
pub(crate) use engagement::civil;
pub use engagement::{Engagement, MOST_ANCESTORS};
pub use evidence::Evidence;
pub use grants::GrantsOfMode;
pub use handoffs::{AgreedHandoffs, Handoff, HandoffKey, Place};
pub use intakes::{Intake, Serves};
pub use lapse::Lapse;
pub use lookup::{Lookup, is_of_exclusion};
pub use names::{Link, Names, Seats, is_placeholder};
pub use overlap::{Days, days_apart, hours_may_be_apart};
pub use rows::{Letter, Row, RowId};
pub use split::Fault;
pub use staffing::Seat;
pub use vendors::VendorUse;
