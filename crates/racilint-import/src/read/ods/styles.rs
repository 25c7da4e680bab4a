//! The styles of a workbook of LibreOffice, as far as they say what is not shown as it is written:
//! struck out, hidden.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use crate::read::xml::attribute;

/// The styles by family and name.
#[derive(Default)]
pub(super) struct Styles {
    styles: BTreeMap<(String, String), Style>,
    /// The style that is being read.
    open: (String, String),
}

#[derive(Default)]
struct Style {
    parent: String,
    struck: Option<bool>,
    hidden: bool,
}

impl Styles {
    /// A tag begins.
    pub(super) fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "style" => {
                self.open = (attribute(tag, "style:family"), attribute(tag, "style:name"));
                let style = Style {
                    parent: attribute(tag, "style:parent-style-name"),
                    ..Style::default()
                };
                self.styles.insert(self.open.clone(), style);
            }
            "text-properties" => {
                let said = [
                    "style:text-line-through-style",
                    "style:text-line-through-type",
                ]
                .map(|name| attribute(tag, name));
                let mut said = said.iter().filter(|text| !text.is_empty()).peekable();
                if said.peek().is_some()
                    && let Some(style) = self.styles.get_mut(&self.open)
                {
                    style.struck = Some(said.all(|text| text != "none"));
                }
            }
            "table-properties" if attribute(tag, "table:display") == "false" => {
                if let Some(style) = self.styles.get_mut(&self.open) {
                    style.hidden = true;
                }
            }
            _ => {}
        }
    }

    /// Whether a style strikes out; none where it does not say so.
    pub(super) fn strikes(&self, family: &str, name: &str) -> Option<bool> {
        let mut key = (family.to_owned(), name.to_owned());
        // A chain of parents that is longer than this is a circle.
        for _ in 0..32 {
            let style = self.styles.get(&key)?;
            if style.struck.is_some() {
                return style.struck;
            }
            key.1.clone_from(&style.parent);
        }
        None
    }

    /// Whether sheets of a style are not shown.
    pub(super) fn hides(&self, name: &str) -> bool {
        let style = self.styles.get(&("table".to_owned(), name.to_owned()));
        style.is_some_and(|style| style.hidden)
    }
}
