//! By what a finding is known again in the next run: its rule and the ids of what it is about, never
//! its lines.

use std::collections::BTreeMap;

use racilint_diagnostics::{Finding, Sources};

/// Gives each finding of one engagement a key that no other of them has.
#[derive(Default)]
pub(crate) struct Keys {
    seen: BTreeMap<String, usize>,
}

impl Keys {
    /// The key of a finding: `missing-accountable workstream.triage`. Where rule and ids are not
    /// enough, as in a text that is not TOML, file and message are added; where even those are the
    /// same, the number among the same.
    pub(crate) fn of(&mut self, sources: &Sources, finding: &Finding) -> String {
        let mut key = finding.rule.name.to_owned();
        let subject = &finding.subject;
        let mut push = |part: &str| {
            if !part.is_empty() {
                key.push(' ');
                key.push_str(part);
            }
        };
        push(&subject.object);
        // `area.patching` has said that it is about `patching`.
        let own_name = subject.object.split_once('.').map_or("", |(_, name)| name);
        if own_name != subject.aspect {
            push(&subject.aspect);
        }
        if subject.object.is_empty() {
            push(
                sources
                    .get(finding.span.file)
                    .map_or("", |file| file.name()),
            );
            push(&finding.message);
        }
        let seen = self.seen.entry(key.clone()).or_insert(0);
        *seen += 1;
        match *seen {
            1 => key,
            again => format!("{key} ({again})"),
        }
    }
}

/// A fingerprint of a text: 32 hexadecimal digits, the same in every version and on every machine.
/// It tells texts apart and guards nothing (FNV-1a, 128 bits).
pub(crate) fn fingerprint(text: &str) -> String {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let step = |hash: u128, byte: u8| (hash ^ u128::from(byte)).wrapping_mul(PRIME);
    format!("{:032x}", text.bytes().fold(BASIS, step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use racilint_diagnostics::{RuleInfo, Span};

    static RULE: RuleInfo = RuleInfo {
        name: "a-rule",
        ..RuleInfo::COMMON
    };

    #[test]
    fn keys_go_by_ids_and_are_unique() {
        let sources = Sources::default();
        let file = sources.add("a.toml", "x").id();
        let mut about = Finding::new(&RULE, Span::new(file, 0..1), "one");
        about.about("workstream.triage").aspect("soc");
        let plain = Finding::new(&RULE, Span::new(file, 0..1), "two");
        let mut again = plain.clone();
        again.about("area.patching").aspect("patching");
        let mut keys = Keys::default();
        let mut key = |finding: &Finding| keys.of(&sources, finding);
        assert_eq!(key(&about), "a-rule workstream.triage soc");
        assert_eq!(key(&plain), "a-rule a.toml two");
        assert_eq!(key(&again), "a-rule area.patching");
        about.message = "other words".into();
        assert_eq!(key(&about), "a-rule workstream.triage soc (2)");
    }

    /// The published test values of the function.
    #[test]
    fn fingerprints_stay_what_they_are() {
        assert_eq!(fingerprint(""), "6c62272e07bb014262b821756295c58d");
        assert_eq!(fingerprint("a"), "d228cb696f1a8caf78912b704e4a8964");
    }
}
