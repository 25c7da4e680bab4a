//! How rules tell of one person behind several names, and of others who come when that one has left.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::words;
use crate::model::{ActorId, Engagement, Link};

/// Who is there on a day behind some names, at most one person, and who comes later.
pub(super) struct Turns<'e, 'd> {
    engagement: &'e Engagement<'d>,
    person: Option<ActorId>,
    day: Date,
    /// Whether there is never more than one of them.
    one_by_one: bool,
}

impl<'e, 'd> Turns<'e, 'd> {
    pub(super) fn of(
        engagement: &'e Engagement<'d>,
        person: Option<ActorId>,
        named: impl IntoIterator<Item = ActorId>,
        day: Date,
    ) -> Self {
        let mut turns = Turns {
            engagement,
            person,
            day,
            one_by_one: false,
        };
        let named = named.into_iter();
        let mut people: BTreeSet<ActorId> = named.flat_map(|own| turns.later(own)).collect();
        people.extend(person);
        turns.one_by_one = people.len() > 1 && !engagement.are_there_at_once(&people);
        turns
    }

    /// "only `ana`", or "only one person at a time"; "nobody" where nobody is there.
    pub(super) fn who(&self) -> String {
        match self.person {
            Some(_) if self.one_by_one => "only one person at a time".to_owned(),
            Some(person) => format!("only `{}`", self.engagement.actor(person).name),
            None => "nobody".to_owned(),
        }
    }

    /// Who is behind a name, and when; nothing where the name says it.
    pub(super) fn behind(&self, link: &Link<'_, ActorId>) -> Option<String> {
        let engagement = self.engagement;
        let (actor, name) = (link.to?, link.name);
        let (from, until) = engagement.days_of(actor);
        if engagement.actor(actor).is_person() {
            return match (from, until) {
                (Some(from), _) if from > self.day => {
                    Some(format!("`{name}` comes on {}", in_words(from)))
                }
                (_, Some(until)) if until < self.day => {
                    Some(format!("`{name}` was there until {}", in_words(until)))
                }
                (_, Some(until)) if self.one_by_one => {
                    Some(format!("`{name}` is there until {}", in_words(until)))
                }
                _ => None,
            };
        }
        let is_there = |own: &ActorId| engagement.acting(actor).contains(own);
        let later = self.later(actor);
        Some(match self.person.filter(is_there) {
            Some(person) => format!("`{name}` is {}", self.alone(person, &later)),
            None => format!("there is nobody in `{name}`{}", self.before(&later)),
        })
    }

    /// "`ana` alone", "`ana` alone until `ben` comes on 1 July 2027", "`ana` until 30 June 2027,
    /// then `ben`".
    fn alone(&self, person: ActorId, later: &[ActorId]) -> String {
        let engagement = self.engagement;
        let name = engagement.actor(person).name;
        match engagement.days_of(person).1 {
            Some(until) if self.one_by_one && !later.is_empty() => {
                let later = words::list(later.iter().map(|own| engagement.actor(*own).name));
                format!("`{name}` until {}, then {later}", in_words(until))
            }
            _ => format!("`{name}` alone{}", self.before(later)),
        }
    }

    /// " until `ben` comes on 1 July 2027".
    fn before(&self, later: &[ActorId]) -> String {
        let next = later.first();
        let comes = next.and_then(|next| Some((*next, self.engagement.days_of(*next).0?)));
        comes.map_or_else(String::new, |(next, from)| {
            let name = self.engagement.actor(next).name;
            format!(" until `{name}` comes on {}", in_words(from))
        })
    }

    /// Those behind a name who come after the day and before the engagement ends, the first first.
    fn later(&self, actor: ActorId) -> Vec<ActorId> {
        let engagement = self.engagement;
        let people = engagement.acting(actor).iter();
        let mut coming: Vec<(Date, ActorId)> = people
            .filter_map(|own| Some((engagement.days_of(*own).0?, *own)))
            .filter(|(from, _)| *from > self.day && engagement.end().is_none_or(|end| *from <= end))
            .collect();
        coming.sort_unstable();
        coming.into_iter().map(|(_, own)| own).collect()
    }
}

/// "1 July 2027".
pub(super) fn in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}
