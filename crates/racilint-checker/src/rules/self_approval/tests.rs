//! What `self-approval` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "self-approval";

#[test]
fn those_who_act_approve() {
    check(
        RULE,
        r#"
[[grant]]
holder = ["ana", "ben"]
#         ----- asks, and acts
#                ----- asks, and acts
action = ["disable-account", "block-traffic"]
mode = "approval-required"
approver = "desk"
#          ^^^^^^ error: `ana` and `ben` may do `disable-account` and `block-traffic` with approval, and the approval is their own
on = "containment"
[workstream.containment]
criticality = "critical"
[team.desk]
members = ["ana", "ben"]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn an_exception_of_ones_own() {
    check(
        RULE,
        r#"
[[exception]]
what = "the surgery calls the engineer directly"
#      ----------------------------------------- the exception
owner = "director"
#       ---------- sees to it
approved-by = "ana"
#             ^^^^^ warning: `director` approves an exception of their own
[role.director]
held-by = "ana"
deputy = "ben"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn a_second_pair_of_eyes_is_silent() {
    is_silent(
        RULE,
        r#"
[[grant]]
holder = "desk"
action = "disable-account"
mode = "approval-required"
approver = "lead"
[[grant]]
holder = "ana"
action = "disable-account"
mode = "approval-required"
approver = ["ana", "ben"]
[[grant]]
holder = "vendor"
action = "restore-backup"
mode = "approval-required"
approver = "ana"
[[exception]]
what = "direct calls"
owner = "ana"
approved-by = "ben"
[team.desk]
members = ["ana", "ben"]
[role.lead]
held-by = "ana"
[party.vendor]
[person.ana]
party = "vendor"
[person.ben]
"#,
    );
}

#[test]
fn what_takes_no_approval_or_is_unknown_is_silent() {
    is_silent(
        RULE,
        r#"
[[grant]]
holder = "ana"
action = "disable-account"
mode = "pre-authorized"
approver = "ana"
[[grant]]
holder = "ana"
action = "block-traffic"
mode = "approval-required"
approver = ["ana", "gohst"]
[[grant]]
holder = "empty"
action = "block-traffic"
mode = "approval-required"
approver = "empty"
[[grant]]
holder = "ana"
action = "restore-backup"
mode = "approval-required"
[team.empty]
[person.ana]
"#,
    );
}

/// An approval of one's own, beside another grant for the same.
fn beside(other: &str, mark: &str) -> String {
    format!(
        r#"
[workstream.endpoints]
[workstream.mail]
[[grant]]
holder = "ana"
action = ["disable-account", "block-traffic"]
on = "endpoints"
mode = "approval-required"
from = 2026-01-01
until = 2027-12-31
approver = "ana"
{mark}[[grant]]
holder = ["ben", "desk"]
mode = "pre-authorized"
{other}
[team.desk]
members = ["ana"]
[person.ana]
[person.ben]
"#
    )
}

#[test]
fn whoever_need_not_ask_approves_nothing() {
    let both = "action = [\"block-traffic\", \"disable-account\"]\n";
    for more in [
        "",
        "on = \"endpoints\"",
        "from = 2026-01-01",
        "hours = \"24x7\"",
    ] {
        is_silent(RULE, &beside(&format!("{both}{more}"), ""));
    }
    let office = "hours = \"Mon-Fri 08:00-18:00\"\n";
    let in_office =
        beside(&format!("{both}{office}"), "").replace("until =", &format!("{office}until ="));
    is_silent(RULE, &in_office);
    is_silent(
        RULE,
        &beside("action = \"failover\"", "").replace("until = 2027-12-31", "until = 2026-11-20"),
    );
}

#[test]
fn who_need_not_ask_for_some_of_it_still_asks_for_the_rest() {
    let ask = "holder = \"ana\"";
    let asks = "holder = \"ana\"\n#        ----- asks, and acts";
    let mark = "#          ^^^^^ error: `ana` may do `disable-account` and `block-traffic` with approval, and the approval is their own\n";
    let both = "action = [\"block-traffic\", \"disable-account\"]\n";
    let others = [
        "action = \"block-traffic\"".to_owned(),
        format!("{both}on = \"mail\""),
        format!("{both}from = 2026-01-02"),
        format!("{both}until = 2027-12-30"),
        format!("{both}hours = \"Mon-Fri 08:00-18:00\""),
    ];
    for other in others {
        let text = beside(&other, mark).replace(ask, asks);
        check(
            RULE,
            &text.replace(
                "[workstream.endpoints]",
                "[workstream.endpoints]\ncriticality = \"critical\"",
            ),
        );
    }
}

#[test]
fn without_approvals_there_is_nothing_to_say() {
    is_not_evaluated(RULE, "[engagement]\n");
}

const TWO: &str = r#"
[engagement]
timezone = "Europe/Berlin"
[person.dana]
hours = "Mon-Fri 08:00-17:00"
[person.lee]
hours = "24x7"
[person.kim]
hours = "24x7"
[role.director]
held-by = "dana"
deputy = "lee"
[workstream.access]
responsible = "lee"
needs = ["grant-access"]
hours = "24x7"
"#;

#[test]
fn the_deputy_approves_alone_at_night() {
    let text = format!(
        "{TWO}#       ------ `access` is promised then
[[grant]]
holder = \"lee\"
#        ----- asks, and acts
action = \"grant-access\"
mode = \"approval-required\"
approver = \"director\"
#          ^^^^^^^^^^ warning: `lee` alone approves their own `grant-access` every Friday 17:00 to Monday 08:00, 63 hours; in all 123 of 168 hours a week
within = \"1h\"
"
    );
    check(RULE, &text);
}

#[test]
fn another_approver_on_duty_or_no_need_to_ask_is_silent() {
    let silent = |grants: &str| is_silent(RULE, &format!("{TWO}{grants}"));
    silent(
        r#"
[[grant]]
holder = "lee"
action = "grant-access"
mode = "approval-required"
approver = ["director", "kim"]
within = "1h"
[[grant]]
holder = "kim"
action = "grant-access"
mode = "approval-required"
approver = "director"
within = "1h"
"#,
    );
    silent(
        r#"
[[grant]]
holder = "lee"
action = "grant-access"
mode = "approval-required"
approver = "director"
within = "1h"
[[grant]]
holder = "lee"
action = "grant-access"
mode = "pre-authorized"
hours = ["Sun-Fri 16:00-09:00", "Sat-Sun 00:00-24:00"]
"#,
    );
}

#[test]
fn at_night_only_what_is_known_is_told() {
    let count = |says: &str, approver: &str| {
        let text = format!(
            "{TWO}[[grant]]\nholder = \"lee\"\naction = \"grant-access\"\n{says}\n\
             approver = {approver}\nwithin = \"1h\"\n"
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    let asks = "mode = \"approval-required\"";
    assert_eq!(count(asks, "\"director\""), 1);
    assert_eq!(count(asks, "[\"director\", \"gohst\"]"), 0);
    assert_eq!(
        count(&format!("{asks}\nhours = \"sometimes\""), "\"director\""),
        0
    );
    assert_eq!(count("mode = \"pre-authorized\"", "\"director\""), 0);
    // Always, and told once.
    assert_eq!(count(asks, "\"lee\""), 1);
}

#[test]
fn who_agrees_to_what_is_forbidden_approves_nothing() {
    let asks = "[[grant]]\nholder = \"kim\"\naction = \"grant-access\"\n\
                mode = \"approval-required\"\napprover = \"director\"\nwithin = \"1h\"\n";
    let no = "[[grant]]\nholder = \"lee\"\naction = \"grant-access\"\nmode = \"prohibited\"\n\
              approver = \"director\"\nwithin = \"1h\"\n";
    is_silent(RULE, &format!("{TWO}{asks}{no}"));
}

#[test]
fn critical_work_that_takes_the_action_makes_it_an_error() {
    let severity = |on: &str, needs: &str| {
        let text = format!(
            "[[grant]]\n{on}\nholder = \"ana\"\naction = \"disable-account\"\n\
             mode = \"approval-required\"\napprover = \"ana\"\n[person.ana]\n\
             [workstream.containment]\ncriticality = \"critical\"\nneeds = [\"{needs}\"]\n"
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        assert_eq!(findings.len(), 1);
        findings[0].severity.word()
    };
    assert_eq!(severity("", "disable-account"), "error");
    assert_eq!(severity("", "failover"), "warning");
    assert_eq!(severity("on = \"containment\"", "failover"), "error");
}

#[test]
fn an_exception_goes_by_its_id_else_by_what_it_says() {
    let object = |id: &str| {
        let text = format!(
            "[[exception]]\nowner = \"ana\"\napproved-by = \"ben\"\n[[exception]]\n{id}\n\
             owner = \"ana\"\napproved-by = \"ana\"\n[person.ana]\n[person.ben]\n"
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        findings[0].subject.object.clone()
    };
    assert_eq!(object("id = \"calls\""), "exception.calls");
    let what = "what = \"the surgeons\\n  call directly\"";
    assert_eq!(object(what), "exception.the surgeons call directly");
    assert_eq!(object("reason = \"r\""), "exception.r");
}

/// Milo asks, or the role of an engineer that he holds, and Dana approves; one of them is away.
fn accounts(who: &str, away: &str, cover: &str) -> Vec<String> {
    let hours = |name: &str| {
        let leave = match name == away {
            true => format!(
                "away = [{{ from = 2027-03-01, to = 2027-03-05, covered-by = \"{cover}\" }}]"
            ),
            false => String::new(),
        };
        format!("[person.{name}]\nhours = \"24x7\"\n{leave}\n")
    };
    let people: String = ["milo", "lee", "dana"].map(hours).concat();
    let text = format!(
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.accounts]
hours = "Mon-Fri 08:00-17:00"
needs = ["grant-access"]
responsible = "{who}"
[[grant]]
holder = "{who}"
action = "grant-access"
mode = "approval-required"
approver = "dana"
[role.engineer]
held-by = "milo"
{people}"#
    );
    let findings = run(RULE, &text, &Sources::default()).findings;
    findings.into_iter().map(|own| own.message).collect()
}

fn alone(name: &str) -> [String; 1] {
    [format!(
        "`{name}` alone approves their own `grant-access` 1 to 5 March 2027, every day 08:00 to 17:00, 9 hours"
    )]
}

#[test]
fn whoever_stands_in_for_the_approver_and_asks() {
    assert_eq!(accounts("milo", "dana", "milo"), alone("milo"));
    assert_eq!(accounts("milo", "dana", "lee"), [""; 0]);
}

#[test]
fn whoever_stands_in_for_one_who_asks_has_no_grant_of_theirs() {
    assert_eq!(accounts("milo", "milo", "dana"), [""; 0]);
}

#[test]
fn whoever_stands_in_for_the_holder_of_a_role_acts_with_its_grants() {
    assert_eq!(accounts("engineer", "milo", "dana"), alone("dana"));
    assert_eq!(accounts("engineer", "milo", "lee"), [""; 0]);
}

#[test]
fn whoever_stands_in_for_a_colleague_keeps_their_own_seat() {
    let messages = |grant: &str| {
        let text = format!(
            r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.accounts]
hours = "24x7"
needs = ["grant-access"]
responsible = "desk"
[[grant]]
action = "grant-access"
mode = "approval-required"
{grant}
[role.desk]
held-by = ["dana", "lee"]
[person.dana]
hours = "24x7"
[person.lee]
hours = "Mon-Sun 08:00-20:00"
away = [{{ from = 2027-03-01, to = 2027-03-05, covered-by = "dana" }}]
"#
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<String>>()
    };
    let alone = "`dana` alone approves their own `grant-access` every day 20:00 to 08:00, 12 hours; at worst Sunday 28 February 20:00 to Saturday 6 March 2027 08:00, 5 days 12 hours";
    for grant in [
        "holder = \"desk\"\napprover = \"dana\"",
        "holder = \"dana\"\napprover = [\"dana\", \"lee\"]",
    ] {
        assert_eq!(messages(grant), [alone], "{grant}");
    }
}
