//! What `commander-is-responder` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[test]
fn the_only_responder_commands() {
    check(
        "commander-is-responder",
        r#"
[engagement]
[workstream.containment]
responsible = "ana"
#             ----- does the work of `containment` in the same incident
[workstream.network]
responsible = ["ana", "ben"]
[workstream.incident-command]
responsible = "lead"
[command.security]
covers = ["containment", "network", "incident-command"]
commander = "lead"
#           ^^^^^^ warning: `ana` commands `security` and is alone with the work of `containment`
deputy = "ben"
[role.lead]
held-by = "ana"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn alone_at_night() {
    check(
        "commander-is-responder",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
responsible = ["ana", "ben"]
#              ----- does the work of `containment` in the same incident
[command.security]
covers = "containment"
commander = "ana"
#           ^^^^^ warning: `ana` commands `security` and is alone with the work of `containment`, every Friday 17:00 to Monday 08:00, 63 hours; in all 123 of 168 hours a week
[person.ana]
hours = "24x7"
[person.ben]
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}

#[test]
fn whoever_has_company_is_silent() {
    is_silent(
        "commander-is-responder",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
responsible = "soc"
[workstream.network]
hours = "24x7"
responsible = "engineers"
[workstream.wires]
hours = "24x7"
responsible = ["ana", "dan"]
[workstream.vendor-work]
responsible = "vendor"
[command.security]
covers = ["containment", "network", "wires", "vendor-work"]
commander = "ana"
[command.nuisances]
severity = "sev3"
covers = "printers"
commander = "ana"
[workstream.printers]
responsible = "ana"
[party.vendor]
[team.soc]
members = ["ana", "ben"]
hours = "24x7"
[team.engineers]
members = ["ana", "cleo"]
[person]
ana = { hours = "24x7" }
ben = { hours = "Mon-Fri 08:00-17:00" }
cleo = { hours = "24x7" }
dan = {}
"#,
    );
}

#[test]
fn without_commands_there_is_nothing_to_say() {
    is_not_evaluated("commander-is-responder", "[engagement]\n");
}

#[test]
fn a_command_that_is_not_known_completely_is_silent() {
    let command = |says: &str| {
        format!(
            r#"
[workstream.containment]
criticality = "critical"
responsible = "ana"
[command.security]
commander = "ana"
{says}
[person.ana]
"#
        )
    };
    for says in [
        "covers = 7",
        "covers = [\"containment\", \"containmnt\"]",
        "covers = \"containment\"\nseverity = \"sev0\"",
        "covers = \"containment\"\nunified-with = \"gone\"",
        "covers = \"containment\"\nunified-with = 7",
    ] {
        is_silent("commander-is-responder", &command(says));
    }
    let sources = Sources::default();
    let known = run(
        "commander-is-responder",
        &command("covers = \"containment\""),
        &sources,
    );
    assert_eq!(known.findings.len(), 1);
}

#[test]
fn the_work_is_done_on_other_days_or_at_other_hours() {
    let text = |work: &str, command: &str| {
        format!(
            r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "America/Chicago"
[workstream.containment]
responsible = "kim"
{work}
[command.security]
covers = "containment"
commander = "kim"
deputy = "sam"
{command}
[person]
kim = {{ hours = "24x7" }}
sam = {{ hours = "24x7" }}
"#
        )
    };
    let is_told = |work: &str, command: &str| {
        let outcome = run(
            "commander-is-responder",
            &text(work, command),
            &Sources::default(),
        );
        !outcome.findings.is_empty()
    };
    for hours in ["", "hours = \"24x7\"\n"] {
        let until = format!("{hours}until = 2027-06-30");
        assert!(!is_told(&until, "from = 2027-07-01"));
        assert!(is_told(&until, "from = 2027-06-30"));
        let from = format!("{hours}from = 2027-07-01");
        assert!(!is_told(&from, "until = 2027-06-30"));
        assert!(is_told(&from, "until = 2027-07-01"));
    }
    let office = "hours = \"Mon-Fri 08:00-17:00\"";
    assert!(!is_told(office, "hours = \"Mon-Fri 17:00-08:00\""));
    assert!(is_told(office, "hours = \"Mon-Fri 16:00-08:00\""));
    assert!(is_told("", "hours = \"Mon-Fri 17:00-08:00\""));
}

/// The other one is told of as misspelt, or as a seat that nobody fills.
#[test]
fn somebody_who_is_not_known_or_still_to_come_may_be_the_company() {
    let count = |responsible: &str| {
        let text = format!(
            "[workstream.containment]\nresponsible = {responsible}\n[command.security]\n\
             covers = \"containment\"\ncommander = \"ana\"\n[team.soc]\nmembers = [\"ana\", \
             \"gohst\"]\n[role.lead]\n[person.ana]\n"
        );
        let found = run("commander-is-responder", &text, &Sources::default());
        found.findings.len()
    };
    for responsible in ["[\"ana\", \"gohst\"]", "\"soc\"", "[\"ana\", \"lead\"]"] {
        assert_eq!(count(responsible), 0, "{responsible}");
    }
    assert_eq!(count("\"ana\""), 1);
}
