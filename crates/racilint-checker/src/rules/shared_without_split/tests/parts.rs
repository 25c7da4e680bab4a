//! Slices that have the same part, or leave one out, by days and hours.

use racilint_diagnostics::Sources;

use super::RULE;
use crate::rules::tests::{check, is_silent, run};

#[test]
fn slices_with_days_in_common() {
    check(
        RULE,
        r#"
[engagement]
ends = 2027-12-31
[workstream.one.slice.before]
until = 2027-06-30
#       ---------- `one.before` has it too
responsible = "soc"
[workstream.one.slice.after]
from = 2027-04-01
#      ^^^^^^^^^^ error: `one.before` and `one.after` have the same part of `one` from 2027-04-01 to 2027-06-30
responsible = "noc"
[workstream.two]
hours = "24x7"
[workstream.two.slice.nights]
hours = "Mon-Sun 18:00-08:00"
from = 2027-02-01
#      ---------- `two.nights` has it too
responsible = "soc"
[workstream.two.slice.nights-too]
#                     ^^^^^^^^^^ error: `two.nights` and `two.nights-too` have the same part of `two` from 2027-02-01 on
hours = "Mon-Sun 18:00-08:00"
responsible = "noc"
[workstream.two.slice.days]
hours = "Mon-Sun 08:00-18:00"
responsible = "noc"
[workstream.three.slice.before]
until = 2027-06-30
#       ---------- `three.before` has it too
responsible = "soc"
[workstream.three.slice.after]
from = 2027-06-30
#      ^^^^^^^^^^ error: `three.before` and `three.after` have the same part of `three` on 2027-06-30
responsible = "noc"
[team.soc]
[team.noc]
"#,
    );
}

#[test]
fn slices_that_nothing_tells_apart() {
    check(
        RULE,
        r#"
[workstream.one]
hours = "Mon-Fri 08:00-18:00"
[workstream.one.slice.a]
#                     - `one.a` has it too
responsible = "soc"
[workstream.one.slice.b]
#                     ^ error: `one.a` and `one.b` have the same part of `one`
accountable = "noc"
[team.soc]
[team.noc]
"#,
    );
}

#[test]
fn slices_after_each_other_over_or_with_nobody() {
    is_silent(
        RULE,
        r#"
[engagement]
timezone = "Europe/Berlin"
ends = 2027-12-31
[workstream.one]
hours = "24x7"
[workstream.one.slice.before]
until = 2027-03-31
responsible = "soc"
[workstream.one.slice.after]
from = 2027-04-01
responsible = "noc"
[workstream.two.slice.a]
responsible = "soc"
[workstream.two.slice.b]
[workstream.three.slice.a]
until = 2026-06-30
responsible = "soc"
[workstream.three.slice.b]
from = 2026-06-01
responsible = "noc"
[workstream.four.slice.a]
responsible = "soc"
[workstream.four.slice.b]
responsible = "noc"
form = 2027-01-01
[workstream.five.slice.a]
responsible = "soc"
systems = []
[workstream.five.slice.b]
responsible = "noc"
[workstream.six]
hours = "24x7"
[workstream.six.slice.days]
hours = "Mon-Sun 08:00-18:00"
responsible = "noc"
[workstream.six.slice.nights-before]
hours = "Mon-Sun 18:00-08:00"
until = 2027-03-31
responsible = "soc"
[workstream.six.slice.nights-after]
hours = "Mon-Sun 18:00-08:00"
from = 2027-04-01
responsible = "noc"
[team.soc]
[team.noc]
"#,
    );
}

