//! What `missing-exit-plan` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

/// A client, a provider with a subcontractor, and their people.
const SIDES: &str = r#"
[party.zeta]
[party.acme]
[party.vault]
kind = "subcontractor"
contracted-by = "acme"
[party.maker]
kind = "vendor"
contracted-by = "zeta"
[team.desk]
party = "acme"
[team.it]
party = "zeta"
"#;

const HEAD: &str = "[engagement]\nclient = \"zeta\"\nprovider = \"acme\"\nprofiles = []\n";

#[track_caller]
fn finds(head: &str, fixture: &str) {
    check("missing-exit-plan", &format!("{head}{fixture}{SIDES}"));
}

#[track_caller]
fn is_prepared(fixture: &str) {
    is_silent("missing-exit-plan", &format!("{HEAD}{fixture}{SIDES}"));
}

#[test]
fn only_one_side() {
    finds(
        HEAD,
        r#"
[workstream.account]
area = ["reporting", "transition-out"]
#                    ^^^^^^^^^^^^^^^^ warning: nobody of `zeta` has a part in ending the engagement (`account`)
responsible = "desk"
#             ------ of `acme`
accountable = "vault"
#             ------- of `vault`
"#,
    );
    finds(
        HEAD,
        r#"
[workstream.transition-out]
#           ^^^^^^^^^^^^^^ warning: nobody of `acme` has a part in ending the engagement (`transition-out`)
[workstream.transition-out.slice.data]
responsible = "it"
#             ---- of `zeta`
"#,
    );
}

#[test]
fn a_profile_makes_it_an_error() {
    finds(
        "[engagement]\nclient = \"zeta\"\nprovider = \"acme\"\nprofiles = [\"dora\"]\n",
        r#"
[workstream.end]
satisfies = ["dora:28(8)"]
#            ^^^^^^^^^^^^ error: nobody of `zeta` has a part in ending the engagement (`end`)
responsible = "desk"
#             ------ of `acme`
"#,
    );
}

#[test]
fn nothing_about_the_end_where_a_profile_asks_for_it() {
    finds(
        r#"
[engagement]
client = "zeta"
provider = "acme"
profiles = ["soc2", "nist-csf"]
#                   ^^^^^^^^^^ error: nothing says how the engagement ends: nobody hands access, data and documents back
"#,
        "[workstream.help-desk]\n",
    );
    finds(
        r#"
 [engagement]
#^^^^^^^^^^^^ warning: nothing says how the engagement ends: nobody hands access, data and documents back
client = "zeta"
provider = "acme"
"#,
        "[workstream.help-desk]\n",
    );
}

/// An area without an owner is told once, by the rule that asks for all areas.
#[test]
fn an_exit_that_nobody_owns_is_one_finding() {
    let sources = Sources::default();
    let fixture = format!(
        "[engagement]\nclient = \"zeta\"\nprovider = \"acme\"\n[workstream.help-desk]\n{SIDES}"
    );
    let rules = ["missing-exit-plan", "unowned-area"];
    let outcome = crate::rules::tests::run_together(&rules, &fixture, &sources);
    let about = |object: &str| {
        let mut rules = Vec::new();
        for finding in &outcome.findings {
            // Where many areas are open, one finding names them all.
            if finding.subject.aspect.split('+').any(|own| own == object) {
                rules.push(finding.rule.name);
            }
        }
        rules
    };
    assert_eq!(about("area.transition-out"), ["unowned-area"]);
    let missing = outcome.findings.iter();
    assert!(
        missing
            .map(|own| own.rule.name)
            .all(|rule| rule == "unowned-area")
    );
}

#[test]
fn both_sides_in_whatever_form() {
    is_prepared("[workstream.transition-out]\nresponsible = \"desk\"\naccountable = \"it\"\n");
    is_prepared(
        "[workstream.transition-out]\nresponsible = \"vault\"\n[workstream.take-over]\n\
         parent = \"transition-out\"\nresponsible = \"maker\"\n",
    );
    is_prepared(
        "[workstream.transition-out]\nresponsible = \"desk\"\n[milestone.take-over]\n\
         phase = \"exit\"\nowner = \"it\"\n",
    );
}

