//! Ways in which somebody can be reached, as they are written.

use crate::rules::tests::is_silent;

#[test]
fn a_number_without_its_kind_is_no_mail() {
    is_silent(
        "unreachable-contact",
        r#"
[workstream.containment]
criticality = "critical"
escalation = "major"
[escalation.major]
steps = [{ to = "ana" }]
[person.ana]
contact = ["+1-555-0100", "ana@desk.example"]
"#,
    );
}
