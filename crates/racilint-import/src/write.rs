//! An engagement as text: tidy, commented, each row citing where it comes from.
//!
//! For every stretch of the text it is kept which cell it comes from, so that what is found in it
//! can be shown in the original.

use std::ops::Range;

use racilint_diagnostics::Span;
use racilint_diagnostics::harmless::{is_unsafe, push_escape, visible};

use crate::plan::{Plan, Who, Work};
use crate::words::Letter;

/// A text with the places that its parts come from.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// The text.
    pub(crate) text: String,
    /// Parts of it, each with its place in the original.
    pub(crate) origins: Vec<(Range<usize>, Span)>,
}

/// What stands at the head of the text.
pub(crate) struct Head<'a> {
    /// The file that was read.
    pub(crate) file: &'a str,
    /// The whole of what was read, where nothing nearer is known.
    pub(crate) span: Span,
    /// What stands beside the matrix.
    pub(crate) remarks: &'a [String],
}

/// Writes a whole engagement; with `stand_ins` each role is held by somebody of its own.
pub(crate) fn engagement(plan: &Plan, head: &Head<'_>, stand_ins: bool) -> Written {
    let mut out = Writer {
        stand_ins,
        ..Writer::default()
    };
    out.comment(&format!("Imported from {}.", head.file));
    out.comment("The matrix says who holds which letter, and no more. What it does not say is left out here,");
    out.comment("and `racilint check` asks for it: complete it, or delete what is not meant.");
    for remark in head.remarks {
        out.comment(&format!("Beside the matrix: {remark}"));
    }
    out.push("\n");
    let start = out.written.text.len();
    out.head(plan);
    out.trace(start, head.span);
    out.body(plan);
    out.written
}

/// Writes what is appended to an engagement that is there.
pub(crate) fn addition(plan: &Plan, head: &Head<'_>) -> Written {
    let mut out = Writer::default();
    out.push("\n");
    out.comment(&format!("Imported from {}.", head.file));
    for remark in head.remarks {
        out.comment(&format!("Beside the matrix: {remark}"));
    }
    out.body(plan);
    out.written
}

#[derive(Default)]
struct Writer {
    written: Written,
    stand_ins: bool,
}

impl Writer {
    fn push(&mut self, text: &str) {
        self.written.text.push_str(text);
    }

    fn comment(&mut self, text: &str) {
        let text = harmless(text);
        self.push(&format!("# {}\n", text.trim_end()));
    }

    /// Says where what was written since `start` comes from.
    fn trace(&mut self, start: usize, span: Span) {
        self.written
            .origins
            .push((start..self.written.text.len(), span));
    }

    fn head(&mut self, plan: &Plan) {
        self.push("[engagement]\n");
        self.key("title", &quoted(&plan.title));
        match &plan.model {
            Some(model) => self.key("model", &quoted(model)),
            None => self.open("model", "co-managed", "or \"fully-managed\""),
        }
        self.key("status", &quoted("draft"));
        self.side("client", &plan.client, "the party whose IT it is");
        self.side(
            "provider",
            &plan.provider,
            "the party that provides the service",
        );
        self.comment("A matrix names no areas: with profiles = [\"msp-baseline\"] those without an owner are told.");
        self.key("profiles", "[]");
    }

    fn side(&mut self, key: &str, ids: &[String], what: &str) {
        match ids {
            [] => self.open(key, "ID", what),
            [id] => self.key(key, &quoted(id)),
            ids => {
                let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
                self.key(key, &format!("[{}]", ids.join(", ")));
            }
        }
    }

    fn key(&mut self, key: &str, value: &str) {
        self.push(&format!("{key:<11} = {value}\n"));
    }

    /// A key that has to be completed by somebody who knows.
    fn open(&mut self, key: &str, example: &str, what: &str) {
        self.push(&format!(
            "# {key:<9} = {:<14} # to complete: {what}\n",
            quoted(example)
        ));
    }

