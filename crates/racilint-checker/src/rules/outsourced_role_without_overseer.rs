use racilint_diagnostics::{DefaultSeverity, Group};

use super::{Context, declare_rule};
use crate::model::{
    ActiveDuty, ActorId, ActorKind, Answer, Command, Duties, Engagement, Letter, RowId, Seats,
};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a security role that the profile allows to be outsourced, or the command of
    /// incidents, when somebody outside the client answers for it and nobody of the client is named
    /// over them.
    ///
    /// ## Why is this bad?
    ///
    /// An outsourced officer reports to somebody, or decides alone in a company that is not
    /// theirs. The client stays responsible for what it does not see.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// client   = "larch"
    /// provider = "cedarline"
    /// profiles = ["ftc-safeguards"]
    ///
    /// [workstream.information-security]
    /// accountable = "joan"
    /// satisfies   = ["ftc-safeguards:qualified-individual"]
    ///
    /// [party.larch]
    /// [party.cedarline]
    ///
    /// [person.joan]
    /// party = "cedarline"
    ///
    /// [person.hester]
    /// party = "larch"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// client   = "larch"
    /// provider = "cedarline"
    /// profiles = ["ftc-safeguards"]
    ///
    /// [workstream.information-security]
    /// accountable = "joan"
    /// satisfies   = ["ftc-safeguards:qualified-individual"]
    ///
    /// [workstream.oversight]
    /// accountable = "hester"
    /// satisfies   = ["ftc-safeguards:qi-overseer", "ftc-safeguards:retained-responsibility"]
    ///
    /// [party.larch]
    /// [party.cedarline]
    ///
    /// [person.joan]
    /// party = "cedarline"
    ///
    /// [person.hester]
    /// party = "larch"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The holder is employed by the client, or lent to it.
    /// - A workstream fulfils the duty of the overseer.
    /// - For incident command: somebody of the client shares the work, is asked, is on the
    ///   escalation path, deputises, or decides.
    /// - It is not known whose the holder is, or who else is named.
    ///
    /// ## References
    ///
    /// - FTC Safeguards Rule, 16 CFR 314.4(a)(2); NYDFS 500.4(a)(2)
    /// - CIS Controls v8, 17.1; Regulation (EU) 2022/2554, 5(3)
    "outsourced-role-without-overseer" {
        summary: "an outsourced security role or incident command has no overseer at the client",
        group: Group::Compliance,
        severity: DefaultSeverity::ERROR,
        needs: "the client's name, and an owner of incident command or of a role that may be outsourced",
        frameworks: &["ftc-safeguards", "nydfs-500", "dora", "msp-baseline"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let duties = Duties::of(engagement);
    let roles = duties.all.iter().copied();
    let roles: Vec<(ActiveDuty, ActiveDuty)> = roles
        .filter_map(|role| Some((role, duties.overseer(&role)?)))
        .filter(|(role, _)| !duties.claims(role).is_empty())
        .collect();
    let commands = command_rows(engagement);
    if duties.clients().is_empty() || (roles.is_empty() && commands.is_empty()) {
        return cx.lacks_data();
    }
    for (role, overseer) in &roles {
        let overseen = !matches!(duties.answer(overseer), Answer::Nobody);
        if duties.is_outsourced(role) == Some(true) && !overseen {
            report_role(cx, role, overseer, &duties);
        }
    }
    for row in commands {
        let seats = engagement.row(row).accountable();
        let outside = engagement.seats_answer_for(seats, duties.clients()) == Some(false);
        if outside && !engagement.is_damaged() && !is_overseen(row, &duties, engagement) {
            report_command(cx, row, &duties);
        }
    }
}

/// The rows of incident command, under any profile.
fn command_rows(engagement: &Engagement<'_>) -> Vec<RowId> {
    if engagement.active_profiles().is_empty() {
        return Vec::new();
    }
    let is_command = |row: &RowId| {
        let mut areas = engagement.row(*row).areas.iter();
        areas.any(|(area, _)| area.id.name == "incident-command")
    };
    let leaves = engagement.leaves().map(|(id, _)| id);
    leaves.filter(is_command).collect()
}

/// Whether somebody of the client has a say in the command of incidents, or may have.
fn is_overseen(id: RowId, duties: &Duties<'_, '_>, engagement: &Engagement<'_>) -> bool {
    let row = engagement.row(id);
    let letters = [Letter::Responsible, Letter::Support, Letter::Consulted];
    if letters
        .iter()
        .any(|letter| has_say(row.seats(*letter), duties, engagement))
    {
        return true;
    }
    if engagement.may_be_escalated(id) {
        return true;
    }
    let path = engagement.escalation(id).map(|link| link.to);
    let steps = match path {
        Some(Some(path)) => engagement.paths[path].steps.as_slice(),
        Some(None) => return true,
        None => &[],
    };
    let lineage = engagement.lineage(id);
    let covers = |command: &&Command<'_>| match &command.covers {
        Some(named) => named
            .iter()
            .any(|link| link.to.is_none_or(|row| lineage.contains(&row))),
        None => true,
    };
    let mut commands = engagement.commands.iter().filter(covers);
    steps
        .iter()
        .any(|step| has_say(&step.to, duties, engagement))
        || commands.any(|command| {
            let seats = [&command.commander, &command.deputy, &command.decides];
            seats.iter().any(|seats| has_say(seats, duties, engagement))
        })
}

