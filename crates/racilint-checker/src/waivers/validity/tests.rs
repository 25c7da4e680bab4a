//! When a waiver holds.

use super::Lapse;
use crate::model::tests::with;

/// What is wrong with the last day of a waiver, and why it takes nothing away.
fn wrong(starts: &str, until: &str) -> (String, Option<String>) {
    let text = format!(
        "[engagement]\n{starts}\n[workstream.patching]\n[person.ana]\n[person.ben]\n[[waiver]]\n\
         rule = \"missing-accountable\"\non = \"patching\"\nreason = \"r\"\nowner = \"ana\"\n\
         approved-by = \"ben\"\n{until}\n"
    );
    let mut found = (String::new(), None);
    with(&text, |engagement| {
        let waivers = engagement.waivers();
        let lapse = match waivers[0].lapse(engagement) {
            None => "none".to_owned(),
            Some(Lapse::Ended(day, _)) => format!("ended {day}"),
            Some(Lapse::Unreadable) => "unreadable".to_owned(),
            Some(Lapse::Unbounded) => "unbounded".to_owned(),
            Some(Lapse::Distant(day, _)) => format!("distant {day}"),
        };
        let shortfall = waivers[0].shortfall(engagement);
        found = (lapse, shortfall.map(|(_, why)| why));
    });
    found
}

#[test]
fn the_last_day_lies_within_a_year_from_now_or_from_the_start() {
    let holds = |lapse: &str| (lapse.to_owned(), None);
    let not = |lapse: &str, why: &str| (lapse.to_owned(), Some(why.to_owned()));
    assert_eq!(wrong("", "until = 2026-11-21"), holds("none"));
    assert_eq!(
        wrong("", "until = 2026-11-20"),
        not("ended 2026-11-20", "it ended on 2026-11-20")
    );
    assert_eq!(wrong("", "until = 2027-11-21"), holds("none"));
    assert_eq!(wrong("", "until = 2027-11-22"), holds("distant 2027-11-22"));
    let starts = "starts = 2027-01-01";
    assert_eq!(wrong(starts, "until = 2028-01-01"), holds("none"));
    assert_eq!(
        wrong(starts, "until = 2028-01-02"),
        holds("distant 2028-01-02")
    );
    assert_eq!(wrong("", ""), not("unbounded", "it has no last day"));
    let unread = not("unreadable", "its last day cannot be read");
    assert_eq!(wrong("", "until = \"soon\""), unread);
}

#[test]
fn what_a_waiver_lacks_is_told_in_one() {
    let lacks = |waiver: &str| {
        let text = format!(
            "[workstream.patching]\n[person.ana]\n[person.ben]\n[[waiver]]\n\
             rule = \"missing-accountable\"\non = \"patching\"\nuntil = 2027-01-01\n{waiver}\n"
        );
        let mut why = None;
        with(&text, |engagement| {
            let waivers = engagement.waivers();
            why = waivers[0].shortfall(engagement).map(|(_, why)| why);
        });
        why
    };
    let (owner, approved) = ("owner = \"ana\"", "approved-by = \"ben\"");
    let why = |waiver: &str| lacks(waiver).unwrap_or_default();
    assert_eq!(why(""), "it has no reason, no owner, no approver");
    assert_eq!(
        why(&format!("{owner}\n{approved}\nreason = \"TBD\"")),
        "it has no reason"
    );
    assert_eq!(why(&format!("{owner}\n{approved}\nreason = 5")), "");
    assert_eq!(
        why(&format!("{approved}\nreason = \"r\"")),
        "it has no owner"
    );
    assert_eq!(why(&format!("{approved}\nreason = \"r\"\nowner = 5")), "");
    assert_eq!(
        why(&format!("{owner}\nreason = \"r\"")),
        "it has no approver"
    );
    let same = format!("{owner}\nreason = \"r\"\napproved-by = \"ana\"");
    assert_eq!(why(&same), "its owner approved it");
    let with_another = same.replace("\"ana\"\nreason", "[\"ana\", \"ben\"]\nreason");
    assert_eq!(why(&with_another), "its owner approved it");
    let two = format!("{owner}\nreason = \"r\"\napproved-by = [\"ana\", \"ben\"]");
    assert_eq!(why(&two), "");
}

/// Whether a waiver takes anything away where these words name its owner and its approver.
fn held_by(owner: &str, approved_by: &str, rest: &str) -> Result<(), String> {
    let text = format!(
        "[workstream.patching]\n[person.ana]\n[person.ben]\n[team.desk]\nmembers = [\"ben\"]\n\
         [[waiver]]\nrule = \"missing-accountable\"\non = \"patching\"\nreason = \"r\"\n\
         until = 2027-01-01\nowner = {owner}\napproved-by = {approved_by}\n{rest}\n"
    );
    let mut why = None;
    with(&text, |engagement| {
        let waivers = engagement.waivers();
        why = waivers[0].shortfall(engagement).map(|(_, why)| why);
    });
    why.map_or(Ok(()), Err)
}

#[test]
fn whoever_is_nobody_can_neither_own_nor_approve() {
    let not = |name: &str| Err(format!("nobody is called `{name}`"));
    assert_eq!(held_by("\"ana\"", "\"ghost\"", ""), not("ghost"));
    assert_eq!(held_by("\"ghost\"", "\"ben\"", ""), not("ghost"));
    // A second pair of eyes that nobody knows is none.
    let two = "[\"ana\", \"ghost\"]";
    assert_eq!(held_by("\"ana\"", two, ""), not("ghost"));
    // The workstream is declared, but cannot approve.
    assert_eq!(held_by("\"ana\"", "\"patching\"", ""), not("patching"));
}

#[test]
fn whoever_is_declared_or_may_have_been_can() {
    assert_eq!(held_by("\"ana\"", "\"ben\"", ""), Ok(()));
    assert_eq!(held_by("\"ana\"", "\"desk\"", ""), Ok(()));
    // What the broken line was to say may declare them.
    assert_eq!(held_by("\"ana\"", "\"ghost\"", "[person.ghost"), Ok(()));
    // An approval stays one when its approver leaves.
    let gone = "[person.gone]\nuntil = 2026-01-31";
    assert_eq!(held_by("\"ana\"", "\"gone\"", gone), Ok(()));
}
