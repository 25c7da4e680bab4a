//! The engagement as rules see it: names resolved to ids in one place, included files merged,
//! and named questions that read like the sentences of a report.
//!
//! Nothing is judged here. What a name does not resolve to is kept as a link to nobody, so that
//! one rule can report it and all others stay silent about it.

mod access;
mod acknowledgements;
mod actors;
mod answering;
mod authority;
mod cadence;
mod cited;
mod claims;
mod commands;
mod decided;
mod duties;
mod effort;
mod engagement;
mod evidence;
mod excuses;
mod exit;
mod flow;
mod grants;
mod handing;
mod handoffs;
mod hands;
mod instruments;
mod intakes;
mod lapse;
mod lookup;
mod names;
mod onboarding;
mod overlap;
mod ownership;
mod pairs;
mod party;
mod people;
mod profiles;
mod proof;
mod reach;
mod rows;
mod sides;
mod split;
mod staffing;
mod underpinning;
mod upkeep;
mod urgency;
mod usage;
mod vendors;
mod waivers;

pub use access::access_for;
pub use acknowledgements::{Acknowledged, Duty};
pub use actors::{Actor, ActorId, ActorKind};
pub use authority::{Authority, Grant, Need};
pub use cadence::{Asked, as_written, day_after, is_longer};
pub use cited::clauses;
pub use claims::{Claim, Claims, Reading};
pub use commands::{Command, Path, Step};
pub use decided::{Deviation, exclusion_object, left_out, plain_left_out};
pub use duties::{Answer, Duties};
pub use effort::Effort;
pub(crate) use engagement::civil;
pub use engagement::{Engagement, MOST_ANCESTORS};
pub use evidence::Evidence;
pub use excuses::Excuse;
pub use exit::EXIT_AREA;
pub use grants::GrantsOfMode;
pub use handoffs::{AgreedHandoffs, Handoff, HandoffKey, Place};
pub use instruments::{Signature, Touch, earliest, instrument_words};
pub use intakes::{Doors, Intake, Serves};
pub use lapse::{Lapse, uncovered, uncovered_days};
pub use lookup::{Lookup, is_of_exclusion, plain_area};
pub use names::{Link, Names, Seats, is_placeholder};
pub use onboarding::Milestone;
pub use overlap::{
    Days, days_apart, hours_are_alike, hours_may_be_apart, hours_meet, hours_only_touch,
};
pub use pairs::{Held, Meet, Side};
pub use profiles::{ActiveDuty, ActiveProfile, DutyKey};
pub use proof::{Inside, Named};
pub use reach::{Soon, Target};
pub use rows::{Letter, Row, RowId};
pub use sides::{ClientSide, Sides};
pub use split::Fault;
pub use staffing::Seat;
pub use underpinning::{Hangs, Underpinning};
pub use upkeep::Upkeep;
pub use vendors::VendorUse;
pub use waivers::Waiver;

#[cfg(test)]
pub(crate) mod tests;
