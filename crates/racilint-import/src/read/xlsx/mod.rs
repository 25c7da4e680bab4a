//! Workbooks of Excel. The cells are taken one by one, so that a sheet with one cell at its far
//! end is not filled up to there; what is said of them beside their values is read by [`marks`].

mod bounds;
mod marks;
mod parts;
mod runs;

use std::io::Cursor;

use calamine::{DataRef, Reader as _, SheetType, SheetVisible, Xlsx};

use super::sheet::{Sheet, fits};
use crate::grid::MOST_CELLS;
use crate::plain;
use marks::Marks;

/// The sheets of a workbook, with what is merged in them.
///
/// # Errors
///
/// Says why it cannot be read.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, String> {
    let mut marks = Marks::of(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| reason(&error))?;
    let all: Vec<_> = book.sheets_metadata().to_vec();
    let mut sheets = Vec::new();
    for sheet in all
        .into_iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
    {
        let mut read = Sheet {
            hidden: sheet.visible != SheetVisible::Visible,
            name: sheet.name,
            ..Sheet::default()
        };
        marks.check(&read.name)?;
        cells(&mut book, &mut read)?;
        marks.add(&mut read)?;
        // A sheet whose merged areas cannot be read is still a sheet.
        let merged = book
            .merge_cells_by_sheet_name(&read.name)
            .unwrap_or_default();
        read.merged = merged
            .iter()
            .map(|area| {
                let (start, end) = (area.start, area.end);
                [
                    start.0 as usize,
                    end.0 as usize,
                    start.1 as usize,
                    end.1 as usize,
                ]
            })
            .collect();
        sheets.push(read);
    }
    Ok(sheets)
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &mut Sheet) -> Result<(), String> {
    let mut reader = book
        .worksheet_cells_reader(&sheet.name)
        .map_err(|error| reason(&error))?;
    while let Some(cell) = reader
        .next_cell_with_formula()
        .map_err(|error| reason(&error))?
    {
        let (row, column) = cell.pos;
        let mut text = plain::tidy(&shown(&cell.value));
        if let (DataRef::Empty, Some(formula)) = (&cell.value, &cell.formula) {
            // Nobody has computed it, so what it says is not known; it is no empty cell.
            text = format!("={}", plain::tidy(formula));
        }
        if text.is_empty() {
            continue;
        }
        let at = (row as usize, column as usize);
        fits(at.0 + 1, at.1 + 1)?;
        sheet.cells.insert(at, text);
        if sheet.cells.len() > MOST_CELLS {
            return Err(format!("it has more than {MOST_CELLS} cells"));
        }
    }
    Ok(())
}

/// What a cell shows; a day as a date, and the time of day where there is one.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, hour, minute, ..) = at.to_ymd_hms_milli();
            let (date, time) = (
                format!("{year:04}-{month:02}-{day:02}"),
                format!("{hour:02}:{minute:02}"),
            );
            match (at.as_f64() < 1.0, hour + minute) {
                (true, _) => time,
                (false, 0) => date,
                (false, _) => format!("{date} {time}"),
            }
        }
        DataRef::Bool(true) => "TRUE".into(),
        DataRef::Bool(false) => "FALSE".into(),
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        other => calamine::Data::from(other.clone()).to_string(),
    }
}

fn reason(error: &calamine::XlsxError) -> String {
    match error {
        calamine::XlsxError::Password => "it is protected by a password".into(),
        calamine::XlsxError::FileNotFound(part) => parts::missing(part),
        _ => "it is damaged".into(),
    }
}

#[cfg(test)]
mod tests {
    use calamine::{ExcelDateTime, ExcelDateTimeType};

    use super::*;

    #[test]
    fn days_and_times_are_shown_as_people_write_them() {
        for (value, expected) in [
            (0.604_166_666_7, "14:30"),
            (46_143.0, "2026-05-01"),
            (46_143.604_166_666_7, "2026-05-01 14:30"),
        ] {
            let at = ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false);
            assert_eq!(shown(&DataRef::DateTime(at)), expected);
        }
    }
}
