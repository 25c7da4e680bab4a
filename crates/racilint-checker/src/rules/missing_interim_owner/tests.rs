//! What the rule on work without an owner in between finds, and what it leaves alone.

use racilint_diagnostics::Sources;

use super::MOST_OTHERS;
use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "missing-interim-owner";

#[test]
fn it_begins_later_than_the_contract() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
#        ---------- the engagement begins
[workstream.containment]
#           ----------- incidents are handled in this area
from = 2027-03-01
#      ^^^^^^^^^^ error: nobody has `containment` from 2027-01-01 to 2027-02-28: it begins on 2027-03-01
responsible = "soc"
[team.soc]
"#,
    );
}

#[test]
fn it_ends_earlier_than_the_contract() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2028-12-31
#      ---------- the engagement goes on until then
[workstream.night-watch]
criticality = "high"
#             ------ it is critical
until = 2027-06-30
#       ^^^^^^^^^^ error: nobody has `night-watch` from 2027-07-01 on: it ends on 2027-06-30
responsible = "soc"
[team.soc]
"#,
    );
}

#[test]
fn the_days_between_two_are_told_once() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
#        ---------- the engagement begins
[workstream.watch-until]
area = "security-monitoring"
until = 2027-02-14
#       ---------- `watch-until` ends on 2027-02-14
responsible = "internal-it"
[workstream.watch]
area = "security-monitoring"
#      --------------------- incidents are handled in this area
from = 2027-03-01
#      ^^^^^^^^^^ error: nobody has `watch` from 2027-02-15 to 2027-02-28: it begins on 2027-03-01
responsible = "soc"
[team.soc]
[team.internal-it]
"#,
    );
}

#[test]
fn the_date_of_a_whole_is_told_once_and_days_do_not_replace_nights() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
#        ---------- the engagement begins
#        ---------- the engagement begins
[workstream.containment]
#           ----------- incidents are handled in this area
from = 2027-03-01
#      ^^^^^^^^^^ error: nobody has `containment` from 2027-01-01 to 2027-02-28: it begins on 2027-03-01
[workstream.containment.slice.a]
step = "stop it"
responsible = "soc"
[workstream.containment.slice.b]
step = "clean up"
responsible = "soc"
[workstream.desk]
[workstream.desk.slice.days]
hours = "Mon-Fri 08:00-18:00"
responsible = "soc"
[workstream.desk.slice.nights]
hours = "Mon-Fri 18:00-08:00"
#       --------------------- it is promised at these hours
from = 2027-02-01
#      ^^^^^^^^^^ error: nobody has `desk.nights` from 2027-01-01 to 2027-01-31: it begins on 2027-02-01
responsible = "soc"
[team.soc]
"#,
    );
}

/// Nights that are handed from one team to the next, each with its own words for them; the client
/// works by day.
fn nights(client: &str, first: &str, then: &str, mark: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2027-01-01
client = "harbor"
timezone = "Europe/Berlin"
[party.harbor]
{client}
[workstream.desk]
[workstream.desk.slice.days]
hours = "Mon-Fri 08:00-18:00"
responsible = "internal-it"
[workstream.desk.slice.nights-at-first]
hours = {first}
until = 2027-01-31
responsible = "internal-it"
[workstream.desk.slice.nights]
hours = {then}
from = 2027-02-01
{mark}responsible = "soc"
[team.soc]
[team.internal-it]
"#
    )
}

#[test]
fn the_same_hours_in_other_words() {
    let office = "hours = \"Mon-Fri 08:00-18:00\"";
    let outside = "[{ outside = \"harbor\" }]";
    let weekly = "[\"Mon-Fri 18:00-08:00\", \"Sat-Sun 00:00-24:00\"]";
    let in_london = "[{ window = \"Mon-Fri 17:00-07:00\", timezone = \"Europe/London\" }]";
    for (first, then) in [(outside, weekly), (weekly, outside), (in_london, weekly)] {
        is_silent(RULE, &nights(office, first, then, ""));
    }
    // When the client works is not known: they may be the same.
    is_silent(RULE, &nights("", outside, weekly, ""));
    is_silent(
        RULE,
        &nights(office, outside, weekly, "").replace("timezone = \"Europe/Berlin\"", ""),
    );
}

#[test]
fn other_hours_in_other_words() {
    let office = "hours = \"Mon-Fri 08:00-18:00\"";
    let outside = "[{ outside = \"harbor\" }]";
    let mark = "#      ^^^^^^^^^^ error: nobody has `desk.nights` from 2027-01-01 to 2027-01-31: it begins on 2027-02-01\n";
    let at_noon = "\"Mon-Fri 12:00-13:00\"";
    let text = nights(office, at_noon, outside, mark).replace(
        "[{ outside = \"harbor\" }]\nfrom",
        "[{ outside = \"harbor\" }]\n#       ------------------------ it is promised at these hours\nfrom",
    );
    check(
        RULE,
        &text.replace(
            "starts = 2027-01-01\n",
            "starts = 2027-01-01\n#        ---------- the engagement begins\n",
        ),
    );
}

