//! Tests of the project as a whole: its architecture, its generated files, its promises about the
//! tools that it is built with. What the program does is tested beside the code, and at the level
//! of the command in `tests/cli`.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "these tests read the project's own files, and fail when they cannot"
)]

mod architecture;
mod dependencies;
mod generated;
mod packaging;

use std::path::PathBuf;

/// The folder of the project.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}
