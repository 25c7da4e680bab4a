//! Reading an engagement for the commands that show what is in it. `check` reads on its own, since
//! it reports what is wrong with the file.

use racilint_diagnostics::{Severity, Sources};
use racilint_parser::Document;

use crate::config::Config;
use crate::files::{DiskLoader, Input};
use crate::{houses, terminal};

/// An engagement as far as it could be read.
pub(super) struct Read<'s> {
    pub(super) document: Document<'s>,
    /// Something in it could not be read: what is absent may be there.
    pub(super) incomplete: bool,
}

impl<'s> Read<'s> {
    /// Reads an engagement, and says when that is not possible completely; none for a roster, which
    /// is read through the engagement that includes it.
    pub(super) fn of(
        input: Input,
        allow_outside: bool,
        profiles: &houses::Named,
        config: Option<&Config>,
        sources: &'s Sources,
    ) -> Option<Self> {
        let loader = DiskLoader {
            root: input.root,
            allow_outside,
        };
        let (main, broken) = racilint_parser::bytes::add(sources, input.name.as_str(), input.bytes);
        let (mut document, mut findings) =
            racilint_parser::read(sources, main, &input.identity, &loader);
        findings.extend(profiles.add_to(&mut document, sources));
        if let Some(config) = config {
            findings.extend(config.houses.add_besides(&mut document, sources));
        }
        if document.engagement.is_none() && !document.damaged {
            return None;
        }
        let mut findings = findings.iter();
        let faulty = findings.any(|finding| finding.severity == Severity::Error);
        let incomplete = broken.is_some() || document.damaged || document.lost_house || faulty;
        if incomplete {
            terminal::complain(&format!(
                "`{}` could not be read completely, so the table may be wrong; `racilint check` says what to mend",
                input.name
            ));
        }
        Some(Read {
            document,
            incomplete,
        })
    }
}
