//! The matrix as CSV by RFC 4180, for spreadsheets and scripts.
//!
//! One header, one row a line, sections as rows of their own. What a spreadsheet would take for a
//! formula begins with an apostrophe. There is no byte order mark: for Excel, write a workbook.

use std::io::{self, Write};

use racilint_emit::csv::write_line;

use crate::{Cell, Matrix};

/// The heading of the column of ids.
pub(crate) const ID: &str = "ID";
/// The heading of the column of names of rows.
pub(crate) const TASK: &str = "Task";

/// Writes the matrix.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, matrix: &Matrix) -> io::Result<()> {
    let columns = matrix.columns.iter().map(|column| column.title.clone());
    let extras = matrix.extras.iter().map(|extra| (*extra).to_owned());
    let header = [ID.to_owned(), TASK.to_owned()].into_iter();
    let header: Vec<String> = header.chain(columns).chain(extras).collect();
    write_line(out, &header)?;
    for row in &matrix.rows {
        let mut cells: Vec<String> = row.cells.iter().map(Cell::text).collect();
        cells.resize(matrix.columns.len(), String::new());
        let texts = [row.id.clone(), row.title.clone()].into_iter();
        let extras = row.extras.iter().cloned();
        let line: Vec<String> = texts.chain(cells).chain(extras).collect();
        write_line(out, &line)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Layout;
    use crate::matrix::tests::{matrix, matrix_of};

    fn csv(matrix: &Matrix) -> String {
        let mut out = Vec::new();
        write(&mut out, matrix).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn one_row_a_line() {
        assert_eq!(
            csv(&matrix(Layout::Holders)),
            "ID,Task,\"Harbor, Inc.\",Dana Ortiz,SOC,Criticality,Hours,Applies to,Notes\r\n\
             desk,Help the people,,A,R,,,,\r\n\
             ,Stop attacks,,,,,,,\r\n\
             alerts.day,Watch: by day,I,A,R,critical,Mon-Fri 08:00-17:00,,\r\n\
             alerts.night,Watch: by night,I,,R/A,critical,24x7,sev1,On call\r\n"
        );
    }

    #[test]
    fn a_formula_in_a_title_is_text() {
        let awkward = matrix_of(
            "[party]\na.name = \"=cmd|' /C calc'!A0\"\n\
             [workstream.x]\ntitle = \"@evil, \\\"quoted\\\"\"\naccountable = \"a\"\n",
            Layout::Holders,
        );
        assert_eq!(
            csv(&awkward),
            "ID,Task,'=cmd|' /C calc'!A0\r\nx,\"'@evil, \"\"quoted\"\"\",A\r\n"
        );
    }
}
