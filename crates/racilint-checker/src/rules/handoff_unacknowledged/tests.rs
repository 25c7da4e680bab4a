//! What `handoff-unacknowledged` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

mod days;
mod shifts;
mod told;

const WORK: &str = r#"
[workstream.tickets]
[workstream.accounts]
[team.desk]
"#;

#[track_caller]
fn is_whole(fixture: &str) {
    is_silent("handoff-unacknowledged", &format!("{fixture}{WORK}"));
}

#[test]
fn every_part_is_asked_for() {
    check(
        "handoff-unacknowledged",
        r#"
[[handoff]]
from = "tickets"
#      ^^^^^^^^^ warning: the handoff from `tickets` to `accounts` does not say when it happens, what goes with it, how soon it is taken or who owns the work until then
to = "accounts"
#    ---------- receives the work
[[handoff]]
from = ["accounts"]
#       ^^^^^^^^^^ warning: the handoff from `accounts` to `desk` does not say who owns the work until then
to = "desk"
#    ------ receives the work
when = "the account is open again"
carries = ["the ticket", "the cause"]
ack-within = "30m"
[workstream.tickets]
[workstream.accounts]
[team.desk]
"#,
    );
}

#[test]
fn what_is_left_blank_is_not_said() {
    check(
        "handoff-unacknowledged",
        r#"
[[handoff]]
from = "tickets"
#      ^^^^^^^^^ warning: the handoff from `tickets` to `accounts` does not say when it happens or what goes with it
to = "accounts"
#    ---------- receives the work
when = "TBD"
carries = [" "]
ack-within = "30m"
until-acknowledged = "tickets"
[workstream.tickets]
[workstream.accounts]
"#,
    );
}

#[test]
fn at_critical_work_it_is_an_error() {
    check(
        "handoff-unacknowledged",
        r#"
[[handoff]]
from = "tickets"
#      ^^^^^^^^^ error: the handoff from `tickets` to `containment` does not say how soon it is taken
to = "containment"
#    ------------- receives the work
when = "a call smells of phishing"
carries = "the ticket"
until-acknowledged = "tickets"
[[handoff]]
id = "back"
from = "containment"
#      ^^^^^^^^^^^^^ error: the handoff from `containment` to `tickets` does not say when it happens
to = "tickets"
#    --------- receives the work
carries = "the ticket"
ack-within = "1h"
until-acknowledged = "containment"
[workstream.tickets]
[workstream.containment]
criticality = "critical"
"#,
    );
}

#[test]
fn a_staffed_front_door_acknowledges() {
    let handoff = r#"
[[handoff]]
from = "tickets"
to = "accounts"
when = "an account is at fault"
carries = "the ticket"
"#;
    for intake in [
        "owner = \"desk\"\nhours = \"24x7\"\nroutes = [\"accounts\"]",
        "owner = \"desk\"\nhours = \"Mon-Fri 08:00-17:00\"\nfor = \"accounts\"",
        "owner = 7\nroutes = [\"accounts\"]",
        "owner = \"night\"\nroutes = [\"accounts\"]\n[team.night]\nhours = \"24x7\"",
        "owner = \"night\"\nroutes = [\"accounts\"]\n[team.night]\n\
         shifts = { who = \"ana\", hours = \"Mon-Sun 00:00-24:00\" }\n[person.ana]",
    ] {
        is_whole(&format!("{handoff}[intake.queue]\n{intake}\n"));
    }
}

#[test]
fn a_mailbox_that_nobody_reads_does_not() {
    check(
        "handoff-unacknowledged",
        r#"
[[handoff]]
from = "tickets"
#      ^^^^^^^^^ warning: the handoff from `tickets` to `accounts` does not say how soon it is taken or who owns the work until then
to = "accounts"
#    ---------- receives the work
when = "an account is at fault"
carries = "the ticket"
[intake.mailbox]
owner = "desk"
routes = ["accounts"]
[workstream.tickets]
[workstream.accounts]
[team.desk]
"#,
    );
}

#[test]
fn work_that_nobody_needs_to_do_is_not_handed_over() {
    is_silent(
        "handoff-unacknowledged",
        r#"
[[handoff]]
from = "tickets"
to = "plant"
[workstream.tickets]
[workstream.plant]
not-applicable = "there is no plant"
"#,
    );
}

