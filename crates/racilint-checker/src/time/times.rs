//! Time to authority: how long whoever calls waits until somebody may act.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::clock::recall;
use super::pass::Look;
use super::path::Asked;
use super::{Absent, Clock, Minute, Set, Unknown, Way};
use crate::model::{ActorId, RowId};

/// The time to authority of a row and an action, for every call.
#[derive(Clone, Debug)]
pub struct Times {
    /// In order, without holes, from the horizon's start to 31 days after its end.
    pieces: Vec<Piece>,
    /// The ways in which passes end, the shortest first.
    ways: Vec<Way>,
}

/// Calls that wait in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The first call.
    pub start: Minute,
    /// The first call that is no longer of it.
    pub end: Minute,
    /// The way in which a pass that begins here ends; `None` when it fails.
    pub way: Option<usize>,
    /// How long these calls wait.
    pub wait: Wait,
}

/// How long calls wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// So many minutes each.
    Minutes(u32),
    /// Until a moment that they have in common: a later call ends sooner than their own.
    Until(Minute),
    /// No call from here on ends.
    Never,
}

impl<'d> Clock<'_, 'd> {
    /// How long it takes to reach somebody who may take an action on a row, with these people
    /// absent.
    pub fn time_to_authority(
        &self,
        row: RowId,
        action: &str,
        absent: &Absent,
        unknown: Unknown,
    ) -> Rc<Times> {
        let matter = self.matter(row, action);
        let key = (Rc::as_ptr(&matter).addr(), absent.clone(), unknown);
        let times = recall(&self.times_of, key, || {
            let asked = Asked::about(&matter, absent.clone(), unknown);
            recall(&self.times, self.inputs(&asked, Look::ByPerson), || {
                Times::of(self.ways(&asked), self.calls)
            })
        });
        Rc::clone(&times)
    }

    /// The calls among those promised that wait longer than `decide-within`: the same as
    /// [`Times::beyond`], without looking at more ways than it takes.
    pub(super) fn late(
        &self,
        row: RowId,
        action: &str,
        promised: &Set,
        (absent, unknown): (&Absent, Unknown),
    ) -> Rc<Set> {
        let matter = self.matter(row, action);
        let bound = self.decide_within(row);
        let place = promised.place();
        let key = (
            Rc::as_ptr(&matter).addr(),
            absent.clone(),
            unknown,
            bound,
            place,
        );
        let late = recall(&self.lateness_of, key, || {
            let asked = Asked::about(&matter, absent.clone(), unknown);
            let inputs = self.inputs(&asked, Look::ByNames);
            recall(&self.lateness, (inputs, bound, place), || {
                self.find_late(&asked, bound, promised)
            })
        });
        Rc::clone(&late)
    }

    /// A call is in time when it is made no more than the rest of the time before another one, or
    /// at it, from which somebody who may act is reached within that time.
    fn find_late(&self, asked: &Asked<'_>, bound: Option<u32>, promised: &Set) -> Set {
        let mut late = promised.clone();
        self.visit_ways(asked, Look::ByNames, |ways| {
            let reached = ways.into_iter().filter_map(|way| match bound {
                Some(bound) => {
                    let rest = bound.checked_sub(way.end)?;
                    Some(way.when.reaching_back(rest))
                }
                None => Some(Set::span(self.calls.0, way.when.end()?)),
            });
            let reached: Vec<Set> = reached.collect();
            late = late.difference(&Set::union_of(&reached));
            !late.is_empty()
        });
        late
    }

    /// The people whose absence alone can make a difference to an action on a row: all without
    /// whom, at some minute, nobody with the same authority is there.
    pub fn who_is_needed(&self, row: RowId, action: &str) -> Rc<BTreeSet<ActorId>> {
        let matter = self.matter(row, action);
        recall(&self.needed, Rc::as_ptr(&matter).addr(), || {
            let owners = matter.called.steps.iter().flat_map(|step| &step.owners);
            let owners: BTreeSet<ActorId> = owners.copied().collect();
            let each = owners.iter();
            let needed = each.flat_map(|own| self.needed_for(*own, &Absent::nobody()));
            let grants = matter.grants.iter();
            let approving = grants.flat_map(|grant| self.needed_to_approve(*grant));
            needed.chain(approving).collect()
        })
    }

    /// The people whose absence can make a difference to an action on a row: those who may be
    /// reached along its path, and those who may be asked for an approval by somebody there.
    pub fn who_matters(&self, row: RowId, action: &str) -> Rc<BTreeSet<ActorId>> {
        let matter = self.matter(row, action);
        recall(&self.mattering, Rc::as_ptr(&matter).addr(), || {
            let owners = matter.called.steps.iter();
            let owners: BTreeSet<ActorId> = owners.flat_map(|step| step.owners.clone()).collect();
            let mut people = self.behind(&owners);
            let approvers = self.approvers_of(&(&owners | &people), &matter.grants);
            people.extend(self.behind(&approvers));
            people.retain(|person| self.engagement.actor(*person).is_person());
            people
        })
    }

    fn behind(&self, actors: &BTreeSet<ActorId>) -> BTreeSet<ActorId> {
        let people = actors.iter().map(|actor| self.concerned(*actor));
        people.flat_map(|own| (*own).clone()).collect()
    }

    /// Whoever may be asked by these, or by those in whose names they act.
    fn approvers_of(&self, actors: &BTreeSet<ActorId>, grants: &[usize]) -> BTreeSet<ActorId> {
        let names = actors.iter().map(|actor| self.capacities(*actor));
        let names: BTreeSet<ActorId> = names.flat_map(|own| (*own).clone()).collect();
        let grants = grants.iter().map(|index| &self.engagement.grants[*index]);
        let theirs = grants.filter(|grant| {
            let mut holders = grant.holders.actors();
            holders.any(|holder| names.contains(&holder))
        });
        theirs.flat_map(|grant| grant.approvers.actors()).collect()
    }
}

