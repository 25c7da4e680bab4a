use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::{self, Activity};

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Engagement, Letter, Row, RowId, Seats};

declare_rule! {
    /// ## What it does
    ///
    /// Reports work that changes a system, or decides about it, when the one to whom the system
    /// belongs on the business side is neither asked nor told.
    ///
    /// ## Why is this bad?
    ///
    /// The change was right, and it came on the day of the monthly closing. Only the owner of the
    /// system on the business side knows which day that is.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.change-management]
    /// activity = "change"
    /// systems = ["erp"]
    /// responsible = "engineers"
    /// accountable = "service-manager"
    ///
    /// [system.erp]
    /// business-owner = "finance-director"
    ///
    /// [team.engineers]
    /// members = "kim"
    /// [role.service-manager]
    /// held-by = "kim"
    /// [role.finance-director]
    /// held-by = "fiona"
    /// [person.kim]
    /// [person.fiona]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.change-management]
    /// activity = "change"
    /// systems = ["erp"]
    /// responsible = "engineers"
    /// accountable = "service-manager"
    /// consulted = "finance-director"
    ///
    /// [system.erp]
    /// business-owner = "finance-director"
    ///
    /// [team.engineers]
    /// members = "kim"
    /// [role.service-manager]
    /// held-by = "kim"
    /// [role.finance-director]
    /// held-by = "fiona"
    /// [person.kim]
    /// [person.fiona]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The owner, their deputy or a team that they are in holds any letter of the workstream, of
    ///   one of its slices or of a workstream that it is a part of.
    /// - They approve changes there: a grant names them as approver, or lets them `approve-change`.
    /// - The system names no business owner, or one who resolves to nobody.
    /// - The work is neither of activity `change` or `decision` nor of the area
    ///   `change-management`, or names no systems.
    ///
    /// ## References
    ///
    /// - Smith and Erwin, *Role and Responsibility Charting*: horizontal analysis, "no C's / I's"
    /// - CISA, CPG 2.0 1.A: roles are aligned within the organization and with external partners
    "affected-owner-not-consulted" {
        summary: "a system is changed, or decided about, without its owner on the business side",
        group: Group::Communication,
        severity: DefaultSeverity::WARNING,
        needs: "`business-owner` of systems that are changed or decided about",
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let owners = business_owners(engagement);
    let mut has_data = false;
    let mut known: BTreeMap<RowId, Option<BTreeSet<ActorId>>> = BTreeMap::new();
    let mut reported: BTreeSet<(RowId, BTreeSet<ActorId>)> = BTreeSet::new();
    for (id, row) in engagement.leaves() {
        if !changes_or_decides(row) {
            continue;
        }
        let touched = touched(engagement, &owners, row);
        has_data |= !touched.is_empty();
        if touched.is_empty() {
            continue;
        }
        let whole = row.whole.unwrap_or(id);
        let involved = known
            .entry(whole)
            .or_insert_with(|| involved(engagement, whole));
        let Some(involved) = involved else {
            continue;
        };
        for (people, systems) in left_aside(engagement, touched, involved) {
            if reported.insert((whole, people)) {
                report(cx, id, &systems);
            }
        }
    }
    if !has_data {
        cx.lacks_data();
    }
}

/// A system that a row names, with its owner on the business side.
struct Touched<'e> {
    name: &'e str,
    span: Span,
    owner: &'e Seats<'e>,
}

/// By the index of the system, for systems whose owner is known.
fn business_owners<'d>(engagement: &Engagement<'d>) -> BTreeMap<usize, Seats<'d>> {
    let systems = engagement.document.tables.systems.iter().enumerate();
    let owner = |table: &'d language::System<'d>| {
        engagement.named_in(&table.business_owner, &table.unread, "business-owner")
    };
    systems
        .map(|(index, system)| (index, owner(&system.body)))
        .filter(|(_, owner)| !owner.nobody() && !owner.uncertain())
        .collect()
}

fn changes_or_decides(row: &Row<'_>) -> bool {
    let mut areas = row.areas.iter();
    row.has_activity(Activity::Change)
        || row.has_activity(Activity::Decision)
        || areas.any(|(area, _)| area.id.name == "change-management")
}

