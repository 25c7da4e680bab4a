//! A run as the formats see it that keep engagements apart: each with its findings, its waivers and
//! its rules, and beside them what holds for the run as a whole.

use racilint_diagnostics::{
    Finding, Position, RuleInfo, Severity, SourceFile, Sources, Span, Waived,
};

use crate::asked::Change;
use crate::place::{Place, Positions};
use crate::summary::Summary;

/// A run.
pub struct Report<'a> {
    /// The engagements, in the order in which they were checked; behind them, in a run over
    /// several, what was found in the files that they share.
    pub parts: Vec<Part<'a>>,
    /// The files that were read, each once.
    pub files: &'a [ReadFile],
    /// What the run amounts to.
    pub summary: &'a Summary,
    /// What the formats say besides.
    pub about: About<'a>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFile {
    /// Its path, with forward slashes, as findings name it.
    pub name: String,
    /// Its length in bytes.
    pub bytes: usize,
}

/// An engagement with what came of it.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// The texts that its findings point into.
    pub sources: &'a Sources,
    /// The path of its main file, as the user would name it; [`SEVERAL`] for what was found in files
    /// that several engagements share.
    pub name: &'a str,
    /// The least severity that fails the check of it; none if nothing does.
    pub fails_from: Option<Severity>,
    /// What was found, in the order of reading.
    pub findings: &'a [Finding],
    /// What was found and is accepted, or in a baseline, in the order of reading.
    pub waived: &'a [Waived],
    /// The rules that had what they need.
    pub evaluated: &'a [&'static RuleInfo],
    /// The rules that lacked their data.
    pub not_evaluated: &'a [&'static RuleInfo],
    /// The rules that are switched off.
    pub off: &'a [&'static RuleInfo],
    /// The rules that are off, or weigh otherwise than usual, because somebody says so.
    pub changes: &'a [Change],
    /// Whether the findings were compared with a baseline.
    pub is_compared: bool,
}

/// The name of the part of a run that holds what was found in files that several engagements share,
/// and across engagements.
pub const SEVERAL: &str = "several-engagements";

/// What the formats say besides findings.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The version of racilint that runs.
    pub tool_version: &'a str,
    /// Where racilint is at home.
    pub home_page: &'a str,
    /// The folder of the rule pages, with its closing slash.
    pub rule_page_base: &'a str,
    /// The folder in which the check was started, absolute, with forward slashes: what lies in it
    /// is named relative to it.
    pub folder: &'a str,
}

impl<'a> About<'a> {
    /// A path relative to the folder of the check where it lies in it, else as it is.
    pub(crate) fn relative<'p>(&self, path: &'p str) -> &'p str {
        let folder = self.folder.trim_end_matches('/');
        let inside = path.strip_prefix(folder).filter(|_| !folder.is_empty());
        inside
            .and_then(|rest| rest.strip_prefix('/'))
            .unwrap_or(path)
    }
}

impl Part<'_> {
    /// Whether a finding of this severity fails the check.
    pub(crate) fn fails(&self, severity: Severity) -> bool {
        self.fails_from.is_some_and(|least| severity >= least)
    }
}

/// A stretch of a file as people count: both ends are known, the second is exclusive.
#[derive(Clone, Copy)]
pub(crate) struct Region<'a> {
    /// The file.
    pub(crate) file: &'a SourceFile,
    /// Where it begins.
    pub(crate) start: Position,
    /// Right behind its last character; the same as `start` for an empty place.
    pub(crate) end: Position,
}

impl<'a> Region<'a> {
    /// What of a span can be shown: a line break at its end is left out.
    pub(crate) fn shown(
        sources: &'a Sources,
        positions: &mut Positions,
        span: Span,
    ) -> Option<Self> {
        let Place {
            file, start, end, ..
        } = Place::of(sources, span)?;
        Some(Self {
            file,
            start: positions.at(file, start),
            end: positions.at(file, end),
        })
    }

    /// The very bytes of a span, as an edit replaces them.
    pub(crate) fn exact(
        sources: &'a Sources,
        positions: &mut Positions,
        span: Span,
    ) -> Option<Self> {
        let (file, range) = Place::exact(sources, span)?;
        Some(Self {
            file,
            start: positions.at(file, range.start),
            end: positions.at(file, range.end),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_the_folder_of_the_check_are_relative_to_it() {
        let about = |folder| About {
            tool_version: "",
            home_page: "",
            rule_page_base: "",
            folder,
        };
        assert_eq!(about("/srv").relative("/srv/a/b.toml"), "a/b.toml");
        assert_eq!(about("/srv/").relative("/srv/b.toml"), "b.toml");
        assert_eq!(about("/srv").relative("/srvice/b.toml"), "/srvice/b.toml");
        assert_eq!(about("/srv").relative("a/b.toml"), "a/b.toml");
        assert_eq!(about("/").relative("/b.toml"), "/b.toml");
        assert_eq!(about("").relative("/b.toml"), "/b.toml");
    }
}
