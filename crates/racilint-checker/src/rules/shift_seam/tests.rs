//! Tests of `shift-seam`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run, run_together};

mod parts;
mod unknown;

#[test]
fn the_late_shift_comes_when_the_early_shift_goes() {
    check(
        "shift-seam",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
criticality = "critical"
hours = "Mon-Fri 06:00-22:00"
responsible = "soc"
[team.soc]
shifts = [
  { who = "li", hours = "Mon-Fri 06:00-14:00" },
#         ---- `li` goes at that minute
  { who = "sam", hours = "Mon-Fri 14:00-22:00" },
#         ^^^^^ warning: `triage` passes from `li` to `sam`, first on Monday 14:00, without overlap or a rule for the handover
]
[person.li]
[person.sam]
"#,
    );
}

#[test]
fn members_take_turns_by_hours_of_their_own() {
    check(
        "shift-seam",
        r#"
[engagement]
timezone = "Europe/Berlin"
[workstream.watch]
criticality = "critical"
hours = "24x7"
responsible = "soc"
[team.soc]
members = ["fay", "gus"]
#          ^^^^^ warning: `watch` passes from `gus` to `fay`, first on Saturday 08:00, without overlap or a rule for the handover
#                 ----- `gus` goes at that minute
#                 ----- from `fay` to `gus`, first on Saturday 20:00
[person.fay]
hours = "Mon-Sun 08:00-20:00"
[person.gus]
hours = "Mon-Sun 20:00-08:00"
"#,
    );
}

