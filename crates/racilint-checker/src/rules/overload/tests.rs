//! What the rule on load finds, and what it leaves alone.

use std::fmt::Write as _;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "overload";

const YEAR: &str =
    "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\ntimezone = \"America/Chicago\"\n";

/// So many workstreams that `lead` answers for, with what each says besides.
fn owned(count: usize, more: &str, mark: bool) -> String {
    let mut text = String::new();
    for number in 1..=count {
        let _ = writeln!(
            text,
            "[workstream.w{number}]\n{more}\naccountable = \"lead\""
        );
        if mark {
            let _ = writeln!(text, "#             ------ answers for `w{number}`");
        }
    }
    text
}

#[test]
fn more_than_seven_that_cannot_wait() {
    let head = "[role.lead]\nheld-by = \"ana\"\n[person.ana]\n";
    let marked = "#       ^^^ warning: `ana` answers for 8 workstreams that cannot wait\n";
    let critical = owned(8, "criticality = \"high\"", true);
    check(RULE, &format!("{head}{marked}{critical}"));
    let seven = owned(7, "criticality = \"high\"", false);
    is_silent(RULE, &format!("{head}{seven}"));
    let can_wait = owned(20, "description = \"it can wait\"", false);
    is_not_evaluated(RULE, &format!("{head}{can_wait}"));
}

#[test]
fn slices_of_one_workstream_count_once_and_groups_share() {
    let mut text = "[workstream.w]\ncriticality = \"high\"\n".to_owned();
    for number in 1..=9 {
        let _ = writeln!(
            text,
            "[workstream.w.slice.s{number}]\nstep = \"{number}\"\naccountable = [\"ana\", \"both\"]"
        );
    }
    let people = "[team.both]\nmembers = [\"ana\", \"ben\"]\n[person.ana]\n[person.ben]\n";
    is_silent(RULE, &format!("{text}{people}"));
}

#[test]
fn work_that_is_never_held_on_the_same_day_does_not_add_up() {
    let head = "[engagement]\nstarts = 2027-01-01\n[person.ana]\n";
    let workstreams = |count: usize, name: &str, days: &str| -> String {
        let numbers = 1..=count;
        let each = numbers.map(|number| {
            format!(
                "[workstream.{name}{number}]\ncriticality = \"high\"\naccountable = \"ana\"\n{days}\n"
            )
        });
        each.collect()
    };
    let old = workstreams(5, "old", "until = 2027-06-30");
    let new = workstreams(5, "new", "from = 2027-07-01");
    is_silent(RULE, &format!("{head}{old}{new}"));
    let over = workstreams(9, "over", "until = 2026-06-30");
    is_silent(RULE, &format!("{head}{over}{new}"));
    let told = |rows: &str, count: usize| {
        let sources = Sources::default();
        let found = run(RULE, &format!("{head}{rows}"), &sources).findings;
        let said: Vec<String> = found.into_iter().map(|own| own.message).collect();
        let expected = format!("`ana` answers for {count} workstreams that cannot wait");
        assert_eq!(said, [expected]);
    };
    // For one day, later in the year, and with a workstream in two parts.
    let stays = workstreams(5, "new", "from = 2027-06-30");
    told(&format!("{old}{stays}"), 10);
    let later = workstreams(8, "later", "from = 2027-09-01");
    told(&format!("{old}{later}"), 8);
    let parts = "[workstream.two]\ncriticality = \"high\"\n\
                 [workstream.two.slice.a]\naccountable = \"ana\"\nuntil = 2027-06-30\n\
                 [workstream.two.slice.b]\naccountable = \"ana\"\nfrom = 2027-07-01\n";
    let seven = workstreams(7, "new", "from = 2027-07-01");
    told(&format!("{parts}{seven}"), 8);
}

#[test]
fn the_first_of_the_days_with_most_work_is_told_of() {
    let related = |later: usize| {
        let before = owned(8, "criticality = \"high\"\nuntil = 2027-06-30", false);
        let before = before.replace("[workstream.w", "[workstream.old");
        let after = owned(later, "criticality = \"high\"\nfrom = 2027-07-01", false);
        let text = format!("[engagement]\nstarts = 2027-01-01\n[person.lead]\n{before}{after}");
        let mut findings = run(RULE, &text, &Sources::default()).findings;
        let finding = findings.pop().expect("a finding");
        finding.related[0].message.clone()
    };
    for later in [1, 8] {
        assert_eq!(related(later), "answers for `old1`");
    }
    assert_eq!(related(9), "answers for `w1`");
}

