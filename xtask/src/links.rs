//! Links of the book: what leads out of `docs/` works in a copy of the project and on its hosting
//! site, and must lead there from the book too.
//!
//! Runs as a preprocessor of mdBook: the book comes as JSON and goes back as JSON.

use std::io;

use serde_json::Value;

/// The project's files.
const REPOSITORY: &str = "https://github.com/racilint/racilint/blob/main/";

/// Reads what mdBook says, `[context, book]`, and returns the book with its links mended.
///
/// # Errors
///
/// Where that is not what was said.
pub fn preprocess(input: &str) -> io::Result<String> {
    let said: Value = serde_json::from_str(input)?;
    let mut book = said
        .get(1)
        .cloned()
        .ok_or_else(|| io::Error::other("expected a context and a book"))?;
    chapters(&mut book);
    Ok(book.to_string())
}

/// Mends every chapter, wherever in the tree it hangs.
fn chapters(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(chapters),
        Value::Object(fields) => {
            let path = fields
                .get("source_path")
                .and_then(Value::as_str)
                .map(str::to_owned);
            if let (Some(path), Some(Value::String(text))) = (path, fields.get_mut("content")) {
                *text = mended(text, &path);
            }
            fields.values_mut().for_each(chapters);
        }
        _ => {}
    }
}

/// The text of a page with its links as the book needs them.
fn mended(text: &str, page: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut in_code = false;
    for line in text.split_inclusive('\n') {
        in_code ^= line.trim_start().starts_with("```");
        if in_code {
            mended.push_str(line);
        } else {
            mended.push_str(&line_mended(line, page));
        }
    }
    mended
}

fn line_mended(line: &str, page: &str) -> String {
    let mut mended = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        let Some((link, behind)) = after.split_once(')') else {
            break;
        };
        mended.push_str(before);
        mended.push_str("](");
        mended.push_str(&link_mended(link, page));
        mended.push(')');
        rest = behind;
    }
    mended.push_str(rest);
    mended
}

fn link_mended(link: &str, page: &str) -> String {
    if link.contains("://") || link.starts_with('#') {
        return link.to_owned();
    }
    let (path, anchor) = match link.split_once('#') {
        Some((path, anchor)) => (path, format!("#{anchor}")),
        None => (link, String::new()),
    };
    match outside(path, page) {
        Some(file) => format!("{REPOSITORY}{file}{anchor}"),
        // mdBook makes `index.html` of these pages, and leaves the links alone.
        None if path.ends_with("README.md") => {
            format!("{}index.md{anchor}", path.trim_end_matches("README.md"))
        }
        None => link.to_owned(),
    }
}

/// The file of the project that a link leads to, where that is not a page of the book.
fn outside(path: &str, page: &str) -> Option<String> {
    let mut at: Vec<&str> = page.split('/').collect();
    at.pop();
    let mut is_outside = false;
    for step in path.split('/') {
        match step {
            "." | "" => {}
            ".." if at.pop().is_none() => is_outside = true,
            ".." => {}
            name => at.push(name),
        }
    }
    is_outside.then(|| at.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_out_of_the_book_lead_to_the_project() {
        let text = "See [it](../examples/larch-legal) and [how](../README.md#how), or [a](b.md).\n";
        assert_eq!(
            mended(text, "who.md"),
            format!(
                "See [it]({REPOSITORY}examples/larch-legal) and [how]({REPOSITORY}README.md#how), \
                 or [a](b.md).\n"
            )
        );
        assert_eq!(
            mended("[s](../../schemas/x.json)", "formats/json.md"),
            format!("[s]({REPOSITORY}schemas/x.json)")
        );
    }

    #[test]
    fn links_inside_stay_and_the_first_page_of_a_folder_is_its_index() {
        let text = "[a](../who.md#b) [c](README.md) [d](../rules/README.md#e) [f](#g) <https://h>";
        assert_eq!(
            mended(text, "formats/json.md"),
            "[a](../who.md#b) [c](index.md) [d](../rules/index.md#e) [f](#g) <https://h>"
        );
    }

    #[test]
    fn code_is_left_alone() {
        let text = "```text\n[a](../b)\n```\n[a](../b)\n";
        assert_eq!(
            mended(text, "c.md"),
            format!("```text\n[a](../b)\n```\n[a]({REPOSITORY}b)\n")
        );
    }

    #[test]
    fn chapters_are_found_wherever_they_hang() {
        let input = r#"[{}, {"items": [{"Chapter": {"content": "[a](../b)", "source_path": "c.md",
            "sub_items": [{"Chapter": {"content": "[a](../../b)", "source_path": "d/e.md"}}]}}]}]"#;
        let output = preprocess(input).expect("a book");
        assert_eq!(output.matches(&format!("({REPOSITORY}b)")).count(), 2);
    }
}
