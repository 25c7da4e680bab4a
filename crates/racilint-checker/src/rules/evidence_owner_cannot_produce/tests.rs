//! What `evidence-owner-cannot-produce` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

/// Two sides with two teams each, a vendor and an auditor.
const ROSTER: &str = r#"
[engagement]
client = "zeta"
provider = "acme"
[party.zeta]
[party.acme]
[party.maker]
kind = "vendor"
[party.firm]
kind = "auditor"
[team.desk]
party = "acme"
members = ["ana"]
[team.account]
party = "acme"
members = ["ben"]
[team.it]
party = "zeta"
members = ["cleo"]
[team.risk]
party = "zeta"
members = ["dora"]
[person.ana]
party = "acme"
[person.ben]
party = "acme"
[person.cleo]
party = "zeta"
[person.dora]
party = "zeta"
"#;

#[track_caller]
fn finds(fixture: &str) {
    check(
        "evidence-owner-cannot-produce",
        &format!("{fixture}{ROSTER}"),
    );
}

#[track_caller]
fn is_possible(fixture: &str) {
    is_silent(
        "evidence-owner-cannot-produce",
        &format!("{fixture}{ROSTER}"),
    );
}

#[test]
fn somebody_of_the_other_side() {
    finds(
        r#"
[workstream.accounts]
responsible = "desk"
#             ------ has a part in `accounts`
accountable = "risk"
consulted = "it"
[evidence.review]
for = "accounts"
producer = ["risk", "it"]
#           ^^^^^^ error: `risk` is to make `review`, but has no part in `accounts` and no access to it
#                   ---- has no part in the work either
"#,
    );
}

#[test]
fn somebody_next_door_without_access() {
    finds(
        r#"
[workstream.accounts]
responsible = "desk"
#             ------ has a part in `accounts`
systems = ["directory"]
[evidence.review]
for = "accounts"
producer = "account"
#          ^^^^^^^^^ error: `account` is to make `review`, but has no part in `accounts` and no access to it
[system.directory]
access = [{ who = "desk", can = ["grant-access"] }]
"#,
    );
}

#[test]
fn the_work_is_found_through_the_duty() {
    finds(
        r#"
[workstream.accounts]
responsible = "desk"
#             ------ has a part in `accounts`
satisfies = ["hipaa:workforce-access"]
[evidence.review]
proves = ["hipaa:workforce-access"]
producer = "risk"
#          ^^^^^^ error: `risk` is to make `review`, but has no part in `accounts` and no access to it
"#,
    );
}

#[test]
fn a_vendor_that_has_promised_nothing() {
    finds(
        r#"
[workstream.accounts]
responsible = "maker"
systems = ["directory"]
[evidence.review]
for = "accounts"
producer = "maker"
#          ^^^^^^^ error: `maker` is to make `review`, and nothing obliges it to hand it over
[agreement.silence]
kind = "nda"
between = ["zeta", "maker"]
[agreement.other]
kind = "underpinning"
between = ["zeta", "maker"]
covers = ["phones"]
[workstream.phones]
[system.directory]
[[statement]]
by = "maker"
imposes = ["hipaa:workforce-access"]
on = "zeta"
[[statement]]
by = "acme"
provides = ["hipaa:workforce-access"]
"#,
    );
}

#[test]
fn a_vendor_that_is_bound() {
    let evidence = "[system.directory]\n[workstream.accounts]\nresponsible = \"desk\"\n\
                    systems = [\"directory\"]\n[evidence.review]\nfor = \"accounts\"\n\
                    producer = \"maker\"\n";
    for bond in [
        "[agreement.supply]\nbetween = [\"maker\"]\ncovers = [\"directory\"]",
        "[agreement.supply]\nbetween = [\"maker\"]\ncovers = [\"system.directory\"]",
        "clause = \"Contract 7\"",
        "[agreement.supply]\nbetween = [\"zeta\", \"maker\"]",
        "[agreement.supply]\nbetween = [\"maker\"]\ncovers = [\"accounts\"]",
        "[agreement.supply]\nbetween = [\"maker\"]\ncovers = [\"evidence.review\"]",
        "[[statement]]\nby = \"maker\"\nprovides = [\"hipaa:workforce-access\"]",
    ] {
        is_possible(&format!("{evidence}{bond}\n"));
    }
}

