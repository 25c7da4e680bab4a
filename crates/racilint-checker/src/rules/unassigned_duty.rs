use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::{DutyKind, Hold};

use super::{Context, declare_rule, words};
use crate::model::{ActiveDuty, ActiveProfile, Answer, Duties};

mod excused;
mod lapsed;

declare_rule! {
    /// ## What it does
    ///
    /// Reports a duty of an active profile that nobody has taken on. Where nobody has taken on any
    /// duty of a profile, that is one finding. A duty that is said not to apply is nobody's as well,
    /// until somebody of the client has accepted that; and so is one that only a contract covers
    /// which is over, or which is not signed though the engagement is.
    ///
    /// ## Why is this bad?
    ///
    /// A law or a standard lays the duty on somebody whether the contract mentions it or not. What
    /// the matrix does not mention each side takes for the other's.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// profiles = ["nist-800-53"]
    ///
    /// [workstream.authorization]
    /// accountable = "ciso"
    /// satisfies   = ["nist-800-53:authorizing-official"]
    ///
    /// [workstream.security-operations]
    /// accountable = "soc-lead"
    /// satisfies   = ["nist-800-53:audit-review", "nist-800-53:IR-7(2)"]
    ///
    /// [workstream.planning]
    /// accountable = "ciso"
    /// satisfies   = [
    ///   "nist-800-53:contingency-plan", "nist-800-53:contingency-coordination",
    ///   "nist-800-53:ir-responsibility",
    /// ]
    ///
    /// [workstream.provider-oversight]
    /// accountable = "ciso"
    /// satisfies   = ["nist-800-53:external-services", "nist-800-53:personnel-change-notice"]
    ///
    /// [role.ciso]
    /// [role.soc-lead]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// profiles = ["nist-800-53"]
    ///
    /// [workstream.authorization]
    /// accountable = "ciso"
    /// satisfies   = ["nist-800-53:authorizing-official", "nist-800-53:sod"]
    ///
    /// [workstream.security-operations]
    /// accountable = "soc-lead"
    /// satisfies   = ["nist-800-53:audit-review", "nist-800-53:IR-7(2)"]
    ///
    /// [workstream.planning]
    /// accountable = "ciso"
    /// satisfies   = [
    ///   "nist-800-53:contingency-plan", "nist-800-53:contingency-coordination",
    ///   "nist-800-53:ir-responsibility",
    /// ]
    ///
    /// [workstream.provider-oversight]
    /// accountable = "ciso"
    /// satisfies   = ["nist-800-53:external-services", "nist-800-53:personnel-change-notice"]
    ///
    /// [role.ciso]
    /// [role.soc-lead]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - A workstream names the duty or one of its clauses.
    /// - One that is `not-applicable` with a reason names it, and the client has accepted that:
    ///   `accepted-by`. So has an accepted exclusion of the workstream. An area that no law asks for
    ///   needs the reason only.
    /// - The profile lays the duty on whoever holds another one, as a report to the board on the
    ///   security officer.
    /// - A contract of the kind that the duty asks for is in the file, or one with the client names
    ///   the duty in `covers`; a statement of the provider or a vendor provides it.
    /// - The duty is a notice of incidents, and a notice to the client or to the regulator is
    ///   agreed.
    /// - The duty is a record, and evidence that proves it has an owner.
    /// - The profile does not demand it here: of small clients, only of outsourced roles, only in
    ///   one state.
    /// - `missing-agreement` or `outsourced-role-without-overseer` says it.
    /// - No active profile has duties, or what workstreams fulfil could not be read: then the rule
    ///   is not evaluated.
    ///
    /// ## References
    ///
    /// - PCI DSS v4.0.1, 12.8.5; ISO/IEC 27001:2022, 5.3; Regulation (EU) 2022/2554, 30(1)
    /// - Sommerville, *Models for Responsibility Assignment*: unassigned responsibility
    "unassigned-duty" {
        summary: "nobody has taken on a duty of an active profile",
        group: Group::Compliance,
        severity: DefaultSeverity::ERROR,
        needs: "a profile with duties",
        frameworks: &["pci-dss", "iso-27001", "dora"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let duties = Duties::of(engagement);
    let Some(head) = engagement.head() else {
        return cx.lacks_data();
    };
    let unread = engagement
        .rows()
        .any(|(_, row)| row.could_hold("satisfies"));
    let unsure = unread || head.unread.could_hold("profiles") || engagement.is_damaged();
    if duties.all.is_empty() || unsure {
        return cx.lacks_data();
    }
    for profile in engagement.active_profiles() {
        let place = profile.span.unwrap_or(head.span);
        let all = || {
            duties
                .all
                .iter()
                .filter(|duty| duty.profile.id == profile.id)
        };
        let open: Vec<&ActiveDuty> = all().filter(|duty| is_open(duty, &duties)).collect();
        let is_untouched = all().all(|duty| is_untouched(duty, &duties));
        if is_untouched && open.len() > 1 {
            report_all(cx, place, &profile, &open);
            cx.stands_for(open.iter().map(|duty| duty.object()));
            continue;
        }
        for duty in open {
            report(cx, place, duty);
        }
    }
    lapsed::check(cx, &duties);
    excused::check(cx, &duties);
}

/// Whether nobody has taken a duty on, and no other rule says so.
fn is_open(duty: &ActiveDuty, duties: &Duties<'_, '_>) -> bool {
    let told_as_overseer = duties.overseen(duty).is_some();
    let is_nobodys = matches!(duties.answer(duty), Answer::Nobody);
    is_nobodys && !is_told_as_contract(duty, duties) && !told_as_overseer
}

/// Whether `missing-agreement` looks at the contract that a duty asks for.
fn is_told_as_contract(duty: &ActiveDuty, duties: &Duties<'_, '_>) -> bool {
    duty.instrument().is_some() && duties.knows_sides()
}

/// Whether nothing in the file names a duty. A notice or a contract may answer one by chance: they
/// are there for their own sake.
fn is_untouched(duty: &ActiveDuty, duties: &Duties<'_, '_>) -> bool {
    let named = matches!(
        duties.answer(duty),
        Answer::Rows(_) | Answer::Excused(_) | Answer::Evidence(_) | Answer::Statement(_)
    );
    !named
}

fn report(cx: &mut Context<'_, '_>, place: Span, duty: &ActiveDuty) {
    let name = duty.name();
    let clauses = match duty.clauses() {
        clauses if clauses.is_empty() => String::new(),
        clauses => format!(", {clauses}"),
    };
    let finding = cx.report(place, format!("nobody holds the duty `{name}`{clauses}"));
    finding
        .about(duty.object())
        .aspect(name)
        .label(format!("{}: {}", duty.profile.cite(), duty.title()))
        .cites(duty.cited())
        .help(help(duty));
}

fn help(duty: &ActiveDuty) -> String {
    let name = duty.name();
    let side = match duty.hold() {
        Hold::Client => " of the client",
        Hold::Provider => " of the provider",
        Hold::Either => "",
    };
    let who = if duty.is_designated() {
        "one person"
    } else {
        "an owner"
    };
    let instead = match duty.kind() {
        DutyKind::Agreement => {
            format!(", or cite the contract: `[agreement.ID]` with `covers = [\"{name}\"]`")
        }
        DutyKind::Notification if duty.duty.body.trigger.is_some() => {
            ", or agree on a `[[notice]]`".into()
        }
        DutyKind::Evidence => {
            format!(", or keep the record: `[evidence.ID]` with `proves = [\"{name}\"]`")
        }
        _ => String::new(),
    };
    let condition = match duty.condition() {
        "" => String::new(),
        condition => format!(" (it applies {condition})"),
    };
    format!(
        "give it {who}{side}: a workstream with `satisfies = [\"{name}\"]`{instead}; where it does \
         not apply{condition}, say so there with `not-applicable = \"reason\"` and `accepted-by`"
    )
}

/// The most duties that a message names one by one.
const MOST_NAMES: usize = 3;

/// "`hipaa:training`", "`hipaa:training` and `hipaa:sanctions`", "7 duties".
fn in_words(duties: &[&ActiveDuty]) -> String {
    if duties.len() > MOST_NAMES {
        return format!("{} duties", duties.len());
    }
    words::list(duties.iter().map(|duty| duty.name()))
}

/// Nobody has taken on anything: one finding that says so.
fn report_all(
    cx: &mut Context<'_, '_>,
    place: Span,
    profile: &ActiveProfile,
    open: &[&ActiveDuty],
) {
    let count = open.len();
    let message = format!(
        "no workstream fulfils any duty of `{}`, and {count} of them are nobody's",
        profile.id
    );
    let names: Vec<String> = open
        .iter()
        .map(|duty| format!("`{}`", duty.name()))
        .collect();
    cx.report(place, message)
        .about("engagement")
        .aspect(profile.id)
        .label(profile.cite())
        .cites(open.iter().flat_map(|duty| duty.cited()))
        .help(format!(
            "say which workstream fulfils which of them: `satisfies = [\"...\"]` with {}",
            names.join(", ")
        ));
}

#[cfg(test)]
mod tests;
