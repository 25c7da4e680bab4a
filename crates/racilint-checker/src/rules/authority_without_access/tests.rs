//! Tests of `authority-without-access`.

mod holders;
mod left;
mod slices;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "authority-without-access";

#[test]
fn nobody_of_theirs_gets_in() {
    check(
        RULE,
        r#"
[system.edr]
access = [{ who = "gus", can = ["isolate-endpoint", "disable-account"] }]
#                 ----- `gus` can get in and do it
[workstream.containment]
systems = ["edr"]
#          ----- the work is done on this system
responsible = "soc"
[[grant]]
holder = "soc"
action = ["declare-incident", "isolate-endpoint", "disable-account"]
#                             ^^^^^^^^^^^^^^^^^^ error: `soc` may do `isolate-endpoint` and `disable-account`, but none of their people has the access for it on `edr`
mode = "pre-authorized"
[person.li]
[person.gus]
[team.soc]
members = "li"
"#,
    );
}

#[test]
fn nobody_at_all_gets_in() {
    check(
        RULE,
        r#"
[system.vault]
access = [{ who = "soc", can = ["grant-access"] }]
#         --------------------------------------- nobody has that access
[workstream.backup-restore]
systems = ["vault"]
#          ------- the work is done on this system
[[grant]]
holder = "soc"
action = "restore-backup"
#        ^^^^^^^^^^^^^^^^ error: `soc` may do `restore-backup`, but none of their people has the access for it on `vault`
on = "backup-restore"
mode = "approval-required"
approver = "li"
[person.li]
[team.soc]
members = "li"
"#,
    );
}

#[test]
fn access_by_whatever_way() {
    is_silent(
        RULE,
        r#"
[system.edr]
access = [{ who = "northwind", can = "isolate-endpoint" }, { who = "li", can = "block-traffic" }, { who = "lead", can = "break-glass" }]
[system.firewall]
access = [{ who = "gus", can = "failover" }]
top-admin = "soc"
[workstream.containment]
systems = ["edr", "firewall"]
responsible = "soc"
[[grant]]
holder = "soc"
action = ["isolate-endpoint", "block-traffic", "disable-account", "failover"]
mode = "pre-authorized"
[[grant]]
holder = "soc"
action = ["declare-incident", "engage-vendor"]
on = "containment"
mode = "pre-authorized"
[party.northwind]
[person.gus]
[person.li]
party = "northwind"
[team.soc]
party = "northwind"
members = "li"
[role.lead]
held-by = "li"
"#,
    );
}

#[test]
fn an_action_that_is_done_elsewhere() {
    is_silent(
        RULE,
        r#"
[system.edr]
access = [{ who = "soc", can = "isolate-endpoint" }]
[system.firewall]
access = [{ who = "soc", can = "block-traffic" }]
[system.mail]
[workstream.containment]
systems = ["edr", "firewall"]
needs = ["isolate-endpoint", "block-traffic"]
responsible = "soc"
[workstream.remediation]
systems = ["firewall", "mail"]
responsible = "soc"
[[grant]]
holder = "soc"
action = ["isolate-endpoint", "block-traffic"]
mode = "pre-authorized"
[[grant]]
holder = "soc"
action = "revoke-access"
on = "remediation"
mode = "pre-authorized"
[[grant]]
holder = "gus"
action = ["isolate-endpoint", "failover"]
mode = "pre-authorized"
[[grant]]
holder = "gus"
action = "isolate-endpoint"
on = "containment"
mode = "prohibited"
[person.gus]
[person.li]
[team.soc]
members = "li"
"#,
    );
}

#[test]
fn who_cannot_be_known() {
    is_silent(
        RULE,
        r#"
[system.edr]
access = [{ who = "gohst", can = "isolate-endpoint" }]
[system.vault]
access = [{ who = "li", can = "failover" }]
[workstream.containment]
systems = ["edr"]
[workstream.restore]
systems = ["vault"]
[[grant]]
holder = ["soc", "empty"]
action = "isolate-endpoint"
on = "containment"
mode = "pre-authorized"
[[grant]]
holder = "empty"
action = "restore-backup"
on = "restore"
mode = "pre-authorized"
[person.li]
[team.soc]
members = "li"
[team.empty]
"#,
    );
}

#[test]
fn without_access_lists() {
    is_not_evaluated(
        RULE,
        "[system.edr]\n[workstream.containment]\nsystems = \"edr\"\n[[grant]]\nholder = \"li\"\n\
         action = \"isolate-endpoint\"\nmode = \"pre-authorized\"\n[person.li]\n",
    );
}

#[test]
fn only_what_the_work_takes_takes_an_access() {
    let count = |needs: &str| {
        let text = format!(
            r#"
[system.edr]
access = [{{ who = "gus", can = ["isolate-endpoint", "disable-account"] }}]
[workstream.containment]
systems = ["edr"]
responsible = "soc"
needs = [{needs}]
[[grant]]
holder = "soc"
action = "isolate-endpoint"
mode = "pre-authorized"
[person.li]
[person.gus]
[team.soc]
members = "li"
"#
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count("\"isolate-endpoint\""), 1);
    assert_eq!(count("\"disable-account\""), 0);
    assert_eq!(count(""), 0);
}

#[test]
fn where_it_is_done_by_others_is_told_beside_systems_that_say_nothing() {
    check(
        RULE,
        r#"
[system.edr]
access = [{ who = "gus", can = ["isolate-endpoint"] }]
#                 ----- `gus` can get in and do it
[system.mail]
[workstream.containment]
systems = ["edr", "mail"]
#          ----- the work is done on this system
responsible = "li"
needs = ["isolate-endpoint"]
[[grant]]
holder = "li"
action = "isolate-endpoint"
#        ^^^^^^^^^^^^^^^^^^ error: `li` may do `isolate-endpoint`, but none of their people has the access for it on `edr`
mode = "pre-authorized"
[person.li]
[person.gus]
"#,
    );
}
