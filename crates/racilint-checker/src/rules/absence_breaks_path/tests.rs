//! Tests of `absence-breaks-path`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run, run_together};

const HEAD: &str = r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
hours = "24x7"
responsible = "soc"
accountable = "director"
decide-within = "1h"
escalation = "incident"
needs = ["disable-account"]
[escalation.incident]
steps = [{ to = "soc", ack-within = "15m" }, { to = "director", ack-within = "15m" }]
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
[person.lee]
hours = "24x7"
[[grant]]
action = "disable-account"
"#;

fn with(rest: &str) -> String {
    format!("{HEAD}{rest}")
}

#[test]
fn one_person_may_act() {
    check(
        "absence-breaks-path",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
#           ^^^^^^^^^^^ warning: without `dana`, nobody who may `disable-account` for `containment` is reached within 1 hour: at any hour
hours = "24x7"
responsible = "soc"
accountable = "dana"
decide-within = "1h"
escalation = "incident"
needs = ["disable-account"]
[escalation.incident]
steps = [
  { to = "soc", ack-within = "15m" },
#        ----- `soc` is called first, and may not `disable-account`
  { to = "dana", ack-within = "15m" },
#        ------ `dana` is called after 15 minutes, and is the one who is absent
]
[[grant]]
holder = "dana"
action = "disable-account"
mode = "pre-authorized"
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
[person.dana]
hours = "24x7"
"#,
    );
}

#[test]
fn the_deputy_is_there_by_day_only() {
    check(
        "absence-breaks-path",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
#           ^^^^^^^^^^^ error: without `dana`, nobody who may `disable-account` for `containment` is reached within 1 hour: every Friday 16:45 to Monday 07:15, 62 hours 30 minutes
criticality = "critical"
hours = "24x7"
responsible = "soc"
accountable = "director"
decide-within = "1h"
escalation = "incident"
needs = ["disable-account"]
[escalation.incident]
steps = [
  { to = "soc", ack-within = "15m" },
#        ----- `soc` is called first, and may not `disable-account`
  { to = "director", ack-within = "15m" },
#        ---------- `director` is called after 15 minutes, and nobody else is there for it
]
[[grant]]
holder = "director"
action = "disable-account"
mode = "pre-authorized"
[role.director]
held-by = "dana"
deputy = "lee"
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
[person.lee]
hours = "Mon-Fri 08:00-17:00"
[person.dana]
hours = "24x7"
"#,
    );
}

#[test]
fn a_deputy_is_equal() {
    is_silent(
        "absence-breaks-path",
        &with(
            r#"holder = "director"
mode = "pre-authorized"
[role.director]
held-by = "dana"
deputy = "lee"
[person.dana]
hours = "24x7"
"#,
        ),
    );
}

#[test]
fn silence_means_consent() {
    is_silent(
        "absence-breaks-path",
        &with(
            r#"holder = "soc"
mode = "approval-required"
approver = "director"
within = "15m"
if-no-answer = "act"
[role.director]
held-by = "dana"
[person.dana]
hours = "24x7"
"#,
        ),
    );
}

/// `absence-gap` speaks of the recorded days only.
#[test]
fn a_recorded_absence_hides_nothing_of_the_rest_of_the_year() {
    let text = with(
        r#"holder = "director"
mode = "pre-authorized"
[role.director]
held-by = "dana"
[person.dana]
hours = "24x7"
away = [{ from = 2027-03-01, to = 2027-03-12 }]
"#,
    );
    let sources = Sources::default();
    let rules = ["absence-breaks-path", "absence-gap"];
    let findings = run_together(&rules, &text, &sources).findings;
    let mut told: Vec<&str> = findings.iter().map(|own| own.rule.name).collect();
    told.sort_unstable();
    assert_eq!(told, rules);
    let breaks = |own: &&racilint_diagnostics::Finding| own.rule.name == "absence-breaks-path";
    let message = &findings.iter().find(breaks).expect("it").message;
    assert!(!message.contains("1 March"), "{message}");
}

#[test]
fn the_hours_of_the_deputy_decide() {
    is_not_evaluated(
        "absence-breaks-path",
        &with(
            r#"holder = "director"
mode = "pre-authorized"
[role.director]
held-by = "dana"
deputy = "bo"
[person.dana]
hours = "24x7"
[person.bo]
"#,
        ),
    );
}

#[test]
fn without_hours() {
    let text = with(
        "holder = \"director\"\nmode = \"pre-authorized\"\n[role.director]\nheld-by = \"lee\"",
    );
    let text = text.replace(
        "[workstream.containment]\nhours = \"24x7\"",
        "[workstream.containment]",
    );
    is_not_evaluated("absence-breaks-path", &text);
}

#[test]
fn hours_without_anybody_for_the_work_are_told_there() {
    let text = with(
        r#"
holder = ["soc", "director"]
mode = "pre-authorized"
[role.director]
held-by = "lee"
"#,
    );
    // Two hours a day nobody watches: without the director nobody acts then, and only then.
    let seam = text.replace(
        "members = [\"li\", \"sam\"]\nhours = \"24x7\"",
        "members = [\"li\", \"sam\"]\nhours = \"Mon-Sun 06:00-04:00\"",
    );
    assert_ne!(seam, text);
    let rules = ["absence-breaks-path", "coverage-gap"];
    let findings = run_together(&rules, &seam, &Sources::default()).findings;
    let told: Vec<&str> = findings.iter().map(|own| own.rule.name).collect();
    assert_eq!(told, ["coverage-gap"]);

    // A watch that is there and may not act by itself is another matter.
    let unable = seam.replace("[\"soc\", \"director\"]", "\"director\"");
    let findings = run_together(&rules, &unable, &Sources::default()).findings;
    let mut told: Vec<&str> = findings.iter().map(|own| own.rule.name).collect();
    told.sort_unstable();
    assert_eq!(told, rules);
}

