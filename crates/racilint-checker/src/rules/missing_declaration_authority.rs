use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Finding, Group};

use super::commander_lacks_authority::{Asked, reported_hours};
use super::commanding::{
    Led, TO_BEGIN, is_known, led, promised, relate_promises, takes, with_commanding,
};
use super::missing_incident_commander::{cause, hours};
use super::responsibility_without_authority::is_reported;
use super::{Context, authority_invalid, declare_rule, prohibiting, words};
use crate::model::{ActorId, Engagement};
use crate::time::{Clock, Set, Unknown, Verdict};

mod grants;

use grants::Case;

declare_rule! {
    /// ## What it does
    ///
    /// Reports promised hours at which nobody at all is on duty who may declare an incident, or
    /// set how severe it is: the hours of the work that is commanded, and of the command itself.
    ///
    /// ## Why is this bad?
    ///
    /// Everything that was agreed for incidents begins when somebody says that it is one. At night
    /// the alert stays a ticket, and the clocks of contract and law are started by the damage.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// timezone = "Europe/Berlin"
    /// starts = 2027-01-01
    /// ends = 2027-12-31
    ///
    /// [workstream.containment]
    /// hours = "24x7"
    ///
    /// [command.security]
    /// covers = "containment"
    /// commander = "jo"
    ///
    /// [[grant]]
    /// holder = "it-director"
    /// action = ["declare-incident", "set-severity"]
    /// mode = "pre-authorized"
    ///
    /// [person.jo]
    /// hours = "24x7"
    /// [person.dana]
    /// hours = "Mon-Fri 08:00-17:00"
    /// [role.it-director]
    /// held-by = "dana"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// timezone = "Europe/Berlin"
    /// starts = 2027-01-01
    /// ends = 2027-12-31
    ///
    /// [workstream.containment]
    /// hours = "24x7"
    ///
    /// [command.security]
    /// covers = "containment"
    /// commander = "jo"
    ///
    /// [[grant]]
    /// holder = ["it-director", "jo"]
    /// action = ["declare-incident", "set-severity"]
    /// mode = "pre-authorized"
    ///
    /// [person.jo]
    /// hours = "24x7"
    /// [person.dana]
    /// hours = "Mon-Fri 08:00-17:00"
    /// [role.it-director]
    /// held-by = "dana"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Somebody may, whoever it is, with an approval that is to be had at that hour as well.
    /// - No hours are promised, or the engagement names no time zone: the rule is then not
    ///   evaluated.
    /// - Nobody who does the work or answers for it may ever: `responsibility-without-authority`
    ///   says so.
    /// - Whoever commands is there, and may neither declare it nor, at the same hours, call in a
    ///   vendor: `commander-lacks-authority` tells of both together.
    /// - Nobody commands at those hours either: `missing-incident-commander` then shows it.
    /// - Those who may are away on recorded days only: `absence-gap` says so.
    /// - By which criteria something is an incident cannot be told from the file.
    ///
    /// ## References
    ///
    /// - NIST CSF 2.0, DE.AE-08, RS.MA-02 and RS.MA-03
    /// - ISO/IEC 27001:2022, A.5.25: assessment of and decision on events
    "missing-declaration-authority" {
        summary: "at promised hours nobody is there who may declare an incident",
        group: Group::Command,
        severity: DefaultSeverity::ERROR,
        needs: "promised hours of work that a command covers",
        frameworks: &["nist-csf", "iso-27001"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let Some(clock) = cx.clock else {
        return cx.lacks_data();
    };
    let led: Vec<(Led, Set)> = led(engagement)
        .into_iter()
        .map(|led| {
            let promised = promised(clock, engagement, &led);
            (led, promised)
        })
        .filter(|(led, promised)| !led.rows.is_empty() && !promised.is_empty())
        .collect();
    if led.is_empty() || engagement.is_damaged() {
        return cx.lacks_data();
    }
    let mut told: BTreeSet<usize> = BTreeSet::new();
    let mut asked = Asked::of(engagement);
    for (led, promised) in led {
        let mut commands = led.commands.iter();
        if commands.all(|index| is_known(&engagement.commands[*index], engagement)) {
            check_led(cx, clock, (&led, &promised), &mut told, &mut asked);
        }
    }
}

/// Judges work that the same commands lead, each command once.
fn check_led<'e>(
    cx: &mut Context<'e, '_>,
    clock: &Clock<'e, '_>,
    (led, promised): (&Led, &Set),
    told: &mut BTreeSet<usize>,
    asked: &mut Asked<'_, '_>,
) {
    let mut lacking: Vec<(&'static str, Set)> = Vec::new();
    for action in TO_BEGIN {
        let engagement = cx.engagement;
        let is_told = |row: &crate::model::RowId| {
            takes(engagement, *row, action) && is_reported(engagement, *row, action)
        };
        if led.rows.iter().any(is_told) {
            continue;
        }
        let gap = gap(clock, engagement, led, action, promised);
        if gap.is_open() {
            let holders = holders(engagement, led, action).into_iter();
            let open = holders.flat_map(|holder| clock.without_hours(holder));
            let open: BTreeSet<ActorId> = open.collect();
            let approvers = led.rows.iter();
            let approvers =
                approvers.flat_map(|row| clock.without_hours_of_approvers(*row, action));
            cx.needs_hours_of(open.into_iter().chain(approvers));
        } else if !gap.sure.is_empty() {
            let told = reported_hours(engagement, clock, &led.commands, action, asked);
            let gap = gap.sure.difference(&told);
            lacking.extend((!gap.is_empty()).then_some((action, gap)));
        }
    }
    if let Some((_, first)) = lacking.first() {
        let alike: Vec<&'static str> = lacking
            .iter()
            .filter(|(_, gap)| gap == first)
            .map(|(action, _)| *action)
            .collect();
        let uncommanded = hours::gap(clock, cx.engagement, led).sure;
        let nobody_commands = first.difference(&uncommanded).is_empty();
        // Where nobody commands either, it is told of the same command.
        let lost = if nobody_commands { &uncommanded } else { first };
        let command = cause::of(clock, cx.engagement, led, lost).command;
        if told.insert(command) {
            let finding = report(cx, clock, led, (command, &alike), first);
            if nobody_commands {
                finding.aspect("nobody commands");
            }
        }
    }
}

/// The promised minutes in which nobody who may is there, without those for which a recorded
/// absence is the cause, or a grant that has not begun or is over.
fn gap(
    clock: &Clock<'_, '_>,
    engagement: &Engagement<'_>,
    led: &Led,
    action: &str,
    promised: &Set,
) -> Verdict {
    let away: Vec<Set> = holders(engagement, led, action)
        .into_iter()
        .map(|holder| clock.away(holder))
        .collect();
    let rows = led.rows.iter().copied();
    let lapsed = authority_invalid::reported_hours(clock, engagement, rows, &TO_BEGIN);
    let promised = promised
        .difference(&Set::union_of(&away))
        .difference(&lapsed);
    let rows = with_commanding(engagement, &led.rows);
    let lacking = |unknown| promised.difference(&clock.anybody_able(action, &rows, unknown));
    Verdict {
        sure: lacking(Unknown::On),
        at_most: lacking(Unknown::Off),
    }
}

/// Those to whom a grant gives an action on work.
fn holders(engagement: &Engagement<'_>, led: &Led, action: &str) -> BTreeSet<ActorId> {
    let rows = with_commanding(engagement, &led.rows).into_iter();
    let grants = rows.flat_map(|row| engagement.grants_for(action, row));
    grants
        .flat_map(|grant| grant.holders.actors().collect::<Vec<_>>())
        .collect()
}

fn report<'c>(
    cx: &'c mut Context<'_, '_>,
    clock: &Clock<'_, '_>,
    led: &Led,
    (command, actions): (usize, &[&'static str]),
    gap: &Set,
) -> &'c mut Finding {
    let engagement = cx.engagement;
    let command = &engagement.commands[command];
    let what = words::any_of(actions);
    let window = clock.longest_window(gap);
    let message = format!(
        "nobody is on duty who may {what} for `{}` {window}",
        command.name
    );
    let declared_by = command.table.declared_by.as_ref().map(|named| named.span);
    let span = declared_by.unwrap_or(command.span);
    let finding = cx.report(span, message);
    finding.about(command.object());
    if let Some(share) = clock.share_of_week(gap) {
        finding.label(format!("nobody may {share} in all"));
    }
    let case = Case {
        clock,
        engagement,
        actions,
        gap,
    };
    let overruled = case.relate(finding, led);
    relate_promises(finding, engagement, &led.rows);
    let list: Vec<String> = actions
        .iter()
        .map(|action| format!("\"{action}\""))
        .collect();
    let grant = format!(
        "begin: `[[grant]]` with `holder = \"...\"`, `action = [{}]` and `mode = \"pre-authorized\"`",
        list.join(", ")
    );
    let lift = || prohibiting::lift(actions, &overruled.prohibiting);
    finding.help(
        match (overruled.prohibiting.is_empty(), overruled.is_enough) {
            (true, _) => format!("let somebody who is there at these hours {grant}"),
            (false, false) => format!(
                "{}; and let somebody who is there at these hours {grant}",
                lift()
            ),
            (false, true) => format!(
                "{}; or let somebody who is there at these hours, and to whom it is not prohibited, \
                 {grant}",
                lift()
            ),
        },
    );
    finding
}

#[cfg(test)]
mod tests;
