//! Handoffs, evidence, metrics, reports: what shows that the work is done.

use crate::decode::{Spanned, tables};
use crate::values::{
    Calendar, Date, Duty, Elapsed, Hours, Many, Object, Place, Ref, Seat, Text, Workstream,
};

tables! {
    /// Where work changes hands.
    pub struct Handoff<'s> {
        /// A name, so that a waiver can mean this handoff.
        "id" id: Text<'s>,
        /// Who hands over.
        @required "from" from: Many<Ref<'s, Place>>,
        /// Who takes over.
        @required "to" to: Many<Ref<'s, Place>>,
        /// What makes it happen.
        "when" when: Text<'s>,
        /// What goes with it.
        "carries" carries: Many<Text<'s>>,
        /// The receiver says "mine" within this.
        "ack-within" ack_within: Spanned<Elapsed>,
        /// Who owns it meanwhile.
        "until-acknowledged" until_acknowledged: Many<Ref<'s, Place>>,
        /// Who decides when both sides say that it is the other's.
        "tie-breaker" tie_breaker: Many<Ref<'s, Seat>>,
    }

    /// What is kept as proof.
    pub struct Evidence<'s> {
        /// The name people use for it.
        "title" title: Text<'s>,
        /// The workstreams it belongs to.
        "for" for_: Many<Ref<'s, Workstream>>,
        /// The duties it proves.
        "proves" proves: Many<Ref<'s, Duty>>,
        /// Who keeps it and shows it.
        "owner" owner: Many<Ref<'s, Seat>>,
        /// Who makes it.
        "producer" producer: Many<Ref<'s, Seat>>,
        /// Who checks it.
        "reviewer" reviewer: Many<Ref<'s, Seat>>,
        /// How often it is made.
        "every" every: Spanned<Calendar>,
        /// How long it is kept.
        "keep" keep: Spanned<Calendar>,
        /// Where it is kept.
        "location" location: Text<'s>,
        /// The day it was last made.
        "last" last: Spanned<Date>,
    }

    /// A figure that says how well the work is done.
    pub struct Metric<'s> {
        /// The name people use for it.
        "title" title: Text<'s>,
        /// The workstreams it measures.
        "for" for_: Many<Ref<'s, Workstream>>,
        /// Who answers for the figure.
        "owner" owner: Many<Ref<'s, Seat>>,
        /// What is promised, with its unit.
        "target" target: Text<'s>,
        /// What it was before.
        "baseline" baseline: Text<'s>,
        /// Where the figure comes from.
        "source" source: Text<'s>,
        /// How often it is measured.
        "every" every: Spanned<Calendar>,
        /// Who reads it.
        "reported-to" reported_to: Many<Ref<'s, Seat>>,
        /// The day it was agreed.
        "defined-on" defined_on: Spanned<Date>,
    }

    /// A report to the leadership.
    pub struct Report<'s> {
        /// The name people use for it.
        "title" title: Text<'s>,
        /// Who writes it.
        "owner" owner: Many<Ref<'s, Seat>>,
        /// Who reads it.
        "to" to: Many<Ref<'s, Seat>>,
        /// How often.
        "every" every: Spanned<Calendar>,
        /// Whether both sides write it together.
        "joint" joint: Spanned<bool>,
    }

    /// The front door: where requests come in.
    pub struct Intake<'s> {
        /// The name people use for it.
        "title" title: Text<'s>,
        /// Who owns it.
        "owner" owner: Many<Ref<'s, Seat>>,
        /// Whose requests, or requests for what.
        "for" for_: Many<Ref<'s, Object>>,
        /// When it is open.
        "hours" hours: Hours<'s>,
        /// How requests come in.
        "via" via: Many<Text<'s>>,
        /// The workstreams that it passes requests to.
        "routes" routes: Many<Ref<'s, Workstream>>,
    }
}
