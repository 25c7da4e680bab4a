//! JSON Schemas: of the language from the parser's own tables, of the JSON output from its structs.
//!
//! Draft-07 for the language, which is the newest that every TOML editor handles.

use std::collections::BTreeMap;

use racilint_checker::catalogue::Catalogue;
use racilint_checker::rules;
use racilint_parser::decode::DecodeTable;
use racilint_parser::decode::shape::{Choice, KeyInfo, Shape, TableInfo};
use racilint_parser::language::{File, ProfileFile, SettingsFile};
use racilint_parser::values::Target;
use serde_json::{Map, Value, json};

const BASE: &str = "https://racilint.github.io/racilint/schemas";

/// The schema of engagement files.
pub(crate) fn engagement() -> String {
    let file = <File<'static> as DecodeTable>::INFO;
    of(file, "engagement", "racilint engagement")
}

/// The schema of profile files.
pub(crate) fn profile() -> String {
    let file = <ProfileFile<'static> as DecodeTable>::INFO;
    of(file, "profile", "racilint profile")
}

/// The schema of `racilint.toml`.
pub(crate) fn settings() -> String {
    let file = <SettingsFile<'static> as DecodeTable>::INFO;
    of(file, "racilint", "racilint configuration")
}

fn of(file: &'static TableInfo, name: &str, title: &str) -> String {
    let mut definitions = BTreeMap::new();
    let mut root = table(file, &mut definitions);
    root.insert(
        "$schema".into(),
        json!("http://json-schema.org/draft-07/schema#"),
    );
    let id = format!("{BASE}/{name}.schema.json");
    root.insert("$id".into(), json!(id));
    root.insert("title".into(), json!(title));
    root.insert("x-tombi-toml-version".into(), json!("v1.1.0"));
    let definitions: Map<String, Value> = definitions.into_iter().collect();
    root.insert("definitions".into(), Value::Object(definitions));
    pretty(&Value::Object(root))
}

/// The schema of `--format json`.
pub(crate) fn findings() -> String {
    pretty(&racilint_emit::json::json_schema())
}

/// The schema of `racilint week --format json`.
pub(crate) fn week() -> String {
    pretty(&racilint_emit::week::json_schema())
}

/// The schema of `racilint who --format json`.
pub(crate) fn who() -> String {
    pretty(&racilint_emit::who::json_schema())
}

