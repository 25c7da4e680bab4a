//! How often a path is gone through.

use super::*;

/// A path of one step to somebody who never may, gone through three times.
fn rounds(ack: &str) -> Vec<(Minute, Why)> {
    let text = format!(
        "[person.none]\nhours = \"24x7\"\n[workstream.recovery]\nresponsible = \"none\"\n\
         needs = \"failover\"\nescalation = \"up\"\n[escalation.up]\nrepeat = 2\n\
         steps = [{{ to = \"none\"{ack} }}]\n"
    );
    let mut rounds = Vec::new();
    play(&text, Some(0), &[], |told| rounds = told.rounds());
    rounds
}

#[test]
fn a_path_of_no_length_is_not_gone_through_again() {
    let again = [(0, Why::First), (10, Why::Repeat(1)), (20, Why::Repeat(2))];
    assert_eq!(rounds(", ack-within = \"10m\""), again);
    assert_eq!(rounds(", ack-within = \"0m\""), [(0, Why::First)]);
    assert_eq!(rounds(""), [(0, Why::First)]);
}
