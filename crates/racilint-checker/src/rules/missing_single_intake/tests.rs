//! Tests of `missing-single-intake`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "missing-single-intake";

#[test]
fn no_front_door_at_all() {
    check(
        RULE,
        r#"
[engagement]
model = "fully-managed"
[workstream.help-desk]
#           --------- nor to this
[workstream.clinic]
#           ^^^^^^ error: users have no front door to `clinic`
activity = "support"
[workstream.patching]
"#,
    );
}

#[test]
fn one_desk_is_the_front_door_until_the_signature() {
    let desk = r#"
[workstream.help-desk]
responsible = "desk"
[workstream.clinic]
activity = "support"
responsible = "desk"
[team.desk]
members = "ana"
[person.ana]
"#;
    is_not_evaluated(RULE, &format!("[engagement]\n{desk}"));
    check(
        RULE,
        r#"
[engagement]
status = "signed"
[workstream.help-desk]
#           ^^^^^^^^^ warning: users have no front door to `help-desk`
responsible = "desk"
[team.desk]
members = "ana"
[person.ana]
"#,
    );
    check(
        RULE,
        r#"
[engagement]
[workstream.help-desk]
#           --------- nor to this
responsible = "desk"
[workstream.clinic]
#           ^^^^^^ warning: users have no front door to `clinic`
activity = "support"
responsible = "ben"
[team.desk]
members = "ana"
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn a_front_door_to_something_else() {
    check(
        RULE,
        r#"
[workstream.help-desk]
#           ^^^^^^^^^ warning: users have no front door to `help-desk`
[workstream.after-hours-escalation]
[intake.night-line]
#       ---------- leads elsewhere
for = "after-hours-escalation"
owner = "ana"
[person.ana]
"#,
    );
}

#[test]
fn two_front_doors() {
    check(
        RULE,
        r#"
[workstream.help-desk.slice.workplace]
[intake.phone]
for = "party.harbor"
#     -------------- for the same
owner = "ana"
#       ----- owns the other one
hours = "24x7"
[intake.portal]
for = ["help-desk", "harbor"]
#                   -------- for the same
owner = "ben"
#       ^^^^^ warning: there are two front doors for the same, `phone` of `ana` and `portal` of `ben`, and nothing ties them together
hours = "Mon-Fri 08:00-17:00"
[party.harbor]
[person.ana]
[person.ben]
"#,
    );
}

#[test]
fn doors_that_fit_together() {
    is_silent(
        RULE,
        r#"
[workstream.support]
[workstream.help-desk]
parent = "support"
[workstream.containment]
[intake.front-door]
for = "workstream.support"
owner = "desk"
hours = "Mon-Fri 08:00-17:00"
[intake.portal]
for = "support"
owner = "bo"
hours = "Mon-Fri 08:00-17:00"
[intake.nights]
for = "support"
owner = "ana"
hours = "Sat 08:00-17:00"
[intake.hotline]
for = "containment"
owner = "ana"
[intake.board]
for = "support"
owner = "ana"
routes = "help-desk"
[intake.unknown]
for = ["support", "gone"]
owner = "ana"
[person.ana]
[person.bo]
[team.desk]
members = "bo"
"#,
    );
}

#[test]
fn doors_to_support_by_other_names() {
    for said in [
        "owner = \"ana\"",
        "routes = \"help-desk\"",
        "for = \"area.help-desk\"",
        "for = \"engagement\"",
        "for = \"help-desk.days\"",
        "for = \"clinics\"",
        "for = \"misspelt\"",
    ] {
        let fixture = format!(
            "[workstream.help-desk.slice.days]\n[intake.door]\n{said}\n[person.ana]\n[team.clinics]\n"
        );
        is_silent(RULE, &fixture);
    }
}

#[test]
fn nothing_to_look_at() {
    is_not_evaluated(
        RULE,
        "[engagement]\nprofiles = []\n[workstream.help-desk]\n",
    );
    is_not_evaluated(RULE, "[engagement]\n[workstream.patching]\n");
}

const OFFICE: &str = r#"
[engagement]
timezone = "Europe/Berlin"
[team.desk]
"#;

#[test]
fn the_front_door_closes_before_the_support_does() {
    check(
        "missing-single-intake",
        &format!(
            "{OFFICE}{}",
            r#"
[workstream.help-desk]
hours = "Mon-Fri 08:00-20:00"
#       --------------------- error: nothing
[intake.phone]
owner = "desk"
for = ["area.help-desk"]
hours = "Mon-Fri 08:00-17:00"
#       --------------------- `phone` is open in these hours only
[intake.counter]
owner = "desk"
hours = "Mon-Fri 10:00-18:00"
#       --------------------- `counter` is open in these hours only
"#
        )
        .replace(
            "--------------------- error: nothing",
            "^^^^^^^^^^^^^^^^^^^^^ warning: users have no front door to `help-desk` every weekday 18:00 to 20:00, 2 hours",
        ),
    );
}

#[test]
fn doors_that_are_open_together_or_do_not_say_when_are_silent() {
    for counter in ["hours = \"Mon-Fri 16:00-20:00\"", "", "hours = \"24x7\""] {
        is_silent(
            "missing-single-intake",
            &format!(
                "{OFFICE}
[workstream.help-desk]
hours = \"Mon-Fri 08:00-20:00\"
[intake.phone]
owner = \"desk\"
hours = \"Mon-Fri 08:00-17:00\"
[intake.counter]
owner = \"desk\"
{counter}
"
            ),
        );
    }
}

#[test]
fn doors_of_two_owners_are_rivals_while_both_are_open() {
    let found = |hours: &str| {
        let text = format!(
            "{OFFICE}
[workstream.help-desk]
[intake.phone]
owner = \"hans\"
hours = \"Mon-Fri 08:00-16:00\"
[intake.counter]
owner = \"gina\"
hours = \"{hours}\"
[person.gina]
[person.hans]
"
        );
        let found = run(RULE, &text, &Sources::default()).findings;
        found
            .iter()
            .filter(|finding| finding.message.contains("two front doors"))
            .count()
    };
    assert_eq!(found("Mon-Fri 07:00-16:00"), 1);
    assert_eq!(found("Mon-Fri 15:30-22:00"), 0);
}

#[test]
fn a_desk_and_a_role_of_the_same_person_are_one_desk() {
    let text = |holder: &str| {
        format!(
            "[engagement]\n[workstream.help-desk]\nresponsible = \"desk\"\n[workstream.clinic]\n\
             activity = \"support\"\nresponsible = \"lead\"\n[team.desk]\nmembers = \"ana\"\n\
             [role.lead]\nheld-by = \"{holder}\"\n[person.ana]\n[person.ben]\n"
        )
    };
    is_not_evaluated(RULE, &text("ana"));
    assert_eq!(
        run(RULE, &text("ben"), &Sources::default()).findings.len(),
        1
    );
}

#[test]
fn a_desk_that_names_nobody_is_one_desk_too() {
    let text = |second: &str| {
        format!(
            "[engagement]\n[workstream.help-desk]\nresponsible = \"desk\"\n[workstream.clinic]\n\
             activity = \"support\"\nresponsible = \"{second}\"\n[team.desk]\n[team.ward]\n"
        )
    };
    is_not_evaluated(RULE, &text("desk"));
    assert_eq!(
        run(RULE, &text("ward"), &Sources::default()).findings.len(),
        1
    );
}

#[test]
fn a_profile_of_other_areas_asks_for_no_front_door() {
    let text = |area: &str| {
        format!(
            "[engagement]\nprofiles = [\"./house.profile.toml\"]\n[workstream.help-desk]\n\
             #@ ./house.profile.toml\n[profile]\nid = \"house\"\ntitle = \"House rules\"\n\
             version = \"1\"\nareas = [\"{area}\"]\n"
        )
    };
    is_not_evaluated(RULE, &text("patching"));
    let asked = run(RULE, &text("help-desk"), &Sources::default());
    assert_eq!(asked.findings.len(), 1);
}

#[test]
fn an_owner_who_is_not_known_may_be_the_same_one() {
    let text = |owner: &str| {
        format!(
            "[workstream.help-desk]\n[intake.phone]\nowner = \"ana\"\n[intake.portal]\n{owner}\n\
             [person.ana]\n[person.ben]\n[role.vacant]\n[team.crew]\n\
             members = [\"ben\", \"gohst\"]\n"
        )
    };
    let told = run(RULE, &text("owner = \"ben\""), &Sources::default());
    assert_eq!(told.findings.len(), 1);
    for owner in ["", "owner = \"vacant\"", "owner = \"crew\""] {
        is_silent(RULE, &text(owner));
    }
}

/// Front doors to the help desk, each with its owner and hours.
fn doors(doors: &[(usize, &str, &str)]) -> String {
    let mut text = "[workstream.help-desk]\n[person.ana]\n[person.ben]\n".to_owned();
    for (kind, (count, owner, hours)) in doors.iter().enumerate() {
        for at in 0..*count {
            text.push_str(&format!(
                "[intake.d-{kind}-{at}]\nfor = \"help-desk\"\nowner = \"{owner}\"\n\
                 hours = \"{hours}\"\n"
            ));
        }
    }
    text
}

#[test]
fn doors_open_at_other_hours_hide_no_rival() {
    let (monday, tuesday) = ("Mon 08:00-17:00", "Tue 08:00-17:00");
    let found = |text: &str| run(RULE, text, &Sources::default()).findings;
    let crowd = [
        (40, "ana", monday),
        (1, "ana", tuesday),
        (1, "ben", tuesday),
    ];
    let findings = found(&doors(&crowd));
    assert_eq!(findings.len(), 1);
    assert_eq!(
        findings[0].message,
        "there are two front doors for the same, `d-1-0` of `ana` and `d-2-0` of `ben`, and nothing ties them together"
    );
    is_silent(RULE, &doors(&[(40, "ana", monday), (1, "ben", tuesday)]));
    is_silent(RULE, &doors(&[(400, "ana", monday)]));
    let findings = found(&doors(&[(400, "ana", monday), (400, "ben", tuesday)]));
    assert_eq!(findings.len(), 1);
    let message = &findings[0].message;
    let expected = "is not compared with all others for the same: there are too many";
    assert!(message.ends_with(expected), "{message}");
}
