use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::values::Many;

use super::{Context, declare_rule, duty_words, words};
use crate::model::{ActorId, ActorKind, Engagement, RowId};
use crate::time::{Absent, Clock, Minute, Set};

declare_rule! {
    /// ## What it does
    ///
    /// Reports promised hours at which one person alone is on call: of all who do the work or are
    /// on its escalation path, nobody else is on duty. It looks at work that is critical, handles
    /// incidents or promises an answer within a certain time.
    ///
    /// ## Why is this bad?
    ///
    /// One telephone without signal, one missed alarm, and nobody answers. Every on-call schedule
    /// needs a second one behind it.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// timezone = "America/Chicago"
    ///
    /// [workstream.triage]
    /// hours = "24x7"
    /// respond-within = "15m"
    /// responsible = "on-call"
    ///
    /// [team.on-call]
    /// members = ["li", "sam"]
    /// shifts = [
    ///   { who = "li", hours = ["Mon-Fri 08:00-08:00"] },
    ///   { who = "sam", hours = ["Mon-Fri 08:00-08:00", "Sat-Sun 00:00-24:00", "Mon 00:00-08:00"] },
    /// ]
    /// [person.li]
    /// [person.sam]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// timezone = "America/Chicago"
    ///
    /// [workstream.triage]
    /// hours = "24x7"
    /// respond-within = "15m"
    /// responsible = "on-call"
    /// escalation = "triage"
    ///
    /// [escalation.triage]
    /// steps = [{ to = "on-call", ack-within = "15m" }, { to = "duty-manager", ack-within = "15m" }]
    ///
    /// [team.on-call]
    /// members = ["li", "sam"]
    /// shifts = [
    ///   { who = "li", hours = ["Mon-Fri 08:00-08:00"] },
    ///   { who = "sam", hours = ["Mon-Fri 08:00-08:00", "Sat-Sun 00:00-24:00", "Mon 00:00-08:00"] },
    /// ]
    /// [team.duty-manager]
    /// members = ["jo", "ray"]
    /// hours = "24x7"
    /// [person.li]
    /// [person.sam]
    /// [person.jo]
    /// [person.ray]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Two or more are there, or a later step of the escalation path is.
    /// - A team with hours and several members is trusted to be staffed as it says; so is a party.
    /// - The work promises neither hours nor an answer, and is not critical.
    /// - Only a recorded absence leaves one person alone.
    /// - Nobody who does the work is there at all: `coverage-gap` says so.
    /// - Nobody else who may act is reached without that person: `absence-breaks-path` says so.
    ///
    /// ## References
    ///
    /// - PagerDuty, incident response: always have a backup schedule
    /// - SOC 2, CC7.4: responsibilities for the response to incidents
    "missing-secondary" {
        summary: "one person alone is on call, with nobody behind",
        group: Group::Coverage,
        severity: DefaultSeverity::ByCriticality,
        needs: "promised hours of work that answers within a certain time, and `timezone`",
        frameworks: &["soc2"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let Some(clock) = cx.clock else {
        return cx.lacks_data();
    };
    let engagement = cx.engagement;
    let leaves = engagement.leaves().map(|(id, _)| id);
    let urgent = leaves.filter(|id| is_urgent(engagement, clock, *id));
    let promising: Vec<RowId> = urgent.filter(|id| clock.promised(*id).is_some()).collect();
    if promising.is_empty() {
        return cx.lacks_data();
    }
    let mut known: BTreeMap<Asked, Alone> = BTreeMap::new();
    for row in promising {
        if !is_known(engagement, clock, row) {
            continue;
        }
        let owners = clock.on_call(row);
        let promised = clock.promised(row).unwrap_or_default();
        let asked = (owners.clone(), promised.spans().to_vec());
        // Work of one kind has the same people and hours more often than not.
        let alone = known.entry(asked).or_insert_with(|| Alone::of(clock, row));
        let when = alone.without(&unserved(clock, row));
        if !when.is_empty() {
            report(cx, clock, row, &when);
        } else if alone.is_open {
            let owners = owners.into_iter();
            cx.needs_hours_of(owners.flat_map(|own| clock.without_hours(own)));
        }
    }
}

/// Whether everybody is known who does the work of a row or is called about it.
fn is_known(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, row: RowId) -> bool {
    let called = clock.called(row);
    let is_lost = called.uncertain || called.steps.iter().any(|step| step.uncertain);
    !engagement.row(row).responsible().uncertain() && !is_lost
}

/// Whether this rule tells of a row that a person is alone on call on a day or later.
pub(super) fn is_alone_since(
    engagement: &Engagement<'_>,
    clock: &Clock<'_, '_>,
    row: RowId,
    person: ActorId,
    day: Date,
) -> bool {
    if !is_urgent(engagement, clock, row) || !is_known(engagement, clock, row) {
        return false;
    }
    let Some(alone) = clock.alone(row).remove(&person) else {
        return false;
    };
    let alone = alone.sure.intersection(&clock.on_dates(day, None));
    !alone.difference(&unserved(clock, row)).is_empty()
}

/// Whoever is called, and when somebody has to be there.
type Asked = (BTreeSet<ActorId>, Vec<(Minute, Minute)>);

/// The people who are there alone.
struct Alone {
    when: BTreeMap<ActorId, Set>,
    /// Nobody wrote when some of them are there, and it matters.
    is_open: bool,
}

/// The promised minutes in which nobody who does the work is there: `coverage-gap` tells them.
fn unserved(clock: &Clock<'_, '_>, row: RowId) -> Set {
    let uncovered = clock.uncovered(row, &Absent::nobody());
    uncovered.unwrap_or_default().sure
}

impl Alone {
    /// Who is there alone in other minutes than these, and when.
    fn without(&self, minutes: &Set) -> BTreeMap<ActorId, Set> {
        let left = self.when.iter();
        let left = left.map(|(person, own)| (*person, own.difference(minutes)));
        left.filter(|(_, own)| !own.is_empty()).collect()
    }

    fn of(clock: &Clock<'_, '_>, row: RowId) -> Self {
        let mut alone = Alone {
            when: BTreeMap::new(),
            is_open: false,
        };
        for (person, own) in clock.alone(row) {
            alone.is_open |= own.is_open();
            if !own.sure.is_empty() {
                alone.when.insert(person, own.sure);
            }
        }
        alone
    }
}

/// Whether somebody has to answer: the work is critical, or it says how soon.
fn is_urgent(engagement: &Engagement<'_>, clock: &Clock<'_, '_>, row: RowId) -> bool {
    engagement.is_critical(row)
        || engagement.row(row).handles_incidents()
        || clock.respond_within(row).is_some()
        || clock.decide_within(row).is_some()
}

fn report(
    cx: &mut Context<'_, '_>,
    clock: &Clock<'_, '_>,
    id: RowId,
    alone: &BTreeMap<ActorId, Set>,
) {
    let engagement = cx.engagement;
    let row = engagement.row(id);
    let all = Set::union_of(alone.values());
    let names: Vec<&str> = alone
        .keys()
        .map(|person| engagement.actor(*person).name)
        .collect();
    let who = match names.as_slice() {
        [one] => format!("`{one}` alone"),
        _ => format!("one of {} alone", words::list(&names)),
    };
    let when = clock.windows(&all).longest().unwrap_or_default();
    let message = format!(
        "{who} is on call for `{}`, with nobody behind: {when}",
        row.name
    );
    let span = row.responsible().first_span().unwrap_or(row.span);
    let finding = cx.report(span, message);
    finding.about(row.object());
    finding.label(duty_words::how_much(clock, &all));
    let shifts = shifts_of(engagement, &clock.on_call(id));
    for (person, own) in alone {
        let actor = engagement.actor(*person);
        let name = actor.name;
        let windows = clock.windows(own);
        let when = windows.all().first().map(|window| window.text.clone());
        let when = when.unwrap_or_default();
        let place = shifts.get(name).copied().unwrap_or(actor.span);
        if place != span {
            finding.related(place, format!("`{name}` is there alone {when}"));
        }
    }
    finding.help(
        "put a second person on call at these hours, or a further step on the escalation path \
         that is there then",
    );
}

/// Where the file puts people on call: the first shift that names each.
fn shifts_of<'d>(
    engagement: &Engagement<'d>,
    on_call: &BTreeSet<ActorId>,
) -> BTreeMap<&'d str, Span> {
    let mut places = BTreeMap::new();
    for own in on_call {
        if let ActorKind::Team(team) = engagement.actor(*own).kind {
            let shifts = Many::of(&team.shifts).iter();
            for who in shifts.flat_map(|shift| Many::of(&shift.who)) {
                places.entry(&*who.name).or_insert(who.span);
            }
        }
    }
    places
}

#[cfg(test)]
mod tests;
