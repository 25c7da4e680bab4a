use std::collections::{BTreeMap, BTreeSet, VecDeque};

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::decode::Spanned;
use racilint_parser::values::{Elapsed, Many};

use super::{Context, declare_rule};
use crate::model::{Effort, Engagement, Hangs, RowId, Target, Underpinning, civil};
use crate::time::{Clock, Unknown, in_words};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a promise that is tighter than the contract it stands on: an agreement with a
    /// supplier, or between two of your own teams, about the same work, about work that it depends
    /// on, or about a system that it is done on; also over several steps, through work that depends
    /// on other work. Compared are how soon the service is back, for the same work also how soon
    /// somebody responds, and the hours.
    ///
    /// Where there are too many to compare all with all, it says so at the first that is left out.
    ///
    /// ## Why is this bad?
    ///
    /// The client was promised four hours, the vendor promised eight. The missing four are yours,
    /// and they come with a penalty clause.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.mail]
    /// systems = ["tenant"]
    /// restore-within = "4h"
    ///
    /// [system.tenant]
    /// vendor = "host"
    ///
    /// [agreement.hosting]
    /// kind = "underpinning"
    /// between = ["northwind", "host"]
    /// covers = ["tenant"]
    /// restore-within = "8h"
    ///
    /// [party.northwind]
    /// [party.host]
    /// kind = "vendor"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.mail]
    /// systems = ["tenant"]
    /// restore-within = "8h"
    ///
    /// [system.tenant]
    /// vendor = "host"
    ///
    /// [agreement.hosting]
    /// kind = "underpinning"
    /// between = ["northwind", "host"]
    /// covers = ["tenant"]
    /// restore-within = "6h"
    ///
    /// [party.northwind]
    /// [party.host]
    /// kind = "vendor"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Both promise the same.
    /// - One of the two promises nothing about it. Where the supplier promises only to respond,
    ///   that has to fit into the time in which the service is back.
    /// - The contract is about a system only, or several steps away, and the work promises no
    ///   restoration: its vendor is not on the way back.
    /// - The work depends, over several steps, on other work that promises too much of the same: that
    ///   is told there.
    /// - The contract is about a part of what the work depends on that has other systems.
    /// - The agreement is over, or holds on no day on which the work is done: the old contract beside
    ///   the new one. Its hours are compared on its own days.
    /// - The agreement is of another kind, such as a business associate agreement.
    ///
    /// ## References
    ///
    /// - ISO/IEC 20000-1:2018, 8.3.4: targets of suppliers align with what is promised
    /// - ITIL: underpinning contracts and operational level agreements
    "sla-not-underpinned" {
        summary: "a promise is tighter than the contract it stands on",
        group: Group::Escalation,
        severity: DefaultSeverity::ERROR,
        needs: "promises, and agreements of kind `ola` or `underpinning` with theirs",
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let dependents = Dependents::of(engagement);
    let agreements = engagement.underpinnings();
    let effort = Effort::for_many(agreements.len() * engagement.rows().count());
    let mut compared = false;
    let mut stops_at = None;
    for agreement in agreements {
        compared |= check_agreement(cx, &agreement, &dependents, &effort, &mut stops_at);
    }
    if let Some(row) = stops_at {
        let row = engagement.row(row);
        cx.stops_at(row.span, row.object(), "that depend on it");
    }
    if !compared {
        cx.lacks_data();
    }
}

/// So often a split workstream is looked up for one of its parts.
const MOST_PARTS: usize = 32;

/// Looks at all work that stands on an agreement, from what it carries on to what depends on that.
/// What the contract does not hold is told where it is closest: who depends on that work over
/// several steps is not told the same again.
/// Returns whether there was anything to compare; `stops_at` becomes the first row of which not all
/// that depends on it was looked at.
fn check_agreement<'d>(
    cx: &mut Context<'_, 'd>,
    agreement: &Underpinning<'d>,
    dependents: &Dependents<'d>,
    effort: &Effort,
    stops_at: &mut Option<RowId>,
) -> bool {
    let engagement = cx.engagement;
    let leaves = engagement.leaves();
    let closest = leaves.filter_map(|(row, _)| Some((row, engagement.hangs(row, agreement)?)));
    let mut hanging: BTreeMap<RowId, Hangs> = closest.collect();
    let mut open: Vec<RowId> = hanging.keys().copied().collect();
    open.sort_by_key(|row| hanging[row]);
    let mut open = VecDeque::from(open);
    let mut told: BTreeMap<RowId, BTreeSet<Span>> = BTreeMap::new();
    let mut compared = false;
    while let Some(row) = open.pop_front() {
        if !engagement.is_at_work_within(row, agreement.days()) {
            continue;
        }
        let hangs = hanging[&row];
        let (mut faults, evaluated) = faults(cx, row, agreement, hangs);
        compared |= evaluated;
        let mut known = told_of(hangs, &told, engagement);
        if matches!(hangs, Hangs::Through(_)) {
            faults.retain(|fault| !known.contains(&fault.less));
        }
        if let Some(first) = faults.first() {
            report(cx, row, agreement, &hanging, first, &faults[1..]);
        }
        known.extend(faults.iter().map(|fault| fault.less));
        told.insert(row, known);
        for named in engagement.named_for(row) {
            for dependent in dependents.on(named, row, engagement, effort) {
                let is_new = !hanging.contains_key(&dependent);
                if is_new && !engagement.are_apart(dependent, row) {
                    hanging.insert(dependent, Hangs::Through(row));
                    open.push_back(dependent);
                }
            }
        }
        if effort.is_spent() {
            stops_at.get_or_insert(row);
        }
    }
    compared
}

