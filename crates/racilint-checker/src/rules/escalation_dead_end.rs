use std::collections::BTreeSet;

use racilint_diagnostics::{DefaultSeverity, Finding, Group, Span};
use racilint_parser::language::{IfNoAnswer, Model};

use super::{Context, declare_rule, prohibiting, words};
use crate::model::{ActorId, Authority, Engagement, Grant, Letter, Need, Path, RowId, Soon};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an escalation path on which nobody may do what the work takes, though somebody who
    /// does the work or answers for it may. In a co-managed engagement also a path that needs the
    /// client to decide, and reaches nobody of the client who can.
    ///
    /// ## Why is this bad?
    ///
    /// The path is followed to its end, everybody answers, and nobody may act. What is left is to
    /// ring round for the one who was never on it.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// accountable = "service-manager"
    /// needs = ["isolate-endpoint"]
    /// escalation = "night"
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "isolate-endpoint"
    /// mode = "pre-authorized"
    ///
    /// [escalation.night]
    /// steps = [
    ///   { to = "duty-desk", ack-within = "15m" },
    ///   { to = "service-manager", ack-within = "15m" },
    /// ]
    ///
    /// [team.soc]
    /// members = ["li"]
    /// [team.duty-desk]
    /// members = ["bo"]
    /// [role.service-manager]
    /// held-by = "rita"
    /// [person.li]
    /// [person.bo]
    /// [person.rita]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [workstream.containment]
    /// responsible = "soc"
    /// accountable = "service-manager"
    /// needs = ["isolate-endpoint"]
    /// escalation = "night"
    ///
    /// [[grant]]
    /// holder = "soc"
    /// action = "isolate-endpoint"
    /// mode = "pre-authorized"
    ///
    /// [escalation.night]
    /// steps = [
    ///   { to = "soc", ack-within = "15m" },
    ///   { to = "service-manager", ack-within = "15m" },
    /// ]
    ///
    /// [team.soc]
    /// members = ["li"]
    /// [role.service-manager]
    /// held-by = "rita"
    /// [person.li]
    /// [person.rita]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - For each action some step suffices, at once or with an approval; it need not be the same.
    /// - The path only informs: the work takes no authority (`needs = []`).
    /// - The work is over: its `until` lies before today.
    /// - Nobody who does the work or answers for it may act either:
    ///   `responsibility-without-authority` says so.
    /// - The client's silence means consent (`if-no-answer = "act"`).
    /// - A step, or a grant that may be the one, cannot be read or is misspelt.
    ///
    /// At which hours they are on duty is not looked at here.
    ///
    /// ## References
    ///
    /// - NIST CSF 2.0, RS.MA-04: incidents are escalated or elevated as needed
    "escalation-dead-end" {
        summary: "nobody on the escalation path may do what the work takes",
        group: Group::Escalation,
        severity: DefaultSeverity::ERROR,
        needs: "work with an escalation path and with `needs`",
        frameworks: &["nist-csf"],
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let escalated = engagement.leaves().map(|(id, _)| id);
    let escalated = escalated.filter(|id| !engagement.is_over(*id));
    let escalated: Vec<(RowId, &Path<'_>)> = escalated
        .filter_map(|id| Some((id, engagement.known_path(id)?)))
        .filter(|(id, _)| takes_something(*id, engagement))
        .collect();
    if escalated.is_empty() || engagement.is_damaged() {
        return cx.lacks_data();
    }
    for (row, path) in escalated {
        let dead = engagement.dead_ends(row);
        if !dead.is_empty() {
            report_dead_end(cx, row, path, &dead);
        } else if engagement.model() == Model::CoManaged {
            report_undecided(cx, row, path);
        }
    }
}

fn takes_something(row: RowId, engagement: &Engagement<'_>) -> bool {
    engagement.row(row).only_decides() || !engagement.needs(row).is_empty()
}

fn report_dead_end(cx: &mut Context<'_, '_>, id: RowId, path: &Path<'_>, dead: &[Need]) {
    let engagement = cx.engagement;
    let row = engagement.row(id);
    let actions: Vec<&str> = dead.iter().map(|need| &*need.action.id.name).collect();
    let (name, may) = (path.name, words::any_of(&actions));
    let message = format!("`{name}` leads to nobody who may {may} for `{}`", row.name);
    let finding = report(cx, id, message);
    for step in &path.steps {
        let called = words::list(step.to.links.iter().map(|link| link.name));
        let place = step.to.first_span().unwrap_or(path.span);
        finding.related(place, format!("calls {called}, without that authority"));
    }
    relate_those_who_may(finding, id, dead, engagement);
    let prohibitions = prohibitions(engagement, id, path, actions[0]);
    prohibiting::relate(finding, &prohibitions);
    let grant = format!(
        "let one of those who are called: `[[grant]]` with `action = \"{}\"`",
        actions[0]
    );
    let otherwise = if !are_all_prohibited(engagement, id, path, actions[0]) {
        grant
    } else {
        let lift = prohibiting::lift(&actions[..1], &prohibitions);
        match is_one_granted(engagement, id, path, actions[0]) {
            true => lift,
            false => format!("{lift}; and {grant}"),
        }
    };
    finding.help(format!(
        "call somebody who may as one of the steps of `{name}`, or {otherwise}"
    ));
}

/// What prohibits an action to those who are called.
fn prohibitions<'e, 'd>(
    engagement: &'e Engagement<'d>,
    row: RowId,
    path: &Path<'_>,
    action: &str,
) -> Vec<&'e Grant<'d>> {
    let mut held = held_by_called(engagement, row, path, action);
    held.retain(|grant| grant.prohibits_always());
    held
}

/// Whether those who are called would have the authority but for a prohibition.
fn is_one_granted(engagement: &Engagement<'_>, row: RowId, path: &Path<'_>, action: &str) -> bool {
    let held = held_by_called(engagement, row, path, action);
    held.iter().any(|grant| grant.permits())
}

fn are_all_prohibited(
    engagement: &Engagement<'_>,
    row: RowId,
    path: &Path<'_>,
    action: &str,
) -> bool {
    let mut called = path.steps.iter().flat_map(|step| step.to.actors());
    called.all(|own| engagement.authority(own, action, row) == Authority::Prohibited)
}

/// The grants about an action on a row that somebody holds who is called, or who can act for them;
/// in the order of the file.
fn held_by_called<'e, 'd>(
    engagement: &'e Engagement<'d>,
    row: RowId,
    path: &Path<'_>,
    action: &str,
) -> Vec<&'e Grant<'d>> {
    let called = path.steps.iter().flat_map(|step| step.to.actors());
    let people = called.flat_map(|own| engagement.acting(own).iter().copied().chain([own]));
    let people: BTreeSet<ActorId> = people.collect();
    let held = people.into_iter();
    let held = held.flat_map(|own| engagement.grants_held_by(own, action));
    let held: BTreeSet<usize> = held.collect();
    let grants = held.into_iter().map(|at| &engagement.grants[at]);
    let lineage = engagement.lineage(row);
    let start = engagement.start();
    grants
        .filter(|grant| grant.covers(lineage) && !grant.has_ended(start))
        .collect()
}

/// The owners who may take one of the actions, at the seats that name them.
fn relate_those_who_may(
    finding: &mut Finding,
    id: RowId,
    dead: &[Need],
    engagement: &Engagement<'_>,
) {
    let may = |actor: ActorId, need: &Need| {
        engagement.authority(actor, &need.action.id.name, id) == Authority::May
    };
    for letter in [Letter::Responsible, Letter::Accountable] {
        for (actor, span) in engagement.row(id).seats(letter).placed() {
            let theirs = dead.iter().filter(|need| may(actor, need));
            let theirs: Vec<&str> = theirs.map(|need| &*need.action.id.name).collect();
            if !theirs.is_empty() {
                let may = words::list(theirs);
                finding.related(span, format!("may {may}, and is not called"));
            }
        }
    }
}

/// Whoever decides for the client, and the place that names them.
struct Decider {
    people: BTreeSet<ActorId>,
    places: Vec<(Span, &'static str)>,
}

/// Whether this rule says of an action that the path leads to nobody who may, or past whoever
/// decides: rules that ask when somebody may act then have nothing to add.
pub(super) fn is_reported(engagement: &Engagement<'_>, row: RowId, action: &str) -> bool {
    let Some(path) = engagement
        .known_path(row)
        .filter(|_| !engagement.is_damaged())
    else {
        return false;
    };
    let is_named = |need: &Need| &*need.action.id.name == action;
    let dead = engagement.dead_ends(row);
    if !dead.is_empty() || engagement.model() != Model::CoManaged {
        return dead.iter().any(is_named);
    }
    let undecided = undecided(row, path, engagement);
    undecided.is_some_and(|(needs, _)| needs.iter().any(is_named))
}

/// What the client has to decide and nobody on the path can, of several actions those that the same
/// people decide; none where the work itself is the decision.
fn undecided<'e>(
    id: RowId,
    path: &Path<'_>,
    engagement: &'e Engagement<'_>,
) -> Option<(Vec<Need<'e>>, Decider)> {
    let missed = |decider: &Decider| {
        let mut called = path.steps.iter();
        called.all(|step| engagement.acting_in(&step.to).is_disjoint(&decider.people))
    };
    let mut found: Option<(Vec<Need>, Decider)> = None;
    for need in engagement.needs(id) {
        let Some(decider) = client_decides(id, path, &need, engagement).filter(missed) else {
            continue;
        };
        match &mut found {
            Some((needs, first)) if first.people == decider.people => needs.push(need),
            Some(_) => {}
            None => found = Some((vec![need], decider)),
        }
    }
    let decision = || decision_of_client(id, engagement).filter(missed);
    found.or_else(|| Some((Vec::new(), decision()?)))
}

fn report_undecided(cx: &mut Context<'_, '_>, id: RowId, path: &Path<'_>) {
    let engagement = cx.engagement;
    let row = engagement.row(id);
    let Some((needs, decider)) = undecided(id, path, engagement) else {
        return;
    };
    let what = match &*needs {
        [] => String::new(),
        needs => {
            let actions = needs.iter().map(|need| &*need.action.id.name);
            format!("{} for ", words::list(actions))
        }
    };
    let message = format!(
        "the client has to decide on {what}`{}`, and `{}` reaches nobody who can",
        row.name, path.name
    );
    let finding = report(cx, id, message);
    finding.aspect("decision");
    for (place, label) in decider.places {
        finding.related(place, label);
    }
    for step in &path.steps {
        let place = step.to.first_span().unwrap_or(path.span);
        finding.related(place, "is called, and cannot decide it");
    }
    finding.help(format!(
        "make whoever decides for the client a step of `{}`, or say what silence means: \
         `if-no-answer = \"act\"`",
        path.name
    ));
}

/// Those of the client without whose approval nobody on the path may take an action.
fn client_decides(
    row: RowId,
    path: &Path<'_>,
    need: &Need,
    engagement: &Engagement<'_>,
) -> Option<Decider> {
    let client = &engagement.sides()?.client;
    let mut decider = Decider {
        people: BTreeSet::new(),
        places: Vec::new(),
    };
    for step in &path.steps {
        match engagement.soonest_of(step.to.actors(), &need.action.id.name, row) {
            Soon::Never => {}
            Soon::Approved(_, grant) | Soon::Sometime(grant) if waits(grant) => {
                if !is_all_of(grant, client, engagement) {
                    return None;
                }
                decider
                    .people
                    .extend(engagement.acting_in(&grant.approvers));
                let places = grant.approvers.links.iter();
                decider
                    .places
                    .extend(places.map(|link| (link.span, "has to agree, and is not called")));
            }
            _ => return None,
        }
    }
    let mut told = BTreeSet::new();
    decider.places.retain(|(place, _)| told.insert(*place));
    (!decider.people.is_empty()).then_some(decider)
}

/// Whether nobody may act while nobody answers.
fn waits(grant: &Grant<'_>) -> bool {
    let table = grant.table;
    let acts = table
        .if_no_answer
        .is_some_and(|said| said.value == IfNoAnswer::Act);
    !acts && !table.unread.could_hold("if-no-answer")
}

fn is_all_of(grant: &Grant<'_>, client: &BTreeSet<ActorId>, engagement: &Engagement<'_>) -> bool {
    let mut approvers = grant.approvers.actors();
    !grant.approvers.uncertain()
        && approvers.all(|own| !engagement.parties(own).is_disjoint(client))
}

/// Those of the client who answer for a row that is a decision and nothing else.
fn decision_of_client(id: RowId, engagement: &Engagement<'_>) -> Option<Decider> {
    let row = engagement.row(id);
    let client = &engagement.sides()?.client;
    let owners = row.accountable();
    let all = || {
        let mut actors = owners.actors();
        actors.all(|own| !engagement.parties(own).is_disjoint(client))
    };
    if !row.only_decides() || owners.nobody() || owners.uncertain() || !all() {
        return None;
    }
    let places = owners.placed();
    Some(Decider {
        people: engagement.acting_in(owners),
        places: places
            .map(|(_, span)| (span, "decides, and is not called"))
            .collect(),
    })
}

/// Reports at the place where the row names its path; at the row where that is inherited.
fn report<'c>(cx: &'c mut Context<'_, '_>, id: RowId, message: String) -> &'c mut Finding {
    let engagement = cx.engagement;
    let row = engagement.row(id);
    let named = engagement.escalation(id).map(|link| link.span);
    let span = named
        .filter(|_| row.own_escalation().is_some())
        .unwrap_or(row.span);
    let finding = cx.report(span, message);
    finding.about(row.object());
    if let Some(named) = named.filter(|named| *named != span) {
        finding.related(named, "the path is named here");
    }
    finding
}

#[cfg(test)]
mod tests;
