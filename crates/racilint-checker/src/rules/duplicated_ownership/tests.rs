//! Tests of `duplicated-ownership`: the same work twice, and work that only looks the same.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[test]
fn two_owners_of_the_same_work() {
    check(
        "duplicated-ownership",
        r#"
[workstream.servers]
activity = ["operate", "change"]
systems = ["mail", "erp"]
#                  ----- `servers` works on it
accountable = "ana"
#             ----- answers for `servers`
[workstream.erp-care]
activity = ["change", "operate"]
systems = "erp"
#         ----- and so does `erp-care`
criticality = "critical"
accountable = "ben"
#             ^^^^^ error: two owners answer for `operate` work on `erp`: `ana` in `servers` and `ben` in `erp-care`
[workstream.mail-nights]
activity = "restore"
systems = "mail"
#         ------ `mail-nights` works on it
hours = "24x7"
accountable = "ana"
#             ----- answers for `mail-nights`
[workstream.mail-days]
activity = "restore"
systems = "mail"
#         ------ and so does `mail-days`
hours = "Mon-Fri 08:00-17:00"
accountable = "ben"
#             ^^^^^ warning: two owners answer for `restore` work on `mail`: `ana` in `mail-nights` and `ben` in `mail-days`
[system.mail]
[system.erp]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn work_that_something_tells_apart() {
    is_silent(
        "duplicated-ownership",
        r#"
[workstream.one]
activity = "operate"
systems = "mail"
accountable = "ana"
hours = "Mon-Fri 08:00-17:00"
until = 2027-06-30
[workstream.other-activity]
activity = "restore"
systems = "mail"
accountable = "ben"
[workstream.other-system]
activity = "operate"
systems = "erp"
accountable = "ben"
[workstream.other-hours]
activity = "operate"
systems = "mail"
hours = "Sat-Sun 08:00-17:00"
accountable = "ben"
[workstream.other-days]
activity = "operate"
systems = "mail"
from = 2027-07-01
hours = "Mon-Fri 08:00-17:00"
accountable = "cleo"
[workstream.wiki]
activity = "operate"
systems = "wiki"
accountable = "ana"
[workstream.same-owner]
activity = "operate"
systems = "wiki"
accountable = "chief"
[workstream.no-systems]
activity = "operate"
accountable = "ben"
[role.chief]
held-by = "ana"
[workstream.security-monitoring]
activity = "monitor"
systems = "erp"
accountable = "ana"
[workstream.monitoring]
activity = "monitor"
systems = "erp"
accountable = "ben"
[system.mail]
[system.erp]
[system.wiki]
[person.ana]
[person.ben]
[person.cleo]
"#,
    );
}

#[test]
fn parts_of_each_other_and_owners_who_are_not_known() {
    is_silent(
        "duplicated-ownership",
        r#"
[workstream.care]
parent = "mail-care"
activity = "operate"
systems = "mail"
accountable = "ana"
[workstream.mail-care]
activity = "operate"
systems = "mail"
accountable = "ben"
[workstream.erp]
activity = "operate"
systems = "erp"
[workstream.erp.slice.a]
step = "install"
accountable = "ana"
[workstream.erp.slice.b]
step = "remove"
accountable = "ben"
[workstream.erp-too]
activity = "operate"
systems = "erp"
accountable = ["ben", "gohst"]
[system.mail]
[system.erp]
[person.ana]
[person.ben]
"#,
    );
    is_not_evaluated("duplicated-ownership", "[workstream.care]\n");
}

#[test]
fn one_system_and_two_jobs_on_it() {
    is_silent(
        "duplicated-ownership",
        r#"
[workstream.backup-restore]
activity = "operate"
systems = "erp"
accountable = "ana"
[workstream.patching]
activity = "operate"
systems = "erp"
accountable = "ben"
[workstream.plant-floor]
activity = "monitor"
systems = "erp"
accountable = "ana"
[workstream.security-monitoring]
activity = "monitor"
systems = "erp"
accountable = "ben"
[workstream.office]
area = ["monitoring", "endpoint-security"]
activity = "monitor"
systems = "mail"
accountable = "ana"
[workstream.log-review]
activity = "monitor"
systems = "mail"
accountable = "ben"
[workstream.go-live]
activity = "decision"
systems = "erp"
accountable = "ana"
[workstream.emergency-spend]
activity = "decision"
systems = "erp"
accountable = "ben"
[system.erp]
[system.mail]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn work_of_no_area_may_be_any_job() {
    let count = |one: &str, other: &str| {
        let row = |name: &str, owner: &str| {
            format!(
                "[workstream.{name}]\nactivity = \"operate\"\nsystems = \"erp\"\n\
                 accountable = \"{owner}\"\n[person.{owner}]\n"
            )
        };
        let text = format!("[system.erp]\n{}{}", row(one, "ana"), row(other, "ben"));
        let found = run("duplicated-ownership", &text, &Sources::default());
        found.findings.len()
    };
    assert_eq!(count("patching", "erp-care"), 1);
    assert_eq!(count("erp-care", "patching"), 1);
    assert_eq!(count("backup-restore", "patching"), 0);
}

#[test]
fn repair_is_one_job_in_every_area() {
    check(
        "duplicated-ownership",
        r#"
[workstream.patching]
activity = "remediate"
systems = "erp"
#         ----- `patching` works on it
accountable = "ana"
#             ----- answers for `patching`
[workstream.remediation]
activity = "remediate"
systems = "erp"
#         ----- and so does `remediation`
accountable = "ben"
#             ^^^^^ warning: two owners answer for `remediate` work on `erp`: `ana` in `patching` and `ben` in `remediation`
[system.erp]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn hours_that_meet_for_longer_than_it_takes_to_hand_over() {
    let found = |first: &str, second: &str| {
        let row = |name: &str, owner: &str, hours: &str| {
            format!(
                "[workstream.{name}]\nactivity = \"remediate\"\nsystems = \"erp\"\n\
                 accountable = \"{owner}\"\nhours = {hours}\n"
            )
        };
        let text = format!(
            "{}{}[system.erp]\n[person.ana]\n[person.ben]\n",
            row("patching", "ana", first),
            row("remediation", "ben", second)
        );
        let found = run("duplicated-ownership", &text, &Sources::default());
        found.findings.len()
    };
    for (first, second, expected) in [
        ("'Mon-Fri 08:00-16:00'", "'Mon-Fri 07:00-16:00'", 1),
        ("'Mon-Fri 08:00-16:00'", "'24x7'", 1),
        ("'Sun 22:00-06:00'", "'Mon 03:00-09:00'", 1),
        (
            "['Sat 08:00-12:00', 'Mon-Fri 08:00-16:00']",
            "'Wed 12:00-20:00'",
            1,
        ),
        ("'Mon-Fri 08:00-16:00'", "'Mon-Fri 15:00-23:00'", 0),
        ("'Mon-Fri 08:00-16:00'", "'Sat-Sun 08:00-16:00'", 0),
        ("'Mon-Fri 08:00-16:00'", "{ outside = 'ana' }", 0),
        (
            "'Mon-Fri 08:00-16:00'",
            "{ window = 'Mon-Fri 08:00-17:00', timezone = 'Asia/Manila' }",
            0,
        ),
    ] {
        assert_eq!(found(first, second), expected, "{first} and {second}");
    }
}

#[test]
fn rows_of_one_owner_are_not_held_against_each_other() {
    let row = |name: &str, owner: &str, says: &str| {
        format!(
            "[workstream.{name}]\nactivity = \"restore\"\nsystems = \"mail\"\n\
             accountable = \"{owner}\"\n{says}\n"
        )
    };
    let rest = "[system.mail]\n[person.ana]\n[person.ben]\n";
    let days = "hours = \"Mon-Fri 08:00-17:00\"";
    let weekend = "hours = \"Sat-Sun 08:00-17:00\"";
    let text = row("a", "ana", weekend) + &row("b", "ben", days) + &row("c", "ben", days) + rest;
    is_silent("duplicated-ownership", &text);
    let text = row("a", "ana", weekend) + &row("b", "ben", days) + &row("c", "ana", days) + rest;
    let findings = run("duplicated-ownership", &text, &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
}

#[test]
fn it_is_about_the_more_critical_of_the_two_else_by_name() {
    let about = |first: &str, second: &str| {
        let row = |name: &str, owner: &str, says: &str| {
            format!(
                "[workstream.{name}]\nactivity = \"restore\"\nsystems = \"mail\"\n\
                 accountable = \"{owner}\"\n{says}\n"
            )
        };
        let text = row("b", "ana", first)
            + &row("a", "ben", second)
            + "[system.mail]\n[person.ana]\n[person.ben]\n";
        let findings = run("duplicated-ownership", &text, &Sources::default()).findings;
        findings[0].subject.object.clone()
    };
    let critical = "criticality = \"critical\"";
    assert_eq!(about(critical, ""), "workstream.b");
    assert_eq!(about("", critical), "workstream.a");
    assert_eq!(about("", ""), "workstream.a");
}

#[test]
fn a_parent_with_work_of_its_own_and_its_part() {
    is_silent(
        "duplicated-ownership",
        r#"
[workstream.servers]
activity = "operate"
systems = "erp"
needs = ["block-traffic"]
responsible = "ana"
accountable = "ana"
[workstream.support]
parent = "servers"
activity = "operate"
systems = "erp"
responsible = "ben"
accountable = "ben"
[system.erp]
[person.ana]
[person.ben]
"#,
    );
}

/// Work of ana and ben on one system, behind so many rows that say something else.
fn behind(count: usize, other: &str) -> String {
    let row = |name: &str, owner: &str, says: &str| {
        format!(
            "[workstream.{name}]\nactivity = \"contain\"\nsystems = \"mail\"\n\
             accountable = \"{owner}\"\n{says}\n"
        )
    };
    let others = (0..count).map(|at| row(&format!("other-{at}"), "ben", other));
    let others: String = others.collect();
    let summer = "from = 2027-06-01\nhours = \"Mon-Fri 08:00-17:00\"";
    let rest = "[system.mail]\n[person.ana]\n[person.ben]\n";
    let real = row("real", "ben", summer);
    format!("{others}{real}{}{rest}", row("last", "ana", summer))
}

#[test]
fn work_at_another_time_hides_none_at_the_same() {
    for other in [
        "from = 2027-01-01\nuntil = 2027-01-31",
        "hours = \"Sat-Sun 08:00-17:00\"",
    ] {
        let text = behind(70, other);
        let findings = run("duplicated-ownership", &text, &Sources::default()).findings;
        assert_eq!(findings.len(), 1, "{other}");
        assert!(
            findings[0]
                .message
                .ends_with("`ben` in `real` and `ana` in `last`")
        );
        let silent = text.replace("\"ana\"\n", "\"ben\"\n");
        is_silent("duplicated-ownership", &silent);
    }
}

#[test]
fn where_too_much_work_is_compared_it_is_said() {
    let parts = |owner: &str, hours: &str| -> String {
        let row = |at: usize| {
            format!(
                "[workstream.{owner}-{at}]\nactivity = \"contain\"\nsystems = \"mail\"\n\
                 accountable = \"{owner}\"\nhours = \"{hours}\"\n"
            )
        };
        (0..450).map(row).collect()
    };
    let (ana, ben) = (
        parts("ana", "Mon-Fri 08:00-17:00"),
        parts("ben", "Sat 08:00-17:00"),
    );
    let ben = ben.replace(
        "[workstream.ben-440]",
        "[workstream.ben-440]\ncriticality = \"critical\"",
    );
    let text = format!("{ana}{ben}[system.mail]\n[person.ana]\n[person.ben]\n");
    let findings = run("duplicated-ownership", &text, &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
    let message = &findings[0].message;
    let expected = "`workstream.ben-440` is not compared with all others that work on the same systems: there are too many";
    assert_eq!(message, expected);
}
