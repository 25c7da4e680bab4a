//! One engagement, found and read for a command that asks it something, and the names in it that a
//! user types.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::PathBuf;

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use racilint_checker::catalogue::Catalogue;
use racilint_checker::model::{ActorId, ActorKind, Engagement, RowId};
use racilint_checker::time::Clock;
use racilint_diagnostics::{Finding, Severity, Sources};
use racilint_emit::week::Named;
use racilint_emit::{AsOf, AsOfSource, concise};
use racilint_parser::Document;
use racilint_parser::decode::nearest;

use super::check;
use crate::cli::EngagementOptions;
use crate::config::{self, Configs};
use crate::files::{self, DiskLoader, Input};
use crate::{Failure, NOTHING_FOUND, terminal};

/// An engagement that can be asked about time.
pub(crate) struct One<'a, 'd> {
    /// The name of the file.
    pub(crate) file: &'a str,
    /// What it means.
    pub(crate) engagement: &'a Engagement<'d>,
    /// Its clock.
    pub(crate) clock: &'a Clock<'a, 'd>,
    /// The zone of the clock.
    pub(crate) zone: TimeZone,
    /// The day that counts as today.
    pub(crate) as_of: AsOf,
    /// Whether all of it could be read.
    pub(crate) complete: bool,
}

/// Finds and reads the engagement that is meant, and asks it.
///
/// What is wrong with the file is told first; the answer is given all the same where there is one.
///
/// # Errors
///
/// Those of `ask`, and what keeps it from being asked.
pub(crate) fn with_engagement(
    options: &EngagementOptions,
    ask: impl FnOnce(&One<'_, '_>) -> Result<u8, Failure>,
) -> Result<u8, Failure> {
    with_engagement_on(options, check::today, ask)
}

/// The same, where another day than that of the run counts as today unless one is typed.
///
/// # Errors
///
/// As [`with_engagement`].
pub(crate) fn with_engagement_on(
    options: &EngagementOptions,
    today: impl FnOnce(&Document<'_>) -> Date,
    ask: impl FnOnce(&One<'_, '_>) -> Result<u8, Failure>,
) -> Result<u8, Failure> {
    let Some((input, configs)) = find(options)? else {
        terminal::complain("no engagement file found; they end in `.raci.toml`");
        return Ok(NOTHING_FOUND);
    };
    let sources = Sources::default();
    let loader = DiskLoader {
        root: input.root,
        allow_outside: options.allow_outside,
    };
    let (main, broken) = racilint_parser::bytes::add(&sources, input.name.as_str(), input.bytes);
    let (mut document, mut found) = racilint_parser::read(&sources, main, &input.identity, &loader);
    if let Some(config) = configs.of(&input.name) {
        found.extend(config.houses.add_besides(&mut document, &sources));
    }
    let mut findings: Vec<Finding> = broken.into_iter().chain(found).collect();
    findings.retain(|finding| finding.severity == Severity::Error);
    let complete = findings.is_empty() && !document.damaged && !document.lost_house;
    tell(&sources, &findings, &input.name, complete)?;
    let today = options.as_of.unwrap_or_else(|| today(&document));
    let catalogue = Catalogue::of(&document);
    let engagement = Engagement::of(&document, &catalogue, today, None);
    let clock = Clock::of(&engagement).ok_or_else(|| no_clock(&engagement, &input.name))?;
    let zone = TimeZoneDatabase::bundled().get(clock.home());
    ask(&One {
        file: &input.name,
        engagement: &engagement,
        clock: &clock,
        zone: zone.unwrap_or(TimeZone::UTC),
        as_of: AsOf {
            date: today.to_string(),
            source: match options.as_of {
                Some(_) => AsOfSource::CommandLine,
                None => AsOfSource::Today,
            },
            timezone_data: racilint_checker::timezone_data_version()
                .unwrap_or("unknown")
                .to_owned(),
        },
        complete,
    })
}

/// What is wrong with the file, one line each.
pub(super) fn tell(
    sources: &Sources,
    findings: &[Finding],
    name: &str,
    complete: bool,
) -> Result<(), Failure> {
    let mut text = Vec::new();
    concise::write_findings(&mut text, sources, findings, false)?;
    anstream::stderr().write_all(&text)?;
    if !complete {
        terminal::complain(&format!(
            "`{name}` could not be read completely, so the answer may be wrong; `racilint check` \
             says what to mend"
        ));
    }
    Ok(())
}

fn no_clock(engagement: &Engagement<'_>, name: &str) -> Failure {
    let head = engagement.head();
    let has_zone = head.is_some_and(|head| head.timezone.is_some());
    let reason = match head {
        None => "it has no `[engagement]`; name the file that includes it".to_owned(),
        Some(_) if !has_zone => "it does not say in which zone its hours are read; say it as \
             `timezone = \"Europe/Berlin\"` in `[engagement]`"
            .to_owned(),
        Some(head) => match head.timezone.as_ref().map(|zone| &*zone.value.0) {
            Some(zone) if TimeZoneDatabase::bundled().get(zone).is_err() => {
                format!("there is no time zone `{zone}`; `racilint check` names the nearest")
            }
            _ => format!("of its days none is left from {} on", engagement.start()),
        },
    };
    Failure::Usage(format!("`{name}` cannot be asked about time: {reason}"))
}

/// The one engagement that is meant; a roster that it includes is none.
pub(super) fn find(options: &EngagementOptions) -> Result<Option<(Input, Configs)>, Failure> {
    let path = options.path.clone().unwrap_or_else(|| PathBuf::from("."));
    let (found, configs) = config::search(&[path], None, options.allow_outside, &options.config)?;
    if let Some(error) = found.errors.into_iter().next() {
        return Err(Failure::Usage(error));
    }
    let read = found.found.into_iter().map(files::Found::read);
    let inputs: Result<Vec<Input>, String> = read.collect();
    let mut inputs = inputs.map_err(Failure::Usage)?;
    if inputs.len() > 1 {
        inputs.retain(|input| has_head(&input.bytes));
    }
    if inputs.len() > 1 {
        let names: Vec<String> = inputs
            .iter()
            .map(|input| format!("`{}`", input.name))
            .collect();
        return Err(Failure::Usage(format!(
            "there are several engagements; name one of {}",
            some_of(&names)
        )));
    }
    Ok(inputs.pop().map(|input| (input, configs)))
}

/// Whether a file declares an engagement, or is too broken to say that it does not.
fn has_head(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.lines()
        .any(|line| line.trim_start().starts_with("[engagement]"))
}

/// The longest list that is told in full.
const MOST_NAMES: usize = 12;

fn some_of(names: &[String]) -> String {
    let told = names.iter().take(MOST_NAMES).cloned();
    let told: Vec<String> = told.collect();
    match names.len() - told.len() {
        0 => told.join(", "),
        more => format!("{} and {more} more", told.join(", ")),
    }
}

/// There is nothing of that name; what is near, or what there is.
pub(super) fn unknown<'n>(what: &str, name: &str, all: impl Iterator<Item = &'n str>) -> Failure {
    let all: BTreeSet<&str> = all.collect();
    if let Some(near) = nearest(name, all.iter().copied()) {
        return Failure::Usage(format!(
            "there is no {what} `{name}`; did you mean `{near}`?"
        ));
    }
    let names: Vec<String> = all.iter().map(|name| format!("`{name}`")).collect();
    Failure::Usage(match names.as_slice() {
        [] => format!("there is no {what} `{name}`, and no other one"),
        names => format!("there is no {what} `{name}`; there are {}", some_of(names)),
    })
}

