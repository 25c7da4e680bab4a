//! Each provider tells of its own work, and a night that is short enough is no gap.

use crate::rules::tests::{check, is_silent};

/// Two providers, one in office hours and one round the clock, with whom they tell.
fn two_providers(told_by_msp: &str, told_by_mssp: &str) -> String {
    format!(
        r#"
[engagement]
client = "shop"
provider = ["msp", "mssp"]
starts = 2027-01-01
ends = 2027-12-31
timezone = "America/Phoenix"
[party.shop]
[party.msp]
kind = "provider"
[party.mssp]
kind = "provider"
[person]
al = {{ party = "shop", hours = "Mon-Fri 08:00-17:00" }}
bo = {{ party = "shop", hours = "24x7" }}
eve = {{ party = "msp", hours = "Mon-Fri 08:00-17:00" }}
joy = {{ party = "mssp", hours = "24x7" }}
[workstream.tills]
criticality = "critical"
hours = "Mon-Fri 08:00-17:00"
responsible = "eve"
accountable = "eve"
[workstream.watch]
criticality = "critical"
hours = "24x7"
#       ------ `watch` is promised then
responsible = "joy"
accountable = "joy"
[[notice]]
by = "msp"
to = {told_by_msp}
trigger = "any incident"
within = "1h"
via = "phone"
[[notice]]
by = "mssp"
to = {told_by_mssp}
trigger = "any incident"
within = "1h"
via = "phone"
"#
    )
}

#[test]
fn the_hours_of_another_provider_do_not_count() {
    let silent = two_providers(r#""al""#, r#""bo""#).replace("#       ------", "#");
    is_silent("missing-provider-incident-notice", &silent);
    check(
        "missing-provider-incident-notice",
        &two_providers(
            r#""bo""#,
            "\"al\"\n#    ^^^^ error: the notice of incidents goes within 1 hour to `al`, off duty \
             every Friday 17:00 to Monday 08:00, 63 hours; in all 123 of 168 hours a week",
        ),
    );
}

/// An engagement whose client's manager sleeps at night and is away on Thanksgiving.
fn at_night(holidays: &str, to: &str) -> String {
    format!(
        r#"
[engagement]
client = "firm"
provider = "msp"
starts = 2027-01-01
ends = 2027-12-31
timezone = "America/New_York"
[party.firm]
{holidays}
[party.msp]
[person]
hal = {{ party = "firm", hours = "Mon-Sun 07:00-23:00" }}
rob = {{ party = "msp", hours = "24x7" }}
[workstream.watch]
criticality = "critical"
hours = "24x7"
#       ------ `watch` is promised then
responsible = "rob"
accountable = "rob"
[[notice]]
by = "msp"
{to}
trigger = "any incident"
within = "9h"
via = "phone"
"#
    )
}

#[test]
fn a_night_that_is_short_enough_is_not_told_beside_a_holiday_that_is_not() {
    let silent = at_night("", r#"to = "hal""#).replace("#       ------", "#");
    is_silent("missing-provider-incident-notice", &silent);
    check(
        "missing-provider-incident-notice",
        &at_night(
            "holidays = [2027-11-25]",
            "to = \"hal\"\n#    ^^^^^ error: the notice of incidents goes within 9 hours to `hal`, \
             off duty Wednesday 24 November 23:00 to Friday 26 November 2027 07:00, 32 hours",
        ),
    );
}
