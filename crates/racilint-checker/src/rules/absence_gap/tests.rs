//! Tests of `absence-gap`.

mod answering;
mod promised;
mod stand_ins;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[test]
fn the_only_one_who_does_the_work_is_away() {
    check(
        "absence-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.help-desk]
hours = "Mon-Fri 08:00-17:00"
#       --------------------- without `dana`, there is nobody for this
responsible = "dana"
[person.dana]
hours = "Mon-Fri 08:00-17:00"
away = [{ from = 2027-03-01, to = 2027-03-12 }]
#                ^^^^^^^^^^ error: nobody responsible for `help-desk` is on duty while `dana` is away: 1 to 12 March 2027, every weekday 08:00 to 17:00, 9 hours
"#,
    );
}

#[test]
fn the_cover_may_not_act_and_nobody_commands() {
    check(
        "absence-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
hours = "24x7"
responsible = "soc"
accountable = "dana"
decide-within = "1h"
escalation = "incident"
needs = ["disable-account"]
#        ----------------- without `dana`, there is nobody for this
[escalation.incident]
steps = [{ to = "soc", ack-within = "15m" }, { to = "dana", ack-within = "15m" }]
[[grant]]
holder = "dana"
action = "disable-account"
mode = "pre-authorized"
[command.security]
commander = "dana"
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
[person.dana]
hours = "24x7"
away = [{ from = 2027-03-01, to = 2027-03-12, covered-by = "lee" }]
#                ^^^^^^^^^^ error: nobody who may `disable-account` for `containment` is reached within 1 hour while `dana` is away: Sunday 28 February 23:45 to Friday 12 March 2027 23:15, 11 days 23 hours 30 minutes
#                                                          ----- `lee` stands in, and may not do this in time
[person.lee]
hours = "24x7"
"#,
    );
}

#[test]
fn two_absences_open_a_gap_together() {
    check(
        "absence-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.help-desk]
hours = "Mon-Fri 08:00-17:00"
#       --------------------- without `lee`, there is nobody for this
responsible = "desk"
[team.desk]
members = ["dana", "lee"]
hours = "Mon-Fri 08:00-17:00"
[person.dana]
away = [{ from = 2027-03-01, to = 2027-03-12 }]
#                ---------- `dana` is away at that time as well
[person.lee]
away = [{ from = 2027-03-12, to = 2027-03-19 }]
#                ^^^^^^^^^^ error: nobody responsible for `help-desk` is on duty while `lee` is away: Friday 12 March 2027 08:00 to 17:00, 9 hours
"#,
    );
}

#[test]
fn nobody_commands_and_nobody_approves() {
    check(
        "absence-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[command.security]
commander = "director"
#           ---------- without `lee`, there is nobody for this
[role.director]
held-by = "dana"
deputy = "lee"
[[grant]]
holder = "lee"
action = "restore-backup"
mode = "approval-required"
approver = "dana"
#          ------ without `dana`, there is nobody for this
[person.dana]
away = [{ from = 2027-03-01, to = 2027-03-05 }]
#                ^^^^^^^^^^ error: nobody approves `restore-backup` while `dana` is away: 1 to 5 March 2027, 5 days
#                ---------- `dana` is away at that time as well
[person.lee]
away = [{ from = 2027-03-05, to = 2027-03-06 }]
#                ^^^^^^^^^^ error: nobody commands `security` while `lee` is away: Friday 5 March 2027, all day, 24 hours
"#,
    );
}

const CONTAINMENT: &str = r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
hours = "24x7"
responsible = "soc"
accountable = "director"
decide-within = "1h"
escalation = "incident"
needs = ["disable-account"]
[escalation.incident]
steps = [{ to = "soc", ack-within = "15m" }, { to = "director", ack-within = "15m" }]
[[grant]]
holder = "director"
action = "disable-account"
mode = "pre-authorized"
[command.security]
commander = "director"
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
[person.lee]
hours = "24x7"
[role.director]
held-by = "dana"
"#;

