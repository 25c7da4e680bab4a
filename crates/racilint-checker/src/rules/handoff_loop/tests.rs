//! What `handoff-loop` tells, and what it does not.

use crate::rules::tests::{check, is_not_evaluated, is_silent};

mod teams;

/// Three parties, each with work and a team.
const WORK: &str = r#"
[workstream.tickets]
responsible = "desk"
[workstream.phones]
responsible = "desk"
[workstream.accounts]
responsible = "it"
[workstream.cloud]
responsible = "host"
[workstream.split]
[workstream.split.slice.day]
responsible = "it"
[workstream.split.slice.night]
responsible = "it"
[workstream.parent]
[workstream.child]
parent = "parent"
responsible = "it"
[party.acme]
[party.zeta]
[party.host]
[team.desk]
party = "acme"
members = ["ana"]
[team.phone]
party = "acme"
[team.it]
party = "zeta"
[person.ana]
party = "acme"
[role.director]
party = "zeta"
"#;

fn handoffs(pairs: &[(&str, &str)]) -> String {
    let handoff =
        |(from, to): &(&str, &str)| format!("[[handoff]]\nfrom = \"{from}\"\nto = \"{to}\"\n");
    pairs.iter().map(handoff).collect::<String>() + WORK
}

#[track_caller]
fn goes_nowhere(pairs: &[(&str, &str)]) {
    is_silent("handoff-loop", &handoffs(pairs));
}

/// How many circles there are, and that each is told once.
#[track_caller]
fn goes_round(pairs: &[(&str, &str)], times: usize) {
    let sources = racilint_diagnostics::Sources::default();
    let found = crate::rules::tests::run("handoff-loop", &handoffs(pairs), &sources).findings;
    assert_eq!(found.len(), times, "{found:#?}");
}

#[test]
fn there_and_back() {
    check(
        "handoff-loop",
        &format!(
            r#"
[[handoff]]
from = "tickets"
to = "accounts"
#    ---------- `tickets` hands over to `accounts`
[[handoff]]
from = "accounts"
to = "tickets"
#    ^^^^^^^^^ error: work can go from `tickets` to `accounts` and back, and nobody is named to decide whose it is
{WORK}"#
        ),
    );
}

#[test]
fn round_three_parties() {
    check(
        "handoff-loop",
        &format!(
            r#"
[[handoff]]
from = "cloud"
to = ["tickets"]
#     --------- `cloud` hands over to `tickets`
[[handoff]]
from = "accounts"
to = "cloud"
#    ^^^^^^^ error: work can go from `cloud` to `tickets` to `accounts` and back to `cloud`, and nobody is named to decide whose it is
[[handoff]]
from = "tickets"
to = "accounts"
#    ---------- `tickets` hands over to `accounts`
{WORK}"#
        ),
    );
}

#[test]
fn ends_that_mean_the_same_meet() {
    goes_round(&[("desk", "accounts"), ("accounts", "tickets")], 1);
    goes_round(&[("desk", "it"), ("it", "desk")], 1);
    goes_round(&[("desk", "it"), ("it", "ana")], 1);
    goes_round(&[("acme", "zeta"), ("zeta", "acme")], 1);
    goes_round(&[("tickets", "parent"), ("child", "tickets")], 1);
    goes_round(&[("tickets", "child"), ("parent", "tickets")], 1);
    goes_round(&[("tickets", "split"), ("split.day", "tickets")], 1);
    // The host does one thing, so that what goes to the host goes to that.
    goes_round(&[("tickets", "host"), ("cloud", "tickets")], 1);
}

#[test]
fn ends_that_are_different_do_not() {
    goes_nowhere(&[("tickets", "accounts"), ("accounts", "phones")]);
    goes_nowhere(&[("tickets", "split.day"), ("split.night", "tickets")]);
    goes_nowhere(&[("tickets", "accounts"), ("child", "tickets")]);
    // The desk does two things: what goes to it need not be what it hands on.
    goes_nowhere(&[("accounts", "desk"), ("phones", "accounts")]);
    goes_nowhere(&[("tickets", "accounts"), ("tickets", "cloud")]);
}

#[test]
fn circles_that_share_a_place_are_told_apart() {
    let star = [
        ("tickets", "accounts"),
        ("accounts", "tickets"),
        ("tickets", "cloud"),
        ("cloud", "tickets"),
    ];
    goes_round(&star, 2);
}

