//! From bytes to text: files are UTF-8, and whatever is not is told with its place.

use racilint_diagnostics::{Finding, SourceFile, Sources, Span};

use crate::rules;

/// Takes the bytes of a file in. Bytes that are not UTF-8 are replaced, so that the rest can still
/// be read, and reported once with the first place.
pub fn add(
    sources: &Sources,
    name: impl Into<String>,
    bytes: Vec<u8>,
) -> (&SourceFile, Option<Finding>) {
    match String::from_utf8(bytes) {
        Ok(text) => (sources.add(name, text), None),
        Err(error) => add_broken(sources, name, error.as_bytes()),
    }
}

fn add_broken<'s>(
    sources: &'s Sources,
    name: impl Into<String>,
    bytes: &[u8],
) -> (&'s SourceFile, Option<Finding>) {
    if let Some(text) = utf16(bytes) {
        return add_utf16(sources, name, text);
    }
    let (text, first, count) = replace_broken(bytes);
    let source = sources.add(name, text);
    let span = Span::new(
        source.id(),
        first..first + char::REPLACEMENT_CHARACTER.len_utf8(),
    );
    let places = match count {
        1 => "one place".into(),
        _ => format!("{count} places"),
    };
    let message = format!("the file is not UTF-8 in {places}");
    let mut finding = Finding::new(&rules::SYNTAX_ERROR, span, message);
    finding
        .label("the first byte that is not UTF-8")
        .help("save the file again with the encoding UTF-8");
    (source, Some(finding))
}

/// The text of a file that begins with the byte order mark of UTF-16. Editors write such files, and
/// all that is wrong with them is the encoding.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (mark, rest) = bytes.split_at_checked(2)?;
    let read: fn([u8; 2]) -> u16 = match mark {
        [0xff, 0xfe] => u16::from_le_bytes,
        [0xfe, 0xff] => u16::from_be_bytes,
        _ => return None,
    };
    let units = rest.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
    let text = char::decode_utf16(units);
    Some(
        text.map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
    )
}

fn add_utf16(
    sources: &Sources,
    name: impl Into<String>,
    text: String,
) -> (&SourceFile, Option<Finding>) {
    let source = sources.add(name, text);
    let first_line = source.line_range(0);
    let span = Span::new(source.id(), first_line);
    let message = "this file is saved as UTF-16, not as UTF-8";
    let mut finding = Finding::new(&rules::SYNTAX_ERROR, span, message);
    finding.help("save the file again with the encoding UTF-8");
    (source, Some(finding))
}

/// The text with each broken sequence replaced, the offset of the first one in it, and how many
/// there are.
fn replace_broken(bytes: &[u8]) -> (String, usize, usize) {
    let mut text = String::with_capacity(bytes.len());
    let mut first = None;
    let mut count = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first.get_or_insert(text.len());
            count += 1;
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    (text, first.unwrap_or_default(), count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_bytes_are_told_once_with_the_first_place() {
        let sources = Sources::default();
        let (source, finding) = add(&sources, "a", b"ok = \"\xff\"\nb = \"\xfe\"".to_vec());
        let finding = finding.expect("a finding");
        assert_eq!(source.position(finding.span.start as usize).column, 7);
        assert_eq!(finding.message, "the file is not UTF-8 in 2 places");
        assert_eq!(source.text(), "ok = \"\u{fffd}\"\nb = \"\u{fffd}\"");
    }

    #[test]
    fn one_broken_byte_is_one_place() {
        let sources = Sources::default();
        let (source, finding) = add(&sources, "a", b"ok = \"\xff\"".to_vec());
        let finding = finding.expect("a finding");
        assert_eq!(finding.message, "the file is not UTF-8 in one place");
        assert_eq!(&source.text()[finding.span.range()], "\u{fffd}");
    }

    #[test]
    fn utf16_is_named_and_read() {
        let sources = Sources::default();
        for bytes in [b"\xff\xfe[\0e\0]\0", b"\xfe\xff\0[\0e\0]"] {
            let (source, finding) = add(&sources, "a", bytes.to_vec());
            assert!(finding.expect("a finding").message.contains("UTF-16"));
            assert_eq!(source.text(), "[e]");
        }
    }
}
