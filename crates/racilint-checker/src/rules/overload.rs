use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::values::Hours;

use super::{Context, declare_rule};
use crate::model::{ActorId, ActorKind, Command, Engagement, RowId, civil};
use crate::time::{Absent, Clock, OnShift, Set, Unknown};

declare_rule! {
    /// ## What it does
    ///
    /// Reports who carries more than one person can:
    ///
    /// - accountable for more than seven workstreams that cannot wait: critical ones, those in
    ///   which incidents are handled, those that promise hours or times;
    /// - on shift for more hours a week than they have (`capacity`);
    /// - needed in two places at one minute: alone on the shifts of two teams, or in command of an
    ///   incident, without a deputy on duty, and alone on a shift;
    /// - a team that keeps `24x7` with fewer than eight people, or fewer than twelve in two or more
    ///   time zones (a note).
    ///
    /// ## Why is this bad?
    ///
    /// Nobody says no on paper. What does not fit into a week is then done late, or at three in the
    /// morning by somebody who has two telephones and answers one.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// starts = 2027-01-01
    /// ends = 2027-12-31
    /// timezone = "America/Chicago"
    ///
    /// [person.jo]
    ///
    /// [team.service-desk]
    /// shifts = [{ who = "jo", hours = "Sat 08:00-12:00" }]
    ///
    /// [team.network]
    /// shifts = [{ who = "jo", hours = "Sat 10:00-14:00" }]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// starts = 2027-01-01
    /// ends = 2027-12-31
    /// timezone = "America/Chicago"
    ///
    /// [person.jo]
    /// [person.li]
    ///
    /// [team.service-desk]
    /// shifts = [{ who = "jo", hours = "Sat 08:00-12:00" }]
    ///
    /// [team.network]
    /// shifts = [{ who = "li", hours = "Sat 10:00-14:00" }]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - A party or a group answers: its people share the load. Slices of one workstream count once,
    ///   and what ends before other work begins does not count together with it.
    /// - Other letters than A, and work that can wait: a director may answer for all of it.
    /// - Somebody else is on one of the two shifts, or a deputy is on duty who can command.
    /// - The commander is on the shift of a team that does the very work: `commander-is-responder`.
    /// - A team of which not everybody is named, or that keeps `24x7` for no promise of ours.
    ///
    /// ## References
    ///
    /// - Google, Site Reliability Engineering, chapter 11: eight people for one site, six for each of two
    /// - Smith and Erwin, Role and Responsibility Charting: too many A's
    "overload" {
        summary: "somebody answers for too much, or is needed in two places at once",
        group: Group::Load,
        severity: DefaultSeverity::WARNING,
        needs: "owners of work that is critical or promised, or shifts",
    }
}

/// So much that cannot wait one person can answer for.
const MOST_OWNED: usize = 7;
/// So many are shown.
const MOST_SHOWN: usize = 10;
/// The people that round-the-clock duty takes at one place.
const ONE_SITE: usize = 8;
/// The people that it takes where they work in several zones: six at each of two places.
const SEVERAL_SITES: usize = 12;

fn check(cx: &mut Context<'_, '_>) {
    let owned = owned(cx.engagement);
    let rota = cx.clock.map(Clock::rota).unwrap_or_default();
    if owned.is_empty() && rota.is_empty() {
        return cx.lacks_data();
    }
    for (person, rows) in &owned {
        if rows.len() > MOST_OWNED {
            report_owner(cx, *person, rows);
        }
    }
    let Some(clock) = cx.clock else { return };
    check_capacity(cx, clock, &rota);
    check_two_shifts(cx, clock, &rota);
    check_commands(cx, clock, &rota);
    check_pools(cx);
}

pub(crate) type Owned = BTreeMap<ActorId, BTreeMap<RowId, (RowId, Span)>>;

