//! The draft itself: the text of a first engagement with what is known filled in.

use jiff::civil::Date;
use racilint_diagnostics::harmless::{is_unsafe, push_escape};

use crate::cli::Model;

const HEAD: &str = include_str!("../../../data/init/head.toml");
const CO_MANAGED: &str = include_str!("../../../data/init/co-managed.toml");
const FULLY_MANAGED: &str = include_str!("../../../data/init/fully-managed.toml");
const TAIL: &str = include_str!("../../../data/init/tail.toml");

/// What is known of the engagement.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) model: Model,
    /// One line, not empty.
    pub(super) client: String,
    /// One line, not empty.
    pub(super) provider: String,
    /// Ids of shipped profiles.
    pub(super) profiles: Vec<String>,
    /// The name of a zone.
    pub(super) timezone: Option<String>,
    pub(super) starts: Option<Date>,
}

/// Writes the draft.
pub(super) fn write(facts: &Facts) -> String {
    let (model, words, front, body) = match facts.model {
        Model::CoManaged => ("co-managed", "co-managed IT", "help-desk", CO_MANAGED),
        Model::FullyManaged => (
            "fully-managed",
            "fully managed IT",
            "support",
            FULLY_MANAGED,
        ),
    };
    let client = id_of(&facts.client, "client");
    let provider = match id_of(&facts.provider, "provider") {
        same if same == client => format!("{same}-provider"),
        other => other,
    };
    let starts = match facts.starts {
        Some(starts) => format!("starts   = {starts}"),
        None => "# starts   = 2027-01-01               # the first day".into(),
    };
    let timezone = match &facts.timezone {
        Some(zone) => format!("timezone = {}", text(zone)),
        None => {
            "# timezone = \"America/New_York\"       # needed as soon as hours are named".into()
        }
    };
    let profiles: Vec<String> = facts.profiles.iter().map(|own| text(own)).collect();
    let values = [
        ("title", text(&format!("{}: {words}", facts.client))),
        ("model", model.to_owned()),
        ("client", client),
        ("provider", provider),
        ("client-name", text(&facts.client)),
        ("provider-name", text(&facts.provider)),
        ("starts", starts),
        ("timezone", timezone),
        ("profiles", profiles.join(", ")),
        ("front", front.to_owned()),
    ];
    [HEAD, body, TAIL]
        .iter()
        .map(|part| filled(part, &values))
        .collect()
}

/// Puts values in place of their names in one go: a value that looks like a name stays as it is.
fn filled(template: &str, values: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once("{{") {
        out.push_str(before);
        let (name, after) = behind.split_once("}}").unwrap_or((behind, ""));
        let value = values.iter().find(|(own, _)| *own == name);
        out.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A short id for a name: its first word in letters that need no quotes.
pub(super) fn id_of(name: &str, otherwise: &str) -> String {
    let lower = name.to_lowercase();
    let plain: String = lower
        .chars()
        .map(|c| plain(c).unwrap_or(" ".into()))
        .collect();
    let mut words = plain.split_whitespace().filter(|word| *word != "the");
    let first = words.clone().find(|word| word.len() >= 3);
    match first.or_else(|| words.next()) {
        Some(word) => word.to_owned(),
        None => otherwise.to_owned(),
    }
}

/// A letter in those from a to z, or a digit; none for anything else.
fn plain(c: char) -> Option<String> {
    let plain = match c {
        'a'..='z' | '0'..='9' => return Some(c.into()),
        '\'' | '’' => "",
        'ä' | 'æ' => "ae",
        'ö' | 'ø' | 'œ' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' => "o",
        'ř' => "r",
        'ś' | 'š' => "s",
        'ù' | 'ú' | 'û' | 'ů' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    };
    Some(plain.into())
}

/// Text in quotes as TOML writes it.
fn text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if is_unsafe(c) => push_escape(&mut out, c),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_need_no_quotes() {
        for (name, id) in [
            ("Harbor Clinics, Inc.", "harbor"),
            ("The Müller AG", "mueller"),
            ("O'Brien & Sons", "obrien"),
            ("AB", "ab"),
            ("3M", "3m"),
            ("株式会社", "client"),
            ("\"[x]\"", "x"),
        ] {
            assert_eq!(id_of(name, "client"), id, "{name}");
        }
    }

    #[test]
    fn names_are_written_so_that_they_are_read_again() {
        assert_eq!(text(r#"a "b" \ c"#), r#""a \"b\" \\ c""#);
        assert_eq!(text("株\u{7f}"), "\"株\\u007F\"");
    }

    #[test]
    fn a_name_that_looks_like_a_gap_in_the_draft_is_a_name() {
        let facts = Facts {
            model: Model::CoManaged,
            client: "{{provider}}".into(),
            provider: "provider".into(),
            profiles: vec!["msp-baseline".into()],
            timezone: None,
            starts: None,
        };
        let draft = write(&facts);
        assert!(draft.contains("name = \"{{provider}}\""), "{draft}");
        assert!(draft.contains("[party.provider-provider]"), "{draft}");
    }
}
