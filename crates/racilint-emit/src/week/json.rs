//! The map for programs: the format `week-v1`.
//!
//! The structs below are the format, apart from [`WeekMap`] so that it can change freely. Fields may
//! be added, but none renamed, removed or given another meaning without a `week-v2`. Every field is
//! always present; what there is none of is `null` or an empty list.

use std::io::{self, Write};

use serde::Serialize;

use super::{Asked, Call, Hour, Named, Step, Told, Waiting, WeekMap, Worst};
use crate::harmless;

/// Writes the map as one line of JSON, with a line break at its end.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, map: &WeekMap) -> io::Result<()> {
    harmless::write(out, &JsonWeek::of(map))
}

/// The JSON Schema of the format, draft 2020-12.
#[cfg(any(test, feature = "schema"))]
pub fn json_schema() -> serde_json::Value {
    crate::schema::of::<JsonWeek<'_>>("week-v1", "racilint week, week-v1")
}

/// How long it takes, hour by hour of the week, until somebody may act.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct JsonWeek<'a> {
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
    /// The zone of all times in words.
    timezone: &'a str,
    /// Whether the file could be read completely: if not, the map may be wrong.
    complete: bool,
    /// What somebody has to be reached for.
    asked: Vec<JsonAsked<'a>>,
    /// Who is supposed to be absent.
    without: Vec<JsonNamed<'a>>,
    /// The hours of the week in which something is promised, from Monday 00:00 on.
    hours: Vec<JsonHour<'a>>,
    /// The worst hour, explained.
    worst: Option<JsonWorst<'a>>,
    /// Of whom nobody wrote when they are there, where that leaves a figure open.
    without_hours: Vec<JsonNamed<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
enum Version {
    #[serde(rename = "week-v1")]
    V1,
}

/// Something with an id and perhaps a name for people.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
pub(crate) struct JsonNamed<'a> {
    /// The id in the file.
    id: &'a str,
    /// The name or title.
    name: Option<&'a str>,
}

/// One thing that somebody has to be reached for.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct JsonAsked<'a> {
    /// The work; a slice as `workstream.slice`.
    workstream: JsonNamed<'a>,
    /// What has to be done.
    action: JsonNamed<'a>,
    /// Within how many minutes somebody who may do it is to be reached.
    decide_within: Option<u32>,
    /// Whether hours are promised; else every hour of the horizon is looked at.
    promised: bool,
}

/// An hour of the week.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct JsonHour<'a> {
    /// The day, 0 is Monday.
    day: usize,
    /// The hour of the day at which it begins, 0 to 23.
    hour: usize,
    /// The longest wait of the hour in most weeks; `null` where nothing is promised in most.
    usual: Option<JsonWaiting<'a>>,
    /// The longest wait in the whole horizon.
    worst: JsonWaiting<'a>,
    /// How often the hour happens in the horizon.
    times: usize,
    /// How often it is as bad as its worst.
    as_bad: usize,
}

/// A call that waits.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct JsonWaiting<'a> {
    /// Which of `asked` it is for, from 0.
    asked: usize,
    /// The first such call, as RFC 3339 has it.
    call: &'a str,
    /// How many minutes until somebody may act; `null` is never.
    minutes: Option<u32>,
    /// Whether that is more than is promised; without a promise, whether it is for ever.
    exceeds: bool,
    /// Whether it may be longer, since nobody wrote when somebody is there.
    open: bool,
}

/// The worst hour, explained.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct JsonWorst<'a> {
    /// The day, 0 is Monday.
    day: usize,
    /// The hour of the day at which it begins.
    hour: usize,
    /// What is so, in a sentence.
    sentence: &'a str,
    /// When the same is too late, in words, the worst first.
    too_late: &'a [String],
    /// What comes of a call in that hour.
    call: JsonCall<'a>,
    /// The later call that is the first to reach somebody, where this one does not.
    later: Option<JsonCall<'a>>,
}

/// A call and what comes of it.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct JsonCall<'a> {
    /// When, as RFC 3339 has it.
    call: &'a str,
    /// When, in words.
    when: &'a str,
    /// The escalation path; `null` where those who do the work are called.
    path: Option<&'a str>,
    /// The steps that are called until it ends.
    steps: Vec<JsonStep<'a>>,
    /// After how many minutes somebody may act; `null` when the path runs out.
    ends_after: Option<u32>,
}

