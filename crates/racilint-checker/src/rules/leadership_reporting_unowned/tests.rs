//! Tests of `leadership-reporting-unowned`.

use crate::rules::tests::{check, is_not_evaluated, is_silent};

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
    let sources = racilint_diagnostics::Sources::default();
    let alone = fixture("northwind");
    let outcome = crate::rules::tests::run("leadership-reporting-unowned", &alone, &sources);
    assert_eq!(outcome.findings.len(), 1);
}
