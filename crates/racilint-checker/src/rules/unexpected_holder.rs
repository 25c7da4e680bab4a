use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{DefaultSeverity, Group, ModelScope, Span};
use racilint_parser::language::{Activity, Hold, Model};
use racilint_parser::values::Many;

use super::{Context, declare_rule, fully_managed_with_internal_owners as kept, words};
use crate::model::{ClientSide, Engagement, Row, RowId};
use holder::{Side, answers, expected, house_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Reports an area for which the other side answers than in an engagement of its model: the
    /// client for patching that a co-managed provider takes over, or the provider for policies that
    /// every client keeps. `racilint list areas` shows who usually answers.
    ///
    /// ## Why is this bad?
    ///
    /// Everybody at the provider knows what "co-managed" means, and works by that. Where this
    /// contract means something else, the people on call find out during an incident, and each side
    /// takes the other for the owner.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// model = "co-managed"
    /// client = "harbor"
    /// provider = "northwind"
    ///
    /// [workstream.patching]
    /// responsible = "engineers"
    /// accountable = "dana"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [person.dana]
    /// party = "harbor"
    /// [team.engineers]
    /// party = "northwind"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// model = "co-managed"
    /// client = "harbor"
    /// provider = "northwind"
    /// retain = ["patching"]
    ///
    /// [workstream.patching]
    /// responsible = "engineers"
    /// accountable = "dana"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [person.dana]
    /// party = "harbor"
    /// [team.engineers]
    /// party = "northwind"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Either side can have the area, or both share it.
    /// - The side that usually answers has another part of the area: a slice or another workstream.
    /// - The area is named in `retain` or `delegated`: the contract says that it is meant.
    /// - A third party answers where the provider usually does.
    /// - The client's row decides, governs, checks or supplies a tool, or it satisfies a duty that
    ///   the client must keep; the provider's satisfies one that the provider must hold.
    /// - A profile of your own names another expected holder, or cannot be read.
    /// - Nobody answers, or somebody unknown: other rules say so. So do they where strategy or a duty
    ///   is given away, or where a fully managed client keeps much.
    ///
    /// ## References
    ///
    /// - ISO/IEC 20000-1:2018, 8.2.3: control of parties involved in the service lifecycle
    "unexpected-holder" {
        summary: "another side answers for an area than usual in this model",
        group: Group::ModelFit,
        severity: DefaultSeverity::WARNING,
        needs: "`model`, `client` and workstreams of areas that one side usually has",
        model: ModelScope::Both,
    }
}

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let client = ClientSide::of(engagement);
    let (Some(model), Some(client)) = (engagement.stated_model(), client) else {
        return cx.lacks_data();
    };
    let is_lost = engagement.is_damaged() || engagement.has_lost_house();
    let Some(meant) = meant(engagement).filter(|_| !is_lost) else {
        return cx.lacks_data();
    };
    let owned = owned_by_area(&client, model.value, engagement);
    if owned.is_empty() {
        return cx.lacks_data();
    }
    let told_as_a_whole = kept::owns_much(&client, engagement);
    let mut rows: BTreeMap<RowId, Vec<&str>> = BTreeMap::new();
    for (area, parts) in owned.iter().filter(|(area, _)| !meant.contains(*area)) {
        let is_told = parts.expected == Side::Provider && told_as_a_whole;
        if !parts.as_expected && !is_told {
            for row in &parts.others {
                rows.entry(*row).or_default().push(area);
            }
        }
    }
    for (row, areas) in &rows {
        report(cx, *row, areas, &client, model.value);
    }
}

/// The areas that the contract keeps or gives away on purpose; `None` where that cannot be read.
fn meant<'d>(engagement: &Engagement<'d>) -> Option<BTreeSet<&'d str>> {
    let head = engagement.head()?;
    if head.unread.could_hold("retain") || head.unread.could_hold("delegated") {
        return None;
    }
    let given = Many::of(&head.delegated).iter();
    let given = given.flat_map(|given| &given.areas);
    let all = Many::of(&head.retain).iter().chain(given);
    Some(all.map(|area| &*area.name).collect())
}