#[test]
fn a_vendor_is_bound_by_what_it_has_said_of_this_work_and_by_what_is_in_force() {
    let count = |proves: &str, bond: &str| {
        let text = format!(
            "[workstream.accounts]\nresponsible = \"desk\"\nsatisfies = \"hipaa:workforce-access\"\n\
             [evidence.review]\nfor = \"accounts\"\n{proves}\nproducer = \"maker\"\n{bond}\n{ROSTER}"
        );
        let findings = run("evidence-owner-cannot-produce", &text, &Sources::default()).findings;
        findings.len()
    };
    let says = |duty: &str| format!("[[statement]]\nby = \"maker\"\nprovides = \"{duty}\"");
    assert_eq!(count("", &says("hipaa:training")), 1);
    assert_eq!(count("", &says("hipaa:workforce-access")), 0);
    assert_eq!(count("", &says("hipaa:164.308(a)(3)")), 0);
    assert_eq!(count("", &says("hipaa:trainig")), 0);
    assert_eq!(
        count("proves = \"hipaa:training\"", &says("hipaa:training")),
        0
    );
    assert_eq!(
        count("proves = \"hipaa:trainig\"", &says("hipaa:sanctions")),
        0
    );
    let until = |day: &str| format!("[agreement.supply]\nbetween = \"maker\"\nuntil = {day}");
    assert_eq!(count("", &until("2020-12-31")), 1);
    assert_eq!(count("", &until("2090-12-31")), 0);
    assert_eq!(count("", "[agreement.supply]\nbetween = \"maker\""), 0);
}

#[test]
fn those_who_have_a_part_in_the_work() {
    for (letters, producer) in [
        ("responsible = \"desk\"", "desk"),
        ("responsible = \"desk\"", "ana"),
        ("responsible = \"ana\"", "desk"),
        ("responsible = \"acme\"", "desk"),
        ("responsible = \"desk\"", "acme"),
        ("responsible = \"desk\"\nsupport = \"it\"", "cleo"),
        ("accountable = \"it\"", "it"),
        // A colleague can ask across the room, as long as nothing says who gets in.
        ("responsible = \"desk\"", "account"),
        // An auditor writes a report of its own.
        ("responsible = \"desk\"", "firm"),
    ] {
        is_possible(&format!(
            "[workstream.accounts]\n{letters}\n[evidence.review]\nfor = \"accounts\"\n\
             producer = \"{producer}\"\n"
        ));
    }
}

#[test]
fn those_who_answer_in_the_same_party() {
    is_possible(
        r#"
[workstream.accounts]
responsible = "desk"
accountable = "account"
systems = ["directory"]
[evidence.review]
for = "accounts"
producer = "account"
[system.directory]
top-admin = "desk"
"#,
    );
}

#[test]
fn those_who_get_in() {
    for way in [
        "access = [{ who = \"risk\", can = [\"grant-access\"] }]",
        "top-admin = [\"desk\", \"dora\"]",
        "owner = \"risk\"",
        "known-by = \"risk\"\ntop-admin = \"desk\"",
        "access = [{ who = \"gohst\", can = [\"grant-access\"] }]",
    ] {
        is_possible(&format!(
            "[workstream.phones]\nresponsible = \"desk\"\n[evidence.calls]\nfor = \"phones\"\n\
             producer = \"desk\"\n[workstream.accounts]\nresponsible = \"desk\"\n\
             systems = [\"directory\"]\n[evidence.review]\nfor = \"accounts\"\n\
             producer = \"risk\"\n[system.directory]\n{way}\n"
        ));
    }
}

