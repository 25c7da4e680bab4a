//! The matrix as one page of HTML that stands alone: no script, no font, nothing to fetch.
//!
//! It reads aloud (caption, headers with their scope, letters with their words), in the dark, on
//! paper, and without colours. Everything that comes from the engagement is escaped.

use std::fmt::Write as _;
use std::io::{self, Write};

use racilint_checker::model::Letter;

use crate::csv::{ID, TASK};
use crate::{Cell, Column, Layout, Matrix, Row, words};

/// Columns from which on headings are turned, since they would make the table too wide.
const MANY: usize = 9;

/// Writes the matrix.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, matrix: &Matrix) -> io::Result<()> {
    let mut page = String::new();
    let title = escaped(&matrix.title);
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n\
         <h1 dir=\"auto\">{title}</h1>\n",
        include_str!("html/page.css")
    );
    push_facts(&mut page, matrix);
    push_table(&mut page, matrix);
    push_legend(&mut page, matrix);
    push_sections(&mut page, matrix);
    push_holders(&mut page, matrix);
    push_left(&mut page, matrix);
    page.push_str("</main>\n</body>\n</html>\n");
    out.write_all(page.as_bytes())
}

fn push_facts(page: &mut String, matrix: &Matrix) {
    page.push_str("<dl class=\"facts\">\n");
    for (name, text) in &matrix.facts {
        let text = escaped(text);
        let _ = writeln!(
            page,
            "<div><dt>{name}</dt><dd dir=\"auto\">{text}</dd></div>"
        );
    }
    page.push_str("</dl>\n");
}

fn push_table(page: &mut String, matrix: &Matrix) {
    let turned = matrix.layout != Layout::Letters && matrix.columns.len() >= MANY;
    let class = if turned { "matrix turned" } else { "matrix" };
    let caption = match matrix.layout {
        Layout::Letters => "Responsibility matrix: who holds which letter",
        Layout::Holders | Layout::Parties => "Responsibility matrix: which letters everybody holds",
    };
    let _ = write!(
        page,
        "<div class=\"scroll\" role=\"region\" aria-label=\"Responsibility matrix\" tabindex=\"0\">\n\
         <table class=\"{class}\">\n<caption>{caption}</caption>\n<thead>\n<tr>\n\
         <th scope=\"col\" class=\"text\">{ID}</th>\n\
         <th scope=\"col\" class=\"text title\">{TASK}</th>\n"
    );
    for (index, column) in matrix.columns.iter().enumerate() {
        let (class, title) = (starts_group(matrix, index), escaped(&column.title));
        let hint = escaped(&described(column));
        let _ = writeln!(
            page,
            "<th scope=\"col\" class=\"who{class}\" title=\"{hint}\"><span dir=\"auto\">{title}</span></th>"
        );
    }
    for (index, extra) in matrix.extras.iter().enumerate() {
        let class = if index == 0 { "text group" } else { "text" };
        let _ = writeln!(page, "<th scope=\"col\" class=\"{class}\">{extra}</th>");
    }
    page.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &matrix.rows {
        push_row(page, matrix, row);
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
}

/// A section begins a body of its own, so that its heading is read with its rows.
fn push_row(page: &mut String, matrix: &Matrix, row: &Row) {
    let (id, title) = (escaped(&row.id), escaped(&row.title));
    if row.is_section {
        let _ = write!(
            page,
            "</tbody>\n<tbody>\n<tr class=\"section\">\n<td class=\"id\">{id}</td>\n\
             <th scope=\"rowgroup\" class=\"title\" dir=\"auto\">{title}</th>\n"
        );
    } else {
        let depth = row.depth.min(4);
        let _ = write!(
            page,
            "<tr>\n<td class=\"id\">{id}</td>\n\
             <th scope=\"row\" class=\"title depth{depth}\" dir=\"auto\">{title}</th>\n"
        );
    }
    for index in 0..matrix.columns.len() {
        let class = starts_group(matrix, index);
        match row.cells.get(index).filter(|cell| !cell.letters.is_empty()) {
            Some(cell) => push_cell(page, matrix, cell, class),
            None => {
                let _ = writeln!(page, "<td class=\"who{class}\"></td>");
            }
        }
    }
    for (index, extra) in row.extras.iter().enumerate() {
        let class = match (index, matrix.extras.get(index)) {
            (0, Some(&"Notes")) => "text group long",
            (0, _) => "text group",
            (_, Some(&"Notes" | &"Applies to")) => "text long",
            _ => "text",
        };
        let text = escaped(extra).replace('\n', "<br>");
        let _ = writeln!(page, "<td class=\"{class}\" dir=\"auto\">{text}</td>");
    }
    page.push_str("</tr>\n");
}

fn push_cell(page: &mut String, matrix: &Matrix, cell: &Cell, class: &str) {
    if matrix.layout == Layout::Letters {
        let names = cell.parts().map(|name| escaped(&name));
        let names = names.collect::<Vec<_>>().join("<br>");
        let _ = writeln!(
            page,
            "<td class=\"who names{class}\" dir=\"auto\">{names}</td>"
        );
        return;
    }
    let letter = cell.main_letter().map_or("", class_of);
    let hint = escaped(&hint(cell));
    let text = escaped(&cell.text());
    let _ = writeln!(
        page,
        "<td class=\"who {letter}{class}\"><abbr title=\"{hint}\">{text}</abbr></td>"
    );
}

/// "responsible: SOC, accountable: SOC lead"; the words alone where the column says who.
fn hint(cell: &Cell) -> String {
    let mut parts = Vec::new();
    for letter in &cell.letters {
        let word = words::title(*letter).to_lowercase();
        let who = cell.who.iter().filter(|(own, _)| own == letter);
        let who: Vec<&str> = who.map(|(_, name)| name.as_str()).collect();
        parts.push(match who.is_empty() {
            true => word,
            false => format!("{word}: {}", who.join(", ")),
        });
    }
    parts.join("; ")
}

fn class_of(letter: Letter) -> &'static str {
    match letter {
        Letter::Responsible => "r",
        Letter::Accountable => "a",
        Letter::Support => "s",
        Letter::Consulted => "c",
        Letter::Informed => "i",
    }
}

