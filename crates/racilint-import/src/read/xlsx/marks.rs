//! What a workbook of Excel says of its cells beside their values: struck out, hidden, commented.
//! The library that reads the values says nothing of it.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::bounds;
use super::parts::{Parts, damaged, missing};
use super::runs::{Run, Runs, parted};
use crate::grid::MOST_COLUMNS;
use crate::plain;
use crate::read::sheet::{OURSELVES, Sheet};
use crate::read::xml::{attribute, is_set, resolved};

/// The marks of a workbook.
pub(super) struct Marks<'a> {
    parts: Parts<'a>,
    /// The parts of the sheets by their names.
    sheets: BTreeMap<String, String>,
    /// The shared strings that are made of runs.
    strings: BTreeMap<usize, Vec<Run>>,
    /// Whether each style of cells strikes out.
    styles: Vec<bool>,
}

impl<'a> Marks<'a> {
    /// Reads what all sheets share.
    ///
    /// # Errors
    ///
    /// Says why it cannot be read.
    pub(super) fn of(bytes: &'a [u8]) -> Result<Self, String> {
        let mut parts = Parts::open(bytes)?;
        let links = parts.links("")?;
        let book = links.iter().find(|link| link.kind == "officeDocument");
        let book = book.map_or("xl/workbook.xml".to_owned(), |link| link.target.clone());
        let links = parts.links(&book)?;
        let target = |kind: &str| {
            let link = links.iter().find(|link| link.kind == kind);
            link.map(|link| link.target.clone())
        };
        let (of_strings, of_styles) = (target("sharedStrings"), target("styles"));
        let mut marks = Marks {
            parts,
            sheets: BTreeMap::new(),
            strings: BTreeMap::new(),
            styles: Vec::new(),
        };
        let mut ids = BTreeMap::new();
        marks.walk(&book, &mut |event| {
            if let Seen::Start(tag, _) = event
                && tag.local_name().as_ref() == "sheet"
            {
                ids.insert(attribute(tag, "name"), relation(tag));
            }
        })?;
        for (name, id) in ids {
            let link = links.iter().find(|link| link.id == id);
            marks
                .sheets
                .extend(link.map(|link| (name, link.target.clone())));
        }
        let mut targets: Vec<&String> = marks.sheets.values().collect();
        targets.sort_unstable();
        if targets.windows(2).any(|two| two[0] == two[1]) {
            return Err(damaged(&book));
        }
        if let Some(path) = of_strings.filter(|path| marks.parts.has(path)) {
            marks.read_strings(&path)?;
        }
        if let Some(path) = of_styles.filter(|path| marks.parts.has(path)) {
            marks.read_styles(&path)?;
        }
        Ok(marks)
    }

    /// Refuses a sheet with places that no sheet has.
    ///
    /// # Errors
    ///
    /// Says that it is damaged.
    pub(super) fn check(&mut self, sheet: &str) -> Result<(), String> {
        let Some(path) = self.sheets.get(sheet).cloned() else {
            return Ok(());
        };
        let mut is_sound = true;
        self.walk(&path, &mut |event| {
            if let Seen::Start(tag, _) = event {
                is_sound &= bounds::is_sound(tag);
            }
        })?;
        match is_sound {
            true => Ok(()),
            false => Err(damaged(&path)),
        }
    }

    /// Adds what is said of the cells of a sheet.
    ///
    /// # Errors
    ///
    /// Says why it cannot be read.
    pub(super) fn add(&mut self, sheet: &mut Sheet) -> Result<(), String> {
        let Some(path) = self.sheets.get(&sheet.name).cloned() else {
            return Ok(());
        };
        let mut walk = Walk {
            strings: std::mem::take(&mut self.strings),
            styles: std::mem::take(&mut self.styles),
            sheet,
            at: (0, 0),
            style: 0,
            kind: String::new(),
            value: None,
            runs: None,
        };
        let walked = self.walk(&path, &mut |event| walk.take(event));
        (self.strings, self.styles) = (walk.strings, walk.styles);
        walked?;
        self.comments(&path, sheet)
    }

