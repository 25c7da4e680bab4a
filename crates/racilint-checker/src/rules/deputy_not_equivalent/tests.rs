//! What `deputy-not-equivalent` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run, run_together};

#[test]
fn a_deputy_without_the_authority() {
    check(
        "deputy-not-equivalent",
        r#"
[engagement]
[workstream.containment]
[command.security]
covers = "containment"
commander = "ana"
deputy = "ben"
#        ^^^^^ error: `ben` takes over from `ana` and may not `declare-incident` or `set-severity`
[[grant]]
holder = "ana"
action = ["declare-incident", "set-severity", "isolate-endpoint"]
#         ------------------ `ana` may by this
mode = "pre-authorized"
[[grant]]
holder = "cleo"
action = "declare-incident"
mode = "pre-authorized"
[[grant]]
holder = ["ana", "ben"]
action = "engage-vendor"
mode = "approval-required"
approver = "ana"
[person.ana]
[person.ben]
[person.cleo]
"#,
    );
}

#[test]
fn a_misspelt_action_makes_no_deputy_lesser() {
    is_silent(
        "deputy-not-equivalent",
        r#"
[engagement]
[workstream.containment]
[command.security]
covers = "containment"
commander = "ana"
deputy = "ben"
[[grant]]
holder = "ana"
action = ["raise-spending-limit"]
mode = "pre-authorized"
[[grant]]
holder = ["ana", "ben"]
action = ["declare-incident", "set-severity", "engage-vendor"]
mode = "pre-authorized"
[person.ana]
[person.ben]
"#,
    );
}

const SAME_HOURS: &str = r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
[command.security]
covers = "containment"
commander = "ana"
deputy = "ben"
[person.ana]
hours = "Mon-Fri 08:00-17:00"
[person.ben]
hours = "Mon-Fri 09:00-16:00"
"#;

#[test]
fn a_deputy_who_sleeps_when_the_commander_does() {
    check(
        "deputy-not-equivalent",
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
#           ----- commands, and is off duty at the same hours
deputy = "ben"
#        ^^^^^ error: `ben` is never there when `ana` is off duty: every Friday 17:00 to Monday 08:00, 63 hours; in all 123 of 168 hours a week
[person.ana]
hours = "Mon-Fri 08:00-17:00"
[person.ben]
hours = "Mon-Fri 09:00-16:00"
"#,
    );
}

#[test]
fn hours_without_command_are_told_once() {
    let sources = Sources::default();
    let rules = ["missing-incident-commander", "deputy-not-equivalent"];
    let outcome = run_together(&rules, SAME_HOURS, &sources);
    let [finding] = outcome.findings.as_slice() else {
        panic!("{:?}", outcome.findings);
    };
    assert_eq!(finding.rule.name, "missing-incident-commander");
}

#[test]
fn a_lack_of_authority_is_told_beside_hours_without_command() {
    let sources = Sources::default();
    let rules = ["missing-incident-commander", "deputy-not-equivalent"];
    let grant = "[[grant]]\nholder = 'ana'\naction = 'set-severity'\nmode = 'pre-authorized'\n";
    let outcome = run_together(&rules, &format!("{SAME_HOURS}{grant}"), &sources);
    assert_eq!(outcome.findings.len(), 2, "{:?}", outcome.findings);
}

#[test]
fn deputies_who_can_take_over_are_silent() {
    is_silent(
        "deputy-not-equivalent",
        r#"
[engagement]
timezone = "UTC"
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
hours = "24x7"
[workstream.network]
[command.by-role]
covers = "containment"
commander = "lead"
deputy = "ben"
[command.by-team]
covers = "network"
commander = "ana"
deputy = "cleo"
[command.nuisances]
covers = "network"
severity = "sev4"
commander = "ana"
deputy = "dan"
[command.commander-may-not]
covers = "network"
commander = "dan"
deputy = "cleo"
[[grant]]
holder = ["lead", "duty-managers"]
action = ["declare-incident", "set-severity", "engage-vendor"]
mode = "pre-authorized"
[[grant]]
holder = "ana"
action = "isolate-endpoint"
mode = "pre-authorized"
[role.lead]
held-by = "ana"
deputy = "ben"
[team.duty-managers]
members = ["ana", "cleo"]
[person]
ana = { hours = "Mon-Fri 08:00-17:00" }
ben = { hours = "Mon-Sun 16:00-09:00" }
cleo = { hours = "Mon-Fri 08:00-17:00" }
dan = {}
"#,
    );
}

