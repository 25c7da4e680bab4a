use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Hold;

use super::{Context, declare_rule};
use crate::model::{
    ActiveDuty, ActorId, Duties, Engagement, Signature, Touch, earliest, instrument_words,
};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a contract that a profile demands between the client and whoever handles its data or
    /// systems, when it is missing, unsigned or over: a business associate agreement, a provider's
    /// written acknowledgement, a security addendum, a data processing agreement.
    ///
    /// ## Why is this bad?
    ///
    /// Without it the client may not let them in. It is the first paper an auditor asks for, and it
    /// cannot be signed for the time that has passed.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client   = "harbor"
    /// provider = "northwind"
    /// profiles = ["msp-baseline", "hipaa"]
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [agreement.msa-annex-b]
    /// kind    = "baa"
    /// between = ["harbor", "northwind"]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client   = "harbor"
    /// provider = "northwind"
    /// profiles = ["msp-baseline", "hipaa"]
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [agreement.msa-annex-b]
    /// kind    = "baa"
    /// between = ["harbor", "northwind"]
    /// signed  = 2026-10-28
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The agreement is signed by the first day on which the party works, holds from that day on
    ///   (`from`) and does not end before it; or the work of the party is over.
    /// - The party neither works for the client nor has to do with its systems; authorities,
    ///   insurers and auditors do not.
    /// - It works for the provider: `flow-down-missing` looks at that.
    /// - An accepted exclusion names the party in `what`, with a reason.
    /// - A workstream says that the duty is not applicable.
    ///
    /// ## References
    ///
    /// - HIPAA, 45 CFR 164.308(b), 164.314(a); PCI DSS v4.0.1, 12.8.2; CJIS 5.9.5, 5.1.1.5
    /// - FERPA, 34 CFR 99.31(a)(1)(i)(B)
    "missing-agreement" {
        summary: "a contract that a profile demands with whoever handles data or systems is missing or unsigned",
        group: Group::Compliance,
        severity: DefaultSeverity::ERROR,
        needs: "a profile that demands a contract, and the names of client and provider",
        frameworks: &["hipaa", "pci-dss", "cjis", "ferpa-k12"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let duties = Duties::of(engagement);
    let asked = asked(&duties);
    if asked.is_empty() || !duties.knows_sides() || engagement.is_damaged() {
        return cx.lacks_data();
    }
    let Some(client) = duties.clients().first().copied() else {
        return;
    };
    let counterparts = counterparts(engagement, duties.clients());
    for (kind, duty) in &asked {
        for (party, touch) in &counterparts {
            let day = touch
                .as_ref()
                .map_or(engagement.start(), |touch| touch.from);
            let signature = engagement.signature(kind, (client, *party), day);
            report(cx, kind, duty, (client, *party), touch.as_ref(), signature);
        }
    }
}

/// The kinds of contract that the profiles demand of the client, each with the duty that does;
/// none that is said not to be applicable.
fn asked<'d>(duties: &Duties<'_, 'd>) -> Vec<(&'static str, ActiveDuty<'d>)> {
    let mut asked: Vec<(&'static str, ActiveDuty<'d>)> = Vec::new();
    for duty in duties
        .all
        .iter()
        .filter(|duty| duty.hold() != Hold::Provider)
    {
        if let Some(kind) = duty.instrument()
            && duties.applies(duty)
            && asked.iter().all(|(own, _)| *own != kind)
        {
            asked.push((kind, *duty));
        }
    }
    asked
}

/// The providers, and whoever works for the client and has its hands on something, with the first
/// place that shows it; none whose work is over.
fn counterparts(
    engagement: &Engagement<'_>,
    clients: &BTreeSet<ActorId>,
) -> Vec<(ActorId, Option<Touch>)> {
    let touches = engagement.touches();
    let first = |party: ActorId| earliest(touches.get(&party)?).cloned();
    let is_over = |party: &ActorId| touches.contains_key(party) && first(*party).is_none();
    let providers = engagement.providers().into_iter();
    let providers = providers.filter(|party| !is_over(party));
    let mut counterparts: Vec<(ActorId, Option<Touch>)> =
        providers.map(|party| (party, first(party))).collect();
    for (party, by) in engagement.contracted() {
        if !by.is_disjoint(clients)
            && let Some(touch) = first(party)
        {
            counterparts.push((party, Some(touch)));
        }
    }
    counterparts
        .retain(|(party, _)| !engagement.is_out_of_scope(*party) && !clients.contains(party));
    counterparts
}

fn report(
    cx: &mut Context<'_, '_>,
    kind: &'static str,
    duty: &ActiveDuty<'_>,
    (client, party): (ActorId, ActorId),
    touch: Option<&Touch>,
    signature: Signature<'_>,
) {
    let engagement = cx.engagement;
    let (actor, client) = (engagement.actor(party), engagement.actor(client).name);
    let (name, words) = (actor.name, instrument_words(kind));
    let (span, message): (Span, String) = match signature {
        Signature::InForce(_) => return,
        Signature::Missing => (
            actor.span,
            format!("`{client}` has no {words} with `{name}`"),
        ),
        Signature::Late(agreement) => (
            agreement
                .body
                .from
                .map_or(agreement.id.span, |from| from.span),
            format!(
                "the {words} with `{name}` {}",
                engagement.begins(&agreement.body)
            ),
        ),
        Signature::Unsigned(agreement) => (
            agreement.id.span,
            format!("the {words} with `{name}` is not signed by the first day"),
        ),
        Signature::Ended(agreement) => (
            agreement
                .body
                .until
                .map_or(agreement.id.span, |until| until.span),
            format!(
                "the {words} with `{name}` {}",
                engagement.ended(&agreement.body)
            ),
        ),
    };
    let finding = cx.report(span, message);
    finding
        .about(actor.object())
        .aspect(kind)
        .label(format!("{} asks for it", duty.cite()))
        .cites(duty.cited());
    if let Some(touch) = touch {
        finding.related(touch.span, format!("`{name}` {}", touch.what));
    }
    finding.help(format!(
        "sign it before `{name}` begins, and say so: `[agreement.ID]` with `kind = \"{kind}\"`, \
         `between = [\"{client}\", \"{name}\"]` and `signed`"
    ));
}

#[cfg(test)]
mod tests;
