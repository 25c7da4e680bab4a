use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::PartyKind;

use super::{Context, declare_rule};
use crate::model::{ActorId, ActorKind, Engagement, Letter, Row, RowId};

declare_rule! {
    /// ## What it does
    ///
    /// Reports work that cannot wait of which one vendor or subcontractor is both: whoever does it,
    /// and whoever is named beside or after them. The fallback is there on paper, and fails with
    /// what it is the fallback for.
    ///
    /// ## Why is this bad?
    ///
    /// A second name calms everybody. When the vendor is down, sold or attacked itself, both names
    /// are out at the same hour, and the plan has no third.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "watch"
    /// support = "watch-lead"
    ///
    /// [team.watch]
    /// party = "night-watch"
    /// [person.watch-lead]
    /// party = "night-watch"
    /// [party.night-watch]
    /// kind = "vendor"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "watch"
    /// support = "jo"
    ///
    /// [team.watch]
    /// party = "night-watch"
    /// [person.jo]
    /// party = "northwind"
    /// [party.night-watch]
    /// kind = "vendor"
    /// [party.northwind]
    /// kind = "provider"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Somebody of the client, of the provider or of another vendor does it too, supports it, or
    ///   is called after the first.
    /// - Nobody is named as a second at all: `single-person-dependency` and the rules on escalation
    ///   say so.
    /// - The one company is the client or the provider itself.
    /// - The work can wait, or is a decision and nothing else.
    /// - It is not known to whom somebody belongs.
    ///
    /// ## References
    ///
    /// - Regulation (EU) 2022/2554 (DORA), Article 29: concentration risk
    /// - ISO 22301:2019, 8.3: strategies that do not fail together
    "common-mode-fallback" {
        summary: "the fallback depends on the same vendor as what it is the fallback for",
        group: Group::Load,
        severity: DefaultSeverity::WARNING,
        needs: "work that cannot wait with somebody named beside or after whoever does it",
        frameworks: &["dora"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let mut has_data = false;
    for (id, row) in engagement.leaves() {
        if row.only_decides() || row.left_out || engagement.cannot_wait(id).is_none() {
            continue;
        }
        let Some(fallback) = fallback(engagement, id, row) else {
            continue;
        };
        has_data |= !fallback.is_empty();
        let primary: Vec<ActorId> = row.responsible().actors().collect();
        let all = || {
            primary
                .iter()
                .copied()
                .chain(fallback.iter().map(|own| own.0))
        };
        if primary.is_empty() || fallback.is_empty() || !all().all(|own| is_known(engagement, own))
        {
            continue;
        }
        let parties: BTreeSet<ActorId> = all()
            .flat_map(|own| engagement.parties(own).iter().copied())
            .collect();
        match parties.first() {
            Some(vendor) if parties.len() == 1 && is_outside(engagement, *vendor) => {
                report(cx, id, *vendor, fallback[0].1);
            }
            _ => {}
        }
    }
    if !has_data {
        cx.lacks_data();
    }
}

/// Whoever is named beside or after those who do the work, with the place; `None` where somebody
/// there cannot be read.
fn fallback(engagement: &Engagement<'_>, id: RowId, row: &Row<'_>) -> Option<Vec<(ActorId, Span)>> {
    let support = row.seats(Letter::Support);
    if support.uncertain() || row.responsible().uncertain() {
        return None;
    }
    let mut named: Vec<(ActorId, Span)> = support.placed().collect();
    match engagement.escalation(id) {
        Some(link) => {
            for step in &engagement.paths.get(link.to?)?.steps {
                if step.to.uncertain() {
                    return None;
                }
                named.extend(step.to.placed());
            }
        }
        None if engagement.may_be_escalated(id) => return None,
        None => {}
    }
    let doing: BTreeSet<ActorId> = row.responsible().actors().collect();
    named.retain(|(actor, _)| !doing.contains(actor));
    Some(named)
}

/// Whether it is known to whom an actor belongs.
fn is_known(engagement: &Engagement<'_>, actor: ActorId) -> bool {
    !engagement.parties(actor).is_empty() && !engagement.actor(actor).parties.uncertain()
}

/// Whether a party is one that works for client or provider, and neither of the two.
fn is_outside(engagement: &Engagement<'_>, party: ActorId) -> bool {
    let ActorKind::Party(table) = engagement.actor(party).kind else {
        return false;
    };
    let kind = table.kind.map(|kind| kind.value);
    matches!(kind, Some(PartyKind::Vendor | PartyKind::Subcontractor))
}

fn report(cx: &mut Context<'_, '_>, id: RowId, vendor: ActorId, place: Span) {
    let engagement = cx.engagement;
    let row = engagement.row(id);
    let name = engagement.actor(vendor).name;
    let message = format!(
        "whoever does `{}` and its fallback are both of `{name}`",
        row.name
    );
    let why = engagement.cannot_wait(id);
    let doing: Vec<Span> = row.responsible().placed().map(|(_, span)| span).collect();
    let finding = cx.report(place, message);
    finding.about(row.object());
    for span in doing {
        finding.related(span, format!("of `{name}` as well"));
    }
    if let Some((span, why)) = why {
        finding.related(span, why);
    }
    finding.help(format!(
        "name somebody outside of `{name}` as a further step of the escalation or as `support`; \
         of the client or the provider, or of another vendor"
    ));
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    const RULE: &str = "common-mode-fallback";

    #[test]
    fn the_next_step_is_of_the_same_vendor() {
        check(
            RULE,
            r#"
[workstream.containment]
#           ----------- incidents are handled in this area
responsible = "watch"
#             ------- of `night-watch` as well
escalation = "sec"
[escalation.sec]
steps = [{ to = "watch" }, { to = "chief" }]
#                                 ^^^^^^^ warning: whoever does `containment` and its fallback are both of `night-watch`
[team.watch]
party = "night-watch"
[person.chief]
party = "night-watch"
[party.night-watch]
kind = "subcontractor"
"#,
        );
    }

    #[test]
    fn one_outside_of_it_is_enough() {
        is_silent(
            RULE,
            r#"
[workstream.containment]
responsible = "watch"
support = "chief"
escalation = "sec"
[escalation.sec]
steps = [{ to = "watch" }, { to = "jo" }]
[workstream.imaging]
criticality = "high"
responsible = "jo"
support = "li"
[team.watch]
party = "night-watch"
[person.chief]
party = "night-watch"
[person.jo]
party = "northwind"
[person.li]
party = "northwind"
[party.night-watch]
kind = "vendor"
[party.northwind]
kind = "provider"
"#,
        );
    }

    #[test]
    fn whose_party_is_not_known_may_be_of_another() {
        is_silent(
            RULE,
            r#"
[workstream.containment]
responsible = "watch"
support = "chief"
[team.watch]
party = "night-watch"
[person.chief]
[party.night-watch]
kind = "vendor"
"#,
        );
    }

    #[test]
    fn without_a_second_there_is_no_fallback() {
        is_not_evaluated(
            RULE,
            r#"
[workstream.containment]
responsible = "watch"
[team.watch]
party = "night-watch"
[party.night-watch]
kind = "vendor"
"#,
        );
    }

    #[test]
    fn work_that_can_wait_is_left_out_or_has_somebody_unknown() {
        let said = |says: &str, support: &str| {
            let text = format!(
                "[workstream.imaging]\nresponsible = \"watch\"\nsupport = {support}\n{says}\n\
                 [team.watch]\nparty = \"night-watch\"\n[person.chief]\nparty = \"night-watch\"\n\
                 [party.night-watch]\nkind = \"vendor\"\n"
            );
            run(RULE, &text, &Sources::default()).findings.len()
        };
        let high = "criticality = \"high\"";
        assert_eq!(said(high, "\"chief\""), 1);
        assert_eq!(said("", "\"chief\""), 0);
        assert_eq!(
            said(&format!("{high}\nactivity = \"decision\""), "\"chief\""),
            0
        );
        assert_eq!(
            said(&format!("{high}\nnot-applicable = \"no\""), "\"chief\""),
            0
        );
        assert_eq!(said(high, "[\"chief\", \"gohst\"]"), 0);
        assert_eq!(said(high, "\"watch\""), 0);
        assert_eq!(said(&format!("{high}\nescalation = 7"), "\"chief\""), 0);
        assert_eq!(
            said(&format!("{high}\nescalation = \"gone\""), "\"chief\""),
            0
        );
    }
}
