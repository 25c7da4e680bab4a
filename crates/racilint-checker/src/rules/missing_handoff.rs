use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{ActorId, AgreedHandoffs, Engagement, HandoffKey, Link, Row, RowId};

declare_rule! {
    /// ## What it does
    ///
    /// Reports work that waits for, or goes on to, work of another party while no handoff is agreed
    /// between the two. For critical work the same goes for two teams of one party.
    ///
    /// ## Why is this bad?
    ///
    /// Work is lost where it changes hands. Each side has done its part, and the ticket lies in
    /// between.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.help-desk]
    /// responsible = "service-desk"
    /// flows-to = ["identity"]
    ///
    /// [workstream.identity]
    /// responsible = "it-ops"
    ///
    /// [party.northwind]
    /// [party.harbor]
    /// [team.service-desk]
    /// party = "northwind"
    /// [team.it-ops]
    /// party = "harbor"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.help-desk]
    /// responsible = "service-desk"
    /// flows-to = ["identity"]
    ///
    /// [workstream.identity]
    /// responsible = "it-ops"
    ///
    /// [[handoff]]
    /// from = "help-desk"
    /// to = "identity"
    /// when = "an account, not the device, is at fault"
    /// carries = "the ticket, with user and device"
    ///
    /// [party.northwind]
    /// [party.harbor]
    /// [team.service-desk]
    /// party = "northwind"
    /// [team.it-ops]
    /// party = "harbor"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Somebody of the same party does both, every slice of them; another party only supports, is
    ///   asked or is told. Where both are split, it is not said which slice goes with which.
    /// - A handoff names the two ends: a workstream, its parent, a child or a slice of it, whoever
    ///   does the work or answers for it, a team or role of theirs, or the party that does it. What
    ///   depends on other work is answered by a handoff in either direction.
    /// - Of a parent that holds its children together, one child is done by the party at the other
    ///   end: which of them is meant, is not said.
    /// - Nobody needs to do the work.
    /// - Who does it, or the party, is not said or cannot be read.
    ///
    /// ## References
    ///
    /// - Google, *Site Reliability Engineering*, ch. 14: a clear, live handoff
    /// - CISA AA22-131A: both sides understand who does what
    "missing-handoff" {
        summary: "work changes hands between parties without a handoff",
        group: Group::Handoff,
        severity: DefaultSeverity::ERROR,
        needs: "`depends-on` or `flows-to`",
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let edges = edges(engagement);
    if edges.is_empty() || engagement.is_damaged() {
        return cx.lacks_data();
    }
    let agreed = AgreedHandoffs::of(engagement);
    let mut told = BTreeSet::new();
    for edge in &edges {
        let pair = (edge.from.min(edge.to), edge.from.max(edge.to));
        let (Some(from), Some(to)) = (End::of(edge.from, engagement), End::of(edge.to, engagement))
        else {
            continue;
        };
        let is_agreed = |from: &End<'_, '_>, to: &End<'_, '_>| {
            agreed.has(&from.keys, &to.keys) || edge.either_way && agreed.has(&to.keys, &from.keys)
        };
        let found = match crossing(&from, &to, engagement) {
            Some(crossing) => Some((from, to, crossing)),
            None => crossing_slices(&from, &to, engagement)
                .into_iter()
                .find(|(from, to, _)| !is_agreed(from, to)),
        };
        if let Some((from, to, crossing)) = found
            && !is_agreed(&from, &to)
            && told.insert(pair)
        {
            report(cx, edge, &from, &to, &crossing);
        }
    }
}

/// One workstream names another.
struct Edge {
    from: RowId,
    to: RowId,
    span: Span,
    /// Whether it says only that the one needs the other.
    either_way: bool,
}

fn edges(engagement: &Engagement<'_>) -> Vec<Edge> {
    let mut edges = Vec::new();
    let rows = engagement
        .rows()
        .filter(|(_, row)| row.slice.is_none() && !row.left_out);
    for (from, row) in rows {
        let fields = [
            (&row.workstream.depends_on, true),
            (&row.workstream.flows_to, false),
        ];
        for (field, either_way) in fields {
            for named in Many::of(field) {
                let to = engagement.names.row(&named.name).filter(|to| *to != from);
                edges.extend(to.map(|to| Edge {
                    from,
                    to,
                    span: named.span,
                    either_way,
                }));
            }
        }
    }
    edges
}

/// One end of an edge, with those who do the work there.
struct End<'e, 'd> {
    id: RowId,
    row: &'e Row<'d>,
    /// Who does it, in all slices.
    doers: Vec<Link<'d, ActorId>>,
    parties: BTreeSet<ActorId>,
    /// What a handoff may name to mean this end.
    keys: BTreeSet<HandoffKey>,
}

impl<'e, 'd> End<'e, 'd> {
    /// `None` where it is not known who does the work, or for which party.
    fn of(id: RowId, engagement: &'e Engagement<'d>) -> Option<Self> {
        let row = engagement.row(id);
        let parts = parts(id, engagement)?;
        let rows = parts.iter().map(|part| engagement.row(*part));
        let rows: Vec<&Row<'d>> = rows.filter(|row| row.slices.is_empty()).collect();
        if row.left_out || rows.iter().any(|row| row.responsible().uncertain()) {
            return None;
        }
        let doers: Vec<_> = rows
            .iter()
            .flat_map(|row| row.responsible().links.clone())
            .collect();
        let mut end = End {
            id,
            row,
            doers,
            parties: BTreeSet::new(),
            keys: BTreeSet::new(),
        };
        end.keys
            .extend(engagement.lineage(id).iter().copied().map(HandoffKey::Row));
        end.keys.extend(parts.iter().copied().map(HandoffKey::Row));
        for doer in end.doers.iter().filter_map(|link| link.to) {
            let parties = engagement.parties(doer);
            let lost = engagement.actor(doer).parties.uncertain() || engagement.may_be_more(doer);
            if parties.is_empty() || lost {
                return None;
            }
            end.keys.extend(
                engagement
                    .capacities(doer)
                    .iter()
                    .copied()
                    .map(HandoffKey::Actor),
            );
            if engagement.actor(doer).is_party() {
                end.keys.insert(HandoffKey::Inside(doer));
            }
            end.parties.extend(engagement.works_for(doer));
        }
        for row in rows {
            end.take_owners(row, engagement);
        }
        (!end.parties.is_empty()).then_some(end)
    }

    /// Whoever answers for the work may be named for it in a handoff, by any seat of theirs.
    fn take_owners(&mut self, row: &Row<'d>, engagement: &Engagement<'d>) {
        for owner in row.accountable().actors() {
            let seats = engagement.capacities(owner).iter().copied();
            let seats = seats.filter(|seat| *seat == owner || !engagement.actor(*seat).is_party());
            self.keys.extend(seats.map(HandoffKey::Actor));
        }
    }

    /// The teams that do the work, where only teams do it, with all who are in them.
    fn teams(&self, engagement: &Engagement<'_>) -> Option<BTreeSet<ActorId>> {
        let mut people = BTreeSet::new();
        for doer in self.doers.iter().filter_map(|link| link.to) {
            if !engagement.actor(doer).is_team() || engagement.acting(doer).is_empty() {
                return None;
            }
            people.insert(doer);
            people.extend(engagement.acting(doer));
        }
        Some(people)
    }
}

/// With more parts it is not asked who does them.
const MOST_PARTS: usize = 64;

/// Everything that belongs to a row: itself, its slices, and of a container its children with
/// theirs. `None` where that is too much to look at.
fn parts(id: RowId, engagement: &Engagement<'_>) -> Option<BTreeSet<RowId>> {
    let mut parts = BTreeSet::new();
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        let row = engagement.row(next);
        if row.left_out || !parts.insert(next) {
            continue;
        }
        open.extend(&row.slices);
        if row.is_container() {
            open.extend(&row.children);
        }
        if parts.len() + open.len() > MOST_PARTS {
            return None;
        }
    }
    Some(parts)
}

