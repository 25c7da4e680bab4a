//! Finding and reading engagement files.
//!
//! Nothing outside the root of the check is read unless that is allowed, nothing larger than
//! [`LARGEST`], and whatever cannot be read is said, never skipped.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::WalkBuilder;
use racilint_parser::{LoadError, Loaded, Loader};

/// The largest file that is read, in bytes. A contract of a hundred thousand workstreams has half.
pub(crate) const LARGEST: u64 = 64 * 1024 * 1024;

/// The ending by which engagement files are found in folders.
const ENDING: &str = ".raci.toml";

/// The file that says what git ignores in a folder.
pub(crate) const IGNORED: &str = ".gitignore";

/// Pipes and devices can make a check wait without end.
const NOT_A_FILE: &str = "cannot be read: it is a pipe or a device, not a file";

/// Why a file is not read that an engagement or a configuration names.
pub(crate) const OUTSIDE: &str = "it lies outside the folder that the check was started in";

/// Whether a search leaves a real path out: a folder with all that is in it, or a file.
pub(crate) type LeaveOut = Arc<dyn Fn(&Path, bool) -> bool + Send + Sync>;

/// An engagement file to check.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// The name to show.
    pub(crate) name: String,
    /// Equal for two names of one file.
    pub(crate) identity: String,
    /// The folder that includes may not leave.
    pub(crate) root: PathBuf,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
    /// Whether it is standard input, whatever it is called.
    pub(crate) is_stdin: bool,
}

/// What the given paths amount to.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// The files, each once: standard input, then by name, in whatever order they were given.
    pub(crate) found: Vec<Found>,
    /// What could not be read, in words.
    pub(crate) errors: Vec<String>,
    /// What a configuration left out of a search, as it is shown.
    pub(crate) left_out: Vec<String>,
    /// Those found already, with their places among `found`.
    seen: BTreeMap<Arc<Path>, usize>,
    /// The roots so far: thousands of files have the same one.
    roots: BTreeSet<Arc<Path>>,
    /// The folder in which the check was started.
    here: PathBuf,
}

/// A file that was found and is read when its turn comes.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    /// Standard input, under the name of a file that may not exist.
    Stdin(Option<PathBuf>),
    /// A file.
    File {
        /// As it was named.
        path: PathBuf,
        /// The folder that its includes may not leave.
        root: Arc<Path>,
        /// Equal for two names of one file.
        identity: Arc<Path>,
        /// Whether it was named itself, and not found in a folder.
        is_named: bool,
    },
}

/// Whether a path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Reads what was found, with what could not be read in words.
pub(crate) fn read_all(found: Inputs) -> (Vec<Input>, Vec<String>) {
    let mut errors = found.errors;
    let mut inputs = Vec::new();
    for result in found.found.into_iter().map(Found::read) {
        match result {
            Ok(input) => inputs.push(input),
            Err(error) => errors.push(error),
        }
    }
    (inputs, errors)
}

/// Finds what the given paths name, standard input first. `leave_out` says what is not looked at in
/// a folder.
pub(crate) fn find_all(
    paths: &[PathBuf],
    stdin_filename: Option<&Path>,
    allow_outside: bool,
    leave_out: &mut dyn FnMut(&Path) -> Option<LeaveOut>,
) -> Inputs {
    let (stdin, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        paths.iter().cloned().partition(|path| is_stdin(path));
    let mut inputs = find(&paths, allow_outside, leave_out);
    if !stdin.is_empty() {
        let name = stdin_filename.map(Path::to_owned);
        inputs.found.insert(0, Found::Stdin(name));
    }
    inputs
}

/// Finds what the given paths name.
fn find(
    paths: &[PathBuf],
    allow_outside: bool,
    leave_out: &mut dyn FnMut(&Path) -> Option<LeaveOut>,
) -> Inputs {
    let mut inputs = Inputs {
        here: here(),
        ..Inputs::default()
    };
    for path in paths {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let leave_out = leave_out(path);
                find_in_folder(path, allow_outside, leave_out, &mut inputs);
            }
            Ok(_) => {
                let folder = path.parent().unwrap_or(path);
                add(path, folder, true, &mut inputs);
            }
            Err(error) => inputs.errors.push(cannot_read(path, &error)),
        }
    }
    inputs.found.sort_by_cached_key(Found::name);
    inputs.errors.sort();
    inputs
}

