//! A contract that begins later than the engagement.

use crate::rules::tests::{check, is_silent};

const TEXT: &str = r#"
[engagement]
client = "bank"
provider = "northwind"
profiles = ["apra-cps-230"]
starts = 2027-01-01
[party.bank]
[party.northwind]
[workstream.all]
responsible = "bank"
satisfies = ["apra-cps-230:20", "apra-cps-230:senior-roles", "apra-cps-230:arrangement-risk",
  "apra-cps-230:provider-monitoring", "apra-cps-230:subcontractor-notice",
  "apra-cps-230:orderly-exit", "apra-cps-230:58"]
[agreement.annex]
between = ["bank", "northwind"]
covers = "apra-cps-230:54"
signed = 2026-10-10
"#;

#[test]
fn a_contract_that_begins_later_covers_nothing_until_then() {
    is_silent("unassigned-duty", &format!("{TEXT}from = 2027-01-01\n"));
    check(
        "unassigned-duty",
        &format!(
            "{}from = 2027-03-01\n#      ^^^^^^^^^^ error: nobody holds \
             `apra-cps-230:formal-agreement`: `agreement.annex`, which covers that, begins only on \
             2027-03-01\n",
            TEXT.replace(
                "signed",
                "#        ----------------- what it covers\nsigned"
            )
        ),
    );
}
