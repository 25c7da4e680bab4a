//! Days of a row that nothing covers.

use jiff::ToSpan;
use jiff::civil::Date;

use super::engagement::civil;
use super::{Days, Engagement, RowId};

/// A stretch of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lapse {
    /// The first of them.
    pub first: Date,
    /// The last; `None` when they go on to the end.
    pub last: Option<Date>,
}

impl Engagement<'_> {
    /// The first days on which a row is at work and none of these stretches holds; days that are
    /// over are left aside.
    pub fn lapse(&self, id: RowId, stretches: &[Days]) -> Option<Lapse> {
        let row = self.row(id);
        let head = self.head();
        let until = row
            .slice
            .and_then(|slice| slice.until)
            .or(row.workstream.until);
        let until = until.or(head.and_then(|head| head.ends));
        let end = until.and_then(|until| civil(until.value));
        uncovered(self.first_day(id)?, end, stretches)
    }
}

/// The first days from `first` to `end` on which none of these stretches holds.
pub fn uncovered(mut first: Date, end: Option<Date>, stretches: &[Days]) -> Option<Lapse> {
    let mut known: Vec<(Option<Date>, Option<Date>)> = stretches
        .iter()
        .map(|(from, until)| (from.and_then(civil), until.and_then(civil)))
        .collect();
    known.sort();
    for (from, until) in known {
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
