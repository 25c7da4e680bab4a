//! Whether the slices of a split workstream fit together: no part twice, none left out.

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::Span;
use racilint_parser::language::Slice;
use racilint_parser::values::Many;

use super::overlap::{days_apart, hours_may_be_apart};
use super::{Engagement, RowId};

/// What is wrong with a split.
#[derive(Debug)]
pub enum Fault<'d> {
    /// Two slices have the same part.
    Overlap {
        /// The system, severity or step.
        what: &'d str,
        /// The earlier slice, and where it says so.
        first: (RowId, Span),
        /// The later slice, and where it says so.
        second: (RowId, Span),
    },
    /// No slice has a system that the workstream names.
    LeftOut {
        /// The system.
        system: &'d str,
        /// Where the workstream names it.
        span: Span,
    },
}

/// So many slices with the same part are compared: in a sound split there is one.
const MOST_COMPARED: usize = 32;

/// What a slice can be told apart by, besides hours and days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Dimension {
    System,
    Severity,
    Step,
}

type Part<'d> = (Dimension, &'d str);

impl<'d> Engagement<'d> {
    /// The first thing that is wrong with how a workstream is split.
    pub fn split_fault(&self, row: RowId) -> Option<Fault<'d>> {
        let row = self.row(row);
        if row.slices.is_empty() || row.could_hold("slice") {
            return None;
        }
        self.overlap(&row.slices)
            .or_else(|| self.left_out_system(&row.slices, row.systems()))
    }

    fn overlap(&self, slices: &[RowId]) -> Option<Fault<'d>> {
        let mut seen: BTreeMap<Part<'d>, Vec<(RowId, Span)>> = BTreeMap::new();
        for id in slices {
            let slice = self.row(*id).slice?;
            for (part, span) in parts(slice) {
                let others = seen.entry(part).or_default();
                let meets = |other: &&(RowId, Span)| {
                    let other = self.row(other.0).slice;
                    other.is_some_and(|other| other.span != slice.span && !apart(slice, other))
                };
                if let Some(first) = others.iter().take(MOST_COMPARED).find(meets) {
                    return Some(Fault::Overlap {
                        what: part.1,
                        first: *first,
                        second: (*id, span),
                    });
                }
                others.push((*id, span));
            }
        }
        None
    }

    /// A system of the workstream that no slice names, where every slice names systems.
    fn left_out_system(
        &self,
        slices: &[RowId],
        systems: &'d [racilint_parser::values::Ref<'d, racilint_parser::values::System>],
    ) -> Option<Fault<'d>> {
        let mut named = BTreeSet::new();
        for id in slices {
            let slice = self.row(*id).slice?;
            let own = slice.systems.as_ref()?;
            // A misspelt system may be any of those that seem to be left out.
            if own
                .items
                .iter()
                .any(|own| self.names.system(&own.name).is_none())
            {
                return None;
            }
            named.extend(own.items.iter().map(|own| &*own.name));
        }
        let left_out = systems
            .iter()
            .find(|system| !named.contains(&*system.name))?;
        Some(Fault::LeftOut {
            system: &left_out.name,
            span: left_out.span,
        })
    }
}

/// The parts that a slice names, each with its place.
fn parts<'d>(slice: &'d Slice<'d>) -> Vec<(Part<'d>, Span)> {
    let systems = Many::of(&slice.systems).iter();
    let severities = Many::of(&slice.severity).iter();
    let steps = Many::of(&slice.step).iter();
    let mut parts: Vec<(Part<'d>, Span)> = Vec::new();
    parts.extend(systems.map(|own| ((Dimension::System, &*own.name), own.span)));
    parts.extend(severities.map(|own| ((Dimension::Severity, own.value.word()), own.span)));
    parts.extend(steps.map(|own| ((Dimension::Step, own.value.trim()), own.span)));
    parts
}

/// Whether something tells two slices apart: both name systems, severities or steps and have none
/// in common, or they differ in hours or days. What could not be read may tell them apart.
fn apart(a: &Slice<'_>, b: &Slice<'_>) -> bool {
    let keys = ["hours", "systems", "severity", "step", "from", "until"];
    let unread = |slice: &Slice<'_>| keys.iter().any(|key| slice.unread.could_hold(key));
    let days = |slice: &Slice<'_>| {
        (
            slice.from.map(|from| from.value),
            slice.until.map(|until| until.value),
        )
    };
    let dimensions = [Dimension::System, Dimension::Severity, Dimension::Step];
    let differs = |dimension: &Dimension| {
        let of = |slice| -> BTreeSet<&str> {
            let all = parts(slice).into_iter();
            let own = all.filter(|(part, _)| part.0 == *dimension);
            own.map(|(part, _)| part.1).collect()
        };
        let (a, b) = (of(a), of(b));
        !a.is_empty() && !b.is_empty() && a.is_disjoint(&b)
    };
    unread(a)
        || unread(b)
        || days_apart(days(a), days(b))
        || hours_may_be_apart(a.hours.as_ref(), b.hours.as_ref())
        || dimensions.iter().any(differs)
}
