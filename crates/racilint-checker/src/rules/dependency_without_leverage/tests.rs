//! Tests of `dependency-without-leverage`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run, run_together};

const RULE: &str = "dependency-without-leverage";

const PEOPLE: &str = r#"
[party.harbor]
[party.northwind]
[person.li]
party = "northwind"
[person.pat]
party = "harbor"
[person.jo]
party = "northwind"
[team.soc]
party = "northwind"
members = "li"
"#;

#[test]
fn no_hold() {
    let fixture = r#"
[workstream.containment]
responsible = "soc"
accountable = "li"
depends-on = ["network"]
#             ^^^^^^^^^ warning: `containment` of `northwind` depends on `network` of `harbor` and has no hold on it
[workstream.network]
responsible = "jo"
accountable = "pat"
#             ----- decides about `network`
[agreement.baa]
kind = "baa"
between = ["harbor", "northwind"]
[agreement.ola]
kind = "ola"
between = ["harbor", "northwind"]
covers = "containment-of-fire"
[workstream.containment-of-fire]
[[grant]]
holder = "soc"
action = "engage-vendor"
mode = "pre-authorized"
[[grant]]
holder = "pat"
action = "block-traffic"
on = "network"
mode = "pre-authorized"
"#;
    check(RULE, &(fixture.to_owned() + PEOPLE));
}

#[test]
fn each_kind_of_hold() {
    for hold in [
        "informed = \"soc\"\n",
        "support = \"li\"\n",
        "accountable = \"jo\"\n",
        "[agreement.ola]\nkind = \"ola\"\nbetween = [\"northwind\", \"harbor\"]\ncovers = \"network\"\n",
        "[agreement.x]\nkind = \"underpinning\"\nbetween = [\"northwind\", \"harbor\"]\n",
        "[[handoff]]\nfrom = \"network\"\nto = \"soc\"\n",
        "[[grant]]\nholder = \"soc\"\naction = \"block-traffic\"\non = \"network\"\nmode = \"pre-authorized\"\n",
        "[[grant]]\nholder = \"li\"\naction = \"block-traffic\"\non = \"network\"\nmode = \"pre-authorized\"\n",
        "[agreement.ola]\nkind = \"ola\"\nbetween = [\"northwind\", \"harbor\"]\ncovers = \"workstream.network\"\n",
        "systems = \"firewall\"\n[system.firewall]\n[agreement.ola]\nkind = \"ola\"\nbetween = [\"northwind\", \"harbor\"]\ncovers = \"system.firewall\"\n",
        "systems = \"firewall\"\n[system.firewall]\ntop-admin = \"li\"\n",
        "not-applicable = \"there is none\"\n",
    ] {
        let owner = if hold.starts_with("acc") {
            ""
        } else {
            "accountable = \"pat\"\n"
        };
        let fixture = format!(
            "[workstream.containment]\nresponsible = \"soc\"\ndepends-on = \"network\"\n\
             [workstream.network]\n{owner}{hold}{PEOPLE}"
        );
        is_silent(RULE, &fixture);
    }
}

#[test]
fn who_is_not_known() {
    let fixture = "[workstream.a]\nresponsible = \"soc\"\ndepends-on = [\"b\", \"c\", \"d\"]\n\
                   [workstream.b]\naccountable = \"gohst\"\n[workstream.c]\n\
                   [workstream.d]\naccountable = \"seat\"\n[role.seat]\n";
    is_silent(RULE, &(fixture.to_owned() + PEOPLE));
    let free = "[workstream.a]\nresponsible = \"soc\"\ndepends-on = \"b\"\n\
                [workstream.b]\naccountable = [\"pat\", \"eve\"]\n[person.eve]\n";
    is_silent(RULE, &(free.to_owned() + PEOPLE));
    is_not_evaluated(RULE, "[workstream.a]\nflows-to = \"b\"\n[workstream.b]\n");
}

/// The handoff that is missing is the cause: agreed on, it is the hold.
#[test]
fn a_missing_handoff_says_it_already() {
    let fixture = r#"
[workstream.containment]
responsible = "soc"
accountable = "soc"
depends-on = ["network", "identity"]
[workstream.network]
responsible = "it"
accountable = "it"
[workstream.identity]
responsible = "it"
accountable = "it"
[party.northwind]
[party.harbor]
[team.soc]
party = "northwind"
members = "li"
[team.it]
party = "harbor"
members = "pat"
[person.li]
party = "northwind"
[person.pat]
party = "harbor"
"#;
    let sources = Sources::default();
    let outcome = run_together(&[RULE, "missing-handoff"], fixture, &sources);
    let said: Vec<&str> = outcome.findings.iter().map(|own| own.rule.name).collect();
    assert_eq!(said, ["missing-handoff"; 2]);
}

#[test]
fn who_has_the_contract_has_a_hold() {
    let rows = "[workstream.a]\nresponsible = \"soc\"\ndepends-on = \"b\"\n\
                [workstream.b]\naccountable = \"line\"\n\
                [party.line]\nkind = \"vendor\"\ncontracted-by = \"northwind\"\n";
    is_silent(RULE, &(rows.to_owned() + PEOPLE));
    let others = r#"
[workstream.a]
responsible = "soc"
depends-on = "b"
#            ^^^ warning: `a` of `northwind` depends on `b` of `line` and has no hold on it
[workstream.b]
accountable = "line"
#             ------ decides about `b`
[party.line]
kind = "vendor"
contracted-by = "harbor"
"#;
    check(RULE, &(others.to_owned() + PEOPLE));
}

#[test]
fn a_split_workstream_depends_once_and_one_that_is_left_out_not_at_all() {
    let network = "[workstream.network]\nresponsible = \"jo\"\naccountable = \"pat\"\n";
    let text = format!(
        "[workstream.watch]\ndepends-on = \"network\"\n[workstream.watch.slice.days]\n\
         step = \"days\"\nresponsible = \"soc\"\n[workstream.watch.slice.nights]\n\
         step = \"nights\"\nresponsible = \"li\"\n{network}{PEOPLE}"
    );
    assert_eq!(run(RULE, &text, &Sources::default()).findings.len(), 1);
    let out = format!(
        "[workstream.watch]\ndepends-on = \"network\"\nresponsible = \"soc\"\n\
         not-applicable = \"there is none\"\n{network}{PEOPLE}"
    );
    is_not_evaluated(RULE, &out);
}
