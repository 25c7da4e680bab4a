//! Zipped files: nothing is unpacked before it is known that it stays within bounds.

use std::io::{self, Cursor, Read as _};

use zip::ZipArchive;

/// The most bytes that all parts of a workbook may have together, unpacked.
pub(super) const MOST_UNPACKED: u64 = 128 * 1024 * 1024;

/// The most parts that a workbook may have.
const MOST_PARTS: usize = 10_000;

/// Opens an archive, unpacking it once into nothing to see that it is sound and not too large.
///
/// # Errors
///
/// Says why it cannot be read.
pub(super) fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, String> {
    open_within(bytes, MOST_UNPACKED)
}

fn open_within(bytes: &[u8], most: u64) -> Result<ZipArchive<Cursor<&[u8]>>, String> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err("it is protected by a password, or of an older kind such as `.xls`".into());
    }
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|_| "it is no workbook, or it is damaged")?;
    if archive.len() > MOST_PARTS {
        return Err(format!("it has more than {MOST_PARTS} parts"));
    }
    let mut left = most;
    for index in 0..archive.len() {
        let part = archive
            .by_index(index)
            .map_err(|_| "it is damaged, or protected by a password")?;
        // What the archive says about sizes is not believed: the bytes are counted.
        let read =
            io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|_| "it is damaged")?;
        left = left
            .checked_sub(read)
            .ok_or_else(|| format!("unpacked it is larger than {} MiB", most / 1024 / 1024))?;
    }
    Ok(archive)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    #[test]
    fn what_unpacks_without_end_is_refused() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for part in ["one.xml", "two.xml"] {
            writer
                .start_file(part, SimpleFileOptions::default())
                .expect("a part");
            writer.write_all(&[b' '; 700_000]).expect("memory");
        }
        let bomb = writer.finish().expect("an archive").into_inner();
        assert!(bomb.len() < 10_000);
        let error = open_within(&bomb, 1024 * 1024).expect_err("too large");
        assert_eq!(error, "unpacked it is larger than 1 MiB");
        assert!(open_within(&bomb, 2 * 1024 * 1024).is_ok());
    }

    #[test]
    fn a_damaged_archive_is_told() {
        assert!(open(b"PK\x03\x04 and so on").is_err());
        let old = open(b"\xd0\xcf\x11\xe0").expect_err("an older kind");
        assert!(old.contains("password"));
    }
}
