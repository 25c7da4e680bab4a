//! By what the ends of handoffs are known.

use std::collections::BTreeSet;

use crate::model::tests::with;
use crate::model::{AgreedHandoffs, HandoffKey};

mod shifts;

#[test]
fn a_handoff_leads_from_one_end_to_the_other() {
    let text = r#"
[party.north]
[person.ana]
party = "north"
[team.soc]
lead = "ana"
party = "north"
[person.ben]
[workstream.a]
[workstream.b]
[workstream.c]
[[handoff]]
from = "a"
to = ["b", "ana"]
"#;
    let agreed = |more: &str, from: &str, to: &str| {
        let mut agreed = false;
        with(&format!("{text}{more}"), |engagement| {
            let key = |name: &str| {
                let key = match name.split_once(':') {
                    Some((_, party)) => {
                        HandoffKey::Inside(engagement.names.actor(party).expect("a party"))
                    }
                    None => match engagement.names.row(name) {
                        Some(row) => HandoffKey::Row(row),
                        None => HandoffKey::Actor(engagement.names.actor(name).expect("an actor")),
                    },
                };
                BTreeSet::from([key])
            };
            agreed = AgreedHandoffs::of(engagement).has(&key(from), &key(to));
        });
        agreed
    };
    // Whoever names the lead means the team, and somebody of the party.
    for to in ["b", "ana", "soc", "inside:north"] {
        assert!(agreed("", "a", to), "{to}");
        assert!(!agreed("", to, "a"), "{to}");
        assert!(!agreed("", "c", to), "{to}");
    }
    assert!(!agreed("", "a", "ben"));
    assert!(!agreed("", "a", "north"));
    for lost in [
        "[[handoff]]\nfrom = \"gohst\"\nto = \"ben\"\n",
        "[[handoff]]\nfrom = 5\nto = \"ben\"\n",
        "[[handoff]]\nto = \"ben\"\n",
    ] {
        assert!(agreed(lost, "c", "ben"), "{lost}");
        assert!(!agreed(lost, "ben", "c"), "{lost}");
    }
    assert!(agreed(
        "[[handoff]]\nfrom = \"c\"\nto = [\"a\", \"gohst\"]\n",
        "c",
        "ben"
    ));
}

#[test]
fn slices_by_hours_of_one_workstream_change_shifts() {
    let text = r#"
[person.ana]
[workstream.desk.slice.day]
hours = "Mon-Fri 08:00-17:00"
[workstream.desk.slice.night]
hours = "Mon-Fri 17:00-08:00"
[workstream.desk.slice.mail]
systems = "mail"
[workstream.other.slice.day]
hours = "Mon-Fri 08:00-17:00"
[[handoff]]
from = "desk.day"
to = "desk.night"
[[handoff]]
from = ["desk.day", "desk.night"]
to = ["desk.night", "desk.day"]
[[handoff]]
from = "desk.day"
to = "desk.mail"
[[handoff]]
from = "desk.day"
to = "other.day"
[[handoff]]
from = "desk.day"
to = "desk"
[[handoff]]
from = "desk.day"
to = ["desk.night", "ana"]
[[handoff]]
from = "desk.day"
to = ["desk.night", "gohst"]
"#;
    with(text, |engagement| {
        let handoffs = engagement.handoffs.iter();
        let shifts: Vec<bool> = handoffs
            .map(|handoff| engagement.is_change_of_shift(handoff))
            .collect();
        assert_eq!(shifts, [true, true, false, false, false, false, false]);
        let uncertain = engagement.handoffs.iter().map(|handoff| handoff.uncertain);
        let uncertain: Vec<bool> = uncertain.collect();
        assert_eq!(uncertain, [false, false, false, false, false, false, true]);
    });
}
