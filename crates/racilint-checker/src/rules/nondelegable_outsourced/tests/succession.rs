//! A duty that passes from the client to the provider, or back, on a day.

use super::SIDES;
use crate::rules::tests::{check, is_silent};

fn analysis(client: &str, provider: &str) -> String {
    format!(
        r#"{SIDES}
[workstream.risk]
accountable = "maria"
satisfies = "hipaa:risk-analysis"
{client}
[workstream.risk-later]
accountable = "soc"
satisfies = "hipaa:risk-analysis"
{provider}
"#
    )
}

#[test]
fn the_provider_has_it_from_a_day_on() {
    check(
        "nondelegable-outsourced",
        &format!(
            r#"{SIDES}
[workstream.risk]
accountable = "maria"
satisfies = "hipaa:risk-analysis"
until = 2027-06-30
#       ---------- the client has it in `risk` until 2027-06-30
[workstream.risk-later]
accountable = "soc"
#             ^^^^^ error: `soc` answers for `risk-later`, but `hipaa:risk-analysis` must stay with the client
satisfies = "hipaa:risk-analysis"
#           --------------------- the client's own: 164.308(a)(1)(ii)(A), 164.308(a)(1)(ii)(B) of hipaa, 45 CFR 164 (2013 omnibus rule)
from = 2027-07-01
"#
        ),
    );
}

#[test]
fn the_client_has_it_only_from_a_day_on() {
    check(
        "nondelegable-outsourced",
        &format!(
            r#"{SIDES}
[workstream.risk]
accountable = "maria"
satisfies = "hipaa:risk-analysis"
from = 2027-07-01
#      ---------- the client has it in `risk` from 2027-07-01 on
[workstream.risk-before]
accountable = "soc"
#             ^^^^^ error: `soc` answers for `risk-before`, but `hipaa:risk-analysis` must stay with the client
satisfies = "hipaa:risk-analysis"
#           --------------------- the client's own: 164.308(a)(1)(ii)(A), 164.308(a)(1)(ii)(B) of hipaa, 45 CFR 164 (2013 omnibus rule)
until = 2027-06-30
"#
        ),
    );
}

#[test]
fn on_some_of_the_days_both_have_a_part() {
    for (client, provider) in [
        ("until = 2027-06-30", ""),
        ("", "from = 2027-07-01"),
        ("until = 2027-06-30", "from = 2027-06-30"),
        ("until = \"summer\"", "from = 2027-07-01"),
        ("from = 2027-03-01\nuntil = 2027-03-31", "from = 2027-01-01"),
        // It is over already.
        ("from = 2025-07-01", "until = 2025-06-30"),
    ] {
        is_silent("nondelegable-outsourced", &analysis(client, provider));
    }
}
