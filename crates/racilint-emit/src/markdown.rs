//! A report in Markdown, for people without code scanning: a step summary, a comment, a page to
//! file with the contract.
//!
//! It always holds everything: what was found, waived, not evaluated and not read.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use racilint_diagnostics::{Finding, Severity, Sources, Waived};

use crate::group::{self, GroupBy};
use crate::place::Positions;
use crate::plain;
use crate::report::{About, Part, Report};
use crate::rule_page;
use crate::summary::{self, Counts, number};
use crate::text::visible;

/// Writes the report.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, report: &Report<'_>, by: Option<GroupBy>) -> io::Result<()> {
    out.write_all(head(report).as_bytes())?;
    match by {
        None => write_by_severity(out, report)?,
        Some(by) => write_groups(out, report, by)?,
    }
    out.write_all(tail(report).as_bytes())
}

fn write_groups(out: &mut dyn Write, report: &Report<'_>, by: GroupBy) -> io::Result<()> {
    for group in group::groups(&report.parts, by) {
        let mut page = format!("\n## {}\n", inline(&group::title(&group)));
        for (sources, findings) in &group.runs {
            let mut positions = Positions::default();
            for finding in findings {
                push_finding(&mut page, sources, &report.about, &mut positions, finding);
            }
        }
        out.write_all(page.as_bytes())?;
    }
    Ok(())
}

fn write_by_severity(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    let mut page = String::new();
    for (severity, title) in [
        (Severity::Error, "Errors"),
        (Severity::Warning, "Warnings"),
        (Severity::Note, "Notes"),
    ] {
        let mut title = Some(title);
        for part in &report.parts {
            let mut positions = Positions::default();
            let findings = part.findings.iter();
            let mut findings = findings.filter(|finding| finding.severity == severity);
            findings.try_for_each(|finding| {
                page.clear();
                if let Some(title) = title.take() {
                    let _ = write!(page, "\n## {title}\n");
                }
                push_finding(
                    &mut page,
                    part.sources,
                    &report.about,
                    &mut positions,
                    finding,
                );
                out.write_all(page.as_bytes())
            })?;
        }
    }
    Ok(())
}

/// The verdict in a sentence, in a table by severity and, where there are several, by engagement.
fn head(report: &Report<'_>) -> String {
    let summary = report.summary;
    let verdict = inline(&summary::findings_line(summary)).into_owned();
    let mut page = format!("# racilint\n\n**{verdict}**\n");
    if !summary.unread.is_empty() {
        page.push_str("\n## Not read\n\n");
        for error in &summary.unread {
            let _ = writeln!(page, "- {}", inline(error));
        }
    }
    let counts = summary.counts;
    page.push_str("\n| Severity | Findings |\n|---|--:|\n");
    for (name, count) in [
        ("error", counts.errors),
        ("warning", counts.warnings),
        ("note", counts.notes),
        ("waived", summary.accepted().count()),
    ] {
        let _ = writeln!(page, "| {name} | {count} |");
    }
    if summary.baseline.is_some() {
        let _ = writeln!(page, "| baselined | {} |", summary.baselined().count());
    }
    if let Some(counted) = &summary.statistics {
        page.push_str("\n| Rule | Errors | Warnings | Notes |\n|---|--:|--:|--:|\n");
        for (rule, counts) in counted.rules() {
            let Counts {
                errors,
                warnings,
                notes,
                ..
            } = counts;
            let _ = writeln!(page, "| {rule} | {errors} | {warnings} | {notes} |");
        }
    }
    if report.parts.len() > 1 {
        page.push_str("\n| Engagement | Errors | Warnings | Notes | Waived |\n");
        page.push_str("|---|--:|--:|--:|--:|\n");
        report
            .parts
            .iter()
            .for_each(|part| push_part(&mut page, part));
    }
    page
}

fn push_part(page: &mut String, part: &Part<'_>) {
    let Counts {
        errors,
        warnings,
        notes,
        ..
    } = Counts::of(part.findings);
    let waived = part.waived.iter().filter(|waived| !waived.in_baseline);
    let (name, waived) = (cell(part.name), waived.count());
    let _ = writeln!(
        page,
        "| {name} | {errors} | {warnings} | {notes} | {waived} |"
    );
}

