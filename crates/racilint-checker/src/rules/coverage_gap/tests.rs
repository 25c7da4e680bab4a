//! Tests of `coverage-gap`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const ROSTER: &str = r#"
[team.soc]
members = ["li", "sam"]
hours = "Mon-Fri 08:00-18:00"
[person.li]
[person.sam]
"#;

fn with_roster(text: &str) -> String {
    format!("{text}{ROSTER}")
}

#[test]
fn promised_round_the_clock_and_staffed_by_day() {
    check(
        "coverage-gap",
        &with_roster(
            r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
hours = "24x7"
#       ^^^^^^ error: nobody responsible for `triage` is on duty every Friday 18:00 to Monday 08:00, 62 hours
responsible = "soc"
#             ----- `soc` is on duty every weekday 08:00 to 18:00
"#,
        ),
    );
}

#[test]
fn promised_at_night_and_staffed_by_day() {
    check(
        "coverage-gap",
        &with_roster(
            r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
hours = "Mon-Fri 20:00-06:00"
#       ^^^^^^^^^^^^^^^^^^^^^ error: nobody responsible for `triage` is on duty at any of the hours that it promises
responsible = "soc"
#             ----- `soc` is on duty every weekday 08:00 to 18:00
"#,
        ),
    );
}

#[test]
fn hours_of_a_parent() {
    check(
        "coverage-gap",
        &with_roster(
            r#"
[engagement]
timezone = "America/Chicago"
[workstream.security]
hours = "Mon-Fri 08:00-19:00"
#       --------------------- these hours are promised
[workstream.triage]
#           ^^^^^^ error: nobody responsible for `triage` is on duty every weekday 18:00 to 19:00, 1 hour
parent = "security"
responsible = "soc"
#             ----- `soc` is on duty every weekday 08:00 to 18:00
"#,
        ),
    );
}

