//! Catalogue files: areas, actions and profiles. Those that racilint ships and those of a house are
//! read by the same code and get the same messages.

use super::{Activity, AgreementKind};
use crate::decode::shape::{Choice, Shape};
use crate::decode::{Decode, Decoder, Map, Spanned, Whole, choices, tables};
use crate::syntax::tree::{Value, ValueKind};
use crate::values::{Action, Area, Calendar, Elapsed, Hours, Many, OwnDuty, Ref, Text};

choices! {
    /// Who usually answers for an area.
    pub enum Expected {
        /// The client.
        Client = "client",
        /// The provider.
        Provider = "provider",
        /// Either of the two, as agreed.
        Either = "either",
        /// Each for a part.
        Split = "split",
        /// Both together, with one who answers.
        Joint = "joint",
    }

    /// Which party must answer for a duty.
    pub enum Hold {
        /// The client; it may not give the duty away.
        Client = "client",
        /// The provider.
        Provider = "provider",
        /// Either of the two.
        Either = "either",
    }

    /// A link of the security chain.
    pub enum ChainLink {
        /// Set the rules.
        Govern = "govern",
        /// Give and take access.
        Access = "access",
        /// Watch.
        Monitor = "monitor",
        /// Find out what an alert means.
        Triage = "triage",
        /// Stop an attack from spreading.
        Contain = "contain",
        /// Repair the cause.
        Remediate = "remediate",
        /// Check that it works.
        Validate = "validate",
    }

    /// What sort of thing a duty asks for.
    pub enum DutyKind {
        /// A named person.
        DesignatedRole = "designated-role",
        /// Work that somebody owns.
        Area = "area",
        /// A contract.
        Agreement = "agreement",
        /// A notice within a time.
        Notification = "notification",
        /// A record.
        Evidence = "evidence",
    }
}

