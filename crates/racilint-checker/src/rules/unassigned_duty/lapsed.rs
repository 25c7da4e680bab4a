//! Duties that only a contract covers which does not hold.

use std::collections::BTreeMap;

use racilint_diagnostics::Span;

use super::super::Context;
use super::{in_words, is_told_as_contract};
use crate::model::{ActiveDuty, Answer, Duties, Signature};

/// One finding for each contract, with all the duties that it stands for.
pub(super) fn check(cx: &mut Context<'_, '_>, duties: &Duties<'_, '_>) {
    let mut by_agreement: BTreeMap<Span, (Signature<'_>, Vec<&ActiveDuty<'_>>)> = BTreeMap::new();
    for duty in &duties.all {
        let Answer::Agreement(signature) = duties.answer(duty) else {
            continue;
        };
        // What is still being written is not signed yet.
        let agreement = match signature {
            Signature::Ended(own) | Signature::Late(own) => own,
            Signature::Unsigned(own) if cx.engagement.is_signed() => own,
            Signature::Unsigned(_) | Signature::InForce(_) | Signature::Missing => continue,
        };
        let unread = &agreement.body.unread;
        let may_cover_others = unread.could_hold("kind") || unread.could_hold("covers");
        if may_cover_others || is_told_as_contract(duty, duties) || !duties.applies(duty) {
            continue;
        }
        let told = by_agreement.entry(agreement.id.span);
        told.or_insert_with(|| (signature, Vec::new())).1.push(duty);
    }
    for (signature, covered) in by_agreement.values() {
        report(cx, *signature, covered);
    }
}

fn report(cx: &mut Context<'_, '_>, signature: Signature<'_>, covered: &[&ActiveDuty<'_>]) {
    let (agreement, span, lack) = match signature {
        Signature::Ended(own) => {
            let until = own.body.until.map_or(own.id.span, |until| until.span);
            (own, until, cx.engagement.ended(&own.body))
        }
        Signature::Late(own) => {
            let from = own.body.from.map_or(own.id.span, |from| from.span);
            (own, from, cx.engagement.begins(&own.body))
        }
        Signature::Unsigned(own) => (
            own,
            own.id.span,
            "is not signed by the first day".to_owned(),
        ),
        Signature::InForce(_) | Signature::Missing => return,
    };
    let object = format!("agreement.{}", agreement.id.name);
    let names = in_words(covered);
    let message = format!("nobody holds {names}: `{object}`, which covers that, {lack}");
    let finding = cx.report(span, message);
    finding
        .about(match covered {
            [one] => one.object(),
            _ => object,
        })
        .aspect("agreement")
        .cites(covered.iter().flat_map(|duty| duty.cited()));
    let covers = agreement.body.covers.as_ref();
    if let Some(covers) = covers.and_then(|covers| covers.items.first()) {
        finding.related(covers.span, "what it covers");
    }
    finding.help(
        "renew or sign it and say so with `signed` and `until`, cite the contract that holds, or give \
         the work an owner: a workstream with `satisfies`",
    );
    cx.stands_for(covered.iter().map(|duty| duty.object()));
}
