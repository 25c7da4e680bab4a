//! What `outsourced-role-without-overseer` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const SIDES: &str = r#"
[engagement]
client   = "larch"
provider = "cedarline"
profiles = ["msp-baseline", "nydfs-500"]
[party.larch]
[party.cedarline]
[person.hester]
party = "larch"
[person.omid]
party = "larch"
[person.joan]
party = "cedarline"
[role.ciso]
held-by = "joan"
"#;

#[test]
fn an_outsourced_officer_without_an_overseer() {
    check(
        "outsourced-role-without-overseer",
        &format!(
            r#"{SIDES}
[workstream.security]
accountable = "ciso"
#             ^^^^^^ error: `ciso`, who holds `nydfs-500:ciso`, is not of the client, and nobody there oversees that
satisfies = "nydfs-500:500.4(a)"
#           -------------------- the overseer is asked for by 500.4(a)(2) of nydfs-500, 23 NYCRR 500 (second amendment, November 2023)
"#
        ),
    );
}

#[test]
fn an_overseer_an_own_officer_and_a_reason_are_fine() {
    for more in [
        "[workstream.oversight]\naccountable = \"hester\"\nsatisfies = \"nydfs-500:ciso-overseer\"\n",
        "[workstream.oversight]\nnot-applicable = \"exempt, 500.19(a)\"\nsatisfies = \"nydfs-500:ciso-overseer\"\n",
        "[workstream.own]\naccountable = \"hester\"\nsatisfies = \"nydfs-500:ciso\"\n",
    ] {
        is_silent(
            "outsourced-role-without-overseer",
            &format!(
                "{SIDES}\n[workstream.security]\naccountable = \"ciso\"\nsatisfies = \"nydfs-500:ciso\"\n{more}"
            ),
        );
    }
}

#[test]
fn incident_command_that_only_tells_the_client() {
    check(
        "outsourced-role-without-overseer",
        &format!(
            r#"{SIDES}
[workstream.incidents]
area = ["containment", "incident-command"]
#                      ------------------ incidents are commanded here
accountable = "joan"
#             ^^^^^^ error: `joan` answers for `incidents`, and nobody of the client oversees that
informed = "hester"
#          -------- is told, and has no say
consulted = "larch"
"#
        ),
    );
}

#[test]
fn a_say_of_the_client_is_enough() {
    for more in [
        "consulted = \"hester\"\n",
        "support = [\"hester\", \"joan\"]\n",
        "consulted = \"gohst\"\n",
        "escalation = \"incident\"\n[escalation.incident]\nsteps = [{ to = \"joan\" }, { to = \"hester\" }]\n",
        "escalation = \"nowhere\"\n",
        "[command.incidents]\ncommander = \"joan\"\ndecides = \"hester\"\n",
        "[command.incidents]\ncovers = \"incident-command\"\ncommander = \"joan\"\ndeputy = \"omid\"\n",
    ] {
        is_silent(
            "outsourced-role-without-overseer",
            &format!("{SIDES}\n[workstream.incident-command]\naccountable = \"joan\"\n{more}"),
        );
    }
}

#[test]
fn a_command_of_other_incidents_oversees_nothing() {
    check(
        "outsourced-role-without-overseer",
        &format!(
            r#"{SIDES}
[workstream.incident-command]
#           ---------------- incidents are commanded here
accountable = "joan"
#             ^^^^^^ error: `joan` answers for `incident-command`, and nobody of the client oversees that
[workstream.help-desk]
[command.desk]
covers = "help-desk"
commander = "hester"
"#
        ),
    );
}

#[test]
fn without_command_and_role_there_is_nothing_to_say() {
    is_not_evaluated(
        "outsourced-role-without-overseer",
        &format!("{SIDES}\n[workstream.patching]\naccountable = \"joan\"\n"),
    );
    is_not_evaluated(
        "outsourced-role-without-overseer",
        &format!(
            "{}\n[workstream.incident-command]\naccountable = \"joan\"\n",
            SIDES.replace("\"msp-baseline\", \"nydfs-500\"", "")
        ),
    );
}

/// A party is somebody as long as no more than one of its people is named.
#[test]
fn the_client_as_a_whole_has_a_say_where_it_is_one_person() {
    let with = |people: &str| {
        let sides = SIDES.replace("[person.omid]\nparty = \"larch\"\n", people);
        let row = "[workstream.incident-command]\naccountable = \"joan\"\nconsulted = \"larch\"\n";
        let rule = "outsourced-role-without-overseer";
        run(rule, &format!("{sides}{row}"), &Sources::default())
            .findings
            .len()
    };
    let omid = "[person.omid]\nparty = \"larch\"\n";
    assert_eq!(with(""), 0);
    assert_eq!(with(omid), 1);
    assert_eq!(
        with(&format!("{omid}[person.vera]\nparty = \"larch\"\n")),
        1
    );
}

#[test]
fn the_party_of_the_holder_is_told_where_its_name_is_another() {
    let label = |row: &str| {
        let rule = "outsourced-role-without-overseer";
        let findings = run(rule, &format!("{SIDES}{row}"), &Sources::default()).findings;
        findings[0].label.clone()
    };
    let security = |owner: &str| {
        format!(
            "[workstream.security]\naccountable = \"{owner}\"\nsatisfies = \"nydfs-500:ciso\"\n"
        )
    };
    assert_eq!(label(&security("joan")), "of `cedarline`");
    assert_eq!(label(&security("ciso")), "of `cedarline`");
    assert_eq!(label(&security("cedarline")), "");
    let command =
        |owner: &str| format!("[workstream.incident-command]\naccountable = \"{owner}\"\n");
    assert_eq!(label(&command("joan")), "of `cedarline`");
    assert_eq!(label(&command("cedarline")), "");
}

#[test]
fn lost_text_may_name_somebody_of_the_client() {
    let row = "[workstream.incident-command]\naccountable = \"joan\"\n";
    let rule = "outsourced-role-without-overseer";
    let count = |sides: &str| {
        run(rule, &format!("{sides}{row}"), &Sources::default())
            .findings
            .len()
    };
    assert_eq!(count(SIDES), 1);
    let lost = SIDES.replace("[engagement]", "[engagement]\ninclude = \"gone.toml\"");
    assert_eq!(count(&lost), 0);
}
