//! What a reference means, or why it means nothing.
//!
//! The rest of the model only asks whether a name resolves; here it is found out what is wrong
//! with one that does not, and what may have been meant.

use std::collections::BTreeSet;

use racilint_diagnostics::Span;
use racilint_parser::is_house;
use racilint_parser::values::{Many, Mention, Target};

use super::{ActorId, Engagement};
use crate::catalogue::Catalogue;

/// What came of looking a name up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// It names what it must.
    Found,
    /// Nothing bears that name.
    Nothing,
    /// The profile before the colon does not exist.
    NoProfile,
    /// Something else bears that name.
    WrongKind {
        /// The kind of that, as its table is called.
        is: &'static str,
        /// Where it is declared, if that is known.
        declared: Option<Span>,
    },
    /// Several things bear that name; their kinds.
    Ambiguous(BTreeSet<&'static str>),
}

/// The area that an exclusion names, which may say that it is one: `area.patching`.
pub fn plain_area(name: &str) -> &str {
    name.strip_prefix("area.").unwrap_or(name)
}

impl<'d> Engagement<'d> {
    /// The references of the document that do not name what they must, with what came of looking
    /// each of them up; in the order of the file.
    pub fn misnamed(&self) -> impl Iterator<Item = (Mention<'d>, Lookup)> {
        let mentions = self.document.mentions().zip(self.mentioned());
        let unclear = mentions.filter(|(mention, actor)| !self.names_an_actor(mention, **actor));
        let looked_up = unclear.map(|(mention, _)| {
            let lookup = self.look_up(&mention);
            (mention, lookup)
        });
        looked_up.filter(|(_, lookup)| *lookup != Lookup::Found)
    }

    /// Whether a reference names an actor, any will do, and it names that plainly: so do most.
    fn names_an_actor(&self, mention: &Mention<'_>, actor: Option<ActorId>) -> bool {
        let any_will_do = matches!(mention.target, Target::Actor | Target::Seat);
        // A name with a point says a kind, and that may be the wrong one.
        let is_its_name = |actor: ActorId| *self.actor(actor).name == *mention.name;
        any_will_do && actor.is_some_and(is_its_name) && !mention.name.contains('.')
    }

    /// Looks up what a reference names.
    pub fn look_up(&self, mention: &Mention<'_>) -> Lookup {
        let name = mention.name;
        let names = &self.names;
        match mention.target {
            Target::Actor | Target::Seat | Target::Person | Target::Party => {
                self.look_up_actor(mention.target, name)
            }
            Target::Workstream | Target::Leaf => self.look_up_row(mention),
            Target::Place => self.look_up_place(name),
            Target::Object => self.look_up_object(name),
            Target::Duty => look_up_duty(name, self.catalogue()),
            Target::OwnDuty if self.own_duties(mention).any(|duty| duty == name) => Lookup::Found,
            Target::OwnDuty => Lookup::Nothing,
            Target::Area if is_of_exclusion(mention) && names.row(name).is_some() => Lookup::Found,
            Target::Area if is_of_exclusion(mention) => {
                self.found(self.catalogue().area(plain_area(name)).is_some(), name)
            }
            Target::Area => self.found(self.catalogue().area(name).is_some(), name),
            Target::Action => self.found(self.catalogue().action(name).is_some(), name),
            // A file that cannot be read was told of when it was looked for.
            Target::Profile if is_house(name) => Lookup::Found,
            Target::Profile => {
                self.found(self.catalogue().profile_ids().any(|id| id == name), name)
            }
            Target::System => self.found(names.system(name).is_some(), name),
            Target::Escalation => self.found(names.escalation(name).is_some(), name),
            Target::Command => self.found(names.command(name).is_some(), name),
            Target::Document => Lookup::Found,
        }
    }

    /// Found, or else whatever of another kind bears that name.
    fn found(&self, found: bool, name: &str) -> Lookup {
        if found {
            return Lookup::Found;
        }
        match self.names.object(name) {
            [] => Lookup::Nothing,
            [is, ..] => Lookup::WrongKind {
                is,
                declared: self.declared(name),
            },
        }
    }

