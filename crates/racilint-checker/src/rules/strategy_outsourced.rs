use racilint_diagnostics::{DefaultSeverity, Group, ModelScope, Span};
use racilint_parser::language::Model;
use racilint_parser::values::Many;

use super::{Context, declare_rule, words};
use crate::model::{ClientSide, Engagement, Letter, Row};

declare_rule! {
    /// ## What it does
    ///
    /// Reports a co-managed engagement in which somebody outside the client answers for roadmap,
    /// architecture, business applications or business priorities.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever sells the work then also decides which work is needed. The internal team that
    /// co-management is meant to keep has nothing left to decide.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    /// model = "co-managed"
    /// client = "harbor"
    ///
    /// [workstream.roadmap]
    /// area = "strategic-roadmap"
    /// responsible = "paulo"
    /// accountable = "paulo"
    /// consulted = "dana"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [person.paulo]
    /// party = "northwind"
    /// [person.dana]
    /// party = "harbor"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    /// model = "co-managed"
    /// client = "harbor"
    ///
    /// [workstream.roadmap]
    /// area = "strategic-roadmap"
    /// responsible = "paulo"
    /// accountable = "dana"
    ///
    /// [party.harbor]
    /// [party.northwind]
    /// [person.paulo]
    /// party = "northwind"
    /// [person.dana]
    /// party = "harbor"
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - The engagement is fully managed.
    /// - The provider does the work or advises, and the client answers.
    /// - It is the provider's step of work whose other step the client answers for.
    /// - The area is `delegated`, and somebody of the client accepted that.
    /// - Nobody answers, or somebody unknown: other rules say so.
    ///
    /// ## References
    ///
    /// - NIST CSF 2.0, GV.RR-01: leadership is responsible and accountable for risk
    /// - ISO/IEC 20000-1:2018, 8.2.3: control of parties involved in the service lifecycle
    "strategy-outsourced" {
        summary: "somebody outside the client answers for its strategy",
        group: Group::ModelFit,
        severity: DefaultSeverity::WARNING,
        needs: "`model`, `client` and workstreams for roadmap, architecture or business applications",
        model: ModelScope::CoManaged,
        frameworks: &["nist-csf"],
    }
}

/// The areas in which it is decided where the client's IT is going.
const STRATEGY: [&str; 4] = [
    "strategic-roadmap",
    "architecture",
    "business-applications",
    "business-priorities",
];

fn check(cx: &mut Context<'_, '_>) {
    let engagement = cx.engagement;
    let client = ClientSide::of(engagement);
    let (Some(model), Some(client)) = (engagement.stated_model(), client) else {
        return cx.lacks_data();
    };
    if model.value != Model::CoManaged {
        return;
    }
    let given_away = GivenAway::of(&client, engagement);
    let mut found = false;
    for (id, row) in engagement.leaves() {
        let strategy = areas(row);
        found |= !strategy.is_empty();
        let kept: Vec<&str> = strategy
            .into_iter()
            .filter(|area| !given_away.accepted.contains(area))
            .collect();
        if !kept.is_empty() && !client.another_step_is(true, id, engagement) {
            check_row(cx, row, &kept, &client, &given_away);
        }
    }
    if !found {
        cx.lacks_data();
    }
}

fn areas<'d>(row: &Row<'d>) -> Vec<&'d str> {
    let names = row.areas.iter().map(|(area, _)| &*area.id.name);
    names.filter(|name| STRATEGY.contains(name)).collect()
}

/// The areas that `[engagement]` gives away.
struct GivenAway<'d> {
    /// Somebody of the client agreed, or may have.
    accepted: Vec<&'d str>,
    /// Nobody of the client did; each with its place.
    unaccepted: Vec<(&'d str, Span)>,
}

impl<'d> GivenAway<'d> {
    fn of(client: &ClientSide, engagement: &Engagement<'d>) -> Self {
        let mut all = GivenAway {
            accepted: Vec::new(),
            unaccepted: Vec::new(),
        };
        let head = engagement.head();
        if head.is_some_and(|head| head.unread.could_hold("delegated")) {
            all.accepted.extend(STRATEGY);
        }
        for given in head.into_iter().flat_map(|head| Many::of(&head.delegated)) {
            let mut by = Many::of(&given.accepted_by).iter();
            let agrees = by.any(|by| {
                let by = engagement.names.actor(&by.name);
                by.is_none_or(|by| client.holds(by, engagement) != Some(false))
            });
            for area in &given.areas {
                if agrees {
                    all.accepted.push(&area.name);
                } else {
                    all.unaccepted.push((&area.name, area.span));
                }
            }
        }
        all
    }
}

fn check_row(
    cx: &mut Context<'_, '_>,
    row: &Row<'_>,
    kept: &[&str],
    client: &ClientSide,
    given_away: &GivenAway<'_>,
) {
    let engagement = cx.engagement;
    let Some((owner, span)) = row.accountable().placed().next() else {
        return;
    };
    if client.may_hold(Letter::Accountable, row, engagement) {
        return;
    }
    let (owner, name) = (engagement.actor(owner).name, client.name(engagement));
    let what = words::list(kept);
    let message = format!("outside `{name}`, `{owner}` answers for its {what}");
    let finding = cx.report(span, message);
    finding.about(row.object());
    for (area, place) in &row.areas {
        if kept.contains(&&*area.id.name) && *place != row.span {
            finding.related(*place, "an area that a co-managed client keeps");
        }
    }
    for (_, place) in given_away
        .unaccepted
        .iter()
        .filter(|(area, _)| kept.contains(area))
    {
        finding.related(
            *place,
            format!("given away here, but nobody of `{name}` accepted that"),
        );
    }
    finding.help(format!(
        "let somebody of `{name}` answer for it, and `{owner}` do the work or advise; if it is given \
         away on purpose, say who agreed: `delegated = [{{ area = \"{}\", accepted-by = \"...\" }}]`",
        kept.first().copied().unwrap_or_default()
    ));
}

#[cfg(test)]
mod tests;
