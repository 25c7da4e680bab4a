//! A cell of a Markdown table: its text without markup, and what is struck out in it.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::plain::tidy;
use crate::read::html::{self, PICTURE};

/// The text of a cell, and what of it is struck out: emphasis, links and code lose their signs,
/// `<br>` is a line feed.
pub(crate) fn cell(text: &str) -> (String, String) {
    // With a word in front nothing can begin a list, a heading or a rule: `-` stays a hyphen.
    let anchored = format!("a {}", text.trim());
    let mut cell = Cell::default();
    for event in Parser::new_ext(&anchored, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) => cell.push(&text),
            Event::InlineHtml(tag) => cell.html(&tag),
            Event::SoftBreak | Event::HardBreak => cell.push(" "),
            Event::Start(Tag::Strikethrough) => cell.depth += 1,
            Event::End(TagEnd::Strikethrough) => cell.depth = cell.depth.saturating_sub(1),
            Event::Start(Tag::Image { .. }) => cell.has_picture = true,
            Event::End(TagEnd::Paragraph) => break,
            _ => {}
        }
    }
    let (text, struck) = (
        tidy(cell.text.strip_prefix('a').unwrap_or(&cell.text)),
        tidy(&cell.struck),
    );
    match cell.has_picture && text.is_empty() && struck.is_empty() {
        true => (PICTURE.into(), struck),
        false => (text, struck),
    }
}

#[derive(Default)]
struct Cell {
    text: String,
    struck: String,
    depth: usize,
    has_picture: bool,
}

impl Cell {
    fn push(&mut self, text: &str) {
        match self.depth {
            0 => self.text.push_str(text),
            _ => self.struck.push_str(text),
        }
    }

    fn html(&mut self, tag: &str) {
        let is_end = tag.starts_with("</");
        let name = tag.trim_start_matches(['<', '/']);
        let name: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
        match (name.to_ascii_lowercase().as_str(), is_end) {
            ("br" | "p" | "li" | "div", _) => self.push("\n"),
            ("s" | "del" | "strike", false) => self.depth += 1,
            ("s" | "del" | "strike", true) => self.depth = self.depth.saturating_sub(1),
            (_, true) => {}
            // A picture, a box or a field stands for something.
            ("img" | "svg" | "i" | "input" | "object" | "span", false) => {
                let (text, _) = html::inline(tag);
                match text == PICTURE {
                    true => self.has_picture = true,
                    false => self.push(&text),
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(markdown: &str) -> String {
        let (text, struck) = cell(markdown);
        assert_eq!(struck, "", "{markdown}");
        text
    }

    #[test]
    fn markup_is_taken_away_and_text_stays() {
        let cases = [
            ("**A**", "A"),
            ("__RA__", "RA"),
            ("**R**/**A**", "R/A"),
            ("**R**esponsible", "Responsible"),
            ("__R__esponsible", "Responsible"),
            ("I*", "I*"),
            ("-", "-"),
            ("---", "---"),
            ("~", "~"),
            ("~ 3 days", "~ 3 days"),
            ("1. Plan", "1. Plan"),
            ("`R`", "R"),
            ("[Head of IT](people.md)", "Head of IT"),
            ("one<br>two", "one\ntwo"),
            ("Gesch\u{e4}fts\u{ad}f\u{fc}hrung", "Geschäftsführung"),
            ("a&nbsp;b &amp; c", "a b & c"),
            ("*(1) Backbone*", "(1) Backbone"),
        ];
        for (markdown, plain) in cases {
            assert_eq!(text(markdown), plain, "{markdown}");
        }
    }

    #[test]
    fn what_is_struck_out_is_told_from_what_stands() {
        let both = |text: &str, struck: &str| (text.to_owned(), struck.to_owned());
        assert_eq!(cell("~~R~~"), both("", "R"));
        assert_eq!(cell("~~R~~ A"), both("A", "R"));
        assert_eq!(cell("A <del>R</del>"), both("A", "R"));
        assert_eq!(cell("<s>R</s>/<b>A</b>"), both("/A", "R"));
        assert_eq!(cell("**~~R~~**"), both("", "R"));
        assert_eq!(cell("`~~R~~`"), both("~~R~~", ""));
    }

    #[test]
    fn pictures_and_boxes_are_not_blank() {
        assert_eq!(text("![R](r.png)"), "R");
        assert_eq!(text("<img src=r.png alt=\"A\">"), "A");
        assert_eq!(text("<img src=r.png>"), PICTURE);
        assert_eq!(text("![](r.png)"), PICTURE);
        assert_eq!(text("![](icon.png) Patch"), "Patch");
        assert_eq!(text("<input type=\"checkbox\" checked>"), "X");
        assert_eq!(text("<input type=\"checkbox\">"), "");
    }
}
