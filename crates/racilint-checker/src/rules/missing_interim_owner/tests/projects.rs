//! Projects begin and end in mid-engagement.

use racilint_diagnostics::Sources;

use super::RULE;
use crate::rules::tests::{is_silent, run};

fn work(areas: &str, rest: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.move]
area = {areas}
from = 2027-06-15
until = 2027-09-30
responsible = "soc"
{rest}
[team.soc]
"#
    )
}

#[test]
fn nobody_has_a_project_before_and_after() {
    is_silent(RULE, &work("\"project-delivery\"", ""));
}

#[test]
fn what_is_more_than_a_project_is_wanted_every_day() {
    for (areas, rest) in [
        ("[\"project-delivery\", \"monitoring\"]", ""),
        ("\"project-delivery\"", "criticality = \"critical\""),
        ("\"project-delivery\"", "hours = \"Mon-Fri 08:00-18:00\""),
    ] {
        let found = run(RULE, &work(areas, rest), &Sources::default()).findings;
        assert_eq!(found.len(), 2, "{areas} {rest}: {found:#?}");
    }
}
