use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::graph::{CycleStep, Relation};
use crate::model::Row;

declare_rule! {
    /// ## What it does
    ///
    /// Reports workstreams that wait for each other in a circle, and workstreams that are parts of
    /// each other.
    ///
    /// ## Why is this bad?
    ///
    /// Where each waits for the next, nobody begins. After an outage such a circle shows when
    /// nothing can be brought back first.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.identity]
    /// depends-on = "network"
    ///
    /// [workstream.network]
    /// depends-on = "identity"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.identity]
    /// depends-on = "network"
    ///
    /// [workstream.network]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// Work may flow in circles (`flows-to`), and people may inform each other: only what cannot
    /// be done without something else, and what is a part of something else, must have a
    /// beginning.
    ///
    /// ## References
    ///
    /// - ISO 22301:2019, 8.2.2: dependencies and the order of recovery
    "dependency-cycle" {
        summary: "workstreams wait for each other, or are parts of each other, in a circle",
        group: Group::Structure,
        waivable: false,
        severity: DefaultSeverity::ERROR,
        needs: "`depends-on` or `parent`",
    }
}

/// So many workstreams of a circle are named in the message; the rest shows in the evidence.
const MOST_NAMES: usize = 5;

fn check(cx: &mut Context<'_, '_>) {
    let refers = |row: &Row<'_>| {
        let depends = !Many::of(&row.workstream.depends_on).is_empty();
        depends || !row.parents.is_empty()
    };
    if !cx.engagement.rows().any(|(_, row)| refers(row)) {
        return cx.lacks_data();
    }
    for cycle in cx.engagement.graph.cycles(Relation::DependsOn) {
        report(
            cx,
            &cycle,
            "waits for",
            "drop the one that can do without the other",
        );
    }
    for cycle in cx.engagement.graph.cycles(Relation::PartOf) {
        report(
            cx,
            &cycle,
            "is a part of",
            "let the largest of them have no parent",
        );
    }
}

fn report(cx: &mut Context<'_, '_>, cycle: &[CycleStep], says: &str, advice: &str) {
    let [first, rest @ ..] = cycle else {
        return;
    };
    let engagement = cx.engagement;
    let name = |step: &CycleStep| &*engagement.row(step.row).name;
    let message = format!("`{}` {says} itself{}", name(first), through(rest, name));
    let object = engagement.row(first.row).object();
    let last = rest.last().unwrap_or(first);
    let finding = cx.report(last.span, message);
    finding.about(object).aspect(says);
    if !rest.is_empty() {
        finding.label(format!(
            "`{}` {says} `{}`: the circle closes",
            name(last),
            name(first)
        ));
    }
    for (step, next) in cycle.iter().zip(rest) {
        finding.related(
            step.span,
            format!("`{}` {says} `{}`", name(step), name(next)),
        );
    }
    finding.steps().help(advice);
}

