use racilint_diagnostics::{DefaultSeverity, Edit, Fix, Group, Safety, Span};
use racilint_parser::edits::TokensOfFiles;

use super::{Context, declare_rule, words};
use crate::model::{Engagement, Waiver};
use crate::waivers::register::{State, states};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a waiver for which there is nothing to accept: its rule finds nothing at the object,
    /// or another waiver accepts it already.
    ///
    /// ## Why is this bad?
    ///
    /// What was accepted has been mended, or was never there. The waiver that stays would accept the
    /// same defect silently when it comes back.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.imaging]
    /// responsible = "radiology-it"
    /// accountable = "it-director"
    ///
    /// [[waiver]]
    /// rule = "missing-accountable"
    /// on = "workstream.imaging"
    /// reason = "the head of radiology IT starts in March"
    /// owner = "service-manager"
    /// approved-by = "it-director"
    /// until = 2099-03-31
    ///
    /// [role.it-director]
    /// [role.service-manager]
    /// [team.radiology-it]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.imaging]
    /// responsible = "radiology-it"
    ///
    /// [[waiver]]
    /// rule = "missing-accountable"
    /// on = "workstream.imaging"
    /// reason = "the head of radiology IT starts in March"
    /// owner = "service-manager"
    /// approved-by = "it-director"
    /// until = 2099-03-31
    ///
    /// [role.it-director]
    /// [role.service-manager]
    /// [team.radiology-it]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The rule is switched off, lacks the data to look, or is not in this version of racilint.
    /// - The waiver does not hold or is over: that is said already.
    /// - The object is unknown, or text was lost that may hold what it accepts.
    /// - What it accepts follows from something else that is reported in its place.
    ///
    /// ## References
    ///
    /// - The engagement language, "Waivers": an accepted finding is kept in the file while it lasts
    "waiver-unused" after the others {
        summary: "a waiver matches no finding",
        group: Group::Waivers,
        severity: DefaultSeverity::WARNING,
        needs: "waivers",
        waivable: false,
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let waivers = cx.engagement.waivers();
    if waivers.is_empty() {
        return cx.lacks_data();
    }
    let states = states(&waivers, cx.engagement, cx.earlier);
    let mut tokens = TokensOfFiles::default();
    for (waiver, states) in waivers.iter().zip(&states) {
        let idle: Vec<usize> = states
            .iter()
            .enumerate()
            .filter(|(_, state)| matches!(state, State::Unused | State::Twice(_)))
            .map(|(index, _)| index)
            .collect();
        if !idle.is_empty() {
            report(cx, waiver, states, &idle, &mut tokens);
        }
    }
}

/// One finding for each waiver: at its rule where it accepts nothing at all, else at the first
/// object for which it does not.
fn report<'d>(
    cx: &mut Context<'_, 'd>,
    waiver: &Waiver<'_>,
    states: &[State],
    idle: &[usize],
    tokens: &mut TokensOfFiles<'d>,
) {
    let rule = waiver.rule().unwrap_or_default();
    let object = |index: &usize| waiver.objects.get(*index).map(|(name, _)| name.as_str());
    let objects = words::list(idle.iter().filter_map(object));
    let firsts: Vec<Span> = states
        .iter()
        .filter_map(|state| match state {
            State::Twice(first) => Some(*first),
            _ => None,
        })
        .collect();
    let message = if firsts.len() == idle.len() {
        format!("`{rule}` on {objects} is accepted twice")
    } else {
        format!("there is no `{rule}` on {objects} to accept")
    };
    let places: Vec<Span> = idle
        .iter()
        .filter_map(|index| Some(waiver.objects.get(*index)?.1))
        .collect();
    let is_whole = idle.len() == waiver.objects.len();
    let place = places.first().copied().filter(|_| !is_whole);
    let fix = fix(cx.engagement, tokens, waiver, place);
    let finding = cx.report(place.unwrap_or(waiver.place()), message);
    finding.about(waiver.object());
    finding.fix = fix;
    for span in firsts {
        finding.related(span, "accepted here already");
    }
    if !is_whole {
        for span in places.into_iter().skip(1) {
            finding.related(span, "nor on this");
        }
    }
    finding.help(if is_whole {
        "take the waiver out: what it accepted is mended"
    } else {
        "take it out of `on`: what was accepted there is mended"
    });
}

/// Takes the object out that is at `place`, else the whole waiver. What was accepted may be looked
/// for again one day: whoever takes it out should know.
fn fix<'d>(
    engagement: &Engagement<'d>,
    tokens: &mut TokensOfFiles<'d>,
    waiver: &Waiver<'_>,
    place: Option<Span>,
) -> Option<Fix> {
    let span = place.unwrap_or(waiver.table.span);
    let tokens = tokens.of(span.file, engagement.document.text(span.file));
    let (range, title) = match place {
        Some(_) => (tokens.without_item(span.range()), "take it out of `on`"),
        None => {
            let table = tokens.without_table(span.range());
            let range = table.or_else(|| tokens.without_item(span.range()));
            (range, "take the waiver out")
        }
    };
    Some(Fix {
        title: title.into(),
        safety: Safety::Unsafe,
        edits: vec![Edit::delete(span.file, range?)],
    })
}

#[cfg(test)]
mod tests;
