//! The engagement as rules see it: names resolved to ids in one place, included files merged,
//! and named questions that read like the sentences of a report.
//!
//! Nothing is judged here. What a name does not resolve to is kept as a link to nobody, so that
//! one rule can report it and all others stay silent about it.

mod actors;
mod authority;
mod claims;
mod client_side;
mod commands;
mod duties;
mod engagement;
mod evidence;
mod handoffs;
mod instruments;
mod lookup;
mod names;
mod overlap;
mod ownership;
mod profiles;
mod rows;
mod split;
mod staffing;

pub use actors::{Actor, ActorId, ActorKind};
pub use authority::{Authority, Grant, Need};
pub(crate) use claims::duties_named;
pub use claims::{Claim, Claims};
pub use commands::{Command, Path, Step};
pub use duties::{Answer, Duties};
pub(crate) use engagement::civil;
pub use engagement::{Engagement, MOST_ANCESTORS};
pub use evidence::Evidence;
pub use handoffs::{AgreedHandoffs, Handoff, HandoffKey, Place};
pub use instruments::{Signature, Touch, instrument_words};
pub use lookup::{Lookup, is_of_exclusion};
pub use names::{Link, Names, Seats, is_placeholder};
pub use overlap::{Days, days_apart, hours_may_be_apart};
pub use profiles::{ActiveDuty, ActiveProfile, DutyKey};
pub use rows::{Letter, Row, RowId};
pub use split::Fault;
pub use staffing::Seat;
