//! Names in cells and headers: of roles, people and companies; and the ids made from them.

use crate::plain::{fold, line};

/// The id for a name: small letters, digits and hyphens, at most about 50 characters, cut between
/// words. Empty for a name without a single Latin letter or digit.
pub(crate) fn id(name: &str) -> String {
    const LONGEST: usize = 50;
    let mut id = String::new();
    let spelled: String = name
        .chars()
        .flat_map(char::to_lowercase)
        .map(spelled)
        .collect();
    let plain = fold(&spelled);
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        if !id.is_empty() && id.len() + 1 + word.len() > LONGEST {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.extend(word.chars().take(LONGEST));
    }
    id
}

/// Whether a text is an id as an exported matrix holds them, `change-management.approve`, and no
/// mere number.
pub(crate) fn is_id(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    text.chars().all(is_plain) && text.chars().filter(char::is_ascii_lowercase).count() >= 3
}

/// German letters as they are spelled without them, and signs that are words.
fn spelled(c: char) -> String {
    match c {
        'ä' => "ae".into(),
        'ö' => "oe".into(),
        'ü' => "ue".into(),
        'ß' => "ss".into(),
        '&' => " ".into(),
        '\'' | '’' => String::new(),
        c => c.into(),
    }
}

/// Equal for two spellings of one name.
pub(crate) fn key(name: &str) -> String {
    fold(name)
}

/// A name as it is shown: one line, `Dana⏎(CIO)` as `Dana (CIO)`, without the star of a footnote.
pub(crate) fn shown(name: &str) -> (String, bool) {
    let name = line(name);
    let bare = name.trim_end_matches(['*', '†', '¹', '²', '³', ' ', ':']);
    match bare.is_empty() {
        true => (name, false),
        false => (bare.to_owned(), name.ends_with(['*', '†', '¹', '²', '³'])),
    }
}

/// The names in a cell, as far as they are parted beyond doubt: by commas, semicolons and lines,
/// outside of brackets.
pub(crate) fn list(text: &str) -> Vec<String> {
    if text.contains('"')
        && let Some(names) = quoted_list(text)
    {
        return names;
    }
    let mut names = vec![String::new()];
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match names.last_mut() {
            Some(last) if depth > 0 || !matches!(c, ',' | ';' | '\n' | '、' | '，') => {
                last.push(c);
            }
            _ => names.push(String::new()),
        }
    }
    let names = names
        .iter()
        .map(|name| line(name).trim_matches(['•', '·', ' ']).to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// The names in a cell that racilint has written: parted by commas, semicolons and lines wherever
/// they stand, except in quotes.
pub(crate) fn own_list(text: &str) -> Vec<String> {
    quoted_list(text).unwrap_or_else(|| vec![line(text)])
}

/// Names of which some stand in quotes, a quote in them doubled; none where a quote is not closed,
/// or stands within a name.
fn quoted_list(text: &str) -> Option<Vec<String>> {
    let is_end = |c: char| matches!(c, ',' | ';' | '\n' | '、' | '，');
    let mut names = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (name, behind) = match rest.strip_prefix('"') {
            Some(inner) => unquoted(inner)?,
            None => {
                let end = rest.find(is_end).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
        };
        let behind = behind.trim_start_matches(' ');
        if !behind.is_empty() && !behind.starts_with(is_end) {
            return None;
        }
        names.push(line(&name));
        rest = behind.strip_prefix(is_end).unwrap_or(behind).trim_start();
    }
    names.retain(|name| !name.is_empty());
    Some(names)
}

/// What stands before the closing quote, and what follows it.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut name = String::new();
    let mut rest = text;
    loop {
        let (before, behind) = rest.split_once('"')?;
        name.push_str(before);
        match behind.strip_prefix('"') {
            Some(more) => {
                name.push('"');
                rest = more;
            }
            None => return Some((name, behind)),
        }
    }
}

/// The parts of a name that may be several: `Dev / Ops`, `Dev & Ops`, `Dev and Ops`. One part when
/// it holds none of these signs.
pub(crate) fn parts(name: &str) -> Vec<String> {
    let mut text = name.to_owned();
    for word in [
        " and ", " und ", " et ", " y ", " e ", " og ", " en ", " + ", " & ", "&", "+", " / ", "/",
    ] {
        text = text.replace(word, "\n");
    }
    let parts = text.lines().map(line);
    parts.filter(|part| !part.is_empty()).collect()
}

/// The names of which a text leaves open which one is meant: `SOC or MSP`. One when it does not.
pub(crate) fn alternatives(name: &str) -> Vec<String> {
    let mut text = name.to_owned();
    for word in [" or ", " oder ", " ou ", " eller "] {
        text = text.replace(word, "\n");
    }
    let parts = text.lines().map(line);
    parts.filter(|part| !part.is_empty()).collect()
}

/// The text with a capital at its beginning: `Row 3` for `row 3`.
pub(crate) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_from_names() {
        let cases = [
            ("IT Strategy & Governance", "it-strategy-governance"),
            ("Geschäftsführung", "geschaeftsfuehrung"),
            ("Sécurité (SSL/TLS)", "securite-ssl-tls"),
            ("Client's view", "clients-view"),
            ("運用", ""),
            ("1a", "1a"),
        ];
        for (name, expected) in cases {
            assert_eq!(id(name), expected);
        }
        let long =
            id("Configure an external authentication repository for the console of the cloud");
        assert!(long.len() <= 50 && !long.ends_with('-'), "{long}");
    }

    #[test]
    fn ids_of_an_export_are_known_from_numbers() {
        assert!(is_id("change-management.approve") && is_id("soc"));
        assert!(!is_id("7a") && !is_id("2.3.1") && !is_id("REQ-4") && !is_id("the desk"));
    }

    #[test]
    fn commas_part_names_and_slashes_may() {
        assert_eq!(
            list("CIO, Business Units; All\nHR (EU, US)"),
            ["CIO", "Business Units", "All", "HR (EU, US)"]
        );
        assert_eq!(list("Legal/Finance"), ["Legal/Finance"]);
        assert_eq!(
            list("\"Harbor, Inc.\", \"Lee \"\"Al\"\" Park\", Ops (EU"),
            ["Harbor, Inc.", "Lee \"Al\" Park", "Ops (EU"]
        );
        assert_eq!(list("Lee \"Al\" Park, HR"), ["Lee \"Al\" Park", "HR"]);
        assert_eq!(list("\"Al, HR"), ["\"Al", "HR"]);
        assert_eq!(parts("Dev & Ops + QA"), ["Dev", "Ops", "QA"]);
        assert_eq!(parts("Backend"), ["Backend"]);
    }

    #[test]
    fn a_footnote_is_no_part_of_a_name() {
        assert_eq!(shown("Head Of CRM *"), ("Head Of CRM".into(), true));
        assert_eq!(shown("Dana\n(CIO)"), ("Dana (CIO)".into(), false));
    }
}