/// A class for the first column of each party.
fn starts_group(matrix: &Matrix, index: usize) -> &'static str {
    let group = |index: usize| matrix.columns.get(index).map(|column| column.group);
    let is_first = index == 0 || group(index - 1) != group(index);
    if is_first { " group" } else { "" }
}

/// "role of Harbor Clinics: Dana Ortiz".
fn described(column: &Column) -> String {
    let mut text = match (column.kind, column.party.as_str()) {
        ("", _) => String::new(),
        ("party", _) => "party".to_owned(),
        (kind, "") => kind.to_owned(),
        (kind, party) => format!("{kind} of {party}"),
    };
    if !column.people.is_empty() {
        text.push_str(&format!(": {}", column.people.join(", ")));
    }
    text
}

fn push_legend(page: &mut String, matrix: &Matrix) {
    page.push_str("<h2>Letters</h2>\n<dl class=\"legend\">\n");
    for letter in matrix.letters.iter().copied() {
        let (class, sign) = (class_of(letter), words::sign(letter));
        let (word, meaning) = (words::title(letter), words::meaning(letter));
        let _ = writeln!(
            page,
            "<div><dt class=\"{class}\">{sign}</dt><dd>{word}: {meaning}</dd></div>"
        );
    }
    page.push_str("</dl>\n");
}

fn push_sections(page: &mut String, matrix: &Matrix) {
    let mut sections = matrix.sections().peekable();
    if sections.peek().is_none() {
        return;
    }
    page.push_str("<h2>Sections</h2>\n<ul>\n");
    for (title, about) in sections {
        let (title, about) = (escaped(title), escaped(about).replace('\n', "<br>"));
        let _ = writeln!(
            page,
            "<li dir=\"auto\"><strong>{title}</strong>: {about}</li>"
        );
    }
    page.push_str("</ul>\n");
}

/// Who is who, as a list: a table here would look like a second matrix to whatever reads the page.
fn push_holders(page: &mut String, matrix: &Matrix) {
    if matrix.holders.is_empty() {
        return;
    }
    page.push_str("<h2>Who is who</h2>\n<ul class=\"holders\">\n");
    for column in &matrix.holders {
        let (title, text) = (escaped(&column.title), escaped(&described(column)));
        let id = match column.id == column.title {
            true => String::new(),
            false => format!(" <code>{}</code>", escaped(&column.id)),
        };
        let _ = writeln!(
            page,
            "<li dir=\"auto\"><strong>{title}</strong>{id} <span>{text}</span></li>"
        );
    }
    page.push_str("</ul>\n");
}

fn push_left(page: &mut String, matrix: &Matrix) {
    if matrix.left.is_empty() {
        return;
    }
    page.push_str("<h2>Deliberately nobody's</h2>\n<ul>\n");
    for left in &matrix.left {
        let mut text = format!("<strong>{}</strong>", escaped(&left.what));
        if !left.reason.is_empty() {
            let _ = write!(text, ": {}", escaped(&left.reason));
        }
        if !left.accepted_by.is_empty() {
            let _ = write!(text, " (accepted by {})", escaped(&left.accepted_by));
        }
        let _ = writeln!(page, "<li dir=\"auto\">{text}</li>");
    }
    page.push_str("</ul>\n");
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::tests::{matrix, matrix_of};

    fn html(matrix: &Matrix) -> String {
        let mut out = Vec::new();
        write(&mut out, matrix).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn headers_say_what_they_head() {
        let page = html(&matrix(Layout::Holders));
        assert!(page.contains("<caption>"), "{page}");
        assert!(
            page.contains("<th scope=\"rowgroup\" class=\"title\" dir=\"auto\">Stop attacks</th>")
        );
        assert!(
            page.contains(
                "<th scope=\"row\" class=\"title depth1\" dir=\"auto\">Watch: by day</th>"
            )
        );
        assert!(
            page.contains(
                "<td class=\"who a group\"><abbr title=\"responsible; accountable\">R/A</abbr></td>"
            ),
            "{page}"
        );
    }

    #[test]
    fn a_party_says_who_holds_its_letters() {
        let page = html(&matrix(Layout::Parties));
        assert!(
            page.contains("title=\"accountable: Dana Ortiz; informed: Harbor, Inc.\">A/I<"),
            "{page}"
        );
    }

    #[test]
    fn nothing_in_a_name_becomes_html() {
        let page = html(&matrix_of(
            "[engagement]\ntitle = \"</title><script>alert(1)</script>\"\n\
             [party]\na.name = \"\\\" onmouseover='x' <b>\"\n\
             [workstream.x]\ntitle = \"<img src=x> & co\"\naccountable = \"a\"\n\
             notes = \"one\\n<two>\"\n\
             [[exclusion]]\narea = \"<i>\"\nreason = \"<u>\"\n",
            Layout::Holders,
        ));
        for bad in [
            "<script",
            "<img",
            "<b>",
            "<i>",
            "<u>",
            "<two>",
            "\" onmouse",
        ] {
            assert!(!page.contains(bad), "{bad}");
        }
        assert!(page.contains("one<br>&lt;two&gt;"), "{page}");
    }
}
