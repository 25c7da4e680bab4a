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
    let home = home(decoder, &key.name);
    // A key that stands above the header that it belongs under is no misspelt name of a table.
    let is_above = home.is_some() && decoder.key.is_empty();
    let near = likely(&key.name, names()).filter(|_| !is_above);
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
            let known = format!("known here: {}", names.join(", "));
            finding.help(match home {
                Some(home) if is_above => belongs(&key.name, home),
                Some(home) => format!("{known}; `{}` is a key of `[{home}]`", key.name),
                None => known,
            });
        }
    }
    if let Some((near, likeness)) = meant {
        let title = format!("rename it to `{near}`");
        finding.fix(likeness.of_known_word(), title, key.span, near);
    }
}

/// The single table of the file that has a key of this name: `engagement` for `include`.
pub(super) fn home(decoder: &Decoder<'_>, name: &str) -> Option<&'static str> {
    let tables = decoder.root?.keys.iter();
    let mut homes = tables.filter(|table| match table.shape {
        Shape::Table(info) => info.keys.iter().any(|key| key.name == name),
        _ => false,
    });
    homes.next().map(|table| table.name)
}

pub(super) fn belongs(name: &str, home: &str) -> String {
    format!("`{name}` belongs under `[{home}]`: move it there")
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
