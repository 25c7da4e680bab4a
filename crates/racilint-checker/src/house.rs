//! What a profile file of a house must say that a shipped one need not ask: a new area or action has
//! a name for lists, where one that exists has it already.

use racilint_diagnostics::{Finding, Span};
use racilint_parser::Document;
use racilint_parser::decode::Unread;
use racilint_parser::rules::MISSING_KEY;

use crate::catalogue::{is_shipped_action, is_shipped_area};

/// Finds areas and actions without a title.
pub(crate) fn check(document: &Document<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for house in &document.houses {
        for area in house.table.area.iter().flat_map(|map| &map.items) {
            let has_title = area.body.title.is_some() || is_shipped_area(&area.id.name);
            if !has_title {
                findings.extend(untitled(
                    "area",
                    &area.id.name,
                    area.id.span,
                    &area.body.unread,
                ));
            }
        }
        for action in house.table.action.iter().flat_map(|map| &map.items) {
            let has_title = action.body.title.is_some() || is_shipped_action(&action.id.name);
            if !has_title {
                let unread = &action.body.unread;
                findings.extend(untitled("action", &action.id.name, action.id.span, unread));
            }
        }
    }
    findings
}

fn untitled(kind: &str, id: &str, span: Span, unread: &Unread) -> Option<Finding> {
    if unread.could_hold("title") {
        return None;
    }
    let message = format!("the new {kind} `{id}` has no title");
    let mut finding = Finding::new(&MISSING_KEY, span, message);
    finding.about(format!("{kind}.{id}")).help(format!(
        "add `title`: a few words for lists; to change an {kind} that racilint brings, use its id \
         (`racilint list {kind}s`)"
    ));
    Some(finding)
}

#[cfg(test)]
mod tests;
