//! Whoever leaves, and the seat that stays empty.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run};

#[test]
fn nobody_approves_and_nobody_commands_once_they_have_left() {
    check(
        "absence-gap",
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Berlin"
[workstream.backup-restore]
responsible = "nel"
accountable = "nel"
needs = ["restore-backup"]
[command.security]
commander = "ann"
#           ----- without `ann`, there is nobody for this
[[grant]]
holder = "nel"
action = "restore-backup"
mode = "approval-required"
approver = ["tim", "gus"]
#           ----- without `tim`, there is nobody for this
[person.nel]
[person.ann]
until = 2027-10-31
#       ^^^^^^^^^^ error: nobody commands `security` once `ann` has left: from 1 November 2027 on
[person.gus]
until = 2027-03-31
[person.tim]
hours = "Mon-Fri 08:00-18:00"
until = 2027-06-30
#       ^^^^^^^^^^ error: nobody approves `restore-backup` once `tim` has left: 1 July to 31 December 2027, every weekday 08:00 to 18:00, 10 hours
"#,
    );
}

/// A seat of somebody who leaves, up to what makes that harmless.
const LEAVING: &str = r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Berlin"
[person.nel]
[person.tim]
until = 2027-07-02
[person.new]
from = 2027-07-05
[role.lead]
held-by = ["tim", "new"]
[workstream.backup-restore]
responsible = "nel"
accountable = "nel"
needs = ["restore-backup"]
"#;

const ASKS: &str =
    "[[grant]]\nholder = \"nel\"\naction = \"restore-backup\"\nmode = \"approval-required\"\n";

#[test]
fn a_successor_comes_or_the_seat_ends() {
    let harmless = [
        // The weekend between the two is not lost where nobody wrote hours.
        "approver = \"lead\"".to_owned(),
        "approver = [\"tim\", \"nel\"]".to_owned(),
        "approver = \"tim\"\nif-no-answer = \"act\"".to_owned(),
        "approver = \"tim\"\nuntil = 2027-07-02".to_owned(),
        "approver = \"gohst\"".to_owned(),
        "approver = \"tim\"\non = \"cutover\"\n[workstream.cutover]\nneeds = [\"restore-backup\"]\nuntil = 2027-06-30".to_owned(),
        format!("approver = \"tim\"\n{ASKS}approver = \"new\"\nfrom = 2027-07-03"),
        format!("approver = \"tim\"\n{ASKS}approver = \"tim\"\nwithin = \"1h\"\nif-no-answer = \"act\""),
        // Whoever asks may do the same in another name.
        "approver = \"tim\"\n[[grant]]\nholder = \"desk\"\naction = \"restore-backup\"\nmode = \"pre-authorized\"\n[team.desk]\nmembers = [\"nel\"]".to_owned(),
        "approver = \"nel\"\n[command.security]\ncommander = \"lead\"".to_owned(),
        "approver = \"nel\"\n[command.security]\ncommander = \"tim\"\ndeputy = \"nel\"".to_owned(),
        "approver = \"nel\"\n[command.security]\ncommander = \"tim\"\nuntil = 2027-07-02\n[command.next]\ncommander = \"new\"\nfrom = 2027-07-05".to_owned(),
        "approver = \"nel\"\n[command.security]\ncovers = \"cutover\"\ncommander = \"tim\"\n[workstream.cutover]\nuntil = 2027-06-30".to_owned(),
    ];
    for seat in harmless {
        is_silent("absence-gap", &format!("{LEAVING}{ASKS}{seat}\n"));
    }
}

#[test]
fn a_team_whose_people_nobody_names_may_by_another_grant() {
    let count = |other: &str| {
        let asks = ASKS.replace("nel", "desk");
        let text = format!(
            "{LEAVING}{asks}approver = \"tim\"\n[[grant]]\nholder = \"{other}\"\n\
             action = \"restore-backup\"\nmode = \"pre-authorized\"\n[team.desk]\n[team.night]\n"
        );
        let found = run("absence-gap", &text, &Sources::default());
        found.findings.len()
    };
    assert_eq!(count("desk"), 0);
    assert_eq!(count("night"), 1);
}

#[test]
fn the_rules_on_promised_hours_and_on_vacant_seats_tell_it() {
    let promised = LEAVING.replace("needs =", "hours = \"24x7\"\nneeds =");
    let command = "[command.security]\ncommander = \"tim\"\nhours = \"24x7\"\n";
    is_silent(
        "absence-gap",
        &format!("{promised}{ASKS}approver = \"tim\"\n{command}"),
    );
    let left = LEAVING.replace("until = 2027-07-02", "until = 2026-12-31");
    is_silent("absence-gap", &format!("{left}{ASKS}approver = \"tim\"\n"));
}

