//! Milestones that wait for each other in a circle.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef as _;
use racilint_diagnostics::Span;

use crate::model::Milestone;

/// The circles in which milestones wait for each other, each once: the milestones by index, with
/// the place that names the next. Those that are done close no circle.
pub(crate) fn waiting_circles(milestones: &[Milestone<'_>]) -> Vec<Vec<(usize, Span)>> {
    let mut graph = DiGraph::<usize, Span>::new();
    let nodes: Vec<NodeIndex> = (0..milestones.len()).map(|i| graph.add_node(i)).collect();
    for (index, milestone) in milestones.iter().enumerate() {
        for (next, span) in &milestone.milestones {
            if !milestone.is_done() && !milestones[*next].is_done() {
                graph.add_edge(nodes[index], nodes[*next], *span);
            }
        }
    }
    let components = kosaraju_scc(&graph).into_iter();
    let mut circles: Vec<_> = components
        .filter_map(|component| circle(&graph, &component))
        .collect();
    circles.sort_by_key(|circle| circle.first().map(|(index, _)| *index));
    circles
}

/// The shortest way from the first milestone of a component back to itself.
fn circle(graph: &DiGraph<usize, Span>, component: &[NodeIndex]) -> Option<Vec<(usize, Span)>> {
    let inside: BTreeSet<NodeIndex> = component.iter().copied().collect();
    let start = *inside.first()?;
    let mut came_from: BTreeMap<NodeIndex, (NodeIndex, Span)> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        let mut out: Vec<_> = graph.edges(node).collect();
        out.retain(|edge| inside.contains(&edge.target()));
        out.sort_by_key(|edge| *edge.weight());
        for edge in out {
            if edge.target() == start {
                return Some(way_back(node, *edge.weight(), &came_from));
            }
            came_from.entry(edge.target()).or_insert_with(|| {
                queue.push_back(edge.target());
                (node, *edge.weight())
            });
        }
    }
    None
}

fn way_back(
    last: NodeIndex,
    closing: Span,
    came_from: &BTreeMap<NodeIndex, (NodeIndex, Span)>,
) -> Vec<(usize, Span)> {
    let mut steps = vec![(last.index(), closing)];
    let mut node = last;
    while let Some((before, span)) = came_from.get(&node) {
        steps.push((before.index(), *span));
        node = *before;
    }
    steps.reverse();
    steps
}

#[cfg(test)]
mod tests;
