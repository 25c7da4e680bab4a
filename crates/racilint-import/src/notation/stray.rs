//! Letters in notes: `R then A` says more than its first letter, and nobody knows how much.

use crate::plain::fold;
use crate::scheme::Scheme;

/// The letters of the scheme that stand alone in a note and may be meant as letters: `then A`,
/// `if absent C`. Not those of `Plan A`, `A second look`, `R&D` and `C-12`.
pub(super) fn stray(note: &str, scheme: &Scheme) -> String {
    let words: Vec<&str> = note.split_whitespace().collect();
    let mut stray: Vec<&str> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let bare = word.trim_matches([',', ';', ':', '(', ')', '[', ']', '.', '→', '>', '-']);
        let parts: Vec<&str> = bare.split('/').collect();
        let is_sign = |part: &&str| {
            let mut chars = part.chars();
            let sign = chars.next().and_then(|letter| scheme.sign(letter));
            sign.is_some() && chars.next().is_none()
        };
        if !parts.iter().all(is_sign) || is_named(&words, at) {
            continue;
        }
        stray.extend(parts);
    }
    stray.dedup();
    stray.join(", ")
}

/// Whether a single letter belongs to the word before it (`Plan A`) or begins a sentence (`A second
/// look`, `I think`).
fn is_named(words: &[&str], at: usize) -> bool {
    const BEFORE: &[&str] = &[
        "phase", "plan", "tier", "option", "class", "group", "site", "level", "zone", "stage",
        "part", "annex", "appendix", "schedule", "exhibit", "team", "section", "variant", "type",
        "building", "block", "line", "shift", "vitamin", "grade", "category", "anlage", "anhang",
        "gruppe", "annexe", "groupe", "anexo", "grupo", "equipo", "ring", "wave", "step", "item",
    ];
    const AFTER: &[&str] = &[
        "for", "in", "at", "during", "if", "when", "on", "until", "only", "as", "after", "before",
        "from", "by", "since", "while", "once", "and", "or", "then", "till", "with", "bei", "wenn",
        "ab", "bis", "nach", "und", "si", "en", "pour", "para", "cuando", "y", "et",
    ];
    let before = at.checked_sub(1).and_then(|at| words.get(at));
    let before = before.map(|word| fold(word));
    let after = words.get(at + 1).map(|word| fold(word));
    let is_name = before.is_some_and(|word| BEFORE.contains(&word.as_str()));
    let opens = matches!(words[at], "A" | "I");
    is_name
        || opens && after.is_some_and(|word| !AFTER.contains(&word.trim_matches([',', ';', ':'])))
}
