use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Group};

use super::turns::{Turns, in_words};
use super::{Context, declare_rule, words};
use crate::model::{ActorId, ActorKind, Authority, Engagement, Grant, Letter, Link, RowId, Seats};

mod leaving;

declare_rule! {
    /// ## What it does
    ///
    /// Reports work that cannot wait and that one person alone can do: nobody else is responsible
    /// for it or supports it; or several do it, and for an action that it takes there is only one
    /// person with the authority, among them and all who are called.
    ///
    /// It also reports the first day, within a year, from which one person alone can do the work,
    /// since the others have left by then (`until`).
    ///
    /// Everybody who can act counts, at whatever hour: all of a team, the holder of a role and the
    /// deputy, whoever covers for somebody. What somebody knows does not count, since the file does
    /// not say which skills a piece of work takes.
    ///
    /// ## Why is this bad?
    ///
    /// It works for years. Then the one who does it is ill for six weeks.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.imaging]
    /// criticality = "critical"
    /// responsible = "radiology-it"
    ///
    /// [role.radiology-it]
    /// held-by = "ana"
    ///
    /// [person.ana]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.imaging]
    /// criticality = "critical"
    /// responsible = "radiology-it"
    ///
    /// [role.radiology-it]
    /// held-by = "ana"
    /// deputy = "ben"
    ///
    /// [person.ana]
    /// [person.ben]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The work can wait: it is not critical, handles no incidents, and promises no hours or times.
    /// - A party that names no people does it or helps: whom it sends is its own matter.
    /// - It is a decision and nothing else.
    /// - It is split by hours, and others do the same at other hours.
    /// - Nobody does it, or somebody is named by an id that does not exist: other rules say so.
    /// - Whoever is left alone hands over: within a week the next one comes, or the work ends.
    /// - Another rule says what comes of somebody who leaves: `absence-gap`, `coverage-gap` or
    ///   `missing-secondary`. For authority it looks at the first day only.
    ///
    /// ## References
    ///
    /// - ISO/IEC 27001:2022, 5.30: readiness of ICT for business continuity
    /// - NIST SP 800-53 r5, CP-2: contingency roles, with individuals assigned
    "single-person-dependency" {
        summary: "one person alone can do work that cannot wait",
        group: Group::Load,
        severity: DefaultSeverity::ByCriticality,
        needs: "work that is critical, or promises hours or times",
        frameworks: &["iso-27001", "nist-800-53"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let mut present = Present::of(engagement);
    let mut has_data = false;
    for (id, row) in engagement.leaves() {
        if row.only_decides() || engagement.is_over(id) || engagement.cannot_wait(id).is_none() {
            continue;
        }
        has_data = true;
        let parts = parts(id, engagement);
        if parts.first() != Some(&id) {
            continue;
        }
        let Some(people) = who_does(&parts, &mut present) else {
            continue;
        };
        match people.first() {
            Some(person) if people.len() == 1 => report_alone(cx, &parts, &Alone::of(*person)),
            Some(_) => {
                if !check_authority(cx, id, &people, &mut present)
                    && let Some(alone) = leaving::left_alone(cx, &parts, &people)
                {
                    report_alone(cx, &parts, &alone);
                }
            }
            None => {}
        }
    }
    if !has_data {
        cx.lacks_data();
    }
}

/// The slices that share the work by hours, in the order of the file: whoever does it at night can
/// do it by day. Otherwise the row alone.
fn parts(id: RowId, engagement: &Engagement<'_>) -> Vec<RowId> {
    let has_hours = |id: &RowId| {
        let slice = engagement.row(*id).slice;
        slice.is_some_and(|slice| slice.hours.is_some())
    };
    match engagement.row(id).whole {
        Some(whole) if has_hours(&id) => {
            let slices = engagement.row(whole).slices.iter();
            slices.copied().filter(has_hours).collect()
        }
        _ => vec![id],
    }
}

/// Everybody who does the work or helps with it, sorted; `None` when there may be more.
fn who_does(parts: &[RowId], present: &mut Present<'_, '_>) -> Option<Vec<ActorId>> {
    let mut people = Vec::new();
    for id in parts {
        let row = present.engagement.row(*id);
        for letter in [Letter::Responsible, Letter::Support] {
            present.add(row.seats(letter), *id, &mut people)?;
        }
    }
    Some(each_once(people))
}

fn each_once(mut people: Vec<ActorId>) -> Vec<ActorId> {
    people.sort_unstable();
    people.dedup();
    people
}

/// Who is there behind each name on a day: the same few names stand in most rows.
struct Present<'e, 'd> {
    engagement: &'e Engagement<'d>,
    /// `None` where they cannot be counted.
    known: BTreeMap<(ActorId, Date), Option<Vec<ActorId>>>,
}

impl<'e, 'd> Present<'e, 'd> {
    fn of(engagement: &'e Engagement<'d>) -> Self {
        Present {
            engagement,
            known: BTreeMap::new(),
        }
    }

    /// Adds the people whom a key of a row names and who are there; `None` when they cannot be
    /// counted.
    fn add(&mut self, seats: &Seats<'_>, row: RowId, people: &mut Vec<ActorId>) -> Option<()> {
        let day = self.engagement.first_day(row)?;
        for actor in seats.actors() {
            let known = self.known.entry((actor, day));
            let known = known.or_insert_with(|| people_of(actor, day, self.engagement));
            people.extend(known.as_deref()?);
        }
        (!seats.uncertain()).then_some(())
    }
}

fn people_of(actor: ActorId, day: Date, engagement: &Engagement<'_>) -> Option<Vec<ActorId>> {
    let known = engagement.acting(actor);
    let is_opaque = known.is_empty() && engagement.vacancies(actor, day).is_empty();
    let of_people = known.iter().all(|own| engagement.actor(*own).is_person());
    if is_opaque || !of_people || engagement.may_be_more(actor) {
        return None;
    }
    let is_there = |person: &ActorId| !engagement.is_away_for_good(*person, day);
    let people = able(actor, engagement).filter(is_there);
    Some(each_once(people.collect()))
}

/// Everybody behind a name, and whoever covers for them, whenever they are there.
fn able(actor: ActorId, engagement: &Engagement<'_>) -> impl Iterator<Item = ActorId> {
    engagement.acting(actor).iter().flat_map(|own| {
        let covers = engagement.covers_of(*own);
        std::iter::once(*own).chain(covers)
    })
}

/// The one person who can do some work.
struct Alone {
    person: ActorId,
    /// The day from which that is so, where it is not the first, and those whose last day is the one
    /// before.
    since: Option<(Date, Vec<ActorId>)>,
}

impl Alone {
    fn of(person: ActorId) -> Self {
        Alone {
            person,
            since: None,
        }
    }
}

fn report_alone(cx: &mut Context<'_, '_>, parts: &[RowId], alone: &Alone) {
    let engagement = cx.engagement;
    let person = alone.person;
    let Some(first) = parts.first() else { return };
    let own = engagement.row(*first);
    let row = match own.whole {
        Some(whole) if parts.len() > 1 => engagement.row(whole),
        _ => own,
    };
    let name = engagement.actor(person).name;
    let rows = parts.iter().map(|id| engagement.row(*id));
    let seats: Vec<_> = rows
        .flat_map(|row| [row.responsible(), row.seats(Letter::Support)])
        .flat_map(|seats| &seats.links)
        .collect();
    let named = seats.iter().filter_map(|link| link.to);
    let begins = engagement.first_day(*first).unwrap_or(engagement.start());
    let since = alone.since.as_ref();
    let day = since.map_or(begins, |(day, _)| *day);
    let turns = Turns::of(engagement, Some(person), named, day);
    let mut message = format!("{} can do the work of `{}`", turns.who(), row.name);
    if since.is_some() {
        message = format!("from {} {message}", in_words(day));
    }
    let place = seats.first().map_or(row.span, |link| link.span);
    let why = engagement.cannot_wait(*first);
    let finding = cx.report(place, message);
    finding.about(row.object()).aspect(name);
    // Who leaves only later is told of where the file says so.
    let leaves = |link: &Link<'_, ActorId>| {
        let until = link.to.and_then(|own| engagement.days_of(own).1);
        since.is_some() && until.is_some_and(|until| until < day)
    };
    for link in seats.iter().filter(|link| !leaves(link)) {
        let Some(label) = turns.behind(link) else {
            continue;
        };
        if link.span == place {
            finding.label(label);
        } else {
            finding.related(link.span, label);
        }
    }
    for own in since.into_iter().flat_map(|(_, leaving)| leaving) {
        let own = engagement.actor(*own);
        if let ActorKind::Person(table) = own.kind
            && let Some(until) = table.until
        {
            finding.related(until.span, format!("`{}` leaves", own.name));
        }
    }
    if let Some((span, why)) = why {
        finding.related(span, why);
    }
    finding.help(
        "name a second who can do it: another person beside, a deputy of the role, a team of two; \
         until then, say so in a waiver with a last day",
    );
}

/// Several do the work: for each action it takes, one of them may be the only one with the
/// authority. Says whether that is reported.
fn check_authority(
    cx: &mut Context<'_, '_>,
    id: RowId,
    people: &[ActorId],
    present: &mut Present<'_, '_>,
) -> bool {
    let engagement = cx.engagement;
    let Some(mut all) = called(id, present) else {
        return false;
    };
    all.extend(people);
    let all = each_once(all);
    let mut alone: Option<(ActorId, Vec<&str>)> = None;
    for need in engagement.needs(id) {
        let action: &str = &need.action.id.name;
        let in_own_name = |own: ActorId| {
            let authority = engagement.authority(own, action, id);
            matches!(authority, Authority::May | Authority::Unknown)
        };
        // Whoever covers for somebody has the authority of that one, too.
        let may = |own: &ActorId| {
            let mut covered = people.iter().copied();
            in_own_name(*own)
                || covered.any(|one| engagement.covers_of(one).contains(own) && in_own_name(one))
        };
        let mut able = all.iter().copied().filter(may);
        let (Some(only), None) = (able.next(), able.next()) else {
            continue;
        };
        if people.binary_search(&only).is_err() {
            continue;
        }
        match &mut alone {
            Some((person, actions)) if *person == only => actions.push(action),
            Some(_) => {}
            None => alone = Some((only, vec![action])),
        }
    }
    let Some((person, actions)) = alone else {
        return false;
    };
    report_authority(cx, id, person, &actions);
    true
}

/// Everybody else who is called about a row or answers for it; `None` when there may be more.
fn called(id: RowId, present: &mut Present<'_, '_>) -> Option<Vec<ActorId>> {
    let engagement = present.engagement;
    let mut called = Vec::new();
    present.add(engagement.row(id).accountable(), id, &mut called)?;
    let Some(link) = engagement.escalation(id) else {
        return (!engagement.may_be_escalated(id)).then_some(called);
    };
    for step in &engagement.paths.get(link.to?)?.steps {
        present.add(&step.to, id, &mut called)?;
    }
    Some(called)
}

fn report_authority(cx: &mut Context<'_, '_>, id: RowId, person: ActorId, actions: &[&str]) {
    let engagement = cx.engagement;
    let row = engagement.row(id);
    let name = engagement.actor(person).name;
    let what = words::list(actions);
    let message = format!(
        "`{}` hangs on `{name}`: nobody else there may do {what}",
        row.name
    );
    let grants = actions
        .iter()
        .flat_map(|action| engagement.grants_for(action, id));
    let grants: BTreeSet<_> = grants
        .filter(|grant| {
            grant
                .holders
                .actors()
                .any(|own| engagement.acting(own).contains(&person))
        })
        .map(Grant::place)
        .collect();
    let place = row.responsible().first_span().unwrap_or(row.span);
    let why = engagement.cannot_wait(id);
    let finding = cx.report(place, message);
    finding.about(row.object()).aspect(name);
    for grant in grants {
        finding.related(grant, format!("only `{name}` may"));
    }
    if let Some((span, why)) = why {
        finding.related(span, why);
    }
    finding.help("give a second one of them the authority as well, or the whole team");
}

#[cfg(test)]
mod tests;
