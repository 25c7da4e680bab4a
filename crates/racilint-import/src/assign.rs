//! Shapes to assignments: who holds which letter of which task, with all that was said beside it.

mod around;
mod aside;
mod parts;

use std::collections::{BTreeMap, BTreeSet};

use racilint_diagnostics::{Finding, Span};

use crate::grid::Cell;
use crate::notation::{Held, Reading};
use crate::plain::{fold, line};
use crate::scheme::Sign;
use crate::shape::{Context, Kind, Matrix, RowKind, Seat};
use crate::words::Letter;
use crate::{Choice, findings, names, shape, unseen};
use around::{cited, fill_down, heads, known_names, leaves, noted_beside, path, with_footnote};

/// Everything that the matrices of a file say.
#[derive(Debug, Default)]
pub(crate) struct Assigned {
    /// Whoever holds a letter, or has a column without any.
    pub(crate) actors: Vec<Actor>,
    /// What tasks are grouped under.
    pub(crate) sections: Vec<Section>,
    /// The tasks, in their order.
    pub(crate) tasks: Vec<Task>,
    /// What stands beside a matrix and is kept as a comment.
    pub(crate) remarks: Vec<String>,
    /// What was decided.
    pub(crate) choices: Vec<Choice>,
    /// What was not understood.
    pub(crate) findings: Vec<Finding>,
    /// Cells that say nothing.
    pub(crate) empty: usize,
    /// Cells with letters.
    pub(crate) cells: usize,
    /// The cells of which is told what is struck out, hidden or commented in them.
    pub(crate) told: BTreeSet<unseen::Key>,
}

/// A role, team, person or company, by the name that the matrix gives it.
#[derive(Debug)]
pub(crate) struct Actor {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) notes: Vec<String>,
}

/// A heading or a row that names a group of tasks.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) parent: Option<usize>,
    pub(crate) span: Span,
}

/// A row of the matrix.
#[derive(Debug)]
pub(crate) struct Task {
    /// The id that the matrix gives it, where its column of numbers holds ids.
    pub(crate) id: Option<String>,
    /// What it is a part of, where racilint has written so.
    pub(crate) part: Option<Part>,
    pub(crate) title: String,
    pub(crate) span: Span,
    /// Where it stands, and the row as it is written.
    pub(crate) cited: String,
    pub(crate) section: Option<usize>,
    pub(crate) description: String,
    pub(crate) notes: Vec<String>,
    pub(crate) holders: Vec<Holder>,
}

/// A slice: `watch.nights`, "Watch: by night".
#[derive(Debug)]
pub(crate) struct Part {
    /// The id and the title of the workstream that is split.
    pub(crate) whole: (String, String),
    /// Its own id and title.
    pub(crate) own: (String, String),
}

/// Who holds a letter.
#[derive(Clone, Debug)]
pub(crate) struct Holder {
    pub(crate) letter: Letter,
    pub(crate) actor: usize,
    pub(crate) span: Span,
}

/// Reads all matrices of a file.
pub(crate) fn assign(matrices: &[Matrix], context: &Context<'_>) -> Assigned {
    let mut reader = Reader {
        context,
        known: known_names(matrices, context),
        actors: BTreeMap::new(),
        sections: BTreeMap::new(),
        joined: BTreeMap::new(),
        spread: Vec::new(),
        assigned: Assigned::default(),
    };
    let heads = heads(matrices);
    for (matrix, head) in matrices.iter().zip(heads) {
        reader.matrix(matrix, head);
    }
    reader.tell_joined();
    reader.assigned
}

struct Reader<'a> {
    context: &'a Context<'a>,
    /// Names that stand alone somewhere in the file.
    known: BTreeSet<String>,
    actors: BTreeMap<String, usize>,
    sections: BTreeMap<Vec<String>, usize>,
    /// Names that may be several, and whether they were parted.
    joined: BTreeMap<String, bool>,
    /// The places below merged cells that were read, or not.
    spread: Vec<String>,
    assigned: Assigned,
}