#[test]
fn a_workstream_goes_on_in_its_other_part_when_one_ends() {
    let head = "[engagement]\nstarts = 2027-01-01\n[person.lead]\n\
                [workstream.two]\ncriticality = \"high\"\n\
                [workstream.two.slice.a]\naccountable = \"lead\"\nuntil = 2027-06-30\n\
                [workstream.two.slice.b]\naccountable = \"lead\"\n";
    let before = owned(6, "criticality = \"high\"\nuntil = 2027-06-30", false);
    let before = before.replace("[workstream.w", "[workstream.old");
    let after = owned(7, "criticality = \"high\"\nfrom = 2027-07-01", false);
    let found = run(RULE, &format!("{head}{before}{after}"), &Sources::default());
    let said: Vec<&str> = found.findings.iter().map(|own| &*own.message).collect();
    assert_eq!(said, ["`lead` answers for 8 workstreams that cannot wait"]);
}

#[test]
fn each_of_several_who_come_one_after_the_other_has_it_all() {
    let head = "[engagement]\nstarts = 2027-01-01\n[role.lead]\nheld-by = [\"ana\", \"ben\"]\n";
    let rows = owned(8, "criticality = \"high\"", false);
    let said = |ana: &str, ben: &str| -> Vec<String> {
        let text = format!("{head}[person.ana]\n{ana}\n[person.ben]\n{ben}\n{rows}");
        let found = run(RULE, &text, &Sources::default()).findings;
        found.into_iter().map(|own| own.subject.object).collect()
    };
    let both = said("until = 2027-06-30", "from = 2027-07-01");
    assert_eq!(both, ["person.ana", "person.ben"]);
    assert_eq!(said("until = 2026-06-30", ""), ["person.ben"]);
    // Together they share it.
    assert_eq!(said("until = 2027-07-01", "from = 2027-07-01"), [""; 0]);
}

#[test]
fn a_parent_is_not_carried_beside_its_parts() {
    let head = "[person.lead]\n[workstream.whole]\nneeds = [\"block-traffic\"]\n\
                responsible = \"lead\"\naccountable = \"lead\"\ncriticality = \"high\"\n";
    let parts = owned(7, "criticality = \"high\"\nparent = \"whole\"", false);
    is_silent(RULE, &format!("{head}{parts}"));
}

#[test]
fn on_shift_for_longer_than_they_have() {
    check(
        RULE,
        &format!(
            r#"{YEAR}
[person.jo]
capacity = 20
#          ^^ warning: `jo` is on shift 24 hours a week, and has 20
[person.li]
capacity = 24
[team.desk]
shifts = [
  {{ who = ["li", "jo"], hours = "Mon-Wed 08:00-14:00" }},
#                ---- on shift in `desk`
  {{ who = ["jo", "li"], hours = "Thu 08:00-14:00" }},
]
"#
        ),
    );
}

#[test]
fn alone_on_two_shifts() {
    check(
        RULE,
        &format!(
            r#"{YEAR}
[person.jo]
[person.li]
[team.desk]
shifts = [
  {{ who = "jo", hours = "Sat 08:00-12:00" }},
#         ---- on shift in `desk`, and nobody else is
  {{ who = "li", hours = "Sat 08:00-11:00" }},
]
[team.network]
shifts = {{ who = "jo", hours = "Sat 10:00-14:00" }}
#                ^^^^ warning: `jo` is alone on shift in `desk` and in `network` every Saturday 11:00 to 12:00, 1 hour
[team.plant]
shifts = {{ who = ["jo", "li"], hours = "Sat 10:00-14:00" }}
"#
        ),
    );
}

const COMMAND: &str = r#"
[workstream.containment]
responsible = "soc"
[command.security]
covers = "containment"
hours = "24x7"
commander = "jo"
#           ---- commands, and no deputy is on duty
deputy = "li"
#        ---- the deputy, off duty then
[person.jo]
hours = "24x7"
[person.li]
hours = "Mon-Fri 08:00-17:00"
[team.soc]
shifts = { who = "jo", hours = "Sun 08:00-12:00" }
[team.desk]
shifts = { who = "jo", hours = "Fri 16:00-18:00" }
#                ^^^^ warning: `jo` commands `security` and is alone on shift in `desk` every Friday 17:00 to 18:00, 1 hour
"#;

