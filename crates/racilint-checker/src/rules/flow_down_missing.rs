use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{Clause, DefaultSeverity, Group, Span};
use racilint_parser::language::{Agreement, Hold};
use racilint_parser::values::Many;

use super::{Context, declare_rule};
use crate::model::{ActorId, Engagement, Signature, Touch, earliest, instrument_words};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a subcontractor or vendor of the provider, or of one of those, that handles the client's
    /// data or systems and has not signed what the provider signed: a business associate agreement, a
    /// written acknowledgement, a security addendum, a data processing agreement.
    ///
    /// ## Why is this bad?
    ///
    /// The provider has promised the client what its subcontractor never promised anybody. The
    /// chain breaks where nobody looks.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client   = "harbor"
    /// provider = "northwind"
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [party.coldharbor]
    /// kind          = "subcontractor"
    /// contracted-by = "northwind"
    ///
    /// [workstream.backup-restore]
    /// accountable = "northwind"
    /// support     = "coldharbor"
    ///
    /// [agreement.northwind-baa]
    /// kind    = "baa"
    /// between = ["harbor", "northwind"]
    /// signed  = 2026-10-28
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client   = "harbor"
    /// provider = "northwind"
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [party.coldharbor]
    /// kind          = "subcontractor"
    /// contracted-by = "northwind"
    ///
    /// [workstream.backup-restore]
    /// accountable = "northwind"
    /// support     = "coldharbor"
    ///
    /// [agreement.northwind-baa]
    /// kind    = "baa"
    /// between = ["harbor", "northwind"]
    /// signed  = 2026-10-28
    ///
    /// [agreement.coldharbor-baa]
    /// kind    = "baa"
    /// between = ["northwind", "coldharbor"]
    /// signed  = 2026-10-06
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The party has signed with whoever contracts it, with the provider, or with the client itself.
    /// - It is only asked or told, or has nothing to do with what the agreement covers; or its work
    ///   is over, or begins only after it has signed.
    /// - An accepted exclusion names it in `what`, with a reason.
    /// - The provider has signed nothing that could be passed on: `missing-agreement` says that
    ///   where a profile demands it.
    ///
    /// ## References
    ///
    /// - HIPAA, 45 CFR 164.308(b)(2), 164.314(a)(2)(iii); Regulation (EU) 2022/2554, 30(2)(a)
    /// - NIST CSF 2.0, GV.SC-05
    "flow-down-missing" {
        summary: "a subcontractor handles data or systems without the agreement that the provider has signed",
        group: Group::Compliance,
        severity: DefaultSeverity::ERROR,
        needs: "an agreement between client and provider, and parties that the provider contracts",
        frameworks: &["hipaa", "dora", "nist-csf"],
    }
}

/// The kinds of agreement that whoever signs them has to pass on.
const PASSED_ON: [&str; 4] = ["baa", "tpsp", "addendum", "dpa"];

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let clients = engagement.clients();
    let signed = signed_by_providers(engagement, &clients);
    let mut below = engagement.contracted();
    below.retain(|(_, by)| by.is_disjoint(&clients) && !by.is_empty());
    if signed.is_empty() || below.is_empty() || engagement.is_damaged() {
        return cx.lacks_data();
    }
    let touches = engagement.touches();
    let chains: Vec<BTreeSet<ActorId>> = signed
        .iter()
        .map(|own| chain(own.provider, &below))
        .collect();
    for (party, by) in &below {
        if engagement.is_out_of_scope(*party) {
            continue;
        }
        let touches = touches.get(party).map_or(&[][..], |touches| touches);
        for (above, chain) in signed.iter().zip(&chains) {
            // Whoever contracts it directly passes the agreement on: the provider, or one below it.
            let links = by.intersection(chain).copied();
            let links: Vec<ActorId> = links.filter(|link| link != party).collect();
            let covered = touches.iter();
            let covered = covered.filter(|touch| above.covers(touch, engagement));
            if let Some(touch) = earliest(covered).filter(|_| !links.is_empty()) {
                check_party(cx, *party, &links, above, touch, &clients);
            }
        }
    }
}

/// A provider with all whom it contracts, whom those contract, and so on.
fn chain(provider: ActorId, below: &[(ActorId, BTreeSet<ActorId>)]) -> BTreeSet<ActorId> {
    let mut contracts: BTreeMap<ActorId, Vec<ActorId>> = BTreeMap::new();
    for (party, by) in below {
        for above in by {
            contracts.entry(*above).or_default().push(*party);
        }
    }
    let mut chain = BTreeSet::new();
    let mut open = vec![provider];
    while let Some(next) = open.pop() {
        if chain.insert(next) {
            open.extend(contracts.get(&next).into_iter().flatten());
        }
    }
    chain
}

