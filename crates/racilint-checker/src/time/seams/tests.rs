//! Those who take turns in a team, and where they do not meet.

use std::fmt::Write as _;

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::time::{Clock, Station};

fn with(text: &str, ask: impl FnOnce(&Engagement<'_>, &Clock<'_, '_>)) {
    let head = "[engagement]\ntimezone = \"UTC\"\nstarts = 2027-01-04\nends = 2027-01-10\n";
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", format!("{head}{text}"));
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let clock = Clock::of(&engagement).expect("a zone and a horizon");
    ask(&engagement, &clock);
}

/// How many take turns in a team of so many, one of whom has the nights.
fn stations(members: usize) -> usize {
    let names: Vec<String> = (0..members).map(|at| format!("\"p{at}\"")).collect();
    let mut text = format!("[team.soc]\nmembers = [{}]\n", names.join(", "));
    for at in 0..members {
        let hours = if at == 0 {
            "20:00-08:00"
        } else {
            "08:00-20:00"
        };
        let _ = write!(text, "[person.p{at}]\nhours = \"Mon-Sun {hours}\"\n");
    }
    let mut found = 0;
    with(&text, |engagement, clock| {
        let team = engagement.names.actor("soc").expect("the team");
        found = clock.stations(team).len();
    });
    found
}

#[test]
fn of_more_than_64_members_the_team_is_there_as_a_whole() {
    assert_eq!(stations(2), 2);
    assert_eq!(stations(63), 63);
    assert_eq!(stations(64), 64);
    assert_eq!(stations(65), 1);
    assert_eq!(stations(66), 1);
}

/// The changes of some hands, with the hour of the first of each and how often it happens.
fn seams(actors: &[&str], text: &str) -> Vec<(String, i64, usize)> {
    let mut found = Vec::new();
    with(text, |engagement, clock| {
        let named = actors.iter().map(|name| engagement.names.actor(name));
        let stations: Vec<_> = named
            .flat_map(|actor| clock.stations(actor.expect("an actor")))
            .collect();
        let start = clock.horizon().first().expect("a horizon");
        let name = |at: usize| engagement.actor(stations[at].actor).name;
        let seams = clock.seams(&stations, clock.horizon()).into_iter();
        found = seams
            .map(|seam| {
                let who = format!("{} {}", name(seam.before), name(seam.after));
                (who, (seam.first - start) / 60, seam.count)
            })
            .collect();
    });
    found
}

/// Teams of a vendor that names nobody, and two people who share out the day.
const TEAMS: &str = r#"
[party.vendor]
[team.days]
party = "vendor"
hours = "Mon-Sun 08:00-20:00"
[team.long]
party = "vendor"
hours = "Mon-Sun 08:00-20:30"
[team.nights]
party = "vendor"
hours = "Mon-Sun 20:00-08:00"
[team.evenings]
party = "vendor"
hours = "Mon-Sun 19:00-09:00"
[team.always]
party = "vendor"
hours = "24x7"
[person.fay]
hours = "Mon-Sun 08:00-20:00"
[person.gus]
hours = "Mon-Sun 20:00-08:00"
"#;

#[test]
fn teams_that_name_nobody_take_turns_as_people_do() {
    for pair in [["days", "nights"], ["fay", "gus"], ["days", "gus"]] {
        let [day, night] = pair;
        let found = seams(&pair, TEAMS);
        let comes = |who: String, hour: i64| {
            move |own: &(String, i64, usize)| own.0 == who && own.1 % 24 == hour && own.2 >= 6
        };
        assert!(
            found.iter().any(comes(format!("{day} {night}"), 20)),
            "{found:?}"
        );
        assert!(
            found.iter().any(comes(format!("{night} {day}"), 8)),
            "{found:?}"
        );
    }
}

#[test]
fn where_somebody_stays_nobody_has_to_hand_over() {
    for hands in [
        &["long", "evenings"][..],
        &["evenings", "long"],
        &["fay", "evenings"],
        &["fay", "gus", "always"],
        &["always", "fay", "gus"],
        &["days", "nights", "always"],
        &["fay", "gus", "days", "evenings"],
    ] {
        assert_eq!(seams(hands, TEAMS), [], "{hands:?}");
    }
}

#[test]
fn a_team_that_names_nobody_goes_on_in_another_part() {
    with(TEAMS, |engagement, clock| {
        let actor = |name: &str| engagement.names.actor(name).expect("an actor");
        let hours_of = |name: &str| clock.stations(actor(name)).remove(0).when;
        let in_parts = |day: &str, night: &str| {
            let [days, nights] = [(day, "days"), (night, "nights")].map(|(who, hours)| Station {
                actor: actor(who),
                when: hours_of(hours),
            });
            clock.seams(&[days, nights], clock.horizon()).len()
        };
        assert_eq!(in_parts("always", "always"), 0);
        assert_eq!(in_parts("always", "long"), 2);
    });
}
