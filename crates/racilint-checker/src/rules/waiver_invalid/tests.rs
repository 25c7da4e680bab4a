//! Waivers that accept nothing, and those that do.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "waiver-invalid";

#[test]
fn it_says_too_little() {
    check(
        RULE,
        r#"
[[waiver]]
rule = "missing-accountable"
#      ^^^^^^^^^^^^^^^^^^^^^ error: the waiver of `missing-accountable` on `workstream.patching` has no reason, no owner and no approver
on = "patching"
[[waiver]]
rule = "missing-responsible"
#      ^^^^^^^^^^^^^^^^^^^^^ error: the waiver of `missing-responsible` on `workstream.patching` has no reason
on = "workstream.patching"
reason = "TBD"
owner = "ana"
approved-by = "ben"
until = 2027-03-31
[workstream.patching]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn its_owner_approved_it() {
    check(
        RULE,
        r#"
[[waiver]]
rule = "missing-accountable"
on = "patching"
reason = "the lead starts in March"
owner = "lead"
#       ------ sees to it
approved-by = "ana"
#             ^^^^^ error: the waiver of `missing-accountable` on `workstream.patching` is approved by its own owner
[[waiver]]
rule = "missing-responsible"
on = "patching"
reason = "the lead starts in March"
owner = ["ben", "ana"]
#        ----- sees to it
#               ----- sees to it
approved-by = "ben"
#             ^^^^^ error: the waiver of `missing-responsible` on `workstream.patching` is approved by its own owner
[workstream.patching]
[person.ana]
[person.ben]
[role.lead]
held-by = "ana"
"#,
    );
}

#[test]
fn a_second_pair_of_eyes() {
    is_silent(
        RULE,
        r#"
[[waiver]]
rule = "missing-accountable"
on = "patching"
reason = "the lead starts in March"
owner = "lead"
approved-by = ["ana", "ben"]
[[waiver]]
rule = "missing-responsible"
on = "patching"
reason = "the lead starts in March"
owner = "one-empty-seat"
approved-by = "other-empty-seat"
[[waiver]]
rule = "missing-responsible"
on = "patching"
reason = "the lead starts in March"
owner = "lead"
approved-by = "deputy"
[workstream.patching]
[person.ana]
[person.ben]
[role.one-empty-seat]
[role.other-empty-seat]
[role.lead]
held-by = "ana"
deputy = "ben"
[role.deputy]
held-by = "ben"
"#,
    );
}

#[test]
fn what_cannot_be_waived() {
    check(
        RULE,
        r#"
[[waiver]]
rule = "unknown-reference"
#      ^^^^^^^^^^^^^^^^^^^ error: `unknown-reference` cannot be waived
on = "patching"
[[waiver]]
rule = "waiver-unused"
#      ^^^^^^^^^^^^^^^ error: `waiver-unused` cannot be waived
on = "patching"
reason = "later"
owner = "ana"
approved-by = "ben"
[workstream.patching]
[person.ana]
[person.ben]
"#,
    );
}

const SIDES: &str = r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[person.dana]
party = "harbor"
[person.lee]
party = "harbor"
[person.jo]
party = "northwind"
[person.sam]
party = "northwind"
[role.it-director]
party = "harbor"
held-by = "dana"
deputy = "lee"
[workstream.security]
[workstream.containment]
parent = "security"
responsible = "sam"
accountable = "it-director"
#             ------------- answers for it
"#;

fn waived_by(approver: &str, mark: &str) -> String {
    format!(
        "{SIDES}[[waiver]]\nrule = 'missing-handoff'\non = 'containment'\nreason = 'r'\n\
         owner = 'jo'\napproved-by = '{approver}'\n{mark}"
    )
}

#[test]
fn an_engineer_of_the_provider_has_no_say() {
    let mark = "#             ^^^^^ error: `sam` approved a waiver of `missing-handoff` on `workstream.containment`, without a say there\n";
    check(RULE, &waived_by("sam", mark));
}

#[test]
fn who_answers_or_is_of_the_client_has_a_say() {
    for approver in ["it-director", "dana", "lee", "harbor", "TBD", "gohst"] {
        is_silent(RULE, &waived_by(approver, ""));
    }
}

#[test]
fn where_grants_say_who_may_they_count() {
    let grant = "[[grant]]\nholder = 'dana'\naction = 'accept-risk'\n#        ------------- says who may accept a risk\nmode = 'pre-authorized'\n[person.kim]\nparty = 'harbor'\n";
    let mark = "#             ^^^^^ error: `kim` approved a waiver of `missing-handoff` on `workstream.containment`, without a say there\n";
    check(RULE, &(waived_by("kim", mark) + grant));
    is_silent(RULE, &(waived_by("dana", "") + grant));
}

#[test]
fn with_nothing_to_compare_it_is_silent() {
    is_silent(
        RULE,
        &(waived_by("sam", "").replace("'containment'", "'security'")),
    );
    is_not_evaluated(RULE, "[engagement]\n");
    is_silent(
        RULE,
        "[engagement]\n[[waiver]]\nresaon = 'r'\nowmer = 'a'\n",
    );
}

#[test]
fn a_waiver_without_a_rule_or_an_object_is_told_where_it_is_read() {
    for says in ["rule = \"missing-deputy\"", "on = \"patching\"", ""] {
        let text = format!("[workstream.patching]\n[[waiver]]\nreason = \"r\"\n{says}\n");
        let found = run("waiver-invalid", &text, &Sources::default());
        assert_eq!(found.findings, [], "{says}");
    }
}

#[test]
fn the_help_names_those_who_answer_where_somebody_does() {
    let help = |object: &str| {
        let grant = "[[grant]]\nholder = 'dana'\naction = 'accept-risk'\nmode = 'pre-authorized'\n";
        let text = waived_by("sam", "").replace("'containment'", object) + grant;
        let findings = run(RULE, &text, &Sources::default()).findings;
        findings[0].help.clone().unwrap_or_default()
    };
    let client =
        "somebody of the client who may accept the risk approve it: `approved-by = \"...\"`";
    assert_eq!(help("'security'"), format!("let {client}"));
    assert_eq!(
        help("'containment'"),
        format!("let `it-director`, or {client}")
    );
}

#[test]
fn a_waiver_goes_by_its_id_else_by_what_it_says() {
    let object = |id: &str| {
        let text = format!(
            "[workstream.patching]\n[workstream.desk]\n[[waiver]]\n{id}\nrule = \"missing-deputy\"\n\
             on = [\"patching\", \"desk\"]\n"
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        findings[0].subject.object.clone()
    };
    assert_eq!(object("id = \"spring\""), "waiver.spring");
    assert_eq!(
        object(""),
        "waiver.missing-deputy/workstream.patching+workstream.desk"
    );
}
