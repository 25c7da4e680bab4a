//! Which rows say that they fulfil which duty.

use std::collections::BTreeMap;

use racilint_diagnostics::Span;
use racilint_parser::decode::nearest;
use racilint_parser::values::Many;

use super::{DutyKey, Engagement, RowId};
use crate::catalogue::{Catalogue, Duty, Profile};

/// What a row says about one duty.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'d> {
    /// The row.
    pub row: RowId,
    /// The duty as the row writes it.
    pub name: &'d str,
    /// Where it does.
    pub span: Span,
}

/// All that rows say, by duty.
#[derive(Debug, Default)]
pub struct Claims<'d> {
    by_duty: BTreeMap<DutyKey<'d>, Vec<Claim<'d>>>,
}

impl<'d> Engagement<'d> {
    /// What the rows say that they fulfil, those that are left out with a reason included. A duty
    /// that is misspelt counts as the one that was probably meant.
    pub fn claims(&self) -> Claims<'d> {
        let mut meant: BTreeMap<&'d str, Vec<DutyKey<'d>>> = BTreeMap::new();
        let mut claims = Claims::default();
        for (id, row) in self.rows() {
            for named in row.satisfies() {
                let keys = meant
                    .entry(&named.name)
                    .or_insert_with(|| duties_named(&named.name, self.catalogue()));
                for key in keys {
                    claims.by_duty.entry(*key).or_default().push(Claim {
                        row: id,
                        name: &named.name,
                        span: named.span,
                    });
                }
            }
        }
        claims
    }
}

impl<'d> Claims<'d> {
    /// The rows that name a duty, in the order of the file.
    pub fn of<'a>(&'a self, duty: DutyKey<'a>) -> &'a [Claim<'d>] {
        self.by_duty.get(&duty).map_or(&[], |claims| claims)
    }
}

/// The duties that a reference such as `hipaa:sanctions` means: the one of that id, or all that
/// have that clause.
pub(crate) fn duties_named<'d>(reference: &str, catalogue: &'d Catalogue<'d>) -> Vec<DutyKey<'d>> {
    let Some((profile, name)) = reference.split_once(':') else {
        return Vec::new();
    };
    let found = catalogue.profile(profile).or_else(|| {
        let near = nearest(profile, catalogue.profile_ids());
        catalogue.profile(near?)
    });
    let Some(profile) = found else {
        return Vec::new();
    };
    let exact = by_name(profile, |own| own == name);
    let found = if exact.is_empty() {
        probably_meant(profile, name)
    } else {
        exact
    };
    let key = |duty: &'d Duty<'d>| (profile.id(), &*duty.id.name);
    found.into_iter().map(key).collect()
}

/// The duty of that id, else those with a clause that fits.
fn by_name<'d>(profile: &'d Profile<'d>, fits: impl Fn(&str) -> bool) -> Vec<&'d Duty<'d>> {
    if let Some(duty) = profile.duties.iter().find(|duty| fits(&duty.id.name)) {
        return vec![duty];
    }
    let has_clause = |duty: &&Duty<'d>| {
        let mut refs = Many::of(&duty.body.refs).iter();
        refs.any(|clause| fits(&clause.value))
    };
    profile.duties.iter().filter(has_clause).collect()
}

/// A clause within one that the profile knows, or the nearest name.
fn probably_meant<'d>(profile: &'d Profile<'d>, name: &str) -> Vec<&'d Duty<'d>> {
    let within = by_name(profile, |clause| {
        let rest = name.strip_prefix(clause);
        rest.is_some_and(|rest| rest.starts_with(['(', '.', '-']))
    });
    if !within.is_empty() {
        return within;
    }
    let names = profile.duties.iter().flat_map(|duty| {
        let refs = Many::of(&duty.body.refs).iter();
        refs.map(|clause| &*clause.value).chain([&*duty.id.name])
    });
    match nearest(name, names) {
        Some(near) => by_name(profile, |own| own == near),
        None => Vec::new(),
    }
}
