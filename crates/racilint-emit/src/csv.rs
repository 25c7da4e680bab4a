//! Lines of a CSV file by RFC 4180, in which no cell is a formula to a spreadsheet.
//!
//! Which cells there are is the matter of whoever writes the table.

use std::io::{self, Write};

use racilint_diagnostics::harmless::{acts_in_a_cell, visible_lines};

/// Writes a line, with `\r\n` at its end.
///
/// # Errors
///
/// Those of `out`.
pub fn write_line<S: AsRef<str>>(out: &mut dyn Write, cells: &[S]) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell.as_ref())).collect();
    write!(out, "{}\r\n", cells.join(","))
}

/// A cell. Quotes keep it whole also for whoever parts cells by semicolons, as spreadsheets do in much
/// of Europe, as far as they can: see [`guarded`].
fn quoted(cell: &str) -> String {
    let cell = match cell.parse::<i64>() {
        Ok(_) => cell.to_owned(),
        Err(_) => visible_lines(&guarded(cell)).into_owned(),
    };
    if cell.contains(['"', ',', ';', '\t', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

/// The cell with an apostrophe before whatever would act.
///
/// To a spreadsheet that parts by semicolons a quote within a field means nothing, so for it a cell
/// begins behind each semicolon and each line break. The importer takes the apostrophes off again.
fn guarded(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len() + 8);
    for (number, part) in cell.split_inclusive([';', '\n']).enumerate() {
        // Blank lines at the beginning do not keep a formula from being one.
        if acts_in_a_cell(if number == 0 { cell } else { part }) {
            out.push('\'');
        }
        out.push_str(part);
    }
    out
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
        assert_eq!(quoted("a; b"), "\"a; b\"");
    }

    #[test]
    fn formulas_behind_blanks_and_semicolons_are_text() {
        for formula in [
            " =1+1",
            "\u{a0}=1",
            "\u{3000}=1",
            "＝1+1",
            "＋1",
            "－1",
            "＠x",
        ] {
            assert_eq!(quoted(formula), format!("'{formula}"));
        }
        assert_eq!(quoted("\n=1+1"), "\"'\n'=1+1\"");
        assert_eq!(quoted("x\n =1+1"), "\"x\n' =1+1\"");
        assert_eq!(quoted("a;=1+1;b"), "\"a;'=1+1;b\"");
        assert_eq!(quoted("a; '=1"), "\"a;' '=1\"");
        assert_eq!(quoted("10 - 3 = 7"), "10 - 3 = 7");
    }

    #[test]
    fn no_line_of_a_cell_is_a_command_of_a_runner() {
        assert_eq!(quoted("::error::x"), "'::error::x");
        assert_eq!(quoted("a\n  ::error::x"), "\"a\n'  ::error::x\"");
        assert_eq!(quoted("a::b"), "a::b");
    }
}
