use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Group};
use racilint_parser::values::{Calendar, Spanned};

use super::{Context, declare_rule};
use crate::model::{Engagement, Evidence, RowId, as_written, civil, day_after};

declare_rule! {
    /// ## What it does
    ///
    /// Reports evidence that was due and not made: since it was last made, more time has passed
    /// than `every` says, and the days of grace as well. The grace is a tenth of `every`, at least
    /// a day. Where no `last` says that it was made, it is first due one `every` after the work has
    /// begun. A `last` after the day of the check says nothing of that day.
    ///
    /// ## Why is this bad?
    ///
    /// A review that was left out cannot be made up for. The auditor asks for all four quarters,
    /// and one of them is missing for good.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// starts = 2026-01-01
    ///
    /// [evidence.access-review]
    /// owner = "compliance-lead"
    /// producer = "compliance-lead"
    /// every = "90d"
    /// last = 2026-06-30
    ///
    /// [role.compliance-lead]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// starts = 2026-01-01
    ///
    /// [evidence.access-review]
    /// owner = "compliance-lead"
    /// producer = "compliance-lead"
    /// every = "90d"
    /// last = 2026-10-01
    ///
    /// [role.compliance-lead]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Its work has not begun, is over, or is nobody's to do.
    /// - It is made when something happens, and says no `every`.
    /// - It has no `last`, and the engagement is a draft or does not say when it begins.
    ///
    /// ## References
    ///
    /// - PCI DSS v4.0.1, 12.4.2: reviews at least once every three months, with records
    /// - ISO/IEC 27001:2022, 9.1: what is measured when, kept as evidence
    "evidence-stale" {
        summary: "evidence that was due has not been made",
        group: Group::Evidence,
        severity: DefaultSeverity::WARNING,
        needs: "evidence with `every`, and the day on which it was last made or its work began",
        frameworks: &["pci-dss", "iso-27001"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let mut has_data = false;
    for evidence in &engagement.evidence {
        let Some(every) = evidence.table.every else {
            continue;
        };
        let Some((last, due)) = due(evidence, every.value, engagement) else {
            continue;
        };
        has_data = true;
        let end = grace(every.value).and_then(|grace| day_after(due, grace));
        let is_over = end.is_none_or(|end| end < engagement.today);
        if is_over && is_in_force(evidence, engagement) {
            report(cx, evidence, every, last, due);
        }
    }
    if !has_data {
        cx.lacks_data();
    }
}

/// The day on which it was last made, if it was, and the day on which it is due next.
fn due(
    evidence: &Evidence<'_>,
    every: Calendar,
    engagement: &Engagement<'_>,
) -> Option<(Option<Date>, Date)> {
    let table = evidence.table;
    if let Some(last) = table.last {
        let last = civil(last.value)?;
        if last <= engagement.today {
            return Some((Some(last), day_after(last, every)?));
        }
    }
    if table.unread.could_hold("last") || engagement.may_be_draft() {
        return None;
    }
    Some((None, day_after(begins(evidence, engagement)?, every)?))
}

/// A tenth of the cadence, at least a day.
fn grace(every: Calendar) -> Option<Calendar> {
    let days = every.comparable_minutes() / 10 / (24 * 60);
    let mut grace = every;
    grace.0.amount = u32::try_from(days.max(1)).ok()?;
    grace.0.unit = racilint_parser::values::Unit::Day;
    Some(grace)
}

/// The work that the evidence is about, as far as somebody has to do it.
fn work(evidence: &Evidence<'_>, engagement: &Engagement<'_>) -> Vec<RowId> {
    let rows = evidence.rows.iter().filter_map(|link| link.to);
    rows.filter(|row| !engagement.row(*row).left_out).collect()
}

/// The first day of its work, else that of the engagement.
fn begins(evidence: &Evidence<'_>, engagement: &Engagement<'_>) -> Option<Date> {
    let work = work(evidence, engagement).into_iter();
    let days = work.filter_map(|row| Some(engagement.effective(row)?.0));
    let starts = engagement.head().and_then(|head| head.starts);
    days.min()
        .or_else(|| starts.and_then(|starts| civil(starts.value)))
}

/// Whether some of its work is done on the day on which the engagement is looked at.
fn is_in_force(evidence: &Evidence<'_>, engagement: &Engagement<'_>) -> bool {
    let today = engagement.today;
    let is_at_work = |row: RowId| {
        let begun = engagement.effective(row);
        let ends = engagement.last_day(row);
        begun.is_none_or(|(day, _)| day <= today) && ends.is_none_or(|(day, _)| day >= today)
    };
    let rows = work(evidence, engagement);
    !engagement.is_out_of_force() && (evidence.rows.is_empty() || rows.into_iter().any(is_at_work))
}

fn report(
    cx: &mut Context<'_, '_>,
    evidence: &Evidence<'_>,
    every: Spanned<Calendar>,
    last: Option<Date>,
    due: Date,
) {
    let name = evidence.name;
    let message = match (last, evidence.table.last) {
        (Some(last), _) => format!("`{name}` was last made on {last}; the next was due on {due}"),
        (None, None) => {
            format!("no day on which `{name}` was made is recorded; the first was due on {due}")
        }
        (None, Some(_)) => format!(
            "no day up to {} on which `{name}` was made is recorded; the first was due on {due}",
            cx.engagement.today
        ),
    };
    let place = evidence.table.last.map(|last| last.span);
    let finding = cx.report(place.unwrap_or(evidence.span), message);
    let cadence = as_written(every.value);
    finding
        .about(evidence.object())
        .related(every.span, format!("made every {cadence}"));
    for link in &evidence.producer.links {
        finding.related(link.span, "makes it");
    }
    finding.help(
        "have it made, and write the day: `last = ...`; what was missed meanwhile is a gap to tell \
         the auditor of",
    );
}

#[cfg(test)]
mod tests {
    use racilint_diagnostics::Sources;

    use crate::rules::tests::{check, is_not_evaluated, is_silent, run};

    const RULE: &str = "evidence-stale";

    #[test]
    fn the_day_after_the_grace_it_is_stale() {
        check(
            RULE,
            r#"
[evidence.access-review]
last = 2026-08-12
#      ^^^^^^^^^^ warning: `access-review` was last made on 2026-08-12; the next was due on 2026-11-11
every = "13w"
#       ----- made every 13w
producer = ["ana", "gohst"]
#           ----- makes it
#                  ------- makes it
[evidence.daily]
last = 2026-11-18
#      ^^^^^^^^^^ warning: `daily` was last made on 2026-11-18; the next was due on 2026-11-19
every = "24h"
#       ----- made every 24h
[person.ana]
"#,
        );
    }

    #[test]
    fn within_the_grace_it_is_not() {
        is_silent(
            RULE,
            r#"
[evidence.access-review]
last = 2026-08-13
every = "13w"
[evidence.daily]
last = 2026-11-19
every = "1d"
[evidence.monthly]
last = 2026-10-18
every = "1mo"
"#,
        );
    }

    #[test]
    fn a_day_that_is_to_come_is_no_day_on_which_it_was_made() {
        check(
            RULE,
            r#"
[engagement]
starts = 2025-01-01
[evidence.log-review]
last = 2026-11-22
#      ^^^^^^^^^^ warning: no day up to 2026-11-21 on which `log-review` was made is recorded; the first was due on 2025-02-01
every = "1mo"
#       ----- made every 1mo
[evidence.of-today]
last = 2026-11-21
every = "1mo"
"#,
        );
    }

    #[test]
    fn no_day_is_recorded() {
        check(
            RULE,
            r#"
[engagement]
starts = 2025-01-01
[evidence.log-review]
#         ^^^^^^^^^^ warning: no day on which `log-review` was made is recorded; the first was due on 2026-02-01
for = "log-review"
every = "1mo"
#       ----- made every 1mo
[evidence.not-yet]
for = "log-review"
every = "1y"
[workstream.log-review]
from = 2026-01-01
"#,
        );
    }

    #[test]
    fn work_that_is_over_or_to_come_leaves_nothing() {
        is_silent(
            RULE,
            r#"
[engagement]
starts = 2025-01-01
[evidence.of-old-mail]
for = "old-mail"
every = "1mo"
last = 2025-05-01
[evidence.of-new-mail]
for = "new-mail"
every = "1mo"
last = 2025-05-01
[evidence.of-nothing]
for = "plant"
every = "1mo"
last = 2025-05-01
[workstream.old-mail]
until = 2025-06-30
[workstream.new-mail]
from = 2027-06-30
[workstream.plant]
not-applicable = "there is none"
"#,
        );
    }

    #[test]
    fn before_the_first_day_nothing_is_owed() {
        let old = "[evidence.access-review]\nevery = \"90d\"\nlast = 2026-01-01\n";
        is_silent(RULE, &format!("[engagement]\nstarts = 2027-01-01\n{old}"));
        is_silent(RULE, &format!("[engagement]\nends = 2026-11-20\n{old}"));
    }

    #[test]
    fn what_is_made_on_an_event_or_not_readable_is_not_evaluated() {
        let starts = "[engagement]\nstarts = 2020-01-01\n";
        is_not_evaluated(RULE, &format!("{starts}[evidence.a]\nlast = 2020-01-01\n"));
        is_not_evaluated(
            RULE,
            &format!("{starts}[evidence.a]\nevery = \"1d\"\nlast = \"soon\"\n"),
        );
        is_not_evaluated(
            RULE,
            &format!("{starts}status = \"draft\"\n[evidence.a]\nevery = \"1d\"\n"),
        );
    }

    #[test]
    fn work_that_begins_or_ends_today_goes_on() {
        let count = |row: &str| {
            let text = format!(
                "[evidence.review]\nfor = \"review\"\nlast = 2025-01-01\nevery = \"1mo\"\n\
                 [workstream.review]\n{row}\n"
            );
            run(RULE, &text, &Sources::default()).findings.len()
        };
        assert_eq!(count(""), 1);
        assert_eq!(count("until = 2026-11-21"), 1);
        assert_eq!(count("until = 2026-11-20"), 0);
        assert_eq!(count("from = 2026-11-21"), 1);
        assert_eq!(count("from = 2026-11-22"), 0);
        assert_eq!(count("not-applicable = \"no\""), 0);
    }
}
