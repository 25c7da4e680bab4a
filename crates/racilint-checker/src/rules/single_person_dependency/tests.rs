//! What `single-person-dependency` tells, and what it does not.

mod leaving;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "single-person-dependency";

#[test]
fn one_person_behind_several_names() {
    check(
        RULE,
        r#"
[workstream.imaging]
criticality = "critical"
#             ---------- it is critical
responsible = ["radiology", "imaging-lead"]
#              ^^^^^^^^^^^ error: only `ana` can do the work of `imaging`
#                           -------------- `imaging-lead` is `ana` alone
accountable = "ben"
[workstream.help-desk]
respond-within = "30m"
#                ----- a time is promised for it
responsible = "ana"
#             ^^^^^ warning: only `ana` can do the work of `help-desk`
[team.radiology]
members = ["ana", "leaver", "joiner"]
[role.imaging-lead]
held-by = "ana"
[person.ana]
[person.ben]
[person.leaver]
until = 2026-01-31
[person.joiner]
from = 2027-03-01
"#,
    );
}

#[test]
fn one_does_it_until_the_next_one_comes() {
    let text = r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.imaging]
criticality = "critical"
#             ---------- it is critical
responsible = "lead"
#             ^^^^^^ error: only one person at a time can do the work of `imaging`
[role.lead]
held-by = ["old", "new"]
[person.old]
until = 2027-06-30
[person.new]
from = 2027-07-02
"#;
    check(RULE, text);
    let label = |text: &str| {
        let mut findings = run(RULE, text, &Sources::default()).findings;
        let finding = findings.pop().expect("a finding");
        (finding.message, finding.label)
    };
    let (_, told) = label(text);
    assert_eq!(told, "`lead` is `old` until 30 June 2027, then `new`");
    // Who stays is no longer alone when the next one comes.
    let (message, told) = label(&text.replace("until = 2027-06-30", ""));
    assert_eq!(message, "only `old` can do the work of `imaging`");
    assert_eq!(
        told,
        "`lead` is `old` alone until `new` comes on 2 July 2027"
    );
}

#[test]
fn who_comes_or_leaves_on_the_first_day_is_there() {
    for day in ["from", "until"] {
        check(
            RULE,
            &format!(
                r#"
[engagement]
starts = 2027-01-01
[workstream.imaging]
criticality = "critical"
#             ---------- it is critical
responsible = ["lead", "ana", "engineer"]
#              ^^^^^^ error: only `ana` can do the work of `imaging`
#                             ---------- `engineer` is `ana` alone
[role.lead]
held-by = "ana"
[role.engineer]
held-by = "ana"
[person.ana]
{day} = 2027-01-01
"#
            ),
        );
    }
}

#[test]
fn who_comes_behind_another_name_or_after_the_end_is_no_successor() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.imaging]
criticality = "critical"
#             ---------- it is critical
responsible = ["ben", "lead", "deputy-lead"]
#              ^^^^^ error: only one person at a time can do the work of `imaging`
#                     ------ `lead` is `ana` alone
#                             ------------- `deputy-lead` is `ana` until 30 June 2027, then `ben`
[role.lead]
held-by = ["ana", "cy"]
[role.deputy-lead]
held-by = ["ana", "ben", "cy"]
[person.ana]
from = 2026-01-01
until = 2027-06-30
[person.ben]
from = 2027-07-01
[person.cy]
from = 2028-01-03
"#,
    );
}

#[test]
fn only_one_of_several_may_act() {
    check(
        RULE,
        r#"
[workstream.containment]
#           ----------- incidents are handled in this area
responsible = "soc"
#             ^^^^^ warning: `containment` hangs on `jo`: nobody else there may do `isolate-endpoint`
accountable = "ana"
needs = ["isolate-endpoint", "disable-account"]
[[grant]]
holder = "jo"
action = "isolate-endpoint"
#        ------------------ only `jo` may
mode = "pre-authorized"
[[grant]]
holder = ["jo", "ana"]
action = "disable-account"
mode = "pre-authorized"
[team.soc]
members = ["jo", "li"]
[person.jo]
[person.li]
[person.ana]
"#,
    );
}

#[test]
fn deputies_covers_helpers_and_other_hours_are_a_second() {
    is_silent(
        RULE,
        r#"
[workstream.a]
criticality = "high"
responsible = "lead"
[workstream.b]
criticality = "high"
responsible = "cy"
[workstream.c]
criticality = "high"
responsible = "ana"
support = "ben"
[workstream.d]
hours = "24x7"
[workstream.d.slice.days]
hours = "Mon-Sun 08:00-20:00"
responsible = "ana"
[workstream.d.slice.nights]
hours = "Mon-Sun 20:00-08:00"
responsible = "ben"
[role.lead]
held-by = "ana"
deputy = "ben"
[person.ana]
[person.ben]
[person.cy]
away = [{ from = 2027-03-01, to = 2027-03-12, covered-by = "ben" }]
"#,
    );
}

