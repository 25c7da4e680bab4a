//! What a tag says beside its text: whether it is struck out, whether it is shown, and what stands
//! in place of a picture or a box.

use html5gum::emitters::default::StartTag;

/// How deep tags may stand in each other; what is deeper is not struck out by itself.
const DEEPEST: usize = 256;

/// The value of an attribute.
pub(super) fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    let mut all = tag.attributes.iter();
    let found = all.find(|(key, _)| &key[..] == name.as_bytes());
    found.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
}

/// Whether a tag strikes its text out.
fn strikes(name: &str, tag: &StartTag<usize>) -> bool {
    matches!(name, "s" | "del" | "strike") || style(tag).contains("line-through")
}

/// Whether a browser shows nothing of it.
pub(super) fn is_hidden(tag: &StartTag<usize>) -> bool {
    let style = style(tag);
    attribute(tag, "hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:collapse")
        || style.contains("visibility:hidden")
}

fn style(tag: &StartTag<usize>) -> String {
    let mut style = attribute(tag, "style").unwrap_or_default().to_lowercase();
    style.retain(|c| !c.is_whitespace());
    style
}

/// What a tag without a text of its own stands for.
pub(super) enum Stands {
    /// For this text.
    Text(String),
    /// For something that is seen and has no words.
    Picture,
    /// For nothing.
    Nothing,
}

/// What stands in place of a picture, a box or a field.
pub(super) fn stands_for(name: &str, tag: &StartTag<usize>) -> Stands {
    let said = |names: &[&str]| {
        let mut said = names.iter().filter_map(|name| attribute(tag, name));
        said.find(|text| !text.trim().is_empty())
    };
    let or_picture = |text: Option<String>| text.map_or(Stands::Picture, Stands::Text);
    let has_class = |tag| attribute(tag, "class").is_some_and(|class| !class.trim().is_empty());
    match name {
        "img" | "svg" | "object" | "canvas" => or_picture(said(&["alt", "aria-label", "title"])),
        "i" | "span" if said(&["aria-label"]).is_some() => or_picture(said(&["aria-label"])),
        "i" if has_class(tag) => Stands::Picture,
        "input" => field(tag, said(&["value", "placeholder"])),
        _ => Stands::Nothing,
    }
}

fn field(tag: &StartTag<usize>, value: Option<String>) -> Stands {
    let kind = attribute(tag, "type").unwrap_or_default().to_lowercase();
    match kind.as_str() {
        "checkbox" | "radio" => match attribute(tag, "checked") {
            Some(_) => Stands::Text("X".into()),
            None => Stands::Nothing,
        },
        "hidden" | "submit" | "button" | "reset" | "image" => Stands::Nothing,
        _ => value.map_or(Stands::Nothing, Stands::Text),
    }
}

/// The tags that are open, and how many of them strike out.
#[derive(Default)]
pub(super) struct Open {
    tags: Vec<(String, bool)>,
    striking: usize,
}

impl Open {
    /// A tag begins. A cell ends the cell before it, a row the row before it.
    pub(super) fn start(&mut self, name: &str, tag: &StartTag<usize>) {
        match name {
            "td" | "th" => self.close_within(&["tr", "table"]),
            "tr" => self.close_within(&["table", "thead", "tbody", "tfoot"]),
            _ => {}
        }
        if tag.self_closing || is_void(name) || self.tags.len() >= DEEPEST {
            return;
        }
        let strikes = strikes(name, tag);
        self.tags.push((name.to_owned(), strikes));
        self.striking += usize::from(strikes);
    }

    /// A tag ends, and with it what was opened in it.
    pub(super) fn end(&mut self, name: &str) {
        if let Some(at) = self.tags.iter().rposition(|(open, _)| open == name) {
            self.cut(at);
        }
    }

    /// Whether what is written now is struck out.
    pub(super) fn strikes(&self) -> bool {
        self.striking > 0
    }

    fn close_within(&mut self, names: &[&str]) {
        let outer = self
            .tags
            .iter()
            .rposition(|(open, _)| names.contains(&open.as_str()));
        if let Some(at) = outer {
            self.cut(at + 1);
        }
    }

    fn cut(&mut self, at: usize) {
        let gone = self.tags.split_off(at);
        self.striking -= gone.iter().filter(|(_, strikes)| *strikes).count();
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "wbr"
    )
}
