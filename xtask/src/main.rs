//! `cargo xtask codegen` writes everything that is generated; `--check` only says what is stale.
//! `cargo xtask book` is what mdBook runs over the pages: see `book.toml`.

#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a tool for the terminal"
)]

use std::io;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let stale = match words.as_slice() {
        ["codegen"] => xtask::write_all(),
        ["codegen", "--check"] => xtask::stale(),
        // mdBook asks first whether a kind of output is supported: every kind is.
        ["book", "supports", _] => return ExitCode::SUCCESS,
        ["book"] => return book(),
        _ => {
            eprintln!("usage: cargo xtask codegen [--check] | book");
            return ExitCode::from(2);
        }
    };
    match stale {
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
        Ok(paths) if words.len() == 1 => {
            println!("{} files written", paths.len());
            ExitCode::SUCCESS
        }
        Ok(paths) if paths.is_empty() => ExitCode::SUCCESS,
        Ok(paths) => {
            eprintln!(
                "not up to date: {}\nrun `cargo xtask codegen`",
                paths.join(", ")
            );
            ExitCode::FAILURE
        }
    }
}

fn book() -> ExitCode {
    let book = io::read_to_string(io::stdin()).and_then(|input| xtask::preprocess(&input));
    match book {
        Ok(book) => {
            println!("{book}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
