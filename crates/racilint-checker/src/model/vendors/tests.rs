//! Who is a vendor, and what it is used for.

use crate::model::tests::with;

const TEXT: &str = r#"
[engagement]
client = "harbor"
provider = "north"
[party.harbor]
kind = "vendor"
[party.north]
[party.maker]
kind = "vendor"
[party.sub]
kind = "subcontractor"
contracted-by = "north"
[party.hired]
contracted-by = "harbor"
[party.watchdog]
kind = "regulator"
contracted-by = "harbor"
[party.stranger]
[person.mo]
party = "maker"
[person.lent]
party = "maker"
seconded-to = "harbor"
[person.two]
party = ["maker", "harbor"]
[person.mixed]
party = ["maker", "gohst"]
[person.free]
[team.makers]
party = "maker"
members = "lent"
[system.mail]
vendor = ["maker", "stranger", "harbor"]
[system.erp]
vendor = "mo"
[workstream.patching]
responsible = "mo"
consulted = "hired"
informed = "sub"
[workstream.backup]
accountable = "north"
support = "stranger"
[workstream.restore]
support = "makers"
"#;

#[test]
fn a_vendor_is_outside_of_both_sides() {
    with(TEXT, |engagement| {
        let of = |name: &str| engagement.names.actor(name).expect("an actor");
        let vendors: Vec<&str> = engagement
            .actors()
            .filter(|(id, _)| engagement.is_vendor(*id))
            .map(|(_, actor)| actor.name)
            .collect();
        assert_eq!(vendors, ["maker", "sub", "hired"]);
        let all_there = ["mo", "lent", "two", "mixed", "free", "makers", "sub"];
        let of_vendor = all_there.map(|name| engagement.is_of_vendor(of(name)));
        assert_eq!(of_vendor, [true, false, false, false, false, false, true]);
        let sides =
            ["harbor", "north", "maker", "stranger"].map(|name| engagement.is_side(of(name)));
        assert_eq!(sides, [true, true, false, false]);
    });
}

#[test]
fn who_is_only_told_takes_no_part() {
    with(TEXT, |engagement| {
        let used = engagement.used_vendors();
        let said: Vec<(&str, Vec<usize>, Vec<&str>)> = used
            .iter()
            .map(|(party, own)| {
                let rows = own.rows.keys().map(|row| &*engagement.row(*row).name);
                (
                    engagement.actor(*party).name,
                    own.systems.keys().copied().collect(),
                    rows.collect(),
                )
            })
            .collect();
        assert_eq!(
            said,
            [
                ("maker", vec![0, 1], vec!["patching", "restore"]),
                ("hired", vec![], vec!["patching"]),
                ("stranger", vec![0], vec![]),
            ]
        );
        let maker = engagement.names.actor("maker").expect("a party");
        assert_eq!(used[&maker].places().len(), 4);
    });
}
