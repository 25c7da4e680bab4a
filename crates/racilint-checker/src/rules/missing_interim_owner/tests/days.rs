//! Days that count and days that do not, slices that end, and officers who are wanted on each.

use racilint_diagnostics::Sources;

use super::RULE;
use crate::rules::tests::{check, is_silent, run};

/// One who goes and one who comes, on days that are told apart by the promised hours.
fn from_one_to_the_next(hours: &str, until: &str, from: &str) -> String {
    format!(
        r#"
[engagement]
client = "harbor"
starts = 2027-01-01
ends = 2027-12-31
[workstream.desk]
hours = {hours}
[workstream.desk.slice.before]
until = {until}
responsible = "internal-it"
[workstream.desk.slice.after]
from = {from}
responsible = "soc"
[party.harbor]
holidays = [2027-01-01, 2027-04-02, 2027-04-05]
[team.soc]
[team.internal-it]
"#
    )
}

#[test]
fn days_on_which_nothing_is_promised() {
    let week = "\"Mon-Fri 08:00-18:00\"";
    for (hours, until, from) in [
        (week, "2027-04-09", "2027-04-12"),
        (week, "2027-04-01", "2027-04-06"),
        ("\"Mon-Fri 22:00-06:00\"", "2027-04-09", "2027-04-12"),
    ] {
        is_silent(RULE, &from_one_to_the_next(hours, until, from));
    }
    is_silent(
        RULE,
        r#"
[engagement]
client = "harbor"
starts = 2027-01-01
ends = 2027-12-30
[workstream.desk]
hours = "Mon-Thu 08:00-18:00"
from = 2027-01-04
until = 2027-12-29
responsible = "soc"
[party.harbor]
holidays = [2027-12-30]
[team.soc]
"#,
    );
}

#[test]
fn one_promised_day_among_them() {
    let told = |hours, until, from| {
        let found = run(
            RULE,
            &from_one_to_the_next(hours, until, from),
            &Sources::default(),
        );
        let messages = found.findings.into_iter().map(|finding| finding.message);
        messages.collect::<Vec<_>>()
    };
    let over = |first, last, day| {
        vec![format!(
            "nobody has `desk.after` from {first} to {last}: it begins on {day}"
        )]
    };
    for hours in [
        "\"24x7\"",
        "{ outside = \"harbor\" }",
        "[\"Mon-Fri 08:00-18:00\", \"Sat 09:00-12:00\"]",
    ] {
        assert_eq!(
            told(hours, "2027-04-09", "2027-04-12"),
            over("2027-04-10", "2027-04-11", "2027-04-12")
        );
    }
    assert_eq!(
        told("\"Mon-Fri 08:00-18:00\"", "2027-04-09", "2027-04-13"),
        over("2027-04-10", "2027-04-12", "2027-04-13")
    );
}

#[test]
fn a_weekend_before_days_that_are_promised() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
#        ---------- the engagement begins
[workstream.desk]
hours = "Mon-Fri 08:00-18:00"
#       --------------------- it is promised at these hours
[workstream.desk.slice.a]
until = 2027-04-09
#       ---------- `desk.a` ends on 2027-04-09
responsible = "soc"
[workstream.desk.slice.b]
from = 2027-04-12
until = 2027-04-14
#       ---------- `desk.b` ends on 2027-04-14
responsible = "soc"
[workstream.desk.slice.c]
from = 2027-04-19
#      ^^^^^^^^^^ error: nobody has `desk.c` from 2027-04-15 to 2027-04-18: it begins on 2027-04-19
responsible = "soc"
[team.soc]
"#,
    );
}

#[test]
fn letters_beside_slices_are_nobodys() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
#      ---------- the engagement goes on until then
[workstream.containment]
#           ----------- incidents are handled in this area
from = 2027-02-01
responsible = "soc"
#             ----- not read: where work is split, only its slices have letters
accountable = "soc"
[workstream.containment.slice.interim]
from = 2027-01-01
until = 2027-01-31
#       ^^^^^^^^^^ error: nobody has `containment.interim` from 2027-02-01 on: it ends on 2027-01-31
responsible = "internal-it"
accountable = "internal-it"
[team.soc]
[team.internal-it]
"#,
    );
}

#[test]
fn the_slices_of_a_split_parent_have_its_child_too() {
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
[workstream.platform]
responsible = "soc"
[workstream.platform.slice.days]
hours = "Mon-Fri 08:00-18:00"
responsible = "internal-it"
[workstream.platform.slice.nights]
hours = "Mon-Fri 18:00-08:00"
responsible = "internal-it"
[workstream.patching]
parent = "platform"
from = 2027-06-01
responsible = "soc"
[team.soc]
[team.internal-it]
"#,
    );
}

#[test]
fn what_has_letters_of_its_own_is_told_to_move_them() {
    let help = |split: &str| {
        let fixture = format!(
            "[engagement]\nstarts = 2027-01-01\n[team.soc]\n[workstream.containment]\n{split}\n\
             from = 2027-03-01\nresponsible = \"soc\"\n"
        );
        let found = run(RULE, &fixture, &Sources::default()).findings;
        found[0]
            .help
            .iter()
            .any(|help| help.contains("go into a slice too"))
    };
    assert!(help(""));
    assert!(help(
        "responsible = \"soc\"\n[workstream.containment.slice.a]"
    ));
    assert!(!help("[workstream.containment.slice.a]"));
}

