//! What is larger than racilint reads, told once with its place.

use racilint_diagnostics::Finding;
use racilint_parser::rules::INVALID_VALUE;

use crate::model::{Engagement, MOST_ANCESTORS};

/// Reports the first workstream that is nested deeper than is read. What it would inherit from
/// beyond the limit is unknown.
pub(crate) fn check(engagement: &Engagement<'_>) -> Option<Finding> {
    let mut rows = engagement.rows();
    // A lineage begins with the row itself.
    let (_, row) = rows.find(|(id, _)| engagement.lineage(*id).len() > MOST_ANCESTORS + 1)?;
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

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use racilint_diagnostics::Sources;

    use crate::rules::tests::run;

    /// Workstreams of which each is a part of the one before it.
    fn nested(count: usize) -> String {
        let mut text = "[engagement]\n[workstream.w0]\n".to_owned();
        for number in 1..count {
            let parent = number - 1;
            let _ = write!(text, "[workstream.w{number}]\nparent = \"w{parent}\"\n");
        }
        text
    }

    fn messages(text: &str) -> Vec<String> {
        let findings = run("invalid-value", text, &Sources::default()).findings;
        findings.into_iter().map(|one| one.message).collect()
    }

    #[test]
    fn sixty_four_parents_are_read_and_one_more_is_told_once() {
        assert_eq!(messages(&nested(65)), Vec::<String>::new());
        assert_eq!(
            messages(&nested(70)),
            ["`w65` is a part of more than 64 others"]
        );
    }
}
