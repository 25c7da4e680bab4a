//! What handoffs are called, and whose their ends are.

use crate::model::tests::with;
use crate::model::{Handoff, Place};

const TEXT: &str = r#"
[party.north]
[party.south]
[person.ana]
party = "north"
[person.ben]
party = ["north", "south"]
[person.free]
[person.lost]
party = ["north", "gohst"]
[workstream.hot]
criticality = "critical"
responsible = "ana"
[workstream.cold]
responsible = ["ana", "free"]
[workstream.split]
[workstream.split.slice.one]
responsible = "ana"
[workstream.split.slice.two]
responsible = "ben"
[workstream.unknown]
responsible = ["ana", "gohst"]
[workstream.empty]
[[handoff]]
from = ["hot", "ana"]
to = "cold"
[[handoff]]
id = "named"
from = "cold"
to = "hot"
[[handoff]]
id = "quiet"
from = "cold"
to = "ana"
[[handoff]]
to = "cold"
"#;

#[test]
fn a_handoff_goes_by_its_id_or_its_ends() {
    with(TEXT, |engagement| {
        let names = engagement.handoffs.iter().map(Handoff::object);
        let names: Vec<String> = names.collect();
        assert_eq!(
            names,
            [
                "handoff.hot+ana/cold",
                "handoff.named",
                "handoff.quiet",
                "handoff./cold"
            ]
        );
        let said = |index: usize| {
            let place = engagement.handoffs[index].place();
            &TEXT[place.range()]
        };
        assert_eq!([0, 1, 3].map(said), ["\"hot\"", "\"cold\"", "\"cold\""]);
        for (name, critical) in [
            ("hot+ana/cold", true),
            ("ana/hot", true),
            ("cold/cold", false),
            ("named", true),
            ("quiet", false),
            ("gohst", false),
        ] {
            assert_eq!(engagement.is_critical_handoff(name), critical, "{name}");
        }
    });
}

#[test]
fn the_parties_at_an_end_are_known_or_not() {
    with(TEXT, |engagement| {
        let of_row = |name: &str| Place::Row(engagement.names.row(name).expect("a row"));
        let of_actor = |name: &str| Place::Actor(engagement.names.actor(name).expect("an actor"));
        let parties = |place: Place| {
            let parties = engagement.parties_at(place)?.into_iter();
            Some(
                parties
                    .map(|own| engagement.actor(own).name)
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(parties(of_row("hot")), Some(vec!["north"]));
        assert_eq!(parties(of_row("split")), Some(vec!["north", "south"]));
        assert_eq!(parties(of_row("split.one")), Some(vec!["north"]));
        assert_eq!(parties(of_actor("ben")), Some(vec!["north", "south"]));
        for unknown in ["cold", "unknown", "empty"] {
            assert_eq!(parties(of_row(unknown)), None, "{unknown}");
        }
        for unknown in ["free", "lost"] {
            assert_eq!(parties(of_actor(unknown)), None, "{unknown}");
        }
    });
}
