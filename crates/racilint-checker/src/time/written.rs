//! Hours of tables that belong to nobody: agreements and front doors.

use racilint_parser::values::Hours;

use super::hours::Written;
use super::{Clock, Set, Unknown};

impl<'d> Clock<'_, 'd> {
    /// The minutes of the horizon that hours hold which are read in the engagement's zone and are
    /// closed on no holiday; what hangs on hours that nobody wrote counts as `unknown` says. `None`
    /// where a zone or an owner is not known.
    pub fn written_hours(&self, hours: &'d Hours<'d>, unknown: Unknown) -> Option<Set> {
        let written = Written {
            zone: self.home(),
            closed: self.closed_days(None),
            unknown,
        };
        Some(self.hours(hours, &written)?.intersection(self.horizon()))
    }
}
