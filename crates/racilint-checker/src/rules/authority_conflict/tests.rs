//! Tests of `authority-conflict`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "authority-conflict";

#[test]
fn allowed_and_forbidden() {
    check(
        RULE,
        r#"
[workstream.containment]
[[grant]]
holder = "soc"
action = "shutdown-system"
#        ----------------- allowed here
on = "containment"
mode = "pre-authorized"
from = 2027-01-01
[[grant]]
holder = ["desk", "soc"]
action = ["block-traffic", "shutdown-system"]
#                          ^^^^^^^^^^^^^^^^^ error: one grant lets `soc` do `shutdown-system`, and another forbids it
on = "containment"
mode = "prohibited"
until = 2027-06-30
[team.soc]
[team.desk]
"#,
    );
}

#[test]
fn a_prohibition_of_all_leaves_nothing_of_a_permission() {
    check(
        RULE,
        r#"
[workstream.security]
[workstream.containment]
parent = "security"
[[grant]]
holder = "northwind"
action = "shutdown-system"
#        ----------------- forbidden here
on = "security"
mode = "prohibited"
[[grant]]
holder = "soc"
action = "shutdown-system"
#        ^^^^^^^^^^^^^^^^^ error: one grant lets `soc` do `shutdown-system`, and another forbids it
on = "containment"
mode = "pre-authorized"
hours = "Mon-Fri 08:00-17:00"
[team.soc]
party = "northwind"
[party.northwind]
"#,
    );
}

