//! From and until when a subcontractor works, and what is passed on holds.

use crate::rules::tests::{check, is_silent};

const RULE: &str = "flow-down-missing";

const TEXT: &str = r#"
[engagement]
client   = "harbor"
provider = "northwind"
profiles = []
starts   = 2026-01-01
[party.harbor]
[party.northwind]
[party.owl]
kind = "subcontractor"
[workstream.night-watch]
from = 2027-07-01
responsible = "owl"
#             ----- `owl` does this work
[agreement.baa]
#          --- what `northwind` owes the client
kind = "baa"
between = ["harbor", "northwind"]
signed = 2025-11-01
[agreement.passed-on]
#          ^^^^^^^^^ error: LACK
kind = "baa"
between = ["northwind", "owl"]
signed = 2027-05-15
"#;

const OWES: &str = "the business associate agreement that `northwind` has to pass on to `owl`";

#[test]
fn a_subcontractor_signs_before_its_work_begins() {
    is_silent(RULE, TEXT);
    let late = TEXT.replace("2027-05-15", "2027-07-02");
    check(
        RULE,
        &late.replace(
            "LACK",
            &format!("{OWES} has not been signed by the first day"),
        ),
    );
    let begins = format!("{TEXT}from = 2027-09-01\n");
    check(
        RULE,
        &begins.replace("LACK", &format!("{OWES} begins only on 2027-09-01")),
    );
}

#[test]
fn whose_work_is_over_signs_nothing() {
    let over = TEXT.replace("from = 2027-07-01", "until = 2026-11-20");
    is_silent(RULE, &over);
    let goes_on = TEXT.replace("from = 2027-07-01", "until = 2026-11-21");
    check(
        RULE,
        &goes_on.replace(
            "LACK",
            &format!("{OWES} has not been signed by the first day"),
        ),
    );
}
