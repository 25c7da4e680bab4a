//! `racilint completions` and `racilint man`: what shells and `man` know of the command line, made from
//! the same definition that reads it.

use std::io::{self, Write as _};

use clap::{Command, CommandFactory as _};
use clap_complete::Shell as Known;
use clap_complete_nushell::Nushell;

use crate::cli::{Cli, CompletionsOptions, ManOptions, Shell};
use crate::{CLEAN, Failure};

pub(crate) fn run(options: &CompletionsOptions) -> Result<u8, Failure> {
    let mut command = Cli::command();
    let mut text = Vec::new();
    let name = "racilint";
    match options.shell {
        Shell::Bash => clap_complete::generate(Known::Bash, &mut command, name, &mut text),
        Shell::Zsh => clap_complete::generate(Known::Zsh, &mut command, name, &mut text),
        Shell::Fish => clap_complete::generate(Known::Fish, &mut command, name, &mut text),
        Shell::Powershell => {
            clap_complete::generate(Known::PowerShell, &mut command, name, &mut text);
        }
        Shell::Nushell => clap_complete::generate(Nushell, &mut command, name, &mut text),
    }
    write(&text)
}

pub(crate) fn man(options: &ManOptions) -> Result<u8, Failure> {
    let mut command = Cli::command();
    command.build();
    let mut page = &command;
    for name in &options.command {
        page = of_command(page, name)?;
    }
    let mut text = Vec::new();
    clap_mangen::Man::new(page.clone()).render(&mut text)?;
    write(&text)
}

fn of_command<'c>(all: &'c Command, name: &str) -> Result<&'c Command, Failure> {
    let known = || all.get_subcommands().filter(|own| own.get_name() != "help");
    let found = known().find(|own| own.get_name() == name);
    let names: Vec<&str> = known().map(Command::get_name).collect();
    found.ok_or_else(|| {
        let known = match names.as_slice() {
            [] => format!("`{}` has none", all.get_name()),
            names => format!("there are {}", names.join(", ")),
        };
        Failure::Usage(format!("there is no command `{name}`; {known}"))
    })
}

fn write(text: &[u8]) -> Result<u8, Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text)?;
    out.flush()?;
    Ok(CLEAN)
}
