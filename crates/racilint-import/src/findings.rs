//! What is said about cells, columns and rows that are not understood.

use std::collections::BTreeSet;

use racilint_diagnostics::{Finding, Severity, Span};
use racilint_parser::rules::import as rules;

use crate::grid::{Cell, Grid};
use crate::names;
use crate::notation::{Held, Notation};
use crate::other::Other;
use crate::plain::{line, map_option};
use crate::scheme::{Meaning, SCHEMES, Scheme, Sign};
use crate::shape::Seat;

/// ` in F12` for a cell of a sheet.
fn at(cell: &Cell) -> String {
    cell.address()
        .map(|address| format!(" in {address}"))
        .unwrap_or_default()
}

/// The most characters of a text that stand in a message.
const LONGEST: usize = 60;

/// Whether a text is short enough to be typed once more.
fn is_short(text: &str) -> bool {
    line(text).chars().count() <= LONGEST
}

/// A text as it stands in a message: one line, not too long.
pub(crate) fn short(text: &str) -> String {
    let text = line(text).replace('`', "'");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

/// A cell under a role that is no letter.
pub(crate) fn unknown(cell: &Cell, role: &str, task: &str, letters: &str) -> Finding {
    let text = short(&cell.text);
    let message = format!(
        "`{text}`{} is no letter, for `{}` in `{}`",
        at(cell),
        short(role),
        short(task)
    );
    let mut finding = Finding::new(&rules::IMPORT_CELL_UNKNOWN, cell.span, message);
    finding
        .about(object(task))
        .aspect(short(role))
        .help(format!(
            "the letters are {letters}; write one of them there{}{}",
            match is_short(&cell.text) {
                true => format!(
                    ", or say what `{text}` means: `{}`, or `{}` where nobody is meant",
                    map_option(&cell.text, "R/A"),
                    map_option(&cell.text, "-")
                ),
                false => String::new(),
            },
            with_scheme(&cell.text)
        ));
    finding
}

/// The scheme that knows a text as letters, as help ends.
fn with_scheme(text: &str) -> String {
    let more = ["rasci", "raci-vs", "raciq", "cairo"];
    let knows = |scheme: &&'static Scheme| {
        let notation = Notation::of(scheme, Vec::new());
        more.contains(&scheme.name) && notation.is_letters(text)
    };
    let found = SCHEMES.iter().find(knows);
    found.map_or(String::new(), |scheme| {
        format!("; `--scheme {}` knows it", scheme.name)
    })
}

/// A letter in the note of a letter, which may be meant as one.
pub(crate) fn stray(cell: &Cell, role: &str, task: &str, held: &Held) -> Finding {
    let text = short(&cell.text);
    let message = format!(
        "of `{text}`{} only {} is read as a letter, and `{}` in it may be one too",
        at(cell),
        held.sign.letter,
        held.stray
    );
    let mut finding = Finding::new(&rules::IMPORT_CELL_UNKNOWN, cell.span, message);
    finding
        .about(object(task))
        .aspect(format!("{} {}", short(role), held.stray))
        .label(format!("for `{}` in `{}`", short(role), short(task)))
        .help(match is_short(&cell.text) {
            true => format!(
                "say what it means: `{}` for all of them, `{}` for the first alone; the text is kept as a note",
                map_option(&cell.text, &format!("{}/{}", held.sign.letter, held.stray.replace(", ", "/"))),
                map_option(&cell.text, &held.sign.letter.to_string()),
            ),
            false => "write there only the letters that are meant; the text is kept as a note".into(),
        });
    finding
}

/// An entry among names that is none.
pub(crate) fn no_name(cell: &Cell, item: &str, letter: &str, task: &str) -> Finding {
    let map = map_option(item, "NAME");
    let item = short(item);
    let message = format!(
        "`{item}`{} is no name, for `{}` in `{}`",
        at(cell),
        short(letter),
        short(task)
    );
    let mut finding = Finding::new(&rules::IMPORT_CELL_UNKNOWN, cell.span, message);
    finding
        .about(object(task))
        .aspect(format!("{} {item}", short(letter)))
        .help(format!(
            "name a role, a team or a person there, or say who is meant: `{map}`"
        ));
    finding
}

