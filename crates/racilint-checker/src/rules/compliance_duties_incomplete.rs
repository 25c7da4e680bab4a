use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::values::Many;

use super::{Context, declare_rule};
use crate::catalogue;
use crate::model::{ActiveProfile, Duties, Engagement, Row};

declare_rule! {
    /// ## What it does
    ///
    /// Reports, under a profile of compliance such as `hipaa`, which of the seven things that every
    /// audit asks for has no owner or nobody who does it: log review, exceptions, evidence,
    /// remediation, access review, policy updates, and the coordination of incidents. It is the
    /// audit that asks for them, whatever the profile: the text of a law may name none of them.
    ///
    /// ## Why is this bad?
    ///
    /// Each of them falls between the side that runs the systems and the side that is audited.
    /// They are missed when the auditor asks, for a year that has passed.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// profiles = ["soc2"]
    ///
    /// [workstream.security-operations]
    /// area        = ["log-review", "remediation", "incident-command"]
    /// responsible = "soc"
    /// accountable = "soc-lead"
    ///
    /// [workstream.governance]
    /// area        = ["exception-management", "evidence-management", "access-management"]
    /// responsible = "ciso"
    /// accountable = "ciso"
    ///
    /// [team.soc]
    /// [role.soc-lead]
    /// [role.ciso]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// profiles = ["soc2"]
    ///
    /// [workstream.security-operations]
    /// area        = ["log-review", "remediation", "incident-command"]
    /// responsible = "soc"
    /// accountable = "soc-lead"
    ///
    /// [workstream.governance]
    /// area        = ["exception-management", "evidence-management", "access-management",
    ///                "policy-updates"]
    /// responsible = "ciso"
    /// accountable = "ciso"
    ///
    /// [team.soc]
    /// [role.soc-lead]
    /// [role.ciso]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - One workstream covers several of them, or all.
    /// - A workstream fulfils a duty of the profile that is the same thing, whatever its area.
    /// - A workstream says that it is not applicable, or an accepted exclusion leaves it out.
    /// - There is no workstream at all, or `unowned-area`, `missing-accountable` or
    ///   `missing-responsible` says it: what it costs is added there.
    /// - Text was lost, or areas could not be read.
    ///
    /// ## References
    ///
    /// - HIPAA, 45 CFR 164.308(a)(1)(ii)(D), 164.316(b); PCI DSS v4.0.1, 7.2.4, 10.4.1, 12.10
    /// - SOC 2, CC4.2, CC6.2, CC7.4; ISO/IEC 27001:2022, A.5.15, A.5.24, A.8.15
    "compliance-duties-incomplete" {
        summary: "one of the seven things that every audit asks for has no owner or no doer",
        group: Group::Compliance,
        severity: DefaultSeverity::ERROR,
        needs: "a profile of compliance such as `hipaa`",
        frameworks: &["hipaa", "pci-dss", "soc2", "iso-27001"],
    }
}

/// Something that every audit asks for.
struct Thing {
    /// In words.
    words: &'static str,
    /// The areas that are it.
    areas: &'static [&'static str],
    /// The duties that are it, by their ids in whatever profile.
    duties: &'static [&'static str],
}

const THINGS: [Thing; 7] = [
    Thing {
        words: "log review",
        areas: &["log-review"],
        duties: &[
            "activity-review",
            "audit-review",
            "log-review",
            "activity-logging",
            "logging",
        ],
    },
    Thing {
        words: "exceptions",
        areas: &["exception-management"],
        duties: &["encryption-exception", "mfa-exception"],
    },
    Thing {
        words: "evidence",
        areas: &["evidence-management"],
        duties: &["documentation", "control-operation"],
    },
    Thing {
        words: "remediation",
        areas: &["remediation"],
        duties: &["fix", "poam", "deficiency-tracking", "vuln", "vuln-scan"],
    },
    Thing {
        words: "access review",
        areas: &["access-management"],
        duties: &[
            "workforce-access",
            "access-controls",
            "access-lifecycle",
            "access-review",
            "account-review",
            "access-rights",
            "reasonable-methods",
        ],
    },
    Thing {
        words: "policy updates",
        areas: &["policy-updates"],
        duties: &[
            "documentation",
            "procedures",
            "incident-policy",
            "filtering-policy",
        ],
    },
    Thing {
        words: "the coordination of incidents",
        areas: &["incident-command", "incident-planning"],
        duties: &[
            "incident-response",
            "ir-plan",
            "ir-plans",
            "ir-execute",
            "incident-plan",
            "incident-roles",
            "incident-program",
            "incident-handling",
            "ir-owner",
            "ir-decision-authority",
            "ir-responsibility",
        ],
    },
];

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let profiles = engagement.active_profiles();
    let mut others = profiles
        .iter()
        .filter(|own| catalogue::is_framework(own.id));
    let (Some(profile), Some(head)) = (others.next(), engagement.head()) else {
        return cx.lacks_data();
    };
    let unread = |row: &Row<'_>| row.could_hold("area") || row.could_hold("satisfies");
    if engagement.is_damaged() || engagement.rows().any(|(_, row)| unread(row)) {
        return cx.lacks_data();
    }
    if engagement.rows().next().is_none() {
        return;
    }
    let covered = covered(engagement);
    let place = profile.span.unwrap_or(head.span);
    for thing in &THINGS {
        let of_area = rows_of(thing, engagement);
        if of_area.iter().any(|row| is_done(row)) || thing.is_in(&covered) {
            continue;
        }
        match of_area.first() {
            Some(row) => report_row(cx, thing, profile, row),
            None => report_area(cx, thing, profile, place),
        }
    }
}

