//! Days of a row that nothing covers, and whether anything is promised on them.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;
use racilint_parser::values::{Many, Window};

use super::engagement::civil;
use super::{ActorKind, Days, Engagement, RowId};

/// A stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lapse {
    /// The first of them.
    pub first: Date,
    /// The last; `None` when they go on to the end.
    pub last: Option<Date>,
}

/// So many days of a stretch are looked at: hours that do not begin in a year never do.
const MOST_DAYS: usize = 366;

impl Engagement<'_> {
    /// The first days on which a row is at work, something of it is promised, and none of these
    /// stretches holds; days that are over are left aside.
    pub fn lapse(&self, id: RowId, stretches: &[Days]) -> Option<Lapse> {
        let end = self.last_day(id).map(|(day, _)| day);
        let mut first = self.first_day(id)?;
        loop {
            let lapse = uncovered(first, end, stretches)?;
            let promised = self.is_promised_within(id, lapse.first, lapse.last.or(end));
            if promised || self.runs_into(id, lapse.first) {
                return Some(lapse);
            }
            first = lapse.last?.checked_add(1.day()).ok()?;
        }
    }

    /// Whether something of a row is promised on the days from `first` to `last`: its hours begin
    /// on one of them, or it promises no hours and so is for every day. A night that has begun
    /// before belongs to the day before; hours that hang on those of somebody are for any day.
    pub fn is_promised_within(&self, id: RowId, first: Date, last: Option<Date>) -> bool {
        let Some(hours) = self.hours(id) else {
            return true;
        };
        let closed = self.closed_by_clients();
        let begins = |day: Date| {
            let mut windows = hours.windows.iter();
            windows.any(|(_, window)| begins_on(window, day, &closed))
        };
        let days = first.series(1.day()).take(MOST_DAYS);
        days.take_while(|day| last.is_none_or(|last| *day <= last))
            .any(begins)
    }

    /// Whether a window that is promised on the evening before a day goes on into it.
    fn runs_into(&self, id: RowId, day: Date) -> bool {
        let (Some(hours), Ok(before)) = (self.hours(id), day.checked_sub(1.day())) else {
            return false;
        };
        let closed = self.closed_by_clients();
        let mut windows = hours.windows.iter();
        windows.any(|(_, window)| {
            let over_night = matches!(window, Window::Weekly(own) if own.end <= own.start);
            over_night && begins_on(window, before, &closed)
        })
    }

    /// The holidays of the client.
    fn closed_by_clients(&self) -> BTreeSet<Date> {
        let clients = self.clients();
        let parties = clients.iter().map(|client| self.actor(*client).kind);
        let days = parties.filter_map(|party| match party {
            ActorKind::Party(table) => Some(Many::of(&table.holidays)),
            _ => None,
        });
        days.flatten().filter_map(|day| civil(day.value)).collect()
    }
}

/// Whether a window begins on a day that may be a holiday of the client. One that hangs on the hours
/// of somebody is for any day.
fn begins_on(window: &Window<'_>, day: Date, closed: &BTreeSet<Date>) -> bool {
    match window {
        Window::Weekly(weekly) => {
            let weekday = u8::try_from(day.weekday().to_monday_zero_offset());
            weekday.is_ok_and(|own| weekly.days.has(own)) && !closed.contains(&day)
        }
        Window::Always | Window::Outside(_) => true,
    }
}

/// The first days from `first` to `end` on which none of these stretches holds.
pub fn uncovered(first: Date, end: Option<Date>, stretches: &[Days]) -> Option<Lapse> {
    let read = |(from, until): &Days| (from.and_then(civil), until.and_then(civil));
    uncovered_days(first, end, stretches.iter().map(read).collect())
}

/// As [`uncovered`], of stretches that are days of the calendar already.
pub fn uncovered_days(
    mut first: Date,
    end: Option<Date>,
    mut stretches: Vec<(Option<Date>, Option<Date>)>,
) -> Option<Lapse> {
    stretches.sort_unstable();
    for (from, until) in stretches {
        if from.is_some_and(|from| from > first) {
            return within(first, from, end);
        }
        let until = until?;
        if until >= first {
            first = until.checked_add(1.day()).ok()?;
        }
    }
    within(first, None, end)
}

/// The days from `first` until the day before `next`, as far as they lie before the end.
fn within(first: Date, next: Option<Date>, end: Option<Date>) -> Option<Lapse> {
    if end.is_some_and(|end| first > end) {
        return None;
    }
    let before = next.and_then(|next| next.checked_sub(1.day()).ok());
    let last = before.filter(|before| end.is_none_or(|end| *before < end));
    Some(Lapse { first, last })
}

#[cfg(test)]
mod tests;
