//! The sentences of `unknown-reference`: what is missing depends on what a place asks for.

use racilint_parser::values::{Mention, Target};

use crate::catalogue::Catalogue;
use crate::model::Lookup;
use crate::rules::words;

/// So many names are listed where none is near.
const FEW: usize = 8;

/// So many clauses are listed within one that is too wide.
const MOST_CLAUSES: usize = 20;

/// What is wrong with a name.
pub(super) fn message(mention: &Mention<'_>, lookup: &Lookup) -> String {
    let name = mention.name.escape_debug();
    match lookup {
        _ if mention.name.trim().is_empty() => "an empty name stands for nothing".into(),
        Lookup::WrongKind { is, .. } => {
            let meant = match mention.name.split_once('.') {
                Some((kind @ ("person" | "team" | "role" | "party"), _)) => with_article(kind),
                _ => mention.target.words().to_owned(),
            };
            format!("`{name}` is {}, not {meant}", with_article(is))
        }
        Lookup::Ambiguous(kinds) => {
            let kinds: Vec<String> = kinds.iter().map(|kind| with_article(kind)).collect();
            format!("`{name}` can mean {}", kinds.join(" or "))
        }
        Lookup::NoProfile => {
            let (profile, _) = mention.name.split_once(':').unwrap_or_default();
            format!("there is no profile `{}`", profile.escape_debug())
        }
        _ => nothing_is_called(mention),
    }
}

fn nothing_is_called(mention: &Mention<'_>) -> String {
    let name = mention.name.escape_debug();
    match mention.target {
        Target::Actor | Target::Seat => format!("nobody is called `{name}`"),
        Target::Place => format!("no workstream and nobody is called `{name}`"),
        Target::Object => format!("nothing is called `{name}`"),
        Target::Leaf => format!("no workstream and no slice is called `{name}`"),
        Target::Area | Target::Action | Target::Profile => {
            let (_, kind) = mention.target.words().split_once(' ').unwrap_or_default();
            let kind = kind.split(' ').next().unwrap_or_default();
            format!("there is no {} `{name}`", kind.trim_end_matches(','))
        }
        Target::OwnDuty => format!("this profile has no duty `{name}`"),
        Target::Duty => match mention.name.split_once(':') {
            Some((profile, duty)) => format!("`{profile}` has no duty `{}`", duty.escape_debug()),
            None => format!("`{name}` does not say of which profile it is a duty"),
        },
        _ => {
            let (_, kind) = mention.target.words().split_once(' ').unwrap_or_default();
            format!("no {kind} is called `{name}`")
        }
    }
}

fn with_article(kind: &str) -> String {
    match kind {
        "escalation" => "an escalation path".into(),
        "evidence" => "an evidence item".into(),
        _ if kind.starts_with(['a', 'e', 'i']) => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}

/// What a name could be, where it stands.
pub(super) fn help(
    mention: &Mention<'_>,
    candidates: &[String],
    catalogue: &Catalogue<'_>,
) -> String {
    let name = mention.name.trim();
    let rows = matches!(
        mention.target,
        Target::Workstream | Target::Leaf | Target::Place
    );
    if rows && catalogue.area(name).is_some() {
        return format!(
            "`{name}` is an area, and no workstream is called so: name the workstream that covers \
             it, or declare `[workstream.{name}]`"
        );
    }
    if let Some(kind) = kind_by_place(mention) {
        let there = match candidates {
            [] => String::new(),
            some => format!(": {}", words::any_of(some.iter().take(FEW))),
        };
        return format!(
            "another {kind} may stand in that place tomorrow: name it by its `id`, else by what it says{there}"
        );
    }
    if (1..=FEW).contains(&candidates.len()) {
        let verb = if candidates.len() == 1 { "is" } else { "are" };
        return format!("there {verb} {}", words::list(candidates));
    }
    match mention.target {
        Target::Area => "`racilint list areas` shows all areas".into(),
        Target::Action => "`racilint list actions` shows all actions".into(),
        Target::Profile => "`racilint list profiles` shows all profiles".into(),
        Target::Duty => "`racilint list duties` shows the duties of all profiles; \
             a duty is written `hipaa:incident-response`"
            .into(),
        Target::OwnDuty => "name a duty of this file by its id".into(),
        Target::Object => {
            "name it as `KIND.ID`, such as `workstream.help-desk`, or `engagement`".into()
        }
        target => format!(
            "name {}, such as `{}`, that this file or one that it includes declares",
            target.words(),
            example(target)
        ),
    }
}

/// Which clauses a number may stand for, without the profile where it names that itself.
pub(super) fn which_clause(mention: &Mention<'_>, clauses: &[&str]) -> String {
    let prefix = mention.name.split_inclusive(':').next().unwrap_or_default();
    let short = clauses.iter().map(|clause| clause.strip_prefix(prefix));
    let short: Option<Vec<&str>> = short.collect();
    let clauses = short.unwrap_or_else(|| clauses.to_vec());
    if clauses.len() <= MOST_CLAUSES {
        return format!("name the clause itself: {}", words::any_of(clauses));
    }
    let (shown, more) = clauses.split_at(MOST_CLAUSES);
    format!(
        "name the clause itself: {}, or one of {} more that `racilint list duties` shows",
        words::list(shown),
        more.len()
    )
}

/// The kind of what is named by its place in the file, as `exception.2`, and goes by what it says.
fn kind_by_place<'m>(mention: &Mention<'m>) -> Option<&'m str> {
    let (kind, number) = mention.name.split_once('.')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_such = mention.target == Target::Object && matches!(kind, "exception" | "exclusion");
    (is_such && is_number).then_some(kind)
}

fn example(target: Target) -> &'static str {
    match target {
        Target::Person => "[person.dana]",
        Target::Party => "[party.northwind]",
        Target::Actor | Target::Seat => "[role.it-director]",
        Target::System => "[system.firewall]",
        Target::Escalation => "[escalation.security-incident]",
        Target::Command => "[command.security]",
        _ => "[workstream.help-desk]",
    }
}
