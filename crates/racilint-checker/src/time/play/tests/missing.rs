//! What the file does not say, and where that leaves an answer open.

use super::*;
use crate::time::play::Need;

/// For each action, the worst first, how long it takes.
fn waits(text: &str) -> Vec<(String, Answer)> {
    let mut told = Vec::new();
    play(text, Some(0), &[], |play| {
        let acts = play.play.acts.iter();
        told = acts
            .map(|act| {
                let action = act.action.expect("an action");
                (action.id.name.to_string(), act.wait.clone())
            })
            .collect();
    });
    told
}

#[test]
fn what_is_never_reached_is_worse_than_what_is_open_and_that_than_any_wait() {
    let text = r#"
[person.on]
hours = "24x7"
[person.perhaps]
[workstream.recovery]
responsible = ["on", "perhaps"]
respond-within = "10m"
needs = ["isolate-endpoint", "failover", "disable-account"]
[[grant]]
holder = "on"
action = "isolate-endpoint"
mode = "pre-authorized"
[[grant]]
holder = "perhaps"
action = "failover"
mode = "pre-authorized"
"#;
    let waits = waits(text);
    let actions: Vec<&str> = waits.iter().map(|(action, _)| &**action).collect();
    assert_eq!(actions, ["disable-account", "failover", "isolate-endpoint"]);
    assert_eq!(waits[0].1, Answer::Never);
    assert!(
        matches!(&waits[1].1, Answer::Open(needs) if matches!(needs[..], [Need::HoursOf(_)])),
        "{waits:?}"
    );
    assert_eq!(waits[2].1, Answer::After(10));
}

#[test]
fn a_step_that_does_not_say_how_long_it_has_is_named_by_its_number() {
    let text = |row: &str| {
        format!(
            "[person.on]\nhours = \"24x7\"\n[person.other]\nhours = \"24x7\"\n\
             [workstream.recovery]\nresponsible = \"other\"\nneeds = \"failover\"\n{row}\
             [[grant]]\nholder = \"other\"\naction = \"failover\"\nmode = \"pre-authorized\"\n"
        )
    };
    let needs = |row: &str| match waits(&text(row)).remove(0) {
        (_, Answer::Open(needs)) => needs,
        other => panic!("{other:?}"),
    };
    let path = "escalation = \"up\"\n[escalation.up]\n\
                steps = [{ to = \"on\", ack-within = \"5m\" }, { to = \"other\" }]\n";
    assert_eq!(needs(path), [Need::AckWithin(2)]);
    assert_eq!(needs(""), [Need::RespondWithin]);
    let unread = "respond-within = \"5m\"\nescalation = 5\n";
    assert_eq!(needs(unread), [Need::Readable]);
}

/// Whoever may be there answers just in time; after six in the morning nobody is known to.
#[test]
fn where_every_call_is_in_time_at_best_the_one_that_may_wait_longest_is_played() {
    let text = r#"
[person.day]
hours = "Mon 00:00-06:00"
[person.perhaps]
[workstream.recovery]
responsible = ["day", "perhaps"]
hours = "Mon 00:00-12:00"
respond-within = "10m"
decide-within = "10m"
needs = "failover"
[[grant]]
holder = ["day", "perhaps"]
action = "failover"
mode = "pre-authorized"
"#;
    let played = |text: &str| {
        let mut at = 0;
        play(text, None, &[], |play| at = play.play.at - play.start);
        at
    };
    assert_eq!(played(text), 6 * 60);
    let late = text.replace("decide-within = \"10m\"", "decide-within = \"9m\"");
    assert_eq!(played(&late), 0);
}
