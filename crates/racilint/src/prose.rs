//! Markdown pages on a terminal: paragraphs and list items are wrapped to its width, code stays as
//! it is.

/// The page with its paragraphs and list items wrapped to `width` columns.
pub(crate) fn wrapped(page: &str, width: usize) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut in_code = false;
    for line in page.lines() {
        let is_fence = line.starts_with("```");
        let stands_alone = in_code || is_fence || line.is_empty() || line.starts_with(['#', '|']);
        if stands_alone || line.starts_with("- ") {
            flush(&mut paragraph, &mut out, width);
        }
        if stands_alone {
            out.push_str(line);
            out.push('\n');
        } else {
            paragraph.push_str(line);
            paragraph.push('\n');
        }
        in_code ^= is_fence;
    }
    flush(&mut paragraph, &mut out, width);
    out
}

/// Writes a paragraph, further lines of a list item below its text, and empties it.
fn flush(paragraph: &mut String, out: &mut String, width: usize) {
    let indent = if paragraph.starts_with("- ") {
        "  "
    } else {
        ""
    };
    let mut column = 0;
    for word in paragraph.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            out.push('\n');
            out.push_str(indent);
            column = indent.len();
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    if column > 0 {
        out.push('\n');
    }
    paragraph.clear();
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn paragraphs_and_lists_are_wrapped_and_code_is_not() {
        let page = "# A title that is long\n\none two\nthree four\n\n- five six seven\n  eight\n- nine\n```toml\na = 'b c d e f g'\n```\n";
        let expected = "# A title that is long\n\none two three\nfour\n\n- five six\n  seven eight\n- nine\n```toml\na = 'b c d e f g'\n```\n";
        assert_eq!(wrapped(page, 13), expected);
    }
}