/// What each person alone answers for and what cannot wait, on the day on which that is most: each
/// workstream once, with the first part of it that they answer for then.
pub(crate) fn owned(engagement: &Engagement<'_>) -> Owned {
    let mut parts: BTreeMap<ActorId, Vec<Part>> = BTreeMap::new();
    for (id, row) in engagement.childless() {
        if row.accountable().links.is_empty() || engagement.cannot_wait(id).is_none() {
            continue;
        }
        let Some(part) = Part::of(id, engagement) else {
            continue;
        };
        for (actor, span) in row.accountable().placed() {
            // Of those who come one after the other each has all of it in their time.
            if engagement.are_several_at_once(actor) {
                continue;
            }
            for person in engagement.answering(actor) {
                let days = engagement.days_of(*person);
                let own = Part { span, ..part }.within(days);
                if let Some(own) = own.filter(|_| engagement.actor(*person).is_person()) {
                    parts.entry(*person).or_default().push(own);
                }
            }
        }
    }
    let at_once = |parts: Vec<Part>| {
        let day = busiest_day(&parts, engagement.start());
        let mut rows = BTreeMap::new();
        for part in parts.iter().filter(|part| part.is_in_force(day)) {
            rows.entry(part.whole).or_insert((part.id, part.span));
        }
        rows
    };
    let all = parts.into_iter();
    all.map(|(person, parts)| (person, at_once(parts)))
        .collect()
}

/// What somebody answers for, whole or in part, with its days.
#[derive(Clone, Copy)]
struct Part {
    /// The workstream.
    whole: RowId,
    /// The part of it, or itself.
    id: RowId,
    span: Span,
    from: Date,
    until: Option<Date>,
}

impl Part {
    /// A row that is not over.
    fn of(id: RowId, engagement: &Engagement<'_>) -> Option<Self> {
        let row = engagement.row(id);
        let until = engagement.days(id).1.and_then(civil);
        let from = engagement.first_day(id)?;
        until.is_none_or(|until| until >= from).then_some(Part {
            whole: row.whole.unwrap_or(id),
            id,
            span: row.span,
            from,
            until,
        })
    }

    /// As much of it as lies on these days.
    fn within(self, (first, last): (Option<Date>, Option<Date>)) -> Option<Self> {
        let from = first.map_or(self.from, |first| first.max(self.from));
        let until = [self.until, last].into_iter().flatten().min();
        until.is_none_or(|until| until >= from).then_some(Part {
            from,
            until,
            ..self
        })
    }

    fn is_in_force(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| until >= day)
    }
}

/// The first day from `start` on that has most workstreams.
fn busiest_day(parts: &[Part], start: Date) -> Date {
    let mut begin: Vec<&Part> = parts.iter().collect();
    begin.sort_by_key(|part| part.from);
    let mut end: Vec<&Part> = parts.iter().filter(|part| part.until.is_some()).collect();
    end.sort_by_key(|part| part.until);
    let mut over = end.into_iter().peekable();
    let mut held: BTreeMap<RowId, usize> = BTreeMap::new();
    let (mut most, mut busiest) = (0, start);
    for part in begin {
        while let Some(gone) = over.next_if(|own| own.until.is_some_and(|day| day < part.from)) {
            let parts = held.entry(gone.whole).or_default();
            *parts = parts.saturating_sub(1);
            if *parts == 0 {
                held.remove(&gone.whole);
            }
        }
        *held.entry(part.whole).or_default() += 1;
        if held.len() > most {
            (most, busiest) = (held.len(), part.from);
        }
    }
    busiest
}

fn report_owner(cx: &mut Context<'_, '_>, person: ActorId, rows: &BTreeMap<RowId, (RowId, Span)>) {
    let engagement = cx.engagement;
    let actor = engagement.actor(person);
    let count = rows.len();
    let message = format!(
        "`{}` answers for {count} workstreams that cannot wait",
        actor.name
    );
    let finding = cx.report(actor.span, message);
    finding.about(actor.object()).aspect("owner");
    for (id, span) in rows.values().take(MOST_SHOWN) {
        let name = &engagement.row(*id).name;
        finding.related(*span, format!("answers for `{name}`"));
    }
    finding.help(format!(
        "give some of it to others who decide it anyway; more than {MOST_OWNED} of such \
         workstreams nobody follows day by day"
    ));
}