    fn declared(&self, name: &str) -> Option<Span> {
        let actor = self.names.actor(name).map(|id| self.actor(id).span);
        actor.or_else(|| self.names.row(name).map(|id| self.row(id).span))
    }

    fn look_up_actor(&self, target: Target, name: &str) -> Lookup {
        let Some(id) = self.names.actor(name) else {
            return self.found(false, name);
        };
        let actor = self.actor(id);
        let said = name.split_once('.').map(|(kind, _)| kind);
        let right = match target {
            Target::Person => actor.is_person(),
            Target::Party => actor.is_party(),
            _ => true,
        };
        if right && said.is_none_or(|kind| kind == actor.kind.word()) {
            return Lookup::Found;
        }
        Lookup::WrongKind {
            is: actor.kind.word(),
            declared: Some(actor.span),
        }
    }

    /// Wherever a workstream is named, so can be a slice of one; only a parent is a whole.
    fn look_up_row(&self, mention: &Mention<'_>) -> Lookup {
        match self.names.row(mention.name) {
            Some(row) if mention.key == "parent" && self.row(row).slice.is_some() => {
                Lookup::WrongKind {
                    is: "slice",
                    declared: Some(self.row(row).span),
                }
            }
            found => self.found(found.is_some(), mention.name),
        }
    }

    fn look_up_place(&self, name: &str) -> Lookup {
        match (self.names.row(name), self.names.actor(name)) {
            (Some(_), Some(actor)) => {
                Lookup::Ambiguous(["workstream", self.actor(actor).kind.word()].into())
            }
            (None, None) => self.found(false, name),
            _ => Lookup::Found,
        }
    }

    /// Whether a name is that of something a finding can be about.
    pub fn knows_object(&self, name: &str) -> bool {
        !matches!(self.look_up_object(name), Lookup::Nothing)
    }

    fn look_up_object(&self, name: &str) -> Lookup {
        let kinds = self.names.object(name);
        let is_actor = |kind: &&str| matches!(*kind, "party" | "person" | "team" | "role");
        match kinds {
            [_] => Lookup::Found,
            // Two of these with one id are two findings already, of another rule.
            [_, ..] if kinds.iter().all(is_actor) => Lookup::Found,
            _ if name == "engagement"
                || is_object_by_form(name, self.catalogue())
                || self.says_object(name) =>
            {
                Lookup::Found
            }
            [] => Lookup::Nothing,
            _ => Lookup::Ambiguous(kinds.iter().copied().collect()),
        }
    }

