//! The matrix as an Excel workbook: the matrix, the findings of a check, a legend.
//!
//! The first sheet has one header row and can be read back; findings stand as notes on the cells that
//! they concern, and all of them on a sheet of their own. The same engagement on the same day gives
//! the same bytes. What Excel cannot hold is an error: nothing is cut.

mod findings;
mod grid;
mod legend;
mod sheet;
mod style;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::{Matrix, Remarks};

/// Why there is no workbook, in words.
#[derive(Debug)]
pub struct TooMuch(pub String);

impl From<XlsxError> for TooMuch {
    fn from(error: XlsxError) -> Self {
        TooMuch(format!("the workbook cannot be written: {error}"))
    }
}

/// The bytes of the workbook.
///
/// # Errors
///
/// Says what is more than a workbook can hold.
pub fn bytes(matrix: &Matrix, remarks: &Remarks) -> Result<Vec<u8>, TooMuch> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(matrix)?);
    grid::write(workbook.add_worksheet(), matrix, remarks)?;
    findings::write(workbook.add_worksheet(), matrix, remarks)?;
    legend::write(workbook.add_worksheet(), matrix, remarks)?;
    Ok(workbook.save_to_buffer()?)
}

/// What the file says about itself; its date is the day of the matrix, so that a run can be repeated.
fn properties(matrix: &Matrix) -> Result<DocProperties, TooMuch> {
    let (year, month, day) = matrix.day;
    // Excel's calendar begins in 1900.
    let created = match ExcelDateTime::from_ymd(year, month, day) {
        Ok(created) => created,
        Err(_) => ExcelDateTime::from_ymd(1900, 1, 1)?,
    };
    Ok(DocProperties::new()
        .set_title(sheet::short(&matrix.title, 200))
        .set_subject("Responsibility matrix")
        .set_author("racilint")
        .set_creation_datetime(&created))
}

#[cfg(test)]
mod tests;
