//! Contracts under the contract: who has signed which with whom, and which parties touch the work.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use racilint_diagnostics::Span;
use racilint_parser::decode::Item;
use racilint_parser::language::{Agreement, PartyKind};
use racilint_parser::values::{Many, Ref};

use super::engagement::civil;
use super::{ActorId, ActorKind, Engagement, Letter, RowId};

/// How far an agreement between two parties has come.
#[derive(Clone, Copy, Debug)]
pub enum Signature<'d> {
    /// It is signed and in force on the first day, or may be.
    InForce(&'d Item<'d, Agreement<'d>>),
    /// It is signed, and begins only after the first day.
    Late(&'d Item<'d, Agreement<'d>>),
    /// It is written down and not signed.
    Unsigned(&'d Item<'d, Agreement<'d>>),
    /// It ends before the first day, or has ended since.
    Ended(&'d Item<'d, Agreement<'d>>),
    /// There is none.
    Missing,
}

impl Signature<'_> {
    /// What has come farthest is the least.
    pub fn rank(&self) -> u8 {
        match self {
            Signature::InForce(_) => 0,
            Signature::Late(_) => 1,
            Signature::Unsigned(_) => 2,
            Signature::Ended(_) => 3,
            Signature::Missing => 4,
        }
    }
}

/// A place that shows that a party has its hands on the work or on a system.
#[derive(Clone, Debug)]
pub struct Touch {
    /// The place.
    pub span: Span,
    /// What it does there, in few words.
    pub what: &'static str,
    /// The row on which it works.
    pub row: Option<RowId>,
    /// The index of the system that it sells, hosts or can get into.
    pub system: Option<usize>,
    /// The first day that counts: of the row, or the first of all.
    pub from: Date,
    /// Whether the work on the row is over.
    pub is_over: bool,
}

/// The first of these by its day, what is over left out; of several the first in the file.
pub fn earliest<'t>(touches: impl IntoIterator<Item = &'t Touch>) -> Option<&'t Touch> {
    let touches = touches.into_iter().filter(|touch| !touch.is_over);
    touches.min_by_key(|touch| touch.from)
}

