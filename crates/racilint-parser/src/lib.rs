//! Engagement files in, a spanned model of them out.
//!
//! Bytes become text ([`bytes`]), text becomes spanned TOML ([`syntax`]), TOML becomes the tables
//! of the language ([`language`], read by [`decode`] from the [`values`]), and files become one
//! [`Document`]. Nothing here fails: what cannot be read is a finding, and the rest goes on.
//!
//! The parser knows what may be written. What it means (who a name is, whether anybody is
//! responsible) is the checker's matter.

pub mod bytes;
pub mod decode;
mod document;
pub mod edits;
pub mod language;
pub mod rules;
pub mod settings;
pub mod syntax;
pub mod values;

pub use document::{
    Document, House, InMemory, LoadError, Loaded, Loader, MOST_INCLUDES, Redeclared, Tables,
    is_house, read,
};
