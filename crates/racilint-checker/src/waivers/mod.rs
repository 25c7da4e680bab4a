//! Findings that somebody has accepted in the file: `[[waiver]]`.
//!
//! A waiver holds when it names a rule that can be waived, the object, a reason, an owner, an
//! approver who is somebody else and has a say there, and a last day that has not passed. A waiver
//! that falls short takes nothing away; the finding then says why.

mod answerable;
pub mod register;
mod validity;

pub(crate) use answerable::NoSay;
pub(crate) use validity::{Invalid, Lapse};

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{Finding, Span, Waived};
use racilint_parser::decode::likely;
use racilint_parser::rules::INVALID_VALUE;

use crate::model::{Engagement, Seats, Waiver, civil};
use crate::rules;

/// Reports waivers of rules that do not exist.
pub(crate) fn unknown_rules(engagement: &Engagement<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for waiver in &engagement.document.tables.waivers {
        let Some(named) = &waiver.rule else { continue };
        if rules::find(&named.value).is_some() {
            continue;
        }
        let name = named.value.escape_debug();
        let message = format!("there is no rule `{name}` to waive");
        let mut finding = Finding::new(&INVALID_VALUE, named.span, message);
        finding
            .about("waiver")
            .help("`racilint rules` lists them all");
        let all = rules::all();
        let names = || all.iter().map(|rule| rule.name);
        if let Some((near, likeness)) = likely(&named.value, names()) {
            finding.label(format!("did you mean `{near}`?"));
            if let Some(likeness) = likeness {
                // What is accepted is for people to say: only the same name is put right unasked.
                let (safety, title) = (likeness.of_name(), format!("write `{near}`"));
                finding.fix(safety, title, named.span, format!("\"{near}\""));
            }
        }
        findings.push(finding);
    }
    findings
}

/// The rules that waivers name, by their present names.
pub(crate) fn rules_named(engagement: &Engagement<'_>) -> BTreeSet<&'static str> {
    let waivers = engagement.waivers().into_iter();
    waivers
        .filter_map(|waiver| Some(waiver.rule_info()?.name))
        .collect()
}

/// The waivers that hold.
pub(crate) fn live<'w, 'd>(
    waivers: &'w [Waiver<'d>],
    engagement: &Engagement<'d>,
) -> Vec<&'w Waiver<'d>> {
    let all = waivers.iter();
    all.filter(|waiver| waiver.rule_info().is_some() && waiver.shortfall(engagement).is_none())
        .collect()
}

/// Takes the findings that are accepted out, and tells of those that nearly are why they are not.
pub(crate) fn apply(engagement: &Engagement<'_>, findings: &mut Vec<Finding>) -> Vec<Waived> {
    let waivers = engagement.waivers();
    let index = by_rule_and_object(&waivers, engagement);
    let mut waived = Vec::new();
    if index.is_empty() {
        return waived;
    }
    let mut kept = Vec::with_capacity(findings.len());
    for mut finding in findings.drain(..) {
        let key = (finding.rule.name, finding.subject.object.clone());
        match index.get(&key) {
            Some((waiver, None)) => waived.push(accepted(finding, waiver)),
            Some((_, Some((span, why)))) => {
                finding.related(*span, format!("this waiver does not hold: {why}"));
                kept.push(finding);
            }
            None => kept.push(finding),
        }
    }
    *findings = kept;
    waived
}

/// Each rule and object that is waived, with the waiver and why it does not hold.
type Index<'w, 'd> = BTreeMap<(&'static str, String), (&'w Waiver<'d>, Option<(Span, String)>)>;

/// The waivers of the file. Where several name the same, one that holds counts.
fn by_rule_and_object<'w, 'd>(
    waivers: &'w [Waiver<'d>],
    engagement: &Engagement<'d>,
) -> Index<'w, 'd> {
    let mut index = Index::new();
    for waiver in waivers {
        let Some(rule) = waiver.rule_info() else {
            continue;
        };
        let shortfall = waiver.shortfall(engagement);
        for (object, _) in &waiver.objects {
            let key = (rule.name, object.clone());
            let taken = index.get(&key).is_some_and(|(_, why)| why.is_none());
            if !taken {
                index.insert(key, (waiver, shortfall.clone()));
            }
        }
    }
    index
}

fn accepted(finding: Finding, waiver: &Waiver<'_>) -> Waived {
    let reason = waiver.table.reason.as_ref();
    let until = waiver.table.until.and_then(|until| civil(until.value));
    Waived {
        finding,
        waiver: waiver.place(),
        reason: reason
            .map(|reason| reason.value.to_string())
            .unwrap_or_default(),
        owner: names(&waiver.owner),
        approved_by: names(&waiver.approvers),
        until: until.map(|until| until.to_string()).unwrap_or_default(),
        in_baseline: false,
    }
}

