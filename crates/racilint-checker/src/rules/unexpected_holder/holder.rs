//! Who answers for a row, and who usually does for an area.

use racilint_diagnostics::Span;
use racilint_parser::language::{AreaEntry, Expected, Model};

use crate::catalogue::Area;
use crate::model::{ClientSide, Engagement, Row};

/// The business priorities of a fully managed client have a rule of their own, which also takes
/// other ways of being heard.
const PRIORITIES: &str = "business-priorities";

/// A side of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Client,
    Provider,
}

/// The side that usually answers for an area; `None` where it may be either.
pub(super) fn expected(area: &Area<'_>, model: Model) -> Option<Side> {
    if model == Model::FullyManaged && area.id.name == PRIORITIES {
        return None;
    }
    match said(&area.body, model)?.0 {
        Expected::Client => Some(Side::Client),
        Expected::Provider => Some(Side::Provider),
        Expected::Either | Expected::Split | Expected::Joint => None,
    }
}

fn said(area: &AreaEntry<'_>, model: Model) -> Option<(Expected, Span)> {
    let expected = match model {
        Model::CoManaged => area.expected_co,
        Model::FullyManaged => area.expected_fm,
    };
    expected.map(|expected| (expected.value, expected.span))
}

/// The place in a profile file that says who answers for an area, if one does.
pub(super) fn house_rule(area: &str, model: Model, engagement: &Engagement<'_>) -> Option<Span> {
    let houses = engagement.document.houses.iter().rev();
    let mut areas = houses
        .flat_map(|house| &house.table.area)
        .flat_map(|map| &map.items)
        .filter(|own| own.id.name == area);
    areas
        .find_map(|own| said(&own.body, model))
        .map(|(_, span)| span)
}

/// The side that answers for a row: the client as soon as somebody of it does. `None` where nobody
/// does or where that is not known. Whoever is no party's own is not taken for the provider either.
pub(super) fn answers(
    row: &Row<'_>,
    client: &ClientSide,
    engagement: &Engagement<'_>,
) -> Option<Side> {
    let seats = row.accountable();
    if seats.uncertain() || seats.nobody() {
        return None;
    }
    let sides: Option<Vec<bool>> = seats
        .actors()
        .map(|actor| client.holds(actor, engagement))
        .collect();
    let sides = sides?;
    if sides.iter().all(|is_client| *is_client) {
        return Some(Side::Client);
    }
    let none = sides.iter().all(|is_client| !is_client);
    none.then_some(Side::Provider)
}
