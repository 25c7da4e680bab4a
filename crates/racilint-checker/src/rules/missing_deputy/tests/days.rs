//! Commands that hang on one person for some days only.

use std::fmt::Write as _;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run};

/// How many findings there are of a command whose deputy leaves, with what else it says.
fn count(command: &str, rest: &str) -> usize {
    let text = format!(
        "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\n[command.security]\n\
         commander = \"ana\"\ndeputy = \"old\"\n{command}\n[person.ana]\n[person.old]\n\
         until = 2027-03-31\n[workstream.triage]\n{rest}\n"
    );
    run("missing-deputy", &text, &Sources::default())
        .findings
        .len()
}

#[test]
fn what_it_covers_may_end_before_where_that_cannot_be_read() {
    let covers = "covers = \"triage\"";
    assert_eq!(count(covers, ""), 1);
    assert_eq!(count(covers, "until = 7"), 0);
    assert_eq!(count(covers, "from = 7"), 0);
    assert_eq!(count("covers = [\"triage\", \"traige\"]", ""), 0);
}

#[test]
fn of_a_crowd_nobody_asks_who_is_there_last() {
    let count = |deputies: u8| {
        let names: Vec<String> = (0..deputies).map(|at| format!("\"d{at}\"")).collect();
        let mut text = format!(
            "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\n[command.security]\n\
             commander = \"ana\"\ndeputy = [{}]\n[person.ana]\n",
            names.join(", ")
        );
        for at in 0..deputies {
            let (month, day) = (1 + at / 25, 1 + at % 25);
            let _ = writeln!(text, "[person.d{at}]\nuntil = 2027-{month:02}-{day:02}");
        }
        run("missing-deputy", &text, &Sources::default())
            .findings
            .len()
    };
    assert_eq!(count(64), 1);
    assert_eq!(count(65), 0);
}

#[test]
fn who_was_alone_before_the_engagement_is_so_no_more() {
    let text = "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\n[command.security]\n\
                commander = \"ana\"\ndeputy = \"ben\"\n[person.ana]\nfrom = 2026-03-01\n\
                [person.ben]\nfrom = 2026-06-01\n[person.cy]\n";
    is_silent("missing-deputy", text);
}

#[test]
fn who_follows_a_commander_who_has_left_before_the_first_day_is_alone() {
    check(
        "missing-deputy",
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[command.security]
#        ^^^^^^^^ warning: from 2027-01-01 on nobody takes over when `ana` cannot command `security`
commander = ["old", "ana"]
[person.old]
until = 2026-12-31
#       ---------- `old` leaves
[person.ana]
from = 2026-12-15
"#,
    );
}

/// What is told of a command, from the place of the commander on, that two lead one after the other.
fn told(commander: &str, until: &str, from: &str) -> Vec<String> {
    let text = format!(
        "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\n[command.security]\n\
         commander = {commander}\n[person.old]\nuntil = {until}\n[person.ana]\nfrom = {from}\n\
         [person.ben]\n"
    );
    let findings = run("missing-deputy", &text, &Sources::default()).findings;
    findings.into_iter().map(|own| own.message).collect()
}

#[test]
fn whoever_is_left_of_those_who_command_is_alone() {
    let list = "[\"old\", \"ana\"]";
    let role = "\"lead\"\n[role.lead]\nheld-by = [\"old\", \"ana\"]";
    for commander in [list, role] {
        for (until, day) in [("2026-12-31", "2027-01-01"), ("2027-03-31", "2027-04-01")] {
            let alone =
                format!("from {day} on nobody takes over when `ana` cannot command `security`");
            assert_eq!(told(commander, until, "2026-12-15"), [alone], "{commander}");
        }
        // Both are there to the end.
        assert!(told(commander, "2027-12-31", "2026-12-15").is_empty());
    }
    for second in [
        format!("{list}\ndeputy = \"ben\""),
        format!("{role}\ndeputy = \"ben\""),
        "[\"old\", \"ana\", \"ben\"]".to_owned(),
        format!("{list}\nunified-with = \"site\"\n[command.site]\ncommander = \"ben\""),
    ] {
        assert!(
            told(&second, "2026-12-31", "2026-12-15").is_empty(),
            "{second}"
        );
    }
}
