use racilint_diagnostics::{DefaultSeverity, Group, Span};

use super::{Context, declare_rule, words};
use crate::model::{Deviation, Waiver, civil};
use crate::waivers::register::{State, states};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an exception from the agreed model that nobody owns or approved, that has no last day
    /// or whose last day is over; and an engagement in which more than a tenth of the rows, and at
    /// least three, live by waivers.
    ///
    /// ## Why is this bad?
    ///
    /// The call that goes to the engineer directly is in no queue, and the account that was to be
    /// temporary is still there. One exception is a decision; many, or one without an end, are a
    /// second contract that nobody has signed.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [[exception]]
    /// what = "the surgeons call the platform engineer directly"
    /// owner = "it-director"
    /// reason = "they cannot wait for the desk"
    ///
    /// [role.it-director]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [[exception]]
    /// what = "the surgeons call the platform engineer directly"
    /// owner = "it-director"
    /// reason = "they cannot wait for the desk"
    /// approved-by = "service-manager"
    /// until = 2099-06-30
    ///
    /// [role.it-director]
    /// [role.service-manager]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The exception has an owner, an approver and a last day that is not over.
    /// - A route for emergencies is a front door of its own (`[intake.hotline]`): then it is part of
    ///   the model, and no exception.
    /// - Waivers that do not hold or have nothing to accept do not count, and fewer than three are
    ///   too few to judge.
    /// - What could not be read may say what is missing.
    ///
    /// ## References
    ///
    /// - PCI DSS 4.0.1, 12.3.2: deviations are documented, approved and reviewed
    "side-channel" after the others {
        summary: "an exception is not agreed or has no end, or much of the work lives by waivers",
        group: Group::Waivers,
        severity: DefaultSeverity::WARNING,
        needs: "exceptions or waivers",
    }
}

/// Fewer live waivers than this say nothing about an engagement.
const FEWEST: usize = 3;

/// One row in so many may live by a waiver.
const ROWS_PER_WAIVER: usize = 10;

fn check(cx: &mut Context<'_, '_>) {
    let deviations = cx.engagement.deviations();
    let waivers = cx.engagement.waivers();
    if deviations.is_empty() && waivers.is_empty() {
        return cx.lacks_data();
    }
    for deviation in &deviations {
        check_deviation(cx, deviation);
    }
    check_share(cx, &waivers);
}

fn check_deviation(cx: &mut Context<'_, '_>, deviation: &Deviation<'_>) {
    let table = deviation.table;
    let until = table.until;
    let over = until
        .and_then(|until| Some((civil(until.value)?, until.span)))
        .filter(|(last, _)| *last < cx.engagement.today);
    let no_end = until.is_none() && !table.unread.could_hold("until");
    let parts = [
        ("owner", deviation.owner.nobody()),
        ("approver", deviation.approvers.nobody()),
        ("last day", no_end),
    ];
    let lacks: Vec<String> = parts
        .into_iter()
        .filter(|(_, lacks)| *lacks)
        .map(|(what, _)| format!("no {what}"))
        .collect();
    let lacks: Vec<&str> = lacks.iter().map(String::as_str).collect();
    let place = table.what.as_ref().map_or(table.span, |what| what.span);
    match over {
        Some((last, span)) => {
            let problem = format!("was agreed until {last}, and is over");
            report(cx, deviation, span, &problem);
        }
        None if !lacks.is_empty() => {
            let problem = format!("has {}", words::plain_list(&lacks));
            report(cx, deviation, place, &problem);
        }
        None => {}
    }
}

fn report(cx: &mut Context<'_, '_>, deviation: &Deviation<'_>, span: Span, problem: &str) {
    let what = deviation.table.what.as_ref();
    let named = what.map_or(String::new(), |what| format!(" \"{}\"", what.value.trim()));
    let finding = cx.report(span, format!("the exception{named} {problem}"));
    finding.about(deviation.object());
    if let Some(what) = what.filter(|what| what.span != span) {
        finding.related(what.span, "what is done otherwise");
    }
    finding.help(
        "say who sees to it (`owner`), who agreed (`approved-by`) and until when (`until`); what \
         is to stay belongs into the model, such as a front door (`[intake.ID]`) or a grant",
    );
}

/// More of the rows live by waivers than can be called exceptions.
fn check_share(cx: &mut Context<'_, '_>, waivers: &[Waiver<'_>]) {
    let engagement = cx.engagement;
    let rows = engagement.leaves().count();
    let states = states(waivers, engagement, cx.earlier);
    let in_use = |states: &Vec<State>| states.iter().filter(|own| **own == State::InUse).count();
    let used: Vec<(&Waiver<'_>, usize)> = waivers
        .iter()
        .zip(states.iter().map(in_use))
        .filter(|(_, count)| *count > 0)
        .collect();
    let count: usize = used.iter().map(|(_, count)| count).sum();
    let too_many = count >= FEWEST && count * ROWS_PER_WAIVER > rows;
    let Some(((first, _), others)) = used.split_first().filter(|_| too_many) else {
        return;
    };
    let noun = if rows == 1 { "row" } else { "rows" };
    let message = format!("{count} waivers are in use in an engagement of {rows} {noun}");
    let place = engagement.head().map_or(first.place(), |head| head.span);
    let finding = cx.report(place, message);
    finding.about("engagement").aspect("waivers");
    finding.related(first.place(), "accepted");
    for (waiver, _) in others {
        finding.related(waiver.place(), "accepted");
    }
    finding.help(
        "agree what the model really is: mend what can be mended, leave out what is nobody's in \
         an `[[exclusion]]`, and keep waivers for what is open for a time",
    );
}

#[cfg(test)]
mod tests;