#[test]
fn what_could_not_be_read_may_be_the_successor() {
    for lost in [
        "from = 7".to_owned(),
        format!("{ASKS}approver = \"new\"\nfrom = 7"),
        "[[grant]]\nholder = \"nel\"\naction = 7\nmode = \"pre-authorized\"".to_owned(),
        "[command.security]\ncommander = \"nel\"".to_owned(),
        "[command.one]\ncommander = \"tim\"\n[command.next]\ncommander = \"new\"\nfrom = 7"
            .to_owned(),
    ] {
        let approver = match lost.starts_with("[command") {
            true => "nel",
            false => "tim",
        };
        let seat = format!("approver = \"{approver}\"\n{lost}\n");
        is_silent("absence-gap", &format!("{LEAVING}{ASKS}{seat}"));
    }
    for (from, to) in [
        ("ends = 2027-12-31", "ends = 7"),
        (
            "ends = 2027-12-31",
            "ends = 2027-12-31\ninclude = \"gone.toml\"",
        ),
    ] {
        let lost = LEAVING.replace(from, to);
        let text = format!("{lost}{ASKS}approver = \"tim\"\n");
        assert_eq!(
            run("absence-gap", &text, &Sources::default()).findings,
            [],
            "{to}"
        );
    }
    let fog = "[command.security]\ncommander = \"tim\"\n[command.fog]\ncommander = \"gohst\"\n";
    is_silent("absence-gap", &format!("{LEAVING}{fog}"));
    let undated = LEAVING.replace("needs =", "until = 7\nneeds =");
    is_silent(
        "absence-gap",
        &format!("{undated}{ASKS}approver = \"tim\"\n"),
    );
    let command = |until: &str| {
        format!(
            "{LEAVING}[command.security]\ncovers = \"cutover\"\ncommander = \"tim\"\n\
             [workstream.cutover]\n{until}\n"
        )
    };
    is_silent("absence-gap", &command("until = 7"));
    let told = run("absence-gap", &command(""), &Sources::default());
    assert_eq!(told.findings.len(), 1);
}

#[test]
fn whoever_leaves_several_seats_is_one_finding() {
    let said = |seats: &str| {
        let text = format!("{LEAVING}{ASKS}approver = \"tim\"\n{seats}\n");
        let findings = run("absence-gap", &text, &Sources::default()).findings;
        findings
            .into_iter()
            .map(|own| own.message)
            .collect::<Vec<_>>()
    };
    let [one] = said("").try_into().expect("one finding");
    assert!(
        one.starts_with("nobody approves `restore-backup` once `tim` has left"),
        "{one}"
    );
    assert!(!one.contains("more gap"), "{one}");
    let [two] = said("[command.security]\ncommander = \"tim\"")
        .try_into()
        .expect("one finding");
    assert!(two.ends_with(", and one more gap"), "{two}");
    // The same seat in two grants is one.
    assert_eq!(
        said(&format!("{ASKS}approver = \"tim\"")),
        std::slice::from_ref(&one)
    );
    // What somebody else may does not help whoever asks.
    let other =
        "[[grant]]\nholder = \"new\"\naction = \"restore-backup\"\nmode = \"pre-authorized\"";
    assert_eq!(said(other), [one]);
}

#[test]
fn a_long_weekend_without_anybody_is_no_gap_where_no_hours_are_written() {
    let count = |from: &str| {
        let people = LEAVING.replace("from = 2027-07-05", &format!("from = {from}"));
        let text = format!("{people}{ASKS}approver = \"lead\"\n");
        run("absence-gap", &text, &Sources::default())
            .findings
            .len()
    };
    assert_eq!(count("2027-07-07"), 0);
    assert_eq!(count("2027-07-08"), 1);
}

#[test]
fn a_successor_who_comes_too_late_is_to_come_earlier() {
    let help = |from: &str| {
        let people = LEAVING.replace("from = 2027-07-05", &format!("from = {from}"));
        let text = format!("{people}{ASKS}approver = \"lead\"\n");
        let findings = run("absence-gap", &text, &Sources::default()).findings;
        findings[0].help.clone().expect("help")
    };
    let late = help("2027-07-20");
    assert!(late.starts_with("let `new` come by then"), "{late}");
    let nobody = help("2027-06-01\nuntil = 2027-06-20");
    assert!(nobody.starts_with("give the seat to a role"), "{nobody}");
}

/// A crowd is staffed anew, and not named by the day.
#[test]
fn a_crowd_that_leaves_together_is_not_told_one_by_one() {
    let count = |crowd: usize| {
        let names: Vec<String> = (0..crowd).map(|at| format!("\"p{at}\"")).collect();
        let people: String = (0..crowd)
            .map(|at| format!("[person.p{at}]\nuntil = 2027-07-02\n"))
            .collect();
        let text = format!("{LEAVING}{ASKS}approver = [{}]\n{people}", names.join(", "));
        run("absence-gap", &text, &Sources::default())
            .findings
            .len()
    };
    assert_eq!(count(32), 1);
    assert_eq!(count(33), 0);
}

#[test]
fn whoever_comes_in_time_or_to_another_seat_is_no_late_successor() {
    let help = |people: &str| {
        let text = format!("{people}{ASKS}approver = \"tim\"\n");
        let findings = run("absence-gap", &text, &Sources::default()).findings;
        findings[0].help.clone().expect("help")
    };
    let in_time = LEAVING.replace("from = 2027-07-05", "from = 2027-07-02");
    let elsewhere = LEAVING.replace(
        "held-by = [\"tim\", \"new\"]",
        "held-by = \"tim\"\n[role.desk]\nheld-by = \"new\"",
    );
    for people in [in_time, elsewhere] {
        let help = help(&people);
        assert!(help.starts_with("give the seat to a role"), "{help}");
    }
}
