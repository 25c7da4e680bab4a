//! Keys and ids: which are known, and which was probably meant.

use racilint_diagnostics::Safety;

use super::shape::{Shape, TableInfo};
use super::{Decoder, Unread};
use crate::rules;
use crate::syntax::tree::{Key, Table};

impl Unread {
    /// What is known to be lost before any key is read.
    pub(crate) fn of(table: &Table<'_>) -> Self {
        Unread {
            everything: table.damaged,
            keys: Box::default(),
        }
    }
}

/// The candidate that was probably meant, if one is near enough to be worth asking about.
///
/// Case, blanks, `-` and `_` do not count; beyond that a third of the letters may differ.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    near(word, candidates).min().map(|(_, candidate)| candidate)
}

/// How much a word that was probably meant is like the one that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same but for case, blanks, `-` and `_`.
    Same,
    /// One slip of the fingers away, in a word long enough, with no other word in sight.
    Slip,
    /// Nearer than any other.
    Nearest,
}

impl Likeness {
    /// How sure the repair is where racilint knows every word that can stand there.
    pub fn of_known_word(self) -> Safety {
        match self {
            Likeness::Same | Likeness::Slip => Safety::Safe,
            Likeness::Nearest => Safety::Unsafe,
        }
    }

    /// How sure the repair is where the words are names, of which two may be one letter apart.
    pub fn of_name(self) -> Safety {
        match self {
            Likeness::Same => Safety::Safe,
            Likeness::Slip | Likeness::Nearest => Safety::Unsafe,
        }
    }
}

/// The candidate that [`nearest`] gives, with how like it is; `None` where another one is as near,
/// so that nobody can tell which was meant.
pub fn evident<'a>(
    word: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<(&'a str, Likeness)> {
    const LONG: usize = 5;
    const OUT_OF_SIGHT: usize = 3;
    let mut all: Vec<(usize, &str)> = near(word, candidates).collect();
    all.sort_unstable();
    all.dedup();
    let (distance, best) = *all.first()?;
    let next = all.get(1).map(|(distance, _)| *distance);
    if next == Some(distance) {
        return None;
    }
    let alone = next.is_none_or(|next| next >= OUT_OF_SIGHT);
    let is_long = word.chars().count() >= LONG;
    let likeness = match distance {
        0 => Likeness::Same,
        1 if alone && is_long => Likeness::Slip,
        _ => Likeness::Nearest,
    };
    Some((best, likeness))
}

/// The candidates that are near enough, each with its distance.
fn near<'a>(
    word: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = (usize, &'a str)> {
    let folded = fold(word);
    candidates.filter_map(move |candidate| {
        let other = fold(candidate);
        let distance = strsim::damerau_levenshtein(&folded, &other);
        let allowed = candidate.chars().count().max(3) / 3;
        let longest = folded.chars().count().max(other.chars().count());
        // Words that share no letter are no misspellings of each other, however short.
        (distance <= allowed && distance < longest).then_some((distance, candidate))
    })
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
    is_there: &dyn Fn(&str) -> bool,
) {
    let names = || info.keys.iter().map(|known| known.name);
    let near = nearest(&key.name, names());
    let meant = evident(&key.name, names());
    let meant = meant.filter(|(near, _)| {
        let can_be_twice = info.keys.iter().any(|known| {
            known.name == *near && matches!(known.shape, Shape::Map(_) | Shape::Rows(_))
        });
        can_be_twice || !(is_there(near) || unread.keys.contains(near))
    });
    let message = format!("`{}` is not a key that racilint knows here", key.name);
    let finding = decoder.report(&rules::UNKNOWN_KEY, key.span, message);
    match near {
        Some(near) => {
            unread.note(near);
            finding.label(format!("did you mean `{near}`?"));
        }
        None => {
            let names: Vec<&str> = names().collect();
            finding.help(format!("known here: {}", names.join(", ")));
        }
    }
    if let Some((near, likeness)) = meant {
        let title = format!("rename it to `{near}`");
        finding.fix(likeness.of_known_word(), title, key.span, near);
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
