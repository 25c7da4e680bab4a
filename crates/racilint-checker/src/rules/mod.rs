//! The rules, one file each.
//!
//! # How to add a rule
//!
//! 1. Copy a file that is like it (`missing_accountable.rs` is a plain one) and name it after the
//!    defect. Its doc comment is the rule's page; `fires` and `silent` examples run as tests.
//! 2. Add it to the `mod` list and to [`RULES`] below. A forgotten entry is a warning for unused
//!    code; the tests of this module check order, names and pages.
//! 3. Run `cargo xtask codegen`: pages, tables and schemas follow.
//!
//! Rules that compare engagements are in [`crate::portfolio`].
//!
//! A rule reads the [`Engagement`] and reports. It never prints, never looks at levels or waivers
//! (that is [`crate::settle`]), and stays silent about what another rule has to say: a name that
//! resolves to nothing belongs to `unknown-reference`.

mod absence_breaks_path;
mod absence_gap;
mod advisory_drift;
mod affected_owner_not_consulted;
mod after_hours_authority_gap;
mod approval_path_incomplete;
mod approver_off_duty;
mod authority_conflict;
mod authority_invalid;
mod authority_without_access;
mod chain;
mod co_managed_without_internal_capacity;
mod commander_is_responder;
mod commander_lacks_authority;
mod commanding;
mod common_mode_fallback;
mod compliance_duties_incomplete;
mod conflicting_letters;
mod consult_inflation;
mod control_without_evidence;
mod coverage_gap;
mod customer_responsibility_unaccepted;
mod dependency_cycle;
mod dependency_without_leverage;
mod deputy_not_equivalent;
mod duplicate_id;
mod duplicated_ownership;
mod duty_words;
mod escalation_dead_end;
mod escalation_not_progressing;
mod escalation_step_off_duty;
mod escalation_too_slow;
mod evidence_below_profile;
mod evidence_not_portable;
mod evidence_owner_cannot_produce;
mod evidence_stale;
mod exclusion_unaccepted;
mod flow_down_missing;
mod fully_managed_with_internal_owners;
mod go_live_before_ready;
mod group_accountable;
mod handoff_loop;
mod handoff_unacknowledged;
mod incompatible_duties;
mod leadership_reporting_unowned;
mod metric_incomplete;
mod milestone_order_invalid;
mod missing_accountable;
mod missing_agreement;
mod missing_business_context_owner;
mod missing_declaration_authority;
mod missing_deputy;
mod missing_designated_role;
mod missing_escalation_path;
mod missing_evidence_owner;
mod missing_exit_plan;
mod missing_handoff;
mod missing_incident_commander;
mod missing_interim_owner;
mod missing_onboarding_input;
mod missing_provider_incident_notice;
mod missing_responsible;
mod missing_secondary;
mod missing_single_intake;
mod missing_success_metrics;
mod model_complexity_mismatch;
mod multiple_accountable;
mod multiple_commanders;
mod nondelegable_outsourced;
mod notification_clock_infeasible;
mod onboarding_unowned;
mod outsourced_role_without_overseer;
mod overload;
mod parent_child_contradiction;
mod party_shape;
mod prohibiting;
mod responsibility_unacknowledged;
mod responsibility_without_authority;
mod review_overdue;
mod seconds;
mod security_chain_broken;
mod self_approval;
mod self_review;
mod shared_without_split;
mod shift_seam;
mod side_channel;
mod single_knower_system;
mod single_person_dependency;
mod sla_not_underpinned;
mod span_of_control;
mod strategy_outsourced;
mod subcontracted_without_retained_accountability;
mod timezone_ambiguous;
mod too_many_responsible;
mod turns;
mod unassigned_duty;
mod unexpected_holder;
mod unfilled_assignee;
mod unknown_reference;
mod unowned_area;
mod unreachable_contact;
mod unused_entity;
mod usual;
mod vendor_unowned;
mod waiver_expired_or_unbounded;
mod waiver_invalid;
mod waiver_unused;
pub(crate) mod words;

pub(crate) use overload::owned;

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;

use racilint_diagnostics::{Finding, RuleInfo, Span};
use racilint_parser::rules::PARSER_RULES;
use racilint_parser::rules::import::IMPORT_RULES;

use crate::model::{ActorId, Engagement};
use crate::time::Clock;

