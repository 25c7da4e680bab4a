use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Group, Span};

use super::{Context, declare_rule, words};
use crate::model::{Authority, Engagement, Grant, Lapse, Row, RowId, civil};
use crate::time::{Clock, Set};

declare_rule! {
    /// ## What it does
    ///
    /// Reports authority that does not last as long as the work that takes it: a grant begins after
    /// the work, ends before it, or leaves days between.
    ///
    /// ## Why is this bad?
    ///
    /// On the day after, nothing looks different. The team goes on as before, now without
    /// authority, until somebody asks who allowed it.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// starts = 2027-01-01
    /// ends = 2028-12-31
    ///
    /// [workstream.containment]
    /// needs = ["isolate-endpoint"]
    /// responsible = "soc"
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "isolate-endpoint"
    /// mode = "pre-authorized"
    /// until = 2027-12-31
    ///
    /// [person.li]
    /// [team.soc]
    /// members = "li"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// starts = 2027-01-01
    /// ends = 2028-12-31
    ///
    /// [workstream.containment]
    /// needs = ["isolate-endpoint"]
    /// responsible = "soc"
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "isolate-endpoint"
    /// mode = "pre-authorized"
    /// until = 2028-12-31
    ///
    /// [person.li]
    /// [team.soc]
    /// members = "li"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Several grants together cover every day, whoever of those who do the work holds them.
    /// - The days are over already, or lie outside the work's own `from` and `until`.
    /// - Nothing is promised on them, such as a weekend between two grants for work of weekdays.
    /// - Nobody was ever granted it: `responsibility-without-authority` says so.
    /// - The work does not take the action: a grant for a passing purpose may end.
    ///
    /// ## References
    ///
    /// - AICPA Trust Services Criteria, CC1.3: defines, assigns and limits authorities
    /// - NIST SP 800-53 r5, CA-6
    "authority-invalid" {
        summary: "authority begins after the work that takes it, or ends before",
        group: Group::Authority,
        severity: DefaultSeverity::ERROR,
        needs: "grants, and workstreams that take authority",
        frameworks: &["soc2", "nist-800-53"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let mut has_data = false;
    let mut lapses: BTreeMap<Span, Found<'_, '_>> = BTreeMap::new();
    let limited = limited(engagement);
    for (id, row) in engagement.leaves() {
        for need in engagement.needs(id) {
            has_data = true;
            let action = &*need.action.id.name;
            if limited.contains(action)
                && let Some((grant, place, lapse)) = lapse(engagement, id, action)
            {
                let found = lapses.entry(place).or_insert(Found {
                    grant,
                    lapse,
                    rows: Vec::new(),
                    actions: BTreeSet::new(),
                });
                found.actions.insert(action);
                if !found.rows.iter().any(|own| own.span == row.span) {
                    found.rows.push(row);
                }
            }
        }
    }
    if engagement.grants.is_empty() || !has_data {
        return cx.lacks_data();
    }
    for (place, found) in &lapses {
        report(cx, *place, found);
    }
}

/// The days on which this rule says that nobody in charge of a row may take an action.
fn reported_days(engagement: &Engagement<'_>, row: RowId, action: &str) -> Option<Lapse> {
    lapse(engagement, row, action).map(|(_, _, lapse)| lapse)
}

/// The hours in which this rule says that nobody in charge of a row may take an action that it
/// takes: others have nothing to add about them.
pub(super) fn reported_hours(
    clock: &Clock<'_, '_>,
    engagement: &Engagement<'_>,
    rows: impl IntoIterator<Item = RowId>,
    actions: &[&str],
) -> Set {
    let mut hours = Vec::new();
    for row in rows {
        for need in engagement.needs(row) {
            let action = &*need.action.id.name;
            if actions.contains(&action)
                && let Some(days) = reported_days(engagement, row, action)
            {
                hours.push(clock.on_dates(days.first, days.last));
            }
        }
    }
    Set::union_of(&hours)
}

/// The actions that some grant gives from or until a day: no others can lapse.
fn limited<'d>(engagement: &Engagement<'d>) -> BTreeSet<&'d str> {
    let is_limited = |grant: &&Grant<'_>| grant.days() != (None, None);
    let grants = engagement.grants.iter().filter(is_limited);
    let actions = grants.flat_map(|grant| &grant.actions);
    let known = actions.filter_map(|link| link.to);
    known.map(|action| &*action.id.name).collect()
}