#[test]
fn what_cannot_be_read_is_not_missing() {
    is_whole(
        r#"
[[handoff]]
from = "tickets"
to = "accounts"
when = 7
carries = 7
ack-within = "soon"
until-acknowledged = "gohst"
"#,
    );
}

#[test]
fn without_handoffs_there_is_nothing_to_say() {
    is_not_evaluated("handoff-unacknowledged", "[workstream.tickets]\n");
}

const DESKS: &str = r#"
[engagement]
timezone = "Europe/Berlin"
[person.day]
hours = "Mon-Fri 08:00-17:00"
[person.always]
hours = "24x7"
[person.unknown]
"#;

/// A handoff that is complete, from one row to another.
fn complete(within: &str, from: &str, to: &str) -> String {
    format!(
        "{DESKS}
[workstream.triage]
{from}
[workstream.identity]
{to}
[[handoff]]
from = \"triage\"
to = \"identity\"
when = \"an account is at fault\"
carries = \"the ticket\"
ack-within = \"{within}\"
until-acknowledged = \"triage\"
"
    )
}

#[test]
fn the_receiver_is_off_duty_while_the_sender_works() {
    let text = complete(
        "30m",
        "responsible = \"always\"\nhours = \"24x7\"\n#       ------ `triage` is promised then",
        "responsible = \"day\"\n#             ----- is off duty then",
    );
    let text = text
        .replace(
            "to = \"identity\"\n",
            "to = \"identity\"\n#    ^^^^^^^^^^ warning: nobody takes what `triage` hands to `identity` within 30 minutes: every Friday 17:00 to Monday 07:30, 62 hours 30 minutes; in all 120 hours 30 minutes of 168 hours a week\n",
        )
        .replace(
            "ack-within = \"30m\"\n",
            "ack-within = \"30m\"\n#            ----- it is to be taken within this\n",
        );
    check("handoff-unacknowledged", &text);
}

/// A handoff to `identity`, which is done by day, with a front door before it.
fn with_door(intake: &str, to: &str) -> String {
    let always = "responsible = \"always\"\nhours = \"24x7\"";
    let text = complete("30m", always, &format!("responsible = \"{to}\""));
    text + "[intake.queue]\n" + intake + "\n"
}

#[test]
fn a_front_door_takes_it_while_it_is_open() {
    let said = |text: &str| -> Vec<String> {
        let found = run("handoff-unacknowledged", text, &Sources::default()).findings;
        found.into_iter().map(|own| own.message).collect()
    };
    let by_day = "owner = \"day\"\nfor = \"identity\"\nhours = \"Mon-Fri 08:00-17:00\"";
    let untaken = "nobody takes what `triage` hands to `identity` within 30 minutes: every Friday \
                   17:00 to Monday 07:30, 62 hours 30 minutes; in all 120 hours 30 minutes of 168 hours a week";
    assert_eq!(said(&with_door(by_day, "day")), [untaken]);
    for open in [
        by_day.replace("Mon-Fri 08:00-17:00", "24x7"),
        "owner = \"always\"\nroutes = \"identity\"".to_owned(),
        "owner = [\"day\", \"gohst\"]\nroutes = \"identity\"".to_owned(),
        by_day.replace("\"Mon-Fri 08:00-17:00\"", "7"),
    ] {
        assert_eq!(said(&with_door(&open, "day")), [""; 0], "{open}");
    }
    assert_eq!(said(&with_door(by_day, "always")), [""; 0]);
    // What a closed door excuses least is that nobody says what happens until it opens.
    let open = with_door(by_day, "always");
    let parts = "ack-within = \"30m\"\nuntil-acknowledged = \"triage\"\n";
    assert_eq!(
        said(&open.replace(parts, "")),
        [
            "the handoff from `triage` to `identity` does not say how soon it is taken or who owns \
             the work until then"
        ]
    );
    let by_day = open.replace("hours = \"24x7\"\n[", "hours = \"Mon-Fri 08:00-17:00\"\n[");
    assert_eq!(said(&by_day.replace(parts, "")), [""; 0]);
}

