//! Tabletop scripts in Markdown: what to read out, what to ask, and the answers that the engagement
//! gives.
//!
//! Somebody who leads the drill reads it; the others do not see it. The answers are those of a
//! play, in its own words.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::markdown::inline;
use crate::who::story;
use crate::who::{
    Act, Clock, ClockKind, Duty, Person, Step, Who, push_clocks, push_commands, push_story,
};

/// The incidents that are worth rehearsing.
#[derive(Clone, Debug)]
pub struct Drills {
    /// The file of the engagement.
    pub file: String,
    /// The engagement's title.
    pub engagement: Option<String>,
    /// The scripts, the one that is worth most first.
    pub scripts: Vec<Script>,
    /// How many more there would be.
    pub more: usize,
    /// The date that counted as today, as `YYYY-MM-DD`.
    pub as_of: String,
    /// The version of the time-zone data.
    pub timezone_data: String,
}

/// One incident.
#[derive(Clone, Debug)]
pub struct Script {
    /// Why this one, in a sentence.
    pub why: String,
    /// How it goes, for one action.
    pub play: Who,
}

/// Writes the scripts.
///
/// # Errors
///
/// Those of `out`.
pub fn write(out: &mut dyn Write, drills: &Drills) -> io::Result<()> {
    let mut page = String::new();
    let title = drills.engagement.as_deref().unwrap_or(&drills.file);
    let _ = write!(page, "# Drills: {}\n\n", inline(title));
    page.push_str(match drills.scripts.as_slice() {
        [] => {
            "There is nothing to rehearse: no work here takes an action for which somebody must be \
             empowered. `needs` says what it takes.\n"
        }
        _ => {
            "For whoever leads the drill. Read out what stands under *Read out*, ask the \
             questions, let people answer from their own papers and phones, and compare. A call \
             that nobody answers in the drill is a finding, whatever is written here.\n"
        }
    });
    for (index, script) in drills.scripts.iter().enumerate() {
        push_script(&mut page, index + 1, script);
    }
    page.push_str("\n---\n\n");
    if drills.more > 0 {
        let _ = writeln!(
            page,
            "{} more could be rehearsed; `--count` shows them.\n",
            drills.more
        );
    }
    let _ = writeln!(
        page,
        "as of {}, time-zone data {}",
        inline(&drills.as_of),
        inline(&drills.timezone_data)
    );
    out.write_all(page.as_bytes())
}

fn push_script(page: &mut String, number: usize, script: &Script) {
    let play = &script.play;
    let what = inline(&story::named(&play.workstream)).into_owned();
    let _ = write!(page, "\n## Drill {number}: {what}\n\n");
    let _ = write!(page, "**Why this one:** {}\n\n", inline(&script.why));
    push_scene(page, play);
    for act in &play.actions {
        push_answers(page, play, act);
        page.push_str("\n### Minute by minute\n\n");
        push_story(page, act, &play.at);
    }
    page.push_str(
        "\n### Afterwards\n\n\
         - [ ] every number that was called was answered, by whom the script says\n\
         - [ ] everybody knew what they may do, and by which clause\n\
         - [ ] whoever had to agree was reached in time\n\
         - [ ] what went otherwise is in the engagement file, with an owner and a day\n",
    );
}

fn push_scene(page: &mut String, play: &Who) {
    page.push_str("### Read out\n\n");
    let now = format!(
        "It is {}, {} in {}.",
        play.at.day, play.at.time, play.at.zone
    );
    let _ = writeln!(page, "> {}", inline(&now));
    let trouble = format!("There is an incident: {}.", story::named(&play.workstream));
    let _ = writeln!(page, "> {}", inline(&trouble));
    for missing in &play.without {
        let missing = format!("{} is ill and cannot be reached.", story::named(missing));
        let _ = writeln!(page, "> {}", inline(&missing));
    }
    for action in play.actions.iter().filter_map(|act| act.action.as_ref()) {
        let action = format!("What has to be done: {}.", story::named(action));
        let _ = writeln!(page, "> {}", inline(&action));
    }
    page.push_str("> The clock starts now.\n");
}

