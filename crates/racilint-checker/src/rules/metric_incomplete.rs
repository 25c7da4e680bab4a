use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::decode::Item;
use racilint_parser::language::Metric;
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a metric that does not say who answers for it, what is promised in which unit,
    /// where the figure comes from, how often it is taken, who reads it, or which work it measures.
    ///
    /// ## Why is this bad?
    ///
    /// A figure without a source is disputed in the meeting in which it matters. One that nobody
    /// reads is taken for a year and changes nothing.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.help-desk]
    ///
    /// [metric.first-response]
    /// for = "help-desk"
    /// owner = "service-manager"
    /// target = "90 % within 15 minutes"
    ///
    /// [role.service-manager]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.help-desk]
    ///
    /// [metric.first-response]
    /// for = "help-desk"
    /// owner = "service-manager"
    /// target = "90 % within 15 minutes"
    /// source = "ticket system"
    /// every = "1mo"
    /// reported-to = "it-director"
    ///
    /// [role.service-manager]
    /// [role.it-director]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The figure is for information, and says so: `target = "for information"`.
    /// - The owner or reader is named by an id that does not exist (`unknown-reference`), or
    ///   resolves to nobody.
    /// - Who takes the figure is not looked at: providers report their own service levels, and the
    ///   source says how far to trust them.
    ///
    /// ## References
    ///
    /// - DORA, 30(3)(a): precise quantitative and qualitative performance targets
    /// - AICPA TSC, CC9.2: the performance of vendors is assessed against what was agreed
    "metric-incomplete" {
        summary: "a metric does not say who, what, from where, how often, for whom or of which work",
        group: Group::Metrics,
        severity: DefaultSeverity::WARNING,
        needs: "metrics",
        frameworks: &["dora", "soc2"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let metrics = &cx.engagement.document.tables.metrics;
    if metrics.is_empty() {
        return cx.lacks_data();
    }
    for metric in metrics {
        if !is_for_information(&metric.body) {
            check_metric(cx, metric);
        }
    }
}

/// A figure without a promise says so in its target.
fn is_for_information(metric: &Metric<'_>) -> bool {
    let target = metric.target.as_ref();
    target.is_some_and(|target| target.to_lowercase().contains("informati"))
}

/// A thing that a metric must say: what it is called, and how it is written.
type Lack = (&'static str, &'static str);

fn check_metric<'d>(cx: &mut Context<'_, 'd>, metric: &'d Item<'d, Metric<'d>>) {
    let lacking = lacking(cx, &metric.body);
    if lacking.is_empty() {
        return;
    }
    let names: Vec<&str> = lacking.iter().map(|(name, _)| *name).collect();
    let ways: Vec<&str> = lacking.iter().map(|(_, way)| *way).collect();
    let name = &metric.id.name;
    let message = format!("the metric `{name}` lacks {}", words::plain_list(&names));
    let finding = cx.report(metric.id.span, message);
    finding.about(format!("metric.{name}"));
    if let Some(target) = metric.body.target.as_ref().filter(|target| is_bare(target)) {
        finding.related(target.span, "percent, minutes, tickets?");
    }
    finding.help(format!("say {}", words::plain_list(&ways)));
}

fn lacking<'d>(cx: &Context<'_, 'd>, metric: &'d Metric<'d>) -> Vec<Lack> {
    let unread = &metric.unread;
    let nobody = |field, key| cx.engagement.named_in(field, unread, key).nobody();
    let absent = |is_absent: bool, key: &str| is_absent && !unread.could_hold(key);
    let blank = |text: &Option<racilint_parser::values::Text<'_>>| {
        text.as_ref().is_none_or(|text| text.trim().is_empty())
    };
    let no_target = absent(blank(&metric.target), "target");
    let no_unit = metric.target.as_ref().is_some_and(|target| is_bare(target));
    let all: [(bool, Lack); 7] = [
        (
            absent(Many::of(&metric.for_).is_empty(), "for"),
            ("the work that it measures", "which work: `for = \"...\"`"),
        ),
        (
            nobody(&metric.owner, "owner"),
            ("an owner", "who answers for it: `owner = \"...\"`"),
        ),
        (
            no_target,
            (
                "a target",
                "what is promised: `target = \"90 % within 15 minutes\"`",
            ),
        ),
        (
            no_unit,
            (
                "a unit in its target",
                "of what: `target = \"95 % of tickets\"`",
            ),
        ),
        (
            absent(blank(&metric.source), "source"),
            ("a source", "where it comes from: `source = \"...\"`"),
        ),
        (
            absent(metric.every.is_none(), "every"),
            ("a rhythm", "how often: `every = \"1mo\"`"),
        ),
        (
            nobody(&metric.reported_to, "reported-to"),
            ("readers", "who reads it: `reported-to = \"...\"`"),
        ),
    ];
    let lacks = all.into_iter();
    lacks
        .filter_map(|(lacks, what)| lacks.then_some(what))
        .collect()
}

