//! JSON in which nothing can command a terminal that it is printed on.

use std::io::{self, Write};

use serde::Serialize;

use crate::text::is_unsafe;

/// Writes a value as one line of JSON, with a line break at its end.
///
/// What could command a terminal is escaped, as JSON allows for any character.
///
/// # Errors
///
/// Those of `out`.
pub(crate) fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    // JSON is written in very small pieces, and a call of `out` for each is what would cost most.
    let mut out = io::BufWriter::with_capacity(64 * 1024, out);
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Harmless);
    value.serialize(&mut serializer)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// A value as several lines of JSON, the same way, without a line break at its end.
pub fn pretty(value: &serde_json::Value) -> String {
    let text = format!("{value:#}");
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Those within strings are escaped already.
            '\n' => out.push(c),
            c if is_unsafe(c) => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
            c => out.push(c),
        }
    }
    out
}

struct Harmless;

impl serde_json::ser::Formatter for Harmless {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + Write,
    {
        // The serializer itself has taken out the control characters below the space.
        if fragment.is_ascii() && !fragment.as_bytes().contains(&0x7f) {
            return writer.write_all(fragment.as_bytes());
        }
        for c in fragment.chars() {
            let mut buffer = [0; 4];
            if !is_unsafe(c) {
                writer.write_all(c.encode_utf8(&mut buffer).as_bytes())?;
                continue;
            }
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
        }
        Ok(())
    }
}
