//! What `missing-handoff` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

/// Two parties with two teams each.
const ROSTER: &str = r#"
[party.acme]
[party.zeta]
[team.desk]
party = "acme"
members = ["ana"]
[team.soc]
party = "acme"
members = ["ben"]
[team.it]
party = "zeta"
[person.ana]
party = "acme"
[person.ben]
party = "acme"
[person.cleo]
party = "zeta"
[role.it-lead]
held-by = "cleo"
"#;

#[track_caller]
fn is_agreed(fixture: &str) {
    is_silent("missing-handoff", &format!("{fixture}{ROSTER}"));
}

#[track_caller]
fn finds(fixture: &str) {
    check("missing-handoff", &format!("{fixture}{ROSTER}"));
}

#[test]
fn work_that_crosses_parties() {
    finds(
        r#"
[workstream.tickets]
responsible = "desk"
#             ------ does `tickets`
flows-to = ["accounts"]
#           ^^^^^^^^^^ error: no handoff is agreed between `tickets` and `accounts`, where work passes between `acme` and `zeta`
[workstream.accounts]
responsible = ["it", "it-lead"]
#              ---- does `accounts`
#                    --------- does `accounts`
[workstream.changes]
responsible = "zeta"
#             ------ does `changes`
depends-on = ["tickets"]
#             ^^^^^^^^^ error: no handoff is agreed between `changes` and `tickets`, where work passes between `zeta` and `acme`
"#,
    );
}

#[test]
fn both_directions_are_one_finding() {
    finds(
        r#"
[workstream.tickets]
responsible = "desk"
#             ------ does `tickets`
flows-to = "accounts"
#          ^^^^^^^^^^ error: no handoff is agreed between `tickets` and `accounts`, where work passes between `acme` and `zeta`
[workstream.accounts]
responsible = "it"
#             ---- does `accounts`
depends-on = "tickets"
"#,
    );
}

#[test]
fn slices_are_taken_together() {
    finds(
        r#"
[workstream.tickets]
flows-to = ["accounts", "mixed"]
#           ^^^^^^^^^^ error: no handoff is agreed between `tickets` and `accounts`, where work passes between `acme` and `zeta`
[workstream.tickets.slice.days]
responsible = "desk"
#             ------ does `tickets`
[workstream.tickets.slice.nights]
responsible = "soc"
#             ----- does `tickets`
[workstream.accounts]
responsible = "it"
#             ---- does `accounts`
[workstream.mixed.slice.days]
responsible = "it"
[workstream.mixed.slice.nights]
responsible = "soc"
"#,
    );
}

#[test]
fn a_handoff_of_work_that_flows_has_a_direction() {
    finds(
        r#"
[workstream.tickets]
responsible = "desk"
#             ------ does `tickets`
flows-to = "accounts"
#          ^^^^^^^^^^ error: no handoff is agreed between `tickets` and `accounts`, where work passes between `acme` and `zeta`
[workstream.accounts]
responsible = "it"
#             ---- does `accounts`
[[handoff]]
from = "accounts"
to = "tickets"
"#,
    );
}

#[test]
fn critical_work_that_crosses_teams() {
    finds(
        r#"
[workstream.tickets]
responsible = "desk"
#             ------ does `tickets`
flows-to = ["quarantine", "reports"]
#           ^^^^^^^^^^^^ error: no handoff is agreed between `tickets` and `quarantine`, where work passes between `desk` and `soc`
[workstream.quarantine]
criticality = "critical"
responsible = "soc"
#             ----- does `quarantine`
[workstream.reports]
responsible = "soc"
"#,
    );
}

#[test]
fn ends_are_named_by_work_people_and_parties() {
    for (from, to) in [
        ("tickets", "accounts"),
        ("accounts", "tickets"),
        ("operations", "accounts.days"),
        ("desk", "it"),
        ("ana", "it-lead"),
        ("acme", "cleo"),
        ("tickets", "zeta"),
    ] {
        is_agreed(&format!(
            r#"
[workstream.operations]
[workstream.tickets]
parent = "operations"
responsible = "desk"
depends-on = "accounts"
[workstream.accounts.slice.days]
responsible = ["it", "it-lead"]
[[handoff]]
from = "{from}"
to = "{to}"
"#
        ));
    }
}

#[test]
fn a_handoff_of_other_work_does_not_count() {
    finds(
        r#"
[workstream.tickets]
responsible = "desk"
#             ------ does `tickets`
flows-to = "accounts"
#          ^^^^^^^^^^ error: no handoff is agreed between `tickets` and `accounts`, where work passes between `acme` and `zeta`
[workstream.accounts]
responsible = "it"
#             ---- does `accounts`
[workstream.other]
[[handoff]]
from = "soc"
to = "accounts"
[[handoff]]
from = "tickets"
to = "other"
"#,
    );
}

