//! Tests of `party-shape`: what is wrong with the sides, and with who belongs to which.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "party-shape";

#[test]
fn no_client_and_no_provider() {
    check(
        RULE,
        "
 [engagement]
#^^^^^^^^^^^^ error: nobody is named as the client
[party.northwind]
kind = \"provider\"
",
    );
    check(
        RULE,
        "
 [engagement]
#^^^^^^^^^^^^ error: nobody is named as the provider
client = \"harbor\"
provider = []
[party.harbor]
",
    );
}

#[test]
fn two_clients() {
    check(
        RULE,
        r#"
[engagement]
client = ["harbor", "bay", "harbor"]
#         -------- one of them
#                   ^^^^^ error: an engagement has one client, and this one names `harbor` and `bay`
provider = "northwind"
[party.harbor]
[party.bay]
[party.northwind]
"#,
    );
}

#[test]
fn two_providers_of_a_fully_managed_engagement() {
    check(
        RULE,
        r#"
[engagement]
model = "fully-managed"
[party.harbor]
kind = "client"
[party.northwind]
#      --------- one of them
kind = "provider"
[party.south]
#      ^^^^^ error: a fully managed engagement has one provider, and this one names `northwind` and `south`
kind = "provider"
"#,
    );
}

/// One that is named does not hide another that says of itself what it is.
#[test]
fn a_second_party_by_what_it_says_of_itself() {
    check(
        RULE,
        r#"
[engagement]
model = "fully-managed"
client = "harbor"
#        -------- one of them
provider = "northwind"
#          ----------- one of them
[party.harbor]
kind = "client"
[party.bay]
#      ^^^ error: an engagement has one client, and this one names `harbor` and `bay`
kind = "client"
[party.northwind]
[party.south]
#      ^^^^^ error: a fully managed engagement has one provider, and this one names `northwind` and `south`
kind = "provider"
"#,
    );
}

/// A roster that several engagements share may hold parties of the others.
#[test]
fn of_a_shared_roster_only_those_count_who_do_something_here() {
    let text = |owner: &str| {
        format!(
            r#"
[engagement]
model = "fully-managed"
client = "harbor"
provider = "northwind"
include = "roster.toml"
[party.harbor]
[workstream.patching]
accountable = "{owner}"
#@ roster.toml
[party.northwind]
kind = "vendor"
[party.south]
kind = "provider"
[party.bay]
kind = "client"
[person.sam]
party = "south"
[person.lee]
party = "northwind"
"#
        )
    };
    is_silent(RULE, &text("lee"));
    let findings = run(RULE, &text("sam"), &Sources::default()).findings;
    let messages: Vec<&str> = findings.iter().map(|own| &*own.message).collect();
    let expected =
        "a fully managed engagement has one provider, and this one names `northwind` and `south`";
    assert_eq!(messages, [expected]);
}

#[test]
fn a_side_that_says_it_is_something_else() {
    check(
        RULE,
        r#"
[engagement]
client = "harbor"
#        -------- named as the client
provider = "northwind"
#          ----------- named as the provider
[party.harbor]
kind = "vendor"
#      ^^^^^^^^ error: `harbor` is the client here, and is declared as a vendor
[party.northwind]
kind = "client"
#      ^^^^^^^^ error: `northwind` is the provider here, and is declared as a client
"#,
    );
}

#[test]
fn a_trade_is_no_side() {
    is_silent(
        RULE,
        r#"
[engagement]
model = "co-managed"
client = "harbor"
provider = "northwind"
[party.harbor]
kind = "insurer"
[party.northwind]
kind = "subcontractor"
[party.south]
kind = "provider"
"#,
    );
}

#[test]
fn one_party_on_both_sides() {
    check(
        RULE,
        r#"
[engagement]
client = "harbor"
#        -------- the client
provider = ["northwind", "harbor"]
#                        ^^^^^^^^ error: `harbor` is client and provider at once
[party.harbor]
[party.northwind]
"#,
    );
}

#[test]
fn people_and_teams_belong_to_a_party() {
    check(
        RULE,
        r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[person.dana]
#       ^^^^ error: the person `dana` belongs to no party
[person.lee]
party = ["harbor", "northwind"]
#        -------- one of them
#                  ^^^^^^^^^^^ error: `lee` belongs to two parties
[team.soc]
#     ^^^ error: the team `soc` belongs to no party
members = ["lee"]
"#,
    );
}

#[test]
fn a_member_of_another_party() {
    check(
        RULE,
        r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[person.dana]
party = "harbor"
#       -------- `dana` is `harbor`'s
[role.chief]
held-by = "dana"
[team.soc]
party = "northwind"
#       ----------- the team is `northwind`'s
members = ["dana", "chief"]
#          ^^^^^^ error: `dana` is in `soc`, a team of another party, without being lent to it
#                  ^^^^^^^ error: `chief` is in `soc`, a team of another party, without being lent to it
"#,
    );
}

