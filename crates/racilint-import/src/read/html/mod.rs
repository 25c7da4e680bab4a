//! HTML: tables, with their headings, captions and merged cells.
//!
//! The tokenizer follows the standard; what a browser does with tags that are not closed is done
//! here, as far as tables need it: a cell ends the cell before it, a row the row before it.

mod shown;

use std::collections::BTreeMap;
use std::ops::Range;

use html5gum::Tokenizer;
use html5gum::emitters::default::{DefaultEmitter, StartTag, Token};
use racilint_diagnostics::FileId;

use super::{lines, span, within_limits};
use crate::grid::{Cell, Grid, MOST_COLUMNS, MOST_ROWS, Row, Workbook};
use crate::plain;
use shown::{Open, Stands};

/// Reads all tables of the file.
pub(crate) fn read(file: FileId, text: &str) -> Result<Workbook, String> {
    let mut reader = Reader::new(file, text, 0);
    reader.run(0..text.len())?;
    Ok(Workbook {
        title: reader.title,
        grids: reader.grids,
        prose: reader.prose,
        choices: Vec::new(),
    })
}

/// The tables in a part of a text. `before` is how many tables the file has before it.
pub(crate) fn tables(
    file: FileId,
    text: &str,
    range: Range<usize>,
    before: usize,
) -> Result<Vec<Grid>, String> {
    let mut reader = Reader::new(file, text, before);
    reader.run(range)?;
    Ok(reader.grids)
}

/// The text of a stretch of HTML as a cell would show it: what stands, and what is struck out.
pub(crate) fn inline(text: &str) -> (String, String) {
    let whole = format!("<table><tr><td>{text}</table>");
    let sources = racilint_diagnostics::Sources::default();
    let file = sources.add("", whole.as_str());
    let grids = tables(file.id(), &whole, 0..whole.len(), 0).unwrap_or_default();
    let cell = grids.first().and_then(|grid| grid.cell(0, 0));
    let texts = cell.map(|cell| (cell.text.clone(), cell.struck.clone()));
    texts.unwrap_or_default()
}

/// What text is being collected for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Title,
    Heading(u8),
    Prose,
    Nothing,
}

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    before: usize,
    starts: Vec<usize>,
    title: Option<String>,
    grids: Vec<Grid>,
    prose: Vec<String>,
    headings: Vec<(u8, String)>,
    inside: Inside,
    collected: String,
    /// The tables that are open, the innermost last.
    open: Vec<Table>,
    cells: usize,
    /// How deep in scripts and styles.
    mute: usize,
    /// The tags around what is read.
    tags: Open,
    /// Whether a comment on a cell is read, as LibreOffice writes it.
    in_comment: bool,
    /// The choices of a list, while it is read.
    listed: Listed,
}

/// A list to choose from: one of its choices is seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listed {
    /// No list is open.
    No,
    /// A list is open, and no choice is seen yet: the first is, until one is marked.
    Waiting,
    /// The choice that is seen is open.
    Seen,
    /// The choices that follow are not seen.
    Over,
}

/// A table that is being read.
#[derive(Default)]
struct Table {
    start: usize,
    rows: Vec<Vec<Written>>,
    row_starts: Vec<usize>,
    row_ends: Vec<usize>,
    headers: usize,
    in_head: bool,
    cell: Option<Written>,
    in_row: bool,
    caption: Option<String>,
    in_caption: bool,
    /// The rows that are not shown.
    hidden: Vec<bool>,
}

/// A cell as it is written, before merging.
#[derive(Default)]
struct Written {
    text: String,
    struck: String,
    /// What shows when one points at it.
    comment: String,
    /// Whether something is seen in it that has no words.
    has_picture: bool,
    /// How much of the text stands before a list to choose from.
    before_list: usize,
    range: Range<usize>,
    columns: usize,
    rows: usize,
    is_header: bool,
}

impl<'t> Reader<'t> {
    fn new(file: FileId, text: &'t str, before: usize) -> Self {
        Self {
            file,
            text,
            before,
            starts: lines(text).map(|(_, range)| range.start).collect(),
            title: None,
            grids: Vec::new(),
            prose: Vec::new(),
            headings: Vec::new(),
            inside: Inside::Nothing,
            collected: String::new(),
            open: Vec::new(),
            cells: 0,
            mute: 0,
            tags: Open::default(),
            in_comment: false,
            listed: Listed::No,
        }
    }

