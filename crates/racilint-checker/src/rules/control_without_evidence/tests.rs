//! What `control-without-evidence` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[test]
fn duties_without_proof() {
    check(
        "control-without-evidence",
        r#"
[workstream.identity]
satisfies = ["hipaa:workforce-access", "hipaa:sanctions"]
#            ^^^^^^^^^^^^^^^^^^^^^^^^ error: nothing proves that `identity` fulfils `hipaa:workforce-access` and `hipaa:sanctions`
#                                      ----------------- nothing proves this either
[workstream.incidents.slice.nights]
satisfies = "hipaa:164.308(a)(6)(ii)"
#           ^^^^^^^^^^^^^^^^^^^^^^^^^ error: nothing proves that `incidents.nights` fulfils `hipaa:164.308(a)(6)(ii)`
[evidence.other]
for = "patching"
proves = "hipaa:evaluation"
[workstream.patching]
"#,
    );
}

#[test]
fn compliance_areas_under_a_profile() {
    check(
        "control-without-evidence",
        r#"
[engagement]
profiles = ["msp-baseline", "hipaa"]
[workstream.log-review]
#           ^^^^^^^^^^ error: nothing proves that `log-review` is done
[workstream.log-review.slice.days]
[workstream.rights]
area = ["privileged-access", "access-management"]
#                            ^^^^^^^^^^^^^^^^^^^ error: nothing proves that `rights` is done
[workstream.patching]
"#,
    );
}

#[test]
fn evidence_of_the_work_its_parents_parts_and_duties_counts() {
    is_silent(
        "control-without-evidence",
        r#"
[engagement]
profiles = ["hipaa"]
[workstream.security]
satisfies = "hipaa:evaluation"
[workstream.identity]
parent = "security"
[workstream.rights]
parent = "identity"
satisfies = "hipaa:workforce-access"
[workstream.rights.slice.days]
satisfies = "hipaa:workforce-access"
[workstream.incidents]
satisfies = "hipaa:incident-response"
[workstream.evidence-management]
[evidence.identity-report]
for = "identity"
[evidence.incident-record]
proves = "hipaa:164.308(a)(6)(ii)"
"#,
    );
}

#[test]
fn what_asks_for_no_proof_is_silent() {
    is_silent(
        "control-without-evidence",
        r#"
[workstream.contracts]
satisfies = "hipaa:ba-agreements"
[workstream.addendum]
satisfies = "cjis:security-addendum"
clause = "MSA 12.1"
[workstream.mainframe]
satisfies = "hipaa:evaluation"
not-applicable = "there is none"
[workstream.log-review]
[agreement.baa]
kind = "baa"
"#,
    );
}

#[test]
fn a_contract_that_is_not_there_proves_nothing() {
    check(
        "control-without-evidence",
        r#"
[workstream.contracts]
satisfies = "hipaa:ba-agreements"
#           ^^^^^^^^^^^^^^^^^^^^^ error: nothing proves that `contracts` fulfils `hipaa:ba-agreements`
[agreement.nda]
kind = "nda"
"#,
    );
}

#[test]
fn what_is_unknown_may_be_the_proof() {
    is_silent(
        "control-without-evidence",
        r#"
[workstream.identity]
satisfies = ["hipaa:workforce-access", "hipaa:nonsense"]
[workstream.patching]
satisfies = "nonsense"
[evidence.access-review]
for = "identty"
"#,
    );
}

#[test]
fn without_duties_there_is_nothing_to_say() {
    is_not_evaluated(
        "control-without-evidence",
        "[engagement]\n[workstream.log-review]\n",
    );
}

#[test]
fn evidence_for_something_else_proves_only_that_evidence_is_kept() {
    check(
        "control-without-evidence",
        r#"
[engagement]
profiles = ["msp-baseline", "hipaa"]
[workstream.log-review]
#           ^^^^^^^^^^ error: nothing proves that `log-review` is done
[workstream.evidence-management]
[workstream.proof]
area = "evidence-management"
satisfies = "hipaa:evaluation"
#           ^^^^^^^^^^^^^^^^^^ error: nothing proves that `proof` fulfils `hipaa:evaluation`
[workstream.patching]
[evidence.other]
for = "patching"
"#,
    );
    check(
        "control-without-evidence",
        r#"
[engagement]
profiles = ["msp-baseline", "hipaa"]
[workstream.evidence-management]
#           ^^^^^^^^^^^^^^^^^^^ error: nothing proves that `evidence-management` is done
"#,
    );
}

