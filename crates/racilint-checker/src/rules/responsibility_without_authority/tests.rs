//! What `responsibility-without-authority` tells, and what it does not.

mod over;
mod prohibited;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[test]
fn the_others_may() {
    check(
        "responsibility-without-authority",
        r#"
[workstream.quarantine]
responsible = "desk"
#             ------ does the work, but has no authority to do this
accountable = "ana"
#             ----- answers for the work, but has no authority to do this
needs = ["isolate-endpoint", "block-traffic"]
#        ^^^^^^^^^^^^^^^^^^ error: nobody who is responsible or accountable for `quarantine` may `isolate-endpoint`
[[grant]]
holder = "boss"
action = "isolate-endpoint"
#        ------------------ `boss` may, without being in charge of this work
mode = "pre-authorized"
[[grant]]
holder = "desk"
action = "block-traffic"
on = "quarantine"
mode = "approval-required"
[team.desk]
members = ["ana"]
[person.ana]
[person.boss]
"#,
    );
}

#[test]
fn what_follows_from_the_area() {
    check(
        "responsibility-without-authority",
        r#"
[workstream.restores]
#           ^^^^^^^^ error: nobody who is responsible or accountable for `restores` may `restore-backup`
area = "backup-restore"
#      ---------------- work of this area takes `restore-backup`
responsible = "ana"
#             ----- does the work, but has no authority to do this
[person.ana]
"#,
    );
}

#[test]
fn authority_that_falls_short() {
    check(
        "responsibility-without-authority",
        r#"
[workstream.quarantine]
responsible = "ana"
#             ----- does the work, but has no authority to do this
needs = "isolate-endpoint"
#       ^^^^^^^^^^^^^^^^^^ error: nobody who is responsible or accountable for `quarantine` may `isolate-endpoint`
[workstream.mail]
needs = []
[[grant]]
holder = "ana"
action = "isolate-endpoint"
until = 2026-06-30
#       ---------- this authority has ended
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "isolate-endpoint"
#        ------------------ this authority is for other work
on = "mail"
mode = "pre-authorized"
[person.ana]
"#,
    );
}

#[test]
fn whoever_may_in_whatever_capacity_is_silent() {
    is_silent(
        "responsibility-without-authority",
        r#"
[workstream.as-a-party]
responsible = "ana"
needs = "isolate-endpoint"
[workstream.through-a-member]
responsible = "desk"
needs = "block-traffic"
[workstream.through-the-accountable]
responsible = "ben"
accountable = "lead"
needs = "failover"
[workstream.by-the-path]
responsible = "ben"
needs = "shutdown-system"
escalation = "p1"
[escalation.p1]
steps = [{ to = "lead" }]
[workstream.backup-restore]
responsible = "ben"
needs = []
[workstream.change-management]
responsible = "ben"
activity = "decision"
[[grant]]
holder = "acme"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
holder = "cleo"
action = ["block-traffic", "failover", "shutdown-system"]
mode = "pre-authorized"
[[grant]]
holder = "ben"
action = "shutdown-system"
mode = "prohibited"
[party.acme]
[team.desk]
members = ["ben", "cleo"]
[role.lead]
held-by = "ana"
deputy = "cleo"
[person.ana]
party = "acme"
[person.ben]
[person.cleo]
"#,
    );
}

