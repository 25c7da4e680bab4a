//! The answer for programs: the format `resilience-v1`.
//!
//! The structs below are the format, apart from [`ResilienceReport`] so that it can change freely.
//! Fields may be added, but none renamed, removed or given another meaning without a
//! `resilience-v2`. Every field is always present; what there is none of is `null` or an empty list.

use std::io::{self, Write};

use serde::Serialize;

use super::{Loss, ResilienceReport, Row};
use crate::harmless;
use crate::week::JsonNamed;

/// Writes the answer as one line of JSON, with a line break at its end.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, report: &ResilienceReport) -> io::Result<()> {
    harmless::write(out, &JsonResilience::of(report))
}

/// The JSON Schema of the format, draft 2020-12.
#[cfg(any(test, feature = "schema"))]
pub fn json_schema() -> serde_json::Value {
    crate::schema::of::<JsonResilience<'_>>("resilience-v1", "racilint resilience, resilience-v1")
}

/// For each workstream the people without whom nobody who may act is reached in time.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct JsonResilience<'a> {
    /// The version of this format.
    version: Version,
    /// The engagement's main file.
    file: &'a str,
    /// What the engagement is called.
    title: Option<&'a str>,
    /// The date that counted as today, as `YYYY-MM-DD`.
    as_of: &'a str,
    /// The version of the time-zone data by which hours were read.
    timezone_data: &'a str,
    /// The zone of all times.
    timezone: &'a str,
    /// Whether the file could be read completely: if not, the answer may be wrong.
    complete: bool,
    /// The workstreams, the most fragile first.
    workstreams: Vec<JsonRow<'a>>,
    /// The ids of those that take no action for which somebody must be empowered.
    without_actions: Vec<&'a str>,
}

#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
enum Version {
    #[serde(rename = "resilience-v1")]
    V1,
}

/// A workstream.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct JsonRow<'a> {
    /// Its id; a slice as `workstream.slice`.
    id: &'a str,
    /// Its title.
    title: Option<&'a str>,
    /// The ids of the actions that it takes.
    actions: Vec<&'a str>,
    /// Within how many minutes somebody who may act is to be reached.
    decide_within: Option<u32>,
    /// Whether hours are promised; else every hour of the horizon is looked at.
    promised: bool,
    /// When it is too late with nobody missing, in words.
    lost_already: Option<&'a str>,
    /// The ids of the actions for which that is so.
    actions_lost: &'a [String],
    /// Whether that is so for every action at every minute that was looked at.
    all_lost: bool,
    /// The people whose absence alone takes something away.
    alone: Vec<JsonLoss<'a>>,
    /// Two people whose absence together does, where neither's alone does it.
    together: Vec<JsonLoss<'a>>,
    /// Through whom all ways lead, whatever the hours.
    through: Vec<JsonNamed<'a>>,
    /// Whether every step says how long it has to answer; if not, only for ever counts.
    timed: bool,
    /// Whether the file says too little to know it all.
    open: bool,
    /// Of whom nobody wrote when they are there, where that decides.
    without_hours: Vec<JsonNamed<'a>>,
}

/// What an absence takes away.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct JsonLoss<'a> {
    /// Who is missing.
    people: Vec<JsonNamed<'a>>,
    /// The ids of the actions for which somebody is no longer reached in time.
    actions: &'a [String],
    /// When, in words: the worst window.
    when: &'a str,
    /// How many minutes of the horizon.
    minutes: u64,
    /// How many of them from which nobody is ever reached, for some action.
    minutes_never: u64,
    /// These actions.
    actions_never: &'a [String],
}

impl<'a> JsonResilience<'a> {
    fn of(report: &'a ResilienceReport) -> Self {
        let without = report.without_actions.iter();
        Self {
            version: Version::V1,
            file: &report.file,
            title: report.title.as_deref(),
            as_of: &report.as_of.date,
            timezone_data: &report.as_of.timezone_data,
            timezone: &report.zone,
            complete: report.complete,
            workstreams: report.rows.iter().map(Into::into).collect(),
            without_actions: without.map(|row| &*row.id).collect(),
        }
    }
}

impl<'a> From<&'a Row> for JsonRow<'a> {
    fn from(row: &'a Row) -> Self {
        Self {
            id: &row.workstream.id,
            title: row.workstream.name.as_deref(),
            actions: row.actions.iter().map(|action| &*action.id).collect(),
            decide_within: row.within,
            promised: row.promised,
            lost_already: row.lost_already.as_deref(),
            actions_lost: &row.actions_lost,
            all_lost: row.all_lost,
            timed: row.is_timed,
            open: row.is_open,
            alone: row.alone.iter().map(Into::into).collect(),
            together: row.together.iter().map(Into::into).collect(),
            through: row.through.iter().map(Into::into).collect(),
            without_hours: row.without_hours.iter().map(Into::into).collect(),
        }
    }
}

impl<'a> From<&'a Loss> for JsonLoss<'a> {
    fn from(loss: &'a Loss) -> Self {
        Self {
            people: loss.people.iter().map(Into::into).collect(),
            actions: &loss.actions,
            when: &loss.windows,
            minutes: loss.minutes,
            minutes_never: loss.never,
            actions_never: &loss.actions_never,
        }
    }
}