/// The rows that depend on each row: all of them, and those that name a system or none.
struct Dependents<'d> {
    all: BTreeMap<RowId, Vec<RowId>>,
    by_system: BTreeMap<(RowId, Option<&'d str>), Vec<RowId>>,
}

impl<'d> Dependents<'d> {
    fn of(engagement: &Engagement<'d>) -> Self {
        let all = engagement.dependents();
        let mut by_system: BTreeMap<_, Vec<RowId>> = BTreeMap::new();
        for (on, dependents) in &all {
            for dependent in dependents {
                for system in systems(*dependent, engagement) {
                    by_system.entry((*on, system)).or_default().push(*dependent);
                }
            }
        }
        Dependents { all, by_system }
    }

    /// The rows that depend on a workstream, but for those that surely need another part of it, in
    /// the order of the file; fewer once no more is to be looked at.
    fn on(
        &self,
        named: RowId,
        part: RowId,
        engagement: &Engagement<'d>,
        effort: &Effort,
    ) -> BTreeSet<RowId> {
        let systems = systems(part, engagement);
        let lists: Vec<&Vec<RowId>> = match systems[..] {
            [None] => self.all.get(&named).into_iter().collect(),
            _ => {
                let keys = [None].into_iter().chain(systems);
                let lists = keys.filter_map(|system| self.by_system.get(&(named, system)));
                lists.collect()
            }
        };
        let rows = lists.into_iter().flatten().copied();
        rows.take_while(|_| effort.spend(1)).collect()
    }
}

/// The systems that a row names, or none as one.
fn systems<'d>(row: RowId, engagement: &Engagement<'d>) -> Vec<Option<&'d str>> {
    let named = engagement.row(row).systems().iter();
    let mut systems: Vec<Option<&str>> = named.map(|system| Some(&*system.name)).collect();
    if systems.is_empty() {
        systems.push(None);
    }
    systems
}

/// What of the contract has been told of the work that a row depends on.
fn told_of(
    hangs: Hangs,
    told: &BTreeMap<RowId, BTreeSet<Span>>,
    engagement: &Engagement<'_>,
) -> BTreeSet<Span> {
    let on = match hangs {
        Hangs::On(on) | Hangs::Through(on) => on,
        Hangs::Itself | Hangs::OnSystem(_) => return BTreeSet::new(),
    };
    let slices = engagement.row(on).slices.iter().take(MOST_PARTS);
    let rows = slices.chain([&on]).filter_map(|row| told.get(row));
    rows.flatten().copied().collect()
}

/// A part of the promise that the agreement does not hold.
struct Fault {
    /// Where it is promised.
    promise: Span,
    /// Where the agreement says less.
    less: Span,
    /// What is promised and what stands behind it, in words.
    says: String,
}

/// What the agreement does not hold, and whether there was anything to compare.
fn faults<'d>(
    cx: &Context<'_, 'd>,
    row: RowId,
    agreement: &Underpinning<'d>,
    hangs: Hangs,
) -> (Vec<Fault>, bool) {
    let engagement = cx.engagement;
    let body = &agreement.item.body;
    let restore = engagement.restore_target(row);
    // A supplier who only promises to respond has to do so before the service is due back.
    let behind = [
        (body.restore_within, "the service is back"),
        (body.respond_within, "somebody responds"),
    ];
    let behind = behind
        .into_iter()
        .find_map(|(said, what)| Some((said?, what)));
    let respond = engagement
        .respond_target(row)
        .filter(|_| hangs == Hangs::Itself);
    let times = [
        slower(restore, "the service is back", behind),
        slower(
            respond,
            "somebody responds",
            body.respond_within.map(|said| (said, "somebody responds")),
        ),
    ];
    let is_far = matches!(hangs, Hangs::OnSystem(_) | Hangs::Through(_));
    let on_the_way = restore.is_some() || !is_far;
    let hours = cx
        .clock
        .filter(|_| on_the_way)
        .and_then(|clock| closed(clock, engagement, row, agreement));
    let all = times.into_iter().chain([hours]);
    let all: Vec<Option<Fault>> = all.flatten().collect();
    let evaluated = !all.is_empty();
    (all.into_iter().flatten().collect(), evaluated)
}

