//! Whether the slices of a split workstream fit together: no part twice, none left out.

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::Span;
use racilint_parser::language::{Incident, Slice};
use racilint_parser::values::Many;

use super::overlap::{Days, days_apart, hours_are_same, hours_may_be_apart};
use super::{Effort, Engagement, Row, RowId, civil};

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
    /// Two slices have all of the work, on the same days.
    Alike {
        /// The earlier slice, and where its days or its name are.
        first: (RowId, Span),
        /// The later slice, and where its days or its name are.
        second: (RowId, Span),
        /// The days that both have, as far as they say.
        days: Days,
    },
    /// So many slices have the same part at different times that this one is not compared with all.
    Uncompared(RowId),
    /// No slice has a system that the workstream names.
    LeftOut {
        /// The system.
        system: &'d str,
        /// Where the workstream names it.
        span: Span,
    },
    /// No slice has a severity, though they have a graver and a lesser one.
    Skipped(Incident),
}

/// From the gravest to the least.
const SEVERITIES: [Incident; 4] = [
    Incident::Sev1,
    Incident::Sev2,
    Incident::Sev3,
    Incident::Sev4,
];

/// What a slice can be told apart by, besides hours and days.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Dimension {
    System,
    Severity,
    Step,
    /// Nothing of these: all of the work.
    All,
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
            .or_else(|| self.skipped_severity(&row.slices))
    }

    /// The severities that some slices are told apart by: from the gravest that one names to the
    /// least. Graver and lesser ones may be no matter of this work.
    pub fn severities_of(&self, slices: &[RowId]) -> Vec<Incident> {
        let slices = slices.iter().filter_map(|id| self.row(*id).slice);
        let named: BTreeSet<Incident> = slices.flat_map(severities).collect();
        let (first, last) = (named.first(), named.last());
        let within = |own: &Incident| first <= Some(own) && Some(own) <= last;
        SEVERITIES.into_iter().filter(within).collect()
    }

    /// Whether two rows are about different systems, severities or steps.
    pub fn are_apart(&self, a: RowId, b: RowId) -> bool {
        let names = |id: RowId| -> BTreeSet<&str> {
            let systems = self.row(id).systems().iter();
            systems.map(|system| &*system.name).collect()
        };
        let parts = match (self.row(a).slice, self.row(b).slice) {
            (Some(one), Some(other)) => {
                are_disjoint(&severities(one).collect(), &severities(other).collect())
                    || are_disjoint(&steps(one), &steps(other))
            }
            _ => false,
        };
        parts || are_disjoint(&names(a), &names(b))
    }

    fn overlap(&self, slices: &[RowId]) -> Option<Fault<'d>> {
        let mut seen: BTreeMap<Part<'d>, Vec<(RowId, Span)>> = BTreeMap::new();
        let tables = slices.iter().filter_map(|id| self.row(*id).slice);
        let effort = Effort::for_many(tables.map(weight).sum());
        for id in slices {
            let slice = self.row(*id).slice?;
            for (part, span) in parts_or_all(self.row(*id), slice) {
                let others = seen.entry(part).or_default();
                let meets = |other: &&(RowId, Span)| {
                    let with = self.row(other.0).slice;
                    let meets = with.is_some_and(|with| {
                        with.span != slice.span && may_meet(slice, with, &effort)
                    });
                    meets && (part.0 != Dimension::All || self.are_alike(*id, other.0))
                };
                if let Some(first) = others.iter().find(meets) {
                    return Some(self.told(part, *first, (*id, span)));
                }
                if effort.is_spent() {
                    return Some(Fault::Uncompared(*id));
                }
                others.push((*id, span));
            }
        }
        None
    }

    fn told(&self, part: Part<'d>, first: (RowId, Span), second: (RowId, Span)) -> Fault<'d> {
        match part.0 {
            Dimension::All => Fault::Alike {
                first,
                second,
                days: self.both_days(first.0, second.0),
            },
            _ => Fault::Overlap {
                what: part.1,
                first,
                second,
            },
        }
    }

    /// Whether neither hours nor days tell two slices apart, on days that are not over. Where one
    /// names other hours, or hours at all, a clock says what they have in common.
    fn are_alike(&self, a: RowId, b: RowId) -> bool {
        let hours = |id: RowId| self.row(id).slice.and_then(|slice| slice.hours.as_ref());
        let last = self.both_days(a, b).1.and_then(civil);
        hours_are_same(hours(a), hours(b)) && last.is_none_or(|last| last >= self.start())
    }

    /// The days that two slices have both, where they meet, as far as they say themselves.
    fn both_days(&self, a: RowId, b: RowId) -> Days {
        let days = |id: RowId| self.row(id).slice.map_or((None, None), own_days);
        let (a, b) = (days(a), days(b));
        (a.0.max(b.0), [a.1, b.1].into_iter().flatten().min())
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

    /// A severity that no slice names, between those that they do, where every slice names some.
    fn skipped_severity(&self, slices: &[RowId]) -> Option<Fault<'d>> {
        let mut named = BTreeSet::new();
        for id in slices {
            let slice = self.row(*id).slice?;
            if slice.unread.could_hold("severity") || Many::of(&slice.severity).is_empty() {
                return None;
            }
            named.extend(severities(slice));
        }
        let all = self.severities_of(slices).into_iter();
        let mut skipped = all.filter(|severity| !named.contains(severity));
        skipped.next().map(Fault::Skipped)
    }
}

