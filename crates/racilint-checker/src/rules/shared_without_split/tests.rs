//! Tests of `shared-without-split`: work of two parties, and slices that do not fit together.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run};

const RULE: &str = "shared-without-split";

#[test]
fn people_of_two_parties_do_the_work() {
    check(
        RULE,
        r#"
[workstream.patching]
responsible = ["it", "dana", "noc", "south"]
#              ---- of `harbor`
#                    ------ of `harbor`
#                            ^^^^^ error: people of `harbor` and of `northwind` do the work of `patching`, and nobody says who does which part
#                                   ------- of `south`
[team.it]
party = "harbor"
[person.dana]
party = "harbor"
[team.noc]
party = "northwind"
[party.harbor]
[party.northwind]
[party.south]
"#,
    );
}

#[test]
fn people_of_two_parties_answer() {
    check(
        RULE,
        r#"
[workstream.patching.slice.servers]
accountable = ["harbor", "northwind"]
#              -------- of `harbor`
#                        ^^^^^^^^^^^ error: people of `harbor` and of `northwind` answer for `patching.servers`, and nobody says who answers for which part
[party.harbor]
[party.northwind]
"#,
    );
}

#[test]
fn one_side_does_it_and_the_other_helps() {
    is_silent(
        RULE,
        r#"
[workstream.one]
responsible = ["noc", "soc", "joint", "gohst", "free"]
support = "harbor"
consulted = "harbor"
informed = "harbor"
[workstream.two]
accountable = ["chief", "harbor"]
[workstream.three]
responsible = ["northwind", "harbor"]
not-applicable = "ended"
[workstream.four]
responsible = ["noc", "harbor"]
[workstream.four.slice.nights]
responsible = "noc"
[role.chief]
party = "northwind"
deputy = "harbor"
[team.noc]
party = "northwind"
[team.soc]
party = "northwind"
[team.joint]
party = ["harbor", "northwind"]
[team.free]
[party.harbor]
[party.northwind]
"#,
    );
}

#[test]
fn a_part_in_two_slices() {
    check(
        RULE,
        r#"
[workstream.one.slice.a]
systems = ["mail", "files"]
#                  ------- already in this part
[workstream.one.slice.b]
systems = ["files"]
#          ^^^^^^^ error: `files` is in two parts of `one`: `one.a` and `one.b`
[workstream.two.slice.a]
severity = ["sev1"]
#           ------ already in this part
hours = "24x7"
[workstream.two.slice.b]
severity = ["sev2", "sev1"]
#                   ^^^^^^ error: `sev1` is in two parts of `two`: `two.a` and `two.b`
hours = "Mon-Fri 08:00-17:00"
[workstream.three.slice.a]
systems = "mail"
#         ------ already in this part
severity = "sev1"
[workstream.three.slice.b]
systems = "mail"
#         ^^^^^^ error: `mail` is in two parts of `three`: `three.a` and `three.b`
step = "restore"
[workstream.four.slice.a]
systems = "mail"
#         ------ already in this part
[workstream.four.slice.b]
systems = "mail"
#         ^^^^^^ error: `mail` is in two parts of `four`: `four.a` and `four.b`
severity = "sev1"
[system.mail]
[system.files]
"#,
    );
}

#[test]
fn a_system_in_no_slice() {
    check(
        RULE,
        r#"
[workstream.one]
systems = ["mail", "files"]
#                  ^^^^^^^ error: no part of `one` takes care of `files`
[workstream.one.slice.a]
#                     - has other systems
systems = "mail"
[system.mail]
[system.files]
"#,
    );
}

#[test]
fn slices_that_something_tells_apart() {
    is_silent(
        RULE,
        r#"
[workstream.one]
systems = ["mail", "files"]
[workstream.one.slice.days]
systems = ["mail", "files"]
hours = "Mon-Fri 08:00-17:00"
[workstream.one.slice.nights]
systems = ["mail", "files"]
hours = { outside = "harbor" }
[workstream.two.slice.a]
systems = "mail"
severity = "sev1"
[workstream.two.slice.b]
systems = "mail"
severity = ["sev2", "sev3"]
[workstream.three.slice.before]
systems = "mail"
until = 2027-01-31
[workstream.three.slice.after]
systems = "mail"
from = 2027-02-01
[workstream.four]
systems = ["mail", "files"]
[workstream.four.slice.a]
systems = "mail"
[workstream.four.slice.rest]
[workstream.five]
systems = ["mail", "files"]
[workstream.five.slice.a]
systems = ["mail", "fiels"]
[workstream.six.slice.a]
systems = "mail"
[workstream.six.slice.b]
systems = "mail"
severty = "sev1"
[workstream.seven.slice.a]
systems = "mail"
[workstream.seven.slice.b]
systems = "mail"
severity "sev1"
[workstream.eight.slice.a]
systems = "mail"
severity "sev1"
[workstream.eight.slice.b]
systems = "mail"
[party.harbor]
[system.mail]
[system.files]
"#,
    );
}

