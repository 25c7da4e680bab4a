//! Many grants that contradict nothing hide none that does.

use racilint_diagnostics::Sources;

use crate::rules::tests::{is_silent, run};

const RULE: &str = "authority-conflict";

const HEAD: &str = "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\ntimezone = \"UTC\"\n\
                    [team.soc]\n[team.desk]\n[person.ana]\n[person.ben]\n";

fn grant(id: &str, mode: &str, says: &str) -> String {
    format!(
        "[[grant]]\nid = \"{id}\"\nholder = \"soc\"\naction = \"failover\"\nmode = \"{mode}\"\n{says}\n"
    )
}

fn many(count: usize, mode: &str, says: &str) -> String {
    let each = (0..count).map(|at| grant(&format!("other-{at}"), mode, says));
    each.collect()
}

fn objects(text: &str) -> Vec<String> {
    let findings = run(RULE, text, &Sources::default()).findings;
    findings.into_iter().map(|own| own.subject.object).collect()
}

#[test]
fn prohibitions_that_do_not_meet_a_permission_hide_none_that_does() {
    let others = [
        "from = 2027-01-01\nuntil = 2027-01-31",
        "from = 2027-03-01\nhours = \"Sat-Sun 08:00-09:00\"",
        "from = 2027-03-01\nuntil = 2027-03-03\nhours = \"Mon-Fri 08:00-17:00\"",
    ];
    let yes = grant(
        "yes",
        "pre-authorized",
        "from = 2027-03-01\nhours = \"Mon-Fri 08:00-17:00\"",
    );
    let no = grant("no", "prohibited", "");
    for other in others {
        let crowd = format!("{HEAD}{yes}{}", many(70, "prohibited", other));
        is_silent(RULE, &crowd);
        assert_eq!(objects(&format!("{crowd}{no}")), ["grant.no"], "{other}");
        let first = format!("{HEAD}{}{no}{yes}", many(70, "prohibited", other));
        assert_eq!(objects(&first), ["grant.yes"], "{other}");
    }
}

#[test]
fn approvals_of_another_month_hide_no_other_approver() {
    let early = "approver = \"ben\"\nfrom = 2027-01-01\nuntil = 2027-01-31";
    let own = grant(
        "own",
        "approval-required",
        "approver = \"ana\"\nfrom = 2027-03-01",
    );
    let real = grant(
        "real",
        "approval-required",
        "approver = \"ben\"\nfrom = 2027-03-01",
    );
    let crowd = format!("{HEAD}{}{own}", many(70, "approval-required", early));
    is_silent(RULE, &crowd);
    assert_eq!(objects(&format!("{crowd}{real}")), ["grant.real"]);
}

#[test]
fn of_many_that_contradict_one_the_first_are_told() {
    let yes = grant("yes", "pre-authorized", "");
    let text = format!("{HEAD}{yes}{}", many(70, "prohibited", ""));
    assert_eq!(objects(&text).len(), 32);
}

#[test]
fn where_too_many_are_compared_it_is_said() {
    let days = "hours = \"Mon-Fri 08:00-17:00\"";
    let weekend = "hours = \"Sat-Sun 08:00-17:00\"";
    let crowd = |count: usize| {
        let yes = many(count, "pre-authorized", days);
        format!("[team.soc]\n{yes}{}", many(count, "prohibited", weekend))
    };
    is_silent(RULE, &crowd(150));
    let findings = run(RULE, &crowd(320), &Sources::default()).findings;
    assert_eq!(findings.len(), 1);
    let message = &findings[0].message;
    let expected = "is not compared with all others about the same actions: there are too many";
    assert!(message.ends_with(expected), "{message}");
}
