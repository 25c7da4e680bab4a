//! `yardstick`: writes generated engagements, and parses a file with what racilint is compared with.
//!
//! `yardstick parse FILE` is the yardstick itself: the parser of the `toml` crate alone, and nothing else.
//! What it costs is what a check is compared with.

#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool for the terminal that reads one file, or writes generated ones"
)]

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use racilint_yardstick::{Engagement, Findings, Hostile, Portfolio};

const USAGE: &str = "usage: yardstick parse FILE
       yardstick engagement WORKSTREAMS [OPTION ...]
       yardstick portfolio FOLDER ENGAGEMENTS WORKSTREAMS [OPTION ...]
       yardstick hostile [KIND SIZE]
options: --without-hours --without-escalations --without-absences --findings few|many --seed NUMBER";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["parse", file] => parse(Path::new(file))?,
        ["engagement", size, options @ ..] => print!("{}", engagement(size, options)?.text()),
        ["portfolio", folder, engagements, size, options @ ..] => {
            let portfolio = Portfolio {
                engagements: engagements.parse()?,
                each: engagement(size, options)?,
            };
            write(Path::new(folder), &portfolio)?;
        }
        ["hostile"] => {
            for kind in Hostile::ALL {
                println!("{:11} {}", kind.name, kind.what);
            }
        }
        ["hostile", name, size] => {
            let found = Hostile::ALL.iter().find(|kind| kind.name == *name);
            let kind = found.ok_or("there is no such kind")?;
            print!("{}", kind.text(size.parse()?));
        }
        _ => return Err(USAGE.into()),
    }
    Ok(())
}

fn parse(path: &Path) -> Result<(), Box<dyn Error>> {
    let text = std::fs::read_to_string(path)?;
    // The whole error would hold the whole text.
    let table = toml::de::DeTable::parse(&text).map_err(|error| error.message().to_owned())?;
    println!("{}", table.get_ref().len());
    Ok(())
}

fn engagement(size: &str, options: &[&str]) -> Result<Engagement, Box<dyn Error>> {
    let mut wanted = Engagement::of(size.parse()?);
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match *option {
            "--without-hours" => wanted.has_hours = false,
            "--without-escalations" => wanted.has_escalations = false,
            "--without-absences" => wanted.has_absences = false,
            "--seed" => wanted.seed = options.next().ok_or(USAGE)?.parse()?,
            "--findings" => {
                wanted.findings = match options.next() {
                    Some(&"few") => Findings::Few,
                    Some(&"many") => Findings::Many,
                    _ => return Err(USAGE.into()),
                }
            }
            _ => return Err(USAGE.into()),
        }
    }
    Ok(wanted)
}

fn write(folder: &Path, portfolio: &Portfolio) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    portfolio
        .files()
        .try_for_each(|(name, text)| std::fs::write(folder.join(name), text))
}
