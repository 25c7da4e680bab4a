//! What `commander-lacks-authority` tells, and what it does not.

mod days;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[test]
fn a_commander_who_may_nothing() {
    check(
        "commander-lacks-authority",
        r#"
[engagement]
[workstream.containment]
responsible = "soc"
[command.security]
covers = "containment"
commander = "lead"
#           ^^^^^^ error: `lead` commands `security` and may not `declare-incident`, `set-severity` or `engage-vendor`
[[grant]]
holder = "soc"
action = ["declare-incident", "set-severity"]
#         ------------------ `soc` may `declare-incident`
#         ------------------ `soc` may `set-severity`
mode = "pre-authorized"
[[grant]]
holder = "lead"
action = "engage-vendor"
#        --------------- this is not for `containment`
on = "vendors"
mode = "pre-authorized"
[workstream.vendors]
[role.lead]
held-by = "ana"
[team.soc]
members = "ben"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn an_approval_that_nobody_gives_at_night() {
    check(
        "commander-lacks-authority",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
[command.security]
covers = "containment"
commander = "ana"
#           ^^^^^ error: `ana` commands `security` and may not `engage-vendor` every Friday 17:00 to Monday 08:00, 63 hours; in all 123 of 168 hours a week
[[grant]]
holder = "ana"
action = ["declare-incident", "set-severity"]
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "engage-vendor"
#        --------------- may only by this, and nobody is on duty at every hour to approve it
mode = "approval-required"
approver = "ben"
within = "15m"
[person.ana]
hours = "24x7"
[person.ben]
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}

#[test]
fn whoever_may_is_silent() {
    is_silent(
        "commander-lacks-authority",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.security]
[workstream.containment]
parent = "security"
[workstream.incident-command]
[command.by-the-work]
covers = "security"
commander = "lead"
[command.by-commanding]
covers = "network"
commander = "cleo"
[command.nuisances]
severity = "sev4"
commander = "dan"
[command.together]
covers = "network"
commander = "dan"
unified-with = "by-commanding"
decides = "cleo"
[[grant]]
holder = "lead"
action = ["declare-incident", "set-severity"]
on = "security"
mode = "pre-authorized"
[[grant]]
holder = "lead"
action = "engage-vendor"
mode = "approval-required"
approver = "dan"
within = "15m"
if-no-answer = "act"
[[grant]]
holder = "cleo"
action = ["declare-incident", "set-severity", "engage-vendor"]
on = "incident-command"
mode = "pre-authorized"
[workstream.network]
[role.lead]
held-by = "ana"
[person]
ana = { hours = "24x7" }
cleo = { hours = "24x7" }
dan = { hours = "Mon-Fri 08:00-17:00" }
"#,
    );
}

#[test]
fn what_other_rules_tell_is_silent() {
    is_silent(
        "commander-lacks-authority",
        r#"
[engagement]
[workstream.incident-command]
responsible = "ana"
[command.told-of-the-work]
covers = "incident-command"
commander = "ana"
[command.misspelt]
covers = "network"
commander = "gohst"
[command.vacant]
covers = "network"
commander = "lead"
[workstream.network]
[role.lead]
[person.ana]
"#,
    );
}

#[test]
fn a_grant_that_cannot_be_read_may_be_the_one() {
    is_silent(
        "commander-lacks-authority",
        r#"
[engagement]
[workstream.network]
[command.security]
covers = "network"
commander = "ana"
[[grant]]
holder = "ana"
action = "declare-incidnet"
mode = "pre-authorized"
[person.ana]
"#,
    );
}

#[test]
fn an_approver_without_hours_is_needed() {
    let fixture = r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.network]
[command.security]
covers = "network"
commander = "ana"
[[grant]]
holder = "ana"
action = ["declare-incident", "set-severity", "engage-vendor"]
mode = "approval-required"
approver = "ben"
within = "15m"
[person.ana]
hours = "24x7"
[person.ben]
"#;
    is_not_evaluated("commander-lacks-authority", fixture);
    let outcome = run("commander-lacks-authority", fixture, &Sources::default());
    assert_eq!(Vec::from_iter(outcome.needs_hours_of), ["ben"]);
}

#[test]
fn without_commands_there_is_nothing_to_say() {
    is_not_evaluated("commander-lacks-authority", "[engagement]\n");
}

#[test]
fn what_is_lacking_to_begin_is_a_cause_of_its_own() {
    let aspect = |actions: &str| {
        let text = format!(
            "[workstream.containment]\n[command.security]\ncovers = \"containment\"\n\
             commander = \"ana\"\n[[grant]]\nholder = \"ana\"\naction = [{actions}]\n\
             mode = \"pre-authorized\"\n[person.ana]\n"
        );
        let findings = run("commander-lacks-authority", &text, &Sources::default()).findings;
        findings[0].subject.aspect.clone()
    };
    assert_eq!(aspect("\"engage-vendor\""), "to begin");
    assert_eq!(aspect("\"engage-vendor\", \"set-severity\""), "to begin");
    assert_eq!(aspect("\"declare-incident\", \"set-severity\""), "");
    assert_eq!(aspect("\"failover\""), "");
}

#[test]
fn hours_that_differ_are_told_for_each_action() {
    let said = |approver: &str| {
        let grant = |action: &str, approver: &str| match approver {
            "" => String::new(),
            _ => format!(
                "[[grant]]\nholder = \"ana\"\naction = \"{action}\"\n\
                 mode = \"approval-required\"\napprover = \"{approver}\"\nwithin = \"15m\"\n"
            ),
        };
        let text = format!(
            "[engagement]\ntimezone = \"UTC\"\nstarts = 2027-01-01\nends = 2027-12-31\n\
             [workstream.containment]\n[command.security]\ncovers = \"containment\"\n\
             commander = \"ana\"\n[[grant]]\nholder = \"ana\"\naction = \"set-severity\"\n\
             mode = \"pre-authorized\"\n[person.ana]\nhours = \"24x7\"\n[person.ben]\n\
             hours = \"Mon-Fri 08:00-17:00\"\n[person.cleo]\nhours = \"Mon-Sat 08:00-17:00\"\n{}{}",
            grant("declare-incident", approver),
            grant("engage-vendor", "ben")
        );
        let findings = run("commander-lacks-authority", &text, &Sources::default()).findings;
        assert_eq!(findings.len(), 1);
        let is_always = findings[0].message.ends_with("or `engage-vendor`");
        assert_eq!(is_always, approver.is_empty(), "{}", findings[0].message);
        let related = findings[0].related.iter().map(|own| own.message.clone());
        related
            .filter(|label| label.starts_with("not "))
            .collect::<Vec<_>>()
    };
    let vendor = "not `engage-vendor` every Friday 17:00 to Monday 08:00, 63 hours; in all 123 of 168 hours a week";
    assert_eq!(said("ben"), [""; 0]);
    assert_eq!(said(""), [vendor]);
    let incident = "not `declare-incident` every Saturday 17:00 to Monday 08:00, 39 hours; in all 114 of 168 hours a week";
    assert_eq!(said("cleo"), [incident, vendor]);
}

/// `responsibility-without-authority` says so.
#[test]
fn the_one_action_that_the_work_takes_is_told_there() {
    let text = |needs: &str| {
        format!(
            "[workstream.network]\nneeds = \"{needs}\"\nresponsible = \"ana\"\n\
             [command.security]\ncovers = \"network\"\ncommander = \"ana\"\n[[grant]]\n\
             holder = \"ana\"\naction = [\"set-severity\", \"engage-vendor\"]\n\
             mode = \"pre-authorized\"\n[person.ana]\n"
        )
    };
    is_silent("commander-lacks-authority", &text("declare-incident"));
    let other = text("engage-vendor");
    let found = run("commander-lacks-authority", &other, &Sources::default());
    assert_eq!(found.findings.len(), 1);
}

#[test]
fn of_three_commands_that_form_one_one_who_may_is_enough() {
    let text = |third: &str| {
        format!(
            "[workstream.network]\n[command.one]\ncovers = \"network\"\ncommander = \"ana\"\n\
             unified-with = [\"two\", \"three\"]\ndecides = \"ana\"\n[command.two]\n\
             covers = \"network\"\ncommander = \"ben\"\n[command.three]\ncovers = \"network\"\n\
             commander = \"{third}\"\n[[grant]]\nholder = \"cleo\"\n\
             action = [\"declare-incident\", \"set-severity\", \"engage-vendor\"]\n\
             mode = \"pre-authorized\"\n[person]\nana = {{}}\nben = {{}}\ncleo = {{}}\ndan = {{}}\n"
        )
    };
    is_silent("commander-lacks-authority", &text("cleo"));
    let found = run(
        "commander-lacks-authority",
        &text("dan"),
        &Sources::default(),
    );
    assert_eq!(found.findings.len(), 3);
}

#[test]
fn work_that_is_left_out_is_not_commanded() {
    is_silent(
        "commander-lacks-authority",
        r#"
[workstream.network]
[workstream.mainframe]
not-applicable = "there is none"
[command.outage]
covers = ["network", "mainframe"]
commander = "ana"
[[grant]]
holder = "ana"
action = ["declare-incident", "set-severity", "engage-vendor"]
on = "network"
mode = "pre-authorized"
[person.ana]
"#,
    );
}

/// That nobody who does the work may is told there; that its commander may not is told here.
#[test]
fn a_commander_who_does_not_do_the_work_is_told_of_beside_it() {
    let text = "[workstream.network]\nneeds = \"declare-incident\"\nresponsible = \"ben\"\n\
                [command.security]\ncovers = \"network\"\ncommander = \"ana\"\n[[grant]]\n\
                holder = \"ana\"\naction = [\"set-severity\", \"engage-vendor\"]\n\
                mode = \"pre-authorized\"\n[person.ana]\n[person.ben]\n";
    let found = run("commander-lacks-authority", text, &Sources::default());
    assert_eq!(found.findings.len(), 1);
}

fn help(text: &str) -> String {
    let found = run("commander-lacks-authority", text, &Sources::default()).findings;
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].help.clone().unwrap_or_default()
}