/// Finds one file.
///
/// # Errors
///
/// Says why it cannot be had.
pub(crate) fn find_one(path: &Path) -> Result<Found, String> {
    if fs::metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
        return Err(format!(
            "`{}` cannot be read: it is a folder, not a file",
            shown(path)
        ));
    }
    let mut inputs = find(&[path.to_owned()], true, &mut |_| None);
    inputs
        .found
        .pop()
        .ok_or_else(|| inputs.errors.pop().unwrap_or_default())
}

/// What git ignores is not looked at, as far as the project says so: what one user ignores on one
/// machine changes nothing.
fn find_in_folder(
    folder: &Path,
    allow_outside: bool,
    leave_out: Option<LeaveOut>,
    inputs: &mut Inputs,
) {
    let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    if let Some(error) = real.ancestors().find_map(unreadable_rules) {
        return inputs.errors.push(error);
    }
    let mut walk = WalkBuilder::new(folder);
    walk.require_git(false)
        .ignore(false)
        .git_global(false)
        .git_exclude(false)
        .sort_by_file_path(Path::cmp);
    let left_out = Arc::new(Mutex::new(Vec::new()));
    let errors = Arc::new(Mutex::new(Vec::new()));
    let (seen, told) = (Arc::clone(&left_out), Arc::clone(&errors));
    let named = folder.to_owned();
    walk.filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let inside = entry.path().strip_prefix(&named);
        let path = inside.map_or_else(|_| entry.path().to_owned(), |path| real.join(path));
        if leave_out.as_ref().is_some_and(|own| own(&path, is_folder)) {
            if is_folder || is_engagement(entry.file_name()) {
                push(&seen, shown(entry.path()));
            }
            return false;
        }
        let error = is_folder.then(|| unreadable_rules(entry.path())).flatten();
        let goes_on = error.is_none();
        error.into_iter().for_each(|error| push(&told, error));
        goes_on
    });
    for entry in walk.build() {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => {}
            Ok(entry) if is_engagement(entry.file_name()) => {
                add_found(entry.path(), folder, allow_outside, inputs);
            }
            Ok(_) => {}
            Err(error) => inputs.errors.push(error.to_string()),
        }
    }
    let mut left_out = left_out.lock().unwrap_or_else(PoisonError::into_inner);
    inputs.left_out.append(&mut left_out);
    let mut errors = errors.lock().unwrap_or_else(PoisonError::into_inner);
    inputs.errors.append(&mut errors);
}

fn push(list: &Mutex<Vec<String>>, text: String) {
    list.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(text);
}

/// Why the file that says what git ignores in a folder must not be read: it would be read whole and
/// without end.
fn unreadable_rules(folder: &Path) -> Option<String> {
    let path = folder.join(IGNORED);
    let metadata = fs::metadata(&path).ok()?;
    if metadata.is_dir() {
        return None;
    }
    if !metadata.is_file() {
        return Some(format!("`{}` {NOT_A_FILE}", shown(&path)));
    }
    (metadata.len() > LARGEST).then(|| {
        let most = LARGEST / 1024 / 1024;
        format!("`{}` is larger than {most} MiB", shown(&path))
    })
}

/// Some systems do not tell small letters from capitals in the names of files.
pub(crate) fn is_engagement(name: &OsStr) -> bool {
    name.to_string_lossy()
        .to_ascii_lowercase()
        .ends_with(ENDING)
}

/// Adds what a folder holds under the name of an engagement. Nobody has named it, so it must be a
/// file, and a link must not lead out of the folder.
fn add_found(path: &Path, folder: &Path, allow_outside: bool, inputs: &mut Inputs) {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => return,
        Ok(metadata) if !metadata.is_file() => {
            inputs
                .errors
                .push(format!("`{}` {NOT_A_FILE}", shown(path)));
            return;
        }
        // What cannot be looked at is told with its reason below.
        _ => {}
    }
    let leads_out = fs::canonicalize(path)
        .is_ok_and(|identity| !identity.starts_with(root_for(&identity, folder, &inputs.here)));
    if leads_out && !allow_outside {
        inputs.errors.push(format!(
            "`{}` cannot be read: it leads out of the folder; allow it with `--allow-outside`",
            shown(path)
        ));
        return;
    }
    add(path, folder, false, inputs);
}

