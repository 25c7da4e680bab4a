use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::decode::Item;
use racilint_parser::language::System;
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Engagement, Grant, RowId, access_for};

declare_rule! {
    /// ## What it does
    ///
    /// Reports authority that cannot be used: somebody may take an action on a system, and none of
    /// their people can get in and do it.
    ///
    /// ## Why is this bad?
    ///
    /// The clause allows it, the console refuses it. In an incident the time goes into finding
    /// somebody with an account.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [system.edr-console]
    /// access = [{ who = "platform-team", can = ["isolate-endpoint"] }]
    ///
    /// [workstream.containment]
    /// systems = ["edr-console"]
    /// needs = ["isolate-endpoint"]
    /// responsible = "soc"
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "isolate-endpoint"
    /// on = ["containment"]
    /// mode = "pre-authorized"
    ///
    /// [person.li]
    /// [person.gus]
    /// [team.soc]
    /// members = "li"
    /// [team.platform-team]
    /// members = "gus"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [system.edr-console]
    /// access = [{ who = ["platform-team", "soc"], can = ["isolate-endpoint"] }]
    ///
    /// [workstream.containment]
    /// systems = ["edr-console"]
    /// needs = ["isolate-endpoint"]
    /// responsible = "soc"
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "isolate-endpoint"
    /// on = ["containment"]
    /// mode = "pre-authorized"
    ///
    /// [person.li]
    /// [person.gus]
    /// [team.soc]
    /// members = "li"
    /// [team.platform-team]
    /// members = "gus"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One of the holder's people has access that permits the action, an emergency account, or
    ///   the highest rights (`top-admin`).
    /// - The action is not done on a system, such as declaring an incident, or the workstream does
    ///   not take it and the grant does not name the workstream.
    /// - The system does not say who has access; or the action is done on another of the
    ///   workstream's systems, where the holder can get in.
    ///
    /// ## References
    ///
    /// - Feltus, *Aligning Access Rights to Governance Needs*: responsibility takes capability
    /// - NIST SP 800-53 r5, AC-6
    "authority-without-access" {
        summary: "somebody may act on a system and has no access that permits it",
        group: Group::Authority,
        severity: DefaultSeverity::ERROR,
        needs: "grants, and `access` of the systems that workstreams name",
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let rows = rows_on_systems(engagement);
    if rows.is_empty() || engagement.grants.is_empty() {
        return cx.lacks_data();
    }
    let mut lacking: BTreeMap<(Span, usize), Lack<'_, '_>> = BTreeMap::new();
    for (row, systems) in &rows {
        for (grant, action) in taken(engagement, *row) {
            for system in without_access(engagement, grant, action, systems) {
                let key = (grant.table.span, system);
                let (_, actions) = lacking.entry(key).or_insert((grant, BTreeMap::new()));
                actions.entry(action).or_insert(*row);
            }
        }
    }
    for ((_, system), (grant, actions)) in &lacking {
        report(cx, grant, *system, actions);
    }
}

/// A grant with the actions for which it lacks access, each with a row that takes it.
type Lack<'e, 'd> = (&'e Grant<'d>, BTreeMap<&'d str, RowId>);

type Systems<'d> = Vec<(usize, &'d Item<'d, System<'d>>)>;

/// The rows with the systems that they name, where one of these says who has access.
fn rows_on_systems<'d>(engagement: &Engagement<'d>) -> Vec<(RowId, Systems<'d>)> {
    let mut rows = Vec::new();
    for (id, row) in engagement.leaves() {
        let named = row.systems().iter();
        let systems: Systems<'d> = named
            .filter_map(|system| engagement.names.system(&system.name))
            .filter_map(|index| Some((index, engagement.system(index)?)))
            .collect();
        if systems
            .iter()
            .any(|(_, system)| system.body.access.is_some())
        {
            rows.push((id, systems));
        }
    }
    rows
}

