//! The engagement: one value that answers named questions.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use racilint_diagnostics::Span;
use racilint_parser::Document;
use racilint_parser::language::{self, Activity, Criticality, Model};
use racilint_parser::values::{self, Many, Ref};

use super::authority::GrantIndex;
use super::handoffs::Shifts;
use super::party::Whose;
use super::people::People;
use super::{
    Actor, ActorId, Command, Evidence, Grant, Handoff, Link, Names, Path, Row, RowId, Sides,
    actors, authority, commands, evidence, handoffs, rows,
};
use crate::catalogue::{self, Catalogue, Profile};
use crate::graph::Graph;

/// The most rows that one may be a part of. No contract nests deeper, and without a limit the cost
/// of one that does would grow with its square.
pub const MOST_ANCESTORS: usize = 64;

/// An engagement with all names resolved.
pub struct Engagement<'d> {
    /// What was read.
    pub document: &'d Document<'d>,
    /// The day on which it is looked at.
    pub today: Date,
    /// All ids.
    pub names: Names<'d>,
    /// The responsibility graph.
    pub graph: Graph,
    /// Grants, in the order of the file.
    pub grants: Vec<Grant<'d>>,
    /// Escalation paths, in the order of the file.
    pub paths: Vec<Path<'d>>,
    /// Commands, in the order of the file.
    pub commands: Vec<Command<'d>>,
    /// Handoffs, in the order of the file.
    pub handoffs: Vec<Handoff<'d>>,
    /// Evidence, in the order of the file.
    pub evidence: Vec<Evidence<'d>>,
    pub(super) grant_index: GrantIndex<'d>,
    /// Today, or the first day of the engagement if that is later.
    start: Date,
    /// Profiles to measure against in place of those that the file names.
    profiles: Option<&'d [String]>,
    actors: Vec<Actor<'d>>,
    rows: Vec<Row<'d>>,
    /// The lineage of each row, found once.
    lineages: Vec<Box<[RowId]>>,
    pub(super) people: People,
    /// The systems on which critical work is done, once somebody has asked.
    pub(super) critical_systems: OnceCell<BTreeSet<usize>>,
    /// Both sides of the contract, once somebody has asked.
    pub(super) sides: OnceCell<Sides>,
    /// Whom each mention of the document names, once somebody has asked.
    pub(super) mentioned: OnceCell<Vec<Option<ActorId>>>,
    /// Whose grants and evidence are, once somebody has asked.
    pub(super) whose: OnceCell<Whose>,
    /// Who takes turns at what, once somebody has asked.
    pub(super) shifts: OnceCell<Shifts>,
    /// The work that is itself about command, once somebody has asked.
    commanding_work: OnceCell<Vec<RowId>>,
    /// The commands that form one, by the first of them, once somebody has asked.
    formed: OnceCell<Vec<Vec<usize>>>,
}

impl<'d> Engagement<'d> {
    /// Resolves a document, as seen on `today`, measured against `profiles` if they are given.
    /// `catalogue` is that of the document.
    pub fn of(
        document: &'d Document<'d>,
        catalogue: &'d Catalogue<'d>,
        today: Date,
        profiles: Option<&'d [String]>,
    ) -> Self {
        let names = Names::of(document, catalogue);
        let tables = &document.tables;
        let grants = authority::list(tables, &names);
        let mut engagement = Engagement {
            document,
            today,
            start: first_day_of(document, today),
            profiles,
            graph: Graph::default(),
            paths: commands::paths(tables, &names),
            commands: commands::commands(tables, &names),
            handoffs: handoffs::list(tables, &names),
            evidence: evidence::list(tables, &names),
            grant_index: GrantIndex::of(&grants),
            grants,
            actors: actors::list(tables, &names),
            rows: rows::list(tables, &names),
            lineages: Vec::new(),
            people: People::default(),
            critical_systems: OnceCell::new(),
            sides: OnceCell::new(),
            mentioned: OnceCell::new(),
            whose: OnceCell::new(),
            shifts: OnceCell::new(),
            commanding_work: OnceCell::new(),
            formed: OnceCell::new(),
            names,
        };
        let rows = 0..engagement.rows.len();
        let lineages = rows.map(|row| engagement.find_lineage(RowId::new(row)).into());
        engagement.lineages = lineages.collect();
        engagement.people.make_room_for(engagement.actors.len());
        engagement.leave_out_exclusions();
        engagement.graph = Graph::of(&engagement);
        engagement.people = People::of(&engagement);
        engagement
    }

