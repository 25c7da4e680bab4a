//! The sentences of a play: what happens at which minute, for the terminal and for Markdown alike.
//!
//! Names come as `Name (id)`, so that one can be found in a phone list and the other in the file.

use super::{
    Act, Approval, Clock, ClockKind, Command, Duty, End, Grant, May, Member, Mode, Moment, Named,
    Outcome, Owner, Person, Round, Step, Verdict, Why,
};

/// What happens at one minute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    /// When; `None` where nobody knows.
    pub(super) at: Option<Moment>,
    /// What, in a sentence.
    pub(super) text: String,
    /// More about it, each with how deep it hangs below that.
    pub(super) more: Vec<(usize, String)>,
    /// Whether somebody may act from here on.
    pub(super) is_end: bool,
}

/// The events of one action, in the order of time.
pub(super) fn events(act: &Act) -> Vec<Event> {
    let mut events = Vec::new();
    let mut rounds = act.rounds.as_slice();
    while let Some((round, rest)) = rounds.split_first() {
        let is_vain = |round: &Round| round.why == Why::Repeat && round.end.is_none();
        let vain = rounds.iter().take_while(|round| is_vain(round)).count();
        if vain > 0 {
            events.push(repeated_in_vain(&rounds[..vain]));
            rounds = &rounds[vain..];
            continue;
        }
        push_round(&mut events, round);
        rounds = rest;
    }
    // Approvals are asked for while the path goes on.
    events.sort_by_key(|event| event.at.as_ref().map_or(i64::MAX, |at| at.after));
    events
}

/// `isolate-endpoint and block-traffic`, or what stands there without an action.
pub(super) fn heading(group: &[&Act]) -> String {
    let actions: Vec<String> = group
        .iter()
        .filter_map(|act| act.action.as_ref().map(named))
        .collect();
    if actions.is_empty() {
        "Who is called".to_owned()
    } else {
        listed(&actions)
    }
}

/// What comes of it, in a sentence or two.
pub(crate) fn outcome(act: &Act) -> Vec<String> {
    let promise = act.promised_within.as_ref().map_or_else(
        || "no time is promised".to_owned(),
        |bound| match act.verdict {
            Verdict::NotPromised => format!("within {} where it is promised", bound.words),
            _ => format!("promised within {}", bound.words),
        },
    );
    let mut lines = Vec::new();
    match (act.verdict, &act.time_to_authority, &act.from) {
        (Verdict::NoAction, ..) => lines.push(
            "it takes no action that needs authority; name one with `--action` to see who may"
                .to_owned(),
        ),
        (Verdict::Never, ..) => lines.push(format!("nobody may ever act; {promise}")),
        (Verdict::NotEvaluated, ..) => {
            let needs = listed(&act.needs);
            lines.push(format!("not evaluated, needs {needs}; {promise}"));
        }
        (verdict, Some(wait), Some(from)) => {
            let too_late = match verdict {
                Verdict::Late => "TOO LATE: ",
                _ => "",
            };
            lines.push(format!(
                "{too_late}somebody may act after {}, from {} {} on; {promise}",
                wait.words, from.day, from.time
            ));
        }
        _ => {}
    }
    if let Some(window) = &act.window {
        let long = match act.verdict {
            Verdict::NotPromised => "longer",
            _ => "too long",
        };
        lines.push(format!("calls wait {long}: {window}"));
    }
    lines
}

/// The heading of what [`command`] tells.
pub(crate) const WHO_COMMANDS: &str = "Who commands the incident";

/// What stands there where no command covers the work.
pub(crate) const NOBODY_COMMANDS: &str = "nobody is named to command it";

/// A command in a sentence, and then who fills its seats, each with how deep it hangs below that.
pub(crate) fn command(command: &Command) -> (String, Vec<(usize, String)>) {
    let mut about = match command.severity.as_slice() {
        [] => Vec::new(),
        severities => vec![listed(severities)],
    };
    about.extend(command.clause.clone());
    let about = match about.as_slice() {
        [] => String::new(),
        about => format!(" ({})", about.join("; ")),
    };
    let now = match command.in_force {
        true => "",
        false => ", at other hours",
    };
    let mut more = Vec::new();
    let seats = [
        ("commands", &command.commander),
        ("takes over", &command.deputy),
        ("decides", &command.decides),
    ];
    for (does, owners) in seats {
        for owner in owners {
            let itself = |person: &Person| person.who == owner.who;
            if !owner.people.iter().any(itself) {
                more.push((0, format!("{} {does}", named(&owner.who))));
                push_owner(&mut more, owner, 1);
                continue;
            }
            let from = more.len();
            push_owner(&mut more, owner, 0);
            if let Some((_, first)) = more.get_mut(from) {
                *first = format!("{does}: {first}");
            }
        }
    }
    (format!("{}{about}{now}", named(&command.command)), more)
}

