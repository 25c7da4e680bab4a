//! People who have left.

use crate::rules::tests::{check, is_silent};

const RULE: &str = "authority-without-access";

/// A team of two of which one has access.
const TEAM: &str = r#"
[person.pia]
until = LAST
[person.quin]
[team.soc]
members = ["pia", "quin"]
[system.edr]
access = [{ who = "pia", can = ["isolate-endpoint"] }]
#                 ----- `pia` can get in and do it
[workstream.containment]
systems = ["edr"]
#          ----- the work is done on this system
needs = "isolate-endpoint"
responsible = "soc"
[[grant]]
holder = "soc"
action = "isolate-endpoint"
#        ^^^^^^^^^^^^^^^^^^ error: `soc` may do `isolate-endpoint`, but none of their people has the access for it on `edr`
mode = "pre-authorized"
"#;

#[test]
fn the_one_with_access_has_left() {
    check(RULE, &TEAM.replace("LAST", "2026-11-20"));
    is_silent(RULE, &TEAM.replace("LAST", "2026-11-21"));
}

#[test]
fn whoever_is_there_has_access_or_nobody_is() {
    let left = TEAM.replace("LAST", "2026-11-20");
    is_silent(RULE, &left.replace("who = \"pia\"", "who = \"quin\""));
    is_silent(RULE, &left.replace("who = \"pia\"", "who = \"soc\""));
    let alone = left.replace("members = [\"pia\", \"quin\"]", "members = \"pia\"");
    is_silent(RULE, &alone.replace("who = \"pia\"", "who = \"quin\""));
}
