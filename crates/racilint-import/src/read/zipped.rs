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
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err("it is protected by a password, or of an older kind such as `.xls`".into());
    }
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|_| "it is no workbook, or it is damaged")?;
    if archive.len() > MOST_PARTS {
        return Err(format!("it has more than {MOST_PARTS} parts"));
    }
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive
            .by_index(index)
            .map_err(|_| "it is damaged, or protected by a password")?;
        let read =
            io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|_| "it is damaged")?;
        left = left.checked_sub(read).ok_or_else(|| {
            format!(
                "unpacked it is larger than {} MiB",
                MOST_UNPACKED / 1024 / 1024
            )
        })?;
    }
    Ok(archive)
}