/// A cell that says that it is not decided.
pub(crate) fn pending(cell: &Cell, role: &str, task: &str) -> Finding {
    let text = short(&cell.text);
    let message = format!(
        "`{text}`{} leaves open what `{}` has to do with `{}`",
        at(cell),
        short(role),
        short(task)
    );
    let mut finding = Finding::new(&rules::IMPORT_CELL_PENDING, cell.span, message);
    finding
        .about(object(task))
        .aspect(short(role))
        .help("decide it; until then nobody is assigned by this cell, and it is kept as a note");
    finding
}

/// A cell of which one part is a letter and another is not decided.
pub(crate) fn half_pending(cell: &Cell, role: &str, task: &str) -> Finding {
    let text = short(&cell.text);
    let message = format!(
        "`{text}`{} leaves open what else `{}` has to do with `{}`",
        at(cell),
        short(role),
        short(task)
    );
    let mut finding = Finding::new(&rules::IMPORT_CELL_PENDING, cell.span, message);
    finding.about(object(task)).aspect(short(role)).help(
        "decide it; until then its letters are read as they stand, and the rest is kept as a note",
    );
    finding
}

/// What in a cell is struck out, or hidden by a merged cell; for a role in a task, where it is one.
pub(crate) fn passed_over(cell: &Cell, of: Option<(&str, &str)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let said = [
        (&cell.struck, "is struck out and is not read", STRUCK),
        (
            &cell.buried,
            "lies below a merged cell, where nobody sees it, and is not read",
            BURIED,
        ),
    ];
    for (text, what, help) in said.into_iter().filter(|(text, ..)| !text.is_empty()) {
        let text = short(text);
        let mut message = format!("`{text}`{} {what}", at(cell));
        if let Some((role, task)) = of {
            message += &format!(", for `{}` in `{}`", short(role), short(task));
        }
        let mut finding = Finding::new(&rules::IMPORT_CELL_PASSED_OVER, cell.span, message);
        finding
            .about(of.map_or("matrix".to_owned(), |(_, task)| object(task)))
            .aspect(of.map_or(text, |(role, _)| short(role)))
            .help(help);
        findings.push(finding);
    }
    findings
}

const STRUCK: &str = "delete it where it no longer holds; where it does, take the line through it away, or read all that is struck out: `--struck-out`";
const BURIED: &str = "take the cells apart and delete what does not hold";

/// A row of which every cell is struck out.
pub(crate) fn struck_row(grid: &Grid, row: usize, struck: &[&Cell]) -> Finding {
    let texts: Vec<String> = struck.iter().map(|cell| line(&cell.struck)).collect();
    let message = format!(
        "{} of {} is struck out and is not read: `{}`",
        grid.row_name(row),
        grid.name(),
        short(&texts.join(" | "))
    );
    let span = grid.rows[row].span;
    let mut finding = Finding::new(&rules::IMPORT_CELL_PASSED_OVER, span, message);
    finding
        .about(
            struck
                .first()
                .map_or(String::new(), |cell| object(&line(&cell.struck))),
        )
        .aspect("row")
        .help(STRUCK);
    finding
}

/// Names of which only one is meant, and nobody says which.
pub(crate) fn either(cell: &Cell, item: &str, letter: &str, task: &str) -> Finding {
    let map = map_option(item, "NAME");
    let item = short(item);
    let message = format!(
        "`{item}`{} leaves open who it is, for `{}` in `{}`",
        at(cell),
        short(letter),
        short(task)
    );
    let mut finding = Finding::new(&rules::IMPORT_CELL_PENDING, cell.span, message);
    finding
        .about(object(task))
        .aspect(format!("{} {item}", short(letter)))
        .help(format!(
            "decide it; until then nobody is assigned by this cell, and it is kept as a note; or say it here: `{map}`"
        ));
    finding
}