#[test]
fn within_a_party_it_is_a_matter_of_their_own() {
    goes_nowhere(&[("tickets", "phones"), ("phones", "tickets")]);
    goes_nowhere(&[("desk", "phone"), ("phone", "desk")]);
}

#[test]
fn several_at_an_end_are_several_ways() {
    let sources = racilint_diagnostics::Sources::default();
    let fixture = format!(
        "[[handoff]]\nfrom = [\"tickets\", \"accounts\"]\nto = [\"accounts\", \"cloud\"]\n{WORK}"
    );
    let found = crate::rules::tests::run("handoff-loop", &fixture, &sources).findings;
    assert_eq!(found, [], "work that goes on does not come back");
}

#[test]
fn somebody_decides_or_may() {
    for decides in ["\"director\"", "7", "\"gohst\""] {
        is_silent(
            "handoff-loop",
            &format!(
                r#"
[[handoff]]
from = "tickets"
to = "accounts"
tie-breaker = {decides}
[[handoff]]
from = "accounts"
to = "tickets"
{WORK}"#
            ),
        );
    }
}

#[test]
fn parties_that_are_not_known_are_not_two() {
    is_silent(
        "handoff-loop",
        r#"
[[handoff]]
from = "tickets"
to = "accounts"
[[handoff]]
from = "accounts"
to = "tickets"
[workstream.tickets]
responsible = "desk"
[workstream.accounts]
responsible = "gohst"
[party.acme]
[team.desk]
party = "acme"
"#,
    );
}

#[test]
fn without_handoffs_there_is_nothing_to_say() {
    is_not_evaluated("handoff-loop", "[workstream.tickets]\n");
}

#[test]
fn work_that_changes_hands_with_the_hours_goes_to_and_fro() {
    is_silent(
        "handoff-loop",
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
fn work_that_changes_hands_with_the_hours() {
    let desks = |night: &str| {
        format!(
            r#"
[engagement]
client = "acme"
timezone = "Europe/Berlin"
[workstream.day]
responsible = "it"
hours = ["Mon-Fri 08:00-17:00"]
[workstream.night]
responsible = "desk"
hours = {night}
[party.acme]
[party.zeta]
[team.desk]
party = "acme"
[team.it]
party = "zeta"
[[handoff]]
from = "day"
to = "night"
[[handoff]]
from = "night"
to = "day"
"#
        )
    };
    is_silent("handoff-loop", &desks("[\"Mon-Fri 17:00-08:00\"]"));
    let marked = |night: &str| {
        let mark = "#    ^^^^^ error: work can go from `day` to `night` and back, and nobody is named to decide whose it is";
        let text = desks(night).replace("to = \"day\"\n", &format!("to = \"day\"\n{mark}\n"));
        let first = "#    ------- `day` hands over to `night`";
        text.replace("to = \"night\"\n", &format!("to = \"night\"\n{first}\n"))
    };
    check("handoff-loop", &marked("[\"Mon-Fri 16:00-08:00\"]"));
    check("handoff-loop", &marked("\"24x7\""));
}

/// Of more than 64 pairs the hours are not compared.
#[test]
fn several_pieces_of_work_change_hands_with_the_hours() {
    let is_told = |days: usize, nights: usize| {
        let named = |kind: &str, count: usize| -> Vec<String> {
            (0..count).map(|at| format!("{kind}-{at}")).collect()
        };
        let rows = |names: &[String], responsible: &str, hours: &str| -> String {
            let row = |name: &String| {
                format!(
                    "[workstream.{name}]\nresponsible = \"{responsible}\"\nhours = \"{hours}\"\n"
                )
            };
            names.iter().map(row).collect()
        };
        let (days, nights) = (named("day", days), named("night", nights));
        let text = format!(
            "[engagement]\ntimezone = \"Europe/Berlin\"\n[party.acme]\n[party.zeta]\n[team.desk]\n\
             party = \"acme\"\n[team.it]\nparty = \"zeta\"\n[[handoff]]\nfrom = {days:?}\n\
             to = {nights:?}\n[[handoff]]\nfrom = {nights:?}\nto = {days:?}\n{}{}",
            rows(&days, "it", "Mon-Fri 08:00-17:00"),
            rows(&nights, "desk", "Mon-Fri 17:00-08:00")
        );
        let sources = racilint_diagnostics::Sources::default();
        let found = crate::rules::tests::run("handoff-loop", &text, &sources).findings;
        !found.is_empty()
    };
    assert!(!is_told(8, 8));
    assert!(is_told(9, 8));
}