    fn body(&mut self, plan: &Plan) {
        for party in &plan.parties {
            self.who("party", party);
        }
        if !plan.roles.is_empty() {
            self.push("\n");
            self.comment(
                "--- Who has a part in it. To complete: party, and held-by with the people. ---",
            );
        }
        for role in &plan.roles {
            self.who("role", role);
        }
        for work in &plan.work {
            self.work(work);
        }
    }

    fn who(&mut self, kind: &str, who: &Who) {
        self.push("\n");
        let start = self.written.text.len();
        self.push(&format!("[{kind}.{}]\n", who.id));
        self.push(&format!("name = {}\n", quoted(&who.name)));
        if !who.notes.is_empty() {
            self.push(&format!("notes = {}\n", text(&who.notes)));
        }
        if self.stand_ins && kind == "role" {
            let holder = format!("whoever-is-{}", who.id);
            self.push(&format!("held-by = \"{holder}\"\n[person.{holder}]\n"));
        }
        if let Some(span) = who.span {
            self.trace(start, span);
        }
    }

    fn work(&mut self, work: &Work) {
        self.push("\n");
        if work.cited.is_empty() {
            self.comment(&format!("--- {} ---", work.title));
            self.push("\n");
        } else {
            self.comment(&work.cited);
        }
        let start = self.written.text.len();
        match &work.whole {
            Some(whole) => self.push(&format!("[workstream.{whole}.slice.{}]\n", work.id)),
            None => self.push(&format!("[workstream.{}]\n", work.id)),
        }
        self.key("title", &quoted(&work.title));
        if work.is_area {
            self.push("area        = []             # also the name of an area: without this line it is checked as that\n");
        }
        if let Some(parent) = &work.parent {
            self.key("parent", &quoted(parent));
        }
        for letter in Letter::ALL {
            if let Some(ids) = work.letters.get(&letter) {
                self.letter(letter, ids);
            }
        }
        if !work.description.is_empty() {
            self.key("description", &quoted(&work.description));
        }
        if !work.notes.is_empty() {
            self.key("notes", &text(&work.notes));
        }
        self.trace(start, work.span);
    }

    fn letter(&mut self, letter: Letter, ids: &[(String, Span)]) {
        self.push(&format!("{:<11} = ", letter.key()));
        if ids.len() > 1 {
            self.push("[");
        }
        for (at, (id, span)) in ids.iter().enumerate() {
            if at > 0 {
                self.push(", ");
            }
            let start = self.written.text.len();
            self.push(&quoted(id));
            self.trace(start, *span);
        }
        self.push(if ids.len() > 1 { "]\n" } else { "\n" });
    }
}

/// A string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        push_escaped(&mut out, c);
    }
    out.push('"');
    out
}

fn push_escaped(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        c if is_unsafe(c) => push_escape(out, c),
        c => out.push(c),
    }
}

/// One note in a line, several in lines of their own.
fn text(notes: &[String]) -> String {
    if let [note] = notes {
        return quoted(note);
    }
    let mut out = String::from("\"\"\"\n");
    for note in notes {
        for c in note.chars() {
            push_escaped(&mut out, c);
        }
        out.push('\n');
    }
    out.push_str("\"\"\"");
    out
}

/// A text for a comment: in one line, with nothing in it that hides or commands, not endless.
fn harmless(text: &str) -> String {
    const LONGEST: usize = 600;
    let kept = text.replace(char::is_control, " ");
    let kept = visible(&kept);
    match kept.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &kept[..end]),
        None => kept.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_cell_holds_is_valid_toml() {
        assert_eq!(quoted("a \"b\" \\ \u{1}\n"), r#""a \"b\" \\ \u0001\n""#);
        assert_eq!(
            text(&["one".into(), "two \"\"\"".into()]),
            "\"\"\"\none\ntwo \\\"\\\"\\\"\n\"\"\""
        );
        assert_eq!(quoted("R\u{202e}A\u{200b}"), r#""R\u202EA\u200B""#);
        assert_eq!(harmless("a\r\nb\u{202e}"), r"a  b\u202E");
    }
}
