//! Words that stand for letters, in the languages in which matrices are written, and the words by
//! which columns and parties are recognised.
//!
//! All words are folded: lower case, without accents.

mod lists;

use crate::plain::{fold, folded_word};
use lists::{
    ACCOUNTABLE, CONSULTED, DESCRIPTIONS, EXPLAINING, GROUPS, IDS, INFORMED, LEVELS, MATRIX_TITLES,
    NOBODY, OTHER_TITLES, PENDING, PROPERTIES, RESPONSIBLE, ROLE_PARTS, ROLES, SOFT_PROPERTIES,
    STEMS, SUPPORT, TASKS, TIMES,
};

pub use racilint_parser::language::Letter;

/// Whether a text is a word of a list.
fn is_in(list: &str, text: &str) -> bool {
    folded_word(text).is_some_and(|word| has(list, &word))
}

/// Whether a list holds a word that is folded.
fn has(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split('|').any(|own| own == word)
}

/// The letter that a word stands for.
pub(crate) fn letter(word: &str) -> Option<Letter> {
    let word = folded_word(word)?;
    let lists = [
        (RESPONSIBLE, Letter::Responsible),
        (ACCOUNTABLE, Letter::Accountable),
        (SUPPORT, Letter::Support),
        (CONSULTED, Letter::Consulted),
        (INFORMED, Letter::Informed),
    ];
    lists
        .into_iter()
        .find(|(words, _)| has(words, &word))
        .map(|(_, letter)| letter)
}

/// Whether a cell says that nobody is meant.
pub(crate) fn is_nobody(text: &str) -> bool {
    is_in(NOBODY, text)
}

/// Whether a cell says that it is not decided yet.
pub(crate) fn is_pending(text: &str) -> bool {
    let text = text.trim();
    let inner = text.trim_matches(['[', ']', '(', ')', '<', '>', '{', '}', ' ']);
    let is_end = |c: char| c == ':' || c.is_whitespace();
    let first = || folded_word(inner.split(is_end).next().unwrap_or_default());
    is_in(PENDING, text)
        || is_in(PENDING, inner)
        || text.starts_with('[') && matches!(first().as_deref(), Some("todo" | "tbd" | "tbc"))
}

/// Which kind of column a header names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Task,
    Group,
    Description,
    Id,
    Role,
}

/// Whether a header names a kind of column.
pub(crate) fn names(header: &str, column: Column) -> bool {
    let words = match column {
        Column::Task => TASKS,
        Column::Group => GROUPS,
        Column::Description => DESCRIPTIONS,
        Column::Id => IDS,
        Column::Role => ROLES,
    };
    let Some(header) = folded_word(header) else {
        return false;
    };
    let header = header.trim_end_matches([':', '*', ' ']);
    let parts = || header.split(['/', '\\', '&', '|', '\n']).map(str::trim);
    has(words, header)
        || parts().any(|part| has(words, part)) && parts().count() > 1
        || column == Column::Task && last_word(header).is_some_and(|word| has(words, word))
}

fn last_word(header: &str) -> Option<&str> {
    let mut words = header.split_whitespace();
    let last = words.next_back()?;
    (words.count() == 1).then_some(last)
}

/// Whether a header names a property of the row, whatever else the table holds: `Status`, `Risk level`.
pub(crate) fn is_plain_property(header: &str) -> bool {
    let Some(header) = folded_word(header) else {
        return false;
    };
    let header = header.trim_end_matches([':', '*', '?', ' ']);
    has(PROPERTIES, header) || last_word(header).is_some_and(|word| has(PROPERTIES, word))
}

/// Whether a header names a property where all columns of letters do.
pub(crate) fn is_property(header: &str) -> bool {
    let Some(folded) = folded_word(header) else {
        return false;
    };
    let bare = folded.trim_end_matches([':', '*', '?', ' ']);
    is_plain_property(header)
        || has(SOFT_PROPERTIES, bare)
        || last_word(bare).is_some_and(|word| has(SOFT_PROPERTIES, word))
}

/// Whether a title says that a matrix follows.
pub(crate) fn names_matrix(title: &str) -> bool {
    holds(MATRIX_TITLES, title)
}

