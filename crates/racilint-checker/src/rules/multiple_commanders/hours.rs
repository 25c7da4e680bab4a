//! The hours that two commands have in common.

use racilint_parser::values::{Hours, Window};

use super::Context;
use crate::model::{ActorId, Engagement, hours_are_alike};
use crate::time::{Unknown, Verdict};

/// When two commands are both in force.
pub(super) enum Common {
    /// Whenever one of them is.
    Always,
    /// At these hours, in words.
    At(String),
    /// At no hour that is known.
    Never,
    /// That hangs on the hours of these.
    Unknown(Vec<ActorId>),
}

/// When two commands, by their place in the file, are both in force by their hours and dates.
pub(super) fn common_hours(cx: &Context<'_, '_>, first: usize, second: usize) -> Common {
    let engagement = cx.engagement;
    let [one, other] = [first, second].map(|index| engagement.commands[index].table.hours.as_ref());
    if hours_are_alike(one, other) {
        return Common::Always;
    }
    let Some(clock) = cx.clock else {
        return Common::Never;
    };
    let both = |unknown| {
        let [one, other] = [first, second].map(|index| clock.in_force_as_command(index, unknown));
        one.intersection(&other)
    };
    let both = Verdict {
        sure: both(Unknown::Off),
        at_most: both(Unknown::On),
    };
    match (both.sure.is_empty(), both.is_open()) {
        (false, _) => Common::At(clock.worst_window(&both.sure)),
        (true, false) => Common::Never,
        (true, true) => Common::Unknown(named_in_hours([one, other], engagement)),
    }
}

/// Those on whose hours hours hang.
fn named_in_hours(hours: [Option<&Hours<'_>>; 2], engagement: &Engagement<'_>) -> Vec<ActorId> {
    let windows = hours.into_iter().flatten().flat_map(|hours| &hours.windows);
    let named = windows.filter_map(|(_, window)| match window {
        Window::Outside(whom) => engagement.names.actor(&whom.name),
        _ => None,
    });
    named.collect()
}