/// Shifts that take more hours a week than the person has.
fn check_capacity(cx: &mut Context<'_, '_>, clock: &Clock<'_, '_>, rota: &[OnShift]) {
    let mut shifts: BTreeMap<ActorId, Vec<&OnShift>> = BTreeMap::new();
    for on_shift in rota {
        shifts.entry(on_shift.person).or_default().push(on_shift);
    }
    let engagement = cx.engagement;
    for (person, shifts) in shifts {
        let actor = engagement.actor(person);
        let ActorKind::Person(table) = actor.kind else {
            continue;
        };
        let Some(capacity) = table.capacity else {
            continue;
        };
        let all = Set::union_of(shifts.iter().map(|own| &own.when));
        let hours = clock.usual_week(&all).div_euclid(60);
        let has = capacity.value.0;
        if hours <= has {
            continue;
        }
        let message = format!(
            "`{}` is on shift {hours} hours a week, and has {has}",
            actor.name
        );
        let finding = cx.report(capacity.span, message);
        finding.about(actor.object()).aspect("capacity");
        for own in shifts {
            let team = engagement.actor(own.team).name;
            finding.related(own.place, format!("on shift in `{team}`"));
        }
        finding.help("give some of the shifts to somebody else, or agree on more hours");
    }
}

/// One person alone on the shifts of two teams.
fn check_two_shifts(cx: &mut Context<'_, '_>, clock: &Clock<'_, '_>, rota: &[OnShift]) {
    let mut alone: BTreeMap<ActorId, Vec<&OnShift>> = BTreeMap::new();
    for on_shift in rota.iter().filter(|own| !own.alone.is_empty()) {
        alone.entry(on_shift.person).or_default().push(on_shift);
    }
    let engagement = cx.engagement;
    for (person, shifts) in alone {
        let pairs = shifts.iter().enumerate().flat_map(|(at, one)| {
            let later = shifts.get(at + 1..).unwrap_or_default();
            later.iter().map(move |other| (*one, *other))
        });
        for (one, other) in pairs {
            let both = one.alone.intersection(&other.alone);
            if both.is_empty() {
                continue;
            }
            let when = clock.worst_window(&both);
            let actor = engagement.actor(person);
            let (name, first) = (actor.name, engagement.actor(one.team).name);
            let second = engagement.actor(other.team).name;
            let message =
                format!("`{name}` is alone on shift in `{first}` and in `{second}` {when}");
            let finding = cx.report(other.place, message);
            // By name, not by place: the order in which the two are written means nothing.
            finding.about(actor.object()).aspect(first.max(second));
            finding.related(
                one.place,
                format!("on shift in `{first}`, and nobody else is"),
            );
            finding.help("put a second person on one of the two shifts, or move it");
        }
    }
}

/// One person in command and alone on a shift, with no deputy on duty.
fn check_commands<'d>(cx: &mut Context<'_, 'd>, clock: &Clock<'_, 'd>, rota: &[OnShift]) {
    let engagement = cx.engagement;
    for command in &engagement.commands {
        let Some(person) = commander(command, engagement) else {
            continue;
        };
        let own = rota.iter().filter(|own| own.person == person);
        let own: Vec<&OnShift> = own.filter(|own| !own.alone.is_empty()).collect();
        if own.is_empty() {
            continue;
        }
        let Some(hours) = clock.in_command(command) else {
            continue;
        };
        let deputies = deputies(command, person, engagement);
        let without = |unknown| {
            let absent = Absent::of([person]);
            hours.difference(&clock.any_of(deputies.iter().copied(), &absent, unknown))
        };
        let (sure, at_most) = (without(Unknown::On), without(Unknown::Off));
        let doing = doing(command, engagement);
        for on_shift in own.into_iter().filter(|own| !doing.contains(&own.team)) {
            let both = on_shift.alone.intersection(&sure);
            if !both.is_empty() {
                report_command(cx, command, on_shift, &clock.worst_window(&both));
            } else if !on_shift.alone.intersection(&at_most).is_empty() {
                let deputies = deputies.iter();
                cx.needs_hours_of(deputies.flat_map(|own| clock.without_hours(*own)));
            }
        }
    }
}

