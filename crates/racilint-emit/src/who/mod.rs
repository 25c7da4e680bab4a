//! An incident, played: who is called, whether they are there, what they may do, who approves, and
//! when somebody may act.
//!
//! The structs below are what the command fills in and, as they stand, the format `who-v1`: fields
//! may be added, but none is renamed, removed or given another meaning without a `who-v2`. Every
//! field is always present; what there is none of is `null` or an empty list. `human` and
//! `markdown` say the same in words, from the sentences of `story`.

mod human;
mod markdown;
pub(crate) mod story;

use std::io::{self, Write};

use serde::Serialize;

use crate::harmless;

pub use human::{PlayOptions, write as write_human};
pub use markdown::write as write_markdown;
pub(crate) use markdown::{push_clocks, push_commands, push_story};

/// Writes the play as one line of JSON, with a line break at its end.
///
/// # Errors
///
/// Those of `out`.
pub fn write_json(out: &mut dyn Write, play: &Who) -> io::Result<()> {
    harmless::write(out, play)
}

/// The JSON Schema of the format, draft 2020-12.
#[cfg(any(test, feature = "schema"))]
pub fn json_schema() -> serde_json::Value {
    crate::schema::of::<Who>("who-v1", "racilint who, who-v1")
}

/// An incident, played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Who {
    /// The version of this format.
    pub version: WhoVersion,
    /// The file of the engagement.
    pub file: String,
    /// The engagement's title.
    pub engagement: Option<String>,
    /// What has the incident.
    pub workstream: Named,
    /// When the first call is made.
    pub at: Moment,
    /// Why then.
    pub chosen: Chosen,
    /// The days that were looked at, first and last, in words.
    pub looked_at: [String; 2],
    /// Whether the workstream promises that minute; `null` where it promises no hours.
    pub promised: Option<bool>,
    /// Who is missing, as it was asked.
    pub without: Vec<Named>,
    /// The escalation path; `null` where the responsible owners are called.
    pub path: Option<Named>,
    /// What comes of the call for each action, the worst first.
    pub actions: Vec<Act>,
    /// Who commands the incident at the first call; empty where no command covers it.
    pub commands: Vec<Command>,
    /// The clocks that run from the first call.
    pub clocks: Vec<Clock>,
    /// The date that counted as today, as `YYYY-MM-DD`.
    pub as_of: String,
    /// The version of the time-zone data.
    pub timezone_data: String,
}

/// The day and the time-zone data by which a play was read, in words.
fn seen_on(play: &Who) -> String {
    format!(
        "as of {}, time-zone data {}",
        play.as_of, play.timezone_data
    )
}

/// The version of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub enum WhoVersion {
    /// The first.
    #[serde(rename = "who-v1")]
    V1,
}

/// Something with an id and a name that people use for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Named {
    /// What it is: `person`, `team`, `role`, `party`, `workstream`, `action`, `escalation`,
    /// `command`.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// The name that people use for it; the id where there is none.
    pub name: String,
}

/// A minute, as a clock shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Moment {
    /// As `YYYY-MM-DDThh:mm:ss+hh:mm`.
    pub at: String,
    /// The zone of the clock.
    pub zone: String,
    /// The day that it shows, in words.
    pub day: String,
    /// The time that it shows.
    pub time: String,
    /// How many minutes after the first call.
    pub after: i64,
}

/// A length of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Length {
    /// In minutes.
    pub minutes: u32,
    /// In words.
    pub words: String,
}

/// Why a call is at its minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Chosen {
    /// It was asked for.
    Asked,
    /// No other call of the promised hours waits longer.
    WorstPromised,
    /// No hours are promised, and no other call waits longer.
    Worst,
}

