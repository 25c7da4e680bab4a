//! Tests of `fully-managed-with-internal-owners`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "fully-managed-with-internal-owners";

const SIDES: &str = r#"
[party.larch]
[party.cedar]
[person.omid]
party = "larch"
[person.kara]
party = "cedar"
"#;

fn fully_managed(body: &str) -> String {
    format!(
        "[engagement]\nmodel = \"fully-managed\"\nclient = \"larch\"\nprovider = \"cedar\"\n\
         {body}{SIDES}"
    )
}

#[test]
fn three_areas_stay_inside() {
    check(
        RULE,
        r#"
[engagement]
model = "fully-managed"
#       ^^^^^^^^^^^^^^^ warning: fully managed, but 3 areas of it are owned inside `larch`
client = "larch"
[workstream.run]
area = ["patching", "monitoring", "business-applications"]
accountable = "omid"
#             ------ `omid` answers for `patching` and `monitoring`
responsible = "omid"
[workstream.documentation]
accountable = "kara"
responsible = "omid"
#             ------ `omid` does the work of `documentation`
[party.larch]
[party.cedar]
[person.omid]
party = "larch"
[person.kara]
party = "cedar"
"#,
    );
}

#[test]
fn two_areas_are_within_bounds() {
    let body = r#"
[workstream.run]
area = ["patching", "monitoring"]
accountable = "omid"
[workstream.other]
area = "patching"
accountable = "omid"
"#;
    is_silent(RULE, &fully_managed(body));
}

#[test]
fn what_the_client_keeps_by_right_is_silent() {
    let body = r#"
retain = ["documentation"]
[workstream.keeps]
area = ["business-applications", "security-governance", "exception-management", "documentation"]
accountable = "omid"
[workstream.shared]
area = ["change-management", "incident-planning", "strategic-roadmap"]
accountable = "omid"
[workstream.official]
area = ["access-management", "remediation", "log-review"]
satisfies = ["hipaa:security-official"]
accountable = "omid"
[workstream.checks]
area = ["patching", "backup-restore", "endpoint-security"]
activity = ["govern", "validate"]
accountable = "omid"
"#;
    is_silent(RULE, &fully_managed(body));
}

#[test]
fn a_step_beside_the_providers_is_silent() {
    let body = r#"
[workstream.leavers]
area = ["user-onboarding-offboarding", "vendor-coordination", "help-desk"]
[workstream.leavers.slice.order]
step = "order"
accountable = "omid"
[workstream.leavers.slice.carry-out]
step = "carry out"
accountable = "kara"
"#;
    is_silent(RULE, &fully_managed(body));
}

#[test]
fn those_who_are_asked_or_unknown_are_silent() {
    let body = r#"
[workstream.run]
area = ["patching", "monitoring", "documentation", "reporting"]
accountable = "gohst"
responsible = "desk"
consulted = "omid"
support = "omid"
[team.desk]
"#;
    is_silent(RULE, &fully_managed(body));
}

#[test]
fn the_other_model_is_silent() {
    let body = r#"
[engagement]
model = "co-managed"
client = "larch"
[workstream.run]
area = ["patching", "monitoring", "documentation"]
accountable = "omid"
"#;
    is_silent(RULE, &format!("{body}{SIDES}"));
}

#[test]
fn without_a_model_or_a_client_there_is_nothing_to_say() {
    is_not_evaluated(RULE, "[engagement]\nclient = \"larch\"\n[party.larch]\n");
    is_not_evaluated(RULE, "[engagement]\nmodel = \"fully-managed\"\n");
    is_not_evaluated(
        RULE,
        "[engagement]\nmodel = \"fully-managed\"\n[workstream.patching]\n",
    );
}

#[test]
fn without_work_or_what_is_kept_there_is_nothing_to_judge() {
    let head = "[engagement]\nmodel = \"fully-managed\"\nclient = \"larch\"\n[party.larch]\n";
    is_not_evaluated("fully-managed-with-internal-owners", head);
    let unread = head.replace("client", "retain = 7\nclient");
    is_not_evaluated(
        "fully-managed-with-internal-owners",
        &format!("{unread}[workstream.patching]\n"),
    );
    is_silent(
        "fully-managed-with-internal-owners",
        &format!("{head}[workstream.patching]\n"),
    );
}

#[test]
fn a_duty_of_the_client_or_of_a_named_person_is_kept_by_right() {
    let count = |duty: &str| {
        let body = "profiles = [\"./house.profile.toml\"]\n[workstream.run]\n\
                    area = [\"patching\", \"monitoring\", \"documentation\"]\n\
                    accountable = \"omid\"\nsatisfies = \"house:d\"\n";
        let text = format!(
            "{}#@ ./house.profile.toml\n[profile]\nid = \"house\"\ntitle = \"House rules\"\n\
             version = \"1\"\n[duty.d]\ntitle = \"A duty\"\n{duty}\n",
            fully_managed(body)
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count("kind = \"evidence\"\nhold = \"either\""), 1);
    assert_eq!(count("kind = \"designated-role\"\nhold = \"either\""), 0);
    assert_eq!(count("kind = \"evidence\"\nhold = \"client\""), 0);
}
