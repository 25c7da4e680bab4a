use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Notice;
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, ActorKind, Engagement, Seats, Sides};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a provider that has not agreed to tell the client of incidents, and a notice to the
    /// client that does not say who tells whom, of what, how fast or on which channel; and one to
    /// people who are off duty, or gone, in hours in which the provider promises critical work.
    ///
    /// ## Why is this bad?
    ///
    /// An attack on the provider is an attack on its clients. The client's own duties to tell
    /// authorities and insurers begin when the provider knows, and the clock runs while somebody
    /// looks for a phone number.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [[notice]]
    /// by = "northwind"
    /// to = "harbor"
    /// trigger = "a security incident, at Harbor or at Northwind itself"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [[notice]]
    /// by = "northwind"
    /// to = "harbor"
    /// trigger = "a security incident, at Harbor or at Northwind itself"
    /// within = "2h"
    /// via = "phone, then mail"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - A draft without any notice: the rule is then not evaluated, and the report says so. A
    ///   signed engagement without one is reported.
    /// - Several notices of one provider: one of them has to reach the client.
    /// - Notices to regulators, insurers and others are not looked at.
    /// - Whether the trigger includes incidents of the provider's own cannot be read from its
    ///   words.
    /// - Somebody who is told is on duty before the time of the notice has run out, by this notice
    ///   or by another one of the same provider that is as fast.
    /// - A party is told, or a team without hours: somebody there will hear it. So will whoever has
    ///   no hours at all. A recorded absence is left aside.
    /// - The notice leaves more than a day: it is a letter that waits until somebody opens it.
    ///
    /// ## References
    ///
    /// - CISA, CPG 2.0 1.D and 1.E: vendors tell of incidents, by contract and within a time
    /// - CISA, AA22-131A: contracts say how and when the provider tells of incidents
    /// - NYDFS, 23 NYCRR 500.11(b)(3); NIS2, Implementing Regulation 2024/2690, Annex 5.1.4(d)
    "missing-provider-incident-notice" {
        summary: "a provider does not say how it tells the client of incidents",
        group: Group::Communication,
        severity: DefaultSeverity::ERROR,
        needs: "notices, and both parties",
        frameworks: &["nydfs-500", "nis2", "msp-baseline"],
    }
}

/// Enough notices to show what was agreed instead.
const MOST_NOTICES: usize = 5;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let notices = &engagement.document.tables.notices;
    let Some(sides) = engagement.sides() else {
        return cx.lacks_data();
    };
    if notices.is_empty() && !engagement.is_signed() {
        return cx.lacks_data();
    }
    let mut telling: BTreeSet<ActorId> = BTreeSet::new();
    let mut to_client = Vec::new();
    for notice in notices {
        let by = engagement.named_in(&notice.by, &notice.unread, "by");
        let to = engagement.named_in(&notice.to, &notice.unread, "to");
        let of_provider = engagement.is_anybody_of(&by, &sides.with_provider) != Some(false);
        let of_client = engagement.is_anybody_of(&to, &sides.client) != Some(false);
        if (by.nobody() || of_provider) && (to.nobody() || of_client) {
            check_notice(cx, notice);
            to_client.push(notice);
            telling.extend(
                by.actors()
                    .flat_map(|who| engagement.parties(who).iter().copied()),
            );
            let for_all = by.uncertain() || by.nobody();
            telling.extend(sides.provider.iter().filter(|_| for_all));
            telling.extend(in_whose_name(engagement, &by, sides));
        }
    }
    if !engagement.is_damaged() {
        check_providers(cx, sides, &telling);
        if let Some(clock) = cx.clock {
            hours::check(cx, clock, sides, &to_client);
        }
    }
}

/// The providers in whose name these people tell: those for whom they work, by way of another party
/// as well.
fn in_whose_name(engagement: &Engagement<'_>, by: &Seats<'_>, sides: &Sides) -> BTreeSet<ActorId> {
    let mut contractors = BTreeSet::new();
    let mut open: Vec<ActorId> = by
        .actors()
        .flat_map(|who| engagement.parties(who).iter().copied())
        .collect();
    while let Some(party) = open.pop() {
        let ActorKind::Party(table) = engagement.actor(party).kind else {
            continue;
        };
        if !contractors.insert(party) || sides.provider.contains(&party) {
            continue;
        }
        let named = Many::of(&table.contracted_by).iter();
        open.extend(named.filter_map(|by| engagement.names.actor(&by.name)));
    }
    &contractors & &sides.provider
}

