//! Hours as sets of minutes: windows on local clocks, holidays, everything outside of somebody's
//! hours.
//!
//! Who has which hours, and whose holidays count, is `duty`'s and `promise`'s matter.

use std::collections::BTreeSet;

use racilint_parser::values::{DaySet, Hours, Weekly, Window};

use super::local::{DAY, Local, weekday};
use super::{Clock, Minute, Set, Unknown};

/// Where hours are written, as far as it decides what they mean.
#[derive(Clone, Copy)]
pub(super) struct Written<'a, 'd> {
    /// The zone of windows that name none.
    pub(super) zone: &'d str,
    /// Local days whose windows do not happen.
    pub(super) closed: &'a BTreeSet<Minute>,
    /// What counts where hours hang on somebody whose hours nobody wrote.
    pub(super) unknown: Unknown,
}

impl<'d> Clock<'_, 'd> {
    /// The minutes that hours hold. `None` where nothing of them is known; a window that hangs on
    /// somebody whose hours nobody wrote takes nothing from those beside it.
    pub(super) fn hours(&self, hours: &'d Hours<'d>, written: Written<'_, 'd>) -> Option<Set> {
        let mut sets = Vec::with_capacity(hours.windows.len());
        for (_, window) in &hours.windows {
            sets.extend(self.window(window, written));
        }
        if sets.is_empty() {
            return None;
        }
        if sets.len() < hours.windows.len() {
            sets.push(self.assumed(written.unknown));
        }
        Some(Set::union_of(&sets))
    }

    fn window(&self, window: &'d Window<'d>, written: Written<'_, 'd>) -> Option<Set> {
        match window {
            Window::Always => Some(self.everything()),
            Window::Weekly(weekly) => self.weekly(weekly, written),
            Window::Outside(owner) => {
                let owner = self.engagement.names.actor(&owner.name)?;
                // Who may be there may not be outside: the unknown turns round.
                let own = self.hours_of(owner, written.unknown.turned())?;
                Some(self.everything().difference(&own))
            }
        }
    }

    fn weekly(&self, weekly: &'d Weekly<'d>, written: Written<'_, 'd>) -> Option<Set> {
        let own = weekly.timezone.as_ref().map(|zone| &*zone.value.0);
        let local = self.local(own.unwrap_or(written.zone))?;
        Some(local.showing(&occurrences(weekly, &local, written.closed)))
    }
}

/// When a window happens, in local minutes: it belongs to the day on which it begins.
fn occurrences(
    weekly: &Weekly<'_>,
    local: &Local,
    closed: &BTreeSet<Minute>,
) -> Vec<(Minute, Minute)> {
    let (start, end) = (Minute::from(weekly.start), Minute::from(weekly.end));
    let length = if end > start {
        end - start
    } else {
        end + DAY - start
    };
    let (first, last) = local.days();
    let days = (first - 1..=last).filter(|day| happens(weekly.days, *day, closed));
    days.map(|day| (day * DAY + start, day * DAY + start + length))
        .collect()
}

fn happens(days: DaySet, day: Minute, closed: &BTreeSet<Minute>) -> bool {
    days.has(weekday(day)) && !closed.contains(&day)
}
