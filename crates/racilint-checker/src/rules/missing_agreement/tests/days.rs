//! From and until when a party works, and its agreement holds.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run};

const RULE: &str = "missing-agreement";

/// One provider after another; `starts` in the past.
const CHANGE: &str = r#"
[engagement]
client   = "harbor"
provider = ["old", "new"]
profiles = ["hipaa"]
starts   = 2026-01-01
ends     = 2027-12-31
[party.harbor]
[party.old]
[party.new]
[workstream.backup-restore]
[workstream.backup-restore.slice.before]
until = 2026-10-31
responsible = "old"
[workstream.backup-restore.slice.after]
from = 2027-03-01
responsible = "new"
"#;

#[test]
fn a_party_needs_it_while_it_works() {
    is_silent(
        RULE,
        &format!(
            r#"{CHANGE}
[agreement.old]
kind = "baa"
between = ["harbor", "old"]
signed = 2025-12-01
until = 2026-10-31
[agreement.new]
kind = "baa"
between = ["harbor", "new"]
signed = 2027-02-15
from = 2027-03-01
"#
        ),
    );
}

#[test]
fn it_is_signed_begins_or_ends_on_the_wrong_side_of_the_first_day_of_the_work() {
    check(
        RULE,
        &format!(
            r#"{CHANGE}#             ----- `new` does this work
[agreement.new]
#          ^^^ error: the business associate agreement with `new` is not signed by the first day
kind = "baa"
between = ["harbor", "new"]
signed = 2027-03-02
"#
        ),
    );
    check(
        RULE,
        &format!(
            r#"{CHANGE}#             ----- `new` does this work
[agreement.new]
kind = "baa"
between = ["harbor", "new"]
signed = 2026-12-01
from = 2027-06-01
#      ^^^^^^^^^^ error: the business associate agreement with `new` begins only on 2027-06-01
"#
        ),
    );
    check(
        RULE,
        &format!(
            r#"{CHANGE}#             ----- `new` does this work
[agreement.new]
kind = "baa"
between = ["harbor", "new"]
signed = 2026-01-01
until = 2027-02-28
#       ^^^^^^^^^^ error: the business associate agreement with `new` ends on 2027-02-28, before the work begins
"#
        ),
    );
}

#[test]
fn whoever_gets_into_a_system_needs_it_from_the_first_day() {
    check(
        RULE,
        &format!(
            r#"{CHANGE}[system.ehr]
access = [{{ who = "new", can = ["failover"] }}]
#                 ----- `new` can get into this system
[agreement.new]
#          ^^^ error: the business associate agreement with `new` is not signed by the first day
kind = "baa"
between = ["harbor", "new"]
signed = 2027-02-15
"#
        ),
    );
}

#[test]
fn one_agreement_after_another_and_work_without_a_first_day_are_silent() {
    let sides = |starts: &str| {
        format!(
            "[engagement]\nclient = \"harbor\"\nprovider = \"new\"\nprofiles = [\"hipaa\"]\n\
             {starts}\n[party.harbor]\n[party.new]\n[agreement.second]\nkind = \"baa\"\n\
             between = [\"harbor\", \"new\"]\nsigned = 2026-11-01\nfrom = 2027-06-01\n"
        )
    };
    is_silent(RULE, &sides(""));
    let first = "[agreement.first]\nkind = \"baa\"\nbetween = [\"harbor\", \"new\"]\n\
                 signed = 2026-11-01\nuntil = 2027-05-31\n";
    is_silent(RULE, &(sides("starts = 2027-01-01") + first));
}

#[test]
fn what_ends_today_has_not_ended_and_the_first_day_is_none_before_it() {
    let message = |until: &str| {
        let text = format!(
            "{CHANGE}[agreement.new]\nkind = \"baa\"\nbetween = [\"harbor\", \"new\"]\n\
             signed = 2025-12-01\nuntil = {until}\n"
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        let of_new = findings.into_iter().map(|own| own.message);
        let mut of_new = of_new.filter(|message| message.contains("with `new`"));
        of_new.next().expect("a finding")
    };
    let agreement = "the business associate agreement with `new`";
    assert_eq!(
        message("2026-11-21"),
        format!("{agreement} ends on 2026-11-21, before the work begins")
    );
    assert_eq!(
        message("2026-11-20"),
        format!("{agreement} ended on 2026-11-20")
    );
    assert_eq!(
        message("2026-01-01"),
        format!("{agreement} ended on 2026-01-01")
    );
    assert_eq!(
        message("2025-12-31"),
        format!("{agreement} ends before the first day")
    );
}
