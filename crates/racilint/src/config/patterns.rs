//! Patterns for paths, as in `.gitignore`.

use std::path::{Path, PathBuf};

use ignore::Error;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns that are relative to one folder.
#[derive(Clone, Debug)]
pub(crate) struct Patterns {
    /// As written.
    pub(crate) written: Vec<String>,
    /// The real folder that they are relative to.
    folder: PathBuf,
    matcher: Gitignore,
}

impl Patterns {
    /// Builds from patterns of which [`problem`] has nothing to say.
    pub(crate) fn of(folder: &Path, written: Vec<String>) -> Option<Self> {
        let mut builder = GitignoreBuilder::new("");
        for pattern in &written {
            builder.add_line(None, pattern).ok()?;
        }
        Some(Patterns {
            written,
            folder: folder.to_owned(),
            matcher: builder.build().ok()?,
        })
    }

    /// Whether a real path, or a folder that it lies in, is matched.
    pub(crate) fn hold(&self, path: &Path, is_folder: bool) -> bool {
        match path.strip_prefix(&self.folder) {
            Ok(inside) if inside.as_os_str().is_empty() => false,
            Ok(inside) => self
                .matcher
                .matched_path_or_any_parents(inside, is_folder)
                .is_ignore(),
            Err(_) => false,
        }
    }
}

/// What is wrong with a pattern, and what would be right; nothing if it is a pattern.
pub(crate) fn problem(pattern: &str, is_include: bool) -> Option<(String, String)> {
    let plain = "write a path with forward slashes, relative to this file, such as `clients/` or \
                 `**/*.draft.raci.toml`";
    let wrong = |reason: &str| Some((reason.to_owned(), plain.to_owned()));
    let steps_up = pattern.split('/').any(|part| part == "..");
    match pattern {
        _ if pattern.trim().is_empty() => wrong("it is empty"),
        _ if pattern.starts_with('#') => wrong("what begins with `#` is a remark"),
        _ if steps_up => wrong("it leads out of the folder of this file"),
        _ if pattern.starts_with('!') && is_include => Some((
            "it takes something away".to_owned(),
            "put it into `exclude`, without the `!`".to_owned(),
        )),
        _ => GitignoreBuilder::new("")
            .allow_unclosed_class(false)
            .add_line(None, pattern)
            .err()
            .and_then(|error| wrong(&reason(error))),
    }
}

fn reason(error: Error) -> String {
    match error {
        Error::Glob { err, .. } => err,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Patterns, problem};

    fn hold(pattern: &str, path: &str) -> bool {
        let patterns = Patterns::of(Path::new("/house"), vec![pattern.to_owned()]);
        let patterns = patterns.expect("patterns");
        patterns.hold(Path::new(path), false)
    }

    #[test]
    fn they_are_those_of_git() {
        assert!(hold("archive/", "/house/a/archive/x.raci.toml"));
        assert!(hold("/archive", "/house/archive/x.raci.toml"));
        assert!(!hold("/archive", "/house/a/archive/x.raci.toml"));
        assert!(hold("*.draft.raci.toml", "/house/a/b.draft.raci.toml"));
        assert!(hold("clients/**/old", "/house/clients/a/b/old/x.raci.toml"));
        assert!(!hold("*", "/elsewhere/x.raci.toml"));
        assert!(!hold("house", "/house/x.raci.toml"));
    }

    #[test]
    fn what_can_match_nothing_is_told() {
        assert_eq!(problem("clients/*", true), None);
        assert_eq!(problem("!keep", false), None);
        for pattern in ["", "  ", "#x", "../x", "a/../b", "[", "{a"] {
            assert!(problem(pattern, false).is_some(), "{pattern}");
        }
        assert!(problem("!keep", true).is_some());
    }
}