#[test]
fn a_prohibition_is_shown_and_is_to_be_lifted() {
    let text = r#"
[engagement]
[workstream.containment]
[command.security]
covers = "containment"
commander = "ana"
#           ^^^^^ error: `ana` commands `security` and may not `declare-incident`, `set-severity` or `engage-vendor`
[[grant]]
holder = "northwind"
action = ["declare-incident", "set-severity", "engage-vendor"]
#         ------------------ this allows it, and a prohibition counts more
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = ["declare-incident", "set-severity", "engage-vendor"]
mode = "prohibited"
#      ------------ this is prohibited to `ana`
[party.northwind]
[person.ana]
party = "northwind"
"#;
    check("commander-lacks-authority", text);
    let lift = "lift the prohibition of `declare-incident`, `set-severity` and `engage-vendor` for \
                `ana`: it counts more than any grant";
    assert_eq!(help(text), lift);
    // Without a grant, lifting it is not enough; and what nothing prohibits takes a grant alone.
    let for_another = text.replace("holder = \"northwind\"", "holder = \"ben\"") + "[person.ben]\n";
    let said = help(&for_another);
    assert!(
        said.starts_with(&format!("{lift}; and let the commander decide")),
        "{said}"
    );
    let of_another = for_another.replacen("holder = \"ana\"", "holder = \"ben\"", 1);
    assert!(help(&of_another).starts_with("let the commander decide"));
}

