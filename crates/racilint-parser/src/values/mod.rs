//! The small values of the language: text, references, dates, durations, hours.

mod date;
mod duration;
mod hours;
mod reference;

use std::borrow::Cow;

pub use crate::decode::Spanned;
pub use date::Date;
pub use duration::{Calendar, Duration, Elapsed, Unit};
pub use hours::{
    DaySet, Hours, MINUTES_PER_DAY, Timezone, Weekly, Window, WindowTable, Windows, ZoneName,
};
pub use reference::{
    Action, Actor, Area, Command, Document, Duty, Escalation, Items, Leaf, Many, Mention, Object,
    OwnDuty, Party, Person, Place, Profile, Ref, ReferenceKind, Said, Seat, System, Target,
    Workstream,
};

/// Free text with its place.
pub type Text<'s> = Spanned<Cow<'s, str>>;
