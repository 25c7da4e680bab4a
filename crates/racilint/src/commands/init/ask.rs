//! The questions, and the answers that options give.

use std::io::{BufRead, Write};

use jiff::civil::Date;
use jiff::tz::TimeZoneDatabase;
use racilint_checker::catalogue::Catalogue;
use racilint_checker::{Vague, vague_zone};
use racilint_parser::decode::nearest;

use super::draft::Facts;
use crate::Failure;
use crate::cli::{InitOptions, Model, day};

/// The profile that every draft is measured against.
const BASELINE: &str = "msp-baseline";

/// What the options say, where nobody can be asked.
///
/// # Errors
///
/// Says what is missing, or makes no sense.
pub(super) fn facts(options: &InitOptions) -> Result<Facts, Failure> {
    let missing = [
        ("--model co-managed", options.model.is_none()),
        ("--client \"NAME\"", options.client.is_none()),
        ("--provider \"NAME\"", options.provider.is_none()),
    ];
    let missing: Vec<&str> = missing
        .iter()
        .filter_map(|(option, is_missing)| is_missing.then_some(*option))
        .collect();
    let (Some(model), Some(client), Some(provider)) =
        (options.model, &options.client, &options.provider)
    else {
        return Err(Failure::Usage(format!(
            "nobody can be asked here, so say it: add `{}` (the model is co-managed or fully-managed)",
            missing.join(" ")
        )));
    };
    let usage = |reason: String| Failure::Usage(reason);
    Ok(Facts {
        model,
        client: name(client).map_err(usage)?,
        provider: name(provider).map_err(usage)?,
        profiles: profiles(&options.profile.join(",")).map_err(usage)?,
        timezone: timezone(options.timezone.as_deref().unwrap_or_default()).map_err(usage)?,
        starts: options.starts,
    })
}

/// Asks at a terminal for what the options leave open.
pub(super) struct Asker<R, W> {
    answers: R,
    out: W,
}

impl<R: BufRead, W: Write> Asker<R, W> {
    pub(super) fn new(answers: R, out: W) -> Self {
        Self { answers, out }
    }

    /// Asks one thing after the other; whatever an option says is not asked.
    ///
    /// # Errors
    ///
    /// Those of options that make no sense, and of a terminal that is closed before the end.
    pub(super) fn facts(&mut self, options: &InitOptions) -> Result<Facts, Failure> {
        writeln!(
            self.out,
            "A few questions for a first draft. What is not agreed yet, leave empty."
        )?;
        let client = match &options.client {
            Some(client) => name(client).map_err(Failure::Usage)?,
            None => self.ask("Whose IT is it? The name of the client", name)?,
        };
        let provider = match &options.provider {
            Some(provider) => name(provider).map_err(Failure::Usage)?,
            None => self.ask("Who provides the service?", name)?,
        };
        let model = match options.model {
            Some(model) => model,
            None => self.ask(
                "Does the client have IT people of its own who share the work? (yes or no)",
                model,
            )?,
        };
        let profiles = match options.profile.as_slice() {
            [] => self.ask(
                "Which laws or standards bind the client, such as hipaa, pci-dss, soc2, nis2?\n\
                 (names with commas, ? for all of them, or nothing)",
                profiles,
            )?,
            named => profiles(&named.join(",")).map_err(Failure::Usage)?,
        };
        let timezone = match options.timezone.as_deref() {
            Some(zone) => timezone(zone).map_err(Failure::Usage)?,
            None => self.ask(
                "In which time zone is the client, such as America/New_York? (or nothing)",
                timezone,
            )?,
        };
        let starts = match options.starts {
            Some(starts) => Some(starts),
            None => self.ask(
                "What is the first day, such as 2027-01-31? (or nothing)",
                starts,
            )?,
        };
        Ok(Facts {
            model,
            client,
            provider,
            profiles,
            timezone,
            starts,
        })
    }

