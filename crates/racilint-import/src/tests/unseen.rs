//! What stands in a file and not in its sight: struck out, hidden, commented, below merged cells.

use super::sheets::zipped;
use super::{Read, file, markdown};
use crate::Options;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A workbook of Excel with one sheet, its strings shared, and two comments: style 1 strikes out.
fn xlsx(strings: &[&str], sheet: &str, comments: &str) -> Vec<u8> {
    let links = |links: &[(&str, &str)]| {
        let links = links.iter().enumerate().map(|(at, (kind, target))| {
            format!("<Relationship Id=\"r{at}\" Type=\"{REL}/{kind}\" Target=\"{target}\"/>")
        });
        format!(
            "<Relationships xmlns=\"{PACKAGE}\">{}</Relationships>",
            links.collect::<String>()
        )
    };
    let strings: String = strings
        .iter()
        .map(|own| format!("<si>{own}</si>"))
        .collect();
    let of_book = [
        ("worksheet", "worksheets/one.xml"),
        ("sharedStrings", "sharedStrings.xml"),
        ("styles", "styles.xml"),
    ];
    zipped(&[
        ("_rels/.rels", links(&[("officeDocument", "xl/book.xml")])),
        (
            "xl/book.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:x=\"{REL}\"><sheets><sheet name=\"RACI\" sheetId=\"1\" x:id=\"r0\"/></sheets></workbook>"
            ),
        ),
        ("xl/_rels/book.xml.rels", links(&of_book)),
        (
            "xl/sharedStrings.xml",
            format!("<sst xmlns=\"{MAIN}\">{strings}</sst>"),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet xmlns=\"{MAIN}\"><fonts><font><sz val=\"11\"/></font><font><strike/></font>\
                 <font><strike val=\"0\"/></font></fonts><cellStyleXfs><xf fontId=\"1\"/></cellStyleXfs>\
                 <cellXfs><xf fontId=\"0\"/><xf fontId=\"1\"/><xf fontId=\"2\"/></cellXfs>\
                 <dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>"
            ),
        ),
        (
            "xl/worksheets/one.xml",
            format!("<worksheet xmlns=\"{MAIN}\">{sheet}</worksheet>"),
        ),
        (
            "xl/worksheets/_rels/one.xml.rels",
            links(&[("comments", "../comments1.xml")]),
        ),
        (
            "xl/comments1.xml",
            format!("<comments xmlns=\"{MAIN}\"><commentList>{comments}</commentList></comments>"),
        ),
    ])
}

/// Rows of cells: `2` is the second string, `2!` the same struck out, an empty text no cell.
fn rows(rows: &[&[&str]]) -> String {
    let mut text = String::from("<sheetData>");
    for (row, cells) in rows.iter().enumerate() {
        text += &format!("<row r=\"{}\">", row + 1);
        for (column, cell) in cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
        {
            let address = format!("{}{}", char::from(b'A' + column as u8), row + 1);
            let (number, style) = match cell.strip_suffix('!') {
                Some(number) => (number, 1),
                None => (*cell, 2),
            };
            text += &format!("<c r=\"{address}\" s=\"{style}\" t=\"s\"><v>{number}</v></c>");
        }
        text += "</row>";
    }
    text + "</sheetData>"
}

/// Task, CIO, MSP, Patch, Watch, R, A; the eighth is `R/A` with its R struck out, the ninth the
/// same in bold, the tenth how a word is spoken.
const STRINGS: &[&str] = &[
    "<t>Task</t>",
    "<t>CIO</t>",
    "<t>MSP</t>",
    "<t>Patch</t>",
    "<t>Watch</t>",
    "<t>R</t>",
    "<t>A</t>",
    "<r><rPr><strike/><sz val=\"9\"/></rPr><t>R/</t></r><r><t>A</t></r>",
    "<r><rPr><b/></rPr><t>R/</t></r><r><rPr><strike val=\"0\"/></rPr><t>A</t></r>",
    "<t>Restore</t><rPh sb=\"0\" eb=\"1\"><t>riː</t></rPh>",
];

