//! Hours as sets of minutes: windows on local clocks, holidays, everything outside of somebody's
//! hours.
//!
//! Who has which hours, and whose holidays count, is `duty`'s and `promise`'s matter.

use std::collections::BTreeSet;
use std::rc::Rc;

use racilint_parser::values::{DaySet, Hours, Weekly, Window};

use super::clock::recall;
use super::local::{DAY, Local, weekday};
use super::{Clock, Minute, Set, Unknown};

/// Where hours are written, as far as it decides what they mean.
#[derive(Clone)]
pub(super) struct Written<'d> {
    /// The zone of windows that name none.
    pub(super) zone: &'d str,
    /// Local days whose windows do not happen.
    pub(super) closed: ClosedDays,
    /// What counts where hours hang on somebody whose hours nobody wrote.
    pub(super) unknown: Unknown,
}

/// The local days on which somebody is closed.
pub(super) type ClosedDays = Rc<BTreeSet<Minute>>;

/// All that decides when a window happens: weekdays, start, end, zone, and the days on which it
/// does not. Most tables of an engagement write the same few windows.
pub(super) type Happening<'d> = ([bool; 7], u16, u16, &'d str, ClosedDays);

impl<'d> Clock<'_, 'd> {
    /// The minutes that hours hold. `None` where nothing of them is known; a window that hangs on
    /// somebody whose hours nobody wrote takes nothing from those beside it.
    pub(super) fn hours(&self, hours: &'d Hours<'d>, written: &Written<'d>) -> Option<Set> {
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

    fn window(&self, window: &'d Window<'d>, written: &Written<'d>) -> Option<Set> {
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

    fn weekly(&self, weekly: &'d Weekly<'d>, written: &Written<'d>) -> Option<Set> {
        let own = weekly.timezone.as_ref().map(|zone| &*zone.value.0);
        let zone = own.unwrap_or(written.zone);
        let local = self.local(zone)?;
        let days = [0, 1, 2, 3, 4, 5, 6].map(|day| weekly.days.has(day));
        let closed = Rc::clone(&written.closed);
        let key = (days, weekly.start, weekly.end, zone, closed);
        let happening = recall(&self.happening, key, || {
            local.showing(&occurrences(weekly, &local, &written.closed))
        });
        Some(Set::clone(&happening))
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
