//! Writing repaired files: each whole or not at all, and none where it is plain beforehand that one of
//! them cannot be written.

use std::io::Write as _;
use std::path::Path;

use crate::files::holds;
use crate::written::{self, Pending, Ready};

/// A file before and after.
#[derive(Clone, Copy, Debug)]
pub(super) struct File<'a> {
    pub(super) path: &'a Path,
    pub(super) name: &'a str,
    pub(super) before: &'a str,
    pub(super) after: &'a str,
}

/// Writes the files, and says which could not be written and why.
pub(super) fn write<'a>(files: impl Iterator<Item = File<'a>>) -> Vec<String> {
    let files: Vec<File<'_>> = files.collect();
    let unfit: Vec<String> = files.iter().filter_map(|file| unfit(file).err()).collect();
    if !unfit.is_empty() {
        return unfit;
    }
    let stored: Vec<Result<Ready, String>> = files.iter().map(store).collect();
    if stored.iter().any(Result::is_err) {
        return stored.into_iter().filter_map(Result::err).collect();
    }
    let named = files.iter().zip(stored.into_iter().flatten());
    let named = named.map(|(file, stored)| stored.take_place_of(Some(file.before.as_bytes())));
    named.filter_map(Result::err).collect()
}

/// Writes a file without giving it its name, so that a full disk leaves all of them as they were.
fn store(file: &File<'_>) -> Result<Ready, String> {
    let mut pending = Pending::under_name(file.path, file.name.to_owned())?;
    let result = pending.write_all(file.after.as_bytes());
    pending.ready(result)
}

/// Whether a file can be written, and is still what was repaired.
fn unfit(file: &File<'_>) -> Result<(), String> {
    written::is_writable(file.path, file.name)?;
    match holds(file.path, file.before.as_bytes()) {
        true => Ok(()),
        false => Err(format!(
            "`{}` is not fixed: it was changed in the meantime; run this again",
            file.name
        )),
    }
}
