//! Notices that nobody may send.

use racilint_diagnostics::Sources;

use super::RULE;
use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[test]
fn who_may_notify_may_do_so_for_other_work_only() {
    check(
        RULE,
        r#"
[engagement]
timezone = "Etc/UTC"
profiles = ["nis2"]
[workstream.authorities]
responsible = "eva"
satisfies = ["nis2:incident-notification", "nis2:early-warning", "nis2:final-report"]
#                                          ^^^^^^^^^^^^^^^^^^^^ error: `nis2:early-warning` leaves 24 hours, and nobody may `notify-regulator` for `authorities`
#            ---------------------------- this one leaves 3 days
[workstream.breaches]
responsible = "eva"
[[grant]]
holder = "eva"
action = "notify-regulator"
#        ------------------ given for other work only
on = "breaches"
mode = "pre-authorized"
[person.eva]
"#,
    );
}

/// Work that takes the notice on, beside work about which somebody may notify.
fn beside(keys: &str, more: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "Etc/UTC"
profiles = ["nis2"]
[workstream.authorities]
satisfies = "nis2:early-warning"
{keys}
[workstream.breaches]
responsible = "eva"
[workstream.board]
responsible = "eva"
[[grant]]
holder = "eva"
action = "notify-regulator"
on = "breaches"
mode = "pre-authorized"
[person.eva]
{more}
"#
    )
}

fn count(keys: &str, more: &str) -> usize {
    let findings = run(RULE, &beside(keys, more), &Sources::default()).findings;
    findings.len()
}

#[test]
fn work_that_somebody_else_can_finish_or_that_says_what_it_takes_is_silent() {
    let eva = "responsible = \"eva\"";
    assert_eq!(count(eva, ""), 1);
    assert_eq!(count("", ""), 0, "nobody does it");
    assert_eq!(count(&format!("{eva}\nneeds = []"), ""), 0);
    assert_eq!(count(&format!("{eva}\nflows-to = \"breaches\""), ""), 0);
    assert_eq!(count(&format!("{eva}\ndepends-on = \"breaches\""), ""), 0);
    assert_eq!(count(&format!("{eva}\nflows-to = \"board\""), ""), 1);
    let handed = |to: &str| format!("[[handoff]]\nfrom = \"authorities\"\nto = \"{to}\"");
    assert_eq!(count(eva, &handed("breaches")), 0);
    assert_eq!(count(eva, &handed("board")), 1);
    let taken = "[workstream.office]\nresponsible = \"eva\"\nsatisfies = \"nis2:early-warning\"\n\
                 needs = [\"notify-regulator\"]";
    assert_eq!(count(eva, taken), 0, "another row sends it");
}

#[test]
fn a_grant_that_prohibits_or_cannot_be_read_settles_nothing() {
    let text = beside("responsible = \"eva\"", "");
    is_not_evaluated(RULE, &text.replace("pre-authorized", "prohibited"));
    is_not_evaluated(
        RULE,
        &text.replace("\"breaches\"\nmode", "\"braeches\"\nmode"),
    );
    is_not_evaluated(RULE, &text.replace("notify-regulator", "failover"));
    let left_out = "responsible = \"eva\"\nnot-applicable = \"not essential\"";
    is_not_evaluated(RULE, &beside(left_out, ""));
    is_silent(RULE, &beside("responsible = \"eva\"\nneeds = []", ""));
}