/// What the kinds of agreement are called where they are asked for; as they are written otherwise.
pub fn instrument_words(kind: &'static str) -> &'static str {
    match kind {
        "baa" => "business associate agreement",
        "tpsp" => "written acknowledgement of responsibility",
        "addendum" => "security addendum",
        "dpa" => "data processing agreement",
        other => other,
    }
}

impl<'d> Engagement<'d> {
    /// How far an agreement of a kind between two parties has come for work from `day` on; the best
    /// of several. One that names no parties, or whose parties or kind could not be read, counts as
    /// theirs.
    pub fn signature(&self, kind: &str, (a, b): (ActorId, ActorId), day: Date) -> Signature<'d> {
        let agreements = self.document.tables.agreements.iter();
        let theirs = agreements.filter(|own| {
            let own = &own.body;
            own.unread.could_hold("kind") || own.kind.is_some_and(|own| own.word() == kind)
        });
        let theirs = theirs.filter(|own| self.may_be_between(&own.body, a, b));
        let signatures = theirs.map(|own| self.standing(own, day));
        signatures
            .min_by_key(Signature::rank)
            .unwrap_or(Signature::Missing)
    }

    fn may_be_between(&self, agreement: &Agreement<'d>, a: ActorId, b: ActorId) -> bool {
        let named = Many::of(&agreement.between);
        let parties: Vec<_> = named
            .iter()
            .map(|own| self.names.actor(&own.name))
            .collect();
        let has = |party: ActorId| parties.contains(&Some(party)) || parties.contains(&None);
        agreement.unread.could_hold("between") || parties.is_empty() || (has(a) && has(b))
    }

    /// How far an agreement has come for work from `day` on.
    pub fn standing(&self, agreement: &'d Item<'d, Agreement<'d>>, day: Date) -> Signature<'d> {
        let body = &agreement.body;
        let until = body.until.and_then(|until| civil(until.value));
        if until.is_some_and(|until| until < day) {
            return Signature::Ended(agreement);
        }
        let signed = body.signed.and_then(|signed| civil(signed.value));
        let in_time = signed.is_some_and(|signed| signed <= day);
        if !in_time && !body.unread.could_hold("signed") {
            return Signature::Unsigned(agreement);
        }
        let from = body.from.and_then(|from| civil(from.value));
        // Where nothing says when the work begins, it may well begin with the agreement.
        if self.starts().is_some() && from.is_some_and(|from| from > day) {
            return Signature::Late(agreement);
        }
        Signature::InForce(agreement)
    }

    /// Since when an agreement is over that [`Signature::Ended`] holds.
    pub fn ended(&self, agreement: &Agreement<'d>) -> String {
        let until = agreement.until.and_then(|until| civil(until.value));
        match until {
            Some(until) if self.starts().is_some_and(|starts| until < starts) => {
                "ends before the first day".into()
            }
            Some(until) if until < self.today => format!("ended on {until}"),
            Some(until) => format!("ends on {until}, before the work begins"),
            None => "ends before the first day".into(),
        }
    }

    /// From when on an agreement holds that [`Signature::Late`] holds.
    pub fn begins(&self, agreement: &Agreement<'d>) -> String {
        let from = agreement.from.and_then(|from| civil(from.value));
        from.map_or_else(
            || "begins after the first day".into(),
            |from| format!("begins only on {from}"),
        )
    }

    fn starts(&self) -> Option<Date> {
        let starts = self.head()?.starts?;
        civil(starts.value)
    }

    /// The parties with which another one has a contract, by what `contracted-by` says, and by
    /// their kind where it says nothing: a subcontractor works for the provider. Sides of the
    /// engagement itself, and authorities, insurers and auditors, are left out.
    pub fn contracted(&self) -> Vec<(ActorId, BTreeSet<ActorId>)> {
        let sides: BTreeSet<ActorId> = &self.clients() | &self.providers();
        let mut contracted = Vec::new();
        for (id, actor) in self.actors().filter(|(id, _)| !sides.contains(id)) {
            let ActorKind::Party(table) = actor.kind else {
                continue;
            };
            let kind = table.kind.map(|kind| kind.value);
            let aside = [PartyKind::Regulator, PartyKind::Insurer, PartyKind::Auditor];
            if kind.is_some_and(|kind| aside.contains(&kind)) {
                continue;
            }
            let named = Many::of(&table.contracted_by).iter();
            let mut by: BTreeSet<ActorId> = named
                .filter_map(|party| self.names.actor(&party.name))
                .collect();
            let says_nothing =
                table.contracted_by.is_none() && !table.unread.could_hold("contracted-by");
            if says_nothing && kind == Some(PartyKind::Subcontractor) {
                by = self.providers();
            }
            contracted.push((id, by));
        }
        contracted
    }

    /// For every party the places that show that it has its hands on the work or on a system, in
    /// the order of the file: it does work, answers for it or helps with it, sells or hosts a
    /// system, or can get into one.
    pub fn touches(&self) -> BTreeMap<ActorId, Vec<Touch>> {
        let mut touches: BTreeMap<ActorId, Vec<Touch>> = BTreeMap::new();
        let letters = [
            (Letter::Responsible, "does this work"),
            (Letter::Accountable, "answers for this work"),
            (Letter::Support, "helps with this work"),
        ];
        for (id, row) in self.leaves() {
            for (letter, what) in letters {
                for (actor, span) in row.seats(letter).placed() {
                    let touch = Touch {
                        span,
                        what,
                        row: Some(id),
                        system: None,
                        from: self.first_day(id).unwrap_or(self.start()),
                        is_over: self.is_over(id),
                    };
                    self.touch(&mut touches, actor, touch);
                }
            }
        }
        for (index, system) in self.document.tables.systems.iter().enumerate() {
            let body = &system.body;
            let mut note = |what, actor, span| {
                let touch = Touch {
                    span,
                    what,
                    row: None,
                    system: Some(index),
                    from: self.start(),
                    is_over: false,
                };
                self.touch(&mut touches, actor, touch);
            };
            for (actor, span) in self.placed(&body.vendor) {
                note("sells or hosts this system", actor, span);
            }
            for (actor, span) in self.placed(&body.owner) {
                note("runs this system", actor, span);
            }
            for (actor, span) in self.placed(&body.top_admin) {
                note("holds the highest rights on this system", actor, span);
            }
            for access in Many::of(&body.access) {
                for (actor, span) in self.placed(&access.who) {
                    note("can get into this system", actor, span);
                }
            }
        }
        touches
    }

    fn touch(&self, touches: &mut BTreeMap<ActorId, Vec<Touch>>, actor: ActorId, touch: Touch) {
        for party in self.parties(actor) {
            touches.entry(*party).or_default().push(touch.clone());
        }
    }

    fn placed<K>(&self, named: &Option<Many<Ref<'d, K>>>) -> Vec<(ActorId, Span)> {
        let named = Many::of(named).iter();
        named
            .filter_map(|own| Some((self.names.actor(&own.name)?, own.span)))
            .collect()
    }

    /// Whether an accepted exclusion says in `what`, with a reason, that a party is out of scope:
    /// it names the party by its id or its full name.
    pub fn is_out_of_scope(&self, party: ActorId) -> bool {
        let actor = self.actor(party);
        let name = match actor.kind {
            ActorKind::Party(table) => table.name.as_ref().map(|name| &*name.value),
            _ => None,
        };
        let mut exclusions = self.document.tables.exclusions.iter();
        exclusions.any(|exclusion| {
            let said = exclusion.what.as_ref().map_or("", |what| &what.value);
            let mut words = said.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_'));
            let named = words.any(|word| word == actor.name)
                || name.is_some_and(|name| !name.is_empty() && said.contains(name));
            named && exclusion.reason.is_some() && !Many::of(&exclusion.accepted_by).is_empty()
        })
    }
}

#[cfg(test)]
mod tests;
