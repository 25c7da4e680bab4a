use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Activity;

use super::{Context, declare_rule};
use crate::model::{ActorId, Effort, Engagement, RowId, days_apart};

declare_rule! {
    /// ## What it does
    ///
    /// Reports two workstreams that do the same kind of work on the same system at the same time,
    /// with different owners.
    ///
    /// Where there are too many to compare all with all, it says so at the most critical.
    ///
    /// ## Why is this bad?
    ///
    /// Two teams that both patch a server do so against each other, or each waits for the other.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.server-care]
    /// activity    = "operate"
    /// systems     = ["erp", "mail"]
    /// accountable = "dana"
    ///
    /// [workstream.erp-support]
    /// activity    = "operate"
    /// systems     = "erp"
    /// accountable = "lee"
    ///
    /// [system.erp]
    /// [system.mail]
    /// [person.dana]
    /// [person.lee]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.server-care]
    /// activity    = "operate"
    /// systems     = "mail"
    /// accountable = "dana"
    ///
    /// [workstream.erp-support]
    /// activity    = "operate"
    /// systems     = "erp"
    /// accountable = "lee"
    ///
    /// [system.erp]
    /// [system.mail]
    /// [person.dana]
    /// [person.lee]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One is a part of the other, or both are slices of one workstream.
    /// - Their hours have at most an hour in common, for handing over; or one ends before the other
    ///   begins. Hours in different zones are taken as apart.
    /// - Both watch, one in a security area and the other not: watching a firewall for attacks and
    ///   watching whether it runs are two jobs.
    /// - They are of different areas, and the activity does not say what is done: one team runs the
    ///   backups of a server and another patches it. To stop, triage or repair is one job everywhere.
    /// - They are decisions: about one system many are taken, each by whoever has to.
    /// - The same people answer for both, or one does not say on which systems it works.
    ///
    /// ## References
    ///
    /// - Sommerville, *Models for Responsibility Assignment*: duplicated responsibility
    "duplicated-ownership" {
        summary: "two owners answer for the same kind of work on one system",
        group: Group::Ownership,
        severity: DefaultSeverity::ByCriticality,
        needs: "workstreams with `activity` and `systems`",
    }
}

/// A kind of work on a system.
type Work<'d> = (Activity, &'d str);

/// A row that does some work, with the place that names the system.
#[derive(Clone, Copy)]
struct Done {
    row: RowId,
    owner: (ActorId, Span),
    system: Span,
}

/// Who does some work, by owner.
type Groups = Vec<(ActorId, Vec<Done>)>;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let mut index: BTreeMap<Work<'_>, Groups> = BTreeMap::new();
    let mut reported = BTreeSet::new();
    let mut has_data = false;
    let weights = engagement.childless().map(|(id, row)| {
        let works = row.systems().len() * row.activities().count();
        weight(engagement, id) * (1 + works)
    });
    let effort = Effort::for_many(weights.sum());
    let mut most_critical = None;
    for (row, body) in engagement.childless() {
        let works = works(engagement, row);
        has_data |= !works.is_empty();
        // Where several answer, `multiple-accountable` says so.
        let owners = engagement.owners(row);
        let ([owner], false) = (owners.as_slice(), body.accountable().uncertain()) else {
            continue;
        };
        let works = works.into_iter();
        for (work, system) in works.filter(|(work, _)| work.0 != Activity::Decision) {
            let owner = *owner;
            let done = Done { row, owner, system };
            let groups = index.entry(work).or_default();
            if let Some(twin) = twin(engagement, groups, &done, work.0, &effort)
                && reported.insert((twin.row, row))
            {
                report(cx, &twin, &done, work);
            }
            add(engagement, groups, done);
            let own = (engagement.criticality(row), row);
            most_critical = Some(most_critical.map_or(own, |other| own.min(other)));
        }
    }
    if let Some((_, row)) = most_critical.filter(|_| effort.is_spent()) {
        let row = engagement.row(row);
        cx.stops_at(row.span, row.object(), "that work on the same systems");
    }
    if !has_data {
        cx.lacks_data();
    }
}

/// The kinds of work that a row does on each of its systems, each once.
fn works<'d>(engagement: &Engagement<'d>, row: RowId) -> BTreeMap<Work<'d>, Span> {
    let row = engagement.row(row);
    let mut works = BTreeMap::new();
    let systems = row.systems().iter();
    for system in systems.filter(|system| engagement.names.system(&system.name).is_some()) {
        for activity in row.activities() {
            works
                .entry((activity, &*system.name))
                .or_insert(system.span);
        }
    }
    works
}

/// So many groups are looked through for that of an owner: a second one of the same owner does no
/// harm.
const MOST_GROUPS: usize = 32;

