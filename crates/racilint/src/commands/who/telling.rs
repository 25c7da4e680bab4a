//! A play with names and local times in place of ids and minutes.

use racilint_checker::model::{ActorId, ActorKind, RowId};
use racilint_checker::time::play::{
    self, Answer, May, Need, Outcome, Play, Question, Running, Started,
};
use racilint_checker::time::{Minute, Window, in_words};
use racilint_emit::week;
use racilint_emit::who::{self, Named, Who};
use racilint_parser::values::Many;

use super::One;

/// Tells what is played of one engagement.
pub(crate) struct Teller<'a, 'd> {
    /// The engagement.
    pub(crate) one: &'a One<'a, 'd>,
}

impl Teller<'_, '_> {
    /// A play as it is shown.
    pub(crate) fn tell(&self, question: &Question<'_, '_>, play: &Play<'_>) -> Who {
        let telling = Telling {
            teller: self,
            first: play.at,
            promised: play.promised == Some(true),
        };
        Who {
            version: who::WhoVersion::V1,
            file: self.one.file.to_owned(),
            engagement: self.one.title(),
            workstream: self.row(question.row),
            at: telling.moment(play.at),
            chosen: match (play.chosen, play.promised) {
                (play::Chosen::Asked, _) => who::Chosen::Asked,
                (play::Chosen::Worst, Some(true)) => who::Chosen::WorstPromised,
                (play::Chosen::Worst, _) => who::Chosen::Worst,
            },
            looked_at: self.looked_at(),
            promised: play.promised,
            without: self.actors(question.absent.people()),
            path: play.path.map(|path| self.path(path)),
            actions: play.acts.iter().map(|act| telling.act(act)).collect(),
            commands: play
                .commands
                .iter()
                .map(|own| telling.command(own))
                .collect(),
            clocks: play.clocks.iter().map(|own| telling.clock(own)).collect(),
            as_of: self.one.as_of.date.clone(),
            timezone_data: self.one.as_of.timezone_data.clone(),
        }
    }

    /// The first and the last day that is looked at, in words.
    pub(crate) fn looked_at(&self) -> [String; 2] {
        let horizon = self.one.clock.horizon();
        let ends = [horizon.first(), horizon.end().map(|end| end - 1)];
        ends.map(|minute| {
            let shown =
                minute.and_then(|minute| self.one.clock.shown(self.one.clock.home(), minute));
            shown.map(|shown| shown.day).unwrap_or_default()
        })
    }

    /// A workstream or slice, by its title.
    pub(crate) fn row(&self, id: RowId) -> Named {
        named("workstream", self.one.named_row(id))
    }

    /// A person, team, role or party, by its name.
    pub(crate) fn actor(&self, id: ActorId) -> Named {
        let kind = self.one.engagement.actor(id).kind.word();
        named(kind, self.one.named(id))
    }

    pub(crate) fn actors(&self, ids: &[ActorId]) -> Vec<Named> {
        ids.iter().map(|id| self.actor(*id)).collect()
    }

    /// Those whom a key names, also where nothing bears the name.
    fn by_name(&self, names: &[String]) -> Vec<Named> {
        let named = names
            .iter()
            .map(|name| match self.one.engagement.names.actor(name) {
                Some(id) => self.actor(id),
                None => Named {
                    kind: "unknown".into(),
                    id: name.clone(),
                    name: name.clone(),
                },
            });
        named.collect()
    }

    fn path(&self, index: usize) -> Named {
        let path = &self.one.engagement.paths[index];
        let title = path.table.title.as_ref();
        Named {
            kind: "escalation".into(),
            id: path.name.to_owned(),
            name: title.map_or_else(|| path.name.to_owned(), |title| title.value.to_string()),
        }
    }

    fn contact(&self, id: ActorId) -> Vec<String> {
        let contact = match self.one.engagement.actor(id).kind {
            ActorKind::Party(table) => &table.contact,
            ActorKind::Person(table) => &table.contact,
            ActorKind::Team(table) => &table.contact,
            ActorKind::Role(_) => &None,
        };
        let contact = Many::of(contact).iter();
        contact.map(|text| text.value.to_string()).collect()
    }

    fn grant(&self, index: usize) -> who::Grant {
        let grant = &self.one.engagement.grants[index];
        let clause = grant.table.clause.as_ref();
        who::Grant {
            object: grant.object(),
            clause: clause.map(|clause| clause.value.to_string()),
        }
    }
}

fn named(kind: &str, named: week::Named) -> Named {
    Named {
        kind: kind.to_owned(),
        name: named.name.unwrap_or_else(|| named.id.clone()),
        id: named.id,
    }
}

fn length(minutes: u32) -> who::Length {
    who::Length {
        minutes,
        words: in_words(u64::from(minutes)),
    }
}

/// What is told from the minute of a first call.
struct Telling<'t, 'e, 'd> {
    teller: &'t Teller<'e, 'd>,
    first: Minute,
    /// Whether that minute is promised.
    promised: bool,
}

