//! Ways on which work can be handed round in a circle.
//!
//! A handoff names a workstream at one end and perhaps the team that does it at the other, so the
//! ends meet through keys: two handoffs follow each other when the second one starts from something
//! by which the first one's end is known. The graph has a node for every leg and one for every key,
//! so that it grows with the handoffs and not with their square.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::{ActorId, Engagement, Handoff, Link, Place, RowId};

/// One way of a handoff: from one of those it names to another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Leg<'d> {
    /// The index of the handoff.
    pub handoff: usize,
    /// Who hands over.
    pub from: Link<'d, Place>,
    /// Who takes over.
    pub to: Link<'d, Place>,
    /// Whether the two ends have no party in common.
    pub crosses: bool,
}

/// The most circles that are looked for: whoever has that many has one question to answer, not a
/// list to work off.
const MOST_CIRCLES: usize = 200;

/// The circles of handoffs in which work goes from one party to another, each once: for every
/// handoff that crosses, the shortest way back. Each begins with the leg that comes first in the
/// file. Only handoffs that `follow` accepts are taken.
pub(crate) fn circles<'d>(
    engagement: &Engagement<'d>,
    follow: impl Fn(&Handoff<'d>) -> bool,
) -> Vec<Vec<Leg<'d>>> {
    let legs = legs(engagement, follow);
    let ways = Ways::of(&legs, engagement);
    let mut told = BTreeSet::new();
    let mut circles = Vec::new();
    for start in (0..legs.len()).filter(|leg| legs[*leg].crosses) {
        if circles.len() == MOST_CIRCLES {
            break;
        }
        if told.contains(&start) {
            continue;
        }
        if let Some(mut circle) = ways.shortest_circle(start) {
            told.extend(circle.iter().copied());
            let first = (0..circle.len()).min_by_key(|at| circle[*at]).unwrap_or(0);
            circle.rotate_left(first);
            circles.push(circle.into_iter().map(|leg| legs[leg]).collect());
        }
    }
    circles
}

fn legs<'d>(engagement: &Engagement<'d>, follow: impl Fn(&Handoff<'d>) -> bool) -> Vec<Leg<'d>> {
    let mut legs = Vec::new();
    let handoffs = engagement.handoffs.iter().enumerate();
    for (index, handoff) in handoffs.filter(|(_, handoff)| follow(handoff)) {
        for from in &handoff.from {
            for to in &handoff.to {
                if let (Some(start), Some(end)) = (from.to, to.to)
                    && start != end
                {
                    legs.push(Leg {
                        handoff: index,
                        from: *from,
                        to: *to,
                        crosses: crosses(start, end, engagement),
                    });
                }
            }
        }
    }
    legs
}

fn crosses(from: Place, to: Place, engagement: &Engagement<'_>) -> bool {
    match (engagement.parties_at(from), engagement.parties_at(to)) {
        (Some(from), Some(to)) => from.is_disjoint(&to),
        _ => false,
    }
}

/// By what a handoff's end and the start of another are known to be the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// A handoff starts from this row.
    From(RowId),
    /// A handoff starts from this row, or from a part of it.
    FromWithin(RowId),
    /// A handoff starts from this actor.
    FromActor(ActorId),
    /// A handoff starts from the one row that this actor does.
    FromOnlyRowOf(ActorId),
}

/// Legs and keys, with an edge from each leg to the keys of its end, and from each key to the legs
/// that start there.
struct Ways {
    graph: DiGraph<Option<usize>, ()>,
    legs: Vec<NodeIndex>,
    /// For every node the number of its component.
    components: Vec<usize>,
}

