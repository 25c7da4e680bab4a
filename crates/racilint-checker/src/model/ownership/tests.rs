//! Who is one owner under two names, through the rule that counts owners.

use crate::rules::tests::{check, is_silent};

const RULE: &str = "multiple-accountable";

#[test]
fn whoever_the_deputy_is_under_another_name_is_the_deputy() {
    is_silent(
        RULE,
        r#"
[workstream.one]
accountable = ["director", "security-lead"]
[workstream.two]
accountable = ["security-lead", "director"]
[role.director]
held-by = "dana"
deputy = "lee"
[role.security-lead]
held-by = "lee"
[person.dana]
[person.lee]
"#,
    );
}

#[test]
fn one_of_several_people_of_a_party_answers_on_its_behalf() {
    check(
        RULE,
        r#"
[workstream.one]
accountable = ["harbor", "dana"]
[workstream.two]
accountable = ["lee", "harbor"]
[workstream.three]
accountable = ["harbor", "jo"]
#              -------- one accountable owner
#                        ^^^^ error: more than one owner is accountable for `three`: `harbor` and `jo`
[workstream.four]
accountable = ["harbor", "new"]
[party.harbor]
[party.northwind]
[person.dana]
party = "harbor"
[person.lee]
party = "harbor"
[person.jo]
party = "northwind"
[person.new]
party = "harbour"
"#,
    );
}
