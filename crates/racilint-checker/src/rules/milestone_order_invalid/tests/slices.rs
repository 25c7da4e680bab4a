//! Split work begins with the first of its slices.

use crate::rules::tests::{check, is_silent};

const PROJECT: &str = r#"
[engagement]
starts = 2027-01-01
[workstream.move]
[workstream.move.slice.prepare]
from = 2027-06-15
[workstream.move.slice.switch]
from = 2027-07-15
"#;

#[test]
fn due_before_the_first_slice_begins() {
    let milestone = "[milestone.access]\nbefore = \"move\"\ndue = 2027-06-01\n";
    is_silent("milestone-order-invalid", &format!("{PROJECT}{milestone}"));
}

#[test]
fn due_after_the_first_slice_has_begun() {
    check(
        "milestone-order-invalid",
        r#"
[engagement]
starts = 2027-01-01
[workstream.move]
[workstream.move.slice.switch]
from = 2027-07-15
[workstream.move.slice.prepare]
from = 2027-06-15
#      ---------- begins on 2027-06-15
[milestone.access]
before = "move"
#        ------ `move` needs it
due = 2027-07-01
#     ^^^^^^^^^^ error: `access` is due after the beginning of `move`, which needs it
"#,
    );
}
