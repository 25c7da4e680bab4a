//! What a profile says of its duties, through the rules that tell it.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, run};

const HEAD: &str = r#"
#@ ./house.profile.toml
[profile]
id = "house"
title = "House rules"
version = "2027"
"#;

#[test]
fn a_duty_of_a_role_and_one_that_says_so_ask_for_one_person() {
    check(
        "missing-designated-role",
        &format!(
            r#"
[engagement]
profiles = ["./house.profile.toml"]
[workstream.escorting]
accountable = "desk"
#             ^^^^^^ error: `house:escort` asks for one person, and `desk` is a team
satisfies = "house:escort"
#           -------------- house, 2027
[workstream.leading]
accountable = "desk"
#             ^^^^^^ error: `house:chief` asks for one person, and `desk` is a team
satisfies = "house:chief"
#           ------------- house, 2027
[workstream.writing]
accountable = "desk"
satisfies = "house:papers"
[team.desk]
members = ["ana", "ben"]
[person.ana]
[person.ben]
{HEAD}
[duty.escort]
title = "Visitors are escorted"
named = true
[duty.chief]
title = "A chief"
kind = "designated-role"
[duty.papers]
title = "Papers"
"#
        ),
    );
}

#[test]
fn three_clauses_are_told_and_more_are_hinted_at() {
    let text = format!(
        r#"
[engagement]
profiles = ["./house.profile.toml"]
[workstream.escorting]
satisfies = "house:none"
{HEAD}
[duty.none]
title = "Without a clause"
[duty.three]
title = "Three"
refs = ["1", "2", "3"]
[duty.four]
title = "Four"
refs = ["1", "2", "3", "4"]
[duty.five]
title = "Five"
refs = ["1", "2", "3", "4", "5"]
"#
    );
    let findings = run("unassigned-duty", &text, &Sources::default()).findings;
    let mut said: Vec<&str> = findings.iter().map(|own| own.message.as_str()).collect();
    said.sort_unstable();
    assert_eq!(
        said,
        [
            "nobody holds the duty `house:five`, 1, 2, 3, …",
            "nobody holds the duty `house:four`, 1, 2, 3, …",
            "nobody holds the duty `house:three`, 1, 2, 3",
        ]
    );
}
