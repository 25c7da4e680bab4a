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
    /// The people whose absence alone takes something away.
    pub alone: Vec<Loss>,
    /// Two people whose absence together does, where neither's alone does it.
    pub together: Vec<Loss>,
    /// Through whom all ways lead, whatever the hours.
    pub through: Vec<Named>,
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
    /// How many of them from which nobody is ever reached.
    pub never: u64,
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
        let what = match (self.never, self.never == self.minutes) {
            (_, true) => "nobody who may act is ever reached",
            (0, false) => "too late",
            _ => "too late, at times for ever",
        };
        let actions: Vec<String> = self
            .actions
            .iter()
            .map(|action| format!("`{action}`"))
            .collect();
        format!("{what} ({}): {}", actions.join(", "), self.windows)
    }
}

impl Row {
    /// What stands in the two cells of a table: whose absence alone, and whose together.
    pub(crate) fn cells(&self) -> [String; 2] {
        let list = |losses: &[Loss]| {
            let ids: Vec<String> = losses.iter().map(Loss::ids).collect();
            match (ids.is_empty(), self.without_hours.is_empty()) {
                (false, _) => ids.join(", "),
                (true, true) => "-".to_owned(),
                (true, false) => "not known".to_owned(),
            }
        };
        [list(&self.alone), list(&self.together)]
    }

    /// Everything to be said below the table, one sentence each.
    pub(crate) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(when) = &self.lost_already {
            notes.push(format!("with nobody missing, too late already: {when}"));
        }
        if !self.through.is_empty() {
            let names: Vec<String> = self.through.iter().map(Named::full).collect();
            let names = names.join(", ");
            notes.push(format!(
                "every way to somebody who may act leads through {names}"
            ));
        }
        let losses = self.alone.iter().chain(&self.together);
        notes.extend(losses.map(|loss| format!("without {}, {}", loss.names(), loss.words())));
        if !self.without_hours.is_empty() {
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
        let count = |is: &dyn Fn(&Row) -> bool| self.rows.iter().filter(|row| is(row)).count();
        let alone = count(&|row| !row.alone.is_empty());
        let together = count(&|row| row.alone.is_empty() && !row.together.is_empty());
        let sound = count(&|row| row.alone.is_empty() && row.together.is_empty());
        format!(
            "Of {} workstreams {alone} cannot do without some one person, {together} more not \
             without some two; {sound} can spare any two",
            self.rows.len()
        )
    }

    pub(crate) fn horizon(&self) -> String {
        format!("{} to {}, {}", self.first_day, self.last_day, self.zone)
    }
}
