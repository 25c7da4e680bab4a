//! Tests of `missing-business-context-owner`.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

const RULE: &str = "missing-business-context-owner";

const SIDES: &str = r#"
[party.larch]
[party.cedar]
[person.hester]
party = "larch"
[person.omid]
party = "larch"
[person.kara]
party = "cedar"
"#;

fn fully_managed(body: &str) -> String {
    format!("[engagement]\nmodel = \"fully-managed\"\nclient = \"larch\"\n{body}{SIDES}")
}

#[test]
fn the_client_has_no_voice() {
    check(
        RULE,
        r#"
[engagement]
model = "fully-managed"
#       ^^^^^^^^^^^^^^^ warning: nobody of `larch` answers for the business priorities, has a say in changes or can be reached in an incident
client = "larch"
[workstream.business-priorities]
accountable = "kara"
#             ------ `kara` says what matters most
informed = "hester"
[workstream.change-management]
accountable = "kara"
#             ------ `kara` changes what there is
[escalation.incident]
steps = [{ to = "kara" }]
#               ------ `kara` is the last who is called
[party.larch]
[party.cedar]
[person.hester]
party = "larch"
[person.omid]
party = "larch"
[person.kara]
party = "cedar"
"#,
    );
}

#[test]
fn one_of_three_is_enough_to_say_so() {
    check(
        RULE,
        r#"
[engagement]
model = "fully-managed"
#       ^^^^^^^^^^^^^^^ warning: nobody of `larch` answers for the business priorities
client = "larch"
profiles = []
[workstream.change-management]
accountable = "kara"
consulted = "hester"
[party.larch]
[party.cedar]
[person.hester]
party = "larch"
[person.kara]
party = "cedar"
"#,
    );
}

#[test]
fn every_kind_of_voice_counts() {
    let body = r#"
[workstream.business-priorities]
accountable = "hester"
[workstream.change-management]
accountable = "kara"
[[grant]]
holder = "kara"
action = ["approve-change", "emergency-change"]
mode = "approval-required"
approver = "omid"
[escalation.incident]
steps = [{ to = "kara" }]
[[notice]]
by = "cedar"
to = "hester"
"#;
    is_silent(RULE, &fully_managed(body));
}

#[test]
fn a_step_of_the_escalation_is_enough() {
    let body = r#"
[workstream.business-priorities]
accountable = "hester"
[escalation.incident]
steps = [{ to = "kara" }, { to = "hester" }]
"#;
    is_silent(RULE, &fully_managed(body));
}

#[test]
fn one_person_for_all_is_silent() {
    is_silent(
        RULE,
        r#"
[engagement]
model = "fully-managed"
client = "larch"
[workstream.business-priorities]
accountable = "kara"
[workstream.security-governance]
accountable = "hester"
[party.larch]
[party.cedar]
[person.hester]
party = "larch"
[person.kara]
party = "cedar"
"#,
    );
}

#[test]
fn what_others_say_and_the_unknown_are_silent() {
    let body = r#"
[workstream.business-priorities]
accountable = "gohst"
[workstream.change-management]
accountable = "kara"
consulted = 7
[escalation.incident]
steps = [{ to = "TBD" }]
"#;
    is_silent(RULE, &fully_managed(body));
    is_silent(RULE, &fully_managed("[workstream.business-priorities]\n"));
}

#[test]
fn co_managed_is_silent() {
    let body = fully_managed("[workstream.business-priorities]\naccountable = \"kara\"\n");
    is_silent(RULE, &body.replace("fully-managed", "co-managed"));
}

#[test]
fn without_such_work_there_is_nothing_to_say() {
    // The baseline asks for both areas, and `unowned-area` says so.
    is_not_evaluated(
        RULE,
        &fully_managed("[workstream.patching]\naccountable = \"kara\"\n"),
    );
    is_not_evaluated(RULE, "[engagement]\n");
}

