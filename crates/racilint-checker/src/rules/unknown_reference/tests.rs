//! Tests of `unknown-reference`: every kind of name, and what looks like an unknown one.

use std::fmt::Write as _;

use racilint_diagnostics::{Safety, Sources};

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

mod clauses;
mod ends;
mod houses;
mod offers;

#[test]
fn an_owner_who_does_not_exist_is_one_finding() {
    check(
        "unknown-reference",
        r#"
[workstream.triage]
accountable = "it-directer"
#             ^^^^^^^^^^^^^ error: nobody is called `it-directer`
responsible = ["it-directer", "it-director"]
#              ------------- named here too
[role.it-director]
held-by = "it-director"
deputy = "it-directer"
#        ------------- named here too
"#,
    );
}

#[test]
fn every_kind_of_name_is_looked_up() {
    check(
        "unknown-reference",
        r#"
[engagement]
client = "harbour"
#        ^^^^^^^^^ error: no party is called `harbour`
profiles = ["hippa"]
#           ^^^^^^^ error: there is no profile `hippa`
retain = ["pathcing"]
#         ^^^^^^^^^^ error: there is no area `pathcing`
[workstream.triage]
needs = ["isolate-endpiont"]
#        ^^^^^^^^^^^^^^^^^^ error: there is no action `isolate-endpiont`
systems = "firewal"
#         ^^^^^^^^^ error: no system is called `firewal`
escalation = "outages"
#            ^^^^^^^^^ error: no escalation path is called `outages`
depends-on = "identiy"
#            ^^^^^^^^^ error: no workstream is called `identiy`
satisfies = ["hippa:sanctions", "hippaa:sanctions", "hipaa:sanction", "hipaa:164.308(a)(6)(ii)"]
#                               ^^^^^^^^^^^^^^^^^^ error: there is no profile `hippaa`
#                                                   ^^^^^^^^^^^^^^^^ error: `hipaa` has no duty `sanction`
[[handoff]]
from = "triage"
to = "desks"
#    ^^^^^^^ error: no workstream and nobody is called `desks`
[[grant]]
holder = "harbor"
action = "isolate-endpoint"
on = "triage.nights"
#    ^^^^^^^^^^^^^^^ error: no workstream and no slice is called `triage.nights`
mode = "prohibited"
[party.harbor]
[system.firewall]
"#,
    );
}

#[test]
fn a_name_of_another_kind_is_told_apart() {
    check(
        "unknown-reference",
        r#"
[workstream.triage]
responsible = "patching"
#             ^^^^^^^^^^ error: `patching` is a workstream, not a person, team, role or party
parent = "patching.days"
#        ^^^^^^^^^^^^^^^ error: `patching.days` is a slice, not a workstream
[workstream.patching]
#           -------- declared here
accountable = "person.soc"
#             ^^^^^^^^^^^^ error: `person.soc` is a team, not a person
[workstream.patching.slice.days]
#                          ---- declared here
[team.soc]
#     --- declared here
[person.dana]
party = "soc"
#       ^^^^^ error: `soc` is a team, not a party
away = [{ from = 2027-01-01, to = 2027-01-02, covered-by = "soc" }]
#                                                          ^^^^^ error: `soc` is a team, not a person
"#,
    );
}

#[test]
fn a_name_that_means_two_things() {
    check(
        "unknown-reference",
        r#"
[workstream.security]
[command.security]
[team.desk]
[workstream.desk]
[[handoff]]
from = "desk"
#      ^^^^^^ error: `desk` can mean a team or a workstream
to = "team.desk"
[[waiver]]
rule = "missing-deputy"
on = ["security", "command.security"]
#     ^^^^^^^^^^ error: `security` can mean a command or a workstream
"#,
    );
}

