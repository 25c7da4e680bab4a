//! Who may do what, the hour left aside.
//!
//! The world is closed: no grant means no authority. Here a grant counts when it is in force on
//! some day on which the work is done; at which hour, and whether an approver is there then, is a
//! question of time.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeSet;

use jiff::civil::Date;
use racilint_diagnostics::Span;
use racilint_parser::Tables;
use racilint_parser::language::{self, Mode};
use racilint_parser::values::Hours;

use super::engagement::civil;
use super::{ActorId, ActorKind, Engagement, Link, Names, RowId, Seats};
use crate::by_name::ByName;
use crate::catalogue::{Action, Area, Catalogue};

/// A grant with its names resolved.
#[derive(Debug)]
pub struct Grant<'d> {
    /// Its table.
    pub table: &'d language::Grant<'d>,
    /// Who may act.
    pub holders: Seats<'d>,
    /// What they may do; the link says whether the catalogue knows it.
    pub actions: Vec<Link<'d, &'d Action<'d>>>,
    /// The rows it holds for; `None` for all.
    pub on: Option<Vec<Link<'d, RowId>>>,
    /// Who agrees.
    pub approvers: Seats<'d>,
    /// Something that decides what it grants could not be read or names nothing.
    pub uncertain: bool,
}

impl Grant<'_> {
    /// How far it goes; `None` when the file does not say readably.
    pub fn mode(&self) -> Option<Mode> {
        self.table.mode.map(|mode| mode.value)
    }

    /// Whether it is given for a row with this lineage.
    pub fn covers(&self, lineage: &[RowId]) -> bool {
        let covers = |scope: Option<RowId>| scope.is_none_or(|row| lineage.contains(&row));
        self.rows().into_iter().any(covers)
    }

    /// Whether it lets its holders act, at once or with an approval.
    pub fn permits(&self) -> bool {
        matches!(
            self.mode(),
            Some(Mode::PreAuthorized | Mode::ApprovalRequired)
        )
    }

    /// The name with its kind, as a waiver would write it. A grant without an id goes by what it
    /// says, so that moving it changes nothing.
    pub fn object(&self) -> String {
        if let Some(id) = &self.table.id {
            return format!("grant.{}", id.value);
        }
        let names = |links: Vec<&str>| links.join("+");
        let holders = names(self.holders.links.iter().map(|link| link.name).collect());
        let actions = names(self.actions.iter().map(|link| link.name).collect());
        format!("grant.{holders}/{actions}")
    }

    /// Whether it says no, at every hour and on every day.
    pub fn prohibits_always(&self) -> bool {
        self.mode() == Some(Mode::Prohibited) && !self.is_for_a_time()
    }

    /// Whether its last day lies before `day`.
    pub fn has_ended(&self, day: Date) -> bool {
        let until = self.table.until.and_then(|until| civil(until.value));
        until.is_some_and(|until| until < day)
    }

    /// Whether it holds at some hours or on some days only, or that could not be read.
    fn is_for_a_time(&self) -> bool {
        let table = self.table;
        let some_hours = table.hours.as_ref().is_some_and(|hours| !hours.always());
        let keys = ["hours", "from", "until"];
        some_hours
            || table.from.is_some()
            || table.until.is_some()
            || keys.iter().any(|key| table.unread.could_hold(key))
    }

    /// The action that it is about, or its place in the file where none can be read.
    pub fn place(&self) -> Span {
        let action = self.actions.first().map(|link| link.span);
        action
            .or(self.holders.first_span())
            .unwrap_or(self.table.span)
    }
}

/// An action that a row takes, and where the file says so.
#[derive(Clone, Copy, Debug)]
pub struct Need<'d> {
    /// The action.
    pub action: &'d Action<'d>,
    /// The place that names it; the row's id where it follows from the area.
    pub span: Span,
    /// The area it follows from, where the row does not name it itself.
    pub from_area: Option<&'d Area<'d>>,
}

/// How far somebody may go with an action on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// No grant says so.
    None,
    /// A grant says no.
    Prohibited,
    /// At once, or with an approval.
    May,
    /// A grant that could not be read may say so.
    Unknown,
}

