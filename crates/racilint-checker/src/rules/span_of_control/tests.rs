//! What `span-of-control` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

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

#[test]
fn five_are_well_led_and_more_than_seven_are_too_many() {
    let said = |responsible: &str, team: &str| {
        let people: String = ('a'..='i').map(|name| format!("{name} = {{}}\n")).collect();
        let text = format!(
            "[workstream.containment]\nresponsible = {responsible}\n[command.security]\n\
             covers = \"containment\"\ncommander = \"z\"\n{team}\n[person]\nz = {{}}\n{people}"
        );
        let findings = run("span-of-control", &text, &Sources::default()).findings;
        let said = findings.iter().map(|own| {
            let count = own.message.split(' ').next().unwrap_or_default();
            format!("{count} {}", own.subject.aspect)
        });
        said.collect::<Vec<String>>()
    };
    let names = |count: usize| {
        let names: Vec<String> = ('a'..='i')
            .take(count)
            .map(|name| format!("\"{name}\""))
            .collect();
        format!("[{}]", names.join(", "))
    };
    let led = |count: usize| format!("[team.soc]\nmembers = {}\nlead = \"z\"", names(count));
    for (count, expected) in [(6, "6 many"), (7, "7 many"), (8, "8 too many")] {
        assert_eq!(said(&names(count), ""), [expected]);
        assert_eq!(said("\"soc\"", &led(count)), [expected]);
    }
    assert_eq!(said(&names(5), ""), [""; 0]);
    assert_eq!(said("\"soc\"", &led(5)), [""; 0]);
    for turns in ["hours = \"24x7\"", "hours = 7", "shifts = 7"] {
        assert_eq!(
            said("\"soc\"", &format!("{}\n{turns}", led(8))),
            [""; 0],
            "{turns}"
        );
    }
    // Who leads is none of those who report.
    assert_eq!(said(&names(6).replace("\"a\"", "\"z\""), ""), [""; 0]);
}