/// Adds a file once, however it is named. Its root is the folder in which the check was started,
/// or, for a file outside of that, the folder that was named.
fn add(path: &Path, named: &Path, is_named: bool, inputs: &mut Inputs) {
    let identity = match fs::canonicalize(path) {
        Ok(identity) => identity,
        Err(error) => return inputs.errors.push(cannot_read(path, &error)),
    };
    let root = root_for(&identity, named, &inputs.here);
    let identity: Arc<Path> = identity.into();
    if let Some(at) = inputs.seen.get(&identity) {
        let known = inputs.found.get_mut(*at);
        return known
            .into_iter()
            .for_each(|known| known.rename(path, is_named));
    }
    inputs
        .seen
        .insert(Arc::clone(&identity), inputs.found.len());
    let root = match inputs.roots.get(&*root) {
        Some(known) => Arc::clone(known),
        None => {
            let root: Arc<Path> = root.into();
            inputs.roots.insert(Arc::clone(&root));
            root
        }
    };
    inputs.found.push(Found::File {
        path: path.to_owned(),
        root,
        identity,
        is_named,
    });
}

/// The folder in which the check was started.
fn here() -> PathBuf {
    fs::canonicalize(".").unwrap_or_default()
}

fn root_for(identity: &Path, named: &Path, here: &Path) -> PathBuf {
    if identity.starts_with(here) {
        return here.to_owned();
    }
    let folder = if named.as_os_str().is_empty() {
        Path::new(".")
    } else {
        named
    };
    fs::canonicalize(folder).unwrap_or_else(|_| here.to_owned())
}

impl Found {
    /// The name to show.
    pub(crate) fn name(&self) -> String {
        match self {
            Found::Stdin(name) => name.as_deref().map_or_else(|| "<stdin>".to_owned(), shown),
            Found::File { path, .. } => shown(path),
        }
    }

    /// Notes a further name of a file: the first by the alphabet is shown, whichever was given first.
    fn rename(&mut self, other: &Path, named: bool) {
        if let Found::File { path, is_named, .. } = self {
            *is_named |= named;
            if shown(other) < shown(path) {
                *path = other.to_owned();
            }
        }
    }

    /// Whether it was named itself, and not found in a folder.
    pub(crate) fn is_named(&self) -> bool {
        match self {
            Found::Stdin(_) => true,
            Found::File { is_named, .. } => *is_named,
        }
    }

    /// By what a file is known, whatever it is called.
    pub(crate) fn identity(&self) -> Option<&Path> {
        match self {
            Found::Stdin(_) => None,
            Found::File { identity, .. } => Some(identity),
        }
    }

    /// Reads the file.
    ///
    /// # Errors
    ///
    /// Says which file cannot be read, and why.
    pub(crate) fn read(self) -> Result<Input, String> {
        let (path, root, identity) = match self {
            Found::Stdin(name) => return standard_input(name.as_deref()),
            Found::File {
                path,
                root,
                identity,
                ..
            } => (path, root, identity),
        };
        let name = shown(&path);
        let bytes = read(&path).map_err(|reason| format!("`{name}` cannot be read: {reason}"))?;
        Ok(Input {
            name,
            identity: identity.to_string_lossy().into_owned(),
            root: root.to_path_buf(),
            bytes,
            is_stdin: false,
        })
    }
}

/// Reads standard input under the name of a file that may not exist.
///
/// # Errors
///
/// Says why it cannot be read.
pub(crate) fn standard_input(name: Option<&Path>) -> Result<Input, String> {
    let name = name.unwrap_or(Path::new("<stdin>"));
    let bytes = read_limited(&mut io::stdin().lock(), 0)
        .map_err(|reason| format!("standard input cannot be read: {reason}"))?;
    let identity = fs::canonicalize(name).unwrap_or_else(|_| name.to_owned());
    let folder = name.parent().unwrap_or(Path::new(""));
    Ok(Input {
        name: shown(name),
        root: root_for(&identity, folder, &here()),
        identity: identity.to_string_lossy().into_owned(),
        bytes,
        is_stdin: true,
    })
}

/// Reads the files that one engagement includes.
pub(crate) struct DiskLoader {
    /// The folder that includes may not leave.
    pub(crate) root: PathBuf,
    /// Whether they may all the same.
    pub(crate) allow_outside: bool,
}

impl Loader for DiskLoader {
    fn load(&self, from: &str, path: &str) -> Result<Loaded, LoadError> {
        let full = full_path(from, path);
        let identity = fs::canonicalize(&full).map_err(|error| {
            // Nobody learns from the answer which files there are outside.
            let outside = self.allows(&nearest(&full));
            outside.err().unwrap_or_else(|| not_included(&error))
        })?;
        self.allows(&identity)?;
        let is_special = |metadata: fs::Metadata| !metadata.is_file() && !metadata.is_dir();
        if fs::metadata(&full).is_ok_and(is_special) {
            return Err(LoadError {
                reason: "it is a pipe or a device, not a file".into(),
                help: "name a file that can be read, relative to this one".into(),
            });
        }
        let bytes = read(&full).map_err(|reason| LoadError {
            reason,
            help: "name a file that can be read, relative to this one".into(),
        })?;
        Ok(Loaded {
            name: shown(&full),
            identity: identity.to_string_lossy().into_owned(),
            bytes,
        })
    }
}

