//! A few findings that show what the formats must cope with.

use racilint_diagnostics::{
    DefaultSeverity, FileId, Finding, Group, ModelScope, RuleInfo, Safety, Severity, Sources, Span,
    Waived,
};
use racilint_emit::{AsOf, AsOfSource, Counts, NotEvaluated, Summary};

/// A rule that is nothing but its name and severity.
const fn rule(name: &'static str, severity: Severity) -> RuleInfo {
    RuleInfo {
        name,
        summary: "",
        group: Group::Ownership,
        severity: DefaultSeverity::Always(severity),
        since: "0.1.0",
        needs: "",
        model: ModelScope::Both,
        waivable: true,
        frameworks: &[],
        aliases: &[],
        docs: "",
    }
}

pub(crate) static MISSING: RuleInfo = rule("missing-accountable", Severity::Error);
pub(crate) static MULTIPLE: RuleInfo = rule("multiple-accountable", Severity::Error);
pub(crate) static PATH: RuleInfo = rule("escalation-step-off-duty", Severity::Warning);
pub(crate) static REVIEW: RuleInfo = rule("review-overdue", Severity::Note);

pub(crate) const MAIN: &str = "\
[engagement]
name = \"Harbor Freight IT\"
last-reviewed = 2025-03-01

[workstream.triage]
title = \"Alert triage\"
responsible = [\"soc\"]
consulted = [\"it-ops\"]

[workstream.patching]
accountable = [\"msp-lead\", \"it-director\"]
responsible = [\"it-ops\"]

[workstream.backup]
accountable = \"msp-lead\"
responsible = [\"it-ops\"]

[escalation.sev1]
steps = [
  { to = \"soc\", ack-within = \"15m\" },
  { to = \"it-director\", ack-within = \"30m\" },
]
";

pub(crate) const ROSTER: &str = "\
[team.soc]
party = \"provider\"
people = [\"ana\", \"bo\"]

[person.it-director]
party = \"client\"
hours = \"Mon-Fri 09:00-17:00\"
";

/// The span of the first `needle` in a file, searched from the first `after`.
#[track_caller]
pub(crate) fn span(sources: &Sources, file: FileId, after: &str, needle: &str) -> Span {
    let text = sources.get(file).unwrap().text();
    let from = text.find(after).unwrap();
    let start = from + text[from..].find(needle).unwrap();
    Span::new(file, start..start + needle.len())
}

/// Findings of every severity, in one file and across two, with help and a fix.
pub(crate) fn harbor(sources: &Sources) -> Vec<Finding> {
    let main = sources.add("harbor.raci.toml", MAIN).id();
    let roster = sources.add("people/roster.toml", ROSTER).id();
    let at = |after: &str, needle: &str| span(sources, main, after, needle);
    let on = |after: &str, needle: &str| span(sources, roster, after, needle);

    let mut missing = Finding::new(
        &MISSING,
        at("[workstream.triage", "triage"),
        "nobody is accountable for `triage`",
    );
    missing
        .related(at("[workstream.triage", "responsible"), "`soc` does the work, but does not answer for it")
        .related(on("team.soc", "team.soc"), "a team of two, with no lead who could answer for it")
        .help("name the one person who answers for triage, for example: \"The client's IT director is accountable for alert triage; the provider's SOC performs it.\"")
        .about("workstream.triage");

    let mut multiple = Finding::new(
        &MULTIPLE,
        at("patching", "\"it-director\""),
        "two people are accountable for `patching`",
    );
    multiple
        .label("accountable as well")
        .related(at("patching", "\"msp-lead\""), "accountable first")
        .help("keep one, and list the other as deputy")
        .fix(
            Safety::Unsafe,
            "make `it-director` the deputy",
            at("patching", ", \"it-director\""),
            "",
        )
        .about("workstream.patching")
        .aspect("it-director");

    let mut path = Finding::new(
        &PATH,
        at("steps", "it-director"),
        "step 2 of `sev1` reaches nobody at night and on weekends",
    );
    path.label("off duty from 17:00 to 09:00")
        .related(
            on("person.it", "\"Mon-Fri 09:00-17:00\""),
            "these are all the hours of `it-director`",
        )
        .related(
            at("[escalation.sev1", "escalation.sev1"),
            "sev 1 is promised around the clock",
        )
        .help("add an on-call step, or accept the gap with a waiver");
    path.about("escalation.sev1").aspect("step 2");

    let mut review = Finding::new(
        &REVIEW,
        at("last-reviewed", "2025-03-01"),
        "the last review is 20 months ago",
    );
    review.about("engagement");
    vec![missing, multiple, path, review]
}

/// A summary that has everything a summary can say.
pub(crate) fn summary(sources: &Sources, findings: &[Finding]) -> Summary {
    let missed = |rule, needs: &str| NotEvaluated {
        rule,
        needs: needs.to_owned(),
        engagements: Vec::new(),
        compares: false,
    };
    Summary {
        engagements: vec!["harbor.raci.toml".to_owned()],
        files: sources.len(),
        unread: Vec::new(),
        counts: Counts::of(findings),
        waived: vec![(&waived()).into()],
        evaluated: 21,
        evaluated_in_some: std::collections::BTreeSet::new(),
        hours_unknown_of: Vec::new(),
        ended: Vec::new(),
        not_evaluated: vec![
            missed(&PATH, "hours"),
            missed(&REVIEW, "a contract date"),
            missed(&MISSING, "hours"),
        ],
        detailed: false,
        statistics: None,
        off: vec![&MULTIPLE],
        as_of: AsOf {
            date: "2026-11-21".to_owned(),
            source: AsOfSource::CommandLine,
            timezone_data: "2026e".to_owned(),
        },
        asked: Vec::new(),
        baseline: None,
    }
}

/// A finding that somebody has accepted.
pub(crate) fn waived() -> Waived {
    let span = Span::default();
    let mut finding = Finding::new(&MISSING, span, "nobody is accountable for `pacs`");
    finding.about("workstream.pacs");
    Waived {
        finding,
        waiver: span,
        reason: "the second engineer starts in March".to_owned(),
        owner: "service-manager".to_owned(),
        approved_by: "it-director".to_owned(),
        until: "2027-03-31".to_owned(),
        in_baseline: false,
    }
}
