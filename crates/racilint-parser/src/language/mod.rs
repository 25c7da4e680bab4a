//! The language: every table that an engagement file can hold, declared once.
//!
//! A key that is added here is known to the parser, to its messages and to the published schema.

mod authority;
mod catalogue;
mod decisions;
mod engagement;
mod letter;
mod pairs;
mod parties;
mod proof;
mod settings;
mod work;

pub use authority::{Command, Escalation, Grant, IfNoAnswer, Mode, Step};
pub use catalogue::{
    ActionEntry, ActionFile, AreaEntry, AreaFile, Cadence, ChainLink, DutyEntry, DutyKind,
    Expected, Hold, ProfileFile, ProfileHead,
};
pub use decisions::{
    Acknowledgement, Agreement, AgreementKind, Exception, Exclusion, Input, Milestone, Notice,
    Phase, Statement, Waiver,
};
pub use engagement::{Complexity, Delegated, DelegatedArea, Engagement, Model, Status};
pub use letter::Letter;
pub use pairs::{Apart, Meeting, PairEntry, PairFile, SideEntry, SideSeat, Within};
pub use parties::{Away, Party, PartyKind, Person, Role, Shift, Team};
pub use proof::{Evidence, Handoff, Intake, Metric, Report};
pub use settings::{FailOn, Level, Levels, Paths, RuleLevel, RuleName, SettingsFile};
pub use work::{Access, Activity, Criticality, Incident, Slice, System, Workstream};

use crate::decode::{Map, Rows, tables};

tables! {
    /// An engagement: who owns which work, who may act, who is called, who commands, who keeps the
    /// evidence.
    pub struct File<'s> {
        /// The contract as a whole.
        "engagement" engagement: Engagement<'s>,
        /// Companies and authorities that take part.
        "party" party: Map<'s, Party<'s>>,
        /// People.
        "person" person: Map<'s, Person<'s>>,
        /// Groups of people of one party.
        "team" team: Map<'s, Team<'s>>,
        /// Seats that people take.
        "role" role: Map<'s, Role<'s>>,
        /// Systems that work is done on.
        "system" system: Map<'s, System<'s>>,
        /// Pieces of work with one owner.
        "workstream" workstream: Map<'s, Workstream<'s>>,
        /// The authority to act.
        "grant" grant: Rows<Grant<'s>>,
        /// Who is called, in which order.
        "escalation" escalation: Map<'s, Escalation<'s>>,
        /// Who commands which incidents.
        "command" command: Map<'s, Command<'s>>,
        /// Where work changes hands.
        "handoff" handoff: Rows<Handoff<'s>>,
        /// What is kept as proof.
        "evidence" evidence: Map<'s, Evidence<'s>>,
        /// Steps of onboarding and of the exit.
        "milestone" milestone: Map<'s, Milestone<'s>>,
        /// Figures that say how well the work is done.
        "metric" metric: Map<'s, Metric<'s>>,
        /// Reports to the leadership.
        "report" report: Map<'s, Report<'s>>,
        /// Front doors.
        "intake" intake: Map<'s, Intake<'s>>,
        /// Contracts under the contract.
        "agreement" agreement: Map<'s, Agreement<'s>>,
        /// What vendors and providers say that customers must do.
        "statement" statement: Rows<Statement<'s>>,
        /// Who tells whom of an incident.
        "notice" notice: Rows<Notice<'s>>,
        /// Who took which duty.
        "acknowledgement" acknowledgement: Rows<Acknowledgement<'s>>,
        /// What is deliberately nobody's.
        "exclusion" exclusion: Rows<Exclusion<'s>>,
        /// Agreed deviations.
        "exception" exception: Rows<Exception<'s>>,
        /// Accepted findings.
        "waiver" waiver: Rows<Waiver<'s>>,
    }
}
