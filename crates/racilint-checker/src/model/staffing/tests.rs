//! Which teams without members are somebody.

use crate::model::tests::with;
use crate::rules::tests::{check, is_silent};

#[test]
fn a_team_without_members_is_somebody_only_of_a_party_that_names_nobody() {
    check(
        "unfilled-assignee",
        r#"
[workstream.one]
responsible = ["of-nobody", "of-known", "of-both", "unreachable"]
#              ----------- does the work of `one`
#                           ---------- does the work of `one`
#                                       --------- does the work of `one`
#                                                  ------------- does the work of `one`
[team.of-nobody]
#     ^^^^^^^^^ error: nobody is in the team `of-nobody`
contact = "phone:+1-555-0100"
[team.of-known]
#     ^^^^^^^^ error: nobody is in the team `of-known`
party = "north"
contact = "phone:+1-555-0100"
[team.of-both]
#     ^^^^^^^ error: nobody is in the team `of-both`
party = ["vendor", "north"]
hours = "24x7"
[team.unreachable]
#     ^^^^^^^^^^^ error: nobody is in the team `unreachable`
party = "vendor"
[party.vendor]
[party.north]
[person.ana]
party = "north"
"#,
    );
    is_silent(
        "unfilled-assignee",
        r#"
[workstream.one]
responsible = ["by-phone", "by-hours"]
[team.by-phone]
party = "vendor"
contact = "phone:+1-555-0100"
[team.by-hours]
party = "vendor"
hours = "24x7"
[party.vendor]
"#,
    );
}

#[test]
fn a_person_is_there_on_the_first_and_on_the_last_day() {
    let text = "[person.ana]\nfrom = 2027-01-10\nuntil = 2027-01-20\n[person.ben]\n[team.desk]\n";
    with(text, |engagement| {
        let is_away = |name: &str, day: i8| {
            let actor = engagement.names.actor(name).expect("an actor");
            engagement.is_away_for_good(actor, jiff::civil::date(2027, 1, day))
        };
        let away = [9, 10, 20, 21].map(|day| is_away("ana", day));
        assert_eq!(away, [true, false, false, true]);
        assert!(!is_away("ben", 9) && !is_away("desk", 9));
    });
}

/// Whoever begins on the first day holds the seat, and needs a deputy from that day on.
#[test]
fn a_role_whose_holder_begins_on_the_day_has_come() {
    let text = |holder: &str, deputy: &str| {
        format!(
            r#"
[workstream.desk]
responsible = "lead"
[role.lead]
held-by = "ana"
deputy = "cleo"
{deputy}
[person.ana]
from = {holder}
[person.cleo]
from = 2026-12-01
"#
        )
    };
    for holder in ["2026-01-01", "2026-11-21"] {
        let marked = text(holder, "#        ------ is the deputy of `lead`");
        check(
            "unfilled-assignee",
            &format!(
                "{marked}#      ^^^^^^^^^^ error: `cleo` is not there yet when the work begins\n"
            ),
        );
    }
}

/// A person who is named as such and as the holder of a role is one.
#[test]
fn one_person_under_two_names_is_not_several() {
    let text = "[person.ana]\n[person.ben]\n[role.lead]\nheld-by = \"ana\"\n";
    with(text, |engagement| {
        let are_several = |names: &[&str]| {
            let actor = |name: &&str| engagement.names.actor(name).expect("an actor");
            let actors: Vec<_> = names.iter().map(actor).collect();
            engagement.are_several_at_once_among(&actors)
        };
        assert!(!are_several(&["ana", "lead"]));
        assert!(are_several(&["lead", "ben"]));
        assert!(are_several(&["ana", "lead", "ben"]));
    });
}