fn push_answers(page: &mut String, play: &Who, act: &Act) {
    page.push_str("\n### Ask, and the expected answers\n");
    let mut ask = |number: usize, question: &str, answers: &[String]| {
        let _ = write!(page, "\n{number}. {question}\n");
        for answer in answers {
            let _ = writeln!(page, "   - {}", inline(answer));
        }
    };
    ask(1, "Who is called first, and on which phone?", &first(act));
    ask(2, "Who may act, and from when on?", &who_may(act));
    ask(3, "Who has to agree before?", &approvals(act));
    ask(4, "Is that in time?", &story::outcome(act));
    let told: Vec<Clock> = play
        .clocks
        .iter()
        .filter(|clock| matches!(clock.kind, ClockKind::Notice | ClockKind::Duty))
        .cloned()
        .collect();
    page.push_str("\n5. Who commands, and who takes over?\n");
    let mut commands = String::new();
    push_commands(&mut commands, &play.commands);
    for line in commands.lines() {
        let _ = writeln!(page, "   {line}");
    }
    page.push_str("\n6. Who has to be told, by whom, and by when?\n");
    if told.is_empty() {
        page.push_str("   - the engagement says nothing of it\n");
    }
    let mut clocks = String::new();
    push_clocks(&mut clocks, &told);
    for line in clocks.lines() {
        let _ = writeln!(page, "   {line}");
    }
}

/// Who is called first, with their phones, or why nobody answers.
fn first(act: &Act) -> Vec<String> {
    let Some(step) = act.rounds.first().and_then(|round| round.steps.first()) else {
        return vec!["nobody: there is no path, and nobody is responsible".to_owned()];
    };
    let people = step.owners.iter().flat_map(|owner| &owner.people);
    let lines = people.map(|person| {
        let reach = story::reach(person).filter(|_| answers(person));
        let reach = reach.map_or_else(String::new, |reach| format!(": {reach}"));
        format!("{}{reach}", story::duty(person))
    });
    let mut lines: Vec<String> = lines.collect();
    lines.insert(0, called(step));
    lines
}

fn called(step: &Step) -> String {
    let owners: Vec<String> = step
        .owners
        .iter()
        .map(|own| story::named(&own.who))
        .collect();
    match owners.is_empty() {
        true => "nobody".to_owned(),
        false => owners.join(", "),
    }
}

fn answers(person: &Person) -> bool {
    matches!(person.duty, Duty::OnDuty | Duty::HoursUnknown)
}

fn who_may(act: &Act) -> Vec<String> {
    let end = act.rounds.iter().filter_map(|round| round.end.as_ref());
    match end.min_by_key(|end| end.at.after) {
        Some(end) => {
            let who = end.person.as_ref().unwrap_or(&end.owner);
            let words = format!(
                "{}, from {} {} on",
                story::named(who),
                end.at.day,
                end.at.time
            );
            vec![words]
        }
        None => vec!["nobody, as far as the engagement says".to_owned()],
    }
}

/// Who is asked for an approval by whoever may act in the end.
fn approvals(act: &Act) -> Vec<String> {
    let Some((round, end)) = act
        .rounds
        .iter()
        .filter_map(|round| Some((round, round.end.as_ref()?)))
        .min_by_key(|(_, end)| end.at.after)
    else {
        return vec!["nobody may act, whoever agrees".to_owned()];
    };
    let step = round.steps.iter().find(|step| step.step == end.step);
    let owners = step.into_iter().flat_map(|step| &step.owners);
    let people = owners
        .filter(|owner| owner.who == end.owner)
        .flat_map(|owner| &owner.people);
    let may = people.filter_map(|person| person.may.as_ref());
    let approvals = may.flat_map(|may| &may.approvals);
    let ending = approvals.filter(|approval| approval.end.as_ref() == Some(&end.at));
    let lines: Vec<String> = ending.map(story::asking).collect();
    if lines.is_empty() {
        vec!["nobody: it is pre-authorized".to_owned()]
    } else {
        lines
    }
}
