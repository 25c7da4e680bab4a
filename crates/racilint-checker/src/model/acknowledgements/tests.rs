//! Who took which duty.

use crate::model::tests::with;

const HEAD: &str = r#"
[engagement]
starts = 2026-01-01
[person.ana]
[person.ben]
from = 2026-06-01
[person.cleo]
[role.lead]
held-by = "ana"
deputy = "cleo"
[workstream.security]
[workstream.triage]
parent = "security"
area = "monitoring"
accountable = "lead"
[workstream.nights]
responsible = "ben"
[workstream.over]
accountable = "cleo"
until = 2026-11-20
[workstream.last-day]
accountable = "cleo"
until = 2026-11-21
[command.incidents]
covers = "triage"
commander = "cleo"
[[grant]]
holder = "ben"
action = "failover"
on = "nights"
mode = "approval-required"
approver = "ana"
[evidence.review]
for = "triage"
owner = "cleo"
"#;

/// The duties that nobody has taken.
fn open(acknowledgement: &str) -> Vec<String> {
    let text = format!("{HEAD}[[acknowledgement]]\n{acknowledgement}\n");
    let mut open = Vec::new();
    with(&text, |engagement| {
        let all = engagement.acknowledged();
        let duties = engagement.duties_where(|_| true).into_iter();
        let duties = duties.filter(|duty| !engagement.is_acknowledged(duty, &all));
        open = duties
            .map(|duty| format!("{} {}", engagement.actor(duty.actor).name, duty.words()))
            .collect();
    });
    open
}

const ALL: [&str; 6] = [
    "lead answers for `triage`",
    "ben does the work of `nights`",
    "cleo answers for `last-day`",
    "cleo commands `incidents`",
    "ana approves `failover`",
    "cleo keeps `review`",
];

/// All duties but some.
fn but(taken: &[usize]) -> Vec<&'static str> {
    let all = ALL.iter().enumerate();
    let left = all.filter(|(index, _)| !taken.contains(index));
    left.map(|(_, duty)| *duty).collect()
}

#[test]
fn whoever_takes_something_takes_what_belongs_to_it() {
    for (who, of, taken) in [
        ("lead", "triage", &[0][..]),
        ("ana", "workstream.triage", &[0]),
        ("ana", "security", &[0]),
        ("ana", "area.monitoring", &[0]),
        ("ana", "area.patching", &[]),
        ("ana", "nights", &[4]),
        ("ana", "grant.ben/failover", &[4]),
        ("ana", "engagement", &[0, 4]),
        ("ben", "nights", &[1]),
        ("ben", "triage", &[]),
        ("cleo", "triage", &[3, 5]),
        ("cleo", "command.incidents", &[3]),
        ("cleo", "evidence.review", &[5]),
        ("cleo", "review", &[5]),
        ("cleo", "engagement", &[2, 3, 5]),
        ("cleo", "gohst", &[]),
    ] {
        let said = open(&format!("who = \"{who}\"\nof = \"{of}\""));
        assert_eq!(said, but(taken), "{who} {of}");
    }
    let both = open("who = [\"ben\", \"cleo\"]\nof = [\"nights\", \"review\"]");
    assert_eq!(both, but(&[1, 5]));
}

