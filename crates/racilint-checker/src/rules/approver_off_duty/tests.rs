//! The rule on approvers who are off duty when they are asked, and what looks like one.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run, run_together};

const RULE: &str = "approver-off-duty";

const PEOPLE: &str = r#"
[engagement]
timezone = "Europe/Berlin"
[person.soc]
hours = "24x7"
[person.boss]
hours = "Mon-Fri 08:00-17:00"
[person.deputy]
hours = "Mon-Fri 08:00-18:00"
[person.night]
hours = "24x7"
[role.director]
held-by = "boss"
deputy = "deputy"
"#;

/// A grant for the night watch, with some more keys.
fn fixture(row: &str, grant: &str) -> String {
    format!(
        "{PEOPLE}
[workstream.containment]
responsible = \"soc\"
needs = [\"disable-account\"]
{row}
[[grant]]
holder = \"soc\"
action = \"disable-account\"
mode = \"approval-required\"
{grant}
"
    )
}

#[test]
fn the_approver_sleeps() {
    let row = r#"
hours = "24x7"
#       ------ `containment` is promised then
respond-within = "15m"
"#;
    let grant = r#"
approver = ["director", "boss"]
#           ^^^^^^^^^^ error: calls for `containment` find nobody to approve `disable-account` every Friday 17:45 to Monday 07:45, 62 hours; in all 118 of 168 hours a week
#                       ------ is off duty then as well
within = "10m"
if-no-answer = "wait"
#              ------ what happens without an answer
"#;
    let text = fixture(row, grant).replace(
        "action = \"disable-account\"",
        "#        ----- has to ask, and waits\naction = \"disable-account\"",
    );
    check(RULE, &text);
}

#[test]
fn a_target_that_is_missed_counts_and_one_that_is_met_does_not() {
    let grant = "approver = \"boss\"\nwithin = \"10m\"\nif-no-answer = \"escalate\"";
    let row = |target: &str| {
        format!("hours = \"24x7\"\nrespond-within = \"15m\"\ndecide-within = \"{target}\"")
    };
    is_silent(RULE, &fixture(&row("66h"), grant));
    let findings = run(RULE, &fixture(&row("62h"), grant), &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
}

#[test]
fn somebody_there_and_silence_that_means_consent_are_silent() {
    let row = "hours = \"24x7\"\nrespond-within = \"15m\"";
    let approver = "approver = \"boss\"\nwithin = \"10m\"";
    is_silent(
        RULE,
        &fixture(row, "approver = [\"boss\", \"night\"]\nwithin = \"10m\""),
    );
    let consent = format!("{approver}\nif-no-answer = \"act\"");
    is_silent(RULE, &fixture(row, &consent));
    is_silent(RULE, &fixture("hours = \"Mon-Fri 09:00-16:00\"", approver));
    is_silent(
        RULE,
        &fixture(
            row,
            &format!(
                "{approver}
[[grant]]
holder = \"soc\"
action = \"disable-account\"
mode = \"pre-authorized\"
hours = [\"Sun-Fri 16:00-09:00\", \"Sat-Sun 00:00-24:00\"]"
            ),
        ),
    );
    is_silent(
        RULE,
        &fixture(
            &format!("{row}\nescalation = \"p1\""),
            &format!(
                "{approver}
[escalation.p1]
steps = [{{ to = \"soc\", ack-within = \"5m\" }}, {{ to = \"night\", ack-within = \"5m\" }}]
[[grant]]
holder = \"night\"
action = \"disable-account\"
mode = \"pre-authorized\""
            ),
        ),
    );
}

#[test]
fn hours_that_nobody_wrote_are_asked_for() {
    let text = fixture(
        "hours = \"24x7\"\nrespond-within = \"15m\"",
        "approver = \"vic\"\nwithin = \"10m\"\n[person.vic]",
    );
    is_not_evaluated(RULE, &text);
    let needs = run(RULE, &text, &Sources::default()).needs_hours_of;
    assert_eq!(needs.into_iter().collect::<Vec<_>>(), ["vic"]);
}

#[test]
fn hours_of_somebody_else_who_may_act_are_asked_for() {
    let text = fixture(
        "hours = \"24x7\"\nescalation = \"p1\"",
        r#"
approver = "boss"
within = "10m"
[person.vic]
[escalation.p1]
steps = [{ to = "soc", ack-within = "5m" }, { to = "vic", ack-within = "5m" }]
[[grant]]
holder = "vic"
action = "disable-account"
mode = "pre-authorized"
"#,
    );
    is_not_evaluated(RULE, &text);
    let needs = run(RULE, &text, &Sources::default()).needs_hours_of;
    assert_eq!(needs.into_iter().collect::<Vec<_>>(), ["vic"]);
}

#[test]
fn without_promised_hours_or_an_approver_there_is_nothing_to_say() {
    is_not_evaluated(RULE, &fixture("", "approver = \"boss\"\nwithin = \"10m\""));
    is_not_evaluated(RULE, &fixture("hours = \"24x7\"", ""));
    is_not_evaluated(RULE, &fixture("hours = \"24x7\"", "approver = \"gohst\""));
}

#[test]
fn an_approval_that_never_ends_is_told_once() {
    let text = fixture(
        "hours = \"24x7\"\nrespond-within = \"15m\"",
        "approver = \"boss\"",
    );
    let rules = ["approval-path-incomplete", RULE];
    let findings = run_together(&rules, &text, &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].rule.name, "approval-path-incomplete");
    let told = &findings[0].related;
    assert!(told.iter().any(|label| label.message.contains("approve")));
}

#[test]
fn a_path_that_is_too_slow_is_not_the_approvers_fault() {
    let row = "hours = \"24x7\"\nrespond-within = \"15m\"\ndecide-within = \"5m\"";
    is_silent(
        RULE,
        &fixture(row, "approver = \"night\"\nwithin = \"10m\""),
    );
    let text = fixture(row, "approver = \"boss\"\nwithin = \"10m\"");
    let findings = run(RULE, &text, &Sources::default()).findings;
    let message = &findings[0].message;
    assert!(
        message.contains("Friday 16:45 to Monday 07:45"),
        "{message}"
    );
}

#[test]
fn an_approver_who_is_away_is_told_by_the_absence() {
    let text = fixture(
        "hours = \"24x7\"\nrespond-within = \"15m\"",
        "approver = \"night\"\nwithin = \"10m\"",
    );
    let away = "[person.night]\naway = [{ from = 2027-03-01, to = 2027-03-05 }]";
    let text = text.replace("[person.night]", away);
    let rules = ["absence-gap", RULE];
    let findings = run_together(&rules, &text, &Sources::default()).findings;
    let told: Vec<&str> = findings.iter().map(|own| own.rule.name).collect();
    assert_eq!(told, ["absence-gap"]);

    // One who keeps office hours is missing at night, whoever is away.
    let text = text.replace("approver = \"night\"", "approver = \"boss\"");
    let findings = run_together(&rules, &text, &Sources::default()).findings;
    let told: Vec<&str> = findings.iter().map(|own| own.rule.name).collect();
    assert_eq!(told, [RULE]);
}

#[test]
fn an_approver_whom_an_earlier_step_has_asked_is_not_missing_later() {
    let text = r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Oslo"
[workstream.live]
responsible = "ops"
accountable = "ops"
hours = "Mon-Fri 09:00-17:00"
decide-within = "20m"
needs = ["failover"]
escalation = "p"
[escalation.p]
steps = [{ to = "ops", ack-within = "15m" }, { to = "lead", ack-within = "15m" }]
[[grant]]
holder = ["ops", "lead"]
action = "failover"
mode = "approval-required"
approver = "producer"
within = "5m"
[person.ops]
hours = "24x7"
[person.lead]
hours = "24x7"
[person.producer]
hours = "Mon-Fri 09:00-17:00"
"#;
    // Asked at 16:45 or later by the first step, nobody answers; whom the second step asks does not
    // matter before.
    let found = run(RULE, text, &Sources::default()).findings;
    let said: Vec<&str> = found.iter().map(|own| &*own.message).collect();
    assert_eq!(
        said,
        [
            "calls for `live` find nobody to approve `failover` every weekday 16:45 to 17:00, 15 minutes"
        ]
    );
    // Too slow by itself where it has to be asked, and free at other hours.
    let slow = text
        .replace(
            "hours = \"Mon-Fri 09:00-17:00\"\ndecide",
            "hours = \"24x7\"\ndecide",
        )
        .replace(
            "within = \"5m\"",
            "within = \"20m\"\nhours = \"Mon-Fri 09:00-17:00\"",
        );
    let free = "[[grant]]\nholder = \"ops\"\naction = \"failover\"\nmode = \"pre-authorized\"\n\
                hours = [\"Mon-Fri 17:00-09:00\", \"Sat-Sun 09:00-09:00\"]\n";
    let found = run(RULE, &format!("{slow}{free}"), &Sources::default()).findings;
    let said: Vec<&str> = found.iter().map(|own| &*own.message).collect();
    assert_eq!(
        said,
        [
            "calls for `live` find nobody to approve `failover` every weekday 16:45 to 16:55, 10 minutes"
        ]
    );
}

/// Whoever comes on duty at eight in the evening is called by those who called half an hour before.
#[test]
fn the_calls_are_told_at_which_a_later_step_finds_no_approver() {
    let rows = r#"
[person.late]
hours = "Mon-Sun 20:00-22:00"
[workstream.containment]
responsible = "soc"
needs = ["disable-account"]
hours = "24x7"
#       ------ `containment` is promised then
escalation = "p1"
[escalation.p1]
steps = [{ to = "soc", ack-within = "30m" }, { to = "late", ack-within = "10m" }]
[[grant]]
holder = "late"
#        ------ has to ask, and waits
action = "disable-account"
mode = "approval-required"
approver = "boss"
#          ^^^^^^ error: calls for `containment` find nobody to approve `disable-account` every day 19:30 to 21:30, 2 hours
within = "10m"
"#;
    check(RULE, &format!("{PEOPLE}{rows}"));
}

/// At weekends they may act at once, so that the target can be met; on weekdays it is missed by the
/// ten minutes after which silence means consent.
#[test]
fn silence_means_consent_also_when_the_grant_has_run_out_since_the_call() {
    let row = "hours = \"24x7\"\nrespond-within = \"15m\"\ndecide-within = \"20m\"";
    let grant = |instead: &str| {
        format!(
            "approver = \"boss\"
within = \"10m\"
if-no-answer = \"{instead}\"
hours = \"Mon-Fri 08:00-17:00\"
[[grant]]
holder = \"soc\"
action = \"disable-account\"
mode = \"pre-authorized\"
hours = \"Sat-Sun 00:00-24:00\""
        )
    };
    is_silent(RULE, &fixture(row, &grant("act")));
    let findings = run(RULE, &fixture(row, &grant("wait")), &Sources::default()).findings;
    assert!(findings[0].message.contains("every weekday 16:45 to 17:00"));
}

#[test]
fn work_that_does_not_say_how_soon_it_is_answered_is_asked_whether_anybody_approves() {
    let text = fixture("hours = \"24x7\"", "approver = \"boss\"\nwithin = \"10m\"");
    let findings = run(RULE, &text, &Sources::default()).findings;
    let message = &findings[0].message;
    assert!(
        message.contains("Friday 17:00 to Monday 08:00"),
        "{message}"
    );
}

/// The approver comes at eight and is asked ten minutes after the first time, which is a quarter of
/// an hour after the call.
#[test]
fn who_is_asked_again_may_be_back_by_then() {
    let row = "hours = \"24x7\"\nrespond-within = \"15m\"";
    for (instead, until) in [("wait", "07:45"), ("escalate", "07:35")] {
        let grant = format!("approver = \"boss\"\nwithin = \"10m\"\nif-no-answer = \"{instead}\"");
        let findings = run(RULE, &fixture(row, &grant), &Sources::default()).findings;
        let message = &findings[0].message;
        let window = format!("every Friday 16:45 to Monday {until}");
        assert!(message.contains(&window), "{message}");
    }
}
