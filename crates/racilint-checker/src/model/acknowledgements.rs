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

/// All acknowledgements of a file, by what they are of.
#[derive(Debug, Default)]
pub struct Acknowledged {
    /// Of each row, for each row: every duty of a row asks for all that the row is a part of.
    rows: Vec<Vec<Taken>>,
    /// By the id of the area.
    areas: BTreeMap<String, Vec<Taken>>,
    /// Of all that the file is about.
    everything: Vec<Taken>,
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

impl Acknowledged {
    /// Those whose object is of one kind, by the name behind that.
    fn of_kind(&self, kind: &str) -> BTreeMap<String, Vec<Taken>> {
        let all = self.by_object.iter();
        let of_kind = all.filter_map(|(object, taken)| {
            let name = object.strip_prefix(kind)?.strip_prefix('.')?;
            Some((name.to_owned(), taken.clone()))
        });
        of_kind.collect()
    }
}

impl<'d> Engagement<'d> {
    /// Everything that somebody does, answers for, commands, approves or keeps.
    pub fn duties(&self) -> Vec<Duty<'_>> {
        let mut duties = Vec::new();
        self.duties_of_rows(&mut duties);
        for command in &self.commands {
            let covered = command.covers.iter().flatten();
            let rows = covered.filter_map(|link| link.to).collect();
            let of = Of::Other(command.object().into(), rows);
            take(
                &mut duties,
                &command.commander,
                "commands",
                command.name,
                &of,
            );
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
            take(&mut duties, &grant.approvers, "approves", action, &of);
        }
        for evidence in &self.evidence {
            let rows = evidence.rows.iter().filter_map(|link| link.to).collect();
            let of = Of::Other(evidence.object().into(), rows);
            take(&mut duties, &evidence.owner, "keeps", evidence.name, &of);
        }
        duties
    }

    fn duties_of_rows<'e>(&'e self, duties: &mut Vec<Duty<'e>>) {
        for (id, row) in self.leaves() {
            let until = row.slice.and_then(|slice| slice.until);
            let until = until.or(row.workstream.until);
            let last = until.and_then(|until| civil(until.value));
            if last.is_some_and(|last| last < self.today) {
                continue;
            }
            for (letter, does) in [
                (Letter::Accountable, "answers for"),
                (Letter::Responsible, "does the work of"),
            ] {
                take(duties, row.seats(letter), does, &row.name, &Of::Row(id));
            }
        }
    }

    /// What was acknowledged, and by whom.
    pub fn acknowledged(&self) -> Acknowledged {
        let mut all = Acknowledged::default();
        for table in &self.document.tables.acknowledgements {
            self.take_acknowledgement(&mut all, table);
        }
        let rows = all.of_kind("workstream");
        let of_row = |name: &str| rows.get(name).cloned().unwrap_or_default();
        all.rows = self.rows().map(|(_, row)| of_row(&row.name)).collect();
        all.areas = all.of_kind("area");
        let everything = all.by_object.get("engagement");
        all.everything = everything.cloned().unwrap_or_default();
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
    /// a predecessor. Whoever took on a workstream took what belongs to it: slices, children, its
    /// command, its approvals, its evidence. Whoever took on the engagement took everything.
    pub fn is_acknowledged(&self, duty: &Duty<'_>, all: &Acknowledged) -> bool {
        let people = self.answering(duty.actor);
        let is_taken = |by: &Taken| {
            let same = by.actor == duty.actor;
            let theirs = same || !people.is_disjoint(self.answering(by.actor));
            theirs && !self.is_by_a_predecessor(people, by)
        };
        let with_row = |row: RowId| {
            let mut lineage = self.lineage(row).iter();
            lineage.any(|own| all.rows[own.index()].iter().any(is_taken))
        };
        let of_it = match &duty.of {
            Of::Row(row) => with_row(*row) || self.is_area_taken(*row, all, is_taken),
            Of::Other(object, rows) => {
                let own = all.by_object.get(&**object).into_iter().flatten();
                own.into_iter().any(is_taken) || rows.iter().any(|row| with_row(*row))
            }
        };
        of_it || all.everything.iter().any(is_taken)
    }

    fn is_area_taken(
        &self,
        row: RowId,
        all: &Acknowledged,
        is_taken: impl Fn(&Taken) -> bool,
    ) -> bool {
        let areas = self.row(row).areas.iter();
        let mut taken = areas.filter_map(|(area, _)| all.areas.get(&*area.id.name));
        taken.any(|taken| taken.iter().any(&is_taken))
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

fn take<'e>(
    duties: &mut Vec<Duty<'e>>,
    seats: &Seats<'_>,
    does: &'static str,
    what: &'e str,
    of: &Of,
) {
    duties.extend(seats.placed().map(|(actor, span)| Duty {
        actor,
        span,
        does,
        what,
        of: of.clone(),
    }));
}