/// A rule: what is known about it, and the function that looks for the defect.
pub(crate) struct Rule {
    /// Name, severity, page.
    pub(crate) info: &'static RuleInfo,
    /// Reads the engagement and reports.
    pub(crate) check: fn(&mut Context<'_, '_>),
    /// Whether it asks what the others found, and so runs after them.
    pub(crate) is_last: bool,
}

/// What the rules that ran before have found, and what several of them ask alike.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// What recorded absences open.
    absence_gaps: OnceCell<absence_gap::Found>,
    found: RefCell<BTreeSet<(&'static str, String)>>,
    /// What one finding stands for that is about something else.
    told: RefCell<BTreeSet<(&'static str, String)>>,
    judged: RefCell<BTreeSet<&'static str>>,
}

impl Earlier {
    /// Remembers what came of a rule.
    pub(crate) fn note(&self, run: &Run) {
        if !run.lacks_data {
            self.judged.borrow_mut().insert(run.info.name);
        }
        let about = |finding: &Finding| (finding.rule.name, finding.subject.object.clone());
        let found = run.findings.iter().map(about);
        self.found.borrow_mut().extend(found);
        let told = run.stands_for.iter();
        let told = told.map(|object| (run.info.name, object.clone()));
        self.told.borrow_mut().extend(told);
    }

    /// Whether a rule ran and had its data.
    pub(crate) fn has_judged(&self, rule: &str) -> bool {
        self.judged.borrow().contains(rule)
    }

    /// Whether a finding of the rule about something else stands for one at this object.
    pub(crate) fn has_told(&self, rule: &str, object: &str) -> bool {
        let first = self.judged.borrow().get(rule).copied();
        first.is_some_and(|rule| self.told.borrow().contains(&(rule, object.to_owned())))
    }

    /// Whether a rule found something at an object, be it accepted or a consequence of something
    /// else.
    pub(crate) fn has_found(&self, rule: &str, object: &str) -> bool {
        let first = self.judged.borrow().get(rule).copied();
        first.is_some_and(|rule| self.found.borrow().contains(&(rule, object.to_owned())))
    }
}

/// All rules that read the engagement, sorted by name.
pub(crate) static RULES: &[Rule] = &[
    absence_breaks_path::RULE,
    absence_gap::RULE,
    advisory_drift::RULE,
    affected_owner_not_consulted::RULE,
    after_hours_authority_gap::RULE,
    approval_path_incomplete::RULE,
    approver_off_duty::RULE,
    authority_conflict::RULE,
    authority_invalid::RULE,
    authority_without_access::RULE,
    co_managed_without_internal_capacity::RULE,
    commander_is_responder::RULE,
    commander_lacks_authority::RULE,
    common_mode_fallback::RULE,
    compliance_duties_incomplete::RULE,
    conflicting_letters::RULE,
    consult_inflation::RULE,
    control_without_evidence::RULE,
    coverage_gap::RULE,
    customer_responsibility_unaccepted::RULE,
    dependency_cycle::RULE,
    dependency_without_leverage::RULE,
    deputy_not_equivalent::RULE,
    duplicate_id::RULE,
    duplicated_ownership::RULE,
    escalation_dead_end::RULE,
    escalation_not_progressing::RULE,
    escalation_step_off_duty::RULE,
    escalation_too_slow::RULE,
    evidence_below_profile::RULE,
    evidence_not_portable::RULE,
    evidence_owner_cannot_produce::RULE,
    evidence_stale::RULE,
    exclusion_unaccepted::RULE,
    flow_down_missing::RULE,
    fully_managed_with_internal_owners::RULE,
    go_live_before_ready::RULE,
    group_accountable::RULE,
    handoff_loop::RULE,
    handoff_unacknowledged::RULE,
    incompatible_duties::RULE,
    leadership_reporting_unowned::RULE,
    metric_incomplete::RULE,
    milestone_order_invalid::RULE,
    missing_accountable::RULE,
    missing_agreement::RULE,
    missing_business_context_owner::RULE,
    missing_declaration_authority::RULE,
    missing_deputy::RULE,
    missing_designated_role::RULE,
    missing_escalation_path::RULE,
    missing_evidence_owner::RULE,
    missing_exit_plan::RULE,
    missing_handoff::RULE,
    missing_incident_commander::RULE,
    missing_interim_owner::RULE,
    missing_onboarding_input::RULE,
    missing_provider_incident_notice::RULE,
    missing_responsible::RULE,
    missing_secondary::RULE,
    missing_single_intake::RULE,
    missing_success_metrics::RULE,
    model_complexity_mismatch::RULE,
    multiple_accountable::RULE,
    multiple_commanders::RULE,
    nondelegable_outsourced::RULE,
    notification_clock_infeasible::RULE,
    onboarding_unowned::RULE,
    outsourced_role_without_overseer::RULE,
    overload::RULE,
    parent_child_contradiction::RULE,
    party_shape::RULE,
    responsibility_unacknowledged::RULE,
    responsibility_without_authority::RULE,
    review_overdue::RULE,
    security_chain_broken::RULE,
    self_approval::RULE,
    self_review::RULE,
    shared_without_split::RULE,
    shift_seam::RULE,
    side_channel::RULE,
    single_knower_system::RULE,
    single_person_dependency::RULE,
    sla_not_underpinned::RULE,
    span_of_control::RULE,
    strategy_outsourced::RULE,
    subcontracted_without_retained_accountability::RULE,
    timezone_ambiguous::RULE,
    too_many_responsible::RULE,
    unassigned_duty::RULE,
    unexpected_holder::RULE,
    unfilled_assignee::RULE,
    unknown_reference::RULE,
    unowned_area::RULE,
    unreachable_contact::RULE,
    unused_entity::RULE,
    vendor_unowned::RULE,
    waiver_expired_or_unbounded::RULE,
    waiver_invalid::RULE,
    waiver_unused::RULE,
];

/// Everything that is known about all rules, those of the parser and of the importer included,
/// sorted by name.
pub fn all() -> Vec<&'static RuleInfo> {
    let mut all: Vec<&'static RuleInfo> = RULES.iter().map(|rule| rule.info).collect();
    all.extend(PARSER_RULES);
    all.extend(IMPORT_RULES);
    all.extend(crate::portfolio::RULES);
    all.sort_by_key(|info| info.name);
    all
}

