//! How long the call waits that is told.

use racilint_diagnostics::Sources;

use super::granted;
use crate::rules::tests::run;

/// What the only one of the office says of the worst call, with these holidays.
fn worst_call(holidays: &str) -> (String, String) {
    let text =
        granted("holder = \"dana\"\naction = \"disable-account\"\nmode = \"pre-authorized\"");
    let text = text.replace(
        "[person.dana]",
        &format!("[party.mill]\nholidays = [{holidays}]\n[person.dana]\nparty = \"mill\""),
    );
    let finding = run("after-hours-authority-gap", &text, &Sources::default()).findings;
    let [finding] = &finding[..] else {
        panic!("one finding");
    };
    (finding.message.clone(), finding.label.clone())
}

#[test]
fn a_call_of_every_week_waits_as_long_as_in_most_weeks() {
    let (message, label) = worst_call("");
    assert!(message.ends_with("every Friday 16:45 to Monday 07:15, 62 hours 30 minutes"));
    // The weekend on which the clocks go back is an hour longer.
    assert!(
        label.starts_with("a call on Friday 16:45 waits 63 hours 30 minutes;"),
        "{label}"
    );
}

#[test]
fn a_call_before_a_long_weekend_that_is_told_waits_longer() {
    let (message, label) = worst_call("2027-07-05");
    assert!(
        message.contains("; at worst Friday 2 July 16:45 to Tuesday 6 July"),
        "{message}"
    );
    assert!(
        label.starts_with("a call on Friday 16:45 waits 3 days 15 hours 30 minutes;"),
        "{label}"
    );
}

#[test]
fn a_call_before_a_holiday_waits_longer_than_in_most_weeks() {
    let text = r#"
[engagement]
timezone = "America/Chicago"
client = "mill"
starts = 2027-01-01
ends = 2027-12-31
[party.mill]
[party.msp]
holidays = [2027-07-05]
hours = "Mon-Fri 08:00-17:00"
[workstream.containment]
hours = "Mon-Fri 08:00-17:00"
responsible = "li"
needs = ["disable-account"]
respond-within = "15m"
decide-within = "30m"
[[grant]]
holder = "li"
action = "disable-account"
mode = "pre-authorized"
hours = "Mon-Fri 08:00-16:00"
[person.li]
party = "msp"
"#;
    let findings = run("after-hours-authority-gap", text, &Sources::default()).findings;
    let label = &findings[0].label;
    assert!(
        label.starts_with("a call on Friday 16:00 waits 64 hours 15 minutes;"),
        "{label}"
    );
}

/// A gap on one day that is no longer than that of every week is not what the message tells of.
#[test]
fn a_call_on_one_saturday_is_not_told_beside_every_weekday() {
    let text = r#"
[engagement]
timezone = "America/Chicago"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = ["Mon-Fri 08:00-17:00", "Sat 08:00-09:00"]
responsible = "li"
needs = ["disable-account"]
respond-within = "15m"
decide-within = "30m"
[[grant]]
holder = "li"
action = "disable-account"
mode = "pre-authorized"
hours = ["Mon-Fri 08:00-16:00", "Sat 08:00-09:00"]
[[grant]]
holder = "li"
action = "disable-account"
mode = "prohibited"
from = 2027-07-03
until = 2027-07-03
[person.li]
hours = ["Mon-Fri 08:00-17:00", "Sat 08:00-09:00"]
"#;
    let findings = run("after-hours-authority-gap", text, &Sources::default()).findings;
    let label = &findings[0].label;
    assert!(
        label.contains(" 16:00 waits 16 hours 15 minutes;"),
        "{label}"
    );
}
