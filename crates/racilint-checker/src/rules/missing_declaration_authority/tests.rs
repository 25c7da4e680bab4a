//! What `missing-declaration-authority` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run, run_together};

#[test]
fn nobody_may_declare_at_night() {
    check(
        "missing-declaration-authority",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
#       ------ promised for `containment`
[command.security]
covers = "containment"
commander = "ana"
declared-by = "desk"
#             ^^^^^^ error: nobody is on duty who may `declare-incident` for `security` every Friday 17:00 to Monday 08:00, 63 hours
[[grant]]
holder = "desk"
action = ["declare-incident", "set-severity"]
#         ------------------ `desk` may, and is not always on duty
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = ["set-severity"]
mode = "pre-authorized"
[team.desk]
members = "ben"
hours = "Mon-Fri 08:00-17:00"
[person.ana]
hours = "24x7"
[person.ben]
"#,
    );
}

#[test]
fn a_grant_for_the_day_and_an_approver_who_sleeps() {
    check(
        "missing-declaration-authority",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
[command.security]
#        ^^^^^^^^ error: nobody is on duty who may `declare-incident` or `set-severity` for `security` every day 22:00 to 06:00, 8 hours
covers = "containment"
hours = "24x7"
commander = "ana"
[[grant]]
holder = "ana"
action = ["declare-incident", "set-severity"]
#         ------------------ `ana` may, but by this grant not at every hour
mode = "pre-authorized"
hours = "Mon-Sun 06:00-22:00"
[[grant]]
holder = "ana"
action = ["declare-incident", "set-severity"]
#         ------------------ `ana` may, but nobody is on duty at every hour to approve it
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
fn somebody_who_may_at_every_hour_is_silent() {
    is_silent(
        "missing-declaration-authority",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
[workstream.incident-command]
[command.security]
covers = "containment"
commander = "ana"
[command.nuisances]
covers = "containment"
severity = "sev4"
hours = "24x7"
commander = "ana"
[[grant]]
holder = "desk"
action = "declare-incident"
on = "incident-command"
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "set-severity"
mode = "approval-required"
approver = "ben"
within = "15m"
if-no-answer = "act"
[team.desk]
shifts = [
  { who = "ben", hours = "Mon-Sun 06:00-18:00" },
  { who = "cleo", hours = "Mon-Sun 18:00-06:00" },
]
[person]
ana = { hours = "24x7", away = { from = 2027-03-01, to = 2027-03-05 } }
ben = { hours = "Mon-Fri 08:00-17:00", away = { from = 2027-04-01, to = 2027-04-02 } }
cleo = {}
"#,
    );
}

#[test]
fn what_nobody_may_ever_is_told_of_the_work() {
    is_silent(
        "missing-declaration-authority",
        r#"
[engagement]
timezone = "UTC"
[workstream.incident-command]
hours = "24x7"
responsible = "ana"
[command.security]
covers = "incident-command"
commander = "ana"
[person.ana]
hours = "24x7"
"#,
    );
}

#[test]
fn without_promised_hours_there_is_nothing_to_say() {
    is_not_evaluated(
        "missing-declaration-authority",
        "[engagement]\ntimezone = 'UTC'\n[workstream.containment]\n[command.security]\ncovers = 'containment'\ncommander = 'ana'\n[person.ana]\n",
    );
    is_not_evaluated("missing-declaration-authority", "[engagement]\n");
}

#[test]
fn hours_that_nobody_wrote_are_needed() {
    is_not_evaluated(
        "missing-declaration-authority",
        r#"
[engagement]
timezone = "UTC"
[workstream.containment]
hours = "24x7"
[command.security]
covers = "containment"
commander = "ana"
[[grant]]
holder = "ana"
action = ["declare-incident", "set-severity"]
mode = "pre-authorized"
[person.ana]
"#,
    );
}

#[test]
fn people_act_for_a_party_when_it_is_closed() {
    let text = |hours: &str| {
        format!(
            r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Madrid"
[workstream.containment]
hours = "24x7"
[command.security]
covers = "containment"
commander = "ana"
[[grant]]
holder = "onehand"
action = ["declare-incident", "set-severity"]
mode = "pre-authorized"
[party.onehand]
hours = "Mon-Fri 09:00-18:00"
[person.ana]
party = "onehand"
{hours}
"#
        )
    };
    is_silent("missing-declaration-authority", &text("hours = \"24x7\""));
    let found = run(
        "missing-declaration-authority",
        &text("hours = \"Mon-Fri 06:00-20:00\""),
        &Sources::default(),
    );
    assert_eq!(found.findings.len(), 1, "{:?}", found.findings);
}

/// The grant of those in charge, and of the commander, ends: one cause, which
/// `authority-invalid` tells.
#[test]
fn a_grant_that_is_over_is_told_once() {
    let text = |extra: &str| {
        format!(
            r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
responsible = "ana"
needs = ["declare-incident"]
[command.security]
covers = "containment"
commander = "ana"
[[grant]]
holder = "ana"
action = ["declare-incident", "set-severity", "engage-vendor"]
mode = "pre-authorized"
{extra}
[person.ana]
hours = "24x7"
"#
        )
    };
    let names = |extra: &str| {
        let rules = [
            "authority-invalid",
            "missing-declaration-authority",
            "commander-lacks-authority",
        ];
        let findings = run_together(&rules, &text(extra), &Sources::default()).findings;
        let names = findings.iter().map(|found| found.rule.name);
        names.collect::<Vec<&str>>()
    };
    assert_eq!(names("until = 2027-06-30"), ["authority-invalid"]);
    assert_eq!(
        names("hours = \"Mon-Fri 08:00-18:00\""),
        ["commander-lacks-authority"]
    );
}

#[test]
fn work_that_takes_the_declaration_and_may_by_day_still_lacks_it_by_night() {
    let text = r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
needs = ["declare-incident"]
responsible = "desk"
[command.security]
covers = "containment"
commander = "ana"
[[grant]]
holder = "desk"
action = "declare-incident"
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "set-severity"
mode = "pre-authorized"
[team.desk]
members = "ben"
hours = "Mon-Fri 08:00-17:00"
[person.ana]
hours = "24x7"
[person.ben]
"#;
    let count = |text: &str| {
        let found = run("missing-declaration-authority", text, &Sources::default());
        found.findings.len()
    };
    assert_eq!(count(text), 1);
    let unknown = text.replace("commander = \"ana\"", "commander = [\"ana\", \"gohst\"]");
    assert_eq!(count(&unknown), 0);
}

#[test]
fn of_commands_that_follow_each_other_the_one_that_holds_is_told_of() {
    let text = r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
[command.one]
covers = "containment"
commander = "ana"
until = 2027-06-30
[command.two]
covers = "containment"
commander = "ben"
from = 2027-07-01
[[grant]]
holder = ["ana", "ben"]
action = ["declare-incident", "set-severity"]
mode = "pre-authorized"
[person.ana]
hours = "24x7"
until = 2027-06-30
[person.ben]
hours = "Mon-Fri 08:00-17:00"
"#;
    let rules = [
        "missing-incident-commander",
        "missing-declaration-authority",
    ];
    for rule in rules {
        let found = run(rule, text, &Sources::default()).findings;
        assert_eq!(found.len(), 1, "{rule}");
        assert_eq!(found[0].subject.object, "command.two", "{rule}");
    }
    // Told once.
    let found = run_together(&rules, text, &Sources::default()).findings;
    assert_eq!(found.len(), 1);
}

/// A desk that is there at all hours and may declare by a grant, and is prohibited to at night.
fn prohibited(hours: &str) -> String {
    format!(
        r#"
[engagement]
client = "harbor"
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[party.harbor]
hours = "Mon-Fri 08:00-17:00"
[party.northwind]
hours = "24x7"
[workstream.containment]
hours = "24x7"
#       ------ promised for `containment`
[command.security]
#        ^^^^^^^^ error: nobody is on duty who may `declare-incident` for `security` every Friday 17:00 to Monday 08:00, 63 hours
covers = "containment"
commander = "ana"
[[grant]]
holder = "northwind"
action = "declare-incident"
#        ------------------ `northwind` may, but a prohibition counts more
mode = "pre-authorized"
{hours}
[[grant]]
holder = "northwind"
action = "set-severity"
mode = "pre-authorized"
[[grant]]
holder = "northwind"
action = "declare-incident"
mode = "prohibited"
hours = {{ outside = "harbor" }}
#       ---------------------- this is prohibited to `northwind`, in these hours
[person.ana]
party = "northwind"
"#
    )
}

#[test]
fn what_prohibits_it_is_shown_and_is_to_be_lifted() {
    let help = |text: &str| {
        let found = run("missing-declaration-authority", text, &Sources::default()).findings;
        found[0].help.clone().unwrap_or_default()
    };
    let text = prohibited("");
    check("missing-declaration-authority", &text);
    let lift = "lift the prohibition of `declare-incident` for `northwind`, or narrow its `hours`: \
                it counts more than any grant; ";
    let said = help(&text);
    assert!(
        said.starts_with(&format!("{lift}or let somebody who is there")),
        "{said}"
    );
    // Without the prohibition the grant is for the day still.
    let in_the_day = prohibited("hours = \"Mon-Fri 08:00-17:00\"").replace(
        "but a prohibition counts more",
        "but by this grant not at every hour",
    );
    check("missing-declaration-authority", &in_the_day);
    let said = help(&in_the_day);
    assert!(
        said.starts_with(&format!("{lift}and let somebody who is there")),
        "{said}"
    );
    // A prohibition for somebody of the client changes nothing for those who are there.
    let of_another = in_the_day.replace(
        "holder = \"northwind\"\naction = \"declare-incident\"\nmode = \"prohibited\"",
        "holder = \"harbor\"\naction = \"declare-incident\"\nmode = \"prohibited\"",
    );
    assert!(help(&of_another).starts_with("let somebody who is there at these hours begin"));
}

/// One of the two the commander may never, the other never while on duty: `commander-lacks-authority`
/// tells of each for itself.
#[test]
fn what_the_commander_may_never_is_told_beside_what_is_never_to_be_had() {
    let text = |by_approval: &str| {
        format!(
            r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
[command.security]
covers = "containment"
commander = "ana"
[[grant]]
holder = "ben"
action = ["declare-incident", "set-severity"]
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "set-severity"
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "{by_approval}"
mode = "approval-required"
approver = "ben"
within = "15m"
[person.ana]
hours = "Mon-Sun 08:00-20:00"
[person.ben]
hours = "Mon-Sun 20:00-08:00"
"#
        )
    };
    for by_approval in ["engage-vendor", "declare-incident"] {
        let rule = "missing-declaration-authority";
        let found = run(rule, &text(by_approval), &Sources::default()).findings;
        let when = "every day 08:00 to 20:00, 12 hours";
        assert!(found[0].message.ends_with(when), "{by_approval}: {found:?}");
    }
}

/// The commander may in the name of the other one's command, and the other one sleeps.
#[test]
fn who_commands_together_with_somebody_who_is_not_there() {
    let text = r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
[command.security]
covers = "containment"
commander = "ana"
[command.outage]
covers = "containment"
commander = "ben"
unified-with = "security"
decides = "ben"
[[grant]]
holder = "ben"
action = ["declare-incident", "set-severity", "engage-vendor"]
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = ["declare-incident", "set-severity", "engage-vendor"]
mode = "approval-required"
approver = "ben"
within = "15m"
[person.ana]
hours = "24x7"
[person.ben]
hours = "Mon-Sun 08:00-20:00"
"#;
    let rules = ["missing-declaration-authority", "commander-lacks-authority"];
    let found = run_together(&rules, text, &Sources::default()).findings;
    let names: Vec<&str> = found.iter().map(|own| own.rule.name).collect();
    assert_eq!(names, ["missing-declaration-authority"]);
    let night = "every day 20:00 to 08:00, 12 hours";
    assert!(found[0].message.ends_with(night), "{found:?}");
}

#[test]
fn a_prohibition_of_a_company_reaches_the_grant_of_its_people() {
    let text = prohibited("")
        .replace(
            "holder = \"northwind\"\naction = \"declare-incident\"\n#        ------------------ `northwind`",
            "holder = \"ana\"\naction = \"declare-incident\"\n#        ------------------ `ana`",
        );
    check("missing-declaration-authority", &text);
}

#[test]
fn of_many_grants_that_are_not_enough_three_are_shown() {
    let grants: String = ["ana", "ben", "cleo", "dan", "eva"]
        .map(|name| {
            format!(
                "[[grant]]\nholder = \"{name}\"\naction = \"declare-incident\"\n\
                 mode = \"pre-authorized\"\n[person.{name}]\nhours = \"Mon-Fri 08:00-17:00\"\n"
            )
        })
        .concat();
    let text = format!(
        "[engagement]\ntimezone = \"UTC\"\nstarts = 2027-01-01\nends = 2027-12-31\n\
         [workstream.containment]\nhours = \"24x7\"\n[command.security]\n\
         covers = \"containment\"\ncommander = \"ana\"\n{grants}"
    );
    let found = run("missing-declaration-authority", &text, &Sources::default()).findings;
    let labels = found[0].related.iter().map(|own| &*own.message);
    let shown: Vec<&str> = labels.filter(|own| own.contains(" may, ")).collect();
    let may = ["ana", "ben", "cleo"].map(|name| format!("`{name}` may, and is not always on duty"));
    assert_eq!(shown, may);
}

#[test]
fn of_many_prohibitions_three_are_shown() {
    let more = ["Sat", "Sun", "Mon"].map(|day| {
        format!(
            "[[grant]]\nholder = \"northwind\"\naction = \"declare-incident\"\n\
             mode = \"prohibited\"\nhours = \"{day} 00:00-06:00\"\n"
        )
    });
    let shown = |more: &[String]| {
        let text = prohibited("") + &more.concat();
        let found = run("missing-declaration-authority", &text, &Sources::default()).findings;
        let labels = found[0].related.iter();
        let shown = labels.filter(|own| own.message.starts_with("this is prohibited"));
        shown.count()
    };
    assert_eq!(shown(&more[..1]), 2);
    assert_eq!(shown(&more), 3);
}
