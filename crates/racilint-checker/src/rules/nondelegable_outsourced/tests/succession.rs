//! A duty that passes from the client to the provider, or back, on a day.

use racilint_diagnostics::Sources;

use super::SIDES;
use crate::rules::tests::{check, is_silent, run};

fn analysis(client: &str, provider: &str) -> String {
    format!(
        r#"{SIDES}
[workstream.risk]
accountable = "maria"
satisfies = "hipaa:risk-analysis"
{client}
[workstream.risk-later]
accountable = "soc"
satisfies = "hipaa:risk-analysis"
{provider}
"#
    )
}

#[test]
fn the_provider_has_it_from_a_day_on() {
    check(
        "nondelegable-outsourced",
        &format!(
            r#"{SIDES}
[workstream.risk]
accountable = "maria"
satisfies = "hipaa:risk-analysis"
until = 2027-06-30
#       ---------- the client has it in `risk` until 2027-06-30
[workstream.risk-later]
accountable = "soc"
#             ^^^^^ error: `soc` answers for `risk-later`, but `hipaa:risk-analysis` must stay with the client
satisfies = "hipaa:risk-analysis"
#           --------------------- the client's own: 164.308(a)(1)(ii)(A), 164.308(a)(1)(ii)(B) of hipaa, 45 CFR 164 (2013 omnibus rule)
from = 2027-07-01
"#
        ),
    );
}

#[test]
fn the_client_has_it_only_from_a_day_on() {
    check(
        "nondelegable-outsourced",
        &format!(
            r#"{SIDES}
[workstream.risk]
accountable = "maria"
satisfies = "hipaa:risk-analysis"
from = 2027-07-01
#      ---------- the client has it in `risk` from 2027-07-01 on
[workstream.risk-before]
accountable = "soc"
#             ^^^^^ error: `soc` answers for `risk-before`, but `hipaa:risk-analysis` must stay with the client
satisfies = "hipaa:risk-analysis"
#           --------------------- the client's own: 164.308(a)(1)(ii)(A), 164.308(a)(1)(ii)(B) of hipaa, 45 CFR 164 (2013 omnibus rule)
until = 2027-06-30
"#
        ),
    );
}

#[test]
fn on_some_of_the_days_both_have_a_part() {
    for (client, provider) in [
        ("until = 2027-06-30", ""),
        ("", "from = 2027-07-01"),
        ("until = 2027-06-30", "from = 2027-06-30"),
        ("until = \"summer\"", "from = 2027-07-01"),
        ("from = 2027-03-01\nuntil = 2027-03-31", "from = 2027-01-01"),
        // It is over already.
        ("from = 2025-07-01", "until = 2025-06-30"),
    ] {
        is_silent("nondelegable-outsourced", &analysis(client, provider));
    }
}

/// A role of the client with two holders.
fn role(first: &str, second: &str, more: &str) -> String {
    format!(
        r#"
[engagement]
client   = "harbor"
provider = "northwind"
profiles = ["hipaa"]
ends     = 2027-12-31
[party.harbor]
[party.northwind]
[person.maria]
party = "harbor"
{first}
[person.jo]
party = "northwind"
{second}
[role.officer]
party = "harbor"
held-by = ["maria", "jo"]
[workstream.risk]
accountable = "officer"
satisfies = "hipaa:risk-analysis"
{more}
"#
    )
}

#[test]
fn the_providers_person_follows_in_the_role() {
    let text = role("until = 2027-06-30", "from = 2027-08-01", "");
    let mark = |text: &str, line: &str, mark: &str| {
        assert!(text.contains(line), "{line}");
        text.replacen(line, &format!("{line}{mark}\n"), 1)
    };
    let text = mark(
        &text,
        "until = 2027-06-30\n",
        "#       ---------- until then somebody of the client has it",
    );
    let text = mark(
        &text,
        "accountable = \"officer\"\n",
        "#             ^^^^^^^^^ error: `jo` answers for `risk` as `officer` from 2027-08-01 on, but `hipaa:risk-analysis` must stay with the client",
    );
    let text = mark(
        &text,
        "satisfies = \"hipaa:risk-analysis\"\n",
        "#           --------------------- the client's own: 164.308(a)(1)(ii)(A), 164.308(a)(1)(ii)(B) of hipaa, 45 CFR 164 (2013 omnibus rule)",
    );
    check("nondelegable-outsourced", &text);
    let found = run(
        "nondelegable-outsourced",
        &role("until = 2027-06-30", "", ""),
        &Sources::default(),
    );
    assert!(
        found.findings[0].message.contains("from 2027-07-01 on"),
        "{found:#?}"
    );
}

#[test]
fn the_role_stays_at_the_client_or_ends() {
    let kept = "[workstream.review]\naccountable = \"ada\"\nsatisfies = \"hipaa:risk-analysis\"\n\
                [person.ada]\nparty = \"harbor\"\n";
    for (first, second, more) in [
        ("", "from = 2027-07-01", ""),
        ("until = 2027-06-30", "until = 2027-06-30", ""),
        ("until = 2027-06-30", "", "until = 2027-06-30"),
        ("until = 2027-12-31", "", ""),
        ("until = 2027-06-30", "from = 2028-01-01", ""),
        ("until = 2027-06-30", "seconded-to = \"harbor\"", ""),
        ("until = \"summer\"", "", ""),
        ("until = 2027-06-30", "", kept),
    ] {
        is_silent("nondelegable-outsourced", &role(first, second, more));
    }
}

#[test]
fn the_client_has_it_until_the_last_of_its_holders_has_left() {
    for (maria, ada) in [("2027-06-30", "2027-03-31"), ("2027-03-31", "2027-06-30")] {
        let ada = format!("[person.ada]\nparty = \"harbor\"\nuntil = {ada}\n");
        let text = role(&format!("until = {maria}"), "", &ada)
            .replace("[\"maria\", \"jo\"]", "[\"maria\", \"ada\", \"jo\"]");
        let found = run("nondelegable-outsourced", &text, &Sources::default());
        let [found] = &*found.findings else {
            panic!("{found:#?}");
        };
        assert!(
            found.message.contains("from 2027-07-01 on"),
            "{}",
            found.message
        );
    }
}

#[test]
fn nothing_surely_passes_on_beside_others_or_once_it_is_over() {
    let passes = role("until = 2026-12-31", "", "");
    assert_eq!(
        run("nondelegable-outsourced", &passes, &Sources::default())
            .findings
            .len(),
        1
    );
    let more = "[person.ada]\nparty = \"harbor\"\n[team.office]\nparty = \"harbor\"\n\
                members = [\"maria\", \"jo\"]\n";
    let over = "accountable = \"officer\"\nuntil = 2026-10-31";
    for (from, to) in [
        (
            "accountable = \"officer\"",
            "accountable = [\"officer\", \"ada\"]",
        ),
        (
            "accountable = \"officer\"",
            "accountable = [\"officer\", \"gohst\"]",
        ),
        ("accountable = \"officer\"", "accountable = \"office\""),
        ("\"jo\"]", "\"jo\", \"gohst\"]"),
        ("accountable = \"officer\"", over),
    ] {
        let text = role("until = 2026-06-30", "", more)
            .replace("ends     =", "starts = 2026-01-01\nends =");
        let text = text.replacen(from, to, 1);
        is_silent("nondelegable-outsourced", &text);
    }
}

#[test]
fn from_or_until_when_the_providers_person_is_there_cannot_be_read() {
    for lost in ["from = \"summer\"", "until = \"summer\""] {
        is_silent(
            "nondelegable-outsourced",
            &role("until = 2027-06-30", lost, ""),
        );
    }
}