/// A step of a path.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct JsonStep<'a> {
    /// After how many minutes it is called; `null` behind a step without a time.
    after: Option<u32>,
    /// When that is, in words.
    when: Option<&'a str>,
    /// How many minutes it has to answer.
    ack_within: Option<u32>,
    /// Whoever is called.
    called: Vec<JsonTold<'a>>,
}

/// Somebody who is called.
#[derive(Serialize)]
#[cfg_attr(any(test, feature = "schema"), derive(schemars::JsonSchema))]
struct JsonTold<'a> {
    /// Who is named in the step.
    owner: JsonNamed<'a>,
    /// The person who answers, where one is named.
    person: Option<JsonNamed<'a>>,
    /// The time on that one's own clock, where it shows another.
    local_time: Option<&'a str>,
    /// `off-duty`, `may-not`, `prohibited`, `acts`, `approved`, `silence`, `second-asking`,
    /// `unapproved` or `no-time`.
    answer: &'a str,
    /// The same in words.
    words: &'a str,
}

impl<'a> JsonWeek<'a> {
    fn of(map: &'a WeekMap) -> Self {
        let hours = map.hours.iter().enumerate();
        let hours = hours.filter_map(|(index, hour)| Some(JsonHour::of(index, hour.as_ref()?)));
        Self {
            version: Version::V1,
            file: &map.file,
            title: map.title.as_deref(),
            as_of: &map.as_of.date,
            timezone_data: &map.as_of.timezone_data,
            timezone: &map.zone,
            complete: map.complete,
            asked: map.asked.iter().map(Into::into).collect(),
            without: map.without.iter().map(Into::into).collect(),
            hours: hours.collect(),
            worst: map.worst.as_ref().map(Into::into),
            without_hours: map.without_hours.iter().map(Into::into).collect(),
        }
    }
}

impl<'a> JsonHour<'a> {
    fn of(index: usize, hour: &'a Hour) -> Self {
        Self {
            day: index / 24,
            hour: index % 24,
            usual: hour.usual.as_ref().map(Into::into),
            worst: (&hour.worst).into(),
            times: hour.times,
            as_bad: hour.as_bad,
        }
    }
}

impl<'a> From<&'a Named> for JsonNamed<'a> {
    fn from(named: &'a Named) -> Self {
        Self {
            id: &named.id,
            name: named.name.as_deref(),
        }
    }
}

impl<'a> From<&'a Asked> for JsonAsked<'a> {
    fn from(asked: &'a Asked) -> Self {
        Self {
            workstream: (&asked.workstream).into(),
            action: (&asked.action).into(),
            decide_within: asked.within,
            promised: asked.promised,
        }
    }
}

impl<'a> From<&'a Waiting> for JsonWaiting<'a> {
    fn from(waiting: &'a Waiting) -> Self {
        Self {
            asked: waiting.asked,
            call: &waiting.instant,
            minutes: waiting.minutes,
            exceeds: waiting.exceeds,
            open: waiting.open,
        }
    }
}

impl<'a> From<&'a Worst> for JsonWorst<'a> {
    fn from(worst: &'a Worst) -> Self {
        Self {
            day: worst.hour / 24,
            hour: worst.hour % 24,
            sentence: &worst.sentence,
            too_late: &worst.windows,
            call: (&worst.call).into(),
            later: worst.later.as_ref().map(Into::into),
        }
    }
}

impl<'a> From<&'a Call> for JsonCall<'a> {
    fn from(call: &'a Call) -> Self {
        Self {
            call: &call.instant,
            when: &call.when,
            path: call.path.as_deref(),
            steps: call.steps.iter().map(Into::into).collect(),
            ends_after: call.ends,
        }
    }
}

impl<'a> From<&'a Step> for JsonStep<'a> {
    fn from(step: &'a Step) -> Self {
        Self {
            after: step.after,
            when: step.when.as_deref(),
            ack_within: step.ack,
            called: step.told.iter().map(Into::into).collect(),
        }
    }
}

impl<'a> From<&'a Told> for JsonTold<'a> {
    fn from(told: &'a Told) -> Self {
        Self {
            owner: (&told.called).into(),
            person: told.person.as_ref().map(Into::into),
            local_time: told.local_time.as_deref(),
            answer: told.answer,
            words: &told.words,
        }
    }
}