#[test]
fn what_is_left_out_is_left_out() {
    is_prepared("[workstream.transition-out]\nnot-applicable = \"it is our own department\"\n");
    is_silent(
        "missing-exit-plan",
        &format!(
            "[engagement]\nclient = \"zeta\"\nprovider = \"acme\"\n[workstream.help-desk]\n\
             [[exclusion]]\narea = \"transition-out\"\nreason = \"six weeks\"\n\
             accepted-by = \"it\"\n{SIDES}"
        ),
    );
}

#[test]
fn who_is_not_known_may_be_the_other_side() {
    is_prepared("[workstream.transition-out]\nresponsible = \"desk\"\naccountable = \"gohst\"\n");
    is_prepared("[workstream.transition-out]\nresponsible = \"desk\"\naccountable = 7\n");
    is_prepared("[workstream.transition-out]\n");
    is_prepared("[workstream.transition-out]\nresponsible = [\"desk\", \"eve\"]\n[person.eve]\n");
    is_prepared(
        "[workstream.transition-out]\nresponsible = \"both\"\n[team.both]\n\
         party = [\"acme\", \"gohst\"]\n",
    );
}

#[test]
fn a_system_to_which_the_client_has_no_key() {
    finds(
        HEAD,
        r#"
[workstream.help-desk]
[workstream.containment]
criticality = "critical"
systems = ["xdr"]
[system.tenant]
top-admin = ["desk", "vault"]
#            ^^^^^^ warning: `zeta` holds no key to `tenant`: only the provider has top rights
#                    ------- of the provider as well
[system.xdr]
owner = "desk"
business-owner = "it"
top-admin = "desk"
#           ^^^^^^ error: `zeta` holds no key to `xdr`: only the provider has top rights
access = [{ who = "it", can = ["grant-access"] }]
"#,
    );
}

#[test]
fn the_client_has_a_key() {
    for key in [
        "top-admin = [\"desk\", \"it\"]",
        "top-admin = \"maker\"",
        "top-admin = \"desk\"\nowner = \"it\"",
        "top-admin = \"desk\"\naccess = [{ who = \"it\", can = [\"break-glass\"] }]",
        "top-admin = \"desk\"\nbusiness-owner = \"desk\"",
        "top-admin = [\"desk\", \"gohst\"]",
        "top-admin = \"desk\"\nowner = 7",
    ] {
        is_prepared(&format!("[workstream.help-desk]\n[system.tenant]\n{key}\n"));
    }
}

#[test]
fn the_client_may_break_the_glass() {
    let system = "[system.tenant]\ntop-admin = \"desk\"\n";
    is_prepared(&format!(
        "[workstream.privileged-access]\nresponsible = \"it\"\nsystems = [\"tenant\"]\n{system}"
    ));
    is_prepared(&format!(
        "[workstream.privileged-access]\nresponsible = \"it\"\n[workstream.old-rights]\n\
         area = \"privileged-access\"\nresponsible = \"it\"\nsystems = [\"other\"]\n\
         [system.other]\n{system}"
    ));
    is_prepared(&format!(
        "[workstream.help-desk]\n[[grant]]\nholder = \"it\"\naction = \"break-glass\"\n\
         mode = \"pre-authorized\"\n{system}"
    ));
}

#[test]
fn a_glass_that_is_another_systems_does_not_help() {
    finds(
        HEAD,
        r#"
[workstream.privileged-access]
responsible = "it"
systems = ["other"]
[workstream.help-desk]
responsible = "it"
[system.other]
[system.tenant]
top-admin = "desk"
#           ^^^^^^ warning: `zeta` holds no key to `tenant`: only the provider has top rights
[[grant]]
holder = "it"
action = "break-glass"
mode = "prohibited"
"#,
    );
}

