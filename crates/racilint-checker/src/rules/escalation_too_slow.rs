use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Finding, Group, Span};

use super::{Context, approval_path_incomplete, declare_rule, escalation_dead_end, words};
use crate::model::{ActorId, Engagement, Grant, Path, RowId, Soon, Step, Target};
use crate::time::in_words;

declare_rule! {
    /// ## What it does
    ///
    /// Reports an escalation path that takes longer than what is promised, though everybody
    /// answers: the first step has longer than `respond-within`, or the steps up to the first one
    /// who may act add up to more than `decide-within`, or all who may wait for an approval that
    /// has no time. Reports a step without `ack-within` as well. Where the work on a path has no target at all, a note says so.
    ///
    /// Whoever is called in a role or as somebody of a team acts with the authority of that role or
    /// team; who is called by name, or is on a shift, acts with their own as well.
    ///
    /// ## Why is this bad?
    ///
    /// The promise is broken on paper, before anybody is late.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// needs = ["isolate-endpoint"]
    /// decide-within = "30m"
    /// escalation = "p1"
    ///
    /// [[grant]]
    /// holder = "jo"
    /// action = "isolate-endpoint"
    /// mode = "pre-authorized"
    ///
    /// [escalation.p1]
    /// steps = [
    ///   { to = "soc", ack-within = "15m" },
    ///   { to = "soc", ack-within = "15m" },
    ///   { to = "jo", ack-within = "15m" },
    /// ]
    ///
    /// [team.soc]
    /// members = ["li"]
    /// [person.li]
    /// [person.jo]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// needs = ["isolate-endpoint"]
    /// decide-within = "30m"
    /// escalation = "p1"
    ///
    /// [[grant]]
    /// holder = "jo"
    /// action = "isolate-endpoint"
    /// mode = "pre-authorized"
    ///
    /// [escalation.p1]
    /// steps = [
    ///   { to = "soc", ack-within = "15m" },
    ///   { to = "jo", ack-within = "15m" },
    /// ]
    ///
    /// [team.soc]
    /// members = ["li"]
    /// [person.li]
    /// [person.jo]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The sum equals the target: that is in time.
    /// - The sum would be in time if only the first step kept `respond-within`: that the first step
    ///   is too slow is told, once.
    /// - Nobody on the path may act: `escalation-dead-end` says so. Or only with an approval for
    ///   which no time is set though it is an incident action, or that nobody is named to give:
    ///   `approval-path-incomplete` says so.
    /// - No work is escalated along the path.
    /// - A step, a target or a grant cannot be read or is misspelt.
    ///
    /// Who is on duty at which hour is not looked at here.
    ///
    /// ## References
    ///
    /// - NIST CSF 2.0, RS.MA-04: incidents are escalated or elevated as needed
    /// - PagerDuty, *Incident Response*: short timeouts between the steps
    "escalation-too-slow" {
        summary: "an escalation path takes longer than what is promised",
        group: Group::Escalation,
        severity: DefaultSeverity::ERROR,
        needs: "work with an escalation path",
        frameworks: &["nist-csf"],
    }
}

/// Enough rows to see whose target is meant.
const MOST_ROWS: usize = 3;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let mut used: BTreeMap<usize, Vec<RowId>> = BTreeMap::new();
    let leaves = engagement.leaves().map(|(row, _)| row);
    for row in leaves.filter(|row| !engagement.is_over(*row)) {
        if let Some(path) = engagement.escalation(row).and_then(|link| link.to) {
            used.entry(path).or_default().push(row);
        }
    }
    if used.is_empty() {
        return cx.lacks_data();
    }
    for (path, rows) in used {
        let path = &engagement.paths[path];
        if path.table.unread.could_hold("steps") || path.steps.is_empty() {
            continue;
        }
        if !rows.iter().any(|row| may_have_target(*row, engagement)) {
            report_no_target(cx, path, &rows);
            continue;
        }
        report_open_step(cx, path);
        report_first(cx, path, &rows);
        report_sums(cx, path, &rows);
        report_endless(cx, path, &rows);
    }
}

