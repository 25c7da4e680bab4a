//! Duties by the numbers of clauses: what is proposed for one that is not known.

use racilint_diagnostics::{Safety, Sources};

use super::offered;
use crate::rules::tests::run;

#[test]
fn no_clause_is_taken_for_a_misspelling_of_another() {
    let told = |name: &str| {
        let text = format!("[workstream.care]\nsatisfies = \"{name}\"\n");
        let findings = run("unknown-reference", &text, &Sources::default()).findings;
        let finding = findings.into_iter().next().expect("a finding");
        let safety = finding.fix.map(|fix| fix.safety);
        (finding.label, safety, finding.help.unwrap_or_default())
    };
    let none = "`racilint list duties` shows";
    for other in [
        "dora:16",
        "nist-800-53:IR-5",
        "csa-ccm-ssrm:SEF-04",
        "hipaa:164.409",
        "nis2:21.2.b",
        "iso-27001:24",
        "iso-27002:A.5.24",
        "nist-800-53:IR-6(2)",
    ] {
        let (label, safety, help) = told(other);
        assert_eq!((&*label, safety), ("", None), "{other}");
        assert!(help.starts_with(none), "{other}: {help}");
    }
    for (name, meant, safety) in [
        ("iso-27001:5.24", "iso-27001:A.5.24", Safety::Unsafe),
        ("iso-27001:a5.24", "iso-27001:A.5.24", Safety::Safe),
        ("iso27001:A.5.24", "iso-27001:A.5.24", Safety::Unsafe),
        (
            "hipaa:164.308(a)(6)",
            "hipaa:164.308(a)(6)(ii)",
            Safety::Unsafe,
        ),
        ("hipaa:164.312(b)", "hipaa:164.312", Safety::Unsafe),
        ("hipaa:164.308 (A)(2)", "hipaa:164.308(a)(2)", Safety::Safe),
        ("soc2:7.3", "soc2:CC7.3", Safety::Unsafe),
        (
            "hipaa:incident-respons",
            "hipaa:incident-response",
            Safety::Unsafe,
        ),
    ] {
        let (label, sure, _) = told(name);
        assert_eq!(label, format!("did you mean `{meant}`?"));
        assert_eq!(sure, Some(safety), "{name}");
    }
}

#[test]
fn of_a_clause_that_is_too_wide_those_within_it_are_listed() {
    let told = |text: &str| {
        let findings = run("unknown-reference", text, &Sources::default()).findings;
        (
            findings[0].label.clone(),
            findings[0].help.clone().unwrap_or_default(),
        )
    };
    let within = told("[workstream.care]\nsatisfies = \"dora:17\"\n");
    let help = "name the clause itself: `17(3)(c)`, `17(3)(d)` or `17(3)(e)`";
    assert_eq!(within, (String::new(), help.to_owned()));
    let (label, help) = told("[workstream.care]\nsatisfies = \"hipaa:164.308\"\n");
    assert_eq!(label, "");
    assert!(
        help.starts_with("name the clause itself: `164.308(a)(1)(ii)(A)`, "),
        "{help}"
    );
    assert!(help.ends_with(" or `164.308(b)(2)`"), "{help}");
    let waiver = "[[waiver]]\nrule = \"missing-deputy\"\non = \"duty.soc2:1.3\"\n";
    let help = "name the clause itself: `A1.3` or `CC1.3`";
    assert_eq!(told(waiver), (String::new(), help.to_owned()));
}

#[test]
fn a_clause_without_its_profile() {
    let text = |name: &str| {
        format!(
            "[engagement]\nprofiles = [\"hipaa\", \"iso-27001\"]\n[workstream.care]\n\
             satisfies = \"{name}\"\n"
        )
    };
    let did = |meant: &str| format!("did you mean `{meant}`?");
    for (name, meant) in [("A.5.24", "iso-27001:A.5.24"), ("164.404", "hipaa:164.404")] {
        let expected = (did(meant), Some(Safety::Unsafe));
        assert_eq!(offered(&text(name)), expected);
    }
    assert_eq!(offered(&text("308")), (String::new(), None));
}

#[test]
fn a_figure_in_a_name_makes_no_clause_of_it() {
    let text = "[workstream.triage]\naccountable = \"tier2-dekss\"\n[team.tier2-desks]\n";
    let did = "did you mean `tier2-desks`?".to_owned();
    assert_eq!(offered(text).0, did);
}
