//! Handoffs written between teams.

use crate::rules::tests::{check, is_silent};

/// Two teams that take turns at the watch, or do different work.
fn teams(watch: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "Europe/Berlin"
[party.acme]
[party.north]
[team.desk]
party = "acme"
hours = "Mon-Sun 09:00-17:00"
[team.soc]
party = "north"
hours = "Mon-Sun 17:00-09:00"
{watch}
[[handoff]]
from = "soc"
to = "desk"
[[handoff]]
from = "desk"
to = "soc"
"#
    )
}

#[test]
fn teams_that_take_turns_with_the_hours() {
    let text = teams(
        r#"
[workstream.watch]
[workstream.watch.slice.day]
hours = "Mon-Sun 09:00-17:00"
responsible = "desk"
[workstream.watch.slice.night]
hours = "Mon-Sun 17:00-09:00"
responsible = "soc"
"#,
    );
    is_silent("handoff-loop", &text);
    is_silent(
        "handoff-loop",
        &text.replace("from = \"soc\"", "from = \"watch.night\""),
    );
}

#[test]
fn teams_that_have_different_work() {
    let text = teams(
        r#"
[workstream.watch]
hours = "Mon-Sun 09:00-17:00"
responsible = "desk"
[workstream.hunt]
[workstream.hunt.slice.night]
hours = "Mon-Sun 17:00-09:00"
responsible = "soc"
"#,
    );
    let there = "to = \"desk\"\n#    ------ `soc` hands over to `desk`\n";
    let back = "to = \"soc\"\n#    ^^^^^ error: work can go from `soc` to `desk` and back, and nobody is named to decide whose it is\n";
    let text = text.replace("to = \"desk\"\n", there);
    check("handoff-loop", &text.replace("to = \"soc\"\n", back));
}
