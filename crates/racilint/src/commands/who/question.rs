//! What the words of a question mean, and what may have been meant by those that mean nothing.

use racilint_checker::catalogue::Action;
use racilint_checker::model::{ActorId, Engagement, RowId};
use racilint_parser::decode::nearest;

use crate::Failure;

/// So many names are all listed where one is wrong.
const SHORT: usize = 12;

/// The row that is named: a workstream that is called about as a whole, or a slice.
///
/// # Errors
///
/// There is none of that name, or it has slices or children that are called about instead.
pub(crate) fn row(engagement: &Engagement<'_>, name: &str) -> Result<RowId, Failure> {
    let Some(id) = engagement.names.row(name) else {
        let leaves = engagement.leaves();
        let leaves: Vec<&str> = leaves.map(|(_, row)| &*row.name).collect();
        let all: Vec<&str> = engagement.names.row_names().collect();
        return Err(unknown("workstream", name, &all, &leaves));
    };
    let row = engagement.row(id);
    let names = |ids: &[RowId]| -> String {
        let names = ids
            .iter()
            .map(|id| format!("`{}`", engagement.row(*id).name));
        names.collect::<Vec<_>>().join(", ")
    };
    if !row.slices.is_empty() {
        return Err(Failure::Usage(format!(
            "`{}` is split, and each part is called about on its own; ask about one of {}",
            row.name,
            names(&row.slices)
        )));
    }
    if !row.children.is_empty() && row.responsible().nobody() {
        return Err(Failure::Usage(format!(
            "nobody does the work of `{}` itself; ask about one of its parts: {}",
            row.name,
            names(&row.children)
        )));
    }
    Ok(id)
}

/// The action that is named.
///
/// # Errors
///
/// There is none of that name.
pub(crate) fn action<'d>(
    engagement: &Engagement<'d>,
    row: RowId,
    name: &str,
) -> Result<&'d Action<'d>, Failure> {
    engagement.catalogue().action(name).ok_or_else(|| {
        let all = engagement.catalogue().actions();
        let all: Vec<&str> = all.map(|action| &*action.id.name).collect();
        let needs = engagement.needs(row).into_iter();
        let needs: Vec<&str> = needs.map(|need| &*need.action.id.name).collect();
        let Failure::Usage(text) = unknown("action", name, &all, &[]) else {
            return Failure::Usage(String::new());
        };
        let takes = match needs.as_slice() {
            [] => "`racilint list actions` lists them all".to_owned(),
            needs => format!("`{}` takes {}", engagement.row(row).name, needs.join(", ")),
        };
        Failure::Usage(format!("{text}; {takes}"))
    })
}

/// The person who is named.
///
/// # Errors
///
/// There is nobody of that name, or it is no person.
pub(crate) fn person(engagement: &Engagement<'_>, name: &str) -> Result<ActorId, Failure> {
    let people = engagement.actors().filter(|(_, actor)| actor.is_person());
    let people: Vec<&str> = people.map(|(_, actor)| actor.name).collect();
    let Some(id) = engagement.names.actor(name) else {
        return Err(unknown("person", name, &people, &people));
    };
    let actor = engagement.actor(id);
    if actor.is_person() {
        return Ok(id);
    }
    let behind = engagement.acting(id).iter();
    let behind: Vec<&str> = behind.map(|id| engagement.actor(*id).name).collect();
    let hint = match behind.as_slice() {
        [] => "name a person".to_owned(),
        behind => format!("name a person, such as {}", behind.join(", ")),
    };
    Err(Failure::Usage(format!(
        "`{name}` is a {}, and only people can be missing; {hint}",
        actor.kind.word()
    )))
}

/// What is said of a name that nothing has; `listed` are named where they are few.
fn unknown(kind: &str, name: &str, all: &[&str], listed: &[&str]) -> Failure {
    let mut text = format!("there is no {kind} `{name}`");
    if let Some(near) = nearest(name, all.iter().copied()) {
        text += &format!("; did you mean `{near}`?");
    } else if !listed.is_empty() && listed.len() <= SHORT {
        text += &format!("; there are {}", listed.join(", "));
    }
    Failure::Usage(text)
}
