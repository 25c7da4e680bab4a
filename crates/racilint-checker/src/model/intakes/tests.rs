//! Front doors, and what can come in there.

use crate::model::tests::with;
use crate::model::{Doors, Serves};

const TEXT: &str = r#"
[workstream.security]
[workstream.triage]
parent = "security"
[workstream.triage.slice.nights]
[workstream.other]
[party.north]
[intake.all]
[intake.engagement]
for = "engagement"
[intake.people]
for = "north"
[intake.security]
for = "workstream.security"
[intake.triage]
for = "triage"
[intake.routed]
routes = "triage"
[intake.area]
for = "area.patching"
[intake.misspelt]
for = "gohst"
[intake.misrouted]
routes = "gohst"
[intake.unread]
for = 5
"#;

#[test]
fn requests_come_in_where_a_door_is_for_them() {
    with(TEXT, |engagement| {
        let leading_to = |name: &str| -> Vec<&str> {
            let row = engagement.names.row(name).expect("a row");
            let intakes = engagement.intakes();
            let doors = Doors::of(&intakes);
            let ways = doors.ways_to(row, engagement);
            let doors = doors.at(&ways).into_iter();
            doors.map(|door| door.name).collect()
        };
        let anything = ["all", "engagement", "people"];
        let unsure = ["misspelt", "misrouted", "unread"];
        let with = |own: &[&'static str]| [&anything, own, &unsure].concat();
        let own = ["security", "triage", "routed"];
        assert_eq!(leading_to("triage.nights"), with(&own));
        assert_eq!(leading_to("triage"), with(&own));
        assert_eq!(leading_to("security"), with(&["security"]));
        assert_eq!(leading_to("other"), with(&[]));
    });
}

#[test]
fn a_door_that_names_nothing_and_leads_nowhere_is_for_all() {
    with(TEXT, |engagement| {
        let doors = engagement.intakes();
        let for_all = doors
            .iter()
            .filter(|door| door.serves.contains_key(&Serves::All));
        let for_all: Vec<&str> = for_all.map(|door| door.name).collect();
        assert_eq!(for_all, ["all", "engagement", "unread"]);
        let by_matter = Doors::of(&doors);
        let of_area = |area: &'static str| -> Vec<&str> {
            let own = by_matter.at(&[Serves::Area(area)]).into_iter();
            own.map(|door| door.name).collect()
        };
        assert_eq!(of_area("patching"), ["area"]);
        assert_eq!(of_area("monitoring"), [""; 0]);
    });
}
