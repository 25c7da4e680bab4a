//! Profile files of a house: what an engagement is measured against beyond the shipped profiles.
//!
//! They are read by the same tables as the shipped ones. Whether the areas, actions and duties that
//! they name exist is the checker's matter.

use racilint_diagnostics::{FileId, Finding, SourceFile, Sources, Span};

use super::{Document, Loaded, add_decoded, first_line};
use crate::decode::{DecodeTable, Decoder};
use crate::language::ProfileFile;
use crate::rules;
use crate::syntax;
use crate::syntax::tree::Table;

/// A profile file that was read.
#[derive(Debug)]
pub struct House<'s> {
    /// The file.
    pub file: FileId,
    /// What a [`Loader`](super::Loader) takes it for.
    pub identity: String,
    /// The names by which it was asked for, as written.
    pub names: Vec<String>,
    /// What is in it.
    pub table: ProfileFile<'s>,
}

/// Whether what stands in `profiles` is a file and not the id of a profile.
pub fn is_house(name: &str) -> bool {
    name.ends_with(".toml")
}

impl<'s> Document<'s> {
    /// Reads a profile file that was asked for as `name`, and returns what is wrong with it. `span`
    /// is the place that asks for it, if that is in a file. A file that was read already is not read
    /// again.
    pub fn add_house(
        &mut self,
        sources: &'s Sources,
        name: &str,
        loaded: Loaded,
        span: Option<Span>,
    ) -> Vec<Finding> {
        let same = |house: &&mut House<'s>| house.identity == loaded.identity;
        if let Some(house) = self.houses.iter_mut().find(same) {
            house.names.push(name.to_owned());
            return Vec::new();
        }
        let (source, broken) = crate::bytes::add(sources, loaded.name, loaded.bytes);
        self.texts.insert(source.id(), source.text());
        let mut findings: Vec<Finding> = broken.into_iter().collect();
        self.lost_house |= !findings.is_empty();
        let parsed = syntax::parse(source.id(), source.text());
        for error in parsed.errors {
            findings.extend(self.take_error(error));
        }
        if is_something_else(&parsed.root) {
            self.lost_house = true;
            findings.push(not_a_profile(source, name, span));
            return findings;
        }
        let table = self.decode_house(parsed.root, &mut findings);
        self.lost_house |= is_nameless(&table);
        self.houses.push(House {
            file: source.id(),
            identity: loaded.identity,
            names: vec![name.to_owned()],
            table,
        });
        findings
    }

    fn decode_house(&mut self, root: Table<'s>, findings: &mut Vec<Finding>) -> ProfileFile<'s> {
        let misspelt = root.entries.iter().any(|entry| !is_known(&entry.key.name));
        self.lost_house |= root.damaged || misspelt;
        let mentions = std::mem::take(&mut self.mentions);
        let mut decoder = Decoder::behind(mentions).within(ProfileFile::INFO);
        let table = ProfileFile::decode_table(root, &mut decoder);
        let decoded = decoder.finish();
        add_decoded(findings, decoded.findings);
        self.mentions = decoded.mentions;
        self.zones.extend(decoded.zones);
        self.lost_house |= decoded.lost_item;
        table
    }
}

fn is_known(key: &str) -> bool {
    ProfileFile::INFO.keys.iter().any(|own| own.name == key)
}

/// Whether nobody can tell what the profile is called: every duty that is named may be one of it.
fn is_nameless(table: &ProfileFile<'_>) -> bool {
    let head = table.profile.as_ref();
    head.is_none_or(|head| head.id.is_none())
}

/// Whether a file has nothing of a profile: an engagement that was named by mistake would otherwise
/// get a finding for each of its tables.
fn is_something_else(root: &Table<'_>) -> bool {
    !root.damaged && root.entries.iter().all(|entry| !is_known(&entry.key.name))
}

fn not_a_profile(source: &SourceFile, name: &str, span: Option<Span>) -> Finding {
    let message = format!("`{name}` is not a profile");
    let mut finding = Finding::new(&rules::INVALID_INCLUDE, first_line(source), message);
    finding.about("engagement").help(
        "a profile begins with `[profile]` and its `id`, `title` and `version`; areas, duties and \
         actions follow",
    );
    if let Some(span) = span {
        finding.related(span, "named here as one");
    }
    finding
}
