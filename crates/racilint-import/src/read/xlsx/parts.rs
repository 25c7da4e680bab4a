//! The parts of a workbook of Excel, and how they point at each other.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::findings::short;
use crate::read::xml::attribute;
use crate::read::zipped::{self, MOST_UNPACKED};

/// The parts of a workbook.
pub(super) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Their names as they are written, by their names in small letters.
    names: BTreeMap<String, String>,
}

/// What one part says of another.
pub(super) struct Link {
    pub(super) id: String,
    /// The last part of its type: `worksheet`, `comments`.
    pub(super) kind: String,
    pub(super) target: String,
}

impl<'a> Parts<'a> {
    /// Opens a workbook.
    ///
    /// # Errors
    ///
    /// Says why it cannot be read.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        let archive = zipped::open(bytes)?;
        let names = archive.file_names();
        let names = names
            .flatten()
            .map(|name| (plain(&name), name.into_owned()));
        let names = names.collect();
        Ok(Self { archive, names })
    }

    /// Whether there is a part of a name.
    pub(super) fn has(&self, path: &str) -> bool {
        self.names.contains_key(&plain(path))
    }

    /// The text of a part; none where there is no such part.
    ///
    /// # Errors
    ///
    /// Says that it is damaged.
    pub(super) fn text(&mut self, path: &str) -> Result<Option<String>, String> {
        let Some(name) = self.names.get(&plain(path)) else {
            return Ok(None);
        };
        let part = self.archive.by_name(name).map_err(|_| damaged(path))?;
        let mut text = String::new();
        part.take(MOST_UNPACKED)
            .read_to_string(&mut text)
            .map_err(|_| damaged(path))?;
        Ok(Some(text))
    }

    /// The links of a part.
    ///
    /// # Errors
    ///
    /// Says that they are damaged.
    pub(super) fn links(&mut self, of: &str) -> Result<Vec<Link>, String> {
        let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
        let path = format!("{folder}/_rels/{name}.rels");
        let text = self.text(&path)?.unwrap_or_default();
        let mut links = Vec::new();
        let mut reader = Reader::from_str(&text);
        loop {
            let tag = match reader.read_event().map_err(|_| damaged(&path))? {
                Event::Eof => return Ok(links),
                Event::Start(tag) | Event::Empty(tag) => tag,
                _ => continue,
            };
            if tag.local_name().as_ref() == "Relationship" {
                let kind = attribute(&tag, "Type");
                links.push(Link {
                    id: attribute(&tag, "Id"),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: resolve(folder, &attribute(&tag, "Target")),
                });
            }
        }
    }
}

/// What is said of a part that cannot be read.
pub(super) fn damaged(path: &str) -> String {
    format!("its part `{}` is damaged", named(path))
}

/// What is said of a part that is not there.
pub(super) fn missing(path: &str) -> String {
    format!("its part `{}` is missing", named(path))
}

/// The name of a part in a message: it comes from the file, and may hold anything.
fn named(path: &str) -> String {
    short(path.trim_start_matches('/'))
}

fn plain(path: &str) -> String {
    let path = path.replace('\\', "/").to_lowercase();
    path.trim_start_matches('/').to_owned()
}

/// A target as it is seen from a folder.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(path.pop()),
            "." | "" => {}
            part => path.push(part),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_found_from_where_they_are_named() {
        assert_eq!(
            resolve("xl/worksheets", "../comments1.xml"),
            "xl/comments1.xml"
        );
        assert_eq!(
            resolve("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(
            resolve("xl", "/xl/comments/comment1.xml"),
            "xl/comments/comment1.xml"
        );
    }
}
