//! Command that passes from one provider to the next.

use crate::rules::tests::{check, is_silent};

/// Each provider commands the same work until the other takes it over, by a grant of its own.
fn handed_on(first: &str, last: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "America/Los_Angeles"
[person]
ona = {{ hours = "24x7" }}
nils = {{ hours = "24x7" }}
[workstream.watch]
hours = "24x7"
criticality = "critical"
[workstream.watch.slice.old]
until = 2027-06-30
responsible = "ona"
accountable = "ona"
[workstream.watch.slice.new]
from = 2027-07-01
responsible = "nils"
accountable = "nils"
[command.old]
covers = "watch"
commander = {first}
hours = "24x7"
until = 2027-06-30
[command.new]
covers = "watch"
commander = "nils"
hours = "24x7"
from = 2027-07-01
[[grant]]
holder = "ona"
action = ["declare-incident", "set-severity", "engage-vendor"]
{last}
mode = "pre-authorized"
[[grant]]
holder = "nils"
action = ["declare-incident", "set-severity", "engage-vendor"]
mode = "pre-authorized"
from = 2027-07-01
"#
    )
}

#[test]
fn whoever_commands_until_the_work_passes_on_need_not_act_after_that() {
    let silent = handed_on(r#""ona""#, "until = 2027-06-30");
    is_silent("commander-lacks-authority", &silent);
}

#[test]
fn authority_that_ends_before_the_command_does_is_told() {
    check(
        "commander-lacks-authority",
        &handed_on(
            "\"ona\"\n#           ^^^^^ error: `ona` commands `old` and may not `declare-incident`, \
             `set-severity` or `engage-vendor` 1 to 30 June 2027, 30 days",
            "#         ------------------ may only by this, and not on every day\nuntil = 2027-05-31",
        ),
    );
}
