//! Tests of `leadership-reporting-unowned`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

#[test]
fn nobody_writes_nobody_reads() {
    check(
        "leadership-reporting-unowned",
        r#"
[report.monthly]
#       ^^^^^^^ warning: the report `monthly` lacks an owner and a rhythm
to = "dana"
joint = true
#       ---- written together, signed by nobody
[report.empty]
#       ^^^^^ warning: the report `empty` lacks readers
owner = "dana"
every = "90d"
[person.dana]
"#,
    );
}

#[test]
fn two_answer_for_a_joint_report() {
    check(
        "leadership-reporting-unowned",
        r#"
[engagement]
model = "fully-managed"
[report.monthly]
owner = ["director", "dana", "kim"]
#        ---------- one of them
#                            ^^^^^ error: more than one answers for the report `monthly`
to = "dana"
every = "1mo"
joint = true
[role.director]
held-by = "dana"
[person.dana]
party = "harbor"
[person.kim]
party = "northwind"
[party.harbor]
[party.northwind]
"#,
    );
}

#[test]
fn only_the_provider_reads_it() {
    check(
        "leadership-reporting-unowned",
        r#"
 [engagement]
#^^^^^^^^^^^^ warning: no report reaches the client's leadership
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[report.internal]
to = "northwind"
#    ----------- nobody of the client
"#,
    );
}

#[test]
fn signed_without_a_report() {
    check(
        "leadership-reporting-unowned",
        r#"
 [engagement]
#^^^^^^^^^^^^ error: no report reaches the client's leadership
status = "signed"
model = "fully-managed"
"#,
    );
}

#[test]
fn short_unknown_and_of_the_provider_alone() {
    let sides =
        "client = \"harbor\"\nprovider = \"northwind\"\n[party.harbor]\n[party.northwind]\n";
    is_silent(
        "leadership-reporting-unowned",
        &format!(
            "[engagement]\n{sides}[report.internal]\nto = \"northwind\"\n\
                 [report.monthly]\nowner = [\"northwind\", \"gohst\"]\nto = \"harbor\"\nevery = \"now and then\"\n"
        ),
    );
    is_silent(
        "leadership-reporting-unowned",
        "[engagement]\nstatus = \"signed\"\nstarts = 2027-01-01\nends = 2027-03-15\n",
    );
}

#[test]
fn a_draft_without_reports_is_not_evaluated() {
    is_not_evaluated("leadership-reporting-unowned", "[engagement]\n");
}

#[test]
fn reporting_is_somebodys_work() {
    let fixture = |told: &str| {
        format!(
            "[engagement]\nstatus = \"signed\"\nclient = \"harbor\"\nprovider = \"northwind\"\n\
             [party.harbor]\n[party.northwind]\n[workstream.reporting]\nresponsible = \"northwind\"\n\
             accountable = \"northwind\"\ninformed = \"{told}\"\n"
        )
    };
    is_not_evaluated("leadership-reporting-unowned", &fixture("harbor"));
    let sources = Sources::default();
    let alone = fixture("northwind");
    let outcome = run("leadership-reporting-unowned", &alone, &sources);
    assert_eq!(outcome.findings.len(), 1);
}

#[test]
fn two_of_one_party_or_of_none_may_answer_together() {
    let count = |owners: &str, more: &str| {
        let text = format!(
            "[report.monthly]\nowner = [{owners}]\nto = \"dana\"\nevery = \"1mo\"\n{more}\n\
             [party.harbor]\n[party.northwind]\n[person.dana]\nparty = \"harbor\"\n\
             [person.hugo]\nparty = \"harbor\"\n[person.kim]\nparty = \"northwind\"\n\
             [person]\nann.party = \"harbor\"\nbea.party = \"harbor\"\n\
             cem.party = \"harbor\"\ndov.party = \"harbor\"\n\
             [person.eve]\n[team.empty]\nparty = \"northwind\"\n"
        );
        let findings = run("leadership-reporting-unowned", &text, &Sources::default()).findings;
        findings.len()
    };
    assert_eq!(count("\"dana\", \"kim\"", ""), 1);
    assert_eq!(count("\"dana\", \"hugo\", \"kim\"", ""), 1);
    let many = "\"dana\", \"hugo\", \"ann\", \"bea\", \"cem\", \"dov\"";
    assert_eq!(count(many, ""), 0);
    assert_eq!(count(&format!("{many}, \"kim\""), ""), 1);
    for owners in [
        "\"dana\", \"hugo\"",
        "\"dana\", \"eve\"",
        "\"eve\", \"dana\"",
        "\"dana\", \"empty\"",
        "\"dana\", \"gohst\"",
    ] {
        assert_eq!(count(owners, ""), 0, "{owners}");
    }
    assert_eq!(count("\"dana\", \"hugo\"", "joint = true"), 1);
    assert_eq!(count("\"dana\", \"hugo\"", "joint = false"), 0);
}

#[test]
fn what_is_written_together_is_shown_where_nobody_signs() {
    let related = |says: &str| {
        let text = format!("[report.monthly]\nto = \"dana\"\n{says}\n[person.dana]\n");
        let findings = run("leadership-reporting-unowned", &text, &Sources::default()).findings;
        findings[0].related.len()
    };
    assert_eq!(related("joint = true"), 1);
    assert_eq!(related("joint = false"), 0);
    assert_eq!(related("joint = true\nowner = \"dana\""), 0);
}

#[test]
fn three_months_are_long_enough_for_a_report() {
    let count = |ends: &str| {
        let text =
            format!("[engagement]\nstatus = \"signed\"\nstarts = 2027-01-01\nends = {ends}\n");
        let findings = run("leadership-reporting-unowned", &text, &Sources::default()).findings;
        findings.len()
    };
    assert_eq!(count("2027-03-31"), 0);
    assert_eq!(count("2027-04-01"), 1);
}

#[test]
fn other_work_of_the_client_or_reporting_without_an_owner_is_no_report() {
    let count = |row: &str| {
        let text = format!(
            "[engagement]\nstatus = \"signed\"\nclient = \"harbor\"\nprovider = \"northwind\"\n\
             [party.harbor]\n[party.northwind]\n{row}\ninformed = \"harbor\"\n"
        );
        let findings = run("leadership-reporting-unowned", &text, &Sources::default()).findings;
        findings.len()
    };
    let owner = "accountable = \"northwind\"";
    assert_eq!(count(&format!("[workstream.reporting]\n{owner}")), 0);
    assert_eq!(count(&format!("[workstream.patching]\n{owner}")), 1);
    assert_eq!(count("[workstream.reporting]"), 1);
}