/// An action by its number, the row that it is given for (`None` for all), and the grant.
type Held = (usize, Option<RowId>, usize);

/// The row that something is given for (`None` for all), and the grant.
type Given = (Option<RowId>, usize);

/// Grants by holder, action and row, so that a question costs a few look-ups however many grants
/// there are. Actions go by numbers: they are compared for every row, and their names are long.
#[derive(Debug, Default)]
pub(super) struct GrantIndex<'d> {
    /// The numbers of the actions that grants are about.
    actions: ByName<'d, ()>,
    /// For each actor what it holds, sorted. Most hold nothing at all.
    held: Vec<Vec<Held>>,
    /// For each action those that let somebody act, whoever it is; sorted.
    permitting: Vec<Vec<Given>>,
    /// For each action all of them, whoever holds them and however far they go; sorted.
    about: Vec<Vec<Given>>,
    uncertain: Vec<usize>,
}

impl<'d> GrantIndex<'d> {
    pub(super) fn of(grants: &[Grant<'d>]) -> Self {
        let links = grants.iter().flat_map(|grant| &grant.actions);
        let known = links.filter_map(|link| link.to);
        let names = known.map(|action| Cow::Borrowed(&*action.id.name));
        let actions = ByName::first_of(names.map(|name| (name, ())));
        let mut index = GrantIndex {
            permitting: vec![Vec::new(); actions.len()],
            about: vec![Vec::new(); actions.len()],
            actions,
            ..GrantIndex::default()
        };
        for (at, grant) in grants.iter().enumerate() {
            index.add(at, grant);
        }
        index.held.iter_mut().for_each(|own| own.sort_unstable());
        let given = index.permitting.iter_mut().chain(&mut index.about);
        given.for_each(|given| given.sort_unstable());
        index
    }

    fn add(&mut self, at: usize, grant: &Grant<'d>) {
        if grant.uncertain {
            self.uncertain.push(at);
        }
        let rows = grant.rows();
        for action in grant.actions.iter().filter_map(|link| link.to) {
            let Some(action) = self.number(&action.id.name) else {
                continue;
            };
            let given = || rows.iter().map(|row| (*row, at));
            self.about[action].extend(given());
            if grant.permits() {
                self.permitting[action].extend(given());
            }
            for holder in grant.holders.actors() {
                self.make_room_for(holder);
                let own = &mut self.held[holder.index()];
                own.extend(rows.iter().map(|row| (action, *row, at)));
            }
        }
    }

    fn make_room_for(&mut self, holder: ActorId) {
        if self.held.len() <= holder.index() {
            self.held.resize_with(holder.index() + 1, Vec::new);
        }
    }

    /// The number of an action; `None` when no grant is about it.
    fn number(&self, action: &str) -> Option<usize> {
        self.actions.place(action)
    }

    /// The grants of one holder that are about an action, by row.
    fn held(&self, holder: ActorId, action: usize) -> &[Held] {
        let own = self.held.get(holder.index());
        own.map_or(&[], |own| equal(own, |(about, ..)| about.cmp(&action)))
    }

    /// Of the grants for an action those that are given for one row.
    fn at(given: &[Given], scope: Option<RowId>) -> &[Given] {
        equal(given, |(row, _)| row.cmp(&scope))
    }

    fn permitting(&self, action: &str) -> &[Given] {
        let number = self.number(action);
        number.map_or(&[], |number| &self.permitting[number])
    }

    fn about(&self, action: &str) -> &[Given] {
        let number = self.number(action);
        number.map_or(&[], |number| &self.about[number])
    }
}

/// What is asked of the grants: an action, by its number, on a row and what that is a part of.
#[derive(Clone, Copy)]
pub(super) struct Asked<'e> {
    action: usize,
    lineage: &'e [RowId],
    /// The day from which the row is looked at.
    day: Option<Date>,
}

/// The stretch of a sorted list that compares as equal.
fn equal<T>(sorted: &[T], compare: impl Fn(&T) -> Ordering) -> &[T] {
    let from = sorted.partition_point(|item| compare(item).is_lt());
    let rest = &sorted[from..];
    let count = rest.iter().take_while(|item| compare(item).is_eq()).count();
    &rest[..count]
}