/// An agreement of a kind that is passed on, as a provider has signed it.
struct Above<'d> {
    kind: &'static str,
    provider: ActorId,
    span: Span,
    agreement: &'d Agreement<'d>,
}

impl Above<'_> {
    /// Whether a touch is on something that the agreement covers: all, where it names no
    /// workstreams or systems.
    fn covers(&self, touch: &Touch, engagement: &Engagement<'_>) -> bool {
        let names = &engagement.names;
        let named = || Many::of(&self.agreement.covers).iter();
        let rows: BTreeSet<_> = named().filter_map(|own| names.row(&own.name)).collect();
        let systems: BTreeSet<_> = named().filter_map(|own| names.system(&own.name)).collect();
        if rows.is_empty() && systems.is_empty() {
            return true;
        }
        let on_row = touch.row.is_some_and(|row| {
            let lineage = engagement.lineage(row);
            lineage.iter().any(|own| rows.contains(own))
        });
        on_row || touch.system.is_some_and(|system| systems.contains(&system))
    }
}

/// One agreement of each kind and provider; one that is unsigned or begins later too, since it is
/// about to hold.
fn signed_by_providers<'d>(
    engagement: &Engagement<'d>,
    clients: &BTreeSet<ActorId>,
) -> Vec<Above<'d>> {
    let mut signed = Vec::new();
    for provider in engagement.providers() {
        for kind in PASSED_ON {
            for client in clients {
                let both = (*client, provider);
                let signature = engagement.signature(kind, both, engagement.start());
                if let Signature::InForce(own) | Signature::Late(own) | Signature::Unsigned(own) =
                    signature
                {
                    signed.push(Above {
                        kind,
                        provider,
                        span: own.id.span,
                        agreement: &own.body,
                    });
                }
            }
        }
    }
    signed
}

fn check_party(
    cx: &mut Context<'_, '_>,
    party: ActorId,
    links: &[ActorId],
    above: &Above<'_>,
    touch: &Touch,
    clients: &BTreeSet<ActorId>,
) {
    let engagement = cx.engagement;
    let others = clients.iter().chain([&above.provider]).chain(links);
    let signatures =
        others.map(|other| engagement.signature(above.kind, (*other, party), touch.from));
    let mut worst = Signature::Missing;
    for signature in signatures {
        match signature {
            Signature::InForce(_) => return,
            Signature::Missing => {}
            found => worst = found,
        }
    }
    let direct = links.iter().find(|link| **link == above.provider);
    let Some(link) = direct.or(links.first()) else {
        return;
    };
    report(cx, (party, *link), above, touch, worst);
}

/// The clauses of the active profiles by which whoever works for the client signs such an agreement.
fn clauses(engagement: &Engagement<'_>, kind: &str) -> Vec<Clause> {
    let duties = engagement.active_duties().into_iter();
    let of_kind =
        duties.filter(|duty| duty.instrument() == Some(kind) && duty.hold() == Hold::Provider);
    of_kind.flat_map(|duty| duty.cited()).collect()
}

fn report(
    cx: &mut Context<'_, '_>,
    (party, by): (ActorId, ActorId),
    above: &Above<'_>,
    touch: &Touch,
    signature: Signature<'_>,
) {
    let engagement = cx.engagement;
    let (actor, words) = (engagement.actor(party), instrument_words(above.kind));
    let (name, by) = (actor.name, engagement.actor(by).name);
    let provider = engagement.actor(above.provider).name;
    let (span, lack) = match signature {
        Signature::Late(own) => (own.id.span, engagement.begins(&own.body)),
        Signature::Unsigned(own) => (own.id.span, "has not been signed by the first day".into()),
        Signature::Ended(own) => (own.id.span, engagement.ended(&own.body)),
        Signature::InForce(_) | Signature::Missing => (actor.span, "is missing".to_owned()),
    };
    let message = format!("the {words} that `{by}` has to pass on to `{name}` {lack}");
    cx.report(span, message)
        .about(actor.object())
        .aspect(above.kind)
        .related(touch.span, format!("`{name}` {}", touch.what))
        .related(above.span, format!("what `{provider}` owes the client"))
        .cites(clauses(engagement, above.kind))
        .help(format!(
            "let `{name}` sign what `{provider}` signed, and say so: `[agreement.ID]` with \
             `kind = \"{}\"`, `between = [\"{by}\", \"{name}\"]` and `signed`; if it never sees \
             data or systems of the client, say that in an `[[exclusion]]` whose `what` names it",
            above.kind
        ));
}

#[cfg(test)]
mod tests;