fn read(sheet: &str, comments: &str) -> Read {
    read_with(sheet, comments, &Options::default())
}

fn read_with(sheet: &str, comments: &str, options: &Options) -> Read {
    file("desk.xlsx", &xlsx(STRINGS, sheet, comments), options)
}

#[test]
fn what_is_struck_out_in_a_workbook_does_not_count() {
    let sheet = rows(&[
        &["0", "1", "2"],
        &["3", "6", "5!"],
        &["4", "6", "5"],
        &["9", "7", "8"],
    ]);
    let own = read(&sheet, "");
    assert_eq!(
        own.tasks(),
        "patch: accountable=cio\nwatch: responsible=msp accountable=cio\n\
         restore: responsible=msp accountable=cio+msp"
    );
    assert_eq!(
        own.findings(),
        "import-cell-passed-over: ~~R~~\nimport-cell-passed-over: A ~~R/~~"
    );
    assert_eq!(
        own.imported.findings[0].message,
        "`R` in C2 is struck out and is not read, for `MSP` in `Patch`"
    );
    assert_eq!(
        own.says(&["workstream", "patch", "notes"]),
        "MSP: R (struck out)"
    );
    let all = Options {
        struck_out: true,
        ..Options::default()
    };
    let all = read_with(&sheet, "", &all);
    assert!(
        all.tasks()
            .starts_with("patch: responsible=msp accountable=cio\n"),
        "{}",
        all.tasks()
    );
    assert_eq!(all.findings(), "");
    assert!(
        all.choices().contains("[--struck-out]"),
        "{}",
        all.choices()
    );
}

#[test]
fn a_row_that_is_struck_out_is_one_finding() {
    let own = read(
        &rows(&[&["0", "1", "2"], &["3!", "6!", "5!"], &["4", "6", "5"]]),
        "",
    );
    assert_eq!(own.tasks(), "watch: responsible=msp accountable=cio");
    let messages = own.messages();
    assert_eq!(
        messages,
        ["row 2 of sheet `RACI` is struck out and is not read: `Patch | A | R`"]
    );
    // Its name alone says nothing of its letters.
    let own = read(
        &rows(&[&["0", "1", "2!"], &["3!", "6", "5"], &["4", "6", "5"]]),
        "",
    );
    assert_eq!(
        own.tasks(),
        "patch: responsible=msp accountable=cio\nwatch: responsible=msp accountable=cio"
    );
    assert_eq!(own.imported.findings.len(), 2, "{}", own.findings());
}

#[test]
fn a_matrix_that_is_struck_out_is_none() {
    let reason = read(
        &rows(&[&["0", "1", "2"], &["3", "6!", "5!"], &["4", "6!", "5!"]]),
        "",
    )
    .reason();
    assert!(reason.contains("its letters are struck out"), "{reason}");
}

#[test]
fn comments_on_cells_are_kept_as_notes() {
    let sheet = rows(&[&["0", "1", "2"], &["3", "6", "5"], &["4", "6", "5"]]);
    let comments = "<comment ref=\"C2\" authorId=\"0\"><text><r><rPr><b/></rPr><t>Jo:</t></r><r><t xml:space=\"preserve\">\n only at night</t></r></text></comment>\
        <comment ref=\"A3\"><text><t>see the plan</t></text></comment>\
        <comment ref=\"B1\"><text><t>until May</t></text></comment>\
        <comment ref=\"B4\"><text><t>signed off</t></text></comment>";
    let own = read(&sheet, comments);
    assert_eq!(
        own.says(&["workstream", "patch", "notes"]),
        "MSP: comment: Jo: only at night"
    );
    assert_eq!(own.says(&["role", "cio", "notes"]), "until May");
    let notes = own.says(&["workstream", "watch", "notes"]);
    assert_eq!(
        notes,
        "comment: see the plan\nCIO: comment: B4: signed off\n"
    );
    assert_eq!(own.findings(), "");
}

