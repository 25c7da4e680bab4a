//! Ids in profile files of a house: among themselves, and beside those that racilint brings.

use std::borrow::Cow;

use racilint_diagnostics::Span;
use racilint_parser::House;
use racilint_parser::decode::{Item, Map};

use super::{Declared, fold};
use crate::catalogue::{self, Catalogue};
use crate::rules::Context;

/// Takes the ids in profile files. The same area in two files is changed by both.
pub(super) fn take<'d>(houses: &'d [House<'d>], all: &mut Vec<Declared<'d>>) {
    for house in houses {
        let file = house.file.index();
        let head = house.table.profile.as_ref();
        let id = head.and_then(|head| head.id.as_ref());
        let profile = id.map_or("", |id| &id.value);
        all.extend(id.map(|id| Declared {
            space: Cow::Borrowed("profile"),
            kind: "profile",
            name: &id.value,
            span: id.span,
        }));
        take_items(all, format!("duty.{profile}:"), "duty", &house.table.duty);
        take_items(all, format!("area in {file}"), "area", &house.table.area);
        let actions = format!("action in {file}");
        take_items(all, actions, "action", &house.table.action);
    }
}

fn take_items<'d, T>(
    all: &mut Vec<Declared<'d>>,
    space: String,
    kind: &'static str,
    map: &'d Option<Map<'d, T>>,
) {
    let items = map.iter().flat_map(|map| &map.items);
    all.extend(items.map(|item| Declared {
        space: Cow::Owned(space.clone()),
        kind,
        name: &item.id.name,
        span: item.id.span,
    }));
}

/// Reports ids that racilint has given away already.
pub(super) fn check_shipped(cx: &mut Context<'_, '_>) {
    let shipped = Catalogue::shipped();
    for house in &cx.engagement.document.houses {
        let head = house.table.profile.as_ref();
        if let Some(id) = head.and_then(|head| head.id.as_ref()) {
            check_profile(cx, &id.value, id.span);
        }
        let areas = || shipped.areas().map(|area| &*area.id.name);
        for area in items(&house.table.area) {
            check_spelling(cx, "area", &area.id.name, area.id.span, areas());
        }
        let actions = || shipped.actions().map(|action| &*action.id.name);
        for action in items(&house.table.action) {
            check_spelling(cx, "action", &action.id.name, action.id.span, actions());
        }
    }
}

fn items<'d, T>(map: &'d Option<Map<'d, T>>) -> impl Iterator<Item = &'d Item<'d, T>> {
    map.iter().flat_map(|map| &map.items)
}

fn check_profile(cx: &mut Context<'_, '_>, id: &str, span: Span) {
    if !catalogue::is_shipped_profile(id) {
        return;
    }
    let message = format!("`{id}` is the id of a profile that racilint brings");
    cx.report(span, message)
        .about("engagement")
        .aspect(id)
        .help("give this profile an id of its own; to ask for both, list both in `profiles`");
}

/// An id that is nearly a shipped one would be a new thing of which nobody knows.
fn check_spelling<'a>(
    cx: &mut Context<'_, '_>,
    kind: &str,
    id: &str,
    span: Span,
    mut shipped: impl Iterator<Item = &'a str>,
) {
    let folded = fold(id);
    let Some(known) = shipped.find(|known| *known != id && fold(known) == folded) else {
        return;
    };
    let message = format!("`{id}` and the {kind} `{known}` differ only in spelling");
    cx.report(span, message)
        .about(format!("{kind}.{id}"))
        .help(format!(
            "write `[{kind}.{known}]` to change what racilint brings, or choose another name"
        ));
}
