use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Activity;
use racilint_parser::values::Many;

use super::{Context, declare_rule};
use crate::model::{
    ActorId, Doors, Effort, Engagement, Intake, Row, RowId, Serves, hours_only_touch,
};
use crate::time::{Clock, Set, Unknown};

declare_rule! {
    /// ## What it does
    ///
    /// Reports user support without a front door, support that is promised when every front door to
    /// it is closed, and two front doors of different owners for the same people or work, where
    /// nothing says which one passes on what.
    ///
    /// Where there are too many to compare all with all, it says so at the first that is left out.
    ///
    /// ## Why is this bad?
    ///
    /// Users who do not know whom to call, call whom they know. What comes in beside the front door
    /// is in no queue, has no clock, and is lost when that person is away.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.help-desk]
    /// responsible = "service-desk"
    ///
    /// [intake.phone]
    /// for = ["help-desk"]
    /// owner = "service-desk"
    ///
    /// [intake.portal]
    /// for = ["help-desk"]
    /// owner = "internal-it"
    ///
    /// [person.bo]
    /// [person.pat]
    /// [team.service-desk]
    /// members = "bo"
    /// [team.internal-it]
    /// members = "pat"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.help-desk]
    /// responsible = "service-desk"
    ///
    /// [intake.front-door]
    /// for = ["help-desk"]
    /// owner = "service-desk"
    /// via = ["phone:+1-555-0140", "https://portal.example"]
    ///
    /// [person.bo]
    /// [team.service-desk]
    /// members = "bo"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Several channels lead into one queue, or the queues have one owner.
    /// - One of the two says what it passes on (`routes`), or their hours may be apart but for the
    ///   hour in which one hands over to the other.
    /// - A hotline for other work, such as major incidents, stands beside the front door.
    /// - A front door without hours counts as open; and so does one on holidays.
    /// - There is no intake at all and no profile asks for areas, or the draft gives all support to
    ///   one owner, who is the front door until it is signed: then it is not evaluated.
    ///
    /// ## References
    ///
    /// - ISO/IEC 20000-1:2018, 8.6.2: requests are recorded and classified
    "missing-single-intake" {
        summary: "user support has no front door, or several that nothing ties together",
        group: Group::Ownership,
        severity: DefaultSeverity::ByModel,
        needs: "user support, and intakes",
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let support: Vec<(RowId, &Row<'_>)> = engagement
        .leaves()
        .filter(|(_, row)| is_support(row))
        .collect();
    let intakes = engagement.intakes();
    let open = engagement.is_signed() || !is_one_desk(engagement, &support);
    let asked = !intakes.is_empty() || has_baseline(engagement) && open;
    if support.is_empty() && intakes.is_empty() || !asked || engagement.is_damaged() {
        return cx.lacks_data();
    }
    let doors = Doors::of(&intakes);
    report_unserved(cx, &support, &doors, &intakes);
    report_closed(cx, &support, &doors);
    report_rivals(cx, &intakes);
}

/// Whether the work is to help users.
fn is_support(row: &Row<'_>) -> bool {
    let by_area = row
        .areas
        .iter()
        .any(|(area, _)| area.id.name == "help-desk");
    by_area || row.has_activity(Activity::Support)
}

/// Whether all support is done by the same people, as one owner: users need no sign to the door.
fn is_one_desk(engagement: &Engagement<'_>, support: &[(RowId, &Row<'_>)]) -> bool {
    let mut doers = support.iter().map(|(_, row)| {
        let doers = row.responsible().actors();
        doers.collect::<BTreeSet<_>>()
    });
    let Some(first) = doers.next().filter(|first| !first.is_empty()) else {
        return false;
    };
    let is_known = |one: ActorId| !engagement.answering(one).is_empty();
    let is_same = |one: ActorId| {
        let mut owners = first.iter();
        owners.all(|own| *own == one || is_known(one) && engagement.is_one_owner(*own, one))
    };
    first.iter().copied().all(is_same)
        && doers.all(|others| !others.is_empty() && others.into_iter().all(is_same))
}