/// Whether this rule says of an action that the path of a row is too slow for it, whoever is on
/// duty: rules that ask when somebody may act then have nothing to add.
pub(super) fn is_reported(engagement: &Engagement<'_>, row: RowId, action: &str) -> bool {
    let path = engagement.escalation(row).and_then(|link| link.to);
    let path = path.map(|path| &engagement.paths[path]);
    let path = path.filter(|path| !path.table.unread.could_hold("steps"));
    let (Some(path), Some((_, target))) = (path, engagement.decide_target(row)) else {
        return false;
    };
    let is_late = || {
        let sum = soonest_end(path, row, action, engagement);
        sum.is_some_and(|sum| sum.minutes > target.value.minutes)
    };
    let is_clear = !could_hold(row, "decide-within", engagement);
    (is_clear && is_late()) || endless_approval(path, row, action, engagement).is_some()
}

/// Whether something is promised that a path can miss, or that could not be read.
fn may_have_target(row: RowId, engagement: &Engagement<'_>) -> bool {
    engagement.respond_target(row).is_some()
        || engagement.decide_target(row).is_some()
        || could_hold(row, "respond-within", engagement)
        || could_hold(row, "decide-within", engagement)
}

fn could_hold(row: RowId, key: &str, engagement: &Engagement<'_>) -> bool {
    engagement.lineage(row).iter().copied().any(|own| {
        let row = engagement.row(own);
        row.could_hold(key) || row.could_hold("parent")
    })
}

fn report_no_target(cx: &mut Context<'_, '_>, path: &Path<'_>, rows: &[RowId]) {
    let engagement = cx.engagement;
    let message = format!("nothing says how fast `{}` has to be", path.name);
    let finding = cx.report(path.span, message);
    finding.about(path.object()).aspect("no target");
    relate_rows(finding, rows, engagement);
    finding.help(
        "say within which time somebody answers and somebody who may act is reached: \
         `respond-within = \"15m\"`, `decide-within = \"1h\"`",
    );
}

fn relate_rows(finding: &mut Finding, rows: &[RowId], engagement: &Engagement<'_>) {
    for row in rows.iter().take(MOST_ROWS) {
        let own = engagement.escalation(*row).map(|link| link.span);
        let row = engagement.row(*row);
        let named = own.filter(|_| row.own_escalation().is_some());
        let label = format!("`{}` is escalated along it", row.name);
        finding.related(named.unwrap_or(row.span), label);
    }
}

/// The first step that does not say how long it takes.
fn report_open_step(cx: &mut Context<'_, '_>, path: &Path<'_>) {
    let is_open = |step: &&Step<'_>| {
        step.table.ack_within.is_none() && !step.table.unread.could_hold("ack-within")
    };
    let Some(index) = path.steps.iter().position(|step| is_open(&step)) else {
        return;
    };
    let step = &path.steps[index];
    let message = format!(
        "step {} of `{}` does not say how long it has to answer",
        index + 1,
        path.name
    );
    let finding = cx.report(step.to.first_span().unwrap_or(path.span), message);
    finding.about(path.object()).aspect("no time");
    for later in path.steps[index + 1..].iter().filter(is_open) {
        let place = later.to.first_span().unwrap_or(path.span);
        finding.related(place, "nor does this one");
    }
    finding.help("say how long the step has to answer: `ack-within = \"15m\"`");
}

/// Rows by the target that they share, with the row that says it.
type Sharing = BTreeMap<Span, (RowId, Target, Vec<RowId>)>;

fn sharing(rows: &[RowId], target: impl Fn(RowId) -> Option<(RowId, Target)>) -> Sharing {
    let mut sharing = Sharing::new();
    for row in rows {
        if let Some((says, target)) = target(*row) {
            let entry = sharing.entry(target.span);
            entry
                .or_insert_with(|| (says, target, Vec::new()))
                .2
                .push(*row);
        }
    }
    sharing
}

