//! The sheet that says what the others mean: the engagement, the letters, who is who, what is
//! nobody's, what was checked.

use rust_xlsxwriter::{Format, Worksheet};

use super::sheet::{cell, height, put};
use super::{TooMuch, style};
use crate::{Matrix, Remarks, words};

/// The widths of the columns, in characters.
const WIDTHS: [f64; 5] = [30.0, 44.0, 14.0, 34.0, 60.0];

pub(super) fn write(
    sheet: &mut Worksheet,
    matrix: &Matrix,
    remarks: &Remarks,
) -> Result<(), TooMuch> {
    sheet.set_name("Legend")?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let mut page = Page { sheet, row: 0 };
    page.line(&[(&matrix.title, style::title())])?;
    for (name, text) in &matrix.facts {
        page.line(&[(name, style::quiet()), (text, style::text())])?;
    }
    page.title("Letters")?;
    for letter in matrix.letters.iter().copied() {
        let meaning = words::meaning(letter);
        page.line(&[
            (words::sign(letter), style::sample(letter)),
            (words::title(letter), style::text()),
            ("", style::text()),
            (meaning, style::text()),
        ])?;
    }
    page.sections(matrix)?;
    page.holders(matrix)?;
    page.left(matrix)?;
    page.checked(matrix, remarks)?;
    page.sheet.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

struct Page<'s> {
    sheet: &'s mut Worksheet,
    row: usize,
}

impl Page<'_> {
    fn line(&mut self, cells: &[(&str, Format)]) -> Result<(), TooMuch> {
        for (column, (text, format)) in cells.iter().enumerate() {
            let what = || "a text of the legend".to_owned();
            put(self.sheet, (self.row, column), text, format, what)?;
        }
        // A title may stand over its neighbours.
        if cells.len() > 1 {
            let texts = cells.iter().map(|(text, _)| *text).zip(WIDTHS);
            self.sheet
                .set_row_height(cell(self.row, 0)?.0, height(texts))?;
        }
        self.row += 1;
        Ok(())
    }

    fn title(&mut self, title: &str) -> Result<(), TooMuch> {
        self.row += 1;
        self.line(&[(title, style::subtitle())])
    }

    fn sections(&mut self, matrix: &Matrix) -> Result<(), TooMuch> {
        let mut sections = matrix.sections().peekable();
        if sections.peek().is_some() {
            self.title("Sections")?;
        }
        for (title, about) in sections {
            let blank = ("", style::text());
            let blanks = [blank.clone(), blank.clone(), blank];
            let mut cells = vec![(title, style::text())];
            cells.extend(blanks);
            cells.push((about, style::text()));
            self.line(&cells)?;
        }
        Ok(())
    }

    fn holders(&mut self, matrix: &Matrix) -> Result<(), TooMuch> {
        if matrix.holders.is_empty() {
            return Ok(());
        }
        self.title("Who is who")?;
        let heads = ["Name", "Id", "Kind", "Party", "People"];
        self.line(&heads.map(|head| (head, style::head())))?;
        for holder in &matrix.holders {
            let people = holder.people.join(", ");
            let kind = match holder.kind {
                "" => "not declared",
                kind => kind,
            };
            self.line(&[
                (&holder.title, style::party(holder.group)),
                (&holder.id, style::text()),
                (kind, style::text()),
                (&holder.party, style::text()),
                (&people, style::text()),
            ])?;
        }
        Ok(())
    }

    fn left(&mut self, matrix: &Matrix) -> Result<(), TooMuch> {
        if matrix.left.is_empty() {
            return Ok(());
        }
        self.title("Deliberately nobody's")?;
        for left in &matrix.left {
            self.line(&[
                (&left.what, style::text()),
                (&left.reason, style::text()),
                ("", style::text()),
                (&left.accepted_by, style::text()),
            ])?;
        }
        Ok(())
    }

    fn checked(&mut self, matrix: &Matrix, remarks: &Remarks) -> Result<(), TooMuch> {
        self.title("What was checked")?;
        for kind in ["error", "warning", "note", "waived"] {
            let count = remarks.count(kind).to_string();
            self.line(&[(kind, style::severity(kind)), (&count, style::text())])?;
        }
        let evaluated = remarks.evaluated.to_string();
        let list = |names: &[&str]| match names {
            [] => "none".to_owned(),
            names => names.join(", "),
        };
        let silent = list(&remarks.not_evaluated);
        let as_of = matrix.facts.iter().find(|(name, _)| *name == "As of");
        let as_of = as_of.map_or("", |(_, day)| day);
        self.line(&[("as of", style::quiet()), (as_of, style::text())])?;
        self.line(&[
            ("rules evaluated", style::quiet()),
            (&evaluated, style::text()),
        ])?;
        self.line(&[
            ("rules not evaluated", style::quiet()),
            (&silent, style::text()),
        ])?;
        if remarks.off.is_empty() {
            return Ok(());
        }
        let off = list(&remarks.off);
        self.line(&[("rules off", style::quiet()), (&off, style::text())])
    }
}