#[test]
fn the_same_hands_are_silent() {
    is_agreed(
        r#"
[workstream.tickets]
responsible = "desk"
support = "it"
criticality = "high"
flows-to = ["reports", "rosters", "nothing", "left-out", "empty", "container", "unsure"]
[workstream.reports]
responsible = ["desk", "it"]
[workstream.rosters]
responsible = "ana"
[workstream.nothing]
[workstream.left-out]
responsible = "it"
not-applicable = "there is none"
[workstream.empty]
[workstream.done]
parent = "empty"
responsible = "it"
not-applicable = "there is none"
[workstream.container]
[workstream.child]
parent = "container"
responsible = "it"
[workstream.other-child]
parent = "container"
responsible = "desk"
[workstream.unsure]
[workstream.known]
parent = "unsure"
responsible = "it"
[workstream.unknown]
parent = "unsure"
responsible = "gohst"
"#,
    );
}

#[test]
fn all_children_are_of_the_other_party() {
    finds(
        r#"
[workstream.tickets]
responsible = "desk"
#             ------ does `tickets`
flows-to = "operations"
#          ^^^^^^^^^^^^ error: no handoff is agreed between `tickets` and `operations`, where work passes between `acme` and `zeta`
[workstream.operations]
[workstream.accounts]
parent = "operations"
responsible = "it"
#             ---- does `operations`
[workstream.repairs]
parent = "operations"
[workstream.repairs.slice.days]
responsible = "it-lead"
#             --------- does `operations`
"#,
    );
    let handed = |to: &str| {
        format!(
            r#"
[workstream.tickets]
responsible = "desk"
flows-to = "operations"
[workstream.operations]
[workstream.accounts]
parent = "operations"
responsible = "it"
[workstream.repairs]
parent = "operations"
depends-on = "operations"
[workstream.repairs.slice.days]
responsible = "it-lead"
[[handoff]]
from = "tickets"
to = "{to}"
"#
        )
    };
    for to in ["operations", "accounts", "repairs", "repairs.days", "cleo"] {
        is_agreed(&handed(to));
    }
    let coordinated = handed("desk").replace(
        "[workstream.operations]\n",
        "[workstream.operations]\nresponsible = \"soc\"\n",
    );
    is_agreed(&coordinated);
}

#[test]
fn what_is_unknown_is_silent() {
    is_agreed(
        r#"
[workstream.tickets]
responsible = "desk"
flows-to = ["accounts", "misspelt", "no-party", "nonsense"]
[workstream.accounts]
responsible = "it"
[workstream.misspelt]
responsible = ["it", "gohst"]
[workstream.no-party]
responsible = "nomads"
[[handoff]]
from = "tickets"
to = "acounts"
[team.nomads]
"#,
    );
}

#[test]
fn without_edges_there_is_nothing_to_say() {
    is_not_evaluated("missing-handoff", "[engagement]\n[workstream.tickets]\n");
}

#[test]
fn somebody_lent_to_the_other_side_needs_no_handoff() {
    is_silent(
        "missing-handoff",
        r#"
[workstream.help-desk]
responsible = "ops"
flows-to = "identity"
[workstream.identity]
responsible = "kim"
[party.harbor]
[party.northwind]
[team.ops]
party = "harbor"
[person.kim]
party = "northwind"
seconded-to = "harbor"
"#,
    );
}

#[test]
fn those_who_answer_may_agree_on_the_handoff() {
    let fixture = |from: &str| {
        format!(
            r#"
[workstream.help-desk]
responsible = "desk"
accountable = "manager"
flows-to = "identity"
#          ^^^^^^^^^^ error: no handoff is agreed between `help-desk` and `identity`, where work passes between `northwind` and `harbor`
[workstream.identity]
responsible = "ops"
accountable = "director"
[[handoff]]
from = "{from}"
to = "director"
[party.harbor]
[party.northwind]
[team.desk]
party = "northwind"
[team.ops]
party = "harbor"
[role.manager]
party = "northwind"
[role.planner]
party = "northwind"
[role.director]
party = "harbor"
"#
        )
    };
    is_silent("missing-handoff", &fixture("manager"));
    let told = fixture("planner")
        .replace(
            "responsible = \"desk\"",
            "responsible = \"desk\"\n#             ------ does `help-desk`",
        )
        .replace(
            "responsible = \"ops\"",
            "responsible = \"ops\"\n#             ----- does `identity`",
        );
    check("missing-handoff", &told);
}

