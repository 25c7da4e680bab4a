//! Whether two pieces of work can meet in time, as far as that shows without a clock.
//!
//! What depends on zones and holidays is left open here: where the answer takes a clock, the two
//! count as apart, so that nothing is reported that may be arranged well.

use racilint_parser::values::{self, Hours, Window};

use super::{Engagement, RowId};

impl<'d> Engagement<'d> {
    /// The hours that are promised for a row: its own, else its nearest ancestor's.
    pub fn hours(&self, row: RowId) -> Option<&'d Hours<'d>> {
        let mut lineage = self.lineage(row).iter().copied();
        lineage.find_map(|row| self.row(row).own_hours())
    }

    /// Whether two rows are surely, at some moment, both in force.
    pub fn meet_in_time(&self, a: RowId, b: RowId) -> bool {
        !days_apart(self.days(a), self.days(b))
            && !hours_may_be_apart(self.hours(a), self.hours(b))
            && !self.row(a).could_hold("hours")
            && !self.row(b).could_hold("hours")
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

/// Whether two hours, absent meaning always, may never meet. Only a clock could say it for
/// certain: different windows count as apart.
pub fn hours_may_be_apart(a: Option<&Hours<'_>>, b: Option<&Hours<'_>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => !a.always() && !b.always() && !same_hours(a, b),
        _ => false,
    }
}

/// Whether both say the same, window by window.
fn same_hours(a: &Hours<'_>, b: &Hours<'_>) -> bool {
    let same = |a: &Window<'_>, b: &Window<'_>| match (a, b) {
        (Window::Always, Window::Always) => true,
        (Window::Outside(a), Window::Outside(b)) => a.name == b.name,
        (Window::Weekly(a), Window::Weekly(b)) => {
            let zone = |timezone: &Option<values::Timezone<'_>>| {
                timezone.as_ref().map(|zone| zone.value.0.to_string())
            };
            let times = (a.days, a.start, a.end) == (b.days, b.start, b.end);
            times && zone(&a.timezone) == zone(&b.timezone)
        }
        _ => false,
    };
    let pairs = a.windows.iter().zip(&b.windows);
    a.windows.len() == b.windows.len() && pairs.into_iter().all(|((_, a), (_, b))| same(a, b))
}
