//! Reading of single values: text, numbers, words of a choice.

use std::borrow::Cow;
use std::ops::Deref;

use racilint_diagnostics::Span;

use super::likeness::likely;
use super::shape::Shape;
use super::{Decode, Decoder};
use crate::syntax::tree::{Value, ValueKind};

/// A value with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it is written, quotes included.
    pub span: Span,
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'s, T: Decode<'s>> Decode<'s> for Spanned<T> {
    const SHAPE: Shape = T::SHAPE;

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        let span = value.span;
        T::decode(value, decoder).map(|value| Spanned { value, span })
    }
}

/// A value that few tables have and that would take much room in all of them.
impl<'s, T: Decode<'s>> Decode<'s> for Box<T> {
    const SHAPE: Shape = T::SHAPE;

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        T::decode(value, decoder).map(Box::new)
    }

    fn blank(&self) -> Option<Span> {
        T::blank(self)
    }
}

impl<'s> Decode<'s> for Cow<'s, str> {
    const SHAPE: Shape = Shape::Text;

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        decoder.text(value, Self::SHAPE)
    }
}

impl<'s> Decode<'s> for bool {
    const SHAPE: Shape = Shape::Boolean;

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        if let ValueKind::Boolean(truth) = value.kind {
            return Some(truth);
        }
        decoder.wrong_type(&value, Self::SHAPE);
        None
    }
}

/// A whole number from `MIN` to `MAX`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whole<const MIN: i64, const MAX: i64>(pub i64);

impl<'s, const MIN: i64, const MAX: i64> Decode<'s> for Whole<MIN, MAX> {
    const SHAPE: Shape = Shape::Integer { min: MIN, max: MAX };

    fn decode(value: Value<'s>, decoder: &mut Decoder<'s>) -> Option<Self> {
        let ValueKind::Integer(number) = value.kind else {
            decoder.wrong_type(&value, Self::SHAPE);
            return None;
        };
        if (MIN..=MAX).contains(&number) {
            return Some(Whole(number));
        }
        let message = format!("`{}` cannot be {number}", decoder.key);
        decoder
            .invalid(value.span, message)
            .help(format!("write a whole number from {MIN} to {MAX}"));
        None
    }
}

impl<'s> Decoder<'s> {
    /// The text of a value; anything else is reported as not being of this shape.
    pub(crate) fn text(&mut self, value: Value<'s>, shape: Shape) -> Option<Cow<'s, str>> {
        if let ValueKind::String(text) = value.kind {
            return Some(text);
        }
        self.wrong_type(&value, shape);
        None
    }

    /// The word of a choice; anything else is reported with the nearest word.
    pub(crate) fn choice<T: Copy>(
        &mut self,
        value: &Value<'_>,
        words: &[(&'static str, T)],
        shape: Shape,
    ) -> Option<T> {
        let ValueKind::String(text) = &value.kind else {
            self.wrong_type(value, shape);
            return None;
        };
        if let Some((_, choice)) = words.iter().find(|(word, _)| *word == text.as_ref()) {
            return Some(*choice);
        }
        let message = format!("`{text}` is not a value of `{}`", self.key);
        let words = || words.iter().map(|(word, _)| *word);
        let finding = self.invalid(value.span, message);
        finding.help(format!("write {}", shape.expects()));
        if let Some((near, likeness)) = likely(text, words()) {
            finding.label(format!("did you mean `{near}`?"));
            if let Some(likeness) = likeness {
                let title = format!("write `{near}`");
                let text = format!("\"{near}\"");
                finding.fix(likeness.of_known_word(), title, value.span, text);
            }
        }
        None
    }
}
