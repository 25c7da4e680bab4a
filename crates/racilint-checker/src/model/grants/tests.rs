//! Grants side by side, in files without a clock.

use racilint_diagnostics::Sources;

use crate::model::tests::with;
use crate::rules::tests::run;

/// How often a permission and a prohibition of the same are told to contradict each other.
fn conflicts(yes: &str, no: &str) -> usize {
    let text = format!(
        "[[grant]]\nholder = \"soc\"\naction = \"failover\"\nmode = \"pre-authorized\"\n{yes}\n\
         [[grant]]\nholder = \"soc\"\naction = \"failover\"\nmode = \"prohibited\"\n{no}\n\
         [team.soc]\n"
    );
    let found = run("authority-conflict", &text, &Sources::default());
    let own = found.findings.iter();
    own.filter(|finding| finding.rule.name == "authority-conflict")
        .count()
}

#[test]
fn a_prohibition_within_the_days_of_a_permission_is_an_exception() {
    let year = "from = 2027-01-01\nuntil = 2027-12-31";
    for no in [
        "from = 2027-02-01\nuntil = 2027-11-30",
        "from = 2027-02-01\nuntil = 2027-12-31",
        "from = 2027-01-01\nuntil = 2027-11-30",
    ] {
        assert_eq!(conflicts(year, no), 0, "{no}");
        assert_eq!(conflicts("", no), 0, "{no}");
    }
    for no in [
        year,
        "",
        "until = 2027-11-30",
        "from = 2027-02-01",
        "from = 2026-12-01\nuntil = 2027-11-30",
        "from = 2027-02-01\nuntil = 2028-01-31",
    ] {
        assert_eq!(conflicts(year, no), 1, "{no}");
    }
}

#[test]
fn days_that_only_touch_meet() {
    let spring = "until = 2027-03-31";
    assert_eq!(conflicts(spring, "from = 2027-03-31"), 1);
    assert_eq!(conflicts(spring, "from = 2027-04-01"), 0);
    assert_eq!(conflicts("from = 2027-04-01", "until = 2027-03-31"), 0);
}

#[test]
fn a_prohibition_that_is_over_or_that_cannot_be_read_is_not_compared() {
    let yes = "from = 2025-06-01";
    assert_eq!(conflicts(yes, "from = 2025-01-01"), 1);
    let over = "from = 2025-01-01\nuntil = 2026-11-20";
    assert_eq!(conflicts(yes, over), 0);
    let last_day = "from = 2025-01-01\nuntil = 2026-11-21";
    assert_eq!(
        conflicts("from = 2025-06-01\nuntil = 2026-11-21", last_day),
        1
    );
    for unread in ["from = \"soon\"", "until = \"later\""] {
        assert_eq!(conflicts("", unread), 0, "{unread}");
        assert_eq!(conflicts(unread, ""), 0, "{unread}");
    }
}

#[test]
fn a_grant_that_cannot_be_read_may_give_what_it_names_or_could_have_named() {
    let may_give = |action: &str| {
        let text =
            format!("[person.li]\n[[grant]]\nholder = \"li\"\nmode = \"now\"\naction = {action}\n");
        let mut given = false;
        with(&text, |engagement| {
            given = engagement.may_be_granted_to_anybody("failover");
        });
        given
    };
    assert!(may_give("\"failover\""));
    assert!(may_give("[\"block-traffic\", \"failovr\"]"));
    assert!(may_give("5"));
    assert!(!may_give("[\"block-traffic\", \"isolate-endpoint\"]"));
}

#[test]
fn a_grant_holds_whenever_another_does_that_has_its_hours_and_days() {
    let holds = |own: &str, other: &str| {
        let text = format!(
            "[person.li]\n[[grant]]\nholder = \"li\"\n{own}\n[[grant]]\nholder = \"li\"\n{other}\n"
        );
        let mut holds = false;
        with(&text, |engagement| {
            holds = engagement.grants[0].holds_whenever(&engagement.grants[1]);
        });
        holds
    };
    let (week, weekend) = (
        "hours = \"Mon-Fri 08:00-17:00\"",
        "hours = \"Sat-Sun 08:00-17:00\"",
    );
    for own in ["", "hours = \"24x7\""] {
        assert!(holds(own, week) && holds(own, "hours = \"24x7\"") && holds(own, ""));
    }
    assert!(holds(week, week));
    assert!(!holds(week, weekend) && !holds(week, "") && !holds(week, "hours = \"24x7\""));
    let year = "from = 2027-01-01\nuntil = 2027-12-31";
    assert!(holds("", year) && holds(year, year));
    assert!(holds(year, "from = 2027-02-01\nuntil = 2027-11-30"));
    assert!(!holds(year, "") && !holds(year, "from = 2027-02-01"));
    assert!(!holds(year, "until = 2027-11-30"));
    assert!(!holds(year, "from = 2026-12-31\nuntil = 2027-12-31"));
    assert!(!holds(year, "from = 2027-01-01\nuntil = 2028-01-01"));
}
