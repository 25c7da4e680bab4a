//! Receivers whose work begins or ends in mid-engagement.

use crate::rules::tests::{check, is_silent};

/// Somebody always hands on, and the district takes it in its own hours.
fn district(to: &str, work: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2027-07-01
ends = 2028-06-30
timezone = "America/Boise"
[party.district]
hours = "Mon-Fri 07:00-17:00"
[party.msp]
hours = "24x7"
[person.gus]
party = "district"
away = [{{ from = 2028-01-24, to = 2028-01-28 }}]
[person.ivan]
party = "msp"
[[handoff]]
from = "monitoring"
to = "{to}"
when = "a classroom is down"
carries = "the alarm"
ack-within = "1h"
until-acknowledged = "ivan"
[workstream.monitoring]
responsible = "ivan"
{work}
"#
    )
}

#[test]
fn nothing_is_asked_on_days_without_the_work() {
    for days in [
        "from = 2028-04-03\nuntil = 2028-05-12",
        "from = 2028-04-03",
        "until = 2027-12-31",
        "from = \"spring\"",
    ] {
        let work = format!(
            "hours = \"Mon-Fri 08:00-16:00\"\n[workstream.tests]\nresponsible = \"gus\"\n{days}\n"
        );
        is_silent("handoff-unacknowledged", &district("tests", &work));
    }
}

#[test]
fn what_is_handed_over_in_the_last_hours_is_not_asked_for() {
    let work = "hours = \"Mon-Fri 16:30-17:00\"\n[workstream.tests]\nresponsible = \"gus\"\n\
                from = 2028-04-03\nuntil = 2028-05-12\n";
    let text = district("tests", work);
    let long = text.replace("\"1h\"", "\"24h\"");
    // On Fridays the next working day is too late, but on the last one there is none.
    let friday = long.replace("until = 2028-05-12", "until = 2028-04-07");
    is_silent("handoff-unacknowledged", &friday);
}

#[test]
fn those_of_a_part_that_has_ended_take_nothing() {
    let work = r#"
hours = "24x7"
#       ------ `monitoring` is promised then
[workstream.repairs]
[workstream.repairs.slice.summer]
until = 2027-08-13
responsible = "ivan"
[workstream.repairs.slice.school]
from = 2027-08-14
responsible = "gus"
#             ----- is off duty then
"#;
    let mark = "#    ^^^^^^^^^ warning: nobody takes what `monitoring` hands to `repairs` within 1 hour: Friday 21 January 17:00 to Monday 31 January 2028 06:00, 9 days 13 hours; in all 5253 hours";
    let text = district("repairs", work);
    let text = text.replace("to = \"repairs\"\n", &format!("to = \"repairs\"\n{mark}\n"));
    let line = "ack-within = \"1h\"\n";
    let text = text.replace(
        line,
        &format!("{line}#            ---- it is to be taken within this\n"),
    );
    check("handoff-unacknowledged", &text);
    // Where the provider repairs at night as well, somebody always does.
    let both = district("repairs", work).replace(
        "from = 2027-08-14\nresponsible = \"gus\"",
        "from = 2027-08-14\nresponsible = [\"gus\", \"ivan\"]",
    );
    is_silent("handoff-unacknowledged", &both);
}
