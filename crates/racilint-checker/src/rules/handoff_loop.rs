use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::values::Many;

use super::missing_interim_owner::may_meet;
use super::{Context, declare_rule};
use crate::graph::{self, Leg};
use crate::model::{Handoff, Link, Place, RowId};

/// So many pairs of ends of a handoff are compared by their hours.
const MOST_PAIRS: usize = 64;

declare_rule! {
    /// ## What it does
    ///
    /// Reports handoffs on which work can go from one party to another and come back, while nobody
    /// is named to decide whose it is.
    ///
    /// ## Why is this bad?
    ///
    /// Each side sends the ticket on for a good reason. On the third round the user calls the
    /// director, and the two teams meet to find out which of them owns it.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [[handoff]]
    /// from = "help-desk"
    /// to = "identity"
    /// when = "an account is at fault"
    ///
    /// [[handoff]]
    /// from = "identity"
    /// to = "help-desk"
    /// when = "the device is at fault"
    ///
    /// [workstream.help-desk]
    /// responsible = "northwind"
    /// [workstream.identity]
    /// responsible = "harbor"
    /// [party.northwind]
    /// [party.harbor]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [[handoff]]
    /// from = "help-desk"
    /// to = "identity"
    /// when = "an account is at fault"
    ///
    /// [[handoff]]
    /// from = "identity"
    /// to = "help-desk"
    /// when = "the device is at fault"
    /// tie-breaker = "it-director"
    ///
    /// [workstream.help-desk]
    /// responsible = "northwind"
    /// [workstream.identity]
    /// responsible = "harbor"
    /// [party.northwind]
    /// [party.harbor]
    /// [role.it-director]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One handoff of the circle names a tie-breaker.
    /// - The work stays within one party.
    /// - The parties at the two ends of a handoff are not known.
    /// - The work only changes hands with the hours: between the parts of one workstream or the
    ///   teams that do them, or between workstreams that promise different hours.
    /// - What goes out and what comes back are different parts of a split workstream.
    ///
    /// ## References
    ///
    /// - ISO/IEC 20000-1:2018, 8.2.3: interfaces between the parties involved are under control
    /// - CISA AA22-131A: both sides understand who does what
    "handoff-loop" {
        summary: "work can be handed round between parties, and nobody decides whose it is",
        group: Group::Handoff,
        severity: DefaultSeverity::ERROR,
        needs: "handoffs",
    }
}

fn check(cx: &mut Context<'_, '_>) {
    if cx.engagement.handoffs.is_empty() {
        return cx.lacks_data();
    }
    for circle in graph::circles(cx.engagement, |handoff| {
        !may_be_decided(handoff)
            && !cx.engagement.is_change_of_shift(handoff)
            && !is_at_other_hours(handoff, cx)
    }) {
        report(cx, &circle);
    }
}

/// Whether a handoff says, or may say, who decides.
fn may_be_decided(handoff: &Handoff<'_>) -> bool {
    let table = handoff.table;
    !Many::of(&table.tie_breaker).is_empty() || table.unread.could_hold("tie-breaker")
}

/// Whether what is handed over is promised at other hours than what it comes from: one side has the
/// work at every minute.
fn is_at_other_hours(handoff: &Handoff<'_>, cx: &Context<'_, '_>) -> bool {
    let rows = |links: &[Link<'_, Place>]| -> Option<Vec<RowId>> {
        let row = |link: &Link<'_, Place>| match link.to {
            Some(Place::Row(row)) => Some(row),
            _ => None,
        };
        links.iter().map(row).collect()
    };
    let (Some(from), Some(to)) = (rows(&handoff.from), rows(&handoff.to)) else {
        return false;
    };
    if from.len() * to.len() > MOST_PAIRS {
        return false;
    }
    let meet = |from: RowId, to: RowId| may_meet(from, to, cx.engagement, cx.clock);
    !from.iter().any(|from| to.iter().any(|to| meet(*from, *to)))
}

fn report(cx: &mut Context<'_, '_>, circle: &[Leg<'_>]) {
    let Some((last, others)) = circle.split_last() else {
        return;
    };
    let way: Vec<String> = circle
        .iter()
        .map(|leg| format!("`{}`", leg.from.name))
        .collect();
    let start = way.first().cloned().unwrap_or_default();
    let back = match circle.len() {
        0..=2 => "back".to_owned(),
        _ => format!("back to {start}"),
    };
    let message = format!(
        "work can go from {} and {back}, and nobody is named to decide whose it is",
        way.join(" to ")
    );
    let object = cx.engagement.handoffs[last.handoff].object();
    let finding = cx.report(last.to.span, message);
    finding.about(object).label("here it comes back");
    for leg in others {
        let step = format!("`{}` hands over to `{}`", leg.from.name, leg.to.name);
        finding.related(leg.to.span, step);
    }
    finding.steps().help(
        "name somebody whose word both sides take, in one of these handoffs: `tie-breaker = \"...\"`",
    );
}

#[cfg(test)]
mod tests;
