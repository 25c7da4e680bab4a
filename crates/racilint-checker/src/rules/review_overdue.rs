use jiff::civil::Date;
use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language;
use racilint_parser::values::{Calendar, Duration, Unit};

use super::{Context, declare_rule};
use crate::model::{as_written, civil, day_after};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an engagement in force whose review is overdue: more time has passed since the last
    /// one than `review-every` says, a year where it says nothing. Without any review up to the day
    /// of the check the first day of the engagement counts.
    ///
    /// ## Why is this bad?
    ///
    /// Who is named in it has another job by now, and the system it was written for is gone. A
    /// matrix that nobody looks at is believed by nobody, and then followed by nobody.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// status = "signed"
    /// starts = 2025-01-01
    /// reviewed = 2025-06-30
    /// review-every = "1y"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// status = "signed"
    /// starts = 2025-01-01
    /// reviewed = 2026-06-29
    /// review-every = "1y"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The engagement is a draft, has not begun, or is over.
    /// - The review is due today.
    /// - One of the days could not be read.
    ///
    /// ## References
    ///
    /// - CIS Controls v8.1, 17.1: review annually, and when the enterprise changes
    /// - Commission Implementing Regulation (EU) 2024/2690, Annex, 1.2.6
    "review-overdue" {
        summary: "the engagement was not reviewed for longer than agreed",
        group: Group::Structure,
        severity: DefaultSeverity::WARNING,
        needs: "the day of the last review, or the first day of the engagement",
        frameworks: &["cis", "nis2"],
    }
}

/// How often an engagement is reviewed that does not say it.
const YEARLY: Calendar = Calendar(Duration {
    amount: 1,
    unit: Unit::Year,
});

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let look = engagement
        .head()
        .and_then(|head| last_look(head, engagement.today));
    let Some((head, last, span)) = look else {
        return cx.lacks_data();
    };
    if engagement.may_be_draft() || engagement.is_out_of_force() {
        return;
    }
    let every = head.review_every.map_or(YEARLY, |every| every.value);
    let Some(due) = day_after(last, every).filter(|due| *due < engagement.today) else {
        return;
    };
    let is_review = head.reviewed.is_some_and(|reviewed| reviewed.span == span);
    let message = if is_review {
        format!("the engagement was last reviewed on {last}; the next review was due on {due}")
    } else {
        let until = match head.reviewed {
            Some(_) => format!("up to {}", engagement.today),
            None => "since".to_owned(),
        };
        format!(
            "the engagement began on {last}, and no review {until} is recorded; one was due on {due}"
        )
    };
    let finding = cx.report(span, message);
    finding.about("engagement");
    if let Some(said) = head.review_every {
        let every = as_written(said.value);
        finding.related(said.span, format!("reviewed every {every}"));
    }
    finding.help(
        "go through it with the other side: who has left, what is new, what is done otherwise; \
         then write the day: `reviewed = ...`",
    );
}

/// The day on which somebody last looked at all of it, and where it is said; `None` when it is not
/// known. A review that is to come is none yet.
fn last_look<'e, 'd>(
    head: &'e language::Engagement<'d>,
    today: Date,
) -> Option<(&'e language::Engagement<'d>, Date, Span)> {
    let keys = ["reviewed", "review-every", "starts", "ends"];
    if keys.iter().any(|key| head.unread.could_hold(key)) {
        return None;
    }
    if let Some(reviewed) = head.reviewed {
        let day = civil(reviewed.value)?;
        if day <= today {
            return Some((head, day, reviewed.span));
        }
    }
    let starts = head.starts?;
    Some((head, civil(starts.value)?, starts.span))
}

#[cfg(test)]
mod tests {
    use crate::rules::tests::{check, is_not_evaluated, is_silent};

    const RULE: &str = "review-overdue";

    #[test]
    fn a_shorter_interval_is_overdue_earlier() {
        check(
            RULE,
            r#"
[engagement]
reviewed = 2026-05-20
#          ^^^^^^^^^^ warning: the engagement was last reviewed on 2026-05-20; the next review was due on 2026-11-20
review-every = "6mo"
#              ----- reviewed every 6mo
"#,
        );
    }

    #[test]
    fn without_a_review_the_first_day_counts_and_a_year_is_the_rule() {
        check(
            RULE,
            r#"
[engagement]
status = "signed"
starts = 2025-11-20
#        ^^^^^^^^^^ warning: the engagement began on 2025-11-20, and no review since is recorded; one was due on 2026-11-20
"#,
        );
    }

    #[test]
    fn a_review_that_is_to_come_is_none_yet() {
        check(
            RULE,
            r#"
[engagement]
starts = 2025-11-20
#        ^^^^^^^^^^ warning: the engagement began on 2025-11-20, and no review up to 2026-11-21 is recorded; one was due on 2026-11-20
reviewed = 2026-11-22
"#,
        );
        is_silent(
            RULE,
            "[engagement]\nstarts = 2025-11-20\nreviewed = 2026-11-21\n",
        );
    }

    #[test]
    fn a_review_that_is_due_today_is_in_time() {
        is_silent(RULE, "[engagement]\nreviewed = 2025-11-21\n");
    }

    #[test]
    fn drafts_and_what_has_not_begun_or_is_over_are_silent() {
        let old = "[engagement]\nreviewed = 2020-01-01\n";
        is_silent(RULE, &format!("{old}status = \"draft\"\n"));
        is_silent(RULE, &format!("{old}status = \"dratf\"\n"));
        is_silent(RULE, &format!("{old}starts = 2026-11-22\n"));
        is_silent(RULE, &format!("{old}ends = 2026-11-20\n"));
    }

    #[test]
    fn what_cannot_be_read_may_be_yesterday() {
        is_not_evaluated(
            RULE,
            "[engagement]\nstarts = 2020-01-01\nreviewed = \"soon\"\n",
        );
        is_not_evaluated(RULE, "[engagement]\nstatus = \"signed\"\n");
    }
}
