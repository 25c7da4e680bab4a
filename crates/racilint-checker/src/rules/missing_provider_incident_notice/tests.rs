//! Tests of `missing-provider-incident-notice`.

mod each;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[test]
fn a_notice_that_leaves_things_open() {
    check(
        "missing-provider-incident-notice",
        r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[[notice]]
by = "kim"
#    ^^^^^ error: this notice of incidents does not say how fast and on which channel
to = "harbor"
trigger = "any incident"
[[notice]]
to = "harbor"
#    ^^^^^^^^ error: this notice of incidents does not say who tells and of what
within = "1h"
via = "phone"
[person.kim]
party = "northwind"
"#,
    );
}

#[test]
fn one_of_two_providers_tells_nobody() {
    check(
        "missing-provider-incident-notice",
        r#"
 [engagement]
#^^^^^^^^^^^^ error: nothing says when and how `watch` tells the client of incidents
client = "harbor"
provider = ["northwind", "watch"]
#                        ------- tells nobody of the client, as far as the contract goes
[party.harbor]
[party.northwind]
[party.watch]
[party.insurer]
kind = "insurer"
[[notice]]
by = "northwind"
#    ----------- somebody else's, or not to the client
to = "harbor"
trigger = "any incident"
within = "1h"
via = "phone"
[[notice]]
by = "harbor"
#    -------- somebody else's, or not to the client
to = "insurer"
[[notice]]
by = "watch"
#    ------- somebody else's, or not to the client
to = "insurer"
"#,
    );
}

#[test]
fn signed_without_any_notice() {
    check(
        "missing-provider-incident-notice",
        r#"
 [engagement]
#^^^^^^^^^^^^ error: nothing says when and how `northwind` tells the client of incidents
status = "signed"
client = "harbor"
provider = "northwind"
#          ----------- tells nobody of the client, as far as the contract goes
[party.harbor]
[party.northwind]
"#,
    );
}

#[test]
fn who_cannot_be_told_may_be_the_provider() {
    is_silent(
        "missing-provider-incident-notice",
        r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[[notice]]
by = "gohst"
to = "dana"
trigger = "any incident"
within = "soon"
via = "phone"
[person.dana]
"#,
    );
}

#[test]
fn a_subcontractor_tells_for_its_provider() {
    is_silent(
        "missing-provider-incident-notice",
        r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[party.watch]
kind = "subcontractor"
contracted-by = "northwind"
[[notice]]
by = "watch"
to = "harbor"
trigger = "any incident"
within = "1h"
via = "phone"
"#,
    );
}

#[test]
fn a_subcontractor_tells_for_no_other_provider() {
    let text = |contracts: &str, by: &str| {
        format!(
            r#"
[engagement]
client = "harbor"
provider = ["northwind", "lighthouse"]
[party.harbor]
[party.northwind]
[party.lighthouse]
[party.watch]
kind = "subcontractor"
{contracts}
[party.nights]
kind = "subcontractor"
contracted-by = "watch"
[[notice]]
by = "{by}"
to = "harbor"
trigger = "any incident"
within = "1h"
via = "phone"
"#
        )
    };
    let northwind = "contracted-by = \"northwind\"";
    for by in ["watch", "nights"] {
        let findings = run(
            "missing-provider-incident-notice",
            &text(northwind, by),
            &Sources::default(),
        )
        .findings;
        let messages: Vec<String> = findings.into_iter().map(|own| own.message).collect();
        assert_eq!(
            messages,
            ["nothing says when and how `lighthouse` tells the client of incidents"],
            "{by}"
        );
        let both = "contracted-by = [\"northwind\", \"lighthouse\"]";
        is_silent("missing-provider-incident-notice", &text(both, by));
    }
}

#[test]
fn a_draft_without_notices_is_not_evaluated() {
    is_not_evaluated(
        "missing-provider-incident-notice",
        "[engagement]\nclient = \"a\"\nprovider = \"b\"\n[party.a]\n[party.b]\n",
    );
    is_not_evaluated(
        "missing-provider-incident-notice",
        "[engagement]\nstatus = \"signed\"\n",
    );
}

/// A provider that watches day and night, and tells `dana`, who is there on weekdays.
fn watched(notices: &str) -> String {
    format!(
        r#"
[engagement]
client = "harbor"
provider = "northwind"
starts = 2027-01-01
ends = 2027-12-31
timezone = "Europe/Berlin"
[party.harbor]
hours = "Mon-Fri 08:00-18:00"
[party.northwind]
[person.dana]
party = "harbor"
[person.lee]
party = "harbor"
hours = "24x7"
until = 2027-06-30
[person.ines]
party = "harbor"
hours = "24x7"
away = [{{ from = 2027-03-01, to = 2027-03-14 }}]
[role.duty-manager]
party = "harbor"
held-by = "dana"
deputy = "ines"
[team.board]
party = "harbor"
members = "dana"
[role.crew]
party = "harbor"
held-by = ["dana", "gohst"]
[role.vacant]
party = "harbor"
[team.soc]
party = "northwind"
hours = "24x7"
[workstream.containment]
criticality = "critical"
hours = "24x7"
#       ------ `containment` is promised then
responsible = "soc"
{notices}"#
    )
}