/// Whether a person of the client is named here, or may be. The client as a whole is nobody where
/// its people are known.
fn has_say(seats: &Seats<'_>, duties: &Duties<'_, '_>, engagement: &Engagement<'_>) -> bool {
    let speaks = |actor: ActorId| match engagement.actor(actor).kind {
        ActorKind::Party(_) => engagement.answering(actor).len() < 2,
        _ => true,
    };
    let mut actors = seats.actors();
    seats.uncertain()
        || actors.any(|actor| {
            engagement.answers_for(actor, duties.clients()) != Some(false) && speaks(actor)
        })
}

fn report_role(
    cx: &mut Context<'_, '_>,
    role: &ActiveDuty,
    overseer: &ActiveDuty,
    duties: &Duties<'_, '_>,
) {
    let engagement = cx.engagement;
    let claims = duties.claims(role);
    let mut rows = claims
        .iter()
        .flat_map(|claim| engagement.answering_rows(claim.row));
    let found = rows.find_map(|row| Some((row, engagement.owner_outside(row, duties.clients())?)));
    let (Some((row, (owner, span))), Some(claim)) = (found, claims.first()) else {
        return;
    };
    let who = engagement.actor(owner).name;
    let message = format!(
        "`{who}`, who holds `{}`, is not of the client, and nobody there oversees that",
        role.name()
    );
    let finding = cx.report(span, message);
    finding
        .about(engagement.row(row).object())
        .aspect(role.name())
        .cites(overseer.cited());
    if let Some(party) = engagement.party_name(owner).filter(|party| *party != who) {
        finding.label(format!("of `{party}`"));
    }
    finding.related(
        claim.span,
        format!("the overseer is asked for by {}", overseer.cite()),
    );
    finding.help(format!(
        "name a senior person of the client who directs `{who}`: a workstream with `accountable` and \
         `satisfies = [\"{}\"]`",
        overseer.name()
    ));
}

fn report_command(cx: &mut Context<'_, '_>, row: RowId, duties: &Duties<'_, '_>) {
    let engagement = cx.engagement;
    let Some((owner, span)) = engagement.owner_outside(row, duties.clients()) else {
        return;
    };
    let own = engagement.row(row);
    let who = engagement.actor(owner).name;
    let message = format!(
        "`{who}` answers for `{}`, and nobody of the client oversees that",
        own.name
    );
    let informed: Vec<_> = own.seats(Letter::Informed).placed().collect();
    let area = own
        .areas
        .iter()
        .find(|(area, _)| area.id.name == "incident-command");
    let area = area.map(|(_, span)| *span);
    let finding = cx.report(span, message);
    finding.about(own.object());
    if let Some(party) = engagement.party_name(owner).filter(|party| *party != who) {
        finding.label(format!("of `{party}`"));
    }
    finding.related(area.unwrap_or(own.span), "incidents are commanded here");
    for (actor, span) in informed {
        if engagement.answers_for(actor, duties.clients()) == Some(true) {
            finding.related(span, "is told, and has no say");
        }
    }
    finding.help(
        "name a senior person of the client: as `consulted`, as the last step of the escalation, \
         or as the one who `decides` in the command",
    );
}

#[cfg(test)]
mod tests;
