use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::Incident;

use super::commanding::{MAJOR, current};
use super::{Context, declare_rule};
use crate::model::{Engagement, Row, RowId};

pub(super) mod cause;
pub(super) mod hours;

declare_rule! {
    /// ## What it does
    ///
    /// Reports incidents that nobody commands: there is no incident command at all, a command
    /// names no commander, no command is for `sev1` or `sev2`, or neither commander nor deputy is
    /// on duty at an hour at which incidents can happen. Those hours are the promised hours of the
    /// work that is commanded, and the hours of the command itself.
    ///
    /// ## Why is this bad?
    ///
    /// In an incident with two companies on the call, everybody waits for somebody to decide. Who
    /// that is has to be settled while it is quiet.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    ///
    /// [team.soc]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    ///
    /// [command.security]
    /// covers = "containment"
    /// severity = ["sev1", "sev2"]
    /// commander = "jo"
    /// deputy = "it-director"
    ///
    /// [team.soc]
    /// [person.jo]
    /// [role.it-director]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - No workstream is of an area in which incidents are handled, and none stops threats; or all
    ///   such work is over.
    /// - Only `sev3` and `sev4` have no command: who is on duty decides there.
    /// - The command is formed with another, and says who decides in both.
    /// - The commander is named by an id that does not exist: `unknown-reference` says so.
    /// - The hours of nobody were promised, or the engagement names no time zone: then only who is
    ///   named counts.
    /// - The command is over, and another follows or nothing is promised any more.
    /// - The commander is away on recorded days only: `absence-gap` says so.
    /// - Nobody wrote when the commander and the deputy are there, and that decides it: the report
    ///   says whose hours are needed.
    ///
    /// ## References
    ///
    /// - CIS Controls v8, 17.1: designate personnel to manage incident handling
    /// - NIST SP 800-53 r5, IR-8: the plan designates responsibility for incident response
    "missing-incident-commander" {
        summary: "nobody commands incidents, or not at every promised hour",
        group: Group::Command,
        severity: DefaultSeverity::ERROR,
        needs: "a file that can be read completely",
        frameworks: &["nist-800-53"],
    }
}

/// Enough rows to show what is at stake.
const MOST_ROWS: usize = 5;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.is_damaged() {
        return cx.lacks_data();
    }
    if engagement.commands.is_empty() {
        return report_no_command(cx);
    }
    for (_, command) in current(engagement) {
        let elsewhere = command.may_be_unified() || command.is_decided_together;
        if command.commander.nobody() && !elsewhere {
            let message = format!("nobody commands the incidents of `{}`", command.name);
            let finding = cx.report(command.span, message);
            finding.about(command.object());
            finding.help(
                "name who commands: `commander = \"...\"`, and who takes over: `deputy = \"...\"`",
            );
        }
    }
    for severity in MAJOR {
        report_severity(cx, severity);
    }
    if let Some(clock) = cx.clock {
        hours::check(cx, clock);
    }
}

fn report_no_command(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let rows = incident_rows(engagement);
    let Some(first) = rows.first() else {
        return;
    };
    let head = engagement.head().map_or(first.span, |head| head.span);
    let more = rows.len().saturating_sub(MOST_ROWS);
    let finding = cx.report(head, "nobody is named to command when an incident happens");
    finding.about("engagement");
    for row in rows.iter().take(MOST_ROWS) {
        finding.related(row.span, label_of(row));
    }
    if more > 0 {
        finding.label(format!("and {more} more of those below"));
    }
    finding.help(
        "say who commands, and who takes over: `[command.ID]` with `commander = \"...\"` and \
         `deputy = \"...\"`; `covers` and `severity` say of what, where that is not everything \
         critical",
    );
}

/// The rows in which incidents are handled, the most critical ones first.
fn incident_rows<'e, 'd>(engagement: &'e Engagement<'d>) -> Vec<&'e Row<'d>> {
    let rows = engagement.rows();
    let mut rows: Vec<_> = rows
        .filter(|(_, row)| row.whole.is_none() && !row.left_out && row.handles_incidents())
        .filter(|(id, row)| !is_over(*id, row, engagement))
        .map(|(id, row)| (engagement.criticality(id), row))
        .collect();
    rows.sort_by_key(|(criticality, _)| *criticality);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Whether work, or each slice of it, ended before today.
fn is_over(id: RowId, row: &Row<'_>, engagement: &Engagement<'_>) -> bool {
    let mut slices = row.slices.iter();
    if row.slices.is_empty() {
        engagement.is_over(id)
    } else {
        slices.all(|slice| engagement.is_over(*slice))
    }
}

/// A row that is itself about command has owners, and still nobody who commands what and when.
fn label_of(row: &Row<'_>) -> &'static str {
    let is_command = row
        .areas
        .iter()
        .any(|(area, _)| area.id.name == "incident-command");
    if is_command && !row.responsible().nobody() {
        "somebody prepares it, but nobody is named to command"
    } else {
        "nobody commands its incidents"
    }
}

fn report_severity(cx: &mut Context<'_, '_>, severity: Incident) {
    let commands: Vec<_> = current(cx.engagement).map(|(_, command)| command).collect();
    if commands
        .iter()
        .any(|command| command.covers_severity(severity))
    {
        return;
    }
    let lists = commands
        .iter()
        .filter_map(|command| command.table.severity.as_ref());
    let lists: Vec<Span> = lists.map(|list| list.span).collect();
    let Some((first, others)) = lists.split_first() else {
        return;
    };
    let word = severity.word();
    let message = format!("nobody is named to command incidents of `{word}`");
    let finding = cx.report(*first, message);
    finding.about("engagement").aspect(word);
    for other in others {
        finding.related(*other, format!("not for `{word}` either"));
    }
    finding.help(format!(
        "add `\"{word}\"` to the command that takes such incidents; \
         a command without severities takes all of them"
    ));
}

#[cfg(test)]
mod tests;
