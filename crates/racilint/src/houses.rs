//! Profile files that are named on the command line, and not by an engagement.

use racilint_checker::catalogue::Catalogue;
use racilint_diagnostics::{Finding, Severity, Sources};
use racilint_parser::decode::nearest;
use racilint_parser::{Document, Loaded, Loader as _, is_house};

use crate::config::Config;
use crate::files::DiskLoader;
use crate::{Failure, terminal};

/// What `--profile` names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    /// Ids and files, as typed.
    pub(crate) names: Vec<String>,
    /// The files among them.
    files: Vec<(String, Loaded)>,
}

impl Named {
    /// Looks for what was typed: a file for whatever ends in `.toml`, else a shipped profile.
    pub(crate) fn of(names: &[String]) -> Result<Self, Failure> {
        let mut named = Named::default();
        for name in names {
            if is_house(name) {
                named.files.push((name.clone(), load(name)?));
            } else {
                check_id(name)?;
            }
            named.names.push(name.clone());
        }
        Ok(named)
    }

    /// What is typed in place of the profiles of an engagement, if anything is.
    pub(crate) fn instead(&self) -> Option<Vec<String>> {
        (!self.names.is_empty()).then(|| self.names.clone())
    }

    /// A profile file that is known by what it is, not by what somebody calls it: two folders may
    /// each have one of the same name.
    pub(crate) fn add_file(&mut self, loaded: Loaded) {
        self.names.push(loaded.identity.clone());
        self.files.push((loaded.identity.clone(), loaded));
    }

    /// Takes over those of another that are not here.
    pub(crate) fn join(&mut self, other: Named) {
        let new = |name: &String| !self.names.contains(name);
        let names: Vec<String> = other.names.into_iter().filter(new).collect();
        let files = other.files.into_iter();
        self.files
            .extend(files.filter(|(name, _)| names.contains(name)));
        self.names.extend(names);
    }

    /// Adds the profiles to those that a document names.
    pub(crate) fn add_besides<'s>(
        &self,
        document: &mut Document<'s>,
        sources: &'s Sources,
    ) -> Vec<Finding> {
        document.more_profiles.extend(self.names.iter().cloned());
        self.add_to(document, sources)
    }

    /// Adds the files to a document.
    pub(crate) fn add_to<'s>(
        &self,
        document: &mut Document<'s>,
        sources: &'s Sources,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (name, loaded) in &self.files {
            findings.extend(document.add_house(sources, name, loaded.clone(), None));
        }
        findings
    }

    /// The catalogues with the files and those of a configuration, for commands that read no engagement; says so where a file
    /// could not be read completely.
    pub(crate) fn document<'s>(
        &self,
        besides: Option<&Config>,
        sources: &'s Sources,
    ) -> (Document<'s>, bool) {
        let mut document = Document::default();
        let mut findings = self.add_to(&mut document, sources);
        if let Some(config) = besides {
            findings.extend(config.houses.add_to(&mut document, sources));
        }
        let mut wrong = findings
            .iter()
            .filter(|own| own.severity == Severity::Error);
        let first = wrong.next();
        if let Some(first) = first {
            let file = sources.get(first.span.file);
            let name = file.map_or("", |file| file.name());
            terminal::complain(&format!(
                "`{name}` could not be read completely: {}; `racilint check` of an engagement that \
                 names it shows all of it",
                first.message
            ));
        }
        (document, first.is_none())
    }
}

fn load(path: &str) -> Result<Loaded, Failure> {
    let loader = DiskLoader {
        root: ".".into(),
        // Whoever types a path wants that file.
        allow_outside: true,
    };
    loader
        .load("", path)
        .map_err(|error| Failure::Usage(format!("`{path}` cannot be read: {}", error.reason)))
}

fn check_id(name: &str) -> Result<(), Failure> {
    let shipped = Catalogue::shipped();
    if shipped.profile_ids().any(|id| id == name) {
        return Ok(());
    }
    let near = nearest(name, shipped.profile_ids());
    let hint = near.map_or(
        "`racilint list profiles` lists them all; a file of your own ends in `.toml`".into(),
        |near| format!("did you mean `{near}`?"),
    );
    Err(Failure::Usage(format!(
        "there is no profile `{name}`; {hint}"
    )))
}
