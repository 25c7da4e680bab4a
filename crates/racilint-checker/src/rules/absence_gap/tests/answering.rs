//! Whoever answers for work and leaves.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run};

const RULE: &str = "absence-gap";

/// Ana answers for work and leaves in summer; what else the file says of it, and who else is there.
fn answered_by(accountable: &str, more: &str) -> String {
    format!(
        "[engagement]\ntimezone = \"Europe/Berlin\"\nstarts = 2027-01-01\nends = 2027-12-31\n\
         [person.ana]\nuntil = 2027-06-30\n[person.ben]\nfrom = 2027-07-01\n[person.lee]\n\
         [workstream.patching]\naccountable = {accountable}\n{more}\n"
    )
}

#[test]
fn the_only_one_who_answers_leaves() {
    check(
        RULE,
        r#"
[engagement]
timezone = "Europe/Berlin"
starts = 2027-01-01
ends = 2027-12-31
[workstream.help-desk]
hours = "Mon-Fri 08:00-17:00"
responsible = "lee"
accountable = "ana"
#             ----- without `ana`, there is nobody for this
[workstream.patching]
accountable = "lead"
#             ------ nobody answers for `patching`: from 1 July 2027 on
[role.lead]
held-by = "ana"
[person.ana]
until = 2027-06-30
#       ^^^^^^^^^^ error: nobody answers for `help-desk` once `ana` has left: from 1 July 2027 on, and one more gap
[person.lee]
hours = "24x7"
"#,
    );
}

#[test]
fn a_duty_that_asks_for_one_person_is_told_with_it() {
    check(
        RULE,
        r#"
[engagement]
client = "harbor"
timezone = "Europe/Berlin"
starts = 2027-01-01
ends = 2027-12-31
profiles = ["nis2"]
[party.harbor]
[workstream.line]
accountable = "ana"
#             ----- without `ana`, there is nobody for this
satisfies = "nis2:security-reporting-line"
#           ------------------------------ `nis2:security-reporting-line` asks for one person
[person.ana]
party = "harbor"
until = 2027-06-30
#       ^^^^^^^^^^ error: nobody answers for `line` once `ana` has left: from 1 July 2027 on
"#,
    );
}

#[test]
fn an_engagement_without_end_is_looked_at_for_a_year() {
    let told = |until: &str| {
        let text = answered_by("\"ana\"", "").replace("ends = 2027-12-31\n", "");
        let text = text.replace("2027-06-30", until);
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(told("2027-06-30"), 1);
    assert_eq!(told("2028-06-30"), 0);
}

#[test]
fn somebody_else_answers_then_or_nobody_has_to() {
    let lead = |says: &str| format!("[role.lead]\n{says}");
    for (accountable, more) in [
        ("[\"ana\", \"ben\"]", String::new()),
        ("[\"ana\", \"lee\"]", String::new()),
        ("\"lead\"", lead("held-by = [\"ana\", \"ben\"]")),
        ("\"lead\"", lead("held-by = \"ana\"\ndeputy = \"lee\"")),
        ("\"lead\"", lead("held-by = [\"ana\", \"gohst\"]")),
        (
            "\"desk\"",
            "[team.desk]\nmembers = [\"ana\", \"lee\"]\nlead = \"ana\"".to_owned(),
        ),
        ("\"ana\"", "until = 2027-06-30".to_owned()),
        ("\"ana\"", "until = 5".to_owned()),
        ("\"ana\"", "not-applicable = \"there is none\"".to_owned()),
        ("[]", {
            let slices = "[workstream.patching.slice.one]\naccountable = \"ana\"\n\
                          until = 2027-06-30\n[workstream.patching.slice.two]\n\
                          accountable = \"ben\"\nfrom = 2027-07-01";
            slices.to_owned()
        }),
    ] {
        is_silent(RULE, &answered_by(accountable, &more));
    }
}

#[test]
fn who_leaves_at_the_end_or_after_a_long_weekend_is_followed() {
    let told = |until: &str, from: &str| {
        let text = answered_by("[\"ana\", \"ben\"]", "");
        let text = text
            .replace("2027-06-30", until)
            .replace("2027-07-01", from);
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(told("2027-12-31", "2028-02-01"), 0);
    assert_eq!(told("2027-12-27", "2028-02-01"), 0);
    assert_eq!(told("2027-06-30", "2027-07-05"), 0);
    assert_eq!(told("2027-06-30", "2027-07-06"), 1);
    // Who has left before the work begins is an empty seat, and told as one.
    assert_eq!(told("2026-06-30", "2028-07-06"), 0);
    assert_eq!(told("2026-12-31", "2028-07-06"), 0);
}

#[test]
fn whoever_is_on_vacation_still_answers() {
    let ben = "[person.zoe]\nfrom = 2027-07-01\naway = [{ from = 2027-08-02, to = 2027-08-20 }]";
    is_silent(RULE, &answered_by("[\"ana\", \"zoe\"]", ben));
}

/// A crowd is staffed anew, and not named by the day.
#[test]
fn a_crowd_that_answers_and_leaves_together_is_not_told() {
    let told = |crowd: usize| {
        let names: Vec<String> = (0..crowd).map(|at| format!("\"p{at}\"")).collect();
        let people: String = (0..crowd)
            .map(|at| format!("[person.p{at}]\nuntil = 2027-06-30\n"))
            .collect();
        let text = answered_by(&format!("[{}]", names.join(", ")), &people);
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(told(32), 1);
    assert_eq!(told(33), 0);
}
