//! Markdown: tables as GitHub writes them, with or without bars at the edges, and HTML tables
//! between them.
//!
//! The parser finds the tables; their rows are split here, because the parser drops the cells that
//! a row has beyond its header, and nothing may be dropped without a word.

pub(crate) mod cell;

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, MetadataBlockKind, Options, Parser, Tag, TagEnd};
use racilint_diagnostics::FileId;

use super::{html, lines, span, within_limits};
use crate::grid::{Cell, Grid, Row, Workbook};
use crate::plain;

/// Reads all tables of the file.
pub(crate) fn read(file: FileId, text: &str) -> Result<Workbook, String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut reader = Reader {
        file,
        text,
        starts: lines(text).map(|(_, range)| range.start).collect(),
        workbook: Workbook::default(),
        headings: Vec::new(),
        heading: None,
        prose: None,
        starred: false,
        html_until: 0,
        cells: 0,
    };
    let mut inside = 0;
    let spaced = without_tabs(text);
    for (event, range) in Parser::new_ext(&spaced, options).into_offset_iter() {
        // What stands in a table is split from the text of its rows.
        match event {
            Event::Start(Tag::Table(_)) => inside += 1,
            Event::End(TagEnd::Table) => inside -= 1,
            _ => {}
        }
        reader.take(event, range, inside > 0)?;
    }
    Ok(reader.workbook)
}

/// The text with spaces for tabs in the lines below headers, where the parser takes no tabs.
fn without_tabs(text: &str) -> String {
    let is_rule = |line: &str| {
        line.contains('|')
            && line.contains('-')
            && line
                .chars()
                .all(|c| matches!(c, '-' | ':' | '|' | ' ' | '\t' | '\r' | '\n'))
    };
    let lines = text.split_inclusive('\n').map(|line| match is_rule(line) {
        true => line.replace('\t', " "),
        false => line.to_owned(),
    });
    lines.collect()
}

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    starts: Vec<usize>,
    workbook: Workbook,
    headings: Vec<(HeadingLevel, String)>,
    /// The text of the heading, or of the head of the file, that is being read.
    heading: Option<String>,
    /// The text of the paragraph that is being read.
    prose: Option<String>,
    /// Whether it is an item behind a star.
    starred: bool,
    html_until: usize,
    cells: usize,
}

