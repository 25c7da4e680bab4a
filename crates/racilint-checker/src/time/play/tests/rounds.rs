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

/// The week of the horizon and the 31 days after it are 38.
#[test]
fn nobody_is_called_again_when_no_call_counts_any_more() {
    let day = 24 * 60;
    let twice = [(0, Why::First), (19 * day, Why::Repeat(1))];
    assert_eq!(rounds(", ack-within = \"19d\""), twice);
    let starts = rounds(", ack-within = \"18d\"").into_iter();
    let starts: Vec<Minute> = starts.map(|(at, _)| at).collect();
    assert_eq!(starts, [0, 18 * day, 36 * day]);
}
