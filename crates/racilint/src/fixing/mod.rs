//! `check --fix` and `check --diff`: repairs that findings offer are written into the files, or shown.
//!
//! [`seen`] asks the checker what it would repair, [`rounds`] repairs in memory until nothing is left
//! and checks the result, [`apply`] puts edits into a text and tells which of them are at odds,
//! [`group`] keeps engagements that share a file together, [`store`] writes, [`diff`] shows. What is
//! wrong with a file, and how it is repaired, is the rules' matter; so is what remains, which the
//! ordinary check then reports.

mod apply;
mod diff;
mod group;
mod rounds;
mod seen;
mod store;

use std::collections::BTreeMap;
use std::io::{self, Write as _};

use racilint_diagnostics::Safety;

use crate::cli::CheckOptions;
use crate::files::{self, Input};
use crate::{CLEAN, ERROR, FINDINGS, Failure, NOTHING_FOUND, terminal};

use rounds::Repaired;
pub(crate) use seen::{Checker, Seen, Writable};
use seen::{Main, Wanted};

/// Repairs what the options ask for in the files that were found. `None` where the check goes on with what is on the disk now;
/// otherwise the exit code.
///
/// # Errors
///
/// Says which options do not go together.
pub(crate) fn run(
    options: &CheckOptions,
    inputs: &files::Inputs,
    checker: &dyn Checker,
) -> Result<Option<Fixing>, Failure> {
    if !options.fix && !options.diff {
        if options.unsafe_fixes {
            return Err(Failure::Usage(
                "`--unsafe-fixes` says which fixes are meant; add `--fix` to write them, or `--diff` \
                 to look at them"
                    .into(),
            ));
        }
        return Ok(None);
    }
    refuse_formats(options)?;
    let from_stdin = options.paths.iter().any(|path| files::is_stdin(path));
    if let (true, [], Some(error)) = (from_stdin, &*inputs.found, inputs.errors.first()) {
        return Err(Failure::Usage(error.clone()));
    }
    let mut fixing = match from_stdin {
        true => standard_input(options, checker)?,
        false => on_disk(options, inputs, checker),
    };
    if options.diff {
        show(&fixing, options)?;
    } else if !from_stdin {
        fixing.failed |= write(&fixing);
    }
    fixing.tell(options);
    Ok(Some(fixing))
}

/// What comes of a text with all its repairs, those that need a look as well.
pub(crate) fn repaired(input: Input, checker: &dyn Checker) -> String {
    let text = String::from_utf8_lossy(&input.bytes).into_owned();
    let identity = input.identity.clone();
    let wanted = Wanted {
        most: Safety::Unsafe,
        allow_outside: false,
    };
    let mut changed = rounds::repair(&[Main::Given(input)], checker, wanted).changed;
    changed
        .remove(&identity)
        .map_or(text, |changed| changed.after)
}

/// What came of repairing.
#[derive(Debug, Default)]
pub(crate) struct Fixing {
    /// The files that are another, by identity.
    changed: BTreeMap<String, Changed>,
    /// What was repaired, in the order of the files.
    done: Vec<String>,
    /// Something was not read or not written.
    failed: bool,
    /// A repair was offered and not made.
    held_back: bool,
    /// How many repairs are not made, in files outside of the folder, by the name of the file.
    outside: BTreeMap<String, usize>,
    /// Nothing was there to look at.
    nothing_found: bool,
    /// Standard input with its repairs, where that was looked at.
    pub(crate) input: Option<Input>,
}

/// A file before and after.
#[derive(Debug)]
struct Changed {
    name: String,
    before: String,
    after: String,
}

impl Fixing {
    /// The exit code of a run that shows changes and nothing else.
    pub(crate) fn exit_code(&self) -> u8 {
        let is_clean = self.changed.is_empty() && !self.held_back;
        match (self.failed, self.nothing_found, is_clean) {
            (true, ..) => ERROR,
            (false, true, _) => NOTHING_FOUND,
            (false, false, true) => CLEAN,
            (false, false, false) => FINDINGS,
        }
    }

    /// Whether a file could not be written.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed
    }

    fn take(&mut self, repaired: Repaired) {
        for (identity, changed) in repaired.changed {
            self.changed.insert(identity, changed);
        }
        self.done.extend(repaired.done);
        self.held_back |= !repaired.left.is_empty();
        for complaint in repaired.left {
            terminal::remark(&complaint);
        }
    }

    /// Says on standard error how much was repaired, so that standard output stays what it is.
    fn tell(&self, options: &CheckOptions) {
        if options.quiet || self.failed {
            return;
        }
        if options.verbose {
            for done in &self.done {
                terminal::say(done);
            }
        }
        for (name, count) in &self.outside {
            let fixes = match count {
                1 => "1 fix is".to_owned(),
                _ => format!("{count} fixes are"),
            };
            terminal::say(&format!(
                "{fixes} not written, since `{name}` lies outside of the folder that the check was started in"
            ));
        }
        let would = match options.diff {
            true => "would fix",
            false => "fixed",
        };
        let files = number(self.changed.len(), "file");
        match self.done.len() {
            0 if options.diff && !self.held_back && self.outside.is_empty() => {
                terminal::say("nothing to fix");
            }
            0 => {}
            count => terminal::say(&format!("{would} {} in {files}", number(count, "finding"))),
        }
    }
}

