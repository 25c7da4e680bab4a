//! How rules on time tell who is there and who is not, and where hours are promised.

use std::collections::BTreeSet;

use racilint_diagnostics::{Finding, Span};

use crate::model::{ActorId, Engagement, RowId};
use crate::time::{Absent, Clock, Holiday, Set, Unknown, Windows, in_words};

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
    let mut rows = lineage.iter().map(|own| engagement.row(*own));
    rows.find_map(crate::model::Row::own_hours)
        .map(|hours| hours.span)
}

/// "is on duty every weekday 08:00 to 17:00", as far as the file says; dates on which it is
/// otherwise are left aside. Whose weeks are not alike is told as on the first day of the gap.
pub(super) fn on_duty(clock: &Clock<'_, '_>, actor: ActorId, absent: &Absent, gap: &Set) -> String {
    let duty = clock.on_duty(actor, absent, Unknown::Off);
    let duty = duty.intersection(clock.horizon());
    let windows = clock.windows(&duty);
    let as_a_rule = windows.all().iter().filter(|window| window.throughout);
    let as_a_rule: Vec<&str> = as_a_rule.map(|window| &*window.text).collect();
    match (as_a_rule.as_slice(), windows.all().first()) {
        (_, None) if may_be_there(clock, actor, absent) => "has no hours in the file".to_owned(),
        (_, None) => "is never on duty".to_owned(),
        ([], Some(_)) => around(clock, &duty, gap),
        ([first], _) => format!("is on duty {first}"),
        ([first, second], _) => format!("is on duty {first}, and {second}"),
        ([first, second, ..], _) => {
            format!("is on duty {first}, {second}, and at other times")
        }
    }
}

/// Whether somebody without hours belongs to the engagement on any day of it.
fn may_be_there(clock: &Clock<'_, '_>, actor: ActorId, absent: &Absent) -> bool {
    let duty = clock.on_duty(actor, absent, Unknown::On);
    !duty.intersection(clock.horizon()).is_empty()
}

/// "is on duty until Monday 08:00, and again from Monday 16:00 (15 March 2027)".
fn around(clock: &Clock<'_, '_>, duty: &Set, gap: &Set) -> String {
    let Some(at) = gap.first() else {
        return "is on duty at other times".to_owned();
    };
    let left = duty.spans().iter().rev().map(|(_, end)| *end);
    let left = left.into_iter().find(|end| *end <= at);
    let back = duty.spans().iter().map(|(start, _)| *start);
    let back = back.into_iter().find(|start| *start > at);
    let time = |minute| clock.weekday_and_time(minute);
    let date = clock.date(at);
    match (left, back) {
        (Some(left), Some(back)) => format!(
            "is on duty until {}, and again from {} (as on {date})",
            time(left),
            time(back)
        ),
        (Some(left), None) => format!("is on duty until {} ({})", time(left), clock.date(left)),
        (None, Some(back)) => format!("is on duty from {} on ({})", time(back), clock.date(back)),
        (None, None) => "is on duty at other times".to_owned(),
    }
}

/// How much a set is in all: "63 of 168 hours a week", "2 hours until 31 December 2027".
pub(super) fn how_much(clock: &Clock<'_, '_>, set: &Set) -> String {
    let windows = clock.windows(set);
    if let Some(weekly) = windows.weekly() {
        return weekly.to_owned();
    }
    let minutes = in_words(windows.minutes().unsigned_abs());
    let last = clock.horizon().end().map_or(0, |end| end - 1);
    format!("{minutes} in all until {}", clock.date(last))
}

/// So many holidays are told one by one.
const MOST_HOLIDAYS: usize = 5;

/// The holidays that are a reason for a gap, each once. None where the gap is told as one of every
/// week: nobody would look for its reason in single days.
pub(super) fn reasons<'h>(
    windows: &Windows,
    holidays: impl IntoIterator<Item = &'h Holiday>,
    gap: &Set,
) -> Vec<&'h Holiday> {
    let worst = windows.all().first();
    if worst.is_none_or(|worst| worst.throughout) {
        return Vec::new();
    }
    let mut told = BTreeSet::new();
    let holidays = holidays.into_iter();
    holidays
        .filter(|day| !day.when.intersection(gap).is_empty() && told.insert(day.span))
        .collect()
}

/// Tells the days on which somebody is closed where these are the reason.
pub(super) fn tell_holidays(
    finding: &mut Finding,
    engagement: &Engagement<'_>,
    holidays: &[&Holiday],
) {
    for (number, day) in holidays.iter().enumerate().take(MOST_HOLIDAYS) {
        let name = engagement.actor(day.party).name;
        let more = holidays.len().saturating_sub(MOST_HOLIDAYS);
        let more = match more {
            _ if number + 1 < MOST_HOLIDAYS => String::new(),
            0 => String::new(),
            1 => ", and one more day".to_owned(),
            more => format!(", and {more} more days"),
        };
        finding.related(day.span, format!("`{name}` is closed on this day{more}"));
    }
}
