//! Files that are written: whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::files::{shown, without_number};

/// Puts what `write` writes in place of a file. It goes to a temporary file in the same folder that
/// then takes the name, so that no reader ever sees half of it and a failure leaves the old file as
/// it was. A link stays a link; what is no file, such as a pipe, is written to directly.
///
/// # Errors
///
/// Says which file cannot be written, and why.
pub(crate) fn replace(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), String> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let result = match fs::metadata(&target) {
        Ok(metadata) if metadata.is_dir() => Err(Trouble::Folder),
        Ok(metadata) if !metadata.is_file() => directly(&target, write).map_err(Trouble::Io),
        _ => by_renaming(&target, write).map_err(Trouble::Io),
    };
    result.map_err(|trouble| {
        let reason = trouble.in_words(&target);
        format!("`{}` cannot be written: {reason}", shown(path))
    })
}

/// Whether a file that is there can be written in its place.
///
/// # Errors
///
/// Says that it cannot, and why. `name` is what people call it.
pub(crate) fn is_writable(path: &Path, name: &str) -> Result<(), String> {
    let cannot = |reason: &str| Err(format!("`{name}` cannot be written: {reason}"));
    // Taking its name would get round that: what is protected was protected by somebody.
    match fs::metadata(path) {
        Ok(metadata) if metadata.permissions().readonly() => return cannot("it is read-only"),
        _ => {}
    }
    match OpenOptions::new().write(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) => cannot(&Trouble::Io(error).in_words(path)),
    }
}

/// A name by which two ways to write the path of one file are known to be the same, whether or not
/// the file is there.
pub(crate) fn identity(path: &Path) -> PathBuf {
    if let Ok(identity) = fs::canonicalize(path) {
        return identity;
    }
    match (fs::canonicalize(folder_of(path)), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn directly(target: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(OpenOptions::new().write(true).open(target)?);
    write(&mut out)?;
    out.flush()
}

fn by_renaming(
    target: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let (temporary, file) = temporary(target)?;
    let result = fill(file, target, write).and_then(|()| fs::rename(&temporary, target));
    if result.is_err() {
        // The first failure is the one to tell of.
        let _ = fs::remove_file(&temporary);
    }
    result
}

fn fill(
    file: File,
    target: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Ok(old) = fs::metadata(target) {
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()
}

/// A new file beside the target, under a hidden name that nobody has.
fn temporary(target: &Path) -> io::Result<(PathBuf, File)> {
    const MOST: u32 = 100;
    let mut tried = 0;
    loop {
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(format!(".{}-{tried}.tmp", std::process::id()));
        let path = folder_of(target).join(name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tried < MOST => {
                tried += 1;
            }
            opened => return Ok((path, opened?)),
        }
    }
}

enum Trouble {
    Folder,
    Io(io::Error),
}

impl Trouble {
    fn in_words(&self, target: &Path) -> String {
        let folder = folder_of(target);
        match self {
            Trouble::Folder => "it is a folder, not a file".into(),
            Trouble::Io(error) => match error.kind() {
                io::ErrorKind::NotFound => format!("there is no folder `{}`", shown(folder)),
                io::ErrorKind::PermissionDenied => {
                    "the permission to write there is missing".into()
                }
                io::ErrorKind::NotADirectory => {
                    format!("`{}` is a file, not a folder", shown(folder))
                }
                _ => without_number(error),
            },
        }
    }
}