/// ", by way of `b` and `c`".
fn through<'a>(steps: &[CycleStep], name: impl Fn(&CycleStep) -> &'a str) -> String {
    if steps.len() <= MOST_NAMES {
        let named = words::list(steps.iter().map(name));
        return if steps.is_empty() {
            named
        } else {
            format!(", by way of {named}")
        };
    }
    let named: Vec<String> = steps[..MOST_NAMES]
        .iter()
        .map(|step| format!("`{}`", name(step)))
        .collect();
    let others = match steps.len() - MOST_NAMES {
        1 => "1 other".to_owned(),
        others => format!("{others} others"),
    };
    format!(", by way of {} and {others}", named.join(", "))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    #[test]
    fn three_wait_for_each_other() {
        check(
            "dependency-cycle",
            r#"
[workstream.identity]
depends-on = ["power", "network"]
#                      --------- `identity` waits for `network`
[workstream.network]
depends-on = "servers"
#            --------- `network` waits for `servers`
[workstream.servers]
depends-on = "identity"
#            ^^^^^^^^^^ error: `identity` waits for itself, by way of `network` and `servers`
[workstream.power]
"#,
        );
    }

    #[test]
    fn one_waits_for_itself() {
        check(
            "dependency-cycle",
            r#"
[workstream.identity]
depends-on = "identity"
#            ^^^^^^^^^^ error: `identity` waits for itself
"#,
        );
    }

    #[test]
    fn parts_of_each_other() {
        check(
            "dependency-cycle",
            r#"
[workstream.identity]
parent = "security"
#        ---------- `identity` is a part of `security`
[workstream.identity.slice.nights]
[workstream.security]
parent = "identity"
#        ^^^^^^^^^^ error: `identity` is a part of itself, by way of `security`
"#,
        );
    }

    #[test]
    fn a_part_of_what_waits_closes_no_circle() {
        check(
            "dependency-cycle",
            r#"
[workstream.identity]
depends-on = "network"
#            --------- `identity` waits for `network`
[workstream.network]
parent = "identity"
depends-on = "servers"
#            --------- `network` waits for `servers`
[workstream.servers]
depends-on = "identity"
#            ^^^^^^^^^^ error: `identity` waits for itself, by way of `network` and `servers`
"#,
        );
    }

    #[test]
    fn what_has_a_beginning_is_silent() {
        is_silent(
            "dependency-cycle",
            r#"
[workstream.identity]
depends-on = ["network", "power"]
flows-to = "desk"
parent = "operations"
[workstream.network]
depends-on = ["power", "gohst"]
parent = "operations"
[workstream.power]
[workstream.desk]
flows-to = "identity"
depends-on = "operations"
[workstream.operations]
"#,
        );
        is_not_evaluated("dependency-cycle", "[workstream.power]\n");
    }

    #[test]
    fn one_other_is_not_others() {
        let mut text = String::new();
        for n in 0..7 {
            let _ = writeln!(text, "[workstream.w{n}]\ndepends-on = \"w{}\"", (n + 1) % 7);
        }
        let sources = Sources::default();
        let findings = run("dependency-cycle", &text, &sources).findings;
        let message = "`w0` waits for itself, by way of `w1`, `w2`, `w3`, `w4`, `w5` and 1 other";
        assert_eq!(findings[0].message, message);
    }

    #[test]
    fn a_very_long_circle_is_said_shortly() {
        let mut text = String::new();
        for n in 0..20_000 {
            let next = (n + 1) % 20_000;
            let _ = writeln!(text, "[workstream.w{n}]\ndepends-on = \"w{next}\"");
        }
        let sources = Sources::default();
        let findings = run("dependency-cycle", &text, &sources).findings;
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].message,
            "`w0` waits for itself, by way of `w1`, `w2`, `w3`, `w4`, `w5` and 19994 others"
        );
    }

    #[test]
    fn the_label_says_where_a_circle_closes() {
        let label = |text: &str| {
            let findings = run("dependency-cycle", text, &Sources::default()).findings;
            (findings[0].label.clone(), findings[0].steps)
        };
        let one = "[workstream.a]\ndepends-on = \"a\"\n";
        assert_eq!(label(one), (String::new(), 0));
        let two = "[workstream.a]\ndepends-on = \"b\"\n[workstream.b]\ndepends-on = \"a\"\n";
        let closes = "`b` waits for `a`: the circle closes".to_owned();
        assert_eq!(label(two), (closes, 1));
    }

    #[test]
    fn five_are_named_one_by_one() {
        let mut text = String::new();
        for n in 0..6 {
            let _ = writeln!(text, "[workstream.w{n}]\ndepends-on = \"w{}\"", (n + 1) % 6);
        }
        let findings = run("dependency-cycle", &text, &Sources::default()).findings;
        let message = "`w0` waits for itself, by way of `w1`, `w2`, `w3`, `w4` and `w5`";
        assert_eq!(findings[0].message, message);
    }
}