/// The findings on the cells of an exported workbook are found anew.
#[test]
fn notes_of_an_export_are_told_and_not_kept() {
    let sheet = rows(&[&["0", "1", "2"], &["3", "6", "5"], &["4", "6", "5"]]);
    let comments = "<authors><author>racilint</author><author>Jo</author></authors>\
        <comment ref=\"C2\" authorId=\"0\"><text><t>error</t></text></comment>\
        <comment ref=\"C3\" authorId=\"1\"><text><t>by day</t></text></comment>";
    let own = read(&sheet, comments);
    assert_eq!(own.says(&["workstream", "patch", "notes"]), "nothing");
    assert_eq!(
        own.says(&["workstream", "watch", "notes"]),
        "MSP: comment: by day"
    );
    assert!(
        own.choices()
            .contains("notes that racilint wrote itself are not kept")
    );
    let note = |author: &str| {
        format!(
            "<table:table-cell><office:annotation><dc:creator>{author}</dc:creator><text:p>by day</text:p></office:annotation><text:p>R</text:p></table:table-cell>"
        )
    };
    let own = ods(&(ods_row(&[&plain("Task"), &plain("CIO"), &plain("MSP")])
        + &ods_row(&[&plain("Patch"), &plain("A"), &note("racilint")])
        + &ods_row(&[&plain("Watch"), &plain("A"), &note("Jo")])));
    assert_eq!(own.says(&["workstream", "patch", "notes"]), "nothing");
    assert_eq!(
        own.says(&["workstream", "watch", "notes"]),
        "MSP: comment: by day"
    );
}

#[test]
fn a_comment_far_below_is_no_note_of_the_last_task() {
    let sheet = rows(&[&["0", "1", "2"], &["3", "6", "5"], &["4", "6", "5"]]);
    let comment = |at: &str| format!("<comment ref=\"{at}\"><text><t>ask Jo</t></text></comment>");
    let toml = |at: &str| read(&sheet, &comment(at)).imported.toml.unwrap_or_default();
    let far = toml("H20");
    assert!(
        far.contains("# Beside the matrix: comment on H20: ask Jo"),
        "{far}"
    );
    assert!(!far.contains("notes"), "{far}");
    assert!(toml("B4").contains("CIO: comment: B4: ask Jo"));
}

/// Cut off in the middle, the rest of the comments would be missing without a word.
#[test]
fn a_part_that_is_cut_off_is_damaged() {
    let sheet = rows(&[&["0", "1", "2"], &["3", "6", "5"]]);
    let reason = read(&sheet, "<comment ref=\"C2\"><text><t>by day</t>").reason();
    assert!(reason.contains("`xl/comments1.xml` is damaged"), "{reason}");
}

#[test]
fn what_is_hidden_is_told_and_an_option_decides_it() {
    let mut sheet = rows(&[&["0", "1", "2"], &["3", "5", "8"], &["4", "5", "8"]]);
    sheet = sheet.replace("<row r=\"2\">", "<row r=\"2\" hidden=\"1\">");
    sheet.insert_str(0, "<cols><col min=\"2\" max=\"2\" width=\"0\" customWidth=\"1\"/><col min=\"9\" max=\"16384\" hidden=\"1\"/></cols>");
    let own = read(&sheet, "");
    assert_eq!(own.imported.counts.tasks, 2);
    assert_eq!(
        own.choices(),
        "sheet `RACI`: row 2 is hidden, and is read all the same [--no-hidden]\n\
         sheet `RACI`: column B is hidden, and is read all the same [--no-hidden]\n\
         `MSP` is taken for the provider [--provider NAME]"
    );
    let without = Options {
        hidden: Some(false),
        ..Options::default()
    };
    let own = read_with(&sheet, "", &without);
    assert_eq!(own.imported.counts.tasks, 1);
    assert_eq!(own.imported.counts.actors, 1);
    assert!(
        own.choices()
            .contains("row 2 is hidden, and is left out [--hidden]")
    );
}

