//! Tests of profile files of a house, through the rules that ask the catalogues.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const ENGAGEMENT: &str = r#"
[engagement]
model = "co-managed"
profiles = ["./house.profile.toml"]
client = "harbor"
provider = "northwind"

[party.harbor]
[party.northwind]
[person.dana]
party = "harbor"
[person.kim]
party = "northwind"
"#;

const HEAD: &str = r#"
#@ ./house.profile.toml
[profile]
id = "house"
title = "House rules"
version = "2027"
"#;

fn with_house(rows: &str, house: &str) -> String {
    format!("{ENGAGEMENT}{rows}{HEAD}{house}")
}

const CLOUD: &str = r#"
[area.cloud-costs]
title = "Cloud costs"
needs = ["raise-limit"]

[action.raise-limit]
title = "Raise a limit"
"#;

#[test]
fn a_house_demands_areas_of_its_own_and_of_the_catalogue() {
    let house = format!("areas = [\"cloud-costs\", \"patching\"]\n{CLOUD}");
    let fixture = with_house("[workstream.patching]\naccountable = \"kim\"", &house);
    let marked = fixture.replace(
        "client = ",
        "#           ^^^^^^^^^^^^^^^^^^^^^^ error: nobody owns `cloud-costs`, which `house` asks for\nclient = ",
    );
    check("unowned-area", &marked);
    let rows = "[workstream.patching]\naccountable = \"kim\"\n[workstream.cloud-costs]\n";
    is_silent("unowned-area", &with_house(rows, &house));
}

#[test]
fn work_of_a_new_area_takes_its_new_action() {
    let rows = r#"
[workstream.cloud-costs]
#           ^^^^^^^^^^^ error: nobody who is responsible or accountable for `cloud-costs` may `raise-limit`
responsible = "kim"
#             ----- does the work, but has no authority to do this
[[grant]]
holder = "dana"
action = "raise-limit"
#        ------------- `dana` may, without being in charge of this work
mode = "pre-authorized"
"#;
    check("responsibility-without-authority", &with_house(rows, CLOUD));
    is_silent("unknown-reference", &with_house(rows, CLOUD));
}

#[test]
fn a_house_changes_what_an_area_takes() {
    let rows = "[workstream.patching]\nresponsible = \"kim\"\n[workstream.help-desk]\nneeds = []";
    is_not_evaluated("responsibility-without-authority", &with_house(rows, ""));
    let house = "[area.patching]\nneeds = [\"emergency-change\"]";
    let said = run(
        "responsibility-without-authority",
        &with_house(rows, house),
        &Sources::default(),
    );
    assert_eq!(said.findings.len(), 1);
}

#[test]
fn a_duty_of_the_house_is_asked_for_with_its_clause() {
    let house = r#"
[duty.watched-restore]
title = "A watched restore"
refs = ["H-3"]
hold = "provider"
"#;
    let fixture = with_house("[workstream.patching]\naccountable = \"kim\"", house);
    let sources = Sources::default();
    let said = run("unassigned-duty", &fixture, &sources).findings;
    let [finding] = said.as_slice() else {
        panic!("{said:#?}");
    };
    assert_eq!(finding.subject.object, "duty.house:watched-restore");
    let clauses = finding.clauses.iter().map(|own| (&*own.profile, &*own.id));
    assert_eq!(clauses.collect::<Vec<_>>(), [("house", "H-3")]);
    let text = format!("{} {} {:?}", finding.message, finding.label, finding.help);
    assert!(
        text.contains("H-3") && text.contains("house, 2027"),
        "{text}"
    );
    let rows = "[workstream.restore]\naccountable = \"kim\"\nsatisfies = \"house:H-3\"";
    is_silent("unassigned-duty", &with_house(rows, house));
    is_silent("unknown-reference", &with_house(rows, house));
}

#[test]
fn names_that_stand_for_nothing_in_a_house() {
    let house = r#"
areas = ["cloud-cost", "patchin"]
#        ^^^^^^^^^^^^ error: there is no area `cloud-cost`
#                      ^^^^^^^^^ error: there is no area `patchin`

[area.cloud-costs]
title = "Cloud costs"
needs = ["isolate-endpont"]
#        ^^^^^^^^^^^^^^^^^ error: there is no action `isolate-endpont`

[duty.official]
title = "An official"

[duty.privacy]
title = "Privacy"
held-by-duty = "officer"
#              ^^^^^^^^^ error: this profile has no duty `officer`
only-if-outsourced = "official"
"#;
    check("unknown-reference", &with_house("", house));
}

#[test]
fn ids_that_are_taken() {
    let house = r#"
[area.Patching]
#     ^^^^^^^^ error: `Patching` and the area `patching` differ only in spelling
title = "Patches"

[duty.official]
#     -------- first declared here
title = "An official"

[duty.Official]
#     ^^^^^^^^ error: `Official` and `official` differ only in spelling
title = "Another"
"#;
    check("duplicate-id", &with_house("", house));
    let taken = with_house("", "").replace(
        "id = \"house\"",
        "id = \"hipaa\"\n#    ^^^^^^^ error: `hipaa` is the id of a profile that racilint brings",
    );
    check("duplicate-id", &taken);
}

