//! The last step of a check: levels, one cause one finding, order.
//!
//! Rules say what they saw; here it is decided what of it is reported and how much it weighs.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Finding, Label, RuleInfo, Severity, Span, Waived};

use racilint_parser::language::Model;

use crate::baseline::{self, Compared, Entry};
use crate::fold;
use crate::model::{ClientSide, Engagement, Evidence, Grant};
use crate::portfolio::{self, Extract};
use crate::rules::{self, Run};
use crate::waivers;

/// Which rules run, and how much their findings weigh.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// Only these rules, if there are any.
    pub select: BTreeSet<&'static str>,
    /// Not these.
    pub ignore: BTreeSet<&'static str>,
    /// These at another severity; `None` switches the rule off.
    pub levels: BTreeMap<&'static str, Option<Severity>>,
}

impl Levels {
    /// Whether a rule runs at all.
    pub fn is_on(&self, rule: &RuleInfo) -> bool {
        let selected = self.select.is_empty() || self.select.contains(rule.name);
        selected && !self.is_switched_off(rule)
    }

    /// Whether somebody has said that they do not want a rule.
    pub(crate) fn is_switched_off(&self, rule: &RuleInfo) -> bool {
        self.levels.get(rule.name) == Some(&None) || self.ignore.contains(rule.name)
    }
}

/// What a check of one engagement has to say.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings, in the order of reading.
    pub findings: Vec<Finding>,
    /// Findings that are accepted, in the order of reading; then those that a baseline holds.
    pub waived: Vec<Waived>,
    /// Rules that had what they need, sorted by name.
    pub evaluated: Vec<&'static RuleInfo>,
    /// Rules that lacked data and are silent for that reason only, sorted by name.
    pub not_evaluated: Vec<&'static RuleInfo>,
    /// Those of whom nobody wrote when they are there, though rules had to know it; sorted.
    pub needs_hours_of: BTreeSet<String>,
    /// The last day of the engagement, where that lies before the day of the check.
    pub ended: Option<Date>,
    /// Rules that were switched off, sorted by name. Those that compare engagements are not among
    /// them: they belong to a run.
    pub off: Vec<&'static RuleInfo>,
    /// What came of the comparison with a baseline, where there is one.
    pub compared: Option<Compared>,
    /// What the rules across engagements are left, where somebody asks for it.
    pub extract: Option<Extract>,
}

/// A finding of the second rule about the same object says nothing new where the first has fired:
/// its place becomes evidence of the first.
const FOLLOWS: [(&str, &str); 22] = [
    ("approval-path-incomplete", "approver-off-duty"),
    ("missing-incident-commander", "deputy-not-equivalent"),
    (
        "missing-incident-commander",
        "missing-declaration-authority",
    ),
    ("missing-declaration-authority", "commander-lacks-authority"),
    ("multiple-accountable", "shared-without-split"),
    ("unowned-area", "missing-exit-plan"),
    ("unowned-area", "security-chain-broken"),
    ("missing-accountable", "security-chain-broken"),
    ("missing-responsible", "security-chain-broken"),
    ("unowned-area", "vendor-unowned"),
    ("unowned-area", "compliance-duties-incomplete"),
    ("missing-accountable", "compliance-duties-incomplete"),
    ("missing-responsible", "compliance-duties-incomplete"),
    ("missing-accountable", "missing-designated-role"),
    ("missing-designated-role", "group-accountable"),
    ("unassigned-duty", "customer-responsibility-unaccepted"),
    ("missing-handoff", "dependency-without-leverage"),
    ("nondelegable-outsourced", "unexpected-holder"),
    ("strategy-outsourced", "unexpected-holder"),
    ("absence-breaks-path", "missing-secondary"),
    ("single-person-dependency", "absence-breaks-path"),
    ("coverage-gap", "shift-seam"),
];

/// The consequences of which one object can have several, each about another thing it names: such a
/// finding follows only from a cause at the same place.
const BY_PLACE: [&str; 2] = ["dependency-without-leverage", "shift-seam"];

/// The consequences that follow only from a cause of the same aspect: the same person.
const OF_SAME_ASPECT: [&str; 1] = ["absence-breaks-path"];

/// The consequences of which only those of one aspect follow; what else they say stands by itself.
const BY_ASPECT: [(&str, &str); 3] = [
    ("commander-lacks-authority", "to begin"),
    ("deputy-not-equivalent", "hours"),
    ("missing-declaration-authority", "nobody commands"),
];

