//! Text without markup: what a reader of the table would see.
//!
//! Bold says nothing about responsibility (some bold the accountable letter, some all of them), so
//! it is taken away and never read.

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

/// The text without signs that come in pairs; one that is left over stays.
fn without_bold(text: &str) -> String {
    let mut out = text.to_owned();
    for sign in ["**", "__"] {
        // No new sign comes about where two are taken away, so all pairs go at once.
        let pairs = out.matches(sign).count() / 2;
        out = out.replacen(sign, "", pairs * 2);
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

/// `--map "TEXT=MEANING"` as it can be typed: in single quotes where a shell reads more than text
/// between double ones.
pub(crate) fn map_option(text: &str, meaning: &str) -> String {
    let both = format!("{}={meaning}", line(text));
    match both.contains(['"', '$', '`', '\\', '!']) {
        true => format!("--map '{}'", both.replace('\'', r"'\''")),
        false => format!("--map \"{both}\""),
    }
}

/// The footnotes of a paragraph, each from its mark on: they may stand in lines of their own or one
/// behind the other. A paragraph that begins without a mark is one.
pub(crate) fn footnotes(text: &str) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    let is_marked = text.split_whitespace().next().is_some_and(begins_note);
    for line in text.lines() {
        for (at, word) in line.split_whitespace().enumerate() {
            match notes.last_mut() {
                Some(last) if !(begins_note(word) && (at == 0 || is_marked)) => {
                    last.push(' ');
                    last.push_str(word);
                }
                _ => notes.push(word.to_owned()),
            }
        }
    }
    notes
}

/// Whether a word begins a footnote: `*`, `**only`, `¹`, `(1)`, `2)`, `[^3]:`.
fn begins_note(word: &str) -> bool {
    let is_sign = |c: char| matches!(c, '*' | '†' | '‡' | '§' | '¹' | '²' | '³' | '⁴'..='⁹');
    let bracketed = word.trim_end_matches(':');
    let inner = bracketed
        .trim_start_matches(['(', '[', '^'])
        .strip_suffix([')', ']']);
    let is_number =
        |text: &str| (1..=2).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
    word.starts_with(is_sign) || inner.is_some_and(is_number)
}

/// The first of many names, and how many more there are.
pub(crate) fn some(names: &[String]) -> String {
    const MOST: usize = 6;
    let told: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
    let told = told.join(", ");
    match names.len().saturating_sub(MOST) {
        0 => told,
        more => format!("{told} and {more} more"),
    }
}

/// The text in lower case without accents, for comparing words.
pub(crate) fn fold(text: &str) -> String {
    line(text)
        .chars()
        .flat_map(char::to_lowercase)
        .map(unaccented)
        .collect()
}

/// So many bytes a word of a list may have, with room to spare.
const LONGEST_WORD: usize = 256;

/// The text as [`fold`] has it, where it is short enough to be a word of a list. There may be
/// megabytes of prose in a cell, and every list is asked about it.
pub(crate) fn folded_word(text: &str) -> Option<String> {
    (text.len() <= LONGEST_WORD).then(|| fold(text))
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
    fn footnotes_are_parted_by_their_marks() {
        let cases = [
            ("* by day\n** by night", vec!["* by day", "** by night"]),
            ("¹ by day ² by night", vec!["¹ by day", "² by night"]),
            ("*by day; **by night", vec!["*by day;", "**by night"]),
            (
                "(1) by day\nor later (2) by night",
                vec!["(1) by day or later", "(2) by night"],
            ),
            (
                "[^1]: by day\n[^2]: by night",
                vec!["[^1]: by day", "[^2]: by night"],
            ),
            ("all of (1) and (2) hold", vec!["all of (1) and (2) hold"]),
        ];
        for (text, expected) in cases {
            assert_eq!(footnotes(text), expected, "{text}");
        }
    }

    #[test]
    fn words_are_compared_without_case_and_accents() {
        assert_eq!(fold("Responsável"), "responsavel");
        assert_eq!(fold("  Zu   KONSULTIEREN "), "zu konsultieren");
        assert_eq!(folded_word("Hinzuziehen").as_deref(), Some("hinzuziehen"));
        assert_eq!(folded_word(&"prose ".repeat(50)), None);
    }
}