#[test]
fn what_is_unknown_is_silent() {
    is_silent(
        "deputy-not-equivalent",
        r#"
[engagement]
timezone = "UTC"
[workstream.containment]
hours = "24x7"
[command.misspelt]
covers = "containment"
commander = "ana"
deputy = "gohst"
[command.vacant]
covers = "containment"
commander = "ana"
deputy = "lead"
[command.the-same]
covers = "containment"
commander = "ana"
deputy = "chief"
[[grant]]
holder = "ana"
action = "declare-incident"
mode = "pre-authorized"
[role.lead]
[role.chief]
held-by = "ana"
[person.ana]
"#,
    );
}

#[test]
fn without_a_deputy_there_is_nothing_to_say() {
    is_not_evaluated(
        "deputy-not-equivalent",
        "[engagement]\n[command.security]\ncommander = 'ana'\n[person.ana]\n",
    );
}

/// `missing-deputy` says so.
#[test]
fn a_deputy_who_is_the_commander_is_told_elsewhere() {
    let chief = "[role.chief]\nheld-by = \"ana\"\n";
    let fixture = SAME_HOURS.replace("deputy = \"ben\"", "deputy = \"chief\"");
    is_silent("deputy-not-equivalent", &format!("{fixture}{chief}"));
}

/// A commander who may everything, and a deputy; `says` is about when each is there, `more` about
/// what the deputy may.
fn at_times(says: &str, more: &str) -> String {
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
deputy = "ben"
#        ^^^^^ error: `ben` takes over from `ana` and may not WHAT
[[grant]]
holder = "ana"
action = ["declare-incident", "set-severity", "engage-vendor"]
#         ------------------ `ana` may by this
mode = "pre-authorized"
{says}
{more}
"#
    )
}

/// A grant for the deputy.
fn given(mode: &str) -> String {
    format!(
        "[[grant]]\nholder = \"ben\"\naction = [\"declare-incident\", \"set-severity\", \
         \"engage-vendor\"]\nMARK{mode}\n"
    )
}

const ALWAYS: &str = "[person]\nana = { hours = \"24x7\" }\nben = { hours = \"24x7\" }";

#[test]
fn a_deputy_whose_authority_is_for_some_days_or_hours() {
    let mark =
        |when: &str| format!("#         ------------------ may only by this, and not {when}\n");
    let all = "`declare-incident`, `set-severity` or `engage-vendor`";
    for (limit, often, when) in [
        ("until = 2027-06-30", "on every day", "from 1 July 2027 on"),
        (
            "hours = \"Mon 08:00-09:00\"",
            "at every hour",
            "every Monday 09:00 to the next Monday 08:00, 6 days 23 hours",
        ),
    ] {
        let grant =
            given(&format!("mode = \"pre-authorized\"\n{limit}")).replace("MARK", &mark(often));
        let text = at_times(ALWAYS, &grant).replace("WHAT", &format!("{all} {when}"));
        check("deputy-not-equivalent", &text);
        let found = run("deputy-not-equivalent", &text, &Sources::default()).findings;
        let help = found[0].help.clone().unwrap_or_default();
        assert!(
            help.starts_with("let the deputy decide whenever the commander may"),
            "{help}"
        );
    }
}

