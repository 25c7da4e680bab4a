//! Who took which duty: acknowledgements, and the seats that they are asked for.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use jiff::civil::Date;
use racilint_diagnostics::Span;
use racilint_parser::language;
use racilint_parser::values::Many;

use super::engagement::civil;
use super::{ActorId, ActorKind, Engagement, Letter, RowId, Seats};

/// A duty that somebody named in the file has to take.
#[derive(Debug)]
pub struct Duty<'e> {
    /// Who.
    pub actor: ActorId,
    /// The place that names them.
    pub span: Span,
    /// What they do: "answers for".
    does: &'static str,
    /// For what: `triage`.
    what: &'e str,
    of: Of,
}

/// What a duty is of, and so under which names it can be acknowledged.
#[derive(Clone, Debug)]
enum Of {
    Row(RowId),
    /// Something else, and the rows that it belongs to.
    Other(Rc<str>, Rc<[RowId]>),
}

impl Duty<'_> {
    /// What it is, in words: "answers for `triage`".
    pub fn words(&self) -> String {
        format!("{} `{}`", self.does, self.what)
    }
}

/// The kind and the name of an object: `workstream` and `triage`.
type Object<'d> = (&'d str, &'d str);

/// All acknowledgements of a file, by what they are of.
#[derive(Debug, Default)]
pub struct Acknowledged<'d> {
    /// Sorted by object.
    all: Vec<(Object<'d>, Taken)>,
    /// For each row where those of it stand: every duty of a row asks for all that the row is a
    /// part of.
    rows: Vec<Range<usize>>,
    /// Where those of all that the file is about stand.
    everything: Range<usize>,
    /// One of them could not be read: it may be of anything.
    pub uncertain: bool,
}

/// Who took it, and when.
#[derive(Clone, Copy, Debug)]
struct Taken {
    actor: ActorId,
    on: Option<Date>,
}

impl Acknowledged<'_> {
    /// Where those of an object stand.
    fn place(&self, object: Object<'_>) -> Range<usize> {
        let from = self.all.partition_point(|(own, _)| *own < object);
        let rest = &self.all[from..];
        let count = rest.iter().take_while(|(own, _)| *own == object).count();
        from..from + count
    }

    fn at(&self, place: Range<usize>) -> impl Iterator<Item = &Taken> {
        self.all[place].iter().map(|(_, taken)| taken)
    }

    fn of(&self, object: Object<'_>) -> impl Iterator<Item = &Taken> {
        self.at(self.place(object))
    }
}

/// An object as a waiver would write it, by kind and name.
fn by_kind(object: &str) -> Object<'_> {
    object.split_once('.').unwrap_or(("", object))
}

impl<'d> Engagement<'d> {
    /// Of everything that somebody does, answers for, commands, approves or keeps what is wanted:
    /// there are many, and mostly none is.
    pub fn duties_where<'e>(&'e self, is_wanted: impl Fn(&Duty<'e>) -> bool) -> Vec<Duty<'e>> {
        let mut duties = Wanted {
            found: Vec::new(),
            is_wanted,
        };
        self.duties_of_rows(&mut duties);
        for command in &self.commands {
            let covered = command.covers.iter().flatten();
            let rows = covered.filter_map(|link| link.to).collect();
            let of = Of::Other(command.object().into(), rows);
            duties.take(&command.commander, "commands", command.name, &of);
        }
        for grant in self
            .grants
            .iter()
            .filter(|grant| !grant.approvers.links.is_empty())
        {
            let on = grant.on.iter().flatten();
            let rows = on.filter_map(|link| link.to).collect();
            let of = Of::Other(grant.object().into(), rows);
            let action = grant.actions.first().map_or("", |action| action.name);
            duties.take(&grant.approvers, "approves", action, &of);
        }
        for evidence in &self.evidence {
            let rows = evidence.rows.iter().filter_map(|link| link.to).collect();
            let of = Of::Other(evidence.object().into(), rows);
            duties.take(&evidence.owner, "keeps", evidence.name, &of);
        }
        duties.found
    }

    fn duties_of_rows<'e, F: Fn(&Duty<'e>) -> bool>(&'e self, duties: &mut Wanted<'e, F>) {
        for (id, row) in self.leaves() {
            if self.is_over(id) {
                continue;
            }
            for (letter, does) in [
                (Letter::Accountable, "answers for"),
                (Letter::Responsible, "does the work of"),
            ] {
                duties.take(row.seats(letter), does, &row.name, &Of::Row(id));
            }
        }
    }

