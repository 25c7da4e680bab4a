//! Who is there behind whom, where they are many or stand behind one another in circles.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use crate::model::{ActorId, Engagement};
use crate::time::{Absent, Clock, Set, Unknown};

fn with(text: &str, ask: impl FnOnce(&Engagement<'_>, &Clock<'_, '_>)) {
    let head = "[engagement]\ntimezone = \"UTC\"\nstarts = 2027-01-04\nends = 2027-01-10\n";
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", format!("{head}{text}"));
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = crate::catalogue::Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let clock = Clock::of(&engagement).expect("a zone and a horizon");
    ask(&engagement, &clock);
}

fn actor(engagement: &Engagement<'_>, name: &str) -> ActorId {
    engagement.names.actor(name).expect("the actor")
}

/// The minutes of the horizon in which an actor is on duty.
fn duty(clock: &Clock<'_, '_>, actor: ActorId, absent: &Absent) -> Set {
    let duty = clock.on_duty(actor, absent, Unknown::Off);
    duty.intersection(clock.horizon())
}

/// `count` items of a list, each with its number.
fn list(count: usize, item: impl Fn(usize) -> String) -> String {
    let items: Vec<String> = (0..count).map(item).collect();
    format!("[{}]", items.join(", "))
}

const LI: &str = "[person.li]\nhours = \"Mon-Fri 08:00-17:00\"\n";

#[test]
fn teams_that_hold_one_another_are_there_when_their_people_are() {
    let mut text = LI.to_owned();
    let all = list(40, |at| format!("\"t{at}\""));
    for at in 0..40 {
        let _ = write!(text, "[team.t{at}]\nmembers = {all}\nlead = \"li\"\n");
    }
    with(&text, |engagement, clock| {
        let (team, li) = (actor(engagement, "t3"), actor(engagement, "li"));
        let nobody = Absent::nobody();
        assert_eq!(duty(clock, team, &nobody), duty(clock, li, &nobody));
        assert_eq!(duty(clock, team, &Absent::of([li])), Set::empty());
    });
}

#[test]
fn a_team_in_two_teams_of_one_team_is_looked_at_once() {
    let mut text = format!("{LI}[team.t40]\nmembers = \"li\"\n");
    for at in 0..40 {
        let next = at + 1;
        let _ = write!(
            text,
            "[team.t{at}]\nhours = \"24x7\"\nmembers = [\"l{at}\", \"r{at}\"]\n\
             [team.l{at}]\nmembers = \"t{next}\"\n[team.r{at}]\nmembers = \"t{next}\"\n"
        );
    }
    with(&text, |engagement, clock| {
        let (team, li) = (actor(engagement, "t0"), actor(engagement, "li"));
        assert_eq!(duty(clock, team, &Absent::nobody()), *clock.horizon());
        assert_eq!(duty(clock, team, &Absent::of([li])), Set::empty());
    });
}

#[test]
fn roles_that_hold_one_another_are_reached_through_each_once() {
    let mut text = LI.to_owned();
    let all = list(40, |at| format!("\"r{at}\""));
    for at in 0..40 {
        let _ = write!(text, "[role.r{at}]\nheld-by = {all}\ndeputy = \"li\"\n");
    }
    with(&text, |engagement, clock| {
        let (role, li) = (actor(engagement, "r7"), actor(engagement, "li"));
        let ways = clock.reached(role, &Absent::nobody(), Unknown::Off);
        let people: BTreeSet<_> = ways.iter().map(|way| way.person).collect();
        assert_eq!(people, BTreeSet::from([Some(li)]));
        let there = duty(clock, role, &Absent::nobody());
        assert_eq!(there, duty(clock, li, &Absent::nobody()));
    });
}

#[test]
fn hours_outside_of_one_another_are_followed_to_an_end() {
    let mut text = String::new();
    for at in 0..30 {
        let others = list(30, |other| format!("{{ outside = \"p{other}\" }}"));
        let _ = write!(text, "[person.p{at}]\nhours = {others}\n");
    }
    with(&text, |engagement, clock| {
        let one = actor(engagement, "p0");
        assert_eq!(duty(clock, one, &Absent::nobody()), Set::empty());
    });
}

#[test]
fn in_a_crowd_that_is_away_whoever_stands_in_is_found_once() {
    let mut text = String::new();
    for at in 0..8 {
        let covers = list(3, |by| format!("\"p{}\"", at + 1 + by));
        let _ = write!(
            text,
            "[person.p{at}]\nhours = \"24x7\"\n\
             away = [{{ from = 2027-01-04, to = 2027-01-10, covered-by = {covers} }}]\n"
        );
    }
    text += "[person.p8]\nhours = \"24x7\"\n[person.p9]\n[person.p10]\n";
    with(&text, |engagement, clock| {
        let (first, last) = (actor(engagement, "p0"), actor(engagement, "p8"));
        let ways = clock.reached(first, &Absent::nobody(), Unknown::Off);
        let week = clock.horizon();
        let through_last = ways.iter().filter(|way| way.person == Some(last));
        let through_last = through_last.filter(|way| !way.when.intersection(week).is_empty());
        assert_eq!(through_last.count(), 1);
        assert_eq!(duty(clock, first, &Absent::nobody()), *week);
    });
}

/// There are more ways through them than anybody could follow.
#[test]
fn a_crowd_in_which_everybody_covers_everybody_is_looked_through() {
    let mut text = String::new();
    for at in 0..24 {
        let others = list(25, |by| format!("\"p{by}\""));
        let _ = write!(
            text,
            "[person.p{at}]\nhours = \"24x7\"\n\
             away = [{{ from = 2027-01-04, to = 2027-01-10, covered-by = {others} }}]\n"
        );
    }
    text += "[person.p24]\n";
    with(&text, |engagement, clock| {
        let there = duty(clock, actor(engagement, "p0"), &Absent::nobody());
        assert_eq!(there, *clock.horizon());
    });
}

#[test]
fn only_whoever_is_there_alone_is_needed() {
    let text = r#"
[person.ana]
hours = "Mon-Fri 08:00-17:00"
[person.ben]
hours = "Mon-Fri 08:00-17:00"
[person.cleo]
hours = "Mon-Sat 08:00-17:00"
[team.desk]
members = ["ana", "ben", "cleo"]
"#;
    with(text, |engagement, clock| {
        let name = |name| actor(engagement, name);
        let needed = clock.needed_for(name("desk"), &Absent::nobody());
        assert_eq!(needed, BTreeSet::from([name("cleo")]));
        let lost = duty(clock, name("desk"), &Absent::nobody()).difference(&duty(
            clock,
            name("desk"),
            &Absent::of([name("cleo")]),
        ));
        assert_eq!(lost.minutes(), 9 * 60);
        let both = Absent::of([name("ana"), name("ben")]);
        let left = duty(clock, name("desk"), &both);
        assert_eq!(left, duty(clock, name("cleo"), &both));
    });
}

#[test]
fn a_ring_of_covers_ends_and_a_long_chain_is_cut() {
    let mut text = String::new();
    for at in 0..10 {
        let _ = write!(
            text,
            "[person.p{at}]\nhours = \"24x7\"\n\
             away = [{{ from = 2027-01-04, to = 2027-01-10, covered-by = \"p{}\" }}]\n",
            at + 1
        );
    }
    text += "[person.p10]\n[person.a]\nhours = \"24x7\"\n\
             away = [{ from = 2027-01-04, to = 2027-01-10, covered-by = [\"b\", \"a\"] }]\n\
             [person.b]\n\
             away = [{ from = 2027-01-04, to = 2027-01-06, covered-by = \"a\" }]\n";
    with(&text, |engagement, clock| {
        let there = |name| duty(clock, actor(engagement, name), &Absent::nobody());
        let week = clock.horizon();
        assert_eq!(there("p2"), *week, "eight covers");
        assert_eq!(there("p1"), Set::empty(), "nine");
        let start = week.first().expect("a horizon");
        let left = Set::span(start + 3 * 1440, start + 7 * 1440);
        assert_eq!(there("a"), left);
    });
}

#[test]
fn whoever_is_on_a_shift_through_a_team_or_role_acts_for_both_teams() {
    let text = r#"
[party.north]
[team.soc]
party = "north"
shifts = [
  { who = "nights", hours = "Mon-Sun 20:00-08:00" },
  { who = "lead", hours = "Mon-Sun 08:00-20:00" },
]
[team.nights]
members = "li"
[role.lead]
held-by = "ana"
[person.li]
[person.ana]
[[grant]]
holder = ["soc", "nights", "lead", "north"]
action = "failover"
mode = "pre-authorized"
"#;
    with(text, |engagement, clock| {
        let name = |name: &str| actor(engagement, name);
        let set = |names: &[&str]| names.iter().map(|own| name(own)).collect::<BTreeSet<_>>();
        let nobody = Absent::nobody();
        let ways = clock.reached(name("soc"), &nobody, Unknown::Off);
        let as_what: Vec<BTreeSet<ActorId>> = ways
            .iter()
            .map(|way| BTreeSet::clone(&way.capacities))
            .collect();
        let [nights, lead] = [["nights", "soc", "north"], ["lead", "soc", "north"]];
        assert_eq!(as_what, [set(&nights), set(&lead)]);
        let groups = clock.groups(name("soc"), &nobody, Unknown::Off);
        let groups: BTreeSet<BTreeSet<ActorId>> = groups
            .iter()
            .map(|group| BTreeSet::clone(&group.capacities))
            .collect();
        assert_eq!(groups, BTreeSet::from([set(&nights), set(&lead)]));
        assert_eq!(duty(clock, name("soc"), &nobody), *clock.horizon());
        let without = duty(clock, name("soc"), &Absent::of([name("li")]));
        assert_eq!(without.minutes(), 7 * 12 * 60);
    });
}

/// How long a call about work takes until somebody may fail over: for the role `lead`, which is
/// called, or the team `desk`.
const CALLED: &str = r#"
[party.north]
[person.ana]
hours = "24x7"
away = [{ from = 2027-01-04, to = 2027-01-10, covered-by = "cy" }]
[person.bo]
hours = "24x7"
[person.cy]
party = "north"
hours = "Sun 20:00-22:00"
[person.gone]
hours = "24x7"
until = 2027-01-01
[role.lead]
held-by = ["ana", "cy"]
[role.second]
held-by = ["bo"]
[role.own]
party = "north"
held-by = ["ana"]
[team.crew]
members = ["ana"]
[role.watch]
held-by = "crew"
[team.desk]
members = "gone"
[person.brief]
until = 2027-01-05
[team.weekend]
hours = "Sat 08:00-17:00"
members = "brief"
[role.saturday]
held-by = "weekend"
[workstream.work]
responsible = "CALLED"
respond-within = "10m"
[[grant]]
holder = "HOLDER"
action = "failover"
mode = "pre-authorized"
"#;

/// How long the first call takes, and how long one could take at best.
fn waits(called: &str, holder: &str) -> (Option<u32>, Option<i64>) {
    let text = CALLED.replace("CALLED", called).replace("HOLDER", holder);
    let mut waits = (None, None);
    with(&text, |engagement, clock| {
        let row = engagement.names.row("work").expect("the row");
        let start = clock.horizon().first().expect("a horizon");
        let nobody = Absent::nobody();
        let times = clock.time_to_authority(row, "failover", &nobody, Unknown::Off);
        waits = (times.at(start), clock.at_best(row, "failover"));
    });
    waits
}

#[test]
fn a_cover_in_a_role_acts_in_the_role_and_in_their_own_name() {
    assert_eq!(waits("lead", "lead"), (Some(10), Some(10)));
    assert_eq!(waits("lead", "cy"), (Some(10), Some(10)));
}

#[test]
fn a_cover_in_a_role_acts_for_the_party_of_both() {
    assert_eq!(waits("own", "north"), (Some(10), Some(10)));
    let text = CALLED.replace("HOLDER", "north");
    with(&text, |engagement, clock| {
        let (own, north) = (actor(engagement, "own"), actor(engagement, "north"));
        let groups = clock.groups(own, &Absent::nobody(), Unknown::Off);
        let of_north = groups
            .iter()
            .filter(|group| group.capacities.contains(&north));
        let when = Set::union_of(of_north.map(|group| &group.when));
        assert_eq!(when.intersection(clock.horizon()), *clock.horizon());
    });
}

#[test]
fn a_cover_acts_for_the_roles_and_teams_of_whom_they_stand_for() {
    for holder in ["own", "crew", "lead", "cy"] {
        assert_eq!(waits("ana", holder), (Some(10), Some(10)), "{holder}");
    }
    assert_eq!(waits("ana", "second"), (None, None));
    assert_eq!(waits("cy", "own").0, None, "cy is off duty");
}

#[test]
fn whoever_holds_a_role_that_is_called_acts_in_the_role_only() {
    assert_eq!(waits("second", "second"), (Some(10), Some(10)));
    assert_eq!(waits("second", "bo"), (None, None));
    assert_eq!(waits("bo", "bo"), (Some(10), Some(10)));
}

/// Whoever of a team it is: in a role that the team holds nobody acts in their own name.
#[test]
fn a_cover_in_a_team_that_holds_a_role_acts_in_the_role_only() {
    assert_eq!(waits("watch", "watch"), (Some(10), Some(10)));
    assert_eq!(waits("watch", "cy"), (None, None));
}

#[test]
fn a_team_that_is_called_is_asked_at_best_whoever_is_left_of_it() {
    assert_eq!(waits("desk", "desk"), (None, Some(10)));
    assert_eq!(waits("gone", "gone"), (None, None));
    assert_eq!(waits("weekend", "weekend"), (None, Some(10)));
}

#[test]
fn a_role_in_which_nobody_ever_is_is_not_reached_at_best() {
    assert_eq!(waits("saturday", "saturday"), (None, None));
}

/// `p8` is found behind eight others first, where nobody looks further, and then behind one.
#[test]
fn a_cover_is_looked_behind_from_where_fewest_stand_before() {
    let away = |at: usize, covers: &str| {
        format!(
            "[person.p{at}]\nhours = \"24x7\"\n\
             away = [{{ from = 2027-01-04, to = 2027-01-10, covered-by = [{covers}] }}]\n"
        )
    };
    let chain: String = (1..9)
        .map(|at| away(at, &format!("\"p{}\"", at + 1)))
        .collect();
    let duty_of_first = |covers: &str| {
        let text = format!("{}{chain}[person.p9]\n", away(0, covers));
        let mut minutes = 0;
        with(&text, |engagement, clock| {
            let there = duty(clock, actor(engagement, "p0"), &Absent::nobody());
            minutes = there.minutes();
        });
        minutes
    };
    assert_eq!(duty_of_first("\"p1\""), 0);
    assert_eq!(duty_of_first("\"p1\", \"p8\""), 7 * 24 * 60);
    assert_eq!(duty_of_first("\"p8\", \"p1\""), 7 * 24 * 60);
}

#[test]
fn somebody_may_always_be_there_behind_whom_somebody_unknown_stands() {
    let text = format!(
        "{LI}[role.lead]\nheld-by = \"gohst\"\n[role.known]\nheld-by = \"li\"\n\
         [team.soc]\nmembers = [\"li\", \"gohst\"]\n[team.crew]\nmembers = \"lead\"\n"
    );
    with(&text, |engagement, clock| {
        let hours = |name: &str| {
            let own = actor(engagement, name);
            [Unknown::Off, Unknown::On].map(|unknown| {
                let there = clock.on_duty(own, &Absent::nobody(), unknown);
                there.intersection(clock.horizon()).minutes() / 60
            })
        };
        assert_eq!(hours("known"), [5 * 9; 2]);
        assert_eq!(hours("lead"), [0, 7 * 24]);
        assert_eq!(hours("crew"), [0, 7 * 24]);
        assert_eq!(hours("soc"), [5 * 9, 7 * 24]);
    });
}

#[test]
fn what_is_outside_of_shifts_is_not_known_while_one_says_no_hours() {
    let outside = |second: &str| {
        let text = format!(
            "{LI}[person.ana]\n[team.soc]\n\
             shifts = [{{ who = \"li\", hours = \"Mon-Fri 08:00-17:00\" }}, {{ who = \"ana\"{second} }}]\n\
             [person.night]\nhours = {{ outside = \"soc\" }}\n"
        );
        let mut hours = [0; 2];
        with(&text, |engagement, clock| {
            let night = actor(engagement, "night");
            hours = [Unknown::Off, Unknown::On].map(|unknown| {
                let there = clock.on_duty(night, &Absent::nobody(), unknown);
                there.intersection(clock.horizon()).minutes() / 60
            });
        });
        hours
    };
    assert_eq!(
        outside(", hours = \"Sat 08:00-17:00\""),
        [7 * 24 - 6 * 9; 2]
    );
    assert_eq!(outside(""), [0, 7 * 24 - 5 * 9]);
}

#[test]
fn an_approver_who_is_not_known_may_always_be_there() {
    let grant = |approver: &str| {
        format!(
            "{LI}[[grant]]\nholder = \"li\"\naction = \"failover\"\n\
             mode = \"approval-required\"\napprover = \"{approver}\"\n"
        )
    };
    for (approver, hours) in [("li", [5 * 9; 2]), ("gohst", [0, 7 * 24])] {
        with(&grant(approver), |_, clock| {
            let there = [Unknown::Off, Unknown::On].map(|unknown| {
                let there = clock.approvers_on_duty(0, &Absent::nobody(), unknown);
                there.intersection(clock.horizon()).minutes() / 60
            });
            assert_eq!(there, hours, "{approver}");
        });
    }
}

#[test]
fn a_desk_that_names_nobody_is_somebody_of_a_team_with_hours() {
    let text = r#"
[party.vendor]
[team.desk]
party = "vendor"
contact = "phone:+1-555-0100"
[team.nobody]
party = "vendor"
[team.soc]
hours = "24x7"
members = "desk"
[team.crew]
hours = "24x7"
members = "nobody"
"#;
    with(text, |engagement, clock| {
        let there = |name| duty(clock, actor(engagement, name), &Absent::nobody());
        assert_eq!(there("soc"), *clock.horizon());
        assert_eq!(there("crew"), Set::empty());
    });
}

#[test]
fn a_window_that_ends_when_it_begins_lasts_a_day() {
    let duty_of = |hours: &str| {
        let mut minutes = 0;
        with(
            &format!("[person.li]\nhours = \"{hours}\"\n"),
            |engagement, clock| {
                minutes = duty(clock, actor(engagement, "li"), &Absent::nobody()).minutes();
            },
        );
        minutes
    };
    assert_eq!(duty_of("Tue 08:00-08:00"), 24 * 60);
    assert_eq!(duty_of("Tue 08:00-08:01"), 1);
    assert_eq!(duty_of("Tue 08:01-08:00"), 24 * 60 - 1);
    // Of the last day only what lies before midnight, and of the day before the first the rest.
    assert_eq!(duty_of("Sun 08:00-08:00"), 24 * 60);
    assert_eq!(duty_of("Mon-Sun 08:00-08:00"), 7 * 24 * 60);
}
