use racilint_diagnostics::{DefaultSeverity, Group, ModelScope, Span};
use racilint_parser::language::{Complexity, Hold, Model};

use super::{Context, declare_rule};
use crate::catalogue;
use crate::model::Engagement;

declare_rule! {
    /// ## What it does
    ///
    /// Reports a fully managed engagement for IT that is hard to hand over whole, and lists the
    /// reasons: much of it is special, it is what the client sells, it does not follow the
    /// provider's standard, or a law lays duties on the client that it cannot give away.
    ///
    /// ## Why is this bad?
    ///
    /// A provider runs well what it has seen a hundred times. What is special needs somebody inside
    /// who knows why it is so; where nobody is left inside, each deviation becomes a project and
    /// each decision waits.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// model = "fully-managed"
    /// complexity = "high"
    /// standardized = false
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// model = "co-managed"
    /// complexity = "high"
    /// standardized = false
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The engagement is co-managed.
    /// - The IT is of low or normal complexity, follows the standard, and is not what the client
    ///   sells.
    /// - A profile with duties of the client is the only reason, and every rule on such duties is
    ///   satisfied: then it is a note, since either model can work.
    ///
    /// ## References
    ///
    /// - ISO/IEC 20000-1:2018, 8.2.3: the organization keeps accountability for its services
    "model-complexity-mismatch" {
        summary: "the IT is hard to hand over whole, and the engagement is fully managed",
        group: Group::ModelFit,
        severity: DefaultSeverity::WARNING,
        needs: "`model`, and `complexity`, `standardized` or `it-is-core`",
        model: ModelScope::FullyManaged,
    }
}

/// The aspect of a finding whose only reason is what a profile asks for: the settling step makes it
/// a note where that is owned.
const ONLY_REGULATED: &str = "regulated";

/// Why it is hard to hand over.
struct Reason {
    /// Where the file says so; nowhere for a profile of the command line.
    span: Option<Span>,
    /// In the message.
    short: String,
    /// At the place.
    why: String,
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let Some(model) = engagement.stated_model() else {
        return cx.lacks_data();
    };
    if model.value != Model::FullyManaged {
        return;
    }
    let own = own_reasons(engagement);
    let laws = laws(engagement);
    let aspect = if own.is_empty() { ONLY_REGULATED } else { "" };
    let reasons: Vec<Reason> = own.into_iter().chain(laws).collect();
    if !reasons.is_empty() {
        report(cx, model.span, reasons, aspect);
    } else if !says_anything(engagement) {
        cx.lacks_data();
    }
}

fn says_anything(engagement: &Engagement<'_>) -> bool {
    engagement.head().is_some_and(|head| {
        head.complexity.is_some() || head.standardized.is_some() || head.it_is_core.is_some()
    })
}

/// What the client's IT is like.
fn own_reasons(engagement: &Engagement<'_>) -> Vec<Reason> {
    let Some(head) = engagement.head() else {
        return Vec::new();
    };
    let complex = head
        .complexity
        .filter(|complexity| complexity.value == Complexity::High);
    let core = head.it_is_core.filter(|core| core.value);
    let odd = head.standardized.filter(|standard| !standard.value);
    let reason = |span, short: &str, why: &str| Reason {
        span: Some(span),
        short: short.to_owned(),
        why: why.to_owned(),
    };
    let reasons = [
        complex.map(|at| {
            let why = "much is special here: somebody inside must know why it is so";
            reason(at.span, "it is complex", why)
        }),
        core.map(|at| {
            let why = "what the client sells is decided inside, not by whoever runs it";
            reason(at.span, "it is what the client sells", why)
        }),
        odd.map(|at| {
            let why = "a provider runs well what follows its standard, and this does not";
            reason(at.span, "it follows no standard", why)
        }),
    ];
    reasons.into_iter().flatten().collect()
}

/// The frameworks that lay duties on the client; a house that does is no reason against a model.
fn laws(engagement: &Engagement<'_>) -> Vec<Reason> {
    let profiles = engagement.profiles().into_iter();
    let laws = profiles.filter(|(id, _)| catalogue::is_framework(id));
    let laws = laws.filter(|(id, _)| {
        let duties = engagement
            .catalogue()
            .profile(id)
            .map(|profile| &profile.duties);
        let mut duties = duties.into_iter().flatten();
        duties.any(|duty| {
            duty.body
                .hold
                .is_some_and(|hold| hold.value == Hold::Client)
        })
    });
    laws.map(|(id, span)| Reason {
        span,
        short: format!("`{id}` applies"),
        why: format!("`{id}` leaves duties with the client that no provider can take over"),
    })
    .collect()
}

fn report(cx: &mut Context<'_, '_>, span: Span, reasons: Vec<Reason>, aspect: &str) {
    let shorts: Vec<&str> = reasons.iter().map(|reason| &*reason.short).collect();
    let list = match shorts.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => shorts.concat(),
    };
    let message = format!("fully managed, but this IT is hard to hand over whole: {list}");
    let finding = cx.report(span, message);
    finding.about("engagement").aspect(aspect);
    for reason in reasons {
        if let Some(span) = reason.span {
            finding.related(span, reason.why);
        }
    }
    finding.help(
        "keep people inside who decide and know: `model = \"co-managed\"`; or leave it with one \
         provider, and name in `retain` what the client keeps and who answers for it",
    );
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    const RULE: &str = "model-complexity-mismatch";

    #[test]
    fn every_reason_is_listed() {
        check(
            RULE,
            r#"
[engagement]
model = "fully-managed"
#       ^^^^^^^^^^^^^^^ warning: fully managed, but this IT is hard to hand over whole: it is complex, it is what the client sells, it follows no standard and `hipaa` applies
profiles = ["msp-baseline", "hipaa"]
#                           ------- `hipaa` leaves duties with the client that no provider can take over
complexity = "high"
#            ------ much is special here: somebody inside must know why it is so
standardized = false
#              ----- a provider runs well what follows its standard, and this does not
it-is-core = true
#            ---- what the client sells is decided inside, not by whoever runs it
"#,
        );
    }

    #[test]
    fn a_law_alone_is_a_note() {
        check(
            RULE,
            r#"
[engagement]
model = "fully-managed"
#       ^^^^^^^^^^^^^^^ note: fully managed, but this IT is hard to hand over whole: `cjis` applies
profiles = ["cjis"]
#           ------ `cjis` leaves duties with the client that no provider can take over
complexity = "low"
"#,
        );
    }

    #[test]
    fn ordinary_it_is_silent() {
        is_silent(
            RULE,
            r#"
[engagement]
model = "fully-managed"
complexity = "normal"
standardized = true
it-is-core = false
"#,
        );
    }

    #[test]
    fn co_managed_is_silent() {
        is_silent(
            RULE,
            r#"
[engagement]
model = "co-managed"
complexity = "high"
it-is-core = true
"#,
        );
    }

    #[test]
    fn without_data_there_is_nothing_to_say() {
        is_not_evaluated(RULE, "[engagement]\nmodel = \"fully-managed\"\n");
        is_not_evaluated(RULE, "[engagement]\ncomplexity = \"high\"\n");
    }

    #[test]
    fn one_answer_is_enough_to_judge() {
        for says in [
            "complexity = \"normal\"",
            "standardized = true",
            "it-is-core = false",
        ] {
            is_silent(
                RULE,
                &format!("[engagement]\nmodel = \"fully-managed\"\n{says}\n"),
            );
        }
    }
}
