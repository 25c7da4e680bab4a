//! Grants set side by side: which one reaches as far as another, and on which days they hold.
//!
//! The hour is left to what can be seen without a clock: windows that differ count as apart.

use std::collections::{BTreeMap, BTreeSet};
use std::iter;

use racilint_parser::language::Mode;
use racilint_parser::values::Hours;

use super::{ActorId, Days, Effort, Engagement, Grant, RowId, days_apart, hours_are_alike};

/// The grants of one mode by holder, action and row (`None` for all rows).
#[derive(Debug, Default)]
pub struct GrantsOfMode<'d>(BTreeMap<(ActorId, &'d str, Option<RowId>), Vec<usize>>);

impl<'d> GrantsOfMode<'d> {
    /// The grants of an engagement that have this mode, are not over, and are read completely.
    pub fn of(engagement: &Engagement<'d>, mode: Mode) -> Self {
        let mut index = GrantsOfMode::default();
        for (at, grant) in engagement.grants.iter().enumerate() {
            let is_over = grant.has_ended(engagement.start());
            if grant.mode() != Some(mode) || grant.is_unclear() || is_over {
                continue;
            }
            for action in grant.actions.iter().filter_map(|link| link.to) {
                for holder in grant.holders.actors() {
                    for scope in grant.rows() {
                        let key = (holder, &*action.id.name, scope);
                        index.0.entry(key).or_default().push(at);
                    }
                }
            }
        }
        index
    }

    /// The grants for one of these holders and this action that are given for the row, or for one
    /// that it belongs to, in the order of the file; ends once no more is to be looked at.
    pub fn reaching<'i>(
        &'i self,
        holders: impl IntoIterator<Item = ActorId>,
        action: &'i str,
        scope: Option<RowId>,
        engagement: &Engagement<'_>,
        effort: &'i Effort,
    ) -> impl Iterator<Item = usize> {
        let mut scopes = vec![None];
        scopes.extend(
            scope
                .into_iter()
                .flat_map(|row| engagement.lineage(row).iter().copied())
                .map(Some),
        );
        let mut lists: Vec<&'i [usize]> = Vec::new();
        for holder in holders {
            for scope in &scopes {
                lists.extend(self.0.get(&(holder, action, *scope)).map(Vec::as_slice));
            }
        }
        merged(lists, effort)
    }
}

/// What is in several sorted lists, in order and each once.
fn merged<'i>(mut lists: Vec<&'i [usize]>, effort: &'i Effort) -> impl Iterator<Item = usize> {
    let firsts = lists.iter().enumerate();
    let mut next: BTreeSet<(usize, usize)> = firsts
        .filter_map(|(list, own)| Some((*own.first()?, list)))
        .collect();
    let mut last = None;
    iter::from_fn(move || {
        while effort.spend(1) {
            let (first, list) = next.pop_first()?;
            lists[list] = &lists[list][1..];
            next.extend(lists[list].first().map(|own| (*own, list)));
            if last.replace(first) != Some(first) {
                return Some(first);
            }
        }
        None
    })
}

impl Grant<'_> {
    /// The rows it is given for; `None` for all.
    pub fn rows(&self) -> Vec<Option<RowId>> {
        match &self.on {
            None => vec![None],
            Some(links) => links.iter().filter_map(|link| link.to).map(Some).collect(),
        }
    }

    /// Whether something that says when and for what it holds could not be read.
    pub fn is_unclear(&self) -> bool {
        let unread = |key: &&str| self.table.unread.could_hold(key);
        self.uncertain || ["hours", "from", "until"].iter().any(unread)
    }

    /// Whether it asks people who are known for an approval, and all that it says can be read.
    pub fn asks_known_people(&self) -> bool {
        self.mode() == Some(Mode::ApprovalRequired)
            && !self.is_unclear()
            && !self.approvers.nobody()
            && !self.approvers.uncertain()
            && !self.table.unread.could_hold("if-no-answer")
    }

    /// How much there is in it to compare.
    pub fn weight(&self) -> usize {
        let windows = self.table.hours.as_ref().map(|hours| hours.windows.len());
        let rows = self.on.as_ref().map(Vec::len);
        let people = self.holders.links.len() + self.approvers.links.len();
        1 + people + rows.unwrap_or(0) + windows.unwrap_or(0)
    }

    /// Its first and last day, as far as it says.
    pub fn days(&self) -> Days {
        let table = self.table;
        (
            table.from.map(|from| from.value),
            table.until.map(|until| until.value),
        )
    }

    /// Whether it holds for every row for which `other` does.
    pub fn reaches_all_of(&self, other: &Grant<'_>, engagement: &Engagement<'_>) -> bool {
        other.rows().into_iter().all(|row| match row {
            None => self.on.is_none(),
            Some(row) => self.covers(engagement.lineage(row)),
        })
    }

    /// Whether the two surely meet, and hold at the same hours.
    pub fn meets(&self, other: &Grant<'_>) -> bool {
        let (own, its) = (self.table.hours.as_ref(), other.table.hours.as_ref());
        !days_apart(self.days(), other.days()) && hours_are_alike(own, its)
    }

    /// Whether it holds at all hours and on all days on which `other` does, as far as that shows
    /// without a clock.
    pub fn holds_whenever(&self, other: &Grant<'_>) -> bool {
        let ((from, until), (first, last)) = (self.days(), other.days());
        let begins = from.is_none_or(|from| first.is_some_and(|first| from <= first));
        let ends = until.is_none_or(|until| last.is_some_and(|last| last <= until));
        let (own, its) = (self.table.hours.as_ref(), other.table.hours.as_ref());
        let always = own.is_none_or(Hours::always);
        let at_those = its.is_some_and(|its| !its.always() && hours_are_alike(own, Some(its)));
        begins && ends && (always || at_those)
    }

    /// Whether it holds only for some of the hours or days on which `other` does: an exception.
    pub fn is_shorter_than(&self, other: &Grant<'_>) -> bool {
        let always = |grant: &Grant<'_>| {
            let hours = grant.table.hours.as_ref();
            hours.is_none_or(Hours::always)
        };
        let ((from, until), (first, last)) = (self.days(), other.days());
        let begins_later = from.is_some_and(|from| first.is_none_or(|first| from > first));
        let ends_earlier = until.is_some_and(|until| last.is_none_or(|last| until < last));
        let begins_earlier = first.is_some_and(|first| from.is_none_or(|from| from < first));
        let ends_later = last.is_some_and(|last| until.is_none_or(|until| until > last));
        let inside = (begins_later || ends_earlier) && !begins_earlier && !ends_later;
        !always(self) && always(other) || inside
    }
}

#[cfg(test)]
mod tests;
