//! The people behind actors: through roles and teams, parties and deputies.

use std::collections::BTreeSet;
use std::rc::Rc;

use petgraph::graph::NodeIndex;
use petgraph::visit::{DfsPostOrder, EdgeRef};

use super::{Graph, Node, Relation};
use crate::model::ActorId;

/// For each actor the people behind it; actors behind whom there are the same may share them.
pub(crate) type Behind = Vec<Rc<BTreeSet<ActorId>>>;

/// Whether to go along a relation; told whether the node that it leaves has a lead.
type Follow<'f> = &'f dyn Fn(Relation, bool) -> bool;

impl Graph {
    /// The people who answer for what each actor holds.
    pub(crate) fn answering(&self) -> Behind {
        self.all_behind(&|relation, has_lead| match relation {
            Relation::Lead | Relation::Holder | Relation::Employs => true,
            Relation::Member => !has_lead,
            _ => false,
        })
    }

    /// The people who can act for each actor.
    pub(crate) fn all_acting(&self) -> Behind {
        self.all_behind(&|_, _| true)
    }

    /// The people who can act for an actor.
    pub(crate) fn acting(&self, actor: ActorId) -> BTreeSet<ActorId> {
        let node = self.actors[actor.index()];
        self.people_behind(node, &|_, _| true)
    }

    /// Whoever is further down comes first, so that a chain of deputies is not gone down again from
    /// each of its links.
    fn all_behind(&self, follow: Follow<'_>) -> Behind {
        let mut found: Vec<Option<Rc<BTreeSet<ActorId>>>> = vec![None; self.graph.node_count()];
        // What an actor leads to are actors only.
        let mut order = DfsPostOrder::empty(&self.graph);
        for actor in &self.actors {
            order.move_to(*actor);
            while let Some(node) = order.next(&self.graph) {
                let people = self.behind_those_below(node, &found, follow);
                let people = people.unwrap_or_else(|| Rc::new(self.people_behind(node, follow)));
                found[node.index()] = Some(people);
            }
        }
        let actors = self.actors.iter();
        actors
            .map(|node| found[node.index()].take().unwrap_or_default())
            .collect()
    }

    /// The people behind a node by those of whom it leads to, where these are people and at most one
    /// set of others: to put many together may cost more than to look behind all of them.
    fn behind_those_below(
        &self,
        node: NodeIndex,
        found: &[Option<Rc<BTreeSet<ActorId>>>],
        follow: Follow<'_>,
    ) -> Option<Rc<BTreeSet<ActorId>>> {
        let mut people: Vec<ActorId> = self.somebody(node).into_iter().collect();
        let mut below: Option<&Rc<BTreeSet<ActorId>>> = None;
        for target in self.followed(node, follow) {
            if self.people.contains(&target) {
                people.extend(self.somebody(target));
                continue;
            }
            let own = found[target.index()].as_ref()?;
            if below.is_some_and(|below| !Rc::ptr_eq(below, own)) {
                return None;
            }
            below = Some(own);
        }
        match below {
            Some(below) if people.iter().all(|person| below.contains(person)) => {
                Some(Rc::clone(below))
            }
            _ => {
                people.extend(below.into_iter().flat_map(|below| below.iter()));
                Some(Rc::new(people.into_iter().collect()))
            }
        }
    }

    /// The people that can be reached along the relations that `follow` accepts.
    fn people_behind(&self, node: NodeIndex, follow: Follow<'_>) -> BTreeSet<ActorId> {
        let mut people = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            if seen.insert(node) {
                open.extend(self.followed(node, follow));
                people.extend(self.somebody(node));
            }
        }
        people
    }

    fn followed(&self, node: NodeIndex, follow: Follow<'_>) -> Vec<NodeIndex> {
        let edges = || self.graph.edges(node);
        let has_lead = edges().any(|edge| edge.weight().relation == Relation::Lead);
        let followed = edges().filter(|edge| follow(edge.weight().relation, has_lead));
        followed.map(|edge| edge.target()).collect()
    }

    /// The person, or the party that names no people, that a node stands for.
    fn somebody(&self, node: NodeIndex) -> Option<ActorId> {
        match self.graph[node] {
            Node::Actor(actor) if self.is_somebody(node) => Some(actor),
            _ => None,
        }
    }
}