/// The rule with this name, or with this former name.
pub fn find(name: &str) -> Option<&'static RuleInfo> {
    let mut all = all().into_iter();
    all.find(|info| info.name == name || info.aliases.contains(&name))
}

/// An example from a rule's page.
#[derive(Debug)]
pub struct Example {
    /// The engagement, or the file to import.
    pub text: String,
    /// What kind of file it is, as its fence says: `toml`, `markdown`, `csv`.
    pub kind: String,
    /// Whether the rule fires on it, once; otherwise it stays silent.
    pub fires: bool,
}

/// The examples in a rule's page, in its order.
pub fn examples(info: &RuleInfo) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut open: Option<Example> = None;
    for line in info.docs.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match (&mut open, line) {
            (Some(_), "```") => examples.extend(open.take()),
            (Some(example), _) => {
                example.text.push_str(line);
                example.text.push('\n');
            }
            (None, _) => {
                open = example_fence(line).map(|(kind, fires)| Example {
                    text: String::new(),
                    kind: kind.to_owned(),
                    fires,
                });
            }
        }
    }
    examples
}

/// The kind of file that a fence such as ```` ```toml,fires ```` begins, and whether it fires.
pub fn example_fence(line: &str) -> Option<(&str, bool)> {
    let (kind, what) = line.strip_prefix("```")?.split_once(',')?;
    match what {
        "fires" => Some((kind, true)),
        "silent" => Some((kind, false)),
        _ => None,
    }
}

/// A rule's page as text for a terminal: Markdown without the marks that only tests read.
pub fn page_text(info: &RuleInfo) -> String {
    let mut page = String::new();
    for line in info.docs.trim_end().lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match example_fence(line) {
            Some((kind, _)) => page.push_str(&format!("```{kind}")),
            None => page.push_str(line),
        }
        page.push('\n');
    }
    page
}

/// What came of running one rule.
pub(crate) struct Run {
    pub(crate) info: &'static RuleInfo,
    pub(crate) findings: Vec<Finding>,
    /// The engagement does not say what the rule needs to know.
    pub(crate) lacks_data: bool,
    /// Those whose hours the rule would have to know, by name.
    pub(crate) needs_hours_of: BTreeSet<String>,
    /// The objects for which one of the findings, about something else, stands.
    pub(crate) stands_for: Vec<String>,
}