/// The slices of the one end that pass the work to the other, or get it from there, across
/// parties, with what changes hands. Where both ends are split, it is not said which slice goes
/// with which.
fn crossing_slices<'e, 'd>(
    from: &End<'e, 'd>,
    to: &End<'e, 'd>,
    engagement: &'e Engagement<'d>,
) -> Vec<(End<'e, 'd>, End<'e, 'd>, String)> {
    let ends = |end: &End<'e, 'd>| match end.row.slices.as_slice() {
        [] => vec![end.id],
        slices => slices.to_vec(),
    };
    if from.row.slices.is_empty() == to.row.slices.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for first in ends(from) {
        for second in ends(to) {
            if let (Some(first), Some(second)) =
                (End::of(first, engagement), End::of(second, engagement))
                && !are_of_other_systems(first.row, second.row)
                && let Some(parties) = other_parties(&first, &second, engagement)
            {
                found.push((first, second, parties));
            }
        }
    }
    found
}

/// Whether the two are about systems of which none is the same.
fn are_of_other_systems(one: &Row<'_>, other: &Row<'_>) -> bool {
    let named = |row: &Row<'_>| -> BTreeSet<String> {
        let systems = row.systems().iter();
        systems.map(|system| system.name.to_string()).collect()
    };
    let (one, other) = (named(one), named(other));
    !one.is_empty() && !other.is_empty() && one.is_disjoint(&other)
}

