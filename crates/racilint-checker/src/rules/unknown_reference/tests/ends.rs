//! What an unknown end of a handoff may have meant.

use racilint_diagnostics::Sources;

use crate::rules::tests::run;

#[test]
fn teams_and_work_are_what_it_may_have_meant() {
    let text =
        "[team.repairs]\n[workstream.tickets]\n[[handoff]]\nfrom = \"tickets\"\nto = \"desk\"\n";
    let findings = run("unknown-reference", text, &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
    let help = findings[0].help.as_deref();
    assert_eq!(help, Some("there are `repairs` and `tickets`"));
}
