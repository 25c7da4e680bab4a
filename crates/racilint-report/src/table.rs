//! The matrix for a terminal: wrapped to its width, in blocks where the columns do not fit side by
//! side, readable without colour.

mod fit;

use std::io::{self, Write};

use racilint_checker::model::Letter;
use racilint_emit::text::columns as width_of;

use crate::{Layout, Matrix, Row, words};
use fit::Fit;
pub(crate) use fit::wrapped;

/// Nobody's terminal is narrower, and below it no line would hold a word.
const LEAST_WIDTH: usize = 20;

/// What the reader can see.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The width in columns.
    pub width: usize,
    /// Whether letters and headings are coloured.
    pub color: bool,
}

/// Whether all columns stand side by side in a width.
pub fn fits(matrix: &Matrix, width: usize) -> bool {
    Fit::of(matrix, width).blocks.len() < 2
}

/// Writes the matrix.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, matrix: &Matrix, options: Options) -> io::Result<()> {
    let merged = match matrix.layout == Layout::Letters && !fits(matrix, options.width) {
        true => Some(matrix.merged()),
        false => None,
    };
    let matrix = merged.as_ref().unwrap_or(matrix);
    let mut page = Page {
        out,
        options: Options {
            width: options.width.max(LEAST_WIDTH),
            ..options
        },
        indent: 0,
    };
    page.heading(&matrix.title)?;
    page.facts(matrix)?;
    let fit = Fit::of(matrix, page.options.width);
    for (number, block) in fit.blocks.iter().enumerate() {
        writeln!(page.out)?;
        if fit.blocks.len() > 1 {
            let (first, last) = (block.first + 1, block.first + block.widths.len());
            let which = match first == last {
                true => format!("column {first}"),
                false => format!("columns {first} to {last}"),
            };
            let (all, parts) = (matrix.columns.len(), fit.blocks.len());
            let part = number + 1;
            page.paragraph(&format!("Part {part} of {parts}: {which} of {all}"))?;
            writeln!(page.out)?;
        }
        page.header(matrix, &fit, block)?;
        for row in &matrix.rows {
            page.row(matrix, &fit, block, row)?;
        }
    }
    writeln!(page.out)?;
    if matrix.layout != Layout::Letters || merged.is_some() {
        let letters = matrix.letters.iter().copied();
        let legend = letters.map(|own| format!("{} {}", words::sign(own), words::meaning(own)));
        page.paragraph(&legend.collect::<Vec<_>>().join(", "))?;
    }
    for left in &matrix.left {
        let mut text = format!("Deliberately nobody's: {}", left.what);
        if !left.reason.is_empty() {
            text.push_str(&format!(": {}", left.reason));
        }
        page.paragraph(&text)?;
    }
    Ok(())
}

struct Page<'a> {
    out: &'a mut dyn Write,
    options: Options,
    indent: usize,
}

