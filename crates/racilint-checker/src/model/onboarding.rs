//! Milestones: what has to be there before the work starts or ends, and what waits for it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::civil::Date;
use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef as _;
use racilint_diagnostics::Span;
use racilint_parser::decode::Item;
use racilint_parser::language::{self, Phase};
use racilint_parser::values::Many;

use super::engagement::civil;
use super::{Engagement, RowId, Seats};

/// A step of onboarding or of the exit, with its names resolved.
#[derive(Debug)]
pub struct Milestone<'d> {
    /// The id as written.
    pub name: &'d str,
    /// The id in its header.
    pub span: Span,
    /// Its table.
    pub table: &'d language::Milestone<'d>,
    /// Who sees to it.
    pub owner: Seats<'d>,
    /// Who says that it is done.
    pub accepted_by: Seats<'d>,
    /// The milestones that wait for it, by index, each with the place that says so.
    pub milestones: Vec<(usize, Span)>,
    /// The rows that wait for it, each with the place that says so.
    pub rows: Vec<(RowId, Span)>,
}

/// What waits for a milestone.
enum Waiting {
    Milestone(usize),
    Row(RowId),
}

impl Milestone<'_> {
    /// The name with its kind, as a waiver would write it: `milestone.access`.
    pub fn object(&self) -> String {
        format!("milestone.{}", self.name)
    }

    /// Whether it belongs to the beginning; one that does not say does.
    pub fn is_onboarding(&self) -> bool {
        let exit = self
            .table
            .phase
            .is_some_and(|phase| phase.value == Phase::Exit);
        !exit && !self.table.unread.could_hold("phase")
    }

    /// Whether it is done, or may be for all that could be read.
    pub fn is_done(&self) -> bool {
        self.table.done.is_some() || self.table.unread.could_hold("done")
    }

    /// The day it is due, with the place that says so.
    pub fn due(&self) -> Option<(Date, Span)> {
        let due = self.table.due?;
        Some((civil(due.value)?, due.span))
    }
}

impl<'d> Engagement<'d> {
    /// All milestones, in the order of the file.
    pub fn milestones(&self) -> Vec<Milestone<'d>> {
        let items = &self.document.tables.milestones;
        let mut ids = BTreeMap::new();
        for (index, item) in items.iter().enumerate() {
            ids.entry(&*item.id.name).or_insert(index);
        }
        let milestone = |item: &'d Item<'d, language::Milestone<'d>>| {
            let table = &item.body;
            let waiting = self.waiting(table, &ids);
            let milestones = waiting.iter().filter_map(|(what, span)| match what {
                Waiting::Milestone(index) => Some((*index, *span)),
                Waiting::Row(_) => None,
            });
            let rows = waiting.iter().filter_map(|(what, span)| match what {
                Waiting::Row(row) => Some((*row, *span)),
                Waiting::Milestone(_) => None,
            });
            Milestone {
                name: &item.id.name,
                span: item.id.span,
                table,
                owner: self.named_in(&table.owner, &table.unread, "owner"),
                accepted_by: self.named_in(&table.accepted_by, &table.unread, "accepted-by"),
                milestones: milestones.collect(),
                rows: rows.collect(),
            }
        };
        items.iter().map(milestone).collect()
    }

    /// What `before` names, as milestone and as row. An id that both bear names neither.
    fn waiting(
        &self,
        table: &language::Milestone<'d>,
        ids: &BTreeMap<&str, usize>,
    ) -> Vec<(Waiting, Span)> {
        let mut waiting = Vec::new();
        for named in Many::of(&table.before) {
            let name = &*named.name;
            let plain = name.strip_prefix("milestone.").unwrap_or(name);
            match (ids.get(plain), self.names.row(name)) {
                (Some(index), None) => waiting.push((Waiting::Milestone(*index), named.span)),
                (None, Some(row)) => waiting.push((Waiting::Row(row), named.span)),
                _ => {}
            }
        }
        waiting
    }

    /// The day on which a row takes effect, with the place that says so: its own first day, the
    /// workstream's for a slice, else that of the engagement.
    pub fn effective(&self, row: RowId) -> Option<(Date, Span)> {
        let row = self.row(row);
        let own = row.slice.and_then(|slice| slice.from);
        let starts = self.head().and_then(|head| head.starts);
        let from = own.or(row.workstream.from).or(starts)?;
        Some((civil(from.value)?, from.span))
    }

    /// The last day of a row, with the place that says so: its own, the workstream's for a slice,
    /// else that of the engagement.
    pub fn last_day(&self, row: RowId) -> Option<(Date, Span)> {
        let row = self.row(row);
        let own = row.slice.and_then(|slice| slice.until);
        let ends = self.head().and_then(|head| head.ends);
        let until = own.or(row.workstream.until).or(ends)?;
        Some((civil(until.value)?, until.span))
    }
}

/// The circles in which milestones wait for each other, each once: the milestones by index, with
/// the place that names the next. Those that are done close no circle.
pub fn circles(milestones: &[Milestone<'_>]) -> Vec<Vec<(usize, Span)>> {
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