tables! {
    /// A catalogue of areas.
    pub struct AreaFile<'s> {
        /// The areas.
        "area" area: Map<'s, AreaEntry<'s>>,
    }

    /// An area that an engagement must give an owner.
    pub struct AreaEntry<'s> {
        /// A short name for lists. A file of one's own may leave it out for an area that exists.
        "title" title: Text<'s>,
        /// Who usually answers for it in a co-managed engagement.
        "expected-co" expected_co: Spanned<Expected>,
        /// Who usually answers for it in a fully managed engagement.
        "expected-fm" expected_fm: Spanned<Expected>,
        /// What one word cannot say about who answers.
        "note" note: Text<'s>,
        /// Clauses that ask for it.
        "refs" refs: Many<Text<'s>>,
        /// Whether it belongs to the security chain.
        "security" security: Spanned<bool>,
        /// The links of the security chain that it stands for.
        "stages" stages: Many<Spanned<ChainLink>>,
        /// Whether incidents are handled in it.
        "incident" incident: Spanned<bool>,
        /// The authority that it takes.
        "needs" needs: Many<Ref<'s, Action>>,
        /// Whether a fully managed client hands it over.
        "operational" operational: Spanned<bool>,
    }

    /// A catalogue of actions.
    pub struct ActionFile<'s> {
        /// The actions.
        "action" action: Map<'s, ActionEntry<'s>>,
    }

    /// An action for which somebody must hold authority.
    pub struct ActionEntry<'s> {
        /// A short name for lists. A file of one's own may leave it out for an action that exists.
        "title" title: Text<'s>,
        /// Whether it cannot be taken back.
        "irreversible" irreversible: Spanned<bool>,
        /// Whether it is done on a system, and takes access to it.
        "on-system" on_system: Spanned<bool>,
        /// Whether it stops a threat from spreading.
        "containment" containment: Spanned<bool>,
        /// Whether it is taken in an incident.
        "incident" incident: Spanned<bool>,
        /// Whether it is a decision, where the others are acts.
        "decision" decision: Spanned<bool>,
    }

    /// A profile: what an engagement is measured against.
    pub struct ProfileFile<'s> {
        /// What the profile is.
        @required "profile" profile: ProfileHead<'s>,
        /// Its duties.
        "duty" duty: Map<'s, DutyEntry<'s>>,
        /// Areas of one's own, and what is different in areas that exist.
        "area" area: Map<'s, AreaEntry<'s>>,
        /// Actions of one's own, and what is different in actions that exist.
        "action" action: Map<'s, ActionEntry<'s>>,
    }

    /// What a profile is.
    pub struct ProfileHead<'s> {
        /// The id by which engagements name it.
        @required "id" id: Text<'s>,
        /// Its full name.
        @required "title" title: Text<'s>,
        /// The version of the text that it follows.
        @required "version" version: Text<'s>,
        /// Whose duties they are.
        "applies-to" applies_to: Spanned<Hold>,
        /// Whether what the provider knows counts as known to the client.
        "imputes-provider-knowledge" imputes_provider_knowledge: Spanned<bool>,
        /// Where the clause ids come from.
        "source" source: Text<'s>,
        /// What one should know about it.
        "note" note: Text<'s>,
        /// Texts that ask for the same.
        "references" references: Many<Text<'s>>,
        /// The areas that it demands an owner for.
        "areas" areas: Many<Ref<'s, Area>>,
        /// How long evidence of any of its duties is kept, where the duty says nothing else.
        "retention" retention: Spanned<Calendar>,
        /// The clause that says how long.
        "retention-ref" retention_ref: Text<'s>,
    }

    /// A duty of a profile.
    pub struct DutyEntry<'s> {
        /// A short name for lists.
        @required "title" title: Text<'s>,
        /// The clauses that it stands for.
        "refs" refs: Many<Text<'s>>,
        /// What sort of thing it asks for.
        "kind" kind: Spanned<DutyKind>,
        /// Which party must answer for it.
        "hold" hold: Spanned<Hold>,
        /// Whether one person must be named.
        "named" named: Spanned<bool>,
        /// What is kept as proof; `none` where none is asked for.
        "evidence" evidence: Many<Text<'s>>,
        /// How often it is made, or `on-change`.
        "cadence" cadence: Cadence,
        /// The clauses that say how often, where not all do.
        "cadence-ref" cadence_ref: Many<Text<'s>>,
        /// How long it is kept.
        "retention" retention: Spanned<Calendar>,
        /// The clauses that say how long, where not all do.
        "retention-ref" retention_ref: Many<Text<'s>>,
        /// The clock of a notice.
        "within" within: Spanned<Elapsed>,
        /// What starts the clock.
        "trigger" trigger: Text<'s>,
        /// Whether somebody of the client must oversee a holder outside it.
        "overseer-if-outsourced" overseer_if_outsourced: Spanned<bool>,
        /// The duty whose holder must be outside the client for this one to apply.
        "only-if-outsourced" only_if_outsourced: Ref<'s, OwnDuty>,
        /// The duty whose holder also holds this one.
        "held-by-duty" held_by_duty: Ref<'s, OwnDuty>,
        /// When it applies, in words.
        "conditional" conditional: Text<'s>,
        /// Whether every engagement with the profile must fulfil it; true when absent.
        "demanded" demanded: Spanned<bool>,
        /// It is not demanded of a client with fewer people than this.
        "exempt-below" exempt_below: Spanned<Whole<0, 10_000_000>>,
        /// Whether `hold` is about the decision, not the work.
        "decision" decision: Spanned<bool>,
        /// Whether the holder may not be the operator.
        "independent" independent: Spanned<bool>,
        /// The kind of agreement that it asks for.
        "instrument" instrument: Spanned<AgreementKind>,
        /// The hours that it asks for.
        "hours" hours: Hours<'s>,
        /// What one should know about it.
        "note" note: Text<'s>,
    }
}

impl ChainLink {
    /// The activity that it is.
    pub fn activity(self) -> Activity {
        match self {
            ChainLink::Govern => Activity::Govern,
            ChainLink::Access => Activity::Access,
            ChainLink::Monitor => Activity::Monitor,
            ChainLink::Triage => Activity::Triage,
            ChainLink::Contain => Activity::Contain,
            ChainLink::Remediate => Activity::Remediate,
            ChainLink::Validate => Activity::Validate,
        }
    }
}

/// How often a record is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cadence {
    /// At least this often.
    Every(Calendar),
    /// Whenever something changes.
    OnChange,
}

/// The word for [`Cadence::OnChange`].
const ON_CHANGE: &str = "on-change";

impl<'s> Decode<'s> for Cadence {
    const SHAPE: Shape = Shape::Either(
        &<Calendar as Decode>::SHAPE,
        &Shape::Choice(&[Choice {
            word: ON_CHANGE,
            doc: "Whenever something changes.",
        }]),
    );

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        match &value.kind {
            ValueKind::String(text) if text.starts_with(char::is_alphabetic) => {
                decoder.choice(&value, &[(ON_CHANGE, Cadence::OnChange)], Self::SHAPE)
            }
            _ => Calendar::decode(value, decoder).map(Cadence::Every),
        }
    }
}