fn push_finding(
    page: &mut String,
    sources: &Sources,
    about: &About<'_>,
    positions: &mut Positions,
    finding: &Finding,
) {
    let _ = write!(page, "\n### {}\n\n", inline(&finding.message));
    let link = rule_link(about, finding);
    let mut place = |span| plain::place(sources, positions, about, span);
    let _ = match place(finding.span) {
        Some(place) => write!(page, "{link} at {}", code(&place)),
        None => write!(page, "{link}"),
    };
    if !finding.label.is_empty() {
        let _ = write!(page, ": {}", inline(&finding.label));
    }
    page.push('\n');
    if !finding.related.is_empty() {
        page.push('\n');
    }
    for label in &finding.related {
        let place = place(label.span).map_or_else(String::new, |place| code(&place) + ": ");
        let _ = writeln!(page, "- {place}{}", inline(&label.message));
    }
    if !finding.clauses.is_empty() {
        let clauses = plain::clauses(&finding.clauses);
        let _ = write!(page, "\n**Asked for by** {}\n", inline(&clauses));
    }
    if let Some(several) = plain::engagements(finding) {
        let _ = write!(page, "\n**In** {}\n", inline(&several));
    }
    if let Some(help) = &finding.help {
        let _ = write!(page, "\n**Help:** {}\n", inline(help));
    }
    if let Some(fix) = &finding.fix {
        let _ = write!(page, "\n**Fix:** {}\n", inline(&plain::fix(fix)));
    }
}

fn rule_link(about: &About<'_>, finding: &Finding) -> String {
    let page = rule_page(about.rule_page_base, finding.rule);
    format!("[`{}`]({page})", finding.rule.name)
}

/// What is accepted, what could not be looked at, and by what the rest was judged.
fn tail(report: &Report<'_>) -> String {
    let summary = report.summary;
    let mut page = String::new();
    if summary.accepted().next().is_some() {
        page.push_str("\n## Waived\n\n| Rule | On | Finding | Reason | Approved by | Until |\n");
        page.push_str("|---|---|---|---|---|---|\n");
        for part in &report.parts {
            let mut positions = Positions::default();
            for waived in part.waived.iter().filter(|own| !own.in_baseline) {
                push_waived(
                    &mut page,
                    part.sources,
                    &report.about,
                    &mut positions,
                    waived,
                );
            }
        }
    }
    push_baseline(&mut page, report);
    let mut missed = summary::not_evaluated_lines(summary, true);
    missed.extend(summary::hours_line(summary));
    missed.extend(summary::ended_lines(summary));
    if !missed.is_empty() {
        page.push_str("\n## Not evaluated\n\n");
        for line in &missed {
            let line = line.strip_prefix("not evaluated, ").unwrap_or(line);
            let _ = writeln!(page, "- {}", inline(line));
        }
    }
    let off: Vec<&str> = summary.off.iter().map(|rule| rule.name).collect();
    if !off.is_empty() {
        let (count, names) = (number(off.len(), "rule"), off.join(", "));
        let _ = write!(page, "\n## Switched off\n\n{count}: {names}\n");
    }
    let _ = write!(
        page,
        "\n---\n\n{}; racilint {}\n",
        inline(&summary::rules_line(summary)),
        inline(report.about.tool_version),
    );
    page
}

/// What a baseline has set aside, and what of it is fixed.
fn push_baseline(page: &mut String, report: &Report<'_>) {
    let summary = report.summary;
    if summary.baselined().next().is_some() {
        page.push_str("\n## In the baseline\n\n| Rule | On | Finding |\n|---|---|---|\n");
    }
    for part in &report.parts {
        let mut positions = Positions::default();
        for known in part.waived.iter().filter(|own| own.in_baseline) {
            let finding = &known.finding;
            let place = plain::place(part.sources, &mut positions, &report.about, finding.span);
            let place = place.map_or_else(String::new, |place| format!(" (`{place}`)"));
            let _ = writeln!(
                page,
                "| {} | {} | {} |",
                rule_link(&report.about, finding),
                cell(&format!("`{}`", finding.subject.object)),
                cell(&format!("{}{place}", finding.message)),
            );
        }
    }
    let asked = summary::asked_lines(summary);
    if !asked.is_empty() {
        page.push_str("\n## Settings\n\n");
        for line in &asked {
            let _ = writeln!(page, "- {}", inline(line));
        }
    }
}