#[test]
fn somebody_else_has_it_meanwhile() {
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
[workstream.containment]
[workstream.containment.slice.interim]
until = 2027-02-28
responsible = "internal-it"
[workstream.containment.slice.service]
from = 2027-03-01
responsible = "soc"
[workstream.watch]
area = "monitoring"
responsible = "internal-it"
[workstream.watch-the-new-site]
area = "monitoring"
from = 2027-06-01
responsible = "soc"
[workstream.platform]
responsible = "internal-it"
[workstream.patching]
parent = "platform"
from = 2027-06-01
responsible = "soc"
[workstream.erp-by-day]
activity = "operate"
systems = ["erp"]
responsible = "internal-it"
[workstream.erp]
activity = "operate"
criticality = "critical"
systems = ["erp"]
from = 2027-06-01
responsible = "soc"
[system.erp]
[team.soc]
[team.internal-it]
"#,
    );
}

#[test]
fn projects_retired_systems_and_days_that_are_over() {
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2026-01-01
ends = 2028-12-31
[workstream.move-mail]
until = 2027-03-31
responsible = "soc"
[workstream.transition-out]
from = 2028-10-01
responsible = "soc"
[workstream.old-erp]
criticality = "critical"
systems = ["old-erp"]
until = 2027-03-31
responsible = "soc"
[workstream.containment]
from = 2026-03-01
responsible = "soc"
[system.old-erp]
[team.soc]
"#,
    );
}

#[test]
fn what_cannot_be_read_may_be_the_replacement() {
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
[workstream.containment]
from = 2027-03-01
until = "later"
responsible = "soc"
[workstream.triage]
area = "security-monitoring"
responsible = "gohst"
[workstream.watch]
area = "security-monitoring"
from = 2027-03-01
responsible = "soc"
[team.soc]
"#,
    );
    is_not_evaluated(
        RULE,
        "[engagement]\nstarts = 2027-01-01\n[workstream.containment]\n",
    );
}

#[test]
fn one_day_is_left() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
#        ---------- the engagement begins
ends = 2027-12-31
#      ---------- the engagement goes on until then
[workstream.containment]
#           ----------- incidents are handled in this area
#           ----------- incidents are handled in this area
from = 2027-01-02
#      ^^^^^^^^^^ error: nobody has `containment` on 2027-01-01: it begins on 2027-01-02
until = 2027-12-30
#       ^^^^^^^^^^ error: nobody has `containment` from 2027-12-31 on: it ends on 2027-12-30
responsible = "soc"
[team.soc]
"#,
    );
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.containment]
from = 2027-01-01
until = 2027-12-31
responsible = "soc"
[workstream.triage]
from = 2026-12-01
until = 2028-01-31
responsible = "soc"
[team.soc]
"#,
    );
}

#[test]
fn a_system_on_which_other_work_goes_on_is_not_retired() {
    check(
        RULE,
        r#"
[engagement]
ends = 2028-12-31
#      ---------- the engagement goes on until then
[workstream.erp]
criticality = "critical"
#             ---------- it is critical
activity = "operate"
systems = ["erp"]
until = 2027-03-31
#       ^^^^^^^^^^ error: nobody has `erp` from 2027-04-01 on: it ends on 2027-03-31
responsible = "soc"
[workstream.erp-reports]
activity = "report"
systems = ["erp"]
responsible = "soc"
[system.erp]
[team.soc]
"#,
    );
}

