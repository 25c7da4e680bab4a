//! What `missing-incident-commander` tells, and what it does not.

mod over;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[test]
fn nobody_commands_anything() {
    check(
        "missing-incident-commander",
        r#"
 [engagement]
#^^^^^^^^^^^^ error: nobody is named to command when an incident happens
[workstream.alerts]
#           ------ nobody commands its incidents
area = "security-monitoring"
[workstream.incident-command]
#           ---------------- somebody prepares it, but nobody is named to command
responsible = "ana"
[workstream.quarantine]
#           ---------- nobody commands its incidents
activity = "contain"
[workstream.patching]
[workstream.drills]
#           ------ nobody commands its incidents
area = "incident-command"
[person.ana]
"#,
    );
}

#[test]
fn the_most_critical_work_shows_what_is_at_stake() {
    check(
        "missing-incident-commander",
        r#"
 [engagement]
#^^^^^^^^^^^^ error: nobody is named to command when an incident happens
[workstream.a]
area = "containment"
[workstream.b]
#           - nobody commands its incidents
area = "containment"
criticality = "high"
[workstream.c]
#           - nobody commands its incidents
area = "containment"
criticality = "high"
[workstream.d]
#           - nobody commands its incidents
area = "containment"
criticality = "high"
[workstream.e]
#           - nobody commands its incidents
area = "containment"
criticality = "high"
[workstream.f]
#           - nobody commands its incidents
area = "containment"
criticality = "critical"
"#,
    );
}

#[test]
fn a_command_without_commander() {
    check(
        "missing-incident-commander",
        r#"
[engagement]
[command.security]
#        ^^^^^^^^ error: nobody commands the incidents of `security`
deputy = "ana"
[person.ana]
"#,
    );
}

#[test]
fn severities_that_are_left_out() {
    check(
        "missing-incident-commander",
        r#"
[engagement]
[command.security]
commander = "ana"
severity = ["sev2"]
#          ^^^^^^^^ error: nobody is named to command incidents of `sev1`
[command.nuisances]
commander = "ana"
severity = "sev4"
#          ------ not for `sev1` either
[person.ana]
"#,
    );
}

#[test]
fn engagements_that_need_no_command_are_silent() {
    is_silent(
        "missing-incident-commander",
        r#"
[engagement]
[workstream.patching]
[workstream.containment]
not-applicable = "run by the parent company"
"#,
    );
}

#[test]
fn whoever_is_decided_or_unknown_is_silent() {
    is_silent(
        "missing-incident-commander",
        r#"
[engagement]
[command.ours]
unified-with = "theirs"
[command.theirs]
commander = "ana"
decides = "ana"
[command.unread]
commander = 7
severity = "sev1"
[command.misspelt]
commander = "gohst"
severity = ["sev2"]
[person.ana]
"#,
    );
}

#[test]
fn what_is_lost_may_be_a_command() {
    is_not_evaluated(
        "missing-incident-commander",
        r#"
[engagement]
include = "gone.toml"
[workstream.containment]
"#,
    );
}

#[test]
fn nobody_commands_at_night() {
    check(
        "missing-incident-commander",
        r#"
[engagement]
client = "harbor"
timezone = "America/Los_Angeles"
starts = 2027-01-01
ends = 2027-12-31
[party.harbor]
hours = "Mon-Fri 08:00-17:00"
[person]
ana = { party = "harbor" }
ben = { party = "harbor", hours = "Mon-Sat 08:00-20:00" }
[workstream.containment]
hours = "24x7"
#       ------ promised for `containment`
[command.security]
covers = "containment"
commander = "ana"
#           ^^^^^ error: nobody is there to command the incidents of `security` every Saturday 20:00 to Monday 08:00, 36 hours
deputy = "ben"
#        ----- takes over, and is not on duty then either
"#,
    );
}

#[test]
fn a_command_that_ends_at_night() {
    check(
        "missing-incident-commander",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[person]
ana = { hours = "24x7" }
[workstream.containment]
hours = "24x7"
#       ------ promised for `containment`
[command.security]
covers = "containment"
hours = "Mon-Sun 06:00-22:00"
#       ^^^^^^^^^^^^^^^^^^^^^ error: nobody is there to command the incidents of `security` every day 22:00 to 06:00, 8 hours
commander = "ana"
"#,
    );
}

#[test]
fn its_own_hours_are_a_promise() {
    check(
        "missing-incident-commander",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[person]
ana = { hours = "Mon-Fri 08:00-17:00" }
[command.security]
hours = "24x7"
commander = "ana"
#           ^^^^^ error: nobody is there to command the incidents of `security` every Friday 17:00 to Monday 08:00, 63 hours
"#,
    );
}

