//! The rule on promises that are tighter than what they stand on, and what looks like one.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "sla-not-underpinned";

const HEAD: &str = r#"
[engagement]
client = "larch"
provider = "cedar"
timezone = "Europe/Berlin"
[party.larch]
[party.cedar]
[party.host]
kind = "vendor"
[person.ana]
party = "cedar"
[system.tenant]
vendor = "host"
"#;

#[test]
fn a_dependency_is_slower_and_closed_at_night() {
    check(
        RULE,
        &format!(
            "{HEAD}{}",
            r#"
[workstream.mail]
depends-on = ["network"]
#             --------- it depends on this
hours = "24x7"
restore-within = "4h"
#                ^^^^ error: `mail` promises that the service is back within 4 hours, and stands on a contract in which the service is back within 8 hours
[workstream.network]
[agreement.network-ola]
kind = "ola"
between = ["cedar"]
covers = ["workstream.network"]
hours = "Mon-Fri 08:00-18:00"
#       --------------------- `mail` is promised, and the contract it stands on is closed, every Friday 18:00 to Monday 08:00, 62 hours; in all 118 of 168 hours a week
respond-within = "5m"
restore-within = "8h"
#                ---- `network-ola` says less
"#
        ),
    );
}

#[test]
fn the_same_work_has_to_be_answered_as_soon() {
    check(
        RULE,
        &format!(
            "{HEAD}{}",
            r#"
[workstream.hosting]
responsible = "host"
respond-within = "15m"
#                ^^^^^ error: `hosting` promises that somebody responds within 15 minutes, and stands on a contract in which somebody responds within 1 hour
[agreement.host]
kind = "underpinning"
between = ["cedar", "host"]
respond-within = "1h"
#                ---- `host` says less
"#
        ),
    );
}

#[test]
fn a_vendor_who_only_responds_has_to_do_so_in_time() {
    check(
        RULE,
        &format!(
            "{HEAD}{}",
            r#"
[workstream.mail]
responsible = "ana"
systems = ["tenant"]
#          -------- it is done on this
restore-within = "4h"
#                ^^^^ error: `mail` promises that the service is back within 4 hours, and stands on a contract in which somebody responds within 1 day
[agreement.host]
kind = "underpinning"
between = ["cedar", "host"]
respond-within = "1d"
#                ---- `host` says less
"#
        )
        .replace("within 1 day", "within 24 hours"),
    );
}

#[test]
fn what_holds_or_is_not_on_the_way_is_silent() {
    is_silent(
        RULE,
        &format!(
            "{HEAD}{}",
            r#"
[workstream.mail]
responsible = "ana"
systems = ["tenant"]
hours = "Mon-Fri 08:00-18:00"
respond-within = "15m"
restore-within = "4h"
[workstream.desk]
responsible = "ana"
systems = ["tenant"]
hours = "24x7"
respond-within = "15m"
[agreement.host]
kind = "underpinning"
between = ["cedar", "host"]
hours = "Mon-Fri 07:00-18:00"
respond-within = "1h"
restore-within = "4h"
[agreement.over]
kind = "underpinning"
covers = ["mail"]
until = 2026-01-31
restore-within = "8h"
[agreement.paper]
kind = "baa"
covers = ["mail"]
restore-within = "8h"
"#
        ),
    );
}

#[test]
fn without_both_promises_there_is_nothing_to_compare() {
    is_not_evaluated(RULE, HEAD);
    is_not_evaluated(
        RULE,
        &format!(
            "{HEAD}{}",
            r#"
[workstream.mail]
systems = ["tenant"]
respond-within = "15m"
[agreement.host]
kind = "underpinning"
between = ["cedar", "host"]
restore-within = "4h"
"#
        ),
    );
}

