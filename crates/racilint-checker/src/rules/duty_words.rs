//! How rules on time tell who is there and who is not, and where hours are promised.

use racilint_diagnostics::Span;

use crate::model::{ActorId, Engagement, RowId};
use crate::time::{Absent, Clock, Unknown, in_words};

/// The hours that a row promises where its own table says them, else its id.
pub(super) fn place_of_promise(engagement: &Engagement<'_>, row: RowId) -> Span {
    let row = engagement.row(row);
    row.own_hours().map_or(row.span, |hours| hours.span)
}

/// The hours that a row takes from an ancestor, for a related place.
pub(super) fn inherited_promise(engagement: &Engagement<'_>, row: RowId) -> Option<Span> {
    if engagement.row(row).own_hours().is_some() {
        return None;
    }
    let lineage = engagement.lineage(row);
    let mut rows = lineage.into_iter().map(|own| engagement.row(own));
    rows.find_map(crate::model::Row::own_hours)
        .map(|hours| hours.span)
}

/// "is on duty every weekday 08:00 to 17:00", as far as the file says; dates on which it is
/// otherwise are left aside.
pub(super) fn on_duty(clock: &Clock<'_, '_>, actor: ActorId, absent: &Absent) -> String {
    let duty = clock.on_duty(actor, absent, Unknown::Off);
    let duty = duty.intersection(clock.horizon());
    let windows = clock.windows(&duty);
    let as_a_rule = windows.all().iter().filter(|window| window.throughout);
    let as_a_rule: Vec<&str> = as_a_rule.map(|window| &*window.text).collect();
    match (as_a_rule.as_slice(), windows.all().first()) {
        (_, None) if !clock.without_hours(actor).is_empty() => {
            "has no hours in the file".to_owned()
        }
        (_, None) => "is never on duty".to_owned(),
        ([], Some(first)) => format!("is on duty {}", first.text),
        ([first], _) => format!("is on duty {first}"),
        ([first, second], _) => format!("is on duty {first}, and {second}"),
        ([first, second, ..], _) => {
            format!("is on duty {first}, {second}, and at other times")
        }
    }
}

/// How much a set is in all: "63 of 168 hours a week", "2 hours until 31 December 2027".
pub(super) fn how_much(clock: &Clock<'_, '_>, set: &crate::time::Set) -> String {
    let windows = clock.windows(set);
    if let Some(weekly) = windows.weekly() {
        return weekly.to_owned();
    }
    let minutes = in_words(windows.minutes().unsigned_abs());
    let last = clock.horizon().end().map_or(0, |end| end - 1);
    format!("{minutes} in all until {}", clock.date(last))
}