impl<'d> One<'_, 'd> {
    /// The workstream or slice of that name.
    pub(crate) fn row(&self, name: &str) -> Result<RowId, Failure> {
        let names = &self.engagement.names;
        let row = names.row(name);
        row.ok_or_else(|| unknown("workstream", name, names.row_names()))
    }

    /// The action of that name.
    pub(crate) fn action(&self, name: &str) -> Result<&'d str, Failure> {
        let catalogue = self.engagement.catalogue();
        let action = catalogue.action(name).map(|action| &*action.id.name);
        action.ok_or_else(|| {
            let all = catalogue.actions().map(|action| &*action.id.name);
            unknown("action", name, all)
        })
    }

    /// The people of these names.
    pub(crate) fn people(&self, names: &[String]) -> Result<Vec<ActorId>, Failure> {
        names.iter().map(|name| self.person(name)).collect()
    }

    fn person(&self, name: &str) -> Result<ActorId, Failure> {
        let found = self.engagement.names.actor(name);
        match found.map(|id| (id, self.engagement.actor(id))) {
            Some((id, actor)) if actor.is_person() => Ok(id),
            Some((_, actor)) => Err(Failure::Usage(format!(
                "`{name}` is a {}; only people can be absent",
                actor.kind.word()
            ))),
            None => {
                let people = self.engagement.actors().map(|(_, actor)| actor);
                let people = people.filter(|actor| actor.is_person());
                Err(unknown("person", name, people.map(|actor| actor.name)))
            }
        }
    }

    /// The id and the name of an actor.
    pub(crate) fn named(&self, actor: ActorId) -> Named {
        let actor = self.engagement.actor(actor);
        let name = match actor.kind {
            ActorKind::Party(table) => table.name.as_ref(),
            ActorKind::Person(table) => table.name.as_ref(),
            ActorKind::Team(table) => table.name.as_ref(),
            ActorKind::Role(table) => table.name.as_ref(),
        };
        Named {
            id: actor.name.to_owned(),
            name: name.map(|name| name.value.to_string()),
        }
    }

    /// The id and the title of a row.
    pub(crate) fn named_row(&self, row: RowId) -> Named {
        let row = self.engagement.row(row);
        let own = row.slice.and_then(|slice| slice.title.as_ref());
        let title = own.or(row.workstream.title.as_ref());
        Named {
            id: row.name.to_string(),
            name: title.map(|title| title.value.to_string()),
        }
    }

    /// The id and the title of an action.
    pub(crate) fn named_action(&self, action: &str) -> Named {
        let entry = self.engagement.catalogue().action(action);
        let title = entry.and_then(|entry| entry.body.title.as_ref());
        Named {
            id: action.to_owned(),
            name: title.map(|title| title.value.to_string()),
        }
    }

    /// What the engagement is called.
    pub(crate) fn title(&self) -> Option<String> {
        let head = self.engagement.head()?;
        head.title.as_ref().map(|title| title.value.to_string())
    }
}
