use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::decode::Item;
use racilint_parser::language::{Metric, Model};
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{Engagement, civil};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an engagement without a measure of success: a signed one without metrics, one in
    /// which no metric was agreed by the first day and knows what the figure was before, and a
    /// fully managed one that promises nothing for intake, response or availability.
    ///
    /// ## Why is this bad?
    ///
    /// After a year one side says that it has become better, and the other that it has not. What
    /// was not measured before cannot be compared.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// model = "co-managed"
    /// starts = 2027-01-01
    ///
    /// [workstream.help-desk]
    ///
    /// [metric.first-response]
    /// for = "help-desk"
    /// target = "90 % answered within 15 minutes"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// model = "co-managed"
    /// starts = 2027-01-01
    ///
    /// [workstream.help-desk]
    ///
    /// [metric.first-response]
    /// for = "help-desk"
    /// target = "90 % answered within 15 minutes"
    /// baseline = "71 % in October 2026"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One metric with a baseline is enough. Without `defined-on` it counts as agreed with the
    ///   contract.
    /// - A draft without any metric: the rule is then not evaluated, and the report says so.
    /// - In a fully managed engagement, a target is a metric whose words or workstream say what it
    ///   is of, or the times that workstreams promise: `respond-within` for the response,
    ///   `restore-within` for availability.
    ///
    /// ## References
    ///
    /// - DORA, 30(3)(a): precise quantitative and qualitative performance targets
    /// - ISO/IEC 20000-1:2018, 8.3.3: service level targets are agreed and monitored
    "missing-success-metrics" {
        summary: "nothing was agreed by which success can be measured",
        group: Group::Metrics,
        severity: DefaultSeverity::ERROR,
        needs: "metrics",
        frameworks: &["dora"],
    }
}

/// Enough metrics to show why none of them counts.
const MOST_METRICS: usize = 5;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let Some(head) = engagement.head() else {
        return cx.lacks_data();
    };
    let place = head.model.map_or(head.span, |model| model.span);
    let metrics = &engagement.document.tables.metrics;
    if metrics.is_empty() {
        if engagement.is_signed() && !engagement.is_damaged() {
            return report_none(cx, place);
        }
        return cx.lacks_data();
    }
    if metrics
        .iter()
        .all(|metric| why_not(engagement, &metric.body).is_some())
    {
        report_too_late(cx, place, metrics);
    }
    if engagement.model() == Model::FullyManaged && !engagement.is_damaged() {
        check_levels(cx, place);
    }
}

fn report_none(cx: &mut Context<'_, '_>, place: Span) {
    let finding = cx.report(place, "nothing was agreed by which success can be measured");
    finding.about("engagement").help(
        "agree on a few figures, and write down what they are today: `[metric.ID]` with \
         `target = \"90 % within 15 minutes\"` and `baseline = \"71 % in October 2026\"`",
    );
}

/// Why a metric cannot show that the engagement made a difference, with the place.
fn why_not(engagement: &Engagement<'_>, metric: &Metric<'_>) -> Option<(Option<Span>, String)> {
    let starts = engagement.head().and_then(|head| head.starts);
    let starts = starts.and_then(|starts| civil(starts.value));
    let defined = metric.defined_on;
    if let (Some(starts), Some(defined)) = (starts, defined)
        && civil(defined.value).is_some_and(|day| day > starts)
    {
        return Some((
            Some(defined.span),
            format!("agreed after the first day, {starts}"),
        ));
    }
    let said = metric.baseline.as_ref();
    let has_baseline = said.is_some_and(|said| !said.trim().is_empty());
    let unknown = has_baseline || metric.unread.could_hold("baseline");
    (!unknown).then(|| (None, "does not say what it was before".to_owned()))
}

fn report_too_late(cx: &mut Context<'_, '_>, place: Span, metrics: &[Item<'_, Metric<'_>>]) {
    let engagement = cx.engagement;
    let message = "no metric was agreed by the first day with what the figure was before";
    let finding = cx.report(place, message);
    finding.about("engagement").aspect("baseline");
    for metric in metrics.iter().take(MOST_METRICS) {
        if let Some((span, why)) = why_not(engagement, &metric.body) {
            finding.related(span.unwrap_or(metric.id.span), why);
        }
    }
    finding.help(
        "measure once before the start and write it down: `baseline = \"71 % in October 2026\"`",
    );
}

/// A promise that a fully managed client buys.
struct Level {
    /// What the message calls it.
    name: &'static str,
    /// What a metric on it says, in part.
    words: &'static [&'static str],
    /// The area whose metrics are about it.
    area: Option<&'static str>,
}

const LEVELS: [Level; 3] = [
    Level {
        name: "intake",
        words: &[
            "call",
            "ticket",
            "request",
            "phone",
            "intake",
            "desk",
            "front door",
        ],
        area: Some("help-desk"),
    },
    Level {
        name: "response",
        words: &[
            "respon",
            "answer",
            "react",
            "acknowledg",
            "picked up",
            "pick up",
        ],
        area: None,
    },
    Level {
        name: "availability",
        words: &["availab", "uptime", "up time", "downtime", "outage", "99"],
        area: None,
    },
];

fn check_levels(cx: &mut Context<'_, '_>, place: Span) {
    let missing: Vec<&str> = LEVELS
        .iter()
        .filter(|level| !is_promised(cx.engagement, level))
        .map(|level| level.name)
        .collect();
    if missing.is_empty() {
        return;
    }
    let what = words::plain_list(&missing);
    let finding = cx.report(place, format!("no service level is promised for {what}"));
    finding.about("engagement").aspect("service levels").help(
        "promise it in figures: a `[metric.ID]` with a `target`, or `respond-within` and \
         `restore-within` on the workstreams",
    );
}

fn is_promised(engagement: &Engagement<'_>, level: &Level) -> bool {
    let by_row = engagement.leaves().any(|(_, row)| {
        let (slice, whole) = (row.slice, row.workstream);
        match level.name {
            "response" => {
                slice.is_some_and(|slice| slice.respond_within.is_some())
                    || whole.respond_within.is_some()
            }
            "availability" => {
                slice.is_some_and(|slice| slice.restore_within.is_some())
                    || whole.restore_within.is_some()
            }
            _ => false,
        }
    });
    let metrics = &engagement.document.tables.metrics;
    by_row
        || metrics
            .iter()
            .any(|metric| is_about(engagement, metric, level))
}

/// Whether a metric with a target is about this, by its words or by the work that it measures.
fn is_about(engagement: &Engagement<'_>, metric: &Item<'_, Metric<'_>>, level: &Level) -> bool {
    let body = &metric.body;
    let Some(target) = &body.target else {
        return body.unread.could_hold("target");
    };
    let title = body.title.as_ref().map_or("", |title| &*title.value);
    let text = format!("{} {title} {}", metric.id.name, target.value).to_lowercase();
    let of_area = |row| {
        let mut areas = engagement.row(row).areas.iter();
        areas.any(|(area, _)| level.area == Some(&*area.id.name))
    };
    let rows = Many::of(&body.for_).iter();
    let mut rows = rows.filter_map(|named| engagement.names.row(&named.name));
    level.words.iter().any(|word| text.contains(word)) || rows.any(of_area)
}

#[cfg(test)]
mod tests;