fn push_waived(
    page: &mut String,
    sources: &Sources,
    about: &About<'_>,
    positions: &mut Positions,
    waived: &Waived,
) {
    let finding = &waived.finding;
    let place = plain::place(sources, positions, about, finding.span);
    let place = place.map_or_else(String::new, |place| format!(" (`{place}`)"));
    let _ = writeln!(
        page,
        "| {} | {} | {} | {} | {} | {} |",
        rule_link(about, finding),
        cell(&format!("`{}`", finding.subject.object)),
        cell(&format!("{}{place}", finding.message)),
        cell(&waived.reason),
        cell(&waived.approved_by),
        cell(&waived.until),
    );
}

/// Text in which only backticks have a meaning: what stands between two of them is code.
pub(crate) fn inline(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    let has_pairs = text.matches('`').count().is_multiple_of(2) && !text.contains("``");
    if !text.contains(is_special) && has_pairs {
        return text;
    }
    Cow::Owned(match has_pairs {
        true => with_code(&text),
        false => literal(&text),
    })
}

/// The same where every second part between backticks is code.
fn with_code(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(number, part)| match number % 2 {
        0 => Cow::Owned(literal(part)),
        _ => Cow::Borrowed(part),
    });
    parts.collect::<Vec<_>>().join("`")
}

/// Text in which nothing has a meaning. Line breaks are written out like all that would act.
pub fn literal(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut before = ' ';
    for c in visible(text).chars() {
        if before == '@' && c.is_alphanumeric() {
            // GitHub calls whoever is named so, backslash or not; a comment within the name stops it.
            escaped.push_str("<!-- -->");
        }
        if is_special(c) || c == '`' {
            escaped.push('\\');
        }
        escaped.push(c);
        before = match c {
            // In an address of mail it calls nobody.
            '@' if before.is_alphanumeric() => ' ',
            c => c,
        };
    }
    escaped
}

/// What Markdown, or what it becomes, would take as more than itself.
fn is_special(c: char) -> bool {
    matches!(
        c,
        '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '#' | '~' | '$' | '@' | '!'
    )
}

/// The text of a cell of a table, which ends with a bar even in code.
pub(crate) fn cell(text: &str) -> String {
    inline(text).replace("\\|", "|").replace('|', "\\|")
}

/// A text as code, whatever it holds.
fn code(text: &str) -> String {
    let fence = if text.contains('`') { "`` " } else { "`" };
    let back: String = fence.chars().rev().collect();
    format!("{fence}{text}{back}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_backticks_have_a_meaning() {
        assert_eq!(
            inline("`a_b` is <b>*not*</b> [x](y)"),
            "`a_b` is \\<b\\>\\*not\\*\\</b\\> \\[x\\](y)"
        );
        assert_eq!(inline("one ` alone"), "one \\` alone");
        assert_eq!(inline("two `` of *a*"), "two \\`\\` of \\*a\\*");
        assert_eq!(inline("&rlm;~~y~~"), "\\&rlm;\\~\\~y\\~\\~");
        assert_eq!(inline("@octocat `@x`"), "\\@<!-- -->octocat `@x`");
        assert_eq!(literal("a@b.org @ 1"), "a\\@b.org \\@ 1");
        assert_eq!(literal("`a` |\n"), "\\`a\\` \\|\\\\n");
        assert!(matches!(inline("plain `code`"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_cell_ends_where_it_ends() {
        assert_eq!(cell("a|b `c|d`\ne"), "a\\|b `c\\|d`\\\\ne");
    }

    #[test]
    fn code_may_hold_backticks() {
        assert_eq!(code("a:1:1"), "`a:1:1`");
        assert_eq!(code("a`b"), "`` a`b ``");
    }
}