fn number(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// Which repairs are asked for.
fn wanted(options: &CheckOptions) -> Wanted {
    let safety = match options.unsafe_fixes {
        true => Safety::Unsafe,
        false => Safety::Safe,
    };
    Wanted {
        most: safety,
        allow_outside: options.allow_outside,
    }
}

/// `--diff` writes changes on standard output, and nothing else.
fn refuse_formats(options: &CheckOptions) -> Result<(), Failure> {
    let formats = options.format.is_some() || !options.output.is_empty();
    if options.diff && formats {
        return Err(Failure::Usage(
            "`--diff` shows changes and no findings: leave out `--format` and `--output`".into(),
        ));
    }
    let stdin = options.paths.iter().any(|path| files::is_stdin(path));
    if stdin && formats {
        return Err(Failure::Usage(
            "`--fix` writes the repaired text of standard input on standard output: leave out \
             `--format` and `--output`"
                .into(),
        ));
    }
    if stdin && options.paths.len() > 1 {
        return Err(Failure::Usage(
            "`--fix` and `--diff` take standard input alone: leave out the other paths".into(),
        ));
    }
    Ok(())
}

fn on_disk(options: &CheckOptions, found: &files::Inputs, checker: &dyn Checker) -> Fixing {
    let mut fixing = Fixing {
        nothing_found: found.found.is_empty() && found.errors.is_empty(),
        ..Fixing::default()
    };
    if options.diff {
        complain_of_unread(found, checker, &mut fixing);
    }
    let mains: Vec<Main> = found.found.iter().cloned().map(Main::Disk).collect();
    let wanted = wanted(options);
    let groups = group::groups(mains, checker, wanted);
    for together in &groups.together {
        fixing.take(rounds::repair(together, checker, wanted));
    }
    fixing.outside = groups.outside;
    fixing
}

/// The check that follows `--fix` says what could not be read; nothing follows `--diff`.
fn complain_of_unread(found: &files::Inputs, checker: &dyn Checker, fixing: &mut Fixing) {
    let unreadable = found
        .found
        .iter()
        .filter_map(|one| one.clone().read().err());
    let errors: Vec<String> = found.errors.iter().cloned().chain(unreadable).collect();
    for error in &errors {
        terminal::complain(error);
    }
    fixing.failed |= !errors.is_empty();
    if fixing.nothing_found {
        terminal::complain(&checker.nothing_found());
    }
}

/// The text of standard input goes out repaired; the files that it includes stay as they are.
fn standard_input(options: &CheckOptions, checker: &dyn Checker) -> Result<Fixing, Failure> {
    let input = files::standard_input(options.stdin_filename.as_deref());
    let input = input.map_err(Failure::Usage)?;
    let identity = input.identity.clone();
    let main = [Main::Given(input.clone())];
    let mut fixing = Fixing::default();
    fixing.take(rounds::repair(&main, checker, wanted(options)));
    let bytes = match fixing.changed.get(&identity) {
        Some(changed) => changed.after.clone().into_bytes(),
        None => input.bytes,
    };
    if !options.diff {
        let mut out = terminal::stdout();
        out.write_all(&bytes)?;
        out.flush()?;
    }
    fixing.input = Some(Input { bytes, ..input });
    Ok(fixing)
}

fn show(fixing: &Fixing, options: &CheckOptions) -> io::Result<()> {
    let mut out = terminal::stdout();
    let look = diff::Look {
        color: terminal::colors(options.color),
        is_terminal: terminal::is_stdout(),
    };
    let mut changed: Vec<&Changed> = fixing.changed.values().collect();
    changed.sort_by_key(|changed| &changed.name);
    for one in changed {
        diff::write(&mut out, &one.name, &one.before, &one.after, look)?;
    }
    out.flush()
}

/// Writes what is changed, all or nothing as far as that can be known before; `true` says that
/// something could not be written.
fn write(fixing: &Fixing) -> bool {
    let files = fixing.changed.iter();
    let errors = store::write(files.map(|(identity, changed)| store::File {
        path: identity.as_ref(),
        name: &changed.name,
        before: &changed.before,
        after: &changed.after,
    }));
    for error in &errors {
        terminal::complain(error);
    }
    !errors.is_empty()
}
