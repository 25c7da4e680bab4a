//! Parties, people, teams and roles: whoever can hold a letter.

use crate::decode::{Spanned, Whole, choices, tables};
use crate::values::{
    Actor, Date, Hours, Many, Party as PartyKindRef, Person as PersonRef, Ref, Seat, Text, Timezone,
};

choices! {
    /// What a party is to the engagement.
    pub enum PartyKind {
        /// Whose IT it is.
        Client = "client",
        /// Who provides the service.
        Provider = "provider",
        /// Who sells a product or a service to one of them.
        Vendor = "vendor",
        /// Who works for the provider.
        Subcontractor = "subcontractor",
        /// Who supervises the client.
        Regulator = "regulator",
        /// Who insures it.
        Insurer = "insurer",
        /// Who audits it.
        Auditor = "auditor",
    }
}

tables! {
    /// A company or authority that takes part.
    pub struct Party<'s> {
        /// Its full name.
        "name" name: Text<'s>,
        /// What it is to the engagement; client and provider follow from `[engagement]`.
        "kind" kind: Spanned<PartyKind>,
        /// The party that has the contract with it.
        "contracted-by" contracted_by: Many<Ref<'s, PartyKindRef>>,
        /// The zone of its hours and dates.
        "timezone" timezone: Timezone<'s>,
        /// When its people work, unless they say otherwise.
        "hours" hours: Hours<'s>,
        /// Days on which it is closed.
        "holidays" holidays: Many<Spanned<Date>>,
        /// How it is reached, such as `phone:+1-555-0100`.
        "contact" contact: Many<Text<'s>>,
    }

    /// A person.
    pub struct Person<'s> {
        /// The full name.
        "name" name: Text<'s>,
        /// The party that employs the person.
        "party" party: Many<Ref<'s, PartyKindRef>>,
        /// How the person is reached, such as `phone:+1-555-0100`.
        "contact" contact: Many<Text<'s>>,
        /// The zone of the person's hours and dates.
        "timezone" timezone: Timezone<'s>,
        /// When the person works; the party's hours when absent.
        "hours" hours: Hours<'s>,
        /// When the person is away, and who stands in.
        "away" away: Many<Away<'s>>,
        /// Hours a week that the person has for this engagement.
        "capacity" capacity: Spanned<Whole<0, 168>>,
        /// What the person knows how to do.
        "skills" skills: Many<Text<'s>>,
        /// The first day.
        "from" from: Spanned<Date>,
        /// The last day.
        "until" until: Spanned<Date>,
        /// The party or team that the person is lent to.
        "seconded-to" seconded_to: Many<Ref<'s, Actor>>,
    }

    /// A stretch of days on which a person is away.
    pub struct Away<'s> {
        /// The first day away.
        @required "from" from: Spanned<Date>,
        /// The last day away.
        @required "to" to: Spanned<Date>,
        /// Who stands in meanwhile.
        "covered-by" covered_by: Many<Ref<'s, PersonRef>>,
    }

    /// A group of people of one party.
    pub struct Team<'s> {
        /// The name people use for it.
        "name" name: Text<'s>,
        /// The party it belongs to.
        "party" party: Many<Ref<'s, PartyKindRef>>,
        /// Who is in it.
        "members" members: Many<Ref<'s, Seat>>,
        /// The one person who answers for it.
        "lead" lead: Many<Ref<'s, Seat>>,
        /// The zone of its hours.
        "timezone" timezone: Timezone<'s>,
        /// When somebody of the team is there.
        "hours" hours: Hours<'s>,
        /// Who is there when, exactly.
        "shifts" shifts: Many<Shift<'s>>,
        /// How the team is reached, such as `phone:+1-555-0100`.
        "contact" contact: Many<Text<'s>>,
    }

    /// Hours for which a team names who is there.
    pub struct Shift<'s> {
        /// Who is there.
        @required "who" who: Many<Ref<'s, Seat>>,
        /// When.
        @required "hours" hours: Hours<'s>,
    }

    /// A seat that people take: the contract names the role, the roster who holds it.
    pub struct Role<'s> {
        /// The name people use for it.
        "name" name: Text<'s>,
        /// The party it belongs to.
        "party" party: Many<Ref<'s, PartyKindRef>>,
        /// Who holds it.
        "held-by" held_by: Many<Ref<'s, Seat>>,
        /// Who acts in it when the holder is not there.
        "deputy" deputy: Many<Ref<'s, Seat>>,
    }
}
