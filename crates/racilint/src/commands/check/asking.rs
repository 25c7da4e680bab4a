//! What fixes ask of the checker: what is wrong with an engagement whose files may have been repaired in
//! memory, as the options of the run say.

use jiff::Timestamp;
use racilint_diagnostics::Sources;
use racilint_emit::concise;
use racilint_import::Kind;
use racilint_parser::Loader;

use super::nothing_found;
use super::one::{Asked, Examined, examine};
use crate::cli::CheckOptions;
use crate::config::Settings;
use crate::files::{DiskLoader, Input};
use crate::fixing::{Checker, Seen};
use crate::{CLEAN, FINDINGS};

pub(super) struct Asking<'o> {
    options: &'o CheckOptions,
    settings: &'o Settings,
    /// The moment of the run, the same for all that is asked.
    now: Timestamp,
}

impl<'o> Asking<'o> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the binary is where the clock is read"
    )]
    pub(super) fn of(options: &'o CheckOptions, settings: &'o Settings) -> Self {
        Asking {
            options,
            settings,
            now: Timestamp::now(),
        }
    }

    /// What is left in standard input whose text has gone out repaired: the findings go to standard
    /// error, one line each.
    pub(super) fn rest_of_stdin(&self, input: Input) -> u8 {
        let sources = Sources::default();
        let loader = DiskLoader {
            root: input.root.clone(),
            allow_outside: self.options.allow_outside,
        };
        let least = self.settings.of_file(&input.name).fail_on.value.least();
        let findings = self.examine(input, &sources, &loader).outcome.findings;
        let mut out = anstream::stderr().lock();
        // There is nobody left to tell when this fails.
        let _ = concise::write_findings(&mut out, &sources, &findings, false);
        let fails = |severity| least.is_some_and(|least| severity >= least);
        match findings.iter().any(|own| fails(own.severity)) {
            true => FINDINGS,
            false => CLEAN,
        }
    }

    fn examine(&self, input: Input, sources: &Sources, loader: &dyn Loader) -> Examined {
        // What is set aside can be mended all the same.
        let asked = Asked {
            options: self.options,
            settings: self.settings,
            baseline: None,
            compares: false,
        };
        examine(input, sources, loader, asked, self.now)
    }
}

impl Checker for Asking<'_> {
    fn nothing_found(&self) -> String {
        nothing_found(self.options, self.settings)
    }

    fn check(&self, input: Input, sources: &Sources, loader: &dyn Loader) -> Seen {
        if Kind::of(&input.name).is_some() {
            // What is wrong with a matrix is mended where the matrix is kept.
            return Seen::default();
        }
        let examined = self.examine(input, sources, loader);
        // Profile files of the command line were read before, and stay as they are.
        let named = self.settings.profiles.identities();
        let files = sources.iter().zip(examined.files);
        let files = files.map(|(source, file)| (source.id(), file.identity));
        Seen {
            files: files
                .filter(|(_, identity)| !named.contains(&&**identity))
                .collect(),
            findings: examined.outcome.findings,
        }
    }
}