    /// Asks until the answer makes sense.
    fn ask<T>(
        &mut self,
        question: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Failure> {
        loop {
            write!(self.out, "\n{question}\n> ")?;
            self.out.flush()?;
            let mut answer = Vec::new();
            if self.answers.read_until(b'\n', &mut answer)? == 0 {
                writeln!(self.out)?;
                return Err(Failure::Usage(
                    "nothing is written, since a question was left without an answer".into(),
                ));
            }
            match read(String::from_utf8_lossy(&answer).trim()) {
                Ok(value) => return Ok(value),
                Err(reason) => writeln!(self.out, "{reason}")?,
            }
        }
    }
}

fn name(answer: &str) -> Result<String, String> {
    let answer = answer.trim();
    if answer.is_empty() {
        return Err("a name is needed here".into());
    }
    if answer.chars().any(char::is_control) {
        return Err("a name stands on one line, without tabs and the like".into());
    }
    Ok(answer.to_owned())
}

fn model(answer: &str) -> Result<Model, String> {
    match answer.to_lowercase().as_str() {
        "y" | "yes" | "co-managed" => Ok(Model::CoManaged),
        "n" | "no" | "fully-managed" => Ok(Model::FullyManaged),
        _ => Err("write yes (co-managed) or no (fully managed)".into()),
    }
}

/// The profiles of a list with commas, the baseline before all others.
fn profiles(answer: &str) -> Result<Vec<String>, String> {
    let catalogue = Catalogue::shipped();
    let mut profiles = vec![BASELINE.to_owned()];
    for word in answer.split([',', ' ']).filter(|word| !word.is_empty()) {
        let known = catalogue
            .profile_ids()
            .find(|id| id.eq_ignore_ascii_case(word));
        let Some(known) = known else {
            return Err(no_profile(word, catalogue));
        };
        if !profiles.iter().any(|own| own == known) {
            profiles.push(known.to_owned());
        }
    }
    Ok(profiles)
}

fn no_profile(word: &str, catalogue: &Catalogue<'_>) -> String {
    let all: Vec<&str> = catalogue.profile_ids().collect();
    let all = all.join(", ");
    match nearest(word, catalogue.profile_ids()) {
        _ if word == "?" => format!("there are {all}"),
        Some(near) => format!("there is no profile `{word}`; did you mean `{near}`?"),
        None => format!("there is no profile `{word}`; there are {all}"),
    }
}

fn timezone(answer: &str) -> Result<Option<String>, String> {
    if answer.is_empty() {
        return Ok(None);
    }
    match vague_zone(answer) {
        Some(Vague::Abbreviation(place)) => {
            return Err(format!(
                "`{answer}` is an abbreviation, not a time zone; did you mean `{place}`?"
            ));
        }
        Some(Vague::Offset) => {
            return Err(format!(
                "`{answer}` is an offset, which does not know when the clocks change; write a region \
                 and a city, such as Europe/London"
            ));
        }
        None => {}
    }
    let zones = TimeZoneDatabase::bundled();
    let wanted = answer.replace(' ', "_");
    let names = zones.available().map(|name| name.to_string());
    // What a system is set to before anybody has said where it stands.
    let names: Vec<String> = names.filter(|name| name != "Factory").collect();
    let same = |name: &&String| name.eq_ignore_ascii_case(&wanted);
    if let Some(name) = names.iter().find(same) {
        return Ok(Some(name.clone()));
    }
    let city = |name: &&String| {
        let city = name.rsplit('/').next();
        city.is_some_and(|city| city.eq_ignore_ascii_case(&wanted))
    };
    let near = names.iter().find(city).map(String::as_str);
    let near = near.or_else(|| nearest(&wanted, names.iter().map(String::as_str)));
    Err(match near {
        Some(near) => format!("there is no time zone `{answer}`; did you mean `{near}`?"),
        None => format!(
            "there is no time zone `{answer}`; write a region and a city, such as Europe/London"
        ),
    })
}

fn starts(answer: &str) -> Result<Option<Date>, String> {
    match answer {
        "" => Ok(None),
        answer => day(answer).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> InitOptions {
        InitOptions {
            path: ".".into(),
            model: None,
            client: None,
            provider: None,
            profile: Vec::new(),
            timezone: None,
            starts: None,
            yes: false,
        }
    }

    fn asked(answers: &str) -> (Result<Facts, Failure>, String) {
        let mut out = Vec::new();
        let facts = Asker::new(answers.as_bytes(), &mut out).facts(&options());
        (facts, String::from_utf8(out).expect("text"))
    }

    #[test]
    fn questions_are_asked_until_they_are_answered() {
        let answers = "\nHarbor\r\n  Northwind MSP \nmaybe\nY\nhippa\nHIPAA, soc2\nnew york\namerica/new_york\n1.2.27\n2027-02-01\n";
        let (facts, out) = asked(answers);
        let facts = facts.expect("all is answered");
        assert_eq!(facts.client, "Harbor");
        assert_eq!(facts.provider, "Northwind MSP");
        assert_eq!(facts.model, Model::CoManaged);
        assert_eq!(facts.profiles, ["msp-baseline", "hipaa", "soc2"]);
        assert_eq!(facts.timezone.as_deref(), Some("America/New_York"));
        assert_eq!(
            facts.starts.map(|day| day.to_string()).as_deref(),
            Some("2027-02-01")
        );
        for said in [
            "a name is needed",
            "yes (co-managed) or no",
            "did you mean `hipaa`?",
            "did you mean `America/New_York`?",
            "year-month-day",
        ] {
            assert!(out.contains(said), "{said}\n{out}");
        }
    }

    #[test]
    fn what_the_check_would_not_take_for_a_time_zone_is_asked_for_again() {
        for (answer, said) in [
            ("EST", "did you mean `America/New_York`?"),
            ("hst", "did you mean `Pacific/Honolulu`?"),
            ("Central European Time", "did you mean `Europe/Berlin`?"),
            ("UTC+2", "is an offset"),
            ("Factory", "there is no time zone `Factory`"),
        ] {
            let refused = timezone(answer).expect_err(answer);
            assert!(refused.contains(said), "{refused}");
        }
        for zone in ["UTC", "CET", "America/New_York"] {
            assert_eq!(timezone(zone), Ok(Some(zone.to_owned())));
        }
    }

    #[test]
    fn what_may_be_left_open_is_left_open() {
        let (facts, _) = asked("a\nb\nno\n\n\n\n");
        let facts = facts.expect("all is answered");
        assert_eq!(facts.model, Model::FullyManaged);
        assert_eq!(facts.profiles, ["msp-baseline"]);
        assert_eq!((facts.timezone, facts.starts), (None, None));
    }

    #[test]
    fn a_closed_terminal_writes_nothing() {
        let (facts, _) = asked("a\nb\n");
        assert!(matches!(facts, Err(Failure::Usage(text)) if text.contains("nothing is written")));
    }

    #[test]
    fn without_a_terminal_what_is_missing_is_named() {
        let mut options = options();
        options.client = Some("a".into());
        let Err(Failure::Usage(text)) = facts(&options) else {
            panic!("nobody was asked");
        };
        assert!(
            text.contains("--model") && text.contains("--provider"),
            "{text}"
        );
        assert!(!text.contains("--client"), "{text}");
    }
}
