//! Grants for workstreams that are split.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, run};

const RULE: &str = "authority-without-access";

/// Each of two desks restores in a system of its own.
const DESKS: &str = r#"
[system.plant]
access = [{ who = "ann", can = "restore-backup" }]
[system.office]
access = [{ who = "pia", can = "restore-backup" }]
[workstream.backup]
needs = "restore-backup"
[workstream.backup.slice.plant]
systems = "plant"
responsible = "plant-desk"
[workstream.backup.slice.office]
systems = "office"
responsible = "office-desk"
[team.plant-desk]
members = "ann"
[team.office-desk]
members = "pia"
[person.ann]
[person.pia]
[person.sam]
"#;

fn said(holder: &str, on: &str) -> Vec<String> {
    let grant = format!(
        "{DESKS}[[grant]]\nholder = {holder}\naction = \"restore-backup\"\n{on}\n\
         mode = \"pre-authorized\"\n"
    );
    let found = run(RULE, &grant, &Sources::default()).findings;
    found.into_iter().map(|own| own.message).collect()
}

fn lacks(who: &str, system: &str) -> String {
    format!(
        "`{who}` may do `restore-backup`, but none of their people has the access for it on \
         `{system}`"
    )
}

#[test]
fn each_has_it_for_its_own_slice() {
    let both = "[\"plant-desk\", \"office-desk\"]";
    assert_eq!(said(both, "on = [\"backup\"]"), [""; 0]);
    assert_eq!(said(both, ""), [""; 0]);
    // Each has it for a slice that the grant names.
    let named = said(both, "on = [\"backup.plant\", \"backup.office\"]");
    assert_eq!(named.len(), 2);
    assert_eq!(
        said(both, "on = [\"backup\", \"backup.plant\"]"),
        [lacks("office-desk", "plant")]
    );
}

#[test]
fn whoever_takes_part_in_no_slice_has_it_for_all() {
    let sam = [lacks("sam", "office"), lacks("sam", "plant")];
    assert_eq!(said("\"sam\"", "on = [\"backup\"]"), sam);
    let two = said("[\"plant-desk\", \"sam\"]", "on = [\"backup\"]");
    assert_eq!(two, sam);
}

#[test]
fn each_is_to_get_into_the_system_of_its_slice() {
    check(
        RULE,
        r#"
[system.plant]
access = [{ who = "sam", can = "restore-backup" }]
#                 ----- `sam` can get in and do it
[workstream.backup]
systems = "plant"
#         ------- the work is done on this system
[workstream.backup.slice.day]
hours = "Mon-Sun 08:00-20:00"
responsible = "ann"
[workstream.backup.slice.night]
hours = "Mon-Sun 20:00-08:00"
responsible = "pia"
[[grant]]
holder = ["ann", "pia"]
action = "restore-backup"
#        ^^^^^^^^^^^^^^^^ error: `ann` and `pia` may do `restore-backup`, but none of their people has the access for it on `plant`
on = ["backup"]
mode = "pre-authorized"
[person.ann]
[person.pia]
[person.sam]
"#,
    );
}
