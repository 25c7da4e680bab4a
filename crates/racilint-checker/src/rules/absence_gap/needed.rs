//! When work asks for somebody who commands or approves: the hours that are promised for it, or
//! its days where none are.
//!
//! Who would command or approve, and whether they are there, is not looked at here.

use std::collections::BTreeSet;

use crate::model::{Command, Engagement, Grant, RowId};
use crate::rules::commanding::covered_work;
use crate::time::{Clock, Set};

/// The minutes in which a command is needed: its own hours are a promise, else those of what it
/// covers. `None` where it is not known what that is.
pub(super) fn of_command(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    command: &Command<'_>,
) -> Option<Set> {
    let mut named = command.covers.iter().flatten();
    let is_lost = named.any(|link| link.to.is_none());
    if is_lost || command.table.unread.could_hold("covers") {
        return None;
    }
    Some(match command.table.hours {
        Some(_) => clock.horizon().clone(),
        None => of_work(engagement, clock, &led_by(engagement, command)),
    })
}

/// What a command covers; any work where nothing is critical and it names none.
fn led_by(engagement: &Engagement<'_>, command: &Command<'_>) -> BTreeSet<RowId> {
    let covered = covered_work(command, engagement);
    match covered.is_empty() {
        true => engagement.leaves().map(|(id, _)| id).collect(),
        false => covered,
    }
}

/// The minutes in which somebody may have to ask for what a grant gives.
pub(super) fn of_grant(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, grant: usize) -> Set {
    of_work(engagement, clock, &asking(engagement, grant).0)
}

/// The hours that are promised for some of this work; its days where none are, and all of them
/// where there is no work to ask about. Work that may be dated or promised by something that could
/// not be read needs nobody for sure.
fn of_work(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, rows: &BTreeSet<RowId>) -> Set {
    if rows.is_empty() {
        return clock.horizon().clone();
    }
    let is_sure = |row: &&RowId| !may_be_dated(engagement, &BTreeSet::from([**row]));
    let known = rows.iter().filter(is_sure);
    let promised: Vec<_> = known.filter_map(|row| clock.promised(*row)).collect();
    if promised.is_empty() && !may_be_dated(engagement, rows) {
        return days_of(clock, rows);
    }
    Set::union_of(promised.iter().map(AsRef::as_ref))
}

/// The work for which somebody has to ask by a grant: what needs the action, else all that the
/// grant is for; and whether it is needed.
pub(super) fn asking(engagement: &Engagement<'_>, grant: usize) -> (BTreeSet<RowId>, bool) {
    let leaves: Vec<RowId> = engagement.leaves().map(|(id, _)| id).collect();
    let about = |row: &RowId, action: &str| engagement.grants_about(action, *row).contains(&grant);
    let needs = |row: &RowId, action: &str| {
        let needs = engagement.needs(*row).into_iter();
        needs
            .map(|need| need.action)
            .any(|need| &*need.id.name == action)
    };
    let of_grant = |accepts: &dyn Fn(&RowId, &str) -> bool| -> BTreeSet<RowId> {
        let rows = leaves.iter().copied();
        rows.filter(|row| actions(&engagement.grants[grant]).any(|action| accepts(row, action)))
            .collect()
    };
    let needing = of_grant(&|row, action| needs(row, action) && about(row, action));
    match needing.is_empty() {
        true => (of_grant(&about), false),
        false => (needing, true),
    }
}

/// The actions of a grant that are known.
pub(super) fn actions<'g>(grant: &'g Grant<'_>) -> impl Iterator<Item = &'g str> {
    let known = grant.actions.iter().filter_map(|link| link.to);
    known.map(|action| &*action.id.name)
}

/// Whether some rows may begin or end, or promise hours, by something that could not be read.
pub(super) fn may_be_dated(engagement: &Engagement<'_>, rows: &BTreeSet<RowId>) -> bool {
    rows.iter().any(|row| {
        let mut keys = ["from", "until", "hours"].into_iter();
        keys.any(|key| engagement.row(*row).could_hold(key))
    })
}

/// The days on which some of these rows are at work.
pub(super) fn days_of(clock: &Clock<'_, '_>, rows: &BTreeSet<RowId>) -> Set {
    let sets: Vec<Set> = rows.iter().map(|row| clock.on_days_of(*row)).collect();
    Set::union_of(&sets).intersection(clock.horizon())
}
