//! `racilint explain`: the page of a rule, or a duty of a profile, offline.

use std::io::Write as _;

use racilint_checker::catalogue::{Catalogue, Duty, KEPT_FOR, Profile, calendar, duty_facts};
use racilint_checker::rules;
use racilint_diagnostics::harmless::visible;
use racilint_diagnostics::{RuleInfo, Sources};
use racilint_parser::decode::nearest;

use super::text;
use crate::cli::ExplainOptions;
use crate::{CLEAN, ERROR, Failure, RULE_PAGES, config, houses, prose, terminal};

pub(crate) fn run(options: &ExplainOptions) -> Result<u8, Failure> {
    let name = options.name.as_str();
    let sources = Sources::default();
    let configs = config::here(&options.config)?;
    let named = houses::Named::of(&options.profile)?;
    let (document, is_whole) = named.document(configs.of(""), &sources);
    let catalogue = Catalogue::of(&document);
    let text = if let Some(rule) = rules::find(name) {
        rule_page(rule)
    } else if let Some((profile, duty)) = catalogue.duty(name) {
        duty_page(profile, duty)
    } else {
        return Err(Failure::Usage(unknown(name)));
    };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(if is_whole { CLEAN } else { ERROR })
}

fn unknown(name: &str) -> String {
    let rules = rules::all();
    let near = nearest(name, rules.iter().map(|rule| rule.name));
    match near {
        Some(near) => format!("there is no rule `{name}`; did you mean `{near}`?"),
        None if name.contains(':') => {
            format!(
                "there is no duty `{name}`; `racilint list profiles` names the profiles, and \
                 `--profile FILE` reads one of your own"
            )
        }
        None => format!("there is no rule `{name}`; `racilint rules` lists them all"),
    }
}

fn rule_page(rule: &RuleInfo) -> String {
    let mut page = format!("{}: {}\n\n", rule.name, rule.summary);
    let facts = [
        ("Group", rule.group.title()),
        ("Severity", rule.severity.words()),
        ("Can be waived", if rule.waivable { "yes" } else { "no" }),
        (
            "Needs",
            if rule.needs.is_empty() {
                "nothing more"
            } else {
                rule.needs
            },
        ),
        ("Since", rule.since),
    ];
    for (label, value) in facts {
        page.push_str(&format!("{:<15}{value}\n", format!("{label}:")));
    }
    page.push_str(&format!(
        "{:<15}{}\n\n",
        "Page:",
        racilint_emit::rule_page(RULE_PAGES, rule)
    ));
    page.push_str(&prose::wrapped(&rules::page_text(rule), terminal::width()));
    page
}

fn duty_page(profile: &Profile<'_>, duty: &Duty<'_>) -> String {
    let body = &duty.body;
    let id = profile.id();
    let head = format!("{id}:{}: {}", duty.id.name, text(&body.title));
    let mut page = format!("{}\n", terminal::line(&head));
    let (title, version) = (text(&profile.head.title), text(&profile.head.version));
    let facts = [("Profile", format!("{title}, {version}"))];
    for (label, mut value) in facts.into_iter().chain(duty_facts(duty)) {
        if label == KEPT_FOR && value.is_empty() {
            value = kept(profile);
        }
        if !value.is_empty() {
            page.push_str(&terminal::line(&format!(
                "{:<15}{value}",
                format!("{label}:")
            )));
        }
    }
    for paragraph in [text(&body.description), text(&body.note)] {
        if !paragraph.is_empty() {
            page.push('\n');
            let lines: Vec<_> = paragraph.lines().map(visible).collect();
            prose::push_words(&mut page, &lines.join(" "), 0, 0, terminal::width());
            page.push('\n');
        }
    }
    page.push('\n');
    page.push_str(&prose::wrapped(WHAT_A_PROFILE_PROVES, terminal::width()));
    page
}

const WHAT_A_PROFILE_PROVES: &str = "A profile proves that responsibilities are assigned, \
    staffed, empowered and evidenced. It proves no compliance.";

/// How long the profile has everything kept of which the duty itself says nothing.
fn kept(profile: &Profile<'_>) -> String {
    let head = &profile.head;
    let Some(length) = head.retention.as_ref() else {
        return String::new();
    };
    let clause = match text(&head.retention_ref) {
        clause if clause.is_empty() => clause,
        clause => format!(" ({clause})"),
    };
    format!(
        "{}, as all evidence of the profile{clause}",
        calendar(length.value)
    )
}
