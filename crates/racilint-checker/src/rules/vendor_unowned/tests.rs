//! Tests of `vendor-unowned`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "vendor-unowned";

const PARTIES: &str = r#"
[party.harbor]
[party.northwind]
[role.account-manager]
party = "northwind"
"#;

fn with_parties(fixture: &str) -> String {
    format!("{fixture}{PARTIES}")
}

#[test]
fn another_vendor_is_coordinated() {
    let fixture = r#"
[engagement]
client = "harbor"
provider = "northwind"
[system.backup]
vendor = "vaults"
#        -------- used here
[system.edr]
vendor = "sentrel"
[workstream.vendors]
#           ------- coordinates vendors of other systems
area = "vendor-coordination"
systems = ["edr"]
accountable = "account-manager"
[workstream.backup-restore]
responsible = "vaults"
#             -------- used here
accountable = "harbor"
[party.vaults]
#      ^^^^^^ error: nobody coordinates the vendor `vaults`
contracted-by = "northwind"
[party.sentrel]
kind = "vendor"
"#;
    check(RULE, &with_parties(fixture));
}

#[test]
fn nobody_coordinates_any_is_one_finding() {
    let fixture = r#"
[engagement]
client = "harbor"
provider = "northwind"
[system.edr]
vendor = "sentrel"
#        --------- used here
[workstream.backup-restore]
responsible = "account-manager"
consulted = "vaults"
#           -------- used here
[party.vaults]
#      ^^^^^^ error: nobody coordinates the vendors `vaults` and `sentrel`
kind = "vendor"
[party.sentrel]
#      ------- nor this one
"#;
    check(RULE, &with_parties(fixture));
}

#[test]
fn vendors_in_good_hands() {
    let fixture = r#"
[engagement]
client = "harbor"
provider = "northwind"
[system.edr]
vendor = "sentrel"
[system.office]
vendor = "northwind"
[workstream.vendors]
area = "vendor-coordination"
systems = ["edr"]
consulted = "carrier"
accountable = "account-manager"
[workstream.endpoint-security]
accountable = "account-manager"
support = "vaults"
[workstream.subcontractors]
accountable = "account-manager"
[workstream.cabling]
accountable = "account-manager"
responsible = "cablers"
informed = ["paper-mill", "hhs"]
consulted = "hhs"
[party.sentrel]
kind = "vendor"
[party.carrier]
kind = "vendor"
[party.cablers]
kind = "subcontractor"
[party.paper-mill]
kind = "vendor"
[party.hhs]
kind = "regulator"
[party.vaults]
kind = "vendor"
contracted-by = "northwind"
"#;
    is_silent(RULE, &with_parties(fixture));
}

#[test]
fn a_coordinator_of_everything() {
    for row in [
        "[workstream.vendor-coordination]\naccountable = \"account-manager\"\n",
        "[workstream.vendor-coordination]\nresponsible = \"account-manager\"\n",
        "[workstream.vendor-coordination]\nsystems = [\"gone\"]\n",
        "[workstream.vendor-coordination]\nnot-applicable = \"the buyers of the group do it\"\n",
        "[[exclusion]]\narea = \"vendor-coordination\"\n",
    ] {
        let fixture = format!(
            "[system.edr]\nvendor = \"sentrel\"\n[party.sentrel]\nkind = \"vendor\"\n{row}"
        );
        is_silent(RULE, &with_parties(&fixture));
    }
}

#[test]
fn what_is_not_known() {
    let vendor = "[system.edr]\nvendor = \"sentrel\"\n[party.sentrel]\nkind = \"vendor\"\n";
    is_not_evaluated(RULE, "[workstream.a]\n");
    is_not_evaluated(RULE, &format!("{vendor}[workstream.a]\narae = \"x\"\n"));
    is_not_evaluated(
        RULE,
        &format!("{vendor}[workstream.a]\narea = \"vendor-cordination\"\n"),
    );
}

#[test]
fn who_has_the_contract_answers_for_what_the_vendor_does() {
    let fixture = |owner: &str| {
        format!(
            "[workstream.records]\nresponsible = \"ehr\"\naccountable = \"{owner}\"\n\
             [party.ehr]\nkind = \"vendor\"\ncontracted-by = \"harbor\"\n[party.harbor]\n\
             [party.northwind]\n[person.dana]\nparty = \"harbor\"\n[person.jo]\nparty = \"northwind\"\n"
        )
    };
    let fires = |owner: &str| {
        let sources = Sources::default();
        let text = fixture(owner);
        let outcome = run("vendor-unowned", &text, &sources);
        outcome.findings.len()
    };
    assert_eq!(fires("dana"), 0);
    assert_eq!(fires("jo"), 1);
    assert_eq!(fires("ehr"), 1);
}

#[test]
fn whoever_coordinates_subcontractors_has_no_other_vendor() {
    let fixture = |kind: &str| {
        with_parties(&format!(
            r#"
[engagement]
client = "harbor"
provider = "northwind"
[system.backup]
vendor = "vaults"
[workstream.subcontractors]
accountable = "account-manager"
[party.vaults]
kind = "{kind}"
"#
        ))
    };
    let findings = run(RULE, &fixture("vendor"), &Sources::default()).findings;
    let messages: Vec<&str> = findings.iter().map(|own| &*own.message).collect();
    assert_eq!(messages, ["nobody coordinates the vendor `vaults`"]);
    is_silent(RULE, &fixture("subcontractor"));
}

#[test]
fn a_vendor_that_is_only_declared_or_only_used() {
    is_silent(
        RULE,
        &with_parties("[engagement]\n[party.vaults]\nkind = \"vendor\"\n"),
    );
    let used = "[engagement]\nclient = \"harbor\"\nprovider = \"northwind\"\n[system.backup]\n\
                vendor = \"vaults\"\n[party.vaults]\n";
    let told = run(RULE, &with_parties(used), &Sources::default());
    assert_eq!(told.findings.len(), 1);
}