impl Times {
    pub(super) fn of(ways: Vec<Way>, calls: (Minute, Minute)) -> Self {
        let mut pieces = passes(&ways, calls);
        let mut next_end: Option<Minute> = None;
        let mut waiting = Vec::with_capacity(pieces.len());
        while let Some(piece) = pieces.pop() {
            let own = piece.way.map(|way| ways[way].end);
            push_waits(&piece, own, next_end, &mut waiting);
            let first_end = own.map(|own| piece.start + Minute::from(own));
            next_end = match (next_end, first_end) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        waiting.reverse();
        Times {
            pieces: waiting,
            ways,
        }
    }

    /// All calls, in order and without holes.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The way in which the pass that begins at a call ends.
    pub fn way_at(&self, call: Minute) -> Option<&Way> {
        self.ways.get(self.piece_at(call)?.way?)
    }

    /// A way, by the number that a piece gives.
    pub fn way(&self, index: usize) -> &Way {
        &self.ways[index]
    }

    /// How long the pass that begins at a call takes, in minutes; `None` when it fails.
    pub fn pass_at(&self, call: Minute) -> Option<u32> {
        self.way_at(call).map(|way| way.end)
    }

    /// How long it takes from a call until somebody may act, in minutes; `None` is never.
    pub fn at(&self, call: Minute) -> Option<u32> {
        self.piece_at(call)?.wait.from(call)
    }

    /// The first call at or after this one that does not wait for a later one: whoever calls then
    /// reaches somebody by its own pass.
    pub fn call_that_counts(&self, call: Minute) -> Option<Minute> {
        let (piece, later) = self.pieces_from(call).split_first()?;
        match piece.wait {
            Wait::Minutes(_) => Some(call),
            Wait::Never => None,
            Wait::Until(end) => {
                let counts = |later: &&Piece| {
                    let own = later.way.map(|way| Minute::from(self.ways[way].end));
                    own.is_some_and(|own| later.start + own == end)
                };
                later.iter().find(counts).map(|later| later.start)
            }
        }
    }

    /// The calls that wait longer than so many minutes; without a number, those that never end.
    pub fn beyond(&self, bound: Option<u32>) -> Set {
        let spans = self.pieces.iter().map(|piece| match (piece.wait, bound) {
            (Wait::Never, _) => (piece.start, piece.end),
            (Wait::Minutes(wait), Some(bound)) if wait > bound => (piece.start, piece.end),
            (Wait::Until(end), Some(bound)) => {
                (piece.start, piece.end.min(end - Minute::from(bound)))
            }
            _ => (piece.start, piece.start),
        });
        Set::from_spans(spans.collect())
    }

    /// The call among these that waits longest, the first of equals, and how long.
    pub fn worst(&self, calls: &Set) -> Option<(Minute, Option<u32>)> {
        let mut worst: Option<(Minute, Option<u32>)> = None;
        let mut from = 0;
        for (start, end) in calls.spans() {
            from += self.pieces[from..].partition_point(|piece| piece.end <= *start);
            let touched = self.pieces[from..].iter();
            for piece in touched.take_while(|piece| piece.start < *end) {
                let call = piece.start.max(*start);
                let wait = piece.wait.from(call);
                let longer = match (worst, wait) {
                    (None, _) => true,
                    (Some((_, None)), _) => false,
                    (Some(_), None) => true,
                    (Some((_, Some(known))), Some(wait)) => wait > known,
                };
                if longer {
                    worst = Some((call, wait));
                }
            }
        }
        worst
    }

    fn piece_at(&self, call: Minute) -> Option<&Piece> {
        self.pieces_from(call).first()
    }

    /// The piece with a call, and those behind it.
    fn pieces_from(&self, call: Minute) -> &[Piece] {
        let is_over = self.pieces.partition_point(|piece| piece.end <= call);
        let pieces = &self.pieces[is_over..];
        match pieces.first() {
            Some(first) if first.start <= call => pieces,
            _ => &[],
        }
    }
}

impl Wait {
    /// How long a call waits, in minutes; `None` is for ever.
    pub fn from(self, call: Minute) -> Option<u32> {
        match self {
            Wait::Minutes(minutes) => Some(minutes),
            Wait::Until(end) => u32::try_from(end - call).ok(),
            Wait::Never => None,
        }
    }
}

/// Every call with the shortest way in which its own pass ends, in order and without holes.
fn passes(ways: &[Way], calls: (Minute, Minute)) -> Vec<Piece> {
    let mut open = Set::span(calls.0, calls.1);
    let mut pieces = Vec::new();
    let mut take = |set: &Set, way: Option<usize>| {
        pieces.extend(set.spans().iter().map(|(start, end)| Piece {
            start: *start,
            end: *end,
            way,
            wait: Wait::Never,
        }));
    };
    for (index, way) in ways.iter().enumerate() {
        if open.is_empty() {
            break;
        }
        take(&open.intersection(&way.when), Some(index));
        open = open.difference(&way.when);
    }
    take(&open, None);
    // Each way left them in order: a sort that merges such runs.
    pieces.sort_by_key(|piece| piece.start);
    pieces
}

/// Splits a piece where waiting for a later call becomes shorter than its own pass. Pieces are
/// pushed last to first.
fn push_waits(piece: &Piece, own: Option<u32>, next_end: Option<Minute>, waiting: &mut Vec<Piece>) {
    let mut push = |start: Minute, end: Minute, wait: Wait| {
        if start < end {
            waiting.push(Piece {
                start,
                end,
                wait,
                ..*piece
            });
        }
    };
    match (own, next_end) {
        (None, None) => push(piece.start, piece.end, Wait::Never),
        (None, Some(next)) => push(piece.start, piece.end, Wait::Until(next)),
        (Some(own), None) => push(piece.start, piece.end, Wait::Minutes(own)),
        (Some(own), Some(next)) => {
            // From here on the later call ends first.
            let turn = (next - Minute::from(own) + 1).clamp(piece.start, piece.end);
            push(turn, piece.end, Wait::Until(next));
            push(piece.start, turn, Wait::Minutes(own));
        }
    }
}

#[cfg(test)]
mod tests;