/// What comes of a call for one action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Act {
    /// The action; `null` where the workstream takes none.
    pub action: Option<Named>,
    /// Whether somebody may act in time.
    pub verdict: Verdict,
    /// How long it takes until somebody may act; `null` where nobody ever may, or it is not known.
    pub time_to_authority: Option<Length>,
    /// When somebody may act.
    pub from: Option<Moment>,
    /// Within which time that is promised.
    pub promised_within: Option<Length>,
    /// All calls that wait too long like this one, in words.
    pub window: Option<String>,
    /// What the file would have to say so that it is known, in words.
    pub needs: Vec<String>,
    /// The rounds of calls, first to last.
    pub rounds: Vec<Round>,
}

/// Whether somebody may act in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Within the promise, or none is made.
    InTime,
    /// Later than promised.
    Late,
    /// Later than that, at a minute that is not promised: nothing is judged.
    NotPromised,
    /// No call from here on reaches somebody who may.
    Never,
    /// The file does not say enough.
    NotEvaluated,
    /// No action was asked about.
    NoAction,
}

/// One round of calls along the path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Round {
    /// Its first call.
    pub at: Moment,
    /// Why it begins.
    pub why: Why,
    /// How often the path has been called before because it repeats.
    pub repeat: u32,
    /// Who is called, as far as somebody who may act is not reached before.
    pub steps: Vec<Step>,
    /// The steps that are not called any more.
    pub spared: Vec<Spared>,
    /// Who may act at the end.
    pub end: Option<End>,
}

/// Why a round begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It is the first call.
    First,
    /// The path says that it is called again.
    Repeat,
    /// Whoever is in trouble calls again, and this is the call that counts.
    CallsAgain,
}

/// A step that is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Step {
    /// Its number, from 1.
    pub step: usize,
    /// When; `null` behind a step that does not say how long it takes.
    pub at: Option<Moment>,
    /// How long it has to answer.
    pub ack_within: Option<Length>,
    /// Whoever is called at once.
    pub owners: Vec<Owner>,
    /// Whether somebody may be called whom the file does not name readably.
    pub uncertain: bool,
}

/// A step that is not called any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Spared {
    /// Its number, from 1.
    pub step: usize,
    /// When it would be.
    pub at: Moment,
}

/// Somebody who is named, with the people behind them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Owner {
    /// Who is named.
    pub who: Named,
    /// Whoever answers, and then whoever does not.
    pub people: Vec<Person>,
}

/// A person, or somebody of a team or party whom nobody names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Person {
    /// The person, team or party.
    pub who: Named,
    /// In whose place they stand.
    pub instead_of: Option<Named>,
    /// How they are reached.
    pub contact: Vec<String>,
    /// Of a team without a contact of its own, who is there and how they are reached.
    pub members: Vec<Member>,
    /// What their own clock shows, where that is not what the engagement's shows.
    pub local: Option<Moment>,
    /// Whether they answer, or why not.
    pub duty: Duty,
    /// Until when they do not.
    pub until: Option<Moment>,
    /// Who covers for them.
    pub covered_by: Vec<Named>,
    /// What they may do; `null` for those who do not answer, and where no action was asked about.
    pub may: Option<May>,
}

/// A member of a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Member {
    /// Who.
    pub who: Named,
    /// How they are reached.
    pub contact: Vec<String>,
}

/// Whether somebody answers, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// They are on duty.
    OnDuty,
    /// Nobody wrote their hours.
    HoursUnknown,
    /// They are on duty, and somebody before them answers.
    Behind,
    /// They are off duty.
    OffDuty,
    /// The file says that they are away.
    Away,
    /// They are missing, as it was asked.
    Absent,
}

/// What somebody may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct May {
    /// How far they may go.
    pub mode: Mode,
    /// From when on.
    pub from: Option<Moment>,
    /// The grant that says so; of several approvals, each has its own.
    pub grant: Option<Grant>,
    /// The approvals that are asked for.
    pub approvals: Vec<Approval>,
}

/// How far somebody may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// They act without asking.
    AtOnce,
    /// They act when somebody has agreed.
    WithApproval,
    /// A grant says no.
    Prohibited,
    /// A grant says yes, at another time.
    NotNow,
    /// No grant says so.
    Nothing,
}

