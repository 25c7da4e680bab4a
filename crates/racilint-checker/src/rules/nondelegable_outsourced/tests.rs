//! What `nondelegable-outsourced` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

mod succession;

const SIDES: &str = r#"
[engagement]
client   = "harbor"
provider = "northwind"
profiles = ["hipaa", "ftc-safeguards"]
[party.harbor]
[party.northwind]
[person.maria]
party = "harbor"
[person.jo]
party = "northwind"
[person.lent]
party = "northwind"
seconded-to = "harbor"
[role.officer]
party = "harbor"
held-by = "jo"
[team.soc]
party = "northwind"
"#;

#[test]
fn the_provider_answers_for_what_is_the_clients() {
    check(
        "nondelegable-outsourced",
        &format!(
            r#"{SIDES}
[workstream.risk]
accountable = "soc"
#             ^^^^^ error: `soc` answers for `risk`, but `hipaa:risk-analysis` and `hipaa:evaluation` must stay with the client
satisfies = ["hipaa:risk-analysis", "hipaa:164.308(a)(8)", "hipaa:training"]
#            --------------------- the client's own: 164.308(a)(1)(ii)(A), 164.308(a)(1)(ii)(B) of hipaa, 45 CFR 164 (2013 omnibus rule)
#                                   --------------------- the client's own: 164.308(a)(8) of hipaa, 45 CFR 164 (2013 omnibus rule)
"#
        ),
    );
}

#[test]
fn a_role_of_the_client_that_the_providers_person_holds_is_outside() {
    check(
        "nondelegable-outsourced",
        &format!(
            r#"{SIDES}
[workstream.privacy]
accountable = "officer"
#             ^^^^^^^^^ error: `officer` answers for `privacy`, but `hipaa:privacy-official` must stay with the client
satisfies = "hipaa:privacy-official"
#           ------------------------ the client's own: 164.530(a)(1) of hipaa, 45 CFR 164 (2013 omnibus rule)
"#
        ),
    );
}

#[test]
fn the_party_that_is_told_of_a_role_is_its_holders() {
    let label = |who: &str| {
        let text = format!(
            "{SIDES}[workstream.privacy]\naccountable = \"{who}\"\n\
             satisfies = \"hipaa:privacy-official\"\n"
        );
        let findings = run("nondelegable-outsourced", &text, &Sources::default()).findings;
        findings[0].label.clone()
    };
    assert_eq!(label("officer"), "of `northwind`");
    assert_eq!(label("soc"), "of `northwind`");
    assert_eq!(label("northwind"), "not of the client");
}

#[test]
fn a_part_by_place_is_outside() {
    check(
        "nondelegable-outsourced",
        &format!(
            r#"{SIDES}
[workstream.access]
satisfies = "hipaa:workforce-access"
#           ------------------------ the client's own: 164.308(a)(3), 164.308(a)(4) of hipaa, 45 CFR 164 (2013 omnibus rule)
[workstream.access.slice.clinics]
accountable = "maria"
[workstream.access.slice.office]
accountable = "jo"
#             ^^^^ error: `jo` answers for `access.office`, but `hipaa:workforce-access` must stay with the client
"#
        ),
    );
}

#[test]
fn the_work_a_step_and_a_contribution_may_be_outside() {
    is_silent(
        "nondelegable-outsourced",
        &format!(
            r#"{SIDES}
[workstream.risk]
responsible = "soc"
accountable = "maria"
satisfies = ["hipaa:risk-analysis", "hipaa:evaluation"]
[workstream.scans]
accountable = "soc"
satisfies = ["hipaa:risk-analysis", "hipaa:activity-review"]
[workstream.policies]
accountable = "lent"
satisfies = "hipaa:documentation"
[workstream.access]
satisfies = "hipaa:workforce-access"
[workstream.access.slice.approve]
step = "approve"
accountable = "maria"
[workstream.access.slice.provision]
step = "provision"
accountable = "jo"
[workstream.sanctions]
accountable = ["gohst", "jo"]
satisfies = "hipaa:sanctions"
[workstream.notices]
satisfies = "hipaa:breach-notice"
"#
        ),
    );
}

#[test]
fn the_decision_stays_and_the_work_may_go() {
    let contingency = format!(
        r#"{SIDES}
[workstream.contingency]
accountable = "jo"
satisfies = "hipaa:contingency"
"#
    );
    is_silent(
        "nondelegable-outsourced",
        &format!(
            r#"{contingency}
[[grant]]
holder = "soc"
action = "restore-backup"
mode = "approval-required"
approver = "maria"
"#
        ),
    );
    check(
        "nondelegable-outsourced",
        &contingency.replace(
            "accountable = \"jo\"\nsatisfies = \"hipaa:contingency\"\n",
            r#"accountable = "jo"
#             ^^^^ error: `jo` answers for `contingency`, but `hipaa:contingency` must stay with the client
satisfies = "hipaa:contingency"
#           ------------------- the client's own: 164.308(a)(7) of hipaa, 45 CFR 164 (2013 omnibus rule)
"#,
        ),
    );
}

#[test]
fn whoever_holds_the_role_holds_what_follows_from_it() {
    check(
        "nondelegable-outsourced",
        &format!(
            r#"{SIDES}
[workstream.information-security]
accountable = "officer"
satisfies = ["ftc-safeguards:qualified-individual", "ftc-safeguards:board-report"]
[workstream.exceptions]
accountable = "jo"
satisfies = "ftc-safeguards:mfa-exception"
[workstream.encryption]
accountable = "soc"
#             ^^^^^ error: `soc` answers for `encryption`, but `ftc-safeguards:encryption-exception` must stay with the client
satisfies = "ftc-safeguards:encryption-exception"
#           ------------------------------------- the client's own: 314.4(c)(3) of ftc-safeguards, 16 CFR 314 (2021 rule, 2023 notification amendment)
"#
        ),
    );
}

