use racilint_diagnostics::{DefaultSeverity, Group, ModelScope, Span};
use racilint_parser::language::Model;
use racilint_parser::values::{Many, Ref, Seat};

use super::{Context, declare_rule};
use crate::model::{ClientSide, Engagement, Letter, Row, Seats};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a fully managed engagement in which the client keeps no voice: nobody of it answers
    /// for the business priorities, has a say in changes, or can be reached when an incident takes
    /// a decision. One finding says all that is missing.
    ///
    /// ## Why is this bad?
    ///
    /// A provider can run everything and still not know which evening the month is closed. Without
    /// somebody inside who says what matters, it guesses, and guesses in the middle of the night.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// model = "fully-managed"
    /// client = "larch"
    ///
    /// [workstream.business-priorities]
    /// responsible = "kara"
    /// accountable = "kara"
    ///
    /// [party.larch]
    /// [party.cedarline]
    /// [person.hester]
    /// party = "larch"
    /// [person.kara]
    /// party = "cedarline"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// model = "fully-managed"
    /// client = "larch"
    ///
    /// [workstream.business-priorities]
    /// responsible = "hester"
    /// accountable = "hester"
    /// informed = "kara"
    ///
    /// [party.larch]
    /// [party.cedarline]
    /// [person.hester]
    /// party = "larch"
    /// [person.kara]
    /// party = "cedarline"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The engagement is co-managed.
    /// - The client is asked before changes, approves them or owns a step of them.
    /// - Somebody of the client is a step of an escalation, commands, approves, is given notice, or
    ///   is asked or answers where incidents are handled.
    /// - The client has one person, and that person answers for something: one owner for all.
    /// - No workstream is for priorities or for changes and the baseline asks for one:
    ///   `unowned-area` says so.
    ///
    /// ## References
    ///
    /// - CPG 2.0, 1.A: aligned within the organization and with external partners
    /// - NIST CSF 2.0, GV.OC-01: the mission is understood and informs risk management
    "missing-business-context-owner" {
        summary: "a fully managed client keeps nobody who says what matters",
        group: Group::ModelFit,
        severity: DefaultSeverity::WARNING,
        needs: "`model`, `client`, and workstreams for priorities or changes, or escalation paths",
        model: ModelScope::FullyManaged,
        frameworks: &["nist-csf"],
    }
}

const PRIORITIES: &str = "business-priorities";
const CHANGES: &str = "change-management";

/// What became of one question.
enum Answer {
    /// The file does not say enough.
    Unknown,
    /// Somebody of the client is there, or may be.
    Heard,
    /// Nobody is; whoever is in their place, with what to say of it.
    Missing(Vec<(Span, String)>),
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let client = ClientSide::of(engagement);
    let (Some(model), Some(client)) = (engagement.stated_model(), client) else {
        return cx.lacks_data();
    };
    if model.value != Model::FullyManaged || has_one_owner(&client, engagement) {
        return;
    }
    let questions = [
        (
            "answers for the business priorities",
            priorities(&client, engagement),
        ),
        ("has a say in changes", changes(&client, engagement)),
        (
            "can be reached in an incident",
            incidents(&client, engagement),
        ),
    ];
    let unknown = |(_, answer): &(_, Answer)| matches!(answer, Answer::Unknown);
    if engagement.is_damaged() || questions.iter().all(unknown) {
        return cx.lacks_data();
    }
    let missing: Vec<(&str, Vec<(Span, String)>)> = questions
        .into_iter()
        .filter_map(|(words, answer)| match answer {
            Answer::Missing(places) => Some((words, places)),
            Answer::Unknown | Answer::Heard => None,
        })
        .collect();
    if !missing.is_empty() {
        report(cx, model.span, &client, missing);
    }
}

/// Whether the client has one person, who answers for something.
fn has_one_owner(client: &ClientSide, engagement: &Engagement<'_>) -> bool {
    let people = engagement.actors().filter(|(_, actor)| actor.is_person());
    let mut own = people.filter(|(id, _)| client.holds(*id, engagement) == Some(true));
    let (Some((one, _)), None) = (own.next(), own.next()) else {
        return false;
    };
    engagement.leaves().any(|(_, row)| {
        let mut owners = row.accountable().actors();
        owners.any(|owner| engagement.answering(owner).contains(&one))
    })
}

/// The rows of an area that are owned themselves; `None` when the area is nobody's matter here:
/// left out, a container's, or reported as unowned.
fn rows_of<'e, 'd>(area: &str, engagement: &'e Engagement<'d>) -> Option<Vec<&'e Row<'d>>> {
    let is_of = |row: &Row<'_>| row.areas.iter().any(|(own, _)| own.id.name == area);
    let claimed = engagement.rows().any(|(_, row)| is_of(row));
    let excluded = engagement
        .document
        .tables
        .exclusions
        .iter()
        .any(|exclusion| {
            let mut areas = Many::of(&exclusion.area).iter();
            areas.any(|named| named.name == area)
        });
    let demanded = engagement.profiles().iter().any(|(id, _)| {
        let profile = engagement.catalogue().profile(id);
        let mut areas = profile
            .into_iter()
            .flat_map(|profile| Many::of(&profile.head.areas));
        areas.any(|named| named.name == area)
    });
    if !claimed {
        return (!excluded && !demanded).then(Vec::new);
    }
    let leaves = engagement.leaves().map(|(_, row)| row);
    let rows: Vec<&Row<'_>> = leaves.filter(|row| is_of(row)).collect();
    (!rows.is_empty()).then_some(rows)
}

