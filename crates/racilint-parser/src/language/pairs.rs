//! The catalogue of duties that do not belong in the same hands: by pair, what makes each side.

use crate::decode::{Map, Spanned, choices, tables};
use crate::values::{Many, Text};

use super::work::Activity;

choices! {
    /// Where the two sides of a pair meet.
    pub enum Meeting {
        /// On the same system.
        System = "system",
        /// In the same workstream, its slices included, or among the children of one.
        Work = "work",
    }

    /// Who must not hold both sides.
    pub enum Within {
        /// The same people.
        People = "people",
        /// The same party, unless that is the client.
        Party = "party",
    }

    /// When two sides are in the same hands.
    pub enum Apart {
        /// As soon as nobody on the second side is free of the first.
        Free = "free",
        /// Only when both sides are the same people: a lead may agree to what the team does.
        Other = "other",
    }

    /// The seat that makes somebody part of a side.
    pub enum SideSeat {
        /// Whoever does the work of a workstream.
        Responsible = "responsible",
        /// Whoever holds the highest rights on a system.
        TopAdmin = "top-admin",
        /// Whoever a grant lets act.
        Holder = "holder",
    }
}

tables! {
    /// A catalogue of pairs.
    pub struct PairFile<'s> {
        /// The pairs; where several are met at one place, the first is reported.
        "pair" pair: Map<'s, PairEntry<'s>>,
    }

    /// Two duties that do not belong in the same hands.
    pub struct PairEntry<'s> {
        /// Both duties, in words that begin a sentence; `{}` stands for the system or workstream.
        @required "title" title: Text<'s>,
        /// Where they meet.
        @required "meets-on" meets_on: Spanned<Meeting>,
        /// Who must not hold both; people when absent.
        "within" within: Spanned<Within>,
        /// When they are in the same hands; `free` when absent.
        "apart" apart: Spanned<Apart>,
        /// Those who do.
        @required "first" first: SideEntry<'s>,
        /// Those who check or agree.
        @required "second" second: SideEntry<'s>,
        /// What to do about it.
        @required "help" help: Text<'s>,
    }

    /// What makes somebody part of a side.
    pub struct SideEntry<'s> {
        /// What somebody on this side does, for a label.
        @required "does" does: Text<'s>,
        /// The seat.
        @required "seat" seat: Spanned<SideSeat>,
        /// The areas of the workstreams that count. On the first side one of them is enough; on the
        /// second a workstream counts that has no other.
        "area" area: Many<Text<'s>>,
        /// The kinds of work that count, in the same way.
        "activity" activity: Many<Spanned<Activity>>,
        /// Of these actions the work takes one.
        "needs" needs: Many<Text<'s>>,
        /// The actions that a grant gives.
        "action" action: Many<Text<'s>>,
    }
}
