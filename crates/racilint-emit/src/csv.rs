//! Lines of a CSV file by RFC 4180, in which no cell is a formula to a spreadsheet.
//!
//! Which cells there are is the matter of whoever writes the table.

use std::io::{self, Write};

use racilint_diagnostics::harmless::visible_lines;

/// Writes a line, with `\r\n` at its end.
///
/// # Errors
///
/// Those of `out`.
pub fn write_line<S: AsRef<str>>(out: &mut dyn Write, cells: &[S]) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell.as_ref())).collect();
    write!(out, "{}\r\n", cells.join(","))
}

/// A cell. What a spreadsheet would take for a formula begins with an apostrophe.
fn quoted(cell: &str) -> String {
    let is_number = cell.parse::<i64>().is_ok();
    // Apostrophes before a formula get one more, so that whoever takes one off gets them back.
    let bare = cell.trim_start_matches('\'');
    let is_formula = !is_number && bare.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = match is_formula {
        true => format!("'{}", visible_lines(cell)),
        false => visible_lines(cell).into_owned(),
    };
    if cell.contains(['"', ',', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::{quoted, visible_lines};

    #[test]
    fn cells_stay_cells() {
        assert_eq!(quoted("a"), "a");
        assert_eq!(quoted("a, b"), "\"a, b\"");
        assert_eq!(quoted("\"a\""), "\"\"\"a\"\"\"");
        assert_eq!(quoted("one\ntwo"), "\"one\ntwo\"");
        for formula in ["=1+1", "+a", "-1+1", "@SUM(A1)", "\tx", "'=1"] {
            assert_eq!(quoted(formula), format!("'{}", visible_lines(formula)));
        }
        assert_eq!(quoted("-12"), "-12");
    }
}
