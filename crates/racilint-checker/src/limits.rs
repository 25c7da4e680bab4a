//! What is larger than racilint reads, told once with its place.

use racilint_diagnostics::Finding;
use racilint_parser::rules::INVALID_VALUE;

use crate::model::{Engagement, MOST_ANCESTORS};

/// Reports the first workstream that is nested deeper than is read. What it would inherit from
/// beyond the limit is unknown.
pub(crate) fn check(engagement: &Engagement<'_>) -> Option<Finding> {
    let mut rows = engagement.rows();
    let (_, row) = rows.find(|(id, _)| engagement.lineage(*id).len() > MOST_ANCESTORS)?;
    let place = row.parents.first().map_or(row.span, |parent| parent.span);
    let message = format!(
        "`{}` is a part of more than {MOST_ANCESTORS} others",
        row.name
    );
    let mut finding = Finding::new(&INVALID_VALUE, place, message);
    finding
        .about(row.object())
        .help("nest workstreams less deeply: what lies beyond the limit is not inherited");
    Some(finding)
}