    fn run(&mut self, range: Range<usize>) -> Result<(), String> {
        let base = range.start;
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        emitter.naively_switch_states(true);
        let tokens = Tokenizer::new_with_emitter(&self.text[range.clone()], emitter);
        for token in tokens {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => self.start(&tag, base)?,
                Token::EndTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    self.end(&name, base + tag.span.start, base + tag.span.end)?;
                }
                Token::String(text) => self.string(&String::from_utf8_lossy(&text)),
                _ => {}
            }
        }
        while !self.open.is_empty() {
            self.end_table(range.end)?;
        }
        Ok(())
    }

    fn start(&mut self, tag: &StartTag<usize>, base: usize) -> Result<(), String> {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let (from, to) = (base + tag.span.start, base + tag.span.end);
        self.tags.start(&name, tag);
        match name.as_str() {
            "select" => self.list(),
            "comment" => self.in_comment = true,
            "option" => self.option(shown::attribute(tag, "selected").is_some()),
            _ => {}
        }
        match name.as_str() {
            "table" => self.open.push(Table {
                start: from,
                ..Table::default()
            }),
            "script" | "style" | "template" if !tag.self_closing => self.mute += 1,
            "br" | "p" | "li" | "div" => self.line_break(&name),
            "title" => self.collect(Inside::Title),
            _ => {}
        }
        if let Some(level) = heading(&name) {
            self.collect(Inside::Heading(level));
        }
        let Some(table) = self.open.last_mut() else {
            return Ok(());
        };
        match name.as_str() {
            "thead" => table.in_head = true,
            "tbody" | "tfoot" => table.end_row(from),
            "caption" => table.in_caption = true,
            "tr" => table.begin_row(from, shown::is_hidden(tag)),
            "td" | "th" => {
                self.cells += 1;
                table.begin_cell(
                    from,
                    to,
                    span_of(tag, "colspan"),
                    span_of(tag, "rowspan"),
                    name == "th",
                );
                let title = shown::attribute(tag, "title").unwrap_or_default();
                if let Some(cell) = &mut table.cell {
                    cell.comment = plain::tidy(&title);
                }
                let row = table.rows.last().map_or(0, Vec::len);
                within_limits(table.rows.len(), row, self.cells)?;
            }
            _ => {}
        }
        match shown::stands_for(&name, tag) {
            Stands::Text(text) => self.string(&format!(" {text} ")),
            Stands::Picture => self.picture(),
            Stands::Nothing => {}
        }
        Ok(())
    }

    fn picture(&mut self) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.has_picture = true;
        }
    }

    fn list(&mut self) {
        self.listed = Listed::Waiting;
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.before_list = cell.text.len();
        }
    }

    /// A choice of a list begins: the one that is marked is seen, else the first.
    fn option(&mut self, is_marked: bool) {
        self.listed = match self.listed {
            Listed::No => Listed::No,
            Listed::Waiting => Listed::Seen,
            _ if is_marked => {
                if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
                    cell.text.truncate(cell.before_list);
                }
                Listed::Seen
            }
            _ => Listed::Over,
        };
    }

    fn end(&mut self, name: &str, from: usize, to: usize) -> Result<(), String> {
        self.tags.end(name);
        match name {
            "select" => self.listed = Listed::No,
            "comment" => self.in_comment = false,
            "script" | "style" | "template" => self.mute = self.mute.saturating_sub(1),
            "table" => self.end_table(to)?,
            "title" | "p" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.collected(),
            _ => {}
        }
        let Some(table) = self.open.last_mut() else {
            return Ok(());
        };
        match name {
            "td" | "th" => {
                self.in_comment = false;
                table.end_cell(from);
            }
            "tr" => table.end_row(to),
            "thead" => {
                table.end_row(from);
                table.in_head = false;
            }
            "caption" => table.in_caption = false,
            _ => {}
        }
        Ok(())
    }

    fn line_break(&mut self, name: &str) {
        if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
            cell.text.push('\n');
            if !cell.struck.is_empty() {
                cell.struck.push('\n');
            }
        } else if self.open.is_empty() && matches!(name, "p" | "li") {
            self.collect(Inside::Prose);
        } else {
            self.collected.push('\n');
        }
    }

    fn collect(&mut self, inside: Inside) {
        if self.open.is_empty() {
            self.collected();
            self.inside = inside;
        }
    }

    fn string(&mut self, text: &str) {
        if self.mute > 0 || self.listed == Listed::Over {
            return;
        }
        let struck = self.tags.strikes();
        match self.open.last_mut() {
            Some(table) if table.in_caption => table.caption.get_or_insert_default().push_str(text),
            Some(table) => {
                if let Some(cell) = &mut table.cell {
                    let text = text.replace(['\n', '\r'], " ");
                    match () {
                        () if self.in_comment => cell.comment.push_str(&text),
                        () if struck => cell.struck.push_str(&text),
                        () => cell.text.push_str(&text),
                    }
                }
            }
            None => self.collected.push_str(text),
        }
    }

    /// What was collected has come to its end.
    fn collected(&mut self) {
        let text = plain::tidy(&std::mem::take(&mut self.collected));
        let inside = std::mem::replace(&mut self.inside, Inside::Nothing);
        if text.is_empty() {
            return;
        }
        match inside {
            Inside::Title => self.title = Some(plain::line(&text)),
            Inside::Heading(level) => {
                let text = plain::line(&text);
                if level == 1 {
                    self.title = Some(text.clone());
                }
                self.headings.retain(|(above, _)| *above < level);
                self.headings.push((level, text));
            }
            Inside::Prose => self.prose(text),
            Inside::Nothing => {}
        }
    }

    fn prose(&mut self, text: String) {
        let headings = self.headings();
        if let Some(grid) = self.grids.last_mut()
            && grid.headings == headings
        {
            grid.notes.push(text.clone());
        }
        self.prose.push(text);
    }

    fn headings(&self) -> Vec<String> {
        self.headings.iter().map(|(_, text)| text.clone()).collect()
    }

    fn end_table(&mut self, end: usize) -> Result<(), String> {
        let Some(mut table) = self.open.pop() else {
            return Ok(());
        };
        table.end_row(end);
        let mut headings = self.headings();
        headings.extend(
            table
                .caption
                .take()
                .map(|caption| plain::line(&plain::tidy(&caption))),
        );
        let mut grid = Grid {
            number: self.before + self.grids.len() + 1,
            headings,
            headers: table.headers,
            span: span(self.file, table.start..end),
            ..Grid::default()
        };
        grid.rows = self.merged(table)?;
        grid.square();
        if !grid.rows.is_empty() {
            self.grids.push(grid);
        }
        Ok(())
    }

    /// Puts the cells where spans of rows and columns place them.
    fn merged(&mut self, table: Table) -> Result<Vec<Row>, String> {
        let mut rows = Vec::new();
        let mut from_above: BTreeMap<usize, (Cell, usize)> = BTreeMap::new();
        let places = table
            .row_starts
            .iter()
            .zip(&table.row_ends)
            .zip(&table.hidden);
        for (written, ((start, end), hidden)) in table.rows.into_iter().zip(places) {
            let mut cells: Vec<Cell> = Vec::new();
            for cell in written {
                fill(&mut cells, &mut from_above);
                let first = cell.shown(self.file);
                for column in 0..cell.columns {
                    let other = Cell {
                        covered: true,
                        struck: String::new(),
                        comment: String::new(),
                        ..first.clone()
                    };
                    if cell.rows > 1 {
                        from_above.insert(cells.len(), (other.clone(), cell.rows - 1));
                    }
                    cells.push(if column > 0 { other } else { first.clone() });
                }
            }
            fill(&mut cells, &mut from_above);
            self.cells += cells.len();
            within_limits(rows.len(), cells.len(), self.cells)?;
            rows.push(Row {
                number: self.starts.partition_point(|line| line <= start),
                span: span(self.file, *start..*end),
                cells,
                hidden: *hidden,
            });
        }
        Ok(rows)
    }
}

