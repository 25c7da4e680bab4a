//! Hours that nobody wrote, or that cannot be read: who is there when is not known then.

use racilint_diagnostics::Sources;

use crate::rules::tests::{is_not_evaluated, is_silent, run};

const RULE: &str = "shift-seam";

/// Nights outside of the hours of a desk, which are known or not, and those who are there.
fn nights(table: &str, who: &str, night: &str, desk: &str, hours: [&str; 2]) -> String {
    let [li, sam] = hours;
    format!(
        r#"
[engagement]
starts = 2027-01-01
ends = 2027-12-31
timezone = "America/Chicago"
[workstream.triage]
criticality = "critical"
[{table}days]
hours = "Mon-Sun 08:00-20:00"
{who} = "li"
[{table}nights]
{who} = "sam"
{night}
[team.desk]
members = ["jo"]
{desk}
[person.jo]
[person.li]
hours = "{li}"
[person.sam]
hours = "{sam}"
"#
    )
}

const TABLES: [(&str, &str); 2] = [
    ("workstream.triage.slice.", "responsible"),
    ("command.", "commander"),
];

/// They are there in turn, or always: nothing would show by what is known.
const HOURS: [[&str; 2]; 2] = [
    ["Mon-Sun 08:00-20:00", "Mon-Sun 20:00-08:00"],
    ["24x7", "24x7"],
];

const OUTSIDE: &str = "hours = { outside = \"desk\" }";
const DESK: &str = "hours = \"Mon-Sun 08:00-20:00\"";

#[test]
fn nights_outside_of_hours_that_nobody_wrote() {
    for (table, who) in TABLES {
        for hours in HOURS {
            let text = |night: &str, desk: &str| nights(table, who, night, desk, hours);
            let count = |text: &str| run(RULE, text, &Sources::default()).findings.len();
            assert_eq!(count(&text(OUTSIDE, DESK)), 1, "{table}");
            is_not_evaluated(RULE, &text(OUTSIDE, ""));
            let partly = "hours = [{ outside = \"desk\" }, \"Sat-Sun 20:00-08:00\"]";
            is_not_evaluated(RULE, &text(partly, ""));
            let found = run(RULE, &text(OUTSIDE, ""), &Sources::default());
            let needed: Vec<&str> = found.needs_hours_of.iter().map(|own| &**own).collect();
            assert_eq!(needed, ["desk"], "{table}");
        }
    }
}

#[test]
fn when_it_holds_cannot_be_read() {
    for (table, who) in TABLES {
        for hours in HOURS {
            for lost in ["from = 5", "until = 5"] {
                let night = format!("{OUTSIDE}\n{lost}");
                is_not_evaluated(RULE, &nights(table, who, &night, DESK, hours));
            }
            for lost in ["hours = 5", "hours = { outside = \"gohst\" }"] {
                is_not_evaluated(RULE, &nights(table, who, lost, DESK, hours));
            }
        }
    }
}

#[test]
fn what_is_not_looked_at_need_not_be_known() {
    let (table, who) = TABLES[1];
    let minor = format!("{OUTSIDE}\nseverity = [\"sev3\", \"sev4\"]");
    is_silent(RULE, &nights(table, who, &minor, "", HOURS[0]));
    let (table, who) = TABLES[0];
    let calm = nights(table, who, OUTSIDE, "", HOURS[0]);
    is_silent(RULE, &calm.replace("criticality = \"critical\"\n", ""));
    // Work without hours passes at none.
    let other = "[workstream.other]\ncriticality = \"critical\"\nfrom = 5\n";
    let known = nights(table, who, OUTSIDE, DESK, HOURS[0]) + other;
    let found = run(RULE, &known, &Sources::default());
    assert_eq!((found.findings.len(), found.not_evaluated.len()), (1, 0));
}
