//! The hours at which nobody commands though somebody is named.

use std::collections::BTreeSet;
use std::rc::Rc;

use racilint_diagnostics::Finding;

use super::cause::Cause;
use super::{Context, cause};
use crate::model::{Command, Engagement};
use crate::rules::commanding::{Led, is_known, is_seated, known, led, promised, relate_promises};
use crate::time::{Absent, Clock, Set, Unknown, Verdict};

/// Reports the promised hours at which neither commander nor deputy is there.
pub(super) fn check<'e>(cx: &mut Context<'e, '_>, clock: &Clock<'e, '_>) {
    let engagement = cx.engagement;
    let mut told: BTreeSet<usize> = BTreeSet::new();
    let mut asked: BTreeSet<usize> = BTreeSet::new();
    for led in led(engagement) {
        let mut commands = led.commands.iter();
        if !commands.all(|index| may_judge(&engagement.commands[*index], engagement)) {
            continue;
        }
        let gap = gap(clock, engagement, &led);
        if gap.is_open() {
            let open = unities(engagement, &led).into_iter();
            let open = open.filter(|unity| asked.insert(*unity));
            let seats = open.flat_map(|unity| clock.in_turn(unity));
            cx.needs_hours_of(seats.flat_map(|who| clock.without_hours(who)));
        } else if !gap.sure.is_empty() {
            let cause = cause::of(clock, engagement, &led, &gap.sure);
            if told.insert(cause.command) {
                report(cx, clock, &led, &gap.sure, &cause);
            }
        }
    }
}

/// Whether everybody who may command is known; a deputy's seat that nobody fills is told of
/// elsewhere.
pub(in crate::rules) fn may_judge(command: &Command<'_>, engagement: &Engagement<'_>) -> bool {
    is_known(command, engagement)
        && (command.deputy.nobody() || is_seated(&command.deputy, engagement))
}

/// The promised minutes without anybody in command, those left out for which a recorded absence is
/// the cause.
pub(in crate::rules) fn gap(
    clock: &Clock<'_, '_>,
    engagement: &Engagement<'_>,
    led: &Led,
) -> Verdict {
    let promised = promised(clock, engagement, led);
    let unities = unities(engagement, led);
    let of_all = |each: &dyn Fn(usize) -> Rc<Set>| {
        let each: Vec<Rc<Set>> = unities.iter().map(|unity| each(*unity)).collect();
        Set::union_of(each.iter().map(AsRef::as_ref))
    };
    let promised = promised.difference(&of_all(&|unity| clock.away_in_turn(unity)));
    let lacking = |unknown| promised.difference(&of_all(&|unity| clock.commanded(unity, unknown)));
    Verdict {
        sure: lacking(Unknown::On),
        at_most: lacking(Unknown::Off),
    }
}

/// What the commands belong to that form one with others or stand alone, by the first of each.
pub(in crate::rules) fn unities(engagement: &Engagement<'_>, led: &Led) -> BTreeSet<usize> {
    let commands = led.commands.iter();
    commands
        .map(|index| engagement.commands[*index].unity)
        .collect()
}

/// The commands themselves, and those that they form one with.
pub(in crate::rules) fn together(engagement: &Engagement<'_>, led: &Led) -> BTreeSet<usize> {
    let unities = unities(engagement, led).into_iter();
    unities
        .flat_map(|unity| engagement.formed(unity))
        .copied()
        .collect()
}

fn report(cx: &mut Context<'_, '_>, clock: &Clock<'_, '_>, led: &Led, gap: &Set, cause: &Cause) {
    let engagement = cx.engagement;
    let command = &engagement.commands[cause.command];
    let message = format!(
        "nobody is there to command the incidents of `{}` {}",
        command.name,
        clock.longest_window(gap)
    );
    let limited = cause.limit.and_then(|limit| limit.place(command));
    let span = limited.or(command.commander.first_span());
    let finding = cx.report(span.unwrap_or(command.span), message);
    finding.about(command.object()).aspect("hours");
    let share = clock.share_of_week(gap);
    let share = share.map(|share| format!("nobody is there {share} in all"));
    let limit = cause.limit.map(|limit| limit.label(command));
    let labels: Vec<String> = limit.into_iter().chain(share).collect();
    finding.label(labels.join("; "));
    for index in together(engagement, led) {
        relate(finding, clock, engagement, index, gap);
    }
    relate_promises(finding, engagement, &led.rows);
    finding.help(match cause.limit {
        Some(limit) => limit.help(command, engagement.start()),
        None => "name somebody who can be reached at these hours as `deputy`, or let another \
                 command hold then: `[command.ID]` with `hours = { outside = \"...\" }`"
            .to_owned(),
    });
}

/// Why nobody of a command is there: who would be, and what keeps the command itself from holding.
fn relate(
    finding: &mut Finding,
    clock: &Clock<'_, '_>,
    engagement: &Engagement<'_>,
    index: usize,
    gap: &Set,
) {
    let command = &engagement.commands[index];
    let in_force = clock.in_force_as_command(index, Unknown::On);
    let held = gap.intersection(&in_force);
    let off = |who| {
        let duty = clock.on_duty(who, &Absent::nobody(), Unknown::On);
        !held.difference(&duty).is_empty()
    };
    for (link, who) in known(&command.commander) {
        if off(who) && link.span != finding.span {
            finding.related(link.span, "commands, and is not on duty then");
        }
    }
    for (link, who) in known(&command.deputy) {
        if off(who) {
            finding.related(link.span, "takes over, and is not on duty then either");
        }
    }
    for limit in cause::limits(clock, index, gap) {
        if let Some(place) = limit.place(command).filter(|place| *place != finding.span) {
            finding.related(place, limit.label(command));
        }
    }
}
