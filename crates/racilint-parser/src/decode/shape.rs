//! What a key takes, as data: the one description that the decoder's messages and the published
//! schema are both made from.

use crate::values::Target;

/// What a value must look like.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Free text.
    Text,
    /// Text that names a file, relative to the file that says it.
    Path,
    /// A whole number within bounds, both included.
    Integer {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
    },
    /// `true` or `false`.
    Boolean,
    /// A date without a time.
    Date,
    /// A duration. On a path to authority months and years have no fixed length and are refused.
    Duration {
        /// Whether `mo` and `y` are allowed.
        calendar: bool,
    },
    /// Weekly hours.
    Hours,
    /// The name of a time zone.
    Timezone,
    /// One of a few words.
    Choice(&'static [Choice]),
    /// The id of something declared elsewhere.
    Reference(&'static Kind),
    /// One of these, or a list of them.
    OneOrMany(&'static Shape),
    /// A list.
    List(&'static Shape),
    /// A table with known keys.
    Table(&'static TableInfo),
    /// Tables keyed by id: `[person.dana]`.
    Map(&'static TableInfo),
    /// An array of tables: `[[grant]]`.
    Rows(&'static TableInfo),
    /// The name of a rule.
    Rule,
    /// A table of rules, each with one of a few words.
    Levels(&'static [Choice]),
    /// The first shape, or the second.
    Either(&'static Shape, &'static Shape),
}

/// One word of a choice.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// As written in the file.
    pub word: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// What a reference may name.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The same as a value.
    pub target: Target,
    /// With its article: "a workstream".
    pub words: &'static str,
    /// An id as an example.
    pub example: &'static str,
}

/// A table of the language.
#[derive(Debug)]
pub struct TableInfo {
    /// The name of its definition in the schema.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Its keys, in the order in which people should write them.
    pub keys: &'static [KeyInfo],
}

/// A key of a table.
#[derive(Debug)]
pub struct KeyInfo {
    /// As written in the file.
    pub name: &'static str,
    /// What it is for.
    pub doc: &'static str,
    /// Whether the table makes no sense without it.
    pub required: bool,
    /// What it takes.
    pub shape: Shape,
}

impl Shape {
    /// What it takes, in words with an example: "a duration such as `15m`".
    pub fn expects(&self) -> String {
        match self {
            Shape::Text => "text in quotes".into(),
            Shape::Path => "the name of a file in quotes".into(),
            Shape::Integer { .. } => "a whole number".into(),
            Shape::Boolean => "`true` or `false`".into(),
            Shape::Date => "a date such as `2027-01-31`, without quotes".into(),
            Shape::Duration { calendar: true } => "a duration such as `\"90d\"`".into(),
            Shape::Duration { calendar: false } => "a duration such as `\"15m\"`".into(),
            Shape::Hours => "hours such as `\"24x7\"` or `\"Mon-Fri 08:00-17:00\"`".into(),
            Shape::Timezone => "the name of a time zone such as `\"Europe/Berlin\"`".into(),
            Shape::Choice(choices) => any_of(choices),
            Shape::Reference(kind) if kind.target == Target::Document => {
                format!(
                    "the name of a file in quotes, such as `\"{}\"`",
                    kind.example
                )
            }
            Shape::Reference(kind) if kind.target == Target::Object => {
                format!(
                    "what is meant, as `KIND.ID`, such as `\"{}\"`",
                    kind.example
                )
            }
            Shape::Reference(kind) => {
                format!("the id of {} such as `\"{}\"`", kind.words, kind.example)
            }
            Shape::OneOrMany(item) => format!("{}, or a list of those", item.expects()),
            Shape::List(item) => format!("a list, each item {}", item.expects()),
            Shape::Table(info) => format!("a table: {}", keys_of(info)),
            Shape::Map(_) => "tables with an id each".into(),
            Shape::Rows(_) => "a list of tables".into(),
            Shape::Rule => "the name of a rule such as `\"missing-deputy\"`".into(),
            Shape::Levels(_) => {
                "a table of rules, each with a level, such as `missing-deputy = \"note\"`".into()
            }
            Shape::Either(first, second) => format!("{}, or {}", first.expects(), second.expects()),
        }
    }
}

fn any_of(choices: &[Choice]) -> String {
    let words: Vec<String> = choices
        .iter()
        .map(|choice| format!("`\"{}\"`", choice.word))
        .collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

fn keys_of(info: &TableInfo) -> String {
    let any_required = info.keys.iter().any(|key| key.required);
    let names: Vec<String> = info
        .keys
        .iter()
        .filter(|key| key.required || !any_required)
        .take(2)
        .map(|key| format!("{} = …", key.name))
        .collect();
    format!("`{{ {} }}`", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{Document, Object, ReferenceKind, Workstream};

    #[test]
    fn what_a_reference_names_is_told_by_what_it_may_be() {
        let expects = |kind: &'static Kind| Shape::Reference(kind).expects();
        assert_eq!(
            [&Document::KIND, &Object::KIND, &Workstream::KIND].map(expects),
            [
                "the name of a file in quotes, such as `\"roster.toml\"`",
                "what is meant, as `KIND.ID`, such as `\"workstream.help-desk\"`",
                "the id of a workstream such as `\"help-desk\"`",
            ]
        );
    }

    #[test]
    fn words_to_choose_from_are_listed_with_an_or() {
        let choice = |word| Choice { word, doc: "" };
        let all = [choice("a"), choice("b"), choice("c")];
        let told: Vec<String> = (1..=3).map(|count| any_of(&all[..count])).collect();
        assert_eq!(
            told,
            [
                "`\"a\"`",
                "`\"a\"` or `\"b\"`",
                "`\"a\"`, `\"b\"` or `\"c\"`"
            ]
        );
    }

    #[test]
    fn a_table_is_shown_by_the_keys_that_it_must_have() {
        const fn key(name: &'static str, required: bool) -> KeyInfo {
            KeyInfo {
                name,
                doc: "",
                required,
                shape: Shape::Text,
            }
        }
        const fn table(keys: &'static [KeyInfo]) -> TableInfo {
            TableInfo {
                name: "",
                doc: "",
                keys,
            }
        }
        let some = table(&const { [key("a", false), key("b", true), key("c", true)] });
        let none = table(&const { [key("a", false), key("b", false), key("c", false)] });
        assert_eq!(keys_of(&some), "`{ b = …, c = … }`");
        assert_eq!(keys_of(&none), "`{ a = …, b = … }`");
    }
}
