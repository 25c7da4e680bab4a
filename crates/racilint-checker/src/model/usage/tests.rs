//! Where nobody can be told to be idle, because a name is lost.

use racilint_diagnostics::Sources;

use crate::rules::tests::{is_not_evaluated, is_silent, run};

const RULE: &str = "unused-entity";
const REST: &str = "[workstream.patching]\nresponsible = \"ana\"\n[person.ana]\n";

#[test]
fn a_name_that_is_lost_in_any_table_may_be_anybodys() {
    for lost in [
        "[person.ben]\naway = 5",
        "[team.desk]\nmembers = 5",
        "[role.lead]\nheld-by = 5",
        "[system.mail]\nowner = 5",
        "[[grant]]\nholder = 5",
        "[escalation.up]\nsteps = 5",
        "[command.security]\ncommander = 5",
        "[[handoff]]\nfrom = 5",
        "[evidence.review]\nowner = 5",
        "[milestone.access]\nowner = 5",
        "[metric.speed]\nowner = 5",
        "[report.month]\nowner = 5",
        "[intake.desk]\nowner = 5",
        "[[notice]]\nby = 5",
        "[[exclusion]]\naccepted-by = 5",
        "[[exception]]\nowner = 5",
        "[[acknowledgement]]\nwho = 5",
        "[[waiver]]\nowner = 5",
        "[workstream.backup]\nsupport = 5",
        "[system.mail]\nrun by ben",
    ] {
        is_not_evaluated(RULE, &format!("{REST}{lost}\n"));
    }
}

#[test]
fn what_else_is_lost_names_nobody() {
    for lost in [
        "[system.mail]\nname = 5",
        "[[handoff]]\nwhen = 5",
        "[evidence.review]\nevery = 5",
        "[metric.speed]\ntarget = 5",
        "[[waiver]]\nreason = 5",
    ] {
        is_silent(RULE, &format!("{REST}{lost}\n"));
    }
}

/// Any of very many unknown names may be that of somebody who seems to be idle.
#[test]
fn a_hundred_unknown_names_are_compared_and_no_more() {
    let text = |count: usize| {
        let names: Vec<String> = (0..count).map(|at| format!("\"zz-{at:05}\"")).collect();
        format!("{REST}informed = [{}]\n", names.join(", ")).replace(
            "[person.ana]\ninformed",
            "[person.ana]\n[workstream.told]\ninformed",
        )
    };
    is_silent(RULE, &text(100));
    is_not_evaluated(RULE, &text(101));
}

#[test]
fn whoever_is_named_by_themselves_alone_is_idle() {
    let away = "away = [{ from = 2027-01-01, to = 2027-01-02, covered-by = \"ben\" }]";
    let text = format!("{REST}[person.ben]\n{away}\n");
    let findings = run(RULE, &text, &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
}

/// A name that stands for something, or says that nobody is named, is not a misspelt one.
#[test]
fn only_names_that_mean_nothing_may_be_meant_for_somebody_idle() {
    let count = |name: &str| {
        let rows = "[workstream.bem]\n[person.ben]\n[[handoff]]\nto = \"patching\"\n";
        let text = format!("{REST}{rows}from = \"{name}\"\n");
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count("bem"), 1);
    assert_eq!(count("bne"), 0);
}
