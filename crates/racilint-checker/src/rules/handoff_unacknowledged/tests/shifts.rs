//! Teams that hand over to each other when the hours change.

use crate::rules::tests::{check, is_silent};

fn watch(parts: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "Europe/Berlin"
starts = 2027-01-01
ends = 2027-12-31
[[handoff]]
from = "desk"
to = "soc"
when = "17:00"
carries = "the log"
ack-within = "15m"
until-acknowledged = "desk"
[workstream.watch]
hours = "24x7"
{parts}
[team.desk]
members = ["li", "sam"]
hours = "Mon-Sun 09:00-17:00"
[team.soc]
members = ["jo", "ed"]
hours = "Mon-Sun 17:00-09:00"
[person]
li = {{}}
sam = {{}}
jo = {{}}
ed = {{}}
"#
    )
}

#[test]
fn teams_that_take_turns_with_the_hours() {
    is_silent(
        "handoff-unacknowledged",
        &watch(
            r#"
[workstream.watch.slice.day]
hours = "Mon-Sun 09:00-17:00"
responsible = "desk"
[workstream.watch.slice.night]
hours = "Mon-Sun 17:00-09:00"
responsible = "soc"
"#,
        ),
    );
}

#[test]
fn teams_that_share_out_the_systems() {
    let text = watch(
        r#"
[workstream.watch.slice.mail]
systems = "mail"
responsible = "desk"
[workstream.watch.slice.web]
systems = "web"
responsible = "soc"
"#,
    );
    let mark = "#    ^^^^^ warning: nobody takes what `desk` hands to `soc` within 15 minutes: every day 09:00 to 16:45, 7 hours 45 minutes";
    let text = text.replace("to = \"soc\"\n", &format!("to = \"soc\"\n{mark}\n"));
    let within = "#            ----- it is to be taken within this";
    let line = "ack-within = \"15m\"\n";
    let text = text.replace(line, &format!("{line}{within}\n"));
    check("handoff-unacknowledged", &text);
}