impl Reader<'_> {
    fn take(
        &mut self,
        event: Event<'_>,
        range: Range<usize>,
        in_table: bool,
    ) -> Result<(), String> {
        match event {
            Event::Start(Tag::Table(_)) => self.begin_table(range),
            Event::Start(Tag::TableHead | Tag::TableRow) => self.row(range)?,
            _ if in_table => {}
            Event::Start(Tag::Heading { .. } | Tag::MetadataBlock(_)) => {
                self.heading = Some(String::new());
            }
            Event::End(TagEnd::Heading(level)) => self.end_heading(level),
            Event::End(TagEnd::MetadataBlock(MetadataBlockKind::YamlStyle)) => self.end_head(),
            Event::Start(Tag::Paragraph) => self.prose = Some(String::new()),
            Event::Start(Tag::Item) => {
                self.prose = Some(String::new());
                // What stands behind the mark of a footnote looks like an item.
                self.starred = self.text[range.start..].starts_with('*');
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item) => self.end_prose(),
            Event::Text(text) | Event::Code(text) => self.push(&text),
            Event::SoftBreak | Event::HardBreak => self.push("\n"),
            Event::Html(_) | Event::InlineHtml(_) => self.html(range)?,
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, text: &str) {
        if let Some(open) = self.heading.as_mut().or(self.prose.as_mut()) {
            open.push_str(text);
        }
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let text = plain::line(&plain::tidy(&self.heading.take().unwrap_or_default()));
        self.headings.retain(|(above, _)| *above < level);
        if level == HeadingLevel::H1 && self.workbook.title.is_none() {
            self.workbook.title = Some(text.clone());
        }
        self.headings.push((level, text));
    }

    /// The `title:` of what stands between `---` at the beginning.
    fn end_head(&mut self) {
        let head = self.heading.take().unwrap_or_default();
        let title = head.lines().find_map(|line| line.strip_prefix("title:"));
        let title = title.map(|title| plain::line(title.trim().trim_matches(['"', '\''])));
        self.workbook.title = title.filter(|title| !title.is_empty());
    }

    fn end_prose(&mut self) {
        let text = plain::tidy(&self.prose.take().unwrap_or_default());
        if text.is_empty() {
            return;
        }
        let star = if std::mem::take(&mut self.starred) {
            "* "
        } else {
            ""
        };
        let has_headings = self.headings();
        if let Some(grid) = self.workbook.grids.last_mut()
            && grid.headings == has_headings
        {
            grid.notes.push(format!("{star}{text}"));
        }
        self.workbook.prose.push(text);
    }

    fn headings(&self) -> Vec<String> {
        self.headings.iter().map(|(_, text)| text.clone()).collect()
    }

    fn begin_table(&mut self, range: Range<usize>) {
        let grid = Grid {
            number: self.workbook.grids.len() + 1,
            headings: self.headings(),
            headers: 1,
            span: span(self.file, range),
            ..Grid::default()
        };
        self.workbook.grids.push(grid);
    }

    fn row(&mut self, range: Range<usize>) -> Result<(), String> {
        let line = self.text[range.clone()].lines().next().unwrap_or_default();
        let cells = split(line).into_iter().map(|cell| {
            let at = range.start + cell.start..range.start + cell.end;
            let (text, struck) = cell::cell(&line[cell].replace("\\|", "|"));
            Cell {
                text,
                struck,
                span: span(self.file, at),
                ..Cell::default()
            }
        });
        let cells: Vec<Cell> = cells.collect();
        self.cells += cells.len();
        let row = Row {
            number: self.starts.partition_point(|start| *start <= range.start),
            span: span(self.file, range.start..range.start + line.trim_end().len()),
            cells,
            hidden: false,
        };
        let Some(grid) = self.workbook.grids.last_mut() else {
            return Ok(());
        };
        within_limits(grid.rows.len(), row.cells.len(), self.cells)?;
        grid.rows.push(row);
        grid.square();
        Ok(())
    }

    /// A table in HTML is read to its end, which can be some blocks further on.
    fn html(&mut self, range: Range<usize>) -> Result<(), String> {
        if range.start < self.html_until {
            return Ok(());
        }
        let lower = self.text[range.clone()].to_ascii_lowercase();
        let Some(begin) = lower.find("<table") else {
            return Ok(());
        };
        let begin = range.start + begin;
        let rest = self.text[begin..].to_ascii_lowercase();
        let end = begin
            + rest
                .rfind("</table>")
                .map_or(rest.len(), |_| table_end(&rest));
        self.html_until = end;
        let headings = self.headings();
        let first = self.workbook.grids.len();
        let found = html::tables(self.file, self.text, begin..end, first)?;
        self.workbook
            .grids
            .extend(found.into_iter().map(|grid| Grid {
                headings: headings.clone(),
                ..grid
            }));
        Ok(())
    }
}

/// Where the first table of a text ends, with the tables in it.
fn table_end(lower: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(next) = lower[at..].find("table") {
        let found = at + next;
        at = found + "table".len();
        if lower[..found].ends_with("</") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return (at + 1).min(lower.len());
            }
        } else if lower[..found].ends_with('<') {
            depth += 1;
        }
    }
    lower.len()
}

/// The bytes of the cells of a row: bars part them, those at the edges are left out.
fn split(line: &str) -> Vec<Range<usize>> {
    let mut bars: Vec<usize> = Vec::new();
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            '\\' => escaped = !escaped,
            '|' if !escaped => bars.push(at),
            _ => escaped = false,
        }
    }
    let mut cells = Vec::new();
    let mut start = 0;
    for bar in bars.into_iter().chain([line.len()]) {
        cells.push(trimmed(line, start..bar));
        start = bar + 1;
    }
    let has_text = |cell: &Range<usize>| !cell.is_empty();
    if cells.len() > 1 && !has_text(&cells[0]) && line.trim_start().starts_with('|') {
        cells.remove(0);
    }
    if cells.last().is_some_and(|cell| !has_text(cell)) && ends_with_bar(line) {
        cells.pop();
    }
    cells
}

