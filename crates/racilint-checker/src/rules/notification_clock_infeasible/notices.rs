//! How fast the provider has agreed to tell the client, and whether that is what a profile asks for.
//!
//! What such a notice leaves open is `missing-provider-incident-notice`'s matter.

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::Span;
use racilint_parser::language::Notice;

use super::{Deadline, minutes};
use crate::model::{ActorId, Duties, Engagement, Sides};
use crate::rules::Context;
use crate::rules::missing_provider_incident_notice::object;
use crate::time::Minute;

/// How fast the client is told, by agreement.
#[derive(Clone, Copy)]
pub(super) struct Told {
    pub(super) minutes: Minute,
    pub(super) span: Span,
    /// Which notice says so.
    index: usize,
}

/// Judges what the provider owes the client; whether there was anything to judge.
pub(super) fn check<'d>(
    cx: &mut Context<'_, 'd>,
    duties: &Duties<'_, 'd>,
    deadlines: &[Deadline<'d>],
) -> bool {
    let asked = deadlines
        .iter()
        .filter(|own| !duties.claims(&own.duty).is_empty() || duties.applies(&own.duty));
    let asked: Vec<&Deadline<'d>> = asked.collect();
    let told = fastest(cx.engagement);
    for own in &told {
        let late = asked.iter().filter(|asked| own.minutes > asked.minutes);
        if let Some(tightest) = late.min_by_key(|asked| asked.minutes) {
            report(cx, duties, *own, tightest);
        }
    }
    !asked.is_empty() && !told.is_empty()
}

fn report<'d>(cx: &mut Context<'_, 'd>, duties: &Duties<'_, 'd>, told: Told, asked: &Deadline<'d>) {
    let engagement = cx.engagement;
    let notice = &engagement.document.tables.notices[told.index];
    let duty = asked.duty.name();
    let message = format!(
        "the client is told within {}, and `{duty}` leaves {}",
        minutes(told.minutes),
        minutes(asked.minutes)
    );
    let finding = cx.report(told.span, message);
    finding.about(object(notice)).aspect(duty);
    finding.cites(asked.duty.cited());
    for claim in duties.claims(&asked.duty) {
        finding.related(claim.span, "takes this duty on");
    }
    if let Some(span) = asked.duty.profile.span {
        finding.related(span, "asks for it");
    }
    finding.help(format!("agree on no more than {}", asked.in_full()));
}

/// The slowest of those who tell the client, each by its fastest notice.
pub(super) fn slowest(engagement: &Engagement<'_>) -> Option<Told> {
    let told = fastest(engagement).into_iter();
    told.max_by_key(|told| told.minutes)
}

/// The fastest notice to the client of each party on the provider's side. A party of which one
/// notice does not say how fast is left out: it may be meant for just this.
fn fastest(engagement: &Engagement<'_>) -> Vec<Told> {
    let Some(sides) = engagement.sides() else {
        return Vec::new();
    };
    let mut by_party: BTreeMap<BTreeSet<ActorId>, Option<Told>> = BTreeMap::new();
    for (index, notice) in engagement.document.tables.notices.iter().enumerate() {
        let Some(parties) = telling(engagement, sides, notice) else {
            continue;
        };
        let told = notice.within.map(|within| Told {
            minutes: Minute::from(within.value.minutes),
            span: within.span,
            index,
        });
        let known = by_party.entry(parties).or_insert(told);
        *known = known.zip(told).map(|(known, own)| {
            if own.minutes < known.minutes {
                own
            } else {
                known
            }
        });
    }
    by_party.into_values().flatten().collect()
}

/// The parties that tell the client by a notice; `None` for notices between others.
fn telling<'d>(
    engagement: &Engagement<'d>,
    sides: &Sides,
    notice: &'d Notice<'d>,
) -> Option<BTreeSet<ActorId>> {
    let by = engagement.named_in(&notice.by, &notice.unread, "by");
    let to = engagement.named_in(&notice.to, &notice.unread, "to");
    let of_provider = engagement.is_anybody_of(&by, &sides.with_provider) == Some(true);
    let to_client = engagement.is_anybody_of(&to, &sides.client) == Some(true);
    let parties = by
        .actors()
        .flat_map(|who| engagement.parties(who).iter().copied());
    (of_provider && to_client).then(|| parties.collect())
}
