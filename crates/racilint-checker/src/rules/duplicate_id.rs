use std::borrow::Cow;
use std::collections::BTreeMap;

use racilint_diagnostics::{DefaultSeverity, Group, Span};
use racilint_parser::Tables;
use racilint_parser::decode::Item;
use racilint_parser::values::Text;

use super::{Context, declare_rule};

declare_rule! {
    /// ## What it does
    ///
    /// Reports two things of one kind under one id, or under ids that differ only in spelling:
    /// `it-ops` and `IT_Ops`. People, teams, roles and parties are one kind, since any of them can
    /// own work.
    ///
    /// ## Why is this bad?
    ///
    /// Whoever reads the contract does not see that there are two. Each side finds its own sentence
    /// about `it-ops` and takes it for the only one.
    ///
    /// ## Example
    ///
    /// ```toml,fires
    /// [engagement]
    ///
    /// [team.it-ops]
    /// [team.IT_Ops]
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```toml,silent
    /// [engagement]
    ///
    /// [team.it-ops]
    /// [team.field-ops]
    /// ```
    ///
    /// ## When it stays silent
    ///
    /// - Things of different kinds may share an id: a workstream and an escalation path.
    /// - Slices of different workstreams may share an id, and so may duties of different profiles.
    /// - A profile of your own names an area or action that racilint brings, to change it.
    /// - `site-1-1` and `site-11` are two ids: between digits a separator counts.
    ///
    /// ## References
    ///
    /// - The engagement language: ids and references
    "duplicate-id" {
        summary: "two things of one kind share an id, or nearly",
        group: Group::Structure,
        waivable: false,
        severity: DefaultSeverity::ERROR,
    }
}

/// An id with what it is the id of.
#[derive(Clone)]
struct Declared<'d> {
    /// Ids of one space must be different: a kind, or what a slice or duty is a part of.
    space: Cow<'d, str>,
    kind: &'static str,
    name: &'d str,
    span: Span,
}

fn check(cx: &mut Context<'_, '_>) {
    let tables = &cx.engagement.document.tables;
    let mut all = Vec::new();
    take_keyed(tables, &mut all);
    take_slices(tables, &mut all);
    take_rows(tables, &mut all);
    profiles::take(&cx.engagement.document.houses, &mut all);
    all.sort_by_key(|declared| declared.span);
    if may_be_alike(&all) {
        report_alike(cx, &all);
    }
    report_redeclared(cx, &all);
    profiles::check_shipped(cx);
}