fn ends_with_bar(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with('|') && !line.ends_with("\\|")
}

fn trimmed(line: &str, range: Range<usize>) -> Range<usize> {
    let raw = line.get(range.clone()).unwrap_or_default();
    let start = range.start + raw.len() - raw.trim_start().len();
    start..start + raw.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use racilint_diagnostics::Sources;

    fn grids(text: &str) -> Vec<Grid> {
        let sources = Sources::default();
        let source = sources.add("a.md", text);
        let workbook = read(source.id(), source.text()).expect("tables");
        for grid in &workbook.grids {
            for cell in grid.rows.iter().flat_map(|row| &row.cells) {
                let (shown, _) = cell::cell(&sources.text(cell.span).replace("\\|", "|"));
                assert!(
                    shown == cell.text || shown.contains('<'),
                    "{shown} {}",
                    cell.text
                );
            }
        }
        workbook.grids
    }

    fn texts(grid: &Grid) -> Vec<Vec<&str>> {
        let row = |row: &'_ Row| -> Vec<usize> { (0..row.cells.len()).collect() };
        (0..grid.rows.len())
            .map(|at| {
                row(&grid.rows[at])
                    .into_iter()
                    .map(|column| grid.text(at, column))
                    .collect()
            })
            .collect()
    }

    #[test]
    fn a_table_keeps_headings_notes_and_line_numbers() {
        let grids = grids(
            "# Title\n\n## Run\n\n| Task | **MSP** |\n|---|:-:|\n| *Patch* | **R**/A |\n\n* see below\n\n## Else\n\nmore\n",
        );
        assert_eq!(texts(&grids[0]), [["Task", "MSP"], ["Patch", "R/A"]]);
        assert_eq!(grids[0].headings, ["Title", "Run"]);
        assert_eq!(grids[0].notes, ["* see below"]);
        assert_eq!(grids[0].rows[1].number, 7);
    }

    #[test]
    fn bars_at_the_edges_are_not_needed() {
        let grids = grids("Task | MSP\n--- | ---\nPatch\t| R\nBack up | \n");
        assert_eq!(
            texts(&grids[0]),
            [["Task", "MSP"], ["Patch", "R"], ["Back up", ""]]
        );
    }

    #[test]
    fn tabs_can_stand_around_bars() {
        let grids = grids("Task\t| MSP\n---\t|\t---\nPatch\t| R\n");
        assert_eq!(texts(&grids[0]), [["Task", "MSP"], ["Patch", "R"]]);
    }

    #[test]
    fn cells_beyond_the_header_are_kept() {
        let grids = grids("| Task | MSP |\n|---|---|\n| Patch | R | A |\n| a \\| b |\n");
        assert_eq!(texts(&grids[0])[1], ["Patch", "R", "A"]);
        assert_eq!(texts(&grids[0])[2], ["a | b", "", ""]);
        assert_eq!(texts(&grids[0])[0], ["Task", "MSP", ""]);
    }

    #[test]
    fn tables_in_html_are_read_where_they_stand() {
        let text = "## One\n\n<table>\n<tr><td>Task</td><td>MSP</td></tr>\n\n<tr><td><p>Patch</p></td><td>R</td></tr>\n</table>\n\n## Two\n\n| a | b |\n|---|---|\n";
        let grids = grids(text);
        assert_eq!(texts(&grids[0]), [["Task", "MSP"], ["Patch", "R"]]);
        assert_eq!(grids[0].headings, ["One"]);
        assert_eq!(grids[1].headings, ["Two"]);
    }

    #[test]
    fn code_is_no_table() {
        assert_eq!(grids("```\n| a | b |\n|---|---|\n```\n").len(), 0);
    }
}