/// What one date of a grant leaves open.
struct Found<'e, 'd> {
    grant: &'e Grant<'d>,
    lapse: Lapse,
    rows: Vec<&'e Row<'d>>,
    actions: BTreeSet<&'d str>,
}

/// The first days on which those who do the work lose the authority that they have on others, with
/// the grant and the date that says so.
fn lapse<'e, 'd>(
    engagement: &'e Engagement<'d>,
    id: RowId,
    action: &str,
) -> Option<(&'e Grant<'d>, Span, Lapse)> {
    let row = engagement.row(id);
    let lineage = engagement.lineage(id);
    if row.responsible().uncertain() || !has_authority(engagement, row, id, action) {
        return None;
    }
    let mut grants: Vec<&Grant<'d>> = Vec::new();
    for seats in [row.responsible(), row.accountable()] {
        let actors = seats.actors();
        let found = actors.flat_map(|actor| {
            let people = engagement.acting(actor).iter().copied();
            people
                .chain([actor])
                .flat_map(|own| engagement.grants_of(own, action))
                .collect::<Vec<_>>()
        });
        grants.extend(found.filter(|grant| grant.permits() && grant.covers(lineage)));
        if !grants.is_empty() {
            break;
        }
    }
    if grants.iter().any(|grant| grant.is_unclear()) {
        return None;
    }
    let days: Vec<_> = grants.iter().map(|grant| grant.days()).collect();
    let lapse = engagement.lapse(id, &days)?;
    let (grant, place) = culprit(&grants, &lapse)?;
    Some((grant, place, lapse))
}

fn has_authority(engagement: &Engagement<'_>, row: &Row<'_>, id: RowId, action: &str) -> bool {
    let mut actors = row.responsible().actors().chain(row.accountable().actors());
    actors.any(|actor| engagement.authority(actor, action, id) == Authority::May)
}

/// The grant because of whose date the days are open: the one that ends before them, else the one
/// that begins after them.
fn culprit<'e, 'd>(grants: &[&'e Grant<'d>], lapse: &Lapse) -> Option<(&'e Grant<'d>, Span)> {
    let before = grants.iter().filter_map(|grant| {
        let until = grant.table.until?;
        let day = civil(until.value)?;
        (day < lapse.first).then_some((day, *grant, until.span))
    });
    let after = grants.iter().filter_map(|grant| {
        let from = grant.table.from?;
        let day = civil(from.value)?;
        (day > lapse.first).then_some((day, *grant, from.span))
    });
    let last = before.max_by_key(|(day, ..)| *day);
    let next = after.min_by_key(|(day, ..)| *day);
    last.or(next).map(|(_, grant, span)| (grant, span))
}

fn report(cx: &mut Context<'_, '_>, place: Span, found: &Found<'_, '_>) {
    let Some(row) = found.rows.first() else {
        return;
    };
    let holders = words::list(found.grant.holders.links.iter().map(|link| link.name));
    let actions = words::list(&found.actions);
    let days = days(found.lapse.first, found.lapse.last);
    let message = format!(
        "{holders} may not do {actions} {days}, and `{}` takes it then",
        row.name
    );
    let named: Vec<Span> = found
        .grant
        .actions
        .iter()
        .filter(|link| found.actions.contains(link.name))
        .map(|link| link.span)
        .collect();
    let ends = cx.engagement.head().and_then(|head| head.ends);
    let until = row
        .slice
        .and_then(|slice| slice.until)
        .or(row.workstream.until)
        .or(ends);
    let finding = cx.report(place, message);
    finding.about(found.grant.object());
    for span in named {
        finding.related(span, "granted here");
    }
    for row in found.rows.iter().take(5) {
        finding.related(row.span, "this work takes it");
    }
    if let (None, Some(until)) = (found.lapse.last, until) {
        finding.related(until.span, "the work goes on until then");
    }
    finding.help(
        "let the grant begin and end with the work, or leave `from` and `until` out: it then holds \
         for the whole engagement; or add a grant for the days between",
    );
}

fn days(first: Date, last: Option<Date>) -> String {
    match last {
        Some(last) if last == first => format!("on {first}"),
        Some(last) => format!("from {first} to {last}"),
        None => format!("from {first} on"),
    }
}

#[cfg(test)]
mod tests;
