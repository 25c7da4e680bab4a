//! Sets of whole minutes, kept as sorted spans: the numbers that the time engine computes with.
//!
//! A set knows no zones, no weekdays and no dates: other modules make sets from those and say sets
//! in words. Every operation is one walk over the spans at most.
//!
//! Spans are shared, so that a copy costs nothing and the same set is known by its place: most sets
//! are somebody's hours or what is left of them, asked for again and again.

use std::borrow::Cow;
use std::sync::Arc;

/// Whole minutes since the start of 1970 in UTC.
pub type Minute = i64;

/// A set is compared with so many before it, whether it is the same.
const MOST_COMPARED: usize = 4;

/// A set of minutes. Its spans are sorted, never empty, and neither overlap nor touch.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Set {
    /// None for no minute at all.
    spans: Option<Arc<[Span]>>,
}

/// The first minute, and the first that is no longer in it.
type Span = (Minute, Minute);

impl Set {
    /// No minute at all.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The minutes from `start` to before `end`; none when `end` is not later.
    pub fn span(start: Minute, end: Minute) -> Self {
        Self::of(if start < end {
            vec![(start, end)]
        } else {
            Vec::new()
        })
    }

    /// The minutes of all spans, which may come in any order, overlap, touch or be empty.
    pub fn from_spans(mut spans: Vec<(Minute, Minute)>) -> Self {
        spans.retain(|(start, end)| start < end);
        // Often several sets behind each other: a sort that merges such runs.
        spans.sort();
        spans.dedup_by(|next, kept| {
            let joined = next.0 <= kept.1;
            if joined {
                kept.1 = kept.1.max(next.1);
            }
            joined
        });
        Self::of(spans)
    }

    /// Spans that are in order already.
    fn of(spans: Vec<Span>) -> Self {
        Self {
            spans: (!spans.is_empty()).then(|| spans.into()),
        }
    }

    /// The same, or this set itself where nothing is different.
    fn unless_changed(&self, spans: Vec<Span>) -> Self {
        if self.spans() == spans {
            return self.clone();
        }
        Self::of(spans)
    }

