//! What `missing-designated-role` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const PEOPLE: &str = r#"
[engagement]
client    = "harbor"
provider  = "northwind"
profiles  = ["hipaa", "nydfs-500"]
headcount = 420
[party.harbor]
[party.northwind]
[person.maria]
party = "harbor"
[person.tom]
party = "harbor"
[person.jo]
party = "northwind"
[team.office]
party = "harbor"
members = ["maria", "tom"]
lead = "maria"
[role.officer]
held-by = "maria"
deputy = "tom"
[role.officers]
held-by = ["maria", "tom"]
[role.vacant]
party = "harbor"
"#;

#[test]
fn a_team_even_with_a_lead_is_nobody_in_particular() {
    check(
        "missing-designated-role",
        &format!(
            r#"{PEOPLE}
[workstream.governance]
accountable = "office"
#             ^^^^^^^^ error: `hipaa:security-official` and `hipaa:privacy-official` ask for one person each, and `office` is a team
satisfies = ["hipaa:security-official", "hipaa:164.530(a)(1)"]
#            ------------------------- 164.308(a)(2) of hipaa, 45 CFR 164 (2013 omnibus rule)
#                                       --------------------- 164.530(a)(1) of hipaa, 45 CFR 164 (2013 omnibus rule)
"#
        ),
    );
}

#[test]
fn a_role_of_two_a_party_and_nobody() {
    check(
        "missing-designated-role",
        &format!(
            r#"{PEOPLE}
[workstream.security]
accountable = "officers"
#             ^^^^^^^^^^ error: `hipaa:security-official` asks for one person, and `officers` is held by `maria` and `tom`
satisfies = "hipaa:security-official"
#           ------------------------- 164.308(a)(2) of hipaa, 45 CFR 164 (2013 omnibus rule)
[workstream.privacy]
accountable = "harbor"
#             ^^^^^^^^ error: `hipaa:privacy-official` asks for one person, and `harbor` is a party
satisfies = "hipaa:privacy-official"
#           ------------------------ 164.530(a)(1) of hipaa, 45 CFR 164 (2013 omnibus rule)
[workstream.programme]
#           ^^^^^^^^^ error: `nydfs-500:ciso` asks for one person, and nobody answers for `programme`
satisfies = "nydfs-500:ciso"
#           ---------------- 500.4(a) of nydfs-500, 23 NYCRR 500 (second amendment, November 2023)
"#
        ),
    );
}

#[test]
fn one_person_is_enough() {
    is_silent(
        "missing-designated-role",
        &format!(
            r#"{PEOPLE}
[workstream.security]
accountable = "officer"
satisfies = "hipaa:security-official"
[workstream.privacy]
accountable = "vacant"
satisfies = "hipaa:privacy-official"
[workstream.programme]
accountable = "jo"
satisfies = "nydfs-500:ciso"
[workstream.programme-office]
accountable = "office"
satisfies = "nydfs-500:ciso"
"#
        ),
    );
}

#[test]
fn what_another_rule_says_and_what_is_unknown_is_silent() {
    is_silent(
        "missing-designated-role",
        &format!(
            r#"{PEOPLE}
[workstream.security]
accountable = "northwind"
satisfies = "hipaa:security-official"
[workstream.privacy]
accountable = ["office", "gohst"]
satisfies = "hipaa:privacy-official"
"#
        ),
    );
    is_silent(
        "missing-designated-role",
        &format!(
            "{}\n[workstream.programme]\naccountable = \"office\"\nsatisfies = \"nydfs-500:ciso\"\n",
            PEOPLE.replace("420", "12")
        ),
    );
}

#[test]
fn without_such_a_duty_there_is_nothing_to_say() {
    is_not_evaluated(
        "missing-designated-role",
        &format!(
            "{PEOPLE}\n[workstream.risk]\naccountable = \"office\"\nsatisfies = \"hipaa:risk-analysis\"\n"
        ),
    );
}

/// An officer held by two, each with these days.
fn officers(maria: &str, tom: &str) -> String {
    let dated = PEOPLE
        .replace("[person.maria]", &format!("[person.maria]\n{maria}"))
        .replace("[person.tom]", &format!("[person.tom]\n{tom}"))
        .replace("headcount = 420", "starts = 2027-01-01\nheadcount = 420");
    let work = r#"
[workstream.security]
accountable = "officers"
satisfies = "hipaa:security-official"
"#;
    dated + work
}

