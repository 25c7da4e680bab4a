//! A small engagement as data that can be generated, changed and shrunk, and its text.
//!
//! References are numbers that are taken modulo what there is, dates are days from the plan's base:
//! whatever is left out while shrinking, the engagement stays valid.

use std::fmt::{self, Debug, Write as _};

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The names of the actions that rows need.
pub(crate) const ACTIONS: [&str; 2] = ["isolate-endpoint", "disable-account"];

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A number that picks one of what there is.
pub(crate) type Pick = u8;

/// A day, counted from the base.
pub(crate) type Day = i16;

/// A small engagement.
#[derive(Clone)]
pub(crate) struct Plan {
    /// The day from which all others are counted.
    pub(crate) base: Date,
    /// The zones that picks choose from.
    pub(crate) zones: Vec<&'static str>,
    pub(crate) zone: Pick,
    pub(crate) today: Day,
    /// How many days the engagement runs from its base.
    pub(crate) days: Day,
    pub(crate) parties: [Party; 2],
    pub(crate) people: Vec<Person>,
    pub(crate) teams: Vec<Team>,
    pub(crate) roles: Vec<Role>,
    pub(crate) grants: Vec<Grant>,
    pub(crate) paths: Vec<Path>,
    pub(crate) rows: Vec<Row>,
}

pub(crate) type Hours = Vec<Window>;

#[derive(Clone, Debug)]
pub(crate) enum Window {
    Always,
    Weekly {
        first: u8,
        last: u8,
        /// Minutes since midnight.
        start: u16,
        end: u16,
        zone: Option<Pick>,
    },
    /// Outside of the hours of a party or, where that can form no ring, of a person.
    Outside(Pick),
}

#[derive(Clone, Debug)]
pub(crate) struct Party {
    pub(crate) zone: Option<Pick>,
    pub(crate) hours: Option<Hours>,
    pub(crate) holidays: Vec<Day>,
}

#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) party: Pick,
    pub(crate) zone: Option<Pick>,
    pub(crate) hours: Option<Hours>,
    pub(crate) away: Vec<Away>,
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
}

#[derive(Clone, Debug)]
pub(crate) struct Away {
    pub(crate) from: Day,
    pub(crate) days: Day,
    pub(crate) covers: Vec<Pick>,
}

#[derive(Clone, Debug)]
pub(crate) struct Team {
    pub(crate) party: Option<Pick>,
    pub(crate) zone: Option<Pick>,
    pub(crate) hours: Option<Hours>,
    /// People, roles or teams.
    pub(crate) members: Vec<Pick>,
    pub(crate) shifts: Vec<(Vec<Pick>, Hours)>,
}

#[derive(Clone, Debug)]
pub(crate) struct Role {
    pub(crate) party: Option<Pick>,
    pub(crate) holders: Vec<Pick>,
    pub(crate) deputies: Vec<Pick>,
}

#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) holders: Vec<Pick>,
    pub(crate) action: Pick,
    pub(crate) on: Option<Pick>,
    pub(crate) mode: &'static str,
    pub(crate) approvers: Vec<Pick>,
    pub(crate) within: Option<u16>,
    pub(crate) if_no_answer: Option<&'static str>,
    pub(crate) hours: Option<Hours>,
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
}

#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) to: Vec<Pick>,
    pub(crate) ack: Option<u16>,
}

#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) responsible: Vec<Pick>,
    pub(crate) needs: Vec<Pick>,
    pub(crate) hours: Option<Hours>,
    pub(crate) respond: Option<u16>,
    pub(crate) decide: Option<u16>,
    pub(crate) path: Option<Pick>,
    /// Whether it is a part of the first one, where it is another.
    pub(crate) child: bool,
    pub(crate) slices: Vec<Slice>,
}

#[derive(Clone, Debug)]
pub(crate) struct Slice {
    pub(crate) responsible: Vec<Pick>,
    pub(crate) needs: Option<Vec<Pick>>,
    pub(crate) hours: Option<Hours>,
    pub(crate) respond: Option<u16>,
    pub(crate) path: Option<Pick>,
}

impl Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "as of {}\n{}", self.date(self.today), self.text())
    }
}

impl Plan {
    /// The day on which it is looked at.
    pub(crate) fn as_of(&self) -> Date {
        self.date(self.today)
    }

    /// The engagement as a file.
    pub(crate) fn text(&self) -> String {
        let mut file = Writer {
            plan: self,
            text: String::new(),
        };
        file.engagement();
        for (party, at) in self.parties.iter().zip(0..) {
            file.party(PARTIES[at], party);
        }
        for (person, at) in self.people.iter().zip(1..) {
            file.person(&format!("p{at}"), person);
        }
        for (team, at) in self.teams.iter().zip(1..) {
            file.team(&format!("t{at}"), team);
        }
        for (role, at) in self.roles.iter().zip(1..) {
            file.role(&format!("r{at}"), role);
        }
        for (path, at) in self.paths.iter().zip(1..) {
            file.path(&format!("e{at}"), path);
        }
        for (row, at) in self.rows.iter().zip(1..) {
            file.row(&format!("w{at}"), row, at > 1 && row.child);
        }
        for grant in &self.grants {
            file.grant(grant);
        }
        file.text
    }

