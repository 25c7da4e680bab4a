//! Markdown pages on a terminal: paragraphs and list items are wrapped to its width, code stays as
//! it is.

use racilint_emit::text::is_command;

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
    let indent = if paragraph.starts_with("- ") { 2 } else { 0 };
    if push_words(out, paragraph, 0, indent, width) {
        out.push('\n');
    }
    paragraph.clear();
}

/// Appends the words of `text` in lines of at most `width` columns: the first goes on at column
/// `at`, the others begin with `indent` spaces. Says whether there were any words.
pub(crate) fn push_words(
    out: &mut String,
    text: &str,
    at: usize,
    indent: usize,
    width: usize,
) -> bool {
    let mut column = at;
    let mut is_first = true;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !is_first && column + 1 + length > width && !is_command(word) {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        } else if !is_first {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
        is_first = false;
    }
    !is_first
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