/// The first step may take longer than somebody has to respond.
fn report_first(cx: &mut Context<'_, '_>, path: &Path<'_>, rows: &[RowId]) {
    let engagement = cx.engagement;
    let Some(ack) = path.steps.first().and_then(|step| step.table.ack_within) else {
        return;
    };
    let rows: Vec<RowId> = rows
        .iter()
        .copied()
        .filter(|row| !could_hold(*row, "respond-within", engagement))
        .collect();
    for (span, (says, target, rows)) in sharing(&rows, |row| engagement.respond_target(row)) {
        if ack.value.minutes <= target.value.minutes {
            continue;
        }
        let name = &engagement.row(says).name;
        let message = format!(
            "the first step of `{}` has {} to answer, and `{name}` promises {}",
            path.name,
            minutes(ack.value.minutes),
            minutes(target.value.minutes)
        );
        let finding = cx.report(ack.span, message);
        finding
            .about(path.object())
            .aspect(format!("{name} respond"));
        finding.related(span, "somebody responds within this");
        let late = rows.iter().find_map(|row| {
            let (_, target) = engagement.decide_target(*row)?;
            (ack.value.minutes > target.value.minutes).then_some(target)
        });
        if let Some(target) = late {
            let label = "nor is somebody who may act reached within this";
            finding.related(target.span, label);
        }
        relate_rows(finding, &rows, engagement);
        finding.help("let the first step answer sooner, or promise what it can keep");
    }
}

/// How the path comes to somebody who may take an action.
struct Sum<'e, 'd> {
    minutes: u32,
    step: usize,
    soon: Soon<'e, 'd>,
}

/// The steps up to the first one who may act take longer than is promised.
fn report_sums(cx: &mut Context<'_, '_>, path: &Path<'_>, rows: &[RowId]) {
    let engagement = cx.engagement;
    let rows: Vec<RowId> = rows
        .iter()
        .copied()
        .filter(|row| !could_hold(*row, "decide-within", engagement))
        .collect();
    for (_, (_, target, rows)) in sharing(&rows, |row| engagement.decide_target(row)) {
        let mut told: BTreeMap<usize, BTreeMap<u32, Slow<'_, '_>>> = BTreeMap::new();
        for row in rows {
            for need in engagement.needs(row) {
                let action = &*need.action.id.name;
                let sum = soonest_end(path, row, action, engagement);
                let excess = excess_of_first(path, row, engagement);
                let is_late = |sum: &Sum| {
                    let by_itself = sum.minutes.saturating_sub(excess);
                    by_itself > target.value.minutes
                };
                if let Some(sum) = sum.filter(is_late)
                    && !escalation_dead_end::is_reported(engagement, row, action)
                {
                    let of_step = told.entry(sum.step).or_default();
                    let slow = of_step.entry(sum.minutes).or_insert_with(|| Slow {
                        sum,
                        waiting: Waiting::default(),
                    });
                    slow.waiting.add(row, action);
                }
            }
        }
        for of_step in told.values() {
            let mut slowest_first = of_step.values().rev();
            if let Some(slow) = slowest_first.next() {
                report_sum(cx, path, target, slow, slowest_first);
            }
        }
    }
}

/// By how many minutes the first step exceeds what a row promises as its first answer.
fn excess_of_first(path: &Path<'_>, row: RowId, engagement: &Engagement<'_>) -> u32 {
    let ack = path.steps.first().and_then(|step| step.table.ack_within);
    let target = engagement.respond_target(row);
    match (ack, target) {
        (Some(ack), Some((_, target))) if !could_hold(row, "respond-within", engagement) => {
            ack.value.minutes.saturating_sub(target.value.minutes)
        }
        _ => 0,
    }
}

/// Rows and actions that wait for the same thing, as they come.
#[derive(Default)]
struct Waiting {
    rows: Vec<RowId>,
    actions: Vec<String>,
}

impl Waiting {
    fn add(&mut self, row: RowId, action: &str) {
        // One row comes after the other, each with all that it takes.
        if self.rows.last() != Some(&row) {
            self.rows.push(row);
        }
        if !self.actions.iter().any(|own| own == action) {
            self.actions.push(action.to_owned());
        }
    }

    fn names(&self, engagement: &Engagement<'_>) -> String {
        words::list(self.rows.iter().map(|row| &engagement.row(*row).name))
    }
}