/// A clock, in a sentence.
pub(super) fn clock(clock: &Clock) -> String {
    let mut text = clock.title.clone();
    if let Some(within) = &clock.within {
        text += &format!(", within {}", within.words);
    }
    if let Some(trigger) = &clock.trigger {
        let verb = match clock.kind {
            ClockKind::Duty => "from",
            _ => "on",
        };
        text += &format!("; {verb}: {trigger}");
    }
    if !clock.by.is_empty() {
        text += &format!("; by {}", names(&clock.by));
    }
    if !clock.to.is_empty() {
        text += &format!("; to {}", names(&clock.to));
    }
    if !clock.via.is_empty() {
        text += &format!("; via {}", clock.via.join(", "));
    }
    let cited: Vec<&str> = clock.duty.iter().map(String::as_str).collect();
    let cited: Vec<&str> = cited
        .into_iter()
        .chain(clock.clauses.iter().map(String::as_str))
        .collect();
    if !cited.is_empty() {
        text += &format!(" ({})", cited.join(", "));
    }
    text
}

/// `Lee Park (lee)`.
pub(crate) fn named(named: &Named) -> String {
    if named.name == named.id {
        format!("`{}`", named.id)
    } else {
        format!("{} (`{}`)", named.name, named.id)
    }
}

fn names(all: &[Named]) -> String {
    listed(&all.iter().map(named).collect::<Vec<_>>())
}