#[test]
fn a_name_that_means_two_things_is_to_be_written_in_full() {
    let text = "[team.desk]\n[workstream.desk]\n[[handoff]]\nfrom = \"desk\"\nto = \"team.desk\"\n";
    let findings = run("unknown-reference", text, &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
    let help = findings[0].help.as_deref();
    assert_eq!(help, Some("write `team.desk` or `workstream.desk`"));
}

#[test]
fn what_an_object_can_be_depends_on_its_kind() {
    let text = "[workstream.triage]\n[command.security]\n[[waiver]]\nrule = \"missing-deputy\"\n\
                on = [\"workstream.triag\", \"command.securty\"]\n";
    let findings = run("unknown-reference", text, &Sources::default()).findings;
    let labels: Vec<&str> = findings.iter().map(|own| &*own.label).collect();
    let meant = ["workstream.triage", "command.security"];
    assert_eq!(labels, meant.map(|name| format!("did you mean `{name}`?")));
}

#[test]
fn an_empty_name() {
    check(
        "unknown-reference",
        r#"
[system.firewall]
known-by = [""]
#           ^^ error: an empty name stands for nothing
"#,
    );
}

#[test]
fn objects_are_named_in_many_ways() {
    is_silent(
        "unknown-reference",
        r#"
[workstream.triage]
[workstream.triage.slice.nights]
[[grant]]
id = "isolate"
holder = "desk"
action = "isolate-endpoint"
mode = "prohibited"
[team.desk]
[[waiver]]
rule = "missing-deputy"
on = ["engagement", "triage", "workstream.triage.nights", "triage.nights", "area.patching",
      "duty.hipaa:sanctions", "hipaa:sanctions", "grant.isolate", "grant.3",
      "grant.desk/isolate-endpoint", "team.desk"]
"#,
    );
}

#[test]
fn objects_that_do_not_exist() {
    check(
        "unknown-reference",
        r#"
[workstream.triage]
[[waiver]]
rule = "missing-deputy"
on = ["workstream.traige", "area.pathcing", "grant.isolate"]
#     ^^^^^^^^^^^^^^^^^^^ error: nothing is called `workstream.traige`
#                          ^^^^^^^^^^^^^^^ error: nothing is called `area.pathcing`
#                                           ^^^^^^^^^^^^^^^ error: nothing is called `grant.isolate`
"#,
    );
}

#[test]
fn includes_placeholders_and_exclusions_are_silent() {
    is_silent(
        "unknown-reference",
        r#"
[engagement]
include = ["roster.toml"]
[workstream.triage]
accountable = "dana"
responsible = ["TBD", "person.dana"]
[workstream.telephony]
[[exclusion]]
area = ["telephony", "patching"]
#@ roster.toml
[person.dana]
"#,
    );
}

#[test]
fn what_may_be_declared_in_lost_text_is_left_alone() {
    is_not_evaluated(
        "unknown-reference",
        r#"
[engagement]
include = ["missing.toml"]
[workstream.triage]
accountable = "dana"
"#,
    );
}

#[test]
fn what_was_meant_is_offered_in_all_places() {
    let sources = Sources::default();
    let fixture = r#"
[workstream.triage]
accountable = "it-directer"
responsible = "it-directer"
satisfies = "incident-response"
[engagement]
profiles = "hipaa"
[role.it-director]
"#;
    let findings = run("unknown-reference", fixture, &sources).findings;
    let offers: Vec<(&str, usize)> = findings
        .iter()
        .filter_map(|finding| Some((&*finding.label, finding.fix.as_ref()?.edits.len())))
        .collect();
    let expected = [
        ("did you mean `it-director`?", 2),
        ("did you mean `hipaa:incident-response`?", 1),
    ];
    assert_eq!(offers, expected);
    assert_eq!(findings[0].help.as_deref(), Some("there is `it-director`"));
}

#[test]
fn an_exclusion_may_say_that_it_means_an_area() {
    check(
        "unknown-reference",
        r#"
[[exclusion]]
area = ["area.patching", "area.pathcing"]
#                        ^^^^^^^^^^^^^^^ error: there is no area `area.pathcing`
reason = "the vendor does it"
[workstream.care]
area = "area.patching"
#      ^^^^^^^^^^^^^^^ error: there is no area `area.patching`
"#,
    );
}

#[test]
fn one_mistake_in_seats_and_at_the_ends_of_handoffs() {
    check(
        "unknown-reference",
        r#"
[[handoff]]
from = "noc"
#      ----- named here too
to = "care"
[[handoff]]
from = "care"
to = "cares"
#    ^^^^^^^ error: no workstream and nobody is called `cares`
[workstream.care]
responsible = "noc"
#             ^^^^^ error: nobody is called `noc`
[team.nok]
"#,
    );
}

#[test]
fn what_only_the_catalogue_declares_is_told_even_where_text_is_lost() {
    check(
        "unknown-reference",
        r#"
[engagement]
include = ["missing.toml"]
profiles = ["hippa"]
#           ^^^^^^^ error: there is no profile `hippa`
[workstream.triage]
area = "pathcing"
#      ^^^^^^^^^^ error: there is no area `pathcing`
needs = ["isolate-endpiont"]
#        ^^^^^^^^^^^^^^^^^^ error: there is no action `isolate-endpiont`
satisfies = ["hipaa:sanction"]
#            ^^^^^^^^^^^^^^^^ error: `hipaa` has no duty `sanction`
accountable = "dana"
depends-on = "identiy"
[[exclusion]]
area = "pathcing"
"#,
    );
}

/// What is meant by the first unknown name of a file, and how sure the repair is.
fn offered(fixture: &str) -> (String, Option<Safety>) {
    let sources = Sources::default();
    let findings = run("unknown-reference", fixture, &sources).findings;
    let first = findings.first().expect("a finding");
    (
        first.label.clone(),
        first.fix.as_ref().map(|fix| fix.safety),
    )
}

#[test]
fn kinds_are_told_with_their_article() {
    check(
        "unknown-reference",
        r#"
[workstream.triage]
depends-on = ["review", "outage", "msa", "desk", "calls", "xdr"]
#             ^^^^^^^^ error: `review` is an evidence item, not a workstream
#                       ^^^^^^^^ error: `outage` is an escalation path, not a workstream
#                                 ^^^^^ error: `msa` is an agreement, not a workstream
#                                        ^^^^^^ error: `desk` is an intake, not a workstream
#                                                ^^^^^^^ error: `calls` is a metric, not a workstream
#                                                         ^^^^^ error: `xdr` is a system, not a workstream
[evidence.review]
[escalation.outage]
[agreement.msa]
[intake.desk]
[metric.calls]
[system.xdr]
"#,
    );
}

#[test]
fn the_help_says_where_to_look() {
    let help = |fixture: &str| {
        let findings = run("unknown-reference", fixture, &Sources::default()).findings;
        findings[0].help.clone().unwrap_or_default()
    };
    for (says, expected) in [
        (
            "escalation = \"gone\"",
            "name an escalation path, such as `[escalation.security-incident]`",
        ),
        (
            "systems = \"gone\"",
            "name a system, such as `[system.firewall]`",
        ),
        (
            "needs = \"gone\"",
            "`racilint list actions` shows all actions",
        ),
        ("area = \"gone\"", "`racilint list areas` shows all areas"),
        (
            "satisfies = \"gone:duty\"",
            "`racilint list duties` shows the duties of all profiles",
        ),
        (
            "depends-on = \"patching\"",
            "`patching` is an area, and no workstream is called so",
        ),
        (
            "accountable = \"gone\"",
            "name a person, team, role or party, such as `[role.it-director]`",
        ),
        (
            "depends-on = \"gone\"",
            "there are `triage` and `triage.nights`",
        ),
    ] {
        let text = format!("[workstream.triage]\n{says}\n[workstream.triage.slice.nights]\n");
        let help = help(&text);
        assert!(help.starts_with(expected), "{says}: {help}");
    }
    let areas = "[workstream.triage]\naccountable = \"patching\"\n[person.dana]\n";
    assert_eq!(help(areas), "there is `dana`");
}

#[test]
fn a_duty_of_the_same_profile() {
    check(
        "unknown-reference",
        r#"
[engagement]
profiles = ["./house.profile.toml"]
#@ ./house.profile.toml
[profile]
id = "house"
title = "House rules"
version = "1"
[duty.official]
title = "Official"
[duty.report]
title = "Report"
held-by-duty = "official"
[duty.review]
title = "Review"
held-by-duty = "officer"
#              ^^^^^^^^^ error: this profile has no duty `officer`
"#,
    );
}

#[test]
fn one_mistake_in_a_workstream_and_in_a_grant() {
    check(
        "unknown-reference",
        r#"
[workstream.triage]
depends-on = "identiy"
#            ^^^^^^^^^ error: no workstream is called `identiy`
[[grant]]
holder = "soc"
action = "isolate-endpoint"
on = "identiy"
#    --------- named here too
mode = "prohibited"
[team.soc]
"#,
    );
}

#[test]
fn somebody_unknown_is_one_mistake_whatever_kind_is_asked_for() {
    check(
        "unknown-reference",
        r#"
[workstream.triage]
accountable = "dna"
#             ^^^^^ error: nobody is called `dna`
[person.dana]
party = "dna"
#       ----- named here too
away = [{ from = 2027-01-01, to = 2027-01-02, covered-by = "dna" }]
#                                                          ----- named here too
"#,
    );
}

#[test]
fn of_what_is_named_there_is_an_example() {
    let help = |text: &str| {
        let findings = run("unknown-reference", text, &Sources::default()).findings;
        findings[0].help.clone().unwrap_or_default()
    };
    let many = |kind: &str| -> String { (1..=9).map(|at| format!("[{kind}.x{at}]\n")).collect() };
    for (text, example) in [
        (
            "[person.dana]\nparty = \"gone\"\n".to_owned(),
            "a party, such as `[party.northwind]`",
        ),
        (
            "[person.pat]\naway = [{ from = 2027-01-01, to = 2027-01-02, covered-by = \"gone\" }]\n"
                .to_owned() + &many("person"),
            "a person, such as `[person.dana]`",
        ),
        (
            "[command.all]\nunified-with = \"gone\"\n".to_owned() + &many("command"),
            "a command, such as `[command.security]`",
        ),
    ] {
        let help = help(&text);
        assert!(
            help.starts_with(&format!("name {example}")),
            "{text}: {help}"
        );
    }
}

#[test]
fn something_else_in_a_seat_and_in_a_grant_is_one_mistake() {
    check(
        "unknown-reference",
        r#"
[workstream.patching]
#           -------- declared here
responsible = "patching"
#             ^^^^^^^^^^ error: `patching` is a workstream, not a person, team, role or party
[[grant]]
holder = "patching"
#        ---------- named here too
action = "failover"
mode = "prohibited"
[[acknowledgement]]
who = "patching"
#     ---------- named here too
of = "workstream.patching"
"#,
    );
}

#[test]
fn an_exception_is_named_by_its_id_or_its_words_and_never_by_its_place() {
    let with = |on: &str| {
        format!(
            "[[exception]]\nwhat = \"direct calls\"\n[[exception]]\nid = \"vpn\"\n\
             what = \"a tunnel\"\n[[exclusion]]\nwhat = \"printers\"\n[[exclusion]]\n\
             area = [\"reporting\", \"patching\"]\n[[waiver]]\nrule = \"side-channel\"\n\
             on = \"{on}\"\n"
        )
    };
    for on in [
        "exception.direct calls",
        "exception.vpn",
        "exclusion.printers",
        "exclusion.reporting+patching",
        // The other one may be somebody's by now.
        "exclusion.patching",
    ] {
        is_silent("unknown-reference", &with(on));
    }
    for on in [
        "exception.1",
        "exception.a tunnel",
        "exclusion.2",
        "exclusion.printer fleet",
    ] {
        let findings = run("unknown-reference", &with(on), &Sources::default()).findings;
        assert_eq!(findings[0].message, format!("nothing is called `{on}`"));
    }
    let help = |on: &str| {
        let findings = run("unknown-reference", &with(on), &Sources::default()).findings;
        findings[0].help.clone().unwrap_or_default()
    };
    let tomorrow = "another exception may stand in that place tomorrow: ";
    assert_eq!(
        help("exception.1"),
        format!(
            "{tomorrow}name it by its `id`, else by what it says: `exception.direct calls` or \
             `exception.vpn`"
        )
    );
    for other in ["exception.a tunnel", "exception.", "workstream.1"] {
        let help = help(other);
        assert!(!help.contains("tomorrow"), "{other}: {help}");
    }
}

#[test]
fn in_a_file_full_of_unknown_names_only_the_first_are_guessed() {
    let unknown = 700;
    let mut crowd = String::from("[workstream.crowd]\nconsulted = [");
    let mut people = String::from("[role.it-director]\n");
    for at in 0..unknown {
        let _ = write!(crowd, "\"{at}\", ");
        let _ = writeln!(people, "[person.technician-{at}]");
    }
    crowd += "]\n";
    let slip = "[workstream.triage]\nresponsible = \"it-directer\"\n";
    let guessed = |text: &str| {
        let findings = run("unknown-reference", text, &Sources::default()).findings;
        assert_eq!(findings.len(), unknown + 1);
        findings.iter().filter(|own| !own.label.is_empty()).count()
    };
    assert_eq!(guessed(&format!("{slip}{crowd}{people}")), 1);
    assert_eq!(guessed(&format!("{crowd}{slip}{people}")), 0);
}