#[test]
fn what_merged_cells_hide_is_told() {
    let sheet = rows(&[&["0", "1", "2"], &["3", "6", "5"], &["4", "6", "5"]]);
    let merged = "<mergeCells count=\"1\"><mergeCell ref=\"B3:C3\"/></mergeCells>";
    let own = read(&(sheet + merged), "");
    assert_eq!(
        own.imported.findings[0].rule.name,
        "import-cell-passed-over"
    );
    assert!(
        own.imported.findings[0]
            .message
            .contains("`R` in C3 lies below a merged cell")
    );
}

/// A workbook of LibreOffice whose style `s` strikes out, for cells and for stretches of text.
fn ods(rows: &str) -> Read {
    let styles = "<office:automatic-styles>\
        <style:style style:name=\"s\" style:family=\"table-cell\"><style:text-properties style:text-line-through-style=\"solid\"/></style:style>\
        <style:style style:name=\"c\" style:family=\"table-cell\" style:parent-style-name=\"s\"/>\
        <style:style style:name=\"n\" style:family=\"table-cell\" style:parent-style-name=\"s\"><style:text-properties style:text-line-through-style=\"none\"/></style:style>\
        <style:style style:name=\"s\" style:family=\"text\"><style:text-properties style:text-line-through-type=\"single\"/></style:style>\
        </office:automatic-styles>";
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\" xmlns:dc=\"d\">\
         {styles}<office:body><office:spreadsheet><table:table table:name=\"RACI\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    file(
        "desk.ods",
        &zipped(&[("content.xml", content)]),
        &Options::default(),
    )
}

fn ods_row(cells: &[&str]) -> String {
    format!("<table:table-row>{}</table:table-row>", cells.concat())
}

fn plain(text: &str) -> String {
    format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>")
}

#[test]
fn workbooks_of_libreoffice_say_the_same() {
    let head = ods_row(&[&plain("Task"), &plain("CIO"), &plain("MSP")]);
    let patch = ods_row(&[
        &plain("Patch"),
        "<table:table-cell table:style-name=\"n\"><office:annotation><dc:creator>Jo</dc:creator><text:p>only at</text:p><text:p>night</text:p></office:annotation><text:p>A</text:p></table:table-cell>",
        "<table:table-cell table:style-name=\"c\"><text:p>R</text:p></table:table-cell>",
    ]);
    let watch = ods_row(&[
        &plain("Watch"),
        &plain("<text:span text:style-name=\"s\">R</text:span>/A"),
        "<table:table-cell office:value-type=\"string\" office:string-value=\"R\"/>",
    ]);
    let own = ods(&(head + &patch + &watch));
    assert_eq!(
        own.tasks(),
        "patch: accountable=cio\nwatch: responsible=msp accountable=cio"
    );
    assert_eq!(
        own.findings(),
        "import-cell-passed-over: ~~R~~\nimport-cell-passed-over: /A ~~R~~"
    );
    let notes = own.says(&["workstream", "patch", "notes"]);
    assert_eq!(notes, "CIO: comment: only at night\nMSP: R (struck out)\n");
}

