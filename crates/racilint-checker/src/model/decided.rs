//! What somebody agreed to or looked at: exceptions with their approvers, evidence with its
//! reviewers.

use racilint_parser::language::{Exception, Exclusion};
use racilint_parser::values::{Many, Text};

use super::lookup::plain_area;
use super::{Engagement, Evidence, Seats};

/// An agreed deviation with its names resolved.
#[derive(Debug)]
pub struct Deviation<'d> {
    /// Its table.
    pub table: &'d Exception<'d>,
    /// Who sees to it.
    pub owner: Seats<'d>,
    /// Who agreed.
    pub approvers: Seats<'d>,
}

impl Deviation<'_> {
    /// The name with its kind, as a waiver would write it: `exception.surgery`. One without an id
    /// goes by what it says, so that another one in its place is another one.
    pub fn object(&self) -> String {
        let table = self.table;
        let says = || in_words([&table.what, &table.reason]);
        format!("exception.{}", id_or(&table.id, says))
    }
}

/// The name of an exclusion with its kind, as a waiver would write it. One without an id goes by
/// `areas`, what it leaves out by name, else by what it says.
pub fn exclusion_object(exclusion: &Exclusion<'_>, areas: &[&str]) -> String {
    let says = || match areas {
        [] => in_words([&exclusion.what, &exclusion.reason]),
        areas => areas.join("+"),
    };
    format!("exclusion.{}", id_or(&exclusion.id, says))
}

fn id_or(id: &Option<Text<'_>>, says: impl Fn() -> String) -> String {
    id.as_ref().map_or_else(says, |id| id.value.to_string())
}

/// The first of these texts that says something, in one line.
fn in_words(texts: [&Option<Text<'_>>; 2]) -> String {
    let one_line = |text: &Text<'_>| {
        let words: Vec<&str> = text.value.split_whitespace().collect();
        words.join(" ")
    };
    let texts = texts.into_iter().flatten().map(one_line);
    let mut said = texts.filter(|text| !text.is_empty());
    said.next().unwrap_or_else(|| "something".to_owned())
}

impl<'d> Engagement<'d> {
    /// All exceptions, in the order of the file.
    pub fn deviations(&self) -> Vec<Deviation<'d>> {
        let exceptions = self.document.tables.exceptions.iter();
        let deviation = |table: &'d Exception<'d>| Deviation {
            table,
            owner: self.names.seats(&table.owner, &table.unread, "owner"),
            approvers: self
                .names
                .seats(&table.approved_by, &table.unread, "approved-by"),
        };
        exceptions.map(deviation).collect()
    }

    /// The names that the exceptions and exclusions without an id go by, with their kind.
    pub(super) fn objects_by_words(&self) -> impl Iterator<Item = String> {
        let exceptions = self.deviations().into_iter();
        let exceptions = exceptions.filter(|own| own.table.id.is_none());
        let exclusions = self.document.tables.exclusions.iter();
        let exclusions = exclusions.filter(|own| own.id.is_none());
        let exclusions = exclusions.map(|own| exclusion_object(own, &left_out(own)));
        exceptions.map(|own| own.object()).chain(exclusions)
    }

    /// Whether an exception or an exclusion goes by this name, which begins with the kind. What is
    /// owned of an exclusion's areas is not left out: some of them will do.
    pub(super) fn says_object(&self, name: &str) -> bool {
        let Some((kind, said)) = name.split_once('.') else {
            return false;
        };
        let leaves_out = |exclusion: &Exclusion<'_>| {
            let areas = left_out(exclusion);
            said.split('+').all(|part| areas.contains(&part))
        };
        let mut exclusions = self.document.tables.exclusions.iter();
        self.objects_by_words().any(|own| own == name)
            || kind == "exclusion" && exclusions.any(leaves_out)
    }

    /// Who checks a piece of evidence.
    pub fn reviewers(&self, evidence: &Evidence<'d>) -> Seats<'d> {
        let table = evidence.table;
        self.names.seats(&table.reviewer, &table.unread, "reviewer")
    }
}

/// The areas and workstreams that an exclusion names, as its own name has them.
pub fn left_out<'d>(exclusion: &'d Exclusion<'_>) -> Vec<&'d str> {
    let named = Many::of(&exclusion.area).iter();
    named.map(|area| plain_left_out(&area.name)).collect()
}

/// The name of something that an exclusion leaves out, without the kind before it.
pub fn plain_left_out(name: &str) -> &str {
    let plain = name.strip_prefix("workstream.").unwrap_or(name);
    plain_area(plain)
}
