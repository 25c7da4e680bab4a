//! Which rows say that they fulfil which duty.

use std::collections::BTreeMap;

use racilint_diagnostics::Span;
use racilint_parser::decode::nearest;
use racilint_parser::values::Many;

use super::{DutyKey, Engagement, RowId};
use crate::catalogue::{Catalogue, Duty, Profile, clause};

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

/// How a name of a duty is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A misspelt one counts as the one that was probably meant, and what cannot be read may be
    /// any: one mistake is told once.
    Meant,
    /// Only what is written counts: nobody is credited with what he has not said.
    Written,
}

impl Reading {
    /// The duties that a reference such as `hipaa:sanctions` names.
    pub fn duties<'d>(self, reference: &str, catalogue: &'d Catalogue<'d>) -> Vec<DutyKey<'d>> {
        match self {
            Reading::Meant => duties_named(reference, catalogue),
            Reading::Written => duties_written(reference, catalogue),
        }
    }
}

/// All that rows say, by duty.
#[derive(Debug, Default)]
pub struct Claims<'d> {
    by_duty: BTreeMap<DutyKey<'d>, Vec<Claim<'d>>>,
}

impl<'d> Engagement<'d> {
    /// What the rows say that they fulfil, those that are left out with a reason included.
    pub fn claims(&self, reading: Reading) -> Claims<'d> {
        let mut meant: BTreeMap<&'d str, Vec<DutyKey<'d>>> = BTreeMap::new();
        let mut claims = Claims::default();
        for (id, row) in self.rows() {
            for named in row.satisfies() {
                let keys = meant
                    .entry(&named.name)
                    .or_insert_with(|| reading.duties(&named.name, self.catalogue()));
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

/// The duties that a reference such as `hipaa:sanctions` names: the one of that id, or all that
/// have that clause. None where nothing bears the name.
fn duties_written<'d>(reference: &str, catalogue: &'d Catalogue<'d>) -> Vec<DutyKey<'d>> {
    let named = reference
        .split_once(':')
        .and_then(|(profile, name)| Some((catalogue.profile(profile)?, name)));
    named.map_or_else(Vec::new, |(profile, name)| {
        keys(profile, by_name(profile, |own| own == name))
    })
}

/// The same, and where nothing bears the name, those that were probably meant.
fn duties_named<'d>(reference: &str, catalogue: &'d Catalogue<'d>) -> Vec<DutyKey<'d>> {
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
    keys(profile, found)
}

fn keys<'d>(profile: &'d Profile<'d>, duties: Vec<&'d Duty<'d>>) -> Vec<DutyKey<'d>> {
    let key = |duty: &'d Duty<'d>| (profile.id(), &*duty.id.name);
    duties.into_iter().map(key).collect()
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

/// The clauses that the number of one may mean, else a name that begins it, else the nearest name.
fn probably_meant<'d>(profile: &'d Profile<'d>, name: &str) -> Vec<&'d Duty<'d>> {
    let names = || {
        profile.duties.iter().flat_map(|duty| {
            let refs = Many::of(&duty.body.refs).iter();
            refs.map(|clause| &*clause.value).chain([&*duty.id.name])
        })
    };
    if let Some((_, clauses)) = clause::kin(name, names()) {
        return by_name(profile, |own| clauses.contains(&own));
    }
    if clause::is_clause(name) {
        return Vec::new();
    }
    let within = by_name(profile, |own| {
        let rest = name.strip_prefix(own);
        rest.is_some_and(|rest| rest.starts_with(['(', '.', '-']))
    });
    if !within.is_empty() {
        return within;
    }
    match nearest(name, names().filter(|name| !clause::is_clause(name))) {
        Some(near) => by_name(profile, |own| own == near),
        None => Vec::new(),
    }
}
