//! Whether two pieces of work can meet in time, as far as that shows without a clock.
//!
//! What depends on zones and holidays is left open here: where the answer takes a clock, the two
//! count as apart, so that nothing is reported that may be arranged well.

use racilint_parser::values::{self, Hours, Weekly, Window};

use super::{Engagement, RowId, civil};

impl<'d> Engagement<'d> {
    /// The hours that are promised for a row: its own, else its nearest ancestor's.
    pub fn hours(&self, row: RowId) -> Option<&'d Hours<'d>> {
        let mut lineage = self.lineage(row).iter().copied();
        lineage.find_map(|row| self.row(row).own_hours())
    }

    /// Whether two rows are surely both in force for longer than it takes to hand over.
    pub fn meet_in_time(&self, a: RowId, b: RowId) -> bool {
        !days_apart(self.days(a), self.days(b))
            && !hours_only_touch(self.hours(a), self.hours(b))
            && !self.row(a).could_hold("hours")
            && !self.row(b).could_hold("hours")
    }

    /// Whether a row is at work on one of some days, from today or its start on.
    pub fn is_at_work_within(&self, row: RowId, (from, until): Days) -> bool {
        let starts = [
            self.effective(row).map(|(day, _)| day),
            from.and_then(civil),
        ];
        let first = starts.into_iter().flatten().max();
        let first = first.map_or(self.start(), |day| day.max(self.start()));
        let ends = [
            self.last_day(row).map(|(day, _)| day),
            until.and_then(civil),
        ];
        ends.into_iter().flatten().all(|last| first <= last)
    }

    /// The first and the last day of a row, as far as it says.
    pub fn days(&self, row: RowId) -> Days {
        let row = self.row(row);
        let slice = row.slice;
        let from = slice.and_then(|slice| slice.from).or(row.workstream.from);
        let until = slice.and_then(|slice| slice.until).or(row.workstream.until);
        (from.map(|from| from.value), until.map(|until| until.value))
    }
}

/// A first and a last day, both included; open where nothing is said.
pub type Days = (Option<values::Date>, Option<values::Date>);

/// Whether one stretch of days ends before the other begins.
pub fn days_apart(a: Days, b: Days) -> bool {
    let before = |end: Option<values::Date>, start: Option<values::Date>| matches!((end, start), (Some(end), Some(start)) if end < start);
    before(a.1, b.0) || before(b.1, a.0)
}

/// Minutes of a week.
const WEEK: i64 = 7 * 24 * 60;

/// So long a stretch in common hands work over from one to the other; who answers then is no
/// question.
const HANDING_OVER: i64 = 60;

/// Whether two hours, absent meaning always, may never meet. Windows in different zones, and
/// whatever hangs on the hours of somebody, count as apart: only a clock could say.
pub fn hours_may_be_apart(a: Option<&Hours<'_>>, b: Option<&Hours<'_>>) -> bool {
    shared_stretch(a, b) == 0
}

/// Whether two hours, absent meaning always, meet at some time; `None` where only a clock could
/// say.
pub fn hours_meet(a: Option<&Hours<'_>>, b: Option<&Hours<'_>>) -> Option<bool> {
    let may_be_apart = hours_may_be_apart(a, b);
    let mut windows = a.into_iter().chain(b).flat_map(|hours| &hours.windows);
    let first = windows.clone().find_map(|(_, window)| weekly(window));
    let of_one_zone = |window: &Window<'_>| match (window, first) {
        (Window::Weekly(own), Some(first)) => zone(own) == zone(first),
        _ => false,
    };
    let is_said = !may_be_apart || windows.all(|(_, window)| of_one_zone(window));
    is_said.then_some(!may_be_apart)
}

/// Whether two hours, absent meaning always, may have no more in common than it takes to hand over.
pub fn hours_only_touch(a: Option<&Hours<'_>>, b: Option<&Hours<'_>>) -> bool {
    shared_stretch(a, b) <= HANDING_OVER
}