/// The parties between which work passes, where no party is at both ends.
fn other_parties(
    from: &End<'_, '_>,
    to: &End<'_, '_>,
    engagement: &Engagement<'_>,
) -> Option<String> {
    let names = |end: &End<'_, '_>| {
        let parties = end.parties.iter();
        words::list(parties.map(|party| engagement.actor(*party).name))
    };
    let are_others = from.parties.is_disjoint(&to.parties);
    are_others.then(|| format!("{} and {}", names(from), names(to)))
}

/// What changes hands: from whom to whom, in words. `None` when nothing does.
fn crossing(from: &End<'_, '_>, to: &End<'_, '_>, engagement: &Engagement<'_>) -> Option<String> {
    if let Some(parties) = other_parties(from, to, engagement) {
        return Some(parties);
    }
    if from.parties != to.parties
        || !engagement.is_critical(from.id) && !engagement.is_critical(to.id)
    {
        return None;
    }
    let apart = from.teams(engagement)?.is_disjoint(&to.teams(engagement)?);
    let names = |end: &End<'_, '_>| {
        let names: BTreeSet<&str> = end.doers.iter().map(|link| link.name).collect();
        words::list(names)
    };
    apart.then(|| format!("{} and {}", names(from), names(to)))
}

fn report(
    cx: &mut Context<'_, '_>,
    edge: &Edge,
    from: &End<'_, '_>,
    to: &End<'_, '_>,
    crossing: &str,
) {
    let (start, end) = (&from.row.name, &to.row.name);
    let message = format!(
        "no handoff is agreed between `{start}` and `{end}`, where work passes between {crossing}"
    );
    let finding = cx.report(edge.span, message);
    finding.about(from.row.object()).aspect(&**end);
    for side in [from, to] {
        for doer in &side.doers {
            finding.related(doer.span, format!("does `{}`", side.row.name));
        }
    }
    // Whoever depends on work receives it.
    let (start, end) = if edge.either_way {
        (end, start)
    } else {
        (start, end)
    };
    finding.help(format!(
        "agree on when the work passes, what goes with it and how soon the other side takes it: \
         `[[handoff]]` with `from = \"{start}\"`, `to = \"{end}\"`, `when`, `carries`, `ack-within` \
         and `until-acknowledged`"
    ));
}

#[cfg(test)]
mod tests;