    /// The duties of the profile file that a reference stands in.
    fn own_duties(&self, mention: &Mention<'_>) -> impl Iterator<Item = &'d str> {
        let file = mention.span.file;
        let houses = self.document.houses.iter();
        houses
            .filter(move |house| house.file == file)
            .flat_map(|house| &house.table.duty)
            .flat_map(|map| &map.items)
            .map(|duty| &*duty.id.name)
    }

    /// The names that a reference could have meant, as it would have to write them. A name that
    /// begins with a kind, or with a profile, is compared behind that.
    pub fn candidates(&self, mention: &Mention<'_>) -> Vec<String> {
        let names = &self.names;
        let owned = |name: &str| name.to_owned();
        let actors = |kind: Option<&str>| -> Vec<String> {
            let of_kind = self
                .actors()
                .filter(|(_, actor)| kind.is_none_or(|kind| actor.kind.word() == kind));
            of_kind.map(|(_, actor)| actor.name.to_owned()).collect()
        };
        match mention.target {
            Target::Actor | Target::Seat => actors(None),
            Target::Person => actors(Some("person")),
            Target::Party => actors(Some("party")),
            Target::Workstream | Target::Leaf => names.row_names().map(owned).collect(),
            Target::Place => names
                .row_names()
                .chain(names.actor_names())
                .map(owned)
                .collect(),
            Target::Object => self.object_candidates(mention.name),
            Target::Area => self
                .catalogue()
                .areas()
                .map(|a| owned(&a.id.name))
                .collect(),
            Target::Action => self
                .catalogue()
                .actions()
                .map(|a| owned(&a.id.name))
                .collect(),
            Target::Profile => self.catalogue().profile_ids().map(owned).collect(),
            Target::Duty => self.duty_candidates(mention.name),
            Target::OwnDuty => self.own_duties(mention).map(owned).collect(),
            Target::System => names.others("system").map(owned).collect(),
            Target::Escalation => names.others("escalation").map(owned).collect(),
            Target::Command => names.others("command").map(owned).collect(),
            Target::Document => Vec::new(),
        }
    }

    fn object_candidates(&self, name: &str) -> Vec<String> {
        match name.split_once('.') {
            Some(("area", _)) => {
                let areas = self.catalogue().areas();
                areas.map(|area| format!("area.{}", area.id.name)).collect()
            }
            Some(("duty", duty)) => {
                let duties = self.duty_candidates(duty).into_iter();
                duties.map(|duty| format!("duty.{duty}")).collect()
            }
            Some((kind, _)) => {
                let of_kind = |id: &&str| self.names.object(id).contains(&kind);
                let ids = self.names.object_names().filter(of_kind);
                let ids = ids.map(|id| format!("{kind}.{id}"));
                let is_of = |own: &String| own.split_once('.').is_some_and(|own| own.0 == kind);
                ids.chain(self.objects_by_words().filter(is_of)).collect()
            }
            None => self.names.object_names().map(str::to_owned).collect(),
        }
    }

    /// The duties of the profile that is named, or of one that is active; the same duty of another
    /// profile where the profile does not exist.
    fn duty_candidates(&self, name: &str) -> Vec<String> {
        let (profile, _) = name.split_once(':').unwrap_or(("", name));
        let active = self.profiles();
        let named = self.catalogue().profile_ids().filter(|id| match profile {
            "" => active.iter().any(|(own, _)| own == id),
            known if self.catalogue().profile(known).is_some() => *id == known,
            _ => true,
        });
        let mut duties = Vec::new();
        for profile in named.filter_map(|id| Some((id, self.catalogue().profile(id)?))) {
            for duty in &profile.1.duties {
                duties.push(format!("{}:{}", profile.0, duty.id.name));
                let clauses = Many::of(&duty.body.refs).iter();
                duties.extend(clauses.map(|clause| format!("{}:{}", profile.0, clause.value)));
            }
        }
        duties
    }
}

/// Whether a reference stands in an exclusion, which may leave out a workstream as well.
pub fn is_of_exclusion(mention: &Mention<'_>) -> bool {
    mention.object.starts_with("exclusion.")
}

fn look_up_duty(name: &str, catalogue: &Catalogue<'_>) -> Lookup {
    match name.split_once(':') {
        _ if catalogue.duty(name).is_some() => Lookup::Found,
        Some((profile, _)) if catalogue.profile(profile).is_none() => Lookup::NoProfile,
        _ => Lookup::Nothing,
    }
}

/// Whether a name is that of an object without an id of its own: an area, a duty, a row such as
/// `grant.soc/isolate-endpoint` or `grant.3`.
fn is_object_by_form(name: &str, catalogue: &Catalogue<'_>) -> bool {
    const ROWS: [&str; 6] = [
        "acknowledgement",
        "grant",
        "handoff",
        "notice",
        "statement",
        "waiver",
    ];
    match name.split_once('.') {
        Some(("area", area)) => catalogue.area(area).is_some(),
        Some(("duty", duty)) => catalogue.duty(duty).is_some(),
        Some((kind, said)) if ROWS.contains(&kind) => {
            let is_number = said.bytes().all(|byte| byte.is_ascii_digit());
            let is_word = said
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
            is_number || !is_word
        }
        _ => catalogue.duty(name).is_some(),
    }
}

#[cfg(test)]
mod tests;
