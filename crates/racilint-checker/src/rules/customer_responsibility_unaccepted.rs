use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Statement;
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::catalogue::{Duty, Profile};
use crate::model::{ActorId, Claims, DutyKey, Engagement, Reading, RowId, clauses};

declare_rule! {
    /// ## What it does
    ///
    /// Reports what a provider or vendor has left to its customer in writing, and what no
    /// workstream there fulfils. And work that counts on inherited controls which nobody says that
    /// they provide.
    ///
    /// ## Why is this bad?
    ///
    /// The small print of a vendor's report ends with controls that the customer has to run. The
    /// vendor's own controls only hold with them, and its auditor has said so.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client   = "harbor"
    /// provider = "northwind"
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [party.edr-vendor]
    /// kind = "vendor"
    ///
    /// [[statement]]
    /// by      = "edr-vendor"
    /// imposes = "soc2:access-lifecycle"
    /// on      = "harbor"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client   = "harbor"
    /// provider = "northwind"
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [party.edr-vendor]
    /// kind = "vendor"
    ///
    /// [[statement]]
    /// by          = "edr-vendor"
    /// imposes     = "soc2:access-lifecycle"
    /// on          = "harbor"
    /// accepted-by = "it-director"
    ///
    /// [workstream.access-management]
    /// accountable = "it-director"
    /// satisfies   = ["soc2:access-lifecycle"]
    ///
    /// [role.it-director]
    /// party = "harbor"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - A workstream of the customer fulfils the duty, or says that it is not applicable.
    /// - What a vendor leaves to the client, the client's provider does.
    /// - It is not known whose workstream it is.
    /// - `unassigned-duty` says that nobody has the duty: the statement is added there.
    ///
    /// ## References
    ///
    /// - SOC 2: complementary user entity controls; Cloud Controls Matrix v4, STA-04
    /// - OSCAL component definitions: provided, responsibility, inherited, satisfied
    "customer-responsibility-unaccepted" {
        summary: "what a vendor or provider leaves to its customer is fulfilled by no workstream there",
        group: Group::Compliance,
        severity: DefaultSeverity::ERROR,
        needs: "`[[statement]]` with `imposes`, or work that counts on inherited controls",
        frameworks: &["soc2", "csa-ccm-ssrm", "fedramp-crm"],
    }
}

/// Controls that somebody else runs: whoever counts on them needs a statement that says so.
const INHERITED: DutyKey = ("fedramp-crm", "inherited");

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let statements = &engagement.document.tables.statements;
    let claims = engagement.claims(Reading::Meant);
    let imposed = statements
        .iter()
        .any(|statement| !Many::of(&statement.imposes).is_empty());
    let unread = |(_, row): (_, &crate::model::Row<'_>)| row.could_hold("satisfies");
    let damaged = engagement.is_damaged() || engagement.rows().any(unread);
    if damaged || (!imposed && claims.of(INHERITED).is_empty()) {
        return cx.lacks_data();
    }
    for statement in statements {
        check_statement(cx, statement, &claims);
    }
    check_inherited(cx, &claims);
}

fn check_statement(cx: &mut Context<'_, '_>, statement: &Statement<'_>, claims: &Claims<'_>) {
    let engagement = cx.engagement;
    let customers = customers(statement, engagement);
    let authors = parties(&statement.by, engagement);
    for imposed in Many::of(&statement.imposes) {
        let Some((profile, duty)) = engagement.catalogue().duty(&imposed.name) else {
            continue;
        };
        let id = profile.id();
        let rows = claims.of((id, &duty.id.name));
        let taken = rows
            .iter()
            .any(|claim| is_taken(claim.row, &customers, &authors, engagement));
        if !taken {
            let elsewhere: Vec<Span> = rows.iter().map(|claim| claim.span).collect();
            let duty = format!("{id}:{}", duty.id.name);
            report(cx, statement, imposed.span, &duty, &elsewhere, &customers);
        }
    }
}

