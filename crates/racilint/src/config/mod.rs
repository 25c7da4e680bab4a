//! `racilint.toml`: where it is looked for, and what comes of it.
//!
//! The configuration of an engagement is the nearest file of that name, upwards from the folder of
//! the engagement to the root of its repository. It stands alone: outer ones count only where it
//! extends them. What the files say is read in [`read`], checked against what there is in [`valid`],
//! put together with the command line in [`settings`], and shown in [`mod@show`].

mod patterns;
mod read;
mod settings;
mod show;
mod valid;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use racilint_diagnostics::Sources;
use racilint_emit::human;

use crate::cli::{Color, ConfigOptions};
use crate::files::{self, Inputs, LeaveOut, shown};
use crate::{Failure, kind, terminal};
use read::Reader;

pub(crate) use read::{Config, Said};
pub(crate) use settings::{Own, Settings, levels_of};
pub(crate) use show::show;

/// The name by which a configuration is found.
pub(crate) const NAME: &str = "racilint.toml";

/// What marks the root of a repository, above which nobody looks: a file that lies outside of what
/// is kept together would change results on one machine and not on the next.
const ROOT_MARK: &str = ".git";

/// The configurations of a run.
#[derive(Debug, Default)]
pub(crate) struct Configs {
    all: Vec<Config>,
    /// Which of them is that of a folder, by the folder as it is shown.
    by_folder: BTreeMap<PathBuf, Option<usize>>,
    /// Paths that were left out of a search, as they are shown.
    pub(crate) left_out: Vec<String>,
}

/// Which files the given paths amount to, and their configurations.
///
/// # Errors
///
/// Tells all mistakes in all configurations.
pub(crate) fn search(
    paths: &[PathBuf],
    stdin_filename: Option<&Path>,
    allow_outside: bool,
    options: &ConfigOptions,
) -> Result<(Inputs, Configs), Failure> {
    let sources = Sources::default();
    let mut store = Store::of(&sources, options, allow_outside)?;
    let mut inputs = files::find_all(paths, stdin_filename, allow_outside, &mut |folder| {
        store.leave_out(folder)
    });
    inputs
        .found
        .retain(|found| store.keeps(&found.name(), found.is_named()));
    refuse_others(&mut inputs);
    if inputs.found.is_empty() {
        // Whoever asks for the settings of an empty folder means those that it would have.
        for folder in paths {
            store.keeps(&shown(&folder.join(NAME)), true);
        }
    }
    let mut configs = store.finish()?;
    configs.left_out.append(&mut inputs.left_out);
    configs.left_out.sort();
    Ok((inputs, configs))
}

/// Takes out what is neither an engagement nor a matrix by its name, and says what to do with it.
fn refuse_others(inputs: &mut Inputs) {
    inputs.found.retain(|found| {
        let refusal = kind::refusal(&found.name());
        let is_kept = refusal.is_none();
        inputs.errors.extend(refusal);
        is_kept
    });
    inputs.errors.sort();
}

/// The configuration of the folder that racilint was started in, for commands that read no
/// engagement.
///
/// # Errors
///
/// Tells all mistakes in it.
pub(crate) fn here(options: &ConfigOptions) -> Result<Configs, Failure> {
    let (_, configs) = search(&[PathBuf::from("-")], None, false, options)?;
    Ok(configs)
}

impl Configs {
    /// The configuration of a file, by the name under which it is shown.
    pub(crate) fn of(&self, name: &str) -> Option<&Config> {
        self.index_of(name).and_then(|index| self.all.get(index))
    }

    /// The same by its place among all.
    fn index_of(&self, name: &str) -> Option<usize> {
        self.by_folder.get(folder_of(name)).copied().flatten()
    }
}

/// The folder of a file as it is shown.
fn folder_of(name: &str) -> &Path {
    Path::new(name).parent().unwrap_or(Path::new(""))
}

/// Configurations while they are looked for, each file read once.
struct Store<'s> {
    reader: Reader<'s>,
    /// The one for everything, where `--config` names it.
    named: Option<Option<usize>>,
    configs: Configs,
    /// The configuration of each real folder that was looked at.
    by_real_folder: BTreeMap<PathBuf, Option<usize>>,
    by_identity: BTreeMap<PathBuf, Option<usize>>,
}

impl<'s> Store<'s> {
    fn of(
        sources: &'s Sources,
        options: &ConfigOptions,
        allow_outside: bool,
    ) -> Result<Self, Failure> {
        let mut store = Store {
            reader: Reader::new(sources, allow_outside),
            named: options.no_config.then_some(None),
            configs: Configs::default(),
            by_real_folder: BTreeMap::new(),
            by_identity: BTreeMap::new(),
        };
        if let Some(path) = &options.config {
            let identity = fs::canonicalize(path)
                .map_err(|error| Failure::Usage(files::cannot_read(path, &error)))?;
            store.named = Some(store.read(&identity, Reader::read));
        }
        Ok(store)
    }

