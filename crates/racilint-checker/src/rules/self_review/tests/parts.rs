//! Reviews of work of which others do a part, or nobody.

use super::RULE;
use crate::rules::tests::check;

#[test]
fn whoever_approves_reviews_the_approvals() {
    check(
        RULE,
        r#"
[evidence.approvals]
for = "change-management.approve"
producer = "crew"
reviewer = "board"
#          ^^^^^^^ warning: `board` reviews work of their own: the evidence `approvals`
[workstream.change-management]
[workstream.change-management.slice.approve]
responsible = "board"
#             ------- does the work that it proves
needs = ["approve-change"]
[workstream.change-management.slice.carry-out]
responsible = "crew"
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
fn what_nobody_does_is_not_done_by_others() {
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
[workstream.lead]
parent = "security"
[team.soc]
members = ["ben"]
[person.ana]
[person.ben]
"#,
    );
}
