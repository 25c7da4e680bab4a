//! Work whose people are prohibited to act.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run};

#[test]
fn prohibited_and_nobody_on_the_path_may() {
    check(
        "responsibility-without-authority",
        r#"
[workstream.quarantine]
responsible = "ana"
#             ----- does the work, but has no authority to do this
needs = "shutdown-system"
#       ^^^^^^^^^^^^^^^^^ error: nobody who is responsible or accountable for `quarantine` may `shutdown-system`
escalation = "p1"
[escalation.p1]
steps = [{ to = "ana" }]
[[grant]]
holder = "ana"
action = "shutdown-system"
#        ----------------- prohibited
mode = "prohibited"
[person.ana]
"#,
    );
}

#[test]
fn help_gives_nothing_to_whom_it_is_prohibited() {
    let text = r#"
[workstream.quarantine]
responsible = ["ana", "ben"]
needs = "isolate-endpoint"
[[grant]]
holder = ["ana"]
action = "isolate-endpoint"
mode = "prohibited"
[person.ana]
[person.ben]
"#;
    let help = |text: &str| {
        let found = run(
            "responsibility-without-authority",
            text,
            &Sources::default(),
        );
        found.findings[0].help.clone().unwrap_or_default()
    };
    assert_eq!(
        help(text),
        "let one of them: `[[grant]]` with `holder = \"ben\"`, `action = \"isolate-endpoint\"` and \
         `mode = \"pre-authorized\"`; or give the work to somebody who may"
    );
    assert_eq!(
        help(&text.replace(r#"["ana"]"#, r#"["ana", "ben"]"#)),
        "name somebody on the escalation path who may, or give the work to somebody who may; a \
         grant to those who do it counts only when the prohibition of `isolate-endpoint` is lifted"
    );
}

#[test]
fn prohibited_for_a_time_is_allowed_for_the_rest() {
    is_silent(
        "responsibility-without-authority",
        r#"
[workstream.stop]
responsible = "soc"
needs = ["isolate-endpoint", "block-traffic"]
[[grant]]
holder = "soc"
action = ["isolate-endpoint", "block-traffic"]
mode = "pre-authorized"
[[grant]]
holder = "soc"
action = "isolate-endpoint"
hours = "Mon-Fri 09:30-16:00"
mode = "prohibited"
[[grant]]
holder = "soc"
action = "block-traffic"
from = 2027-12-01
mode = "prohibited"
[team.soc]
members = "li"
[person.li]
"#,
    );
}

#[test]
fn what_two_grants_contradict_is_told_of_the_grants() {
    let stop = r#"
[workstream.estate]
[workstream.stop]
parent = "estate"
responsible = "soc"
needs = "isolate-endpoint"
[[grant]]
holder = "soc"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
holder = "soc"
action = "isolate-endpoint"
mode = "prohibited"
[team.soc]
members = "li"
[person.li]
"#;
    is_silent("responsibility-without-authority", stop);
    // An exception from a grant for all work contradicts nothing.
    let exception = stop.replace(
        "mode = \"prohibited\"\n",
        "mode = \"prohibited\"\non = \"estate\"\n",
    );
    let marked = exception
        .replace(
            "responsible = \"soc\"\n",
            "responsible = \"soc\"\n#             ----- does the work, but has no authority to do this\n",
        )
        .replace(
            "needs = \"isolate-endpoint\"\n",
            "needs = \"isolate-endpoint\"\n#       ^^^^^^^^^^^^^^^^^^ error: nobody who is responsible or accountable for `stop` may `isolate-endpoint`\n",
        )
        .replace(
            "action = \"isolate-endpoint\"\nmode = \"pre-authorized\"",
            "action = \"isolate-endpoint\"\n#        ------------------ a prohibition counts more than this\nmode = \"pre-authorized\"",
        )
        .replace(
            "action = \"isolate-endpoint\"\nmode = \"prohibited\"",
            "action = \"isolate-endpoint\"\n#        ------------------ prohibited\nmode = \"prohibited\"",
        );
    check("responsibility-without-authority", &marked);
}

/// Those who do the work may not act, and somebody on the path may; with a prohibition.
fn with_an_executor(prohibition: &str, mark: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.stop]
responsible = ["li", "sam"]
accountable = "jo"
needs = "isolate-endpoint"
{mark}escalation = "p1"
[escalation.p1]
steps = [{{ to = "ann" }}]
[[grant]]
holder = "ann"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
action = "isolate-endpoint"
mode = "prohibited"
{prohibition}
[party.msp]
[person]
li = {{ party = "msp" }}
sam = {{ party = "msp" }}
jo = {{ }}
ann = {{ }}
"#
    )
}

