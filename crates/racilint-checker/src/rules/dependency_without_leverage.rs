use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, Engagement, HandoffKey, Letter, Row, RowId};

mod holds;

use holds::Holds;

declare_rule! {
    /// ## What it does
    ///
    /// Reports work that depends on work of another party, where those who answer for it or do it
    /// have no hold on that: no agreement, no handoff, no authority there, and nobody asks or tells
    /// them.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever promises a result that others decide about can only ask. They learn of the change
    /// that broke it from their own alarm.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// accountable = "soc"
    /// depends-on = ["network"]
    ///
    /// [workstream.network]
    /// responsible = "plant-it"
    /// accountable = "plant-it"
    ///
    /// [person.li]
    /// [person.pat]
    /// [team.soc]
    /// party = "northwind"
    /// members = "li"
    /// [team.plant-it]
    /// party = "harbor"
    /// members = "pat"
    /// [party.northwind]
    /// [party.harbor]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// accountable = "soc"
    /// depends-on = ["network"]
    ///
    /// [workstream.network]
    /// responsible = "plant-it"
    /// accountable = "plant-it"
    /// consulted = "soc"
    ///
    /// [person.li]
    /// [person.pat]
    /// [team.soc]
    /// party = "northwind"
    /// members = "li"
    /// [team.plant-it]
    /// party = "harbor"
    /// members = "pat"
    /// [party.northwind]
    /// [party.harbor]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Somebody of one party answers for both.
    /// - An operational or underpinning agreement covers it, or a handoff names the two.
    /// - The other party is contracted by one of their own: who pays can press.
    /// - Those who depend on it hold a letter there, an authority that it takes, or access to its
    ///   systems.
    /// - One of the two is a container, left out, or its owner or party is not known.
    ///
    /// ## References
    ///
    /// - ITIL 4, service level management: operational level agreements and underpinning contracts
    /// - ISO/IEC 20000-1:2018, 8.3.4
    "dependency-without-leverage" {
        summary: "work depends on another party's, with no hold on it",
        group: Group::Authority,
        severity: DefaultSeverity::WARNING,
        needs: "`depends-on`",
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let edges = edges(engagement);
    if edges.is_empty() || engagement.is_damaged() {
        return cx.lacks_data();
    }
    let holds = Holds::of(engagement);
    for (from, to, span) in edges {
        let (Some(own), Some(other)) = (End::of(engagement, from), End::of(engagement, to)) else {
            continue;
        };
        let crosses = own.parties.is_disjoint(&other.owner_parties);
        if crosses && !holds.any(engagement, &own, &other) {
            report(cx, &own, &other, span);
        }
    }
}

fn edges(engagement: &Engagement<'_>) -> Vec<(RowId, RowId, Span)> {
    let rows = engagement
        .rows()
        .filter(|(_, row)| row.slice.is_none() && !row.left_out);
    rows.flat_map(|(from, row)| {
        let named = Many::of(&row.workstream.depends_on).iter();
        named.filter_map(move |named| {
            let to = engagement.names.row(&named.name).filter(|to| *to != from)?;
            Some((from, to, named.span))
        })
    })
    .collect()
}

/// One end of a dependency, all its slices taken together.
struct End<'e, 'd> {
    row: &'e Row<'d>,
    /// The row, its slices, and what it is a part of.
    ids: BTreeSet<RowId>,
    parts: Vec<RowId>,
    /// Who answers for it or does it, and all their people.
    people: BTreeSet<ActorId>,
    actors: BTreeSet<ActorId>,
    parties: BTreeSet<ActorId>,
    /// The parties of those who answer for it; where nobody does, of those who do it.
    owner_parties: BTreeSet<ActorId>,
}

impl<'e, 'd> End<'e, 'd> {
    /// `None` where it is not known who answers for it or does it, or for which party.
    fn of(engagement: &'e Engagement<'d>, id: RowId) -> Option<Self> {
        let row = engagement.row(id);
        if row.left_out || row.is_container() {
            return None;
        }
        let parts = if row.slices.is_empty() {
            vec![id]
        } else {
            row.slices.clone()
        };
        let mut end = End {
            row,
            ids: engagement
                .lineage(id)
                .iter()
                .copied()
                .chain(parts.iter().copied())
                .collect(),
            parts,
            people: BTreeSet::new(),
            actors: BTreeSet::new(),
            parties: BTreeSet::new(),
            owner_parties: BTreeSet::new(),
        };
        let owners = end.take(engagement, Letter::Accountable)?;
        let doers = end.take(engagement, Letter::Responsible)?;
        end.owner_parties = if owners.is_empty() { doers } else { owners };
        (!end.owner_parties.is_empty()).then_some(end)
    }

    /// Adds those who hold a letter; gives their parties, or `None` where one is not known.
    fn take(&mut self, engagement: &Engagement<'_>, letter: Letter) -> Option<BTreeSet<ActorId>> {
        let mut all = BTreeSet::new();
        for part in &self.parts {
            let seats = engagement.row(*part).seats(letter);
            if seats.uncertain() {
                return None;
            }
            for actor in seats.actors() {
                let parties = engagement.parties(actor);
                if parties.is_empty() || engagement.actor(actor).parties.uncertain() {
                    return None;
                }
                self.people.extend(engagement.acting(actor));
                self.actors.extend(engagement.capacities(actor));
                all.extend(parties);
            }
        }
        self.parties.extend(&all);
        Some(all)
    }

    /// What a handoff may name to mean this end.
    fn keys(&self) -> BTreeSet<HandoffKey> {
        let rows = self.ids.iter().copied().map(HandoffKey::Row);
        rows.chain(self.actors.iter().copied().map(HandoffKey::Actor))
            .collect()
    }
}

fn report(cx: &mut Context<'_, '_>, own: &End<'_, '_>, other: &End<'_, '_>, span: Span) {
    let engagement = cx.engagement;
    let names = |parties: &BTreeSet<ActorId>| {
        words::list(parties.iter().map(|party| engagement.actor(*party).name))
    };
    let (start, end) = (&own.row.name, &other.row.name);
    let message = format!(
        "`{start}` of {} depends on `{end}` of {} and has no hold on it",
        names(&own.parties),
        names(&other.owner_parties)
    );
    let owners: Vec<Span> = other
        .parts
        .iter()
        .flat_map(|part| engagement.row(*part).accountable().placed())
        .map(|(_, span)| span)
        .collect();
    let finding = cx.report(span, message);
    finding.about(own.row.object()).aspect(&**end);
    for span in owners {
        finding.related(span, format!("decides about `{end}`"));
    }
    finding.help(format!(
        "let those who depend on it be asked before it changes: `consulted` of `{end}`; or agree \
         on what it must deliver: `[agreement.ID]` with `kind = \"ola\"` and `covers = [\"{end}\"]`"
    ));
}

#[cfg(test)]
mod tests;
