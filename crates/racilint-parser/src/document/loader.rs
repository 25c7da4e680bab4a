//! Where the files come from that an engagement includes.
//!
//! Knows no disk: the command line brings a [`Loader`] of its own. What is here serves whoever has
//! the texts at hand, or none besides the main file.

use std::collections::BTreeMap;

/// Where included files come from.
pub trait Loader {
    /// Finds the file that `from` (a name as given to
    /// [`Sources::add`](racilint_diagnostics::Sources::add)) includes as `path`.
    ///
    /// # Errors
    ///
    /// Says why it cannot be read, in words that follow "`path` cannot be included: ".
    fn load(&self, from: &str, path: &str) -> Result<Loaded, LoadError>;
}

/// A file that a [`Loader`] found.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The name to show.
    pub name: String,
    /// Equal for two names of one file.
    pub identity: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Why a file could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// What is wrong, in a few words: "there is no such file or folder".
    pub reason: String,
    /// What to do about it.
    pub help: String,
}

/// Texts by the path with which they are included; by default none.
#[derive(Clone, Debug, Default)]
pub struct InMemory(pub BTreeMap<String, String>);

impl Loader for InMemory {
    fn load(&self, _: &str, path: &str) -> Result<Loaded, LoadError> {
        let text = self.0.get(path).ok_or_else(|| LoadError {
            reason: "there is no such file or folder".into(),
            help: "name a file that exists, relative to the file that includes it".into(),
        })?;
        Ok(Loaded {
            name: path.to_owned(),
            identity: path.to_owned(),
            bytes: text.clone().into_bytes(),
        })
    }
}