impl<'d> Engagement<'d> {
    /// The actions that a row takes: its own, for a slice its workstream's, else the defaults of
    /// its areas. `needs = []` means none.
    pub fn needs(&self, row: RowId) -> Vec<Need<'d>> {
        let row = self.row(row);
        let slice = row.slice.and_then(|slice| slice.needs.as_ref());
        let Some(own) = slice.or(row.workstream.needs.as_ref()) else {
            return default_needs(row, self.catalogue());
        };
        let catalogue = self.catalogue();
        let need = |span, name: &str| {
            Some(Need {
                action: catalogue.action(name)?,
                span,
                from_area: None,
            })
        };
        let named = own.items.iter();
        named
            .filter_map(|action| need(action.span, &action.name))
            .collect()
    }

    /// The rows that share what they take, first to last. A workstream that is split by step takes
    /// for each step what that says; what the whole takes, the steps that say nothing do together.
    /// Otherwise the row alone.
    pub fn sharing_needs(&self, id: RowId) -> Vec<RowId> {
        let shares = |id: &RowId| {
            let slice = self.row(*id).slice;
            slice.is_some_and(|slice| slice.step.is_some() && slice.needs.is_none())
        };
        match self.row(id).whole {
            Some(whole) if shares(&id) => {
                let slices = self.row(whole).slices.iter();
                slices.copied().filter(shares).collect()
            }
            _ => vec![id],
        }
    }

    /// The grants, in force or not, that give an action on whatever row to an actor or to anybody
    /// in whose name the actor acts.
    pub fn grants_of(&self, actor: ActorId, action: &str) -> Vec<&Grant<'d>> {
        let held = self.grants_held_by(actor, action).into_iter();
        held.map(|at| &self.grants[at]).collect()
    }

    /// The same by their place in the file.
    pub fn grants_held_by(&self, actor: ActorId, action: &str) -> Vec<usize> {
        let Some(action) = self.grant_index.number(action) else {
            return Vec::new();
        };
        let holders = self.capacities(actor).iter();
        let held = holders.flat_map(|holder| self.grant_index.held(*holder, action));
        let mut found: Vec<usize> = held.map(|(_, _, at)| *at).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a grant holds at all hours, and on all days of a row.
    pub fn holds_on_all_days_of(&self, grant: &Grant<'_>, row: RowId) -> bool {
        let hours = grant.table.hours.as_ref();
        let (from, until) = grant.days();
        let (from, until) = (from.and_then(civil), until.and_then(civil));
        let first = self.first_day(row);
        let last = self.last_day(row).map(|(day, _)| day);
        hours.is_none_or(Hours::always)
            && from.is_none_or(|from| first.is_none_or(|first| from <= first))
            && until.is_none_or(|until| last.is_some_and(|last| last <= until))
    }

    /// Whether some grant lets somebody take an action, on whatever row.
    pub fn is_granted(&self, action: &str) -> bool {
        !self.grant_index.permitting(action).is_empty()
    }

    /// The grants in force that let anybody take an action on a row.
    pub fn grants_for<'a>(
        &'a self,
        action: &'a str,
        row: RowId,
    ) -> impl Iterator<Item = &'a Grant<'d>> {
        let given = self.grant_index.permitting(action);
        let scopes = self.lineage(row).iter().copied().map(Some).chain([None]);
        let scopes = scopes.filter(|_| !given.is_empty());
        let day = self.start();
        scopes
            .flat_map(|scope| GrantIndex::at(given, scope))
            .map(|(_, at)| &self.grants[*at])
            .filter(move |grant| !grant.has_ended(day))
    }

    /// The grants, in force or not, that say something about an action on a row, whoever holds
    /// them; in the order of the file.
    pub fn grants_about(&self, action: &str, row: RowId) -> Vec<usize> {
        let given = self.grant_index.about(action);
        if given.is_empty() {
            return Vec::new();
        }
        let scopes = self.lineage(row).iter().copied().map(Some).chain([None]);
        let found = scopes.flat_map(|scope| GrantIndex::at(given, scope));
        let mut found: Vec<usize> = found.map(|(_, at)| *at).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a grant that could not be read may give an action to those who act in these names.
    pub fn may_be_granted(&self, capacities: &BTreeSet<ActorId>, action: &str) -> bool {
        self.grant_index.uncertain.iter().any(|index| {
            let grant = &self.grants[*index];
            let holder = grant.holders.uncertain()
                || grant.table.holder.is_none()
                || grant.holders.actors().any(|own| capacities.contains(&own));
            let unread =
                grant.actions.is_empty() || grant.actions.iter().any(|link| link.to.is_none());
            let named = grant.actions.iter().any(|link| link.name == action);
            holder && (unread || named)
        })
    }

    /// Whether a grant that could not be read may give an action to anybody.
    pub fn may_be_granted_to_anybody(&self, action: &str) -> bool {
        let mut uncertain = self.grant_index.uncertain.iter();
        uncertain.any(|index| {
            let actions = &self.grants[*index].actions;
            let mut known = actions.iter();
            actions.is_empty() || known.any(|link| link.to.is_none() || link.name == action)
        })
    }

    /// Every actor in whose name somebody acts. A person: the person, the roles they hold or
    /// deputise for, their teams, those teams' parties, and their own party. A role: the role, its
    /// party, and the teams of all who can act in it. A team and its party; a party.
    pub fn capacities(&self, actor: ActorId) -> &BTreeSet<ActorId> {
        self.kept_capacities(actor)
            .get_or_init(|| self.find_capacities(actor))
    }

    fn find_capacities(&self, actor: ActorId) -> BTreeSet<ActorId> {
        let mut all = BTreeSet::from([actor]);
        match self.actor(actor).kind {
            ActorKind::Person(_) => all.extend(self.seats_with_parties(actor)),
            ActorKind::Role(_) => all.extend(self.shared_teams(actor)),
            ActorKind::Team(_) | ActorKind::Party(_) => {}
        }
        all.extend(self.parties(actor));
        all
    }

    /// The roles that a person holds or deputises for, their teams, and those teams' parties.
    pub fn seats_with_parties(&self, person: ActorId) -> BTreeSet<ActorId> {
        let mut seats = self.seats_of(person).clone();
        let teams = seats.iter().filter(|seat| self.actor(**seat).is_team());
        let parties: Vec<ActorId> = teams
            .flat_map(|team| self.parties(*team).iter().copied())
            .collect();
        seats.extend(parties);
        seats
    }

    /// The teams to which all holders and deputies of a role belong, so that holder and deputy
    /// are equal.
    fn shared_teams(&self, role: ActorId) -> BTreeSet<ActorId> {
        let people = self.acting(role);
        let mut people = people.iter();
        let Some(first) = people.next() else {
            return BTreeSet::new();
        };
        let teams = |person: ActorId| -> BTreeSet<ActorId> {
            let seats = self.seats_of(person).iter().copied();
            seats.filter(|seat| self.actor(*seat).is_team()).collect()
        };
        people.fold(teams(*first), |shared, person| &shared & &teams(*person))
    }

    /// How far `actor`, or anybody behind it, may go with an action on a row on some day of the
    /// engagement.
    pub fn authority(&self, actor: ActorId, action: &str, row: RowId) -> Authority {
        let asked = self.asked(action, row);
        let found = asked.map_or(Authority::None, |asked| self.authority_for(actor, &asked));
        if found == Authority::None && self.may_be_meant(actor, action) {
            return Authority::Unknown;
        }
        found
    }

    fn authority_for(&self, actor: ActorId, asked: &Asked<'_>) -> Authority {
        let mut found = self.authority_of(self.capacities(actor), asked);
        // Who asks for a person has asked for all who act for that person.
        let others = self.acting(actor).iter();
        for person in others.filter(|person| **person != actor) {
            if found == Authority::May {
                break;
            }
            let own = self.authority_of(self.capacities(*person), asked);
            if own != Authority::None {
                found = own;
            }
        }
        found
    }

    /// Whether a party may act through somebody of its own who is not named person by person, such
    /// as a vendor's team.
    pub fn may_within(&self, party: ActorId, action: &str, row: RowId) -> bool {
        if !self.actor(party).is_party() {
            return false;
        }
        let mut grants = self.grants_for(action, row);
        grants.any(|grant| {
            let mut holders = grant.holders.actors();
            holders.any(|holder| {
                self.parties(holder).contains(&party)
                    && self.authority(holder, action, row) == Authority::May
            })
        })
    }

    fn authority_of(&self, capacities: &BTreeSet<ActorId>, asked: &Asked<'_>) -> Authority {
        let (mut permitted, mut prohibited, mut always) = (false, false, false);
        self.each_grant(capacities, asked, |grant| {
            permitted |= grant.permits();
            prohibited |= grant.mode() == Some(Mode::Prohibited);
            always |= grant.prohibits_always();
        });
        match (permitted, prohibited) {
            (true, _) if !always => Authority::May,
            (_, true) => Authority::Prohibited,
            (false, false) => Authority::None,
            (true, false) => Authority::May,
        }
    }

    /// What is asked of the grants about an action on a row; `None` where no grant is about the
    /// action.
    pub(super) fn asked(&self, action: &str, row: RowId) -> Option<Asked<'_>> {
        Some(Asked {
            action: self.grant_index.number(action)?,
            lineage: self.lineage(row),
            day: self.first_day(row),
        })
    }

    /// Shows the grants in force that give one of the capacities what is asked for.
    pub(super) fn each_grant<'e>(
        &'e self,
        capacities: &BTreeSet<ActorId>,
        asked: &Asked<'_>,
        mut show: impl FnMut(&'e Grant<'d>),
    ) {
        let is_over = |grant: &Grant<'_>| asked.day.is_some_and(|day| grant.has_ended(day));
        for holder in capacities {
            let held = self.grant_index.held(*holder, asked.action);
            if held.is_empty() {
                continue;
            }
            let rows = asked.lineage.iter().copied().map(Some);
            for scope in [None].into_iter().chain(rows) {
                for (_, _, at) in equal(held, |(_, row, _)| row.cmp(&scope)) {
                    let grant = &self.grants[*at];
                    if !is_over(grant) {
                        show(grant);
                    }
                }
            }
        }
    }

    /// Whether a grant that could not be read may give somebody this action.
    fn may_be_meant(&self, actor: ActorId, action: &str) -> bool {
        if self.grant_index.uncertain.is_empty() {
            return false;
        }
        let mut capacities = self.capacities(actor).clone();
        for person in self.acting(actor) {
            capacities.extend(self.capacities(*person));
        }
        self.may_be_granted(&capacities, action)
    }
}

