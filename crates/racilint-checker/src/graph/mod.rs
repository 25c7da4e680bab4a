//! The responsibility graph: who stands behind whom, and what is a part of what or waits for it.
//!
//! Built on petgraph from the resolved engagement. Rules ask it for reachability (who is behind a
//! role), for cycles (work that waits for itself) and for dominance (the one person without whom
//! nothing goes). It knows nothing of hours, and nothing of grants, handoffs and evidence: rules ask
//! the model about these.

mod behind;
mod handing;
mod waiting;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::algo::{dominators, kosaraju_scc};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeFiltered, EdgeRef};
use racilint_diagnostics::Span;
use racilint_parser::values::Many;

use crate::model::{ActorId, ActorKind, Engagement, Link, RowId, Seats};

pub(crate) use behind::Behind;
pub(crate) use handing::{Leg, circles};
pub(crate) use waiting::waiting_circles;

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// A person, team, role or party.
    Actor(ActorId),
    /// A workstream or slice.
    Row(RowId),
}

/// What an edge says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The team has this member.
    Member,
    /// The team has this lead.
    Lead,
    /// The role has this holder.
    Holder,
    /// The role has this deputy.
    Deputy,
    /// The party employs this person.
    Employs,
    /// The row is a child or slice of this one.
    PartOf,
    /// The row cannot be done without this one.
    DependsOn,
}

/// An edge with the place in the file that says so.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    /// What it says.
    pub relation: Relation,
    /// Where.
    pub span: Span,
}

/// One step of a cycle.
#[derive(Clone, Copy, Debug)]
pub struct CycleStep {
    /// The row that the step leaves.
    pub row: RowId,
    /// The place that names the next row.
    pub span: Span,
}

/// The responsibility graph of an engagement.
#[derive(Debug, Default)]
pub struct Graph {
    graph: DiGraph<Node, Edge>,
    actors: Vec<NodeIndex>,
    rows: Vec<NodeIndex>,
    people: BTreeSet<NodeIndex>,
    parties: BTreeSet<NodeIndex>,
    /// The rows that commands name, each with the first place: asked of every row, so that it must
    /// not depend on how many edges meet in a parent.
    covers: BTreeMap<RowId, Span>,
}

impl Graph {
    /// Draws the graph of a resolved engagement.
    pub fn of(engagement: &Engagement<'_>) -> Self {
        let mut graph = Graph::default();
        for (id, actor) in engagement.actors() {
            let node = graph.graph.add_node(Node::Actor(id));
            graph.actors.push(node);
            match actor.kind {
                ActorKind::Person(_) => graph.people.insert(node),
                ActorKind::Party(_) => graph.parties.insert(node),
                ActorKind::Team(_) | ActorKind::Role(_) => false,
            };
        }
        for (id, _) in engagement.rows() {
            graph.rows.push(graph.graph.add_node(Node::Row(id)));
        }
        graph.draw_actors(engagement);
        graph.draw_rows(engagement);
        graph.note_covers(engagement);
        graph
    }

    fn draw_actors(&mut self, engagement: &Engagement<'_>) {
        for (id, actor) in engagement.actors() {
            let node = self.actors[id.index()];
            let members = if actor.is_team() {
                Relation::Member
            } else {
                Relation::Holder
            };
            self.link_seats(node, members, &actor.members);
            self.link_seats(node, Relation::Lead, &actor.lead);
            self.link_seats(node, Relation::Deputy, &actor.deputies);
            if actor.is_person() {
                for (party, span) in actor.parties.placed() {
                    let party = self.actors[party.index()];
                    self.link(party, node, Relation::Employs, span);
                }
            }
        }
    }

    fn draw_rows(&mut self, engagement: &Engagement<'_>) {
        for (id, row) in engagement.rows() {
            let node = self.rows[id.index()];
            match row.whole {
                Some(whole) => {
                    self.link(node, self.rows[whole.index()], Relation::PartOf, row.span);
                }
                None => self.draw_workstream(node, id, engagement),
            }
        }
    }

    fn draw_workstream(&mut self, node: NodeIndex, id: RowId, engagement: &Engagement<'_>) {
        let row = engagement.row(id);
        self.link_rows(node, Relation::PartOf, &row.parents);
        for named in Many::of(&row.workstream.depends_on) {
            if let Some(to) = engagement.names.row(&named.name) {
                self.link(node, self.rows[to.index()], Relation::DependsOn, named.span);
            }
        }
    }

    fn note_covers(&mut self, engagement: &Engagement<'_>) {
        let commands = engagement.commands.iter();
        for link in commands.flat_map(|command| command.covers.iter().flatten()) {
            if let Some(row) = link.to {
                self.covers.entry(row).or_insert(link.span);
            }
        }
    }

    fn link(&mut self, from: NodeIndex, to: NodeIndex, relation: Relation, span: Span) {
        self.graph.add_edge(from, to, Edge { relation, span });
    }

    fn link_seats(&mut self, from: NodeIndex, relation: Relation, seats: &Seats<'_>) {
        for (actor, span) in seats.placed() {
            self.link(from, self.actors[actor.index()], relation, span);
        }
    }