/// On whom a statement lays a duty: whom it names, else the client.
fn customers(statement: &Statement<'_>, engagement: &Engagement<'_>) -> BTreeSet<ActorId> {
    match &statement.on {
        Some(_) => parties(&statement.on, engagement),
        None => engagement.clients(),
    }
}

fn parties<K>(
    named: &Option<Many<racilint_parser::values::Ref<'_, K>>>,
    engagement: &Engagement<'_>,
) -> BTreeSet<ActorId> {
    let named = Many::of(named).iter();
    named
        .filter_map(|party| engagement.names.actor(&party.name))
        .collect()
}

/// Whether a row takes a duty on for the customers: its owner is theirs, or of the provider that
/// works for them and is not the one who has written the statement.
fn is_taken(
    row: RowId,
    customers: &BTreeSet<ActorId>,
    authors: &BTreeSet<ActorId>,
    engagement: &Engagement<'_>,
) -> bool {
    if engagement.row(row).left_out {
        return true;
    }
    let mut acting = customers.clone();
    if !customers.is_disjoint(&engagement.clients()) {
        let providers = engagement.providers();
        acting.extend(providers.difference(authors));
    }
    let rows = engagement.answering_rows(row);
    let is_theirs = |row: &RowId| {
        let seats = engagement.row(*row).accountable();
        engagement.seats_answer_for(seats, &acting) != Some(false)
    };
    rows.iter().any(is_theirs)
}

fn report(
    cx: &mut Context<'_, '_>,
    statement: &Statement<'_>,
    place: Span,
    duty: &str,
    elsewhere: &[Span],
    customers: &BTreeSet<ActorId>,
) {
    let engagement = cx.engagement;
    let by = words::list(Many::of(&statement.by).iter().map(|party| &party.name));
    let customer = words::list(customers.iter().map(|party| engagement.actor(*party).name));
    let customer = if customer.is_empty() {
        "the customer".into()
    } else {
        customer
    };
    let message = format!("{by} leaves `{duty}` to {customer}, and no workstream there fulfils it");
    let finding = cx.report(place, message);
    finding.about(format!("duty.{duty}")).aspect(by);
    if let Some((profile, own)) = engagement.catalogue().duty(duty) {
        finding.cites(clauses(profile, own));
        let version = profile
            .head
            .version
            .as_ref()
            .map_or("", |version| &version.value);
        finding.label(format!("of {version}"));
    }
    for accepted in Many::of(&statement.accepted_by) {
        finding.related(accepted.span, "has accepted it, and no work follows");
    }
    for span in elsewhere {
        finding.related(*span, "fulfilled here, by another party");
    }
    finding.help(format!(
        "give it an owner of {customer}: a workstream with `satisfies = [\"{duty}\"]`; where it does not \
         apply, say so there with `not-applicable = \"reason\"`"
    ));
}

/// Work that counts on inherited controls, where no statement provides them.
fn check_inherited(cx: &mut Context<'_, '_>, claims: &Claims<'_>) {
    let engagement = cx.engagement;
    let mut statements = engagement.document.tables.statements.iter();
    let provided = statements.any(|statement| {
        let mut provides = Many::of(&statement.provides).iter();
        let is_inherited = |(profile, duty): (&Profile<'_>, &Duty<'_>)| {
            (profile.id(), &*duty.id.name) == INHERITED
        };
        statement.unread.could_hold("provides")
            || provides.any(|named| {
                let duty = engagement.catalogue().duty(&named.name);
                duty.is_some_and(is_inherited)
            })
    });
    let open = claims.of(INHERITED).iter().filter(|_| !provided);
    for claim in open.filter(|claim| !engagement.row(claim.row).left_out) {
        let row = engagement.row(claim.row);
        let message = format!(
            "`{}` counts on inherited controls, and nobody says that they provide them",
            row.name
        );
        cx.report(claim.span, message)
            .about(row.object())
            .aspect("inherited")
            .label("OSCAL control origination: inherited")
            .help(format!(
                "let whoever runs them say so: `[[statement]]` with `by` and `provides = [\"{}:{}\"]`",
                INHERITED.0, INHERITED.1
            ));
    }
}

#[cfg(test)]
mod tests;
