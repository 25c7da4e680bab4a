//! What the rule on work without an owner in between finds, and what it leaves alone.

use crate::rules::tests::{check, is_not_evaluated, is_silent};

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