/// What waits equally long for the same step.
struct Slow<'e, 'd> {
    sum: Sum<'e, 'd>,
    waiting: Waiting,
}

/// The soonest end of one pass along the path with everybody on duty; `None` when there is none,
/// or when something on the way to it is not known.
fn soonest_end<'e, 'd>(
    path: &Path<'_>,
    row: RowId,
    action: &str,
    engagement: &'e Engagement<'d>,
) -> Option<Sum<'e, 'd>> {
    let mut best: Option<Sum<'e, 'd>> = None;
    let mut taken: u32 = 0;
    for (step, called) in path.steps.iter().enumerate() {
        let Some(ack) = called.table.ack_within else {
            // What comes from here on could be sooner than what is known.
            return None;
        };
        taken = taken.saturating_add(ack.value.minutes);
        let soon = engagement.soonest_called(called.to.actors(), action, row);
        let minutes = match soon {
            _ if called.to.uncertain() => return None,
            Soon::Unknown => return None,
            Soon::AtOnce => taken,
            Soon::Approved(within, _) => taken.saturating_add(within),
            Soon::Sometime(_) | Soon::Never => continue,
        };
        if best.as_ref().is_none_or(|best| minutes < best.minutes) {
            best = Some(Sum {
                minutes,
                step,
                soon,
            });
        }
        if best.as_ref().is_some_and(|best| best.minutes <= taken) {
            break;
        }
    }
    best
}

/// Whoever may act on the path waits for an approval that has no time, and a time is promised.
/// One finding a grant, for whatever waits for it.
fn report_endless(cx: &mut Context<'_, '_>, path: &Path<'_>, rows: &[RowId]) {
    let engagement = cx.engagement;
    let mut told: BTreeMap<Span, Endless<'_, '_>> = BTreeMap::new();
    for row in rows.iter().copied() {
        let Some((_, target)) = engagement.decide_target(row) else {
            continue;
        };
        for need in engagement.needs(row) {
            let action = &*need.action.id.name;
            if let Some(grant) = endless_approval(path, row, action, engagement) {
                let of_grant = told.entry(place_of(grant, action));
                let endless = of_grant.or_insert_with(|| Endless {
                    grant,
                    target,
                    waiting: Waiting::default(),
                });
                endless.waiting.add(row, action);
            }
        }
    }
    for (place, endless) in told {
        endless.report(cx, path, place);
    }
}

/// The only approval with which anybody on a path may take an action, where no time is set for it
/// and no other rule asks for one.
fn endless_approval<'e, 'd>(
    path: &Path<'_>,
    row: RowId,
    action: &str,
    engagement: &'e Engagement<'d>,
) -> Option<&'e Grant<'d>> {
    if path.steps.iter().any(|step| step.to.uncertain()) {
        return None;
    }
    let actors = path.steps.iter().flat_map(|step| step.to.actors());
    match engagement.soonest_called(actors, action, row) {
        Soon::Sometime(grant) => Some(grant).filter(|grant| {
            let is_told = approval_path_incomplete::is_reported(grant);
            !is_told && !grant.is_unclear()
        }),
        _ => None,
    }
}

/// The action where a grant names it.
fn place_of(grant: &Grant<'_>, action: &str) -> Span {
    let mut named = grant.actions.iter();
    let named = named.find(|link| link.name == action);
    named.map_or_else(|| grant.place(), |link| link.span)
}

/// What waits for an approval without a time.
struct Endless<'e, 'd> {
    grant: &'e Grant<'d>,
    target: Target,
    waiting: Waiting,
}

