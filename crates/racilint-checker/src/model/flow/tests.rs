//! Whether somebody does something about work that goes on.

use crate::model::tests::with;

/// Whether somebody acts after `start`, with these tables besides.
fn acts(start: &str, rest: &str) -> bool {
    let text = format!(
        "[person.ana]\n[workstream.start]\n{start}\n\
         [workstream.work]\nresponsible = \"ana\"\n\
         [workstream.tool]\nactivity = [\"tooling\", \"alerting\"]\nresponsible = \"ana\"\nflows-to = \"next\"\n\
         [workstream.both]\nactivity = [\"tooling\", \"triage\"]\nresponsible = \"ana\"\n\
         [workstream.empty]\n\
         [workstream.split]\n[workstream.split.slice.one]\nresponsible = \"ana\"\n\
         [workstream.parent]\n[workstream.child]\nparent = \"parent\"\n{rest}\n"
    );
    let mut acts = false;
    with(&text, |engagement| {
        let row = engagement.names.row("start").expect("a row");
        acts = engagement.somebody_acts_after(engagement.row(row));
    });
    acts
}

#[test]
fn work_goes_on_to_somebody_who_does_more_than_pass_it_on() {
    for to in ["work", "both", "split", "parent", "gohst"] {
        assert!(acts(&format!("flows-to = \"{to}\""), ""), "{to}");
    }
    for to in ["empty", "start"] {
        assert!(!acts(&format!("flows-to = \"{to}\""), ""), "{to}");
    }
    assert!(!acts("", ""));
    assert!(acts("flows-to = 5", ""));
    assert!(acts("flows-to = [\"empty\", \"work\"]", ""));
    // Through a tool, and round in a circle.
    let next = |row: &str| format!("[workstream.next]\n{row}");
    assert!(acts("flows-to = \"tool\"", &next("responsible = \"ana\"")));
    assert!(!acts("flows-to = \"tool\"", &next("flows-to = \"tool\"")));
}

#[test]
fn a_handoff_leads_on_as_well() {
    let handoff = |from: &str, to: &str| format!("[[handoff]]\nfrom = \"{from}\"\nto = \"{to}\"\n");
    for to in ["work", "ana", "gohst"] {
        assert!(acts("", &handoff("start", to)), "{to}");
        assert!(acts("", &handoff("gohst", to)), "{to}");
        assert!(!acts("", &handoff("empty", to)), "{to}");
        assert!(!acts("", &handoff("ana", to)), "{to}");
    }
    assert!(!acts("", &handoff("start", "empty")));
    assert!(!acts("", &handoff("start", "tool")));
}