fn add(engagement: &Engagement<'_>, groups: &mut Groups, done: Done) {
    let same = |(owner, _): &&mut (ActorId, Vec<Done>)| {
        engagement.are_answered_alike(*owner, done.owner.0)
    };
    match groups.iter_mut().take(MOST_GROUPS).find(same) {
        Some((_, rows)) => rows.push(done),
        None => groups.push((done.owner.0, vec![done])),
    }
}

/// The first row that does the same work at the same time for another owner; none once no more is to
/// be looked at.
fn twin(
    engagement: &Engagement<'_>,
    groups: &Groups,
    done: &Done,
    activity: Activity,
    effort: &Effort,
) -> Option<Done> {
    let looked_at = groups.iter().take_while(|_| effort.spend(1));
    let others = looked_at
        .filter(|(owner, _)| !engagement.is_one_owner(*owner, done.owner.0))
        .flat_map(|(_, rows)| rows);
    let mut compared = others.take_while(|_| effort.spend(1));
    compared
        .find(|other| is_same_work(engagement, other.row, done.row, activity, effort))
        .copied()
}

/// Whether two rows without parts can be taken for the same work: of two workstreams, not apart in
/// time, and not watching for different things.
fn is_same_work(
    engagement: &Engagement<'_>,
    a: RowId,
    b: RowId,
    activity: Activity,
    effort: &Effort,
) -> bool {
    let (one, other) = (engagement.row(a).whole, engagement.row(b).whole);
    let slices_of_one = one.is_some() && one == other;
    let steps = weight(engagement, a) * weight(engagement, b);
    let apart = slices_of_one || days_apart(engagement.days(a), engagement.days(b));
    if apart || !effort.spend(steps) {
        return false;
    }
    let watches_for_another =
        activity == Activity::Monitor && is_security(engagement, a) != is_security(engagement, b);
    let another_job = is_broad(activity) && are_of_other_areas(engagement, a, b);
    !watches_for_another && !another_job && engagement.meet_in_time(a, b)
}

/// How much there is in a row to compare.
fn weight(engagement: &Engagement<'_>, row: RowId) -> usize {
    let hours = engagement.hours(row);
    let windows = hours.map_or(0, |hours| hours.windows.len());
    1 + windows + engagement.row(row).areas.len()
}

/// Whether an activity is so broad that the area says what is done: backups and patches are both
/// operation. To stop, triage or repair is one job, of whatever area the row is.
fn is_broad(activity: Activity) -> bool {
    use Activity::{Contain, Remediate, Triage};
    !matches!(activity, Contain | Remediate | Triage)
}

/// Whether both rows are of areas, and have none in common.
fn are_of_other_areas(engagement: &Engagement<'_>, a: RowId, b: RowId) -> bool {
    let areas = |row| -> BTreeSet<&str> {
        let areas = engagement.row(row).areas.iter();
        areas.map(|(area, _)| &*area.id.name).collect()
    };
    let (a, b) = (areas(a), areas(b));
    !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
}

/// Whether a row is of the security areas. One of no area runs something.
fn is_security(engagement: &Engagement<'_>, row: RowId) -> bool {
    let mut areas = engagement.row(row).areas.iter();
    areas.any(|(area, _)| area.body.security.is_some_and(|flag| flag.value))
}

fn report(cx: &mut Context<'_, '_>, earlier: &Done, later: &Done, (activity, system): Work<'_>) {
    let engagement = cx.engagement;
    let owner = |done: &Done| engagement.actor(done.owner.0).name;
    let name = |done: &Done| &*engagement.row(done.row).name;
    let word = activity.word();
    let by = if is_broad(activity) {
        "systems, hours or areas"
    } else {
        "systems or hours"
    };
    let message = format!(
        "two owners answer for `{word}` work on `{system}`: `{}` in `{}` and `{}` in `{}`",
        owner(earlier),
        name(earlier),
        owner(later),
        name(later)
    );
    let (earlier_name, later_name) = (name(earlier), name(later));
    // The more critical of the two, which says how much this weighs; else by name. A waiver holds in
    // whatever order they are written.
    let rank = |done: &Done| (engagement.criticality(done.row), name(done));
    let (object, aspect) = match rank(earlier) < rank(later) {
        true => (earlier, later_name),
        false => (later, earlier_name),
    };
    let object = engagement.row(object.row).object();
    let finding = cx.report(later.owner.1, message);
    finding
        .about(object)
        .aspect(aspect)
        .related(earlier.owner.1, format!("answers for `{earlier_name}`"))
        .related(earlier.system, format!("`{earlier_name}` works on it"))
        .related(later.system, format!("and so does `{later_name}`"))
        .help(format!(
            "let one of them answer for `{word}` work on `{system}`, or tell the two apart by {by}"
        ));
}

#[cfg(test)]
mod tests;