#[test]
fn somebody_lent_to_the_other_side_is_of_it() {
    is_silent(
        "shared-without-split",
        r#"
[workstream.help-desk]
responsible = ["site-techs", "kim"]
accountable = "site-techs"
[workstream.network]
responsible = ["site-techs", "resident"]
[party.district]
[party.ridgeline]
[team.site-techs]
party = "district"
[role.resident]
held-by = "lia"
[person.kim]
party = "ridgeline"
seconded-to = "district"
[person.lia]
party = "ridgeline"
seconded-to = "site-techs"
"#,
    );
}

#[test]
fn a_role_that_one_holder_is_not_lent_in_is_not_lent() {
    check(
        "shared-without-split",
        r#"
[workstream.help-desk]
responsible = ["site-techs", "resident"]
#                            ^^^^^^^^^^ error: people of `district` and of `ridgeline` do the work of `help-desk`, and nobody says who does which part
#              ------------ of `district`
[party.district]
[party.ridgeline]
[team.site-techs]
party = "district"
[role.resident]
party = "ridgeline"
held-by = ["lia", "owen"]
[person.lia]
party = "ridgeline"
seconded-to = "district"
[person.owen]
party = "ridgeline"
"#,
    );
}

/// A workstream that two sides take in turns; the marks go behind the hours of the second.
fn in_turns(promised: &str, day: &str, night: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "Europe/Berlin"
starts = 2027-01-01
ends = 2027-12-31

[party.harbor]
hours = "Mon-Fri 08:00-17:00"

[workstream.triage]
hours = {promised}

[workstream.triage.slice.day]
hours = {day}
responsible = "harbor"

[workstream.triage.slice.night]
hours = {night}
responsible = "harbor"
"#
    )
}

#[test]
fn hours_that_no_part_has() {
    let fixture = in_turns(
        "\"24x7\"\n#       ^^^^^^ error: no part of `triage` has these of its hours: every Saturday 08:00 to 18:00, 10 hours",
        "\"Mon-Fri 08:00-18:00\"\n#       --------------------- the hours of this part",
        "\"Mon-Sun 18:00-08:00\"\n#       --------------------- the hours of this part",
    );
    check(
        "shared-without-split",
        &fixture.replace("every Saturday 08:00", "every Saturday and Sunday 08:00"),
    );
}

#[test]
fn hours_that_two_parts_have() {
    check(
        "shared-without-split",
        &in_turns(
            "\"24x7\"",
            "\"Mon-Sun 08:00-18:00\"\n#       --------------------- the hours of this part",
            "\"Mon-Sun 17:00-08:00\"\n#       ^^^^^^^^^^^^^^^^^^^^^ error: two parts of `triage` have the same hours, `triage.day` and `triage.night`: every day 17:00 to 18:00, 1 hour",
        ),
    );
}

#[test]
fn hours_that_meet_exactly() {
    is_silent(
        "shared-without-split",
        &in_turns(
            "\"24x7\"",
            "\"Mon-Fri 08:00-17:00\"",
            "{ outside = \"harbor\" }",
        ),
    );
    is_silent(
        "shared-without-split",
        &in_turns(
            "\"Mon-Fri 06:00-20:00\"",
            "\"Mon-Fri 06:00-13:00\"",
            "\"Mon-Fri 13:00-20:00\"",
        ),
    );
}

#[test]
fn hours_outside_of_shifts() {
    let in_shifts = |second: &str| {
        let parts = in_turns(
            "\"24x7\"",
            "\"Mon-Sun 06:00-22:00\"",
            "{ outside = \"guards\" }",
        );
        parts
            + &format!(
                r#"
[team.guards]
party = "harbor"
members = ["li", "sam"]
shifts = [
  {{ who = "li", hours = "Mon-Sun 06:00-18:00" }},
  {{ who = "sam", hours = "{second}" }},
]
[person.li]
party = "harbor"
[person.sam]
party = "harbor"
"#
            )
    };
    is_silent("shared-without-split", &in_shifts("Mon-Sun 18:00-22:00"));
    let parts = in_shifts("Mon-Sun 18:00-23:00");
    let found = run(RULE, &parts, &Sources::default()).findings;
    let messages: Vec<&str> = found.iter().map(|own| &*own.message).collect();
    assert_eq!(
        messages,
        ["no part of `triage` has these of its hours: every day 22:00 to 23:00, 1 hour"]
    );
}