#[test]
fn steps_of_a_split_share_what_the_whole_takes() {
    check(
        "responsibility-without-authority",
        r#"
[workstream.change-management]
#           ^^^^^^^^^^^^^^^^^ error: nobody who is responsible or accountable for `change-management` may `rollback-change`
[workstream.change-management.slice.approve]
step = "approve"
responsible = "ana"
#             ----- does the work, but has no authority to do this
[workstream.change-management.slice.do]
step = "do"
responsible = "ben"
#             ----- does the work, but has no authority to do this
[[grant]]
holder = "ana"
action = "approve-change"
mode = "pre-authorized"
[[grant]]
holder = "ben"
action = "emergency-change"
mode = "pre-authorized"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn every_shift_needs_the_authority_itself() {
    check(
        "responsibility-without-authority",
        r#"
[workstream.restores]
needs = "restore-backup"
#       ^^^^^^^^^^^^^^^^ error: nobody who is responsible or accountable for `restores.nights` may `restore-backup`
[workstream.restores.slice.days]
responsible = "ana"
[workstream.restores.slice.nights]
responsible = "ben"
#             ----- does the work, but has no authority to do this
[[grant]]
holder = "ana"
action = "restore-backup"
#        ---------------- `ana` may, without being in charge of this work
mode = "pre-authorized"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn what_is_unknown_is_silent() {
    is_silent(
        "responsibility-without-authority",
        r#"
[workstream.nobody]
needs = "failover"
[workstream.misspelt]
responsible = ["ana", "gohst"]
needs = "failover"
[workstream.empty]
responsible = "standby"
needs = "failover"
[workstream.perhaps-granted]
responsible = "ana"
needs = "isolate-endpoint"
[workstream.through-a-team]
responsible = "ben"
needs = "block-traffic"
[[grant]]
holder = "ana"
action = "isolate-endpiont"
mode = "pre-authorized"
[[grant]]
holder = "desk"
action = "block-traffic"
on = "thruogh-a-team"
mode = "pre-authorized"
[team.standby]
[team.desk]
members = ["ben"]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn work_that_takes_no_authority_gives_nothing_to_look_at() {
    is_not_evaluated(
        "responsibility-without-authority",
        "[engagement]\n[workstream.patching]\n",
    );
}

#[test]
fn authority_that_ends_before_the_work_begins() {
    check(
        "responsibility-without-authority",
        r#"
[workstream.stop]
from = 2027-07-01
responsible = "li"
#             ---- does the work, but has no authority to do this
needs = "isolate-endpoint"
#       ^^^^^^^^^^^^^^^^^^ error: nobody who is responsible or accountable for `stop` may `isolate-endpoint`
[[grant]]
holder = "msp"
action = "isolate-endpoint"
until = 2027-06-30
#       ---------- this authority ends before the work begins
mode = "pre-authorized"
[party.msp]
[person.li]
party = "msp"
"#,
    );
}

#[test]
fn a_vendor_acts_through_its_team() {
    is_silent(
        "responsibility-without-authority",
        r#"
[workstream.stop]
responsible = "edr-vendor"
needs = "isolate-endpoint"
[[grant]]
holder = "hunters"
action = "isolate-endpoint"
mode = "pre-authorized"
[party.edr-vendor]
[team.hunters]
party = "edr-vendor"
hours = "24x7"
"#,
    );
}

/// `missing-key` tells what the grant does not say; it could be all that is needed.
#[test]
fn a_grant_that_lacks_a_key_may_be_the_one() {
    let keys = [
        "holder = \"nel\"",
        "action = \"engage-vendor\"",
        "mode = \"pre-authorized\"",
    ];
    for missing in 0..keys.len() {
        let left: Vec<&str> = (0..keys.len())
            .filter(|at| *at != missing)
            .map(|at| keys[at])
            .collect();
        is_silent(
            "responsibility-without-authority",
            &format!(
                "[workstream.vendors]\nresponsible = \"nel\"\nneeds = \"engage-vendor\"\n[[grant]]\n{}\n[person.nel]\n",
                left.join("\n")
            ),
        );
    }
    check(
        "responsibility-without-authority",
        r#"
[workstream.vendors]
responsible = "nel"
#             ----- does the work, but has no authority to do this
needs = "engage-vendor"
#       ^^^^^^^^^^^^^^^ error: nobody who is responsible or accountable for `vendors` may `engage-vendor`
[[grant]]
holder = "nel"
action = "grant-access"
[person.nel]
"#,
    );
}

#[test]
fn a_parent_that_does_work_of_its_own() {
    check(
        "responsibility-without-authority",
        r#"
[workstream.containment]
needs = ["isolate-endpoint"]
#        ^^^^^^^^^^^^^^^^^^ error: nobody who is responsible or accountable for `containment` may `isolate-endpoint`
responsible = "ana"
#             ----- does the work, but has no authority to do this
[workstream.report]
parent = "containment"
responsible = "ana"
[[grant]]
holder = "boss"
action = "isolate-endpoint"
#        ------------------ `boss` may, without being in charge of this work
mode = "pre-authorized"
[person.ana]
[person.boss]
"#,
    );
}

#[test]
fn the_help_says_which_grant_is_missing() {
    let help = |says: &str| {
        let text = format!(
            "[workstream.w]\nresponsible = \"ana\"\n{says}\n[person.ana]\n[[grant]]\n\
             holder = \"ana\"\naction = \"failover\"\nmode = \"pre-authorized\"\n"
        );
        let rule = "responsibility-without-authority";
        let findings = run(rule, &text, &Sources::default()).findings;
        findings[0].help.clone().unwrap_or_default()
    };
    let grant = |action: &str, mode: &str| {
        format!(
            "let one of them: `[[grant]]` with `holder = \"ana\"`, `action = \"{action}\"` and \
             `mode = \"{mode}\"`; "
        )
    };
    let said = help("needs = \"block-traffic\"");
    assert_eq!(
        said,
        grant("block-traffic", "pre-authorized") + "or give the work to somebody who may"
    );
    let said = help("needs = \"shutdown-system\"");
    assert!(
        said.starts_with(&grant("shutdown-system", "approval-required")),
        "{said}"
    );
    let said = help("area = \"backup-restore\"");
    assert!(
        said.contains("it follows from the area `backup-restore`"),
        "{said}"
    );
}
