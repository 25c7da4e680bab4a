//! Which call is told beside a gap: where the gap is one of every week, a call of most weeks.
//!
//! A weekend on which the clocks change, or one before a holiday, makes a call wait longer than the
//! others from the same hour; that does not stand beside "every Friday".

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::time::{Minute, Set, Times, Window, Windows};

/// The minutes after which the clock of a zone shows the same again, but for its changes.
const WEEK: Minute = 7 * 24 * 60;

/// What is there less often is no habit.
const REPEATS_FROM: usize = 3;

type Span = (Minute, Minute);

/// The calls of a gap among which the worst is told: of what happens every week those that wait as
/// long as most at that hour, and those on certain dates where these are told.
pub(super) fn calls(windows: &Windows, times: &Times) -> Set {
    let all = windows.all();
    let Some(first) = all.first() else {
        return Set::empty();
    };
    let is_told = |window: &&Window| !first.throughout || window.length > first.length;
    let dated = all.iter().filter(|window| !window.throughout);
    let mut calls: Vec<Span> = dated
        .filter(is_told)
        .flat_map(|own| own.spans.clone())
        .collect();
    let weekly = all.iter().filter(|window| window.throughout);
    calls.extend(usual(weekly, times));
    if calls.is_empty() {
        calls = all.iter().flat_map(|own| own.spans.clone()).collect();
    }
    Set::from_spans(calls)
}

/// Of the windows of every week those from which the wait is the longest that is usual.
fn usual<'w>(weekly: impl Iterator<Item = &'w Window>, times: &Times) -> Vec<Span> {
    // By the hour of the week, then by the wait; nobody reached is the longest.
    let mut hours: BTreeMap<Minute, BTreeMap<u64, Vec<Span>>> = BTreeMap::new();
    for window in weekly {
        let spans = window.spans.iter();
        for span in spans.filter(|span| span.1.abs_diff(span.0) == window.length) {
            let Some((_, wait)) = times.worst(&Set::span(span.0, span.1)) else {
                continue;
            };
            let wait = wait.map_or(u64::MAX, u64::from);
            let hour = hours.entry(span.0.rem_euclid(WEEK)).or_default();
            hour.entry(wait).or_default().push(*span);
        }
    }
    let most = hours.into_values().filter_map(|waits| {
        let most = waits.into_iter().max_by_key(|(_, spans)| spans.len());
        most.filter(|(_, spans)| spans.len() >= REPEATS_FROM)
    });
    // Of equals the first.
    let longest = most.max_by_key(|(wait, spans)| (*wait, Reverse(spans.iter().min().copied())));
    longest.map(|(_, spans)| spans).unwrap_or_default()
}
