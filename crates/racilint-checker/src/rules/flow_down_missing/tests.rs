//! What `flow-down-missing` tells, and what it does not.

mod days;

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const SIDES: &str = r#"
[engagement]
client   = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[agreement.northwind-baa]
#          ------------- what `northwind` owes the client
kind    = "baa"
between = ["harbor", "northwind"]
signed  = 2026-10-28
"#;

const SOUND: &str = r#"
[engagement]
client   = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[agreement.northwind-baa]
kind    = "baa"
between = ["harbor", "northwind"]
signed  = 2026-10-28
[party.coldharbor]
kind = "subcontractor"
[person.vic]
party = "coldharbor"
"#;

#[test]
fn a_subcontractor_that_can_get_in() {
    check(
        "flow-down-missing",
        &format!(
            r#"{SIDES}
[party.coldharbor]
#      ^^^^^^^^^^ error: the business associate agreement that `northwind` has to pass on to `coldharbor` is missing
kind = "subcontractor"
[person.vic]
party = "coldharbor"
[system.vault]
access = [{{ who = "vic", can = ["restore-backup"] }}]
#                 ----- `coldharbor` can get into this system
"#
        ),
    );
}

#[test]
fn one_that_is_not_signed() {
    check(
        "flow-down-missing",
        &format!(
            r#"{SIDES}
[party.coldharbor]
contracted-by = "northwind"
[workstream.backup-restore]
responsible = "coldharbor"
#             ------------ `coldharbor` does this work
[agreement.vault]
#          ^^^^^ error: the business associate agreement that `northwind` has to pass on to `coldharbor` has not been signed by the first day
kind = "baa"
between = ["northwind", "coldharbor"]
"#
        ),
    );
}

#[test]
fn whoever_touches_nothing_or_has_signed_is_fine() {
    for more in [
        "[workstream.backup-restore]\nconsulted = \"coldharbor\"\ninformed = \"vic\"\n",
        "[workstream.backup-restore]\nsupport = \"vic\"\n[agreement.x]\nkind = \"baa\"\nbetween = [\"northwind\", \"coldharbor\"]\nsigned = 2026-10-01\n",
        "[workstream.backup-restore]\nsupport = \"vic\"\n[agreement.x]\nkind = \"baa\"\nbetween = [\"harbor\", \"coldharbor\"]\nsigned = 2026-10-01\n",
        "[workstream.backup-restore]\nsupport = \"vic\"\n[[exclusion]]\nwhat = \"coldharbor\"\nreason = \"encrypted before it leaves\"\naccepted-by = \"harbor\"\n",
    ] {
        is_silent("flow-down-missing", &format!("{SOUND}\n{more}"));
    }
}

#[test]
fn only_what_the_agreement_covers_is_passed_on() {
    let covered = SOUND.replace(
        "signed  = 2026-10-28",
        "signed = 2026-10-28\ncovers = [\"clinic\"]",
    );
    is_silent(
        "flow-down-missing",
        &format!("{covered}\n[workstream.clinic]\n[workstream.website]\nsupport = \"vic\"\n"),
    );
}

#[test]
fn a_vendor_of_the_client_is_not_the_providers() {
    is_not_evaluated(
        "flow-down-missing",
        &format!(
            "{}\n[workstream.backup-restore]\nsupport = \"vic\"\n",
            SOUND.replace(
                "kind = \"subcontractor\"",
                "kind = \"vendor\"\ncontracted-by = \"harbor\""
            )
        ),
    );
}

#[test]
fn without_anything_to_pass_on_there_is_nothing_to_say() {
    is_not_evaluated(
        "flow-down-missing",
        &format!(
            "{}\n[workstream.backup-restore]\nsupport = \"vic\"\n",
            SOUND.replace("\"baa\"", "\"ola\"")
        ),
    );
}

#[test]
fn what_the_agreement_covers_is_passed_on() {
    let count = |covers: &str, more: &str| {
        let covered = SOUND.replace(
            "signed  = 2026-10-28",
            &format!("signed = 2026-10-28\ncovers = {covers}"),
        );
        let text = format!("{covered}\n[system.vault]\n{more}\n");
        run("flow-down-missing", &text, &Sources::default())
            .findings
            .len()
    };
    let clinic = "[workstream.clinic]\nsupport = \"vic\"";
    let part = "[workstream.care]\n[workstream.clinic]\nparent = \"care\"\nsupport = \"vic\"";
    let gets_in = "access = [{ who = \"vic\", can = [\"restore-backup\"] }]\n[workstream.clinic]";
    assert_eq!(count("[\"clinic\"]", clinic), 1);
    assert_eq!(count("[\"care\"]", part), 1);
    assert_eq!(count("[\"vault\"]", gets_in), 1);
    assert_eq!(count("[\"vault\", \"clinic\"]", clinic), 1);
    assert_eq!(count("[\"vault\", \"clinic\"]", gets_in), 1);
    assert_eq!(count("[\"vault\"]", clinic), 0);
    assert_eq!(count("[\"clinic\"]", gets_in), 0);
}

