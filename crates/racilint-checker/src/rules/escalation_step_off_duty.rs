use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, absence_gap, declare_rule, words};
use crate::model::{ActorId, Path, RowId};
use crate::time::{Absent, Clock, Set, Verdict};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a step of an escalation path that calls somebody who is off duty in hours that are
    /// promised. The first and the last step are errors; with one in between the path goes on.
    ///
    /// ## Why is this bad?
    ///
    /// A phone that rings in an empty office costs the whole time of its step, every night. At the
    /// end of the path it is worse: behind the last step there is nobody.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// timezone = "America/Chicago"
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// hours = "24x7"
    /// escalation = "p1"
    ///
    /// [escalation.p1]
    /// steps = [
    ///   { to = "soc", ack-within = "15m" },
    ///   { to = "it-director", ack-within = "30m" },
    /// ]
    ///
    /// [person.li]
    /// hours = "24x7"
    /// [person.dana]
    /// hours = "Mon-Fri 08:00-17:00"
    /// [team.soc]
    /// members = ["li"]
    /// hours = "24x7"
    /// [role.it-director]
    /// held-by = "dana"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// timezone = "America/Chicago"
    ///
    /// [workstream.containment]
    /// escalation = "p1"
    ///
    /// [workstream.containment.slice.days]
    /// hours = "Mon-Fri 08:00-17:00"
    /// responsible = "soc"
    /// escalation = "p1"
    ///
    /// [workstream.containment.slice.nights]
    /// hours = ["Mon-Fri 17:00-08:00", "Sat-Sun 00:00-24:00"]
    /// responsible = "soc"
    /// escalation = "p1-nights"
    ///
    /// [escalation.p1]
    /// steps = [
    ///   { to = "soc", ack-within = "15m" },
    ///   { to = "it-director", ack-within = "30m" },
    /// ]
    ///
    /// [escalation.p1-nights]
    /// steps = [
    ///   { to = "soc", ack-within = "15m" },
    ///   { to = "duty-manager", ack-within = "30m" },
    /// ]
    ///
    /// [person.li]
    /// hours = "24x7"
    /// [person.dana]
    /// hours = "Mon-Fri 08:00-17:00"
    /// [person.ines]
    /// hours = "24x7"
    /// [team.soc]
    /// members = ["li"]
    /// hours = "24x7"
    /// [role.it-director]
    /// held-by = "dana"
    /// [role.duty-manager]
    /// held-by = "ines"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - No hours are promised for the work, or it is a minute that is not promised. A step that
    ///   is called only after the promised hours have ended is not asked for.
    /// - One of several whom a step calls is on duty, or a cover or deputy is.
    /// - A path for the days and another one for the nights, each with its own slice.
    /// - The step calls those who are responsible, and none of all of them is there:
    ///   `coverage-gap` says so.
    /// - Only a recorded absence takes somebody away, and `absence-gap` tells what that opens.
    ///
    /// ## References
    ///
    /// - NIST CSF 2.0, RS.MA-04: incidents are escalated or elevated as needed
    /// - ISO/IEC 20000-1:2018, 8.6.1: incidents are escalated if needed
    "escalation-step-off-duty" {
        summary: "a step of an escalation path is off duty in hours that are promised",
        group: Group::Escalation,
        severity: DefaultSeverity::ERROR,
        needs: "promised hours with an escalation path, and the time zone",
        frameworks: &["nist-csf"],
    }
}

/// Enough rows to see whose hours are meant.
const MOST_ROWS: usize = 3;

fn check(cx: &mut Context<'_, '_>) {
    let Some(clock) = cx.clock else {
        return cx.lacks_data();
    };
    let found = holes(cx, clock);
    if found.is_empty() {
        return cx.lacks_data();
    }
    let mut unknown: BTreeSet<ActorId> = BTreeSet::new();
    for (path, rows) in found {
        let path = &cx.engagement.paths[path];
        let steps = together(&rows);
        if steps.iter().any(|step| !step.sure.is_empty()) {
            report(cx, clock, path, &steps, &rows);
            continue;
        }
        for (step, verdict) in path.steps.iter().zip(&steps) {
            if verdict.is_open() {
                let actors = step.to.actors();
                unknown.extend(actors.flat_map(|actor| clock.without_hours(actor)));
            }
        }
    }
    if !unknown.is_empty() {
        cx.needs_hours_of(unknown);
    }
}

