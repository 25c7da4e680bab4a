use racilint_diagnostics::{DefaultSeverity, Group, Span};

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Engagement, Row};

declare_rule! {
    /// ## What it does
    ///
    /// Reports work for which only a vendor or subcontractor is accountable: neither the client nor
    /// the provider answers for it.
    ///
    /// ## Why is this bad?
    ///
    /// Work can be bought, accountability cannot. When the vendor fails, the client asks the
    /// provider, and the provider points at a company with which the client has no contract.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    ///
    /// [workstream.backup-restore]
    /// responsible = "vault-vendor"
    /// accountable = "vault-vendor"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [party.vault-vendor]
    /// kind = "subcontractor"
    /// contracted-by = "northwind"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    ///
    /// [workstream.backup-restore]
    /// responsible = "vault-vendor"
    /// accountable = "platform-lead"
    ///
    /// [role.platform-lead]
    /// party = "northwind"
    /// [party.harbor]
    /// [party.northwind]
    /// [party.vault-vendor]
    /// kind = "subcontractor"
    /// contracted-by = "northwind"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Somebody of client or provider answers for the work, whoever does it.
    /// - Nobody answers: `missing-accountable` says so.
    /// - The one who answers is lent to client or provider (`seconded-to`), or has no known party.
    /// - Regulators, insurers and auditors are no vendors.
    ///
    /// ## References
    ///
    /// - CSA Cloud Controls Matrix 4, STA-04: shared responsibility through the supply chain
    /// - ISO/IEC 20000-1:2018, 8.2.3: the organization stays accountable for what others run
    "subcontracted-without-retained-accountability" {
        summary: "only a vendor or subcontractor answers for a workstream",
        group: Group::Ownership,
        severity: DefaultSeverity::ERROR,
        needs: "vendors or subcontractors among the parties",
        frameworks: &["csa-ccm-ssrm"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if !engagement.actors().any(|(id, _)| engagement.is_vendor(id)) {
        return cx.lacks_data();
    }
    for (_, row) in engagement.leaves() {
        let outside = |actor: ActorId| engagement.is_of_vendor(actor);
        let mut owners = row.accountable().placed().peekable();
        let Some(first) = owners.peek().copied() else {
            continue;
        };
        if !row.accountable().uncertain() && owners.all(|(actor, _)| outside(actor)) {
            report(cx, row, first);
        }
    }
}

fn report(cx: &mut Context<'_, '_>, row: &Row<'_>, owner: (ActorId, Span)) {
    let engagement = cx.engagement;
    let name = engagement.actor(owner.0).name;
    let vendor = vendor(engagement, owner.0);
    let who = if vendor == name {
        format!("`{name}`")
    } else {
        format!("`{name}` of `{vendor}`")
    };
    let message = format!(
        "only {who} answers for `{}`, and nobody of client or provider",
        row.name
    );
    let doers: Vec<Span> = row.responsible().placed().map(|(_, span)| span).collect();
    let contract = contract(engagement, owner.0);
    let finding = cx.report(owner.1, message);
    finding.about(row.object());
    for span in doers {
        finding.related(span, "does the work");
    }
    if let Some((span, holder)) = &contract {
        finding.related(*span, format!("{holder} has the contract with it"));
    }
    let whose = contract.map_or("client or provider".to_owned(), |(_, holder)| holder);
    finding.help(format!(
        "let a person or role of {whose} answer for it: `accountable = \"...\"`; \
         the vendor may go on doing the work: `responsible = \"{vendor}\"`"
    ));
}

fn vendor<'d>(engagement: &Engagement<'d>, actor: ActorId) -> &'d str {
    let parties = engagement.parties(actor);
    parties
        .first()
        .map_or(engagement.actor(actor).name, |party| {
            engagement.actor(*party).name
        })
}

/// Who has the contract with the vendor, in words, and where the file says so.
fn contract(engagement: &Engagement<'_>, actor: ActorId) -> Option<(Span, String)> {
    let party = *engagement.parties(actor).first()?;
    let crate::model::ActorKind::Party(table) = engagement.actor(party).kind else {
        return None;
    };
    let holders = table.contracted_by.as_ref()?;
    let first = holders.items.first()?;
    let names = words::list(holders.items.iter().map(|holder| &holder.name));
    Some((first.span, names))
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    const RULE: &str = "subcontracted-without-retained-accountability";

    #[test]
    fn the_vendor_answers_for_itself() {
        check(
            RULE,
            r#"
[engagement]
client = "harbor"
provider = "northwind"
[workstream.backup-restore]
responsible = "crew"
#             ------ does the work
accountable = "crew"
#             ^^^^^^ error: only `crew` of `vaults` answers for `backup-restore`, and nobody of client or provider
[party.harbor]
[party.northwind]
[party.vaults]
contracted-by = "northwind"
#               ----------- `northwind` has the contract with it
[team.crew]
party = "vaults"
"#,
        );
    }

    #[test]
    fn somebody_of_the_two_sides_answers() {
        is_silent(
            RULE,
            r#"
[engagement]
client = "harbor"
provider = "northwind"
[workstream.backup-restore]
responsible = "vaults"
accountable = "ana"
[workstream.patching]
responsible = "vaults"
accountable = "lent"
[workstream.monitoring]
responsible = "vaults"
[workstream.audit]
responsible = "auditor"
accountable = "auditor"
[workstream.telephony]
responsible = "vaults"
accountable = ["vaults", "gohst"]
[workstream.cabling]
responsible = "vaults"
accountable = ["vaults", "ana"]
[party.harbor]
[party.northwind]
[party.vaults]
kind = "vendor"
[party.auditor]
kind = "auditor"
[person.ana]
party = "northwind"
[person.lent]
party = "vaults"
seconded-to = "northwind"
"#,
        );
    }

    #[test]
    fn a_provider_is_no_vendor_whoever_pays_it() {
        is_not_evaluated(
            RULE,
            r#"
[engagement]
client = "harbor"
provider = "northwind"
[workstream.patching]
accountable = "northwind"
[party.harbor]
[party.northwind]
contracted-by = "harbor"
"#,
        );
    }

    #[test]
    fn a_vendor_that_answers_itself() {
        check(
            RULE,
            r#"
[engagement]
client = "harbor"
provider = "northwind"
[workstream.backup-restore]
accountable = ["vaults", "crew"]
#              ^^^^^^^^ error: only `vaults` answers for `backup-restore`, and nobody of client or provider
[party.harbor]
[party.northwind]
[party.vaults]
kind = "vendor"
[team.crew]
party = "vaults"
"#,
        );
    }
}