/// The one who does all of the work is missing in every way there is.
#[test]
fn only_one_can_do_it_at_all_is_the_cause() {
    let fixture = r#"
[engagement]
timezone = "America/Chicago"
[workstream.watch]
hours = "24x7"
needs = ["isolate-endpoint"]
decide-within = "1h"
escalation = "p1"
accountable = "ben"
[workstream.watch.slice.days]
hours = "Mon-Sun 08:00-20:00"
responsible = "ana"
[workstream.watch.slice.nights]
hours = "Mon-Sun 20:00-08:00"
responsible = "ana"
[escalation.p1]
steps = [{ to = "ana", ack-within = "15m" }, { to = "ben", ack-within = "15m" }]
[[grant]]
holder = "ana"
action = "isolate-endpoint"
mode = "pre-authorized"
[person.ana]
hours = "24x7"
[person.ben]
hours = "24x7"
"#;
    let sources = Sources::default();
    let rules = ["single-person-dependency", "absence-breaks-path"];
    let findings = run_together(&rules, fixture, &sources).findings;
    let names: Vec<&str> = findings.iter().map(|found| found.rule.name).collect();
    assert_eq!(names, ["single-person-dependency"]);
    assert!(
        findings[0]
            .related
            .iter()
            .any(|label| label.message.starts_with("without `ana`"))
    );
}

/// That nobody else does the work says nothing of whoever else is missing.
#[test]
fn another_person_is_another_cause() {
    let fixture = r#"
[engagement]
timezone = "America/Chicago"
[workstream.watch]
hours = "24x7"
needs = ["isolate-endpoint"]
decide-within = "1h"
escalation = "p1"
responsible = "ana"
accountable = "ben"
[escalation.p1]
steps = [{ to = "ana", ack-within = "15m" }, { to = "ben", ack-within = "15m" }]
[[grant]]
holder = "ben"
action = "isolate-endpoint"
mode = "pre-authorized"
[person.ana]
hours = "24x7"
[person.ben]
hours = "24x7"
"#;
    let sources = Sources::default();
    let rules = ["single-person-dependency", "absence-breaks-path"];
    let findings = run_together(&rules, fixture, &sources).findings;
    let about = |rule| findings.iter().filter(move |found| found.rule.name == rule);
    assert_eq!(about("single-person-dependency").count(), 1);
    let of_ben = |found: &&racilint_diagnostics::Finding| found.subject.aspect == "ben";
    assert_eq!(about("absence-breaks-path").filter(of_ben).count(), 1);
}

/// What is proposed for `dana`, without whom nobody acts in time.
fn proposed(rest: &str) -> String {
    let findings = run("absence-breaks-path", &with(rest), &Sources::default()).findings;
    let finding = findings
        .into_iter()
        .find(|own| own.message.starts_with("without `dana`"));
    let help = finding.expect("a finding").help.expect("help");
    help.trim_start_matches("let a second person act: ")
        .to_owned()
}

#[test]
fn a_second_is_proposed_where_there_is_a_seat_for_one() {
    let director = "[role.director]\nheld-by = \"dana\"\n[person.dana]\nhours = \"24x7\"\n";
    let at_once = "holder = \"director\"\nmode = \"pre-authorized\"\n";
    let rest = "a grant for somebody who is on duty, or a further step";
    assert_eq!(
        proposed(&format!("{at_once}{director}")),
        format!("a deputy of `director`, {rest}")
    );
    let by_day = director.replace("[person.dana]", "deputy = \"kim\"\n[person.dana]");
    assert_eq!(
        proposed(&format!(
            "{at_once}{by_day}[person.kim]\nhours = \"Mon-Fri 08:00-17:00\"\n"
        )),
        format!("a deputy of `director` who is on duty then, {rest}")
    );
    let as_deputy = "[role.director]\nheld-by = \"kim\"\ndeputy = \"dana\"\n[person.dana]\n\
                     hours = \"24x7\"\n[person.kim]\nhours = \"Mon-Fri 08:00-17:00\"\n";
    assert_eq!(
        proposed(&format!("{at_once}{as_deputy}")),
        format!("one more deputy of `director`, {rest}")
    );
    let asking =
        "holder = \"soc\"\nmode = \"approval-required\"\napprover = \"dana\"\nwithin = \"15m\"\n";
    let lee = director.replace("held-by = \"dana\"", "held-by = \"lee\"");
    assert_eq!(
        proposed(&format!("{asking}{lee}")),
        format!("a second approver beside `dana`, {rest}")
    );
}

/// Whoever is called first is called 15 minutes before the approval is asked for.
#[test]
fn nobody_else_agrees_when_it_comes_to_that() {
    check(
        "absence-breaks-path",
        r#"
[engagement]
timezone = "America/Chicago"
[workstream.containment]
#           ^^^^^^^^^^^ warning: without `dana`, nobody who may `disable-account` for `containment` is reached within 1 hour: every Friday 16:45 to Monday 07:10, 62 hours 25 minutes
hours = "24x7"
responsible = "soc"
decide-within = "1h"
escalation = "incident"
needs = ["disable-account"]
[escalation.incident]
steps = [{ to = "soc", ack-within = "15m" }]
#               ----- `soc` is called first, and needs the approval of `dana` or `kim`, and none is on duty to give it
[[grant]]
holder = "soc"
action = "disable-account"
mode = "approval-required"
approver = ["dana", "kim"]
within = "10m"
[team.soc]
members = ["li", "sam"]
hours = "24x7"
[person.li]
[person.sam]
[person.dana]
hours = "24x7"
[person.kim]
hours = "Mon-Fri 08:00-17:00"
"#,
    );
}
