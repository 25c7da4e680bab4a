use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Finding, Group, Span};
use racilint_parser::values::{Mention, Target};

use super::missing_provider_incident_notice::object as notice_object;
use super::{Context, declare_rule};
use crate::model::{
    Actor, ActorId, ActorKind, Engagement, Grant, Handoff, Seat, exclusion_object, is_placeholder,
    left_out,
};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a seat in which nobody sits: a team without members or a role without a holder that
    /// has work to do, a person who has left, a name such as `TBD`. Somebody who has left is told of
    /// once, with every seat that is empty without them.
    ///
    /// ## Why is this bad?
    ///
    /// The line in the matrix is filled and the chair is empty. It is found out by whoever calls.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "dana"
    /// accountable = "security-lead"
    ///
    /// [role.security-lead]
    /// party = "harbor"
    ///
    /// [person.dana]
    /// party = "harbor"
    ///
    /// [party.harbor]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "dana"
    /// accountable = "security-lead"
    ///
    /// [role.security-lead]
    /// party   = "harbor"
    /// held-by = "dana"
    ///
    /// [person.dana]
    /// party = "harbor"
    ///
    /// [party.harbor]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - A party is always somebody, and so is a team of a party that names none of its people,
    ///   such as a vendor's, if the file says how to reach the team or when it is there.
    /// - The holder is to come, before the work begins; whoever owns a front door, a metric or a report, or
    ///   produces evidence, before the engagement ends, and whoever sees to a milestone, by its day.
    /// - One of several who are named in the same place is to come, and another is there already.
    /// - One of several who are named in the same place has left, and another came for them.
    /// - The holder is named by an id that does not exist: `unknown-reference` says so.
    /// - Nothing is asked of the empty team or role, or it is over, or done.
    /// - The seat is in a command that is over.
    ///
    /// ## References
    ///
    /// - PCI DSS 4.0, requirements x.1.2: roles are documented, assigned and understood
    "unfilled-assignee" {
        summary: "nobody sits in a seat that has something to do",
        group: Group::Structure,
        severity: DefaultSeverity::ERROR,
        frameworks: &["pci-dss"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let seats = engagement.seats();
    let mut vacant: BTreeMap<ActorId, Vec<&Seat<'_>>> = BTreeMap::new();
    let mut known = BTreeMap::new();
    for seat in &seats {
        let causes = known
            .entry((seat.actor, seat.day))
            .or_insert_with(|| engagement.vacancies(seat.actor, seat.day));
        for cause in &*causes {
            vacant.entry(*cause).or_default().push(seat);
        }
    }
    for (cause, seats) in vacant {
        report(cx, cause, &seats);
    }
    let mentions = engagement.document.mentions_of(Target::is_seat);
    // A role that is called `vacant` is declared, and told above.
    let is_declared = |name: &str| engagement.names.actor(name).is_some();
    let empty = mentions.filter(|own| is_placeholder(own.name) && !is_declared(own.name));
    for mention in empty.filter(|mention| !is_over(engagement, mention)) {
        report_placeholder(cx, &mention, &seats);
    }
}

fn report(cx: &mut Context<'_, '_>, cause: ActorId, seats: &[&Seat<'_>]) {
    let engagement = cx.engagement;
    let actor = engagement.actor(cause);
    let (span, message, help) = said(actor, seats);
    let finding = cx.report(span, message);
    finding.about(actor.object()).help(help);
    for (member, span) in actor.members.placed().chain(actor.lead.placed()) {
        let gone = seats
            .iter()
            .all(|seat| engagement.is_away_for_good(member, seat.day));
        if gone {
            finding.related(span, "is not there at that time");
        }
    }
    if actor.is_person() {
        relate_groups(finding, engagement, cause, seats);
    }
    for seat in seats {
        finding.related(seat.span, seat.duty());
    }
}

/// Tells of the teams and roles that a person leaves empty where a successor has to be named.
fn relate_groups(
    finding: &mut Finding,
    engagement: &Engagement<'_>,
    person: ActorId,
    seats: &[&Seat<'_>],
) {
    let told: BTreeSet<Span> = seats.iter().map(|seat| seat.span).collect();
    let mut seen = BTreeSet::new();
    let mut open: Vec<ActorId> = seats.iter().rev().map(|seat| seat.actor).collect();
    while let Some(next) = open.pop() {
        if next == person || !seen.insert(next) {
            continue;
        }
        let group = engagement.actor(next);
        for (member, span) in group.members.placed().chain(group.lead.placed()) {
            open.push(member);
            if member == person && !told.contains(&span) {
                let seat = match group.is_team() {
                    true => "is in",
                    false => "holds",
                };
                finding.related(span, format!("nobody else {seat} `{}`", group.name));
            }
        }
    }
}

/// Where an empty declaration stands, what is wrong with it and what to do.
fn said(actor: &Actor<'_>, seats: &[&Seat<'_>]) -> (Span, String, String) {
    let name = actor.name;
    let nobody_named = actor.members.nobody() && actor.lead.nobody();
    match actor.kind {
        ActorKind::Person(table) => {
            let first = seats.first().map(|seat| seat.day);
            let until = table.until.filter(|until| {
                let day = crate::model::civil(until.value);
                day.zip(first).is_some_and(|(until, day)| until < day)
            });
            match (until, table.from) {
                (Some(until), _) => (
                    until.span,
                    format!("`{name}` is no longer there, and still has something to do"),
                    "name the successor in the places shown".into(),
                ),
                (None, from) => (
                    from.map_or(actor.span, |from| from.span),
                    format!("`{name}` is not there yet when the work begins"),
                    "name whoever has the seat until then".into(),
                ),
            }
        }
        ActorKind::Role(_) if nobody_named => (
            actor.span,
            format!("nobody holds the role `{name}`"),
            "name who holds it: `held-by = \"...\"`".into(),
        ),
        ActorKind::Role(_) => (
            actor.span,
            format!("nobody holds the role `{name}` any more, or yet"),
            "name who holds it when the work is done: `held-by = \"...\"`".into(),
        ),
        _ if nobody_named => (
            actor.span,
            format!("nobody is in the team `{name}`"),
            "name who is in it: `members = [\"...\"]`; a vendor's team that names nobody has \
             `contact` or `hours` instead"
                .into(),
        ),
        _ => (
            actor.span,
            format!("nobody is in the team `{name}` any more, or yet"),
            "name who is in it when the work is done: `members = [\"...\"]`".into(),
        ),
    }
}

/// Whether a reference stands in a command that is over.
fn is_over(engagement: &Engagement<'_>, mention: &Mention<'_>) -> bool {
    let command = mention.object.strip_prefix("command.");
    let command = command.and_then(|name| engagement.names.command(name));
    command.is_some_and(|index| engagement.commands[index].is_over(engagement.start()))
}

fn report_placeholder(cx: &mut Context<'_, '_>, mention: &Mention<'_>, seats: &[Seat<'_>]) {
    let engagement = cx.engagement;
    let object = match mention.object {
        "" => "engagement",
        object => object,
    };
    let key = mention.key.replace('-', " ");
    let says = match mention.name.trim() {
        "" => "the name is empty".to_owned(),
        name => format!("it says `{name}`"),
    };
    let message = match object.split_once('.') {
        Some(("workstream", row)) => format!("nobody is named as {key} for `{row}`: {says}"),
        Some(("person", id)) => format!("nobody is named for `{id}` ({key}): {says}"),
        Some((kind, id)) if id.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("nobody is named in this {kind} ({key}): {says}")
        }
        Some((kind, id)) => format!("nobody is named in the {kind} `{id}` ({key}): {says}"),
        None => format!("nobody is named in the engagement ({key}): {says}"),
    };
    let finding = cx.report(mention.span, message);
    finding
        .about(row_object(engagement, mention).unwrap_or_else(|| object.to_owned()))
        .aspect(mention.key)
        .help("name a person, team, role or party; where nobody is meant, leave it out");
    // A role or team that names nobody else leaves every seat empty in which it sits.
    let mut group = ["role.", "team."]
        .iter()
        .filter_map(|kind| object.strip_prefix(kind));
    let group = group.find_map(|name| engagement.names.actor(name));
    let is_empty = |own: &ActorId| {
        let own = engagement.actor(*own);
        let mut others = own.members.actors().chain(own.lead.actors());
        others.next().is_none()
    };
    let group = group.filter(is_empty);
    for seat in seats.iter().filter(|seat| Some(seat.actor) == group) {
        finding.related(seat.span, seat.duty());
    }
}

