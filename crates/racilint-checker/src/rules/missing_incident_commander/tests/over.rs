//! Work that is over, without anybody to command.

use racilint_diagnostics::Sources;

use crate::rules::tests::{is_silent, run};

const RULE: &str = "missing-incident-commander";

#[test]
fn work_that_ended_before_today_needs_no_commander() {
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2026-01-01
[workstream.watch]
activity = "contain"
until = 2026-11-20
responsible = "ana"
[workstream.containment]
[workstream.containment.slice.day]
until = 2026-10-31
responsible = "ana"
[workstream.containment.slice.night]
until = 2026-11-01
responsible = "ana"
[person.ana]
"#,
    );
}

#[test]
fn work_of_which_a_slice_goes_on_needs_one() {
    let text = r#"
[engagement]
starts = 2026-01-01
[workstream.watch]
activity = "contain"
until = 2026-10-31
responsible = "ana"
[workstream.containment]
[workstream.containment.slice.old]
until = 2026-10-31
responsible = "ana"
[workstream.containment.slice.new]
from = 2026-11-01
responsible = "ana"
[person.ana]
"#;
    let findings = run(RULE, text, &Sources::default()).findings;
    let told: Vec<(&str, usize)> = findings
        .iter()
        .map(|own| (&*own.message, own.related.len()))
        .collect();
    let nobody = "nobody is named to command when an incident happens";
    assert_eq!(told, [(nobody, 1)]);
}
