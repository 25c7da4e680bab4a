//! Files that are written: whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::files::{shown, without_number};

/// Puts what `write` writes in place of a file, as [`Pending`] does.
///
/// # Errors
///
/// Says which file cannot be written, and why.
pub(crate) fn replace(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), String> {
    let mut pending = Pending::of(path)?;
    let result = write(&mut pending);
    pending.finish(result)
}

/// A file that is being written. What is written goes to a temporary file in the same folder that
/// takes the name at the end, so that no reader ever sees half of it and a failure leaves the old
/// file as it was. A link stays a link; what is no file, such as a pipe, is written to directly.
pub(crate) struct Pending {
    path: PathBuf,
    target: PathBuf,
    out: BufWriter<File>,
    /// What takes the name at the end, as long as it has not.
    temporary: Option<PathBuf>,
}

impl Pending {
    /// Begins to write.
    ///
    /// # Errors
    ///
    /// Says which file cannot be written, and why.
    pub(crate) fn of(path: &Path) -> Result<Self, String> {
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let opened = match fs::metadata(&target) {
            Ok(metadata) if metadata.is_dir() => Err(Trouble::Folder),
            Ok(metadata) if !metadata.is_file() => {
                let file = OpenOptions::new().write(true).open(&target);
                file.map(|file| (None, file)).map_err(Trouble::Io)
            }
            _ => {
                let opened = temporary(&target);
                let opened = opened.map(|(path, file)| (Some(path), file));
                opened.map_err(Trouble::Io)
            }
        };
        let (temporary, file) = opened.map_err(|trouble| not_written(path, &target, &trouble))?;
        Ok(Self {
            path: path.to_owned(),
            target,
            out: BufWriter::new(file),
            temporary,
        })
    }

    /// Ends it: the new file takes the place of the old one, unless writing it has failed.
    ///
    /// # Errors
    ///
    /// Says which file cannot be written, and why.
    pub(crate) fn finish(mut self, written: io::Result<()>) -> Result<(), String> {
        let result = written.and_then(|()| self.take_place());
        result.map_err(|error| not_written(&self.path, &self.target, &Trouble::Io(error)))
    }

    fn take_place(&mut self) -> io::Result<()> {
        self.out.flush()?;
        let Some(temporary) = &self.temporary else {
            return Ok(());
        };
        let file = self.out.get_ref();
        if let Ok(old) = fs::metadata(&self.target) {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        fs::rename(temporary, &self.target)?;
        self.temporary = None;
        Ok(())
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            // Whatever kept it from being finished is what is told.
            let _ = fs::remove_file(temporary);
        }
    }
}

fn not_written(path: &Path, target: &Path, trouble: &Trouble) -> String {
    let reason = trouble.in_words(target);
    format!("`{}` cannot be written: {reason}", shown(path))
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
