//! The minutes at which a call is for a row: of slices each has its own, and of work that ends the
//! rest is for whoever follows.
//!
//! How long such a call waits is not looked at here.

use super::{ACTION, Claim, Deadline, Taken};
use crate::model::{Engagement, Row, RowId};
use crate::rules::authority_invalid;
use crate::time::{Clock, Set};

/// The calls for which a row is held to a deadline: on its days, at no hour that only another slice
/// has, and not where the deadline runs into days after its last or without any authority, which
/// `authority-invalid` tells. `None` where none are left.
pub(super) fn held<'d>(
    engagement: &Engagement<'d>,
    clock: &Clock<'_, '_>,
    row: RowId,
    (deadline, taken): (&Deadline<'d>, &Taken<'d>),
) -> Option<Set> {
    let horizon = clock.horizon();
    // A clock that runs out after the engagement's last day is not this contract's.
    let end = horizon.end()? - deadline.minutes;
    let calls = horizon.intersection(&Set::span(horizon.first()?, end));
    let over = horizon.difference(&clock.on_days_of(row));
    let lapsed = authority_invalid::reported_hours(clock, engagement, [row], &[ACTION]);
    let minutes = u32::try_from(deadline.minutes).unwrap_or(u32::MAX);
    let elsewhere = over.union(&lapsed).reaching_back(minutes);
    let beside = of_other_slices(engagement, clock, row, (deadline, taken));
    Some(calls.difference(&elsewhere).difference(&beside))
}

/// The minutes that other slices of the same workstream have, which take on the same notice, and
/// this one does not.
fn of_other_slices(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    row: RowId,
    (deadline, taken): (&Deadline<'_>, &Taken<'_>),
) -> Set {
    let own = engagement.row(row);
    let Some(whole) = own.whole.filter(|_| is_split_by_time(own)) else {
        return Set::empty();
    };
    let takes = |other: &RowId| {
        let deadlines = taken.get(other).map_or(&[][..], Vec::as_slice);
        let name = deadline.duty.name();
        let of_same = |(deadline, _): &(Deadline<'_>, Claim<'_>)| deadline.duty.name() == name;
        deadlines.iter().any(of_same)
    };
    let slices = engagement.row(whole).slices.iter();
    let beside = slices.filter(|other| {
        **other != row && is_split_by_time(engagement.row(**other)) && takes(other)
    });
    let minutes = |slice: &RowId| {
        let promised = clock.promised(*slice).map(|promised| (*promised).clone());
        promised.unwrap_or_else(|| clock.on_days_of(*slice))
    };
    let others: Vec<Set> = beside.map(minutes).collect();
    Set::union_of(&others).difference(&minutes(&row))
}

/// Whether nothing but hours and days may tell a slice from the others.
fn is_split_by_time(row: &Row<'_>) -> bool {
    row.slice.is_some_and(|slice| {
        let keys = ["severity", "step", "systems", "hours", "from", "until"];
        let is_lost = keys.iter().any(|key| slice.unread.could_hold(key));
        let more = slice.severity.is_some() || slice.step.is_some() || slice.systems.is_some();
        !is_lost && !more
    })
}
