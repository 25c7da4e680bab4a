//! Texts made of runs, each with a font of its own: shared strings, strings in cells, comments.

use quick_xml::events::BytesStart;

use crate::read::xml::attribute;

/// A stretch of text with one font.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    pub(super) text: String,
    /// Whether it is struck out; none where the font of the cell decides it.
    pub(super) struck: Option<bool>,
}

/// Runs that are being read.
#[derive(Debug, Default)]
pub(super) struct Runs {
    pub(super) runs: Vec<Run>,
    in_text: bool,
    /// Whether how a text is spoken is being read, which is no part of it.
    phonetic: bool,
    /// Whether a run with a font is open.
    in_run: bool,
}

impl Runs {
    /// A tag begins, or stands by itself.
    pub(super) fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        match tag.local_name().as_ref() {
            "rPh" => self.phonetic = !is_empty,
            "r" => {
                self.in_run = !is_empty;
                self.runs.push(Run::default());
            }
            "rPr" => self.set(false),
            "strike" => self.set(!matches!(attribute(tag, "val").as_str(), "0" | "false")),
            "t" if !is_empty && !self.phonetic => {
                self.in_text = true;
                if !self.in_run {
                    self.runs.push(Run::default());
                }
            }
            _ => {}
        }
    }

    fn set(&mut self, struck: bool) {
        if let Some(run) = self.runs.last_mut().filter(|_| self.in_run) {
            run.struck = Some(struck);
        }
    }

    /// Text without runs begins.
    pub(super) fn plain(&mut self) {
        self.runs.push(Run::default());
        self.in_text = true;
    }

    /// A tag ends.
    pub(super) fn end(&mut self, name: &str) {
        match name {
            "rPh" => self.phonetic = false,
            "r" => self.in_run = false,
            "t" | "text" => self.in_text = false,
            _ => {}
        }
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(run) = self.runs.last_mut().filter(|_| self.in_text) {
            run.text.push_str(text);
        }
    }
}

/// What of a text is struck out and what is not, where `font` is what the cell says.
pub(super) fn parted(runs: &[Run], font: bool) -> (String, String) {
    let part = |struck: bool| {
        let own = runs
            .iter()
            .filter(|run| run.struck.unwrap_or(font) == struck);
        own.map(|run| run.text.replace("_x000D_", "")).collect()
    };
    (part(false), part(true))
}
