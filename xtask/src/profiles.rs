//! The pages of the profiles, from the catalogue: what each one asks for, duty by duty, with its
//! clauses.

use std::borrow::Borrow;
use std::fmt::Write as _;

use racilint_checker::catalogue::{Catalogue, Duty, Profile, calendar, duty_facts};
use racilint_parser::decode::Spanned;
use racilint_parser::values::{Many, Text};

use crate::pages::HEAD;

const WHAT_IT_PROVES: &str = "A profile proves that responsibilities are assigned, staffed, \
    empowered and evidenced. It proves no compliance, and it is no legal advice.";

/// One page for each profile, and their index.
pub(crate) fn all() -> Vec<(String, String)> {
    let catalogue = Catalogue::shipped();
    let profiles: Vec<_> = catalogue
        .profile_ids()
        .filter_map(|id| catalogue.profile(id))
        .collect();
    let mut pages = vec![("docs/profiles/README.md".to_owned(), index(&profiles))];
    pages.extend(profiles.iter().map(|profile| {
        let path = format!("docs/profiles/{}.md", profile.id());
        (path, page(catalogue, profile))
    }));
    pages
}

fn index(profiles: &[&Profile<'_>]) -> String {
    let mut page = format!(
        "{HEAD}# Profiles\n\nA profile is what an engagement is measured against. The file names \
         them, `profiles = [\"msp-baseline\", \"hipaa\"]`, or a run does, `--profile hipaa`. Where \
         neither says anything, `msp-baseline` holds. Those of a house are written as [House \
         profiles](../house-profiles.md) says.\n\n\
         | Profile | What it follows | What it asks for |\n|---|---|---|\n"
    );
    for profile in profiles {
        let _ = writeln!(
            page,
            "| [`{0}`]({0}.md) | {1}, {2} | {3} |",
            profile.id(),
            text(&profile.head.title),
            text(&profile.head.version),
            asks_for(profile)
        );
    }
    let _ = write!(
        page,
        "\n{WHAT_IT_PROVES}\n\n`racilint coverage` shows for an engagement duty by duty who has \
         taken it on and what proves it, and `racilint explain hipaa:risk-analysis` prints one \
         duty.\n"
    );
    page
}

/// What a profile demands, counted: areas, duties or both.
fn asks_for(profile: &Profile<'_>) -> String {
    let counts = [
        (Many::of(&profile.head.areas).len(), "area"),
        (profile.duties.len(), "duty"),
    ];
    let words = counts
        .into_iter()
        .filter_map(|(count, word)| match (count, word) {
            (0, _) => None,
            (1, word) => Some(format!("1 {word}")),
            (count, "duty") => Some(format!("{count} duties")),
            (count, word) => Some(format!("{count} {word}s")),
        });
    words.collect::<Vec<_>>().join(", ")
}

fn page(catalogue: &Catalogue<'_>, profile: &Profile<'_>) -> String {
    let head = &profile.head;
    let mut page = format!(
        "{HEAD}# {}\n\n{}, {}.\n\n",
        profile.id(),
        text(&head.title),
        text(&head.version)
    );
    for line in facts(profile) {
        let _ = writeln!(page, "- {line}");
    }
    if !text(&head.note).is_empty() {
        let _ = write!(page, "\n{}\n", text(&head.note));
    }
    page.push_str(&areas(catalogue, profile));
    if !profile.duties.is_empty() {
        page.push_str("\n## Duties\n");
    }
    for duty in &profile.duties {
        page.push_str(&section(profile, duty));
    }
    let _ = write!(page, "\n{WHAT_IT_PROVES}\n");
    page
}

fn facts(profile: &Profile<'_>) -> Vec<String> {
    let head = &profile.head;
    let mut facts = vec![format!("In the file: `profiles = [\"{}\"]`", profile.id())];
    if !text(&head.source).is_empty() {
        facts.push(format!("The text: {}", text(&head.source)));
    }
    let similar = list(&head.references);
    if !similar.is_empty() {
        facts.push(format!("Texts that ask for the same: {similar}"));
    }
    if let Some(length) = &head.retention {
        let clause = text(&head.retention_ref);
        let by = if clause.is_empty() {
            String::new()
        } else {
            format!(" ({clause})")
        };
        facts.push(format!(
            "Evidence is kept for {}{by}, where a duty says nothing else",
            calendar(length.value)
        ));
    }
    facts
}

/// The areas that it wants an owner for, with what they are.
fn areas(catalogue: &Catalogue<'_>, profile: &Profile<'_>) -> String {
    let named = Many::of(&profile.head.areas);
    if named.is_empty() {
        return String::new();
    }
    let mut part = "\n## Areas that somebody must own\n\n| Area | What it is | Usually answered \
                    by, co-managed | fully managed |\n|---|---|---|---|\n"
        .to_owned();
    for area in catalogue
        .areas()
        .filter(|area| named.iter().any(|name| *name.name == *area.id.name))
    {
        let expected = |field: &Option<Spanned<racilint_parser::language::Expected>>| {
            field.map_or("", |expected| expected.value.word())
        };
        let _ = writeln!(
            part,
            "| `{}` | {} | {} | {} |",
            area.id.name,
            cell(&text(&area.body.title)),
            expected(&area.body.expected_co),
            expected(&area.body.expected_fm)
        );
    }
    part
}

fn section(profile: &Profile<'_>, duty: &Duty<'_>) -> String {
    let body = &duty.body;
    let mut part = format!(
        "\n### {}\n\n`{}:{}`\n\n",
        text(&body.title),
        profile.id(),
        duty.id.name
    );
    for paragraph in [text(&body.description), text(&body.note)] {
        if !paragraph.is_empty() {
            let _ = write!(part, "{paragraph}\n\n");
        }
    }
    for (label, value) in duty_facts(duty) {
        if !value.is_empty() {
            let _ = writeln!(part, "- {label}: {value}");
        }
    }
    part
}

fn text<'s>(field: &Option<impl Borrow<Text<'s>>>) -> String {
    field
        .as_ref()
        .map_or_else(String::new, |text| text.borrow().value.to_string())
}

fn list(field: &Option<Many<Text<'_>>>) -> String {
    let items: Vec<&str> = Many::of(field).iter().map(|item| &*item.value).collect();
    items.join(", ")
}

/// A text that stands in a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
