use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule, words};
use crate::model::{Engagement, Waiver};
use crate::waivers::Lapse;

declare_rule! {
    /// ## What it does
    ///
    /// Reports a waiver whose last day is over or cannot be read, as an error; and one without a
    /// last day, or with one more than twelve months away, as a warning.
    ///
    /// ## Why is this bad?
    ///
    /// A risk is accepted for a time. What has no end was given up, and what is over is accepted by
    /// nobody.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.imaging]
    /// responsible = "radiology-it"
    ///
    /// [[waiver]]
    /// rule = "missing-accountable"
    /// on = "workstream.imaging"
    /// reason = "the head of radiology IT starts in March"
    /// owner = "service-manager"
    /// approved-by = "it-director"
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
    /// starts = 2030-01-01
    ///
    /// [workstream.imaging]
    /// responsible = "radiology-it"
    ///
    /// [[waiver]]
    /// rule = "missing-accountable"
    /// on = "workstream.imaging"
    /// reason = "the head of radiology IT starts in March"
    /// owner = "service-manager"
    /// approved-by = "it-director"
    /// until = 2030-03-31
    ///
    /// [role.it-director]
    /// [role.service-manager]
    /// [team.radiology-it]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The last day is today or later, and at most twelve months from today, or from the first day
    ///   of an engagement that has not begun.
    ///
    /// ## References
    ///
    /// - PCI DSS 4.0.1, 12.3.2: accepted deviations are reviewed at least every twelve months
    "waiver-expired-or-unbounded" {
        summary: "a waiver is over, has no last day, or one that is more than a year away",
        group: Group::Waivers,
        severity: DefaultSeverity::ERROR,
        needs: "waivers",
        waivable: false,
        frameworks: &["pci-dss"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let waivers = cx.engagement.waivers();
    if waivers.is_empty() {
        return cx.lacks_data();
    }
    for waiver in &waivers {
        if let Some(lapse) = waiver.lapse(cx.engagement) {
            report(cx, waiver, lapse);
        }
    }
}

fn report(cx: &mut Context<'_, '_>, waiver: &Waiver<'_>, lapse: Lapse) {
    let (span, what, is_over) = match lapse {
        Lapse::Ended(last, span) => (span, format!("ended on {last}"), true),
        Lapse::Unreadable => {
            let what = "has a last day that cannot be read, and counts as over";
            (waiver.place(), what.into(), true)
        }
        Lapse::Unbounded => (waiver.place(), "has no last day".into(), false),
        Lapse::Distant(last, span) => (span, format!("goes on until {last}"), false),
    };
    let help = match lapse {
        Lapse::Distant(..) => latest(cx.engagement),
        Lapse::Unbounded => {
            "say until when it is accepted: `until = YYYY-MM-DD`, at most a year away".into()
        }
        Lapse::Ended(..) | Lapse::Unreadable => {
            "mend what it accepted and take it out; or have it accepted again, with a new `until`"
                .into()
        }
    };
    let message = format!("{} {what}", words::waiver(waiver));
    let finding = cx.report(span, message);
    finding.about(waiver.object());
    finding.aspect(if is_over { "over" } else { "unbounded" });
    if let Lapse::Distant(..) = lapse {
        finding.label("more than a year away");
    }
    finding.help(help);
}

fn latest(engagement: &Engagement<'_>) -> String {
    let from = if engagement.start() == engagement.today {
        "today"
    } else {
        "the first day"
    };
    format!(
        "accept it for at most a year from {from}, and look at it again then: `until = YYYY-MM-DD`"
    )
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    const RULE: &str = "waiver-expired-or-unbounded";

    #[test]
    fn its_time_is_up() {
        check(
            RULE,
            r#"
[[waiver]]
rule = "missing-accountable"
on = ["a", "b"]
until = 2026-11-20
#       ^^^^^^^^^^ error: the waiver of `missing-accountable` on `workstream.a` and `workstream.b` ended on 2026-11-20
[[waiver]]
rule = "missing-responsible"
#      ^^^^^^^^^^^^^^^^^^^^^ error: the waiver of `missing-responsible` on `workstream.a` has a last day that cannot be read, and counts as over
on = "a"
until = "next summer"
[workstream.a]
[workstream.b]
"#,
        );
    }

    #[test]
    fn it_has_no_end_in_sight() {
        check(
            RULE,
            r#"
[[waiver]]
rule = "missing-accountable"
#      ^^^^^^^^^^^^^^^^^^^^^ warning: the waiver of `missing-accountable` on `workstream.a` has no last day
on = "a"
[[waiver]]
rule = "missing-responsible"
on = "a"
until = 2027-11-22
#       ^^^^^^^^^^ warning: the waiver of `missing-responsible` on `workstream.a` goes on until 2027-11-22
[workstream.a]
"#,
        );
    }

    #[test]
    fn of_what_it_does_not_name_nothing_is_said() {
        check(
            RULE,
            r#"
[[waiver]]
rule = "missing-accountable"
#      ^^^^^^^^^^^^^^^^^^^^^ warning: the waiver of `missing-accountable` has no last day
"#,
        );
    }

    #[test]
    fn today_and_a_year_from_now_are_included() {
        let waiver = |until: &str| {
            format!(
                "[[waiver]]\nrule = 'missing-accountable'\non = 'engagement'\nuntil = {until}\n"
            )
        };
        is_silent(RULE, &waiver("2026-11-21"));
        is_silent(RULE, &waiver("2027-11-21"));
        let later = "[engagement]\nstarts = 2027-06-01\n";
        is_silent(RULE, &format!("{later}{}", waiver("2028-06-01")));
    }

    #[test]
    fn without_waivers_there_is_nothing_to_say() {
        is_not_evaluated(RULE, "[engagement]\n");
    }

    #[test]
    fn a_year_counts_from_today_or_from_the_first_day() {
        let help = |starts: &str| {
            let text = format!(
                "[engagement]\n{starts}\n[[waiver]]\nrule = 'missing-accountable'\n\
                 on = 'engagement'\nuntil = 2030-01-01\n"
            );
            let findings = run(RULE, &text, &Sources::default()).findings;
            findings[0].help.clone().unwrap_or_default()
        };
        assert!(help("").contains("a year from today"));
        assert!(help("starts = 2026-01-01").contains("a year from today"));
        assert!(help("starts = 2027-06-01").contains("a year from the first day"));
    }
}
