//! Which agreement carries which work.

use crate::model::Hangs;
use crate::model::tests::with;

const TEXT: &str = r#"
[engagement]
client = "harbor"
provider = "north"
[party.harbor]
[party.north]
[party.maker]
[person.mo]
party = "maker"
[person.ana]
party = "north"
[system.mail]
[system.erp]
vendor = "maker"
[workstream.top]
responsible = "ana"
[workstream.below]
parent = "top"
[workstream.needing]
depends-on = ["alone", "below"]
systems = "mail"
[workstream.mailing]
systems = ["erp", "mail"]
[workstream.making]
responsible = "mo"
[workstream.alone]
responsible = "ana"
[agreement.rows]
kind = "ola"
covers = "workstream.top"
[agreement.system]
kind = "underpinning"
covers = "system.mail"
[agreement.supplier]
kind = "underpinning"
between = ["north", "maker"]
[agreement.paper]
kind = "baa"
covers = "top"
[agreement.over]
kind = "ola"
covers = "top"
until = 2026-11-20
[agreement.last-day]
kind = "ola"
covers = "alone"
until = 2026-11-21
[agreement.lost]
kind = "ola"
covers = 5
"#;

#[test]
fn work_hangs_on_what_carries_it_or_what_it_needs() {
    with(TEXT, |engagement| {
        let agreements = engagement.underpinnings();
        let names: Vec<&str> = agreements.iter().map(|own| &*own.item.id.name).collect();
        assert_eq!(names, ["rows", "system", "supplier", "last-day"]);
        let hangs = |row: &str| -> Vec<Option<Hangs>> {
            let row = engagement.names.row(row).expect("a row");
            let each = agreements.iter();
            each.map(|agreement| engagement.hangs(row, agreement))
                .collect()
        };
        let row = |name: &str| engagement.names.row(name).expect("a row");
        let itself = Some(Hangs::Itself);
        assert_eq!(hangs("top"), [itself, None, None, None]);
        assert_eq!(hangs("below"), [itself, None, None, None]);
        let on = |name: &str| Some(Hangs::On(row(name)));
        let mail = Some(Hangs::OnSystem(0));
        assert_eq!(hangs("needing"), [on("below"), mail, None, on("alone")]);
        let erp = Some(Hangs::OnSystem(1));
        assert_eq!(hangs("mailing"), [None, mail, erp, None]);
        assert_eq!(hangs("making"), [None, None, itself, None]);
        assert_eq!(hangs("alone"), [None, None, None, itself]);
    });
}

/// What a company does for itself is nothing that a supplier carries.
#[test]
fn a_party_that_is_client_and_provider_supplies_nobody() {
    let text = r#"
[engagement]
client = "harbor"
provider = "harbor"
[party.harbor]
[party.maker]
[person.ana]
party = "harbor"
[person.mo]
party = "maker"
[workstream.desk]
responsible = "ana"
[workstream.making]
responsible = "mo"
[agreement.support]
kind = "underpinning"
between = ["harbor", "maker"]
"#;
    with(text, |engagement| {
        let agreements = engagement.underpinnings();
        let [support] = agreements.as_slice() else {
            panic!("{agreements:?}");
        };
        let hangs = |row: &str| {
            let row = engagement.names.row(row).expect("a row");
            engagement.hangs(row, support)
        };
        assert_eq!(hangs("desk"), None);
        assert_eq!(hangs("making"), Some(Hangs::Itself));
    });
}