    /// Hands every part of an XML text to a function.
    fn walk(&mut self, path: &str, take: &mut dyn FnMut(&Seen<'_>)) -> Result<(), String> {
        let text = self.parts.text(path)?;
        let text = text.ok_or_else(|| missing(path))?;
        let mut reader = Reader::from_str(&text);
        let mut depth = 0_usize;
        loop {
            match reader.read_event().map_err(|_| damaged(path))? {
                Event::Start(tag) => {
                    depth += 1;
                    take(&Seen::Start(&tag, false));
                }
                Event::Empty(tag) => take(&Seen::Start(&tag, true)),
                Event::End(tag) => {
                    depth = depth.saturating_sub(1);
                    take(&Seen::End(tag.local_name().as_ref()));
                }
                Event::Eof if depth > 0 => return Err(damaged(path)),
                Event::Text(text) => take(&Seen::Text(&text.xml10_content())),
                Event::CData(text) => take(&Seen::Text(&text.xml10_content())),
                Event::GeneralRef(entity) => take(&Seen::Text(&resolved(&entity))),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn read_strings(&mut self, path: &str) -> Result<(), String> {
        let (mut runs, mut number) = (Runs::default(), 0);
        let mut strings = BTreeMap::new();
        let bytes = self.parts.text(path)?.unwrap_or_default().len();
        let mut is_sound = true;
        self.walk(path, &mut |event| match event {
            Seen::Start(tag, _) if tag.local_name().as_ref() == "sst" => {
                is_sound &= bounds::can_hold(tag, bytes);
            }
            Seen::Start(tag, is_empty) => {
                runs.start(tag, *is_empty);
                number += usize::from(*is_empty && tag.local_name().as_ref() == "si");
            }
            Seen::End("si") => {
                let own = std::mem::take(&mut runs).runs;
                if own.iter().any(|run| run.struck.is_some()) {
                    strings.insert(number, own);
                }
                number += 1;
            }
            Seen::End(name) => runs.end(name),
            Seen::Text(text) => runs.text(text),
        })?;
        self.strings = strings;
        match is_sound {
            true => Ok(()),
            false => Err(damaged(path)),
        }
    }

    fn read_styles(&mut self, path: &str) -> Result<(), String> {
        let (mut fonts, mut styles) = (Vec::new(), Vec::new());
        let mut inside = "";
        self.walk(path, &mut |event| match event {
            Seen::Start(tag, _) => match (tag.local_name().as_ref(), inside) {
                ("fonts", _) => inside = "fonts",
                ("cellXfs", _) => inside = "cellXfs",
                ("font", "fonts") => fonts.push(false),
                ("strike", "fonts") => {
                    if let Some(font) = fonts.last_mut() {
                        *font = !matches!(attribute(tag, "val").as_str(), "0" | "false");
                    }
                }
                ("xf", "cellXfs") => {
                    let font: usize = attribute(tag, "fontId").parse().unwrap_or(0);
                    styles.push(fonts.get(font).copied().unwrap_or(false));
                }
                _ => {}
            },
            Seen::End("fonts" | "cellXfs") => inside = "",
            _ => {}
        })?;
        self.styles = styles;
        Ok(())
    }

    /// The comments on cells; those of a conversation take the place of the text that stands for
    /// them in older programs.
    fn comments(&mut self, path: &str, sheet: &mut Sheet) -> Result<(), String> {
        let links = self.parts.links(path)?;
        for kind in ["comments", "threadedComment"] {
            let mut found: BTreeMap<(usize, usize), String> = BTreeMap::new();
            for link in links.iter().filter(|link| link.kind == kind) {
                sheet.own_notes += self.comments_of(&link.target, &mut found)?;
            }
            let tidied = found.into_iter().map(|(at, text)| (at, plain::tidy(&text)));
            sheet
                .comments
                .extend(tidied.filter(|(_, text)| !text.is_empty()));
        }
        Ok(())
    }

    /// Adds the comments of a part, and says how many of them an export has written.
    fn comments_of(
        &mut self,
        path: &str,
        found: &mut BTreeMap<(usize, usize), String>,
    ) -> Result<usize, String> {
        let mut comments = Comments::default();
        self.walk(path, &mut |event| comments.take(event, found))?;
        Ok(comments.own)
    }
}

/// Comments that are being read.
#[derive(Default)]
struct Comments {
    authors: Vec<String>,
    in_author: bool,
    /// The cell of the comment that is open, and whether an export has written it.
    at: Option<(usize, usize)>,
    is_own: bool,
    /// Whether it is part of a conversation, whose texts have no runs.
    is_plain: bool,
    runs: Runs,
    own: usize,
}

impl Comments {
    fn take(&mut self, event: &Seen<'_>, found: &mut BTreeMap<(usize, usize), String>) {
        match event {
            Seen::Start(tag, is_empty) => match tag.local_name().as_ref() {
                "author" => {
                    self.authors.push(String::new());
                    self.in_author = !is_empty;
                }
                name @ ("comment" | "threadedComment") => {
                    self.at = place(&attribute(tag, "ref"));
                    self.is_plain = name == "threadedComment";
                    self.runs = Runs::default();
                    let author = attribute(tag, "authorId").parse().ok();
                    let author = author.and_then(|at: usize| self.authors.get(at));
                    self.is_own = author.is_some_and(|author| author == OURSELVES);
                }
                "text" if self.is_plain => self.runs.plain(),
                _ => self.runs.start(tag, *is_empty),
            },
            Seen::End("author") => self.in_author = false,
            Seen::End("comment" | "threadedComment") => self.end(found),
            Seen::End(name) => self.runs.end(name),
            Seen::Text(text) => match self.authors.last_mut().filter(|_| self.in_author) {
                Some(author) => author.push_str(text),
                None => self.runs.text(text),
            },
        }
    }

    fn end(&mut self, found: &mut BTreeMap<(usize, usize), String>) {
        let Some(at) = self.at.take() else {
            return;
        };
        if self.is_own {
            self.own += 1;
            return;
        }
        let known = found.entry(at).or_default();
        known.push_str(if known.is_empty() { "" } else { "\n" });
        known.extend(self.runs.runs.iter().map(|run| run.text.as_str()));
    }
}

/// A part of an XML text.
enum Seen<'e> {
    /// A tag begins; whether it stands by itself.
    Start(&'e BytesStart<'e>, bool),
    End(&'e str),
    Text(&'e str),
}

/// A sheet that is being read.
struct Walk<'s> {
    strings: BTreeMap<usize, Vec<Run>>,
    styles: Vec<bool>,
    sheet: &'s mut Sheet,
    /// The cell that comes next.
    at: (usize, usize),
    style: usize,
    kind: String,
    /// The value of the cell, while it is read.
    value: Option<String>,
    /// The text that is written in the cell itself.
    runs: Option<Runs>,
}

impl Walk<'_> {
    fn take(&mut self, event: &Seen<'_>) {
        match event {
            Seen::Start(tag, is_empty) => self.start(tag, *is_empty),
            Seen::End("c") => self.end_cell(),
            Seen::End("row") => self.at = (self.at.0 + 1, 0),
            Seen::End(name) => {
                if let Some(runs) = &mut self.runs {
                    runs.end(name);
                }
            }
            Seen::Text(text) => match (&mut self.runs, &mut self.value) {
                (Some(runs), _) => runs.text(text),
                (_, Some(value)) => value.push_str(text),
                _ => {}
            },
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        match tag.local_name().as_ref() {
            "col" if is_hidden(tag, "width") => {
                let bound = |name: &str| attribute(tag, name).parse::<usize>().ok();
                let first = bound("min").unwrap_or(1).max(1);
                let last = bound("max").unwrap_or(first).min(MOST_COLUMNS);
                self.sheet.hidden_columns.extend(first - 1..last);
            }
            "row" => {
                let number = attribute(tag, "r").parse::<usize>().ok();
                let row = number.map_or(self.at.0, |number| number.saturating_sub(1));
                self.at = (row + usize::from(is_empty), 0);
                if is_hidden(tag, "ht") {
                    self.sheet.hidden_rows.insert(row);
                }
            }
            "c" => {
                self.at = place(&attribute(tag, "r")).unwrap_or(self.at);
                self.style = attribute(tag, "s").parse().unwrap_or(0);
                self.kind = attribute(tag, "t");
                (self.value, self.runs) = (None, None);
                if is_empty {
                    self.end_cell();
                }
            }
            "v" => self.value = Some(String::new()),
            "is" => self.runs = Some(Runs::default()),
            _ => {
                if let Some(runs) = &mut self.runs {
                    runs.start(tag, is_empty);
                }
            }
        }
    }

    fn end_cell(&mut self) {
        let at = self.at;
        self.at.1 += 1;
        let font = self.styles.get(self.style).copied().unwrap_or(false);
        let number = self.value.take().filter(|_| self.kind == "s");
        let number = number.and_then(|number| number.trim().parse::<usize>().ok());
        let own = self.runs.take().map(|runs| runs.runs);
        let runs = own.as_ref().or_else(|| self.strings.get(&number?));
        let has_fonts = |runs: &&Vec<Run>| runs.iter().any(|run| run.struck.is_some());
        match runs.filter(has_fonts) {
            Some(runs) => {
                let (text, struck) = parted(runs, font);
                if !struck.trim().is_empty() {
                    self.sheet.strike(at, &text, &struck);
                }
            }
            None if font => self.sheet.strike_all(at),
            None => {}
        }
    }
}

/// Whether a row or a column is not shown, by a word or by its size.
fn is_hidden(tag: &BytesStart<'_>, size: &str) -> bool {
    is_set(tag, "hidden")
        || attribute(tag, size)
            .parse::<f64>()
            .is_ok_and(|size| size <= 0.0)
}

/// The attribute that points at another part, whatever its namespace is called.
fn relation(tag: &BytesStart<'_>) -> String {
    let mut names = tag.attributes().flatten().map(|found| found.key);
    let name = names.find(|key| key.prefix().is_some() && key.local_name().as_ref() == "id");
    name.map(|name| attribute(tag, name.as_ref()))
        .unwrap_or_default()
}

/// Row and column of an address, from 0.
fn place(address: &str) -> Option<(usize, usize)> {
    let (column, row) = bounds::cell(address.split(':').next()?)?;
    let from_0 = |n: u64| usize::try_from(n - 1).ok();
    Some((from_0(row)?, from_0(column)?))
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn addresses_are_places() {
        assert_eq!(place("A1"), Some((0, 0)));
        assert_eq!(place("AB12"), Some((11, 27)));
        assert_eq!(place("$C$3:D4"), Some((2, 2)));
        for wrong in ["", "A", "12", "A0", "Ä1", "A99999999999999999999"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }
}