/// Whether both say something, and nothing in common.
fn are_disjoint<T: Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> bool {
    !a.is_empty() && !b.is_empty() && a.is_disjoint(b)
}

fn severities<'s>(slice: &'s Slice<'_>) -> impl Iterator<Item = Incident> + 's {
    let said = Many::of(&slice.severity).iter();
    said.map(|severity| severity.value)
}

fn steps<'s>(slice: &'s Slice<'_>) -> BTreeSet<&'s str> {
    let said = Many::of(&slice.step).iter();
    said.map(|step| &*step.value).collect()
}

/// The parts that a slice names, or all of the work where it names none and somebody has it: a
/// slice that nobody has yet is no second owner. Its place is then where its days are, or its name.
fn parts_or_all<'d>(row: &Row<'d>, slice: &'d Slice<'d>) -> Vec<(Part<'d>, Span)> {
    let names = [
        slice.systems.is_some(),
        slice.severity.is_some(),
        slice.step.is_some(),
    ];
    if names.contains(&true) || !row.has_somebody() {
        return parts(slice);
    }
    let day = slice.from.or(slice.until);
    let place = day.map_or(row.span, |day| day.span);
    vec![((Dimension::All, ""), place)]
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

/// Whether nothing tells two slices apart; their days are looked at first, as the cheapest. Without
/// an effort that is left they count as apart.
fn may_meet(a: &Slice<'_>, b: &Slice<'_>, effort: &Effort) -> bool {
    effort.spend(1)
        && !days_apart(own_days(a), own_days(b))
        && effort.spend(weight(a) * weight(b))
        && !apart(a, b)
}

/// How much there is in a slice to compare.
fn weight(slice: &Slice<'_>) -> usize {
    let windows = slice.hours.as_ref().map(|hours| hours.windows.len());
    1 + windows.unwrap_or(0) + parts(slice).len()
}

/// Whether something tells two slices apart: both name systems, severities or steps and have none
/// in common, or they differ in hours or days. What could not be read may tell them apart.
fn apart(a: &Slice<'_>, b: &Slice<'_>) -> bool {
    let keys = ["hours", "systems", "severity", "step", "from", "until"];
    let unread = |slice: &Slice<'_>| keys.iter().any(|key| slice.unread.could_hold(key));
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
        || days_apart(own_days(a), own_days(b))
        || hours_may_be_apart(a.hours.as_ref(), b.hours.as_ref())
        || dimensions.iter().any(differs)
}

/// The first and the last day that a slice says itself.
fn own_days(slice: &Slice<'_>) -> Days {
    let (from, until) = (slice.from, slice.until);
    (from.map(|from| from.value), until.map(|until| until.value))
}