#[test]
fn in_an_incident_every_way_to_the_client_counts() {
    let said = |more: &str| {
        let body = format!(
            r#"
[workstream.business-priorities]
accountable = "hester"
[workstream.containment]
accountable = "kara"
[workstream.patching]
accountable = "kara"
consulted = "hester"
[escalation.incident]
steps = [{{ to = "kara" }}]
[command.security]
commander = "kara"
{more}
"#
        );
        let findings = run(RULE, &fully_managed(&body), &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<String>>()
    };
    let silent = "nobody of `larch` can be reached in an incident";
    assert_eq!(said(""), [silent]);
    for more in [
        "deputy = \"omid\"",
        "decides = \"omid\"",
        "[command.other]\ncommander = \"omid\"",
        "[escalation.other]\nsteps = 7",
        "[[grant]]\nholder = \"kara\"\naction = \"shutdown-system\"\n\
         mode = \"approval-required\"\napprover = \"omid\"",
        "[workstream.calm]\narea = \"containment\"\nconsulted = \"omid\"",
        "[workstream.calm]\narea = \"containment\"\naccountable = \"omid\"",
        "[workstream.stop]\nactivity = \"contain\"\nresponsible = \"omid\"",
        "[[notice]]\nby = \"cedar\"\nto = \"omid\"",
        "[[notice]]\nby = \"cedar\"\nto = 7",
    ] {
        assert_eq!(said(more), [""; 0], "{more}");
    }
    for more in [
        "[workstream.calm]\narea = \"containment\"\ninformed = \"omid\"",
        "[[notice]]\nby = \"larch\"\nto = \"kara\"",
    ] {
        assert_eq!(said(more), [silent], "{more}");
    }
}

#[test]
fn every_say_in_changes_counts() {
    let said = |letters: &str, grant: &str| {
        let body = format!(
            r#"
[workstream.business-priorities]
accountable = "hester"
[workstream.change-management]
{letters}
[escalation.incident]
steps = [{{ to = "omid" }}]
[[grant]]
{grant}
"#
        );
        let findings = run(RULE, &fully_managed(&body), &Sources::default()).findings;
        findings.len()
    };
    let kara = "accountable = \"kara\"";
    let other = "holder = \"kara\"\naction = \"failover\"\nmode = \"pre-authorized\"";
    let approves =
        |mode: &str| format!("holder = \"hester\"\naction = \"approve-change\"\nmode = \"{mode}\"");
    assert_eq!(said(kara, other), 1);
    assert_eq!(said(&format!("{kara}\ninformed = \"omid\""), other), 1);
    assert_eq!(said(kara, &approves("prohibited")), 1);
    assert_eq!(said(kara, &approves("pre-authorized")), 0);
    assert_eq!(
        said(kara, &approves("pre-authorized").replace("hester", "kara")),
        1
    );
    for letter in ["responsible", "consulted"] {
        assert_eq!(said(&format!("{kara}\n{letter} = \"omid\""), other), 0);
    }
    assert_eq!(said("accountable = \"omid\"", other), 0);
}

#[test]
fn an_area_that_is_left_out_or_asked_for_is_another_rules() {
    let count = |body: &str| {
        let text = fully_managed(&format!(
            "{body}\n[escalation.incident]\nsteps = [{{ to = \"omid\" }}]\n"
        ));
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count("profiles = []"), 1);
    assert_eq!(count("profiles = [\"msp-baseline\"]"), 0);
    let exclusion = |area: &str| format!("profiles = []\n[[exclusion]]\narea = \"{area}\"");
    assert_eq!(count(&exclusion("business-priorities")), 0);
    assert_eq!(count(&exclusion("change-management")), 1);
}

#[test]
fn priorities_that_no_profile_asks_for_are_told_of_here() {
    let messages = |areas: &str| {
        let text = fully_managed(
            "profiles = [\"./house.profile.toml\"]\n[workstream.change-management]\n\
             accountable = \"kara\"\nconsulted = \"hester\"\n",
        ) + &format!(
            "#@ ./house.profile.toml\n[profile]\nid = \"house\"\ntitle = \"House rules\"\n\
             version = \"1\"\nareas = [\"{areas}\"]\n"
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<String>>()
    };
    // `unowned-area` says so.
    assert_eq!(messages("business-priorities"), [""; 0]);
    assert_eq!(
        messages("patching"),
        ["nobody of `larch` answers for the business priorities"]
    );
}
