//! Keys and ids: which are known, and what is said of the others.

use super::likeness::likely;
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

pub(super) fn report_unknown(
    decoder: &mut Decoder<'_>,
    key: &Key<'_>,
    info: &'static TableInfo,
    unread: &mut Unread,
    is_there: &dyn Fn(&str) -> bool,
) {
    let names = || info.keys.iter().map(|known| known.name);
    let near = likely(&key.name, names());
    let can_be_written = |near: &str| {
        let can_be_twice = info.keys.iter().any(|known| {
            known.name == near && matches!(known.shape, Shape::Map(_) | Shape::Rows(_))
        });
        can_be_twice || !(is_there(near) || unread.keys.contains(&near))
    };
    let meant = near.and_then(|(near, likeness)| Some((near, likeness?)));
    let meant = meant.filter(|(near, _)| can_be_written(near));
    let message = format!("`{}` is not a key that racilint knows here", key.name);
    let finding = decoder.report(&rules::UNKNOWN_KEY, key.span, message);
    match near {
        Some((near, _)) => {
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