#[test]
fn whoever_covers_acts_in_the_role() {
    let away = "[person.dana]\nhours = \"24x7\"\n\
                away = [{ from = 2027-03-01, to = 2027-03-12, covered-by = \"lee\" }]";
    is_silent("absence-gap", &format!("{CONTAINMENT}\n{away}"));
}

#[test]
fn a_deputy_is_there() {
    let away = "deputy = \"lee\"\n[person.dana]\nhours = \"24x7\"\n\
                away = [{ from = 2027-03-01, to = 2027-03-12 }]";
    is_silent("absence-gap", &format!("{CONTAINMENT}\n{away}"));
}

#[test]
fn a_deputy_is_there_by_day_only() {
    let text = r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
hours = "24x7"
responsible = "soc"
decide-within = "1h"
needs = ["disable-account"]
#        ----------------- without `dana`, there is nobody for this
respond-within = "15m"
[[grant]]
holder = "soc"
action = "disable-account"
mode = "approval-required"
approver = "director"
within = "15m"
[role.director]
held-by = "dana"
deputy = "lee"
#        ----- `lee` is a deputy, and is not on duty all that time
[team.soc]
members = ["li"]
hours = "24x7"
[person.li]
[person.dana]
hours = "24x7"
away = [{ from = 2027-08-01, to = 2027-08-14 }]
#                ^^^^^^^^^^ error: nobody who may `disable-account` for `containment` is reached within 1 hour while `dana` is away: Friday 6 August 16:45 to Monday 9 August 2027 07:15, 62 hours 30 minutes
[person.lee]
hours = "Mon-Fri 08:00-17:00"
"#;
    check("absence-gap", text);
    let finding = |text: &str| {
        let mut findings = run("absence-gap", text, &Sources::default()).findings;
        let finding = findings.pop().expect("a finding");
        let help = finding.help.expect("help");
        let (_, second) = help.rsplit_once("; or ").expect("another way");
        (finding.label, second.to_owned())
    };
    let told = finding(text);
    assert_eq!(told.0, "`dana` is away from here on");
    assert_eq!(told.1, "add a deputy of `director` who is on duty then");
    // Whoever has no deputy has nobody.
    let alone = finding(&text.replace("deputy = \"lee\"", ""));
    assert_eq!(alone.0, "`dana` is away from here on, and nobody stands in");
    assert_eq!(alone.1, "add a deputy of `director`");
    let named = finding(&text.replace("approver = \"director\"", "approver = \"dana\""));
    assert_eq!(named.1, "name a second approver beside `dana`");
}

#[test]
fn an_absence_before_the_engagement() {
    let away = "[person.dana]\nhours = \"24x7\"\naway = [{ from = 2026-03-01, to = 2026-03-12 }]";
    is_silent("absence-gap", &format!("{CONTAINMENT}\n{away}"));
}

#[test]
fn the_gap_is_there_without_the_absence() {
    is_silent(
        "absence-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.help-desk]
hours = "Sat-Sun 08:00-17:00"
responsible = "dana"
[person.dana]
hours = "Mon-Fri 08:00-17:00"
away = [{ from = 2027-03-01, to = 2027-03-12 }]
"#,
    );
}

#[test]
fn nobody_wrote_when_the_cover_is_there() {
    is_not_evaluated(
        "absence-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.help-desk]
hours = "Mon-Fri 08:00-17:00"
responsible = "desk"
[team.desk]
members = ["dana", "lee"]
[person.dana]
hours = "Mon-Fri 08:00-17:00"
away = [{ from = 2027-03-01, to = 2027-03-12 }]
[person.lee]
"#,
    );
}

#[test]
fn no_absence_is_recorded() {
    is_not_evaluated("absence-gap", &format!("{CONTAINMENT}\n[person.dana]"));
}