#[test]
fn without_sides_or_an_exit_there_is_nothing_to_say() {
    is_not_evaluated(
        "missing-exit-plan",
        "[engagement]\nclient = \"zeta\"\n[party.zeta]\n",
    );
    is_not_evaluated(
        "missing-exit-plan",
        &format!("{HEAD}[workstream.help-desk]\n{SIDES}"),
    );
    is_not_evaluated("missing-exit-plan", &format!("[engagement]\n{SIDES}"));
}

#[test]
fn whoever_is_asked_has_a_part_unless_a_law_asks_for_more() {
    let row = "[workstream.transition-out]\nresponsible = \"desk\"\naccountable = \"desk\"\n";
    is_prepared(&format!("{row}consulted = \"it\"\n"));
    is_prepared(&format!("{row}support = \"zeta\"\n"));
    finds(
        HEAD,
        r#"
[workstream.transition-out]
#           ^^^^^^^^^^^^^^ warning: nobody of `zeta` has a part in ending the engagement (`transition-out`)
responsible = "desk"
#             ------ of `acme`
informed = "it"
"#,
    );
    finds(
        "[engagement]\nclient = \"zeta\"\nprovider = \"acme\"\nprofiles = [\"dora\"]\n",
        r#"
[workstream.transition-out]
#           ^^^^^^^^^^^^^^ error: nobody of `zeta` has a part in ending the engagement (`transition-out`)
responsible = "desk"
#             ------ of `acme`
consulted = "it"
"#,
    );
}

#[test]
fn the_clause_that_asks_for_it_is_told() {
    let label = |profiles: &str, body: &str| {
        let text = format!(
            "[engagement]\nclient = \"zeta\"\nprovider = \"acme\"\nprofiles = [{profiles}]\n\
             {body}{SIDES}"
        );
        let sources = Sources::default();
        let findings = run("missing-exit-plan", &text, &sources).findings;
        assert_eq!(findings.len(), 1, "{text}");
        (findings[0].label.clone(), findings[0].clauses.len())
    };
    let asks = "`dora` Regulation (EU) 2022/2554, 28(8), asks for it".to_owned();
    let one_sided = "[workstream.transition-out]\nresponsible = \"desk\"\n";
    assert_eq!(label("\"dora\"", one_sided), (asks.clone(), 1));
    assert_eq!(label("\"dora\"", "[workstream.help-desk]\n"), (asks, 1));
    assert_eq!(label("", one_sided), (String::new(), 0));
}

#[test]
fn without_work_or_with_lost_text_nothing_is_said_about_the_end() {
    let head =
        |more: &str| HEAD.replace("profiles = []", &format!("profiles = [\"dora\"]\n{more}"));
    let work = "[workstream.help-desk]\n";
    let told = format!("{}{work}{SIDES}", head(""));
    assert_eq!(
        run("missing-exit-plan", &told, &Sources::default())
            .findings
            .len(),
        1
    );
    is_not_evaluated("missing-exit-plan", &format!("{}{SIDES}", head("")));
    let lost = head("include = [\"gone.toml\"]");
    is_not_evaluated("missing-exit-plan", &format!("{lost}{work}{SIDES}"));
}

#[test]
fn a_profile_that_does_not_ask_for_the_end_leaves_it_open() {
    let text = |areas: &str| {
        let head = HEAD.replace("[]", "[\"./house.profile.toml\"]");
        format!(
            "{head}[workstream.help-desk]\n{SIDES}#@ ./house.profile.toml\n[profile]\n\
             id = \"house\"\ntitle = \"House rules\"\nversion = \"1\"\nareas = [{areas}]\n"
        )
    };
    is_not_evaluated("missing-exit-plan", &text("\"patching\""));
    let asked = run(
        "missing-exit-plan",
        &text("\"transition-out\""),
        &Sources::default(),
    );
    assert_eq!(asked.findings.len(), 1);
}