#[test]
fn hours_that_are_covered_are_silent() {
    is_silent(
        "missing-incident-commander",
        r#"
[engagement]
client = "harbor"
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[party.harbor]
hours = "Mon-Fri 08:00-17:00"
holidays = [2027-05-31]
[party.northwind]
hours = "24x7"
[person]
ana = { party = "harbor", away = { from = 2027-03-01, to = 2027-03-05 } }
ben = { party = "northwind" }
cleo = { party = "harbor" }
[workstream.containment]
hours = "24x7"
[workstream.network]
criticality = "high"
hours = "Mon-Fri 08:00-17:00"
[workstream.printers]
hours = "24x7"
[workstream.mainframe]
criticality = "high"
hours = "24x7"
until = 2026-12-31
[command.days]
covers = "containment"
hours = "Mon-Fri 08:00-17:00"
commander = "ana"
deputy = "cleo"
[command.nights]
covers = "containment"
hours = { outside = "harbor" }
commander = "ben"
[command.outage]
covers = ["network", "mainframe"]
commander = "ana"
[command.nuisances]
covers = "printers"
severity = "sev3"
hours = "24x7"
commander = "cleo"
"#,
    );
}

#[test]
fn commands_that_form_one_relieve_each_other() {
    is_silent(
        "missing-incident-commander",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[person]
ana = { hours = "Mon-Fri 08:00-17:00" }
ben = { hours = "24x7" }
[workstream.containment]
hours = "24x7"
[command.ours]
covers = "containment"
commander = "ana"
unified-with = "theirs"
decides = "ana"
[command.theirs]
severity = "sev1"
commander = "ben"
"#,
    );
}

#[test]
fn hours_that_nobody_wrote_are_needed() {
    let sources = Sources::default();
    let fixture = r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[person.ana]
[workstream.containment]
hours = "24x7"
[command.security]
covers = "containment"
commander = "ana"
"#;
    let outcome = run("missing-incident-commander", fixture, &sources);
    assert_eq!(outcome.findings, []);
    assert_eq!(
        outcome.evaluated.len(),
        outcome
            .evaluated
            .iter()
            .filter(|info| info.name != "missing-incident-commander")
            .count()
    );
    assert!(outcome.needs_hours_of.contains("ana"));
}

#[test]
fn of_many_promises_the_first_three_are_shown() {
    check(
        "missing-incident-commander",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[person]
ana = { hours = "Mon-Fri 08:00-17:00" }
[workstream.one]
hours = "24x7"
#       ------ promised for `one`
[workstream.two]
hours = "24x7"
#       ------ promised for `two`
[workstream.three]
hours = "24x7"
#       ------ promised for `three`
[workstream.four]
hours = "24x7"
[command.security]
covers = ["one", "two", "three", "four"]
commander = "ana"
#           ^^^^^ error: nobody is there to command the incidents of `security` every Friday 17:00 to Monday 08:00, 63 hours
"#,
    );
}

#[test]
fn who_may_be_there_is_not_said_to_be_missing() {
    let seats = |says: &str| {
        format!(
            "[engagement]\ntimezone = \"UTC\"\nstarts = 2027-01-01\nends = 2027-12-31\n\
             [person]\nana = {{ hours = \"Mon-Fri 08:00-17:00\" }}\n[role.vacant]\n\
             [workstream.containment]\nhours = \"24x7\"\n[command.security]\n\
             covers = \"containment\"\n{says}\n"
        )
    };
    let ana = seats("commander = \"ana\"");
    let found = run("missing-incident-commander", &ana, &Sources::default());
    assert_eq!(found.findings.len(), 1);
    for says in [
        "commander = [\"ana\", \"gohst\"]",
        "commander = \"ana\"\ndeputy = \"gohst\"",
        // Another rule says that nobody fills the seat.
        "commander = \"ana\"\ndeputy = \"vacant\"",
    ] {
        is_silent("missing-incident-commander", &seats(says));
    }
}

#[test]
fn how_many_more_rows_are_at_stake_is_told() {
    let label = |count: usize| {
        let rows: String = (0..count)
            .map(|at| format!("[workstream.w{at}]\narea = \"containment\"\n"))
            .collect();
        let text = format!("[engagement]\n{rows}");
        let found = run("missing-incident-commander", &text, &Sources::default()).findings;
        found[0].label.clone()
    };
    assert_eq!(label(5), "");
    assert_eq!(label(7), "and 2 more of those below");
}

/// Two commands that follow each other, with their days; `ben` is there in the day, `ana` always.
fn in_turn(first: &str, second: &str, commander: &str) -> String {
    format!(
        "[engagement]\ntimezone = \"UTC\"\nstarts = 2027-01-01\nends = 2027-12-31\n\
         [person]\nana = {{ hours = \"24x7\" }}\nben = {{ hours = \"Mon-Fri 08:00-17:00\" }}\n\
         [workstream.containment]\nhours = \"24x7\"\n[command.one]\ncovers = \"containment\"\n\
         commander = \"ana\"\n{first}\n[command.two]\ncovers = \"containment\"\n\
         commander = \"{commander}\"\n{second}\n"
    )
}