#[test]
fn in_command_and_alone_on_a_shift() {
    check(RULE, &format!("{YEAR}{COMMAND}"));
}

#[test]
fn a_deputy_on_duty_or_of_unknown_hours_may_command() {
    let always = COMMAND.replace("hours = \"Mon-Fri 08:00-17:00\"", "hours = \"24x7\"");
    is_silent(RULE, &format!("{YEAR}{always}"));
    let unknown = COMMAND.replace("hours = \"Mon-Fri 08:00-17:00\"", "");
    is_not_evaluated(RULE, &format!("{YEAR}{unknown}"));
}

#[test]
fn seven_people_round_the_clock() {
    check(
        RULE,
        &format!(
            r#"{YEAR}
[workstream.watch]
hours = "24x7"
responsible = ["soc", "big", "opaque", "empty"]
#              ----- is there round the clock for `watch`
accountable = "a"
[team.soc]
#     ^^^ note: `soc` keeps `24x7` with 7 people; at one place that takes 8
hours = "24x7"
members = ["a", "b", "c", "d", "e", "f", "g"]
[team.big]
hours = "24x7"
members = ["a", "b", "c", "d", "e", "f", "g", "h"]
[team.opaque]
hours = "24x7"
members = ["a", "gohst"]
[team.empty]
hours = "24x7"
[team.days]
hours = "Mon-Fri 08:00-17:00"
members = ["a"]
[person.a]
[person.b]
[person.c]
[person.d]
[person.e]
[person.f]
[person.g]
[person.h]
"#
        ),
    );
}

#[test]
fn two_places_take_six_each() {
    check(
        RULE,
        &format!(
            r#"{YEAR}
[workstream.watch]
hours = "24x7"
responsible = "soc"
#             ----- is there round the clock for `watch`
accountable = "a"
[team.soc]
#     ^^^ note: `soc` keeps `24x7` with 9 people; in several time zones that takes 12
hours = "24x7"
members = ["a", "b", "c", "d", "e", "f", "g", "h", "i"]
[person.a]
timezone = "Europe/Berlin"
[person.b]
[person.c]
[person.d]
[person.e]
[person.f]
[person.g]
[person.h]
[person.i]
"#
        ),
    );
}

#[test]
fn without_a_clock_only_the_owners_are_counted() {
    is_not_evaluated(
        RULE,
        "[team.desk]\nshifts = { who = \"jo\", hours = \"Sat 08:00-12:00\" }\n[person.jo]\n",
    );
}

#[test]
fn a_command_of_little_weight_or_of_somebody_unknown_is_no_load() {
    let marks = |text: &str| -> String {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| format!("{line}\n")).collect()
    };
    let command = marks(COMMAND);
    let count = |text: &str| {
        let text = format!("{YEAR}{text}");
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count(&command), 1);
    for (from, to) in [
        (
            "hours = \"24x7\"\ncommander",
            "severity = \"sev4\"\nhours = \"24x7\"\ncommander",
        ),
        ("deputy = \"li\"", "deputy = [\"li\", \"gohst\"]"),
        ("commander = \"jo\"", "commander = [\"jo\", \"gohst\"]"),
        ("commander = \"jo\"", "commander = [\"jo\", \"li\"]"),
    ] {
        let text = command.replace(from, to);
        assert_ne!(text, command);
        assert_eq!(count(&text), 0, "{to}");
    }
}

#[test]
fn shifts_that_never_end_are_round_the_clock_too() {
    check(
        RULE,
        &format!(
            r#"{YEAR}
[workstream.watch]
hours = "24x7"
responsible = ["soc", "desk"]
#              ----- is there round the clock for `watch`
[team.soc]
#     ^^^ note: `soc` keeps `24x7` with 3 people; at one place that takes 8
shifts = [
  {{ who = ["a", "b"], hours = "Mon-Sun 06:00-18:00" }},
  {{ who = ["b", "c"], hours = "Mon-Sun 18:00-06:00" }},
]
[team.desk]
shifts = {{ who = ["a", "b"], hours = "Mon-Sun 06:00-18:00" }}
[person.a]
[person.b]
[person.c]
"#
        ),
    );
}
