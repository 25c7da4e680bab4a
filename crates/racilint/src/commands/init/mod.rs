//! `racilint init`: a first engagement from a few questions, or from options where nobody can be asked.
//!
//! What nobody has said is written as `TBD`, or as a remark, and never made up; the check then tells
//! what is open. A file that is there is never touched.

mod ask;
mod draft;

use std::io::{self, BufReader, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use racilint_diagnostics::harmless::visible;

use crate::cli::InitOptions;
use crate::files::{is_engagement, shown};
use crate::{CLEAN, Failure, written};
use ask::Asker;

pub(crate) fn run(options: &InitOptions) -> Result<u8, Failure> {
    let (stdin, stderr) = (io::stdin(), io::stderr());
    let may_ask = !options.yes && stdin.is_terminal() && stderr.is_terminal();
    let facts = match may_ask {
        true => Asker::new(BufReader::new(stdin.lock()), stderr.lock()).facts(options)?,
        false => ask::facts(options)?,
    };
    let path = place(&options.path, &draft::id_of(&facts.client, "client"))?;
    let text = draft::write(&facts);
    create(&path, &text)?;
    let name = visible(&shown(&path)).into_owned();
    // As a word the remarks have it once more.
    let open = text.matches("\"TBD\"").count();
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "wrote {name}: a draft in which {open} places still say TBD"
    )?;
    writeln!(out, "name somebody there, and see what else is open:")?;
    writeln!(out, "  racilint check {}", quoted(&name))?;
    Ok(CLEAN)
}

/// The file: the one that is named, or in a folder one with the name of the client.
fn place(path: &Path, client: &str) -> Result<PathBuf, Failure> {
    if path.is_dir() {
        return Ok(path.join(format!("{client}.raci.toml")));
    }
    let name = path.file_name().unwrap_or_default();
    if is_engagement(name) && name.len() > ".raci.toml".len() {
        return Ok(path.to_owned());
    }
    Err(Failure::Usage(format!(
        "`{}` is neither a folder nor a name that ends in `.raci.toml`, by which an engagement is found",
        shown(path)
    )))
}

fn create(path: &Path, text: &str) -> Result<(), Failure> {
    let name = shown(path);
    written::create(path, text.as_bytes()).map_err(|error| {
        Failure::Usage(match error.kind() {
            io::ErrorKind::AlreadyExists => {
                format!(
                    "`{name}` is there already, and stays as it is; give the draft another name"
                )
            }
            _ => written::cannot(path, error),
        })
    })
}

/// A name as a shell takes it.
fn quoted(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    match name.chars().all(plain) && !name.starts_with('-') {
        true => name.to_owned(),
        false => format!("'{}'", name.replace('\'', r"'\''")),
    }
}
