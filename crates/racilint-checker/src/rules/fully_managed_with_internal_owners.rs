use racilint_diagnostics::{DefaultSeverity, Group, ModelScope, Span};
use racilint_parser::language::{Activity, DutyKind, Expected, Hold, Model};
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::catalogue::Area;
use crate::model::{ClientSide, Engagement, Letter, Row, RowId};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a fully managed engagement in which people of the client own more than two areas
    /// that such an engagement hands over: they answer for them, or do the work.
    ///
    /// ## Why is this bad?
    ///
    /// The contract says that one provider runs everything, and the file says that it does not.
    /// Both sides then work on the same things, each sure that the other one answers, and the price
    /// was agreed for a model that is not lived.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// model = "fully-managed"
    /// client = "larch"
    /// provider = "cedarline"
    ///
    /// [workstream.operations]
    /// area = ["monitoring", "patching", "backup-restore"]
    /// responsible = "engineers"
    /// accountable = "omid"
    ///
    /// [party.larch]
    /// [party.cedarline]
    /// [person.omid]
    /// party = "larch"
    /// [team.engineers]
    /// party = "cedarline"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// model = "fully-managed"
    /// client = "larch"
    /// provider = "cedarline"
    ///
    /// [workstream.operations]
    /// area = ["monitoring", "patching", "backup-restore"]
    /// responsible = "engineers"
    /// accountable = "service-manager"
    /// informed = "omid"
    ///
    /// [party.larch]
    /// [party.cedarline]
    /// [person.omid]
    /// party = "larch"
    /// [team.engineers]
    /// party = "cedarline"
    /// [role.service-manager]
    /// party = "cedarline"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The engagement is co-managed.
    /// - The area is one that a client keeps by right (governance, business applications, checking
    ///   that controls work), that both share, or that is named in `retain`.
    /// - The row satisfies a duty that the client may not give away, or decides, governs or checks
    ///   and nothing else.
    /// - It is the client's step of work whose other step is the provider's.
    /// - The client helps, is asked or is told.
    ///
    /// ## References
    ///
    /// - ISO/IEC 20000-1:2018, 8.2.3: control of parties involved in the service lifecycle
    "fully-managed-with-internal-owners" {
        summary: "the client owns much of what a fully managed engagement hands over",
        group: Group::ModelFit,
        severity: DefaultSeverity::WARNING,
        needs: "`model`, `client` and workstreams",
        model: ModelScope::FullyManaged,
    }
}

/// So many areas may stay with the client before the model is in question.
const MOST_KEPT: usize = 2;
/// So many places are shown.
const MOST_SHOWN: usize = 8;

/// A row of the client's with the areas of it that are handed over elsewhere.
struct Kept {
    span: Span,
    words: String,
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let client = ClientSide::of(engagement);
    let (Some(model), Some(client)) = (engagement.stated_model(), client) else {
        return cx.lacks_data();
    };
    if model.value != Model::FullyManaged {
        return;
    }
    if engagement.leaves().next().is_none() || retained(engagement).is_none() {
        return cx.lacks_data();
    }
    let (areas, rows) = kept(&client, engagement);
    if areas.len() > MOST_KEPT {
        report(cx, model.span, &client, areas.len(), rows);
    }
}

/// Whether the client of a fully managed engagement keeps so much that this rule tells of it as a
/// whole.
pub(super) fn owns_much(client: &ClientSide, engagement: &Engagement<'_>) -> bool {
    let model = engagement.stated_model().map(|model| model.value);
    model == Some(Model::FullyManaged) && kept(client, engagement).0.len() > MOST_KEPT
}

/// The areas that the client keeps as the contract says; `None` when that cannot be read.
fn retained<'d>(engagement: &Engagement<'d>) -> Option<Vec<&'d str>> {
    let head = engagement.head()?;
    let retain = Many::of(&head.retain).iter();
    (!head.unread.could_hold("retain")).then(|| retain.map(|area| &*area.name).collect())
}

/// The areas that the client keeps although they are the provider's, each once, and the rows that
/// say so.
fn kept<'d>(client: &ClientSide, engagement: &Engagement<'d>) -> (Vec<&'d str>, Vec<Kept>) {
    let retained = retained(engagement).unwrap_or_default();
    let (mut all, mut rows) = (Vec::new(), Vec::new());
    for (id, row) in engagement.leaves() {
        if is_the_clients_by_right(id, row, client, engagement) {
            continue;
        }
        let areas: Vec<&'d str> = row
            .areas
            .iter()
            .filter(|(area, _)| is_handed_over(area) && !retained.contains(&&*area.id.name))
            .map(|(area, _)| &*area.id.name)
            .collect();
        let Some((span, does)) = seat(row, client, engagement).filter(|_| !areas.is_empty()) else {
            continue;
        };
        rows.push(Kept {
            span,
            words: format!("{does} {}", words::list(&areas)),
        });
        all.extend(areas);
    }
    all.sort_unstable();
    all.dedup();
    (all, rows)
}

fn is_handed_over(area: &Area<'_>) -> bool {
    let operational = area.body.operational.is_some_and(|flag| flag.value);
    let expected = area.body.expected_fm.map(|expected| expected.value);
    operational && expected == Some(Expected::Provider)
}

fn is_the_clients_by_right(
    id: RowId,
    row: &Row<'_>,
    client: &ClientSide,
    engagement: &Engagement<'_>,
) -> bool {
    let above_the_work = |activity| {
        matches!(
            activity,
            Activity::Decision | Activity::Govern | Activity::Validate
        )
    };
    let mut activities = row.activities().peekable();
    let only_oversees = activities.peek().is_some() && activities.all(above_the_work);
    let mut duties = row.satisfies().iter();
    let is_owed = duties.any(|named| {
        let duty = engagement
            .catalogue()
            .duty(&named.name)
            .map(|(_, duty)| &duty.body);
        duty.is_some_and(|duty| {
            let designated = duty
                .kind
                .is_some_and(|kind| kind.value == DutyKind::DesignatedRole);
            designated || duty.hold.is_some_and(|hold| hold.value == Hold::Client)
        })
    });
    only_oversees || is_owed || client.another_step_is(false, id, engagement)
}

/// The first place at which somebody of the client owns a row, with what they do there.
fn seat(row: &Row<'_>, client: &ClientSide, engagement: &Engagement<'_>) -> Option<(Span, String)> {
    let letters = [
        (Letter::Accountable, "answers for"),
        (Letter::Responsible, "does the work of"),
    ];
    letters.into_iter().find_map(|(letter, does)| {
        let mut placed = row.seats(letter).placed();
        let (actor, span) =
            placed.find(|(actor, _)| client.holds(*actor, engagement) == Some(true))?;
        let name = engagement.actor(actor).name;
        Some((span, format!("`{name}` {does}")))
    })
}

fn report(
    cx: &mut Context<'_, '_>,
    span: Span,
    client: &ClientSide,
    count: usize,
    rows: Vec<Kept>,
) {
    let name = client.name(cx.engagement);
    let message = format!("fully managed, but {count} areas of it are owned inside `{name}`");
    let finding = cx.report(span, message);
    finding.about("engagement");
    for row in rows.into_iter().take(MOST_SHOWN) {
        finding.related(row.span, row.words);
    }
    finding.help(format!(
        "let the provider answer for these and do them; keep what is kept on purpose, \
         `retain = [\"...\"]`; or say that `{name}` runs a part itself: `model = \"co-managed\"`"
    ));
}

#[cfg(test)]
mod tests;
