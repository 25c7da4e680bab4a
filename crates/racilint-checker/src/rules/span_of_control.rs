use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::language::{Shift, Team};
use racilint_parser::values::Many;

use super::commanding::{current, is_known, known, work_of};
use super::{Context, declare_rule};
use crate::model::{ActorId, ActorKind, Command, Engagement};

declare_rule! {
    /// ## What it does
    ///
    /// Counts who reports directly to a commander when everybody is called, and to the lead of a
    /// team that does the work in an incident: more than seven is a warning, more than five a
    /// note. A team with a lead counts once, one without as all its members.
    ///
    /// ## Why is this bad?
    ///
    /// Nobody can listen to eight people in one call and decide. The ninth waits, or decides alone.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = ["li", "sam", "kai", "rob", "eva", "nils"]
    ///
    /// [command.security]
    /// covers = "containment"
    /// commander = "jo"
    ///
    /// [person]
    /// jo = {}
    /// li = {}
    /// sam = {}
    /// kai = {}
    /// rob = {}
    /// eva = {}
    /// nils = {}
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
    /// commander = "jo"
    ///
    /// [team.soc]
    /// members = ["li", "sam", "kai", "rob", "eva", "nils"]
    /// lead = "li"
    /// hours = "24x7"
    ///
    /// [person]
    /// jo = {}
    /// li = {}
    /// sam = {}
    /// kai = {}
    /// rob = {}
    /// eva = {}
    /// nils = {}
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Up to five: that is what one person can lead.
    /// - A party counts once, and so does a role, or a team with `hours` or `shifts`: it sends one
    ///   who speaks.
    /// - Who supports, is asked or is told does not report to the commander.
    /// - The lead of a team with `hours` or `shifts`: not everybody is there at once.
    /// - A command that names no work: nothing says that all critical work fails at once.
    /// - Commands for `sev3` and `sev4` only, and those that are over; people who cannot be read or
    ///   are misspelt.
    ///
    /// ## References
    ///
    /// - NIMS: a span of control of three to seven, five being best
    "span-of-control" {
        summary: "more people report to one in an incident than one can lead",
        group: Group::Command,
        severity: DefaultSeverity::WARNING,
        needs: "incident commands",
        frameworks: &["nist-csf"],
    }
}

/// More than these are a note.
const BEST: usize = 5;
/// More than these are a warning.
const MOST: usize = 7;

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    if engagement.commands.is_empty() {
        return cx.lacks_data();
    }
    let mut leads: BTreeSet<ActorId> = BTreeSet::new();
    for (_, command) in current(engagement) {
        let names_work = command.covers.is_some();
        if names_work && !command.only_minor() && is_known(command, engagement) {
            let called = called(command, engagement);
            leads.extend(called.iter().map(|(actor, _)| *actor));
            check_command(cx, command, &called);
        }
    }
    for team in leads {
        check_lead(cx, team);
    }
}

/// Whoever is responsible for work that a command leads, each once, with the first place that says
/// so.
fn called(command: &Command<'_>, engagement: &Engagement<'_>) -> Vec<(ActorId, Span)> {
    let mut seen = BTreeSet::new();
    let mut called = Vec::new();
    for row in work_of(command, engagement) {
        for (actor, span) in engagement.row(row).responsible().placed() {
            if seen.insert(actor) {
                called.push((actor, span));
            }
        }
    }
    called
}

fn check_command(cx: &mut Context<'_, '_>, command: &Command<'_>, called: &[(ActorId, Span)]) {
    let engagement = cx.engagement;
    let leads = |person: &ActorId| {
        let mut leaders = known(&command.commander);
        leaders.any(|(_, who)| engagement.answering(who).contains(person))
    };
    let mut reports: BTreeSet<ActorId> = BTreeSet::new();
    for (actor, _) in called {
        reports.extend(speakers(engagement, *actor));
    }
    reports.retain(|person| !leads(person));
    if reports.len() <= BEST {
        return;
    }
    let message = format!(
        "{} report to whoever commands `{}` when everybody is called",
        reports.len(),
        command.name
    );
    let span = command.commander.first_span().unwrap_or(command.span);
    let object = command.object();
    let finding = cx.report(span, message);
    finding.about(object).aspect(weight(reports.len()));
    for (actor, span) in called.iter().take(MOST) {
        let own = speakers(engagement, *actor);
        let own = own.iter().filter(|person| !leads(person)).count();
        let label = match own {
            0 => continue,
            1 => "one of them".to_owned(),
            count => format!("{count} of them: no lead speaks for all"),
        };
        finding.related(*span, label);
    }
    finding.help(
        "group them: name teams with a `lead`, so that the commander hears one voice of each",
    );
}

/// Those who speak to the commander for an actor: the lead, each member of a team without one, or
/// whoever it sends.
fn speakers(engagement: &Engagement<'_>, actor: ActorId) -> BTreeSet<ActorId> {
    match engagement.actor(actor).kind {
        ActorKind::Team(_) | ActorKind::Person(_) => engagement.answering(actor).clone(),
        ActorKind::Role(_) => engagement
            .answering(actor)
            .iter()
            .take(1)
            .copied()
            .collect(),
        ActorKind::Party(_) => BTreeSet::from([actor]),
    }
}

fn check_lead(cx: &mut Context<'_, '_>, team: ActorId) {
    let engagement = cx.engagement;
    let actor = engagement.actor(team);
    let ActorKind::Team(table) = actor.kind else {
        return;
    };
    let alike = !works_in_turns(table);
    let Some((lead, _)) = known(&actor.lead).next().filter(|_| alike) else {
        return;
    };
    let members: BTreeSet<ActorId> = actor.members.actors().collect();
    let leaders: BTreeSet<ActorId> = actor.lead.actors().collect();
    let count = members.difference(&leaders).count();
    if count <= BEST {
        return;
    }
    let message = format!(
        "{count} report to `{}`, who leads `{}`, when everybody is called",
        lead.name, actor.name
    );
    let finding = cx.report(lead.span, message);
    finding.about(actor.object()).aspect(weight(count));
    if let Some(members) = actor.members.span {
        finding.related(members, "all of them at once");
    }
    finding.help("make smaller teams with a lead of their own, or say who is there when: `shifts`");
}

/// Whether a team says when it is there: then not all of it is there at once.
fn works_in_turns(team: &Team<'_>) -> bool {
    let keys = ["hours", "shifts"];
    team.hours.is_some()
        || !Many::<Shift<'_>>::of(&team.shifts).is_empty()
        || keys.iter().any(|key| team.unread.could_hold(key))
}

/// How much it weighs: as settling knows it.
fn weight(reports: usize) -> &'static str {
    if reports > MOST { "too many" } else { "many" }
}

#[cfg(test)]
mod tests;