    fn link_rows(&mut self, from: NodeIndex, relation: Relation, links: &[Link<'_, RowId>]) {
        for link in links {
            if let Some(to) = link.to {
                self.link(from, self.rows[to.index()], relation, link.span);
            }
        }
    }

    /// The first place at which a command names one of these rows.
    pub fn cover_by_name(&self, rows: &[RowId]) -> Option<Span> {
        rows.iter().find_map(|row| self.covers.get(row)).copied()
    }

    /// The circles that rows form along one relation, each once, along its shortest way.
    pub fn cycles(&self, relation: Relation) -> Vec<Vec<CycleStep>> {
        if self.has_no_circle(relation) {
            return Vec::new();
        }
        let along = EdgeFiltered::from_fn(&self.graph, |edge| edge.weight().relation == relation);
        // Not Tarjan's way of finding them: petgraph's recurses as deep as the longest chain.
        let mut cycles: Vec<Vec<CycleStep>> = kosaraju_scc(&along)
            .into_iter()
            .filter_map(|component| self.shortest_cycle(&component, relation))
            .collect();
        cycles.sort_by_key(|cycle| cycle.first().map(|step| step.span));
        cycles
    }

    /// Whether nothing comes back to where it began along one relation: whatever nothing leads to
    /// is taken away, until nothing is left. To find the circles costs several times as much.
    fn has_no_circle(&self, relation: Relation) -> bool {
        let edges = self.graph.raw_edges().iter();
        let edges = edges.filter(|edge| edge.weight.relation == relation);
        let mut edges: Vec<_> = edges
            .map(|edge| (edge.source().index(), edge.target().index()))
            .collect();
        edges.sort_unstable();
        let mut leading_to = vec![0_usize; self.graph.node_count()];
        edges.iter().for_each(|(_, to)| leading_to[*to] += 1);
        let starts = edges.iter().map(|(from, _)| *from);
        let mut open: Vec<usize> = starts.filter(|from| leading_to[*from] == 0).collect();
        open.dedup();
        let mut left = edges.len();
        while let Some(node) = open.pop() {
            let first = edges.partition_point(|(from, _)| *from < node);
            for (_, to) in edges[first..].iter().take_while(|(from, _)| *from == node) {
                left -= 1;
                leading_to[*to] -= 1;
                if leading_to[*to] == 0 {
                    open.push(*to);
                }
            }
        }
        left == 0
    }

    /// The shortest way from the first row of a component back to itself.
    fn shortest_cycle(
        &self,
        component: &[NodeIndex],
        relation: Relation,
    ) -> Option<Vec<CycleStep>> {
        if let [alone] = component
            && !self.graph.contains_edge(*alone, *alone)
        {
            return None;
        }
        let inside: BTreeSet<NodeIndex> = component.iter().copied().collect();
        let start = *inside.first()?;
        let mut came_from = BTreeMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            let mut edges: Vec<_> = self
                .graph
                .edges(node)
                .filter(|edge| {
                    edge.weight().relation == relation && inside.contains(&edge.target())
                })
                .collect();
            edges.sort_by_key(|edge| edge.weight().span);
            for edge in edges {
                if edge.target() == start {
                    return Some(self.way_back(node, edge.weight().span, &came_from));
                }
                came_from.entry(edge.target()).or_insert_with(|| {
                    queue.push_back(edge.target());
                    (node, edge.weight().span)
                });
            }
        }
        None
    }

    fn way_back(
        &self,
        last: NodeIndex,
        closing: Span,
        came_from: &BTreeMap<NodeIndex, (NodeIndex, Span)>,
    ) -> Vec<CycleStep> {
        let mut steps = Vec::new();
        let (mut node, mut span) = (last, closing);
        loop {
            if let Node::Row(row) = self.graph[node] {
                steps.push(CycleStep { row, span });
            }
            let Some((before, named)) = came_from.get(&node) else {
                break;
            };
            (node, span) = (*before, *named);
        }
        steps.reverse();
        steps
    }

    /// The people through whom every way leads from whoever is called to somebody who may act;
    /// `may` is told who was called and who answers. None where nobody may, or where there are two
    /// ways.
    pub fn sole_among(
        &self,
        called: impl IntoIterator<Item = ActorId>,
        may: impl Fn(ActorId, ActorId) -> bool,
    ) -> Vec<ActorId> {
        let mut ways: DiGraph<Option<ActorId>, ()> = DiGraph::new();
        let (root, sink) = (ways.add_node(None), ways.add_node(None));
        let mut copies: BTreeMap<ActorId, NodeIndex> = BTreeMap::new();
        for owner in called {
            let first = ways.add_node(None);
            ways.add_edge(root, first, ());
            let behind = self.acting(owner);
            if self.parties.contains(&self.actors[owner.index()]) && may(owner, owner) {
                // Somebody of a party answers whoever is missing.
                ways.add_edge(first, sink, ());
            }
            for person in behind.into_iter().filter(|person| may(owner, *person)) {
                let node = *copies.entry(person).or_insert_with(|| {
                    let node = ways.add_node(Some(person));
                    ways.add_edge(node, sink, ());
                    node
                });
                ways.add_edge(first, node, ());
            }
        }
        let dominators = dominators::simple_fast(&ways, root);
        let strict = dominators.strict_dominators(sink);
        let strict = strict.into_iter().flatten();
        let actors = strict.filter_map(|node| ways[node]);
        actors
            .filter(|actor| self.people.contains(&self.actors[actor.index()]))
            .collect()
    }

    /// Whether a node stands for somebody: a person, or a party that names no people.
    fn is_somebody(&self, node: NodeIndex) -> bool {
        self.people.contains(&node) || self.is_opaque_party(node)
    }

    fn is_opaque_party(&self, node: NodeIndex) -> bool {
        let employs = |relation| relation == Relation::Employs;
        self.parties.contains(&node)
            && !self
                .graph
                .edges(node)
                .any(|edge| employs(edge.weight().relation))
    }
}

#[cfg(test)]
mod tests;