#[test]
fn a_duty_of_the_house_may_ask_for_no_proof() {
    let count = |evidence: &str| {
        let text = format!(
            "[engagement]\nprofiles = [\"./house.profile.toml\"]\n[workstream.patching]\n\
             satisfies = \"house:official\"\n#@ ./house.profile.toml\n[profile]\nid = \"house\"\n\
             title = \"House rules\"\nversion = \"1\"\n[duty.official]\ntitle = \"An official\"\n\
             {evidence}\n"
        );
        run("control-without-evidence", &text, &Sources::default())
            .findings
            .len()
    };
    assert_eq!(count("evidence = \"none\""), 0);
    assert_eq!(count("evidence = [\"letter of appointment\"]"), 1);
    assert_eq!(count(""), 1);
}

#[test]
fn proof_of_one_duty_is_none_of_another() {
    check(
        "control-without-evidence",
        r#"
[workstream.identity]
satisfies = ["hipaa:workforce-access", "hipaa:technical-safeguards"]
#                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: nothing proves that `identity` fulfils `hipaa:technical-safeguards`
[evidence.access-review]
for = "identity"
proves = "hipaa:workforce-access"
#        ------------------------ what is kept proves this, and says no more
"#,
    );
    check(
        "control-without-evidence",
        r#"
[workstream.identity]
satisfies = ["hipaa:workforce-access", "hipaa:technical-safeguards"]
#                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: nothing proves that `identity` fulfils `hipaa:technical-safeguards`
[evidence.access-review]
proves = "hipaa:164.308(a)(3)"
"#,
    );
}

#[test]
fn proof_that_names_no_duty_or_all_of_them_is_enough() {
    let count = |evidence: &str| {
        let text = format!(
            "[workstream.identity]\nsatisfies = [\"hipaa:workforce-access\", \
             \"hipaa:technical-safeguards\"]\n[evidence.review]\n{evidence}\n"
        );
        let findings = run("control-without-evidence", &text, &Sources::default()).findings;
        findings.len()
    };
    let (one, other) = (
        "\"hipaa:workforce-access\"",
        "\"hipaa:technical-safeguards\"",
    );
    assert_eq!(count(&format!("for = \"identity\"\nproves = {one}")), 1);
    assert_eq!(count("for = \"identity\""), 0);
    assert_eq!(count(&format!("proves = [{one}, {other}]")), 0);
    let second = format!("proves = {one}\n[evidence.settings]\nproves = {other}");
    assert_eq!(count(&second), 0);
    let general = format!("proves = {one}\n[evidence.settings]\nfor = \"identity\"");
    assert_eq!(count(&general), 0);
    assert_eq!(
        count(&format!(
            "for = \"identity\"\nproves = [{one}, \"hipaa:x\"]"
        )),
        0
    );
}

#[test]
fn beside_other_proof_a_duty_counts_of_which_the_profile_says_what_it_leaves() {
    let count = |evidence: &str| {
        let text = format!(
            "[engagement]\nprofiles = [\"./house.profile.toml\"]\n[workstream.patching]\n\
             satisfies = [\"house:official\", \"hipaa:training\"]\n[evidence.list]\n\
             proves = \"hipaa:training\"\n#@ ./house.profile.toml\n[profile]\nid = \"house\"\n\
             title = \"House rules\"\nversion = \"1\"\n[duty.official]\ntitle = \"An official\"\n\
             {evidence}\n"
        );
        let findings = run("control-without-evidence", &text, &Sources::default()).findings;
        findings.len()
    };
    assert_eq!(count("evidence = [\"letter of appointment\"]"), 1);
    assert_eq!(count("evidence = []"), 0);
    assert_eq!(count(""), 0);
}

#[test]
fn of_many_duties_the_first_is_named_and_the_others_are_counted() {
    let said = |duties: &[&str]| {
        let text = format!("[workstream.identity]\nsatisfies = {duties:?}\n");
        let findings = run("control-without-evidence", &text, &Sources::default()).findings;
        findings[0].message.clone()
    };
    let duties = [
        "hipaa:workforce-access",
        "hipaa:sanctions",
        "hipaa:evaluation",
        "hipaa:incident-response",
    ];
    let nothing = "nothing proves that `identity` fulfils `hipaa:workforce-access`";
    assert_eq!(
        said(&duties[..3]),
        format!("{nothing}, `hipaa:sanctions` and `hipaa:evaluation`")
    );
    assert_eq!(said(&duties), format!("{nothing} and 3 more duties"));
}
