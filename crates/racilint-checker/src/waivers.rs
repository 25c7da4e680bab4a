//! Findings that somebody has accepted in the file: `[[waiver]]`.
//!
//! A waiver holds when it names a rule that can be waived, the object, a reason, an owner, an
//! approver who is somebody else, and a last day that has not passed. A waiver that falls short
//! takes nothing away; the finding then says why.

use std::collections::BTreeMap;

use jiff::civil::Date;
use racilint_diagnostics::{Finding, Span, Waived};
use racilint_parser::decode::nearest;
use racilint_parser::language;
use racilint_parser::rules::INVALID_VALUE;
use racilint_parser::values::Many;

use crate::model::{Engagement, civil};
use crate::rules;

/// Rules of the catalogue that this version does not have. A waiver may name them: it is written for
/// the contract, not for one version of a tool. A test takes care that a name leaves this list when
/// its rule arrives.
const OF_THE_CATALOGUE: [&str; 22] = [
    "advisory-drift",
    "approver-off-duty",
    "commander-is-responder",
    "commander-lacks-authority",
    "deputy-not-equivalent",
    "escalation-dead-end",
    "escalation-step-off-duty",
    "escalation-too-slow",
    "evidence-stale",
    "go-live-before-ready",
    "missing-declaration-authority",
    "missing-interim-owner",
    "notification-clock-infeasible",
    "overload",
    "review-overdue",
    "side-channel",
    "single-person-dependency",
    "sla-not-underpinned",
    "span-of-control",
    "waiver-expired-or-unbounded",
    "waiver-invalid",
    "waiver-unused",
];

/// Reports waivers of rules that do not exist.
pub(crate) fn unknown_rules(engagement: &Engagement<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for waiver in &engagement.document.tables.waivers {
        let Some(named) = &waiver.rule else { continue };
        if rules::find(&named.value).is_some() || OF_THE_CATALOGUE.contains(&&*named.value) {
            continue;
        }
        let name = named.value.escape_debug();
        let message = format!("there is no rule `{name}` to waive");
        let mut finding = Finding::new(&INVALID_VALUE, named.span, message);
        finding
            .about("waiver")
            .help("`racilint rules` lists them all");
        let all = rules::all();
        if let Some(near) = nearest(&named.value, all.iter().map(|rule| rule.name)) {
            finding.label(format!("did you mean `{near}`?"));
        }
        findings.push(finding);
    }
    findings
}

/// Takes the findings that are accepted out, and tells of those that nearly are why they are not.
pub(crate) fn apply(engagement: &Engagement<'_>, findings: &mut Vec<Finding>) -> Vec<Waived> {
    let waivers = by_rule_and_object(engagement);
    let mut waived = Vec::new();
    if waivers.is_empty() {
        return waived;
    }
    let mut kept = Vec::with_capacity(findings.len());
    for mut finding in findings.drain(..) {
        let key = (finding.rule.name, finding.subject.object.clone());
        match waivers.get(&key) {
            Some(waiver) if finding.rule.waivable => match shortfall(waiver, engagement) {
                None => waived.push(accepted(finding, waiver)),
                Some((span, why)) => {
                    finding.related(span, format!("this waiver does not hold: {why}"));
                    kept.push(finding);
                }
            },
            Some(waiver) => {
                let span = waiver.rule.as_ref().map_or(waiver.span, |rule| rule.span);
                finding.related(span, "this waiver does not hold: the rule cannot be waived");
                kept.push(finding);
            }
            None => kept.push(finding),
        }
    }
    *findings = kept;
    waived
}

type Waivers<'d> = BTreeMap<(&'static str, String), &'d language::Waiver<'d>>;

/// The waivers of the file. Where several name the same, one that holds counts.
fn by_rule_and_object<'d>(engagement: &Engagement<'d>) -> Waivers<'d> {
    let mut waivers = Waivers::new();
    for waiver in &engagement.document.tables.waivers {
        let rule = waiver
            .rule
            .as_ref()
            .and_then(|rule| rules::find(&rule.value));
        let Some(rule) = rule else { continue };
        for named in Many::of(&waiver.on) {
            let key = (rule.name, object(&named.name, engagement));
            let holds = |waiver| shortfall(waiver, engagement).is_none();
            let taken = waivers.get(&key).is_some_and(|other| holds(other));
            if !taken {
                waivers.insert(key, waiver);
            }
        }
    }
    waivers
}

/// The object in the form in which findings name it: a bare id gets its kind.
fn object(name: &str, engagement: &Engagement<'_>) -> String {
    let names = &engagement.names;
    match names.object(name) {
        [kind] if !name.starts_with(&format!("{kind}.")) => format!("{kind}.{name}"),
        _ => name.to_owned(),
    }
}

/// Why a waiver does not hold, with the place that shows it; `None` when it does.
fn shortfall(waiver: &language::Waiver<'_>, engagement: &Engagement<'_>) -> Option<(Span, String)> {
    let place = waiver.rule.as_ref().map_or(waiver.span, |rule| rule.span);
    let says_why = waiver
        .reason
        .as_ref()
        .is_some_and(|reason| !reason.trim().is_empty());
    if !says_why {
        return Some((place, "it gives no reason".into()));
    }
    let Some(until) = waiver.until else {
        return Some((place, "it has no last day".into()));
    };
    let last: Option<Date> = civil(until.value);
    if let Some(last) = last.filter(|last| *last < engagement.today) {
        return Some((until.span, format!("it ended on {last}")));
    }
    let (owners, approvers) = (Many::of(&waiver.owner), Many::of(&waiver.approved_by));
    match (owners.first(), approvers.first()) {
        (None, _) => Some((place, "it has no owner".into())),
        (_, None) => Some((place, "nobody approved it".into())),
        (Some(owner), Some(approver)) => {
            let actors = (
                engagement.names.actor(&owner.name),
                engagement.names.actor(&approver.name),
            );
            let same = match actors {
                (Some(owner), Some(approver)) => engagement.is_one_owner(owner, approver),
                _ => owner.name == approver.name,
            };
            same.then(|| (approver.span, "its owner approved it".into()))
        }
    }
}

fn accepted(finding: Finding, waiver: &language::Waiver<'_>) -> Waived {
    let text = |field: &Option<racilint_parser::values::Text<'_>>| {
        field
            .as_ref()
            .map(|text| text.value.to_string())
            .unwrap_or_default()
    };
    let approvers = Many::of(&waiver.approved_by).iter();
    let names: Vec<&str> = approvers.map(|approver| &*approver.name).collect();
    let until = waiver.until.and_then(|until| civil(until.value));
    Waived {
        finding,
        waiver: waiver.rule.as_ref().map_or(waiver.span, |rule| rule.span),
        reason: text(&waiver.reason),
        approved_by: names.join(", "),
        until: until.map(|until| until.to_string()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use super::OF_THE_CATALOGUE;
    use crate::rules;
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
        assert!(
            why("reason = 'r'\nowner = 'ana'\nuntil = 2027-01-01\n").contains("nobody approved")
        );
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
    fn rules_of_the_catalogue_can_be_named_before_they_are_here() {
        for name in OF_THE_CATALOGUE {
            assert!(
                rules::find(name).is_none(),
                "`{name}` is a rule now: take it off the list"
            );
            assert_eq!(waiver_of(name), [""; 0], "{name}");
        }
    }

    #[test]
    fn a_waiver_of_something_else_changes_nothing() {
        assert_eq!(
            waives(&format!("on = 'person.ana'\n{WHOLE}")),
            Err(String::new())
        );
    }
}
