//! Which work is the end, and who asks for it.

use crate::model::Seats;
use crate::model::tests::with;

#[test]
fn the_end_is_planned_by_area_or_by_duty() {
    let text = r#"
[workstream.transition-out]
[workstream.leaving]
area = ["patching", "transition-out"]
[workstream.by-duty]
satisfies = ["hipaa:sanctions", "dora:exit"]
[workstream.vendors]
satisfies = "soc2:vendor-management"
[workstream.split]
[workstream.split.slice.one]
satisfies = "apra-cps-230:orderly-exit"
[workstream.other]
area = "patching"
"#;
    with(text, |engagement| {
        let rows: Vec<(String, &str)> = engagement
            .exit_rows()
            .into_iter()
            .map(|(id, span)| (engagement.row(id).name.to_string(), &text[span.range()]))
            .collect();
        let told: Vec<(&str, &str)> = rows.iter().map(|(row, at)| (row.as_str(), *at)).collect();
        assert_eq!(
            told,
            [
                ("transition-out", "transition-out"),
                ("leaving", "\"transition-out\""),
                ("by-duty", "\"dora:exit\""),
                ("split", "\"apra-cps-230:orderly-exit\""),
            ]
        );
    });
}

#[test]
fn the_first_profile_that_asks_for_an_end_counts() {
    let duty = |profiles: &str| {
        let mut found = None;
        with(
            &format!("[engagement]\nprofiles = {profiles}\n"),
            |engagement| {
                let duty = engagement.exit_duty();
                found = duty.map(|(profile, duty)| format!("{}:{}", profile.id(), duty.id.name));
                let critical = engagement.is_critical_area("transition-out");
                assert_eq!(critical, found.is_some());
                assert!(!engagement.is_critical_area("patching"));
            },
        );
        found
    };
    assert_eq!(duty("[\"dora\"]").as_deref(), Some("dora:exit"));
    assert_eq!(
        duty("[\"soc2\"]").as_deref(),
        Some("soc2:vendor-management")
    );
    assert_eq!(duty("[\"soc2\", \"dora\"]").as_deref(), Some("dora:exit"));
    assert_eq!(duty("[\"hipaa\"]"), None);
}

#[test]
fn what_critical_work_is_done_on_is_critical() {
    let text = r#"
[system.mail]
[system.erp]
[workstream.hot]
area = "patching"
criticality = "critical"
systems = "mail"
[workstream.cold]
area = "backup-restore"
systems = "erp"
[milestone.out]
phase = "exit"
owner = "ana"
[milestone.in]
owner = "ben"
[person.ana]
[person.ben]
"#;
    with(text, |engagement| {
        let systems = ["mail", "erp", "gohst"].map(|own| engagement.is_critical_system(own));
        assert_eq!(systems, [true, false, false]);
        let areas = ["patching", "backup-restore"].map(|own| engagement.is_critical_area(own));
        assert_eq!(areas, [true, false]);
        let owners = engagement.exit_owners();
        let owners = owners.iter().flat_map(Seats::actors);
        let owners: Vec<&str> = owners.map(|own| engagement.actor(own).name).collect();
        assert_eq!(owners, ["ana"]);
    });
}