/// The name of the row of an array of tables that says a reference: its id, else what it says, and
/// never its place, where another one may stand tomorrow.
fn row_object(engagement: &Engagement<'_>, mention: &Mention<'_>) -> Option<String> {
    let (kind, number) = mention.object.split_once('.')?;
    let index = number.parse::<usize>().ok()?.checked_sub(1)?;
    let file = mention.span.file;
    let tables = &engagement.document.tables;
    match kind {
        "exception" => {
            let own = engagement.deviations().into_iter();
            own.filter(|own| own.table.span.file == file)
                .nth(index)
                .map(|own| own.object())
        }
        "exclusion" => {
            let own = tables.exclusions.iter();
            own.filter(|own| own.span.file == file)
                .nth(index)
                .map(|own| exclusion_object(own, &left_out(own)))
        }
        "grant" => {
            let own = engagement.grants.iter();
            own.filter(|own| own.table.span.file == file)
                .nth(index)
                .map(Grant::object)
        }
        "handoff" => {
            let own = engagement.handoffs.iter();
            own.filter(|own| own.table.span.file == file)
                .nth(index)
                .map(Handoff::object)
        }
        "notice" => {
            let own = tables.notices.iter();
            own.filter(|own| own.span.file == file)
                .nth(index)
                .map(notice_object)
        }
        "waiver" => {
            let own = engagement.waivers().into_iter();
            own.filter(|own| own.table.span.file == file)
                .nth(index)
                .map(|own| own.object())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
