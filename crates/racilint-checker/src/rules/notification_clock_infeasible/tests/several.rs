//! Clocks that run at once: of an agreed notice and of the path, of one law and of another.

use racilint_diagnostics::Sources;

use super::RULE;
use crate::rules::tests::run;

#[test]
fn an_agreed_notice_counts_where_it_is_slower_than_the_path() {
    let told = |within: &str| {
        let text = format!(
            r#"
[engagement]
timezone = "Etc/UTC"
profiles = ["ftc-safeguards"]
client = "alder"
provider = "brightside"
[party.alder]
[party.brightside]
[[notice]]
by = "brightside"
to = "alder"
within = "{within}"
[workstream.authorities]
responsible = "ruth"
needs = ["notify-regulator"]
satisfies = "ftc-safeguards:ftc-notice"
escalation = "breach"
[escalation.breach]
steps = [{{ to = "desk", ack-within = "28d" }}, {{ to = "ruth", ack-within = "1h" }}]
[[grant]]
holder = "ruth"
action = "notify-regulator"
mode = "pre-authorized"
[team.desk]
party = "brightside"
members = "li"
hours = "24x7"
[person.li]
party = "brightside"
[person.ruth]
party = "alder"
hours = "Mon-Fri 08:00-17:00"
"#
        );
        let findings = run(RULE, &text, &Sources::default()).findings;
        assert_eq!(findings.len(), 1, "{within}");
        let mut labels = findings[0].related.iter();
        labels.any(|own| own.message.starts_with("the client is told within"))
    };
    assert!(!told("27d"));
    assert!(!told("28d"));
    assert!(told("29d"));
}

/// From July on it hangs on hours that nobody wrote whether the longer clock can be kept.
#[test]
fn one_clock_is_missed_for_sure_and_another_perhaps() {
    let text = r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "Etc/UTC"
profiles = ["nis2", "ftc-safeguards"]
[workstream.authorities]
responsible = ["eva", "li"]
needs = ["notify-regulator"]
satisfies = ["nis2:early-warning", "ftc-safeguards:ftc-notice"]
respond-within = "1h"
[[grant]]
holder = ["eva", "li"]
action = "notify-regulator"
mode = "pre-authorized"
[person.eva]
hours = "Sat 08:00-09:00"
until = 2027-06-30
[person.li]
from = 2027-07-01
"#;
    let outcome = run(RULE, text, &Sources::default());
    assert_eq!(outcome.findings.len(), 1);
    assert!(outcome.evaluated.iter().any(|info| info.name == RULE));
    let longer = text.replace("\"nis2:early-warning\", ", "");
    let outcome = run(RULE, &longer, &Sources::default());
    assert_eq!(outcome.findings, []);
    assert!(outcome.needs_hours_of.contains("li"));
}
