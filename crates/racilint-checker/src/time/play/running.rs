//! The clocks that an incident starts: what the row promises, agreed notices, and the duties of
//! the active profiles to notify.
//!
//! Nothing here says whether a notice or a duty is called for: that hangs on what has happened, and
//! each says its trigger in words.

use racilint_parser::language::{DutyKind, Hold, Notice};
use racilint_parser::values::{Many, Ref};

use crate::model::{ActiveDuty, Answer, Duties, Engagement, RowId};
use crate::time::Clock;

/// A clock that runs from the first call.
#[derive(Clone, Debug)]
pub struct Running<'d> {
    /// What starts it.
    pub started: Started<'d>,
    /// It runs out after so many minutes; `None` where nobody says.
    pub within: Option<u32>,
    /// Who must act in time, by their ids.
    pub by: Vec<String>,
    /// Who is told, by their ids.
    pub to: Vec<String>,
    /// What has to happen for it, in the words of the file or of the profile.
    pub trigger: Option<String>,
    /// On which channels they are told.
    pub via: Vec<String>,
    /// The clauses that say so.
    pub clauses: Vec<String>,
}

/// What starts a clock.
#[derive(Clone, Copy, Debug)]
pub enum Started<'d> {
    /// Somebody responds.
    Respond,
    /// Somebody who may act is reached.
    Decide,
    /// The service is back.
    Restore,
    /// An agreed notice.
    Notice,
    /// A duty to notify, of an active profile.
    Duty(ActiveDuty<'d>),
}

impl<'d> Clock<'_, 'd> {
    /// The clocks that an incident on a row starts.
    pub(super) fn started(&self, row: RowId) -> Vec<Running<'d>> {
        let promises = [
            (Started::Respond, self.respond_within(row)),
            (Started::Decide, self.decide_within(row)),
            (Started::Restore, self.restore_within(row)),
        ];
        let promises = promises.into_iter();
        let promises = promises.filter_map(|(started, within)| Some((started, Some(within?))));
        let mut running: Vec<Running<'d>> = promises
            .map(|(started, within)| Running {
                within,
                ..bare(started)
            })
            .collect();
        let notices = self.engagement.document.tables.notices.iter();
        running.extend(notices.map(notice));
        running.extend(duties(self.engagement));
        running
    }
}

fn notice<'d>(notice: &Notice<'_>) -> Running<'d> {
    let via = Many::of(&notice.via).iter();
    let clause = notice.clause.iter();
    Running {
        within: notice.within.map(|within| within.value.minutes),
        by: names(&notice.by),
        to: names(&notice.to),
        trigger: notice.trigger.as_ref().map(|text| text.value.to_string()),
        via: via.map(|text| text.value.to_string()).collect(),
        clauses: clause.map(|text| text.value.to_string()).collect(),
        ..bare(Started::Notice)
    }
}

/// The duties to notify that are about an incident: those that say what starts their clock.
fn duties<'d>(engagement: &Engagement<'d>) -> Vec<Running<'d>> {
    let duties = Duties::of(engagement);
    let is_started = |duty: &&ActiveDuty<'d>| {
        duty.kind() == DutyKind::Notification
            && duty.duty.body.trigger.is_some()
            && duties.applies(duty)
    };
    let running = duties.all.iter().filter(is_started).map(|duty| {
        let body = &duty.duty.body;
        let refs = Many::of(&body.refs).iter();
        let (by, to) = who_tells(engagement, &duties, duty);
        Running {
            within: body.within.map(|within| within.value.minutes),
            by,
            to,
            trigger: body.trigger.as_ref().map(|text| text.value.to_string()),
            clauses: refs.map(|text| text.value.to_string()).collect(),
            ..bare(Started::Duty(*duty))
        }
    });
    running.collect()
}

/// Who has taken a duty to notify on, and whom they tell as far as the file says; the side that
/// must, where nobody has.
fn who_tells(
    engagement: &Engagement<'_>,
    duties: &Duties<'_, '_>,
    duty: &ActiveDuty<'_>,
) -> (Vec<String>, Vec<String>) {
    let mut by = Vec::new();
    match duties.answer(duty) {
        Answer::Notice(notice) => return (names(&notice.by), names(&notice.to)),
        Answer::Rows(claims) => {
            let rows = claims.iter().map(|claim| claim.row);
            for row in rows.flat_map(|row| engagement.answering_rows(row)) {
                for link in &engagement.row(row).accountable().links {
                    if !by.iter().any(|known| known == link.name) {
                        by.push(link.name.to_owned());
                    }
                }
            }
        }
        _ => {}
    }
    let side = match duty.hold() {
        Hold::Client => duties.clients().clone(),
        Hold::Provider => engagement.providers(),
        Hold::Either => return (by, Vec::new()),
    };
    if by.is_empty() {
        let side = side.into_iter().map(|party| engagement.actor(party).name);
        by.extend(side.map(str::to_owned));
    }
    (by, Vec::new())
}

fn bare(started: Started<'_>) -> Running<'_> {
    Running {
        started,
        within: None,
        by: Vec::new(),
        to: Vec::new(),
        trigger: None,
        via: Vec::new(),
        clauses: Vec::new(),
    }
}

fn names<K>(named: &Option<Many<Ref<'_, K>>>) -> Vec<String> {
    let named = Many::of(named).iter();
    named.map(|own| own.name.to_string()).collect()
}

#[cfg(test)]
mod tests;
