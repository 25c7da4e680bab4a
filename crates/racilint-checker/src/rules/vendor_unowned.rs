use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Finding, Group, Span};
use racilint_parser::language::PartyKind;
use racilint_parser::values::{Many, Target};

use super::{Context, declare_rule, words};
use crate::model::{ActorId, ActorKind, Engagement, Letter, Row, RowId, VendorUse};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a vendor whom nobody coordinates: who opens and chases its tickets, reviews what it
    /// does, holds its contract. Where nobody coordinates any vendor, that is one finding.
    ///
    /// ## Why is this bad?
    ///
    /// The outage is the vendor's, and each side waits for the other to call. Nobody has the
    /// support number, and nobody notices that the contract ran out.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    ///
    /// [system.backup]
    /// vendor = "vault-vendor"
    /// [system.edr-console]
    /// vendor = "edr-vendor"
    ///
    /// [workstream.vendor-coordination]
    /// systems = ["edr-console"]
    /// responsible = "account-manager"
    /// accountable = "account-manager"
    ///
    /// [role.account-manager]
    /// [party.harbor]
    /// [party.northwind]
    /// [party.vault-vendor]
    /// kind = "vendor"
    /// [party.edr-vendor]
    /// kind = "vendor"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    ///
    /// [system.backup]
    /// vendor = "vault-vendor"
    /// [system.edr-console]
    /// vendor = "edr-vendor"
    ///
    /// [workstream.vendor-coordination]
    /// systems = ["edr-console", "backup"]
    /// responsible = "account-manager"
    /// accountable = "account-manager"
    ///
    /// [role.account-manager]
    /// [party.harbor]
    /// [party.northwind]
    /// [party.vault-vendor]
    /// kind = "vendor"
    /// [party.edr-vendor]
    /// kind = "vendor"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - A workstream of the area `vendor-coordination` names no systems, one of the vendor's, or
    ///   the vendor itself; for a subcontractor, also one of the area `subcontractors`.
    /// - The provider has the contract with the vendor and answers for work that names it; or
    ///   whoever has the contract answers for work that the vendor does.
    /// - The vendor is only told, or only listed.
    /// - The area is left out on purpose. A coordinating workstream without an owner is
    ///   `missing-accountable`'s.
    ///
    /// ## References
    ///
    /// - AICPA Trust Services Criteria, CC9.2: responsibility for managing vendors is assigned
    /// - ISO/IEC 27001:2022, A.5.22
    "vendor-unowned" {
        summary: "nobody coordinates a vendor",
        group: Group::Ownership,
        severity: DefaultSeverity::ERROR,
        needs: "vendors of systems or in the work, and all areas readable",
        frameworks: &["soc2", "iso-27001"],
    }
}

const AREA: &str = "vendor-coordination";

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let used = engagement.used_vendors();
    let declared = engagement.actors().any(|(id, _)| engagement.is_vendor(id));
    if used.is_empty() && !declared || engagement.is_damaged() || areas_are_lost(engagement) {
        return cx.lacks_data();
    }
    if is_left_out(engagement) {
        return;
    }
    let subcontractors = coordination(engagement, "subcontractors");
    let coordination = coordination(engagement, AREA);
    let covering = (&coordination[..], &subcontractors[..]);
    let open: BTreeMap<ActorId, &VendorUse> = used
        .iter()
        .filter(|(vendor, used)| !is_owned(engagement, **vendor, used, covering))
        .map(|(vendor, used)| (*vendor, used))
        .collect();
    if coordination.is_empty() {
        report_all(cx, &open);
    } else {
        for (vendor, used) in open {
            report(cx, vendor, used, &coordination);
        }
    }
}

/// Whether a workstream may be of the area for all that could be read.
fn areas_are_lost(engagement: &Engagement<'_>) -> bool {
    let unread = engagement.rows().any(|(_, row)| row.could_hold("area"));
    let is_area = |target| target == Target::Area;
    let mut mentions = engagement.document.mentions_of(is_area);
    unread
        || mentions.any(|mention| {
            engagement.catalogue().area(mention.name).is_none()
                && engagement.names.row(mention.name).is_none()
        })
}

/// An exclusion leaves the whole area out; whether it was accepted is asked elsewhere.
fn is_left_out(engagement: &Engagement<'_>) -> bool {
    let exclusions = engagement.document.tables.exclusions.iter();
    let mut areas = exclusions.flat_map(|exclusion| Many::of(&exclusion.area));
    areas.any(|area| area.name == AREA)
        || engagement
            .rows()
            .any(|(_, row)| row.left_out && is_of(row, AREA))
}

fn is_of(row: &Row<'_>, area: &str) -> bool {
    row.areas.iter().any(|(own, _)| own.id.name == area)
}

fn coordination(engagement: &Engagement<'_>, area: &str) -> Vec<RowId> {
    let rows = engagement.leaves().filter(|(_, row)| is_of(row, area));
    rows.map(|(id, _)| id).collect()
}

