//! Text without markup: what a reader of the table would see.
//!
//! Bold says nothing about responsibility (some bold the accountable letter, some all of them), so
//! it is taken away and never read.

use pulldown_cmark::{Event, Parser, TagEnd};

/// The text of a Markdown cell: emphasis, links and code lose their signs, `<br>` is a line feed.
pub(crate) fn markdown(text: &str) -> String {
    // With a word in front nothing can begin a list, a heading or a rule: `-` stays a hyphen.
    let anchored = format!("a {}", text.trim());
    let mut out = String::new();
    for event in Parser::new(&anchored) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::InlineHtml(tag) if is_break(&tag) => out.push('\n'),
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::End(TagEnd::Paragraph) => break,
            _ => {}
        }
    }
    tidy(out.strip_prefix('a').unwrap_or(&out))
}

fn is_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_start_matches('/');
    let name: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
    matches!(
        name.to_ascii_lowercase().as_str(),
        "br" | "p" | "li" | "div"
    )
}

/// The text with ordinary spaces only, without soft hyphens and what else cannot be seen, and
/// without underscores and stars that stand for bold and that no parser has taken away.
pub(crate) fn tidy(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_invisible(*c));
    let spaced: String = seen
        .map(|c| {
            if c != '\n' && c.is_whitespace() {
                ' '
            } else {
                c
            }
        })
        .collect();
    let lines = spaced.lines().map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.join(" ")
    });
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    without_bold(&lines.join("\n"))
}

fn without_bold(text: &str) -> String {
    let mut out = text.to_owned();
    for sign in ["**", "__"] {
        while out.matches(sign).count() >= 2 {
            out = out.replacen(sign, "", 2);
        }
    }
    out.trim().to_owned()
}

/// Characters that are in a text and that no reader sees.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}'
    ) || (c.is_control() && c != '\n' && c != '\t' && c != '\r')
}

/// The text in one line.
pub(crate) fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// The text in lower case without accents, for comparing words.
pub(crate) fn fold(text: &str) -> String {
    line(text)
        .chars()
        .flat_map(char::to_lowercase)
        .map(unaccented)
        .collect()
}

fn unaccented(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ś' | 'š' => 's',
        'ź' | 'ż' | 'ž' => 'z',
        'ł' => 'l',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("1. Plan", "1. Plan"),
            ("`R`", "R"),
            ("[Head of IT](people.md)", "Head of IT"),
            ("one<br>two", "one\ntwo"),
            ("Gesch\u{e4}fts\u{ad}f\u{fc}hrung", "Geschäftsführung"),
            ("a&nbsp;b &amp; c", "a b & c"),
            ("*(1) Backbone*", "(1) Backbone"),
        ];
        for (text, plain) in cases {
            assert_eq!(markdown(text), plain, "{text}");
        }
    }

    #[test]
    fn words_are_compared_without_case_and_accents() {
        assert_eq!(fold("Responsável"), "responsavel");
        assert_eq!(fold("  Zu   KONSULTIEREN "), "zu konsultieren");
    }
}
