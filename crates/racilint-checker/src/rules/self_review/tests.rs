//! What `self-review` tells, and what it does not.

mod parts;
mod succession;

use crate::rules::tests::{check, is_not_evaluated, is_silent};

const RULE: &str = "self-review";

#[test]
fn whoever_made_it_reviews_it() {
    check(
        RULE,
        r#"
[evidence.log-review-record]
for = "log-review"
producer = "soc"
#          ----- makes it
reviewer = "jo"
#          ^^^^ error: `jo` reviews work of their own: the evidence `log-review-record`
[workstream.log-review]
criticality = "high"
responsible = "soc"
[team.soc]
members = ["jo"]
[person.jo]
"#,
    );
}

#[test]
fn whoever_did_the_work_reviews_it() {
    check(
        RULE,
        r#"
[evidence.access-review]
for = "access-management"
producer = "vendor"
reviewer = "identity-team"
#          ^^^^^^^^^^^^^^^ warning: `identity-team` reviews work of their own: the evidence `access-review`
[workstream.access-management]
responsible = "identity-team"
#             --------------- does the work that it proves
[party.vendor]
[team.identity-team]
members = ["ana", "ben"]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn whoever_does_the_part_that_is_carried_out_reviews_it() {
    check(
        RULE,
        r#"
[evidence.change-log]
for = "change-management"
producer = "board"
reviewer = "crew"
#          ^^^^^^ warning: `crew` reviews work of their own: the evidence `change-log`
[workstream.change-management]
[workstream.change-management.slice.approve]
responsible = "board"
needs = ["approve-change"]
[workstream.change-management.slice.carry-out]
responsible = "crew"
#             ------ does the work that it proves
needs = ["emergency-change"]
[party.board]
[team.crew]
members = ["ana", "ben"]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn whoever_does_most_of_the_children_reviews_them() {
    check(
        RULE,
        r#"
[evidence.record]
for = "security"
producer = "ana"
reviewer = "soc"
#          ^^^^^ warning: `soc` reviews work of their own: the evidence `record`
[workstream.security]
[workstream.watch]
parent = "security"
responsible = "soc"
#             ----- does the work that it proves
[workstream.triage]
parent = "security"
responsible = "soc"
[workstream.lead]
parent = "security"
responsible = "ana"
[team.soc]
members = ["ben"]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn whoever_fulfils_the_duty_reviews_its_proof() {
    check(
        RULE,
        r#"
[engagement]
profiles = ["hipaa"]
[evidence.record]
proves = "hipaa:activity-review"
producer = "ana"
reviewer = "soc"
#          ^^^^^ warning: `soc` reviews work of their own: the evidence `record`
[workstream.logs]
satisfies = "hipaa:activity-review"
responsible = "soc"
#             ----- does the work that it proves
[team.soc]
members = ["ben"]
[person.ana]
[person.ben]
"#,
    );
}

/// Whoever approves, validates, has a small part, or does a part that the evidence is not for.
#[test]
fn a_reviewer_who_does_little_of_it_is_silent() {
    is_silent(
        RULE,
        r#"
[evidence.by-the-board]
for = "change-management"
producer = "crew"
reviewer = "board"
[evidence.of-the-approvals]
for = "change-management.approve"
producer = "board"
reviewer = "crew"
[evidence.by-two]
for = "change-management"
producer = "ana"
reviewer = ["crew", "audit"]
[evidence.of-security]
for = "security"
producer = "ana"
reviewer = "audit"
[evidence.of-a-third]
for = "operations"
producer = "board"
reviewer = "ana"
[workstream.change-management]
[workstream.change-management.slice.approve]
responsible = "board"
needs = ["approve-change"]
[workstream.change-management.slice.carry-out]
responsible = "crew"
needs = ["emergency-change"]
[workstream.security]
[workstream.watch]
parent = "security"
responsible = "crew"
[workstream.control-validation]
parent = "security"
activity = "validate"
responsible = "audit"
[workstream.operations]
[workstream.operations.slice.a]
responsible = "ana"
[workstream.operations.slice.b]
responsible = "crew"
[workstream.operations.slice.c]
responsible = "audit"
[person.ana]
[person.ben]
[person.cem]
[person.dov]
[team.crew]
members = "ben"
[team.board]
members = "cem"
[team.audit]
members = "dov"
"#,
    );
}

#[test]
fn another_pair_of_eyes_is_silent() {
    is_silent(
        RULE,
        r#"
[evidence.by-a-lead]
producer = "soc"
reviewer = "jo"
[evidence.by-one-of-two]
producer = "jo"
reviewer = ["jo", "li"]
[evidence.kept-by-its-maker]
owner = "jo"
producer = "jo"
reviewer = "li"
[evidence.unknown]
producer = "jo"
reviewer = ["jo", "gohst"]
[evidence.empty]
producer = "nobody-yet"
reviewer = "nobody-yet"
[role.nobody-yet]
[team.soc]
members = ["jo", "li"]
lead = "jo"
[person.jo]
[person.li]
"#,
    );
}

#[test]
fn without_reviewers_there_is_nothing_to_say() {
    is_not_evaluated(
        RULE,
        "[evidence.record]\nproducer = \"ana\"\n[person.ana]\n",
    );
}