#[test]
fn one_officer_after_the_other() {
    let rule = "missing-designated-role";
    is_silent(rule, &officers("until = 2027-06-30", "from = 2027-07-01"));
    is_silent(rule, &officers("until = 2026-06-30", ""));
    // Whoever comes after the end of the contract is nobody to it.
    let later = officers("", "from = 2028-02-01");
    is_silent(
        rule,
        &later.replace("headcount", "ends = 2027-12-31\nheadcount"),
    );
    for (maria, tom) in [
        ("until = 2027-07-01", "from = 2027-07-01"),
        ("until = 2027-06-30", ""),
        ("", "from = 2027-07-01"),
    ] {
        let marked = officers(maria, tom)
            .replace(
                "accountable = \"officers\"\n",
                "accountable = \"officers\"\n#             ^^^^^^^^^^ error: `hipaa:security-official` asks for one person, and `officers` is held by `maria` and `tom`\n",
            )
            .replace(
                "satisfies = \"hipaa:security-official\"\n",
                "satisfies = \"hipaa:security-official\"\n#           ------------------------- 164.308(a)(2) of hipaa, 45 CFR 164 (2013 omnibus rule)\n",
            );
        check(rule, &marked);
    }
}

#[test]
fn days_between_two_officers() {
    let rule = "missing-designated-role";
    let gap = |from: &str| officers("until = 2027-06-30", from);
    let said = |text: &str| -> Vec<String> {
        let found = run(rule, text, &Sources::default()).findings;
        found.into_iter().map(|own| own.message).collect()
    };
    assert_eq!(
        said(&gap("from = 2027-08-01")),
        [
            "`hipaa:security-official` asks for one person, and nobody holds `officers` from \
             2027-07-01 to 2027-07-31"
        ]
    );
    // Nobody comes after the last of them, or after the only one.
    let alone = officers(
        "until = 2027-03-31",
        "from = 2027-04-01\nuntil = 2027-06-30",
    );
    assert_eq!(
        said(&alone),
        [
            "`hipaa:security-official` asks for one person, and nobody holds `officers` from \
             2027-07-01 on"
        ]
    );
    let to_the_end = alone.replace("headcount", "ends = 2027-12-31\nheadcount");
    let to_the_end = to_the_end
        .replace("\"maria\", \"tom\"", "\"maria\"")
        .replace("2027-03-31", "2027-06-30");
    assert_eq!(
        said(&to_the_end),
        [
            "`hipaa:security-official` asks for one person, and nobody holds `officers` from \
             2027-07-01 to 2027-12-31"
        ]
    );
    // A person without a role leaves as well; a work that ends before wants nobody any more.
    let person = to_the_end.replace("accountable = \"officers\"", "accountable = \"maria\"");
    assert_eq!(
        said(&person),
        [
            "`hipaa:security-official` asks for one person, and `maria` is not there from \
             2027-07-01 to 2027-12-31"
        ]
    );
    for text in [person, to_the_end.clone()] {
        let ends = text.replace("satisfies", "until = 2027-06-30\nsatisfies");
        assert_eq!(said(&ends), [""; 0]);
    }
    // They stay for as long as the contract does.
    assert_eq!(
        said(&to_the_end.replace("2027-12-31", "2027-06-30")),
        [""; 0]
    );
    // The contract ends before.
    let ends = gap("from = 2027-08-01").replace("headcount", "ends = 2027-06-30\nheadcount");
    assert_eq!(said(&ends), [""; 0]);
}

#[test]
fn whoever_leaves_and_is_told_of_is_not_told_twice() {
    let rule = "missing-designated-role";
    let dated = "headcount = 420\nstarts = 2027-01-01\nends = 2027-12-31\ntimezone = \"UTC\"";
    let text = PEOPLE
        .replace("headcount = 420", dated)
        .replace("[person.maria]", "[person.maria]\nuntil = 2027-06-30");
    let work = |owner: &str| {
        format!(
            "{text}[workstream.security]\naccountable = \"{owner}\"\n\
             satisfies = \"hipaa:security-official\"\n"
        )
    };
    is_silent(rule, &work("maria"));
    let alone = work("officer").replace("deputy = \"tom\"", "");
    is_silent(rule, &alone);
    // A deputy answers then, and is not the one who is named.
    let said = |text: &str| run(rule, text, &Sources::default()).findings.len();
    assert_eq!(said(&work("officer")), 1);
    assert_eq!(said(&work("officers")), 1);
    assert_eq!(said(&work("maria").replace("timezone = \"UTC\"", "")), 1);
    // A few days without anybody are no gap to others.
    let next = alone
        .replace("[person.tom]", "[person.tom]\nfrom = 2027-07-03")
        .replace("held-by = \"maria\"\n", "held-by = [\"maria\", \"tom\"]\n");
    assert_eq!(said(&next), 1);
}
