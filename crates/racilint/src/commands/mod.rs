//! The commands, one file each.

pub(crate) mod baseline;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod coverage;
pub(crate) mod drill;
pub(crate) mod explain;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod list;
mod matrices;
pub(crate) mod matrix;
mod one;
mod outputs;
mod reading;
pub(crate) mod resilience;
pub(crate) mod schema;
mod table;
pub(crate) mod waivers;
pub(crate) mod week;
pub(crate) mod who;

use std::borrow::Borrow;

use racilint_parser::values::Text;

use reading::Read;

/// What a field of a catalogue says; nothing where it is left out.
fn text<'s>(field: &Option<impl Borrow<Text<'s>>>) -> String {
    field
        .as_ref()
        .map(|text| text.borrow().value.to_string())
        .unwrap_or_default()
}