/// The grants with their actions on systems that are meant for a row: those that name it, and
/// those for all work whose holder takes part in this and that it needs.
fn taken<'e, 'd>(engagement: &'e Engagement<'d>, row: RowId) -> Vec<(&'e Grant<'d>, &'d str)> {
    let needs = engagement.needs(row);
    let needs: BTreeSet<&str> = needs.iter().map(|need| &*need.action.id.name).collect();
    let parts = [
        engagement.row(row).responsible(),
        engagement.row(row).accountable(),
    ];
    let people: BTreeSet<ActorId> = parts
        .iter()
        .flat_map(|seats| engagement.acting_in(seats))
        .collect();
    let takes_part = |grant: &Grant<'_>| !engagement.acting_in(&grant.holders).is_disjoint(&people);
    let on_system = engagement.catalogue().actions().filter(|action| {
        let flag = action.body.on_system;
        flag.is_some_and(|flag| flag.value)
    });
    let mut taken = Vec::new();
    for action in on_system.map(|action| &*action.id.name) {
        for grant in engagement.grants_for(action, row) {
            let is_meant = grant.on.is_some() || needs.contains(action) && takes_part(grant);
            if is_meant && !grant.uncertain {
                taken.push((grant, action));
            }
        }
    }
    taken
}

/// The systems on which the action is done and which none of the holders can use for it. Where
/// somebody has access for it, it is done; where nobody has on any of them, the first one stands
/// for all.
fn without_access(
    engagement: &Engagement<'_>,
    grant: &Grant<'_>,
    action: &str,
    systems: &Systems<'_>,
) -> Vec<usize> {
    let holders: Vec<ActorId> = grant.holders.actors().collect();
    let certain = |holder: &ActorId| {
        !engagement.acting(*holder).is_empty() && !engagement.may_be_more(*holder)
    };
    if !holders.iter().all(certain) {
        return Vec::new();
    }
    let gets_in = |system: &System<'_>| {
        holders
            .iter()
            .any(|holder| engagement.has_access(*holder, action, system))
    };
    let done = systems
        .iter()
        .filter(|(_, system)| !access_for(&system.body, action).is_empty());
    let lacking: Vec<usize> = done
        .clone()
        .filter(|(_, system)| !gets_in(&system.body))
        .map(|(index, _)| *index)
        .collect();
    let all_said = systems
        .iter()
        .all(|(_, system)| system.body.access.is_some());
    let nowhere = done.count() == 0 && all_said;
    match systems.first() {
        Some((first, _)) if nowhere && !systems.iter().any(|(_, own)| gets_in(&own.body)) => {
            vec![*first]
        }
        _ => lacking,
    }
}

fn report(
    cx: &mut Context<'_, '_>,
    grant: &Grant<'_>,
    system: usize,
    actions: &BTreeMap<&str, RowId>,
) {
    let Some(system) = cx.engagement.system(system) else {
        return;
    };
    let name = &*system.id.name;
    let lacking: Vec<&str> = grant
        .actions
        .iter()
        .map(|link| link.name)
        .filter(|action| actions.contains_key(action))
        .collect();
    let holders = words::list(grant.holders.links.iter().map(|link| link.name));
    let what = words::list(&lacking);
    let message = format!(
        "{holders} may do {what}, but none of their people has the access for it on `{name}`"
    );
    let mut places = grant
        .actions
        .iter()
        .filter(|link| lacking.contains(&link.name));
    let place = places.next().map_or(grant.place(), |link| link.span);
    let others: BTreeSet<(Span, &str)> = lacking
        .iter()
        .flat_map(|action| access_for(&system.body, action))
        .map(|(who, span)| (span, who))
        .collect();
    let rows: BTreeSet<Span> = actions
        .values()
        .flat_map(|row| cx.engagement.row(*row).systems())
        .filter(|named| named.name == name)
        .map(|named| named.span)
        .collect();
    let said = Many::of(&system.body.access)
        .first()
        .map(|access| access.span);
    let finding = cx.report(place, message);
    finding.about(grant.object()).aspect(name);
    for span in rows {
        finding.related(span, "the work is done on this system");
    }
    for (span, who) in &others {
        finding.related(*span, format!("`{who}` can get in and do it"));
    }
    if let (true, Some(span)) = (others.is_empty(), said) {
        finding.related(span, "nobody has that access");
    }
    finding.help(format!(
        "give them the access before it is needed and write it into `access` of `{name}`: \
         `{{ who = \"...\", can = [\"{}\"] }}`; or grant the action to somebody who has it",
        lacking.join("\", \"")
    ));
}

#[cfg(test)]
mod tests;
