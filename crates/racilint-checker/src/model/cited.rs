//! The clauses behind a duty, as findings carry them to the formats that list clauses.
//!
//! What a finding says about them in words is made by the rules; see `profiles`.

use racilint_diagnostics::Clause;
use racilint_parser::values::Many;

use super::{ActiveDuty, Named};
use crate::catalogue::{Duty, Profile};

/// The clauses of a duty, all of them, in the order of its text.
pub fn clauses(profile: &Profile, duty: &Duty) -> Vec<Clause> {
    let refs = Many::of(&duty.body.refs).iter();
    refs.map(|clause| clause_of(profile, &clause.value))
        .collect()
}

/// A clause of the text that a profile follows.
fn clause_of(profile: &Profile, id: &str) -> Clause {
    let head = &profile.head;
    let text = |field: Option<&str>| field.unwrap_or_default().to_owned();
    Clause {
        profile: text(head.id.as_ref().map(|id| &*id.value)),
        version: text(head.version.as_ref().map(|version| &*version.value)),
        id: id.to_owned(),
    }
}

impl ActiveDuty<'_> {
    /// Its clauses, for the finding that cites it.
    pub fn cited(&self) -> Vec<Clause> {
        clauses(self.profile.profile, self.duty)
    }
}

impl Named<'_> {
    /// Clauses of its profile, for the finding that cites them.
    pub fn cited(&self, ids: &[String]) -> Vec<Clause> {
        ids.iter().map(|id| clause_of(self.profile, id)).collect()
    }
}