/// Work for the exit of which each side has a step, until these days, in an engagement to the end
/// of 2028.
fn steps_until(back: &str, over: &str) -> String {
    format!(
        "[workstream.transition-out]\n[workstream.transition-out.slice.hand-back]\n\
         responsible = \"desk\"\n{back}\n[workstream.transition-out.slice.take-over]\n\
         responsible = \"it\"\n{over}\n"
    )
}

const LONG: &str = "[engagement]\nclient = \"zeta\"\nprovider = \"acme\"\nprofiles = []\n\
                    starts = 2027-01-01\nends = 2028-12-31\n";

#[test]
fn work_that_is_over_before_the_end_hands_nothing_back() {
    let messages = |back: &str, over: &str| {
        let text = format!("{LONG}{}{SIDES}", steps_until(back, over));
        let findings = run("missing-exit-plan", &text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<String>>()
    };
    let early = "until = 2027-06-30";
    assert_eq!(
        messages("", early),
        ["nobody of `zeta` has a part in ending the engagement (`transition-out`)"]
    );
    assert_eq!(
        messages(early, early),
        [
            "nobody of `zeta` and nobody of `acme` has a part in ending the engagement (`transition-out`)"
        ]
    );
    assert_eq!(
        messages("until = 2028-12-31", "until = 2029-03-31"),
        [""; 0]
    );
    assert_eq!(messages("from = 2028-10-01", ""), [""; 0]);
}

#[test]
fn a_key_that_leaves_before_the_end() {
    let system = |admins: &str, days: &str| {
        format!(
            "{LONG}[workstream.help-desk]\n[system.tenant]\ntop-admin = {admins}\n[person.omar]\nparty = \"zeta\"\n{days}\n{SIDES}"
        )
    };
    check(
        "missing-exit-plan",
        &system(
            "[\"desk\", \"omar\"]\n\
             #            ------ of the provider\n\
             #                    ^^^^^^ warning: `zeta` holds no key to `tenant` when `omar` has left: only the provider has top rights",
            "until = 2027-02-28\n#       ---------- the last day",
        ),
    );
    for (admins, days) in [
        ("[\"desk\", \"omar\"]", ""),
        ("[\"desk\", \"omar\"]", "until = 2028-12-31"),
        ("[\"desk\", \"omar\", \"it\"]", "until = 2027-02-28"),
    ] {
        is_silent("missing-exit-plan", &system(admins, days));
    }
}

#[test]
fn what_is_said_of_other_areas_says_nothing_about_the_end() {
    let count = |more: &str| {
        let head = HEAD.replace("[]", "[\"dora\"]");
        let text = format!("{head}[workstream.help-desk]\n{more}\n{SIDES}");
        run("missing-exit-plan", &text, &Sources::default())
            .findings
            .len()
    };
    let excluded = |area: &str, more: &str| {
        format!("[[exclusion]]\narea = {area}\nreason = \"by the group\"\n{more}")
    };
    let accepted = "accepted-by = \"it\"";
    assert_eq!(count(""), 1);
    assert_eq!(count(&excluded("\"reporting\"", accepted)), 1);
    assert_eq!(count(&excluded("\"transition-out\"", "")), 1);
    assert_eq!(count(&excluded("\"transition-out\"", accepted)), 0);
    assert_eq!(count(&excluded("\"transition-out\"", "accepted-by = 7")), 0);
    // What cannot be read may be about the end.
    assert_eq!(count(&excluded("7", "")), 0);
    assert_eq!(count("area = 7"), 0);
    assert_eq!(count("satisfies = 7"), 0);
}

#[test]
fn that_somebody_of_the_provider_leaves_takes_no_key_from_the_client() {
    let text = format!(
        "{LONG}{}{SIDES}",
        r#"
[workstream.help-desk]
[system.tenant]
top-admin = ["nia", "desk"]
#            ^^^^^ warning: `zeta` holds no key to `tenant`: only the provider has top rights
#                   ------ of the provider as well
[person.nia]
party = "acme"
until = 2027-02-28
"#
    );
    check("missing-exit-plan", &text);
}
