//! `racilint` on the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(racilint::run(std::env::args_os()))
}