impl Thing {
    fn is_in(&self, covered: &BTreeSet<&str>) -> bool {
        let mut names = self.areas.iter().chain(self.duties);
        names.any(|name| covered.contains(name))
    }
}

/// The areas that are left out with a reason, and the ids of all duties that some row fulfils or
/// leaves out: each of them is somebody's matter.
fn covered<'e>(engagement: &'e Engagement<'_>) -> BTreeSet<&'e str> {
    let mut covered = BTreeSet::new();
    let duties = Duties::of(engagement);
    let fulfilled = duties
        .all
        .iter()
        .filter(|duty| !duties.claims(duty).is_empty());
    covered.extend(fulfilled.map(|duty| duty.key().1));
    for (_, row) in engagement.rows().filter(|(_, row)| row.left_out) {
        covered.extend(row.areas.iter().map(|(area, _)| &*area.id.name));
    }
    for exclusion in &engagement.document.tables.exclusions {
        let unread = exclusion.unread.could_hold("accepted-by");
        if unread || !Many::of(&exclusion.accepted_by).is_empty() {
            covered.extend(Many::of(&exclusion.area).iter().map(|area| &*area.name));
        }
    }
    covered
}

/// The rows of an area that somebody has to own.
fn rows_of<'e, 'd>(thing: &Thing, engagement: &'e Engagement<'d>) -> Vec<&'e Row<'d>> {
    let is_of = |row: &Row<'_>| {
        let mut areas = row.areas.iter();
        areas.any(|(area, _)| thing.areas.contains(&&*area.id.name))
    };
    let wholes = engagement
        .rows()
        .filter(|(_, row)| row.whole.is_none() && is_of(row));
    let rows = engagement.answering_rows_of(wholes.map(|(id, _)| id));
    rows.into_iter().map(|id| engagement.row(id)).collect()
}

/// Whether somebody answers for a row and somebody does it, as far as it is known.
fn is_done(row: &Row<'_>) -> bool {
    !row.accountable().nobody() && (!row.responsible().nobody() || row.only_decides())
}

fn report_row(cx: &mut Context<'_, '_>, thing: &Thing, profile: &ActiveProfile, row: &Row<'_>) {
    let lack = match (row.accountable().nobody(), row.responsible().nobody()) {
        (true, true) => "nobody answers for it, and nobody does it",
        (true, false) => "nobody answers for it",
        (false, _) => "nobody does it",
    };
    let words = thing.words;
    let message = format!(
        "an audit under `{}` asks for {words}: `{}` is that, and {lack}",
        profile.id, row.name
    );
    let finding = cx.report(row.span, message);
    finding
        .about(row.object())
        .aspect(words)
        .label(why_asked(profile));
    finding.help("name who answers for it as `accountable`, and who does it as `responsible`");
}

/// The profile is why it is asked for, and not what asks.
fn why_asked(profile: &ActiveProfile) -> String {
    format!(
        "every audit asks for it, and there is one because of {}",
        profile.cite()
    )
}

fn report_area(cx: &mut Context<'_, '_>, thing: &Thing, profile: &ActiveProfile, place: Span) {
    let (words, area) = (thing.words, thing.areas[0]);
    let message = format!(
        "an audit under `{}` asks for {words}, and nobody owns that",
        profile.id
    );
    cx.report(place, message)
        .about(format!("area.{area}"))
        .aspect(words)
        .label(why_asked(profile))
        .help(format!(
            "give it an owner: a workstream with `area = \"{area}\"`, `accountable` and \
             `responsible`, or the duty that is it in `satisfies`"
        ));
}

#[cfg(test)]
mod tests;
