//! The clocks of an incident, with whoever tells whom.

use super::super::tests::play;
use super::Started;

/// Promises, agreed notices, and the duties of the profiles; of those with nobody, the side.
const CLOCKS: &str = r#"
client = "north"
profiles = ["cjis", "dora"]
[party.north]
kind = "client"
[party.south]
kind = "provider"
[person.ana]
party = "north"
hours = "24x7"
[person.bo]
party = "south"
[person.chief]
party = "north"
[workstream.recovery]
responsible = "ana"
accountable = "chief"
respond-within = "15m"
decide-within = "30m"
restore-within = "4h"
satisfies = "dora:report"
[workstream.legal]
responsible = "ana"
accountable = "chief"
satisfies = "dora:report"
[workstream.press]
responsible = "ana"
accountable = "ana"
satisfies = "dora:report"
"#;

const NOTICE: &str = r#"
[[notice]]
by = "bo"
to = ["ana", "chief"]
within = "2h"
via = ["phone", "portal"]
trigger = "a confirmed incident"
clause = "7.2"
"#;

#[test]
fn the_clocks_that_a_call_starts_say_who_tells_whom() {
    let clocks = |text: &str| {
        let mut told = Vec::new();
        play(text, Some(0), &[], |play| {
            let clocks = play.play.clocks.iter();
            told = clocks
                .map(|own| {
                    let started = match own.started {
                        Started::Duty(duty) => [duty.key().0, duty.key().1].join(":"),
                        other => format!("{other:?}"),
                    };
                    let (by, to) = (own.by.join(", "), own.to.join(", "));
                    format!("{started} {:?} by [{by}] to [{to}]", own.within)
                })
                .collect();
        });
        told
    };
    let promises = [
        "Respond Some(15) by [] to []",
        "Decide Some(30) by [] to []",
        "Restore Some(240) by [] to []",
    ];
    let alone = [
        "cjis:incident-report None by [north] to []",
        "cjis:incident-report-provider Some(60) by [south] to []",
        "dora:report Some(1440) by [chief, ana] to []",
    ];
    assert_eq!(clocks(CLOCKS), [promises, alone].concat());
    let text = format!("{CLOCKS}{NOTICE}");
    let agreed = [
        "Notice Some(120) by [bo] to [ana, chief]",
        "cjis:incident-report None by [north] to []",
        "cjis:incident-report-provider Some(60) by [bo] to [ana, chief]",
        "dora:report Some(1440) by [chief, ana] to []",
    ];
    assert_eq!(clocks(&text), [&promises[..], &agreed].concat());
    // What does not apply starts no clock.
    let excused = "[workstream.none]\nnot-applicable = \"no such data is held\"\n\
                   satisfies = \"cjis:incident-report-provider\"\n";
    let left = [alone[0], alone[2]];
    assert_eq!(
        clocks(&format!("{CLOCKS}{excused}")),
        [&promises[..], &left].concat()
    );
    play(&text, Some(0), &[], |play| {
        let notice = &play.play.clocks[3];
        assert_eq!(notice.trigger.as_deref(), Some("a confirmed incident"));
        assert_eq!(notice.via, ["phone", "portal"]);
        assert_eq!(notice.clauses, ["7.2"]);
        let duty = &play.play.clocks[6];
        let trigger = "awareness of the incident";
        assert_eq!(duty.trigger.as_deref(), Some(trigger));
        assert_eq!(duty.clauses, ["19(1)", "19(4)", "19(5)"]);
        assert!(duty.via.is_empty());
    });
}
