use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::decode::Item;
use racilint_parser::language::{Access, System};
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Engagement, Grant, RowId, access_for};

declare_rule! {
    /// ## What it does
    ///
    /// Reports authority that cannot be used: somebody may take an action on a system, and none of
    /// their people can get in and do it. Of several who hold the same grant each is asked.
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
    /// - One of the people of each holder has access that permits the action, an emergency account,
    ///   or the highest rights (`top-admin`), and has not left; or all people of the holder have left.
    /// - The action is not done on a system, such as declaring an incident, or the workstream does
    ///   not take it and the grant does not name the workstream; or that workstream is over.
    /// - The grant names a workstream that is split, and the holder takes part in other slices of it.
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
    let on_system = granted_on_systems(engagement);
    let mut doors = Doors::of(engagement);
    let mut parts = Parts::of(engagement);
    let mut lacking: BTreeMap<(Span, usize), Lack<'_, '_>> = BTreeMap::new();
    for (row, systems) in &rows {
        for (grant, action) in taken(engagement, *row, &on_system) {
            for (system, shut_out) in without_access(&mut doors, grant, action, systems) {
                let shut_out = parts.meant(grant, *row, &shut_out);
                if shut_out.is_empty() {
                    continue;
                }
                let lack = lacking.entry((grant.table.span, system));
                let lack = lack.or_insert_with(|| Lack::of(grant));
                // Those of a grant that names its rows are the same on each of them, but for slices.
                let differ = grant.on.is_none() || engagement.row(*row).whole.is_some();
                if differ || !lack.actions.contains_key(action) {
                    lack.holders.extend(shut_out);
                }
                lack.actions.entry(action).or_insert(*row);
            }
        }
    }
    for ((_, system), lack) in &lacking {
        report(cx, lack, *system);
    }
}

/// A grant that cannot be used on a system.
struct Lack<'e, 'd> {
    grant: &'e Grant<'d>,
    /// Those of its holders who lack access.
    holders: BTreeSet<ActorId>,
    /// For which actions, each with a row that takes it.
    actions: BTreeMap<&'d str, RowId>,
}

impl<'e, 'd> Lack<'e, 'd> {
    fn of(grant: &'e Grant<'d>) -> Self {
        Lack {
            grant,
            holders: BTreeSet::new(),
            actions: BTreeMap::new(),
        }
    }
}

/// Who takes part in split workstreams, found once for all of their slices, and which rows a grant
/// names, found once for all of these.
struct Parts<'e, 'd> {
    engagement: &'e Engagement<'d>,
    people: BTreeMap<RowId, BTreeSet<ActorId>>,
    named: BTreeMap<Span, BTreeSet<Option<RowId>>>,
}

impl<'e, 'd> Parts<'e, 'd> {
    fn of(engagement: &'e Engagement<'d>) -> Self {
        Parts {
            engagement,
            people: BTreeMap::new(),
            named: BTreeMap::new(),
        }
    }

    /// Those of the holders for whom a grant is meant on a row: all where it names the row, else
    /// those who take part in the work. Where it names the workstream of a slice, whoever takes part
    /// in other slices only has it for those.
    fn meant(
        &mut self,
        grant: &Grant<'_>,
        row: RowId,
        holders: &BTreeSet<ActorId>,
    ) -> Vec<ActorId> {
        let engagement = self.engagement;
        let all = holders.iter().copied();
        if holders.is_empty() {
            return Vec::new();
        }
        let people = people_of(row, engagement);
        let takes_part = |holder: &ActorId, people: &BTreeSet<ActorId>| {
            !engagement.acting(*holder).is_disjoint(people)
        };
        if grant.on.is_none() {
            return all.filter(|holder| takes_part(holder, &people)).collect();
        }
        let named = self.named.entry(grant.table.span);
        let named = named.or_insert_with(|| grant.rows().into_iter().collect());
        let Some(whole) = engagement
            .row(row)
            .whole
            .filter(|_| !named.contains(&Some(row)))
        else {
            return all.collect();
        };
        let of_slices = self.people.entry(whole).or_insert_with(|| {
            let slices = engagement.row(whole).slices.iter();
            slices
                .flat_map(|slice| people_of(*slice, engagement))
                .collect()
        });
        let is_elsewhere =
            |holder: &ActorId| takes_part(holder, of_slices) && !takes_part(holder, &people);
        all.filter(|holder| !is_elsewhere(holder)).collect()
    }
}

type Systems<'d> = Vec<(usize, &'d Item<'d, System<'d>>)>;

/// The rows with the systems that they name, where one of these says who has access.
fn rows_on_systems<'d>(engagement: &Engagement<'d>) -> Vec<(RowId, Systems<'d>)> {
    let mut rows = Vec::new();
    for (id, row) in engagement
        .leaves()
        .filter(|(id, _)| !engagement.is_over(*id))
    {
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

/// The actions that are done on systems and that some grant gives.
fn granted_on_systems<'d>(engagement: &Engagement<'d>) -> Vec<&'d str> {
    let on_system = engagement.catalogue().actions().filter(|action| {
        let flag = action.body.on_system;
        flag.is_some_and(|flag| flag.value)
    });
    let names = on_system.map(|action| &*action.id.name);
    names.filter(|name| engagement.is_granted(name)).collect()
}