#[test]
fn libreoffice_hides_rows_by_itself_by_filters_and_in_groups() {
    let row = |task: &str| ods_row(&[&plain(task), &plain("A"), &plain("R")]);
    let text = "<table:table-column table:number-columns-repeated=\"2\"/><table:table-column table:visibility=\"collapse\"/>".to_owned()
        + &ods_row(&[&plain("Task"), &plain("CIO"), &plain("MSP")])
        + &row("One")
        + &row("Two").replace("<table:table-row>", "<table:table-row table:visibility=\"filter\">")
        + "<table:table-row-group table:display=\"false\">"
        + &row("Three").replace("<table:table-row>", "<table:table-row table:visibility=\"collapse\">")
        + "</table:table-row-group>"
        + &row("Four");
    assert_eq!(
        ods(&text).choices(),
        "sheet `RACI`: row 3, row 4 are hidden, and are read all the same [--no-hidden]\n\
         sheet `RACI`: column C is hidden, and is read all the same [--no-hidden]\n\
         `MSP` is taken for the provider [--provider NAME]"
    );
}

#[test]
fn markdown_strikes_out_with_tildes_and_tags() {
    let own = markdown(
        "| Task | CIO | MSP |\n|---|---|---|\n| Patch | A | ~~R~~ |\n| Watch | ~~R~~/A | <del>C</del> R |\n\
         | ~~Tidy~~ | ~~A~~ | ~~R~~ |\n",
    );
    assert_eq!(
        own.tasks(),
        "patch: accountable=cio\nwatch: responsible=msp accountable=cio"
    );
    assert_eq!(own.imported.findings.len(), 4, "{}", own.findings());
    assert!(
        own.imported.findings[3]
            .message
            .starts_with("line 5 of table 1 is struck out")
    );
}

fn html(rows: &str) -> Read {
    let text = format!("<table><tr><th>Task<th>CIO<th>MSP</tr>{rows}</table>");
    file("desk.html", text.as_bytes(), &Options::default())
}

#[test]
fn html_strikes_out_with_tags_and_styles() {
    let own = html(
        "<tr><td>Patch<td>A<td><s>R</s></tr>\
         <tr><td>Watch<td><span style=\"Text-Decoration: line-through\">R</span> A<td><del>C</del><ins>R</ins>\
         <tr><td>Tidy<td style=\"text-decoration:line-through\">A<td>R/A</tr>\
         <tr><td>Move<td><s>A<td>R/A",
    );
    assert_eq!(
        own.tasks(),
        "patch: accountable=cio\nwatch: responsible=msp accountable=cio\n\
         tidy: responsible=msp accountable=msp\nmove: responsible=msp accountable=msp"
    );
    assert_eq!(own.imported.findings.len(), 5, "{}", own.findings());
}

#[test]
fn comments_in_pages_of_libreoffice_are_no_text() {
    let own = html(
        "<tr><td>Patch<td>A<td><a class=\"comment-indicator\"></a><comment>by\nday</comment>R</tr>",
    );
    assert_eq!(own.tasks(), "patch: responsible=msp accountable=cio");
    assert_eq!(
        own.says(&["workstream", "patch", "notes"]),
        "MSP: comment: by day"
    );
}

#[test]
fn html_cells_without_words_are_not_blank() {
    let own = html(
        "<tr><td>Patch<td><img src=a.png alt=A><td><select><option>C<option selected>R<option>I</select></tr>\
         <tr><td>Watch<td>A<td><img src=r.png></tr>\
         <tr><td>Tidy<td><svg role=img aria-label=A><path d=x></svg><td><input type=text value=R></tr>\
         <tr hidden><td>Move<td title=\"by mail\">A<td><i class=\"fa fa-check\"></i></tr>",
    );
    assert_eq!(
        own.tasks(),
        "patch: responsible=msp accountable=cio\nwatch: accountable=cio\n\
         tidy: responsible=msp accountable=cio\nmove: accountable=cio"
    );
    let messages = own.messages();
    assert_eq!(
        messages,
        [
            "`(picture)` is no letter, for `MSP` in `Watch`",
            "`(picture)` is no letter, for `MSP` in `Move`"
        ]
    );
    assert!(
        own.choices().contains("line 1 is hidden"),
        "{}",
        own.choices()
    );
    assert!(
        own.says(&["workstream", "move", "notes"])
            .contains("CIO: comment: by mail")
    );
}