#[test]
fn work_on_all_systems_and_for_all_incidents_is_not_apart() {
    let row = |name: &str, says: &str| {
        format!("[workstream.{name}]\narea = \"monitoring\"\nresponsible = \"soc\"\n{says}\n")
    };
    let slice = |name: &str, says: &str| {
        format!("[workstream.monitoring.slice.{name}]\nresponsible = \"soc\"\n{says}\n")
    };
    let said = |one: &str, other: &str| {
        let head = "[engagement]\nstarts = 2027-01-01\n[system.siem]\n[system.erp]\n[team.soc]\n";
        let text = format!("{head}{one}{other}");
        run(RULE, &text, &Sources::default()).findings.len()
    };
    let late = "from = 2027-06-01";
    let siem = "systems = [\"siem\"]";
    let late_siem = format!("{siem}\n{late}");
    for (one, other, count) in [
        (late, siem, 0),
        (&*late_siem, "", 0),
        (&late_siem, siem, 0),
        (&late_siem, "systems = [\"erp\", \"siem\"]", 0),
        (&late_siem, "systems = [\"erp\"]", 1),
    ] {
        assert_eq!(
            said(&row("a", one), &row("b", other)),
            count,
            "{one} {other}"
        );
    }
    let late_step = "step = \"stop it\"\nfrom = 2027-06-01";
    for (other, count) in [
        ("", 0),
        ("step = \"stop it\"", 0),
        ("step = \"clean up\"", 1),
    ] {
        let said = said(&slice("stop", late_step), &slice("other", other));
        assert_eq!(said, count, "{other}");
    }
    let late_major = "severity = [\"sev1\", \"sev2\"]\nfrom = 2027-06-01";
    for (other, count) in [
        ("", 0),
        ("severity = \"sev2\"", 0),
        ("severity = \"sev3\"", 1),
    ] {
        let said = said(&slice("major", late_major), &slice("other", other));
        assert_eq!(said, count, "{other}");
    }
}

#[test]
fn nobody_is_no_replacement() {
    let row = |says: &str| {
        format!(
            "[engagement]\nstarts = 2027-01-01\n[workstream.containment]\nfrom = 2027-03-01\n\
             responsible = \"soc\"\n[workstream.until-then]\narea = \"containment\"\n{says}\n\
             [team.soc]\n"
        )
    };
    for says in ["", "not-applicable = \"no\"\nresponsible = \"soc\""] {
        let findings = run(RULE, &row(says), &Sources::default()).findings;
        assert_eq!(findings.len(), 1, "{says}");
    }
    is_silent(RULE, &row("accountable = \"soc\""));
    is_silent(RULE, &row("responsible = \"soc\""));
}

mod days;
mod introduced;
mod projects;

#[test]
fn the_owner_of_a_parent_counts_where_it_fulfils_the_duty_of_one_person() {
    let text = |satisfies: &str| {
        format!(
            "[engagement]\nprofiles = [\"hipaa\"]\nstarts = 2027-01-01\nends = 2028-12-31\n\
             [workstream.security]\n{satisfies}accountable = \"ana\"\nuntil = 2027-06-30\n\
             [workstream.training]\nparent = \"security\"\naccountable = \"ana\"\n[person.ana]\n"
        )
    };
    let messages = |satisfies: &str| {
        let findings = run(RULE, &text(satisfies), &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<String>>()
    };
    assert_eq!(
        messages("satisfies = \"hipaa:security-official\"\n"),
        ["nobody has `security` from 2027-07-01 on: it ends on 2027-06-30"]
    );
    assert_eq!(messages(""), [""; 0]);
}

#[test]
fn hours_of_the_next_that_cannot_be_read_may_be_these() {
    let text = |hours: &str| {
        format!(
            "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\ntimezone = \"Europe/Berlin\"\n\
             [workstream.patching]\ncriticality = \"critical\"\n\
             [workstream.patching.slice.before]\nuntil = 2027-01-31\n\
             hours = \"Mon-Fri 08:00-17:00\"\nresponsible = \"ana\"\naccountable = \"ana\"\n\
             [workstream.patching.slice.after]\nfrom = 2027-02-01\nhours = {hours}\n\
             responsible = \"ana\"\naccountable = \"ana\"\n[person.ana]\n"
        )
    };
    let found = |hours: &str| run(RULE, &text(hours), &Sources::default()).findings.len();
    assert_eq!(found("\"Sat 08:00-17:00\""), 2);
    for lost in ["[\"office\"]", "[\"Sat 08:00-17:00\", \"office\"]", "5"] {
        assert_eq!(found(lost), 0, "{lost}");
    }
}

/// What is over hides no hole, however much of it there is.
#[test]
fn work_that_is_over_is_no_replacement() {
    let count = |from: &str, over: &str| {
        let old = |number| {
            format!(
                "[workstream.old-{number}]\narea = \"security-monitoring\"\n\
                 systems = \"siem\"\nuntil = {over}\nresponsible = \"soc\"\n"
            )
        };
        let text = format!(
            "[engagement]\nstarts = 2027-01-01\n[team.soc]\n[system.siem]\n[workstream.watch]\n\
             area = \"security-monitoring\"\nsystems = \"siem\"\n{from}\nresponsible = \"soc\"\n{}",
            (0..=MOST_OTHERS).map(old).collect::<String>()
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        let watch = findings.iter();
        watch.filter(|own| own.message.contains("`watch`")).count()
    };
    assert_eq!(count("from = 2027-03-01", "2026-01-31"), 1);
    assert_eq!(count("from = 2027-03-01", "2027-02-28"), 0);
    assert_eq!(count("", "2026-01-31"), 0);
}