/// Whether a title names a table of letters that is none.
pub(crate) fn names_another_table(title: &str) -> bool {
    holds(OTHER_TITLES, title)
}

/// Whether a text says how much, or whether: `High`, `Yes`.
pub(crate) fn is_level(text: &str) -> bool {
    is_in(LEVELS, text)
}

/// Whether a text explains who is meant, in place of naming somebody: at least three words, and one
/// of them stands in no name.
pub(crate) fn explains(text: &str) -> bool {
    let text = fold(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.len() >= 3 && words.iter().any(|word| has(EXPLAINING, word))
}

/// Whether a word is one of days, months, weeks.
pub(crate) fn is_time(word: &str) -> bool {
    has(TIMES, word)
}

/// Whether a legend that says this word of a letter means what RACI means.
pub(crate) fn is_stem_of(letter: char, word: &str) -> bool {
    let own = format!("{} ", letter.to_ascii_lowercase());
    let mut stems = STEMS.split('|').filter_map(|stem| stem.strip_prefix(&*own));
    stems.any(|stem| word.starts_with(stem))
}

/// Whether a text holds one of these beginnings of words.
fn holds(list: &str, text: &str) -> bool {
    let text = format!(" {}", fold(text).replace(['_', '-', '/', '('], " "));
    list.split('|')
        .any(|part| text.contains(&format!(" {part}")))
}

/// Whether a name sounds like a role, a team or a company.
pub(crate) fn sounds_like_role(name: &str) -> bool {
    let name = fold(name);
    name.split(|c: char| !c.is_alphanumeric())
        .any(|word| has(ROLE_PARTS, word))
}

/// Which side of the engagement a name stands for, where it says so itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Client,
    Provider,
}

/// The side that a name stands for.
pub(crate) fn side(name: &str) -> Option<Side> {
    const CLIENT: &[&str] = &[
        "client",
        "customer",
        "kunde",
        "auftraggeber",
        "cliente",
        "klant",
        "the customer",
        "the client",
        "kunden",
        "le client",
        "tenant",
        "kund",
    ];
    const PROVIDER: &[&str] = &[
        "provider",
        "service provider",
        "msp",
        "mssp",
        "csp",
        "anbieter",
        "dienstleister",
        "managed service provider",
        "auftragnehmer",
        "prestataire",
        "fournisseur",
        "proveedor",
        "prestador",
        "leverancier",
        "cloud provider",
        "supplier",
        "the provider",
        "it provider",
        "managed services provider",
    ];
    let name = fold(name);
    let name = [
        " role",
        " responsibility",
        " responsibilities",
        " team",
        " rolle",
    ]
    .iter()
    .find_map(|ending| name.strip_suffix(ending))
    .unwrap_or(&name);
    match () {
        () if CLIENT.contains(&name) => Some(Side::Client),
        () if PROVIDER.contains(&name) => Some(Side::Provider),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_several_languages_stand_for_letters() {
        let cases = [
            ("Accountable", Letter::Accountable),
            ("Responsável", Letter::Responsible),
            ("Responsabiliza", Letter::Accountable),
            ("Consultada", Letter::Consulted),
            ("Zu informieren", Letter::Informed),
            ("Unterstützend", Letter::Support),
            ("genehmigt", Letter::Accountable),
        ];
        for (word, expected) in cases {
            assert_eq!(letter(word), Some(expected), "{word}");
        }
        assert_eq!(letter("Kunde"), None);
    }

    #[test]
    fn nobody_and_not_yet_are_different() {
        assert!(is_nobody("—") && is_nobody("N/A") && !is_nobody("TBD"));
        assert!(is_pending("TBD") && is_pending("[TODO: name]") && is_pending("Varies"));
        assert!(!is_pending("Todos") && !is_pending("Open Source Office"));
    }

    #[test]
    fn sides_are_known_by_their_usual_names() {
        assert_eq!(side("Client Role"), Some(Side::Client));
        assert_eq!(side("Kunde"), Some(Side::Client));
        assert_eq!(side("MSP"), Some(Side::Provider));
        assert_eq!(side("Client manager"), None);
    }
}
