//! `[engagement]`: the contract as a whole.

use crate::decode::Whole;
use crate::decode::{Decode, Decoder, Spanned, choices, shape::Shape, tables};
use crate::syntax::tree::{Value, ValueKind};
use crate::values::{
    Area, Calendar, Date, Document, Many, Party, Profile, Ref, Seat, Text, Timezone,
};

choices! {
    /// How client and provider share the work.
    pub enum Model {
        /// Client and provider each run a part.
        CoManaged = "co-managed",
        /// The provider runs everything that is not kept back.
        FullyManaged = "fully-managed",
    }

    /// Whether the engagement is in force.
    pub enum Status {
        /// Still being written.
        Draft = "draft",
        /// Agreed by both sides.
        Signed = "signed",
    }

    /// How far the client's IT is from the ordinary.
    pub enum Complexity {
        /// A few ordinary services.
        Low = "low",
        /// What most companies have.
        Normal = "normal",
        /// Much that is special.
        High = "high",
    }
}

tables! {
    /// The contract as a whole: who the parties are, when it runs, what it is measured against.
    pub struct Engagement<'s> {
        /// The name people use for it.
        "title" title: Text<'s>,
        /// How client and provider share the work.
        "model" model: Spanned<Model>,
        /// Whether it is in force.
        "status" status: Spanned<Status>,
        /// The party whose IT this is.
        "client" client: Many<Ref<'s, Party>>,
        /// The party, or parties, that provide the service.
        "provider" provider: Many<Ref<'s, Party>>,
        /// The first day.
        "starts" starts: Spanned<Date>,
        /// The last day.
        "ends" ends: Spanned<Date>,
        /// The day of the last review.
        "reviewed" reviewed: Spanned<Date>,
        /// How often it is reviewed; a year when absent.
        "review-every" review_every: Spanned<Calendar>,
        /// The zone in which hours and dates are read where nothing nearer says another.
        "timezone" timezone: Timezone<'s>,
        /// What it is measured against; `msp-baseline` when absent.
        "profiles" profiles: Many<Ref<'s, Profile>>,
        /// Files that are read as part of this one, relative to it.
        "include" include: Many<Ref<'s, Document>>,
        /// How far the client's IT is from the ordinary.
        "complexity" complexity: Spanned<Complexity>,
        /// Whether the client's IT follows the provider's standard.
        "standardized" standardized: Spanned<bool>,
        /// Whether IT is what the client sells.
        "it-is-core" it_is_core: Spanned<bool>,
        /// How many people the client employs.
        "headcount" headcount: Spanned<Whole<0, 10_000_000>>,
        /// Areas that the client keeps.
        "retain" retain: Many<Ref<'s, Area>>,
        /// Areas that the client gives away knowingly.
        "delegated" delegated: Many<Delegated<'s>>,
    }

    /// An area that the client gives away knowingly, and who accepted that.
    pub struct DelegatedArea<'s> {
        /// The area.
        @required "area" area: Many<Ref<'s, Area>>,
        /// Who accepted it on the client's side.
        "accepted-by" accepted_by: Many<Ref<'s, Seat>>,
    }
}

/// An area given away: its id alone, or a table that also says who accepted it.
#[derive(Clone, Debug)]
pub struct Delegated<'s> {
    /// The areas.
    pub areas: Vec<Ref<'s, Area>>,
    /// Who accepted it on the client's side.
    pub accepted_by: Option<Many<Ref<'s, Seat>>>,
}

impl<'s> Decode<'s> for Delegated<'s> {
    const SHAPE: Shape = Shape::Either(
        &<Ref<'static, Area> as Decode>::SHAPE,
        &<DelegatedArea<'static> as Decode>::SHAPE,
    );

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        if matches!(value.kind, ValueKind::Table(_)) {
            let table = DelegatedArea::decode(value, decoder)?;
            return Some(Delegated {
                areas: table.area.map(Many::into_items).unwrap_or_default(),
                accepted_by: table.accepted_by,
            });
        }
        Ref::decode(value, decoder).map(|area| Delegated {
            areas: vec![area],
            accepted_by: None,
        })
    }
}
