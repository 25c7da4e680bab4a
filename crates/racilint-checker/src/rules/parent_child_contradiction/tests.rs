//! Tests of `parent-child-contradiction`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "parent-child-contradiction";

#[test]
fn a_part_of_another_party() {
    check(
        RULE,
        r#"
[workstream.security]
accountable = "ana"
#             ----- answers for the whole, for `harbor`
[workstream.response]
parent = "security"
[workstream.containment]
parent = "response"
#        ---------- it is a part of this
[workstream.containment.slice.days]
accountable = "ben"
#             ^^^^^ warning: `northwind` answers for `containment`, a part of `security`, and nothing says that it was passed on
[workstream.containment.slice.nights]
accountable = "northwind"
[person.ana]
party = "harbor"
[person.ben]
party = "northwind"
[party.harbor]
[party.northwind]
"#,
    );
}

#[test]
fn parts_that_were_passed_on() {
    is_silent(
        RULE,
        r#"
[engagement]
delegated = ["patching"]
[workstream.security]
accountable = "ana"
[workstream.patching]
parent = "security"
accountable = "ben"
[workstream.clause]
parent = "security"
accountable = "ben"
clause = "MSA 4"
[workstream.split]
parent = "security"
[workstream.split.slice.a]
accountable = "ben"
[workstream.split.slice.b]
accountable = "ana"
[workstream.cabling]
parent = "security"
accountable = "cablers"
[workstream.ola]
parent = "security"
accountable = "ben"
[workstream.unknown]
parent = "security"
accountable = "seat"
[agreement.ola]
between = ["harbor", "northwind"]
covers = "workstream.ola"
[person.ana]
party = "harbor"
[person.ben]
party = "northwind"
[role.seat]
[party.harbor]
[party.northwind]
[party.cablers]
contracted-by = "harbor"
"#,
    );
}

#[test]
fn a_whole_without_owner() {
    is_not_evaluated(
        RULE,
        "[workstream.a]\n[workstream.b]\nparent = \"a\"\naccountable = \"ana\"\n[person.ana]\n",
    );
}

/// What is said of a part of `northwind`, in a whole that `harbor` answers for.
fn said_of_part(part: &str, head: &str, more: &str) -> usize {
    let text = format!(
        r#"
[engagement]
{head}
[workstream.security]
accountable = "ana"
[workstream.part]
area = "monitoring"
parent = "security"
{part}
[person.ana]
party = "harbor"
[person.ben]
party = "northwind"
[person.eve]
[party.harbor]
[party.other]
[party.northwind]
{more}
"#
    );
    run(RULE, &text, &Sources::default()).findings.len()
}

#[test]
fn what_passes_a_part_on() {
    let ben = "accountable = \"ben\"";
    assert_eq!(said_of_part(ben, "", ""), 1);
    for part in [
        "clause = 7",
        "not-applicable = \"no\"",
        "[workstream.part.slice.a]\naccountable = \"ana\"",
    ] {
        assert_eq!(said_of_part(&format!("{ben}\n{part}"), "", ""), 0, "{part}");
    }
    assert_eq!(said_of_part(ben, "delegated = [\"monitoring\"]", ""), 0);
    assert_eq!(said_of_part(ben, "delegated = [\"patching\"]", ""), 1);
    assert_eq!(said_of_part(ben, "", "contracted-by = \"harbor\""), 0);
    assert_eq!(said_of_part(ben, "", "contracted-by = \"other\""), 1);
    let agreement = |between: &str, covers: &str| {
        let more = format!("[agreement.ola]\nbetween = [{between}]\n{covers}");
        said_of_part(ben, "", &more)
    };
    let both = "\"harbor\", \"northwind\"";
    assert_eq!(agreement(both, ""), 0);
    assert_eq!(agreement(both, "covers = \"part\""), 0);
    assert_eq!(agreement(both, "covers = [\"else\", \"security\"]"), 0);
    assert_eq!(agreement(both, "covers = \"else\""), 1);
    assert_eq!(agreement("\"harbor\", \"other\"", ""), 1);
    assert_eq!(agreement("\"other\", \"northwind\"", ""), 1);
}

#[test]
fn an_owner_of_no_known_party_may_be_of_the_same() {
    for owner in [
        "[\"ben\", \"gohst\"]",
        "[\"ben\", \"eve\"]",
        "[\"ben\", \"ana\"]",
        "\"eve\"",
    ] {
        assert_eq!(
            said_of_part(&format!("accountable = {owner}"), "", ""),
            0,
            "{owner}"
        );
    }
    assert_eq!(
        said_of_part("accountable = [\"ben\", \"northwind\"]", "", ""),
        1
    );
}
