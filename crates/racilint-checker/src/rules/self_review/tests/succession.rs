//! People who follow one another.

use racilint_diagnostics::Sources;

use crate::rules::tests::{check, run};

const RULE: &str = "self-review";

#[test]
fn one_of_two_holders_of_a_role_did_all_of_the_work() {
    check(
        RULE,
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
[person.abi]
until = 2027-06-30
[person.bo]
from = 2027-07-01
[person.cy]
[role.it-head]
held-by = ["abi", "bo"]
[workstream.firewall-review]
until = 2027-06-30
responsible = "abi"
#             ----- does the work that it proves
[evidence.record]
for = "firewall-review"
owner = "cy"
producer = "abi"
#          ----- makes it
reviewer = "it-head"
#          ^^^^^^^^^ warning: `it-head` reviews work of their own: the evidence `record`
[evidence.log]
for = "firewall-review"
owner = "cy"
producer = "cy"
reviewer = "it-head"
#          ^^^^^^^^^ warning: `it-head` reviews work of their own: the evidence `log`
"#,
    );
}

/// The messages where a role of two reviews what one of them does, with their days.
fn told(abi: &str, bo: &str) -> Vec<String> {
    let text = format!(
        "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\n[person.abi]\n{abi}\n\
         [person.bo]\n{bo}\n[person.cy]\n[role.it-head]\nheld-by = [\"abi\", \"bo\"]\n\
         [evidence.record]\nproducer = \"abi\"\nreviewer = \"it-head\"\n"
    );
    let findings = run(RULE, &text, &Sources::default()).findings;
    findings.into_iter().map(|own| own.message).collect()
}

#[test]
fn only_the_days_on_which_the_two_are_the_same_count() {
    let own =
        |when: &str| format!("`it-head` reviews work of their own{when}: the evidence `record`");
    assert_eq!(
        told("until = 2027-06-30", "from = 2027-07-01"),
        [own(" until 2027-06-30")]
    );
    assert_eq!(
        told("", "until = 2027-03-31"),
        [own(" from 2027-04-01 to 2027-12-31")]
    );
    assert_eq!(told("", "from = 2028-01-01"), [own("")]);
    // Whoever left before the first day was never there.
    assert_eq!(told("", "until = 2026-06-30"), [own("")]);
    // Four weeks are long enough.
    assert_eq!(told("", "from = 2027-01-29"), [own(" until 2027-01-28")]);
}

#[test]
fn another_pair_of_eyes_is_there_or_comes_soon() {
    assert_eq!(told("", ""), [""; 0]);
    assert_eq!(told("", "from = 2027-01-28"), [""; 0]);
    assert_eq!(told("until = 2027-01-27", "from = 2027-01-20"), [""; 0]);
    assert_eq!(told("until = 2026-10-31", ""), [""; 0]);
    assert_eq!(told("until = 2026-10-31", "from = 2027-02-01"), [""; 0]);
}

/// A crowd is not in the same hands by chance, and not compared day by day.
#[test]
fn a_crowd_that_grows_later_is_not_compared_by_its_days() {
    let count = |later: usize| {
        let names = |range: std::ops::Range<usize>| {
            let names: Vec<String> = range.map(|at| format!("\"p{at}\"")).collect();
            names.join(", ")
        };
        let person = |at: usize| {
            let from = if at < 31 { "" } else { "from = 2027-07-01\n" };
            format!("[person.p{at}]\n{from}")
        };
        let people: String = (0..31 + later).map(person).collect();
        let text = format!(
            "[engagement]\nstarts = 2027-01-01\nends = 2027-12-31\n{people}\
             [team.makers]\nmembers = [{}]\n[team.readers]\nmembers = [{}]\n\
             [evidence.record]\nproducer = \"makers\"\nreviewer = \"readers\"\n",
            names(0..31),
            names(0..31 + later),
        );
        run(RULE, &text, &Sources::default()).findings.len()
    };
    assert_eq!(count(2), 1);
    assert_eq!(count(3), 0);
}
