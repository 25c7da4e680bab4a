//! Tests of `responsibility-unacknowledged`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[test]
fn each_is_asked_once_for_everything() {
    check(
        "responsibility-unacknowledged",
        r#"
[engagement]
status = "signed"
[workstream.triage]
responsible = "soc"
accountable = "soc-lead"
#             ^^^^^^^^^^ error: `soc-lead` answers for `triage`, and has not taken on that or 1 other duty
[workstream.patching]
accountable = "ana"
[command.security]
commander = "jo"
#           ---- `jo` commands `security`
[[grant]]
holder = "soc"
action = "shutdown-system"
mode = "approval-required"
approver = "dana"
#          ^^^^^^ error: `dana` approves `shutdown-system`, and has not taken that on
[evidence.review]
owner = "eve"
#       ^^^^^ error: `eve` keeps `review`, and has not taken that on
[[acknowledgement]]
who = "soc"
of = "triage"
on = 2026-11-02
[[acknowledgement]]
who = "ana"
of = ["workstream.patching"]
[team.soc]
members = ["li", "sam"]
[role.soc-lead]
held-by = "jo"
[person.jo]
[person.li]
[person.sam]
[person.ana]
[person.dana]
[person.eve]
"#,
    );
}

#[test]
fn nobody_at_all_is_one_finding() {
    check(
        "responsibility-unacknowledged",
        r#"
[engagement]
status = "signed"
#        ^^^^^^^^ error: signed, and nobody has taken on what they answer for
[workstream.triage]
responsible = "ana"
#             ----- does the work of `triage`
accountable = "ana"
#             ----- answers for `triage`
[person.ana]
"#,
    );
}

#[test]
fn who_took_on_the_whole_took_its_parts() {
    is_silent(
        "responsibility-unacknowledged",
        r#"
[engagement]
status = "signed"
[workstream.security]
[workstream.triage]
parent = "security"
responsible = "soc"
accountable = "jo"
[workstream.desk]
[workstream.desk.slice.days]
hours = "24x7"
accountable = "ana"
[workstream.patching]
accountable = "kim"
[workstream.mainframe]
not-applicable = "there is none"
accountable = "eve"
[workstream.old]
until = 2026-01-31
accountable = "eve"
[[grant]]
holder = "soc"
action = "shutdown-system"
on = "triage"
mode = "approval-required"
approver = "jo"
[[acknowledgement]]
who = "soc"
of = "workstream.security"
[[acknowledgement]]
who = "ana"
of = "desk"
[[acknowledgement]]
who = "kim"
of = "area.patching"
[team.soc]
members = ["li", "jo"]
lead = "jo"
[person.jo]
[person.li]
[person.ana]
[person.kim]
[person.eve]
"#,
    );
}

#[test]
fn a_member_has_duties_of_their_own() {
    check(
        "responsibility-unacknowledged",
        r#"
[engagement]
status = "signed"
[workstream.triage]
responsible = "soc"
accountable = "li"
#             ^^^^ error: `li` answers for `triage`, and has not taken that on
[[acknowledgement]]
who = "soc"
of = "triage"
[team.soc]
members = ["li", "jo"]
lead = "jo"
[person.jo]
[person.li]
"#,
    );
}

#[test]
fn a_successor_takes_it_on_anew() {
    check(
        "responsibility-unacknowledged",
        r#"
[engagement]
status = "signed"
starts = 2025-01-01
[workstream.triage]
accountable = "lead"
#             ^^^^^^ error: `lead` answers for `triage`, and has not taken that on
[workstream.patching]
accountable = "kim"
[[acknowledgement]]
who = ["lead", "kim"]
of = ["triage", "patching"]
on = 2024-12-01
[role.lead]
held-by = "jo"
[person.jo]
from = 2026-03-01
[person.kim]
from = 2025-01-01
"#,
    );
}

#[test]
fn what_a_holder_took_who_has_left_is_not_the_successor_s() {
    let text = |jo: &str, mark: &str| {
        format!(
            r#"
[engagement]
status = "signed"
starts = 2025-01-01
[workstream.triage]
accountable = "lead"
{mark}[[acknowledgement]]
who = "jo"
of = "triage"
on = 2024-12-01
[role.lead]
held-by = ["jo", "kim"]
[person.jo]
until = {jo}
[person.kim]
from = 2026-11-01
"#
        )
    };
    let rule = "responsibility-unacknowledged";
    let mark =
        "#             ^^^^^^ error: `lead` answers for `triage`, and has not taken that on\n";
    check(rule, &text("2026-10-31", mark));
    // On their last day they have it still.
    is_silent(rule, &text("2026-11-21", ""));
}

#[test]
fn what_is_unknown_may_be_an_acknowledgement() {
    is_not_evaluated(
        "responsibility-unacknowledged",
        r#"
[engagement]
status = "signed"
[workstream.triage]
accountable = "ana"
[[acknowledgement]]
who = "gohst"
of = "triage"
[person.ana]
"#,
    );
}

#[test]
fn drafts_are_not_asked() {
    is_not_evaluated(
        "responsibility-unacknowledged",
        "[engagement]\nstatus = \"draft\"\n[workstream.triage]\naccountable = \"ana\"\n[person.ana]\n",
    );
}

#[test]
fn five_are_shown_and_the_others_counted() {
    let said = |count: usize| {
        let row = |number| format!("[workstream.w{number}]\naccountable = \"ana\"\n");
        let rows: String = (0..count).map(row).collect();
        let text = format!("[engagement]\nstatus = \"signed\"\n{rows}[person.ana]\n");
        let findings = run("responsibility-unacknowledged", &text, &Sources::default()).findings;
        (findings[0].related.len(), findings[0].label.clone())
    };
    assert_eq!(said(5), (5, String::new()));
    assert_eq!(said(6), (5, "and 1 more of those below".to_owned()));
}

#[test]
fn seats_of_nobody_or_of_others_unknown_are_not_asked() {
    let messages = |owner: &str| {
        let text = format!(
            "[engagement]\nstatus = \"signed\"\n[workstream.a]\naccountable = \"ana\"\n\
             [workstream.b]\naccountable = \"{owner}\"\n[workstream.c]\n\
             responsible = \"{owner}\"\naccountable = \"{owner}\"\n[[acknowledgement]]\n\
             who = \"ana\"\nof = \"a\"\non = 2026-11-02\n[person.ana]\n[person.ben]\n\
             [role.empty]\n[role.open]\nheld-by = [\"ben\", 7]\n"
        );
        let findings = run("responsibility-unacknowledged", &text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<String>>()
    };
    assert_eq!(messages("empty"), [""; 0]);
    assert_eq!(messages("open"), [""; 0]);
    assert_eq!(
        messages("ben"),
        ["`ben` answers for `b`, and has not taken on that or 2 other duties"]
    );
}

#[test]
fn what_is_to_be_signed_later_is_not_taken_on_yet() {
    let text = |on: &str| {
        format!(
            "[engagement]\nstatus = \"signed\"\n[workstream.triage]\naccountable = \"ana\"\n\
             [workstream.desk]\naccountable = \"ben\"\n[person.ana]\n[person.ben]\n\
             [[acknowledgement]]\nwho = \"ben\"\nof = \"desk\"\n\
             [[acknowledgement]]\nwho = \"ana\"\nof = \"triage\"\non = {on}\n"
        )
    };
    let count = |on: &str| {
        let findings = run(
            "responsibility-unacknowledged",
            &text(on),
            &Sources::default(),
        );
        findings.findings.len()
    };
    assert_eq!(count("2026-11-22"), 1);
    assert_eq!(count("2026-11-21"), 0);
}
