//! What `multiple-commanders` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[test]
fn one_command_with_two_commanders() {
    check(
        "multiple-commanders",
        r#"
[command.security]
commander = ["ana", "ben", "cleo"]
#                   ^^^^^ error: `security` has more than one commander: `ana`, `ben` and `cleo`
#            ----- commands already
#                          ------ commands as well
[person.ana]
[person.ben]
[person.cleo]
"#,
    );
}

#[test]
fn two_commands_for_the_same_work() {
    check(
        "multiple-commanders",
        r#"
[command.client-plan]
covers = "security"
severity = ["sev1", "sev2"]
hours = "24x7"
commander = "ana"
#           ----- commands them already, in `client-plan`
[command.provider-plan]
covers = "containment"
severity = ["sev2", "sev3"]
hours = "Mon-Fri 08:00-17:00"
commander = "ben"
#           ^^^^^ error: `ana` and `ben` both command the incidents of `containment`
[workstream.security]
[workstream.containment]
parent = "security"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn unified_and_nobody_decides() {
    check(
        "multiple-commanders",
        r#"
[command.client-plan]
commander = "ana"
#           ----- commands them already, in `client-plan`
[command.provider-plan]
unified-with = "client-plan"
commander = "ben"
#           ^^^^^ error: `ana` and `ben` both command the incidents of all critical work
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn all_commands_of_a_unified_one_are_silent() {
    is_silent(
        "multiple-commanders",
        r#"
[command.joint]
commander = ["ana", "ben"]
decides = "ana"
unified-with = ["client-plan", "provider-plan"]
[command.client-plan]
commander = "ana"
[command.provider-plan]
commander = "ben"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn commands_with_nothing_in_common_are_silent() {
    is_silent(
        "multiple-commanders",
        r#"
[command.outage]
covers = ["network"]
commander = "ana"
[command.breach]
covers = ["containment"]
severity = "sev1"
commander = "ben"
[command.malware]
covers = ["containment"]
severity = ["sev2"]
hours = "Mon-Fri 08:00-17:00"
until = 2027-06-30
commander = "ana"
[command.malware-nights]
covers = ["containment"]
severity = ["sev2"]
hours = { outside = "client" }
commander = "ben"
[command.malware-later]
covers = ["containment"]
severity = ["sev2"]
hours = "Mon-Fri 08:00-17:00"
from = 2027-07-01
commander = "cleo"
[workstream.network]
[workstream.containment]
[party.client]
[person.ana]
[person.ben]
[person.cleo]
"#,
    );
}

#[test]
fn the_same_person_and_deputies_are_silent() {
    is_silent(
        "multiple-commanders",
        r#"
[command.client-plan]
commander = "ana"
[command.provider-plan]
commander = "lead"
[command.with-a-deputy]
covers = "network"
commander = ["lead", "ben"]
[workstream.network]
criticality = "normal"
[role.lead]
held-by = "ana"
deputy = "ben"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn what_is_unknown_is_silent() {
    is_silent(
        "multiple-commanders",
        r#"
[command.sound]
commander = "ana"
[command.misspelt]
commander = "gohst"
[command.unread]
severity = 1
commander = "ben"
[command.perhaps-unified]
unified-with = "gohst"
commander = "ben"
[command.empty]
commander = "desk"
[team.desk]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn without_commands_there_is_nothing_to_say() {
    is_not_evaluated("multiple-commanders", "[engagement]\n");
}

#[test]
fn a_command_of_its_own_beside_the_one_for_critical_work() {
    check(
        "multiple-commanders",
        r#"
[command.general]
commander = "ana"
#           ----- commands them already, in `general`
[command.network]
covers = "network"
commander = "ben"
[command.security]
covers = "containment"
commander = "ben"
#           ^^^^^ error: `ana` and `ben` both command the incidents of `containment`
[workstream.network]
[workstream.containment]
criticality = "critical"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn hours_that_overlap_for_an_hour() {
    check(
        "multiple-commanders",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[command.days]
covers = "containment"
hours = "Mon-Sun 08:00-20:00"
#       --------------------- when `days` is in command
commander = "ana"
#           ----- commands them already, in `days`
[command.nights]
covers = "containment"
hours = "Mon-Sun 19:00-08:00"
#       --------------------- when `nights` is in command
commander = "ben"
#           ^^^^^ error: `ana` and `ben` both command the incidents of `containment` every day 19:00 to 20:00, 1 hour
[workstream.containment]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn hours_in_two_zones_that_only_look_alike() {
    is_silent(
        "multiple-commanders",
        r#"
[engagement]
client = "harbor"
timezone = "America/New_York"
starts = 2027-01-01
ends = 2027-12-31
[party.harbor]
hours = "Mon-Fri 08:00-17:00"
holidays = [2027-05-31]
[command.east]
covers = "containment"
hours = "Mon-Fri 08:00-11:00"
commander = "ana"
[command.west]
covers = "containment"
hours = { window = "Mon-Fri 08:00-17:00", timezone = "America/Los_Angeles" }
commander = "ben"
[command.nights]
covers = "network"
hours = { outside = "harbor" }
commander = "ana"
[command.office]
covers = "network"
hours = "Mon-Fri 08:00-17:00"
commander = "ben"
[workstream.containment]
[workstream.network]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn several_of_whom_one_decides_are_silent() {
    let count = |says: &str| {
        let text = format!(
            "[command.security]\ncommander = [\"ana\", \"ben\"]\n{says}\n[person.ana]\n[person.ben]\n"
        );
        let findings = run("multiple-commanders", &text, &Sources::default()).findings;
        findings.len()
    };
    assert_eq!(count(""), 1);
    assert_eq!(count("decides = \"ana\""), 0);
    for key in [
        "severity",
        "hours",
        "from",
        "until",
        "decides",
        "unified-with",
    ] {
        assert_eq!(count(&format!("{key} = [[7]]")), 0, "{key}");
    }
}

#[test]
fn hours_that_nobody_wrote_decide_whether_two_command_at_once() {
    let text = r#"
[engagement]
client = "harbor"
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[party.harbor]
[command.days]
covers = "containment"
hours = "Mon-Fri 08:00-17:00"
commander = "ana"
[command.nights]
covers = "containment"
hours = { outside = "harbor" }
commander = "ben"
[workstream.containment]
[person.ana]
[person.ben]
"#;
    let outcome = run("multiple-commanders", text, &Sources::default());
    assert_eq!(outcome.findings, []);
    assert!(outcome.needs_hours_of.contains("harbor"));
}

#[test]
fn a_seat_that_nobody_fills_is_no_second_commander() {
    for commander in ["[\"ana\", \"vacant\"]", "[\"vacant\", \"ana\"]"] {
        let text =
            format!("[command.security]\ncommander = {commander}\n[person.ana]\n[role.vacant]\n");
        is_silent("multiple-commanders", &text);
    }
}

#[test]
fn the_help_knows_whether_the_two_form_one_command() {
    let help = |unified: &str| {
        let text = format!(
            "[command.one]\ncommander = \"ana\"\n[command.two]\n{unified}\ncommander = \"ben\"\n\
             [person.ana]\n[person.ben]\n"
        );
        let findings = run("multiple-commanders", &text, &Sources::default()).findings;
        findings[0].help.clone().unwrap_or_default()
    };
    assert!(help("").starts_with("let one of them command"));
    assert!(help("unified-with = \"one\"").starts_with("the two form one command"));
}

#[test]
fn one_who_commands_when_the_other_has_left() {
    let text = |ana: &str, ben: &str, commands: &str, mark: &str| {
        format!(
            "[engagement]\nstarts = 2027-01-01\n{commands}\n{mark}[person.ana]\n{ana}\n\
             [person.ben]\n{ben}\n[role.lead]\nheld-by = \"ana\"\n"
        )
    };
    let (first, second) = ("until = 2027-06-30", "from = 2027-07-01");
    let in_one = "[command.security]\ncommander = [\"lead\", \"ben\"]";
    let in_two =
        "[command.one]\ncommander = [\"ana\", \"ben\"]\n[command.two]\ncommander = \"ben\"";
    for commands in [in_one, in_two] {
        is_silent("multiple-commanders", &text(first, second, commands, ""));
        is_silent("multiple-commanders", &text(second, first, commands, ""));
    }
    let mark = "#            ------ commands already\n\
                #                    ^^^^^ error: `security` has more than one commander: `lead` and `ben`\n";
    for ben in ["from = 2027-06-30", ""] {
        check("multiple-commanders", &text(first, ben, in_one, mark));
    }
}

#[test]
fn a_command_that_begins_when_the_commander_of_another_has_left() {
    let text = |until: &str, mark: &str| {
        format!(
            "[engagement]\nstarts = 2027-01-01\n[command.one]\ncovers = \"containment\"\n\
             commander = \"ana\"\n{mark}[command.two]\ncovers = \"containment\"\n\
             from = 2027-07-01\ncommander = \"ben\"\n{}[workstream.containment]\n\
             [person.ana]\n{until}\n[person.ben]\n",
            if mark.is_empty() {
                ""
            } else {
                "#           ^^^^^ error: `ana` and `ben` both command the incidents of `containment`\n"
            }
        )
    };
    is_silent("multiple-commanders", &text("until = 2027-06-30", ""));
    let mark = "#           ----- commands them already, in `one`\n";
    for until in ["until = 2027-07-01", ""] {
        check("multiple-commanders", &text(until, mark));
    }
}

/// Two commands that form one; each says who decides.
fn two_plans(first: &str, second: &str, people: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
[command.client-plan]
covers = "containment"
commander = "ana"
unified-with = "provider-plan"
{first}
[command.provider-plan]
covers = "containment"
commander = "ben"
{second}
[role.soc-lead]
held-by = "ben"
deputy = "cleo"
{people}
"#
    )
}

const PEOPLE: &str = "[person.ana]\n[person.ben]\n[person.cleo]";

#[test]
fn one_command_has_one_last_word() {
    let both = "error: two have the last word in `client-plan` and `provider-plan`, which form one command";
    let marked = two_plans(
        "decides = \"ana\"\n#         ----- decides already",
        &format!("decides = \"soc-lead\"\n#         ^^^^^^^^^^ {both}: `ana` and `soc-lead`"),
        PEOPLE,
    );
    check("multiple-commanders", &marked);
    let alone = two_plans(
        "decides = [\"ana\", \"ben\"]\n#          ----- decides already\n#                 ^^^^^ \
         error: two have the last word in `client-plan`: `ana` and `ben`",
        "",
        PEOPLE,
    );
    check("multiple-commanders", &alone);
}

#[test]
fn one_last_word_in_other_words_or_at_other_times() {
    let silent = |first: &str, second: &str, people: &str| {
        is_silent("multiple-commanders", &two_plans(first, second, people));
    };
    silent("decides = \"ana\"", "", PEOPLE);
    silent("decides = \"ana\"", "decides = \"ana\"", PEOPLE);
    silent("decides = \"soc-lead\"", "decides = \"ben\"", PEOPLE);
    silent("decides = \"soc-lead\"", "decides = \"cleo\"", PEOPLE);
    silent(
        "decides = \"ana\"\nhours = \"Mon-Fri 08:00-17:00\"",
        "decides = \"ben\"\nhours = \"Mon-Fri 17:00-08:00\"",
        PEOPLE,
    );
    silent(
        "decides = [\"ana\", \"cleo\"]",
        "",
        "[person.ana]\nuntil = 2027-06-30\n[person.ben]\n[person.cleo]\nfrom = 2027-07-01",
    );
}

#[test]
fn commands_that_are_not_one_or_never_meet_have_their_own_last_words() {
    let apart = two_plans("decides = \"ana\"", "decides = \"ben\"", PEOPLE)
        .replace("unified-with = \"provider-plan\"\n", "")
        .replace("commander = \"ben\"", "commander = \"ana\"");
    is_silent("multiple-commanders", &apart);
    let of_two_severities = two_plans(
        "severity = \"sev1\"\ndecides = \"ana\"",
        "severity = \"sev3\"\ndecides = \"ben\"",
        PEOPLE,
    );
    is_silent("multiple-commanders", &of_two_severities);
}

#[test]
fn a_last_word_of_somebody_misspelt_may_be_the_same() {
    let unsure = "decides = [\"ben\", \"gohst\"]";
    for (first, second) in [("decides = \"ana\"", unsure), (unsure, "decides = \"ana\"")] {
        is_silent("multiple-commanders", &two_plans(first, second, PEOPLE));
    }
}

#[test]
fn a_team_commands_as_long_as_anybody_of_it_is_there() {
    check(
        "multiple-commanders",
        r#"
[engagement]
starts = 2027-01-01
[command.one]
covers = "containment"
commander = "desk"
#           ------ commands them already, in `one`
[command.two]
covers = "containment"
from = 2027-07-01
commander = "ben"
#           ^^^^^ error: `desk` and `ben` both command the incidents of `containment`
[workstream.containment]
[team.desk]
members = ["ana", "cleo"]
[person.ana]
until = 2027-06-30
[person.ben]
[person.cleo]
"#,
    );
}

#[test]
fn the_same_team_in_two_commands_is_one_commander() {
    is_silent(
        "multiple-commanders",
        r#"
[command.one]
commander = "desk"
[command.two]
commander = "crew"
[team.desk]
members = ["ana", "ben"]
[team.crew]
members = ["ben", "ana"]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn of_several_commanders_those_whom_somebody_fills_are_told() {
    check(
        "multiple-commanders",
        r#"
[command.security]
commander = ["ana", "vacant", "ben"]
#            ----- commands already
#                             ^^^^^ error: `security` has more than one commander: `ana` and `ben`
[person.ana]
[person.ben]
[role.vacant]
"#,
    );
    check(
        "multiple-commanders",
        r#"
[command.security]
commander = ["vacant", "ana", "ben"]
#                      ----- commands already
#                             ^^^^^ error: `security` has more than one commander: `ana` and `ben`
[person.ana]
[person.ben]
[role.vacant]
"#,
    );
    is_silent(
        "multiple-commanders",
        "[command.security]\ncommander = [\"vacant\", \"ana\"]\n[person.ana]\n[role.vacant]\n",
    );
}

#[test]
fn two_commands_are_known_by_their_names_in_whatever_order_they_stand() {
    let subject = |first: &str, second: &str| {
        let text = format!(
            "[command.{first}]\ncommander = \"ana\"\n[command.{second}]\ncommander = \"ben\"\n\
             [person.ana]\n[person.ben]\n"
        );
        let mut findings = run("multiple-commanders", &text, &Sources::default()).findings;
        let subject = findings.pop().expect("a finding").subject;
        (subject.object, subject.aspect)
    };
    let expected = ("command.two".to_owned(), "one".to_owned());
    assert_eq!(subject("one", "two"), expected);
    assert_eq!(subject("two", "one"), expected);
}

mod crowd;
