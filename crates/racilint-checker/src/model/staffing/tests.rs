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