#[test]
fn prohibited_to_each_of_a_team() {
    let text = with_an_executor("holder = [\"li\", \"sam\"]", "");
    let team = "[team.crew]\nmembers = [\"li\", \"sam\"]\n";
    let text = text.replace("[\"li\", \"sam\"]\naccountable", "\"crew\"\naccountable") + team;
    is_silent("responsibility-without-authority", &text);
}

#[test]
fn an_approval_that_is_not_over_is_overruled_by_a_prohibition() {
    check(
        "responsibility-without-authority",
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.stop]
responsible = "li"
#             ---- does the work, but has no authority to do this
needs = "isolate-endpoint"
#       ^^^^^^^^^^^^^^^^^^ error: nobody who is responsible or accountable for `stop` may `isolate-endpoint`
[[grant]]
holder = "li"
action = "isolate-endpoint"
#        ------------------ a prohibition counts more than this
mode = "approval-required"
approver = "ann"
until = 2027-12-31
[[grant]]
holder = "li"
action = "isolate-endpoint"
#        ------------------ prohibited
mode = "prohibited"
[person.li]
[person.ann]
"#,
    );
}

#[test]
fn prohibited_by_design_to_all_who_do_the_work() {
    for prohibition in [
        "holder = \"msp\"",
        "holder = [\"li\", \"sam\"]",
        "holder = \"msp\"\nhours = \"24x7\"",
        "holder = \"msp\"\nfrom = 2027-01-01\nuntil = 2027-12-31",
    ] {
        is_silent(
            "responsibility-without-authority",
            &with_an_executor(prohibition, ""),
        );
    }
}

#[test]
fn a_prohibition_of_some_or_for_a_while_is_no_design() {
    let does = " does the work, but has no authority to do this";
    let message =
        " error: nobody who is responsible or accountable for `stop` may `isolate-endpoint`";
    for prohibition in [
        "holder = \"li\"",
        "holder = \"jo\"",
        "holder = \"msp\"\nhours = \"Sun 03:00-04:00\"",
        "holder = \"msp\"\nuntil = 2027-01-02",
        "holder = \"msp\"\nfrom = 2027-01-02",
        "holder = \"msp\"\non = \"tests\"\n[workstream.tests]",
    ] {
        let text = with_an_executor(prohibition, "");
        let found = run(
            "responsibility-without-authority",
            &text,
            &Sources::default(),
        );
        let said: Vec<String> = found
            .findings
            .iter()
            .map(|own| own.message.clone())
            .collect();
        assert_eq!(
            said,
            [message.trim_start_matches(" error: ")],
            "{prohibition}"
        );
        let labels = found.findings[0].related.iter();
        assert_eq!(
            labels
                .filter(|own| own.message == does.trim_start())
                .count(),
            2
        );
    }
}

#[test]
fn a_prohibition_for_other_work_is_no_reason() {
    check(
        "responsibility-without-authority",
        r#"
[workstream.recovery]
responsible = "soc"
#             ----- does the work, but has no authority to do this
needs = "failover"
#       ^^^^^^^^^^ error: nobody who is responsible or accountable for `recovery` may `failover`
[workstream.tests]
[[grant]]
holder = "soc"
action = "failover"
on = "tests"
mode = "prohibited"
[[grant]]
holder = "soc"
action = "failover"
#        ---------- this authority is for other work
on = "tests"
mode = "pre-authorized"
[team.soc]
members = "ana"
[person.ana]
"#,
    );
}
