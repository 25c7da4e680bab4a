//! The commands, one file each.

pub(crate) mod check;
pub(crate) mod coverage;
pub(crate) mod explain;
pub(crate) mod list;
pub(crate) mod schema;