#[test]
fn a_slice_without_hours_has_all_of_them() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Berlin"
[workstream.one]
hours = "Mon-Fri 08:00-18:00"
[workstream.one.slice.morning]
hours = "Mon-Fri 08:00-12:00"
#       --------------------- the hours of this part
responsible = "soc"
[workstream.one.slice.rest]
#                     ^^^^ error: two parts of `one` have the same hours, `one.morning` and `one.rest`: every weekday 08:00 to 12:00, 4 hours
responsible = "noc"
[workstream.two]
hours = "Mon-Fri 08:00-18:00"
[workstream.two.slice.all]
#                     --- this part names no hours and so has all of them
responsible = "soc"
until = 2027-06-30
[workstream.two.slice.morning]
hours = "Mon-Fri 08:00-12:00"
#       ^^^^^^^^^^^^^^^^^^^^^ error: two parts of `two` have the same hours, `two.all` and `two.morning`: 1 January to 30 June 2027, every weekday 08:00 to 12:00, 4 hours
responsible = "noc"
[workstream.two.slice.afternoon]
hours = "Mon-Fri 12:00-18:00"
from = 2027-07-01
responsible = "noc"
[workstream.three]
hours = "Mon-Fri 08:00-18:00"
#       ^^^^^^^^^^^^^^^^^^^^^ error: no part of `three` has these of its hours: 1 July to 31 December 2027, every weekday 12:00 to 18:00, 6 hours
[workstream.three.slice.all]
#                       --- this part names no hours and so has all of them
responsible = "soc"
until = 2027-06-30
[workstream.three.slice.morning]
hours = "Mon-Fri 08:00-12:00"
#       --------------------- the hours of this part
responsible = "noc"
[team.soc]
[team.noc]
"#,
    );
}

#[test]
fn the_help_knows_whether_both_parts_name_their_hours() {
    let help = |first: &str, second: &str| {
        let text = format!(
            "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\ntimezone = \"Europe/Berlin\"\n\
             [workstream.one]\nhours = \"Mon-Fri 08:00-18:00\"\n[workstream.one.slice.a]\n{first}\n\
             responsible = \"soc\"\n[workstream.one.slice.b]\n{second}\nresponsible = \"noc\"\n\
             [team.soc]\n[team.noc]\n"
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        findings[0].help.clone().unwrap_or_default()
    };
    let (all, morning) = ("", "hours = \"Mon-Fri 08:00-12:00\"");
    let day = "hours = \"Mon-Fri 08:00-18:00\"";
    let own = "give each of them hours of its own";
    assert!(help(all, morning).starts_with(own));
    assert!(help(morning, all).starts_with(own));
    assert!(help(morning, day).starts_with("let one of them end where the other begins"));
}

#[test]
fn a_hole_in_the_hours_of_slices_that_have_days() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Berlin"
[workstream.one]
hours = "Mon-Fri 08:00-18:00"
#       ^^^^^^^^^^^^^^^^^^^^^ error: no part of `one` has these of its hours: every weekday 12:00 to 18:00, 6 hours
[workstream.one.slice.before]
hours = "Mon-Fri 08:00-12:00"
#       --------------------- the hours of this part
until = 2027-03-31
responsible = "soc"
[workstream.one.slice.after]
hours = "Mon-Fri 08:00-12:00"
#       --------------------- the hours of this part
from = 2027-05-01
responsible = "noc"
[team.soc]
[team.noc]
"#,
    );
}

#[test]
fn one_slice_leaves_a_hole_too() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Berlin"
[workstream.watch]
hours = "24x7"
#       ^^^^^^ error: no part of `watch` has these of its hours: every weekday 08:00 to 17:00, 9 hours
responsible = "it"
#             ---- not read: where work is split, only its slices have letters
[workstream.watch.slice.nights]
hours = { outside = "harbor" }
#       ---------------------- the hours of this part
responsible = "soc"
[party.harbor]
hours = "Mon-Fri 08:00-17:00"
[team.it]
[team.soc]
"#,
    );
}

#[test]
fn one_slice_with_all_of_the_promise_or_beside_one_that_is_not_read() {
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Berlin"
[workstream.one]
hours = "Mon-Fri 08:00-17:00"
[workstream.one.slice.all]
hours = "24x7"
responsible = "soc"
[workstream.two.slice.nights]
hours = "Mon-Fri 18:00-08:00"
responsible = "soc"
[workstream.three]
hours = "24x7"
[workstream.three.slice]
nights = { hours = "Mon-Fri 18:00-08:00", responsible = "soc" }
days = "later"
[workstream.four]
hours = "24x7"
[workstream.four.slice.days]
hours = "Mon-Sun 08:00-18:00"
responsible = "soc"
[workstream.four.slice.nights]
hours = "Mon-Sun 18:00-08:00"
severity = "sev1"
responsible = "soc"
[workstream.five.slice.worse]
severity = ["sev2", "sev3"]
responsible = "soc"
[workstream.six.slice.worst]
severity = "sev1"
responsible = "soc"
[workstream.six.slice.rest]
responsible = "soc"
[workstream.six.slice.least]
severity = ["sev3", "oftne"]
responsible = "soc"
[workstream.seven.slice.worst]
severity = "sev1"
responsible = "soc"
[workstream.seven.slice.least]
severity = ["sev4", "oftne"]
responsible = "soc"
[team.soc]
"#,
    );
}