/// For each path the rows whose promised hours it serves, and step by step what is missing.
fn holes(
    cx: &Context<'_, '_>,
    clock: &Clock<'_, '_>,
) -> BTreeMap<usize, Vec<(RowId, Vec<Verdict>)>> {
    let mut rows_of: BTreeMap<usize, Vec<RowId>> = BTreeMap::new();
    for (row, _) in cx.engagement.leaves() {
        let path = cx.engagement.escalation(row).and_then(|link| link.to);
        if let Some(path) = path.filter(|_| clock.promised(row).is_some()) {
            rows_of.entry(path).or_default().push(row);
        }
    }
    let told = absence_gap::reported(cx, clock);
    let off_duty = |rows: Vec<RowId>| {
        let told = told.iter().filter(|told| rows.contains(&told.row));
        // That cause is told already.
        let there = told.map(|told| (told.person, told.number));
        let absent = Absent::nobody().setting_aside(there);
        let steps = |row| Some((row, clock.steps_off_duty(row, &absent)?));
        rows.into_iter().filter_map(steps).collect()
    };
    let found = rows_of.into_iter();
    found.map(|(path, rows)| (path, off_duty(rows))).collect()
}

/// What is missing for any of the rows, step by step.
fn together(rows: &[(RowId, Vec<Verdict>)]) -> Vec<Verdict> {
    let count = rows.iter().map(|(_, steps)| steps.len()).max().unwrap_or(0);
    let union = |index: usize, part: fn(&Verdict) -> &Set| {
        let sets = rows.iter().filter_map(|(_, steps)| steps.get(index));
        Set::union_of(sets.map(part))
    };
    let steps = (0..count).map(|index| Verdict {
        sure: union(index, |verdict| &verdict.sure),
        at_most: union(index, |verdict| &verdict.at_most),
    });
    steps.collect()
}

fn report(
    cx: &mut Context<'_, '_>,
    clock: &Clock<'_, '_>,
    path: &Path<'_>,
    steps: &[Verdict],
    rows: &[(RowId, Vec<Verdict>)],
) {
    let is_off = |index: &usize| steps.get(*index).is_some_and(|step| !step.sure.is_empty());
    let last = steps.len().saturating_sub(1);
    let between = 1..last.max(1);
    let weighty = [0, last].into_iter().find(is_off);
    let Some(main) = weighty.or_else(|| between.clone().find(is_off)) else {
        return;
    };
    let place = |index: usize| {
        let step = path.steps.get(index);
        step.and_then(|step| step.to.first_span())
            .unwrap_or(path.span)
    };
    let says = |index: usize| {
        let called = path.steps[index].to.links.iter().map(|link| link.name);
        let when = clock.windows(&steps[index].sure).worst();
        let when = when.unwrap_or_default();
        format!("calls {}, off duty {when}", words::list(called))
    };
    let message = format!("step {} of `{}` {}", main + 1, path.name, says(main));
    let engagement = cx.engagement;
    let finding = cx.report(place(main), message);
    finding.about(path.object());
    if weighty.is_none() {
        finding.aspect("between");
    }
    for index in (0..steps.len()).filter(|index| *index != main && is_off(index)) {
        finding.related(place(index), format!("step {} {}", index + 1, says(index)));
    }
    let is_hit = |(_, own): &&(RowId, Vec<Verdict>)| {
        let step = own.get(main);
        step.is_some_and(|step| !step.sure.is_empty())
    };
    for (row, _) in rows.iter().filter(is_hit).take(MOST_ROWS) {
        let name = &engagement.row(*row).name;
        if let Some(hours) = engagement.hours(*row) {
            finding.related(hours.span, format!("`{name}` is promised then"));
        }
    }
    finding.help(
        "call somebody who is on duty then, add a cover or a deputy, or give these hours a slice \
         with a path of its own",
    );
}

#[cfg(test)]
mod tests;