#[test]
fn a_door_that_is_closed_is_shown() {
    check(
        "handoff-unacknowledged",
        &with_door(
            "owner = \"day\"\nfor = \"identity\"\nhours = \"Mon-Fri 08:00-17:00\"\n#       --------------------- `queue` takes it in its own hours only",
            "always",
        )
        .replace("ack-within = \"30m\"\nuntil-acknowledged = \"triage\"\n", "")
        .replace(
            "from = \"triage\"\nto = \"identity\"\n",
            "from = \"triage\"\n#      ^^^^^^^^ warning: the handoff from `triage` to `identity` does not say how soon it is taken or who owns the work until then\nto = \"identity\"\n#    ---------- receives the work\n",
        ),
    );
}

#[test]
fn a_receiver_who_is_back_in_time_is_silent() {
    let always = "responsible = \"always\"\nhours = \"24x7\"";
    let day = "responsible = \"day\"";
    // A weekend on which the clocks go back is an hour longer.
    is_silent("handoff-unacknowledged", &complete("64h", always, day));
    is_silent(
        "handoff-unacknowledged",
        &complete("15m", "responsible = \"always\"", day),
    );
    is_silent(
        "handoff-unacknowledged",
        &complete("15m", "responsible = \"day\"\nhours = \"24x7\"", day),
    );
    is_silent(
        "handoff-unacknowledged",
        &complete("15m", always, "responsible = [\"day\", \"gohst\"]"),
    );
    is_not_evaluated(
        "handoff-unacknowledged",
        &complete("15m", always, "responsible = \"unknown\""),
    );
}

#[test]
fn who_receives_it_is_not_known_or_nobody() {
    let always = "responsible = \"always\"\nhours = \"24x7\"";
    let text = complete("15m", always, "responsible = \"day\"\n[workstream.backlog]");
    for to in ["[\"identity\", \"backlog\"]", "[\"identity\", 7]", "[]"] {
        let text = text.replace("to = \"identity\"", &format!("to = {to}"));
        let found = run("handoff-unacknowledged", &text, &Sources::default());
        let mut said = found.findings.iter().map(|own| &own.message);
        assert!(!said.any(|own| own.starts_with("nobody takes")), "{to}");
    }
}

#[test]
fn work_that_changes_hands_with_the_hours_goes_to_and_fro() {
    is_silent(
        "handoff-unacknowledged",
        r#"
[engagement]
timezone = "Europe/Berlin"
[[handoff]]
from = "watch.day"
to = "watch.night"
when = "17:00"
carries = "the log"
ack-within = "15m"
until-acknowledged = "watch.day"
[[handoff]]
from = "watch.night"
to = "watch.day"
when = "09:00"
carries = "the log"
ack-within = "15m"
until-acknowledged = "watch.night"
[workstream.watch]
hours = "24x7"
[workstream.watch.slice.day]
hours = "Mon-Sun 09:00-17:00"
responsible = "desk"
[workstream.watch.slice.night]
hours = "Mon-Sun 17:00-09:00"
responsible = "soc"
[party.acme]
[party.north]
[team.desk]
party = "acme"
members = ["li", "sam"]
hours = "Mon-Sun 09:00-17:00"
[team.soc]
party = "north"
members = ["jo", "ed"]
hours = "Mon-Sun 17:00-09:00"
[person]
li = { party = "acme" }
sam = { party = "acme" }
jo = { party = "north" }
ed = { party = "north" }
"#,
    );
}

#[test]
fn the_receiver_has_left() {
    let text = r#"
[engagement]
timezone = "America/Chicago"
starts = 2027-01-01
ends = 2027-12-31
[[handoff]]
from = "ann"
to = "gone"
#    ^^^^^^ warning: nobody takes what `ann` hands to `gone` within 24 hours: 1 March to 31 December 2027, every weekday 08:00 to 17:00, 9 hours
when = "x"
carries = "y"
ack-within = "24h"
#            ----- it is to be taken within this
until-acknowledged = "ann"
[person.ann]
hours = "Mon-Fri 08:00-17:00"
[person.gone]
hours = "24x7"
until = 2027-02-28
#       ---------- the last day of `gone`
"#;
    check("handoff-unacknowledged", text);
    let help = |text: &str| {
        let mut findings = run("handoff-unacknowledged", text, &Sources::default()).findings;
        findings.pop().and_then(|own| own.help).expect("help")
    };
    assert!(help(text).starts_with("let somebody take it who is there then"));
    let by_day = text.replace("hours = \"24x7\"", "hours = \"Mon 08:00-09:00\"");
    assert!(help(&by_day).contains("`ack-within`"));
}