/// Adds the cells that reach down into this row at the place that comes next.
fn fill(cells: &mut Vec<Cell>, from_above: &mut BTreeMap<usize, (Cell, usize)>) {
    while let Some((cell, left)) = from_above.get_mut(&cells.len()) {
        let place = cells.len();
        cells.push(cell.clone());
        *left -= 1;
        if *left == 0 {
            from_above.remove(&place);
        }
    }
}

impl Written {
    /// The cell as a reader sees it.
    fn shown(&self, file: FileId) -> Cell {
        let (text, struck) = (plain::tidy(&self.text), plain::tidy(&self.struck));
        let is_picture = self.has_picture && text.is_empty() && struck.is_empty();
        Cell {
            text: if is_picture { PICTURE.into() } else { text },
            span: span(file, self.range.clone()),
            struck,
            comment: plain::tidy(&self.comment),
            ..Cell::default()
        }
    }
}

/// What is read where something is seen and no word says what.
pub(crate) const PICTURE: &str = "(picture)";

impl Table {
    fn begin_row(&mut self, at: usize, hidden: bool) {
        self.end_row(at);
        self.hidden.push(hidden);
        self.rows.push(Vec::new());
        self.row_starts.push(at);
        self.row_ends.push(at);
        self.in_row = true;
    }