#[test]
fn two_approvers() {
    check(
        RULE,
        r#"
[[grant]]
holder = "soc"
action = "disable-account"
#        ----------------- `ana` is to be asked here
mode = "approval-required"
approver = "ana"
[[grant]]
holder = "soc"
action = "disable-account"
#        ^^^^^^^^^^^^^^^^^ error: two grants name different people to approve `disable-account` for `soc`
mode = "approval-required"
approver = "ben"
[team.soc]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn exceptions_are_silent() {
    is_silent(
        RULE,
        r#"
[workstream.containment]
[workstream.plant]
[[grant]]
holder = "northwind"
action = ["isolate-endpoint", "shutdown-system"]
mode = "pre-authorized"
[[grant]]
holder = "northwind"
action = "isolate-endpoint"
on = "plant"
mode = "prohibited"
[[grant]]
holder = "northwind"
action = "isolate-endpoint"
hours = "Mon-Fri 08:00-17:00"
mode = "prohibited"
[[grant]]
holder = "northwind"
action = "isolate-endpoint"
from = 2027-12-15
until = 2027-12-31
mode = "prohibited"
[[grant]]
holder = "soc"
action = "shutdown-system"
mode = "prohibited"
[team.soc]
party = "northwind"
[party.northwind]
"#,
    );
}

#[test]
fn grants_that_never_meet() {
    is_silent(
        RULE,
        r#"
[workstream.a]
[workstream.b]
[[grant]]
holder = "soc"
action = "block-traffic"
on = "a"
until = 2027-03-31
mode = "pre-authorized"
[[grant]]
holder = "soc"
action = "block-traffic"
from = 2027-04-01
mode = "prohibited"
[[grant]]
holder = "soc"
action = "block-traffic"
on = "b"
mode = "prohibited"
[[grant]]
holder = "desk"
action = "block-traffic"
on = "a"
mode = "prohibited"
[[grant]]
holder = "soc"
action = "isolate-endpoint"
hours = "Mon-Fri 08:00-17:00"
mode = "pre-authorized"
[[grant]]
holder = "soc"
action = "isolate-endpoint"
hours = "Sat 08:00-17:00"
mode = "prohibited"
[[grant]]
holder = "soc"
action = "failover"
mode = "pre-authorized"
[[grant]]
holder = "soc"
action = "failover"
mode = "prohibited"
until = 2026-01-31
[team.soc]
[team.desk]
"#,
    );
}

#[test]
fn approvals_that_agree() {
    is_silent(
        RULE,
        r#"
[workstream.a]
[[grant]]
holder = "soc"
action = "disable-account"
mode = "approval-required"
approver = "director"
[[grant]]
holder = "soc"
action = "disable-account"
mode = "approval-required"
approver = "ben"
[[grant]]
holder = "soc"
action = "disable-account"
on = "a"
mode = "approval-required"
approver = "cara"
[[grant]]
holder = "soc"
action = "disable-account"
mode = "pre-authorized"
[team.soc]
[role.director]
held-by = "ana"
deputy = "ben"
[person.ana]
[person.ben]
[person.cara]
"#,
    );
}

#[test]
fn what_cannot_be_read() {
    is_silent(
        RULE,
        r#"
[[grant]]
holder = "soc"
action = "block-traffic"
mode = "pre-authorized"
[[grant]]
holder = "soc"
action = "block-traffic"
mode = "prohibited"
on = "gone"
[[grant]]
holder = "soc"
action = "block-traffic"
mode = "prohibited"
hours = "sometimes"
[team.soc]
"#,
    );
    is_not_evaluated(RULE, "[engagement]\n");
}

/// An engagement with a clock, and two grants to `soc`: `yes` and `no` say when.
fn timed(yes: &str, no: &str, rest: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Oslo"
[[grant]]
holder = "soc"
action = "failover"
{yes}
[[grant]]
holder = "soc"
action = "failover"
mode = "prohibited"
{no}
{rest}
[team.soc]
[person.ana]
"#
    )
}

#[test]
fn hours_are_held_against_each_other_by_the_minute() {
    let yes = "mode = \"pre-authorized\"\nhours = \"Mon-Fri 08:00-16:00\"";
    for no in [
        "from = 2027-01-01",
        "hours = \"Mon-Sun 00:00-24:00\"",
        "hours = \"Mon-Sun 06:00-20:00\"",
        "hours = \"Mon-Fri 12:00-20:00\"",
    ] {
        assert_eq!(messages(&timed(yes, no, "")).len(), 1, "{no}");
    }
    for no in [
        "hours = \"Mon-Fri 12:00-16:00\"",
        "hours = \"Mon-Fri 16:00-08:00\"",
        "from = 2027-02-01\nhours = \"Mon-Fri 08:00-16:00\"",
    ] {
        assert_eq!(messages(&timed(yes, no, "")), [""; 0], "{no}");
    }
}

#[test]
fn exceptions_that_leave_nothing_together() {
    let yes = "mode = \"pre-authorized\"";
    let morning = "hours = \"Mon-Sun 00:00-12:00\"";
    let rest = |hours: &str| {
        format!(
            "[[grant]]\nholder = \"soc\"\naction = \"failover\"\nmode = \"prohibited\"\n\
             hours = \"{hours}\""
        )
    };
    assert_eq!(
        messages(&timed(yes, morning, &rest("Mon-Sun 12:00-24:00"))),
        ["one grant lets `soc` do `failover`, and others forbid it at all hours"]
    );
    assert_eq!(
        messages(&timed(yes, morning, &rest("Mon-Sun 13:00-24:00"))),
        [""; 0]
    );
}

#[test]
fn nothing_is_left_of_what_takes_an_approval() {
    let yes = "mode = \"approval-required\"\napprover = \"ana\"\nwithin = \"10m\"\n\
               hours = \"Mon-Fri 08:00-16:00\"";
    let no = "hours = \"Mon-Fri 06:00-20:00\"";
    assert_eq!(messages(&timed(yes, no, "")).len(), 1);
    let no = "hours = \"Mon-Fri 09:00-20:00\"";
    assert_eq!(messages(&timed(yes, no, "")), [""; 0]);
}

/// What the rule says of a file.
fn messages(text: &str) -> Vec<String> {
    let findings = run(RULE, text, &Sources::default()).findings;
    findings.into_iter().map(|own| own.message).collect()
}

/// Two grants to `soc` that are approved by `ana` and by `ben`, with what else they say.
fn approved(head: &str, first: &str, second: &str) -> String {
    format!(
        r#"
{head}
[[grant]]
holder = "soc"
action = "failover"
mode = "approval-required"
approver = "ana"
{first}
[[grant]]
holder = "soc"
action = "failover"
mode = "approval-required"
approver = "ben"
{second}
[workstream.net]
[team.soc]
[team.desk]
[person.ana]
[person.ben]
"#
    )
}

#[test]
fn another_approver_at_some_hours_or_on_some_days_is_an_exception() {
    let hours = "hours = \"Mon-Fri 08:00-16:00\"";
    let summer = "from = 2027-06-01\nuntil = 2027-08-31";
    let clock = "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\ntimezone = \"Europe/Oslo\"";
    for head in ["", clock] {
        for exception in [hours, summer] {
            assert_eq!(messages(&approved(head, exception, "")), [""; 0]);
            assert_eq!(messages(&approved(head, "", exception)), [""; 0]);
            let both = approved(head, exception, exception);
            assert_eq!(messages(&both).len(), 1, "{head} {exception}");
        }
    }
    let overlap = approved(clock, hours, "hours = \"Mon-Fri 12:00-20:00\"");
    assert_eq!(messages(&overlap).len(), 1);
    let apart = approved(clock, hours, "hours = \"Mon-Fri 16:00-20:00\"");
    assert_eq!(messages(&apart), [""; 0]);
}

#[test]
fn approvers_who_are_not_known_contradict_nobody() {
    for approver in ["", "approver = \"bne\"", "approver = [\"ben\", \"TBD\"]"] {
        let text = approved("", "", "").replace("approver = \"ben\"", approver);
        assert_eq!(messages(&text), [""; 0], "{approver}");
    }
    let other_holder = approved("", "", "").replacen("holder = \"soc\"", "holder = \"desk\"", 1);
    assert_eq!(messages(&other_holder), [""; 0]);
    assert_eq!(messages(&approved("", "", "on = \"net\"")), [""; 0]);
}

/// `responsibility-without-authority` says so.
#[test]
fn an_approval_for_what_is_always_forbidden_is_told_elsewhere() {
    let yes = "mode = \"approval-required\"\napprover = \"ana\"\nwithin = \"10m\"";
    assert_eq!(messages(&timed(yes, "", "")), [""; 0]);
    let again = "[[grant]]\nholder = \"soc\"\naction = \"failover\"\nmode = \"prohibited\"\n";
    assert_eq!(messages(&timed(yes, "", again)), [""; 0]);
    let night = format!("{again}hours = \"Mon-Fri 16:00-08:00\"");
    assert_eq!(messages(&timed(yes, "", &night)), [""; 0]);
}

#[test]
fn a_permission_that_is_over_or_not_clear_contradicts_nothing() {
    for yes in [
        "until = 2026-01-31",
        "until = \"soon\"",
        "hours = \"sometimes\"",
        "on = \"gone\"",
    ] {
        let text = format!("mode = \"pre-authorized\"\n{yes}");
        assert_eq!(messages(&timed(&text, "", "")), [""; 0], "{yes}");
    }
    assert_eq!(messages(&timed("mode = \"prohibited\"", "", "")), [""; 0]);
    // Nobody wrote when `ana` is there.
    let open = "mode = \"pre-authorized\"\n\
                hours = [{ outside = \"ana\" }, \"Mon-Fri 08:00-10:00\"]";
    assert_eq!(
        messages(&timed(open, "hours = \"Mon-Fri 08:00-12:00\"", "")),
        [""; 0]
    );
}

#[test]
fn a_prohibition_for_somebody_else_or_for_less_work_is_no_contradiction() {
    let yes = "mode = \"pre-authorized\"";
    let text = timed(yes, "", "[workstream.net]");
    assert_eq!(messages(&text).len(), 1);
    let less = timed(yes, "on = \"net\"", "[workstream.net]");
    assert_eq!(messages(&less), [""; 0]);
    let (first, second) = text.split_at(text.rfind("holder").unwrap_or_default());
    let other = format!("{first}{}", second.replacen("soc", "ana", 1));
    assert_eq!(messages(&other), [""; 0]);
    assert_eq!(
        messages(&less.replacen(yes, "mode = \"pre-authorized\"\non = \"net\"", 1)).len(),
        1
    );
}

#[test]
fn what_is_forbidden_for_a_part_of_the_work_is_an_exception() {
    let grants = |forbidden: &str| {
        let rows = "[workstream.net]\n[workstream.desk]\n";
        timed(
            "mode = \"pre-authorized\"\non = [\"net\", \"desk\"]",
            forbidden,
            rows,
        )
    };
    assert_eq!(messages(&grants("on = \"net\"")), [""; 0]);
    assert_eq!(messages(&grants("on = [\"net\", \"desk\"]")).len(), 1);
}

#[test]
fn what_is_forbidden_from_or_until_a_day_is_not_forbidden_always() {
    let yes = "mode = \"approval-required\"\napprover = \"ana\"\nwithin = \"10m\"";
    for no in ["from = 2027-01-01", "until = 2027-12-31"] {
        assert_eq!(messages(&timed(yes, no, "")).len(), 1, "{no}");
    }
}

#[test]
fn the_help_fits_what_contradicts() {
    let help = |text: &str| {
        let findings = run(RULE, text, &Sources::default()).findings;
        findings[0].help.clone().unwrap_or_default()
    };
    assert!(help(&approved("", "", "")).starts_with("say once who approves"));
    let forbidden = timed("mode = \"pre-authorized\"", "", "");
    assert!(help(&forbidden).starts_with("decide which of the two holds"));
}

#[test]
fn approvers_with_somebody_in_common_contradict_nobody() {
    let text = |second: &str| {
        let teams = "[team.day]\nmembers = [\"ana\", \"ben\"]\n[team.night]\n";
        approved("", "", "")
            .replace("approver = \"ana\"", "approver = \"day\"")
            .replace("approver = \"ben\"", "approver = \"night\"")
            + &format!("{teams}members = {second}\n[person.cleo]\n")
    };
    assert_eq!(messages(&text("[\"ben\", \"cleo\"]")), [""; 0]);
    assert_eq!(messages(&text("[\"cleo\"]")).len(), 1);
}

/// A permission for `yes`, and prohibitions, each for some of the same people and others.
fn held(yes: &str, prohibitions: &[&str]) -> String {
    let grant = |holder: &str, mode: &str| {
        format!("[[grant]]\nholder = {holder}\naction = \"failover\"\nmode = \"{mode}\"\n")
    };
    let no = prohibitions.iter().map(|no| grant(no, "prohibited"));
    let no: String = no.collect();
    format!(
        "{}{no}[party.northwind]\n[person]\nana = {{}}\nben = {{}}\n\
         cleo = {{ party = \"northwind\" }}\ndan = {{ party = \"northwind\" }}\n",
        grant(yes, "pre-authorized")
    )
}

#[test]
fn what_is_forbidden_to_fewer_people_is_an_exception() {
    let both = "[\"ana\", \"cleo\"]";
    assert_eq!(messages(&held(both, &["\"ana\""])), [""; 0]);
    assert_eq!(messages(&held("\"northwind\"", &["\"cleo\""])), [""; 0]);
    assert_eq!(
        messages(&held(both, &["[\"cleo\", \"ana\"]"])),
        ["one grant lets `ana` and `cleo` do `failover`, and another forbids it"]
    );
    assert_eq!(
        messages(&held(both, &["\"ana\"", "\"cleo\""])),
        ["one grant lets `ana` and `cleo` do `failover`, and others forbid it at all hours"]
    );
}

#[test]
fn of_several_people_those_are_named_to_whom_it_is_forbidden() {
    let both = "[\"ana\", \"cleo\"]";
    for no in ["\"northwind\"", "[\"cleo\", \"dan\"]"] {
        assert_eq!(
            messages(&held(both, &[no])),
            ["one grant lets `cleo` do `failover`, and another forbids it"],
            "{no}"
        );
    }
}

#[test]
fn the_hours_at_which_both_are_asked_are_named() {
    let clock = "[engagement]\nclient = \"mill\"\nstarts = 2027-01-01\nends = 2027-12-31\n\
                 timezone = \"UTC\"\n[party.mill]\nhours = \"Mon-Fri 08:00-17:00\"\n\
                 holidays = [2027-05-05]";
    let day = "hours = \"Mon-Fri 08:00-17:00\"";
    let text = approved(clock, day, "hours = { outside = \"mill\" }");
    let labels = |text: &str| {
        let findings = run(RULE, text, &Sources::default()).findings;
        let labels = findings.into_iter().map(|own| own.label);
        labels.collect::<Vec<String>>()
    };
    assert_eq!(
        labels(&text),
        ["`ben` is to be asked here; both hold Wednesday 5 May 2027 08:00 to 17:00, 9 hours"]
    );
    assert_eq!(labels(&text.replace("[2027-05-05]", "[]")), [""; 0]);
    assert_eq!(
        labels(&approved(clock, day, day)),
        ["`ben` is to be asked here"]
    );
}

/// The whole of what is allowed is forbidden: when both hold is what the grant says.
#[test]
fn the_hours_of_what_is_forbidden_altogether_are_not_told_again() {
    let grant = |mode: &str, hours: &str| {
        format!(
            "[[grant]]\nholder = \"soc\"\naction = \"failover\"\nmode = \"{mode}\"\n\
             hours = \"{hours}\"\n"
        )
    };
    let yes = grant("pre-authorized", "Mon-Fri 08:00-16:00");
    let no = grant("prohibited", "Mon-Fri 06:00-20:00");
    for (first, second, label) in [(&yes, &no, "forbidden here"), (&no, &yes, "allowed here")] {
        let text = format!(
            "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\ntimezone = \"UTC\"\n\
             [team.soc]\n{first}{second}"
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        let labels: Vec<&str> = findings.iter().map(|own| &*own.label).collect();
        assert_eq!(labels, [label]);
    }
}

mod crowd;