impl Page<'_> {
    fn heading(&mut self, text: &str) -> io::Result<()> {
        for line in wrapped(text, self.options.width) {
            let line = self.painted(&line, "1");
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    /// What the engagement says about itself, as many facts on a line as fit whole.
    fn facts(&mut self, matrix: &Matrix) -> io::Result<()> {
        let mut line = String::new();
        for (name, text) in &matrix.facts {
            let fact = format!("{name}: {text}");
            if !line.is_empty() && width_of(&line) + 2 + width_of(&fact) > self.options.width {
                self.paragraph(&std::mem::take(&mut line))?;
            }
            if !line.is_empty() {
                line.push_str("  ");
            }
            line.push_str(&fact);
        }
        self.paragraph(&line)
    }

    /// A text in lines, all but the first indented.
    fn paragraph(&mut self, text: &str) -> io::Result<()> {
        if width_of(text) <= self.options.width {
            return writeln!(self.out, "{text}");
        }
        let room = self.options.width.saturating_sub(2);
        for (number, line) in wrapped(text, room).iter().enumerate() {
            let indent = if number == 0 { "" } else { "  " };
            writeln!(self.out, "{indent}{line}")?;
        }
        Ok(())
    }

    fn header(&mut self, matrix: &Matrix, fit: &Fit, block: &fit::Block) -> io::Result<()> {
        let titles = matrix.columns.iter().skip(block.first);
        let titles = titles.zip(&block.widths);
        let heads: Vec<Vec<String>> = titles
            .map(|(column, width)| wrapped(&column.title, *width))
            .collect();
        let lines = heads.iter().map(Vec::len).max().unwrap_or(0).max(1);
        for number in 0..lines {
            // Headings stand on the line below them.
            let label = if number + 1 == lines { "Task" } else { "" };
            let mut line = padded(label, fit.label);
            for (head, width) in heads.iter().zip(&block.widths) {
                let skipped = lines - head.len();
                let text = number.checked_sub(skipped).and_then(|own| head.get(own));
                line.push_str("  ");
                line.push_str(&padded(text.map_or("", String::as_str), *width));
            }
            let line = self.painted(line.trim_end(), "1");
            writeln!(self.out, "{line}")?;
        }
        let rules = std::iter::once(&fit.label).chain(&block.widths);
        let rules: Vec<String> = rules.map(|width| "-".repeat(*width)).collect();
        writeln!(self.out, "{}", rules.join("  "))
    }

    fn row(&mut self, matrix: &Matrix, fit: &Fit, block: &fit::Block, row: &Row) -> io::Result<()> {
        self.indent = row.depth.min(4) * 2;
        if row.is_section {
            return self.section(row);
        }
        let mut label = labelled(&row.title, self.indent, fit.label);
        if let Some(why) = why_empty(matrix, row) {
            label.extend(labelled(why, self.indent + 2, fit.label));
        }
        let cells = row.cells.iter().skip(block.first);
        let cells: Vec<(Option<Letter>, Vec<String>)> = cells
            .zip(&block.widths)
            .map(|(cell, width)| {
                let lines = cell.lines.iter().flat_map(|line| hanging(line, *width));
                (cell.main_letter(), lines.collect())
            })
            .collect();
        let tallest = cells.iter().map(|(_, lines)| lines.len()).max();
        let lines = tallest.unwrap_or(0).max(label.len());
        for number in 0..lines {
            let mut line = padded(label.get(number).map_or("", String::as_str), fit.label);
            for ((letter, cell), width) in cells.iter().zip(&block.widths) {
                let text = cell.get(number).map_or("", String::as_str);
                let text = padded(&text.replace('\u{a0}', " "), *width);
                line.push_str("  ");
                line.push_str(&self.painted(&text, colour(*letter, matrix.layout)));
            }
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn section(&mut self, row: &Row) -> io::Result<()> {
        writeln!(self.out)?;
        for line in labelled(&row.title, self.indent, self.options.width) {
            let line = self.painted(&line, "1");
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }

    /// The text in a colour, if there are colours and there is something to see.
    fn painted(&self, text: &str, code: &str) -> String {
        match self.options.color && !code.is_empty() && !text.trim().is_empty() {
            true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }
}

/// Why nobody holds a letter, where a row says so: it must not look like a gap.
fn why_empty<'m>(matrix: &Matrix, row: &'m Row) -> Option<&'m str> {
    let is_empty = row.cells.iter().all(|cell| cell.letters.is_empty());
    let notes = matrix.extras.iter().position(|extra| *extra == "Notes")?;
    let first = row.extras.get(notes)?.lines().next()?;
    let says_why = first.starts_with("Not applicable: ") || first.starts_with("Left out");
    (is_empty && says_why).then_some(first)
}

/// Bold for who answers; names keep the terminal's own colour.
fn colour(letter: Option<Letter>, layout: Layout) -> &'static str {
    match letter {
        _ if layout == Layout::Letters => "",
        Some(Letter::Accountable) => "1;31",
        Some(Letter::Responsible) => "1;34",
        Some(Letter::Support) => "36",
        Some(Letter::Consulted) => "33",
        Some(Letter::Informed) => "2",
        None => "",
    }
}

/// The lines of a title, those below the first indented further.
fn labelled(title: &str, indent: usize, width: usize) -> Vec<String> {
    let lines = wrapped(title, width.saturating_sub(indent + 2).max(1));
    let spaces = |number: usize| " ".repeat(if number == 0 { indent } else { indent + 2 });
    let lines = lines.iter().enumerate();
    lines
        .map(|(number, line)| format!("{}{line}", spaces(number)))
        .collect()
}

/// The lines of a name, those below the first indented by one where that fits, so that two names stay
/// apart.
fn hanging(name: &str, width: usize) -> Vec<String> {
    let mut lines = wrapped(name, width);
    for line in lines.iter_mut().skip(1) {
        if width_of(line) < width {
            line.insert(0, ' ');
        }
    }
    lines
}

/// The text with blanks up to a width.
fn padded(text: &str, width: usize) -> String {
    let blanks = width.saturating_sub(width_of(text));
    format!("{text}{}", " ".repeat(blanks))
}

#[cfg(test)]
mod tests;