/// A letter that is not written as it should be.
pub(crate) fn odd(cell: &Cell, role: &str, task: &str, why: &str) -> Finding {
    let text = short(&cell.text);
    let message = format!("`{text}`{} is read as letters, though {why}", at(cell));
    let mut finding = Finding::new(&rules::IMPORT_LETTER_LOOKALIKE, cell.span, message);
    finding
        .about(object(task))
        .aspect(short(role))
        .label(format!("for `{}` in `{}`", short(role), short(task)))
        .help(
            "write the capital Latin letter, so that every reader and every program sees the same",
        );
    finding
}

/// Leaves one finding on letters in lower case, which says of how many cells it holds.
pub(crate) fn lower_case_once(findings: &mut Vec<Finding>) {
    let is_small = |finding: &Finding| {
        finding.rule.name == rules::IMPORT_LETTER_LOOKALIKE.name
            && finding.message.ends_with("in lower case")
    };
    let cells: BTreeSet<u32> = findings
        .iter()
        .filter(|finding| is_small(finding))
        .map(|finding| finding.span.start)
        .collect();
    let Some(first) = findings.iter().position(is_small) else {
        return;
    };
    let mut at = 0;
    findings.retain(|finding| {
        at += 1;
        at - 1 <= first || !is_small(finding)
    });
    match cells.len() - 1 {
        0 => {}
        1 => findings[first].message += ", as in one cell more",
        more => findings[first].message += &format!(", as in {more} cells more"),
    }
}

/// A letter for which the language has no place; nothing for one that only says "nobody".
pub(crate) fn not_carried(cell: &Cell, role: &str, task: &str, sign: &Sign) -> Option<Finding> {
    let Meaning::Refused(reason) = sign.meaning else {
        return None;
    };
    let message = format!(
        "`{}` ({}){} is kept as a note only: {reason}",
        sign.letter,
        sign.word,
        at(cell)
    );
    let mut finding = Finding::new(&rules::IMPORT_LETTER_NOT_CARRIED, cell.span, message);
    finding
        .about(object(task))
        .aspect(format!("{} {}", short(role), sign.letter))
        .label(format!("for `{}` in `{}`", short(role), short(task)))
        .help(format!(
            "to read it as another letter all the same, say which: `--map {}=C`",
            sign.letter
        ));
    Some(finding)
}

/// A column of which too few cells are letters.
pub(crate) fn doubtful(
    span: Span,
    grid: &Grid,
    column: usize,
    header: &str,
    letters: usize,
    others: usize,
) -> Finding {
    let name = if header.is_empty() {
        grid.column_letters(column)
    } else {
        short(header)
    };
    let all = letters + others;
    let message = format!(
        "the column `{name}` of {} is kept as notes: {letters} of its {all} cells are letters",
        grid.name()
    );
    let mut finding = Finding::new(&rules::IMPORT_COLUMN_UNREAD, span, message);
    finding.about(format!("column.{name}")).help(format!(
        "if it is a role, say so, and every other cell is reported: `--role-column \"{name}\"`"
    ));
    finding
}

/// A column of letters without a name of its own.
pub(crate) fn unclear_header(seat: &Seat, trouble: &str, grid: &Grid) -> Finding {
    let column = grid.column_letters(seat.column);
    let message = format!(
        "column {column} of {} holds letters and {trouble}",
        grid.name()
    );
    let mut finding = Finding::new(&rules::IMPORT_COLUMN_UNREAD, seat.span, message);
    finding
        .about(format!("column.{column}"))
        .help("give each column the name of the role whose letters it holds");
    finding
}

/// Letters in a row that names no task.
pub(crate) fn nameless_row(span: Span, grid: &Grid, row: usize) -> Finding {
    let message = format!(
        "{} of {} holds letters and names no task",
        grid.row_name(row),
        grid.name()
    );
    let mut finding = Finding::new(&rules::IMPORT_ROW_UNREAD, span, message);
    finding
        .about(format!("row.{}", grid.row_name(row)))
        .help("name the task in that row; if another column names it: `--task-column NAME`");
    finding
}

