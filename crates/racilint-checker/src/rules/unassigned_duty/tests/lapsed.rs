//! Duties that only a contract covers which is over.

use racilint_diagnostics::Sources;

use super::is_open;
use crate::rules::tests::run;

#[test]
fn a_contract_that_is_over_leaves_open_only_what_it_surely_covered() {
    let sides = "client = \"harbor\"\nprovider = \"northwind\"";
    let is_open = |duty: &str, contract: &str| {
        let rest = format!(
            "[party.harbor]\n[party.northwind]\n[agreement.x]\n\
             between = [\"harbor\", \"northwind\"]\nuntil = 2025-12-31\n{contract}"
        );
        is_open(sides, &format!("kind = \"agreement\"\n{duty}"), &rest)
    };
    let covers = "covers = [\"house:d\"]";
    assert!(is_open("", covers));
    // What cannot be read may be about others.
    assert!(!is_open("", &format!("{covers}\nkind = 5")));
    assert!(!is_open("", "covers = 5"));
    // `missing-agreement` says so.
    assert!(!is_open("instrument = \"baa\"", covers));
    assert!(!is_open("demanded = false", covers));
}

#[test]
fn up_to_three_duties_of_a_contract_that_is_over_are_named() {
    let said = |ids: &[&str]| {
        let duties: String = ids
            .iter()
            .map(|id| format!("[duty.{id}]\ntitle = \"A duty\"\nkind = \"agreement\"\n"))
            .collect();
        let covers: Vec<String> = ids.iter().map(|id| format!("\"house:{id}\"")).collect();
        let text = format!(
            "[engagement]\nprofiles = [\"./house.profile.toml\"]\n[workstream.patching]\n\
             [agreement.x]\ncovers = [{}]\nuntil = 2025-12-31\n\
             #@ ./house.profile.toml\n[profile]\nid = \"house\"\ntitle = \"House rules\"\n\
             version = \"1\"\n{duties}",
            covers.join(", ")
        );
        let findings = run("unassigned-duty", &text, &Sources::default()).findings;
        assert_eq!(findings.len(), 1);
        let about = match ids {
            [only] => format!("duty.house:{only}"),
            _ => "agreement.x".to_owned(),
        };
        assert_eq!(findings[0].subject.object, about);
        let (said, _) = findings[0].message.split_once(": ").expect("a reason");
        said.to_owned()
    };
    assert_eq!(said(&["audit"]), "nobody holds `house:audit`");
    assert_eq!(
        said(&["audit", "exit", "notice"]),
        "nobody holds `house:audit`, `house:exit` and `house:notice`"
    );
    assert_eq!(
        said(&["audit", "exit", "notice", "return"]),
        "nobody holds 4 duties"
    );
}
