//! Work that several can do until the others have left.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_silent, run, run_together};

const RULE: &str = "single-person-dependency";

#[test]
fn one_of_two_leaves() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.imaging]
criticality = "critical"
#             ---------- it is critical
responsible = ["ana", "ben"]
#              ^^^^^ error: from 1 July 2027 only `ana` can do the work of `imaging`
[person.ana]
[person.ben]
until = 2027-06-30
#       ---------- `ben` leaves
"#,
    );
}

#[test]
fn a_team_from_which_one_after_the_other_leaves_is_told_of_once() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
[workstream.imaging]
criticality = "critical"
#             ---------- it is critical
responsible = ["desk", "ben"]
#              ^^^^^^ error: from 1 July 2027 only `ana` can do the work of `imaging`
support = "lead"
#         ------ there is nobody in `lead` until `eve` comes on 1 October 2027
[team.desk]
members = ["ana", "dora", "eve"]
[role.lead]
held-by = ["ben", "eve"]
[person.ana]
[person.dora]
until = 2027-03-31
[person.ben]
until = 2027-06-30
#       ---------- `ben` leaves
[person.eve]
from = 2027-10-01
until = 2027-11-30
"#,
    );
}

#[test]
fn who_stays_is_followed_by_the_next_one() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.imaging]
criticality = "critical"
#             ---------- it is critical
responsible = ["ana", "ben", "cy"]
#              ^^^^^ error: from 1 July 2027 only one person at a time can do the work of `imaging`
#                            ---- `cy` comes on 1 October 2027
[person.ana]
until = 2027-09-30
[person.ben]
until = 2027-06-30
#       ---------- `ben` leaves
[person.cy]
from = 2027-10-01
"#,
    );
}

/// Critical work of two, of whom one leaves on a day, and what else the file says.
fn leaving_on(until: &str, says: &str, more: &str) -> String {
    format!(
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Berlin"
[workstream.imaging]
criticality = "critical"
responsible = ["ana", "ben"]
{says}
[person.ben]
until = {until}
[person.cy]
{more}
"#
    )
}

fn messages(text: &str) -> Vec<String> {
    let findings = run(RULE, text, &Sources::default()).findings;
    findings.into_iter().map(|own| own.message).collect()
}

const ANA: &str = "[person.ana]";

fn told(day: &str) -> Vec<String> {
    vec![format!(
        "from {day} only `ana` can do the work of `imaging`"
    )]
}

#[test]
fn a_week_hands_over() {
    let text = |from: &str| {
        let more = format!("{ANA}\n[person.dan]\nfrom = {from}");
        leaving_on("2027-06-30", "support = \"dan\"", &more)
    };
    for from in ["2027-06-01", "2027-07-01", "2027-07-07"] {
        assert!(messages(&text(from)).is_empty(), "{from}");
    }
    assert_eq!(messages(&text("2027-07-08")), told("1 July 2027"));
    // Whoever comes in time and goes again leaves one alone later.
    let text = text("2027-07-05\nuntil = 2027-08-31");
    assert_eq!(messages(&text), told("1 September 2027"));
}

#[test]
fn a_week_winds_the_work_up() {
    let until = |day: &str| messages(&leaving_on(day, "", ANA));
    assert_eq!(until("2027-12-24"), told("25 December 2027"));
    for day in ["2027-12-25", "2027-12-31", "2028-06-30"] {
        assert!(until(day).is_empty(), "{day}");
    }
    let row = |last: &str| messages(&leaving_on("2027-06-30", &format!("until = {last}"), ANA));
    assert_eq!(row("2027-09-30"), told("1 July 2027"));
    for last in ["2027-06-30", "2027-07-06"] {
        assert!(row(last).is_empty(), "{last}");
    }
}

#[test]
fn what_comes_after_a_year_is_not_told() {
    let until = |day: &str| {
        let text = leaving_on(day, "", ANA);
        messages(&text.replace("ends = 2027-12-31\n", ""))
    };
    assert_eq!(until("2027-12-15"), told("16 December 2027"));
    assert!(until("2028-06-30").is_empty());
}