    /// An accepted exclusion that names a workstream leaves it out; what is left out takes its
    /// slices and children with it.
    fn leave_out_exclusions(&mut self) {
        for exclusion in &self.document.tables.exclusions {
            let accepted = !Many::of(&exclusion.accepted_by).is_empty();
            if !accepted && !exclusion.unread.could_hold("accepted-by") {
                continue;
            }
            for named in Many::of(&exclusion.area) {
                if let Some(row) = self.names.row(&named.name) {
                    let row = &mut self.rows[row.index()];
                    row.left_out = true;
                    row.excluded = true;
                }
            }
        }
        let mut open: Vec<RowId> = self.rows().map(|(id, _)| id).collect();
        open.retain(|id| self.row(*id).left_out);
        while let Some(id) = open.pop() {
            let row = self.row(id);
            let parts: Vec<RowId> = row.slices.iter().chain(&row.children).copied().collect();
            for part in parts {
                let part_row = &mut self.rows[part.index()];
                if !part_row.left_out {
                    part_row.left_out = true;
                    open.push(part);
                }
            }
        }
    }

    /// The areas, actions and profiles that the engagement can name.
    pub fn catalogue(&self) -> &'d Catalogue<'d> {
        self.names.catalogue
    }

    /// `[engagement]`, if there is one.
    pub fn head(&self) -> Option<&'d language::Engagement<'d>> {
        self.document.engagement.as_ref()
    }

    /// How client and provider share the work; co-managed where nothing else is said.
    pub fn model(&self) -> Model {
        let said = self.head().and_then(|head| head.model);
        said.map_or(Model::CoManaged, |model| model.value)
    }

    /// Whether text was lost that could have held any table: that something is absent proves
    /// nothing then.
    pub fn is_damaged(&self) -> bool {
        self.document.damaged
    }

