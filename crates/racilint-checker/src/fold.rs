//! Findings of one rule that have one cause, told as one.
//!
//! A matrix that was drawn up without the baseline in mind lacks thirty areas for one reason, and
//! whoever is told of everything is told of their own work in every row. Up to a few, each finding
//! stands for itself: it is read, waived and mended by its object. Where there are more, they are
//! one finding that names all objects. This happens after waivers, so that each object can still be
//! accepted on its own.

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{Finding, Span};

use crate::rules::words;

/// Findings of one rule that are told as one where there are many.
struct Fold {
    rule: &'static str,
    /// Up to so many of one cause stand for themselves.
    most: usize,
    /// What those of one cause have in common.
    cause: fn(&Finding) -> (Option<Span>, String),
    /// The one finding for all; there are at least two.
    into: fn(&[Finding]) -> Option<Finding>,
}

const FOLDS: [Fold; 2] = [
    Fold {
        rule: "unowned-area",
        most: 10,
        cause: |finding| (Some(finding.span), String::new()),
        into: open_areas,
    },
    Fold {
        rule: "conflicting-letters",
        most: 3,
        // Name and letters stand in the help as well; the row does not.
        cause: |finding| (None, finding.help.clone().unwrap_or_default()),
        into: in_many_rows,
    },
];

/// Tells findings that have one cause as one.
pub(crate) fn fold(findings: &mut Vec<Finding>) {
    for fold in &FOLDS {
        let mut by_cause: BTreeMap<(Option<Span>, String), Vec<usize>> = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate() {
            if finding.rule.name == fold.rule {
                let same = by_cause.entry((fold.cause)(finding)).or_default();
                same.push(index);
            }
        }
        let mut gone: BTreeSet<usize> = BTreeSet::new();
        for same in by_cause.values().filter(|same| same.len() > fold.most) {
            let all: Vec<Finding> = same.iter().map(|index| findings[*index].clone()).collect();
            if let Some(one) = (fold.into)(&all) {
                findings[same[0]] = one;
                gone.extend(&same[1..]);
            }
        }
        let mut index = 0;
        findings.retain(|_| {
            index += 1;
            !gone.contains(&(index - 1))
        });
    }
}

/// "nobody owns 28 of the areas that `msp-baseline` asks for".
fn open_areas(all: &[Finding]) -> Option<Finding> {
    let first = all.first()?;
    let (_, asks) = first.message.split_once(", which ")?;
    let count = all.len();
    let message = format!("nobody owns {count} of the areas that {asks}");
    let mut one = together(all, message);
    let areas = words::list(all.iter().map(|finding| &finding.subject.aspect));
    one.help(format!(
        "give each of them an owner, by a workstream with the area as its id or in its `area`; \
         what is nobody's on purpose belongs into an `[[exclusion]]` with `area`, `reason` and \
         `accepted-by`: {areas}"
    ));
    Some(one)
}

/// "`dana` answers for `patching` and is only informed of it, and so in 8 other workstreams".
fn in_many_rows(all: &[Finding]) -> Option<Finding> {
    let first = all.first()?;
    let others = all.len() - 1;
    let message = format!("{}, and so in {others} other workstreams", first.message);
    let mut one = together(all, message);
    for other in &all[1..] {
        one.related(other.span, "here as well");
    }
    one.help.clone_from(&first.help);
    Some(one)
}

/// One finding at the place of the first, with the evidence of all. Its object is the engagement,
/// its aspect names those of all: whoever goes by them sees when another one comes in.
fn together(all: &[Finding], message: String) -> Finding {
    let mut one = all[0].clone();
    one.message = message;
    let objects: Vec<&str> = all
        .iter()
        .map(|finding| finding.subject.object.as_str())
        .collect();
    one.about("engagement").aspect(objects.join("+"));
    for other in &all[1..] {
        for label in &other.related {
            if !one.related.contains(label) {
                one.related.push(label.clone());
            }
        }
    }
    one
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use racilint_diagnostics::Sources;

    use crate::rules::tests::run;
    use crate::settle::Outcome;

    fn letters(rows: usize) -> String {
        let mut text =
            String::from("[engagement]\n[person.ana]\n[person.ben]\n[person.cara]\n[person.dee]\n");
        for row in 0..rows {
            let _ = writeln!(
                text,
                "[workstream.row-{row}]\nresponsible = 'cara'\naccountable = 'ana'\ninformed = ['ana', 'ben']"
            );
        }
        text
    }

    fn check(rule: &str, text: &str) -> Outcome {
        run(rule, text, &Sources::default())
    }

    #[test]
    fn few_stand_for_themselves() {
        assert_eq!(check("conflicting-letters", &letters(3)).findings.len(), 3);
    }

    #[test]
    fn many_of_one_cause_are_one() {
        let other =
            "[workstream.other]\nresponsible = 'cara'\nconsulted = 'cara'\naccountable = 'dee'\n";
        let findings = check("conflicting-letters", &(letters(9) + other)).findings;
        let messages: Vec<&str> = findings.iter().map(|own| own.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`ana` answers for `row-0` and is only informed of it, and so in 8 other workstreams",
                "`cara` does the work of `other` and is only consulted on it",
            ]
        );
        let here = |label: &&racilint_diagnostics::Label| label.message == "here as well";
        assert_eq!(findings[0].related.iter().filter(here).count(), 8);
        let evidence = check("conflicting-letters", &letters(1)).findings;
        let evidence = evidence[0].related.len();
        assert!(evidence > 0);
        assert_eq!(findings[0].related.len(), 9 * evidence + 8);
    }

    #[test]
    fn areas_are_listed_and_each_can_be_waived() {
        let text = "[engagement]\n[workstream.patching]\n[person.ana]\n[person.ben]\n\
                    [[waiver]]\nrule = 'unowned-area'\non = ['area.reporting']\nreason = 'r'\n\
                    owner = 'ana'\napproved-by = 'ben'\nuntil = 2027-01-01\n";
        let outcome = check("unowned-area", text);
        let [finding] = outcome.findings.as_slice() else {
            panic!("{:?}", outcome.findings);
        };
        assert_eq!(
            finding.message,
            "nobody owns 32 of the areas that `msp-baseline` asks for"
        );
        let help = finding.help.as_deref().unwrap_or_default();
        assert!(
            help.contains("`architecture`") && !help.contains("`reporting`"),
            "{help}"
        );
        assert!(finding.subject.aspect.contains("area.architecture+"));
        assert_eq!(outcome.waived.len(), 1);
    }
}
