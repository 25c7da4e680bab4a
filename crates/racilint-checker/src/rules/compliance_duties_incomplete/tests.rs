//! What `compliance-duties-incomplete` tells, and what it does not.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

/// An engagement in which six of the seven are somebody's.
const SIX: &str = r#"
[engagement]
profiles = ["msp-baseline", "pci-dss"]
[workstream.operations]
area = ["remediation", "access-management", "policy-updates", "evidence-management", "exception-management", "incident-planning"]
responsible = "ana"
accountable = "ana"
[person.ana]
"#;

#[test]
fn what_nobody_owns_points_at_the_profile() {
    check(
        "compliance-duties-incomplete",
        &SIX.replace(
            "\"pci-dss\"]\n",
            "\"pci-dss\"]\n#                           ^^^^^^^^^ error: an audit under `pci-dss` asks for log review, and nobody owns that\n",
        ),
    );
}

#[test]
fn what_lacks_an_owner_or_a_doer_points_at_the_work() {
    check(
        "compliance-duties-incomplete",
        &format!(
            r#"{SIX}
[workstream.logs]
#           ^^^^ error: an audit under `pci-dss` asks for log review: `logs` is that, and nobody does it
area = "log-review"
accountable = "ana"
"#
        ),
    );
    check(
        "compliance-duties-incomplete",
        &format!(
            r#"{SIX}
[workstream.log-review]
#           ^^^^^^^^^^ error: an audit under `pci-dss` asks for log review: `log-review` is that, and nobody answers for it
responsible = "ana"
"#
        ),
    );
}

#[test]
fn parts_children_duties_reasons_and_exclusions_count() {
    for more in [
        "[workstream.log-review.slice.days]\nresponsible = \"ana\"\naccountable = \"ana\"\n",
        "[workstream.log-review]\n[workstream.firewall-logs]\nparent = \"log-review\"\nresponsible = \"ana\"\naccountable = \"ana\"\n",
        "[workstream.logs]\nsatisfies = \"pci-dss:10.4.1\"\n",
        "[workstream.log-review]\nnot-applicable = \"no logs\"\n",
        "[[exclusion]]\narea = \"log-review\"\naccepted-by = \"ana\"\n",
        "[workstream.logs]\narea = \"log-review\"\naccountable = \"gohst\"\nresponsible = \"TBD\"\n",
    ] {
        is_silent("compliance-duties-incomplete", &format!("{SIX}\n{more}"));
    }
}

#[test]
fn the_baseline_alone_asks_for_none_of_it() {
    is_not_evaluated(
        "compliance-duties-incomplete",
        "[engagement]\n[workstream.patching]\n",
    );
    is_silent(
        "compliance-duties-incomplete",
        "[engagement]\nprofiles = [\"hipaa\"]\n",
    );
}

#[test]
fn what_cannot_be_read_may_be_the_work() {
    for more in [
        "[workstream.x]\narea = 7\n",
        "[workstream.x]\nsatisfies = 7\n",
    ] {
        is_not_evaluated("compliance-duties-incomplete", &format!("{SIX}{more}"));
    }
    let damaged = SIX.replace("[engagement]", "[engagement]\ninclude = [\"gone.toml\"]");
    is_not_evaluated("compliance-duties-incomplete", &damaged);
    let exclusion = "[[exclusion]]\narea = \"log-review\"\n";
    is_silent(
        "compliance-duties-incomplete",
        &format!("{SIX}{exclusion}accepted-by = 7\n"),
    );
    let findings = |more: &str| {
        let text = format!("{SIX}{more}");
        let findings = run("compliance-duties-incomplete", &text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect::<Vec<String>>()
    };
    let nobody = "an audit under `pci-dss` asks for log review, and nobody owns that";
    assert_eq!(findings(exclusion), [nobody]);
    assert_eq!(
        findings("[workstream.log-review]\n"),
        [
            "an audit under `pci-dss` asks for log review: `log-review` is that, and nobody answers for it, and \
             nobody does it"
        ]
    );
    let decides = "[workstream.log-review]\naccountable = \"ana\"\n";
    assert_eq!(findings(decides).len(), 1);
    assert_eq!(
        findings(&format!("{decides}activity = \"decision\"\n")),
        [""; 0]
    );
}
