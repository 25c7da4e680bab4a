//! Writing repaired files: each whole or not at all, and none where it is plain beforehand that one of
//! them cannot be written.

use std::path::Path;

use crate::files::holds;
use crate::written;

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
    let write = |file: &File<'_>| {
        let after = file.after.as_bytes();
        written::replace(file.path, |out| out.write_all(after)).err()
    };
    files.iter().filter_map(write).collect()
}

/// Whether a file can be written, and is still what was repaired.
fn unfit(file: &File<'_>) -> Result<(), String> {
    written::is_writable(file.path, file.name)?;
    match holds(file.path, file.before) {
        true => Ok(()),
        false => Err(format!(
            "`{}` is not fixed: it was changed in the meantime; run this again",
            file.name
        )),
    }
}
