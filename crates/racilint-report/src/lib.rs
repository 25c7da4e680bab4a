//! What people are shown of an engagement besides findings: the responsibility matrix.
//!
//! [`Matrix`] is the matrix as plain data, drawn from the model; each format is one module that
//! writes it and knows no other. [`Remarks`] are the findings of a check, placed on the cells that
//! they concern. Nothing here reads a file, asks the clock or looks at a terminal.

mod matrix;
mod remarks;
mod words;

pub mod csv;
pub mod html;
pub mod markdown;
pub mod table;
pub mod xlsx;

pub use matrix::{Cell, Column, Layout, Left, MOST_CELLS, Matrix, Row, Sketch};
pub use remarks::{At, Remark, Remarks};