#[test]
fn a_call_shortly_before_the_absence_reaches_nobody() {
    check(
        "absence-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
hours = "Sun 20:00-24:00"
responsible = "soc"
accountable = "dana"
decide-within = "1h"
escalation = "incident"
needs = ["disable-account"]
#        ----------------- without `dana`, there is nobody for this
[escalation.incident]
steps = [{ to = "soc", ack-within = "30m" }, { to = "dana", ack-within = "30m" }]
[[grant]]
holder = "dana"
action = "disable-account"
mode = "pre-authorized"
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
[person.dana]
hours = "24x7"
away = [{ from = 2027-03-01, to = 2027-03-01 }]
#                ^^^^^^^^^^ error: nobody who may `disable-account` for `containment` is reached within 1 hour while `dana` is away: Sunday 28 February 2027 23:30 to 24:00, 30 minutes
"#,
    );
}

#[test]
fn who_may_stand_in_is_not_known() {
    for (commander, deputy) in [("dana", "gohst"), ("gohst", "dana")] {
        is_silent(
            "absence-gap",
            &format!(
                r#"
[engagement]
timezone = "America/Chicago"
[command.security]
commander = "{commander}"
deputy = "{deputy}"
[[grant]]
holder = "lee"
action = "restore-backup"
mode = "approval-required"
approver = ["dana", "gohst"]
[person.lee]
[person.dana]
away = [{{ from = 2027-03-01, to = 2027-03-05 }}]
"#
            ),
        );
    }
}

#[test]
fn who_approves_and_who_is_reached_is_told_once() {
    let gaps = |grants: &str| {
        let text = format!(
            r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
hours = "24x7"
responsible = "soc"
decide-within = "1h"
needs = ["disable-account"]
respond-within = "15m"
{grants}
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
[person.dana]
hours = "24x7"
away = [{{ from = 2027-03-01, to = 2027-03-12 }}]
"#
        );
        let findings = run("absence-gap", &text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<String>>()
    };
    let approved = |action: &str| {
        format!(
            "[[grant]]\nholder = \"soc\"\naction = \"{action}\"\nmode = \"approval-required\"\n\
             approver = \"dana\"\nwithin = \"15m\"\n"
        )
    };
    let one = gaps(&approved("disable-account"));
    assert_eq!(one.len(), 1);
    assert!(!one[0].contains("more gap"), "{one:?}");
    let two = gaps(&(approved("disable-account") + &approved("failover")));
    assert_eq!(two.len(), 1);
    assert!(two[0].ends_with(", and one more gap"), "{two:?}");
    let three = approved("disable-account") + &approved("failover") + &approved("restore-backup");
    assert!(gaps(&three)[0].ends_with(", and 2 more gaps"));
    // Where silence means consent, nobody has to be there.
    let consent = approved("failover") + "if-no-answer = \"act\"\n";
    assert_eq!(gaps(&(approved("disable-account") + &consent)), one);
}

#[test]
fn an_absence_when_the_command_is_over() {
    let command = |until: &str| {
        format!(
            r#"
[engagement]
timezone = "America/Chicago"
[command.security]
commander = "dana"
until = {until}
[person.dana]
away = [{{ from = 2027-03-01, to = 2027-03-12 }}]
"#
        )
    };
    is_silent("absence-gap", &command("2027-02-28"));
    let found = run("absence-gap", &command("2027-03-01"), &Sources::default());
    assert_eq!(found.findings.len(), 1);
}

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
fn two_who_stand_in_for_one_another_are_away_at_once() {
    check(
        "absence-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.help-desk]
hours = "Mon-Fri 08:00-17:00"
#       --------------------- without `lee`, there is nobody for this
responsible = "desk"
[team.desk]
members = ["dana", "lee"]
hours = "Mon-Fri 08:00-17:00"
[person.dana]
away = [{ from = 2027-03-01, to = 2027-03-12, covered-by = "lee" }]
#                ---------- `dana` is away at that time as well
[person.lee]
away = [{ from = 2027-03-12, to = 2027-03-19, covered-by = "dana" }]
#                ^^^^^^^^^^ error: nobody responsible for `help-desk` is on duty while `lee` is away: Friday 12 March 2027 08:00 to 17:00, 9 hours
#                                                          ------ `dana` stands in, and is away as well
"#,
    );
}