/// A number that does not say of what.
fn is_bare(target: &str) -> bool {
    let has_digit = target.bytes().any(|byte| byte.is_ascii_digit());
    let has_unit = target
        .chars()
        .any(|c| c.is_alphabetic() || matches!(c, '%' | '‰' | '$' | '€' | '£'));
    has_digit && !has_unit
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    #[test]
    fn one_finding_says_all_that_a_metric_lacks() {
        check(
            "metric-incomplete",
            r#"
[metric.first-response]
#       ^^^^^^^^^^^^^^ warning: the metric `first-response` lacks the work that it measures, an owner, a target, a source, a rhythm and readers
[metric.closed]
#       ^^^^^^ warning: the metric `closed` lacks a unit in its target
for = "help-desk"
owner = "ana"
target = ">= 95"
#        ------- percent, minutes, tickets?
source = "ticket system"
every = "1mo"
reported-to = "ana"
[workstream.help-desk]
[person.ana]
"#,
        );
    }

    #[test]
    fn figures_for_information_and_what_cannot_be_read() {
        is_silent(
            "metric-incomplete",
            r#"
[metric.tickets]
target = "none, for information"
[metric.closed]
for = "help-desk"
owner = "gohst"
target = "every ticket closed within a week"
source = "ticket system"
every = "often"
reported-to = "TBD"
[workstream.help-desk]
"#,
        );
    }

    #[test]
    fn without_metrics_there_is_nothing_to_complete() {
        is_not_evaluated("metric-incomplete", "[engagement]\n");
    }

    /// A metric that lacks nothing but what a test takes out.
    const WHOLE: &str = "for = \"help-desk\"\nowner = \"ana\"\ntarget = \"95 %\"\n\
                         source = \"ticket system\"\nevery = \"1mo\"\nreported-to = \"ana\"\n";

    fn lacks(says: &str) -> Vec<String> {
        let text = format!("[metric.closed]\n{says}[workstream.help-desk]\n[person.ana]\n");
        let findings = run("metric-incomplete", &text, &Sources::default()).findings;
        let messages = findings.into_iter().map(|own| own.message);
        messages.collect()
    }

    #[test]
    fn each_thing_may_be_what_it_lacks() {
        assert_eq!(lacks(WHOLE), [""; 0]);
        for (key, what) in [
            ("for", "the work that it measures"),
            ("owner", "an owner"),
            ("target", "a target"),
            ("source", "a source"),
            ("every", "a rhythm"),
            ("reported-to", "readers"),
        ] {
            let rest = WHOLE.lines().filter(|line| !line.starts_with(key));
            let rest: String = rest.map(|line| format!("{line}\n")).collect();
            let message = format!("the metric `closed` lacks {what}");
            assert_eq!(lacks(&rest), [message]);
            assert_eq!(
                lacks(&format!("{rest}{key} = 2026-01-01\n")),
                [""; 0],
                "{key}"
            );
        }
        assert_eq!(lacks(&WHOLE.replace("ticket system", " ")).len(), 1);
    }

    #[test]
    fn a_figure_has_a_unit() {
        let lacks = |target: &str| lacks(&WHOLE.replace("95 %", target));
        for target in [
            "95 %",
            "2 ‰",
            "$ 5",
            "5 €",
            "£5",
            "15 min",
            "every ticket",
            "as agreed",
            "?",
        ] {
            assert_eq!(lacks(target), [""; 0], "{target}");
        }
        for target in ["95", ">= 0.95", "1:2"] {
            let message = "the metric `closed` lacks a unit in its target";
            assert_eq!(lacks(target), [message], "{target}");
        }
    }
}