    /// What was acknowledged, and by whom.
    pub fn acknowledged(&self) -> Acknowledged<'d> {
        let mut all = Acknowledged::default();
        for table in &self.document.tables.acknowledgements {
            self.take_acknowledgement(&mut all, table);
        }
        all.all.sort_by_key(|(object, _)| *object);
        let rows = self.rows().map(|(_, row)| ("workstream", &*row.name));
        all.rows = rows.map(|object| all.place(object)).collect();
        all.everything = all.place(by_kind("engagement"));
        all
    }

    fn take_acknowledgement(
        &self,
        all: &mut Acknowledged<'d>,
        table: &'d language::Acknowledgement<'d>,
    ) {
        let who = self.named_in(&table.who, &table.unread, "who");
        all.uncertain |= who.uncertain() || table.unread.could_hold("of");
        // What is to be signed later is not taken yet.
        if table.on.is_some() && !self.has_come(table.on) {
            return;
        }
        let on = table.on.and_then(|on| civil(on.value));
        for named in Many::of(&table.of) {
            let taken = || who.actors().map(|actor| Taken { actor, on });
            let is_something = self.each_object(&named.name, |object| {
                all.all.extend(taken().map(|taken| (object, taken)));
            });
            all.uncertain |= !is_something;
        }
    }

    /// Shows what a name in an acknowledgement can mean; whether it means anything.
    fn each_object<'n>(&self, name: &'n str, mut show: impl FnMut(Object<'n>)) -> bool {
        let (said, plain) = by_kind(name);
        let kinds = self.names.object(name);
        for kind in kinds {
            show((kind, if said == *kind { plain } else { name }));
        }
        // What has no id of its own goes by its form: `area.patching`, `grant.soc/block-traffic`.
        let kind = name.split_once('.').map_or(name, |(kind, _)| kind);
        let by_form =
            matches!(kind, "engagement" | "area" | "duty" | "grant") || name.contains(':');
        if kinds.is_empty() && by_form {
            show((said, plain));
        }
        !kinds.is_empty() || by_form
    }

    /// Whether somebody took a duty: whoever is named, or people who answer for them, and not only
    /// a predecessor. Whoever took on a workstream took what belongs to it: slices, children, its
    /// command, its approvals, its evidence. Whoever took on the engagement took everything.
    pub fn is_acknowledged(&self, duty: &Duty<'_>, all: &Acknowledged<'_>) -> bool {
        let people = self.still_answering(duty.actor);
        let is_taken = |by: &Taken| {
            let same = by.actor == duty.actor;
            let theirs = same || !people.is_disjoint(self.answering(by.actor));
            theirs && !self.is_by_a_predecessor(&people, by)
        };
        let with_row = |row: RowId| {
            let mut lineage = self.lineage(row).iter();
            lineage.any(|own| all.at(all.rows[own.index()].clone()).any(is_taken))
        };
        let of_area = |row: RowId| {
            let mut areas = self.row(row).areas.iter();
            areas.any(|(area, _)| all.of(("area", &area.id.name)).any(is_taken))
        };
        let of_it = match &duty.of {
            Of::Row(row) => with_row(*row) || of_area(*row),
            Of::Other(object, rows) => {
                let mut rows = rows.iter();
                all.of(by_kind(object)).any(is_taken) || rows.any(|row| with_row(*row))
            }
        };
        of_it || all.at(all.everything.clone()).any(is_taken)
    }

    /// The people who answer for an actor without those who have left, if anybody is left then.
    fn still_answering(&self, actor: ActorId) -> Cow<'_, BTreeSet<ActorId>> {
        let people = self.answering(actor);
        let is_there = |person: &&ActorId| !self.has_left(**person);
        match people.iter().filter(is_there).count() {
            there if there == 0 || there == people.len() => Cow::Borrowed(people),
            _ => Cow::Owned(people.iter().filter(is_there).copied().collect()),
        }
    }

    /// Whether everybody who holds the duty now came after somebody else took it, and after the
    /// engagement began: those who start with it may have signed before, and so may everybody in
    /// their own name. Nobody takes it anew before their first day.
    fn is_by_a_predecessor(&self, people: &BTreeSet<ActorId>, taken: &Taken) -> bool {
        let Some(on) = taken.on else {
            return false;
        };
        let starts = self.head().and_then(|head| head.starts);
        let starts = starts.and_then(|starts| civil(starts.value));
        let came_later = |person: &ActorId| match self.actor(*person).kind {
            ActorKind::Person(table) => {
                let from = table.from.and_then(|from| civil(from.value));
                from.is_some_and(|from| {
                    from > on && from <= self.today && starts.is_none_or(|starts| from > starts)
                })
            }
            _ => false,
        };
        !people.is_empty() && !people.contains(&taken.actor) && people.iter().all(came_later)
    }
}

/// Duties as they are found, and which of them are kept.
struct Wanted<'e, F> {
    found: Vec<Duty<'e>>,
    is_wanted: F,
}

impl<'e, F: Fn(&Duty<'e>) -> bool> Wanted<'e, F> {
    fn take(&mut self, seats: &Seats<'_>, does: &'static str, what: &'e str, of: &Of) {
        let each = seats.placed().map(|(actor, span)| Duty {
            actor,
            span,
            does,
            what,
            of: of.clone(),
        });
        self.found.extend(each.filter(&self.is_wanted));
    }
}

#[cfg(test)]
mod tests;
