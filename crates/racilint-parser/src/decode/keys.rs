//! Keys and ids: which are known, and which was probably meant.

use racilint_diagnostics::Safety;

use super::shape::TableInfo;
use super::{Decoder, Unread};
use crate::rules;
use crate::syntax::tree::{Key, Table};

impl Unread {
    /// What is known to be lost before any key is read.
    pub(crate) fn of(table: &Table<'_>) -> Self {
        Unread {
            everything: table.damaged,
            keys: Vec::new(),
        }
    }
}

/// The candidate that was probably meant, if one is near enough to be worth asking about.
///
/// Case, blanks, `-` and `_` do not count; beyond that a third of the letters may differ.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    candidates
        .filter_map(|candidate| {
            let other = fold(candidate);
            let distance = strsim::damerau_levenshtein(&folded, &other);
            let allowed = candidate.chars().count().max(3) / 3;
            let longest = folded.chars().count().max(other.chars().count());
            // Words that share no letter are no misspellings of each other, however short.
            (distance <= allowed && distance < longest).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

fn fold(word: &str) -> String {
    // A very long word is no typing mistake, and comparing it would cost its square.
    let short = word.chars().take(64);
    short
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

pub(super) fn report_unknown(
    decoder: &mut Decoder<'_>,
    key: &Key<'_>,
    info: &'static TableInfo,
    unread: &mut Unread,
) {
    let near = nearest(&key.name, info.keys.iter().map(|known| known.name));
    let message = format!("`{}` is not a key that racilint knows here", key.name);
    let finding = decoder.report(&rules::UNKNOWN_KEY, key.span, message);
    match near {
        Some(near) => {
            unread.note(near);
            finding.label(format!("did you mean `{near}`?")).fix(
                Safety::Unsafe,
                format!("rename it to `{near}`"),
                key.span,
                near,
            );
        }
        None => {
            let names: Vec<&str> = info.keys.iter().map(|known| known.name).collect();
            finding.help(format!("known here: {}", names.join(", ")));
        }
    }
}

/// Reports an id that references could not name without doubt.
pub(super) fn check_id(key: &Key<'_>, kind: &str, decoder: &mut Decoder<'_>) {
    let clean =
        !key.name.trim().is_empty() && !key.name.chars().any(|c| c == '.' || c.is_control());
    if !clean {
        decoder
            .invalid(
                key.span,
                format!("`{}` cannot be the id of a {kind}", key.name),
            )
            .help("an id is a short name such as `help-desk`, without dots");
    }
}