#[test]
fn members_who_overlap_or_of_whom_too_little_is_known() {
    let team = |members: &str, rest: &str| {
        format!(
            r#"
[engagement]
timezone = "Europe/Berlin"
[workstream.watch]
criticality = "critical"
hours = "24x7"
responsible = "soc"
[person.fay]
hours = "Mon-Sun 08:00-20:00"
[person.gus]
hours = "Mon-Sun 20:00-08:00"
[person.ida]
hours = "Mon-Sun 19:45-08:15"
[person.hal]
[team.soc]
members = [{members}]
{rest}
"#
        )
    };
    for (members, rest) in [
        (r#""fay", "ida""#, ""),
        (r#""fay", "gus", "hal""#, ""),
        (r#""fay", "gus", "gohst""#, ""),
        (r#""fay", "gus""#, "hours = \"24x7\""),
        (
            r#""fay", "gus""#,
            "[[handoff]]\nfrom = \"fay\"\nto = \"gus\"",
        ),
    ] {
        is_silent("shift-seam", &team(members, rest));
    }
}

const PARTS: &str = r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
criticality = "critical"
hours = "24x7"
[workstream.triage.slice.days]
hours = "Mon-Fri 08:00-18:00"
responsible = "internal-it"
[workstream.triage.slice.nights]
hours = { outside = "internal-it" }
responsible = "soc"
[party.mill]
[party.msp]
[team.internal-it]
party = "mill"
members = ["pat", "jo"]
hours = "Mon-Fri 08:00-18:00"
[team.soc]
party = "msp"
members = ["li", "sam"]
hours = "24x7"
[person.pat]
party = "mill"
[person.jo]
party = "mill"
[person.li]
party = "msp"
[person.sam]
party = "msp"
"#;

#[test]
fn the_work_passes_to_the_other_company_and_back() {
    check(
        "shift-seam",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
criticality = "critical"
hours = "24x7"
[workstream.triage.slice.days]
hours = "Mon-Fri 08:00-18:00"
responsible = "internal-it"
#             ^^^^^^^^^^^^^ warning: `triage` passes from `soc` to `internal-it`, first on Monday 08:00, without overlap or a rule for the handover
[workstream.triage.slice.nights]
hours = { outside = "internal-it" }
responsible = "soc"
#             ----- `soc` goes at that minute
#             ----- from `internal-it` to `soc`, first on Monday 18:00
[team.internal-it]
members = ["pat", "jo"]
hours = "Mon-Fri 08:00-18:00"
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.pat]
[person.jo]
[person.li]
[person.sam]
"#,
    );
}

#[test]
fn a_handoff_says_how() {
    for (from, to) in [
        ("triage.days", "triage.nights"),
        ("soc", "internal-it"),
        ("mill", "msp"),
    ] {
        let handoff = format!("[[handoff]]\nfrom = \"{from}\"\nto = \"{to}\"\n");
        is_silent("shift-seam", &format!("{PARTS}{handoff}"));
    }
}

#[test]
fn commands_by_day_and_by_night() {
    check(
        "shift-seam",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
criticality = "critical"
[command.days]
hours = "Mon-Sun 08:00-20:00"
commander = "li"
#           ^^^^ warning: command of incidents passes from `sam` to `li`, first on Saturday 08:00, without overlap or a rule for the handover
[command.nights]
hours = "Mon-Sun 20:00-08:00"
commander = "sam"
#           ----- `sam` goes at that minute
#           ----- from `li` to `sam`, first on Saturday 20:00
[person.li]
hours = "24x7"
[person.sam]
hours = "24x7"
"#,
    );
}

const TWO_ZONES: &str = r#"
[engagement]
timezone = "Europe/Berlin"
starts = 2027-02-01
ends = 2027-12-31
[workstream.triage]
hours = "Mon-Fri 09:00-23:00"
responsible = ["berlin", "boston"]
[team.berlin]
members = ["li"]
hours = "Mon-Fri 09:00-15:00"
[team.boston]
members = ["sam"]
timezone = "America/New_York"
hours = "Mon-Fri 09:00-17:00"
[person.li]
[person.sam]
"#;

#[test]
fn two_places_change_their_clocks_apart() {
    check(
        "shift-seam",
        r#"
[engagement]
timezone = "Europe/Berlin"
starts = 2027-02-01
ends = 2027-12-31
[workstream.triage]
hours = "Mon-Fri 09:00-23:00"
#       ^^^^^^^^^^^^^^^^^^^^^ warning: nobody responsible for `triage` is on duty 15 to 26 March 2027, every weekday 22:00 to 23:00, 1 hour, while New York has changed its clocks and Berlin has not
responsible = ["berlin", "boston"]
#              -------- the hours of `berlin` follow the clock of Europe/Berlin
#                        -------- the hours of `boston` follow the clock of America/New_York
[team.berlin]
members = ["li"]
hours = "Mon-Fri 09:00-15:00"
[team.boston]
members = ["sam"]
timezone = "America/New_York"
hours = "Mon-Fri 09:00-17:00"
[person.li]
[person.sam]
"#,
    );
}

#[test]
fn a_coverage_gap_tells_of_the_clocks_as_well() {
    let sources = Sources::default();
    let findings = run_together(&["coverage-gap", "shift-seam"], TWO_ZONES, &sources).findings;
    let names: Vec<&str> = findings.iter().map(|found| found.rule.name).collect();
    assert_eq!(names, ["coverage-gap"]);
    assert!(
        findings[0].message.contains("has changed its clocks"),
        "{findings:?}"
    );
}

#[test]
fn the_same_person_goes_on() {
    is_silent(
        "shift-seam",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
criticality = "critical"
hours = "Mon-Fri 06:00-22:00"
responsible = ["early", "late"]
[team.early]
members = ["li", "sam"]
hours = "Mon-Fri 06:00-14:00"
[team.late]
members = ["sam", "jo"]
hours = "Mon-Fri 14:00-22:00"
[person.li]
[person.sam]
[person.jo]
"#,
    );
}

#[test]
fn work_that_is_not_critical_and_a_successor() {
    is_silent(
        "shift-seam",
        &PARTS.replace("criticality = \"critical\"\n", ""),
    );
    is_silent(
        "shift-seam",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
criticality = "critical"
hours = "24x7"
responsible = ["li", "sam"]
[person.li]
hours = "24x7"
until = 2027-06-30
[person.sam]
hours = "24x7"
from = 2027-07-01
"#,
    );
}

#[test]
fn nothing_is_promised_and_nobody_commands() {
    is_not_evaluated(
        "shift-seam",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
criticality = "critical"
responsible = "li"
[person.li]
hours = "24x7"
"#,
    );
}

#[test]
fn parts_and_commands_are_not_told_to_overlap() {
    let help = |text: &str| {
        let found = run("shift-seam", text, &Sources::default()).findings;
        found[0].help.clone().unwrap_or_default()
    };
    assert!(!help(PARTS).contains("overlap"), "{}", help(PARTS));
    let shifts = r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
criticality = "critical"
hours = "24x7"
responsible = ["li", "sam"]
[person.li]
hours = "Mon-Sun 08:00-20:00"
[person.sam]
hours = "Mon-Sun 20:00-08:00"
"#;
    assert!(help(shifts).contains("overlap"), "{}", help(shifts));
    let people = r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
criticality = "critical"
[person.li]
hours = "Mon-Sun 08:00-20:00"
[person.sam]
hours = "Mon-Sun 20:00-08:00"
"#;
    let one = "[command.all]\nhours = \"24x7\"\ncommander = [\"li\", \"sam\"]\ndecides = \"li\"\n";
    let one = format!("{people}{one}");
    assert!(help(&one).contains("overlap"), "{}", help(&one));
    let two = "[command.days]\nhours = \"Mon-Sun 08:00-20:00\"\ncommander = \"li\"\n\
               [command.nights]\nhours = \"Mon-Sun 20:00-08:00\"\ncommander = \"sam\"\n";
    let two = format!("{people}{two}");
    assert!(!help(&two).contains("overlap"), "{}", help(&two));
}

#[test]
fn one_command_ends_before_another_begins() {
    let commands = |first: &str, then: &str| {
        format!(
            r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "America/Chicago"
[workstream.containment]
criticality = "critical"
[command.first]
covers = "containment"
commander = "lou"
{first}
[command.then]
covers = "containment"
commander = "kim"
{then}
[person]
kim = {{ hours = "Mon-Sun 20:00-08:00" }}
lou = {{ hours = "Mon-Sun 08:00-20:00" }}
"#
        )
    };
    let (until, from) = ("until = 2027-06-30", "from = 2027-07-01");
    for hours in ["", "hours = \"24x7\"\n"] {
        let dated = |days: &str| format!("{hours}{days}");
        is_silent("shift-seam", &commands(&dated(until), &dated(from)));
        let found = run(
            "shift-seam",
            &commands(&dated(""), &dated("")),
            &Sources::default(),
        );
        assert!(!found.findings.is_empty(), "{hours}");
    }
}