#[test]
fn a_slice_ends_and_its_workstream_goes_on_naming_the_system() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
#      ---------- the engagement goes on until then
[workstream.watch]
hours = "Mon-Fri 08:00-18:00"
#       --------------------- it is promised at these hours
systems = ["srv", "net"]
[workstream.watch.slice.srv]
systems = "srv"
responsible = "soc"
[workstream.watch.slice.net]
systems = "net"
until = 2027-06-30
#       ^^^^^^^^^^ error: nobody has `watch.net` from 2027-07-01 on: it ends on 2027-06-30
responsible = "soc"
[system.srv]
[system.net]
[team.soc]
"#,
    );
}

#[test]
fn a_system_that_is_retired_from_a_split_workstream() {
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.watch]
hours = "Mon-Fri 08:00-18:00"
[workstream.watch.slice.srv]
systems = "srv"
responsible = "soc"
[workstream.watch.slice.net]
systems = "net"
until = 2027-06-30
responsible = "soc"
[workstream.old-erp]
criticality = "critical"
systems = "erp"
[workstream.old-erp.slice.days]
hours = "Mon-Fri 08:00-18:00"
until = 2027-06-30
responsible = "soc"
[workstream.old-erp.slice.nights]
hours = "Mon-Fri 18:00-08:00"
until = 2027-06-30
responsible = "soc"
[system.srv]
[system.net]
[system.erp]
[team.soc]
"#,
    );
}

#[test]
fn a_named_officer_is_wanted_on_every_day() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
#      ---------- the engagement goes on until then
profiles = ["hipaa"]
[workstream.office]
until = 2027-03-31
#       ^^^^^^^^^^ error: nobody has `office` from 2027-04-01 on: it ends on 2027-03-31
accountable = "ciso"
satisfies = ["hipaa:sanctions", "hipaa:security-official"]
#                               ------------------------- a profile wants one person named for this
[role.ciso]
"#,
    );
}

#[test]
fn an_officer_who_is_followed_and_a_yearly_analysis() {
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
profiles = ["hipaa"]
[workstream.old-office]
until = 2027-03-31
accountable = "ciso"
satisfies = "hipaa:security-official"
[workstream.new-office]
from = 2027-04-01
accountable = "ciso"
satisfies = "hipaa:164.308(a)(2)"
[workstream.this-years-analysis]
until = 2027-03-31
accountable = "ciso"
satisfies = "hipaa:risk-analysis"
[workstream.program-of-another-profile]
until = 2027-03-31
accountable = "ciso"
satisfies = "nydfs-500:ciso"
[role.ciso]
"#,
    );
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
profiles = ["hipaa"]
[workstream.office]
until = 2027-03-31
accountable = "ciso"
satisfies = "hipaa:security-official"
[workstream.later]
accountable = "ciso"
satisfies = 3
[role.ciso]
"#,
    );
}

#[test]
fn what_cannot_be_read_counts_in_the_whole_and_in_its_part() {
    let said = |whole: &str, part: &str| {
        let text = format!(
            "[engagement]\nstarts = 2027-01-01\n[workstream.containment]\n{whole}\n\
             [workstream.containment.slice.service]\nfrom = 2027-03-01\nresponsible = \"soc\"\n\
             {part}\n[team.soc]\n"
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(said("", ""), 1);
    for lost in ["hours = 5", "until = 7"] {
        assert_eq!(said(lost, ""), 0, "{lost}");
        assert_eq!(said("", lost), 0, "{lost}");
    }
}

/// More than these are not looked through; somebody among them may well have it.
#[test]
fn among_very_many_somebody_counts_as_found() {
    let others = |count: usize, says: &str| -> String {
        (0..count)
            .map(|at| format!("[workstream.w{at}]\n{says}\n"))
            .collect()
    };
    let count = |head: &str, says: &str, all: usize| {
        let text = format!(
            "[engagement]\nstarts = 2027-01-01\n{head}\n[workstream.late]\n{says}\n\
             from = 2027-03-01\nresponsible = \"soc\"\n[team.soc]\n{}",
            others(all - 1, says)
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    let area = "area = \"containment\"";
    assert_eq!(count("", area, 200), 1);
    assert_eq!(count("", area, 201), 0);
    let hipaa = "profiles = [\"hipaa\"]";
    let duty = "satisfies = \"hipaa:security-official\"";
    assert_eq!(count(hipaa, duty, 200), 1);
    assert_eq!(count(hipaa, duty, 201), 0);
}

#[test]
fn a_split_workstream_promises_only_the_systems_that_it_names() {
    let count = |systems: &str| {
        let text = format!(
            "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\n\
             [workstream.watch]\nhours = \"Mon-Fri 08:00-18:00\"\nsystems = [{systems}]\n\
             [workstream.watch.slice.srv]\nsystems = \"srv\"\nresponsible = \"soc\"\n\
             [workstream.watch.slice.net]\nsystems = \"net\"\nuntil = 2027-06-30\n\
             responsible = \"soc\"\n[system.srv]\n[system.net]\n[team.soc]\n"
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count("\"srv\""), 0);
    assert_eq!(count("\"net\""), 1);
    assert_eq!(count("\"srv\", \"net\""), 1);
}
