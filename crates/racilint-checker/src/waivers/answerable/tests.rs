//! Who has a say where something is open, object by object.

use racilint_diagnostics::Sources;

use crate::rules::tests::{is_silent, run};

const RULE: &str = "waiver-invalid";

const SIDES: &str = r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[person.dana]
party = "harbor"
[person.sam]
party = "northwind"
[person.kim]
party = "northwind"
[person.jo]
party = "northwind"
"#;

/// A file in which `sam` approves a waiver on an object.
fn approved(object: &str, rest: &str) -> String {
    format!(
        "{SIDES}{rest}\n[[waiver]]\nrule = 'missing-handoff'\non = '{object}'\nreason = 'r'\n\
         owner = 'jo'\napproved-by = 'sam'\n"
    )
}

/// What is said of a waiver that `sam` approves.
fn said(object: &str, rest: &str) -> Vec<String> {
    let findings = run(RULE, &approved(object, rest), &Sources::default()).findings;
    findings.into_iter().map(|own| own.message).collect()
}

#[test]
fn whoever_owns_an_object_has_a_say_there() {
    for (object, table) in [
        (
            "evidence.review",
            "[evidence.review]\nowner = 'OWNER'\n[evidence.other]\nowner = 'OTHER'",
        ),
        (
            "system.mail",
            "[system.mail]\nowner = 'OWNER'\n[system.other]\nowner = 'OTHER'",
        ),
        (
            "intake.desk",
            "[intake.desk]\nowner = 'OWNER'\n[intake.other]\nowner = 'OTHER'",
        ),
        (
            "metric.speed",
            "[metric.speed]\nowner = 'OWNER'\n[metric.other]\nowner = 'OTHER'",
        ),
        (
            "report.month",
            "[report.month]\nowner = 'OWNER'\n[report.other]\nowner = 'OTHER'",
        ),
    ] {
        let owned =
            |owner: &str, other: &str| table.replace("OWNER", owner).replace("OTHER", other);
        is_silent(RULE, &approved(object, &owned("sam", "kim")));
        assert_eq!(
            said(object, &owned("kim", "sam")),
            [format!(
                "`sam` approved a waiver of `missing-handoff` on `{object}`, without a say there"
            )]
        );
    }
}

#[test]
fn whoever_answers_for_the_work_of_an_object_has_a_say_there() {
    let rows = "[workstream.patching]\nsystems = ['mail']\naccountable = 'OWNER'\n\
                [workstream.backup-restore]\naccountable = 'OTHER'\n";
    for (object, table) in [
        ("workstream.patching", ""),
        ("area.patching", ""),
        ("evidence.review", "[evidence.review]\nfor = 'patching'"),
        (
            "command.security",
            "[command.security]\ncovers = 'patching'",
        ),
        (
            "grant.g",
            "[[grant]]\nid = 'g'\nholder = 'jo'\naction = 'failover'\non = 'patching'\nmode = 'pre-authorized'",
        ),
        ("system.mail", "[system.mail]"),
    ] {
        let owned = |owner: &str, other: &str| {
            let rows = rows.replace("OWNER", owner).replace("OTHER", other);
            format!("{rows}{table}")
        };
        is_silent(RULE, &approved(object, &owned("sam", "kim")));
        assert_eq!(said(object, &owned("kim", "sam")).len(), 1, "{object}");
    }
}

#[test]
fn a_grant_that_may_let_somebody_accept_leaves_it_open() {
    let owned = "[workstream.patching]\naccountable = 'kim'\n[[grant]]\nholder = 'dana'\n";
    let with = |grant: &str| said("patching", &format!("{owned}{grant}"));
    let known = "mode = 'pre-authorized'\naction = ";
    assert_eq!(with(&format!("{known}'accept-risk'")).len(), 1);
    assert_eq!(with(&format!("{known}'failover'")).len(), 1);
    assert_eq!(with(&format!("{known}'acept-risk'")), [""; 0]);
    assert_eq!(with("mode = 'pre-authorized'\naction = 5"), [""; 0]);
    assert_eq!(with("mode = 'sometimes'\naction = 'accept-risk'"), [""; 0]);
    assert_eq!(with("mode = 'sometimes'\naction = 'failover'").len(), 1);
}

#[test]
fn a_grant_counts_while_it_lets_somebody_act() {
    let text = |grant: &str| {
        let grant = format!("{grant}\nholder = 'dana'\naction = 'approve-exception'");
        let rest = format!(
            "[workstream.patching]\naccountable = 'kim'\n[person.lee]\nparty = 'harbor'\n[[grant]]\n{grant}"
        );
        approved("patching", &rest).replace("approved-by = 'sam'", "approved-by = 'lee'")
    };
    let count = |grant: &str| run(RULE, &text(grant), &Sources::default()).findings.len();
    assert_eq!(count("mode = 'pre-authorized'"), 1);
    assert_eq!(count("mode = 'pre-authorized'\nuntil = 2026-11-21"), 1);
    // Where no grant says who may, everybody of the client may.
    assert_eq!(count("mode = 'pre-authorized'\nuntil = 2026-11-20"), 0);
    assert_eq!(count("mode = 'prohibited'"), 0);
}

#[test]
fn a_grant_of_their_own_counts_while_it_lets_them_act() {
    let text = |grant: &str| {
        let rest = format!(
            "[workstream.patching]\naccountable = 'kim'\n[person.lee]\nparty = 'harbor'\n\
             [[grant]]\nholder = 'dana'\naction = 'accept-risk'\nmode = 'pre-authorized'\n\
             [[grant]]\nholder = 'lee'\naction = 'accept-risk'\n{grant}"
        );
        approved("patching", &rest).replace("approved-by = 'sam'", "approved-by = 'lee'")
    };
    let count = |grant: &str| run(RULE, &text(grant), &Sources::default()).findings.len();
    assert_eq!(count("mode = 'pre-authorized'"), 0);
    assert_eq!(count("mode = 'pre-authorized'\nuntil = 2026-11-20"), 1);
    assert_eq!(count("mode = 'prohibited'"), 1);
}

#[test]
fn a_deputy_has_a_say_and_whoever_may_be_one() {
    let owned = |owner: &str| format!("[workstream.patching]\naccountable = 'lead'\n{owner}\n");
    let role = "[role.lead]\nheld-by = ['kim', 'jo']\ndeputy = ";
    is_silent(RULE, &approved("patching", &owned(&format!("{role}'sam'"))));
    assert_eq!(said("patching", &owned(&format!("{role}'dana'"))).len(), 1);
    let team = "[team.lead]\nmembers = ['kim', ";
    is_silent(
        RULE,
        &approved("patching", &owned(&format!("{team}'sam']"))),
    );
    is_silent(
        RULE,
        &approved("patching", &owned(&format!("{team}'gohst']"))),
    );
    assert_eq!(said("patching", &owned(&format!("{team}'dana']"))).len(), 1);
}

#[test]
fn lost_text_may_say_who_has_a_say() {
    let owned = "[workstream.patching]\naccountable = 'kim'\n";
    assert_eq!(said("patching", owned).len(), 1);
    let lost = approved("patching", owned).replace("client =", "include = ['gone.toml']\nclient =");
    assert_eq!(run(RULE, &lost, &Sources::default()).findings, []);
}
