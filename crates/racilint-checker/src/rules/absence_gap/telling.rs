//! How an absence that opens a gap is told: what is missing and when, who else is away at that time,
//! why those who stand in do not fill it, and what could go into the file.
//!
//! What an absence opens is found in the rule itself.

use std::collections::BTreeSet;

use racilint_diagnostics::Finding;
use racilint_parser::values::Many;

use super::{Absences, Asked, Gap, MOST_TOLD};
use crate::model::{ActorId, Engagement, RowId};
use crate::rules::{Context, seconds};
use crate::time::{Absent, Clock, Recorded, Set};

/// Reports what one absence opens, at the day on which it begins.
pub(super) fn report(
    cx: &mut Context<'_, '_>,
    clock: &Clock<'_, '_>,
    absences: &Absences<'_>,
    number: usize,
    gaps: &[Gap],
) {
    let engagement = cx.engagement;
    let absence = &absences.recorded[number];
    let (Some(first), Some(from)) = (gaps.first(), absence.table.from) else {
        return;
    };
    let person = engagement.actor(absence.person);
    let name = person.name;
    let said = |gap: &Gap| clock.windows(&gap.when).worst().unwrap_or_default();
    let more = and_more(gaps.len() - 1);
    let message = format!(
        "{} while `{name}` is away: {}{more}",
        first.what,
        said(first)
    );
    let finding = cx.report(from.span, message);
    finding.about(person.object());
    let date = from.value;
    finding.aspect(format!("{}-{:02}-{:02}", date.year, date.month, date.day));
    tell_stand_ins(finding, (engagement, clock), absences, number, first);
    let earlier: BTreeSet<usize> = match first.row {
        Some(row) => absences.of_people(behind(clock, row)),
        None => (0..number).collect(),
    };
    for other in earlier.range(..number) {
        let other = &absences.recorded[*other];
        let days = clock.days_of_absence(other).intersection(&first.when);
        if let (false, Some(from)) = (days.is_empty(), other.table.from) {
            let name = engagement.actor(other.person).name;
            finding.related(from.span, format!("`{name}` is away at that time as well"));
        }
    }
    finding.related(
        first.span,
        format!("without `{name}`, there is nobody for this"),
    );
    for gap in gaps.iter().skip(1).take(MOST_TOLD) {
        finding.related(gap.span, format!("{}: {}", gap.what, said(gap)));
    }
    let all = absences.of_people(clock.concerned(absence.person).iter().copied());
    let absent = absences.with_first(number + 1, &all);
    let during = during(clock, absence, first);
    let role = first
        .asked
        .role_in_place_of(engagement, clock, absence.person, (&during, &absent));
    let otherwise = match role {
        Some(role) => seconds::role_as_approver(engagement, role, absence.person),
        None => second(engagement, &first.asked, absence.person),
    };
    finding.help(format!(
        "name somebody who stands in, is on duty then and may do the same: `covered-by = \"...\"`; \
         or {otherwise}"
    ));
}

/// The minutes of a gap in which somebody is away already: a call may come before, and be in vain
/// since whoever has to answer it will be away.
fn during(clock: &Clock<'_, '_>, absence: &Recorded<'_>, gap: &Gap) -> Set {
    let during = gap.when.intersection(&clock.days_of_absence(absence));
    match during.is_empty() {
        true => gap.when.clone(),
        false => during,
    }
}

/// Tells who covers and who is a deputy, and why that does not fill a gap.
fn tell_stand_ins(
    finding: &mut Finding,
    (engagement, clock): (&Engagement<'_>, &Clock<'_, '_>),
    absences: &Absences<'_>,
    number: usize,
    gap: &Gap,
) {
    let absence = &absences.recorded[number];
    let name = engagement.actor(absence.person).name;
    let after = |own: ActorId| {
        let theirs = absences.of_people(clock.concerned(own).iter().copied());
        absences.with_first(number + 1, &theirs)
    };
    let covers = Many::of(&absence.table.covered_by);
    let during = during(clock, absence, gap);
    let role = gap.asked.role(engagement, absence.person);
    let deputies = role.map(|role| seconds::deputies(engagement, role, absence.person));
    let deputies = deputies.unwrap_or_default();
    let nobody = match covers.is_empty() && deputies.is_empty() {
        true => ", and nobody stands in",
        false => "",
    };
    finding.label(format!("`{name}` is away from here on{nobody}"));
    for cover in covers {
        if let Some(stand_in) = engagement.names.actor(&cover.name) {
            let why = of_stand_in(clock, stand_in, (gap, &during), &after(stand_in));
            finding.related(cover.span, format!("`{}` {why}", cover.name));
        }
    }
    for (deputy, span) in deputies {
        let why = seconds::why_not(clock, deputy, &during, &after(deputy));
        let deputy = engagement.actor(deputy).name;
        finding.related(span, format!("`{deputy}` is a deputy, and {why}"));
    }
}

/// How the seat of a person who is away gets a second.
fn second(engagement: &Engagement<'_>, asked: &Asked, person: ActorId) -> String {
    let name = engagement.actor(person).name;
    match (
        asked.role(engagement, person),
        asked.approver(engagement, person),
    ) {
        (Some(role), _) => {
            let deputy = seconds::further_deputy(engagement, role, person);
            format!("add {deputy}")
        }
        (None, Some(_)) => format!("name a second approver beside `{name}`"),
        (None, None) => format!("give the seat of `{name}` a deputy"),
    }
}

/// How many gaps a message does not tell: ", and 2 more gaps".
pub(super) fn and_more(gaps: usize) -> String {
    match gaps {
        0 => String::new(),
        1 => ", and one more gap".to_owned(),
        more => format!(", and {more} more gaps"),
    }
}

/// All behind those who do the work of a row or are called about it.
fn behind(clock: &Clock<'_, '_>, row: RowId) -> BTreeSet<ActorId> {
    let owners = clock.on_call(row).into_iter();
    owners
        .flat_map(|owner| (*clock.concerned(owner)).clone())
        .collect()
}

/// Why whoever stands in does not fill a gap.
fn of_stand_in(
    clock: &Clock<'_, '_>,
    stand_in: ActorId,
    (gap, during): (&Gap, &Set),
    absent: &Absent,
) -> &'static str {
    let there = clock.available(stand_in, absent).intersection(during);
    match (there.is_empty(), gap.action.as_deref()) {
        (true, _) => "stands in, and is away as well",
        (false, Some(_)) => "stands in, and may not do this in time",
        (false, None) => "stands in, but not for all of it",
    }
}