/// The one person who commands what is worse than a local disturbance; `None` where that is several,
/// or somebody is not known.
fn commander(command: &Command<'_>, engagement: &Engagement<'_>) -> Option<ActorId> {
    let seats = &command.commander;
    let hidden = |actor| engagement.may_be_more(actor);
    let unknown = [seats, &command.deputy]
        .into_iter()
        .any(|seats| seats.uncertain() || seats.actors().any(hidden));
    let people: BTreeSet<ActorId> = seats
        .actors()
        .flat_map(|actor| engagement.answering(actor).iter().copied())
        .collect();
    let only = people.first().copied().filter(|_| people.len() == 1)?;
    let counts = engagement.actor(only).is_person() && !command.only_minor() && !unknown;
    counts.then_some(only)
}

/// The others who can command instead.
fn deputies(
    command: &Command<'_>,
    person: ActorId,
    engagement: &Engagement<'_>,
) -> BTreeSet<ActorId> {
    let seats = [&command.commander, &command.deputy];
    let people = seats
        .into_iter()
        .flat_map(|seats| engagement.acting_in(seats));
    people.filter(|own| *own != person).collect()
}

/// The teams that do the work that is commanded.
fn doing(command: &Command<'_>, engagement: &Engagement<'_>) -> BTreeSet<ActorId> {
    let rows = engagement.covered(command).into_iter();
    rows.flat_map(|row| {
        let seats = engagement.row(row).responsible();
        seats.actors().collect::<Vec<_>>()
    })
    .collect()
}

fn report_command(cx: &mut Context<'_, '_>, command: &Command<'_>, on_shift: &OnShift, when: &str) {
    let engagement = cx.engagement;
    let actor = engagement.actor(on_shift.person);
    let team = engagement.actor(on_shift.team).name;
    let (name, commanded) = (actor.name, command.name);
    let message =
        format!("`{name}` commands `{commanded}` and is alone on shift in `{team}` {when}");
    let place = command.commander.first_span().unwrap_or(command.span);
    let finding = cx.report(on_shift.place, message);
    finding.about(actor.object()).aspect(commanded);
    finding.related(place, "commands, and no deputy is on duty");
    for link in &command.deputy.links {
        finding.related(link.span, "the deputy, off duty then");
    }
    finding.help("put a second person on the shift, or name a deputy who is on duty then");
}

/// Teams that are there round the clock for a promise, with too few people.
fn check_pools(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let mut promises: BTreeMap<ActorId, (Span, RowId)> = BTreeMap::new();
    for (id, row) in engagement.leaves() {
        if engagement.hours(id).is_some_and(Hours::always) {
            for (actor, span) in row.responsible().placed() {
                promises.entry(actor).or_insert((span, id));
            }
        }
    }
    for (team, (span, row)) in promises {
        check_pool(cx, team, span, row);
    }
}

fn check_pool(cx: &mut Context<'_, '_>, team: ActorId, span: Span, row: RowId) {
    let (engagement, Some(clock)) = (cx.engagement, cx.clock) else {
        return;
    };
    let actor = engagement.actor(team);
    let ActorKind::Team(table) = actor.kind else {
        return;
    };
    let people = engagement.acting(team);
    let of_people = people.iter().all(|own| engagement.actor(*own).is_person());
    let always = table.hours.as_ref().is_some_and(Hours::always);
    let duty = clock.on_duty(team, &Absent::nobody(), Unknown::Off);
    let keeps = always || clock.horizon().difference(&duty).is_empty();
    if people.is_empty() || !of_people || engagement.may_be_more(team) || !keeps {
        return;
    }
    let zones: BTreeSet<&str> = people.iter().map(|own| clock.zone_of(*own)).collect();
    let (wanted, where_) = match zones.len() {
        0 | 1 => (ONE_SITE, "at one place"),
        _ => (SEVERAL_SITES, "in several time zones"),
    };
    let count = people.len();
    if count >= wanted {
        return;
    }
    let (name, row) = (actor.name, &engagement.row(row).name);
    let persons = if count == 1 { "person" } else { "people" };
    let message =
        format!("`{name}` keeps `24x7` with {count} {persons}; {where_} that takes {wanted}");
    let finding = cx.report(actor.span, message);
    finding.about(actor.object()).aspect("pool");
    finding.related(span, format!("is there round the clock for `{row}`"));
    finding.help(
        "with fewer, the same people are woken too often, and leave; share the nights with another \
         team, or promise fewer hours",
    );
}

#[cfg(test)]
mod tests;
