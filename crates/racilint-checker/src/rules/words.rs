//! Words that several rules put together in the same way.

use crate::model::Waiver;

/// What a letter of a split workstream does not do.
pub(super) const BESIDE_SLICES: &str =
    "not read: where work is split, only its slices have letters";

/// "`a`", "`a` and `b`", "`a`, `b` and `c`".
pub(crate) fn list<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    join(names, "and")
}

/// "`a`", "`a` or `b`", "`a`, `b` or `c`".
pub(super) fn any_of<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    join(names, "or")
}

fn join<S: AsRef<str>>(names: impl IntoIterator<Item = S>, word: &str) -> String {
    let quoted: Vec<String> = names
        .into_iter()
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {word} {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

/// "the waiver of `single-person-dependency` on `command.security`", as far as it says that.
pub(super) fn waiver(waiver: &Waiver<'_>) -> String {
    let mut words = "the waiver".to_owned();
    if let Some(rule) = waiver.rule() {
        words.push_str(&format!(" of `{rule}`"));
    }
    if !waiver.objects.is_empty() {
        let objects = list(waiver.objects.iter().map(|(object, _)| object));
        words.push_str(&format!(" on {objects}"));
    }
    words
}

/// "a", "a and b", "a, b and c": for words that are no names.
pub(super) fn plain_list(parts: &[&str]) -> String {
    match parts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => parts.concat(),
    }
}
