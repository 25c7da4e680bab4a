//! Systems that take the place of others.

use racilint_diagnostics::Sources;

use super::RULE;
use crate::rules::tests::{check, is_silent, run};

/// The backup of one provider ends, and that of another begins in a system of its own.
fn handed_over(whole: &str, first: &str, then: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2026-12-01
ends = 2028-03-31
[system.old]
[system.new]
[team.desk]
[workstream.backup]
area = "backup-restore"
{whole}
[workstream.backup.slice.first]
systems = "old"
{first}
[workstream.backup.slice.then]
systems = "new"
responsible = "desk"
{then}
"#
    )
}

const FIRST: &str = "until = 2027-03-31\nresponsible = \"desk\"";
const THEN: &str = "from = 2027-04-01";

#[test]
fn a_new_system_has_nobody_before_it_is_there() {
    is_silent(RULE, &handed_over("", FIRST, THEN));
    // For some weeks both may run.
    let both = FIRST.replace("2027-03-31", "2027-04-30");
    is_silent(RULE, &handed_over("", &both, THEN));
    let reports = "[workstream.reports]\nsystems = \"new\"\nfrom = 2027-05-01";
    is_silent(RULE, &handed_over("", FIRST, &format!("{THEN}\n{reports}")));
}

#[test]
fn a_system_that_is_there_before_or_follows_nothing_is_told() {
    let said = |whole: &str, first: &str, then: &str| -> Vec<String> {
        let text = handed_over(whole, first, then);
        let found = run(RULE, &text, &Sources::default()).findings;
        found.into_iter().map(|own| own.message).collect()
    };
    let told = "nobody has `backup.then` from 2026-12-01 to 2027-03-31: it begins on 2027-04-01";
    let reports = format!("{THEN}\n[workstream.reports]\nsystems = \"new\"");
    let earlier = FIRST.replace("2027-03-31", "2027-03-30");
    let stays = "responsible = \"desk\"";
    let nobody = "until = 2027-03-31";
    for (whole, first, then) in [
        ("", FIRST, reports.as_str()),
        ("systems = [\"old\", \"new\"]", FIRST, THEN),
        ("", &earlier, THEN),
        ("", stays, THEN),
        ("until = 2027-12-31", stays, THEN),
        ("", nobody, THEN),
    ] {
        let said = said(whole, first, then);
        assert!(
            said.iter().any(|own| own == told),
            "{whole} {first} {then}: {said:?}"
        );
    }
}

#[test]
fn one_slice_alone_is_told() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
#        ---------- the engagement begins
[workstream.backup]
area = "backup-restore"
[workstream.backup.slice.new]
systems = "new"
from = 2027-03-01
#      ^^^^^^^^^^ error: nobody has `backup.new` from 2027-01-01 to 2027-02-28: it begins on 2027-03-01
responsible = "desk"
[system.new]
[team.desk]
"#,
    );
}