#[test]
fn a_holiday_of_the_provider_is_a_gap() {
    check(
        "coverage-gap",
        r#"
[engagement]
timezone = "America/Chicago"
client = "mill"
ends = 2027-03-31
[party.mill]
holidays = [2027-01-01]
[party.msp]
holidays = [2027-01-01, 2027-02-15]
#                       ---------- `msp` is closed on this day
[workstream.triage]
hours = "Mon-Fri 08:00-17:00"
#       ^^^^^^^^^^^^^^^^^^^^^ error: nobody responsible for `triage` is on duty Monday 15 February 2027 08:00 to 17:00, 9 hours
responsible = "li"
#             ---- `li` is on duty every weekday 08:00 to 17:00, but not on holidays
[person.li]
party = "msp"
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}

/// On Thanksgiving somebody else is there.
#[test]
fn the_holiday_before_another_takes_only_its_own_day() {
    check(
        "coverage-gap",
        r#"
[engagement]
timezone = "America/Chicago"
starts = 2027-11-01
ends = 2027-12-31
[party.msp]
holidays = [2027-11-25, 2027-11-26]
#                       ---------- `msp` is closed on this day
[workstream.triage]
hours = "Mon-Fri 08:00-17:00"
#       ^^^^^^^^^^^^^^^^^^^^^ error: nobody responsible for `triage` is on duty Friday 26 November 2027 08:00 to 17:00, 9 hours
responsible = ["li", "sub"]
#              ---- `li` is on duty every weekday 08:00 to 17:00, but not on holidays
#                    ----- `sub` is on duty every Thursday 08:00 to 17:00
[person.li]
party = "msp"
hours = "Mon-Fri 08:00-17:00"
[person.sub]
hours = "Thu 08:00-17:00"
"#,
    );
}

#[test]
fn holidays_beside_a_gap_of_every_week_are_not_its_reason() {
    check(
        "coverage-gap",
        r#"
[engagement]
timezone = "America/Chicago"
client = "mill"
ends = 2027-12-31
[party.mill]
[party.msp]
holidays = [2027-07-05]
[workstream.triage]
hours = "Mon-Fri 08:00-18:00"
#       ^^^^^^^^^^^^^^^^^^^^^ error: nobody responsible for `triage` is on duty every weekday 17:00 to 18:00, 1 hour; at worst Monday 5 July 2027 08:00 to 18:00, 10 hours
responsible = "li"
#             ---- `li` is on duty every weekday 08:00 to 17:00
[person.li]
party = "msp"
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}

#[test]
fn many_holidays_are_counted() {
    let text = r#"
[engagement]
timezone = "America/Chicago"
starts = 2027-01-01
ends = 2027-12-31
[party.msp]
holidays = [
  2027-01-01, 2027-02-15, 2027-05-31, 2027-07-05, 2027-09-06, 2027-11-25, 2027-12-24,
  2027-12-25,
]
[workstream.triage]
hours = "Mon-Fri 08:00-17:00"
responsible = "soc"
[team.soc]
party = "msp"
members = ["li", "sam"]
[person.li]
party = "msp"
hours = "Mon-Fri 08:00-17:00"
[person.sam]
party = "msp"
hours = "Mon-Fri 08:00-17:00"
"#;
    let told = |text: &str| -> Vec<String> {
        let findings = run("coverage-gap", text, &Sources::default()).findings;
        let told = findings[0].related.iter().map(|own| own.message.clone());
        told.filter(|own| own.starts_with("`msp`")).collect()
    };
    // Christmas is a Saturday: nobody would be there on any.
    let day = "`msp` is closed on this day";
    let six = text.replace(" 2027-02-15,", "");
    let five = six.replace(" 2027-05-31,", "");
    for (text, more) in [
        (text, ", and 2 more days"),
        (&six, ", and one more day"),
        (&five, ""),
    ] {
        let last = format!("{day}{more}");
        assert_eq!(told(text), [day, day, day, day, &last]);
    }
}

#[test]
fn the_clocks_of_two_places_part_for_two_weeks() {
    check(
        "coverage-gap",
        r#"
[engagement]
timezone = "Europe/Berlin"
starts = 2027-02-01
ends = 2027-06-30
[workstream.triage]
hours = "Mon-Fri 09:00-23:00"
#       ^^^^^^^^^^^^^^^^^^^^^ error: nobody responsible for `triage` is on duty 15 to 26 March 2027, every weekday 22:00 to 23:00, 1 hour, while New York has changed its clocks and Berlin has not
responsible = ["berlin", "boston"]
#              -------- `berlin` is on duty every weekday 09:00 to 15:00
#                        -------- `boston` is on duty every weekday 15:00 to 23:00
[team.berlin]
members = ["li"]
hours = "Mon-Fri 09:00-15:00"
[team.boston]
members = ["sam"]
timezone = "America/New_York"
hours = "Mon-Fri 09:00-17:00"
[person.li]
[person.sam]
"#,
    );
}

#[test]
fn somebody_leaves() {
    check(
        "coverage-gap",
        r#"
[engagement]
timezone = "America/Chicago"
ends = 2027-06-30
[workstream.triage]
hours = "Mon-Fri 08:00-17:00"
#       ^^^^^^^^^^^^^^^^^^^^^ error: nobody responsible for `triage` is on duty 1 to 30 June 2027, every weekday 08:00 to 17:00, 9 hours
responsible = "li"
#             ---- `li` is on duty until Monday 17:00 (31 May 2027)
[person.li]
hours = "Mon-Fri 08:00-17:00"
until = 2027-05-31
"#,
    );
}

#[test]
fn one_of_two_is_enough() {
    is_silent(
        "coverage-gap",
        &with_roster(
            r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
hours = "24x7"
responsible = ["soc", "noc"]
[team.noc]
members = ["li"]
hours = { outside = "soc" }
"#,
        ),
    );
}

#[test]
fn the_client_is_closed_on_holidays() {
    is_silent(
        "coverage-gap",
        r#"
[engagement]
timezone = "America/Chicago"
client = "mill"
[party.mill]
holidays = [2027-01-01]
[party.msp]
holidays = [2027-01-01]
hours = "Mon-Fri 08:00-17:00"
[workstream.triage]
hours = "Mon-Fri 08:00-17:00"
responsible = "li"
[person.li]
party = "msp"
"#,
    );
}

#[test]
fn somebody_who_is_not_known_may_be_there() {
    let text = r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
hours = "24x7"
responsible = ["li", "gohst"]
[person.li]
hours = "Mon-Fri 08:00-17:00"
"#;
    is_not_evaluated("coverage-gap", text);
    // It is not for want of hours.
    let found = run("coverage-gap", text, &Sources::default());
    assert!(found.needs_hours_of.is_empty());
    let needs = found.not_evaluated.first().map(|info| info.needs);
    assert!(needs.is_some_and(|needs| needs.contains("everybody known who does the work")));
    // Whoever is there at all these hours is enough.
    let always = text.replace("Mon-Fri 08:00-17:00", "24x7");
    is_silent("coverage-gap", &always);
    let nobody_known = text.replace("[\"li\", \"gohst\"]", "\"gohst\"");
    is_silent("coverage-gap", &nobody_known);
}

#[test]
fn a_recorded_absence_is_told_elsewhere() {
    is_silent(
        "coverage-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
hours = "Mon-Fri 08:00-17:00"
responsible = "li"
[person.li]
hours = "Mon-Fri 08:00-17:00"
away = [{ from = 2027-03-01, to = 2027-03-12 }]
"#,
    );
}

#[test]
fn nothing_is_promised_after_the_last_day_of_the_work() {
    is_silent(
        "coverage-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
hours = "Mon-Fri 08:00-17:00"
until = 2027-05-31
responsible = "li"
[person.li]
hours = "Mon-Fri 08:00-17:00"
until = 2027-05-31
"#,
    );
}

#[test]
fn a_vendor_that_names_nobody_is_there_in_its_hours() {
    is_silent(
        "coverage-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
hours = "24x7"
responsible = "noc"
[party.vendor]
[team.noc]
party = "vendor"
hours = "24x7"
"#,
    );
}

#[test]
fn an_empty_seat_is_told_elsewhere() {
    is_silent(
        "coverage-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
hours = "24x7"
responsible = "lead"
[workstream.patching]
hours = "24x7"
[role.lead]
"#,
    );
}

#[test]
fn nobody_wrote_when_they_are_there() {
    let fixture = r#"
[engagement]
timezone = "America/Chicago"
[workstream.triage]
hours = "24x7"
responsible = "li"
[person.li]
"#;
    is_not_evaluated("coverage-gap", fixture);
    let outcome = run("coverage-gap", fixture, &Sources::default());
    assert!(outcome.needs_hours_of.contains("li"));
}

#[test]
fn who_is_never_there_and_who_may_have_been() {
    check(
        "coverage-gap",
        r#"
[engagement]
timezone = "America/Chicago"
starts = 2027-01-01
ends = 2027-12-31
[workstream.triage]
hours = "Mon-Fri 08:00-18:00"
#       ^^^^^^^^^^^^^^^^^^^^^ error: nobody responsible for `triage` is on duty 1 July to 31 December 2027, every weekday 17:00 to 18:00, 1 hour
responsible = ["li", "sam", "old", "eve"]
#              ---- `li` is on duty every weekday 08:00 to 17:00
#                    ----- `sam` is never on duty
#                           ----- `old` is never on duty
#                                  ----- `eve` has no hours in the file
[party.desk]
hours = "24x7"
[person.li]
hours = "Mon-Fri 08:00-17:00"
[person.sam]
hours = { outside = "desk" }
[person.old]
until = 2026-06-30
[person.eve]
until = 2027-06-30
"#,
    );
}

#[test]
fn without_promised_hours_or_zone() {
    let promised = |zone: &str, hours: &str| {
        with_roster(&format!(
            "[engagement]\n{zone}\n[workstream.triage]\n{hours}\nresponsible = \"soc\"\n"
        ))
    };
    let zone = "timezone = \"America/Chicago\"";
    is_not_evaluated("coverage-gap", &promised(zone, ""));
    is_not_evaluated("coverage-gap", &promised("", "hours = \"24x7\""));
}

#[test]
fn how_much_is_lacking_is_told_up_to_the_last_day() {
    let text = r#"
[engagement]
timezone = "America/Chicago"
ends = 2027-06-30
[workstream.triage]
hours = "Mon-Fri 08:00-17:00"
responsible = "li"
[person.li]
hours = "Mon-Fri 08:00-17:00"
until = 2027-05-31
"#;
    let findings = run("coverage-gap", text, &Sources::default()).findings;
    let label = &findings[0].label;
    assert!(label.ends_with("in all until 30 June 2027"), "{label}");
}

/// Work by day for a team in shifts, and by night, outside of its hours, for people of the client.
fn day_and_night(team: &str, nights: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "America/Chicago"
starts = 2027-01-01
ends = 2027-12-31
[workstream.triage]
hours = "24x7"
[workstream.triage.slice.day]
hours = "Mon-Sun 06:00-22:00"
responsible = "soc"
[workstream.triage.slice.night]
hours = {{ outside = "soc" }}
{nights}
[party.mill]
hours = "Mon-Fri 08:00-17:00"
[party.msp]
[team.soc]
party = "msp"
members = ["li", "sam"]
{team}
[person.ann]
party = "mill"
[person.eve]
hours = "24x7"
[person.li]
party = "msp"
[person.sam]
party = "msp"
"#
    )
}

/// The team's shifts from six in the morning until ten at night.
const SHIFTS: &str = r#"
shifts = [
  { who = "li", hours = "Mon-Sun 06:00-18:00" },
  { who = "sam", hours = "Mon-Sun 18:00-22:00" },
]"#;

#[test]
fn outside_of_a_team_that_is_there_in_shifts() {
    let nights = r#"
#       ^^^^^^^^^^^^^^^^^^^ error: nobody responsible for `triage.night` is on duty at any of the hours that it promises
responsible = "ann"
#             ----- `ann` is on duty every weekday 08:00 to 17:00"#;
    check("coverage-gap", &day_and_night(SHIFTS, nights.trim_start()));
    is_silent(
        "coverage-gap",
        &day_and_night(SHIFTS, "responsible = \"eve\""),
    );
}

#[test]
fn outside_of_whose_hours_nobody_wrote() {
    let needs = |team: &str| {
        let text = day_and_night(team, "responsible = \"eve\"");
        run("coverage-gap", &text, &Sources::default()).needs_hours_of
    };
    let without_times = "shifts = [{ who = \"li\" }, { who = \"sam\" }]";
    assert!(needs("").contains("soc"));
    assert!(needs(without_times).contains("soc"));
    assert!(!needs(SHIFTS).contains("soc"));
}

/// What the gap of this party on its holidays is known by, as on a day.
fn known_by(holidays: &str, hours: &str) -> String {
    let text = format!(
        "[engagement]\ntimezone = \"America/Chicago\"\nclient = \"mill\"\n[party.mill]\n\
         [party.msp]\nholidays = [{holidays}]\n[workstream.triage]\nhours = \"{hours}\"\n\
         responsible = \"li\"\n[person.li]\nparty = \"msp\"\nhours = \"Mon-Fri 08:00-17:00\"\n"
    );
    let findings = run("coverage-gap", &text, &Sources::default()).findings;
    findings[0].subject.aspect.clone()
}

#[test]
fn a_gap_on_dates_is_known_by_its_hours_and_not_by_the_dates() {
    let days = "on dates: 08:00 to 17:00";
    assert_eq!(known_by("2027-02-15", "Mon-Fri 08:00-17:00"), days);
    let two = known_by("2027-02-15, 2027-03-01", "Mon-Fri 08:00-17:00");
    assert_eq!(two, days);
    let noon = known_by("2027-02-15", "Mon-Fri 12:00-13:00");
    assert_eq!(noon, "on dates: 12:00 to 13:00");
    // What is open every week is known by that, whatever dates come on top.
    let weekly = known_by("2027-02-15", "Mon-Fri 08:00-18:00");
    assert_eq!(weekly, "every weekday 17:00 to 18:00");
}