/// The schema of `racilint resilience --format json`.
pub(crate) fn resilience() -> String {
    pretty(&racilint_emit::resilience::json_schema())
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

type Definitions = BTreeMap<String, Value>;

fn table(info: &'static TableInfo, definitions: &mut Definitions) -> Map<String, Value> {
    let mut properties = Map::new();
    for key in info.keys {
        properties.insert(key.name.into(), property(key, definitions));
    }
    let required: Vec<&str> = info
        .keys
        .iter()
        .filter(|key| key.required)
        .map(|key| key.name)
        .collect();
    let mut schema = Map::new();
    schema.insert("type".into(), json!("object"));
    schema.insert("description".into(), json!(prose(info.doc)));
    schema.insert("properties".into(), Value::Object(properties));
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    schema.insert("additionalProperties".into(), json!(false));
    schema.insert("x-tombi-table-keys-order".into(), json!("schema"));
    schema
}

fn property(key: &'static KeyInfo, definitions: &mut Definitions) -> Value {
    let mut value = shape(&key.shape, definitions);
    let description = json!(prose(key.doc));
    match value.as_object_mut() {
        // Beside `$ref`, draft-07 ignores everything.
        Some(object) if object.contains_key("$ref") => {
            json!({ "allOf": [value], "description": description })
        }
        Some(object) => {
            object.insert("description".into(), description);
            value
        }
        None => value,
    }
}

fn shape(shape_: &'static Shape, definitions: &mut Definitions) -> Value {
    match shape_ {
        Shape::Text | Shape::Path | Shape::Timezone => json!({ "type": "string" }),
        Shape::Integer { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Shape::Boolean => json!({ "type": "boolean" }),
        Shape::Date => json!({ "type": "string", "format": "date" }),
        Shape::Duration { calendar: true } => {
            json!({ "type": "string", "pattern": "^[0-9]+(s|m|h|d|w|mo|y)$" })
        }
        Shape::Duration { calendar: false } => {
            json!({ "type": "string", "pattern": "^[0-9]+(s|m|h|d|w)$" })
        }
        Shape::Hours => json!({ "type": "string", "pattern": hours_pattern() }),
        Shape::Choice(choices) => choice(choices),
        Shape::Reference(kind) => reference(kind.target, definitions),
        Shape::OneOrMany(item) => {
            let item = shape(item, definitions);
            json!({ "anyOf": [item, { "type": "array", "items": item }] })
        }
        Shape::List(item) => json!({ "type": "array", "items": shape(item, definitions) }),
        Shape::Table(info) => refer(info, definitions),
        Shape::Map(info) => {
            json!({ "type": "object", "additionalProperties": refer(info, definitions) })
        }
        Shape::Rows(info) => json!({ "type": "array", "items": refer(info, definitions) }),
        Shape::Rule => rule(definitions),
        Shape::Levels(words) => levels(words),
        Shape::Either(first, second) => {
            json!({ "anyOf": [shape(first, definitions), shape(second, definitions)] })
        }
    }
}

fn refer(info: &'static TableInfo, definitions: &mut Definitions) -> Value {
    if !definitions.contains_key(info.name) {
        definitions.insert(info.name.into(), Value::Null);
        let schema = table(info, definitions);
        definitions.insert(info.name.into(), Value::Object(schema));
    }
    json!({ "$ref": format!("#/definitions/{}", info.name) })
}

/// Words with their meanings, shown by editors while typing.
fn choice(choices: &[Choice]) -> Value {
    let words: Vec<&str> = choices.iter().map(|choice| choice.word).collect();
    let docs: Vec<String> = choices.iter().map(|choice| prose(choice.doc)).collect();
    json!({ "type": "string", "enum": words, "x-taplo": { "docs": { "enumValues": docs } } })
}

/// The rules are known: any other name is a mistake.
fn rule(definitions: &mut Definitions) -> Value {
    let names = || rules::all().into_iter().map(|rule| rule.name);
    let definition = || json!({ "type": "string", "enum": names().collect::<Vec<_>>() });
    let name = "rule-name";
    definitions.entry(name.into()).or_insert_with(definition);
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// A key for each rule, so that editors say what it does.
fn levels(words: &'static [Choice]) -> Value {
    let property = |rule: &'static racilint_diagnostics::RuleInfo| {
        let mut value = choice(words);
        if let Some(object) = value.as_object_mut() {
            object.insert("description".into(), json!(rule.summary));
        }
        (rule.name.to_owned(), value)
    };
    let properties: Map<String, Value> = rules::all().into_iter().map(property).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// Ids of the catalogues are offered by editors; a house may add its own, so others are no error.
fn reference(target: Target, definitions: &mut Definitions) -> Value {
    let (name, offered): (&str, fn() -> Vec<String>) = match target {
        Target::Area => ("area-id", areas),
        Target::Action => ("action-id", actions),
        Target::Profile => ("profile-id", || {
            let ids = Catalogue::shipped().profile_ids();
            ids.map(str::to_owned).collect()
        }),
        Target::Duty => ("duty-id", duties),
        _ => return json!({ "type": "string" }),
    };
    definitions.entry(name.into()).or_insert_with(
        || json!({ "anyOf": [{ "type": "string", "enum": offered() }, { "type": "string" }] }),
    );
    json!({ "$ref": format!("#/definitions/{name}") })
}

fn areas() -> Vec<String> {
    Catalogue::shipped()
        .areas()
        .map(|area| area.id.name.to_string())
        .collect()
}

fn actions() -> Vec<String> {
    Catalogue::shipped()
        .actions()
        .map(|action| action.id.name.to_string())
        .collect()
}

fn duties() -> Vec<String> {
    let catalogue = Catalogue::shipped();
    let ids = catalogue.profile_ids();
    let profiles = ids.filter_map(|id| Some((id, catalogue.profile(id)?)));
    profiles
        .flat_map(|(id, profile)| {
            profile
                .duties
                .iter()
                .map(move |duty| format!("{id}:{}", duty.id.name))
        })
        .collect()
}

fn hours_pattern() -> String {
    let day = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
    let time = "([01][0-9]|2[0-3]):[0-5][0-9]";
    format!("^(24x7|{day}((-|, *){day})* {time}-({time}|24:00))$")
}

/// A doc comment as one paragraph.
fn prose(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}
