//! Work that is over, and the authority for it with it.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run};

const RULE: &str = "responsibility-without-authority";

/// The messages about one row that ends on a day, and its grant with it.
fn told(until: &str) -> Vec<String> {
    let text = format!(
        "[engagement]\nstarts = 2026-01-01\n[workstream.move]\nuntil = {until}\n\
         responsible = \"ana\"\nneeds = \"emergency-change\"\n[person.ana]\n[[grant]]\n\
         holder = \"ana\"\naction = \"emergency-change\"\nmode = \"pre-authorized\"\n\
         until = 2026-10-31\n"
    );
    let findings = run(RULE, &text, &Sources::default()).findings;
    findings.into_iter().map(|own| own.message).collect()
}

#[test]
fn work_that_ended_before_today_is_not_judged() {
    assert_eq!(told("2026-10-31"), [""; 0]);
    assert_eq!(told("2026-11-20"), [""; 0]);
    let lacks = "nobody who is responsible or accountable for `move` may `emergency-change`";
    assert_eq!(told("2026-11-21"), [lacks]);
}

#[test]
fn of_two_slices_the_one_that_is_left_is_judged() {
    check(
        RULE,
        r#"
[engagement]
starts = 2026-01-01
[workstream.patching]
needs = "emergency-change"
#       ^^^^^^^^^^^^^^^^^^ error: nobody who is responsible or accountable for `patching.new` may `emergency-change`
[workstream.patching.slice.old]
until = 2026-10-31
responsible = "ana"
[workstream.patching.slice.new]
from = 2026-11-01
responsible = "ben"
#             ----- does the work, but has no authority to do this
[[grant]]
holder = "ana"
action = "emergency-change"
mode = "pre-authorized"
until = 2026-10-31
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn of_steps_one_that_still_goes_on_may_be_enough() {
    is_silent(
        RULE,
        r#"
[engagement]
starts = 2026-01-01
[workstream.patching]
needs = "emergency-change"
[workstream.patching.slice.plan]
step = "plan"
until = 2026-10-31
responsible = "ana"
[workstream.patching.slice.do]
step = "do"
responsible = "ben"
[[grant]]
holder = "ben"
action = "emergency-change"
mode = "pre-authorized"
[person.ana]
[person.ben]
"#,
    );
}