fn is_owned(
    engagement: &Engagement<'_>,
    vendor: ActorId,
    used: &VendorUse,
    (coordination, subcontractors): (&[RowId], &[RowId]),
) -> bool {
    let covers = |row: &RowId| covers(engagement, *row, vendor, used);
    coordination.iter().any(covers)
        || is_subcontractor(engagement, vendor) && subcontractors.iter().any(covers)
        || is_run_by_provider(engagement, vendor, used)
        || is_answered_for(engagement, vendor, used)
}

fn is_subcontractor(engagement: &Engagement<'_>, party: ActorId) -> bool {
    match engagement.actor(party).kind {
        ActorKind::Party(table) => table
            .kind
            .is_some_and(|kind| kind.value == PartyKind::Subcontractor),
        _ => false,
    }
}

/// Whether a coordinating row is about this vendor: it names no systems, one of the vendor's, one
/// that is not known, or the vendor itself.
fn covers(engagement: &Engagement<'_>, id: RowId, vendor: ActorId, used: &VendorUse) -> bool {
    let row = engagement.row(id);
    let says_systems = !row.systems().is_empty();
    let mut systems = row.systems().iter();
    let names_it = Letter::ALL
        .into_iter()
        .flat_map(|letter| row.seats(letter).actors())
        .any(|actor| engagement.parties(actor).contains(&vendor));
    !says_systems
        || row.could_hold("systems")
        || names_it
        || systems.any(|system| match engagement.names.system(&system.name) {
            Some(system) => used.systems.contains_key(&system),
            None => true,
        })
}

/// Whether whoever has the contract answers for work that the vendor does.
fn is_answered_for(engagement: &Engagement<'_>, vendor: ActorId, used: &VendorUse) -> bool {
    let holders = contract_holders(engagement, vendor);
    used.rows.keys().map(|row| engagement.row(*row)).any(|row| {
        let mut doers = row.responsible().actors();
        let mut owners = row.accountable().actors();
        doers.any(|doer| engagement.parties(doer).contains(&vendor))
            && owners.any(|owner| !engagement.parties(owner).is_disjoint(&holders))
    })
}

/// The parties that have a contract with a vendor, as far as its table says.
fn contract_holders(engagement: &Engagement<'_>, vendor: ActorId) -> BTreeSet<ActorId> {
    let ActorKind::Party(table) = engagement.actor(vendor).kind else {
        return BTreeSet::new();
    };
    let holders = Many::of(&table.contracted_by).iter();
    holders
        .filter_map(|holder| engagement.names.actor(&holder.name))
        .collect()
}

/// Whether the provider has the contract and answers for work that names the vendor.
fn is_run_by_provider(engagement: &Engagement<'_>, vendor: ActorId, used: &VendorUse) -> bool {
    let holders = contract_holders(engagement, vendor);
    holders.iter().any(|holder| engagement.is_provider(*holder))
        && used.rows.keys().any(|row| {
            let mut owners = engagement.row(*row).accountable().actors();
            owners.any(|owner| {
                let parties = engagement.parties(owner);
                parties.iter().any(|party| engagement.is_provider(*party))
            })
        })
}

fn report(cx: &mut Context<'_, '_>, vendor: ActorId, used: &VendorUse, coordination: &[RowId]) {
    let engagement = cx.engagement;
    let actor = engagement.actor(vendor);
    let rows: Vec<(Span, &str)> = coordination
        .iter()
        .map(|row| (engagement.row(*row).span, &*engagement.row(*row).name))
        .collect();
    let message = format!("nobody coordinates the vendor `{}`", actor.name);
    let finding = cx.report(actor.span, message);
    finding.about(actor.object());
    relate_use(finding, used);
    for (span, _) in &rows {
        finding.related(*span, "coordinates vendors of other systems");
    }
    let names = words::any_of(rows.iter().map(|(_, name)| name));
    finding.help(format!(
        "say who opens its tickets, reviews it and holds its contract: add its systems to the \
         `systems` of {names}, or give it a workstream of its own with `area = \"{AREA}\"`"
    ));
}

fn report_all(cx: &mut Context<'_, '_>, open: &BTreeMap<ActorId, &VendorUse>) {
    let engagement = cx.engagement;
    let names: Vec<&str> = open
        .keys()
        .map(|vendor| engagement.actor(*vendor).name)
        .collect();
    let Some(first) = open.keys().next() else {
        return;
    };
    let word = if names.len() == 1 {
        "vendor"
    } else {
        "vendors"
    };
    let message = format!("nobody coordinates the {word} {}", words::list(names));
    let others: BTreeSet<Span> = open
        .keys()
        .skip(1)
        .map(|id| engagement.actor(*id).span)
        .collect();
    let finding = cx.report(engagement.actor(*first).span, message);
    finding.about(format!("area.{AREA}"));
    for span in others {
        finding.related(span, "nor this one");
    }
    for used in open.values() {
        relate_use(finding, used);
    }
    finding.help(format!(
        "say who opens their tickets, reviews them and holds their contracts: a workstream with \
         `area = \"{AREA}\"` and `accountable = \"...\"`"
    ));
}

fn relate_use(finding: &mut Finding, used: &VendorUse) {
    for span in used.places() {
        finding.related(span, "used here");
    }
}

#[cfg(test)]
mod tests;
