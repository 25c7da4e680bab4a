//! Which lines end what is left open, and which may be part of it.

use super::*;

/// The messages of a text.
fn messages(text: &str) -> Vec<String> {
    let all = errors(text).into_iter();
    all.map(|error| error.message).collect()
}

fn has(text: &str, path: &[&str]) -> bool {
    !matches!(find(&read(text).root, path).kind, ValueKind::Unreadable)
}

const COMMA: &str = "a comma is missing between two values";
const LIST: &str = "this list is never closed";
const TEXT: &str = "this text in three quotes is never closed";

#[test]
fn every_statement_is_judged_by_itself() {
    let closed = "m = [\n'x' 'y'\n]\n";
    let open = "n = [\n'x' 'y'\nz = 1\n";
    assert_eq!(messages(&format!("{closed}{open}")), [COMMA, LIST]);
    assert_eq!(messages(&format!("{open}{closed}")), [LIST, COMMA]);
    let quote = "this quote is never closed";
    assert_eq!(messages("m = [\"x\nn = ['x' 'y']\n"), [quote, COMMA]);
}

#[test]
fn a_list_in_quotes_ends_braces_and_no_list() {
    let text = "t = {\n a = 1\n[\"k\"]\nz = 1\n";
    assert_eq!(messages(text), ["this table in braces is never closed"]);
    assert!(has(text, &["k", "z"]));
    let text = "m = [\n'a' 'b'\n['k']\n['l'],\n]\nz = 1\n";
    assert_eq!(messages(text), [COMMA, COMMA, COMMA]);
    assert!(has(text, &["m"]) && has(text, &["z"]));
}

#[test]
fn a_key_is_part_of_braces_and_of_no_list() {
    let text = "t = {\n a = 'x'\n b = 1,\n c = 2\n}\nz = 1\n";
    assert_eq!(errors(text).len(), 1);
    assert!(has(text, &["t", "c"]) && has(text, &["z"]));
    let text = "m = [\n'x' 'y',\n b = 1\nz = 1\n]\n";
    assert!(messages(text).contains(&LIST.to_owned()));
    assert!(has(text, &["b"]) && has(text, &["z"]));
}

#[test]
fn a_text_is_cut_only_where_the_next_quotes_are_out_of_place() {
    for quotes in ["\"\"\"", "'''"] {
        // Nothing in it looks like anything but text.
        let text = format!("a = {quotes}x{quotes}\n{quotes}\n");
        assert_eq!(
            messages(&text),
            ["three quotes stand where a key should begin"]
        );
        assert!(has(&text, &["a"]));
        let text = format!("a = {quotes}\nx\n[w]\nb = {quotes}y{quotes}\nz = 1\n");
        assert_eq!(messages(&text), [TEXT]);
        assert!(has(&text, &["w", "b"]) && has(&text, &["w", "z"]));
        let text = format!("a = {quotes}\nx\nb = {quotes}\ny\n");
        assert_eq!(messages(&text)[0], TEXT);
    }
}

#[test]
fn a_text_left_open_in_a_list_is_told_unless_the_list_was() {
    let text = "m = [\"\"\"\nx\nz = 1\n";
    assert_eq!(messages(text), [TEXT]);
    assert!(has(text, &["z"]));
    let text = "m = [x, \"\"\"\ny\nz = 1\n";
    assert_eq!(messages(text), ["text needs quotes around it"]);
    assert!(has(text, &["z"]));
}
