//! Colours and borders. Whatever they say is also said without them: letters by themselves, parties
//! by a line between them.

use racilint_checker::model::Letter;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const LINE: u32 = 0x00BF_C7D1;
const STRONG_LINE: u32 = 0x0057_606A;
const BAND: u32 = 0x00E9_EDF2;
const PLAIN_HEAD: u32 = 0x0044_4C56;
/// The headings of one party have one colour; the colours begin again behind the last.
const PARTIES: [u32; 5] = [
    0x001F_4E79,
    0x001D_5C57,
    0x005B_2C6F,
    0x0076_4A12,
    0x0044_4C56,
];

/// Ordinary text at the top of its cell, in as many lines as it takes.
pub(super) fn text() -> Format {
    bare().set_align(FormatAlign::Top).set_text_wrap()
}

/// A cell of the matrix; the first one of a party has a strong line on its left.
pub(super) fn letter(letter: Option<Letter>, starts_group: bool, holds_names: bool) -> Format {
    let align = if holds_names {
        FormatAlign::Left
    } else {
        FormatAlign::Center
    };
    let format = text().set_align(align);
    let format = match letter.filter(|_| !holds_names) {
        Some(letter) => filled(format, letter),
        None => format,
    };
    parted(format, starts_group)
}

/// A letter of the legend.
pub(super) fn sample(letter: Letter) -> Format {
    filled(text().set_align(FormatAlign::Center), letter)
}

fn filled(format: Format, letter: Letter) -> Format {
    let (fill, ink) = match letter {
        Letter::Responsible => (0x00CF_E3F7, 0x000B_3D66),
        Letter::Accountable => (0x001F_4E79, 0x00FF_FFFF),
        Letter::Support => (0x00D6_EFE3, 0x000D_4A30),
        Letter::Consulted => (0x00FD_F0C4, 0x005C_4400),
        Letter::Informed => (0x00EC_EEF1, 0x0033_3A42),
    };
    let format = format
        .set_background_color(Color::RGB(fill))
        .set_font_color(Color::RGB(ink));
    match letter {
        Letter::Informed => format,
        _ => format.set_bold(),
    }
}

/// A heading that belongs to no party.
pub(super) fn head() -> Format {
    headed(PLAIN_HEAD)
}

/// The heading of a column of a party, turned where there are many.
pub(super) fn party_head(group: usize, starts_group: bool, turned: bool) -> Format {
    let format = party(group).set_align(FormatAlign::Center);
    let format = match turned {
        true => format.set_rotation(90),
        false => format,
    };
    parted(format, starts_group)
}

/// The colour of a party.
pub(super) fn party(group: usize) -> Format {
    headed(PARTIES[group % PARTIES.len()])
}

fn headed(fill: u32) -> Format {
    bare()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Bottom)
        .set_background_color(Color::RGB(fill))
        .set_font_color(Color::White)
}

/// The heading of a section.
pub(super) fn section() -> Format {
    text().set_bold().set_background_color(Color::RGB(BAND))
}

/// A row of a section stands further right than its heading.
pub(super) fn indented(depth: usize) -> Format {
    text().set_indent(u8::try_from(depth.min(4)).unwrap_or(4))
}

/// An id.
pub(super) fn quiet() -> Format {
    text().set_font_color(Color::RGB(STRONG_LINE))
}

/// How a severity looks.
pub(super) fn severity(word: &str) -> Format {
    let (fill, ink) = match word {
        "error" => (0x00F9_D7D7, 0x008A_1010),
        "warning" => (0x00FD_E9C8, 0x006B_4000),
        "note" => (0x00DD_EBF7, 0x001F_4E79),
        _ => (0x00EC_EEF1, 0x0033_3A42),
    };
    text()
        .set_bold()
        .set_background_color(Color::RGB(fill))
        .set_font_color(Color::RGB(ink))
}

/// The title of a page.
pub(super) fn title() -> Format {
    Format::new().set_bold().set_font_size(16.0)
}

/// The title of a part of a page.
pub(super) fn subtitle() -> Format {
    Format::new().set_bold().set_font_size(12.0)
}

fn bare() -> Format {
    Format::new()
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(LINE))
}

fn parted(format: Format, starts_group: bool) -> Format {
    match starts_group {
        true => format
            .set_border_left(FormatBorder::Medium)
            .set_border_left_color(Color::RGB(STRONG_LINE)),
        false => format,
    }
}