/// Puts everything together: what the parser found, what the rules found, levels and order.
pub(crate) fn settle(
    engagement: &Engagement<'_>,
    parsed: Vec<Finding>,
    runs: Vec<Run>,
    levels: &Levels,
    baseline: Option<&[Entry]>,
) -> Outcome {
    let mut outcome = Outcome {
        ended: engagement.end().filter(|end| *end < engagement.today),
        ..Outcome::default()
    };
    let parsed = parsed
        .into_iter()
        .filter(|finding| levels.is_on(finding.rule));
    let mut findings: Vec<Finding> = parsed.collect();
    for run in runs {
        if run.lacks_data {
            outcome.not_evaluated.push(run.info);
        } else {
            outcome.evaluated.push(run.info);
        }
        findings.extend(run.findings);
        outcome.needs_hours_of.extend(run.needs_hours_of);
    }
    outcome.off = rules::all()
        .into_iter()
        .filter(|info| !levels.is_on(info) && !portfolio::compares(info))
        .collect();
    let parser_rules = racilint_parser::rules::PARSER_RULES.iter();
    outcome
        .evaluated
        .extend(parser_rules.filter(|info| levels.is_on(info)));
    outcome.evaluated.sort_by_key(|info| info.name);
    absorb_consequences(&mut findings);
    let duties_are_owned = !findings.iter().any(|finding| is_on_duties(finding.rule));
    let critical = Critical::of(engagement);
    for finding in &mut findings {
        finding.severity = severity_of(finding, &critical, levels);
        let is_set = levels.levels.contains_key(finding.rule.name);
        if !is_set && let Some(lighter) = lighter(finding, duties_are_owned) {
            finding.severity = lighter;
        }
    }
    sort(&mut findings);
    findings.dedup();
    outcome.waived = waivers::apply(engagement, &mut findings);
    if let Some(entries) = baseline {
        let evaluated = outcome.evaluated.iter().map(|info| info.name).collect();
        let (known, compared) = baseline::compare(entries, &mut findings, &evaluated);
        outcome
            .waived
            .extend(known.into_iter().map(Waived::in_baseline));
        outcome.compared = Some(compared);
    }
    fold::fold(&mut findings);
    name_parties(engagement, &mut findings);
    outcome.findings = findings;
    outcome
}

/// Says of each finding whose it is: asked once for each object, however many findings are about it.
fn name_parties(engagement: &Engagement<'_>, findings: &mut [Finding]) {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for finding in findings {
        let object = &finding.subject.object;
        let party = known.entry(object.clone()).or_insert_with(|| {
            let party = engagement.party_of_object(object);
            party.unwrap_or_default()
        });
        finding.party.clone_from(party);
    }
}

/// Turns findings that follow from others into evidence of those.
fn absorb_consequences(findings: &mut Vec<Finding>) {
    for (cause, consequence) in FOLLOWS {
        let key = |finding: &Finding, object: &str| {
            let place = BY_PLACE.contains(&consequence).then_some(finding.span);
            let of_aspect = OF_SAME_ASPECT.contains(&consequence);
            let aspect = of_aspect.then(|| finding.subject.aspect.clone());
            (object.to_owned(), place, aspect)
        };
        let causes: BTreeMap<(String, Option<Span>, Option<String>), usize> = findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| finding.rule.name == cause)
            .map(|(index, finding)| (key(finding, &finding.subject.object), index))
            .collect();
        if causes.is_empty() {
            continue;
        }
        let mut absorbed = Vec::new();
        for (index, finding) in findings.iter().enumerate() {
            let other_aspect = BY_ASPECT
                .iter()
                .any(|(rule, aspect)| *rule == consequence && *finding.subject.aspect != **aspect);
            if finding.rule.name != consequence || other_aspect {
                continue;
            }
            let object = &*finding.subject.object;
            let by = |object: &str| causes.get(&key(finding, object));
            // What holds of the whole holds of its slices: `workstream.watch.nights`.
            let whole = object.rsplit_once('.').map(|(whole, _)| whole);
            if let Some(by) = by(object).or_else(|| whole.and_then(by)) {
                absorbed.push((index, *by));
            }
        }
        for (index, by) in &absorbed {
            let label = Label {
                span: findings[*index].span,
                message: findings[*index].message.clone(),
            };
            let cause = &mut findings[*by];
            let related = cause.related.iter().map(|related| related.span);
            let is_there = related.chain([cause.span]).any(|span| span == label.span);
            if !is_there {
                cause.related.push(label);
            }
        }
        let gone: BTreeSet<usize> = absorbed.into_iter().map(|(index, _)| index).collect();
        let mut index = 0;
        findings.retain(|_| {
            index += 1;
            !gone.contains(&(index - 1))
        });
    }
}

