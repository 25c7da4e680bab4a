//! Who took which duty: acknowledgements, and the seats that they are asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jiff::civil::Date;
use racilint_diagnostics::Span;
use racilint_parser::language;
use racilint_parser::values::Many;

use super::engagement::civil;
use super::{ActorId, ActorKind, Engagement, Letter, RowId, Seats};

/// A duty that somebody named in the file has to take.
#[derive(Debug)]
pub struct Duty {
    /// Who.
    pub actor: ActorId,
    /// The place that names them.
    pub span: Span,
    /// What of: "answers for `triage`".
    pub words: Rc<str>,
    /// Every name under which it can be acknowledged, as a waiver would write it.
    names: Rc<[String]>,
}

/// All acknowledgements of a file, by what they are of.
#[derive(Debug, Default)]
pub struct Acknowledged {
    by_object: BTreeMap<String, Vec<Taken>>,
    /// One of them could not be read: it may be of anything.
    pub uncertain: bool,
}

/// Who took it, and when.
#[derive(Clone, Debug)]
struct Taken {
    actor: ActorId,
    on: Option<Date>,
}

impl<'d> Engagement<'d> {
    /// Everything that somebody does, answers for, commands, approves or keeps.
    pub fn duties(&self) -> Vec<Duty> {
        let mut duties = Vec::new();
        self.duties_of_rows(&mut duties);
        for command in &self.commands {
            let covered = command.covers.iter().flatten();
            let rows = covered.filter_map(|link| link.to).collect();
            let names = self.with_rows(command.object(), rows);
            let words = format!("commands `{}`", command.name);
            take(&mut duties, &command.commander, words, &names.into());
        }
        for grant in &self.grants {
            let on = grant.on.iter().flatten();
            let names = self.with_rows(grant.object(), on.filter_map(|link| link.to).collect());
            let action = grant.actions.first().map_or("", |action| action.name);
            let words = format!("approves `{action}`");
            take(&mut duties, &grant.approvers, words, &names.into());
        }
        for evidence in &self.evidence {
            let rows = evidence.rows.iter().filter_map(|link| link.to).collect();
            let names = self.with_rows(evidence.object(), rows);
            let words = format!("keeps `{}`", evidence.name);
            take(&mut duties, &evidence.owner, words, &names.into());
        }
        duties
    }

    fn duties_of_rows(&self, duties: &mut Vec<Duty>) {
        for (id, row) in self.leaves() {
            let until = row.slice.and_then(|slice| slice.until);
            let until = until.or(row.workstream.until);
            let last = until.and_then(|until| civil(until.value));
            if last.is_some_and(|last| last < self.today) {
                continue;
            }
            let mut names = self.with_rows(row.object(), vec![id]);
            let areas = row.areas.iter();
            names.extend(areas.map(|(area, _)| format!("area.{}", area.id.name)));
            let names: Rc<[String]> = names.into();
            for (letter, does) in [
                (Letter::Accountable, "answers for"),
                (Letter::Responsible, "does the work of"),
            ] {
                let words = format!("{does} `{}`", row.name);
                take(duties, row.seats(letter), words, &names);
            }
        }
    }

    /// Whoever took on a workstream took what belongs to it: slices, children, its command, its
    /// approvals, its evidence. Whoever took on the engagement took everything.
    fn with_rows(&self, object: String, rows: Vec<RowId>) -> Vec<String> {
        let mut names = vec![object, "engagement".to_owned()];
        for row in rows {
            let lineage = self.lineage(row).iter().copied();
            names.extend(lineage.map(|own| self.row(own).object()));
        }
        names
    }

    /// What was acknowledged, and by whom.
    pub fn acknowledged(&self) -> Acknowledged {
        let mut all = Acknowledged::default();
        for table in &self.document.tables.acknowledgements {
            self.take_acknowledgement(&mut all, table);
        }
        all
    }

    fn take_acknowledgement(
        &self,
        all: &mut Acknowledged,
        table: &'d language::Acknowledgement<'d>,
    ) {
        let who = self.named_in(&table.who, &table.unread, "who");
        all.uncertain |= who.uncertain() || table.unread.could_hold("of");
        let on = table.on.and_then(|on| civil(on.value));
        for named in Many::of(&table.of) {
            let objects = self.objects_of(&named.name);
            all.uncertain |= objects.is_empty();
            for object in objects {
                let taken = all.by_object.entry(object).or_default();
                taken.extend(who.actors().map(|actor| Taken { actor, on }));
            }
        }
    }

    /// The full names of what a name in an acknowledgement can mean; none when it means nothing.
    fn objects_of(&self, name: &str) -> Vec<String> {
        let kinds = self.names.object(name).iter();
        let full = |kind: &&str| match name.split_once('.') {
            Some((said, _)) if said == *kind => name.to_owned(),
            _ => format!("{kind}.{name}"),
        };
        let mut objects: Vec<String> = kinds.map(full).collect();
        // What has no id of its own goes by its form: `area.patching`, `grant.soc/block-traffic`.
        let kind = name.split_once('.').map_or(name, |(kind, _)| kind);
        let by_form =
            matches!(kind, "engagement" | "area" | "duty" | "grant") || name.contains(':');
        if objects.is_empty() && by_form {
            objects.push(name.to_owned());
        }
        objects
    }

    /// Whether somebody took a duty: whoever is named, or people who answer for them, and not only
    /// a predecessor.
    pub fn is_acknowledged(&self, duty: &Duty, all: &Acknowledged) -> bool {
        let people = self.answering(duty.actor);
        let found = duty.names.iter().filter_map(|name| all.by_object.get(name));
        found.flatten().any(|taken| {
            let same = taken.actor == duty.actor;
            let theirs = !people.is_disjoint(self.answering(taken.actor));
            (same || theirs) && !self.is_by_a_predecessor(people, taken)
        })
    }

    /// Whether everybody who holds the duty now came after it was taken, and after the engagement
    /// began: those who start with it may have signed before.
    fn is_by_a_predecessor(&self, people: &BTreeSet<ActorId>, taken: &Taken) -> bool {
        let Some(on) = taken.on else {
            return false;
        };
        let starts = self.head().and_then(|head| head.starts);
        let starts = starts.and_then(|starts| civil(starts.value));
        let came_later = |person: &ActorId| match self.actor(*person).kind {
            ActorKind::Person(table) => {
                let from = table.from.and_then(|from| civil(from.value));
                from.is_some_and(|from| from > on && starts.is_none_or(|starts| from > starts))
            }
            _ => false,
        };
        !people.is_empty() && people.iter().all(came_later)
    }
}

fn take(duties: &mut Vec<Duty>, seats: &Seats<'_>, words: String, names: &Rc<[String]>) {
    let words: Rc<str> = words.into();
    duties.extend(seats.placed().map(|(actor, span)| Duty {
        actor,
        span,
        words: Rc::clone(&words),
        names: Rc::clone(names),
    }));
}