#[test]
fn hours_of_one_severity_that_no_part_has() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Berlin"
[workstream.desk]
hours = "24x7"
#       ^^^^^^ error: no part of `desk` has `sev1` or `sev2` at these of its hours: every day 18:00 to 20:00, 2 hours
[workstream.desk.slice.days]
severity = ["sev1", "sev2"]
hours = "Mon-Sun 08:00-18:00"
#       --------------------- the hours of this part
responsible = "noc"
[workstream.desk.slice.nights]
severity = ["sev1", "sev2"]
hours = "Mon-Sun 20:00-08:00"
#       --------------------- the hours of this part
responsible = "soc"
[workstream.desk.slice.rest]
#                      ---- this part names no hours and so has all of them
severity = ["sev3", "sev4"]
responsible = "soc"
[workstream.run]
hours = "24x7"
#       ^^^^^^ error: no part of `run` has `sev1` of `erp` at these of its hours: every day 18:00 to 20:00, 2 hours
systems = ["mail", "erp"]
[workstream.run.slice.mail]
#                     ---- this part names no hours and so has all of them
systems = "mail"
responsible = "noc"
[workstream.run.slice.days]
systems = "erp"
severity = "sev1"
hours = "Mon-Sun 08:00-18:00"
#       --------------------- the hours of this part
responsible = "noc"
[workstream.run.slice.nights]
systems = "erp"
severity = "sev1"
hours = "Mon-Sun 20:00-08:00"
#       --------------------- the hours of this part
responsible = "soc"
[workstream.run.slice.rest]
#                     ---- this part names no hours and so has all of them
systems = "erp"
severity = "sev2"
responsible = "soc"
[system.mail]
[system.erp]
[team.noc]
[team.soc]
"#,
    );
}

#[test]
fn a_severity_between_those_of_the_parts() {
    check(
        RULE,
        r#"
[workstream.desk.slice.worse]
#           ^^^^ error: no part of `desk` takes care of `sev3`, only of graver and of lesser incidents
severity = ["sev1", "sev2"]
#           ------ has other severities
responsible = "soc"
[workstream.desk.slice.least]
severity = "sev4"
#          ------ has other severities
responsible = "noc"
[team.noc]
[team.soc]
"#,
    );
}

#[test]
fn a_part_that_names_no_severity_or_is_not_read_may_have_any() {
    let text = |rest: &str| {
        format!(
            "[workstream.desk.slice.worst]\nseverity = \"sev1\"\n\
             [workstream.desk.slice.lesser]\nseverity = \"sev3\"\n{rest}\n[system.mail]\n"
        )
    };
    is_silent(
        RULE,
        &text("[workstream.desk.slice.mail]\nsystems = \"mail\""),
    );
    is_silent(RULE, &text("severity \"sev2\""));
}

/// Slices of the same step, of ana in another month each, before two in the same.
fn by_month(count: usize, last: &str) -> String {
    let slice = |name: &str, owner: &str, days: &str| {
        format!("[workstream.run.slice.{name}]\nresponsible = \"{owner}\"\nstep = \"do\"\n{days}\n")
    };
    let january = "from = 2027-01-01\nuntil = 2027-01-31";
    let others = (0..count).map(|at| {
        let days = format!("from = {}-01-01\nuntil = {}-01-31", 2100 + at, 2100 + at);
        slice(&format!("other-{at}"), "ana", &days)
    });
    let others: String = others.collect();
    let rest = slice("real", "ana", january) + &slice("last", "ben", last);
    format!("[workstream.run]\n{others}{rest}[person.ana]\n[person.ben]\n")
}

#[test]
fn slices_of_other_days_hide_none_of_the_same() {
    let found = |text: &str| run(RULE, text, &Sources::default()).findings;
    let findings = found(&by_month(70, "from = 2027-01-15\nuntil = 2027-02-15"));
    assert_eq!(findings.len(), 1);
    assert_eq!(
        findings[0].message,
        "`do` is in two parts of `run`: `run.real` and `run.last`"
    );
    is_silent(RULE, &by_month(70, "from = 2027-02-15\nuntil = 2027-03-15"));
}
