//! The one type in which everything that racilint has to say travels.

use std::ops::Range;

use crate::rule::RuleInfo;
use crate::source::{FileId, Moved, Span};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Information.
    Note,
    /// Can be signed, with a decision taken knowingly.
    Warning,
    /// Not ready to sign.
    Error,
}

impl Severity {
    /// The word used on the command line and in every output.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A place with a remark: the evidence for a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where the evidence stands, in whatever file.
    pub span: Span,
    /// What it shows: a fragment in lower case.
    pub message: String,
}

/// What a finding is about, by name. Waivers and baselines go by it, never by lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// The object, as a waiver names it: `workstream.triage`, `grant.3`, `area.patching`.
    pub object: String,
    /// What of the object, where one rule can say several things of it: an action, a person, an
    /// area. Empty when the object says it all.
    pub aspect: String,
}

/// Whether a fix may be applied without looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Keeps the meaning that the author plainly had.
    Safe,
    /// Likely right, and worth a look.
    Unsafe,
}

/// One replacement in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Edit {
    /// Puts `text` at a byte offset of a file.
    pub fn insert(file: FileId, at: usize, text: impl Into<String>) -> Self {
        Edit {
            span: Span::new(file, at..at),
            text: text.into(),
        }
    }

    /// Takes the bytes of a range out of a file.
    pub fn delete(file: FileId, range: Range<usize>) -> Self {
        Edit {
            span: Span::new(file, range),
            text: String::new(),
        }
    }
}

/// A repair that follows from the finding alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a few words.
    pub title: String,
    /// Whether it needs a look.
    pub safety: Safety,
    /// What is replaced.
    pub edits: Vec<Edit>,
}

/// A place in a law, a standard or a contract form that asks for what is missing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clause {
    /// The profile that holds it, such as `hipaa`.
    pub profile: String,
    /// The edition of the text that the profile follows; empty where it names none.
    pub version: String,
    /// The clause as the text numbers it: `164.308(a)(2)`.
    pub id: String,
}

/// A finding that is set aside: somebody has accepted it with a waiver, or a baseline holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// What is set aside.
    pub finding: Finding,
    /// Where the waiver names the rule.
    pub waiver: Span,
    /// Why.
    pub reason: String,
    /// Who sees to it, by their ids.
    pub owner: String,
    /// Who accepted it, by their ids.
    pub approved_by: String,
    /// The last day, as `YYYY-MM-DD`.
    pub until: String,
    /// Whether a baseline holds it and no waiver; there is no reason, approver or end then, and the
    /// place is that of the finding.
    pub in_baseline: bool,
}

impl Waived {
    /// A finding that a baseline holds.
    pub fn in_baseline(finding: Finding) -> Self {
        Waived {
            waiver: finding.span,
            finding,
            reason: String::new(),
            owner: String::new(),
            approved_by: String::new(),
            until: String::new(),
            in_baseline: true,
        }
    }
}

/// One thing that is wrong, with its evidence and what to do about it.
///
/// Built by rules with [`Finding::new`] and the methods below it, which read in the order in which
/// the finding is read: message, label, related places, help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static RuleInfo,
    /// How much it weighs here. Rules leave it alone: the settling step sets it.
    pub severity: Severity,
    /// What is wrong, standing alone in one line: lower case, no full stop.
    pub message: String,
    /// The exact token that is wrong.
    pub span: Span,
    /// What to say under the token; empty when the message has said it.
    pub label: String,
    /// The evidence, in the order that tells the story.
    pub related: Vec<Label>,
    /// How many of the related places, from the first, lead step by step to the place of the
    /// finding; 0 where they tell no such way.
    pub steps: usize,
    /// What to do, if possible as words that could go into the contract.
    pub help: Option<String>,
    /// A repair, where one is evident.
    pub fix: Option<Fix>,
    /// What it is about.
    pub subject: Subject,
    /// The clauses that ask for it, in the order of their text.
    pub clauses: Vec<Clause>,
    /// The engagements that have it, by the paths of their main files, where it is told once for
    /// several; empty otherwise.
    pub engagements: Vec<String>,
    /// Whose it is to mend, by the name of a party; empty where the file does not say.
    pub party: String,
}

impl Finding {
    /// A finding of `rule` at `span`. Its severity is the rule's default until it is settled. The
    /// message is one line: breaks in what it quotes are written as `\n` and `\r`.
    pub fn new(rule: &'static RuleInfo, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity.unsettled(),
            message: in_one_line(message.into()),
            span,
            label: String::new(),
            related: Vec::new(),
            steps: 0,
            help: None,
            fix: None,
            subject: Subject::default(),
            clauses: Vec::new(),
            engagements: Vec::new(),
            party: String::new(),
        }
    }

    /// All its places: its own, those of the evidence and of the repair.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        let related = self.related.iter().map(|label| label.span);
        let edits = self.fix.iter().flat_map(|fix| &fix.edits);
        let edits = edits.map(|edit| edit.span);
        std::iter::once(self.span).chain(related).chain(edits)
    }

    /// The same finding where the texts are after [`Sources::keep`](crate::Sources::keep).
    pub fn move_to(&mut self, moved: &Moved) {
        self.span = moved.span(self.span);
        for label in &mut self.related {
            label.span = moved.span(label.span);
        }
        for edit in self.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = moved.span(edit.span);
        }
    }

    /// Says something under the token itself.
    pub fn label(&mut self, message: impl Into<String>) -> &mut Self {
        self.label = message.into();
        self
    }

    /// Adds a piece of evidence.
    pub fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        let message = message.into();
        self.related.push(Label { span, message });
        self
    }

    /// Says that the evidence given so far leads, step by step, to the place of the finding: `a`
    /// waits for `b`, `b` for `c`.
    pub fn steps(&mut self) -> &mut Self {
        self.steps = self.related.len();
        self
    }

    /// Names the clauses that ask for it, each once.
    pub fn cites(&mut self, clauses: impl IntoIterator<Item = Clause>) -> &mut Self {
        for clause in clauses {
            if !self.clauses.contains(&clause) {
                self.clauses.push(clause);
            }
        }
        self
    }

    /// Says what to do.
    pub fn help(&mut self, message: impl Into<String>) -> &mut Self {
        self.help = Some(message.into());
        self
    }

    /// Offers a repair that replaces `span` by `text`.
    pub fn fix(
        &mut self,
        safety: Safety,
        title: impl Into<String>,
        span: Span,
        text: impl Into<String>,
    ) -> &mut Self {
        self.fix = Some(Fix {
            title: title.into(),
            safety,
            edits: vec![Edit {
                span,
                text: text.into(),
            }],
        });
        self
    }

    /// Offers a repair that takes several edits.
    pub fn fix_all(
        &mut self,
        safety: Safety,
        title: impl Into<String>,
        edits: Vec<Edit>,
    ) -> &mut Self {
        self.fix = Some(Fix {
            title: title.into(),
            safety,
            edits,
        });
        self
    }

    /// Names what the finding is about, as a waiver would: `workstream.triage`.
    pub fn about(&mut self, object: impl Into<String>) -> &mut Self {
        self.subject.object = object.into();
        self
    }

    /// Names the part of the object that the finding is about: an action, a person.
    pub fn aspect(&mut self, aspect: impl Into<String>) -> &mut Self {
        self.subject.aspect = aspect.into();
        self
    }
}

/// A text from a file that is quoted may hold line breaks.
fn in_one_line(text: String) -> String {
    match text.contains(['\n', '\r']) {
        true => text.replace('\n', "\\n").replace('\r', "\\r"),
        false => text,
    }
}