    /// Whether a profile file could not be read, or bears the id of a profile that is shipped: what is
    /// unknown may be declared there.
    pub fn has_lost_house(&self) -> bool {
        let houses = self.document.houses.iter();
        let mut heads = houses.filter_map(|house| house.table.profile.as_ref());
        let is_taken = |head: &language::ProfileHead<'_>| {
            let id = head.id.as_ref();
            id.is_some_and(|id| catalogue::is_shipped_profile(&id.value))
        };
        self.document.lost_house || heads.any(is_taken)
    }

    /// An actor.
    pub fn actor(&self, id: ActorId) -> &Actor<'d> {
        &self.actors[id.index()]
    }

    /// All actors with their ids: parties, people, teams, roles.
    pub fn actors(&self) -> impl Iterator<Item = (ActorId, &Actor<'d>)> {
        let numbered = self.actors.iter().enumerate();
        numbered.map(|(index, actor)| (ActorId::new(index), actor))
    }

    /// A row.
    pub fn row(&self, id: RowId) -> &Row<'d> {
        &self.rows[id.index()]
    }

    /// All rows with their ids, slices behind their workstream.
    pub fn rows(&self) -> impl Iterator<Item = (RowId, &Row<'d>)> {
        let numbered = self.rows.iter().enumerate();
        numbered.map(|(index, row)| (RowId::new(index), row))
    }

    /// The rows that somebody must own: no containers, no split workstreams, nothing left out.
    pub fn leaves(&self) -> impl Iterator<Item = (RowId, &Row<'d>)> {
        self.rows()
            .filter(|(_, row)| row.is_leaf() && !row.left_out)
    }

    /// The leaves without children: of a parent, its children say who owns it, and who has which
    /// part.
    pub fn childless(&self) -> impl Iterator<Item = (RowId, &Row<'d>)> {
        self.leaves().filter(|(_, row)| row.children.is_empty())
    }

    /// The row itself, the workstream it is a slice of, and all ancestors, nearest first; each
    /// once, also where the parents form a circle. Ends beyond [`MOST_ANCESTORS`] of them.
    pub fn lineage(&self, row: RowId) -> &[RowId] {
        &self.lineages[row.index()]
    }

    fn find_lineage(&self, row: RowId) -> Vec<RowId> {
        let mut lineage = vec![row];
        lineage.extend(self.row(row).whole);
        let mut next = 0;
        while next < lineage.len() && lineage.len() <= MOST_ANCESTORS + 1 {
            for parent in self
                .row(lineage[next])
                .parents
                .iter()
                .filter_map(|link| link.to)
            {
                if !lineage.contains(&parent) {
                    lineage.push(parent);
                }
            }
            next += 1;
        }
        lineage
    }

    /// How much depends on a row; inherited, and normal where nobody says.
    pub fn criticality(&self, row: RowId) -> Criticality {
        let mut lineage = self.lineage(row).iter().copied();
        lineage
            .find_map(|row| self.row(row).own_criticality())
            .unwrap_or(Criticality::Normal)
    }

    /// Whether a row is critical: by its criticality, because a command covers it by name, or
    /// because it stops threats.
    pub fn is_critical(&self, row: RowId) -> bool {
        self.is_critical_itself(row) || self.graph.cover_by_name(self.lineage(row)).is_some()
    }

    /// Whether a row is critical whoever commands its incidents.
    fn is_critical_itself(&self, row: RowId) -> bool {
        self.criticality(row) <= Criticality::High || self.row(row).has_activity(Activity::Contain)
    }

    /// The places that make a row critical or one in which incidents are handled, with what each
    /// of them says, in few words.
    pub fn why_it_matters(&self, id: RowId) -> Vec<(Span, &'static str)> {
        let (row, lineage) = (self.row(id), self.lineage(id));
        let mut reasons = Vec::new();
        let said = lineage
            .iter()
            .find_map(|own| self.row(*own).workstream.criticality)
            .filter(|said| said.value <= Criticality::High);
        reasons.extend(said.map(|said| (said.span, "it is critical")));
        let mut activities = Many::of(&row.workstream.activity).iter();
        let contains = activities.find(|activity| activity.value == Activity::Contain);
        reasons.extend(contains.map(|activity| (activity.span, "it stops threats")));
        let incident =
            |area: &catalogue::Area<'_>| area.body.incident.is_some_and(|flag| flag.value);
        let mut areas = row.areas.iter();
        let area = areas.find(|(area, _)| incident(area));
        reasons.extend(area.map(|(_, span)| (*span, "incidents are handled in this area")));
        let cover = self.graph.cover_by_name(lineage);
        reasons.extend(cover.map(|span| (span, "its incidents have a command")));
        reasons
    }

    /// The escalation path that a row names or inherits, with the place that names it.
    pub fn escalation(&self, row: RowId) -> Option<Link<'d, usize>> {
        let lineage = self.lineage(row);
        let named: &'d Ref<'d, values::Escalation> = lineage
            .iter()
            .find_map(|row| self.row(*row).own_escalation())
            .and_then(|many| many.items.first())?;
        Some(Link {
            name: &named.name,
            span: named.span,
            to: self.names.escalation(&named.name),
        })
    }

    /// Whether an escalation path may be named for a row in a place that could not be read, or by
    /// a parent that is unknown.
    pub fn may_be_escalated(&self, row: RowId) -> bool {
        self.lineage(row).iter().copied().any(|own| {
            let row = self.row(own);
            let lost_parent = row.parents.iter().any(|parent| parent.to.is_none());
            lost_parent || row.could_hold("escalation") || row.could_hold("parent")
        })
    }

    /// The day from which a row is looked at: today, the start of the engagement or of the row,
    /// whichever is latest.
    pub fn first_day(&self, row: RowId) -> Option<Date> {
        let row = self.row(row);
        let from = row
            .slice
            .and_then(|slice| slice.from)
            .or(row.workstream.from);
        let own = from.and_then(|from| civil(from.value));
        Some(self.start().max(own.unwrap_or(self.start())))
    }

    /// The last day of the engagement, where it says one.
    pub fn end(&self) -> Option<Date> {
        let ends = self.head()?.ends?;
        civil(ends.value)
    }

    /// Today, or the first day of the engagement if that is later.
    pub fn start(&self) -> Date {
        self.start
    }

    /// The ids of the active profiles with the places that name them; the baseline where the file
    /// names none, and what holds besides. A file stands for the profile in it.
    pub fn profiles(&self) -> Vec<(&'d str, Option<Span>)> {
        if let Some(instead) = self.profiles {
            let ids = instead.iter().map(|name| self.profile_id(name));
            return ids.map(|id| (id, None)).collect();
        }
        let named = self.head().and_then(|head| head.profiles.as_ref());
        let mut profiles: Vec<(&'d str, Option<Span>)> = match named {
            Some(named) => {
                let items = named.items.iter();
                items
                    .map(|profile| (self.profile_id(&profile.name), Some(profile.span)))
                    .collect()
            }
            None => vec![(catalogue::BASELINE, None)],
        };
        for name in &self.document.more_profiles {
            let id = self.profile_id(name);
            if profiles.iter().all(|(known, _)| *known != id) {
                profiles.push((id, None));
            }
        }
        profiles
    }

    fn profile_id(&self, name: &'d str) -> &'d str {
        let of_file = self.catalogue().profile_of_file(name);
        of_file.map_or(name, Profile::id)
    }

    /// For every row that is commanded, the commands that cover it by what is known of them: by
    /// name, or because it is critical and the command names nothing. What is critical only because
    /// a command names it is left to that command.
    pub fn covering(&self) -> Vec<(RowId, Vec<usize>)> {
        let by_default = self.commands_by_default();
        let mut by_name: BTreeMap<RowId, Vec<usize>> = BTreeMap::new();
        for (index, command) in self.commands.iter().enumerate() {
            let named = command.covers.iter().flatten();
            for row in named.filter_map(|link| link.to) {
                by_name.entry(row).or_default().push(index);
            }
        }
        let covering = |(id, _)| {
            let named = self
                .lineage(id)
                .iter()
                .copied()
                .filter_map(|own| by_name.get(&own));
            let mut commands: Vec<usize> = named.flatten().copied().collect();
            if self.is_critical_itself(id) {
                commands.extend(&by_default);
            }
            commands.sort_unstable();
            commands.dedup();
            (id, commands)
        };
        let mut covering: Vec<_> = self.leaves().map(covering).collect();
        covering.retain(|(_, commands)| !commands.is_empty());
        covering
    }

    /// The commands that name no rows and so cover all that is critical.
    pub fn commands_by_default(&self) -> Vec<usize> {
        let is_default = |command: &Command<'d>| {
            command.covers.is_none() && !command.table.unread.could_hold("covers")
        };
        let all = self.commands.iter().enumerate();
        all.filter(|(_, command)| is_default(command))
            .map(|(index, _)| index)
            .collect()
    }

    /// The rows that a command covers: those it names with all that belongs to them, or all
    /// critical ones.
    pub fn covered(&self, command: &Command<'d>) -> BTreeSet<RowId> {
        let Some(links) = &command.covers else {
            let critical = self.rows().map(|(id, _)| id);
            return critical.filter(|id| self.is_critical(*id)).collect();
        };
        let named: BTreeSet<RowId> = links.iter().filter_map(|link| link.to).collect();
        // Further down than a lineage reaches, nothing belongs to it.
        let mut below = self.with_parts(named.iter().copied());
        below.retain(|id| self.lineage(*id).iter().any(|own| named.contains(own)));
        below
    }

    /// The work that is itself about command.
    pub fn commanding_work(&self) -> &[RowId] {
        self.commanding_work.get_or_init(|| {
            let is_command = |row: &Row<'_>| {
                let mut areas = row.areas.iter();
                areas.any(|(area, _)| area.id.name == "incident-command")
            };
            let rows = self.leaves().filter(|(_, row)| is_command(row));
            rows.map(|(id, _)| id).collect()
        })
    }

    /// The commands that form one, by their place in the file: `unity` is that of one of them.
    pub fn formed(&self, unity: usize) -> &[usize] {
        let formed = self.formed.get_or_init(|| {
            let mut formed = vec![Vec::new(); self.commands.len()];
            for (index, command) in self.commands.iter().enumerate() {
                formed[command.unity].push(index);
            }
            formed
        });
        &formed[unity]
    }
}

fn first_day_of(document: &Document<'_>, today: Date) -> Date {
    let starts = document.engagement.as_ref().and_then(|head| head.starts);
    let starts = starts.and_then(|starts| civil(starts.value));
    starts.map_or(today, |starts| starts.max(today))
}

/// A date of the file as a day of the calendar.
pub(crate) fn civil(date: values::Date) -> Option<Date> {
    let year = i16::try_from(date.year).ok()?;
    let month = i8::try_from(date.month).ok()?;
    let day = i8::try_from(date.day).ok()?;
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests;