/// The grants with their actions on systems that are meant for a row: those that name it, and
/// those for all work whose holder takes part in this and that it needs.
fn taken<'e, 'd>(
    engagement: &'e Engagement<'d>,
    row: RowId,
    on_system: &[&'d str],
) -> Vec<(&'e Grant<'d>, &'d str)> {
    let needed = OnceCell::new();
    let needs = |action: &str| {
        let needs = needed.get_or_init(|| engagement.needs(row));
        needs.iter().any(|need| need.action.id.name == action)
    };
    let parts = OnceCell::new();
    let takes_part = |grant: &Grant<'_>| {
        let people = parts.get_or_init(|| people_of(row, engagement));
        let mut holders = grant.holders.actors();
        holders.any(|holder| !engagement.acting(holder).is_disjoint(people))
    };
    let mut taken = Vec::new();
    for action in on_system {
        for grant in engagement.grants_for(action, row) {
            let is_meant = grant.on.is_some() || needs(action) && takes_part(grant);
            if is_meant && !grant.uncertain {
                taken.push((grant, *action));
            }
        }
    }
    taken
}

/// All who do the work of a row or answer for it.
fn people_of(row: RowId, engagement: &Engagement<'_>) -> BTreeSet<ActorId> {
    let row = engagement.row(row);
    let mut people = engagement.acting_in(row.responsible());
    people.extend(engagement.acting_in(row.accountable()));
    people
}

/// Which holders of a grant do not get into a system for an action, found once for all rows that
/// name the system.
struct Doors<'e, 'd> {
    engagement: &'e Engagement<'d>,
    known: BTreeMap<(Span, usize, &'d str), Rc<BTreeSet<ActorId>>>,
}

impl<'e, 'd> Doors<'e, 'd> {
    fn of(engagement: &'e Engagement<'d>) -> Self {
        Doors {
            engagement,
            known: BTreeMap::new(),
        }
    }

    fn shut_out(
        &mut self,
        grant: &Grant<'d>,
        action: &'d str,
        (index, system): (usize, &Item<'d, System<'d>>),
    ) -> Rc<BTreeSet<ActorId>> {
        let engagement = self.engagement;
        let key = (grant.table.span, index, action);
        let known = self.known.entry(key).or_insert_with(|| {
            // A grant to people who have all left is used by nobody.
            let is_there = |holder: &ActorId| {
                let mut people = engagement.acting(*holder).iter();
                people.any(|person| !engagement.has_left(*person))
            };
            let holders = grant.holders.actors().filter(is_there);
            let shut =
                holders.filter(|holder| !engagement.has_access(*holder, action, &system.body));
            Rc::new(shut.collect())
        });
        Rc::clone(known)
    }
}

/// The systems on which the action is done, each with the holders who cannot use it for that. Where
/// somebody has access for it, it is done; where nobody has on any of them, the first one stands
/// for all.
fn without_access<'d>(
    doors: &mut Doors<'_, 'd>,
    grant: &Grant<'d>,
    action: &'d str,
    systems: &Systems<'d>,
) -> Vec<(usize, Rc<BTreeSet<ActorId>>)> {
    let engagement = doors.engagement;
    let certain =
        |holder: ActorId| !engagement.acting(holder).is_empty() && !engagement.may_be_more(holder);
    if !grant.holders.actors().all(certain) {
        return Vec::new();
    }
    let is_done = |system: &System<'_>| {
        Many::of(&system.access)
            .iter()
            .any(|access| gives(access, action))
    };
    let done = systems.iter().filter(|(_, system)| is_done(&system.body));
    let is_done_nowhere = done.clone().next().is_none();
    let all_said = systems
        .iter()
        .all(|(_, system)| system.body.access.is_some());
    if let Some((first, others)) = systems.split_first().filter(|_| is_done_nowhere) {
        let mut shut_out = doors.shut_out(grant, action, *first);
        for system in others {
            let also = doors.shut_out(grant, action, *system);
            if also != shut_out {
                shut_out = Rc::new(&*shut_out & &*also);
            }
        }
        return all_said
            .then_some((first.0, shut_out))
            .into_iter()
            .collect();
    }
    done.map(|system| (system.0, doors.shut_out(grant, action, *system)))
        .collect()
}

/// Whether it gives somebody access for an action.
fn gives(access: &Access<'_>, action: &str) -> bool {
    let mut can = Many::of(&access.can).iter();
    !Many::of(&access.who).is_empty() && can.any(|own| own.name == action)
}

fn report(cx: &mut Context<'_, '_>, lack: &Lack<'_, '_>, system: usize) {
    let (grant, actions) = (lack.grant, &lack.actions);
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
    let holders = grant.holders.links.iter();
    let holders = holders.filter(|link| link.to.is_some_and(|to| lack.holders.contains(&to)));
    let holders = words::list(holders.map(|link| link.name));
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