/// The rules that say whether the duties of a profile are owned by whom the profile asks for.
const ON_DUTIES: [&str; 5] = [
    "compliance-duties-incomplete",
    "missing-designated-role",
    "nondelegable-outsourced",
    "outsourced-role-without-overseer",
    "unassigned-duty",
];

fn is_on_duties(rule: &RuleInfo) -> bool {
    ON_DUTIES.contains(&rule.name)
}

/// How much a finding weighs where that is less than what its rule usually says.
fn lighter(finding: &Finding, duties_are_owned: bool) -> Option<Severity> {
    match (finding.rule.name, &*finding.subject.aspect) {
        // Either model can work under a law, as long as what it asks for is owned.
        ("model-complexity-mismatch", "regulated") => duties_are_owned.then_some(Severity::Note),
        ("consult-inflation", "not urgent")
        | ("escalation-too-slow", "no target")
        | ("overload", "pool")
        | ("span-of-control", "many")
        | ("unreachable-contact", "one way") => Some(Severity::Note),
        // A waiver that is over accepts nothing; one without an end was accepted knowingly.
        ("waiver-expired-or-unbounded", "unbounded") => Some(Severity::Warning),
        _ => None,
    }
}

/// Whether what fails here is caught by what comes after it: the path goes on behind a step.
fn is_caught(finding: &Finding) -> bool {
    let (rule, aspect) = (finding.rule.name, &*finding.subject.aspect);
    (rule, aspect) == ("escalation-step-off-duty", "between")
}

fn severity_of(finding: &Finding, critical: &Critical<'_, '_>, levels: &Levels) -> Severity {
    if let Some(Some(level)) = levels.levels.get(finding.rule.name) {
        return *level;
    }
    match finding.rule.severity {
        _ if is_caught(finding) => Severity::Warning,
        DefaultSeverity::Always(_) => finding.severity,
        DefaultSeverity::ByCriticality if critical.is(&finding.subject.object) => Severity::Error,
        DefaultSeverity::ByModel if critical.engagement.model() == Model::FullyManaged => {
            Severity::Error
        }
        DefaultSeverity::ByCriticality | DefaultSeverity::ByModel => Severity::Warning,
    }
}

/// Which objects are critical: those that carry critical work, and the client.
struct Critical<'e, 'd> {
    engagement: &'e Engagement<'d>,
}

impl<'e, 'd> Critical<'e, 'd> {
    fn of(engagement: &'e Engagement<'d>) -> Self {
        Critical { engagement }
    }

    /// Whether an object is a critical workstream, a command or grant that covers one, evidence for
    /// one, a system that one is done on, or the client.
    fn is(&self, object: &str) -> bool {
        let engagement = self.engagement;
        let Some((kind, name)) = object.split_once('.') else {
            return false;
        };
        match kind {
            "workstream" => engagement
                .names
                .row(name)
                .is_some_and(|row| engagement.is_critical(row)),
            "command" => engagement.names.command(name).is_some_and(|index| {
                let covered = engagement.covered(&engagement.commands[index]);
                covered.iter().any(|row| engagement.is_critical(*row))
            }),
            "system" => engagement.is_critical_system(name),
            "area" => engagement.is_critical_area(name),
            "handoff" => engagement.is_critical_handoff(name),
            "grant" => self.covers_critical(|grant| grant.object() == object),
            "evidence" => {
                let mut named = engagement.evidence.iter().filter(|own| own.name == name);
                let rows = |evidence: &Evidence<'_>| {
                    let mut rows = evidence.rows.iter().filter_map(|link| link.to);
                    rows.any(|row| engagement.is_critical(row))
                };
                named.any(rows)
            }
            // Who is not there at all, is not there for what is critical either.
            "party" => {
                ClientSide::of(engagement).is_some_and(|client| client.object(engagement) == object)
            }
            _ => false,
        }
    }

    /// Whether a grant is given for critical work that takes what it allows.
    fn covers_critical(&self, is_meant: impl Fn(&Grant<'_>) -> bool) -> bool {
        let engagement = self.engagement;
        let mut grants = engagement.grants.iter();
        let Some(grant) = grants.find(|grant| is_meant(grant)) else {
            return false;
        };
        let takes_it = |row| {
            let mut needs = engagement.needs(row).into_iter();
            needs.any(|need| {
                let mut actions = grant.actions.iter();
                actions.any(|action| action.name == need.action.id.name)
            })
        };
        let mut rows = engagement.leaves().map(|(id, _)| id);
        rows.any(|row| {
            engagement.is_critical(row)
                && grant.covers(engagement.lineage(row))
                && (grant.on.is_some() || takes_it(row))
        })
    }
}

/// By file and place, then by rule and message: the order of reading, the same on every run.
fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| (finding.span, finding.rule.name);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
}

#[cfg(test)]
mod tests;