impl Telling<'_, '_, '_> {
    fn moment(&self, minute: Minute) -> who::Moment {
        self.moment_in(self.teller.one.clock.home(), minute)
    }

    fn moment_in(&self, zone: &str, minute: Minute) -> who::Moment {
        let shown = self.teller.one.clock.shown(zone, minute);
        let (at, day, time) =
            shown.map_or_else(Default::default, |shown| (shown.at, shown.day, shown.time));
        who::Moment {
            at,
            zone: zone.to_owned(),
            day,
            time,
            after: minute - self.first,
        }
    }

    /// What somebody's own clock shows, where it shows something else than the engagement's.
    fn local(&self, id: ActorId, minute: Minute) -> Option<who::Moment> {
        let zone = self.teller.one.clock.zone_of(id);
        let (own, home) = (self.moment_in(zone, minute), self.moment(minute));
        ((&own.day, &own.time) != (&home.day, &home.time)).then_some(own)
    }

    fn act(&self, act: &play::Act<'_>) -> who::Act {
        let (minutes, needs) = match &act.wait {
            Answer::After(minutes) => (Some(*minutes), Vec::new()),
            Answer::Open(needs) => (None, needs.iter().map(|own| self.need(*own)).collect()),
            Answer::Never | Answer::NotAsked => (None, Vec::new()),
        };
        let windows = self.teller.one.clock.windows(&act.late);
        let mut windows = windows.all().iter();
        let holds = |(start, end): &(Minute, Minute)| (*start..*end).contains(&self.first);
        let window = windows.find(|window| window.spans.iter().any(holds));
        who::Act {
            action: act.action.map(|action| {
                let entry = self.teller.one.named_action(&action.id.name);
                named("action", entry)
            }),
            verdict: verdict(&act.wait, act.bound, self.promised),
            time_to_authority: minutes.map(length),
            from: minutes.map(|wait| self.moment(self.first + Minute::from(wait))),
            promised_within: act.bound.map(length),
            window: window.map(Window::sentence),
            needs,
            rounds: act.rounds.iter().map(|round| self.round(round)).collect(),
        }
    }

    fn need(&self, need: Need) -> String {
        match need {
            Need::AckWithin(step) => format!("`ack-within` of step {step}"),
            Need::RespondWithin => "`respond-within`, as there is no path".to_owned(),
            Need::Readable => "what could not be read, or names nothing".to_owned(),
            Need::HoursOf(actor) => {
                let who = self.teller.actor(actor);
                format!("the hours of {} (`{}`)", who.name, who.id)
            }
        }
    }

    fn round(&self, round: &play::Round) -> who::Round {
        let (why, repeat) = match round.why {
            play::Why::First => (who::Why::First, 0),
            play::Why::Repeat(before) => (who::Why::Repeat, before),
            play::Why::CallsAgain => (who::Why::CallsAgain, 0),
        };
        let spared = round.spared.iter();
        who::Round {
            at: self.moment(round.at),
            why,
            repeat,
            steps: round.steps.iter().map(|step| self.step(step)).collect(),
            spared: spared
                .map(|(step, at)| who::Spared {
                    step: *step,
                    at: self.moment(*at),
                })
                .collect(),
            end: round.end.as_ref().map(|end| who::End {
                at: self.moment(end.at),
                step: end.step,
                owner: self.teller.actor(end.owner),
                person: end.person.map(|person| self.teller.actor(person)),
            }),
        }
    }

    fn step(&self, step: &play::Asked) -> who::Step {
        who::Step {
            step: step.step,
            at: step.at.map(|at| self.moment(at)),
            ack_within: step.ack.map(length),
            owners: self.owners(&step.owners, step.at),
            uncertain: step.uncertain,
        }
    }

    fn owners(&self, owners: &[play::Owner], at: Option<Minute>) -> Vec<who::Owner> {
        let owners = owners.iter().map(|owner| who::Owner {
            who: self.teller.actor(owner.actor),
            people: owner
                .people
                .iter()
                .map(|person| self.person(person, at))
                .collect(),
        });
        owners.collect()
    }

    fn person(&self, person: &play::Person, at: Option<Minute>) -> who::Person {
        let (duty, until, covers): (_, Option<Minute>, &[ActorId]) = match &person.duty {
            play::Duty::On => (who::Duty::OnDuty, None, &[]),
            play::Duty::Unknown => (who::Duty::HoursUnknown, None, &[]),
            play::Duty::Behind => (who::Duty::Behind, None, &[]),
            play::Duty::Off(until) => (who::Duty::OffDuty, *until, &[]),
            play::Duty::Away(until, covers) => (who::Duty::Away, *until, covers),
            play::Duty::Absent => (who::Duty::Absent, None, &[]),
        };
        let contact = self.teller.contact(person.who);
        let members = person.members.iter().filter(|_| contact.is_empty());
        who::Person {
            who: self.teller.actor(person.who),
            instead_of: person.instead_of.map(|instead| self.teller.actor(instead)),
            members: members
                .map(|member| who::Member {
                    who: self.teller.actor(*member),
                    contact: self.teller.contact(*member),
                })
                .collect(),
            contact,
            local: at.and_then(|at| self.local(person.who, at)),
            duty,
            until: until.map(|until| self.moment(until)),
            covered_by: self.teller.actors(covers),
            may: person.may.as_ref().map(|may| self.may(may)),
        }
    }

    fn may(&self, may: &May) -> who::May {
        let (mode, from, grant) = match may {
            May::AtOnce(from, grant) => (who::Mode::AtOnce, *from, *grant),
            May::WithApproval(_) => (who::Mode::WithApproval, may.end(), None),
            May::Prohibited(grant) => (who::Mode::Prohibited, None, *grant),
            May::NotNow(grant, from) => (who::Mode::NotNow, *from, Some(*grant)),
            May::Nothing => (who::Mode::Nothing, None, None),
        };
        let askings = match may {
            May::WithApproval(askings) => askings.as_slice(),
            _ => &[],
        };
        who::May {
            mode,
            from: from.map(|from| self.moment(from)),
            grant: grant.map(|grant| self.teller.grant(grant)),
            approvals: askings.iter().map(|own| self.approval(own)).collect(),
        }
    }

    fn approval(&self, asking: &play::Asking) -> who::Approval {
        let (outcome, again): (_, Option<(Minute, &[play::Owner])>) = match &asking.outcome {
            Outcome::Agreed(_) => (who::Outcome::Agreed, None),
            Outcome::Silence(_) => (who::Outcome::Silence, None),
            Outcome::SecondAsking(at, _, asked) => {
                (who::Outcome::AgreedSecondTime, Some((*at, asked)))
            }
            Outcome::NobodyTwice(at, asked) => (who::Outcome::Nobody, Some((*at, asked))),
            Outcome::Waits => (who::Outcome::Waits, None),
            Outcome::NoTime => (who::Outcome::NoTime, None),
        };
        who::Approval {
            grant: self.teller.grant(asking.grant),
            at: asking.at.map(|at| self.moment(at)),
            within: asking.within.map(length),
            approvers: self.owners(&asking.approvers, asking.at),
            outcome,
            again_at: again.map(|(at, _)| self.moment(at)),
            again: again.map_or_else(Vec::new, |(at, asked)| self.owners(asked, Some(at))),
            end: asking.end().map(|end| self.moment(end)),
        }
    }

    fn command(&self, own: &play::Commanding) -> who::Command {
        let command = &self.teller.one.engagement.commands[own.command];
        let owners = |owners: &[play::Owner]| self.owners(owners, Some(self.first));
        let severity = Many::of(&command.table.severity).iter();
        let clause = command.table.clause.as_ref();
        who::Command {
            command: Named {
                kind: "command".into(),
                id: command.name.to_owned(),
                name: command.name.to_owned(),
            },
            in_force: own.in_force,
            severity: severity.map(|own| own.value.word().to_owned()).collect(),
            clause: clause.map(|clause| clause.value.to_string()),
            commander: owners(&own.commander),
            deputy: owners(&own.deputy),
            decides: owners(&own.decides),
        }
    }

    fn clock(&self, running: &Running<'_>) -> who::Clock {
        let (kind, duty, title) = match running.started {
            Started::Respond => (who::ClockKind::Respond, None, "somebody responds"),
            Started::Decide => (
                who::ClockKind::Decide,
                None,
                "somebody who may act is reached",
            ),
            Started::Restore => (who::ClockKind::Restore, None, "the service is back"),
            Started::Notice => (who::ClockKind::Notice, None, "the agreed notice"),
            Started::Duty(duty) => (who::ClockKind::Duty, Some(duty.name()), duty.title()),
        };
        let due = running.within;
        who::Clock {
            kind,
            duty,
            title: title.to_owned(),
            within: running.within.map(length),
            due: due.map(|within| self.moment(self.first + Minute::from(within))),
            by: self.teller.by_name(&running.by),
            to: self.teller.by_name(&running.to),
            trigger: running.trigger.clone(),
            via: running.via.clone(),
            clauses: running.clauses.clone(),
        }
    }
}

fn verdict(wait: &Answer, bound: Option<u32>, promised: bool) -> who::Verdict {
    match (wait, bound) {
        (Answer::Never, _) => who::Verdict::Never,
        (Answer::Open(..), _) => who::Verdict::NotEvaluated,
        (Answer::NotAsked, _) => who::Verdict::NoAction,
        (Answer::After(wait), Some(bound)) if *wait > bound && promised => who::Verdict::Late,
        (Answer::After(wait), Some(bound)) if *wait > bound => who::Verdict::NotPromised,
        (Answer::After(_), _) => who::Verdict::InTime,
    }
}
