//! Who can be missing: for each workstream the people whose absence, alone or two together, leaves
//! nobody who may act in time.
//!
//! What is here is what the forms of the answer have in common; each form is a file of its own.

mod human;
mod json;
mod markdown;

pub use human::{ResilienceOptions, write as write_human};
pub use json::write as write_json;
pub use markdown::write as write_markdown;

#[cfg(any(test, feature = "schema"))]
pub use json::json_schema;

use crate::AsOf;
use crate::summary::number;
use crate::week::Named;

/// The answer for an engagement.
#[derive(Clone, Debug)]
pub struct ResilienceReport {
    /// The file, as the user would name it.
    pub file: String,
    /// What the engagement is called.
    pub title: Option<String>,
    /// The date that counted as today.
    pub as_of: AsOf,
    /// The zone of all times.
    pub zone: String,
    /// The first day of the horizon, in words.
    pub first_day: String,
    /// The last one.
    pub last_day: String,
    /// The workstreams, the most fragile first.
    pub rows: Vec<Row>,
    /// Workstreams that take no action for which somebody must be empowered.
    pub without_actions: Vec<Named>,
    /// Whether the file could be read completely.
    pub complete: bool,
}

/// A workstream.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id and title.
    pub workstream: Named,
    /// What it takes.
    pub actions: Vec<Named>,
    /// Within how many minutes somebody who may act is to be reached, if that is promised.
    pub within: Option<u32>,
    /// Whether hours are promised; else every hour is looked at.
    pub promised: bool,
    /// When it is too late with nobody missing, in words; `None` where it never is.
    pub lost_already: Option<String>,
    /// The actions for which that is so.
    pub actions_lost: Vec<String>,
    /// Whether that is so for every action at every minute that was looked at.
    pub all_lost: bool,
    /// The people whose absence alone takes something away.
    pub alone: Vec<Loss>,
    /// Two people whose absence together does, where neither's alone does it.
    pub together: Vec<Loss>,
    /// Through whom all ways lead, whatever the hours.
    pub through: Vec<Named>,
    /// Whether every step says how long it has to answer; if not, only for ever counts.
    pub is_timed: bool,
    /// Whether the file says too little to know it all.
    pub is_open: bool,
    /// Of whom nobody wrote when they are there, where that decides.
    pub without_hours: Vec<Named>,
}

/// What an absence takes away.
#[derive(Clone, Debug)]
pub struct Loss {
    /// Who is missing.
    pub people: Vec<Named>,
    /// The actions for which somebody is no longer reached in time.
    pub actions: Vec<String>,
    /// When, in words: the worst window.
    pub windows: String,
    /// How many minutes of the horizon.
    pub minutes: u64,
    /// How many of them from which nobody is ever reached, for some action.
    pub never: u64,
    /// These actions.
    pub actions_never: Vec<String>,
}

impl Loss {
    /// Who is missing, by their ids: `jo` or `jo` and `li`.
    pub(crate) fn ids(&self) -> String {
        let ids: Vec<String> = self
            .people
            .iter()
            .map(|person| format!("`{}`", person.id))
            .collect();
        ids.join(" and ")
    }

    /// Who is missing, with their names.
    pub(crate) fn names(&self) -> String {
        let names: Vec<String> = self.people.iter().map(Named::full).collect();
        names.join(" and ")
    }

    /// What is so without them, in words.
    pub(crate) fn words(&self) -> String {
        let always = self.never == self.minutes;
        let all = self.actions_never == self.actions;
        let (what, of_which) = match (self.never, always, all) {
            (0, ..) => ("too late", String::new()),
            (_, true, true) => ("nobody who may act is ever reached", String::new()),
            (_, false, true) => ("too late, at times for ever", String::new()),
            (_, _, false) => {
                let never = quoted(&self.actions_never);
                let when = if always { "" } else { "at times " };
                ("too late", format!("; {when}for ever: {never}"))
            }
        };
        let actions = quoted(&self.actions);
        format!("{what} ({actions}{of_which}): {}", self.windows)
    }
}

fn quoted(ids: &[String]) -> String {
    let quoted: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    quoted.join(", ")
}

impl Row {
    /// What stands in the two cells of a table: whose absence alone, and whose together.
    pub(crate) fn cells(&self) -> [String; 2] {
        let list = |losses: &[Loss]| {
            let ids: Vec<String> = losses.iter().map(Loss::ids).collect();
            match ids.is_empty() {
                false => ids.join(", "),
                true if self.all_lost => "nobody as it is".to_owned(),
                true if self.is_open => "not known".to_owned(),
                true => "-".to_owned(),
            }
        };
        [list(&self.alone), list(&self.together)]
    }

    /// Everything to be said below the table, one sentence each.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(when) = &self.lost_already {
            let actions = quoted(&self.actions_lost);
            notes.push(format!(
                "with nobody missing, nobody who may act is reached in time ({actions}): {when}"
            ));
        }
        if !self.through.is_empty() {
            let names: Vec<String> = self.through.iter().map(Named::full).collect();
            let names = names.join(", ");
            let all = match self.actions.len() {
                0 | 1 => "",
                _ => ", for one of the actions at least,",
            };
            notes.push(format!(
                "every way to somebody who may act{all} leads through {names}"
            ));
        }
        let losses = self.alone.iter().chain(&self.together);
        notes.extend(losses.map(|loss| format!("without {}, {}", loss.names(), loss.words())));
        if self.is_open && self.without_hours.is_empty() {
            notes.push(
                "not all is known: something that decides it cannot be read or names nothing"
                    .to_owned(),
            );
        } else if self.is_open {
            let names: Vec<String> = self.without_hours.iter().map(Named::full).collect();
            let names = names.join(", ");
            notes.push(format!(
                "not all is known: the file does not say when these are there: {names}"
            ));
        }
        notes
    }
}

impl ResilienceReport {
    /// How many workstreams there are of which kind.
    pub(crate) fn summary(&self) -> String {
        let (mut alone, mut together, mut lost, mut open, mut sound) = (0, 0, 0, 0, 0);
        for row in &self.rows {
            let counter = if !row.alone.is_empty() {
                &mut alone
            } else if !row.together.is_empty() {
                &mut together
            } else if row.all_lost {
                &mut lost
            } else if row.is_open {
                &mut open
            } else {
                &mut sound
            };
            *counter += 1;
        }
        let verb = |count: usize, one: &str, several: &str, rest: &str| match count {
            1 => format!("1 {one} {rest}"),
            _ => format!("{count} {several} {rest}"),
        };
        let mut parts = vec![
            verb(alone, "hangs", "hang", "on one person"),
            format!("{together} more on two"),
            format!("{sound} can spare any two"),
        ];
        if lost > 0 {
            parts.push(verb(lost, "reaches", "reach", "nobody in time even now"));
        }
        if open > 0 {
            parts.push(verb(open, "is", "are", "not known"));
        }
        let all = number(self.rows.len(), "workstream");
        format!("{all}: {}", parts.join(", "))
    }

    /// The workstreams of which it was not asked how soon somebody is reached.
    pub(crate) fn untimed(&self) -> Option<String> {
        let rows = self.rows.iter().filter(|row| !row.is_timed);
        let ids: Vec<&str> = rows.map(|row| &*row.workstream.id).collect();
        (!ids.is_empty()).then(|| {
            let ids = ids.join(", ");
            format!(
                "Nothing says how long somebody has to answer, so that it is shown only whether \
                 anybody is reached at all: {ids}"
            )
        })
    }

    pub(crate) fn horizon(&self) -> String {
        format!("{} to {}, {}", self.first_day, self.last_day, self.zone)
    }
}