fn listed(texts: &[String]) -> String {
    match texts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Rounds that change nothing, in one sentence.
fn repeated_in_vain(rounds: &[Round]) -> Event {
    let (first, last) = (&rounds[0], &rounds[rounds.len() - 1]);
    let which = if rounds.len() == 1 {
        format!("the whole path is called again, round {}", first.repeat + 1)
    } else {
        format!(
            "the whole path is called again, rounds {} to {}, the last at {} {}",
            first.repeat + 1,
            last.repeat + 1,
            last.at.day,
            last.at.time
        )
    };
    Event {
        at: Some(first.at.clone()),
        text: format!("{which}: nobody who may act is reached"),
        more: Vec::new(),
        is_end: false,
    }
}

fn push_round(events: &mut Vec<Event>, round: &Round) {
    let why = match round.why {
        Why::First => "",
        Why::Repeat => "the path is called again; ",
        Why::CallsAgain => "whoever is in trouble calls again, and this call counts; ",
    };
    for (index, step) in round.steps.iter().enumerate() {
        let why = if index == 0 { why } else { "" };
        push_step(events, step, why);
    }
    if let Some(end) = &round.end {
        events.push(end_event(end, round));
    } else if round.asks() {
        let at = round
            .steps
            .iter()
            .filter_map(|step| step.at.clone())
            .next_back();
        events.push(Event {
            at: Some(at.unwrap_or_else(|| round.at.clone())),
            text: in_vain(round),
            more: Vec::new(),
            is_end: false,
        });
    }
}

/// How a round ends in which nobody surely may act.
fn in_vain(round: &Round) -> String {
    let last = round.steps.iter().rfind(|step| step.at.is_some());
    let ack = last.and_then(|step| step.ack_within.as_ref());
    let may = |person: &&Person| {
        let may = person.may.as_ref();
        may.is_some_and(|may| matches!(may.mode, Mode::AtOnce | Mode::WithApproval))
    };
    let mut able = round.people().filter(may);
    match (able.next(), ack) {
        (Some(person), _) if person.duty == Duty::HoursUnknown => {
            "whether somebody may act hangs on hours that nobody wrote".to_owned()
        }
        (Some(person), None) if person.may.as_ref().is_some_and(|may| may.from.is_none()) => {
            "when somebody may act is not known".to_owned()
        }
        (_, Some(ack)) => format!(
            "this round ends {} later, and nobody who may act is reached",
            ack.words
        ),
        (_, None) => "nobody who may act is reached".to_owned(),
    }
}

fn push_step(events: &mut Vec<Event>, step: &Step, why: &str) {
    let owners = names(
        &step
            .owners
            .iter()
            .map(|own| own.who.clone())
            .collect::<Vec<_>>(),
    );
    let owners = if owners.is_empty() {
        "nobody".to_owned()
    } else {
        owners
    };
    let ack = match (&step.at, &step.ack_within) {
        (None, _) => {
            "; nobody knows when, as the step before does not say how long it takes".into()
        }
        (_, Some(ack)) => format!("; {} to answer", ack.words),
        (_, None) => "; how long it has to answer is not said".into(),
    };
    let mut more = Vec::new();
    for owner in &step.owners {
        push_owner(&mut more, owner, 0);
    }
    if step.uncertain {
        more.push((0, "somebody here cannot be read, or is not known".into()));
    }
    events.push(Event {
        at: step.at.clone(),
        text: format!("{why}step {} calls {owners}{ack}", step.step),
        more,
        is_end: false,
    });
    let people = step.owners.iter().flat_map(|owner| &owner.people);
    for person in people {
        let approvals = person.may.iter().flat_map(|may| &may.approvals);
        approvals.for_each(|approval| push_approval(events, approval, person));
    }
}

/// The people behind somebody who is named.
fn push_owner(more: &mut Vec<(usize, String)>, owner: &Owner, depth: usize) {
    for person in &owner.people {
        more.push((depth, duty(person)));
        if matches!(person.duty, Duty::OnDuty | Duty::HoursUnknown) {
            more.extend(reach(person).map(|reach| (depth + 1, reach)));
        }
        more.extend(person.may.as_ref().map(|own| (depth + 1, may(own))));
    }
}

pub(crate) fn duty(person: &Person) -> String {
    let mut who = named(&person.who);
    if let Some(instead) = &person.instead_of {
        who += &format!(", in place of {},", named(instead));
    }
    let until = person
        .until
        .as_ref()
        .map(|until| format!("{} {}", until.day, until.time));
    let said = match (person.duty, until) {
        (Duty::OnDuty, _) => format!("{who} is on duty"),
        (Duty::HoursUnknown, _) if person.who.kind == "role" => {
            format!("{who}: who that is cannot be read, or nobody is named yet")
        }
        (Duty::HoursUnknown, _) => format!("{who}: nobody wrote when they are there"),
        (Duty::Behind, _) => format!("{who} is on duty too, and somebody before them answers"),
        (Duty::OffDuty, Some(until)) => format!("{who} is off duty until {until}"),
        (Duty::OffDuty, None) => format!("{who} is off duty, for as far as the file says"),
        (Duty::Away, until) => {
            let until = until.map_or("for good".to_owned(), |until| format!("until {until}"));
            let cover = match person.covered_by.as_slice() {
                [] => "nobody covers".to_owned(),
                covers => format!("covered by {}", names(covers)),
            };
            format!("{who} is away {until}; {cover}")
        }
        (Duty::Absent, _) => format!("{who} is missing, as asked"),
    };
    match &person.local {
        Some(local) if matches!(person.duty, Duty::OnDuty | Duty::HoursUnknown) => {
            format!("{said}; {} {} in {}", local.day, local.time, local.zone)
        }
        _ => said,
    }
}

/// How somebody who answers is reached.
pub(crate) fn reach(person: &Person) -> Option<String> {
    if !person.contact.is_empty() {
        return Some(person.contact.join(", "));
    }
    let (with, without): (Vec<&Member>, Vec<&Member>) = person
        .members
        .iter()
        .partition(|own| !own.contact.is_empty());
    let with = with.iter().map(|member| {
        let contact = member.contact.join(", ");
        format!("{}, {contact}", named(&member.who))
    });
    let mut parts: Vec<String> = with.collect();
    if !without.is_empty() {
        let without: Vec<String> = without.iter().map(|own| named(&own.who)).collect();
        parts.push(format!("without a contact {}", without.join(", ")));
    }
    if parts.is_empty() {
        Some("no contact is written".to_owned())
    } else {
        Some(format!(
            "no contact of its own; there are {}",
            parts.join("; ")
        ))
    }
}

fn may(may: &May) -> String {
    let grant = may.grant.as_ref().map(cited).unwrap_or_default();
    match (may.mode, &may.from) {
        (Mode::AtOnce, _) => format!("may act at once{grant}"),
        (Mode::WithApproval, _) => {
            let asked = may.approvals.iter().map(|approval| {
                let owners = approval.approvers.iter().map(|own| own.who.clone());
                let owners = names(&owners.collect::<Vec<_>>());
                if owners.is_empty() {
                    format!("somebody{}", cited(&approval.grant))
                } else {
                    format!("{owners}{}", cited(&approval.grant))
                }
            });
            let asked: Vec<String> = asked.collect();
            format!("may act when this one agrees: {}", asked.join(", or "))
        }
        (Mode::Prohibited, _) => format!("may not act: prohibited{grant}"),
        (Mode::NotNow, Some(from)) => {
            format!("may not act before {} {}{grant}", from.day, from.time)
        }
        (Mode::NotNow, None) => format!("may not act any more{grant}"),
        (Mode::Nothing, _) => "may not act: no grant says so".to_owned(),
    }
}

fn cited(grant: &Grant) -> String {
    let clause = grant.clause.as_ref();
    let clause = clause.map_or_else(String::new, |clause| format!(", {clause}"));
    format!(" (`{}`{clause})", grant.object)
}

fn push_approval(events: &mut Vec<Event>, approval: &Approval, person: &Person) {
    let who = named(&person.who);
    let owners = approval.approvers.iter().map(|own| own.who.clone());
    let approvers = names(&owners.collect::<Vec<_>>());
    let approvers = if approvers.is_empty() {
        "nobody".to_owned()
    } else {
        approvers
    };
    let within = approval.within.as_ref();
    let within = within.map_or_else(String::new, |own| format!("; {} to answer", own.words));
    let mut more = Vec::new();
    for owner in &approval.approvers {
        push_owner(&mut more, owner, 0);
    }
    more.push((0, said(approval)));
    events.push(Event {
        at: approval.at.clone(),
        text: format!("{who} asks {approvers} to agree{within}"),
        more,
        is_end: false,
    });
    if let Some(again) = &approval.again_at {
        let mut more = Vec::new();
        for owner in &approval.again {
            push_owner(&mut more, owner, 0);
        }
        let text = match approval.outcome {
            Outcome::AgreedSecondTime => "is asked once more, and agrees in time",
            _ => "is asked once more, and nobody is there",
        };
        events.push(Event {
            at: Some(again.clone()),
            text: format!("{approvers} {text}"),
            more,
            is_end: false,
        });
    }
}

/// Who is asked, when, and what comes of it.
pub(crate) fn asking(approval: &Approval) -> String {
    let owners = approval.approvers.iter().map(|own| own.who.clone());
    let owners = names(&owners.collect::<Vec<_>>());
    let at = approval.at.as_ref();
    let at = at.map_or_else(String::new, |at| format!(" at {}", at.time));
    format!("{owners}{at}{}: {}", cited(&approval.grant), said(approval))
}

/// What comes of asking.
fn said(approval: &Approval) -> String {
    match approval.outcome {
        Outcome::Agreed => "an approver is there and answers in time".to_owned(),
        Outcome::Silence => {
            "nobody is there; silence means consent when the time is over".to_owned()
        }
        Outcome::AgreedSecondTime | Outcome::Nobody => {
            "nobody is there; they are asked once more when the time is over".to_owned()
        }
        Outcome::Waits => "nobody is there, and then nothing is done".to_owned(),
        Outcome::NoTime => "how long an answer may take is not said, so it ends nothing".to_owned(),
    }
}

fn end_event(end: &End, round: &Round) -> Event {
    let who = match &end.person {
        Some(person) if *person != end.owner => {
            format!("{}, called as {},", named(person), named(&end.owner))
        }
        _ => named(&end.owner),
    };
    let spared = round.spared.iter();
    let spared = spared.map(|own| (0, format!("step {} is not called any more", own.step)));
    Event {
        at: Some(end.at.clone()),
        text: format!("{who} may act"),
        more: spared.collect(),
        is_end: true,
    }
}

impl Round {
    fn people(&self) -> impl Iterator<Item = &Person> {
        let owners = self.steps.iter().flat_map(|step| &step.owners);
        owners.flat_map(|owner| &owner.people)
    }

    /// Whether it was asked what anybody may do.
    fn asks(&self) -> bool {
        let answers = |person: &Person| person.duty == Duty::OnDuty;
        self.people().all(|person| !answers(person)) || self.people().any(|own| own.may.is_some())
    }
}