    /// The minutes that are in any of the sets.
    pub fn union_of<'s>(sets: impl IntoIterator<Item = &'s Set>) -> Self {
        let mut distinct: Vec<Cow<'s, Set>> = Vec::new();
        for set in sets.into_iter().filter(|set| !set.is_empty()) {
            // People of one company mostly have the same hours.
            let mut last = distinct.iter().rev().take(MOST_COMPARED);
            if !last.any(|own| **own == *set) {
                distinct.push(Cow::Borrowed(set));
            }
        }
        // Joining one by one would walk over the first as often as there are sets.
        while distinct.len() > 1 {
            let pairs = distinct.chunks(2);
            distinct = pairs.map(joined).collect();
        }
        distinct.pop().map_or_else(Self::empty, Cow::into_owned)
    }

    /// Whether the set has no minute.
    pub fn is_empty(&self) -> bool {
        self.spans.is_none()
    }

    /// Whether the minute is in the set.
    pub fn contains(&self, minute: Minute) -> bool {
        let spans = self.spans();
        let begun = spans.partition_point(|span| span.0 <= minute);
        let last = begun.checked_sub(1).and_then(|at| spans.get(at));
        last.is_some_and(|span| minute < span.1)
    }

    /// The spans in order: the first minute, and the first that is no longer in it.
    pub fn spans(&self) -> &[(Minute, Minute)] {
        self.spans.as_deref().unwrap_or_default()
    }

    /// How many minutes are in the set.
    pub fn minutes(&self) -> i64 {
        let lengths = self.spans().iter().copied().map(length);
        lengths.fold(0, i64::saturating_add)
    }

    /// The minutes that are in this set or in the other.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        if self.spans_all_of(other) || self == other {
            return self.clone();
        }
        if other.spans_all_of(self) {
            return other.clone();
        }
        let (mut these, mut those) = (self.spans(), other.spans());
        let mut spans: Vec<Span> = Vec::with_capacity(these.len() + those.len());
        while let Some(next) = take_earlier(&mut these, &mut those) {
            match spans.last_mut() {
                Some(last) if next.0 <= last.1 => last.1 = last.1.max(next.1),
                _ => spans.push(next),
            }
        }
        if other.spans() == spans {
            return other.clone();
        }
        self.unless_changed(spans)
    }

    /// The minutes that are in both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        if self == other {
            return self.clone();
        }
        let (these, those) = (self.spans(), other.spans());
        match (these, those) {
            (_, [(start, end)]) => return self.clipped(*start, *end),
            ([(start, end)], _) => return other.clipped(*start, *end),
            _ => {}
        }
        let mut spans = Vec::with_capacity(these.len().min(those.len()));
        let (mut this, mut that) = (0, 0);
        while let (Some(one), Some(two)) = (these.get(this), those.get(that)) {
            let (start, end) = (one.0.max(two.0), one.1.min(two.1));
            if start < end {
                spans.push((start, end));
            }
            if one.1 <= two.1 {
                this += 1;
            } else {
                that += 1;
            }
        }
        if other.spans() == spans {
            return other.clone();
        }
        self.unless_changed(spans)
    }

    /// The minutes of this set that are not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        if other.spans_all_of(self) || self == other {
            return Set::empty();
        }
        let (Some(first), Some(end)) = (other.first(), other.end()) else {
            return self.clone();
        };
        // What lies before the first hole and behind the last one stays as it is.
        let before = self.spans().partition_point(|span| span.1 <= first);
        let after = self.spans().partition_point(|span| span.0 < end);
        if before == after {
            return self.clone();
        }
        let mut spans = Vec::with_capacity(self.spans().len() + 1);
        spans.extend_from_slice(&self.spans()[..before]);
        cut_out(&self.spans()[before..after], other.spans(), &mut spans);
        spans.extend_from_slice(&self.spans()[after..]);
        self.unless_changed(spans)
    }

    /// Where its spans are kept: copies of one set have the same place for as long as one is left.
    pub(super) fn place(&self) -> usize {
        let spans = self.spans.as_ref();
        spans.map_or(0, |spans| spans.as_ptr().addr())
    }

    /// Whether this set is one span, and all of the other lies in it: known without a walk.
    fn spans_all_of(&self, other: &Self) -> bool {
        let ([own], Some(first), Some(end)) = (self.spans(), other.first(), other.end()) else {
            return other.is_empty();
        };
        own.0 <= first && end <= own.1
    }

    /// The same set so many minutes later; earlier when `by` is negative.
    #[must_use]
    pub fn shifted(&self, by: i64) -> Self {
        if by == 0 {
            return self.clone();
        }
        let moved = |minute: Minute| minute.saturating_add(by);
        let spans = self.spans().iter();
        let spans = spans.map(|(start, end)| (moved(*start), moved(*end)));
        Self::of(spans.filter(|(start, end)| start < end).collect())
    }

    /// The minutes of the set, and so many minutes before each of them.
    #[must_use]
    pub fn reaching_back(&self, minutes: u32) -> Self {
        if minutes == 0 {
            return self.clone();
        }
        let back = |start: Minute| start.saturating_sub(Minute::from(minutes));
        let spans = self.spans().iter();
        Self::from_spans(spans.map(|(start, end)| (back(*start), *end)).collect())
    }

    /// The minutes of the set from `start` to before `end`.
    #[must_use]
    pub fn clipped(&self, start: Minute, end: Minute) -> Self {
        let from = self.spans().partition_point(|span| span.1 <= start);
        let to = self.spans().partition_point(|span| span.0 < end);
        let Some(within) = self.spans().get(from..to).filter(|_| start < end) else {
            return Set::empty();
        };
        if self.first() >= Some(start) && self.end() <= Some(end) {
            return self.clone();
        }
        let cut = within
            .iter()
            .map(|span| (span.0.max(start), span.1.min(end)));
        Self::of(cut.collect())
    }

    /// The longest span; the first of those that are equally long.
    pub fn longest(&self) -> Option<(Minute, Minute)> {
        let spans = self.spans().iter().copied();
        spans.rev().max_by_key(|span| length(*span))
    }

    /// The first minute of the set.
    pub fn first(&self) -> Option<Minute> {
        self.spans().first().map(|span| span.0)
    }

    /// The first minute after the whole set.
    pub fn end(&self) -> Option<Minute> {
        self.spans().last().map(|span| span.1)
    }
}

/// Adds what the holes leave of the spans.
fn cut_out(these: &[Span], mut holes: &[Span], spans: &mut Vec<Span>) {
    for (start, end) in these {
        let mut from = *start;
        // A hole that reaches beyond this span may also cut the next one.
        while let Some((hole, rest)) = holes.split_first().filter(|(hole, _)| *end > hole.0) {
            if from < hole.0 {
                spans.push((from, hole.0));
            }
            from = from.max(hole.1);
            if hole.1 > *end {
                break;
            }
            holes = rest;
        }
        if from < *end {
            spans.push((from, *end));
        }
    }
}

/// One or two sets as one.
fn joined<'s>(pair: &[Cow<'s, Set>]) -> Cow<'s, Set> {
    match pair {
        [one, other] => Cow::Owned(one.union(other)),
        // A pair has at least one.
        [one, ..] => one.clone(),
        [] => Cow::Owned(Set::empty()),
    }
}

/// Takes the span that begins first off its list.
fn take_earlier<'s>(these: &mut &'s [Span], those: &mut &'s [Span]) -> Option<Span> {
    let from_these = match (these.first(), those.first()) {
        (Some(one), Some(two)) => one.0 <= two.0,
        (one, _) => one.is_some(),
    };
    let from = if from_these { these } else { those };
    let (first, rest) = from.split_first()?;
    *from = rest;
    Some(*first)
}

fn length((start, end): Span) -> i64 {
    end.saturating_sub(start)
}

#[cfg(test)]
mod tests;
