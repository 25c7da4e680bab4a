//! Who is alone on a shift.

use jiff::civil::date;
use racilint_diagnostics::Sources;
use racilint_parser::InMemory;

use super::shared;
use crate::catalogue::Catalogue;
use crate::model::Engagement;
use crate::time::{Clock, Set};

fn with(text: &str, ask: impl FnOnce(&Engagement<'_>, &Clock<'_, '_>)) {
    with_until("2027-01-24", text, ask);
}

fn with_until(ends: &str, text: &str, ask: impl FnOnce(&Engagement<'_>, &Clock<'_, '_>)) {
    let head = format!("[engagement]\ntimezone = \"UTC\"\nstarts = 2027-01-04\nends = {ends}\n");
    let sources = Sources::default();
    let main = sources.add("test.raci.toml", format!("{head}{text}"));
    let (document, _) =
        racilint_parser::read(&sources, main, "test.raci.toml", &InMemory::default());
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, date(2026, 11, 21), None);
    let clock = Clock::of(&engagement).expect("a zone and a horizon");
    ask(&engagement, &clock);
}

#[test]
fn minutes_that_several_sets_have() {
    let sets = [
        Set::span(0, 10),
        Set::span(10, 20),
        Set::span(15, 30),
        Set::span(18, 40),
        Set::span(50, 60),
    ];
    assert_eq!(shared(sets.iter()), Set::span(15, 30));
    assert_eq!(shared(sets.iter().take(2)), Set::empty());
    assert_eq!(shared([].iter()), Set::empty());
}

/// Who is on the shifts, with the hours of the whole horizon there and alone.
fn told(text: &str) -> Vec<(String, i64, i64)> {
    let mut told = Vec::new();
    with(text, |engagement, clock| {
        let rota = clock.rota().into_iter();
        let hours = |set: &Set| set.minutes() / 60;
        let each = rota.map(|own| {
            let name = engagement.actor(own.person).name.to_owned();
            (name, hours(&own.when), hours(&own.alone))
        });
        told = each.collect();
    });
    told
}

#[test]
fn somebody_else_on_a_shift_is_company_whoever_it_is() {
    let shifts = |shifts: &str, rest: &str| {
        format!(
            "[person.ana]\n[person.ben]\n[person.cleo]\nhours = \"24x7\"\n[party.north]\n\
             hours = \"24x7\"\n[team.desk]\n{rest}\nshifts = [{shifts}]\n"
        )
    };
    let day = "{ who = \"ana\", hours = \"Mon 08:00-16:00\" }";
    let late = "{ who = \"ben\", hours = \"Mon 12:00-20:00\" }";
    let named = |name: &str, there, alone| (name.to_owned(), there, alone);
    assert_eq!(told(&shifts(day, "")), [named("ana", 24, 24)]);
    assert_eq!(
        told(&shifts(&format!("{day}, {late}"), "")),
        [named("ana", 24, 12), named("ben", 24, 12)]
    );
    let together = "{ who = [\"ana\", \"ben\"], hours = \"Mon 08:00-16:00\" }";
    assert_eq!(
        told(&shifts(together, "")),
        [named("ana", 24, 0), named("ben", 24, 0)]
    );
    let twice = format!("{day}, {{ who = \"ana\", hours = \"Mon 12:00-18:00\" }}");
    assert_eq!(told(&shifts(&twice, "")), [named("ana", 30, 30)]);
    let party = format!("{day}, {{ who = \"north\", hours = \"Mon 14:00-18:00\" }}");
    assert_eq!(told(&shifts(&party, "")), [named("ana", 24, 18)]);
    let hours = "hours = \"Mon 00:00-10:00\"";
    assert_eq!(told(&shifts(day, hours)), [named("ana", 6, 6)]);
    for unread in [
        "{ who = \"ana\" }",
        "{ who = \"ana\", hours = \"often\" }",
        "{ who = \"ana\", hours = [\"Mon 08:00-16:00\", \"often\"] }",
        "{ who = 5, hours = \"Mon 08:00-16:00\" }",
    ] {
        assert_eq!(told(&shifts(&format!("{day}, {unread}"), "")), []);
    }
    assert_eq!(told(&shifts(day, "hours = \"often\"")), []);
    assert_eq!(told(&shifts(day, "members = \"gohst\"")), []);
}

#[test]
fn the_usual_week_is_the_middle_one() {
    let week = 7 * 24 * 60;
    let of = |clock: &Clock<'_, '_>, minutes: &[i64]| {
        let start = clock.horizon().first().expect("a horizon");
        let spans = (0..).zip(minutes).map(|(number, minutes)| {
            let from = start + number * week;
            (from, from + minutes)
        });
        clock.usual_week(&Set::from_spans(spans.collect()))
    };
    with("", |_, clock| {
        assert_eq!(of(clock, &[100, 300, 200]), 200);
        assert_eq!(of(clock, &[0, 0, 200]), 0);
        assert_eq!(of(clock, &[week, week, week]), week);
    });
    with_until("2027-02-07", "", |_, clock| {
        assert_eq!(of(clock, &[100, 300, 200, 500, 400]), 300);
    });
    with_until("2027-01-09", "", |_, clock| {
        assert_eq!(of(clock, &[100]), 100, "less than a week");
    });
}

#[test]
fn a_command_without_hours_is_in_those_of_what_it_covers() {
    let text = r#"
[workstream.day]
hours = "Mon 08:00-12:00"
[workstream.late]
hours = "Mon 10:00-20:00"
[command.of-both]
covers = ["day", "late"]
[command.own]
covers = ["day", "late"]
hours = "Mon 00:00-01:00"
[command.once]
covers = "day"
until = 2027-01-10
[command.unread]
covers = "day"
hours = "often"
"#;
    with(text, |_, clock| {
        let hours = clock.engagement.commands.iter().map(|command| {
            let found = clock.in_command(command);
            found.map(|set| set.minutes() / 60)
        });
        let hours: Vec<Option<i64>> = hours.collect();
        assert_eq!(hours, [Some(36), Some(3), Some(4), None]);
    });
}
