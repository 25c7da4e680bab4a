//! Sets and moments of an engagement in words: on the clock of its own zone, over its horizon.

use super::clock::find_zone;
use super::words::{self, Windows};
use super::{Clock, Minute, Set};

impl Clock<'_, '_> {
    /// The windows of a set, with the reason where some zones of the file have changed their
    /// clocks and others have not.
    pub fn windows(&self, set: &Set) -> Windows {
        let Some(home) = find_zone(self.home()) else {
            return Windows::default();
        };
        let horizon = self.horizon();
        let span = horizon.first().zip(horizon.end()).unwrap_or_default();
        let mut names: Vec<&str> = vec![self.home()];
        for zone in &self.engagement.document.zones {
            let name = &*zone.name;
            if !names.contains(&name) && names.len() < MOST_ZONES {
                names.push(name);
            }
        }
        let named = names.into_iter();
        let zones: Vec<_> = named
            .filter_map(|name| Some((name, find_zone(name)?)))
            .collect();
        Windows::of(set, span, &home).explained_by(&zones)
    }

    /// The worst windows of a set, such as "every Friday 17:00 to Monday 08:00, 63 hours; in all
    /// 123 of 168 hours a week"; empty for a set without minutes.
    pub fn worst_window(&self, set: &Set) -> String {
        self.windows(set).worst().unwrap_or_default()
    }

    /// The same without how much it is in all, for what says that elsewhere.
    pub fn longest_window(&self, set: &Set) -> String {
        self.windows(set).longest().unwrap_or_default()
    }

    /// How much of a week a set is, such as "63 of 168 hours a week", where it has several windows
    /// and the weeks are alike.
    pub fn share_of_week(&self, set: &Set) -> Option<String> {
        let windows = self.windows(set);
        let several = windows.all().len() > 1;
        let share = windows.weekly().filter(|_| several);
        share.map(str::to_owned)
    }

    /// The weekday and the time of a minute: "Friday 17:00".
    pub fn weekday_and_time(&self, minute: Minute) -> String {
        find_zone(self.home()).map_or_else(String::new, |home| words::clock(minute, &home))
    }

    /// The date of a minute: "1 January 2027".
    pub fn date(&self, minute: Minute) -> String {
        find_zone(self.home()).map_or_else(String::new, |home| words::date(minute, &home))
    }
}

/// No engagement spans more zones; with more, no reason is looked for beyond these.
const MOST_ZONES: usize = 16;

#[cfg(test)]
mod tests;
