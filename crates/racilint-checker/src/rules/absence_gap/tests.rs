//! Tests of `absence-gap`.

mod answering;
mod doing;
mod leaving;
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

/// That nobody who does the work or answers for it may act is told of the work.
#[test]
fn whoever_may_act_and_is_not_in_charge_is_not_missed() {
    let count = |accountable: &str| {
        let text = format!(
            r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
hours = "24x7"
responsible = "soc"
accountable = "{accountable}"
decide-within = "1h"
escalation = "incident"
needs = ["disable-account"]
[escalation.incident]
steps = [{{ to = "soc", ack-within = "15m" }}, {{ to = "dana", ack-within = "15m" }}]
[[grant]]
holder = "dana"
action = "disable-account"
mode = "pre-authorized"
[person.soc]
hours = "24x7"
[person.dana]
hours = "24x7"
away = [{{ from = 2027-03-01, to = 2027-03-12 }}]
"#
        );
        let found = run("absence-gap", &text, &Sources::default());
        found.findings.len()
    };
    assert_eq!(count("dana"), 1);
    assert_eq!(count("soc"), 0);
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
#                ^^^^^^^^^^ error: nobody who may `disable-account` for `containment` is reached within 1 hour while `dana` is away: Friday 6 August 16:45 to Monday 9 August 2027 07:15, 62 hours 30 minutes; in all 240 hours 30 minutes
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
