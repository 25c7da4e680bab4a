//! Parts of which those who do them are there longer.

use racilint_diagnostics::Sources;

use crate::rules::tests::{is_silent, run};

fn parts(day: &str, night: &str, more: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Amsterdam"
[workstream.watch]
criticality = "critical"
hours = "24x7"
[workstream.watch.slice.day]
hours = "Mon-Sun 08:00-20:00"
responsible = "day"
[workstream.watch.slice.night]
hours = "Mon-Sun 20:00-08:00"
responsible = "night"
{more}
[team.day]
members = ["li", "sam"]
hours = "{day}"
[team.night]
members = ["jo", "ed"]
hours = "{night}"
[person.li]
[person.sam]
[person.jo]
[person.ed]
"#
    )
}

#[test]
fn both_teams_are_there_on_both_sides_of_the_change() {
    is_silent(
        "shift-seam",
        &parts("Mon-Sun 07:00-21:00", "Mon-Sun 19:00-09:00", ""),
    );
    is_silent(
        "shift-seam",
        &parts("Mon-Sun 07:45-20:15", "Mon-Sun 20:00-08:00", ""),
    );
}

#[test]
fn they_do_not_meet() {
    let count = |text: &str| run("shift-seam", text, &Sources::default()).findings.len();
    for (day, night) in [
        ("Mon-Sun 08:00-20:00", "Mon-Sun 20:00-08:00"),
        // Always on call, not put there for the handover.
        ("Mon-Sun 08:00-20:00", "24x7"),
        ("24x7", "24x7"),
        // In the evening they meet, in the morning they do not.
        ("Mon-Sun 08:00-21:00", "Mon-Sun 19:00-08:00"),
    ] {
        assert_eq!(count(&parts(day, night, "")), 1, "{day} {night}");
    }
    // They met until the day part ended.
    let text = parts("Mon-Sun 07:00-21:00", "Mon-Sun 20:00-08:00", "");
    let dated = text.replace(
        "responsible = \"day\"",
        "responsible = \"day\"\nuntil = 2027-06-30",
    );
    let after = "[workstream.watch.slice.later]\nfrom = 2027-07-01\nhours = \"Mon-Sun 08:00-20:00\"\n\
                 responsible = \"late\"\n[team.late]\nmembers = [\"li\", \"sam\"]\n\
                 hours = \"Mon-Sun 08:00-20:00\"\n";
    let dated = dated.replace("[team.day]", &format!("{after}[team.day]"));
    assert_eq!(count(&dated), 1);
}

#[test]
fn three_teams_that_meet_around_the_clock() {
    let text = |late: &str| {
        let late = format!(
            "[workstream.watch.slice.late]\nhours = \"Mon-Sun 16:00-24:00\"\n\
             responsible = \"late\"\n[team.late]\nmembers = [\"kim\", \"lou\"]\n\
             hours = \"{late}\"\n[person.kim]\n[person.lou]\n"
        );
        parts("Mon-Sun 07:45-16:15", "Mon-Sun 00:00-08:00", &late)
            .replace(
                "hours = \"Mon-Sun 08:00-20:00\"",
                "hours = \"Mon-Sun 08:00-16:00\"",
            )
            .replace(
                "hours = \"Mon-Sun 20:00-08:00\"",
                "hours = \"Mon-Sun 00:00-08:00\"",
            )
    };
    is_silent("shift-seam", &text("Mon-Sun 16:00-00:15"));
    let seams = run(
        "shift-seam",
        &text("Mon-Sun 16:00-24:00"),
        &Sources::default(),
    );
    assert_eq!(seams.findings.len(), 1);
}
