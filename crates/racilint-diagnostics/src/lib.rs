//! The plain data that every stage of racilint passes on: texts and places in them, findings,
//! and what is known about a rule.
//!
//! This crate knows no file system, no TOML, no output format and no colour. A rule builds a
//! [`Finding`]; what it looks like is decided in `racilint-emit`, and nowhere else.

mod finding;
pub mod harmless;
mod rule;
mod source;

pub use finding::{Clause, Edit, Finding, Fix, Label, Safety, Severity, Subject, Waived};
pub use rule::{DefaultSeverity, Group, ModelScope, RuleInfo};
pub use source::{FileId, Moved, Position, SourceFile, Sources, Span};