#[test]
fn what_is_new_has_a_title_and_what_exists_keeps_its_own() {
    let house = r#"
[area.cloud-costs]
#     ^^^^^^^^^^^ error: the new area `cloud-costs` has no title
[action.raise-limit]
#       ^^^^^^^^^^^ error: the new action `raise-limit` has no title
irreversible = true
[area.patching]
expected-co = "client"
[action.isolate-endpoint]
irreversible = true
"#;
    check("missing-key", &with_house("", house));
}

#[test]
fn a_table_that_stands_twice_in_a_house() {
    let house = r#"
[duty.official]
#     -------- first declared here
title = "An official"
[duty.official]
#     ^^^^^^^^ error: the duty `official` is declared a second time
hold = "client"
"#;
    check("duplicate-id", &with_house("", house));
}

#[test]
fn a_profile_without_its_head() {
    let rows = "[workstream.patching]\naccountable = \"kim\"";
    let fixture = format!("{ENGAGEMENT}{rows}\n#@ ./house.profile.toml\n[area.patching]\n");
    let sources = Sources::default();
    let said = run("missing-key", &fixture, &sources).findings;
    let said: Vec<&str> = said.iter().map(|own| &*own.message).collect();
    assert_eq!(said, ["`profile` is missing here"]);
}

/// What is unknown may be declared in the file that was lost.
#[test]
fn a_house_that_is_lost_makes_no_noise() {
    let rows = r#"
[workstream.cloud]
area = "cloud-costs"
satisfies = ["house:restore"]
needs = ["raise-limit"]
"#;
    is_not_evaluated("unknown-reference", &format!("{ENGAGEMENT}{rows}"));
    let misspelt = with_house(rows, "[aria.cloud-costs]\n");
    is_not_evaluated("unknown-reference", &misspelt);
    let nameless = with_house(rows, "").replace("id = \"house\"", "");
    is_not_evaluated("unknown-reference", &nameless);
    let taken = with_house(rows, "").replace("id = \"house\"", "id = \"hipaa\"");
    is_not_evaluated("unknown-reference", &taken);
    let engagement = "\n#@ ./house.profile.toml\n[engagement]\n[party.harbor]\n";
    let sources = Sources::default();
    let fixture = format!("{ENGAGEMENT}{rows}{engagement}");
    let said = run("invalid-include", &fixture, &sources).findings;
    let said: Vec<&str> = said.iter().map(|own| &*own.message).collect();
    assert_eq!(said, ["`./house.profile.toml` is not a profile"]);
}

/// What every audit asks for is not asked for because a house has rules.
#[test]
fn a_house_is_no_framework_of_compliance() {
    let house = "[duty.official]\ntitle = \"An official\"\nhold = \"client\"";
    let rows = "[workstream.log-review]\naccountable = \"kim\"";
    is_not_evaluated("compliance-duties-incomplete", &with_house(rows, house));
    is_not_evaluated("control-without-evidence", &with_house(rows, house));
}

#[test]
fn who_is_expected_is_not_judged_while_the_house_is_lost() {
    let rows = "[workstream.patching]\naccountable = \"dana\"";
    is_not_evaluated("unexpected-holder", &format!("{ENGAGEMENT}{rows}"));
    let house = with_house(rows, "[area.patching]\nexpected-co = \"client\"");
    is_silent("unexpected-holder", &house);
}

#[test]
fn a_house_changes_what_its_actions_are() {
    let rows = r#"
[workstream.containment]
responsible = "kim"
needs = ["isolate-endpoint", "block-traffic"]
[[grant]]
holder = "kim"
action = ["isolate-endpoint", "block-traffic"]
mode = "approval-required"
approver = "dana"
"#;
    let sources = Sources::default();
    let said = run("advisory-drift", &with_house(rows, ""), &sources).findings;
    assert_eq!(said.len(), 1);
    // What cannot be taken back may well take an approval.
    let house = r#"
[action.isolate-endpoint]
irreversible = true
[action.block-traffic]
irreversible = true
"#;
    is_not_evaluated("advisory-drift", &with_house(rows, house));
}

/// That the id is taken is told; the duties are neither those of the shipped profile nor asked for.
#[test]
fn a_profile_with_a_shipped_or_no_id_asks_for_nothing() {
    let house = r#"
[duty.watched-restore]
title = "A watched restore"
hold = "provider"
"#;
    let rows = "[workstream.patching]\naccountable = \"kim\"";
    let asked = |id: &str| {
        let fixture = with_house(rows, house).replace("id = \"house\"\n", id);
        let said = run("unassigned-duty", &fixture, &Sources::default()).findings;
        said.len()
    };
    assert_eq!(asked("id = \"house\"\n"), 1);
    assert_eq!(asked("id = \"hipaa\"\n"), 0);
    assert_eq!(asked(""), 0);
}

/// What a profile names must be there, also where its id is taken.
#[test]
fn names_in_a_house_whose_id_is_taken_are_looked_up() {
    let house =
        with_house("", "areas = [\"patchin\"]\n").replace("id = \"house\"", "id = \"hipaa\"");
    let said = run("unknown-reference", &house, &Sources::default()).findings;
    let said: Vec<&str> = said.iter().map(|own| &*own.message).collect();
    assert_eq!(said, ["there is no area `patchin`"]);
}