#[test]
fn whoever_is_still_there_is_a_second() {
    for says in [
        "support = \"cy\"",
        "support = \"lead\"\n[role.lead]\nheld-by = \"ben\"\ndeputy = \"cy\"",
        "support = \"lead\"\n[role.lead]\nheld-by = [\"ben\", \"dan\"]\n[person.dan]\nfrom = 2027-07-01",
        "support = \"vendor\"\n[party.vendor]",
        "support = \"gohst\"",
        "until = \"soon\"",
    ] {
        assert!(
            messages(&leaving_on("2027-06-30", says, ANA)).is_empty(),
            "{says}"
        );
    }
    let covered =
        "[person.ana]\naway = [{ from = 2027-03-01, to = 2027-03-12, covered-by = \"cy\" }]";
    assert!(messages(&leaving_on("2027-06-30", "", covered)).is_empty());
}

#[test]
fn who_leaves_before_the_first_day_or_when_nobody_is_left_is_told_elsewhere() {
    let gone = "[person.ana]\nuntil = 2027-06-30";
    is_silent(RULE, &leaving_on("2027-06-30", "", gone));
    // On the first day one is alone already.
    let text = leaving_on("2026-12-31", "", ANA);
    assert_eq!(messages(&text), ["only `ana` can do the work of `imaging`"]);
    let begins = leaving_on("2027-06-30", "from = 2027-07-01", ANA);
    assert_eq!(
        messages(&begins),
        ["only `ana` can do the work of `imaging`"]
    );
}

#[test]
fn slices_that_share_the_hours_are_one_work() {
    let slices = |nights: &str| {
        format!(
            r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[workstream.watch]
criticality = "critical"
[workstream.watch.slice.days]
hours = "Mon-Sun 08:00-20:00"
responsible = "ana"
[workstream.watch.slice.nights]
hours = "Mon-Sun 20:00-08:00"
responsible = {nights}
[person.ana]
[person.ben]
until = 2027-06-30
[person.cy]
"#
        )
    };
    assert_eq!(
        messages(&slices("\"ben\"")),
        ["from 1 July 2027 only `ana` can do the work of `watch`"]
    );
    assert!(messages(&slices("[\"ben\", \"cy\"]")).is_empty());
}

/// What the rule and the others on those who leave say, by rule.
fn rules_told(text: &str) -> Vec<&'static str> {
    let rules = [
        RULE,
        "absence-breaks-path",
        "absence-gap",
        "coverage-gap",
        "missing-secondary",
        "unfilled-assignee",
    ];
    let findings = run_together(&rules, text, &Sources::default()).findings;
    findings.into_iter().map(|own| own.rule.name).collect()
}

#[test]
fn that_somebody_leaves_is_told_once() {
    let always = "hours = \"24x7\"";
    let text = |says: &str, hours: &str| {
        let text = leaving_on("2027-06-30", says, &format!("{ANA}\n{hours}"));
        text.replace("[person.ben]", &format!("[person.ben]\n{always}"))
            .replace("[person.cy]", &format!("[person.cy]\n{always}"))
    };
    assert_eq!(rules_told(&text("", always)), [RULE]);
    // Nobody answers for the work without whoever leaves; another one may.
    let accountable = |who: &str| text(&format!("accountable = \"{who}\""), always);
    assert_eq!(rules_told(&accountable("ben")), ["absence-gap"]);
    assert_eq!(rules_told(&accountable("cy")), [RULE]);
    // Promised hours: nobody is on duty at some of them, or one alone.
    let days = "hours = \"Mon-Fri 08:00-17:00\"";
    assert_eq!(rules_told(&text(always, always)), ["missing-secondary"]);
    let calm = text(always, days).replace("criticality = \"critical\"\n", "");
    assert_eq!(rules_told(&calm), ["coverage-gap"]);
    let calm = text(always, always).replace("criticality = \"critical\"\n", "");
    assert_eq!(rules_told(&calm), [RULE]);
    // Somebody else is called: nobody is alone on call.
    let called = text(
        &format!(
            "{always}\nescalation = \"p\"\n[escalation.p]\nsteps = [{{ to = [\"ana\", \"ben\"], \
             ack-within = \"15m\" }}, {{ to = \"cy\", ack-within = \"15m\" }}]"
        ),
        always,
    );
    assert_eq!(rules_told(&called), [RULE]);
}
