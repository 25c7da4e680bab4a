//! Who takes turns at a workstream that is split by hours.

use crate::model::tests::with;

const DESK: &str = r#"
[party.north]
[person.ana]
party = "north"
[person.ben]
[role.chief]
[team.day]
party = "north"
members = ["ana"]
[team.night]
[team.mail]
[workstream.desk]
accountable = "chief"
[workstream.desk.slice.day]
hours = "Mon-Fri 08:00-17:00"
responsible = ["day", "chief"]
[workstream.desk.slice.night]
hours = "Mon-Fri 17:00-08:00"
responsible = ["night", "ben"]
[workstream.desk.slice.mail]
systems = "mail"
responsible = "mail"
[workstream.lone.slice.day]
hours = "Mon-Fri 08:00-17:00"
responsible = "mail"
"#;

#[test]
fn those_who_do_the_slices_change_shifts() {
    for (from, to, expected) in [
        (r#""day""#, r#""night""#, true),
        (r#""night""#, r#""chief""#, true),
        (r#""desk.day""#, r#""night""#, true),
        (r#"["day", "desk.day"]"#, r#"["night", "ben"]"#, true),
        // Who is of a team means the team, and not the party.
        (r#""ben""#, r#""ana""#, true),
        (r#""north""#, r#""night""#, false),
        (r#""day""#, r#""mail""#, false),
        (r#""day""#, r#""lone.day""#, false),
        (r#""day""#, r#""desk""#, false),
        (r#""day""#, r#"["night", "mail"]"#, false),
        (r#""day""#, r#"["night", "gohst"]"#, false),
    ] {
        let text = format!("{DESK}[[handoff]]\nfrom = {from}\nto = {to}\n");
        with(&text, |engagement| {
            let shift = engagement.is_change_of_shift(&engagement.handoffs[0]);
            assert_eq!(shift, expected, "{from} {to}");
        });
    }
}

#[test]
fn who_takes_turns_at_very_much_takes_turns_at_what_both_do() {
    let split = |count: usize, who: &str| -> String {
        let part = |number| {
            format!(
                "[workstream.{who}-{number}.slice.day]\nhours = \"Mon-Fri 08:00-17:00\"\n\
                 responsible = \"{who}\"\n"
            )
        };
        (0..count).map(part).collect()
    };
    let both = "[workstream.zone.slice.a]\nhours = \"Mon-Fri 08:00-17:00\"\n\
                responsible = [\"day\", \"mail\"]\n";
    for (rest, expected) in [("", false), (both, true)] {
        let parts = split(200, "mail") + &split(200, "day");
        let text = format!("{DESK}{parts}{rest}[[handoff]]\nfrom = \"day\"\nto = \"mail\"\n");
        with(&text, |engagement| {
            let shift = engagement.is_change_of_shift(&engagement.handoffs[0]);
            assert_eq!(shift, expected, "{rest}");
        });
    }
}
