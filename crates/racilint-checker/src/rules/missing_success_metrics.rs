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
    /// How words begin with which a metric says that it is on it; a whole word ends with a blank.
    words: &'static [&'static str],
    /// The area whose metrics are about it.
    area: Option<&'static str>,
}

const AVAILABILITY: &str = "availability";

const LEVELS: [Level; 3] = [
    Level {
        name: "intake",
        words: &[
            "call",
            "ticket",
            "request",
            "phone",
            "telephon",
            "hotline",
            "intake",
            "desk ",
            "desks ",
            "helpdesk",
            "servicedesk",
            "front door",
            "first respon",
        ],
        area: Some("help-desk"),
    },
    Level {
        name: "response",
        words: &[
            "respond",
            "response",
            "responsive",
            "answer",
            "unanswer",
            "react",
            "acknowledg",
            "picked up ",
            "pick up ",
        ],
        area: None,
    },
    Level {
        name: AVAILABILITY,
        words: &[
            "availab",
            "unavailab",
            "uptime",
            "up time ",
            "downtime",
            "down time ",
            "outage",
        ],
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
    let text = in_words(&format!("{} {title} {}", metric.id.name, target.value));
    let says = |word: &&str| {
        let mut places = text.match_indices(*word);
        places.any(|(at, _)| text[..at].ends_with(' '))
    };
    let is_said =
        level.words.iter().any(says) || level.name == AVAILABILITY && is_share_of_time(&text);
    let of_area = |row| {
        let mut areas = engagement.row(row).areas.iter();
        areas.any(|(area, _)| level.area == Some(&*area.id.name))
    };
    let rows = Many::of(&body.for_).iter();
    let mut rows = rows.filter_map(|named| engagement.names.row(&named.name));
    is_said || rows.any(of_area)
}

/// The words and figures of a text in lower case, with one blank before and behind each.
fn in_words(text: &str) -> String {
    let lower = text.to_lowercase();
    let mut words = String::from(" ");
    let is_figure = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut before = None;
    let mut chars = lower.chars().peekable();
    while let Some(c) = chars.next() {
        let is_point = matches!(c, '.' | ',') && is_figure(before);
        if c.is_alphanumeric() || is_point && is_figure(chars.peek().copied()) {
            words.push(if is_point { '.' } else { c });
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
        before = Some(c);
    }
    if !words.ends_with(' ') {
        words.push(' ');
    }
    words
}

/// Whether a text says what is promised of hardly anything but time: 99 % and more, and not of
/// things, such as laptops.
fn is_share_of_time(text: &str) -> bool {
    const TIMES: [&str; 8] = [
        "time", "hour", "minute", "day", "week", "month", "quarter", "year",
    ];
    const ENDS: [&str; 8] = [
        "within", "in", "by", "after", "before", "under", "at", "per",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_of_time = |behind: &[&str]| {
        let mut behind = behind.iter();
        behind.next() != Some(&"of")
            || behind
                .take_while(|word| !ENDS.contains(*word))
                .any(|word| TIMES.iter().any(|time| word.starts_with(time)))
    };
    words.iter().enumerate().any(|(at, word)| {
        let behind = &words[at + 1..];
        let unit = ["percent", "pct"];
        let has_unit = behind.first().is_some_and(|next| unit.contains(next));
        let is_share = *word == "99" || word.starts_with("99.");
        is_share && is_of_time(&behind[usize::from(has_unit)..])
    })
}

#[cfg(test)]
mod tests;