    /// Whether a file that was found is checked; remembers its configuration.
    fn keeps(&mut self, name: &str, is_named: bool) -> bool {
        let folder = folder_of(name);
        let index = match self.configs.by_folder.get(folder) {
            Some(index) => *index,
            None => {
                let index = self.nearest(folder);
                self.configs.by_folder.insert(folder.to_owned(), index);
                index
            }
        };
        let Some(config) = index.and_then(|index| self.configs.all.get(index)) else {
            return true;
        };
        if is_named {
            return true;
        }
        let path = real(folder).join(Path::new(name).file_name().unwrap_or_default());
        let keeps = config.finds(&path);
        if !keeps {
            self.configs.left_out.push(name.to_owned());
        }
        keeps
    }

    /// What a search of a folder does not enter.
    fn leave_out(&mut self, folder: &Path) -> Option<LeaveOut> {
        let index = self.nearest(folder)?;
        self.configs.all.get(index)?.leave_out()
    }

    fn nearest(&mut self, folder: &Path) -> Option<usize> {
        match self.named {
            Some(named) => named,
            None => self.nearest_above(&real(folder)),
        }
    }

    /// The configuration of a real folder: its own, else that of the folder above, unless the
    /// repository ends here.
    fn nearest_above(&mut self, folder: &Path) -> Option<usize> {
        if let Some(known) = self.by_real_folder.get(folder) {
            return *known;
        }
        let own = folder.join(NAME);
        let index = if fs::symlink_metadata(&own).is_ok() {
            self.read(&own, Reader::read_found)
        } else if fs::symlink_metadata(folder.join(ROOT_MARK)).is_ok() {
            None
        } else {
            folder.parent().and_then(|above| self.nearest_above(above))
        };
        self.by_real_folder.insert(folder.to_owned(), index);
        index
    }

    fn read(
        &mut self,
        path: &Path,
        how: fn(&mut Reader<'s>, &Path) -> Option<Config>,
    ) -> Option<usize> {
        if let Some(known) = self.by_identity.get(path) {
            return *known;
        }
        let config = how(&mut self.reader, path);
        let index = config.map(|config| {
            self.configs.all.push(config);
            self.configs.all.len() - 1
        });
        self.by_identity.insert(path.to_owned(), index);
        index
    }

    /// The configurations, or all that is wrong with them.
    fn finish(self) -> Result<Configs, Failure> {
        let Reader {
            sources,
            mut findings,
            unread,
            ..
        } = self.reader;
        findings.sort_by_key(|finding| finding.span);
        for finding in &mut findings {
            // `--fix` repairs engagements.
            finding.fix = None;
        }
        if findings.is_empty() && unread.is_empty() {
            return Ok(self.configs);
        }
        let mut text = Vec::new();
        let options = terminal::error_options(Color::Auto);
        human::write_findings(&mut text, sources, &findings, &options)?;
        if let Some(first) = findings.first() {
            let several = findings.iter().any(|own| own.rule.name != first.rule.name);
            human::write_read_on(&mut text, first.rule, several, &options)?;
        }
        let mut unread = unread;
        if !findings.is_empty() {
            let count = findings.len();
            let plural = if count == 1 { "mistake" } else { "mistakes" };
            unread.push(format!(
                "the configuration has {count} {plural}; nothing was read beyond it"
            ));
        }
        Err(Failure::Configuration {
            findings: String::from_utf8_lossy(&text).into_owned(),
            errors: unread,
        })
    }
}

/// The folder without links and `..`. Of one that is not there, as standard input may name it, the
/// part that is.
fn real(folder: &Path) -> PathBuf {
    if folder.as_os_str().is_empty() {
        return fs::canonicalize(".").unwrap_or_default();
    }
    fs::canonicalize(folder).unwrap_or_else(|_| {
        let above = real(folder.parent().unwrap_or(Path::new("")));
        let name = folder.file_name();
        name.map_or_else(|| above.clone(), |name| above.join(name))
    })
}

/// A real path as one would type it in the folder that racilint was started in.
fn from_here(path: &Path) -> String {
    let here = real(Path::new("."));
    let steps_up = here.ancestors().enumerate();
    let mut named = steps_up.filter_map(|(steps, above)| {
        let below = path.strip_prefix(above).ok()?;
        // From far away the whole path says more than a row of dots.
        let is_near = steps <= MOST_STEPS_UP && above.parent().is_some();
        is_near.then(|| {
            let mut from_here: PathBuf = std::iter::repeat_n("..", steps).collect();
            from_here.push(below);
            from_here
        })
    });
    let found = named.next();
    shown(found.as_deref().unwrap_or(path))
}

/// So many folders upwards are named with dots.
const MOST_STEPS_UP: usize = 8;
