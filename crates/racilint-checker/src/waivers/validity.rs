//! Whether a waiver holds: what it lacks, and whether its time is up.

use jiff::ToSpan as _;
use jiff::civil::Date;
use racilint_diagnostics::{RuleInfo, Span};

use super::answerable::{NoSay, no_say};
use crate::model::{ActorId, Engagement, Link, Waiver, civil, is_placeholder};
use crate::rules;

/// Why a waiver accepts nothing, whatever the day.
#[derive(Debug)]
pub(crate) enum Invalid {
    /// Its rule is one that nobody can waive.
    Never(&'static RuleInfo),
    /// It does not say these, in words.
    Lacks(Vec<&'static str>),
    /// Its owner approved it; the place that names the approver.
    OwnApproval(Span),
    /// The approvers have no say over this object of it.
    NoSay(String, NoSay),
}

/// What is wrong with the last day of a waiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lapse {
    /// That day is over.
    Ended(Date, Span),
    /// It cannot be read, and so counts as over.
    Unreadable,
    /// There is none.
    Unbounded,
    /// It is more than a year away. The waiver holds all the same.
    Distant(Date, Span),
}

impl Waiver<'_> {
    /// The rule that it names.
    pub(crate) fn rule_info(&self) -> Option<&'static RuleInfo> {
        rules::find(self.rule()?)
    }

    /// Why it accepts nothing, whatever the day.
    pub(crate) fn invalid(&self, engagement: &Engagement<'_>) -> Option<Invalid> {
        // That it says neither what nor where is reported where it is read.
        if self.rule().is_none() || self.objects.is_empty() {
            return None;
        }
        if let Some(rule) = self.rule_info().filter(|rule| !rule.waivable) {
            return Some(Invalid::Never(rule));
        }
        let lacks = self.lacks();
        if !lacks.is_empty() {
            return Some(Invalid::Lacks(lacks));
        }
        if let Some(span) = self.own_approval(engagement) {
            return Some(Invalid::OwnApproval(span));
        }
        let mut objects = self.objects.iter();
        objects.find_map(|(object, _)| {
            let why = no_say(engagement, object, &self.approvers)?;
            Some(Invalid::NoSay(object.clone(), why))
        })
    }

    /// What is wrong with its last day.
    pub(crate) fn lapse(&self, engagement: &Engagement<'_>) -> Option<Lapse> {
        let until = match self.table.until {
            Some(until) => until,
            None if self.table.unread.could_hold("until") => return Some(Lapse::Unreadable),
            None => return Some(Lapse::Unbounded),
        };
        let Some(last) = civil(until.value) else {
            return Some(Lapse::Unreadable);
        };
        if last < engagement.today {
            return Some(Lapse::Ended(last, until.span));
        }
        let year = engagement.start().checked_add(1.year()).ok()?;
        (last > year).then_some(Lapse::Distant(last, until.span))
    }

    /// Why it takes no finding away, with the place that shows it; `None` when it does.
    pub(crate) fn shortfall(&self, engagement: &Engagement<'_>) -> Option<(Span, String)> {
        if let Some(invalid) = self.invalid(engagement) {
            return Some(self.in_words(&invalid));
        }
        if self.is_open() {
            return Some((self.place(), "a seat of it is still to be filled".into()));
        }
        if let Some(link) = self.unknown(engagement) {
            let name = link.name.escape_debug();
            return Some((link.span, format!("nobody is called `{name}`")));
        }
        match self.lapse(engagement)? {
            Lapse::Ended(last, span) => Some((span, format!("it ended on {last}"))),
            Lapse::Unreadable => Some((self.place(), "its last day cannot be read".into())),
            Lapse::Unbounded => Some((self.place(), "it has no last day".into())),
            Lapse::Distant(..) => None,
        }
    }

    fn in_words(&self, invalid: &Invalid) -> (Span, String) {
        match invalid {
            Invalid::Never(_) => (self.place(), "the rule cannot be waived".into()),
            Invalid::Lacks(what) => {
                let what: Vec<String> = what.iter().map(|what| format!("no {what}")).collect();
                (self.place(), format!("it has {}", what.join(", ")))
            }
            Invalid::OwnApproval(span) => (*span, "its owner approved it".into()),
            Invalid::NoSay(..) => {
                let span = self.approvers.first_span();
                let why = "who approved it has no say there";
                (span.unwrap_or(self.place()), why.into())
            }
        }
    }

    /// What it does not say of what makes it a decision. What cannot be read may say it.
    fn lacks(&self) -> Vec<&'static str> {
        let reason = self.table.reason.as_ref();
        let no_reason = reason.is_none_or(|reason| is_placeholder(&reason.value));
        let parts = [
            (
                "reason",
                no_reason && !self.table.unread.could_hold("reason"),
            ),
            ("owner", self.owner.nobody()),
            ("approver", self.approvers.nobody()),
        ];
        let missing = parts.into_iter().filter(|(_, missing)| *missing);
        missing.map(|(what, _)| what).collect()
    }

    /// Whether a seat of it is still to be filled: that is said at the seat.
    fn is_open(&self) -> bool {
        let seats = [&self.owner, &self.approvers];
        let mut links = seats.into_iter().flat_map(|seats| &seats.links);
        links.any(|link| link.to.is_none() && is_placeholder(link.name))
    }

    /// Whoever it names as owner or approver and nobody knows: that is said where they are named.
    /// What was lost of a damaged file may declare them.
    fn unknown(&self, engagement: &Engagement<'_>) -> Option<&Link<'_, ActorId>> {
        let seats = [&self.owner, &self.approvers];
        let mut links = seats.into_iter().flat_map(|seats| &seats.links);
        let unknown = links.find(|link| link.to.is_none());
        unknown.filter(|_| !engagement.is_damaged())
    }

    /// The place of the approver, where everybody who approved is an owner.
    fn own_approval(&self, engagement: &Engagement<'_>) -> Option<Span> {
        let is_same = |owner: ActorId, approver: ActorId| {
            let people = engagement.answering(owner);
            owner == approver || !people.is_empty() && people == engagement.answering(approver)
        };
        let is_owner = |link: &Link<'_, ActorId>| {
            let mut owners = self.owner.links.iter();
            owners.any(|owner| match (owner.to, link.to) {
                (Some(owner), Some(approver)) => is_same(owner, approver),
                _ => false,
            })
        };
        let mut approvers = self.approvers.links.iter();
        let only_owners = !self.approvers.unread && approvers.all(is_owner);
        let same = only_owners || engagement.are_same_hands(&self.owner, &self.approvers);
        self.approvers.first_span().filter(|_| same)
    }
}

#[cfg(test)]
mod tests;