#[test]
fn without_the_clients_duties_or_the_client_there_is_nothing_to_say() {
    is_not_evaluated(
        "nondelegable-outsourced",
        &format!(
            "{SIDES}\n[workstream.training]\naccountable = \"jo\"\nsatisfies = \"hipaa:training\"\n"
        ),
    );
    is_not_evaluated(
        "nondelegable-outsourced",
        r#"
[engagement]
profiles = ["hipaa"]
[workstream.risk]
accountable = "jo"
satisfies = "hipaa:risk-analysis"
[person.jo]
party = "northwind"
[party.northwind]
"#,
    );
}

#[test]
fn only_a_grant_that_permits_leaves_a_decision_with_the_client() {
    let count = |mode: &str, holder: &str| {
        let text = format!(
            "{SIDES}[workstream.contingency]\naccountable = \"soc\"\n\
             satisfies = \"hipaa:contingency\"\n[[grant]]\nholder = \"{holder}\"\n\
             action = \"restore-backup\"\nmode = \"{mode}\"\n"
        );
        run("nondelegable-outsourced", &text, &Sources::default())
            .findings
            .len()
    };
    assert_eq!(count("pre-authorized", "maria"), 0);
    assert_eq!(count("pre-authorized", "soc"), 1);
    assert_eq!(count("prohibited", "maria"), 1);
}

#[test]
fn the_party_of_the_owner_is_told_where_its_name_is_another() {
    let label = |owner: &str| {
        let text = format!(
            "{SIDES}[workstream.risk]\naccountable = \"{owner}\"\nsatisfies = \"hipaa:risk-analysis\"\n"
        );
        let findings = run("nondelegable-outsourced", &text, &Sources::default()).findings;
        findings[0].label.clone()
    };
    assert_eq!(label("soc"), "of `northwind`");
    assert_eq!(label("northwind"), "not of the client");
}

#[test]
fn to_whom_somebody_is_lent_may_be_the_client() {
    let count = |lent: &str| {
        let text = format!(
            "{SIDES}[person.fog]\nparty = \"northwind\"\n{lent}\n[workstream.risk]\n\
             accountable = \"fog\"\nsatisfies = \"hipaa:risk-analysis\"\n"
        );
        run("nondelegable-outsourced", &text, &Sources::default())
            .findings
            .len()
    };
    assert_eq!(count(""), 1);
    assert_eq!(count("seconded-to = \"harbor\""), 0);
    assert_eq!(count("seconded-to = 5"), 0);
}

/// How many findings there are beside a grant that the client holds.
fn beside(keys: &str, grant: &str) -> usize {
    let text = format!(
        "{SIDES}[workstream.other]\naccountable = \"maria\"\n\
         [workstream.contingency]\naccountable = \"jo\"\nsatisfies = \"hipaa:contingency\"\n{keys}\n\
         [[grant]]\nholder = \"maria\"\nmode = \"pre-authorized\"\n{grant}\n"
    );
    let findings = run("nondelegable-outsourced", &text, &Sources::default()).findings;
    findings.len()
}

#[test]
fn another_decision_does_not_keep_this_one() {
    let other = "action = [\"approve-exception\", \"accept-risk\"]";
    assert_eq!(beside("", other), 1);
    assert_eq!(beside("", &format!("{other}\non = \"other\"")), 1);
    assert_eq!(beside("", "action = \"failover\"\non = \"other\""), 1);
}

#[test]
fn a_decision_that_may_be_this_one_keeps_it() {
    let other = "action = \"accept-risk\"";
    assert_eq!(beside("", &format!("{other}\non = \"contingency\"")), 0);
    assert_eq!(beside("needs = [\"accept-risk\"]", other), 0);
    let restores = "action = \"restore-backup\"\non = \"other\"";
    assert_eq!(beside("depends-on = \"other\"", restores), 0);
    assert_eq!(
        beside(
            "depends-on = \"other\"",
            &format!("{other}\non = \"other\"")
        ),
        1
    );
    for action in ["restore-backup", "declare-incident", "invoke-the-plan"] {
        assert_eq!(beside("", &format!("action = \"{action}\"")), 0, "{action}");
    }
}

#[test]
fn however_many_keep_it_on_other_days_it_is_told() {
    let count = |kept: &str| {
        let row = |at: usize| {
            format!(
                "[workstream.kept-{at}]\naccountable = \"maria\"\n\
                 satisfies = \"hipaa:contingency\"\n{kept}\n"
            )
        };
        let kept: String = (0..70).map(row).collect();
        let text = format!(
            "{SIDES}{kept}[workstream.contingency]\naccountable = \"jo\"\n\
             satisfies = \"hipaa:contingency\"\nfrom = 2027-03-01\nuntil = 2027-06-30\n"
        );
        let findings = run("nondelegable-outsourced", &text, &Sources::default()).findings;
        findings.len()
    };
    for apart in ["until = 2027-02-28", "from = 2027-07-01"] {
        assert_eq!(count(apart), 1, "{apart}");
    }
    for there in ["", "until = 2027-03-01", "from = 2027-06-30"] {
        assert_eq!(count(there), 0, "{there}");
    }
}
