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
    fn words_are_compared_without_case_and_accents() {
        assert_eq!(fold("Responsável"), "responsavel");
        assert_eq!(fold("  Zu   KONSULTIEREN "), "zu konsultieren");
    }
}