/// What is said of two commands: the place, what is said under it, the message, the help.
fn said(text: &str) -> [String; 4] {
    let findings = run("missing-incident-commander", text, &Sources::default()).findings;
    let [finding] = findings.as_slice() else {
        panic!("{findings:?}");
    };
    let place = text[finding.span.range()].to_owned();
    let help = finding.help.clone().unwrap_or_default();
    [place, finding.label.clone(), finding.message.clone(), help]
}

#[test]
fn of_commands_that_follow_each_other_the_one_that_holds_is_told_of() {
    let text = in_turn("until = 2027-06-30", "from = 2027-07-01", "ben");
    let [place, _, message, help] = said(&text);
    assert_eq!(place, "\"ben\"");
    assert!(message.starts_with("nobody is there to command the incidents of `two` 2 July"));
    assert!(help.starts_with("name somebody who can be reached"));
    let sound = in_turn("until = 2027-06-30", "from = 2027-07-01", "ana");
    is_silent("missing-incident-commander", &sound);
}

#[test]
fn days_on_which_no_command_holds() {
    let last = in_turn("until = 2027-03-31", "until = 2027-06-30", "ana");
    let [place, label, message, help] = said(&last);
    assert_eq!(place, "2027-06-30");
    assert!(label.starts_with("`two` is in command until this day only"));
    assert!(
        message.ends_with("of `two` from 1 July 2027 on"),
        "{message}"
    );
    assert!(help.starts_with("prolong `two`"), "{help}");
    assert!(help.ends_with("with `from = 2027-07-01`"), "{help}");

    let first = in_turn("from = 2027-03-01", "from = 2027-06-01", "ana");
    let [place, label, message, help] = said(&first);
    assert_eq!(place, "2027-03-01");
    assert!(label.starts_with("`one` is in command from this day on only"));
    assert!(
        message.contains("of `one` 1 January to 28 February 2027"),
        "{message}"
    );
    assert!(help.ends_with("with `until = 2027-02-28`"), "{help}");

    let between = in_turn("until = 2027-06-30", "from = 2027-08-01", "ana");
    let [place, _, message, _] = said(&between);
    assert_eq!(place, "2027-06-30");
    assert!(message.contains("of `one` 1 to 31 July 2027"), "{message}");
}

#[test]
fn hours_at_which_no_command_holds() {
    let text = in_turn(
        "hours = \"Mon-Fri 08:00-17:00\"",
        "hours = [\"Mon-Fri 17:00-08:00\", \"Sat 08:00-24:00\"]",
        "ana",
    );
    let [place, label, message, help] = said(&text);
    assert_eq!(place, "\"Mon-Fri 08:00-17:00\"");
    assert!(label == "`one` is in command only then", "{label}");
    assert!(
        message.ends_with("of `one` every Sunday 00:00 to Monday 08:00, 32 hours"),
        "{message}"
    );
    assert!(
        help.starts_with("let `one` hold at these hours as well"),
        "{help}"
    );
}

#[test]
fn days_between_one_commander_and_the_next() {
    let text = |until: &str| {
        format!(
            "[engagement]\ntimezone = \"UTC\"\nstarts = 2027-01-01\nends = 2027-12-31\n\
             [person]\nana = {{ hours = \"24x7\", until = {until} }}\n\
             ben = {{ hours = \"24x7\", from = 2027-07-01 }}\n\
             [workstream.containment]\nhours = \"24x7\"\n[command.security]\n\
             covers = \"containment\"\ncommander = [\"ana\", \"ben\"]\n"
        )
    };
    is_silent("missing-incident-commander", &text("2027-06-30"));
    let [place, _, message, _] = said(&text("2027-05-31"));
    assert_eq!(place, "\"ana\"");
    assert!(
        message.ends_with("of `security` 1 to 30 June 2027, 30 days"),
        "{message}"
    );
}

#[test]
fn where_nobody_is_there_as_long_as_no_command_holds_the_people_are_told_of() {
    check(
        "missing-incident-commander",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[person]
ana = { hours = "Mon-Sun 06:00-18:00" }
[workstream.containment]
hours = "24x7"
#       ------ promised for `containment`
[command.security]
covers = "containment"
hours = "Mon-Sun 06:00-24:00"
#       --------------------- `security` is in command only then
commander = "ana"
#           ^^^^^ error: nobody is there to command the incidents of `security` every day 18:00 to 06:00, 12 hours
"#,
    );
}

#[test]
fn of_commands_that_are_to_come_the_next_one_is_told_of() {
    let place = |one: &str, two: &str| said(&in_turn(one, two, "ana"))[0].clone();
    let (next, later) = ("from = 2027-03-01", "from = 2027-06-01");
    assert_eq!(place(next, later), "2027-03-01");
    assert_eq!(place(later, next), "2027-03-01");
}
