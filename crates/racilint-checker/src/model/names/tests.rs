//! What ids mean, and words that stand in place of one.

use super::is_placeholder;
use crate::model::tests::with;

#[test]
fn words_that_say_that_nobody_is_named() {
    for word in [
        "",
        " ",
        "?",
        "??",
        "???",
        "-",
        "tbd",
        "TBA",
        "Tbc",
        "n/a",
        "NA",
        "none",
        "nobody",
        "Unknown",
        "vacant",
        " TBD ",
        "TBD (client)",
        "tba: see annex",
        "tbc?",
        "to be named",
        "To Be Determined",
    ] {
        assert!(is_placeholder(word), "{word:?}");
    }
    for name in [
        "ana",
        "noc",
        "nobody-yet",
        "team",
        "tbd-desk",
        "tbdesk",
        "to",
        "to-be",
        "too be named",
        "to name",
        "unknown-actor",
        "vacant seat",
        "????",
        "--",
        "na-team",
        "x tbd",
    ] {
        assert!(!is_placeholder(name), "{name:?}");
    }
}

const TEXT: &str = r#"
[party.north]
[person.ana]
[team.soc]
[role.lead]
[system.mail]
[system.erp]
[escalation.up]
[command.security]
[agreement.nda]
[workstream.triage]
[workstream.triage.slice.nights]
[workstream.mail]
[[grant]]
id = "g"
[[handoff]]
id = "h"
"#;

#[test]
fn an_id_may_say_its_kind() {
    with(TEXT, |engagement| {
        let names = &engagement.names;
        for (kind, name) in [
            ("party", "north"),
            ("person", "ana"),
            ("team", "soc"),
            ("role", "lead"),
        ] {
            let plain = names.actor(name);
            assert!(plain.is_some());
            assert_eq!(names.actor(&format!("{kind}.{name}")), plain);
        }
        assert_eq!(names.actor("command.security"), None);
        assert_eq!(names.actor("triage"), None);
        let nights = names.row("triage.nights");
        assert!(nights.is_some() && nights != names.row("triage"));
        assert_eq!(names.row("workstream.triage.nights"), nights);
        assert_eq!(names.row("nights"), None);
        assert_eq!(names.object("mail"), ["system", "workstream"]);
        assert_eq!(names.object("system.mail"), ["system"]);
        assert_eq!(names.object("workstream.mail"), ["workstream"]);
        assert_eq!(names.object("team.mail"), [""; 0]);
        assert_eq!(names.object("handoff.h"), ["handoff"]);
        assert_eq!(names.object("g"), ["grant"]);
        let others = |kind| names.others(kind).collect::<Vec<_>>();
        assert_eq!(others("system"), ["erp", "mail"]);
        assert_eq!(others("escalation"), ["up"]);
        assert_eq!(others("command"), ["security"]);
    });
}
