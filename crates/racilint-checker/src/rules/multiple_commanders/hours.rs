//! The hours that two commands have in common.

use std::collections::BTreeMap;

use racilint_parser::values::{Hours, Window};

use super::Context;
use crate::model::{ActorId, Engagement, hours_are_alike};
use crate::time::{Clock, Set, Unknown, Verdict};

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

impl Common {
    /// Whether there surely are such hours.
    pub(super) fn is_sure(&self) -> bool {
        matches!(self, Common::Always | Common::At(_))
    }
}

/// When each command is in force, surely and at most, once somebody has asked.
pub(super) type Forces = BTreeMap<usize, [Set; 2]>;

fn in_force(clock: &Clock<'_, '_>, command: usize, forces: &mut Forces) -> [Set; 2] {
    let force = forces.entry(command).or_insert_with(|| {
        let force = |unknown| clock.in_force_as_command(command, unknown);
        [Unknown::Off, Unknown::On].map(force)
    });
    force.clone()
}

/// When two commands, by their place in the file, are both in force by their hours and dates.
pub(super) fn common_hours(
    cx: &Context<'_, '_>,
    (first, second): (usize, usize),
    forces: &mut Forces,
) -> Common {
    let engagement = cx.engagement;
    let [one, other] = [first, second].map(|index| engagement.commands[index].table.hours.as_ref());
    if hours_are_alike(one, other) {
        return Common::Always;
    }
    let Some(clock) = cx.clock else {
        return Common::Never;
    };
    let [sure, at_most] = in_force(clock, first, forces);
    let [other_sure, other_at_most] = in_force(clock, second, forces);
    let both = Verdict {
        sure: sure.intersection(&other_sure),
        at_most: at_most.intersection(&other_at_most),
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