impl Endless<'_, '_> {
    fn report(&self, cx: &mut Context<'_, '_>, path: &Path<'_>, place: Span) {
        let engagement = cx.engagement;
        let names = self.waiting.names(engagement);
        let sorted: BTreeSet<&str> = self.waiting.actions.iter().map(String::as_str).collect();
        let actions = words::any_of(&sorted);
        let message = format!(
            "on `{}` nobody may {actions} for {names} but with an approval that has no time, and \
             it is promised within {}",
            path.name,
            minutes(self.target.value.minutes)
        );
        let finding = cx.report(place, message);
        let sorted: Vec<&str> = sorted.into_iter().collect();
        let aspect = format!("{} endless", sorted.join(" "));
        finding.about(self.grant.object()).aspect(aspect);
        for link in &self.grant.approvers.links {
            finding.related(link.span, "approves, and no time is set for the answer");
        }
        finding.related(
            self.target.span,
            "somebody who may act is reached within this",
        );
        relate_rows(finding, &self.waiting.rows, engagement);
        finding.help(
            "set the time in which the answer is due, and what silence means: `within = \"15m\"` \
             and `if-no-answer = \"act\"` or `\"escalate\"`; or let them act: `mode = \
             \"pre-authorized\"`",
        );
    }
}

/// Tells the slowest that waits for a step, with whatever else waits for the same step.
fn report_sum<'s, 'e: 's, 'd: 'e + 's>(
    cx: &mut Context<'_, '_>,
    path: &Path<'_>,
    target: Target,
    slow: &Slow<'e, 'd>,
    others: impl Iterator<Item = &'s Slow<'e, 'd>>,
) {
    let engagement = cx.engagement;
    let names = slow.waiting.names(engagement);
    let actions = words::any_of(&slow.waiting.actions);
    let message = format!(
        "`{}` takes {} to reach somebody who may {actions} for {names}, and it is promised within {}",
        path.name,
        minutes(slow.sum.minutes),
        minutes(target.value.minutes)
    );
    let end = &path.steps[slow.sum.step];
    let finding = cx.report(end.to.first_span().unwrap_or(path.span), message);
    let first = engagement.row(slow.waiting.rows[0]);
    finding
        .about(first.object())
        .aspect(slow.waiting.actions.join(" "));
    for step in &path.steps[..=slow.sum.step] {
        if let Some(ack) = step.table.ack_within {
            let links = &step.to.links;
            let called = words::list(links.iter().map(|link| link.name));
            let takes = minutes(ack.value.minutes);
            let have = if links.len() == 1 { "has" } else { "have" };
            let label = format!("{called} {have} {takes} to answer");
            let label = match who_may_otherwise(step, &slow.waiting, engagement) {
                Some(who) => format!("{label}; {who}"),
                None => label,
            };
            finding.related(ack.span, label);
        }
    }
    if let Soon::Approved(within, grant) = slow.sum.soon
        && let Some(said) = grant.table.within
    {
        let label = format!("and the approval may take {}", minutes(within));
        finding.related(said.span, label);
    }
    finding.related(target.span, "somebody who may act is reached within this");
    for other in others {
        let (row, action) = (other.waiting.rows[0], &other.waiting.actions[0]);
        let mut needs = engagement.needs(row).into_iter();
        let Some(need) = needs.find(|need| *need.action.id.name == **action) else {
            continue;
        };
        let takes = minutes(other.sum.minutes);
        let names = other.waiting.names(engagement);
        let actions = words::any_of(&other.waiting.actions);
        finding.related(need.span, format!("{takes} to {actions} for {names}"));
    }
    finding.help(
        "call somebody who may act sooner, shorten the steps before, or let those who are called \
         first act: `mode = \"pre-authorized\"`",
    );
}

/// Somebody of those who are called, who may act, but not as what is called.
fn who_may_otherwise(
    step: &Step<'_>,
    waiting: &Waiting,
    engagement: &Engagement<'_>,
) -> Option<String> {
    let (row, action) = (waiting.rows[0], &*waiting.actions[0]);
    let may = |own: &ActorId| !engagement.soonest(*own, action, row).never();
    let mut called = step.to.actors();
    called.find_map(|called| {
        if !engagement.soonest_called([called], action, row).never() {
            return None;
        }
        let person = engagement.acting(called).iter().copied().find(may)?;
        let (person, called) = (engagement.actor(person).name, engagement.actor(called).name);
        Some(format!("`{person}` may `{action}`, but not as `{called}`"))
    })
}

fn minutes(minutes: u32) -> String {
    in_words(u64::from(minutes))
}

#[cfg(test)]
mod tests;