impl DiskLoader {
    /// Sees that a file may be read.
    ///
    /// # Errors
    ///
    /// Says why not, and how it could be.
    pub(crate) fn allows(&self, identity: &Path) -> Result<(), LoadError> {
        if self.allow_outside || identity.starts_with(&self.root) {
            return Ok(());
        }
        Err(LoadError {
            reason: OUTSIDE.into(),
            help: "start the check in a folder that holds both, or allow it with `--allow-outside`"
                .into(),
        })
    }
}

/// What a file calls `path`, as seen from the folder of the check.
pub(crate) fn full_path(from: &str, path: &str) -> PathBuf {
    let folder = Path::new(from).parent().unwrap_or(Path::new(""));
    let full = tidy(&folder.join(path));
    if full.as_os_str().is_empty() {
        return PathBuf::from(".");
    }
    full
}

/// The folder in which something would be that is not there: the innermost one that is, also behind
/// a link that leads nowhere.
fn nearest(path: &Path) -> PathBuf {
    const MOST_LINKS: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(target) = fs::read_link(&path) else {
            break;
        };
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    let here = Path::new(".");
    let folders = path.ancestors().map(|folder| match folder.as_os_str() {
        name if name.is_empty() => here,
        _ => folder,
    });
    let mut real = folders.filter_map(|folder| fs::canonicalize(folder).ok());
    real.next().unwrap_or_default()
}

fn not_included(error: &io::Error) -> LoadError {
    LoadError {
        reason: in_words(error),
        help: "name a file that exists, relative to the file that includes it".into(),
    }
}

/// Removes `.` and resolves `..` where a folder stands before it, so that names stay readable.
fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for component in path.components() {
        let before = tidied.components().next_back();
        match (component, before) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                tidied.pop();
            }
            _ => tidied.push(component),
        }
    }
    match tidied.as_os_str().is_empty() && !path.as_os_str().is_empty() {
        // The folder that racilint was started in.
        true => PathBuf::from("."),
        false => tidied,
    }
}

/// What is in a file.
///
/// # Errors
///
/// Says in words why it cannot be read.
pub(crate) fn contents(path: &Path) -> Result<Vec<u8>, String> {
    let is_special = |metadata: fs::Metadata| !metadata.is_file() && !metadata.is_dir();
    if fs::metadata(path).is_ok_and(is_special) {
        return Err("it is a pipe or a device, not a file".into());
    }
    read(path)
}

/// Whether a file holds this text and nothing else.
pub(crate) fn holds(path: &Path, text: &[u8]) -> bool {
    read(path).is_ok_and(|bytes| bytes == text)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    if fs::metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
        return Err("it is a folder, not a file".into());
    }
    let mut file = File::open(path).map_err(|error| in_words(&error))?;
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    read_limited(&mut file, size)
}

/// Reads at most [`LARGEST`] bytes, also from what never ends; `size` is how many are expected.
fn read_limited(from: &mut dyn io::Read, size: u64) -> Result<Vec<u8>, String> {
    // With room for one more, the end is found without asking for memory again.
    let mut bytes = Vec::with_capacity(size.min(LARGEST) as usize + 1);
    from.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| in_words(&error))?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!(
            "it is larger than {} MiB; split it into files that are included",
            LARGEST / 1024 / 1024
        ));
    }
    Ok(bytes)
}

pub(crate) fn cannot_read(path: &Path, error: &io::Error) -> String {
    format!("`{}` cannot be read: {}", shown(path), in_words(error))
}

/// What went wrong, without the number that the system gives it.
fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "the permission to read it is missing".into(),
        io::ErrorKind::NotADirectory => "a part of the path is a file, not a folder".into(),
        _ => without_number(error),
    }
}

/// What the system says went wrong, without the number that it gives it.
pub(crate) fn without_number(error: &io::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" (os error ") {
        Some((words, _)) => words.to_owned(),
        None => text,
    }
}

/// A path as people would type it, with forward slashes.
pub(crate) fn shown(path: &Path) -> String {
    let path = tidy(path);
    let text = path.to_string_lossy();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    }
}