impl Reader<'_> {
    fn matrix(&mut self, matrix: &Matrix, head: Option<String>) {
        self.assigned.choices.extend(matrix.choices.iter().cloned());
        let beside = matrix
            .above
            .iter()
            .filter(|text| head.as_ref() != Some(text));
        let skipped = usize::from(head.is_none());
        self.assigned.remarks.extend(beside.skip(skipped).cloned());
        for remark in &matrix.grid.remarks {
            if !self.assigned.remarks.contains(remark) {
                self.assigned.remarks.push(remark.clone());
            }
        }
        for (column, header, letters, others) in &matrix.doubtful {
            let cell = matrix
                .body
                .first()
                .and_then(|(row, _)| matrix.grid.cell(row.saturating_sub(1), *column));
            let span = cell.map_or(matrix.grid.span, |cell| cell.span);
            self.assigned.findings.push(findings::doubtful(
                span,
                &matrix.grid,
                *column,
                header,
                *letters,
                *others,
            ));
        }
        self.slipped(matrix);
        let seats = self.seats(matrix);
        let mut parts = parts::of(matrix);
        let mut section_row = None;
        let (mut row_section, mut groups) = (None, vec![String::new(); matrix.groups.len()]);
        for (row, kind) in &matrix.body {
            match kind {
                RowKind::Section(title) => {
                    section_row = Some(*row);
                    row_section = Some((line(title), matrix.grid.rows[*row].span));
                    self.letters_in_section(matrix, *row);
                }
                RowKind::Remark(text) => self.assigned.remarks.push(line(text)),
                RowKind::Nothing | RowKind::Another => {}
                RowKind::Task => {
                    if section_row.is_some_and(|section| leaves(matrix, section, *row)) {
                        row_section = None;
                    }
                    fill_down(matrix, *row, &mut groups);
                    let path = path(matrix, head.as_ref(), row_section.as_ref(), &groups, *row);
                    let path = match matrix.own {
                        true => self.own_path(path),
                        false => path,
                    };
                    self.task(matrix, *row, &seats, (&path, parts.remove(row)));
                }
            }
        }
        self.unplaced(matrix);
        self.tell_spread(matrix);
        self.assigned.choices.extend(parts::told(matrix));
    }

    /// Sections as racilint writes them name all that they stand in: `Security › Access`.
    fn own_path(&self, path: Vec<(String, Span)>) -> Vec<(String, Span)> {
        let split = |(title, span): (String, Span)| {
            let parts = title.split(" › ").map(|part| (part.to_owned(), span));
            parts.collect::<Vec<_>>()
        };
        path.into_iter().flat_map(split).collect()
    }

    /// The columns of letters with the actors that they name; those the user leaves out are gone.
    fn seats<'m>(&mut self, matrix: &'m Matrix) -> Vec<(&'m Seat, Option<usize>)> {
        let mut seats = Vec::new();
        for seat in &matrix.columns {
            if let Some(trouble) = &seat.unclear {
                self.assigned
                    .findings
                    .push(findings::unclear_header(seat, trouble, &matrix.grid));
            }
            if matrix.kind != Kind::Letters {
                seats.push((seat, None));
                continue;
            }
            let comments = self.comments_on(matrix, seat.column);
            let notes: Vec<String> = seat.notes.iter().cloned().chain(comments).collect();
            match self.mapped_names(&seat.name) {
                Some(names) if names.is_empty() => {
                    let text = format!("`{}` is left out", seat.name);
                    self.assigned.choices.push(Choice {
                        text,
                        option: "--map".into(),
                    });
                }
                Some(names) => seats.extend(
                    names
                        .iter()
                        .map(|name| (seat, Some(self.actor(name, seat.span, &notes)))),
                ),
                None if matrix.own => {
                    seats.push((seat, Some(self.own_actor(&seat.name, seat.span))));
                }
                None => seats.push((seat, Some(self.actor(&seat.name, seat.span, &notes)))),
            }
        }
        seats
    }

    /// What the user calls a name: several names, none at all, or nothing said.
    fn mapped_names(&self, name: &str) -> Option<Vec<String>> {
        let all = self
            .context
            .notation
            .mapped
            .iter()
            .filter(|(from, _)| *from == fold(name));
        let is_name = |to: &&str| !self.context.notation.is_letters(to);
        let to = all.map(|(_, to)| to.as_str()).find(is_name)?;
        match crate::words::is_nobody(to) {
            true => Some(Vec::new()),
            false => Some(names::list(to)),
        }
    }

    fn actor(&mut self, name: &str, span: Span, notes: &[String]) -> usize {
        let (name, has_mark) = names::shown(name);
        let key = names::key(&name);
        self.actor_of(key, (name, has_mark), span, notes)
    }

    /// Somebody by a name that racilint has written: two that differ in a sign are two.
    fn own_actor(&mut self, name: &str, span: Span) -> usize {
        self.actor_of(name.to_owned(), (name.to_owned(), false), span, &[])
    }

    fn actor_of(
        &mut self,
        key: String,
        (name, has_mark): (String, bool),
        span: Span,
        notes: &[String],
    ) -> usize {
        let at = *self.actors.entry(key).or_insert_with(|| {
            self.assigned.actors.push(Actor {
                name,
                span,
                notes: Vec::new(),
            });
            self.assigned.actors.len() - 1
        });
        let actor = &mut self.assigned.actors[at];
        let mark = has_mark.then(|| "the header has a footnote".to_owned());
        for note in notes.iter().cloned().chain(mark) {
            if !actor.notes.contains(&note) {
                actor.notes.push(note);
            }
        }
        at
    }

    fn section(&mut self, path: &[(String, Span)]) -> Option<usize> {
        let mut parent = None;
        for depth in 1..=path.len() {
            let key = path[..depth].iter().map(|(title, _)| fold(title)).collect();
            let (title, span) = path[depth - 1].clone();
            let sections = &mut self.assigned.sections;
            let at = *self.sections.entry(key).or_insert_with(|| {
                sections.push(Section {
                    title,
                    parent,
                    span,
                });
                sections.len() - 1
            });
            parent = Some(at);
        }
        parent
    }

    fn task(
        &mut self,
        matrix: &Matrix,
        row: usize,
        seats: &[(&Seat, Option<usize>)],
        (path, part): (&[(String, Span)], Option<Part>),
    ) {
        let grid = &matrix.grid;
        let label = matrix.task.and_then(|column| grid.cell(row, column));
        let named = label.filter(|cell| !cell.is_empty());
        let number = matrix
            .number
            .map(|column| line(grid.text(row, column)))
            .filter(|text| !text.is_empty());
        let struck = label
            .map(|cell| line(&cell.struck))
            .filter(|text| !text.is_empty());
        let title = match (named, &number) {
            (Some(cell), _) => line(&cell.text),
            // The letters of the row stand, so it is still known what they are for.
            (None, _) if struck.is_some() => struck.unwrap_or_default(),
            (None, Some(number)) => number.clone(),
            (None, None) if matrix.task.is_none() => {
                grid.headings.last().cloned().unwrap_or_default()
            }
            (None, None) => String::new(),
        };
        let span = label.map_or(grid.rows[row].span, |cell| {
            if cell.span.start == cell.span.end {
                grid.rows[row].span
            } else {
                cell.span
            }
        });
        let is_id = |number: &&str| matrix.own || names::is_id(number);
        let id = number.as_deref().filter(is_id);
        let mut task = Task {
            id: id.map(names::id),
            part,
            title,
            span,
            cited: cited(matrix, row),
            section: self.section(path),
            description: matrix
                .description
                .map(|column| line(grid.text(row, column)))
                .unwrap_or_default(),
            notes: Vec::new(),
            holders: Vec::new(),
        };
        if task.title.is_empty() {
            self.assigned
                .findings
                .push(findings::nameless_row(span, grid, row));
            task.title = names::capitalised(&grid.row_name(row));
        }
        let says_more = |number: &String| *number != task.title && task.id.is_none();
        if let Some(number) = number.filter(says_more) {
            task.notes.push(format!("number: {number}"));
        }
        task.notes.extend(noted_beside(matrix, row));
        for (seat, actor) in seats {
            self.cell(matrix, row, seat, *actor, &mut task);
        }
        self.set_aside(matrix, row, &mut task);
        self.assigned.tasks.push(task);
    }

    fn cell(
        &mut self,
        matrix: &Matrix,
        row: usize,
        seat: &Seat,
        actor: Option<usize>,
        task: &mut Task,
    ) {
        let Some(cell) = matrix.grid.cell(row, seat.column) else {
            return;
        };
        if matrix.legend.contains(&(row, seat.column)) {
            return;
        }
        if cell.covered && self.is_spread(cell, &matrix.grid, row) {
            return;
        }
        match (matrix.kind, actor) {
            (Kind::Letters, Some(actor)) => self.letters(matrix, cell, seat, actor, task),
            (Kind::Marked, _) => self.marked(matrix, cell, seat, task),
            _ => self.names(matrix, cell, seat, task),
        }
    }

    fn letters(
        &mut self,
        matrix: &Matrix,
        cell: &Cell,
        seat: &Seat,
        actor: usize,
        task: &mut Task,
    ) {
        match self.context.notation.read(&cell.text) {
            Reading::Empty | Reading::Nobody => self.assigned.empty += 1,
            Reading::Pending => {
                task.notes
                    .push(format!("{}: {}", seat.name, line(&cell.text)));
                self.assigned
                    .findings
                    .push(findings::pending(cell, &seat.name, &task.title));
            }
            Reading::Unknown => {
                task.notes
                    .push(format!("{}: {}", seat.name, line(&cell.text)));
                let letters = self.context.notation.scheme.letters();
                self.assigned.findings.push(findings::unknown(
                    cell,
                    &seat.name,
                    &task.title,
                    &letters,
                ));
            }
            Reading::Letters(held) => {
                self.assigned.cells += 1;
                if held.iter().any(Held::is_open) {
                    let found = findings::half_pending(cell, &seat.name, &task.title);
                    self.assigned.findings.push(found);
                }
                for held in &held {
                    self.hold(matrix, held, cell, actor, task);
                }
            }
        }
    }

    fn hold(&mut self, matrix: &Matrix, held: &Held, cell: &Cell, actor: usize, task: &mut Task) {
        let name = self.assigned.actors[actor].name.clone();
        if !held.odd.is_empty() {
            self.assigned
                .findings
                .push(findings::odd(cell, &name, &task.title, &held.odd));
        }
        if !held.stray.is_empty() {
            self.assigned
                .findings
                .push(findings::stray(cell, &name, &task.title, held));
        }
        let word = held.letter().map_or(held.sign.word, Letter::key);
        match held.letter() {
            Some(letter) => task.holders.push(Holder {
                letter,
                actor,
                span: cell.span,
            }),
            None => {
                task.notes.push(format!("{word}: {name}"));
                self.assigned.findings.extend(findings::not_carried(
                    cell,
                    &name,
                    &task.title,
                    held.sign,
                ));
            }
        }
        if !held.note.is_empty() {
            let note = with_footnote(&held.note, matrix);
            task.notes.push(format!("{word}, {name}: {note}"));
        }
    }

    fn names(&mut self, matrix: &Matrix, cell: &Cell, seat: &Seat, task: &mut Task) {
        let Some(sign) = seat.sign else {
            return;
        };
        if matrix.own && !cell.is_empty() {
            self.own_names(matrix, cell, sign, task);
            return;
        }
        if cell.is_empty() || crate::words::is_nobody(&cell.text) {
            self.assigned.empty += 1;
            return;
        }
        let mut any = false;
        for item in names::list(&cell.text) {
            if crate::words::is_pending(&item) {
                task.notes.push(format!("{}: {item}", seat.name));
                self.assigned
                    .findings
                    .push(findings::pending(cell, &seat.name, &task.title));
            } else if self.is_open(&item) {
                task.notes.push(format!("{}: {item}", seat.name));
                self.assigned
                    .findings
                    .push(findings::either(cell, &item, &seat.name, &task.title));
            } else if self.context.notation.is_letters(&item) && item.chars().count() == 1
                || !item.contains(char::is_alphabetic)
            {
                task.notes.push(format!("{}: {item}", seat.name));
                self.assigned.findings.push(findings::no_name(
                    cell,
                    &item,
                    &seat.name,
                    &task.title,
                ));
            } else {
                for name in self.people(&item) {
                    let actor = self.actor(&name, cell.span, &[]);
                    self.hold(matrix, &Held::plain(sign), cell, actor, task);
                    any = true;
                }
            }
        }
        self.assigned.cells += usize::from(any);
    }

    /// Names as racilint writes them: `TBD` and `A` are names there.
    fn own_names(&mut self, matrix: &Matrix, cell: &Cell, sign: &'static Sign, task: &mut Task) {
        for name in names::own_list(&cell.text) {
            let mapped = self.mapped_names(&name);
            for name in mapped.unwrap_or_else(|| vec![name]) {
                let actor = self.own_actor(&name, cell.span);
                self.hold(matrix, &Held::plain(sign), cell, actor, task);
            }
        }
        self.assigned.cells += 1;
    }

    /// The names that an entry stands for: parted where its parts are known by themselves.
    fn people(&mut self, item: &str) -> Vec<String> {
        if let Some(names) = self.mapped_names(item) {
            return names;
        }
        let parts = names::parts(item);
        if parts.len() == 1 {
            if names::alternatives(item).len() > 1 {
                self.joined.insert(item.to_owned(), false);
            }
            return vec![item.to_owned()];
        }
        let known = parts.iter().all(|part| self.known.contains(&fold(part)));
        self.joined.insert(item.to_owned(), known);
        if known { parts } else { vec![item.to_owned()] }
    }

    fn marked(&mut self, matrix: &Matrix, cell: &Cell, seat: &Seat, task: &mut Task) {
        if cell.is_empty() || crate::words::is_nobody(&cell.text) {
            self.assigned.empty += 1;
            return;
        }
        let pairs = shape::pairs(&cell.text, self.context);
        if pairs.is_empty() {
            task.notes
                .push(format!("{}: {}", seat.name, line(&cell.text)));
            let letters = self.context.notation.scheme.letters();
            self.assigned
                .findings
                .push(findings::unknown(cell, &seat.name, &task.title, &letters));
            return;
        }
        self.assigned.cells += 1;
        for (name, letters) in pairs {
            let actor = self.actor(&name, cell.span, &[]);
            if let Reading::Letters(held) = self.context.notation.read(&letters) {
                for held in &held {
                    self.hold(matrix, held, cell, actor, task);
                }
            }
        }
    }

    /// A section that the user declared, and that holds letters all the same.
    fn letters_in_section(&mut self, matrix: &Matrix, row: usize) {
        for seat in &matrix.columns {
            let Some(cell) = matrix.grid.cell(row, seat.column) else {
                continue;
            };
            if self.context.notation.is_letters(&cell.text) {
                self.assigned
                    .findings
                    .push(findings::nameless_row(cell.span, &matrix.grid, row));
            }
        }
    }
}
