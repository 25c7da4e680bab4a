use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Input;
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{Milestone, Sides};

declare_rule! {
    /// ## What it does
    ///
    /// Reports what no milestone of the onboarding brings over from the client: documentation,
    /// access, approvals, user context, vendor records, business priorities.
    ///
    /// ## Why is this bad?
    ///
    /// Only the client can hand these over. A provider who has to find them out alone is still
    /// asking in the third month, while the promised times have long begun.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [milestone.first-week]
    /// input = ["documentation", "access", "approvals", "vendor-records"]
    /// owner = "dana"
    /// due = 2026-12-15
    /// accepted-by = "northwind"
    ///
    /// [person.dana]
    /// party = "harbor"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client = "harbor"
    /// provider = "northwind"
    ///
    /// [party.harbor]
    /// [party.northwind]
    ///
    /// [milestone.first-week]
    /// input = ["documentation", "access", "approvals", "vendor-records"]
    /// owner = "dana"
    /// due = 2026-12-15
    /// accepted-by = "northwind"
    ///
    /// [milestone.first-visit]
    /// title = "Who works how, and what must never stand still"
    /// input = ["user-context", "business-priorities"]
    /// owner = "dana"
    /// due = 2026-12-18
    /// accepted-by = "northwind"
    ///
    /// [person.dana]
    /// party = "harbor"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The milestone that brings it over is `done`: it is there, whoever saw to it.
    /// - There are no milestones of an onboarding: a renewal brings nothing over. The rule is then
    ///   not evaluated, and the report says so.
    /// - The milestone has no owner (`onboarding-unowned`), or one who cannot be told a side.
    ///
    /// ## References
    ///
    /// - NIST CSF 2.0, GV.SC-02: roles of suppliers and customers are set and coordinated
    /// - CISA, AA22-131A: customers and providers agree on who supplies and keeps what
    "missing-onboarding-input" {
        summary: "something that the provider needs from the client is brought over by no milestone",
        group: Group::Onboarding,
        severity: DefaultSeverity::ERROR,
        needs: "milestones of the onboarding, and both parties",
        frameworks: &["nist-csf"],
    }
}

/// What the provider needs, and how a sentence says it.
const INPUTS: [(Input, &str); 6] = [
    (Input::Documentation, "documentation"),
    (Input::Access, "access"),
    (Input::Approvals, "approvals"),
    (Input::UserContext, "user context"),
    (Input::VendorRecords, "vendor records"),
    (Input::BusinessPriorities, "business priorities"),
];

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let milestones = engagement.milestones();
    let mut onboarding: Vec<_> = milestones.iter().collect();
    onboarding.retain(|milestone| milestone.is_onboarding());
    let Some(sides) = engagement.sides() else {
        return cx.lacks_data();
    };
    let unread = |milestone: &Milestone<'_>| {
        let unread = &milestone.table.unread;
        unread.could_hold("input") || unread.could_hold("phase")
    };
    if onboarding.is_empty() || engagement.is_damaged() || milestones.iter().any(unread) {
        return cx.lacks_data();
    }
    let missing: Vec<(Input, &str)> = INPUTS
        .into_iter()
        .filter(|(input, _)| !onboarding.iter().any(|one| brings(cx, one, *input, sides)))
        .collect();
    if !missing.is_empty() {
        report(cx, &missing, &onboarding);
    }
}

/// Whether a milestone brings this over: it is done, or somebody of the client may see to it.
fn brings(cx: &Context<'_, '_>, milestone: &Milestone<'_>, input: Input, sides: &Sides) -> bool {
    let of_client = || cx.engagement.is_anybody_of(&milestone.owner, &sides.client);
    place(milestone, input).is_some()
        && (milestone.is_done() || milestone.owner.nobody() || of_client() != Some(false))
}

/// Where a milestone says that it brings this over.
fn place(milestone: &Milestone<'_>, input: Input) -> Option<Span> {
    let mut inputs = Many::of(&milestone.table.input).iter();
    let named = inputs.find(|own| own.value == input);
    named.map(|own| own.span)
}

fn report(cx: &mut Context<'_, '_>, missing: &[(Input, &str)], onboarding: &[&Milestone<'_>]) {
    let names: Vec<&str> = missing.iter().map(|(_, name)| *name).collect();
    let what = words::plain_list(&names);
    let first = onboarding.first().map(|milestone| milestone.span);
    let head = cx.engagement.head().map(|head| head.span);
    let Some(span) = head.or(first) else {
        return;
    };
    let message = format!("no milestone of the client's brings over {what}");
    let finding = cx.report(span, message);
    finding.about("engagement").aspect(names.join(", "));
    for (input, name) in missing {
        for milestone in onboarding {
            if place(milestone, *input).is_some()
                && let Some(owner) = milestone.owner.first_span()
            {
                finding.related(owner, format!("sees to {name}, and is not of the client"));
            }
        }
    }
    let (input, _) = missing[0];
    finding.help(format!(
        "add it to a milestone that somebody of the client sees to: `input = \"{}\"`; \
         what is there already, a milestone with `done = 2026-11-02` says",
        input.word()
    ));
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    #[test]
    fn the_provider_cannot_fetch_it_alone() {
        check(
            "missing-onboarding-input",
            r#"
 [engagement]
#^^^^^^^^^^^^ error: no milestone of the client's brings over access and business priorities
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[milestone.papers]
input = ["documentation", "approvals", "user-context", "vendor-records"]
owner = "dana"
[milestone.access]
input = "access"
owner = "kim"
#       ----- sees to access, and is not of the client
[milestone.keys-returned]
phase = "exit"
input = "business-priorities"
owner = "dana"
[person.dana]
party = "harbor"
[person.kim]
party = "northwind"
"#,
        );
    }

    #[test]
    fn what_is_done_is_there_and_what_is_unowned_is_another_rules() {
        is_silent(
            "missing-onboarding-input",
            r#"
[engagement]
client = "harbor"
provider = "northwind"
[party.harbor]
[party.northwind]
[milestone.papers]
input = ["documentation", "access", "approvals"]
owner = "kim"
done = 2026-11-01
[milestone.people]
input = "user-context"
[milestone.vendors]
input = ["vendor-records", "business-priorities"]
owner = "TBD"
[person.kim]
party = "northwind"
"#,
        );
    }

    #[test]
    fn without_an_onboarding_there_is_nothing_to_bring() {
        let sides = "[engagement]\nclient = \"a\"\nprovider = \"b\"\n[party.a]\n[party.b]\n";
        is_not_evaluated("missing-onboarding-input", sides);
        let exit = format!("{sides}[milestone.keys]\nphase = \"exit\"\n");
        is_not_evaluated("missing-onboarding-input", &exit);
        is_not_evaluated(
            "missing-onboarding-input",
            "[engagement]\n[milestone.keys]\n",
        );
    }

    #[test]
    fn what_cannot_be_read_may_bring_it() {
        for says in ["input = 7", "phase = 7"] {
            is_not_evaluated(
                "missing-onboarding-input",
                &format!(
                    "[engagement]\nclient = \"a\"\nprovider = \"b\"\n[party.a]\n[party.b]\n\
                     [milestone.keys]\n[milestone.papers]\n{says}\n"
                ),
            );
        }
    }
}
