//! Who is on duty and who may act, at every minute.
//!
//! Everything is computed with exact sets of minutes ([`Set`]): hours, absences, shifts, grants and
//! approvals become sets, and a pass along an escalation path is shifting, intersecting and joining
//! them. No minute is sampled. What the words mean is the language's own definition of time and
//! authority; [`Clock`] answers in its terms, and rules and commands judge and tell.
//!
//! - `set`: sets of minutes. `local`: zones. `hours`: windows and holidays.
//! - `holidays`: what those take from whom.
//! - `duty`: who is on duty, and as what they are reached. `standing`: who stands in whose place.
//! - `presence`: who may do the same behind an actor, and without whom of them nobody is there.
//! - `mode`: when somebody may take an action, at once or with an approval.
//! - `path`: who is called when. `pass`: one pass along the path. `times`: time to authority.
//! - `rota`: whose shifts are whose, and where nobody else is.
//! - `command`: who is there to command, and may do what.
//! - `verdict`: the promised hours held against both. `steps`: against a path, step by step.
//! - `asking`: approvals that nobody is there to give. `split`: slices by hours.
//! - `absence`: what absences change. `seams`: where one goes and another comes.
//! - `written`: hours of tables that belong to nobody.
//! - `week`: all of it hour by hour. `chain`: one call, step by step.
//! - `play`: an incident from its first call on. `drill`: which ones to rehearse.
//! - `resilience`: who can be missing.
//! - `words`: windows said in words; `said`: those of an engagement, on its own clock.

mod absence;
mod absent;
mod asking;
mod chain;
mod clock;
mod command;
mod drill;
mod duty;
mod holidays;
mod hours;
mod local;
mod mode;
mod pass;
mod path;
pub mod play;
mod presence;
mod resilience;
mod rota;
mod said;
mod seams;
mod set;
mod split;
mod standing;
mod steps;
mod times;
mod verdict;
mod week;
mod words;
mod written;

pub use absence::Recorded;
pub use absent::Absent;
pub use asking::Unapproved;
pub use chain::{Answer, Chain, ChainStep, Told};
pub use clock::{Clock, MOST_DAYS, MOST_MINUTES_OF_PATH};
pub use drill::{Drill, Worth};
pub use duty::Reached;
pub use holidays::Holiday;
pub use mode::{Approval, Modes};
pub use pass::{By, Way};
pub use path::{Called, CalledStep};
pub use resilience::{Loss, Resilience};
pub use rota::OnShift;
pub use seams::{Seam, Station};
pub use set::{Minute, Set};
pub use split::{HoursFault, OpenPart};
pub use times::{Piece, Times, Wait};
pub use verdict::Verdict;
pub use week::{HOURS, Hour, Question, Waiting, Week, parts_of};
pub use words::{ON_DATES, Window, Windows, clock, clock_reason, date, in_words, moment};

/// What counts for somebody of whom nobody wrote when they are there.
///
/// A question is put twice: where both answers agree, the unknown does not matter; where they do
/// not, the file does not say enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unknown {
    /// They are off duty.
    Off,
    /// They are on duty.
    On,
}

impl Unknown {
    /// The other way round.
    #[must_use]
    pub fn turned(self) -> Self {
        match self {
            Unknown::Off => Unknown::On,
            Unknown::On => Unknown::Off,
        }
    }
}