/// A notice between the two sides that leaves something open.
fn check_notice<'d>(cx: &mut Context<'_, 'd>, notice: &'d Notice<'d>) {
    let unread = &notice.unread;
    let nobody = |field, key| cx.engagement.named_in(field, unread, key).nobody();
    let open = |is_absent: bool, key: &str| is_absent && !unread.could_hold(key);
    let trigger = notice.trigger.as_ref();
    let no_trigger = trigger.is_none_or(|trigger| trigger.trim().is_empty());
    let via = Many::of(&notice.via).iter();
    let no_channel = !via.clone().any(|via| !via.trim().is_empty());
    let all = [
        (nobody(&notice.by, "by"), "who tells", "`by = \"...\"`"),
        (nobody(&notice.to, "to"), "who is told", "`to = \"...\"`"),
        (
            open(no_trigger, "trigger"),
            "of what",
            "`trigger = \"any security incident\"`",
        ),
        (
            open(notice.within.is_none(), "within"),
            "how fast",
            "`within = \"2h\"`",
        ),
        (
            open(no_channel, "via"),
            "on which channel",
            "`via = \"phone, then mail\"`",
        ),
    ];
    let lacking: Vec<_> = all.into_iter().filter(|(lacks, ..)| *lacks).collect();
    let Some(place) = place(notice).filter(|_| !lacking.is_empty()) else {
        return;
    };
    let names: Vec<&str> = lacking.iter().map(|(_, name, _)| *name).collect();
    let ways: Vec<&str> = lacking.iter().map(|(.., way)| *way).collect();
    let what = words::plain_list(&names);
    let finding = cx.report(
        place,
        format!("this notice of incidents does not say {what}"),
    );
    finding
        .about(object(notice))
        .help(format!("add {}", words::plain_list(&ways)));
}

/// The value that tells a notice from others.
fn place(notice: &Notice<'_>) -> Option<Span> {
    let by = notice.by.as_ref().map(|by| by.span);
    let to = notice.to.as_ref().map(|to| to.span);
    let trigger = notice.trigger.as_ref().map(|trigger| trigger.span);
    let via = notice.via.as_ref().map(|via| via.span);
    let within = notice.within.map(|within| within.span);
    by.or(to).or(trigger).or(via).or(within)
}

/// A notice by its id, else by who tells whom.
pub(super) fn object(notice: &Notice<'_>) -> String {
    if let Some(id) = &notice.id {
        return format!("notice.{}", id.value);
    }
    let names = |field| -> Vec<&str> {
        Many::of(field)
            .iter()
            .map(|named: &racilint_parser::values::Ref<'_, _>| &*named.name)
            .collect()
    };
    let (by, to) = (names(&notice.by), names(&notice.to));
    format!("notice.{}/{}", by.join("+"), to.join("+"))
}

/// Each provider tells the client, or somebody who works for it does.
fn check_providers(cx: &mut Context<'_, '_>, sides: &Sides, telling: &BTreeSet<ActorId>) {
    let engagement = cx.engagement;
    let Some(head) = engagement.head() else {
        return;
    };
    let silent: Vec<(&str, Span)> = providers(engagement, sides)
        .into_iter()
        .filter(|(id, ..)| !telling.contains(id))
        .map(|(_, name, span)| (name, span))
        .collect();
    if silent.is_empty() {
        return;
    }
    let names = words::any_of(silent.iter().map(|(name, _)| *name));
    let message = format!("nothing says when and how {names} tells the client of incidents");
    let finding = cx.report(head.span, message);
    finding.about("engagement");
    for (_, span) in &silent {
        finding.related(
            *span,
            "tells nobody of the client, as far as the contract goes",
        );
    }
    let others = engagement.document.tables.notices.iter();
    for notice in others.take(MOST_NOTICES) {
        if let Some(span) = place(notice) {
            finding.related(span, "somebody else's, or not to the client");
        }
    }
    finding.help(
        "agree on it, for incidents of the provider's own as well: `[[notice]]` with `by`, `to`, \
         `trigger`, `within` and `via`",
    );
}

/// The providers themselves, without whoever works for them, each with the place that says so.
fn providers<'e>(engagement: &'e Engagement<'_>, sides: &Sides) -> Vec<(ActorId, &'e str, Span)> {
    let said = engagement.head().and_then(|head| head.provider.as_ref());
    let named = said.map_or(&[][..], |many| &many.items);
    let mut providers = Vec::new();
    for party in named {
        if let Some(id) = engagement.names.actor(&party.name) {
            providers.push((id, engagement.actor(id).name, party.span));
        }
    }
    if providers.is_empty() {
        let all = sides.provider.iter().map(|id| (*id, engagement.actor(*id)));
        providers.extend(all.take(1).map(|(id, actor)| (id, actor.name, actor.span)));
    }
    providers
}

mod hours;
#[cfg(test)]
mod tests;
