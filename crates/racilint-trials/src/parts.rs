//! Several files in one text: the parts of an engagement, or of a workbook.
//!
//! A line `#@ people.toml` begins the part of that name; what stands before the first such line is
//! the main part.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use racilint_parser::{LoadError, Loaded, Loader};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const MARK: &[u8] = b"#@ ";

/// The parts of a text in their order, the main one first, under the empty name.
pub fn of_parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut parts = vec![(String::new(), Vec::new())];
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match (line.strip_prefix(MARK), parts.last_mut()) {
            (Some(name), _) => {
                let name = String::from_utf8_lossy(name).trim().to_owned();
                parts.push((name, Vec::new()));
            }
            (None, Some((_, part))) => part.extend(line),
            (None, None) => {}
        }
    }
    parts
}

/// An archive of these parts, as workbooks are; the main one is left out.
pub fn zipped(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts.iter().filter(|(name, _)| !name.is_empty()) {
        // The name of a part can be one that no archive takes, or be there already.
        if writer.start_file(name.as_str(), options).is_ok() {
            writer.write_all(bytes).expect("memory");
        }
    }
    writer.finish().expect("an archive").into_inner()
}

/// The files of an engagement in memory.
#[derive(Clone, Debug, Default)]
pub struct Files {
    main: Vec<u8>,
    included: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// The files of a text with parts.
    pub fn of(bytes: &[u8]) -> Self {
        let mut parts = of_parts(bytes).into_iter();
        let main = parts.next().map(|(_, bytes)| bytes).unwrap_or_default();
        Files {
            main,
            included: parts.collect(),
        }
    }

    /// What is in the main file.
    pub fn main(&self) -> &[u8] {
        &self.main
    }
}

impl Loader for Files {
    fn load(&self, _: &str, path: &str) -> Result<Loaded, LoadError> {
        let bytes = self.included.get(path).ok_or_else(|| LoadError {
            reason: "there is no such file".into(),
            help: "check the name".into(),
        })?;
        Ok(Loaded {
            name: path.to_owned(),
            identity: path.to_owned(),
            bytes: bytes.clone(),
        })
    }
}