#[test]
fn one_of_several_is_enough_and_so_is_a_part_of_the_work() {
    is_possible(
        r#"
[workstream.accounts]
[workstream.accounts.slice.open]
responsible = "desk"
[workstream.accounts.slice.review]
responsible = "risk"
[workstream.phones]
responsible = "desk"
[evidence.review]
for = "accounts"
producer = "risk"
[evidence.calls]
for = "phones"
producer = ["desk", "risk"]
"#,
    );
}

#[test]
fn without_evidence_or_doers_there_is_nothing_to_say() {
    for fixture in [
        "[workstream.accounts]\nresponsible = \"desk\"\n",
        "[workstream.accounts]\n[evidence.review]\nfor = \"accounts\"\nproducer = \"risk\"\n",
        "[workstream.accounts]\nresponsible = \"gohst\"\n[evidence.review]\nfor = \"accounts\"\n\
         producer = \"risk\"\n",
        "[workstream.accounts]\nresponsible = \"desk\"\n[evidence.review]\nfor = \"accounts\"\n\
         producer = \"TBD\"\n",
        "[workstream.accounts]\nresponsible = \"desk\"\nnot-applicable = \"there is none\"\n\
         [evidence.review]\nfor = \"accounts\"\nproducer = \"risk\"\n",
        "[workstream.accounts]\nresponsible = \"desk\"\n[evidence.review]\nfor = \"acounts\"\n\
         producer = \"risk\"\n",
        "[workstream.accounts]\nresponsible = \"desk\"\n[evidence.review]\n\
         for = [\"accounts\", \"acounts\"]\nproducer = \"risk\"\n",
        "[workstream.accounts]\nresponsible = \"desk\"\nsatisfies = \"hipaa:workforce-access\"\n\
         [evidence.review]\nfor = 5\nproves = \"hipaa:workforce-access\"\nproducer = \"risk\"\n",
    ] {
        is_not_evaluated(
            "evidence-owner-cannot-produce",
            &format!("{fixture}{ROSTER}"),
        );
    }
}

#[test]
fn a_side_of_the_engagement_is_one_whatever_its_kind_says() {
    let work = |producer: &str| {
        format!(
            "[workstream.accounts]\nresponsible = \"maker\"\n[evidence.review]\n\
             for = \"accounts\"\nproducer = \"{producer}\"\n"
        )
    };
    for (party, producer) in [("zeta", "risk"), ("acme", "account")] {
        for kind in ["vendor", "auditor"] {
            let kinds = ROSTER.replace(
                &format!("[party.{party}]\n"),
                &format!("[party.{party}]\nkind = \"{kind}\"\n"),
            );
            let text = work(producer) + &kinds;
            let findings =
                run("evidence-owner-cannot-produce", &text, &Sources::default()).findings;
            let messages: Vec<&str> = findings.iter().map(|own| &*own.message).collect();
            let outside = format!(
                "`{producer}` is to make `review`, but has no part in `accounts` and no access to it"
            );
            assert_eq!(messages, [outside]);
        }
    }
}

#[test]
fn whose_part_is_not_known_may_have_one() {
    let work = "[workstream.accounts]\nresponsible = \"desk\"\n[evidence.review]\n\
                for = \"accounts\"\n";
    for producer in [
        "producer = \"eve\"\n[person.eve]",
        "producer = \"new\"\n[team.new]\nparty = \"zeta\"\nmembers = [\"cleo\", \"gohst\"]",
    ] {
        is_possible(&format!("{work}{producer}\n"));
    }
}

#[test]
fn the_help_names_those_who_do_the_work() {
    let text = format!(
        "[workstream.accounts]\nresponsible = \"desk\"\n[evidence.review]\nfor = \"accounts\"\n\
         producer = \"risk\"\n{ROSTER}"
    );
    let findings = run("evidence-owner-cannot-produce", &text, &Sources::default()).findings;
    let help = findings[0].help.as_deref().unwrap_or_default();
    assert!(
        help.starts_with(
            "let those make it who do the work, `producer = \"desk\"`, and keep `risk` as `owner`"
        ),
        "{help}"
    );
}
