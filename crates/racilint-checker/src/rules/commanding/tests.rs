//! What all rules on commands leave aside.

use racilint_diagnostics::Sources;

use crate::rules::tests::run;

/// Everything that is wrong with the command `first`, whose days are as said; another follows it.
fn commands(days: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "America/Chicago"
starts = 2026-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
criticality = "critical"
responsible = "lou"
[workstream.network]
responsible = ["ana", "ben", "cleo", "dan", "eva", "finn", "gil", "hal"]
[command.first]
covers = ["containment", "network"]
commander = ["lou", "ana"]
deputy = "max"
{days}
[command.second]
covers = "containment"
commander = "ben"
{days}
[command.then]
covers = "containment"
commander = "kim"
deputy = "sam"
from = 2026-07-01
[[grant]]
holder = ["kim", "sam"]
action = ["declare-incident", "set-severity", "engage-vendor"]
mode = "pre-authorized"
[[grant]]
holder = ["lou"]
action = ["declare-incident", "set-severity"]
mode = "pre-authorized"
[person]
ana = {{ hours = "24x7", contact = ["email:ana@harbor.example"] }}
ben = {{ hours = "24x7" }}
cleo = {{ hours = "24x7" }}
dan = {{ hours = "24x7" }}
eva = {{ hours = "24x7" }}
finn = {{ hours = "24x7" }}
gil = {{ hours = "24x7" }}
hal = {{ hours = "24x7" }}
kim = {{ hours = "24x7", contact = ["email:kim@harbor.example", "phone:+1-555-0100"] }}
lou = {{ hours = "24x7" }}
max = {{ hours = "24x7" }}
sam = {{ hours = "24x7", contact = ["email:sam@harbor.example", "phone:+1-555-0101"] }}
"#
    )
}

#[test]
fn commands_that_are_over_are_nobodys_trouble() {
    for rule in [
        "commander-lacks-authority",
        "commander-is-responder",
        "deputy-not-equivalent",
        "missing-deputy",
        "missing-incident-commander",
        "multiple-commanders",
        "span-of-control",
        "unreachable-contact",
    ] {
        let tell = |days: &str| run(rule, &commands(days), &Sources::default()).findings;
        assert_eq!(tell("until = 2026-06-30"), [], "{rule}");
        // Nobody lacks a commander where one is named.
        let is_told = rule != "missing-incident-commander";
        assert_eq!(!tell("").is_empty(), is_told, "{rule}");
    }
}

#[test]
fn work_whose_command_is_over_is_commanded_by_nobody() {
    let text = commands("until = 2026-06-30").replace("from = 2026-07-01", "from = 2027-07-01");
    let outcome = run("missing-incident-commander", &text, &Sources::default());
    let messages: Vec<&str> = outcome.findings.iter().map(|own| &*own.message).collect();
    assert_eq!(messages.len(), 1, "{messages:?}");
    let alone = text.replace("[command.then]", "[command.then]\nseverity = \"sev3\"");
    let outcome = run("missing-incident-commander", &alone, &Sources::default());
    assert!(!outcome.findings.is_empty());
}