/// Runs a rule on an engagement. `clock` is there when the engagement says in which zone it is
/// read.
pub(crate) fn run<'e, 'd>(
    rule: &Rule,
    engagement: &'e Engagement<'d>,
    clock: Option<&'e Clock<'e, 'd>>,
    earlier: &'e Earlier,
) -> Run {
    let mut context = Context {
        engagement,
        clock,
        needs_hours_of: BTreeSet::new(),
        earlier,
        info: rule.info,
        findings: Vec::new(),
        stands_for: Vec::new(),
        lacks_data: false,
    };
    (rule.check)(&mut context);
    Run {
        info: rule.info,
        findings: context.findings,
        lacks_data: context.lacks_data,
        needs_hours_of: context.needs_hours_of,
        stands_for: context.stands_for,
    }
}

/// What a rule works with: the engagement, and a place to report to.
pub(crate) struct Context<'e, 'd> {
    pub(crate) engagement: &'e Engagement<'d>,
    /// Answers what the file says about time; `None` when it does not say in which zone.
    pub(crate) clock: Option<&'e Clock<'e, 'd>>,
    needs_hours_of: BTreeSet<String>,
    /// What the others found; nothing for a rule that does not run after them.
    pub(crate) earlier: &'e Earlier,
    info: &'static RuleInfo,
    findings: Vec<Finding>,
    stands_for: Vec<String>,
    lacks_data: bool,
}

impl Context<'_, '_> {
    /// Reports a finding and gives it back for label, evidence and help.
    pub(crate) fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Finding {
        self.findings.push(Finding::new(self.info, span, message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Says that the engagement lacks the data of [`RuleInfo::needs`]: silence must not look like
    /// "fine".
    pub(crate) fn lacks_data(&mut self) {
        self.lacks_data = true;
    }

    /// Reports the first thing that is not compared with all the others: harmless ones, however many,
    /// must not hide one that is none.
    pub(crate) fn stops_at(&mut self, span: Span, object: String, others: &str) {
        let message =
            format!("`{object}` is not compared with all others {others}: there are too many");
        let finding = self.report(span, message);
        finding.about(object).aspect("too many");
        finding.label("from here on");
        finding.help("strike what is over or said twice, or make several engagements of this one");
    }

    /// Says that one finding stands for many, and these are the objects that they would be about.
    pub(crate) fn stands_for(&mut self, objects: impl IntoIterator<Item = String>) {
        self.stands_for.extend(objects);
    }

    /// Says that a question stays open, since nobody wrote when these are there.
    pub(crate) fn needs_hours_of(&mut self, actors: impl IntoIterator<Item = ActorId>) {
        self.lacks_data = true;
        let names = actors
            .into_iter()
            .map(|actor| self.engagement.actor(actor).name);
        self.needs_hours_of.extend(names.map(str::to_owned));
    }
}

/// Declares a rule: its metadata, with the doc comment as its page, and the entry for [`RULES`].
///
/// `"name" after the others { .. }` is a rule that asks what the others found.
macro_rules! declare_rule {
    ($(#[doc = $doc:expr])+ $name:literal { $($field:ident: $value:expr),+ $(,)? }) => {
        $crate::rules::declare_rule! { @ false, $(#[doc = $doc])+ $name { $($field: $value),+ } }
    };
    ($(#[doc = $doc:expr])+ $name:literal after the others { $($field:ident: $value:expr),+ $(,)? }) => {
        $crate::rules::declare_rule! { @ true, $(#[doc = $doc])+ $name { $($field: $value),+ } }
    };
    (@ $is_last:literal, $(#[doc = $doc:expr])+ $name:literal { $($field:ident: $value:expr),+ }) => {
        racilint_diagnostics::rule_info! {
            $(#[doc = $doc])+
            static INFO { name: $name, $($field: $value),+ }
        }

        pub(crate) const RULE: $crate::rules::Rule = $crate::rules::Rule {
            info: &INFO,
            check,
            is_last: $is_last,
        };
    };
}
pub(crate) use declare_rule;

#[cfg(test)]
pub(crate) mod tests;
