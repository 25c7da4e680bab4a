use std::collections::BTreeMap;

use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule};
use crate::model::Duty;

declare_rule! {
    /// ## What it does
    ///
    /// Reports, in a signed engagement, somebody who does or answers for work, commands, approves
    /// or keeps evidence, and of whom the file does not say that they took it on.
    ///
    /// ## Why is this bad?
    ///
    /// A duty that was written down and not told is not done. On the night it matters, the one in
    /// the contract hears of it for the first time.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// status = "signed"
    ///
    /// [workstream.patching]
    /// responsible = "engineers"
    /// accountable = "service-manager"
    ///
    /// [[acknowledgement]]
    /// who = "engineers"
    /// of = ["patching"]
    /// on = 2026-11-04
    ///
    /// [team.engineers]
    /// members = "kim"
    /// [role.service-manager]
    /// held-by = "mona"
    /// [person.kim]
    /// [person.mona]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// status = "signed"
    ///
    /// [workstream.patching]
    /// responsible = "engineers"
    /// accountable = "service-manager"
    ///
    /// [[acknowledgement]]
    /// who = ["engineers", "service-manager"]
    /// of = ["patching"]
    /// on = 2026-11-04
    ///
    /// [team.engineers]
    /// members = "kim"
    /// [role.service-manager]
    /// held-by = "mona"
    /// [person.kim]
    /// [person.mona]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The engagement is a draft: there is nothing to take on yet.
    /// - The same people took it under another name: the lead for a team, the holder for a role.
    ///   What a team took, its lead took; a member with a duty of their own is asked for it.
    /// - They took on the workstream that it belongs to, or the engagement as a whole.
    /// - Nobody took on anything at all: one finding says so for the whole engagement.
    /// - The owner resolves to nobody: `unfilled-assignee` says so.
    /// - Somebody who came after the engagement began has to take it on anew. When a duty itself
    ///   was last changed the file does not say, so an older acknowledgement counts.
    ///
    /// An acknowledgement whose `on` comes after the day of the check is none on that day.
    ///
    /// ## References
    ///
    /// - PCI DSS v4.0.1, x.1.2: roles are documented, assigned and understood
    /// - NIST CSF 2.0, GV.RR-02; AICPA TSC, CC2.2: responsibilities are communicated
    "responsibility-unacknowledged" {
        summary: "somebody holds a duty that they have not taken on",
        group: Group::Communication,
        severity: DefaultSeverity::ERROR,
        needs: "a signed engagement",
        frameworks: &["pci-dss", "nist-csf", "soc2"],
    }
}

/// Enough duties to show what is at stake.
const MOST_DUTIES: usize = 5;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if !engagement.is_signed() {
        return cx.lacks_data();
    }
    let acknowledged = engagement.acknowledged();
    if acknowledged.uncertain || engagement.is_damaged() {
        return cx.lacks_data();
    }
    let is_somebody = |duty: &Duty<'_>| {
        let people = engagement.answering(duty.actor);
        !people.is_empty() && !engagement.may_be_more(duty.actor)
    };
    let open = engagement
        .duties_where(|duty| is_somebody(duty) && !engagement.is_acknowledged(duty, &acknowledged));
    if engagement.document.tables.acknowledgements.is_empty() {
        return report_nobody(cx, &open);
    }
    // One person in several seats, under whatever name, is asked once.
    let mut asked = BTreeMap::new();
    for duty in &open {
        let people = engagement.answering(duty.actor);
        asked.entry(people).or_insert_with(Vec::new).push(duty);
    }
    for duties in asked.values() {
        report(cx, duties);
    }
}

fn report_nobody(cx: &mut Context<'_, '_>, open: &[Duty<'_>]) {
    let (Some(head), Some(_)) = (cx.engagement.head(), open.first()) else {
        return;
    };
    let place = head.status.map_or(head.span, |status| status.span);
    let finding = cx.report(
        place,
        "signed, and nobody has taken on what they answer for",
    );
    finding.about("engagement");
    for duty in open.iter().take(MOST_DUTIES) {
        finding.related(duty.span, duty.words());
    }
    if let Some(more) = open.len().checked_sub(MOST_DUTIES).filter(|more| *more > 0) {
        finding.label(format!("and {more} more of those below"));
    }
    finding.help(
        "ask each of them, and write down what they took on: `[[acknowledgement]]` with `who`, \
         `of` and the day, `on`",
    );
}

fn report(cx: &mut Context<'_, '_>, duties: &[&Duty<'_>]) {
    let [first, others @ ..] = duties else {
        return;
    };
    let engagement = cx.engagement;
    let actor = engagement.actor(first.actor);
    let name = actor.name;
    let more = match others.len() {
        0 => String::new(),
        1 => ", and has not taken on that or 1 other duty".to_owned(),
        count => format!(", and has not taken on that or {count} other duties"),
    };
    let message = match more.as_str() {
        "" => format!("`{name}` {}, and has not taken that on", first.words()),
        more => format!("`{name}` {}{more}", first.words()),
    };
    let finding = cx.report(first.span, message);
    finding.about(actor.object());
    for duty in others.iter().take(MOST_DUTIES) {
        finding.related(
            duty.span,
            seat_words(engagement.actor(duty.actor).name, name, duty),
        );
    }
    finding.help(format!(
        "ask them, and write it down: `[[acknowledgement]]` with `who = \"{name}\"`, `of` and the \
         day, `on`"
    ));
}

/// What the seat is for, with the name when it is another of the same people.
fn seat_words(own: &str, said: &str, duty: &Duty<'_>) -> String {
    if own == said {
        return duty.words();
    }
    format!("`{own}` {}", duty.words())
}

#[cfg(test)]
mod tests;