fn priorities(client: &ClientSide, engagement: &Engagement<'_>) -> Answer {
    let Some(rows) = rows_of(PRIORITIES, engagement) else {
        return Answer::Unknown;
    };
    let is_heard = |row: &&Row<'_>| {
        row.accountable().nobody() || client.may_hold(Letter::Accountable, row, engagement)
    };
    if rows.iter().any(is_heard) {
        return Answer::Heard;
    }
    Answer::Missing(owners(&rows, "says what matters most", engagement))
}

fn changes(client: &ClientSide, engagement: &Engagement<'_>) -> Answer {
    let rows = match rows_of(CHANGES, engagement) {
        Some(rows) if !rows.is_empty() => rows,
        _ => return Answer::Unknown,
    };
    let letters = [Letter::Accountable, Letter::Responsible, Letter::Consulted];
    let has_a_say = |row: &&Row<'_>| {
        let mut letters = letters.iter();
        letters.any(|letter| client.may_hold(*letter, row, engagement))
    };
    let approves = engagement.grants.iter().any(|grant| {
        let mut actions = grant.actions.iter();
        let about_changes = actions.any(|action| action.name == "approve-change");
        let is_asked = is_anybody(&grant.approvers, client, engagement)
            || is_anybody(&grant.holders, client, engagement);
        grant.uncertain || about_changes && grant.permits() && is_asked
    });
    if approves || rows.iter().any(has_a_say) {
        return Answer::Heard;
    }
    Answer::Missing(owners(&rows, "changes what there is", engagement))
}

/// The accountable owners of rows, with what they do there.
fn owners(rows: &[&Row<'_>], does: &str, engagement: &Engagement<'_>) -> Vec<(Span, String)> {
    let placed = rows.iter().flat_map(|row| row.accountable().placed());
    placed
        .map(|(actor, span)| (span, format!("`{}` {does}", engagement.actor(actor).name)))
        .collect()
}

/// Whether somebody of the client is named, or may be.
fn is_anybody(seats: &Seats<'_>, client: &ClientSide, engagement: &Engagement<'_>) -> bool {
    let mut actors = seats.actors();
    seats.uncertain() || actors.any(|actor| client.holds(actor, engagement) != Some(false))
}

fn incidents(client: &ClientSide, engagement: &Engagement<'_>) -> Answer {
    if engagement.paths.is_empty() && engagement.commands.is_empty() {
        return Answer::Unknown;
    }
    let is_there = |seats: &Seats<'_>| is_anybody(seats, client, engagement);
    let mut steps = engagement.paths.iter().flat_map(|path| &path.steps);
    let mut unread = engagement.paths.iter();
    let called = unread.any(|path| path.table.unread.could_hold("steps"))
        || steps.any(|step| is_there(&step.to));
    let mut commands = engagement.commands.iter();
    let commands = commands.any(|command| {
        let seats = [&command.commander, &command.deputy, &command.decides];
        seats.into_iter().any(is_there)
    });
    let approves = engagement
        .grants
        .iter()
        .any(|grant| is_there(&grant.approvers));
    let asked = engagement.leaves().any(|(_, row)| {
        let letters = [Letter::Accountable, Letter::Responsible, Letter::Consulted];
        let mut letters = letters.into_iter();
        row.handles_incidents() && letters.any(|letter| is_there(row.seats(letter)))
    });
    if called || commands || approves || asked || is_told(client, engagement) {
        return Answer::Heard;
    }
    let last = engagement.paths.iter().filter_map(|path| path.steps.last());
    let ends = last.filter_map(|step| step.to.placed().last());
    let words = |actor| {
        format!(
            "`{}` is the last who is called",
            engagement.actor(actor).name
        )
    };
    Answer::Missing(ends.map(|(actor, span)| (span, words(actor))).collect())
}

fn is_told(client: &ClientSide, engagement: &Engagement<'_>) -> bool {
    let is_client = |to: &Ref<'_, Seat>| {
        let to = engagement.names.actor(&to.name);
        to.is_none_or(|to| client.holds(to, engagement) != Some(false))
    };
    engagement
        .document
        .tables
        .notices
        .iter()
        .any(|notice| notice.unread.could_hold("to") || Many::of(&notice.to).iter().any(is_client))
}

fn report(
    cx: &mut Context<'_, '_>,
    span: Span,
    client: &ClientSide,
    missing: Vec<(&str, Vec<(Span, String)>)>,
) {
    let name = client.name(cx.engagement);
    let words: Vec<&str> = missing.iter().map(|(words, _)| *words).collect();
    let what = match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    };
    let finding = cx.report(span, format!("nobody of `{name}` {what}"));
    finding.about("engagement");
    for (place, label) in missing.into_iter().flat_map(|(_, places)| places) {
        finding.related(place, label);
    }
    finding.help(format!(
        "name one person of `{name}` who says what matters, agrees to changes and is the last step \
         of the escalation: \"{name} names one person who decides for it, and one who does so in \
         that person's absence\""
    ));
}

#[cfg(test)]
mod tests;