#[test]
fn what_is_in_order() {
    is_silent(
        RULE,
        r#"
[engagement]
model = "co-managed"
client = "harbor"
provider = ["northwind", "south"]
[party.harbor]
[party.northwind]
[party.south]
[party.vendor]
kind = "vendor"
[party.crew]
kind = "subcontractor"
[person.dana]
party = "harbor"
seconded-to = "soc"
[person.lee]
party = "harbor"
seconded-to = ["northwind"]
[person.sam]
party = "crew"
[role.chief]
held-by = "lee"
[team.soc]
party = "northwind"
members = ["dana", "lee", "chief", "northwind"]
[team.field]
party = ["northwind", "crew"]
members = ["sam"]
"#,
    );
}

#[test]
fn what_cannot_be_read_is_not_missing() {
    is_silent(
        RULE,
        r#"
[engagement]
cleint = "harbor"
provider = "northwind"
[party.northwind]
[person.dana]
prty = "harbor"
[person.lee]
party = "harbour"
[person.sam]
party = "other"
seconded-to = "sco"
[party.other]
[team.soc]
party = "northwind"
members = ["dana", "lee", "gohst", "sam"]
"#,
    );
    is_not_evaluated(RULE, "[person.dana]\n");
}

#[test]
fn a_lead_of_another_party() {
    check(
        "party-shape",
        r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[team.soc]
party = "northwind"
#       ----------- the team is `northwind`'s
members = "li"
lead = "dana"
#      ^^^^^^ error: `dana` is in `soc`, a team of another party, without being lent to it
[person.li]
party = "northwind"
[person.dana]
party = "harbor"
#       -------- `dana` is `harbor`'s
"#,
    );
}

#[test]
fn the_only_party_is_offered() {
    let offers = |text: &str| {
        let findings = run(RULE, text, &Sources::default()).findings;
        let titles = findings.into_iter().map(|own| own.fix.map(|fix| fix.title));
        titles.collect::<Vec<Option<String>>>()
    };
    let dana = "[engagement]\nclient = \"harbor\"\nprovider = \"harbr\"\n[person.dana]\n";
    let offer = |title: &str| Some(title.to_owned());
    let one = format!("{dana}[party.harbor]\n");
    assert_eq!(offers(&one), [offer("add `party = \"harbor\"`")]);
    assert_eq!(offers(&format!("{one}[party.bay]\n")), [None]);
    assert_eq!(
        offers(&one.replace("client", "include = [\"gone.toml\"]\nclient")),
        [None]
    );
    assert_eq!(
        offers(&one.replace("party.harbor", "party.'har\"bor'")),
        [None]
    );

    let head = "[engagement]\nclient = \"harbor\"\n[party.harbor]\n";
    let two = format!("{head}[party.bay]\n");
    assert_eq!(offers(&two), [offer("add `provider = \"bay\"`")]);
    assert_eq!(offers(&format!("{two}[party.cove]\n")), [None]);
    assert_eq!(offers(&format!("{two}kind = \"vendor\"\n")), [None]);
    assert_eq!(offers(head), [None]);
}

#[test]
fn a_member_whose_party_is_not_known_may_be_of_the_team_s() {
    let messages = |party: &str| {
        let text = format!(
            "[engagement]\nclient = \"harbor\"\nprovider = \"northwind\"\n[party.harbor]\n\
             [party.northwind]\n[team.soc]\nparty = \"northwind\"\nmembers = [\"sam\", \"chief\"]\n\
             [person.sam]\n{party}\n[role.chief]\n"
        );
        let findings = run(RULE, &text, &Sources::default()).findings.into_iter();
        findings.map(|own| own.message).collect::<Vec<String>>()
    };
    let stranger = "`sam` is in `soc`, a team of another party, without being lent to it";
    assert_eq!(messages("party = \"harbor\""), [stranger]);
    assert_eq!(messages("party = \"northwind\""), [""; 0]);
    assert_eq!(messages("party = \"gohst\""), [""; 0]);
    assert_eq!(messages(""), ["the person `sam` belongs to no party"]);
}

#[test]
fn whoever_cannot_be_read_may_be_the_client() {
    let text = |kind: &str| {
        format!(
            "[engagement]\nprovider = \"northwind\"\n[party.northwind]\n[party.harbor]\n{kind}\n"
        )
    };
    let told = run(RULE, &text(""), &Sources::default()).findings;
    assert_eq!(told.len(), 1);
    is_silent(RULE, &text("kind = 7"));
}