#[test]
fn one_slice_that_goes_to_another_party() {
    finds(
        r#"
[workstream.watch]
responsible = "soc"
#             ----- does `watch`
flows-to = ["repair"]
#           ^^^^^^^^ error: no handoff is agreed between `watch` and `repair.servers`, where work passes between `acme` and `zeta`
[workstream.repair.slice.clients]
systems = "cli"
responsible = "desk"
[workstream.repair.slice.servers]
systems = "srv"
responsible = "it"
#             ---- does `repair.servers`
[system.srv]
[system.cli]
"#,
    );
    let split = |more: &str, extra: &str| {
        format!(
            r#"
[workstream.watch]
responsible = "soc"
flows-to = ["repair"]
{more}
[workstream.repair.slice.clients]
systems = "cli"
responsible = "desk"
[workstream.repair.slice.servers]
systems = "srv"
responsible = "it"
{extra}
[system.srv]
[system.cli]
"#
        )
    };
    is_agreed(&split("systems = \"cli\"", ""));
    let handoff = "[[handoff]]\nfrom = \"watch\"\nto = \"repair.servers\"\n";
    is_agreed(&split("", handoff));
    is_agreed(&split("", &handoff.replace("repair.servers", "repair")));
    // Which part of the one goes to which of the other is not said.
    is_agreed(
        &split("", "").replace(
            "responsible = \"soc\"\nflows-to = [\"repair\"]",
            "flows-to = [\"repair\"]\n[workstream.watch.slice.a]\nsystems = \"cli\"\nresponsible = \"soc\"\n\
             [workstream.watch.slice.b]\nsystems = \"srv\"\nresponsible = \"it\"",
        ),
    );
}

#[test]
fn a_handoff_may_name_a_team_of_whoever_answers() {
    let handoff = |from: &str| {
        format!(
            "[workstream.tickets]\nresponsible = \"desk\"\naccountable = \"ben\"\n\
             flows-to = \"accounts\"\n[workstream.accounts]\nresponsible = \"it\"\n\
             [[handoff]]\nfrom = \"{from}\"\nto = \"it\"\n[team.office]\nparty = \"acme\"\n\
             members = [\"dan\"]\n[person.dan]\nparty = \"acme\"\n{ROSTER}"
        )
    };
    for from in ["ben", "soc"] {
        is_silent("missing-handoff", &handoff(from));
    }
    let found = run("missing-handoff", &handoff("office"), &Sources::default());
    assert_eq!(found.findings.len(), 1);
}

/// A company whose people answer for the work of another is not meant by that.
#[test]
fn whoever_answers_hands_over_in_their_own_name_and_not_in_their_companys() {
    let count = |accountable: &str, from: &str| {
        let text = format!(
            "[workstream.tickets]\nresponsible = \"desk\"\naccountable = \"{accountable}\"\n\
             flows-to = \"accounts\"\n[workstream.accounts]\nresponsible = \"it\"\n\
             [[handoff]]\nfrom = \"{from}\"\nto = \"accounts\"\n[party.oak]\n[person.pat]\n\
             party = \"oak\"\n{ROSTER}"
        );
        run("missing-handoff", &text, &Sources::default())
            .findings
            .len()
    };
    assert_eq!(count("pat", "pat"), 0);
    assert_eq!(count("pat", "oak"), 1);
    assert_eq!(count("oak", "oak"), 0);
}

#[test]
fn of_very_many_parts_it_is_not_asked_who_does_them() {
    let count = |slices: usize| {
        let slices: String = (0..slices)
            .map(|at| format!("[workstream.tickets.slice.s{at}]\nresponsible = \"desk\"\n"))
            .collect();
        let text = format!(
            "[workstream.tickets]\nflows-to = \"accounts\"\n{slices}[workstream.accounts]\n\
             responsible = \"it\"\n{ROSTER}"
        );
        run("missing-handoff", &text, &Sources::default())
            .findings
            .len()
    };
    assert_eq!(count(63), 1);
    assert_eq!(count(64), 0);
}

#[test]
fn whose_party_is_not_known_may_be_of_the_other_side() {
    let count = |doer: &str| {
        let text = format!(
            "[workstream.tickets]\nresponsible = [\"desk\", \"{doer}\"]\nflows-to = \"accounts\"\n\
             [workstream.accounts]\nresponsible = \"it\"\n[person.eve]\n[team.fog]\n\
             party = \"acme\"\nmembers = [\"gohst\"]\n{ROSTER}"
        );
        run("missing-handoff", &text, &Sources::default())
            .findings
            .len()
    };
    assert_eq!(count("ana"), 1);
    assert_eq!(count("eve"), 0);
    assert_eq!(count("fog"), 0);
}

/// How people of one party pass work on is theirs to arrange.
#[test]
fn within_a_party_only_teams_are_told_apart() {
    let count = |from: &str, to: &str| {
        let text = format!(
            "[workstream.tickets]\ncriticality = \"critical\"\nresponsible = \"{from}\"\n\
             flows-to = \"repairs\"\n[workstream.repairs]\nresponsible = \"{to}\"\n{ROSTER}"
        );
        run("missing-handoff", &text, &Sources::default())
            .findings
            .len()
    };
    assert_eq!(count("desk", "soc"), 1);
    assert_eq!(count("ana", "ben"), 0);
    assert_eq!(count("desk", "ben"), 0);
}
