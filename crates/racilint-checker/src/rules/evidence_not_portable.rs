use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::decode::Item;
use racilint_parser::language::System;
use racilint_parser::values::Text;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Engagement, Evidence};

declare_rule! {
    /// ## What it does
    ///
    /// Reports evidence that is kept in a system into which nobody of its owner's party gets. The
    /// `location` of the evidence is taken for a system when it is the id or the name of one.
    ///
    /// ## Why is this bad?
    ///
    /// The proof is the owner's to show, and somebody else's to hand out. When the contract ends,
    /// or is in dispute, the records stay behind with the tool.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [evidence.incident-record]
    /// owner = "compliance-lead"
    /// producer = "soc"
    /// location = "ticket system"
    ///
    /// [system.tickets]
    /// name = "Ticket system"
    /// top-admin = "soc"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [team.soc]
    /// party = "northwind"
    /// [role.compliance-lead]
    /// party = "harbor"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [evidence.incident-record]
    /// owner = "compliance-lead"
    /// producer = "soc"
    /// location = "Harbor's vault, folder 6, copied from the ticket system each month"
    ///
    /// [system.tickets]
    /// name = "Ticket system"
    /// top-admin = "soc"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [team.soc]
    /// party = "northwind"
    /// [role.compliance-lead]
    /// party = "harbor"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Somebody of the owner's party who has not left runs, administers or knows the system, or
    ///   has access.
    /// - The location says more than the name of a system, such as where copies go.
    /// - The system does not say who gets in, or two systems have that name.
    /// - The evidence cites a clause: the contract says how it is had.
    /// - Owner, party or access cannot be read.
    ///
    /// ## References
    ///
    /// - DORA, Regulation (EU) 2022/2554, 30(2)(d)
    "evidence-not-portable" {
        summary: "evidence is kept where its owner's party cannot get at it",
        group: Group::Evidence,
        severity: DefaultSeverity::WARNING,
        needs: "evidence whose `location` is a system that says who gets in",
        frameworks: &["dora"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let systems = by_name(engagement);
    let mut judged = false;
    for evidence in &engagement.evidence {
        let Some(location) = &evidence.table.location else {
            continue;
        };
        let Some(Some(system)) = systems.get(&folded(&location.value)) else {
            continue;
        };
        if let Some(shut_out) = shut_out(evidence, *system, engagement) {
            judged = true;
            if !shut_out.is_empty() {
                let system = &engagement.document.tables.systems[*system];
                report(cx, evidence, location, system, &shut_out);
            }
        }
    }
    if !judged {
        cx.lacks_data();
    }
}

/// Systems by their ids and names; `None` where two are called the same.
fn by_name(engagement: &Engagement<'_>) -> BTreeMap<String, Option<usize>> {
    let mut systems: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for (index, system) in engagement.document.tables.systems.iter().enumerate() {
        let name = system.body.name.as_ref().map(|name| &name.value);
        for called in name.into_iter().chain([&system.id.name]) {
            let known = systems.entry(folded(called)).or_insert(Some(index));
            if *known != Some(index) {
                *known = None;
            }
        }
    }
    systems
}

fn folded(name: &str) -> String {
    let name = name.trim().to_lowercase();
    name.strip_prefix("system.").unwrap_or(&name).to_owned()
}

/// The parties of the owner, when nobody of them gets into the system; empty when somebody does,
/// `None` when that is not known.
fn shut_out(
    evidence: &Evidence<'_>,
    system: usize,
    engagement: &Engagement<'_>,
) -> Option<BTreeSet<ActorId>> {
    let inside = engagement.inside_of(system);
    let owner = &evidence.owner;
    if !inside.is_said || inside.uncertain || owner.nobody() || owner.uncertain() {
        return None;
    }
    let mut parties = BTreeSet::new();
    for actor in owner.actors() {
        let own = engagement.parties(actor);
        if own.is_empty() || engagement.actor(actor).parties.uncertain() {
            return None;
        }
        parties.extend(own);
    }
    let mut inside = inside.actors.iter();
    let gets_in = inside.any(|actor| {
        !engagement.has_left(*actor) && !engagement.parties(*actor).is_disjoint(&parties)
    });
    let table = evidence.table;
    let agreed = table.clause.is_some() || table.unread.could_hold("clause");
    Some(if gets_in || agreed {
        BTreeSet::new()
    } else {
        parties
    })
}

fn report(
    cx: &mut Context<'_, '_>,
    evidence: &Evidence<'_>,
    location: &Text<'_>,
    system: &Item<'_, System<'_>>,
    shut_out: &BTreeSet<ActorId>,
) {
    let engagement = cx.engagement;
    let parties = words::any_of(shut_out.iter().map(|party| engagement.actor(*party).name));
    let name = evidence.name;
    let message = format!(
        "`{name}` is kept in `{}`, and nobody of {parties} gets in there",
        system.id.name
    );
    let finding = cx.report(location.span, message);
    finding.about(evidence.object());
    for (_, span) in evidence.owner.placed() {
        finding.related(span, "has to show it");
    }
    finding.related(system.id.span, "says who gets in");
    finding.help(format!(
        "agree on copies, \"{name} is exported to the owner every month\", and write where they \
         are kept; or give somebody of {parties} `access` to the system"
    ));
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    const ROSTER: &str = r#"
[party.zeta]
[party.acme]
[team.soc]
party = "acme"
[team.risk]
party = "zeta"
[team.it]
party = "zeta"
"#;

    /// The record of an owner of `zeta`, with what its place and the system say.
    fn kept(location: &str, system: &str) -> String {
        format!(
            "[evidence.record]\nowner = \"risk\"\nproducer = \"soc\"\nlocation = \"{location}\"\n\
             [system.tickets]\nname = \"Ticket desk\"\n{system}\n{ROSTER}"
        )
    }

    #[test]
    fn only_in_a_system_of_the_other_party() {
        check(
            "evidence-not-portable",
            &format!(
                r#"
[evidence.record]
owner = "risk"
#       ------ has to show it
location = "tickets"
#          ^^^^^^^^^ warning: `record` is kept in `tickets`, and nobody of `zeta` gets in there
[evidence.log]
owner = "risk"
#       ------ has to show it
location = "TICKET desk"
#          ^^^^^^^^^^^^^ warning: `log` is kept in `tickets`, and nobody of `zeta` gets in there
[system.tickets]
#       ------- says who gets in
name = "Ticket desk"
access = [{{ who = "soc", can = ["notify-client"] }}]
{ROSTER}"#
            ),
        );
    }

    #[test]
    fn somebody_of_the_owners_party_gets_in() {
        for system in [
            "top-admin = [\"soc\", \"it\"]",
            "top-admin = \"soc\"\nowner = \"it\"",
            "access = [{ who = \"zeta\", can = [\"notify-client\"] }]",
        ] {
            is_silent("evidence-not-portable", &kept("tickets", system));
        }
    }

    #[test]
    fn whoever_has_left_does_not_get_in() {
        let told = |days: &str| {
            let system = "access = [{ who = \"bob\", can = [\"break-glass\"] }]";
            let text = kept("tickets", system) + "[person.bob]\nparty = \"zeta\"\n" + days;
            let findings = run("evidence-not-portable", &text, &Sources::default()).findings;
            let messages = findings.into_iter().map(|own| own.message);
            messages.collect::<Vec<String>>()
        };
        let shut_out = "`record` is kept in `tickets`, and nobody of `zeta` gets in there";
        assert_eq!(told("until = 2026-11-20"), [shut_out]);
        assert_eq!(told("until = 2026-11-21"), [""; 0]);
        assert_eq!(told("from = 2027-02-01"), [""; 0]);
    }

    #[test]
    fn a_clause_says_how_it_is_had() {
        let fixture = kept("tickets", "top-admin = \"soc\"");
        let fixture = fixture.replace("producer", "clause = \"MSA 12\"\nproducer");
        is_silent("evidence-not-portable", &fixture);
    }

    #[test]
    fn what_is_not_known_is_not_judged() {
        let shut = "top-admin = \"soc\"";
        for fixture in [
            kept("tickets, copies go to zeta each month", shut),
            kept("Vault, folder 4", shut),
            kept("tickets", ""),
            kept("tickets", "top-admin = [\"soc\", \"gohst\"]"),
            kept("tickets", shut).replace("owner = \"risk\"", "owner = \"TBD\""),
            kept("tickets", shut).replace("owner = \"risk\"", "owner = \"free\"") + "[team.free]",
            kept("tickets", shut)
                .replace("k]\nparty = \"zeta\"", "k]\nparty = [\"zeta\", \"gohst\"]"),
            kept(
                "ticket desk",
                "top-admin = \"soc\"\n[system.other]\nname = \"ticket desk\"",
            ),
            "[engagement]\n".to_owned(),
        ] {
            is_not_evaluated("evidence-not-portable", &fixture);
        }
    }
}
