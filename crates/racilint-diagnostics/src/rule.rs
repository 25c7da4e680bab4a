//! What is known about a rule without running it.

use crate::finding::Severity;

/// The chapters of the rule catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// The file itself: syntax, keys, values, references.
    Structure,
    /// Who does it and who answers for it.
    Ownership,
    /// Who may act.
    Authority,
    /// Who is called next.
    Escalation,
    /// Who commands an incident.
    Command,
    /// Whether somebody is there.
    Coverage,
    /// Where work changes hands.
    Handoff,
    /// What is kept as proof.
    Evidence,
    /// What laws and standards lay on whom.
    Compliance,
    /// Whether the engagement is the kind that it says it is.
    ModelFit,
    /// Who carries too much, and what hangs on one person.
    Load,
    /// Who may not do both.
    Separation,
    /// How it begins.
    Onboarding,
    /// How well it is done.
    Metrics,
    /// What is accepted, and what goes another way than agreed.
    Waivers,
    /// Who is told.
    Communication,
    /// Matrices that are read from spreadsheets and documents.
    Import,
}

impl Group {
    /// All groups, in the order of the catalogue.
    pub const ALL: [Group; 17] = [
        Group::Structure,
        Group::Ownership,
        Group::Authority,
        Group::Escalation,
        Group::Command,
        Group::Coverage,
        Group::Handoff,
        Group::Evidence,
        Group::Compliance,
        Group::ModelFit,
        Group::Load,
        Group::Separation,
        Group::Onboarding,
        Group::Metrics,
        Group::Waivers,
        Group::Communication,
        Group::Import,
    ];

    /// The group's name in lists and tables.
    pub fn title(self) -> &'static str {
        match self {
            Group::Structure => "Structure",
            Group::Ownership => "Ownership",
            Group::Authority => "Authority",
            Group::Escalation => "Escalation",
            Group::Command => "Incident command",
            Group::Coverage => "Coverage",
            Group::Handoff => "Handoff",
            Group::Evidence => "Evidence",
            Group::Compliance => "Compliance",
            Group::ModelFit => "Model fit",
            Group::Load => "Load and fragility",
            Group::Separation => "Separation of duties",
            Group::Onboarding => "Onboarding",
            Group::Metrics => "Metrics",
            Group::Waivers => "Waivers and exceptions",
            Group::Communication => "Communication",
            Group::Import => "Import of matrices",
        }
    }
}

/// The severity that a rule has before anybody changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultSeverity {
    /// The same everywhere.
    Always(Severity),
    /// An error where the workstream is critical or a profile demands it, else a warning.
    ByCriticality,
    /// An error in a fully managed engagement, else a warning.
    ByModel,
}

impl DefaultSeverity {
    /// What a finding carries until the settling step has looked at its subject.
    pub fn unsettled(self) -> Severity {
        match self {
            DefaultSeverity::Always(severity) => severity,
            DefaultSeverity::ByCriticality | DefaultSeverity::ByModel => Severity::Warning,
        }
    }

    /// How lists and pages say it.
    pub fn words(self) -> &'static str {
        match self {
            DefaultSeverity::Always(severity) => severity.word(),
            DefaultSeverity::ByCriticality => "error if critical, else warning",
            DefaultSeverity::ByModel => "error if fully managed, else warning",
        }
    }
}

/// The kinds of engagement that a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelScope {
    /// Every engagement.
    Both,
    /// Only where client and provider share the work.
    CoManaged,
    /// Only where the provider runs everything.
    FullyManaged,
}

/// What is known about a rule without running it: the one source of `explain`, of the rule pages,
/// of the README's table and of every format that lists rules.
#[derive(Debug, PartialEq, Eq)]
pub struct RuleInfo {
    /// The defect, in kebab-case, so that "allow `name`" is an English sentence. Stable.
    pub name: &'static str,
    /// One line that says when it fires; lower case, no full stop.
    pub summary: &'static str,
    /// The chapter it belongs to.
    pub group: Group,
    /// The severity before settling.
    pub severity: DefaultSeverity,
    /// The version of racilint that first had it.
    pub since: &'static str,
    /// The data without which it is *not evaluated*, in words; empty when it needs none.
    pub needs: &'static str,
    /// Which engagements it looks at.
    pub model: ModelScope,
    /// Whether a finding can be accepted with a waiver.
    pub waivable: bool,
    /// Profiles and standards that ask for what it checks.
    pub frameworks: &'static [&'static str],
    /// Former names, still understood.
    pub aliases: &'static [&'static str],
    /// Its page, in Markdown.
    pub docs: &'static str,
}

impl DefaultSeverity {
    /// Not ready to sign, everywhere.
    pub const ERROR: Self = DefaultSeverity::Always(Severity::Error);
    /// Signable with a decision taken knowingly, everywhere.
    pub const WARNING: Self = DefaultSeverity::Always(Severity::Warning);
    /// Information, everywhere.
    pub const NOTE: Self = DefaultSeverity::Always(Severity::Note);
}

impl RuleInfo {
    /// What most rules have in common; [`rule_info!`](crate::rule_info) fills the rest in.
    pub const COMMON: RuleInfo = RuleInfo {
        name: "",
        summary: "",
        group: Group::Structure,
        severity: DefaultSeverity::ERROR,
        since: "0.1.0",
        needs: "",
        model: ModelScope::Both,
        waivable: true,
        frameworks: &[],
        aliases: &[],
        docs: "",
    };
}

/// Declares the metadata of a rule; its doc comment becomes the rule's page.
///
/// Fields that are left out are those of [`RuleInfo::COMMON`].
#[macro_export]
macro_rules! rule_info {
    ($(#[doc = $doc:expr])+ $vis:vis static $ident:ident { $($field:ident: $value:expr),+ $(,)? }) => {
        $(#[doc = $doc])+
        $vis static $ident: $crate::RuleInfo = $crate::RuleInfo {
            docs: concat!($($doc, "\n"),+),
            $($field: $value,)+
            ..$crate::RuleInfo::COMMON
        };
    };
}
