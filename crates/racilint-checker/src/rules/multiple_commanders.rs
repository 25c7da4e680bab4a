use std::collections::BTreeSet;

use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Group};

use super::commanding::{current, known};
use super::{Context, declare_rule, words};
use crate::model::{ActorId, Command, Engagement, Link, RowId, Seats, civil};

mod compared;
mod hours;

use compared::compared;
use hours::Common;

declare_rule! {
    /// ## What it does
    ///
    /// Reports an incident that two people command: one command names both, or two commands are
    /// for the same work, severity and time. Or commands that form one and have two last words.
    ///
    /// Where there are too many to compare all with all, it says so at the first that is left out.
    ///
    /// ## Why is this bad?
    ///
    /// The client's plan names its commander and the provider's plan names another. Both are right
    /// until the first incident, in which the responders get two orders.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [command.client-plan]
    /// covers = "containment"
    /// commander = "dana"
    ///
    /// [command.provider-plan]
    /// covers = "containment"
    /// commander = "jo"
    ///
    /// [workstream.containment]
    /// [person.dana]
    /// [person.jo]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [command.client-plan]
    /// covers = "containment"
    /// commander = "dana"
    /// unified-with = "provider-plan"
    /// decides = "dana"
    ///
    /// [command.provider-plan]
    /// covers = "containment"
    /// commander = "jo"
    ///
    /// [workstream.containment]
    /// [person.dana]
    /// [person.jo]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The commands form one, `unified-with`, and one of them says who `decides`, or all that do
    ///   name the same.
    /// - They have no work, no severity, no day or no hour in common: one of the people comes when
    ///   the other has left, by `from` and `until`. Hours that differ are told apart only where the
    ///   engagement names its time zone.
    /// - One of them is over: its `until` lies before today.
    /// - They have the same commander, under whatever name.
    /// - Of two commanders in one command, one is the other's deputy.
    /// - What decides it cannot be read, or names somebody unknown.
    ///
    /// ## References
    ///
    /// - NIMS, unity of command and unified command
    /// - ISO 22320:2018, 5.2: one structure of command
    "multiple-commanders" {
        summary: "two people command the same incident",
        group: Group::Command,
        severity: DefaultSeverity::ERROR,
        needs: "incident commands",
        frameworks: &["nist-csf"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.commands.is_empty() {
        return cx.lacks_data();
    }
    for (_, command) in current(engagement) {
        if is_known(command, engagement) {
            match is_decided(command) {
                true => check_last_word(cx, command, command),
                false => check_alone(cx, command),
            }
        }
    }
    let compared = compared(cx);
    for ((first, second), met) in compared.pairs {
        let (earlier, later) = (&engagement.commands[first], &engagement.commands[second]);
        if earlier.unity == later.unity && met.common.is_sure() {
            check_last_word(cx, earlier, later);
        }
        if !are_at_odds(earlier, later, engagement) {
            continue;
        }
        match met.common {
            Common::Always => report_pair(cx, earlier, later, met.row, None),
            Common::At(hours) => report_pair(cx, earlier, later, met.row, Some(hours)),
            Common::Never => {}
            Common::Unknown(whom) => cx.needs_hours_of(whom),
        }
    }
    if let Some(at) = compared.stops_at {
        let command = &engagement.commands[at];
        cx.stops_at(command.span, command.object(), "of the same work");
    }
}

/// Whether all that decides who commands what, and when, could be read and names somebody.
fn is_known(command: &Command<'_>, engagement: &Engagement<'_>) -> bool {
    let keys = ["severity", "hours", "from", "until", "decides"];
    let unread = keys.iter().any(|key| command.table.unread.could_hold(key));
    let hidden = |actor| engagement.may_be_more(actor);
    let seats = &command.commander;
    !unread && !seats.uncertain() && !seats.actors().any(hidden) && !command.may_be_unified()
}

fn is_decided(command: &Command<'_>) -> bool {
    !command.decides.nobody() || command.is_decided_together
}

fn check_alone(cx: &mut Context<'_, '_>, command: &Command<'_>) {
    let engagement = cx.engagement;
    let mut filled = filled(&command.commander, engagement);
    let Some((first, one)) = filled.next() else {
        return;
    };
    let others: Vec<&Link<'_, ActorId>> = filled
        .filter(|(_, other)| are_two(one, *other, engagement))
        .map(|(link, _)| link)
        .collect();
    let Some((second, more)) = others.split_first() else {
        return;
    };
    let named: Vec<ActorId> = command.commander.actors().collect();
    if !engagement.are_several_at_once_among(&named) {
        return;
    }
    let all = words::list([first].iter().chain(&others).map(|link| link.name));
    let message = format!("`{}` has more than one commander: {all}", command.name);
    let finding = cx.report(second.span, message);
    finding.about(command.object());
    finding.related(first.span, "commands already");
    for link in more {
        finding.related(link.span, "commands as well");
    }
    finding.help(
        "name the one who commands, and the other as `deputy`; \
         if they command together, say whose word counts: `decides = \"...\"`",
    );
}

/// The links of a key behind which there is somebody: a seat that nobody fills gives no orders.
fn filled<'e, 'd>(
    seats: &'e Seats<'d>,
    engagement: &'e Engagement<'d>,
) -> impl Iterator<Item = (&'e Link<'d, ActorId>, ActorId)> {
    known(seats).filter(|(_, actor)| !engagement.answering(*actor).is_empty())
}

/// Whether two commanders of one command are different people, none of them the other's deputy.
fn are_two(one: ActorId, other: ActorId, engagement: &Engagement<'_>) -> bool {
    let (first, second) = (engagement.answering(one), engagement.answering(other));
    let stands_in = |deputy: &BTreeSet<ActorId>, role: ActorId| {
        let deputies = engagement.actor(role).deputies.actors();
        let mut people = deputies.flat_map(|named| engagement.acting(named));
        people.any(|person| deputy.contains(person))
    };
    first != second && !stands_in(second, one) && !stands_in(first, other)
}

/// Reports two who have the last word in one command, or in two that form one.
fn check_last_word(cx: &mut Context<'_, '_>, one: &Command<'_>, other: &Command<'_>) {
    let Some((first, second)) = two_last_words(one, other, cx.engagement) else {
        return;
    };
    let of = match one.name == other.name {
        true => format!("in `{}`", one.name),
        false => format!(
            "in `{}` and `{}`, which form one command",
            one.name, other.name
        ),
    };
    let message = format!(
        "two have the last word {of}: `{}` and `{}`",
        first.name, second.name
    );
    let finding = cx.report(second.span, message);
    finding.about(other.object()).aspect("last word");
    finding.related(first.span, "decides already");
    finding.help("one command has one last word: name the same person in each `decides`");
}

/// Two different people of whom one decides in one command and the other in the other.
fn two_last_words<'e, 'd>(
    one: &'e Command<'d>,
    other: &'e Command<'d>,
    engagement: &'e Engagement<'d>,
) -> Option<(&'e Link<'d, ActorId>, &'e Link<'d, ActorId>)> {
    if one.decides.uncertain() || other.decides.uncertain() {
        return None;
    }
    let (first, earlier) = filled(&one.decides, engagement).next()?;
    let mut others = filled(&other.decides, engagement);
    let (second, later) = others.find(|(_, other)| are_two(earlier, *other, engagement))?;
    let at_once = engagement.are_several_at_once_among(&[earlier, later]);
    at_once.then_some((first, second))
}

/// Whether two commands that meet are led by different people, and nothing says whose word counts.
fn are_at_odds(one: &Command<'_>, other: &Command<'_>, engagement: &Engagement<'_>) -> bool {
    let together = one.unity == other.unity && one.is_decided_together;
    !together && are_led_by_two(one, other, engagement) && are_there_at_once(one, other, engagement)
}

/// Whether two of those who lead one of two commands are there on the same day.
fn are_there_at_once(one: &Command<'_>, other: &Command<'_>, engagement: &Engagement<'_>) -> bool {
    let named = one.commander.actors().chain(other.commander.actors());
    engagement.are_several_at_once_among(&named.collect::<Vec<_>>())
}

/// A first and a last day, both included; open where nothing is said.
type Stretch = (Option<Date>, Option<Date>);

/// The days on which somebody commands: those of the command, from the first to the last on which
/// one of its commanders is there.
fn days_of(command: &Command<'_>, engagement: &Engagement<'_>) -> Stretch {
    let (from, until) = command.days();
    let (from, until) = (from.and_then(civil), until.and_then(civil));
    let leaders = command.commander.actors();
    let people = leaders.flat_map(|own| engagement.answering(own));
    let mut days = people.map(|one| engagement.days_of(*one));
    let Some((mut first, mut last)) = days.next() else {
        return (from, until);
    };
    for (comes, leaves) in days {
        // Mostly the first two of a large team are there always.
        if (first, last) == (None, None) {
            break;
        }
        // No first day comes before all others, no last day after them.
        first = first.min(comes);
        last = last.zip(leaves).map(|(one, other)| one.max(other));
    }
    let until = [until, last].into_iter().flatten().min();
    (from.max(first), until)
}

fn are_led_by_two(one: &Command<'_>, other: &Command<'_>, engagement: &Engagement<'_>) -> bool {
    let leader = |command: &Command<'_>| {
        let first = command.commander.actors().next()?;
        (!engagement.answering(first).is_empty()).then_some(first)
    };
    match (leader(one), leader(other)) {
        (Some(one), Some(other)) => !engagement.are_answered_alike(one, other),
        _ => false,
    }
}

fn report_pair(
    cx: &mut Context<'_, '_>,
    earlier: &Command<'_>,
    later: &Command<'_>,
    row: Option<RowId>,
    hours: Option<String>,
) {
    let name = |command: &Command<'_>| {
        let first = command.commander.links.first();
        first.map_or(String::new(), |link| words::list([link.name]))
    };
    let (first, second) = (name(earlier), name(later));
    let of = match row {
        Some(row) => format!("of `{}`", cx.engagement.row(row).name),
        None => "of all critical work".to_owned(),
    };
    let at = hours.map_or(String::new(), |hours| format!(" {hours}"));
    let message = format!("{first} and {second} both command the incidents {of}{at}");
    let finding = cx.report(later.commander.first_span().unwrap_or(later.span), message);
    // By name, not by place: a waiver holds in whatever order the two are written.
    let (one, other) = match earlier.name <= later.name {
        true => (earlier, later),
        false => (later, earlier),
    };
    finding.about(other.object()).aspect(one.name);
    let first_place = earlier.commander.first_span().unwrap_or(earlier.span);
    finding.related(
        first_place,
        format!("commands them already, in `{}`", earlier.name),
    );
    if !at.is_empty() {
        for command in [earlier, later] {
            let hours = command.table.hours.as_ref().map(|hours| hours.span);
            finding.related(
                hours.unwrap_or(command.span),
                format!("when `{}` is in command", command.name),
            );
        }
    }
    finding.help(if earlier.unity == later.unity {
        "the two form one command, but nobody has the last word in it: `decides = \"...\"`"
    } else {
        "let one of them command, or tell the two apart by workstream, severity or hours; \
         if both command together, say so and say whose word counts: \
         `unified-with = \"...\"` and `decides = \"...\"`"
    });
}

#[cfg(test)]
mod tests;