#[test]
fn a_holiday_on_which_the_parts_are_closed() {
    let found = |promised: &str| {
        let parts = in_turns(
            promised,
            "\"Mon-Fri 08:00-17:00\"",
            "[\"Mon-Sun 17:00-08:00\", \"Sat-Sun 08:00-17:00\"]",
        );
        let client = "[party.harbor]\nkind = \"client\"\nholidays = [2027-07-05]";
        let text = parts.replace("[party.harbor]", client);
        let findings = run(RULE, &text, &Sources::default()).findings;
        let found = findings.into_iter().map(|own| {
            let last = own.related.last().map(|last| last.message.clone());
            (own.message, last.unwrap_or_default())
        });
        found.collect::<Vec<_>>()
    };
    let hole = |when: &str| {
        let message = format!("no part of `triage` has these of its hours: {when}");
        vec![(message, "`harbor` is closed on this day".to_owned())]
    };
    assert_eq!(
        found("\"24x7\""),
        hole("Monday 5 July 08:00 to Tuesday 6 July 2027 08:00, 24 hours")
    );
    // The night that would begin on the holiday ends on the day after.
    assert_eq!(
        found("\"Mon-Sun 00:00-24:00\""),
        hole("Tuesday 6 July 2027 00:00 to 08:00, 8 hours")
    );
    assert_eq!(found("\"Mon-Sun 08:00-08:00\""), []);
}

#[test]
fn one_clock_that_has_changed_and_one_that_has_not() {
    check(
        "shared-without-split",
        &in_turns(
            "\"24x7\"\n#       ^^^^^^ error: no part of `triage` has these of its hours: 14 to 27 March 2027, every day 08:00 to 09:00, 1 hour, while New York has changed its clocks and Berlin has not; in all 21 hours",
            "\"Mon-Sun 09:00-21:00\"\n#       --------------------- the hours of this part",
            "{ window = \"Mon-Sun 15:00-03:00\", timezone = \"America/New_York\" }\n#       ----------------------------------------------------------------- the hours of this part",
        ),
    );
}

/// Two parts of one workstream that name systems and hours.
fn by_system(first: &str, second: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Oslo"
[workstream.run]
hours = "Mon-Fri 08:00-16:00"
[workstream.run.slice.a]
systems = ["gate"]
hours = "{first}"
[workstream.run.slice.b]
systems = ["gate", "till"]
hours = "{second}"
[system.gate]
[system.till]
"#
    )
}

#[test]
fn parts_that_share_a_system_share_no_hour_of_it() {
    let said = |first, second| -> Vec<String> {
        let found = run(RULE, &by_system(first, second), &Sources::default()).findings;
        found.into_iter().map(|finding| finding.message).collect()
    };
    let both = "Mon-Fri 08:00-16:00";
    assert_eq!(
        said("Mon-Fri 08:00-13:00", "Mon-Fri 12:00-16:00"),
        ["`gate` is in two parts of `run`: `run.a` and `run.b`"]
    );
    assert_eq!(
        said("Mon-Fri 08:00-12:00", "Mon-Fri 12:00-16:00"),
        [
            "no part of `run` has `till` at these of its hours: every weekday 08:00 to 12:00, 4 hours"
        ]
    );
    assert_eq!(said("Sat-Sun 08:00-12:00", both), [""; 0]);
}

#[test]
fn the_help_asks_for_parts_or_for_one() {
    let said = |row: &str| {
        let text = format!(
            "{row} = [\"northwind\", \"ana\"]\n[party.northwind]\n[party.harbor]\n[person.ana]\nparty = \"harbor\"\n"
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        let help = findings[0].help.clone().unwrap_or_default();
        (
            findings[0].label.clone(),
            ["answer for it", "do it and", "`[workstream.a.slice.PART]`"]
                .map(|own| help.contains(own)),
        )
    };
    let label = "of `harbor`".to_owned();
    let whole = said("[workstream.a]\naccountable");
    assert_eq!(whole, (label.clone(), [true, false, true]));
    let slice = said("[workstream.a.slice.b]\nresponsible");
    assert_eq!(slice, (label, [false, true, false]));
}

mod parts;
