//! Several who hold the same grant.

use crate::rules::tests::{check, is_silent};

const RULE: &str = "authority-without-access";

/// Two teams on one system into which the first one gets.
const TEAMS: &str = r#"
[engagement]
starts = 2026-01-01
[system.edr]
access = [{ who = "day", can = ["isolate-endpoint"] }]
#                 ----- `day` can get in and do it
[person.li]
[person.gus]
[person.eve]
[team.day]
members = "li"
[team.night]
members = "gus"
[team.board]
members = "eve"
[workstream.containment]
systems = ["edr"]
#          ----- the work is done on this system
needs = "isolate-endpoint"
responsible = ["day", "night"]
"#;

/// Without the marks.
fn unmarked() -> String {
    let lines = TEAMS.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn one_of_the_holders_has_no_access() {
    check(
        RULE,
        &format!(
            r#"{TEAMS}
[[grant]]
holder = ["day", "night", "board"]
action = "isolate-endpoint"
#        ^^^^^^^^^^^^^^^^^^ error: `night` may do `isolate-endpoint`, but none of their people has the access for it on `edr`
mode = "pre-authorized"
"#
        ),
    );
    check(
        RULE,
        &format!(
            r#"{TEAMS}
[[grant]]
holder = ["day", "night", "board"]
action = "isolate-endpoint"
#        ^^^^^^^^^^^^^^^^^^ error: `night` and `board` may do `isolate-endpoint`, but none of their people has the access for it on `edr`
on = "containment"
mode = "pre-authorized"
"#
        ),
    );
}

#[test]
fn holders_who_share_people_or_are_not_meant_are_silent() {
    let teams = unmarked();
    for holders in [
        r#"["day", "li"]"#,
        r#"["lead", "day"]"#,
        r#"["day", "board"]"#,
    ] {
        is_silent(
            RULE,
            &format!(
                "{teams}[role.lead]\nheld-by = \"li\"\n[[grant]]\nholder = {holders}\n\
                 action = \"isolate-endpoint\"\nmode = \"pre-authorized\"\n"
            ),
        );
    }
}

#[test]
fn each_gets_into_another_of_the_systems_of_the_work() {
    is_silent(
        RULE,
        r#"
[system.edr]
access = [{ who = "day", can = "break-glass" }]
[system.firewall]
access = [{ who = "night", can = "break-glass" }]
[person.li]
[person.gus]
[team.day]
members = "li"
[team.night]
members = "gus"
[workstream.containment]
systems = ["edr", "firewall"]
responsible = ["day", "night"]
[[grant]]
holder = ["day", "night"]
action = "isolate-endpoint"
on = "containment"
mode = "pre-authorized"
"#,
    );
}

#[test]
fn work_that_is_over_takes_no_access() {
    let over = unmarked().replace("needs =", "until = 2026-11-20\nneeds =");
    let grant = "[workstream.rest]\nsystems = \"edr\"\nresponsible = \"day\"\n[[grant]]\n\
                 holder = \"night\"\naction = \"isolate-endpoint\"\n\
                 on = \"containment\"\nmode = \"pre-authorized\"\n";
    is_silent(RULE, &(over + grant));
}
