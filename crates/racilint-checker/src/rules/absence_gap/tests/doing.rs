//! Whoever does work that promises no hours, and leaves.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run};

const RULE: &str = "absence-gap";

/// Ana does work for which Lee answers, and leaves in summer; what else the file says of it.
fn done_by(responsible: &str, more: &str) -> String {
    format!(
        "[engagement]\ntimezone = \"Europe/Berlin\"\nstarts = 2027-01-01\nends = 2027-12-31\n\
         [party.msp]\n[person.ana]\nuntil = 2027-06-30\n[person.ben]\nfrom = 2027-07-08\n\
         [person.lee]\n[workstream.patching]\naccountable = \"lee\"\n\
         responsible = {responsible}\n{more}\n"
    )
}

fn said(text: &str) -> Vec<String> {
    let found = run(RULE, text, &Sources::default()).findings;
    found.into_iter().map(|own| own.message).collect()
}

#[test]
fn the_only_one_who_does_the_work_leaves() {
    check(
        RULE,
        r#"
[engagement]
timezone = "Europe/Berlin"
starts = 2027-01-01
ends = 2027-12-31
[workstream.patching]
responsible = "ana"
#             ----- without `ana`, there is nobody for this
accountable = "lee"
[workstream.reports]
responsible = "desk"
#             ------ nobody does the work of `reports`: from 1 July 2027 on
accountable = "lee"
[team.desk]
members = ["ana", "cy"]
[person.ana]
until = 2027-06-30
#       ^^^^^^^^^^ error: nobody does the work of `patching` once `ana` has left: from 1 July 2027 on, and one more gap
[person.cy]
until = 2027-03-31
[person.lee]
"#,
    );
}

#[test]
fn somebody_else_does_it_then_or_nobody_has_to() {
    for (responsible, more) in [
        ("[\"ana\", \"ben\"]", ""),
        ("[\"ana\", \"lee\"]", ""),
        ("[\"ana\", \"msp\"]", ""),
        ("[\"ana\", \"gohst\"]", ""),
        (
            "\"lead\"",
            "[role.lead]\nheld-by = \"ana\"\ndeputy = \"lee\"",
        ),
        ("\"ana\"", "support = \"lee\""),
        ("\"ana\"", "activity = \"decision\""),
        ("\"ana\"", "area = \"project-delivery\""),
        ("\"ana\"", "until = 2027-06-30"),
        ("\"ana\"", "until = 5"),
        ("\"ana\"", "not-applicable = \"there is none\""),
    ] {
        is_silent(RULE, &done_by(responsible, more));
    }
    let late = done_by("[\"ana\", \"ben\"]", "").replace("2027-07-08", "2027-07-09");
    assert_eq!(
        said(&late),
        ["nobody does the work of `patching` once `ana` has left: 1 to 8 July 2027, 8 days"]
    );
    let both = done_by("\"ana\"", "area = [\"project-delivery\", \"patching\"]");
    assert_eq!(said(&both).len(), 1);
}

#[test]
fn the_hours_or_whoever_answers_tell_it() {
    for hours in ["24x7", "Mon-Fri 08:00-17:00"] {
        let text = done_by("\"ana\"", &format!("hours = \"{hours}\""));
        is_silent(
            RULE,
            &text.replace("[person.ana]", "[person.ana]\nhours = \"24x7\""),
        );
    }
    let one = ["nobody answers for `patching` once `ana` has left: from 1 July 2027 on"];
    let own = done_by("\"ana\"", "");
    assert_eq!(said(&own.replace("\"lee\"", "\"ana\"")), one);
    // On another day it is another finding.
    let other = own.replace("[person.lee]", "[person.lee]\nuntil = 2027-09-30");
    assert_eq!(said(&other).len(), 2);
    let same = own.replace("[person.lee]", "[person.lee]\nuntil = 2027-06-30");
    assert_eq!(said(&same).len(), 1);
}
