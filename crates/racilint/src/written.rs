//! Files that are written: whole or not at all.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::Failure;
use crate::baseline::Baseline;
use crate::config;
use crate::files::{self, holds, shown, without_number};

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

/// Does the same, provided that the file still holds what was read of it: nothing that somebody else
/// has written in the meantime is lost.
///
/// # Errors
///
/// Says which file cannot be written, and why.
pub(crate) fn replace_what_was_read(
    path: &Path,
    before: &[u8],
    after: &[u8],
) -> Result<(), String> {
    let mut pending = Pending::of(path)?;
    let result = pending.write_all(after);
    pending.ready(result)?.take_place_of(Some(before))
}

/// Writes a file that is not there yet, whole or not at all.
///
/// # Errors
///
/// Those of writing; [`io::ErrorKind::AlreadyExists`] where the file is there.
pub(crate) fn create(path: &Path, text: &[u8]) -> io::Result<()> {
    // Said before anything is written: it is the commonest mistake.
    if fs::symlink_metadata(path).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let (temporary, mut file) = temporary(path)?;
    let written = file.write_all(text).and_then(|()| file.sync_all());
    // A second name is given only where there is no file of that name, unlike a new one.
    let linked = written.and_then(|()| fs::hard_link(&temporary, path));
    let result = match linked {
        Err(error) if has_no_links(&error) => {
            claim(path).and_then(|()| fs::rename(&temporary, path))
        }
        linked => linked,
    };
    let _ = fs::remove_file(&temporary);
    result
}

/// Whether a file system, such as that of a memory stick, gives no file a second name.
fn has_no_links(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied | io::ErrorKind::InvalidInput
    )
}

/// Takes a name that nobody has.
fn claim(path: &Path) -> io::Result<()> {
    let taken = OpenOptions::new().write(true).create_new(true).open(path);
    taken.map(drop)
}