/// A grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Grant {
    /// The grant, as a waiver would name it.
    pub object: String,
    /// The clause that it cites.
    pub clause: Option<String>,
}

/// An approval that is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Approval {
    /// The grant that asks for it.
    pub grant: Grant,
    /// When it is asked for.
    pub at: Option<Moment>,
    /// How long the approver has.
    pub within: Option<Length>,
    /// Who is asked.
    pub approvers: Vec<Owner>,
    /// What comes of it.
    pub outcome: Outcome,
    /// When they are asked once more.
    pub again_at: Option<Moment>,
    /// Who is asked then.
    pub again: Vec<Owner>,
    /// From when on the action may be taken.
    pub end: Option<Moment>,
}

/// What comes of asking for an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// An approver agrees.
    Agreed,
    /// Nobody is there, and silence means consent.
    Silence,
    /// Nobody is there, and an approver agrees who is asked once more.
    AgreedSecondTime,
    /// Nobody is there, and nobody when asked once more.
    Nobody,
    /// Nobody is there, and nothing is done.
    Waits,
    /// Nobody says within what it is answered.
    NoTime,
}

/// Who may act at the end of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct End {
    /// From when on.
    pub at: Moment,
    /// The step whose call it is.
    pub step: usize,
    /// Who was called.
    pub owner: Named,
    /// The person who answers, where one is named.
    pub person: Option<Named>,
}

/// A command that covers what has the incident, as it is at the first call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Command {
    /// Which one.
    pub command: Named,
    /// Whether it commands at that minute, by its hours and dates.
    pub in_force: bool,
    /// The severities that it commands; empty for all.
    pub severity: Vec<String>,
    /// The clause that it cites.
    pub clause: Option<String>,
    /// Who commands.
    pub commander: Vec<Owner>,
    /// Who takes over.
    pub deputy: Vec<Owner>,
    /// Who decides where several command together.
    pub decides: Vec<Owner>,
}

/// A clock that runs from the first call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub struct Clock {
    /// What it is about.
    pub kind: ClockKind,
    /// The duty, as an engagement names it.
    pub duty: Option<String>,
    /// What it is called.
    pub title: String,
    /// How long it runs.
    pub within: Option<Length>,
    /// When it runs out, if it starts with the first call.
    pub due: Option<Moment>,
    /// Who must act.
    pub by: Vec<Named>,
    /// Who is told.
    pub to: Vec<Named>,
    /// What starts it, in the words of the file or of the profile.
    pub trigger: Option<String>,
    /// On which channels they are told.
    pub via: Vec<String>,
    /// The clauses that say so.
    pub clauses: Vec<String>,
}

/// What a clock is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ClockKind {
    /// `respond-within`.
    Respond,
    /// `decide-within`.
    Decide,
    /// `restore-within`.
    Restore,
    /// A `[[notice]]`.
    Notice,
    /// A duty to notify, of an active profile.
    Duty,
}

impl Act {
    /// Whether two actions go exactly the same way.
    fn goes_like(&self, other: &Act) -> bool {
        let plain = Act {
            action: self.action.clone(),
            ..other.clone()
        };
        *self == plain
    }
}

/// The actions in groups that go exactly the same way, in the order of the first of each.
fn groups(acts: &[Act]) -> Vec<Vec<&Act>> {
    let mut groups: Vec<Vec<&Act>> = Vec::new();
    for act in acts {
        match groups.iter_mut().find(|group| group[0].goes_like(act)) {
            Some(group) => group.push(act),
            None => groups.push(vec![act]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_is_the_one_published() {
        let published = include_str!("../../../../schemas/who-v1.schema.json");
        let published: serde_json::Value = serde_json::from_str(published).unwrap();
        assert!(
            published == json_schema(),
            "the format has changed; write its schema anew with `cargo xtask codegen`"
        );
    }
}
