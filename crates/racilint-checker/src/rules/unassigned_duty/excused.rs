//! Duties that are said not to apply, and nobody of the client has accepted that.

use std::collections::BTreeMap;

use super::super::Context;
use super::in_words;
use crate::model::{ActiveDuty, Duties, Excuse, RowId};

/// One finding for each reason, with all the duties that it stands for.
pub(super) fn check(cx: &mut Context<'_, '_>, duties: &Duties<'_, '_>) {
    let mut by_row: BTreeMap<RowId, Vec<(&ActiveDuty<'_>, Excuse<'_>)>> = BTreeMap::new();
    for duty in &duties.all {
        if let Some(excuse) = duties.unaccepted_excuse(duty) {
            by_row.entry(excuse.row).or_default().push((duty, excuse));
        }
    }
    for excused in by_row.values() {
        report(cx, excused);
    }
}

fn report(cx: &mut Context<'_, '_>, excused: &[(&ActiveDuty<'_>, Excuse<'_>)]) {
    let Some((first, excuse)) = excused.first() else {
        return;
    };
    let engagement = cx.engagement;
    let all: Vec<&ActiveDuty<'_>> = excused.iter().map(|(duty, _)| *duty).collect();
    let names = in_words(&all);
    let is_one = excused.len() == 1;
    let verb = if is_one { "is" } else { "are" };
    let (span, lack) = match excuse.only_by.first() {
        None => (
            excuse.reason.span,
            "but nobody of the client has accepted that".to_owned(),
        ),
        Some((actor, span)) => {
            let name = engagement.actor(*actor).name;
            let lack = format!("and only `{name}`, not of the client, has accepted that");
            (*span, lack)
        }
    };
    let object = if is_one {
        first.object()
    } else {
        engagement.row(excuse.row).object()
    };
    let finding = cx.report(span, format!("{names} {verb} said not to apply, {lack}"));
    finding
        .about(object)
        .aspect("accepted-by")
        .cites(excused.iter().flat_map(|(duty, _)| duty.cited()));
    if span != excuse.reason.span {
        finding.related(excuse.reason.span, "said here");
    }
    for (_, excuse) in excused {
        finding.related(excuse.named, "named here");
    }
    finding.help(
        "what nobody does falls to the client: let somebody of the client accept it with \
         `accepted-by = \"...\"` beside `not-applicable`, or give it an owner",
    );
    cx.stands_for(excused.iter().map(|(duty, _)| duty.object()));
}