/// A file that is being written. What is written goes to a temporary file in the same folder that
/// takes the name at the end, so that no reader ever sees half of it and a failure leaves the old
/// file as it was. A link stays a link; what is no file, such as a pipe, is written to directly.
pub(crate) struct Pending {
    /// What people call it.
    name: String,
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
        Pending::under_name(path, shown(path))
    }

    /// The same for a file that people call by another name than its path.
    ///
    /// # Errors
    ///
    /// Says which file cannot be written, and why.
    pub(crate) fn under_name(path: &Path, name: String) -> Result<Self, String> {
        let target = end_of(path);
        let opened = match fs::metadata(&target) {
            Ok(metadata) if metadata.is_dir() => Err(Trouble::Folder),
            // Taking its name would get round that: what is protected was protected by somebody.
            Ok(metadata) if metadata.permissions().readonly() => Err(Trouble::ReadOnly),
            _ if fs::symlink_metadata(&target).is_ok_and(|own| own.is_symlink()) => {
                Err(Trouble::Circle)
            }
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
        let (temporary, file) = opened.map_err(|trouble| not_written(&name, &target, &trouble))?;
        Ok(Self {
            name,
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
    pub(crate) fn finish(self, written: io::Result<()>) -> Result<(), String> {
        self.ready(written)?.take_place_of(None)
    }

    /// Sees that everything that was written is on the disk, so that nothing but the name is left to
    /// be taken: what a full disk refuses is refused here.
    ///
    /// # Errors
    ///
    /// Says which file cannot be written, and why.
    pub(crate) fn ready(mut self, written: io::Result<()>) -> Result<Ready, String> {
        match written.and_then(|()| self.store()) {
            Ok(()) => Ok(Ready(self)),
            Err(error) => Err(not_written(&self.name, &self.target, &Trouble::Io(error))),
        }
    }

    fn store(&mut self) -> io::Result<()> {
        self.out.flush()?;
        if self.temporary.is_none() {
            return Ok(());
        }
        let file = self.out.get_ref();
        if let Ok(old) = fs::metadata(&self.target) {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()
    }
}

/// A file that is written and has not taken its name yet.
pub(crate) struct Ready(Pending);

impl Ready {
    /// Lets it take the place of the old file, where that is told of only if it still holds that.
    ///
    /// # Errors
    ///
    /// Says which file cannot be written, and why.
    pub(crate) fn take_place_of(self, before: Option<&[u8]>) -> Result<(), String> {
        let mut file = self.0;
        // From here on, no other run that looks at what the file holds takes its name.
        let _locked = before.and_then(|_| locked(&file.target));
        if before.is_some_and(|before| !holds(&file.target, before)) {
            return Err(not_written(&file.name, &file.target, &Trouble::Changed));
        }
        let Some(temporary) = file.temporary.take() else {
            return Ok(());
        };
        fs::rename(&temporary, &file.target).map_err(|error| {
            let _ = fs::remove_file(&temporary);
            not_written(&file.name, &file.target, &Trouble::Io(error))
        })
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

/// Says that a file cannot be written, and why.
pub(crate) fn cannot(path: &Path, error: io::Error) -> String {
    not_written(&shown(path), path, &Trouble::Io(error))
}

fn not_written(name: &str, target: &Path, trouble: &Trouble) -> String {
    let reason = trouble.in_words(target);
    format!("`{name}` cannot be written: {reason}")
}

/// The file, held so that other runs wait that want to hold it as well; none where the file system
/// cannot hold files. It is let go when it is closed, also by the end of a run that is killed.
fn locked(path: &Path) -> Option<File> {
    let file = File::open(path).ok()?;
    #[cfg(unix)]
    rustix::fs::flock(&file, rustix::fs::FlockOperation::LockExclusive).ok()?;
    Some(file)
}

/// Where a chain of links ends: at a file, or where one would be.
fn end_of(path: &Path) -> PathBuf {
    const MOST: usize = 40;
    if let Ok(target) = fs::canonicalize(path) {
        return target;
    }
    let mut target = path.to_owned();
    for _ in 0..MOST {
        match fs::read_link(&target) {
            Ok(next) => target = folder_of(&target).join(next),
            Err(_) => return target,
        }
    }
    path.to_owned()
}

/// Whether what is written there would be read by every later run, for its name alone: a configuration,
/// or what git ignores.
fn is_read_by_name(path: &Path) -> bool {
    [path, &end_of(path)].into_iter().any(|path| {
        let name = path.file_name().unwrap_or_default();
        // Some systems do not tell small letters from capitals in the names of files.
        let is = |own: &str| name.eq_ignore_ascii_case(own);
        is(config::NAME) || is(files::IGNORED)
    })
}

/// Whether a file is one that later runs read, so that no findings and no matrix take its place: an
/// engagement or a configuration by its name, a baseline by what is in it.
pub(crate) fn is_for_input(path: &Path) -> bool {
    let is_engagement = files::is_engagement(path.file_name().unwrap_or_default());
    is_engagement || is_read_by_name(path) || Baseline::is_at(path)
}

/// Sees that `what`, such as "a baseline", is not written where every later run would read it.
///
/// # Errors
///
/// Says that it would be.
pub(crate) fn refuse_name(path: &Path, what: &str) -> Result<(), Failure> {
    if !is_read_by_name(path) {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "`--output` would write {what} in place of `{}`, which is read for its name; name another \
         file",
        shown(path)
    )))
}

/// Whether a file that is there can be written in its place.
///
/// # Errors
///
/// Says that it cannot, and why. `name` is what people call it.
pub(crate) fn is_writable(path: &Path, name: &str) -> Result<(), String> {
    let cannot = |reason: &str| Err(format!("`{name}` cannot be written: {reason}"));
    match fs::metadata(path) {
        Ok(metadata) if metadata.permissions().readonly() => {
            return cannot(&Trouble::ReadOnly.in_words(path));
        }
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
        name.push(beginning(target.file_name().unwrap_or_default()));
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

/// So much of a name as leaves room for a number behind it: file systems allow 255 bytes.
fn beginning(name: &OsStr) -> Cow<'_, OsStr> {
    const MOST: usize = 200;
    if name.len() <= MOST {
        return Cow::Borrowed(name);
    }
    let text = name.to_string_lossy();
    let mut ends = (0..=MOST).rev();
    let end = ends.find(|end| text.is_char_boundary(*end));
    Cow::Owned(text[..end.unwrap_or_default()].to_owned().into())
}

enum Trouble {
    Folder,
    ReadOnly,
    /// A link that leads to itself.
    Circle,
    /// It does not hold what was read of it any more.
    Changed,
    Io(io::Error),
}

impl Trouble {
    fn in_words(&self, target: &Path) -> String {
        let folder = folder_of(target);
        match self {
            Trouble::Folder => "it is a folder, not a file".into(),
            Trouble::ReadOnly => "it is read-only".into(),
            Trouble::Circle => "it is a link that leads back to itself".into(),
            Trouble::Changed => "it was changed in the meantime; run this again".into(),
            Trouble::Io(error) => match error.kind() {
                io::ErrorKind::AlreadyExists => Trouble::Changed.in_words(target),
                io::ErrorKind::NotFound if folder.is_dir() => "nothing can be written there".into(),
                io::ErrorKind::NotFound => format!("there is no folder `{}`", shown(folder)),
                io::ErrorKind::StorageFull => "there is no room left on the disk".into(),
                io::ErrorKind::ReadOnlyFilesystem => "nothing can be written on that disk".into(),
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
