//! What the words of a question mean where an incident is played: one part of the work, and an
//! action with a hint at those that it takes.

use racilint_checker::catalogue::Action;
use racilint_checker::model::RowId;

use super::One;
use crate::Failure;

/// The row that is named: a workstream that is called about as a whole, or a slice.
///
/// # Errors
///
/// There is none of that name, or it has slices or children that are called about instead.
pub(super) fn row(one: &One<'_, '_>, name: &str) -> Result<RowId, Failure> {
    let id = one.row(name)?;
    let row = one.engagement.row(id);
    let names = |ids: &[RowId]| -> String {
        let names = ids.iter().map(|id| one.engagement.row(*id));
        let names: Vec<String> = names.map(|row| format!("`{}`", row.name)).collect();
        names.join(", ")
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
pub(super) fn action<'d>(
    one: &One<'_, 'd>,
    row: RowId,
    name: &str,
) -> Result<&'d Action<'d>, Failure> {
    if let Some(action) = one.engagement.catalogue().action(name) {
        return Ok(action);
    }
    let needs = one.engagement.needs(row).into_iter();
    let needs: Vec<&str> = needs.map(|need| &*need.action.id.name).collect();
    let hint = match needs.as_slice() {
        [] => "`racilint list actions` lists them all".to_owned(),
        needs => format!(
            "`{}` takes {}",
            one.engagement.row(row).name,
            needs.join(", ")
        ),
    };
    Err(match one.action(name) {
        Err(Failure::Usage(text)) if text.contains("did you mean") => {
            Failure::Usage(format!("{text} {hint}"))
        }
        _ => Failure::Usage(format!("there is no action `{name}`; {hint}")),
    })
}
