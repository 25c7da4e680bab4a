//! A finding as lines of plain text, for the formats that have one field for all of it.

use racilint_diagnostics::{Clause, Finding, Fix, Position, Safety, Sources, Span};

use crate::place::Positions;
use crate::report::{About, Region};
use crate::rule_page;
use crate::summary::number;
use crate::text::visible;

/// All that a finding says beyond its message: the label, the evidence with its places, the
/// clauses, the help, the repair, the page of the rule.
pub(crate) fn details(
    sources: &Sources,
    positions: &mut Positions,
    about: &About<'_>,
    finding: &Finding,
) -> Vec<String> {
    let mut lines = Vec::new();
    let own = Some((finding.span, &finding.label)).filter(|(_, label)| !label.is_empty());
    let related = finding
        .related
        .iter()
        .map(|label| (label.span, &label.message));
    for (span, message) in own.into_iter().chain(related) {
        let place = place(sources, positions, about, span);
        let message = visible(message);
        lines.push(place.map_or(message.to_string(), |place| format!("{place}: {message}")));
    }
    if !finding.clauses.is_empty() {
        lines.push(format!("asked for by {}", clauses(&finding.clauses)));
    }
    if let Some(several) = engagements(finding) {
        lines.push(format!("in {several}"));
    }
    if let Some(help) = &finding.help {
        lines.push(format!("help: {}", visible(help)));
    }
    if let Some(repair) = &finding.fix {
        lines.push(format!("fix: {}", fix(repair)));
    }
    lines.push(rule_page(about.rule_page_base, finding.rule));
    lines
}

/// The engagements that have what is told once for several: "3 engagements: a, b, c". Where there
/// are many, the first ones and how many more; formats for programs hold all of them.
pub(crate) fn engagements(finding: &Finding) -> Option<String> {
    const MOST: usize = 6;
    let all = &finding.engagements;
    if all.is_empty() {
        return None;
    }
    let first: Vec<_> = all.iter().take(MOST).map(|name| visible(name)).collect();
    let more = match all.len() - first.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let count = number(all.len(), "engagement");
    Some(format!("{count}: {}{more}", first.join(", ")))
}

/// Where a span begins: `path:line:column`.
pub(crate) fn place(
    sources: &Sources,
    positions: &mut Positions,
    about: &About<'_>,
    span: Span,
) -> Option<String> {
    let Region { file, start, .. } = Region::shown(sources, positions, span)?;
    let Position { line, column } = start;
    let path = visible(about.relative(file.name()));
    Some(format!("{path}:{line}:{column}"))
}

/// Clauses in words, by profile: "164.308(a)(2), 164.316 of hipaa, 45 CFR 164".
pub(crate) fn clauses(clauses: &[Clause]) -> String {
    let mut texts: Vec<String> = Vec::new();
    for group in clauses.chunk_by(|one, next| one.profile == next.profile) {
        let ids: Vec<&str> = group.iter().map(|clause| clause.id.as_str()).collect();
        let mut text = format!("{} of {}", ids.join(", "), group[0].profile);
        if !group[0].version.is_empty() {
            text.push_str(", ");
            text.push_str(&group[0].version);
        }
        texts.push(visible(&text).into_owned());
    }
    texts.join("; ")
}

/// A repair in words: "rename it to `model` (needs a look)".
pub(crate) fn fix(fix: &Fix) -> String {
    let look = match fix.safety {
        Safety::Safe => "",
        Safety::Unsafe => " (needs a look)",
    };
    format!("{}{look}", visible(&fix.title))
}