#[test]
fn one_person_day_and_night_is_told_once() {
    check(
        RULE,
        r#"
[workstream.watch]
[workstream.watch.slice.days]
hours = "Mon-Sun 08:00-20:00"
#       --------------------- it is promised at these hours
responsible = "ana"
#             ^^^^^ warning: only `ana` can do the work of `watch`
[workstream.watch.slice.nights]
hours = "Mon-Sun 20:00-08:00"
responsible = "ana"
[person.ana]
"#,
    );
}

#[test]
fn a_part_without_hours_stands_for_itself() {
    let messages = |slices: &str| {
        let text = format!(
            "[workstream.watch]\ncriticality = \"high\"\n{slices}\n[person.ana]\n[person.ben]\n\
             [person.cy]\n"
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<_>>()
    };
    let slice = |name: &str, says: &str| format!("[workstream.watch.slice.{name}]\n{says}\n");
    let only = |name: &str, row: &str| format!("only `{name}` can do the work of `watch.{row}`");
    let steps = slice("stop", "step = \"stop\"\nresponsible = \"ana\"")
        + &slice("clean", "step = \"clean\"\nresponsible = [\"ben\", \"cy\"]");
    assert_eq!(messages(&steps), [only("ana", "stop")]);
    let one = slice(
        "nights",
        "hours = \"Mon-Sun 20:00-08:00\"\nresponsible = \"ana\"",
    ) + &slice("rest", "responsible = [\"ben\", \"cy\"]");
    assert_eq!(messages(&one), [only("ana", "nights")]);
}

#[test]
fn parties_decisions_and_the_unknown_are_silent() {
    is_silent(
        RULE,
        r#"
[workstream.a]
criticality = "high"
responsible = "vendor"
[workstream.b]
criticality = "high"
responsible = ["ana", "gohst"]
[workstream.c]
criticality = "high"
activity = "decision"
responsible = "ana"
[workstream.d]
criticality = "high"
responsible = "ana"
support = "vendor"
[workstream.e]
criticality = "high"
responsible = "empty"
[team.empty]
[party.vendor]
[person.ana]
"#,
    );
}

#[test]
fn whoever_covers_has_the_authority_of_the_one_who_is_away() {
    let text = |cover: &str| {
        format!(
            r#"
[workstream.desk]
criticality = "high"
responsible = "chief"
needs = ["grant-access"]
[role.chief]
held-by = "pia"
[[grant]]
holder = "chief"
action = "grant-access"
mode = "pre-authorized"
[person.pia]
away = [{{ from = 2027-03-01, to = 2027-03-05{cover} }}]
[person.dan]
"#
        )
    };
    is_silent(RULE, &text(", covered-by = \"dan\""));
    let found = run(RULE, &text(""), &Sources::default());
    assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
}

#[test]
fn work_that_can_wait_may_wait() {
    is_not_evaluated(
        RULE,
        "[workstream.purchasing]\nresponsible = \"ana\"\n[person.ana]\n",
    );
}

#[test]
fn what_hangs_on_the_first_is_told_together() {
    check(
        RULE,
        r#"
[workstream.containment]
#           ----------- incidents are handled in this area
responsible = ["jo", "li"]
#              ^^^^ warning: `containment` hangs on `jo`: nobody else there may do `isolate-endpoint` and `block-traffic`
needs = ["isolate-endpoint", "disable-account", "block-traffic"]
[[grant]]
holder = "jo"
action = ["isolate-endpoint", "block-traffic"]
#         ------------------ only `jo` may
mode = "pre-authorized"
[[grant]]
holder = "li"
action = "disable-account"
mode = "pre-authorized"
[person.jo]
[person.li]
"#,
    );
}

#[test]
fn whoever_is_called_or_answers_for_it_may_act_as_well() {
    let work = |more: &str| {
        format!(
            r#"
[workstream.containment]
responsible = ["jo", "li"]
needs = ["isolate-endpoint"]
{more}
[[grant]]
holder = "jo"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "isolate-endpoint"
mode = "approval-required"
approver = "jo"
[escalation.p1]
steps = [{{ to = "jo" }}, {{ to = "ana" }}]
[person.jo]
[person.li]
[person.ana]
"#
        )
    };
    let count = |more: &str| run(RULE, &work(more), &Sources::default()).findings.len();
    assert_eq!(count(""), 1);
    assert_eq!(count("accountable = \"li\""), 1);
    for more in [
        "accountable = \"ana\"",
        "escalation = \"p1\"",
        "escalation = \"p2\"",
        "escalation = 7",
    ] {
        assert_eq!(count(more), 0, "{more}");
    }
}

#[test]
fn work_that_is_over_needs_no_second() {
    let slice = |until: &str| {
        format!(
            "[workstream.triage]\ncriticality = \"critical\"\n[workstream.triage.slice.first]\n\
             until = {until}\nresponsible = \"ana\"\n[person.ana]\n"
        )
    };
    let count = |until: &str| run(RULE, &slice(until), &Sources::default()).findings.len();
    assert_eq!(count("2026-08-31"), 0);
    assert_eq!(count("2099-12-31"), 1);
}
