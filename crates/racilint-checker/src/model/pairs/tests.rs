//! Which work is of a side, through the rule on duties that do not belong in the same hands.

use crate::rules::tests::{check, is_not_evaluated};

const RULE: &str = "incompatible-duties";

#[test]
fn the_kind_of_work_counts_whatever_the_area() {
    check(
        RULE,
        r#"
[system.erp]
[workstream.mending]
activity = ["support", "remediate"]
systems = ["erp"]
responsible = "ana"
#             ----- fixes what was found
[workstream.rescans]
activity = "validate"
systems = ["erp"]
responsible = "ana"
#             ^^^^^ warning: fixing `erp` and closing the findings on it are in the same hands: `ana`
[person.ana]
"#,
    );
}

#[test]
fn kinds_that_a_row_names_say_more_than_its_area() {
    let text = r#"
[system.erp]
[workstream.mending]
area = "remediation"
activity = "govern"
systems = ["erp"]
responsible = "ana"
[workstream.rescans]
activity = "validate"
systems = ["erp"]
responsible = "ana"
[person.ana]
"#;
    is_not_evaluated(RULE, text);
}

#[test]
fn an_area_stands_for_its_links_of_the_chain() {
    check(
        RULE,
        r#"
[system.erp]
[workstream.containment]
systems = ["erp"]
responsible = "ana"
#             ----- works on it
[workstream.rescans]
activity = "validate"
systems = ["erp"]
responsible = "ana"
#             ^^^^^ warning: running `erp` and checking that it is run well are in the same hands: `ana`
[person.ana]
"#,
    );
}