fn has_baseline(engagement: &Engagement<'_>) -> bool {
    let Some(head) = engagement.head() else {
        return false;
    };
    let profiles = engagement.profiles().into_iter();
    let mut known = profiles.filter_map(|(id, _)| engagement.catalogue().profile(id));
    !head.unread.could_hold("profiles")
        && known.any(|profile| {
            let mut areas = Many::of(&profile.head.areas).iter();
            areas.any(|area| area.name == "help-desk")
        })
}

/// Support that is promised at hours at which all its front doors are closed.
fn report_closed<'d>(
    cx: &mut Context<'_, 'd>,
    support: &[(RowId, &Row<'_>)],
    doors: &Doors<'_, 'd>,
) {
    let Some(clock) = cx.clock else { return };
    let engagement = cx.engagement;
    let mut openings: BTreeMap<Serves<'d>, Option<Set>> = BTreeMap::new();
    for (id, row) in support {
        let (Some(promised), Some(hours)) = (clock.promised(*id), engagement.hours(*id)) else {
            continue;
        };
        let ways = doors.ways_to(*id, engagement);
        let open = ways.iter().map(|what| {
            let open = openings
                .entry(*what)
                .or_insert_with(|| opening_of(&doors.at(&[*what]), clock));
            open.clone()
        });
        let open: Option<Vec<Set>> = open.collect();
        let Some(open) = open.filter(|open| !open.is_empty()) else {
            continue;
        };
        let closed = promised.difference(&Set::union_of(&open));
        let Some(when) = clock.windows(&closed).worst() else {
            continue;
        };
        let message = format!("users have no front door to `{}` {when}", row.name);
        let finding = cx.report(hours.span, message);
        finding.about(row.object()).aspect("hours");
        for door in doors.at(&ways) {
            let span = door.table.hours.as_ref().map_or(door.span, |own| own.span);
            finding.related(span, format!("`{}` is open in these hours only", door.name));
        }
        finding.help("open a front door in all hours in which the support is promised, or promise the hours in which one is open");
    }
}

/// When one of some front doors is open; `None` where that is not known of each.
fn opening_of<'d>(doors: &[&Intake<'d>], clock: &Clock<'_, 'd>) -> Option<Set> {
    let open = doors.iter().map(|door| {
        let hours = door.table.hours.as_ref()?;
        clock.written_hours(hours, Unknown::On)
    });
    let open: Option<Vec<Set>> = open.collect();
    Some(Set::union_of(&open?))
}

