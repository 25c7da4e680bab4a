//! Hours side by side, as far as they can be compared without a clock.

use racilint_diagnostics::Sources;

use crate::model::tests::with;
use crate::rules::tests::run;

/// Whether a prohibition is told to contradict a permission: their hours are the same.
fn are_alike(one: &str, other: &str) -> bool {
    let text = format!(
        "[[grant]]\nholder = \"soc\"\naction = \"failover\"\nmode = \"pre-authorized\"\n\
         hours = {one}\n\
         [[grant]]\nholder = \"soc\"\naction = \"failover\"\nmode = \"prohibited\"\n\
         hours = {other}\n\
         [team.soc]\n[party.north]\nhours = \"Mon-Fri 08:00-17:00\"\n\
         [party.south]\nhours = \"Mon-Fri 08:00-17:00\"\n"
    );
    let found = run("authority-conflict", &text, &Sources::default());
    let mut own = found.findings.iter();
    own.any(|finding| finding.rule.name == "authority-conflict")
}

#[test]
fn hours_are_alike_where_all_windows_say_the_same() {
    let days = "Mon-Fri 08:00-12:00";
    let in_zone = |zone: &str| format!("[{{ window = \"{days}\", timezone = \"{zone}\" }}]");
    for hours in [
        format!("\"{days}\""),
        format!("[\"{days}\", \"Sat 08:00-10:00\"]"),
        "[{ outside = \"north\" }]".to_owned(),
        "[\"24x7\", \"Sat 08:00-10:00\"]".to_owned(),
        in_zone("Europe/Oslo"),
    ] {
        assert!(are_alike(&hours, &hours), "{hours}");
    }
    let plain = format!("\"{days}\"");
    for (one, other) in [
        (plain.clone(), "\"Tue-Fri 08:00-12:00\"".to_owned()),
        (plain.clone(), "\"Mon-Fri 08:30-12:00\"".to_owned()),
        (plain.clone(), "\"Mon-Fri 08:00-12:30\"".to_owned()),
        (plain.clone(), format!("[\"{days}\", \"Sat 08:00-10:00\"]")),
        (plain.clone(), in_zone("Europe/Oslo")),
        (plain, "[{ outside = \"north\" }]".to_owned()),
        (in_zone("Europe/Oslo"), in_zone("Europe/Paris")),
        (
            "[{ outside = \"north\" }]".to_owned(),
            "[{ outside = \"south\" }]".to_owned(),
        ),
    ] {
        assert!(!are_alike(&one, &other), "{one} {other}");
        assert!(!are_alike(&other, &one), "{other} {one}");
    }
}

#[test]
fn work_meets_where_hours_have_more_than_an_hour_in_common() {
    let meet = |one: &str, other: &str| {
        let text = format!("[workstream.a]\nhours = {one}\n[workstream.b]\nhours = {other}\n");
        let mut found = None;
        with(&text, |engagement| {
            let row = |name: &str| engagement.names.row(name).expect("a row");
            found = Some(engagement.meet_in_time(row("a"), row("b")));
        });
        found.expect("an answer")
    };
    let always = "[\"24x7\", \"Sat 08:00-10:00\"]";
    for (one, other, expected) in [
        ("\"Mon-Fri 08:00-12:00\"", "\"Fri 11:00-13:00\"", false),
        ("\"Mon-Fri 08:00-12:00\"", "\"Fri 10:59-13:00\"", true),
        ("\"Fri 22:00-06:00\"", "\"Sat 04:30-09:00\"", true),
        ("\"Fri 22:00-06:00\"", "\"Sat 05:00-09:00\"", false),
        ("\"Fri 08:00-08:00\"", "\"Sat 06:30-09:00\"", true),
        ("\"Sun 22:00-06:00\"", "\"Mon 04:30-09:00\"", true),
        (always, "\"Mon-Fri 08:00-12:00\"", true),
        (always, "\"Mon-Fri 08:00-09:00\"", false),
        (
            "[\"24x7\", \"Sat 08:00-09:00\"]",
            "[\"24x7\", \"Mon 08:00-09:00\"]",
            true,
        ),
    ] {
        assert_eq!(meet(one, other), expected, "{one} {other}");
        assert_eq!(meet(other, one), expected, "{other} {one}");
    }
}