/// A letter where a task is named.
pub(crate) fn slipped_row(cell: &Cell, grid: &Grid, row: usize) -> Finding {
    let row = grid.row_name(row);
    let message = format!(
        "`{}`{} stands in the column of tasks and is a letter, in {row} of {}",
        short(&cell.text),
        at(cell),
        grid.name()
    );
    let mut finding = Finding::new(&rules::IMPORT_ROW_UNREAD, cell.span, message);
    finding.severity = Severity::Error;
    finding.about(format!("row.{row}")).help(
        "the row stands in the wrong columns, so that its letters go to others than it means: move its cells, and name the task",
    );
    finding
}

/// Rows with letters below a matrix, or above it, that are none themselves.
pub(crate) fn lost_rows(span: Span, name: &str, reason: &str) -> Finding {
    let message = format!("{name} holds letters and is not read: {reason}");
    let mut finding = Finding::new(&rules::IMPORT_ROW_UNREAD, span, message);
    finding.severity = Severity::Error;
    finding.about(format!("rows.{name}")).help(
        "give it a header that names the tasks and the roles; where its rows belong to the table above, `--no-split` reads them so",
    );
    finding
}

/// A cell of a row that stands under no header.
pub(crate) fn unplaced(cell: &Cell, grid: &Grid, row: usize) -> Finding {
    let text = short(&cell.text);
    let message = format!(
        "`{text}`{} stands under no header, in {} of {}",
        at(cell),
        grid.row_name(row),
        grid.name()
    );
    let mut finding = Finding::new(&rules::IMPORT_CELL_UNKNOWN, cell.span, message);
    finding
        .about(format!("row.{}", grid.row_name(row)))
        .aspect(text)
        .help("name the role at the head of its column, or remove one cell too many from the row");
    finding
}

/// A file that holds no matrix.
pub(crate) fn no_matrix(span: Span, tables: &[(String, String)], other: Option<&Other>) -> Finding {
    let message = match (tables, other) {
        ([], Some(other)) => format!(
            "there is no table in this file, so no matrix: {}",
            other.what
        ),
        ([], None) => "there is no table in this file, so no matrix".to_owned(),
        ([(name, reason)], _) => {
            format!("there is no matrix in this file: {name} is none, {reason}")
        }
        (more, _) => format!(
            "there is no matrix in this file: none of its {} tables is one",
            more.len()
        ),
    };
    let mut finding = Finding::new(&rules::IMPORT_NO_MATRIX, span, message);
    let mut help = String::new();
    if tables.len() > 1 {
        let told = tables
            .iter()
            .take(8)
            .map(|(name, reason)| format!("{name}: {reason}"));
        help.push_str(&told.collect::<Vec<_>>().join("; "));
        if tables.len() > 8 {
            help.push_str(&format!("; and {} more", tables.len() - 8));
        }
        help.push_str(". ");
    }
    if let Some(other) = other {
        help.push_str(other.help);
        help.push_str(". ");
    }
    help.push_str("a matrix names tasks and roles, and says with R, A, C and I who does what");
    if !tables.is_empty() {
        help.push_str("; if one of the tables is one, say which: `--table N` or `--sheet NAME`");
    }
    finding.about("matrix").help(help);
    finding
}

/// A file that cannot be read.
pub(crate) fn unreadable(span: Span, reason: &str) -> Finding {
    let message = format!("this file cannot be read as a table: {reason}");
    let mut finding = Finding::new(&rules::IMPORT_FILE_UNREADABLE, span, message);
    finding
        .about("matrix")
        .help("open it in the program it comes from and save it again, for instance as `.xlsx` or as `.csv`");
    finding
}

/// What a finding is about: the task, by the id that it is given, so that it stays the same when
/// rows move.
fn object(task: &str) -> String {
    format!("workstream.{}", names::id(task))
}