#[test]
fn whoever_came_later_has_taken_nothing_that_a_predecessor_took() {
    let is_taken = |ben: &str, who: &str, on: &str| {
        let text = HEAD.replace("responsible = \"ben\"", "responsible = \"watch\"");
        let text = text.replace("from = 2026-06-01", ben);
        let text = format!(
            "{text}[role.watch]\nheld-by = \"ben\"\n\
             [[acknowledgement]]\nwho = \"{who}\"\nof = \"nights\"\non = {on}\n"
        );
        let mut is_taken = false;
        with(&text, |engagement| {
            let all = engagement.acknowledged();
            let duties = engagement.duties_where(|duty| duty.what == "nights");
            let mut duties = duties.iter();
            is_taken = duties.any(|duty| engagement.is_acknowledged(duty, &all));
        });
        is_taken
    };
    let ben = "from = 2026-06-01";
    assert!(!is_taken(ben, "watch", "2026-05-31"));
    assert!(is_taken(ben, "watch", "2026-06-01"));
    // Everybody may sign before their first day, and nobody else has to until then.
    assert!(is_taken(ben, "ben", "2026-05-31"));
    assert!(is_taken("from = 2027-03-01", "watch", "2026-05-31"));
    // Whoever begins with the engagement may have signed before.
    let text = HEAD.replace("2026-01-01", "2026-06-01");
    let text =
        format!("{text}[[acknowledgement]]\nwho = \"ben\"\nof = \"nights\"\non = 2026-05-01\n");
    with(&text, |engagement| {
        let all = engagement.acknowledged();
        let duties = engagement.duties_where(|_| true);
        let taken = duties
            .iter()
            .filter(|duty| engagement.is_acknowledged(duty, &all));
        assert_eq!(taken.count(), 1);
    });
}

#[test]
fn what_cannot_be_read_may_be_of_anything() {
    for (lost, uncertain) in [
        ("who = \"ana\"\nof = \"triage\"", false),
        (
            "who = \"ana\"\nof = [\"area.patching\", \"hipaa:sanctions\", \"grant.x/y\"]",
            false,
        ),
        ("who = \"gohst\"\nof = \"triage\"", true),
        ("who = \"ana\"\nof = \"gohst\"", true),
        ("who = \"ana\"\nof = 5", true),
    ] {
        let text = format!("{HEAD}[[acknowledgement]]\n{lost}\n");
        with(&text, |engagement| {
            assert_eq!(engagement.acknowledged().uncertain, uncertain, "{lost}");
        });
    }
}

#[test]
fn a_slice_is_taken_under_its_whole_name() {
    let open = |of: &str| {
        let text = format!(
            "[person.ana]\n[workstream.desk]\n[workstream.desk.slice.day]\nresponsible = \"ana\"\n\
             [workstream.desk.slice.night]\nresponsible = \"ana\"\n\
             [[acknowledgement]]\nwho = \"ana\"\nof = \"{of}\"\n"
        );
        let mut open = Vec::new();
        with(&text, |engagement| {
            let all = engagement.acknowledged();
            let duties = engagement.duties_where(|_| true).into_iter();
            let duties = duties.filter(|duty| !engagement.is_acknowledged(duty, &all));
            open = duties.map(|duty| duty.words()).collect();
        });
        open
    };
    let night = ["does the work of `desk.night`"];
    assert_eq!(open("desk.day"), night);
    assert_eq!(open("workstream.desk.day"), night);
    assert_eq!(open("desk"), [""; 0]);
}

#[test]
fn where_all_have_left_what_they_took_counts() {
    let text = HEAD.replace("[person.ana]", "[person.ana]\nuntil = 2026-10-31");
    let text = format!("{text}[[acknowledgement]]\nwho = \"ana\"\nof = \"triage\"\n");
    with(&text, |engagement| {
        let all = engagement.acknowledged();
        let duties = engagement.duties_where(|_| true).into_iter();
        let taken = duties.filter(|duty| engagement.is_acknowledged(duty, &all));
        let taken: Vec<String> = taken.map(|duty| duty.words()).collect();
        assert_eq!(taken, ["answers for `triage`"]);
    });
}

/// An id is what it names, also where it looks like a word of the language.
#[test]
fn work_on_the_engagement_is_not_the_engagement() {
    let text = "[person.ana]\n[workstream.desk]\nresponsible = \"ana\"\n\
                [workstream.engagement]\nresponsible = \"ana\"\n\
                [[acknowledgement]]\nwho = \"ana\"\nof = \"engagement\"\n";
    with(text, |engagement| {
        let all = engagement.acknowledged();
        let duties = engagement.duties_where(|_| true).into_iter();
        let taken = duties.filter(|duty| engagement.is_acknowledged(duty, &all));
        let taken: Vec<String> = taken.map(|duty| duty.words()).collect();
        assert_eq!(taken, ["does the work of `engagement`"]);
    });
}