/// Whether one of two hours is always, absent meaning that too, or both say the same.
pub fn hours_are_alike(a: Option<&Hours<'_>>, b: Option<&Hours<'_>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.always() || b.always() || same_hours(a, b),
        _ => true,
    }
}

/// Whether hours tell two things apart in no way: both say the same, or nothing.
pub(super) fn hours_are_same(a: Option<&Hours<'_>>, b: Option<&Hours<'_>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same_hours(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// The longest stretch, in minutes, that two hours surely have in common in an ordinary week.
fn shared_stretch(a: Option<&Hours<'_>>, b: Option<&Hours<'_>>) -> i64 {
    let (Some(a), Some(b)) = (a, b) else {
        return WEEK;
    };
    if hours_are_alike(Some(a), Some(b)) {
        return WEEK;
    }
    let pairs = a.windows.iter().flat_map(|(_, own)| {
        let others = b.windows.iter();
        others.map(move |(_, other)| shared_by_windows(own, other))
    });
    pairs.max().unwrap_or(0)
}

fn shared_by_windows(a: &Window<'_>, b: &Window<'_>) -> i64 {
    match (a, b) {
        (Window::Always, Window::Always) => WEEK,
        (Window::Always, Window::Weekly(own)) | (Window::Weekly(own), Window::Always) => {
            length(own)
        }
        (Window::Weekly(a), Window::Weekly(b)) if zone(a) == zone(b) => {
            let pairs = occurrences(a).flat_map(|own| occurrences(b).map(move |its| (own, its)));
            pairs
                .map(|(own, its)| shared_in_week(own, its))
                .max()
                .unwrap_or(0)
        }
        _ => 0,
    }
}

/// The longest stretch of two stretches that happen every week.
fn shared_in_week(a: (i64, i64), b: (i64, i64)) -> i64 {
    let shared = |by: i64| a.1.min(b.1 + by) - a.0.max(b.0 + by);
    let weeks = [-WEEK, 0, WEEK].map(shared);
    weeks.into_iter().max().unwrap_or(0).max(0)
}

/// When a window happens in a week, in minutes from Monday 00:00; the last may reach beyond.
fn occurrences(weekly: &Weekly<'_>) -> impl Iterator<Item = (i64, i64)> {
    let (days, start, length) = (weekly.days, i64::from(weekly.start), length(weekly));
    (0..7u8).filter(move |day| days.has(*day)).map(move |day| {
        let from = i64::from(day) * 24 * 60 + start;
        (from, from + length)
    })
}

fn length(weekly: &Weekly<'_>) -> i64 {
    let (start, end) = (i64::from(weekly.start), i64::from(weekly.end));
    if end > start {
        end - start
    } else {
        end + 24 * 60 - start
    }
}

fn weekly<'a, 'd>(window: &'a Window<'d>) -> Option<&'a Weekly<'d>> {
    match window {
        Window::Weekly(weekly) => Some(weekly),
        Window::Always | Window::Outside(_) => None,
    }
}

fn zone<'a>(weekly: &'a Weekly<'_>) -> Option<&'a str> {
    weekly.timezone.as_ref().map(|zone| &*zone.value.0)
}

/// Whether both say the same, window by window.
fn same_hours(a: &Hours<'_>, b: &Hours<'_>) -> bool {
    let same = |a: &Window<'_>, b: &Window<'_>| match (a, b) {
        (Window::Always, Window::Always) => true,
        (Window::Outside(a), Window::Outside(b)) => a.name == b.name,
        (Window::Weekly(a), Window::Weekly(b)) => {
            let times = (a.days, a.start, a.end) == (b.days, b.start, b.end);
            times && zone(a) == zone(b)
        }
        _ => false,
    };
    let pairs = a.windows.iter().zip(&b.windows);
    a.windows.len() == b.windows.len() && pairs.into_iter().all(|((_, a), (_, b))| same(a, b))
}

#[cfg(test)]
mod tests;
