//! What must not matter to a verdict, and what must: over the examples and over random engagements.

mod generate;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseError};
use racilint_diagnostics::FileId;
use racilint_parser::syntax;
use racilint_trials::change::{Blocks, actors, ids, renamed, waiver, with_remarks};
use racilint_trials::print;
use racilint_trials::seeds::engagements;
use racilint_trials::verdict::{Told, Verdict, verdict};

/// How many random engagements each property is tried on.
const CASES: u32 = 24;

/// The examples that stand alone and are TOML; large ones take minutes in a build for tests.
fn examples() -> Vec<(String, String)> {
    let stands_alone = |text: &str| {
        let parsed = syntax::parse(FileId::default(), text);
        parsed.errors.is_empty() && !text.contains("include") && text.len() < 16_000
    };
    let all = engagements().into_iter();
    let named = all.map(|(path, text)| (path.display().to_string(), text));
    named.filter(|(_, text)| stands_alone(text)).collect()
}

/// Asserts that a changed engagement has the same verdict.
fn same(before: &Verdict, after: &Verdict, changed: &str) -> Result<(), TestCaseError> {
    let difference = before.difference(after);
    prop_assert!(difference.is_empty(), "{difference}in\n{changed}");
    Ok(())
}

/// Asserts that it has the same verdict as waivers and baselines know it: rule, weight and object.
/// Words may name the first of several, or name several in the order of the file.
///
/// Of what is no sound reference, the first place is told, and of ids that are too much alike the
/// second: there the object is a place.
fn alike(before: &Verdict, after: &Verdict, changed: &str) -> Result<(), TestCaseError> {
    let known = |verdict: &Verdict| {
        let of_place = ["unknown-reference", "duplicate-id", "dependency-cycle"];
        let object = |told: &Told| match of_place.contains(&told.rule) {
            true => String::new(),
            false => format!("{} {}", told.object, told.aspect),
        };
        let all = verdict.findings.iter().chain(&verdict.waived);
        let mut all: Vec<_> = all
            .map(|told| (told.rule, told.severity, object(told)))
            .collect();
        all.sort();
        all
    };
    let is_same = known(before) == known(after) && before.evaluated == after.evaluated;
    prop_assert!(is_same, "{}in\n{changed}", before.difference(after));
    Ok(())
}