#[test]
fn a_deputy_who_is_prohibited_at_night() {
    let mark = "#         ------------------ this allows it, and a prohibition counts more\n";
    let grant = given("mode = \"pre-authorized\"").replace("MARK", mark);
    let prohibition = given(
        "mode = \"prohibited\"\nhours = \"Mon-Sun 20:00-08:00\"\n\
         #       --------------------- this is prohibited to `ben`, in these hours",
    );
    let prohibition = prohibition.replace("MARK", "");
    let what =
        "`declare-incident`, `set-severity` or `engage-vendor` every day 20:00 to 08:00, 12 hours";
    let text = at_times(ALWAYS, &format!("{grant}{prohibition}")).replace("WHAT", what);
    check("deputy-not-equivalent", &text);
    let found = run("deputy-not-equivalent", &text, &Sources::default()).findings;
    let help = found[0].help.clone().unwrap_or_default();
    assert!(help.starts_with("lift the prohibition of"), "{help}");
    assert!(help.ends_with("counts more than any grant"), "{help}");
}

#[test]
fn a_deputy_who_may_when_it_matters_is_silent() {
    let by_day = "mode = \"pre-authorized\"\nhours = \"Mon-Fri 08:00-17:00\"";
    let at_night = "mode = \"pre-authorized\"\nhours = \"Mon-Sun 16:00-09:00\"";
    let two = "deputy = [\"ben\", \"cleo\"]";
    let cases = [
        // Off duty when the authority ends.
        (
            ALWAYS.replace(
                "ben = { hours = \"24x7\" }",
                "ben = { hours = \"Mon-Fri 09:00-16:00\" }",
            ),
            given(by_day),
        ),
        // Takes over at night alone.
        (
            ALWAYS.replace(
                "ana = { hours = \"24x7\" }",
                "ana = { hours = \"Mon-Sun 08:00-17:00\" }",
            ),
            given(at_night),
        ),
        // Nobody wrote when the commander is there.
        (
            ALWAYS.replace("ana = { hours = \"24x7\" }", "ana = {}"),
            given(at_night),
        ),
        // Another deputy may then.
        (
            format!("{ALWAYS}\ncleo = {{ hours = \"24x7\" }}"),
            format!(
                "{}{}",
                given("mode = \"pre-authorized\"\nuntil = 2027-06-30"),
                given("mode = \"pre-authorized\"\nfrom = 2027-07-01").replace("ben", "cleo")
            ),
        ),
    ];
    for (says, more) in cases {
        let text = at_times(&says, &more).replace("MARK", "");
        let text = match says.contains("cleo") {
            true => text.replace("deputy = \"ben\"", two),
            false => text,
        };
        let found = run("deputy-not-equivalent", &text, &Sources::default()).findings;
        assert_eq!(found, [], "{more}");
    }
    // The commander's ends with it.
    let both = at_times(ALWAYS, &given(by_day))
        .replace("MARK", "")
        .replacen("mode = \"pre-authorized\"", by_day, 1);
    let found = run("deputy-not-equivalent", &both, &Sources::default()).findings;
    assert_eq!(found, []);
}

#[test]
fn a_deputy_who_is_prohibited_takes_no_grant() {
    let prohibition =
        given("mode = \"prohibited\"\n#      ------------ this is prohibited to `ben`");
    let grant = given("mode = \"pre-authorized\"");
    let mark = "#         ------------------ this allows it, and a prohibition counts more\n";
    let what = "`declare-incident`, `set-severity` or `engage-vendor`";
    let text = format!(
        "{}{}",
        grant.replace("MARK", mark),
        prohibition.replace("MARK", "")
    );
    let text = at_times(ALWAYS, &text).replace("WHAT", what);
    check("deputy-not-equivalent", &text);
    let found = run("deputy-not-equivalent", &text, &Sources::default()).findings;
    let help = found[0].help.clone().unwrap_or_default();
    assert!(help.starts_with("lift the prohibition of"), "{help}");
    assert!(!help.contains("let the deputy"), "{help}");
}