/// Support that no front door leads to: one finding, however many rows.
fn report_unserved<'d>(
    cx: &mut Context<'_, 'd>,
    support: &[(RowId, &Row<'_>)],
    doors: &Doors<'_, 'd>,
    intakes: &[Intake<'_>],
) {
    let engagement = cx.engagement;
    let unserved = support
        .iter()
        .filter(|(id, _)| doors.ways_to(*id, engagement).is_empty());
    let unserved: Vec<&Row<'_>> = unserved.map(|(_, row)| *row).collect();
    // By name, not by place: a waiver holds in whatever order they are written.
    let Some(first) = unserved.iter().min_by_key(|row| &row.name) else {
        return;
    };
    let message = format!("users have no front door to `{}`", first.name);
    let finding = cx.report(first.span, message);
    finding.about(first.object());
    for row in unserved.iter().filter(|row| row.span != first.span) {
        finding.related(row.span, "nor to this");
    }
    for intake in intakes {
        finding.related(intake.span, "leads elsewhere");
    }
    finding.help(format!(
        "say where requests come in and who owns the queue: `[intake.front-door]` with `owner`, \
         `for = [\"{}\"]`, `hours` and `via`",
        first.name
    ));
}

/// Front doors for the same, with different owners: one finding for each later one.
fn report_rivals(cx: &mut Context<'_, '_>, intakes: &[Intake<'_>]) {
    let engagement = cx.engagement;
    let mut seen: BTreeMap<Serves, Vec<usize>> = BTreeMap::new();
    let effort = Effort::for_many(intakes.iter().map(weight).sum());
    let can_be_rivals = |(_, intake): &(usize, &Intake<'_>)| {
        !intake.uncertain && intake.table.routes.is_none() && is_owned(engagement, intake)
    };
    for (index, intake) in intakes.iter().enumerate().filter(can_be_rivals) {
        let rival = intake.serves.iter().find_map(|(what, _)| {
            let earlier = seen.get(what).into_iter().flatten();
            let mut earlier = earlier.map(|at| &intakes[*at]);
            earlier.find(|other| are_rivals(engagement, other, intake, &effort))
        });
        if let Some(rival) = rival {
            report_rival(cx, rival, intake);
        }
        if effort.is_spent() {
            return cx.stops_at(intake.span, object(intake), "for the same");
        }
        for what in intake.serves.keys() {
            seen.entry(*what).or_default().push(index);
        }
    }
}

/// Whether all who own a front door are known and there.
fn is_owned(engagement: &Engagement<'_>, intake: &Intake<'_>) -> bool {
    let mut owners = intake.owner.actors().peekable();
    owners.peek().is_some()
        && owners
            .all(|owner| !engagement.answering(owner).is_empty() && !engagement.may_be_more(owner))
}

/// How much there is in a front door to compare.
fn weight(intake: &Intake<'_>) -> usize {
    let hours = intake.table.hours.as_ref();
    1 + hours.map_or(0, |hours| hours.windows.len()) + intake.owner.links.len()
}

/// Whether two front doors of known owners have none in common, and may be open at the same hours.
fn are_rivals(
    engagement: &Engagement<'_>,
    one: &Intake<'_>,
    other: &Intake<'_>,
    effort: &Effort,
) -> bool {
    let is_shared = |a, b| engagement.is_one_owner(a, b);
    let first = one.owner.actors().zip(other.owner.actors()).next();
    // Mostly the doors of one owner: that is seen at once.
    if !effort.spend(1) || first.is_some_and(|(a, b)| is_shared(a, b)) {
        return false;
    }
    let apart = || hours_only_touch(one.table.hours.as_ref(), other.table.hours.as_ref());
    let shared = || {
        let mut owners = one.owner.actors();
        owners.any(|a| other.owner.actors().any(|b| is_shared(a, b)))
    };
    effort.spend(weight(one) * weight(other)) && !shared() && !apart()
}

fn object(intake: &Intake<'_>) -> String {
    format!("intake.{}", intake.name)
}

fn report_rival(cx: &mut Context<'_, '_>, first: &Intake<'_>, second: &Intake<'_>) {
    let owner =
        |intake: &Intake<'_>| super::words::list(intake.owner.links.iter().map(|link| link.name));
    let message = format!(
        "there are two front doors for the same, `{}` of {} and `{}` of {}, and nothing ties them together",
        first.name,
        owner(first),
        second.name,
        owner(second)
    );
    let same = |intake: &Intake<'_>| -> Option<Span> {
        let other = if intake.span == first.span {
            second
        } else {
            first
        };
        let mut common = intake
            .serves
            .iter()
            .filter(|(what, _)| other.serves.contains_key(what));
        common.find_map(|(_, span)| *span)
    };
    let finding = cx.report(second.owner.first_span().unwrap_or(second.span), message);
    // By name, not by place: a waiver holds in whatever order the two are written.
    finding.about(format!("intake.{}", first.name.max(second.name)));
    if let Some(span) = first.owner.first_span() {
        finding.related(span, "owns the other one");
    }
    for span in [same(first), same(second)].into_iter().flatten() {
        finding.related(span, "for the same");
    }
    finding.help(
        "make it one front door with one owner and several ways in (`via`); or say what each \
         passes on: `routes = [\"...\"]`",
    );
}

#[cfg(test)]
mod tests;