/// Who answers for an area that one side usually has.
struct Parts {
    expected: Side,
    /// That side has a part of it, or may have.
    as_expected: bool,
    /// The rows that the other side has, in the order of the file.
    others: Vec<RowId>,
}

fn owned_by_area<'d>(
    client: &ClientSide,
    model: Model,
    engagement: &Engagement<'d>,
) -> BTreeMap<&'d str, Parts> {
    let mut owned: BTreeMap<&'d str, Parts> = BTreeMap::new();
    for (id, row) in engagement.leaves() {
        let side = answers(row, client, engagement);
        for (area, _) in &row.areas {
            let Some(expected) = expected(area, model) else {
                continue;
            };
            let parts = owned.entry(&area.id.name).or_insert(Parts {
                expected,
                as_expected: false,
                others: Vec::new(),
            });
            match side {
                None if row.accountable().nobody() => {}
                Some(side) if side == expected => parts.as_expected = true,
                Some(_) if !is_by_right(row, expected, engagement) => parts.others.push(id),
                Some(_) => {}
                None => parts.as_expected = true,
            }
        }
    }
    owned
}

/// Whether a side has good reason to answer for this row, whosever the area is.
fn is_by_right(row: &Row<'_>, expected: Side, engagement: &Engagement<'_>) -> bool {
    let hold = match expected {
        Side::Provider => Hold::Client,
        Side::Client => Hold::Provider,
    };
    let whole = Many::of(&row.workstream.satisfies);
    let mut duties = row.satisfies().iter().chain(whole);
    let is_owed = duties.any(|named| {
        let duty = engagement.catalogue().duty(&named.name);
        duty.is_some_and(|(_, duty)| duty.body.hold.is_some_and(|own| own.value == hold))
    });
    let beside_the_work = |activity| {
        matches!(
            activity,
            Activity::Decision
                | Activity::Govern
                | Activity::Validate
                | Activity::Tooling
                | Activity::Alerting
        )
    };
    let mut activities = row.activities().peekable();
    let is_beside = activities.peek().is_some() && activities.all(beside_the_work);
    is_owed || expected == Side::Provider && is_beside
}

fn report(cx: &mut Context<'_, '_>, id: RowId, areas: &[&str], client: &ClientSide, model: Model) {
    let engagement = cx.engagement;
    let row = engagement.row(id);
    let Some((owner, span)) = row.accountable().placed().next() else {
        return;
    };
    let (owner, name) = (engagement.actor(owner).name, client.name(engagement));
    let is_clients = answers(row, client, engagement) == Some(Side::Client);
    let usual = if is_clients {
        "the provider"
    } else {
        "the client"
    };
    let what = words::list(areas);
    let of_model = match model {
        Model::CoManaged => "co-managed",
        Model::FullyManaged => "fully managed",
    };
    let verb = if areas.len() == 1 { "is" } else { "are" };
    let message = format!(
        "`{owner}` answers for {what}, which {verb} usually {usual}'s in a {of_model} engagement"
    );
    let finding = cx.report(span, message);
    finding.about(row.object());
    let side = if is_clients { "of" } else { "outside" };
    finding.label(format!("{side} `{name}`"));
    for (area, place) in &row.areas {
        if areas.contains(&&*area.id.name) && *place != row.span {
            finding.related(*place, format!("usually {usual}'s"));
        }
    }
    let rules: Vec<Span> = areas
        .iter()
        .filter_map(|area| house_rule(area, model, engagement))
        .collect();
    for place in rules {
        finding.related(place, "the house rule that says so");
    }
    let all: Vec<String> = areas.iter().map(|area| format!("\"{area}\"")).collect();
    let all = all.join(", ");
    let area = match areas.len() {
        1 => all.clone(),
        _ => format!("[{all}]"),
    };
    finding.help(if is_clients {
        format!(
            "let somebody of the provider answer for it; if `{name}` keeps it on purpose, say so in \
             `[engagement]`: `retain = [{all}]`"
        )
    } else {
        format!(
            "let somebody of `{name}` answer for it, and `{owner}` do the work; if it is given away \
             on purpose, say who agreed: `delegated = [{{ area = {area}, accepted-by = \"...\" }}]`"
        )
    });
}

mod holder;
#[cfg(test)]
mod tests;
