use racilint_diagnostics::{DefaultSeverity, Group, RuleInfo, Span};

use super::{Context, declare_rule, words};
use crate::model::Waiver;
use crate::waivers::{Invalid, NoSay};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a waiver that accepts nothing: it gives no reason, nobody owns or approved it, its
    /// owner approved it, whoever approved it has no say over the object, or its rule is one that
    /// cannot be waived.
    ///
    /// ## Why is this bad?
    ///
    /// An accepted risk is a decision of somebody who may decide. Without a name, a reason and a
    /// second pair of eyes it is a finding that was switched off.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.imaging]
    /// responsible = "radiology-it"
    /// accountable = "it-director"
    ///
    /// [[waiver]]
    /// rule = "single-person-dependency"
    /// on = "workstream.imaging"
    /// reason = "the second engineer starts in March"
    /// owner = "service-manager"
    /// approved-by = "service-manager"
    /// until = 2027-03-31
    ///
    /// [role.it-director]
    /// [role.service-manager]
    /// [team.radiology-it]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.imaging]
    /// responsible = "radiology-it"
    /// accountable = "it-director"
    ///
    /// [[waiver]]
    /// rule = "single-person-dependency"
    /// on = "workstream.imaging"
    /// reason = "the second engineer starts in March"
    /// owner = "service-manager"
    /// approved-by = "it-director"
    /// until = 2027-03-31
    ///
    /// [role.it-director]
    /// [role.service-manager]
    /// [team.radiology-it]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - An approver answers for the object or for work that it is a part of, or stands in for
    ///   whoever does.
    /// - An approver is of the client and may `accept-risk` or `approve-exception`; where no grant
    ///   says who may, whoever is of the client.
    /// - Nothing in the file says who answers or who may accept: there is nothing to compare.
    /// - Somebody is unknown, or a seat is still to be filled: other rules say so, and the waiver takes
    ///   nothing away until then.
    ///
    /// ## References
    ///
    /// - FTC Safeguards Rule, 16 CFR 314.4(c)(3) and (5): the Qualified Individual approves in writing
    /// - PCI DSS 4.0.1, 12.3.2: deviations are documented and approved by senior management
    "waiver-invalid" {
        summary: "a waiver accepts nothing: it lacks a reason, an owner or an approver with a say",
        group: Group::Waivers,
        severity: DefaultSeverity::ERROR,
        needs: "waivers",
        waivable: false,
        frameworks: &["ftc-safeguards", "pci-dss"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let waivers = cx.engagement.waivers();
    if waivers.is_empty() {
        return cx.lacks_data();
    }
    for waiver in &waivers {
        match waiver.invalid(cx.engagement) {
            None => {}
            Some(Invalid::Never(rule)) => report_never(cx, waiver, rule),
            Some(Invalid::Lacks(what)) => report_lacks(cx, waiver, &what),
            Some(Invalid::OwnApproval(span)) => report_own(cx, waiver, span),
            Some(Invalid::NoSay(object, why)) => report_no_say(cx, waiver, &object, &why),
        }
    }
}

fn report_never(cx: &mut Context<'_, '_>, waiver: &Waiver<'_>, rule: &RuleInfo) {
    let message = format!("`{}` cannot be waived", rule.name);
    let finding = cx.report(waiver.place(), message);
    finding.about(waiver.object());
    finding.help(format!(
        "mend what it reports and take the waiver out; `racilint explain {}` says how",
        rule.name
    ));
}

fn report_lacks(cx: &mut Context<'_, '_>, waiver: &Waiver<'_>, what: &[&str]) {
    let lacks: Vec<String> = what.iter().map(|what| format!("no {what}")).collect();
    let lacks: Vec<&str> = lacks.iter().map(String::as_str).collect();
    let message = format!(
        "{} has {}",
        words::waiver(waiver),
        words::plain_list(&lacks)
    );
    let finding = cx.report(waiver.place(), message);
    finding.about(waiver.object());
    finding.help(
        "say why (`reason`), who sees to it (`owner`) and who accepted it (`approved-by`, \
         somebody else than the owner)",
    );
}

fn report_own(cx: &mut Context<'_, '_>, waiver: &Waiver<'_>, span: Span) {
    let message = format!("{} is approved by its own owner", words::waiver(waiver));
    let finding = cx.report(span, message);
    finding.about(waiver.object());
    for link in &waiver.owner.links {
        finding.related(link.span, "sees to it");
    }
    finding.help(
        "let somebody else accept it: whoever answers for the object, or somebody of the client \
         who may accept the risk",
    );
}

fn report_no_say(cx: &mut Context<'_, '_>, waiver: &Waiver<'_>, object: &str, why: &NoSay) {
    let engagement = cx.engagement;
    let who = words::list(waiver.approvers.links.iter().map(|link| link.name));
    let rule = waiver.rule().unwrap_or_default();
    let message = format!("{who} approved a waiver of `{rule}` on `{object}`, without a say there");
    let span = waiver.approvers.first_span();
    let owners = words::any_of(
        why.answerable
            .iter()
            .map(|(actor, _)| engagement.actor(*actor).name),
    );
    let finding = cx.report(span.unwrap_or(waiver.place()), message);
    finding.about(waiver.object()).aspect(object);
    for (_, place) in &why.answerable {
        finding.related(*place, "answers for it");
    }
    for place in &why.grants {
        finding.related(*place, "says who may accept a risk");
    }
    let answers = match why.answerable.as_slice() {
        [] => String::new(),
        _ => format!("{owners}, or "),
    };
    finding.help(format!(
        "let {answers}somebody of the client who may accept the risk approve it: \
         `approved-by = \"...\"`"
    ));
}

#[cfg(test)]
mod tests;