/// The same bits in another order, for each number.
fn mixed(number: usize, seed: u64) -> u64 {
    let mixed = (number as u64 ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

/// Parse, print, parse: the model is the same, and so is the verdict.
fn printing_changes_nothing(text: &str) -> Result<(), TestCaseError> {
    let parsed = syntax::parse(FileId::default(), text);
    prop_assert!(parsed.errors.is_empty(), "{:?}", parsed.errors);
    let printed = print(&parsed.root);
    let again = syntax::parse(FileId::default(), &printed);
    prop_assert!(again.errors.is_empty(), "{printed}");
    prop_assert_eq!(print(&again.root), printed.as_str());
    same(&verdict(text), &verdict(&printed), &printed)
}

fn order_changes_nothing(text: &str, seed: u64) -> Result<(), TestCaseError> {
    let blocks = Blocks::of(text);
    let other = blocks.in_order(|at| mixed(at, seed));
    alike(&verdict(text), &verdict(&other), &other)
}

fn remarks_change_nothing(text: &str) -> Result<(), TestCaseError> {
    let other = with_remarks(text);
    prop_assert!(other.len() > text.len());
    same(&verdict(text), &verdict(&other), &other)
}

fn files_change_nothing(text: &str, seed: u64) -> Result<(), TestCaseError> {
    let blocks = Blocks::of(text);
    if !blocks.can_be_split() {
        return Ok(());
    }
    let part = |object: &str| {
        let sum = object.bytes().map(usize::from).fold(7, |sum: usize, byte| {
            sum.wrapping_mul(31).wrapping_add(byte)
        });
        (mixed(sum, seed) % 4) as usize
    };
    let other = blocks.in_files(part);
    // Whoever stands in a roster for many clients may have no part in this one.
    let unused = |mut verdict: Verdict| {
        verdict.findings.retain(|told| told.rule != "unused-entity");
        verdict
    };
    alike(&unused(verdict(text)), &unused(verdict(&other)), &other)
}

/// A name that sorts as the old one does changes the name and nothing else. One that sorts
/// elsewhere may change the order in which names are listed in a text, and nothing else.
fn names_change_nothing(text: &str, pick: usize) -> Result<(), TestCaseError> {
    let ids = ids(text);
    let Some(id) = ids.get(pick % ids.len().max(1)) else {
        return Ok(());
    };
    let before = verdict(text);
    let near = format!("{id}-anew");
    let after = verdict(&renamed(text, id, &near));
    let back = after.with(|text| text.replace(&near, id));
    same(&before, &back, &renamed(text, id, &near))?;
    let far = format!("zz{id}");
    let after = verdict(&renamed(text, id, &far));
    let rough = |verdict: &Verdict| {
        let object = |told: &Told| told.object.replace(&far, id);
        let all = verdict.findings.iter();
        let mut all: Vec<_> = all
            .map(|told| (told.rule, told.severity, object(told)))
            .collect();
        all.sort();
        all
    };
    prop_assert_eq!(rough(&before), rough(&after), "{} as {}", id, far);
    Ok(())
}

/// A waiver that holds takes away what it names, and nothing else; one that does not hold takes
/// nothing away.
fn waivers_take_one_thing_away(text: &str, pick: usize) -> Result<(), TestCaseError> {
    // How many waivers there are is something to tell of by itself, and whoever owns or approves one
    // has a part in something.
    let verdict = |text: &str| {
        let mut verdict = verdict(text);
        let counts = ["side-channel", "unused-entity"];
        verdict.findings.retain(|told| !counts.contains(&told.rule));
        verdict
    };
    let before = verdict(text);
    let waivable = before.findings.iter();
    let waivable: Vec<&Told> = waivable
        .filter(|told| told.waivable && !told.object.is_empty())
        .collect();
    let Some(chosen) = waivable.get(pick % waivable.len().max(1)) else {
        return Ok(());
    };
    let is_meant = |told: &&Told| told.rule == chosen.rule && told.object == chosen.object;
    for (owner, approver) in pairs(text) {
        let other = format!(
            "{text}{}",
            waiver(chosen.rule, &chosen.object, &owner, &approver)
        );
        let after = verdict(&other);
        if after.waived.len() == before.waived.len() {
            let gone = before
                .findings
                .iter()
                .filter(|told| !after.findings.contains(told));
            prop_assert_eq!(
                gone.count(),
                0,
                "an invalid waiver took something away\n{}",
                other
            );
            continue;
        }
        let (taken, kept): (Vec<&Told>, Vec<&Told>) = before.findings.iter().partition(is_meant);
        let left: Vec<&Told> = after.findings.iter().collect();
        prop_assert_eq!(left, kept, "{}", other);
        let newly = after
            .waived
            .iter()
            .filter(|told| !before.waived.contains(told));
        prop_assert_eq!(newly.collect::<Vec<_>>(), taken, "{}", other);
        return Ok(());
    }
    Ok(())
}

/// Two who are somebody already, so that nobody comes into use by a waiver.
fn pairs(text: &str) -> Vec<(String, String)> {
    let used: Vec<String> = actors(text)
        .into_iter()
        .filter(|id| text.matches(&format!("\"{id}\"")).count() > 1)
        .collect();
    let owner = used.first().cloned().unwrap_or_default();
    let others = used.iter().skip(1).take(6);
    others
        .map(|approver| (owner.clone(), approver.clone()))
        .collect()
}

/// Tries a property on every example, and says which one breaks it.
#[track_caller]
fn on_examples(property: impl Fn(&str, usize) -> Result<(), TestCaseError>) {
    let examples = examples();
    assert!(examples.len() > 10);
    for (name, text) in &examples {
        for round in 0..3 {
            let result = property(text, round * 7 + 1);
            assert!(
                result.is_ok(),
                "{name}: {}",
                result.err().map_or_else(String::new, |e| e.to_string())
            );
        }
    }
}

#[test]
fn examples_printed() {
    on_examples(|text, _| printing_changes_nothing(text));
}

#[test]
fn examples_in_another_order() {
    on_examples(|text, round| order_changes_nothing(text, round as u64));
}

#[test]
fn examples_with_remarks() {
    on_examples(|text, _| remarks_change_nothing(text));
}

#[test]
fn examples_in_several_files() {
    on_examples(|text, round| files_change_nothing(text, round as u64));
}

#[test]
fn examples_with_other_names() {
    on_examples(names_change_nothing);
}

#[test]
fn examples_with_one_more_waiver() {
    on_examples(waivers_take_one_thing_away);
}

/// The random engagements are worth it: they are read without mistakes, and much is wrong in them.
#[test]
fn random_engagements_break_many_rules() {
    let mut rules = std::collections::BTreeSet::new();
    for seed in 0..40_u64 {
        let genes: Vec<u8> = (0..400).map(|at| (mixed(at, seed) >> 17) as u8).collect();
        let text = generate::engagement(&genes);
        let verdict = verdict(&text);
        let unread = [
            "syntax-error",
            "unknown-key",
            "wrong-type",
            "invalid-value",
            "duplicate-id",
        ];
        for told in &verdict.findings {
            assert!(!unread.contains(&told.rule), "{told:?} in\n{text}");
            rules.insert(told.rule);
        }
    }
    assert!(rules.len() >= 40, "{} rules: {rules:?}", rules.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, rng_seed: RngSeed::Fixed(2026), ..ProptestConfig::default() })]

    #[test]
    fn printed(genes in vec(any::<u8>(), 0..400)) {
        printing_changes_nothing(&generate::engagement(&genes))?;
    }

    #[test]
    fn in_another_order(genes in vec(any::<u8>(), 0..400), seed in any::<u64>()) {
        order_changes_nothing(&generate::engagement(&genes), seed)?;
    }

    #[test]
    fn with_remarks_everywhere(genes in vec(any::<u8>(), 0..400)) {
        remarks_change_nothing(&generate::engagement(&genes))?;
    }

    #[test]
    fn in_several_files(genes in vec(any::<u8>(), 0..400), seed in any::<u64>()) {
        files_change_nothing(&generate::engagement(&genes), seed)?;
    }

    #[test]
    fn with_other_names(genes in vec(any::<u8>(), 0..400), pick in any::<usize>()) {
        names_change_nothing(&generate::engagement(&genes), pick)?;
    }

    #[test]
    fn with_one_more_waiver(genes in vec(any::<u8>(), 0..400), pick in any::<usize>()) {
        waivers_take_one_thing_away(&generate::engagement(&genes), pick)?;
    }
}