/// The faster notice, to somebody who is off duty at weekends.
const TO_DANA: &str = r#"
[[notice]]
by = "northwind"
to = "dana"
#    ^^^^^^ error: the notice of incidents goes within 1 hour to `dana`, off duty every Friday 18:00 to Monday 08:00, 62 hours; in all 118 of 168 hours a week
trigger = "a breach at Harbor"
within = "1h"
via = "phone"
"#;

#[test]
fn a_notice_to_somebody_who_is_not_there() {
    check(
        "missing-provider-incident-notice",
        &watched(&format!(
            r#"{TO_DANA}[[notice]]
by = "northwind"
to = "dana"
#    ------ so does this one
trigger = "an incident at Northwind"
within = "4h"
via = "phone"
"#
        )),
    );
}

#[test]
fn a_notice_to_a_team_that_says_when_it_is_there() {
    let weekdays = "Mon-Fri 08:00-18:00";
    for hours in [
        format!("hours = \"{weekdays}\"\nmembers = \"ines\""),
        format!("shifts = [{{ who = \"ines\", hours = \"{weekdays}\" }}]"),
    ] {
        let duty = format!("[team.duty]\nparty = \"harbor\"\n{hours}\n");
        check(
            "missing-provider-incident-notice",
            &watched(&(duty + &TO_DANA.replace("dana", "duty"))),
        );
    }
}

#[test]
fn a_notice_to_somebody_who_leaves() {
    check(
        "missing-provider-incident-notice",
        &watched(
            r#"
[[notice]]
by = "northwind"
to = "lee"
#    ^^^^^ error: the notice of incidents goes within 1 hour to `lee`, off duty from 1 July 2027 on
trigger = "any incident"
within = "1h"
via = "phone"
"#,
        ),
    );
}

/// On the last evening the time runs out when the engagement is over.
#[test]
fn a_notice_to_somebody_who_leaves_on_the_last_day() {
    let text = |within: &str| {
        let notice = format!(
            "[person.max]\nparty = \"harbor\"\nhours = \"Mon-Sun 08:00-20:00\"\n\
             timezone = \"Etc/UTC\"\nuntil = 2027-12-31\n[[notice]]\nby = \"northwind\"\nto = \"max\"\n\
             trigger = \"any incident\"\nwithin = \"{within}\"\nvia = \"phone\"\n"
        );
        watched(&notice).replace("#       ------", "#")
    };
    let rule = "missing-provider-incident-notice";
    is_silent(rule, &text("12h"));
    assert_eq!(
        run(rule, &text("11h"), &Sources::default()).findings.len(),
        1
    );
}

/// A slower notice, which goes to somebody who is there, comes too late for the faster one.
#[test]
fn another_notice_that_is_slower_is_none_in_its_place() {
    check(
        "missing-provider-incident-notice",
        &watched(&format!(
            r#"{TO_DANA}[[notice]]
by = "northwind"
to = "duty-manager"
trigger = "an incident at Northwind"
within = "4h"
via = "phone"
"#
        )),
    );
}

#[test]
fn a_notice_that_somebody_hears() {
    let silent = |notices: &[(&str, &str)]| {
        let notice = |(to, within): &(&str, &str)| {
            format!(
                "[[notice]]\nby = \"northwind\"\nto = {to}\ntrigger = \"any incident\"\n\
                 within = \"{within}\"\nvia = \"phone\"\n"
            )
        };
        let notices: String = notices.iter().map(notice).collect();
        let text = watched(&notices).replace("#       ------", "#");
        is_silent("missing-provider-incident-notice", &text);
    };
    // The deputy is there, and an absence is told elsewhere.
    silent(&[("'duty-manager'", "1h")]);
    silent(&[("['dana', 'ines']", "1h")]);
    silent(&[("'dana'", "1h"), ("'ines'", "1h")]);
    silent(&[("'dana'", "2h"), ("'ines'", "1h")]);
    // Somebody there will hear it.
    silent(&[("'harbor'", "1h")]);
    silent(&[("'board'", "1h")]);
    silent(&[("['dana', 'gohst']", "1h")]);
    silent(&[("'crew'", "1h")]);
    // Other rules say that nobody is behind it.
    silent(&[("'vacant'", "1h")]);
    // It waits for Monday.
    silent(&[("'dana'", "72h")]);
}

#[test]
fn in_hours_that_nobody_promises_nobody_has_to_be_told() {
    let notice = r#"
[[notice]]
by = "northwind"
to = "dana"
trigger = "any incident"
within = "1h"
via = "phone"
"#;
    let text = watched(notice).replace("#       ------", "#");
    let rule = "missing-provider-incident-notice";
    is_silent(rule, &text.replace("criticality = \"critical\"", ""));
    is_silent(
        rule,
        &text.replace("responsible = \"soc\"", "responsible = \"ines\""),
    );
    let by_day = "criticality = \"critical\"\nhours = \"Mon-Fri 07:00-18:00\"";
    is_silent(
        rule,
        &text.replace("criticality = \"critical\"\nhours = \"24x7\"", by_day),
    );
}

#[test]
fn a_notice_within_a_day_is_a_call() {
    let count = |within: &str| {
        let text = watched(&TO_DANA.replace("\"1h\"", &format!("\"{within}\"")));
        run(
            "missing-provider-incident-notice",
            &text,
            &Sources::default(),
        )
        .findings
        .len()
    };
    assert_eq!(count("24h"), 1);
    assert_eq!(count("25h"), 0);
}
