//! The sheet with all findings of a check, those that concern no cell of the matrix included.

use rust_xlsxwriter::{Worksheet, utility};

use super::sheet::{cell, height, put, put_link};
use super::{TooMuch, grid, style};
use crate::{Matrix, Remark, Remarks};

const HEADINGS: [(&str, f64); 7] = [
    ("Severity", 11.0),
    ("Rule", 32.0),
    ("Message", 60.0),
    ("Help", 60.0),
    ("Concerns", 30.0),
    ("Cell", 8.0),
    ("Place", 44.0),
];

pub(super) fn write(
    sheet: &mut Worksheet,
    matrix: &Matrix,
    remarks: &Remarks,
) -> Result<(), TooMuch> {
    sheet.set_name("Findings")?;
    let (last_row, last_column) = cell(remarks.list.len(), HEADINGS.len() - 1)?;
    for (column, (heading, width)) in HEADINGS.into_iter().enumerate() {
        put(sheet, (0, column), heading, &style::head(), String::new)?;
        sheet.set_column_width(cell(0, column)?.1, width)?;
    }
    for (index, remark) in remarks.list.iter().enumerate() {
        write_remark(sheet, index + 1, remark)?;
    }
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_print_fit_to_pages(1, 0);
    let title = super::sheet::short(&matrix.title, 80).replace('&', "&&");
    sheet.set_header(format!("&L{title}&R&A"));
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

fn write_remark(sheet: &mut Worksheet, row: usize, remark: &Remark) -> Result<(), TooMuch> {
    let texts = [
        remark.severity,
        remark.rule,
        &remark.message,
        &remark.help,
        &remark.object,
        "",
        &remark.place,
    ];
    let widths = HEADINGS.into_iter().map(|(_, width)| width);
    sheet.set_row_height(cell(row, 0)?.0, height(texts.into_iter().zip(widths)))?;
    let text = style::text();
    let what = || format!("a finding of `{}`", remark.rule);
    let severity = style::severity(remark.severity);
    put(sheet, (row, 0), remark.severity, &severity, what)?;
    put(sheet, (row, 1), remark.rule, &text, what)?;
    put(sheet, (row, 2), &remark.message, &text, what)?;
    put(sheet, (row, 3), &remark.help, &text, what)?;
    put(sheet, (row, 4), &remark.object, &text, what)?;
    match grid::place(remark.at) {
        Some((own_row, own_column)) => {
            let (own_row, own_column) = cell(own_row, own_column)?;
            let name = utility::row_col_to_cell(own_row, own_column);
            put_link(sheet, (row, 5), (grid::NAME, name), &text)?;
        }
        None => put(sheet, (row, 5), "", &text, what)?,
    }
    put(sheet, (row, 6), &remark.place, &text, what)
}
