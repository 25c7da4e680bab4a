use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::language;
use racilint_parser::values::{Many, Text};

use super::{Context, declare_rule};
use crate::model::{Engagement, Handoff, Place, is_placeholder};
use doors::Doors;

mod doors;
mod hours;

declare_rule! {
    /// ## What it does
    ///
    /// Reports a handoff that leaves open when it happens, what goes with it, within what time the
    /// receiver takes it, or who owns the work until then. Also one that is promised to be taken
    /// within a time in which, at some hours of the sender, nobody of the receiver is on duty.
    ///
    /// ## Why is this bad?
    ///
    /// A ticket that was sent is not a ticket that was taken. Until somebody says "mine", both
    /// sides believe that the other one has it.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [[handoff]]
    /// from = "help-desk"
    /// to = "identity"
    /// when = "an account, not the device, is at fault"
    /// carries = "the ticket, with user and device"
    ///
    /// [workstream.help-desk]
    /// [workstream.identity]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [[handoff]]
    /// from = "help-desk"
    /// to = "identity"
    /// when = "an account, not the device, is at fault"
    /// carries = "the ticket, with user and device"
    /// ack-within = "30m"
    /// until-acknowledged = "help-desk"
    ///
    /// [workstream.help-desk]
    /// [workstream.identity]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The work arrives at a staffed front door: an intake with an owner and hours passes it on
    ///   and acknowledges it, if it is open at all hours of the sender. What the handoff is for is
    ///   still asked.
    /// - An end is work that nobody needs to do.
    /// - The receiver is back on duty within `ack-within`; or the sender promises no hours, or is
    ///   off duty as well; or the work changes hands with the hours, between the parts of one
    ///   workstream or the teams that do them.
    /// - Nobody does the work of the receiver in hours that it promises: `coverage-gap` says so, and
    ///   `absence-gap` where an absence takes somebody away. Where no hours are promised, and whoever
    ///   did the work has left, `absence-gap` says that too.
    /// - On those days the work of the receiver has not begun or is over, in all of its parts. Of a
    ///   part that is over nobody takes anything.
    /// - What is missing may stand where the file cannot be read.
    ///
    /// ## References
    ///
    /// - Google, *Site Reliability Engineering*, ch. 14: a clear, live handoff
    /// - PagerDuty, *Incident Response*: a transfer is acknowledged and understood
    "handoff-unacknowledged" {
        summary: "a handoff leaves open when, what, how fast or whose, or nobody is there to take it",
        group: Group::Handoff,
        severity: DefaultSeverity::ByCriticality,
        needs: "handoffs",
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.handoffs.is_empty() {
        return cx.lacks_data();
    }
    let doors = doors::by_row(engagement, cx.clock);
    let told = hours::told_absences(cx);
    for handoff in &engagement.handoffs {
        if is_needless(handoff, engagement) {
            continue;
        }
        let doors = doors::of(handoff, &doors, engagement);
        let is_acknowledged = doors
            .as_ref()
            .is_some_and(|doors| !hours::meets_closed(cx.clock, handoff, doors, engagement));
        let missing = missing(handoff, is_acknowledged);
        let doors = doors.unwrap_or_default();
        if !missing.is_empty() {
            report(cx, handoff, &missing, &doors);
        } else if !is_acknowledged {
            hours::check(cx, handoff, &doors, &told);
        }
    }
}

/// A part of a handoff: its key, what it says, and how one would write it.
struct Part {
    key: &'static str,
    says: &'static str,
    example: &'static str,
}

const WHEN: Part = Part {
    key: "when",
    says: "when it happens",
    example: "`when = \"an account, not the device, is at fault\"`",
};
const CARRIES: Part = Part {
    key: "carries",
    says: "what goes with it",
    example: "`carries = \"the ticket, with user and device\"`",
};
const ACK_WITHIN: Part = Part {
    key: "ack-within",
    says: "how soon it is taken",
    example: "`ack-within = \"30m\"`",
};
const UNTIL: Part = Part {
    key: "until-acknowledged",
    says: "who owns the work until then",
    example: "`until-acknowledged`, usually the sender",
};

/// Of a front door that does not excuse what is missing.
const TAKES: &str = "takes it in its own hours only";

/// The parts that a handoff surely does not say, in the order in which one reads them.
fn missing(handoff: &Handoff<'_>, is_acknowledged: bool) -> Vec<Part> {
    let table = handoff.table;
    let blank = |text: &Text<'_>| is_placeholder(&text.value);
    let says = [
        (WHEN, table.when.as_ref().is_some_and(|when| !blank(when))),
        (CARRIES, !Many::of(&table.carries).iter().all(blank)),
        (ACK_WITHIN, table.ack_within.is_some() || is_acknowledged),
        (UNTIL, names_an_owner(table) || is_acknowledged),
    ];
    let missing = says.into_iter().filter(|(_, said)| !said);
    let parts = missing.map(|(part, _)| part);
    parts
        .filter(|part| !table.unread.could_hold(part.key))
        .collect()
}

fn names_an_owner(table: &language::Handoff<'_>) -> bool {
    !Many::of(&table.until_acknowledged).is_empty()
}

/// Whether the work at every start, or at every end, is work that nobody needs to do.
fn is_needless(handoff: &Handoff<'_>, engagement: &Engagement<'_>) -> bool {
    let left_out = |place| matches!(place, Some(Place::Row(row)) if engagement.row(row).left_out);
    let ends = [&handoff.from, &handoff.to];
    ends.iter()
        .any(|links| !links.is_empty() && links.iter().all(|link| left_out(link.to)))
}

fn report(cx: &mut Context<'_, '_>, handoff: &Handoff<'_>, missing: &[Part], doors: &Doors<'_>) {
    let name = |links: &[crate::model::Link<'_, Place>]| {
        super::words::list(links.iter().map(|link| link.name))
    };
    let open = list(missing.iter().map(|part| part.says), "or");
    let message = format!(
        "the handoff from {} to {} does not say {open}",
        name(&handoff.from),
        name(&handoff.to)
    );
    let finding = cx.report(handoff.place(), message);
    finding.about(handoff.object());
    for link in &handoff.to {
        finding.related(link.span, "receives the work");
    }
    let by_a_door = [ACK_WITHIN.key, UNTIL.key];
    if missing.iter().any(|part| by_a_door.contains(&part.key)) {
        for (name, span) in &doors.places {
            finding.related(*span, format!("`{name}` {TAKES}"));
        }
    }
    let add = list(missing.iter().map(|part| part.example), "and");
    finding.help(format!("add to the handoff {add}"));
}

/// "a", "a or b", "a, b or c".
fn list<'a>(words: impl Iterator<Item = &'a str>, last: &str) -> String {
    let words: Vec<&str> = words.collect();
    match words.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests;
