//! What `span-of-control` tells, and what it does not.

use crate::rules::tests::{check, is_not_evaluated, is_silent};

#[test]
fn eight_who_report() {
    check(
        "span-of-control",
        r#"
[engagement]
[workstream.containment]
responsible = ["soc", "desk", "vendor", "lead"]
#              ----- 5 of them: no lead speaks for all
#                     ------ one of them
#                             -------- one of them
#                                       ------ one of them
[command.security]
covers = "containment"
commander = "a"
#           ^^^ warning: 8 report to whoever commands `security` when everybody is called
[party.vendor]
[team.soc]
members = ["a", "b", "c", "d", "e", "f"]
[team.desk]
members = ["g", "h"]
lead = "g"
[role.lead]
held-by = ["i", "j"]
[person]
a = {}
b = {}
c = {}
d = {}
e = {}
f = {}
g = {}
h = {}
i = {}
j = {}
"#,
    );
}

#[test]
fn a_lead_of_six() {
    check(
        "span-of-control",
        r#"
[engagement]
[workstream.containment]
responsible = "soc"
[command.security]
covers = "containment"
commander = "z"
[team.soc]
members = ["a", "b", "c", "d", "e", "f", "g"]
#         ----------------------------------- all of them at once
lead = "a"
#      ^^^ note: 6 report to `a`, who leads `soc`, when everybody is called
[person]
a = {}
b = {}
c = {}
d = {}
e = {}
f = {}
g = {}
z = {}
"#,
    );
}

#[test]
fn what_one_can_lead_is_silent() {
    is_silent(
        "span-of-control",
        r#"
[engagement]
[workstream.containment]
responsible = ["soc", "b", "c", "d", "e"]
support = ["f", "g"]
[workstream.patching]
responsible = "fleet"
[command.security]
covers = "containment"
commander = "z"
[command.nuisances]
covers = "patching"
severity = "sev4"
commander = "z"
[team.soc]
members = ["a", "b", "c", "d", "e", "f", "g"]
lead = "a"
hours = "24x7"
[team.fleet]
members = ["a", "b", "c", "d", "e", "f", "g"]
[person]
a = {}
b = {}
c = {}
d = {}
e = {}
f = {}
g = {}
z = {}
"#,
    );
}

#[test]
fn without_commands_there_is_nothing_to_say() {
    is_not_evaluated("span-of-control", "[engagement]\n");
}