#[test]
fn one_that_is_over() {
    let text = format!(
        "{SOUND}\n[workstream.backup-restore]\nsupport = \"vic\"\n[agreement.x]\nkind = \"baa\"\n\
         between = [\"northwind\", \"coldharbor\"]\nsigned = 2024-10-01\nuntil = 2026-11-20\n"
    );
    let messages = |text: &str| {
        let findings = run("flow-down-missing", text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<String>>()
    };
    assert_eq!(
        messages(&text),
        [
            "the business associate agreement that `northwind` has to pass on to `coldharbor` ended \
             on 2026-11-20"
        ]
    );
    assert_eq!(messages(&text.replace("11-20", "11-21")), [""; 0]);
}

#[test]
fn the_clause_is_that_of_the_provider_if_a_profile_has_one() {
    let text = format!("{SOUND}\n[workstream.backup-restore]\nsupport = \"vic\"\n");
    let clauses = |text: &str| {
        let findings = run("flow-down-missing", text, &Sources::default()).findings;
        let clauses = findings.into_iter().flat_map(|own| own.clauses);
        clauses.map(|own| own.id).collect::<Vec<String>>()
    };
    let of_hipaa = text.replacen("[engagement]", "[engagement]\nprofiles = [\"hipaa\"]", 1);
    assert_eq!(clauses(&of_hipaa), ["164.308(b)(2)", "164.314(a)(2)(iii)"]);
    assert_eq!(clauses(&text), [""; 0]);
}

/// A subcontractor that has signed, with parties below it.
fn below(more: &str) -> String {
    format!(
        r#"{SIDES}
[party.coldharbor]
contracted-by = "northwind"
[agreement.vault]
kind = "baa"
between = ["northwind", "coldharbor"]
signed = 2026-10-28
{more}"#
    )
}

#[test]
fn a_subcontractor_of_a_subcontractor() {
    check(
        "flow-down-missing",
        &below(
            r#"
[party.cloudco]
#      ^^^^^^^ error: the business associate agreement that `coldharbor` has to pass on to `cloudco` is missing
contracted-by = "coldharbor"
[workstream.backup-restore]
support = "cloudco"
#         --------- `cloudco` helps with this work
"#,
        ),
    );
    // Whoever stands between touches nothing.
    check(
        "flow-down-missing",
        &below(
            r#"
[party.reseller]
contracted-by = "coldharbor"
[party.cloudco]
#      ^^^^^^^ error: the business associate agreement that `reseller` has to pass on to `cloudco` is missing
contracted-by = "reseller"
[workstream.backup-restore]
support = "cloudco"
#         --------- `cloudco` helps with this work
"#,
        ),
    );
}

#[test]
fn a_chain_that_is_signed_or_leads_elsewhere_is_fine() {
    let sound = |contracted: &str, between: &str| {
        let text = below(&format!(
            "[party.other]\n[party.cloudco]\ncontracted-by = {contracted}\n\
             [workstream.backup-restore]\nsupport = \"cloudco\"\n[agreement.deep]\n\
             kind = \"baa\"\nbetween = [\"{between}\", \"cloudco\"]\nsigned = 2026-10-01\n"
        ));
        let findings = run("flow-down-missing", &text, &Sources::default()).findings;
        findings.len()
    };
    for between in ["coldharbor", "northwind", "harbor"] {
        assert_eq!(sound("\"coldharbor\"", between), 0, "{between}");
    }
    assert_eq!(sound("\"coldharbor\"", "other"), 1);
    assert_eq!(sound("\"other\"", "other"), 0);
    assert_eq!(sound("\"cloudco\"", "other"), 0);
    assert_eq!(sound("[\"cloudco\", \"coldharbor\"]", "other"), 1);
}

#[test]
fn the_provider_passes_it_on_where_it_contracts_directly_as_well() {
    let text = format!(
        "{SOUND}[party.mid]\ncontracted-by = \"northwind\"\n[party.deep]\n\
         contracted-by = [\"mid\", \"northwind\"]\n[workstream.backup-restore]\n\
         responsible = \"deep\"\n"
    );
    let found = run("flow-down-missing", &text, &Sources::default()).findings;
    let message =
        "the business associate agreement that `northwind` has to pass on to `deep` is missing";
    let said: Vec<&str> = found.iter().map(|own| &*own.message).collect();
    assert_eq!(said, [message]);
    let below = text.replace("[\"mid\", \"northwind\"]", "\"mid\"");
    let found = run("flow-down-missing", &below, &Sources::default()).findings;
    assert_eq!(
        found[0].message,
        message.replace("that `northwind`", "that `mid`")
    );
}
