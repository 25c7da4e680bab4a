//! The matrix in Markdown, for wikis and documents.
//!
//! A title, what the engagement says about itself, the table, and what its letters and columns
//! mean. Nothing in a name means anything to Markdown, or to what it becomes.

use std::io::{self, Write};

use racilint_emit::markdown::literal;

use crate::csv::{ID, TASK};
use crate::{Cell, Column, Left, Matrix, words};

/// Writes the matrix.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, matrix: &Matrix) -> io::Result<()> {
    writeln!(out, "# {}\n", escaped(&matrix.title))?;
    for (name, text) in &matrix.facts {
        writeln!(out, "- {name}: {}", escaped(text))?;
    }
    writeln!(out)?;
    write_table(out, matrix)?;
    let letters = matrix.letters.iter().copied();
    let legend = letters.map(|letter| {
        let (sign, meaning) = (words::sign(letter), words::meaning(letter));
        format!("**{sign}** {meaning}")
    });
    writeln!(out, "\n{}.", legend.collect::<Vec<_>>().join(", "))?;
    let mut sections = matrix.sections().peekable();
    if sections.peek().is_some() {
        writeln!(out, "\n## Sections\n")?;
    }
    for (title, about) in sections {
        writeln!(out, "- **{}**: {}", escaped(title), escaped(about))?;
    }
    write_holders(out, &matrix.holders)?;
    write_left(out, &matrix.left)
}

fn write_table(out: &mut dyn Write, matrix: &Matrix) -> io::Result<()> {
    let columns = matrix.columns.iter().map(|column| escaped(&column.title));
    let extras = matrix.extras.iter().map(|extra| (*extra).to_owned());
    let header = [ID.to_owned(), TASK.to_owned()].into_iter();
    write_row(out, header.chain(columns).chain(extras))?;
    let centred = matrix.columns.iter().map(|_| " :-: ");
    let extras = matrix.extras.iter().map(|_| " --- ");
    let rule: Vec<&str> = [" --- "; 2]
        .into_iter()
        .chain(centred)
        .chain(extras)
        .collect();
    writeln!(out, "|{}|", rule.join("|"))?;
    for row in &matrix.rows {
        let mut cells: Vec<String> = row.cells.iter().map(cell).collect();
        cells.resize(matrix.columns.len(), String::new());
        let title = match row.is_section {
            true => format!("**{}**", escaped(&row.title)),
            false => escaped(&row.title),
        };
        let texts = [escaped(&row.id), title].into_iter();
        let extras = row.extras.iter().map(|extra| escaped(extra));
        write_row(out, texts.chain(cells).chain(extras))?;
    }
    Ok(())
}

fn cell(cell: &Cell) -> String {
    escaped(&cell.text())
}

fn write_row(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    let cells: Vec<String> = cells.collect();
    writeln!(out, "| {} |", cells.join(" | "))
}

/// Who the columns are: this is a list, so that nobody takes it for a second matrix.
fn write_holders(out: &mut dyn Write, holders: &[Column]) -> io::Result<()> {
    if holders.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Who is who\n")?;
    for column in holders {
        writeln!(out, "- {}", described(column))?;
    }
    Ok(())
}

/// "**IT director** (`it-director`), role of Harbor: Dana Ortiz".
fn described(column: &Column) -> String {
    let mut text = format!("**{}**", escaped(&column.title));
    if column.id != column.title && !column.id.is_empty() {
        text.push_str(&format!(" ({})", escaped(&column.id)));
    }
    text.push_str(&match (column.kind, column.party.as_str()) {
        ("", _) => ", not declared".to_owned(),
        ("party", _) => ", party".to_owned(),
        (kind, "") => format!(", {kind}"),
        (kind, party) => format!(", {kind} of {}", escaped(party)),
    });
    if !column.people.is_empty() {
        text.push_str(&format!(": {}", escaped(&column.people.join(", "))));
    }
    text
}

fn write_left(out: &mut dyn Write, left: &[Left]) -> io::Result<()> {
    if left.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Deliberately nobody's\n")?;
    for own in left {
        let mut text = escaped(&own.what);
        if !own.reason.is_empty() {
            text.push_str(&format!(": {}", escaped(&own.reason)));
        }
        if !own.accepted_by.is_empty() {
            text.push_str(&format!(" (accepted by {})", escaped(&own.accepted_by)));
        }
        writeln!(out, "- {text}")?;
    }
    Ok(())
}

/// Text that means nothing to Markdown; a line break in it is one in the page.
fn escaped(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(literal).collect();
    lines.join("<br>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Layout;
    use crate::matrix::tests::{matrix, matrix_of};

    fn markdown(matrix: &Matrix) -> String {
        let mut out = Vec::new();
        write(&mut out, matrix).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_page_with_the_matrix_and_its_legend() {
        let page = markdown(&matrix(Layout::Holders));
        assert!(page.starts_with("# Harbor: co-managed\n\n- Client: Harbor, Inc.\n"));
        assert!(page.contains(
            "| ID | Task | Harbor, Inc. | Dana Ortiz | SOC | Criticality | Hours | Applies to | Notes |\n\
             | --- | --- | :-: | :-: | :-: | --- | --- | --- | --- |\n\
             | desk | Help the people |  | A | R |  |  |  |  |\n\
             |  | **Stop attacks** |  |  |  |  |  |  |  |\n"
        ), "{page}");
        assert!(
            page.contains("- **SOC** (soc), team of Northwind: li\n"),
            "{page}"
        );
        assert!(page.contains("**A** answers for it"), "{page}");
    }

    #[test]
    fn nothing_in_a_name_breaks_the_table() {
        let page = markdown(&matrix_of(
            "[party]\na.name = \"a|b\\nc <script>\"\n\
             [workstream.x]\ntitle = \"*x* | [y](z)\"\naccountable = \"a\"\n\
             notes = \"one\\ntwo @octocat &rlm;\"\n",
            Layout::Holders,
        ));
        assert!(
            page.contains("| ID | Task | a\\|b c \\<script\\> | Notes |"),
            "{page}"
        );
        assert!(
            page.contains(
                "| x | \\*x\\* \\| \\[y\\](z) | A | one<br>two \\@<!-- -->octocat \\&rlm; |"
            ),
            "{page}"
        );
    }
}
