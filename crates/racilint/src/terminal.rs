//! What the reader can see: colours, links, width, signs.

use std::io::{self, BufWriter, IsTerminal as _, Write};

use anstream::{AutoStream, ColorChoice};
use racilint_diagnostics::harmless::visible;
use racilint_emit::human::{Charset, HumanOptions};

use crate::RULE_PAGES;
use crate::cli::{self, CheckOptions, Color};

/// The width for which is written when nobody says and there is no terminal to ask.
pub(crate) const DEFAULT_WIDTH: usize = 80;

/// Whether standard output takes colours: `--color` first, then `NO_COLOR`, `CLICOLOR_FORCE` and
/// the terminal.
pub(crate) fn colors(choice: Color) -> bool {
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    }
}

/// How to write for people.
pub(crate) fn human_options(options: &CheckOptions) -> HumanOptions<'static> {
    let color = colors(options.color);
    let is_terminal = io::stdout().is_terminal();
    HumanOptions {
        width: options.width.unwrap_or_else(width),
        color,
        charset: charset(options.charset, is_terminal),
        screen_reader: options.screen_reader,
        links: color && is_terminal && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout),
        rule_page_base: RULE_PAGES,
    }
}

/// How to write for people who open a file: no colours and no links, whatever the terminal of the
/// run can show.
pub(crate) fn file_options(options: &CheckOptions) -> HumanOptions<'static> {
    HumanOptions {
        width: options.width.unwrap_or(DEFAULT_WIDTH),
        color: false,
        charset: charset(options.charset, false),
        screen_reader: options.screen_reader,
        links: false,
        rule_page_base: RULE_PAGES,
    }
}

/// How to write for people on standard error.
pub(crate) fn error_options(color: Color) -> HumanOptions<'static> {
    let is_terminal = io::stderr().is_terminal();
    HumanOptions {
        width: if is_terminal {
            terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0))
        } else {
            DEFAULT_WIDTH
        },
        color: match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => AutoStream::choice(&io::stderr()) != ColorChoice::Never,
        },
        charset: charset(None, is_terminal),
        screen_reader: false,
        links: false,
        rule_page_base: RULE_PAGES,
    }
}

/// The width of the terminal in columns.
pub(crate) fn width() -> usize {
    if !io::stdout().is_terminal() {
        return DEFAULT_WIDTH;
    }
    let size = terminal_size::terminal_size();
    size.map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0))
}

/// The width that the rows of a list have: that of the terminal. What goes into a file or pipe has
/// one row a line, for those who search it.
pub(crate) fn row_width() -> Option<usize> {
    io::stdout().is_terminal().then(width)
}

/// A terminal whose locale is not UTF-8 gets plain signs. What goes into a file or pipe never
/// depends on the locale.
fn charset(choice: Option<cli::Charset>, is_terminal: bool) -> Charset {
    match choice {
        Some(cli::Charset::Ascii) => Charset::Ascii,
        None if is_terminal && !locale_is_utf8() => Charset::Ascii,
        Some(cli::Charset::Unicode) | None => Charset::Unicode,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the binary is where the environment is read"
)]
fn locale_is_utf8() -> bool {
    if cfg!(windows) {
        return true;
    }
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    locale.is_some_and(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// Writes on standard error what is ready to be read.
pub(crate) fn tell(text: &str) {
    // There is nobody left to tell when this fails too.
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// Says on standard error what was done.
pub(crate) fn say(message: &str) {
    tell(&line(message));
}

/// A message as one line: a line break in it can only come from a name or a file, and would let
/// that write a line of its own.
pub(crate) fn line(message: &str) -> String {
    format!("{}\n", visible(message))
}

/// Standard output for what is written and then flushed. Whoever closes the pipe early does not want
/// to read on, which changes nothing of what the run comes to.
pub(crate) fn stdout() -> BufWriter<impl Write> {
    BufWriter::new(Patient(io::stdout().lock()))
}

/// Goes on when nobody reads any more.
struct Patient<W>(W);

impl<W: Write> Write for Patient<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            flushed => flushed,
        }
    }
}

/// Whether standard output is a terminal.
pub(crate) fn is_stdout() -> bool {
    io::stdout().is_terminal()
}

/// Says on standard error what somebody should look at.
pub(crate) fn remark(message: &str) {
    let message = line(message);
    let _ = write!(
        anstream::stderr(),
        "\u{1b}[1;33mwarning\u{1b}[0m: {message}"
    );
}

/// Says on standard error what went wrong.
pub(crate) fn complain(message: &str) {
    // There is nobody left to tell when this fails too.
    let message = line(message);
    let _ = write!(anstream::stderr(), "\u{1b}[1;31merror\u{1b}[0m: {message}");
}
