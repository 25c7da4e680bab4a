//! Which rules run, and how much their findings weigh.

use racilint_diagnostics::{Severity, Sources};

use super::Levels;
use crate::rules::find;
use crate::rules::tests::run_together;

#[test]
fn a_rule_runs_unless_it_is_left_out_by_one_of_three_ways() {
    let is_on = |levels: &Levels| levels.is_on(find("overload").expect("a rule"));
    let mut levels = Levels::default();
    assert!(is_on(&levels));
    levels.levels.insert("overload", Some(Severity::Error));
    levels.ignore.insert("unowned-area");
    assert!(is_on(&levels));
    levels.select.insert("unowned-area");
    assert!(!is_on(&levels));
    levels.select.insert("overload");
    assert!(is_on(&levels));
    levels.ignore.insert("overload");
    assert!(!is_on(&levels));
    levels.ignore.clear();
    levels.levels.insert("overload", None);
    assert!(!is_on(&levels));
}

#[test]
fn a_law_weighs_more_against_a_model_where_its_duties_are_nobodys() {
    const MODEL: &str = "model-complexity-mismatch";
    let weight = |rules: &[&str]| {
        let text = "[engagement]\nmodel = \"fully-managed\"\nprofiles = [\"cjis\"]\n\
                    complexity = \"low\"\n";
        let findings = run_together(rules, text, &Sources::default()).findings;
        let mut of_model = findings.iter().filter(|own| own.rule.name == MODEL);
        of_model.next().expect("a finding").severity
    };
    assert_eq!(weight(&[MODEL]), Severity::Note);
    assert_eq!(weight(&[MODEL, "unassigned-duty"]), Severity::Warning);
}
