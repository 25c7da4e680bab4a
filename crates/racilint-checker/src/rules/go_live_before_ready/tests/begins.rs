//! Whose work it is that begins, and on which day.

use racilint_diagnostics::Sources;

use super::{RULE, SIDES};
use crate::rules::tests::run;

/// The accounts that containment takes come on a day; who does it, and when it begins.
fn count(responsible: &str, begins: &str) -> usize {
    let text = format!(
        "[engagement]\nclient = \"harbor\"\nprovider = \"northwind\"\nstarts = 2027-01-01\n\
         [workstream.containment]\nresponsible = {responsible}\nfrom = {begins}\n\
         [milestone.accounts]\ninput = \"access\"\ndue = 2027-01-15\n[party.cloud]\n\
         kind = \"vendor\"\n{SIDES}"
    );
    run(RULE, &text, &Sources::default()).findings.len()
}

#[test]
fn accounts_that_come_on_the_first_day_come_in_time() {
    assert_eq!(count("\"soc\"", "2027-01-14"), 1);
    assert_eq!(count("\"soc\"", "2027-01-15"), 0);
}

#[test]
fn work_of_a_vendor_is_not_the_providers() {
    assert_eq!(count("\"cloud\"", "2027-01-14"), 0);
    assert_eq!(count("[\"soc\", \"cloud\"]", "2027-01-14"), 0);
}