/// Whoever is named, as a waiver shows them: `ana, ben`.
pub(crate) fn names(seats: &Seats<'_>) -> String {
    let links = seats.links.iter();
    let names: Vec<&str> = links.map(|link| link.name).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::catalogue::Catalogue;
    use crate::rules::tests::run;

    const PATCHING: &str =
        "[workstream.patching]\nresponsible = 'ana'\n[person.ana]\n[person.ben]\n";

    #[track_caller]
    fn waives(waiver: &str) -> Result<(), String> {
        let sources = Sources::default();
        let text =
            format!("[engagement]\n{PATCHING}[[waiver]]\nrule = 'missing-accountable'\n{waiver}");
        let outcome = run("missing-accountable", &text, &sources);
        match (outcome.findings.as_slice(), outcome.waived.as_slice()) {
            ([], [_]) => Ok(()),
            ([finding], []) => {
                let related = finding
                    .related
                    .iter()
                    .find(|label| label.message.contains("waiver"));
                Err(related
                    .map(|label| label.message.clone())
                    .unwrap_or_default())
            }
            other => panic!("{other:?}"),
        }
    }

    const WHOLE: &str = "reason = 'r'\nowner = 'ana'\napproved-by = 'ben'\nuntil = 2027-01-01\n";

    #[test]
    fn a_whole_waiver_takes_the_finding_away() {
        assert_eq!(
            waives(&format!("on = 'workstream.patching'\n{WHOLE}")),
            Ok(())
        );
        assert_eq!(waives(&format!("on = 'patching'\n{WHOLE}")), Ok(()));
    }

    /// A duty goes by the names that `satisfies` takes.
    #[test]
    fn a_duty_is_named_with_its_kind_without_it_or_by_its_clause() {
        let catalogue = Catalogue::shipped();
        let hipaa = catalogue.profile("hipaa").expect("a profile");
        let duties = hipaa.duties.iter().map(|duty| &*duty.id.name);
        let held = duties.filter(|name| *name != "contingency");
        let held: Vec<String> = held.map(|name| format!("'hipaa:{name}'")).collect();
        let held = held.join(", ");
        let open = |on: &str| {
            let sources = Sources::default();
            let text = format!(
                "[engagement]\nprofiles = ['hipaa']\n[person.ana]\n[person.ben]\n\
                 [workstream.all]\nresponsible = 'ana'\naccountable = 'ana'\n\
                 satisfies = [{held}]\n\
                 [[waiver]]\nrule = 'unassigned-duty'\non = '{on}'\n{WHOLE}"
            );
            let findings = run("unassigned-duty", &text, &sources).findings;
            let objects = findings.into_iter().map(|own| own.subject.object);
            objects
                .filter(|own| own == "duty.hipaa:contingency")
                .count()
        };
        for on in [
            "duty.hipaa:contingency",
            "hipaa:contingency",
            "duty.hipaa:164.308(a)(7)",
            "hipaa:164.308(a)(7)",
        ] {
            assert_eq!(open(on), 0, "{on}");
        }
        for on in ["hipaa:sanctions", "hipaa:contingenci", "contingency"] {
            assert_eq!(open(on), 1, "{on}");
        }
    }

    #[test]
    fn a_waiver_that_falls_short_is_said_at_the_finding() {
        let why = |text: &str| waives(&format!("on = 'patching'\n{text}")).expect_err(text);
        assert!(
            why("owner = 'ana'\napproved-by = 'ben'\nuntil = 2027-01-01\n").contains("no reason")
        );
        assert!(why("reason = 'r'\nowner = 'ana'\napproved-by = 'ben'\n").contains("no last day"));
        assert!(
            why("reason = 'r'\napproved-by = 'ben'\nuntil = 2027-01-01\n").contains("no owner")
        );
        assert!(why("reason = 'r'\nowner = 'ana'\nuntil = 2027-01-01\n").contains("no approver"));
        assert!(why(&WHOLE.replace("2027", "2026")).contains("ended on 2026-01-01"));
        assert!(why(&WHOLE.replace("'ben'", "'ana'")).contains("its owner approved it"));
    }

    #[test]
    fn the_last_day_is_included() {
        let until = WHOLE.replace("2027-01-01", "2026-11-21");
        assert_eq!(waives(&format!("on = 'patching'\n{until}")), Ok(()));
    }

    fn waiver_of(rule: &str) -> Vec<String> {
        let sources = Sources::default();
        let text = format!("[engagement]\n[[waiver]]\nrule = '{rule}'\non = 'engagement'\n");
        let findings = run("invalid-value", &text, &sources).findings;
        findings
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn a_rule_that_nobody_knows_cannot_be_waived() {
        let expected = ["there is no rule `mising-accountable` to waive"];
        assert_eq!(waiver_of("mising-accountable"), expected);
        assert_eq!(waiver_of("missing-accountable"), [""; 0]);
    }

    #[test]
    fn a_waiver_of_something_else_changes_nothing() {
        assert_eq!(
            waives(&format!("on = 'person.ana'\n{WHOLE}")),
            Err(String::new())
        );
    }
}
