//! What `compliance-duties-incomplete` tells, and what it does not.

use crate::rules::tests::{check, is_not_evaluated, is_silent};

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
            "\"pci-dss\"]\n#                           ^^^^^^^^^ error: `pci-dss` asks for log review, and nobody owns that\n",
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
#           ^^^^ error: `pci-dss` asks for log review: `logs` is that, and nobody does it
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
#           ^^^^^^^^^^ error: `pci-dss` asks for log review: `log-review` is that, and nobody answers for it
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