impl Ways {
    fn of(legs: &[Leg<'_>], engagement: &Engagement<'_>) -> Self {
        let mut graph = DiGraph::new();
        let nodes: Vec<NodeIndex> = (0..legs.len())
            .map(|leg| graph.add_node(Some(leg)))
            .collect();
        let mut keys = BTreeMap::new();
        let only_rows = only_rows(engagement);
        for (leg, node) in legs.iter().zip(&nodes) {
            for key in leg
                .from
                .to
                .iter()
                .flat_map(|from| starts(*from, engagement, &only_rows))
            {
                let key = *keys.entry(key).or_insert_with(|| graph.add_node(None));
                graph.add_edge(key, *node, ());
            }
        }
        for (leg, node) in legs.iter().zip(&nodes) {
            for key in leg.to.to.iter().flat_map(|to| ends(*to, engagement)) {
                if let Some(key) = keys.get(&key) {
                    graph.add_edge(*node, *key, ());
                }
            }
        }
        let mut components = vec![0; graph.node_count()];
        for (number, component) in kosaraju_scc(&graph).into_iter().enumerate() {
            for node in component {
                components[node.index()] = number;
            }
        }
        Ways {
            graph,
            legs: nodes,
            components,
        }
    }

    /// The legs of the shortest way from a leg back to itself.
    fn shortest_circle(&self, leg: usize) -> Option<Vec<usize>> {
        let start = self.legs[leg];
        let inside =
            |node: &NodeIndex| self.components[node.index()] == self.components[start.index()];
        let mut came_from = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            let mut next: Vec<NodeIndex> = self.graph.neighbors(node).filter(inside).collect();
            next.sort_unstable();
            if next.contains(&start) {
                return Some(self.way_back(node, start, &came_from));
            }
            for next in next {
                came_from.entry(next).or_insert_with(|| {
                    queue.push_back(next);
                    node
                });
            }
        }
        None
    }

    fn way_back(
        &self,
        last: NodeIndex,
        start: NodeIndex,
        came_from: &BTreeMap<NodeIndex, NodeIndex>,
    ) -> Vec<usize> {
        let mut circle = Vec::new();
        let mut node = last;
        while node != start {
            circle.extend(self.graph[node]);
            let Some(before) = came_from.get(&node) else {
                break;
            };
            node = *before;
        }
        circle.extend(self.graph[start]);
        circle.reverse();
        circle
    }
}

/// By what the start of a handoff is known.
fn starts(
    from: Place,
    engagement: &Engagement<'_>,
    only_rows: &BTreeMap<ActorId, Option<RowId>>,
) -> Vec<Key> {
    match from {
        Place::Actor(actor) => vec![Key::FromActor(actor)],
        Place::Row(row) => {
            let whole = Some(engagement.row(row).whole.unwrap_or(row));
            let lineage = engagement.lineage(row).iter().copied();
            let doers = engagement.doers(row).unwrap_or_default().into_iter();
            let only = doers.filter(|doer| only_rows.get(doer) == Some(&whole));
            [Key::From(row)]
                .into_iter()
                .chain(lineage.map(Key::FromWithin))
                .chain(only.map(Key::FromOnlyRowOf))
                .collect()
        }
    }
}

/// By what the starts are known that work handed to a place can be handed on from: the row, what it
/// is a part of, its parts, and those who do it in whatever capacity.
fn ends(to: Place, engagement: &Engagement<'_>) -> Vec<Key> {
    let capacities = |actor: ActorId| {
        let all = engagement.capacities(actor).iter().copied();
        let own = all.filter(move |seat| *seat == actor || !engagement.actor(*seat).is_party());
        own.map(Key::FromActor)
    };
    match to {
        Place::Actor(actor) => capacities(actor)
            .chain([Key::FromOnlyRowOf(actor)])
            .collect(),
        Place::Row(row) => {
            let lineage = engagement.lineage(row).iter().copied();
            let doers = engagement.doers(row).unwrap_or_default().into_iter();
            lineage
                .map(Key::From)
                .chain([Key::FromWithin(row)])
                .chain(doers.flat_map(capacities))
                .collect()
        }
    }
}

/// For everybody who does work the workstream that they do, `None` where it is more than one.
fn only_rows(engagement: &Engagement<'_>) -> BTreeMap<ActorId, Option<RowId>> {
    let mut only: BTreeMap<ActorId, Option<RowId>> = BTreeMap::new();
    for (id, row) in engagement.rows() {
        let whole = row.whole.unwrap_or(id);
        for doer in row.responsible().actors() {
            let known = only.entry(doer).or_insert(Some(whole));
            if *known != Some(whole) {
                *known = None;
            }
        }
    }
    only
}