#[test]
fn a_prohibition_at_night() {
    let text = r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
[command.security]
covers = "containment"
commander = "ana"
#           ^^^^^ error: `ana` commands `security` and may not `engage-vendor` every day 20:00 to 08:00, 12 hours
[[grant]]
holder = "ana"
action = ["declare-incident", "engage-vendor", "set-severity"]
#         ------------------ this allows it, and a prohibition counts more
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "engage-vendor"
mode = "prohibited"
hours = "Mon-Sun 20:00-08:00"
#       --------------------- this is prohibited to `ana`, in these hours
[[grant]]
holder = "ana"
action = "engage-vendor"
mode = "prohibited"
until = 2026-12-01
[[grant]]
holder = "ana"
action = "engage-vendor"
mode = "prohibited"
on = "mainframe"
[workstream.mainframe]
[person.ana]
hours = "24x7"
"#;
    check("commander-lacks-authority", text);
    assert_eq!(
        help(text),
        "lift the prohibition of `engage-vendor` for `ana`, or narrow its `hours`: it counts more \
         than any grant"
    );
}

#[test]
fn what_is_prohibited_elsewhere_or_at_some_hours_is_no_reason() {
    check(
        "commander-lacks-authority",
        r#"
[engagement]
[workstream.containment]
[workstream.mainframe]
[command.security]
covers = "containment"
commander = "ana"
#           ^^^^^ error: `ana` commands `security` and may not `declare-incident`, `set-severity` or `engage-vendor`
[[grant]]
holder = "ana"
action = "engage-vendor"
mode = "prohibited"
on = "mainframe"
[[grant]]
holder = "ana"
action = "declare-incident"
mode = "prohibited"
hours = "Mon-Sun 20:00-08:00"
[person.ana]
"#,
    );
}

#[test]
fn a_grant_for_several_actions_is_told_of_once() {
    let text = |actions: &str, when: &str| {
        format!(
            "[engagement]\ntimezone = \"UTC\"\nstarts = 2027-01-01\nends = 2027-12-31\n\
             [workstream.containment]\n[command.security]\ncovers = \"containment\"\n\
             commander = \"ana\"\n[[grant]]\nholder = \"ana\"\naction = {actions}\n\
             mode = \"pre-authorized\"\n{when}\n[person.ana]\nhours = \"24x7\"\n"
        )
    };
    let labels = |text: &str| {
        let found = run("commander-lacks-authority", text, &Sources::default()).findings;
        let related = found[0].related.iter();
        related.map(|own| own.message.clone()).collect::<Vec<_>>()
    };
    let actions = r#"["declare-incident", "set-severity", "engage-vendor"]"#;
    let day = text(actions, "hours = \"Mon-Fri 08:00-17:00\"");
    assert_eq!(labels(&day), ["may only by this, and not at every hour"]);
    let over = text(actions, "until = 2026-12-01");
    assert_eq!(labels(&over), ["this is over"]);
}

#[test]
fn each_of_several_who_command_in_turn() {
    check(
        "commander-lacks-authority",
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
[command.security]
covers = "containment"
commander = ["ana", "ben"]
#                   ^^^^^ error: `ben` commands `security` and may not `engage-vendor`
[[grant]]
holder = ["ana", "ben"]
action = ["declare-incident", "set-severity"]
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "engage-vendor"
#        --------------- `ana` may `engage-vendor`
mode = "pre-authorized"
[person.ana]
until = 2027-06-30
[person.ben]
from = 2027-07-01
"#,
    );
}