    fn end_row(&mut self, at: usize) {
        self.end_cell(at);
        if !self.in_row {
            return;
        }
        self.in_row = false;
        if let Some(end) = self.row_ends.last_mut() {
            *end = at;
        }
        let Some(row) = self.rows.last() else {
            return;
        };
        let is_first_so_far = self.headers + 1 == self.rows.len();
        let only_headers = !row.is_empty() && row.iter().all(|cell| cell.is_header);
        if is_first_so_far && (self.in_head || only_headers) {
            self.headers += 1;
        }
    }

    fn begin_cell(&mut self, from: usize, to: usize, columns: usize, rows: usize, is_header: bool) {
        if !self.in_row {
            self.begin_row(from, false);
        }
        self.end_cell(from);
        self.cell = Some(Written {
            range: to..to,
            columns: columns.min(MOST_COLUMNS),
            rows: rows.min(MOST_ROWS),
            is_header,
            ..Written::default()
        });
    }

    fn end_cell(&mut self, at: usize) {
        if let (Some(mut cell), Some(row)) = (self.cell.take(), self.rows.last_mut()) {
            cell.range.end = at.max(cell.range.start);
            row.push(cell);
        }
    }
}

fn heading(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

fn span_of(tag: &StartTag<usize>, name: &str) -> usize {
    let value = shown::attribute(tag, name);
    value
        .and_then(|value| value.trim().parse().ok())
        .filter(|n| *n > 0)
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use racilint_diagnostics::Sources;

    fn grids(text: &str) -> Vec<Grid> {
        let sources = Sources::default();
        let source = sources.add("a.html", text);
        read(source.id(), source.text()).expect("tables").grids
    }

    fn texts(grid: &Grid) -> Vec<Vec<String>> {
        let row = |row: &Row| row.cells.iter().map(|cell| cell.text.clone()).collect();
        grid.rows.iter().map(row).collect()
    }

    #[test]
    fn merged_cells_fill_what_they_cover() {
        let grids = grids(
            "<h2>Run</h2><table><tr><th>Task<th colspan=2>MSP</tr>\
             <tr><td rowspan=2>Patch<td>R<td>A</tr><tr><td>C<td>I</table>",
        );
        assert_eq!(
            texts(&grids[0]),
            [
                ["Task", "MSP", "MSP"],
                ["Patch", "R", "A"],
                ["Patch", "C", "I"]
            ]
        );
        assert_eq!(grids[0].headers, 1);
        assert_eq!(grids[0].headings, ["Run"]);
        assert!(grids[0].rows[2].cells[0].covered);
    }

    #[test]
    fn scripts_and_markup_are_no_text() {
        let grids = grids(
            "<script>if (a < b) { '<table>' }</script><table><tr><td><p><b>R</b>&nbsp;</p></td>\
             <td>one<br>two</td></tr></table>",
        );
        assert_eq!(texts(&grids[0]), [["R", "one\ntwo"]]);
    }

    #[test]
    fn a_table_in_a_table_is_one_of_its_own() {
        let grids =
            grids("<table><tr><td><table><tr><td>x</td></tr></table></td><td>y</td></tr></table>");
        assert_eq!(texts(&grids[0]), [["x"]]);
        assert_eq!(texts(&grids[1]), [["", "y"]]);
    }

    #[test]
    fn an_endless_span_is_bounded() {
        let grids = grids("<table><tr><td colspan=999999999 rowspan=999999999>x</td></tr></table>");
        assert_eq!(grids[0].width(), MOST_COLUMNS);
    }
}
