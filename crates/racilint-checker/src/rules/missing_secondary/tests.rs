//! Tests of `missing-secondary`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run, run_together};

#[test]
fn alone_at_the_weekend() {
    check(
        "missing-secondary",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
criticality = "critical"
hours = "Sat-Sun 08:00-20:00"
responsible = "desk"
#             ^^^^^^ error: one of `li` and `sam` alone is on call for `triage`, with nobody behind: every Saturday and Sunday 08:00 to 20:00, 12 hours
[team.desk]
shifts = [
  { who = "li", hours = "Sat 08:00-20:00" },
#         ---- `li` is there alone every Saturday 08:00 to 20:00
  { who = "sam", hours = "Sun 08:00-20:00" },
#         ----- `sam` is there alone every Sunday 08:00 to 20:00
]
[person.li]
hours = "Mon-Fri 08:00-17:00"
[person.sam]
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}

#[test]
fn one_engineer_who_answers_within_an_hour() {
    check(
        "missing-secondary",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.help-desk]
hours = "Mon-Fri 08:00-17:00"
respond-within = "1h"
responsible = "sal"
#             ^^^^^ warning: `sal` alone is on call for `help-desk`, with nobody behind: every weekday 08:00 to 17:00, 9 hours
[person.sal]
#       --- `sal` is there alone every weekday 08:00 to 17:00
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}

const SHIFTS: &str = r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
hours = "Mon-Fri 08:00-17:00"
responsible = "desk"
respond-within = "1h"
[person.li]
[person.sam]
[team.desk]
members = ["li", "sam"]
"#;

#[test]
fn a_staffed_desk() {
    is_silent("missing-secondary", &format!("{SHIFTS}hours = \"24x7\""));
    let shifts = "shifts = [{ who = [\"li\", \"sam\"], hours = \"Mon-Fri 08:00-17:00\" }]";
    is_silent("missing-secondary", &format!("{SHIFTS}{shifts}"));
}

#[test]
fn the_next_step_is_there() {
    is_silent(
        "missing-secondary",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
hours = "Mon-Fri 08:00-17:00"
responsible = "li"
escalation = "service"
respond-within = "1h"
[escalation.service]
steps = [{ to = "li", ack-within = "15m" }, { to = "vendor", ack-within = "15m" }]
[party.vendor]
hours = "24x7"
[person.li]
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}

#[test]
fn work_that_can_wait() {
    is_not_evaluated(
        "missing-secondary",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.reports]
hours = "Mon-Fri 08:00-17:00"
responsible = "li"
[person.li]
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}

#[test]
fn an_absence_is_told_elsewhere() {
    is_silent(
        "missing-secondary",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
hours = "Mon-Fri 08:00-17:00"
responsible = ["li", "sam"]
respond-within = "1h"
[person.li]
hours = "Mon-Fri 08:00-17:00"
[person.sam]
hours = "Mon-Fri 08:00-17:00"
away = [{ from = 2027-03-01, to = 2027-03-12 }]
"#,
    );
}

/// Without the person nobody may act either: that says more, and says it once.
#[test]
fn one_cause_is_one_finding() {
    let fixture = r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
hours = "24x7"
responsible = "li"
respond-within = "15m"
needs = ["isolate-endpoint"]
[[grant]]
holder = "li"
action = "isolate-endpoint"
mode = "pre-authorized"
[person.li]
hours = "24x7"
"#;
    let sources = Sources::default();
    let rules = ["missing-secondary", "absence-breaks-path"];
    let findings = run_together(&rules, fixture, &sources).findings;
    let names: Vec<&str> = findings.iter().map(|found| found.rule.name).collect();
    assert_eq!(names, ["absence-breaks-path"]);
}

/// Whoever is called second is alone on Saturdays because nobody who does the work is there:
/// `coverage-gap` tells that.
#[test]
fn hours_without_anybody_who_does_the_work_are_told_by_another_rule() {
    let text = |saturday: &str| {
        format!(
            r#"
[engagement]
timezone = "Europe/Berlin"
[workstream.help-desk]
hours = "Mon-Sat 08:00-18:00"
respond-within = "30m"
responsible = ["nel", "oto"]
escalation = "e"
[escalation.e]
steps = [
  {{ to = ["nel", "oto"], ack-within = "30m" }},
  {{ to = "bob", ack-within = "30m" }},
]
[person.nel]
hours = "Mon-Fri 08:00-18:00"
[person.oto]
hours = "Mon-{saturday} 08:00-18:00"
[person.bob]
hours = "Mon-Fri 08:00-18:00"
"#
        )
    };
    let names = |text: &str| {
        let rules = ["coverage-gap", "missing-secondary"];
        let findings = run_together(&rules, text, &Sources::default()).findings;
        let names = findings.iter().map(|found| found.rule.name);
        names.collect::<Vec<&str>>()
    };
    let with_bob = |text: String| {
        text.replace(
            "[person.bob]\nhours = \"Mon-Fri",
            "[person.bob]\nhours = \"Mon-Sat",
        )
    };
    assert_eq!(names(&with_bob(text("Fri"))), ["coverage-gap"]);
    assert_eq!(names(&text("Sat")), ["missing-secondary"]);
}

#[test]
fn a_second_who_is_not_known_may_be_there() {
    let count = |row: &str| {
        let text = format!(
            r#"
[engagement]
timezone = "America/Chicago"
[workstream.desk]
hours = "Mon-Fri 08:00-17:00"
{row}
[escalation.p1]
steps = [{{ to = "sal", ack-within = "15m" }}, {{ to = "gohst", ack-within = "15m" }}]
[person.sal]
hours = "Mon-Fri 08:00-17:00"
"#
        );
        let findings = run("missing-secondary", &text, &Sources::default()).findings;
        findings.len()
    };
    let alone = "responsible = \"sal\"";
    for urgent in [
        "respond-within = \"1h\"",
        "decide-within = \"1h\"",
        "criticality = \"high\"",
        "activity = \"contain\"",
    ] {
        assert_eq!(count(&format!("{alone}\n{urgent}")), 1, "{urgent}");
    }
    assert_eq!(count(alone), 0);
    assert_eq!(
        count("responsible = [\"sal\", \"gohst\"]\nrespond-within = \"1h\""),
        0
    );
    assert_eq!(
        count(&format!(
            "{alone}\nrespond-within = \"1h\"\nescalation = \"p1\""
        )),
        0
    );
}

#[test]
fn a_colleague_without_hours_is_asked_for_them() {
    let text = r#"
[engagement]
timezone = "America/Chicago"
[workstream.help-desk]
hours = "Mon-Fri 08:00-17:00"
respond-within = "1h"
responsible = ["sal", "kim"]
[person.sal]
hours = "Mon-Fri 08:00-17:00"
[person.kim]
"#;
    let outcome = run("missing-secondary", text, &Sources::default());
    assert_eq!(outcome.findings, []);
    assert!(outcome.needs_hours_of.contains("kim"));
}