    /// Whether some hours are those outside of somebody's, so that more of one is less of the other.
    pub(crate) fn has_outside(&self) -> bool {
        self.text().contains("outside")
    }

    fn date(&self, day: Day) -> Date {
        let date = self.base.checked_add(i64::from(day).days());
        date.unwrap_or(date_of_all_else())
    }

    fn people_names(&self) -> Vec<String> {
        (1..=self.people.len()).map(|at| format!("p{at}")).collect()
    }

    /// Whoever can be a member of a team.
    fn member_names(&self) -> Vec<String> {
        let mut names = self.people_names();
        names.extend((1..=self.roles.len()).map(|at| format!("r{at}")));
        names.extend((1..=self.teams.len()).map(|at| format!("t{at}")));
        names
    }

    /// Whoever can be called, hold a grant or approve.
    fn actor_names(&self) -> Vec<String> {
        let mut names = self.member_names();
        names.extend(PARTIES.map(str::to_owned));
        names
    }

    fn row_names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for (row, at) in self.rows.iter().zip(1..) {
            names.push(format!("w{at}"));
            names.extend((1..=row.slices.len()).map(|slice| format!("w{at}.s{slice}")));
        }
        names
    }
}

const PARTIES: [&str; 2] = ["client", "provider"];

/// Out of the calendar there is no day: any other will do for a plan that nobody generates.
fn date_of_all_else() -> Date {
    date(2027, 1, 1)
}

struct Writer<'p> {
    plan: &'p Plan,
    text: String,
}