fn default_needs<'d>(row: &super::Row<'d>, catalogue: &'d Catalogue<'d>) -> Vec<Need<'d>> {
    let mut needs: Vec<Need<'d>> = Vec::new();
    if row.could_hold("needs") {
        return needs;
    }
    for (area, _) in &row.areas {
        for named in racilint_parser::values::Many::of(&area.body.needs) {
            let already = needs.iter().any(|need| need.action.id.name == named.name);
            if let (false, Some(action)) = (already, catalogue.action(&named.name)) {
                needs.push(Need {
                    action,
                    span: row.span,
                    from_area: Some(area),
                });
            }
        }
    }
    needs
}

pub(super) fn list<'d>(tables: &'d Tables<'d>, names: &Names<'d>) -> Vec<Grant<'d>> {
    let grant = |table: &'d language::Grant<'d>| {
        let holders = names.seats(&table.holder, &table.unread, "holder");
        let actions = names.links(&table.action, |names, name| names.catalogue.action(name));
        let on = table.on.is_some().then(|| names.rows(&table.on));
        let lost_row = on.iter().flatten().any(|link| link.to.is_none());
        let lost_action = actions.iter().any(|link| link.to.is_none());
        let keys = ["holder", "action", "on", "mode"];
        let unread = keys.iter().any(|key| table.unread.could_hold(key));
        let is_missing = table.holder.is_none() || table.action.is_none() || table.mode.is_none();
        Grant {
            uncertain: holders.uncertain() || lost_action || lost_row || unread || is_missing,
            approvers: names.seats(&table.approver, &table.unread, "approver"),
            table,
            holders,
            actions,
            on,
        }
    };
    tables.grants.iter().map(grant).collect()
}