fn touched<'e>(
    engagement: &Engagement<'_>,
    owners: &'e BTreeMap<usize, Seats<'e>>,
    row: &'e Row<'_>,
) -> Vec<Touched<'e>> {
    let systems = row.systems().iter();
    let owned = systems.filter_map(|named| {
        let owner = owners.get(&engagement.names.system(&named.name)?)?;
        Some(Touched {
            name: &named.name,
            span: named.span,
            owner,
        })
    });
    owned.collect()
}

/// Everybody who holds a letter of a workstream, of its slices, or of what it is a part of.
/// `None` when that cannot be known.
fn involved(engagement: &Engagement<'_>, id: RowId) -> Option<BTreeSet<ActorId>> {
    let mut rows = engagement.lineage(id).to_vec();
    rows.extend(&engagement.row(id).slices);
    let mut people = BTreeSet::new();
    for row in rows {
        for letter in Letter::ALL {
            let seats = engagement.row(row).seats(letter);
            let mut actors = seats.actors();
            if seats.uncertain() || actors.any(|actor| engagement.may_be_more(actor)) {
                return None;
            }
            for actor in seats.actors() {
                people.insert(actor);
                people.extend(engagement.acting(actor));
            }
        }
    }
    people.extend(approving(engagement, id));
    Some(people)
}

/// Whoever approves a change of this work: they are asked without a letter.
fn approving(engagement: &Engagement<'_>, id: RowId) -> BTreeSet<ActorId> {
    let mut people = BTreeSet::new();
    let mut rows = engagement.row(id).slices.clone();
    rows.push(id);
    for row in rows {
        for action in CHANGES {
            for grant in engagement.grants_for(action, row) {
                let decides = action == CHANGES[0];
                let holders = grant.holders.actors().filter(|_| decides);
                let named = grant.approvers.actors().chain(holders);
                for actor in named.filter(|actor| !engagement.actor(*actor).is_party()) {
                    people.insert(actor);
                    people.extend(engagement.acting(actor));
                }
            }
        }
    }
    people
}

/// What takes an approval when something is changed; whoever holds the first one gives it.
const CHANGES: [&str; 3] = ["approve-change", "emergency-change", "rollback-change"];

/// The owners of whom nobody is involved, as the people they are, with their systems.
fn left_aside<'e>(
    engagement: &Engagement<'_>,
    touched: Vec<Touched<'e>>,
    involved: &BTreeSet<ActorId>,
) -> BTreeMap<BTreeSet<ActorId>, Vec<Touched<'e>>> {
    let mut aside: BTreeMap<BTreeSet<ActorId>, Vec<Touched<'e>>> = BTreeMap::new();
    for system in touched {
        let people = engagement.acting_in(system.owner);
        let mut named = system.owner.actors();
        let is_involved = named.any(|owner| involved.contains(&owner));
        let may_be_more = system.owner.actors().any(|o| engagement.may_be_more(o));
        if !people.is_empty() && !is_involved && !may_be_more && people.is_disjoint(involved) {
            aside.entry(people).or_default().push(system);
        }
    }
    aside
}

fn report(cx: &mut Context<'_, '_>, id: RowId, systems: &[Touched<'_>]) {
    let row = cx.engagement.row(id);
    let Some(first) = systems.first() else {
        return;
    };
    let owner = words::any_of(first.owner.links.iter().map(|link| link.name));
    let names = words::list(systems.iter().map(|system| system.name));
    let name = &row.name;
    let message = format!("`{name}` touches {names} without asking or telling {owner}");
    let finding = cx.report(first.span, message);
    finding.about(row.object()).aspect(owner.replace('`', ""));
    for system in systems {
        if let Some(span) = system.owner.first_span() {
            let label = format!("`{}` belongs to them on the business side", system.name);
            finding.related(span, label);
        }
    }
    let holder = first.owner.links.first().map_or("...", |link| link.name);
    finding.help(format!(
        "ask before, `consulted = \"{holder}\"`, or at least tell: `informed = \"{holder}\"`"
    ));
}

#[cfg(test)]
mod tests;
