//! Tests of `after-hours-authority-gap`.

mod once;
mod waits;
mod without_path;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run, run_together};

/// A SOC that is there around the clock, and a director who is not.
fn engagement(grants: &str) -> String {
    format!(
        r#"
[engagement]
timezone = "America/Chicago"
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
[person.dana]
hours = "Mon-Fri 08:00-17:00"
[escalation.incident]
steps = [{{ to = "soc", ack-within = "15m" }}, {{ to = "dana", ack-within = "15m" }}]
{grants}
"#
    )
}

const WORK: &str = r#"
[workstream.containment]
hours = "24x7"
responsible = "soc"
accountable = "dana"
decide-within = "1h"
escalation = "incident"
needs = ["disable-account"]
"#;

fn granted(grant: &str) -> String {
    format!("{}{WORK}", engagement(&format!("[[grant]]\n{grant}")))
}

#[test]
fn the_only_one_who_may_is_asleep() {
    check(
        "after-hours-authority-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
hours = "24x7"
responsible = "soc"
accountable = "dana"
decide-within = "1h"
escalation = "incident"
needs = ["disable-account"]
#        ^^^^^^^^^^^^^^^^^ error: nobody who may `disable-account` for `containment` is reached within 1 hour: every Friday 16:45 to Monday 07:15, 62 hours 30 minutes
[escalation.incident]
steps = [
  { to = "soc", ack-within = "15m" },
#        ----- `soc` is called first, and may not `disable-account`
  { to = "dana", ack-within = "15m" },
#        ------ `dana` is called after 15 minutes, and is off duty then
]
[[grant]]
holder = "dana"
action = "disable-account"
mode = "pre-authorized"
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
[person.dana]
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}

/// `authority-invalid` says so, by the date.
#[test]
fn authority_that_ends() {
    is_silent(
        "after-hours-authority-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
hours = "24x7"
responsible = "soc"
respond-within = "15m"
needs = ["disable-account", "isolate-endpoint"]
[[grant]]
holder = "soc"
action = ["disable-account", "isolate-endpoint"]
mode = "pre-authorized"
until = 2027-06-30
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
"#,
    );
}

/// `approver-off-duty` says so.
#[test]
fn only_the_approver_is_off_duty() {
    is_silent(
        "after-hours-authority-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
hours = "Mon-Sat 08:00-17:00"
responsible = "soc"
respond-within = "15m"
decide-within = "1h"
needs = ["disable-account"]
[[grant]]
holder = "soc"
action = "disable-account"
mode = "approval-required"
approver = "dana"
within = "30m"
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
[person.dana]
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}

#[test]
fn whoever_is_there_may_act() {
    let grant = "holder = \"soc\"\naction = \"disable-account\"\nmode = \"pre-authorized\"";
    is_silent("after-hours-authority-gap", &granted(grant));
}

#[test]
fn silence_means_consent() {
    let grant = r#"
holder = "soc"
action = "disable-account"
mode = "approval-required"
approver = "dana"
within = "15m"
if-no-answer = "act"
"#;
    is_silent("after-hours-authority-gap", &granted(grant));
}

#[test]
fn nobody_may_ever_or_soon_enough_is_told_elsewhere() {
    let slow = r#"
holder = "dana"
action = "disable-account"
mode = "approval-required"
approver = "dana"
within = "2h"
"#;
    is_silent("after-hours-authority-gap", &granted(slow));
    let nobody = format!("{}{WORK}", engagement(""));
    is_not_evaluated("after-hours-authority-gap", &nobody);
}

#[test]
fn without_a_path_those_who_do_the_work_are_called_and_may_not() {
    let mail = engagement(
        r#"
[[grant]]
holder = "dana"
action = "restore-backup"
mode = "pre-authorized"
[workstream.mail]
hours = "24x7"
responsible = "soc"
#             ----- `soc` is called first, and may not `restore-backup`
accountable = "dana"
respond-within = "15m"
decide-within = "1h"
needs = ["restore-backup"]
#        ^^^^^^^^^^^^^^^^ error: nobody who may `restore-backup` for `mail` is ever reached
"#,
    );
    check("after-hours-authority-gap", &mail);
    // Work that has to have a path: that it has none is told.
    let critical = mail.replace(
        "hours = \"24x7\"\nresp",
        "criticality = \"critical\"\nhours = \"24x7\"\nresp",
    );
    let said = run_together(
        &["after-hours-authority-gap", "missing-escalation-path"],
        &critical,
        &Sources::default(),
    );
    let rules: Vec<&str> = said.findings.iter().map(|own| own.rule.name).collect();
    assert_eq!(rules, ["missing-escalation-path"]);
}

#[test]
fn a_role_is_called_and_only_its_holder_may() {
    let text = r#"
[engagement]
timezone = "America/Chicago"
[workstream.mail]
hours = "24x7"
responsible = "lead"
needs = ["restore-backup"]
#        ^^^^^^^^^^^^^^^^ error: nobody who may `restore-backup` for `mail` is ever reached
escalation = "incident"
[escalation.incident]
steps = [{ to = "lead", ack-within = "15m" }]
#               ------ `lead` is called first, and may not `restore-backup`
[[grant]]
holder = "li"
action = "restore-backup"
mode = "pre-authorized"
[role.lead]
held-by = "li"
deputy = "sam"
[person.li]
hours = "24x7"
[person.sam]
hours = "24x7"
"#;
    check("after-hours-authority-gap", text);
    is_silent(
        "after-hours-authority-gap",
        &text.replace("holder = \"li\"", "holder = \"lead\""),
    );
}

#[test]
fn nobody_is_on_duty_at_all() {
    is_silent(
        "after-hours-authority-gap",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
hours = "24x7"
responsible = "soc"
respond-within = "15m"
decide-within = "3d"
needs = ["disable-account"]
[[grant]]
holder = "soc"
action = "disable-account"
mode = "pre-authorized"
[team.soc]
members = ["li"]
hours = "Mon-Fri 08:00-17:00"
[person.li]
"#,
    );
}

#[test]
fn a_recorded_absence_is_told_elsewhere() {
    let grant = "holder = \"dana\"\naction = \"disable-account\"\nmode = \"pre-authorized\"";
    let text = granted(grant).replace(
        "[person.dana]\nhours = \"Mon-Fri 08:00-17:00\"",
        "[person.dana]\nhours = \"24x7\"\naway = [{ from = 2027-03-01, to = 2027-03-05 }]",
    );
    is_silent("after-hours-authority-gap", &text);
}

#[test]
fn nobody_wrote_when_they_are_there() {
    let grant = "holder = \"dana\"\naction = \"disable-account\"\nmode = \"pre-authorized\"";
    let text = granted(grant).replace(
        "[person.dana]\nhours = \"Mon-Fri 08:00-17:00\"",
        "[person.dana]",
    );
    is_not_evaluated("after-hours-authority-gap", &text);
}

#[test]
fn work_without_hours_or_authority() {
    let grant = "holder = \"dana\"\naction = \"disable-account\"\nmode = \"pre-authorized\"";
    let text = granted(grant).replace("needs = [\"disable-account\"]", "needs = []");
    is_not_evaluated("after-hours-authority-gap", &text);
    let text = granted(grant).replace(
        "[workstream.containment]\nhours = \"24x7\"",
        "[workstream.containment]",
    );
    is_not_evaluated("after-hours-authority-gap", &text);
}

#[test]
fn days_without_a_grant_are_told_by_their_dates() {
    let text = |second: &str| {
        format!(
            r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Oslo"
[workstream.net]
responsible = "ops"
accountable = "ops"
hours = "Mon-Fri 08:00-16:00"
decide-within = "1h"
needs = ["failover"]
escalation = "p"
[escalation.p]
steps = [{{ to = "ops", ack-within = "15m" }}]
[[grant]]
holder = "ops"
action = "failover"
mode = "pre-authorized"
until = 2027-03-31
[[grant]]
holder = "ops"
action = "failover"
mode = "pre-authorized"
{second}
[person.ops]
hours = "Mon-Fri 08:00-17:00"
"#
        )
    };
    let said = |second: &str| {
        let rules = ["after-hours-authority-gap", "authority-invalid"];
        let found = run_together(&rules, &text(second), &Sources::default()).findings;
        let mut names: Vec<&str> = found.iter().map(|finding| finding.rule.name).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(said("from = 2027-04-05"), ["authority-invalid"]);
    assert_eq!(said("from = 2027-04-01"), [""; 0]);
    // The hours on other days are another cause.
    let late = "from = 2027-04-05\nhours = \"Mon-Fri 10:00-17:00\"";
    assert_eq!(
        said(late),
        ["after-hours-authority-gap", "authority-invalid"]
    );
}

#[test]
fn the_hours_of_whoever_need_not_be_called_are_not_needed() {
    let text = granted("holder = \"soc\"\naction = \"disable-account\"\nmode = \"pre-authorized\"");
    let open = text.replace(
        "[person.dana]\nhours = \"Mon-Fri 08:00-17:00\"",
        "[person.dana]",
    );
    is_silent("after-hours-authority-gap", &open);
}

/// What is told of each step, where `dana` may at once and is off duty.
fn told_of_steps(soc: &str, steps: &str) -> Vec<String> {
    let grant = "holder = \"dana\"\naction = \"disable-account\"\nmode = \"pre-authorized\"";
    let default = r#"{ to = "soc", ack-within = "15m" }, { to = "dana", ack-within = "15m" }"#;
    let more = "[person.kim]\nhours = \"24x7\"\n[person.max]\n";
    let text = granted(grant).replace(default, steps) + soc + more;
    let sources = Sources::default();
    let findings = run_together(&["after-hours-authority-gap"], &text, &sources).findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
    let related = findings[0].related.iter();
    related.map(|label| label.message.clone()).collect()
}

#[test]
fn why_each_step_does_not_help() {
    const SOC_FIRST: &str =
        r#"{ to = "soc", ack-within = "15m" }, { to = "dana", ack-within = "15m" }"#;
    const DANA: &str = "`dana` is called after 15 minutes, and is off duty then";
    let grant =
        |says: &str| format!("[[grant]]\nholder = \"soc\"\naction = \"disable-account\"\n{says}\n");
    let approval = "mode = \"approval-required\"\napprover = \"kim\"\n";
    let slow = grant(&format!("{approval}within = \"2h\""));
    assert_eq!(
        told_of_steps(&slow, SOC_FIRST),
        [
            "`soc` is called first, and may `disable-account` with an approval, 2 hours 15 minutes \
             after the call",
            DANA
        ]
    );
    let by_silence = slow.replace("\"kim\"", "\"dana\"\nif-no-answer = \"act\"");
    assert_eq!(
        told_of_steps(&by_silence, SOC_FIRST),
        told_of_steps(&slow, SOC_FIRST)
    );
    assert_eq!(
        told_of_steps(&grant(approval), SOC_FIRST),
        [
            "`soc` is called first, and may `disable-account` with an approval for which no time \
             is set",
            DANA
        ]
    );
    assert_eq!(
        told_of_steps(&grant("mode = \"prohibited\""), SOC_FIRST),
        [
            "`soc` is called first, and is prohibited to `disable-account`",
            DANA,
            "by this, `soc` is prohibited to `disable-account`"
        ]
    );
    let by_day = grant("mode = \"pre-authorized\"\nhours = \"Mon-Fri 08:00-17:00\"");
    assert_eq!(
        told_of_steps(&by_day, SOC_FIRST),
        [
            "`soc` is called first, and may not `disable-account` at this hour",
            DANA,
            "`soc` may `disable-account` at other hours only"
        ]
    );
    let with_max = r#"{ to = "soc", ack-within = "15m" }, { to = "max", ack-within = "15m" }, { to = "dana", ack-within = "15m" }"#;
    assert_eq!(
        told_of_steps("", with_max),
        [
            "`soc` is called first, and may not `disable-account`",
            "`max` is called after 15 minutes, and has no hours in the file",
            "`dana` is called after 30 minutes, and is off duty then"
        ]
    );
    let slow_soc = r#"{ to = "dana", ack-within = "15m" }, { to = "soc", ack-within = "90m" }"#;
    assert_eq!(
        told_of_steps(&grant("mode = \"pre-authorized\""), slow_soc),
        [
            "`dana` is called first, and is off duty then",
            "`soc` is called after 15 minutes, and may `disable-account`, but has 1 hour 30 \
             minutes to answer"
        ]
    );
}

/// A desk that is there and may act at all hours, and what prohibits it to.
fn prohibited(steps: &str, more: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "America/Chicago"
[workstream.containment]
hours = "24x7"
needs = ["isolate-endpoint"]
responsible = "soc"
decide-within = "1h"
escalation = "incident"
[escalation.incident]
steps = [{steps}]
[[grant]]
holder = "soc"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
holder = "soc"
action = "isolate-endpoint"
mode = "prohibited"
hours = "Mon-Fri 08:00-17:00"
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
{more}
"#
    )
}

#[test]
fn what_prohibits_is_what_has_to_go() {
    let told = |steps: &str, more: &str| {
        let text = prohibited(steps, more);
        let outcome = run("after-hours-authority-gap", &text, &Sources::default());
        assert_eq!(outcome.findings.len(), 1, "{outcome:?}");
        let finding = &outcome.findings[0];
        let labels: Vec<&str> = finding.related.iter().map(|own| &*own.message).collect();
        let is_named = labels.contains(&"by this, `soc` is prohibited to `isolate-endpoint`");
        assert!(is_named, "{labels:?}");
        finding.help.clone().unwrap_or_default()
    };
    let soc = r#"{ to = "soc", ack-within = "15m" }"#;
    assert_eq!(
        told(soc, ""),
        "lift the prohibition of `isolate-endpoint` for `soc`, or narrow its `hours`: it counts \
         more than any grant; or put somebody on the path who may and is on duty"
    );
    // Where the grant ends with the day, lifting it is not enough; what others may does not count.
    let others = "[[grant]]\nholder = \"kim\"\naction = \"isolate-endpoint\"\n\
                  mode = \"pre-authorized\"\n[person.kim]\nhours = \"24x7\"";
    for (days, more) in [("Mon-Fri", ""), ("Mon-Sun", ""), ("Mon-Fri", others)] {
        let night = prohibited(soc, more)
            .replacen(
                "mode = \"pre-authorized\"",
                &format!("mode = \"pre-authorized\"\nhours = \"{days} 08:00-17:00\""),
                1,
            )
            .replace(
                "mode = \"prohibited\"\nhours = \"Mon-Fri 08:00-17:00\"",
                &format!("mode = \"prohibited\"\nhours = \"{days} 17:00-08:00\""),
            );
        let found = run("after-hours-authority-gap", &night, &Sources::default()).findings;
        assert_eq!(
            found[0].help.as_deref(),
            Some(
                "lift the prohibition of `isolate-endpoint` for `soc`, or narrow its `hours`: it \
                 counts more than any grant; and let `soc` act at these hours: `[[grant]]` with \
                 `mode = \"pre-authorized\"`; or put somebody on the path who may and is on duty"
            )
        );
    }
    // Somebody else who is there may still be given it.
    let both = format!(r#"{soc}, {{ to = "kim", ack-within = "15m" }}"#);
    assert_eq!(
        told(&both, "[person.kim]\nhours = \"24x7\""),
        "let whoever is there act: `[[grant]]` with `holder = \"kim\"`, `action = \
         \"isolate-endpoint\"` and `mode = \"pre-authorized\"`; or put somebody on the path who \
         may and is on duty"
    );
}

/// `soc` is called half an hour after the call, and prohibited to act on Monday at noon; ten minutes
/// an hour before make nothing late.
#[test]
fn what_prohibits_when_they_are_called_is_told_and_nothing_else() {
    let steps = r#"{ to = "kim", ack-within = "30m" }, { to = "soc", ack-within = "15m" }"#;
    let short = "[person.kim]\nhours = \"24x7\"\n[[grant]]\nholder = \"soc\"\n\
                 action = \"isolate-endpoint\"\nmode = \"prohibited\"\nhours = \"Mon 11:00-11:10\"\n";
    let text = prohibited(steps, short).replace("Mon-Fri 08:00-17:00", "Mon 12:00-13:00");
    let sources = Sources::default();
    let findings = run("after-hours-authority-gap", &text, &sources).findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
    let by_this = "by this, `soc` is prohibited to `isolate-endpoint`";
    let related = findings[0].related.iter();
    let places = related
        .filter(|own| own.message == by_this)
        .map(|own| own.span.start as usize);
    let noon = text.find("\"Mon 12:00").expect("the hours");
    assert_eq!(places.collect::<Vec<_>>(), [noon]);
}

#[test]
fn whoever_is_called_and_there_is_the_one_to_empower() {
    let text =
        granted("holder = \"dana\"\naction = \"disable-account\"\nmode = \"pre-authorized\"");
    let help = |text: &str| {
        let found = run_together(&["after-hours-authority-gap"], text, &Sources::default());
        assert_eq!(found.findings.len(), 1);
        found.findings[0].help.clone().unwrap_or_default()
    };
    let act = "let whoever is there act: `[[grant]]` with `holder = \"soc\"`, `action = \"disable-account\"`";
    assert!(help(&text).starts_with(act), "{}", help(&text));
    let alone = text.replace("{ to = \"soc\", ack-within = \"15m\" }, ", "");
    assert!(
        help(&alone).starts_with("put somebody on the path"),
        "{}",
        help(&alone)
    );
}

/// Silence is an answer only where somebody is asked.
#[test]
fn consent_by_silence_is_proposed_where_an_approval_is_asked_for() {
    let help = |grant: &str| {
        let default = r#"{ to = "soc", ack-within = "15m" }, "#;
        let text = granted(grant).replace(default, "");
        let findings = run("after-hours-authority-gap", &text, &Sources::default()).findings;
        findings[0].help.clone().expect("help")
    };
    let at_once = "holder = \"dana\"\naction = \"disable-account\"\nmode = \"pre-authorized\"";
    assert!(!help(at_once).contains("silence"), "{}", help(at_once));
    let asked = "holder = \"soc\"\naction = \"disable-account\"\nmode = \"approval-required\"\n\
                 approver = \"dana\"\nwithin = \"30m\"";
    let both = format!("{at_once}\n[[grant]]\n{asked}");
    assert!(help(&both).contains("silence"), "{}", help(&both));
}
