//! The profiles that an engagement is measured against, and how a duty of one is cited.
//!
//! Names that are no profile are left out here: `unknown-reference` has told of them.

use racilint_diagnostics::Span;
use racilint_parser::language::{DutyKind, Hold};
use racilint_parser::values::{Many, Text};

use super::Engagement;
use crate::catalogue::{Duty, Profile};

/// A profile that is active.
#[derive(Clone, Copy, Debug)]
pub struct ActiveProfile<'d> {
    /// Its id.
    pub id: &'d str,
    /// The profile.
    pub profile: &'d Profile<'d>,
    /// The place that names it; `None` where it holds without being named.
    pub span: Option<Span>,
}

/// A duty of an active profile.
#[derive(Clone, Copy, Debug)]
pub struct ActiveDuty<'d> {
    /// The profile it is of.
    pub profile: ActiveProfile<'d>,
    /// The duty.
    pub duty: &'d Duty<'d>,
}

/// The ids of a profile and of one of its duties: an id and a clause may name the same duty.
pub type DutyKey<'d> = (&'d str, &'d str);

impl<'d> Engagement<'d> {
    /// The active profiles that exist, each once, in the order of the file.
    pub fn active_profiles(&self) -> Vec<ActiveProfile<'d>> {
        let mut active: Vec<ActiveProfile<'d>> = Vec::new();
        for (name, span) in self.profiles() {
            let Some(profile) = self.catalogue().profile(name) else {
                continue;
            };
            let id = profile.id();
            if active.iter().all(|own| own.id != id) {
                active.push(ActiveProfile { id, profile, span });
            }
        }
        active
    }

    /// The duties of all active profiles, in the order of the file and of each profile.
    pub fn active_duties(&self) -> Vec<ActiveDuty<'d>> {
        let of = |profile: ActiveProfile<'d>| {
            let duties = profile.profile.duties.iter();
            duties.map(move |duty| ActiveDuty { profile, duty })
        };
        self.active_profiles().into_iter().flat_map(of).collect()
    }
}

impl ActiveProfile<'_> {
    /// The profile's id with the version of the text it follows: "hipaa, 45 CFR 164 (2013 omnibus
    /// rule)".
    pub fn cite(&self) -> String {
        match text(&self.profile.head.version) {
            "" => self.id.to_owned(),
            version => format!("{}, {version}", self.id),
        }
    }
}

impl<'d> ActiveDuty<'d> {
    /// The ids by which it is told from all others.
    pub fn key(&self) -> DutyKey<'d> {
        (self.profile.id, &self.duty.id.name)
    }

    /// As an engagement names it: `hipaa:sanctions`.
    pub fn name(&self) -> String {
        format!("{}:{}", self.profile.id, self.duty.id.name)
    }

    /// The name with its kind, as a waiver would write it: `duty.hipaa:sanctions`.
    pub fn object(&self) -> String {
        format!("duty.{}", self.name())
    }

    /// Its short name.
    pub fn title(&self) -> &'d str {
        text(&self.duty.body.title)
    }

    /// Its clauses, the first few of many: "164.308(a)(3), 164.308(a)(4)". Empty where it has
    /// none.
    pub fn clauses(&self) -> String {
        const MOST: usize = 3;
        let refs = Many::of(&self.duty.body.refs);
        let first: Vec<&str> = refs.iter().take(MOST).map(|text| &*text.value).collect();
        let more = if refs.len() > MOST { ", …" } else { "" };
        format!("{}{more}", first.join(", "))
    }

    /// Clauses, profile and version: "164.308(a)(2) of hipaa, 45 CFR 164 (2013 omnibus rule)".
    pub fn cite(&self) -> String {
        match self.clauses() {
            clauses if clauses.is_empty() => self.profile.cite(),
            clauses => format!("{clauses} of {}", self.profile.cite()),
        }
    }

    /// Which party must answer for it.
    pub fn hold(&self) -> Hold {
        self.duty.body.hold.map_or(Hold::Either, |hold| hold.value)
    }

    /// What sort of thing it asks for.
    pub fn kind(&self) -> DutyKind {
        self.duty
            .body
            .kind
            .map_or(DutyKind::Area, |kind| kind.value)
    }

    /// Whether one person must be named for it.
    pub fn is_designated(&self) -> bool {
        let named = self.duty.body.named.is_some_and(|named| named.value);
        named || self.kind() == DutyKind::DesignatedRole
    }

    /// The kind of agreement that it asks for, such as `baa`.
    pub fn instrument(&self) -> Option<&'static str> {
        let instrument = self.duty.body.instrument;
        instrument.map(|instrument| instrument.word())
    }

    /// When it applies, in words; empty where it always does.
    pub fn condition(&self) -> &'d str {
        text(&self.duty.body.conditional)
    }

    /// Another duty of the same profile.
    pub fn sibling(&self, id: &str) -> Option<ActiveDuty<'d>> {
        let mut duties = self.profile.profile.duties.iter();
        let duty = duties.find(|duty| duty.id.name == id)?;
        Some(ActiveDuty {
            profile: self.profile,
            duty,
        })
    }
}

fn text<'d>(field: &'d Option<Text<'d>>) -> &'d str {
    field.as_ref().map_or("", |text| &text.value)
}

#[cfg(test)]
mod tests;
