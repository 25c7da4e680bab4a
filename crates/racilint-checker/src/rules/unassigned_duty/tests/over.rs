//! Contracts that are over, or not signed.

use super::{annex, left_out, said_of_data_return};
use crate::rules::tests::check;

#[test]
fn a_contract_that_is_over_or_not_signed_covers_nothing() {
    let both = "[\"bank\", \"northwind\"]";
    let signed = "status = \"signed\"";
    let over = annex(both, "signed = 2024-01-01\nuntil = 2025-12-31");
    assert_eq!(
        said_of_data_return("", &over),
        [
            "nobody holds `dora:data-return`: `agreement.annex`, which covers that, ends before \
             the first day"
        ]
    );
    assert_eq!(
        said_of_data_return(signed, &annex(both, "")),
        [
            "nobody holds `dora:data-return`: `agreement.annex`, which covers that, is not signed \
             by the first day"
        ]
    );
    assert_eq!(said_of_data_return("", &annex(both, "")), [""; 0]);
    let in_force = annex(both, "signed = 2026-10-10");
    assert_eq!(said_of_data_return(signed, &in_force), [""; 0]);
    let unread = over.replace("[\"dora:data-return\"]", "7");
    assert_eq!(said_of_data_return("", &unread), [""; 0]);
    let stated = "[[statement]]\nby = \"northwind\"\nprovides = \"dora:data-return\"\n";
    assert_eq!(
        said_of_data_return(signed, &format!("{over}{stated}")),
        [""; 0]
    );
}

#[test]
fn one_contract_that_is_over_is_one_finding_at_its_last_day() {
    check(
        "unassigned-duty",
        &left_out(
            r#"
[workstream.monitoring]
satisfies = "apra-cps-230:58"
[agreement.annex]
between = ["bank", "northwind"]
covers = ["apra-cps-230:54", "apra-cps-230:54(d)"]
#         ----------------- what it covers
signed = 2024-01-01
until = 2025-12-31
#       ^^^^^^^^^^ error: nobody holds `apra-cps-230:formal-agreement`: `agreement.annex`, which covers that, ended on 2025-12-31
"#,
        )
        .replace(
            "[workstream.contracts]\nsatisfies = [\"apra-cps-230:formal-agreement\", \
             \"apra-cps-230:subcontractor-notice\"]",
            "[workstream.contracts]\nsatisfies = [\"apra-cps-230:subcontractor-notice\"]",
        ),
    );
}