/// Whether two of them can be alike. Most files have no such two, and numbers that are equal for
/// what is alike are compared much faster than the texts.
fn may_be_alike(all: &[Declared<'_>]) -> bool {
    let mut marks: Vec<u64> = all.iter().map(mark).collect();
    marks.sort_unstable();
    marks.windows(2).any(|pair| pair[0] == pair[1])
}

/// A number that ids of one space share when they fold to the same.
fn mark(declared: &Declared<'_>) -> u64 {
    // The way of Fowler, Noll and Vo.
    let mix = |mark: u64, part: u32| (mark ^ u64::from(part)).wrapping_mul(0x0000_0100_0000_01b3);
    let space = declared.space.bytes().map(u32::from);
    let mut mark = space.fold(0xcbf2_9ce4_8422_2325, mix);
    fold_into(declared.name, |c| mark = mix(mark, u32::from(c)));
    mark
}

fn report_alike(cx: &mut Context<'_, '_>, all: &[Declared<'_>]) {
    let mut first: BTreeMap<(String, &str), &Declared<'_>> = BTreeMap::new();
    for declared in all {
        let key = (fold(declared.name), &*declared.space);
        match first.get(&key) {
            Some(earlier) => report(cx, earlier, declared),
            None => {
                first.insert(key, declared);
            }
        }
    }
}

/// Tables that stand twice in one file were read as one; the reader has kept both places.
fn report_redeclared(cx: &mut Context<'_, '_>, all: &[Declared<'_>]) {
    for twice in &cx.engagement.document.redeclared {
        let at = all.binary_search_by_key(&twice.first, |declared| declared.span);
        if let Some(first) = at.ok().and_then(|at| all.get(at)) {
            let again = Declared {
                span: twice.span,
                ..first.clone()
            };
            report(cx, first, &again);
        }
    }
}

fn report(cx: &mut Context<'_, '_>, first: &Declared<'_>, again: &Declared<'_>) {
    let (kind, name) = (again.kind, again.name);
    let (message, help) = if first.name != name {
        (
            format!("`{name}` and `{}` differ only in spelling", first.name),
            "give one of them a name that nobody takes for the other, or join them".to_owned(),
        )
    } else if first.kind != kind {
        (
            format!("`{name}` is the id of a {} and of a {kind}", first.kind),
            "rename one of them: people, teams, roles and parties share their ids, since any of \
             them can own work"
                .to_owned(),
        )
    } else {
        (
            format!("the {kind} `{name}` is declared a second time"),
            "join the two, or rename one of them".to_owned(),
        )
    };
    let object = match again.kind {
        "slice" | "duty" => format!("{}{name}", again.space),
        _ => format!("{kind}.{name}"),
    };
    let finding = cx.report(again.span, message);
    finding
        .about(object)
        .related(first.span, "first declared here");
    finding.help(help);
}

/// An id as the eye takes it: without case, blanks and punctuation, except between digits. An id of
/// nothing else stays as it is.
fn fold(id: &str) -> String {
    let mut folded = String::with_capacity(id.len());
    fold_into(id, |c| folded.push(c));
    folded
}

/// Gives the characters of a folded id one by one.
fn fold_into(id: &str, mut put: impl FnMut(char)) {
    let mut last = None;
    let mut separated = false;
    for c in id.chars() {
        if !c.is_ascii_lowercase() && !c.is_alphanumeric() {
            separated = true;
            continue;
        }
        let after_digit = separated && last.is_some_and(char::is_numeric);
        if after_digit && c.is_numeric() {
            put('-');
        }
        separated = false;
        if c.is_ascii_lowercase() {
            put(c);
            last = Some(c);
        } else {
            c.to_lowercase().for_each(|lower| {
                put(lower);
                last = Some(lower);
            });
        }
    }
    if last.is_none() {
        id.chars().for_each(put);
    }
}

fn take_keyed<'d>(tables: &'d Tables<'d>, all: &mut Vec<Declared<'d>>) {
    fn take<'d, T>(
        all: &mut Vec<Declared<'d>>,
        space: &'static str,
        kind: &'static str,
        items: &'d [Item<'d, T>],
    ) {
        all.extend(items.iter().map(|item| Declared {
            space: Cow::Borrowed(space),
            kind,
            name: &item.id.name,
            span: item.id.span,
        }));
    }
    take(all, "actor", "party", &tables.parties);
    take(all, "actor", "person", &tables.people);
    take(all, "actor", "team", &tables.teams);
    take(all, "actor", "role", &tables.roles);
    take(all, "system", "system", &tables.systems);
    take(all, "workstream", "workstream", &tables.workstreams);
    take(all, "escalation", "escalation", &tables.escalations);
    take(all, "command", "command", &tables.commands);
    take(all, "evidence", "evidence", &tables.evidence);
    take(all, "milestone", "milestone", &tables.milestones);
    take(all, "metric", "metric", &tables.metrics);
    take(all, "report", "report", &tables.reports);
    take(all, "intake", "intake", &tables.intakes);
    take(all, "agreement", "agreement", &tables.agreements);
}

fn take_slices<'d>(tables: &'d Tables<'d>, all: &mut Vec<Declared<'d>>) {
    for workstream in &tables.workstreams {
        for slice in workstream.body.slice.iter().flat_map(|map| &map.items) {
            all.push(Declared {
                space: format!("workstream.{}.", workstream.id.name).into(),
                kind: "slice",
                name: &slice.id.name,
                span: slice.id.span,
            });
        }
    }
}

/// Rows of arrays of tables that bear an id.
fn take_rows<'d>(tables: &'d Tables<'d>, all: &mut Vec<Declared<'d>>) {
    let mut take = |kind: &'static str, id: &'d Option<Text<'d>>| {
        all.extend(id.iter().map(|id| Declared {
            space: Cow::Borrowed(kind),
            kind,
            name: &id.value,
            span: id.span,
        }));
    };
    tables.grants.iter().for_each(|row| take("grant", &row.id));
    tables
        .handoffs
        .iter()
        .for_each(|row| take("handoff", &row.id));
    tables
        .exclusions
        .iter()
        .for_each(|row| take("exclusion", &row.id));
    tables
        .exceptions
        .iter()
        .for_each(|row| take("exception", &row.id));
    tables
        .waivers
        .iter()
        .for_each(|row| take("waiver", &row.id));
    tables
        .statements
        .iter()
        .for_each(|row| take("statement", &row.id));
    tables
        .notices
        .iter()
        .for_each(|row| take("notice", &row.id));
    let acknowledgements = tables.acknowledgements.iter();
    acknowledgements.for_each(|row| take("acknowledgement", &row.id));
}

mod profiles;
#[cfg(test)]
mod tests;
