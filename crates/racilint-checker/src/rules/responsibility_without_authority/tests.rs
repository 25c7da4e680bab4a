//! What `responsibility-without-authority` tells, and what it does not.

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
fn prohibited_and_nobody_on_the_path_may() {
    check(
        "responsibility-without-authority",
        r#"
[workstream.quarantine]
responsible = "ana"
#             ----- does the work, but has no authority to do this
needs = "shutdown-system"
#       ^^^^^^^^^^^^^^^^^ error: nobody who is responsible or accountable for `quarantine` may `shutdown-system`
escalation = "p1"
[escalation.p1]
steps = [{ to = "ana" }]
[[grant]]
holder = "ana"
action = "shutdown-system"
#        ----------------- prohibited
mode = "prohibited"
[person.ana]
"#,
    );
}

#[test]
fn help_gives_nothing_to_whom_it_is_prohibited() {
    let text = r#"
[workstream.quarantine]
responsible = ["ana", "ben"]
needs = "isolate-endpoint"
[[grant]]
holder = ["ana"]
action = "isolate-endpoint"
mode = "prohibited"
[person.ana]
[person.ben]
"#;
    let help = |text: &str| {
        let found = run(
            "responsibility-without-authority",
            text,
            &Sources::default(),
        );
        found.findings[0].help.clone().unwrap_or_default()
    };
    assert_eq!(
        help(text),
        "let one of them: `[[grant]]` with `holder = \"ben\"`, `action = \"isolate-endpoint\"` and \
         `mode = \"pre-authorized\"`; or give the work to somebody who may"
    );
    assert_eq!(
        help(&text.replace(r#"["ana"]"#, r#"["ana", "ben"]"#)),
        "name somebody on the escalation path who may, or give the work to somebody who may; a \
         grant to those who do it counts only when the prohibition of `isolate-endpoint` is lifted"
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
fn prohibited_for_a_time_is_allowed_for_the_rest() {
    is_silent(
        "responsibility-without-authority",
        r#"
[workstream.stop]
responsible = "soc"
needs = ["isolate-endpoint", "block-traffic"]
[[grant]]
holder = "soc"
action = ["isolate-endpoint", "block-traffic"]
mode = "pre-authorized"
[[grant]]
holder = "soc"
action = "isolate-endpoint"
hours = "Mon-Fri 09:30-16:00"
mode = "prohibited"
[[grant]]
holder = "soc"
action = "block-traffic"
from = 2027-12-01
mode = "prohibited"
[team.soc]
members = "li"
[person.li]
"#,
    );
}

#[test]
fn what_two_grants_contradict_is_told_of_the_grants() {
    let stop = r#"
[workstream.estate]
[workstream.stop]
parent = "estate"
responsible = "soc"
needs = "isolate-endpoint"
[[grant]]
holder = "soc"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
holder = "soc"
action = "isolate-endpoint"
mode = "prohibited"
[team.soc]
members = "li"
[person.li]
"#;
    is_silent("responsibility-without-authority", stop);
    // An exception from a grant for all work contradicts nothing.
    let exception = stop.replace(
        "mode = \"prohibited\"\n",
        "mode = \"prohibited\"\non = \"estate\"\n",
    );
    let marked = exception
        .replace(
            "responsible = \"soc\"\n",
            "responsible = \"soc\"\n#             ----- does the work, but has no authority to do this\n",
        )
        .replace(
            "needs = \"isolate-endpoint\"\n",
            "needs = \"isolate-endpoint\"\n#       ^^^^^^^^^^^^^^^^^^ error: nobody who is responsible or accountable for `stop` may `isolate-endpoint`\n",
        )
        .replace(
            "action = \"isolate-endpoint\"\nmode = \"pre-authorized\"",
            "action = \"isolate-endpoint\"\n#        ------------------ a prohibition counts more than this\nmode = \"pre-authorized\"",
        )
        .replace(
            "action = \"isolate-endpoint\"\nmode = \"prohibited\"",
            "action = \"isolate-endpoint\"\n#        ------------------ prohibited\nmode = \"prohibited\"",
        );
    check("responsibility-without-authority", &marked);
}

/// Those who do the work may not act, and somebody on the path may; with a prohibition.
fn with_an_executor(prohibition: &str, mark: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.stop]
responsible = ["li", "sam"]
accountable = "jo"
needs = "isolate-endpoint"
{mark}escalation = "p1"
[escalation.p1]
steps = [{{ to = "ann" }}]
[[grant]]
holder = "ann"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
action = "isolate-endpoint"
mode = "prohibited"
{prohibition}
[party.msp]
[person]
li = {{ party = "msp" }}
sam = {{ party = "msp" }}
jo = {{ }}
ann = {{ }}
"#
    )
}

#[test]
fn prohibited_by_design_to_all_who_do_the_work() {
    for prohibition in [
        "holder = \"msp\"",
        "holder = [\"li\", \"sam\"]",
        "holder = \"msp\"\nhours = \"24x7\"",
        "holder = \"msp\"\nfrom = 2027-01-01\nuntil = 2027-12-31",
    ] {
        is_silent(
            "responsibility-without-authority",
            &with_an_executor(prohibition, ""),
        );
    }
}

#[test]
fn a_prohibition_of_some_or_for_a_while_is_no_design() {
    let does = " does the work, but has no authority to do this";
    let message =
        " error: nobody who is responsible or accountable for `stop` may `isolate-endpoint`";
    for prohibition in [
        "holder = \"li\"",
        "holder = \"jo\"",
        "holder = \"msp\"\nhours = \"Sun 03:00-04:00\"",
        "holder = \"msp\"\nuntil = 2027-01-02",
        "holder = \"msp\"\nfrom = 2027-01-02",
    ] {
        let text = with_an_executor(prohibition, "");
        let found = run(
            "responsibility-without-authority",
            &text,
            &Sources::default(),
        );
        let said: Vec<String> = found
            .findings
            .iter()
            .map(|own| own.message.clone())
            .collect();
        assert_eq!(
            said,
            [message.trim_start_matches(" error: ")],
            "{prohibition}"
        );
        let labels = found.findings[0].related.iter();
        assert_eq!(
            labels
                .filter(|own| own.message == does.trim_start())
                .count(),
            2
        );
    }
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
fn a_prohibition_for_other_work_is_no_reason() {
    check(
        "responsibility-without-authority",
        r#"
[workstream.recovery]
responsible = "soc"
#             ----- does the work, but has no authority to do this
needs = "failover"
#       ^^^^^^^^^^ error: nobody who is responsible or accountable for `recovery` may `failover`
[workstream.tests]
[[grant]]
holder = "soc"
action = "failover"
on = "tests"
mode = "prohibited"
[[grant]]
holder = "soc"
action = "failover"
#        ---------- this authority is for other work
on = "tests"
mode = "pre-authorized"
[team.soc]
members = "ana"
[person.ana]
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
