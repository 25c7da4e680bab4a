//! The week of an engagement: how long it takes, hour by hour, until somebody may act.
//!
//! What is here is what the forms of the map have in common; each form is a file of its own. None
//! of them computes: the minutes and the words come from outside.

mod figure;
mod human;
mod json;
mod svg;

pub use human::{WeekOptions, write as write_human};
pub(crate) use json::JsonNamed;
pub use json::write as write_json;
pub use svg::write as write_svg;

#[cfg(any(test, feature = "schema"))]
pub use json::json_schema;

use crate::AsOf;

/// A map, and what was asked.
#[derive(Clone, Debug)]
pub struct WeekMap {
    /// The file, as the user would name it.
    pub file: String,
    /// What the engagement is called.
    pub title: Option<String>,
    /// The date that counted as today.
    pub as_of: AsOf,
    /// The zone of all times that name no other.
    pub zone: String,
    /// The first day of the horizon, in words.
    pub first_day: String,
    /// The last one.
    pub last_day: String,
    /// What somebody has to be reached for.
    pub asked: Vec<Asked>,
    /// Who is supposed to be absent.
    pub without: Vec<Named>,
    /// The hours of the week from Monday 00:00 on; `None` where nothing is promised.
    pub hours: Vec<Option<Hour>>,
    /// The worst of them.
    pub worst: Option<Worst>,
    /// Of whom nobody wrote when they are there, where that leaves a figure open.
    pub without_hours: Vec<Named>,
    /// Whether the file could be read completely.
    pub complete: bool,
}

/// Something with an id and perhaps a name for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The id in the file.
    pub id: String,
    /// The name or title.
    pub name: Option<String>,
}

impl Named {
    /// The id, and behind it the name.
    pub(crate) fn full(&self) -> String {
        match &self.name {
            Some(name) => format!("`{}` ({name})", self.id),
            None => format!("`{}`", self.id),
        }
    }
}

/// One thing that somebody has to be reached for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The work, a slice as `workstream.slice`.
    pub workstream: Named,
    /// What has to be done.
    pub action: Named,
    /// Within how many minutes somebody who may do it is to be reached, if that is promised.
    pub within: Option<u32>,
    /// Whether hours are promised; else every hour is looked at.
    pub promised: bool,
}

/// An hour of the week.
#[derive(Clone, Debug)]
pub struct Hour {
    /// The longest wait as it is in most weeks; `None` where nothing is promised in most of them.
    pub usual: Option<Waiting>,
    /// The longest of the whole horizon.
    pub worst: Waiting,
    /// How often the hour happens in the horizon.
    pub times: usize,
    /// How often it is as bad as its worst.
    pub as_bad: usize,
}

/// A call that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Which of the asked it is for, by its place in the list.
    pub asked: usize,
    /// When the call is made, in words.
    pub when: String,
    /// When it is made, as RFC 3339 has it.
    pub instant: String,
    /// How many minutes it waits; `None` is for ever.
    pub minutes: Option<u32>,
    /// Whether that is more than is promised; without a promise, whether it is for ever.
    pub exceeds: bool,
    /// Whether it may be longer, since nobody wrote when somebody is there.
    pub open: bool,
    /// Whether not even the least is known.
    pub unknown: bool,
}

/// The worst hour, explained.
#[derive(Clone, Debug)]
pub struct Worst {
    /// Which hour of the week.
    pub hour: usize,
    /// What is so, in a sentence without its full stop.
    pub sentence: String,
    /// When the same is too late, in words, the worst first.
    pub windows: Vec<String>,
    /// What comes of a call in that hour.
    pub call: Call,
    /// The later call that is the first to reach somebody, where the first one does not.
    pub later: Option<Call>,
}

/// A call and what comes of it.
#[derive(Clone, Debug)]
pub struct Call {
    /// When, in words.
    pub when: String,
    /// When, as RFC 3339 has it.
    pub instant: String,
    /// The escalation path; `None` where those who do the work are called.
    pub path: Option<String>,
    /// The steps that are called until it ends.
    pub steps: Vec<Step>,
    /// After how many minutes somebody may act; `None` when the path runs out.
    pub ends: Option<u32>,
    /// The same in words.
    pub end: String,
}

/// A step of a path.
#[derive(Clone, Debug)]
pub struct Step {
    /// After how many minutes it is called; `None` behind a step that does not say how long it has.
    pub after: Option<u32>,
    /// When that is, in words.
    pub when: Option<String>,
    /// How many minutes it has to answer.
    pub ack: Option<u32>,
    /// Whoever is called, and what they answer.
    pub told: Vec<Told>,
}

/// Somebody who is called.
#[derive(Clone, Debug)]
pub struct Told {
    /// Who is named in the step.
    pub called: Named,
    /// The person who answers, where one is named.
    pub person: Option<Named>,
    /// The time on that one's own clock, where it shows another.
    pub local_time: Option<String>,
    /// What they answer, in one word for programs.
    pub answer: &'static str,
    /// What they answer, in words that follow a name.
    pub words: String,
}

/// The days of the week, as columns have them.
pub(crate) const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl WeekMap {
    /// The time that is promised wherever one is; `None` where promises differ or there is none.
    pub(crate) fn common_bound(&self) -> Option<u32> {
        let first = self.asked.first()?.within;
        let is_same = |asked: &Asked| asked.promised && asked.within == first;
        let same = self.asked.iter().all(is_same);
        first.filter(|_| same)
    }

    /// What the map is of, in a sentence.
    pub(crate) fn subject(&self) -> String {
        let mut rows: Vec<&Named> = self.asked.iter().map(|asked| &asked.workstream).collect();
        rows.dedup();
        let mut actions: Vec<&str> = self.asked.iter().map(|asked| &*asked.action.id).collect();
        actions.sort_unstable();
        actions.dedup();
        let rows = match rows.as_slice() {
            [one] => one.full(),
            few if few.len() <= MOST_NAMES => {
                let names: Vec<String> = few.iter().map(|row| format!("`{}`", row.id)).collect();
                format!("the worst of {}", names.join(" and "))
            }
            many => format!("the worst of {} workstreams", many.len()),
        };
        let actions = match actions.as_slice() {
            few if few.len() <= MOST_NAMES => {
                let quoted: Vec<String> = few.iter().map(|action| format!("`{action}`")).collect();
                quoted.join(", ")
            }
            many => format!("{} actions", many.len()),
        };
        let mut subject = format!("{rows}: {actions}");
        if let Some(bound) = self.common_bound() {
            let within = figure::length(Some(bound));
            subject.push_str(&format!(", promised within {within}"));
        }
        if !self.without.is_empty() {
            let names: Vec<String> = self.without.iter().map(Named::full).collect();
            subject.push_str(&format!("; without {}", names.join(" and ")));
        }
        subject
    }

    /// Where and over which days it holds.
    pub(crate) fn horizon(&self) -> String {
        format!("{} to {}, {}", self.first_day, self.last_day, self.zone)
    }
}

/// So many are named one by one.
const MOST_NAMES: usize = 3;