impl Writer<'_> {
    fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    fn key(&mut self, key: &str, value: Option<String>) {
        if let Some(value) = value {
            let _ = writeln!(self.text, "{key} = {value}");
        }
    }

    fn engagement(&mut self) {
        self.line("[engagement]\nclient = \"client\"\nprovider = \"provider\"");
        self.key("starts", Some(self.plan.date(0).to_string()));
        self.key("ends", self.day(Some(self.plan.days - 1)));
        self.key("timezone", self.zone(Some(self.plan.zone)));
    }

    fn party(&mut self, name: &str, party: &Party) {
        self.line(format!("[party.{name}]"));
        self.key("timezone", self.zone(party.zone));
        self.key("hours", self.hours(&party.hours, false));
        let days = party
            .holidays
            .iter()
            .map(|day| self.plan.date(*day).to_string());
        let days: Vec<String> = days.collect();
        self.key("holidays", (!days.is_empty()).then(|| list(&days)));
    }

    fn person(&mut self, name: &str, person: &Person) {
        self.line(format!("[person.{name}]"));
        self.key(
            "party",
            one(&PARTIES.map(str::to_owned), Some(person.party)),
        );
        self.key("timezone", self.zone(person.zone));
        self.key("hours", self.hours(&person.hours, false));
        self.days(person.from, person.until);
        let people = self.plan.people_names();
        let away = person.away.iter().map(|away| {
            let from = self.plan.date(away.from);
            let to = self.plan.date(away.from + away.days);
            let covers = some(&people, &away.covers);
            let covers = covers.map_or(String::new(), |covers| format!(", covered-by = {covers}"));
            format!("{{ from = {from}, to = {to}{covers} }}")
        });
        let away: Vec<String> = away.collect();
        self.key("away", (!away.is_empty()).then(|| list(&away)));
    }

    fn team(&mut self, name: &str, team: &Team) {
        self.line(format!("[team.{name}]"));
        self.key("party", one(&PARTIES.map(str::to_owned), team.party));
        self.key("timezone", self.zone(team.zone));
        self.key("hours", self.hours(&team.hours, false));
        let members = self.plan.member_names();
        let members: Vec<String> = members
            .into_iter()
            .filter(|member| member != name)
            .collect();
        self.key("members", some(&members, &team.members));
        let people = self.plan.people_names();
        let shifts = team.shifts.iter().filter_map(|(who, hours)| {
            let hours = self.hours(&Some(hours.clone()), true)?;
            Some(format!(
                "{{ who = {}, hours = {hours} }}",
                some(&people, who)?
            ))
        });
        let shifts: Vec<String> = shifts.collect();
        self.key("shifts", (!shifts.is_empty()).then(|| list(&shifts)));
    }

    fn role(&mut self, name: &str, role: &Role) {
        self.line(format!("[role.{name}]"));
        let people = self.plan.people_names();
        self.key("party", one(&PARTIES.map(str::to_owned), role.party));
        self.key("held-by", some(&people, &role.holders));
        self.key("deputy", some(&people, &role.deputies));
    }

    fn path(&mut self, name: &str, path: &Path) {
        self.line(format!("[escalation.{name}]"));
        let actors = self.plan.actor_names();
        let steps = path.steps.iter().map(|step| {
            let to = some(&actors, &step.to).unwrap_or_default();
            let ack = duration(step.ack);
            let ack = ack.map_or(String::new(), |ack| format!(", ack-within = {ack}"));
            format!("{{ to = {to}{ack} }}")
        });
        let steps: Vec<String> = steps.collect();
        self.key("steps", Some(list(&steps)));
    }

    fn row(&mut self, name: &str, row: &Row, child: bool) {
        let actors = self.plan.actor_names();
        self.line(format!("[workstream.{name}]"));
        self.key("parent", child.then(|| "\"w1\"".to_owned()));
        self.key("needs", Some(needs(&row.needs)));
        self.key("responsible", some(&actors, &row.responsible));
        self.key("hours", self.hours(&row.hours, true));
        self.key("respond-within", duration(row.respond));
        self.key("decide-within", duration(row.decide));
        self.key("escalation", self.named_path(row.path));
        for (slice, at) in row.slices.iter().zip(1..) {
            self.line(format!("[workstream.{name}.slice.s{at}]"));
            self.key("needs", slice.needs.as_deref().map(needs));
            self.key("responsible", some(&actors, &slice.responsible));
            self.key("hours", self.hours(&slice.hours, true));
            self.key("respond-within", duration(slice.respond));
            self.key("escalation", self.named_path(slice.path));
        }
    }

    fn grant(&mut self, grant: &Grant) {
        let actors = self.plan.actor_names();
        self.line("[[grant]]");
        self.key("holder", some(&actors, &grant.holders));
        self.key("action", Some(needs(&[grant.action])));
        self.key("on", one(&self.plan.row_names(), grant.on));
        self.key("mode", Some(quoted(grant.mode)));
        self.key("approver", some(&actors, &grant.approvers));
        self.key("within", duration(grant.within));
        self.key("if-no-answer", grant.if_no_answer.map(quoted));
        self.key("hours", self.hours(&grant.hours, true));
        self.days(grant.from, grant.until);
    }

    fn days(&mut self, from: Option<Day>, until: Option<Day>) {
        self.key("from", self.day(from));
        let until = until.map(|until| from.map_or(until, |from| until.max(from)));
        self.key("until", self.day(until));
    }

    fn day(&self, day: Option<Day>) -> Option<String> {
        day.map(|day| self.plan.date(day).to_string())
    }

    fn zone(&self, zone: Option<Pick>) -> Option<String> {
        let zones = &self.plan.zones;
        zone.map(|zone| quoted(zones[usize::from(zone) % zones.len()]))
    }

    fn named_path(&self, path: Option<Pick>) -> Option<String> {
        let paths: Vec<String> = (1..=self.plan.paths.len())
            .map(|at| format!("e{at}"))
            .collect();
        one(&paths, path)
    }

    /// `of_people`: whether they may be those outside of a person's hours.
    fn hours(&self, hours: &Option<Hours>, of_people: bool) -> Option<String> {
        let hours = hours.as_ref().filter(|hours| !hours.is_empty())?;
        let windows = hours.iter().map(|window| self.window(window, of_people));
        Some(list(&windows.collect::<Vec<_>>()))
    }

    fn window(&self, window: &Window, of_people: bool) -> String {
        match window {
            Window::Always => quoted("24x7"),
            Window::Outside(who) => {
                let mut owners = PARTIES.map(str::to_owned).to_vec();
                if of_people {
                    owners.extend(self.plan.people_names());
                }
                let owner = one(&owners, Some(*who)).unwrap_or_default();
                format!("{{ outside = {owner} }}")
            }
            Window::Weekly {
                first,
                last,
                start,
                end,
                zone,
            } => {
                let day = |day: &u8| WEEKDAYS[usize::from(*day) % WEEKDAYS.len()];
                let days = match first == last {
                    true => day(first).to_owned(),
                    false => format!("{}-{}", day(first), day(last)),
                };
                let time = |minute: &u16| format!("{:02}:{:02}", minute / 60, minute % 60);
                let text = quoted(&format!("{days} {}-{}", time(start), time(end)));
                match self.zone(*zone) {
                    Some(zone) => format!("{{ window = {text}, timezone = {zone} }}"),
                    None => text,
                }
            }
        }
    }
}

fn needs(picks: &[Pick]) -> String {
    some(&ACTIONS.map(str::to_owned), picks).unwrap_or_else(|| "[]".to_owned())
}

fn duration(minutes: Option<u16>) -> Option<String> {
    minutes.map(|minutes| match minutes % 60 {
        0 if minutes > 0 => format!("\"{}h\"", minutes / 60),
        _ => format!("\"{minutes}m\""),
    })
}

fn one(names: &[String], pick: Option<Pick>) -> Option<String> {
    let pick = usize::from(pick?);
    let name = names.get(pick % names.len().max(1))?;
    Some(quoted(name))
}

/// The picked names, each once, in quotes; nothing where there are none.
fn some(names: &[String], picks: &[Pick]) -> Option<String> {
    let mut picked: Vec<String> = Vec::new();
    for pick in picks {
        picked.extend(one(names, Some(*pick)).filter(|name| !picked.contains(name)));
    }
    match picked.as_slice() {
        [] => None,
        [name] => Some(name.clone()),
        names => Some(list(names)),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn list(items: &[String]) -> String {
    format!("[{}]", items.join(", "))
}
