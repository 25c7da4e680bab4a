//! Tests of `parent-child-contradiction`.

use crate::rules::tests::{check, is_not_evaluated, is_silent};

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
