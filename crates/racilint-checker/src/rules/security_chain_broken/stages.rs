//! The links of the security chain, and which of them a workstream stands for.

use std::collections::BTreeSet;

use racilint_parser::language::Activity;
use racilint_parser::values::Many;

use crate::catalogue::Area;
use crate::model::Row;

/// A link of the chain, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    Govern,
    Access,
    Monitor,
    Triage,
    Contain,
    Remediate,
    Validate,
}

/// The whole chain.
pub(super) const CHAIN: [Stage; 7] = [
    Stage::Govern,
    Stage::Access,
    Stage::Monitor,
    Stage::Triage,
    Stage::Contain,
    Stage::Remediate,
    Stage::Validate,
];

impl Stage {
    /// The activity's name, which the areas of the catalogue use as well.
    pub(super) fn name(self) -> &'static str {
        match self {
            Stage::Govern => "govern",
            Stage::Access => "access",
            Stage::Monitor => "monitor",
            Stage::Triage => "triage",
            Stage::Contain => "contain",
            Stage::Remediate => "remediate",
            Stage::Validate => "validate",
        }
    }

    /// What is done there, in words.
    pub(super) fn does(self) -> &'static str {
        match self {
            Stage::Govern => "decide what is allowed",
            Stage::Access => "manage access",
            Stage::Monitor => "watch the alerts",
            Stage::Triage => "find out what an alert means",
            Stage::Contain => "stop an attack",
            Stage::Remediate => "repair the cause",
            Stage::Validate => "check that it works",
        }
    }

    /// The area of the catalogue that is about it.
    pub(super) fn area(self) -> &'static str {
        match self {
            Stage::Govern => "security-governance",
            Stage::Access => "access-management",
            Stage::Monitor | Stage::Triage => "security-monitoring",
            Stage::Contain => "containment",
            Stage::Remediate => "remediation",
            Stage::Validate => "control-validation",
        }
    }
}

/// Whether a row is about security: by its area, or, where it names none, by an activity that only
/// security work has.
pub(super) fn is_security(row: &Row<'_>) -> bool {
    let flagged = row
        .areas
        .iter()
        .any(|(area, _)| area.body.security.is_some_and(|flag| flag.value));
    let by_activity = row.areas.is_empty() && row.has_activity(Activity::Contain);
    flagged || by_activity
}

/// The links that a row stands for: those that its activities name, and, where they name none or
/// more than links, those of its areas of which they name none. Watching, sorting and checking
/// elsewhere than in security is not security's.
pub(super) fn stages_of(row: &Row<'_>) -> BTreeSet<Stage> {
    let flag = |flag: Option<racilint_parser::decode::Spanned<bool>>| flag.is_some_and(|f| f.value);
    let near = row.areas.is_empty()
        || row
            .areas
            .iter()
            .any(|(area, _)| flag(area.body.security) || flag(area.body.incident));
    let anywhere =
        |stage: &Stage| matches!(stage, Stage::Contain | Stage::Remediate | Stage::Access);
    let named: BTreeSet<Stage> = row.activities().filter_map(stage_of).collect();
    let by_area = row.areas.iter().map(|(area, _)| of_area(area));
    let by_area: Vec<_> = by_area
        .filter(|stages| says_more(row) && stages.is_disjoint(&named))
        .collect();
    let named = named.into_iter().filter(|stage| near || anywhere(stage));
    named.chain(by_area.into_iter().flatten()).collect()
}

/// Whether a row's activities leave open what is done about each of its areas: there are none, or
/// one of them (to operate, to decide) is neither a link nor a tool.
fn says_more(row: &Row<'_>) -> bool {
    let is_tool = |own| matches!(own, Activity::Tooling | Activity::Alerting);
    let mut activities = row.activities().peekable();
    activities.peek().is_none() || activities.any(|own| stage_of(own).is_none() && !is_tool(own))
}

fn of_area(area: &Area<'_>) -> BTreeSet<Stage> {
    let stages = Many::of(&area.body.stages).iter();
    stages
        .filter_map(|link| stage_of(link.activity()))
        .collect()
}

fn stage_of(activity: Activity) -> Option<Stage> {
    match activity {
        Activity::Govern => Some(Stage::Govern),
        Activity::Access => Some(Stage::Access),
        Activity::Monitor => Some(Stage::Monitor),
        Activity::Triage => Some(Stage::Triage),
        Activity::Contain => Some(Stage::Contain),
        Activity::Remediate => Some(Stage::Remediate),
        Activity::Validate => Some(Stage::Validate),
        _ => None,
    }
}
