//! Many commands that contradict nothing hide none that does.

use racilint_diagnostics::Sources;

use crate::rules::tests::{is_silent, run};

const RULE: &str = "multiple-commanders";

const HEAD: &str = "[engagement]\nclient = \"mill\"\nstarts = 2027-01-01\nends = 2027-12-31\n\
                    timezone = \"UTC\"\n[party.mill]\n[workstream.watch]\n[person.ana]\n\
                    [person.ben]\n";

fn command(id: &str, commander: &str, says: &str) -> String {
    format!("[command.{id}]\ncovers = \"watch\"\ncommander = \"{commander}\"\n{says}\n")
}

fn many(count: usize, commander: &str, says: &str) -> String {
    let each = (0..count).map(|at| command(&format!("other-{at}"), commander, says));
    each.collect()
}

fn objects(text: &str) -> Vec<String> {
    let findings = run(RULE, text, &Sources::default()).findings;
    findings.into_iter().map(|own| own.subject.object).collect()
}

#[test]
fn commands_that_do_not_meet_hide_none_that_does() {
    let own = "severity = \"sev1\"\nfrom = 2027-03-01\nhours = \"Mon-Fri 08:00-17:00\"";
    let first = command("first", "ana", own);
    let real = command("real", "ben", own);
    for other in [
        "severity = \"sev4\"",
        "severity = \"sev1\"\nuntil = 2027-01-31",
        "severity = \"sev1\"\nhours = \"Sat-Sun 08:00-17:00\"",
    ] {
        let crowd = format!("{HEAD}{first}{}", many(70, "ben", other));
        // They do not contradict each other: all are ben's.
        is_silent(RULE, &crowd);
        assert_eq!(
            objects(&format!("{crowd}{real}")),
            ["command.real"],
            "{other}"
        );
    }
}

#[test]
fn commands_of_the_same_leader_hide_none_of_another() {
    let crowd = format!("{HEAD}{}", many(70, "ana", ""));
    is_silent(RULE, &crowd);
    let text = format!("{crowd}{}", command("real", "ben", ""));
    assert_eq!(objects(&text).len(), 70);
}

#[test]
fn those_who_decide_the_same_hide_no_other_last_word() {
    let unified = |decides: &str| format!("unified-with = \"first\"\ndecides = \"{decides}\"");
    let first = command("first", "ana", "decides = \"ana\"");
    let crowd = format!("{HEAD}{first}{}", many(70, "ana", &unified("ana")));
    is_silent(RULE, &crowd);
    let findings = objects(&format!(
        "{crowd}{}",
        command("real", "ana", &unified("ben"))
    ));
    assert!(findings.contains(&"command.real".to_owned()));
}

#[test]
fn commands_at_hours_that_nobody_wrote_hide_none_that_is_sure() {
    let first = command("first", "ana", "hours = \"Mon-Fri 08:00-17:00\"");
    let crowd = many(70, "ben", "hours = { outside = \"mill\" }");
    let real = command("real", "ben", "hours = \"Mon-Fri 09:00-16:00\"");
    let text = format!("{HEAD}{first}{crowd}{real}");
    assert_eq!(objects(&text), ["command.real"]);
}

#[test]
fn where_too_many_are_compared_it_is_said() {
    let text = |count: usize| {
        let days = many(count, "ana", "hours = \"Mon-Fri 08:00-17:00\"");
        let nights = many(count, "ben", "hours = \"Mon-Fri 18:00-20:00\"");
        format!("{HEAD}{days}{}", nights.replace("other", "another"))
    };
    is_silent(RULE, &text(100));
    let findings = run(RULE, &text(320), &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
    let message = &findings[0].message;
    let expected = "is not compared with all others of the same work: there are too many";
    assert!(message.ends_with(expected), "{message}");
}
