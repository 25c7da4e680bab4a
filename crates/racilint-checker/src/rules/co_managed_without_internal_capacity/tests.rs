//! Tests of `co-managed-without-internal-capacity`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "co-managed-without-internal-capacity";

const SIDES: &str = r#"
[party.harbor]
[party.north]
[person.dana]
party = "harbor"
[person.lee]
party = "harbor"
[person.omar]
party = "harbor"
[person.paulo]
party = "north"
"#;

fn co_managed(body: &str) -> String {
    format!("[engagement]\nmodel = \"co-managed\"\nclient = \"harbor\"\n{body}{SIDES}")
}

/// Workstreams `w0`, `w1`, ... with these accountable owners.
fn owned_by(owners: &[&str]) -> String {
    let row =
        |(at, owner): (usize, &&str)| format!("[workstream.w{at}]\naccountable = \"{owner}\"\n");
    owners.iter().enumerate().map(row).collect()
}

#[test]
fn nobody_of_the_client() {
    check(
        RULE,
        r#"
[engagement]
model = "co-managed"
#       ^^^^^^^^^^^^ error: co-managed, but nobody of `harbor` answers for or does any of the work
client = "harbor"
[workstream.patching]
responsible = "paulo"
accountable = "it-manager"
#             ------------ `it-manager` sits here for `harbor`, but is of another party, for good
consulted = "dana"
[party.harbor]
[party.north]
[person.dana]
party = "harbor"
[person.paulo]
party = "north"
[role.it-manager]
party = "harbor"
held-by = "paulo"
"#,
    );
}

#[test]
fn one_person_carries_nearly_all() {
    check(
        RULE,
        r#"
[engagement]
model = "co-managed"
#       ^^^^^^^^^^^^ warning: co-managed, but `dana` carries 70% of all that is `harbor`'s
client = "harbor"
[workstream.a]
accountable = "it-manager"
#             ------------ answers for `a`
responsible = "it"
#             ---- does the work of `a`
[workstream.b]
accountable = "it-manager"
#             ------------ answers for `b`
responsible = "dana"
#             ------ does the work of `b`
[workstream.c]
accountable = "omar"
[party.harbor]
[person.dana]
party = "harbor"
[person.lee]
party = "harbor"
[person.omar]
party = "harbor"
[team.it]
party = "harbor"
members = ["dana", "lee"]
lead = "dana"
[role.it-manager]
party = "harbor"
held-by = "dana"
deputy = "lee"
"#,
    );
}

#[test]
fn one_person_is_there_at_all() {
    check(
        RULE,
        r#"
[engagement]
model = "co-managed"
#       ^^^^^^^^^^^^ warning: co-managed, but `dana` alone carries all that is `harbor`'s
client = "harbor"
[workstream.a]
accountable = "dana"
#             ------ answers for `a`
responsible = "dana"
#             ------ does the work of `a`
[workstream.b]
accountable = "dana"
#             ------ answers for `b`
responsible = "dana"
#             ------ does the work of `b`
[workstream.c]
accountable = "dana"
#             ------ answers for `c`
[party.harbor]
[person.dana]
party = "harbor"
"#,
    );
}

#[test]
fn spread_work_is_silent() {
    is_silent(
        RULE,
        &co_managed(&owned_by(&["dana", "dana", "lee", "omar", "lee"])),
    );
    is_silent(
        RULE,
        &co_managed(&owned_by(&["dana", "dana", "dana", "lee", "lee"])),
    );
}

#[test]
fn few_letters_and_few_people_are_silent() {
    is_silent(
        RULE,
        &co_managed(&owned_by(&["dana", "dana", "dana", "dana"])),
    );
    let small = format!("headcount = 4\n{}", owned_by(&["dana"; 8]));
    is_silent(RULE, &co_managed(&small));
}

#[test]
fn somebody_for_a_time_is_somebody() {
    let interim = r#"
[workstream.patching]
accountable = "it-manager"
[role.it-manager]
party = "harbor"
held-by = "ira"
[person.ira]
party = "north"
until = 2027-06-30
"#;
    is_silent(RULE, &co_managed(interim));
    let lent = interim.replace(
        "until = 2027-06-30",
        "seconded-to = \"harbor\"\nuntil = 2027-06-30",
    );
    is_silent(
        RULE,
        &co_managed(&lent.replace("\"it-manager\"", "\"ira\"")),
    );
}

#[test]
fn the_opaque_and_the_unknown_are_silent() {
    is_silent(RULE, &co_managed(&owned_by(&["harbor", "paulo"])));
    is_silent(RULE, &co_managed(&owned_by(&["gohst", "paulo"])));
    let homeless = format!("{}[person.eva]\n", owned_by(&["eva", "paulo"]));
    is_silent(RULE, &co_managed(&homeless));
}

#[test]
fn who_answers_for_the_whole_is_there() {
    let parts = format!(
        "[workstream.platforms]\naccountable = \"WHO\"\n{}parent = \"platforms\"\n",
        owned_by(&["paulo"])
    );
    is_silent(RULE, &co_managed(&parts.replace("WHO", "dana")));
    let findings = run(
        RULE,
        &co_managed(&parts.replace("WHO", "paulo")),
        &Sources::default(),
    );
    assert_eq!(findings.findings.len(), 1, "{:?}", findings.findings);
}

#[test]
fn fully_managed_is_silent() {
    let other = co_managed(&owned_by(&["paulo"])).replace("co-managed", "fully-managed");
    is_silent(RULE, &other);
}

#[test]
fn without_owners_there_is_nothing_to_say() {
    is_not_evaluated(RULE, &co_managed("[workstream.patching]\n"));
    is_not_evaluated(RULE, "[engagement]\n");
}