/// Whether what stands behind a promise takes longer; `None` when one of the two is not there.
fn slower(
    promise: Option<(RowId, Target)>,
    what: &str,
    behind: Option<(Spanned<Elapsed>, &str)>,
) -> Option<Option<Fault>> {
    let ((_, promise), (said, less)) = promise.zip(behind)?;
    let (own, its) = (promise.value.minutes, said.value.minutes);
    let words = |minutes: u32| in_words(u64::from(minutes));
    Some((its > own).then(|| Fault {
        promise: promise.span,
        less: said.span,
        says: format!(
            "promises that {what} within {}, and stands on a contract in which {less} within {}",
            words(own),
            words(its)
        ),
    }))
}

/// Whether there are promised hours in which the agreement is closed; `None` when one of the two
/// has no hours.
fn closed<'d>(
    clock: &Clock<'_, 'd>,
    engagement: &Engagement<'d>,
    row: RowId,
    agreement: &Underpinning<'d>,
) -> Option<Option<Fault>> {
    let said = agreement.item.body.hours.as_ref()?;
    let promise = engagement.hours(row)?;
    let open = clock.written_hours(said, Unknown::On)?;
    let missing = clock.promised(row)?.difference(&open);
    let [first, last] = <[_; 2]>::from(agreement.days()).map(|day| day.and_then(civil));
    let missing = missing.intersection(&clock.on_dates(first.unwrap_or(engagement.start()), last));
    Some(clock.windows(&missing).worst().map(|when| Fault {
        promise: promise.span,
        less: said.span,
        says: format!("is promised, and the contract it stands on is closed, {when}"),
    }))
}

fn report(
    cx: &mut Context<'_, '_>,
    id: RowId,
    agreement: &Underpinning<'_>,
    hanging: &BTreeMap<RowId, Hangs>,
    first: &Fault,
    others: &[Fault],
) {
    let engagement = cx.engagement;
    let row = engagement.row(id);
    let name = &*agreement.item.id.name;
    let message = format!("`{}` {}", row.name, first.says);
    let finding = cx.report(first.promise, message);
    finding.about(row.object()).aspect(name);
    finding.related(first.less, format!("`{name}` says less"));
    for other in others {
        finding.related(other.less, format!("`{}` {}", row.name, other.says));
    }
    for (place, label) in steps(id, hanging, engagement) {
        finding.related(place, label);
    }
    finding.help(format!(
        "agree with whom `{name}` is made on no less than what is promised, or promise what it can \
         carry"
    ));
}

/// So many steps from a promise to the contract are shown.
const MOST_STEPS: usize = 4;

/// What leads from a promise to the contract that it stands on: what depends on what, and what is
/// done on which system.
fn steps(
    id: RowId,
    hanging: &BTreeMap<RowId, Hangs>,
    engagement: &Engagement<'_>,
) -> Vec<(Span, String)> {
    let mut steps = Vec::new();
    let mut at = Some(id);
    while let Some(own) = at.filter(|_| steps.len() < MOST_STEPS) {
        let row = engagement.row(own);
        let who = match own == id {
            true => "it".to_owned(),
            false => format!("`{}`", row.name),
        };
        let depends = |on: RowId| {
            let all = Many::of(&row.workstream.depends_on).iter();
            let named: Vec<RowId> = engagement.named_for(on).collect();
            let place = all.filter(move |own| {
                let row = engagement.names.row(&own.name);
                row.is_some_and(|row| named.contains(&row))
            });
            place.map(|own| own.span).next()
        };
        let (place, does, next) = match hanging.get(&own) {
            None | Some(Hangs::Itself) => break,
            Some(Hangs::On(carried)) => (depends(*carried), "depends", None),
            Some(Hangs::Through(other)) => (depends(*other), "depends", Some(*other)),
            Some(Hangs::OnSystem(system)) => {
                let mut named = row.systems().iter();
                let place = named.find(|own| engagement.names.system(&own.name) == Some(*system));
                (place.map(|own| own.span), "is done", None)
            }
        };
        steps.extend(place.map(|place| (place, format!("{who} {does} on this"))));
        at = next;
    }
    steps
}

#[cfg(test)]
mod tests;