#[test]
fn closed_hours_count_without_a_time_where_the_work_itself_is_behind() {
    let count = |row: &str, covers: &str| {
        let text = format!(
            "{HEAD}\n[workstream.mail]\nhours = \"24x7\"\n{row}\n[workstream.network]\n\
             [agreement.host]\nkind = \"underpinning\"\nbetween = [\"cedar\", \"host\"]\n\
             hours = \"Mon-Fri 08:00-18:00\"\n{covers}\n"
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count("responsible = \"host\"", ""), 1);
    let on_network = "depends-on = [\"network\"]";
    assert_eq!(count(on_network, "covers = [\"network\"]"), 1);
    let on_system = "systems = [\"tenant\"]";
    assert_eq!(count(on_system, ""), 0);
    assert_eq!(
        count(&format!("{on_system}\nrestore-within = \"4h\""), ""),
        1
    );
}

#[test]
fn as_fast_as_is_promised_is_fast_enough() {
    let count = |time: &str| {
        let text = format!(
            "{HEAD}\n[workstream.hosting]\nresponsible = \"host\"\nrestore-within = \"4h\"\n\
             [agreement.host]\nkind = \"underpinning\"\nbetween = [\"cedar\", \"host\"]\n{time}\n"
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    for (time, expected) in [
        ("restore-within = \"4h\"", 0),
        ("restore-within = \"241m\"", 1),
        ("respond-within = \"4h\"", 0),
        ("respond-within = \"241m\"", 1),
        ("respond-within = \"5h\"\nrestore-within = \"4h\"", 0),
    ] {
        assert_eq!(count(time), expected, "{time}");
    }
}

/// Mail that is promised within 4 hours on these days, and the contract that is slower on those.
fn dated(work: &str, contract: &str) -> String {
    let ends = HEAD.replace(
        "[engagement]\n",
        "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\n",
    );
    format!(
        r#"{ends}
[workstream.mail]
systems = ["tenant"]
restore-within = "4h"
{work}
[agreement.old]
kind = "underpinning"
between = ["cedar", "host"]
covers = ["tenant"]
restore-within = "8h"
{contract}
[agreement.new]
kind = "underpinning"
between = ["cedar", "host"]
covers = ["tenant"]
restore-within = "3h"
"#
    )
}

#[test]
fn a_contract_counts_on_its_own_days() {
    let (first, then) = ("until = 2027-06-30", "from = 2027-07-01");
    is_silent(RULE, &dated(then, first));
    is_silent(RULE, &dated(first, then));
    for (work, contract) in [
        ("from = 2027-06-30", first),
        ("until = 2027-07-01", then),
        ("", first),
        (then, ""),
    ] {
        let told = run(RULE, &dated(work, contract), &Sources::default()).findings;
        let about: Vec<&str> = told.iter().map(|own| &*own.subject.aspect).collect();
        assert_eq!(about, ["old"], "{work} {contract}");
    }
}

#[test]
fn a_contract_is_closed_on_its_own_days() {
    let work = "hours = \"24x7\"\nfrom = 2027-06-28";
    let contract = "hours = \"Mon-Fri 08:00-18:00\"\nuntil = 2027-06-30";
    let text = dated(work, contract).replace("restore-within = \"8h\"", "restore-within = \"4h\"");
    let told = run(RULE, &text, &Sources::default()).findings;
    let messages: Vec<&str> = told.iter().map(|own| &*own.message).collect();
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(!messages[0].contains("every"), "{messages:?}");
}

/// A promise of four hours, what lies between, and a contract about the network that says eight.
fn far(between: &str) -> String {
    format!(
        "{HEAD}{}{between}",
        r#"
[workstream.mail]
depends-on = ["identity"]
#             ---------- it depends on this
restore-within = "4h"
#                ^^^^ error: `mail` promises that the service is back within 4 hours, and stands on a contract in which the service is back within 8 hours
[agreement.line]
kind = "underpinning"
between = ["cedar", "host"]
covers = ["network", "network.east", "tenant"]
hours = "Mon-Fri 08:00-18:00"
restore-within = "8h"
#                ---- `line` says less
"#
    )
}

#[test]
fn a_contract_several_steps_away() {
    check(
        RULE,
        &far(r#"
[workstream.identity]
depends-on = ["directory", "mail"]
#             ----------- `identity` depends on this
[workstream.directory]
depends-on = ["network"]
#             --------- `directory` depends on this
[workstream.network]
"#),
    );
    check(
        RULE,
        &far(r#"
[workstream.identity]
systems = ["tenant"]
#          -------- `identity` is done on this
"#),
    );
}

#[test]
fn a_contract_about_a_part_of_what_is_needed() {
    let parts = r#"
[workstream.network.slice.east]
systems = "tenant"
[workstream.network.slice.west]
systems = "lines"
[system.lines]
"#;
    let direct = |mail: &str| {
        let agreement = "covers = [\"network\", \"network.east\", \"tenant\"]";
        let text = far(parts).replace(
            "[\"identity\"]\n#             ---------- it",
            "[\"network\"]\n#             --------- it",
        );
        let text = text.replace(agreement, "covers = \"network.east\"");
        text.replace("[workstream.mail]\n", &format!("[workstream.mail]\n{mail}"))
    };
    check(RULE, &direct(""));
    let plain = |text: String| -> String {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| format!("{line}\n")).collect()
    };
    is_not_evaluated(RULE, &plain(direct("systems = \"lines\"\n")));
}

#[test]
fn one_promise_that_is_too_tight_is_told_once() {
    let between = |identity: &str| {
        far(&format!(
            "[workstream.identity]\n{identity}\n[workstream.network]\n"
        ))
    };
    let said = |text: &str| -> Vec<String> {
        let found = run(RULE, text, &Sources::default()).findings;
        found
            .into_iter()
            .map(|own| own.subject.object.clone())
            .collect()
    };
    let on = |more: &str| between(&format!("depends-on = \"network\"\n{more}"));
    assert_eq!(said(&on("")), ["workstream.mail"]);
    assert_eq!(said(&on("restore-within = \"8h\"")), ["workstream.mail"]);
    assert_eq!(
        said(&on("restore-within = \"4h\"")),
        ["workstream.identity"]
    );
    let both = ["workstream.mail", "workstream.identity"];
    assert_eq!(said(&on("hours = \"24x7\"")), both);
    let no_promise = on("").replace("restore-within = \"4h\"\n", "hours = \"24x7\"\n");
    assert_eq!(said(&no_promise), [""; 0]);
}

#[test]
fn very_many_parts_of_other_systems_hide_none_that_is_depended_on() {
    let found = |parts: usize, depended: &str| {
        let parts: String = (0..parts)
            .map(|at| {
                format!(
                    "[system.line{at}]\n[workstream.network.slice.p{at}]\nsystems = \"line{at}\"\n"
                )
            })
            .collect();
        let text = format!(
            "{HEAD}[workstream.carrier]\n[workstream.network]\ndepends-on = \"carrier\"\n{parts}\
             [workstream.mail]\ndepends-on = \"network\"\nsystems = \"{depended}\"\n\
             restore-within = \"4h\"\n[agreement.line]\nkind = \"underpinning\"\n\
             between = [\"cedar\", \"host\"]\ncovers = \"carrier\"\nrestore-within = \"8h\"\n"
        );
        let found = run(RULE, &text, &Sources::default()).findings;
        let found = found.into_iter().map(|own| own.subject.object);
        found.collect::<Vec<String>>()
    };
    for parts in [32, 33, 100] {
        let last = format!("line{}", parts - 1);
        assert_eq!(found(parts, &last), ["workstream.mail"]);
        assert_eq!(found(parts, "tenant"), [""; 0]);
    }
}

#[test]
fn of_many_steps_the_first_four_are_shown() {
    let names = ["mail", "a", "b", "c", "d", "e", "network"];
    let rows: String = names
        .windows(2)
        .map(|pair| format!("[workstream.{}]\ndepends-on = \"{}\"\n", pair[0], pair[1]))
        .collect();
    let rows = rows.replacen("\"a\"\n", "\"a\"\nrestore-within = \"4h\"\n", 1);
    let text = format!(
        "{HEAD}{rows}[workstream.network]\n[agreement.line]\nkind = \"underpinning\"\n\
         between = [\"cedar\", \"host\"]\ncovers = \"network\"\nrestore-within = \"8h\"\n"
    );
    let findings = run(RULE, &text, &Sources::default()).findings;
    let labels = findings[0].related.iter().map(|own| &*own.message);
    let steps: Vec<&str> = labels.filter(|own| own.ends_with("on this")).collect();
    assert_eq!(
        steps,
        [
            "it depends on this",
            "`a` depends on this",
            "`b` depends on this",
            "`c` depends on this"
        ]
    );
}
