//! What can be typed for making something: a first engagement, completions, a manual page.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::day;

#[derive(Debug, Args)]
#[command(after_help = "\
At a terminal it asks for what is left out. Elsewhere, model, client and provider are needed.
A file that is there is never changed.

Exit codes:
  0  written
  2  wrong usage, or the file is there already or cannot be written")]
pub(crate) struct InitOptions {
    /// The file to write, such as `harbor.raci.toml`, or the folder for it
    #[arg(value_name = "PATH", default_value = ".")]
    pub(crate) path: PathBuf,

    /// Whether the client's own IT people share the work
    #[arg(long, value_enum, value_name = "MODEL")]
    pub(crate) model: Option<Model>,

    /// The name of the client
    #[arg(long, value_name = "NAME")]
    pub(crate) client: Option<String>,

    /// The name of the provider
    #[arg(long, value_name = "NAME")]
    pub(crate) provider: Option<String>,

    /// Laws and standards to measure it against, besides `msp-baseline`; `racilint list profiles`
    #[arg(long, value_name = "PROFILE", value_delimiter = ',')]
    pub(crate) profile: Vec<String>,

    /// The client's time zone, such as America/New_York
    #[arg(long, value_name = "ZONE")]
    pub(crate) timezone: Option<String>,

    /// The first day, such as 2027-01-31
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) starts: Option<Date>,

    /// Ask nothing: what is left out stays open
    #[arg(short, long)]
    pub(crate) yes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Model {
    /// Client and provider share the work
    CoManaged,
    /// The provider runs everything
    FullyManaged,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Where the text goes:
  bash        racilint completions bash > ~/.local/share/bash-completion/completions/racilint
  zsh         racilint completions zsh > DIR/_racilint, DIR being one of $fpath
  fish        racilint completions fish > ~/.config/fish/completions/racilint.fish
  powershell  racilint completions powershell >> $PROFILE
  nushell     racilint completions nushell > racilint.nu, then `source racilint.nu` in config.nu")]
pub(crate) struct CompletionsOptions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Nushell,
}

#[derive(Debug, Args)]
#[command(after_help = "\
  racilint man | man -l -
  racilint man check > /usr/local/share/man/man1/racilint-check.1")]
pub(crate) struct ManOptions {
    /// The command, as it is typed: `check`, `baseline write`; by default the page of racilint itself
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
}
