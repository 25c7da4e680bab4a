//! Who answers duties, through the rules that ask.

use crate::rules::tests::is_not_evaluated;

#[test]
fn contracts_are_asked_for_where_both_sides_are_known() {
    for side in ["client", "provider"] {
        is_not_evaluated(
            "missing-agreement",
            &format!(
                "[engagement]\n{side} = \"north\"\nprofiles = [\"hipaa\"]\nstarts = 2027-01-01\n\
                 [party.north]\n"
            ),
        );
    }
}
