//! Files that several engagements include: read once in a run, not once for each engagement.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use racilint_parser::{LoadError, Loaded, Loader};

use crate::files::{DiskLoader, full_path};

/// So many bytes of included files are kept. A roster of a thousand people has a fiftieth.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// The included files that were read.
#[derive(Default)]
pub(super) struct Shelf(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    files: BTreeMap<PathBuf, File>,
    bytes: usize,
}

struct File {
    loaded: Loaded,
    /// How often it was asked for again.
    used: usize,
}

impl Shelf {
    fn find(&self, path: &Path) -> Option<Loaded> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let file = kept.files.get_mut(path)?;
        file.used += 1;
        Some(file.loaded.clone())
    }

    fn put(&self, path: PathBuf, loaded: &Loaded) {
        if loaded.bytes.len() > MOST_BYTES {
            return;
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.bytes + loaded.bytes.len() > MOST_BYTES {
            kept.make_room();
        }
        kept.bytes += loaded.bytes.len();
        let file = File {
            loaded: loaded.clone(),
            used: 0,
        };
        // Two may have read it at the same time.
        if let Some(old) = kept.files.insert(path, file) {
            kept.bytes -= old.loaded.bytes.len();
        }
    }
}

impl Kept {
    /// Lets go what nobody has asked for again; where that is not half of it, all.
    fn make_room(&mut self) {
        self.files.retain(|_, file| file.used > 0);
        self.bytes = self
            .files
            .values()
            .map(|file| file.loaded.bytes.len())
            .sum();
        if self.bytes > MOST_BYTES / 2 {
            self.files.clear();
            self.bytes = 0;
        }
    }
}

/// Reads what one engagement includes, from the shelf where it is there.
pub(super) struct SharedLoader<'s> {
    pub(super) disk: DiskLoader,
    pub(super) shelf: &'s Shelf,
}

impl Loader for SharedLoader<'_> {
    fn load(&self, from: &str, path: &str) -> Result<Loaded, LoadError> {
        let full = full_path(from, path);
        if let Some(loaded) = self.shelf.find(&full) {
            self.disk.allows(Path::new(&loaded.identity))?;
            return Ok(loaded);
        }
        let loaded = self.disk.load(from, path)?;
        self.shelf.put(full, &loaded);
        Ok(loaded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded(bytes: usize) -> Loaded {
        Loaded {
            name: String::new(),
            identity: String::new(),
            bytes: vec![0; bytes],
        }
    }

    #[test]
    fn what_is_used_stays_when_room_is_needed() {
        let shelf = Shelf::default();
        shelf.put("roster".into(), &loaded(1000));
        assert!(shelf.find(Path::new("roster")).is_some());
        for other in 0..100 {
            shelf.put(format!("{other}").into(), &loaded(MOST_BYTES / 10));
        }
        assert!(shelf.find(Path::new("roster")).is_some());
        let kept = shelf.0.lock().expect("no thread broke down");
        assert!(kept.bytes <= MOST_BYTES, "{}", kept.bytes);
        let sum: usize = kept
            .files
            .values()
            .map(|file| file.loaded.bytes.len())
            .sum();
        assert_eq!(kept.bytes, sum);
    }

    #[test]
    fn what_is_too_large_is_not_kept() {
        let shelf = Shelf::default();
        shelf.put("large".into(), &loaded(MOST_BYTES + 1));
        assert!(shelf.find(Path::new("large")).is_none());
    }
}
