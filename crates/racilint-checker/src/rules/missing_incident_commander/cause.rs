//! Why nobody commands at some minutes: nobody of a command is there, or no command holds then.

use jiff::civil::Date;
use racilint_diagnostics::Span;

use crate::model::{Command, Engagement, civil};
use crate::rules::commanding::Led;
use crate::time::{Clock, Set, Unknown};

/// What a gap is due to.
pub(in crate::rules) struct Cause {
    /// The command, by its place in the file.
    pub(in crate::rules) command: usize,
    /// What keeps it from holding then; none where it holds and nobody of it is there.
    pub(super) limit: Option<Limit>,
}

/// What keeps a command from holding at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Limit {
    /// Its hours.
    Hours,
    /// Its last day.
    Until,
    /// Its first day.
    From,
}

impl Limit {
    /// The place where a command says so.
    pub(super) fn place(self, command: &Command<'_>) -> Option<Span> {
        let table = command.table;
        match self {
            Limit::Hours => table.hours.as_ref().map(|hours| hours.span),
            Limit::Until => table.until.map(|until| until.span),
            Limit::From => table.from.map(|from| from.span),
        }
    }

    /// What it says there.
    pub(super) fn label(self, command: &Command<'_>) -> String {
        let name = command.name;
        match self {
            Limit::Hours => format!("`{name}` is in command only then"),
            Limit::Until => format!("`{name}` is in command until this day only"),
            Limit::From => format!("`{name}` is in command from this day on only"),
        }
    }

    /// What to do about it.
    pub(super) fn help(self, command: &Command<'_>, start: Date) -> String {
        let name = command.name;
        let day = |date: Option<Date>| date.map_or("...".to_owned(), |date| date.to_string());
        let (from, until) = command.days();
        match self {
            Limit::Hours => format!(
                "let `{name}` hold at these hours as well, or another command: `[command.ID]` with \
                 `hours = {{ outside = \"...\" }}`"
            ),
            Limit::Until => {
                let next = until.and_then(civil).and_then(|last| last.tomorrow().ok());
                format!(
                    "prolong `{name}`, or let another command follow it: `[command.ID]` with \
                     `from = {}`",
                    day(next.map(|next| next.max(start)))
                )
            }
            Limit::From => {
                let before = from.and_then(civil);
                let before = before.and_then(|first| first.yesterday().ok());
                format!(
                    "let `{name}` begin earlier, or another command lead before it: \
                     `[command.ID]` with `until = {}`",
                    day(before)
                )
            }
        }
    }
}

/// The command to which most of the longest stretch of a gap is due.
pub(in crate::rules) fn of(
    clock: &Clock<'_, '_>,
    engagement: &Engagement<'_>,
    led: &Led,
    gap: &Set,
) -> Cause {
    let stretch = gap.longest();
    let stretch = stretch.map_or_else(Set::empty, |(from, to)| Set::span(from, to));
    let holding = |index: usize| {
        let in_force = clock.in_force_as_command(index, Unknown::On);
        stretch.intersection(&in_force)
    };
    let all = super::hours::unities(engagement, led).into_iter();
    let all: Vec<_> = all.map(|unity| clock.held_in_turn(unity)).collect();
    let uncommanded = stretch.difference(&Set::union_of(all.iter().map(AsRef::as_ref)));
    // Of equals the first by name.
    let commands = || led.commands.iter().copied();
    let most = commands()
        .rev()
        .max_by_key(|index| holding(*index).minutes());
    let command = most.unwrap_or_default();
    let limited = || {
        let at = uncommanded.first()?;
        let limits = commands().filter_map(|index| Some((limit_at(clock, index, at)?, index)));
        limits.min_by_key(|(limit, _)| *limit)
    };
    if uncommanded.minutes() > holding(command).minutes()
        && let Some(((limit, _), command)) = limited()
    {
        return Cause {
            command,
            limit: Some(limit),
        };
    }
    Cause {
        command,
        limit: None,
    }
}

/// What keeps a command from holding at a minute, and how far off it is when it does.
fn limit_at(clock: &Clock<'_, '_>, command: usize, at: i64) -> Option<(Limit, i64)> {
    let (before, after) = clock.outside_days_of_command(command);
    if after.contains(at) {
        return Some((Limit::Until, at - after.first()?));
    }
    if before.contains(at) {
        // Of those that are to come the first is the next.
        return Some((Limit::From, before.end()?));
    }
    let in_force = clock.in_force_as_command(command, Unknown::On);
    (!in_force.contains(at)).then_some((Limit::Hours, 0))
}

/// What keeps a command from holding at some of these minutes.
pub(super) fn limits(clock: &Clock<'_, '_>, command: usize, gap: &Set) -> Vec<Limit> {
    let (before, after) = clock.outside_days_of_command(command);
    let in_force = clock.in_force_as_command(command, Unknown::On);
    let within = gap.difference(&before).difference(&after);
    let each = [
        (Limit::Hours, within.difference(&in_force)),
        (Limit::Until, gap.intersection(&after)),
        (Limit::From, gap.intersection(&before)),
    ];
    let binding = each.into_iter().filter(|(_, kept)| !kept.is_empty());
    binding.map(|(limit, _)| limit).collect()
}
