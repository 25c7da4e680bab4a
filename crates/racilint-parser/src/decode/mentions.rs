//! All references of an engagement, and the objects that say them.
//!
//! There are about ten references for each workstream and few of them are ever told of, so that they
//! are kept small: the name of one is read from its place again.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use racilint_diagnostics::{FileId, Span};

use crate::values::{Mention, Target};

/// References in the order of reading.
#[derive(Debug, Default)]
pub struct Mentions {
    noted: Vec<Noted>,
    /// The names that are not written as they are meant: with escapes, or in three quotes.
    respelt: BTreeMap<Span, String>,
    objects: Objects,
}

/// A reference without its name.
#[derive(Debug)]
struct Noted {
    span: Span,
    object: ObjectId,
    key: &'static str,
    target: Target,
}

/// Which of the objects that were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ObjectId(u32);

/// The names of objects one behind the other, as waivers name them.
#[derive(Debug, Default)]
struct Objects {
    text: String,
    ends: Vec<usize>,
}

impl Mentions {
    /// Those that must name something that is wanted; `texts` are those that they were read from.
    pub(crate) fn of<'m>(
        &'m self,
        texts: &'m BTreeMap<FileId, &'m str>,
        wanted: impl Fn(Target) -> bool + 'm,
    ) -> impl Iterator<Item = Mention<'m>> {
        // One file has nearly all of them.
        let mut file = None;
        let mut text = "";
        let noted = self.noted.iter();
        noted
            .filter(move |noted| wanted(noted.target))
            .map(move |noted| {
                if file.replace(noted.span.file) != Some(noted.span.file) {
                    text = texts.get(&noted.span.file).copied().unwrap_or_default();
                }
                Mention {
                    target: noted.target,
                    name: self.name(noted.span, text),
                    span: noted.span,
                    object: self.object(noted.object),
                    key: noted.key,
                }
            })
    }

    fn name<'m>(&'m self, span: Span, text: &'m str) -> &'m str {
        let plain = || {
            let quoted = text.get(span.range())?;
            quoted.get(1..quoted.len().checked_sub(1)?)
        };
        let respelt = self.respelt.get(&span).map(String::as_str);
        respelt.or_else(plain).unwrap_or_default()
    }

    /// Notes one that `object` says.
    pub(super) fn note(
        &mut self,
        (target, name, span): (Target, &str, Span),
        object: ObjectId,
        key: &'static str,
    ) {
        // An escape is longer than what it stands for, and so are three quotes than one.
        if name.len() + 2 != span.range().len() {
            self.respelt.insert(span, name.to_owned());
        }
        self.noted.push(Noted {
            span,
            object,
            key,
            target,
        });
    }

    /// The name of an object; empty for what is none.
    pub(super) fn object(&self, id: ObjectId) -> &str {
        &self.objects.text[self.objects.range(id)]
    }

    /// Adds `kind.id`, or `outer.id` where the object is a part of another one.
    pub(super) fn add_object(&mut self, outer: ObjectId, kind: &str, id: &str) -> ObjectId {
        let range = self.objects.range(outer);
        match range.is_empty() {
            true => self.objects.text.push_str(kind),
            false => self.objects.text.extend_from_within(range),
        }
        self.objects.text.push('.');
        self.objects.text.push_str(id);
        self.objects.close()
    }

    /// Adds `kind.number`.
    pub(super) fn add_row(&mut self, kind: &str, number: usize) -> ObjectId {
        // Writing to a string cannot fail.
        let _ = write!(self.objects.text, "{kind}.{number}");
        self.objects.close()
    }
}

impl Objects {
    fn range(&self, id: ObjectId) -> Range<usize> {
        let Some(at) = (id.0 as usize).checked_sub(1) else {
            return 0..0;
        };
        let before = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let end = self.ends.get(at).copied().unwrap_or_default();
        before.copied().unwrap_or_default()..end
    }

    /// Ends the object whose name was added last.
    fn close(&mut self) -> ObjectId {
        self.ends.push(self.text.len());
        ObjectId(u32::try_from(self.ends.len()).unwrap_or_default())
    }
}
